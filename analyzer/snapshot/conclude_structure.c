/*
 * The structure of a database as facts: objects, tables with drift, views,
 * sequences.
 */
#include <string.h>

#include "declared.h"
#include "structure.h"

enum { SEQUENCES_MOST = 100, RANGES_MOST = 100 };

static const char *const KNOWN_SEQUENCES[] = {"XtkNewId", "NmsBroadLogId",
                                              "NmsTrackingLogId"};

/* How much of the room up to 2^31 - 1, or to MAXIMUM, CURRENT has used, in
 * hundredths. */
static int64_t
used(int64_t current, int64_t maximum)
{
    int64_t most = INT32_MAX;

    if (maximum > 0 && maximum < most)
        most = maximum;
    if (current <= 0)
        return 0;
    return current >= most ? 100 : current * 100 / most;
}

/* The sequence of Campaign that NAME is, or NULL; of MySQL it is a counter,
 * TABLE.COLUMN. */
static const char *
known_sequence(const char *name)
{
    for (size_t i = 0; i < sizeof KNOWN_SEQUENCES / sizeof *KNOWN_SEQUENCES;
         i++) {
        struct span rest = span_of(name);

        if (span_skip_fold(&rest, KNOWN_SEQUENCES[i]) &&
            (rest.len == 0 || *rest.at == '.'))
            return KNOWN_SEQUENCES[i];
    }
    return NULL;
}

static void
add_sequences(const struct structure *structure)
{
    struct rows rows = rows_all(structure->database, QUERY_SEQUENCES);
    size_t added = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];
        const char *known = known_sequence(row_field(row, NAME));
        int64_t current;
        int64_t maximum;
        struct fact *fact;

        if (!structure_here(structure, row_field(row, SCHEMA)) ||
            !structure_parse(row_field(row, 5), &current))
            continue;
        if (!structure_parse(row_field(row, 3), &maximum))
            maximum = INT32_MAX;
        if ((known == NULL && used(current, maximum) < 50 && current >= 0) ||
            added == SEQUENCES_MOST)
            continue;
        added++;
        fact = structure_add(structure, structure->fact, "sequence",
                             QUERY_SEQUENCES, row,
                             known != NULL ? known : row_field(row, NAME));
        structure_number(structure, fact, "current", current);
        structure_number(structure, fact, "used", used(current, maximum));
    }
}

static void
add_key_ranges(const struct structure *structure)
{
    struct rows rows = rows_all(structure->database, QUERY_KEY_RANGES);

    for (size_t i = 0; i < rows.count && i < RANGES_MOST; i++) {
        const struct row *row = &rows.items[i];
        int64_t least;
        int64_t greatest;
        struct fact *fact;

        /* an empty table has neither */
        if (!structure_parse(row_field(row, 2), &least) ||
            !structure_parse(row_field(row, 3), &greatest))
            continue;
        fact = fact_add(structure->arena, structure->fact, "key-range",
                        row_place(structure->database, QUERY_KEY_RANGES, row));
        structure_set(structure, fact, "table", row_field(row, 0));
        structure_set(structure, fact, "column", row_field(row, 1));
        structure_number(structure, fact, "minimum", least);
        structure_number(structure, fact, "used", used(greatest, 0));
    }
}

static void
count_objects(const struct structure *structure, struct fact *objects)
{
    static const struct {
        enum query query;
        const char *name;
    } counted[] = {
        {QUERY_TABLES, "tables"},       {QUERY_COLUMNS, "columns"},
        {QUERY_INDEXES, "indexes"},     {QUERY_TRIGGERS, "triggers"},
        {QUERY_SEQUENCES, "sequences"}, {QUERY_ROUTINES, "routines"},
        {QUERY_WORKFLOWS, "workflows"}, {QUERY_FOLDERS, "folders"},
        {QUERY_OPERATORS, "operators"},
    };

    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (answered(structure->database, counted[i].query))
            structure_number(
                structure, objects, counted[i].name,
                (int64_t)rows_all(structure->database, counted[i].query).count);
}

/* The longest name of an index, for an engine that limits it. */
static void
add_longest(const struct structure *structure, struct fact *objects)
{
    struct rows rows = rows_all(structure->database, QUERY_INDEXES);
    const struct row *longest = NULL;

    for (size_t i = 0; i < rows.count; i++)
        if (structure_here(structure, row_field(&rows.items[i], SCHEMA)) &&
            (longest == NULL || strlen(row_field(&rows.items[i], INDEX_NAME)) >
                                    strlen(row_field(longest, INDEX_NAME))))
            longest = &rows.items[i];
    if (longest == NULL)
        return;
    fact_set(structure->arena, objects, "longest-index",
             arena_string(structure->arena, row_field(longest, INDEX_NAME)),
             row_place(structure->database, QUERY_INDEXES, longest));
    fact_number(structure->arena, objects, "longest",
                (int64_t)strlen(row_field(longest, INDEX_NAME)),
                row_place(structure->database, QUERY_INDEXES, longest));
}

/* Compares tables with schemas and views with tables; false if there is too
 * much to compare. */
static bool
compare(const struct structure *structure, struct fact *objects)
{
    struct fact *before = structure->fact->last_child;
    struct tables tables = tables_read(structure);

    tables_drift(structure, tables);
    tables_add(structure, tables);
    structure_views(structure, tables, objects);
    if (!structure->evidence->budget.spent)
        return true;
    before->next = NULL;
    structure->fact->last_child = before;
    return false;
}

void
conclude_structure(const struct structure *database)
{
    struct structure own = *database;
    const struct structure *structure = &own;
    struct fact *objects = fact_add(structure->arena, structure->fact,
                                    "objects", structure->fact->at);

    own.own = fact_get(
        fact_find(structure->fact, "tablespace", "default", "yes"), "name");

    if (answered(structure->database, QUERY_SCHEMA_XML))
        declared_settle(structure->database->declared);
    count_objects(structure, objects);
    add_longest(structure, objects);
    if (!compare(structure, objects))
        evidence_gap(structure->evidence,
                     "more to compare than can be: nothing of its tables and "
                     "views counts",
                     objects->at);
    add_sequences(structure);
    add_key_ranges(structure);
}
