/*
 * The platform class, with its basis in words.
 *
 *     declared in the answers                        what they say
 *     a mid-sourcing server that is declared hosted  cloud-messaging
 *     one server that names no other                 standalone
 *     one database that all configured servers share enterprise
 *     several databases, booster roles declared      power-booster, or with
 *                                                    several of them
 *                                                    power-cluster
 *     all else                                       ambiguous
 *
 * Mid-sourcing and Power Booster cannot be told apart by configuration: both
 * are detached execution instances with databases of their own.  So two linked
 * databases are ambiguous until a person says what they are.
 */
#include "estate_parts.h"

#include <string.h>

static const char *const topology_words[] = {
    "standalone",    "enterprise",    "cloud-messaging",
    "power-booster", "power-cluster", "ambiguous",
};

const char *
topology_word(enum topology topology)
{
    return topology_words[topology];
}

/* What the decision counts. */
struct survey {
    size_t hosts;     /* without twins */
    size_t untied;    /* configured hosts that belong to no database */
    size_t missing;   /* named, without bundle and without exception */
    size_t connected; /* hosts with a connection of their own */
    size_t boosters;  /* databases whose hosts were declared booster servers */
    const char *an_untied; /* one of the untied */
    const char *hosted;    /* a mid-sourcing server that is declared hosted */
    const char *outside;   /* a mid-sourcing server without bundle */
};

static void
say(struct estate *estate, const char *basis)
{
    *vec_add(&estate->arena, &estate->basis) = basis;
}

static void
survey_missing(const struct estate *estate, struct survey *survey)
{
    size_t i, k;

    for (i = 0; i < estate->missing.count; i++) {
        const struct missing_host *missing = &estate->missing.items[i];

        survey->missing += missing->exception == NULL;
        for (k = 0; k < missing->references.count; k++) {
            if (!reference_is_execution(missing->references.items[k].what))
                continue;
            if (missing->exception != NULL &&
                strcmp(missing->exception, "hosted") == 0)
                survey->hosted = missing->name;
            else
                survey->outside = missing->name;
        }
    }
}

static struct survey
survey_of(const struct joining *joining)
{
    const struct estate *estate = joining->estate;
    struct survey survey = {0};
    size_t h, d;

    for (h = 0; h < estate->hosts.count; h++) {
        const struct draft *draft = &joining->drafts[h];
        const struct estate_host *host = &estate->hosts.items[h];

        if (draft->twin)
            continue;
        survey.hosts++;
        survey.connected += draft->connected;
        if (draft->databases.count == 0 &&
            (host->roles & ROLE_UNCONFIGURED) == 0) {
            survey.untied++;
            survey.an_untied = host->id;
        }
    }
    for (d = 0; d < estate->databases.count; d++) {
        const struct estate_database *database = &estate->databases.items[d];
        bool booster = false;

        for (h = 0; h < database->hosts.count; h++) {
            const struct estate_host *host =
                estate_host(estate, database->hosts.items[h]);

            booster = booster || (host->roles & ROLE_POWER_BOOSTER) != 0;
        }
        survey.boosters += booster;
    }
    survey_missing(estate, &survey);
    return survey;
}

static bool
decide_declared(struct estate *estate)
{
    size_t i;

    if (estate->answers.topology == NULL)
        return false;
    for (i = 0; i < TOPOLOGY_AMBIGUOUS; i++)
        if (strcmp(topology_words[i], estate->answers.topology) == 0) {
            estate->topology = (enum topology)i;
            say(estate, "declared in the answers");
            return true;
        }
    return false;
}

/* Words for NUMBER things: "1 server", "2 servers". */
static const char *
count_of(struct arena *arena, size_t number, const char *thing)
{
    return arena_format(arena, "%zu %s%s", number, thing,
                        number == 1 ? "" : "s");
}

static void
decide_one_server(struct estate *estate, const struct survey *survey)
{
    if (survey->missing == 0) {
        estate->topology = TOPOLOGY_STANDALONE;
        say(estate, "one server, which names no other Campaign server");
        return;
    }
    say(estate,
        arena_format(&estate->arena,
                     "one server was collected, but it names %s without a "
                     "bundle: a standalone server names none",
                     count_of(&estate->arena, survey->missing,
                              "other Campaign server")));
}

static void
decide_one_database(struct joining *joining, const struct survey *survey)
{
    struct estate *estate = joining->estate;
    size_t h;

    if (survey->untied > 0) {
        say(estate, arena_format(&estate->arena,
                                 "%s belong to no database that was seen, for "
                                 "example %s",
                                 count_of(&estate->arena, survey->untied,
                                          "configured server"),
                                 survey->an_untied));
        return;
    }
    estate->topology = TOPOLOGY_ENTERPRISE;
    say(estate, arena_format(&estate->arena,
                             "%s share one database, %s; %zu of them connect "
                             "to it",
                             count_of(&estate->arena, survey->hosts, "server"),
                             estate->databases.items[0].id, survey->connected));
    for (h = 0; h < estate->hosts.count; h++)
        if (!joining->drafts[h].connected && !joining->drafts[h].twin &&
            joining->drafts[h].databases.count > 0)
            say(estate,
                arena_format(&estate->arena, "%s belongs to it: %s",
                             estate->hosts.items[h].id,
                             joining->drafts[h].databases.items[0].basis));
}

static void
decide_databases(struct joining *joining, const struct survey *survey)
{
    struct estate *estate = joining->estate;

    if (survey->boosters > 0 && survey->boosters < estate->databases.count) {
        estate->topology = survey->boosters == 1 ? TOPOLOGY_POWER_BOOSTER
                                                 : TOPOLOGY_POWER_CLUSTER;
        say(estate,
            arena_format(&estate->arena,
                         "%zu databases; the answers declare the servers of "
                         "%zu of them boosters",
                         estate->databases.count, survey->boosters));
        return;
    }
    if (joining->execution_side_named)
        say(estate,
            arena_format(&estate->arena,
                         "%zu databases, linked by mid-sourcing: that it is "
                         "Cloud Messaging, a Power Booster or a Power Cluster "
                         "no configuration shows",
                         estate->databases.count));
    else
        say(estate,
            arena_format(&estate->arena,
                         "%zu databases, and nothing collected links them: one "
                         "platform or several, a person must say",
                         estate->databases.count));
}

void
estate_decide_topology(struct joining *joining)
{
    struct estate *estate = joining->estate;
    struct survey survey = survey_of(joining);

    if (decide_declared(estate))
        return;
    if (survey.hosts == 0) {
        say(estate, "no bundle counts");
    } else if (survey.hosted != NULL) {
        estate->topology = TOPOLOGY_CLOUD_MESSAGING;
        say(estate, arena_format(&estate->arena,
                                 "the mid-sourcing server %s is declared "
                                 "hosted",
                                 survey.hosted));
    } else if (survey.outside != NULL) {
        say(estate, arena_format(&estate->arena,
                                 "the mid-sourcing server %s has no bundle: "
                                 "who runs it is not known",
                                 survey.outside));
    } else if (estate->databases.count > 1) {
        decide_databases(joining, &survey);
    } else if (survey.hosts == 1) {
        decide_one_server(estate, &survey);
    } else if (estate->databases.count == 1) {
        decide_one_database(joining, &survey);
    } else {
        say(estate, arena_format(&estate->arena,
                                 "%zu servers, and none shows a database "
                                 "connection",
                                 survey.hosts));
    }
}
