#include "../cmocka_test.h"

#include "utf8.h"

static void
only_shortest_form_scalar_values_decode(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        uint32_t character;
    } cases[] = {
        {"A", 1, 'A'},
        {"\xC3\xA9", 2, 0xE9},
        {"\xE2\x82\xAC", 3, 0x20AC},
        {"\xF0\x9F\x98\x80", 4, 0x1F600},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        {"\xC0\x80", 0, 0},         /* NUL, too long */
        {"\xC1\xBF", 0, 0},         /* DEL, too long */
        {"\xE0\x9F\xBF", 0, 0},     /* too long */
        {"\xF0\x8F\xBF\xBF", 0, 0}, /* too long */
        {"\xED\xA0\x80", 0, 0},     /* surrogate */
        {"\xF4\x90\x80\x80", 0, 0}, /* beyond Unicode */
        {"\x80", 0, 0},
        {"\xFF", 0, 0},
        {"\xC3", 0, 0},
        {"\xC3(", 0, 0},
        {"\xE2\x82", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t character = 0;

        assert_int_equal(utf8_decode(span_of(cases[i].bytes), &character),
                         cases[i].len);
        assert_int_equal(character, cases[i].character);
    }
}

static void
what_misleads_a_reader_is_shown_as_text(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"plain \xC3\xA9\xE2\x82\xAC", "plain \xC3\xA9\xE2\x82\xAC"},
        {"\x1B[31m", "[U+001B][31m"},
        {"a\tb\nc\r", "a[U+0009]b[U+000A]c[U+000D]"},
        {"\x7F", "[U+007F]"},
        {"\xC2\x9B", "[U+009B]"},
        {"\xE2\x80\xAE"
         "cod.exe",
         "[U+202E]cod.exe"},
        {"\xE2\x81\xA6", "[U+2066]"},
        {"\xE2\x80\x8B", "[U+200B]"},
        {"\xE2\x80\xA8", "[U+2028]"},
        {"\xEF\xBB\xBF", "[U+FEFF]"},
        {"\xF3\xA0\x81\x81", "[U+E0041]"},
        {"caf\xE9", "caf[0xE9]"},
        {"\xED\xA0\x80", "[0xED][0xA0][0x80]"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span text = span_of(cases[i].text);
        struct buf out;

        buf_init(&out, 1000);
        utf8_show(&out, text);
        assert_string_equal(out.data, cases[i].shown);
        assert_int_equal(utf8_plain(text),
                         strcmp(cases[i].text, cases[i].shown) == 0);
        assert_true(utf8_plain(span_of(out.data)));
        buf_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_shortest_form_scalar_values_decode),
        cmocka_unit_test(what_misleads_a_reader_is_shown_as_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
