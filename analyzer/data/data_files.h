/*
 * The files that the program carries: see data.h.
 */
#ifndef ACC_DATA_FILES_H
#define ACC_DATA_FILES_H

#include <stddef.h>

struct data_file {
    const char *name; /* "rules/sec.xml"; NULL at the end of the table */
    const char *bytes, *end;
};

/* In the order of their names. */
extern const struct data_file DATA_FILES[];

#endif
