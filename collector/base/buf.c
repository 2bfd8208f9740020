#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static char empty[1];

void
buf_init(struct buf *buf, size_t ceiling)
{
    *buf = (struct buf){.data = empty, .ceiling = ceiling};
}

void
buf_init_draining(struct buf *buf, size_t piece, buf_drain *drain, void *baton)
{
    buf_init(buf, piece);
    buf->drain = drain;
    buf->baton = baton;
}

void
buf_flush(struct buf *buf)
{
    if (!buf->overflow && buf->len > 0)
        buf->overflow = !buf->drain(buf->baton, buf->data, buf->len);
    buf->len = 0;
}

void
buf_release(struct buf *buf)
{
    if (buf->size > 0)
        free(buf->data);
    buf_init(buf, buf->ceiling);
}

void
buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->overflow = false;
    if (buf->size > 0)
        buf->data[0] = '\0';
}

/* Makes room for MORE bytes and a NUL; false if the ceiling forbids it.  A
 * buffer that drains holds more than its ceiling only if they come at once. */
static bool
buf_room(struct buf *buf, size_t more)
{
    size_t need;
    size_t size;
    char *data;

    if (buf->len >= buf->ceiling || more > buf->ceiling - buf->len) {
        if (buf->drain == NULL)
            buf->overflow = true;
        else
            buf_flush(buf);
    }
    if (buf->overflow)
        return false;
    need = buf->len + more + 1;
    if (need <= buf->size)
        return true;
    size = buf->size < 256 ? 256 : buf->size * 2;
    if (size < need)
        size = need;
    data = memory_grow(buf->size > 0 ? buf->data : NULL, size);
    buf->data = data;
    buf->size = size;
    return true;
}

void
buf_reserve(struct buf *buf, size_t more)
{
    if (buf_room(buf, more))
        buf->data[buf->len] = '\0';
}

void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
    if (!buf_room(buf, len))
        return;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void
buf_adds(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void
buf_addc(struct buf *buf, char byte)
{
    buf_add(buf, &byte, 1);
}

void
buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_list again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        buf->overflow = true;
    } else if (buf_room(buf, (size_t)len)) {
        (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}
