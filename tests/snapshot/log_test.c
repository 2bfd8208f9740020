#include "evidence_case.h"

#define VAR "files/usr/local/neolane/nl6/var/"
#define WEB VAR "default/log/web.log"
#define WEB_2 VAR "default/log/web_2.log"
#define WF VAR "prod/log/wfserver.log"
#define UPGRADE VAR "prod/postupgrade/postupgrade_6880_1.log"
#define UPGRADE_2 VAR "prod/postupgrade/postupgrade_6880_2.log"
#define SERVER CONF "serverConf.xml"
#define DEFAULT CONF "config-default.xml"
#define PROD CONF "config-prod.xml"
#define END                                                                    \
    {                                                                          \
        NULL, NULL, 0, NULL, NULL                                              \
    }

#define AT(day) "2025-11-" day " 09:15:30.120Z B67B28C0 1 "
#define AT_7(day) "2025-11-" day "T09:15:30.120Z 4711 4712 1 "

static void
a_line_that_returns_is_one_fact_with_its_newest_place(void **state)
{
    /* web_2.log is the older one: it is read behind the other. */
    static const struct piece pieces[] = {
        {WEB,
         "\n\n" AT_7("20") "error log JST-310027 https://api.example "
                           "[words dropped]\n"
                           "\n" AT_7("21") "error log JST-310027 "
                                           "https://api.example [words "
                                           "dropped]",
         0, NULL, NULL},
        {WEB_2,
         AT("02") "warning log JST-310027 https://api.example [words "
                  "dropped]\r\n",
         0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *call = fact_at(snapshot, "logs/call");
    const struct fact *error = fact_at(snapshot, "logs/error");

    (void)state;
    says(fact_at(snapshot, "logs"), "files", "2", NULL, 0);
    says(fact_at(snapshot, "logs"), "lines", "3", NULL, 0);
    says(call, "address", "https://api.example", WEB, 5);
    says(call, "count", "3", WEB, 5);
    says(call, "first", "2025-11-02T09:15:30Z", WEB, 5);
    says(call, "last", "2025-11-21T09:15:30Z", WEB, 5);
    says(call, "instance", NULL, NULL, 0);
    says(error, "code", "JST-310027", WEB, 5);
    assert_null(fact_next(call));
    assert_null(fact_next(error));
    assert_non_null(snapshot_line(snapshot, WEB, 5));
    snapshot_release(snapshot);
}

static void
each_kind_of_line_becomes_its_fact(void **state)
{
    static const struct piece pieces[] = {
        {WF,
         AT("03") "info log Application server for Adobe Campaign (6.1.1 build "
                  "8864) of 03/02/2018\n" AT(
                      "03") "info log Starting Workflow "
                            "server module (pid=28505, "
                            "tid=-12)...\n" AT(
                                "03") "info log Starting 1 connection(s) on "
                                      "pool 'default "
                                      "prod' (postgresql, server='db1:5433', "
                                      "login='nl:nl_prod')\n" AT(
                                          "04") "error log ORA-01805 cannot "
                                                "alter type of a column "
                                                "used by a view or rule [words "
                                                "dropped] "
                                                "(iRc=-2006)\n",
         0, NULL, NULL},
        {UPGRADE,
         AT("05") "error log [PU-0006] Entity of type : 'nms:webApp' and Id "
                  "'taskOverview', expression 'SQLDATA' was found : '[words "
                  "dropped]'. (iRc=-1)\n"
                  "[PU-0001] Entity of type : 'xtk:workflow' and Id '12', "
                  "expression '.@' was found : '[words dropped]'.\n" AT(
                      "05") "info log =========Summary of the "
                            "update==========\n" AT(
                                "05") "info log prod instance, 2 warning(s) "
                                      "and 1 error(s) "
                                      "during the update.\n" AT(
                                          "05") "warning log The document with "
                                                "identifier "
                                                "'cus:a' and type 'nms:webApp' "
                                                "is in conflict "
                                                "with the new version.\n",
         0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *hit = fact_at(snapshot, "logs/hit[code=PU-0006]");
    const struct fact *update = fact_at(snapshot, "logs/update");

    (void)state;
    says(fact_at(snapshot, "logs/banner"), "version", "6.1.1", WF, 1);
    says(fact_at(snapshot, "logs/banner"), "build", "8864", WF, 1);
    says(fact_at(snapshot, "logs/start"), "module", "Workflow server", WF, 2);
    says(fact_at(snapshot, "logs/pool"), "engine", "postgresql", WF, 3);
    says(fact_at(snapshot, "logs/pool"), "instance", "prod", WF, 3);
    says(fact_at(snapshot, "logs/error"), "code", "ORA-01805", WF, 4);
    says(fact_at(snapshot, "logs/error"), "returned", "-2006", WF, 4);
    assert_non_null(fact_get(fact_at(snapshot, "logs/error"), "phrase"));
    says(hit, "schema", "nms:webApp", UPGRADE, 1);
    says(hit, "id", "taskOverview", UPGRADE, 1);
    says(hit, "expression", "SQLDATA", UPGRADE, 1);
    says(hit, "instance", "prod", UPGRADE, 1);
    says(hit, "run", "last", UPGRADE, 1);
    hit = fact_at(snapshot, "logs/hit[code=PU-0001]");
    says(hit, "id", "12", UPGRADE, 2);
    says(hit, "last", NULL, NULL, 0);
    says(update, "warnings", "2", UPGRADE, 4);
    says(update, "errors", "1", UPGRADE, 4);
    says(update, "conflicts", "1", UPGRADE, 4);
    says(update, "build", "6880", UPGRADE, 4);
    says(fact_at(snapshot, "logs/conflict"), "id", "cus:a", UPGRADE, 5);
    snapshot_release(snapshot);
}

#define FOUND(id)                                                              \
    "error log [PU-0005] Entity of type : 'nms:delivery' and Id '" id "', "    \
    "expression 'sql=' was found : '[words dropped]'.\n"
#define TOTAL                                                                  \
    "info log prod instance, 0 warning(s) and 0 error(s) during the update.\n"
#define CONFLICT                                                               \
    "warning log The document with identifier 'cus:a' and type 'xtk:form' is " \
    "in conflict with the new version.\n"

static void
what_an_upgrade_found_is_of_the_last_run_that_looked_or_an_earlier_one(
    void **state)
{
    /* Runs of the release that looks are of build 9032; the last log but one
     * is an upgrade of the old release, which does not look, and the last one
     * has no summary. */
    static const struct piece pieces[] = {
        {VAR "prod/postupgrade/postupgrade_9032_1.log",
         AT("05") FOUND("a") AT("05") FOUND("b"), 0, NULL, NULL},
        {VAR "prod/postupgrade/postupgrade_9032_2.log", AT("06") FOUND("a"), 0,
         NULL, NULL},
        {UPGRADE, AT("07") TOTAL AT("07") CONFLICT, 0, NULL, NULL},
        {UPGRADE_2, AT("08") "error log XTK-170024 [words dropped]\n", 0, NULL,
         NULL},
        {VAR "test/postupgrade/postupgrade_9032_3.log", AT("09") FOUND("c"), 0,
         NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "logs/hit[id=a]"), "run", "last",
         VAR "prod/postupgrade/postupgrade_9032_2.log", 1);
    says(fact_at(snapshot, "logs/hit[id=a]"), "count", "2",
         VAR "prod/postupgrade/postupgrade_9032_2.log", 1);
    says(fact_at(snapshot, "logs/hit[id=b]"), "run", "earlier",
         VAR "prod/postupgrade/postupgrade_9032_1.log", 2);
    says(fact_at(snapshot, "logs/hit[id=c]"), "run", "last",
         VAR "test/postupgrade/postupgrade_9032_3.log", 1);
    says(fact_at(snapshot, "logs/update"), "run", "last", UPGRADE, 1);
    says(fact_at(snapshot, "logs/conflict"), "run", "last", UPGRADE, 2);
    snapshot_release(snapshot);
}

static void
the_last_start_tells_the_version_where_no_command_did(void **state)
{
    static const char logged[] = AT(
        "20") "info log Application server for Adobe Campaign (6.1.1 build "
              "8864) of 03/02/2018\n" AT(
                  "01") "info log Application server for Adobe Campaign (6.1.1 "
                        "build 8800) of 03/02/2017\n";
    struct piece pieces[] = {
        {WEB, logged, 0, NULL, NULL},
        {"commands/nlserver-pdump",
         "09:00:00 >   Application server for Adobe Campaign (6.1.1 build "
         "8900) of 03/02/2019\nNo tasks\n",
         0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "product"), "build", "8900",
         "commands/nlserver-pdump", 1);
    says(fact_at(snapshot, "product"), "basis", NULL, NULL, 0);
    has_gap(snapshot, WEB, 1, "started last said build 8864");
    snapshot_release(snapshot);
    pieces[1].path = NULL;
    snapshot = snapshot_of(pieces);
    says(fact_at(snapshot, "product"), "build", "8864", WEB, 1);
    says(fact_at(snapshot, "product"), "version", "6.1", WEB, 1);
    says(fact_at(snapshot, "product"), "basis",
         "the last start of a process in the logs, 2025-11-20T09:15:30Z", WEB,
         1);
    snapshot_release(snapshot);
}

#define POOL(engine, database)                                                 \
    "info log Starting 1 connection(s) on pool 'default prod' (" engine        \
    ", server='db1', login='nl:" database "')\n"

static void
a_log_tells_the_connection_that_the_settings_do_not(void **state)
{
    static const char logged[] =
        AT("02") POOL("PostgreSQL", "camp") AT("01") POOL("postgresql", "older")
            AT("03") "info log Starting 2 connection(s) on pool "
                     "'nms:extAccount:crm prod' (Oracle, server='ora', "
                     "login='x')\n";
    struct piece pieces[] = {{WF, logged, 0, NULL, NULL},
                             {SERVER, "<serverConf/>", 0, NULL, NULL},
                             {DEFAULT, "<serverConf/>", 0, NULL, NULL},
                             {PROD, NULL, 0, "denied", "permission denied"},
                             END};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *connection =
        fact_at(snapshot, "instance/database-connection");

    (void)state;
    says(connection, "engine", "postgresql", WF, 1);
    says(connection, "database", "camp", WF, 1);
    says(connection, "host", "db1", WF, 1);
    says(connection, "basis", "log", WF, 1);
    says(connection, "encrypted", NULL, NULL, 0);
    snapshot_release(snapshot);

    /* A word that is no engine, as the guide itself has one. */
    pieces[3] = (struct piece){
        PROD,
        "<serverConf><shared><dataStore><dataSource name='default'>\n"
        "<dbcnx provider='DB' server='db1' login='nl:camp'/>\n"
        "</dataSource></dataStore></shared></serverConf>",
        0, NULL, NULL};
    snapshot = snapshot_of(pieces);
    connection = fact_at(snapshot, "instance/database-connection");
    says(connection, "engine", "postgresql", WF, 1);
    says(connection, "provider", "DB", PROD, 2);
    says(connection, "database", "camp", PROD, 2);
    snapshot_release(snapshot);

    /* Settings that were read and name none: a frontal. */
    pieces[3].content = "<serverConf/>";
    snapshot = snapshot_of(pieces);
    assert_null(fact_at(snapshot, "instance/database-connection"));
    snapshot_release(snapshot);
}

static void
logs_of_millions_of_lines_are_read_whole_and_keep_no_more_than_their_kinds(
    void **state)
{
    enum { LINES = 1000000, LAST = 600 };
    struct piece pieces[] = {{WF, NULL, 0, NULL, NULL}, END};
    struct snapshot *snapshot;
    const struct fact *error;
    struct buf text;
    size_t kept = 0;

    (void)state;
    buf_init(&text, 64 << 20);
    for (int i = 0; i < LINES; i++)
        buf_addc(&text, '\n');
    for (int i = 0; i < LAST; i++)
        buf_addf(&text, AT("09") "error log XTK-%06d [words dropped]\n", i);
    pieces[0].content = text.data;
    pieces[0].len = text.len;
    snapshot = snapshot_of(pieces);
    error = fact_at(snapshot, "logs/error");
    says(error, "code", "XTK-000000", WF, LINES + 1);
    for (; error != NULL; error = fact_next(error))
        kept++;
    assert_int_equal(kept, 500);
    has_gap(snapshot, WF, LINES + 501, "only the first 500");
    snapshot_release(snapshot);
    buf_release(&text);
}

static void
a_log_that_was_cut_tells_what_it_holds(void **state)
{
    static const struct piece pieces[] = {
        {WF, AT("03") "error log XTK-170024 [words dropped]\n\n", 0, "cut",
         "longer than 2 MiB"},
        {WEB, AT("03") "error log XTK-170025 [words dropped]\n", 0, "changed",
         "it grew"},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "logs/error[code=XTK-170024]"), "count", "1", WF, 1);
    says(fact_at(snapshot, "logs/error[code=XTK-170025]"), "count", "1", WEB,
         1);
    says(fact_at(snapshot, "source[status=cut]"), "kind", "log", WF, 0);
    assert_int_equal(count_of(snapshot, "source"), 2);
    has_gap(snapshot, WF, 0, "longer than 2 MiB");
    snapshot_release(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_returns_is_one_fact_with_its_newest_place),
        cmocka_unit_test(each_kind_of_line_becomes_its_fact),
        cmocka_unit_test(
            what_an_upgrade_found_is_of_the_last_run_that_looked_or_an_earlier_one),
        cmocka_unit_test(the_last_start_tells_the_version_where_no_command_did),
        cmocka_unit_test(a_log_tells_the_connection_that_the_settings_do_not),
        cmocka_unit_test(a_log_that_was_cut_tells_what_it_holds),
        cmocka_unit_test(
            logs_of_millions_of_lines_are_read_whole_and_keep_no_more_than_their_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
