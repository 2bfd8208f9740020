/*
 * Reading files whole.
 */
#ifndef ACC_FILE_H
#define ACC_FILE_H

#include <stddef.h>

#include "failure.h"
#include "span.h"

struct arena;

/* Reads PATH, at most MOST bytes, into ARENA.  A larger file is a failure. */
int file_read(const char *path, size_t most, struct arena *arena,
              struct span *content, struct failure *why);

#endif
