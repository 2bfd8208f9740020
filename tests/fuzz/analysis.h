/*
 * One analysis, as analyze.c makes it: bundles of frames to a report.
 */
#ifndef ACC_ANALYSIS_H
#define ACC_ANALYSIS_H

#include "frame.h"
#include "report.h"

#define ANALYSIS_DATA ACC_BINARY_DIR "/share/acc-readiness"

struct analysis {
    struct arena arena;
    struct estate estate;
    struct judgements *judgements;
    struct plan *plan;
    struct report report;
};

/* The catalogue, loaded once; what was done with it before does not show. */
struct catalogue *analysis_catalogue(void);

/* The snapshot of FRAME; NULL if no bundle may hold that. */
struct snapshot *analysis_snapshot(const struct frame *frame);

/* Analyses the COUNT frames; BACKWARDS: the last one first, and on two
 * threads. */
void analysis_make(struct analysis *analysis, const struct frame *frames,
                   size_t count, bool backwards);
void analysis_release(struct analysis *analysis);

#endif
