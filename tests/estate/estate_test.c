#include "../cmocka_test.h"

#include "estate_case.h"

#include <stdio.h>

#include "xml_document.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Roles ------------------------------------------------------------------- */

#define DB                                                                     \
    "<instance name='prod'><database-connection engine='oracle' "              \
    "server='orcl' account='neolane'/></instance>"
#define STARTS(name)                                                           \
    "<module name='" name "' instance='prod' auto-start='true'/>"
#define REDIRECTS "<redirection-module basis='nlsrv.load is enabled'/>"

static const struct {
    const char *rule, *facts;
    unsigned roles;
} role_cases[] = {
    {"R1",
     DB STARTS("web") STARTS("wfserver") STARTS("mta") STARTS("trackinglogd")
         REDIRECTS,
     ROLE_MARKETING | ROLE_MTA | ROLE_TRACKING},
    {"R2", DB STARTS("web") STARTS("wfserver"), ROLE_MARKETING},
    {"near R2: no workflow engine", DB STARTS("web"), ROLE_MARKETING},
    {"R3", DB STARTS("mta"), ROLE_MTA},
    {"R3 with web", DB STARTS("web") STARTS("mta"), ROLE_MTA},
    {"R4", STARTS("trackinglogd") REDIRECTS, ROLE_TRACKING},
    {"R5", DB STARTS("trackinglogd") STARTS("mta") REDIRECTS,
     ROLE_TRACKING | ROLE_MTA},
    {"R6", REDIRECTS, ROLE_TRACKING},
    {"R7", STARTS("trackinglogd"), ROLE_TRACKING},
    {"R7 is no proof beside a database",
     DB STARTS("web") STARTS("wfserver") STARTS("trackinglogd"),
     ROLE_MARKETING},
    {"R8", DB STARTS("web") STARTS("wfserver") STARTS("stat"),
     ROLE_MARKETING | ROLE_STATISTICS},
    {"R9", STARTS("web") "<reference host='app1' what='relay'/>",
     ROLE_TRACKING},
    {"R10", STARTS("web") STARTS("syslogd"), ROLE_UNCONFIGURED},
    {"R10: nothing at all", "", ROLE_UNCONFIGURED},
    {"seen running counts as started",
     DB "<module name='mta' instance='prod' auto-start='false' "
        "running='true'/>",
     ROLE_MTA},
    {"webmdl in pdump is the redirection module",
     "<process module='webmdl' instance='default'/>", ROLE_TRACKING},
};

static void
each_rule_of_inference_gives_its_roles_and_says_why(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(role_cases); i++) {
        char text[2048];
        struct snapshot *snapshot;
        struct estate estate;
        const struct fact *role;

        (void)snprintf(text, sizeof text, "<host name='one'>%s</host>",
                       role_cases[i].facts);
        snapshot = case_host(text);
        case_join(&estate, &snapshot, 1, NULL);
        if (estate.hosts.items[0].roles != role_cases[i].roles)
            print_error("%s\n", role_cases[i].rule);
        assert_int_equal(estate.hosts.items[0].roles, role_cases[i].roles);
        role = fact_child(snapshot->host, "role");
        assert_non_null(role);
        assert_non_null(fact_get(role, "basis"));
        estate_release(&estate);
    }
}

/* Topologies -------------------------------------------------------------- */

#define RELAY "<reference host='app1' what='relay'/>"

static size_t
enterprise(struct snapshot **out)
{
    out[0] = case_application("app1", "orcl");
    out[1] = case_application("app2", "ORCL");
    out[2] = case_delivery("mta1", "orcl");
    out[3] = case_frontal("trk1", RELAY "<reference host='trk2' "
                                        "what='spareServer'/>"
                                        "<reference host='trk3' "
                                        "what='spareServer'/>");
    out[4] = case_frontal("trk2", "");
    return 5;
}

static void
one_server_is_standalone(void **state)
{
    struct snapshot *snapshot = case_application("camp1", "localhost");
    struct estate estate;

    (void)state;
    case_join(&estate, &snapshot, 1, NULL);
    assert_int_equal(estate.topology, TOPOLOGY_STANDALONE);
    assert_string_equal(estate.source_version, "6.02");
    assert_string_equal(estate.hosts.items[0].os, "debian 8.11 x86_64");
    assert_int_equal(estate.databases.count, 1);
    assert_string_equal(estate.databases.items[0].id, "oracle-camp1-neolane");
    assert_string_equal(estate.hosts.items[0].instances.items[0].database,
                        "oracle-camp1-neolane");
    estate_release(&estate);
}

static void
servers_that_share_a_database_are_an_enterprise(void **state)
{
    struct snapshot *snapshots[5];
    struct estate estate;
    size_t count = enterprise(snapshots);

    (void)state;
    case_join(&estate, snapshots, count, NULL);
    assert_int_equal(estate.topology, TOPOLOGY_ENTERPRISE);
    assert_int_equal(estate.databases.count, 1);
    assert_int_equal(estate.databases.items[0].hosts.count, 5);
    assert_true(estate.basis.count >= 3);
    assert_int_equal(estate.missing.count, 1);
    assert_string_equal(estate.missing.items[0].name, "trk3");
    assert_int_equal(estate.missing.items[0].references.count, 1);
    assert_string_equal(estate.missing.items[0].references.items[0].host,
                        "trk1");
    assert_int_equal(estate.missing.items[0].references.items[0].at.line, 1);
    estate_release(&estate);
}

static void
a_frontal_nobody_ties_leaves_the_topology_open(void **state)
{
    struct snapshot *snapshots[] = {case_application("app1", "orcl"),
                                    case_frontal("trk9", "")};
    struct estate estate;

    (void)state;
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.topology, TOPOLOGY_AMBIGUOUS);
    assert_non_null(strstr(estate.basis.items[0], "trk9"));
    estate_release(&estate);
}

static void
an_equal_database_id_ties_a_frontal(void **state)
{
    struct snapshot *snapshots[] = {
        case_host("<host name='app1'>" DB STARTS("web") STARTS(
            "wfserver") "<settings><web><redirection databaseId='u7A3F'/></web>"
                        "</settings></host>"),
        case_frontal("trk1", "<instance name='trk'><settings><web>"
                             "<redirection databaseId='u7A3F' "
                             "trackingPassword=''/></web></settings>"
                             "</instance>")};
    struct estate estate;
    const struct fact *redirection;

    (void)state;
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.topology, TOPOLOGY_ENTERPRISE);
    redirection = fact_child(fact_find(estate.joined, "host", "id", "trk1"),
                             "redirection");
    assert_string_equal(fact_get(redirection, "database-id"), "u7A3F");
    assert_string_equal(fact_get(redirection, "tracking-password"), "empty");
    estate_release(&estate);
}

static void
localhost_is_another_database_on_each_server(void **state)
{
    struct snapshot *snapshots[] = {case_application("a", "localhost"),
                                    case_application("b", "localhost")};
    struct snapshot *named[] = {case_application("a", "localhost"),
                                case_application("b", "A.example.com")};
    struct estate estate;

    (void)state;
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.databases.count, 2);
    assert_int_equal(estate.topology, TOPOLOGY_AMBIGUOUS);
    estate_release(&estate);
    case_join(&estate, named, 2, NULL);
    assert_int_equal(estate.databases.count, 1);
    assert_int_equal(estate.topology, TOPOLOGY_ENTERPRISE);
    estate_release(&estate);
}

static void
a_local_database_is_the_same_before_and_after(void **state)
{
    struct snapshot *snapshots[] = {case_application("a", "localhost"),
                                    case_application("a", "localhost")};
    struct estate estate;

    (void)state;
    snapshots[1]->manifest.stage = "after";
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.hosts.count, 2);
    assert_int_equal(estate.databases.count, 1);
    assert_string_equal(estate.databases.items[0].id, "oracle-a-neolane");
    estate_release(&estate);
}

static size_t
two_databases(struct snapshot **out)
{
    out[0] = case_host("<host name='app1'>" DB STARTS("web") STARTS(
        "wfserver") "<reference host='mid1' what='mid-sourcing'/></host>");
    out[1] = case_application("mid1", "orcl2");
    return 2;
}

static void
databases_linked_by_mid_sourcing_are_ambiguous_until_answered(void **state)
{
    static const struct {
        const char *topology, *role;
        enum topology expected;
    } cases[] = {
        {NULL, NULL, TOPOLOGY_AMBIGUOUS},
        {"power-booster", NULL, TOPOLOGY_POWER_BOOSTER},
        {"cloud-messaging", NULL, TOPOLOGY_CLOUD_MESSAGING},
        {NULL, "power-booster", TOPOLOGY_POWER_BOOSTER},
        {NULL, "mid-sourcing", TOPOLOGY_AMBIGUOUS},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct answer_role role = {"MID1", cases[i].role, 3};
        struct answers answers = {.file = "answers.xml",
                                  .topology = cases[i].topology};
        struct snapshot *snapshots[2];
        struct estate estate;

        if (cases[i].role != NULL) {
            answers.roles.items = &role;
            answers.roles.count = 1;
        }
        case_join(&estate, snapshots, two_databases(snapshots), &answers);
        assert_int_equal(estate.topology, cases[i].expected);
        assert_string_equal(estate.hosts.items[1].name, "mid1");
        assert_int_equal(estate.hosts.items[1].roles & ROLE_MARKETING, 0);
        if (cases[i].role == NULL)
            assert_true(estate.hosts.items[1].roles & ROLE_MID_SOURCING);
        estate_release(&estate);
    }
}

static void
databases_that_nothing_links_are_ambiguous(void **state)
{
    struct snapshot *snapshots[] = {case_application("a", "orcl1"),
                                    case_application("b", "orcl2")};
    struct estate estate;

    (void)state;
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.topology, TOPOLOGY_AMBIGUOUS);
    assert_non_null(strstr(estate.basis.items[0], "nothing collected links"));
    estate_release(&estate);
}

static void
no_bundle_is_an_open_question(void **state)
{
    struct estate estate;

    (void)state;
    estate_init(&estate);
    estate_reject(&estate, "bad.tar.gz", NULL, "cut short");
    estate_join(&estate, NULL, 0, NULL, "7.4");
    assert_int_equal(estate.topology, TOPOLOGY_AMBIGUOUS);
    assert_int_equal(estate.bundles.count, 1);
    assert_int_equal(estate.bundles.items[0].status, BUNDLE_REJECTED);
    assert_null(estate.source_version);
    estate_release(&estate);
}

/* Names ------------------------------------------------------------------- */

static const struct {
    const char *reference, *what;
    size_t missing;
} name_cases[] = {
    {"app2", "spareServer", 0},
    {"APP2", "spareServer", 0},
    {"app2.example.com", "relay", 0},
    {"app2.", "relay", 0},
    {"app3", "relay", 1},
    {"app22", "relay", 1},
    {"10.0.0.1", "relay", 1},
    {"dbserver", "dbcnx", 0},
    {"mail", "mailExchanger", 0},
    {"mail", "mtaRelay", 0},
    {"stat9", "statServerAddress", 1},
    {"proxy", "proxy", 0},
};

static void
only_campaign_servers_without_bundle_are_missing(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(name_cases); i++) {
        char text[1024];
        struct snapshot *snapshots[3];
        struct estate estate;

        (void)snprintf(text, sizeof text,
                       "<host name='app1'>" DB STARTS(
                           "web") "<reference host='%s' what='%s'/></host>",
                       name_cases[i].reference, name_cases[i].what);
        snapshots[0] = case_host(text);
        snapshots[1] = case_application("app2", "orcl");
        snapshots[2] = case_application("10.0.0.2", "orcl");
        case_join(&estate, snapshots, 3, NULL);
        if (estate.missing.count != name_cases[i].missing)
            print_error("%s\n", name_cases[i].reference);
        assert_int_equal(estate.missing.count, name_cases[i].missing);
        estate_release(&estate);
    }
}

static void
an_exception_stays_listed_and_leaves_the_topology_decided(void **state)
{
    struct answer_exception exception = {"lb1", "load-balancer", "A. Admin",
                                         "no Campaign on it", 2};
    struct answers answers = {.file = "answers.xml"};
    struct snapshot *snapshot = case_host(
        "<host name='camp1'>" DB STARTS("web")
            STARTS("wfserver") "<reference host='LB1' what='relay'/></host>");
    struct estate estate;

    (void)state;
    answers.exceptions.items = &exception;
    answers.exceptions.count = 1;
    case_join(&estate, &snapshot, 1, &answers);
    assert_int_equal(estate.missing.count, 1);
    assert_string_equal(estate.missing.items[0].exception, "load-balancer");
    assert_int_equal(estate.topology, TOPOLOGY_STANDALONE);
    estate_release(&estate);
}

/* Which bundles count ----------------------------------------------------- */

static void
the_newest_complete_bundle_of_a_host_counts(void **state)
{
    struct snapshot *snapshots[] = {
        case_host("<host name='a' machine='1111' "
                  "ended='2026-11-01T00:00:00Z'/>"),
        case_host("<host name='a' machine='1111' "
                  "ended='2026-11-02T00:00:00Z'/>"),
        case_host("<host name='a' machine='1111' complete='false' "
                  "ended='2026-11-03T00:00:00Z'/>"),
        case_host("<host name='a' machine='1111' stage='after' "
                  "ended='2026-12-03T00:00:00Z'/>"),
    };
    struct estate estate;
    size_t i, accepted = 0;

    (void)state;
    case_join(&estate, snapshots, 4, NULL);
    assert_int_equal(estate.bundles.count, 4);
    for (i = 0; i < 4; i++) {
        const struct estate_bundle *bundle = &estate.bundles.items[i];

        accepted += bundle->status == BUNDLE_ACCEPTED;
        if (bundle->status == BUNDLE_SUPERSEDED)
            assert_non_null(strstr(bundle->reason, "2026-11-02"));
    }
    assert_int_equal(accepted, 2);
    assert_int_equal(estate.hosts.count, 2);
    assert_string_equal(estate.hosts.items[0].id, "a");
    assert_string_equal(estate.hosts.items[0].snapshot->manifest.ended,
                        "2026-11-02T00:00:00Z");
    assert_string_equal(estate.hosts.items[1].id, "a#after");
    estate_release(&estate);
}

static void
two_machines_of_one_name_are_two_hosts(void **state)
{
    struct snapshot *snapshots[] = {
        case_host("<host name='a' machine='11112222'/>"),
        case_host("<host name='a' machine='11113333'/>"),
        case_host("<host name='a'/>"),
    };
    struct estate estate;

    (void)state;
    case_join(&estate, snapshots, 3, NULL);
    assert_int_equal(estate.hosts.count, 3);
    assert_string_equal(estate.hosts.items[0].id, "a#11112");
    assert_string_equal(estate.hosts.items[1].id, "a#11113");
    assert_string_equal(estate.hosts.items[2].id, "a#no-machine-id");
    estate_release(&estate);
}

static void
the_order_of_the_bundles_says_nothing(void **state)
{
    static const int orders[][5] = {
        {0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 4, 0, 3, 1}, {1, 0, 3, 4, 2}};
    char *first = NULL;
    size_t i, k;

    (void)state;
    for (i = 0; i < COUNT(orders); i++) {
        struct snapshot *made[5], *given[5];
        struct estate estate;
        char *text;

        (void)enterprise(made);
        for (k = 0; k < 5; k++)
            given[k] = made[orders[i][k]];
        case_join(&estate, given, 5, NULL);
        text = case_joined(&estate);
        if (first == NULL)
            first = text;
        else {
            assert_string_equal(first, text);
            free(text);
        }
        estate_release(&estate);
    }
    free(first);
}

static void
one_application_server_leads_each_instance(void **state)
{
    struct snapshot *snapshots[5];
    struct estate estate;
    const struct fact *host;
    int leads = 0;

    (void)state;
    case_join(&estate, snapshots, enterprise(snapshots), NULL);
    for (host = fact_child(estate.joined, "host"); host != NULL;
         host = fact_next(host))
        if (fact_find(host, "instance", "lead", "true") != NULL) {
            assert_string_equal(fact_get(host, "id"), "app1");
            leads++;
        }
    assert_int_equal(leads, 1);
    estate_release(&estate);
}

/* A frontal is named by an alias that only some file of hosts explains. */
static void
a_server_is_found_by_what_files_of_hosts_call_it(void **state)
{
    static const struct {
        const char *frontal, *reference;
        size_t missing;
    } cases[] = {
        {"", "host='click.example'", 1},
        {"", "host='click.example' known-as='198.51.100.7 trk1.example'", 0},
        {"", "host='click.example' known-as='198.51.100.7 other'", 1},
        {"<alias name='click.example'/>", "host='click.example'", 0},
        {"<alias name='198.51.100.7'/>", "host='198.51.100.7'", 0},
        {"<alias name='198.51.100.7'/>",
         "host='click.example' known-as='198.51.100.7'", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snapshot *snapshots[2];
        struct estate estate;
        char xml[512];

        snprintf(xml, sizeof xml,
                 "<host name='app1'><reference %s what='spareServer'/></host>",
                 cases[i].reference);
        snapshots[0] = case_host(xml);
        snprintf(xml, sizeof xml, "<host name='trk1'>%s</host>",
                 cases[i].frontal);
        snapshots[1] = case_host(xml);
        case_join(&estate, snapshots, 2, NULL);
        assert_int_equal(estate.missing.count, cases[i].missing);
        estate_release(&estate);
    }
}

/* Two servers that claim one address are no answer to who has it. */
static void
an_address_that_two_servers_claim_is_still_missing(void **state)
{
    struct snapshot *snapshots[3];
    struct estate estate;

    (void)state;
    snapshots[0] = case_host("<host name='app1'><reference host='10.0.0.7' "
                             "what='relay'/></host>");
    snapshots[1] =
        case_host("<host name='trk1'><alias name='10.0.0.7'/></host>");
    snapshots[2] =
        case_host("<host name='trk2'><alias name='10.0.0.7'/></host>");
    case_join(&estate, snapshots, 3, NULL);
    assert_int_equal(estate.missing.count, 1);
    estate_release(&estate);
}

/* What databases answered ------------------------------------------------- */

#define ANSWERED(engine, database, more)                                       \
    "<database engine='" engine "' interface='1' verified='true'>"             \
    "<query name='server' status='ok'/>" more "<server database='" database    \
    "' account='neolane'/></database>"
#define POSTGRESQL(database)                                                   \
    "<database-connection engine='postgresql' server='db1' host='db1' "        \
    "account='neolane' database='" database "'/>"

static const struct fact *
description_of(const struct estate *estate, const char *database)
{
    return fact_child(fact_find(estate->joined, "database", "id", database),
                      "description");
}

static void
a_database_is_described_for_all_its_servers(void **state)
{
    struct snapshot *snapshots[2];
    struct estate estate;
    const struct fact *description;

    (void)state;
    snapshots[0] =
        case_host("<host name='app1'><instance name='prod'>" POSTGRESQL(
            "prod") "</instance></host>");
    snapshots[1] = case_host("<host name='app2'>" ANSWERED(
        "postgresql", "PROD",
        "") "<instance name='prod'>" POSTGRESQL("prod") "</instance></host>");
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.databases.count, 1);
    assert_string_equal(estate.databases.items[0].before->manifest.host,
                        "app2");
    assert_null(estate.databases.items[0].after);
    description = description_of(&estate, "postgresql-db1-prod");
    assert_string_equal(fact_get(description, "stage"), "before");
    assert_string_equal(fact_get(description, "bundle"),
                        "acc-app2-2026-11-20T00:00:00Z");
    assert_string_equal(fact_get(fact_child(description, "server"), "database"),
                        "PROD");
    estate_release(&estate);
}

static void
of_two_databases_each_has_its_own_description(void **state)
{
    static const char both[] = "<instance name='mid'>" POSTGRESQL(
        "mid") "</instance>"
               "<instance name='prod'>" POSTGRESQL("prod") "</instance></host>";
    struct snapshot *snapshots[2];
    struct estate estate;
    char xml[4096];

    (void)state;
    /* the second collection supersedes the first as evidence of the server */
    snprintf(xml, sizeof xml,
             "<host name='app1' ended='2026-11-20T00:00:00Z'>" ANSWERED(
                 "postgresql", "mid", "") "%s",
             both);
    snapshots[0] = case_host(xml);
    snprintf(xml, sizeof xml,
             "<host name='app1' ended='2026-11-21T00:00:00Z'>" ANSWERED(
                 "postgresql", "prod", "") "%s",
             both);
    snapshots[1] = case_host(xml);
    case_join(&estate, snapshots, 2, NULL);
    assert_int_equal(estate.databases.count, 2);
    assert_string_equal(
        fact_get(description_of(&estate, "postgresql-db1-mid"), "bundle"),
        "acc-app1-2026-11-20T00:00:00Z");
    assert_string_equal(
        fact_get(description_of(&estate, "postgresql-db1-prod"), "bundle"),
        "acc-app1-2026-11-21T00:00:00Z");
    estate_release(&estate);
}

static void
the_result_with_more_answers_describes_a_database(void **state)
{
    static const char rest[] =
        "<instance name='prod'>" POSTGRESQL("prod") "</instance></host>";
    struct snapshot *snapshots[2];
    struct estate estate;
    char xml[4096];

    (void)state;
    snprintf(
        xml, sizeof xml,
        "<host name='app1' ended='2026-11-20T00:00:00Z'>" ANSWERED(
            "postgresql", "prod", "<query name='tables' status='ok'/>") "%s",
        rest);
    snapshots[0] = case_host(xml);
    snprintf(xml, sizeof xml,
             "<host name='app2' ended='2026-11-21T00:00:00Z'>" ANSWERED(
                 "postgresql", "prod",
                 "<query name='tables' "
                 "status='denied'/>") "%s",
             rest);
    snapshots[1] = case_host(xml);
    case_join(&estate, snapshots, 2, NULL);
    assert_string_equal(estate.databases.items[0].before->manifest.host,
                        "app1");
    estate_release(&estate);
}

static void
oracle_is_known_by_its_account_and_others_by_what_is_left(void **state)
{
    static const struct {
        const char *answered, *connection;
        bool found;
    } cases[] = {
        {ANSWERED("oracle", "ORCL", ""),
         "engine='oracle' server='orcl' account='NEOLANE'", true},
        {ANSWERED("oracle", "ORCL", ""),
         "engine='oracle' server='orcl' account='other'", false},
        {ANSWERED("oracle", "ORCL", ""), "engine='oracle' server='orcl'", true},
        {ANSWERED("postgresql", "prod", ""),
         "engine='postgresql' server='db1' host='db1'", true},
        {ANSWERED("postgresql", "prod", ""),
         "engine='postgresql' server='db1' host='db1' database='mid'", false},
        {ANSWERED("mysql", "prod", ""),
         "engine='postgresql' server='db1' host='db1' database='prod'", false},
        {ANSWERED("mysql", "prod", ""), "engine='unknown' server='db1'", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct snapshot *snapshots[1];
        struct estate estate;
        char xml[4096];
        const struct fact *gap;

        snprintf(xml, sizeof xml,
                 "<host name='app1'>%s<instance name='prod'>"
                 "<database-connection %s/></instance></host>",
                 cases[i].answered, cases[i].connection);
        snapshots[0] = case_host(xml);
        case_join(&estate, snapshots, 1, NULL);
        assert_int_equal(estate.databases.items[0].before != NULL,
                         cases[i].found);
        gap = fact_child(snapshots[0]->host, "gap");
        assert_int_equal(gap == NULL, cases[i].found);
        estate_release(&estate);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_of_inference_gives_its_roles_and_says_why),
        cmocka_unit_test(one_server_is_standalone),
        cmocka_unit_test(servers_that_share_a_database_are_an_enterprise),
        cmocka_unit_test(a_frontal_nobody_ties_leaves_the_topology_open),
        cmocka_unit_test(an_equal_database_id_ties_a_frontal),
        cmocka_unit_test(localhost_is_another_database_on_each_server),
        cmocka_unit_test(a_local_database_is_the_same_before_and_after),
        cmocka_unit_test(
            databases_linked_by_mid_sourcing_are_ambiguous_until_answered),
        cmocka_unit_test(databases_that_nothing_links_are_ambiguous),
        cmocka_unit_test(no_bundle_is_an_open_question),
        cmocka_unit_test(only_campaign_servers_without_bundle_are_missing),
        cmocka_unit_test(
            an_exception_stays_listed_and_leaves_the_topology_decided),
        cmocka_unit_test(the_newest_complete_bundle_of_a_host_counts),
        cmocka_unit_test(two_machines_of_one_name_are_two_hosts),
        cmocka_unit_test(the_order_of_the_bundles_says_nothing),
        cmocka_unit_test(one_application_server_leads_each_instance),
        cmocka_unit_test(a_server_is_found_by_what_files_of_hosts_call_it),
        cmocka_unit_test(an_address_that_two_servers_claim_is_still_missing),
        cmocka_unit_test(a_database_is_described_for_all_its_servers),
        cmocka_unit_test(of_two_databases_each_has_its_own_description),
        cmocka_unit_test(the_result_with_more_answers_describes_a_database),
        cmocka_unit_test(
            oracle_is_known_by_its_account_and_others_by_what_is_left),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
