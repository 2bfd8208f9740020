/*
 * The structure of a database, and what it has beyond its schemas: drift.
 *
 *     structure.c         what the others ask of the answers
 *     structure_table.c   one table, compared with its schema
 *     structure_tables.c  which tables become facts
 *     structure_views.c   what the views read
 *     conclude_structure.c  all of it, and sequences
 *
 * Work is bounded whatever was answered: of one table no more rows are looked
 * at than a table has, names are found in sorted lists, and rows that are
 * looked at are steps of the bundle's budget.  When that is spent nothing of it
 * counts.
 */
#ifndef ACC_STRUCTURE_H
#define ACC_STRUCTURE_H

#include "database.h"
#include "ddl.h"
#include "declared.h"
#include "evidence.h"

enum {
    KEYS_MOST = 32,      /* columns of an index */
    OF_TABLE_MOST = 4000 /* columns, keys, … of one table: one of more is not
                            compared */
};

/* Columns of the answers. */
enum { SCHEMA = 0, NAME = 1 };
enum {
    TABLE_KIND = 2,
    TABLE_ROWS,
    TABLE_BYTES,
    TABLE_INDEX_BYTES,
    TABLE_SPACE
};
enum { COLUMN_NAME = 3, COLUMN_TYPE, COLUMN_KIND };
enum { INDEX_NAME = 2, INDEX_UNIQUE, INDEX_PRIMARY, INDEX_SPACE = 6 };
enum { KEY_INDEX = 2, KEY_POSITION, KEY_COLUMN, KEY_EXPRESSION, KEY_ORDER };
enum { VIEW_KIND = 2 };
enum { VIEW_COLUMN_KIND = 5 };
enum { USED_SCHEMA = 2, USED_NAME, USED_COLUMN };

struct structure {
    struct evidence *evidence;
    struct arena *arena; /* of the facts */
    const struct database *database;
    struct fact *fact;  /* `database`, to which all is added */
    const char *engine; /* postgresql, … */
    const char *schema; /* where Campaign's tables stand; "": not known */
    const char *own;    /* the database's own tablespace, or NULL */
};

struct table {
    const struct row *row;
    const char *physical; /* its name in the database */
    const char *name;     /* as the schema, or we, spell it */
    const struct declared_table *declared;
    bool known;
    int64_t bytes; /* -1: not known */
    struct {
        const char **items;
        size_t count, room;
    } times; /* columns of date and time */
    int64_t columns, indexes, attached, elsewhere;
    int64_t undeclared_columns, undeclared_indexes, undecided;
    bool placed; /* whether the default is known that it is compared with */
};

struct tables {
    struct table *items;
    size_t count;
};

/* What hangs on a table that no schema can declare; columns of the answer. */
struct attached {
    enum query query;
    const char *kind; /* NULL: the end */
    int table, schema, name;
};
extern const struct attached ATTACHED[];

/* objects, table, view, sequence, key-range. */
void conclude_structure(const struct structure *structure);

/* The one of WORDS that is NAME in any letter case, or NULL. */
const char *structure_spelled(const char *name, const char *const words[],
                              size_t count);
/* Is SCHEMA the one of Campaign's tables? */
bool structure_here(const struct structure *structure, const char *schema);
/* Is a column of KIND one of date and time? */
bool structure_time(const char *kind);
/* A fact of KIND below PARENT, seen in ROW of QUERY; NAME may be NULL. */
struct fact *structure_add(const struct structure *structure,
                           struct fact *parent, const char *kind,
                           enum query query, const struct row *row,
                           const char *name);
/* Sets NAME of FACT at its own place to a copy of VALUE, unless it is empty:
 * rows live shorter than facts. */
void structure_set(const struct structure *structure, struct fact *fact,
                   const char *name, const char *value);
void structure_number(const struct structure *structure, struct fact *fact,
                      const char *name, int64_t value);
/* A number that may be larger than any of ours: then it is the largest. */
bool structure_parse(const char *text, int64_t *number);
/* May STEPS more be taken? */
bool structure_steps(const struct structure *structure, size_t steps);
/* The rows of QUERY about PHYSICAL, OF_TABLE_MOST at most; none when no step is
 * left. */
struct rows structure_rows(const struct structure *structure, enum query query,
                           const char *physical);
/* The tablespace with which another is compared: what OPTION of the deployment
 * says, else the database's own; NULL if that is not known. */
const char *structure_space(const struct structure *structure,
                            const char *option);
/* Is SPACE ("": the database's own) another than EXPECTED? */
bool structure_elsewhere(const char *space, const char *expected,
                         const struct structure *structure);
/* Was all answered that could hang on a table?  What an engine does not have
 * cannot. */
bool structure_knows_attached(const struct structure *structure);

/* TABLE, of ROW, counted and compared. */
void table_describe(const struct structure *structure, struct table *table,
                    const struct row *row);
/* Has it something that its schema does not declare, or a place of its own? */
bool table_drifts(const struct table *table);
/* Is all known that this depends on? */
bool table_comparable(const struct structure *structure,
                      const struct table *table);
/* The keys of INDEX by position; how many. */
size_t table_keys(const struct structure *structure, const char *physical,
                  const char *index, struct ddl_key keys[KEYS_MOST]);
enum declaration table_index(const struct structure *structure,
                             const struct table *table, const struct row *row);
/* Does ROW of ATTACHED[KIND] hang on a table of Campaign? */
bool table_attaches(const struct structure *structure, size_t kind,
                    const struct row *row);

/* All tables, sorted by name; that called PHYSICAL, or WORD in any case. */
struct tables tables_read(const struct structure *structure);
const struct table *tables_find(struct tables tables, const char *physical);
const struct table *tables_find_fold(struct tables tables, struct span word);
/* drift; table. */
void tables_drift(const struct structure *structure, struct tables tables);
void tables_add(const struct structure *structure, struct tables tables);

/* view, and their numbers in OBJECTS. */
void structure_views(const struct structure *structure, struct tables tables,
                     struct fact *objects);

#endif
