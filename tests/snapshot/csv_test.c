/*
 * Comma-separated values: RFC 4180, its corners, and what is refused.
 */
#include "../cmocka_test.h"

#include "csv.h"

#define TEXT(literal) span_bytes((literal), sizeof(literal) - 1)

/* The records as one text: fields between "|", a line before each. */
static void
is_read_as(struct span text, const char *wanted)
{
    struct csv csv;
    struct buf out;
    enum csv_kind kind;

    csv_init(&csv, text);
    buf_init(&out, 1 << 20);
    while ((kind = csv_next(&csv)) == CSV_READ) {
        buf_addf(&out, "%u:", (unsigned)csv.line);
        for (size_t i = 0; i < csv.count; i++)
            buf_addf(&out, "%s%s", i > 0 ? "|" : "", csv_field(&csv, i));
        buf_adds(&out, ";");
    }
    if (kind == CSV_BAD)
        buf_addf(&out, "%u:%s", (unsigned)csv.line, csv.problem);
    assert_int_equal(csv_next(&csv), kind);
    assert_string_equal(out.data, wanted);
    buf_release(&out);
    csv_release(&csv);
}

static void
records_end_in_crlf_in_lf_or_with_the_file(void **state)
{
    (void)state;
    is_read_as(TEXT(""), "");
    is_read_as(TEXT("a,b\r\nc,d\r\n"), "1:a|b;2:c|d;");
    is_read_as(TEXT("a,b\nc,d"), "1:a|b;2:c|d;");
    is_read_as(TEXT("\xEF\xBB\xBF"
                    "a\n"),
               "1:a;");
}

static void
fields_may_be_empty(void **state)
{
    (void)state;
    is_read_as(TEXT(",\r\n"), "1:|;");
    is_read_as(TEXT("\r\na\r\n"), "1:;2:a;");
    is_read_as(TEXT("a,"), "1:a|;");
    is_read_as(TEXT("\"\",\"\"\n"), "1:|;");
}

static void
quotes_hold_commas_quotes_and_lines(void **state)
{
    (void)state;
    is_read_as(TEXT("\"a,b\",c\r\n"), "1:a,b|c;");
    is_read_as(TEXT("\"a\"\"b\"\r\n"), "1:a\"b;");
    is_read_as(TEXT("\"a\r\nb\",c\r\nd,e\r\n"), "1:a\r\nb|c;3:d|e;");
    is_read_as(TEXT("\"\xC3\xA9\"\n"), "1:\xC3\xA9;");
}

static void
what_is_damaged_ends_the_reading_with_its_line(void **state)
{
    (void)state;
    is_read_as(TEXT("a\n\"b\nc"), "1:a;2:a quoted field without its end");
    is_read_as(TEXT("a\nb\"c\n"), "1:a;2:a quote in the middle of a field");
    is_read_as(TEXT("a\n\"b\"c\n"),
               "1:a;2:text behind a field that is neither comma nor line end");
    is_read_as(TEXT("a\rb\n"),
               "1:text behind a field that is neither comma nor line end");
    is_read_as(TEXT("a\n\xE9\n"), "1:a;2:not UTF-8");
    is_read_as(TEXT("a\0b\n"), "1:not UTF-8");
    is_read_as(TEXT("\"a\0b\"\n"), "1:not UTF-8");
    is_read_as(TEXT("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n"),
               "1:a record of too many fields");
}

static void
a_record_has_a_ceiling(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text, CSV_RECORD * 2);
    for (int i = 0; i < CSV_RECORD / 8 + 1; i++)
        buf_adds(&text, "12345678");
    is_read_as(span_bytes(text.data, text.len),
               "1:a record of more than 4 MiB");
    buf_release(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_end_in_crlf_in_lf_or_with_the_file),
        cmocka_unit_test(fields_may_be_empty),
        cmocka_unit_test(quotes_hold_commas_quotes_and_lines),
        cmocka_unit_test(what_is_damaged_ends_the_reading_with_its_line),
        cmocka_unit_test(a_record_has_a_ceiling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
