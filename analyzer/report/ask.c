#include "ask.h"

#include <stdlib.h>
#include <string.h>

#include "verify.h"
#include "words.h"

static const struct {
    const char *word, *title;
} KINDS[ASK_KINDS] = {
    [ASK_HOST] = {"host", "Servers without a bundle"},
    [ASK_EVIDENCE] = {"evidence", "Evidence not collected"},
    [ASK_PARSE] = {"parse", "Files that could not be parsed"},
    [ASK_QUESTION] = {"question", "Questions not answered"},
    [ASK_NOT_BUILT] = {"not-built", "Checks that this version cannot make"},
    [ASK_ERROR] = {"error", "Rules that failed themselves"},
};

/* The ask of these words in its group, new if there is none yet. */
static struct ask *
ask_for(struct arena *arena, struct asks *asks, enum ask_kind kind,
        const char *what, const char *command)
{
    struct ask_group *group = &asks->groups[kind];
    struct ask *ask;

    for (size_t i = 0; i < group->asks.count; i++) {
        ask = &group->asks.items[i];
        if (words_order(ask->what, what) == 0 &&
            words_order(ask->command, command) == 0)
            return ask;
    }
    ask = vec_add(arena, &group->asks);
    ask->kind = kind;
    ask->what = what;
    ask->command = command;
    ask->severity = SEVERITY_COUNT;
    return ask;
}

static void
ask_decides(struct arena *arena, struct ask *ask, const struct rule *rule,
            const char *host)
{
    bool known = false;

    for (size_t i = 0; i < ask->rules.count; i++)
        known |= ask->rules.items[i] == rule;
    if (!known)
        *vec_add(arena, &ask->rules) = rule;
    if (rule->severity < ask->severity)
        ask->severity = rule->severity;
    if (host != NULL)
        *vec_add(arena, &ask->where) = host;
}

/* --- What a finding lacks ------------------------------------------------- */

static const struct missing_host *
missing_of(const struct estate *estate, const struct finding *finding)
{
    for (size_t i = 0; i < estate->missing.count; i++) {
        const struct missing_host *missing = &estate->missing.items[i];

        if (missing->exception == NULL &&
            (words_order(missing->name, finding->host) == 0 ||
             words_order(missing->name, finding->object) == 0))
            return missing;
    }
    return NULL;
}

/* The malformed file that FINDING's evidence points at, and why; or NULL. */
static const struct fact *
malformed_of(const struct estate *estate, const struct finding *finding)
{
    const struct estate_host *host =
        finding->host == NULL ? NULL : estate_host(estate, finding->host);

    for (size_t i = 0; host != NULL && i < finding->evidence.count; i++) {
        const struct fact *source =
            fact_find(host->snapshot->host, "source", "entry",
                      finding->evidence.items[i].at.entry);
        const char *status = source == NULL ? NULL : fact_get(source, "status");

        if (status != NULL && strcmp(status, "malformed") == 0)
            return source;
    }
    return NULL;
}

static bool
has_campaign(const struct estate_host *host)
{
    return fact_child(host->snapshot->host, "installation") != NULL;
}

/* Has no server that FINDING speaks of a Campaign directory that the collector
 * found?  To collect it again in the same way would not help. */
static bool
nothing_found(const struct estate *estate, const struct finding *finding)
{
    const struct estate_host *host =
        finding->host == NULL ? NULL : estate_host(estate, finding->host);

    if (host != NULL)
        return !has_campaign(host);
    for (size_t i = 0; i < estate->hosts.count; i++)
        if (has_campaign(&estate->hosts.items[i]))
            return false;
    return estate->hosts.count > 0;
}

/* "Run acc-collect as root on the server." of "run acc-collect as root on
 * app1": what is the same on many hosts is one ask, and `where` names them. */
static const char *
imperative(struct arena *arena, const char *get, const char *host)
{
    const char *rest = words_shown(arena, get);
    const char *name = host == NULL ? NULL : words_shown(arena, host);
    const char *at;
    struct buf out;
    char *words;

    buf_init(&out, 1 << 20);
    while (name != NULL && *name != '\0' && (at = strstr(rest, name)) != NULL) {
        const char *after = at + strlen(name);
        bool whole = (at == rest || at[-1] == ' ') &&
                     (*after == '\0' || strchr(" ,;:.", *after) != NULL);

        buf_add(&out, rest, (size_t)(at - rest));
        buf_adds(&out, whole ? "the server" : name);
        rest = after;
    }
    buf_adds(&out, rest);
    if (out.len > 0 && strchr(".?!", out.data[out.len - 1]) == NULL)
        buf_addc(&out, '.');
    words = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    if (*words >= 'a' && *words <= 'z')
        *words = (char)(*words - 'a' + 'A');
    return words_quoted(arena, words);
}

static void
ask_missing(const struct estate *estate, struct arena *arena, struct asks *asks,
            const struct missing_host *missing, const struct rule *rule)
{
    const char *what = arena_format(
        arena,
        "Run <code>acc-collect</code> on %s and add its bundle, or declare "
        "the server in the answers.",
        words_quoted(arena, words_shown(arena, missing->name)));
    const char *command =
        estate->label == NULL
            ? "acc-collect"
            : arena_format(arena, "acc-collect --estate %s",
                           verify_word(arena, estate->label, NULL));
    struct ask *ask = ask_for(arena, asks, ASK_HOST, what, command);

    if (ask->where.count == 0)
        *vec_add(arena, &ask->where) = missing->name;
    if (rule != NULL)
        ask_decides(arena, ask, rule, NULL);
}

static void
ask_evidence(const struct estate *estate, struct arena *arena,
             struct asks *asks, const struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct missing_host *missing = missing_of(estate, finding);
    const struct fact *malformed = malformed_of(estate, finding);
    const char *what;

    if (missing != NULL) {
        ask_missing(estate, arena, asks, missing, rule);
        return;
    }
    if (malformed != NULL) {
        struct place at = {fact_get(malformed, "entry"), malformed->at.line};

        what = arena_format(
            arena, "Repair <code>%s</code> and collect the server again.",
            words_quoted(arena, words_place(arena, at)));
        ask_decides(arena, ask_for(arena, asks, ASK_PARSE, what, NULL), rule,
                    finding->host);
        return;
    }
    if (nothing_found(estate, finding)) {
        what = "No Campaign directory was found on the server. Run "
               "<code>acc-collect "
               "--install-dir FOLDER</code> there, or leave out the "
               "bundle of a server without Campaign.";
        ask_decides(arena, ask_for(arena, asks, ASK_EVIDENCE, what, NULL), rule,
                    finding->host);
        return;
    }
    what = finding->get != NULL     ? finding->get
           : finding->needs != NULL ? finding->needs
                                    : rule->title;
    ask_decides(arena,
                ask_for(arena, asks, ASK_EVIDENCE,
                        imperative(arena, what, finding->host), NULL),
                rule, finding->host);
}

static void
ask_finding(const struct estate *estate, struct arena *arena, struct asks *asks,
            const struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const char *what;

    switch (finding->outcome) {
    case OUTCOME_ERROR:
        what = words_quoted(
            arena, arena_format(arena, "Report this: %s",
                                words_shown(arena, finding->detail != NULL
                                                       ? finding->detail
                                                       : rule->title)));
        ask_decides(arena, ask_for(arena, asks, ASK_ERROR, what, NULL), rule,
                    finding->host);
        break;
    case OUTCOME_MANUAL:
        what = words_quoted(arena, words_shown(arena, rule->question != NULL
                                                          ? rule->question
                                                          : rule->title));
        ask_decides(arena, ask_for(arena, asks, ASK_QUESTION, what, NULL), rule,
                    finding->host);
        break;
    case OUTCOME_UNKNOWN:
        if (rule->kind != RULE_NOT_ASSESSED) {
            ask_evidence(estate, arena, asks, finding);
            break;
        }
        what =
            words_quoted(arena, arena_format(arena, "Check by hand. Needs: %s.",
                                             rule->lacks));
        ask_decides(arena, ask_for(arena, asks, ASK_NOT_BUILT, what, NULL),
                    rule, NULL);
        break;
    default:
        break;
    }
}

/* --- Order ---------------------------------------------------------------- */

static int
rule_order(const void *a, const void *b)
{
    return strcmp((*(const struct rule *const *)a)->id,
                  (*(const struct rule *const *)b)->id);
}

static int
host_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts where ASK is to be done, each host once. */
static void
order_where(struct ask *ask)
{
    size_t kept = 0;

    if (ask->where.count > 1)
        qsort(ask->where.items, ask->where.count, sizeof *ask->where.items,
              host_order);
    for (size_t i = 0; i < ask->where.count; i++)
        if (i == 0 ||
            strcmp(ask->where.items[i], ask->where.items[kept - 1]) != 0)
            ask->where.items[kept++] = ask->where.items[i];
    ask->where.count = kept;
}

static int
ask_order(const void *a, const void *b)
{
    const struct ask *x = a, *y = b;
    int order;

    if (x->rules.count != y->rules.count)
        return x->rules.count > y->rules.count ? -1 : 1;
    if (x->severity != y->severity)
        return (int)x->severity - (int)y->severity;
    if (x->rules.count > 0 && x->rules.items[0] != y->rules.items[0])
        return strcmp(x->rules.items[0]->id, y->rules.items[0]->id);
    order = words_order(x->what, y->what);
    return order != 0 ? order : words_order(x->command, y->command);
}

/* A server that nobody saw can hold anything: it stands first.  What the site
 * cannot give, a check that is not built or a rule that failed, stands last. */
static int
group_rank(const struct ask_group *group)
{
    return group->asks.count == 0         ? 4
           : group->kind == ASK_HOST      ? 0
           : group->kind == ASK_NOT_BUILT ? 2
           : group->kind == ASK_ERROR     ? 3
                                          : 1;
}

static int
group_order(const void *a, const void *b)
{
    const struct ask_group *x = a, *y = b;

    if (group_rank(x) != group_rank(y))
        return group_rank(x) - group_rank(y);
    if (x->rules != y->rules)
        return y->rules - x->rules;
    return (int)x->kind - (int)y->kind;
}

static int
distinct_rules(const struct ask_group *group,
               const struct judgements *judgements)
{
    int distinct = 0;

    for (size_t i = 0; i < judgements->rules.count; i++) {
        bool found = false;

        for (size_t a = 0; a < group->asks.count && !found; a++)
            for (size_t r = 0; r < group->asks.items[a].rules.count; r++)
                found |= group->asks.items[a].rules.items[r] ==
                         judgements->rules.items[i].rule;
        distinct += found;
    }
    return distinct;
}

void
asks_list(const struct estate *estate, const struct judgements *judgements,
          struct arena *arena, struct asks *asks)
{
    memset(asks, 0, sizeof *asks);
    for (int kind = 0; kind < ASK_KINDS; kind++) {
        asks->groups[kind].kind = (enum ask_kind)kind;
        asks->groups[kind].word = KINDS[kind].word;
        asks->groups[kind].title = KINDS[kind].title;
    }
    for (size_t i = 0; i < estate->missing.count; i++)
        if (estate->missing.items[i].exception == NULL)
            ask_missing(estate, arena, asks, &estate->missing.items[i], NULL);
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];

        for (size_t f = 0; f < judgement->findings.count; f++)
            ask_finding(estate, arena, asks, &judgement->findings.items[f]);
    }
    for (int kind = 0; kind < ASK_KINDS; kind++) {
        struct ask_group *group = &asks->groups[kind];

        for (size_t i = 0; i < group->asks.count; i++) {
            struct ask *ask = &group->asks.items[i];

            if (ask->rules.count > 1)
                qsort(ask->rules.items, ask->rules.count,
                      sizeof *ask->rules.items, rule_order);
            order_where(ask);
        }
        if (group->asks.count > 1)
            qsort(group->asks.items, group->asks.count,
                  sizeof *group->asks.items, ask_order);
        group->rules = distinct_rules(group, judgements);
    }
    qsort(asks->groups, ASK_KINDS, sizeof *asks->groups, group_order);
}

/* Are A and B neighbours: one category, numbers one apart? */
static bool
neighbours(const char *a, const char *b)
{
    const char *x = strrchr(a, '-'), *y = strrchr(b, '-');

    return x != NULL && y != NULL && x - a == y - b &&
           strncmp(a, b, (size_t)(x - a)) == 0 &&
           strtol(x + 1, NULL, 10) + 1 == strtol(y + 1, NULL, 10);
}

const char *
ask_ids(struct arena *arena, const struct ask *ask)
{
    struct buf out;
    const char *ids;

    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < ask->rules.count; i++) {
        size_t last = i;

        while (last + 1 < ask->rules.count &&
               neighbours(ask->rules.items[last]->id,
                          ask->rules.items[last + 1]->id))
            last++;
        buf_addf(&out, "%s%s", i > 0 ? ", " : "", ask->rules.items[i]->id);
        if (last > i + 1) {
            buf_addf(&out, " to %s",
                     strrchr(ask->rules.items[last]->id, '-') + 1);
            i = last;
        }
    }
    ids = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return ids;
}
