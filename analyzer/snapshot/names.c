#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "buf.h"
#include "conclude.h"
#include "parsers.h"

enum {
    LINES_MOST = 10000,  /* lines of hosts that are kept: some files block
                            hundreds of thousands of sites */
    WORDS_MOST = 200000, /* names and addresses that are kept */
    ALIASES_MOST = 100,  /* of one server */
    KNOWN_MOST = 2000    /* bytes of what a name is called besides */
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

/* A word of a line, in the order of the words and of the lines. */
struct name {
    struct span word;
    const struct fact *line;
    bool own; /* the line gives names of the machine itself */
};

struct names {
    struct name *items;
    size_t count, room;
};

static int
compare_words(struct span a, struct span b)
{
    size_t len = a.len < b.len ? a.len : b.len;

    for (size_t i = 0; i < len; i++) {
        unsigned char left = (unsigned char)ascii_lower(a.at[i]);
        unsigned char right = (unsigned char)ascii_lower(b.at[i]);

        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int
name_order(const void *a, const void *b)
{
    const struct name *left = a;
    const struct name *right = b;
    int order = compare_words(left->word, right->word);

    return order != 0 ? order
                      : (left->line->at.line > right->line->at.line) -
                            (left->line->at.line < right->line->at.line);
}

/* Does LINE give names of the machine itself: its first word is local, or one
 * of them is the host's name? */
static bool
is_own(struct evidence *evidence, const struct fact *line, bool *local)
{
    struct span rest = span_of(fact_get(line, "names"));
    struct span word;
    bool first = true;

    *local = false;
    for (; span_word(&rest, &word); first = false) {
        const char *name = span_string(&evidence->raw, word);

        if (first && address_local(name))
            *local = true;
        else if (!first && address_same(name, evidence->manifest->host))
            return true;
    }
    return false;
}

/* All words of the file, sorted; made once. */
static const struct names *
names_of(struct evidence *evidence)
{
    struct names *names = evidence->names;
    const struct fact *line = fact_child(evidence->host, "hosts-line");

    if (names != NULL)
        return names;
    names = evidence->names = arena_new(&evidence->raw, struct names);
    for (; line != NULL; line = fact_next(line)) {
        struct span rest = span_of(fact_get(line, "names"));
        struct name name = {.line = line};
        bool local;

        name.own = is_own(evidence, line, &local) || local;
        while (span_word(&rest, &name.word) && names->count < WORDS_MOST)
            *vec_add(&evidence->raw, names) = name;
        if (names->count == WORDS_MOST) {
            evidence_gap(evidence, "only its first 200,000 words were read",
                         line->at);
            break;
        }
    }
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, name_order);
    return names;
}

/* The first of NAMES that is not below HOST. */
static size_t
names_from(const struct names *names, const char *host)
{
    size_t low = 0;
    size_t high = names->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_words(names->items[middle].word, span_of(host)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
is_at(const struct names *names, size_t index, const char *host)
{
    return index < names->count && span_is_fold(names->items[index].word, host);
}

bool
names_mean_self(struct evidence *evidence, const char *host)
{
    const struct names *names = names_of(evidence);

    for (size_t i = names_from(names, host); is_at(names, i, host); i++)
        if (names->items[i].own)
            return true;
    return false;
}

const char *
names_known(struct evidence *evidence, const char *host)
{
    const struct names *names = names_of(evidence);
    const struct fact *line = NULL;
    const char *known = NULL;
    struct buf out;

    buf_init(&out, KNOWN_MOST);
    for (size_t i = names_from(names, host);
         is_at(names, i, host) && !out.overflow; i++) {
        struct span rest;
        struct span word;

        if (names->items[i].line == line)
            continue;
        line = names->items[i].line;
        rest = span_of(fact_get(line, "names"));
        while (span_word(&rest, &word) && !out.overflow) {
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
        !words_add(&evidence->raw, &evidence->aliases, name))
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
