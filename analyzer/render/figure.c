/*
 * Figures: vectors from numbers, in points, drawn as they stand.
 */
#include <string.h>

#include "set.h"
#include "vec.h"

/* Where a figure stands and how much it was scaled. */
struct canvas {
    struct setter *set;
    struct band *band;
    double x, scale;
};

static double
at(struct canvas *canvas, const xmlNode *node, const char *name)
{
    return number_of(canvas->set, node, name, 0) * canvas->scale;
}

/* Fill, outline and dash of a vector. */
static void
painted(struct canvas *canvas, const xmlNode *node, struct mark *mark)
{
    const char *dash = text_of(canvas->set, node, "dash");
    struct span rest = span_of(dash == NULL ? "" : dash), word;
    double numbers[2] = {0};

    mark->fill = look_colour(text_of(canvas->set, node, "fill"), COLOUR_NONE);
    mark->stroke =
        look_colour(text_of(canvas->set, node, "stroke"), COLOUR_NONE);
    mark->line = number_of(canvas->set, node, "line", .9) * canvas->scale;
    for (int i = 0; i < 2 && span_word(&rest, &word); i++) {
        double unit = 1;
        bool fraction = false;

        for (size_t k = 0; k < word.len; k++)
            if (word.at[k] == '.')
                fraction = true;
            else if (ascii_digit(word.at[k])) {
                unit /= fraction ? 10 : 1;
                numbers[i] = fraction ? numbers[i] + unit * (word.at[k] - '0')
                                      : numbers[i] * 10 + (word.at[k] - '0');
            }
    }
    if (numbers[0] > 0 && numbers[1] > 0)
        for (int i = 0; i < 2; i++)
            mark->dash[i] = numbers[i] * canvas->scale;
}

static void
draw_rect(struct canvas *canvas, const xmlNode *node)
{
    painted(canvas, node,
            marks_box(canvas->set->arena, &canvas->band->marks,
                      canvas->x + at(canvas, node, "x"), at(canvas, node, "y"),
                      at(canvas, node, "width"), at(canvas, node, "height"),
                      COLOUR_NONE));
}

static void
draw_line(struct canvas *canvas, const xmlNode *node)
{
    painted(canvas, node,
            marks_line(canvas->set->arena, &canvas->band->marks,
                       canvas->x + at(canvas, node, "x1"),
                       at(canvas, node, "y1"),
                       canvas->x + at(canvas, node, "x2"),
                       at(canvas, node, "y2"), 0, COLOUR_NONE));
}

static void
draw_circle(struct canvas *canvas, const xmlNode *node)
{
    struct mark *mark = vec_add(canvas->set->arena, &canvas->band->marks);

    mark->kind = MARK_ROUND;
    mark->x = canvas->x + at(canvas, node, "x");
    mark->y = at(canvas, node, "y");
    mark->x2 = at(canvas, node, "r");
    painted(canvas, node, mark);
}

static void
draw_polygon(struct canvas *canvas, const xmlNode *node)
{
    struct mark *mark = vec_add(canvas->set->arena, &canvas->band->marks);
    struct {
        double *items;
        size_t count, room;
    } points = {0};

    for (const xmlNode *n = first_child(node, "point"); n != NULL;
         n = next_node(n, "point")) {
        *vec_add(canvas->set->arena, &points) = at(canvas, n, "x");
        *vec_add(canvas->set->arena, &points) = at(canvas, n, "y");
    }
    mark->kind = MARK_PATH;
    mark->x = canvas->x;
    mark->points = points.items;
    mark->count = points.count;
    painted(canvas, node, mark);
}

static void
draw_symbol(struct canvas *canvas, const xmlNode *node)
{
    look_symbol(canvas->set->arena, &canvas->band->marks,
                text_of(canvas->set, node, "name"),
                canvas->x + at(canvas, node, "x"), at(canvas, node, "y"),
                number_of(canvas->set, node, "size", 8) * canvas->scale);
}

/* Turns what was drawn along the line from (0, 0): it runs upwards from
 * (X, Y). */
static void
turn(struct canvas *canvas, const struct marks *level, double x, double y)
{
    for (size_t i = 0; i < level->count; i++) {
        struct mark mark = level->items[i];

        if (mark.kind != MARK_TEXT)
            continue;
        mark.turned = true;
        mark.y = y - mark.x;
        mark.x = x + level->items[i].y;
        *vec_add(canvas->set->arena, &canvas->band->marks) = mark;
    }
}

static void
draw_text(struct canvas *canvas, const xmlNode *node)
{
    struct setter *set = canvas->set;
    struct style style = *look_style("small");
    const char *anchor = text_of(set, node, "anchor");
    double limit = number_of(set, node, "limit", 0);
    double room = number_of(set, node, "room", PAGE_CONTENT) * canvas->scale;
    double x = canvas->x + at(canvas, node, "x");
    struct letters letters = {0};

    style.size = number_of(set, node, "size", 8) * canvas->scale;
    style.face = flag_of(set, node, "bold") ? FACE_BOLD : FACE_SANS;
    style.colour = look_colour(text_of(set, node, "colour"), COLOUR_INK);
    letters_inline(set->scratch, &letters, set->faces, node, type_of(&style));
    if (limit > 0)
        letters_cut(set->scratch, &letters, set->faces, (size_t)limit,
                    type_of(&style));
    if (flag_of(set, node, "turned")) {
        struct marks level = {0};

        set_one(set, &level, &letters, &style, 0, 0, room, 'c');
        turn(canvas, &level, x, at(canvas, node, "y") + room / 2);
        return;
    }
    if (anchor != NULL && strcmp(anchor, "end") == 0)
        x -= room;
    else if (anchor != NULL && strcmp(anchor, "middle") == 0)
        x -= room / 2;
    set_one(set, &canvas->band->marks, &letters, &style, x,
            at(canvas, node, "y"), room,
            anchor == NULL                  ? 'l'
            : strcmp(anchor, "middle") == 0 ? 'c'
                                            : 'r');
}

static const struct {
    const char *name;
    void (*draw)(struct canvas *canvas, const xmlNode *node);
} vectors[] = {
    {"rect", draw_rect},       {"line", draw_line},     {"circle", draw_circle},
    {"polygon", draw_polygon}, {"symbol", draw_symbol}, {"text", draw_text},
};

int
set_figure(struct setter *set, const xmlNode *node)
{
    bool shrinks = flag_of(set, node, "shrink");
    double height = number_of(set, node, "height", 0);
    struct canvas canvas = {.set = set, .x = set->x, .scale = 1};

    if (shrinks) {
        set->figure += height;
        canvas.scale = set->measures.scale;
        canvas.x += set->width * (1 - canvas.scale) / 2;
    }
    canvas.band = band_add(set, number_of(set, node, "before", 4.5));
    canvas.band->height = height * canvas.scale;
    for (const xmlNode *n = node->children; n != NULL; n = n->next) {
        size_t count = sizeof vectors / sizeof vectors[0], i = 0;

        if (n->type != XML_ELEMENT_NODE)
            continue;
        while (i < count && !is(n, vectors[i].name))
            i++;
        if (i == count)
            return fail(set->why, "page.xml: a figure knows no \"%s\"",
                        (const char *)n->name);
        vectors[i].draw(&canvas, n);
    }
    return 0;
}
