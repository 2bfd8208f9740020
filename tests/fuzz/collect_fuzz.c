/*
 * A server's tree, as frame.h describes it, to a bundle of our collector: our
 * reader takes it, and nothing from outside the tree is in it.  What frame.h
 * calls a link is one here; commands are recorded ones, db/status.csv is what
 * a database's client printed.
 */
#include "frame.h"
#include "scratch.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle_read.h"
#include "bundle_write.h"
#include "gather.h"
#include "snapshot.h"
#include "xml_document.h"

#define OUTSIDE "zq7 from outside"

static void
plant(const struct entry *entry, struct span content)
{
    struct span path = span_of(entry->path);
    char name[2048];

    if (span_skip(&path, "files/"))
        (void)snprintf(name, sizeof name, "server/root/%s", path.at);
    else if (span_skip(&path, "commands/"))
        (void)snprintf(name, sizeof name, "server/recorded/%s", path.at);
    else
        (void)snprintf(name, sizeof name, "server/%s", entry->path);
    if (entry->status == ENTRY_LINK)
        (void)scratch_link(entry->target, name);
    else if (entry_has_bytes(entry))
        (void)scratch_write(name, content);
}

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

static void
collect(const struct gather_options *options)
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct frame frames[FRAME_HOSTS];
    static char root[128], recorded[128], result[128];
    struct gather_options options = {
        .root = root,
        .recorded = recorded,
        .db = {.password_fd = -1, .client = "auto"},
        .max_file = GATHER_FILE,
        .max_bundle = GATHER_BUNDLE,
        .timeout = GATHER_TIMEOUT,
    };
    const struct manifest *manifest = &frames[0].manifest;
    struct arena arena;

    if (root[0] == '\0') {
        xml_start();
        (void)snprintf(root, sizeof root, "%s/server/root", scratch());
        (void)snprintf(recorded, sizeof recorded, "%s/server/recorded",
                       scratch());
        (void)snprintf(result, sizeof result, "%s/server/db/status.csv",
                       scratch());
        scratch_write("outside/conf/serverConf.xml",
                      span_of("<serverConf a='" OUTSIDE "'/>\n"));
        scratch_write("outside/config-x.xml",
                      span_of("<serverConf a='" OUTSIDE "'/>\n"));
    }
    if (span_find(span_bytes(data, size), OUTSIDE) >= 0)
        return 0;
    arena_init(&arena);
    promised(frames_of(data, size, &arena, frames) > 0);
    scratch_write("server/root/etc/hostname", span_of("app1\n"));
    scratch_write("server/recorded/x", span_of(""));
    for (size_t i = 0; i < manifest->entries.count; i++)
        plant(&manifest->entries.items[i], frames[0].contents[i]);
    /* So that it is a Campaign directory, whatever the input holds. */
    (void)scratch_write(strcmp(manifest->os, "windows") == 0
                            ? "server/root/C/Program Files/Neolane/"
                              "Neolane v6/bin/nlserver.exe"
                            : "server/root/usr/local/neolane/nl6/bin/nlserver",
                        span_of(""));
    options.hostname = manifest->host;
    options.estate = manifest->estate;
    if (access(result, R_OK) == 0)
        options.db.result = result;
    collect(&options);
    scratch_remove("server");
    arena_release(&arena);
    return 0;
}
