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

/* Binding ----------------------------------------------------------------- */

static bool
share_database(const struct making *making, const struct draft_step *a,
               const struct draft_step *b)
{
    size_t i;

    if (a->any_database || b->any_database)
        return true;
    for (i = 0; i < making->estate->databases.count; i++)
        if (a->databases[i] && b->databases[i])
            return true;
    return false;
}

static bool
same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Is B meant when A requires it OF that reach?  (`earlier` is bound apart.) */
static bool
reaches(const struct making *making, enum reach reach,
        const struct draft_step *a, const struct draft_step *b)
{
    switch (reach) {
    case REACH_HOST:
        return a->host_index >= 0 && a->host_index == b->host_index;
    case REACH_DATABASE:
        return share_database(making, a, b);
    case REACH_INSTANCE:
        return same_text(a->step->instance, b->step->instance) &&
               share_database(making, a, b);
    default:
        return true;
    }
}

static void
require(struct making *making, size_t index, size_t other)
{
    struct draft_step *draft = &making->drafts.items[index];

    if (making->required_by[other] == index + 1)
        return;
    making->required_by[other] = index + 1;
    *vec_add(&making->plan->arena, &draft->requires) = other;
}

/* Where the step's host stands in the order of PHASE. */
static int
place_in(const struct making *making, const struct draft_step *draft,
         enum plan_phase phase)
{
    return making->hosts.items[draft->host_index].position[phase];
}

/* The steps of the nearest role before this one that has any. */
static void
bind_earlier(struct making *making, size_t index, size_t kind)
{
    const struct draft_step *draft = &making->drafts.items[index];
    const struct step_kind *its = &making->catalogue.kinds.items[kind];
    enum plan_phase phase = draft->step->phase;
    int mine, nearest = -1;
    size_t i;

    if (draft->host_index < 0)
        return;
    mine = place_in(making, draft, phase);
    for (i = its->first; i < its->end; i++) {
        const struct draft_step *other = &making->drafts.items[i];

        if (other->host_index >= 0 && place_in(making, other, phase) < mine &&
            place_in(making, other, phase) > nearest)
            nearest = place_in(making, other, phase);
    }
    for (i = its->first; nearest >= 0 && i < its->end; i++)
        if (making->drafts.items[i].host_index >= 0 &&
            place_in(making, &making->drafts.items[i], phase) == nearest)
            require(making, index, i);
}

static void
bind_kind(struct making *making, size_t index, size_t kind, enum reach reach)
{
    const struct step_kind *its = &making->catalogue.kinds.items[kind];
    size_t i;

    for (i = its->first; i < its->end; i++)
        if (reaches(making, reach, &making->drafts.items[index],
                    &making->drafts.items[i]))
            require(making, index, i);
}

static void
bind(struct making *making, size_t index, const struct requirement *requirement)
{
    size_t mine = making->drafts.items[index].kind, k;

    if (requirement->reach == REACH_EARLIER) {
        bind_earlier(making, index, (size_t)requirement->kind);
        return;
    }
    for (k = 0; k < making->catalogue.kinds.count; k++) {
        bool meant = requirement->kind >= 0
                         ? (long)k == requirement->kind
                         : (long)making->catalogue.kinds.items[k].phase ==
                               requirement->phase_index;

        if (meant && k != mine)
            bind_kind(making, index, k, requirement->reach);
    }
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
    size_t i, k;

    making->required_by =
        arena_alloc(&making->catalogue.arena,
                    (making->drafts.count + 1) * sizeof *making->required_by);
    for (i = 0; i < making->drafts.count; i++) {
        size_t index = making->drafts.items[i].kind;
        const struct step_kind *kind = &making->catalogue.kinds.items[index];
        const struct phase_words *phase =
            &making->catalogue.phases[kind->phase];

        for (k = 0; k < kind->requires.count; k++)
            bind(making, i, &kind->requires.items[k]);
        for (k = 0; !opens_phase(phase, index) && k < phase->requires.count;
             k++)
            bind(making, i, &phase->requires.items[k]);
    }
}

/* Order ------------------------------------------------------------------- */

static int
compare_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

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

/* A draft in the queue of its phase; the making travels with it for qsort. */
struct queued {
    const struct making *making;
    struct draft_step *draft;
};

static int
by_queue(const void *left, const void *right)
{
    const struct queued *a = left, *b = right;

    return by_turn(a->making, a->draft, b->draft);
}

static bool
is_ready(const struct making *making, const struct draft_step *draft)
{
    size_t i;

    for (i = 0; i < draft->requires.count; i++)
        if (making->drafts.items[draft->requires.items[i]].position < 0)
            return false;
    return true;
}

static int
arrange_phase(struct making *making, enum plan_phase phase, struct failure *why)
{
    struct plan *plan = making->plan;
    struct queued *queue =
        arena_alloc(&plan->arena, (making->drafts.count + 1) * sizeof *queue);
    size_t left = 0, i;

    for (i = 0; i < making->drafts.count; i++)
        if (making->drafts.items[i].step->phase == phase)
            queue[left++] = (struct queued){making, &making->drafts.items[i]};
    if (left > 0)
        qsort(queue, left, sizeof *queue, by_queue);
    while (left > 0) {
        struct draft_step *next;

        for (i = 0; i < left && !is_ready(making, queue[i].draft); i++)
            ;
        if (i == left) {
            const struct step_kind *kind =
                &making->catalogue.kinds.items[queue[0].draft->kind];

            return fail(why, "%s:%u: a circle: \"%s\" waits for itself",
                        kind->file, kind->line, kind->id);
        }
        next = queue[i].draft;
        memmove(&queue[i], &queue[i + 1], (--left - i) * sizeof *queue);
        next->position = (long)plan->steps.count;
        *vec_add(&plan->arena, &plan->steps) = next->step;
        next->step->id =
            arena_format(&plan->arena, "S%03zu", plan->steps.count);
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

static int
by_position(const void *left, const void *right)
{
    const long *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Fills `requires` in order, and the waves; steps come in their order. */
static void
finish_steps(struct making *making, const size_t *draft_at)
{
    struct plan *plan = making->plan;
    size_t i, k;

    for (i = 0; i < plan->steps.count; i++) {
        struct draft_step *draft = &making->drafts.items[draft_at[i]];
        long *positions = arena_alloc(
            &plan->arena, (draft->requires.count + 1) * sizeof *positions);

        for (k = 0; k < draft->requires.count; k++)
            positions[k] =
                making->drafts.items[draft->requires.items[k]].position;
        if (draft->requires.count > 0)
            qsort(positions, draft->requires.count, sizeof *positions,
                  by_position);
        for (k = 0; k < draft->requires.count; k++) {
            const struct step *other = plan->steps.items[positions[k]];
            int wave;

            *vec_add(&plan->arena, &draft->step->requires) = other;
            if (other->phase != draft->step->phase)
                continue;
            wave = other->wave + (same_place(draft->step, other) ? 0 : 1);
            if (wave > draft->step->wave)
                draft->step->wave = wave;
        }
    }
}

/* Barriers ---------------------------------------------------------------- */

/* Does every step after PHASE, the way back apart, require every step of it?
 * It is enough to ask for those that no other step of the phase requires. */
static bool
closes(struct making *making, enum plan_phase phase, const size_t *draft_at)
{
    struct plan *plan = making->plan;
    size_t count = plan->steps.count, lasts = 0, words, i, k, w;
    long *last = memory_take(count + 1, sizeof *last);
    bool all = true, any_later = false;
    uint64_t *sets;

    for (i = 0; i < count; i++)
        last[i] = plan->steps.items[i]->phase == phase ? 0 : -1;
    for (i = 0; i < count; i++) {
        const struct step *step = plan->steps.items[i];
        const struct draft_step *draft = &making->drafts.items[draft_at[i]];

        for (k = 0; step->phase == phase && k < draft->requires.count; k++) {
            const struct draft_step *other =
                &making->drafts.items[draft->requires.items[k]];

            if (other->step->phase == phase)
                last[other->position] = -1;
        }
    }
    for (i = 0; i < count; i++)
        if (last[i] == 0)
            last[i] = (long)lasts++;
    words = lasts / 64 + 1;
    sets = memory_take(count + 1, words * sizeof *sets);
    for (i = 0; i < count && all; i++) {
        const struct step *step = plan->steps.items[i];
        const struct draft_step *draft = &making->drafts.items[draft_at[i]];
        size_t held = 0;

        if (last[i] >= 0)
            sets[i * words + (size_t)last[i] / 64] |= 1ull << (last[i] % 64);
        for (k = 0; k < draft->requires.count; k++)
            for (w = 0; w < words; w++)
                sets[i * words + w] |=
                    sets[(size_t)making->drafts.items[draft->requires.items[k]]
                                 .position *
                             words +
                         w];
        if (step->phase <= phase || step->phase == PLAN_ROLLBACK)
            continue;
        any_later = true;
        for (w = 0; w < words; w++)
            held += (size_t)__builtin_popcountll(sets[i * words + w]);
        all = held == lasts;
    }
    free(sets);
    free(last);
    return lasts > 0 && any_later && all;
}

int
plan_arrange(struct making *making, struct failure *why)
{
    struct plan *plan = making->plan;
    size_t *draft_at = arena_alloc(&plan->arena, (making->drafts.count + 1) *
                                                     sizeof *draft_at);
    size_t i;
    int phase;

    for (phase = 0; phase < PLAN_PHASES; phase++)
        if (arrange_phase(making, (enum plan_phase)phase, why) != 0)
            return -1;
    for (i = 0; i < making->drafts.count; i++)
        draft_at[making->drafts.items[i].position] = i;
    finish_steps(making, draft_at);
    for (phase = 0; phase < PLAN_ROLLBACK; phase++)
        if (closes(making, (enum plan_phase)phase, draft_at)) {
            const struct phase_words *words = &making->catalogue.phases[phase];

            *vec_add(&plan->arena, &plan->barriers) = (struct barrier){
                (enum plan_phase)phase,
                arena_string(&plan->arena, words->barrier != NULL
                                               ? words->barrier
                                               : words->leave)};
        }
    return 0;
}
