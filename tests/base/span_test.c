#include "../cmocka_test.h"

#include "arena.h"
#include "span.h"

static void
lines_end_in_lf_or_crlf_and_the_last_needs_no_end(void **state)
{
    struct span rest = span_of("one\ntwo\r\n\nlast");
    static const char *const lines[] = {"one", "two", "", "last"};
    struct span line;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(span_line(&rest, &line));
        assert_true(span_is(line, lines[i]));
    }
    assert_false(span_line(&rest, &line));
}

static void
words_are_cut_at_blanks(void **state)
{
    struct span rest = span_of("  a \t bc\n");
    struct span word;

    (void)state;
    assert_true(span_word(&rest, &word));
    assert_true(span_is(word, "a"));
    assert_true(span_word(&rest, &word));
    assert_true(span_is(word, "bc"));
    assert_false(span_word(&rest, &word));
}

static void
cutting_and_skipping_consume_only_what_they_match(void **state)
{
    struct span rest = span_of("Key=value");
    struct span key;

    (void)state;
    assert_false(span_skip(&rest, "key"));
    assert_false(span_until(&rest, ':', &key));
    assert_true(span_until(&rest, '=', &key));
    assert_true(span_is_fold(key, "KEY"));
    assert_false(span_is(key, "KEY"));
    assert_true(span_skip_fold(&rest, "VAL"));
    assert_true(span_is(rest, "ue"));
    assert_false(span_skip(&rest, "uex"));
    assert_true(span_is(span_trim(span_of(" \t x y\r\n")), "x y"));
}

static void
finding_tells_the_offset_or_that_there_is_none(void **state)
{
    static const struct {
        const char *text, *what;
        long plain, fold;
    } cases[] = {
        {"abcabd", "abd", 3, 3}, {"aaab", "aab", 1, 1}, {"abc", "ABC", -1, 0},
        {"abc", "abcd", -1, -1}, {"", "a", -1, -1},     {"abc", "", 0, 0},
        {"abc", "c", 2, 2},      {"abC", "bc", -1, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span text = span_of(cases[i].text);

        assert_int_equal(span_find(text, cases[i].what), cases[i].plain);
        assert_int_equal(span_find_fold(text, cases[i].what), cases[i].fold);
    }
}

static void
numbers_are_whole_decimal_and_in_range(void **state)
{
    static const struct {
        const char *text;
        int64_t low, high;
        bool good;
        int64_t value;
    } cases[] = {
        {"0", 0, 9, true, 0},
        {"-5", -9, 9, true, -5},
        {"9223372036854775807", 0, INT64_MAX, true, INT64_MAX},
        {"9223372036854775808", 0, INT64_MAX, false, 0},
        {"99999999999999999999", 0, INT64_MAX, false, 0},
        {"10", 0, 9, false, 0},
        {"-1", 0, 9, false, 0},
        {"", 0, 9, false, 0},
        {"-", -9, 9, false, 0},
        {"1x", 0, 9, false, 0},
        {" 1", 0, 9, false, 0},
        {"+1", 0, 9, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;

        assert_int_equal(span_number(span_of(cases[i].text), cases[i].low,
                                     cases[i].high, &value),
                         cases[i].good);
        assert_int_equal(value, cases[i].good ? cases[i].value : 77);
    }
}

static void
null_text_equals_nothing(void **state)
{
    (void)state;
    assert_false(text_is_fold(NULL, NULL));
    assert_false(text_is_fold("a", NULL));
    assert_true(text_is_fold("MiXed", "mixed"));
    assert_int_equal(text_order_fold("MiXed", "mixed"), 0);
    assert_true(text_order_fold("a", "B") < 0);
    assert_true(text_order_fold("aB", "a") > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_lf_or_crlf_and_the_last_needs_no_end),
        cmocka_unit_test(words_are_cut_at_blanks),
        cmocka_unit_test(cutting_and_skipping_consume_only_what_they_match),
        cmocka_unit_test(finding_tells_the_offset_or_that_there_is_none),
        cmocka_unit_test(numbers_are_whole_decimal_and_in_range),
        cmocka_unit_test(null_text_equals_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
