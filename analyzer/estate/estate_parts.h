/*
 * What the files of this folder share.  The joining runs in this order:
 *
 *     select    which bundles count, which hosts there are      (estate.c)
 *     describe  a host's version, system, modules, references    (estate.c)
 *     link      databases, who belongs to which, who is missing  (links.c)
 *     describe  which bundle describes which database   (descriptions.c)
 *     roles     rules R1 to R10, then the answers                (roles.c)
 *     topology  the platform class with its basis                (topology.c)
 *     joined    the document that rules and plan read            (joined.c)
 */
#ifndef ACC_ESTATE_PARTS_H
#define ACC_ESTATE_PARTS_H

#include "estate.h"

/* One database connection of an instance. */
struct connection {
    size_t instance;       /* index into the host's instances */
    const struct fact *at; /* the database-connection fact */
    const char *group;     /* equal text: the same database */
    size_t database;       /* index into the estate's databases */
};

/* Why a host belongs to a database. */
struct membership {
    size_t database;
    const char *basis;
};

/* Another collected host that a host names. */
struct link {
    size_t host;
    const char *what;
};

/* What is known of a host while joining; parallel to estate->hosts. */
struct draft {
    bool twin;      /* the `after` of a host that has a `before` too */
    bool connected; /* has a database connection of its own */
    struct {        /* by `reference` fact: whom it means */
        long *items;
        size_t count, room;
    } named;
    struct {
        struct connection *items;
        size_t count, room;
    } connections;
    struct {
        struct membership *items;
        size_t count, room;
    } databases;
    struct {
        struct link *items;
        size_t count, room;
    } links;
    struct { /* databaseId of web/redirection, host-wide, then by instance */
        const char **items;
        size_t count, room;
    } database_ids;
    const char *role_basis[8]; /* by role index; NULL: not that role */
    bool roles_declared;
};

/* What a host is called besides, in small letters. */
struct alias {
    const char *name;
    size_t host;
};

struct joining {
    struct estate *estate;
    struct draft *drafts;
    struct {
        struct alias *items; /* sorted by name, host */
        size_t count, room;
    } aliases;
    bool execution_side_named; /* a mid-sourcing link leads to a host */
};

/* Are the two of one host; is it of a host after its migration? */
bool snapshots_share_host(const struct snapshot *a, const struct snapshot *b);
bool snapshot_is_after(const struct snapshot *snapshot);

/* Makes the index that host_named reads, once the hosts are sorted. */
void estate_index_names(struct estate *estate);

/* The host that NAME means, an index; -1 if none, -2 if several. */
enum { HOST_NONE = -1, HOST_SEVERAL = -2 };
long host_named(const struct estate *estate, const char *name);

/* The first host name in an URL or "host:port" text, or NULL. */
const char *host_in_url(struct arena *arena, const char *url);

/* Does the module run here: started by configuration, or seen running? */
bool host_runs(const struct estate_host *host, const char *module);
bool host_redirects(const struct estate_host *host);

/* Is WHAT a link from the marketing to the execution side? */
bool reference_is_execution(const char *what);

void estate_link(struct joining *joining);
void estate_find_descriptions(struct joining *joining);
void estate_find_missing(struct joining *joining);
void estate_give_roles(struct joining *joining);
void estate_decide_topology(struct joining *joining);
void estate_write_joined(struct joining *joining);

#endif
