#include "evidence.h"

#include <string.h>

#include "buf.h"

enum { JOINED_MOST = 1 << 16 }; /* bytes of a line made of several */

struct place
evidence_at(struct evidence *evidence, uint32_t line)
{
    if (line > 0)
        *vec_add(&evidence->raw, &evidence->marks) = line;
    return (struct place){evidence->entry->path, line};
}

struct fact *
evidence_fact(struct evidence *evidence, const char *kind, uint32_t line)
{
    evidence->facts++;
    return fact_add(evidence->arena, evidence->found, kind,
                    evidence_at(evidence, line));
}

struct fact *
evidence_raw_fact(struct evidence *evidence, const char *kind, uint32_t line)
{
    evidence->facts++;
    return fact_add(&evidence->raw, evidence->found, kind,
                    evidence_at(evidence, line));
}

bool
evidence_problem(struct evidence *evidence, const char *reason, uint32_t line)
{
    evidence->problem = reason;
    evidence->problem_line = line;
    return false;
}

static void
add_gap(struct evidence *evidence, struct gap_list *list, const char *reason,
        struct place at)
{
    const char *entry = at.entry != NULL ? at.entry : "manifest.xml";
    struct fact *gap;

    list->count++;
    list->bytes += strlen(entry) + strlen(reason);
    if (list->count > SNAPSHOT_GAPS || list->bytes > SNAPSHOT_GAPS_BYTES) {
        if (evidence->gaps_more++ == 0)
            evidence->gaps_more_at = at;
        return;
    }
    gap = fact_add(evidence->arena, evidence->host, "gap", at);
    fact_set(evidence->arena, gap, "entry", entry, gap->at);
    fact_set(evidence->arena, gap, "reason", reason, gap->at);
    if (at.line > 0)
        fact_number(evidence->arena, gap, "line", at.line, gap->at);
}

void
evidence_gap(struct evidence *evidence, const char *reason, struct place at)
{
    add_gap(evidence, &evidence->gaps, reason, at);
}

void
evidence_missing(struct evidence *evidence, const char *reason, struct place at)
{
    add_gap(evidence, &evidence->missing, reason, at);
}

bool
evidence_full(const struct evidence *evidence)
{
    return evidence->arena->used - evidence->begun + evidence->bulk->used +
               evidence->raw.used >
           EVIDENCE_MEMORY;
}

static const char **
word_place(const struct word_set *words, const char *word)
{
    uint32_t hash = 2166136261U; /* FNV-1a */

    for (const char *at = word; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619U;
    for (size_t i = hash ^ hash >> 15;; i++) {
        const char **place = &words->items[i & (words->room - 1)];

        if (*place == NULL || strcmp(*place, word) == 0)
            return place;
    }
}

bool
words_add(struct arena *arena, struct word_set *words, const char *word)
{
    struct word_set grown = {.room = words->room == 0 ? 64 : 2 * words->room};
    const char **place;

    if (2 * words->count >= words->room) {
        grown.items = arena_alloc(arena, grown.room * sizeof *grown.items);
        for (size_t i = 0; i < words->room; i++)
            if (words->items[i] != NULL)
                *word_place(&grown, words->items[i]) = words->items[i];
        grown.count = words->count;
        *words = grown;
    }
    place = word_place(words, word);
    if (*place != NULL)
        return false;
    *place = word;
    words->count++;
    return true;
}

void
lines_init(struct lines *lines, struct evidence *evidence, struct span text)
{
    *lines = (struct lines){.evidence = evidence, .rest = text};
}

/* Leaves out the rest, of which nothing was read from line FROM on, if no more
 * may be added. */
static bool
leave_out(struct lines *lines, uint32_t from)
{
    struct evidence *evidence = lines->evidence;
    bool full = evidence_full(evidence);

    if (!full && evidence->facts < EVIDENCE_FACTS)
        return false;
    if (!lines->full)
        evidence_gap(evidence,
                     full ? "not read to its end: the bundle's facts are too "
                            "many"
                          : "not read to its end: more than 20,000 facts",
                     (struct place){evidence->entry->path, from});
    lines->full = true;
    lines->rest.len = 0;
    return true;
}

bool
lines_full(struct lines *lines)
{
    return leave_out(lines, lines->number);
}

bool
lines_next(struct lines *lines)
{
    if (lines->number == EVIDENCE_LINES && lines->rest.len > 0) {
        evidence_gap(
            lines->evidence, "only its first 200,000 lines were read",
            (struct place){lines->evidence->entry->path, EVIDENCE_LINES});
        return false;
    }
    if (lines->rest.len > 0 && leave_out(lines, lines->number + 1))
        return false;
    lines->number++;
    return span_line(&lines->rest, &lines->line);
}

static bool
continues(struct span line)
{
    return line.len > 0 && line.at[line.len - 1] == '\\';
}

bool
lines_next_joined(struct lines *lines)
{
    struct buf joined;
    bool more = true;

    if (!lines_next(lines))
        return false;
    lines->first = lines->number;
    if (!continues(lines->line))
        return true;
    buf_init(&joined, JOINED_MOST);
    do {
        more = continues(lines->line);
        buf_add(&joined, lines->line.at, lines->line.len - more);
    } while (more && lines_next(lines));
    lines->line = span_bytes(
        arena_copy(&lines->evidence->scratch, joined.data, joined.len),
        joined.len);
    buf_release(&joined);
    return true;
}

const char *
evidence_path(struct arena *arena, const struct entry *entry)
{
    struct span path = span_of(entry->path);

    if (entry->origin != NULL)
        return entry->origin;
    if (!span_skip(&path, "files"))
        return entry->path;
    return span_string(arena, path);
}
