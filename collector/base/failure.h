/*
 * A failure: we could not.  (That the evidence is missing is a gap, that the
 * estate has a fault is a finding; neither is a failure.)
 *
 * A function with a parameter WHY touches the world.  It returns 0, or -1 with
 * the reason in WHY.  Whoever detects the failure words it, naming the file
 * and the mend; a caller adds only the place that it alone knows.  It ends as
 * one line on stderr and exit status 1.
 */
#ifndef ACC_FAILURE_H
#define ACC_FAILURE_H

#include <stdbool.h>

#include "printf_like.h"

struct failure {
    char text[2048]; /* one line, UTF-8 or raw bytes of a name; no newline */
    bool machine;    /* the machine failed (a bad disk, too many open files):
                        it says nothing about what was to be read */
};

/* Words the failure; returns -1, so that `return fail(why, …)` reads well. */
int fail(struct failure *why, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same for a call to the system that failed with the errno PROBLEM, whose
 * words are added: "…: Input/output error". */
int fail_system(struct failure *why, int problem, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Puts "PLACE: " before the words that are there; returns -1. */
int failure_at(struct failure *why, const char *place);

#endif
