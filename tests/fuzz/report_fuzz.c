/* From bundles to every file of the report that is data or text; the order of
 * the bundles and the number of threads change no byte. */
#include "analysis.h"
#include "checks.h"

#include <string.h>

static const struct {
    void (*write)(const struct report *report, struct buf *out);
    void (*check)(struct span file);
} FILES[] = {
    {report_xml, check_report},       {report_json, check_json},
    {report_findings_csv, check_csv}, {report_plan_csv, check_csv},
    {report_request, check_text},     {report_verify, check_text},
};

enum { FILE_COUNT = sizeof FILES / sizeof *FILES };

static void
make(const struct frame *frames, size_t count, bool backwards,
     struct buf files[FILE_COUNT])
{
    struct analysis analysis;

    analysis_make(&analysis, frames, count, backwards);
    check_facts(analysis.estate.joined);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        buf_init(&files[i], 64 << 20);
        FILES[i].write(&analysis.report, &files[i]);
        promised(!files[i].overflow);
        FILES[i].check(span_bytes(files[i].data, files[i].len));
    }
    analysis_release(&analysis);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct frame frames[FRAME_HOSTS];
    struct buf there[FILE_COUNT], back[FILE_COUNT];
    struct arena arena;
    size_t count;

    arena_init(&arena);
    count = frames_of(data, size, &arena, frames);
    make(frames, count, false, there);
    if (count > 1) {
        make(frames, count, true, back);
        for (size_t i = 0; i < FILE_COUNT; i++) {
            promised(there[i].len == back[i].len &&
                     memcmp(there[i].data, back[i].data, there[i].len) == 0);
            buf_release(&back[i]);
        }
    }
    for (size_t i = 0; i < FILE_COUNT; i++)
        buf_release(&there[i]);
    arena_release(&arena);
    return 0;
}
