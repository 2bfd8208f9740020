#include "gathering.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_read.h"
#include "file.h"
#include "handover.h"
#include "place.h"
#include "seal.h"
#include "utf8.h"

enum {
    ENTRY_NAME_MOST = 3000,
    ROUNDS_MOST = 16,
    KEY_MOST = 65536,
    NAMES_MOST = 32 * 1024 * 1024, /* bytes of files' names */
    OTHERS_MOST = 1000             /* entries that are no files of the recipe */
};

/* ---- time ---- */

/* Days since 1970-01-01 to a civil date: Gregorian years begin in March, so
 * that the leap day comes last. */
static void
civil_date(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era, of_era, year_of_era, of_year, part;

    days += 719468; /* from 0000-03-01 */
    era = (days >= 0 ? days : days - 146096) / 146097;
    of_era = days - era * 146097;
    year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    part = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * part + 2) / 5 + 1);
    *month = (int)(part < 10 ? part + 3 : part - 9);
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

const char *
time_text(int64_t when, struct arena *arena)
{
    /* The years 0 to 9999: a damaged file system may tell any. */
    const int64_t first = -62167219200, last = 253402300799;
    int64_t days, rest, year;
    int month, day;

    when = when < first ? first : when > last ? last : when;
    days = when / 86400;
    rest = when % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    civil_date(days, &year, &month, &day);
    return arena_format(arena, "%04ld-%02d-%02dT%02d:%02d:%02dZ", (long)year,
                        month, day, (int)(rest / 3600), (int)(rest / 60 % 60),
                        (int)(rest % 60));
}

int64_t
clock_fixed(void)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;

    if (text == NULL || !span_number(span_of(text), 0, 253402300799, &seconds))
        return -1;
    return seconds;
}

/* ---- entries ---- */

/* Where the search for TEXT begins in an index (FNV-1a). */
static size_t
index_place(const struct entry_index *index, const char *text)
{
    uint32_t hash = 2166136261U;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return hash & (index->size - 1);
}

static const char *
index_text(const struct gathered *gathered, const struct entry_index *index,
           uint32_t place)
{
    const struct entry *entry = &gathered->manifest.entries.items[place - 1];

    return index == &gathered->by_path ? entry->path : entry->origin;
}

static struct entry *
index_find(struct gathered *gathered, const struct entry_index *index,
           const char *text)
{
    size_t at;

    if (index->size == 0)
        return NULL;
    for (at = index_place(index, text); index->places[at] != 0;
         at = (at + 1) & (index->size - 1))
        if (strcmp(index_text(gathered, index, index->places[at]), text) == 0)
            return &gathered->manifest.entries.items[index->places[at] - 1];
    return NULL;
}

static void
index_put(struct gathered *gathered, struct entry_index *index, uint32_t place)
{
    size_t at = index_place(index, index_text(gathered, index, place));

    while (index->places[at] != 0)
        at = (at + 1) & (index->size - 1);
    index->places[at] = place;
}

/* Adds ENTRY, whose text is set, to the index. */
static void
index_add(struct gathered *gathered, struct entry_index *index,
          const struct entry *entry)
{
    struct entry_index old = *index;

    if (2 * index->count >= index->size) {
        index->size = index->size == 0 ? 256 : 2 * index->size;
        index->places =
            arena_alloc(gathered->arena, index->size * sizeof *index->places);
        for (size_t i = 0; i < old.size; i++)
            if (old.places[i] != 0)
                index_put(gathered, index, old.places[i]);
    }
    index->count++;
    index_put(gathered, index,
              (uint32_t)(entry - gathered->manifest.entries.items) + 1);
}

struct entry *
entry_seen(struct gathered *gathered, const char *path)
{
    return index_find(gathered, &gathered->by_path, path);
}

struct entry *
entry_of_origin(struct gathered *gathered, const char *absolute)
{
    return index_find(gathered, &gathered->by_origin, absolute);
}

void
entry_from(struct gathered *gathered, struct entry *entry, const char *absolute)
{
    entry->origin = absolute;
    index_add(gathered, &gathered->by_origin, entry);
}

/* Adds ABSOLUTE to SHOWN, which ends with the folder above it, without what no
 * name of an entry has: empty components, ".", and ".." with what it takes
 * back.  Links are not asked: this only names what could be anywhere. */
static void
show_components(struct buf *shown, const char *absolute)
{
    struct span rest = span_of(absolute), part;
    size_t top = shown->len;

    if (rest.len > ENTRY_NAME_MOST)
        rest.len = ENTRY_NAME_MOST;
    while (rest.len > 0) {
        if (!span_until(&rest, '/', &part)) {
            part = rest;
            rest.len = 0;
        }
        if (span_is(part, "..")) {
            while (shown->len > top && shown->data[--shown->len] != '/')
                continue;
            shown->data[shown->len] = '\0';
        } else if (part.len > 0 && !span_is(part, ".")) {
            buf_addc(shown, '/');
            utf8_show(shown, part);
        }
    }
    if (shown->len == top)
        buf_adds(shown, "/(root)");
}

const char *
entry_path(struct gathered *gathered, const char *top, const char *absolute)
{
    struct buf shown;
    const char *path, *unique;
    int round = 1;

    buf_init(&shown, 64 * 1024);
    buf_adds(&shown, top);
    show_components(&shown, absolute);
    if (shown.len > ENTRY_NAME_MOST) { /* what is shown is ASCII there */
        shown.len = ENTRY_NAME_MOST;
        while (((unsigned char)shown.data[shown.len] & 0xC0) == 0x80)
            shown.len--;
        shown.data[shown.len] = '\0';
    }
    path = arena_copy(gathered->arena, shown.data, shown.len);
    buf_release(&shown);
    unique = path;
    while (entry_seen(gathered, unique) != NULL) {
        /* Names that are cut may all be one: then no number is tried twice. */
        if (++round > ROUNDS_MOST)
            round += (int)gathered->manifest.entries.count;
        unique = arena_format(gathered->arena, "%s~%d", path, round);
    }
    return unique;
}

struct entry *
entry_add(struct gathered *gathered, const char *path, enum entry_status status,
          const char *why)
{
    struct entry *entry = vec_add(gathered->arena, &gathered->manifest.entries);

    entry->path = path;
    index_add(gathered, &gathered->by_path, entry);
    gathered->beyond.names += strlen(path);
    entry->status = status;
    entry->size = -1;
    entry->exit = -1;
    entry->duration = -1;
    entry->why = why;
    return entry;
}

bool
entries_full(const struct gathered *gathered)
{
    return gathered->manifest.entries.count + OTHERS_MOST >=
               BUNDLE_LIMITS.entries ||
           gathered->beyond.names >= NAMES_MOST;
}

void
entry_beyond(struct gathered *gathered, const char *path)
{
    if (gathered->beyond.count++ == 0)
        gathered->beyond.first = path;
}

/*
 * Leaves out the last files whose entries make the manifest longer than the
 * analyzer reads, and says how many are missing in all.
 */
static void
entries_fit(struct gathered *gathered)
{
    struct manifest *manifest = &gathered->manifest;
    uint64_t most = BUNDLE_LIMITS.manifest / 16 * 15, sum = 0;
    size_t kept = 0;

    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < manifest->entries.count; i++) {
            struct entry *entry = &manifest->entries.items[i];
            bool file = strncmp(entry->path, "files/", 6) == 0;

            /* All else is what files are read for: it stays. */
            if (file != (pass == 1))
                continue;
            sum += manifest_entry_size(entry);
            if (file && sum > most) {
                entry_beyond(gathered, entry->origin != NULL ? entry->origin
                                                             : entry->path);
                entry->path = NULL;
            }
        }
    for (size_t i = 0; i < manifest->entries.count; i++)
        if (manifest->entries.items[i].path != NULL)
            manifest->entries.items[kept++] = manifest->entries.items[i];
    manifest->entries.count = kept;
    if (gathered->beyond.count > 0) {
        struct span name = span_of(gathered->beyond.first);
        struct entry *entry = vec_add(gathered->arena, &manifest->entries);

        *entry = (struct entry){.path = "files/beyond",
                                .status = ENTRY_EXCLUDED,
                                .size = -1,
                                .exit = -1,
                                .duration = -1};
        if (name.len > 300)
            name.len = 300;
        entry->reason = arena_format(
            gathered->arena,
            "%zu files are not named, for a bundle has no room for more "
            "names; the first: %s",
            gathered->beyond.count, span_string(gathered->arena, name));
        entry->mend = "collect each instance by itself with --instance";
        entry->why = "what the bundle cannot name";
    }
}

/* Keeps head and tail, at line ends, with a line between that says so. */
static void
cut_middle(struct buf *content, size_t most, struct arena *arena)
{
    size_t head = most / 2, tail = most / 2 > 128 ? most / 2 - 128 : 0, from;
    char *note, *kept;

    while (head > 0 && content->data[head - 1] != '\n')
        head--;
    from = content->len - tail;
    while (from < content->len && content->data[from - 1] != '\n')
        from++;
    note = arena_format(arena, "[%zu bytes cut]\n", from - head);
    kept = arena_copy(arena, content->data + from, content->len - from);
    from = content->len - from;
    content->len = head;
    buf_adds(content, note);
    buf_add(content, kept, from);
}

void
entry_refuse(struct entry *entry, enum entry_status status, const char *reason,
             const char *mend)
{
    entry->status = status;
    entry->reason = reason;
    entry->mend = mend;
}

void
entry_redacted(struct gathered *gathered, struct entry *entry,
               const struct redact_counts *counts)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (counts->of[i] > 0)
            *vec_add(gathered->arena, &entry->redactions) =
                (struct redaction){REDACT_KINDS[i], counts->of[i]};
}

/* The number behind "Adobe Campaign" in the banner of `nlserver pdump`. */
static bool
banner_is_v7(struct span output)
{
    ptrdiff_t at = span_find_fold(output, "server for Adobe Campaign");
    size_t i;

    if (at < 0)
        return false;
    for (i = (size_t)at; i < output.len && output.at[i] != '\n'; i++)
        if (ascii_digit(output.at[i]))
            return output.at[i] == '7' &&
                   (i + 1 == output.len || !ascii_digit(output.at[i + 1]));
    return false;
}

/* Version 7 installed means that this server has been migrated. */
static void
stage_note(struct gathered *gathered, const char *path, struct span content)
{
    bool after = false;
    struct span line;

    if (strcmp(path, "commands/nlserver-pdump") == 0)
        after = banner_is_v7(content);
    if (strcmp(path, "commands/packages") == 0)
        while (!after && span_line(&content, &line))
            after = span_skip(&line, "nlserver6-v7\t");
    if (after)
        gathered->manifest.stage = "after";
}

int
entry_store(struct gathered *gathered, struct entry *entry,
            const struct redact_counts *counts, const struct buf *content,
            struct failure *why)
{
    struct span bytes =
        span_bytes(content->data == NULL ? "" : content->data, content->len);
    char hex[SEAL_HEX];

    if (gathered->spooled + (int64_t)bytes.len >
        gathered->options->max_bundle) {
        entry_refuse(entry, ENTRY_EXCLUDED, "the bundle has reached its cap",
                     "raise --max-bundle");
        return 0;
    }
    entry_redacted(gathered, entry, counts);
    entry->size = (int64_t)bytes.len;
    seal_of(bytes, hex);
    entry->sha256 = arena_string(gathered->arena, hex);
    *vec_add(gathered->arena, &gathered->pieces) = (struct piece){
        entry->path, (uint64_t)gathered->spooled, (uint64_t)bytes.len};
    gathered->spooled += (int64_t)bytes.len;
    if (gathered->spool == NULL || bytes.len == 0)
        return 0;
    return spool_add(gathered->spool, bytes.at, bytes.len, why);
}

int
entry_keep(struct gathered *gathered, struct entry *entry,
           enum redact_form form, bool shipped, struct span content,
           struct failure *why)
{
    const struct gather_options *options = gathered->options;
    struct redact_counts counts;
    const char *problem;
    struct buf out;
    int result = 0;

    memset(&counts, 0, sizeof counts);
    buf_init(&out, 2 * (size_t)GATHER_FILE_MOST);
    /* An archive within makes the analyzer refuse the whole bundle. */
    problem = bundle_nested(content) != NULL
                  ? "it is an archive"
                  : redact(form, content, &out, &counts);
    if (problem == NULL && bundle_nested(span_bytes(out.data, out.len)) != NULL)
        problem = "it looks like an archive";
    if (problem != NULL) {
        entry_refuse(entry, ENTRY_FAILED, problem,
                     "look at the file on the server; it was not taken");
        goto done;
    }
    if (out.len > (size_t)options->max_file) {
        cut_middle(&out, (size_t)options->max_file, gathered->arena);
        entry_refuse(entry, ENTRY_CUT,
                     arena_format(gathered->arena,
                                  "longer than %lld bytes: head and tail kept",
                                  (long long)options->max_file),
                     "raise --max-file");
    }
    result = entry_store(gathered, entry, &counts, &out, why);
    if (entry_has_bytes(entry)) {
        if (form == REDACT_XML && !shipped)
            gather_names(gathered, span_bytes(out.data, out.len));
        stage_note(gathered, entry->path, span_bytes(out.data, out.len));
    }
done:
    buf_release(&out);
    return result;
}

/* ---- the host ---- */

/* The first word of the file PATH of the tree, or NULL. */
static const char *
word_of_file(struct gathered *gathered, const char *path)
{
    struct span rest, word;
    struct buf content;
    const char *found = NULL, *real;
    int problem;

    real = place_resolve(gathered, path, &problem);
    if (real == NULL)
        return NULL;
    rest = place_text(gathered, real, 65536, &content);
    while (found == NULL && span_line(&rest, &word)) {
        word = span_trim(word);
        if (word.len > 0 && word.at[0] != '#')
            found = span_string(gathered->arena, word);
    }
    buf_release(&content);
    return found;
}

/* HOSTNAME= of Red Hat's /etc/sysconfig/network (before version 7). */
static const char *
name_of_network(struct gathered *gathered)
{
    struct span rest, line, found = {NULL, 0};
    struct buf content;
    const char *name;

    rest = place_text(gathered, "/etc/sysconfig/network", 65536, &content);
    while (span_line(&rest, &line))
        if (span_skip(&line, "HOSTNAME="))
            found = span_trim(line);
    while (found.len > 0 && (found.at[0] == '"' || found.at[0] == '\'')) {
        found.at++;
        found.len--;
    }
    while (found.len > 0 &&
           (found.at[found.len - 1] == '"' || found.at[found.len - 1] == '\''))
        found.len--;
    name = found.len > 0 ? span_string(gathered->arena, found) : NULL;
    buf_release(&content);
    return name;
}

/* Windows trees have drive letters at their top. */
static bool
is_windows_tree(struct gathered *gathered)
{
    struct node node;

    return place_look(gathered, "/C", gathered->arena, &node) == 0 &&
           node.kind == NODE_FOLDER;
}

static void
host_describe(struct gathered *gathered)
{
    const struct gather_options *options = gathered->options;
    struct manifest *manifest = &gathered->manifest;
    const char *name = options->hostname;

    if (gathered->handover != NULL && name == NULL)
        name = manifest->host;
    if (options->root == NULL) {
        manifest->os = machine_os();
        manifest->architecture = machine_architecture(gathered->arena);
        manifest->kernel = machine_kernel(gathered->arena);
        if (name == NULL)
            name = machine_name(gathered->arena);
    } else {
        if (manifest->os == NULL)
            manifest->os = is_windows_tree(gathered) ? "windows" : "linux";
        if (name == NULL)
            name = word_of_file(gathered, "/etc/hostname");
        if (name == NULL)
            name = name_of_network(gathered);
    }
    if (name == NULL) {
        struct entry *entry =
            entry_add(gathered, entry_path(gathered, "files", "/etc/hostname"),
                      ENTRY_ABSENT, "the name of this server");

        entry_from(gathered, entry, "/etc/hostname");
        entry->reason = "the tree does not say which server it is";
        entry->mend = "give its name with --hostname";
        name = "unknown";
    }
    manifest->host = name;
}

/* The machine id leaves only keyed: comparable within an estate, telling
 * nothing to others. */
static int
machine_describe(struct gathered *gathered, struct failure *why)
{
    const struct gather_options *options = gathered->options;
    char hex[SEAL_HEX];
    struct span key;
    const char *id;
    int problem = 0;

    if (options->estate_key == NULL)
        return 0;
    if (file_read(options->estate_key, KEY_MOST, gathered->arena, &key, why) !=
        0)
        return failure_at(why, "--estate-key");
    if (key.len < 16)
        return fail(why,
                    "--estate-key: %s: shorter than 16 bytes: make one with "
                    "'openssl rand -hex 32'",
                    options->estate_key);
    id = options->root == NULL ? machine_id(gathered->arena, &problem)
                               : word_of_file(gathered, "/etc/machine-id");
    if (problem != 0)
        place_missed(gathered, MACHINE_ID, problem, NULL);
    if (id == NULL)
        return 0;
    seal_keyed(key, span_of(id), hex);
    gathered->manifest.machine = arena_string(gathered->arena, hex);
    return 0;
}

/* acc-HOST-YYYYMMDDTHHMMSSZ: a name that is safe as a file's and a folder's. */
static const char *
bundle_id(const char *host, const char *clock, struct arena *arena)
{
    enum { HOST_MOST = 64 };
    char safe[HOST_MOST + 1];
    size_t i;

    for (i = 0; i < HOST_MOST && host[i] != '\0'; i++) {
        char c = host[i];

        safe[i] = ascii_letter(c) || ascii_digit(c) || c == '_' ||
                          ((c == '.' || c == '-') && i > 0)
                      ? c
                      : '_';
    }
    safe[i] = '\0';
    return arena_format(arena, "acc-%s-%.4s%.2s%.2sT%.2s%.2s%.2sZ", safe, clock,
                        clock + 5, clock + 8, clock + 11, clock + 14,
                        clock + 17);
}

/* ---- the run ---- */

static int
piece_compare(const void *a, const void *b)
{
    return strcmp(((const struct piece *)a)->path,
                  ((const struct piece *)b)->path);
}

int
gather(const struct gather_options *options, struct spool *spool,
       struct arena *arena, struct gathered *gathered, struct failure *why)
{
    struct manifest *manifest = &gathered->manifest;
    int64_t now;
    int result = -1;
    size_t i;

    memset(gathered, 0, sizeof *gathered);
    gathered->arena = arena;
    gathered->options = options;
    gathered->spool = spool;
    gathered->tree_owner = -1;
    gathered->fixed_clock = clock_fixed();
    if (options->handed_over != NULL)
        result = handover_open(gathered, why);
    else
        gathered->root =
            root_open(options->root == NULL ? "/" : options->root, why);
    if (gathered->root == NULL)
        goto done;
    result = -1;
    root_limit(gathered->root, options->timeout, GATHER_RUN);
    now = gathered->fixed_clock >= 0 ? gathered->fixed_clock : clock_now();
    manifest->collector = ACC_VERSION;
    manifest->redaction = "basic";
    manifest->stage = "before";
    manifest->estate = options->estate;
    manifest->started = time_text(now, arena);
    if (gathered->handover != NULL && gathered->fixed_clock < 0)
        manifest->started = handover_time(gathered);
    host_describe(gathered);
    manifest->id = bundle_id(manifest->host, manifest->started, arena);
    if (machine_describe(gathered, why) != 0 ||
        gather_trees(gathered, why) != 0 || gather_files(gathered, why) != 0 ||
        gather_commands(gathered, why) != 0 ||
        gather_database(gathered, why) != 0)
        goto done;
    places_tell(gathered);
    if (stop_asked) {
        fail(why, "stopped by a signal; nothing was written");
        goto done;
    }
    now = gathered->fixed_clock >= 0 ? gathered->fixed_clock : clock_now();
    manifest->ended = time_text(now, arena);
    if (gathered->handover != NULL) {
        manifest->ended = manifest->started;
        handover_tell(gathered);
    }
    entries_fit(gathered);
    manifest_order(manifest);
    if (options->each != NULL)
        for (i = 0; i < manifest->entries.count; i++)
            options->each(&manifest->entries.items[i]);
    if (gathered->pieces.count > 0)
        qsort(gathered->pieces.items, gathered->pieces.count,
              sizeof *gathered->pieces.items, piece_compare);
    result = 0;
done:
    root_close(gathered->root);
    gathered->root = NULL;
    handover_close(gathered);
    return result;
}

long
gathered_bytes(void *baton, const struct entry *entry, uint64_t offset,
               void *room, size_t size, struct failure *why)
{
    const struct gathered *gathered = baton;
    struct piece key = {entry->path, 0, 0};
    const struct piece *piece =
        bsearch(&key, gathered->pieces.items, gathered->pieces.count,
                sizeof *gathered->pieces.items, piece_compare);

    if (stop_asked)
        return fail(why, "stopped by a signal; nothing was written");
    if (piece == NULL || offset >= piece->len)
        return 0;
    if (size > piece->len - offset)
        size = (size_t)(piece->len - offset);
    return spool_read(gathered->spool, piece->at + offset, room, size, why);
}

bool
gathered_incomplete(const struct gathered *gathered)
{
    size_t i;

    for (i = 0; i < gathered->manifest.entries.count; i++)
        if (gathered->manifest.entries.items[i].mend != NULL)
            return true;
    return false;
}
