/*
 * What the sources of evidence share; internal to gather/.
 */
#ifndef ACC_GATHERING_H
#define ACC_GATHERING_H

#include "command.h"
#include "gather.h"
#include "recipe.h"

/*
 * The path in the bundle for ABSOLUTE, under TOP ("files", "commands"): bytes
 * that no entry name may hold are shown as text, and no path comes twice.
 */
const char *entry_path(struct gathered *gathered, const char *top,
                       const char *absolute);

/* The entry of PATH that is there already, or NULL. */
struct entry *entry_seen(struct gathered *gathered, const char *path);

/* Says that ENTRY, the last one added, is of ABSOLUTE. */
void entry_from(struct gathered *gathered, struct entry *entry,
                const char *absolute);

/* The entry made for the origin ABSOLUTE, or NULL. */
struct entry *entry_of_origin(struct gathered *gathered, const char *absolute);

/* A new entry without bytes.  It is valid until the next one is added. */
struct entry *entry_add(struct gathered *gathered, const char *path,
                        enum entry_status status, const char *why);

/*
 * Redacts CONTENT, cuts it to the caps and keeps it as the bytes of ENTRY,
 * whose status stays (or becomes cut, failed, excluded).  The servers that XML
 * names are noted, unless it was SHIPPED so.
 */
int entry_keep(struct gathered *gathered, struct entry *entry,
               enum redact_form form, bool shipped, struct span content,
               struct failure *why);

/*
 * Keeps CONTENT, which holds no secret any more (COUNTS says what was
 * replaced), as the bytes of ENTRY.
 */
int entry_store(struct gathered *gathered, struct entry *entry,
                const struct redact_counts *counts, const struct buf *content,
                struct failure *why);

/*
 * Takes the lines of the log PATH that logline.h knows, as the recipe's LINE
 * says; an empty line stands for every other.  REAL is where links lead from
 * PATH.
 */
int gather_log(struct gathered *gathered, const char *path, const char *real,
               const struct recipe *line, struct failure *why);

/* The file that PATH, one of those of the recipe's LINE in a tree of ACCOUNT,
 * stands for: where links lead from it, if they may be followed there.  NULL:
 * the PROBLEM (0: they may not, and TARGET is where they lead). */
const char *file_behind(struct gathered *gathered, const char *path,
                        enum recipe_base base, int64_t account, int *problem,
                        const char **target);

/* An entry that says why PATH could not be looked at: the REASON of PROBLEM. */
void entry_problem(struct gathered *gathered, const char *path, int problem,
                   const char *reason, const char *why);

/* The same in the problem's own words, unless there is one. */
void entry_for_problem(struct gathered *gathered, const char *path, int problem,
                       const char *why);

/* A new entry for the file PATH that was read with result OUT; if that is not
 * good, the entry says why and has a mend. */
struct entry *entry_of_read(struct gathered *gathered, const char *path,
                            const struct recipe *line,
                            const struct read_out *out);

/* The entry cannot have its bytes. */
void entry_refuse(struct entry *entry, enum entry_status status,
                  const char *reason, const char *mend);

/* Names what was redacted in ENTRY. */
void entry_redacted(struct gathered *gathered, struct entry *entry,
                    const struct redact_counts *counts);

/* Finds the Campaign directories; those that are not there become entries. */
int gather_trees(struct gathered *gathered, struct failure *why);

/* Notes that the file PATH is not named, for a bundle names only so many. */
void entry_beyond(struct gathered *gathered, const char *path);

/* Is there no room for the name of one file more? */
bool entries_full(const struct gathered *gathered);

/* Takes the files of the recipe. */
int gather_files(struct gathered *gathered, struct failure *why);

/* Runs the commands of the recipe, or takes their saved output. */
int gather_commands(struct gathered *gathered, struct failure *why);

/* Asks the database that the options name, or takes the result of a DBA. */
int gather_database(struct gathered *gathered, struct failure *why);

/*
 * Sets kind, account, folder and ENV of COMMAND to what Campaign's own account
 * would have in the first tree; *DROPPED says which folder of libraries is not
 * among it, and why (NULL: none).  Returns NULL, or why it may not run.
 */
const char *campaign_command(struct gathered *gathered, struct command *command,
                             struct words *env, const char **dropped);

/* What the scripts of the first tree set NAME to for its owner, as far as
 * nobody but him and root has a say in them; NULL: nothing, or with --root. */
const char *campaign_variable(struct gathered *gathered, const char *name);

/*
 * Adds to KEPT (colons between them) the folders of LIST in which nobody but
 * root and ACCOUNT has a say; of folders of LIBRARIES, where a file is found by
 * its name alone, all that they hold is looked at.  Returns why one was left
 * out, or NULL.
 */
const char *folders_guard(const char *list, bool libraries, int64_t account,
                          struct arena *arena, struct buf *kept);

/* Writes the inventory of the Campaign directories into ENTRY. */
int gather_inventory(struct gathered *gathered, struct entry *entry,
                     struct failure *why);

/* What customer.sh and env.sh of TREE set NAME to, by reading them, or on
 * Windows the saved environment of the system; or NULL. */
const char *tree_variable(struct gathered *gathered, const char *tree,
                          const char *name);

/* What the tree's /etc/passwd says of the account OWNER; false: nothing. */
bool account_of_tree(struct gathered *gathered, uint32_t owner,
                     const char **name, const char **home);

/* The var directory of TREE, by the same reading. */
const char *tree_var(struct gathered *gathered, const char *tree,
                     bool *relocated);

/* Notes the other servers that a configuration file names, and whether it
 * starts the web server of Campaign. */
void gather_names(struct gathered *gathered, struct span xml);

#endif
