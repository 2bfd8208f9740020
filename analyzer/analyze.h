/*
 * One analysis: bundles in, a report folder out.
 */
#ifndef ACC_ANALYZE_H
#define ACC_ANALYZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "failure.h"
#include "vec.h"

enum { /* exit status: the contract's */
       EXIT_READY = 0,
       EXIT_FAILED = 1,
       EXIT_NOT_READY = 2,
       EXIT_NOT_ASSESSED = 3,
       EXIT_MISUSE = 64
};

enum analyze_format {
    FORMAT_HTML = 1 << 0,
    FORMAT_PDF = 1 << 1,
    FORMAT_JSON = 1 << 2,
    FORMAT_CSV = 1 << 3,
    FORMAT_ALL = 15
};

struct analyze_options {
    const char *data;      /* folder with rules, plan, templates, fonts: that of
                              data.h, or one of the user's own */
    struct words bundles;  /* files, or folders of bundles */
    const char *output;    /* the report folder */
    const char *target;    /* release; NULL: answers', else the newest */
    const char *answers;   /* file, or NULL */
    struct words packs;    /* folders of extra rules */
    const char *templates; /* folder, or NULL: ours */
    const char *estate;    /* label, or NULL: all bundles */
    unsigned formats;      /* of enum analyze_format */
    int64_t now;           /* seconds since 1970 */
    int threads;
    bool force;
    bool no_sandbox;
    bool colour; /* of the summary */
    bool quiet;  /* no summary */
};

/* Analyses, writes the report and prints its summary on stdout.  Returns the
 * exit status; for EXIT_FAILED and EXIT_MISUSE the reason is in WHY, and
 * nothing was written. */
int analyze(const struct analyze_options *options, struct failure *why);

#endif
