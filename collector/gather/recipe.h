/*
 * The recipe: what is gathered on which kind of server.
 *
 * One table, recipe.c, is the whole answer to "which files does the collector
 * take, and why?".  What no parser of the analyzer reads is not in it:
 * unicodeenv and scripts of the service are named by the inventory.
 */
#ifndef ACC_RECIPE_H
#define ACC_RECIPE_H

#include <stdbool.h>
#include <stddef.h>

#include "redact.h"

enum recipe_base {
    RECIPE_TREE,    /* under each Campaign directory */
    RECIPE_SHIPPED, /* the same, as the package brought it: what it names and
                       switches on says nothing of this server */
    RECIPE_VAR,     /* under its var directory, wherever XTK_VAR_DIR says; first
                       component: the instance */
    RECIPE_HOME,    /* in the folders that may be the service account's home */
    RECIPE_ROOT     /* from the root of the server */
};

/* What it means that nothing stands there. */
enum recipe_absence {
    ABSENCE_SILENT, /* nothing: no entry */
    ABSENCE_NOTED,  /* an entry says so: knowing it answers a question */
    ABSENCE_MATTERS /* the same, with a mend: the bundle is incomplete */
};

struct recipe {
    enum recipe_base base;
    const char *path;      /* components may hold * and ? */
    enum redact_form form; /* REDACT_LOG: only lines of logline.h */
    enum recipe_absence absence;
    const char *why;
};

/* Ends with a NULL path.  The first line that fits a file counts. */
extern const struct recipe RECIPE[];

/* Where Campaign directories stand when nobody names one; NULL at the end.
 * Components may hold * and ?. */
extern const char *const RECIPE_TREES[];

/* What only a Campaign directory holds: one of these proves it.  NULL at the
 * end. */
extern const char *const RECIPE_PROOFS[];

/* May files of a Campaign directory be shared from a place like PATH, outside
 * of it (conf/serverConf.xml -> /srv/shared/serverConf.xml)?  Not where the
 * system keeps its own, and nothing hidden but NAME itself. */
bool recipe_shares(const char *path, const char *name);

/* May a link that the recipe met be followed to PATH?  Only into the folders
 * that the recipe names; TREES are the Campaign directories found. */
bool recipe_follows(const char *path, const char *const *trees, size_t count);

/* Does NAME fit PATTERN (* any bytes, ? one byte; a leading dot only by a
 * dot)? */
bool recipe_fits(const char *pattern, const char *name);

struct recipe_command {
    const char *name;  /* commands/NAME */
    const char *words; /* as a person types it */
    bool campaign;     /* needs a Campaign directory */
    const char *os;    /* only there: "linux", "windows"; NULL: anywhere */
    const char *why;
    const char *shell; /* what a POSIX shell runs for it; NULL: the words */
};

/* Ends with a NULL name. */
extern const struct recipe_command RECIPE_COMMANDS[];

/* The variables that are taken of Windows' own environment; lines of others
 * are left empty, for they can hold anything.  NULL at the end. */
extern const char *const RECIPE_VARIABLES[];

/* How much of a file is looked at. */
enum recipe_depth {
    DEPTH_WHOLE, /* its content */
    DEPTH_BEGIN, /* its first bytes */
    DEPTH_NAME,  /* that it is there */
    DEPTH_BELOW  /* of a folder: names, sizes and dates of all in it */
};

struct recipe_beside {
    enum recipe_base base;
    const char *path; /* components may hold * and ?; "": the base itself */
    enum recipe_depth depth;
    const char *why;
};

/* What is looked at beside the files of RECIPE, to know the host and to make
 * the inventory, and does not leave itself.  Ends with a NULL path. */
extern const struct recipe_beside RECIPE_BESIDE[];

/* Folders (with a slash at the end) and files that links may lead to from
 * anywhere; places that they may not lead to from a Campaign directory, by
 * their beginning, /usr/local aside.  NULL at the end. */
extern const char *const RECIPE_FOLLOWED[];
extern const char *const RECIPE_SYSTEM[];

#endif
