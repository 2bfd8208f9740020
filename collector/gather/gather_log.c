/*
 * Logs: one pass over a file of any size.  What leaves is what logline.h keeps
 * of a line, redacted; a line that it does not know becomes an empty one, so
 * that line numbers stay.
 *
 * An entry longer than --max-file keeps its head, half of that, and its tail, a
 * quarter; between them stand empty lines, up to the last quarter, so that the
 * tail, where the newest lines are, keeps its line numbers too.
 *
 * At most 64 times --max-file is read of a log, holes aside: the first quarter
 * of that, then the end.  How many lines stand between them is not known.
 */
#include "gathering.h"

#include <string.h>

#include "bundle_read.h"
#include "logline.h"
#include "place.h"
#include "seal.h"

enum { READ_TIMES = 64 };

struct reading {
    struct gathered *gathered;
    struct failure *why;
    bool begun;     /* the first bytes have come */
    bool beginless; /* within a line whose begin was not read */
    int64_t lines, taken;
    struct buf line; /* begun in a piece before, its first LOGLINE_MOST bytes */
    struct buf kept; /* of this piece, not yet redacted … */
    bool empty;      /* … and whether it has but empty lines */
    struct buf redacted;
    struct redact_counts counts;
    struct {
        struct seal *seal;
        struct buf head;  /* the first bytes, to know an archive by */
        int64_t len;      /* bytes written */
        struct buf tail;  /* what may become the tail */
        bool tailed;      /* the head is full */
        int64_t left_out; /* bytes between head and tail … */
        int64_t gap;      /* … and the lines that they were */
        bool full;        /* the bundle's cap is reached */
    } out;
    const char *problem; /* why nothing can be taken */
    int result;
};

/* ---- writing ---- */

static void
write_bytes(struct reading *reading, const char *bytes, size_t len)
{
    struct gathered *gathered = reading->gathered;
    size_t room = reading->out.head.ceiling - reading->out.head.len;

    reading->out.full = reading->out.full ||
                        gathered->spooled + reading->out.len + (int64_t)len >
                            gathered->options->max_bundle;
    if (reading->out.full || len == 0 || reading->result != 0)
        return;
    buf_add(&reading->out.head, bytes, len < room ? len : room);
    seal_add(reading->out.seal, bytes, len);
    reading->out.len += (int64_t)len;
    if (gathered->spool != NULL)
        reading->result = spool_add(gathered->spool, bytes, len, reading->why);
}

/* Leaves out the beginning of the tail, so that at most MOST bytes of whole
 * lines stay. */
static void
tail_shorten(struct reading *reading, size_t most)
{
    struct buf *tail = &reading->out.tail;
    size_t from, at = 0;
    const char *end;

    if (tail->len <= most)
        return;
    from = tail->len - most;
    end = memchr(tail->data + from - 1, '\n', most + 1);
    from = end == NULL ? tail->len : (size_t)(end - tail->data) + 1;
    while (at < from &&
           (end = memchr(tail->data + at, '\n', from - at)) != NULL) {
        reading->out.gap++;
        at = (size_t)(end - tail->data) + 1;
    }
    reading->out.left_out += (int64_t)from;
    memmove(tail->data, tail->data + from, tail->len - from);
    tail->len -= from;
}

/* How many of LEN bytes still go into the head: whole lines. */
static size_t
head_part(const struct reading *reading, const char *bytes, size_t len)
{
    int64_t room = reading->gathered->options->max_file / 2 - reading->out.len;

    if (reading->out.tailed)
        return 0;
    if ((int64_t)len <= room)
        return len;
    for (len = room > 0 ? (size_t)room : 0; len > 0; len--)
        if (bytes[len - 1] == '\n')
            break;
    return len;
}

static void
put(struct reading *reading, const char *bytes, size_t len)
{
    int64_t most = reading->gathered->options->max_file;
    size_t head = head_part(reading, bytes, len);

    write_bytes(reading, bytes, head);
    if (head == len)
        return;
    reading->out.tailed = true;
    buf_add(&reading->out.tail, bytes + head, len - head);
    if ((int64_t)reading->out.tail.len > most / 2)
        tail_shorten(reading, (size_t)(most / 4));
}

static void
put_tail(struct reading *reading)
{
    char lines[4096];
    int64_t gap, most = reading->gathered->options->max_file / 4;

    if (reading->out.left_out > 0)
        tail_shorten(reading, (size_t)most);
    gap = reading->out.gap < most ? reading->out.gap : most;
    memset(lines, '\n', sizeof lines);
    for (; gap > 0; gap -= (int64_t)sizeof lines)
        write_bytes(reading, lines,
                    gap < (int64_t)sizeof lines ? (size_t)gap : sizeof lines);
    write_bytes(reading, reading->out.tail.data, reading->out.tail.len);
}

/* ---- reading ---- */

/* Redacts what was kept of a piece and puts it out. */
static void
flush(struct reading *reading)
{
    struct span kept = span_bytes(reading->kept.data, reading->kept.len);

    if (reading->empty) {
        put(reading, kept.at, kept.len);
    } else {
        buf_reset(&reading->redacted);
        if (reading->problem == NULL)
            reading->problem =
                redact(REDACT_LOG, kept, &reading->redacted, &reading->counts);
        if (reading->kept.overflow)
            reading->problem = "its lines cannot be kept";
        put(reading, reading->redacted.data, reading->redacted.len);
    }
    buf_reset(&reading->kept);
    reading->empty = true;
}

static void
take_line(struct reading *reading, struct span line)
{
    struct logline parsed;

    reading->lines++;
    if (reading->lines == 1)
        (void)span_skip(&line, "\xEF\xBB\xBF");
    if (!logline_parse(line, &parsed))
        return;
    logline_keep(&parsed, &reading->kept);
    reading->taken++;
    reading->empty = false;
}

/* Adds bytes to a line that is not at its end; those that nobody looks at are
 * dropped. */
static void
line_begin(struct reading *reading, const char *bytes, size_t len)
{
    size_t room = reading->line.ceiling - reading->line.len;

    buf_add(&reading->line, bytes, len < room ? len : room);
}

/* Its lines would all be unknown, and say nothing of what it holds. */
static bool
is_utf16(const char *bytes, size_t len)
{
    return len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                        memcmp(bytes, "\xFE\xFF", 2) == 0);
}

static bool
take_piece(void *baton, const char *bytes, size_t len)
{
    struct reading *reading = baton;
    const char *end;

    if (!reading->begun && is_utf16(bytes, len))
        reading->problem = "it is UTF-16, whose lines are not recognised";
    reading->begun = true;
    if (reading->problem != NULL)
        return false;

    if (stop_asked) {
        reading->result =
            fail(reading->why, "stopped by a signal; nothing was written");
        return false;
    }
    if (bytes == NULL) { /* of the line at hand nothing can be told */
        buf_reset(&reading->line);
        reading->beginless = true;
        return true;
    }
    while ((end = memchr(bytes, '\n', len)) != NULL) {
        size_t part = (size_t)(end - bytes);

        if (reading->beginless) {
            reading->beginless = false;
            reading->lines++;
        } else if (reading->line.len == 0) {
            take_line(reading, span_bytes(bytes, part));
        } else {
            line_begin(reading, bytes, part);
            take_line(reading,
                      span_bytes(reading->line.data, reading->line.len));
            buf_reset(&reading->line);
        }
        buf_addc(&reading->kept, '\n');
        bytes = end + 1;
        len -= part + 1;
    }
    if (!reading->beginless)
        line_begin(reading, bytes, len);
    flush(reading);
    return reading->problem == NULL && !reading->out.full &&
           reading->result == 0;
}

/* ---- one log ---- */

/* Gives ENTRY its bytes, or says why it has none. */
static void
conclude(struct reading *reading, struct entry *entry, int64_t skipped)
{
    struct gathered *gathered = reading->gathered;
    struct arena *arena = gathered->arena;
    const char *problem = reading->problem;
    char hex[SEAL_HEX];

    seal_close(reading->out.seal, hex);
    if (problem == NULL &&
        bundle_nested(
            span_bytes(reading->out.head.data, reading->out.head.len)) != NULL)
        problem = "it looks like an archive";
    if (problem != NULL)
        entry_refuse(entry, ENTRY_FAILED, problem,
                     "look at the file on the server; it was not taken");
    else if (reading->out.full)
        entry_refuse(entry, ENTRY_EXCLUDED, "the bundle has reached its cap",
                     "raise --max-bundle");
    if (!entry_has_bytes(entry)) {
        if (gathered->spool != NULL)
            spool_shorten(gathered->spool, (uint64_t)gathered->spooled);
        return;
    }
    if (entry->status == ENTRY_COLLECTED)
        entry->reason = arena_format(
            arena, "%lld of %lld lines are of a kind that is taken",
            (long long)reading->taken, (long long)reading->lines);
    if (reading->out.left_out > 0)
        entry_refuse(
            entry, ENTRY_CUT,
            arena_format(arena,
                         "what is taken is longer than %lld bytes: head and "
                         "tail kept",
                         (long long)gathered->options->max_file),
            "raise --max-file");
    if (skipped > 0)
        entry_refuse(
            entry, ENTRY_CUT,
            arena_format(arena,
                         "%lld bytes in its middle were not read: lines behind "
                         "them are numbered without those in it",
                         (long long)skipped),
            "raise --max-file");
    entry_redacted(gathered, entry, &reading->counts);
    entry->size = reading->out.len;
    entry->sha256 = arena_string(arena, hex);
    *vec_add(arena, &gathered->pieces) = (struct piece){
        entry->path, (uint64_t)gathered->spooled, (uint64_t)reading->out.len};
    gathered->spooled += reading->out.len;
}

static void
reading_init(struct reading *reading, struct gathered *gathered,
             struct failure *why)
{
    /* A line is kept in at most so many bytes, redacted in twice as many. */
    enum { KEPT_MOST = 2 * (STREAM_ROOM + LOGLINE_MOST) };

    memset(reading, 0, sizeof *reading);
    reading->gathered = gathered;
    reading->why = why;
    reading->empty = true;
    buf_init(&reading->line, LOGLINE_MOST);
    buf_init(&reading->kept, KEPT_MOST);
    buf_init(&reading->redacted, 8 * KEPT_MOST);
    buf_init(&reading->out.head, BUNDLE_HEAD);
    buf_init(&reading->out.tail,
             (size_t)gathered->options->max_file + 8 * KEPT_MOST);
    reading->out.seal = seal_open();
}

static void
reading_release(struct reading *reading)
{
    buf_release(&reading->line);
    buf_release(&reading->kept);
    buf_release(&reading->redacted);
    buf_release(&reading->out.head);
    buf_release(&reading->out.tail);
}

int
gather_log(struct gathered *gathered, const char *path, const char *real,
           const struct recipe *line, struct failure *why)
{
    struct reading reading;
    struct read_out out;

    reading_init(&reading, gathered, why);
    place_stream(gathered, real, READ_TIMES * gathered->options->max_file,
                 take_piece, &reading, &out);
    /* A line that is being written says half of what it will say. */
    if (reading.line.len > 0 && !out.grew) {
        take_line(&reading, span_bytes(reading.line.data, reading.line.len));
        flush(&reading);
    }
    put_tail(&reading);
    conclude(&reading, entry_of_read(gathered, path, line, &out), out.skipped);
    reading_release(&reading);
    return reading.result;
}
