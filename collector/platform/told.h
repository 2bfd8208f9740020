/*
 * A tree that was told of, as the systems' files see it; internal to platform/.
 */
#ifndef ACC_TOLD_H
#define ACC_TOLD_H

#include "platform.h"

/* Where PATH stands among the nodes, or would. */
size_t told_place(const struct told_tree *told, const char *path);

#endif
