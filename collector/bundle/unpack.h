/*
 * From the bytes of a bundle's file to the bytes of its tar: one half of the
 * door to libarchive for reading.  It hashes the file, keeps the limits on the
 * whole, and checks the seal at the end.
 *
 * The ratio is that of the bytes unpacked so far to the bytes of the file.
 */
#ifndef ACC_UNPACK_H
#define ACC_UNPACK_H

#include <stdint.h>
#include <stdio.h>

#include "bundle_read.h"
#include "seal.h"

struct unpack {
    uint64_t bytes;     /* unpacked so far */
    uint64_t last_sign; /* where the last byte other than 0 ended */
    struct unpacker *unpacker;
};

/* Begins with FILE, which has SIZE bytes and stays its owner's. */
void unpack_open(struct unpack *unpack, FILE *file, uint64_t size,
                 const struct bundle_limits *limits);

/* The next piece of the tar, valid until the next call: returns 1, 0 at the
 * end of a whole compressed stream, or -1. */
int unpack_piece(struct unpack *unpack, struct span *piece,
                 struct failure *why);

/* Reads what is left of the file, writes its digest to SHA256 (empty if it
 * cannot be read) and checks the seal; also after unpack_piece failed. */
int unpack_check(struct unpack *unpack, char sha256[SEAL_HEX],
                 struct failure *why);

void unpack_close(struct unpack *unpack);

#endif
