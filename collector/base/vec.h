/*
 * A growing array in an arena.  Declare the three fields in a struct:
 *
 *     struct { struct step *items; size_t count, room; } steps;
 *
 * and add with `*vec_add(arena, &v->steps) = step;`.  One that is not the last
 * in the arena moves when it grows, and leaves its old self there.
 */
#ifndef ACC_VEC_H
#define ACC_VEC_H

#include <stddef.h>
#include <string.h>

#include "arena.h"

/* Grows ITEMS to hold COUNT + 1; returns where the array stands now. */
static inline void *
vec_grow(struct arena *arena, void *items, size_t count, size_t *room,
         size_t size)
{
    size_t had = *room;

    if (count < had)
        return items;
    *room = had == 0 ? 8 : had * 2;
    return arena_extend(arena, items, had * size, (*room - had) * size);
}

/* Makes room at once for MOST elements in an array that has none yet. */
#define vec_reserve(arena, v, most)                                            \
    ((v)->items = arena_alloc((arena), (most) * sizeof *(v)->items),           \
     (v)->room = (most))

/* A pointer to a new, zeroed last element. */
#define vec_add(arena, v)                                                      \
    ((v)->items = vec_grow((arena), (v)->items, (v)->count, &(v)->room,        \
                           sizeof *(v)->items),                                \
     &(v)->items[(v)->count++])

/* A list of words, in the order given. */
struct words {
    const char **items;
    size_t count, room;
};

#endif
