/*
 * report.xml: what the templates see.  One function per part.
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "seal.h"
#include "sheet.h"
#include "words.h"

static void
tool_xml(struct sheet *sheet)
{
    const struct report *report = sheet->report;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "tool");
    xmlwrite_attr(xml, "name", "acc-analyze");
    xmlwrite_attr(xml, "version", report->version);
    for (size_t i = 0; i < report->libraries.count; i++) {
        xmlwrite_open(xml, "library");
        xmlwrite_attr(xml, "name", report->libraries.items[i].name);
        xmlwrite_attr(
            xml, "version",
            words_shown(&sheet->arena, report->libraries.items[i].version));
        xmlwrite_close(xml);
    }
    xmlwrite_open(xml, "catalogue");
    xmlwrite_attr(xml, "version",
                  words_shown(&sheet->arena, report->catalogue->version));
    xmlwrite_attr(xml, "sha256", report->data_sha256);
    xmlwrite_number(xml, "rules", (int64_t)report->judgements->rules.count);
    xmlwrite_close(xml);
    xmlwrite_close(xml);
}

static void
inputs_xml(struct sheet *sheet)
{
    const struct report *report = sheet->report;
    struct xmlwrite *xml = &sheet->xml;

    for (size_t i = 0; i < report->options.count; i++) {
        xmlwrite_open(xml, "option");
        xmlwrite_attr(xml, "name", report->options.items[i].name);
        xmlwrite_attr(
            xml, "value",
            words_shown(&sheet->arena, report->options.items[i].value));
        xmlwrite_close(xml);
    }
    for (size_t i = 0; i < report->inputs.count; i++) {
        xmlwrite_open(xml, "input");
        xmlwrite_attr(xml, "kind", report->inputs.items[i].kind);
        xmlwrite_attr(xml, "file",
                      words_shown(&sheet->arena, report->inputs.items[i].file));
        xmlwrite_attr(xml, "sha256", report->inputs.items[i].sha256);
        xmlwrite_close(xml);
    }
}

void
report_xml(const struct report *report, struct buf *out)
{
    const struct estate *estate = report->estate;
    struct sheet sheet = {.report = report};
    const char *stamp;
    char id[9];

    arena_init(&sheet.arena);
    tally_count(estate, report->judgements, report->plan, &sheet.arena,
                &sheet.tally);
    asks_list(estate, report->judgements, &sheet.arena, &sheet.asks);
    sheet_read_plan(&sheet);
    report_input_id(report, id);
    stamp = words_stamp(&sheet.arena, report->now);

    xmlwrite_start(&sheet.xml, out);
    xmlwrite_open(&sheet.xml, "report");
    xmlwrite_attr(&sheet.xml, "schema", "acc-readiness/report-xml/1");
    xmlwrite_attr(&sheet.xml, "lang", "en");
    xmlwrite_attr(&sheet.xml, "generated", stamp);
    xmlwrite_attr(&sheet.xml, "generated-words",
                  words_time(&sheet.arena, stamp));
    xmlwrite_attr(&sheet.xml, "input-id", id);
    xmlwrite_attr(&sheet.xml, "estate",
                  words_shown(&sheet.arena, estate->label));
    xmlwrite_attr(&sheet.xml, "source-version",
                  words_shown(&sheet.arena, estate->source_version));
    xmlwrite_attr(&sheet.xml, "target",
                  words_shown(&sheet.arena, estate->target));
    xmlwrite_number(&sheet.xml, "hosts", (int64_t)estate->hosts.count);
    xmlwrite_attr(&sheet.xml, "topology", topology_word(estate->topology));
    tool_xml(&sheet);
    inputs_xml(&sheet);
    sheet_summary(&sheet);
    sheet_blockers(&sheet);
    sheet_plan(&sheet);
    sheet_others(&sheet);
    sheet_decisions(&sheet);
    sheet_not_assessed(&sheet);
    sheet_inventory(&sheet);
    sheet_custody(&sheet);
    sheet_passed(&sheet);
    xmlwrite_close(&sheet.xml);
    arena_release(&sheet.arena);
}

static int
input_order(const void *a, const void *b)
{
    const struct report_input *x = *(const struct report_input *const *)a;
    const struct report_input *y = *(const struct report_input *const *)b;
    int order = strcmp(x->kind, y->kind);

    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

/* A text with its NUL, so that no two texts run together. */
static void
seal_text(struct seal *seal, const char *text)
{
    seal_add(seal, text == NULL ? "" : text,
             text == NULL ? 1 : strlen(text) + 1);
}

void
report_input_id(const struct report *report, char id[9])
{
    size_t count = report->inputs.count;
    const struct report_input **inputs;
    struct seal *seal = seal_open();
    struct arena arena;
    char hex[SEAL_HEX];

    arena_init(&arena);
    inputs = arena_alloc(&arena, (count + 1) * sizeof *inputs);
    for (size_t i = 0; i < count; i++)
        inputs[i] = &report->inputs.items[i];
    /* Not by file name: a bundle that was renamed is the same input. */
    qsort(inputs, count, sizeof *inputs, input_order);
    for (size_t i = 0; i < count; i++) {
        seal_text(seal, inputs[i]->kind);
        seal_text(seal, inputs[i]->sha256);
    }
    seal_text(seal, report->data_sha256);
    for (size_t i = 0; i < report->options.count; i++) {
        seal_text(seal, report->options.items[i].name);
        seal_text(seal, report->options.items[i].value);
    }
    seal_close(seal, hex);
    memcpy(id, hex, 8);
    id[8] = '\0';
    arena_release(&arena);
}
