/*
 * How things look: the palette, the type sizes and the symbols.
 */
#ifndef ACC_LOOK_H
#define ACC_LOOK_H

#include "device.h"

struct style {
    const char *name;
    enum face face;
    double size, leading; /* pt */
    double tracking;
    enum colour colour;
    double width;  /* longest line, pt; 0: as wide as its place */
    double before; /* space above, not at the top of a page */
};

/* Red, green, blue from 0 to 255. */
const uint8_t *look_rgb(enum colour colour);

/* The colour or style called NAME; FALLBACK, or the first style, if there is
 * none of that name or NAME is NULL. */
enum colour look_colour(const char *name, enum colour fallback);
const struct style *look_style(const char *name);

/* A list of marks that grows in ARENA. */
struct marks {
    struct mark *items;
    size_t count, room;
};

struct mark *marks_line(struct arena *arena, struct marks *marks, double x,
                        double y, double x2, double y2, double line,
                        enum colour stroke);
struct mark *marks_box(struct arena *arena, struct marks *marks, double x,
                       double y, double width, double height, enum colour fill);

/*
 * Draws the symbol NAME (an outcome or a severity) into the square of SIZE
 * points at (X, Y).  An unknown name draws nothing.
 */
void look_symbol(struct arena *arena, struct marks *marks, const char *name,
                 double x, double y, double size);

/* Is there a symbol called NAME? */
bool look_has_symbol(const char *name);

#endif
