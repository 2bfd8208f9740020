/*
 * A server's tree, as frame.h describes it, to a bundle of our collector: our
 * reader takes it, and nothing from outside the tree is in it.  What frame.h
 * calls a link is one here; commands are recorded ones, db/status.csv is what
 * a database's client printed.
 */
#include "collecting.h"
#include "frame.h"
#include "scratch.h"

#include <string.h>
#include <unistd.h>

#include "xml_document.h"

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
    collecting(&options);
    scratch_remove("server");
    arena_release(&arena);
    return 0;
}
