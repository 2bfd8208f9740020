/*
 * Making the plan: one step per subject, then bound and put in order.
 */
#include "memory.h"
#include "plan_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "work.h"

enum { ESTATE_MOST = 256 << 20 }; /* bytes of the joined document */

static struct xml_scope *
open_scope(const struct making *making)
{
    struct xml_scope *scope = xml_scope_open(making->document);

    xml_scope_grow(scope, estate_parts(making->estate));
    return scope;
}

/* The joined estate as a document that the catalogue's XPath reads. */
static int
open_estate(struct making *making, struct failure *why)
{
    making->document = fact_document(making->estate->joined, ESTATE_MOST);
    if (making->document == NULL)
        return fail(why, "the estate is too large for a plan");
    making->scope = open_scope(making);
    return 0;
}

static void
add_host(struct making *making, const struct estate_host *host,
         struct xml_node *node)
{
    struct planned_host *planned =
        vec_add(&making->plan->arena, &making->hosts);
    int i;

    planned->host = host;
    planned->node = node;
    planned->migration = role_position(making, "migration", host);
    for (i = 0; i < PLAN_PHASES; i++)
        planned->position[i] =
            role_position(making, making->catalogue.phases[i].order, host);
}

/* By role, then id, in whose order the estate has them. */
static int
by_migration(const void *left, const void *right)
{
    const struct planned_host *a = left, *b = right;

    if (a->migration != b->migration)
        return a->migration < b->migration ? -1 : 1;
    return (a->host > b->host) - (a->host < b->host);
}

static int
by_node(const void *left, const void *right)
{
    const struct indexed_node *a = left, *b = right;
    uintptr_t x = (uintptr_t)a->node, y = (uintptr_t)b->node;

    return (x > y) - (x < y);
}

static void
index_nodes(struct making *making)
{
    struct arena *arena = &making->catalogue.arena;
    size_t count = making->hosts.count;

    making->by_node = arena_alloc(arena, (count + 1) * sizeof *making->by_node);
    for (size_t i = 0; i < count; i++)
        making->by_node[i] =
            (struct indexed_node){making->hosts.items[i].node, i};
    if (count > 0)
        qsort(making->by_node, count, sizeof *making->by_node, by_node);
}

/* Hosts in migration order: by role, then id. */
static void
order_hosts(struct making *making)
{
    struct plan *plan = making->plan;
    struct arena *arena = &plan->arena;
    const struct order_words *order = order_find(making, "migration");
    struct xml_node *host;
    size_t i = 0;

    /* The document has the hosts in the estate's order.  They are not found by
     * their ids there: a hostile name is written otherwise than it is. */
    for (host = xml_child(xml_root(making->document), "host"); host != NULL;
         host = xml_next(host, "host"), i++)
        if (xml_attr(arena, host, "twin") == NULL)
            add_host(making, &making->estate->hosts.items[i], host);
    if (making->hosts.count > 0)
        qsort(making->hosts.items, making->hosts.count,
              sizeof *making->hosts.items, by_migration);
    index_nodes(making);
    for (i = 0; i < making->hosts.count; i++)
        *vec_add(arena, &plan->order) =
            arena_string(arena, making->hosts.items[i].host->id);
    plan->order_basis =
        order == NULL
            ? NULL
            : arena_format(arena, "%s — %s", order->words, order->source);
}

/* Steps ------------------------------------------------------------------- */

static struct xml_node *
ancestor_called(struct xml_node *node, const char *name)
{
    while (node != NULL && strcmp(xml_name(node), name) != 0)
        node = xml_parent(node);
    return node;
}

/* The first variant that suits the step's host and subject, or NULL. */
static const struct variant *
variant_of(struct making *making, const struct step_kind *kind,
           const struct draft_step *draft)
{
    struct failure why;
    size_t i;

    for (i = 0; i < kind->variants.count; i++) {
        const struct variant *variant = &kind->variants.items[i];

        if (host_is(making, draft->host, variant->system) &&
            host_has_version(making, draft->host, variant->versions) &&
            (variant->when == NULL ||
             xml_query_truth(making->scope, variant->when, draft->subject,
                             &why) == XML_YES))
            return variant;
    }
    return NULL;
}

static int
add_commands(struct making *making, struct draft_step *draft,
             const struct command_words *words, bool *unknown_version,
             struct failure *why)
{
    struct arena *arena = &making->plan->arena;
    struct xml_node **nodes = &draft->subject;
    int count = 1, i;

    if (words->each != NULL) {
        count = xml_query_nodes(making->scope, words->each, draft->subject,
                                arena, &nodes, why);
        if (count < 0)
            return -1;
    }
    for (i = 0; i < count; i++) {
        struct plan_command *command = vec_add(arena, &draft->step->commands);

        command->text =
            fill_values(making, words->text, nodes[i], draft->host, USE_COMMAND,
                        &command->refused, unknown_version);
    }
    return 0;
}

static const char *
first_of(const char *a, const char *b)
{
    return a != NULL ? a : b;
}

static const char *
fill_words(struct making *making, const struct draft_step *draft,
           const char *text)
{
    return fill_values(making, text, draft->subject, draft->host, USE_WORDS,
                       NULL, NULL);
}

/* Is this step done on Windows?  One on no server is where all of them are. */
static bool
on_windows(struct making *making, const struct draft_step *draft)
{
    const struct estate *estate = making->estate;

    if (draft->host != NULL)
        return host_is(making, draft->host, "windows");
    for (size_t i = 0; i < estate->hosts.count; i++)
        if (estate->hosts.items[i].os_family == NULL ||
            strcmp(estate->hosts.items[i].os_family, "windows") != 0)
            return false;
    return estate->hosts.count > 0;
}

/* The account of a step as its system calls it: root and neolane, which the
 * catalogue names, are accounts of Linux. */
static const char *
account_words(struct making *making, const struct draft_step *draft,
              const char *account)
{
    if (account == NULL || !on_windows(making, draft))
        return arena_string(&making->plan->arena, account);
    return "administrator";
}

static int
word_step(struct making *making, struct draft_step *draft, struct failure *why)
{
    const struct step_kind *kind = &making->catalogue.kinds.items[draft->kind];
    const struct variant *variant = variant_of(making, kind, draft);
    static const struct variant none;
    struct arena *arena = &making->plan->arena;
    struct step *step = draft->step;
    bool unsettled = variant == NULL && kind->variants.count > 0;
    size_t i;

    if (variant == NULL)
        variant = &none;
    step->kind = arena_string(arena, kind->id);
    step->phase = kind->phase;
    step->title = fill_values(making, kind->title, draft->subject, draft->host,
                              USE_TITLE, NULL, NULL);
    step->actor = arena_string(arena, kind->actor);
    step->as = account_words(making, draft, first_of(variant->as, kind->as));
    step->verify =
        fill_words(making, draft, first_of(variant->verify, kind->verify));
    step->if_not =
        fill_words(making, draft, first_of(variant->if_not, kind->if_not));
    step->rollback =
        fill_words(making, draft, first_of(variant->rollback, kind->rollback));
    step->source = arena_string(arena, first_of(variant->source, kind->source));
    step->minutes = -1;
    for (i = 0; i < variant->commands.count; i++)
        if (add_commands(making, draft, &variant->commands.items[i], &unsettled,
                         why) != 0)
            return -1;
    step->basis = arena_string(
        arena, unsettled ? "gap" : first_of(variant->basis, kind->basis));
    return 0;
}

/* The place of a host's element in the order of migration; -1: none. */
static long
index_of_node(const struct making *making, const struct xml_node *node)
{
    size_t from = 0, to = making->hosts.count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct indexed_node *found = &making->by_node[middle];

        if (found->node == node)
            return (long)found->index;
        if ((uintptr_t)found->node < (uintptr_t)node)
            from = middle + 1;
        else
            to = middle;
    }
    return -1;
}

/* The step is one of the database called ID, if that is one of the estate's. */
static void
serve_database(const struct making *making, struct draft_step *draft,
               const char *id)
{
    const struct estate_database *database =
        estate_database(making->estate, id);

    if (database == NULL)
        return;
    draft->databases[database - making->estate->databases.items] = true;
    draft->any_database = false;
}

static void
place_step(struct making *making, struct draft_step *draft)
{
    struct arena *arena = &making->plan->arena;
    const struct estate *estate = making->estate;
    const char *element = xml_name(draft->subject);
    struct step *step = draft->step;
    struct xml_node *belongs;

    draft->host = ancestor_called(draft->subject, "host");
    draft->host_index = -1;
    draft->position = -1;
    draft->databases =
        arena_alloc(arena, estate->databases.count + sizeof *draft->databases);
    if (draft->host != NULL)
        draft->host_index = index_of_node(making, draft->host);
    if (draft->host_index >= 0)
        step->host = making->plan->order.items[draft->host_index];
    if (strcmp(element, "instance") == 0) {
        step->instance = xml_attr(arena, draft->subject, "name");
        step->database = xml_attr(arena, draft->subject, "database");
    } else if (strcmp(element, "database") == 0) {
        step->database = xml_attr(arena, draft->subject, "id");
    }
    draft->any_database = true;
    serve_database(making, draft, step->database);
    for (belongs = step->database != NULL || draft->host == NULL
                       ? NULL
                       : xml_child(draft->host, "belongs");
         belongs != NULL; belongs = xml_next(belongs, "belongs"))
        serve_database(making, draft, xml_attr(arena, belongs, "database"));
}

/* One step for each subject of the kind. */
static int
make_steps(struct making *making, size_t index, struct failure *why)
{
    const struct step_kind *kind = &making->catalogue.kinds.items[index];
    struct arena *arena = &making->plan->arena;
    struct xml_node **subjects;
    char place[300];
    int count, i;

    count = xml_query_nodes(making->scope, kind->subjects,
                            xml_root(making->document), arena, &subjects, why);
    if (count < 0) {
        (void)snprintf(place, sizeof place, "%s:%u", kind->file, kind->line);
        return failure_at(why, place);
    }
    for (i = 0; i < count; i++) {
        struct xml_node *host = ancestor_called(subjects[i], "host");
        struct draft_step *draft;

        if (xml_is_attribute(subjects[i]) ||
            (host != NULL && xml_attr(arena, host, "twin") != NULL))
            continue;
        draft = vec_add(arena, &making->drafts);
        draft->step = arena_new(arena, struct step);
        draft->kind = index;
        draft->subject = subjects[i];
        place_step(making, draft);
        if (word_step(making, draft, why) != 0)
            return -1;
    }
    return 0;
}

/* The steps of one kind, as a thread made them. */
struct kind_drafts {
    struct draft_step *items;
    size_t count;
    bool failed;
    struct failure why;
};

struct drafting {
    struct making *making;
    struct kind_drafts *kinds;
};

/* What a thread has for itself: the making with a plan and a scope of its own.
 */
struct drafter {
    struct making making;
    struct plan plan;
};

static void *
draft_begin(void *baton)
{
    const struct drafting *drafting = baton;
    struct drafter *drafter = memory_take(1, sizeof *drafter);

    drafter->making = *drafting->making;
    drafter->making.scope = open_scope(&drafter->making);
    drafter->plan.order = drafting->making->plan->order;
    drafter->making.plan = &drafter->plan;
    return drafter;
}

static void
draft_end(void *baton, void *own)
{
    struct drafter *drafter = own;

    (void)baton;
    xml_scope_close(drafter->making.scope);
    free(drafter);
}

static void
draft_kind(void *baton, void *own, size_t index)
{
    struct drafting *drafting = baton;
    struct kind_drafts *kind = &drafting->kinds[index];
    struct drafter *drafter = own;

    memset(&drafter->making.drafts, 0, sizeof drafter->making.drafts);
    arena_init(&drafter->plan.arena);
    kind->failed = make_steps(&drafter->making, index, &kind->why) != 0;
    kind->items = drafter->making.drafts.items;
    kind->count = drafter->making.drafts.count;
    drafting->making->plan->parts.items[index] = drafter->plan.arena;
}

/* The steps of all kinds: those of one are made by one thread, and put together
 * in the order of the catalogue. */
static int
draft_steps(struct making *making, int threads, struct failure *why)
{
    struct arena *arena = &making->catalogue.arena;
    struct plan *plan = making->plan;
    size_t count = making->catalogue.kinds.count, all = 0;
    struct drafting drafting = {.making = making};
    struct work work = {.pieces = count,
                        .baton = &drafting,
                        .begin = draft_begin,
                        .end = draft_end,
                        .piece = draft_kind};

    drafting.kinds = arena_alloc(arena, (count + 1) * sizeof *drafting.kinds);
    plan->parts.items =
        arena_alloc(&plan->arena, (count + 1) * sizeof *plan->parts.items);
    plan->parts.count = count;
    work_share(&work, threads);
    for (size_t i = 0; i < count; i++) {
        if (drafting.kinds[i].failed) {
            *why = drafting.kinds[i].why;
            return -1;
        }
        all += drafting.kinds[i].count;
    }
    vec_reserve(arena, &making->drafts, all + 1);
    for (size_t i = 0; i < count; i++) {
        const struct kind_drafts *drafts = &drafting.kinds[i];
        struct step_kind *kind = &making->catalogue.kinds.items[i];

        kind->first = making->drafts.count;
        for (size_t k = 0; k < drafts->count; k++)
            *vec_add(arena, &making->drafts) = drafts->items[k];
        kind->end = making->drafts.count;
    }
    return 0;
}

/* Gates ------------------------------------------------------------------- */

static bool
is_open(enum outcome outcome)
{
    return outcome == OUTCOME_FAIL || outcome == OUTCOME_UNKNOWN ||
           outcome == OUTCOME_MANUAL || outcome == OUTCOME_ERROR;
}

/* The open findings of a rule, those without a host first, then by host. */
struct open_findings {
    const struct finding **items;
    size_t count, room;
};

static int
host_order(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int
by_finding_host(const void *left, const void *right)
{
    return host_order((*(const struct finding *const *)left)->host,
                      (*(const struct finding *const *)right)->host);
}

static struct open_findings
open_findings_of(struct arena *arena, const struct judgement *judgement)
{
    struct open_findings open = {0};

    for (size_t i = 0; i < judgement->findings.count; i++)
        if (is_open(judgement->findings.items[i].outcome))
            *vec_add(arena, &open) = &judgement->findings.items[i];
    if (open.count > 0)
        qsort(open.items, open.count, sizeof *open.items, by_finding_host);
    return open;
}

/* Is one of those about HOST (NULL: any) about the step's database? */
static bool
host_concerns(const struct open_findings *open, const char *host,
              const struct step *step)
{
    size_t from = 0, to = open->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (host_order(open->items[middle]->host, host) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < open->count; from++) {
        const struct finding *finding = open->items[from];

        if (step->host != NULL && host_order(finding->host, host) != 0)
            return false;
        if (finding->database == NULL || step->database == NULL ||
            strcmp(finding->database, step->database) == 0)
            return true;
    }
    return false;
}

/* Does an open finding of the rule concern the step's host and database? */
static bool
concerns(const struct judgement *judgement, const struct open_findings *open,
         const struct step *step)
{
    if (judgement->findings.count == 0)
        return is_open(judgement->outcome);
    return host_concerns(open, NULL, step) ||
           (step->host != NULL && host_concerns(open, step->host, step));
}

static int
by_rule(const void *left, const void *right)
{
    const struct gate *a = left;
    const struct gate *b = right;

    return strcmp(a->rule, b->rule);
}

static void
gate_kind(struct making *making, const struct step_kind *kind,
          const struct gate *gate, const struct judgement *judgement)
{
    struct arena *arena = &making->plan->arena;
    struct open_findings open;
    struct arena scratch;
    const char *rule;

    arena_init(&scratch);
    open = open_findings_of(&scratch, judgement);
    rule = arena_string(arena, gate->rule);
    for (size_t i = kind->first; i < kind->end; i++) {
        struct step *step = making->drafts.items[i].step;

        if (concerns(judgement, &open, step))
            *vec_add(arena, &step->gates) =
                (struct gate){rule, gate->closed_here};
    }
    arena_release(&scratch);
}

static void
gate_steps(struct making *making, const struct judgements *judgements)
{
    for (size_t i = 0; i < making->catalogue.kinds.count; i++) {
        const struct step_kind *kind = &making->catalogue.kinds.items[i];

        for (size_t k = 0; k < kind->gates.count; k++) {
            const struct gate *gate = &kind->gates.items[k];
            const struct judgement *judgement =
                judgement_of(judgements, gate->rule);

            if (judgement != NULL && judgement->applies)
                gate_kind(making, kind, gate, judgement);
        }
    }
    for (size_t i = 0; i < making->drafts.count; i++) {
        struct step *step = making->drafts.items[i].step;

        if (step->gates.count > 0)
            qsort(step->gates.items, step->gates.count,
                  sizeof *step->gates.items, by_rule);
    }
}

/* Words of the plan ------------------------------------------------------- */

static void
write_notes(struct making *making)
{
    struct plan *plan = making->plan;
    struct xml_node *root = xml_root(making->document);
    struct failure why;
    size_t i;

    for (i = 0; i < making->catalogue.notes.count; i++) {
        const struct note_words *note = &making->catalogue.notes.items[i];

        if (note->when == NULL ||
            xml_query_truth(making->scope, note->when, root, &why) == XML_YES)
            *vec_add(&plan->arena, &plan->notes) =
                arena_string(&plan->arena, note->text);
    }
}

/* Who works in the phase, each once, in the order of the steps. */
static const char *
actors_of(const struct plan *plan, struct arena *arena, int phase)
{
    struct {
        const char **items;
        size_t count, room;
    } named = {0};
    const char *all = NULL;
    size_t i, k;

    for (i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        if ((int)step->phase != phase)
            continue;
        for (k = 0; k < named.count && strcmp(named.items[k], step->actor) != 0;
             k++)
            ;
        if (k < named.count)
            continue;
        *vec_add(arena, &named) = step->actor;
        all = all == NULL ? step->actor
                          : arena_format(arena, "%s, %s", all, step->actor);
    }
    return all;
}

static void
write_phases(struct making *making)
{
    struct plan *plan = making->plan;
    struct arena *arena = &plan->arena;
    int i;

    for (i = 0; i < PLAN_PHASES; i++) {
        const struct phase_words *words = &making->catalogue.phases[i];

        plan->phases[i].title = arena_string(arena, words->title);
        plan->phases[i].enter = arena_string(arena, words->enter);
        plan->phases[i].leave = arena_string(arena, words->leave);
        plan->phases[i].way_back = arena_string(arena, words->way_back);
        plan->phases[i].actors = actors_of(plan, arena, i);
    }
}

static int
make(struct making *making, const char *dir,
     const struct judgements *judgements, int threads, struct failure *why)
{
    if (step_catalogue_read(dir, &making->catalogue, why) != 0 ||
        open_estate(making, why) != 0)
        return -1;
    order_hosts(making);
    if (draft_steps(making, threads, why) != 0)
        return -1;
    if (judgements != NULL)
        gate_steps(making, judgements);
    plan_bind(making);
    if (plan_arrange(making, why) != 0)
        return -1;
    write_notes(making);
    write_phases(making);
    return 0;
}

struct plan *
plan_make(const char *dir, const struct estate *estate,
          const struct judgements *judgements, int threads, struct failure *why)
{
    struct making making = {.estate = estate};
    struct plan *plan = memory_take(1, sizeof *plan);
    int result;

    arena_init(&plan->arena);
    making.plan = plan;
    result = make(&making, dir, judgements, threads, why);
    if (making.scope != NULL)
        xml_scope_close(making.scope);
    if (making.document != NULL)
        xml_release(making.document);
    step_catalogue_release(&making.catalogue);
    if (result == 0)
        return plan;
    plan_release(plan);
    return NULL;
}

void
plan_release(struct plan *plan)
{
    if (plan == NULL)
        return;
    for (size_t i = 0; i < plan->parts.count; i++)
        arena_release(&plan->parts.items[i]);
    arena_release(&plan->arena);
    free(plan);
}

size_t
step_requires(const struct step *step, size_t most, struct arena *arena,
              const struct step ***items)
{
    size_t groups = step->requires.count, count = 0, all = 0;
    size_t *next = arena_alloc(arena, (groups + 1) * sizeof *next);

    for (size_t i = 0; i < groups; i++)
    all += step->requires.items[i]->count;
    if (all > most)
        all = most;
    *items = arena_alloc(arena, (all + 1) * sizeof(**items));
    while (count < all) {
        const struct step *least = NULL;

        for (size_t i = 0; i < groups; i++) {
            const struct step_group *group = step->requires.items[i];

            if (next[i] < group->count &&
                (least == NULL ||
                 group->items[next[i]]->number < least->number))
                least = group->items[next[i]];
        }
        if (least == NULL)
            break;
        (*items)[count++] = least;
        for (size_t i = 0; i < groups; i++)
        next[i] += next[i] < step->requires.items[i]->count &&
                   step->requires.items[i]->items[next[i]] == least;
    }
    return count;
}
