/*
 * XPath with a third truth, and its limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "xml_query.h"

#include <cmocka.h>

static struct xml_document *document;
static struct xml_scope *scope;

/* same(a, b): unknown if one is missing. */
static enum xml_truth
same(void *baton, struct arena *arena, int count, const char *const args[],
     const char **text)
{
    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (args[0] == NULL || args[1] == NULL)
        return XML_UNKNOWN;
    return strcmp(args[0], args[1]) == 0 ? XML_YES : XML_NO;
}

static enum xml_truth
twice(void *baton, struct arena *arena, int count, const char *const args[],
      const char **text)
{
    (void)baton, (void)count;
    if (args[0] == NULL)
        return XML_UNKNOWN;
    *text = arena_format(arena, "%s%s", args[0], args[0]);
    return XML_YES;
}

static int
begin(void **state)
{
    struct failure why;

    (void)state;
    xml_start();
    document = xml_read_bytes(
        span_of("<h><m n=\"web\" r=\"1\"/><m n=\"mta\"/></h>"), "d", &why);
    scope = xml_scope_open(document);
    xml_scope_function(scope, "same", same, false, NULL);
    xml_scope_function(scope, "twice", twice, true, NULL);
    xml_scope_text(scope, "target", "7.4");
    return 0;
}

static int
end(void **state)
{
    (void)state;
    xml_scope_close(scope);
    xml_release(document);
    return 0;
}

static enum xml_truth
truth_of(const char *text)
{
    struct failure why;
    struct xml_query *query = xml_query_compile(text, &why);
    enum xml_truth truth;

    if (query == NULL)
        fail_msg("%s", why.text);
    truth = xml_query_truth(scope, query, xml_root(document), &why);
    xml_query_release(query);
    return truth;
}

static void
truths_are_four(void **state)
{
    static const struct {
        const char *text;
        enum xml_truth truth;
    } table[] = {
        {"m", XML_YES},
        {"x", XML_NO},
        {"$target = '7.4'", XML_YES},
        {"same(m/@n, 'web')", XML_YES},
        {"same(m/@n, 'mta')", XML_NO},
        {"same(m/@missing, 'web')", XML_UNKNOWN},
        {"not(same(m/@missing, 'web'))", XML_UNKNOWN},
        {"same(m/@missing, 'web') or m", XML_UNKNOWN},
        {"same(m/@missing, 'web') and x", XML_UNKNOWN},
        {"m[same(@r, '1')]", XML_UNKNOWN},
        {"twice(m/@n) = 'webweb'", XML_YES},
        {"twice(x) = ''", XML_UNKNOWN},
        {"nothing-of-ours()", XML_ERROR},
        {"$nobody", XML_ERROR},
        {"same('a')", XML_ERROR},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof table / sizeof *table; i++)
        if (truth_of(table[i].text) != table[i].truth)
            fail_msg("%s is %d", table[i].text, truth_of(table[i].text));
}

static void
an_error_leaves_the_next_expression_alone(void **state)
{
    (void)state;
    assert_int_equal(truth_of("$nobody"), XML_ERROR);
    assert_int_equal(truth_of("m"), XML_YES);
    assert_int_equal(truth_of("same(x, 'y')"), XML_UNKNOWN);
    assert_int_equal(truth_of("m"), XML_YES);
}

static void
text_and_nodes_are_had(void **state)
{
    struct failure why;
    struct arena arena;
    struct xml_query *query = xml_query_compile("m/@n", &why);
    struct xml_query *none = xml_query_compile("x/@n", &why);
    struct xml_node *root = xml_root(document);
    struct xml_node **nodes;
    const char *text;

    (void)state;
    arena_init(&arena);
    assert_string_equal(xml_query_text(scope, query, root, &arena), "web");
    assert_null(xml_query_text(scope, none, root, &arena));
    assert_int_equal(xml_query_nodes(scope, query, root, &arena, &nodes, &why),
                     2);
    assert_true(xml_is_attribute(nodes[1]));
    assert_string_equal(xml_text(&arena, nodes[1]), "mta");
    assert_int_equal(
        xml_scope_let(scope, "names", query, root, &arena, &text, &why),
        XML_YES);
    assert_string_equal(text, "web");
    assert_int_equal(truth_of("count($names) = 2"), XML_YES);
    xml_query_release(query);
    xml_query_release(none);
    arena_release(&arena);
}

static void
an_expression_that_is_too_long_is_refused(void **state)
{
    struct failure why;
    struct buf text;
    int i;

    (void)state;
    buf_init(&text, 10000);
    buf_adds(&text, "1");
    for (i = 0; i < 1000; i++)
        buf_adds(&text, "+1");
    assert_null(xml_query_compile(text.data, &why));
    assert_non_null(strstr(why.text, "2000"));
    buf_release(&text);
}

static void
a_long_chain_neither_crashes_nor_passes_the_limits(void **state)
{
    struct xml_query *query;
    struct failure why;
    struct buf text;
    int i;

    (void)state;
    buf_init(&text, 10000);
    buf_adds(&text, "m");
    for (i = 0; i < 600; i++)
        buf_adds(&text, "/..");
    assert_int_not_equal(truth_of(text.data), XML_UNKNOWN);
    buf_reset(&text);
    for (i = 0; i < 11; i++) /* each level asks all nodes for each node */
        buf_adds(&text, "count(//*[");
    buf_adds(&text, "1");
    for (i = 0; i < 11; i++)
        buf_adds(&text, "]) > 0");
    query = xml_query_compile(text.data, &why);
    assert_int_equal(xml_query_truth(scope, query, xml_root(document), &why),
                     XML_ERROR);
    assert_string_equal(why.text, "takes more than 200000 operations");
    xml_query_release(query);
    buf_release(&text);
}

/* ------------------------------------------------------------ hostile shapes
 */

enum { HOSTILE_NODES = 20000, HOSTILE_TEXT = 900000 };

/* <h> with many elements in each other's neighbourhood, and long texts. */
static struct xml_document *
hostile_document(void)
{
    struct xml_document *made = xml_make("h");
    struct xml_node *root = xml_root(made);
    char *text = malloc(HOSTILE_TEXT + 1);
    char name[32];

    assert_non_null(text);
    memset(text, 'a', HOSTILE_TEXT);
    text[HOSTILE_TEXT] = '\0';
    xml_add_attr(root, "long", text);
    xml_add_text(xml_add(root, "t"), text);
    memset(text, 'b', HOSTILE_TEXT / 2);
    xml_add_attr(root, "half", text);
    for (int i = 0; i < HOSTILE_NODES; i++) {
        struct xml_node *node = xml_add(root, "m");

        snprintf(name, sizeof name, "n%d", i);
        xml_add_attr(node, "n", name);
        xml_add_attr(xml_add(xml_add(node, "k"), "j"), "o", name);
    }
    xml_made(made);
    free(text);
    return made;
}

/* Each would take minutes, or gigabytes, if its bytes, its pairs or its nodes
 * were not counted: the names say what is multiplied. */
static const struct {
    const char *words, *text;
} HOSTILE[] = {
    {"all nodes below all nodes", "count(//*//*//*)"},
    {"each asks all", "//*[count(//*) > 1]"},
    {"quantifiers in each other", "//m[//m[//m[@n = 'x' or //m/@n = 'y']]]"},
    {"a union of unions", "count(//*/ancestor::*/descendant::* | //@*)"},
    {"two sets are equal, for each", "//m[//@n = //@o]"},
    {"two sets differ in order, for each", "//m[//@n < //@o]"},
    {"a union for each", "//m[(//m | //k)[last()]]"},
    {"siblings of siblings",
     "count(//m/preceding-sibling::m/following-sibling::m)"},
    {"what is before what is after", "count(//j/preceding::*/following::*)"},
    {"translate of a long text, for each",
     "//m[translate(/h/@long, 'abcdefghijkl', 'ABCDEFGHIJKL') = @n]"},
    {"a long text in a long text, for each",
     "//m[contains(/h/@long, concat(/h/@half, @n))]"},
    {"blanks of a long text, for each", "//m[normalize-space(/h/t) = @n]"},
    {"the length of a long text, for each",
     "sum(//m[string-length(/h/@long) > 1])"},
    {"the text of all, for each", "//m[string(/h) = @n]"},
    {"a text that doubles",
     "concat(concat(/h/@long, /h/@long), concat(/h/@long, /h/@long))"},
    {"a part of a long text, for each",
     "//m[substring(/h/@long, 2, 800000) = @n]"},
    {"a number of a long text, for each", "//m[number(/h/@long) = 1]"},
    {"a function of ours with a long text, for each",
     "//m[same(/h/@long, /h/@half)]"},
};

static void
a_hostile_expression_ends_soon_and_in_little_memory(void **state)
{
    struct xml_document *made = hostile_document();
    struct xml_scope *over = xml_scope_open(made);

    (void)state;
    xml_scope_function(over, "same", same, false, NULL);
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++) {
        struct failure why = {.text = ""};
        struct xml_query *query = xml_query_compile(HOSTILE[i].text, &why);
        clock_t began = clock();

        if (query == NULL)
            fail_msg("%s", why.text);
        xml_scope_begin(over);
        if (xml_query_truth(over, query, xml_root(made), &why) != XML_ERROR)
            fail_msg("%s: no limit was crossed", HOSTILE[i].words);
        assert_true(xml_scope_crossed(over, &why));
        assert_true(strstr(why.text, "more than") != NULL);
        if (clock() - began > CLOCKS_PER_SEC)
            fail_msg("%s: took %.1f s", HOSTILE[i].words,
                     (double)(clock() - began) / CLOCKS_PER_SEC);
        xml_query_release(query);
    }
    xml_scope_close(over);
    xml_release(made);
}

/* One evaluation after the other, each below its limit. */
static void
many_evaluations_together_have_a_limit_too(void **state)
{
    struct xml_document *made = hostile_document();
    struct xml_scope *over = xml_scope_open(made);
    struct failure why = {.text = ""};
    struct xml_query *query = xml_query_compile("count(//m) > 1", &why);
    clock_t began = clock();
    int asked = 0;

    (void)state;
    while (asked < 10000 &&
           xml_query_truth(over, query, xml_root(made), &why) == XML_YES)
        asked++;
    assert_in_range(asked, 100, 9999);
    assert_string_equal(why.text, "takes more than 30000000 operations in all");
    assert_true(clock() - began < 5 * CLOCKS_PER_SEC);
    xml_scope_begin(over);
    assert_int_equal(xml_query_truth(over, query, xml_root(made), &why),
                     XML_YES);
    xml_query_release(query);
    xml_scope_close(over);
    xml_release(made);
}

static void
lets_have_a_limit_for_their_bytes(void **state)
{
    struct xml_document *made = hostile_document();
    struct xml_scope *over = xml_scope_open(made);
    struct failure why = {.text = ""};
    struct xml_query *query = xml_query_compile("string(/h/@long)", &why);
    struct arena arena;
    const char *text;
    char names[64][8];
    int bound = 0;

    (void)state;
    arena_init(&arena);
    for (; bound < 64; bound++) {
        snprintf(names[bound], sizeof names[bound], "v%d", bound);
        if (xml_scope_let(over, names[bound], query, xml_root(made), &arena,
                          &text, &why) == XML_ERROR)
            break;
    }
    assert_in_range(bound, 10, 30);
    assert_non_null(strstr(why.text, "lets of more than"));
    xml_scope_forget(over);
    assert_int_equal(
        xml_scope_let(over, "v", query, xml_root(made), &arena, &text, &why),
        XML_YES);
    arena_release(&arena);
    xml_query_release(query);
    xml_scope_close(over);
    xml_release(made);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truths_are_four),
        cmocka_unit_test(an_error_leaves_the_next_expression_alone),
        cmocka_unit_test(text_and_nodes_are_had),
        cmocka_unit_test(an_expression_that_is_too_long_is_refused),
        cmocka_unit_test(a_long_chain_neither_crashes_nor_passes_the_limits),
        cmocka_unit_test(a_hostile_expression_ends_soon_and_in_little_memory),
        cmocka_unit_test(many_evaluations_together_have_a_limit_too),
        cmocka_unit_test(lets_have_a_limit_for_their_bytes),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
