#include "collecting.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle_read.h"
#include "bundle_write.h"
#include "scratch.h"
#include "snapshot.h"

static void
take(void *baton, const struct entry *entry, struct span content)
{
    (void)baton;
    promised(span_find(content, OUTSIDE) < 0);
    (void)entry;
}

static bool
all(void *baton, const struct entry *entry)
{
    (void)baton;
    (void)entry;
    return true;
}

/* Our own reader takes what we wrote, to its last entry and to facts. */
static void
read_back(const char *path)
{
    const struct bundle_visitor visitor = {NULL, NULL, all, take};
    struct snapshot *snapshot;
    struct failure why = {.text = ""};
    struct manifest manifest;
    struct arena arena;
    char sha256[65];

    arena_init(&arena);
    if (bundle_read(path, &BUNDLE_LIMITS, &visitor, &arena, &manifest, sha256,
                    &why) != 0)
        fprintf(stderr, "%s\n", why.text);
    promised(why.text[0] == '\0');
    arena_release(&arena);
    snapshot = snapshot_read(path, sha256, &why);
    if (snapshot == NULL)
        fprintf(stderr, "%s\n", why.text);
    promised(snapshot != NULL);
    snapshot_release(snapshot);
}

void
collecting(const struct gather_options *options)
{
    const struct bundle_format format = {"gzip", 1, 0};
    struct failure why = {.text = ""};
    struct gathered gathered;
    struct arena arena;
    struct spool *spool = spool_open(scratch(), &why);
    int fd = memfd_create("bundle", MFD_CLOEXEC);
    char path[64];

    promised(spool != NULL && fd >= 0);
    arena_init(&arena);
    if (gather(options, spool, &arena, &gathered, &why) == 0) {
        if (bundle_write(fd, &gathered.manifest, &format, gathered_bytes,
                         &gathered, &why) != 0)
            fprintf(stderr, "%s\n", why.text);
        promised(why.text[0] == '\0');
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        read_back(path);
    } else {
        promised(why.text[0] != '\0');
    }
    spool_close(spool);
    arena_release(&arena);
    close(fd);
}
