/*
 * Tables as facts: those that rules ask for by name, the ten largest, and those
 * with a column of date and time that have something beyond their schema.
 */
#include <stdlib.h>
#include <string.h>

#include "ddl.h"
#include "declared.h"
#include "structure.h"

enum {
    DRIFTED_MOST = 200,  /* tables with drift that are named */
    CHILDREN_MOST = 100, /* of each kind, below one table */
    LARGEST = 10
};

/* A column that web tracking searches by. */
static const char SOURCE_ID[] = "sSourceId";

static void
set_declared(const struct structure *structure, struct fact *fact,
             enum declaration is)
{
    static const char *const words[] = {"yes", "no", "undecided"};

    fact_set(structure->arena, fact, "declared", words[is], fact->at);
}

static bool
is_indexed(const struct structure *structure, const struct table *table,
           const char *column)
{
    struct rows rows =
        structure_rows(structure, QUERY_INDEXES, table->physical);
    struct ddl_key keys[KEYS_MOST];

    for (size_t i = 0; i < rows.count; i++)
        if (structure_here(structure, row_field(&rows.items[i], SCHEMA)) &&
            table_keys(structure, table->physical,
                       row_field(&rows.items[i], INDEX_NAME), keys) > 0 &&
            text_is_fold(keys[0].column, column))
            return true;
    return false;
}

static void
add_columns(const struct structure *structure, const struct table *table,
            struct fact *to)
{
    struct rows rows =
        structure_rows(structure, QUERY_COLUMNS, table->physical);
    size_t added = 0;

    for (size_t i = 0; i < rows.count && added < CHILDREN_MOST; i++) {
        const struct row *row = &rows.items[i];
        const char *name = row_field(row, COLUMN_NAME);
        enum declaration is = DECLARED_UNDECIDED;
        bool asked = table->known && text_is_fold(name, SOURCE_ID);
        struct fact *fact;

        if (!structure_here(structure, row_field(row, SCHEMA)))
            continue;
        if (table->declared != NULL)
            is = declared_column(table->declared, name);
        if (!asked && (table->declared == NULL || is == DECLARED_YES))
            continue;
        added++;
        fact = structure_add(structure, to, "column", QUERY_COLUMNS, row,
                             asked ? SOURCE_ID : name);
        structure_set(structure, fact, "type", row_field(row, COLUMN_TYPE));
        structure_set(structure, fact, "kind", row_field(row, COLUMN_KIND));
        if (table->declared != NULL)
            set_declared(structure, fact, is);
        if (asked && answered(structure->database, QUERY_INDEXES) &&
            answered(structure->database, QUERY_INDEX_COLUMNS))
            fact_set(structure->arena, fact, "indexed",
                     is_indexed(structure, table, name) ? "yes" : "no",
                     fact->at);
        if (is == DECLARED_NO)
            fact_set(structure->arena, fact, "ddl",
                     ddl_column(structure->arena, structure->engine,
                                table->physical, name,
                                row_field(row, COLUMN_TYPE)),
                     fact->at);
    }
}

/* "sCard, iFolderId": at most 240 bytes. */
static const char *
columns_text(struct arena *arena, const struct ddl_key keys[], size_t count)
{
    const char *text = "";

    for (size_t i = 0; i < count && strlen(text) < 200; i++)
        text = arena_format(arena, "%s%s%.120s", text, i > 0 ? ", " : "",
                            keys[i].column != NULL ? keys[i].column
                                                   : "an expression");
    return text;
}

static void
add_indexes(const struct structure *structure, const struct table *table,
            struct fact *to)
{
    struct rows rows =
        structure_rows(structure, QUERY_INDEXES, table->physical);
    const char *expected =
        structure_space(structure, "WdbcOptions_TableSpaceIndex");
    size_t added = 0;

    for (size_t i = 0; i < rows.count && added < CHILDREN_MOST; i++) {
        const struct row *row = &rows.items[i];
        const char *name = row_field(row, INDEX_NAME);
        const char *space = row_field(row, INDEX_SPACE);
        bool elsewhere =
            expected != NULL && structure_elsewhere(space, expected, structure);
        enum declaration is = DECLARED_YES;
        struct ddl_key keys[KEYS_MOST];
        size_t count;
        struct fact *fact;

        if (!structure_here(structure, row_field(row, SCHEMA)))
            continue;
        if (table->declared != NULL)
            is = table_index(structure, table, row);
        if (is == DECLARED_YES && !elsewhere)
            continue;
        added++;
        count = table_keys(structure, table->physical, name, keys);
        fact = structure_add(structure, to, "index", QUERY_INDEXES, row, name);
        structure_set(structure, fact, "unique", row_field(row, INDEX_UNIQUE));
        structure_set(structure, fact, "primary",
                      row_field(row, INDEX_PRIMARY));
        structure_set(structure, fact, "columns",
                      columns_text(structure->arena, keys, count));
        structure_set(structure, fact, "tablespace", space);
        if (expected != NULL)
            fact_set(structure->arena, fact, "placed",
                     elsewhere ? "elsewhere" : "default", fact->at);
        if (table->declared != NULL)
            set_declared(structure, fact, is);
        if (is == DECLARED_NO)
            fact_set(structure->arena, fact, "ddl",
                     ddl_index(structure->arena, structure->engine,
                               table->physical, name,
                               strcmp(row_field(row, INDEX_UNIQUE), "yes") == 0,
                               keys, count),
                     fact->at);
    }
}

static void
add_attached(const struct structure *structure, const struct table *table,
             struct fact *to)
{
    for (size_t i = 0; ATTACHED[i].kind != NULL; i++) {
        struct rows rows =
            structure_rows(structure, ATTACHED[i].query, table->physical);
        size_t added = 0;

        for (size_t r = 0; r < rows.count && added < CHILDREN_MOST; r++) {
            const struct row *row = &rows.items[r];
            struct fact *fact;

            if (!table_attaches(structure, i, row))
                continue;
            added++;
            fact = structure_add(structure, to, "attached", ATTACHED[i].query,
                                 row, row_field(row, ATTACHED[i].name));
            fact_set(structure->arena, fact, "kind", ATTACHED[i].kind,
                     fact->at);
            if (ATTACHED[i].query == QUERY_GRANTS)
                structure_set(structure, fact, "privilege", row_field(row, 3));
        }
    }
}

static void
table_add(const struct structure *structure, const struct table *table)
{
    const char *expected =
        structure_space(structure, "WdbcOptions_TableSpaceUser");
    const char *space = row_field(table->row, TABLE_SPACE);
    struct fact *fact = structure_add(structure, structure->fact, "table",
                                      QUERY_TABLES, table->row, table->name);

    structure_set(structure, fact, "physical", table->physical);
    structure_set(structure, fact, "kind", row_field(table->row, TABLE_KIND));
    structure_set(structure, fact, "rows", row_field(table->row, TABLE_ROWS));
    structure_set(structure, fact, "bytes", row_field(table->row, TABLE_BYTES));
    structure_set(structure, fact, "index-bytes",
                  row_field(table->row, TABLE_INDEX_BYTES));
    structure_set(structure, fact, "tablespace", space);
    if (table->placed) {
        fact_set(structure->arena, fact, "placed",
                 structure_elsewhere(space, expected, structure) ? "elsewhere"
                                                                 : "default",
                 fact->at);
        structure_number(structure, fact, "elsewhere", table->elsewhere);
    }
    if (answered(structure->database, QUERY_COLUMNS)) {
        structure_number(structure, fact, "columns", table->columns);
        structure_number(structure, fact, "date-times",
                         (int64_t)table->times.count);
    }
    if (answered(structure->database, QUERY_INDEXES))
        structure_number(structure, fact, "indexes", table->indexes);
    if (structure_knows_attached(structure))
        structure_number(structure, fact, "attached", table->attached);
    if (table->declared != NULL) {
        structure_set(structure, fact, "schema",
                      declared_schema(table->declared));
        structure_set(structure, fact, "lacks",
                      declared_lacks(table->declared) != NULL
                          ? declared_lacks(table->declared)
                          : "");
        if (answered(structure->database, QUERY_COLUMNS))
            structure_number(structure, fact, "undeclared-columns",
                             table->undeclared_columns);
        if (answered(structure->database, QUERY_INDEXES) &&
            answered(structure->database, QUERY_INDEX_COLUMNS))
            structure_number(structure, fact, "undeclared-indexes",
                             table->undeclared_indexes);
        structure_number(structure, fact, "undecided", table->undecided);
    }
    add_columns(structure, table, fact);
    add_indexes(structure, table, fact);
    add_attached(structure, table, fact);
}

/* By name in any letter case, then as it is written. */
static int
compare_names(const char *a, const char *b)
{
    size_t i = 0;
    int order;

    while (a[i] != '\0' && ascii_lower(a[i]) == ascii_lower(b[i]))
        i++;
    order = (unsigned char)ascii_lower(a[i]) - (unsigned char)ascii_lower(b[i]);
    return order != 0 ? order : strcmp(a, b);
}

static int
by_name(const void *a, const void *b)
{
    return compare_names(((const struct table *)a)->physical,
                         ((const struct table *)b)->physical);
}

/* The size from which on a table is one of the largest. */
static int64_t
large(struct tables tables)
{
    int64_t largest[LARGEST];

    if (tables.count <= LARGEST)
        return 0;
    for (size_t i = 0; i < LARGEST; i++)
        largest[i] = -1;
    for (size_t i = 0; i < tables.count; i++) {
        int64_t bytes = tables.items[i].bytes;

        for (size_t l = 0; l < LARGEST; l++) {
            int64_t other = largest[l];

            if (bytes <= other)
                continue;
            largest[l] = bytes;
            bytes = other;
        }
    }
    return largest[LARGEST - 1];
}

struct tables
tables_read(const struct structure *structure)
{
    struct rows rows = rows_all(structure->database, QUERY_TABLES);
    struct tables tables = {
        arena_alloc(&structure->evidence->raw,
                    (rows.count + 1) * sizeof *tables.items),
        0};

    for (size_t i = 0; i < rows.count; i++)
        if (structure_here(structure, row_field(&rows.items[i], SCHEMA)))
            table_describe(structure, &tables.items[tables.count++],
                           &rows.items[i]);
    if (tables.count > 0)
        qsort(tables.items, tables.count, sizeof *tables.items, by_name);
    return tables;
}

/* drift: over all tables with a column of date and time. */
void
tables_drift(const struct structure *structure, struct tables tables)
{
    struct fact *fact;
    int64_t with = 0;
    int64_t drifted = 0;
    int64_t undecided = 0;

    if (!answered(structure->database, QUERY_TABLES) ||
        !answered(structure->database, QUERY_COLUMNS))
        return;
    for (size_t i = 0; i < tables.count; i++) {
        const struct table *table = &tables.items[i];

        if (table->times.count == 0)
            continue;
        with++;
        drifted += table_drifts(table);
        undecided +=
            !table_drifts(table) && !table_comparable(structure, table);
    }
    fact = fact_add(
        structure->arena, structure->fact, "drift",
        (struct place){structure->database->answers[QUERY_COLUMNS].entry->path,
                       0});
    structure_number(structure, fact, "tables", with);
    structure_number(structure, fact, "drifted", drifted);
    structure_number(structure, fact, "undecided", undecided);
}

void
tables_add(const struct structure *structure, struct tables tables)
{
    int64_t from = large(tables);
    size_t shown_large = 0;
    size_t drifted = 0;

    for (size_t i = 0; i < tables.count; i++) {
        const struct table *table = &tables.items[i];
        bool shown = table->known;

        if (!shown && table->bytes >= 0 && table->bytes >= from)
            shown = shown_large++ < LARGEST;

        if (!shown && table->times.count > 0 && table_drifts(table)) {
            if (drifted++ == DRIFTED_MOST)
                evidence_gap(
                    structure->evidence,
                    "only 200 of the tables with drift are named",
                    (struct place){
                        structure->database->answers[QUERY_TABLES].entry->path,
                        0});
            shown = drifted <= DRIFTED_MOST;
        }
        if (shown)
            table_add(structure, table);
    }
}

const struct table *
tables_find(struct tables tables, const char *physical)
{
    struct table key = {.physical = physical};

    return tables.count == 0 ? NULL
                             : bsearch(&key, tables.items, tables.count,
                                       sizeof *tables.items, by_name);
}

const struct table *
tables_find_fold(struct tables tables, struct span word)
{
    size_t low = 0;
    size_t high = tables.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *name = tables.items[middle].physical;
        size_t i = 0;

        while (i < word.len && ascii_lower(word.at[i]) == ascii_lower(name[i]))
            i++;
        if (i == word.len && name[i] == '\0')
            return &tables.items[middle];
        if (i == word.len ||
            (name[i] != '\0' && (unsigned char)ascii_lower(word.at[i]) <
                                    (unsigned char)ascii_lower(name[i])))
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
