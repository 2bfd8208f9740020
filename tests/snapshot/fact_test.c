#include "../cmocka_test.h"

#include "fact.h"
#include "xml_document.h"
#include "xml_query.h"

static const struct place SEEN = {"files/a", 7};
static const struct place BESIDE = {"files/a", 9};
static const struct place NOWHERE = {NULL, 0};

static void
a_fact_finds_what_was_set_and_the_last_value_counts(void **state)
{
    struct arena arena;
    struct fact *host, *first, *second;

    (void)state;
    arena_init(&arena);
    host = fact_add(&arena, NULL, "host", NOWHERE);
    first = fact_add(&arena, host, "module", SEEN);
    (void)fact_add(&arena, host, "gap", SEEN);
    second = fact_add(&arena, host, "module", BESIDE);
    fact_set(&arena, first, "name", "web", NOWHERE);
    fact_set(&arena, second, "name", "old", NOWHERE);
    fact_set(&arena, second, "name", "mta", SEEN);
    fact_set(&arena, second, "none", NULL, SEEN);
    fact_number(&arena, second, "pid", -5, NOWHERE);
    assert_ptr_equal(fact_child(host, "module"), first);
    assert_ptr_equal(fact_next(first), second);
    assert_null(fact_next(second));
    assert_ptr_equal(fact_find(host, "module", "name", "mta"), second);
    assert_null(fact_find(host, "module", "name", "old"));
    assert_int_equal(fact_place(first, "name").line, 7);
    assert_int_equal(fact_place(second, "name").line, 7);
    assert_int_equal(fact_place(second, "absent").line, 9);
    assert_string_equal(fact_get(second, "pid"), "-5");
    assert_null(fact_get(second, "none"));
    assert_null(fact_get(NULL, "name"));
    assert_null(fact_child(NULL, "module"));
    arena_release(&arena);
}

static void
a_path_is_the_first_at_each_step(void **state)
{
    struct arena arena;
    struct fact *top, *shared, *xtk;

    (void)state;
    arena_init(&arena);
    top = fact_add(&arena, NULL, "settings", NOWHERE);
    shared = fact_add(&arena, top, "shared", SEEN);
    (void)fact_add(&arena, shared, "xtkJobs", SEEN);
    xtk = fact_add(&arena, shared, "xtk", SEEN);
    assert_ptr_equal(fact_path(top, "shared/xtk"), xtk);
    assert_ptr_equal(fact_path(top, "shared"), shared);
    assert_null(fact_path(top, "shared/none"));
    assert_null(fact_path(top, "none/xtk"));
    assert_null(fact_path(NULL, "shared"));
    arena_release(&arena);
}

static void
in_xml_a_value_seen_elsewhere_has_its_own_place(void **state)
{
    struct arena arena;
    struct fact *fact, *line;
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    arena_init(&arena);
    buf_init(&out, 10000);
    fact = fact_add(&arena, NULL, "dbcnx", SEEN);
    fact_set(&arena, fact, "login", "a<b", NOWHERE);
    fact_set(&arena, fact, "encrypted", "1", BESIDE);
    line = fact_add(&arena, fact, "line", (struct place){"files/b", 0});
    line->text = "x & y";
    xmlwrite_start(&xml, &out);
    fact_write(fact, &xml);
    assert_string_equal(
        out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<dbcnx login=\"a&lt;b\" encrypted=\"1\" at=\"files/a:7\""
                  " encrypted.at=\"files/a:9\">\n"
                  "  <line at=\"files/b:0\">x &amp; y</line>\n"
                  "</dbcnx>\n");
    buf_release(&out);
    arena_release(&arena);
}

/* The mark of the attribute that EXPRESSION selects. */
static const struct place *
marked_at(struct xml_document *document, const char *expression)
{
    struct xml_scope *scope = xml_scope_open(document);
    struct xml_query *query;
    struct xml_node **nodes;
    struct failure why;
    struct arena arena;
    const struct place *place;

    arena_init(&arena);
    query = xml_query_compile(expression, &why);
    assert_int_equal(
        xml_query_nodes(scope, query, xml_root(document), &arena, &nodes, &why),
        1);
    place = xml_marked(nodes[0]);
    xml_query_release(query);
    xml_scope_close(scope);
    arena_release(&arena);
    return place;
}

static void
in_a_document_a_value_seen_elsewhere_is_marked_with_its_place(void **state)
{
    struct xml_document *document;
    struct arena arena;
    struct fact *fact, *line;

    (void)state;
    arena_init(&arena);
    fact = fact_add(&arena, NULL, "dbcnx", SEEN);
    fact_set(&arena, fact, "login", "a<\x01", NOWHERE);
    fact_set(&arena, fact, "encrypted", "1", BESIDE);
    line = fact_add(&arena, fact, "line", (struct place){"files/b", 0});
    line->text = "x & y";
    (void)fact_add(&arena, fact, "empty", NOWHERE);
    fact_set(&arena, fact->last_child, "was", "", BESIDE);
    document = fact_document(fact, 1000);
    assert_string_equal(xml_source(&arena, xml_root(document)),
                        "<dbcnx login=\"a&lt;[U+0001]\" encrypted=\"1\" "
                        "at=\"files/a:7\"><line at=\"files/b:0\">x &amp; y"
                        "</line><empty was=\"\"/></dbcnx>");
    assert_null(marked_at(document, "@login"));
    assert_int_equal(marked_at(document, "@encrypted")->line, 9);
    assert_string_equal(marked_at(document, "empty/@was")->entry, "files/a");
    xml_release(document);
    assert_null(fact_document(fact, 40));
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fact_finds_what_was_set_and_the_last_value_counts),
        cmocka_unit_test(a_path_is_the_first_at_each_step),
        cmocka_unit_test(in_xml_a_value_seen_elsewhere_has_its_own_place),
        cmocka_unit_test(
            in_a_document_a_value_seen_elsewhere_is_marked_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
