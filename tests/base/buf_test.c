#include "../cmocka_test.h"

#include "buf.h"
#include "failure.h"

static void
a_buffer_grows_up_to_its_ceiling_and_stays_a_string(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 1000);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 100; i++)
        buf_addf(&buf, "%010d", i);
    assert_false(buf.overflow);
    assert_int_equal(buf.len, 1000);
    assert_int_equal(strlen(buf.data), 1000);
    buf_release(&buf);
}

static void
what_crosses_the_ceiling_adds_nothing_and_is_remembered(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, 5);
    buf_adds(&buf, "abc");
    buf_adds(&buf, "def");
    assert_true(buf.overflow);
    buf_addc(&buf, 'd');
    assert_string_equal(buf.data, "abc");
    buf_reset(&buf);
    assert_false(buf.overflow);
    buf_addf(&buf, "%s", "12345");
    assert_string_equal(buf.data, "12345");
    buf_addf(&buf, "%s", "6");
    assert_true(buf.overflow);
    assert_string_equal(buf.data, "12345");
    buf_release(&buf);
}

struct drained {
    char text[64];
    size_t most; /* bytes that it takes */
};

static bool
take(void *baton, const void *bytes, size_t len)
{
    struct drained *drained = baton;
    size_t had = strlen(drained->text);

    if (had + len > drained->most)
        return false;
    memcpy(drained->text + had, bytes, len);
    return true;
}

static void
a_draining_buffer_hands_on_what_it_cannot_hold(void **state)
{
    struct drained all = {.most = 63};
    struct buf buf;

    (void)state;
    buf_init_draining(&buf, 4, take, &all);
    buf_adds(&buf, "abc");
    assert_string_equal(all.text, "");
    buf_adds(&buf, "de");
    assert_string_equal(all.text, "abc");
    buf_addf(&buf, "%s", "longer than four");
    assert_string_equal(all.text, "abcde");
    buf_addc(&buf, '!');
    assert_string_equal(all.text, "abcdelonger than four");
    buf_flush(&buf);
    buf_flush(&buf);
    assert_string_equal(all.text, "abcdelonger than four!");
    assert_false(buf.overflow);
    buf_release(&buf);
}

static void
a_drain_that_fails_is_an_overflow(void **state)
{
    struct drained all = {.most = 3};
    struct buf buf;

    (void)state;
    buf_init_draining(&buf, 4, take, &all);
    buf_adds(&buf, "abc");
    buf_adds(&buf, "de");
    assert_false(buf.overflow);
    buf_adds(&buf, "fgh");
    assert_true(buf.overflow);
    buf_flush(&buf);
    assert_string_equal(all.text, "abc");
    buf_release(&buf);
}

static void
a_failure_gets_its_place_before_its_words_and_never_overruns(void **state)
{
    struct failure why;
    char huge[5000];

    (void)state;
    assert_int_equal(fail(&why, "cannot %s", "open"), -1);
    assert_int_equal(failure_at(&why, "a.xml"), -1);
    assert_string_equal(why.text, "a.xml: cannot open");
    memset(huge, 'x', sizeof huge);
    huge[sizeof huge - 1] = '\0';
    (void)fail(&why, "%s", huge);
    (void)failure_at(&why, huge);
    assert_int_equal(strlen(why.text), sizeof why.text - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_up_to_its_ceiling_and_stays_a_string),
        cmocka_unit_test(
            what_crosses_the_ceiling_adds_nothing_and_is_remembered),
        cmocka_unit_test(a_draining_buffer_hands_on_what_it_cannot_hold),
        cmocka_unit_test(a_drain_that_fails_is_an_overflow),
        cmocka_unit_test(
            a_failure_gets_its_place_before_its_words_and_never_overruns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
