/*
 * The vendor's spelling of element and attribute names.
 *
 * Configuration files write spareServer and spareserver, subNetwork and
 * subnetwork; rules know one spelling.
 */
#ifndef ACC_SPELLING_H
#define ACC_SPELLING_H

#include <stdbool.h>

#include "arena.h"

/* The vendor's spelling of NAME; a copy of NAME where the vendor has none. */
const char *spelling_of(struct arena *arena, const char *name);

/* May NAME stand in a facts document as it is: letters, digits, "_" and "-"?
 * (A prefix or a "." would be read as something else there.) */
bool spelling_plain(const char *name);

#endif
