/*
 * All rules on all documents of an estate.
 *
 * One piece of work is one document: the joined one first, then one per host.
 * Threads take pieces as they come; each piece keeps its results apart, and
 * they are put together in the order of the pieces, so that the result does
 * not depend on who did what when.  A host's document lives only while its
 * piece is worked on.
 */
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    DOCUMENT_MOST = 64 << 20, /* bytes of facts as XML */
    THREADS_MOST = 64
};

struct piece {
    struct arena arena;
    struct drafts *drafts; /* by rule */
};

struct work {
    const struct catalogue *catalogue;
    const struct estate *estate;
    struct span joined; /* the estate's document */
    struct piece *pieces;
    size_t count;
    pthread_mutex_t lock;
    size_t next; /* piece */
};

static const struct place nowhere = {NULL, 0};

/* ---------------------------------------- the estate's document for rules */

static struct fact *
copy_fact(struct arena *arena, struct fact *parent, const struct fact *from)
{
    struct fact *fact = fact_add(arena, parent, from->kind, from->at);
    const struct fact_value *value;
    const struct fact *child;

    fact->text = from->text;
    for (value = from->values; value != NULL; value = value->next)
        fact_set(arena, fact, value->name, value->value, value->at);
    for (child = from->children; child != NULL; child = child->next)
        copy_fact(arena, fact, child);
    return fact;
}

/* What rules ask of the joined document beyond what it joins: per host its
 * sources, its inventory, its logs, and whether its configuration was read
 * whole. */
static void
complete_host(struct arena *arena, struct fact *fact,
              const struct estate_host *host)
{
    static const char *const whole[] = {"inventory", "logs"};
    const struct fact *root = host->snapshot->host;
    const struct fact *settings = fact_child(root, "settings");
    const struct fact *child;
    size_t i;

    if (settings != NULL && fact_child(fact, "settings") == NULL)
        fact_set(arena, fact_add(arena, fact, "settings", settings->at),
                 "complete", fact_get(settings, "complete"), nowhere);
    fact_set(arena, fact, "collected", fact_get(root, "collected"), nowhere);
    if (settings != NULL) {
        const struct fact *internal =
            fact_path(settings, "shared/authentication/xtk");
        const char *password = fact_get(internal, "internalPassword");

        if (password != NULL)
            fact_set(arena, fact, "internal-password",
                     *password == '\0' ? "empty" : "set",
                     fact_place(internal, "internalPassword"));
    }
    if (fact_child(fact, "source") == NULL)
        for (child = fact_child(root, "source"); child != NULL;
             child = fact_next(child))
            copy_fact(arena, fact, child);
    for (i = 0; i < sizeof whole / sizeof *whole; i++) {
        child = fact_child(root, whole[i]);
        if (child != NULL && fact_child(fact, whole[i]) == NULL)
            copy_fact(arena, fact, child);
    }
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

            fact_set(arena, member, "use-timestamp-tz",
                     fact_get(dbcnx, "useTimestampTZ"),
                     fact_place(dbcnx, "useTimestampTZ"));
        }
        if (fact != NULL)
            fact = fact_child(fact, "database-connection");
        if (fact != NULL)
            fact_set(arena, member, "engine", fact_get(fact, "engine"),
                     fact_place(fact, "engine"));
    }
}

static struct span
estate_document(struct arena *arena, const struct estate *estate)
{
    const struct estate_host *host;
    struct fact *root;
    struct fact *fact;
    struct xmlwrite xml;
    struct span document;
    struct buf out;

    root = copy_fact(arena, NULL, estate->joined);
    for (fact = fact_child(root, "host"); fact != NULL;
         fact = fact_next(fact)) {
        host = estate_host(estate, fact_get(fact, "id"));
        if (host != NULL && host->snapshot != NULL)
            complete_host(arena, fact, host);
    }
    for (fact = fact_child(root, "database"); fact != NULL;
         fact = fact_next(fact))
        complete_database(arena, fact, estate);
    fact = fact_add(arena, root, "answers", nowhere);
    fact_set(arena, fact, "database-engine", estate->answers.database_engine,
             nowhere);
    fact_set(arena, fact, "topology", estate->answers.topology, nowhere);
    buf_init(&out, DOCUMENT_MOST);
    xmlwrite_start(&xml, &out);
    fact_write(root, &xml);
    document = span_bytes(arena_copy(arena, out.data, out.len), out.len);
    buf_release(&out);
    return document;
}

/* --------------------------------------------------------------- the work */

static void
judge_document(struct work *work, struct evaluator *evaluator,
               struct piece *piece, const struct view *view, bool of_estate)
{
    const struct catalogue *catalogue = work->catalogue;
    size_t i;

    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        if (rule->body->on_estate == of_estate)
            rule_evaluate(evaluator, rule, view, &piece->arena,
                          &piece->drafts[i]);
    }
}

/* A document that cannot be read makes an error of every rule that looks at
 * it. */
static void
judge_unreadable(struct work *work, struct piece *piece,
                 const struct view *view, bool of_estate,
                 const struct failure *why)
{
    size_t i;

    for (i = 0; i < work->catalogue->rules.count; i++) {
        const struct rule *rule = work->catalogue->rules.items[i];
        struct draft *draft;

        if (rule->body->on_estate != of_estate)
            continue;
        draft = vec_add(&piece->arena, &piece->drafts[i]);
        draft->finding.rule = rule;
        draft->finding.outcome = OUTCOME_ERROR;
        draft->finding.host = view->host != NULL ? view->host->id : NULL;
        draft->finding.detail = arena_string(&piece->arena, why->text);
        draft_say(&piece->arena, draft, view);
    }
}

static struct xml_document *
host_document(const struct estate_host *host, struct failure *why)
{
    struct xml_document *document = NULL;
    struct xmlwrite xml;
    struct buf out;

    buf_init(&out, DOCUMENT_MOST);
    xmlwrite_start(&xml, &out);
    fact_write(host->snapshot->host, &xml);
    if (out.overflow)
        fail(why, "facts of %s: larger than %d bytes", host->id, DOCUMENT_MOST);
    else
        document = xml_read_facts(span_bytes(out.data, out.len),
                                  "facts of a host", why);
    buf_release(&out);
    return document;
}

static void
work_on(struct work *work, struct evaluator *evaluator, size_t index,
        struct xml_document *joined, const struct failure *joined_why)
{
    struct piece *piece = &work->pieces[index];
    struct view view = {0};
    struct failure why;

    view.world = work->estate;
    view.target = work->estate->target;
    if (joined == NULL) {
        view.host = index > 0 ? &work->estate->hosts.items[index - 1] : NULL;
        judge_unreadable(work, piece, &view, index == 0, joined_why);
        return;
    }
    view.estate = xml_root(joined);
    if (index == 0) {
        view.document = joined;
        view.root = view.estate;
        judge_document(work, evaluator, piece, &view, true);
        return;
    }
    view.host = &work->estate->hosts.items[index - 1];
    view.document = host_document(view.host, &why);
    if (view.document == NULL) {
        judge_unreadable(work, piece, &view, false, &why);
        return;
    }
    view.root = xml_root(view.document);
    judge_document(work, evaluator, piece, &view, false);
    xml_release(view.document);
}

static void *
worker(void *baton)
{
    struct work *work = baton;
    struct evaluator evaluator;
    struct xml_document *joined;
    struct failure why;
    size_t index;

    /* each thread reads its own copy: libxml2 promises nothing for shared
     * trees */
    joined = xml_read_bytes(work->joined, "facts of the estate", &why);
    evaluator_init(&evaluator, work->catalogue);
    for (;;) {
        pthread_mutex_lock(&work->lock);
        index = work->next++;
        pthread_mutex_unlock(&work->lock);
        if (index >= work->count)
            break;
        work_on(work, &evaluator, index, joined, &why);
    }
    evaluator_release(&evaluator);
    xml_release(joined);
    return NULL;
}

/* Works with THREADS threads, this one included. */
static void
work_all(struct work *work, int threads)
{
    pthread_t others[THREADS_MOST];
    int started = 0;

    if (threads > THREADS_MOST)
        threads = THREADS_MOST;
    while (started + 1 < threads && (size_t)started + 1 < work->count &&
           pthread_create(&others[started], NULL, worker, work) == 0)
        started++;
    worker(work);
    while (started > 0)
        pthread_join(others[--started], NULL);
}

static void
put_together(struct work *work, struct judgements *judgements)
{
    const struct catalogue *catalogue = work->catalogue;
    struct arena *arena = &judgements->arena;
    size_t rule;
    size_t i;
    size_t j;

    for (rule = 0; rule < catalogue->rules.count; rule++) {
        struct drafts all = {0};

        for (i = 0; i < work->count; i++)
            for (j = 0; j < work->pieces[i].drafts[rule].count; j++)
                *vec_add(arena, &all) = work->pieces[i].drafts[rule].items[j];
        judgement_fill(vec_add(arena, &judgements->rules),
                       catalogue->rules.items[rule], &all, work->estate->target,
                       arena);
    }
    for (i = 0; i < work->count; i++)
        *vec_add(arena, &judgements->parts) = work->pieces[i].arena;
}

struct judgements *
rules_judge(struct catalogue *catalogue, const struct estate *estate,
            int threads)
{
    struct judgements *judgements = calloc(1, sizeof *judgements);
    struct work work = {0};
    struct arena scratch;
    size_t i;

    if (judgements == NULL)
        abort();
    arena_init(&judgements->arena);
    arena_init(&scratch);
    work.catalogue = catalogue;
    work.estate = estate;
    work.joined = estate_document(&scratch, estate);
    work.count = estate->hosts.count + 1;
    work.pieces = arena_alloc(&scratch, work.count * sizeof *work.pieces);
    for (i = 0; i < work.count; i++) {
        arena_init(&work.pieces[i].arena);
        work.pieces[i].drafts =
            arena_alloc(&scratch, (catalogue->rules.count + 1) *
                                      sizeof *work.pieces[i].drafts);
    }
    pthread_mutex_init(&work.lock, NULL);
    work_all(&work, threads);
    pthread_mutex_destroy(&work.lock);
    put_together(&work, judgements);
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
    size_t i;

    for (i = 0; i < judgements->rules.count; i++)
        if (strcmp(judgements->rules.items[i].rule->id, rule) == 0)
            return &judgements->rules.items[i];
    return NULL;
}
