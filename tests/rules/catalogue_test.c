/*
 * The shipped catalogue: complete, and every rule does what its cases say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rules.h"
#include "xml_document.h"

#include <cmocka.h>

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/rules"

static struct catalogue *catalogue;

static int
load(void **state)
{
    struct failure why;

    (void)state;
    xml_start();
    catalogue = catalogue_load(CATALOGUE, &why);
    if (catalogue == NULL)
        print_error("%s\n", why.text);
    return catalogue != NULL ? 0 : -1;
}

static int
unload(void **state)
{
    (void)state;
    catalogue_release(catalogue);
    return 0;
}

static void
every_case_of_every_rule_comes_out_as_it_says(void **state)
{
    struct buf report;
    int failed;

    (void)state;
    buf_init(&report, 1 << 20);
    failed = catalogue_check(catalogue, NULL, &report);
    if (failed > 0)
        print_error("%s", report.data);
    buf_release(&report);
    assert_int_equal(failed, 0);
}

static void
every_check_of_the_list_is_a_rule_with_words(void **state)
{
    FILE *list = fopen(ACC_SOURCE_DIR "/tests/rules/ids.txt", "r");
    char id[64];
    size_t count = 0;

    (void)state;
    assert_non_null(list);
    while (fgets(id, sizeof id, list) != NULL) {
        const struct rule *rule;

        id[strcspn(id, "\n")] = '\0';
        rule = catalogue_find(catalogue, id);
        if (rule == NULL)
            fail_msg("%s is not in the catalogue", id);
        assert_true(strlen(rule->title) > 0 && strlen(rule->title) <= 90);
        assert_true(strlen(rule->why) > 0);
        assert_true(strlen(rule->source) > 0);
        if (rule->kind == RULE_ATTESTATION)
            assert_true(rule->question[strlen(rule->question) - 1] == '?');
        count++;
    }
    fclose(list);
    assert_int_equal(count, 174);
    assert_int_equal(catalogue->rules.count, 174);
}

static void
the_rules_of_the_list_are_assessed_and_no_others(void **state)
{
    FILE *list = fopen(ACC_SOURCE_DIR "/tests/assessed.txt", "r");
    char id[64];
    size_t listed = 0;
    size_t assessed = 0;
    size_t i;

    (void)state;
    assert_non_null(list);
    while (fgets(id, sizeof id, list) != NULL) {
        id[strcspn(id, "\n")] = '\0';
        assert_non_null(catalogue_find(catalogue, id));
        assert_int_equal(catalogue_find(catalogue, id)->kind, RULE_ASSESSED);
        listed++;
    }
    fclose(list);
    for (i = 0; i < catalogue->rules.count; i++)
        assessed += catalogue->rules.items[i]->kind == RULE_ASSESSED;
    assert_int_equal(assessed, listed);
}

/* tests/not-assessed.txt: "ACC-DB-002 database:version", sorted by id. */
static void
the_others_lack_the_evidence_that_the_list_says(void **state)
{
    FILE *list = fopen(ACC_SOURCE_DIR "/tests/not-assessed.txt", "r");
    char line[256];
    size_t i;

    (void)state;
    assert_non_null(list);
    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];
        char wanted[256];

        if (rule->kind == RULE_ASSESSED)
            continue;
        snprintf(wanted, sizeof wanted, "%s %s\n", rule->id,
                 rule->missing != NULL ? rule->missing : "nothing");
        if (fgets(line, sizeof line, list) == NULL)
            fail_msg("the list ends before %s", rule->id);
        assert_string_equal(line, wanted);
        if (rule->kind == RULE_ATTESTATION)
            assert_ptr_equal(strstr(rule->missing, "attestation"),
                             rule->missing);
    }
    assert_null(fgets(line, sizeof line, list));
    fclose(list);
}

static void
a_rule_that_asks_says_what_would_decide_it(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        if (rule->question != NULL && rule->missing == NULL)
            fail_msg("%s asks, and names no evidence", rule->id);
    }
}

static void
every_assessed_rule_has_cases_that_wake_it_and_that_leave_it_unknown(
    void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        if (rule->kind != RULE_ASSESSED)
            continue;
        if (catalogue_cases(rule, "fail") == 0 ||
            catalogue_cases(rule, "unknown") == 0 ||
            catalogue_cases(rule, "pass") +
                    catalogue_cases(rule, "not-applicable") ==
                0)
            fail_msg("%s lacks a case", rule->id);
    }
}

static void
the_newest_release_is_the_target_and_others_are_listed(void **state)
{
    struct buf list;

    (void)state;
    buf_init(&list, 1000);
    assert_string_equal(catalogue->newest_target, "7.4");
    assert_true(catalogue_target(catalogue, "7.2", &list));
    assert_false(catalogue_target(catalogue, "9.9", &list));
    assert_string_equal(list.data, "7.2, 7.4");
    buf_release(&list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_every_rule_comes_out_as_it_says),
        cmocka_unit_test(every_check_of_the_list_is_a_rule_with_words),
        cmocka_unit_test(the_rules_of_the_list_are_assessed_and_no_others),
        cmocka_unit_test(the_others_lack_the_evidence_that_the_list_says),
        cmocka_unit_test(a_rule_that_asks_says_what_would_decide_it),
        cmocka_unit_test(
            every_assessed_rule_has_cases_that_wake_it_and_that_leave_it_unknown),
        cmocka_unit_test(
            the_newest_release_is_the_target_and_others_are_listed),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
