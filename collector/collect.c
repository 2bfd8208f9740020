#include "collect.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_read.h"
#include "bundle_write.h"
#include "memory.h"
#include "platform.h"
#include "seal.h"
#include "utf8.h"

enum { ROOM_TO_SPARE = 1024 * 1024 };

/* ---- words for people ---- */

static bool moving; /* a line of progress stands on the terminal */

/* Progress, where somebody looks. */
static void
progress_show(bool quiet)
{
    moving = !quiet && terminal_is(2);
    if (moving)
        fprintf(stderr, "acc-collect: gathering …");
}

/* Before anything else is said. */
static void
progress_wipe(void)
{
    if (moving)
        fprintf(stderr, "\r\033[K");
    moving = false;
}

void
message(const char *format, ...)
{
    char text[4096];
    struct buf shown;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_init(&shown, 64 * 1024);
    utf8_show(&shown, span_of(text));
    progress_wipe();
    fprintf(stderr, "acc-collect: %s\n", shown.data == NULL ? "" : shown.data);
    buf_release(&shown);
}

void
tell_entry(const struct entry *entry)
{
    message("%s: %s%s%s", entry->path, entry_status_word(entry->status),
            entry->reason == NULL ? "" : ", ",
            entry->reason == NULL ? "" : entry->reason);
}

/* TEXT with everything unsafe shown, for one printf; NULL is empty. */
static const char *
shown(struct arena *arena, const char *text)
{
    struct buf out;
    const char *result;

    buf_init(&out, 256 * 1024);
    utf8_show(&out, span_of(text == NULL ? "" : text));
    result = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return result;
}

static int64_t
redacted_values(const struct entry *entry)
{
    int64_t count = 0;
    size_t i;

    for (i = 0; i < entry->redactions.count; i++)
        count += entry->redactions.items[i].count;
    return count;
}

static bool
colour_wanted(void)
{
    const char *no = getenv("NO_COLOR");

    return terminal_is(1) && (no == NULL || no[0] == '\0');
}

static const char *
colour_of(enum entry_status status)
{
    switch (status) {
    case ENTRY_COLLECTED:
        return "\033[32m";
    case ENTRY_LINK:
    case ENTRY_ABSENT:
    case ENTRY_EXCLUDED:
        return "\033[36m";
    default:
        return "\033[33m";
    }
}

static void
list_entry(const struct entry *entry, bool colour, struct arena *arena)
{
    const char *word = entry_status_word(entry->status);
    int64_t redacted = redacted_values(entry);
    char size[32] = "-", values[32] = "-";

    if (entry_has_bytes(entry))
        snprintf(size, sizeof size, "%lld", (long long)entry->size);
    if (redacted > 0)
        snprintf(values, sizeof values, "%lld", (long long)redacted);
    printf("%s%-9s%s %9s %8s  %s", colour ? colour_of(entry->status) : "", word,
           colour ? "\033[0m" : "", size, values, shown(arena, entry->path));
    if (entry->target != NULL)
        printf(" -> %s", shown(arena, entry->target));
    if (entry->why != NULL)
        printf("  (%s)", shown(arena, entry->why));
    if (entry->mend != NULL && entry->reason != NULL)
        printf(": %s", shown(arena, entry->reason));
    printf("\n");
}

/* What leaves, or would: the same for a bundle and for its preview, so nothing
 * here depends on the clock. */
static void
list_manifest(const struct manifest *manifest, struct arena *arena)
{
    int64_t bytes = 0, values = 0;
    bool colour = colour_wanted();
    size_t i, with_bytes = 0;

    printf("host %s, estate %s, redaction %s\n", shown(arena, manifest->host),
           manifest->estate == NULL ? "without label"
                                    : shown(arena, manifest->estate),
           shown(arena, manifest->redaction));
    printf("%-9s %9s %8s  %s\n", "status", "bytes", "redacted",
           "path (what it is good for)");
    for (i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];

        list_entry(entry, colour, arena);
        values += redacted_values(entry);
        if (entry_has_bytes(entry)) {
            bytes += entry->size;
            with_bytes++;
        }
    }
    printf("%zu entries, %zu with content, %lld bytes, %lld values redacted\n",
           manifest->entries.count, with_bytes, (long long)bytes,
           (long long)values);
}

/* ---- collect ---- */

/* The folder in which PATH stands. */
static const char *
folder_of(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return ".";
    return slash == path ? "/"
                         : arena_copy(arena, path, (size_t)(slash - path));
}

/* Where the bundle goes: the folder now, the name when the host is known. */
struct destination {
    const char *folder;
    const char *path; /* NULL: folder, id and the compression's ending */
};

static int
destination_find(const struct collect_options *options, struct arena *arena,
                 struct destination *out, struct failure *why)
{
    int problem;
    enum node_kind kind;

    out->folder = ".";
    out->path = NULL;
    if (options->output == NULL)
        return 0;
    kind = path_kind(options->output, &problem);
    if (problem != 0)
        return fail(why, "%s: %s", options->output, root_words(problem));
    switch (kind) {
    case NODE_FOLDER:
        out->folder = options->output;
        return 0;
    case NODE_NONE:
        out->folder = folder_of(options->output, arena);
        out->path = options->output;
        kind = path_kind(out->folder, &problem);
        if (problem != 0)
            return fail(why, "%s: %s", out->folder, root_words(problem));
        if (kind != NODE_FOLDER)
            return fail(why, "%s: no such folder: make it first", out->folder);
        return 0;
    default:
        return fail(why,
                    "%s: it exists: remove it or name another with --output",
                    options->output);
    }
}

static const char *
destination_path(const struct destination *to, const char *id,
                 const char *compression, struct arena *arena)
{
    const char *ending = strcmp(compression, "zstd") == 0 ? "zst" : "gz";

    if (to->path != NULL)
        return to->path;
    return arena_format(arena, "%s/%s.tar.%s", to->folder, id, ending);
}

/* Enough room for COUNT bytes more?  (Compression only makes it less.) */
static int
space_check(const char *folder, int64_t count, struct failure *why)
{
    int64_t space = path_space(folder);

    if (space >= 0 && space < count + ROOM_TO_SPARE)
        return fail(why,
                    "%s: %lld bytes free, %lld needed: make room or choose "
                    "another folder with --output",
                    folder, (long long)space,
                    (long long)(count + ROOM_TO_SPARE));
    return 0;
}

static void
tell_missing(const struct manifest *manifest, struct arena *arena)
{
    bool first = true;
    size_t i;

    for (i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];

        if (entry->mend == NULL)
            continue;
        if (first)
            printf("\nNot collected:\n");
        first = false;
        printf("  %s: %s%s%s\n    mend: %s\n", shown(arena, entry->path),
               entry_status_word(entry->status),
               entry->reason == NULL ? "" : ", ", shown(arena, entry->reason),
               shown(arena, entry->mend));
    }
    if (first)
        printf("\nNothing that could be mended was missed.\n");
}

static void
tell_hosts(const struct gathered *gathered, struct arena *arena)
{
    size_t i;

    if (gathered->hosts.count == 0)
        return;
    printf("\nOther servers that this one names (collect there too, unless "
           "they run no Campaign):\n");
    for (i = 0; i < gathered->hosts.count; i++)
        printf("  %s: %s\n", shown(arena, gathered->hosts.items[i].host),
               gathered->hosts.items[i].what);
    if (gathered->hosts.count == NAMED_HOSTS)
        printf("  and perhaps more: acc-analyze lists them all\n");
}

static void
tell(const struct gathered *gathered, const char *path,
     const struct manifest *read, const char *sha256, int64_t size,
     struct arena *arena)
{
    int64_t values = 0;
    size_t i;

    for (i = 0; i < read->entries.count; i++)
        values += redacted_values(&read->entries.items[i]);
    printf("Bundle:  %s\nSize:    %lld bytes, %zu entries\nSHA-256: %s\n",
           shown(arena, path), (long long)size, read->entries.count, sha256);
    printf(
        "\nRedaction \"basic\": %lld values were replaced by [redacted]: "
        "values whose name says\npassword, secret, token or key, credentials "
        "in addresses, private keys, e-mail addresses.\nOf logs only known "
        "parts of lines of known kinds leave.  A secret under an innocent "
        "name\nis not recognised: look with 'acc-collect inspect' before you "
        "send it.\n",
        (long long)values);
    tell_missing(&gathered->manifest, arena);
    tell_hosts(gathered, arena);
    printf(
        "\nNext: acc-collect inspect BUNDLE shows what leaves; then take all "
        "bundles of the estate to\nthe desk and run acc-analyze BUNDLE… -o "
        "DIR there.\n");
}

/* Writes the archive; BUNDLE_DENSE: this compression makes it too small. */
static int
write_bundle(const struct bundle_format *format, struct gathered *gathered,
             const char *path, struct failure *why)
{
    struct newfile *file = newfile_open(path, why);
    int result;

    if (file == NULL)
        return -1;
    result = bundle_try(newfile_descriptor(file), &gathered->manifest, format,
                        gathered_bytes, gathered, why);
    if (stop_asked)
        result = fail(why, "stopped by a signal; nothing was written");
    if (result != 0) {
        newfile_abandon(file);
        return result;
    }
    return newfile_commit(file, why);
}

/* Writes the bundle to where it belongs, *PATH. */
static int
put_bundle(const struct collect_options *options, struct gathered *gathered,
           const struct destination *to, const char **path, struct arena *arena,
           struct failure *why)
{
    struct bundle_format format = {
        options->compression, options->level,
        gathered->fixed_clock >= 0 ? gathered->fixed_clock : 0};
    int result, problem; /* what cannot be looked at is not replaced either */

    do {
        *path = destination_path(to, gathered->manifest.id, format.compression,
                                 arena);
        if (path_kind(*path, &problem) != NODE_NONE)
            return fail(
                why, "%s: it exists: remove it or name another with --output",
                *path);
        result = write_bundle(&format, gathered, *path, why);
        if (result != BUNDLE_DENSE || strcmp(format.compression, "gzip") == 0)
            break;
        message("zstd makes it so small that acc-analyze would take it for an "
                "attack: it is written with gzip");
        format.compression = "gzip";
        format.level = 0;
    } while (true);
    return result == 0 ? 0 : -1;
}

/* The size of the file at PATH; -1 if it cannot be told. */
static int64_t
file_size(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = -1;

    if (file == NULL)
        return -1;
    if (fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    fclose(file);
    return size;
}

/* Takes the bundle back that nobody was told of, when memory has run out. */
static void
bundle_undo(void *baton)
{
    (void)remove(baton);
}

/* What runs that were killed left where this one writes, and nobody removes. */
static void
tell_left(const char *folder, struct arena *arena)
{
    enum { LEFT_SECONDS = 2 * 60 * 60 }; /* longer than any run */
    struct words left = {0};

    path_left(folder, LEFT_SECONDS, arena, &left);
    for (size_t i = 0; i < left.count; i++)
        message("%s/%s: left by a run that was killed: remove it", folder,
                left.items[i]);
}

static int
collect_run(const struct collect_options *options, struct arena *arena,
            struct spool **spool, struct failure *why)
{
    struct bundle_limits limits = BUNDLE_LIMITS;
    struct destination to;
    struct gathered gathered;
    struct manifest read;
    char sha256[SEAL_HEX];
    const char *path = NULL;
    int64_t size;
    size_t i;

    if (destination_find(options, arena, &to, why) != 0)
        return -1;
    if (space_check(to.folder, 0, why) != 0)
        return -1;
    *spool = spool_open(to.folder, why);
    if (*spool == NULL ||
        gather(&options->gather, *spool, arena, &gathered, why) != 0)
        return -1;
    for (i = 0; i < options->recorded.count; i++)
        *vec_add(arena, &gathered.manifest.options) =
            options->recorded.items[i];
    if (space_check(to.folder, gathered.spooled, why) != 0 ||
        put_bundle(options, &gathered, &to, &path, arena, why) != 0)
        return -1;
    memory_guard(bundle_undo, (void *)(uintptr_t)path);
    /* What cannot be read is not given out. */
    limits.stop = &stop_asked;
    if (bundle_read(path, &limits, NULL, arena, &read, sha256, why) != 0) {
        remove(path);
        memory_guard(NULL, NULL);
        if (stop_asked)
            return fail(why, "stopped by a signal; nothing was written");
        return failure_at(why, "the bundle does not read back, so it was "
                               "removed (try --compress gzip)");
    }
    size = file_size(path);
    if (size < 0) {
        fail(why, "%s: its size cannot be read, so it was removed", path);
        remove(path);
        memory_guard(NULL, NULL);
        return -1;
    }
    progress_wipe();
    if (!options->quiet) {
        tell(&gathered, path, &read, sha256, size, arena);
        tell_left(to.folder, arena);
    }
    memory_guard(NULL, NULL);
    return gathered_incomplete(&gathered) ? EXIT_INCOMPLETE : EXIT_GOOD;
}

int
collect(const struct collect_options *options)
{
    struct spool *spool = NULL;
    struct failure why;
    struct arena arena;
    int status;

    arena_init(&arena);
    progress_show(options->quiet);
    status = collect_run(options, &arena, &spool, &why);
    progress_wipe();
    spool_close(spool);
    if (status < 0) {
        message("%s", why.text);
        status = EXIT_ERROR;
    }
    arena_release(&arena);
    return status;
}

int
preview(const struct collect_options *options)
{
    struct gathered gathered;
    struct failure why;
    struct arena arena;
    int status = EXIT_ERROR;

    arena_init(&arena);
    if (gather(&options->gather, NULL, &arena, &gathered, &why) != 0) {
        message("%s", why.text);
    } else {
        list_manifest(&gathered.manifest, &arena);
        status = gathered_incomplete(&gathered) ? EXIT_INCOMPLETE : EXIT_GOOD;
    }
    arena_release(&arena);
    return status;
}

/* ---- inspect, verify ---- */

struct inspection {
    const char *wanted;
    bool found;
};

static bool
inspect_wants(void *baton, const struct entry *entry)
{
    const struct inspection *inspection = baton;

    return strcmp(entry->path, inspection->wanted) == 0;
}

/* An entry as it is into a pipe; on a terminal line by line, made harmless. */
static void
inspect_print(void *baton, const struct entry *entry, struct span content)
{
    struct inspection *inspection = baton;
    struct span line;
    struct buf out;

    (void)entry;
    inspection->found = true;
    if (!terminal_is(1)) {
        fwrite(content.at, 1, content.len, stdout);
        return;
    }
    while (span_line(&content, &line)) {
        buf_init(&out, 16 * line.len + 1);
        utf8_show(&out, line);
        printf("%s\n", out.data == NULL ? "" : out.data);
        buf_release(&out);
    }
}

static bool
readable(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        message("%s: %s", path, strerror(errno));
        return false;
    }
    fclose(file);
    return true;
}

/* PATH is not an entry with bytes: says what it is. */
static int
inspect_missing(const struct manifest *manifest, const char *wanted)
{
    const struct entry *entry = manifest_find(manifest, wanted);

    if (entry == NULL)
        message("%s: no such entry: 'acc-collect inspect BUNDLE' lists them",
                wanted);
    else
        message("%s: %s, it has no content%s%s", wanted,
                entry_status_word(entry->status),
                entry->reason == NULL ? "" : ": ",
                entry->reason == NULL ? "" : entry->reason);
    return EXIT_ERROR;
}

int
inspect(const char *path, const char *entry)
{
    struct inspection inspection = {entry, false};
    struct bundle_visitor visitor = {&inspection, NULL, inspect_wants,
                                     inspect_print};
    struct manifest manifest;
    char sha256[SEAL_HEX];
    struct failure why;
    struct arena arena;
    int status = EXIT_GOOD;

    if (!readable(path))
        return EXIT_ERROR;
    arena_init(&arena);
    /* First the whole of it, so that nothing of a bad bundle is shown. */
    if (bundle_read(path, &BUNDLE_LIMITS, NULL, &arena, &manifest, sha256,
                    &why) != 0 ||
        (entry != NULL && bundle_read(path, &BUNDLE_LIMITS, &visitor, &arena,
                                      &manifest, sha256, &why) != 0)) {
        message("%s: %s", shown(&arena, path), why.text);
        status = EXIT_ERROR;
    } else if (entry == NULL) {
        list_manifest(&manifest, &arena);
    } else if (!inspection.found) {
        status = inspect_missing(&manifest, entry);
    }
    arena_release(&arena);
    return status;
}

int
verify(const char *path, bool quiet)
{
    struct manifest manifest;
    char sha256[SEAL_HEX];
    struct failure why;
    struct arena arena;
    int status = EXIT_GOOD;

    if (!readable(path))
        return EXIT_ERROR;
    arena_init(&arena);
    if (bundle_read(path, &BUNDLE_LIMITS, NULL, &arena, &manifest, sha256,
                    &why) != 0) {
        message("%s: %s%s", shown(&arena, path),
                why.machine ? "" : "bad: ", why.text);
        status = why.machine ? EXIT_ERROR : EXIT_BAD;
    } else if (!quiet) {
        printf("good: %s, %zu entries, not signed\nSHA-256: %s\n",
               shown(&arena, manifest.id), manifest.entries.count, sha256);
    }
    arena_release(&arena);
    return status;
}
