/*
 * DDL that makes again what a migration drops, for the words of a remedy.
 *
 * Names and types come from a stranger's database and end in a DBA's window.
 * So a statement holds only what fits a strict grammar; what does not stands
 * there as <WHAT: see evidence>.
 *
 *     name    = ( letter | "_" ) { letter | digit | "_" | "$" | "#" }
 *     type    = { letter | digit | "_" | blank | "(" | ")" | "," }
 *     select  = { name | quoted | number | text | blank | operator }
 *     quoted  = '"' name '"' | "`" name "`" | "[" name "]"
 *     text    = "'" { letter | digit | blank | one of _.:-/%+ } "'"
 *
 * without "--", "/" + "*", ";" and lines; ASCII alone.  A name is quoted where
 * the engine would fold it into another.
 */
#ifndef ACC_DDL_H
#define ACC_DDL_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum { DDL_SELECT = 4000 }; /* bytes of a view's text that are shown */

struct ddl_key {
    const char *column; /* NULL: an expression */
    bool descending;
};

/* ALTER TABLE … ADD …: COLUMN of TYPE. */
const char *ddl_column(struct arena *arena, const char *engine,
                       const char *table, const char *column, const char *type);

/* CREATE [UNIQUE] INDEX … */
const char *ddl_index(struct arena *arena, const char *engine,
                      const char *table, const char *index, bool unique,
                      const struct ddl_key keys[], size_t count);

/* CREATE VIEW … AS …, of what the engine keeps as TEXT (it may be all of the
 * statement); SCHEMA may be empty, and TEXT, which the engine may refuse:
 * <text: not collected>. */
const char *ddl_view(struct arena *arena, const char *engine,
                     const char *schema, const char *view, const char *text);

/* DROP KIND …; KIND is ours. */
const char *ddl_drop(struct arena *arena, const char *engine, const char *kind,
                     const char *schema, const char *name);

#endif
