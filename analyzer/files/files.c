#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "vec.h"

enum {
    FILE_MOST = 64 << 20,   /* bytes of one file that is held */
    HELD_MOST = 4096,       /* files … */
    BYTES_MOST = 256 << 20, /* … and their bytes */
    DEPTH_MOST = 8          /* folders in folders */
};

struct held {
    const char *path;
    struct span bytes;
    char *why_not; /* it is there, but cannot be read; else NULL */
};

static struct {
    struct arena arena;
    struct held *items; /* sorted by path */
    size_t count, room;
    struct file_names folders;
    const char
        *carried; /* the folder that is on no disk; NULL: there is none */
    size_t bytes;
    bool closed;
} held;

static int
held_order(const void *a, const void *b)
{
    return strcmp(((const struct held *)a)->path,
                  ((const struct held *)b)->path);
}

static int
name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct held *
find(const char *path)
{
    const struct held key = {.path = path};

    if (held.count == 0)
        return NULL;
    return bsearch(&key, held.items, held.count, sizeof key, held_order);
}

static bool
folder_is_held(const char *folder)
{
    for (size_t i = 0; i < held.folders.count; i++)
        if (strcmp(held.folders.items[i], folder) == 0)
            return true;
    return false;
}

/* PATH from FOLDER on; NULL if it does not stand below it. */
static const char *
below(const char *path, const char *folder)
{
    size_t len = strlen(folder);

    return strncmp(path, folder, len) == 0 && path[len] == '/' ? path + len + 1
                                                               : NULL;
}

/* --- Holding -------------------------------------------------------------- */

/* A new one of PATH, in its place. */
static struct held *
add(const char *path)
{
    struct held *one;

    (void)vec_add(&held.arena, &held);
    one = held.items + held.count - 1;
    for (; one > held.items && strcmp(one[-1].path, path) > 0; one--)
        *one = one[-1];
    *one = (struct held){.path = arena_string(&held.arena, path)};
    return one;
}

static void
add_folder(const char *path)
{
    if (!folder_is_held(path))
        *vec_add(&held.arena, &held.folders) = arena_string(&held.arena, path);
}

/* Holds PATH, or that it cannot be read, which is a matter of who reads it; but
 * of what the machine fails to read nobody can say anything. */
static int
hold_one(const char *path, struct failure *why)
{
    struct failure reason;
    struct held *one;

    if (find(path) != NULL)
        return 0;
    if (held.count == HELD_MOST || held.bytes > BYTES_MOST)
        return fail(why, "%s: more than %d files, or %d bytes, are to be read",
                    path, HELD_MOST, BYTES_MOST);
    one = add(path);
    if (file_read(path, FILE_MOST, &held.arena, &one->bytes, &reason) != 0) {
        one->why_not = arena_string(&held.arena, reason.text);
        if (reason.machine) {
            *why = reason;
            return -1;
        }
    }
    held.bytes += one->bytes.len;
    return 0;
}

int
files_hold(const char *path, struct failure *why)
{
    const struct held *one;

    if (hold_one(path, why) != 0)
        return -1;
    one = find(path);
    return one->why_not == NULL ? 0 : fail(why, "%s", one->why_not);
}

static bool
ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), tail = end == NULL ? 0 : strlen(end);

    return len > tail && (tail == 0 || strcmp(name + len - tail, end) == 0);
}

/* Does PATH stand in FOLDER, links followed?  -1: that cannot be told. */
static int
stands_in(const char *folder, const char *path, struct failure *why)
{
    char *outer = realpath(folder, NULL);
    char *inner = outer == NULL ? NULL : realpath(path, NULL);
    size_t len = outer == NULL ? 0 : strlen(outer);
    int inside = 0;

    if (inner == NULL) {
        (void)fail_system(why, errno, "%s", outer == NULL ? folder : path);
        inside = why->machine ? -1 : 0;
    } else {
        inside = strncmp(inner, outer, len) == 0 && inner[len] == '/';
    }
    free(outer);
    free(inner);
    return inside;
}

static int
list_disk(const char *folder, struct arena *arena, struct file_names *names,
          struct failure *why)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    int problem;

    if (dir == NULL)
        return fail_system(why, errno, "%s", folder);
    while (errno = 0, (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            *vec_add(arena, names) = arena_string(arena, entry->d_name);
    problem = errno;
    (void)closedir(dir);
    if (problem != 0)
        return fail_system(why, problem, "%s", folder);
    if (names->count > 1)
        qsort(names->items, names->count, sizeof *names->items, name_order);
    return 0;
}

/* The files of FOLDER, which stands DEPTH folders below TOP, or is it. */
static int
hold_below(const char *top, const char *folder, const char *end, bool deep,
           int depth, struct failure *why)
{
    struct file_names names = {0};

    if (list_disk(folder, &held.arena, &names, why) != 0)
        return -1;
    add_folder(folder);
    for (size_t i = 0; i < names.count; i++) {
        const char *path =
            arena_format(&held.arena, "%s/%s", folder, names.items[i]);
        struct stat st;
        int inside = 1;

        /* What cannot be read for a reason of its own is no matter of ours. */
        if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && deep)
            inside = stands_in(top, path, why);
        if (inside > 0 && stat(path, &st) != 0) {
            (void)fail_system(why, errno, "%s", path);
            inside = why->machine ? -1 : 0;
        }
        if (inside < 0)
            return -1;
        if (inside == 0)
            continue;
        if (S_ISDIR(st.st_mode) && deep && depth < DEPTH_MOST &&
            hold_below(top, path, end, deep, depth + 1, why) != 0 &&
            why->machine)
            return -1;
        if (S_ISREG(st.st_mode) && ends_with(names.items[i], end) &&
            hold_one(path, why) != 0)
            return -1;
    }
    return 0;
}

int
files_hold_folder(const char *folder, const char *end, bool deep,
                  struct failure *why)
{
    if (held.carried != NULL && folder_is_held(folder) &&
        below(folder, held.carried) != NULL)
        return 0;
    return hold_below(folder, folder, end, deep, 0, why);
}

void
files_carry(const char *folder, const char *name, struct span bytes)
{
    char *path = arena_format(&held.arena, "%s/%s", folder, name);

    held.carried = arena_string(&held.arena, folder);
    add(path)->bytes = bytes;
    for (char *slash = path + strlen(path); slash > path + strlen(folder);
         slash--)
        if (*slash == '/') {
            *slash = '\0';
            add_folder(path);
        }
}

void
files_close(void)
{
    held.closed = true;
}

void
files_release(void)
{
    arena_release(&held.arena);
    memset(&held, 0, sizeof held);
}

/* --- Reading -------------------------------------------------------------- */

static int
give(const struct held *one, size_t most, struct span *bytes,
     struct failure *why)
{
    if (one->why_not != NULL)
        return fail(why, "%s", one->why_not);
    if (one->bytes.len > most)
        return fail(why, "%s: larger than the %zu bytes allowed", one->path,
                    most);
    *bytes = one->bytes;
    return 0;
}

int
files_read(const char *path, size_t most, struct arena *arena,
           struct span *bytes, struct failure *why)
{
    const struct held *one = find(path);

    if (one != NULL)
        return give(one, most, bytes, why);
    if (held.closed)
        return fail(why, "%s: cannot be opened: %s", path, strerror(ENOENT));
    return file_read(path, most, arena, bytes, why);
}

int
files_read_inside(const char *folder, const char *name, size_t most,
                  struct arena *arena, struct span *bytes, struct failure *why)
{
    const char *path = arena_format(arena, "%s/%s", folder, name);
    const struct held *one = find(path);
    int inside;

    why->text[0] = '\0';
    if (one != NULL)
        return give(one, most, bytes, why);
    if (held.closed || folder_is_held(folder))
        return -1;
    inside = stands_in(folder, path, why);
    if (inside == 0)
        why->text[0] = '\0';
    if (inside <= 0)
        return -1;
    return file_read(path, most, arena, bytes, why);
}

bool
files_has(const char *path)
{
    struct stat st;

    if (find(path) != NULL || held.closed)
        return find(path) != NULL;
    /* One that cannot be looked at is no reason to do without: reading it says
     * why. */
    return stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool
files_is_folder(const char *path)
{
    struct stat st;

    if (folder_is_held(path) || held.closed)
        return folder_is_held(path);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
files_below(const char *folder, size_t *at, const char **name,
            struct span *bytes)
{
    for (; *at < held.count; ++*at) {
        *name = below(held.items[*at].path, folder);
        if (*name != NULL) {
            *bytes = held.items[(*at)++].bytes;
            return true;
        }
    }
    return false;
}

/* The last component of the held file ONE, if it stands in FOLDER itself. */
static const char *
name_in(const struct held *one, const char *folder)
{
    const char *name = below(one->path, folder);

    return name != NULL && strchr(name, '/') == NULL ? name : NULL;
}

int
files_list(const char *folder, const char *end, struct arena *arena,
           struct file_names *names, struct failure *why)
{
    struct file_names all = {0};

    *names = (struct file_names){0};
    if (held.closed || folder_is_held(folder)) {
        for (size_t i = 0; i < held.count; i++) {
            const char *name = name_in(&held.items[i], folder);

            if (name != NULL)
                *vec_add(arena, &all) = name;
        }
        if (!folder_is_held(folder))
            return fail(why, "%s: %s", folder, strerror(ENOENT));
    } else if (list_disk(folder, arena, &all, why) != 0) {
        return -1;
    }
    for (size_t i = 0; i < all.count; i++)
        if (ends_with(all.items[i], end))
            *vec_add(arena, names) = all.items[i];
    return 0;
}
