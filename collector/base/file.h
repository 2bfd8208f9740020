/*
 * Reading files whole, and writing them new-or-nothing.
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

/* Writes PATH so that it is there whole or not at all: a file beside it, then
 * flushed and renamed.  An existing file is replaced. */
int file_write(const char *path, struct span content, struct failure *why);

#endif
