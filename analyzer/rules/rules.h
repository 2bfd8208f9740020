/*
 * The rule engine and the catalogue: what we look for.
 *
 * A rule is data (XML in analyzer/rules/catalogue; README.md there teaches the
 * format).  It says when it fails AND when it passes; neither is unknown, both
 * is an error.  A rule that could not run never counts as passed.
 */
#ifndef ACC_RULES_H
#define ACC_RULES_H

#include <stdbool.h>

#include "buf.h"
#include "estate.h"
#include "failure.h"
#include "finding.h"

enum rule_kind {
    RULE_ASSESSED,    /* decided from facts */
    RULE_ATTESTATION, /* only a person can answer: manual until answered */
    RULE_NOT_ASSESSED /* unknown: "not assessed by this version" */
};

struct rule {
    const char *id;       /* ACC-SEC-001 */
    const char *category; /* SEC */
    enum rule_kind kind;
    enum severity severity;
    enum rule_phase phase;
    const char *actor;    /* "system administrator" */
    const char *pack;     /* NULL: ours; else the file of an extra rule pack */
    const char *title;    /* the rule's name, plain text */
    const char *why;      /* one or two sentences, words with <code> */
    const char *question; /* of an attestation, plain text; else NULL */
    const char *source;   /* document and revision, or "tool policy" */
    const char *subjects; /* label of its subjects: Servers, Databases, … */
    const char *missing;  /* ids of the evidence that it lacks to be assessed,
                             or to be so to its end; blanks between.  NULL:
                             none */
    const char *lacks;    /* the same in words, to go after "needs" */
    const struct rule_body *body; /* the engine's own */
};

struct evidence_kind {
    const char *id;    /* database:XtkOption; rules.rng lists them */
    const char *words; /* "the options in the database" */
};

struct catalogue {
    struct arena arena;
    const char *version;
    const char *newest_target; /* newest release that the matrix knows */
    struct {                   /* what a check can lack */
        struct evidence_kind *items;
        size_t count, room;
    } evidence;
    struct {
        struct rule **items; /* sorted by id */
        size_t count, room;
    } rules;
    struct engine *engine; /* schema, matrix: the engine's own */
};

/*
 * Loads all *.xml in DIR (catalogue.xml, matrix.xml, rules), checked against
 * DIR/rules.rng.  The failure names file and line.
 */
struct catalogue *catalogue_load(const char *dir, struct failure *why);
/* Adds an extra rule pack; untrusted. */
int catalogue_add(struct catalogue *catalogue, const char *dir,
                  struct failure *why);
/* Forgets all rules and takes those of PATH alone, a file or a folder of them:
 * a pack on its own, or a copy of ours, to be tested. */
int catalogue_take(struct catalogue *catalogue, const char *path,
                   struct failure *why);
void catalogue_release(struct catalogue *catalogue);
const struct rule *catalogue_find(const struct catalogue *catalogue,
                                  const char *id);
/* The rule that a person calls WORD: its id, or the last parts of one id alone,
 * as "DB-007", which page 1 of the report prints; letter case aside.  NULL: WHY
 * says which there are, or which was meant. */
const struct rule *catalogue_named(const struct catalogue *catalogue,
                                   const char *word, struct failure *why);
/* How page 1 prints an id: without "ACC-". */
const char *rule_brief(const char *id);
/* Does the matrix know the release?  Appends the known ones to LIST if not. */
bool catalogue_target(const struct catalogue *catalogue, const char *release,
                      struct buf *list);

/*
 * Runs the self-test cases that stand beside the rules of FILE (all rules if
 * NULL).  Returns the number of failed cases, each told to REPORT as a line.
 */
int catalogue_check(struct catalogue *catalogue, const char *file,
                    struct buf *report);

/*
 * Counts what each rule takes on an estate of 10 servers and on one of 100,
 * which its own cases make.  Returns the number of rules that grow faster than
 * the estate, each told to REPORT as a line.
 */
int catalogue_check_growth(struct catalogue *catalogue, struct buf *report);

/* Appends what RULE tests, a line each: its subjects, its conditions, what it
 * needs, its cases.  Names of the lines are RULE_TELL_WIDTH wide. */
enum { RULE_TELL_WIDTH = 14 };
void rule_tell(const struct rule *rule, struct buf *out);

/* How many cases of RULE should come to IS ("fail", "not-applicable", …). */
size_t catalogue_cases(const struct rule *rule, const char *is);

/* All findings of one rule, grouped: what the report prints as one article. */
struct judgement {
    const struct rule *rule;
    enum outcome outcome; /* the worst of its findings */
    bool applies;         /* false: not applicable, no findings */
    const char *title;    /* a fact about the estate, for its worst outcome;
                             plain text */
    const char *remedy;   /* verb first, one line: for "Fix these first"; words
                             with <code>, or NULL */
    const char *check;    /* "Then check", words with <code>, or NULL */
    struct {
        struct finding *items; /* sorted by outcome, host, instance, object */
        size_t count, room;
    } findings;
};

struct judgements {
    struct arena arena;
    struct {
        struct judgement *items; /* one per rule, sorted by id */
        size_t count, room;
    } rules;
    struct { /* own the findings' texts, one per document judged */
        struct arena *items;
        size_t count, room;
    } parts;
};

/*
 * Judges the estate.  Per host on THREADS threads (1: none are started); the
 * result does not depend on their number.
 */
struct judgements *rules_judge(struct catalogue *catalogue,
                               const struct estate *estate, int threads);
void judgements_release(struct judgements *judgements);

const struct judgement *judgement_of(const struct judgements *judgements,
                                     const char *rule);

/*
 * Hosts that a failed finding holds: its host; else every host of its database,
 * else of its instance; a finding about the estate as a whole holds every host,
 * one about something else (an object alone) none.  Adds to SET (one flag per
 * estate host).
 */
void finding_holds(const struct estate *estate, const struct finding *finding,
                   bool *set);

enum verdict {
    VERDICT_READY,
    VERDICT_READY_WITH_ACTIONS,
    VERDICT_NOT_ASSESSED,
    VERDICT_NOT_READY
};

const char *verdict_word(enum verdict verdict); /* "not-ready" */

struct verdict_counts {
    enum verdict verdict;
    /* rules; unknown counts the undecided: unknown, manual, error */
    int blockers_failed, blockers_unknown;
    int actions_failed, actions_unknown;
    int warnings_failed;
    struct {
        const char **items; /* why, in words, worst first */
        size_t count, room;
    } reasons;
};

/* The contract's verdict; counts are rules of phase before, each once under
 * its worst outcome.  An action that is not decided may have to be done: then
 * the verdict is ready-with-actions, too.  Texts in ARENA. */
void verdict_of(const struct estate *estate,
                const struct judgements *judgements, struct arena *arena,
                struct verdict_counts *verdict);

#endif
