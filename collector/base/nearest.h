/*
 * What was meant by a word that is none: the candidate that is written most
 * like it.
 */
#ifndef ACC_NEAREST_H
#define ACC_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *word;
    size_t len;        /* of it */
    const char *found; /* the first of the best so far; NULL: none is near */
    size_t distance;
};

/* Begins the search for the LEN bytes at WORD, which stay the caller's. */
void nearest_start(struct nearest *nearest, const char *word, size_t len);

/* Looks at one more candidate, which stays the caller's. */
void nearest_try(struct nearest *nearest, const char *candidate);

#endif
