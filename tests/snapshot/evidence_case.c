#include "evidence_case.h"

#include <stdio.h>
#include <unistd.h>

#include "bundle_write.h"
#include "seal.h"

/* cmocka's fail_msg needs the macro that cmocka_test.h takes away. */
#define complain(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static size_t
length_of(const struct piece *piece)
{
    return piece->len != 0 ? piece->len : strlen(piece->content);
}

static void
add_entry(struct arena *arena, struct manifest *manifest,
          const struct piece *piece)
{
    struct entry *entry = vec_add(arena, &manifest->entries);
    char hex[SEAL_HEX];

    *entry = (struct entry){.path = piece->path,
                            .size = -1,
                            .exit = -1,
                            .duration = -1,
                            .why = "a test"};
    assert_true(entry_status_of(
        piece->status != NULL ? piece->status : "collected", &entry->status));
    if (entry->status == ENTRY_LINK)
        entry->target = piece->detail;
    else if (strncmp(piece->path, "commands/", 9) == 0 &&
             entry->status == ENTRY_COLLECTED)
        entry->argv = piece->detail;
    else
        entry->reason = piece->detail;
    if (!entry_has_bytes(entry))
        return;
    seal_of(span_bytes(piece->content, length_of(piece)), hex);
    entry->sha256 = arena_string(arena, hex);
    entry->size = (int64_t)length_of(piece);
}

static long
give(void *baton, const struct entry *entry, uint64_t offset, void *room,
     size_t size, struct failure *why)
{
    const struct piece *piece = baton;
    size_t left;

    (void)why;
    while (strcmp(piece->path, entry->path) != 0)
        piece++;
    left = length_of(piece) - (size_t)offset;
    left = left < size ? left : size;
    memcpy(room, piece->content + offset, left);
    return (long)left;
}

struct snapshot *
snapshot_try(const char *host, const struct piece *pieces, struct failure *why)
{
    static const struct bundle_format format = {"gzip", 1, 0};
    struct manifest manifest = {.id = "acc-test",
                                .collector = "0.1.0",
                                .host = host,
                                .os = strncmp(host, "win", 3) == 0 ? "windows"
                                                                   : "linux",
                                .architecture = "x86_64",
                                .stage = "before",
                                .started = "2026-01-02T03:04:05Z",
                                .ended = "2026-01-02T03:05:00Z",
                                .redaction = "basic"};
    char path[] = "/tmp/acc-snapshot-XXXXXX";
    struct snapshot *snapshot = NULL;
    struct arena arena;
    char sha256[65];
    int fd;

    arena_init(&arena);
    for (const struct piece *piece = pieces; piece->path != NULL; piece++)
        add_entry(&arena, &manifest, piece);
    manifest_order(&manifest);
    fd = mkstemp(path);
    assert_true(fd >= 0);
    if (bundle_write(fd, &manifest, &format, give, (void *)(uintptr_t)pieces,
                     why) == 0)
        snapshot = snapshot_read(path, sha256, why);
    close(fd);
    unlink(path);
    arena_release(&arena);
    return snapshot;
}

struct snapshot *
snapshot_of(const struct piece *pieces)
{
    struct failure why = {.text = ""};
    struct snapshot *snapshot = snapshot_try("app1", pieces, &why);

    if (snapshot == NULL)
        complain("%s", why.text);
    return snapshot;
}

struct fact *
fact_at(const struct snapshot *snapshot, const char *path)
{
    struct fact *fact = snapshot->host;

    while (fact != NULL && *path != '\0') {
        char kind[64] = "", name[64] = "", value[256] = "";
        size_t len = strcspn(path, "/");

        if (sscanf(path, "%63[^[/][%63[^=]=%255[^]]]", kind, name, value) ==
            3) {
            len = strcspn(path, "]") + 1;
            fact = fact_find(fact, kind, name, value);
        } else {
            snprintf(kind, sizeof kind, "%.*s", (int)len, path);
            fact = fact_child(fact, kind);
        }
        path += len;
        path += *path == '/';
    }
    return fact;
}

void
says_at(const struct fact *fact, const char *name, const char *value,
        const char *entry, uint32_t line, const char *file, int at)
{
    const char *has = fact_get(fact, name);
    struct place place = fact_place(fact, name);

    if (fact == NULL)
        complain("%s:%d: no such fact", file, at);
    if ((has == NULL) != (value == NULL) ||
        (has != NULL && strcmp(has, value) != 0))
        complain("%s:%d: %s is \"%s\"", file, at, name,
                 has == NULL ? "(none)" : has);
    if (has == NULL)
        return;
    if (place.line != line || (entry == NULL) != (place.entry == NULL) ||
        (entry != NULL && strcmp(entry, place.entry) != 0))
        complain("%s:%d: %s was seen at %s:%u", file, at, name,
                 place.entry == NULL ? "(nowhere)" : place.entry,
                 (unsigned)place.line);
}

size_t
count_of(const struct snapshot *snapshot, const char *kind)
{
    size_t count = 0;

    for (const struct fact *fact = fact_child(snapshot->host, kind);
         fact != NULL; fact = fact_next(fact))
        count++;
    return count;
}

const struct fact *
find_gap(const struct snapshot *snapshot, const char *entry, uint32_t line,
         const char *words)
{
    for (const struct fact *gap = fact_child(snapshot->host, "gap");
         gap != NULL; gap = fact_next(gap)) {
        if (strcmp(fact_get(gap, "entry"), entry) == 0 &&
            gap->at.line == line &&
            strstr(fact_get(gap, "reason"), words) != NULL)
            return gap;
    }
    print_error("no gap at %s:%u of \"%s\"\n", entry, (unsigned)line, words);
    return NULL;
}

char *
facts_xml(const struct snapshot *snapshot)
{
    struct xmlwrite xml;
    struct buf out;

    buf_init(&out, 256 << 20);
    xmlwrite_start(&xml, &out);
    fact_write(snapshot->host, &xml);
    assert_false(out.overflow);
    return out.data;
}
