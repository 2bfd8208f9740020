/*
 * The report: estate, judgements and plan as data.
 *
 * report.json (schema: report.schema.json) holds everything.  report.xml
 * (schema: templates/report.rng, an example in tests/report/) is what the
 * templates see: bounded, because it grows with rules and not with hosts x
 * rules; long lists are cut with a count.
 */
#ifndef ACC_REPORT_H
#define ACC_REPORT_H

#include <stdint.h>

#include "buf.h"
#include "estate.h"
#include "plan.h"
#include "rules.h"

struct report_input {
    const char *kind; /* bundle, answers, waivers, rules, templates, previous */
    const char *file; /* base name: the path of a desk is not part of it */
    const char *sha256;
};

struct report_option {
    const char *name, *value;
};

struct report_library {
    const char *name, *version;
};

struct report {
    const char *version; /* of the program */
    int64_t now;         /* seconds since 1970 */
    const struct estate *estate;
    const struct catalogue *catalogue;
    const struct judgements *judgements;
    const struct plan *plan;
    struct {
        struct report_input *items; /* sorted by kind, file, sha256 */
        size_t count, room;
    } inputs;
    struct {
        struct report_option *items; /* those that change the bytes, sorted */
        size_t count, room;
    } options;
    struct {
        struct report_library *items;
        size_t count, room;
    } libraries;
    const char *skipped[16]; /* other files in a folder of bundles */
};

/* Each appends one file of the report folder to OUT. */
void report_json(const struct report *report, struct buf *out);
void report_xml(const struct report *report, struct buf *out);
void report_findings_csv(const struct report *report, struct buf *out);
void report_plan_csv(const struct report *report, struct buf *out);
void report_request(const struct report *report, struct buf *out);
void report_verify(const struct report *report, struct buf *out);
/* The summary that acc-analyze prints on stdout; COLOUR only on a terminal. */
void report_summary(const struct report *report, const char *folder,
                    bool colour, struct buf *out);

/* The jansson version linked. */
const char *report_library(void);

#endif
