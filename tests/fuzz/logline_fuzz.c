/* A line of a log: what is kept of it is a line of the grammar with the same
 * parts, and keeping that changes nothing. */
#include "target.h"

#include <string.h>

#include "logline.h"

static void
same_parts(const struct logline *a, const struct logline *b)
{
    const struct span *const left[] = {&a->source, &a->engine,     &a->server,
                                       &a->login,  &a->entity,     &a->type,
                                       &a->id,     &a->expression, &a->instance,
                                       &a->url,    &a->returned};
    const struct span *const right[] = {
        &b->source,   &b->engine, &b->server,  &b->login,
        &b->entity,   &b->type,   &b->id,      &b->expression,
        &b->instance, &b->url,    &b->returned};

    promised(a->kind == b->kind && a->level == b->level);
    promised(a->code_count == b->code_count);
    promised(a->kind != LOGLINE_CONFLICT || a->merge == b->merge);
    promised(a->kind != LOGLINE_POOL || a->connections == b->connections);
    promised(a->kind != LOGLINE_TOTAL ||
             (a->warnings == b->warnings && a->errors == b->errors));
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        promised(left[i]->len == right[i]->len &&
                 (left[i]->len == 0 ||
                  memcmp(left[i]->at, right[i]->at, left[i]->len) == 0));
    for (size_t i = 0; i < a->code_count; i++)
        promised(a->codes[i].len == b->codes[i].len &&
                 memcmp(a->codes[i].at, b->codes[i].at, a->codes[i].len) == 0);
}

static void
one_line(struct span line)
{
    struct logline first, second;
    struct buf kept, again;

    if (!logline_parse(line, &first))
        return;
    buf_init(&kept, 1 << 20);
    buf_init(&again, 1 << 20);
    logline_keep(&first, &kept);
    promised(!kept.overflow && kept.len > 0);
    promised(memchr(kept.data, '\n', kept.len) == NULL);
    promised(logline_parse(span_bytes(kept.data, kept.len), &second));
    same_parts(&first, &second);
    logline_keep(&second, &again);
    promised(again.len == kept.len &&
             memcmp(again.data, kept.data, kept.len) == 0);
    buf_release(&again);
    buf_release(&kept);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = span_bytes(data, size), line;

    while (span_line(&rest, &line))
        one_line(line);
    return 0;
}
