#include "evidence_case.h"

#define PDUMP "commands/nlserver-pdump"
#define MISSING "commands/nlserver-monitor-missing"

static void
every_wording_of_the_banner_tells_product_version_and_build(void **state)
{
    static const struct {
        const char *banner, *name, *version, *build;
    } cases[] = {
        {"10:01:02 >   Application server for Adobe Campaign (6.1.1 build 8864)"
         " of 03/02/2018",
         "Adobe Campaign", "6.1", "8864"},
        {"10:01:02 >   Application server for Adobe Campaign Classic (7.3.4 "
         "build 9364@8f3ef8e of 09/04/2023)",
         "Adobe Campaign Classic", "7", "9364"},
        {"10:01:02 >   Application server for Adobe Campaign v7 (7.0 build "
         "9032) of 01/02/2019",
         "Adobe Campaign", "7", "9032"},
        {"10:01:02 >   Application server for Adobe Campaign v7 (7.0 build "
         "XXXX) of XX/XX/20XX",
         "Adobe Campaign", "7", NULL},
        {"10:01:02 >   Application server for Adobe Campaign Version 7 (build "
         "8789) dated 02/03/2017",
         "Adobe Campaign", "7", "8789"},
        {"10:01:02 >   Application Server for Adobe Campaign Version 6.1 "
         "(build 8104) from 02/03/2017",
         "Adobe Campaign", "6.1", "8104"},
        {"10:01:02 >   Application server for Adobe Campaign Version 7.X (build"
         " 8789) of 01/01/2018",
         "Adobe Campaign", NULL, "8789"},
        {"10:01:02 >   Application server for Adobe Campaign Classic (7.1 21.1 "
         "build 9277@abc) of 01/01/2021",
         "Adobe Campaign Classic", "7", "9277"},
        {"10:01:02 >   Application server for Adobe Campaign (6.7 build 9032) "
         "of 01/01/2019",
         "Adobe Campaign", "7", "9032"},
        {"10:01:02 >   Application server for Neolane v5 (5.11 build 5762) of "
         "14/06/2012",
         "Neolane", "5.11", "5762"},
        {"10:01:02 >   Application server for Neolane v6 (6.0.2 build 6880) of "
         "21/03/2013",
         "Neolane", "6.02", "6880"},
        {"10:01:02 >   Application server for Neolane v6.02 (build 6880) of "
         "21/03/2013",
         "Neolane", "6.02", "6880"},
        {"10:01:02 > Application server for Neolane v6 (build 6880)", "Neolane",
         NULL, "6880"},
        {"Application server for Neolane (5.10 build 5000)", "Neolane", "5.10",
         "5000"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {{PDUMP, cases[i].banner, 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);
        struct fact *product = fact_at(snapshot, "product");

        says(product, "name", cases[i].name, PDUMP, 1);
        says(product, "version", cases[i].version, PDUMP, 1);
        says(product, "build", cases[i].build, PDUMP, 1);
        assert_non_null(strstr(cases[i].banner, fact_get(product, "wording")));
        assert_non_null(fact_at(snapshot, "no-process"));
        snapshot_release(snapshot);
    }
}

static void
each_process_has_its_line_in_every_unit_and_with_any_instance(void **state)
{
    struct piece pieces[] = {
        {PDUMP,
         "09:41:07 >   Application server for Neolane v5 (5.11 build 5762)\r\n"
         "watchdog (2101) - 4.6 MB\r\n"
         "syslogd@default (2110) - 9.8 Mo\r\n"
         "\r\n"
         "mta@a;touch x`$(id)' (2131) - 18,3 Mb\r\n"
         "wfserver@inst (2) (77) - 40 MB\r\n"
         "webmdl@default (1644)\r\n"
         "Connections ------------------\r\n"
         "01/02/2020 10:11:12 192.0.2.1 prod admin|x\r\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *process = fact_at(snapshot, "process");

    (void)state;
    assert_int_equal(count_of(snapshot, "process"), 5);
    says(process, "module", "watchdog", PDUMP, 2);
    says(process, "instance", NULL, NULL, 0);
    says(process, "pid", "2101", PDUMP, 2);
    says(process, "memory-mb", "4.6", PDUMP, 2);
    process = fact_next(process);
    says(process, "module", "syslogd", PDUMP, 3);
    says(process, "instance", "default", PDUMP, 3);
    says(process, "memory-mb", "9.8", PDUMP, 3);
    process = fact_next(process);
    says(process, "instance", "a;touch x`$(id)'", PDUMP, 5);
    says(process, "memory-mb", "18.3", PDUMP, 5);
    process = fact_next(process);
    says(process, "instance", "inst (2)", PDUMP, 6);
    says(process, "pid", "77", PDUMP, 6);
    process = fact_next(process);
    says(process, "module", "webmdl", PDUMP, 7);
    says(process, "memory-mb", NULL, NULL, 0);
    assert_null(fact_at(snapshot, "no-process"));
    says(fact_at(snapshot, "redirection-module"), "basis", "its process runs",
         PDUMP, 7);
    assert_string_equal(snapshot_line(snapshot, PDUMP, 5)->text,
                        "mta@a;touch x`$(id)' (2131) - 18,3 Mb");
    snapshot_release(snapshot);
}

static void
no_process_is_a_fact_and_other_output_is_a_gap(void **state)
{
    static const struct {
        const char *text;
        bool none;
        uint32_t line;
    } cases[] = {
        {"10:00:00 >   Application server for Neolane (5.11 build 1)\nNo "
         "tasks\n",
         true, 2},
        {"no task\n", true, 1},
        {"No Task", true, 1},
        {"", false, 1},
        {"sh: nlserver: not found\n", false, 1},
        {"10:00:00 >>>  Application server for x cannot start\n", false, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {{PDUMP, cases[i].text, 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);
        struct fact *none = fact_at(snapshot, "no-process");

        assert_int_equal(none != NULL, cases[i].none);
        if (none != NULL)
            assert_int_equal(none->at.line, cases[i].line);
        else
            has_gap(snapshot, PDUMP, 1, "not what nlserver pdump prints");
        says(fact_at(snapshot, "source[kind=pdump]"), "status",
             cases[i].none ? "parsed" : "malformed", PDUMP, 0);
        snapshot_release(snapshot);
    }
}

static void
missing_processes_are_told_with_their_line(void **state)
{
    struct piece pieces[] = {
        {MISSING,
         "09:41:09 >   Application server for Neolane v5 (5.11 build 5762)\n"
         "stat@prod\n"
         "some words\n"
         "mta@x y\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *missing = fact_at(snapshot, "not-running");

    (void)state;
    assert_int_equal(count_of(snapshot, "not-running"), 2);
    says(missing, "module", "stat", MISSING, 2);
    says(missing, "instance", "prod", MISSING, 2);
    says(fact_next(missing), "instance", "x y", MISSING, 4);
    snapshot_release(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_wording_of_the_banner_tells_product_version_and_build),
        cmocka_unit_test(
            each_process_has_its_line_in_every_unit_and_with_any_instance),
        cmocka_unit_test(no_process_is_a_fact_and_other_output_is_a_gap),
        cmocka_unit_test(missing_processes_are_told_with_their_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
