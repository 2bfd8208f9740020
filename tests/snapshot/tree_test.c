#include "evidence_case.h"

#define SELINUX "files/etc/selinux/config"
#define BASHRC "files/home/neolane/.bashrc"
#define DIFF CONF "serverConf.xml.diff"

static void
the_mode_of_selinux_is_the_configured_one(void **state)
{
    static const struct {
        const char *content, *mode;
        uint32_t line;
    } cases[] = {
        {"# SELINUX=disabled\nSELINUX=enforcing\nSELINUXTYPE=targeted\n",
         "enforcing", 2},
        {"SELINUXTYPE=targeted\r\nSELINUX=Permissive\r\n", "permissive", 2},
        {"SELINUX=disabled", "disabled", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct piece pieces[] = {{SELINUX, cases[i].content, 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);

        says(fact_at(snapshot, "selinux"), "mode", cases[i].mode, SELINUX,
             cases[i].line);
        snapshot_release(snapshot);
    }
}

static void
a_mode_that_is_none_is_a_gap(void **state)
{
    struct piece pieces[] = {
        {SELINUX, "# mode\nSELINUX=maybe\n", 0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_int_equal(count_of(snapshot, "selinux"), 0);
    has_gap(snapshot, SELINUX, 2, "not a mode");
    snapshot_release(snapshot);
}

static void
a_login_script_names_the_tree_that_it_logs_in_to(void **state)
{
    struct piece pieces[] = {{BASHRC,
                              "# . /usr/local/neolane/nl4/env.sh\n"
                              "alias ll='ls -l'\n"
                              "[ -f ~/x ] && . /usr/local/neolane/nl5/env.sh\n"
                              "cd /opt/other\n",
                              0, NULL, NULL},
                             {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_int_equal(count_of(snapshot, "login-path"), 1);
    says(fact_at(snapshot, "login-path"), "path",
         "/usr/local/neolane/nl5/env.sh", BASHRC, 3);
    snapshot_release(snapshot);
}

static void
changes_of_the_settings_are_counted_with_their_lines(void **state)
{
    struct piece pieces[] = {{DIFF,
                              "--- serverConf.xml.sample\n"
                              "+++ serverConf.xml\n"
                              "@@ -3,4 +3,5 @@\n"
                              " <shared>\n"
                              "-<a x=\"1\"/>\n"
                              "+<a x=\"2\"/>\n"
                              " <b/>\n"
                              "+<c/>\n"
                              "\\ No newline at end of file\n",
                              0, NULL, NULL},
                             {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *diff = fact_at(snapshot, "settings-diff");
    const struct fact *change = fact_child(diff, "change");

    (void)state;
    assert_string_equal(fact_get(diff, "changes"), "2");
    assert_int_equal(change->at.line, 5);
    assert_string_equal(snapshot_line(snapshot, DIFF, 5)->text,
                        "-<a x=\"1\"/>");
    assert_int_equal(fact_next(change)->at.line, 8);
    assert_null(fact_next(fact_next(change)));
    snapshot_release(snapshot);
}

static void
a_diff_of_another_form_is_not_counted(void **state)
{
    struct piece pieces[] = {
        {DIFF, "<?xml version='1.0'?>\n<serverConf/>\n", 0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);

    (void)state;
    assert_null(fact_get(fact_at(snapshot, "settings-diff"), "changes"));
    snapshot_release(snapshot);
}

#define INVENTORY "commands/tree-inventory"

static void
the_inventory_tells_sizes_owners_and_logs_with_their_lines(void **state)
{
    struct piece pieces[] = {
        {INVENTORY,
         "# counts\n"
         "tree\t/usr/local/neolane/nl6\tneolane\n"
         "tree\t/usr/local/neolane/nl5\t-\n"
         "later\ta word of a later version\n"
         "binary\t/usr/local/neolane/nl6/bin/nlserver\t64\n"
         "folder\tredir-log\tprod\t/v/prod/redir/log\twhole\t3\t90\t"
         "2026-01-01T00:00:00Z\t2026-01-02T00:00:00Z\n"
         "folder\tvar\t-\t/v\tabsent\t-\t-\t-\t-\n"
         "upgrade\tprod\t/v/prod/postupgrade/postupgrade_9364_12.log\t"
         "2026-01-02T00:00:00Z\t2\t0\t1\n"
         "console\t/c/setup-client-7.0.9364.exe\n",
         0, NULL, NULL},
        {NULL, NULL, 0, NULL, NULL}};
    struct snapshot *snapshot = snapshot_of(pieces);
    const struct fact *inventory = fact_at(snapshot, "inventory");
    const struct fact *tree = fact_child(inventory, "tree");
    const struct fact *folder = fact_child(inventory, "folder");
    const struct fact *upgrade = fact_child(inventory, "upgrade");

    (void)state;
    says(tree, "owner", "neolane", INVENTORY, 2);
    says(fact_next(tree), "owner", NULL, NULL, 0);
    says(fact_child(inventory, "binary"), "bits", "64", INVENTORY, 5);
    says(folder, "instance", "prod", INVENTORY, 6);
    says(folder, "bytes", "90", INVENTORY, 6);
    says(fact_next(folder), "state", "absent", INVENTORY, 7);
    says(fact_next(folder), "files", NULL, NULL, 0);
    says(upgrade, "build", "9364", INVENTORY, 8);
    says(upgrade, "conflicts", "1", INVENTORY, 8);
    says(fact_child(inventory, "console"), "version", "7.0.9364", INVENTORY, 9);
    snapshot_release(snapshot);
}

static void
an_inventory_with_a_broken_line_is_a_gap(void **state)
{
    static const char *const broken[] = {
        "tree\t-\tneolane\n",
        "tree\t/a\tneolane\nspace\t/a\tmuch\n",
        "folder\tvar\t-\t/v\tperhaps\t-\t-\t-\t-\n",
        "folder\tvar\t-\t/v\twhole\t-5\t-\t-\t-\n",
        "folder\tvar\t-\n",
        "binary\t/a\t16\n",
        "nothing of an inventory\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct piece pieces[] = {{INVENTORY, broken[i], 0, NULL, NULL},
                                 {NULL, NULL, 0, NULL, NULL}};
        struct snapshot *snapshot = snapshot_of(pieces);

        assert_int_equal(count_of(snapshot, "inventory"), 0);
        has_gap(snapshot, INVENTORY, i == 1 ? 2 : 1, "inventory");
        snapshot_release(snapshot);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mode_of_selinux_is_the_configured_one),
        cmocka_unit_test(a_mode_that_is_none_is_a_gap),
        cmocka_unit_test(a_login_script_names_the_tree_that_it_logs_in_to),
        cmocka_unit_test(changes_of_the_settings_are_counted_with_their_lines),
        cmocka_unit_test(a_diff_of_another_form_is_not_counted),
        cmocka_unit_test(
            the_inventory_tells_sizes_owners_and_logs_with_their_lines),
        cmocka_unit_test(an_inventory_with_a_broken_line_is_a_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
