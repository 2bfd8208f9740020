/*
 * Places: the door through which gather/ looks at the server's files.
 *
 * What could not be looked at is not what is not there.  Every function here
 * notes by itself a problem that leaves open what stands at a place, so that
 * no caller can take it for nothing and forget it: who makes an entry of it
 * says places_told, and of all others places_tell makes one.  Words and
 * problems are those of platform.h.
 */
#ifndef ACC_PLACE_H
#define ACC_PLACE_H

#include "gather.h"

/* root_look, root_resolve, root_list, root_read and root_stream. */
int place_look(struct gathered *gathered, const char *path, struct arena *arena,
               struct node *node);
char *place_resolve(struct gathered *gathered, const char *path, int *problem);
int place_list(struct gathered *gathered, const char *path, struct arena *arena,
               size_t most, char ***names, size_t *count);
void place_read(struct gathered *gathered, const char *path, size_t most,
                struct buf *content, struct read_out *out);
/* The whole text file PATH, if nothing else than all of it (at most MOST bytes)
 * can be read; else empty.  CONTENT is to be released. */
struct span place_text(struct gathered *gathered, const char *path, size_t most,
                       struct buf *content);
void place_stream(struct gathered *gathered, const char *path, int64_t most,
                  root_taker *take, void *baton, struct read_out *out);

/* What stands at PATH of this machine, for what is run on it. */
enum node_kind place_kind(struct gathered *gathered, const char *path);

/* Notes that PATH could not be looked at, because of PROBLEM: in REASON's
 * words, or its own (NULL). */
void place_missed(struct gathered *gathered, const char *path, int problem,
                  const char *reason);

/* All that was missed so far has its entry. */
void places_told(struct gathered *gathered);

/* Makes an entry of each place that was missed and is not told. */
void places_tell(struct gathered *gathered);

#endif
