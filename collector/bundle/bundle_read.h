/*
 * Reading a bundle in the order of trust: limits, manifest, entries.
 *
 * A bundle is hostile, verified or not.  Nothing that was read counts before
 * bundle_read returned 0: every entry was named by the manifest, had the size
 * and digest that it says, none is missing, none came twice, the archive
 * ended as it should, and the file with its seal (bundle_seal.h).  The door to
 * libarchive for reading.
 *
 * Limits (the contract's): 4 GiB unpacked, 256 MiB an entry, ratio 2,000:1
 * after 16 MiB, 100,000 entries, name 4 KiB, manifest 64 MiB; no duplicate,
 * absolute, ".." or control-character name.  Regular files only: a manifest
 * names no folder, so that one would be a member that it does not name.
 * An entry whose bytes begin like an archive (bundle_nested) is refused.
 */
#ifndef ACC_BUNDLE_READ_H
#define ACC_BUNDLE_READ_H

#include <stdint.h>
#include <stdio.h>

#include "failure.h"
#include "manifest.h"

struct bundle_limits {
    uint64_t total;       /* bytes of the whole tar, unpacked */
    uint64_t entry;       /* bytes of one entry */
    uint64_t ratio;       /* bytes unpacked to bytes of the file … */
    uint64_t ratio_after; /* … once so many are unpacked */
    uint64_t entries;     /* members, and entries of the manifest */
    uint64_t name;        /* bytes of a member's name, top folder included */
    uint64_t manifest;    /* bytes of manifest.xml */
    const volatile int *stop; /* not 0: enough, a failure; NULL: never */
};

extern const struct bundle_limits BUNDLE_LIMITS; /* the contract's */

struct bundle_visitor {
    void *baton;
    /* Once, when the manifest was read; it lives until bundle_read returns
     * (in the arena given there).  Non-zero stops: a failure of the visitor. */
    int (*manifest)(void *baton, const struct manifest *manifest,
                    struct failure *why);
    /* Should the bytes of ENTRY be kept in memory for `entry`?  Others are
     * hashed and dropped.  At most BUNDLE_KEEP bytes are kept. */
    bool (*wants)(void *baton, const struct entry *entry);
    /* The whole content of a wanted entry, whose digest has been checked; the
     * bytes live only during the call.  Provisional until bundle_read is 0. */
    void (*entry)(void *baton, const struct entry *entry, struct span content);
};

enum { BUNDLE_KEEP = 256 * 1024 * 1024 };

/* First bytes that bundle_nested wants to see, at least. */
enum { BUNDLE_HEAD = 262 };

/* Do these first bytes of a file say that it is an archive or compressed
 * (gzip, zstd, zip, tar, bzip2, xz, 7z)?  Returns which, or NULL. */
const char *bundle_nested(struct span head);

/*
 * Reads the bundle at PATH.  The manifest is put into ARENA and *MANIFEST.
 * SHA256 becomes the digest of the file, also of a rejected one; it is empty
 * if the file could not be read.  VISITOR and any function in it may be NULL.
 * Returns 0, or -1 with the reason for which the bundle is rejected; the
 * reason does not name the file.  If the reason is the machine's, the bundle
 * may be good.
 */
int bundle_read(const char *path, const struct bundle_limits *limits,
                const struct bundle_visitor *visitor, struct arena *arena,
                struct manifest *manifest, char sha256[65],
                struct failure *why);

/* The same for FILE, a regular file that somebody opened at its start and
 * closes, of SIZE bytes. */
int bundle_read_file(FILE *file, uint64_t size,
                     const struct bundle_limits *limits,
                     const struct bundle_visitor *visitor, struct arena *arena,
                     struct manifest *manifest, char sha256[65],
                     struct failure *why);

#endif
