/*
 * Who may say what to whom: the programs that we start, as whom they run, what
 * they are given, and whose files they may be.
 *
 * The collector often runs as root beside an application whose account may be
 * an attacker's.  So every program is started by one table, TRUST, and sealed:
 *
 *   kind      what it is            as whom (*)        may be a file of
 *   --------  --------------------  -----------------  ----------------------
 *   SYSTEM    rpm, apache2, java    nobody             root alone
 *             of the system
 *   CAMPAIGN  nlserver, java of     the owner of the   root, and the account
 *             JDK_HOME              Campaign tree      that it runs as
 *   CLIENT    psql, mysql, sqlplus  --db-account; the  root, and the account
 *             sqlcmd, db2           tree's owner if    that it runs as
 *                                   nobody is named;
 *                                   never root
 *
 *   kind      environment                       standard input   a secret
 *   --------  --------------------------------  ---------------  ----------
 *   SYSTEM    LANG, PATH                        empty            never
 *   CAMPAIGN  these, and what the tree's        empty, or the    never
 *             scripts set                       SQL
 *   CLIENT    what db_client.c lists: of the    the SQL          the
 *             caller if it runs as him, of the                   password
 *             tree if it runs as its owner
 *
 *   (*) started as root.  An ordinary account starts all as itself, and the
 *   same rules hold against the files of others.
 *
 * "A file of X alone" means: nobody but root and X can write it, nor any folder
 * above it, nor where a link on the way leads; a `#!` names an interpreter of
 * which the same holds.  A group is nobody as long as it has no member, neither
 * in its own list nor as somebody's first group: Debian's root:staff /usr/local
 * is good until an account is put into staff.  (We ask the system's own lists;
 * a member that only a directory server knows is not seen by a static build.)
 * An access control list on what a group may write refuses it, for it can name
 * anybody.  The path is walked from `/` downwards, so that whoever could
 * exchange a part of it between this look and the start could write a folder
 * that was found safe: only root and X can.  That is why the path is executed
 * and no descriptor of it, which a script could not be given.
 *
 * Sealed means, for every kind: a session of its own without a terminal
 * (nothing can be typed into root's), standard input empty or ours, no other
 * descriptor but the secret's, every signal at its default, umask 077, no core
 * file, no new privileges, an account that cannot be given up again, and an
 * end: when it has ended, or we are gone (SIGKILL included), a keeper kills
 * what is left of it, and whatever it has started.
 */
#ifndef ACC_COMMAND_H
#define ACC_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"

enum { TRUST_NOBODY_ID = 65534 }; /* the account that owns nothing */

enum trust { TRUST_SYSTEM, TRUST_CAMPAIGN, TRUST_CLIENT, TRUST_COUNT };

/* As whom a command runs that root starts. */
enum trust_account {
    TRUST_NOBODY,
    TRUST_OWNER, /* the owner of the Campaign tree */
    TRUST_NAMED  /* who --db-account names, else the owner */
};

/* One line of the table above. */
struct trust_rule {
    enum trust_account account;
    bool root;   /* may it run as root, where root owns the tree? */
    bool own;    /* may it be a file of the account that it runs as? */
    bool secret; /* may it be handed one? */
    const char *why;
};

extern const struct trust_rule TRUST[TRUST_COUNT];

/*
 * As whom a command of KIND runs: sets *ACCOUNT to a uid, or -1 for ours.
 * OWNER is the tree's (-1: there is none), NAMED the uid of --db-account (-1:
 * none was named).  Returns NULL, or why it cannot run.
 */
const char *trust_account(enum trust kind, int64_t owner, int64_t named,
                          int64_t *account);

/*
 * The account WORD, a name or a number, in *ACCOUNT.  Returns NULL, or why it
 * may not run a command: it is unknown, it is root under whatever name, or
 * another one than ours while we are not root.
 */
const char *account_find(const char *word, int64_t *account);

/* Its home, or NULL: of ACCOUNT (-1: ours), as the system's list says. */
const char *account_home(int64_t account, struct arena *arena);

struct command {
    enum trust kind;
    const char *const *argv; /* absolute path first; NULL at the end */
    const char *const *env;  /* NAME=value …, NULL at the end: all it gets */
    const char *folder;      /* working folder */
    int64_t account;         /* by trust_account */
    int seconds;             /* timeout; then all of it is killed */
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
 * process alone and wiped when it has ended.  NULL where the system has no such
 * thing.
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

/*
 * Runs it without a shell, by the table; both its outputs go into OUTPUT.  What
 * the table refuses is not started: the reason begins with "not executed".
 */
void command_run(const struct command *command, struct arena *arena,
                 struct buf *output, struct command_out *out);

/*
 * May FILE (or what stands in it, if it is a folder) be executed or read for
 * what to execute, where nobody but root and ACCOUNT (-1: ours) may have a say?
 * NULL, or why not.
 */
const char *command_unsafe(const char *file, int64_t account,
                           struct arena *arena);

/* The same of FOLDER and of all that stands in it, at any depth. */
const char *folder_unsafe(const char *folder, int64_t account,
                          struct arena *arena);

#endif
