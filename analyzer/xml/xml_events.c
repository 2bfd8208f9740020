/*
 * xmllex and libxml2 in lock-step.
 *
 * The bytes become UTF-8 first, by the tables below, so that both read the
 * same text and no converter of the system has a say.  xmllex then passes the
 * whole document (limits, DOCTYPE, attributes that stand twice); only after
 * that libxml2 reads it, and at each start tag xmllex is moved to the same tag
 * to say on which line each attribute stands.
 */
#include "xml_events.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "arena.h"
#include "buf.h"
#include "utf8.h"
#include "vec.h"
#include "xmllex.h"

enum {
    SECONDS_MOST = 10,         /* processor time for one document */
    TEXT_MOST = 16 << 20,      /* bytes in one run of text */
    EVENTS_BETWEEN = 256,      /* events between two looks at the clock */
    DECLARATION_MOST = 1 << 10 /* bytes in which the XML declaration ends */
};

/* What windows-1252 has at 0x80 to 0x9F; 0: nothing. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t
of_latin1(unsigned char byte)
{
    return byte;
}

static uint32_t
of_latin9(unsigned char byte)
{
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x0160;
    case 0xA8:
        return 0x0161;
    case 0xB4:
        return 0x017D;
    case 0xB8:
        return 0x017E;
    case 0xBC:
        return 0x0152;
    case 0xBD:
        return 0x0153;
    case 0xBE:
        return 0x0178;
    default:
        return byte;
    }
}

static uint32_t
of_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte <= 0x9F ? WINDOWS_1252[byte - 0x80] : byte;
}

typedef uint32_t byte_meaning(unsigned char byte);

/* Encodings of one byte a character; NULL: the bytes are UTF-8 already. */
static const struct {
    const char *name;
    byte_meaning *meaning;
} ENCODINGS[] = {
    {"UTF-8", NULL},
    {"UTF8", NULL},
    {"US-ASCII", NULL},
    {"ASCII", NULL},
    {"ISO-8859-1", of_latin1},
    {"ISO8859-1", of_latin1},
    {"ISO_8859-1", of_latin1},
    {"LATIN1", of_latin1},
    {"ISO-8859-15", of_latin9},
    {"ISO8859-15", of_latin9},
    {"LATIN-9", of_latin9},
    {"WINDOWS-1252", of_windows_1252},
    {"CP1252", of_windows_1252},
};

/* A reading under way. */
struct reading {
    const struct xml_handler *handler;
    struct arena *arena;
    struct xml_problem *problem;
    bool broken;
    xmlParserCtxtPtr parser;
    struct xmllex lex;
    struct xmllex_token token; /* the next one that was not used */
    struct timespec begun;
    unsigned events;
    struct buf text;
    uint32_t text_line;
    struct arena tag; /* what is told of one tag */
    struct {
        struct xml_attribute *items;
        size_t count, room;
    } attributes;
};

static int
broken(struct xml_problem *problem, const char *reason, uint32_t line)
{
    problem->reason = reason;
    problem->line = line;
    return -1;
}

static void
put_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buf_addc(out, (char)(0xC0 | c >> 6));
    } else {
        if (c < 0x10000) {
            buf_addc(out, (char)(0xE0 | c >> 12));
        } else {
            buf_addc(out, (char)(0xF0 | c >> 18));
            buf_addc(out, (char)(0x80 | (c >> 12 & 0x3F)));
        }
        buf_addc(out, (char)(0x80 | (c >> 6 & 0x3F)));
    }
    buf_addc(out, (char)(0x80 | (c & 0x3F)));
}

static int
from_bytes(struct span document, byte_meaning *meaning, struct buf *out,
           struct xml_problem *problem)
{
    uint32_t line = 1;

    for (size_t i = 0; i < document.len; i++) {
        uint32_t c = meaning((unsigned char)document.at[i]);

        if (c == 0)
            return broken(problem, "a byte that its encoding does not have",
                          line);
        line += c == '\n';
        put_utf8(out, c);
    }
    return 0;
}

static int
from_utf16(struct span document, bool big, struct buf *out,
           struct xml_problem *problem)
{
    const unsigned char *at = (const unsigned char *)document.at;
    uint32_t line = 1;
    uint32_t high = 0;

    if (document.len % 2 != 0)
        return broken(problem, "UTF-16 with half a character", 1);
    for (size_t i = 0; i < document.len; i += 2) {
        uint32_t c = big ? (uint32_t)at[i] << 8 | at[i + 1]
                         : (uint32_t)at[i + 1] << 8 | at[i];
        bool low = c >= 0xDC00 && c <= 0xDFFF;

        if (low != (high != 0))
            return broken(problem, "UTF-16 with half a pair", line);
        if (c >= 0xD800 && c <= 0xDBFF) {
            high = c;
            continue;
        }
        if (low)
            c = 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00);
        high = 0;
        if (c == 0xFEFF && i == 0)
            continue;
        line += c == '\n';
        put_utf8(out, c);
    }
    if (high != 0)
        return broken(problem, "UTF-16 with half a pair", line);
    return 0;
}

/* The encoding that the XML declaration names; empty if none. */
static struct span
declared(struct span document)
{
    struct span none = {NULL, 0};
    struct span head = document;
    ptrdiff_t at;

    if (!span_skip(&head, "<?xml"))
        return none;
    head.len = head.len < DECLARATION_MOST ? head.len : DECLARATION_MOST;
    at = span_find(head, "?>");
    if (at < 0)
        return none;
    head.len = (size_t)at;
    at = span_find(head, "encoding");
    if (at < 0)
        return none;
    head = (struct span){head.at + at + 8, head.len - (size_t)at - 8};
    head = span_trim(head);
    if (!span_skip(&head, "="))
        return none;
    head = span_trim(head);
    if (head.len == 0 || (*head.at != '"' && *head.at != '\''))
        return none;
    at = 1;
    while ((size_t)at < head.len && head.at[at] != *head.at)
        at++;
    return (struct span){head.at + 1, (size_t)at - 1};
}

/* Bytes at the start of TEXT that are ASCII for certain; counts their lines. */
static size_t
ascii_run(struct span text, uint32_t *line)
{
    const uint64_t high = 0x8080808080808080U;
    size_t len = 0;
    uint64_t eight;
    const char *at;

    for (; text.len - len >= sizeof eight; len += sizeof eight) {
        memcpy(&eight, text.at + len, sizeof eight);
        if ((eight & high) != 0)
            break;
    }
    while (len < text.len && (unsigned char)text.at[len] < 0x80)
        len++;
    for (at = text.at;
         (at = memchr(at, '\n', (size_t)(text.at + len - at))) != NULL; at++)
        ++*line;
    return len;
}

/* Is all of it UTF-8?  If not, *LINE is where it is not. */
static bool
is_utf8(struct span text, uint32_t *line)
{
    uint32_t character = 0;

    *line = 1;
    for (size_t i = 0; i < text.len;) {
        struct span rest = {text.at + i, text.len - i};
        size_t len = ascii_run(rest, line);

        if (len == 0)
            len = utf8_decode(rest, &character);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

static bool
is_utf16(struct span document, bool *big)
{
    struct span rest = document;

    if (document.len < 4)
        return false;
    *big = span_skip(&rest, "\xFE\xFF") || document.at[0] == '\0';
    return *big || span_skip(&rest, "\xFF\xFE") || document.at[1] == '\0';
}

/* Sets *MEANING for the bytes of DOCUMENT; NULL: they are UTF-8. */
static int
find_meaning(struct span document, byte_meaning **meaning,
             struct xml_problem *problem)
{
    struct span encoding = declared(document);
    bool known = encoding.len == 0;
    uint32_t line;

    *meaning = NULL;
    for (size_t i = 0; i < sizeof ENCODINGS / sizeof *ENCODINGS; i++)
        if (span_is_fold(encoding, ENCODINGS[i].name)) {
            *meaning = ENCODINGS[i].meaning;
            known = true;
        }
    if (!known)
        return broken(problem, "it declares an encoding that is not read", 1);
    if (*meaning != NULL || is_utf8(document, &line))
        return 0;
    if (encoding.len > 0)
        return broken(problem, "bytes that are not UTF-8", line);
    /* Old files declare nothing and hold comments in ISO-8859-1. */
    *meaning = of_latin1;
    return 0;
}

/* Makes UTF-8 of DOCUMENT, in ROOM unless it is that already. */
static int
decode(struct span document, struct buf *room, struct span *utf8,
       struct xml_problem *problem)
{
    byte_meaning *meaning;
    bool big;

    if (is_utf16(document, &big)) {
        if (from_utf16(document, big, room, problem) != 0)
            return -1;
    } else {
        (void)span_skip(&document, "\xEF\xBB\xBF");
        if (find_meaning(document, &meaning, problem) != 0)
            return -1;
        if (meaning == NULL) {
            *utf8 = document;
            return 0;
        }
        if (from_bytes(document, meaning, room, problem) != 0)
            return -1;
    }
    *utf8 = span_bytes(room->data, room->len);
    return 0;
}

static int
read_size(struct span document, struct buf *room, struct span *utf8,
          struct xml_problem *problem)
{
    /* Three bytes are the most that one byte, or two of UTF-16, become. */
    buf_init(room, document.len * 3 + 1);
    if (document.len > INT_MAX / 4)
        return broken(problem, "too large", 1);
    return decode(document, room, utf8, problem);
}

int
xml_decode(struct span document, struct arena *arena, struct span *utf8,
           struct xml_problem *problem)
{
    struct buf room;
    int result = read_size(document, &room, utf8, problem);

    if (result == 0 && utf8->at == room.data)
        utf8->at = arena_copy(arena, room.data, room.len);
    buf_release(&room);
    return result;
}

static bool
too_late(struct reading *reading)
{
    struct timespec now;

    if (++reading->events % EVENTS_BETWEEN != 0)
        return false;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec - reading->begun.tv_sec > SECONDS_MOST;
}

static const char *const TOO_LATE =
    "more than 10 seconds of processor time were needed";
static const char *const APART = "two readers see different tags in it";

static int
compare_names(const void *a, const void *b)
{
    const struct span *left = a;
    const struct span *right = b;
    size_t len = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->at, right->at, len);

    return order != 0 ? order
                      : (left->len > right->len) - (left->len < right->len);
}

/* Reads the whole document with xmllex alone. */
static int
check(struct reading *reading, struct span document)
{
    struct xmllex_token *token = &reading->token;
    struct span names[XMLLEX_ATTRIBUTES];
    size_t count = 0;

    xmllex_init(&reading->lex, document);
    for (;;) {
        switch (xmllex_next(&reading->lex, token)) {
        case XMLLEX_ERROR:
            return broken(reading->problem,
                          arena_string(reading->arena, reading->lex.problem),
                          token->line);
        case XMLLEX_EOF:
            return 0;
        case XMLLEX_START:
            count = 0;
            break;
        case XMLLEX_ATTRIBUTE:
            names[count++] = token->name;
            break;
        case XMLLEX_START_END:
            qsort(names, count, sizeof *names, compare_names);
            for (size_t i = 1; i < count; i++)
                if (compare_names(&names[i - 1], &names[i]) == 0)
                    return broken(
                        reading->problem,
                        arena_format(
                            reading->arena,
                            "the attribute \"%.*s\" stands twice",
                            (int)(names[i].len < 64 ? names[i].len : 64),
                            names[i].at),
                        token->line);
            break;
        default:
            break;
        }
        if (too_late(reading))
            return broken(reading->problem, TOO_LATE, token->line);
    }
}

/* Ends the reading: the rest of libxml2's events is not heard. */
static void
stop(struct reading *reading, const char *reason, uint32_t line)
{
    if (!reading->broken)
        broken(reading->problem, reason, line);
    reading->broken = true;
    xmlStopParser(reading->parser);
}

static void
next_token(struct reading *reading)
{
    (void)xmllex_next(&reading->lex, &reading->token);
}

static void
tell_text(struct reading *reading)
{
    if (reading->text.len > 0 && reading->handler->text != NULL)
        reading->handler->text(reading->handler->baton, reading->text.data,
                               reading->text.len, reading->text_line);
    buf_reset(&reading->text);
}

/* Moves xmllex to the next token of KIND; false if there is none. */
static bool
advance(struct reading *reading, enum xmllex_kind kind)
{
    while (reading->token.kind != kind) {
        if (reading->token.kind == XMLLEX_EOF ||
            reading->token.kind == XMLLEX_ERROR)
            return false;
        next_token(reading);
    }
    return true;
}

/* Is WRITTEN the name that libxml2 took apart? */
static bool
is_name(struct span written, const xmlChar *prefix, const xmlChar *name)
{
    if (prefix != NULL && (!span_skip(&written, (const char *)prefix) ||
                           !span_skip(&written, ":")))
        return false;
    return span_is(written, (const char *)name);
}

/* libxml2, told to replace no entities, gives each "&" of a value as a
 * character reference, and nothing else so. */
static const char *
value_of(struct arena *arena, struct span given)
{
    static const char more[] = "#38;";
    char *value = span_string(arena, given);
    char *out = strchr(value, '&');
    const char *at = out;

    while (at != NULL && *at != '\0') {
        *out++ = *at++;
        if (out[-1] == '&' && strncmp(at, more, strlen(more)) == 0)
            at += strlen(more);
    }
    if (out != NULL)
        *out = '\0';
    return value;
}

static bool
declares_namespace(struct span name)
{
    return span_is(name, "xmlns") || span_skip(&name, "xmlns:");
}

/*
 * The attributes of the tag, each as xmllex sees it with the value that libxml2
 * gives; libxml2 keeps namespaces apart, they are kept as written.  GIVEN are
 * COUNT times name, prefix, namespace, begin and end of the value.
 */
static bool
take_attributes(struct reading *reading, const xmlChar **given, int count)
{
    struct arena *arena = &reading->tag;

    for (; reading->token.kind == XMLLEX_ATTRIBUTE; next_token(reading)) {
        struct xmllex_token *token = &reading->token;
        struct xml_attribute attribute = {.line = token->line};

        if (declares_namespace(token->name)) {
            attribute.value = xmllex_value(arena, token->value);
        } else {
            if (count-- == 0 || !is_name(token->name, given[1], given[0]))
                return false;
            attribute.value = value_of(
                arena, span_bytes(given[3], (size_t)(given[4] - given[3])));
            given += 5;
        }
        attribute.name = span_string(arena, token->name);
        *vec_add(arena, &reading->attributes) = attribute;
    }
    return count == 0;
}

static void
on_start(void *baton, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int namespaces, const xmlChar **declared_here,
         int count, int defaulted, const xmlChar **given)
{
    struct reading *reading = baton;
    struct xml_element element = {0};
    bool agreed;

    (void)uri, (void)namespaces, (void)declared_here, (void)defaulted;
    if (reading->broken)
        return;
    tell_text(reading);
    agreed = advance(reading, XMLLEX_START) &&
             is_name(reading->token.name, prefix, name);
    element.line = reading->token.line;
    element.depth = reading->token.depth;
    arena_reset(&reading->tag);
    memset(&reading->attributes, 0, sizeof reading->attributes);
    element.name = span_string(&reading->tag, reading->token.name);
    next_token(reading);
    if (!agreed || !take_attributes(reading, given, count)) {
        stop(reading, APART, element.line);
        return;
    }
    element.count = reading->attributes.count;
    element.attributes = reading->attributes.items;
    if (too_late(reading)) {
        stop(reading, TOO_LATE, element.line);
        return;
    }
    reading->handler->start(reading->handler->baton, &element);
    if (reading->handler->refused != NULL && *reading->handler->refused != NULL)
        stop(reading, *reading->handler->refused, element.line);
}

static void
on_end(void *baton, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
    struct reading *reading = baton;
    const char *written;

    (void)uri;
    if (reading->broken)
        return;
    tell_text(reading);
    if (!advance(reading, XMLLEX_END) ||
        !is_name(reading->token.name, prefix, name)) {
        stop(reading, APART, reading->token.line);
        return;
    }
    arena_reset(&reading->tag);
    written = span_string(&reading->tag, reading->token.name);
    next_token(reading);
    if (reading->handler->end != NULL)
        reading->handler->end(reading->handler->baton, written);
}

static void
on_text(void *baton, const xmlChar *text, int len)
{
    struct reading *reading = baton;

    if (reading->broken)
        return;
    if (reading->text.len == 0) {
        while (reading->token.kind == XMLLEX_START_END ||
               reading->token.kind == XMLLEX_COMMENT ||
               reading->token.kind == XMLLEX_PI)
            next_token(reading);
        reading->text_line = reading->token.line;
    }
    buf_add(&reading->text, text, (size_t)len);
    if (reading->text.overflow)
        stop(reading, "a text longer than 16 MiB", reading->text_line);
    else if (too_late(reading))
        stop(reading, TOO_LATE, reading->text_line);
}

static void
on_error(void *baton, xmlErrorPtr error)
{
    struct reading *reading = baton;
    struct span words;
    int len;

    if (reading->broken || error->level < XML_ERR_ERROR ||
        error->domain == XML_FROM_NAMESPACE)
        return;
    words = span_trim(span_of(error->message != NULL ? error->message : "?"));
    len = words.len < 200 ? (int)words.len : 200;
    stop(reading, arena_format(reading->arena, "%.*s", len, words.at),
         error->line > 0 ? (uint32_t)error->line : reading->token.line);
}

static void
parse(struct reading *reading, struct span document)
{
    xmlParserCtxtPtr parser =
        xmlCreateMemoryParserCtxt(document.at, (int)document.len);

    if (parser == NULL) {
        broken(reading->problem, "out of memory", 1);
        reading->broken = true;
        return;
    }
    reading->parser = parser;
    /* The text is UTF-8 by now, whatever its declaration says. */
    (void)xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = on_start;
    parser->sax->endElementNs = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->serror = on_error;
    parser->userData = reading;
    (void)xmlParseDocument(parser);
    if (!reading->broken && !parser->wellFormed) {
        broken(reading->problem, "it is not well-formed", reading->token.line);
        reading->broken = true;
    }
    xmlFreeParserCtxt(parser);
}

int
xml_events(struct span document, const struct xml_handler *handler,
           struct arena *arena, struct xml_problem *problem)
{
    struct reading reading = {
        .handler = handler, .arena = arena, .problem = problem};
    struct buf room;
    struct span utf8;
    int result = -1;

    *problem = (struct xml_problem){NULL, 0};
    if (document.len == 0)
        return broken(problem, "the document is empty", 1);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &reading.begun);
    buf_init(&reading.text, TEXT_MOST);
    arena_init(&reading.tag);
    if (read_size(document, &room, &utf8, problem) == 0 &&
        check(&reading, utf8) == 0) {
        xmllex_init(&reading.lex, utf8);
        next_token(&reading);
        parse(&reading, utf8);
        result = reading.broken ? -1 : 0;
    }
    arena_release(&reading.tag);
    buf_release(&reading.text);
    buf_release(&room);
    return result;
}
