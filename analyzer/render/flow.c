#include "flow.h"

#include "vec.h"

#define GAP_LEAST 9.0
#define GAP_MOST 18.0
/* For the line that names the next page's first step. */
#define NEXT_ROOM 20.0

static double
space_above(const struct band *band)
{
    return band->stretch ? GAP_LEAST : band->before;
}

double
flow_height(const struct flow *flow, size_t *stretched)
{
    double height = 0;

    *stretched = 0;
    for (size_t i = 0; i < flow->count; i++) {
        const struct band *band = flow->items[i];

        height += band->height + (i > 0 ? space_above(band) : 0);
        *stretched += i > 0 && band->stretch;
    }
    return height;
}

void
flow_append(struct arena *arena, struct flow *flow, const struct flow *from)
{
    for (size_t i = 0; i < from->count; i++)
        *vec_add(arena, flow) = from->items[i];
}

void
flow_stack(struct arena *arena, const struct flow *flow, struct band *band)
{
    double y = 0;

    for (size_t i = 0; i < flow->count; i++) {
        const struct band *part = flow->items[i];

        y += i > 0 ? space_above(part) : 0;
        for (size_t m = 0; m < part->marks.count; m++) {
            struct mark *mark = vec_add(arena, &band->marks);

            *mark = part->marks.items[m];
            mark->y += y;
            if (mark->kind == MARK_LINE)
                mark->y2 += y;
        }
        if (part->id != NULL && band->id == NULL)
            band->id = part->id;
        y += part->height;
    }
    band->height = y;
}

/* Where the next band goes. */
struct pen {
    struct layout *layout;
    double y;
    bool top; /* nothing but repeated heads stands on this page yet */
    bool begun;
};

static double
bottom_of(const struct band *band)
{
    return PAGE_BOTTOM -
           (band->part != NULL && band->part->next != NULL ? NEXT_ROOM : 0);
}

static void
put(struct pen *pen, struct band *band, double above)
{
    struct layout *layout = pen->layout;
    struct sheet *sheet = &layout->sheets.items[layout->sheets.count - 1];
    struct place *place = vec_add(layout->arena, layout);

    pen->y += above;
    place->band = band;
    place->page = layout->sheets.count - 1;
    place->y = pen->y;
    pen->y += band->height;
    sheet->end = pen->y;
    if (sheet->name == NULL)
        sheet->name = band->name;
    if (band->part != NULL) {
        band->part->last = place->page;
        if (band->part->first > place->page)
            band->part->first = place->page;
    }
}

static void
put_heads(struct pen *pen, const struct repeat *repeat)
{
    if (repeat == NULL)
        return;
    put_heads(pen, repeat->outer);
    put(pen, repeat->head, 0);
}

static double
heads_height(const struct repeat *repeat)
{
    return repeat == NULL ? 0
                          : repeat->head->height + heads_height(repeat->outer);
}

static void
page_begin(struct pen *pen, struct band *band)
{
    struct sheet *sheet = vec_add(pen->layout->arena, &pen->layout->sheets);

    sheet->part = band->part;
    sheet->end = PAGE_TOP;
    pen->y = PAGE_TOP;
    pen->top = true;
    put_heads(pen, band->repeat);
}

/* The last band that holds together with number I by GLUE at least. */
static size_t
chain_end(const struct flow *flow, size_t i, enum glue glue)
{
    while (i + 1 < flow->count && flow->items[i]->glue >= glue &&
           !flow->items[i + 1]->new_page)
        i++;
    return i;
}

static double
chain_height(const struct flow *flow, size_t i, size_t end, bool top)
{
    double height = 0;

    for (size_t k = i; k <= end; k++)
        height += flow->items[k]->height +
                  (k > i || !top ? flow->items[k]->before : 0);
    return height;
}

static bool
chain_fits(const struct pen *pen, const struct flow *flow, size_t i, size_t end)
{
    return pen->y + chain_height(flow, i, end, pen->top) <=
           bottom_of(flow->items[i]) + .01;
}

static void
place_free(struct pen *pen, const struct flow *flow)
{
    size_t loose = 0; /* bands before this are part of a chain that is longer
                         than a page */

    for (size_t i = 0; i < flow->count;) {
        struct band *band = flow->items[i];
        size_t end = chain_end(flow, i, GLUE_KEEP);
        double room = bottom_of(band) - PAGE_TOP - heads_height(band->repeat);

        if (!pen->begun || (band->new_page && !pen->top))
            page_begin(pen, band);
        pen->begun = true;
        if (chain_height(flow, i, end, true) > room)
            loose = end + 1;
        if (i < loose)
            end = chain_end(flow, i, GLUE_HARD);
        if (chain_height(flow, i, end, true) > room)
            end = i;
        if (!pen->top && !chain_fits(pen, flow, i, end))
            page_begin(pen, band);
        for (; i <= end; i++) {
            put(pen, flow->items[i], pen->top ? 0 : flow->items[i]->before);
            pen->top = false;
        }
    }
}

void
flow_place(struct layout *layout, const struct flow *flow, bool fit)
{
    struct pen pen = {.layout = layout};
    size_t stretched;
    double left, gap = GAP_LEAST;

    if (flow->count == 0)
        return;
    if (!fit) {
        if (layout->sheets.count > 0) {
            pen.y = layout->sheets.items[layout->sheets.count - 1].end;
            pen.begun = true;
        }
        place_free(&pen, flow);
        return;
    }
    left = PAGE_ROOM - flow_height(flow, &stretched);
    if (left > 0 && stretched > 0)
        gap += left / (double)stretched;
    gap = gap > GAP_MOST ? GAP_MOST : gap;
    page_begin(&pen, flow->items[0]);
    for (size_t i = 0; i < flow->count; i++)
        put(&pen, flow->items[i],
            i == 0                    ? 0
            : flow->items[i]->stretch ? gap
                                      : flow->items[i]->before);
}
