/*
 * All rules on all documents of an estate.
 *
 * One piece of work is one document: the joined one first, then what of it the
 * rules of hosts read, which those wait for, then one per host.  Threads take
 * pieces as they come; each piece of judging keeps its results apart, and
 * they are put together in the order of the pieces, so that the result does
 * not depend on who did what when.  A host's document lives only while its
 * piece is worked on.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "work.h"

enum {
    DOCUMENT_MOST = 64 << 20 /* bytes of facts as XML */
};

struct piece {
    struct arena arena;    /* the findings' texts */
    struct arena passing;  /* what ends when they are put together */
    struct drafts *drafts; /* by rule */
};

/* In the row of work; hosts come after these. */
enum { WORK_ESTATE, WORK_SHARED, WORK_HOSTS };

struct judging {
    const struct catalogue *catalogue;
    const struct estate *estate;
    const struct fact *joined; /* the estate's facts for its own rules … */
    /* … and, as a document, for the rules of each host */
    const struct fact *shared_facts;
    struct xml_document *shared; /* NULL: too large, for that reason */
    struct xml_keys *keys;       /* of it */
    struct failure why;
    struct piece *pieces; /* the estate's, then those of hosts */
    size_t count;
};

static const struct place nowhere = {NULL, 0};

/* ---------------------------------------- the estate's document for rules */

/* What rules ask of the joined document of a host's logs and inventory: kinds
 * of facts below them.  The others are a host's own affair. */
static const struct {
    const char *parent, *kind;
} JOINED[] = {
    {"inventory", "upgrade"}, {"inventory", "folder"}, {"logs", "hit"},
    {"logs", "error"},        {"logs", "update"},      {"logs", "conflict"},
    {"logs", "pool"},
};

static void
copy_joined(struct arena *arena, struct fact *host, const struct fact *from)
{
    const struct fact *child;
    struct fact *copy;
    size_t i;

    if (from == NULL || fact_child(host, from->kind) != NULL)
        return;
    copy = fact_copy_alone(arena, host, from);
    for (child = from->children; child != NULL; child = child->next)
        for (i = 0; i < sizeof JOINED / sizeof *JOINED; i++)
            if (strcmp(JOINED[i].parent, from->kind) == 0 &&
                strcmp(JOINED[i].kind, child->kind) == 0)
                fact_copy(arena, copy, child);
}

/* What rules ask of the joined document beyond what it joins: per host parts of
 * its inventory and logs, and whether its configuration was read whole. */
static void
complete_host(struct arena *arena, struct fact *fact,
              const struct estate_host *host)
{
    const struct fact *root = host->snapshot->host;
    const struct fact *settings = fact_child(root, "settings");

    if (settings != NULL && fact_child(fact, "settings") == NULL)
        fact_carry(arena, fact_add(arena, fact, "settings", settings->at),
                   "complete", settings, "complete");
    fact_carry(arena, fact, "collected", root, "collected");
    if (settings != NULL) {
        const struct fact *internal =
            fact_path(settings, "shared/authentication/xtk");
        const char *password = fact_get(internal, "internalPassword");

        if (password != NULL)
            fact_set(arena, fact, "internal-password",
                     *password == '\0' ? "empty" : "set",
                     fact_place(internal, "internalPassword"));
    }
    copy_joined(arena, fact, fact_child(root, "inventory"));
    copy_joined(arena, fact, fact_child(root, "logs"));
    snapshot_rest(host->snapshot);
}

/* dbcnx of the instance's own database. */
static const struct fact *
own_connection(const struct fact *instance)
{
    const struct fact *source = fact_child(
        fact_path(fact_child(instance, "settings"), "shared/dataStore"),
        "dataSource");

    for (; source != NULL; source = fact_next(source)) {
        const char *name = fact_get(source, "name");

        if (name == NULL || *name == '\0' || strcmp(name, "default") == 0)
            return fact_child(source, "dbcnx");
    }
    return NULL;
}

/* Of a database: the engine as each connection to it says, with its place, and
 * whether its time stamps carry a zone. */
static void
complete_database(struct arena *arena, const struct fact *database,
                  const struct estate *estate)
{
    struct fact *member;

    for (member = fact_child(database, "member"); member != NULL;
         member = fact_next(member)) {
        const struct estate_host *host =
            estate_host(estate, fact_get(member, "host"));
        const struct fact *fact;

        if (host == NULL || host->snapshot == NULL)
            continue;
        fact = fact_find(host->snapshot->host, "instance", "name",
                         fact_get(member, "instance"));
        if (fact != NULL) {
            const struct fact *dbcnx = own_connection(fact);

            fact_carry(arena, member, "use-timestamp-tz", dbcnx,
                       "useTimestampTZ");
        }
        if (fact != NULL)
            fact = fact_child(fact, "database-connection");
        if (fact != NULL)
            fact_carry(arena, member, "engine", fact, "engine");
        snapshot_rest(host->snapshot);
    }
}

/* Some of what stands below the estate's facts, and its copy, completed. */
struct copied {
    struct arena arena;
    const struct fact *first;
    struct fact root;
};

struct copying {
    const struct estate *estate;
    struct copied *parts;
    size_t count;
};

static void
copy_part(void *baton, void *own, size_t index)
{
    const struct copying *copying = baton;
    const struct estate *estate = copying->estate;
    struct copied *part = &copying->parts[index];
    const struct fact *from = part->first;
    const struct fact *end =
        index + 1 < copying->count ? copying->parts[index + 1].first : NULL;

    (void)own;
    for (; from != end; from = from->next) {
        struct fact *fact = fact_copy(&part->arena, &part->root, from);

        if (strcmp(fact->kind, "host") == 0)
            complete_host(&part->arena, fact,
                          estate_host(estate, fact_get(fact, "id")));
        else if (strcmp(fact->kind, "database") == 0)
            complete_database(&part->arena, fact, estate);
    }
}

static void
copying_open(struct copying *copying, struct arena *arena)
{
    const size_t facts_of_a_part = 32;
    const struct fact *fact = copying->estate->joined->children;
    size_t count = 0, i;

    for (const struct fact *each = fact; each != NULL; each = each->next)
        count++;
    copying->count = (count + facts_of_a_part - 1) / facts_of_a_part;
    copying->parts =
        arena_alloc(arena, (copying->count + 1) * sizeof *copying->parts);
    for (i = 0; fact != NULL; fact = fact->next, i++)
        if (i % facts_of_a_part == 0)
            copying->parts[i / facts_of_a_part].first = fact;
}

static void
copying_release(struct copying *copying)
{
    for (size_t i = 0; i < copying->count; i++)
        arena_release(&copying->parts[i].arena);
}

static const struct fact *
estate_facts(struct copying *copying, struct arena *arena, int threads)
{
    const struct estate *estate = copying->estate;
    struct work work = {.baton = copying, .piece = copy_part};
    struct fact *root = fact_copy_alone(arena, NULL, estate->joined);
    struct fact *fact;

    copying_open(copying, arena);
    work.pieces = copying->count;
    work_share(&work, threads);
    for (size_t i = 0; i < copying->count; i++)
        fact_adopt(root, &copying->parts[i].root);
    fact = fact_add(arena, root, "answers", nowhere);
    fact_set(arena, fact, "database-engine", estate->answers.database_engine,
             nowhere);
    fact_set(arena, fact, "topology", estate->answers.topology, nowhere);
    fact_set(arena, fact, "timezone", estate->answers.time_zone, nowhere);
    fact_set(arena, fact, "usetimestamptz", estate->answers.time_stamps,
             nowhere);
    return root;
}

/* A copy of FROM below PARENT, its values shared, without what stands below. */
static struct fact *
copy_bare(struct arena *arena, struct fact *parent, const struct fact *from)
{
    struct fact *fact = fact_add(arena, parent, from->kind, from->at);

    fact->text = from->text;
    fact->values = from->values;
    return fact;
}

/* The joined facts as $estate is for the rules of a host: without the hosts'
 * inventories and logs, which are most of it.  What stands below is shared. */
static const struct fact *
shared_facts(struct arena *arena, const struct fact *joined)
{
    struct fact *root = copy_bare(arena, NULL, joined);
    const struct fact *fact;
    const struct fact *child;

    for (fact = joined->children; fact != NULL; fact = fact->next) {
        struct fact *copy = copy_bare(arena, root, fact);

        if (strcmp(fact->kind, "host") != 0) {
            copy->children = fact->children;
            continue;
        }
        for (child = fact->children; child != NULL; child = child->next)
            if (strcmp(child->kind, "inventory") != 0 &&
                strcmp(child->kind, "logs") != 0)
                copy_bare(arena, copy, child)->children = child->children;
    }
    return root;
}

/* --------------------------------------------------------------- the work */

static void
judge_document(struct judging *judging, struct evaluator *evaluator,
               struct piece *piece, const struct view *view, bool of_estate)
{
    const struct catalogue *catalogue = judging->catalogue;
    size_t i;

    evaluator_look(evaluator, view);
    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        if (rule->body->on_estate == of_estate)
            (void)rule_evaluate(evaluator, rule, &piece->arena,
                                &piece->drafts[i]);
    }
}

/* A document that cannot be read makes an error of every rule that looks at
 * it. */
static void
judge_unreadable(struct judging *judging, struct piece *piece,
                 const struct view *view, bool of_estate,
                 const struct failure *why)
{
    size_t i;

    for (i = 0; i < judging->catalogue->rules.count; i++) {
        const struct rule *rule = judging->catalogue->rules.items[i];
        struct draft *draft;

        if (rule->body->on_estate != of_estate)
            continue;
        draft = vec_add(&piece->passing, &piece->drafts[i]);
        draft->finding.rule = rule;
        draft->finding.outcome = OUTCOME_ERROR;
        draft->finding.host = view->host != NULL ? view->host->id : NULL;
        draft->finding.detail = arena_string(&piece->arena, why->text);
        draft_say(&piece->arena, draft, view);
    }
}

/* NULL, with the reason, if they are too many. */
static struct xml_document *
document_of(const struct fact *facts, const char *whose, struct failure *why)
{
    struct xml_document *document = fact_document(facts, DOCUMENT_MOST);

    if (document == NULL)
        (void)fail(why, "facts of %s: larger than %d bytes", whose,
                   DOCUMENT_MOST);
    return document;
}

/* The rules of the estate.  Its document is large, so that it lives no longer
 * than they need it. */
static void
judge_estate(struct judging *judging, struct evaluator *evaluator,
             struct piece *piece, struct view *view)
{
    struct xml_keys *keys;
    struct failure why;

    view->document = document_of(judging->joined, "the estate", &why);
    if (view->document == NULL) {
        judge_unreadable(judging, piece, view, true, &why);
        return;
    }
    view->root = xml_root(view->document);
    view->estate = view->root;
    view->parts = estate_parts(judging->estate);
    view->keys = keys =
        engine_keys(judging->catalogue->engine, view->document, view->parts);
    judge_document(judging, evaluator, piece, view, true);
    xml_keys_release(keys);
    xml_release(view->document);
}

static void
judge_host(struct judging *judging, struct evaluator *evaluator,
           struct piece *piece, struct view *view)
{
    struct failure why = judging->why;

    if (judging->shared != NULL)
        view->document =
            document_of(view->host->snapshot->host, view->host->id, &why);
    if (view->document == NULL) {
        judge_unreadable(judging, piece, view, false, &why);
        return;
    }
    view->root = xml_root(view->document);
    view->estate = xml_root(judging->shared);
    view->keys = judging->keys;
    judge_document(judging, evaluator, piece, view, false);
    xml_release(view->document);
    snapshot_rest(view->host->snapshot);
}

static void
make_shared(struct judging *judging)
{
    judging->shared =
        document_of(judging->shared_facts, "the estate", &judging->why);
    if (judging->shared != NULL)
        judging->keys = engine_keys(judging->catalogue->engine, judging->shared,
                                    estate_parts(judging->estate));
}

static void
judge_piece(void *baton, void *own, size_t index)
{
    struct judging *judging = baton;
    struct view view = {.world = judging->estate,
                        .parts = 1,
                        .target = judging->estate->target};

    switch (index) {
    case WORK_ESTATE:
        judge_estate(judging, own, &judging->pieces[0], &view);
        break;
    case WORK_SHARED:
        make_shared(judging);
        break;
    default:
        index -= WORK_HOSTS;
        view.host = &judging->estate->hosts.items[index];
        judge_host(judging, own, &judging->pieces[1 + index], &view);
    }
}

static void *
judge_begin(void *baton)
{
    const struct judging *judging = baton;
    struct evaluator *evaluator = memory_take(1, sizeof *evaluator);

    evaluator_init(evaluator, judging->catalogue);
    return evaluator;
}

static void
judge_end(void *baton, void *own)
{
    (void)baton;
    evaluator_release(own);
    free(own);
}

/* What the pieces found of one rule, put together. */
struct putting {
    const struct judging *judging;
    struct judgements *judgements;
    struct arena *arenas; /* by rule */
};

static void
put_rule(void *baton, void *own, size_t index)
{
    const struct putting *putting = baton;
    const struct judging *judging = putting->judging;
    struct arena scratch;
    struct drafts all = {.arena = &scratch};
    size_t count = 0;

    (void)own;
    arena_init(&scratch);
    for (size_t i = 0; i < judging->count; i++)
        count += judging->pieces[i].drafts[index].count;
    vec_reserve(&scratch, &all, count);
    for (size_t i = 0; i < judging->count; i++)
        for (size_t k = 0; k < judging->pieces[i].drafts[index].count; k++)
            *vec_add(&scratch, &all) =
                judging->pieces[i].drafts[index].items[k];
    judgement_fill(&putting->judgements->rules.items[index],
                   judging->catalogue->rules.items[index], &all,
                   judging->estate->target, &putting->arenas[index]);
    arena_release(&scratch);
}

static void
put_together(struct judging *judging, struct judgements *judgements,
             int threads)
{
    struct arena *arena = &judgements->arena;
    size_t rules = judging->catalogue->rules.count;
    struct putting putting = {judging, judgements, NULL};
    struct work work = {.pieces = rules, .baton = &putting, .piece = put_rule};

    vec_reserve(arena, &judgements->parts, rules + judging->count);
    judgements->parts.count = rules;
    putting.arenas = judgements->parts.items;
    vec_reserve(arena, &judgements->rules, rules);
    judgements->rules.count = rules;
    work_share(&work, threads);
    for (size_t i = 0; i < judging->count; i++) {
        *vec_add(arena, &judgements->parts) = judging->pieces[i].arena;
        arena_release(&judging->pieces[i].passing);
    }
}

struct judgements *
rules_judge(struct catalogue *catalogue, const struct estate *estate,
            int threads)
{
    struct judgements *judgements = memory_take(1, sizeof *judgements);
    struct judging judging = {0};
    struct copying copying = {0};
    struct work work = {.pieces = WORK_HOSTS + estate->hosts.count,
                        .leading = WORK_HOSTS,
                        .baton = &judging,
                        .begin = judge_begin,
                        .end = judge_end,
                        .piece = judge_piece};
    struct arena scratch;
    size_t i;

    arena_init(&judgements->arena);
    arena_init(&scratch);
    judging.catalogue = catalogue;
    judging.estate = estate;
    copying.estate = estate;
    judging.joined = estate_facts(&copying, &scratch, threads);
    judging.shared_facts = shared_facts(&scratch, judging.joined);
    for (i = 0; i < estate->hosts.count; i++)
        snapshot_rest(estate->hosts.items[i].snapshot);
    judging.count = estate->hosts.count + 1;
    judging.pieces =
        arena_alloc(&scratch, judging.count * sizeof *judging.pieces);
    for (i = 0; i < judging.count; i++) {
        struct piece *piece = &judging.pieces[i];

        arena_init(&piece->arena);
        arena_init(&piece->passing);
        piece->drafts = arena_alloc(&scratch, (catalogue->rules.count + 1) *
                                                  sizeof *piece->drafts);
        for (size_t rule = 0; rule < catalogue->rules.count; rule++)
            piece->drafts[rule].arena = &piece->passing;
    }
    work_share(&work, threads);
    put_together(&judging, judgements, threads);
    xml_keys_release(judging.keys);
    xml_release(judging.shared);
    copying_release(&copying);
    arena_release(&scratch);
    return judgements;
}

void
judgements_release(struct judgements *judgements)
{
    size_t i;

    if (judgements == NULL)
        return;
    for (i = 0; i < judgements->parts.count; i++)
        arena_release(&judgements->parts.items[i]);
    arena_release(&judgements->arena);
    free(judgements);
}

const struct judgement *
judgement_of(const struct judgements *judgements, const char *rule)
{
    size_t from = 0;
    size_t to = judgements->rules.count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(judgements->rules.items[middle].rule->id, rule);

        if (order == 0)
            return &judgements->rules.items[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}
