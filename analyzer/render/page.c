#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "set.h"
#include "vec.h"

/* A picture is not scaled below this while rows can be cut instead. */
#define FIGURE_LEAST 0.6

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

/* A bookmark of the section goes to its first band, or before it if that has
 * one of its own. */
static void
section_names(struct setter *set, const xmlNode *node, struct flow *flow)
{
    struct band *first = flow->items[0], *mark = first;

    if (text_of(set, node, "id") == NULL)
        return;
    if (first->id != NULL) {
        struct flow named = {0};

        mark = band_new(set);
        mark->new_page = first->new_page;
        mark->before = first->before;
        mark->glue = GLUE_HARD;
        first->new_page = false;
        first->before = 0;
        *vec_add(set->arena, &named) = mark;
        flow_append(set->arena, &named, flow);
        *flow = named;
    }
    band_names(set, node, mark);
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
    section_names(set, node, &flow);
    flow_place(layout, &flow, fit);
    return 0;
}

struct layout *
page_layout(struct arena *arena, struct xml_document *document,
            struct faces *faces, struct failure *why)
{
    struct layout *layout = arena_new(arena, struct layout);
    struct arena scratch;
    struct setter set = {
        .arena = arena, .scratch = &scratch, .faces = faces, .why = why};
    const xmlDoc *tree = xml_foreign(document);
    const xmlNode *root = xmlDocGetRootElement((xmlDoc *)tree);
    const xmlNode *node;

    if (root == NULL || !is(root, "page")) {
        fail(why, "page.xml: its root is not <page>");
        return NULL;
    }
    layout->arena = arena;
    layout->faces = faces;
    layout->foot = text_of(&set, root, "foot");
    layout->number = text_of(&set, root, "number");
    arena_init(&scratch);
    for (node = first_child(root, "section");
         node != NULL && section_set(&set, layout, node) == 0;
         node = next_node(node, "section"))
        continue;
    arena_release(&scratch);
    if (node != NULL)
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

/* WORDS with {page} and {pages} filled in. */
static const char *
counted(struct arena *arena, const char *words, size_t page, size_t pages)
{
    struct span rest = span_of(words), left;
    struct buf out;
    const char *done;

    buf_init(&out, 1000);
    while (span_until(&rest, '{', &left)) {
        buf_add(&out, left.at, left.len);
        if (span_skip(&rest, "pages}"))
            buf_addf(&out, "%zu", pages);
        else if (span_skip(&rest, "page}"))
            buf_addf(&out, "%zu", page);
    }
    buf_add(&out, rest.at, rest.len);
    done = arena_string(arena, out.data);
    buf_release(&out);
    return done;
}

/* What stands beside the title of PART, on page NUMBER. */
static const char *
side_words(struct arena *arena, const struct part *part, size_t number)
{
    return counted(arena, part->side, number - part->first + 1,
                   part->last - part->first + 1);
}

static void
one_line(struct setter *set, struct marks *marks, const char *words,
         const struct style *style, double y, char align)
{
    struct letters letters = {0};

    letters_text(set->scratch, &letters, set->faces, words, false,
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
        letters_text(set->scratch, &foot, set->faces, layout->foot, false,
                     type_of(style));
        set_one(set, &marks, &foot, style, 0, 815, PAGE_CONTENT - 80, 'l');
    }
    if (layout->number != NULL)
        one_line(set, &marks,
                 counted(set->arena, layout->number, number + 1,
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
    if (next != NULL && part->next != NULL && next->name != NULL) {
        struct letters words = {0}, name = {0};

        letters_text(set->scratch, &words, set->faces, part->next, false,
                     type_of(style));
        letters_text(set->scratch, &name, set->faces, next->name, false,
                     type_of(style));
        letters_cut(set->scratch, &name, set->faces, 40, type_of(style));
        for (size_t i = 0; i < name.count; i++)
            *vec_add(set->scratch, &words) = name.items[i];
        set_one(set, &marks, &words, style, 0, PAGE_BOTTOM - 4, PAGE_CONTENT,
                'r');
    }
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
    struct setter set = {
        .arena = &arena, .scratch = &arena, .faces = layout->faces};
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
