/*
 * The picture of the estate: boxes, links and words with their coordinates.
 *
 * A pure function of the estate and the tally: same input, same coordinates.
 * Unit pt, y down, origin at the top left, 492 wide.  The templates draw it as
 * it stands.
 *
 *     frontals        Campaign servers      databases
 *     x 0    bus 152.5    x 187    bus 339.5    x 374
 *
 * Each database with its hosts is a band; bands stack.  Links run in the gaps
 * between the columns: a box is never crossed.
 */
#ifndef ACC_PICTURE_H
#define ACC_PICTURE_H

#include <stdbool.h>

#include "estate.h"
#include "tally.h"

enum picture_kind { PICTURE_HOST, PICTURE_DATABASE, PICTURE_MISSING };

struct picture_box {
    enum picture_kind kind;
    double x, y, width, height;
    const char *label, *second; /* shown, cut to fit the box */
    const char *host;           /* id, if it stands for one host */
    int stack;                  /* hosts folded into it; 0: it is one */
    int blockers;
    bool unknown; /* something could not be decided there */
};

struct picture_link {
    bool missing; /* dashed: to a server that was not collected */
    double x1, y1, x2, y2;
};

struct picture_word {
    double x, y;
    const char *text;
};

struct picture {
    double width, height;
    const char *alt; /* the same in a sentence */
    bool collapsed;  /* boxes or bands were folded */
    struct {
        struct picture_word *items;
        size_t count, room;
    } heads, protocols, dots;
    struct {
        struct picture_link *items;
        size_t count, room;
    } links;
    struct {
        struct picture_box *items;
        size_t count, room;
    } boxes;
};

struct picture_limits {
    size_t column; /* boxes a column of a band */
    size_t bands;
};

void picture_make(const struct estate *estate, const struct tally *tally,
                  struct picture_limits limits, struct arena *arena,
                  struct picture *picture);

/* The largest picture that is not higher than HEIGHT, and never more than 4
 * bands of 4 boxes. */
void picture_fit(const struct estate *estate, const struct tally *tally,
                 double height, struct arena *arena, struct picture *picture);

/* "Oracle" for oracle: how people write the engine. */
const char *engine_words(const char *engine);

/* The column in which a host stands: 0 frontals (tracking, and no connection to
 * a database of its own), 1 Campaign servers. */
int picture_column(const struct estate_host *host);

/* How wide TEXT is in DejaVu Sans (BOLD) of SIZE pt, never less. */
double picture_width(const char *text, double size, bool bold);

#endif
