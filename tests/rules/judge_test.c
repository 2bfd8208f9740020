/*
 * An estate of a few hosts, made by hand, through all rules.
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

enum { HOSTS = 5 };

static const struct place nowhere;
static struct catalogue *catalogue;
static struct snapshot snapshots[HOSTS];

static int
load(void **state)
{
    struct failure why;

    (void)state;
    xml_start();
    catalogue = catalogue_load(CATALOGUE, &why);
    return catalogue != NULL ? 0 : -1;
}

static int
unload(void **state)
{
    (void)state;
    catalogue_release(catalogue);
    return 0;
}

/* HOSTS hosts app1 … with Debian 8 (12 if GOOD) and one that is missing. */
static void
estate_make(struct estate *estate, bool good)
{
    struct arena *arena = &estate->arena;
    struct fact *missing;
    int i;

    memset(estate, 0, sizeof *estate);
    arena_init(arena);
    estate->topology = TOPOLOGY_ENTERPRISE;
    estate->target = "7.4";
    estate->joined = fact_add(arena, NULL, "estate", nowhere);
    fact_set(arena, estate->joined, "topology", "enterprise", nowhere);
    for (i = 0; i < HOSTS; i++) {
        const char *name = arena_format(arena, "app%d", i + 1);
        struct estate_host *host = vec_add(arena, &estate->hosts);
        struct fact *root = fact_add(arena, NULL, "host", nowhere);
        struct place at = {"files/etc/os-release", (uint32_t)i + 1};
        struct fact *os;
        struct fact *joined;

        fact_set(arena, root, "name", name, nowhere);
        fact_set(arena, root, "bundle", arena_format(arena, "acc-%s", name),
                 nowhere);
        fact_set(arena, root, "stage", "before", nowhere);
        os = fact_add(arena, root, "os", at);
        fact_set(arena, os, "family", "linux", at);
        fact_set(arena, os, "distribution", "debian", at);
        fact_set(arena, os, "version", good ? "12.5" : "8.11", at);
        memset(&snapshots[i], 0, sizeof snapshots[i]);
        snapshots[i].host = root;
        host->name = host->id = name;
        host->snapshot = &snapshots[i];
        joined = fact_add(arena, estate->joined, "host", nowhere);
        fact_set(arena, joined, "id", name, nowhere);
        fact_set(arena, joined, "name", name, nowhere);
        fact_set(arena, joined, "bundle", fact_get(root, "bundle"), nowhere);
    }
    missing = fact_add(arena, estate->joined, "missing-host", nowhere);
    fact_set(arena, missing, "name", "trk9", nowhere);
}

static void
attest(struct estate *estate, const char *rule, const char *answer,
       const char *host)
{
    struct attestation *given =
        vec_add(&estate->arena, &estate->answers.attestations);

    given->rule = rule;
    given->answer = answer;
    given->host = host;
    given->by = "N. N.";
    given->on = "2026-01-02";
}

/* Everything that a judgement says, as one text. */
static char *
told(const struct judgements *judgements, struct buf *out)
{
    size_t i;
    size_t j;

    for (i = 0; i < judgements->rules.count; i++) {
        const struct judgement *one = &judgements->rules.items[i];

        buf_addf(out, "%s %s %s\n", one->rule->id, outcome_word(one->outcome),
                 one->title);
        for (j = 0; j < one->findings.count; j++) {
            const struct finding *finding = &one->findings.items[j];

            buf_addf(out, "  %s %s %s\n", outcome_word(finding->outcome),
                     finding->host != NULL ? finding->host : "-",
                     finding->title);
        }
    }
    return out->data;
}

static void
one_thread_and_eight_tell_the_same(void **state)
{
    struct estate estate;
    struct judgements *one;
    struct judgements *eight;
    struct buf by_one;
    struct buf by_eight;

    (void)state;
    estate_make(&estate, false);
    one = rules_judge(catalogue, &estate, 1);
    eight = rules_judge(catalogue, &estate, 8);
    buf_init(&by_one, 1 << 20);
    buf_init(&by_eight, 1 << 20);
    assert_string_equal(told(one, &by_one), told(eight, &by_eight));
    assert_int_equal(one->rules.count, 174);
    buf_release(&by_one);
    buf_release(&by_eight);
    judgements_release(one);
    judgements_release(eight);
    arena_release(&estate.arena);
}

static void
a_finding_has_its_title_its_place_and_its_way_out(void **state)
{
    const struct judgement *judgement;
    const struct finding *finding;
    struct judgements *judgements;
    struct estate estate;

    (void)state;
    estate_make(&estate, false);
    judgements = rules_judge(catalogue, &estate, 2);
    judgement = judgement_of(judgements, "ACC-ENV-001");
    assert_string_equal(
        judgement->title,
        "5 of 5 servers run Debian 8.11; 7.4 needs Debian 11, 12 or 13");
    assert_string_equal(judgement->remedy, "Move to Debian 11, 12 or 13");
    finding = &judgement->findings.items[1];
    assert_string_equal(finding->host, "app2");
    assert_string_equal(finding->title,
                        "app2 runs Debian 8.11; 7.4 needs Debian 11, 12 or 13");
    assert_int_equal(finding->evidence.count, 1);
    assert_string_equal(finding->evidence.items[0].at.entry,
                        "files/etc/os-release");
    assert_int_equal(finding->evidence.items[0].at.line, 2);
    assert_string_equal(finding->evidence.items[0].bundle, "acc-app2");
    assert_true(finding->remedies.count > 0);
    judgements_release(judgements);
    arena_release(&estate.arena);
}

static enum outcome
outcome_with(const char *answer, const char *host, const char *asked)
{
    const struct judgement *judgement;
    struct judgements *judgements;
    struct estate estate;
    enum outcome outcome = OUTCOME_COUNT;
    size_t i;

    estate_make(&estate, true);
    if (answer != NULL)
        attest(&estate, "ACC-PROC-004", answer, host);
    judgements = rules_judge(catalogue, &estate, 1);
    judgement = judgement_of(judgements, asked);
    for (i = 0; i < judgement->findings.count; i++)
        outcome = judgement->findings.items[i].outcome;
    judgements_release(judgements);
    arena_release(&estate.arena);
    return outcome;
}

static void
a_question_is_manual_until_it_is_answered(void **state)
{
    (void)state;
    assert_int_equal(outcome_with(NULL, NULL, "ACC-PROC-004"), OUTCOME_MANUAL);
    assert_int_equal(outcome_with("yes", NULL, "ACC-PROC-004"), OUTCOME_PASS);
    assert_int_equal(outcome_with("no", NULL, "ACC-PROC-004"), OUTCOME_FAIL);
}

static void
an_answer_for_a_host_does_not_answer_for_the_estate(void **state)
{
    (void)state;
    assert_int_equal(outcome_with("yes", "app1", "ACC-PROC-004"),
                     OUTCOME_MANUAL);
}

static void
what_this_version_does_not_assess_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(outcome_with(NULL, NULL, "ACC-DB-012"), OUTCOME_UNKNOWN);
}

static void
a_failed_blocker_makes_the_verdict_not_ready(void **state)
{
    struct verdict_counts verdict;
    struct judgements *judgements;
    struct estate estate;

    (void)state;
    estate_make(&estate, false);
    judgements = rules_judge(catalogue, &estate, 1);
    verdict_of(&estate, judgements, &estate.arena, &verdict);
    assert_string_equal(verdict_word(verdict.verdict), "not-ready");
    assert_int_equal(verdict.blockers_failed, 2); /* ENV-001 and COL-002 */
    assert_string_equal(verdict.reasons.items[0], "2 blockers fail");
    judgements_release(judgements);
    arena_release(&estate.arena);
}

/* Judgements of two rules: a blocker and an action, made by hand. */
static enum verdict
verdict_for(struct estate *estate, enum outcome blocker, enum outcome action,
            enum rule_phase phase)
{
    static struct finding findings[2];
    struct rule rules[2] = {{.id = "A", .severity = SEVERITY_BLOCKER},
                            {.id = "B", .severity = SEVERITY_ACTION}};
    struct judgement items[2] = {{.rule = &rules[0], .applies = true},
                                 {.rule = &rules[1], .applies = true}};
    struct judgements judgements = {0};
    struct verdict_counts verdict;
    size_t i;

    rules[0].phase = phase;
    rules[1].phase = PHASE_BEFORE;
    items[0].outcome = blocker;
    items[1].outcome = action;
    for (i = 0; i < 2; i++) {
        findings[i].outcome = items[i].outcome;
        items[i].findings.items = &findings[i];
        items[i].findings.count = 1;
    }
    judgements.rules.items = items;
    judgements.rules.count = 2;
    verdict_of(estate, &judgements, &estate->arena, &verdict);
    return verdict.verdict;
}

static void
the_verdict_follows_the_contract(void **state)
{
    static const struct {
        enum outcome blocker, action;
        enum rule_phase phase;
        enum verdict verdict;
    } table[] = {
        {OUTCOME_PASS, OUTCOME_PASS, PHASE_BEFORE, VERDICT_READY},
        {OUTCOME_WAIVED, OUTCOME_PASS, PHASE_BEFORE, VERDICT_READY},
        {OUTCOME_PASS, OUTCOME_FAIL, PHASE_BEFORE, VERDICT_READY_WITH_ACTIONS},
        {OUTCOME_PASS, OUTCOME_MANUAL, PHASE_BEFORE,
         VERDICT_READY_WITH_ACTIONS},
        {OUTCOME_PASS, OUTCOME_UNKNOWN, PHASE_BEFORE,
         VERDICT_READY_WITH_ACTIONS},
        {OUTCOME_PASS, OUTCOME_ERROR, PHASE_BEFORE, VERDICT_READY_WITH_ACTIONS},
        {OUTCOME_UNKNOWN, OUTCOME_PASS, PHASE_BEFORE, VERDICT_NOT_ASSESSED},
        {OUTCOME_MANUAL, OUTCOME_FAIL, PHASE_BEFORE, VERDICT_NOT_ASSESSED},
        {OUTCOME_ERROR, OUTCOME_PASS, PHASE_BEFORE, VERDICT_NOT_ASSESSED},
        {OUTCOME_FAIL, OUTCOME_PASS, PHASE_BEFORE, VERDICT_NOT_READY},
        {OUTCOME_FAIL, OUTCOME_PASS, PHASE_DURING, VERDICT_READY},
        {OUTCOME_UNKNOWN, OUTCOME_PASS, PHASE_AFTER, VERDICT_READY},
    };
    struct estate_bundle *bundle;
    struct missing_host *missing;
    struct estate estate;
    size_t i;

    (void)state;
    estate_make(&estate, true);
    for (i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(verdict_for(&estate, table[i].blocker, table[i].action,
                                     table[i].phase),
                         table[i].verdict);
    missing = vec_add(&estate.arena, &estate.missing);
    missing->name = "trk9";
    assert_int_equal(verdict_for(&estate, OUTCOME_PASS, OUTCOME_PASS, 0),
                     VERDICT_NOT_ASSESSED);
    missing->exception = "load-balancer";
    assert_int_equal(verdict_for(&estate, OUTCOME_PASS, OUTCOME_PASS, 0),
                     VERDICT_READY);
    bundle = vec_add(&estate.arena, &estate.bundles);
    bundle->status = BUNDLE_REJECTED;
    assert_int_equal(verdict_for(&estate, OUTCOME_PASS, OUTCOME_PASS, 0),
                     VERDICT_NOT_ASSESSED);
    bundle->status = BUNDLE_SUPERSEDED;
    estate.topology = TOPOLOGY_AMBIGUOUS;
    assert_int_equal(verdict_for(&estate, OUTCOME_PASS, OUTCOME_PASS, 0),
                     VERDICT_NOT_ASSESSED);
    arena_release(&estate.arena);
}

static void
a_finding_holds_its_host_or_all_or_none(void **state)
{
    struct finding finding = {0};
    bool set[HOSTS] = {false};
    struct estate estate;
    int i;

    (void)state;
    estate_make(&estate, true);
    finding.host = "app2";
    finding_holds(&estate, &finding, set);
    for (i = 0; i < HOSTS; i++)
        assert_int_equal(set[i], i == 1);
    finding.host = NULL;
    finding.object = "trk9";
    memset(set, 0, sizeof set);
    finding_holds(&estate, &finding, set);
    for (i = 0; i < HOSTS; i++)
        assert_false(set[i]);
    finding.object = NULL;
    finding_holds(&estate, &finding, set);
    for (i = 0; i < HOSTS; i++)
        assert_true(set[i]);
    arena_release(&estate.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thread_and_eight_tell_the_same),
        cmocka_unit_test(a_finding_has_its_title_its_place_and_its_way_out),
        cmocka_unit_test(a_question_is_manual_until_it_is_answered),
        cmocka_unit_test(an_answer_for_a_host_does_not_answer_for_the_estate),
        cmocka_unit_test(what_this_version_does_not_assess_is_unknown),
        cmocka_unit_test(a_failed_blocker_makes_the_verdict_not_ready),
        cmocka_unit_test(the_verdict_follows_the_contract),
        cmocka_unit_test(a_finding_holds_its_host_or_all_or_none),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
