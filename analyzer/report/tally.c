#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "words.h"

const char *const TALLY_WORDS[TALLY_COLUMNS] = {
    "fail", "unknown", "manual", "error", "waived", "pass", "na", "rules"};

enum tally_column
tally_column_of(const struct judgement *judgement)
{
    static const enum tally_column COLUMN[OUTCOME_COUNT] = {
        [OUTCOME_PASS] = TALLY_PASS,     [OUTCOME_WAIVED] = TALLY_WAIVED,
        [OUTCOME_MANUAL] = TALLY_MANUAL, [OUTCOME_UNKNOWN] = TALLY_UNKNOWN,
        [OUTCOME_FAIL] = TALLY_FAIL,     [OUTCOME_ERROR] = TALLY_ERROR,
    };

    return judgement->applies ? COLUMN[judgement->outcome] : TALLY_NA;
}

int
tally_holds(const struct estate *estate, const struct judgement *judgement,
            bool *set)
{
    int held = 0;

    for (size_t i = 0; i < judgement->findings.count; i++)
        if (judgement->findings.items[i].outcome == OUTCOME_FAIL)
            finding_holds(estate, &judgement->findings.items[i], set);
    for (size_t i = 0; i < estate->hosts.count; i++)
        held += set[i];
    return held;
}

static bool
fails_before(const struct judgement *judgement, enum severity severity)
{
    return judgement->applies && judgement->outcome == OUTCOME_FAIL &&
           judgement->rule->phase == PHASE_BEFORE &&
           judgement->rule->severity == severity;
}

static void
count_rules(const struct judgements *judgements, struct tally *tally)
{
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];
        const struct rule *rule = judgement->rule;
        enum tally_column column = tally_column_of(judgement);
        bool decided = column == TALLY_FAIL || column == TALLY_PASS ||
                       column == TALLY_WAIVED;
        enum severity rows[2] = {rule->severity, SEVERITY_COUNT};

        for (size_t r = 0; r < 2; r++) {
            tally->cells[rows[r]][column]++;
            tally->cells[rows[r]][TALLY_RULES]++;
        }
        if (column == TALLY_NA)
            continue;
        tally->applicable++;
        tally->decided += decided;
        tally->undecided += !decided;
        if (rule->severity != SEVERITY_BLOCKER)
            continue;
        if (rule->phase != PHASE_BEFORE) {
            tally->gates += column == TALLY_FAIL;
        } else {
            tally->blockers_all++;
            tally->blockers_decided += decided;
        }
    }
}

/* --- Fix these first ------------------------------------------------------ */

/* Hosts for which FIX is the last open blocker: nothing else holds them. */
static int
frees(const struct estate *estate, const struct fix *fix, const int *open)
{
    int freed = 0;

    for (size_t h = 0; h < estate->hosts.count; h++)
        freed += fix->holds[h] && open[h] == 1;
    return freed;
}

/*
 * Most hosts held; then most hosts for which it is the last open blocker once
 * the rows above are done; then the rule's id (the order in which they came).
 */
static void
order_fixes(const struct estate *estate, struct arena *arena,
            struct tally *tally)
{
    size_t hosts = estate->hosts.count, count = tally->fixes.count;
    int *open = arena_alloc(arena, (hosts + 1) * sizeof *open);
    struct fix *fixes = tally->fixes.items;

    for (size_t i = 0; i < count; i++)
        for (size_t h = 0; h < hosts; h++)
            open[h] += fixes[i].holds[h];
    for (size_t i = 0; i < count; i++) {
        size_t best = i;
        struct fix fix;

        for (size_t k = i + 1; k < count; k++)
            if (fixes[k].held > fixes[best].held ||
                (fixes[k].held == fixes[best].held &&
                 frees(estate, &fixes[k], open) >
                     frees(estate, &fixes[best], open)))
                best = k;
        fix = fixes[best];
        memmove(&fixes[i + 1], &fixes[i], (best - i) * sizeof *fixes);
        fix.free_after = 0;
        for (size_t h = 0; h < hosts; h++) {
            open[h] -= fix.holds[h];
            fix.free_after += open[h] == 0;
        }
        fixes[i] = fix;
    }
}

static void
count_fixes(const struct estate *estate, const struct judgements *judgements,
            struct arena *arena, struct tally *tally)
{
    tally->fixing = SEVERITY_ACTION;
    for (size_t i = 0; i < judgements->rules.count; i++)
        if (fails_before(&judgements->rules.items[i], SEVERITY_BLOCKER))
            tally->fixing = SEVERITY_BLOCKER;
    for (size_t i = 0; i < judgements->rules.count; i++) {
        struct fix *fix;

        if (!fails_before(&judgements->rules.items[i], tally->fixing))
            continue;
        fix = vec_add(arena, &tally->fixes);
        fix->judgement = &judgements->rules.items[i];
        fix->holds = arena_alloc(arena, estate->hosts.count + 1);
        fix->held = tally_holds(estate, fix->judgement, fix->holds);
    }
    order_fixes(estate, arena, tally);
}

/* --- Hosts, databases, actors --------------------------------------------- */

static void
count_hosts(const struct estate *estate, const struct judgements *judgements,
            struct arena *arena, struct tally *tally)
{
    size_t hosts = estate->hosts.count, databases = estate->databases.count;
    size_t *failed = arena_alloc(arena, (databases + 1) * sizeof *failed);

    tally->host_blockers = arena_alloc(arena, (hosts + 1) * sizeof(int));
    tally->host_unknown = arena_alloc(arena, hosts + 1);
    tally->database_blockers =
        arena_alloc(arena, (databases + 1) * sizeof(int));
    for (size_t i = 0; i < tally->fixes.count; i++)
        for (size_t h = 0; h < hosts; h++)
            tally->host_blockers[h] += tally->fixing == SEVERITY_BLOCKER &&
                                       tally->fixes.items[i].holds[h];
    for (size_t h = 0; h < hosts; h++)
        tally->held += tally->host_blockers[h] > 0;
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];
        const struct rule *rule = judgement->rule;

        if (!judgement->applies || rule->severity != SEVERITY_BLOCKER ||
            rule->phase != PHASE_BEFORE)
            continue;
        for (size_t f = 0; f < judgement->findings.count; f++) {
            const struct finding *finding = &judgement->findings.items[f];
            const struct estate_host *host = estate_host(estate, finding->host);
            const struct estate_database *database =
                estate_database(estate, finding->database);

            if (finding->outcome == OUTCOME_FAIL && database != NULL)
                failed[database - estate->databases.items] = i + 1;
            if (host != NULL && (finding->outcome == OUTCOME_ERROR ||
                                 (finding->outcome == OUTCOME_UNKNOWN &&
                                  rule->kind == RULE_ASSESSED)))
                tally->host_unknown[host - estate->hosts.items] = true;
        }
        for (size_t d = 0; d < databases; d++)
            tally->database_blockers[d] += failed[d] == i + 1;
    }
    for (size_t i = 0; i < estate->missing.count; i++)
        tally->missing += estate->missing.items[i].exception == NULL;
}

static int
actor_order(const void *a, const void *b)
{
    const struct actor_work *x = a, *y = b;

    if (x->blockers != y->blockers)
        return y->blockers - x->blockers;
    if (x->actions != y->actions)
        return y->actions - x->actions;
    if (x->answers != y->answers)
        return y->answers - x->answers;
    return words_order(x->name, y->name);
}

static void
count_actors(const struct judgements *judgements, struct arena *arena,
             struct tally *tally)
{
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];
        const struct rule *rule = judgement->rule;
        bool blocker = fails_before(judgement, SEVERITY_BLOCKER);
        bool action = fails_before(judgement, SEVERITY_ACTION);
        bool answer = judgement->applies && rule->phase == PHASE_BEFORE &&
                      judgement->outcome == OUTCOME_MANUAL;
        struct actor_work *work = NULL;

        if (!blocker && !action && !answer)
            continue;
        for (size_t a = 0; a < tally->actors.count; a++)
            if (words_order(tally->actors.items[a].name, rule->actor) == 0)
                work = &tally->actors.items[a];
        if (work == NULL) {
            work = vec_add(arena, &tally->actors);
            work->name = rule->actor;
        }
        work->blockers += blocker;
        work->actions += action;
        work->answers += answer;
    }
    if (tally->actors.count > 1)
        qsort(tally->actors.items, tally->actors.count,
              sizeof *tally->actors.items, actor_order);
}

/* --- Bundles and steps ---------------------------------------------------- */

static void
count_bundles(const struct estate *estate, struct tally *tally)
{
    for (size_t i = 0; i < estate->bundles.count; i++) {
        const struct estate_bundle *bundle = &estate->bundles.items[i];
        const char *taken = bundle->collected;

        tally->rejected += bundle->status == BUNDLE_REJECTED;
        if (bundle->status != BUNDLE_ACCEPTED)
            continue;
        tally->accepted++;
        tally->complete += bundle->complete;
        if (taken == NULL)
            continue;
        if (tally->first_taken == NULL || strcmp(taken, tally->first_taken) < 0)
            tally->first_taken = taken;
        if (tally->last_taken == NULL || strcmp(taken, tally->last_taken) > 0)
            tally->last_taken = taken;
    }
    for (size_t d = 0; d < estate->databases.count; d++) {
        const struct estate_database *database = &estate->databases.items[d];

        tally->described += database->before != NULL || database->after != NULL;
    }
}

static void
count_steps(const struct plan *plan, struct tally *tally)
{
    for (size_t i = 0; plan != NULL && i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        if (step->phase == PLAN_ROLLBACK)
            continue;
        if (step->minutes >= 0) {
            tally->minutes += step->minutes;
            tally->timed++;
        } else {
            tally->untimed++;
        }
    }
}

void
tally_count(const struct estate *estate, const struct judgements *judgements,
            const struct plan *plan, struct arena *arena, struct tally *tally)
{
    memset(tally, 0, sizeof *tally);
    verdict_of(estate, judgements, arena, &tally->verdict);
    count_rules(judgements, tally);
    count_fixes(estate, judgements, arena, tally);
    count_hosts(estate, judgements, arena, tally);
    count_actors(judgements, arena, tally);
    count_bundles(estate, tally);
    count_steps(plan, tally);
}
