/*
 * The text device: what a reader sees, as lines.
 *
 *   === page 2 of 5
 *   words on one baseline, from left to right
 *   -> page 4        a link
 *   # Blockers       an entry of the outline, a # a level
 */
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "vec.h"

struct word {
    double x, y;
    size_t order;
    const char *text;
};

struct text {
    struct device device;
    struct arena *arena;
    struct buf *out;
    size_t pages;
    struct {
        struct word *items;
        size_t count, room;
    } words;
    struct buf after; /* links and outline of this page */
};

#define TEXT(device) ((struct text *)(device))

static int
word_order(const void *a, const void *b)
{
    const struct word *one = a, *two = b;

    if (one->y != two->y)
        return one->y < two->y ? -1 : 1;
    if (one->x != two->x)
        return one->x < two->x ? -1 : 1;
    return one->order < two->order ? -1 : 1;
}

static void
page_flush(struct text *text)
{
    struct word *words = text->words.items;

    if (text->words.count > 0)
        qsort(words, text->words.count, sizeof *words, word_order);
    for (size_t i = 0; i < text->words.count; i++) {
        bool ends = i + 1 == text->words.count || words[i + 1].y != words[i].y;
        size_t len = strlen(words[i].text);

        buf_add(text->out, words[i].text, len);
        if (ends)
            buf_adds(text->out, "\n");
        else if (words[i].text[len - 1] != ' ')
            buf_adds(text->out, " ");
    }
    buf_add(text->out, text->after.data, text->after.len);
    buf_reset(&text->after);
    text->words.count = 0;
}

static void
text_open(struct device *device, size_t pages)
{
    TEXT(device)->pages = pages;
}

static void
text_page(struct device *device, size_t number)
{
    page_flush(TEXT(device));
    buf_addf(TEXT(device)->out, "=== page %zu of %zu\n", number + 1,
             TEXT(device)->pages);
}

static void
text_draw(struct device *device, const struct mark *mark)
{
    struct text *text = TEXT(device);
    struct word *word;

    if (mark->kind != MARK_TEXT || mark->text[0] == '\0')
        return;
    word = vec_add(text->arena, &text->words);
    word->x = mark->x;
    /* halves of a point: what looks like one line is one */
    word->y = (double)(long)(mark->y * 2 + .5) / 2;
    word->order = text->words.count;
    word->text = arena_string(text->arena, mark->text);
}

static void
text_link(struct device *device, const struct mark *area, size_t page, double y)
{
    (void)area;
    (void)y;
    buf_addf(&TEXT(device)->after, "-> page %zu\n", page + 1);
}

static void
text_entry(struct device *device, const struct entry *entry)
{
    buf_addf(&TEXT(device)->after, "%.*s %s\n", entry->level + 1, "####",
             entry->words);
}

void
text_write(struct arena *arena,
           void (*paint)(const void *baton, struct device *device),
           const void *baton, struct buf *out)
{
    struct text text = {
        .device = {text_open, text_page, text_draw, text_link, text_entry},
        .arena = arena,
        .out = out};

    buf_init(&text.after, out->ceiling);
    paint(baton, &text.device);
    page_flush(&text);
    buf_release(&text.after);
}
