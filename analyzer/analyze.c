/*
 * bundles → snapshots → estate → judgements → plan → report → folder
 */
#include "analyze.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "answers.h"
#include "bundle_write.h"
#include "confine.h"
#include "data.h"
#include "estate.h"
#include "files.h"
#include "folder.h"
#include "message.h"
#include "plan.h"
#include "render.h"
#include "report.h"
#include "rules.h"
#include "seal.h"
#include "snapshot.h"
#include "vec.h"
#include "work.h"
#include "xml_document.h"

enum {
    MADE_MOST = 512 << 20,     /* bytes of a file that is made in memory */
    DRAINED = 1 << 16,         /* bytes of one that is not, at a time */
    FILES_MOST = 8,            /* in a report */
    SECONDS_MOST = 6 * 60 * 60 /* the last stop of a run: no input, however
                                  large, was seen to take a tenth of it */
};

/* A bundle on the command line, or found in a folder there. */
struct source {
    const char *path, *name; /* name: the last component */
    char sha256[SEAL_HEX];   /* once it was read */
    int64_t size;
    struct snapshot *snapshot; /* NULL: rejected, for that reason */
    char *reason;
    bool unread;  /* the reason is the machine's */
    bool suspect; /* one of several that were being read when a reader died */
};

/* A file of the report: rendered in memory, or written by WRITE as it is sent
 * (report.xml is made in memory too). */
struct making;
struct file {
    const char *name;
    struct buf made;
    void (*write)(const struct report *report, struct buf *out);
    int (*render)(const struct making *making, struct buf *out,
                  struct failure *why);
};

struct run {
    const struct analyze_options *options;
    struct failure *why;
    struct arena arena;
    struct {
        struct source *items; /* sorted by name, path */
        size_t count, room;
    } sources;
    struct {
        struct snapshot **items;
        size_t count, room;
    } snapshots; /* the estate's, once they are joined */
    struct answers answers;
    const char *target;
    struct catalogue *catalogue;
    struct estate estate;
    struct judgements *judgements;
    struct plan *plan;
    struct report report;
    struct file files[FILES_MOST];
    size_t file_count;
    struct cell *cell; /* inside it */

    /* at its keeper */
    struct cell_outcome outcome;
    struct buf results;    /* of it, made harmless */
    struct folder *folder; /* once a file has come */
};

static const char *
last_component(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static int
text_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* --- Bundles -------------------------------------------------------------- */

static bool
looks_like_bundle(const char *name)
{
    static const char *const ENDS[] = {".tar.gz", ".tgz", ".tar.zst"};
    size_t len = strlen(name);

    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (len > strlen(ENDS[i]) &&
            strcmp(name + len - strlen(ENDS[i]), ENDS[i]) == 0)
            return true;
    return false;
}

static int
add_source(struct run *run, const char *path)
{
    struct source *source = vec_add(&run->arena, &run->sources);

    source->path = path;
    source->name = last_component(path);
    if (access(path, R_OK) != 0)
        return fail(run->why, "%s: cannot be opened: %s", path,
                    strerror(errno));
    return 0;
}

static int
add_folder(struct run *run, const char *path)
{
    struct folder_names names;
    size_t found = 0;

    if (folder_list(path, &run->arena, &names, run->why) != 0)
        return -1;
    for (size_t i = 0; i < names.count; i++) {
        const char *file =
            arena_format(&run->arena, "%s/%s", path, names.items[i]);
        struct stat st;

        if (looks_like_bundle(names.items[i]) && stat(file, &st) == 0 &&
            S_ISREG(st.st_mode)) {
            found++;
            if (add_source(run, file) != 0)
                return -1;
        } else {
            *vec_add(&run->arena, &run->report.skipped) = names.items[i];
            message_detail("%s: skipped: not the name of a bundle", file);
        }
    }
    if (found == 0)
        return fail(run->why,
                    "%s: holds no bundle (*.tar.gz, *.tgz, *.tar.zst)", path);
    return 0;
}

static int
source_order(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    if (order == 0)
        order = strcmp(x->sha256, y->sha256);
    return order != 0 ? order : strcmp(x->path, y->path);
}

/* A file named twice, or named and standing in a named folder, counts once. */
static void
drop_repeated(struct run *run)
{
    size_t kept = 0;

    for (size_t i = 0; i < run->sources.count; i++) {
        bool repeated = false;

        for (size_t k = kept; k > 0 && !repeated; k--) {
            struct stat a, b;
            const struct source *other = &run->sources.items[k - 1];

            if (strcmp(other->name, run->sources.items[i].name) != 0)
                break;
            repeated = stat(other->path, &a) == 0 &&
                       stat(run->sources.items[i].path, &b) == 0 &&
                       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
        }
        if (!repeated)
            run->sources.items[kept++] = run->sources.items[i];
    }
    run->sources.count = kept;
}

static int
find_bundles(struct run *run)
{
    const struct words *given = &run->options->bundles;

    for (size_t i = 0; i < given->count; i++) {
        struct stat st;
        int result;

        if (stat(given->items[i], &st) != 0)
            return fail(run->why, "%s: %s", given->items[i], strerror(errno));
        result = S_ISDIR(st.st_mode) ? add_folder(run, given->items[i])
                                     : add_source(run, given->items[i]);
        if (result != 0)
            return -1;
    }
    qsort(run->sources.items, run->sources.count, sizeof *run->sources.items,
          source_order);
    drop_repeated(run);
    if (run->report.skipped.count > 1)
        qsort(run->report.skipped.items, run->report.skipped.count,
              sizeof *run->report.skipped.items, text_order);
    return 0;
}

/* --- Reading, in the cell ------------------------------------------------- */

static int
read_one(struct run *run, size_t index, struct failure *why)
{
    struct source *source = &run->sources.items[index];
    uint64_t size;
    int fd = cell_ask(run->cell, index, &size, why);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "rb");

    source->size = -1;
    if (fd < 0)
        return -1;
    if (file == NULL)
        return fail_system(why, errno, "cannot be read");
    (void)setvbuf(file, NULL, _IONBF, 0); /* it is read in large pieces */
    source->size = (int64_t)size;
    source->snapshot =
        snapshot_read_file(source->path, file, size, source->sha256, why);
    (void)fclose(file);
    cell_read(run->cell, index);
    return source->snapshot == NULL ? -1 : 0;
}

/* Some of the sources, for threads to take one after the other. */
struct reading {
    struct run *run;
    size_t *items;
    size_t count;
};

static void
read_source(void *baton, void *own, size_t index)
{
    struct reading *reading = baton;
    struct source *source = &reading->run->sources.items[reading->items[index]];
    struct failure why;

    (void)own;
    if (read_one(reading->run, reading->items[index], &why) != 0) {
        source->reason = strdup(why.text);
        source->unread = why.machine;
    }
}

/* Reads the sources that are suspect, or those that are not; those that killed
 * their reader are rejected already. */
static void
read_some(struct run *run, bool suspect, int threads)
{
    struct reading some = {.run = run};
    struct work work = {.baton = &some, .piece = read_source};

    some.items =
        arena_alloc(&run->arena, (run->sources.count + 1) * sizeof *some.items);
    for (size_t i = 0; i < run->sources.count; i++)
        if (run->sources.items[i].suspect == suspect &&
            run->sources.items[i].reason == NULL)
            some.items[some.count++] = i;
    work.pieces = some.count;
    work_share(&work, threads);
}

/* The snapshot of SOURCE becomes the estate's, or what speaks against it is
 * said. */
static void
take_source(struct run *run, struct source *source)
{
    const char *label = run->options->estate;
    const char *own;

    if (source->snapshot == NULL) {
        message_note("%s: rejected: %s", source->path, source->reason);
        estate_reject(&run->estate, source->path, source->sha256,
                      source->reason);
        return;
    }
    own = source->snapshot->manifest.estate;
    if (label != NULL && (own == NULL || strcmp(own, label) != 0)) {
        message_note("%s: left out: of the estate %s", source->path,
                     own == NULL ? "(no label)" : own);
        snapshot_release(source->snapshot);
        return;
    }
    *vec_add(&run->arena, &run->snapshots) = source->snapshot;
}

/* A bundle that the machine could not read may be good: a report that counts it
 * among the bad ones would be another one next time. */
static int
check_unread(struct run *run)
{
    for (size_t i = 0; i < run->sources.count; i++) {
        const struct source *source = &run->sources.items[i];

        if (source->unread)
            return fail(run->why, "%s: %s: copy it again, or leave it out",
                        source->path, source->reason);
    }
    return 0;
}

static int
read_bundles(struct run *run)
{
    int result;

    /* One at a time, so that it is known which one kills its reader. */
    read_some(run, true, 1);
    read_some(run, false, run->options->threads);
    /* Now that their digests are known. */
    qsort(run->sources.items, run->sources.count, sizeof *run->sources.items,
          source_order);
    result = check_unread(run);
    for (size_t i = 0; i < run->sources.count; i++) {
        if (result == 0)
            take_source(run, &run->sources.items[i]);
        else
            snapshot_release(run->sources.items[i].snapshot);
        free(run->sources.items[i].reason);
        run->sources.items[i].reason = NULL;
    }
    return result;
}

/* Bundles of different estates in one report would be a lie. */
static int
check_labels(struct run *run)
{
    const char *words = NULL, *last = NULL;
    const char **labels;
    size_t count = run->snapshots.count, distinct = 0;

    labels = arena_alloc(&run->arena, (count + 1) * sizeof *labels);
    for (size_t i = 0; i < count; i++) {
        const char *label = run->snapshots.items[i]->manifest.estate;

        labels[i] = label == NULL ? "(no label)" : label;
    }
    qsort(labels, count, sizeof *labels, text_order);
    for (size_t i = 0; i < count; i++) {
        if (last != NULL && strcmp(last, labels[i]) == 0)
            continue;
        last = labels[i];
        words = words == NULL
                    ? last
                    : arena_format(&run->arena, "%s, %s", words, last);
        distinct++;
    }
    if (distinct <= 1)
        return 0;
    return fail(run->why,
                "the bundles are of %zu estates: %s; name one with --estate",
                distinct, words);
}

static int
snapshot_order(const void *a, const void *b)
{
    const struct snapshot *x = *(struct snapshot *const *)a;
    const struct snapshot *y = *(struct snapshot *const *)b;
    int order = strcmp(x->manifest.host, y->manifest.host);

    if (order == 0)
        order = strcmp(x->manifest.id, y->manifest.id);
    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

/* --- Answers, target, catalogue ------------------------------------------- */

static int
load_catalogue(struct run *run)
{
    const struct words *packs = &run->options->packs;

    run->catalogue = catalogue_load(
        arena_format(&run->arena, "%s/rules", run->options->data), run->why);
    if (run->catalogue == NULL)
        return -1;
    for (size_t i = 0; i < packs->count; i++)
        if (catalogue_add(run->catalogue, packs->items[i], run->why) != 0)
            return -1;
    return 0;
}

static int
load_answers(struct run *run)
{
    if (run->options->answers == NULL)
        return 0;
    return answers_read(run->options->answers,
                        arena_format(&run->arena, "%s/templates/answers.rng",
                                     run->options->data),
                        &run->arena, &run->answers, run->why);
}

static int
choose_target(struct run *run)
{
    struct buf known;
    int result = 0;

    run->target = run->options->target != NULL  ? run->options->target
                  : run->answers.target != NULL ? run->answers.target
                                                : run->catalogue->newest_target;
    buf_init(&known, 4096);
    if (!catalogue_target(run->catalogue, run->target, &known))
        result =
            fail(run->why, "the catalogue has no release \"%s\"; it knows %s",
                 run->target, known.data == NULL ? "none" : known.data);
    buf_release(&known);
    return result;
}

/* --- The report ----------------------------------------------------------- */

static int
input_order(const void *a, const void *b)
{
    const struct report_input *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);

    if (order == 0)
        order = strcmp(x->file, y->file);
    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

static void
add_input(struct run *run, const char *kind, const char *path,
          const char *sha256, int64_t size)
{
    struct report_input *input = vec_add(&run->arena, &run->report.inputs);

    input->kind = kind;
    input->file = last_component(path);
    input->sha256 = arena_string(&run->arena, sha256);
    input->size = size;
}

/* A folder of ours has one digest: over the names and digests of its files. */
static int
add_input_folder(struct run *run, const char *kind, const char *path)
{
    struct folder_names names;
    struct seal *seal;
    char hex[SEAL_HEX];
    int result;

    result = folder_list(path, &run->arena, &names, run->why);
    seal = seal_open();
    for (size_t i = 0; result == 0 && i < names.count; i++) {
        const char *file =
            arena_format(&run->arena, "%s/%s", path, names.items[i]);
        struct stat st;

        if (stat(file, &st) != 0)
            result = fail(run->why, "%s: %s", file, strerror(errno));
        if (result != 0 || !S_ISREG(st.st_mode))
            continue;
        result = folder_digest(file, hex, NULL, run->why);
        seal_add(seal, names.items[i], strlen(names.items[i]) + 1);
        seal_add(seal, hex, sizeof hex);
    }
    seal_close(seal, hex);
    if (result == 0)
        add_input(run, kind, path, hex, -1);
    return result;
}

/* What is read beside bundles. */
static int
add_inputs(struct run *run)
{
    const struct analyze_options *options = run->options;
    char hex[SEAL_HEX];
    int64_t size;

    if (options->answers != NULL) {
        if (folder_digest(options->answers, hex, &size, run->why) != 0)
            return -1;
        add_input(run, "answers", options->answers, hex, size);
    }
    for (size_t i = 0; i < options->packs.count; i++)
        if (add_input_folder(run, "rules", options->packs.items[i]) != 0)
            return -1;
    if (options->templates != NULL &&
        add_input_folder(run, "templates", options->templates) != 0)
        return -1;
    data_digest(options->data, hex);
    run->report.data_sha256 = arena_string(&run->arena, hex);
    if (strcmp(options->data, DATA_CARRIED) != 0)
        add_input(run, "data", options->data, hex, -1);
    return 0;
}

static void
add_option(struct run *run, const char *name, const char *value)
{
    *vec_add(&run->arena, &run->report.options) =
        (struct report_option){name, value};
}

/* In the order of their names; the clock and what changes no byte are not
 * among them. */
static void
add_options(struct run *run)
{
    static const char *const FORMATS[] = {"html", "pdf", "json", "csv"};
    const struct analyze_options *options = run->options;
    const char *formats = NULL;

    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (options->formats & 1u << i)
            formats = formats == NULL ? FORMATS[i]
                                      : arena_format(&run->arena, "%s,%s",
                                                     formats, FORMATS[i]);
    if (options->estate != NULL)
        add_option(run, "--estate", options->estate);
    if (options->formats != FORMAT_ALL)
        add_option(run, "--format", formats);
    if (options->target != NULL)
        add_option(run, "--target", options->target);
}

static void
fill_report(struct run *run)
{
    struct report *report = &run->report;
    const struct report_library libraries[] = {
        {"jansson", report_library()},      {"libarchive", bundle_library()},
        {"libharu", render_pdf_library()},  {"libxml2", xml_library()},
        {"libxslt", render_xslt_library()}, {"openssl", seal_library()}};

    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        *vec_add(&run->arena, &report->libraries) = libraries[i];
    report->version = ACC_VERSION;
    report->now = run->options->now;
    report->estate = &run->estate;
    report->catalogue = run->catalogue;
    report->judgements = run->judgements;
    report->plan = run->plan;
    add_options(run);
    for (size_t i = 0; i < run->sources.count; i++)
        add_input(run, "bundle", run->sources.items[i].path,
                  run->sources.items[i].sha256, run->sources.items[i].size);
    qsort(report->inputs.items, report->inputs.count,
          sizeof *report->inputs.items, input_order);
}

/* The report being made, each file by the thread that comes to it. */
struct making {
    struct run *run;
    const char *templates;
    struct pdf_facts facts;
    const struct file *xml; /* which others are rendered from */
    struct failure why[FILES_MOST];
    bool failed[FILES_MOST];
};

static int
report_source(const struct making *making, struct span *xml,
              struct failure *why)
{
    const struct buf *made = &making->xml->made;

    if (made->overflow)
        return fail(why, "report.xml: larger than %d bytes", MADE_MOST);
    *xml = span_bytes(made->data, made->len);
    return 0;
}

static int
make_html(const struct making *making, struct buf *out, struct failure *why)
{
    struct span xml;

    return report_source(making, &xml, why) != 0
               ? -1
               : render_html(xml, making->templates, out, why);
}

static int
make_pdf(const struct making *making, struct buf *out, struct failure *why)
{
    struct pdf_facts facts = making->facts;
    char hex[SEAL_HEX];
    struct span xml;

    if (report_source(making, &xml, why) != 0)
        return -1;
    seal_of(xml, hex);
    hex[32] = '\0';
    facts.id = hex;
    return render_pdf(xml, making->templates, &facts, out, why);
}

/* A file that is sent as it is written. */
struct sending {
    const struct run *run;
    const struct file *file;
};

static void
send_written(void *baton)
{
    const struct sending *sending = baton;
    struct cell *cell = sending->run->cell;
    struct buf out;

    cell_file(cell, sending->file->name);
    buf_init_draining(&out, DRAINED, cell_bytes, cell);
    sending->file->write(&sending->run->report, &out);
    buf_flush(&out);
    buf_release(&out);
}

static int
make_file(const struct making *making, struct file *file, struct failure *why)
{
    struct sending sending = {making->run, file};

    if (file->write != NULL && file != making->xml) {
        work_alone(send_written, &sending);
        return 0;
    }
    buf_init(&file->made, MADE_MOST);
    if (file->write != NULL)
        file->write(&making->run->report, &file->made);
    else if (file->render(making, &file->made, why) != 0)
        return -1;
    return file->made.overflow
               ? fail(why, "%s: larger than %d bytes", file->name, MADE_MOST)
               : 0;
}

static void
make_piece(void *baton, void *own, size_t index)
{
    struct making *making = baton;

    (void)own;
    making->failed[index] =
        make_file(making, &making->run->files[index], &making->why[index]) != 0;
}

/* In the order in which threads come to them: the longest first. */
static void
name_files(struct run *run)
{
    static const struct {
        struct file file;
        unsigned formats;
    } FILES[FILES_MOST] = {
        {{.name = "report.json", .write = report_json}, FORMAT_JSON},
        {{.name = "report.xml", .write = report_xml}, FORMAT_ALL},
        {{.name = "report.pdf", .render = make_pdf}, FORMAT_PDF},
        {{.name = "report.html", .render = make_html}, FORMAT_HTML},
        {{.name = "findings.csv", .write = report_findings_csv}, FORMAT_CSV},
        {{.name = "plan.csv", .write = report_plan_csv}, FORMAT_CSV},
        {{.name = "REQUEST.txt", .write = report_request}, FORMAT_ALL},
        {{.name = "VERIFY.txt", .write = report_verify}, FORMAT_ALL}};

    for (size_t i = 0; i < FILES_MOST; i++)
        if ((FILES[i].formats & run->options->formats) != 0)
            run->files[run->file_count++] = FILES[i].file;
}

static int
write_files(struct run *run)
{
    const struct analyze_options *options = run->options;
    struct arena *arena = &run->arena;
    struct making making = {.run = run};
    struct work work = {.baton = &making, .piece = make_piece};

    making.templates = options->templates != NULL
                           ? options->templates
                           : arena_format(arena, "%s/templates", options->data);
    making.facts = (struct pdf_facts){
        .author = "acc-analyze " ACC_VERSION,
        .producer = "acc-analyze " ACC_VERSION,
        .now = options->now,
        .title = run->estate.label == NULL
                     ? "Readiness report"
                     : arena_format(arena, "Readiness report: %s",
                                    run->estate.label),
        .fonts = arena_format(arena, "%s/fonts", options->data)};
    name_files(run);
    while (making.xml == NULL)
        if (run->files[work.leading++].write == report_xml)
            making.xml = &run->files[work.leading - 1];
    work.pieces = run->file_count;
    message_detail("writing the report");
    work_share(&work, options->threads);
    for (size_t i = 0; i < run->file_count; i++)
        if (making.failed[i]) {
            *run->why = making.why[i];
            return -1;
        }
    for (size_t i = 0; i < run->file_count; i++) {
        const struct buf *made = &run->files[i].made;

        if (made->len == 0)
            continue;
        cell_file(run->cell, run->files[i].name);
        (void)cell_bytes(run->cell, made->data, made->len);
    }
    return 0;
}

static void
print_summary(const struct run *run)
{
    struct buf summary;

    if (run->options->quiet)
        return;
    buf_init(&summary, MADE_MOST);
    report_summary(&run->report, run->options->output, run->options->colour,
                   &summary);
    fputs(summary.data, stdout);
    buf_release(&summary);
}

static int
verdict_status(const struct run *run)
{
    static const int STATUS[] = {
        [VERDICT_READY] = EXIT_READY,
        [VERDICT_READY_WITH_ACTIONS] = EXIT_READY,
        [VERDICT_NOT_ASSESSED] = EXIT_NOT_ASSESSED,
        [VERDICT_NOT_READY] = EXIT_NOT_READY,
    };
    struct verdict_counts verdict;
    struct arena arena;

    arena_init(&arena);
    verdict_of(&run->estate, run->judgements, &arena, &verdict);
    arena_release(&arena);
    return STATUS[verdict.verdict];
}

/* --- The flow, in the cell ------------------------------------------------ */

static int
flow(struct run *run)
{
    const struct analyze_options *options = run->options;

    if (load_catalogue(run) != 0)
        return EXIT_FAILED;
    if (load_answers(run) != 0 || choose_target(run) != 0)
        return EXIT_MISUSE;

    /* bundles → snapshots */
    if (read_bundles(run) != 0)
        return EXIT_FAILED;
    if (check_labels(run) != 0)
        return EXIT_MISUSE;
    if (run->snapshots.count > 1)
        qsort(run->snapshots.items, run->snapshots.count,
              sizeof *run->snapshots.items, snapshot_order);
    /* snapshots → estate */
    estate_join(&run->estate, run->snapshots.items, run->snapshots.count,
                options->answers == NULL ? NULL : &run->answers, run->target);
    run->snapshots.count = 0;
    if (options->answers != NULL &&
        estate_check_answers(&run->estate, run->why) != 0)
        return EXIT_MISUSE;
    /* estate → judgements */
    run->judgements =
        rules_judge(run->catalogue, &run->estate, options->threads);
    /* judgements → plan */
    run->plan =
        plan_make(arena_format(&run->arena, "%s/plan", options->data),
                  &run->estate, run->judgements, options->threads, run->why);
    /* plan → report → folder */
    if (run->plan == NULL)
        return EXIT_FAILED;
    fill_report(run);
    if (write_files(run) != 0)
        return EXIT_FAILED;
    print_summary(run);
    return verdict_status(run);
}

static int
analyze_inside(void *baton, struct cell *cell, struct failure *why)
{
    struct run *run = baton;
    int status;

    run->cell = cell;
    run->why = why;
    files_close();
    estate_init(&run->estate);
    status = flow(run);
    /* A sealed process ends without looking for what it left. */
    if (!run->options->no_sandbox)
        return status;
    for (size_t i = 0; i < run->file_count; i++)
        buf_release(&run->files[i].made);
    if (run->plan != NULL)
        plan_release(run->plan);
    if (run->judgements != NULL)
        judgements_release(run->judgements);
    for (size_t i = 0; i < run->snapshots.count; i++)
        snapshot_release(run->snapshots.items[i]);
    estate_release(&run->estate);
    if (run->catalogue != NULL)
        catalogue_release(run->catalogue);
    return status;
}

/* --- At its keeper -------------------------------------------------------- */

static int
open_source(void *baton, size_t input, uint64_t *size)
{
    const struct run *run = baton;
    /* Not waiting for the writer of a pipe that has the name of a bundle. */
    int fd = open(run->sources.items[input].path,
                  O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat st;
    int problem;

    if (fd < 0)
        return -1;
    problem = fstat(fd, &st) != 0 ? errno : S_ISREG(st.st_mode) ? 0 : EISDIR;
    if (problem != 0) {
        (void)close(fd);
        errno = problem;
        return -1;
    }
    *size = (uint64_t)st.st_size;
    return fd;
}

static void
show_reading(void *baton, size_t count)
{
    const struct run *run = baton;

    message_progress("reading bundle", count, run->sources.count);
}

static int
take_file(void *baton, size_t file, struct failure *why)
{
    struct run *run = baton;

    if (run->folder == NULL) {
        message_progress("", 1, 0);
        run->folder =
            folder_open(run->options->output, run->options->force, why);
    }
    return run->folder == NULL ? -1 : folder_begin(run->folder, file, why);
}

static int
take_bytes(void *baton, const void *bytes, size_t len, struct failure *why)
{
    struct run *run = baton;

    return folder_add(run->folder, bytes, len, why);
}

static void
drop_folder(void *baton)
{
    struct run *run = baton;

    message_progress("", 1, 0);
    if (run->folder != NULL)
        folder_drop(run->folder);
    run->folder = NULL;
}

static int
keep_folder(void *baton, struct failure *why)
{
    struct run *run = baton;
    struct folder *folder = run->folder;

    /* Once the report stands, nothing more may fail: what is to be said is made
     * before. */
    message_shown(&run->outcome.output, run->options->colour, &run->results);
    switch (run->outcome.status) {
    case EXIT_READY:
    case EXIT_NOT_READY:
    case EXIT_NOT_ASSESSED:
        if (folder == NULL)
            return fail(why, "the sealed process wrote nothing");
        run->folder = NULL;
        return folder_keep(folder, why);
    case EXIT_FAILED:
    case EXIT_MISUSE:
        drop_folder(run);
        return 0;
    default:
        return fail(why, "the sealed process ended with status %d",
                    run->outcome.status);
    }
}

/* The reader died: of the one bundle that it was reading, or of one of several,
 * which the next reader then reads alone. */
static int
reject_deadly(struct run *run)
{
    const char *sign = confine_sign(&run->arena, run->outcome.sign);
    struct failure unread;
    size_t count = 0, last = 0;

    for (size_t i = 0; i < run->sources.count; i++)
        if (run->outcome.reading[i]) {
            run->sources.items[i].suspect = true;
            last = i;
            count++;
        }
    if (count == 0)
        return fail(run->why,
                    "the analysis was ended by %s, and not while it read a "
                    "bundle: nothing is written",
                    sign);
    if (count == 1) {
        struct source *source = &run->sources.items[last];

        source->reason = strdup(arena_format(
            &run->arena, "the process that read it was ended by %s", sign));
        if (folder_digest(source->path, source->sha256, &source->size,
                          &unread) != 0) {
            source->sha256[0] = '\0';
            source->size = -1;
        }
    }
    return 0;
}

static int
run_cells(struct run *run)
{
    struct cell_task task = {.baton = run,
                             .work = analyze_inside,
                             .inputs = run->sources.count,
                             .open = open_source,
                             .read = show_reading,
                             .files = FOLDER_FILES,
                             .file_count = FOLDER_FILE_COUNT,
                             .file_most = (uint64_t)8 << 30,
                             .file = take_file,
                             .bytes = take_bytes,
                             .keep = keep_folder,
                             .drop = drop_folder,
                             .walls = !run->options->no_sandbox,
                             .threads = run->options->threads,
                             .seconds = SECONDS_MOST};
    struct cell_outcome *outcome = &run->outcome;

    outcome->reading = arena_alloc(&run->arena, run->sources.count + 1);
    for (;;) {
        confine(&task, outcome, run->why);
        if (outcome->end != CELL_DIED)
            break;
        buf_release(&outcome->output);
        if (reject_deadly(run) != 0)
            return EXIT_FAILED;
    }
    if (outcome->end == CELL_ENDED && run->results.len > 0)
        (void)fwrite(run->results.data, 1, run->results.len, stdout);
    buf_release(&run->results);
    buf_release(&outcome->output);
    return outcome->end == CELL_ENDED ? outcome->status : EXIT_FAILED;
}

/* What the cell will read, bundles apart. */
static int
hold_files(struct run *run)
{
    static const struct {
        const char *name;
        unsigned formats; /* that need it */
    } FOLDERS[] = {{"rules", FORMAT_ALL},
                   {"plan", FORMAT_ALL},
                   {"templates", FORMAT_ALL},
                   {"fonts", FORMAT_PDF}};
    const struct analyze_options *options = run->options;

    data_carry();
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        if ((FOLDERS[i].formats & options->formats) != 0 &&
            files_hold_folder(arena_format(&run->arena, "%s/%s", options->data,
                                           FOLDERS[i].name),
                              NULL, true, run->why) != 0)
            return -1;
    for (size_t i = 0; i < options->packs.count; i++)
        if (files_hold_folder(options->packs.items[i], ".xml", false,
                              run->why) != 0)
            return -1;
    return options->templates == NULL
               ? 0
               : files_hold_folder(options->templates, NULL, true, run->why);
}

static int
prepare(struct run *run)
{
    const struct analyze_options *options = run->options;

    if (folder_check(options->output, options->force, run->why) != 0 ||
        hold_files(run) != 0)
        return EXIT_FAILED;
    if (options->answers != NULL && files_hold(options->answers, run->why) != 0)
        return run->why->machine ? EXIT_FAILED : EXIT_MISUSE;
    if (find_bundles(run) != 0 || add_inputs(run) != 0)
        return EXIT_FAILED;
    confine_tell(!options->no_sandbox);
    return EXIT_READY;
}

int
analyze(const struct analyze_options *options, struct failure *why)
{
    struct run run = {.options = options, .why = why};
    int status;

    arena_init(&run.arena);
    status = prepare(&run);
    if (status == EXIT_READY)
        status = run_cells(&run);
    for (size_t i = 0; i < run.sources.count; i++)
        free(run.sources.items[i].reason);
    files_release();
    arena_release(&run.arena);
    return status;
}
