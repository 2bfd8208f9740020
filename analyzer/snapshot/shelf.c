#include "shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    ROOM = 64 << 20,        /* bytes of addresses; memory only where written */
    WORTH_KEEPING = 1 << 16 /* bytes that are worth a file */
};

void
shelf_init(struct shelf *shelf)
{
    void *room = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    *shelf = (struct shelf){0};
    if (room == MAP_FAILED) {
        arena_init(&shelf->arena);
        return;
    }
    shelf->room = room;
    shelf->size = ROOM;
    arena_init_in(&shelf->arena, room, ROOM);
}

static bool
write_all(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, at, len);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        at += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

/* A file without a name, or -1. */
static int
open_nameless(void)
{
    const char *folder = getenv("TMPDIR");

    return open(folder != NULL && *folder != '\0' ? folder : "/tmp",
                O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

/* Puts a file with the first USED bytes in their place. */
static bool
put_file(struct shelf *shelf, size_t used)
{
    int fd = open_nameless();
    bool put = false;

    if (fd < 0)
        return false;
    /* Its blocks are there before it is mapped: a full disk is seen here, not
     * when a page is written. */
    if (write_all(fd, shelf->room, used))
        put = mmap(shelf->room, used, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_FIXED, fd, 0) == shelf->room;
    (void)close(fd);
    return put;
}

void
shelf_keep(struct shelf *shelf)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t used = arena_room_used(&shelf->arena);

    if (shelf->room == NULL)
        return;
    used = (used + page - 1) / page * page;
    if (used < shelf->size)
        (void)munmap((char *)shelf->room + used, shelf->size - used);
    shelf->size = used;
    if (used == 0)
        shelf->room = NULL;
    else if (used >= WORTH_KEEPING)
        shelf->kept = put_file(shelf, used);
}

void
shelf_rest(const struct shelf *shelf)
{
    if (shelf->kept)
        (void)madvise(shelf->room, shelf->size, MADV_DONTNEED);
}

void
shelf_release(struct shelf *shelf)
{
    arena_release(&shelf->arena);
    if (shelf->room != NULL)
        (void)munmap(shelf->room, shelf->size);
    *shelf = (struct shelf){0};
}
