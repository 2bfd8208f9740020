#include "csv.h"

#include <string.h>

#include "utf8.h"

void
csv_init(struct csv *csv, struct span text)
{
    *csv = (struct csv){.rest = text, .next = 1, .line = 1};
    buf_init(&csv->all, CSV_RECORD);
    (void)span_skip(&csv->rest, "\xEF\xBB\xBF");
}

void
csv_release(struct csv *csv)
{
    buf_release(&csv->all);
}

const char *
csv_field(const struct csv *csv, size_t index)
{
    return index < csv->count ? csv->all.data + csv->begins[index] : "";
}

static enum csv_kind
bad(struct csv *csv, const char *problem, uint32_t line)
{
    csv->problem = problem;
    csv->line = line;
    csv->count = 0;
    return CSV_BAD;
}

/* One character of a field, of any length: false if it is none that may stand
 * in a file. */
static bool
take_character(struct csv *csv)
{
    uint32_t character;
    size_t len = utf8_decode(csv->rest, &character);

    if (len == 0 || character == 0)
        return false;
    if (character == '\n')
        csv->next++;
    buf_add(&csv->all, csv->rest.at, len);
    csv->rest.at += len;
    csv->rest.len -= len;
    return true;
}

/* What stands in quotes: NULL, or why it cannot be read. */
static const char *
take_quoted(struct csv *csv)
{
    for (;;) {
        if (csv->rest.len == 0)
            return "a quoted field without its end";
        if (span_skip(&csv->rest, "\"\""))
            buf_addc(&csv->all, '"');
        else if (span_skip(&csv->rest, "\""))
            return NULL;
        else if (!take_character(csv))
            return "not UTF-8";
    }
}

static const char *
take_plain(struct csv *csv)
{
    while (csv->rest.len > 0 && strchr(",\r\n", *csv->rest.at) == NULL) {
        if (*csv->rest.at == '"')
            return "a quote in the middle of a field";
        if (!take_character(csv))
            return "not UTF-8";
    }
    /* strchr finds the end of its text, too */
    return csv->rest.len > 0 && *csv->rest.at == '\0' ? "not UTF-8" : NULL;
}

enum csv_kind
csv_next(struct csv *csv)
{
    if (csv->problem != NULL)
        return CSV_BAD;
    csv->line = csv->next;
    csv->count = 0;
    buf_reset(&csv->all);
    if (csv->rest.len == 0)
        return CSV_END;
    for (;;) {
        const char *problem;
        uint32_t line = csv->next;

        if (csv->count == CSV_FIELDS)
            return bad(csv, "a record of too many fields", csv->line);
        csv->begins[csv->count++] = csv->all.len;
        problem =
            span_skip(&csv->rest, "\"") ? take_quoted(csv) : take_plain(csv);
        buf_addc(&csv->all, '\0');
        if (csv->all.overflow)
            return bad(csv, "a record of more than 4 MiB", csv->line);
        if (problem != NULL)
            return bad(csv, problem, line);
        if (span_skip(&csv->rest, ","))
            continue;
        if (csv->rest.len == 0)
            return CSV_READ;
        if (!span_skip(&csv->rest, "\r\n") && !span_skip(&csv->rest, "\n"))
            return bad(csv,
                       "text behind a field that is neither comma nor line end",
                       csv->next);
        csv->next++;
        return CSV_READ;
    }
}
