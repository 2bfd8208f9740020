#include "../cmocka_test.h"

#include <stdio.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "xmllex.h"

/* All tokens of DOCUMENT, one a line: "LINE:COLUMN KIND DEPTH NAME|VALUE". */
static const char *
lexed(struct arena *arena, const char *document)
{
    static const char *const kinds[] = {"start", "attribute", "start-end",
                                        "end",   "text",      "comment",
                                        "pi",    "eof",       "error"};
    struct xmllex_token token;
    struct xmllex lex;
    struct buf out;
    const char *text;

    buf_init(&out, 1 << 20);
    xmllex_init(&lex, span_of(document));
    do {
        (void)xmllex_next(&lex, &token);
        buf_addf(&out, "%u:%u %s %d %.*s|%.*s%s\n", (unsigned)token.line,
                 (unsigned)token.column, kinds[token.kind], token.depth,
                 (int)token.name.len, token.name.at, (int)token.value.len,
                 token.value.at, token.kind == XMLLEX_ERROR ? lex.problem : "");
    } while (token.kind < XMLLEX_EOF);
    text = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return text;
}

static void
every_attribute_of_a_wrapped_element_has_its_own_line(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(lexed(&arena, "\xEF\xBB\xBF<?xml version='1.0'?>\r\n"
                                      "<!-- why -->\n"
                                      "<a x='1'\r\n"
                                      "   y = \"2 &amp;\n3\" z=''\n"
                                      ">text<b/><![CDATA[<x>]]></a >\n"),
                        "1:1 pi 0 xml|xml version='1.0'\n"
                        "2:1 comment 0 | why \n"
                        "3:1 start 1 a|\n"
                        "3:4 attribute 1 x|1\n"
                        "4:4 attribute 1 y|2 &amp;\n3\n"
                        "5:4 attribute 1 z|\n"
                        "6:1 start-end 1 a|\n"
                        "6:2 text 1 |text\n"
                        "6:6 start 2 b|\n"
                        "6:8 start-end 2 b|\n"
                        "6:10 end 2 b|\n"
                        "6:10 text 1 |<x>\n"
                        "6:25 end 1 a|\n"
                        "7:1 eof 0 |\n");
    arena_release(&arena);
}

static void
what_is_not_xml_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *document, *last;
    } cases[] = {
        {"", "1:1 error 0 |no element\n"},
        {"x", "1:1 error 0 |text outside the root element\n"},
        {"<a/>\nx", "2:1 error 0 |text outside the root element\n"},
        {"<a/><b/>", "1:5 error 0 |a second root element\n"},
        {"<a>\n<b>\n</a>",
         "3:1 error 2 |an end tag of another name than the start tag\n"},
        {"<a>", "1:4 error 1 |the document ends inside an element\n"},
        {"<a ", "1:4 error 1 |the document ends inside a tag\n"},
        {"</a>", "1:1 error 0 |an end tag without its start tag\n"},
        {"<a>< b/></a>", "1:4 error 1 |no name behind \"<\"\n"},
        {"<a x='1'y='2'/>", "1:9 error 1 |no blank before an attribute\n"},
        {"<a x=1/>", "1:4 error 1 x|an attribute without quotes\n"},
        {"<a\nx/>", "2:1 error 1 x|an attribute without \"=\"\n"},
        {"<a x='<'/>", "1:4 error 1 x|<\"<\" in the value of an attribute\n"},
        {"<a x='>",
         "1:4 error 1 x|the quote of an attribute is never closed\n"},
        {"<a><!-- x", "1:4 error 1 |a comment is never closed\n"},
        {"<a><!-- -- --></a>", "1:4 error 1 | \"--\" inside a comment\n"},
        {"<a><![CDATA[", "1:4 error 1 |a CDATA section is never closed\n"},
        {"<?x", "1:1 error 0 |a processing instruction is never closed\n"},
        {"<!DOCTYPE a><a/>", "1:1 error 0 |a DOCTYPE, which is not read\n"},
        {"<a><!ELEMENT b></a>", "1:4 error 1 |a declaration\n"},
        {"\xFF\xFE<", "1:1 error 0 |UTF-16\n"},
        {"\xFE\xFF", "1:1 error 0 |UTF-16\n"},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *all = lexed(&arena, cases[i].document);
        size_t len = strlen(cases[i].last);

        assert_true(strlen(all) >= len);
        assert_string_equal(all + strlen(all) - len, cases[i].last);
    }
    arena_release(&arena);
}

static void
an_error_and_the_end_stay(void **state)
{
    struct xmllex_token token;
    struct xmllex lex;

    (void)state;
    xmllex_init(&lex, span_of("<a/>\n"));
    while (xmllex_next(&lex, &token) < XMLLEX_EOF)
        ;
    assert_int_equal(xmllex_next(&lex, &token), XMLLEX_EOF);
    xmllex_init(&lex, span_bytes("<a>\0</a>", 8));
    assert_int_equal(xmllex_next(&lex, &token), XMLLEX_ERROR);
    assert_int_equal(xmllex_next(&lex, &token), XMLLEX_ERROR);
    assert_int_equal(token.line, 1);
}

/* The kind of the last token of an element with COUNT attributes, each made
 * of FORMAT and its number. */
static enum xmllex_kind
with_attributes(const char *format, int count)
{
    struct xmllex_token token;
    struct xmllex lex;
    struct buf document;

    buf_init(&document, 1 << 20);
    buf_adds(&document, "<a");
    for (int i = 0; i < count; i++) {
        buf_adds(&document, format);
        buf_addf(&document, "%d='x'", i);
    }
    buf_adds(&document, "/>");
    xmllex_init(&lex, span_bytes(document.data, document.len));
    while (xmllex_next(&lex, &token) < XMLLEX_EOF)
        ;
    buf_release(&document);
    return token.kind;
}

static enum xmllex_kind
nested(int depth)
{
    struct xmllex_token token;
    struct xmllex lex;
    struct buf document;

    buf_init(&document, 1 << 20);
    for (int i = 0; i < depth; i++)
        buf_adds(&document, "<a>");
    for (int i = 0; i < depth; i++)
        buf_adds(&document, "</a>");
    xmllex_init(&lex, span_bytes(document.data, document.len));
    while (xmllex_next(&lex, &token) < XMLLEX_EOF)
        ;
    buf_release(&document);
    return token.kind;
}

static void
limits_are_reached_but_not_crossed(void **state)
{
    (void)state;
    assert_int_equal(with_attributes(" n", 1000), XMLLEX_EOF);
    assert_int_equal(with_attributes(" n", 1001), XMLLEX_ERROR);
    assert_int_equal(with_attributes(" xmlns:n", 64), XMLLEX_EOF);
    assert_int_equal(with_attributes(" xmlns:n", 65), XMLLEX_ERROR);
    assert_int_equal(nested(256), XMLLEX_EOF);
    assert_int_equal(nested(257), XMLLEX_ERROR);
}

static void
lines_beyond_70000_and_65535_are_told(void **state)
{
    struct xmllex_token token;
    struct xmllex lex;
    struct buf document;

    (void)state;
    buf_init(&document, 1 << 20);
    buf_adds(&document, "<a>");
    for (int i = 0; i < 80000; i++)
        buf_addc(&document, '\n');
    buf_adds(&document, "<b\n x='1'/></a>");
    xmllex_init(&lex, span_bytes(document.data, document.len));
    while (xmllex_next(&lex, &token) != XMLLEX_ATTRIBUTE)
        assert_true(token.kind < XMLLEX_EOF);
    assert_int_equal(token.line, 80002);
    assert_int_equal(token.column, 2);
    buf_release(&document);
}

static void
hostile_documents_take_linear_time(void **state)
{
    static const char *const pieces[] = {
        "<!", "<", "]", "-", "&", "<a>", "a='", "\n", "<!--", "<b/>",
    };
    static const char *const heads[] = {
        "", "<a>", "<a>", "<a><!-", "<a>", "", "<a ", "<a>", "<a>", "<a>",
    };
    struct arena arena;

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        enum { SIZE = 8 << 20 };
        clock_t began = clock();
        struct xmllex_token token;
        struct xmllex lex;
        struct buf document;

        buf_init(&document, SIZE);
        buf_adds(&document, heads[i]);
        while (!document.overflow)
            buf_adds(&document, pieces[i]);
        xmllex_init(&lex, span_bytes(document.data, document.len));
        while (xmllex_next(&lex, &token) < XMLLEX_EOF)
            ;
        arena_init(&arena);
        (void)xmllex_value(&arena, span_bytes(document.data, document.len));
        arena_release(&arena);
        buf_release(&document);
        /* Quadratic time would be hours; a sanitized, busy machine is slow. */
        assert_true(clock() - began < 20 * CLOCKS_PER_SEC);
    }
}

static void
values_stand_for_their_text(void **state)
{
    static const struct {
        const char *raw, *value;
    } cases[] = {
        {"plain", "plain"},
        {"&amp;&lt;&gt;&quot;&apos;", "&<>\"'"},
        {"&#65;&#x42;&#x20AC;&#128512;", "AB\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {"a\tb\r\nc\rd\ne", "a b c d e"},
        {"&#10;&#13;&#9;", "\n\r\t"},
        {"&nbsp;&;&#;&#x;&#0;&#xD800;&#x110000;&#12a;&#xFFFE;",
         "&nbsp;&;&#;&#x;&#0;&#xD800;&#x110000;&#12a;&#xFFFE;"},
        {"&&amp;&", "&&&"},
        {"&amp;lt;", "&lt;"},
        {"\xE9", "\xE9"},
        {"", ""},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(xmllex_value(&arena, span_of(cases[i].raw)),
                            cases[i].value);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attribute_of_a_wrapped_element_has_its_own_line),
        cmocka_unit_test(what_is_not_xml_is_refused_at_its_place),
        cmocka_unit_test(an_error_and_the_end_stay),
        cmocka_unit_test(limits_are_reached_but_not_crossed),
        cmocka_unit_test(lines_beyond_70000_and_65535_are_told),
        cmocka_unit_test(hostile_documents_take_linear_time),
        cmocka_unit_test(values_stand_for_their_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
