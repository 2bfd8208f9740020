#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "set.h"
#include "vec.h"

#define RAIL 84.0           /* label rail and its gap */
#define ARTICLE_WHOLE 300.0 /* up to here an article is not split */
#define BLOCK_WHOLE 600.0   /* up to here a command block is not split */
#define FIGURE_LEAST                                                           \
    0.6 /* a picture is not scaled below this if rows can                      \
           be cut instead */

static int set_blocks(struct setter *set, const xmlNode *parent);

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

    letters_inline(set->arena, &letters, set->faces, node, type_of(style));
    if (letters.count == 0)
        return;
    lines_break(set->arena, &lines, &letters, width, 0);
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
        char *whole = arena_string(set->arena, rest.at);

        if (count == 0)
            return 0;
        if (span_until(&rest, '{', &left) && span_skip(&rest, "n}"))
            whole = arena_format(set->arena, "%.*s%d%.*s", (int)left.len,
                                 left.at, count, (int)rest.len, rest.at);
        letters_text(set->arena, &letters, set->faces, whole, false,
                     type_of(style));
    } else
        letters_inline(set->arena, &letters, set->faces, node, type_of(style));
    if (letters.count == 0)
        return 0;
    band = band_add(set, style->before);
    band->height = set_lines(set, &band->marks, &letters, style, set->x, 0,
                             set->width, 'l');
    return 0;
}

static void
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
    letters_inline(set->arena, &letters, set->faces, node, type);
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

static int
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
        if (set_item(set, item, RAIL, first ? 6 : before,
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
        letters_inline(set->arena, &letters, set->faces, title, type);
    if (suffix != NULL) {
        type.face = FACE_SANS;
        type.colour = COLOUR_MUTED;
        type.size = 9;
        letters_text(set->arena, &letters, set->faces, " · ", false, type);
        letters_text(set->arena, &letters, set->faces, suffix, false, type);
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

/* Commands */

struct block {
    struct letters letters;
    struct lines lines;
    const char *refused; /* why a value does not stand in this command */
};

static void
command_line(struct setter *set, struct marks *marks, const struct block *block,
             size_t i, const struct style *style, double x, double y)
{
    const struct line *line = &block->lines.items[i];
    bool continued = i > 0 && block->lines.items[i - 1].broken;

    line_draw(set->arena, marks, &block->letters, line, 0,
              x + 10.5 + (continued ? 12 : 0), y + baseline(style));
    if (continued)
        set_words(set, marks, "\xE2\x86\xAA", look_style("note"), FACE_SANS,
                  COLOUR_MUTED, x - 11, y + 1, 10, 'l');
    if (i == 0 && block->refused != NULL)
        look_symbol(set->arena, marks, "unknown", x - 11, y + 2, 8);
}

static void
command_panel(struct setter *set, struct band *band, double x, double width)
{
    struct marks marks = {0};

    marks_box(set->arena, &marks, x, 0, width, band->height, COLOUR_PANEL);
    marks_box(set->arena, &marks, x, 0, 2.25, band->height, COLOUR_INK);
    for (size_t i = 0; i < band->marks.count; i++)
        *vec_add(set->arena, &marks) = band->marks.items[i];
    band->marks = marks;
}

/* The value that was refused, <name: see evidence>, stands out in the command:
 * bold, not in the type that is copied. */
static void
command_letters(struct setter *set, const xmlNode *node, struct block *block,
                struct type type)
{
    xmlChar *content = xmlNodeGetContent((xmlNode *)node);
    const char *text = arena_string(set->arena, (char *)content);
    const char *from = strchr(text, '<');
    const char *to = from == NULL ? NULL : strchr(from, '>');

    xmlFree(content);
    block->refused = text_of(set, node, "reason");
    if (block->refused != NULL && to != NULL) {
        struct type bold = type;

        bold.face = FACE_BOLD;
        bold.size *= 0.94;
        letters_text(set->arena, &block->letters, set->faces,
                     arena_copy(set->arena, text, (size_t)(from - text)), true,
                     type);
        letters_text(set->arena, &block->letters, set->faces,
                     arena_copy(set->arena, from, (size_t)(to + 1 - from)),
                     true, bold);
        letters_text(set->arena, &block->letters, set->faces, to + 1, true,
                     type);
    } else
        letters_text(set->arena, &block->letters, set->faces, text, true, type);
}

/* The longest line of NODE, in characters of the mono face. */
static double
command_longest(struct setter *set, const xmlNode *node, struct type type)
{
    double longest = 0;

    for (const xmlNode *line = node->children; line; line = line->next)
        if (is(line, "line") || is(line, "refused")) {
            struct block block = {0};
            double width;

            command_letters(set, line, &block, type);
            width = letters_width(&block.letters);
            longest = width > longest ? width : longest;
        }
    return longest;
}

static void
command_set(struct setter *set, const xmlNode *node, struct style style,
            double x, double width, double before)
{
    const char *on = text_of(set, node, "on"), *as = text_of(set, node, "as");
    struct setter inner = *set;
    struct flow flow = {0}, whole = {0};
    size_t stretched;
    struct band *band;

    inner.flow = &flow;
    inner.repeat = set->repeat;
    band = band_add(&inner, 0);
    band->height = 4;
    if (on != NULL || as != NULL) {
        struct letters letters = {0};
        struct style head = *look_style("small");
        struct type type = type_of(&head);

        type.face = FACE_BOLD;
        letters_text(set->arena, &letters, set->faces, on == NULL ? "" : on,
                     false, type);
        type.face = FACE_SANS;
        type.colour = COLOUR_MUTED;
        if (as != NULL)
            letters_text(
                set->arena, &letters, set->faces,
                arena_format(set->arena, "%s%s", on == NULL ? "" : " ", as),
                false, type);
        band->height += 1 + set_lines(set, &band->marks, &letters, &head,
                                      x + 10.5, 4, width - 16, 'l');
    }
    for (const xmlNode *line = node->children; line; line = line->next) {
        struct block block = {0};

        if (!is(line, "line") && !is(line, "refused"))
            continue;
        command_letters(set, line, &block, type_of(&style));
        lines_break(set->arena, &block.lines, &block.letters, width - 16, 12);
        for (size_t i = 0; i < block.lines.count; i++) {
            band->glue = i == 0 ? GLUE_KEEP : GLUE_HARD;
            band = band_add(&inner, 0);
            band->height = style.leading;
            command_line(set, &band->marks, &block, i, &style, x, 0);
        }
        if (block.refused != NULL) {
            band->glue = GLUE_HARD;
            band = band_add(&inner, 0);
            band->height = set_words(
                set, &band->marks, block.refused, look_style("note"), FACE_SANS,
                COLOUR_UNKNOWN, x + 10.5, 0, width - 16, 'l');
        }
    }
    band->height += 4;
    if (flow_height(&flow, &stretched) <= BLOCK_WHOLE) {
        inner.flow = &whole;
        band = band_add(&inner, before);
        flow_stack(set->arena, &flow, band);
        command_panel(set, band, x, width);
        flow_append(set->arena, set->flow, &whole);
        return;
    }
    for (size_t i = 0; i < flow.count; i++)
        command_panel(set, flow.items[i], x, width);
    flow.items[0]->before = before;
    flow_append(set->arena, set->flow, &flow);
}

static int
set_command(struct setter *set, const xmlNode *node)
{
    struct style style = *look_style("mono");

    style.size = 8;
    style.leading = 12;
    command_set(set, node, style, set->x, set->width, 4.5);
    return 0;
}

/* Steps of a runbook */

#define STEP_ID 27.0
#define STEP_TEXT 78.0
#define STEP_ENTRY 118.0
#define STEP_NARROW 288.0 /* a block that leaves room to write at its right */
#define WRITE_TIME 375.0
#define WRITE_NAME 438.0
#define WRITE_WIDTH 54.0

static void
write_lines(struct setter *set, struct marks *marks, const xmlNode *node)
{
    const struct {
        const char *word;
        double x;
    } places[] = {{"time", WRITE_TIME}, {"initials", WRITE_NAME}};
    struct style style = *look_style("note");

    style.size = 7;
    for (int i = 0; i < 2; i++) {
        const char *word = text_of(set, node, places[i].word);
        double x = set->x + places[i].x;

        if (word == NULL)
            continue;
        set_words(set, marks, word, &style, FACE_SANS, COLOUR_MUTED, x, 7.5,
                  WRITE_WIDTH, 'l');
        marks_line(set->arena, marks, x, 42, x + WRITE_WIDTH, 42, .6,
                   COLOUR_MUTED);
    }
}

static void
step_command(struct setter *set, const xmlNode *node, double top)
{
    struct style style = *look_style("mono");
    double longest, width = STEP_NARROW, before = 5;

    style.size = 9;
    style.leading = 14;
    longest = command_longest(set, node, type_of(&style));
    if (longest > STEP_NARROW - 16) {
        width = PAGE_CONTENT - STEP_TEXT;
        before = top < 41 ? 46 - top : 5; /* below the lines to write on */
    }
    if (longest > width - 16)
        style.size = 8;
    command_set(set, node, style, set->x + STEP_TEXT, width, before);
}

/* Id, account, host and title; the height down to where the commands begin. */
static double
step_head(struct setter *set, const xmlNode *node, struct band *band)
{
    const char *as = text_of(set, node, "as");
    const char *host = text_of(set, node, "host");
    const char *fill = text_of(set, node, "fill");
    const char *mark = text_of(set, node, "mark");
    const char *gate = text_of(set, node, "gate");
    const char *id = text_of(set, node, "id");
    const xmlNode *title = first_child(node, "title");
    struct style style = *look_style("step");
    struct letters letters = {0};
    struct type type = type_of(&style);
    double x = set->x + STEP_TEXT, y = 7.8, width = STEP_NARROW;
    struct mark *box = marks_box(set->arena, &band->marks, set->x, 8.4, 13.5,
                                 13.5, COLOUR_NONE);

    box->stroke = COLOUR_INK;
    box->line = 1.1;
    set_words(set, &band->marks, id == NULL ? "" : id, look_style("body"),
              FACE_BOLD, COLOUR_INK, set->x + STEP_ID, 9, STEP_TEXT - STEP_ID,
              'l');
    if (as != NULL)
        set_words(set, &band->marks, as, look_style("note"), FACE_SANS,
                  COLOUR_MUTED, set->x + STEP_ID, 23, STEP_TEXT - STEP_ID - 2,
                  'l');
    write_lines(set, &band->marks, node);
    if (gate != NULL) {
        look_symbol(set->arena, &band->marks, "blocker", x, y + 2, 8);
        y += set_words(set, &band->marks, gate, look_style("entry"), FACE_BOLD,
                       COLOUR_BLOCKER, x + 12, y, width - 12, 'l');
    }
    if (fill != NULL) {
        look_symbol(set->arena, &band->marks, "unknown", x, y + 2, 8);
        y += set_words(set, &band->marks, fill, look_style("entry"), FACE_BOLD,
                       COLOUR_UNKNOWN, x + 12, y, width - 12, 'l');
    }
    if (mark != NULL) {
        y += set_words(set, &band->marks, mark, look_style("entry"), FACE_SANS,
                       COLOUR_INK, x, y, width - 14, 'l');
        look_symbol(set->arena, &band->marks, "tick-box", x + width - 12,
                    y - 11, 9);
    }
    if (host != NULL) {
        type.face = FACE_BOLD;
        letters_text(set->arena, &letters, set->faces, host, false, type);
        type.face = FACE_SANS;
        letters_text(set->arena, &letters, set->faces, " \xC2\xA0", false,
                     type);
    }
    if (title != NULL)
        letters_inline(set->arena, &letters, set->faces, title, type);
    y += set_lines(set, &band->marks, &letters, &style, x, y, width, 'l');
    return y;
}

static int
set_step(struct setter *set, const xmlNode *node)
{
    struct setter inner = *set;
    struct flow flow = {0};
    struct band *head, *whole;
    size_t stretched;
    double height, y;

    inner.flow = &flow;
    head = band_add(&inner, 0);
    band_names(set, node, head);
    head->height = step_head(set, node, head);
    head->glue = GLUE_HARD;
    y = head->height;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (is(child, "command"))
            step_command(&inner, child, y);
        else if (is(child, "item")) {
            struct setter entry = inner;

            entry.x += STEP_TEXT;
            entry.width = 366 - STEP_TEXT + 110;
            if (set_item(&entry, child, STEP_ENTRY - STEP_TEXT, 1,
                         look_style("label")) != 0)
                return -1;
        }
        y = flow_height(&flow, &stretched);
    }
    height = flow_height(&flow, &stretched);
    height = height < 45 ? 45 : height;
    if (height + 8 <= PAGE_ROOM - 80) {
        whole = band_add(set, 0);
        flow_stack(set->arena, &flow, whole);
        whole->height = height + 8;
        band_names(set, node, whole);
    } else {
        for (size_t i = 0; i + 1 < flow.count; i++)
            if (flow.items[i]->glue == GLUE_FREE)
                flow.items[i]->glue = GLUE_KEEP;
        flow_append(set->arena, set->flow, &flow);
        whole = band_add(set, 0);
        whole->height = 8;
        flow.items[flow.count - 1]->glue = GLUE_HARD;
        head->name = text_of(set, node, "name");
    }
    marks_line(set->arena, &whole->marks, set->x, whole->height,
               set->x + set->width, whole->height, .5, COLOUR_RULE);
    if (whole->name == NULL)
        whole->name = text_of(set, node, "name");
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
        letters_text(set->arena, &word, set->faces, words[i], false,
                     type_of(note));
        x -= letters_width(&word) + 4;
        set_one(set, &band->marks, &word, note, x, 17.5, 100, 'l');
        x -= 14;
    }
    letters_inline(set->arena, &letters, set->faces, node, type_of(style));
    band->height = 8 + set_lines(set, &band->marks, &letters, style, set->x, 8,
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
    struct band *band = band_add(set, figures ? 0 : 6);
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

            letters_text(set->arena, &letters, set->faces,
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
        double room = figures || gap < 6 ? set->width / count : widths[i] + gap;

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
            letters_text(set->arena, &letters, set->faces,
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

static int
set_blocks(struct setter *set, const xmlNode *parent)
{
    bool article = is(parent, "article");

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
        if (blocks[i].set(set, n) != 0)
            return -1;
    }
    return 0;
}

/* Sections */

/* Sets the blocks of NODE anew with MEASURES; how much too tall they are. */
static int
section_try(struct setter *set, const xmlNode *node, struct flow *flow,
            struct measures measures, double *over)
{
    size_t stretched;

    memset(flow, 0, sizeof *flow);
    set->flow = flow;
    set->measures = measures;
    set->cuttable = set->cut = 0;
    set->figure = 0;
    if (set_blocks(set, node) != 0)
        return -1;
    *over = flow_height(flow, &stretched) - PAGE_ROOM;
    return 0;
}

/*
 * A section that fits one page gives way in this order: its notes, the picture
 * down to FIGURE_LEAST, rows, the picture without a limit.
 */
static int
section_fit(struct setter *set, const xmlNode *node, struct flow *flow)
{
    struct measures tried = {false, 0, 1};
    double over, picture;

    if (section_try(set, node, flow, tried, &over) != 0)
        return -1;
    if (over <= 0)
        return 0;
    tried.notes = true;
    for (int cuttable = set->cuttable; tried.rows <= cuttable; tried.rows++) {
        tried.scale = 1;
        if (section_try(set, node, flow, tried, &over) != 0)
            return -1;
        if (over <= 0)
            return 0;
        picture = set->figure;
        if (picture <= 0)
            continue;
        tried.scale = (picture - over - 1) / picture;
        if (tried.scale < FIGURE_LEAST && tried.rows < cuttable)
            continue;
        if (tried.scale < 0.1)
            tried.scale = 0.1;
        if (section_try(set, node, flow, tried, &over) != 0)
            return -1;
        if (over <= 0)
            return 0;
    }
    return 0;
}

static int
section_set(struct setter *set, struct layout *layout, const xmlNode *node)
{
    bool fit = value_is(set, node, "fit", "page");
    struct measures none = {false, 0, 1};
    struct flow flow = {0};
    double over;

    set->part = arena_new(set->arena, struct part);
    set->part->first = SIZE_MAX;
    set->part->head = text_of(set, node, "head");
    set->part->side = text_of(set, node, "side");
    set->part->notes = text_of(set, node, "notes");
    set->part->next = text_of(set, node, "next");
    set->x = 0;
    set->width = PAGE_CONTENT;
    set->repeat = NULL;
    if (fit ? section_fit(set, node, &flow)
            : section_try(set, node, &flow, none, &over))
        return -1;
    if (flow.count == 0)
        return 0;
    flow.items[0]->new_page = !value_is(set, node, "break", "none");
    if (!flow.items[0]->new_page)
        flow.items[0]->before = 27;
    if (flow.items[0]->id == NULL)
        band_names(set, node, flow.items[0]);
    flow_place(layout, &flow, fit);
    return 0;
}

struct layout *
page_layout(struct arena *arena, struct xml_document *document,
            struct faces *faces, struct failure *why)
{
    struct layout *layout = arena_new(arena, struct layout);
    struct setter set = {.arena = arena, .faces = faces, .why = why};
    const xmlDoc *tree = xml_foreign(document);
    const xmlNode *root = xmlDocGetRootElement((xmlDoc *)tree);

    if (root == NULL || !is(root, "page")) {
        fail(why, "page.xml: its root is not <page>");
        return NULL;
    }
    layout->arena = arena;
    layout->faces = faces;
    layout->foot = text_of(&set, root, "foot");
    for (const xmlNode *node = first_child(root, "section"); node != NULL;
         node = next_node(node, "section"))
        if (section_set(&set, layout, node) != 0)
            return NULL;
    if (layout->sheets.count == 0) {
        fail(why, "page.xml: nothing to print");
        return NULL;
    }
    return layout;
}

size_t
page_count(const struct layout *layout)
{
    return layout->sheets.count;
}

/* Drawing */

/* Where the ids are, sorted by id. */
struct index {
    struct anchor {
        const char *id;
        size_t page;
        double y;
    } * items;
    size_t count, room;
};

static int
anchor_order(const void *a, const void *b)
{
    return strcmp(((const struct anchor *)a)->id,
                  ((const struct anchor *)b)->id);
}

static void
marks_draw(struct device *device, const struct marks *marks,
           const struct index *index, double x, double y)
{
    for (size_t i = 0; i < marks->count; i++) {
        struct mark mark = marks->items[i];

        mark.x += x;
        mark.y += y;
        if (mark.kind == MARK_LINE) {
            mark.x2 += x;
            mark.y2 += y;
        }
        if (mark.kind == MARK_LINK) {
            struct anchor key = {.id = mark.text}, *found;

            found = index->count == 0
                        ? NULL
                        : bsearch(&key, index->items, index->count, sizeof key,
                                  anchor_order);
            if (found != NULL)
                device->link(device, &mark, found->page, found->y);
        } else
            device->draw(device, &mark);
    }
}

/* SIDE with {page} and {pages} filled in for page NUMBER of PART. */
static const char *
side_words(struct arena *arena, const struct part *part, size_t number)
{
    struct span rest = span_of(part->side), left;
    struct buf words;
    const char *done;

    buf_init(&words, 1000);
    while (span_until(&rest, '{', &left)) {
        buf_add(&words, left.at, left.len);
        if (span_skip(&rest, "pages}"))
            buf_addf(&words, "%zu", part->last - part->first + 1);
        else if (span_skip(&rest, "page}"))
            buf_addf(&words, "%zu", number - part->first + 1);
    }
    buf_add(&words, rest.at, rest.len);
    done = arena_string(arena, words.data);
    buf_release(&words);
    return done;
}

static void
one_line(struct setter *set, struct marks *marks, const char *words,
         const struct style *style, double y, char align)
{
    struct letters letters = {0};

    letters_text(set->arena, &letters, set->faces, words, false,
                 type_of(style));
    set_one(set, marks, &letters, style, 0, y, PAGE_CONTENT, align);
}

static void
head_and_foot(struct setter *set, struct device *device,
              const struct layout *layout, size_t number)
{
    const struct sheet *sheet = &layout->sheets.items[number];
    const struct style *style = look_style("note");
    struct marks marks = {0};
    struct letters foot = {0};

    if (sheet->part != NULL && sheet->part->head != NULL)
        one_line(set, &marks, sheet->part->head, style, 37, 'l');
    if (sheet->part != NULL && sheet->part->side != NULL &&
        number > sheet->part->first)
        one_line(set, &marks, side_words(set->arena, sheet->part, number),
                 style, 37, 'r');
    marks_line(set->arena, &marks, 0, 803, PAGE_CONTENT, 803, .5, COLOUR_HAIR);
    if (layout->foot != NULL) {
        letters_text(set->arena, &foot, set->faces, layout->foot, false,
                     type_of(style));
        set_one(set, &marks, &foot, style, 0, 815, PAGE_CONTENT - 80, 'l');
    }
    one_line(set, &marks,
             arena_format(set->arena, "Page %zu of %zu", number + 1,
                          layout->sheets.count),
             style, 815, 'r');
    marks_draw(device, &marks, &(struct index){0}, PAGE_LEFT, 0);
}

/* Room to write on at the end of a runbook's page, and what comes next. */
static void
page_end(struct setter *set, struct device *device, const struct layout *layout,
         size_t number)
{
    const struct sheet *sheet = &layout->sheets.items[number], *next = NULL;
    const struct part *part = sheet->part;
    const struct style *style = look_style("label");
    struct marks marks = {0};
    double bottom = PAGE_BOTTOM - 20;

    if (part == NULL)
        return;
    if (number + 1 < layout->sheets.count && number < part->last)
        next = sheet + 1;
    if (part->notes != NULL && bottom - sheet->end >= 40) {
        double y = sheet->end + 5;

        set_words(set, &marks, part->notes, style, FACE_SANS, COLOUR_MUTED, 0,
                  y, 100, 'l');
        y += 34;
        for (int lines = 0; y < bottom && lines < 5; lines++, y += 20)
            marks_line(set->arena, &marks, 0, y, PAGE_CONTENT, y, .5,
                       COLOUR_RULE);
    }
    if (next != NULL && part->next != NULL && next->name != NULL)
        one_line(set, &marks,
                 arena_format(set->arena, "%s %s", part->next, next->name),
                 style, PAGE_BOTTOM - 4, 'r');
    marks_draw(device, &marks, &(struct index){0}, PAGE_LEFT, 0);
}

static void
index_make(struct arena *arena, const struct layout *layout,
           struct index *index)
{
    for (size_t i = 0; i < layout->count; i++) {
        const struct place *place = &layout->items[i];
        struct anchor *anchor;

        if (place->band->id == NULL)
            continue;
        anchor = vec_add(arena, index);
        anchor->id = place->band->id;
        anchor->page = place->page;
        anchor->y = place->y;
    }
    if (index->count > 0)
        qsort(index->items, index->count, sizeof *index->items, anchor_order);
}

void
page_draw(const struct layout *layout, struct device *device)
{
    struct arena arena;
    struct setter set = {.arena = &arena, .faces = layout->faces};
    struct index index = {0};
    size_t next = 0;

    arena_init(&arena);
    index_make(&arena, layout, &index);
    device->open(device, layout->sheets.count);
    for (size_t page = 0; page < layout->sheets.count; page++) {
        device->page(device, page);
        head_and_foot(&set, device, layout, page);
        for (; next < layout->count && layout->items[next].page == page;
             next++) {
            const struct place *place = &layout->items[next];
            const struct band *band = place->band;
            struct marks side = {0};

            marks_draw(device, &band->marks, &index, PAGE_LEFT, place->y);
            if (band->title && band->part != NULL && band->part->side != NULL)
                one_line(&set, &side, side_words(&arena, band->part, page),
                         look_style("muted"), 22, 'r');
            marks_draw(device, &side, &index, PAGE_LEFT, place->y);
            if (band->outline != NULL) {
                struct entry entry = {band->level, band->outline, page,
                                      place->y};

                device->entry(device, &entry);
            }
        }
        page_end(&set, device, layout, page);
    }
    arena_release(&arena);
}
