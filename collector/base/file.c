#include "file.h"

#include <errno.h>
#include <stdio.h>

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
        return fail_system(why, errno, "%s: cannot be opened", path);
    buf_init(&bytes, most);
    while (!bytes.overflow && (got = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(&bytes, piece, got);
    if (ferror(file)) {
        result = fail_system(why, errno, "%s: cannot be read", path);
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
