#include "evidence_case.h"

#include "xml_document.h"

#define SERVER CONF "serverConf.xml"
#define DEFAULT CONF "config-default.xml"
#define END                                                                    \
    {                                                                          \
        NULL, NULL, 0, NULL, NULL                                              \
    }

/* A bit of everything, under a name that would like to be a command. */
static const struct piece WHOLE[] = {
    {SERVER,
     "<serverConf><shared><dataStore><dataSource><dbcnx login='a:b'\n"
     " server='db1' provider='postgresql'/></dataSource></dataStore></shared>"
     "<web><jsp><classpath>\n a&amp;b\n c </classpath></jsp><redirection>"
     "<spareServer url='http://trk&#10;9'/></redirection></web></serverConf>",
     0, NULL, NULL},
    {DEFAULT, "<serverconf><trackinglogd _autoStart='true'/></serverconf>", 0,
     NULL, NULL},
    {CONF "config-a;touch x`$(id)'\xE2\x80\xAE.xml", "<serverconf/>", 0, NULL,
     NULL},
    {CONF "config-prod.xml", "<serverconf>\n<mta", 0, NULL, NULL},
    {"commands/nlserver-pdump",
     "10:00:00 >  Application server for Neolane v6 (6.0.2 build 6880)\n"
     "mta@a\tb\x01 (1) - 2 MB\n",
     0, NULL, NULL},
    {"commands/java-version", "java version \"1.7.0_80\"\n", 0, NULL, NULL},
    {"commands/packages", "nlserver6\t6880-0\tx86_64\n", 0, NULL, NULL},
    {"files/etc/os-release", "ID=rhel\nVERSION_ID=7.9\n", 0, NULL, NULL},
    {"files/etc/httpd/conf/httpd.conf",
     "LoadModule requesthandler24_module /nl6/lib/libnlsrvmod.so\n", 0, NULL,
     NULL},
    {"files/usr/local/neolane/nl6/customer.sh", "A=1\n", 0, NULL, NULL},
    END};

static void
check_schema(const struct snapshot *snapshot)
{
    struct failure why = {.text = ""};
    char *xml = facts_xml(snapshot);
    struct xml_document *document = xml_read_bytes(span_of(xml), "facts", &why);

    if (document == NULL ||
        xml_check(document, ACC_SOURCE_DIR "/analyzer/snapshot/facts.rng",
                  &why) != 0)
        print_error("%s\n", why.text);
    assert_string_equal(why.text, "");
    xml_release(document);
    free(xml);
}

static void
every_snapshot_is_what_the_schema_says(void **state)
{
    static const struct piece nothing[] = {END};
    struct snapshot *snapshot = snapshot_of(WHOLE);

    (void)state;
    check_schema(snapshot);
    assert_string_equal(fact_get(fact_at(snapshot, "instance"), "name"),
                        "a;touch x`$(id)'\xE2\x80\xAE");
    snapshot_release(snapshot);
    snapshot = snapshot_of(nothing);
    check_schema(snapshot);
    has_gap(snapshot, "manifest.xml", 0, "no configuration of Campaign");
    snapshot_release(snapshot);
}

static void
what_was_written_is_what_is_read_again(void **state)
{
    struct failure why = {.text = ""};
    struct snapshot *snapshot = snapshot_of(WHOLE);
    char *xml = facts_xml(snapshot);
    struct xml_document *document = xml_read_bytes(span_of(xml), "facts", &why);
    struct xml_node *node = xml_root(document);
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(xml_name(node), "host");
    assert_string_equal(xml_attr(&arena, node, "name"), "app1");
    assert_string_equal(xml_attr(&arena, node, "collected"),
                        "2026-01-02T03:05:00Z");
    node = xml_child(node, "reference");
    assert_string_equal(xml_attr(&arena, node, "host"), "trk\n9");
    assert_string_equal(xml_attr(&arena, node, "at"), SERVER ":4");
    node = xml_child(xml_root(document), "settings");
    node = xml_child(xml_child(xml_child(node, "web"), "jsp"), "classpath");
    assert_string_equal(xml_text(&arena, node), "a&b c");
    node = xml_next(xml_child(node, "line"), "line");
    assert_string_equal(xml_attr(&arena, node, "at"), SERVER ":4");
    arena_release(&arena);
    xml_release(document);
    free(xml);
    snapshot_release(snapshot);
}

static void
equal_bundles_give_equal_facts(void **state)
{
    struct snapshot *first = snapshot_of(WHOLE);
    struct snapshot *second = snapshot_of(WHOLE);
    char *a = facts_xml(first);
    char *b = facts_xml(second);

    (void)state;
    assert_string_equal(a, b);
    assert_int_equal(first->lines.count, second->lines.count);
    free(a);
    free(b);
    snapshot_release(first);
    snapshot_release(second);
}

static void
an_entry_that_is_not_whole_is_a_source_of_its_status_and_a_gap(void **state)
{
    static const struct {
        const char *status, *content, *gap;
    } cases[] = {
        {"denied", NULL, "denied: why"},
        {"timeout", NULL, "timeout: why"},
        {"failed", NULL, "failed: why"},
        {"excluded", NULL, "excluded: why"},
        {"cut", "<serverConf/>", "cut: why"},
        {"changed", "<serverConf/>", "changed: why"},
        {"absent", NULL, "absent: why"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {
            {SERVER, cases[i].content, 0, cases[i].status, "why"},
            {DEFAULT, "<serverConf/>", 0, NULL, NULL},
            END};
        struct snapshot *snapshot = snapshot_of(pieces);

        says(fact_at(snapshot, "source[kind=serverConf]"), "status",
             cases[i].status, SERVER, 0);
        has_gap(snapshot, SERVER, 0, cases[i].gap);
        says(fact_at(snapshot, "settings"), "complete", "false", NULL, 0);
        assert_false(snapshot->complete);
        check_schema(snapshot);
        snapshot_release(snapshot);
    }
}

static void
what_a_server_need_not_have_is_no_gap(void **state)
{
    static const struct piece pieces[] = {
        {SERVER, "<serverConf/>", 0, NULL, NULL},
        {DEFAULT, "<serverConf/>", 0, NULL, NULL},
        {"files/etc/os-release", "ID=debian\nVERSION_ID=8\n", 0, NULL, NULL},
        {"files/etc/redhat-release", NULL, 0, "absent", NULL},
        {"commands/java-version", NULL, 0, "absent", NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_null(fact_at(snapshot, "gap"));
    assert_true(snapshot->complete);
    says(fact_at(snapshot, "source[kind=java-version]"), "status", "absent",
         "commands/java-version", 0);
    snapshot_release(snapshot);
}

static void
an_attribute_beyond_line_70000_has_its_line_and_its_text(void **state)
{
    struct snapshot *snapshot;
    struct buf document;

    (void)state;
    buf_init(&document, 1 << 20);
    buf_adds(&document, "<serverConf>\r\n");
    for (int i = 0; i < 70000; i++)
        buf_adds(&document, "<!-- -->\r\n");
    buf_adds(&document, "<web\r\n  args='x'\r\n\thttpPort='1'/></serverConf>");
    {
        const struct piece pieces[] = {
            {SERVER, document.data, 0, NULL, NULL},
            {DEFAULT, "<serverConf/>", 0, NULL, NULL},
            END};

        snapshot = snapshot_of(pieces);
    }
    says(fact_at(snapshot, "settings/web"), "httpPort", "1", SERVER, 70004);
    assert_string_equal(snapshot_line(snapshot, SERVER, 70004)->text,
                        "httpPort='1'/></serverConf>");
    assert_null(snapshot_line(snapshot, SERVER, 70005));
    snapshot_release(snapshot);
    buf_release(&document);
}

static void
excerpts_are_short_visible_utf_8_in_any_encoding(void **state)
{
    static const char wide[] = "\xFF\xFE<\0s\0e\0r\0v\0e\0r\0C\0o\0n\0f\0>\0"
                               "\n\0<\0w\0e\0b\0 \0a\0r\0g\0s\0=\0'\0\xE9\0"
                               "'\0/\0>\0<\0/\0s\0e\0r\0v\0e\0r\0C\0o\0n\0"
                               "f\0>";
    char customer[1000] = "A=\xE9\x1B[2J\n\nB=";
    struct piece pieces[] = {
        {SERVER, wide, sizeof wide, NULL, NULL},
        {DEFAULT,
         "<?xml version='1.0' encoding='ISO-8859-1'?>\n<serverConf>"
         "<web jvmoptions='\xE9'/></serverConf>",
         0, NULL, NULL},
        {"files/usr/local/neolane/nl6/customer.sh", customer, 0, NULL, NULL},
        END};
    struct snapshot *snapshot;
    const char *line;

    (void)state;
    for (int i = 0; i < 150; i++)
        strcat(customer, "\xC3\xA9\xC3\xA9");
    snapshot = snapshot_of(pieces);
    says(fact_at(snapshot, "settings/web"), "args", "\xC3\xA9", SERVER, 2);
    says(fact_at(snapshot, "settings/web"), "JVMOptions", "\xC3\xA9", DEFAULT,
         2);
    assert_string_equal(snapshot_line(snapshot, SERVER, 2)->text,
                        "<web args='\xC3\xA9'/></serverConf>");
    assert_string_equal(
        snapshot_line(snapshot, DEFAULT, 2)->text,
        "<serverConf><web jvmoptions='\xC3\xA9'/></serverConf>");
    assert_string_equal(snapshot_line(snapshot, pieces[2].path, 1)->text,
                        "A=[0xE9][U+001B][2J");
    line = snapshot_line(snapshot, pieces[2].path, 3)->text;
    assert_int_equal(strlen(line), 239);
    assert_string_equal(line + 236, "\xE2\x80\xA6");
    snapshot_release(snapshot);
}

static void
evidence_that_contradicts_itself_leaves_no_version(void **state)
{
    static const struct piece pieces[] = {
        {"files/opt/nl5/conf/serverConf.xml", "<serverConf/>", 0, NULL, NULL},
        {"files/opt/nl5/conf/config-default.xml", "<serverConf/>", 0, NULL,
         NULL},
        {"commands/nlserver-pdump",
         "10:00:00 > Application server for Neolane v6 (6.0.2 build 6880)", 0,
         NULL, NULL},
        {"commands/packages", "nlserver6\t6700\tamd64\n", 0, NULL, NULL},
        END};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "product"), "version", NULL, NULL, 0);
    says(fact_at(snapshot, "product"), "build", "6880",
         "commands/nlserver-pdump", 1);
    has_gap(snapshot, "files/opt/nl5/conf/serverConf.xml", 0, "contradicts");
    has_gap(snapshot, "commands/packages", 1, "build 6700");
    snapshot_release(snapshot);
}

static void
the_directory_tells_the_version_only_where_it_is_unmistakable(void **state)
{
    static const struct {
        const char *path, *version;
    } cases[] = {
        {"files/usr/local/neolane/nl5/conf/serverConf.xml", "5.11"},
        {"files/usr/local/neolane/nl6/conf/serverConf.xml", NULL},
        {"files/C/Program Files/Neolane/Neolane v6/conf/serverConf.xml",
         "6.02"},
        {"files/C/Program Files/Adobe/Adobe Campaign v6/conf/serverConf.xml",
         "6.1"},
        {"files/C/Program Files/Adobe/Adobe Campaign v7/conf/serverConf.xml",
         "7"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {
            {cases[i].path, "<serverConf/>", 0, NULL, NULL}, END};
        struct snapshot *snapshot = snapshot_of(pieces);

        says(fact_at(snapshot, "product"), "version", cases[i].version,
             cases[i].path, 0);
        snapshot_release(snapshot);
    }
}

static void
a_bundle_that_does_not_hold_is_rejected_whole(void **state)
{
    struct failure why = {.text = ""};
    char sha256[65];

    (void)state;
    assert_null(snapshot_read("/nonexistent/bundle.tar.gz", sha256, &why));
    assert_non_null(strstr(why.text, "cannot be read"));
    assert_string_equal(sha256, "");
    assert_null(snapshot_read(ACC_SOURCE_DIR "/CMakeLists.txt", sha256, &why));
    assert_non_null(strstr(why.text, "no bundle"));
    assert_int_equal(strlen(sha256), 64);
    assert_null(snapshot_line(&(struct snapshot){.file = "x"}, "a", 1));
    snapshot_release(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_snapshot_is_what_the_schema_says),
        cmocka_unit_test(what_was_written_is_what_is_read_again),
        cmocka_unit_test(equal_bundles_give_equal_facts),
        cmocka_unit_test(
            an_entry_that_is_not_whole_is_a_source_of_its_status_and_a_gap),
        cmocka_unit_test(what_a_server_need_not_have_is_no_gap),
        cmocka_unit_test(
            an_attribute_beyond_line_70000_has_its_line_and_its_text),
        cmocka_unit_test(excerpts_are_short_visible_utf_8_in_any_encoding),
        cmocka_unit_test(evidence_that_contradicts_itself_leaves_no_version),
        cmocka_unit_test(
            the_directory_tells_the_version_only_where_it_is_unmistakable),
        cmocka_unit_test(a_bundle_that_does_not_hold_is_rejected_whole),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
