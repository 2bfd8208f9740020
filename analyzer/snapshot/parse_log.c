/*
 * Logs of Campaign and of its upgrades, VAR/INSTANCE/log/MODULE.log and
 * VAR/INSTANCE/postupgrade/postupgrade_BUILD_TIME.log.  What leaves a server
 * keeps the line numbers of the original: most lines are empty.
 *
 * Lines that say the same are one item, found by a key: the kind and the parts
 * that make the fact.  The facts are written by conclude_logs, when all logs
 * were read and it is known which line is the newest.
 */
#include <string.h>

#include "conclude.h"
#include "logline.h"
#include "logs.h"
#include "parsers.h"
#include "paths.h"

enum {
    ITEMS_MOST = 500, /* different things of one kind that are kept */
    SLOTS_LEAST = 64, /* of the table; it doubles when it is half full */
    KEY_MOST = 1024,
    STAMP = 20 /* "2026-01-02T03:04:05" and its end */
};

/* The kinds of facts, in the order in which they stand. */
enum item_kind {
    ITEM_BANNER,
    ITEM_START,
    ITEM_POOL,
    ITEM_HIT,
    ITEM_CALL,
    ITEM_ERROR,
    ITEM_UPDATE,
    ITEM_CONFLICT,
    ITEM_KINDS
};

static const char *const KIND_WORDS[ITEM_KINDS] = {
    [ITEM_BANNER] = "banner", [ITEM_START] = "start",
    [ITEM_POOL] = "pool",     [ITEM_HIT] = "hit",
    [ITEM_CALL] = "call",     [ITEM_ERROR] = "error",
    [ITEM_UPDATE] = "update", [ITEM_CONFLICT] = "conflict",
};

enum { PARTS_MOST = 8 };

/* What makes a fact, under construction. */
struct parts {
    enum item_kind kind;
    size_t count;
    struct part {
        const char *name;
        struct span value;
    } items[PARTS_MOST];
};

struct item {
    struct item *next; /* of its kind, in the order of their first lines */
    const char *key;
    size_t key_len;
    struct fact *fact; /* all but count, first, last */
    int64_t count;
    char first[STAMP], last[STAMP]; /* "": no line of it has a date */
    struct place newest;
};

struct run { /* a log of postupgrade */
    const char *entry, *instance;
    int64_t build; /* 0: the name does not tell */
    bool hits;     /* it found entities … */
    bool summary;  /* … it ended with a summary */
    char last[STAMP];
};

struct logs {
    struct evidence *evidence;
    struct fact *fact; /* "logs" */
    int64_t files, lines;
    struct {
        struct item *first, **end;
        size_t count;
        bool full;
    } kinds[ITEM_KINDS];
    struct {
        struct item **items;
        size_t room, used;
    } slots;
    struct {
        struct run *items;
        size_t count, room;
    } runs;
};

/* One log being read. */
struct reading {
    struct logs *logs;
    const char *instance; /* NULL: those that serve all instances */
    const char *build;    /* of an upgrade's log, or NULL */
    bool upgrade;
    bool hits;
    uint32_t line;
    char stamp[STAMP], last[STAMP]; /* of the line; the latest of the log */
    int64_t conflicts;              /* behind the last summary's heading */
    struct item *summary;           /* NULL: none yet */
};

/* ---- the table ---- */

static uint32_t
hash_of(const char *key, size_t len)
{
    uint32_t hash = 2166136261U; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619U;
    return hash ^ hash >> 15;
}

static void
parts_add(struct parts *parts, const char *name, struct span value)
{
    if (value.len > 0)
        parts->items[parts->count++] = (struct part){name, value};
}

static void
parts_text(struct parts *parts, const char *name, const char *value)
{
    if (value != NULL)
        parts_add(parts, name, span_of(value));
}

/* Names and values, with their ends; 0 if they are too long to be told apart.
 */
static size_t
key_of(const struct parts *parts, char key[KEY_MOST])
{
    size_t len = 0;

    key[len++] = (char)('a' + parts->kind);
    for (size_t i = 0; i < parts->count; i++) {
        struct span value = parts->items[i].value;

        if (value.len + 4 > KEY_MOST - len)
            return 0;
        /* Two letters tell the names of a kind apart: id, instance. */
        key[len++] = parts->items[i].name[0];
        key[len++] = parts->items[i].name[1];
        memcpy(key + len, value.at, value.len);
        len += value.len;
        key[len++] = '\n';
    }
    return len;
}

static void
kind_is_full(struct reading *reading, enum item_kind kind)
{
    struct evidence *evidence = reading->logs->evidence;

    if (reading->logs->kinds[kind].full)
        return;
    reading->logs->kinds[kind].full = true;
    evidence_gap(evidence,
                 arena_format(evidence->arena,
                              "of lines of the kind \"%s\" only the first %d "
                              "that differ are kept",
                              KIND_WORDS[kind], ITEMS_MOST),
                 (struct place){evidence->entry->path, reading->line});
}

static struct item *
item_new(struct reading *reading, const struct parts *parts, const char *key,
         size_t len)
{
    struct logs *logs = reading->logs;
    struct arena *arena = logs->evidence->bulk;
    struct place at = {logs->evidence->entry->path, reading->line};
    struct item *item;

    if (logs->kinds[parts->kind].count == ITEMS_MOST ||
        evidence_full(logs->evidence)) {
        kind_is_full(reading, parts->kind);
        return NULL;
    }
    item = arena_new(&logs->evidence->raw, struct item);
    item->key = arena_copy(&logs->evidence->raw, key, len);
    item->key_len = len;
    item->fact = fact_add(arena, NULL, KIND_WORDS[parts->kind], at);
    for (size_t i = 0; i < parts->count; i++)
        fact_set(arena, item->fact, parts->items[i].name,
                 span_string(arena, parts->items[i].value), at);
    *logs->kinds[parts->kind].end = item;
    logs->kinds[parts->kind].end = &item->next;
    logs->kinds[parts->kind].count++;
    return item;
}

/* The slot of the item with KEY, or the free one where it belongs. */
static struct item **
slot_of(const struct logs *logs, const char *key, size_t len)
{
    size_t slot = hash_of(key, len) % logs->slots.room;
    const struct item *item;

    while ((item = logs->slots.items[slot]) != NULL &&
           (item->key_len != len || memcmp(item->key, key, len) != 0))
        slot = (slot + 1) % logs->slots.room;
    return &logs->slots.items[slot];
}

/* Makes room for one more item. */
static void
slots_grow(struct logs *logs)
{
    struct item **old = logs->slots.items;
    size_t room = logs->slots.room;

    if (room > 0 && logs->slots.used < room / 2)
        return;
    logs->slots.room = room == 0 ? SLOTS_LEAST : room * 2;
    logs->slots.items = arena_alloc(
        &logs->evidence->raw, logs->slots.room * sizeof *logs->slots.items);
    for (size_t i = 0; i < room; i++)
        if (old[i] != NULL)
            *slot_of(logs, old[i]->key, old[i]->key_len) = old[i];
}

/* The item of PARTS, one line more; NULL if there are too many. */
static struct item *
item_count(struct reading *reading, const struct parts *parts)
{
    struct logs *logs = reading->logs;
    char key[KEY_MOST];
    size_t len = key_of(parts, key);
    struct item **slot;
    struct item *item;

    if (len == 0)
        return NULL;
    slots_grow(logs);
    slot = slot_of(logs, key, len);
    if (*slot == NULL) {
        *slot = item_new(reading, parts, key, len);
        logs->slots.used += *slot != NULL;
    }
    item = *slot;
    if (item == NULL)
        return NULL;
    item->count++;
    if (item->newest.entry == NULL || strcmp(reading->stamp, item->last) >= 0) {
        item->newest =
            (struct place){logs->evidence->entry->path, reading->line};
        memcpy(item->last, reading->stamp, STAMP);
    }
    if (*reading->stamp != '\0' &&
        (*item->first == '\0' || strcmp(reading->stamp, item->first) < 0))
        memcpy(item->first, reading->stamp, STAMP);
    return item;
}

/* ---- lines ---- */

/* Which instance a line belongs to: the one that it names, else that of the
 * folder. */
static void
add_instance(const struct reading *reading, const struct logline *line,
             struct parts *parts)
{
    if (line->instance.len > 0)
        parts_add(parts, "instance", line->instance);
    else
        parts_text(parts, "instance", reading->instance);
}

static void
take_banner(struct reading *reading, const struct logline *line)
{
    struct parts parts = {.kind = ITEM_BANNER};

    /* In the log of an upgrade the tool speaks, not a process that serves. */
    if (reading->upgrade)
        return;
    parts_add(&parts, "wording", line->words);
    (void)item_count(reading, &parts);
}

static void
take_start(struct reading *reading, const struct logline *line)
{
    struct parts parts = {.kind = ITEM_START};
    struct span rest = line->words;
    struct span name;
    ptrdiff_t end = span_find(rest, " module (pid=");

    /* "Tomcat started" says no more than that its module does. */
    if (!span_skip(&rest, "Starting ") || end < 0)
        return;
    name = span_bytes(rest.at, (size_t)(line->words.at + end - rest.at));
    add_instance(reading, line, &parts);
    parts_add(&parts, "module", name);
    (void)item_count(reading, &parts);
}

static void
take_pool(struct reading *reading, const struct logline *line)
{
    struct parts parts = {.kind = ITEM_POOL};

    add_instance(reading, line, &parts);
    parts_add(&parts, "source", line->source);
    parts_add(&parts, "engine", line->engine);
    parts_add(&parts, "server", line->server);
    parts_add(&parts, "login", line->login);
    (void)item_count(reading, &parts);
}

static void
take_entity(struct reading *reading, const struct logline *line)
{
    struct parts parts = {.kind = ITEM_HIT};

    reading->hits = true;
    add_instance(reading, line, &parts);
    parts_add(&parts, "code", line->entity);
    parts_add(&parts, "schema", line->type);
    parts_add(&parts, "id", line->id);
    parts_add(&parts, "expression", line->expression);
    (void)item_count(reading, &parts);
}

static void
take_heading(struct reading *reading, const struct logline *line)
{
    (void)line;
    reading->conflicts = 0;
}

static void
take_total(struct reading *reading, const struct logline *line)
{
    struct arena *arena = reading->logs->evidence->bulk;
    struct parts parts = {.kind = ITEM_UPDATE};
    struct item *item;

    if (!reading->upgrade)
        return;
    add_instance(reading, line, &parts);
    parts_text(&parts, "file", reading->logs->evidence->entry->path);
    parts_text(&parts, "build", reading->build);
    item = item_count(reading, &parts);
    if (item == NULL)
        return;
    /* An upgrade that goes on where it stopped sums up again: the last counts.
     */
    fact_number(arena, item->fact, "warnings", line->warnings, item->newest);
    fact_number(arena, item->fact, "errors", line->errors, item->newest);
    reading->summary = item;
    reading->conflicts = 0;
}

static void
take_conflict(struct reading *reading, const struct logline *line)
{
    struct parts parts = {.kind = ITEM_CONFLICT};

    reading->conflicts++;
    add_instance(reading, line, &parts);
    parts_add(&parts, "schema", line->type);
    parts_add(&parts, "id", line->id);
    (void)item_count(reading, &parts);
}

/* One code of a line, or none if it has only what was returned. */
static void
take_error(struct reading *reading, const struct logline *line,
           struct span code)
{
    struct parts parts = {.kind = ITEM_ERROR};

    add_instance(reading, line, &parts);
    parts_add(&parts, "code", code);
    parts_add(&parts, "returned", line->returned);
    parts_add(&parts, "phrase", line->phrase);
    (void)item_count(reading, &parts);
}

static void
take_code(struct reading *reading, const struct logline *line)
{
    struct parts call = {.kind = ITEM_CALL};

    if (line->url.len > 0) {
        add_instance(reading, line, &call);
        parts_add(&call, "address", line->url);
        (void)item_count(reading, &call);
    }
    for (size_t i = 0; i < line->code_count; i++)
        take_error(reading, line, line->codes[i]);
    if (line->code_count == 0)
        take_error(reading, line, span_of(""));
}

typedef void line_taker(struct reading *reading, const struct logline *line);

static line_taker *const TAKERS[] = {
    [LOGLINE_BANNER] = take_banner,     [LOGLINE_START] = take_start,
    [LOGLINE_POOL] = take_pool,         [LOGLINE_ENTITY] = take_entity,
    [LOGLINE_TOTAL] = take_total,       [LOGLINE_HEADING] = take_heading,
    [LOGLINE_CONFLICT] = take_conflict, [LOGLINE_CODE] = take_code,
};

/* "2011-10-04 11:57:51.804Z" → "2011-10-04T11:57:51" */
static void
stamp_of(struct span text, char stamp[STAMP])
{
    *stamp = '\0';
    if (text.len < STAMP - 1)
        return;
    memcpy(stamp, text.at, STAMP - 1);
    stamp[10] = 'T';
    stamp[STAMP - 1] = '\0';
}

static void
take_line(struct reading *reading, struct span text)
{
    struct logline line;

    if (!logline_parse(text, &line))
        return;
    reading->logs->lines++;
    stamp_of(line.stamp, reading->stamp);
    if (strcmp(reading->stamp, reading->last) > 0)
        memcpy(reading->last, reading->stamp, STAMP);
    TAKERS[line.kind](reading, &line);
}

/* ---- a log ---- */

static struct logs *
logs_of(struct evidence *evidence)
{
    struct logs *logs = evidence->logs;

    if (logs != NULL)
        return logs;
    logs = arena_new(&evidence->raw, struct logs);
    logs->evidence = evidence;
    for (int i = 0; i < ITEM_KINDS; i++)
        logs->kinds[i].end = &logs->kinds[i].first;
    return evidence->logs = logs;
}

/* …/INSTANCE/log/FILE or …/INSTANCE/postupgrade/FILE */
static void
reading_init(struct reading *reading, struct evidence *evidence)
{
    struct arena *arena = evidence->arena;
    struct span path = span_of(evidence->entry->path);
    struct span folder = path_folder(path);
    struct span name = path_name(path);
    struct span instance = path_name(path_folder(folder));
    struct span build;
    int64_t number;

    *reading = (struct reading){.logs = logs_of(evidence)};
    reading->upgrade = span_is(path_name(folder), "postupgrade");
    if (!span_is(instance, "default"))
        reading->instance = span_string(arena, instance);
    if (reading->upgrade && span_skip(&name, "postupgrade_") &&
        span_until(&name, '_', &build) &&
        span_number(build, 1, INT32_MAX, &number))
        reading->build = span_string(arena, build);
}

/* The lines that facts will point at: those that are the newest so far. */
static void
mark_newest(struct evidence *evidence)
{
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        for (const struct item *item = evidence->logs->kinds[kind].first;
             item != NULL; item = item->next)
            if (item->newest.entry == evidence->entry->path)
                (void)evidence_at(evidence, item->newest.line);
}

bool
parse_log(struct evidence *evidence, struct span text)
{
    struct reading reading;
    const char *at = text.at;
    const char *end = text.at + text.len;

    reading_init(&reading, evidence);
    reading.logs->files++;
    while (at < end) {
        const char *stop;

        reading.line++;
        if (*at == '\n') {
            at++;
            continue;
        }
        stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        take_line(&reading, span_bytes(at, (size_t)(stop - at)));
        at = stop + 1;
    }
    if (reading.summary != NULL)
        fact_number(evidence->bulk, reading.summary->fact, "conflicts",
                    reading.conflicts, reading.summary->newest);
    if (reading.upgrade) {
        struct run *run = vec_add(&evidence->raw, &reading.logs->runs);

        *run = (struct run){.entry = evidence->entry->path,
                            .instance = reading.instance,
                            .hits = reading.hits,
                            .summary = reading.summary != NULL};
        if (reading.build != NULL)
            (void)span_number(span_of(reading.build), 1, INT32_MAX,
                              &run->build);
        memcpy(run->last, reading.last, STAMP);
    }
    mark_newest(evidence);
    return true;
}

/* ---- what follows ---- */

static bool
same_instance(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Does RUN, which is later than OWN, speak of things of KIND as OWN does?  Only
 * the target release looks for entities: an upgrade of the old one says nothing
 * of them.  A mere check ends without a summary. */
static bool
outdates(const struct run *run, const struct run *own, enum item_kind kind)
{
    switch (kind) {
    case ITEM_HIT:
        return run->hits || (own->build > 0 && run->build >= own->build);
    case ITEM_UPDATE:
    case ITEM_CONFLICT:
        return run->summary;
    default:
        return true;
    }
}

/* Is the log at ENTRY the last of its instance that speaks of things of KIND?
 * NULL if it is none of an upgrade. */
static const char *
run_word(const struct logs *logs, const char *entry, enum item_kind kind)
{
    const struct run *own = NULL;
    size_t i;

    for (i = 0; i < logs->runs.count && own == NULL; i++)
        if (strcmp(logs->runs.items[i].entry, entry) == 0)
            own = &logs->runs.items[i];
    if (own == NULL)
        return NULL;
    for (i = 0; i < logs->runs.count; i++)
        if (same_instance(own->instance, logs->runs.items[i].instance) &&
            strcmp(logs->runs.items[i].last, own->last) > 0 &&
            outdates(&logs->runs.items[i], own, kind))
            return "earlier";
    return "last";
}

static void
finish_item(struct logs *logs, struct item *item, enum item_kind kind)
{
    struct arena *arena = logs->evidence->bulk;
    struct fact *fact = item->fact;

    place_copy(&fact->at, item->newest);
    for (struct fact_value *value = fact->values; value != NULL;
         value = value->next)
        place_copy(&value->at, item->newest);
    if (*item->first != '\0') {
        fact_set(arena, fact, "first", arena_format(arena, "%sZ", item->first),
                 fact->at);
        fact_set(arena, fact, "last", arena_format(arena, "%sZ", item->last),
                 fact->at);
    }
    fact_number(arena, fact, "count", item->count, fact->at);
    if (kind >= ITEM_HIT)
        fact_set(arena, fact, "run", run_word(logs, item->newest.entry, kind),
                 fact->at);
    fact_hang(logs->fact, fact);
}

void
conclude_logs(struct evidence *evidence)
{
    struct logs *logs = evidence->logs;
    struct place nowhere = {NULL, 0};

    if (logs == NULL)
        return;
    logs->fact = fact_add(evidence->arena, evidence->host, "logs", nowhere);
    fact_number(evidence->arena, logs->fact, "files", logs->files, nowhere);
    fact_number(evidence->arena, logs->fact, "lines", logs->lines, nowhere);
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        for (struct item *item = logs->kinds[kind].first; item != NULL;
             item = item->next) {
            finish_item(logs, item, (enum item_kind)kind);
            if (kind == ITEM_BANNER)
                banner_read(evidence->bulk, item->fact);
        }
}

/* Is A newer than B (NULL: there is none yet)?  Of two that bear no date the
 * later one counts. */
static bool
is_newer(const struct fact *a, const struct fact *b)
{
    const char *last = fact_get(a, "last");
    const char *other = fact_get(b, "last");

    return b == NULL || other == NULL ||
           (last != NULL && strcmp(last, other) >= 0);
}

const struct fact *
logs_banner(const struct evidence *evidence)
{
    const struct fact *logs = fact_child(evidence->host, "logs");
    const struct fact *banner = fact_child(logs, "banner");
    const struct fact *newest = NULL;

    for (; banner != NULL; banner = fact_next(banner))
        if (is_newer(banner, newest))
            newest = banner;
    return newest;
}

const struct fact *
logs_pool(const struct evidence *evidence, const char *instance)
{
    const struct fact *logs = fact_child(evidence->host, "logs");
    const struct fact *pool = fact_child(logs, "pool");
    const struct fact *newest = NULL;

    for (; pool != NULL; pool = fact_next(pool)) {
        const char *source = fact_get(pool, "source");
        const char *of = fact_get(pool, "instance");

        if (source != NULL && of != NULL && strcmp(source, "default") == 0 &&
            strcmp(of, instance) == 0 && is_newer(pool, newest))
            newest = pool;
    }
    return newest;
}
