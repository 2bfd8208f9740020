#include "frame.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle_write.h"
#include "seal.h"

#define TREE "files/usr/local/neolane/nl6/"
#define NEOLANE "files/C/Program Files/Neolane/Neolane v6/"
#define TODAY "2026-01-02T03:04:05Z"

/* A place keeps its letter for ever: seeds are full of them. */
/* clang-format off */
const char *const FRAME_PLACES[] = {
    /* 0 */ NULL,
    /* 1 */ TREE "conf/serverConf.xml",
    /* 2 */ TREE "conf/config-default.xml",
    /* 3 */ TREE "conf/config-prod.xml",
    /* 4 */ TREE "conf/config-camp.xml",
    /* 5 */ TREE "conf/serverConf.xml.sample",
    /* 6 */ TREE "conf/fra/serverConf.xml.sample",
    /* 7 */ TREE "conf/models/config-default.xml",
    /* 8 */ TREE "conf/models/config-model.xml",
    /* 9 */ TREE "conf/serverConf.xml.diff",
    /* : */ TREE "customer.sh",
    /* ; */ TREE "env.sh",
    /* < */ TREE "var/prod/log/web.log",
    /* = */ TREE "var/prod/postupgrade/postupgrade_6880_1.log",
    /* > */ TREE "conf/apache_neolane.conf",
    /* ? */ "files/usr/local/neolane/nl5/conf/serverConf.xml",
    /* @ */ "files/usr/local/neolane/.bashrc",
    /* A */ "files/etc/os-release",
    /* B */ "files/etc/debian_version",
    /* C */ "files/etc/redhat-release",
    /* D */ "files/etc/hosts",
    /* E */ "files/etc/selinux/config",
    /* F */ "files/etc/apache2/apache2.conf",
    /* G */ "files/etc/apache2/envvars",
    /* H */ "files/etc/apache2/mods-enabled/nlsrv.load",
    /* I */ "files/etc/apache2/sites-enabled/000-default.conf",
    /* J */ "files/etc/httpd/conf/httpd.conf",
    /* K */ "files/etc/sysconfig/httpd",
    /* L */ "commands/nlserver-pdump",
    /* M */ "commands/nlserver-monitor-missing",
    /* N */ "commands/packages",
    /* O */ "commands/java-version",
    /* P */ "commands/apache-version",
    /* Q */ "commands/tree-inventory",
    /* R */ "commands/windows-version",
    /* S */ "commands/windows-environment",
    /* T */ "commands/iis-sites",
    /* U */ NEOLANE "conf/serverConf.xml",
    /* V */ NEOLANE "conf/config-prod.xml",
    /* W */ "files/C/Windows/System32/inetsrv/config/applicationHost.config",
    /* X */ "files/C/Windows/System32/drivers/etc/hosts",
    /* Y */ "db/status.csv",
    /* Z */ "db/script.csv",
    /* [ */ "db/server.csv",
    /* \ */ "db/settings.csv",
    /* ] */ "db/time-zone.csv",
    /* ^ */ "db/tables.csv",
    /* _ */ "db/columns.csv",
    /* ` */ "db/indexes.csv",
    /* a */ "db/index-columns.csv",
    /* b */ "db/views.csv",
    /* c */ "db/view-columns.csv",
    /* d */ "db/view-uses.csv",
    /* e */ "db/view-text.csv",
    /* f */ "db/triggers.csv",
    /* g */ "db/constraints.csv",
    /* h */ "db/foreign-keys.csv",
    /* i */ "db/sequences.csv",
    /* j */ "db/grants.csv",
    /* k */ "db/options.csv",
    /* l */ "db/option-secrets.csv",
    /* m */ "db/workflows.csv",
    /* n */ "db/folders.csv",
    /* o */ "db/external-accounts.csv",
    /* p */ "db/operators.csv",
    /* q */ "db/operator-groups.csv",
    /* r */ "db/delivery-mappings.csv",
    /* s */ "db/key-ranges.csv",
    /* t */ "db/entities.csv",
    /* u */ "db/schema-xml.csv",
    /* v */ "db/code-hits.csv",
    /* w */ "db/code-hits-entities.csv",
    /* x */ "db/privileges.csv",
    /* y */ "db/tablespaces.csv",
    /* z */ "db/extensions.csv",
};
/* clang-format on */

enum {
    FIRST_PLACE = '0',
    PLACES = sizeof FRAME_PLACES / sizeof *FRAME_PLACES,
    HOST_MARK = 0x1D,
    ENTRY_MARK = 0x1E
};

static enum entry_status
status_of(char letter)
{
    switch (letter) {
    case 'c':
        return ENTRY_CUT;
    case 'g':
        return ENTRY_CHANGED;
    case 'a':
        return ENTRY_ABSENT;
    case 'd':
        return ENTRY_DENIED;
    case 'l':
        return ENTRY_LINK;
    default:
        return ENTRY_COLLECTED;
    }
}

static bool
stands(const struct manifest *manifest, const char *path)
{
    for (size_t i = 0; i < manifest->entries.count; i++)
        if (strcmp(manifest->entries.items[i].path, path) == 0)
            return true;
    return false;
}

/* BYTES as an attribute of a manifest may hold them. */
static const char *
words(struct arena *arena, struct span bytes)
{
    char *text;

    if (bytes.len > 200)
        bytes.len = 200;
    text = arena_copy(arena, bytes.at, bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] >= 0x7F)
            text[i] = '?';
    return text[0] == '\0' ? "?" : text;
}

static void
add_entry(struct frame *frame, struct arena *arena, struct span content)
{
    struct manifest *manifest = &frame->manifest;
    size_t place = (unsigned char)content.at[0];
    char letter = content.len > 1 ? content.at[1] : ' ';
    const char *path;
    struct entry entry = {.status = status_of(letter),
                          .size = -1,
                          .exit = -1,
                          .duration = -1,
                          .why = "fuzzing"};
    char hex[SEAL_HEX];

    content = span_bytes(content.at + (content.len > 1 ? 2 : 1),
                         content.len > 1 ? content.len - 2 : 0);
    path = place < FIRST_PLACE || place >= FIRST_PLACE + PLACES
               ? NULL
               : FRAME_PLACES[place - FIRST_PLACE];
    if (path == NULL) {
        struct span line = {"", 0};

        (void)span_line(&content, &line);
        path = span_string(arena, line);
    }
    if (manifest->entries.count == FRAME_ENTRIES ||
        !entry_path_good(span_of(path)) || strlen(path) > 1000 ||
        stands(manifest, path))
        return;
    entry.path = path;
    if (entry.status == ENTRY_LINK)
        entry.target = words(arena, content);
    else if (entry.status != ENTRY_COLLECTED)
        entry.reason = "as the fuzzer says";
    if (entry.status == ENTRY_DENIED)
        entry.mend = "run acc-collect as root";
    if (strncmp(path, "commands/", 9) == 0 && entry_has_bytes(&entry))
        entry.argv = "the command";
    if (entry_has_bytes(&entry)) {
        seal_of(content, hex);
        entry.sha256 = arena_string(arena, hex);
        entry.size = (int64_t)content.len;
        entry.mtime = TODAY;
    }
    *vec_add(arena, &manifest->entries) = entry;
    frame->contents[manifest->entries.count - 1] = content;
}

/* The contents stand in the order of the entries, which is that of paths. */
static void
order(struct frame *frame)
{
    struct entry *entries = frame->manifest.entries.items;

    for (size_t i = 1; i < frame->manifest.entries.count; i++)
        for (size_t k = i;
             k > 0 && strcmp(entries[k - 1].path, entries[k].path) > 0; k--) {
            struct entry entry = entries[k];
            struct span content = frame->contents[k];

            entries[k] = entries[k - 1];
            entries[k - 1] = entry;
            frame->contents[k] = frame->contents[k - 1];
            frame->contents[k - 1] = content;
        }
}

/* Cuts what stands before MARK off REST; all of it if there is no mark. */
static bool
cut(struct span *rest, char mark, struct span *part)
{
    if (rest->at == NULL)
        return false;
    if (!span_until(rest, mark, part)) {
        *part = *rest;
        rest->at = NULL;
    }
    return true;
}

static bool
has(struct span letters, char letter)
{
    return letters.len > 0 && memchr(letters.at, letter, letters.len) != NULL;
}

static void
frame_init(struct frame *frame, size_t index, struct span host,
           struct arena *arena)
{
    static const char *const NAMES[] = {"app1", "mta1", "trk1"};
    struct manifest *manifest = &frame->manifest;
    struct span letters = {"", 0}, name = {"", 0}, content;

    (void)cut(&host, ENTRY_MARK, &name);
    if (!span_until(&name, ':', &letters)) {
        letters = name;
        name = span_of(NAMES[index]);
    }
    frame->zstd = has(letters, 'z');
    *manifest = (struct manifest){
        .id = arena_format(arena, "acc-%zu-20260102T030405Z", index),
        .collector = "0.1.0",
        .host = words(arena, name),
        .machine = has(letters, 'm') ? "1234" : NULL,
        .os = has(letters, 'w') ? "windows" : "linux",
        .architecture = "x86_64",
        .estate = has(letters, 'l') ? "prod" : NULL,
        .stage = has(letters, 'a') ? "after" : "before",
        .started = TODAY,
        .ended = TODAY,
        .redaction = "basic"};
    while (cut(&host, ENTRY_MARK, &content))
        if (content.len > 0)
            add_entry(frame, arena, content);
    order(frame);
}

size_t
frames_of(const uint8_t *data, size_t size, struct arena *arena,
          struct frame frames[FRAME_HOSTS])
{
    struct span rest = span_bytes(data, size), host;
    size_t count = 0;

    while (count < FRAME_HOSTS && cut(&rest, HOST_MARK, &host)) {
        frame_init(&frames[count], count, host, arena);
        count++;
    }
    return count;
}

static long
give(void *baton, const struct entry *entry, uint64_t offset, void *room,
     size_t size, struct failure *why)
{
    const struct frame *frame = baton;
    size_t index = (size_t)(entry - frame->manifest.entries.items);
    struct span content = frame->contents[index];
    size_t left = content.len - (size_t)offset;

    (void)why;
    left = left < size ? left : size;
    memcpy(room, content.at + offset, left);
    return (long)left;
}

int
frame_write(const struct frame *frame, char path[64])
{
    const struct bundle_format format = {frame->zstd ? "zstd" : "gzip", 1, 0};
    struct failure why = {.text = ""};
    int fd = memfd_create("bundle", MFD_CLOEXEC);

    promised(fd >= 0);
    if (bundle_write(fd, &frame->manifest, &format, give,
                     (void *)(uintptr_t)frame, &why) != 0) {
        /* What no bundle may hold is refused: an archive in it. */
        promised(strstr(why.text, "which no bundle may hold") != NULL);
        close(fd);
        return -1;
    }
    (void)snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}
