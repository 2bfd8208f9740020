#include "../cmocka_test.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "db_result.h"

/* What comes of OUTPUT, taken in pieces of STEP bytes. */
struct reading {
    struct arena arena;
    struct db_result result;
};

static void
reading_begin(struct reading *reading)
{
    arena_init(&reading->arena);
    db_result_init(&reading->result, &reading->arena);
}

static void
reading_end(struct reading *reading)
{
    db_result_release(&reading->result);
    arena_release(&reading->arena);
}

/* OUTPUT with the lengths in place of "?": characters of what follows, without
 * white space, up to the record's end. */
static void
lengths_fill(struct span output, struct buf *out)
{
    struct span before, row;
    ptrdiff_t end;
    size_t count, i;

    while (span_until(&output, '?', &before)) {
        buf_add(out, before.at, before.len);
        end = span_find(output, "|#");
        assert_true(output.at[0] == '|' && end >= 0);
        row = span_bytes(output.at + 1, (size_t)end - 1);
        for (i = 0, count = 0; i < row.len; i++)
            count += !ascii_blank(row.at[i]) && row.at[i] != '\f' &&
                     ((unsigned char)row.at[i] & 0xC0) != 0x80;
        buf_addf(out, "%zu", count);
    }
    buf_add(out, output.at, output.len);
}

static void
reading_feed(struct reading *reading, struct span output, size_t step)
{
    while (output.len > 0) {
        size_t part = output.len < step ? output.len : step;

        db_result_feed(&reading->result, output.at, part);
        output.at += part;
        output.len -= part;
    }
    db_result_end(&reading->result, NULL, DB_FAILED);
}

static int
query(const char *name)
{
    int at = db_query_find(span_of(name));

    assert_true(at >= 0);
    return at;
}

static const struct db_answer *
answer(const struct reading *reading, const char *name)
{
    return &reading->result.answers[query(name)];
}

/* The file of the query NAME is TEXT. */
static void
assert_csv(const struct reading *reading, const char *name, const char *text)
{
    struct redact_counts counts = {{0}};
    struct buf csv;

    assert_int_equal(answer(reading, name)->status, DB_OK);
    buf_init(&csv, 65536);
    db_result_csv(&reading->result, query(name), &csv, &counts);
    assert_string_equal(csv.data, text);
    buf_release(&csv);
}

/* OUTPUT gives the file TEXT of `size`-like NAME, however it is cut. */
static void
assert_read(const char *output, const char *name, const char *text)
{
    static const size_t steps[] = {1, 7, 4096};
    struct reading reading;
    struct buf filled;
    size_t i;

    buf_init(&filled, 65536);
    lengths_fill(span_of(output), &filled);
    for (i = 0; i < sizeof steps / sizeof *steps; i++) {
        reading_begin(&reading);
        reading_feed(&reading, span_of(filled.data), steps[i]);
        assert_csv(&reading, name, text);
        reading_end(&reading);
    }
    buf_release(&filled);
}

static void
assert_status(const char *output, const char *name, enum db_status status)
{
    struct reading reading;
    struct buf filled;

    buf_init(&filled, 65536);
    lengths_fill(span_of(output), &filled);
    reading_begin(&reading);
    reading_feed(&reading, span_bytes(filled.data, filled.len), 4096);
    buf_release(&filled);
    assert_string_equal(db_status_word(answer(&reading, name)->status),
                        db_status_word(status));
    assert_int_equal(answer(&reading, name)->count, 0);
    assert_true(answer(&reading, name)->reason != NULL);
    reading_end(&reading);
}

static const char GRANTS[] = "grantee,schema,object,privilege\r\n"
                             "a b,s,o,SELECT\r\n";

static void
what_a_client_does_to_its_lines_changes_nothing(void **state)
{
    (void)state;
    /* psql unaligned */
    assert_read("#acc|begin|grants|#\n#acc|row|grants|16|a%20b|s|o|SELECT|#\n"
                "#acc|end|grants|1|#\n",
                "grants", GRANTS);
    /* psql aligned, mysql --table */
    assert_read(
        "          line          \n-----\n #acc|begin|grants|#\n(1 row)\n"
        "| #acc|row|grants|16|a%20b|s|o|SELECT|#    |\n"
        "| #acc|end|grants|1|#                      |\n+----+\n",
        "grants", GRANTS);
    /* sqlplus: wrapped at the line's width, a page's end and its title */
    assert_read("#acc|begin|grants|#\n\n#acc|row|grants|16|a%2\n0b|s|o|SELE\n"
                "CT|#\n\f\nLINE\n----------\n#acc|end|gr\nants|1|#\n",
                "grants", GRANTS);
    /* sqlcmd: CRLF and padding */
    assert_read(
        "Changed database context to 'camp'.\r\n#acc|begin|grants|#"
        "        \r\n#acc|row|grants|16|a%20b|s|   \r\no|SELECT|#   \r\n"
        "#acc|end|grants|1|#   \r\n",
        "grants", GRANTS);
    /* db2 */
    assert_read("1      \n-------\n#acc|begin|grants|#   \n\n  1 record(s) "
                "selected.\n\n#acc|row|grants|16|a%20b|s|o|SELECT|#     \n"
                "#acc|end|grants|1|#   \n\n  2 record(s) selected.\n",
                "grants", GRANTS);
    /* a client that prints the script, too */
    assert_read("SELECT '#' || 'acc|begin|grants|#';\n#acc|begin|grants|#\n"
                "SELECT '#' || 'acc|row|grants|' || length(t)\n"
                "#acc|row|grants|16|a%20b|s|o|SELECT|#\n#acc|end|grants|1|#\n",
                "grants", GRANTS);
}

static void
what_does_not_arrive_whole_is_no_answer(void **state)
{
    static const char *const outputs[] = {
        /* no end */
        "#acc|begin|size|#\n#acc|row|size|1|7|#\n",
        /* an end that counts otherwise */
        "#acc|begin|size|#\n#acc|row|size|1|7|#\n#acc|end|size|2|#\n",
        "#acc|begin|size|#\n#acc|end|size|x|#\n",
        /* a row that was cut, and another behind it */
        "#acc|begin|size|#\n#acc|row|size|1|\n#acc|row|size|1|7|#\n"
        "#acc|end|size|1|#\n",
        /* something that fell into a row */
        "#acc|begin|size|#\n#acc|row|size|1|7LINE\n|#\n#acc|end|size|1|#\n",
        "#acc|begin|size|#\n#acc|row|size|2|7\nORA-03113: x\n8|#\n"
        "#acc|end|size|1|#\n",
        /* too many fields, too few, no length, a broken escape */
        "#acc|begin|size|#\n#acc|row|size|3|7|8|#\n#acc|end|size|1|#\n",
        "#acc|begin|grants|#\n#acc|row|grants|3|7|8|#\n#acc|end|grants|1|#\n",
        "#acc|begin|size|#\n#acc|row|size|7|#\n#acc|end|size|1|#\n",
        "#acc|begin|size|#\n#acc|row|size|3|7%2|#\n#acc|end|size|1|#\n",
        "#acc|begin|size|#\n#acc|row|size|5|%u00G|#\n#acc|end|size|1|#\n",
        /* nothing at all */
        "", "#acc|", "psql: error"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof outputs / sizeof *outputs; i++)
        assert_status(outputs[i],
                      strstr(outputs[i], "grants") != NULL ? "grants" : "size",
                      DB_FAILED);
}

static void
a_message_says_why_there_is_no_answer(void **state)
{
    static const struct {
        const char *message;
        enum db_status means;
    } cases[] = {
        {"psql:x.sql:7: ERROR:  42501: permission denied for table t",
         DB_DENIED},
        {"psql:x.sql:7: FEHLER:  42501: keine Berechtigung", DB_DENIED},
        {"psql:x.sql:7: ERROR:  57014: canceling statement", DB_TIMEOUT},
        {"psql:x.sql:7: ERROR:  55P03: canceling statement due to lock timeout",
         DB_TIMEOUT},
        {"psql:x.sql:7: FEHLER:  22012: Division durch Null", DB_FAILED},
        {"psql:x.sql:6: WARNUNG:  01000: dies\npsql:x.sql:7: FEHLER:  42501: "
         "das",
         DB_DENIED},
        {"ERROR 1142 (42000) at line 9: SELECT command denied to user",
         DB_DENIED},
        {"ERROR 1969 (70100) at line 9: Query execution was interrupted",
         DB_TIMEOUT},
        {"ERROR 1064 (42000) at line 9: You have an error", DB_FAILED},
        {"ERROR at line 4:\nORA-01031: insufficient privileges", DB_DENIED},
        {"ERROR at line 4:\nORA-00942: table or view does not exist",
         DB_ABSENT},
        {"ORA-01013: user requested cancel of current operation", DB_TIMEOUT},
        {"SP2-0640: Not connected", DB_FAILED},
        {"Msg 229, Level 14, State 5, Server S, Line 3\nThe SELECT permission",
         DB_DENIED},
        {"Msg 1222, Level 16, State 51, Server S, Line 3\nLock request",
         DB_TIMEOUT},
        {"Msg 8134, Level 16, State 1, Server S, Line 3\nDivide", DB_FAILED},
        {"SQL0551N  \"X\" does not have the required authorization", DB_DENIED},
        {"SQL0911N  The current transaction has been rolled back", DB_TIMEOUT},
        {"SQL0204N  \"X\" is an undefined name.", DB_ABSENT},
        {"SQL0801N  Division by zero was attempted.", DB_FAILED}};
    char output[512];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(output, sizeof output, "#acc|begin|size|#\n%s\n",
                 cases[i].message);
        assert_status(output, "size", cases[i].means);
    }
}

static void
a_table_of_campaign_that_the_catalogue_lacks_is_absent(void **state)
{
    static const char tables[] =
        "#acc|begin|tables|#\n#acc|row|tables|?|S|XTKWORKFLOW|table||||"
        "|yes|NEOLANE|#\n#acc|end|tables|1|#\n";
    char output[1024];

    (void)state;
    /* without a word, as when only standard output was kept */
    snprintf(output, sizeof output, "%s#acc|begin|offer-views|#\n", tables);
    assert_status(output, "offer-views", DB_ABSENT);
    /* it is there: Oracle says so of what may not be read */
    snprintf(output, sizeof output,
             "%s#acc|begin|workflows|#\nORA-00942: table or view does not "
             "exist\n",
             tables);
    assert_status(output, "workflows", DB_DENIED);
    /* not asked, because the result ends before */
    assert_status(tables, "offer-views", DB_FAILED);
    /* the catalogue itself is not known */
    assert_status("#acc|begin|offer-views|#\n", "offer-views", DB_FAILED);
    /* the script has looked itself */
    assert_status("#acc|begin|offer-views|#\n#acc|absent|offer-views|#\n",
                  "offer-views", DB_ABSENT);
}

static void
characters_come_as_they_were(void **state)
{
    (void)state;
    /* escapes of bytes, and those of Oracle: é, €, a pair, half a pair */
    assert_read("#acc|begin|settings|#\n#acc|row|settings|?|a|%25%7C%23%5C%20"
                "%09x|#\n#acc|row|settings|?|b|%u00E9%u20AC%uD83D%uDE00%uD83D"
                "|#\n#acc|end|settings|2|#\n",
                "settings",
                "name,value\r\na,%|#\\ \tx\r\nb,é€\xF0\x9F\x98\x80\xEF\xBF\xBD"
                "\r\n");
    /* lengths in characters, in UTF-16 units, in bytes */
    assert_read("#acc|begin|time-zone|#\n#acc|row|time-zone|3|\xF0\x9F\x98\x80"
                "|a|#\n#acc|row|time-zone|4|\xF0\x9F\x98\x80|b|#\n"
                "#acc|row|time-zone|6|\xF0\x9F\x98\x80|c|#\n"
                "#acc|end|time-zone|3|#\n",
                "time-zone",
                "name,value\r\n\xF0\x9F\x98\x80,a\r\n\xF0\x9F\x98\x80,b\r\n"
                "\xF0\x9F\x98\x80,c\r\n");
    /* a byte that is no UTF-8, a control, what CSV must quote */
    assert_read("#acc|begin|time-zone|#\n#acc|row|time-zone|?|\xE9|%01|#\n"
                "#acc|row|time-zone|?|x|\"a\",%0D%0Ab|#\n"
                "#acc|end|time-zone|2|#\n",
                "time-zone",
                "name,value\r\n[0xE9],[U+0001]\r\nx,\"\"\"a\"\",\r\nb\"\r\n");
}

static void
utf16_is_read_like_utf8(void **state)
{
    static const char text[] =
        "#acc|begin|size|#\r\n#acc|row|size|1|7|#\r\n#acc|end|size|1|#\r\n";
    char wide[2][2 * sizeof text];
    struct reading reading;
    size_t i, j;

    (void)state;
    memcpy(wide[0], "\xFF\xFE", 2);
    memcpy(wide[1], "\xFE\xFF", 2);
    for (i = 0; i + 1 < sizeof text; i++) {
        wide[0][2 + 2 * i] = wide[1][3 + 2 * i] = text[i];
        wide[0][3 + 2 * i] = wide[1][2 + 2 * i] = '\0';
    }
    for (j = 0; j < 2; j++) {
        reading_begin(&reading);
        reading_feed(&reading, span_bytes(wide[j], 2 * sizeof text), 3);
        assert_csv(&reading, "size", "bytes\r\n7\r\n");
        reading_end(&reading);
    }
}

static void
pieces_become_one_text(void **state)
{
    (void)state;
    assert_read("#acc|begin|view-text|#\n#acc|row|view-text|?|s|w|1|other|#\n"
                "#acc|row|view-text|?|s|v|2|FROM%20|#\n"
                "#acc|row|view-text|?|s|v|1|SELECT%20|#\n"
                "#acc|row|view-text|?|s|v|3|t|#\n#acc|end|view-text|4|#\n",
                "view-text",
                "schema,view,text\r\ns,v,SELECT FROM t\r\ns,w,other\r\n");
    assert_status("#acc|begin|view-text|#\n#acc|row|view-text|?|s|v|1|a|#\n"
                  "#acc|row|view-text|?|s|v|3|c|#\n#acc|end|view-text|2|#\n",
                  "view-text", DB_FAILED);
    assert_status("#acc|begin|view-text|#\n#acc|row|view-text|?|s|v|1|a|#\n"
                  "#acc|row|view-text|?|s|v|1|c|#\n#acc|end|view-text|2|#\n",
                  "view-text", DB_FAILED);
}

static void
values_pass_the_redactor_and_names_do_not(void **state)
{
    (void)state;
    assert_read("#acc|begin|time-zone|#\n#acc|row|time-zone|?|password=name"
                "|password=value%20here|#\n#acc|end|time-zone|1|#\n",
                "time-zone",
                "name,value\r\npassword=name,password=[redacted] here\r\n");
}

static void
rows_are_sorted_and_a_second_run_counts_anew(void **state)
{
    (void)state;
    assert_read("#acc|begin|size|#\n#acc|row|size|1|1|#\n#acc|end|size|1|#\n"
                "#acc|begin|size|#\n#acc|row|size|2|10|#\n#acc|row|size|1|9|#\n"
                "#acc|row|size|1|a|#\n#acc|end|size|3|#\n",
                "size", "bytes\r\n9\r\n10\r\na\r\n");
}

static void
the_table_of_queries_is_in_order(void **state)
{
    const struct db_query *each, *other;

    (void)state;
    for (each = DB_QUERIES; each->name != NULL; each++) {
        assert_in_range(db_query_columns(each), 1, DB_COLUMNS_MOST);
        assert_true(each->why != NULL);
        for (other = DB_QUERIES; other != each; other++)
            assert_string_not_equal(each->name, other->name);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_client_does_to_its_lines_changes_nothing),
        cmocka_unit_test(what_does_not_arrive_whole_is_no_answer),
        cmocka_unit_test(a_message_says_why_there_is_no_answer),
        cmocka_unit_test(
            a_table_of_campaign_that_the_catalogue_lacks_is_absent),
        cmocka_unit_test(characters_come_as_they_were),
        cmocka_unit_test(utf16_is_read_like_utf8),
        cmocka_unit_test(pieces_become_one_text),
        cmocka_unit_test(values_pass_the_redactor_and_names_do_not),
        cmocka_unit_test(rows_are_sorted_and_a_second_run_counts_anew),
        cmocka_unit_test(the_table_of_queries_is_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
