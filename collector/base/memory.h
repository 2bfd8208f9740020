/*
 * Memory, and the one door through which a program goes that has no more of it.
 *
 * Nobody asks whether an allocation succeeded.  One that fails ends the program
 * at once: one line on stderr, exit status 1, and what it had begun to write is
 * gone.  That holds for the libraries as well, some of which go on quietly with
 * less than they were given: libxslt with a step that lacks its command,
 * libarchive with an entry that lacks its name.  So malloc and its kin are ours
 * for the whole process, wherever a library comes from:
 *
 *     glibc          we define them, and they call the __libc_ ones
 *     elsewhere      the linker's --wrap puts ours in front (collector/ is
 *                    linked statically there)
 *     sanitizers     theirs end the program by themselves
 */
#ifndef ACC_MEMORY_H
#define ACC_MEMORY_H

#include <stddef.h>

/* First thing in main.  PROGRAM stands before the line, and from now on
 * printing to stdout takes no memory. */
void memory_start(const char *program);

/* There is no more memory: ends the program.  From any thread; it allocates
 * nothing, and runs nothing that was registered with atexit. */
_Noreturn void memory_out(void);

/* The same for REASON: something else without which nothing can go on. */
_Noreturn void memory_end(const char *reason);

/* Until the next call, TIDY undoes what BATON has begun to write before the
 * program ends for want of memory.  It may not allocate.  NULL: nothing is
 * begun (any more). */
void memory_guard(void (*tidy)(void *baton), void *baton);

/* COUNT objects of SIZE bytes, all zero; never NULL.  free() takes it. */
void *memory_take(size_t count, size_t size);

/* OLD, which may be NULL, with room for SIZE bytes; never NULL. */
void *memory_grow(void *old, size_t size);

#endif
