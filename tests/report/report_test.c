#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../write_file.h"
#include "ask.h"
#include "file.h"
#include "made.h"
#include "vec.h"
#include "verify.h"
#include "xml_document.h"

#include <cmocka.h> /* last: it takes the name fail */

enum { MOST = 64 << 20 };

static struct made made;
static struct buf out;

static int
begin(void **state)
{
    (void)state;
    made_init(&made);
    buf_init(&out, MOST);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    buf_release(&out);
    made_release(&made);
    return 0;
}

static void
holds(const char *text)
{
    if (strstr(out.data, text) == NULL)
        fail_msg("\"%s\" does not stand in:\n%.4000s", text, out.data);
}

static void
lacks(const char *text)
{
    if (strstr(out.data, text) != NULL)
        fail_msg("\"%s\" stands in:\n%.4000s", text, out.data);
}

/* Five servers with everything that a report can show; names from strangers. */
static void
make_everything(void)
{
    struct arena *arena = &made.arena;
    struct finding *finding;
    struct remedy *remedy;
    struct evidence *evidence;
    struct step *step;
    size_t rule;

    made_host(&made, "app1", ROLE_MARKETING);
    made_host(&made, "-rf\xE2\x80\xAE\x1b", ROLE_TRACKING);
    made_database(&made, "a;touch x`$(id)'", "app1");
    made_missing(&made, "trk3", "app1");
    estate_reject(&made.estate, "/desk/bad.tar.gz",
                  "0000000000000000000000000000000000000000000000000000000000"
                  "000000",
                  "truncated");
    rule = made_rule(&made, "ACC-SEC-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    finding = made_finding(&made, rule, OUTCOME_FAIL, "app1", NULL);
    finding->found = "=1+1";
    evidence = vec_add(arena, &finding->evidence);
    evidence->bundle = "acc-app1";
    evidence->host = "app1";
    evidence->at = (struct place){"files/pa\xE2\x80\xAEth\nline", 70001};
    evidence->excerpt = "password=\"[redacted]\" \x1b[31m";
    remedy = vec_add(arena, &finding->remedies);
    remedy->kind = "command";
    remedy->text = "nlserver stop mta@<instance: see evidence>";
    remedy->on = "app1";
    remedy->as = "neolane";
    finding =
        made_finding(&made, rule, OUTCOME_UNKNOWN, "-rf\xE2\x80\xAE\x1b", NULL);
    finding->needs = "serverConf.xml";
    finding->get = "run acc-collect as root on app1";
    rule = made_rule(&made, "ACC-SEC-002", SEVERITY_ACTION, PHASE_BEFORE);
    made_finding(&made, rule, OUTCOME_ERROR, "app1", NULL)->detail = "too deep";
    rule = made_rule(&made, "ACC-SEC-003", SEVERITY_BLOCKER, PHASE_DURING);
    made_finding(&made, rule, OUTCOME_MANUAL, NULL, NULL);
    made_rule(&made, "ACC-SEC-004", SEVERITY_INFO, PHASE_AFTER);
    step = made_step(&made, "S001", PLAN_STOP, "app1",
                     "nlserver stop mta@<instance: see evidence>");
    step->commands.items[0].refused = "it holds a quote";
    step->verify = "<code>nlserver pdump</code> lists none.";
    *vec_add(arena, &step->gates) = (struct gate){"ACC-SEC-001", false};
    step = made_step(&made, "S002", PLAN_BACKUP, NULL, "pg_dump, then \"x\"");
    step->minutes = 30;
    made_requires(&made, step, made.plan.steps.items[0]);
    made_step(&made, "S003", PLAN_ROLLBACK, "app1", "start again");
    *vec_add(arena, &made.plan.barriers) =
        (struct barrier){PLAN_STOP, "nothing runs"};
    *vec_add(arena, &made.plan.notes) = "Two documents <code>differ</code>.";
    made.estate.answers.window_starts = "2026-12-05T22:00:00+01:00";
    made.estate.answers.window_hours = "8";
    made.estate.answers.window_zone = "Europe/Paris";
}

/* --- report.xml ----------------------------------------------------------- */

static void
report_xml_is_as_its_schema_says(void **state)
{
    struct xml_document *document;
    struct failure why;

    (void)state;
    make_everything();
    report_xml(&made.report, &out);
    document = xml_read_bytes(span_bytes(out.data, out.len), "report", &why);
    if (document == NULL)
        fail_msg("%s", why.text);
    if (xml_check(document, ACC_SOURCE_DIR "/templates/report.rng", &why) != 0)
        fail_msg("%s", why.text);
    xml_release(document);
    holds("-rf[U+202E][U+001B]");
    holds("‹redacted›");
    holds("/pa[U+202E]th[U+000A]line:70001");
    holds("planned, Sat 5 Dec 2026 22:00 to 06:00 Europe/Paris");
    holds("<barrier n=\"1\" where=\"before\">1 blocker closed \xC2\xB7 nothing "
          "runs</barrier>");
    holds("<code>nlserver pdump</code> lists none.");
    lacks("\xE2\x80\xAE");
    lacks("\x1b");
}

static void
the_example_is_as_the_schema_says(void **state)
{
    struct xml_document *document;
    struct failure why;

    (void)state;
    document =
        xml_read_file(ACC_SOURCE_DIR "/tests/report/example.xml", MOST, &why);
    assert_non_null(document);
    if (xml_check(document, ACC_SOURCE_DIR "/templates/report.rng", &why) != 0)
        fail_msg("%s", why.text);
    xml_release(document);
}

static void
a_thousand_servers_stay_bounded(void **state)
{
    size_t rule;

    (void)state;
    rule = made_rule(&made, "ACC-ENV-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    for (int i = 0; i < 1000; i++) {
        const char *name = arena_format(&made.arena, "trk%03d", i);
        struct finding *finding;

        made_host(&made, name, ROLE_TRACKING);
        finding = made_finding(&made, rule, OUTCOME_FAIL, name, NULL);
        finding->found = i < 700 ? "debian 8.11" : "debian 9";
        made_step(&made, arena_format(&made.arena, "S%04d", i), PLAN_STOP, name,
                  "/etc/init.d/apache2 stop");
    }
    report_xml(&made.report, &out);
    assert_true(out.len < 1 << 20);
    holds("trk000, trk001, trk002 and 697 more");
    holds("columns=\"count\"");
    holds("last=\"S0999\"");
    holds("stack=\"1000\"");
}

static void
the_same_subject_is_folded_only_when_it_is_the_same(void **state)
{
    size_t rule;

    (void)state;
    rule = made_rule(&made, "ACC-ENV-001", SEVERITY_BLOCKER, PHASE_BEFORE);
    for (int i = 0; i < 400; i++) {
        const char *name = arena_format(&made.arena, "trk%03d", i);

        made_host(&made, name, ROLE_TRACKING);
        made_finding(&made, rule, OUTCOME_FAIL, name, NULL)->found =
            arena_format(&made.arena, "debian %d", i);
    }
    report_xml(&made.report, &out);
    holds("<subjects label=\"Servers\" more=\"188\" file=\"findings.csv\">");
}

static void
empty_parts_say_what_was_looked_at(void **state)
{
    (void)state;
    report_xml(&made.report, &out);
    holds("No bundle was accepted, so no blocker could be looked for.");
    holds("No server was seen, so no step is planned.");
    holds("No waiver was given. No answer was given.");
    holds("Not known. No window was given and no step is timed.");
    holds("state=\"not-assessed\"");
}

/* --- report.json ---------------------------------------------------------- */

static void
report_json_is_as_its_schema_says(void **state)
{
    static const char FILE_NAME[] = ACC_BINARY_DIR "/tests/made-report.json";
    static const char CHECK[] =
        "python3 -c 'import json, jsonschema, sys; "
        "jsonschema.validate(json.load(open(sys.argv[1])), "
        "json.load(open(sys.argv[2])))' " ACC_BINARY_DIR
        "/tests/made-report.json " ACC_SOURCE_DIR
        "/analyzer/report/report.schema.json";

    (void)state;
    make_everything();
    report_json(&made.report, &out);
    write_file(FILE_NAME, span_bytes(out.data, out.len));
    assert_int_equal(system(CHECK), 0);
    holds("\"minutes\": null");
    holds("-rf[U+202E][U+001B]");
    lacks("/desk/");
}

/* --- CSV ------------------------------------------------------------------ */

static void
no_cell_is_a_formula_and_every_line_ends_in_crlf(void **state)
{
    (void)state;
    make_everything();
    report_findings_csv(&made.report, &out);
    holds("rule,title,category,severity,phase,outcome,actor,host,");
    holds(",'=1+1,");
    holds(",'-rf[U+202E][U+001B],");
    holds("\"password=\"\"‹redacted›\"\" [U+001B][31m\"");
    for (size_t i = 0; i < out.len; i++)
        if (out.data[i] == '\n')
            assert_int_equal(out.data[i - 1], '\r');
    assert_memory_equal(out.data + out.len - 2, "\r\n", 2);
    buf_reset(&out);
    report_plan_csv(&made.report, &out);
    holds("S002,backup,Do it,,,,DBA,,\"pg_dump, then \"\"x\"\"\",");
}

/* --- REQUEST.txt, VERIFY.txt, summary ------------------------------------- */

static void
the_request_asks_once_for_what_decides_most(void **state)
{
    static const char *const HOSTS[] = {"h1", "h2"};
    size_t rules[3];

    (void)state;
    for (int r = 0; r < 3; r++)
        rules[r] =
            made_rule(&made, arena_format(&made.arena, "ACC-A-00%d", r + 1),
                      SEVERITY_ACTION, PHASE_BEFORE);
    for (int h = 0; h < 2; h++) {
        made_host(&made, HOSTS[h], ROLE_MTA);
        for (int r = 0; r < 3; r++) {
            struct finding *finding =
                made_finding(&made, rules[r], OUTCOME_UNKNOWN, HOSTS[h], NULL);

            finding->needs = "evidence";
            finding->get =
                arena_format(&made.arena,
                             r == 2 ? "save java -version of %s"
                                    : "run acc-collect as root on %s",
                             HOSTS[h]);
        }
    }
    report_request(&made.report, &out);
    holds("  1. Run acc-collect as root on the server.\n     where:   h1, h2\n"
          "     decides: 2 rules (ACC-A-001, ACC-A-002, up to action)\n"
          "              ACC-A-001: The title of ACC-A-001\n"
          "              ACC-A-002: The title of ACC-A-002\n");
    holds("  2. Save java -version of the server.");
    assert_null(strstr(strstr(out.data, "acc-collect") + 1, "acc-collect"));
}

static void
ids_that_follow_each_other_are_folded(void **state)
{
    static const char *const IDS[] = {"ACC-A-001", "ACC-A-002", "ACC-A-003",
                                      "ACC-A-005", "ACC-B-006"};
    struct ask ask = {0};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        size_t rule = made_rule(&made, IDS[i], SEVERITY_INFO, PHASE_BEFORE);

        *vec_add(&made.arena, &ask.rules) =
            made.judgements.rules.items[rule].rule;
    }
    assert_string_equal(ask_ids(&made.arena, &ask),
                        "ACC-A-001 to 003, ACC-A-005, ACC-B-006");
}

static void
a_file_name_in_a_command_is_quoted_or_refused(void **state)
{
    (void)state;
    assert_string_equal(verify_word(&made.arena, "acc-1.tar.gz", NULL),
                        "acc-1.tar.gz");
    assert_string_equal(verify_word(&made.arena, "-rf", NULL), "'./-rf'");
    assert_string_equal(verify_word(&made.arena, "a;touch x`$(id)'", NULL),
                        "'a;touch x`$(id)'\\'''");
    assert_string_equal(verify_word(&made.arena, "a\nb", "12345678ff"),
                        "<name: see SHA-256 12345678>");
}

static void
the_summary_has_colour_only_when_asked(void **state)
{
    (void)state;
    make_everything();
    report_summary(&made.report, "out\x1b", false, &out);
    holds("Not ready  Campaign Classic 6.02 → 7.4, estate made, 2 servers");
    holds("  1. Mend ACC-SEC-001");
    holds("The report is in out[U+001B]");
    lacks("\x1b");
    buf_reset(&out);
    report_summary(&made.report, "out", true, &out);
    holds("\x1b[1;31mNot ready\x1b[0m");
}

static void
the_input_id_follows_digests_and_options_and_not_names(void **state)
{
    struct report_input *input;
    char one[9], two[9];

    (void)state;
    input = vec_add(&made.arena, &made.report.inputs);
    *input = (struct report_input){"bundle", "a.tar.gz", "1111", 1};
    report_input_id(&made.report, one);
    input->file = "b.tar.gz";
    report_input_id(&made.report, two);
    assert_string_equal(one, two);
    input->sha256 = "2222";
    report_input_id(&made.report, two);
    assert_string_not_equal(one, two);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(report_xml_is_as_its_schema_says),
        CASE(the_example_is_as_the_schema_says),
        CASE(a_thousand_servers_stay_bounded),
        CASE(the_same_subject_is_folded_only_when_it_is_the_same),
        CASE(empty_parts_say_what_was_looked_at),
        CASE(report_json_is_as_its_schema_says),
        CASE(no_cell_is_a_formula_and_every_line_ends_in_crlf),
        CASE(the_request_asks_once_for_what_decides_most),
        CASE(ids_that_follow_each_other_are_folded),
        CASE(a_file_name_in_a_command_is_quoted_or_refused),
        CASE(the_summary_has_colour_only_when_asked),
        CASE(the_input_id_follows_digests_and_options_and_not_names),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
