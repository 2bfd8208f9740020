#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "bundle_read.h"
#include "conclude.h"
#include "memory.h"
#include "parsers.h"
#include "paths.h"
#include "utf8.h"

enum {
    LAYERS_MOST = 1000, /* configuration files of one host */
    REASON_MOST = 1000  /* bytes of one */
};

/* The kinds of a host's facts, in the order in which they stand. */
static const char *const KINDS[] = {
    "source",
    "alias",
    "os",
    "machine",
    "selinux",
    "package",
    "java",
    "environment",
    "login-path",
    "web-server",
    "apache",
    "iis",
    "redirection-module",
    "installation",
    "settings-diff",
    "shipped",
    "inventory",
    "logs",
    "database",
    "product",
    "process",
    "no-process",
    "not-running",
    "module",
    "settings",
    "instance",
    "parked",
    "old-path",
    "reference",
    "role",
    "gap",
};

/* How the name of a configuration file tells what it is. */
static bool
is_layer(const struct parser *parser)
{
    return parser != NULL && parser->read == parse_configuration;
}

static bool
is_shipped(const struct parser *parser)
{
    return parser != NULL && parser->read == parse_shipped;
}

static int
rank_of(const struct parser *parser)
{
    static const char *const ranks[][2] = {
        {"serverConf", "serverConf-sample"},
        {"config-default", "config-default-model"}};

    for (int i = 0; i < 2; i++)
        if (strcmp(parser->kind, ranks[i][is_shipped(parser)]) == 0)
            return i;
    return 2;
}

/* The Campaign directory of PATH, a file in conf or in a folder of it. */
static const char *
directory_of(struct arena *arena, const char *path)
{
    struct span folder = path_folder(span_of(path));

    if (!span_is(path_name(folder), "conf"))
        folder = path_folder(folder);
    return span_string(arena, path_folder(folder));
}

/* "config-NAME.xml" → NAME */
static const char *
instance_of(struct arena *arena, const char *path)
{
    struct span name = path_name(span_of(path));

    if (!span_skip(&name, "config-"))
        return "default";
    return span_string(arena, (struct span){name.at, name.len - 4});
}

static void
add_layer(struct evidence *evidence, const struct entry *entry,
          const struct parser *parser)
{
    struct layer layer = {.entry = entry->path,
                          .instance = instance_of(evidence->arena, entry->path),
                          .rank = rank_of(parser)};

    if (entry->status == ENTRY_ABSENT || *layer.instance == '\0')
        return;
    if (evidence->layers.count + evidence->shipped.count == LAYERS_MOST) {
        evidence_gap(evidence, "more than 1,000 configuration files",
                     (struct place){entry->path, 0});
        return;
    }
    if (layer.rank == 2 && !is_shipped(parser) &&
        evidence->instances++ >= EVIDENCE_INSTANCES)
        return;
    layer.directory =
        directory_of(evidence->arena, evidence_path(evidence->arena, entry));
    if (!is_shipped(parser))
        *vec_add(evidence->arena, &evidence->layers) = layer;
    else if (entry->status != ENTRY_LINK) /* what it leads to is there, too */
        *vec_add(evidence->arena, &evidence->shipped) = layer;
}

static void
add_source(struct evidence *evidence, const struct entry *entry,
           const struct parser *parser, const char *status)
{
    struct place at = {entry->path, 0};
    struct fact *source;

    if (++evidence->sources > EVIDENCE_SOURCES)
        return;
    source = fact_add(evidence->arena, evidence->host, "source", at);

    fact_set(evidence->arena, source, "entry", entry->path, at);
    fact_set(evidence->arena, source, "kind", parser->kind, at);
    fact_set(evidence->arena, source, "status", status, at);
}

/* An entry that is not whole: a gap, and a source if a parser knows it. */
static void
note_missing(struct evidence *evidence, const struct entry *entry,
             const struct parser *parser)
{
    const char *status = entry_status_word(entry->status);
    const char *reason =
        entry->reason == NULL
            ? status
            : arena_format(evidence->arena, "%s: %.*s", status,
                           (int)utf8_cut(entry->reason, REASON_MOST),
                           entry->reason);

    if (parser != NULL)
        add_source(evidence, entry, parser, status);
    if (entry->status == ENTRY_LINK)
        return;
    if (entry->status == ENTRY_ABSENT && (parser == NULL || !parser->matters))
        return;
    evidence_missing(evidence, reason, (struct place){entry->path, 0});
    evidence->snapshot->complete = false;
}

/* Its parser will not see it. */
static void
note_unread(struct evidence *evidence, const struct entry *entry,
            const struct parser *parser, const char *reason)
{
    add_source(evidence, entry, parser, "malformed");
    evidence_gap(evidence, reason, (struct place){entry->path, 1});
}

static bool
is_instance(const struct parser *parser)
{
    return is_layer(parser) && rank_of(parser) == 2;
}

static int
compare_layer(const void *path, const void *layer)
{
    return strcmp(path, ((const struct layer *)layer)->entry);
}

/* Is ENTRY one of the layers that count?  They stand as in the manifest. */
static bool
has_layer(const struct evidence *evidence, const struct entry *entry)
{
    return evidence->layers.count > 0 &&
           bsearch(entry->path, evidence->layers.items, evidence->layers.count,
                   sizeof *evidence->layers.items, compare_layer) != NULL;
}

/* The manifest is there: the host, and all that its entries say themselves. */
static int
read_manifest(void *baton, const struct manifest *manifest, struct failure *why)
{
    struct evidence *evidence = baton;
    struct arena *arena = evidence->arena;
    struct place nowhere = {NULL, 0};
    struct fact *host = fact_add(arena, NULL, "host", nowhere);

    evidence->manifest = manifest;
    evidence->begun = arena->used;
    evidence->host = host;
    evidence->snapshot->host = host;
    fact_set(arena, host, "name", manifest->host, nowhere);
    fact_set(arena, host, "bundle", manifest->id, nowhere);
    fact_set(arena, host, "stage", manifest->stage, nowhere);
    fact_set(arena, host, "collected",
             manifest->ended != NULL ? manifest->ended : manifest->started,
             nowhere);
    fact_set(arena, host, "machine", manifest->machine, nowhere);
    if (manifest->architecture != NULL || manifest->kernel != NULL) {
        struct fact *machine = fact_add(arena, host, "machine", nowhere);

        fact_set(arena, machine, "architecture", manifest->architecture,
                 nowhere);
        fact_set(arena, machine, "kernel", manifest->kernel, nowhere);
    }
    for (size_t i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];
        const struct parser *parser = parser_of(entry->path);

        if (is_layer(parser) || is_shipped(parser))
            add_layer(evidence, entry, parser);
        if (entry->status != ENTRY_COLLECTED)
            note_missing(evidence, entry, parser);
        else if (parser != NULL && entry->size > EVIDENCE_FILE)
            note_unread(evidence, entry, parser,
                        "not read: larger than 64 MiB");
        else if (is_instance(parser) && !has_layer(evidence, entry))
            note_unread(evidence, entry, parser,
                        "not read: more than 100 instances");
    }
    (void)why;
    return 0;
}

/* Lines of a log stand for themselves: one that was cut, or that grew while it
 * was read, is read as far as it goes. */
static bool
is_log(const struct parser *parser)
{
    return parser->read == parse_log;
}

static bool
wants(void *baton, const struct entry *entry)
{
    const struct parser *parser = parser_of(entry->path);

    return parser != NULL && entry->size <= EVIDENCE_FILE &&
           (!is_instance(parser) || has_layer(baton, entry)) &&
           (entry->status == ENTRY_COLLECTED ||
            (entry_has_bytes(entry) && is_log(parser)));
}

/* The text of a line as it is shown: trimmed, on one line, visible, short. */
static const char *
excerpt(struct arena *arena, struct span line)
{
    static const char more[] = "…";
    struct buf out;
    char *text;
    size_t len = 0;

    line = span_trim(line);
    while (len < line.len && line.at[len] >= ' ' && line.at[len] < 0x7F)
        len++;
    if (len == line.len && len <= EVIDENCE_EXCERPT)
        return arena_copy(arena, line.at, len);
    if (line.len > EVIDENCE_EXCERPT + 4)
        line.len = EVIDENCE_EXCERPT + 4;
    text = arena_copy(arena, line.at, line.len);
    for (size_t i = 0; i < line.len; i++)
        if (text[i] == '\t')
            text[i] = ' ';
    buf_init(&out, (size_t)EVIDENCE_EXCERPT * 16);
    utf8_show(&out, span_bytes(text, line.len));
    len = out.len;
    if (len > EVIDENCE_EXCERPT) {
        len = EVIDENCE_EXCERPT - strlen(more);
        while (len > 0 && ((unsigned char)out.data[len] & 0xC0) == 0x80)
            len--;
        text = arena_format(arena, "%.*s%s", (int)len, out.data, more);
    } else {
        text = arena_copy(arena, out.data == NULL ? "" : out.data, len);
    }
    buf_release(&out);
    return text;
}

static int
compare_lines(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* Puts ITEMS in order, most often by seeing that they are. */
static void
put_in_order(void *items, size_t count, size_t size,
             int (*compare)(const void *a, const void *b))
{
    const char *at = items;

    for (size_t i = 1; i < count; i++)
        if (compare(at + (i - 1) * size, at + i * size) > 0) {
            qsort(items, count, size, compare);
            return;
        }
}

/* Keeps the text of the lines that were marked while the entry was read. */
static void
keep_lines(struct evidence *evidence, struct span text)
{
    struct span line;
    uint32_t number = 0;
    size_t next = 0;

    if (evidence->marks.count == 0)
        return;
    put_in_order(evidence->marks.items, evidence->marks.count,
                 sizeof *evidence->marks.items, compare_lines);
    while (next < evidence->marks.count && span_line(&text, &line)) {
        if (++number != evidence->marks.items[next])
            continue;
        *vec_add(&evidence->raw, &evidence->lines) = (struct source_line){
            evidence->entry->path, number, excerpt(evidence->bulk, line)};
        while (next < evidence->marks.count &&
               evidence->marks.items[next] == number)
            next++;
    }
}

/* The tree of the entry becomes that of the layer that it is among LAYERS. */
static void
settle_layer(const struct evidence *evidence, struct layer *layers,
             size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(layers[i].entry, evidence->entry->path) == 0) {
            layers[i].root = evidence->tree;
            layers[i].whole = evidence->tree_whole;
        }
}

/* The facts of the entry become the host's. */
static void
adopt(struct evidence *evidence)
{
    settle_layer(evidence, evidence->layers.items, evidence->layers.count);
    settle_layer(evidence, evidence->shipped.items, evidence->shipped.count);
    fact_adopt(evidence->host, evidence->found);
}

static void
read_entry(void *baton, const struct entry *entry, struct span content)
{
    struct evidence *evidence = baton;
    const struct parser *parser = parser_of(entry->path);
    struct place at = {entry->path, 0};
    bool good = false;

    /* What the entry before left there, its text among it, is no more. */
    arena_reset(&evidence->scratch);
    evidence->entry = entry;
    evidence->found = fact_add(evidence->arena, NULL, "found", at);
    evidence->tree = NULL;
    evidence->marks.count = 0;
    evidence->facts = 0;
    evidence->problem = NULL;
    /* Unless the parser finds that its bytes are another encoding's. */
    evidence->text = content;
    if (evidence->sources >= EVIDENCE_SOURCES) {
        (void)evidence_problem(evidence,
                               "not read: more than 20,000 files that are", 0);
    } else if (evidence_full(evidence)) {
        (void)evidence_problem(evidence,
                               "not read: the bundle's facts are too many", 0);
    } else if (parser->read(evidence, content)) {
        adopt(evidence);
        if (entry->status == ENTRY_COLLECTED)
            add_source(evidence, entry, parser, "parsed");
        good = true;
    }
    if (!good) {
        evidence->marks.count = 0;
        at = evidence_at(evidence, evidence->problem_line);
        add_source(evidence, entry, parser, "malformed");
        evidence_gap(evidence, evidence->problem, at);
    }
    keep_lines(evidence, evidence->text);
    evidence->text = (struct span){NULL, 0};
}

/* Puts the facts into the order of KINDS; raw ones are dropped. */
static void
order_kinds(struct fact *host)
{
    struct fact *rest = host->children, *first = NULL;

    host->children = NULL;
    host->last_child = NULL;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        struct fact **link = &rest, *before = host->last_child;

        while (*link != NULL) {
            struct fact *fact = *link;

            if (strcmp(fact->kind, KINDS[i]) != 0) {
                link = &fact->next;
                continue;
            }
            *link = fact->next;
            fact->next = NULL;
            fact_hang(host, fact);
        }
        if (host->last_child == before)
            continue;
        if (first != NULL)
            first->behind = before->next;
        first = before == NULL ? host->children : before->next;
    }
}

static int
compare_source_lines(const void *a, const void *b)
{
    const struct source_line *left = a;
    const struct source_line *right = b;
    int order =
        left->entry == right->entry ? 0 : strcmp(left->entry, right->entry);

    return order != 0 ? order
                      : (left->line > right->line) - (left->line < right->line);
}

/* The lines, in their order, become the snapshot's. */
static void
settle_lines(struct evidence *evidence)
{
    struct snapshot *snapshot = evidence->snapshot;
    size_t count = evidence->lines.count;

    if (count == 0)
        return;
    snapshot->lines.items =
        arena_alloc(evidence->bulk, count * sizeof *snapshot->lines.items);
    snapshot->lines.count = count;
    /* One by one: what lies between members does not go to the shelf's file. */
    for (size_t i = 0; i < count; i++) {
        struct source_line *line = &snapshot->lines.items[i];

        line->entry = evidence->lines.items[i].entry;
        line->line = evidence->lines.items[i].line;
        line->text = evidence->lines.items[i].text;
    }
    put_in_order(snapshot->lines.items, count, sizeof *snapshot->lines.items,
                 compare_source_lines);
}

static void
conclude(struct evidence *evidence)
{
    conclude_os(evidence);
    conclude_packages(evidence);
    conclude_apache(evidence);
    conclude_iis(evidence);
    conclude_installation(evidence);
    conclude_shipped(evidence);
    conclude_logs(evidence);
    conclude_database(evidence);
    conclude_product(evidence);
    conclude_names(evidence);
    conclude_settings(evidence);
    if (evidence->gaps_more > 0) {
        const char *more =
            arena_format(evidence->arena, "%zu more gaps, which are not listed",
                         evidence->gaps_more);

        evidence->gaps = (struct gap_list){0};
        evidence_gap(evidence, more, evidence->gaps_more_at);
    }
    order_kinds(evidence->host);
    settle_lines(evidence);
}

/* What parsers and conclusions leave out keeps the facts small; should they be
 * large all the same, their documents would not fit. */
static int
check_size(const struct evidence *evidence, struct failure *why)
{
    size_t size =
        evidence->arena->used - evidence->begun + evidence->bulk->used;

    if (size <= EVIDENCE_MEMORY + EVIDENCE_MEMORY / 4)
        return 0;
    return fail(why,
                "needs more than 256 MiB to read: it makes %zu MiB of facts",
                size >> 20);
}

struct snapshot *
snapshot_read_file(const char *path, FILE *file, uint64_t size, char sha256[65],
                   struct failure *why)
{
    struct snapshot *snapshot = memory_take(1, sizeof *snapshot);
    struct evidence evidence = {.snapshot = snapshot,
                                .budget = {.left = BUDGET_STEPS}};
    struct bundle_visitor visitor = {&evidence, read_manifest, wants,
                                     read_entry};

    arena_init(&snapshot->arena);
    shelf_init(&snapshot->shelf);
    snapshot->file = arena_string(&snapshot->arena, path);
    snapshot->complete = true;
    evidence.arena = &snapshot->arena;
    evidence.bulk = &snapshot->shelf.arena;
    arena_init(&evidence.raw);
    arena_init(&evidence.scratch);
    if ((file == NULL
             ? bundle_read(path, &BUNDLE_LIMITS, &visitor, &snapshot->arena,
                           &snapshot->manifest, sha256, why)
             : bundle_read_file(file, size, &BUNDLE_LIMITS, &visitor,
                                &snapshot->arena, &snapshot->manifest, sha256,
                                why)) != 0) {
        snapshot_release(snapshot);
        snapshot = NULL;
    } else {
        memcpy(snapshot->sha256, sha256, sizeof snapshot->sha256);
        conclude(&evidence);
        if (check_size(&evidence, why) == 0) {
            shelf_keep(&snapshot->shelf);
            shelf_rest(&snapshot->shelf);
        } else {
            snapshot_release(snapshot);
            snapshot = NULL;
        }
    }
    arena_release(&evidence.scratch);
    arena_release(&evidence.raw);
    return snapshot;
}

struct snapshot *
snapshot_read(const char *path, char sha256[65], struct failure *why)
{
    return snapshot_read_file(path, NULL, 0, sha256, why);
}

void
snapshot_rest(const struct snapshot *snapshot)
{
    shelf_rest(&snapshot->shelf);
}

void
snapshot_release(struct snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    shelf_release(&snapshot->shelf);
    arena_release(&snapshot->arena);
    free(snapshot);
}

const struct source_line *
snapshot_line(const struct snapshot *snapshot, const char *entry, uint32_t line)
{
    const struct source_line key = {entry, line, NULL};

    if (snapshot->lines.count == 0 || entry == NULL)
        return NULL;
    return bsearch(&key, snapshot->lines.items, snapshot->lines.count,
                   sizeof *snapshot->lines.items, compare_source_lines);
}
