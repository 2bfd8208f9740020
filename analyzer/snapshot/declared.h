/*
 * What source schemas declare: the columns and indexes that a table has by
 * right.
 *
 *     <srcSchema namespace="cus" name="recipient"
 * extendedSchema="nms:recipient"> <element name="recipient"> <attribute
 * name="card" type="string"/>            sCard <attribute name="rank"
 * type="long" sqlname="iRk"/> iRk <element name="shop" type="link"
 * target="cus:shop"/> iShopId <dbindex name="card"><keyfield
 * xpath="@card"/></dbindex> <key name="card"><keyfield xpath="@card"/></key>
 *       </element>
 *     </srcSchema>
 *
 * A column is called as `sqlname` says, else by its type's letter and its name;
 * an index TABLE_NAME.  Letter case does not count.  A table belongs to the
 * schema whose element names it (`sqltable`, else namespace and name); an
 * extension adds to the table of what it extends.
 *
 * The comparison never invents: where a schema takes columns from elsewhere
 * (`template`, `ref`, `implements`), could not be read, or is not stored, what
 * is not found is undecided, not undeclared.
 */
#ifndef ACC_DECLARED_H
#define ACC_DECLARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "budget.h"

enum declaration {
    DECLARED_YES,
    DECLARED_NO,
    DECLARED_UNDECIDED /* it cannot be derived */
};

struct declared;       /* all schemas of a database */
struct declared_table; /* what they say of one table */

/* Nothing yet; ENTRY is where the schemas stand.  All of it lives in ARENA.
 * Comparisons are steps of BUDGET: without one left nothing is decided. */
struct declared *declared_new(struct arena *arena, const char *entry,
                              struct budget *budget);

/* Takes XML, the schema NAMESPACE:NAME, which stands on LINE. */
void declared_read(struct declared *declared, const char *name_space,
                   const char *name, const char *xml, uint32_t line);

/* All were read: extensions go to the tables that they extend. */
void declared_settle(struct declared *declared);

/* The table called NAME in any letter case; NULL if no schema describes it, or
 * only an extension of one that is not there. */
const struct declared_table *declared_find(const struct declared *declared,
                                           const char *name);

/* As the schema spells its name; the schema ("nms:recipient"), its line. */
const char *declared_name(const struct declared_table *table);
const char *declared_schema(const struct declared_table *table);
uint32_t declared_line(const struct declared_table *table);

/* Why something may be missing from it, or NULL: it is whole. */
const char *declared_lacks(const struct declared_table *table);

/* Is the physical COLUMN declared? */
enum declaration declared_column(const struct declared_table *table,
                                 const char *column);

/* Is the physical index NAME on COLUMNS (COUNT of them, NULL for an
 * expression) declared: by its name, or by the same columns? */
enum declaration declared_index(const struct declared_table *table,
                                const char *name, const char *const columns[],
                                size_t count);

#endif
