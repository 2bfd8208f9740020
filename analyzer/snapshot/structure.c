#include "structure.h"

#include <string.h>

/* What hangs on a table that no schema can declare. */
const struct attached ATTACHED[] = {
    {QUERY_TRIGGERS, "trigger", 1, 0, 2},
    {QUERY_CONSTRAINTS, "constraint", 1, 0, 2},
    {QUERY_FOREIGN_KEYS, "foreign-key", 1, 0, 2},
    {QUERY_PARTITIONS, "partition", 1, 0, 2},
    {QUERY_PUBLICATIONS, "publication", 2, 1, 0},
    {QUERY_GRANTS, "grant", 2, 1, 0},
    {QUERIES, NULL, 0, 0, 0},
};

const char *
structure_spelled(const char *name, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is_fold(name, words[i]))
            return words[i];
    return NULL;
}

bool
structure_here(const struct structure *structure, const char *schema)
{
    return *structure->schema == '\0' || strcmp(schema, structure->schema) == 0;
}

bool
structure_time(const char *kind)
{
    return strcmp(kind, "datetime") == 0 || strcmp(kind, "datetime-tz") == 0;
}

void
structure_set(const struct structure *structure, struct fact *fact,
              const char *name, const char *value)
{
    if (*value != '\0')
        fact_set(structure->arena, fact, name,
                 arena_string(structure->arena, value), fact->at);
}

void
structure_number(const struct structure *structure, struct fact *fact,
                 const char *name, int64_t value)
{
    fact_number(structure->arena, fact, name, value, fact->at);
}

/* A number that may be larger than any of ours. */
bool
structure_parse(const char *text, int64_t *number)
{
    struct span digits = span_of(text);
    bool negative = span_skip(&digits, "-");

    for (size_t i = 0; i < digits.len; i++)
        if (!ascii_digit(digits.at[i]))
            return false;
    if (digits.len == 0)
        return false;
    if (!span_number(digits, 0, INT64_MAX, number))
        *number = INT64_MAX;
    *number = negative ? -*number : *number;
    return true;
}

bool
structure_steps(const struct structure *structure, size_t steps)
{
    return budget_take(&structure->evidence->budget, steps);
}

/* Rows of QUERY about the table: no more than such a table has. */
struct rows
structure_rows(const struct structure *structure, enum query query,
               const char *physical)
{
    struct rows rows = rows_of(structure->database, query, physical);

    if (rows.count > OF_TABLE_MOST)
        rows.count = OF_TABLE_MOST;
    if (!structure_steps(structure, rows.count))
        rows.count = 0;
    return rows;
}

/* The tablespace by which that of a table, or of its indexes, is compared:
 * what the deployment options say, else the database's own; NULL if neither is
 * known. */
const char *
structure_space(const struct structure *structure, const char *option)
{
    const struct fact *fact =
        fact_find(structure->fact, "option", "name", option);
    const char *value = fact_get(fact, "value");

    if (!answered(structure->database, QUERY_OPTIONS))
        return NULL;
    if (value != NULL && *value != '\0')
        return value;
    return structure->own;
}

bool
structure_elsewhere(const char *space, const char *expected,
                    const struct structure *structure)
{
    if (*space == '\0')
        space = structure->own != NULL ? structure->own : expected;
    return !text_is_fold(space, expected);
}

/* Was all answered that could be attached to a table?  What an engine does not
 * have is not. */
bool
structure_knows_attached(const struct structure *structure)
{
    for (size_t i = 0; ATTACHED[i].kind != NULL; i++) {
        const struct fact *query = fact_find(structure->fact, "query", "name",
                                             query_name(ATTACHED[i].query));
        const char *status = fact_get(query, "status");

        if (status == NULL ||
            (strcmp(status, "ok") != 0 && strcmp(status, "absent") != 0))
            return false;
    }
    return true;
}

struct fact *
structure_add(const struct structure *structure, struct fact *parent,
              const char *kind, enum query query, const struct row *row,
              const char *name)
{
    struct fact *fact = fact_add(structure->arena, parent, kind,
                                 row_place(structure->database, query, row));

    if (name != NULL)
        fact_set(structure->arena, fact, "name",
                 arena_string(structure->arena, name), fact->at);
    return fact;
}
