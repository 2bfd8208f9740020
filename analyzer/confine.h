/*
 * What acc-analyze does with strangers' bytes is done in a cell (cell.h).
 */
#ifndef ACC_CONFINE_H
#define ACC_CONFINE_H

#include "cell.h"

/* Says once what the walls lack: that they were not wanted, or that this kernel
 * does not have them. */
void confine_tell(bool walls);

/* "seccomp, landlock 4": what this kernel has. */
void confine_words(struct buf *out);

/* Runs TASK in a cell, with what every task of ours prepares and says. */
void confine(struct cell_task *task, struct cell_outcome *outcome,
             struct failure *why);

/* A signal in words: "signal 11 (Segmentation fault)". */
const char *confine_sign(struct arena *arena, int sign);

#endif
