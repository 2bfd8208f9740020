/*
 * The seal: the last bytes of a bundle.
 *
 * A digest of every byte before them, put where programs that unpack archives
 * pass over it.  Neither gzip nor zstd guards its own framing and padding, and
 * tar guards no content, so without it a flipped bit could go unseen.
 *
 *     gzip: an empty member whose comment is "sha256:HEX"
 *     zstd: a skippable frame that holds "sha256:HEX"
 *
 * It shows damage, not malice: whoever changes a bundle on purpose can seal it
 * anew.
 */
#ifndef ACC_BUNDLE_SEAL_H
#define ACC_BUNDLE_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "seal.h"
#include "span.h"

enum { BUNDLE_SEAL_MOST = 128 };

struct compression {
    const char *name;          /* also libarchive's name of the filter */
    struct span magic;         /* the first bytes of such a file */
    struct span before, after; /* what stands around "sha256:HEX" */
    int level;                 /* unless another is asked for */
};

/* The compression called NAME; NULL if a bundle has none of that name. */
const struct compression *compression_named(const char *name);

/* The compression of a file that begins with HEAD, or NULL. */
const struct compression *compression_of(struct span head);

/* Length of the seal. */
size_t bundle_seal_len(const struct compression *compression);

/* Writes the seal over HEX, the digest of all before it; returns its length. */
size_t bundle_seal(const struct compression *compression,
                   const char hex[SEAL_HEX],
                   unsigned char room[BUNDLE_SEAL_MOST]);

/* Is TAIL shaped like a seal, whatever its digest? */
bool bundle_seal_like(const struct compression *compression, struct span tail);

#endif
