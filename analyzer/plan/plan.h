/*
 * The plan: what is to be done, on which server, in which order.
 *
 * Steps are data (the files of analyzer/plan/catalogue); the engine makes one
 * step per subject (host, instance, database), binds what each requires, and
 * puts them in an order in which no step stands before one that it requires.
 *
 * Commands are pasted by administrators as root: a collected value enters one
 * only if it matches the strict grammar of its kind, quoted for that shell;
 * else the command shows <name: see evidence>, and `refused` says why.
 */
#ifndef ACC_PLAN_H
#define ACC_PLAN_H

#include "estate.h"
#include "rules.h"

/* In the order of the work. */
enum plan_phase {
    PLAN_PREPARE,
    PLAN_REHEARSE,
    PLAN_STOP,
    PLAN_BACKUP,
    PLAN_UNINSTALL,
    PLAN_INSTALL,
    PLAN_RESTORE,
    PLAN_SECURE,
    PLAN_POSTUPGRADE,
    PLAN_WEBSERVER,
    PLAN_RESTART,
    PLAN_TEST,
    PLAN_CLEANUP,
    PLAN_ROLLBACK,
    PLAN_PHASES
};

const char *plan_phase_word(enum plan_phase phase);

struct plan_command {
    const char *text;    /* one command line */
    const char *refused; /* NULL, or why a value does not stand in it */
};

/* A rule that is open where the step is done: it must be closed before, or the
 * step is what closes it. */
struct gate {
    const char *rule;
    bool closed_here;
};

/* Steps of one kind that others require together, in order. */
struct step_group {
    size_t number; /* in the plan */
    const struct step **items;
    size_t count;
};

struct step {
    size_t number;    /* in order */
    const char *id;   /* S001 … in order */
    const char *kind; /* id of the catalogue's step */
    enum plan_phase phase;
    const char *title;                      /* verb first, without the host */
    const char *host, *instance, *database; /* NULL where it has none */
    const char *actor, *as;                 /* who; under which account */
    struct {
        struct plan_command *items;
        size_t count, room;
    } commands;
    const char *verify, *if_not,
        *rollback; /* words (may hold <code>) or NULL */
    struct {
        const struct step_group **items; /* some may share steps */
        size_t count;
    } requires;
    struct {
        struct gate *items; /* by rule; open ones only */
        size_t count, room;
    } gates;
    const char *basis; /* documented, derived, gap */
    const char *source;
    int64_t minutes; /* -1: not known */
    int wave;        /* within its phase: report.md §6 */
};

struct barrier {
    enum plan_phase after; /* stands after this phase */
    const char *condition; /* in words */
};

struct plan {
    struct arena arena;
    struct {
        const char **items; /* host ids in migration order */
        size_t count, room;
    } order;
    const char *order_basis; /* in words, with its source */
    struct {
        const char **items;
        size_t count, room;
    } notes; /* contradictions between documents, and which we follow */
    struct {
        struct step **items;
        size_t count, room;
    } steps;
    size_t groups; /* that steps require */
    struct {
        struct barrier *items;
        size_t count, room;
    } barriers;
    /* Words of each phase: title "Stop", enter, leave, way back, actors. */
    struct {
        const char *title, *enter, *leave, *way_back, *actors;
    } phases[PLAN_PHASES];
    struct { /* own the steps' texts, one per kind of step */
        struct arena *items;
        size_t count;
    } parts;
};

/* Loads the step catalogue in DIR and makes the plan, on THREADS threads; the
 * failure is one of the catalogue (file and line), never of the estate. */
struct plan *plan_make(const char *dir, const struct estate *estate,
                       const struct judgements *judgements, int threads,
                       struct failure *why);
void plan_release(struct plan *plan);

/* The steps that STEP requires, each once and in order, the first MOST of them;
 * how many these are.  All of them are many in a large plan: take them only to
 * write them. */
size_t step_requires(const struct step *step, size_t most, struct arena *arena,
                     const struct step ***items);

#endif
