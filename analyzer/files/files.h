/*
 * Files by name, out of memory.
 *
 * Our rules, plan, templates, schemas and fonts, and what the user names beside
 * bundles (answers, packs, templates of his own), are small.  Before a
 * stranger's byte is read they are held: read once, and found again under the
 * path by which they were held.  Who reads strangers' bytes then needs to open
 * nothing, and after files_close can open nothing.
 *
 * What is not held is read from where it lies, until files_close.  Holding is
 * for one thread; reading afterwards for any number.
 */
#ifndef ACC_FILES_H
#define ACC_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "failure.h"
#include "span.h"

struct file_names {
    const char **items;
    size_t count, room;
};

/* Holds the file PATH. */
int files_hold(const char *path, struct failure *why);

/* Holds the files of FOLDER whose names end with END (NULL: all), hidden ones
 * left out; DEEP: those of the folders in it too.  A link that leads out of
 * FOLDER is not followed when DEEP.  The folder itself has to be there. */
int files_hold_folder(const char *folder, const char *end, bool deep,
                      struct failure *why);

/* Holds BYTES, which outlive it, as NAME in the folder FOLDER, which is on no
 * disk: files_hold_folder finds it and the folders in it held already. */
void files_carry(const char *folder, const char *name, struct span bytes);

/* From now on nothing is opened. */
void files_close(void);

/* Forgets all that is held. */
void files_release(void);

/* The bytes of PATH, at most MOST: as they are held, else read into ARENA. */
int files_read(const char *path, size_t most, struct arena *arena,
               struct span *bytes, struct failure *why);

/* The same for FOLDER/NAME, which has to stand in FOLDER with its links
 * followed; -1 with an empty WHY if it does not. */
int files_read_inside(const char *folder, const char *name, size_t most,
                      struct arena *arena, struct span *bytes,
                      struct failure *why);

bool files_has(const char *path);
bool files_is_folder(const char *path);

/* The held files below FOLDER in the order of their names from there, one a
 * call; *AT is 0 at first.  False: there is no other. */
bool files_below(const char *folder, size_t *at, const char **name,
                 struct span *bytes);

/* Names of the files in FOLDER that end with END, hidden ones left out, sorted
 * by bytes. */
int files_list(const char *folder, const char *end, struct arena *arena,
               struct file_names *names, struct failure *why);

#endif
