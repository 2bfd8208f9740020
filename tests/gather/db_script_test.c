#include "../cmocka_test.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "db_query.h"
#include "db_script.h"

static const char *const ENGINES[] = {"postgresql", "mysql", "oracle",
                                      "sqlserver", "db2"};

enum { ENGINE_COUNT = sizeof ENGINES / sizeof *ENGINES };

/* Where the script marks the beginning of a query, whatever its concatenation.
 */
static ptrdiff_t
begin_of(struct arena *arena, struct span script, const char *name)
{
    return span_find(script, arena_format(arena, "acc|begin|%s|#", name));
}

static void
every_script_asks_every_query_in_the_order_of_the_table(void **state)
{
    struct arena arena;
    const struct db_query *each;
    size_t i;

    (void)state;
    arena_init(&arena);
    for (i = 0; i < ENGINE_COUNT; i++) {
        struct span script = db_script(ENGINES[i]);
        ptrdiff_t last = -1;

        assert_true(script.len > 1000);
        for (each = DB_QUERIES; each->name != NULL; each++) {
            ptrdiff_t at = begin_of(&arena, script, each->name);

            assert_true(at > last);
            last = at;
            assert_true(span_find(script, arena_format(&arena, "acc|row|%s|",
                                                       each->name)) > at);
            assert_true(span_find(script, arena_format(&arena, "acc|end|%s|",
                                                       each->name)) > at);
        }
        assert_true(span_find(script, arena_format(&arena, "'%d'",
                                                   DB_SCRIPT_VERSION)) > 0);
    }
    arena_release(&arena);
    assert_int_equal(db_script("sybase").len, 0);
}

/* A line that begins a statement of the script begins with one of these. */
static void
no_script_changes_anything(void **state)
{
    static const char *const changes[] = {
        "INSERT", "UPDATE", "DELETE", "MERGE",    "CREATE", "DROP",
        "GRANT",  "REVOKE", "CALL",   "EXEC",     "BEGIN ", "TRUNCATE",
        "ALTER",  "COMMIT", "COPY",   "REPLACE(", "DO ",    "LOCK"};
    size_t i, j;

    (void)state;
    for (i = 0; i < ENGINE_COUNT; i++) {
        struct span script = db_script(ENGINES[i]), line;

        while (span_line(&script, &line)) {
            struct span words = line;

            if (span_skip(&words, "ALTER SESSION SET "))
                continue;
            for (j = 0; j < sizeof changes / sizeof *changes; j++)
                assert_false(span_skip_fold(&words, changes[j]));
        }
    }
}

static void
no_script_names_a_column_of_passwords(void **state)
{
    static const char *const columns[] = {"sPassword", "sAwsKey", "sPhone",
                                          "sLastName", "sFirstName"};
    size_t i, j;

    (void)state;
    for (i = 0; i < ENGINE_COUNT; i++)
        for (j = 0; j < sizeof columns / sizeof *columns; j++)
            assert_int_equal(span_find_fold(db_script(ENGINES[i]), columns[j]),
                             -1);
}

/* The literals between "code-hits" and its end, one behind the other. */
static void
expressions_of(struct span script, struct arena *arena, struct buf *out)
{
    ptrdiff_t from = begin_of(arena, script, "code-hits");
    struct span rest = span_bytes(script.at + from, script.len - (size_t)from);
    ptrdiff_t first = span_find(rest, "'.@'"), last;
    struct span before, literal;

    assert_true(first > 0);
    rest = span_bytes(rest.at + first, rest.len - (size_t)first);
    last = span_find(rest, "'dropDownMenu'");
    assert_true(last > 0);
    rest.len = (size_t)last + strlen("'dropDownMenu'");
    while (span_until(&rest, '\'', &before) &&
           span_until(&rest, '\'', &literal)) {
        buf_add(out, literal.at, literal.len);
        buf_addc(out, '\n');
    }
}

static void
all_scripts_search_the_same_expressions(void **state)
{
    struct buf first, other;
    struct arena arena;
    size_t i;

    (void)state;
    arena_init(&arena);
    buf_init(&first, 65536);
    buf_init(&other, 65536);
    expressions_of(db_script(ENGINES[0]), &arena, &first);
    assert_true(span_find(span_of(first.data), "SQLDATA") > 0);
    for (i = 1; i < ENGINE_COUNT; i++) {
        buf_reset(&other);
        expressions_of(db_script(ENGINES[i]), &arena, &other);
        assert_string_equal(first.data, other.data);
    }
    buf_release(&first);
    buf_release(&other);
    arena_release(&arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_script_asks_every_query_in_the_order_of_the_table),
        cmocka_unit_test(no_script_changes_anything),
        cmocka_unit_test(no_script_names_a_column_of_passwords),
        cmocka_unit_test(all_scripts_search_the_same_expressions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
