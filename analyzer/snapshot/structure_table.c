/*
 * One table compared: columns and indexes with the schemas (declared.h),
 * tablespaces with the default, and what hangs on it that no schema declares.
 */
#include <string.h>

#include "declared.h"
#include "structure.h"

static const char *const KNOWN[] = {
    "CrmIncomingLead",        "NmsBatchEvent",      "NmsBroadLogRcp",
    "NmsCallCenterOfferView", "NmsDelivery",        "NmsDeliveryPart",
    "NmsEmailOfferView",      "NmsEventHisto",      "NmsMirrorPageInfo",
    "NmsMobileApp",           "NmsMobileOfferView", "NmsPaperOfferView",
    "NmsRecipient",           "NmsRtEvent",         "NmsTrackingLogRcp",
    "NmsWebOfferView",        "XtkWorkflow",
};

static bool
is_too_large(const struct structure *structure, const char *physical)
{
    static const enum query queries[] = {QUERY_COLUMNS, QUERY_INDEXES,
                                         QUERY_INDEX_COLUMNS};

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (rows_of(structure->database, queries[i], physical).count >
            OF_TABLE_MOST)
            return true;
    return false;
}

/* The keys of INDEX, by position. */
size_t
table_keys(const struct structure *structure, const char *physical,
           const char *index, struct ddl_key keys[KEYS_MOST])
{
    struct rows rows = structure_rows(structure, QUERY_INDEX_COLUMNS, physical);
    size_t count = 0;

    memset(keys, 0, KEYS_MOST * sizeof *keys);
    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];
        int64_t position;

        if (!structure_here(structure, row_field(row, SCHEMA)) ||
            strcmp(row_field(row, KEY_INDEX), index) != 0 ||
            !span_number(span_of(row_field(row, KEY_POSITION)), 1, KEYS_MOST,
                         &position))
            continue;
        if (*row_field(row, KEY_COLUMN) != '\0' &&
            *row_field(row, KEY_EXPRESSION) == '\0')
            keys[position - 1].column = row_field(row, KEY_COLUMN);
        keys[position - 1].descending =
            strcmp(row_field(row, KEY_ORDER), "desc") == 0;
        if ((size_t)position > count)
            count = (size_t)position;
    }
    return count;
}

enum declaration
table_index(const struct structure *structure, const struct table *table,
            const struct row *row)
{
    struct ddl_key keys[KEYS_MOST];
    const char *columns[KEYS_MOST];
    const char *name = row_field(row, INDEX_NAME);
    size_t count = table_keys(structure, table->physical, name, keys);

    for (size_t i = 0; i < count; i++)
        columns[i] = keys[i].column;
    return declared_index(table->declared, name, columns, count);
}

/* A unique constraint is an index, too, and counted as such. */
static bool
is_index(const struct structure *structure, const struct row *constraint)
{
    struct rows rows =
        structure_rows(structure, QUERY_INDEXES, row_field(constraint, NAME));

    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(row_field(&rows.items[i], INDEX_NAME),
                   row_field(constraint, 2)) == 0)
            return true;
    return false;
}

bool
table_attaches(const struct structure *structure, size_t kind,
               const struct row *row)
{
    return structure_here(structure, row_field(row, ATTACHED[kind].schema)) &&
           !(ATTACHED[kind].query == QUERY_CONSTRAINTS &&
             is_index(structure, row));
}

static void
count_columns(const struct structure *structure, struct table *table)
{
    struct rows rows =
        structure_rows(structure, QUERY_COLUMNS, table->physical);

    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];
        enum declaration is;

        if (!structure_here(structure, row_field(row, SCHEMA)))
            continue;
        table->columns++;
        if (structure_time(row_field(row, COLUMN_KIND)))
            *vec_add(&structure->evidence->raw, &table->times) =
                row_field(row, COLUMN_NAME);
        if (table->declared == NULL)
            continue;
        is = declared_column(table->declared, row_field(row, COLUMN_NAME));
        table->undeclared_columns += is == DECLARED_NO;
        table->undecided += is == DECLARED_UNDECIDED;
    }
}

static void
count_indexes(const struct structure *structure, struct table *table)
{
    struct rows rows =
        structure_rows(structure, QUERY_INDEXES, table->physical);
    const char *expected =
        structure_space(structure, "WdbcOptions_TableSpaceIndex");

    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i];
        enum declaration is;

        if (!structure_here(structure, row_field(row, SCHEMA)))
            continue;
        table->indexes++;
        if (expected != NULL && structure_elsewhere(row_field(row, INDEX_SPACE),
                                                    expected, structure))
            table->elsewhere++;
        if (table->declared == NULL)
            continue;
        is = table_index(structure, table, row);
        table->undeclared_indexes += is == DECLARED_NO;
        table->undecided += is == DECLARED_UNDECIDED;
    }
}

void
table_describe(const struct structure *structure, struct table *table,
               const struct row *row)
{
    const char *expected =
        structure_space(structure, "WdbcOptions_TableSpaceUser");
    const char *known;

    table->row = row;
    table->physical = row_field(row, NAME);
    if (answered(structure->database, QUERY_SCHEMA_XML))
        table->declared =
            declared_find(structure->database->declared, table->physical);
    known =
        structure_spelled(table->physical, KNOWN, sizeof KNOWN / sizeof *KNOWN);
    table->known = known != NULL;
    table->name = known != NULL             ? known
                  : table->declared != NULL ? declared_name(table->declared)
                                            : table->physical;
    if (!structure_parse(row_field(row, TABLE_BYTES), &table->bytes))
        table->bytes = -1;
    table->placed =
        expected != NULL &&
        structure_space(structure, "WdbcOptions_TableSpaceIndex") != NULL;
    if (table->placed &&
        structure_elsewhere(row_field(row, TABLE_SPACE), expected, structure))
        table->elsewhere++;
    table->undecided = is_too_large(structure, table->physical);
    count_columns(structure, table);
    count_indexes(structure, table);
    for (size_t i = 0; ATTACHED[i].kind != NULL; i++) {
        struct rows rows =
            structure_rows(structure, ATTACHED[i].query, table->physical);

        for (size_t r = 0; r < rows.count; r++)
            table->attached += table_attaches(structure, i, &rows.items[r]);
    }
}

bool
table_drifts(const struct table *table)
{
    return table->undeclared_columns + table->undeclared_indexes +
               table->attached + table->elsewhere >
           0;
}

/* Can it be compared: are its columns and indexes, its schema, and what hangs
 * on it known? */
bool
table_comparable(const struct structure *structure, const struct table *table)
{
    return table->declared != NULL && table->undecided == 0 &&
           answered(structure->database, QUERY_COLUMNS) &&
           answered(structure->database, QUERY_INDEXES) &&
           answered(structure->database, QUERY_INDEX_COLUMNS) &&
           structure_knows_attached(structure);
}
