#include "evidence_case.h"

#define VERSION "commands/windows-version"
#define ENVIRONMENT "commands/windows-environment"
#define SITES "commands/iis-sites"
#define IIS "files/C/Windows/System32/inetsrv/config/applicationHost.config"
#define FOLDER "C:\\Program Files\\Adobe\\Adobe Campaign v6"

static struct snapshot *
windows_of(const struct piece *pieces)
{
    struct failure why;
    struct snapshot *snapshot = snapshot_try("win1", pieces, &why);

    assert_non_null(snapshot);
    return snapshot;
}

static void
only_the_name_of_a_windows_server_tells_its_release(void **state)
{
    static const struct {
        const char *text, *version;
        uint32_t line;
    } cases[] = {
        {"\r\nHKEY…\r\n    ProductName    REG_SZ    Windows Server 2016 "
         "Standard\r\n",
         "2016", 3},
        {"    ProductName    REG_SZ    Windows Server 2012 R2 Datacenter\n",
         "2012R2", 1},
        {"Microsoft Windows [Version 10.0.17763]\n"
         "Microsoft Windows Server 2019 Standard\n",
         "2019", 2},
        {"Microsoft Windows [Version 10.0.14393]\n", NULL, 0},
        {"Microsoft Windows 10 Pro\n", NULL, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {{VERSION, cases[i].text, 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = windows_of(pieces);

        assert_string_equal(fact_get(fact_at(snapshot, "os"), "family"),
                            "windows");
        says(fact_at(snapshot, "os"), "version", cases[i].version, VERSION,
             cases[i].line);
        if (cases[i].version == NULL)
            has_gap(snapshot, VERSION, 1, "which Windows Server");
        snapshot_release(snapshot);
    }
}

static void
what_windows_sets_for_everyone_is_the_environment(void **state)
{
    const struct piece pieces[] = {
        {ENVIRONMENT,
         "\r\n\r\n    PROCESSOR_ARCHITECTURE    REG_SZ    AMD64\r\n"
         "    XTK_VAR_DIR    REG_EXPAND_SZ    E:\\Campaign Data\\var\r\n"
         "XTK_VAR_DIR=/no/line/of/reg\r\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    const struct piece less[] = {
        {ENVIRONMENT, "    XTK_VAR_DIR    REG_SZ    E:\\var\n", 0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = windows_of(pieces);

    (void)state;
    says(fact_at(snapshot, "environment[name=PROCESSOR_ARCHITECTURE]"), "value",
         "AMD64", ENVIRONMENT, 3);
    says(fact_at(snapshot, "environment[name=XTK_VAR_DIR]"), "value",
         "E:\\Campaign Data\\var", ENVIRONMENT, 4);
    assert_int_equal(count_of(snapshot, "environment"), 2);
    snapshot_release(snapshot);
    snapshot = windows_of(less);
    has_gap(snapshot, ENVIRONMENT, 1, "PROCESSOR_ARCHITECTURE");
    snapshot_release(snapshot);
}

static void
the_campaign_directory_is_a_windows_path(void **state)
{
    struct piece pieces[] = {
        {"files/C/Program Files/Adobe/Adobe Campaign v6/conf/serverConf.xml",
         "<serverConf/>", 0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = windows_of(pieces);

    (void)state;
    assert_string_equal(
        fact_get(fact_at(snapshot, "installation"), "directory"), FOLDER);
    assert_string_equal(fact_get(fact_at(snapshot, "installation"), "tree"),
                        "Adobe Campaign v6");
    snapshot_release(snapshot);
}

static void
sites_of_campaign_are_told_by_their_folder_or_their_filter(void **state)
{
    struct piece pieces[] = {
        {IIS,
         "<configuration><system.applicationHost><sites>\n"
         "<site name='Default' id='1'><bindings>\n"
         "<binding protocol='http' bindingInformation='*:80:'/></bindings>\n"
         "</site><site name='One' id='2'><application path='/'>\n"
         "<virtualDirectory path='/' physicalPath='" FOLDER "'/>\n"
         "</application><bindings><binding protocol='https'\n"
         " bindingInformation='[::1]:443:www.example.com'/></bindings></site>\n"
         "<site name='Two' id='3'/></sites></system.applicationHost>\n"
         "<location path='Two'><system.webServer><isapiFilters>\n"
         "<filter name='x'\n path='" FOLDER "\\bin\\NLSRVMOD.DLL'/>\n"
         "</isapiFilters></system.webServer></location></configuration>\n",
         0, NULL, NULL},
        {VERSION, "Windows Server 2012 R2\n", 0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = windows_of(pieces);

    (void)state;
    says(fact_at(snapshot, "iis/site[name=Default]"), "campaign", NULL, NULL,
         0);
    says(fact_at(snapshot, "iis/site[name=One]"), "campaign", "true", IIS, 5);
    says(fact_at(snapshot, "iis/site[name=Two]"), "campaign", "true", IIS, 11);
    says(fact_at(snapshot, "iis/site[name=One]/binding"), "port", "443", IIS,
         7);
    says(fact_at(snapshot, "iis/site[name=One]/binding"), "host",
         "www.example.com", IIS, 7);
    says(fact_at(snapshot, "redirection-module"), "basis",
         "IIS loads its module nlsrvmod.dll", IIS, 11);
    says(fact_at(snapshot, "web-server"), "product", "iis", IIS, 1);
    says(fact_at(snapshot, "web-server"), "version", "8.5", VERSION, 1);
    snapshot_release(snapshot);
}

static void
the_list_of_appcmd_shows_sites_where_the_file_was_not_read(void **state)
{
    struct piece pieces[] = {
        {SITES,
         "SITE \"Default Web Site\" (id:1,bindings:http/*:80:,https/"
         "*:443:,state:Started)\r\n"
         "SITE \"Adobe Campaign v6\" (id:2,bindings:http/*:8090:,state:"
         "Stopped)\r\n",
         0, NULL, NULL},
        {IIS, NULL, 0, "denied", "not readable"},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = windows_of(pieces);

    (void)state;
    says(fact_at(snapshot, "iis/site[name=Default Web Site]/binding"), "port",
         "80", SITES, 1);
    says(fact_at(snapshot, "iis/site[name=Adobe Campaign v6]/binding"), "port",
         "8090", SITES, 2);
    says(fact_at(snapshot, "web-server"), "version", "", SITES, 1);
    snapshot_release(snapshot);
}

static void
what_is_not_of_iis_is_a_gap(void **state)
{
    struct piece pieces[] = {{IIS, "<serverConf/>", 0, NULL, NULL},
                             {SITES, "Access is denied.\n", 0, NULL, NULL},
                             {VERSION, "\n", 0, NULL, NULL},
                             {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = windows_of(pieces);

    (void)state;
    has_gap(snapshot, IIS, 1, "configuration");
    has_gap(snapshot, SITES, 1, "appcmd");
    has_gap(snapshot, VERSION, 1, "names no Windows");
    assert_null(fact_at(snapshot, "web-server"));
    assert_null(fact_at(snapshot, "iis"));
    snapshot_release(snapshot);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_name_of_a_windows_server_tells_its_release),
        cmocka_unit_test(what_windows_sets_for_everyone_is_the_environment),
        cmocka_unit_test(the_campaign_directory_is_a_windows_path),
        cmocka_unit_test(
            sites_of_campaign_are_told_by_their_folder_or_their_filter),
        cmocka_unit_test(
            the_list_of_appcmd_shows_sites_where_the_file_was_not_read),
        cmocka_unit_test(what_is_not_of_iis_is_a_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
