/*
 * The commands of acc-collect, each a function that returns the exit status.
 */
#ifndef ACC_COLLECT_H
#define ACC_COLLECT_H

#include <stdbool.h>

#include "gather.h"
#include "printf_like.h"

enum {
    EXIT_GOOD = 0,
    EXIT_ERROR = 1,      /* nothing was written */
    EXIT_BAD = 2,        /* verify: the bundle is bad */
    EXIT_INCOMPLETE = 3, /* written; something could not be collected */
    EXIT_USAGE = 64
};

struct collect_options {
    struct gather_options gather;
    struct {
        struct manifest_option *items; /* given, in the table's order */
        size_t count, room;
    } recorded;
    const char *output;      /* file or folder; NULL: the default name */
    const char *compression; /* "gzip" or "zstd" */
    int level;
    bool quiet;
};

/* Gathers and writes one bundle. */
int collect(const struct collect_options *options);

/* Gathers, writes nothing, and lists what would leave. */
int preview(const struct collect_options *options);

/* Lists the bundle at PATH, or prints its entry ENTRY (NULL: list). */
int inspect(const char *path, const char *entry);

/* Checks the bundle at PATH. */
int verify(const char *path, bool quiet);

/* -v: one line on stderr about an entry. */
void tell_entry(const struct entry *entry);

/* One line on stderr: "acc-collect: TEXT", strangers' bytes shown. */
void message(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
