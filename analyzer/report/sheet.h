/*
 * The sheet: report.xml while it is written.  Each part of the report is one
 * function that writes its element; report_xml.c calls them in order.
 */
#ifndef ACC_SHEET_H
#define ACC_SHEET_H

#include "arena.h"
#include "ask.h"
#include "report.h"
#include "tally.h"
#include "xmlwrite.h"

enum { SHEET_GATED = 8 /* steps that are named with a rule */ };

/* The steps at which a rule is open. */
struct sheet_gate {
    struct {
        const struct step *step;
        bool closed_here;
    } first[SHEET_GATED];
    int shown;                  /* of those */
    int held;                   /* steps that wait until it is closed */
    const struct step *closing; /* the first that closes it, or NULL */
};

struct sheet {
    const struct report *report;
    struct arena arena; /* of everything that is only written */
    struct tally tally;
    struct asks asks;
    struct sheet_gate *gates; /* by judgement */
    size_t *ranks; /* by host: its place in the plan's order, or SIZE_MAX */
    struct xmlwrite xml;
    bool folded; /* page 1 folded boxes of its picture */
};

/* Part 1. */
void sheet_summary(struct sheet *sheet);

/* Parts 2 and 5. */
void sheet_blockers(struct sheet *sheet);
void sheet_others(struct sheet *sheet);

/* Parts 3 and 4.  What the plan says of rules and hosts comes first: other
 * parts print it too. */
void sheet_read_plan(struct sheet *sheet);
void sheet_plan(struct sheet *sheet);

/* Parts 6 to 9 and A. */
void sheet_decisions(struct sheet *sheet);
void sheet_not_assessed(struct sheet *sheet);
void sheet_inventory(struct sheet *sheet);
void sheet_custody(struct sheet *sheet);
void sheet_passed(struct sheet *sheet);

/* The picture, as an element `picture`. */
struct picture;
void sheet_picture(struct sheet *sheet, const struct picture *picture);

/* "true", or NULL: an attribute that is left out. */
const char *sheet_flag(bool flag);

/* A coordinate or count: "152.5", "39". */
const char *sheet_real(struct sheet *sheet, double number);

#endif
