/*
 * From what the collector is pointed at to a bundle, and back through our own
 * reader to facts.
 */
#ifndef ACC_COLLECTING_H
#define ACC_COLLECTING_H

#include "gather.h"
#include "target.h"

/* Stands in files that no bundle may hold. */
#define OUTSIDE "zq7 from outside"

/* Collects into memory; what comes of it is a bundle that our reader takes to
 * its last entry and to facts, or a failure with its reason. */
void collecting(const struct gather_options *options);

#endif
