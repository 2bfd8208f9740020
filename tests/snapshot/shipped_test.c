#include "evidence_case.h"

#include <stdio.h>

#include "xml_document.h"

#define SERVER CONF "serverConf.xml"
#define DEFAULT CONF "config-default.xml"
#define ENGLISH CONF "eng/serverConf.xml.sample"
#define FRENCH CONF "fra/serverConf.xml.sample"
#define MODEL CONF "models/config-default.xml"
#define END                                                                    \
    {                                                                          \
        NULL, NULL, 0, NULL, NULL                                              \
    }

/* The server's serverConf.xml OWN, made of SAMPLE. */
static struct snapshot *
made_of(const char *own, const char *sample)
{
    const struct piece pieces[] = {
        {ENGLISH, sample, 0, NULL, NULL}, {SERVER, own, 0, NULL, NULL}, END};

    return snapshot_of(pieces);
}

/* The next change says this; returns the one after it. */
static const struct fact *
is_change(const struct fact *change, const char *kind, const char *path,
          const char *was, const char *is, uint32_t line)
{
    says(change, "kind", kind, SERVER, line);
    says(change, "path", path, SERVER, line);
    says(change, "was", was, SERVER, line);
    says(change, "is", is, SERVER, line);
    return fact_next(change);
}

/* `shipped` of serverConf.xml, which has so many changes; its first one. */
static const struct fact *
changes_of(const struct snapshot *snapshot, const char *changes)
{
    const struct fact *shipped = fact_at(snapshot, "shipped");

    assert_non_null(shipped);
    says(shipped, "file", "serverConf.xml", SERVER, 0);
    says(shipped, "changes", changes, SERVER, 0);
    return fact_child(shipped, "change");
}

static void
comments_order_and_letter_case_of_names_are_no_change(void **state)
{
    struct snapshot *snapshot =
        made_of("<?xml version='1.0'?>\n"
                "<serverConf>\n"
                " <web HTTPPORT='8080' args=''>\n"
                "  <redirection><spareserver url='http://b' id='2'/>\n"
                "   <spareServer id='1' url='http://a'/></redirection></web>\n"
                " <Own B='2' a='1'><part Name='y'/><part name='x'/></Own>\n"
                " <mta/></serverConf>",
                "<serverconf comment='of the root'>\n"
                "<!-- The mail server. --><mta></mta>\n"
                " <own A='1' b='2'><PART name='x'/><part name='y'/></own>\n"
                " <web args='' httpPort='8080'><redirection>\n"
                "  <spareServer id='1' url='http://a'/>\n"
                "  <spareServer id='2' url='http://b'/></redirection></web>\n"
                "</serverconf>");

    (void)state;
    assert_null(changes_of(snapshot, "0"));
    says(fact_at(snapshot, "shipped"), "sample", ENGLISH, SERVER, 0);
    assert_int_equal(count_of(snapshot, "shipped"), 1);
    says(fact_at(snapshot, "source[kind=serverConf-sample]"), "status",
         "parsed", ENGLISH, 0);
    snapshot_release(snapshot);
}

static void
each_change_has_its_line_in_the_servers_own_file(void **state)
{
    struct snapshot *snapshot =
        made_of("<serverConf>\n"
                " <shared>\n"
                "  <dnsConfig nameServers=''\n"
                "             localDomain='example.com'\n"
                "             retry='4'/>\n"
                "  <module\n"
                "    defaultNameSpace='cus'/></shared>\n"
                " <securityZone name='public'>\n"
                "  <securityZone\n"
                "    allowHTTP='true' name='lan'/></securityZone>\n"
                " <web><jsp><classpath>a.jar\n"
                "   own.jar</classpath></jsp></web>\n"
                "</serverConf>",
                "<serverConf><shared>"
                "<dnsConfig localDomain='' nameServers='' timeout='5000'/>"
                "<mailExchanger mxPort='25'><deep/></mailExchanger></shared>"
                "<securityZone name='public'><securityZone name='vpn'/>"
                "<securityZone name='lan' allowHTTP='false'/></securityZone>"
                "<web><jsp><classpath>old.jar\n a.jar</classpath></jsp></web>"
                "<wfserver/></serverConf>");
    const struct fact *change = changes_of(snapshot, "10");

    (void)state;
    change = is_change(change, "changed", "shared/dnsConfig/@localDomain", "",
                       "example.com", 4);
    change =
        is_change(change, "added", "shared/dnsConfig/@retry", NULL, "4", 5);
    change = is_change(change, "removed", "shared/dnsConfig/@timeout", "5000",
                       NULL, 3);
    change = is_change(change, "added", "shared/module", NULL, NULL, 6);
    change =
        is_change(change, "removed", "shared/mailExchanger", NULL, NULL, 2);
    change = is_change(change, "changed",
                       "securityZone[public]/securityZone[lan]/@allowHTTP",
                       "false", "true", 10);
    change = is_change(change, "removed",
                       "securityZone[public]/securityZone[vpn]", NULL, NULL, 8);
    change = is_change(change, "added", "web/jsp/classpath/line", NULL,
                       "own.jar", 12);
    change = is_change(change, "removed", "web/jsp/classpath/line", "old.jar",
                       NULL, 11);
    change = is_change(change, "removed", "wfserver", NULL, NULL, 1);
    assert_null(change);
    assert_string_equal(snapshot_line(snapshot, SERVER, 4)->text,
                        "localDomain='example.com'");
    assert_null(snapshot_line(snapshot, ENGLISH, 1));
    snapshot_release(snapshot);
}

static void
rows_are_the_same_if_they_say_the_same(void **state)
{
    struct snapshot *snapshot =
        made_of("<serverConf>\n"
                " <web><relay>\n"
                "  <url urlPath='/b/*' targetUrl='http://localhost:8080'/>\n"
                "  <URL targeturl='http://localhost:8080'\n"
                "       URLPATH='/a/*'/>\n"
                "  <url urlPath='/a/*' targetUrl='http://localhost:8080'/>\n"
                "  <url\n"
                "       urlPath='/a/*' targetUrl='http://app2:8080'/>\n"
                " </relay></web>\n"
                " <own><relay>\n"
                "  <url urlRegEx='https://x/.*'/></relay></own>\n"
                "</serverConf>",
                "<serverConf><web><relay>"
                "<url urlPath='/a/*' targetUrl='http://localhost:8080'/>"
                "<url urlPath='/b/*' targetUrl='http://localhost:8080'/>"
                "<url urlPath='/c/*' targetUrl='http://localhost:8080'/>"
                "</relay></web></serverConf>");
    const struct fact *change = changes_of(snapshot, "5");

    (void)state;
    change = is_change(change, "added", "web/relay/url", NULL, "/a/*", 6);
    change = is_change(change, "added", "web/relay/url", NULL, "/a/*", 7);
    change = is_change(change, "removed", "web/relay/url", "/c/*", NULL, 2);
    /* An element with all that is in it, but each row for itself. */
    change = is_change(change, "added", "own", NULL, NULL, 10);
    change =
        is_change(change, "added", "own/relay/url", NULL, "https://x/.*", 11);
    assert_null(change);
    snapshot_release(snapshot);
}

static void
what_was_redacted_in_both_files_is_not_compared(void **state)
{
    struct snapshot *snapshot = made_of(
        "<serverConf>\n"
        " <shared><authentication>\n"
        "  <xtk internalPassword='[redacted]'/></authentication></shared>\n"
        " <web><redirection trackingPassword='[redacted]'/>\n"
        "  <relay><url urlPath='/a' key='[redacted]'/></relay></web>\n"
        "</serverConf>",
        "<serverConf><shared><authentication>"
        "<xtk internalPassword=''/></authentication></shared>"
        "<web><redirection trackingPassword='[redacted]'/>"
        "<relay><url key='[redacted]' urlPath='/a'/></relay></web>"
        "</serverConf>");
    const struct fact *change = changes_of(snapshot, "1");

    (void)state;
    change = is_change(change, "changed",
                       "shared/authentication/xtk/@internalPassword", "",
                       "[redacted]", 3);
    assert_null(change);
    snapshot_release(snapshot);
}

static void
of_several_languages_the_one_with_the_fewest_changes_counts(void **state)
{
    struct piece pieces[] = {
        {ENGLISH,
         "<serverConf><shared><dataStore lang='eng'/></shared><web/>"
         "</serverConf>",
         0, NULL, NULL},
        {FRENCH,
         "<serverConf><shared><dataStore lang='fra'/></shared><web/>"
         "</serverConf>",
         0, NULL, NULL},
        {SERVER,
         "<serverConf><shared><dataStore lang='fra'/></shared><mta/>"
         "<web/></serverConf>",
         0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_non_null(changes_of(snapshot, "1"));
    says(fact_at(snapshot, "shipped"), "sample", FRENCH, SERVER, 0);
    snapshot_release(snapshot);
    /* The first of equals; one that stands in no folder of a language. */
    pieces[1].path = CONF "serverConf.xml.sample";
    pieces[1].content = pieces[0].content;
    snapshot = snapshot_of(pieces);
    assert_non_null(changes_of(snapshot, "2"));
    says(fact_at(snapshot, "shipped"), "sample", ENGLISH, SERVER, 0);
    snapshot_release(snapshot);
}

static void
without_a_whole_sample_nothing_is_said(void **state)
{
    static const char whole[] = "<serverConf><web/></serverConf>";
    static const struct {
        const char *path, *sample, *status;
        const char *second; /* path of one that can be read */
        const char *own;
        const char *gap; /* its entry */
    } cases[] = {
        {CONF "eng/other", "", NULL, CONF "fra/other", whole, NULL},
        {ENGLISH, NULL, "absent", CONF "fra/other", whole, NULL},
        /* The other language need not be the right one. */
        {ENGLISH, NULL, "denied", FRENCH, whole, ENGLISH},
        {ENGLISH, "<serverConf>", NULL, FRENCH, whole, ENGLISH},
        {ENGLISH, "<server/>", NULL, FRENCH, whole, ENGLISH},
        {ENGLISH, "<serverConf><x:y/></serverConf>", NULL, FRENCH, whole,
         ENGLISH},
        {ENGLISH, whole, NULL, FRENCH, "<serverConf>", SERVER},
        {ENGLISH, whole, NULL, FRENCH, "<serverConf><x:y/></serverConf>",
         SERVER},
        {"files/usr/local/neolane/nl5.back/conf/eng/serverConf.xml.sample",
         whole, NULL, CONF "fra/other", whole, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct piece pieces[] = {
            {cases[i].path, cases[i].sample, 0, cases[i].status, NULL},
            {cases[i].second, whole, 0, NULL, NULL},
            {SERVER, cases[i].own, 0, NULL, NULL},
            END};
        struct snapshot *snapshot = snapshot_of(pieces);

        assert_int_equal(count_of(snapshot, "shipped"), 0);
        assert_int_equal(
            fact_find(snapshot->host, "gap", "entry",
                      cases[i].gap != NULL ? cases[i].gap : cases[i].path) !=
                NULL,
            cases[i].gap != NULL);
        snapshot_release(snapshot);
    }
}

static void
config_default_is_compared_with_its_model(void **state)
{
    const struct piece pieces[] = {
        {DEFAULT,
         "<serverconf>\n<web autoStart='true'\n args='-own'/>"
         "</serverconf>",
         0, NULL, NULL},
        {CONF "config-prod.xml", "<serverconf><mta/></serverconf>", 0, NULL,
         NULL},
        {CONF "models/config-multi.xml", "<serverconf/>", 0, NULL, NULL},
        {MODEL,
         "<serverconf><web autoStart='true' args='-tomcat'/>"
         "</serverconf>",
         0, NULL, NULL},
        {CONF "models/others.xml", "<others/>", 0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *shipped = fact_at(snapshot, "shipped");

    (void)state;
    assert_int_equal(count_of(snapshot, "shipped"), 1);
    says(shipped, "file", "config-default.xml", DEFAULT, 0);
    says(shipped, "sample", MODEL, DEFAULT, 0);
    says(shipped, "changes", "1", DEFAULT, 0);
    says(fact_child(shipped, "change"), "path", "web/@args", DEFAULT, 3);
    says(fact_child(shipped, "change"), "was", "-tomcat", DEFAULT, 3);
    assert_null(
        fact_find(snapshot->host, "gap", "entry", CONF "models/others.xml"));
    snapshot_release(snapshot);
}

static void
changes_are_counted_beyond_those_that_are_kept(void **state)
{
    static const char accent[] = "\xC3\xA9";
    struct snapshot *snapshot;
    const struct fact *change;
    struct buf own;
    size_t kept = 0;

    (void)state;
    buf_init(&own, 1 << 20);
    buf_adds(&own, "<serverConf>\n<web args='x");
    for (int i = 0; i < 200; i++)
        buf_adds(&own, accent);
    buf_adds(&own, "'/>");
    for (int i = 0; i < 1200; i++)
        buf_addf(&own, "\n<part name='%d'/>", i);
    buf_adds(&own, "</serverConf>");
    snapshot = made_of(own.data, "<serverConf><web args=''/></serverConf>");
    change = changes_of(snapshot, "1201");
    /* 240 bytes would end within a character. */
    assert_int_equal(strlen(fact_get(change, "is")), 239 + strlen("…"));
    for (; change != NULL; change = fact_next(change))
        kept++;
    assert_int_equal(kept, 1000);
    has_gap(snapshot, SERVER, 0, "1,000 changes");
    snapshot_release(snapshot);
    buf_release(&own);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_order_and_letter_case_of_names_are_no_change),
        cmocka_unit_test(each_change_has_its_line_in_the_servers_own_file),
        cmocka_unit_test(rows_are_the_same_if_they_say_the_same),
        cmocka_unit_test(what_was_redacted_in_both_files_is_not_compared),
        cmocka_unit_test(
            of_several_languages_the_one_with_the_fewest_changes_counts),
        cmocka_unit_test(without_a_whole_sample_nothing_is_said),
        cmocka_unit_test(config_default_is_compared_with_its_model),
        cmocka_unit_test(changes_are_counted_beyond_those_that_are_kept),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
