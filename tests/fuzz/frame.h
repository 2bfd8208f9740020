/*
 * The frame around an input: bundles with good manifests, digests and seals,
 * whose contents the fuzzer makes, so that every change of it comes to a
 * parser.
 *
 *     input   = host { %x1D host }              (FRAME_HOSTS at most)
 *     host    = { letter } [ ":" name ] { %x1E content }
 *     letter  = "w" of Windows | "a" after the migration | "z" zstd
 *             | "m" the first host's machine id | "l" with a label
 *     content = place status bytes
 *     place   = one byte: an entry's path of FRAME_PLACES, counted from "0";
 *               what has none there: the first line of the bytes is the path
 *     status  = "c" cut | "g" changed | "a" absent | "d" denied | "l" a link,
 *               its bytes the target | anything else: collected
 *
 * An entry that comes twice, or has a path that no bundle may have, is passed
 * over: the first such entry counts.
 */
#ifndef ACC_FRAME_H
#define ACC_FRAME_H

#include "manifest.h"
#include "target.h"

enum { FRAME_HOSTS = 3, FRAME_ENTRIES = 64 };

extern const char *const FRAME_PLACES[];

struct frame {
    struct manifest manifest;
    bool zstd;
    struct span contents[FRAME_ENTRIES]; /* of the manifest's entries */
};

/* The frames that DATA describes; in ARENA, views of DATA.  How many. */
size_t frames_of(const uint8_t *data, size_t size, struct arena *arena,
                 struct frame frames[FRAME_HOSTS]);

/* Writes the bundle of FRAME to a file without a name: its descriptor, to be
 * closed, and its path in PATH. */
int frame_write(const struct frame *frame, char path[64]);

#endif
