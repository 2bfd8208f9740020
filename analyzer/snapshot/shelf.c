#include "shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

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

static struct {
    int fd;
    atomic_ullong used; /* bytes of it */
} nameless = {.fd = -1};

/* Can the file be mapped?  Not every file system can. */
static bool
maps(int fd)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *at = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    if (at == MAP_FAILED)
        return false;
    (void)munmap(at, page);
    return true;
}

void
shelf_start(void)
{
    const char *folder = getenv("TMPDIR");

    nameless.fd = open(folder != NULL && *folder != '\0' ? folder : "/tmp",
                       O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless.fd >= 0 && !maps(nameless.fd)) {
        close(nameless.fd);
        nameless.fd = -1;
    }
}

static bool
write_all(const char *at, size_t len, off_t offset)
{
    while (len > 0) {
        ssize_t wrote = pwrite(nameless.fd, at, len, offset);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        at += wrote;
        len -= (size_t)wrote;
        offset += wrote;
    }
    return true;
}

/* Puts a piece of the file with the first USED bytes, whole pages, in their
 * place. */
static bool
put_file(struct shelf *shelf, size_t used)
{
    off_t offset;

    if (nameless.fd < 0)
        return false;
    offset = (off_t)atomic_fetch_add(&nameless.used, used);
    /* Its blocks are there before it is mapped: a full disk is seen here, not
     * when a page is written. */
    if (!write_all(shelf->room, used, offset))
        return false;
    /* What stood there may be gone when this fails: no way leads back. */
    if (mmap(shelf->room, used, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
             nameless.fd, offset) != shelf->room)
        memory_out();
    return true;
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
