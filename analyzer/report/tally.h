/*
 * The tally: every number that the report prints, counted once.
 *
 * A rule counts under its worst outcome.  Held: a failed blocker of phase
 * before holds its subject's host; with a database or an instance as subject,
 * every host of it.  Free: a host that was seen and that nothing holds.
 */
#ifndef ACC_TALLY_H
#define ACC_TALLY_H

#include "estate.h"
#include "plan.h"
#include "rules.h"

enum tally_column {
    TALLY_FAIL,
    TALLY_UNKNOWN,
    TALLY_MANUAL,
    TALLY_ERROR,
    TALLY_WAIVED,
    TALLY_PASS,
    TALLY_NA,
    TALLY_RULES, /* the sum of the others */
    TALLY_COLUMNS
};

extern const char *const TALLY_WORDS[TALLY_COLUMNS]; /* attribute names */

/* One row of "Fix these first". */
struct fix {
    const struct judgement *judgement;
    bool *holds;    /* one flag per host of the estate */
    int held;       /* hosts that it holds */
    int free_after; /* hosts free once this and all rows above are done */
};

struct actor_work {
    const char *name;
    int blockers, actions, answers;
};

struct tally {
    int cells[SEVERITY_COUNT + 1][TALLY_COLUMNS]; /* the last row sums */
    struct verdict_counts verdict;
    int applicable, decided, undecided; /* rules */
    int gates; /* failed blockers not of phase before */
    int blockers_decided, blockers_all; /* applicable ones of phase before */
    enum severity fixing;               /* blocker, or action if none failed */
    struct {
        struct fix *items; /* all of them, in the order of work */
        size_t count, room;
    } fixes;
    int *host_blockers; /* failed blocker rules that hold the host */
    bool *host_unknown; /* an assessed blocker could not be decided there */
    int *database_blockers;
    int held;    /* hosts held by any blocker */
    int missing; /* hosts named, not collected and not excepted */
    int accepted, rejected, complete; /* bundles */
    int described;                    /* databases with evidence of their own */
    const char *first_taken, *last_taken; /* of accepted bundles; or NULL */
    struct {
        struct actor_work *items;
        size_t count, room;
    } actors;
    int64_t minutes;    /* sum of the known ones; 0 if none */
    int timed, untimed; /* steps, without those of the way back */
};

/* Counts; the result is in ARENA.  PLAN may be NULL. */
void tally_count(const struct estate *estate,
                 const struct judgements *judgements, const struct plan *plan,
                 struct arena *arena, struct tally *tally);

/* Hosts that the failed findings of JUDGEMENT hold: flags in SET (one per host
 * of the estate); returns how many. */
int tally_holds(const struct estate *estate, const struct judgement *judgement,
                bool *set);

/* The column in which a rule counts. */
enum tally_column tally_column_of(const struct judgement *judgement);

#endif
