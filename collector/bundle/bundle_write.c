#include "bundle_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "bundle_read.h"
#include "bundle_seal.h"
#include "memory.h"

enum { PIECE = 64 * 1024 };

struct writer {
    int fd;
    const struct bundle_format *format;
    const struct compression *compression;
    struct archive *archive;
    struct archive_entry *member;
    struct seal *seal; /* of all that went to the file */
    uint64_t written;  /* bytes of it */
    struct buf name;
    struct failure *why;
};

const char *
bundle_library(void)
{
    return archive_version_string() + strlen("libarchive ");
}

/* Writes all of BYTES to the file; -1 with errno set. */
static int
put(struct writer *w, const void *bytes, size_t len)
{
    const char *at = bytes;

    seal_add(w->seal, bytes, len);
    w->written += len;
    while (len > 0) {
        size_t want = len > PIECE ? PIECE : len;
        long done = (long)write(w->fd, at, (unsigned)want);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        at += done;
        len -= (size_t)done;
    }
    return 0;
}

static la_ssize_t
take(struct archive *archive, void *baton, const void *bytes, size_t len)
{
    if (put(baton, bytes, len) == 0)
        return (la_ssize_t)len;
    archive_set_error(archive, errno, "%s", strerror(errno));
    return -1;
}

static int
broken(struct writer *w)
{
    const char *words = archive_error_string(w->archive);

    return fail(w->why, "the bundle cannot be written: %s",
                words == NULL ? "no reason is known" : words);
}

static int
set_level(struct writer *w)
{
    int wanted = w->format->level;
    char level[16];

    (void)snprintf(level, sizeof level, "%d",
                   wanted == 0 ? w->compression->level : wanted);
    if (archive_write_set_filter_option(w->archive, w->compression->name,
                                        "compression-level",
                                        level) != ARCHIVE_OK)
        return fail(w->why, "%s has no compression level %d",
                    w->compression->name, w->format->level);
    return 0;
}

static bool
names_are_ascii(const struct manifest *manifest)
{
    bool ascii = true;

    for (const char *c = manifest->id; *c != '\0'; c++)
        ascii = ascii && (unsigned char)*c < 0x80;
    for (size_t i = 0; i < manifest->entries.count; i++)
        for (const char *c = manifest->entries.items[i].path; *c != '\0'; c++)
            ascii = ascii && (unsigned char)*c < 0x80;
    return ascii;
}

static int
open_archive(struct writer *w, const struct manifest *manifest)
{
    bool gzip = strcmp(w->compression->name, "gzip") == 0;
    struct archive *a = archive_write_new();
    int status;

    w->archive = a;
    w->member = archive_entry_new();
    if (a == NULL || w->member == NULL)
        memory_out();
    status = gzip ? archive_write_add_filter_gzip(a)
                  : archive_write_add_filter_zstd(a);
    if (status == ARCHIVE_OK)
        status = archive_write_set_format_pax_restricted(a);
    /* Names go in as they are, whatever the locale or code page; only where
     * that matters, because tar(1) complains about the mark. */
    if (status == ARCHIVE_OK && !names_are_ascii(manifest))
        status =
            archive_write_set_format_option(a, "pax", "hdrcharset", "BINARY");
    /* Else gzip puts the time of the run into its header. */
    if (status == ARCHIVE_OK && gzip)
        status = archive_write_set_filter_option(a, "gzip", "timestamp", NULL);
    /* Else the compressed stream is padded with zeros. */
    if (status == ARCHIVE_OK)
        status = archive_write_set_bytes_in_last_block(a, 1);
    if (status != ARCHIVE_OK)
        return broken(w);
    if (set_level(w) != 0)
        return -1;
    if (archive_write_open(a, w, NULL, take, NULL) != ARCHIVE_OK)
        return broken(w);
    return 0;
}

static int
write_header(struct writer *w, const char *id, const char *path, int64_t size)
{
    struct archive_entry *m = archive_entry_clear(w->member);

    buf_reset(&w->name);
    buf_addf(&w->name, "%s/%s", id, path);
    if (w->name.overflow)
        return fail(w->why, "%.300s: the name is too long for a bundle", path);
    archive_entry_copy_pathname(m, w->name.data);
    archive_entry_set_filetype(m, AE_IFREG);
    archive_entry_set_perm(m, 0600);
    archive_entry_set_mtime(m, w->format->mtime, 0);
    archive_entry_set_size(m, size);
    if (archive_write_header(w->archive, m) != ARCHIVE_OK)
        return broken(w);
    return 0;
}

static int
write_bytes(struct writer *w, const void *bytes, size_t len)
{
    if (archive_write_data(w->archive, bytes, len) != (la_ssize_t)len)
        return broken(w);
    return 0;
}

/* Writes one piece of ENTRY, of which OFFSET bytes are written and HEAD has the
 * first ones. */
static int
write_piece(struct writer *w, const struct entry *entry, uint64_t offset,
            struct span piece, struct buf *head)
{
    size_t room = head->ceiling - head->len;

    if (piece.len > (uint64_t)entry->size - offset)
        return fail(w->why, "%s: longer than it was", entry->path);
    buf_add(head, piece.at, piece.len < room ? piece.len : room);
    return write_bytes(w, piece.at, piece.len);
}

/* The bytes have to be those that the manifest, already written, promises. */
static int
write_entry(struct writer *w, const struct entry *entry, bundle_source *source,
            void *baton)
{
    struct seal *seal = seal_open();
    struct buf head;
    uint64_t offset = 0;
    char piece[PIECE];
    char hex[SEAL_HEX];
    const char *nested;
    long got;
    int result = 0;

    buf_init(&head, BUNDLE_HEAD);
    while (result == 0 && (got = source(baton, entry, offset, piece,
                                        sizeof piece, w->why)) != 0) {
        if (got > 0)
            result = write_piece(w, entry, offset,
                                 span_bytes(piece, (size_t)got), &head);
        else
            result = -1;
        if (result == 0) {
            seal_add(seal, piece, (size_t)got);
            offset += (uint64_t)got;
        }
    }
    seal_close(seal, hex);
    nested = bundle_nested(span_bytes(head.data, head.len));
    if (result == 0 && nested != NULL)
        result = fail(w->why, "%s: a %s archive, which no bundle may hold",
                      entry->path, nested);
    buf_release(&head);
    if (result == 0 &&
        (offset != (uint64_t)entry->size || strcmp(hex, entry->sha256) != 0))
        result = fail(w->why, "%s: not the bytes that were counted and hashed",
                      entry->path);
    return result;
}

static int
write_members(struct writer *w, const struct manifest *manifest,
              struct span xml, bundle_source *source, void *baton)
{
    if (write_header(w, manifest->id, "manifest.xml", (int64_t)xml.len) != 0 ||
        write_bytes(w, xml.at, xml.len) != 0)
        return -1;
    for (size_t i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];

        if (!entry_has_bytes(entry))
            continue;
        if (write_header(w, manifest->id, entry->path, entry->size) != 0 ||
            write_entry(w, entry, source, baton) != 0)
            return -1;
    }
    if (archive_write_close(w->archive) != ARCHIVE_OK)
        return broken(w);
    return 0;
}

static int
write_seal(struct writer *w)
{
    unsigned char seal[BUNDLE_SEAL_MOST];
    char hex[SEAL_HEX];
    size_t len;

    seal_close(seal_fork(w->seal), hex);
    len = bundle_seal(w->compression, hex, seal);
    if (put(w, seal, len) != 0)
        return fail(w->why, "the bundle cannot be written: %s",
                    strerror(errno));
    return 0;
}

/* Would acc-analyze take it?  What it refuses must not be carried there. */
static int
check_limits(struct writer *w, const struct manifest *manifest)
{
    const struct bundle_limits *limits = &BUNDLE_LIMITS;
    uint64_t unpacked = (uint64_t)archive_filter_bytes(w->archive, 0);

    if (unpacked > limits->total)
        return fail(w->why,
                    "the bundle %s has more than %llu bytes, the most "
                    "that acc-analyze takes: use --max-bundle",
                    manifest->id, (unsigned long long)limits->total);
    if (unpacked > limits->ratio_after &&
        unpacked / limits->ratio > w->written) {
        (void)fail(w->why,
                   "the bundle %s is compressed so well that acc-analyze takes "
                   "it for an attack: use --compress gzip",
                   manifest->id);
        return BUNDLE_DENSE;
    }
    return 0;
}

/* Checks by reading it that the manifest keeps its own rules and limits. */
static int
check_manifest(const struct manifest *manifest, const struct buf *xml,
               struct failure *why)
{
    struct manifest again;
    struct arena arena;
    int result;

    if (xml->overflow || manifest->entries.count >= BUNDLE_LIMITS.entries)
        return fail(why, "too many entries for a bundle");
    arena_init(&arena);
    result =
        manifest_read(span_bytes(xml->data, xml->len), &arena, &again, why);
    arena_release(&arena);
    for (size_t i = 0; i < manifest->entries.count && result == 0; i++)
        if (manifest->entries.items[i].size > (int64_t)BUNDLE_LIMITS.entry)
            result =
                fail(why, "%s: larger than an entry may be: use --max-file",
                     manifest->entries.items[i].path);
    return result;
}

int
bundle_try(int fd, const struct manifest *manifest,
           const struct bundle_format *format, bundle_source *source,
           void *baton, struct failure *why)
{
    struct writer writer = {.fd = fd, .format = format, .why = why};
    struct buf xml;
    char unused[SEAL_HEX];
    int result;

    writer.compression = compression_named(format->compression);
    if (writer.compression == NULL)
        return fail(why, "%s: no compression of bundles; gzip and zstd are",
                    format->compression);
    buf_init(&xml, (size_t)BUNDLE_LIMITS.manifest);
    buf_init(&writer.name, (size_t)BUNDLE_LIMITS.name);
    writer.seal = seal_open();
    manifest_write(manifest, &xml);
    result = check_manifest(manifest, &xml, why);
    if (result == 0)
        result = open_archive(&writer, manifest);
    if (result == 0)
        result = write_members(&writer, manifest, span_bytes(xml.data, xml.len),
                               source, baton);
    if (result == 0)
        result = check_limits(&writer, manifest);
    if (result == 0)
        result = write_seal(&writer);
    archive_entry_free(writer.member);
    if (writer.archive != NULL)
        (void)archive_write_free(writer.archive);
    seal_close(writer.seal, unused);
    buf_release(&writer.name);
    buf_release(&xml);
    return result;
}

int
bundle_write(int fd, const struct manifest *manifest,
             const struct bundle_format *format, bundle_source *source,
             void *baton, struct failure *why)
{
    return bundle_try(fd, manifest, format, source, baton, why) == 0 ? 0 : -1;
}
