#include "names.h"

#include <string.h>

#include "address.h"
#include "buf.h"
#include "conclude.h"
#include "parsers.h"

enum {
    LINES_MOST = 10000, /* lines of hosts that are kept: some files block
                           hundreds of thousands of sites */
    ALIASES_MOST = 100, /* of one server */
    KNOWN_MOST = 2000   /* bytes of what a name is called besides */
};

bool
parse_hosts(struct evidence *evidence, struct span text)
{
    struct arena *arena = evidence->arena;
    struct lines lines;
    size_t kept = 0;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span line = lines.line;
        struct span rest;
        struct span address;
        struct span name;
        struct fact *fact;

        (void)span_until(&line, '#', &line);
        rest = line;
        if (!span_word(&rest, &address) || !span_word(&rest, &name))
            continue;
        if (kept++ == LINES_MOST) {
            evidence_gap(evidence, "only its first 10,000 names were read",
                         (struct place){evidence->entry->path, lines.number});
            break;
        }
        fact = evidence_fact(evidence, "hosts-line", lines.number);
        fact_set(arena, fact, "names", span_string(arena, span_trim(line)),
                 fact->at);
    }
    return true;
}

/* Does LINE of the file hold HOST, as address or as name? */
static bool
holds(const struct fact *line, const char *host)
{
    struct span rest = span_of(fact_get(line, "names"));
    struct span word;

    while (span_word(&rest, &word))
        if (span_is_fold(word, host))
            return true;
    return false;
}

/* Does LINE give names of the machine itself: its first word is local, or one
 * of them is the host's name? */
static bool
is_own(const struct evidence *evidence, const struct fact *line, bool *local)
{
    struct span rest = span_of(fact_get(line, "names"));
    struct span word;
    bool first = true;

    *local = false;
    for (; span_word(&rest, &word); first = false) {
        const char *name = span_string(evidence->arena, word);

        if (first && address_local(name))
            *local = true;
        else if (!first && address_same(name, evidence->manifest->host))
            return true;
    }
    return false;
}

bool
names_mean_self(const struct evidence *evidence, const char *host)
{
    const struct fact *line = fact_child(evidence->host, "hosts-line");
    bool local;

    for (; line != NULL; line = fact_next(line))
        if (holds(line, host) && (is_own(evidence, line, &local) || local))
            return true;
    return false;
}

const char *
names_known(const struct evidence *evidence, const char *host)
{
    const struct fact *line = fact_child(evidence->host, "hosts-line");
    const char *known = NULL;
    struct buf out;

    buf_init(&out, KNOWN_MOST);
    for (; line != NULL; line = fact_next(line)) {
        struct span rest = span_of(fact_get(line, "names"));
        struct span word;

        if (!holds(line, host))
            continue;
        while (span_word(&rest, &word)) {
            size_t before = out.len;

            if (span_is_fold(word, host))
                continue;
            buf_addf(&out, "%s%.*s", before > 0 ? " " : "", (int)word.len,
                     word.at);
        }
    }
    if (out.len > 0 && !out.overflow)
        known = arena_copy(evidence->arena, out.data, out.len);
    buf_release(&out);
    return known;
}

/* One more name by which others may know the server. */
static void
add_alias(struct evidence *evidence, const struct fact *line, struct span word)
{
    struct arena *arena = evidence->arena;
    const char *name = span_string(arena, word);
    struct fact *alias;

    if (address_local(name) || span_skip_fold(&word, "localhost") ||
        span_skip_fold(&word, "ip6-") ||
        text_is_fold(name, evidence->manifest->host) ||
        fact_find(evidence->host, "alias", "name", name) != NULL)
        return;
    alias = fact_add(arena, evidence->host, "alias", line->at);
    fact_set(arena, alias, "name", name, alias->at);
}

void
conclude_names(struct evidence *evidence)
{
    const struct fact *line = fact_child(evidence->host, "hosts-line");
    size_t lines = 0;

    for (; line != NULL && lines < ALIASES_MOST; line = fact_next(line)) {
        struct span rest = span_of(fact_get(line, "names"));
        struct span word;
        bool local;

        if (!is_own(evidence, line, &local))
            continue;
        for (size_t i = 0; i < ALIASES_MOST && span_word(&rest, &word); i++)
            add_alias(evidence, line, word);
        lines++;
    }
}
