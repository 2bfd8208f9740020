/*
 * Which bundles count, and what each host is; then the parts in order.
 */
#include "estate_parts.h"

#include <stdlib.h>
#include <string.h>

/* strcmp where NULL stands before every text. */
static int
compare(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

void
estate_init(struct estate *estate)
{
    *estate = (struct estate){0};
    arena_init(&estate->arena);
    estate->topology = TOPOLOGY_AMBIGUOUS;
}

void
estate_reject(struct estate *estate, const char *file, const char *sha256,
              const char *reason)
{
    struct estate_bundle *bundle = vec_add(&estate->arena, &estate->bundles);

    bundle->file = arena_string(&estate->arena, file);
    bundle->status = BUNDLE_REJECTED;
    bundle->reason = arena_string(&estate->arena, reason);
    if (sha256 != NULL && strlen(sha256) < sizeof bundle->sha256)
        strcpy(bundle->sha256, sha256);
}

void
estate_release(struct estate *estate)
{
    size_t i;

    for (i = 0; i < estate->snapshots.count; i++)
        snapshot_release(estate->snapshots.items[i]);
    arena_release(&estate->arena);
}

const struct estate_host *
estate_host(const struct estate *estate, const char *id)
{
    size_t from = 0, to = estate->hosts.count;

    while (id != NULL && from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(estate->hosts.items[middle].id, id);

        if (order == 0)
            return &estate->hosts.items[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const struct estate_database *
estate_database(const struct estate *estate, const char *id)
{
    size_t from = 0, to = estate->databases.count;

    while (id != NULL && from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(estate->databases.items[middle].id, id);

        if (order == 0)
            return &estate->databases.items[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

size_t
estate_parts(const struct estate *estate)
{
    const size_t hosts_of_a_part = 12;

    return 1 + estate->hosts.count / hosts_of_a_part;
}

/* Which bundles count ----------------------------------------------------- */

/* Same host, same stage: by name, machine, stage; then the one that counts
 * first: complete before incomplete, newer before older, and by digest, so
 * that the order of the arguments never decides. */
static int
by_host_and_merit(const void *left, const void *right)
{
    const struct snapshot *a = *(struct snapshot *const *)left;
    const struct snapshot *b = *(struct snapshot *const *)right;
    int order = compare(a->manifest.host, b->manifest.host);

    if (order == 0)
        order = compare(a->manifest.machine, b->manifest.machine);
    if (order == 0) /* descending: before stands before after */
        order = compare(b->manifest.stage, a->manifest.stage);
    if (order == 0)
        order = (int)b->complete - (int)a->complete;
    if (order == 0)
        order = compare(b->manifest.ended, a->manifest.ended);
    if (order == 0)
        order = compare(a->sha256, b->sha256);
    return order != 0 ? order : compare(a->file, b->file);
}

bool
snapshots_share_host(const struct snapshot *a, const struct snapshot *b)
{
    return compare(a->manifest.host, b->manifest.host) == 0 &&
           compare(a->manifest.machine, b->manifest.machine) == 0;
}

bool
snapshot_is_after(const struct snapshot *snapshot)
{
    return compare(snapshot->manifest.stage, "after") == 0;
}

static void
add_bundle(struct estate *estate, const struct snapshot *snapshot,
           const struct snapshot *winner)
{
    struct estate_bundle *bundle = vec_add(&estate->arena, &estate->bundles);

    bundle->file = snapshot->file;
    bundle->id = snapshot->manifest.id;
    bundle->host = snapshot->manifest.host;
    bundle->collected = snapshot->manifest.ended;
    bundle->stage = snapshot->manifest.stage;
    memcpy(bundle->sha256, snapshot->sha256, sizeof bundle->sha256);
    bundle->status = BUNDLE_ACCEPTED;
    bundle->manifest = &snapshot->manifest;
    bundle->complete = snapshot->complete;
    if (winner == snapshot)
        return;
    bundle->status = BUNDLE_SUPERSEDED;
    if (strcmp(snapshot->sha256, winner->sha256) == 0 &&
        snapshot->sha256[0] != '\0')
        bundle->reason = "the same bundle was given twice";
    else if (!snapshot->complete && winner->complete)
        bundle->reason = arena_format(
            &estate->arena, "incomplete; the complete bundle %s counts",
            winner->manifest.id);
    else
        bundle->reason = arena_format(
            &estate->arena, "the newer bundle %s counts", winner->manifest.id);
}

/* The value NAME of the first child KIND, with what stands before it. */
static const char *
value_of(const struct fact *host, const char *kind, const char *name)
{
    const struct fact *fact = fact_child(host, kind);

    return fact == NULL ? NULL : fact_get(fact, name);
}

/* The words that are there, with blanks between them; NULL if none is. */
static const char *
words_of(struct arena *arena, const char *a, const char *b, const char *c)
{
    const char *words[3] = {a, b, c};
    const char *all = NULL;
    size_t i;

    for (i = 0; i < 3; i++)
        if (words[i] != NULL && *words[i] != '\0')
            all = all == NULL ? words[i]
                              : arena_format(arena, "%s %s", all, words[i]);
    return all;
}

static void
describe(struct estate *estate, struct estate_host *host)
{
    const struct fact *facts = host->snapshot->host;
    const struct fact *fact;
    const char *build = value_of(facts, "product", "build");
    const char *distribution = value_of(facts, "os", "distribution");

    host->os_family = value_of(facts, "os", "family");
    if (distribution != NULL)
        host->os = words_of(&estate->arena, distribution,
                            value_of(facts, "os", "version"),
                            value_of(facts, "machine", "architecture"));
    host->version = value_of(facts, "product", "version");
    host->build = -1;
    if (build != NULL)
        (void)span_number(span_of(build), 0, INT32_MAX, &host->build);
    host->web_server =
        words_of(&estate->arena, value_of(facts, "web-server", "product"),
                 value_of(facts, "web-server", "version"), NULL);
    host->directory = value_of(facts, "installation", "directory");
    host->tree = value_of(facts, "installation", "tree");
    for (fact = fact_child(facts, "instance"); fact != NULL;
         fact = fact_next(fact)) {
        struct estate_instance *instance =
            vec_add(&estate->arena, &host->instances);

        instance->name = fact_get(fact, "name");
        if (instance->name == NULL)
            instance->name = "";
    }
}

/* "#" and the first LENGTH digits of the machine id. */
static const char *
machine_mark(struct arena *arena, const struct snapshot *snapshot, int length)
{
    const char *machine = snapshot->manifest.machine;

    if (machine == NULL || *machine == '\0')
        return "#no-machine-id";
    return arena_format(arena, "#%.*s", length, machine);
}

/* Ids: the name; the name and a mark where two machines have that name.  Equal
 * marks grow until they differ. */
static void
name_hosts(struct estate *estate, struct draft *drafts)
{
    size_t i, k;

    for (i = 0; i < estate->hosts.count; i++) {
        struct estate_host *host = &estate->hosts.items[i];
        int length = 4;

        host->id = host->name;
        for (k = 0; k < estate->hosts.count; k++) {
            const struct estate_host *other = &estate->hosts.items[k];

            if (strcmp(other->name, host->name) != 0 ||
                snapshots_share_host(other->snapshot, host->snapshot))
                continue;
            while (length < 64 &&
                   strcmp(machine_mark(&estate->arena, host->snapshot, length),
                          machine_mark(&estate->arena, other->snapshot,
                                       length)) == 0)
                length++;
            host->id = arena_format(
                &estate->arena, "%s%s", host->name,
                machine_mark(&estate->arena, host->snapshot, length));
        }
        if (drafts[i].twin)
            host->id = arena_format(&estate->arena, "%s#after", host->id);
    }
}

static int
by_bundle_id(const void *left, const void *right)
{
    const struct snapshot *a = *(const struct snapshot *const *)left;
    const struct snapshot *b = *(const struct snapshot *const *)right;
    int order = compare(a->manifest.id, b->manifest.id);

    return order != 0 ? order : compare(a->sha256, b->sha256);
}

static void
select_hosts(struct joining *joining, struct snapshot **snapshots, size_t count)
{
    struct estate *estate = joining->estate;
    struct snapshot **sorted =
        arena_alloc(&estate->arena, (count + 1) * sizeof *sorted);
    struct snapshot *winner = NULL;
    size_t i;

    for (i = 0; i < count; i++) {
        sorted[i] = snapshots[i];
        *vec_add(&estate->arena, &estate->snapshots) = snapshots[i];
    }
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_host_and_merit);
    estate->by_bundle =
        arena_alloc(&estate->arena, (count + 1) * sizeof *estate->by_bundle);
    if (count > 0) {
        memcpy(estate->by_bundle, sorted, count * sizeof *sorted);
        qsort(estate->by_bundle, count, sizeof *sorted, by_bundle_id);
    }
    joining->drafts =
        arena_alloc(&estate->arena, (count + 1) * sizeof *joining->drafts);
    for (i = 0; i < count; i++) {
        struct estate_host *host;
        bool same = winner != NULL && snapshots_share_host(winner, sorted[i]);

        if (same && snapshot_is_after(winner) == snapshot_is_after(sorted[i])) {
            add_bundle(estate, sorted[i], winner);
            continue;
        }
        joining->drafts[estate->hosts.count].twin = same;
        winner = sorted[i];
        add_bundle(estate, winner, winner);
        host = vec_add(&estate->arena, &estate->hosts);
        host->snapshot = winner;
        host->name = winner->manifest.host == NULL ? "" : winner->manifest.host;
        if (estate->label == NULL)
            estate->label = winner->manifest.estate;
        describe(estate, host);
    }
    name_hosts(estate, joining->drafts);
}

struct numbered {
    struct estate_host host;
    struct draft draft;
};

static int
by_id(const void *left, const void *right)
{
    return strcmp(((const struct numbered *)left)->host.id,
                  ((const struct numbered *)right)->host.id);
}

/* Sorts the hosts by id, and their drafts with them. */
static void
sort_hosts(struct joining *joining)
{
    struct estate *estate = joining->estate;
    size_t count = estate->hosts.count, i;
    struct numbered *all =
        arena_alloc(&estate->arena, (count + 1) * sizeof *all);

    for (i = 0; i < count; i++) {
        all[i].host = estate->hosts.items[i];
        all[i].draft = joining->drafts[i];
    }
    if (count > 0)
        qsort(all, count, sizeof *all, by_id);
    for (i = 0; i < count; i++) {
        estate->hosts.items[i] = all[i].host;
        joining->drafts[i] = all[i].draft;
    }
}

static int
by_host_and_file(const void *left, const void *right)
{
    const struct estate_bundle *a = left, *b = right;
    int order = compare(a->host, b->host);

    if (order == 0)
        order = compare(a->file, b->file);
    return order != 0 ? order : compare(a->sha256, b->sha256);
}

/* The version that all hosts show that show one; NULL if they differ. */
static const char *
common_version(const struct estate *estate)
{
    const char *version = NULL;
    size_t i;

    for (i = 0; i < estate->hosts.count; i++) {
        const struct estate_host *host = &estate->hosts.items[i];

        if (host->version == NULL || snapshot_is_after(host->snapshot))
            continue;
        if (version != NULL && strcmp(version, host->version) != 0)
            return NULL;
        version = host->version;
    }
    return version;
}

void
estate_join(struct estate *estate, struct snapshot **snapshots, size_t count,
            const struct answers *answers, const char *target)
{
    struct joining joining = {.estate = estate};

    if (answers != NULL)
        estate->answers = *answers;
    estate->target = arena_string(&estate->arena, target);
    select_hosts(&joining, snapshots, count);
    sort_hosts(&joining);
    estate_index_names(estate);
    if (estate->bundles.count > 0)
        qsort(estate->bundles.items, estate->bundles.count,
              sizeof *estate->bundles.items, by_host_and_file);
    estate->source_version = common_version(estate);
    estate_link(&joining);
    estate_find_descriptions(&joining);
    estate_find_missing(&joining);
    estate_give_roles(&joining);
    estate_decide_topology(&joining);
    estate_write_joined(&joining);
}

const struct snapshot *
estate_snapshot(const struct estate *estate, const char *id)
{
    size_t from = 0, to = estate->snapshots.count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (compare(estate->by_bundle[middle]->manifest.id, id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < estate->snapshots.count &&
                   compare(estate->by_bundle[from]->manifest.id, id) == 0
               ? estate->by_bundle[from]
               : NULL;
}

/* What a host shows ------------------------------------------------------- */

bool
host_runs(const struct estate_host *host, const char *module)
{
    const struct fact *fact;

    for (fact = fact_child(host->snapshot->host, "module"); fact != NULL;
         fact = fact_next(fact)) {
        const char *name = fact_get(fact, "name");
        const char *starts = fact_get(fact, "auto-start");
        const char *running = fact_get(fact, "running");

        if (text_is_fold(name, module) &&
            (text_is_fold(starts, "true") || text_is_fold(running, "true")))
            return true;
    }
    for (fact = fact_child(host->snapshot->host, "process"); fact != NULL;
         fact = fact_next(fact))
        if (text_is_fold(fact_get(fact, "module"), module))
            return true;
    return false;
}

bool
host_redirects(const struct estate_host *host)
{
    return fact_child(host->snapshot->host, "redirection-module") != NULL ||
           host_runs(host, "webmdl");
}

/* Answers ----------------------------------------------------------------- */

static int
check_host_answer(const struct estate *estate, unsigned line, const char *host,
                  const char *what, struct failure *why)
{
    switch (host_named(estate, host)) {
    case HOST_NONE:
        return fail(why,
                    "%s:%u: %s for the server \"%s\", of which there is no "
                    "bundle",
                    estate->answers.file, line, what, host);
    case HOST_SEVERAL:
        return fail(why,
                    "%s:%u: two servers are called \"%s\": write the name "
                    "with its mark, as the report shows it",
                    estate->answers.file, line, host);
    default:
        return 0;
    }
}

static int
check_database_answer(const struct estate *estate,
                      const struct attestation *attestation,
                      struct failure *why)
{
    size_t i;

    for (i = 0; i < estate->databases.count; i++)
        if (strcmp(estate->databases.items[i].id, attestation->database) == 0)
            return 0;
    return fail(why,
                "%s:%u: an attestation for the database \"%s\", which no "
                "server uses: the report's inventory shows the names",
                estate->answers.file, attestation->line, attestation->database);
}

int
estate_check_answers(const struct estate *estate, struct failure *why)
{
    const struct answers *answers = &estate->answers;
    size_t i;

    if (answers->file == NULL)
        return 0;
    if (answers->estate != NULL && estate->label != NULL &&
        strcmp(answers->estate, estate->label) != 0)
        return fail(why,
                    "%s: is for the estate \"%s\", the bundles are of "
                    "\"%s\"",
                    answers->file, answers->estate, estate->label);
    for (i = 0; i < answers->roles.count; i++)
        if (check_host_answer(estate, answers->roles.items[i].line,
                              answers->roles.items[i].host, "a role", why) != 0)
            return -1;
    for (i = 0; i < answers->exceptions.count; i++) {
        const struct answer_exception *exception =
            &answers->exceptions.items[i];

        if (host_named(estate, exception->host) != HOST_NONE)
            return fail(why,
                        "%s:%u: an exception for the server \"%s\", of which "
                        "there is a bundle",
                        answers->file, exception->line, exception->host);
    }
    for (i = 0; i < answers->attestations.count; i++) {
        const struct attestation *attestation = &answers->attestations.items[i];

        if (attestation->host != NULL &&
            check_host_answer(estate, attestation->line, attestation->host,
                              "an attestation", why) != 0)
            return -1;
        if (attestation->database != NULL &&
            check_database_answer(estate, attestation, why) != 0)
            return -1;
    }
    return 0;
}
