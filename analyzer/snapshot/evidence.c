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
    return fact_add(evidence->arena, evidence->found, kind,
                    evidence_at(evidence, line));
}

struct fact *
evidence_raw_fact(struct evidence *evidence, const char *kind, uint32_t line)
{
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

void
evidence_gap(struct evidence *evidence, const char *reason, struct place at)
{
    struct fact *gap = fact_add(evidence->arena, evidence->host, "gap", at);

    fact_set(evidence->arena, gap, "entry",
             at.entry != NULL ? at.entry : "manifest.xml", gap->at);
    fact_set(evidence->arena, gap, "reason", reason, gap->at);
    if (at.line > 0)
        fact_number(evidence->arena, gap, "line", at.line, gap->at);
}

bool
evidence_full(const struct evidence *evidence)
{
    return evidence->arena->used - evidence->begun + evidence->bulk->used +
               evidence->raw.used >
           EVIDENCE_MEMORY;
}

void
lines_init(struct lines *lines, struct evidence *evidence, struct span text)
{
    *lines = (struct lines){.evidence = evidence, .rest = text};
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
    if (evidence_full(lines->evidence) && lines->rest.len > 0) {
        evidence_gap(
            lines->evidence,
            "not read to its end: the bundle's facts are too many",
            (struct place){lines->evidence->entry->path, lines->number + 1});
        lines->rest.len = 0;
        return false;
    }
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
