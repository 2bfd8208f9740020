/*
 * acc-analyze: the command line → analyze(); exit status.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analyze.h"
#include "confine.h"
#include "data.h"
#include "files.h"
#include "folder.h"
#include "memory.h"
#include "message.h"
#include "rules.h"
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
    struct analyze_paths words; /* that are no options, in their order */
    enum message_level level;
    bool now_given, help, version;
    const char *written; /* the report's folder, once it stands */
    struct failure why;
};

/* --- Options -------------------------------------------------------------- */

typedef int take_option(struct call *call, const char *value);

static int
take_output(struct call *call, const char *value)
{
    call->options.output = value;
    return 0;
}

static int
take_target(struct call *call, const char *value)
{
    call->options.target = value;
    return 0;
}

static int
take_answers(struct call *call, const char *value)
{
    call->options.answers = value;
    return 0;
}

static int
take_rules(struct call *call, const char *value)
{
    *vec_add(&call->arena, &call->options.packs) = value;
    return 0;
}

static int
take_templates(struct call *call, const char *value)
{
    call->options.templates = value;
    return 0;
}

static int
take_data(struct call *call, const char *value)
{
    call->options.data = value;
    return 0;
}

static int
take_estate(struct call *call, const char *value)
{
    call->options.estate = value;
    return 0;
}

static int
take_format(struct call *call, const char *value)
{
    static const char *const FORMATS[] = {"html", "pdf", "json", "csv"};
    struct span rest = span_of(value), word;

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
            return fail(&call->why,
                        "--format %s: give some of html,pdf,json,csv", value);
        call->options.formats |= 1u << i;
    }
    if (call->options.formats == 0)
        return fail(&call->why, "--format: give some of html,pdf,json,csv");
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
take_now(struct call *call, const char *value)
{
    call->now_given = true;
    if (read_time(value, &call->options.now))
        return 0;
    return fail(&call->why, "--now %s: give a time like 2026-01-02T03:04:05Z",
                value);
}

static int
take_threads(struct call *call, const char *value)
{
    int64_t threads;

    if (!span_number(span_of(value), 1, THREADS_MOST, &threads))
        return fail(&call->why, "-j %s: give a number from 1 to %d", value,
                    THREADS_MOST);
    call->options.threads = (int)threads;
    return 0;
}

static int
take_force(struct call *call, const char *value)
{
    (void)value;
    call->options.force = true;
    return 0;
}

static int
take_no_sandbox(struct call *call, const char *value)
{
    (void)value;
    call->options.no_sandbox = true;
    return 0;
}

static int
take_quiet(struct call *call, const char *value)
{
    (void)value;
    call->level = MESSAGE_QUIET;
    call->options.quiet = true;
    return 0;
}

static int
take_verbose(struct call *call, const char *value)
{
    (void)value;
    call->level = MESSAGE_VERBOSE;
    return 0;
}

static int
take_help(struct call *call, const char *value)
{
    (void)value;
    call->help = true;
    return 0;
}

static int
take_version(struct call *call, const char *value)
{
    (void)value;
    call->version = true;
    return 0;
}

static const struct option {
    const char *name;     /* with its dashes; NULL: only a letter */
    char letter;          /* 0: none */
    const char *argument; /* NULL: takes none */
    take_option *take;    /* NULL: a later version will know it */
    const char *meaning;
} OPTIONS[] = {
    {"--output", 'o', "DIR", take_output,
     "write the report to DIR, created whole or not at all"},
    {"--force", 0, NULL, take_force,
     "replace DIR if it holds a report and nothing else"},
    {"--target", 0, "RELEASE", take_target,
     "judge against the support matrix of this release (default: the newest)"},
    {"--answers", 0, "FILE", take_answers,
     "what people confirmed: topology, roles, target, attestations"},
    {"--estate", 0, "NAME", take_estate,
     "analyse only bundles with this label"},
    {"--rules", 0, "DIR", take_rules, "add a rule pack (repeatable)"},
    {"--templates", 0, "DIR", take_templates,
     "use these templates instead of ours"},
    {"--data", 0, "DIR", take_data,
     "use this folder, once made by the command data, instead of what the "
     "program carries"},
    {"--format", 0, "LIST", take_format,
     "of html,pdf,json,csv (default: all of them)"},
    {"--now", 0, "TIME", take_now,
     "take TIME for the clock, like 2026-01-02T03:04:05Z"},
    {NULL, 'j', "N", take_threads, "read and judge with N threads"},
    {"--no-sandbox", 0, NULL, take_no_sandbox,
     "read bundles in a process that may do what you may"},
    {"--quiet", 'q', NULL, take_quiet, "say nothing but failures"},
    {"--verbose", 'v', NULL, take_verbose, "say what is done"},
    {"--help", 'h', NULL, take_help, "print this and end"},
    {"--version", 0, NULL, take_version, "print the version and end"},
    {"--waivers", 0, "FILE", NULL, "accepted risks"},
    {"--lang", 0, "CODE", NULL, "language of the report"},
    {"--previous", 0, "FILE", NULL, "mark what changed since that report"},
    {"--trust", 0, "CA", NULL, "verify signatures of bundles"},
    {"--decrypt-key", 0, "FILE", NULL, "read encrypted bundles"},
    {"--map", 0, "FILE", NULL, "read pseudonymised bundles"},
    {"--at-time", 0, "TIME", NULL, "judge certificates at a time"},
    {"--sign-key", 0, "FILE", NULL, "sign the report with this key"},
    {"--sign-cert", 0, "FILE", NULL, "and this certificate"},
};
enum { OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static int
take(struct call *call, const struct option *option, const char *written,
     const char *value)
{
    if (option->take == NULL)
        return fail(&call->why, "%s: not in this version", written);
    if (option->argument != NULL && *value == '\0')
        return fail(&call->why, "%s: needs %s", written, option->argument);
    return option->take(call, value);
}

/* The option that WORD ("--name", "--name=value", "-xVALUE") writes, with its
 * VALUE if that stands in the word itself. */
static const struct option *
option_of(const char *word, const char **value)
{
    *value = NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &OPTIONS[i];
        size_t len = option->name == NULL ? 0 : strlen(option->name);

        if (len > 0 && strncmp(word, option->name, len) == 0 &&
            (word[len] == '\0' || word[len] == '=')) {
            if (word[len] == '=')
                *value = word + len + 1;
            return option;
        }
        if (option->letter != 0 && word[0] == '-' &&
            word[1] == option->letter) {
            if (word[2] == '\0')
                return option;
            if (option->argument != NULL) {
                *value = word + 2;
                return option;
            }
        }
    }
    return NULL;
}

static int
read_words(struct call *call, int count, char *words[])
{
    bool options = true;

    for (int i = 1; i < count; i++) {
        const char *word = words[i], *value;
        const struct option *option;

        if (!options || word[0] != '-' || word[1] == '\0') {
            *vec_add(&call->arena, &call->words) = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options = false;
            continue;
        }
        option = option_of(word, &value);
        if (option == NULL)
            return fail(&call->why, "%s: no such option", word);
        if (option->argument == NULL && value != NULL)
            return fail(&call->why, "%s: takes no value", option->name);
        if (option->argument != NULL && value == NULL) {
            if (i + 1 == count)
                return fail(&call->why, "%s: needs %s", word, option->argument);
            value = words[++i];
        }
        if (take(call, option, word, value == NULL ? "" : value) != 0)
            return -1;
    }
    return 0;
}

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

    if (call->now_given)
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
command_report(struct call *call, size_t first)
{
    int status;

    for (size_t i = first; i < call->words.count; i++)
        *vec_add(&call->arena, &call->options.bundles) = call->words.items[i];
    if (call->options.bundles.count == 0) {
        fail(&call->why, "no bundle is named");
        return misuse(call);
    }
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

static int
rules_list(struct call *call, const struct catalogue *catalogue)
{
    struct buf out;

    (void)call;
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
rules_show(struct call *call, const struct catalogue *catalogue)
{
    const char *id = call->words.items[2];
    const struct rule *rule = catalogue_find(catalogue, id);
    struct buf out;

    if (rule == NULL) {
        fail(&call->why, "%s: no such rule; `rules list` shows all", id);
        return EXIT_FAILED;
    }
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
rules_check(struct call *call, struct catalogue *catalogue)
{
    struct buf report;
    int bad, grown;

    if (catalogue_take(catalogue, call->words.items[2], &call->why) != 0) {
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

static const struct subcommand {
    const char *name;
    size_t words; /* of the command line, with `rules` */
    int (*list)(struct call *call, const struct catalogue *catalogue);
    int (*check)(struct call *call, struct catalogue *catalogue);
} SUBCOMMANDS[] = {
    {"list", 2, rules_list, NULL},
    {"show", 3, rules_show, NULL},
    {"check", 3, NULL, rules_check},
};

static const struct subcommand *
subcommand_of(const struct call *call, size_t first)
{
    for (size_t i = 0; i < sizeof SUBCOMMANDS / sizeof *SUBCOMMANDS; i++)
        if (call->words.count == SUBCOMMANDS[i].words &&
            strcmp(call->words.items[first], SUBCOMMANDS[i].name) == 0)
            return &SUBCOMMANDS[i];
    return NULL;
}

/* A pack may be anybody's: it is read in a cell. */
static int
rules_inside(void *baton, struct cell *cell, struct failure *why)
{
    struct call *call = baton;
    const struct subcommand *subcommand = subcommand_of(call, 1);
    struct catalogue *catalogue;
    int status;

    (void)cell;
    files_close();
    catalogue = catalogue_load(
        arena_format(&call->arena, "%s/rules", call->options.data), why);
    if (catalogue == NULL)
        return EXIT_FAILED;
    for (size_t p = 0; p < call->options.packs.count; p++)
        if (catalogue_add(catalogue, call->options.packs.items[p], why) != 0) {
            catalogue_release(catalogue);
            return EXIT_FAILED;
        }
    call->why.text[0] = '\0';
    status = subcommand->list != NULL ? subcommand->list(call, catalogue)
                                      : subcommand->check(call, catalogue);
    if (status == EXIT_FAILED)
        *why = call->why;
    catalogue_release(catalogue);
    return status;
}

static int
hold_rules(struct call *call, const struct subcommand *subcommand)
{
    data_carry();
    if (files_hold_folder(
            arena_format(&call->arena, "%s/rules", call->options.data), NULL,
            false, &call->why) != 0)
        return -1;
    for (size_t i = 0; i < call->options.packs.count; i++)
        if (files_hold_folder(call->options.packs.items[i], ".xml", false,
                              &call->why) != 0)
            return -1;
    /* That the pack is missing, or is none, it says itself. */
    return subcommand->check != NULL &&
                   files_hold(call->words.items[2], &call->why) != 0 &&
                   call->why.machine
               ? -1
               : 0;
}

static int
command_rules(struct call *call, size_t first)
{
    const struct subcommand *subcommand =
        call->words.count > first ? subcommand_of(call, first) : NULL;
    struct cell_task task = {.baton = call,
                             .work = rules_inside,
                             .walls = !call->options.no_sandbox,
                             .threads = call->options.threads,
                             .seconds = RULES_SECONDS};
    struct cell_outcome outcome;
    bool none;

    if (subcommand == NULL) {
        fail(&call->why, "rules: say list, show ID or check FILE");
        return misuse(call);
    }
    if (hold_rules(call, subcommand) != 0)
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
command_verify(struct call *call, size_t first)
{
    struct buf out;
    int bad;

    if (call->words.count != first + 1) {
        fail(&call->why, "verify: name one report folder, or one file of it");
        return misuse(call);
    }
    buf_init(&out, TEXT_MOST);
    bad = folder_verify(call->words.items[first], &out, &call->why);
    if (call->level != MESSAGE_QUIET)
        message_results(&out, false);
    buf_release(&out);
    if (bad < 0)
        return failed(call);
    return bad == 0 ? EXIT_READY : EXIT_NOT_READY;
}

static int
command_data(struct call *call, size_t first)
{
    const char *folder;
    size_t count;

    if (call->words.count != first + 1) {
        fail(&call->why, "data: name one folder, which is made");
        return misuse(call);
    }
    folder = call->words.items[first];
    if (data_write(folder, &count, &call->why) != 0)
        return failed(call);
    if (call->level != MESSAGE_QUIET)
        printf("%zu files are in %s. Change them, and use them with --data.\n",
               count, folder);
    return EXIT_READY;
}

static int
command_later(struct call *call, size_t first)
{
    fail(&call->why, "%s: not in this version", call->words.items[first - 1]);
    return misuse(call);
}

static const struct command {
    const char *name;
    int (*run)(struct call *call,
               size_t first); /* FIRST: word after its name */
    const char *usage, *meaning;
} COMMANDS[] = {
    {"report", command_report, "[report] BUNDLE... -o DIR",
     "analyse and write the report; a folder stands for the bundles in it"},
    {"rules", command_rules, "rules list|show ID|check FILE",
     "the catalogue; validate and self-test a rule pack"},
    {"verify", command_verify, "verify FILE|DIR",
     "check the hashes of a report"},
    {"data", command_data, "data DIR",
     "write out the rules, plan, templates and schemas that the program "
     "carries"},
    {"questions", command_later, "questions BUNDLE...",
     "the attestations that an estate needs (not in this version)"},
    {"diff", command_later, "diff OLD NEW",
     "compare two report.json (not in this version)"},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void
print_help(void)
{
    printf(
        "acc-analyze: is an Adobe Campaign Classic estate ready to migrate?\n"
        "\nUsage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  acc-analyze %s\n      %s\n", COMMANDS[i].usage,
               COMMANDS[i].meaning);
    printf("\nOptions:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &OPTIONS[i];
        char left[64];

        (void)snprintf(left, sizeof left, "%s%c%s%s%s%s",
                       option->letter != 0 ? "-" : "  ",
                       option->letter != 0 ? option->letter : ' ',
                       option->letter != 0 && option->name ? ", " : " ",
                       option->name != NULL ? option->name : "",
                       option->argument != NULL ? " " : "",
                       option->argument != NULL ? option->argument : "");
        printf("  %-24s %s%s\n", left, option->meaning,
               option->take == NULL ? " (not in this version)" : "");
    }
    printf("\nExit status: 0 ready or ready with actions; 2 not ready; "
           "3 not assessed;\n1 an error, nothing written; 64 wrong usage.\n");
}

static void
print_version(void)
{
    struct buf walls;

    buf_init(&walls, 256);
    confine_words(&walls);
    printf("acc-analyze %s\nsandbox: %s\n", ACC_VERSION, walls.data);
    buf_release(&walls);
}

static int
dispatch(struct call *call)
{
    for (size_t i = 0; i < COMMAND_COUNT && call->words.count > 0; i++)
        if (strcmp(call->words.items[0], COMMANDS[i].name) == 0)
            return COMMANDS[i].run(call, 1);
    return command_report(call, 0);
}

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

int
main(int count, char *words[])
{
    struct call call = {.level = MESSAGE_NORMAL};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const char *data = getenv("ACC_READINESS_DATA");
    int status;

    memory_start("acc-analyze");
    arena_init(&call.arena);
    call.options.formats = FORMAT_ALL;
    call.options.data = data != NULL && *data != '\0' ? data : DATA_CARRIED;
    call.options.threads = processors < 1   ? 1
                           : processors > 8 ? 8
                                            : (int)processors;
    message_start(MESSAGE_NORMAL);
    if (read_words(&call, count, words) != 0) {
        status = misuse(&call);
    } else if (call.help) {
        print_help();
        status = EXIT_READY;
    } else if (call.version) {
        print_version();
        status = EXIT_READY;
    } else {
        message_start(call.level);
        status = dispatch(&call);
    }
    status = results_out(&call, status);
    arena_release(&call.arena);
    return status;
}
