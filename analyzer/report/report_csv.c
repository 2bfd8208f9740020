/*
 * findings.csv and plan.csv: RFC 4180, UTF-8, CRLF, a header row.
 *
 * A spreadsheet takes a cell that begins with = + - @, TAB or CR for a formula:
 * such a cell gets a leading apostrophe.  Control characters are shown as text,
 * so that no cell has a line end inside.
 */
#include "report.h"

#include <inttypes.h>
#include <string.h>

#include "parts.h"
#include "words.h"

struct sheet_csv {
    struct buf *out;
    struct arena arena;
    bool begun; /* the line has a cell */
};

static void
cell(struct sheet_csv *csv, const char *text)
{
    if (csv->begun)
        buf_addc(csv->out, ',');
    csv->begun = true;
    if (text == NULL)
        return;
    if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
        text = arena_format(&csv->arena, "'%s", text);
    if (strpbrk(text, ",\"\r\n") == NULL && *text != ' ') {
        buf_adds(csv->out, text);
        return;
    }
    buf_addc(csv->out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_addc(csv->out, '"');
        buf_addc(csv->out, *text);
    }
    buf_addc(csv->out, '"');
}

/* A stranger's text; a catalogue's sentence; a number (LOW: not known). */
static void
cell_shown(struct sheet_csv *csv, const char *text)
{
    cell(csv, words_shown(&csv->arena, text));
}

static void
cell_words(struct sheet_csv *csv, const char *sentence)
{
    cell(csv, words_plain(&csv->arena, sentence));
}

static void
cell_number(struct sheet_csv *csv, int64_t number)
{
    cell(csv,
         number < 0 ? NULL : arena_format(&csv->arena, "%" PRId64, number));
}

static void
line_end(struct sheet_csv *csv)
{
    buf_adds(csv->out, "\r\n");
    csv->begun = false;
    arena_reset(&csv->arena);
}

static void
header(struct sheet_csv *csv, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cell(csv, names[i]);
    line_end(csv);
}

/* "a; b; c" */
static const char *
joined(struct arena *arena, const char *so_far, const char *next)
{
    if (next == NULL)
        return so_far;
    return so_far == NULL ? next : arena_format(arena, "%s; %s", so_far, next);
}

/* The same of the steps that STEP requires, thousands in a large estate: in
 * one allocation. */
static const char *
joined_steps(struct arena *arena, const struct step *step)
{
    const struct step **required;
    size_t count = step_requires(step, SIZE_MAX, arena, &required), size = 1;
    char *text, *end;

    for (size_t i = 0; i < count; i++)
        size += strlen(required[i]->id) + 2;
    end = text = arena_alloc(arena, size);
    for (size_t i = 0; i < count; i++) {
        const char *id = required[i]->id;

        if (i > 0) {
            memcpy(end, "; ", 2);
            end += 2;
        }
        memcpy(end, id, strlen(id));
        end += strlen(id);
    }
    *end = '\0';
    return count == 0 ? NULL : text;
}

void
report_findings_csv(const struct report *report, struct buf *out)
{
    static const char *const NAMES[] = {
        "rule",   "title",    "category", "severity", "phase",  "outcome",
        "actor",  "host",     "instance", "database", "object", "found",
        "detail", "evidence", "excerpt",  "remedy",   "needs",  "source"};
    struct sheet_csv csv = {.out = out};
    struct findings findings;
    struct arena arena;

    arena_init(&arena);
    arena_init(&csv.arena);
    findings_list(report->judgements, &arena, &findings);
    header(&csv, NAMES, sizeof NAMES / sizeof *NAMES);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = findings.items[i];
        const struct rule *rule = finding->rule;
        const char *places = NULL, *excerpts = NULL, *remedies = NULL;

        for (size_t e = 0; e < finding->evidence.count; e++) {
            const struct evidence *item = &finding->evidence.items[e];

            places =
                joined(&csv.arena, places, words_place(&csv.arena, item->at));
            excerpts = joined(&csv.arena, excerpts,
                              words_excerpt(&csv.arena, item->excerpt));
        }
        for (size_t r = 0; r < finding->remedies.count; r++) {
            const struct remedy *remedy = &finding->remedies.items[r];
            bool command = strcmp(remedy->kind, "command") == 0;

            remedies = joined(&csv.arena, remedies,
                              command ? words_shown(&csv.arena, remedy->text)
                                      : words_plain(&csv.arena, remedy->text));
        }
        cell(&csv, rule->id);
        cell_shown(&csv, finding->title != NULL ? finding->title : rule->title);
        cell(&csv, rule->category);
        cell(&csv, severity_word(rule->severity));
        cell(&csv, rule_phase_word(rule->phase));
        cell(&csv, outcome_word(finding->outcome));
        cell_shown(&csv, rule->actor);
        cell_shown(&csv, finding->host);
        cell_shown(&csv, finding->instance);
        cell_shown(&csv, finding->database);
        cell_shown(&csv, finding->object);
        cell_shown(&csv, finding->found);
        cell_shown(&csv, finding->detail);
        cell(&csv, places);
        cell(&csv, excerpts);
        cell(&csv, remedies);
        cell_shown(&csv, finding->needs);
        cell_shown(&csv, rule->source);
        line_end(&csv);
    }
    arena_release(&csv.arena);
    arena_release(&arena);
}

void
report_plan_csv(const struct report *report, struct buf *out)
{
    static const char *const NAMES[] = {
        "step",     "phase",    "title",    "host",   "instance", "database",
        "actor",    "as",       "commands", "verify", "if_not",   "rollback",
        "requires", "gated_by", "basis",    "source", "minutes"};
    struct sheet_csv csv = {.out = out};

    arena_init(&csv.arena);
    header(&csv, NAMES, sizeof NAMES / sizeof *NAMES);
    for (size_t i = 0; i < report->plan->steps.count; i++) {
        const struct step *step = report->plan->steps.items[i];
        const char *commands = NULL, *requires = NULL, *gates = NULL;

        /* One command line may hold a semicolon: they are kept apart by a
         * bar with blanks, which the step catalogue never writes. */
        for (size_t c = 0; c < step->commands.count; c++) {
            const char *text =
                words_shown(&csv.arena, step->commands.items[c].text);

            commands = commands == NULL ? text
                                        : arena_format(&csv.arena, "%s  ¦  %s",
                                                       commands, text);
        }
        requires = joined_steps(&csv.arena, step);
        for (size_t g = 0; g < step->gates.count; g++)
            gates = joined(&csv.arena, gates, step->gates.items[g].rule);
        cell(&csv, step->id);
        cell(&csv, plan_phase_word(step->phase));
        cell_words(&csv, step->title);
        cell_shown(&csv, step->host);
        cell_shown(&csv, step->instance);
        cell_shown(&csv, step->database);
        cell_shown(&csv, step->actor);
        cell_shown(&csv, step->as);
        cell(&csv, commands);
        cell_words(&csv, step->verify);
        cell_words(&csv, step->if_not);
        cell_words(&csv, step->rollback);
        cell(&csv, requires);
        cell(&csv, gates);
        cell(&csv, step->basis);
        cell_words(&csv, step->source);
        cell_number(&csv, step->minutes);
        line_end(&csv);
    }
    arena_release(&csv.arena);
}
