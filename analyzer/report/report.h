/*
 * The report: estate, judgements and plan as data.
 *
 * report.json (schema: report.schema.json) holds everything.  report.xml
 * (schema: templates/report.rng, an example in tests/report/) is what the
 * templates see: bounded, because it grows with rules and not with hosts x
 * rules; long lists are cut with a count.
 *
 * Everything here is a pure function of its report: no clock, no locale, no
 * file is asked.
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
    int64_t size; /* bytes; -1: not known */
};

struct report_option {
    const char *name, *value; /* value NULL: a switch */
};

struct report_library {
    const char *name, *version;
};

struct report {
    const char *version; /* of the program */
    int64_t now;         /* seconds since 1970 */
    const struct estate *estate;
    const struct catalogue *catalogue;
    const char *data_sha256; /* of rules, plan, templates and words */
    const struct judgements *judgements;
    const struct plan *plan;
    struct {
        struct report_input *items; /* sorted by kind, file, sha256 */
        size_t count, room;
    } inputs;
    struct {
        /* those that change the bytes, sorted; the clock is not among them:
         * it is `now`, however it was set */
        struct report_option *items;
        size_t count, room;
    } options;
    struct {
        struct report_library *items; /* sorted by name */
        size_t count, room;
    } libraries;
    struct {
        const char **items; /* base names of other files in a folder, sorted */
        size_t count, room;
    } skipped;
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

/* What the report was made from, as eight hex digits: SHA-256 over the sorted
 * digests of the inputs, the catalogue's, and the options. */
void report_input_id(const struct report *report, char id[9]);

/* Once, by a process that may still open files: jansson reads its seed from
 * one.
 */
void report_start(void);

/* The jansson version linked. */
const char *report_library(void);

#endif
