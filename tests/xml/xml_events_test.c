#include "../cmocka_test.h"

#include <stdio.h>

#include "arena.h"
#include "buf.h"
#include "xml_events.h"

/* What the handler was told, a line an event: "<name@line a@line=value",
 * "text@line …", ">name". */
struct told {
    struct arena arena;
    struct buf events;
    struct xml_problem problem;
    int result;
};

static void
on_start(void *baton, const struct xml_element *element)
{
    struct buf *events = baton;

    buf_addf(events, "<%s@%u", element->name, (unsigned)element->line);
    for (size_t i = 0; i < element->count; i++)
        buf_addf(events, " %s@%u=%s", element->attributes[i].name,
                 (unsigned)element->attributes[i].line,
                 element->attributes[i].value);
    buf_addc(events, '\n');
}

static void
on_end(void *baton, const char *name)
{
    buf_addf(baton, ">%s\n", name);
}

static void
on_text(void *baton, const char *text, size_t len, uint32_t line)
{
    struct span trimmed = span_trim(span_bytes(text, len));

    if (trimmed.len > 0)
        buf_addf(baton, "text@%u %.*s\n", (unsigned)line, (int)trimmed.len,
                 trimmed.at);
}

static void
tell(struct told *told, const void *bytes, size_t len)
{
    struct xml_handler handler = {&told->events, on_start, on_end, on_text,
                                  NULL};
    struct span text;

    arena_init(&told->arena);
    buf_init(&told->events, 1 << 20);
    buf_adds(&told->events, "");
    told->result =
        xml_decode(span_bytes(bytes, len), &told->arena, &text, &told->problem);
    if (told->result == 0)
        told->result = xml_events(text, &handler, &told->arena, &told->problem);
}

static void
untell(struct told *told)
{
    buf_release(&told->events);
    arena_release(&told->arena);
}

static void
each_attribute_has_its_own_line_in_any_layout(void **state)
{
    static const char *const ends[] = {"\n", "\r\n"};
    struct told told;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char document[400];
        int len =
            snprintf(document, sizeof document,
                     "<?xml version='1.0'?>%s<!-- <x y='1'/>%s-->%s"
                     "<root a='1'%s   b=\"&lt;&#65;&amp;#38;\"%s%sc='x%sy'>%s"
                     "<empty/>words<![CDATA[<more>]]><!-- --> end%s</root>%s",
                     ends[i], ends[i], ends[i], ends[i], ends[i], ends[i],
                     ends[i], ends[i], ends[i], ends[i]);

        tell(&told, document, (size_t)len);
        assert_int_equal(told.result, 0);
        assert_string_equal(told.events.data,
                            "<root@4 a@4=1 b@5=<A&#38; c@7=x y\n"
                            "<empty@9\n"
                            ">empty\n"
                            "text@9 words<more> end\n"
                            ">root\n");
        untell(&told);
    }
}

static void
lines_beyond_65535_are_right(void **state)
{
    struct told told;
    struct buf document;

    (void)state;
    buf_init(&document, 1 << 20);
    buf_adds(&document, "<r>");
    for (int i = 0; i < 70000; i++)
        buf_addc(&document, '\n');
    buf_adds(&document, "<e\n a='1'\n b='2'/>text</r>");
    tell(&told, document.data, document.len);
    assert_int_equal(told.result, 0);
    assert_string_equal(told.events.data,
                        "<r@1\n<e@70001 a@70002=1 b@70003=2\n>e\n"
                        "text@70003 text\n>r\n");
    untell(&told);
    buf_adds(&document, "<!");
    tell(&told, document.data, document.len);
    assert_int_equal(told.result, -1);
    assert_int_equal(told.problem.line, 70003);
    untell(&told);
    buf_release(&document);
}

static void
wide(struct buf *out, const char *text, bool big, bool mark)
{
    if (mark)
        buf_add(out, big ? "\xFE\xFF" : "\xFF\xFE", 2);
    for (; *text != '\0'; text++) {
        char pair[2] = {big ? '\0' : *text, big ? *text : '\0'};

        buf_add(out, pair, 2);
    }
}

static void
utf_16_is_read_with_its_lines(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct told told;
        struct buf document;
        struct span utf8;

        buf_init(&document, 10000);
        wide(&document, "<?xml version='1.0' encoding='UTF-16'?>\n<r\na='",
             i % 2 == 0, i < 2);
        buf_add(&document, i % 2 == 0 ? "\xD8\x3D\xDE\x00" : "\x3D\xD8\x00\xDE",
                4);
        wide(&document, "'/>", i % 2 == 0, false);
        tell(&told, document.data, document.len);
        assert_int_equal(told.result, 0);
        assert_string_equal(told.events.data,
                            "<r@2 a@3=\xF0\x9F\x98\x80\n>r\n");
        assert_int_equal(xml_decode(span_bytes(document.data, document.len),
                                    &told.arena, &utf8, &told.problem),
                         0);
        assert_int_equal(span_find(utf8, "a='\xF0\x9F\x98\x80'"), 43);
        untell(&told);
        tell(&told, document.data, document.len - 1);
        assert_int_equal(told.result, -1);
        untell(&told);
        buf_release(&document);
    }
}

static void
of_what_cannot_be_decoded_the_understood_part_is_left(void **state)
{
    static const struct {
        struct span document;
        const char *understood, *reason;
        uint32_t line;
    } cases[] = {
#define BYTES(text) {(text), sizeof(text) - 1}
        {BYTES("<?xml version='1.0' encoding='ISO-8859-1'?>\n<\xE9/>\n\x1A"),
         "<?xml version='1.0' encoding='ISO-8859-1'?>\n<\xC3\xA9/>\n\x1A",
         "a character that XML does not allow", 3},
        {BYTES("<?xml version='1.0' encoding='windows-1252'?>\n\x80\n\x81\n"),
         "<?xml version='1.0' encoding='windows-1252'?>\n\xE2\x82\xAC\n",
         "a byte that its encoding does not have", 3},
        {BYTES("\xFF\xFE<\0a\0\n\0/\0>"), "<a\n/",
         "UTF-16 with half a character", 2},
        {BYTES("\xFE\xFF\0<\0\n\xD8\x3D"), "<\n", "UTF-16 with half a pair", 2},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n\xC3"),
         "<?xml version='1.0' encoding='UTF-8'?>\n\xC3",
         "bytes that are not UTF-8", 2},
        {BYTES("<?xml version='1.0' encoding='UTF-7'?>\n<a/>"),
         "<?xml version='1.0' encoding='UTF-7'?>\n<a/>",
         "it declares an encoding that is not read", 1},
#undef BYTES
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct span text;
        struct xml_problem problem;

        arena_init(&arena);
        assert_int_equal(xml_decode(cases[i].document, &arena, &text, &problem),
                         -1);
        assert_string_equal(problem.reason, cases[i].reason);
        assert_int_equal(problem.line, cases[i].line);
        assert_int_equal(text.len, strlen(cases[i].understood));
        assert_memory_equal(text.at, cases[i].understood, text.len);
        arena_release(&arena);
    }
}

static void
encodings_of_one_byte_become_utf_8(void **state)
{
    static const struct {
        const char *document, *events;
    } cases[] = {
        {"<?xml version='1.0' encoding='ISO-8859-1'?>\n<r a='\xE9\xA4'/>",
         "<r@2 a@2=\xC3\xA9\xC2\xA4\n>r\n"},
        {"<?xml version=\"1.0\" encoding=\"iso-8859-15\" ?>\n<r a='\xA4'/>",
         "<r@2 a@2=\xE2\x82\xAC\n>r\n"},
        {"<?xml version='1.0' encoding = 'windows-1252'?>\n<r a='\x80'/>",
         "<r@2 a@2=\xE2\x82\xAC\n>r\n"},
        {"\xEF\xBB\xBF<r a='\xC3\xA9'/>", "<r@1 a@1=\xC3\xA9\n>r\n"},
        {"<?xml version='1.0' encoding='utf-8'?><r a='\xC3\xA9'/>",
         "<r@1 a@1=\xC3\xA9\n>r\n"},
        /* Nothing is declared and it is not UTF-8. */
        {"<?xml version='1.0'?>\n<!-- g\xE9n\xE9ral -->\n<r a='\xE9'/>",
         "<r@3 a@3=\xC3\xA9\n>r\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told told;

        tell(&told, cases[i].document, strlen(cases[i].document));
        assert_int_equal(told.result, 0);
        assert_string_equal(told.events.data, cases[i].events);
        untell(&told);
    }
}

static void
what_is_no_xml_of_ours_is_a_problem_with_its_line(void **state)
{
    static const struct {
        const char *document, *words;
        uint32_t line;
    } cases[] = {
        {"", "empty", 1},
        {"\n\n  ", "no element", 3},
        {"<r>\n<a>\n</r>", "another name", 3},
        {"<r>\n<a b='1'\n c='2'\n b='3'/></r>", "\"b\" stands twice", 4},
        {"<!DOCTYPE r>\n<r/>", "DOCTYPE", 1},
        {"<r>\n&nbsp;</r>", "nbsp", 2},
        {"<r>\n<a b='&other;'/></r>", "other", 2},
        {"<r>\n<a b\n=\n'\n&other;'/></r>", "other", 5},
        {"<r><?xml version='1.0'?></r>", "XML declaration", 1},
        {"<r/>\n<?p?x?>", "instruction", 2},
        {"<r \xC3\x97='1'/>", "no name", 1},
        {"<r>\n&#0;</r>", "", 2},
        {"<r>\n\x01</r>", "character", 2},
        {"<r>\n<a b='&#x1;'/></r>", "", 2},
        {"<r/>\n<r/>", "second root", 2},
        {"<?xml version='1.0' encoding='UTF-7'?><r/>", "encoding", 1},
        {"<?xml version='1.0' encoding='UTF-8'?>\n\n<r a='\xE9'/>", "UTF-8", 3},
        {"<?xml version='1.0' encoding='windows-1252'?>\n<r a='\x81'/>",
         "encoding", 2},
        {"<r>\n]]></r>", "]]>", 2},
        {"<1/>", "name", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told told;

        tell(&told, cases[i].document, strlen(cases[i].document));
        assert_int_equal(told.result, -1);
        assert_non_null(strstr(told.problem.reason, cases[i].words));
        assert_int_equal(told.problem.line, cases[i].line);
        untell(&told);
    }
}

static void
a_tag_with_too_many_attributes_is_refused_before_it_costs_time(void **state)
{
    struct told told;
    struct buf document;

    (void)state;
    buf_init(&document, 16 << 20);
    buf_adds(&document, "<r>\n<a");
    for (int i = 0; i < 400000; i++)
        buf_addf(&document, " a%d='1'", i);
    buf_adds(&document, "/></r>");
    tell(&told, document.data, document.len);
    assert_int_equal(told.result, -1);
    assert_non_null(strstr(told.problem.reason, "1000 attributes"));
    assert_int_equal(told.problem.line, 2);
    untell(&told);
    buf_release(&document);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_attribute_has_its_own_line_in_any_layout),
        cmocka_unit_test(lines_beyond_65535_are_right),
        cmocka_unit_test(utf_16_is_read_with_its_lines),
        cmocka_unit_test(of_what_cannot_be_decoded_the_understood_part_is_left),
        cmocka_unit_test(encodings_of_one_byte_become_utf_8),
        cmocka_unit_test(what_is_no_xml_of_ours_is_a_problem_with_its_line),
        cmocka_unit_test(
            a_tag_with_too_many_attributes_is_refused_before_it_costs_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
