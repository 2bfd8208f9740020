/*
 * Documents: what is read, what is refused, and where things stand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "xml_document.h"

#include <cmocka.h>

static int
start(void **state)
{
    (void)state;
    xml_start();
    return 0;
}

static void
assert_refused(const char *source, const char *place, const char *reason)
{
    struct failure why;

    assert_null(xml_read_bytes(span_of(source), "d.xml", &why));
    assert_int_equal(strncmp(why.text, place, strlen(place)), 0);
    if (strstr(why.text, reason) == NULL)
        fail_msg("not for \"%s\": %s", reason, why.text);
}

static void
elements_attributes_and_text_are_found(void **state)
{
    struct xml_document *document;
    struct xml_node *root;
    struct xml_node *b;
    struct failure why;
    struct arena arena;

    (void)state;
    arena_init(&arena);
    document = xml_read_bytes(
        span_of("<a x=\"1 &amp; 2\">\n <b/>\n <c>  two\n words "
                "<code>x &lt; y</code></c>\n <b n=\"2\"/>\n</a>"),
        "d.xml", &why);
    assert_non_null(document);
    root = xml_root(document);
    assert_string_equal(xml_name(root), "a");
    assert_string_equal(xml_attr(&arena, root, "x"), "1 & 2");
    assert_null(xml_attr(&arena, root, "y"));
    b = xml_child(root, "b");
    assert_null(xml_attr(&arena, b, "n"));
    b = xml_next(b, "b");
    assert_string_equal(xml_attr(&arena, b, "n"), "2");
    assert_int_equal(xml_line(b), 5);
    assert_ptr_equal(xml_parent(b), root);
    assert_null(xml_parent(root));
    assert_null(xml_next(b, NULL));
    assert_string_equal(xml_text(&arena, xml_child(root, "c")),
                        "two words x < y");
    assert_string_equal(xml_inner(&arena, xml_child(root, "c")),
                        "two words <code>x &lt; y</code>");
    assert_string_equal(xml_source(&arena, b), "<b n=\"2\"/>");
    xml_release(document);
    arena_release(&arena);
}

static void
what_is_not_xml_is_refused_with_name_and_line(void **state)
{
    (void)state;
    assert_refused("<a>\n<b></a>", "d.xml:2: ", "");
    assert_refused("<a>&unknown;</a>", "d.xml:1: ", "unknown");
    assert_refused("", "d.xml:1: ", "");
}

static void
a_doctype_is_refused_before_anything_is_loaded(void **state)
{
    (void)state;
    assert_refused("<?xml version=\"1.0\"?>\n"
                   "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">\n<a/>",
                   "d.xml:2: ", "DOCTYPE");
}

static void
an_element_with_too_many_attributes_is_refused(void **state)
{
    char *source = calloc(1, 40000);
    size_t len;
    int i;

    (void)state;
    assert_non_null(source);
    strcpy(source, "<a");
    len = 2;
    for (i = 0; i < 1001; i++)
        len += (size_t)sprintf(source + len, " a%d=\"\"", i);
    strcpy(source + len, "/>");
    assert_refused(source, "d.xml:1: ", "");
    free(source);
}

static void
a_document_nested_too_deeply_is_refused(void **state)
{
    char source[4096] = "";
    int i;

    (void)state;
    for (i = 0; i < 300; i++)
        strcat(source, "<a>");
    assert_refused(source, "d.xml:1: ", "");
}

static void
a_file_larger_than_allowed_is_refused(void **state)
{
    struct failure why;

    (void)state;
    assert_null(
        xml_read_file(ACC_SOURCE_DIR "/tests/report/example.xml", 10, &why));
    assert_non_null(strstr(why.text, "example.xml"));
}

static void
a_schema_names_the_line_that_does_not_fit(void **state)
{
    static const char schema[] =
        "<element name=\"a\" xmlns=\"http://relaxng.org/ns/structure/1.0\">"
        "<zeroOrMore><element name=\"b\"><empty/></element></zeroOrMore>"
        "</element>";
    char file[] = "/tmp/acc-schema-XXXXXX";
    struct xml_document *document;
    struct failure why;
    FILE *stream = fdopen(mkstemp(file), "w");

    (void)state;
    assert_non_null(stream);
    fputs(schema, stream);
    fclose(stream);
    document = xml_read_bytes(span_of("<a>\n<b/>\n</a>"), "d.xml", &why);
    assert_int_equal(xml_check(document, file, &why), 0);
    xml_release(document);
    document = xml_read_bytes(span_of("<a>\n<b/>\n<c/>\n</a>"), "d.xml", &why);
    assert_int_equal(xml_check(document, file, &why), -1);
    assert_int_equal(strncmp(why.text, "d.xml:", 6), 0);
    xml_release(document);
    unlink(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_attributes_and_text_are_found),
        cmocka_unit_test(what_is_not_xml_is_refused_with_name_and_line),
        cmocka_unit_test(a_doctype_is_refused_before_anything_is_loaded),
        cmocka_unit_test(an_element_with_too_many_attributes_is_refused),
        cmocka_unit_test(a_document_nested_too_deeply_is_refused),
        cmocka_unit_test(a_file_larger_than_allowed_is_refused),
        cmocka_unit_test(a_schema_names_the_line_that_does_not_fit),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
