#include "../cmocka_test.h"

#include <string.h>

#include "recipe.h"

static void
names_fit_patterns_as_in_a_shell(void **state)
{
    (void)state;
    assert_true(recipe_fits("config-*.xml", "config-prod.xml"));
    assert_true(recipe_fits("config-*.xml", "config-.xml"));
    assert_true(recipe_fits("*", "a"));
    assert_true(recipe_fits("tomcat-?", "tomcat-7"));
    assert_true(recipe_fits("a*b*c", "a-b-b-c"));
    assert_false(recipe_fits("config-*.xml", "config-prod.xml.bak"));
    assert_false(recipe_fits("*", ".hidden"));
    assert_false(recipe_fits("tomcat-?", "tomcat-"));
}

static void
each_line_of_the_recipe_says_where_and_why(void **state)
{
    const struct recipe *line;
    size_t other;

    (void)state;
    for (line = RECIPE; line->path != NULL; line++) {
        assert_non_null(line->why);
        assert_int_equal(line->path[0] == '/', line->base == RECIPE_ROOT);
        for (other = 0; &RECIPE[other] < line; other++)
            assert_true(RECIPE[other].base != line->base ||
                        strcmp(RECIPE[other].path, line->path) != 0);
    }
}

/* Where a server has none of them, it is no poorer for it. */
static void
what_was_shipped_is_redacted_like_the_files_made_of_it(void **state)
{
    static const char *const paths[] = {"conf/serverConf.xml.sample",
                                        "conf/*/serverConf.xml.sample",
                                        "conf/models/*.xml"};
    const struct recipe *line;
    size_t count = 0;

    (void)state;
    for (line = RECIPE; line->path != NULL; line++) {
        if (line->base != RECIPE_SHIPPED)
            continue;
        assert_true(count < sizeof paths / sizeof *paths);
        assert_string_equal(line->path, paths[count++]);
        assert_int_equal(line->form, REDACT_XML);
        assert_int_equal(line->absence, ABSENCE_SILENT);
    }
    assert_int_equal(count, sizeof paths / sizeof *paths);
}

static void
links_are_followed_only_into_folders_that_the_recipe_names(void **state)
{
    static const char *const trees[] = {"/usr/local/neolane/nl6"};

    (void)state;
    assert_true(recipe_follows("/etc/apache2/mods-available/a.load", trees, 1));
    assert_true(recipe_follows("/usr/lib/os-release", trees, 1));
    assert_true(recipe_follows(
        "/usr/local/neolane/nl6/conf/apache_neolane.conf", trees, 1));
    assert_false(recipe_follows("/usr/local/neolane/nl6x/a", trees, 1));
    assert_false(recipe_follows("/etc/shadow", trees, 1));
    assert_false(recipe_follows("/usr/lib/os-release2", trees, 1));
}

static void
files_are_shared_from_where_no_system_keeps_its_own(void **state)
{
    (void)state;
    assert_true(recipe_shares("/srv/shared/serverConf-app1.xml", "/n/s.xml"));
    assert_true(recipe_shares("/usr/local/neolane/conf/a.xml", "/n/s.xml"));
    assert_true(recipe_shares("/home/neolane/dot/.bashrc", ".bashrc"));
    assert_false(recipe_shares("/srv/shared/shadow", "/n/s.xml"));
    assert_false(recipe_shares("/etc/a.xml", "/n/s.xml"));
    assert_false(recipe_shares("/root/a.xml", "/n/s.xml"));
    assert_false(recipe_shares("/lib64/a.xml", "/n/s.xml"));
    assert_false(recipe_shares("/home/x/.ssh/a.xml", "/n/s.xml"));
    assert_false(recipe_shares("/home/x/.a.xml", "/n/s.xml"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_fit_patterns_as_in_a_shell),
        cmocka_unit_test(each_line_of_the_recipe_says_where_and_why),
        cmocka_unit_test(
            what_was_shipped_is_redacted_like_the_files_made_of_it),
        cmocka_unit_test(
            links_are_followed_only_into_folders_that_the_recipe_names),
        cmocka_unit_test(files_are_shared_from_where_no_system_keeps_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
