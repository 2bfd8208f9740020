#include "evidence_case.h"

#include <stdio.h>

#include "xml_document.h"
#include "xmlwrite.h"

#define SERVER CONF "serverConf.xml"
#define DEFAULT CONF "config-default.xml"
#define PROD CONF "config-prod.xml"
#define ELSE CONF "config-else.xml"
#define END                                                                    \
    {                                                                          \
        NULL, NULL, 0, NULL, NULL                                              \
    }

static const char EMPTY[] = "<serverconf/>";

static struct snapshot *
layers(const char *server, const char *common, const char *instance)
{
    struct piece pieces[] = {{SERVER, server, 0, NULL, NULL},
                             {DEFAULT, common, 0, NULL, NULL},
                             {PROD, instance, 0, NULL, NULL},
                             END};

    return snapshot_of(pieces);
}

static void
the_last_file_that_has_a_value_gives_it_with_its_place(void **state)
{
    struct snapshot *snapshot = layers(
        "<?xml version='1.0'?>\n"
        "<serverConf>\n"
        " <shared><authentication\n"
        "   defaultMode='nl'>\n"
        "   <XTK\n"
        "     internalpassword='[redacted]'/></authentication></shared>\n"
        " <web HTTPPORT='8080' args='a'>\n"
        "  <relay><url urlPath='1'/></relay>\n"
        "  <redirection><spareserver id='1' url='http://a'/>\n"
        "   <spareServer id='2' url='http://b'/></redirection>\n"
        "  <jsp><classpath>\n  one.jar\n\n  two.jar</classpath></jsp></web>\n"
        " <securityZone name='public'><subnetwork name='all' mask='*'/>\n"
        "  <securityzone name='lan' allowHTTP='true'/></securityZone>\n"
        "</serverConf>\n",
        "<serverconf>\n <web args='-tomcat' autoStart='true'/>\n</serverconf>",
        "<serverconf>\n"
        " <Web args=''><relay><url urlPath='2'/></relay>\n"
        "  <redirection><SpareServer id='2' url='http://c'/></redirection>\n"
        "  <jsp><classpath>three.jar</classpath></jsp></Web>\n"
        " <securityzone name='public'>\n"
        "  <securityZone name='lan'\n   allowHTTP='false'/></securityzone>\n"
        " <myOwn Odd='1'/>\n"
        "</serverconf>");
    struct fact *common = fact_at(snapshot, "settings");
    struct fact *prod = fact_at(snapshot, "instance/settings");
    struct fact *found;

    (void)state;
    assert_string_equal(fact_get(common, "complete"), "true");
    assert_string_equal(fact_get(prod, "complete"), "true");
    says(fact_path(common, "shared/authentication/xtk"), "internalPassword",
         "[redacted]", SERVER, 6);
    says(fact_path(prod, "shared/authentication/xtk"), "internalPassword",
         "[redacted]", SERVER, 6);
    says(fact_path(common, "shared/authentication"), "defaultMode", "nl",
         SERVER, 4);
    says(fact_path(common, "web"), "httpPort", "8080", SERVER, 7);
    says(fact_path(common, "web"), "args", "-tomcat", DEFAULT, 2);
    says(fact_path(prod, "web"), "args", "", PROD, 2);
    says(fact_path(prod, "web"), "autoStart", "true", DEFAULT, 2);
    assert_string_equal(fact_path(prod, "web")->at.entry, PROD);
    /* Rows are appended. */
    found = fact_path(prod, "web/relay/url");
    says(found, "urlPath", "1", SERVER, 8);
    says(fact_next(found), "urlPath", "2", PROD, 2);
    assert_null(fact_next(fact_next(found)));
    assert_null(fact_next(fact_path(common, "web/relay/url")));
    /* spareServer goes by @id. */
    found = fact_path(prod, "web/redirection/spareServer");
    says(found, "url", "http://a", SERVER, 9);
    says(fact_next(found), "url", "http://c", PROD, 3);
    assert_null(fact_next(fact_next(found)));
    /* Text, line by line. */
    found = fact_path(common, "web/jsp/classpath/line");
    assert_string_equal(found->text, "one.jar");
    assert_int_equal(found->at.line, 12);
    assert_string_equal(fact_next(found)->text, "two.jar");
    assert_int_equal(fact_next(found)->at.line, 14);
    found = fact_path(prod, "web/jsp/classpath/line");
    assert_string_equal(found->text, "three.jar");
    assert_null(fact_next(found));
    /* Zones by @name, at every depth. */
    says(fact_path(common, "securityZone/securityZone"), "allowHTTP", "true",
         SERVER, 16);
    says(fact_path(prod, "securityZone/securityZone"), "allowHTTP", "false",
         PROD, 7);
    says(fact_path(prod, "securityZone/subNetwork"), "mask", "*", SERVER, 15);
    says(fact_path(prod, "myOwn"), "Odd", "1", PROD, 8);
    assert_string_equal(snapshot_line(snapshot, PROD, 7)->text,
                        "allowHTTP='false'/></securityzone>");
    snapshot_release(snapshot);
}

static void
a_setting_that_names_an_old_folder_is_told_once(void **state)
{
    struct piece pieces[] = {
        {SERVER,
         "<serverConf>\n<shared>\n<dataStore\n"
         "  uploadDirectory='/usr/local/neolane/nl5/var/upload'\n"
         "  own='/opt/nl50/x' other='nl5' v7='/usr/local/neolane/nl6/var'/>\n"
         "<exec dir='D:\\Adobe\\ADOBE CAMPAIGN V6'/></shared>\n"
         "<web><jsp><classpath>\n  a.jar\n  C:/Neolane_v6/lib/own.jar\n"
         "</classpath></jsp></web></serverConf>",
         0, NULL, NULL},
        {DEFAULT, "<serverconf/>", 0, NULL, NULL},
        {PROD,
         "<serverconf>\n<mta logo='/home/neolane/nl5/logo'/>\n"
         "<shared><exec dir='E:\\own'/></shared></serverconf>",
         0, NULL, NULL},
        {ELSE, "<serverconf/>", 0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *old = fact_child(snapshot->host, "old-path");

    (void)state;
    says(old, "setting", "uploadDirectory", SERVER, 4);
    old = fact_next(old);
    says(old, "setting", "dir", SERVER, 6);
    old = fact_next(old);
    says(old, "setting", "classpath", SERVER, 9);
    old = fact_next(old);
    says(old, "setting", "logo", PROD, 2);
    assert_null(fact_next(old));
    snapshot_release(snapshot);
}

static void
modules_say_whether_they_start_and_where_that_stands(void **state)
{
    struct piece pieces[] = {
        {SERVER,
         "<serverConf>\n<mta autoStart='false'/>\n<stat autoStart='1'/>\n"
         "</serverConf>",
         0, NULL, NULL},
        {DEFAULT,
         "<serverconf>\n<web\n autoStart='TRUE'/>\n"
         "<trackinglogd _autoStart='true'/>\n</serverconf>",
         0, NULL, NULL},
        {PROD,
         "<serverconf>\n<mta autostart='true'/>\n"
         "<inMail _autoStart='true'/>\n<stat autoStart=''/>\n"
         "<sms autoStart='maybe'/></serverconf>",
         0, NULL, NULL},
        {"commands/nlserver-pdump",
         "watchdog (1) - 1.0 MB\nweb@default (2) - 1.0 MB\n", 0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *module;

    (void)state;
    module = fact_at(snapshot, "module[name=web]");
    says(module, "auto-start", "true", DEFAULT, 3);
    says(module, "declared", "true", DEFAULT, 2);
    says(module, "instance", "default", DEFAULT, 2);
    says(module, "running", "true", "commands/nlserver-pdump", 2);
    module = fact_at(snapshot, "module[name=trackinglogd]");
    says(module, "auto-start", "false", DEFAULT, 4);
    says(module, "parked", "true", DEFAULT, 4);
    module = fact_at(snapshot, "module[name=syslogd]");
    says(module, "declared", "false", DEFAULT, 0);
    says(module, "auto-start", "false", DEFAULT, 0);
    module = fact_at(snapshot, "module[name=mta]");
    says(module, "auto-start", "true", PROD, 2);
    says(module, "instance", "prod", PROD, 2);
    says(module, "running", "false", "commands/nlserver-pdump", 0);
    says(fact_at(snapshot, "module[name=stat]"), "auto-start", "false", PROD,
         4);
    says(fact_at(snapshot, "module[name=sms]"), "auto-start", NULL, NULL, 0);
    has_gap(snapshot, PROD, 5, "neither true nor false");
    assert_null(fact_at(snapshot, "module[name=watchdog]"));
    assert_int_equal(count_of(snapshot, "parked"), 2);
    says(fact_at(snapshot, "parked[module=trackinglogd]"), "instance",
         "default", DEFAULT, 4);
    says(fact_at(snapshot, "parked[module=inMail]"), "instance", "prod", PROD,
         3);
    snapshot_release(snapshot);
}

static void
a_file_that_was_not_read_leaves_unknown_what_it_could_say(void **state)
{
    static const char server[] =
        "<serverConf>\n<web autoStart='true'/><mta autoStart='true'/>"
        "</serverConf>";
    struct snapshot *snapshot;

    (void)state;
    snapshot = layers(server, "<serverconf>\n<web", EMPTY);
    says(fact_at(snapshot, "settings"), "complete", "false", NULL, 0);
    says(fact_at(snapshot, "instance/settings"), "complete", "false", NULL, 0);
    says(fact_at(snapshot, "module[name=web]"), "auto-start", NULL, NULL, 0);
    says(fact_at(snapshot, "module[name=mta]"), "auto-start", NULL, NULL, 0);
    says(fact_at(snapshot, "source[kind=config-default]"), "status",
         "malformed", DEFAULT, 0);
    has_gap(snapshot, DEFAULT, 2, "tag");
    snapshot_release(snapshot);

    /* What stands above the file that is not there still holds. */
    snapshot = layers("", "<serverconf><web autoStart='true'/></serverconf>",
                      "<serverconf><mta autoStart='true'/></serverconf>");
    says(fact_at(snapshot, "settings"), "complete", "false", NULL, 0);
    assert_null(fact_path(fact_at(snapshot, "settings"), "shared"));
    says(fact_at(snapshot, "module[name=web]"), "auto-start", "true", DEFAULT,
         1);
    says(fact_at(snapshot, "module[name=syslogd]"), "auto-start", NULL, NULL,
         0);
    says(fact_at(snapshot, "module[name=mta]"), "auto-start", "true", PROD, 1);
    says(fact_at(snapshot, "module[name=wfserver]"), "auto-start", NULL, NULL,
         0);
    has_gap(snapshot, SERVER, 1, "empty");
    snapshot_release(snapshot);

    snapshot = layers(server, EMPTY, "<other/>");
    says(fact_at(snapshot, "settings"), "complete", "true", NULL, 0);
    says(fact_at(snapshot, "instance/settings"), "complete", "false", NULL, 0);
    says(fact_at(snapshot, "instance"), "name", "prod", PROD, 0);
    has_gap(snapshot, PROD, 1, "root is not serverConf");
    snapshot_release(snapshot);
}

static void
a_connection_is_taken_apart_as_its_engine_writes_it(void **state)
{
    static const struct {
        const char *provider, *server, *login;
        const char *engine, *host, *port, *account, *database, *key;
    } cases[] = {
        {"postgresql", "localhost", "neolane:prod", "postgresql", "localhost",
         NULL, "neolane", "prod", "postgresql://app1:5432/prod"},
        {"PostgreSQL", "APP1:5432", "other:prod", "postgresql", "app1", "5432",
         "other", "prod", "postgresql://app1:5432/prod"},
        {"POSTGRESQL", "[2001:db8::1]:5433", "a:B", "postgresql", "2001:db8::1",
         "5433", "a", "B", "postgresql://2001:db8::1:5433/B"},
        {"Oracle", "ORCL", "Neolane", "oracle", NULL, NULL, "Neolane", NULL,
         "oracle://orcl/neolane"},
        {"oracle", "db1:1521/svc", "neolane", "oracle", "db1", "1521",
         "neolane", NULL, "oracle://db1:1521/svc/neolane"},
        {"MSSQL", "Db1\\INST", "sa:Camp", "sqlserver", "db1", NULL, "sa",
         "Camp", "sqlserver://db1\\inst/Camp"},
        {"mssql", "(local)", "sa:Camp", "sqlserver", "localhost", NULL, "sa",
         "Camp", "sqlserver://app1:1433/Camp"},
        {"mssql", "db1,1444", "sa:Camp", "sqlserver", "db1", "1444", "sa",
         "Camp", "sqlserver://db1:1444/Camp"},
        {"MySQL", "db2", "acc:base", "mysql", "db2", NULL, "acc", "base",
         "mysql://db2:3306/base"},
        {"DB2", "db3:50001", "acc:base", "db2", "db3", "50001", "acc", "base",
         "db2://db3:50001/base"},
        {"DB", "db4:1", "acc:base", "unknown", NULL, NULL, NULL, NULL, NULL},
        {"", "db5", "x", "unknown", NULL, NULL, NULL, NULL, NULL},
        {"postgresql", "db6", "onlyaccount", "postgresql", "db6", NULL,
         "onlyaccount", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot *snapshot;
        struct fact *connection;
        char instance[600];

        snprintf(instance, sizeof instance,
                 "<serverconf><shared><dataStore><dataSource>\n"
                 "<dbcnx\n login='%s'\n provider='%s'\n server='%s'\n"
                 " encrypted='1'/>\n"
                 "</dataSource></dataStore></shared></serverconf>",
                 cases[i].login, cases[i].provider, cases[i].server);
        snapshot =
            layers("<serverConf><shared><dataStore><dataSource name='default'>"
                   "<dbcnx login='' server='' provider=''/></dataSource>"
                   "</dataStore></shared></serverConf>",
                   EMPTY, instance);
        connection = fact_at(snapshot, "instance/database-connection");
        says(connection, "engine", cases[i].engine, PROD, 4);
        says(connection, "server", cases[i].server, PROD, 5);
        says(connection, "encrypted", "1", PROD, 6);
        says(connection, "host", cases[i].host, PROD, 5);
        says(connection, "port", cases[i].port, PROD, 5);
        says(connection, "account", cases[i].account, PROD, 3);
        says(connection, "database", cases[i].database, PROD, 3);
        says(connection, "key", cases[i].key, PROD, 2);
        snapshot_release(snapshot);
    }
}

static void
an_instance_without_server_and_login_has_no_connection(void **state)
{
    struct snapshot *snapshot = layers(
        "<serverConf><shared><dataStore><dataSource name='default'>"
        "<dbcnx login='' server='' provider='Oracle'/></dataSource>"
        "<dataSource name='other'><dbcnx login='a:b' server='c'/></dataSource>"
        "</dataStore></shared></serverConf>",
        EMPTY, EMPTY);

    (void)state;
    assert_non_null(fact_at(snapshot, "instance"));
    assert_null(fact_at(snapshot, "instance/database-connection"));
    snapshot_release(snapshot);
}

static void
servers_that_settings_name_are_references_but_this_one_never(void **state)
{
    struct snapshot *snapshot = layers(
        "<serverConf><shared><mailExchanger mxAddress='mx1, mx2:2525'/>"
        "</shared>\n"
        "<mta><relay address='[2001:DB8::25]:25'/></mta><web><relay>\n"
        "<url targetUrl='http://localhost:8080'/>\n"
        "<url targetUrl='https://user:pw@App2.example:8443/nl/jsp'/>\n"
        "<url targetUrl='http://127.0.0.5/'/><url targetUrl='http://[::1]/'/>"
        "<url targetUrl='http://app1:80'/><url targetUrl='http://APP1.x.org'/>"
        "<url targetUrl='http://$(hostname):1/'/><url targetUrl='*.example'/>"
        "<url targetUrl=''/></relay>\n"
        "<redirection><spareServer id='1' url='http://trk3:8080'/>\n"
        "<spareServer id='2' url='http://app10'/></redirection></web>"
        "</serverConf>",
        EMPTY,
        "<serverconf>\n<mta statServerAddress='stat1:7778'/>"
        "<web><redirection><spareServer id='3' url='http://trk3'/>"
        "</redirection></web><shared><dataStore><dataSource>\n"
        "<dbcnx provider='postgresql' server='db1' login='a:b'/>"
        "</dataSource></dataStore></shared></serverconf>");
    static const struct {
        const char *host, *what, *port, *entry;
        uint32_t line;
    } cases[] = {
        {"trk3", "spareServer", "8080", SERVER, 6},
        {"app10", "spareServer", NULL, SERVER, 7},
        {"app2.example", "relay", "8443", SERVER, 4},
        {"2001:db8::25", "mtaRelay", "25", SERVER, 2},
        {"mx1", "mailExchanger", NULL, SERVER, 1},
        {"mx2", "mailExchanger", "2525", SERVER, 1},
        {"stat1", "statServerAddress", "7778", PROD, 2},
        {"db1", "dbcnx", NULL, PROD, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fact *reference =
            fact_find(snapshot->host, "reference", "host", cases[i].host);

        says(reference, "what", cases[i].what, cases[i].entry, cases[i].line);
        says(reference, "port", cases[i].port, cases[i].entry, cases[i].line);
    }
    assert_int_equal(count_of(snapshot, "reference"),
                     sizeof cases / sizeof *cases);
    snapshot_release(snapshot);
}

static void
hostile_files_are_gaps_and_never_a_document_that_breaks(void **state)
{
    static const struct {
        const char *document, *words;
        uint32_t line;
    } cases[] = {
        {"<serverConf>\n<web a='1'\n A='2'/></serverConf>", "letter case", 3},
        {"<!DOCTYPE x>\n<serverConf/>", "DOCTYPE", 1},
    };
    struct snapshot *snapshot;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snapshot = layers(cases[i].document, EMPTY, EMPTY);
        has_gap(snapshot, SERVER, cases[i].line, cases[i].words);
        says(fact_at(snapshot, "settings"), "complete", "false", NULL, 0);
        snapshot_release(snapshot);
    }
}

/* A file of one element with COUNT attributes called by LETTER, on line 2. */
static char *
wide(struct buf *document, char letter, int count)
{
    buf_reset(document);
    buf_adds(document, "<serverConf>\n<web");
    for (int i = 0; i < count; i++)
        buf_addf(document, "%s%c%d='1'", i % 2 ? " " : "\n", letter, i);
    buf_adds(document, "/></serverConf>");
    return document->data;
}

/* A file of DEPTH elements inside each other, one a line. */
static char *
deep(struct buf *document, int depth)
{
    buf_reset(document);
    buf_adds(document, "<serverConf>");
    for (int i = 1; i < depth; i++)
        buf_adds(document, "\n<securityZone>");
    for (int i = 1; i < depth; i++)
        buf_adds(document, "</securityZone>");
    buf_adds(document, "</serverConf>");
    return document->data;
}

/* The facts as the rules read them. */
static void
is_a_document(const struct snapshot *snapshot)
{
    struct xml_document *document;
    struct xmlwrite xml;
    struct failure why;
    struct buf out;

    buf_init(&out, 16 << 20);
    xmlwrite_start(&xml, &out);
    fact_write(snapshot->host, &xml);
    document = xml_read_facts(span_bytes(out.data, out.len), "facts", &why);
    if (document == NULL)
        print_error("%s\n", why.text);
    assert_non_null(document);
    xml_release(document);
    buf_release(&out);
}

static void
a_file_may_hold_what_the_contract_says_and_no_more(void **state)
{
    struct snapshot *snapshot;
    struct buf files[3];

    (void)state;
    for (int i = 0; i < 3; i++)
        buf_init(&files[i], 1 << 20);
    snapshot = layers(wide(&files[0], 'a', 1000), wide(&files[1], 'b', 1000),
                      wide(&files[2], 'c', 1000));
    says(fact_at(snapshot, "settings"), "complete", "true", NULL, 0);
    is_a_document(snapshot);
    snapshot_release(snapshot);
    snapshot = layers(wide(&files[0], 'a', 1001), EMPTY, EMPTY);
    has_gap(snapshot, SERVER, 503, "attributes");
    snapshot_release(snapshot);
    snapshot = layers(deep(&files[0], 256), EMPTY, EMPTY);
    says(fact_at(snapshot, "settings"), "complete", "true", NULL, 0);
    is_a_document(snapshot);
    snapshot_release(snapshot);
    snapshot = layers(deep(&files[0], 257), EMPTY, EMPTY);
    has_gap(snapshot, SERVER, 257, "deeper");
    snapshot_release(snapshot);
    for (int i = 0; i < 3; i++)
        buf_release(&files[i]);
}

static void
names_that_would_break_a_facts_document_are_left_out(void **state)
{
    struct snapshot *snapshot = layers(
        "<serverConf xmlns:x='y'>\n<web at='z' x.at='files/etc/passwd:1'\n"
        " x:y='1' good='1'><x:relay><url/></x:relay><jsp/></web>\n"
        "<mta/></serverConf>",
        EMPTY, EMPTY);
    struct fact *web = fact_path(fact_at(snapshot, "settings"), "web");

    (void)state;
    says(web, "good", "1", SERVER, 3);
    assert_null(web->values->next);
    assert_string_equal(web->children->kind, "jsp");
    assert_non_null(fact_path(fact_at(snapshot, "settings"), "mta"));
    has_gap(snapshot, SERVER, 1, "left out");
    snapshot_release(snapshot);
}

static void
of_two_trees_the_one_that_runs_counts_or_none(void **state)
{
    struct piece pieces[] = {
        {"files/opt/nl5/conf/serverConf.xml", "<serverConf/>", 0, NULL, NULL},
        {"files/opt/nl5/conf/config-default.xml", "<serverConf/>", 0, NULL,
         NULL},
        {SERVER, "<serverConf><web/></serverConf>", 0, NULL, NULL},
        {DEFAULT, "<serverConf/>", 0, NULL, NULL},
        {"files/usr/local/neolane/nl5.back/conf/serverConf.xml",
         "<serverConf/>", 0, NULL, NULL},
        {"commands/nlserver-pdump", "No tasks", 0, NULL, "nlserver pdump"},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_int_equal(count_of(snapshot, "installation"), 2);
    says(fact_at(snapshot, "settings"), "complete", "false", NULL, 0);
    assert_null(fact_at(snapshot, "settings")->children);
    has_gap(snapshot, "manifest.xml", 0, "--install-dir");
    snapshot_release(snapshot);
    pieces[5].detail = "/usr/local/neolane/nl6/bin/nlserver pdump";
    snapshot = snapshot_of(pieces);
    assert_int_equal(count_of(snapshot, "installation"), 1);
    says(fact_at(snapshot, "installation"), "directory",
         "/usr/local/neolane/nl6", SERVER, 0);
    says(fact_at(snapshot, "installation"), "tree", "nl6", SERVER, 0);
    says(fact_at(snapshot, "settings"), "complete", "true", NULL, 0);
    assert_non_null(fact_at(snapshot, "settings/web"));
    snapshot_release(snapshot);
}

static void
the_file_of_hosts_tells_what_a_name_means(void **state)
{
    static const char text[] =
        "# 192.0.2.9 nothing.example\n"
        "127.0.0.1 localhost localhost.localdomain relay.example # own\n"
        "127.0.1.1\tapp1 ip6-app1\n"
        "192.0.2.21 app1.example.com app1 console.example\r\n"
        "\n"
        "198.51.100.7\ttrk1.example.com trk1 Click.example\n";
    static const char *const paths[] = {
        "files/etc/hosts", "files/C/Windows/System32/drivers/etc/hosts"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct piece pieces[] = {
            {SERVER,
             "<serverConf><web><redirection>\n"
             "<spareServer url='http://click.example'/>\n"
             "<spareServer url='http://console.example:8080'/>\n"
             "<spareServer url='http://192.0.2.21'/>\n"
             "<spareServer url='http://relay.example'/>\n"
             "<spareServer url='http://nothing.example'/>\n"
             "</redirection></web></serverConf>",
             0, NULL, NULL},
            {DEFAULT, "<serverConf/>", 0, NULL, NULL},
            {paths[i], text, 0, NULL, NULL},
            END};
        struct snapshot *snapshot = snapshot_of(pieces);
        const struct fact *alias = fact_child(snapshot->host, "alias");
        static const char *const aliases[] = {"192.0.2.21", "app1.example.com",
                                              "console.example"};

        assert_int_equal(count_of(snapshot, "reference"), 2);
        says(fact_at(snapshot, "reference[host=click.example]"), "known-as",
             "198.51.100.7 trk1.example.com trk1", SERVER, 2);
        says(fact_at(snapshot, "reference[host=nothing.example]"), "known-as",
             NULL, NULL, 0);
        assert_int_equal(count_of(snapshot, "alias"), 3);
        for (size_t a = 0; a < 3; a++, alias = fact_next(alias))
            says(alias, "name", aliases[a], paths[i], 4);
        snapshot_release(snapshot);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_last_file_that_has_a_value_gives_it_with_its_place),
        cmocka_unit_test(a_setting_that_names_an_old_folder_is_told_once),
        cmocka_unit_test(modules_say_whether_they_start_and_where_that_stands),
        cmocka_unit_test(
            a_file_that_was_not_read_leaves_unknown_what_it_could_say),
        cmocka_unit_test(a_connection_is_taken_apart_as_its_engine_writes_it),
        cmocka_unit_test(
            an_instance_without_server_and_login_has_no_connection),
        cmocka_unit_test(
            servers_that_settings_name_are_references_but_this_one_never),
        cmocka_unit_test(
            hostile_files_are_gaps_and_never_a_document_that_breaks),
        cmocka_unit_test(a_file_may_hold_what_the_contract_says_and_no_more),
        cmocka_unit_test(names_that_would_break_a_facts_document_are_left_out),
        cmocka_unit_test(of_two_trees_the_one_that_runs_counts_or_none),
        cmocka_unit_test(the_file_of_hosts_tells_what_a_name_means),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
