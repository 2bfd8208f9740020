/*
 * Which of the web server's files are enabled, and whether it carries
 * Campaign's redirection module.
 *
 * Debian keeps files in mods-available and the like; those count to which a
 * link in mods-enabled leads, perhaps through a second link.  Elsewhere every
 * file counts.
 */
#include <stdlib.h>
#include <string.h>

#include "conclude.h"
#include "paths.h"

enum {
    HOPS_MOST = 8,
    LINKS_MOST = 5000 /* of one server */
};

static const char *const AVAILABLE[] = {"/mods-available/", "/conf-available/",
                                        "/sites-available/"};
static const char *const ENABLED[] = {"/mods-enabled/", "/conf-enabled/",
                                      "/sites-enabled/"};

static bool
holds_one(const char *path, const char *const parts[3])
{
    for (int i = 0; i < 3; i++)
        if (strstr(path, parts[i]) != NULL)
            return true;
    return false;
}

static bool
of_apache(const char *path)
{
    return strncmp(path, "files/etc/apache2/", 18) == 0 ||
           strncmp(path, "files/etc/httpd/", 16) == 0 ||
           strncmp(path, "files/usr/local/apache2/", 24) == 0;
}

/* The entry to which the link ENTRY leads in the end; NULL if the bundle does
 * not have it. */
static const struct entry *
follow(struct evidence *evidence, const struct entry *entry)
{
    for (int hop = 0; entry != NULL && entry->status == ENTRY_LINK; hop++) {
        const char *path = entry->path + strlen("files");

        if (hop == HOPS_MOST || entry->target == NULL)
            return NULL;
        path = path_resolve(&evidence->raw, path, entry->target);
        entry = manifest_find(evidence->manifest,
                              arena_format(&evidence->raw, "files%s", path));
    }
    return entry;
}

/* The entries that links in …-enabled lead to, sorted. */
struct enabled {
    const char **items;
    size_t count, room;
};

static int
compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_enabled(const struct enabled *enabled, const char *entry)
{
    if (!holds_one(entry, AVAILABLE))
        return true;
    return enabled->count > 0 &&
           bsearch(&entry, enabled->items, enabled->count,
                   sizeof *enabled->items, compare) != NULL;
}

static void
add_link(struct evidence *evidence, struct fact *apache,
         const struct entry *entry)
{
    struct arena *arena = evidence->arena;
    struct fact *link =
        fact_add(arena, apache, "link", (struct place){entry->path, 0});

    fact_set(arena, link, "path", evidence_path(arena, entry), link->at);
    fact_set(arena, link, "target", entry->target, link->at);
}

static void
add_redirection(struct evidence *evidence, const char *basis, struct place at)
{
    struct fact *fact =
        fact_add(evidence->arena, evidence->host, "redirection-module", at);

    fact_set(evidence->arena, fact, "basis", basis, fact->at);
}

/* Kinds of raw facts in the order in which they stand below `apache`. */
static const struct {
    const char *raw, *kind;
} BELOW[] = {
    {"load-module", "load-module"},
    {"include", "include"},
    {NULL, "link"},
    {"campaign-path", "campaign-path"},
    {"web-environment", "environment"},
};

/* Copies what the raw facts of one kind say, from files that are enabled. */
static void
add_directives(struct evidence *evidence, struct fact *apache,
               const struct enabled *enabled, const char *raw, const char *kind)
{
    struct arena *arena = evidence->bulk;
    const struct fact *fact;

    for (fact = fact_child(evidence->host, raw); fact != NULL;
         fact = fact_next(fact)) {
        const struct fact_value *value;
        struct fact *copy;

        if (!is_enabled(enabled, fact->at.entry))
            continue;
        copy = fact_add(arena, apache, kind, fact->at);
        for (value = fact->values; value != NULL; value = value->next)
            fact_set(arena, copy, value->name,
                     arena_string(arena, value->value), value->at);
    }
}

static bool
is_redirection(const struct fact *module)
{
    struct span name = span_of(fact_get(module, "name"));
    struct span file = span_of(fact_get(module, "file"));

    return span_is_fold(name, "requesthandler22_module") ||
           span_is_fold(name, "requesthandler24_module") ||
           span_find_fold(file, "nlsrvmod") >= 0;
}

/* Evidence of the redirection module: domain rule F_redir. */
static void
conclude_redirection(struct evidence *evidence, const struct fact *apache)
{
    const struct manifest *manifest = evidence->manifest;
    const struct fact *fact;
    bool log_folder = false;

    for (fact = fact_child(apache, "load-module"); fact != NULL;
         fact = fact_next(fact))
        if (is_redirection(fact))
            add_redirection(evidence, "the web server loads its module",
                            fact->at);
    for (fact = fact_child(apache, "link"); fact != NULL;
         fact = fact_next(fact)) {
        struct span name = path_name(span_of(fact_get(fact, "path")));

        if (strstr(fact->at.entry, "/mods-enabled/") != NULL &&
            (span_is(name, "nlsrv.load") || span_is(name, "zz-nlsrv.load")))
            add_redirection(evidence, "a link enables its module", fact->at);
    }
    for (fact = fact_child(evidence->host, "process"); fact != NULL;
         fact = fact_next(fact))
        if (text_is_fold(fact_get(fact, "module"), "webmdl"))
            add_redirection(evidence, "its process runs", fact->at);
    for (size_t i = 0; i < manifest->entries.count && !log_folder; i++) {
        const struct entry *entry = &manifest->entries.items[i];
        struct span path = span_of(entry->path);
        ptrdiff_t redir = span_find(path, "/redir/");
        ptrdiff_t var = span_find(path, "/var/");

        /* var/<instance>/redir: only a redirection server has it. */
        log_folder =
            entry_has_bytes(entry) && redir >= 0 && var >= 0 && var < redir &&
            memchr(path.at + var + 5, '/', (size_t)(redir - var) - 4) ==
                path.at + redir;
        if (log_folder)
            add_redirection(evidence, "its folder var/<instance>/redir exists",
                            (struct place){entry->path, 0});
    }
}

void
conclude_apache(struct evidence *evidence)
{
    const struct manifest *manifest = evidence->manifest;
    struct enabled enabled = {NULL, 0, 0};
    size_t links = 0;
    struct fact *apache =
        fact_add(evidence->arena, NULL, "apache", (struct place){NULL, 0});

    for (size_t i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];
        const struct entry *end;

        if (entry->status != ENTRY_LINK || !of_apache(entry->path) ||
            !holds_one(entry->path, ENABLED))
            continue;
        if (links++ == LINKS_MOST) {
            evidence_gap(evidence, "more than 5,000 links of the web server",
                         (struct place){entry->path, 0});
            break;
        }
        end = follow(evidence, entry);
        if (end != NULL)
            *vec_add(evidence->arena, &enabled) = end->path;
    }
    if (enabled.count > 0)
        qsort(enabled.items, enabled.count, sizeof *enabled.items, compare);
    for (size_t i = 0; i < sizeof BELOW / sizeof *BELOW; i++) {
        if (BELOW[i].raw != NULL) {
            add_directives(evidence, apache, &enabled, BELOW[i].raw,
                           BELOW[i].kind);
            continue;
        }
        links = 0;
        for (size_t j = 0; j < manifest->entries.count; j++) {
            const struct entry *entry = &manifest->entries.items[j];

            if (entry->status == ENTRY_LINK && of_apache(entry->path) &&
                links++ < LINKS_MOST)
                add_link(evidence, apache, entry);
        }
    }
    if (apache->children != NULL)
        fact_adopt(
            fact_add(evidence->arena, evidence->host, "apache", apache->at),
            apache);
    conclude_redirection(evidence, apache);
}
