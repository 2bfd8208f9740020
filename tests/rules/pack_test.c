/*
 * Extra rule packs are untrusted: what they hold is refused, or is an error of
 * their own rule alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules.h"
#include "xml_document.h"

#include <cmocka.h>

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/rules"

/* A rule of a pack, with its expressions and what its case should come to. */
#define RULE(attributes, before, fail_if, pass_if, is)                         \
    "<rules><rule id=\"ACC-TEST-001\" severity=\"info\" phase=\"before\" "     \
    "actor=\"DBA\" on=\"host\" " attributes "><title>A test</title>"           \
    "<why>A test.</why>" before "<fail if=\"" fail_if "\"/>"                   \
    "<pass if=\"" pass_if "\"/>"                                               \
    "<needs what=\"a fact\" get=\"look\"/><evidence at=\"os\"/>"               \
    "<one>{host} is {found}</one><many>{count}</many><remedy>Do</remedy>"      \
    "<do>Do</do><command as=\"root\">stop {object}</command>"                  \
    "<check>Look</check><source>tool policy</source>"                          \
    "<case name=\"c\" is=\"" is "\"><host><os family=\"linux\" "               \
    "distribution=\"debian\" version=\"8\"/></host></case></rule></rules>"

static char folder[64];
static char path[96];

static struct catalogue *
catalogue_with(const char *pack, struct failure *why)
{
    struct catalogue *catalogue = catalogue_load(CATALOGUE, why);
    FILE *stream;

    assert_non_null(catalogue);
    strcpy(folder, "/tmp/acc-pack-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/pack.xml", folder);
    stream = fopen(path, "w");
    assert_non_null(stream);
    assert_true(fputs(pack, stream) >= 0);
    fclose(stream);
    if (catalogue_add(catalogue, folder, why) != 0) {
        catalogue_release(catalogue);
        catalogue = NULL;
    }
    unlink(path);
    rmdir(folder);
    return catalogue;
}

static void
assert_refused(const char *pack, const char *reason)
{
    struct failure why;

    assert_null(catalogue_with(pack, &why));
    if (strstr(why.text, reason) == NULL)
        fail_msg("refused, but not for \"%s\": %s", reason, why.text);
    assert_non_null(strstr(why.text, "pack.xml:"));
}

static void
assert_comes_out(const char *pack)
{
    struct failure why;
    struct catalogue *catalogue = catalogue_with(pack, &why);
    struct buf report;

    if (catalogue == NULL)
        fail_msg("%s", why.text);
    buf_init(&report, 1 << 16);
    if (catalogue_check(catalogue, path, &report) != 0)
        fail_msg("%s", report.data);
    buf_release(&report);
    assert_string_equal(catalogue_find(catalogue, "ACC-TEST-001")->pack, path);
    catalogue_release(catalogue);
}

static void
a_good_pack_joins_the_catalogue_and_is_named(void **state)
{
    (void)state;
    assert_comes_out(RULE("", "", "less-than(os/@version, '8')",
                          "at-least(os/@version, '8')", "pass"));
}

static void
a_doctype_is_refused(void **state)
{
    (void)state;
    assert_refused("<!DOCTYPE rules SYSTEM \"/etc/passwd\"><rules/>",
                   "DOCTYPE");
}

static void
an_expression_that_is_no_xpath_is_refused_with_file_and_line(void **state)
{
    (void)state;
    assert_refused(RULE("", "", "os[", "os", "fail"), "not an XPath");
}

static void
an_expression_nested_too_deeply_is_refused(void **state)
{
    (void)state;
    assert_refused(RULE("", "",
                        "((((((((((((((((((((((((((((((1"
                        "))))))))))))))))))))))))))))))",
                        "os", "fail"),
                   "nested deeper");
}

static void
a_placeholder_that_stands_for_nothing_is_refused(void **state)
{
    struct failure why;
    char pack[4096];
    char *at;

    (void)state;
    snprintf(pack, sizeof pack, "%s", RULE("", "", "os", "host", "fail"));
    at = strstr(pack, "{found}");
    memcpy(at, "{fount}", 7);
    assert_null(catalogue_with(pack, &why));
    assert_non_null(strstr(why.text, "{fount} stands for nothing"));
}

static void
a_question_with_a_placeholder_is_refused(void **state)
{
    (void)state;
    assert_refused("<rules><rule id=\"ACC-TEST-001\" severity=\"info\" "
                   "phase=\"before\" actor=\"DBA\"><title>A test</title>"
                   "<why>A test.</why><ask>Is {host} good?</ask>"
                   "<source>tool policy</source></rule></rules>",
                   "holds no placeholder");
}

/* A rule without conditions, question or missing evidence says nothing. */
static void
a_rule_that_does_not_say_what_it_lacks_is_refused(void **state)
{
    (void)state;
    assert_refused(
        "<rules><rule id=\"ACC-TEST-001\" severity=\"info\" "
        "phase=\"before\" actor=\"DBA\"><title>A test</title>"
        "<why>A test.</why><source>tool policy</source></rule></rules>",
        "pack.xml:1");
}

static void
a_rule_id_that_is_taken_is_refused(void **state)
{
    char pack[4096];
    char *at;

    (void)state;
    snprintf(pack, sizeof pack, "%s", RULE("", "", "os", "host", "fail"));
    at = strstr(pack, "ACC-TEST-001");
    memcpy(at, "ACC-SEC-001\"", 12);
    at[12] = ' ';
    assert_refused(pack, "stands twice");
}

static void
a_pack_may_not_bring_a_support_matrix(void **state)
{
    (void)state;
    assert_refused("<catalogue version=\"9\">"
                   "<evidence id=\"attestation\">x</evidence></catalogue>",
                   "<rules> only");
}

static void
fail_and_pass_of_the_same_facts_is_an_error(void **state)
{
    (void)state;
    assert_comes_out(RULE("", "", "os", "os", "error"));
}

static void
neither_fail_nor_pass_is_unknown(void **state)
{
    (void)state;
    assert_comes_out(RULE("", "", "java", "java", "unknown"));
}

static void
what_is_not_known_is_not_turned_round_by_not(void **state)
{
    (void)state;
    assert_comes_out(
        RULE("", "", "java", "not(less-than(os/@missing, '9'))", "unknown"));
}

static void
an_expression_of_many_operations_is_an_error_of_its_rule(void **state)
{
    (void)state;
    assert_comes_out(
        RULE("", "",
             "count(//@*[count(//@*[count(//@*[count(//@*[count(//@*[count(//@*"
             "[count(//@*[count(//@*[count(//@*) &gt; 1]) &gt; 1]) &gt; 1]) "
             "&gt; 1]) &gt; 1]) &gt; 1]) &gt; 1]) &gt; 1]) &gt; 1",
             "java", "error"));
}

/* A rule about each server of the estate. */
#define ESTATE_RULE(lets, fail_if)                                             \
    "<rules><rule id=\"ACC-TEST-001\" severity=\"info\" phase=\"before\" "     \
    "actor=\"DBA\" on=\"estate\" each=\"host\"><title>A test</title>"          \
    "<why>A test.</why>" lets "<fail if=\"" fail_if "\"/>"                     \
    "<needs what=\"a fact\" get=\"look\"/><evidence at=\"@build\"/>"           \
    "<one>{host}</one><many>{count}</many><remedy>Do</remedy>"                 \
    "<do>Do</do><check>Look</check><source>tool policy</source>"               \
    "<case name=\"c\" is=\"unknown\"><estate><host id=\"a\" name=\"a\" "       \
    "bundle=\"b\" build=\"7\" version=\"6.02\"/></estate></case></rule>"       \
    "</rules>"

/* What check says of the growth of the one rule of PACK; NULL: nothing. */
static char *
growth_of(const char *pack)
{
    struct failure why;
    struct catalogue *catalogue = catalogue_with(pack, &why);
    struct buf report;
    char *said = NULL;

    if (catalogue == NULL)
        fail_msg("%s", why.text);
    while (strcmp(catalogue->rules.items[0]->id, "ACC-TEST-001") != 0)
        memmove(&catalogue->rules.items[0], &catalogue->rules.items[1],
                --catalogue->rules.count * sizeof *catalogue->rules.items);
    catalogue->rules.count = 1;
    buf_init(&report, 1 << 16);
    if (catalogue_check_growth(catalogue, &report) > 0)
        said = strdup(report.data);
    buf_release(&report);
    catalogue_release(catalogue);
    return said;
}

static void
a_rule_that_grows_faster_than_the_estate_is_refused(void **state)
{
    static const char *const REFUSED[] = {
        ESTATE_RULE("", "/estate/host[@build &gt; current]"),
        ESTATE_RULE("", "../host/@build &gt; @build"),
        ESTATE_RULE("<let name=\"all\" be=\"/estate/host\"/>", "$all[2]"),
        ESTATE_RULE("", "count(//@build) &gt; 1"),
        ESTATE_RULE("", "preceding-sibling::host"),
        ESTATE_RULE("", "string-length(/) &gt; 1"),
    };
    static const char *const GOOD[] = {
        ESTATE_RULE("", "keyed('newest-by-version', @version)/@build &gt; "
                        "@build"),
        ESTATE_RULE("", "not($servers-before)"),
        ESTATE_RULE("", "@build = 8"),
    };
    char *said;

    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        said = growth_of(REFUSED[i]);
        if (said == NULL)
            fail_msg("not refused: %s", REFUSED[i]);
        assert_non_null(strstr(said, "pack.xml:1: rule ACC-TEST-001 takes "));
        assert_non_null(strstr(said, "keyed()"));
        free(said);
    }
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        said = growth_of(GOOD[i]);
        if (said != NULL)
            fail_msg("%s", said);
    }
}

static void
no_rule_of_the_catalogue_grows_faster_than_the_estate(void **state)
{
    struct failure why;
    struct catalogue *catalogue = catalogue_load(CATALOGUE, &why);
    struct buf report;

    (void)state;
    assert_non_null(catalogue);
    buf_init(&report, 1 << 16);
    if (catalogue_check_growth(catalogue, &report) > 0)
        fail_msg("%s", report.data);
    buf_release(&report);
    catalogue_release(catalogue);
}

static void
days_are_counted_over_leap_days_and_centuries(void **state)
{
    (void)state;
    assert_comes_out(RULE(
        "", "", "java",
        "days-between('2028-02-28T23:59:59Z', '2028-03-01T00:00:00Z') = 2 and "
        "days-between('2100-02-28', '2100-03-01') = 1 and "
        "days-between('1970-01-01', '2000-01-01') = 10957 and "
        "days-between('2026-01-02', '2025-12-31') = -2",
        "pass"));
    assert_comes_out(RULE("", "", "java",
                          "not(days-between('yesterday', '2026-01-02') = 1)",
                          "unknown"));
}

static void
campaign_versions_have_an_order_of_their_own(void **state)
{
    (void)state;
    assert_comes_out(
        RULE("", "", "java",
             "older('5.11', '6.02') and older('6.02', '6.1') and "
             "older('6.1', '7') and older('5.11', '7.4') and "
             "older('7.2', '7.10') and not(older('6.1', '6.02')) and "
             "not(older('6.1', '6.1')) and not(older('7', '6.1'))",
             "pass"));
    assert_comes_out(
        RULE("", "", "java", "not(older('6.0', '6.1'))", "unknown"));
    assert_comes_out(RULE("", "", "java", "not(older('7', '7.4'))", "unknown"));
    assert_comes_out(
        RULE("", "", "java", "not(older(os/@missing, '7'))", "unknown"));
}

static void
addresses_lie_in_a_network_or_nobody_knows(void **state)
{
    (void)state;
    assert_comes_out(
        RULE("", "", "java",
             "in-network('127.0.0.1, 10.20.1.5', '10.20.0.0/16') "
             "and in-network('192.0.2.9', '192.0.2.9') and "
             "not(in-network('10.21.0.1, fd00::5', '10.20.0.0/16')) "
             "and "
             "not(in-network('127.0.0.1, ::1', '127.0.0.0/8'))",
             "pass"));
    assert_comes_out(RULE("", "", "java",
                          "not(in-network('proxy1', '10.20.0.0/16'))",
                          "unknown"));
    assert_comes_out(RULE(
        "", "", "java", "not(in-network('10.20.1.5', 'fc00::/7'))", "unknown"));
}

static void
an_unknown_function_is_an_error_of_its_rule(void **state)
{
    (void)state;
    assert_comes_out(RULE("", "", "document('/etc/passwd')", "os", "error"));
}

static void
subjects_that_are_no_nodes_are_an_error_of_the_rule(void **state)
{
    (void)state;
    assert_comes_out(RULE("each=\"1 + 1\"", "", "os", "java", "error"));
}

static int
start(void **state)
{
    (void)state;
    xml_start();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_pack_joins_the_catalogue_and_is_named),
        cmocka_unit_test(a_doctype_is_refused),
        cmocka_unit_test(
            an_expression_that_is_no_xpath_is_refused_with_file_and_line),
        cmocka_unit_test(an_expression_nested_too_deeply_is_refused),
        cmocka_unit_test(a_placeholder_that_stands_for_nothing_is_refused),
        cmocka_unit_test(a_question_with_a_placeholder_is_refused),
        cmocka_unit_test(a_rule_that_does_not_say_what_it_lacks_is_refused),
        cmocka_unit_test(a_rule_id_that_is_taken_is_refused),
        cmocka_unit_test(a_pack_may_not_bring_a_support_matrix),
        cmocka_unit_test(fail_and_pass_of_the_same_facts_is_an_error),
        cmocka_unit_test(neither_fail_nor_pass_is_unknown),
        cmocka_unit_test(what_is_not_known_is_not_turned_round_by_not),
        cmocka_unit_test(
            an_expression_of_many_operations_is_an_error_of_its_rule),
        cmocka_unit_test(a_rule_that_grows_faster_than_the_estate_is_refused),
        cmocka_unit_test(no_rule_of_the_catalogue_grows_faster_than_the_estate),
        cmocka_unit_test(days_are_counted_over_leap_days_and_centuries),
        cmocka_unit_test(addresses_lie_in_a_network_or_nobody_knows),
        cmocka_unit_test(campaign_versions_have_an_order_of_their_own),
        cmocka_unit_test(an_unknown_function_is_an_error_of_its_rule),
        cmocka_unit_test(subjects_that_are_no_nodes_are_an_error_of_the_rule),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
