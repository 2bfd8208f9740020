/*
 * The estate: all hosts joined.  Who shares a database, who talks to whom,
 * which roles and topology that makes, who is named but was not collected.
 *
 * Rules of inference: domain rules R1 to R10 (roles), the linking rules and the
 * platform classes; each conclusion carries its basis in words.
 *
 * The joined document that cross-host rules and the plan read:
 *
 * estate [@label] @topology @target [@time-zone] [@use-timestamp-tz]
 *        [@source-version]
 *        @missing-hosts (their number: none at all is told from none that was
 *        written); time-zone: that of the upgrade, by the answers;
 *        use-timestamp-tz: 1 if it shall store time stamps with one
 *   basis                               text: why this topology
 *   host @id @name @bundle @stage [@os @distribution @os-version]
 *        [@version @build] [@web-server] [@directory @tree] @order [@twin]
 *                                       (facts' places kept); os is the family;
 *                                       order: by first role, then id; twin:
 *                                       this is the `after` of another host
 *     role @name @basis
 *     instance @name [@database] [@lead(true)]
 *                                       database: id of a database below; lead:
 *                                       what is done once per instance and
 *                                       database is done here
 *     belongs @database @basis          each database that the host serves
 *     module @name @instance @auto-start …   as in the snapshot
 *     redirection @instance [@database-id] [@tracking-password(set|empty)]
 *     spare-server @host @url [@instance]
 *     reference @host @what
 *   database @id @bundle @engine [@server @name] [@role]
 *                                       server, name: as written; role: the one
 *                                       that its hosts were given
 *     member @host @bundle @instance [@lead(true)]
 *     description @bundle @stage …      what it answered, as the fact
 * `database` of that bundle: one before the migration, one after missing-host
 * @name [@exception @reason] (excepted ones have @exception) reference @host
 * @bundle @what     at= where it is named
 */
#ifndef ACC_ESTATE_H
#define ACC_ESTATE_H

#include "answers.h"
#include "fact.h"
#include "snapshot.h"

enum role {
    ROLE_MARKETING = 1 << 0,
    ROLE_MTA = 1 << 1,
    ROLE_TRACKING = 1 << 2,
    ROLE_MID_SOURCING = 1 << 3,
    ROLE_EXECUTION = 1 << 4,
    ROLE_POWER_BOOSTER = 1 << 5,
    ROLE_STATISTICS = 1 << 6,
    ROLE_UNCONFIGURED = 1 << 7
};

/* The word for one role; NULL after the last (for loops over INDEX). */
const char *role_word(int index);

enum topology {
    TOPOLOGY_STANDALONE,
    TOPOLOGY_ENTERPRISE,
    TOPOLOGY_CLOUD_MESSAGING,
    TOPOLOGY_POWER_BOOSTER,
    TOPOLOGY_POWER_CLUSTER,
    TOPOLOGY_AMBIGUOUS
};

const char *topology_word(enum topology topology);

struct estate_instance {
    const char *name;
    const char *database; /* id, or NULL */
};

struct estate_host {
    const char *name;
    const char *id; /* unique and stable: the name, or name#XXXX if two hosts
                       have that name */
    struct snapshot *snapshot;
    unsigned roles;
    const char *os_family;  /* linux, windows, or NULL */
    const char *os;         /* "debian 8.11 x86_64", or NULL */
    const char *version;    /* "6.02", or NULL */
    int64_t build;          /* -1: unknown */
    const char *web_server; /* "apache 2.4.10", or NULL */
    const char *directory;  /* "/usr/local/neolane/nl6", or NULL */
    const char *tree;       /* "nl6", or NULL */
    struct {
        struct estate_instance *items;
        size_t count, room;
    } instances;
};

struct estate_database {
    const char *id;     /* "oracle-orcl-neolane": unique, stable */
    const char *engine; /* postgresql … or "unknown" */
    const char *server, *name;
    const struct snapshot *before, *after; /* whose bundle holds what it
                                              answered, by stage; or NULL */
    struct {
        const char **items; /* host ids, sorted */
        size_t count, room;
    } hosts;
    struct {
        const char **items; /* instance names, sorted, each once */
        size_t count, room;
    } instances;
};

struct estate_reference {
    const char *host, *bundle; /* who names it */
    const char *what;
    struct place at;
};

struct missing_host {
    const char *name;
    const char *exception; /* its kind if declared in the answers, or NULL */
    struct {
        struct estate_reference *items;
        size_t count, room;
    } references;
};

/* A bundle that was given, whatever became of it. */
struct estate_bundle {
    const char *file, *id, *host, *collected, *stage; /* NULL if unknown */
    char sha256[65];
    enum { BUNDLE_ACCEPTED, BUNDLE_REJECTED, BUNDLE_SUPERSEDED } status;
    const char *reason;              /* rejected or superseded: why */
    const struct manifest *manifest; /* NULL if rejected */
    bool complete;
};

struct estate {
    struct arena arena; /* owns everything but the snapshots' insides */
    const char *label;
    enum topology topology;
    struct {
        const char **items;
        size_t count, room;
    } basis;
    const char *target;         /* release, "7.4" */
    const char *source_version; /* NULL: unknown or mixed */
    struct {
        struct estate_host *items; /* sorted by id */
        size_t count, room;
    } hosts;
    const struct estate_host **by_label; /* by the first label of their names */
    struct {
        struct estate_database *items; /* sorted by id */
        size_t count, room;
    } databases;
    struct {
        struct missing_host *items; /* sorted by name */
        size_t count, room;
    } missing;
    struct {
        struct estate_bundle *items; /* sorted by host, file */
        size_t count, room;
    } bundles;
    struct {
        struct snapshot **items; /* all that were given: released with it */
        size_t count, room;
    } snapshots;
    struct snapshot **by_bundle; /* the same, by the id of their bundle */
    struct answers answers;
    struct fact *joined; /* the document above */
};

/*
 * Joins the snapshots (COUNT, in any order: the result is the same), which the
 * estate then owns.  ANSWERS may be NULL.  TARGET is the release.  Cannot fail:
 * what cannot be decided is `ambiguous`, NULL or missing.  Adds `role` facts to
 * each snapshot's host.  Rejected bundles are added with estate_reject before.
 */
void estate_init(struct estate *estate);
void estate_reject(struct estate *estate, const char *file, const char *sha256,
                   const char *reason);
void estate_join(struct estate *estate, struct snapshot **snapshots,
                 size_t count, const struct answers *answers,
                 const char *target);
void estate_release(struct estate *estate);

/* The host, the database called ID; or NULL. */
const struct estate_host *estate_host(const struct estate *estate,
                                      const char *id);
const struct estate_database *estate_database(const struct estate *estate,
                                              const char *id);

/* What a database said of itself: before the migration, if it was asked then.
 */
struct database_said {
    const char *version; /* or NULL */
    int unicode;         /* 1, 0, or -1: not told (by option XtkDatabaseId) */
    int64_t bytes;       /* or -1 */
};

struct database_said
estate_database_said(const struct estate_database *database);

/* For how many documents of a server the joined one counts, when the work of an
 * expression is limited: it takes from each host only some of its facts. */
size_t estate_parts(const struct estate *estate);

/*
 * Do the answers speak of servers and databases that are there?  A role or an
 * attestation for an unknown one, a name that two servers have, or an exception
 * for a server that was collected is a failure that names file and line.
 */
int estate_check_answers(const struct estate *estate, struct failure *why);

/* The snapshot of the bundle called ID, counted or superseded; or NULL. */
const struct snapshot *estate_snapshot(const struct estate *estate,
                                       const char *id);

/* Is WHAT (of a `reference` fact) a Campaign server?  Database servers, SMTP
 * relays, proxies are not: they need no bundle. */
bool reference_is_campaign(const char *what);

#endif
