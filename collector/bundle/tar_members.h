/*
 * The members of a plain tar, and where their bytes lie in it: what a host
 * script handed over is read in place, never unpacked.
 */
#ifndef ACC_TAR_MEMBERS_H
#define ACC_TAR_MEMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "failure.h"

/* The archive's file: READ gives at most SIZE bytes from OFFSET on: how many, 0
 * at the end, -1 with the reason in WHY. */
struct tar_file {
    void *baton;
    int64_t size; /* bytes */
    long (*read)(void *baton, int64_t offset, void *room, size_t size,
                 struct failure *why);
};

/* A regular file in it. */
struct tar_member {
    const char *name; /* as it stands there */
    int64_t at, size; /* of its bytes */
};

/* Gives the regular files of FILE to EACH, which ends it with -1 and the reason
 * in its baton's failure; -1: so, or FILE is no whole tar, with the reason. */
int tar_members(const struct tar_file *file,
                int (*each)(void *baton, const struct tar_member *member),
                struct failure *why);

#endif
