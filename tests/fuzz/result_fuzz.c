/* What a client printed: whatever it is, each query has one of the statuses,
 * a file only if it is whole, and the way the bytes are cut changes nothing. */
#include "target.h"

#include <string.h>

#include "arena.h"
#include "db_result.h"

/* Appends what became of DATA, taken in pieces of STEP bytes. */
static void
read_all(const uint8_t *data, size_t size, size_t step, struct buf *out)
{
    struct redact_counts counts = {{0}};
    struct db_result result;
    struct arena arena;
    int i;

    arena_init(&arena);
    db_result_init(&result, &arena);
    for (size_t at = 0; at < size; at += step)
        db_result_feed(&result, (const char *)data + at,
                       size - at < step ? size - at : step);
    db_result_end(&result, NULL, DB_FAILED);
    db_result_status(&result, out);
    for (i = 0; i < DB_QUERY_COUNT; i++) {
        const struct db_answer *answer = &result.answers[i];

        promised(answer->status == DB_OK
                     ? answer->ended && answer->damaged == 0 &&
                           answer->reason == NULL
                     : answer->count == 0 && answer->reason != NULL);
        if (answer->status == DB_OK)
            db_result_csv(&result, i, out, &counts);
    }
    db_result_release(&result);
    arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole, parts;

    buf_init(&whole, 16 * 1024 * 1024);
    buf_init(&parts, 16 * 1024 * 1024);
    read_all(data, size, size + 1, &whole);
    read_all(data, size, 3, &parts);
    promised(whole.len == parts.len &&
             memcmp(whole.data, parts.data, whole.len) == 0);
    buf_release(&whole);
    buf_release(&parts);
    return 0;
}
