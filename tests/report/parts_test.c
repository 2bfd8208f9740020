#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "made.h"
#include "parts.h"

#include <cmocka.h> /* last: it takes the name fail */

static struct made made;

static int
begin(void **state)
{
    (void)state;
    made_init(&made);
    made_host(&made, "app1", ROLE_MARKETING);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    made_release(&made);
    return 0;
}

static void
tell(const char *entry, const char *reason)
{
    struct snapshot *snapshot = made.estate.hosts.items[0].snapshot;
    const struct place nowhere = {NULL, 0};
    struct fact *gap = fact_add(&made.arena, snapshot->host, "gap", nowhere);

    fact_set(&made.arena, gap, "entry", entry, nowhere);
    fact_set(&made.arena, gap, "reason", reason, nowhere);
}

static void
each_thing_that_is_missing_is_told_and_none_twice(void **state)
{
    struct gaps gaps;

    (void)state;
    tell("files/etc/hosts", "denied: Permission denied");
    tell("files/etc/hosts", "denied: Permission denied");
    tell("manifest.xml", "several Campaign directories");
    tell("manifest.xml", "no serverConf.xml was collected");
    gaps_list(&made.estate, &made.arena, &gaps);
    assert_int_equal(gaps.count, 3);
    assert_string_equal(gaps.items[0].reason, "denied: Permission denied");
    assert_string_equal(gaps.items[1].reason,
                        "no serverConf.xml was collected");
    assert_string_equal(gaps.items[2].reason, "several Campaign directories");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            each_thing_that_is_missing_is_told_and_none_twice, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
