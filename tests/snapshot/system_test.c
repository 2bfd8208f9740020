#include "evidence_case.h"

#define RELEASE "files/etc/os-release"
#define DEBIAN "files/etc/debian_version"
#define REDHAT "files/etc/redhat-release"
#define PACKAGES "commands/packages"
#define JAVA "commands/java-version"
#define APACHE "commands/apache-version"
#define CUSTOMER "files/usr/local/neolane/nl6/customer.sh"

static void
the_most_precise_file_tells_the_system(void **state)
{
    static const struct {
        const char *release, *debian, *redhat;
        const char *distribution, *version, *entry;
        uint32_t line;
    } cases[] = {
        {"NAME=\"Debian\"\nVERSION_ID=\"8\"\nID=debian\n", "8.11\n", NULL,
         "debian", "8.11", DEBIAN, 1},
        {"ID=debian\r\nVERSION_ID='12'\r\n", NULL, NULL, "debian", "12",
         RELEASE, 2},
        {"ID=debian\n", "trixie/sid\n", NULL, "debian", NULL, NULL, 0},
        {"ID=Ubuntu\nVERSION_ID=\"18.04\"\n", "10.1\n", NULL, "ubuntu", "18.04",
         RELEASE, 2},
        {"# x\nID=\"rhel\"\nVERSION_ID=\"7.9\"\n", NULL,
         "Red Hat Enterprise Linux Server release 7.9 (Maipo)\n", "rhel", "7.9",
         RELEASE, 3},
        {NULL, NULL, "Red Hat Enterprise Linux Server release 6.10 (Santiago)",
         "rhel", "6.10", REDHAT, 1},
        {NULL, NULL, "CentOS Linux release 7.9.2009 (Core)\r\n", "centos",
         "7.9.2009", REDHAT, 1},
        {NULL, "7.11\n", NULL, "debian", "7.11", DEBIAN, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[4] = {{NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot;
        size_t count = 0;

        if (cases[i].release != NULL)
            pieces[count++] =
                (struct piece){RELEASE, cases[i].release, 0, NULL, NULL};
        if (cases[i].debian != NULL)
            pieces[count++] =
                (struct piece){DEBIAN, cases[i].debian, 0, NULL, NULL};
        if (cases[i].redhat != NULL)
            pieces[count++] =
                (struct piece){REDHAT, cases[i].redhat, 0, NULL, NULL};
        snapshot = snapshot_of(pieces);
        assert_string_equal(fact_get(fact_at(snapshot, "os"), "distribution"),
                            cases[i].distribution);
        says(fact_at(snapshot, "os"), "version", cases[i].version,
             cases[i].entry, cases[i].line);
        snapshot_release(snapshot);
    }
}

static void
a_system_that_no_file_tells_is_a_gap(void **state)
{
    struct piece pieces[] = {{RELEASE, "NAME=x\n", 0, NULL, NULL},
                             {REDHAT, "nothing known\n", 0, NULL, NULL},
                             {DEBIAN, "two words\n", 0, NULL, NULL},
                             {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_null(fact_at(snapshot, "os"));
    has_gap(snapshot, "manifest.xml", 0, "which system");
    has_gap(snapshot, RELEASE, 1, "no system");
    has_gap(snapshot, REDHAT, 1, "no release");
    has_gap(snapshot, DEBIAN, 1, "word");
    snapshot_release(snapshot);
}

static void
java_has_its_major_version_and_the_kind_that_packages_show(void **state)
{
    static const struct {
        const char *output, *packages, *version, *major, *kind;
    } cases[] = {
        {"java version \"1.7.0_181\"\nOpenJDK Runtime\n",
         "openjdk-7-jre\t7u181\tamd64\nopenjdk-7-jdk\t7u181\tamd64\n",
         "1.7.0_181", "7", "jdk"},
        {"openjdk version \"11.0.2\" 2019-01-15\n",
         "openjdk-11-jre-headless\t11.0.2\tamd64\n", "11.0.2", "11", "jre"},
        {"openjdk version \"1.8.0_402\"\n",
         "java-1.8.0-openjdk\t1.8.0.402-1.el7\tx86_64\n", "1.8.0_402", "8",
         "jre"},
        {"openjdk version \"1.8.0_402\"\n",
         "java-1.8.0-openjdk-devel\t1.8.0.402-1.el7\tx86_64\n", "1.8.0_402",
         "8", "jdk"},
        {"java version \"1.7.0_80\"\n", "jdk\t1.7.0_80-fcs\tx86_64\n",
         "1.7.0_80", "7", "jdk"},
        {"java version \"1.8.0_202\"\n", "jdk1.8\t1.8.0_202-fcs\tx86_64\n",
         "1.8.0_202", "8", "jdk"},
        {"openjdk version \"9-internal\"\n", "openjdk-8-jdk\t8u1\tamd64\n",
         "9-internal", "9", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {{JAVA, cases[i].output, 0, NULL, NULL},
                                 {PACKAGES, cases[i].packages, 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);
        struct fact *java = fact_at(snapshot, "java");

        says(java, "version", cases[i].version, JAVA, 1);
        says(java, "major", cases[i].major, JAVA, 1);
        says(java, "kind", cases[i].kind, JAVA, 1);
        snapshot_release(snapshot);
    }
}

static void
what_is_no_output_of_java_or_apache_is_a_gap(void **state)
{
    struct piece pieces[] = {{JAVA, "sh: java: not found\n", 0, NULL, NULL},
                             {APACHE, "", 0, NULL, NULL},
                             {PACKAGES, "no tabs here\n", 0, NULL, NULL},
                             {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_null(fact_at(snapshot, "java"));
    assert_null(fact_at(snapshot, "web-server"));
    has_gap(snapshot, JAVA, 1, "java -version");
    has_gap(snapshot, APACHE, 1, "apache2 -v");
    has_gap(snapshot, PACKAGES, 1, "package list");
    snapshot_release(snapshot);
}

static void
packages_that_rules_ask_for_are_kept_with_their_line(void **state)
{
    struct piece pieces[] = {
        {PACKAGES,
         "bash\t5.0\tamd64\nnlserver6\t6880-0\tx86_64\r\nhttpd\t2.4.6-99.el7"
         "\tx86_64\nlibc-ares2\t1.10.0\tamd64\nzlib\t1\tamd64\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_int_equal(count_of(snapshot, "package"), 3);
    says(fact_at(snapshot, "package[name=nlserver6]"), "version", "6880-0",
         PACKAGES, 2);
    /* No command told the version of the web server. */
    says(fact_at(snapshot, "web-server"), "version", "2.4.6", PACKAGES, 3);
    says(fact_at(snapshot, "product"), "build", "6880", PACKAGES, 2);
    says(fact_at(snapshot, "product"), "version", NULL, NULL, 0);
    snapshot_release(snapshot);
}

static void
assignments_are_read_and_never_executed(void **state)
{
    struct piece pieces[] = {
        {CUSTOMER,
         "#!/bin/sh\n"
         "# export COMMENT=1\n"
         "export XTK_VAR_DIR=/data/var # moved\r\n"
         "  ORACLE_HOME=\"/opt/my oracle\"; export ORACLE_HOME\n"
         "A='single $x'\n"
         "B=\"double \\\"x\\\" $Y\"\n"
         "C=$(touch /tmp/never)\n"
         "LONG=/one:\\\n"
         "/two\n"
         "if [ x = y ]; then\n"
         "PASSWORD='[redacted]'\n"
         "EMPTY=\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    static const struct {
        const char *path, *value;
        uint32_t line;
    } cases[] = {
        {"environment[name=XTK_VAR_DIR]", "/data/var", 3},
        {"environment[name=ORACLE_HOME]", "/opt/my oracle", 4},
        {"environment[name=A]", "single $x", 5},
        {"environment[name=B]", "double \"x\" $Y", 6},
        {"environment[name=C]", "$(touch", 7},
        {"environment[name=LONG]", "/one:/two", 8},
        {"environment[name=PASSWORD]", "[redacted]", 11},
        {"environment[name=EMPTY]", "", 12},
    };
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        says(fact_at(snapshot, cases[i].path), "value", cases[i].value,
             CUSTOMER, cases[i].line);
    assert_int_equal(count_of(snapshot, "environment"), 8);
    snapshot_release(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_precise_file_tells_the_system),
        cmocka_unit_test(a_system_that_no_file_tells_is_a_gap),
        cmocka_unit_test(
            java_has_its_major_version_and_the_kind_that_packages_show),
        cmocka_unit_test(what_is_no_output_of_java_or_apache_is_a_gap),
        cmocka_unit_test(packages_that_rules_ask_for_are_kept_with_their_line),
        cmocka_unit_test(assignments_are_read_and_never_executed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
