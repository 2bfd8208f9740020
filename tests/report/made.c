#include "made.h"

#include <string.h>

#include "vec.h"

static const struct place NOWHERE = {NULL, 0};
static char ZEROS[65] =
    "0000000000000000000000000000000000000000000000000000000000000000";

void
made_init(struct made *made)
{
    memset(made, 0, sizeof *made);
    arena_init(&made->arena);
    made->estate.topology = TOPOLOGY_ENTERPRISE;
    made->estate.target = "7.4";
    made->estate.source_version = "6.02";
    made->estate.label = "made";
    made->catalogue.version = "1";
    made->plan.order_basis = "made by hand";
    for (int i = 0; i < PLAN_PHASES; i++)
        made->plan.phases[i].title = plan_phase_word((enum plan_phase)i);
    made->report.version = "1.0.0";
    made->report.now = 1767323045;
    made->report.estate = &made->estate;
    made->report.catalogue = &made->catalogue;
    made->report.data_sha256 = ZEROS;
    made->report.judgements = &made->judgements;
    made->report.plan = &made->plan;
}

void
made_release(struct made *made)
{
    arena_release(&made->estate.arena);
    arena_release(&made->arena);
}

static struct estate_host *
host_of(struct made *made, const char *name)
{
    for (size_t i = 0; i < made->estate.hosts.count; i++)
        if (strcmp(made->estate.hosts.items[i].id, name) == 0)
            return &made->estate.hosts.items[i];
    return NULL;
}

void
made_host(struct made *made, const char *name, unsigned roles)
{
    struct arena *arena = &made->arena;
    struct estate_host *host = vec_add(arena, &made->estate.hosts);
    struct snapshot *snapshot = arena_new(arena, struct snapshot);
    struct estate_bundle *bundle = vec_add(arena, &made->estate.bundles);

    snapshot->manifest.id = arena_format(arena, "acc-%s", name);
    snapshot->host = fact_add(arena, NULL, "host", NOWHERE);
    (void)fact_add(arena, snapshot->host, "installation", NOWHERE);
    host->name = host->id = arena_string(arena, name);
    host->snapshot = snapshot;
    host->roles = roles;
    host->os = "debian 8.11 x86_64";
    host->version = "6.02";
    host->build = 8795;
    bundle->file = arena_format(arena, "/desk/acc-%s.tar.gz", name);
    bundle->id = snapshot->manifest.id;
    bundle->host = host->id;
    bundle->collected = "2025-12-20T00:00:00Z";
    bundle->stage = "before";
    bundle->manifest = &snapshot->manifest;
    bundle->complete = true;
    memcpy(bundle->sha256, ZEROS, sizeof ZEROS);
    *vec_add(arena, &made->plan.order) = host->id;
}

void
made_database(struct made *made, const char *id, const char *name)
{
    struct arena *arena = &made->arena;
    struct estate_host *host = host_of(made, name);
    struct estate_database *database = NULL;
    struct estate_instance *instance = vec_add(arena, &host->instances);
    struct fact *fact =
        fact_add(arena, host->snapshot->host, "instance", NOWHERE);

    fact_add(arena, fact, "database-connection", NOWHERE);
    for (size_t i = 0; i < made->estate.databases.count; i++)
        if (strcmp(made->estate.databases.items[i].id, id) == 0)
            database = &made->estate.databases.items[i];
    if (database == NULL) {
        database = vec_add(arena, &made->estate.databases);
        database->id = arena_string(arena, id);
        database->engine = "postgresql";
        *vec_add(arena, &database->instances) = arena_string(arena, id);
    }
    instance->name = database->id;
    instance->database = database->id;
    *vec_add(arena, &database->hosts) = host->id;
}

void
made_missing(struct made *made, const char *name, const char *by)
{
    struct arena *arena = &made->arena;
    struct missing_host *missing = vec_add(arena, &made->estate.missing);
    struct estate_reference *reference;

    missing->name = arena_string(arena, name);
    reference = vec_add(arena, &missing->references);
    reference->host = arena_string(arena, by);
    reference->bundle = arena_format(arena, "acc-%s", by);
    reference->what = "spareServer";
    reference->at = (struct place){"files/conf/serverConf.xml", 12};
}

size_t
made_rule(struct made *made, const char *id, enum severity severity,
          enum rule_phase phase)
{
    struct rule *rule = arena_new(&made->arena, struct rule);
    struct judgement *judgement =
        vec_add(&made->arena, &made->judgements.rules);

    rule->id = id;
    rule->category = "SEC";
    rule->kind = RULE_ASSESSED;
    rule->severity = severity;
    rule->phase = phase;
    rule->actor = "system administrator";
    rule->title = arena_format(&made->arena, "The title of %s", id);
    rule->why = "Somebody loses <code>data</code>.";
    rule->source = "tool policy";
    judgement->rule = rule;
    judgement->outcome = OUTCOME_PASS;
    judgement->remedy = arena_format(&made->arena, "Mend %s", id);
    return made->judgements.rules.count - 1;
}

struct finding *
made_finding(struct made *made, size_t rule, enum outcome outcome,
             const char *host, const char *database)
{
    struct judgement *judgement = &made->judgements.rules.items[rule];
    struct finding *finding = vec_add(&made->arena, &judgement->findings);

    judgement->applies = true;
    judgement->outcome = outcome_worse(judgement->outcome, outcome);
    finding->rule = judgement->rule;
    finding->outcome = outcome;
    finding->host = host;
    finding->database = database;
    finding->title = judgement->rule->title;
    return finding;
}

struct step *
made_step(struct made *made, const char *id, enum plan_phase phase,
          const char *host, const char *command)
{
    struct step *step = arena_new(&made->arena, struct step);

    step->id = id;
    step->kind = "made";
    step->phase = phase;
    step->title = "Do it";
    step->host = host;
    step->actor = "DBA";
    step->basis = "documented";
    step->source = "a document";
    step->minutes = -1;
    if (command != NULL)
        vec_add(&made->arena, &step->commands)->text = command;
    step->number = made->plan.steps.count;
    *vec_add(&made->arena, &made->plan.steps) = step;
    return step;
}

void
made_requires(struct made *made, struct step *step, const struct step *other)
{
    struct step_group *group = arena_new(&made->arena, struct step_group);

    group->number = made->plan.groups++;
    group->items = arena_alloc(&made->arena, sizeof(*group->items));
    group->items[group->count++] = other;
    step->requires.items =
        arena_alloc(&made->arena, sizeof(*step->requires.items));
    step->requires.items[0] = group;
    step->requires.count = 1;
}
