/*
 * The report folder: there whole, or not at all.
 *
 *     report.html report.pdf report.json report.xml
 *     findings.csv plan.csv REQUEST.txt VERIFY.txt
 *     SHA256SUMS      one line a file: digest, two blanks, name
 *
 * It is written under another name beside its final one, SHA256SUMS last, and
 * renamed.  A run that is killed may leave that other folder, hidden; the next
 * one with the same output removes it.  An existing folder is replaced only
 * when asked, only if it holds a SHA256SUMS of ours, and nothing beside what
 * that names.
 */
#ifndef ACC_FOLDER_H
#define ACC_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "failure.h"
#include "seal.h"

/* Every file that a report can have, SHA256SUMS apart. */
extern const char *const FOLDER_FILES[];
extern const size_t FOLDER_FILE_COUNT;

/* May a report be written to PATH?  FORCE: replace one of ours. */
int folder_check(const char *path, bool force, struct failure *why);

/* A report that is being written to PATH, under another name.  In a run that
 * hears signals of stopping meanwhile, half of one may be left. */
struct folder;
struct folder *folder_open(const char *path, bool force, struct failure *why);

/* The next file is FOLDER_FILES[FILE]; then the bytes of it, as they come. */
int folder_begin(struct folder *folder, size_t file, struct failure *why);
int folder_add(struct folder *folder, const void *bytes, size_t len,
               struct failure *why);

/* Writes SHA256SUMS and puts the folder in its place; or removes what is there
 * of it.  Both release FOLDER. */
int folder_keep(struct folder *folder, struct failure *why);
void folder_drop(struct folder *folder);

/*
 * Checks a report: the folder PATH, or one file of it, against SHA256SUMS.
 * Appends a line for each file to OUT; returns the number of bad ones, or -1.
 */
int folder_verify(const char *path, struct buf *out, struct failure *why);

/* Names of the entries of a folder (without . and ..), sorted by bytes. */
struct folder_names {
    const char **items;
    size_t count, room;
};
int folder_list(const char *path, struct arena *arena,
                struct folder_names *names, struct failure *why);

/* Digest and size of a file. */
int folder_digest(const char *path, char hex[SEAL_HEX], int64_t *size,
                  struct failure *why);

#endif
