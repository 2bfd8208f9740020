/*
 * Our reader of evidence beside libxml2's: over the samples' files, and over
 * each with small changes, both tell the same elements, attributes and texts,
 * and what libxml2 refuses ours refuses.
 */
#include "../cmocka_test.h"

#include <stdio.h>
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "xml_events.h"

enum { CHANGES = 3000, FILE_MOST = 1 << 20 };

/* "<name", " name=value", text, ">name", a line an event. */
struct telling {
    struct buf events, text;
};

static void
flush(struct telling *telling)
{
    if (telling->text.len > 0)
        buf_addf(&telling->events, "\"%s\"\n", telling->text.data);
    buf_reset(&telling->text);
}

static void
on_start(void *baton, const struct xml_element *element)
{
    struct telling *telling = baton;

    flush(telling);
    buf_addf(&telling->events, "<%s\n", element->name);
    for (size_t i = 0; i < element->count; i++)
        buf_addf(&telling->events, " %s=%s\n", element->attributes[i].name,
                 element->attributes[i].value);
}

static void
on_end(void *baton, const char *name)
{
    flush(baton);
    buf_addf(&((struct telling *)baton)->events, ">%s\n", name);
}

static void
on_text(void *baton, const char *text, size_t len, uint32_t line)
{
    (void)line;
    buf_add(&((struct telling *)baton)->text, text, len);
}

/* The older interface of SAX tells names and values as they are written. */
static void
peer_start(void *baton, const xmlChar *name, const xmlChar **attributes)
{
    struct telling *telling = baton;

    flush(telling);
    buf_addf(&telling->events, "<%s\n", (const char *)name);
    for (; attributes != NULL && *attributes != NULL; attributes += 2)
        buf_addf(&telling->events, " %s=%s\n", (const char *)attributes[0],
                 (const char *)attributes[1]);
}

static void
peer_end(void *baton, const xmlChar *name)
{
    on_end(baton, (const char *)name);
}

static void
peer_text(void *baton, const xmlChar *text, int len)
{
    on_text(baton, (const char *)text, (size_t)len, 0);
}

static xmlEntityPtr
peer_entity(void *baton, const xmlChar *name)
{
    (void)baton;
    return xmlGetPredefinedEntity(name);
}

static bool
peer(struct span text, struct telling *telling)
{
    xmlSAXHandler sax = {
        .startElement = peer_start,
        .endElement = peer_end,
        .characters = peer_text,
        .ignorableWhitespace = peer_text,
        .cdataBlock = peer_text,
        .getEntity = peer_entity,
    };
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(text.at, (int)text.len);
    bool good;

    assert_non_null(parser);
    *parser->sax = sax;
    parser->sax2 = 0;
    (void)xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC |
                                        XML_PARSE_NOERROR |
                                        XML_PARSE_NOWARNING | XML_PARSE_SAX1);
    parser->userData = telling;
    parser->replaceEntities = 1;
    (void)xmlParseDocument(parser);
    good = parser->wellFormed;
    xmlFreeParserCtxt(parser);
    return good;
}

/* What the contract refuses whatever libxml2 says of it. */
static bool
beyond_xml(const char *reason)
{
    static const char *const REASONS[] = {
        "DOCTYPE",
        "deeper",
        "namespace declarations",
        "encoding",
    };

    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
        if (strstr(reason, REASONS[i]) != NULL)
            return true;
    return false;
}

#define differ(...)                                                            \
    do {                                                                       \
        print_error(__VA_ARGS__);                                              \
        assert_true(!"they differ");                                           \
    } while (0)

/* Holds the two beside each other; false if both refuse TEXT. */
static bool
compare(struct span text)
{
    struct telling ours, theirs;
    struct xml_handler handler = {&ours, on_start, on_end, on_text, NULL};
    struct xml_problem problem = {NULL, 0};
    struct arena arena;
    struct span decoded;
    bool read;

    arena_init(&arena);
    buf_init(&ours.events, 1 << 24);
    buf_init(&ours.text, 1 << 24);
    buf_init(&theirs.events, 1 << 24);
    buf_init(&theirs.text, 1 << 24);
    read = xml_decode(text, &arena, &decoded, &problem) == 0 &&
           xml_events(decoded, &handler, &arena, &problem) == 0;
    if (read) {
        if (!peer(decoded, &theirs))
            differ("libxml2 refuses what we read:\n%.*s", (int)decoded.len,
                   decoded.at);
        assert_string_equal(ours.events.data, theirs.events.data);
    } else if (text.len > 0 && !beyond_xml(problem.reason) &&
               xml_decode(text, &arena, &decoded, &(struct xml_problem){0}) ==
                   0 &&
               peer(decoded, &theirs)) {
        differ("libxml2 reads what we refuse (line %u, %s):\n%.*s",
               (unsigned)problem.line, problem.reason, (int)decoded.len,
               decoded.at);
    }
    buf_release(&ours.events);
    buf_release(&ours.text);
    buf_release(&theirs.events);
    buf_release(&theirs.text);
    arena_release(&arena);
    return read;
}

static const char *const FILES[] = {
    "samples/enterprise-602/app1/root/usr/local/neolane/nl6/conf/"
    "serverConf.xml",
    "samples/standalone-511/camp1/root/usr/local/neolane/nl5/conf/"
    "serverConf.xml",
    "tests/fuzz/configuration/instance.xml",
    "tests/fuzz/configuration/latin.xml",
    "tests/fuzz/configuration/server.xml",
    "tests/fuzz/configuration/wide.xml",
};

static struct span
file(struct arena *arena, const char *name)
{
    struct failure why;
    struct span bytes;

    if (file_read(arena_format(arena, "%s/%s", ACC_SOURCE_DIR, name), FILE_MOST,
                  arena, &bytes, &why) != 0)
        differ("%s", why.text);
    return bytes;
}

static void
the_samples_files_tell_both_the_same(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        assert_true(compare(file(&arena, FILES[i])));
    arena_release(&arena);
}

/* Pieces that change what XML means, put in at random places. */
static const char *const PIECES[] = {
    "<",
    ">",
    "&",
    "&amp;",
    "&#65;",
    "&#x1;",
    "&#xFFFE;",
    "&lt;",
    "&nbsp;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "--",
    "<?xml",
    "?>",
    "<?p x?>",
    "\"",
    "'",
    "=",
    "/>",
    "</a>",
    "<a>",
    "<a b='1'>",
    " b='1'",
    " b='1'",
    "\x01",
    "\t",
    "\r\n",
    "\r",
    "\n",
    "\x7F",
    "\xC3\xA9",
    "\xC3\x97",
    "\xEF\xBF\xBF",
    "\xE2\x80\xBF",
    " xmlns:p='u'",
    " xml:lang='de'",
    ":",
    "p:",
};

static void
changed_files_tell_both_the_same(void **state)
{
    static const char DOCUMENT[] =
        "<?xml version='1.0'?>\n<!-- a -->\n<serverConf a='1'\n  b=\"&lt;2\">\n"
        "  <web port='8080'/>text &amp; more<![CDATA[<x>&]]>\n"
        "  <dataStore><dbcnx login='a:b' c.d-e='x\ty'/></dataStore>\n"
        "</serverConf>\n<!-- end -->\n";
    uint32_t noise = 20261128;
    int read = 0;

    (void)state;
    for (int i = 0; i < CHANGES; i++) {
        struct buf changed;
        size_t from, to;
        const char *piece;

        noise = noise * 1664525 + 1013904223;
        from = (noise >> 8) % (sizeof DOCUMENT - 1);
        noise = noise * 1664525 + 1013904223;
        piece = PIECES[(noise >> 8) % (sizeof PIECES / sizeof *PIECES)];
        to = from + ((noise >> 28) < 6 ? (noise >> 4) % 8 : 0);
        to = to < sizeof DOCUMENT - 1 ? to : sizeof DOCUMENT - 1;
        buf_init(&changed, 4096);
        buf_add(&changed, DOCUMENT, from);
        buf_adds(&changed, piece);
        buf_adds(&changed, DOCUMENT + to);
        read += compare(span_bytes(changed.data, changed.len));
        buf_release(&changed);
    }
    /* Else the changes prove little. */
    assert_true(read > CHANGES / 10);
    assert_true(read < CHANGES * 9 / 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_files_tell_both_the_same),
        cmocka_unit_test(changed_files_tell_both_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
