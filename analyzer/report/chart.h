/*
 * The plan as a chart: hosts across, time down, with its coordinates.
 *
 * A pure function of the estate and the plan: same input, same coordinates.
 * Unit pt, y down, origin at the top left, 492 wide.  The templates draw it as
 * it stands; what a kind looks like is theirs, and so are words that are the
 * same in every report (kinds with no text).
 *
 *     phases    a column each: estate, databases,      service   way
 *     x 0       hosts, missing hosts; from x 96        down 454  back 477
 *
 * In a phase, a row is a wave: boxes side by side may run together, a box lower
 * down waits for the ones above it.  The way back (rollback) is not drawn as a
 * phase: it is the brackets at the right.
 */
#ifndef ACC_CHART_H
#define ACC_CHART_H

#include <stdbool.h>

#include "estate.h"
#include "plan.h"

/* A column: a database, a host, missing hosts, a role, or the estate as a
 * whole. */
struct chart_column {
    const char *name;     /* shown, unique */
    const char *host;     /* id, or NULL */
    const char *database; /* id, or NULL */
    unsigned role;        /* of a column of roles */
    bool databases;       /* stands for all databases */
    bool missing;
    int hosts; /* that it stands for, if it is not one host */
};

struct chart_columns {
    struct chart_column *items;
    size_t count, room;
    bool roles; /* columns stand for roles */
};

/* At most 7 columns of databases and hosts, one more for the estate; else one
 * for each role. */
void chart_columns(const struct estate *estate, const struct plan *plan,
                   struct arena *arena, struct chart_columns *columns);

/* The column in which STEP stands, or -1. */
int chart_column_of(const struct estate *estate,
                    const struct chart_columns *columns,
                    const struct step *step);

struct chart_line {
    const char *kind; /* head, hair, barrier, bracket, danger */
    double x1, y1, x2, y2;
};

struct chart_box {
    const char *kind; /* steps, gap, rehearsal, missing, clear */
    double x, y, width, height;
    const char *text; /* in its middle, or NULL */
};

struct chart_word {
    /* At the left: phase, actors, barrier, condition, label, steps.  Centred on
     * x: column, small, lost (a missing one's column), total.  Ends at x:
     * way-back.  Turned, running up, its middle at y: service-down, start,
     * tree, database (ways back), not-seen. */
    const char *kind;
    double x, y;
    const char *text;
};

struct chart {
    double width, height;
    const char *alt; /* the same in a sentence */
    struct {
        struct chart_line *items;
        size_t count, room;
    } lines;
    struct {
        struct chart_box *items;
        size_t count, room;
    } boxes;
    struct {
        struct chart_word *items;
        size_t count, room;
    } words;
};

/* What must hold before BARRIER (counted from 0) is crossed, in words: the same
 * in chart and runbook.  BLOCKERS: how many fail; the first one names them. */
const char *chart_condition(const struct plan *plan, size_t barrier,
                            int blockers, struct arena *arena);

/* BLOCKERS: how many fail, for the condition of the first barrier. */
void chart_make(const struct estate *estate, const struct plan *plan,
                const struct chart_columns *columns, int blockers,
                struct arena *arena, struct chart *chart);

#endif
