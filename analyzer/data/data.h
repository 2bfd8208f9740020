/*
 * What the program carries: rules, plan, templates, words, schemas, fonts and
 * the colour profile, so that one file is all that an analysis needs.
 *
 * The files are those of the build's share/acc-readiness, put in as they are by
 * CMakeLists.txt.  Analysis reads them by name, like files of a folder that is
 * called DATA_CARRIED.
 */
#ifndef ACC_DATA_H
#define ACC_DATA_H

#include "arena.h"
#include "failure.h"
#include "seal.h"

#define DATA_CARRIED "(carried)"

/* Lets files.h find what the program carries, under DATA_CARRIED. */
void data_carry(void);

/* Writes all that the program carries into FOLDER, which must not exist; *COUNT
 * becomes the number of files. */
int data_write(const char *folder, size_t *count, struct failure *why);

/* The digest over all that judges, plans and words a report: rules with the
 * matrix, plan, templates with the words, of the data folder FOLDER as files.h
 * holds it.  Fonts and the colour profile only draw. */
void data_digest(const char *folder, char hex[SEAL_HEX]);

#endif
