/*
 * The hand-over script: what a server without this program can run instead.
 *
 * A frame in plain shell or PowerShell, host/linux.sh and host/windows.ps1,
 * holds how things are read and written down; every path and command in it
 * comes from the tables of recipe.h, at the places @NAME@.
 */
#ifndef ACC_HOST_SCRIPT_H
#define ACC_HOST_SCRIPT_H

#include <stdbool.h>

#include "buf.h"
#include "seal.h"

/* All systems that have one. */
#define HOST_SYSTEMS "linux windows"

/* Writes the script for SYSTEM to OUT; false: there is no such system. */
bool host_script(const char *system, struct buf *out);

/* What stands for the tables in a hand-over: those that another version has
 * are another recipe. */
void host_recipe(char hex[SEAL_HEX]);

/* What embed.cmake makes of the frames; a NUL at their end. */
extern const unsigned char HOST_FRAME_LINUX[], HOST_FRAME_WINDOWS[];

#endif
