#include "../cmocka_test.h"

#include "inventory.h"

#define LINE "2014-10-05 02:40:11.804Z B67B28C0 1 "

static void
the_last_summary_of_a_log_counts(void **state)
{
    static const char log[] =
        LINE "info log Updating table 'NmcTrackingLogMessages'\n" LINE
             "warning log Document of identifier 'a:b' and type 'xtk:form' is "
             "in conflict with the new version\n" LINE
             "info log =========Summary of the update==========\n" LINE
             "info log prod instance, 9 warning(s) and 4 error(s) during the "
             "update.\n" LINE
             "warning log Document of identifier 'a:b' and type 'xtk:form' is "
             "in conflict with the new version\n" LINE
             "info log =========Summary of the update==========\n" LINE
             "info log prod instance, 2 warning(s) and 0 error(s) during the "
             "update.\n" LINE
             "warning log Document of identifier 'nms:c' and type 'xtk:form' "
             "is in conflict with the new version\n" LINE
             "warning log Document of identifier 'nms:d' and type 'xtk:form' "
             "is in conflict with the new version";
    struct upgrade_summary summary;

    (void)state;
    upgrade_read(span_of(log), &summary);
    assert_int_equal(summary.warnings, 2);
    assert_int_equal(summary.errors, 0);
    assert_int_equal(summary.conflicts, 2);
}

static void
a_log_without_a_summary_counts_nothing(void **state)
{
    static const char *const logs[] = {
        "",
        LINE "info log prod instance, many warning(s) and 0 error(s) during "
             "the update.\n",
        LINE "info log prod instance, 2 warning(s) and 0\n",
        LINE "warning log 'a:b' is in conflict with the new version\n",
        LINE "info log prod instance, 99999999999999999999 warning(s) and 1 "
             "error(s) during the update.\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        struct upgrade_summary summary;

        upgrade_read(span_of(logs[i]), &summary);
        assert_int_equal(summary.warnings, -1);
        assert_int_equal(summary.errors, -1);
        assert_int_equal(summary.conflicts, -1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_summary_of_a_log_counts),
        cmocka_unit_test(a_log_without_a_summary_counts_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
