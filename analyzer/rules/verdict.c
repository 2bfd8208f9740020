/*
 * From judgements to the verdict, and which servers a finding holds.
 */
#include "engine.h"

#include <string.h>

static bool
host_has(const struct estate_host *host, const char *instance)
{
    size_t i;

    for (i = 0; i < host->instances.count; i++)
        if (strcmp(host->instances.items[i].name, instance) == 0)
            return true;
    return false;
}

void
finding_holds(const struct estate *estate, const struct finding *finding,
              bool *set)
{
    const struct estate_host *hosts = estate->hosts.items;
    const struct estate_database *database =
        estate_database(estate, finding->database);
    const struct estate_host *host = estate_host(estate, finding->host);
    size_t i;

    if (finding->host != NULL) {
        if (host != NULL)
            set[host - hosts] = true;
        return;
    }
    for (i = 0; database != NULL && i < database->hosts.count; i++) {
        host = estate_host(estate, database->hosts.items[i]);
        if (host != NULL)
            set[host - hosts] = true;
    }
    for (i = 0; finding->database == NULL && i < estate->hosts.count; i++)
        if (finding->instance != NULL ? host_has(&hosts[i], finding->instance)
                                      : finding->object == NULL)
            set[i] = true;
}

const char *
verdict_word(enum verdict verdict)
{
    static const char *const words[] = {"ready", "ready-with-actions",
                                        "not-assessed", "not-ready"};

    return words[verdict];
}

/* Rules of phase before, by severity and worst outcome. */
struct tally {
    int rules[SEVERITY_COUNT][OUTCOME_COUNT];
    int blockers_with_failure; /* under whatever worst outcome */
};

static void
tally_rules(const struct judgements *judgements, struct tally *tally)
{
    size_t i;
    size_t j;

    memset(tally, 0, sizeof *tally);
    for (i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];

        if (!judgement->applies || judgement->rule->phase != PHASE_BEFORE)
            continue;
        tally->rules[judgement->rule->severity][judgement->outcome]++;
        for (j = 0; j < judgement->findings.count; j++)
            if (judgement->rule->severity == SEVERITY_BLOCKER &&
                judgement->findings.items[j].outcome == OUTCOME_FAIL) {
                tally->blockers_with_failure++;
                break;
            }
    }
}

static size_t
count_missing(const struct estate *estate)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < estate->missing.count; i++)
        if (estate->missing.items[i].exception == NULL)
            count++;
    return count;
}

static size_t
count_rejected(const struct estate *estate)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < estate->bundles.count; i++)
        if (estate->bundles.items[i].status == BUNDLE_REJECTED)
            count++;
    return count;
}

/* "1 blocker is not decided", "8 blockers are not decided" */
static void
add_reason(struct verdict_counts *verdict, struct arena *arena, size_t count,
           const char *one, const char *many)
{
    if (count > 0)
        *vec_add(arena, &verdict->reasons) =
            arena_format(arena, "%zu %s", count, count == 1 ? one : many);
}

static void
add_missing(struct verdict_counts *verdict, struct arena *arena,
            const struct estate *estate, size_t count)
{
    const char *names = "";
    size_t named = 0;
    size_t i;

    for (i = 0; i < estate->missing.count && named < 3; i++)
        if (estate->missing.items[i].exception == NULL) {
            names = arena_format(arena, "%s%s%s", names, named > 0 ? ", " : "",
                                 estate->missing.items[i].name);
            named++;
        }
    if (count > named)
        names = arena_format(arena, "%s and %zu more", names, count - named);
    if (count > 0)
        *vec_add(arena, &verdict->reasons) = arena_format(
            arena, "%zu %s named by the configuration but not collected: %s",
            count, count == 1 ? "server is" : "servers are", names);
}

static int
undecided(const int rules[])
{
    return rules[OUTCOME_UNKNOWN] + rules[OUTCOME_MANUAL] +
           rules[OUTCOME_ERROR];
}

void
verdict_of(const struct estate *estate, const struct judgements *judgements,
           struct arena *arena, struct verdict_counts *verdict)
{
    struct tally tally;
    const int *blockers = tally.rules[SEVERITY_BLOCKER];
    const int *actions = tally.rules[SEVERITY_ACTION];
    size_t missing = count_missing(estate);
    size_t rejected = count_rejected(estate);
    bool ambiguous = estate->topology == TOPOLOGY_AMBIGUOUS;

    memset(verdict, 0, sizeof *verdict);
    tally_rules(judgements, &tally);
    verdict->blockers_failed = blockers[OUTCOME_FAIL];
    verdict->blockers_unknown = undecided(blockers);
    verdict->actions_failed = actions[OUTCOME_FAIL];
    verdict->actions_unknown = undecided(actions);
    verdict->warnings_failed = tally.rules[SEVERITY_WARNING][OUTCOME_FAIL];
    if (tally.blockers_with_failure > 0)
        verdict->verdict = VERDICT_NOT_READY;
    else if (verdict->blockers_unknown > 0 || rejected > 0 || missing > 0 ||
             ambiguous || estate->hosts.count == 0)
        verdict->verdict = VERDICT_NOT_ASSESSED;
    else if (verdict->actions_failed > 0 || verdict->actions_unknown > 0)
        verdict->verdict = VERDICT_READY_WITH_ACTIONS;
    else
        verdict->verdict = VERDICT_READY;

    add_reason(verdict, arena, (size_t)tally.blockers_with_failure,
               "blocker fails", "blockers fail");
    if (estate->hosts.count == 0)
        *vec_add(arena, &verdict->reasons) = "no server was seen";
    if (ambiguous)
        *vec_add(arena, &verdict->reasons) =
            "the topology is ambiguous: it is not known which server is "
            "migrated first";
    add_missing(verdict, arena, estate, missing);
    add_reason(verdict, arena, rejected, "bundle was rejected",
               "bundles were rejected");
    add_reason(verdict, arena, (size_t)blockers[OUTCOME_ERROR],
               "blocker could not be judged: the rule itself failed",
               "blockers could not be judged: the rules themselves failed");
    add_reason(verdict, arena, (size_t)blockers[OUTCOME_UNKNOWN],
               "blocker is not known: evidence is missing, or this version "
               "does not assess it",
               "blockers are not known: evidence is missing, or this version "
               "does not assess them");
    add_reason(verdict, arena, (size_t)blockers[OUTCOME_MANUAL],
               "blocker waits for an answer", "blockers wait for an answer");
    add_reason(verdict, arena, (size_t)verdict->actions_failed,
               "action is to be done", "actions are to be done");
    add_reason(verdict, arena, (size_t)verdict->actions_unknown,
               "action is not decided", "actions are not decided");
}
