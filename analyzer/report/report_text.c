/*
 * What is plain text: REQUEST.txt, VERIFY.txt and the summary on stdout.
 */
#include "report.h"

#include <string.h>

#include "ask.h"
#include "lead.h"
#include "parts.h"
#include "tally.h"
#include "verify.h"
#include "words.h"

enum { WIDTH = 76, FIXES = 5, HOSTS_SHOWN = 12 };

/* Appends TEXT, wrapped at WIDTH; lines after the first begin with INDENT
 * blanks.  COLUMN is where the first line stands already. */
static void
wrap(struct buf *out, const char *text, int column, int indent)
{
    struct span rest = span_of(text), word;
    bool first = true;

    while (span_word(&rest, &word)) {
        char *bytes = NULL;
        struct arena arena;
        int length;

        arena_init(&arena);
        bytes = span_string(&arena, word);
        length = words_length(bytes);
        if (!first && column + 1 + length > WIDTH) {
            buf_addf(out, "\n%*s", indent, "");
            column = indent;
        } else if (!first) {
            buf_addc(out, ' ');
            column++;
        }
        buf_adds(out, bytes);
        column += length;
        first = false;
        arena_release(&arena);
    }
    buf_addc(out, '\n');
}

static void
heading(struct buf *out, const char *text)
{
    buf_addf(out, "\n%s\n", text);
    for (int i = 0, n = words_length(text); i < n; i++)
        buf_addc(out, '-');
    buf_addc(out, '\n');
}

static const char *
estate_name(struct arena *arena, const struct report *report)
{
    return report->estate->label == NULL
               ? "without a label"
               : words_shown(arena, report->estate->label);
}

/* --- REQUEST.txt ---------------------------------------------------------- */

static void
request_ask(struct buf *out, struct arena *arena, const struct ask *ask,
            int number)
{
    const char *decides;

    buf_addf(out, "%3d. ", number);
    wrap(out, words_plain(arena, ask->what), 5, 5);
    if (ask->where.count > 0) {
        buf_adds(out, "     where:   ");
        wrap(out,
             words_list(arena, ask->where.items, ask->where.count, HOSTS_SHOWN,
                        NULL),
             14, 14);
    }
    if (ask->command != NULL)
        buf_addf(out, "     type:    %s\n", ask->command);
    if (ask->rules.count > 0) {
        decides = arena_format(
            arena, "%s (%s, up to %s)",
            words_count(arena, (int64_t)ask->rules.count, "rule", NULL),
            ask_ids(arena, ask), severity_word(ask->severity));
        buf_adds(out, "     decides: ");
        wrap(out, decides, 14, 14);
    }
    /* A question says itself what it is about. */
    for (size_t i = 0; ask->kind != ASK_QUESTION && i < ask->rules.count; i++) {
        buf_adds(out, "              ");
        wrap(out,
             arena_format(arena, "%s: %s", ask->rules.items[i]->id,
                          words_shown(arena, ask->rules.items[i]->title)),
             14, 16);
    }
}

/* The questions once more, as an answers file to be filled in; FIRST is the
 * number of the first one. */
static void
request_form(struct buf *out, const struct ask_group *questions, int first)
{
    heading(out, "The questions as an answers file");
    wrap(out,
         "Fill in yes or no, who answers and the day (YYYY-MM-DD); leave out "
         "the lines that nobody answers. Save it as answers.xml, or add the "
         "lines to the answers file that there is, and run acc-analyze again "
         "with --answers. The numbers are those from above.",
         0, 0);
    buf_adds(out, "\n<answers>\n");
    for (size_t i = 0; i < questions->asks.count; i++) {
        const struct ask *ask = &questions->asks.items[i];

        for (size_t r = 0; r < ask->rules.count; r++)
            buf_addf(out,
                     "  <!-- %d --> <attestation rule=\"%s\" answer=\"\" "
                     "by=\"\" on=\"\"/>\n",
                     first + (int)i, ask->rules.items[r]->id);
    }
    buf_adds(out, "</answers>\n");
}

/* Files that the account of the collector may not read, by their mend. */
static void
request_denied(struct buf *out, struct arena *arena,
               const struct estate *estate)
{
    enum { LINES_MOST = 1000 }; /* of one server */
    bool any = false;

    for (size_t h = 0; h < estate->hosts.count; h++) {
        const struct estate_host *host = &estate->hosts.items[h];
        const struct manifest *manifest = &host->snapshot->manifest;
        size_t lines = 0;

        for (size_t e = 0; e < manifest->entries.count; e++) {
            const struct entry *entry = &manifest->entries.items[e];
            struct place at = {entry->path, 0};
            const char *line;

            if (entry->mend == NULL || entry->status == ENTRY_COLLECTED ||
                entry->status == ENTRY_ABSENT || lines++ >= LINES_MOST)
                continue;
            if (!any)
                heading(out, "Could not be collected, with its mend");
            any = true;
            line = arena_format(
                arena, "%s: %s: %s%s%s. %s", words_shown(arena, host->id),
                words_place(arena, at), entry_status_word(entry->status),
                entry->reason == NULL ? "" : ", ",
                entry->reason == NULL ? "" : words_shown(arena, entry->reason),
                words_shown(arena, entry->mend));
            buf_adds(out, "  -  ");
            wrap(out, line, 5, 5);
        }
        if (lines > LINES_MOST)
            buf_addf(out, "  -  %s: %zu more\n", words_shown(arena, host->id),
                     lines - LINES_MOST);
    }
}

void
report_request(const struct report *report, struct buf *out)
{
    const struct estate *estate = report->estate;
    struct arena arena;
    struct tally tally;
    struct asks asks;
    const struct ask_group *questions = NULL;
    int number = 0, first = 0;

    arena_init(&arena);
    tally_count(estate, report->judgements, report->plan, &arena, &tally);
    asks_list(estate, report->judgements, &arena, &asks);
    wrap(out,
         arena_format(&arena,
                      "What is still needed to judge the estate %s (migration "
                      "to Campaign Classic %s)",
                      estate_name(&arena, report),
                      words_shown(&arena, estate->target)),
         0, 0);
    buf_addc(out, '\n');
    if (tally.undecided == 0 && tally.missing == 0) {
        wrap(out,
             arena_format(&arena,
                          "Nothing: all %d rules that apply were decided and "
                          "every server named was collected.",
                          tally.applicable),
             0, 0);
    } else {
        wrap(out,
             arena_format(&arena,
                          "%d of %d rules are undecided. Below stands what "
                          "would decide them, what decides most first.",
                          tally.undecided, tally.applicable),
             0, 0);
    }
    for (size_t g = 0; g < ASK_KINDS; g++) {
        const struct ask_group *group = &asks.groups[g];

        if (group->asks.count == 0)
            continue;
        heading(out, group->rules == 0
                         ? group->title
                         : arena_format(&arena, "%s (%s)", group->title,
                                        words_count(&arena, group->rules,
                                                    "rule", NULL)));
        if (group->kind == ASK_QUESTION) {
            questions = group;
            first = number + 1;
            wrap(out,
                 "Answer each with yes or no, and say who answers and on which "
                 "day.",
                 0, 0);
        }
        for (size_t i = 0; i < group->asks.count; i++)
            request_ask(out, &arena, &group->asks.items[i], ++number);
    }
    request_denied(out, &arena, estate);
    if (questions != NULL)
        request_form(out, questions, first);
    arena_release(&arena);
}

/* --- VERIFY.txt ----------------------------------------------------------- */

void
report_verify(const struct report *report, struct buf *out)
{
    struct verify_commands commands;
    struct arena arena;
    char id[9];

    arena_init(&arena);
    report_input_id(report, id);
    buf_addf(out, "How to check this report (input id %s)\n\n", id);
    buf_addf(out,
             "Made by acc-analyze %s at %s, catalogue %s\n"
             "(SHA-256 %s).\n"
             "The report is not signed: the sums show that nothing changed "
             "since it was\nmade, not who made it.\n",
             report->version, words_stamp(&arena, report->now),
             words_shown(&arena, report->catalogue->version),
             report->data_sha256);
    verify_list(report, &arena, &commands);
    for (size_t i = 0; i < commands.count; i++) {
        buf_addf(out, "\n# %s\n%s\n", commands.items[i].why,
                 commands.items[i].text);
    }
    heading(out, "Inputs");
    for (size_t i = 0; i < report->inputs.count; i++)
        buf_addf(out, "%s  %s  %s\n", report->inputs.items[i].sha256,
                 report->inputs.items[i].kind,
                 words_shown(&arena, report->inputs.items[i].file));
    arena_release(&arena);
}

/* --- The summary ---------------------------------------------------------- */

static const char *
colour_of(enum verdict verdict)
{
    static const char *const COLOURS[] = {
        [VERDICT_READY] = "\033[1;32m",
        [VERDICT_READY_WITH_ACTIONS] = "\033[1;33m",
        [VERDICT_NOT_ASSESSED] = "\033[1;35m",
        [VERDICT_NOT_READY] = "\033[1;31m",
    };

    return COLOURS[verdict];
}

static const char *
about(struct arena *arena, const struct report *report)
{
    const struct estate *estate = report->estate;

    return arena_format(
        arena, "Campaign Classic %s \xE2\x86\x92 %s%s%s, %s",
        estate->source_version == NULL
            ? "(version not known)"
            : words_shown(arena, estate->source_version),
        words_shown(arena, estate->target),
        estate->label == NULL ? "" : ", estate ",
        estate->label == NULL ? "" : words_shown(arena, estate->label),
        words_count(arena, (int64_t)estate->hosts.count, "server", NULL));
}

/* Two lines a fix: what to do; its rule, who, and what it frees. */
static void
summary_fix(const struct report *report, const struct fix *fix, size_t rank,
            struct arena *arena, struct buf *out)
{
    const struct rule *rule = fix->judgement->rule;
    size_t hosts = report->estate->hosts.count;
    const char *remedy = fix->judgement->remedy != NULL
                             ? fix->judgement->remedy
                             : words_quoted(arena, rule->title);

    buf_addf(out, "%3zu. ", rank);
    wrap(out, words_plain(arena, remedy), 5, 5);
    buf_addf(out, "     %s, %s", rule->id, words_actor(arena, rule->actor));
    if (hosts > 1)
        buf_addf(out, "; then %d of %zu servers are free", fix->free_after,
                 hosts);
    buf_addc(out, '\n');
}

static void
summary_fixes(const struct report *report, const struct tally *tally,
              struct arena *arena, struct buf *out)
{
    bool blockers = tally->fixing == SEVERITY_BLOCKER;
    size_t count = tally->fixes.count;

    if (count == 0)
        return;
    buf_adds(out, blockers ? "\nFix these first\n" : "\nDo these first\n");
    for (size_t i = 0; i < count && i < FIXES; i++)
        summary_fix(report, &tally->fixes.items[i], i + 1, arena, out);
    if (count > FIXES)
        buf_addf(out, "     and %s\n",
                 words_count(arena, (int64_t)(count - FIXES),
                             blockers ? "more blocker" : "more action", NULL));
}

void
report_summary(const struct report *report, const char *folder, bool colour,
               struct buf *out)
{
    struct arena arena;
    struct tally tally;
    struct buf line;

    arena_init(&arena);
    tally_count(report->estate, report->judgements, report->plan, &arena,
                &tally);
    buf_addf(out, "%s%s%s  %s\n\n",
             colour ? colour_of(tally.verdict.verdict) : "",
             lead_verdict(tally.verdict.verdict), colour ? "\033[0m" : "",
             about(&arena, report));
    wrap(out, words_plain(&arena, lead_words(report->estate, &tally, &arena)),
         0, 0);
    buf_addf(out, "%d of %d rules decided, %s open, %s planned.\n",
             tally.decided, tally.applicable,
             words_count(&arena, tally.cells[SEVERITY_COUNT][TALLY_MANUAL],
                         "question", NULL),
             words_count(&arena, tally.timed + tally.untimed, "step", NULL));
    for (size_t i = 0; i < report->estate->bundles.count; i++) {
        const struct estate_bundle *bundle = &report->estate->bundles.items[i];

        if (bundle->status != BUNDLE_REJECTED)
            continue;
        buf_init(&line, 1 << 16);
        buf_addf(&line, "Rejected: %s: %s",
                 words_shown(&arena, base_name(bundle->file)),
                 words_shown(&arena, bundle->reason));
        wrap(out, line.data, 0, 10);
        buf_release(&line);
    }
    summary_fixes(report, &tally, &arena, out);
    if (folder != NULL) {
        buf_addf(out, "\nThe report is in %s\n", words_shown(&arena, folder));
        if (tally.undecided > 0)
            buf_adds(out, "What to ask the site for: REQUEST.txt there\n");
    }
    arena_release(&arena);
}
