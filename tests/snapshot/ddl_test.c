/*
 * DDL for a DBA: only what fits a strict grammar enters a statement.
 */
#include "../cmocka_test.h"

#include "ddl.h"

static struct arena arena;

static int
open_arena(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void
a_column_is_added_in_the_words_of_its_engine(void **state)
{
    static const struct {
        const char *engine, *table, *column, *type, *wanted;
    } cases[] = {
        {"postgresql", "nmsrecipient", "scard", "character varying(20)",
         "ALTER TABLE nmsrecipient ADD COLUMN scard character varying(20)"},
        {"postgresql", "nmsrecipient", "sCard", "text",
         "ALTER TABLE nmsrecipient ADD COLUMN \"sCard\" text"},
        {"oracle", "NMSRECIPIENT", "SCARD", "NVARCHAR2(20)",
         "ALTER TABLE NMSRECIPIENT ADD (SCARD NVARCHAR2(20))"},
        {"oracle", "NMSRECIPIENT", "sCard", "DATE",
         "ALTER TABLE NMSRECIPIENT ADD (\"sCard\" DATE)"},
        {"sqlserver", "NmsRecipient", "sCard", "nvarchar(20)",
         "ALTER TABLE NmsRecipient ADD sCard nvarchar(20)"},
        {"mysql", "NmsRecipient", "sCard", "varchar(20)",
         "ALTER TABLE NmsRecipient ADD COLUMN sCard varchar(20)"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(ddl_column(&arena, cases[i].engine, cases[i].table,
                                       cases[i].column, cases[i].type),
                            cases[i].wanted);
}

static void
a_name_of_another_grammar_is_not_shown(void **state)
{
    static const char *const names[] = {
        "",     "a b", "a;b", "a\"b",     "a'b", "1a",  "a--b",
        "a\nb", "$a",  "a.b", "\xC3\xA9", "a)b", "a`b", "a\\b"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(
            ddl_column(&arena, "mysql", "t", names[i], "int; DROP TABLE t"),
            "ALTER TABLE t ADD COLUMN <column: see evidence> <type: see "
            "evidence>");
}

static void
an_index_keeps_its_order_and_shows_no_expression(void **state)
{
    static const struct ddl_key keys[] = {
        {"scard", false}, {"ifolderid", true}, {NULL, false}};

    (void)state;
    assert_string_equal(ddl_index(&arena, "postgresql", "nmsrecipient",
                                  "nmsrecipient_card", true, keys, 3),
                        "CREATE UNIQUE INDEX nmsrecipient_card ON nmsrecipient "
                        "(scard, ifolderid DESC, <expression: see evidence>)");
}

static void
the_text_of_a_view_is_shown_if_it_is_plain(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {" SELECT r.semail,\n    r.\"iFolder\"\n   FROM nmsrecipient r\n  "
         "WHERE "
         "r.scity = 'Le Mans'::text;",
         "CREATE VIEW cus.v AS SELECT r.semail, r.\"iFolder\" FROM "
         "nmsrecipient r WHERE r.scity = 'Le Mans'::text"},
        {"create view cus.v as select 1", "create view cus.v as select 1"},
        {"SELECT 1; DROP TABLE x", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT 1 -- x", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT 1 /* x", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT 'it''s ;'", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT 'open", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT \"a b\"", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"select `d`.`a` AS `a` from `d`.`t`",
         "CREATE VIEW cus.v AS select `d`.`a` AS `a` from `d`.`t`"},
        {"SELECT [a] FROM [t]", "CREATE VIEW cus.v AS SELECT [a] FROM [t]"},
        {"SELECT `a b`", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT a[1]", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"SELECT '\xE2\x80\xAE'", "CREATE VIEW cus.v AS <text: see evidence>"},
        {"", "CREATE VIEW cus.v AS <text: not collected>"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            ddl_view(&arena, "postgresql", "cus", "v", cases[i].text),
            cases[i].wanted);
    assert_string_equal(ddl_drop(&arena, "postgresql", "VIEW", "cus", "v w"),
                        "DROP VIEW cus.<name: see evidence>");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_is_added_in_the_words_of_its_engine),
        cmocka_unit_test(a_name_of_another_grammar_is_not_shown),
        cmocka_unit_test(an_index_keeps_its_order_and_shows_no_expression),
        cmocka_unit_test(the_text_of_a_view_is_shown_if_it_is_plain),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
