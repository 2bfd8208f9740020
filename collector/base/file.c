#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#ifdef _WIN32
#include <io.h>
#define fsync _commit
#else
#include <unistd.h>
#define O_BINARY 0
#endif

#include "arena.h"
#include "buf.h"

enum { PIECE = 64 * 1024 };

int
file_read(const char *path, size_t most, struct arena *arena,
          struct span *content, struct failure *why)
{
    FILE *file = fopen(path, "rb");
    struct buf bytes;
    char piece[PIECE];
    size_t got;
    int result = 0;

    if (file == NULL)
        return fail(why, "%s: cannot be opened: %s", path, strerror(errno));
    buf_init(&bytes, most);
    while (!bytes.overflow && (got = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(&bytes, piece, got);
    if (ferror(file)) {
        result = fail(why, "%s: cannot be read: %s", path, strerror(errno));
    } else if (bytes.overflow) {
        result = fail(why, "%s: larger than the %zu bytes allowed", path, most);
    } else {
        content->at = arena_copy(arena, bytes.data, bytes.len);
        content->len = bytes.len;
    }
    buf_release(&bytes);
    (void)fclose(file);
    return result;
}

/* The name of a file beside PATH, until it is whole. */
static char *
beside(struct arena *arena, const char *path)
{
    return arena_format(arena, "%s.part", path);
}

/* Creates PART; what an interrupted run left under that name goes first.
 * Exclusively, because the folder may be shared: a link that somebody put
 * there must not be written through. */
static FILE *
create(const char *part)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_BINARY;
    int fd = open(part, flags, 0666);

    if (fd < 0 && errno == EEXIST && remove(part) == 0)
        fd = open(part, flags, 0666);
    return fd < 0 ? NULL : fdopen(fd, "wb");
}

/* Puts PART in the place of PATH.  Windows does not rename onto a file. */
static int
replace(const char *part, const char *path)
{
#ifdef _WIN32
    if (remove(path) != 0 && errno != ENOENT)
        return -1;
#endif
    return rename(part, path);
}

static int
write_whole(FILE *file, struct span content)
{
    int bad = content.len > 0 &&
              fwrite(content.at, 1, content.len, file) != content.len;

    bad = bad || fflush(file) != 0 || fsync(fileno(file)) != 0;
    if (bad) {
        int reason = errno;
        (void)fclose(file);
        errno = reason;
        return -1;
    }
    return fclose(file);
}

int
file_write(const char *path, struct span content, struct failure *why)
{
    struct arena arena;
    char *part;
    FILE *file;
    int result = 0;

    arena_init(&arena);
    part = beside(&arena, path);
    file = create(part);
    if (file == NULL) {
        result = fail(why, "%s: cannot be created: %s", part, strerror(errno));
    } else if (write_whole(file, content) != 0 || replace(part, path) != 0) {
        result = fail(why, "%s: cannot be written: %s", path, strerror(errno));
        (void)remove(part);
    }
    arena_release(&arena);
    return result;
}
