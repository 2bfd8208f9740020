/*
 * The queries: what is asked of a database, as sql/README.md says it.
 *
 * One table, db_query.c, is what the scripts of all engines, the reader of
 * their results and the manifest agree on.
 */
#ifndef ACC_DB_QUERY_H
#define ACC_DB_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

struct db_query {
    const char *name;    /* db/NAME.csv */
    const char *columns; /* of the file, "," between them; a "*" behind one
                            means that its values pass the redactor */
    const char *table;   /* of Campaign, without which it is skipped; NULL:
                            the engine's own catalogue is asked */
    bool pieces;         /* the last column travels in pieces */
    const char *why;
};

/* Ends with a NULL name. */
extern const struct db_query DB_QUERIES[];

enum { DB_QUERY_COUNT = 43, DB_COLUMNS_MOST = 16, DB_SCRIPT_VERSION = 1 };

/* The query NAME: its place in the table, or -1. */
int db_query_find(struct span name);

/* How many columns its file has. */
size_t db_query_columns(const struct db_query *query);

/*
 * Cuts the next column off COLUMNS (begin with query->columns) into NAME and
 * says in *REDACTED whether its values pass the redactor; false: no more.
 */
bool db_query_column(struct span *columns, struct span *name, bool *redacted);

#endif
