/*
 * Bundles as no collector writes them: archives made member by member, so that
 * the reader can be shown what it has to refuse.
 */
#ifndef ACC_FORGE_H
#define ACC_FORGE_H

#include <stddef.h>

#include "buf.h"
#include "manifest.h"

struct forged {
    const char *name;
    struct span content;
    char type; /* f file, d folder, l link, h hard link, p fifo, c device */
};

/* The tar of MEMBERS. */
void forge_tar(struct buf *tar, const struct forged *members, size_t count);

/* TAR compressed ("gzip" or "zstd"), then TAIL, then the seal over both. */
void forge_bundle(struct buf *bundle, const char *compression,
                  const struct buf *tar, struct span tail);

#endif
