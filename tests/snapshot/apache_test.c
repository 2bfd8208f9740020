#include "evidence_case.h"

#define AVAILABLE "files/etc/apache2/mods-available/"
#define ENABLED "files/etc/apache2/mods-enabled/"
#define HTTPD "files/etc/httpd/conf.d/CampaignApache.conf"

static void
only_files_that_a_link_enables_count(void **state)
{
    struct piece pieces[] = {
        {AVAILABLE "alias.load", "LoadModule alias_module /x/mod_alias.so\n", 0,
         NULL, NULL},
        {AVAILABLE "nlsrv.load",
         "# LoadModule no_module x\n"
         "loadmodule requesthandler24_module \\\n"
         "  \"/usr/local/neolane/nl6/lib/libnlsrvmod.so\"\n",
         0, NULL, NULL},
        {AVAILABLE "nlsrv.conf", NULL, 0, "link",
         "/usr/local/neolane/nl6/conf/apache_neolane.conf"},
        {ENABLED "nlsrv.conf", NULL, 0, "link", "../mods-available/nlsrv.conf"},
        {ENABLED "nlsrv.load", NULL, 0, "link", "../mods-available/nlsrv.load"},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *module = fact_at(snapshot, "apache/load-module");

    (void)state;
    says(module, "name", "requesthandler24_module", AVAILABLE "nlsrv.load", 2);
    says(module, "file", "/usr/local/neolane/nl6/lib/libnlsrvmod.so",
         AVAILABLE "nlsrv.load", 2);
    assert_null(fact_next(module));
    says(fact_at(snapshot, "apache/link"), "target",
         "/usr/local/neolane/nl6/conf/apache_neolane.conf",
         AVAILABLE "nlsrv.conf", 0);
    says(fact_at(snapshot, "apache/link"), "path",
         "/etc/apache2/mods-available/nlsrv.conf", AVAILABLE "nlsrv.conf", 0);
    says(fact_at(snapshot, "apache/campaign-path"), "path",
         "/usr/local/neolane/nl6/lib/libnlsrvmod.so", AVAILABLE "nlsrv.load",
         2);
    says(fact_at(snapshot, "redirection-module"), "basis",
         "the web server loads its module", AVAILABLE "nlsrv.load", 2);
    snapshot_release(snapshot);
    /* Without the link of the module nothing carries it. */
    pieces[4] = (struct piece){NULL, NULL, 0, NULL, NULL};
    snapshot = snapshot_of(pieces);
    assert_null(fact_at(snapshot, "apache/load-module"));
    assert_null(fact_at(snapshot, "redirection-module"));
    snapshot_release(snapshot);
}

static void
elsewhere_every_file_counts(void **state)
{
    struct piece pieces[] = {
        {HTTPD,
         "# Campaign\n"
         "LoadModule requesthandler22_module /opt/nl5/lib/libnlsrvmod.so\n"
         "Include /opt/nl5/tomcat-6/conf/apache_neolane.conf\n"
         "Include conf.d/*.conf\n"
         "Alias /a \"C:/Program Files/Neolane v5/web\"\n",
         0, NULL, NULL},
        {"files/etc/sysconfig/httpd",
         "# x\nLD_LIBRARY_PATH=/opt/nl5/lib:/lib\n. /opt/nl5/env.sh\n", 0, NULL,
         NULL},
        {"commands/apache-version",
         "Server version: Apache/2.2.15 (Unix)\nServer built: x\n", 0, NULL,
         NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    struct fact *path = fact_at(snapshot, "apache/campaign-path");

    (void)state;
    says(fact_at(snapshot, "apache/include"), "path",
         "/opt/nl5/tomcat-6/conf/apache_neolane.conf", HTTPD, 3);
    assert_null(fact_next(fact_at(snapshot, "apache/include")));
    says(path, "path", "/opt/nl5/lib/libnlsrvmod.so", HTTPD, 2);
    path = fact_next(path);
    says(path, "path", "/opt/nl5/tomcat-6/conf/apache_neolane.conf", HTTPD, 3);
    path = fact_next(path);
    says(path, "path", "/opt/nl5/lib", "files/etc/sysconfig/httpd", 2);
    path = fact_next(path);
    says(path, "path", "/opt/nl5/env.sh", "files/etc/sysconfig/httpd", 3);
    assert_null(fact_next(path));
    says(fact_at(snapshot, "apache/environment"), "value", "/opt/nl5/lib:/lib",
         "files/etc/sysconfig/httpd", 2);
    says(fact_at(snapshot, "web-server"), "version", "2.2.15",
         "commands/apache-version", 1);
    assert_non_null(fact_at(snapshot, "redirection-module"));
    snapshot_release(snapshot);
}

static void
links_in_a_circle_enable_nothing(void **state)
{
    struct piece pieces[] = {
        {AVAILABLE "nlsrv.load", NULL, 0, "link", "../mods-enabled/a.load"},
        {ENABLED "a.load", NULL, 0, "link", "../mods-available/nlsrv.load"},
        {ENABLED "b.load", NULL, 0, "link",
         "../../../../../../../../etc/a\nb\xE2\x80\xAE"},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    char *xml = facts_xml(snapshot);

    (void)state;
    assert_null(fact_at(snapshot, "apache/load-module"));
    assert_null(fact_at(snapshot, "redirection-module"));
    assert_non_null(strstr(xml, "etc/a&#10;b\xE2\x80\xAE"));
    free(xml);
    snapshot_release(snapshot);
}

static void
a_redirection_folder_is_evidence_of_the_module(void **state)
{
    struct piece pieces[] = {
        {"files/usr/local/neolane/nl6/var/prod/redir/url/x", "y", 0, NULL,
         NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    says(fact_at(snapshot, "redirection-module"), "basis",
         "its folder var/<instance>/redir exists", pieces[0].path, 0);
    snapshot_release(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_files_that_a_link_enables_count),
        cmocka_unit_test(elsewhere_every_file_counts),
        cmocka_unit_test(links_in_a_circle_enable_nothing),
        cmocka_unit_test(a_redirection_folder_is_evidence_of_the_module),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
