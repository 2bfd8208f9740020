#include "analysis.h"

#include <string.h>
#include <unistd.h>

#include "checks.h"

struct catalogue *
analysis_catalogue(void)
{
    static struct catalogue *catalogue;
    struct failure why = {.text = ""};

    checks_start();
    if (catalogue == NULL)
        catalogue = catalogue_load(ANALYSIS_DATA "/rules", &why);
    if (catalogue == NULL)
        fprintf(stderr, "%s\n", why.text);
    promised(catalogue != NULL);
    return catalogue;
}

struct snapshot *
analysis_snapshot(const struct frame *frame)
{
    struct snapshot *snapshot;
    struct failure why = {.text = ""};
    char path[64], sha256[65];
    int fd = frame_write(frame, path);

    if (fd < 0)
        return NULL;
    snapshot = snapshot_read(path, sha256, &why);
    close(fd);
    /* What our writer wrote, our reader takes. */
    if (snapshot == NULL)
        fprintf(stderr, "%s\n", why.text);
    promised(snapshot != NULL);
    /* A descriptor's number is no name that a report could rely on. */
    snapshot->file =
        arena_format(&snapshot->arena, "%s.tar.gz", snapshot->manifest.id);
    return snapshot;
}

void
analysis_make(struct analysis *analysis, const struct frame *frames,
              size_t count, bool backwards)
{
    struct catalogue *catalogue = analysis_catalogue();
    struct snapshot *snapshots[FRAME_HOSTS];
    struct report *report = &analysis->report;
    struct failure why = {.text = ""};
    size_t taken = 0;

    *analysis = (struct analysis){0};
    arena_init(&analysis->arena);
    estate_init(&analysis->estate);
    for (size_t i = 0; i < count; i++) {
        snapshots[taken] =
            analysis_snapshot(&frames[backwards ? count - 1 - i : i]);
        taken += snapshots[taken] != NULL;
    }
    estate_join(&analysis->estate, snapshots, taken, NULL,
                catalogue->newest_target);
    analysis->judgements =
        rules_judge(catalogue, &analysis->estate, backwards ? 2 : 1);
    analysis->plan = plan_make(ANALYSIS_DATA "/plan", &analysis->estate,
                               analysis->judgements, 1, &why);
    if (analysis->plan == NULL)
        fprintf(stderr, "%s\n", why.text);
    promised(analysis->plan != NULL);
    *report = (struct report){.version = "0.1.0",
                              .now = 1767323045,
                              .estate = &analysis->estate,
                              .catalogue = catalogue,
                              .judgements = analysis->judgements,
                              .plan = analysis->plan};
}

void
analysis_release(struct analysis *analysis)
{
    plan_release(analysis->plan);
    judgements_release(analysis->judgements);
    estate_release(&analysis->estate);
    arena_release(&analysis->arena);
}
