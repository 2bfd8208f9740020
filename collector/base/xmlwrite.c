#include "xmlwrite.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "span.h"
#include "utf8.h"

void
xmlwrite_fragment(struct xmlwrite *xml, struct buf *out)
{
    *xml = (struct xmlwrite){.out = out, .bare = true};
}

void
xmlwrite_start(struct xmlwrite *xml, struct buf *out)
{
    *xml = (struct xmlwrite){.out = out};
    buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

/* Controls are shown although XML could carry DEL and C1: no reader of ours
 * has a use for them, and a terminal obeys some. */
static bool
carried(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return (c < 0x7F || c > 0x9F) && c != 0xFFFE && c != 0xFFFF;
}

/* What stands for the byte C; NULL: itself.  A parser turns a CR, and in an
 * attribute a TAB or LF, into something else unless written by number. */
static const char *
reference(unsigned char c, bool attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\t':
        return attribute ? "&#9;" : NULL;
    case '\n':
        return attribute ? "&#10;" : NULL;
    default:
        return NULL;
    }
}

/* The character at the start of REST, LEN bytes long (0: no UTF-8). */
static void
show(struct buf *out, struct span rest, size_t len, uint32_t character)
{
    if (len == 0)
        buf_addf(out, "[0x%02X]", (unsigned)(unsigned char)*rest.at);
    else if (!carried(character))
        buf_addf(out, "[U+%04X]", (unsigned)character);
    else
        buf_add(out, rest.at, len);
}

static void
escape(struct buf *out, const char *text, bool attribute)
{
    struct span rest = span_of(text);
    const char *run = text;

    while (rest.len > 0) {
        uint32_t character = 0;
        size_t len = utf8_decode(rest, &character);
        const char *other = reference((unsigned char)*rest.at, attribute);

        if (len == 0 || !carried(character) || other != NULL) {
            buf_add(out, run, (size_t)(rest.at - run));
            if (other != NULL)
                buf_adds(out, other);
            else
                show(out, rest, len, character);
            run = rest.at + (len == 0 ? 1 : len);
        }
        len = len == 0 ? 1 : len;
        rest = (struct span){rest.at + len, rest.len - len};
    }
    buf_add(out, run, (size_t)(rest.at - run));
}

const char *
xmlwrite_shown(struct buf *room, const char *text)
{
    const char *at = text;
    struct span rest;

    while ((*at >= ' ' && *at < 0x7F) || *at == '\t' || *at == '\n' ||
           *at == '\r')
        at++;
    if (*at == '\0')
        return text;
    buf_reset(room);
    for (rest = span_of(text); rest.len > 0;) {
        uint32_t character = 0;
        size_t len = utf8_decode(rest, &character);

        show(room, rest, len, character);
        len = len == 0 ? 1 : len;
        rest = (struct span){rest.at + len, rest.len - len};
    }
    return room->data;
}

static void
end_tag(struct xmlwrite *xml)
{
    if (xml->in_tag)
        buf_addc(xml->out, '>');
    xml->in_tag = false;
}

/* Begins a line for an element at DEPTH open elements. */
static void
new_line(struct xmlwrite *xml, int depth)
{
    if (xml->bare || xml->mixed > 0)
        return;
    if (depth > 0 || xml->depth > 0)
        buf_addc(xml->out, '\n');
    for (int i = 0; i < depth; i++)
        buf_adds(xml->out, "  ");
}

void
xmlwrite_open(struct xmlwrite *xml, const char *name)
{
    assert(xml->depth < XMLWRITE_DEPTH);
    end_tag(xml);
    new_line(xml, xml->depth);
    buf_addc(xml->out, '<');
    buf_adds(xml->out, name);
    xml->open[xml->depth++] = name;
    xml->in_tag = true;
}

void
xmlwrite_attr(struct xmlwrite *xml, const char *name, const char *value)
{
    assert(xml->in_tag);
    if (value == NULL)
        return;
    buf_addc(xml->out, ' ');
    buf_adds(xml->out, name);
    buf_adds(xml->out, "=\"");
    escape(xml->out, value, true);
    buf_addc(xml->out, '"');
}

void
xmlwrite_number(struct xmlwrite *xml, const char *name, int64_t value)
{
    assert(xml->in_tag);
    buf_addf(xml->out, " %s=\"%" PRId64 "\"", name, value);
}

void
xmlwrite_text(struct xmlwrite *xml, const char *text)
{
    assert(xml->depth > 0);
    end_tag(xml);
    if (xml->mixed == 0)
        xml->mixed = xml->depth;
    escape(xml->out, text, false);
}

void
xmlwrite_close(struct xmlwrite *xml)
{
    const char *name;

    assert(xml->depth > 0);
    name = xml->open[xml->depth - 1];
    if (xml->in_tag) {
        buf_adds(xml->out, "/>");
        xml->in_tag = false;
    } else {
        new_line(xml, xml->depth - 1);
        buf_adds(xml->out, "</");
        buf_adds(xml->out, name);
        buf_addc(xml->out, '>');
    }
    if (xml->mixed == xml->depth)
        xml->mixed = 0;
    xml->depth--;
    if (xml->depth == 0 && !xml->bare)
        buf_addc(xml->out, '\n');
}

void
xmlwrite_leaf(struct xmlwrite *xml, const char *name, const char *text)
{
    if (text == NULL)
        return;
    xmlwrite_open(xml, name);
    xmlwrite_text(xml, text);
    xmlwrite_close(xml);
}
