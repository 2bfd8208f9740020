/*
 * A folder in memory for targets whose code opens files by name.  It is made
 * once for each process and removed when that ends as it should.
 */
#ifndef ACC_SCRATCH_H
#define ACC_SCRATCH_H

#include "span.h"
#include "target.h"

/* The folder; it exists. */
const char *scratch(void);

/* Puts CONTENT into the file NAME in it, making the folders on the way; false:
 * it cannot stand there. */
bool scratch_write(const char *name, struct span content);

/* A copy of the file FROM as NAME in it. */
void scratch_copy(const char *from, const char *name);

/* A link NAME in it to TARGET; false: as above. */
bool scratch_link(const char *target, const char *name);

/* Removes NAME, a file or a whole folder in it. */
void scratch_remove(const char *name);

#endif
