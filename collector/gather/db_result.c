#include "db_result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "utf8.h"
#include "vec.h"

enum {
    RECORD_MOST = 1024 * 1024,
    LINE_MOST = 4096,
    ANSWER_MOST = 64 * 1024 * 1024 /* bytes of the rows of one query */
};

static const char BEGIN[] = "#acc|";

void
db_result_init(struct db_result *result, struct arena *arena)
{
    memset(result, 0, sizeof *result);
    result->arena = arena;
    result->current = -1;
    buf_init(&result->record, RECORD_MOST);
    buf_init(&result->line, LINE_MOST);
    buf_init(&result->raw, RECORD_MOST);
    buf_init(&result->row, 8 * RECORD_MOST);
}

void
db_result_release(struct db_result *result)
{
    buf_release(&result->record);
    buf_release(&result->line);
    buf_release(&result->raw);
    buf_release(&result->row);
}

/* ---- messages ---- */

/* A message as one line that may be kept: redacted, harmless, not long. */
static const char *
message_keep(struct db_result *result, struct span line)
{
    struct redact_counts ignored = {{0}};
    struct buf redacted, shown;
    const char *text;

    buf_init(&redacted, 64 * 1024);
    buf_init(&shown, 64 * 1024);
    if (redact(REDACT_TEXT, line, &redacted, &ignored) != NULL)
        buf_reset(&redacted);
    utf8_show(&shown, span_bytes(redacted.data == NULL ? "" : redacted.data,
                                 redacted.len));
    if (shown.len > DB_REASON_MOST) {
        shown.len = DB_REASON_MOST;
        while (((unsigned char)shown.data[shown.len] & 0xC0) == 0x80)
            shown.len--;
    }
    text = arena_copy(result->arena, shown.data == NULL ? "" : shown.data,
                      shown.len);
    buf_release(&redacted);
    buf_release(&shown);
    return text;
}

/* SQL Server says in the line behind "Msg 208, …" what it means. */
static bool
message_is_head(const char *text)
{
    return strncmp(text, "Msg ", 4) == 0 && strchr(text, ':') == NULL;
}

static void
line_take(struct db_result *result)
{
    struct span line =
        span_trim(span_bytes(result->line.data, result->line.len));
    enum db_status means;
    struct db_answer *answer;
    const char **reason;

    if (line.len == 0)
        return;
    answer = result->current >= 0 ? &result->answers[result->current] : NULL;
    reason = answer != NULL ? &answer->reason : &result->first;
    if (*reason != NULL && message_is_head(*reason)) {
        *reason = arena_format(result->arena, "%s: %s", *reason,
                               message_keep(result, line));
        return;
    }
    if (*reason != NULL || !db_message_means(line, &means))
        return;
    *reason = message_keep(result, line);
    if (answer != NULL) {
        answer->told = true;
        answer->words = means;
    } else {
        result->first_words = means;
    }
}

/* ---- records ---- */

static int
hex_value(char c)
{
    if (ascii_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The COUNT hexadecimal digits at the left of TEXT; -1 if they are none. */
static int32_t
hex_number(struct span text, size_t count)
{
    int32_t number = 0;
    size_t i;

    if (text.len < count)
        return -1;
    for (i = 0; i < count; i++) {
        int digit = hex_value(text.at[i]);

        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

/* Appends the field FIELD as it was in the database; false: no field. */
static bool
field_decode(struct span field, struct buf *out)
{
    uint32_t high = 0;

    while (field.len > 0) {
        int32_t unit;

        if (field.at[0] != '%') {
            const char *mark = memchr(field.at, '%', field.len);
            size_t run = mark == NULL ? field.len : (size_t)(mark - field.at);

            if (high != 0)
                utf16_put(out, &high, 0xFFFD);
            buf_add(out, field.at, run);
            field.at += run, field.len -= run;
            continue;
        }
        field.at++, field.len--;
        if (field.len > 0 && field.at[0] == 'u') {
            field.at++, field.len--;
            unit = hex_number(field, 4);
            if (unit < 0)
                return false;
            utf16_put(out, &high, (uint32_t)unit);
            field.at += 4, field.len -= 4;
        } else {
            unit = hex_number(field, 2);
            if (unit < 0)
                return false;
            if (high != 0)
                utf16_put(out, &high, 0xFFFD);
            buf_addc(out, (char)unit);
            field.at += 2, field.len -= 2;
        }
    }
    if (high != 0)
        utf8_put(out, 0xFFFD);
    return true;
}

/* Appends TEXT as UTF-8 without controls but TAB, LF and CR. */
static void
text_clean(struct buf *out, struct span text)
{
    while (text.len > 0) {
        uint32_t character;
        size_t len = 0;

        while (len < text.len && text.at[len] >= ' ' && text.at[len] < 0x7F)
            len++;
        buf_add(out, text.at, len);
        text.at += len;
        text.len -= len;
        if (text.len == 0)
            return;
        len = utf8_decode(text, &character);
        if (len == 0) {
            buf_addf(out, "[0x%02X]", (unsigned)(unsigned char)text.at[0]);
            len = 1;
        } else if ((character < 0x20 &&
                    strchr("\t\r\n", (int)character) == NULL) ||
                   character == 0x7F || character == 0) {
            buf_addf(out, "[U+%04X]", (unsigned)character);
        } else {
            buf_add(out, text.at, len);
        }
        text.at += len;
        text.len -= len;
    }
}

/* Does TEXT count LENGTH in characters, in UTF-16 units, or in bytes? */
static bool
length_fits(struct span text, int64_t length)
{
    int64_t characters = 0, units = 0;
    size_t i;

    for (i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if ((c & 0xC0) != 0x80)
            characters++, units++;
        if (c >= 0xF0)
            units++;
    }
    return length == characters || length == units ||
           length == (int64_t)text.len;
}

static size_t
wire_columns(const struct db_query *query)
{
    return db_query_columns(query) + (query->pieces ? 1 : 0);
}

/* Decodes the fields of TEXT; NULL if they are not those of QUERY. */
static char *
row_decode(struct db_result *result, const struct db_query *query,
           struct span text, size_t *bytes)
{
    struct buf *raw = &result->raw, *row = &result->row;
    size_t fields = 0;
    bool more = true;

    buf_reset(row);
    while (more) {
        struct span field;

        more = span_until(&text, '|', &field);
        if (!more)
            field = text;
        buf_reset(raw);
        if (!field_decode(field, raw))
            return NULL;
        text_clean(row,
                   span_bytes(raw->data == NULL ? "" : raw->data, raw->len));
        buf_addc(row, '\0');
        fields++;
    }
    if (fields != wire_columns(query) || row->overflow)
        return NULL;
    *bytes = row->len;
    return arena_copy(result->arena, row->data, row->len);
}

static void
row_add(struct db_result *result, struct db_answer *answer, char *row)
{
    answer->rows = vec_grow(result->arena, answer->rows, answer->count,
                            &answer->room, sizeof *answer->rows);
    answer->rows[answer->count++] = row;
}

/* "row|QUERY|LENGTH|F1|…": what stands behind QUERY is REST. */
static void
row_take(struct db_result *result, int at, struct span rest)
{
    struct db_answer *answer = &result->answers[at];
    struct span length;
    int64_t number;
    size_t bytes = 0;
    char *row = NULL;

    answer->wire++;
    if (answer->large)
        return;
    if (span_until(&rest, '|', &length) &&
        span_number(length, 0, RECORD_MOST, &number) &&
        length_fits(rest, number))
        row = row_decode(result, &DB_QUERIES[at], rest, &bytes);
    if (row == NULL) {
        answer->damaged++;
        return;
    }
    answer->bytes += bytes;
    if (answer->bytes > ANSWER_MOST) {
        answer->large = true;
        answer->count = 0;
        return;
    }
    row_add(result, answer, row);
}

/* A query that begins again counts anew: the script may have run twice. */
static void
begin_take(struct db_result *result, int at)
{
    memset(&result->answers[at], 0, sizeof result->answers[at]);
    result->answers[at].begun = true;
    result->answers[at].promised = -1;
    result->current = at;
}

static void
record_take(struct db_result *result)
{
    struct span rest = span_bytes(result->record.data, result->record.len);
    struct span kind, name;
    struct db_answer *answer;
    int at;

    if (!span_until(&rest, '|', &kind))
        return;
    if (!span_until(&rest, '|', &name)) {
        name = rest;
        rest.len = 0;
    }
    at = db_query_find(name);
    if (at < 0)
        return;
    result->any = true;
    answer = &result->answers[at];
    if (span_is(kind, "begin")) {
        begin_take(result, at);
    } else if (span_is(kind, "row")) {
        row_take(result, at, rest);
    } else if (span_is(kind, "end")) {
        answer->ended = span_number(rest, 0, INT64_MAX, &answer->promised);
        if (!answer->ended)
            answer->damaged++;
    } else if (span_is(kind, "absent")) {
        answer->absent = true;
    }
}

/* A record that was not ended belongs to a query whose name may be known. */
static void
record_lost(struct db_result *result)
{
    if (result->current >= 0)
        result->answers[result->current].damaged++;
    buf_reset(&result->record);
}

/* ---- bytes ---- */

static bool
ends_in(const struct buf *buf, const char *text)
{
    size_t len = strlen(text);

    return buf->len >= len &&
           memcmp(buf->data + buf->len - len, text, len) == 0;
}

/* Only short lines can be messages; of a long one the head is kept. */
static void
outside_take(struct db_result *result, char c)
{
    struct buf *line = &result->line;

    if (c == '\n') {
        line_take(result);
        buf_reset(line);
        return;
    }
    if (line->len >= LINE_MOST) {
        /* The marker may stand behind a long text without an end of line. */
        memmove(line->data + LINE_MOST / 2, line->data + LINE_MOST - 8, 8);
        line->len = LINE_MOST / 2 + 8;
    }
    buf_addc(line, c);
    if (c == '|' && ends_in(line, BEGIN)) {
        line->len -= sizeof BEGIN - 1;
        line_take(result);
        buf_reset(line);
        buf_reset(&result->record);
        result->inside = true;
    }
}

static void
inside_take(struct db_result *result, char c)
{
    struct buf *record = &result->record;

    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
        c == '\0')
        return;
    buf_addc(record, c);
    if (c == '#' && ends_in(record, "|#")) {
        record->len -= 2;
        result->inside = false;
        record_take(result);
    } else if (c == '|' && ends_in(record, BEGIN)) {
        record_lost(result);
    } else if (record->overflow) {
        record_lost(result);
        result->inside = false;
    }
}

static void
byte_take(struct db_result *result, char c)
{
    if (result->inside)
        inside_take(result, c);
    else
        outside_take(result, c);
}

static void
unit_take(struct db_result *result, uint32_t unit)
{
    struct buf bytes;
    size_t i;

    buf_init(&bytes, 16);
    utf16_put(&bytes, &result->high, unit);
    for (i = 0; i < bytes.len; i++)
        byte_take(result, bytes.data[i]);
    buf_release(&bytes);
}

/* Bytes, UTF-16LE or UTF-16BE?  Two bytes tell. */
static void
width_find(struct db_result *result)
{
    result->wide = 1;
    if (result->held_count < 2)
        return;
    if (result->held[0] == 0xFF && result->held[1] == 0xFE)
        result->wide = 2;
    else if (result->held[0] == 0xFE && result->held[1] == 0xFF)
        result->wide = 3;
}

/* Takes the bytes inside a record up to one that means something; how many. */
static size_t
run_take(struct db_result *result, const char *bytes, size_t len)
{
    size_t run = 0;

    while (run < len && bytes[run] != '|' && bytes[run] != '#' &&
           (unsigned char)bytes[run] > ' ')
        run++;
    buf_add(&result->record, bytes, run);
    return run;
}

static void
raw_take(struct db_result *result, unsigned char c)
{
    size_t i;

    if (result->wide == 1) {
        byte_take(result, (char)c);
        return;
    }
    result->held[result->held_count++] = c;
    if (result->held_count < 2)
        return;
    if (result->wide == 0) {
        width_find(result);
        for (i = 0; i < 2 && result->wide == 1; i++)
            byte_take(result, (char)result->held[i]);
    } else {
        unit_take(result,
                  result->wide == 2
                      ? (uint32_t)(result->held[0] | result->held[1] << 8)
                      : (uint32_t)(result->held[1] | result->held[0] << 8));
    }
    result->held_count = 0;
}

void
db_result_feed(struct db_result *result, const char *bytes, size_t len)
{
    size_t i = 0;

    while (i < len) {
        if (result->inside && result->wide == 1)
            i += run_take(result, bytes + i, len - i);
        if (i < len)
            raw_take(result, (unsigned char)bytes[i++]);
    }
}

/* ---- what it comes to ---- */

static const char *
field_next(const char *field)
{
    return field + strlen(field) + 1;
}

static bool
field_number(const char *field, size_t *len)
{
    size_t i = 0;

    while (ascii_digit(field[i]))
        i++;
    *len = i;
    return i > 0 && i < 19 && field[i] == '\0' && (field[0] != '0' || i == 1);
}

static int
field_compare(const char *a, const char *b)
{
    size_t a_len, b_len;

    if (field_number(a, &a_len) && field_number(b, &b_len) && a_len != b_len)
        return a_len < b_len ? -1 : 1;
    return strcmp(a, b);
}

/* How many fields the rows have that are being sorted: qsort has no baton. */
static size_t sorted_fields;

static int
row_compare(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    size_t i;

    for (i = 0; i < sorted_fields; i++) {
        int order = field_compare(left, right);

        if (order != 0)
            return order;
        left = field_next(left);
        right = field_next(right);
    }
    return 0;
}

/* The field number AT of ROW. */
static const char *
field_of(const char *row, size_t at)
{
    while (at-- > 0)
        row = field_next(row);
    return row;
}

/*
 * Joins the sorted rows of a query in pieces: rows that are equal before the
 * piece's number are one, if their pieces are 1, 2, 3 …; false otherwise.
 */
static bool
pieces_join(struct db_result *result, struct db_answer *answer, size_t fields)
{
    size_t from = 0, to, kept = 0, i;
    bool whole = true;
    struct buf row;

    buf_init(&row, ANSWER_MOST);
    while (from < answer->count) {
        const char *first = answer->rows[from];
        size_t head = (size_t)(field_of(first, fields - 2) - first);

        buf_reset(&row);
        buf_add(&row, first, head);
        for (to = from; to < answer->count; to++) {
            const char *piece;
            int64_t number;

            /* NULs included: the fields before the number are the same. */
            for (i = 0, piece = answer->rows[to];
                 i < fields - 2 && strcmp(piece, field_of(first, i)) == 0; i++)
                piece = field_next(piece);
            if (i < fields - 2)
                break;
            if (!span_number(span_of(piece), 1, 1000000, &number) ||
                number != (int64_t)(to - from) + 1)
                whole = false;
            buf_adds(&row, field_next(piece));
        }
        buf_addc(&row, '\0');
        if (row.overflow)
            whole = false;
        answer->rows[kept++] = arena_copy(result->arena, row.data, row.len);
        from = to;
    }
    answer->count = kept;
    buf_release(&row);
    return whole;
}

static void
answer_is(struct db_answer *answer, enum db_status status, const char *reason)
{
    answer->status = status;
    answer->reason = reason;
    answer->count = status == DB_OK ? answer->count : 0;
}

/* Is the table NAME of Campaign among those that the database has?  Only if
 * the list of tables is whole can it say no. */
static bool
table_missing(const struct db_result *result, const char *name)
{
    const struct db_answer *tables =
        &result->answers[db_query_find(span_of("tables"))];
    size_t i;

    if (tables->status != DB_OK || !tables->ended)
        return false;
    for (i = 0; i < tables->count; i++)
        if (text_is_fold(field_of(tables->rows[i], 1), name))
            return false;
    return true;
}

/* A query without an end: why? */
static void
answer_explain(struct db_result *result, int at, const char *cut,
               enum db_status cut_status)
{
    struct db_answer *answer = &result->answers[at];
    const char *table = DB_QUERIES[at].table;

    if (answer->absent ||
        (table != NULL && table_missing(result, table) && answer->begun)) {
        answer_is(answer, DB_ABSENT, "no such table in this database");
    } else if (answer->told && answer->words == DB_ABSENT && table != NULL) {
        /* It is there, says the catalogue: Oracle says "no such table" of
         * one that the account may not read. */
        answer_is(answer,
                  strstr(answer->reason, "ORA-00942") != NULL ? DB_DENIED
                                                              : DB_FAILED,
                  answer->reason);
    } else if (answer->told) {
        answer_is(answer, answer->words, answer->reason);
    } else if (cut != NULL) {
        answer_is(answer, cut_status, cut);
    } else if (!answer->begun) {
        answer_is(answer, DB_FAILED, "the result ends before this query");
    } else {
        answer_is(answer, DB_FAILED,
                  "no end was seen: run the script with its messages (2>&1) "
                  "to learn why");
    }
}

static void
answer_end(struct db_result *result, int at, const char *cut,
           enum db_status cut_status)
{
    struct db_answer *answer = &result->answers[at];
    const struct db_query *query = &DB_QUERIES[at];

    if (answer->large) {
        answer_is(answer, DB_FAILED, "its answer is too long");
    } else if (!answer->ended) {
        answer_explain(result, at, cut, cut_status);
    } else if (answer->damaged > 0 ||
               (int64_t)answer->count != answer->promised) {
        answer_is(answer, DB_FAILED,
                  arena_format(result->arena,
                               "%zu of %lld rows came whole: keep the "
                               "settings at the script's top",
                               answer->count, (long long)answer->promised));
    } else {
        sorted_fields = wire_columns(query);
        if (answer->count > 1)
            qsort(answer->rows, answer->count, sizeof *answer->rows,
                  row_compare);
        if (query->pieces && !pieces_join(result, answer, sorted_fields))
            answer_is(answer, DB_FAILED, "pieces of a long text are missing");
        else
            answer_is(answer, DB_OK, NULL);
    }
}

void
db_result_end(struct db_result *result, const char *cut,
              enum db_status cut_status)
{
    int tables = db_query_find(span_of("tables")), i;
    size_t j;

    if (result->wide == 0)
        for (j = 0; j < result->held_count; j++)
            byte_take(result, (char)result->held[j]);
    if (result->inside)
        record_lost(result);
    else
        line_take(result);
    buf_reset(&result->line);
    answer_end(result, tables, cut, cut_status);
    for (i = 0; i < DB_QUERY_COUNT; i++)
        if (i != tables)
            answer_end(result, i, cut, cut_status);
}

/* Field AT of the one row of `script`, or NULL. */
static const char *
script_says(const struct db_result *result, size_t at)
{
    const struct db_answer *script = &result->answers[0];

    if (script->status != DB_OK || script->count != 1)
        return NULL;
    return field_of(script->rows[0], at);
}

const char *
db_result_engine(const struct db_result *result)
{
    return script_says(result, 1);
}

int64_t
db_result_version(const struct db_result *result)
{
    const char *version = script_says(result, 0);
    int64_t number;

    if (version == NULL || !span_number(span_of(version), 0, 1000000, &number))
        return -1;
    return number;
}

/* ---- CSV ---- */

static void
csv_field(struct buf *out, struct span field)
{
    size_t i;

    if (span_find(field, ",") < 0 && span_find(field, "\"") < 0 &&
        span_find(field, "\r") < 0 && span_find(field, "\n") < 0) {
        buf_add(out, field.at, field.len);
        return;
    }
    buf_addc(out, '"');
    for (i = 0; i < field.len; i++) {
        if (field.at[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, field.at[i]);
    }
    buf_addc(out, '"');
}

/* A value through the redactor; XML as such. */
static void
csv_redacted(struct buf *out, struct span value, struct redact_counts *counts)
{
    enum redact_form form =
        value.len > 0 && value.at[0] == '<' ? REDACT_XML : REDACT_TEXT;
    struct buf clean;

    if (value.len == 0)
        return;
    buf_init(&clean, ANSWER_MOST);
    if (redact(form, value, &clean, counts) != NULL) {
        buf_reset(&clean);
        buf_adds(&clean, REDACTED);
    }
    csv_field(out, span_bytes(clean.data == NULL ? "" : clean.data, clean.len));
    buf_release(&clean);
}

void
db_result_csv(const struct db_result *result, int at, struct buf *out,
              struct redact_counts *counts)
{
    const struct db_answer *answer = &result->answers[at];
    bool redacted[DB_COLUMNS_MOST];
    struct span columns = span_of(DB_QUERIES[at].columns), name;
    size_t count = 0, i, j;

    while (db_query_column(&columns, &name, &redacted[count])) {
        if (count++ > 0)
            buf_addc(out, ',');
        buf_add(out, name.at, name.len);
    }
    buf_adds(out, "\r\n");
    for (i = 0; i < answer->count; i++) {
        const char *field = answer->rows[i];

        for (j = 0; j < count; j++, field = field_next(field)) {
            if (j > 0)
                buf_addc(out, ',');
            if (redacted[j])
                csv_redacted(out, span_of(field), counts);
            else
                csv_field(out, span_of(field));
        }
        buf_adds(out, "\r\n");
    }
}

void
db_result_status(const struct db_result *result, struct buf *out)
{
    int i;

    buf_adds(out, "query,status,rows,reason\r\n");
    for (i = 0; i < DB_QUERY_COUNT; i++) {
        const struct db_answer *answer = &result->answers[i];

        buf_addf(out, "%s,%s,", DB_QUERIES[i].name,
                 db_status_word(answer->status));
        if (answer->status == DB_OK)
            buf_addf(out, "%zu", answer->count);
        buf_addc(out, ',');
        if (answer->reason != NULL)
            csv_field(out, span_of(answer->reason));
        buf_adds(out, "\r\n");
    }
}
