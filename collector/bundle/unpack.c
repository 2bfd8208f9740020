#include "unpack.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "bundle_seal.h"
#include "memory.h"

enum { PIECE = 64 * 1024 };

struct unpacker {
    FILE *file;
    const struct bundle_limits *limits;
    const struct compression *compression;
    bool unread;   /* not all of it could be read, for `problem` */
    bool sealed;   /* it ends with something like a seal */
    uint64_t size; /* of the file */
    uint64_t body; /* bytes before the seal */
    uint64_t read; /* of the body */
    int problem;   /* errno of what could not be read, or 0 */
    struct seal *seal;
    struct archive *archive;
    unsigned char room[PIECE];
};

static void
note_unread(struct unpacker *u, int problem)
{
    if (!u->unread)
        u->problem = problem;
    u->unread = true;
}

/* The file cannot be read: says so, unless it only became shorter. */
static int
unread(const struct unpacker *u, struct failure *why)
{
    if (u->problem == 0)
        return fail(why, "cannot be read to its end: it became shorter");
    return fail_system(why, u->problem, "cannot be read to its end");
}

/* Reads the next bytes of the body; 0 at its end, -1: see `unread`. */
static long
read_body(struct unpacker *u)
{
    uint64_t left = u->body - u->read;
    size_t want = left < PIECE ? (size_t)left : PIECE;
    size_t got = want == 0 ? 0 : fread(u->room, 1, want, u->file);

    if (got < want) {
        note_unread(u, ferror(u->file) ? errno : 0);
        return -1;
    }
    seal_add(u->seal, u->room, got);
    u->read += got;
    return (long)got;
}

static la_ssize_t
give_body(struct archive *archive, void *baton, const void **bytes)
{
    struct unpacker *u = baton;
    long got = read_body(u);

    *bytes = u->room;
    if (got < 0)
        archive_set_error(archive, EIO, "it cannot be read");
    return got;
}

/* Learns from the first bytes how the file is compressed, and whether it ends
 * with a seal.  Without one all of it is read as the archive, so that what else
 * is wrong with it can be told too. */
static void
find_compression(struct unpacker *u)
{
    size_t got = fread(u->room, 1, 8, u->file);
    const struct compression *found = compression_of(span_bytes(u->room, got));
    size_t len = found == NULL ? 0 : bundle_seal_len(found);

    u->body = u->size;
    if (found != NULL && u->size >= len) {
        u->compression = found;
        if (fseek(u->file, -(long)len, SEEK_END) != 0)
            note_unread(u, errno);
        got = fread(u->room, 1, len, u->file);
        u->sealed = bundle_seal_like(found, span_bytes(u->room, got));
        u->body -= u->sealed ? len : 0;
    }
    if (ferror(u->file) || fseek(u->file, 0, SEEK_SET) != 0)
        note_unread(u, errno);
}

void
unpack_open(struct unpack *unpack, FILE *file, uint64_t size,
            const struct bundle_limits *limits)
{
    struct unpacker *u = memory_take(1, sizeof *u);

    u->file = file;
    u->limits = limits;
    u->size = size;
    u->seal = seal_open();
    find_compression(u);
    *unpack = (struct unpack){.unpacker = u};
}

static int
damaged(struct unpacker *u, struct failure *why)
{
    const char *words = archive_error_string(u->archive);

    if (u->unread)
        return unread(u, why);
    return fail(why, "the %s stream is damaged: %s", u->compression->name,
                words == NULL ? "it holds nothing" : words);
}

static int
open_archive(struct unpacker *u, struct failure *why)
{
    bool gzip = strcmp(u->compression->name, "gzip") == 0;
    struct archive_entry *entry;
    struct archive *a = archive_read_new();
    int status;

    if (a == NULL)
        memory_out();
    u->archive = a;
    status = gzip ? archive_read_support_filter_gzip(a)
                  : archive_read_support_filter_zstd(a);
    if (status == ARCHIVE_OK)
        status = archive_read_support_format_raw(a);
    if (status == ARCHIVE_OK)
        status = archive_read_open(a, u, NULL, give_body, NULL);
    if (status == ARCHIVE_OK)
        status = archive_read_next_header(a, &entry);
    /* One filter and the file itself: were the first bytes alone those of the
     * compression, "raw" would hand out the file as it is. */
    if (status != ARCHIVE_OK || archive_filter_count(a) != 2)
        return damaged(u, why);
    return 0;
}

static int
check_limits(const struct unpack *unpack, struct failure *why)
{
    const struct unpacker *u = unpack->unpacker;
    const struct bundle_limits *limits = u->limits;

    if (unpack->bytes > limits->total)
        return fail(why, "more than %llu bytes unpacked",
                    (unsigned long long)limits->total);
    if (unpack->bytes > limits->ratio_after &&
        unpack->bytes / limits->ratio > u->size)
        return fail(why, "unpacks to more than %llu times its size",
                    (unsigned long long)limits->ratio);
    return 0;
}

/* The end of the tar has to be the end of the body too. */
static int
check_end(struct unpacker *u, struct failure *why)
{
    if ((uint64_t)archive_filter_bytes(u->archive, -1) != u->body)
        return fail(why, "bytes follow the %s stream", u->compression->name);
    return 0;
}

int
unpack_piece(struct unpack *unpack, struct span *piece, struct failure *why)
{
    struct unpacker *u = unpack->unpacker;
    const void *bytes;
    size_t len;
    int64_t offset;
    int status;

    if (u->unread)
        return unread(u, why);
    if (u->compression == NULL)
        return fail(why, "no bundle: neither gzip nor zstd, or too short");
    if (u->archive == NULL && open_archive(u, why) != 0)
        return -1;
    do {
        status = archive_read_data_block(u->archive, &bytes, &len, &offset);
    } while (status == ARCHIVE_OK && len == 0);
    if (status == ARCHIVE_EOF)
        return check_end(u, why);
    if (status != ARCHIVE_OK)
        return damaged(u, why);
    *piece = span_bytes(bytes, len);
    /* All zeros?  Seen at once, because gigabytes of them may come. */
    if (*piece->at == '\0' && memcmp(piece->at, piece->at + 1, len - 1) == 0)
        len = 0;
    while (len > 0 && piece->at[len - 1] == '\0')
        len--;
    if (len > 0)
        unpack->last_sign = unpack->bytes + len;
    unpack->bytes += piece->len;
    return check_limits(unpack, why) == 0 ? 1 : -1;
}

/* Is what follows the body the seal over it?  Hashes it too. */
static bool
sealed(struct unpacker *u)
{
    unsigned char seal[BUNDLE_SEAL_MOST];
    char hex[SEAL_HEX];
    size_t len;
    size_t got;
    bool good;

    if (u->compression == NULL)
        return true; /* no bundle at all, which unpack_piece has said */
    if (!u->sealed)
        return false;
    seal_close(seal_fork(u->seal), hex);
    len = bundle_seal(u->compression, hex, seal);
    got = fread(u->room, 1, len, u->file);
    seal_add(u->seal, u->room, got);
    good = got == len && memcmp(u->room, seal, len) == 0;
    /* A file that grew since it was opened is not the one that was read. */
    return good && fgetc(u->file) == EOF && !ferror(u->file);
}

int
unpack_check(struct unpack *unpack, char sha256[SEAL_HEX], struct failure *why)
{
    struct unpacker *u = unpack->unpacker;
    long got;
    bool good;

    sha256[0] = '\0';
    if (u->unread)
        return unread(u, why);
    while ((got = read_body(u)) > 0)
        ;
    if (got < 0)
        return unread(u, why);
    good = sealed(u);
    seal_close(u->seal, sha256);
    u->seal = NULL;
    if (!good && ferror(u->file))
        return fail_system(why, errno, "cannot be read to its end");
    if (!good)
        return fail(why, "it does not end with the seal that acc-collect put "
                         "there: it was cut short, changed, or packed anew");
    return 0;
}

void
unpack_close(struct unpack *unpack)
{
    struct unpacker *u = unpack->unpacker;
    char unused[SEAL_HEX];

    if (u->archive != NULL)
        (void)archive_read_free(u->archive);
    if (u->seal != NULL)
        seal_close(u->seal, unused);
    free(u);
}
