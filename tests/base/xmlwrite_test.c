#include "../cmocka_test.h"

#include "arena.h"
#include "xmllex.h"
#include "xmlwrite.h"

static void
elements_stand_on_lines_and_text_stays_as_it_is(void **state)
{
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    buf_init(&out, 10000);
    xmlwrite_start(&xml, &out);
    xmlwrite_open(&xml, "a");
    xmlwrite_attr(&xml, "x", "1");
    xmlwrite_attr(&xml, "none", NULL);
    xmlwrite_number(&xml, "n", INT64_MIN);
    xmlwrite_leaf(&xml, "b", "text");
    xmlwrite_leaf(&xml, "gone", NULL);
    xmlwrite_open(&xml, "p");
    xmlwrite_text(&xml, "one ");
    xmlwrite_open(&xml, "i");
    xmlwrite_leaf(&xml, "u", "two");
    xmlwrite_close(&xml);
    xmlwrite_text(&xml, " three");
    xmlwrite_close(&xml);
    xmlwrite_open(&xml, "c");
    xmlwrite_open(&xml, "d");
    xmlwrite_close(&xml);
    xmlwrite_close(&xml);
    xmlwrite_close(&xml);
    assert_string_equal(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                  "<a x=\"1\" n=\"-9223372036854775808\">\n"
                                  "  <b>text</b>\n"
                                  "  <p>one <i><u>two</u></i> three</p>\n"
                                  "  <c>\n"
                                  "    <d/>\n"
                                  "  </c>\n"
                                  "</a>\n");
    buf_release(&out);
}

static void
a_fragment_has_no_declaration_and_no_lines(void **state)
{
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    buf_init(&out, 10000);
    xmlwrite_fragment(&xml, &out);
    xmlwrite_open(&xml, "a");
    xmlwrite_open(&xml, "b");
    xmlwrite_close(&xml);
    xmlwrite_close(&xml);
    assert_string_equal(out.data, "<a><b/></a>");
    buf_release(&out);
}

static void
what_xml_cannot_carry_is_shown(void **state)
{
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    buf_init(&out, 10000);
    xmlwrite_fragment(&xml, &out);
    xmlwrite_open(&xml, "a");
    xmlwrite_attr(&xml, "x", "\x1B\xE9\xEF\xBF\xBE\x7F\xC2\x85");
    xmlwrite_text(&xml, "\x01]]>&<\"'\r\n\t");
    xmlwrite_close(&xml);
    assert_string_equal(out.data,
                        "<a x=\"[U+001B][0xE9][U+FFFE][U+007F][U+0085]\">"
                        "[U+0001]]]&gt;&amp;&lt;\"'&#13;\n\t</a>");
    buf_release(&out);
}

static void
an_attribute_is_read_as_it_was_given(void **state)
{
    static const char given[] = "a<b>&amp;\"q\" 'p'\t\r\n\xE2\x82\xAC";
    struct xmllex_token token;
    struct xmllex lex;
    struct arena arena;
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    arena_init(&arena);
    buf_init(&out, 10000);
    xmlwrite_start(&xml, &out);
    xmlwrite_open(&xml, "a");
    xmlwrite_attr(&xml, "x", given);
    xmlwrite_close(&xml);
    xmllex_init(&lex, span_bytes(out.data, out.len));
    while (xmllex_next(&lex, &token) != XMLLEX_ATTRIBUTE)
        assert_true(token.kind < XMLLEX_EOF);
    assert_string_equal(xmllex_value(&arena, token.value), given);
    buf_release(&out);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_stand_on_lines_and_text_stays_as_it_is),
        cmocka_unit_test(a_fragment_has_no_declaration_and_no_lines),
        cmocka_unit_test(what_xml_cannot_carry_is_shown),
        cmocka_unit_test(an_attribute_is_read_as_it_was_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
