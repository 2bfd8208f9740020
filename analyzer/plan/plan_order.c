/*
 * What each step requires, the order that keeps it, waves and barriers.
 */
#include "memory.h"
#include "plan_parts.h"

#include <stdlib.h>
#include <string.h>

const struct order_words *
order_find(const struct making *making, const char *use)
{
    const char *topology = topology_word(making->estate->topology);
    size_t i;

    for (i = 0; i < making->catalogue.orders.count; i++) {
        const struct order_words *order = &making->catalogue.orders.items[i];

        if (strcmp(order->use, use) == 0 &&
            (order->topology == NULL || strcmp(order->topology, topology) == 0))
            return order;
    }
    return NULL;
}

static bool
has_role(const struct estate_host *host, const char *role)
{
    int i;

    for (i = 0; role_word(i) != NULL; i++)
        if (strcmp(role_word(i), role) == 0)
            return (host->roles & 1u << i) != 0;
    return false;
}

int
role_position(const struct making *making, const char *use,
              const struct estate_host *host)
{
    const struct order_words *order = order_find(making, use);
    size_t w, i;

    if (order == NULL)
        return 0;
    for (w = 0; w < making->catalogue.weight.count; w++) {
        const char *role = making->catalogue.weight.items[w];

        if (!has_role(host, role))
            continue;
        for (i = 0; i < order->roles.count; i++)
            if (strcmp(order->roles.items[i], role) == 0)
                return (int)i;
        break;
    }
    return (int)order->roles.count;
}

/* Groups ------------------------------------------------------------------ */

/*
 * Steps require groups of steps, each made once for all that require it: what a
 * thousand frontals require of a thousand application servers is one group, not
 * a million pairs.
 */

/* A step of a kind as one of a database; ANY stands after all databases. */
struct served {
    size_t database;
    const char *instance;
    size_t draft;
};

/* The groups of one kind, by what they are asked for: 0, or 1 + its index. */
struct kind_groups {
    size_t all;
    size_t *of_host;     /* by host */
    size_t *of_set;      /* by number of the asker's set of databases */
    size_t *of_instance; /* the same by set and instance */
    size_t *earlier[PLAN_PHASES]; /* by position in that phase's order */
    struct served *served;        /* sorted by database, instance, draft */
    size_t served_count;
};

static int
compare_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static bool
same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* A draft that is sorted with others; the making travels with it for qsort. */
struct queued {
    const struct making *making;
    struct draft_step *draft;
};

static int
by_databases(const struct queued *a, const struct queued *b)
{
    return memcmp(a->draft->databases, b->draft->databases,
                  a->making->estate->databases.count *
                      sizeof *a->draft->databases);
}

static int
by_set(const void *left, const void *right)
{
    const struct queued *a = left, *b = right;
    int order = by_databases(a, b);

    return order != 0 ? order
                      : compare_text(a->draft->step->instance,
                                     b->draft->step->instance);
}

/* Numbers the sets of databases that steps have, and those with instances. */
static void
number_sets(struct making *making)
{
    size_t count = making->drafts.count, set = 0, pair = 0;
    struct queued *sorted = memory_take(count + 1, sizeof *sorted);

    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct queued){making, &making->drafts.items[i]};
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_set);
    for (size_t i = 0; i < count; i++) {
        set += i > 0 && by_databases(&sorted[i - 1], &sorted[i]) != 0;
        pair += i > 0 && by_set(&sorted[i - 1], &sorted[i]) != 0;
        sorted[i].draft->set = set;
        sorted[i].draft->pair = pair;
    }
    making->sets = set + 1;
    making->pairs = pair + 1;
    free(sorted);
}

static size_t *
slots(struct making *making, size_t count)
{
    return arena_alloc(&making->catalogue.arena, (count + 1) * sizeof(size_t));
}

static struct draft_group *
group_at(struct making *making, size_t *slot)
{
    if (*slot == 0) {
        (void)vec_add(&making->catalogue.arena, &making->groups);
        *slot = making->groups.count;
    }
    return &making->groups.items[*slot - 1];
}

static void
group_add(struct making *making, struct draft_group *group, size_t draft)
{
    *vec_add(&making->catalogue.arena, &group->members) = draft;
}

static void
group_all(struct making *making, size_t kind, struct kind_groups *groups)
{
    const struct step_kind *its = &making->catalogue.kinds.items[kind];
    struct draft_group *group = group_at(making, &groups->all);

    for (size_t i = its->first; i < its->end; i++)
        group_add(making, group, i);
}

static void
group_hosts(struct making *making, size_t kind, struct kind_groups *groups)
{
    const struct step_kind *its = &making->catalogue.kinds.items[kind];

    groups->of_host = slots(making, making->hosts.count);
    for (size_t i = its->first; i < its->end; i++) {
        long host = making->drafts.items[i].host_index;

        if (host >= 0)
            group_add(making, group_at(making, &groups->of_host[host]), i);
    }
}

/* Where the step's host stands in the order of PHASE. */
static int
place_in(const struct making *making, const struct draft_step *draft,
         enum plan_phase phase)
{
    return making->hosts.items[draft->host_index].position[phase];
}

static size_t
positions(const struct making *making)
{
    size_t most = 0;

    for (size_t i = 0; i < making->catalogue.orders.count; i++)
        if (making->catalogue.orders.items[i].roles.count > most)
            most = making->catalogue.orders.items[i].roles.count;
    return most + 1;
}

static void
group_positions(struct making *making, size_t kind, struct kind_groups *groups,
                enum plan_phase phase)
{
    const struct step_kind *its = &making->catalogue.kinds.items[kind];

    groups->earlier[phase] = slots(making, positions(making));
    for (size_t i = its->first; i < its->end; i++) {
        const struct draft_step *draft = &making->drafts.items[i];

        if (draft->host_index >= 0) {
            size_t *slot =
                &groups->earlier[phase][place_in(making, draft, phase)];

            group_add(making, group_at(making, slot), i);
        }
    }
}

static int
by_served(const void *left, const void *right)
{
    const struct served *a = left, *b = right;
    int order = (a->database > b->database) - (a->database < b->database);

    if (order == 0)
        order = compare_text(a->instance, b->instance);
    return order != 0 ? order : (a->draft > b->draft) - (a->draft < b->draft);
}

static void
index_served(struct making *making, size_t kind, struct kind_groups *groups)
{
    const struct step_kind *its = &making->catalogue.kinds.items[kind];
    size_t databases = making->estate->databases.count;
    struct {
        struct served *items;
        size_t count, room;
    } all = {0};

    groups->of_set = slots(making, making->sets);
    groups->of_instance = slots(making, making->pairs);
    for (size_t i = its->first; i < its->end; i++) {
        const struct draft_step *draft = &making->drafts.items[i];

        for (size_t k = 0; k <= databases; k++)
            if (k < databases ? draft->databases[k] : draft->any_database)
                *vec_add(&making->catalogue.arena, &all) =
                    (struct served){k, draft->step->instance, i};
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, by_served);
    groups->served = all.items;
    groups->served_count = all.count;
}

static int
by_size(const void *left, const void *right)
{
    const size_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Adds those of DATABASE, and if INSTANCE is not NULL, of that. */
static void
group_served(struct making *making, struct draft_group *group,
             const struct kind_groups *groups, size_t database,
             const char *instance)
{
    size_t from = 0, to = groups->served_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct served *served = &groups->served[middle];

        if (served->database < database ||
            (served->database == database &&
             compare_text(served->instance, instance) < 0))
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < groups->served_count &&
           groups->served[from].database == database &&
           (instance == NULL ||
            same_text(groups->served[from].instance, instance));
         from++)
        group_add(making, group, groups->served[from].draft);
}

/* Those that share a database with DRAFT, and if INSTANCE is not NULL, it. */
static void
group_sharing(struct making *making, const struct kind_groups *groups,
              size_t *slot, const struct draft_step *draft,
              const char *instance)
{
    size_t databases = making->estate->databases.count, kept = 0;
    struct draft_group *group = group_at(making, slot);

    for (size_t i = 0; i <= databases; i++)
        if (i == databases || draft->any_database || draft->databases[i])
            group_served(making, group, groups, i, instance);
    if (group->members.count == 0)
        return;
    qsort(group->members.items, group->members.count,
          sizeof *group->members.items, by_size);
    for (size_t i = 0; i < group->members.count; i++)
        if (i == 0 || group->members.items[i] != group->members.items[i - 1])
            group->members.items[kept++] = group->members.items[i];
    group->members.count = kept;
}

/* Binding ----------------------------------------------------------------- */

static void
require(struct making *making, size_t index, size_t slot)
{
    struct draft_step *draft = &making->drafts.items[index];

    if (slot == 0 || making->groups.items[slot - 1].members.count == 0)
        return;
    for (size_t i = 0; i < draft->requires.count; i++)
        if (draft->requires.items[i] == slot - 1)
            return;
    *vec_add(&making->catalogue.arena, &draft->requires) = slot - 1;
    *vec_add(&making->catalogue.arena,
             &making->groups.items[slot - 1].waiting) = index;
}

/* The steps of the nearest role before this one that has any. */
static void
bind_earlier(struct making *making, size_t index, size_t kind,
             struct kind_groups *groups)
{
    const struct draft_step *draft = &making->drafts.items[index];
    enum plan_phase phase = draft->step->phase;
    int place;

    if (draft->host_index < 0)
        return;
    if (groups->earlier[phase] == NULL)
        group_positions(making, kind, groups, phase);
    place = place_in(making, draft, phase);
    while (--place >= 0)
        if (groups->earlier[phase][place] != 0)
            break;
    if (place >= 0)
        require(making, index, groups->earlier[phase][place]);
}

static void
bind_kind(struct making *making, size_t index, size_t kind,
          struct kind_groups *groups, enum reach reach)
{
    const struct draft_step *draft = &making->drafts.items[index];
    const char *instance = draft->step->instance;

    switch (reach) {
    case REACH_EARLIER:
        bind_earlier(making, index, kind, groups);
        break;
    case REACH_HOST:
        if (groups->of_host == NULL)
            group_hosts(making, kind, groups);
        if (draft->host_index >= 0)
            require(making, index, groups->of_host[draft->host_index]);
        break;
    case REACH_DATABASE:
    case REACH_INSTANCE: {
        size_t *slot;

        if (groups->of_set == NULL)
            index_served(making, kind, groups);
        if (reach == REACH_INSTANCE && instance == NULL)
            break;
        slot = reach == REACH_INSTANCE ? &groups->of_instance[draft->pair]
                                       : &groups->of_set[draft->set];
        if (*slot == 0)
            group_sharing(making, groups, slot, draft,
                          reach == REACH_INSTANCE ? instance : NULL);
        require(making, index, *slot);
        break;
    }
    default:
        if (groups->all == 0)
            group_all(making, kind, groups);
        require(making, index, groups->all);
    }
}

static void
bind(struct making *making, struct kind_groups *groups, size_t index,
     const struct requirement *requirement)
{
    size_t mine = making->drafts.items[index].kind, k;
    bool earlier = requirement->reach == REACH_EARLIER;

    if (requirement->kind >= 0) {
        k = (size_t)requirement->kind;
        if (k != mine || earlier)
            bind_kind(making, index, k, &groups[k], requirement->reach);
        return;
    }
    for (k = 0; k < making->catalogue.kinds.count; k++)
        if ((long)making->catalogue.kinds.items[k].phase ==
                requirement->phase_index &&
            k != mine)
            bind_kind(making, index, k, &groups[k], requirement->reach);
}

/* What a phase requires is not for the steps that it requires. */
static bool
opens_phase(const struct phase_words *phase, size_t kind)
{
    size_t i;

    for (i = 0; i < phase->requires.count; i++)
        if (phase->requires.items[i].kind == (long)kind)
            return true;
    return false;
}

void
plan_bind(struct making *making)
{
    struct kind_groups *groups =
        arena_alloc(&making->catalogue.arena,
                    (making->catalogue.kinds.count + 1) * sizeof *groups);
    size_t i, k;

    number_sets(making);
    for (i = 0; i < making->drafts.count; i++) {
        size_t index = making->drafts.items[i].kind;
        const struct step_kind *kind = &making->catalogue.kinds.items[index];
        const struct phase_words *phase =
            &making->catalogue.phases[kind->phase];

        for (k = 0; k < kind->requires.count; k++)
            bind(making, groups, i, &kind->requires.items[k]);
        for (k = 0; !opens_phase(phase, index) && k < phase->requires.count;
             k++)
            bind(making, groups, i, &phase->requires.items[k]);
    }
}

/* Order ------------------------------------------------------------------- */

/* Which of two steps of a phase that could both come next does: by the place of
 * its host in the phase's order, then host, then as the catalogue has them. */
static int
by_turn(const struct making *making, const struct draft_step *a,
        const struct draft_step *b)
{
    enum plan_phase phase = a->step->phase;
    int order = 0;

    if (a->host_index < 0 || b->host_index < 0)
        order = (a->host_index >= 0) - (b->host_index >= 0);
    else
        order = place_in(making, a, phase) - place_in(making, b, phase);
    if (order == 0)
        order =
            (a->host_index > b->host_index) - (a->host_index < b->host_index);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order == 0)
        order = compare_text(a->step->database, b->step->database);
    if (order == 0)
        order = compare_text(a->step->instance, b->step->instance);
    return order;
}

static int
by_queue(const void *left, const void *right)
{
    const struct queued *a = left, *b = right;

    return by_turn(a->making, a->draft, b->draft);
}

/* The steps of a phase that may come next: a heap of their turns. */
struct ready {
    size_t *items;
    size_t count;
};

static void
ready_add(struct ready *ready, size_t turn)
{
    size_t at = ready->count++;

    for (; at > 0 && ready->items[(at - 1) / 2] > turn; at = (at - 1) / 2)
        ready->items[at] = ready->items[(at - 1) / 2];
    ready->items[at] = turn;
}

static size_t
ready_take(struct ready *ready)
{
    size_t first = ready->items[0], last = ready->items[--ready->count];
    size_t at = 0, next;

    while ((next = 2 * at + 1) < ready->count) {
        if (next + 1 < ready->count &&
            ready->items[next + 1] < ready->items[next])
            next++;
        if (ready->items[next] >= last)
            break;
        ready->items[at] = ready->items[next];
        at = next;
    }
    ready->items[at] = last;
    return first;
}

/* DRAFT has its place: what waited for it only is ready, now or when its phase
 * comes. */
static void
release(struct making *making, const struct draft_step *draft,
        struct ready *ready)
{
    for (size_t i = 0; i < draft->member_of.count; i++) {
        struct draft_group *group =
            &making->groups.items[draft->member_of.items[i]];

        if (--group->left > 0)
            continue;
        for (size_t k = 0; k < group->waiting.count; k++) {
            struct draft_step *next =
                &making->drafts.items[group->waiting.items[k]];

            if (--next->waits == 0 && next->step->phase == draft->step->phase)
                ready_add(ready, next->turn);
        }
    }
}

static int
arrange_phase(struct making *making, enum plan_phase phase, struct failure *why)
{
    struct plan *plan = making->plan;
    struct arena *arena = &making->catalogue.arena;
    struct ready ready = {NULL, 0};
    struct {
        struct queued *items;
        size_t count, room;
    } queue = {0};
    size_t i, placed = 0;

    for (i = 0; i < making->drafts.count; i++)
        if (making->drafts.items[i].step->phase == phase)
            *vec_add(arena, &queue) =
                (struct queued){making, &making->drafts.items[i]};
    if (queue.count > 0)
        qsort(queue.items, queue.count, sizeof *queue.items, by_queue);
    ready.items = slots(making, queue.count);
    for (i = 0; i < queue.count; i++) {
        queue.items[i].draft->turn = i;
        if (queue.items[i].draft->waits == 0)
            ready_add(&ready, i);
    }
    for (; ready.count > 0; placed++) {
        struct draft_step *next = queue.items[ready_take(&ready)].draft;

        next->position = (long)plan->steps.count;
        next->step->number = plan->steps.count;
        *vec_add(&plan->arena, &plan->steps) = next->step;
        next->step->id =
            arena_format(&plan->arena, "S%03zu", plan->steps.count);
        release(making, next, &ready);
    }
    for (i = 0; placed < queue.count && i < queue.count; i++)
        if (queue.items[i].draft->position < 0) {
            const struct step_kind *kind =
                &making->catalogue.kinds.items[queue.items[i].draft->kind];

            return fail(why, "%s:%u: a circle: \"%s\" waits for itself",
                        kind->file, kind->line, kind->id);
        }
    return 0;
}

static bool
same_place(const struct step *a, const struct step *b)
{
    if (a->host != NULL || b->host != NULL)
        return same_text(a->host, b->host);
    return compare_text(a->database, b->database) == 0;
}

/* The group as steps of the plan, in their order, with its last wave, a place
 * that has it, and the last one elsewhere. */
static void
finish_group(struct making *making, struct draft_group *group)
{
    struct plan *plan = making->plan;
    struct step_group *made = arena_new(&plan->arena, struct step_group);
    size_t count = group->members.count;

    for (size_t i = 0; i < count; i++)
        group->members.items[i] =
            (size_t)making->drafts.items[group->members.items[i]].position;
    qsort(group->members.items, count, sizeof *group->members.items, by_size);
    made->number = plan->groups++;
    made->count = count;
    made->items = arena_alloc(&plan->arena, count * sizeof(*made->items));
    group->wave = group->wave_elsewhere = -1;
    for (size_t i = 0; i < count; i++) {
        const struct step *step = plan->steps.items[group->members.items[i]];

        made->items[i] = step;
        if (step->wave > group->wave)
            group->wave = step->wave;
    }
    for (size_t i = 0; i < count && group->at == NULL; i++)
        if (made->items[i]->wave == group->wave)
            group->at = made->items[i];
    for (size_t i = 0; i < count; i++)
        if (made->items[i]->wave > group->wave_elsewhere &&
            !same_place(made->items[i], group->at))
            group->wave_elsewhere = made->items[i]->wave;
    group->group = made;
}

/* Fills `requires`, and the waves; steps come in their order, so that a group
 * is whole when the first step that requires it comes. */
static void
finish_steps(struct making *making, const size_t *draft_at)
{
    struct plan *plan = making->plan;
    size_t i, k;

    for (i = 0; i < plan->steps.count; i++) {
        struct draft_step *draft = &making->drafts.items[draft_at[i]];
        struct step *step = draft->step;

        step->requires.items =
            arena_alloc(&plan->arena, (draft->requires.count + 1) *
                                          sizeof(*step->requires.items));
        step->requires.count = draft->requires.count;
        for (k = 0; k < draft->requires.count; k++) {
            struct draft_group *group =
                &making->groups.items[draft->requires.items[k]];
            int wave;

            if (group->group == NULL)
                finish_group(making, group);
            step->requires.items[k] = group->group;
            if (group->at->phase != step->phase)
                continue;
            wave = same_place(step, group->at) ? group->wave_elsewhere
                                               : group->wave;
            if (wave + 1 > step->wave)
                step->wave = wave + 1;
            if (group->wave > step->wave)
                step->wave = group->wave;
        }
    }
}

/* Barriers ---------------------------------------------------------------- */

struct closing {
    const struct plan *plan;
    enum plan_phase phase;
    bool *last;   /* by step: no other step of the phase requires it */
    size_t lasts; /* so many */
    size_t round; /* of a walk */
    size_t *step_seen, *group_seen; /* by number: in that round */
    size_t *held;                   /* by group: its lasts */
    const struct step **open;       /* steps to walk on from */
};

static void
closing_lasts(struct closing *closing)
{
    const struct plan *plan = closing->plan;

    for (size_t i = 0; i < plan->steps.count; i++)
        closing->last[i] = plan->steps.items[i]->phase == closing->phase;
    closing->round++;
    for (size_t i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        for (size_t k = 0;
             step->phase == closing->phase && k < step->requires.count; k++) {
            const struct step_group *group = step->requires.items[k];

            if (closing->group_seen[group->number] == closing->round)
                continue;
            closing->group_seen[group->number] = closing->round;
            for (size_t m = 0; m < group->count; m++)
                closing->last[group->items[m]->number] = false;
        }
    }
    closing->lasts = 0;
    for (size_t i = 0; i < plan->steps.count; i++)
        closing->lasts += closing->last[i];
}

/* Do the groups that STEP requires hold all lasts?  Two groups of one kind may
 * share some: the larger counts. */
static bool
holds_lasts(const struct closing *closing, const struct step *step)
{
    size_t held = 0;

    for (size_t i = 0; i < step->requires.count; i++) {
        const struct step_group *group = step->requires.items[i];
        size_t own = closing->held[group->number];

        for (size_t k = 0; k < step->requires.count; k++) {
            const struct step_group *other = step->requires.items[k];

            if (other->items[0]->kind == group->items[0]->kind &&
                (closing->held[other->number] > own ||
                 (closing->held[other->number] == own && k < i)))
                own = 0;
        }
        held += own;
    }
    return held == closing->lasts;
}

/* The same of all that it requires, one through the other. */
static bool
reaches_lasts(struct closing *closing, const struct step *step)
{
    size_t left = closing->lasts, open = 0;

    closing->round++;
    closing->open[open++] = step;
    while (open > 0 && left > 0) {
        const struct step *next = closing->open[--open];

        for (size_t k = 0; k < next->requires.count; k++) {
            const struct step_group *group = next->requires.items[k];

            if (group->items[0]->phase < closing->phase ||
                closing->group_seen[group->number] == closing->round)
                continue;
            closing->group_seen[group->number] = closing->round;
            for (size_t m = 0; m < group->count; m++) {
                size_t number = group->items[m]->number;

                if (closing->step_seen[number] == closing->round)
                    continue;
                closing->step_seen[number] = closing->round;
                left -= closing->last[number];
                closing->open[open++] = group->items[m];
            }
        }
    }
    return left == 0;
}

static bool
requires_later(const struct step *step, enum plan_phase phase)
{
    for (size_t i = 0; i < step->requires.count; i++)
        if (step->requires.items[i]->items[0]->phase > phase)
            return true;
    return false;
}

/* Does every step after the phase, the way back apart, require every step of
 * it?  It is enough to ask for those that no other step of the phase requires,
 * and to ask those that require none after the phase, for others do through
 * them. */
static bool
closes(struct closing *closing, struct step_group *const *groups)
{
    const struct plan *plan = closing->plan;
    bool any_later = false;

    closing_lasts(closing);
    for (size_t i = 0; i < plan->groups; i++) {
        closing->held[i] = 0;
        for (size_t k = 0; groups[i]->items[0]->phase == closing->phase &&
                           k < groups[i]->count;
             k++)
            closing->held[i] += closing->last[groups[i]->items[k]->number];
    }
    for (size_t i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        if (step->phase <= closing->phase || step->phase == PLAN_ROLLBACK)
            continue;
        any_later = true;
        if (!requires_later(step, closing->phase) &&
            !holds_lasts(closing, step) && !reaches_lasts(closing, step))
            return false;
    }
    return closing->lasts > 0 && any_later;
}

static void
add_barriers(struct making *making)
{
    struct plan *plan = making->plan;
    struct arena arena;
    size_t steps = plan->steps.count + 1, groups = plan->groups + 1;
    struct closing closing = {.plan = plan};
    struct step_group **made;

    arena_init(&arena);
    closing.last = arena_alloc(&arena, steps * sizeof *closing.last);
    closing.step_seen = arena_alloc(&arena, steps * sizeof *closing.step_seen);
    closing.open = arena_alloc(&arena, steps * sizeof(*closing.open));
    closing.group_seen =
        arena_alloc(&arena, groups * sizeof *closing.group_seen);
    closing.held = arena_alloc(&arena, groups * sizeof *closing.held);
    made = arena_alloc(&arena, groups * sizeof(*made));
    for (size_t i = 0; i < making->groups.count; i++)
        if (making->groups.items[i].group != NULL)
            made[making->groups.items[i].group->number] =
                making->groups.items[i].group;
    for (int phase = 0; phase < PLAN_ROLLBACK; phase++) {
        const struct phase_words *words = &making->catalogue.phases[phase];

        closing.phase = (enum plan_phase)phase;
        if (closes(&closing, made))
            *vec_add(&plan->arena, &plan->barriers) = (struct barrier){
                (enum plan_phase)phase,
                arena_string(&plan->arena, words->barrier != NULL
                                               ? words->barrier
                                               : words->leave)};
    }
    arena_release(&arena);
}

/* Which groups a step is of; groups that nothing requires hold nothing up. */
static void
count_waits(struct making *making)
{
    struct arena *arena = &making->catalogue.arena;

    for (size_t i = 0; i < making->groups.count; i++) {
        struct draft_group *group = &making->groups.items[i];

        group->left = group->members.count;
        for (size_t k = 0; group->waiting.count > 0 && k < group->left; k++)
            *vec_add(arena,
                     &making->drafts.items[group->members.items[k]].member_of) =
                i;
    }
    for (size_t i = 0; i < making->drafts.count; i++)
    making->drafts.items[i].waits = making->drafts.items[i].requires.count;
}

int
plan_arrange(struct making *making, struct failure *why)
{
    size_t *draft_at = slots(making, making->drafts.count);
    size_t i;
    int phase;

    count_waits(making);
    for (phase = 0; phase < PLAN_PHASES; phase++)
        if (arrange_phase(making, (enum plan_phase)phase, why) != 0)
            return -1;
    for (i = 0; i < making->drafts.count; i++)
        draft_at[making->drafts.items[i].position] = i;
    finish_steps(making, draft_at);
    add_barriers(making);
    return 0;
}
