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
    assert_string_equal(snapshot_line(snapshot, DIFF, 5), "-<a x=\"1\"/>");
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mode_of_selinux_is_the_configured_one),
        cmocka_unit_test(a_mode_that_is_none_is_a_gap),
        cmocka_unit_test(a_login_script_names_the_tree_that_it_logs_in_to),
        cmocka_unit_test(changes_of_the_settings_are_counted_with_their_lines),
        cmocka_unit_test(a_diff_of_another_form_is_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
