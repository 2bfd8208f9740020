/*
 * Command blocks, and the steps of a runbook that hold them.
 */
#include <string.h>

#include "set.h"
#include "vec.h"

#define BLOCK_WHOLE 600.0 /* up to here a command block is not split */

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
    const char *text = arena_string(set->scratch, (char *)content);
    const char *from = strchr(text, '<');
    const char *to = from == NULL ? NULL : strchr(from, '>');

    xmlFree(content);
    block->refused = text_of(set, node, "reason");
    if (block->refused != NULL && to != NULL) {
        struct type bold = type;

        bold.face = FACE_BOLD;
        bold.size *= 0.94;
        letters_text(set->scratch, &block->letters, set->faces,
                     arena_copy(set->scratch, text, (size_t)(from - text)),
                     true, type);
        letters_text(set->scratch, &block->letters, set->faces,
                     arena_copy(set->scratch, from, (size_t)(to + 1 - from)),
                     true, bold);
        letters_text(set->scratch, &block->letters, set->faces, to + 1, true,
                     type);
    } else
        letters_text(set->scratch, &block->letters, set->faces, text, true,
                     type);
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
        letters_text(set->scratch, &letters, set->faces, on == NULL ? "" : on,
                     false, type);
        type.face = FACE_SANS;
        type.colour = COLOUR_MUTED;
        if (as != NULL)
            letters_text(
                set->scratch, &letters, set->faces,
                arena_format(set->scratch, "%s%s", on == NULL ? "" : " ", as),
                false, type);
        band->height += 1 + set_lines(set, &band->marks, &letters, &head,
                                      x + 10.5, 4, width - 16, 'l');
    }
    for (const xmlNode *line = node->children; line; line = line->next) {
        struct block block = {0};

        if (!is(line, "line") && !is(line, "refused"))
            continue;
        command_letters(set, line, &block, type_of(&style));
        lines_break(set->scratch, &block.lines, &block.letters, width - 16, 12);
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

int
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
#define STEP_NOTE 398.0   /* Expect, If not, Undo */
#define WRITE_TIME 375.0
#define WRITE_BELOW 43.0 /* down to here the lines to write on reach */
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
        before = top < WRITE_BELOW ? WRITE_BELOW + 3 - top : 5;
    }
    if (longest > width - 16)
        style.size = 8;
    command_set(set, node, style, set->x + STEP_TEXT, width, before);
}

/* Boxes to tick, one a host: as many in a row as their names allow, at most
 * 6. */
static void
step_ticks(struct setter *set, const xmlNode *node, double top)
{
    const struct style *style = look_style("entry");
    double width = PAGE_CONTENT - STEP_TEXT, longest = 0, place;
    int most = 6, at = 0;
    struct band *band = NULL;

    for (const xmlNode *n = first_child(node, "tick"); n != NULL;
         n = next_node(n, "tick")) {
        struct letters letters = {0};
        const char *host = text_of(set, n, "host");

        letters_text(set->scratch, &letters, set->faces,
                     host == NULL ? "" : host, true, type_of(style));
        if (letters_width(&letters) > longest)
            longest = letters_width(&letters);
    }
    while (most > 2 && longest + 18 > width / most)
        most--;
    place = width / most;
    for (const xmlNode *n = first_child(node, "tick"); n != NULL;
         n = next_node(n, "tick"), at++) {
        double x = set->x + STEP_TEXT + place * (at % most);
        struct letters letters = {0};
        const char *host = text_of(set, n, "host");

        if (at % most == 0) {
            double before = at > 0              ? 2
                            : top < WRITE_BELOW ? WRITE_BELOW + 3 - top
                                                : 5;

            band = band_add(set, before);
            band->height = 12;
            band->glue = GLUE_KEEP;
        }
        look_symbol(set->arena, &band->marks, "tick-box", x, 1.5, 9);
        letters_text(set->scratch, &letters, set->faces,
                     host == NULL ? "" : host, true, type_of(style));
        set_one(set, &band->marks, &letters, style, x + 13, 9, place - 17, 'l');
    }
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
    const char *closes = text_of(set, node, "closes");
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
    double below = 7.8 + baseline(&style) - baseline(look_style("body"));

    below += set_words(set, &band->marks, id == NULL ? "" : id,
                       look_style("body"), FACE_BOLD, COLOUR_INK,
                       set->x + STEP_ID, below, STEP_TEXT - STEP_ID - 2, 'l');
    if (as != NULL) {
        struct style account = *look_style("note");

        account.size = 7; /* "administrator" fits beside the title */
        set_words(set, &band->marks, as, &account, FACE_SANS, COLOUR_MUTED,
                  set->x + STEP_ID, below + .5, STEP_TEXT - STEP_ID - 1, 'l');
    }
    write_lines(set, &band->marks, node);
    if (gate != NULL) {
        look_symbol(set->arena, &band->marks, "blocker", x, y + 2, 8);
        y += set_words(set, &band->marks, gate, look_style("entry"), FACE_BOLD,
                       COLOUR_BLOCKER, x + 12, y, width - 12, 'l');
    }
    if (closes != NULL)
        y += set_words(set, &band->marks, closes, look_style("entry"),
                       FACE_SANS, COLOUR_INK, x, y, width, 'l');
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
    if (gate != NULL || closes != NULL || fill != NULL || mark != NULL)
        y += 2;
    if (host != NULL) {
        type.face = FACE_BOLD;
        letters_text(set->scratch, &letters, set->faces, host, false, type);
        type.face = FACE_SANS;
        letters_text(set->scratch, &letters, set->faces, " \xC2\xA0", false,
                     type);
    }
    if (title != NULL)
        letters_inline(set->scratch, &letters, set->faces, title, type);
    y += set_lines(set, &band->marks, &letters, &style, x, y, width, 'l');
    return y;
}

/* What stands above the rest of a step that is longer than a page. */
static struct repeat *
step_again(struct setter *set, const xmlNode *node)
{
    struct repeat *repeat = arena_new(set->arena, struct repeat);
    const char *words[] = {text_of(set, node, "id"), text_of(set, node, "host"),
                           text_of(set, node, "continued")};
    const struct style *style = look_style("body");
    struct letters letters = {0};
    struct type type = type_of(style);

    for (int i = 0; i < 3; i++) {
        type.face = i < 2 ? FACE_BOLD : FACE_SANS;
        if (words[i] == NULL || words[i][0] == '\0')
            continue;
        letters_text(set->scratch, &letters, set->faces, words[i], false, type);
        letters_text(set->scratch, &letters, set->faces, " ", false, type);
    }
    repeat->outer = set->repeat;
    repeat->head = band_new(set);
    repeat->head->name = text_of(set, node, "name");
    repeat->head->height =
        6 + set_lines(set, &repeat->head->marks, &letters, style,
                      set->x + STEP_ID, 0, set->width - STEP_ID, 'l');
    return repeat;
}

int
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
        else if (is(child, "ticks"))
            step_ticks(&inner, child, y);
        else if (is(child, "item")) {
            struct setter entry = inner;

            entry.x += STEP_TEXT;
            /* beside the lines to write on it stays left of them */
            entry.width = y < WRITE_BELOW ? STEP_NARROW : STEP_NOTE;
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
        whole->name = text_of(set, node, "name");
        band_names(set, node, whole);
    } else {
        struct repeat *repeat = step_again(set, node);

        for (size_t i = 0; i < flow.count; i++) {
            if (flow.items[i]->glue == GLUE_FREE)
                flow.items[i]->glue = GLUE_KEEP;
            if (i > 0)
                flow.items[i]->repeat = repeat;
        }
        flow_append(set->arena, set->flow, &flow);
        flow.items[flow.count - 1]->glue = GLUE_HARD;
        flow.items[0]->name = text_of(set, node, "name");
        whole = band_add(set, 0);
        whole->height = 8;
    }
    marks_line(set->arena, &whole->marks, set->x, whole->height,
               set->x + set->width, whole->height, .5, COLOUR_RULE);
    return 0;
}
