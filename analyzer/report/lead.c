#include "lead.h"

#include <string.h>

#include "words.h"

const char *
lead_verdict(enum verdict verdict)
{
    static const char *const WORDS[] = {
        [VERDICT_READY] = "Ready",
        [VERDICT_READY_WITH_ACTIONS] = "Ready with actions",
        [VERDICT_NOT_ASSESSED] = "Not assessed",
        [VERDICT_NOT_READY] = "Not ready",
    };

    return WORDS[verdict];
}

static const char *
all_servers(const struct estate *estate, const struct tally *tally,
            struct arena *arena)
{
    int seen = (int)estate->hosts.count;

    if (seen == 1)
        return "this server";
    if (tally->held == seen)
        return arena_format(arena, "all %s servers seen",
                            words_number(arena, seen));
    return arena_format(arena, "%s of %s servers seen",
                        words_number(arena, tally->held),
                        words_number(arena, seen));
}

/* What holds. */
static const char *
first_sentence(const struct estate *estate, const struct tally *tally,
               struct arena *arena)
{
    const struct verdict_counts *verdict = &tally->verdict;
    int actions = verdict->actions_failed;
    int blockers = verdict->blockers_failed;
    const char *words = words_count(arena, blockers, "blocker", NULL);

    if (estate->hosts.count == 0)
        return "No server was seen: no bundle was accepted.";
    switch (verdict->verdict) {
    case VERDICT_NOT_READY:
        if (tally->held == 0)
            return arena_format(arena, "%s %s.", words,
                                blockers == 1 ? "fails" : "fail");
        return arena_format(arena, "%s %s %s.", words,
                            blockers == 1 ? "holds" : "hold",
                            all_servers(estate, tally, arena));
    case VERDICT_NOT_ASSESSED:
        return arena_format(arena, "No blocker fails; %s of %s were decided.",
                            words_number(arena, tally->blockers_decided),
                            words_number(arena, tally->blockers_all));
    case VERDICT_READY_WITH_ACTIONS:
        if (actions == 0)
            return "No rule fails at blocker level.";
        return arena_format(arena,
                            "No rule fails at blocker level; %s %s left to do.",
                            words_count(arena, actions, "action", NULL),
                            actions == 1 ? "is" : "are");
    case VERDICT_READY:
        break;
    }
    if (estate->hosts.count == 1)
        return arena_format(
            arena,
            "No rule fails at blocker level; all %s were decided on this "
            "server.",
            words_number(arena, tally->blockers_all));
    return arena_format(
        arena,
        "No rule fails at blocker level; all %s were decided on %s of %s "
        "servers.",
        words_number(arena, tally->blockers_all),
        words_number(arena, (int64_t)estate->hosts.count),
        words_number(arena, (int64_t)estate->hosts.count));
}

static const char *
first_missing(const struct estate *estate, struct arena *arena)
{
    for (size_t i = 0; i < estate->missing.count; i++)
        if (estate->missing.items[i].exception == NULL)
            return words_quoted(
                arena,
                words_cut(arena,
                          words_shown(arena, estate->missing.items[i].name),
                          22));
    return "";
}

/* Failed rules of the tally's last row that could not run. */
static int
blocker_errors(const struct tally *tally)
{
    return tally->cells[SEVERITY_BLOCKER][TALLY_ERROR];
}

/* The largest hole, or NULL. */
static const char *
second_sentence(const struct estate *estate, const struct tally *tally,
                struct arena *arena)
{
    const struct verdict_counts *verdict = &tally->verdict;
    const char *still = verdict->verdict == VERDICT_NOT_READY
                            ? "so the count can still rise"
                            : "so this can still change";

    if (estate->topology == TOPOLOGY_AMBIGUOUS && estate->hosts.count > 0)
        return "The evidence does not settle the topology: confirm it in the "
               "answers, then run again.";
    if (tally->missing == 1)
        return arena_format(
            arena,
            "1 more server, <name>%s</name>, is named by the configuration "
            "but was not collected, %s.",
            first_missing(estate, arena), still);
    if (tally->missing > 1)
        return arena_format(
            arena,
            "%s more servers, <name>%s</name> first, are named by the "
            "configuration but were not collected, %s.",
            words_number(arena, tally->missing), first_missing(estate, arena),
            still);
    if (tally->rejected > 0)
        return arena_format(
            arena, "%s rejected, %s.",
            tally->rejected == 1
                ? "1 bundle was"
                : arena_format(
                      arena, "%s were",
                      words_count(arena, tally->rejected, "bundle", NULL)),
            still);
    if (blocker_errors(tally) > 0)
        return arena_format(
            arena, "%s at blocker level could not run.",
            words_count(arena, blocker_errors(tally), "rule", NULL));
    if (verdict->blockers_unknown > 0)
        return arena_format(
            arena, "%s undecided, %s: part 7 says how to decide %s.",
            verdict->blockers_unknown == 1
                ? "1 blocker is"
                : arena_format(arena, "%s are",
                               words_count(arena, verdict->blockers_unknown,
                                           "blocker", NULL)),
            still, verdict->blockers_unknown == 1 ? "it" : "them");
    if (verdict->verdict == VERDICT_READY_WITH_ACTIONS &&
        verdict->actions_unknown > 0)
        return arena_format(
            arena, "%s not decided: part 7 says how to decide %s.",
            verdict->actions_unknown == 1
                ? "1 action is"
                : arena_format(arena, "%s are",
                               words_count(arena, verdict->actions_unknown,
                                           "action", NULL)),
            verdict->actions_unknown == 1 ? "it" : "them");
    if (verdict->verdict == VERDICT_READY)
        return "Every action before the window is decided, too.";
    return NULL;
}

const char *
lead_words(const struct estate *estate, const struct tally *tally,
           struct arena *arena)
{
    const char *first = first_sentence(estate, tally, arena);
    const char *second = second_sentence(estate, tally, arena);

    return second == NULL ? first : arena_format(arena, "%s %s", first, second);
}
