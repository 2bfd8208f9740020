/*
 * acc-analyze: the command line → analyze(); exit status.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analyze.h"
#include "bundle_write.h"
#include "confine.h"
#include "data.h"
#include "files.h"
#include "folder.h"
#include "memory.h"
#include "message.h"
#include "options.h"
#include "render.h"
#include "report.h"
#include "rules.h"
#include "seal.h"
#include "utf8.h"
#include "vec.h"
#include "xml_document.h"

enum {
    THREADS_MOST = 64,
    TEXT_MOST = 64 << 20,
    RULES_SECONDS = 60 * 60 /* the last stop of a check */
};

struct call {
    struct arena arena;
    struct analyze_options options;
    enum message_level level;
    int64_t threads;
    const char *now;
    struct command_call words;
    const char *written; /* the report's folder, once it stands */
    struct failure why;
};

/* --- Options -------------------------------------------------------------- */

static int
take_format(const struct given *given, struct failure *why)
{
    static const char *const FORMATS[] = {"html", "pdf", "json", "csv"};
    struct call *call = given->into;
    struct span rest = span_of(given->value), word;

    call->options.formats = 0;
    while (rest.len > 0) {
        size_t i = 0;

        if (!span_until(&rest, ',', &word)) {
            word = rest;
            rest.len = 0;
        }
        while (i < 4 && !span_is(word, FORMATS[i]))
            i++;
        if (i == 4)
            return option_wrong(
                given->option, why,
                arena_format(given->arena, "%s: give some of html,pdf,json,csv",
                             given->value));
        call->options.formats |= 1u << i;
    }
    return 0;
}

/* Reads DIGITS decimal digits at *AT, which moves on; -1 if there are none. */
static int
digits(const char **at, int count)
{
    int number = 0;

    while (count-- > 0) {
        if (!ascii_digit(**at))
            return -1;
        number = number * 10 + *(*at)++ - '0';
    }
    return number;
}

static bool
mark(const char **at, char byte)
{
    return *(*at)++ == byte;
}

/* RFC 3339, "2026-01-02T03:04:05Z" or with "+01:00"; fractions are not read. */
static bool
read_time(const char *text, int64_t *seconds)
{
    const char *at = text;
    struct tm tm = {0};
    int hours, minutes, sign;
    time_t when;

    if (strlen(text) < sizeof "2026-01-02T03:04:05Z" - 1 ||
        (tm.tm_year = digits(&at, 4)) < 1970 || !mark(&at, '-') ||
        (tm.tm_mon = digits(&at, 2)) < 1 || tm.tm_mon > 12 || !mark(&at, '-') ||
        (tm.tm_mday = digits(&at, 2)) < 1 || tm.tm_mday > 31 ||
        !mark(&at, 'T') || (tm.tm_hour = digits(&at, 2)) < 0 ||
        tm.tm_hour > 23 || !mark(&at, ':') ||
        (tm.tm_min = digits(&at, 2)) < 0 || tm.tm_min > 59 || !mark(&at, ':') ||
        (tm.tm_sec = digits(&at, 2)) < 0 || tm.tm_sec > 60)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    when = timegm(&tm);
    if (strcmp(at, "Z") != 0) {
        if ((*at != '+' && *at != '-') || strlen(at) != sizeof "+00:00" - 1)
            return false;
        sign = *at++ == '+' ? 1 : -1;
        hours = digits(&at, 2);
        if (hours < 0 || hours > 23 || !mark(&at, ':') ||
            (minutes = digits(&at, 2)) < 0 || minutes > 59)
            return false;
        when -= sign * (hours * 3600 + minutes * 60);
    }
    *seconds = (int64_t)when;
    return true;
}

static int
take_now(const struct given *given, struct failure *why)
{
    struct call *call = given->into;

    if (!read_time(given->value, &call->options.now))
        return option_wrong(
            given->option, why,
            arena_format(given->arena,
                         "%s: give a time like 2026-01-02T03:04:05Z",
                         given->value));
    return option_text(given, why);
}

static int
take_quiet(const struct given *given, struct failure *why)
{
    struct call *call = given->into;

    (void)why;
    call->level = MESSAGE_QUIET;
    return 0;
}

static int
take_verbose(const struct given *given, struct failure *why)
{
    struct call *call = given->into;

    (void)why;
    call->level = MESSAGE_VERBOSE;
    return 0;
}

#define AT(field) offsetof(struct call, options.field)

static const struct option OPTIONS[] = {
    OPTION_HEADING("The report"),
    {"output", 'o', "DIR",
     "write the report to DIR, created whole or not at all",
     .take = option_text, .at = AT(output)},
    {"force", 0, NULL, "replace DIR if it holds a report and nothing else",
     .take = option_flag, .at = AT(force)},
    {"format", 0, "LIST", "of html,pdf,json,csv (default: all of them)",
     .take = take_format, .values = "html pdf json csv"},
    {"now", 0, "TIME", "take TIME for the clock, like 2026-01-02T03:04:05Z",
     .take = take_now, .at = offsetof(struct call, now)},

    OPTION_HEADING("What is judged, and against what"),
    {"target", 0, "RELEASE",
     "judge against the support matrix of this release (default: the newest)",
     .take = option_text, .at = AT(target)},
    {"answers", 0, "FILE",
     "what people confirmed: topology, roles, target, attestations",
     .take = option_text, .at = AT(answers)},
    {"estate", 0, "NAME", "analyse only bundles with this label",
     .take = option_text, .at = AT(estate)},
    {"rules", 0, "DIR", "add a rule pack (repeatable)", .take = option_words,
     .at = AT(packs), .repeats = true},
    {"templates", 0, "DIR", "use these templates instead of ours",
     .take = option_text, .at = AT(templates)},
    {"data", 0, "DIR",
     "use this folder, once made by the command data, instead of what the "
     "program carries",
     .take = option_text, .at = AT(data)},

    OPTION_HEADING("How it runs"),
    {NULL, 'j', "N", "read and judge with N threads", .take = option_number,
     .at = offsetof(struct call, threads), .least = 1, .most = THREADS_MOST},
    {"no-sandbox", 0, NULL,
     "read bundles in a process that may do what you may", .take = option_flag,
     .at = AT(no_sandbox)},
    {"quiet", 'q', NULL, "say nothing but failures", .take = take_quiet},
    {"verbose", 'v', NULL, "say what is done", .take = take_verbose},

    /* not in this version */
    {.name = "waivers"},
    {.name = "lang"},
    {.name = "previous"},
    {.name = "trust"},
    {.name = "decrypt-key"},
    {.name = "map"},
    {.name = "at-time"},
    {.name = "sign-key"},
    {.name = "sign-cert"},
    {.name = "sign-with"},
    {.name = "archive"},
};

/* --- Commands ------------------------------------------------------------- */

static int
misuse(struct call *call)
{
    message_failure("%s; see acc-analyze --help", call->why.text);
    return EXIT_MISUSE;
}

static int
failed(struct call *call)
{
    if (call->why.text[0] != '\0') /* else it is said already */
        message_failure("%s", call->why.text);
    return EXIT_FAILED;
}

static int
set_clock(struct call *call)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");

    if (call->now != NULL)
        return 0;
    if (epoch != NULL && *epoch != '\0') {
        if (!span_number(span_of(epoch), 0, INT64_C(253402300799),
                         &call->options.now))
            return fail(&call->why,
                        "SOURCE_DATE_EPOCH is \"%s\": give seconds since 1970",
                        epoch);
        return 0;
    }
    call->options.now = (int64_t)time(NULL);
    return 0;
}

static int
command_report(void *baton, const char *const *bundles, size_t count)
{
    struct call *call = baton;
    int status;

    for (size_t i = 0; i < count; i++)
        *vec_add(&call->arena, &call->options.bundles) = bundles[i];
    if (call->options.output == NULL) {
        fail(&call->why, "the folder for the report is not named: add -o DIR");
        return misuse(call);
    }
    if (set_clock(call) != 0)
        return misuse(call);
    call->options.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    status = analyze(&call->options, &call->why);
    if (status == EXIT_FAILED)
        return failed(call);
    if (status == EXIT_MISUSE)
        return misuse(call);
    call->written = call->options.output;
    return status;
}

static const char *
kind_words(const struct rule *rule)
{
    static const char *const WORDS[] = {
        [RULE_ASSESSED] = "assessed",
        [RULE_ATTESTATION] = "answer",
        [RULE_NOT_ASSESSED] = "not in this version",
    };

    return WORDS[rule->kind];
}

/* What a command about rules does in the cell. */
struct rules_work;
typedef int rules_step(const struct rules_work *work,
                       struct catalogue *catalogue);
struct rules_work {
    struct call *call;
    rules_step *run;
    const char *rules; /* the folder of the catalogue */
    bool whole;        /* which is what is checked */
};

static int
rules_list(const struct rules_work *work, struct catalogue *catalogue)
{
    struct buf out;

    (void)work;
    buf_init(&out, TEXT_MOST);
    for (size_t i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        buf_addf(&out, "%-14s %-8s %-7s %-20s %s\n", rule->id,
                 severity_word(rule->severity), rule_phase_word(rule->phase),
                 kind_words(rule), rule->title);
        if (rule->missing != NULL)
            buf_addf(&out, "%-14s %s: %s\n", "",
                     rule->kind == RULE_ASSESSED ? "the rest needs" : "needs",
                     rule->missing);
    }
    message_results(&out, false);
    buf_release(&out);
    return EXIT_READY;
}

static void
field(struct buf *out, const char *name, const char *value)
{
    if (value != NULL)
        buf_addf(out, "%-*s %s\n", RULE_TELL_WIDTH, name, value);
}

/* WORDS without their markup. */
static const char *
words_plain(struct arena *arena, const char *words)
{
    struct xml_document *document;
    struct failure why;
    const char *text;

    if (words == NULL)
        return NULL;
    words = arena_format(arena, "<words>%s</words>", words);
    document = xml_read_bytes(span_of(words), "words", &why);
    if (document == NULL)
        return words;
    text = xml_text(arena, xml_root(document));
    xml_release(document);
    return text;
}

static int
rules_show(const struct rules_work *work, struct catalogue *catalogue)
{
    struct call *call = work->call;
    const struct rule *rule =
        catalogue_named(catalogue, call->words.operands[0], &call->why);
    struct buf out;

    if (rule == NULL)
        return EXIT_FAILED;
    buf_init(&out, TEXT_MOST);
    field(&out, "rule", rule->id);
    field(&out, "title", rule->title);
    field(&out, "severity", severity_word(rule->severity));
    field(&out, "phase", rule_phase_word(rule->phase));
    field(&out, "actor", rule->actor);
    field(&out, "kind", kind_words(rule));
    field(&out, "why", words_plain(&call->arena, rule->why));
    field(&out, "question", rule->question);
    rule_tell(rule, &out);
    field(&out, "source", rule->source);
    field(&out, "pack", rule->pack);
    message_results(&out, false);
    buf_release(&out);
    return EXIT_READY;
}

static int
rules_check(const struct rules_work *work, struct catalogue *catalogue)
{
    struct call *call = work->call;
    struct buf report;
    int bad, grown;

    if (!work->whole &&
        catalogue_take(catalogue, call->words.operands[0], &call->why) != 0) {
        message_failure("%s", call->why.text);
        return EXIT_NOT_READY; /* the pack is bad */
    }
    buf_init(&report, TEXT_MOST);
    bad = catalogue_check(catalogue, NULL, &report);
    grown = catalogue_check_growth(catalogue, &report);
    message_results(&report, false);
    printf("%zu rule%s, ", catalogue->rules.count,
           catalogue->rules.count == 1 ? "" : "s");
    if (bad == 0)
        puts("all cases hold");
    else
        printf("%d case%s do%s not hold\n", bad, bad == 1 ? "" : "s",
               bad == 1 ? "es" : "");
    if (grown > 0)
        printf("%d rule%s faster than the estate\n", grown,
               grown == 1 ? " grows" : "s grow");
    buf_release(&report);
    return bad == 0 && grown == 0 ? EXIT_READY : EXIT_NOT_READY;
}

/* A pack may be anybody's: it is read in a cell. */
static int
rules_inside(void *baton, struct cell *cell, struct failure *why)
{
    struct rules_work *work = baton;
    struct call *call = work->call;
    struct catalogue *catalogue;
    int status;

    (void)cell;
    files_close();
    catalogue = catalogue_load(work->rules, why);
    if (catalogue == NULL && work->whole) {
        message_failure("%s", why->text);
        return EXIT_NOT_READY; /* the catalogue is bad */
    }
    if (catalogue == NULL)
        return EXIT_FAILED;
    for (size_t p = 0; p < call->options.packs.count; p++)
        if (catalogue_add(catalogue, call->options.packs.items[p], why) != 0) {
            catalogue_release(catalogue);
            return EXIT_FAILED;
        }
    call->why.text[0] = '\0';
    status = work->run(work, catalogue);
    if (status == EXIT_FAILED)
        *why = call->why;
    catalogue_release(catalogue);
    return status;
}

static int
rules_hold(struct rules_work *work, const char *checked)
{
    struct call *call = work->call;
    struct failure *why = &call->why;

    data_carry();
    if (files_hold_folder(work->rules, NULL, false, why) != 0)
        return -1;
    for (size_t i = 0; i < call->options.packs.count; i++)
        if (files_hold_folder(call->options.packs.items[i], ".xml", false,
                              why) != 0)
            return -1;
    if (checked == NULL)
        return 0;
    if (files_is_folder(checked))
        return files_hold_folder(checked, ".xml", false, why);
    /* That the pack is missing, or is none, it says itself. */
    return files_hold(checked, why) != 0 && why->machine ? -1 : 0;
}

/* CHECKED: a file or a folder of rules, or NULL. */
static int
rules_run(struct call *call, rules_step *run, const char *checked)
{
    struct rules_work work = {call, run, NULL, false};
    struct cell_task task = {.baton = &work,
                             .work = rules_inside,
                             .walls = !call->options.no_sandbox,
                             .threads = call->options.threads,
                             .seconds = RULES_SECONDS};
    struct cell_outcome outcome;
    bool none;

    work.rules = arena_format(&call->arena, "%s/rules", call->options.data);
    /* A whole catalogue is no pack beside ours. */
    if (checked != NULL &&
        files_has(arena_format(&call->arena, "%s/catalogue.xml", checked))) {
        work.rules = checked;
        work.whole = true;
        checked = NULL;
    }
    if (rules_hold(&work, checked) != 0)
        return failed(call);
    confine_tell(task.walls);
    outcome = (struct cell_outcome){.reading = &none};
    confine(&task, &outcome, &call->why);
    files_release();
    if (outcome.end == CELL_ENDED)
        message_results(&outcome.output, false);
    buf_release(&outcome.output);
    if (outcome.end == CELL_DIED)
        fail(&call->why, "the process that read the rules was ended by %s",
             confine_sign(&call->arena, outcome.sign));
    if (outcome.end != CELL_ENDED || outcome.status == EXIT_FAILED)
        return failed(call);
    return outcome.status;
}

static int
command_rules_list(void *baton, const char *const *operands, size_t count)
{
    (void)operands;
    (void)count;
    return rules_run(baton, rules_list, NULL);
}

static int
command_rules_show(void *baton, const char *const *operands, size_t count)
{
    (void)operands;
    (void)count;
    return rules_run(baton, rules_show, NULL);
}

static int
command_rules_check(void *baton, const char *const *operands, size_t count)
{
    (void)count;
    return rules_run(baton, rules_check, operands[0]);
}

static int
command_verify(void *baton, const char *const *operands, size_t count)
{
    struct call *call = baton;
    struct buf out;
    int bad;

    (void)count;
    buf_init(&out, TEXT_MOST);
    bad = folder_verify(operands[0], &out, &call->why);
    if (call->level != MESSAGE_QUIET)
        message_results(&out, false);
    buf_release(&out);
    if (bad < 0)
        return failed(call);
    return bad == 0 ? EXIT_READY : EXIT_NOT_READY;
}

static int
command_data(void *baton, const char *const *operands, size_t count)
{
    struct call *call = baton;
    size_t files;

    (void)count;
    if (data_write(operands[0], &files, &call->why) != 0)
        return failed(call);
    if (call->level != MESSAGE_QUIET)
        printf("%zu files are in %s. Change them, and use them with --data.\n",
               files, operands[0]);
    return EXIT_READY;
}

static const struct command_word COMMANDS[] = {
    {"report", "BUNDLE... -o DIR",
     "analyse and write the report (the default command); a folder stands for "
     "the bundles in it",
     1, SIZE_MAX, "no bundle is named", NULL, command_report},
    {"rules list", "", "the catalogue, a rule a line", 0, 0,
     "takes options only", NULL, command_rules_list},
    {"rules show", "ID",
     "one rule: ACC-DB-007, or DB-007 as page 1 of the report prints it", 1, 1,
     "name one rule", NULL, command_rules_show},
    {"rules check", "FILE|DIR",
     "validate a rule pack and run the cases that stand in it", 1, 1,
     "name one file or folder of rules", NULL, command_rules_check},
    {"verify", "FILE|DIR", "check the hashes of a report", 1, 1,
     "name one report folder, or one file of it", NULL, command_verify},
    {"data", "DIR",
     "write out the rules, plan, templates and schemas that the program "
     "carries",
     1, 1, "name one folder, which is made", NULL, command_data},
    {"facts", "", NULL, 0, 0, NULL, NULL, NULL},
    {"questions", "", NULL, 0, 0, NULL, NULL, NULL},
    {"diff", "", NULL, 0, 0, NULL, NULL, NULL},
};

static void
version_tell(struct buf *out)
{
    buf_addf(out,
             "jansson %s\nlibarchive %s\nlibharu %s\nlibxml2 %s\n"
             "libxslt %s\nOpenSSL %s\nsandbox: ",
             report_library(), bundle_library(), render_pdf_library(),
             xml_library(), render_xslt_library(), seal_library());
    confine_words(out);
    buf_addc(out, '\n');
}

static const struct command_line LINE = {
    .program = "acc-analyze",
    .about = "Is an Adobe Campaign Classic estate ready to migrate? Reads the "
             "bundles of acc-collect and writes a report; opens no network.\n",
    .notes = "Exit status: 0 ready or ready with actions; 2 not ready; 3 not "
             "assessed; 1 an error, nothing written; 64 wrong usage.\n",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .commands = COMMANDS,
    .command_count = sizeof COMMANDS / sizeof *COMMANDS,
    .version = version_tell,
};

/* Results that could not be told are an error, but for a report: its folder
 * stands, and the status speaks of it. */
static int
results_out(const struct call *call, int status)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (call->written == NULL) {
        message_failure("standard output: it could not be written%s%s",
                        errno != 0 ? ": " : "",
                        errno != 0 ? strerror(errno) : "");
        return status == EXIT_MISUSE ? status : EXIT_FAILED;
    }
    message_failure("standard output: the summary could not be written; the "
                    "report in %s is whole",
                    call->written);
    return status;
}

static int
threads_usual(void)
{
    enum { USUAL_MOST = 8 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    return processors < 1            ? 1
           : processors > USUAL_MOST ? USUAL_MOST
                                     : (int)processors;
}

int
main(int count, char *words[])
{
    struct call call = {.level = MESSAGE_NORMAL};
    const char *data = getenv("ACC_READINESS_DATA");
    int status;

    memory_start("acc-analyze");
    arena_init(&call.arena);
    call.options.formats = FORMAT_ALL;
    call.options.data = data != NULL && *data != '\0' ? data : DATA_CARRIED;
    call.threads = threads_usual();
    message_start(MESSAGE_NORMAL);
    status =
        command_line_read(&LINE, words + 1, count > 0 ? (size_t)count - 1 : 0,
                          &call, &call.arena, &call.words, &call.why);
    if (status == LINE_DONE) {
        status = EXIT_READY;
    } else if (status != 0) {
        status = misuse(&call);
    } else {
        message_start(call.level);
        call.options.threads = (int)call.threads;
        call.options.quiet = call.level == MESSAGE_QUIET;
        status = call.words.command->run(&call, call.words.operands,
                                         call.words.count);
    }
    status = results_out(&call, status);
    arena_release(&call.arena);
    return status;
}
