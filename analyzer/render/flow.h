/*
 * Bands: what a page is stacked from.  A band is a strip as wide as the
 * content that is never broken; what may stand together and what may be torn
 * apart is said by the glue below it.
 */
#ifndef ACC_FLOW_H
#define ACC_FLOW_H

#include "look.h"

/* The grid, in points from the top left corner of the sheet. */
#define PAGE_LEFT 60.0
#define PAGE_CONTENT 492.0
#define PAGE_TOP 48.0
#define PAGE_BOTTOM 787.0
#define PAGE_ROOM (PAGE_BOTTOM - PAGE_TOP)

/* KEEP gives way when what it holds is longer than a page, HARD only when that
 * alone is. */
enum glue { GLUE_FREE, GLUE_KEEP, GLUE_HARD };

/* A section on paper. */
struct part {
    const char *head, *number, *side, *notes, *next;
    size_t first, last; /* its pages, from 0 */
};

struct band {
    double height;
    double before; /* space above it, not at the top of a page */
    bool stretch;  /* in a section that fits one page the space above is
                      shared: 9 to 18 pt */
    bool new_page;
    enum glue glue;
    struct marks marks; /* relative to the band's top left corner */
    struct part *part;
    struct repeat *repeat;
    const char *id, *outline, *name;
    int level;
    bool title; /* the part's side words stand at its right */
};

/* A head that stands again at the top of the next page. */
struct repeat {
    struct repeat *outer;
    struct band *head;
};

struct flow {
    struct band **items;
    size_t count, room;
};

/* A band on its page. */
struct place {
    struct band *band;
    size_t page; /* from 0 */
    double y;    /* of the sheet */
};

struct sheet {
    const struct part *part;
    double end;       /* below the last band */
    const char *name; /* of the first named band on it */
};

struct layout {
    struct place *items;
    size_t count, room;
    struct {
        struct sheet *items;
        size_t count, room;
    } sheets;
    const char *foot, *number; /* left and right at the bottom of each page */
    struct faces *faces;
    struct arena *arena;
};

/* The height of FLOW, the first space above left out; *STRETCHED counts the
 * spaces that may grow, which are taken at their least. */
double flow_height(const struct flow *flow, size_t *stretched);

/* Puts all of FROM at the end of FLOW. */
void flow_append(struct arena *arena, struct flow *flow,
                 const struct flow *from);

/* Makes one band of all of FLOW and adds it to INTO as BAND. */
void flow_stack(struct arena *arena, const struct flow *flow,
                struct band *band);

/* Places FLOW on new or running pages of LAYOUT.  With FIT it begins a page
 * and the spaces that may grow share what is left. */
void flow_place(struct layout *layout, const struct flow *flow, bool fit);

#endif
