#include "../cmocka_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle_read.h"
#include "bundle_write.h"
#include "file.h"
#include "forge.h"
#include "seal.h"

static char folder[] = "/tmp/acc-bundle-test-XXXXXX";
static const char *const COMPRESSIONS[] = {"gzip", "zstd"};

static int
enter(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
leave(void **state)
{
    (void)state;
    (void)unlink("b");
    return chdir("/") != 0 || rmdir(folder) != 0;
}

/* A server with two files, one of them named in French, and what is missing. */
struct site {
    struct arena arena;
    struct manifest manifest;
    struct span contents[3];
    struct failure why;
    char sha256[65];
};

static void
add_entry(struct site *site, const char *path, struct span content)
{
    char *hex = arena_alloc(&site->arena, SEAL_HEX);

    seal_of(content, hex);
    site->contents[site->manifest.entries.count] = content;
    *vec_add(&site->arena, &site->manifest.entries) =
        (struct entry){.path = path,
                       .size = (int64_t)content.len,
                       .sha256 = hex,
                       .exit = -1,
                       .duration = -1};
}

static void
open_site(struct site *site)
{
    *site = (struct site){.manifest = {.id = "ID",
                                       .collector = "0.1.0",
                                       .host = "app1",
                                       .stage = "before",
                                       .started = "2026-01-02T03:04:05Z",
                                       .ended = "2026-01-02T03:04:06Z",
                                       .redaction = "basic"}};
    arena_init(&site->arena);
    add_entry(site, "files/a", span_of("hello\n"));
    add_entry(site, "files/b", span_of(""));
    add_entry(site, "files/\xC3\xA9t\xC3\xA9", span_of("soleil, soleil\n"));
}

static void
close_site(struct site *site)
{
    arena_release(&site->arena);
}

static long
site_source(void *baton, const struct entry *entry, uint64_t offset, void *room,
            size_t size, struct failure *why)
{
    const struct site *site = baton;
    struct span content = site->contents[entry - site->manifest.entries.items];
    size_t left = content.len - (size_t)offset;
    size_t len = left < size ? left : size;

    (void)why;
    /* in pieces, so that more than one is asked for */
    len = len > 4096 ? 4096 : len > 3 && len < 10 ? 3 : len;
    memcpy(room, content.at + offset, len);
    return (long)len;
}

static int
write_bundle(struct site *site, const char *path, const char *compression,
             int level)
{
    struct bundle_format format = {compression, level, 0};
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int result;

    assert_true(fd >= 0);
    result = bundle_write(fd, &site->manifest, &format, site_source, site,
                          &site->why);
    assert_int_equal(close(fd), 0);
    return result;
}

/* Reads the file "b" with LIMITS; the result of bundle_read. */
static int
read_bundle(struct site *site, const struct bundle_limits *limits,
            const struct bundle_visitor *visitor)
{
    struct manifest manifest;
    struct arena arena;
    int result;

    arena_init(&arena);
    (void)snprintf(site->why.text, sizeof site->why.text, "none");
    result = bundle_read("b", limits, visitor, &arena, &manifest, site->sha256,
                         &site->why);
    arena_release(&arena);
    return result;
}

static void
put(struct span content)
{
    FILE *file = fopen("b", "wb");

    assert_non_null(file);
    if (content.len > 0)
        assert_int_equal(fwrite(content.at, 1, content.len, file), content.len);
    assert_int_equal(fclose(file), 0);
}

static struct span
get(struct arena *arena, const char *path)
{
    struct failure why;
    struct span content = {0};

    assert_int_equal(file_read(path, 1 << 28, arena, &content, &why), 0);
    return content;
}

/* What a visitor saw, in words. */
static int
see_manifest(void *baton, const struct manifest *manifest, struct failure *why)
{
    (void)why;
    buf_addf(baton, "%s %zu;", manifest->host, manifest->entries.count);
    return 0;
}

static bool
want_a_and_summer(void *baton, const struct entry *entry)
{
    (void)baton;
    return strcmp(entry->path, "files/b") != 0;
}

static void
see_entry(void *baton, const struct entry *entry, struct span content)
{
    buf_addf(baton, " %s=%.*s;", entry->path, (int)content.len, content.at);
}

static int
refuse_manifest(void *baton, const struct manifest *manifest,
                struct failure *why)
{
    (void)baton;
    return fail(why, "no place for %s", manifest->id);
}

static void
a_bundle_is_read_as_it_was_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct site site;
        struct buf seen;
        struct bundle_visitor visitor = {&seen, see_manifest, want_a_and_summer,
                                         see_entry};
        char hex[SEAL_HEX];

        open_site(&site);
        buf_init(&seen, 10000);
        *vec_add(&site.arena, &site.manifest.entries) =
            (struct entry){.path = "files/\xC3\xA9z",
                           .status = ENTRY_DENIED,
                           .size = -1,
                           .exit = -1,
                           .duration = -1,
                           .reason = "Permission denied"};
        assert_int_equal(write_bundle(&site, "b", COMPRESSIONS[i], 0), 0);
        assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, &visitor), 0);
        assert_string_equal(seen.data,
                            "app1 4; files/a=hello\n; "
                            "files/\xC3\xA9t\xC3\xA9=soleil, soleil\n;");
        seal_of(get(&site.arena, "b"), hex);
        assert_string_equal(site.sha256, hex);
        visitor.manifest = refuse_manifest;
        assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, &visitor), -1);
        assert_string_equal(site.why.text, "no place for ID");
        assert_string_equal(site.sha256, hex);
        buf_release(&seen);
        close_site(&site);
    }
}

static void
the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct site site;
        struct span first;
        struct span second;

        open_site(&site);
        assert_int_equal(write_bundle(&site, "b", COMPRESSIONS[i], 0), 0);
        first = get(&site.arena, "b");
        (void)sleep(1);
        assert_int_equal(write_bundle(&site, "b", COMPRESSIONS[i], 0), 0);
        second = get(&site.arena, "b");
        assert_int_equal(first.len, second.len);
        assert_memory_equal(first.at, second.at, first.len);
        close_site(&site);
    }
}

static void
common_tools_unpack_it(void **state)
{
    struct site site;

    (void)state;
    open_site(&site);
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), 0);
    assert_int_equal(system("gzip -t < b && tar xOzf b ID/files/a 2>/dev/null"
                            " | grep -qx hello"),
                     0);
    close_site(&site);
}

static void
a_flipped_bit_anywhere_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct site site;
        struct span whole;
        char *bytes;

        open_site(&site);
        assert_int_equal(write_bundle(&site, "b", COMPRESSIONS[i], 0), 0);
        whole = get(&site.arena, "b");
        bytes = span_string(&site.arena, whole);
        for (size_t bit = 0; bit < 8 * whole.len; bit++) {
            char flip = (char)(1 << bit % 8);

            bytes[bit / 8] = (char)(bytes[bit / 8] ^ flip);
            put(span_bytes(bytes, whole.len));
            assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), -1);
            assert_string_not_equal(site.why.text, "none");
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ flip);
        }
        put(span_bytes(bytes, whole.len));
        assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), 0);
        close_site(&site);
    }
}

static void
a_bundle_cut_anywhere_or_longer_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct site site;
        struct span whole;

        open_site(&site);
        assert_int_equal(write_bundle(&site, "b", COMPRESSIONS[i], 0), 0);
        whole = get(&site.arena, "b");
        for (size_t len = 0; len < whole.len; len++) {
            put(span_bytes(whole.at, len));
            assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), -1);
            assert_string_not_equal(site.why.text, "none");
        }
        /* the NUL that arena_copy puts behind it */
        put(span_bytes(whole.at, whole.len + 1));
        assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), -1);
        assert_non_null(strstr(site.why.text, "seal"));
        close_site(&site);
    }
}

static void
what_is_no_bundle_is_named_so(void **state)
{
    struct site site;
    struct manifest manifest;

    (void)state;
    open_site(&site);
    put(span_of("hello"));
    assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), -1);
    assert_string_equal(site.why.text,
                        "no bundle: neither gzip nor zstd, or too short");
    assert_memory_equal(site.sha256, "2cf24dba", 8);
    assert_int_equal(bundle_read("none", &BUNDLE_LIMITS, NULL, &site.arena,
                                 &manifest, site.sha256, &site.why),
                     -1);
    assert_string_equal(site.why.text,
                        "cannot be read: No such file or directory");
    assert_string_equal(site.sha256, "");
    assert_int_equal(bundle_read(".", &BUNDLE_LIMITS, NULL, &site.arena,
                                 &manifest, site.sha256, &site.why),
                     -1);
    assert_string_equal(site.why.text, "is not a file");
    close_site(&site);
}

/* Forged archives: the honest members, with others put in. */

enum { MEMBERS = 12 };

struct forgery {
    struct site site;
    struct forged members[MEMBERS];
    size_t count;
    struct buf tar;
    struct span tail;
};

static void
open_forgery(struct forgery *forgery)
{
    struct buf xml;

    open_site(&forgery->site);
    buf_init(&forgery->tar, 1 << 26);
    buf_init(&xml, 1 << 20);
    manifest_write(&forgery->site.manifest, &xml);
    forgery->tail = span_of("");
    forgery->count = 4;
    forgery->members[0] = (struct forged){
        "ID/manifest.xml",
        span_bytes(arena_copy(&forgery->site.arena, xml.data, xml.len),
                   xml.len),
        'f'};
    forgery->members[1] =
        (struct forged){"ID/files/a", forgery->site.contents[0], 'f'};
    forgery->members[2] =
        (struct forged){"ID/files/b", forgery->site.contents[1], 'f'};
    forgery->members[3] = (struct forged){"ID/files/\xC3\xA9t\xC3\xA9",
                                          forgery->site.contents[2], 'f'};
    buf_release(&xml);
}

static void
close_forgery(struct forgery *forgery)
{
    buf_release(&forgery->tar);
    close_site(&forgery->site);
}

/* Reads the forgery in both compressions; both give the same reason. */
static const char *
judged(struct forgery *forgery, const struct bundle_limits *limits)
{
    char first[sizeof forgery->site.why.text];

    if (forgery->tar.len == 0)
        forge_tar(&forgery->tar, forgery->members, forgery->count);
    for (size_t i = 0; i < 2; i++) {
        struct buf bundle;
        int result;

        buf_init(&bundle, 1 << 26);
        forge_bundle(&bundle, COMPRESSIONS[i], &forgery->tar, forgery->tail);
        put(span_bytes(bundle.data, bundle.len));
        result = read_bundle(&forgery->site, limits, NULL);
        assert_int_equal(result,
                         strcmp(forgery->site.why.text, "none") == 0 ? 0 : -1);
        if (i == 0)
            memcpy(first, forgery->site.why.text, sizeof first);
        else if (forgery->tail.len == 0)
            assert_string_equal(forgery->site.why.text, first);
        buf_release(&bundle);
    }
    return forgery->site.why.text;
}

static void
an_honest_forgery_is_accepted(void **state)
{
    struct forgery forgery;

    (void)state;
    open_forgery(&forgery);
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS), "none");
    close_forgery(&forgery);
}

static void
each_hostile_member_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char *name, *content;
        char type;
        const char *why;
    } cases[] = {
        {"ID/files/c", "x", 'f', "ID/files/c: is not named by the manifest"},
        {"ID/files/a", "hello\n", 'f', "ID/files/a: comes twice"},
        {"ID/manifest.xml", "x", 'f', "ID/manifest.xml: comes twice"},
        {"ID/../files/a", "x", 'f',
         "ID/../files/a: has \".\" or \"..\" as a component"},
        {"../ID/files/a", "x", 'f', "../ID/files/a: is outside the top folder"},
        {"/ID/files/a", "x", 'f', "/ID/files/a: is absolute"},
        {"ID//files/a", "x", 'f', "ID//files/a: is absolute"},
        {"files/a", "x", 'f', "files/a: is outside the top folder"},
        {"ID2/files/a", "x", 'f', "ID2/files/a: is outside the top folder"},
        {"ID/other/a", "x", 'f',
         "ID/other/a: is not in files, commands, db, code or entities"},
        {"ID/files/a\x1B[2J", "x", 'f',
         "ID/files/a[U+001B][2J: has a control character in its name"},
        {"ID/files/a\nb", "x", 'f',
         "ID/files/a[U+000A]b: has a control character in its name"},
        {"ID/files/\xE9", "x", 'f', "ID/files/[0xE9]: is not UTF-8"},
        {"ID/files/\xE2\x80\xAE", "x", 'f',
         "ID/files/[U+202E]: is not named by the manifest"},
        {"ID/files/a", "", 'l', "ID/files/a: not a regular file"},
        {"ID/files/a", "", 'h', "ID/files/a: not a regular file"},
        {"ID/files/a", "", 'p', "ID/files/a: not a regular file"},
        {"ID/files/a", "", 'c', "ID/files/a: not a regular file"},
        {"ID/files/", "", 'd',
         "ID/files/: a folder, which no bundle has as a member"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forgery forgery;

        open_forgery(&forgery);
        forgery.members[forgery.count++] = (struct forged){
            cases[i].name, span_of(cases[i].content), cases[i].type};
        assert_string_equal(judged(&forgery, &BUNDLE_LIMITS), cases[i].why);
        close_forgery(&forgery);
    }
}

static void
a_member_that_differs_from_the_manifest_is_refused(void **state)
{
    struct forgery forgery;

    (void)state;
    open_forgery(&forgery);
    forgery.members[1].content = span_of("hullo\n");
    assert_string_equal(
        judged(&forgery, &BUNDLE_LIMITS),
        "ID/files/a: has another SHA-256 than the manifest says");
    close_forgery(&forgery);

    open_forgery(&forgery);
    forgery.members[1].content = span_of("hello");
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "ID/files/a: has another size than the manifest says");
    close_forgery(&forgery);

    open_forgery(&forgery);
    forgery.count--;
    assert_string_equal(
        judged(&forgery, &BUNDLE_LIMITS),
        "files/\xC3\xA9t\xC3\xA9: is named by the manifest, but not there");
    close_forgery(&forgery);
}

static void
the_manifest_stands_first_and_names_the_top_folder(void **state)
{
    struct forgery forgery;

    (void)state;
    open_forgery(&forgery);
    forgery.members[0] = forgery.members[1];
    assert_string_equal(
        judged(&forgery, &BUNDLE_LIMITS),
        "ID/files/a: the first member, but not the manifest of a bundle");
    close_forgery(&forgery);

    open_forgery(&forgery);
    forgery.members[0].name = "ID2/manifest.xml";
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "ID2/: the top folder is not the manifest's id");
    close_forgery(&forgery);

    open_forgery(&forgery);
    forgery.members[0].content = span_of("<manifest format=\"1\">");
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "manifest.xml: line 1: <manifest> lacks \"id\"");
    close_forgery(&forgery);

    open_forgery(&forgery);
    forgery.count = 0;
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS), "an empty archive");
    close_forgery(&forgery);
}

static void
an_entry_that_has_no_bytes_must_not_come_with_some(void **state)
{
    struct forgery forgery;
    struct entry *entry;
    struct buf xml;

    (void)state;
    open_forgery(&forgery);
    entry = &forgery.site.manifest.entries.items[0];
    entry->status = ENTRY_ABSENT;
    entry->size = -1;
    entry->sha256 = NULL;
    buf_init(&xml, 1 << 20);
    manifest_write(&forgery.site.manifest, &xml);
    forgery.members[0].content = span_bytes(xml.data, xml.len);
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "ID/files/a: has bytes, although the manifest says "
                        "that it has none");
    buf_release(&xml);
    close_forgery(&forgery);
}

static void
nothing_may_follow_the_archive_or_the_stream(void **state)
{
    static const char zeros[1024];
    struct forgery forgery;

    (void)state;
    open_forgery(&forgery);
    forge_tar(&forgery.tar, forgery.members, forgery.count);
    buf_addc(&forgery.tar, 'x');
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "bytes follow the end of the archive");
    buf_reset(&forgery.tar);
    forge_tar(&forgery.tar, forgery.members, forgery.count);
    forge_tar(&forgery.tar, forgery.members + 1, 1);
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "bytes follow the end of the archive");
    buf_reset(&forgery.tar);
    forge_tar(&forgery.tar, forgery.members, forgery.count);
    buf_add(&forgery.tar, zeros, sizeof zeros);
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS), "none");
    forgery.tail = span_of("hidden");
    assert_string_not_equal(judged(&forgery, &BUNDLE_LIMITS), "none");
    forgery.tail = span_bytes(zeros, 100);
    assert_string_not_equal(judged(&forgery, &BUNDLE_LIMITS), "none");
    close_forgery(&forgery);
}

static void
what_was_packed_anew_is_refused_with_all_that_is_wrong(void **state)
{
    struct site site;

    (void)state;
    open_site(&site);
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), 0);
    assert_int_equal(
        system("tar xzf b 2>/dev/null && echo more >ID/files/more &&"
               " tar czf b ID/manifest.xml ID/files/more && rm -r ID"),
        0);
    assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), -1);
    assert_string_equal(site.why.text,
                        "ID/files/more: is not named by the manifest; and it "
                        "does not end with the seal that acc-collect put "
                        "there: it was cut short, changed, or packed anew");
    close_site(&site);
}

static void
an_archive_without_its_end_is_refused(void **state)
{
    struct forgery forgery;

    (void)state;
    open_forgery(&forgery);
    forge_tar(&forgery.tar, forgery.members, forgery.count);
    forgery.tar.len -= 1024;
    assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                        "the archive lacks its end");
    forgery.tar.len -= 600;
    assert_string_not_equal(judged(&forgery, &BUNDLE_LIMITS), "none");
    close_forgery(&forgery);
}

static void
an_archive_inside_is_refused_by_reader_and_writer(void **state)
{
    static const char tar[512] = {[257] = 'u', 's', 't', 'a', 'r'};
    const struct {
        struct span content;
        const char *name;
    } cases[] = {
        {span_bytes("\x1F\x8B\x08\0", 4), "gzip"},
        {span_bytes("\x28\xB5\x2F\xFD", 4), "zstd"},
        {span_bytes("PK\x03\x04", 4), "zip"},
        {span_bytes("BZh91AY&SY", 10), "bzip2"},
        {span_bytes("\xFD"
                    "7zXZ\0",
                    6),
         "xz"},
        {span_bytes(tar, sizeof tar), "tar"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forgery forgery;
        struct entry *entry;
        char hex[SEAL_HEX];
        struct buf xml;

        open_forgery(&forgery);
        buf_init(&xml, 1 << 20);
        entry = &forgery.site.manifest.entries.items[0];
        seal_of(cases[i].content, hex);
        entry->sha256 = hex;
        entry->size = (int64_t)cases[i].content.len;
        forgery.site.contents[0] = cases[i].content;
        manifest_write(&forgery.site.manifest, &xml);
        forgery.members[0].content = span_bytes(xml.data, xml.len);
        forgery.members[1].content = cases[i].content;
        assert_string_equal(judged(&forgery, &BUNDLE_LIMITS),
                            "ID/files/a: is an archive itself");
        assert_int_equal(write_bundle(&forgery.site, "b", "gzip", 0), -1);
        assert_string_equal(
            forgery.site.why.text,
            arena_format(&forgery.site.arena,
                         "files/a: a %s archive, which no bundle may hold",
                         cases[i].name));
        buf_release(&xml);
        close_forgery(&forgery);
    }
    assert_null(bundle_nested(span_of("BZh is a text too")));
}

static void
each_limit_is_kept(void **state)
{
    static const struct {
        size_t offset;
        uint64_t limit;
        const char *why;
    } cases[] = {
        {offsetof(struct bundle_limits, total), 5000,
         "more than 5000 bytes unpacked"},
        {offsetof(struct bundle_limits, total), 20,
         "more than 20 bytes unpacked"},
        {offsetof(struct bundle_limits, entry), 14,
         "files/\xC3\xA9t\xC3\xA9: larger than an entry may be"},
        {offsetof(struct bundle_limits, entries), 2,
         "the manifest has more than 2 entries"},
        {offsetof(struct bundle_limits, entries), 3, "more than 3 members"},
        {offsetof(struct bundle_limits, name), 15, "none"},
        {offsetof(struct bundle_limits, name), 14,
         "ID/manifest.xml: the name is too long"},
        {offsetof(struct bundle_limits, manifest), 300,
         "ID/manifest.xml: larger than a manifest may be"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bundle_limits limits = BUNDLE_LIMITS;
        struct forgery forgery;

        open_forgery(&forgery);
        *(uint64_t *)(void *)((char *)&limits + cases[i].offset) =
            cases[i].limit;
        assert_string_equal(judged(&forgery, &limits), cases[i].why);
        close_forgery(&forgery);
    }
}

/* A log of one line, repeated. */
static void
make_dull(struct site *site, size_t size)
{
    char *dull = arena_alloc(&site->arena, size);
    char *hex = arena_alloc(&site->arena, SEAL_HEX);

    memset(dull, 'x', size);
    site->contents[0] = span_bytes(dull, size);
    seal_of(site->contents[0], hex);
    site->manifest.entries.items[0].size = (int64_t)size;
    site->manifest.entries.items[0].sha256 = hex;
}

static void
a_bomb_is_refused_and_never_written(void **state)
{
    struct bundle_limits limits = BUNDLE_LIMITS;
    struct site site;

    (void)state;
    open_site(&site);
    make_dull(&site, (size_t)20 << 20);
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), 0);
    assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), 0);
    limits.ratio = 500;
    assert_int_equal(read_bundle(&site, &limits, NULL), -1);
    assert_string_equal(site.why.text,
                        "unpacks to more than 500 times its size");
    limits.ratio_after = (uint64_t)30 << 20;
    assert_int_equal(read_bundle(&site, &limits, NULL), 0);
    assert_int_equal(write_bundle(&site, "b", "zstd", 0), -1);
    assert_non_null(strstr(site.why.text, "--compress gzip"));
    close_site(&site);
}

static void
a_writer_refuses_what_a_reader_would(void **state)
{
    struct site site;

    (void)state;
    open_site(&site);
    site.manifest.entries.items[0].path = "files/../a";
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), -1);
    assert_non_null(strstr(site.why.text, "path is not the path of an entry"));
    site.manifest.entries.items[0].path = "files/z";
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), -1);
    assert_non_null(strstr(site.why.text, "not in the order of paths"));
    site.manifest.entries.items[0].path = "files/a";
    site.contents[0] = span_of("hallo\n");
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), -1);
    assert_string_equal(site.why.text,
                        "files/a: not the bytes that were counted and hashed");
    site.contents[0] = span_of("hello, again\n");
    assert_int_equal(write_bundle(&site, "b", "gzip", 0), -1);
    assert_string_equal(site.why.text, "files/a: longer than it was");
    close_site(&site);
}

static void
compressions_and_levels_that_are_not_there_are_named(void **state)
{
    struct site site;

    (void)state;
    open_site(&site);
    assert_int_equal(write_bundle(&site, "b", "bzip2", 0), -1);
    assert_string_equal(site.why.text,
                        "bzip2: no compression of bundles; gzip and zstd are");
    assert_int_equal(write_bundle(&site, "b", "gzip", 77), -1);
    assert_string_equal(site.why.text, "gzip has no compression level 77");
    assert_int_equal(write_bundle(&site, "b", "zstd", 9), 0);
    assert_int_equal(read_bundle(&site, &BUNDLE_LIMITS, NULL), 0);
    close_site(&site);
}

static void
a_disk_that_fills_up_is_a_failure(void **state)
{
    struct site site;
    struct bundle_format format = {"gzip", 0, 0};
    int fd = open("/dev/full", O_WRONLY);

    (void)state;
    if (fd < 0)
        skip();
    open_site(&site);
    assert_int_equal(bundle_write(fd, &site.manifest, &format, site_source,
                                  &site, &site.why),
                     -1);
    assert_non_null(strstr(site.why.text, "No space left on device"));
    assert_int_equal(close(fd), 0);
    close_site(&site);
}

static void
the_names_of_the_libraries_are_versions(void **state)
{
    (void)state;
    assert_in_range(bundle_library()[0], '0', '9');
    assert_in_range(seal_library()[0], '0', '9');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_is_read_as_it_was_written),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(common_tools_unpack_it),
        cmocka_unit_test(a_flipped_bit_anywhere_is_refused),
        cmocka_unit_test(a_bundle_cut_anywhere_or_longer_is_refused),
        cmocka_unit_test(what_is_no_bundle_is_named_so),
        cmocka_unit_test(an_honest_forgery_is_accepted),
        cmocka_unit_test(each_hostile_member_is_refused_with_its_reason),
        cmocka_unit_test(a_member_that_differs_from_the_manifest_is_refused),
        cmocka_unit_test(the_manifest_stands_first_and_names_the_top_folder),
        cmocka_unit_test(an_entry_that_has_no_bytes_must_not_come_with_some),
        cmocka_unit_test(nothing_may_follow_the_archive_or_the_stream),
        cmocka_unit_test(
            what_was_packed_anew_is_refused_with_all_that_is_wrong),
        cmocka_unit_test(an_archive_without_its_end_is_refused),
        cmocka_unit_test(an_archive_inside_is_refused_by_reader_and_writer),
        cmocka_unit_test(each_limit_is_kept),
        cmocka_unit_test(a_bomb_is_refused_and_never_written),
        cmocka_unit_test(a_writer_refuses_what_a_reader_would),
        cmocka_unit_test(compressions_and_levels_that_are_not_there_are_named),
        cmocka_unit_test(a_disk_that_fills_up_is_a_failure),
        cmocka_unit_test(the_names_of_the_libraries_are_versions),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
