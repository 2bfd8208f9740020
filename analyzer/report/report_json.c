/*
 * report.json: everything, in the contract's schema 1.  One function per
 * element; arrays are sorted by their key; what is not known is null.  The door
 * to jansson.
 *
 * Findings and steps are many, and a step may require thousands: they are
 * written as they come, without a value of jansson's for each text.
 */
#include "report.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "span.h"
#include "words.h"

/* A stranger's TEXT as a string; null if there is none. */
static json_t *
text_of(struct arena *arena, const char *text)
{
    return text == NULL ? json_null() : json_string(words_shown(arena, text));
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
                     "sha256", report->data_sha256, "rules",
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
    static const char DEEPEST[] = "\n        ";

    assert((size_t)writer->depth + 1 < sizeof DEEPEST);
    buf_add(writer->out, DEEPEST, (size_t)writer->depth + 1);
}

/* TEXT as jansson would write it. */
static void
add_string(struct buf *out, const char *text)
{
    static const char SHORT[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    const char *rest = text;

    buf_addc(out, '"');
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        buf_add(out, rest, (size_t)(text - rest));
        rest = text + 1;
        if (byte >= ' ')
            buf_addf(out, "\\%c", byte);
        else if (byte < sizeof SHORT && SHORT[byte] != '\0')
            buf_addf(out, "\\%c", SHORT[byte]);
        else
            buf_addf(out, "\\u%04X", byte);
    }
    buf_add(out, rest, (size_t)(text - rest));
    buf_addc(out, '"');
}

/* Begins a value, in an object with its NAME. */
static void
begin(struct writer *writer, const char *name)
{
    if (writer->begun)
        buf_addc(writer->out, ',');
    new_line(writer);
    if (name != NULL) {
        add_string(writer->out, name);
        buf_add(writer->out, ": ", 2);
    }
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

/* --- Findings and steps --------------------------------------------------- */

static void
put_word(struct writer *writer, const char *name, const char *word)
{
    begin(writer, name);
    if (word == NULL)
        buf_adds(writer->out, "null");
    else
        add_string(writer->out, word);
}

/* A stranger's TEXT; a catalogue's SENTENCE without its markup. */
static void
put_text(struct writer *writer, const char *name, const char *text)
{
    put_word(writer, name, words_shown(&writer->arena, text));
}

static void
put_sentence(struct writer *writer, const char *name, const char *sentence)
{
    put_word(writer, name, words_plain(&writer->arena, sentence));
}

static void
put_number(struct writer *writer, const char *name, int64_t number,
           int64_t unknown)
{
    begin(writer, name);
    if (number == unknown)
        buf_adds(writer->out, "null");
    else
        buf_addf(writer->out, "%" PRId64, number);
}

static void
put_evidence(struct writer *writer, const struct finding *finding)
{
    open_value(writer, "evidence", '[');
    for (size_t i = 0; i < finding->evidence.count; i++) {
        const struct evidence *item = &finding->evidence.items[i];

        open_value(writer, NULL, '{');
        put_text(writer, "bundle", item->bundle);
        put_text(writer, "path", item->at.entry);
        put_number(writer, "line", item->at.line, 0);
        put_text(writer, "excerpt",
                 words_excerpt(&writer->arena, item->excerpt));
        close_value(writer, '}');
    }
    close_value(writer, ']');
}

static void
put_remedies(struct writer *writer, const struct finding *finding)
{
    open_value(writer, "remedy", '[');
    for (size_t i = 0; i < finding->remedies.count; i++) {
        const struct remedy *remedy = &finding->remedies.items[i];

        open_value(writer, NULL, '{');
        put_word(writer, "kind", remedy->kind);
        if (strcmp(remedy->kind, "command") == 0)
            put_text(writer, "text", remedy->text);
        else
            put_sentence(writer, "text", remedy->text);
        put_text(writer, "on", remedy->on);
        close_value(writer, '}');
    }
    close_value(writer, ']');
}

static void
put_finding(struct writer *writer, const struct finding *finding)
{
    const struct rule *rule = finding->rule;

    open_value(writer, NULL, '{');
    put_word(writer, "rule", rule->id);
    put_text(writer, "title",
             finding->title != NULL ? finding->title : rule->title);
    put_word(writer, "category", rule->category);
    put_word(writer, "severity", severity_word(rule->severity));
    put_word(writer, "phase", rule_phase_word(rule->phase));
    put_word(writer, "outcome", outcome_word(finding->outcome));
    put_text(writer, "actor", rule->actor);
    open_value(writer, "subject", '{');
    put_text(writer, "host", finding->host);
    put_text(writer, "instance", finding->instance);
    put_text(writer, "database", finding->database);
    put_text(writer, "object", finding->object);
    close_value(writer, '}');
    put_text(writer, "detail", finding->detail);
    put_evidence(writer, finding);
    put_remedies(writer, finding);
    put_text(writer, "source", rule->source);
    put_text(writer, "needs", finding->needs);
    put_word(writer, "waiver", NULL);
    put_word(writer, "state", NULL);
    close_value(writer, '}');
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
        put_finding(writer, findings.items[i]);
    close_value(writer, ']');
    arena_release(&arena);
}

static void
put_step(struct writer *writer, const struct step *step)
{
    const struct step **required;
    size_t count = step_requires(step, SIZE_MAX, &writer->arena, &required);

    open_value(writer, NULL, '{');
    put_word(writer, "id", step->id);
    put_word(writer, "phase", plan_phase_word(step->phase));
    put_sentence(writer, "title", step->title);
    put_text(writer, "host", step->host);
    put_text(writer, "instance", step->instance);
    put_text(writer, "database", step->database);
    put_text(writer, "actor", step->actor);
    open_value(writer, "commands", '[');
    for (size_t i = 0; i < step->commands.count; i++)
        put_text(writer, NULL, step->commands.items[i].text);
    close_value(writer, ']');
    put_sentence(writer, "verify", step->verify);
    put_sentence(writer, "rollback", step->rollback);
    open_value(writer, "requires", '[');
    for (size_t i = 0; i < count; i++)
        put_word(writer, NULL, required[i]->id);
    close_value(writer, ']');
    open_value(writer, "gated_by", '[');
    for (size_t i = 0; i < step->gates.count; i++)
        put_text(writer, NULL, step->gates.items[i].rule);
    close_value(writer, ']');
    put_word(writer, "basis", step->basis);
    put_sentence(writer, "source", step->source);
    put_number(writer, "minutes", step->minutes, -1);
    close_value(writer, '}');
    arena_reset(&writer->arena);
}

static void
put_plan(struct writer *writer, const struct plan *plan)
{
    open_value(writer, "plan", '{');
    open_value(writer, "order", '[');
    for (size_t i = 0; i < plan->order.count; i++)
        put_text(writer, NULL, plan->order.items[i]);
    close_value(writer, ']');
    open_value(writer, "notes", '[');
    for (size_t i = 0; i < plan->notes.count; i++)
        put_sentence(writer, NULL, plan->notes.items[i]);
    close_value(writer, ']');
    open_value(writer, "steps", '[');
    for (size_t i = 0; i < plan->steps.count; i++)
        put_step(writer, plan->steps.items[i]);
    close_value(writer, ']');
    close_value(writer, '}');
}

static void
put_report(struct writer *writer, const struct report *report,
           const struct verdict_counts *verdict)
{
    struct arena *arena = &writer->arena;

    open_value(writer, NULL, '{');
    put(writer, "schema", json_string("acc-readiness/report/1"));
    put(writer, "generated", json_string(words_stamp(arena, report->now)));
    put(writer, "tool", tool_json(report, arena));
    put(writer, "options", options_json(report, arena));
    put(writer, "inputs", inputs_json(report, arena));
    put(writer, "target", text_of(arena, report->estate->target));
    put(writer, "verdict", verdict_json(verdict, arena));
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
    struct verdict_counts verdict;

    arena_init(&arena);
    arena_init(&writer.arena);
    verdict_of(report->estate, report->judgements, &arena, &verdict);
    put_report(&writer, report, &verdict);
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
