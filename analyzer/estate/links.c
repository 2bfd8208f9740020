/*
 * Who shares a database, who belongs to whom, who is named but not there.
 *
 * Two connections lead to the same database if provider, server and login are
 * equal.  A server without a connection belongs to the database
 *
 *     of a server with the same web/redirection@databaseId,
 *     else of a server that it names or that names it (relay, spare server,
 *     statistics server), by one or more steps,
 *     else of the only database that has an instance of the same name.
 */
#include "estate_parts.h"

#include <stdlib.h>
#include <string.h>

/* What a `reference` names.  A server of a kind that is not listed needs no
 * bundle: a proxy or a DNS server is no Campaign server. */
static const struct {
    const char *what;
    bool campaign;  /* a Campaign server: it needs a bundle */
    bool execution; /* the execution side of another database */
    const char *words;
} reference_kinds[] = {
    {"spareServer", true, false, "the other frontals"},
    {"relay", true, false, "the application server behind a frontal"},
    {"statServerAddress", true, false, "the statistics server"},
    {"tracking", true, false, "a tracking server of the deployment options"},
    {"mirror", true, false, "the mirror page server of the options"},
    {"mid-sourcing", true, true, "an external account: mid-sourcing"},
    {"execution", true, true, "an external account: execution instance"},
    {"dbcnx", false, false, "the database server"},
    {"mailExchanger", false, false, "an SMTP relay"},
    {"mtaRelay", false, false, "an SMTP relay"},
};

bool
reference_is_campaign(const char *what)
{
    size_t i;

    for (i = 0; i < sizeof reference_kinds / sizeof *reference_kinds; i++)
        if (text_is_fold(what, reference_kinds[i].what))
            return reference_kinds[i].campaign;
    return false;
}

bool
reference_is_execution(const char *what)
{
    size_t i;

    for (i = 0; i < sizeof reference_kinds / sizeof *reference_kinds; i++)
        if (text_is_fold(what, reference_kinds[i].what))
            return reference_kinds[i].execution;
    return false;
}

/* Names ------------------------------------------------------------------- */

static bool
is_address(const char *name)
{
    return strchr(name, ':') != NULL ||
           strspn(name, "0123456789.") == strlen(name);
}

/* Names are equal in any letter case; a short name is equal to a full one with
 * the same first label; a dot at the end says nothing. */
static bool
names_meet(const char *a, const char *b, bool *exact)
{
    size_t a_len = strlen(a), b_len = strlen(b);
    size_t a_label, b_label, i;

    while (a_len > 1 && a[a_len - 1] == '.')
        a_len--;
    while (b_len > 1 && b[b_len - 1] == '.')
        b_len--;
    a_label = strcspn(a, ".");
    b_label = strcspn(b, ".");
    *exact = a_len == b_len;
    if (!*exact) {
        if (is_address(a) || is_address(b) || a_label != b_label ||
            (a_label < a_len && b_label < b_len))
            return false;
        a_len = a_label;
    }
    for (i = 0; i < a_len; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    return a_len > 0;
}

static const char *
lower(struct arena *arena, const char *text)
{
    char *copy = arena_string(arena, text);
    char *c;

    for (c = copy; *c != '\0'; c++)
        *c = ascii_lower(*c);
    return copy;
}

/* As strcmp, letter case aside, of the first labels of two names. */
static int
label_order(const char *a, const char *b)
{
    size_t a_len = strcspn(a, "."), b_len = strcspn(b, ".");

    for (size_t i = 0; i < a_len && i < b_len; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return (unsigned char)ascii_lower(a[i]) <
                           (unsigned char)ascii_lower(b[i])
                       ? -1
                       : 1;
    return (a_len > b_len) - (a_len < b_len);
}

static int
by_label(const void *left, const void *right)
{
    const struct estate_host *const *a = left;
    const struct estate_host *const *b = right;
    int order = label_order((*a)->name, (*b)->name);

    return order != 0 ? order : (*a > *b) - (*a < *b);
}

void
estate_index_names(struct estate *estate)
{
    size_t count = estate->hosts.count;

    estate->by_label =
        arena_alloc(&estate->arena, (count + 1) * sizeof *estate->by_label);
    for (size_t i = 0; i < count; i++)
        estate->by_label[i] = &estate->hosts.items[i];
    if (count > 0)
        qsort(estate->by_label, count, sizeof *estate->by_label, by_label);
}

long
host_named(const struct estate *estate, const char *name)
{
    const struct estate_host *known = estate_host(estate, name);
    long whole = HOST_NONE, near = HOST_NONE;
    size_t from = 0, to = estate->hosts.count;

    if (name == NULL)
        return HOST_NONE;
    if (known != NULL)
        return known - estate->hosts.items;
    while (from < to) { /* names that meet have the same first label */
        size_t middle = from + (to - from) / 2;

        if (label_order(estate->by_label[middle]->name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < estate->hosts.count &&
           label_order(estate->by_label[from]->name, name) == 0;
         from++) {
        long index = estate->by_label[from] - estate->hosts.items;
        bool exact;

        if (!names_meet(estate->by_label[from]->name, name, &exact))
            continue;
        if (exact)
            whole = whole == HOST_NONE ? index : HOST_SEVERAL;
        else
            near = near == HOST_NONE ? index : HOST_SEVERAL;
    }
    return whole != HOST_NONE ? whole : near;
}

static int
by_alias(const void *left, const void *right)
{
    const struct alias *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : (a->host > b->host) - (a->host < b->host);
}

/* What the hosts' own files of hosts call them, sorted. */
static void
find_aliases(struct joining *joining)
{
    struct estate *estate = joining->estate;

    for (size_t h = 0; h < estate->hosts.count; h++) {
        const struct fact *alias =
            fact_child(estate->hosts.items[h].snapshot->host, "alias");

        for (; alias != NULL; alias = fact_next(alias))
            if (fact_get(alias, "name") != NULL)
                *vec_add(&estate->arena, &joining->aliases) = (struct alias){
                    lower(&estate->arena, fact_get(alias, "name")), h};
    }
    if (joining->aliases.count > 0)
        qsort(joining->aliases.items, joining->aliases.count,
              sizeof *joining->aliases.items, by_alias);
}

/* The only host whose own file of hosts calls it NAME. */
static long
host_called(struct joining *joining, const char *name)
{
    const struct alias *aliases = joining->aliases.items;
    size_t from = 0, to = joining->aliases.count;
    long found = HOST_NONE;

    name = lower(&joining->estate->arena, name);
    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (strcmp(aliases[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (;
         from < joining->aliases.count && strcmp(aliases[from].name, name) == 0;
         from++) {
        if (found != HOST_NONE && found != (long)aliases[from].host)
            return HOST_NONE; /* private addresses return in every network */
        found = (long)aliases[from].host;
    }
    return found;
}

/* The host that NAME means, as its own name or as an alias. */
static long
host_meant(struct joining *joining, const char *name)
{
    long found = host_named(joining->estate, name);

    return found == HOST_NONE ? host_called(joining, name) : found;
}

/* The host that a `reference` fact means: by its name, by what the file of
 * hosts of the server that names it calls it besides, or by an alias that a
 * collected server gives itself.  As host_named. */
static long
host_referenced(struct joining *joining, const struct fact *reference)
{
    enum { NAME_MOST = 256 };
    const char *name = fact_get(reference, "host");
    const char *known = fact_get(reference, "known-as");
    struct span rest = span_of(known == NULL ? "" : known);
    struct span word;
    long found = name == NULL ? HOST_NONE : host_meant(joining, name);

    while (found == HOST_NONE && span_word(&rest, &word)) {
        char other[NAME_MOST];

        if (word.len >= sizeof other)
            continue;
        memcpy(other, word.at, word.len);
        other[word.len] = '\0';
        found = host_meant(joining, other);
    }
    return found;
}

const char *
host_in_url(struct arena *arena, const char *url)
{
    const char *start, *end, *at;

    if (url == NULL)
        return NULL;
    start = strstr(url, "://");
    start = start == NULL ? url : start + 3;
    end = start + strcspn(start, "/?#\\");
    at = memchr(start, '@', (size_t)(end - start));
    if (at != NULL)
        start = at + 1;
    if (*start == '[') {
        start++;
        end = start + strcspn(start, "]");
    } else {
        const char *port = memchr(start, ':', (size_t)(end - start));

        if (port != NULL)
            end = port;
    }
    return end == start ? NULL
                        : arena_copy(arena, start, (size_t)(end - start));
}

/* Databases --------------------------------------------------------------- */

static const struct {
    const char *engine, *port;
} usual_ports[] = {
    {"postgresql", "5432"}, {"oracle", "1521"}, {"sqlserver", "1433"},
    {"mysql", "3306"},      {"db2", "50000"},
};

static const char *
usual_port(const char *engine)
{
    size_t i;

    for (i = 0; i < sizeof usual_ports / sizeof *usual_ports; i++)
        if (strcmp(usual_ports[i].engine, engine) == 0)
            return usual_ports[i].port;
    return "";
}

static const char *
or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool
is_local(const char *server)
{
    return text_is_fold(server, "localhost") || strcmp(server, "::1") == 0 ||
           strncmp(server, "127.", 4) == 0;
}

/* HOST, or what it was before its migration: a database on the server itself
 * stays the one that it was. */
static const struct estate_host *
before_migration(const struct joining *joining, const struct estate_host *host)
{
    const struct estate *estate = joining->estate;
    size_t own = (size_t)(host - estate->hosts.items);

    for (size_t h = 0; joining->drafts[own].twin && h < estate->hosts.count;
         h++)
        if (!joining->drafts[h].twin &&
            snapshots_share_host(estate->hosts.items[h].snapshot,
                                 host->snapshot))
            return &estate->hosts.items[h];
    return host;
}

/*
 * Text that is equal for two connections to one database.  "localhost" is
 * another server on each host, and the same as the host's own name seen from
 * elsewhere; so both become the host's id.
 */
static const char *
connection_group(const struct joining *joining, const struct estate_host *host,
                 const struct estate_instance *instance,
                 const struct fact *connection)
{
    struct estate *estate = joining->estate;
    struct arena *arena = &estate->arena;
    const char *server = fact_get(connection, "host");
    const char *engine = or_empty(fact_get(connection, "engine"));
    const char *port = fact_get(connection, "port");
    const char *key = fact_get(connection, "key");
    const struct estate_host *on = NULL;
    long named;

    if (server == NULL)
        server = fact_get(connection, "server");
    if (server == NULL && key == NULL)
        return arena_format(arena, "alone\n%s\n%s", host->id, instance->name);
    named = host_named(estate, server);
    if (server != NULL && is_local(server))
        on = host;
    else if (named >= 0)
        on = &estate->hosts.items[named];
    if (on == NULL && key != NULL)
        return arena_format(arena, "key\n%s", key);
    return arena_format(
        arena, "at\n%s\n%s\n%s\n%s\n%s",
        on != NULL ? before_migration(joining, on)->id : lower(arena, server),
        engine, port == NULL || *port == '\0' ? usual_port(engine) : port,
        or_empty(fact_get(connection, "database")),
        or_empty(fact_get(connection, "account")));
}

/* "oracle-orcl-neolane": what identifies it, in letters that suit an id. */
static const char *
database_id(struct arena *arena, const struct connection *connection,
            const struct estate_host *host)
{
    const char *server = fact_get(connection->at, "server");
    const char *name = fact_get(connection->at, "database");
    char *id, *c;

    if (name == NULL || *name == '\0')
        name = fact_get(connection->at, "account");
    if (name == NULL || *name == '\0')
        name = host->instances.items[connection->instance].name;
    if (server == NULL || *server == '\0' || is_local(server))
        server = host->id;
    id = arena_format(arena, "%s-%s-%s",
                      or_empty(fact_get(connection->at, "engine")), server,
                      name);
    for (c = id; *c != '\0'; c++) {
        *c = ascii_lower(*c);
        if (!ascii_letter(*c) && !ascii_digit(*c) && *c != '.' && *c != '_')
            *c = '-';
    }
    return id;
}

static void
add_text(struct arena *arena, const char ***items, size_t *count, size_t *room,
         const char *text)
{
    size_t i;

    for (i = 0; i < *count; i++)
        if (strcmp((*items)[i], text) == 0)
            return;
    *items = vec_grow(arena, *items, *count, room, sizeof **items);
    (*items)[(*count)++] = text;
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A connection with what it belongs to, for grouping. */
struct grouped {
    struct connection *connection;
    size_t host;
};

static int
by_group(const void *left, const void *right)
{
    const struct grouped *a = left, *b = right;
    int order = strcmp(a->connection->group, b->connection->group);

    if (order != 0)
        return order;
    if (a->host != b->host)
        return a->host < b->host ? -1 : 1;
    return a->connection->instance < b->connection->instance ? -1 : 1;
}

static int
by_database_id(const void *left, const void *right)
{
    return strcmp((*(struct estate_database *const *)left)->id,
                  (*(struct estate_database *const *)right)->id);
}

static void
find_connections(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t h, i;

    for (h = 0; h < estate->hosts.count; h++) {
        struct estate_host *host = &estate->hosts.items[h];
        const struct fact *instance =
            fact_child(host->snapshot->host, "instance");

        for (i = 0; instance != NULL; i++, instance = fact_next(instance)) {
            const struct fact *at = fact_child(instance, "database-connection");

            for (; at != NULL; at = fact_next(at)) {
                struct connection *connection =
                    vec_add(&estate->arena, &joining->drafts[h].connections);

                joining->drafts[h].connected = true;
                connection->instance = i;
                connection->at = at;
                connection->group = connection_group(
                    joining, host, &host->instances.items[i], at);
            }
        }
    }
}

/* One database per group; in *ORDER their indices once sorted by id. */
static struct estate_database **
make_databases(struct joining *joining)
{
    struct estate *estate = joining->estate;
    struct {
        struct grouped *items;
        size_t count, room;
    } all = {0};
    struct estate_database **made;
    size_t count = 0, h, i, k;

    for (h = 0; h < estate->hosts.count; h++)
        for (i = 0; i < joining->drafts[h].connections.count; i++)
            *vec_add(&estate->arena, &all) =
                (struct grouped){&joining->drafts[h].connections.items[i], h};
    made = arena_alloc(&estate->arena, (all.count + 1) * sizeof *made);
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, by_group);
    for (i = 0; i < all.count; i++) {
        struct connection *connection = all.items[i].connection;
        const struct estate_host *host =
            &estate->hosts.items[all.items[i].host];
        struct estate_database *database;

        if (i == 0 || strcmp(connection->group,
                             all.items[i - 1].connection->group) != 0) {
            const char *engine = fact_get(connection->at, "engine");

            database = arena_new(&estate->arena, struct estate_database);
            database->id = database_id(&estate->arena, connection, host);
            database->engine = engine == NULL ? "unknown" : engine;
            database->server = fact_get(connection->at, "server");
            database->name = fact_get(connection->at, "database");
            for (k = 0; k < count; k++)
                if (strcmp(made[k]->id, database->id) == 0)
                    database->id = arena_format(&estate->arena, "%s-%zu",
                                                database->id, count + 1);
            made[count++] = database;
        }
        connection->database = count - 1;
    }
    estate->databases.count = count;
    return made;
}

/* Sorts the databases by id and turns the connections' indices with them. */
static void
order_databases(struct joining *joining, struct estate_database **made)
{
    struct estate *estate = joining->estate;
    size_t count = estate->databases.count, h, i, k;
    struct estate_database **sorted =
        arena_alloc(&estate->arena, (count + 1) * sizeof *sorted);

    memcpy(sorted, made, count * sizeof *sorted);
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_database_id);
    estate->databases.items = arena_alloc(
        &estate->arena, (count + 1) * sizeof *estate->databases.items);
    for (i = 0; i < count; i++)
        estate->databases.items[i] = *sorted[i];
    for (h = 0; h < estate->hosts.count; h++)
        for (i = 0; i < joining->drafts[h].connections.count; i++) {
            struct connection *connection =
                &joining->drafts[h].connections.items[i];

            for (k = 0; sorted[k] != made[connection->database]; k++)
                ;
            connection->database = k;
            estate->hosts.items[h]
                .instances.items[connection->instance]
                .database = estate->databases.items[k].id;
        }
}

/* Belonging --------------------------------------------------------------- */

static bool
belongs(const struct draft *draft, size_t database)
{
    size_t i;

    for (i = 0; i < draft->databases.count; i++)
        if (draft->databases.items[i].database == database)
            return true;
    return false;
}

static void
add_membership(struct joining *joining, size_t host, size_t database,
               const char *basis)
{
    struct draft *draft = &joining->drafts[host];

    if (!belongs(draft, database))
        *vec_add(&joining->estate->arena, &draft->databases) =
            (struct membership){database, basis};
}

static void
add_database_id(struct joining *joining, struct draft *draft,
                const struct fact *settings)
{
    struct arena *arena = &joining->estate->arena;
    const char *id =
        settings == NULL
            ? NULL
            : fact_get(fact_path(settings, "web/redirection"), "databaseId");

    if (id != NULL && *id != '\0')
        *vec_add(arena, &draft->database_ids) = arena_string(arena, id);
}

/* Looks once at the settings of each host: every pair of hosts is compared. */
static void
find_database_ids(struct joining *joining)
{
    const struct estate *estate = joining->estate;

    for (size_t h = 0; h < estate->hosts.count; h++) {
        const struct snapshot *snapshot = estate->hosts.items[h].snapshot;
        const struct fact *instance = fact_child(snapshot->host, "instance");
        struct draft *draft = &joining->drafts[h];

        add_database_id(joining, draft, fact_child(snapshot->host, "settings"));
        for (; instance != NULL; instance = fact_next(instance))
            add_database_id(joining, draft, fact_child(instance, "settings"));
        snapshot_rest(snapshot);
    }
}

/* A databaseId that A and B share, as A writes it; or NULL. */
static const char *
shared_database_id(const struct draft *a, const struct draft *b)
{
    for (size_t i = 0; i < a->database_ids.count; i++)
        for (size_t k = 0; k < b->database_ids.count; k++)
            if (text_is_fold(a->database_ids.items[i],
                             b->database_ids.items[k]))
                return a->database_ids.items[i];
    return NULL;
}

/* Whom each reference of each host means, and so the collected hosts that it
 * names. */
static void
find_links(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t h;

    find_aliases(joining);
    for (h = 0; h < estate->hosts.count; h++) {
        const struct fact *fact =
            fact_child(estate->hosts.items[h].snapshot->host, "reference");

        for (; fact != NULL; fact = fact_next(fact)) {
            const char *what = fact_get(fact, "what");
            long named = host_referenced(joining, fact);

            *vec_add(&estate->arena, &joining->drafts[h].named) = named;
            if (what != NULL && named >= 0 && (size_t)named != h)
                *vec_add(&estate->arena, &joining->drafts[h].links) =
                    (struct link){(size_t)named, what};
        }
    }
}

/* What A names B as, if it is a Campaign server of the same database; NULL if
 * it does not. */
static const char *
names_as(const struct joining *joining, size_t a, size_t b)
{
    const struct draft *draft = &joining->drafts[a];
    size_t i;

    for (i = 0; i < draft->links.count; i++)
        if (draft->links.items[i].host == b &&
            reference_is_campaign(draft->links.items[i].what) &&
            !reference_is_execution(draft->links.items[i].what))
            return draft->links.items[i].what;
    return NULL;
}

/* Why host A belongs where host B does, or NULL. */
typedef const char *tie(struct joining *joining, size_t a, size_t b);

static const char *
tie_by_database_id(struct joining *joining, size_t a, size_t b)
{
    struct estate *estate = joining->estate;
    const char *id =
        shared_database_id(&joining->drafts[a], &joining->drafts[b]);

    return id == NULL ? NULL
                      : arena_format(&estate->arena,
                                     "same web/redirection@databaseId as %s",
                                     estate->hosts.items[b].id);
}

static const char *
tie_by_reference(struct joining *joining, size_t a, size_t b)
{
    struct estate *estate = joining->estate;
    const char *what = names_as(joining, a, b);

    if (what != NULL)
        return arena_format(&estate->arena, "names %s (%s)",
                            estate->hosts.items[b].id, what);
    what = names_as(joining, b, a);
    return what == NULL ? NULL
                        : arena_format(&estate->arena, "%s names it (%s)",
                                       estate->hosts.items[b].id, what);
}

/* Ties every host that has no database yet to those of the hosts that had one
 * before this round; true if any was tied. */
static bool
tie_round(struct joining *joining, tie *why)
{
    struct estate *estate = joining->estate;
    size_t count = estate->hosts.count, a, b, i;
    bool *before = arena_alloc(&estate->arena, count + 1);
    bool any = false;

    for (a = 0; a < count; a++)
        before[a] = joining->drafts[a].databases.count > 0;
    for (a = 0; a < count; a++) {
        for (b = 0; !before[a] && b < count; b++) {
            const char *basis;

            if (a == b || !before[b])
                continue;
            basis = why(joining, a, b);
            for (i = 0; basis != NULL && i < joining->drafts[b].databases.count;
                 i++)
                add_membership(joining, a,
                               joining->drafts[b].databases.items[i].database,
                               basis);
            any = any || basis != NULL;
        }
    }
    return any;
}

/* The only database with an instance called like one of the host's. */
static void
tie_by_instance(struct joining *joining, size_t host)
{
    struct estate *estate = joining->estate;
    const struct estate_host *it = &estate->hosts.items[host];
    const char *name = NULL;
    long found = -1;
    size_t i, d, k;

    for (i = 0; i < it->instances.count; i++)
        for (d = 0; d < estate->databases.count; d++)
            for (k = 0; k < estate->databases.items[d].instances.count; k++) {
                if (strcmp(estate->databases.items[d].instances.items[k],
                           it->instances.items[i].name) != 0)
                    continue;
                if (found >= 0 && found != (long)d)
                    return;
                found = (long)d;
                name = it->instances.items[i].name;
            }
    if (found >= 0)
        add_membership(joining, host, (size_t)found,
                       arena_format(&estate->arena,
                                    "same instance name, %s (our inference)",
                                    name));
}

static void
fill_databases(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t h, i;

    for (h = 0; h < estate->hosts.count; h++) {
        struct estate_host *host = &estate->hosts.items[h];
        const struct draft *draft = &joining->drafts[h];

        for (i = 0; i < draft->databases.count; i++) {
            struct estate_database *database =
                &estate->databases.items[draft->databases.items[i].database];

            add_text(&estate->arena, &database->hosts.items,
                     &database->hosts.count, &database->hosts.room, host->id);
        }
        /* A frontal's copy of an instance file has no connection: its instance
         * is that of the database which the frontal serves. */
        for (i = 0; draft->databases.count == 1 && i < host->instances.count;
             i++)
            if (host->instances.items[i].database == NULL)
                host->instances.items[i].database =
                    estate->databases.items[draft->databases.items[0].database]
                        .id;
    }
}

void
estate_link(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t h, i;

    find_links(joining);
    find_database_ids(joining);
    find_connections(joining);
    order_databases(joining, make_databases(joining));
    for (h = 0; h < estate->hosts.count; h++)
        for (i = 0; i < joining->drafts[h].connections.count; i++) {
            const struct connection *connection =
                &joining->drafts[h].connections.items[i];
            struct estate_database *database =
                &estate->databases.items[connection->database];

            add_membership(joining, h, connection->database,
                           "has a connection to it");
            add_text(&estate->arena, &database->instances.items,
                     &database->instances.count, &database->instances.room,
                     estate->hosts.items[h]
                         .instances.items[connection->instance]
                         .name);
        }
    for (i = 0; i < estate->databases.count; i++)
        if (estate->databases.items[i].instances.count > 0)
            qsort(estate->databases.items[i].instances.items,
                  estate->databases.items[i].instances.count, sizeof(char *),
                  by_text);
    while (tie_round(joining, tie_by_database_id) ||
           tie_round(joining, tie_by_reference))
        ;
    for (h = 0; h < estate->hosts.count; h++)
        if (joining->drafts[h].databases.count == 0)
            tie_by_instance(joining, h);
    fill_databases(joining);
}

/* Missing ----------------------------------------------------------------- */

static int
by_missing_name(const void *left, const void *right)
{
    return strcmp(((const struct missing_host *)left)->name,
                  ((const struct missing_host *)right)->name);
}

static int
by_reference(const void *left, const void *right)
{
    const struct estate_reference *a = left, *b = right;
    int order = strcmp(a->host, b->host);

    if (order == 0)
        order = strcmp(or_empty(a->at.entry), or_empty(b->at.entry));
    if (order == 0 && a->at.line != b->at.line)
        order = a->at.line < b->at.line ? -1 : 1;
    return order != 0 ? order : strcmp(a->what, b->what);
}

/* The missing host that NAME means.  A short name and a full one are one host
 * if no other full name begins alike; what was added first keeps its name, so
 * names come sorted, short ones before the full ones that extend them. */
static struct missing_host *
missing_of(struct estate *estate, const char *name)
{
    struct missing_host *near = NULL;
    size_t i;

    for (i = 0; i < estate->missing.count; i++) {
        struct missing_host *host = &estate->missing.items[i];
        bool exact;

        if (!names_meet(host->name, name, &exact))
            continue;
        if (exact)
            return host;
        near = near == NULL ? host : NULL;
    }
    if (near != NULL)
        return near;
    near = vec_add(&estate->arena, &estate->missing);
    near->name = lower(&estate->arena, name);
    return near;
}

static const struct answer_exception *
exception_of(const struct estate *estate, const char *name)
{
    size_t i;
    bool exact;

    for (i = 0; i < estate->answers.exceptions.count; i++)
        if (names_meet(estate->answers.exceptions.items[i].host, name, &exact))
            return &estate->answers.exceptions.items[i];
    return NULL;
}

struct named {
    const char *name;
    struct estate_reference reference;
};

static int
by_name(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : by_reference(&a->reference, &b->reference);
}

void
estate_find_missing(struct joining *joining)
{
    struct estate *estate = joining->estate;
    struct {
        struct named *items;
        size_t count, room;
    } all = {0};
    size_t h, i;

    for (h = 0; h < estate->hosts.count; h++) {
        const struct estate_host *host = &estate->hosts.items[h];
        const long *named = joining->drafts[h].named.items;
        const struct fact *fact;

        for (fact = fact_child(host->snapshot->host, "reference"); fact != NULL;
             fact = fact_next(fact), named++) {
            const char *what = fact_get(fact, "what");
            const char *name = fact_get(fact, "host");

            if (what == NULL || name == NULL || *name == '\0' ||
                !reference_is_campaign(what) || *named != HOST_NONE)
                continue;
            *vec_add(&estate->arena, &all) = (struct named){
                lower(&estate->arena, name),
                {host->id, host->snapshot->manifest.id, what, fact->at}};
        }
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, by_name);
    for (i = 0; i < all.count; i++) {
        struct missing_host *missing = missing_of(estate, all.items[i].name);

        *vec_add(&estate->arena, &missing->references) = all.items[i].reference;
    }
    for (i = 0; i < estate->missing.count; i++) {
        struct missing_host *missing = &estate->missing.items[i];
        const struct answer_exception *exception =
            exception_of(estate, missing->name);

        missing->exception = exception == NULL ? NULL : exception->kind;
        qsort(missing->references.items, missing->references.count,
              sizeof *missing->references.items, by_reference);
    }
    if (estate->missing.count > 0)
        qsort(estate->missing.items, estate->missing.count,
              sizeof *estate->missing.items, by_missing_name);
}
