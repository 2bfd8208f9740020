/*
 * Names that the server knows without asking: its file of hosts.
 *
 *     line = address name { name }         "#" begins a comment
 *
 * A name in the settings may be one that only this file explains: a frontal
 * that is named by its alias is no server that was not collected.
 */
#ifndef ACC_NAMES_H
#define ACC_NAMES_H

#include "evidence.h"

/* Does the file say that HOST is this server itself? */
bool names_mean_self(struct evidence *evidence, const char *host);

/* What else the file calls HOST, names and addresses, a blank between two; NULL
 * if it does not know HOST. */
const char *names_known(struct evidence *evidence, const char *host);

#endif
