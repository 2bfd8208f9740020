/*
 * Gathering: from the recipe to a manifest and a spool.
 *
 * One function makes the whole run: find Campaign, take what the recipe names,
 * run the commands, redact, spool.  preview and collect call the same one, so
 * that what preview lists is what leaves.
 */
#ifndef ACC_GATHER_H
#define ACC_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "failure.h"
#include "manifest.h"
#include "platform.h"
#include "vec.h"

/* The database to describe. */
struct db_options {
    const char *engine; /* postgresql …; NULL: none is asked */
    const char *host, *port, *name, *user; /* NULL: the client's own */
    int64_t account;     /* uid to run it as; -1: none named */
    int password_fd;     /* -1: none */
    char *password;      /* NULL: none; db_password_take */
    const char *problem; /* why there is none, or NULL */
    const char *client;  /* --db-client, "auto" */
    const char *result;  /* what a DBA's client printed */
};

struct gather_options {
    const char *root;          /* NULL: this machine, live */
    struct words install_dirs; /* none: found */
    struct words instances;    /* none: all */
    const char *nlserver;      /* file to run, or NULL */
    const char *pdump;         /* saved output, or NULL */
    const char *recorded;      /* folder of saved outputs, or NULL */
    const char *handed_over;   /* what a host script left, or NULL */
    bool no_commands;
    struct db_options db;
    const char *hostname;   /* NULL: the machine's */
    const char *estate;     /* label, or NULL */
    const char *estate_key; /* file, or NULL */
    int64_t max_file;       /* bytes of one entry */
    int64_t max_bundle;     /* bytes of all entries */
    int timeout;            /* seconds a command may take, and a file */
    void (*each)(const struct entry *entry); /* told of each entry, or NULL */
};

enum {
    GATHER_FILE_MOST = 64 * 1024 * 1024, /* read, redacted, then cut */
    GATHER_FILE = 16 * 1024 * 1024,      /* --max-file's default */
    GATHER_TIMEOUT = 60,
    GATHER_RUN = 3600 /* seconds; what is not gathered then is told */
};
#define GATHER_BUNDLE_MOST ((int64_t)2 * 1024 * 1024 * 1024)
#define GATHER_BUNDLE ((int64_t)1024 * 1024 * 1024)

/* Where the bytes of an entry stand in the spool. */
struct piece {
    const char *path;
    uint64_t at, len;
};

/* Another server that the configuration names. */
struct named_host {
    const char *host, *what;
    uint32_t hash; /* of the name, whatever its letter case */
};

enum { NAMED_HOSTS = 500 }; /* nobody reads more at the end of a run */

/* Places of entries by the hash of a text of theirs. */
struct entry_index {
    uint32_t *places; /* 0: none; else one more than the place */
    size_t size, count;
};

/* A place that could not be looked at, and why. */
struct place_missed {
    const char *path, *reason;
    int problem;
};

enum { PLACES_MISSED = 64 }; /* that are kept; told long before */

struct places_missed {
    struct place_missed first[PLACES_MISSED];
    size_t count; /* of all */
};

struct gathered {
    struct arena *arena;
    const struct gather_options *options;
    struct manifest manifest; /* ordered when gather returns */
    struct spool *spool;      /* NULL: nothing is kept (preview) */
    int64_t spooled;          /* bytes of all entries */
    struct {
        struct piece *items; /* sorted by path when gather returns */
        size_t count, room;
    } pieces;
    struct {
        struct named_host *items;
        size_t count, room;
    } hosts;

    struct entry_index by_path, by_origin;
    struct {
        const char *first; /* the first file that the bundle cannot name */
        size_t count;
        size_t names; /* bytes of the names that it does */
    } beyond;

    bool web; /* a configuration starts module web, or may do so */

    /* What the parts of gather share while they run. */
    struct root *root;
    struct handover *handover;   /* NULL: nothing was handed over */
    struct places_missed missed; /* place.h */
    struct words trees; /* Campaign directories, absolute, links resolved */
    struct {
        int64_t *items;
        size_t count, room;
    } owners;            /* the account of each of them */
    int64_t tree_owner;  /* account of the first tree; -1: none found */
    bool tree_unseen;    /* one may stand where we could not look */
    int64_t fixed_clock; /* SOURCE_DATE_EPOCH, or -1 */
};

/*
 * Runs the whole recipe.  Everything lands in ARENA and, if SPOOL is not NULL,
 * the bytes in SPOOL.  What could not be collected is an entry, not a failure.
 */
int gather(const struct gather_options *options, struct spool *spool,
           struct arena *arena, struct gathered *gathered, struct failure *why);

/* Bytes of an entry for bundle_write; the baton is the gathered. */
long gathered_bytes(void *baton, const struct entry *entry, uint64_t offset,
                    void *room, size_t size, struct failure *why);

/* Is something missing that somebody could mend?  (Exit status 3.) */
bool gathered_incomplete(const struct gathered *gathered);

/* RFC 3339 in UTC, "2026-01-02T03:04:05Z". */
const char *time_text(int64_t when, struct arena *arena);

/* SOURCE_DATE_EPOCH if it is set and a number, otherwise -1. */
int64_t clock_fixed(void);

#endif
