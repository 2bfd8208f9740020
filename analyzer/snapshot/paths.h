/*
 * Paths on a server, as text.
 */
#ifndef ACC_PATHS_H
#define ACC_PATHS_H

#include <stdbool.h>

#include "arena.h"
#include "span.h"

/* Does PATH lead into a Campaign tree: has it a component nl5 or nl6, or the
 * name of a Windows folder of Campaign? */
bool path_in_campaign(struct span path);

/* Cuts the next path into a Campaign tree off a line of configuration.  A path
 * holds a "/" or "\", and ends at blanks, quotes and what separates paths (":",
 * "=", ",", ";").  The colon of "C:\…" belongs to it.  False if none is left.
 */
bool path_next_in_campaign(struct span *rest, struct span *path);

/* The folder of PATH ("/a/b" → "/a"); both kinds of slash. */
struct span path_folder(struct span path);

/* The last component. */
struct span path_name(struct span path);

/* Where a link at PATH with TARGET leads: absolute, "." and ".." resolved;
 * ".." stops at the root. */
const char *path_resolve(struct arena *arena, const char *path,
                         const char *target);

#endif
