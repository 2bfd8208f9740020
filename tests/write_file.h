/*
 * A file for a test.
 */
#ifndef ACC_TESTS_WRITE_FILE_H
#define ACC_TESTS_WRITE_FILE_H

#include <stdio.h>
#include <stdlib.h>

#include "span.h"

/* Writes PATH, or ends the program with a message. */
static inline void
write_file(const char *path, struct span content)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL ||
        fwrite(content.at, 1, content.len, file) != content.len ||
        fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

#endif
