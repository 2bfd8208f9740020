/*
 * A shelf: where a host's settings and lines lie while nobody looks at them.
 *
 * They are most of what a bundle leaves, and only the rules of that host look
 * at them; of hundreds of hosts they would fill the memory.  They stand in an
 * arena whose memory, once it is written, becomes that of a file without a name
 * (in $TMPDIR, else /tmp): it stays where it is, and the system may take the
 * pages back.  Where there is no such file, or no space, it stays memory.
 *
 * One file serves all shelves, side by side; it is opened before the first, by
 * a process that may open files.
 */
#ifndef ACC_SHELF_H
#define ACC_SHELF_H

#include <stdbool.h>

#include "arena.h"

struct shelf {
    struct arena arena;
    void *room; /* NULL: the arena is like any other */
    size_t size;
    bool kept; /* by the file */
};

/* Opens the file, once a process; a process that has none keeps its shelves in
 * memory. */
void shelf_start(void);

void shelf_init(struct shelf *shelf);

/* All is written: the file keeps it from now on. */
void shelf_keep(struct shelf *shelf);

/* Nobody looks at it for a while. */
void shelf_rest(const struct shelf *shelf);

void shelf_release(struct shelf *shelf);

#endif
