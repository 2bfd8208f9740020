/*
 * The lead: the verdict in at most two sentences and 200 characters, made from
 * numbers.  The first says what holds; the second, only if true, the largest
 * hole in the evidence.  A verdict never stands without its hole.
 */
#ifndef ACC_LEAD_H
#define ACC_LEAD_H

#include "estate.h"
#include "tally.h"

enum { LEAD_MOST = 200 };

/* A sentence with its markup (<name>). */
const char *lead_words(const struct estate *estate, const struct tally *tally,
                       struct arena *arena);

/* "Not ready" */
const char *lead_verdict(enum verdict verdict);

#endif
