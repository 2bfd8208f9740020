/*
 * Paths on a server, as text.
 */
#ifndef ACC_PATHS_H
#define ACC_PATHS_H

#include <stdbool.h>

#include "arena.h"
#include "span.h"

/* Cuts the next path off a line of configuration: it holds a "/" or "\", and
 * ends at blanks, quotes and what separates paths (":", "=", ",", ";").  The
 * colon of "C:\…" belongs to the path.  False if none is left. */
bool path_next(struct span *rest, struct span *path);

/* Does PATH lead into a Campaign tree: has it a component nl5 or nl6, or the
 * name of a Windows folder of Campaign? */
bool path_in_campaign(struct span path);

/* The folder of PATH ("/a/b" → "/a"); both kinds of slash. */
struct span path_folder(struct span path);

/* The last component. */
struct span path_name(struct span path);

/* Where a link at PATH with TARGET leads: absolute, "." and ".." resolved;
 * ".." stops at the root. */
const char *path_resolve(struct arena *arena, const char *path,
                         const char *target);

#endif
