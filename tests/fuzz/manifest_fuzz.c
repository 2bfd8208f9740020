/* A manifest that is read is written with the same bytes. */
#include "target.h"

#include <string.h>

#include "manifest.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct manifest manifest;
    struct failure why;
    struct arena arena;
    struct buf again;

    arena_init(&arena);
    buf_init(&again, 4 * size + 4096);
    if (manifest_read(span_bytes(data, size), &arena, &manifest, &why) == 0) {
        manifest_write(&manifest, &again);
        promised(again.len == size && memcmp(again.data, data, size) == 0);
        for (size_t i = 0; i < manifest.entries.count; i++)
            promised(entry_path_good(span_of(manifest.entries.items[i].path)));
    } else {
        promised(why.text[0] != '\0');
    }
    buf_release(&again);
    arena_release(&arena);
    return 0;
}
