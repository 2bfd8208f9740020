/*
 * The shipped catalogue: complete, and every rule does what its cases say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rules.h"
#include "xml_document.h"

#include <cmocka.h>

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/rules"

static struct catalogue *catalogue;

static int
load(void **state)
{
    struct failure why;

    (void)state;
    xml_start();
    catalogue = catalogue_load(CATALOGUE, &why);
    if (catalogue == NULL)
        print_error("%s\n", why.text);
    return catalogue != NULL ? 0 : -1;
}

static int
unload(void **state)
{
    (void)state;
    catalogue_release(catalogue);
    return 0;
}

static void
every_case_of_every_rule_comes_out_as_it_says(void **state)
{
    struct buf report;
    int failed;

    (void)state;
    buf_init(&report, 1 << 20);
    failed = catalogue_check(catalogue, NULL, &report);
    if (failed > 0)
        print_error("%s", report.data);
    buf_release(&report);
    assert_int_equal(failed, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_every_rule_comes_out_as_it_says),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
