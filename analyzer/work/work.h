/*
 * Work shared among threads: the door to threads.
 *
 * Work is a row of pieces.  Threads take the next one as they come free; what a
 * piece makes is kept by its number, so that the result does not depend on who
 * did what when.
 */
#ifndef ACC_WORK_H
#define ACC_WORK_H

#include <stdbool.h>
#include <stddef.h>

enum { WORK_THREADS_MOST = 64 };

struct work {
    size_t pieces;
    size_t leading; /* the others begin when the last of so many is done */
    void *baton;
    /* What one thread has for itself while it works; both may be NULL. */
    void *(*begin)(void *baton);
    void (*end)(void *baton, void *own);
    void (*piece)(void *baton, void *own, size_t index);
    /* After each piece, by one thread at a time: so many are done.  May be
     * NULL. */
    void (*done)(void *baton, size_t count);
};

/* Does all of WORK with THREADS threads, the caller's among them; with fewer if
 * the system gives no more. */
void work_share(const struct work *work, int threads);

/* Does TASK while no other thread of this process does one. */
void work_alone(void (*task)(void *baton), void *baton);

/* What the system looks up for the first thread that allocates, it looks up
 * now: for a process that may open no files later. */
void work_start(void);

#endif
