#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "span.h"
#include "vec.h"
#include "words.h"

static int
gap_order(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    int order = words_order(x->bundle, y->bundle);

    if (order == 0)
        order = words_order(x->at.entry, y->at.entry);
    if (order == 0 && x->at.line != y->at.line)
        order = x->at.line < y->at.line ? -1 : 1;
    return order != 0 ? order : words_order(x->reason, y->reason);
}

static void
gap_add(struct arena *arena, struct gaps *gaps, const struct estate_host *host,
        struct place at, const char *reason)
{
    struct gap *gap = vec_add(arena, gaps);

    gap->bundle = host->snapshot->manifest.id;
    gap->host = host->id;
    gap->at = at;
    gap->reason = reason;
}

/* Drops the gaps from START on, all of one host, that say again what another of
 * them says. */
static void
drop_repetitions(struct gaps *gaps, size_t start)
{
    struct gap *items = gaps->items;
    size_t kept = start;

    if (gaps->count - start > 1)
        qsort(items + start, gaps->count - start, sizeof *items, gap_order);
    for (size_t i = start; i < gaps->count; i++)
        if (i == start || gap_order(&items[i], &items[i - 1]) != 0)
            items[kept++] = items[i];
    gaps->count = kept;
}

void
gaps_list(const struct estate *estate, struct arena *arena, struct gaps *gaps)
{
    memset(gaps, 0, sizeof *gaps);
    for (size_t i = 0; i < estate->hosts.count; i++) {
        const struct estate_host *host = &estate->hosts.items[i];
        size_t start = gaps->count;

        for (const struct fact *fact = fact_child(host->snapshot->host, "gap");
             fact != NULL; fact = fact_next(fact)) {
            const char *line = fact_get(fact, "line");
            struct place at = {fact_get(fact, "entry"), 0};
            int64_t number;

            if (line != NULL &&
                span_number(span_of(line), 0, UINT32_MAX, &number))
                at.line = (uint32_t)number;
            gap_add(arena, gaps, host, at, fact_get(fact, "reason"));
        }
        drop_repetitions(gaps, start);
    }
    if (gaps->count > 1)
        qsort(gaps->items, gaps->count, sizeof *gaps->items, gap_order);
}

static int
finding_order(const void *a, const void *b)
{
    const struct finding *x = *(const struct finding *const *)a;
    const struct finding *y = *(const struct finding *const *)b;
    int order = strcmp(x->rule->id, y->rule->id);

    if (order == 0)
        order = words_order(x->host, y->host);
    if (order == 0)
        order = words_order(x->instance, y->instance);
    if (order == 0)
        order = words_order(x->database, y->database);
    if (order == 0)
        order = words_order(x->object, y->object);
    if (order == 0)
        order = (int)x->outcome - (int)y->outcome;
    return order != 0 ? order : words_order(x->title, y->title);
}

void
findings_list(const struct judgements *judgements, struct arena *arena,
              struct findings *findings)
{
    memset(findings, 0, sizeof *findings);
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];

        for (size_t f = 0; f < judgement->findings.count; f++)
            *vec_add(arena, findings) = &judgement->findings.items[f];
    }
    if (findings->count > 1)
        qsort(findings->items, findings->count, sizeof *findings->items,
              finding_order);
}

struct bundle_sums
bundle_sums(const struct manifest *manifest)
{
    struct bundle_sums sums = {0, 0, 0, 0};

    if (manifest == NULL)
        return (struct bundle_sums){-1, -1, -1, -1};
    for (size_t i = 0; i < manifest->entries.count; i++) {
        const struct entry *entry = &manifest->entries.items[i];

        sums.entries++;
        sums.cut += entry->status == ENTRY_CUT;
        sums.excluded += entry->status == ENTRY_EXCLUDED;
        for (size_t r = 0; r < entry->redactions.count; r++)
            sums.redacted += entry->redactions.items[r].count;
    }
    return sums;
}

const char *
base_name(const char *path)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}
