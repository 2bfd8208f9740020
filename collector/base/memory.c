#include "memory.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *program = "acc-readiness";
static void (*guard)(void *baton);
static void *guard_baton;
static atomic_flag ending = ATOMIC_FLAG_INIT;
#ifdef _WIN32
static int mine; /* the collector has one thread */
#else
static _Thread_local int mine;
#endif

void
memory_start(const char *name)
{
    static char room[BUFSIZ];

    program = name;
    (void)setvbuf(stdout, room, isatty(1) ? _IOLBF : _IOFBF, sizeof room);
}

void
memory_guard(void (*tidy)(void *baton), void *baton)
{
    guard = NULL;
    guard_baton = baton;
    guard = tidy;
}

/* In pieces, since putting it together would need a place. */
static void
say(const char *text)
{
    if (write(2, text, (unsigned)strlen(text)) < 0)
        return; /* nobody listens */
}

void
memory_end(const char *reason)
{
    /* Several threads may come here: the first one ends them all. */
    while (!mine && atomic_flag_test_and_set(&ending))
        (void)sleep(1);
    if (!mine) { /* else GUARD allocated after all */
        mine = 1;
        if (guard != NULL)
            guard(guard_baton);
    }
    say(program);
    say(": ");
    say(reason);
    say("; nothing was written\n");
    _exit(1);
}

void
memory_out(void)
{
    memory_end("out of memory");
}

void *
memory_take(size_t count, size_t size)
{
    void *fresh = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

    if (fresh == NULL)
        memory_out();
    return fresh;
}

void *
memory_grow(void *old, size_t size)
{
    void *grown = realloc(old, size > 0 ? size : 1);

    if (grown == NULL)
        memory_out();
    return grown;
}

#if defined(ACC_MEMORY_WRAPPED)
#define OURS(name) __wrap_##name
#define THEIRS(name) __real_##name
#elif defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                  \
    !defined(ACC_ARENA_EXACT)
#define OURS(name) name
#define THEIRS(name) __libc_##name
#endif

#ifdef OURS

void *THEIRS(malloc)(size_t size);
void *THEIRS(calloc)(size_t count, size_t size);
void *THEIRS(realloc)(void *old, size_t size);
void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t count, size_t size);
void *OURS(realloc)(void *old, size_t size);

void *
OURS(malloc)(size_t size)
{
    void *fresh = THEIRS(malloc)(size);

    if (fresh == NULL && size > 0)
        memory_out();
    return fresh;
}

void *
OURS(calloc)(size_t count, size_t size)
{
    void *fresh = THEIRS(calloc)(count, size);

    if (fresh == NULL && count > 0 && size > 0)
        memory_out();
    return fresh;
}

void *
OURS(realloc)(void *old, size_t size)
{
    void *grown = THEIRS(realloc)(old, size);

    if (grown == NULL && size > 0)
        memory_out();
    return grown;
}

#ifndef ACC_MEMORY_WRAPPED

void *__libc_memalign(size_t alignment, size_t size);

void *
aligned_alloc(size_t alignment, size_t size)
{
    void *fresh = __libc_memalign(alignment, size);

    if (fresh == NULL && size > 0)
        memory_out();
    return fresh;
}

int
posix_memalign(void **fresh, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 ||
        alignment == 0)
        return EINVAL;
    *fresh = aligned_alloc(alignment, size);
    return 0;
}

#endif
#endif
