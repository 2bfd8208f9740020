/*
 * The inventory: what stands in and around the Campaign directories, as
 * counts, sizes and dates.  No content of a file is in it.
 *
 * It is the entry commands/tree-inventory.  One fact a line, fields between
 * tabs, "-" where a field is not known; what a path holds that is not plain is
 * shown as text.  Lines that begin with "#" and words that are not listed here
 * say nothing.
 *
 *     tree     DIRECTORY OWNER          a Campaign directory, its account
 *     kept     DIRECTORY                a saved tree beside it (NAME.back)
 *     binary   FILE BITS                nlserver: 32 or 64
 *     marker   FILE                     unicodeenv
 *     service  FILE                     init script or unit
 *     console  FILE                     setup-client program
 *     var      DIRECTORY TREE BASIS     basis: default, XTK_VAR_DIR
 *     space    DIRECTORY MIB            free; only live, a copied tree has none
 *     folder   WHAT INSTANCE DIRECTORY STATE FILES BYTES OLDEST NEWEST
 *                                       what: tree, var, customers, console,
 *                                       beside, redir-url, redir-log,
 *                                       postupgrade; state: whole, part (a
 *                                       limit was reached, or something was
 *                                       denied), absent, denied
 *     upgrade  INSTANCE FILE CHANGED WARNINGS ERRORS CONFLICTS
 *                                       a log of postupgrade, oldest first:
 * what its last summary counts, and how many conflicts follow
 */
#ifndef ACC_INVENTORY_H
#define ACC_INVENTORY_H

#include "span.h"

/* What the last summary of a postupgrade log counts; -1: none is there. */
struct upgrade_summary {
    int64_t warnings, errors, conflicts;
};

void upgrade_read(struct span log, struct upgrade_summary *summary);

#endif
