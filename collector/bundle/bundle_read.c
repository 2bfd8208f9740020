#include "bundle_read.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

#include "memory.h"
#include "seal.h"
#include "unpack.h"
#include "utf8.h"

/* Zeros behind the end of the archive; tar(1) writes 10 KiB at the most. */
enum { PADDING_MOST = 32 << 20 };

/* Memory for the bytes of one member that is kept for the next. */
enum { ROOM_KEPT = 4 << 20 };

const struct bundle_limits BUNDLE_LIMITS = {
    .total = (uint64_t)4 << 30,
    .entry = (uint64_t)256 << 20,
    .ratio = 2000,
    .ratio_after = (uint64_t)16 << 20,
    .entries = 100000,
    .name = 4096,
    .manifest = (uint64_t)64 << 20,
};

static const struct {
    const char *name;
    size_t at;
    struct span magic;
} ARCHIVES[] = {
    {"gzip", 0, {"\x1F\x8B\x08", 3}},
    {"zstd", 0, {"\x28\xB5\x2F\xFD", 4}},
    {"zip", 0, {"PK\x03\x04", 4}},
    {"zip", 0, {"PK\x05\x06", 4}},
    {"bzip2", 4, {"1AY&SY", 6}},
    {"xz",
     0,
     {"\xFD"
      "7zXZ\0",
      6}},
    {"7z", 0, {"7z\xBC\xAF\x27\x1C", 6}},
    {"tar", 257, {"ustar", 5}},
};

const char *
bundle_nested(struct span head)
{
    for (size_t i = 0; i < sizeof ARCHIVES / sizeof *ARCHIVES; i++) {
        struct span magic = ARCHIVES[i].magic;

        if (head.len >= ARCHIVES[i].at + magic.len &&
            memcmp(head.at + ARCHIVES[i].at, magic.at, magic.len) == 0)
            return ARCHIVES[i].name;
    }
    return NULL;
}

struct reader {
    const struct bundle_limits *limits;
    const struct bundle_visitor *visitor;
    struct arena *arena;
    struct manifest *manifest;
    struct failure *why;
    struct unpack unpack;
    bool unpack_failed; /* `why` has the reason, libarchive only an echo */
    struct archive *archive;
    struct archive_entry *member; /* the one at hand */
    struct span top;              /* "ID/" */
    bool *came;                   /* for each entry of the manifest */
    uint64_t members;
    struct buf bytes, head; /* of the member at hand; kept for the next */
};

/* A member's name in words for a failure: one line, not too long. */
static const char *
shown(struct reader *r, struct span name)
{
    struct buf text;
    const char *copy;

    buf_init(&text, 4096);
    utf8_show(&text, (struct span){name.at, name.len > 300 ? 300 : name.len});
    if (name.len > 300)
        buf_adds(&text, " and so on");
    copy = arena_copy(r->arena, text.data, text.len);
    buf_release(&text);
    return copy;
}

static int
refuse(struct reader *r, struct span name, const char *what)
{
    return fail(r->why, "%s: %s", shown(r, name), what);
}

static la_ssize_t
give_piece(struct archive *archive, void *baton, const void **bytes)
{
    struct reader *r = baton;
    struct span piece = {"", 0};
    int got = r->limits->stop != NULL && *r->limits->stop != 0
                  ? fail(r->why, "stopped by a signal")
                  : unpack_piece(&r->unpack, &piece, r->why);

    *bytes = piece.at;
    if (got < 0) {
        r->unpack_failed = true;
        archive_set_error(archive, EINVAL, "%s", r->why->text);
        return -1;
    }
    return (la_ssize_t)piece.len;
}

/* Words the error of the tar, unless the stream below failed first. */
static int
damaged(struct reader *r)
{
    const char *words = archive_error_string(r->archive);

    if (r->unpack_failed)
        return -1;
    return fail(r->why, "the tar is damaged: %s",
                words == NULL ? "no reason is known" : words);
}

static int
open_tar(struct reader *r)
{
    struct archive *a = archive_read_new();

    r->archive = a;
    if (a == NULL)
        memory_out();
    if (archive_read_support_format_tar(a) != ARCHIVE_OK ||
        archive_read_open(a, r, NULL, give_piece, NULL) != ARCHIVE_OK)
        return damaged(r);
    return 0;
}

/* Goes to the next member: 1, 0 at the end, -1.  The name is that of the
 * archive, as it stands there. */
static int
next_member(struct reader *r, struct span *name)
{
    int status = archive_read_next_header(r->archive, &r->member);
    struct archive_entry *m = r->member;

    if (status == ARCHIVE_EOF)
        return 0;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return damaged(r);
    if (++r->members > r->limits->entries)
        return fail(r->why, "more than %llu members",
                    (unsigned long long)r->limits->entries);
    *name = span_of(archive_entry_pathname(m));
    if (name->len == 0)
        return fail(r->why, "a member without a name");
    if (name->len > r->limits->name)
        return refuse(r, *name, "the name is too long");
    if (archive_entry_filetype(m) == AE_IFDIR)
        return refuse(r, *name, "a folder, which no bundle has as a member");
    /* A hard link has no file type. */
    if (archive_entry_hardlink(m) != NULL || archive_entry_symlink(m) != NULL ||
        archive_entry_filetype(m) != AE_IFREG ||
        archive_entry_sparse_count(m) > 0 || !archive_entry_size_is_set(m))
        return refuse(r, *name, "not a regular file");
    return 1;
}

/* Makes room for a member of at most MOST bytes. */
static void
empty_room(struct reader *r, uint64_t most)
{
    if (r->bytes.size > ROOM_KEPT)
        buf_release(&r->bytes);
    buf_reset(&r->bytes);
    r->bytes.ceiling = (size_t)most;
    buf_reset(&r->head);
}

/* Takes the first bytes of the member at hand into `head`, all of them into
 * `bytes` if they are to be KEPT, and their digest into HEX. */
static int
read_bytes(struct reader *r, struct span name, bool keep, char hex[SEAL_HEX])
{
    uint64_t size = (uint64_t)archive_entry_size(r->member);
    struct seal *seal = seal_open();
    uint64_t len = 0;
    int result = 0;

    while (result == 0) {
        const void *bytes;
        size_t got = 0;
        int64_t offset = 0;
        int status = archive_read_data_block(r->archive, &bytes, &got, &offset);

        if (status == ARCHIVE_EOF)
            break;
        if (status != ARCHIVE_OK) {
            result = damaged(r);
        } else if (got > 0 && (uint64_t)offset != len) {
            result = refuse(r, name, "not a regular file");
        } else {
            size_t room = r->head.ceiling - r->head.len;

            seal_add(seal, bytes, got);
            buf_add(&r->head, bytes, got < room ? got : room);
            if (keep)
                buf_add(&r->bytes, bytes, got);
            len += got;
        }
    }
    seal_close(seal, hex);
    if (result == 0 && len != size)
        return refuse(r, name, "shorter than the archive says");
    return result;
}

/* The manifest. */

static int
check_entry_limits(struct reader *r)
{
    const struct manifest *manifest = r->manifest;
    uint64_t total = 0;

    if (manifest->entries.count > r->limits->entries)
        return fail(r->why, "the manifest has more than %llu entries",
                    (unsigned long long)r->limits->entries);
    for (size_t i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];

        if (!entry_has_bytes(entry))
            continue;
        if ((uint64_t)entry->size > r->limits->entry)
            return refuse(r, span_of(entry->path),
                          "larger than an entry may be");
        total += (uint64_t)entry->size;
        if (total > r->limits->total)
            return fail(r->why, "more than %llu bytes unpacked",
                        (unsigned long long)r->limits->total);
    }
    return 0;
}

/* The first member: "ID/manifest.xml". */
static int
read_manifest_name(struct reader *r, struct span name)
{
    struct span rest = name;
    struct span id;

    if (!span_until(&rest, '/', &id) || !span_is(rest, "manifest.xml"))
        return refuse(r, name,
                      "the first member, but not the manifest of a bundle");
    if ((uint64_t)archive_entry_size(r->member) > r->limits->manifest)
        return refuse(r, name, "larger than a manifest may be");
    r->top =
        (struct span){arena_copy(r->arena, name.at, id.len + 1), id.len + 1};
    return 0;
}

static int
read_manifest(struct reader *r)
{
    const struct bundle_visitor *visitor = r->visitor;
    struct span name;
    char hex[SEAL_HEX];
    int got = next_member(r, &name);
    int result;

    if (got == 0)
        return fail(r->why, "an empty archive");
    if (got < 0 || read_manifest_name(r, name) != 0)
        return -1;
    empty_room(r, r->limits->manifest);
    result = read_bytes(r, name, true, hex);
    if (result == 0)
        result = manifest_read(span_bytes(r->bytes.data, r->bytes.len),
                               r->arena, r->manifest, r->why);
    buf_release(&r->bytes);
    if (result != 0 || check_entry_limits(r) != 0)
        return -1;
    if (r->top.len != strlen(r->manifest->id) + 1 ||
        memcmp(r->top.at, r->manifest->id, r->top.len - 1) != 0)
        return refuse(r, r->top, "the top folder is not the manifest's id");
    r->came = arena_alloc(r->arena, r->manifest->entries.count + 1);
    if (visitor->manifest != NULL)
        return visitor->manifest(visitor->baton, r->manifest, r->why);
    return 0;
}

/* The entries. */

/* Why the member NAME may not stand in the archive; NULL: it may, and ENTRY
 * is its entry. */
static const char *
member_fault(struct reader *r, struct span name, const struct entry **entry)
{
    struct span path = {name.at + r->top.len, name.len - r->top.len};
    const char *wrong;
    size_t index;

    if (name.at[0] == '/')
        return "is absolute";
    if (name.len <= r->top.len || memcmp(name.at, r->top.at, r->top.len) != 0)
        return "is outside the top folder";
    if (span_is(path, "manifest.xml"))
        return "comes twice";
    wrong = entry_path_fault(path);
    if (wrong != NULL)
        return wrong;
    *entry = manifest_find(r->manifest, path.at);
    if (*entry == NULL)
        return "is not named by the manifest";
    if (!entry_has_bytes(*entry))
        return "has bytes, although the manifest says that it has none";
    index = (size_t)(*entry - r->manifest->entries.items);
    if (r->came[index])
        return "comes twice";
    r->came[index] = true;
    if ((uint64_t)(*entry)->size != (uint64_t)archive_entry_size(r->member))
        return "has another size than the manifest says";
    return NULL;
}

static int
read_entry(struct reader *r, struct span name)
{
    const struct bundle_visitor *visitor = r->visitor;
    const struct entry *entry = NULL;
    const char *wrong = member_fault(r, name, &entry);
    char hex[SEAL_HEX];
    bool wanted;
    int result;

    if (wrong != NULL)
        return refuse(r, name, wrong);
    wanted = visitor->wants != NULL && visitor->entry != NULL &&
             entry->size <= BUNDLE_KEEP &&
             visitor->wants(visitor->baton, entry);
    empty_room(r, (uint64_t)entry->size);
    result = read_bytes(r, name, wanted, hex);
    if (result == 0 && strcmp(hex, entry->sha256) != 0)
        result = refuse(r, name, "has another SHA-256 than the manifest says");
    if (result == 0 &&
        bundle_nested(span_bytes(r->head.data, r->head.len)) != NULL)
        result = refuse(r, name, "is an archive itself");
    if (result == 0 && wanted)
        visitor->entry(visitor->baton, entry,
                       span_bytes(r->bytes.data, r->bytes.len));
    return result;
}

/* After the last member: all came, and nothing but zeros follows. */
static int
check_end(struct reader *r)
{
    uint64_t end = (uint64_t)archive_filter_bytes(r->archive, 0);
    struct span piece;
    int got;

    for (size_t i = 0; i < r->manifest->entries.count; i++) {
        const struct entry *entry = &r->manifest->entries.items[i];

        if (entry_has_bytes(entry) && !r->came[i])
            return refuse(r, span_of(entry->path),
                          "is named by the manifest, but not there");
    }
    while ((got = unpack_piece(&r->unpack, &piece, r->why)) > 0)
        if (r->unpack.bytes > end + PADDING_MOST)
            return fail(r->why, "bytes follow the end of the archive");
    if (got < 0)
        return -1;
    if (r->unpack.last_sign > end)
        return fail(r->why, "bytes follow the end of the archive");
    if (r->unpack.bytes - r->unpack.last_sign < 1024)
        return fail(r->why, "the archive lacks its end");
    return 0;
}

static int
read_archive(struct reader *r)
{
    struct span name;
    int got;

    if (open_tar(r) != 0 || read_manifest(r) != 0)
        return -1;
    while ((got = next_member(r, &name)) > 0)
        if (read_entry(r, name) != 0)
            return -1;
    return got < 0 ? -1 : check_end(r);
}

int
bundle_read_file(FILE *file, uint64_t size, const struct bundle_limits *limits,
                 const struct bundle_visitor *visitor, struct arena *arena,
                 struct manifest *manifest, char sha256[65],
                 struct failure *why)
{
    static const struct bundle_visitor nobody = {0};
    struct reader reader = {
        .limits = limits,
        .visitor = visitor == NULL ? &nobody : visitor,
        .arena = arena,
        .manifest = manifest,
        .why = why,
    };
    struct failure seal;
    int result;

    sha256[0] = '\0';
    *manifest = (struct manifest){0};
    buf_init(&reader.bytes, 0);
    buf_init(&reader.head, BUNDLE_HEAD);
    unpack_open(&reader.unpack, file, size, limits);
    result = read_archive(&reader);
    if (unpack_check(&reader.unpack, sha256, &seal) != 0) {
        /* What was found in it is the better reason, if anything was. */
        struct failure found = *why;

        if (result == 0 || seal.machine)
            *why = seal;
        else if (!found.machine)
            (void)fail(why, "%.1500s; and %s", found.text, seal.text);
        result = -1;
    }
    if (reader.archive != NULL)
        (void)archive_read_free(reader.archive);
    unpack_close(&reader.unpack);
    buf_release(&reader.head);
    buf_release(&reader.bytes);
    return result;
}

int
bundle_read(const char *path, const struct bundle_limits *limits,
            const struct bundle_visitor *visitor, struct arena *arena,
            struct manifest *manifest, char sha256[65], struct failure *why)
{
    struct stat status;
    FILE *file;
    int result;

    sha256[0] = '\0';
    *manifest = (struct manifest){0};
    if (stat(path, &status) != 0)
        return fail_system(why, errno, "cannot be read");
    if (!S_ISREG(status.st_mode))
        return fail(why, "is not a file");
    file = fopen(path, "rb");
    if (file == NULL)
        return fail_system(why, errno, "cannot be read");
    result = bundle_read_file(file, (uint64_t)status.st_size, limits, visitor,
                              arena, manifest, sha256, why);
    (void)fclose(file);
    return result;
}
