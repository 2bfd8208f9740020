/*
 * Lists that several files of the report show alike.
 */
#ifndef ACC_PARTS_H
#define ACC_PARTS_H

#include "estate.h"
#include "plan.h"
#include "rules.h"

/* A place where evidence is missing. */
struct gap {
    const char *bundle, *host; /* id of the bundle, id of its host */
    struct place at;
    const char *reason;
};

struct gaps {
    struct gap *items; /* sorted by bundle, entry, line, reason */
    size_t count, room;
};

/* The gaps of all accepted bundles: what parsers could not read, and what the
 * manifest says was not collected; each place once. */
void gaps_list(const struct estate *estate, struct arena *arena,
               struct gaps *gaps);

struct findings {
    const struct finding **items; /* sorted by rule, subject, outcome, title */
    size_t count, room;
};

void findings_list(const struct judgements *judgements, struct arena *arena,
                   struct findings *findings);

/* What a manifest holds, in numbers; -1 each without manifest. */
struct bundle_sums {
    int64_t entries, cut, excluded, redacted;
};

struct bundle_sums bundle_sums(const struct manifest *manifest);

/* The last component of a path. */
const char *base_name(const char *path);

#endif
