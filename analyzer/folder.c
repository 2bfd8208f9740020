#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "memory.h"
#include "vec.h"

enum {
    SUMS_MOST = 1 << 16,  /* bytes of SHA256SUMS */
    PIECE = 1 << 16,      /* bytes digested or written at once */
    DIGEST = SEAL_HEX - 1 /* hex digits */
};

static const char SUMS[] = "SHA256SUMS";

const char *const FOLDER_FILES[] = {"report.xml",  "report.html",  "report.pdf",
                                    "report.json", "findings.csv", "plan.csv",
                                    "REQUEST.txt", "VERIFY.txt"};
const size_t FOLDER_FILE_COUNT = sizeof FOLDER_FILES / sizeof *FOLDER_FILES;

static bool
is_ours(struct span name)
{
    for (size_t i = 0; i < FOLDER_FILE_COUNT; i++)
        if (span_is(name, FOLDER_FILES[i]))
            return true;
    return false;
}

static int
name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
folder_list(const char *path, struct arena *arena, struct folder_names *names,
            struct failure *why)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    int problem;

    memset(names, 0, sizeof *names);
    if (dir == NULL)
        return fail_system(why, errno, "%s: cannot be listed", path);
    while (errno = 0, (entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            *vec_add(arena, names) = arena_string(arena, entry->d_name);
    problem = errno;
    (void)closedir(dir);
    if (problem != 0)
        return fail_system(why, problem, "%s: cannot be listed", path);
    if (names->count > 1)
        qsort(names->items, names->count, sizeof *names->items, name_order);
    return 0;
}

int
folder_digest(const char *path, char hex[SEAL_HEX], int64_t *size,
              struct failure *why)
{
    FILE *file = fopen(path, "rb");
    struct seal *seal;
    char piece[PIECE];
    size_t got;
    int64_t total = 0;
    int problem;

    if (file == NULL)
        return fail_system(why, errno, "%s: cannot be opened", path);
    seal = seal_open();
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        seal_add(seal, piece, got);
        total += (int64_t)got;
    }
    problem = ferror(file) ? errno : 0;
    (void)fclose(file);
    seal_close(seal, hex);
    if (problem != 0)
        return fail_system(why, problem, "%s: cannot be read", path);
    if (size != NULL)
        *size = total;
    return 0;
}

/* --- SHA256SUMS ----------------------------------------------------------- */

struct sum {
    const char *name;
    char hex[SEAL_HEX];
};

struct sums {
    struct sum *items;
    size_t count, room;
};

/* Reads the sums of the folder PATH; anything that we do not write is a
 * failure. */
static int
sums_read(const char *path, struct arena *arena, struct sums *sums,
          struct failure *why)
{
    const char *file = arena_format(arena, "%s/%s", path, SUMS);
    struct span rest, line, name;

    memset(sums, 0, sizeof *sums);
    if (file_read(file, SUMS_MOST, arena, &rest, why) != 0)
        return -1;
    while (span_line(&rest, &line)) {
        struct sum *sum;

        if (line.len < DIGEST + 3 || line.at[DIGEST] != ' ' ||
            line.at[DIGEST + 1] != ' ')
            return fail(why, "%s: not written by acc-analyze", file);
        name = span_bytes(line.at + DIGEST + 2, line.len - DIGEST - 2);
        if (!is_ours(name))
            return fail(why, "%s: names a file that no report has", file);
        sum = vec_add(arena, sums);
        sum->name = span_string(arena, name);
        memcpy(sum->hex, line.at, DIGEST);
        sum->hex[DIGEST] = '\0';
    }
    return sums->count > 0 ? 0 : fail(why, "%s: names no file", file);
}

static const struct sum *
sum_of(const struct sums *sums, const char *name)
{
    for (size_t i = 0; i < sums->count; i++)
        if (strcmp(sums->items[i].name, name) == 0)
            return &sums->items[i];
    return NULL;
}

/* --- Writing -------------------------------------------------------------- */

/* PATH without slashes at its end. */
static const char *
trimmed(struct arena *arena, const char *path)
{
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        len--;
    return arena_copy(arena, path, len);
}

/* Is there a report of ours at PATH, and nothing else? */
static int
only_ours(const char *path, struct arena *arena, struct failure *why)
{
    struct folder_names names;
    struct sums sums;

    if (sums_read(path, arena, &sums, why) != 0)
        return fail(why,
                    "%s: holds no report, so it is not replaced: name another "
                    "folder",
                    path);
    if (folder_list(path, arena, &names, why) != 0)
        return -1;
    for (size_t i = 0; i < names.count; i++)
        if (strcmp(names.items[i], SUMS) != 0 &&
            sum_of(&sums, names.items[i]) == NULL)
            return fail(why,
                        "%s: also holds %s, which is not of the report: move "
                        "it away, or name another folder",
                        path, names.items[i]);
    return 0;
}

static int
check(const char *path, bool force, bool *exists, struct arena *arena,
      struct failure *why)
{
    struct stat st;

    *exists = lstat(path, &st) == 0;
    if (!*exists && errno == ENOENT)
        return 0;
    if (!*exists)
        return fail(why, "%s: %s", path, strerror(errno));
    if (!S_ISDIR(st.st_mode))
        return fail(why, "%s: exists and is no folder: name another one", path);
    if (!force)
        return fail(why, "%s: exists: name another folder, or add --force",
                    path);
    return only_ours(path, arena, why);
}

int
folder_check(const char *path, bool force, struct failure *why)
{
    struct arena arena;
    bool exists;
    int result;

    arena_init(&arena);
    result = check(trimmed(&arena, path), force, &exists, &arena, why);
    arena_release(&arena);
    return result;
}

/* Removes a folder of ours with its files.  What else it holds keeps it.  Takes
 * no memory: there may be none. */
static void
discard(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd >= 0) {
        for (size_t i = 0; i < FOLDER_FILE_COUNT; i++)
            (void)unlinkat(fd, FOLDER_FILES[i], 0);
        (void)unlinkat(fd, SUMS, 0);
        (void)close(fd);
    }
    (void)rmdir(path);
}

/* The same, when memory has run out. */
static void
discard_begun(void *baton)
{
    discard(baton);
}

/* --- The folder beside ---------------------------------------------------- */

/*
 * A folder cannot be without a name as a file can, so a run that is killed may
 * leave one: `.NAME.XXXXXX`, and `.NAME.XXXXXX.old` if it was replacing.  As
 * long as a run lives it holds a lock on its folder; the lock ends with it.
 */
enum { MARK = 6 }; /* letters that mkdtemp chooses */
static const char OLD[] = ".old";

/* Holds the folder at PATH for the life of the descriptor returned; -1 if
 * another run holds it, or if this file system knows no locks. */
static int
hold(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

/* Does FD still stand at PATH?  Another run may have swept it away between its
 * making and its lock. */
static bool
stands(int fd, const char *path)
{
    struct stat held, seen;

    return fstat(fd, &held) == 0 && lstat(path, &seen) == 0 &&
           held.st_dev == seen.st_dev && held.st_ino == seen.st_ino;
}

/* Is NAME what a run that wrote to LAST calls its folder beside?  OLD_ONE: what
 * it calls the one that it is replacing. */
static bool
is_beside(const char *name, const char *last, bool *old_one)
{
    size_t len = strlen(last);

    if (name[0] != '.' || strncmp(name + 1, last, len) != 0 ||
        name[1 + len] != '.')
        return false;
    name += 1 + len + 1;
    if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                     "0123456789") != MARK)
        return false;
    *old_one = strcmp(name + MARK, OLD) == 0;
    return *old_one || name[MARK] == '\0';
}

/* What dead runs may have left beside a report. */
struct left {
    struct left_one {
        const char *path;
        bool old_one;
    } * items;
    size_t count, room;
};

/* Finds the folders beside FINAL that have a name of ours. */
static void
left_find(const char *final, struct arena *arena, struct left *left)
{
    const char *slash = strrchr(final, '/');
    const char *last = slash == NULL ? final : slash + 1;
    struct folder_names names;
    struct failure ignored;
    const char *parent;

    parent =
        slash == NULL ? "./" : arena_copy(arena, final, (size_t)(last - final));
    if (folder_list(parent, arena, &names, &ignored) != 0)
        return;
    for (size_t i = 0; i < names.count; i++) {
        bool old_one;

        if (is_beside(names.items[i], last, &old_one))
            *vec_add(arena, left) = (struct left_one){
                arena_format(arena, "%s%s", parent, names.items[i]), old_one};
    }
}

/* Removes those of our own account that nobody holds.  An old report is removed
 * only if WHOLE, when another one stands in its place.  Takes no memory. */
static void
left_remove(const struct left *left, bool whole)
{
    for (size_t i = 0; i < left->count; i++) {
        const struct left_one *one = &left->items[i];
        struct stat st;
        int fd;

        if (one->old_one && !whole)
            continue;
        fd = hold(one->path);
        if (fd < 0)
            continue;
        if (fstat(fd, &st) == 0 && st.st_uid == geteuid())
            discard(one->path);
        (void)close(fd);
    }
}

/* Makes the folder FRESH (a pattern of mkdtemp) and holds it with *HELD. */
static int
make_beside(char *fresh, int *held)
{
    size_t mark = strlen(fresh) - MARK;

    for (int round = 0; round < 100; round++) {
        memset(fresh + mark, 'X', MARK);
        if (mkdtemp(fresh) == NULL)
            return -1;
        *held = hold(fresh);
        if (*held < 0 || stands(*held, fresh))
            return 0;
        (void)close(*held);
        (void)rmdir(fresh); /* in case it is there after all */
    }
    errno = EAGAIN;
    return -1;
}

/* --- Writing it ----------------------------------------------------------- */

struct folder {
    struct arena arena;
    const char *final; /* where it will stand */
    char *fresh;       /* where it stands */
    bool exists;       /* FINAL, which it replaces */
    int held;          /* the lock on FRESH, or -1 */
    struct left left;
    /* the file that is being written, if any */
    size_t file; /* of FOLDER_FILES */
    const char *path;
    int fd;
    struct seal *seal;
    /* by file; empty: it was not written */
    char sums[sizeof FOLDER_FILES / sizeof *FOLDER_FILES][SEAL_HEX];
};

static int
file_open(struct folder *folder, const char *name, struct failure *why)
{
    folder->path = arena_format(&folder->arena, "%s/%s", folder->fresh, name);
    folder->fd =
        open(folder->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (folder->fd < 0)
        return fail(why, "%s: cannot be created: %s", folder->path,
                    strerror(errno));
    folder->seal = seal_open();
    return 0;
}

/* Ends the file that is being written; HEX becomes its digest. */
static int
file_close(struct folder *folder, char hex[SEAL_HEX], struct failure *why)
{
    int reason = fsync(folder->fd) == 0 ? 0 : errno;

    if (close(folder->fd) != 0 && reason == 0)
        reason = errno;
    folder->fd = -1;
    seal_close(folder->seal, hex);
    if (reason != 0)
        return fail(why, "%s: cannot be written: %s", folder->path,
                    strerror(reason));
    return 0;
}

/* Ends the last file, and notes its sum. */
static int
end_file(struct folder *folder, struct failure *why)
{
    return folder->fd < 0 ? 0
                          : file_close(folder, folder->sums[folder->file], why);
}

int
folder_begin(struct folder *folder, size_t file, struct failure *why)
{
    if (end_file(folder, why) != 0)
        return -1;
    folder->file = file;
    return file_open(folder, FOLDER_FILES[file], why);
}

int
folder_add(struct folder *folder, const void *bytes, size_t len,
           struct failure *why)
{
    const char *at = bytes;

    seal_add(folder->seal, bytes, len);
    while (len > 0) {
        ssize_t wrote = write(folder->fd, at, len);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return fail(why, "%s: cannot be written: %s", folder->path,
                        strerror(errno));
        at += wrote;
        len -= (size_t)wrote;
    }
    return 0;
}

static int
write_sums(struct folder *folder, struct failure *why)
{
    char unused[SEAL_HEX];
    struct buf sums;
    int result;

    if (end_file(folder, why) != 0 || file_open(folder, SUMS, why) != 0)
        return -1;
    /* Whatever came first. */
    buf_init(&sums, SUMS_MOST);
    for (size_t i = 0; i < FOLDER_FILE_COUNT; i++)
        if (folder->sums[i][0] != '\0')
            buf_addf(&sums, "%s  %s\n", folder->sums[i], FOLDER_FILES[i]);
    result = folder_add(folder, sums.data, sums.len, why);
    buf_release(&sums);
    return result != 0 ? -1 : file_close(folder, unused, why);
}

/* Puts the folder FRESH in the place of PATH.  Once it has begun it takes no
 * memory: at its end a report stands there. */
static int
put(const char *fresh, const char *path, bool exists, struct arena *arena,
    struct failure *why)
{
    const char *old = arena_format(arena, "%s%s", fresh, OLD);
    int held = -1;

    memory_guard(NULL, NULL);
    /* At no moment without a report, where the file system can do that. */
    if (exists &&
        renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
        discard(fresh);
        return 0;
    }
    if (exists) {
        held = hold(path);
        if (rename(path, old) != 0) {
            fail(why, "%s: cannot be replaced: %s", path, strerror(errno));
            goto refused;
        }
    }
    /* Without an old one, rename takes the place of an empty folder only: one
     * that somebody filled in the meantime is refused. */
    if (rename(fresh, path) != 0) {
        fail(why, "%s: cannot be put in place: %s", path, strerror(errno));
        if (exists)
            (void)rename(old, path);
        goto refused;
    }
    if (exists)
        discard(old);
    if (held >= 0)
        (void)close(held);
    return 0;
refused:
    if (held >= 0)
        (void)close(held);
    return -1;
}

static void
release(struct folder *folder)
{
    char unused[SEAL_HEX];

    memory_guard(NULL, NULL);
    if (folder->fd >= 0) {
        (void)close(folder->fd);
        seal_close(folder->seal, unused);
    }
    if (folder->held >= 0)
        (void)close(folder->held);
    arena_release(&folder->arena);
    free(folder);
}

struct folder *
folder_open(const char *path, bool force, struct failure *why)
{
    struct folder *folder = memory_take(1, sizeof *folder);
    struct arena *arena;
    const char *slash;

    arena = &folder->arena;
    arena_init(arena);
    folder->fd = folder->held = -1;
    folder->final = trimmed(arena, path);
    slash = strrchr(folder->final, '/');
    folder->fresh = slash == NULL
                        ? arena_format(arena, ".%s.XXXXXX", folder->final)
                        : arena_format(arena, "%.*s.%s.XXXXXX",
                                       (int)(slash + 1 - folder->final),
                                       folder->final, slash + 1);
    if (check(folder->final, force, &folder->exists, arena, why) != 0)
        goto refused;
    left_find(folder->final, arena, &folder->left);
    left_remove(&folder->left, folder->exists);
    if (make_beside(folder->fresh, &folder->held) != 0) {
        fail(why, "%s: cannot be created: %s", folder->final, strerror(errno));
        goto refused;
    }
    memory_guard(discard_begun, folder->fresh);
    return folder;
refused:
    release(folder);
    return NULL;
}

int
folder_keep(struct folder *folder, struct failure *why)
{
    int result = write_sums(folder, why);

    if (result == 0)
        result = put(folder->fresh, folder->final, folder->exists,
                     &folder->arena, why);
    if (result != 0)
        discard(folder->fresh);
    else
        left_remove(&folder->left, true);
    release(folder);
    return result;
}

void
folder_drop(struct folder *folder)
{
    discard(folder->fresh);
    release(folder);
}

/* --- Checking ------------------------------------------------------------- */

static bool
verify_file(const char *path, const struct sum *sum, struct arena *arena,
            struct buf *out, struct failure *why)
{
    char hex[SEAL_HEX];
    bool good = false;

    if (folder_digest(arena_format(arena, "%s/%s", path, sum->name), hex, NULL,
                      why) != 0) {
        buf_addf(out, "%s: %s\n", sum->name,
                 why->machine ? "cannot be read" : "missing");
        return false;
    }
    good = strcmp(hex, sum->hex) == 0;
    buf_addf(out, "%s: %s\n", sum->name, good ? "good" : "changed");
    return good;
}

int
folder_verify(const char *path, struct buf *out, struct failure *why)
{
    struct arena arena;
    struct folder_names names;
    struct sums sums;
    struct stat st;
    const char *folder, *only = NULL, *slash;
    int bad = -1;

    arena_init(&arena);
    folder = trimmed(&arena, path);
    if (stat(folder, &st) != 0) {
        fail(why, "%s: %s", path, strerror(errno));
        goto done;
    }
    if (!S_ISDIR(st.st_mode)) {
        slash = strrchr(folder, '/');
        only = slash == NULL ? folder : slash + 1;
        folder = slash == NULL ? "."
                 : slash == folder
                     ? "/"
                     : arena_copy(&arena, folder, (size_t)(slash - folder));
        if (strcmp(only, SUMS) == 0)
            only = NULL;
    }
    if (sums_read(folder, &arena, &sums, why) != 0 ||
        folder_list(folder, &arena, &names, why) != 0)
        goto done;
    if (only != NULL && sum_of(&sums, only) == NULL) {
        fail(why, "%s: is not named in %s/%s", path, folder, SUMS);
        goto done;
    }
    bad = 0;
    why->machine = false;
    for (size_t i = 0; i < sums.count && !why->machine; i++)
        if (only == NULL || strcmp(only, sums.items[i].name) == 0)
            bad += !verify_file(folder, &sums.items[i], &arena, out, why);
    if (why->machine) {
        bad = -1;
        goto done;
    }
    for (size_t i = 0; only == NULL && i < names.count; i++)
        if (strcmp(names.items[i], SUMS) != 0 &&
            sum_of(&sums, names.items[i]) == NULL) {
            buf_adds(out, "not of the report: ");
            buf_addf(out, "%s\n", names.items[i]);
            bad++;
        }
done:
    arena_release(&arena);
    return bad;
}
