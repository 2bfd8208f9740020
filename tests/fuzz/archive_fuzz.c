/* The bytes of a bundle's file: as they are, or as a tar in a good stream with
 * a good seal. */
#include "target.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle_read.h"
#include "forge.h"

static bool
all(void *baton, const struct entry *entry)
{
    (void)baton;
    return entry != NULL;
}

static void
take(void *baton, const struct entry *entry, struct span content)
{
    size_t *entries = baton;

    promised((size_t)entry->size == content.len);
    promised(entry_path_good(span_of(entry->path)));
    (*entries)++;
}

static void
read_bundle(const char *bytes, size_t size)
{
    size_t entries = 0;
    const struct bundle_visitor visitor = {&entries, NULL, all, take};
    struct failure why = {.text = ""};
    struct manifest manifest;
    struct arena arena;
    char path[64], sha256[65];
    int fd = memfd_create("bundle", MFD_CLOEXEC);

    promised(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    arena_init(&arena);
    if (bundle_read(path, &BUNDLE_LIMITS, &visitor, &arena, &manifest, sha256,
                    &why) != 0) {
        promised(why.text[0] != '\0');
        promised(strchr(why.text, '\n') == NULL);
    } else {
        promised(entries <= manifest.entries.count);
    }
    arena_release(&arena);
    close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const STREAMS[] = {"gzip", "zstd"};
    struct buf tar, bundle;

    if (size == 0)
        return 0;
    if (data[0] != 't' && data[0] != 'z') {
        read_bundle((const char *)data, size);
        return 0;
    }
    buf_init(&tar, 1 << 20);
    buf_init(&bundle, 2 << 20);
    buf_add(&tar, data + 1, size - 1);
    /* A tar ends with two blocks of zeros. */
    while (tar.len < size + 1024 || tar.len % 512 != 0)
        buf_addc(&tar, '\0');
    forge_bundle(&bundle, STREAMS[data[0] == 'z'], &tar, span_bytes("", 0));
    read_bundle(bundle.data, bundle.len);
    buf_release(&bundle);
    buf_release(&tar);
    return 0;
}
