/*
 * What each host is for, inferred from what it starts and what it reaches.
 *
 *     R1  web, workflows, deliveries, redirection, tracking, a database: all in
 *         one, as on a standalone server
 *     R2  web and workflows with a database              marketing
 *     R3  deliveries with a database                     mta
 *     R4  redirection and tracking, no database          tracking
 *     R5  redirection, tracking, deliveries, a database  tracking, mta
 *     R6  redirection without trackinglogd               tracking (and a fault)
 *     R7  trackinglogd without redirection, no database  tracking (unproven)
 *     R8  a statistics server is started                 statistics
 *     R9  web without database                           tracking, if frontals
 *                                                        or a relay are set
 *     R10 nothing of all that                            unconfigured
 *
 * The rules add up: a server gets every role that one of them gives it.
 */
#include "estate_parts.h"

#include <string.h>

static const char *const role_words[] = {
    "marketing", "mta",           "tracking",   "mid-sourcing",
    "execution", "power-booster", "statistics", "unconfigured",
};

const char *
role_word(int index)
{
    if (index < 0 || index >= (int)(sizeof role_words / sizeof *role_words))
        return NULL;
    return role_words[index];
}

/* The facts that the rules read. */
struct signs {
    bool web, tracking_log, mta, workflow, statistics;
    bool database, redirection, frontal_settings;
};

/* One rule: the signs it asks for, and what they make of the server. */
typedef bool role_rule(const struct signs *s);

static bool
is_all_in_one(const struct signs *s)
{
    return s->web && s->database && s->workflow && s->mta && s->redirection &&
           s->tracking_log;
}

static bool
is_application(const struct signs *s)
{
    return s->web && s->database && s->workflow;
}

/* An application server of which only one half is seen: the second one of an
 * enterprise estate often starts no workflow engine. */
static bool
is_half_application(const struct signs *s)
{
    return s->database && s->web != s->workflow && !s->mta && !s->redirection;
}

static bool
is_delivery(const struct signs *s)
{
    return s->mta;
}

static bool
is_frontal(const struct signs *s)
{
    return s->redirection && s->tracking_log;
}

static bool
is_mute_redirection(const struct signs *s)
{
    return s->redirection && !s->tracking_log;
}

static bool
is_lone_tracking_log(const struct signs *s)
{
    return s->tracking_log && !s->redirection && !s->database;
}

static bool
is_web_front(const struct signs *s)
{
    return s->web && !s->database && !s->mta && !s->tracking_log &&
           !s->redirection && s->frontal_settings;
}

static bool
is_statistics(const struct signs *s)
{
    return s->statistics;
}

static const struct {
    role_rule *holds;
    unsigned roles;
    const char *basis;
} role_rules[] = {
    {is_all_in_one, ROLE_MARKETING | ROLE_MTA | ROLE_TRACKING,
     "runs web, wfserver, mta, trackinglogd and the redirection module, with a "
     "database (R1)"},
    {is_application, ROLE_MARKETING,
     "runs web and wfserver with a database (R2)"},
    {is_half_application, ROLE_MARKETING,
     "runs web or wfserver with a database, and neither mta nor the "
     "redirection module (near R2, our inference)"},
    {is_frontal, ROLE_TRACKING,
     "carries the redirection module and runs trackinglogd (R4, R5)"},
    {is_mute_redirection, ROLE_TRACKING,
     "carries the redirection module, but does not start trackinglogd (R6)"},
    {is_lone_tracking_log, ROLE_TRACKING,
     "starts trackinglogd without a database; the redirection module was not "
     "seen (R7)"},
    {is_web_front, ROLE_TRACKING,
     "runs web without a database and is set up as a frontal (R9)"},
    {is_delivery, ROLE_MTA, "runs mta (R3, R5)"},
    {is_statistics, ROLE_STATISTICS, "runs stat (R8)"},
};

static struct signs
signs_of(const struct joining *joining, size_t index)
{
    const struct estate_host *host = &joining->estate->hosts.items[index];
    const struct fact *fact;
    struct signs signs = {
        .web = host_runs(host, "web"),
        .tracking_log = host_runs(host, "trackinglogd"),
        .mta = host_runs(host, "mta"),
        .workflow = host_runs(host, "wfserver"),
        .statistics = host_runs(host, "stat"),
        .database = joining->drafts[index].connected,
        .redirection = host_redirects(host),
    };

    for (fact = fact_child(host->snapshot->host, "reference"); fact != NULL;
         fact = fact_next(fact)) {
        const char *what = fact_get(fact, "what");

        if (what != NULL &&
            (text_is_fold(what, "spareServer") || text_is_fold(what, "relay")))
            signs.frontal_settings = true;
    }
    return signs;
}

static void
give(struct joining *joining, size_t index, unsigned roles, const char *basis)
{
    struct estate_host *host = &joining->estate->hosts.items[index];
    int role;

    for (role = 0; role_word(role) != NULL; role++) {
        if ((roles & 1u << role) == 0 || (host->roles & 1u << role) != 0)
            continue;
        host->roles |= 1u << role;
        joining->drafts[index].role_basis[role] = basis;
    }
}

static void
infer(struct joining *joining, size_t index)
{
    struct signs signs = signs_of(joining, index);
    size_t i;

    for (i = 0; i < sizeof role_rules / sizeof *role_rules; i++)
        if (role_rules[i].holds(&signs))
            give(joining, index, role_rules[i].roles, role_rules[i].basis);
    if (joining->estate->hosts.items[index].roles == 0)
        give(joining, index, ROLE_UNCONFIGURED,
             "starts nothing that rules R1 to R9 know (R10)");
}

/* A server that another one names as its execution side is one, and is then no
 * marketing server. */
static void
give_execution_side(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t i, k;

    for (i = 0; i < estate->hosts.count; i++)
        for (k = 0; k < joining->drafts[i].links.count; k++) {
            const struct link *link = &joining->drafts[i].links.items[k];

            if (!reference_is_execution(link->what))
                continue;
            estate->hosts.items[link->host].roles &=
                ~(unsigned)(ROLE_MARKETING | ROLE_UNCONFIGURED);
            give(joining, link->host, ROLE_MID_SOURCING,
                 arena_format(&estate->arena, "%s names it (%s)",
                              estate->hosts.items[i].id, link->what));
            joining->execution_side_named = true;
        }
}

static void
declare(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t i;

    for (i = 0; i < estate->answers.roles.count; i++) {
        const struct answer_role *answer = &estate->answers.roles.items[i];
        long named = host_named(estate, answer->host);
        struct draft *draft;
        int role;

        if (named < 0)
            continue;
        draft = &joining->drafts[named];
        if (!draft->roles_declared) {
            draft->roles_declared = true;
            estate->hosts.items[named].roles = 0;
            memset(draft->role_basis, 0, sizeof draft->role_basis);
        }
        for (role = 0; role_word(role) != NULL; role++)
            if (strcmp(role_word(role), answer->role) == 0)
                give(joining, (size_t)named, 1u << role,
                     "declared in the answers");
    }
}

void
estate_give_roles(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t i;
    int role;

    for (i = 0; i < estate->hosts.count; i++)
        infer(joining, i);
    give_execution_side(joining);
    declare(joining);
    for (i = 0; i < estate->hosts.count; i++) {
        struct snapshot *snapshot = estate->hosts.items[i].snapshot;

        for (role = 0; role_word(role) != NULL; role++) {
            struct fact *fact;

            if ((estate->hosts.items[i].roles & 1u << role) == 0)
                continue;
            fact = fact_add(&snapshot->arena, snapshot->host, "role",
                            (struct place){0});
            fact_set(&snapshot->arena, fact, "name", role_word(role),
                     (struct place){0});
            fact_set(&snapshot->arena, fact, "basis",
                     joining->drafts[i].role_basis[role], (struct place){0});
        }
    }
}
