/*
 * Parts 6 to 9 and A: what the report rests on, for those who check it.
 */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "picture.h"
#include "vec.h"
#include "verify.h"
#include "words.h"

enum {
    WHERE_SHOWN = 3,
    ROWS_HOSTS = 200,    /* servers a table */
    ROWS_GAPS = 200,     /* gaps; all are in report.json */
    ROWS_REFERENCES = 8, /* places that name one missing server */
    ROWS_ASKS = 60,      /* asks a group */
    PICTURE_BOXES = 60   /* of the full picture */
};

/* --- 6 Decisions and waivers ---------------------------------------------- */

struct decision {
    const char *kind, *rule, *subject, *owner, *reason, *given;
};

struct decisions {
    struct decision *items;
    size_t count, room;
};

static int
decision_order(const void *a, const void *b)
{
    const struct decision *x = a, *y = b;
    int order = words_order(x->given, y->given);

    if (order == 0)
        order = words_order(x->rule, y->rule);
    if (order == 0)
        order = words_order(x->kind, y->kind);
    return order != 0 ? order : words_order(x->subject, y->subject);
}

static void
decisions_list(struct sheet *sheet, struct decisions *decisions)
{
    const struct answers *answers = &sheet->report->estate->answers;
    struct arena *arena = &sheet->arena;
    struct decision *decision;

    memset(decisions, 0, sizeof *decisions);
    if (answers->topology != NULL) {
        decision = vec_add(arena, decisions);
        decision->kind = "answer";
        decision->subject = "topology";
        decision->reason = answers->topology;
    }
    for (size_t i = 0; i < answers->roles.count; i++) {
        decision = vec_add(arena, decisions);
        decision->kind = "answer";
        decision->subject = answers->roles.items[i].host;
        decision->reason = answers->roles.items[i].role;
    }
    for (size_t i = 0; i < answers->exceptions.count; i++) {
        const struct answer_exception *exception =
            &answers->exceptions.items[i];

        decision = vec_add(arena, decisions);
        decision->kind = "exception";
        decision->subject = exception->host;
        decision->owner = exception->by;
        decision->reason = exception->reason == NULL
                               ? exception->kind
                               : arena_format(arena, "%s: %s", exception->kind,
                                              exception->reason);
    }
    for (size_t i = 0; i < answers->attestations.count; i++) {
        const struct attestation *attestation = &answers->attestations.items[i];

        decision = vec_add(arena, decisions);
        decision->kind = "answer";
        decision->rule = attestation->rule;
        decision->subject = attestation->host != NULL ? attestation->host
                                                      : attestation->database;
        decision->owner = attestation->by;
        decision->reason =
            attestation->note == NULL
                ? attestation->answer
                : arena_format(arena, "%s: %s", attestation->answer,
                               attestation->note);
        decision->given = attestation->on;
    }
    if (decisions->count > 1)
        qsort(decisions->items, decisions->count, sizeof *decisions->items,
              decision_order);
}

void
sheet_decisions(struct sheet *sheet)
{
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;
    struct decisions decisions;

    decisions_list(sheet, &decisions);
    xmlwrite_open(xml, "decisions");
    xmlwrite_leaf(xml, "intro",
                  arena_format(arena, "No waiver was given. %s.",
                               decisions.count == 0 ? "No answer was given"
                               : decisions.count == 1
                                   ? "1 answer was"
                                   : arena_format(arena, "%zu answers were",
                                                  decisions.count)));
    for (size_t i = 0; i < decisions.count; i++) {
        const struct decision *decision = &decisions.items[i];

        xmlwrite_open(xml, "decision");
        xmlwrite_attr(xml, "kind", decision->kind);
        xmlwrite_attr(xml, "rule", words_shown(arena, decision->rule));
        xmlwrite_attr(xml, "subject", words_shown(arena, decision->subject));
        xmlwrite_attr(xml, "owner", words_shown(arena, decision->owner));
        xmlwrite_attr(xml, "reason", words_shown(arena, decision->reason));
        xmlwrite_attr(xml, "given", words_shown(arena, decision->given));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

/* --- 7 Not assessed ------------------------------------------------------- */

static void
ask_xml(struct sheet *sheet, const struct ask *ask)
{
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;

    xmlwrite_open(xml, "row");
    xmlwrite_number(xml, "count", (int64_t)ask->rules.count);
    if (ask->severity < SEVERITY_COUNT)
        xmlwrite_attr(xml, "severity", severity_word(ask->severity));
    xmlwrite_attr(xml, "ids", ask_ids(arena, ask));
    words_leaf(xml, "do", ask->what);
    for (size_t i = 0; i < ask->rules.count; i++) {
        xmlwrite_open(xml, "rule");
        xmlwrite_attr(xml, "id", ask->rules.items[i]->id);
        xmlwrite_attr(xml, "title",
                      words_shown(arena, ask->rules.items[i]->title));
        xmlwrite_close(xml);
    }
    if (ask->where.count > 0)
        xmlwrite_leaf(xml, "where",
                      words_list(arena, ask->where.items, ask->where.count,
                                 WHERE_SHOWN, NULL));
    if (ask->command != NULL)
        xmlwrite_leaf(xml, "command", ask->command);
    xmlwrite_close(xml);
}

void
sheet_not_assessed(struct sheet *sheet)
{
    const struct tally *tally = &sheet->tally;
    const int *blockers = tally->cells[SEVERITY_BLOCKER];
    int open = blockers[TALLY_UNKNOWN] + blockers[TALLY_MANUAL] +
               blockers[TALLY_ERROR];
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;
    const char *intro;

    if (tally->undecided == 0)
        intro = arena_format(arena, "All %d rules that apply were decided.",
                             tally->applicable);
    else
        intro = arena_format(
            arena,
            "%d of %d rules %s undecided; %s of them could stop the "
            "migration.",
            tally->undecided, tally->applicable,
            tally->undecided == 1 ? "is" : "are",
            open == 0 ? "none" : words_number(arena, open));
    xmlwrite_open(xml, "not-assessed");
    xmlwrite_number(xml, "undecided", tally->undecided);
    xmlwrite_number(xml, "rules", tally->applicable);
    xmlwrite_number(xml, "blockers", open);
    xmlwrite_leaf(xml, "intro", intro);
    for (size_t g = 0; g < ASK_KINDS; g++) {
        const struct ask_group *group = &sheet->asks.groups[g];
        size_t shown =
            group->asks.count > ROWS_ASKS ? ROWS_ASKS : group->asks.count;

        if (group->asks.count == 0)
            continue;
        xmlwrite_open(xml, "group");
        xmlwrite_attr(xml, "kind", group->word);
        xmlwrite_attr(xml, "title", group->title);
        xmlwrite_number(xml, "rules", group->rules);
        if (group->asks.count > shown) {
            xmlwrite_number(xml, "more", (int64_t)(group->asks.count - shown));
            xmlwrite_attr(xml, "file", "REQUEST.txt");
        }
        for (size_t i = 0; i < shown; i++)
            ask_xml(sheet, &group->asks.items[i]);
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

/* --- 8 Inventory ---------------------------------------------------------- */

static const char *
roles_words(struct arena *arena, const struct estate_host *host)
{
    const char *words = NULL;

    for (int i = 0; role_word(i) != NULL; i++)
        if (host->roles & 1u << i)
            words = words == NULL
                        ? role_word(i)
                        : arena_format(arena, "%s, %s", words, role_word(i));
    return words;
}

static void
host_xml(struct sheet *sheet, const struct estate_host *host)
{
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;
    struct {
        const char **items;
        size_t count, room;
    } instances = {NULL, 0, 0}, databases = {NULL, 0, 0};

    for (size_t i = 0; i < host->instances.count; i++) {
        const struct estate_instance *instance = &host->instances.items[i];
        bool known = instance->database == NULL;

        *vec_add(arena, &instances) = instance->name;
        for (size_t k = 0; k < databases.count; k++)
            known |= words_order(databases.items[k], instance->database) == 0;
        if (!known)
            *vec_add(arena, &databases) = instance->database;
    }
    xmlwrite_open(xml, "host");
    xmlwrite_attr(xml, "id", words_shown(arena, host->id));
    xmlwrite_attr(xml, "name", words_shown(arena, host->id));
    xmlwrite_attr(xml, "roles", roles_words(arena, host));
    xmlwrite_attr(xml, "version", words_shown(arena, host->version));
    if (host->build >= 0)
        xmlwrite_number(xml, "build", host->build);
    xmlwrite_attr(xml, "os", words_product(arena, host->os));
    xmlwrite_attr(xml, "web-server", words_product(arena, host->web_server));
    if (instances.count > 0)
        xmlwrite_attr(xml, "instances",
                      words_list(arena, instances.items, instances.count,
                                 instances.count, NULL));
    if (databases.count > 0)
        xmlwrite_attr(xml, "database",
                      words_list(arena, databases.items, databases.count,
                                 databases.count, NULL));
    xmlwrite_attr(xml, "bundle",
                  words_shown(arena, host->snapshot->manifest.id));
    xmlwrite_close(xml);
}

static void
hosts_xml(struct sheet *sheet, const char *title, int column)
{
    const struct estate *estate = sheet->report->estate;
    int64_t count = 0, shown = 0;
    struct xmlwrite *xml = &sheet->xml;

    for (size_t i = 0; i < estate->hosts.count; i++)
        count += picture_column(&estate->hosts.items[i]) == column;
    if (count == 0)
        return;
    xmlwrite_open(xml, "hosts");
    xmlwrite_attr(xml, "title", title);
    xmlwrite_number(xml, "count", count);
    xmlwrite_number(xml, "more", count > ROWS_HOSTS ? count - ROWS_HOSTS : 0);
    for (size_t i = 0; i < estate->hosts.count && shown < ROWS_HOSTS; i++) {
        if (picture_column(&estate->hosts.items[i]) != column)
            continue;
        host_xml(sheet, &estate->hosts.items[i]);
        shown++;
    }
    xmlwrite_close(xml);
}

static void
database_xml(struct sheet *sheet, const struct estate_database *database)
{
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;
    struct database_said said = estate_database_said(database);

    xmlwrite_open(xml, "database");
    xmlwrite_attr(xml, "id", words_shown(arena, database->id));
    xmlwrite_attr(xml, "engine",
                  strcmp(database->engine, "unknown") == 0
                      ? database->engine
                      : engine_words(database->engine));
    xmlwrite_attr(xml, "version", words_shown(arena, said.version));
    xmlwrite_attr(xml, "server", words_shown(arena, database->server));
    xmlwrite_attr(xml, "name", words_shown(arena, database->name));
    if (said.unicode >= 0)
        xmlwrite_attr(xml, "unicode", said.unicode == 1 ? "yes" : "no");
    if (said.bytes >= 0)
        xmlwrite_attr(xml, "size", words_bytes(arena, said.bytes));
    xmlwrite_attr(xml, "hosts",
                  words_list(arena, database->hosts.items,
                             database->hosts.count, 12, NULL));
    xmlwrite_attr(xml, "instances",
                  words_list(arena, database->instances.items,
                             database->instances.count, 12, NULL));
    xmlwrite_close(xml);
}

static void
missing_xml(struct sheet *sheet, const struct missing_host *missing)
{
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;
    size_t count = missing->references.count;
    size_t shown = count > ROWS_REFERENCES ? ROWS_REFERENCES : count;

    xmlwrite_open(xml, "missing");
    xmlwrite_attr(xml, "name", words_shown(arena, missing->name));
    xmlwrite_attr(xml, "exception", words_shown(arena, missing->exception));
    if (count > shown)
        xmlwrite_number(xml, "more", (int64_t)(count - shown));
    for (size_t i = 0; i < shown; i++) {
        const struct estate_reference *reference =
            &missing->references.items[i];

        xmlwrite_open(xml, "reference");
        xmlwrite_attr(xml, "host", words_shown(arena, reference->host));
        xmlwrite_attr(xml, "bundle", words_shown(arena, reference->bundle));
        xmlwrite_attr(xml, "what", words_shown(arena, reference->what));
        xmlwrite_attr(xml, "place", words_place(arena, reference->at));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

void
sheet_inventory(struct sheet *sheet)
{
    const struct estate *estate = sheet->report->estate;
    struct picture full;
    size_t missing = 0;

    xmlwrite_open(&sheet->xml, "inventory");
    picture_make(estate, &sheet->tally,
                 (struct picture_limits){PICTURE_BOXES, PICTURE_BOXES},
                 &sheet->arena, &full);
    if (sheet->folded && !full.collapsed && full.boxes.count <= PICTURE_BOXES)
        sheet_picture(sheet, &full);
    hosts_xml(sheet, "Frontals", 0);
    hosts_xml(sheet, "Campaign servers", 1);
    for (size_t i = 0; i < estate->databases.count; i++)
        database_xml(sheet, &estate->databases.items[i]);
    for (size_t i = 0; i < estate->missing.count && missing < ROWS_HOSTS;
         i++, missing++)
        missing_xml(sheet, &estate->missing.items[i]);
    xmlwrite_close(&sheet->xml);
}

/* --- 9 Chain of custody --------------------------------------------------- */

static int64_t
file_size(const struct report *report, const char *sha256)
{
    for (size_t i = 0; i < report->inputs.count; i++)
        if (words_order(report->inputs.items[i].sha256, sha256) == 0 &&
            strcmp(report->inputs.items[i].kind, "bundle") == 0)
            return report->inputs.items[i].size;
    return -1;
}

static void
known_number(struct xmlwrite *xml, const char *name, int64_t number)
{
    if (number >= 0)
        xmlwrite_number(xml, name, number);
}

static void
bundle_xml(struct sheet *sheet, const struct estate_bundle *bundle)
{
    static const char *const STATUS[] = {"accepted", "rejected", "superseded"};
    struct bundle_sums sums = bundle_sums(bundle->manifest);
    struct xmlwrite *xml = &sheet->xml;
    struct arena *arena = &sheet->arena;

    xmlwrite_open(xml, "bundle");
    xmlwrite_attr(xml, "id", words_shown(arena, bundle->id));
    xmlwrite_attr(xml, "file", words_shown(arena, base_name(bundle->file)));
    xmlwrite_attr(xml, "host", words_shown(arena, bundle->host));
    xmlwrite_attr(xml, "sha256", bundle->sha256);
    known_number(xml, "size", file_size(sheet->report, bundle->sha256));
    xmlwrite_attr(xml, "collected", words_shown(arena, bundle->collected));
    xmlwrite_attr(xml, "collected-words", words_time(arena, bundle->collected));
    xmlwrite_attr(xml, "stage", words_shown(arena, bundle->stage));
    xmlwrite_attr(xml, "status", STATUS[bundle->status]);
    xmlwrite_attr(xml, "reason", words_shown(arena, bundle->reason));
    if (bundle->manifest != NULL)
        xmlwrite_attr(xml, "complete", bundle->complete ? "true" : "false");
    known_number(xml, "entries", sums.entries);
    known_number(xml, "cut", sums.cut);
    known_number(xml, "excluded", sums.excluded);
    known_number(xml, "redacted", sums.redacted);
    if (bundle->manifest != NULL) {
        xmlwrite_attr(xml, "redaction",
                      words_shown(arena, bundle->manifest->redaction));
        xmlwrite_attr(xml, "signature", "none");
    }
    xmlwrite_close(xml);
}

static void
gaps_xml(struct sheet *sheet)
{
    struct xmlwrite *xml = &sheet->xml;
    struct gaps gaps;

    gaps_list(sheet->report->estate, &sheet->arena, &gaps);
    for (size_t i = 0; i < gaps.count && i < ROWS_GAPS; i++) {
        const struct gap *gap = &gaps.items[i];

        xmlwrite_open(xml, "gap");
        xmlwrite_attr(xml, "bundle", words_shown(&sheet->arena, gap->bundle));
        xmlwrite_attr(xml, "host", words_shown(&sheet->arena, gap->host));
        xmlwrite_attr(xml, "place", words_place(&sheet->arena, gap->at));
        xmlwrite_attr(xml, "reason", words_shown(&sheet->arena, gap->reason));
        xmlwrite_close(xml);
    }
    if (gaps.count > ROWS_GAPS) {
        xmlwrite_open(xml, "gap");
        xmlwrite_attr(xml, "place", "report.json");
        xmlwrite_attr(xml, "reason",
                      arena_format(&sheet->arena, "and %zu more",
                                   gaps.count - ROWS_GAPS));
        xmlwrite_close(xml);
    }
}

void
sheet_custody(struct sheet *sheet)
{
    static const int ORDER[] = {BUNDLE_REJECTED, BUNDLE_SUPERSEDED,
                                BUNDLE_ACCEPTED};
    const struct estate *estate = sheet->report->estate;
    struct xmlwrite *xml = &sheet->xml;
    struct verify_commands commands;

    xmlwrite_open(xml, "custody");
    xmlwrite_open(xml, "clock");
    xmlwrite_attr(xml, "source",
                  arena_format(&sheet->arena, "--now %s repeats it",
                               words_stamp(&sheet->arena, sheet->report->now)));
    xmlwrite_close(xml);
    for (size_t o = 0; o < sizeof ORDER / sizeof *ORDER; o++)
        for (size_t i = 0; i < estate->bundles.count; i++)
            if ((int)estate->bundles.items[i].status == ORDER[o])
                bundle_xml(sheet, &estate->bundles.items[i]);
    gaps_xml(sheet);
    verify_list(sheet->report, &sheet->arena, &commands);
    for (size_t i = 0; i < commands.count; i++)
        xmlwrite_leaf(xml, "verify-command", commands.items[i].text);
    for (size_t i = 0; i < sheet->report->skipped.count; i++)
        xmlwrite_leaf(
            xml, "skipped",
            words_shown(&sheet->arena, sheet->report->skipped.items[i]));
    xmlwrite_close(xml);
}

/* --- A Rules that passed or do not apply ---------------------------------- */

void
sheet_passed(struct sheet *sheet)
{
    const struct judgements *judgements = sheet->report->judgements;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "passed");
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];
        enum tally_column column = tally_column_of(judgement);

        if (column != TALLY_PASS && column != TALLY_NA)
            continue;
        xmlwrite_open(xml, "rule");
        xmlwrite_attr(xml, "id", judgement->rule->id);
        xmlwrite_attr(xml, "severity",
                      severity_word(judgement->rule->severity));
        xmlwrite_attr(xml, "outcome", TALLY_WORDS[column]);
        xmlwrite_attr(xml, "title",
                      words_plain(&sheet->arena, judgement->rule->title));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}
