/*
 * The connection of an instance to its database.
 *
 *     server   host | host:port | host\instance (SQL Server) | alias (Oracle)
 *     login    account:database | account (Oracle)
 *
 * `key` is equal for two connections to the same database, on whatever server
 * they were read; it is absent where the settings do not name one database.
 *
 * Its texts are copies: every server's connection is looked at to tell which
 * are one database, and the settings lie on a shelf by then.
 *
 * Where the settings could not be read, or name an engine that is not known,
 * the newest line of a log that tells of the connection stands in.
 */
#include <inttypes.h>
#include <string.h>

#include "address.h"
#include "logs.h"
#include "settings.h"

static const struct engine {
    const char *provider; /* in any letter case */
    const char *engine;
    int64_t port; /* where none is written */
    bool aliased; /* the server is the alias of a name service */
} ENGINES[] = {
    {"postgresql", "postgresql", 5432, false},
    {"oracle", "oracle", 1521, true},
    {"mssql", "sqlserver", 1433, false},
    {"mysql", "mysql", 3306, false},
    {"db2", "db2", 50000, false},
};

/* Words outside the table (the guide itself prints one) are unknown: neither
 * server nor login is taken apart for them. */
static const struct engine UNKNOWN = {NULL, "unknown", 0, true};

struct connection {
    struct evidence *evidence;
    const struct fact *dbcnx;
    const struct engine *engine;
    struct fact *fact;
    const char *host;  /* for the key: this host's own name if it is local */
    const char *named; /* SQL Server's instance, or NULL */
    int64_t port;
};

static const char *
value_of(const struct fact *element, const char *name)
{
    const struct fact_value *value = settings_value(element, name);

    return value == NULL ? "" : value->value;
}

static const char *
lower(struct arena *arena, const char *text)
{
    char *made = arena_string(arena, text);

    for (size_t i = 0; made[i] != '\0'; i++)
        made[i] = ascii_lower(made[i]);
    return made;
}

/* SQL Server: "." and "(local)" are this host, a comma may stand before the
 * port. */
static void
take_sqlserver_server(struct connection *connection, struct span server)
{
    struct arena *arena = connection->evidence->arena;
    struct span rest = server;
    struct span host;

    if (span_until(&rest, '\\', &host)) {
        connection->named = lower(arena, span_string(arena, rest));
        server = host;
    } else if (span_until(&rest, ',', &host)) {
        (void)span_number(span_trim(rest), 1, 65535, &connection->port);
        server = host;
    }
    if (span_is(server, ".") || span_is_fold(server, "(local)"))
        server = span_of("localhost");
    connection->host = span_string(arena, server);
}

static void
take_server(struct connection *connection)
{
    struct evidence *evidence = connection->evidence;
    struct arena *arena = evidence->arena;
    struct fact *fact = connection->fact;
    const struct fact_value *server =
        settings_value(connection->dbcnx, "server");
    struct address address;
    const char *text;

    if (server == NULL || *server->value == '\0' ||
        connection->engine == &UNKNOWN)
        return;
    text = server->value;
    /* An Oracle server with a port or a path is a host, else an alias. */
    if (connection->engine->aliased && strpbrk(text, ":/") == NULL)
        return;
    if (strcmp(connection->engine->engine, "sqlserver") == 0) {
        take_sqlserver_server(connection, span_of(text));
        text = connection->host;
    }
    connection->host = NULL;
    if (!address_parse(arena, span_of(text), &address))
        return;
    if (address.port != 0)
        connection->port = address.port;
    fact_set(arena, fact, "host", address.host, server->at);
    if (connection->port != 0)
        fact_number(arena, fact, "port", connection->port, server->at);
    connection->host = address_local(address.host)
                           ? lower(arena, evidence->manifest->host)
                           : address.host;
}

static void
take_login(struct connection *connection)
{
    struct arena *arena = connection->evidence->arena;
    const struct fact_value *login = settings_value(connection->dbcnx, "login");
    struct span rest;
    struct span account;

    if (login == NULL || *login->value == '\0' ||
        connection->engine == &UNKNOWN)
        return;
    rest = span_of(login->value);
    if (connection->engine->aliased || !span_until(&rest, ':', &account)) {
        fact_set(arena, connection->fact, "account",
                 arena_string(arena, login->value), login->at);
        return;
    }
    if (account.len > 0)
        fact_set(arena, connection->fact, "account",
                 span_string(arena, account), login->at);
    if (rest.len > 0)
        fact_set(arena, connection->fact, "database", span_string(arena, rest),
                 login->at);
}

/* Campaign's tables on Oracle belong to the account; elsewhere to the
 * database. */
static const char *
key_of(struct connection *connection)
{
    struct arena *arena = connection->evidence->arena;
    const struct engine *engine = connection->engine;
    const char *account = fact_get(connection->fact, "account");
    const char *database = fact_get(connection->fact, "database");
    const char *server = value_of(connection->dbcnx, "server");

    if (strcmp(engine->engine, "oracle") == 0)
        return account == NULL || *server == '\0'
                   ? NULL
                   : arena_format(arena, "oracle://%s/%s", lower(arena, server),
                                  lower(arena, account));
    if (connection->host == NULL || database == NULL)
        return NULL;
    if (connection->named != NULL)
        return arena_format(arena, "%s://%s\\%s/%s", engine->engine,
                            connection->host, connection->named, database);
    return arena_format(
        arena, "%s://%s:%" PRId64 "/%s", engine->engine, connection->host,
        connection->port != 0 ? connection->port : engine->port, database);
}

static const struct fact *
default_connection(const struct fact *settings)
{
    const struct fact *source =
        fact_child(fact_path(settings, "shared/dataStore"), "dataSource");

    for (; source != NULL; source = fact_next(source)) {
        const char *name = value_of(source, "name");

        if (*name == '\0' || strcmp(name, "default") == 0)
            return fact_child(source, "dbcnx");
    }
    return NULL;
}

static const struct engine *
engine_called(const char *provider)
{
    for (size_t i = 0; i < sizeof ENGINES / sizeof *ENGINES; i++)
        if (text_is_fold(provider, ENGINES[i].provider))
            return &ENGINES[i];
    return &UNKNOWN;
}

/* What a line of a log tells of a connection, as dbcnx would. */
static const struct fact *
connection_of(struct evidence *evidence, const struct fact *pool)
{
    struct fact *dbcnx = fact_add(evidence->arena, NULL, "dbcnx", pool->at);

    fact_carry(evidence->arena, dbcnx, "provider", pool, "engine");
    fact_carry(evidence->arena, dbcnx, "server", pool, "server");
    fact_carry(evidence->arena, dbcnx, "login", pool, "login");
    return dbcnx;
}

static bool
names_nothing(const struct fact *dbcnx)
{
    return *value_of(dbcnx, "server") == '\0' &&
           *value_of(dbcnx, "login") == '\0';
}

void
settings_database(struct evidence *evidence, struct fact *instance,
                  const struct fact *settings)
{
    static const char *const copied[] = {"provider", "server", "encrypted"};
    const struct fact *dbcnx = default_connection(settings);
    const struct fact *pool = logs_pool(evidence, fact_get(instance, "name"));
    const struct fact_value *provider;
    struct connection connection = {.evidence = evidence};
    bool logged = false;

    if (names_nothing(dbcnx) && pool != NULL &&
        !text_is_fold(fact_get(settings, "complete"), "true")) {
        dbcnx = connection_of(evidence, pool);
        logged = true;
    }
    /* The shipped file holds an empty one. */
    if (names_nothing(dbcnx))
        return;
    connection.dbcnx = dbcnx;
    provider = settings_value(dbcnx, "provider");
    connection.engine = engine_called(value_of(dbcnx, "provider"));
    if (connection.engine == &UNKNOWN && pool != NULL && !logged) {
        const struct fact *other = connection_of(evidence, pool);

        connection.engine = engine_called(value_of(other, "provider"));
        logged = connection.engine != &UNKNOWN;
        if (logged)
            provider = settings_value(other, "provider");
    }
    connection.fact =
        fact_add(evidence->arena, instance, "database-connection", dbcnx->at);
    fact_set(evidence->arena, connection.fact, "engine",
             connection.engine->engine,
             provider != NULL ? provider->at : dbcnx->at);
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        const struct fact_value *value = settings_value(dbcnx, copied[i]);

        /* Empty is as good as not there. */
        if (value != NULL && *value->value != '\0')
            fact_set(evidence->arena, connection.fact, copied[i],
                     arena_string(evidence->arena, value->value), value->at);
    }
    if (logged)
        fact_set(evidence->arena, connection.fact, "basis", "log", pool->at);
    take_server(&connection);
    take_login(&connection);
    fact_set(evidence->arena, connection.fact, "key", key_of(&connection),
             dbcnx->at);
}
