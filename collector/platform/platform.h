/*
 * What the operating system gives: the one header behind which posix.c and
 * windows.c stand.  Nothing else in collector/ calls the system.
 *
 * Safe reading (a server is not ours): folders are walked component by
 * component from a root that was opened once, links are never followed on the
 * way, only regular files are read, a file that changes is read again once.
 * We are no one's deputy: what those who lead us to a file could not read
 * themselves is not read for them.
 */
#ifndef ACC_PLATFORM_H
#define ACC_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "failure.h"

enum node_kind { NODE_FILE, NODE_FOLDER, NODE_LINK, NODE_OTHER, NODE_NONE };

struct node {
    enum node_kind kind;
    int64_t size;
    int64_t mtime; /* seconds since 1970 */
    unsigned mode; /* permission bits */
    uint32_t owner;
    uint64_t links;
    char *target; /* of a link, in the arena */
};

struct root; /* the tree that is taken as `/` */

/* Opens DIR as the root. */
struct root *root_open(const char *dir, struct failure *why);
void root_close(struct root *root);

/*
 * Started as root we read only files that root owns, or the owner of DIR, or
 * an account named here (the owner of a Campaign tree) with its groups.
 */
void root_trust(struct root *root, uint32_t owner, const uint32_t *groups,
                size_t count);

/*
 * On whose word the next paths are looked at: ACCOUNT (the owner of the tree
 * to which they belong; -1: nobody's), and from then on the owner of each link
 * that was looked at and of the folders on the way to it.  We may read more
 * than they, so that each of them has to be able to pass the folders and to
 * read the file itself: what he may not read is not ours to carry away.  Of a
 * file of root that asks the owners of its folders, too.
 */
void root_hear(struct root *root, int64_t account);

/* Was nobody but root and OWNER heard? */
bool root_heard_only(const struct root *root, uint32_t owner);

/* Gives a file SECONDS to be read (0: no limit) and all that is done with ROOT
 * the seconds RUN from now on. */
void root_limit(struct root *root, int seconds, int64_t run);

/* Is the time of the run up? */
bool root_late(const struct root *root);

/* Problems beside those of errno. */
enum {
    ROOT_FOREIGN = 10001, /* an account that is heard could not go there */
    ROOT_LATE             /* no time is left */
};

/* A problem in words. */
const char *root_words(int problem);

/*
 * What stands at PATH (absolute, inside the root).  NODE_NONE if nothing.
 * Returns 0, or a problem (EACCES: denied; ELOOP: a link stands where the
 * path needs a folder; ENOTDIR: a file).  No link is followed.
 */
int root_look(struct root *root, const char *path, struct arena *arena,
              struct node *node);

/*
 * Follows links from PATH inside the root (absolute ones start at the root,
 * ".." stops there), at most 16, each component looked at.  Returns the final
 * path in ARENA, in which no link stands, or NULL with the PROBLEM: ENOENT if
 * it leads to nothing.
 */
char *root_resolve(struct root *root, const char *path, struct arena *arena,
                   int *problem);

/* The names in the folder PATH, sorted by bytes.  Returns 0, or a problem:
 * E2BIG if there are more than MOST, ENOENT if there is no such folder. */
int root_list(struct root *root, const char *path, struct arena *arena,
              size_t most, char ***names, size_t *count);

enum read_result {
    READ_WHOLE,
    READ_CUT,     /* longer than `most`: head and tail are there */
    READ_CHANGED, /* it changed while it was read, twice */
    READ_ABSENT,
    READ_DENIED,
    READ_REFUSED, /* no regular file, not open to those who led to it, or (as
                     root) several links or a foreign owner: `reason` */
    READ_TIMEOUT,
    READ_FAILED
};

struct read_out {
    enum read_result result;
    struct node node;
    const char *reason; /* in words */
    bool grew;          /* root_stream: it is longer now than it was */
    int64_t skipped;    /* root_stream: bytes between head and tail, unread */
};

/*
 * Reads the regular file PATH into CONTENT, at most MOST bytes and never beyond
 * the size first seen.  Its access time stays where the system lets us.
 */
void root_read(struct root *root, const char *path, size_t most,
               struct arena *arena, struct buf *content, struct read_out *out);

enum { STREAM_ROOM = 64 * 1024 };

/* Takes the next bytes of a file, at most STREAM_ROOM; NULL: here some are left
 * out.  False: no more. */
typedef bool root_taker(void *baton, const char *bytes, size_t len);

/*
 * Hands the regular file PATH to TAKE piece by piece, in one pass and never
 * beyond the size first seen: logs grow all the time, so that growing is no
 * change; READ_CHANGED means that it became shorter.  A hole is one NUL.  Of
 * more than MOST bytes beside holes a quarter of that, and then the end, is
 * read.
 */
void root_stream(struct root *root, const char *path, int64_t most,
                 root_taker *take, void *baton, struct read_out *out);

struct command {
    const char *const *argv; /* absolute path first; NULL at the end */
    const char *const *env;  /* NAME=value …, NULL at the end: all it gets */
    const char *folder;      /* working folder */
    int64_t account;         /* uid to run as; -1: ours */
    int seconds;             /* timeout; then the whole group is killed */
    size_t most;             /* cap on stdout and stderr together */

    /* For clients of databases; zero, all of it, for other commands. */
    const void *input; /* its standard input; NULL: empty */
    size_t input_len;
    const void *secret; /* what COMMAND_SECRET holds for it; NULL: nothing */
    size_t secret_len;
    int silence; /* seconds without a byte, then it is killed; 0: no limit */
    bool (*take)(void *baton, const char *bytes, size_t len); /* instead of
                    OUTPUT and its cap; false: enough, kill it */
    void *baton;
};

/*
 * Where a command finds its secret: a file without a name that is open in that
 * process alone and gone with it, whatever ends us.  NULL where the system has
 * no such thing.
 */
extern const char *const COMMAND_SECRET;

struct command_out {
    bool started;
    bool timed_out;
    bool silent; /* timed out because nothing came any more */
    bool cut;
    int exit;           /* 128 + signal if it was killed */
    int64_t duration;   /* ms */
    const char *reason; /* why it did not start, in the arena */
};

/* Runs it without a shell, stdin empty; both its outputs go into OUTPUT. */
void command_run(const struct command *command, struct arena *arena,
                 struct buf *output, struct command_out *out);

/*
 * May FILE (or what stands in it, if it is a folder) be executed as ACCOUNT
 * (-1: ours)?  NULL, or why not: an account
 * that is neither root nor that one can write it or a folder above it.
 */
const char *command_unsafe(const char *file, int64_t account,
                           struct arena *arena);

/* Facts of this machine; NULL where unknown. */
const char *machine_name(struct arena *arena);
const char *machine_id(struct arena *arena);
const char *machine_architecture(struct arena *arena);
const char *machine_kernel(struct arena *arena);
const char *machine_os(void); /* "linux", "windows" */
bool machine_root(void);      /* do we run as root? */
/* The name of an account, or its number as text. */
const char *account_name(int64_t account, struct arena *arena);
/* The groups of an account on this machine, at most MOST; returns how many. */
size_t account_groups(int64_t account, uint32_t *groups, size_t most);

int64_t clock_now(void); /* seconds since 1970 */

/* A spool: bytes without a name, gone whatever ends us. */
struct spool;
struct spool *spool_open(const char *beside, struct failure *why);
void spool_close(struct spool *spool);
int spool_add(struct spool *spool, const void *bytes, size_t len,
              struct failure *why);
/* Forgets what was added behind the first LEN bytes. */
void spool_shorten(struct spool *spool, uint64_t len);
/* Reads at OFFSET; the bytes read, 0 at the end, -1. */
long spool_read(struct spool *spool, uint64_t offset, void *room, size_t size,
                struct failure *why);

/* A new file that is there whole or not at all. */
struct newfile;
struct newfile *newfile_open(const char *path, struct failure *why);
int newfile_descriptor(struct newfile *file);
int newfile_commit(struct newfile *file, struct failure *why);
void newfile_abandon(struct newfile *file);

/* What stands at PATH on this machine, links followed. */
enum node_kind path_kind(const char *path);

/* Bytes that we may still write in FOLDER; -1: not known. */
int64_t path_space(const char *folder);

/*
 * One run at a time: holds FOLDER as long as the process lives, and leaves
 * nothing behind.  False if another process holds it.
 */
bool path_hold(const char *folder);

/* Is the descriptor a terminal? */
bool terminal_is(int descriptor);
/*
 * Asks PROMPT on the terminal and reads a line without showing it, into ROOM
 * of SIZE bytes.  False: there is no terminal, or nothing was typed.
 */
bool terminal_secret(const char *prompt, char *room, size_t size);
/* Reads the descriptor to its end, at most SIZE bytes; -1: it cannot. */
long descriptor_read(int descriptor, char *room, size_t size);
/* Overwrites bytes that were secret; no compiler leaves it out. */
void memory_wipe(void *bytes, size_t len);
/* Idle priority for processor and disk; never a failure. */
void machine_be_gentle(void);
/* SIGTERM and SIGINT set this; long loops look at it. */
extern volatile int stop_asked;
void stop_watch(void);

#endif
