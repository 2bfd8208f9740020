/*
 * Words into lines: inline elements become letters, letters become lines.
 *
 * Lines break at blanks; a word longer than its line breaks after one of
 * / \ . : _ - @ = , ; & ? ]; what has none of these breaks anywhere.  A
 * character that no face can draw is written out as [U+1F600].
 */
#ifndef ACC_LINE_H
#define ACC_LINE_H

#include <libxml/tree.h>

#include "device.h"
#include "look.h"

struct letter {
    const char *symbol;
    const char *link;
    double size, width;
    uint32_t character; /* 0: a symbol */
    uint8_t face;       /* enum face */
    uint8_t colour;     /* enum colour */
    bool ends_line;     /* <br/> or a newline of a command stands here */
};

/* What is to be set, with what it is set in. */
struct letters {
    struct letter *items;
    size_t count, room;
};

struct line {
    size_t first, count; /* letters, without the blank it was broken at */
    double width;
    bool broken; /* the next line continues this one */
};

struct lines {
    struct line *items;
    size_t count, room;
};

struct type {
    enum face face;
    double size, tracking;
    enum colour colour;
    const char *link;
};

/* Adds the inline content of NODE; blanks are folded as in prose.  Letters, and
 * the lines that they are broken into, live in one arena; what is drawn of them
 * may live in another, and longer. */
void letters_inline(struct arena *arena, struct letters *letters,
                    struct faces *faces, const xmlNode *node, struct type type);

/* Adds TEXT as it stands (KEEP: blanks too, a newline ends a line). */
void letters_text(struct arena *arena, struct letters *letters,
                  struct faces *faces, const char *text, bool keep,
                  struct type type);

/* Cuts the middle out of LETTERS until at most MOST are left, with an ellipsis
 * of the type TYPE in its place. */
void letters_cut(struct arena *arena, struct letters *letters,
                 struct faces *faces, size_t most, struct type type);

/* Breaks LETTERS into lines of WIDTH; later lines are INDENT shorter. */
void lines_break(struct arena *arena, struct lines *lines,
                 const struct letters *letters, double width, double indent);

/* The widest line if nothing were broken. */
double letters_width(const struct letters *letters);

/* Marks for one line, its first letter at X on the baseline Y. */
void line_draw(struct arena *arena, struct marks *marks,
               const struct letters *letters, const struct line *line,
               double tracking, double x, double y);

#endif
