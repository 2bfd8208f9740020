/*
 * Writing a bundle: the archive that one run of acc-collect leaves.
 *
 *     ID/manifest.xml      first
 *     ID/files/…  ID/commands/…  (see manifest.h), in the manifest's order
 *     the seal over all of it (see bundle_seal.h)
 *
 * pax-restricted tar, gzip or zstd; deterministic: sorted, mtime 0 (or
 * SOURCE_DATE_EPOCH), uid and gid 0, mode 0600.  The door to libarchive for
 * writing.
 */
#ifndef ACC_BUNDLE_WRITE_H
#define ACC_BUNDLE_WRITE_H

#include "failure.h"
#include "manifest.h"

/* Gives the bytes of entry PATH, piece by piece: returns the bytes put into
 * ROOM (at most SIZE), 0 at the end, -1 with the reason. */
typedef long bundle_source(void *baton, const struct entry *entry,
                           uint64_t offset, void *room, size_t size,
                           struct failure *why);

struct bundle_format {
    const char *compression; /* "gzip" or "zstd" */
    int level;               /* 0: the usual one of the compression */
    int64_t mtime;           /* seconds since 1970, of every member */
};

/*
 * Writes the archive to the open descriptor FD (the caller's, stays open),
 * asking SOURCE for the bytes of each entry that has some.  What bundle_read
 * would refuse is a failure: a manifest that breaks a rule of manifest.h,
 * bytes that are not those it promises, a limit crossed, a nested archive.
 */
int bundle_write(int fd, const struct manifest *manifest,
                 const struct bundle_format *format, bundle_source *source,
                 void *baton, struct failure *why);

/* The same; returns BUNDLE_DENSE where another compression would do, for by
 * the ratio of this one it looks like a bomb. */
enum { BUNDLE_DENSE = 1 };
int bundle_try(int fd, const struct manifest *manifest,
               const struct bundle_format *format, bundle_source *source,
               void *baton, struct failure *why);

/* The libarchive version linked. */
const char *bundle_library(void);

#endif
