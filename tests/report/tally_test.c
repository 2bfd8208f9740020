#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lead.h"
#include "made.h"
#include "tally.h"
#include "words.h"

#include <cmocka.h> /* last: it takes the name fail */

static struct made made;

static int
begin(void **state)
{
    (void)state;
    made_init(&made);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    made_release(&made);
    return 0;
}

static struct tally
count(void)
{
    struct tally tally;

    tally_count(&made.estate, &made.judgements, &made.plan, &made.arena,
                &tally);
    return tally;
}

static const char *
lead(void)
{
    struct tally tally = count();
    const char *words = lead_words(&made.estate, &tally, &made.arena);

    assert_true(words_length(words_plain(&made.arena, words)) <= LEAD_MOST);
    return words;
}

static void
rows_and_columns_sum(void **state)
{
    static const enum outcome OUTCOMES[] = {OUTCOME_PASS,    OUTCOME_FAIL,
                                            OUTCOME_UNKNOWN, OUTCOME_MANUAL,
                                            OUTCOME_ERROR,   OUTCOME_WAIVED};
    struct tally tally;
    size_t rule;

    (void)state;
    made_host(&made, "app1", ROLE_MARKETING);
    for (int i = 0; i < 28; i++) {
        rule = made_rule(&made, arena_format(&made.arena, "ACC-T-%03d", i),
                         (enum severity)(i % SEVERITY_COUNT), PHASE_BEFORE);
        if (i % 7 != 6)
            made_finding(&made, rule, OUTCOMES[i % 7 % 6], "app1", NULL);
    }
    tally = count();
    for (int row = 0; row <= SEVERITY_COUNT; row++) {
        int sum = 0;

        for (int column = 0; column < TALLY_RULES; column++)
            sum += tally.cells[row][column];
        assert_int_equal(sum, tally.cells[row][TALLY_RULES]);
    }
    for (int column = 0; column < TALLY_COLUMNS; column++) {
        int sum = 0;

        for (int row = 0; row < SEVERITY_COUNT; row++)
            sum += tally.cells[row][column];
        assert_int_equal(sum, tally.cells[SEVERITY_COUNT][column]);
    }
    assert_int_equal(tally.cells[SEVERITY_COUNT][TALLY_RULES], 28);
    assert_int_equal(tally.cells[SEVERITY_COUNT][TALLY_NA], 4);
    assert_int_equal(tally.applicable, 24);
    assert_int_equal(tally.decided + tally.undecided, 24);
}

static void
the_fix_that_touches_most_comes_first_then_the_one_that_frees_most(void **state)
{
    struct tally tally;
    size_t a, b, c;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    made_host(&made, "h2", ROLE_MTA);
    made_host(&made, "h3", ROLE_TRACKING);
    a = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    b = made_rule(&made, "ACC-B-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    c = made_rule(&made, "ACC-C-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, a, OUTCOME_FAIL, "h1", NULL);
    made_finding(&made, b, OUTCOME_FAIL, "h2", NULL);
    made_finding(&made, c, OUTCOME_FAIL, "h1", NULL);
    made_finding(&made, c, OUTCOME_FAIL, "h3", NULL);
    tally = count();
    assert_int_equal(tally.fixes.count, 3);
    /* C holds two. B frees h2 as A then frees h1: equal, so by id. */
    assert_string_equal(tally.fixes.items[0].judgement->rule->id, "ACC-C-001");
    assert_int_equal(tally.fixes.items[0].held, 2);
    assert_int_equal(tally.fixes.items[0].free_after, 1);
    assert_string_equal(tally.fixes.items[1].judgement->rule->id, "ACC-A-001");
    assert_int_equal(tally.fixes.items[1].free_after, 2);
    assert_int_equal(tally.fixes.items[2].free_after, 3);
    assert_int_equal(tally.host_blockers[0], 2);
    assert_int_equal(tally.held, 3);
}

static void
a_database_holds_every_host_of_it(void **state)
{
    struct tally tally;
    size_t rule;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    made_host(&made, "h2", ROLE_MTA);
    made_host(&made, "h3", ROLE_TRACKING);
    made_database(&made, "db", "h1");
    made_database(&made, "db", "h2");
    rule = made_rule(&made, "ACC-DB-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_FAIL, NULL, "db");
    tally = count();
    assert_int_equal(tally.held, 2);
    assert_int_equal(tally.database_blockers[0], 1);
    assert_int_equal(tally.fixes.items[0].free_after, 3);
}

static void
blockers_of_later_phases_gate_steps_and_hold_no_host(void **state)
{
    struct tally tally;
    size_t rule;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_DURING);
    made_finding(&made, rule, OUTCOME_FAIL, "h1", NULL);
    tally = count();
    assert_int_equal(tally.gates, 1);
    assert_int_equal(tally.held, 0);
    assert_int_equal(tally.verdict.verdict, VERDICT_READY);
}

static void
without_blockers_actions_are_fixed_first(void **state)
{
    struct tally tally;
    size_t rule;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_ACTION, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_FAIL, "h1", NULL);
    tally = count();
    assert_int_equal(tally.fixing, SEVERITY_ACTION);
    assert_int_equal(tally.fixes.count, 1);
    assert_int_equal(tally.host_blockers[0], 0);
}

/* --- The lead ------------------------------------------------------------- */

static void
a_lead_that_is_not_ready_counts_blockers_and_servers(void **state)
{
    size_t rule;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_FAIL, "h1", NULL);
    assert_string_equal(lead(), "1 blocker holds this server.");
    made_host(&made, "h2", ROLE_MTA);
    assert_string_equal(lead(), "1 blocker holds 1 of 2 servers seen.");
    made_finding(&made, rule, OUTCOME_FAIL, "h2", NULL);
    made_missing(&made, "h3", "h1");
    assert_string_equal(
        lead(), "1 blocker holds all 2 servers seen. 1 more server, "
                "<name>h3</name>, is named by the configuration but was not "
                "collected, so the count can still rise.");
}

static void
a_lead_that_is_not_assessed_names_the_largest_hole(void **state)
{
    size_t rule;

    (void)state;
    assert_string_equal(lead(), "No server was seen: no bundle was accepted.");
    made_host(&made, "h1", ROLE_MARKETING);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_UNKNOWN, "h1", NULL);
    assert_string_equal(lead(),
                        "No blocker fails; 0 of 1 were decided. 1 blocker is "
                        "undecided, so this can still change: part 7 says how "
                        "to decide it.");
    made.estate.topology = TOPOLOGY_AMBIGUOUS;
    assert_non_null(strstr(lead(), "does not settle the topology"));
}

static void
a_lead_that_is_ready_says_what_was_decided(void **state)
{
    size_t rule, action;

    (void)state;
    made_host(&made, "h1", ROLE_MARKETING);
    made_host(&made, "h2", ROLE_MTA);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_PASS, "h1", NULL);
    assert_string_equal(lead(), "No rule fails at blocker level; all 1 were "
                                "decided on 2 of 2 servers. Every action "
                                "before the window is decided, too.");
    action = made_rule(&made, "ACC-B-001", SEVERITY_ACTION, PHASE_BEFORE);
    made_finding(&made, action, OUTCOME_FAIL, "h1", NULL);
    assert_string_equal(
        lead(), "No rule fails at blocker level; 1 action is left to do.");
    action = made_rule(&made, "ACC-B-002", SEVERITY_ACTION, PHASE_BEFORE);
    made_finding(&made, action, OUTCOME_MANUAL, "h1", NULL);
    assert_string_equal(
        lead(), "No rule fails at blocker level; 1 action is left to do. 1 "
                "action is not decided: part 7 says how to decide it.");
}

static void
the_longest_names_leave_the_lead_within_200_characters(void **state)
{
    static char name[256];
    size_t rule;

    (void)state;
    memset(name, 'w', sizeof name - 1);
    for (int i = 0; i < 1200; i++)
        made_host(&made, arena_format(&made.arena, "h%d", i), ROLE_MTA);
    rule = made_rule(&made, "ACC-A-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_FAIL, "h1", NULL);
    made_missing(&made, name, "h1");
    assert_non_null(strstr(lead(), "…"));
    made_missing(&made, name, "h1");
    assert_non_null(lead());
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rows_and_columns_sum),
        CASE(
            the_fix_that_touches_most_comes_first_then_the_one_that_frees_most),
        CASE(a_database_holds_every_host_of_it),
        CASE(blockers_of_later_phases_gate_steps_and_hold_no_host),
        CASE(without_blockers_actions_are_fixed_first),
        CASE(a_lead_that_is_not_ready_counts_blockers_and_servers),
        CASE(a_lead_that_is_not_assessed_names_the_largest_hole),
        CASE(a_lead_that_is_ready_says_what_was_decided),
        CASE(the_longest_names_leave_the_lead_within_200_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
