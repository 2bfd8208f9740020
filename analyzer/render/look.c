#include "look.h"

#include <string.h>

#include "vec.h"

static const struct {
    const char *name;
    uint8_t rgb[3];
} colour_table[COLOURS] = {
    [COLOUR_NONE] = {"none", {0, 0, 0}},
    [COLOUR_PAPER] = {"paper", {0xff, 0xff, 0xff}},
    [COLOUR_PANEL] = {"panel", {0xf3, 0xf5, 0xf7}},
    [COLOUR_CELL] = {"cell", {0xdd, 0xe4, 0xea}},
    [COLOUR_RULE] = {"rule", {0x80, 0x8a, 0x94}},
    [COLOUR_HAIR] = {"hair", {0xd3, 0xd9, 0xde}},
    [COLOUR_INK] = {"ink", {0x15, 0x19, 0x1d}},
    [COLOUR_MUTED] = {"muted", {0x50, 0x5a, 0x64}},
    [COLOUR_LINK] = {"link", {0x0b, 0x53, 0x94}},
    [COLOUR_BLOCKER] = {"blocker", {0xa4, 0x16, 0x1a}},
    [COLOUR_ACTION] = {"action", {0x8f, 0x47, 0x00}},
    [COLOUR_WARNING] = {"warning", {0x6b, 0x59, 0x00}},
    [COLOUR_INFO] = {"info", {0x2b, 0x5a, 0x86}},
    [COLOUR_PASS] = {"pass", {0x1b, 0x6b, 0x3a}},
    [COLOUR_UNKNOWN] = {"unknown", {0x5b, 0x3f, 0x96}},
    [COLOUR_MANUAL] = {"manual", {0x1f, 0x5f, 0x6b}},
    [COLOUR_ERROR] = {"error", {0x8e, 0x14, 0x63}},
};

static const struct style style_table[] = {
    {"body", FACE_SANS, 9, 13.5, 0, COLOUR_INK, 366, 4.5},
    {"verdict", FACE_BOLD, 36, 40, -1, COLOUR_INK, 0, 0},
    {"lead", FACE_SANS, 11, 16.5, 0, COLOUR_INK, 452, 4.5},
    {"part", FACE_BOLD, 18, 22.5, 0, COLOUR_INK, 0, 0},
    {"block", FACE_BOLD, 10.5, 13.5, 0, COLOUR_INK, 0, 18},
    {"group", FACE_BOLD, 10.5, 13.5, 0, COLOUR_INK, 0, 22.5},
    {"article", FACE_BOLD, 11, 15, 0, COLOUR_INK, 0, 18},
    {"intro", FACE_SANS, 9, 13.5, 0, COLOUR_MUTED, 420, 4.5},
    {"banner", FACE_SANS, 8, 12, 0, COLOUR_MUTED, 0, 1.5},
    {"muted", FACE_SANS, 9, 13.5, 0, COLOUR_MUTED, 366, 4.5},
    {"table", FACE_SANS, 8, 11.25, 0, COLOUR_INK, 0, 4.5},
    {"head", FACE_SANS, 7.5, 10.5, 0, COLOUR_MUTED, 0, 0},
    {"small", FACE_SANS, 7.5, 10.5, 0, COLOUR_INK, 0, 4.5},
    {"fine", FACE_SANS, 7, 9, 0, COLOUR_INK, 0, 4.5},
    {"mono", FACE_MONO, 7.5, 10.5, 0, COLOUR_INK, 0, 2},
    {"label", FACE_SANS, 8, 12, 0, COLOUR_MUTED, 0, 4.5},
    {"note", FACE_SANS, 7.5, 10.5, 0, COLOUR_MUTED, 0, 4.5},
    {"entry", FACE_SANS, 8.5, 13, 0, COLOUR_INK, 0, 1},
    {"step", FACE_SANS, 11, 15, 0, COLOUR_INK, 0, 0},
};

const uint8_t *
look_rgb(enum colour colour)
{
    return colour_table[colour].rgb;
}

enum colour
look_colour(const char *name, enum colour fallback)
{
    for (int i = 0; name != NULL && i < COLOURS; i++)
        if (strcmp(colour_table[i].name, name) == 0)
            return (enum colour)i;
    return fallback;
}

const struct style *
look_style(const char *name)
{
    size_t count = sizeof style_table / sizeof style_table[0];

    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(style_table[i].name, name) == 0)
            return &style_table[i];
    return &style_table[0];
}

struct mark *
marks_line(struct arena *arena, struct marks *marks, double x, double y,
           double x2, double y2, double line, enum colour stroke)
{
    struct mark *mark = vec_add(arena, marks);

    mark->kind = MARK_LINE;
    mark->x = x;
    mark->y = y;
    mark->x2 = x2;
    mark->y2 = y2;
    mark->line = line;
    mark->stroke = stroke;
    return mark;
}

struct mark *
marks_box(struct arena *arena, struct marks *marks, double x, double y,
          double width, double height, enum colour fill)
{
    struct mark *mark = vec_add(arena, marks);

    mark->kind = MARK_BOX;
    mark->x = x;
    mark->y = y;
    mark->x2 = width;
    mark->y2 = height;
    mark->fill = fill;
    return mark;
}

/* A symbol is a few strokes on a field of 10 by 10.  `round` strokes have the
 * centre and the radius as their three points. */
struct stroke {
    double points[20];
    size_t count;
    double line; /* 0: filled */
    bool open, round, paper, dashed;
};

#define SYMBOL_STROKES 4

static const struct symbol {
    const char *name;
    enum colour colour;
    struct stroke strokes[SYMBOL_STROKES];
} symbol_table[] = {
    {"blocker",
     COLOUR_BLOCKER,
     {{{3, 0, 7, 0, 10, 3, 10, 7, 7, 10, 3, 10, 0, 7, 0, 3},
       16,
       0,
       0,
       0,
       0,
       0}}},
    {"action", COLOUR_ACTION, {{{5, 0, 10, 5, 5, 10, 0, 5}, 8, 0, 0, 0, 0, 0}}},
    {"warning",
     COLOUR_WARNING,
     {{{5, 1, 9.3, 9.2, .7, 9.2}, 6, 1.4, 0, 0, 0, 0}}},
    {"info", COLOUR_INFO, {{{5, 5, 4.2}, 3, 1.4, 0, 1, 0, 0}}},
    {"fail",
     COLOUR_BLOCKER,
     {{{1.5, 1.5, 8.5, 8.5}, 4, 2, 1, 0, 0, 0},
      {{8.5, 1.5, 1.5, 8.5}, 4, 2, 1, 0, 0, 0}}},
    {"pass", COLOUR_PASS, {{{1, 5.5, 4, 8.5, 9.2, 1.8}, 6, 1.7, 1, 0, 0, 0}}},
    {"unknown",
     COLOUR_UNKNOWN,
     {{{5, 5, 4.4}, 3, 1, 0, 1, 0, 1},
      {{3.5, 4,   3.7, 3.1, 4.4, 2.6, 5.3, 2.6, 6.2, 3.1,
        6.4, 3.9, 6.1, 4.6, 5.2, 5.2, 5,   5.7, 5,   6.2},
       20,
       1.1,
       1,
       0,
       0,
       0},
      {{5, 7.6, .65}, 3, 0, 0, 1, 0, 0}}},
    {"manual",
     COLOUR_MANUAL,
     {{{.8, .8, 9.2, .8, 9.2, 9.2, .8, 9.2}, 8, 1.2, 0, 0, 0, 0},
      {{2.6, 7, 7.4, 7}, 4, 1.1, 1, 0, 0, 0}}},
    {"waived",
     COLOUR_MUTED,
     {{{3.2, .6, 6.8, .6, 9.4, 3.2, 9.4, 6.8, 6.8, 9.4, 3.2, 9.4, .6, 6.8, .6,
        3.2},
       16,
       1.1,
       0,
       0,
       0,
       0},
      {{2, 8, 8, 2}, 4, 1.1, 1, 0, 0, 0}}},
    {"error",
     COLOUR_ERROR,
     {{{0, 0, 10, 0, 10, 10, 0, 10}, 8, 0, 0, 0, 0, 0},
      {{5, 2, 5, 6}, 4, 1.5, 1, 0, 1, 0},
      {{5, 7.9, .85}, 3, 0, 0, 1, 1, 0}}},
    {"na", COLOUR_MUTED, {{{2.5, 5, 7.5, 5}, 4, 1.2, 1, 0, 0, 0}}},
    {"tick-box",
     COLOUR_INK,
     {{{.4, .4, 9.6, .4, 9.6, 9.6, .4, 9.6}, 8, .8, 0, 0, 0, 0}}},
};

static const struct symbol *
symbol_find(const char *name)
{
    size_t count = sizeof symbol_table / sizeof symbol_table[0];

    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(symbol_table[i].name, name) == 0)
            return &symbol_table[i];
    return NULL;
}

bool
look_has_symbol(const char *name)
{
    return symbol_find(name) != NULL;
}

static void
stroke_draw(struct arena *arena, struct marks *marks,
            const struct stroke *stroke, enum colour colour, double x, double y,
            double size)
{
    double scale = size / 10;
    struct mark *mark = vec_add(arena, marks);

    if (stroke->paper)
        colour = COLOUR_PAPER;
    mark->line = stroke->line * scale;
    mark->stroke = stroke->line > 0 ? colour : COLOUR_NONE;
    mark->fill = stroke->line > 0 ? COLOUR_NONE : colour;
    if (stroke->dashed) {
        mark->dash[0] = 1.6 * scale;
        mark->dash[1] = 1.16 * scale;
    }
    if (stroke->round) {
        mark->kind = MARK_ROUND;
        mark->x = x + stroke->points[0] * scale;
        mark->y = y + stroke->points[1] * scale;
        mark->x2 = stroke->points[2] * scale;
    } else {
        double *points = arena_alloc(arena, stroke->count * sizeof *points);

        for (size_t i = 0; i < stroke->count; i++)
            points[i] = stroke->points[i] * scale;
        mark->kind = MARK_PATH;
        mark->x = x;
        mark->y = y;
        mark->open = stroke->open;
        mark->points = points;
        mark->count = stroke->count;
    }
}

void
look_symbol(struct arena *arena, struct marks *marks, const char *name,
            double x, double y, double size)
{
    const struct symbol *symbol = symbol_find(name);

    for (int i = 0; symbol != NULL && i < SYMBOL_STROKES; i++)
        if (symbol->strokes[i].count > 0)
            stroke_draw(arena, marks, &symbol->strokes[i], symbol->colour, x, y,
                        size);
}
