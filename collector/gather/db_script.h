/*
 * The scripts: one per engine, sql/ENGINE.sql, held in the program.
 */
#ifndef ACC_DB_SCRIPT_H
#define ACC_DB_SCRIPT_H

#include "span.h"

/* The script for ENGINE; an empty span: there is no such engine. */
struct span db_script(const char *engine);

/* All engines that have one. */
#define DB_ENGINES "postgresql mysql oracle sqlserver db2"

/* What embed.cmake makes of the files. */
extern const unsigned char DB_SCRIPT_POSTGRESQL[], DB_SCRIPT_MYSQL[],
    DB_SCRIPT_ORACLE[], DB_SCRIPT_SQLSERVER[], DB_SCRIPT_DB2[];

#endif
