/* From the bytes of a bundle's entries to facts, all parsers together. */
#include "analysis.h"
#include "checks.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct frame frames[FRAME_HOSTS];
    struct snapshot *snapshot;
    struct arena arena;

    checks_start();
    arena_init(&arena);
    promised(frames_of(data, size, &arena, frames) > 0);
    snapshot = analysis_snapshot(&frames[0]);
    if (snapshot != NULL) {
        check_facts(snapshot->host);
        snapshot_release(snapshot);
    }
    arena_release(&arena);
    return 0;
}
