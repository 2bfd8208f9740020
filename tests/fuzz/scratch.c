#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"

static char folder[64];

static int
remove_one(const char *path, const struct stat *status, int type,
           struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static void
remove_all(void)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
scratch(void)
{
    if (folder[0] == '\0') {
        const char *place = getenv("TMPDIR");

        if (place == NULL)
            place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        (void)snprintf(folder, sizeof folder, "%.40s/acc-fuzz-XXXXXX", place);
        promised(mkdtemp(folder) != NULL);
        (void)atexit(remove_all);
    }
    return folder;
}

/* The path of NAME, whose folders are there then; false: they cannot be. */
static bool
place_of(const char *name, char path[4096])
{
    int len = snprintf(path, 4096, "%s/%s", scratch(), name);

    if (len < 0 || len >= 4096)
        return false;
    for (char *c = path + strlen(folder) + 1; *c != '\0'; c++) {
        bool made;

        if (*c != '/')
            continue;
        *c = '\0';
        made = mkdir(path, 0755) == 0 || errno == EEXIST;
        *c = '/';
        if (!made)
            return false;
    }
    return true;
}

bool
scratch_write(const char *name, struct span content)
{
    char path[4096];
    int fd = place_of(name, path)
                 ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0644)
                 : -1;

    if (fd < 0)
        return false;
    promised(content.len == 0 ||
             write(fd, content.at, content.len) == (ssize_t)content.len);
    close(fd);
    return true;
}

void
scratch_copy(const char *from, const char *name)
{
    struct failure why;
    struct arena arena;
    struct span content;

    arena_init(&arena);
    promised(file_read(from, 1 << 22, &arena, &content, &why) == 0 &&
             scratch_write(name, content));
    arena_release(&arena);
}

bool
scratch_link(const char *target, const char *name)
{
    char path[4096];

    return place_of(name, path) && symlink(target, path) == 0;
}

void
scratch_remove(const char *name)
{
    char path[4096];

    if (place_of(name, path))
        (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
