/*
 * What the operating system gives: the one header behind which posix.c and
 * windows.c stand.  Nothing else in collector/ calls the system, but what
 * starts programs (command.h).
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
#include "vec.h"

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
    ROOT_LATE,            /* no time is left */
    ROOT_UNTOLD           /* what was handed over does not hold it */
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

/* Reads at most SIZE bytes at OFFSET of the regular file PATH into ROOM; the
 * bytes read, 0 at its end, -1: OUT says why not. */
long root_piece(struct root *root, const char *path, int64_t offset, void *room,
                size_t size, struct read_out *out);

/*
 * A tree that was looked at elsewhere and written down: what stood there, and
 * the bytes of some files, in a folder or an archive that was handed over.
 */
struct told_node {
    const char *path; /* absolute, of components without "." and ".." */
    struct node node;
    uint32_t group;
    int problem;       /* why it could not be read or listed there; 0: it was */
    bool shut;         /* a folder: nothing in it could be looked at */
    bool late;         /* a folder: not all that is in it was listed */
    const char *bytes; /* the file in `from` that holds its content … */
    int64_t at, len;   /* … from AT for LEN bytes; NULL: none does */
    int64_t head;      /* how many of these are its beginning, the others its
                          end, with some left out between; -1: they are all */
};

struct told_tree {
    struct told_node *nodes; /* sorted by path (bytes), none twice */
    size_t count;
    struct root *from;
    uint32_t reader; /* the account that looked */
};

/* TOLD as a root: all of the above holds for it.  TOLD stays its owner's. */
struct root *root_told(const struct told_tree *told, struct failure *why);

/* The node of PATH, or NULL. */
struct told_node *told_find(const struct told_tree *told, const char *path);

/* Facts of this machine; NULL where unknown. */
const char *machine_name(struct arena *arena);
/* PROBLEM: why it cannot be had although there may be one at the place
 * MACHINE_ID; else 0. */
const char *machine_id(struct arena *arena, int *problem);
extern const char *const MACHINE_ID;
const char *machine_architecture(struct arena *arena);
const char *machine_kernel(struct arena *arena);
const char *machine_os(void);  /* "linux", "windows" */
bool machine_root(void);       /* do we run as root? */
int64_t machine_account(void); /* the uid that we run as */
bool machine_borrowed(void);   /* with rights that our caller has not? */
/* The name of an account, or its number as text. */
const char *account_name(int64_t account, struct arena *arena);
/* The groups of an account on this machine, at most MOST; returns how many. */
size_t account_groups(int64_t account, uint32_t *groups, size_t most);

int64_t clock_now(void); /* seconds since 1970 */
int64_t clock_ms(void);  /* only forward, from any beginning */

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

/* What stands at PATH on this machine, links followed.  NODE_NONE if nothing,
 * or if that cannot be told: then PROBLEM, else 0, says why. */
enum node_kind path_kind(const char *path, int *problem);

/* Bytes that we may still write in FOLDER; -1: not known. */
int64_t path_space(const char *folder);

/*
 * Adds the names of some files in FOLDER that runs of this program left behind
 * when they were killed, and that did not change for SECONDS: those of this
 * machine are removed by the next run that needs such names, others nobody
 * removes.
 */
void path_left(const char *folder, int64_t seconds, struct arena *arena,
               struct words *names);

/* Is the descriptor a terminal? */
bool terminal_is(int descriptor);
/*
 * Asks PROMPT on the terminal and reads a line without showing it, into ROOM
 * of SIZE bytes.  False: there is no terminal, or nothing was typed.
 */
bool terminal_secret(const char *prompt, char *room, size_t size);
/* Reads the descriptor to its end, at most SIZE bytes; -1: it cannot. */
long descriptor_read(int descriptor, char *room, size_t size);
/* Makes descriptors 0 to 2 be there, so that no file of ours becomes one. */
void descriptors_settle(void);
/* Closes a descriptor that gave a secret; 0 to 2 stay, leading nowhere. */
void descriptor_forget(int descriptor);

/* From here on no core file is written, and no process of our account may look
 * into ours. */
void machine_be_sealed(void);
/* SIZE zeroed bytes for a secret, kept out of swap, of core files and of the
 * processes that we start, where the system can; or NULL. */
char *memory_secret(size_t size);
/* Overwrites bytes that were secret; no compiler leaves it out. */
void memory_wipe(void *bytes, size_t len);
/* Idle priority for processor and disk; never a failure. */
void machine_be_gentle(void);
/* SIGTERM and SIGINT set this; long loops look at it. */
extern volatile int stop_asked;
void stop_watch(void);

#endif
