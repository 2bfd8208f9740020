/*
 * How to check a report with commands that anybody has, and how to make it
 * again, byte for byte.  Part 9 and VERIFY.txt print the same.
 */
#ifndef ACC_VERIFY_H
#define ACC_VERIFY_H

#include "arena.h"
#include "report.h"

struct verify_command {
    const char *why;  /* what it shows, a phrase */
    const char *text; /* one command line */
};

struct verify_commands {
    struct verify_command *items;
    size_t count, room;
};

void verify_list(const struct report *report, struct arena *arena,
                 struct verify_commands *commands);

/* NAME as a word of a POSIX shell; a name with control characters is shown as
 * <name: see SHA-256 …> of DIGEST instead. */
const char *verify_word(struct arena *arena, const char *name,
                        const char *digest);

#endif
