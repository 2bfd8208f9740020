/*
 * The blocks that a section is made of, each turned into bands.
 */
#include <stdlib.h>
#include <string.h>

#include "set.h"
#include "vec.h"

#define RAIL 84.0           /* label rail and its gap */
#define ARTICLE_WHOLE 300.0 /* up to here an article is not split */

static double
narrower(double width, double most)
{
    return most > 0 && most < width ? most : width;
}

/* Prose: one band, or a band a line where it is long. */
static void
set_prose(struct setter *set, const xmlNode *node, const struct style *style,
          double before)
{
    double width =
        narrower(set->width, number_of(set, node, "width", style->width));
    struct letters letters = {0};
    struct lines lines = {0};
    struct band *band = NULL;
    double y = 0;

    letters_inline(set->scratch, &letters, set->faces, node, type_of(style));
    if (letters.count == 0)
        return;
    lines_break(set->scratch, &lines, &letters, width, 0);
    for (size_t i = 0; i < lines.count; i++) {
        if (band == NULL ||
            (lines.count > 20 && i > 2 && i + 2 < lines.count)) {
            if (band != NULL)
                band->height = y;
            band = band_add(set, band == NULL ? before : 0);
            band->glue = lines.count > 20 ? GLUE_FREE : GLUE_KEEP;
            y = 0;
        }
        line_draw(set->arena, &band->marks, &letters, &lines.items[i],
                  style->tracking, set->x, y + baseline(style));
        y += style->leading;
    }
    band->height = y;
    band->glue = GLUE_FREE;
}

static int
set_paragraph(struct setter *set, const xmlNode *node)
{
    const struct style *style = look_style(text_of(set, node, "style"));

    set_prose(set, node, style, number_of(set, node, "before", style->before));
    return 0;
}

/* A note with {n} counts what was cut off above it. */
static int
set_note(struct setter *set, const xmlNode *node)
{
    const struct style *style = look_style("note");
    const char *more = text_of(set, node, "more");
    struct letters letters = {0};
    struct band *band;

    if (flag_of(set, node, "drop")) {
        set->cuttable++;
        if (set->measures.notes)
            return 0;
    }
    if (more != NULL) {
        int count = atoi(more) + set->cut;
        const char *words = text_of(set, node, count == 1 ? "one" : "many");
        struct span rest = span_of(words == NULL ? "" : words), left;
        char *whole = arena_string(set->scratch, rest.at);

        if (count == 0)
            return 0;
        if (span_until(&rest, '{', &left) && span_skip(&rest, "n}"))
            whole = arena_format(set->scratch, "%.*s%d%.*s", (int)left.len,
                                 left.at, count, (int)rest.len, rest.at);
        letters_text(set->scratch, &letters, set->faces, whole, false,
                     type_of(style));
    } else
        letters_inline(set->scratch, &letters, set->faces, node,
                       type_of(style));
    if (letters.count == 0)
        return 0;
    band = band_add(set, style->before);
    band->height = set_lines(set, &band->marks, &letters, style, set->x, 0,
                             set->width, 'l');
    return 0;
}

void
band_names(struct setter *set, const xmlNode *node, struct band *band)
{
    band->id = text_of(set, node, "id");
    band->outline = text_of(set, node, "outline");
    band->level = (int)number_of(set, node, "level", 0);
}

static int
set_title(struct setter *set, const xmlNode *node)
{
    const char *name = text_of(set, node, "style");
    const char *symbol = text_of(set, node, "symbol");
    const struct style *style = look_style(name == NULL ? "block" : name);
    struct type type = type_of(style);
    struct letters letters = {0};
    struct band *band = band_add(set, style->before);
    double x = set->x, width = set->width, top = 0, below = 0;

    type.colour = look_colour(text_of(set, node, "colour"), type.colour);
    letters_inline(set->scratch, &letters, set->faces, node, type);
    band_names(set, node, band);
    band->glue = GLUE_HARD;
    if (strcmp(style->name, "verdict") == 0) {
        look_symbol(set->arena, &band->marks, symbol, x, 7.4, 33);
        x += symbol == NULL ? 0 : 45;
        width -= x - set->x;
        top = 3.3;
        below = 2.7;
    } else if (strcmp(style->name, "part") == 0) {
        band->title = true;
        top = 4.5;
        if (set->part != NULL && set->part->side != NULL)
            width -= 250;
    } else {
        marks_line(set->arena, &band->marks, x, 0, x + width, 0, .75,
                   COLOUR_INK);
        band->stretch = true;
        top = 4.5;
        below = 4.5;
        if (symbol != NULL) {
            look_symbol(set->arena, &band->marks, symbol, x, top + 2, 9.5);
            x += 15;
            width -= 15;
        }
    }
    band->height =
        top + below +
        set_lines(set, &band->marks, &letters, style, x, top, width, 'l');
    return 0;
}

/* The label rail */

int
set_item(struct setter *set, const xmlNode *node, double rail, double before,
         const struct style *label_style)
{
    const char *label = text_of(set, node, "label");
    struct setter inner = *set;
    struct flow flow = {0};
    struct band *first;
    double height;

    inner.flow = &flow;
    inner.x += rail;
    inner.width -= rail;
    if (set_blocks(&inner, node) != 0)
        return -1;
    if (flow.count == 0)
        return 0;
    first = flow.items[0];
    first->before = before;
    if (label != NULL) {
        height = set_words(set, &first->marks, label, label_style, FACE_SANS,
                           COLOUR_MUTED, set->x, 0.7, rail - 8, 'l');
        if (height > first->height)
            first->height = height;
    }
    for (size_t i = 0; i + 1 < flow.count; i++)
        if (flow.items[i]->glue == GLUE_FREE)
            flow.items[i]->glue = GLUE_KEEP;
    flow_append(set->arena, set->flow, &flow);
    return 0;
}

static int
set_list(struct setter *set, const xmlNode *node)
{
    double before = flag_of(set, node, "tight") ? 0 : 5;
    bool first = true;

    for (const xmlNode *item = first_child(node, "item"); item != NULL;
         item = next_node(item, "item")) {
        if (set_item(set, item, RAIL,
                     first ? number_of(set, node, "first", 6) : before,
                     look_style("label")) != 0)
            return -1;
        first = false;
    }
    return 0;
}

/* Articles */

/* The rule, what hangs in the rail, and the title. */
static void
article_head(struct setter *set, const xmlNode *node, const char *suffix,
             struct band *band)
{
    const xmlNode *title = first_child(node, "title");
    const char *symbol = text_of(set, node, "symbol");
    const char *word = text_of(set, node, "word");
    const struct style *style = look_style("article");
    struct letters letters = {0};
    struct type type = type_of(style);

    marks_line(set->arena, &band->marks, set->x, 0, set->x + set->width, 0, .75,
               COLOUR_INK);
    look_symbol(set->arena, &band->marks, symbol, set->x, 8.8, 10);
    if (word != NULL)
        set_words(set, &band->marks, word, look_style("body"), FACE_BOLD,
                  look_colour(text_of(set, node, "colour"), COLOUR_INK),
                  set->x + 14, 7, RAIL - 14, 'l');
    if (title != NULL)
        letters_inline(set->scratch, &letters, set->faces, title, type);
    if (suffix != NULL) {
        type.face = FACE_SANS;
        type.colour = COLOUR_MUTED;
        type.size = 9;
        letters_text(set->scratch, &letters, set->faces, " · ", false, type);
        letters_text(set->scratch, &letters, set->faces, suffix, false, type);
    }
    band->height = 6.5 + set_lines(set, &band->marks, &letters, style,
                                   set->x + RAIL, 6.5, set->width - RAIL, 'l');
    band->glue = GLUE_HARD;
}

static int
set_article(struct setter *set, const xmlNode *node)
{
    const char *again = text_of(set, node, "continued");
    struct repeat *repeat = arena_new(set->arena, struct repeat);
    struct setter inner = *set;
    struct flow flow = {0};
    struct band *head;
    size_t stretched;
    bool whole;

    inner.flow = &flow;
    head = band_add(&inner, look_style("article")->before);
    band_names(set, node, head);
    article_head(set, node, NULL, head);
    repeat->outer = set->repeat;
    repeat->head = band_new(set);
    article_head(set, node, again, repeat->head);
    repeat->head->height += 4.5;
    inner.repeat = repeat;
    if (set_blocks(&inner, node) != 0)
        return -1;
    whole = flow_height(&flow, &stretched) <= ARTICLE_WHOLE;
    for (size_t i = 0; i + 1 < flow.count; i++)
        if (whole && flow.items[i]->glue == GLUE_FREE)
            flow.items[i]->glue = GLUE_KEEP;
    /* The banner and the first row of the rail stay with the title. */
    if (flow.count > 2 && flow.items[1]->glue == GLUE_FREE)
        flow.items[1]->glue = GLUE_KEEP;
    flow_append(set->arena, set->flow, &flow);
    return 0;
}

/* A barrier: nobody passes before it is signed. */
static int
set_rule(struct setter *set, const xmlNode *node)
{
    const struct style *style = look_style("body"), *note = look_style("label");
    struct band *band = band_add(set, 9);
    const char *words[] = {text_of(set, node, "time"),
                           text_of(set, node, "initials")};
    struct letters letters = {0};
    double x = set->x + set->width;

    marks_box(set->arena, &band->marks, set->x, 0, set->width, 3, COLOUR_INK);
    for (int i = 1; i >= 0; i--) {
        struct letters word = {0};

        if (words[i] == NULL)
            continue;
        x -= 48;
        marks_line(set->arena, &band->marks, x, 19, x + 48, 19, .6,
                   COLOUR_MUTED);
        letters_text(set->scratch, &word, set->faces, words[i], false,
                     type_of(note));
        x -= letters_width(&word) + 4;
        set_one(set, &band->marks, &word, note, x, 17.5, 100, 'l');
        x -= 14;
    }
    letters_inline(set->scratch, &letters, set->faces, node, type_of(style));
    band->height = 12 + set_lines(set, &band->marks, &letters, style, set->x, 8,
                                  x - set->x - 10, 'l');
    if (band->height < 29)
        band->height = 29;
    marks_line(set->arena, &band->marks, set->x, band->height,
               set->x + set->width, band->height, .5, COLOUR_RULE);
    band->name = text_of(set, node, "name");
    band->glue = GLUE_KEEP;
    return 0;
}

static int
set_break(struct setter *set, const xmlNode *node)
{
    (void)node;
    band_add(set, 0)->new_page = true;
    return 0;
}

/* The strip of numbers, and of figures */

static int
set_strip(struct setter *set, const xmlNode *node)
{
    bool figures = value_is(set, node, "style", "figures");
    struct style label = *look_style("head"), value = *look_style("block");
    struct band *band = band_add(set, figures ? 0 : 11);
    double widths[12] = {0}, sum = 0, gap = 0, x = set->x, height = 35;
    int count = 0, i = 0;

    if (figures) {
        value.size = 12.5;
        value.leading = 16;
        label = *look_style("table");
    }
    for (const xmlNode *n = first_child(node, "number"); n && count < 12;
         n = next_node(n, "number"), count++) {
        const char *words[] = {text_of(set, n, "label"),
                               text_of(set, n, "value")};

        for (int k = 0; k < 2; k++) {
            struct letters letters = {0};
            double width;

            letters_text(set->scratch, &letters, set->faces,
                         words[k] == NULL ? "" : words[k], false,
                         type_of(k == 0 ? &label : &value));
            width = letters_width(&letters) +
                    (k == 1 && flag_of(set, n, "weak") ? 12 : 0);
            widths[count] = width > widths[count] ? width : widths[count];
        }
        sum += widths[count];
    }
    if (count > 1)
        gap = (set->width - sum) / (count - 1);
    for (const xmlNode *n = first_child(node, "number"); n && i < count;
         n = next_node(n, "number"), i++) {
        const char *words = text_of(set, n, "label");
        const char *number = text_of(set, n, "value");
        bool weak = flag_of(set, n, "weak");
        double room = figures   ? set->width / (count > 3 ? count : 3)
                      : gap < 6 ? set->width / count
                                : widths[i] + gap;

        if (figures) {
            double used;

            set_words(set, &band->marks, number == NULL ? "" : number, &value,
                      FACE_BOLD, COLOUR_INK, x, 0, room - 12, 'l');
            used = 15 + set_words(set, &band->marks, words == NULL ? "" : words,
                                  &label, FACE_SANS, COLOUR_INK, x, 15,
                                  room - 12, 'l');
            height = i == 0 || used > height ? used : height;
        } else {
            struct letters letters = {0};

            set_words(set, &band->marks, words == NULL ? "" : words, &label,
                      FACE_SANS, COLOUR_MUTED, x, 5, room, 'l');
            if (weak)
                look_symbol(set->arena, &band->marks, "unknown", x, 17.8, 9);
            letters_text(set->scratch, &letters, set->faces,
                         number == NULL ? "" : number, false, type_of(&value));
            set_one(set, &band->marks, &letters, &value, x + (weak ? 12 : 0),
                    26.3, room - (weak ? 12 : 0), 'l');
        }
        x += room;
    }
    band->height = height;
    if (!figures) {
        marks_line(set->arena, &band->marks, set->x, 0, set->x + set->width, 0,
                   .5, COLOUR_HAIR);
        marks_line(set->arena, &band->marks, set->x, height,
                   set->x + set->width, height, .5, COLOUR_HAIR);
    }
    return 0;
}

/* Side by side */

static int
set_pair(struct setter *set, const xmlNode *node)
{
    struct band *band = NULL;
    double height = 0;

    for (const xmlNode *side = first_child(node, "side"); side != NULL;
         side = next_node(side, "side")) {
        struct setter inner = *set;
        struct flow flow = {0};

        inner.flow = &flow;
        inner.x = set->x + number_of(set, side, "x", 0);
        inner.width = number_of(set, side, "width", set->width);
        if (set_blocks(&inner, side) != 0)
            return -1;
        set->cuttable += inner.cuttable - set->cuttable;
        if (flow.count == 0)
            continue;
        if (band == NULL) {
            band = band_add(set, 18);
            band->stretch = flow.items[0]->stretch;
        }
        flow_stack(set->arena, &flow, band);
        height = band->height > height ? band->height : height;
        band->height = height;
    }
    return 0;
}

/* The elements a section is made of. */
static const struct {
    const char *name;
    int (*set)(struct setter *set, const xmlNode *node);
} blocks[] = {
    {"title", set_title},   {"paragraph", set_paragraph},
    {"note", set_note},     {"list", set_list},
    {"table", set_table},   {"article", set_article},
    {"strip", set_strip},   {"pair", set_pair},
    {"figure", set_figure}, {"command", set_command},
    {"step", set_step},     {"rule", set_rule},
    {"break", set_break},
};

int
set_blocks(struct setter *set, const xmlNode *parent)
{
    bool article = is(parent, "article");
    int result;

    for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
        size_t count = sizeof blocks / sizeof blocks[0], i = 0;

        /* an article's title is part of its head */
        if (n->type != XML_ELEMENT_NODE || (article && is(n, "title")))
            continue;
        while (i < count && !is(n, blocks[i].name))
            i++;
        if (i == count)
            return fail(set->why, "page.xml: there is no element \"%s\"",
                        (const char *)n->name);
        set->depth++;
        result = blocks[i].set(set, n);
        set->depth--;
        if (result != 0)
            return -1;
        if (set->depth == 0)
            arena_reset(set->scratch);
    }
    return 0;
}
