/*
 * What the host script left (host_script.h), taken as the tree of a server.
 *
 * It is a folder, or a plain tar with one folder in it:
 *
 *     record          what was seen and run
 *     root/PATH       bytes of the file /PATH
 *     recorded/NAME   what the command NAME printed
 *
 * The record is lines of words between blanks; what stands last on a line may
 * hold blanks, and a NUL in it stands for a line break.  The first line is
 *
 *     acc-hand-over 1 VERSION RECIPE linux|windows
 *
 * the last one is "end", and between them
 *
 *     time 2026-01-02T03:04:05Z       when it was run
 *     reader UID NAME                 as whom
 *     host|kernel|architecture WORD   of the machine, if it ran there
 *     given PATH                      a Campaign directory that was named
 *     node KIND MODE UID GID LINKS MTIME SIZE USER .PATH
 *                                     KIND, as find's %y: f d l, others
 *     leads TARGET                    of the link before
 *     unread|shut|late|failed|full PATH
 *                                     could not be read, looked into, listed to
 *                                     the end, copied, had no room
 *     part HEAD PATH                  HEAD bytes of its begin are there, and
 *                                     some of its end
 *     tree PATH                       a Campaign directory, of which
 *     var PATH                        … the var directory
 *     space KIB                       … the free space
 *     unclear PATH                    … a script may set another var
 *     command NAME STATUS SECONDS USER
 *
 * Who wrote it is not to be trusted: it came through the account of Campaign.
 */
#ifndef ACC_HANDOVER_H
#define ACC_HANDOVER_H

#include "gathering.h"

/* Opens what the options name: sets the root and what is known of the host. */
int handover_open(struct gathered *gathered, struct failure *why);
void handover_close(struct gathered *gathered);

/* What the manifest says of where it came from, and of what is unclear. */
void handover_tell(struct gathered *gathered);

/* The time when the script ran. */
const char *handover_time(const struct gathered *gathered);

/* Of TREE: its var directory, or NULL; the free bytes beside it, or -1. */
const char *handover_var(const struct gathered *gathered, const char *tree);
int64_t handover_space(const struct gathered *gathered, const char *tree);

/* The name of the account OWNER, or NULL. */
const char *handover_account(const struct gathered *gathered, uint32_t owner);

/* How the command NAME ended there. */
struct handover_command {
    const char *name, *account;
    int64_t exit, seconds;
};

/* NULL: it was not run. */
const struct handover_command *handover_ran(const struct gathered *gathered,
                                            const char *name);

/* What it printed, in CONTENT: 1, or 0 if nothing was handed over, -1. */
int handover_printed(struct gathered *gathered, const char *name,
                     struct buf *content, struct failure *why);

#endif
