/*
 * What logs say, added up: the fact `logs` (see snapshot.h).
 *
 * A log tells the same thing thousands of times.  So lines that say the same
 * become one fact: how often, first and last when, and the place of the newest.
 * The lines themselves: collector/log/logline.h.
 */
#ifndef ACC_LOGS_H
#define ACC_LOGS_H

#include "evidence.h"

/* The newest banner that a process left in a log when it started, or NULL. */
const struct fact *logs_banner(const struct evidence *evidence);

/* The newest connection of INSTANCE to its own database, or NULL. */
const struct fact *logs_pool(const struct evidence *evidence,
                             const char *instance);

#endif
