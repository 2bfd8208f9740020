/*
 * Tables: no vertical rules; heads repeat; no page ends with a head or with
 * one row.
 */
#include <stdlib.h>
#include <string.h>

#include "set.h"
#include "vec.h"

#define COLUMNS 16
#define CHUNK 40 /* lines of a row that stay together */
#define BAR 6.0  /* height of a bar */

struct column {
    double width; /* 0: worked out */
    double natural;
    double x;
    char align;
};

struct cell {
    struct letters letters;
    struct lines lines;
    int column, span;
    char align;
    bool box, dash, missing;
    double bar; /* the part of its column that is filled; 0: no bar */
    enum colour colour;
};

struct row {
    struct cell cells[COLUMNS];
    int count;
    size_t lines;
    enum row_kind { ROW_BODY, ROW_HEAD, ROW_SUM, ROW_BARRIER } kind;
    bool cuttable;
    const char *id;
};

struct table {
    struct column columns[COLUMNS];
    int count;
    struct style style, head;
    double pad, gap;
    struct {
        struct row **items;
        size_t count, room;
    } rows;
};

static char
align_of(struct setter *set, const xmlNode *node, char fallback)
{
    const char *align = text_of(set, node, "align");

    return align == NULL ? fallback : align[0];
}

static void
cell_read(struct setter *set, struct table *table, struct row *row,
          const xmlNode *node, int column)
{
    struct cell *cell = &row->cells[row->count++];
    struct style style = row->kind == ROW_HEAD ? table->head : table->style;
    struct type type;

    cell->column = column;
    cell->span = (int)number_of(set, node, "span", 1);
    if (cell->span < 1 || cell->span > table->count - column)
        cell->span = table->count - column;
    cell->align = align_of(set, node, table->columns[column].align);
    cell->box = flag_of(set, node, "box");
    cell->dash = flag_of(set, node, "dash");
    cell->missing = flag_of(set, node, "missing");
    cell->bar = number_of(set, node, "bar", 0);
    type = type_of(&style);
    type.colour = look_colour(text_of(set, node, "colour"), type.colour);
    cell->colour = type.colour;
    letters_inline(set->scratch, &cell->letters, set->faces, node, type);
}

static void
row_read(struct setter *set, struct table *table, const xmlNode *node)
{
    struct row *row = arena_new(set->arena, struct row);
    int column = 0;

    row->kind = value_is(set, node, "kind", "head")      ? ROW_HEAD
                : value_is(set, node, "kind", "sum")     ? ROW_SUM
                : value_is(set, node, "kind", "barrier") ? ROW_BARRIER
                                                         : ROW_BODY;
    row->cuttable = flag_of(set, node, "cut");
    row->id = text_of(set, node, "id");
    for (const xmlNode *cell = first_child(node, "cell");
         cell != NULL && column < table->count;
         cell = next_node(cell, "cell")) {
        cell_read(set, table, row, cell, column);
        column += row->cells[row->count - 1].span;
    }
    *vec_add(set->arena, &table->rows) = row;
}

/* A section that must fit gives up the last rows that it may. */
static void
rows_cut(struct setter *set, struct table *table)
{
    int cuttable = 0, left = set->measures.rows;

    for (size_t i = 0; i < table->rows.count; i++)
        cuttable += table->rows.items[i]->cuttable;
    set->cuttable += cuttable;
    set->cut = 0;
    while (left > 0 && table->rows.count > 0 &&
           table->rows.items[table->rows.count - 1]->cuttable) {
        table->rows.count--;
        set->cut++;
        left--;
    }
}

static void
columns_measure(struct table *table)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct row *row = table->rows.items[i];

        for (int k = 0; k < row->count; k++) {
            const struct cell *cell = &row->cells[k];
            struct column *column = &table->columns[cell->column];
            double natural = letters_width(&cell->letters);

            if (cell->span == 1 && natural > column->natural)
                column->natural = natural;
        }
    }
}

/*
 * Columns without a width of their own share what is left.  Is there enough,
 * what is over is spread evenly.  Else those that need no more than an equal
 * share get what they need, and the others share the rest: one long path does
 * not squeeze its neighbours.
 */
static void
columns_share(struct table *table, double left, int open)
{
    bool settled = false;

    while (!settled && open > 0) {
        double share = left / open;

        settled = true;
        for (int i = 0; i < table->count; i++) {
            struct column *column = &table->columns[i];

            if (column->width > 0 || column->natural > share)
                continue;
            /* an empty column has its place, too */
            column->width = column->natural > 4 ? column->natural : 4;
            left -= column->width;
            open--;
            settled = false;
        }
    }
    for (int i = 0; i < table->count; i++)
        if (table->columns[i].width <= 0)
            table->columns[i].width = left > 20 * open ? left / open : 20;
}

static void
columns_set(struct table *table, double width)
{
    double left = width - table->gap * (table->count - 1), natural = 0, x = 0;
    int open = 0;

    for (int i = 0; i < table->count; i++) {
        struct column *column = &table->columns[i];

        if (column->width > 0)
            left -= column->width;
        else {
            open++;
            natural += column->natural;
        }
    }
    if (natural > left)
        columns_share(table, left, open);
    for (int i = 0; i < table->count; i++) {
        struct column *column = &table->columns[i];

        if (column->width <= 0)
            column->width = column->natural + (left - natural) / open;
        column->x = x;
        x += column->width + table->gap;
    }
}

static double
cell_width(const struct table *table, const struct cell *cell)
{
    const struct column *first = &table->columns[cell->column];
    const struct column *last = &table->columns[cell->column + cell->span - 1];

    return last->x + last->width - first->x;
}

static void
cell_draw(struct setter *set, struct band *band, const struct table *table,
          const struct cell *cell, const struct style *style, size_t from,
          size_t count, double top)
{
    double x = set->x + table->columns[cell->column].x;
    double width = cell_width(table, cell);

    if (cell->box && cell->letters.count > 0) {
        struct mark *box =
            marks_box(set->arena, &band->marks, x - table->gap / 2 + 2, top - 1,
                      width + table->gap - 4, style->leading + 2, COLOUR_CELL);

        if (cell->dash) {
            box->stroke = COLOUR_INK;
            box->line = .8;
            box->dash[0] = box->dash[1] = 1.6;
        }
    }
    if (cell->bar > 0 && from == 0)
        marks_box(set->arena, &band->marks, x, top + (style->leading - BAR) / 2,
                  width * cell->bar, BAR, cell->colour);
    for (size_t i = from; i < from + count && i < cell->lines.count; i++)
        line_draw(set->arena, &band->marks, &cell->letters,
                  &cell->lines.items[i], style->tracking,
                  x + aligned(cell->align, width, cell->lines.items[i].width),
                  top + (double)(i - from) * style->leading + baseline(style));
}

static void
row_rules(struct setter *set, struct band *band, enum row_kind kind)
{
    double x = set->x, x2 = set->x + set->width, y = band->height;

    if (kind == ROW_HEAD)
        marks_line(set->arena, &band->marks, x, y, x2, y, .5, COLOUR_RULE);
    else if (kind == ROW_BODY)
        marks_line(set->arena, &band->marks, x, y, x2, y, .5, COLOUR_HAIR);
}

/* The lines FROM to FROM + COUNT of ROW as a band. */
static void
row_draw(struct setter *set, struct band *band, const struct table *table,
         const struct row *row, size_t from, size_t count, bool last)
{
    const struct style *style =
        row->kind == ROW_HEAD ? &table->head : &table->style;
    double top = row->kind == ROW_HEAD ? .8 : table->pad;
    size_t tallest = row->lines - from < count ? row->lines - from : count;

    if (row->kind == ROW_BARRIER) {
        marks_box(set->arena, &band->marks, set->x, 0, set->width, 2.2,
                  COLOUR_INK);
        top = 4.5;
    }
    if (from > 0)
        top = 0;
    for (int i = 0; i < row->count; i++) {
        const struct cell *cell = &row->cells[i];
        /* heads of more than one line stand on the rule */
        double lower =
            row->kind == ROW_HEAD && cell->lines.count < tallest
                ? (double)(tallest - cell->lines.count) * style->leading
                : 0;

        cell_draw(set, band, table, cell, style, from, count, top + lower);
    }
    band->height = top + (double)tallest * style->leading +
                   (!last                      ? 0
                    : row->kind == ROW_HEAD    ? 1.7
                    : row->kind == ROW_BARRIER ? 2
                                               : table->pad);
    if (last)
        row_rules(set, band, row->kind);
}

/* The head again, on the next page, with a word that says so. */
static void
head_again(struct setter *set, struct table *table, const struct row *row,
           const char *word, struct repeat *repeat)
{
    struct band *band = band_new(set);
    struct flow flow = {0};
    struct band *label = band_new(set), *head = band_new(set);

    row_draw(set, head, table, row, 0, row->lines, true);
    if (word != NULL) {
        label->height =
            set_words(set, &label->marks, word, &table->head, FACE_SANS,
                      COLOUR_MUTED, set->x, 0, set->width, 'l');
        *vec_add(set->arena, &flow) = label;
    }
    *vec_add(set->arena, &flow) = head;
    flow_stack(set->arena, &flow, band);
    repeat->outer = set->repeat;
    repeat->head = band;
}

static void
rows_place(struct setter *set, struct table *table, const char *word,
           double before)
{
    struct setter inner = *set;
    size_t bodies = 0;

    for (size_t i = 0; i < table->rows.count; i++) {
        struct row *row = table->rows.items[i];
        size_t from = 0;

        do {
            bool last = row->lines - from <= CHUNK;
            struct band *band = band_add(&inner, i == 0 ? before : 0);

            row_draw(&inner, band, table, row, from, CHUNK, last);
            if (from == 0)
                band->id = row->id;
            if (row->kind == ROW_HEAD || row->kind == ROW_BARRIER)
                band->glue = GLUE_HARD;
            else if (bodies == 0)
                band->glue = GLUE_HARD;
            else if (i + 2 == table->rows.count)
                band->glue = GLUE_KEEP;
            from += CHUNK;
        } while (from < row->lines);
        bodies += row->kind == ROW_BODY;
        if (row->kind == ROW_HEAD) {
            struct repeat *repeat = arena_new(set->arena, struct repeat);

            head_again(set, table, row, word, repeat);
            inner.repeat = repeat;
        }
    }
    if (set->flow->count > 0)
        set->flow->items[set->flow->count - 1]->glue = GLUE_FREE;
}

int
set_table(struct setter *set, const xmlNode *node)
{
    struct table *table = arena_new(set->arena, struct table);
    const char *style = text_of(set, node, "style");
    bool headed = false;

    table->style = *look_style(style == NULL ? "table" : style);
    table->head = *look_style("head");
    table->pad = number_of(set, node, "pad", 3.2);
    table->gap = number_of(set, node, "gap", 9);
    for (const xmlNode *n = first_child(node, "column");
         n != NULL && table->count < COLUMNS; n = next_node(n, "column")) {
        struct column *column = &table->columns[table->count++];

        column->width = number_of(set, n, "width", 0);
        column->align = align_of(set, n, 'l');
    }
    if (table->count == 0)
        return fail(set->why, "page.xml: a table without columns, line %ld",
                    xmlGetLineNo((xmlNode *)node));
    for (const xmlNode *n = first_child(node, "row"); n != NULL;
         n = next_node(n, "row"))
        row_read(set, table, n);
    rows_cut(set, table);
    columns_measure(table);
    columns_set(table, set->width);
    for (size_t i = 0; i < table->rows.count; i++) {
        struct row *row = table->rows.items[i];

        headed |= row->kind == ROW_HEAD;
        for (int k = 0; k < row->count; k++) {
            struct cell *cell = &row->cells[k];

            lines_break(set->scratch, &cell->lines, &cell->letters,
                        cell_width(table, cell), 0);
            if (cell->lines.count > row->lines)
                row->lines = cell->lines.count;
        }
    }
    rows_place(set, table, text_of(set, node, "continued"),
               number_of(set, node, "before", headed ? 4.5 : 2));
    return 0;
}
