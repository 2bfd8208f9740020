/*
 * What a database answered: the entries db/NAME.csv of a bundle, one for each
 * query of collector/gather/sql, kept as rows until all were read, and then
 * concluded from (conclude_database.c: the fact `database`, see snapshot.h).
 *
 * A bundle describes one database.  Every text in it was written by others: a
 * file that is damaged, or lacks a column, is no answer at all, and what is
 * computed from two answers is computed only if both are whole.
 */
#ifndef ACC_DATABASE_H
#define ACC_DATABASE_H

#include "evidence.h"

enum {
    DATABASE_INTERFACE = 1, /* version of the scripts that is known here */
    DATABASE_FIELD = 8192,  /* bytes of a field that are kept */
    DATABASE_COLUMNS = 12   /* of a query, at most */
};

enum query {
    QUERY_STATUS, /* db/status.csv: what became of the others */
    QUERY_SCRIPT,
    QUERY_SERVER,
    QUERY_SETTINGS,
    QUERY_TIME_ZONE,
    QUERY_TIME_ZONE_NAMES,
    QUERY_TIME_ZONE_FILES,
    QUERY_SIZE,
    QUERY_TABLESPACES,
    QUERY_EXTENSIONS,
    QUERY_PRIVILEGES,
    QUERY_TABLES,
    QUERY_COLUMNS,
    QUERY_INDEXES,
    QUERY_INDEX_COLUMNS,
    QUERY_VIEWS,
    QUERY_VIEW_COLUMNS,
    QUERY_VIEW_USES,
    QUERY_VIEW_TEXT,
    QUERY_TRIGGERS,
    QUERY_CONSTRAINTS,
    QUERY_FOREIGN_KEYS,
    QUERY_PARTITIONS,
    QUERY_PUBLICATIONS,
    QUERY_SEQUENCES,
    QUERY_ROUTINES,
    QUERY_GRANTS,
    QUERY_OPTIONS,
    QUERY_OPTION_SECRETS,
    QUERY_WORKFLOWS,
    QUERY_WORKFLOW_STATES,
    QUERY_FOLDERS,
    QUERY_EXTERNAL_ACCOUNTS,
    QUERY_OPERATORS,
    QUERY_OPERATOR_GROUPS,
    QUERY_DELIVERY_STATES,
    QUERY_DELIVERY_PARTS,
    QUERY_DELIVERY_MAPPINGS,
    QUERY_OFFER_VIEWS,
    QUERY_KEY_RANGES,
    QUERY_ENTITIES,
    QUERY_SCHEMA_XML,
    QUERY_CODE_HITS,
    QUERY_CODE_HITS_ENTITIES,
    QUERIES
};

struct row {
    uint32_t line;    /* of the file, where it begins */
    const char *text; /* its fields in the order of the query, each with a NUL
                         behind it */
    const char *key;  /* the field by which the rows are sorted, or NULL */
};

struct rows {
    const struct row *items;
    size_t count;
};

struct answer {
    const struct entry *entry; /* NULL: it is not in the bundle, or not read */
    struct {
        struct row *items;
        size_t count, room;
    } rows;
};

struct database {
    struct answer answers[QUERIES];
    struct declared *declared; /* what the schemas declare; NULL: none read */
};

/* The query called NAME, QUERIES if there is none; its name and columns, which
 * end with a NULL. */
enum query query_called(struct span name);
const char *query_name(enum query query);
const char *const *query_columns(enum query query);

/* Was it answered, whole? */
bool answered(const struct database *database, enum query query);

/* All rows of an answer; those whose key is KEY. */
struct rows rows_all(const struct database *database, enum query query);
struct rows rows_of(const struct database *database, enum query query,
                    const char *key);

/* Field COLUMN of ROW; "" if empty. */
const char *row_field(const struct row *row, int column);

/* Where ROW of QUERY stands. */
struct place row_place(const struct database *database, enum query query,
                       const struct row *row);

#endif
