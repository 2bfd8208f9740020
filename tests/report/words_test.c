#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "words.h"

#include <cmocka.h> /* last: it takes the name fail */

static struct arena arena;

static int
begin(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void
a_name_is_cut_in_the_middle(void **state)
{
    (void)state;
    assert_string_equal(words_cut(&arena, "app1", 22), "app1");
    assert_string_equal(
        words_cut(&arena, "application-server-number-12.example", 22),
        "application…12.example");
    assert_int_equal(
        words_length(words_cut(&arena, "ääääääääääääääääääääääääää", 22)), 22);
}

static void
a_sentence_keeps_its_code_and_nothing_else(void **state)
{
    struct xmlwrite xml;
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    xmlwrite_fragment(&xml, &out);
    words_leaf(&xml, "why",
               "Set <code>a &lt; b</code> <b>now</b> on <name>x</name>\xE2\x80"
               "\xAE.");
    assert_string_equal(out.data,
                        "<why>Set <code>a &lt; b</code> &lt;b&gt;now&lt;/b&gt; "
                        "on <name>x</name>[U+202E].</why>");
    buf_release(&out);
    assert_string_equal(words_plain(&arena, "Set <code>a &lt; b</code>"),
                        "Set a < b");
    assert_string_equal(words_plain(&arena, "<code>open"), "<code>open");
}

static void
numbers_have_thin_spaces_and_nouns_agree(void **state)
{
    (void)state;
    assert_string_equal(words_number(&arena, 999), "999");
    assert_string_equal(words_number(&arena, 1234567), "1\xE2\x80\xAF"
                                                       "234\xE2\x80\xAF"
                                                       "567");
    assert_string_equal(words_count(&arena, 1, "server", NULL), "1 server");
    assert_string_equal(words_count(&arena, 0, "server", NULL), "0 servers");
    assert_string_equal(words_bytes(&arena, 0), "0 B");
    assert_string_equal(words_bytes(&arena, 734003200), "700 MiB");
    assert_string_equal(words_bytes(&arena, INT64_C(9999) << 30),
                        "9\xE2\x80\xAF"
                        "999 GiB");
}

static void
times_are_said_in_utc_with_their_date(void **state)
{
    (void)state;
    assert_string_equal(words_stamp(&arena, 1767323045),
                        "2026-01-02T03:04:05Z");
    assert_string_equal(words_time(&arena, "2026-01-02T03:04:05Z"),
                        "2 Jan 2026 03:04 UTC");
    assert_string_equal(
        words_dates(&arena, "2025-12-30T00:00:00Z", "2026-01-02T00:00:00Z"),
        "30 Dec 2025 – 2 Jan 2026");
    assert_string_equal(
        words_dates(&arena, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
        "1–2 Jan 2026");
    assert_null(words_dates(&arena, NULL, NULL));
}

static void
the_window_stays_in_its_own_zone(void **state)
{
    (void)state;
    assert_string_equal(
        words_window(&arena, "2026-12-05T22:00:00+01:00", "8", "Europe/Paris"),
        "Sat 5 Dec 2026 22:00 to 06:00 Europe/Paris");
    assert_string_equal(
        words_window(&arena, "2026-12-05T22:00:00+01:00", "30", NULL),
        "Sat 5 Dec 2026 22:00 to Mon 7 Dec 04:00");
    assert_null(words_window(&arena, "soon", "8", NULL));
}

static void
products_are_written_as_people_write_them(void **state)
{
    (void)state;
    assert_string_equal(words_product(&arena, "rhel 6.10 x86_64"),
                        "Red Hat 6.10 x86_64");
    assert_string_equal(words_product(&arena, "windows"), "Windows");
    assert_string_equal(words_product(&arena, "debianish 3"), "debianish 3");
    assert_null(words_product(&arena, NULL));
}

static void
evidence_is_a_place_and_at_most_120_characters(void **state)
{
    char line[300];

    (void)state;
    assert_string_equal(
        words_place(&arena, (struct place){"files/etc/os-release", 4}),
        "/etc/os-release:4");
    assert_string_equal(words_place(&arena, (struct place){"commands/x", 0}),
                        "commands/x");
    assert_string_equal(words_excerpt(&arena, "password=\"[redacted]\""),
                        "password=\"‹redacted›\"");
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_int_equal(words_length(words_excerpt(&arena, line)), 120);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_cut_in_the_middle),
        cmocka_unit_test(a_sentence_keeps_its_code_and_nothing_else),
        cmocka_unit_test(numbers_have_thin_spaces_and_nouns_agree),
        cmocka_unit_test(times_are_said_in_utc_with_their_date),
        cmocka_unit_test(the_window_stays_in_its_own_zone),
        cmocka_unit_test(products_are_written_as_people_write_them),
        cmocka_unit_test(evidence_is_a_place_and_at_most_120_characters),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
