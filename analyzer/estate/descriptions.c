/*
 * Which bundle describes which database.
 *
 * A bundle holds what one database answered (the fact `database`); the database
 * is that of a connection, wherever the question was asked from:
 *
 *     the same engine and the same name (of Oracle: the same account or owner),
 *       on the server whose bundle it is, else on the only one,
 *     else the only database of that server with that engine, if its name is
 *       not known,
 *     else the only database of that server, if its engine is not known.
 *
 * A bundle that is superseded as evidence of its server still describes its
 * database: a server with two databases is collected twice.  Of several the one
 * with the most answers counts, then the newest.
 */
#include "estate_parts.h"

#include <string.h>

static const struct place nowhere;

/* What a bundle's database calls itself, as its connections do. */
static bool
has_name(const struct fact *described, const struct fact *connection)
{
    const struct fact *server = fact_child(described, "server");
    const char *account = fact_get(connection, "account");

    if (strcmp(fact_get(described, "engine"), "oracle") == 0)
        return text_is_fold(account, fact_get(server, "account")) ||
               text_is_fold(account, fact_get(server, "schema"));
    return text_is_fold(fact_get(connection, "database"),
                        fact_get(server, "database"));
}

static bool
has_no_name(const struct fact *described, const struct fact *connection)
{
    return fact_get(connection,
                    strcmp(fact_get(described, "engine"), "oracle") == 0
                        ? "account"
                        : "database") == NULL ||
           fact_child(described, "server") == NULL;
}

static bool
has_no_engine(const struct fact *described, const struct fact *connection)
{
    (void)described;
    return text_is_fold(fact_get(connection, "engine"), "unknown");
}

typedef bool fits(const struct fact *described, const struct fact *connection);

/* The only database with a connection that FITS, of the host ONLY (-1: of
 * any); -1 if there is none, or several. */
static long
only_database(const struct joining *joining, const struct fact *described,
              fits *test, long only)
{
    long found = -1;

    for (size_t h = 0; h < joining->estate->hosts.count; h++) {
        const struct draft *draft = &joining->drafts[h];

        for (size_t i = 0;
             (only < 0 || (size_t)only == h) && i < draft->connections.count;
             i++) {
            const struct connection *connection = &draft->connections.items[i];
            long database = (long)connection->database;

            if ((test != has_no_engine &&
                 !text_is_fold(fact_get(connection->at, "engine"),
                               fact_get(described, "engine"))) ||
                !test(described, connection->at) || database == found)
                continue;
            if (found >= 0)
                return -1;
            found = database;
        }
    }
    return found;
}

static long
database_of(const struct joining *joining, const struct snapshot *snapshot)
{
    const struct fact *described = fact_child(snapshot->host, "database");
    long host = -1;
    long found = -1;

    for (size_t h = 0; h < joining->estate->hosts.count; h++)
        if (snapshots_share_host(joining->estate->hosts.items[h].snapshot,
                                 snapshot))
            host = (long)h;
    if (host >= 0)
        found = only_database(joining, described, has_name, host);
    if (found < 0)
        found = only_database(joining, described, has_name, -1);
    if (found < 0 && host >= 0)
        found = only_database(joining, described, has_no_name, host);
    if (found < 0 && host >= 0)
        found = only_database(joining, described, has_no_engine, host);
    return found;
}

static size_t
answers_of(const struct snapshot *snapshot)
{
    const struct fact *query =
        fact_child(fact_child(snapshot->host, "database"), "query");
    size_t count = 0;

    for (; query != NULL; query = fact_next(query))
        count += text_is_fold(fact_get(query, "status"), "ok");
    return count;
}

/* Does A describe a database better than B? */
static bool
is_better(const struct snapshot *a, const struct snapshot *b)
{
    size_t a_answers = answers_of(a);
    size_t b_answers = answers_of(b);
    const char *a_ended = a->manifest.ended != NULL ? a->manifest.ended : "";
    const char *b_ended = b->manifest.ended != NULL ? b->manifest.ended : "";

    if (a_answers != b_answers)
        return a_answers > b_answers;
    if (strcmp(a_ended, b_ended) != 0)
        return strcmp(a_ended, b_ended) > 0;
    return strcmp(a->sha256, b->sha256) < 0;
}

void
estate_find_descriptions(struct joining *joining)
{
    struct estate *estate = joining->estate;

    for (size_t i = 0; i < estate->snapshots.count; i++) {
        struct snapshot *snapshot = estate->snapshots.items[i];
        const struct fact *described = fact_child(snapshot->host, "database");
        const struct snapshot **place;
        struct estate_database *database;
        long found;

        if (described == NULL)
            continue;
        found = database_of(joining, snapshot);
        if (found < 0) {
            struct fact *gap = fact_add(&snapshot->arena, snapshot->host, "gap",
                                        described->at);

            fact_set(&snapshot->arena, gap, "entry", described->at.entry,
                     nowhere);
            fact_set(&snapshot->arena, gap, "reason",
                     "no connection that was read leads to the database that "
                     "this result describes",
                     nowhere);
            continue;
        }
        database = &estate->databases.items[found];
        place =
            snapshot_is_after(snapshot) ? &database->after : &database->before;
        if (*place == NULL || is_better(snapshot, *place))
            *place = snapshot;
    }
}

struct database_said
estate_database_said(const struct estate_database *database)
{
    const struct snapshot *asked =
        database->before != NULL ? database->before : database->after;
    const struct fact *described =
        asked == NULL ? NULL : fact_child(asked->host, "database");
    const char *id = fact_get(
        fact_find(described, "option", "name", "XtkDatabaseId"), "value");
    const char *bytes = fact_get(fact_child(described, "size"), "bytes");
    struct database_said said = {
        fact_get(fact_child(described, "server"), "version"), -1, -1};

    if (id != NULL && *id != '\0')
        said.unicode = *id == 'u';
    if (bytes != NULL &&
        !span_number(span_of(bytes), 0, INT64_MAX, &said.bytes))
        said.bytes = -1;
    return said;
}
