/*
 * Setting: what every page element needs while it is turned into bands.
 */
#ifndef ACC_SET_H
#define ACC_SET_H

#include <libxml/tree.h>

#include "failure.h"
#include "flow.h"
#include "line.h"

/* What a section that must fit one page has given up. */
struct measures {
    bool notes; /* left out */
    int rows;   /* cut off the end of a table */
    double scale;
};

struct setter {
    struct arena *arena;   /* for what is drawn */
    struct arena *scratch; /* for letters and lines, until a block is set */
    int depth;             /* of blocks inside blocks */
    struct faces *faces;
    struct failure *why;
    struct flow *flow;
    double x, width;
    struct part *part;
    struct repeat *repeat;
    struct measures measures;
    int cuttable;  /* rows and notes that could still be given up */
    int cut;       /* rows that were */
    double figure; /* height of what can be scaled */
};

/* Attributes of an element of page.xml: NULL or FALLBACK if not there. */
const char *text_of(struct setter *set, const xmlNode *node, const char *name);
double number_of(struct setter *set, const xmlNode *node, const char *name,
                 double fallback);
bool flag_of(struct setter *set, const xmlNode *node, const char *name);
bool value_is(struct setter *set, const xmlNode *node, const char *name,
              const char *value);

/* Is NODE an element called NAME?  The first such child, the next sibling. */
bool is(const xmlNode *node, const char *name);
const xmlNode *first_child(const xmlNode *node, const char *name);
const xmlNode *next_node(const xmlNode *node, const char *name);

/* A band of the running section, outside the flow or at its end. */
struct band *band_new(struct setter *set);
struct band *band_add(struct setter *set, double before);

struct type type_of(const struct style *style);

/* How far below the top of a line its baseline lies. */
double baseline(const struct style *style);

/* How far to move what is USED wide inside WIDTH: 'l', 'r' or 'c'. */
double aligned(char align, double width, double used);

/* Sets LETTERS into MARKS from (X, Y) downwards; the height they take. */
double set_lines(struct setter *set, struct marks *marks,
                 const struct letters *letters, const struct style *style,
                 double x, double y, double width, char align);

/* The same for plain words. */
double set_words(struct setter *set, struct marks *marks, const char *words,
                 const struct style *style, enum face face, enum colour colour,
                 double x, double y, double width, char align);

/* One line on the baseline Y, cut in the middle rather than broken. */
void set_one(struct setter *set, struct marks *marks, struct letters *letters,
             const struct style *style, double x, double y, double width,
             char align);

/* The id and the bookmark of NODE become BAND's. */
void band_names(struct setter *set, const xmlNode *node, struct band *band);

/* The label of NODE in a rail RAIL wide, its blocks beside it. */
int set_item(struct setter *set, const xmlNode *node, double rail,
             double before, const struct style *label_style);

/* All blocks inside PARENT. */
int set_blocks(struct setter *set, const xmlNode *parent);

/* The blocks that are files of their own. */
int set_table(struct setter *set, const xmlNode *node);
int set_figure(struct setter *set, const xmlNode *node);
int set_command(struct setter *set, const xmlNode *node);
int set_step(struct setter *set, const xmlNode *node);

#endif
