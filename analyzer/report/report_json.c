/*
 * report.json: everything, in the contract's schema 1.  One function per
 * element; arrays are sorted by their key; what is not known is null.  The door
 * to jansson.
 *
 * Findings and steps are many: each is written and dropped before the next is
 * made, so that a large estate costs no tree of all of them.
 */
#include "report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "span.h"
#include "tally.h"
#include "words.h"

/* A stranger's TEXT as a string; null if there is none. */
static json_t *
text_of(struct arena *arena, const char *text)
{
    return text == NULL ? json_null() : json_string(words_shown(arena, text));
}

/* A catalogue's SENTENCE without its markup. */
static json_t *
sentence_of(struct arena *arena, const char *sentence)
{
    return sentence == NULL ? json_null()
                            : json_string(words_plain(arena, sentence));
}

static json_t *
number_or_null(int64_t number, int64_t unknown)
{
    return number == unknown ? json_null() : json_integer(number);
}

static json_t *
texts_of(struct arena *arena, const char *const *items, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, text_of(arena, items[i]));
    return array;
}

static json_t *
tool_json(const struct report *report, struct arena *arena)
{
    json_t *libraries = json_object();

    for (size_t i = 0; i < report->libraries.count; i++)
        json_object_set_new(libraries, report->libraries.items[i].name,
                            text_of(arena, report->libraries.items[i].version));
    return json_pack("{s:s, s:o, s:{s:o, s:s, s:I}}", "version",
                     report->version, "libraries", libraries, "catalogue",
                     "version", text_of(arena, report->catalogue->version),
                     "sha256", report->catalogue->sha256, "rules",
                     (json_int_t)report->judgements->rules.count);
}

static json_t *
options_json(const struct report *report, struct arena *arena)
{
    json_t *options = json_object();

    for (size_t i = 0; i < report->options.count; i++) {
        const struct report_option *option = &report->options.items[i];

        json_object_set_new(options, option->name,
                            option->value == NULL
                                ? json_true()
                                : text_of(arena, option->value));
    }
    return options;
}

static json_t *
inputs_json(const struct report *report, struct arena *arena)
{
    json_t *inputs = json_array();

    for (size_t i = 0; i < report->inputs.count; i++) {
        const struct report_input *input = &report->inputs.items[i];

        json_array_append_new(
            inputs, json_pack("{s:s, s:o, s:o}", "kind", input->kind, "file",
                              text_of(arena, input->file), "sha256",
                              text_of(arena, input->sha256)));
    }
    return inputs;
}

static json_t *
verdict_json(const struct verdict_counts *verdict, struct arena *arena)
{
    json_t *reasons = json_array();

    for (size_t i = 0; i < verdict->reasons.count; i++)
        json_array_append_new(reasons,
                              text_of(arena, verdict->reasons.items[i]));
    return json_pack("{s:s, s:i, s:i, s:i, s:i, s:o}", "state",
                     verdict_word(verdict->verdict), "blockers_failed",
                     verdict->blockers_failed, "blockers_unknown",
                     verdict->blockers_unknown, "actions_failed",
                     verdict->actions_failed, "warnings_failed",
                     verdict->warnings_failed, "reasons", reasons);
}

static json_t *
bundles_json(const struct report *report, struct arena *arena)
{
    static const char *const STATUS[] = {"accepted", "rejected", "superseded"};
    const struct estate *estate = report->estate;
    json_t *bundles = json_array();

    for (size_t i = 0; i < estate->bundles.count; i++) {
        const struct estate_bundle *bundle = &estate->bundles.items[i];
        struct bundle_sums sums = bundle_sums(bundle->manifest);
        bool read = bundle->manifest != NULL;

        json_array_append_new(
            bundles,
            json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, "
                      "s:o, s:o, s:s, s:n}",
                      "id", text_of(arena, bundle->id), "file",
                      text_of(arena, base_name(bundle->file)), "sha256",
                      bundle->sha256, "host", text_of(arena, bundle->host),
                      "collected", text_of(arena, bundle->collected), "stage",
                      text_of(arena, bundle->stage), "status",
                      STATUS[bundle->status], "reason",
                      text_of(arena, bundle->reason), "complete",
                      read ? json_boolean(bundle->complete) : json_null(),
                      "entries", number_or_null(sums.entries, -1), "cut",
                      number_or_null(sums.cut, -1), "excluded",
                      number_or_null(sums.excluded, -1), "redacted",
                      number_or_null(sums.redacted, -1), "signature", "none",
                      "signer"));
    }
    return bundles;
}

static json_t *
gaps_json(const struct report *report, struct arena *arena)
{
    struct gaps gaps;
    json_t *array = json_array();

    gaps_list(report->estate, arena, &gaps);
    for (size_t i = 0; i < gaps.count; i++) {
        const struct gap *gap = &gaps.items[i];

        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o, s:o}", "bundle",
                                        text_of(arena, gap->bundle), "path",
                                        text_of(arena, gap->at.entry), "line",
                                        number_or_null(gap->at.line, 0),
                                        "reason", text_of(arena, gap->reason)));
    }
    return array;
}

/* --- The estate ----------------------------------------------------------- */

static json_t *
host_json(const struct estate_host *host, struct arena *arena)
{
    json_t *roles = json_array(), *instances = json_array();

    for (int i = 0; role_word(i) != NULL; i++)
        if (host->roles & 1u << i)
            json_array_append_new(roles, json_string(role_word(i)));
    for (size_t i = 0; i < host->instances.count; i++)
        json_array_append_new(instances,
                              text_of(arena, host->instances.items[i].name));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
                     text_of(arena, host->id), "os", text_of(arena, host->os),
                     "roles", roles, "version", text_of(arena, host->version),
                     "build", number_or_null(host->build, -1), "web_server",
                     text_of(arena, host->web_server), "instances", instances,
                     "bundle", text_of(arena, host->snapshot->manifest.id));
}

static json_t *
database_json(const struct estate_database *database, struct arena *arena)
{
    struct database_said said = estate_database_said(database);

    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
        text_of(arena, database->id), "engine",
        text_of(arena, database->engine), "version",
        text_of(arena, said.version), "unicode",
        said.unicode < 0 ? json_null() : json_boolean(said.unicode), "hosts",
        texts_of(arena, database->hosts.items, database->hosts.count),
        "instances",
        texts_of(arena, database->instances.items, database->instances.count),
        "size_bytes", number_or_null(said.bytes, -1));
}

static json_t *
missing_json(const struct missing_host *missing, struct arena *arena)
{
    json_t *references = json_array();

    for (size_t i = 0; i < missing->references.count; i++) {
        const struct estate_reference *reference =
            &missing->references.items[i];

        json_array_append_new(
            references, json_pack("{s:o, s:o, s:o}", "bundle",
                                  text_of(arena, reference->bundle), "path",
                                  text_of(arena, reference->at.entry), "line",
                                  number_or_null(reference->at.line, 0)));
    }
    return json_pack("{s:o, s:o}", "name", text_of(arena, missing->name),
                     "referenced_by", references);
}

static json_t *
estate_json(const struct report *report, struct arena *arena)
{
    const struct estate *estate = report->estate;
    json_t *hosts = json_array(), *databases = json_array();
    json_t *missing = json_array(), *basis = json_array();

    for (size_t i = 0; i < estate->basis.count; i++)
        json_array_append_new(basis, text_of(arena, estate->basis.items[i]));
    for (size_t i = 0; i < estate->hosts.count; i++)
        json_array_append_new(hosts, host_json(&estate->hosts.items[i], arena));
    for (size_t i = 0; i < estate->databases.count; i++)
        json_array_append_new(
            databases, database_json(&estate->databases.items[i], arena));
    /* A host that the answers declare (a load balancer) is not missing. */
    for (size_t i = 0; i < estate->missing.count; i++)
        if (estate->missing.items[i].exception == NULL)
            json_array_append_new(
                missing, missing_json(&estate->missing.items[i], arena));
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "topology",
                     topology_word(estate->topology), "basis", basis,
                     "source_version", text_of(arena, estate->source_version),
                     "hosts", hosts, "databases", databases, "missing_hosts",
                     missing);
}

/* --- Findings ------------------------------------------------------------- */

static json_t *
evidence_json(const struct finding *finding, struct arena *arena)
{
    json_t *evidence = json_array();

    for (size_t i = 0; i < finding->evidence.count; i++) {
        const struct evidence *item = &finding->evidence.items[i];

        json_array_append_new(
            evidence,
            json_pack("{s:o, s:o, s:o, s:o}", "bundle",
                      text_of(arena, item->bundle), "path",
                      text_of(arena, item->at.entry), "line",
                      number_or_null(item->at.line, 0), "excerpt",
                      text_of(arena, words_excerpt(arena, item->excerpt))));
    }
    return evidence;
}

static json_t *
remedy_json(const struct finding *finding, struct arena *arena)
{
    json_t *remedies = json_array();

    for (size_t i = 0; i < finding->remedies.count; i++) {
        const struct remedy *remedy = &finding->remedies.items[i];
        bool command = strcmp(remedy->kind, "command") == 0;

        json_array_append_new(
            remedies, json_pack("{s:s, s:o, s:o}", "kind", remedy->kind, "text",
                                command ? text_of(arena, remedy->text)
                                        : sentence_of(arena, remedy->text),
                                "on", text_of(arena, remedy->on)));
    }
    return remedies;
}

static json_t *
finding_json(const struct finding *finding, struct arena *arena)
{
    const struct rule *rule = finding->rule;
    const char *title = finding->title != NULL ? finding->title : rule->title;

    return json_pack(
        "{s:s, s:o, s:s, s:s, s:s, s:s, s:o, s:{s:o, s:o, s:o, s:o}, s:o, s:o, "
        "s:o, s:o, s:o, s:n, s:n}",
        "rule", rule->id, "title", text_of(arena, title), "category",
        rule->category, "severity", severity_word(rule->severity), "phase",
        rule_phase_word(rule->phase), "outcome", outcome_word(finding->outcome),
        "actor", text_of(arena, rule->actor), "subject", "host",
        text_of(arena, finding->host), "instance",
        text_of(arena, finding->instance), "database",
        text_of(arena, finding->database), "object",
        text_of(arena, finding->object), "detail",
        text_of(arena, finding->detail), "evidence",
        evidence_json(finding, arena), "remedy", remedy_json(finding, arena),
        "source", text_of(arena, rule->source), "needs",
        text_of(arena, finding->needs), "waiver", "state");
}

static json_t *
not_applicable_json(const struct report *report)
{
    json_t *array = json_array();

    for (size_t i = 0; i < report->judgements->rules.count; i++)
        if (!report->judgements->rules.items[i].applies)
            json_array_append_new(
                array,
                json_string(report->judgements->rules.items[i].rule->id));
    return array;
}

/* --- The plan ------------------------------------------------------------- */

static json_t *
step_json(const struct step *step, struct arena *arena)
{
    json_t *commands = json_array(), *requires = json_array();
    json_t *gates = json_array();
    const struct step **required;
    size_t count = step_requires(step, SIZE_MAX, arena, &required);

    for (size_t i = 0; i < step->commands.count; i++)
        json_array_append_new(commands,
                              text_of(arena, step->commands.items[i].text));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(requires, text_of(arena, required[i]->id));
    for (size_t i = 0; i < step->gates.count; i++)
        json_array_append_new(gates, text_of(arena, step->gates.items[i].rule));
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, "
        "s:o, s:o}",
        "id", step->id, "phase", plan_phase_word(step->phase), "title",
        sentence_of(arena, step->title), "host", text_of(arena, step->host),
        "instance", text_of(arena, step->instance), "database",
        text_of(arena, step->database), "actor", text_of(arena, step->actor),
        "commands", commands, "verify", sentence_of(arena, step->verify),
        "rollback", sentence_of(arena, step->rollback), "requires", requires,
        "gated_by", gates, "basis", step->basis, "source",
        sentence_of(arena, step->source), "minutes",
        number_or_null(step->minutes, -1));
}

/* --- Writing -------------------------------------------------------------- */

/* Where in the document the writing stands: as json_dumps with JSON_INDENT(1)
 * would write it. */
struct writer {
    struct buf *out;
    struct arena arena; /* of the value being written */
    int depth;          /* objects and arrays that are open */
    bool begun;         /* the innermost open one has a value */
};

static void
new_line(struct writer *writer)
{
    buf_addc(writer->out, '\n');
    for (int i = 0; i < writer->depth; i++)
        buf_addc(writer->out, ' ');
}

/* Begins a value, in an object with its NAME. */
static void
begin(struct writer *writer, const char *name)
{
    if (writer->begun)
        buf_addc(writer->out, ',');
    new_line(writer);
    if (name != NULL)
        buf_addf(writer->out, "\"%s\": ", name);
    writer->begun = true;
}

static void
open_value(struct writer *writer, const char *name, char bracket)
{
    if (writer->depth > 0)
        begin(writer, name);
    buf_addc(writer->out, bracket);
    writer->depth++;
    writer->begun = false;
}

static void
close_value(struct writer *writer, char bracket)
{
    writer->depth--;
    if (writer->begun)
        new_line(writer);
    buf_addc(writer->out, bracket);
    writer->begun = true;
}

/* In JSON a line end stands between values only, never in a text. */
static int
write_piece(const char *piece, size_t size, void *baton)
{
    struct writer *writer = baton;
    struct span rest = span_bytes(piece, size), line;

    while (span_until(&rest, '\n', &line)) {
        buf_add(writer->out, line.at, line.len);
        new_line(writer);
    }
    buf_add(writer->out, rest.at, rest.len);
    return 0;
}

/* Writes VALUE and drops it. */
static void
put(struct writer *writer, const char *name, json_t *value)
{
    begin(writer, name);
    if (value == NULL ||
        json_dump_callback(value, write_piece, writer,
                           JSON_INDENT(1) | JSON_ENCODE_ANY) != 0) {
        /* Every string is UTF-8 by words_shown: only memory can be short. */
        abort();
    }
    json_decref(value);
    arena_reset(&writer->arena);
}

static void
put_findings(struct writer *writer, const struct report *report)
{
    struct findings findings;
    struct arena arena;

    arena_init(&arena);
    findings_list(report->judgements, &arena, &findings);
    open_value(writer, "findings", '[');
    for (size_t i = 0; i < findings.count; i++)
        put(writer, NULL, finding_json(findings.items[i], &writer->arena));
    close_value(writer, ']');
    arena_release(&arena);
}

static void
put_plan(struct writer *writer, const struct plan *plan)
{
    struct arena *arena = &writer->arena;
    json_t *notes = json_array();

    for (size_t i = 0; i < plan->notes.count; i++)
        json_array_append_new(notes, sentence_of(arena, plan->notes.items[i]));
    open_value(writer, "plan", '{');
    put(writer, "order", texts_of(arena, plan->order.items, plan->order.count));
    put(writer, "notes", notes);
    open_value(writer, "steps", '[');
    for (size_t i = 0; i < plan->steps.count; i++)
        put(writer, NULL, step_json(plan->steps.items[i], arena));
    close_value(writer, ']');
    close_value(writer, '}');
}

static void
put_report(struct writer *writer, const struct report *report,
           const struct tally *tally)
{
    struct arena *arena = &writer->arena;

    open_value(writer, NULL, '{');
    put(writer, "schema", json_string("acc-readiness/report/1"));
    put(writer, "generated", json_string(words_stamp(arena, report->now)));
    put(writer, "tool", tool_json(report, arena));
    put(writer, "options", options_json(report, arena));
    put(writer, "inputs", inputs_json(report, arena));
    put(writer, "target", text_of(arena, report->estate->target));
    put(writer, "verdict", verdict_json(&tally->verdict, arena));
    put(writer, "bundles", bundles_json(report, arena));
    put(writer, "gaps", gaps_json(report, arena));
    put(writer, "estate", estate_json(report, arena));
    put(writer, "not_applicable", not_applicable_json(report));
    put_findings(writer, report);
    put_plan(writer, report->plan);
    close_value(writer, '}');
    buf_addc(writer->out, '\n');
}

void
report_json(const struct report *report, struct buf *out)
{
    struct writer writer = {.out = out};
    struct arena arena;
    struct tally tally;

    arena_init(&arena);
    arena_init(&writer.arena);
    tally_count(report->estate, report->judgements, report->plan, &arena,
                &tally);
    put_report(&writer, report, &tally);
    arena_release(&writer.arena);
    arena_release(&arena);
}

void
report_start(void)
{
    json_object_seed(0);
}

const char *
report_library(void)
{
    return jansson_version_str();
}
