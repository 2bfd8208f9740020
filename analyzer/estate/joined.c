/*
 * The joined document: what cross-host rules and the plan read.  Its form
 * stands in estate.h.
 */
#include "estate_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct place nowhere;

static void
write_roles(struct joining *joining, size_t index, struct fact *host)
{
    struct arena *arena = &joining->estate->arena;
    int role;

    for (role = 0; role_word(role) != NULL; role++) {
        struct fact *fact;

        if ((joining->estate->hosts.items[index].roles & 1u << role) == 0)
            continue;
        fact = fact_add(arena, host, "role", nowhere);
        fact_set(arena, fact, "name", role_word(role), nowhere);
        fact_set(arena, fact, "basis", joining->drafts[index].role_basis[role],
                 nowhere);
    }
}

/* Can the once-per-instance work be done here?  Best on an application server;
 * else where there is a connection at all. */
static int
lead_merit(const struct joining *joining, size_t index, const char *instance)
{
    const struct estate_host *host = &joining->estate->hosts.items[index];
    const struct draft *draft = &joining->drafts[index];
    size_t i;

    if (draft->twin)
        return 0;
    for (i = 0; i < draft->connections.count; i++)
        if (strcmp(host->instances.items[draft->connections.items[i].instance]
                       .name,
                   instance) == 0)
            break;
    if (i == draft->connections.count)
        return 0;
    if ((host->roles & (ROLE_MARKETING | ROLE_MID_SOURCING | ROLE_EXECUTION |
                        ROLE_POWER_BOOSTER)) != 0)
        return 3;
    return host_runs(host, "web") ? 2 : 1;
}

/* An instance that a host has of a database. */
struct candidate {
    const char *database, *instance;
    int merit;
    size_t host;
};

static int
same_order(const struct candidate *a, const struct candidate *b)
{
    int order = strcmp(a->database, b->database);

    return order != 0 ? order : strcmp(a->instance, b->instance);
}

/* Of those for one instance of one database the one who leads comes first. */
static int
candidate_order(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = same_order(a, b);

    if (order == 0)
        order = b->merit - a->merit;
    return order != 0 ? order : (a->host > b->host) - (a->host < b->host);
}

/* Who leads: one for each instance of each database, sorted by these. */
struct leaders {
    struct candidate *items;
    size_t count, room;
};

static void
find_leaders(const struct joining *joining, struct arena *arena,
             struct leaders *leaders)
{
    const struct estate *estate = joining->estate;
    size_t h, i, kept = 0;

    for (h = 0; h < estate->hosts.count; h++) {
        const struct estate_host *host = &estate->hosts.items[h];

        for (i = 0; i < host->instances.count; i++) {
            const struct estate_instance *instance = &host->instances.items[i];
            int merit = instance->database == NULL
                            ? 0
                            : lead_merit(joining, h, instance->name);

            if (merit > 0)
                *vec_add(arena, leaders) = (struct candidate){
                    instance->database, instance->name, merit, h};
        }
        snapshot_rest(host->snapshot);
    }
    if (leaders->count > 1)
        qsort(leaders->items, leaders->count, sizeof *leaders->items,
              candidate_order);
    for (i = 0; i < leaders->count; i++)
        if (i == 0 ||
            same_order(&leaders->items[i], &leaders->items[kept - 1]) != 0)
            leaders->items[kept++] = leaders->items[i];
    leaders->count = kept;
}

static bool
leads(const struct leaders *leaders, size_t index,
      const struct estate_instance *instance)
{
    const struct candidate wanted = {instance->database, instance->name, 0, 0};
    size_t from = 0, to = instance->database == NULL ? 0 : leaders->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = same_order(&leaders->items[middle], &wanted);

        if (order == 0)
            return leaders->items[middle].host == index;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

static void
write_instances(struct joining *joining, const struct leaders *leaders,
                size_t index, struct fact *to)
{
    struct arena *arena = &joining->estate->arena;
    const struct estate_host *host = &joining->estate->hosts.items[index];
    const struct fact *from = fact_child(host->snapshot->host, "instance");
    size_t i;

    for (i = 0; i < host->instances.count; i++, from = fact_next(from)) {
        const struct estate_instance *instance = &host->instances.items[i];
        struct fact *fact = fact_add(arena, to, "instance", from->at);

        fact_set(arena, fact, "name", instance->name, from->at);
        fact_set(arena, fact, "database", instance->database, nowhere);
        if (leads(leaders, index, instance))
            fact_set(arena, fact, "lead", "true", nowhere);
    }
}

static void
write_redirection(struct arena *arena, struct fact *to,
                  const struct fact *settings, const char *instance)
{
    const struct fact *from =
        settings == NULL ? NULL : fact_path(settings, "web/redirection");
    const struct fact *spare;
    const char *password;

    if (from == NULL)
        return;
    if (fact_get(from, "databaseId") != NULL ||
        fact_get(from, "trackingPassword") != NULL) {
        struct fact *fact = fact_add(arena, to, "redirection", from->at);

        fact_set(arena, fact, "instance", instance, nowhere);
        fact_carry(arena, fact, "database-id", from, "databaseId");
        password = fact_get(from, "trackingPassword");
        if (password != NULL)
            fact_set(arena, fact, "tracking-password",
                     *password == '\0' ? "empty" : "set",
                     fact_place(from, "trackingPassword"));
    }
    for (spare = fact_child(from, "spareServer"); spare != NULL;
         spare = fact_next(spare)) {
        const char *url = fact_get(spare, "url");
        struct fact *fact = fact_add(arena, to, "spare-server", spare->at);

        fact_set(arena, fact, "host", host_in_url(arena, url),
                 fact_place(spare, "url"));
        fact_carry(arena, fact, "url", spare, "url");
        fact_set(arena, fact, "instance", instance, nowhere);
    }
}

static void
write_host(struct joining *joining, const struct leaders *leaders, size_t index,
           int64_t order, struct fact *root)
{
    struct arena *arena = &joining->estate->arena;
    const struct estate_host *host = &joining->estate->hosts.items[index];
    const struct draft *draft = &joining->drafts[index];
    const struct fact *from = host->snapshot->host, *child;
    struct fact *to = fact_add(arena, root, "host", from->at);
    const struct fact *os = fact_child(from, "os");
    const struct fact *product = fact_child(from, "product");
    const struct fact *installation = fact_child(from, "installation");
    const struct fact *server = fact_child(from, "web-server");
    size_t i;

    fact_set(arena, to, "id", host->id, nowhere);
    fact_set(arena, to, "name", host->name, nowhere);
    fact_set(arena, to, "bundle", host->snapshot->manifest.id, nowhere);
    fact_set(arena, to, "stage", host->snapshot->manifest.stage, nowhere);
    fact_carry(arena, to, "os", os, "family");
    fact_carry(arena, to, "distribution", os, "distribution");
    fact_carry(arena, to, "os-version", os, "version");
    fact_carry(arena, to, "version", product, "version");
    fact_carry(arena, to, "build", product, "build");
    fact_carry(arena, to, "web-server", server, "product");
    fact_carry(arena, to, "directory", installation, "directory");
    fact_carry(arena, to, "tree", installation, "tree");
    fact_number(arena, to, "order", order, nowhere);
    if (draft->twin)
        fact_set(arena, to, "twin", "true", nowhere);
    write_roles(joining, index, to);
    write_instances(joining, leaders, index, to);
    for (i = 0; i < draft->databases.count; i++) {
        struct fact *fact = fact_add(arena, to, "belongs", nowhere);

        fact_set(
            arena, fact, "database",
            joining->estate->databases.items[draft->databases.items[i].database]
                .id,
            nowhere);
        fact_set(arena, fact, "basis", draft->databases.items[i].basis,
                 nowhere);
    }
    for (child = fact_child(from, "module"); child != NULL;
         child = fact_next(child))
        fact_copy_alone(arena, to, child);
    write_redirection(arena, to, fact_child(from, "settings"), NULL);
    for (child = fact_child(from, "instance"); child != NULL;
         child = fact_next(child))
        write_redirection(arena, to, fact_child(child, "settings"),
                          fact_get(child, "name"));
    for (child = fact_child(from, "reference"); child != NULL;
         child = fact_next(child))
        fact_copy_alone(arena, to, child);
    if (host_redirects(host))
        fact_add(arena, to, "redirection-module", nowhere);
    snapshot_rest(host->snapshot);
}

/* The role that a database plays: that of the servers which use it. */
static const char *
database_role(const struct estate *estate,
              const struct estate_database *database)
{
    static const int by_weight[] = {5, 4, 3, 0}; /* marketing is the last */
    size_t i, h;

    for (i = 0; i < sizeof by_weight / sizeof *by_weight; i++)
        for (h = 0; h < database->hosts.count; h++)
            if ((estate_host(estate, database->hosts.items[h])->roles &
                 1u << by_weight[i]) != 0)
                return role_word(by_weight[i]);
    return NULL;
}

/* What the database answered, as SNAPSHOT has it. */
static void
write_description(struct arena *arena, const struct snapshot *snapshot,
                  const char *stage, struct fact *database)
{
    struct fact *to;

    if (snapshot == NULL)
        return;
    to = fact_copy(arena, database, fact_child(snapshot->host, "database"));
    to->kind = "description";
    fact_set(arena, to, "bundle", snapshot->manifest.id, to->at);
    fact_set(arena, to, "stage", stage, to->at);
}

static void
write_database(struct joining *joining, const struct leaders *leaders,
               size_t index, struct fact *root)
{
    struct estate *estate = joining->estate;
    const struct estate_database *database = &estate->databases.items[index];
    struct fact *to = fact_add(&estate->arena, root, "database", nowhere);
    size_t h, i;

    fact_set(&estate->arena, to, "id", database->id, nowhere);
    fact_set(&estate->arena, to, "engine", database->engine, nowhere);
    fact_set(&estate->arena, to, "server", database->server, nowhere);
    fact_set(&estate->arena, to, "name", database->name, nowhere);
    fact_set(&estate->arena, to, "role", database_role(estate, database),
             nowhere);
    for (h = 0; h < estate->hosts.count; h++)
        for (i = 0; i < joining->drafts[h].connections.count; i++) {
            const struct connection *connection =
                &joining->drafts[h].connections.items[i];
            const struct estate_instance *instance;
            const char *bundle;
            struct fact *member;

            if (connection->database != index)
                continue;
            bundle = estate->hosts.items[h].snapshot->manifest.id;
            if (to->at.entry == NULL) { /* where it was seen first */
                to->at = connection->at->at;
                fact_set(&estate->arena, to, "bundle", bundle, nowhere);
            }
            member = fact_add(&estate->arena, to, "member", connection->at->at);
            fact_set(&estate->arena, member, "host", estate->hosts.items[h].id,
                     nowhere);
            fact_set(&estate->arena, member, "bundle", bundle, nowhere);
            instance =
                &estate->hosts.items[h].instances.items[connection->instance];
            fact_set(&estate->arena, member, "instance", instance->name,
                     nowhere);
            if (leads(leaders, h, instance))
                fact_set(&estate->arena, member, "lead", "true", nowhere);
        }
    write_description(&estate->arena, database->before, "before", to);
    write_description(&estate->arena, database->after, "after", to);
}

static void
write_missing(struct estate *estate, const struct missing_host *missing,
              struct fact *root)
{
    struct fact *to = fact_add(&estate->arena, root, "missing-host", nowhere);
    size_t i;

    fact_set(&estate->arena, to, "name", missing->name, nowhere);
    fact_set(&estate->arena, to, "exception", missing->exception, nowhere);
    for (i = 0;
         missing->exception != NULL && i < estate->answers.exceptions.count;
         i++)
        if (text_is_fold(estate->answers.exceptions.items[i].host,
                         missing->name))
            fact_set(&estate->arena, to, "reason",
                     estate->answers.exceptions.items[i].reason, nowhere);
    for (i = 0; i < missing->references.count; i++) {
        const struct estate_reference *reference =
            &missing->references.items[i];
        struct fact *fact =
            fact_add(&estate->arena, to, "reference", reference->at);

        fact_set(&estate->arena, fact, "host", reference->host, nowhere);
        fact_set(&estate->arena, fact, "bundle", reference->bundle, nowhere);
        fact_set(&estate->arena, fact, "what", reference->what, nowhere);
    }
}

/* The number of a host's first role, from 1; 0: it has none. */
static int
first_role(const struct estate_host *host)
{
    int role;

    for (role = 0; role_word(role) != NULL; role++)
        if ((host->roles & 1u << role) != 0)
            return role + 1;
    return 0;
}

/* Each host's place in the picture: by its first role, then its id. */
static const int64_t *
places_of(const struct estate *estate, struct arena *arena)
{
    size_t count = estate->hosts.count, h;
    int64_t *places = arena_alloc(arena, (count + 1) * sizeof *places);
    int64_t place = 1;
    int role;

    for (role = 0; role == 0 || role_word(role - 1) != NULL; role++)
        for (h = 0; h < count; h++)
            if (first_role(&estate->hosts.items[h]) == role)
                places[h] = place++;
    return places;
}

void
estate_write_joined(struct joining *joining)
{
    struct estate *estate = joining->estate;
    struct arena *arena = &estate->arena;
    struct fact *root = fact_add(arena, NULL, "estate", nowhere);
    struct leaders leaders = {0};
    struct arena scratch;
    const int64_t *places;
    size_t i;

    arena_init(&scratch);
    find_leaders(joining, &scratch, &leaders);
    places = places_of(estate, &scratch);

    fact_set(arena, root, "label", estate->label, nowhere);
    fact_set(arena, root, "topology", topology_word(estate->topology), nowhere);
    fact_set(arena, root, "target", estate->target, nowhere);
    fact_set(arena, root, "time-zone", estate->answers.time_zone, nowhere);
    fact_set(arena, root, "use-timestamp-tz", estate->answers.time_stamps,
             nowhere);
    fact_number(arena, root, "missing-hosts", (int64_t)estate->missing.count,
                nowhere);
    fact_set(arena, root, "source-version", estate->source_version, nowhere);
    for (i = 0; i < estate->basis.count; i++)
        fact_add(arena, root, "basis", nowhere)->text = estate->basis.items[i];
    for (i = 0; i < estate->hosts.count; i++)
        write_host(joining, &leaders, i, places[i], root);
    for (i = 0; i < estate->databases.count; i++)
        write_database(joining, &leaders, i, root);
    for (i = 0; i < estate->missing.count; i++)
        write_missing(estate, &estate->missing.items[i], root);
    estate->joined = root;
    arena_release(&scratch);
}
