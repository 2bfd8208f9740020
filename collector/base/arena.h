/*
 * An arena: the visible owner of everything that lives equally long.
 *
 * One arena per lifetime (a run, a bundle being read, a document).  A function
 * with an arena parameter puts its result there; nothing is freed one by one.
 * Out of memory prints one line and exits with status 1, which is safe because
 * every output of ours is new-or-nothing.
 *
 * Built with sanitizers (ACC_ARENA_EXACT), each allocation is a malloc of its
 * own, so that reading one byte past it is seen.
 */
#ifndef ACC_ARENA_H
#define ACC_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "printf_like.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_block *room;   /* the caller's, and the oldest; or NULL */
    size_t used;                /* bytes handed out since init */
};

/* Makes an empty arena.  No memory is taken before the first allocation. */
void arena_init(struct arena *arena);

/*
 * Makes an empty arena that first uses ROOM: SIZE bytes, aligned for any type,
 * which stay the caller's and must outlive the arena.  arena_room_used
 * ends that use: so many bytes of ROOM are taken, and no more will be.
 */
void arena_init_in(struct arena *arena, void *room, size_t size);
size_t arena_room_used(struct arena *arena);

/* Frees everything that was allocated in it.  The arena is empty again. */
void arena_release(struct arena *arena);

/* The same for an arena of many short lives: it may keep memory for the next.
 */
void arena_reset(struct arena *arena);

/* SIZE zeroed bytes, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* OLD, of SIZE bytes, with MORE zeroed ones behind them: where it stands if it
 * was allocated last, else as a copy.  OLD NULL: a new one. */
void *arena_extend(struct arena *arena, void *old, size_t size, size_t more);

/* A copy of LEN bytes of BYTES, with a NUL behind them. */
char *arena_copy(struct arena *arena, const void *bytes, size_t len);

/* A copy of the string TEXT; NULL stays NULL. */
char *arena_string(struct arena *arena, const char *text);

/* A formatted string. */
char *arena_format(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* One zeroed object of TYPE. */
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
