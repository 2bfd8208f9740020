/*
 * A finding: one rule's outcome for one subject.
 *
 * Texts are plain, and may hold what a server wrote: whoever shows them escapes
 * them.  "Words" are XML source with <code> in it, values already escaped.
 */
#ifndef ACC_FINDING_H
#define ACC_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "fact.h"

enum outcome { /* the worst last: see outcome_worse */
               OUTCOME_PASS,
               OUTCOME_WAIVED,
               OUTCOME_MANUAL,
               OUTCOME_UNKNOWN,
               OUTCOME_FAIL,
               OUTCOME_ERROR,
               OUTCOME_COUNT
};

enum severity {
    SEVERITY_BLOCKER,
    SEVERITY_ACTION,
    SEVERITY_WARNING,
    SEVERITY_INFO,
    SEVERITY_COUNT
};

enum rule_phase { PHASE_BEFORE, PHASE_DURING, PHASE_AFTER };

/* The worse of two: error, fail, unknown, manual, waived, pass. */
enum outcome outcome_worse(enum outcome a, enum outcome b);

const char *outcome_word(enum outcome outcome);
const char *severity_word(enum severity severity);
const char *rule_phase_word(enum rule_phase phase);

struct evidence {
    const char *bundle;  /* id */
    const char *host;    /* id of the host whose bundle it is */
    struct place at;     /* entry as in the bundle */
    const char *excerpt; /* or NULL */
};

struct remedy {
    const char *kind; /* command, manual, hint */
    const char *text; /* a command line, plain; else words */
    const char *on;   /* host id or NULL */
    const char *as;   /* account, "root", "neolane"; or NULL */
};

struct finding {
    const struct rule *rule;
    enum outcome outcome;
    const char *host, *instance, *database, *object; /* the subject, or NULL */
    const char *found;  /* the value that decided, short; or NULL */
    const char *title;  /* a fact about this subject, one line */
    const char *detail; /* one or two sentences */
    bool unverified;    /* it rests on a script that no real server has run */
    const char *needs;  /* unknown, manual: what is missing */
    const char *get;    /* the cheapest way to get it (command or words) */
    struct {
        struct evidence *items;
        size_t count, room;
    } evidence;
    struct {
        struct remedy *items;
        size_t count, room;
    } remedies;
};

#endif
