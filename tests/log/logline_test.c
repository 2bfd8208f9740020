#include "../cmocka_test.h"

#include <stdio.h>

#include "buf.h"
#include "logline.h"

/* Both dialects. */
static const char *const PREFIXES[] = {
    "2013-04-09 07:48:39.749Z        00002E7A          1     info    log     ",
    "2011-10-04 11:57:51.804Z B67B28C0 1 error log ",
    "2021-05-31T08:11:44.450Z        74276   74276   1       warning log     "};

static void
keep(const char *line, struct buf *out)
{
    struct logline parsed;

    buf_reset(out);
    if (logline_parse(span_of(line), &parsed))
        logline_keep(&parsed, out);
}

/* MESSAGE behind each prefix is kept as KEPT (NULL: not at all), and what is
 * kept is kept as it is. */
static void
expect(const char *message, const char *kept)
{
    for (size_t i = 0; i < 3; i++) {
        struct buf line, wanted, got, again;

        buf_init(&line, 8192);
        buf_init(&wanted, 8192);
        buf_init(&got, 8192);
        buf_init(&again, 8192);
        buf_addf(&line, "%s%s", PREFIXES[i], message);
        if (kept != NULL) {
            buf_adds(&wanted, PREFIXES[i]);
            while (wanted.data[wanted.len - 1] == ' ')
                wanted.data[--wanted.len] = '\0';
            buf_addf(&wanted, " %s", kept);
        }
        keep(line.data, &got);
        assert_string_equal(got.len == 0 ? "" : got.data,
                            wanted.len == 0 ? "" : wanted.data);
        if (kept != NULL) {
            keep(got.data, &again);
            assert_string_equal(again.data, got.data);
        }
        buf_release(&line);
        buf_release(&wanted);
        buf_release(&got);
        buf_release(&again);
    }
}

static void
lines_of_the_grammar_stay_as_they_are(void **state)
{
    static const char *const lines[] = {
        "Application server for Adobe Campaign (6.1.1 build 8864) of "
        "03/02/2018",
        "Application server for Adobe Campaign Classic (7.3.4 build "
        "9364@8f3ef8e of 09/04/2023)",
        "Application Server for Neolane v5.11 (build 5762) dated 2013-01-02",
        "Starting Web server module (pid=28505, tid=-1225184768)...",
        "Tomcat started",
        "Server started",
        "Starting 1 connection(s) on pool 'default instance1' (postgresql, "
        "server='localhost', login='dbuser1:dbuser1')",
        "Starting 2 connection(s) on pool 'nms:extAccount:ffda prod' "
        "(Microsoft SQL Server, server='sql1\\CRM,1433', login='acc:prod')",
        "Starting 1 connection(s) on pool 'default' (Oracle, server='', "
        "login='acc')",
        "test instance, 6 warning(s) and 0 error(s) during the update.",
        "=========Summary of the update==========",
        "The document with identifier 'opensByUserAgent' and type "
        "'xtk:report' is in conflict with the new version.",
        "Document of identifier 'nms:includeView' and type 'xtk:srcSchema' "
        "updated in the database and found in the file system. You will have "
        "to merge the two versions manually."};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect(lines[i], lines[i]);
}

static void
other_lines_are_not_kept(void **state)
{
    static const char *const lines[] = {
        "",
        "Updating table 'NmcTrackingLogMessages'",
        "Sending to jane.doe@customer.example",
        "Starting delivery 'Spring 2013'",
        "Starting many connection(s) on pool 'default' (x, server='', "
        "login='')",
        "ABCD-310027 AB-310027 JST-31002 JST-3100277 ORA-1 XORA-01805",
        "Server started by jane",
        "[PU-6] Entity of type : 'a'"};
    struct logline parsed;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect(lines[i], NULL);
    assert_false(logline_parse(span_of("Tomcat started"), &parsed));
    assert_false(logline_parse(
        span_of("2013-04-09 07:48:39.749Z info log Tomcat started"), &parsed));
    assert_false(logline_parse(
        span_of("2013-04-09 jane B67B28C0 1 info log Tomcat started"),
        &parsed));
    assert_false(logline_parse(
        span_bytes("2013-04-09 07:48:39Z 1 1 info log JST-310027 \0", 47),
        &parsed));
}

static void
words_around_a_code_are_dropped(void **state)
{
    static const struct {
        const char *message, *kept;
    } cases[] = {
        {"JST-310027 The URL 'https://api.partner.example:8443/v1/u?mail="
         "jane@customer.example' is not allowed (iRc=-5)",
         "JST-310027 https://api.partner.example:8443 " LOGLINE_DROPPED
         " (iRc=-5)"},
        {"JST-310027 http://jane:pw@partner.example/",
         "JST-310027 " LOGLINE_DROPPED},
        {"XTK-170024 https://api.partner.example/ failed",
         "XTK-170024 " LOGLINE_DROPPED},
        {"BAS-010007 while INT-150012: Jane",
         "BAS-010007 INT-150012 " LOGLINE_DROPPED},
        {"Oracle error: ORA-01805: possible error",
         "ORA-01805 " LOGLINE_DROPPED},
        {"Oracle error: ORA 01805", "ORA 01805 " LOGLINE_DROPPED},
        {"SQL order 'select 1' was not executed. (iRc=-2006)",
         LOGLINE_DROPPED " (iRc=-2006)"},
        {"PostgreSQL error: ERROR: cannot alter type of a column used by a "
         "view or rule\\n on table jane (iRc=-2006)",
         "cannot alter type of a column used by a view or rule " LOGLINE_DROPPED
         " (iRc=-2006)"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].message, cases[i].kept);
}

static void
an_entity_is_kept_without_its_context_and_needs_no_prefix(void **state)
{
    static const char cut[] =
        "[PU-0006] Entity of type : 'nms:webApp' and Id 'taskOverview', "
        "expression '[SQLDATA[' was found : '...)) or (@id IN ([SQLDATA[select";
    static const char whole[] =
        "[PU-0003] Entity of type : 'xtk:workflow' and Id 'nms:webApp|last', "
        "expression 'logon(' was found : '...logon(\"jane\")...'. (iRc=-1)";
    struct logline parsed;

    (void)state;
    expect(
        cut,
        "[PU-0006] Entity of type : 'nms:webApp' and Id "
        "'taskOverview', expression '[SQLDATA[' was found : '" LOGLINE_DROPPED
        "'.");
    expect(
        whole,
        "[PU-0003] Entity of type : 'xtk:workflow' and Id "
        "'nms:webApp|last', expression 'logon(' was found : '" LOGLINE_DROPPED
        "'. (iRc=-1)");
    expect("[PU-0001] Entity of type : 'xtk:jssp' and Id 'mail of jane', "
           "expression 'jane@x' was found : ''",
           "[PU-0001] Entity of type : 'xtk:jssp' and Id '" LOGLINE_DROPPED
           "', expression '" LOGLINE_DROPPED "' was found : '" LOGLINE_DROPPED
           "'.");
    assert_true(logline_parse(span_of(cut), &parsed));
    assert_int_equal(parsed.kind, LOGLINE_ENTITY);
    assert_int_equal(parsed.level, LOGLINE_NONE);
    assert_true(span_is(parsed.entity, "PU-0006"));
    assert_true(span_is(parsed.type, "nms:webApp"));
    assert_true(span_is(parsed.id, "taskOverview"));
    assert_true(span_is(parsed.expression, "[SQLDATA["));
}

static void
parts_that_do_not_fit_their_place_are_dropped(void **state)
{
    static const struct {
        const char *message, *kept;
    } cases[] = {
        {"Starting 1 connection(s) on pool 'default prod' (postgresql, "
         "server='db1 jane', login='jane@customer.example')",
         "Starting 1 connection(s) on pool 'default prod' (postgresql, "
         "server='" LOGLINE_DROPPED "', login='" LOGLINE_DROPPED "')"},
        {"Starting 1 connection(s) on pool 'jane@customer.example prod' (x, "
         "server='a', login='b')",
         "Starting 1 connection(s) on pool '" LOGLINE_DROPPED " prod' (x, "
         "server='a', login='b')"},
        {"of jane's instance, 1 warning(s) and 2 error(s) during the update.",
         LOGLINE_DROPPED
         " instance, 1 warning(s) and 2 error(s) during the update."},
        {"Application server for Adobe Campaign (6.1.1 build 8864) from "
         "10.1.2.3 by jane@customer.example",
         "Application server for Adobe Campaign (6.1.1 build 8864) from"},
        {"Application server for Neolane 06 12 34 56 78",
         "Application server for Neolane"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].message, cases[i].kept);
}

static void
the_parts_of_a_line_can_be_read(void **state)
{
    struct logline parsed;

    (void)state;
    assert_true(logline_parse(
        span_of("2021-05-31T08:11:44.450Z 74276 74277 1 warning log Starting "
                "3 connection(s) on pool 'default prod' (Oracle, "
                "server='ora1', login='acc')\r"),
        &parsed));
    assert_int_equal(parsed.kind, LOGLINE_POOL);
    assert_int_equal(parsed.level, LOGLINE_WARNING);
    assert_true(span_is(parsed.stamp, "2021-05-31T08:11:44.450Z"));
    assert_true(span_is(parsed.source, "default"));
    assert_true(span_is(parsed.instance, "prod"));
    assert_true(span_is(parsed.engine, "Oracle"));
    assert_true(span_is(parsed.server, "ora1"));
    assert_true(span_is(parsed.login, "acc"));
    assert_int_equal(parsed.connections, 3);
    assert_true(logline_parse(
        span_of("2013-04-09 07:48:39Z 2E7A 1 info log prod instance, 6 "
                "warning(s) and 2 error(s) during the update."),
        &parsed));
    assert_int_equal(parsed.kind, LOGLINE_TOTAL);
    assert_true(span_is(parsed.instance, "prod"));
    assert_int_equal(parsed.warnings, 6);
    assert_int_equal(parsed.errors, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_the_grammar_stay_as_they_are),
        cmocka_unit_test(other_lines_are_not_kept),
        cmocka_unit_test(words_around_a_code_are_dropped),
        cmocka_unit_test(
            an_entity_is_kept_without_its_context_and_needs_no_prefix),
        cmocka_unit_test(parts_that_do_not_fit_their_place_are_dropped),
        cmocka_unit_test(the_parts_of_a_line_can_be_read)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
