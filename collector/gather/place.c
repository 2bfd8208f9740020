#include "place.h"

#include <errno.h>
#include <string.h>

#include "gathering.h"

static const char WHY[] = "what other entries are found by";

void
place_missed(struct gathered *gathered, const char *path, int problem,
             const char *reason)
{
    struct places_missed *missed = &gathered->missed;
    struct arena *arena = gathered->arena;
    size_t at = missed->count++;

    if (at < PLACES_MISSED)
        missed->first[at] = (struct place_missed){
            arena_string(arena, path),
            arena_string(arena, reason != NULL ? reason : root_words(problem)),
            problem};
}

/* A link on the way is where others look next; who meets it says so. */
static int
place_note(struct gathered *gathered, const char *path, int problem)
{
    if (problem != 0 && problem != ENOENT && problem != ENOTDIR &&
        problem != ELOOP)
        place_missed(gathered, path, problem, NULL);
    return problem;
}

int
place_look(struct gathered *gathered, const char *path, struct arena *arena,
           struct node *node)
{
    return place_note(gathered, path,
                      root_look(gathered->root, path, arena, node));
}

char *
place_resolve(struct gathered *gathered, const char *path, int *problem)
{
    char *real = root_resolve(gathered->root, path, gathered->arena, problem);

    if (real == NULL)
        (void)place_note(gathered, path, *problem);
    return real;
}

int
place_list(struct gathered *gathered, const char *path, struct arena *arena,
           size_t most, char ***names, size_t *count)
{
    return place_note(
        gathered, path,
        root_list(gathered->root, path, arena, most, names, count));
}

static void
place_note_read(struct gathered *gathered, const char *path,
                const struct read_out *out)
{
    switch (out->result) {
    case READ_WHOLE:
    case READ_CUT:
    case READ_ABSENT:
        break;
    case READ_DENIED:
        place_missed(gathered, path, EACCES, out->reason);
        break;
    case READ_TIMEOUT:
        place_missed(gathered, path, ROOT_LATE, out->reason);
        break;
    case READ_CHANGED:
    case READ_REFUSED:
    case READ_FAILED:
        place_missed(gathered, path, EIO, out->reason);
        break;
    }
}

void
place_read(struct gathered *gathered, const char *path, size_t most,
           struct buf *content, struct read_out *out)
{
    root_read(gathered->root, path, most, gathered->arena, content, out);
    place_note_read(gathered, path, out);
}

struct span
place_text(struct gathered *gathered, const char *path, size_t most,
           struct buf *content)
{
    struct read_out out;

    buf_init(content, most);
    place_read(gathered, path, most, content, &out);
    if (out.result == READ_CUT)
        place_missed(gathered, path, EFBIG, NULL);
    return span_bytes(content->data,
                      out.result == READ_WHOLE ? content->len : 0);
}

void
place_stream(struct gathered *gathered, const char *path, int64_t most,
             root_taker *take, void *baton, struct read_out *out)
{
    root_stream(gathered->root, path, most, take, baton, out);
    place_note_read(gathered, path, out);
}

enum node_kind
place_kind(struct gathered *gathered, const char *path)
{
    int problem;
    enum node_kind kind = path_kind(path, &problem);

    if (problem != 0)
        place_missed(gathered, path, problem, NULL);
    return kind;
}

void
places_told(struct gathered *gathered)
{
    gathered->missed.count = 0;
}

void
places_tell(struct gathered *gathered)
{
    struct places_missed *missed = &gathered->missed;

    for (size_t i = 0; i < missed->count && i < PLACES_MISSED; i++) {
        const struct place_missed *each = &missed->first[i];
        struct entry *entry = entry_of_origin(gathered, each->path);
        const char *reason = each->reason;

        /* The last one speaks for those that are only counted. */
        if (i + 1 == PLACES_MISSED && missed->count > PLACES_MISSED)
            reason = arena_format(gathered->arena, "%s, and so %zu more places",
                                  reason, missed->count - PLACES_MISSED);
        else if (entry != NULL && entry->mend != NULL)
            continue;
        entry_problem(gathered, each->path, each->problem, reason, WHY);
    }
    places_told(gathered);
}
