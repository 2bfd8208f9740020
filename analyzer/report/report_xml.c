/*
 * report.xml: what the templates see.  One function per part.
 */
#include "report.h"

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
    xmlwrite_attr(xml, "sha256", report->catalogue->sha256);
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

void
report_input_id(const struct report *report, char id[9])
{
    struct seal *seal = seal_open();
    char hex[SEAL_HEX];

    for (size_t i = 0; i < report->inputs.count; i++) {
        const struct report_input *input = &report->inputs.items[i];

        seal_add(seal, input->kind, strlen(input->kind) + 1);
        seal_add(seal, input->sha256, strlen(input->sha256) + 1);
    }
    seal_add(seal, report->catalogue->sha256,
             strlen(report->catalogue->sha256) + 1);
    for (size_t i = 0; i < report->options.count; i++) {
        const struct report_option *option = &report->options.items[i];
        const char *value = option->value == NULL ? "" : option->value;

        seal_add(seal, option->name, strlen(option->name) + 1);
        seal_add(seal, value, strlen(value) + 1);
    }
    seal_close(seal, hex);
    memcpy(id, hex, 8);
    id[8] = '\0';
}
