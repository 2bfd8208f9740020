/*
 * db/NAME.csv: the answers of a database become rows.  What they mean follows
 * when all are there (conclude_database.c).
 */
#include "database.h"

#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "declared.h"
#include "parsers.h"
#include "paths.h"
#include "utf8.h"

enum {
    ROWS_MOST = 200000, /* of an answer */
    MARKED_MOST = 300   /* lines of an answer whose text is kept, besides
                           those about NmsRecipient */
};

/* The columns in the order of the interface (collector/gather/sql).  KEY: the
 * one by which rows are looked for, none if below zero. */
static const struct {
    const char *name;
    int key;
    const char *columns[DATABASE_COLUMNS + 1];
} ASKED[QUERIES] = {
    [QUERY_STATUS] = {"status", 0, {"query", "status", "rows", "reason"}},
    [QUERY_SCRIPT] = {"script", -1, {"version", "engine", "probe"}},
    [QUERY_SERVER] = {"server",
                      -1,
                      {"product", "version", "banner", "bits", "platform",
                       "edition", "database", "account", "schema"}},
    [QUERY_SETTINGS] = {"settings", -1, {"name", "value"}},
    [QUERY_TIME_ZONE] = {"time-zone", -1, {"name", "value"}},
    [QUERY_TIME_ZONE_NAMES] = {"time-zone-names", -1, {"count"}},
    [QUERY_TIME_ZONE_FILES] = {"time-zone-files", -1, {"file", "version"}},
    [QUERY_SIZE] = {"size", -1, {"bytes"}},
    [QUERY_TABLESPACES] = {"tablespaces",
                           -1,
                           {"tablespace", "default", "bytes"}},
    [QUERY_EXTENSIONS] = {"extensions", -1, {"extension", "version", "schema"}},
    [QUERY_PRIVILEGES] = {"privileges", -1, {"privilege", "held"}},
    [QUERY_TABLES] = {"tables",
                      1,
                      {"schema", "table", "kind", "rows", "bytes",
                       "index-bytes", "tablespace", "logged", "owner"}},
    [QUERY_COLUMNS] = {"columns",
                       1,
                       {"schema", "table", "position", "column", "type", "kind",
                        "nullable", "default"}},
    [QUERY_INDEXES] = {"indexes",
                       1,
                       {"schema", "table", "index", "unique", "primary",
                        "method", "tablespace", "bytes", "definition"}},
    [QUERY_INDEX_COLUMNS] = {"index-columns",
                             1,
                             {"schema", "table", "index", "position", "column",
                              "expression", "order"}},
    [QUERY_VIEWS] = {"views", 1, {"schema", "view", "kind", "owner"}},
    [QUERY_VIEW_COLUMNS] = {"view-columns",
                            1,
                            {"schema", "view", "position", "column", "type",
                             "kind"}},
    [QUERY_VIEW_USES] = {"view-uses",
                         1,
                         {"schema", "view", "used-schema", "used", "column"}},
    [QUERY_VIEW_TEXT] = {"view-text", 1, {"schema", "view", "text"}},
    [QUERY_TRIGGERS] = {"triggers",
                        1,
                        {"schema", "table", "trigger", "event", "enabled"}},
    [QUERY_CONSTRAINTS] = {"constraints",
                           1,
                           {"schema", "table", "constraint", "kind",
                            "definition"}},
    [QUERY_FOREIGN_KEYS] = {"foreign-keys",
                            1,
                            {"schema", "table", "constraint", "columns",
                             "used-schema", "used-table", "used-columns"}},
    [QUERY_PARTITIONS] = {"partitions", 1, {"schema", "table", "partition"}},
    [QUERY_PUBLICATIONS] = {"publications",
                            2,
                            {"publication", "schema", "table"}},
    [QUERY_SEQUENCES] = {"sequences",
                         1,
                         {"schema", "sequence", "minimum", "maximum",
                          "increment", "current", "cycle"}},
    [QUERY_ROUTINES] = {"routines", 1, {"schema", "routine", "kind", "owner"}},
    [QUERY_GRANTS] = {"grants",
                      2,
                      {"grantee", "schema", "object", "privilege"}},
    [QUERY_OPTIONS] = {"options",
                       0,
                       {"name", "data-type", "string-value", "long-value",
                        "double-value", "timestamp-value", "memo-value"}},
    [QUERY_OPTION_SECRETS] = {"option-secrets", 0, {"name", "empty"}},
    [QUERY_WORKFLOWS] = {"workflows",
                         0,
                         {"id", "internal-name", "label", "state", "status",
                          "history"}},
    [QUERY_WORKFLOW_STATES] = {"workflow-states",
                               -1,
                               {"state", "status", "count"}},
    [QUERY_FOLDERS] = {"folders",
                       2,
                       {"id", "parent", "name", "full-name", "model",
                        "children"}},
    [QUERY_EXTERNAL_ACCOUNTS] = {"external-accounts",
                                 -1,
                                 {"id", "name", "label", "active", "type",
                                  "server", "port", "account", "provider",
                                  "database", "schema", "unicode"}},
    [QUERY_OPERATORS] = {"operators",
                         -1,
                         {"id", "name", "disabled", "type", "last-modified"}},
    [QUERY_OPERATOR_GROUPS] = {"operator-groups", 0, {"operator", "group"}},
    [QUERY_DELIVERY_STATES] = {"delivery-states",
                               -1,
                               {"state", "mode", "count"}},
    [QUERY_DELIVERY_PARTS] = {"delivery-parts", -1, {"count"}},
    [QUERY_DELIVERY_MAPPINGS] = {"delivery-mappings",
                                 -1,
                                 {"broad-log-schema",
                                  "broad-log-exclusion-schema",
                                  "tracking-log-schema"}},
    [QUERY_OFFER_VIEWS] = {"offer-views", -1, {"count"}},
    [QUERY_KEY_RANGES] = {"key-ranges",
                          0,
                          {"table", "column", "minimum", "maximum"}},
    [QUERY_ENTITIES] = {"entities",
                        0,
                        {"entity-schema", "namespace", "name", "label", "md5",
                         "last-modified", "stored"}},
    [QUERY_SCHEMA_XML] = {"schema-xml", -1, {"namespace", "name", "xml"}},
    [QUERY_CODE_HITS] = {"code-hits",
                         -1,
                         {"table", "key", "name", "label", "expression",
                          "occurrences", "context"}},
    [QUERY_CODE_HITS_ENTITIES] = {"code-hits-entities",
                                  -1,
                                  {"table", "key", "name", "label",
                                   "expression", "occurrences", "context"}},
};

enum query
query_called(struct span name)
{
    for (int i = 0; i < QUERIES; i++)
        if (span_is(name, ASKED[i].name))
            return (enum query)i;
    return QUERIES;
}

const char *
query_name(enum query query)
{
    return ASKED[query].name;
}

const char *const *
query_columns(enum query query)
{
    return ASKED[query].columns;
}

bool
answered(const struct database *database, enum query query)
{
    return database != NULL && database->answers[query].entry != NULL;
}

struct rows
rows_all(const struct database *database, enum query query)
{
    const struct answer *answer = &database->answers[query];

    return answered(database, query)
               ? (struct rows){answer->rows.items, answer->rows.count}
               : (struct rows){NULL, 0};
}

/* The first row whose key is not below KEY; behind it, if AFTER. */
static size_t
border(struct rows rows, const char *key, bool after)
{
    size_t low = 0;
    size_t high = rows.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(rows.items[middle].key, key);

        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct rows
rows_of(const struct database *database, enum query query, const char *key)
{
    struct rows all = rows_all(database, query);
    size_t from = border(all, key, false);

    return (struct rows){all.count > 0 ? all.items + from : NULL,
                         border(all, key, true) - from};
}

const char *
row_field(const struct row *row, int column)
{
    const char *field = row->text;

    for (; column > 0; column--)
        field += strlen(field) + 1;
    return field;
}

struct place
row_place(const struct database *database, enum query query,
          const struct row *row)
{
    return (struct place){database->answers[query].entry->path, row->line};
}

/* ORDER: where each column of the query stands in the file, from 0; -1: it is
 * not there.  NULL is the header's problem. */
static const char *
read_header(const struct csv *csv, enum query query,
            int order[DATABASE_COLUMNS])
{
    const char *const *columns = ASKED[query].columns;

    for (int i = 0; columns[i] != NULL; i++) {
        order[i] = -1;
        for (size_t f = 0; f < csv->count; f++)
            if (strcmp(csv_field(csv, f), columns[i]) == 0)
                order[i] = (int)f;
        if (order[i] < 0)
            return columns[i];
    }
    return NULL;
}

static void
add_row(struct evidence *evidence, struct answer *answer, enum query query,
        const struct csv *csv, const int order[DATABASE_COLUMNS])
{
    const char *const *columns = ASKED[query].columns;
    struct row *row = vec_add(&evidence->raw, &answer->rows);
    size_t size = 0;
    char *at;

    row->line = csv->line;
    for (int i = 0; columns[i] != NULL; i++)
        size += utf8_cut(csv_field(csv, (size_t)order[i]), DATABASE_FIELD) + 1;
    at = arena_alloc(&evidence->raw, size);
    row->text = at;
    for (int i = 0; columns[i] != NULL; i++) {
        const char *field = csv_field(csv, (size_t)order[i]);
        size_t len = utf8_cut(field, DATABASE_FIELD);

        if (i == ASKED[query].key)
            row->key = at;
        memcpy(at, field, len);
        at += len + 1;
    }
    if (answer->rows.count <= MARKED_MOST ||
        text_is_fold(row->key, "NmsRecipient"))
        (void)evidence_at(evidence, csv->line);
}

/* Rows, or, of schemas, what they declare; false after evidence_problem. */
static bool
read_rows(struct evidence *evidence, enum query query, struct csv *csv,
          struct answer *answer)
{
    int order[DATABASE_COLUMNS];
    enum csv_kind kind = csv_next(csv);
    size_t width = csv->count;
    const char *lacks;

    if (kind == CSV_END)
        return evidence_problem(evidence, "it has no header", 1);
    lacks = kind == CSV_READ ? read_header(csv, query, order) : NULL;
    if (lacks != NULL)
        return evidence_problem(
            evidence,
            arena_format(evidence->arena, "it lacks the column \"%s\"", lacks),
            1);
    while (kind == CSV_READ && (kind = csv_next(csv)) == CSV_READ) {
        if (csv->count != width)
            return evidence_problem(
                evidence, "a record with another number of fields", csv->line);
        if (answer->rows.count == ROWS_MOST)
            return evidence_problem(evidence, "more than 200,000 rows",
                                    csv->line);
        if (evidence_full(evidence))
            return evidence_problem(evidence,
                                    "not read: the bundle's facts are too many",
                                    csv->line);
        if (query == QUERY_SCHEMA_XML)
            declared_read(evidence->database->declared,
                          csv_field(csv, (size_t)order[0]),
                          csv_field(csv, (size_t)order[1]),
                          csv_field(csv, (size_t)order[2]), csv->line);
        else
            add_row(evidence, answer, query, csv, order);
    }
    return kind == CSV_END ||
           evidence_problem(evidence, csv->problem, csv->line);
}

static int
by_key(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    int order = strcmp(left->key, right->key);

    return order != 0 ? order
                      : (left->line > right->line) - (left->line < right->line);
}

bool
parse_database(struct evidence *evidence, struct span text)
{
    struct span name = path_name(span_of(evidence->entry->path));
    struct answer answer = {.entry = evidence->entry};
    struct csv csv;
    enum query query;
    bool good;

    name.len -= strlen(".csv");
    query = query_called(name);
    if (query == QUERIES)
        return evidence_problem(
            evidence, "an answer to a query that is not known here", 0);
    if (evidence->database == NULL)
        evidence->database = arena_new(&evidence->raw, struct database);
    if (query == QUERY_SCHEMA_XML)
        evidence->database->declared = declared_new(
            &evidence->raw, evidence->entry->path, &evidence->budget);
    csv_init(&csv, text);
    good = read_rows(evidence, query, &csv, &answer);
    csv_release(&csv);
    if (!good) {
        evidence->marks.count = 0;
        return false;
    }
    if (ASKED[query].key >= 0 && answer.rows.count > 0)
        qsort(answer.rows.items, answer.rows.count, sizeof *answer.rows.items,
              by_key);
    evidence->database->answers[query] = answer;
    return true;
}
