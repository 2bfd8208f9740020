/*
 * Reading a bundle in the order of trust: limits, manifest, entries.
 *
 * A bundle is hostile, verified or not.  Nothing that was read counts before
 * bundle_read returned 0: every entry was named by the manifest, had the size
 * and digest that it says, none is missing, none came twice, and the archive
 * ended as it should.  The door to libarchive for reading.
 *
 * Limits (the contract's): 4 GiB unpacked, 256 MiB an entry, ratio 2,000:1
 * after 16 MiB, 100,000 entries, name 4 KiB, manifest 64 MiB; regular files
 * and folders only; no duplicate, absolute, ".." or control-character name.
 * An entry whose bytes begin like an archive (gzip, zstd, zip, tar) is refused:
 * no nested archive.
 */
#ifndef ACC_BUNDLE_READ_H
#define ACC_BUNDLE_READ_H

#include "failure.h"
#include "manifest.h"

struct bundle_limits {
    uint64_t total, entry, ratio, ratio_after, entries, name, manifest;
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

/*
 * Reads the bundle at PATH.  The manifest is put into ARENA and *MANIFEST.
 * SHA256 is the digest of the file.  Any visitor function may be NULL.
 * Returns 0, or -1 with the reason for which the bundle is rejected.
 */
int bundle_read(const char *path, const struct bundle_limits *limits,
                const struct bundle_visitor *visitor, struct arena *arena,
                struct manifest *manifest, char sha256[65],
                struct failure *why);

#endif
