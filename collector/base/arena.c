#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

/* Each block is twice as large as the one before, up to BLOCK_SIZE: there are
 * thousands of arenas of a few hundred bytes. */
#ifdef ACC_ARENA_EXACT
static const size_t BLOCK_SIZE = 0, BLOCK_FIRST = 0;
#else
static const size_t BLOCK_SIZE = (size_t)64 * 1024, BLOCK_FIRST = 1024;
#endif

void
arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void
arena_init_in(struct arena *arena, void *room, size_t size)
{
    arena_init(arena);
    if (BLOCK_SIZE == 0 || size <= sizeof *arena->room)
        return;
    arena->room = room;
    arena->room->next = NULL;
    arena->room->used = 0;
    arena->room->size = size - sizeof *arena->room;
    arena->blocks = arena->room;
}

size_t
arena_room_used(struct arena *arena)
{
    if (arena->room == NULL)
        return 0;
    arena->room->size = arena->room->used;
    return sizeof *arena->room + arena->room->used;
}

void
arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block != NULL) {
        struct arena_block *next = block->next;

        if (block != arena->room)
            free(block);
        block = next;
    }
    arena_init(arena);
}

void
arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    if (block == NULL || block->size > BLOCK_SIZE || block == arena->room) {
        arena_release(arena);
        return;
    }
    arena->blocks = block->next;
    arena_release(arena);
    arena->blocks = block;
    block->next = NULL;
    block->used = 0;
}

static struct arena_block *
block_add(struct arena *arena, size_t size)
{
    struct arena_block *block;

    if (size > SIZE_MAX - sizeof *block)
        memory_out();
    block = memory_grow(NULL, sizeof *block + size);
    block->used = 0;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

/* Of a block that holds WANT bytes. */
static size_t
block_size(const struct arena *arena, size_t want)
{
    size_t size = arena->blocks == NULL ? BLOCK_FIRST : 2 * arena->blocks->size;

    if (size > BLOCK_SIZE)
        size = BLOCK_SIZE;
    return want > size ? want : size;
}

static size_t
rounded(size_t size)
{
    const size_t step = alignof(max_align_t);

    return size > SIZE_MAX - step ? SIZE_MAX : (size + step - 1) & ~(step - 1);
}

/* SIZE bytes that hold anything: zeros are written where they are wanted, not
 * over whole blocks. */
static void *
take(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    size_t want = BLOCK_SIZE > 0 ? rounded(size) : size;
    void *result;

    if (BLOCK_SIZE == 0 || block == NULL || block->size - block->used < want)
        block = block_add(arena, block_size(arena, want));
    result = block->bytes + block->used;
    block->used += want;
    arena->used += want;
    return result;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *
arena_extend(struct arena *arena, void *old, size_t size, size_t more)
{
    struct arena_block *block = arena->blocks;
    unsigned char *grown = old;
    size_t had = rounded(size);

    if (more > SIZE_MAX - size)
        memory_out();
    if (BLOCK_SIZE > 0 && old != NULL && block != NULL &&
        grown + had == block->bytes + block->used &&
        rounded(size + more) - had <= block->size - block->used) {
        take(arena, rounded(size + more) - had);
    } else {
        grown = take(arena, size + more);
        if (size > 0)
            memcpy(grown, old, size);
    }
    memset(grown + size, 0, more);
    return grown;
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t len)
{
    char *copy = take(arena, len + 1);

    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *
arena_string(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_copy(arena, text, strlen(text));
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    int len;
    char *text;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) /* longer than any memory of ours */
        memory_out();
    text = take(arena, (size_t)len + 1);
    if (vsnprintf(text, (size_t)len + 1, format, again) < 0)
        text[0] = '\0';
    va_end(again);
    return text;
}
