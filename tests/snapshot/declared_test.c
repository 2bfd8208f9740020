/*
 * What source schemas declare: names of columns and indexes, extensions, and
 * what cannot be derived.
 */
#include "../cmocka_test.h"

#include <stdio.h>

#include "declared.h"

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

#define RECIPIENT                                                              \
    "<srcSchema namespace=\"nms\" name=\"recipient\">"                         \
    "<enumeration name=\"x\"/>"                                                \
    "<element name=\"recipient\" sqltable=\"NmsRecipient\" autopk=\"true\">"   \
    "<dbindex name=\"email\"><keyfield xpath=\"@email\"/></dbindex>"           \
    "<dbindex name=\"town\"><keyfield xpath=\"location/@city\"/>"              \
    "<keyfield xlink=\"folder\"/></dbindex>"                                   \
    "<key name=\"account\"><keyfield xpath=\"@account\"/></key>"               \
    "<attribute name=\"email\"/>"                                              \
    "<attribute name=\"account\" type=\"string\"/>"                            \
    "<attribute name=\"blackList\" type=\"boolean\"/>"                         \
    "<attribute name=\"created\" type=\"datetime\"/>"                          \
    "<attribute name=\"born\" type=\"date\"/>"                                 \
    "<attribute name=\"rank\" type=\"long\" sqlname=\"iRk\"/>"                 \
    "<attribute name=\"note\" type=\"string\" xml=\"true\"/>"                  \
    "<attribute name=\"age\" expr=\"Now() - @born\"/>"                         \
    "<element name=\"text\" type=\"memo\"/>"                                   \
    "<element name=\"location\"><attribute name=\"city\"/></element>"          \
    "<element name=\"folder\" type=\"link\" target=\"xtk:folder\"/>"           \
    "<element name=\"country\" type=\"link\" target=\"nms:country\">"          \
    "<join xpath-src=\"@account\" xpath-dst=\"@isoA2\"/></element>"            \
    "</element></srcSchema>"

static struct declared *
with(const char *first, const char *name_space, const char *name,
     const char *second)
{
    static struct budget budget = {.left = BUDGET_STEPS};
    struct declared *declared =
        declared_new(&arena, "db/schema-xml.csv", &budget);

    declared_read(declared, "nms", "recipient", first, 2);
    if (second != NULL)
        declared_read(declared, name_space, name, second, 3);
    declared_settle(declared);
    return declared;
}

static void
a_column_is_declared_by_sqlname_or_by_the_letter_of_its_type(void **state)
{
    static const struct {
        const char *column;
        enum declaration wanted;
    } cases[] = {
        {"iRecipientId", DECLARED_YES}, /* autopk */
        {"semail", DECLARED_YES},       {"SACCOUNT", DECLARED_YES},
        {"iBlackList", DECLARED_YES},   {"tsCreated", DECLARED_YES},
        {"tsBorn", DECLARED_YES},       {"dtBorn", DECLARED_YES},
        {"iRk", DECLARED_YES},          {"mText", DECLARED_YES},
        {"sCity", DECLARED_YES},        {"sLocation_city", DECLARED_YES},
        {"iFolderId", DECLARED_YES},    {"mData", DECLARED_YES},
        {"iEmail", DECLARED_NO},        {"iRank", DECLARED_NO},
        {"sNote", DECLARED_NO},         {"sAge", DECLARED_NO},
        {"sFolderId", DECLARED_NO},     {"sCard", DECLARED_NO},
        {"email", DECLARED_NO},         {"", DECLARED_NO},
    };
    const struct declared_table *table =
        declared_find(with(RECIPIENT, NULL, NULL, NULL), "nmsrecipient");

    (void)state;
    assert_non_null(table);
    assert_null(declared_lacks(table));
    assert_string_equal(declared_name(table), "NmsRecipient");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (declared_column(table, cases[i].column) != cases[i].wanted)
            fail_msg("%s", cases[i].column);
}

static void
an_index_is_declared_by_its_name_or_its_columns(void **state)
{
    static const struct {
        const char *index;
        const char *columns[3];
        enum declaration wanted;
    } cases[] = {
        {"nmsrecipient_email", {"iother"}, DECLARED_YES},
        {"NMSRECIPIENT_ID", {"IRECIPIENTID"}, DECLARED_YES},
        {"pk", {"iRecipientId"}, DECLARED_YES},
        {"x1", {"sEmail"}, DECLARED_YES},
        {"x2", {"sCity", "iFolderId"}, DECLARED_YES},
        {"x3", {"iFolderId", "sCity"}, DECLARED_NO},
        {"x4", {"sCity"}, DECLARED_NO},
        {"x5", {"sEmail", "iFolderId"}, DECLARED_NO},
        {"x6", {"iFolderId"}, DECLARED_YES}, /* of the link */
        {"NmsRecipient_folderId", {"iFolderId"}, DECLARED_YES},
        {"NmsRecipient_countryId", {"sAccount"}, DECLARED_YES},
        {"x7", {"tsCreated"}, DECLARED_NO},
        {"nmsrecipient_card", {"semail", "tscreated"}, DECLARED_NO},
        {"email", {"tsCreated"}, DECLARED_NO},
    };
    const struct declared_table *table =
        declared_find(with(RECIPIENT, NULL, NULL, NULL), "NmsRecipient");
    const char *const expression[] = {NULL};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = 0;

        while (count < 3 && cases[i].columns[count] != NULL)
            count++;
        if (declared_index(table, cases[i].index, cases[i].columns, count) !=
            cases[i].wanted)
            fail_msg("%s", cases[i].index);
    }
    assert_int_equal(declared_index(table, "x", expression, 1), DECLARED_NO);
}

static void
an_extension_adds_to_the_table_that_it_extends(void **state)
{
    const struct declared *declared =
        with(RECIPIENT, "cus", "recipient",
             "<srcSchema namespace=\"cus\" name=\"recipient\" "
             "extendedSchema=\"nms:recipient\"><element name=\"recipient\">"
             "<attribute name=\"card\"/><dbindex name=\"card\"><keyfield "
             "xpath=\"@card\"/></dbindex></element></srcSchema>");
    const struct declared_table *table =
        declared_find(declared, "NmsRecipient");
    const char *const card[] = {"scard"};

    (void)state;
    assert_int_equal(declared_column(table, "SCARD"), DECLARED_YES);
    assert_int_equal(declared_column(table, "SCARD2"), DECLARED_NO);
    assert_int_equal(declared_index(table, "NmsRecipient_card", card, 1),
                     DECLARED_YES);
    assert_null(declared_find(declared, "CusRecipient"));
}

static void
what_cannot_be_derived_is_undecided(void **state)
{
    static const char *const extensions[] = {
        /* columns from elsewhere */
        "<srcSchema extendedSchema=\"nms:recipient\"><element "
        "name=\"recipient\"><element name=\"a\" template=\"cus:a\"/></element>"
        "</srcSchema>",
        "<srcSchema extendedSchema=\"nms:recipient\"><element "
        "name=\"recipient\" implements=\"cus:a\"/></srcSchema>",
        "<srcSchema extendedSchema=\"nms:recipient\"><element "
        "name=\"recipient\"><attribute name=\"x\" ref=\"y\"/></element>"
        "</srcSchema>",
        /* not whole, not XML: it may extend this one, too */
        "<srcSchema extendedSchema=\"nms:recipient\"><element nam[cut]",
        "[redacted]",
        "",
    };

    (void)state;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        const struct declared_table *table = declared_find(
            with(RECIPIENT, "cus", "more", extensions[i]), "NmsRecipient");

        assert_non_null(declared_lacks(table));
        assert_int_equal(declared_column(table, "sEmail"), DECLARED_YES);
        assert_int_equal(declared_column(table, "sCard"), DECLARED_UNDECIDED);
        assert_int_equal(declared_index(table, "x", NULL, 0),
                         DECLARED_UNDECIDED);
    }
}

static void
an_extension_without_what_it_extends_describes_no_table(void **state)
{
    static struct budget budget = {.left = BUDGET_STEPS};
    struct declared *declared =
        declared_new(&arena, "db/schema-xml.csv", &budget);

    (void)state;
    declared_read(declared, "cus", "recipient",
                  "<srcSchema extendedSchema=\"nms:recipient\"><element "
                  "name=\"recipient\"/></srcSchema>",
                  2);
    declared_settle(declared);
    assert_null(declared_find(declared, "NmsRecipient"));
    assert_null(declared_find(declared, "CusRecipient"));
    assert_null(declared_find(NULL, "NmsRecipient"));
}

static void
a_table_without_a_name_of_its_own_is_called_by_its_schema(void **state)
{
    static struct budget budget = {.left = BUDGET_STEPS};
    struct declared *declared =
        declared_new(&arena, "db/schema-xml.csv", &budget);

    (void)state;
    declared_read(declared, "cus", "shop",
                  "<srcSchema><element name=\"shop\"><attribute "
                  "name=\"city\"/></element></srcSchema>",
                  9);
    declared_settle(declared);
    assert_int_equal(declared_line(declared_find(declared, "cusshop")), 9);
    assert_string_equal(declared_schema(declared_find(declared, "CusShop")),
                        "cus:shop");
    assert_int_equal(
        declared_column(declared_find(declared, "CusShop"), "sCity"),
        DECLARED_YES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_column_is_declared_by_sqlname_or_by_the_letter_of_its_type),
        cmocka_unit_test(an_index_is_declared_by_its_name_or_its_columns),
        cmocka_unit_test(an_extension_adds_to_the_table_that_it_extends),
        cmocka_unit_test(what_cannot_be_derived_is_undecided),
        cmocka_unit_test(
            an_extension_without_what_it_extends_describes_no_table),
        cmocka_unit_test(
            a_table_without_a_name_of_its_own_is_called_by_its_schema),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
