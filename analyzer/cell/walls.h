/*
 * The walls of a cell: what its process may ask of the system.
 *
 * A process in a cell computes.  It reads what it was handed, writes into the
 * three pipes that it was born with, takes memory and starts threads.  It
 * cannot name a file, a program, an address or another process.  Three walls,
 * each of which holds without the others:
 *
 *   seccomp   the table WALLS_CALLS; any other call ends the process, and so
 * does a call of another architecture (int 0x80, x32) Landlock  no right to any
 * path, no TCP, no signal or abstract socket outside limits    no capability,
 * no core, no new privilege, few descriptors
 *
 * analyzer/TOUCHES.md publishes the table; a test reads the filter that a
 * running acc-analyze has, tries every number, and compares.
 */
#ifndef ACC_WALLS_H
#define ACC_WALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "failure.h"

/* What the kernel has. */
struct walls {
    bool seccomp;
    int landlock; /* version; 0: none */
};

/* Descriptors of a process in a cell. */
enum {
    WALLS_OUT = 1,
    WALLS_ERR = 2,
    WALLS_SOCKET = 3 /* to the keeper */
};

struct walls walls_of_kernel(void);

/* "seccomp, landlock 4"; "none" */
void walls_tell(const struct walls *walls, struct buf *out);

/* Raises WALLS around this process, for good.  No other thread may run yet.
 * DESCRIPTORS: how many it may have. */
int walls_raise(const struct walls *walls, int descriptors,
                struct failure *why);

/* How a call is answered; another call ends the process. */
enum walls_answer {
    WALLS_ALLOW,
    WALLS_ONE_OF,   /* allowed if the argument is one of the values */
    WALLS_WITHOUT,  /* allowed if it has no bit of the first value */
    WALLS_NOT_HERE, /* fails: the caller has another way */
};

struct walls_call {
    long number;
    const char *name;
    enum walls_answer answer;
    int argument;       /* from 0 */
    uint32_t values[3]; /* WALLS_NOT_HERE: errno */
    size_t count;
    const char *reason;
};

extern const struct walls_call WALLS_CALLS[];
extern const size_t WALLS_CALL_COUNT;

/* As an argument of the table: this process. */
#define WALLS_SELF UINT32_MAX

#endif
