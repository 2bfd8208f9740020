/*
 * Asks: what is not known, and the cheapest way to know it.
 *
 * Part 7 of the report and REQUEST.txt are this list, in the same order and
 * words.  One ask decides one rule or many: a command that decides six rules
 * is one ask.
 */
#ifndef ACC_ASK_H
#define ACC_ASK_H

#include "estate.h"
#include "rules.h"

enum ask_kind {                /* what is missing */
                ASK_HOST,      /* a server named, without a bundle */
                ASK_EVIDENCE,  /* not collected: denied, absent, cut, timeout */
                ASK_PARSE,     /* a file that could not be parsed */
                ASK_QUESTION,  /* an answer that only a person can give */
                ASK_NOT_BUILT, /* a check that this version cannot make */
                ASK_ERROR,     /* a rule that failed itself */
                ASK_KINDS
};

struct ask {
    enum ask_kind kind;
    const char *what;    /* verb first, a sentence with its markup */
    const char *command; /* plain, or NULL */
    struct {
        const char **items; /* host ids, each once */
        size_t count, room;
    } where;
    struct {
        const struct rule **items; /* sorted by id, each once */
        size_t count, room;
    } rules;
    enum severity severity; /* the highest of its rules */
};

struct ask_group {
    enum ask_kind kind;
    const char *word;  /* host, evidence, parse, question, not-built, error */
    const char *title; /* "Evidence not collected" */
    int rules;         /* distinct */
    struct {
        struct ask *items; /* most rules first, then severity, then words */
        size_t count, room;
    } asks;
};

struct asks {
    /* servers not seen, what the site can give (most rules first), what it
     * cannot; empty ones last */
    struct ask_group groups[ASK_KINDS];
};

void asks_list(const struct estate *estate, const struct judgements *judgements,
               struct arena *arena, struct asks *asks);

/* The ids of an ask, neighbours folded: "ACC-SEC-002 to 004, ACC-WS-001". */
const char *ask_ids(struct arena *arena, const struct ask *ask);

#endif
