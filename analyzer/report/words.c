#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "span.h"
#include "utf8.h"
#include "vec.h"
#include "xmllex.h"

enum { WORDS_MOST = 1 << 20 }; /* bytes of one sentence: far above any */

static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const WEEKDAYS[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};

int
words_order(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static const char *
shown(struct arena *arena, struct span text)
{
    struct buf out;
    const char *copy;

    if (text.len <= WORDS_MOST && utf8_plain(text))
        return arena_copy(arena, text.at, text.len);
    buf_init(&out, WORDS_MOST);
    utf8_show(&out, text);
    copy = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return copy;
}

const char *
words_shown(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : shown(arena, span_of(text));
}

/*
 * sentence = { text | "<code>" text "</code>" | "<name>" text "</name>" }
 * Anything else that looks like a tag is text.
 */
struct piece {
    const char *element; /* code, name, or NULL for text */
    struct span text;
};

static bool
piece_tagged(struct span *rest, const char *element, const char *open,
             const char *close, struct piece *piece)
{
    struct span look = *rest;
    ptrdiff_t end;

    if (!span_skip(&look, open) || (end = span_find(look, close)) < 0)
        return false;
    piece->element = element;
    piece->text = span_bytes(look.at, (size_t)end);
    rest->at = look.at + end + strlen(close);
    rest->len = look.len - (size_t)end - strlen(close);
    return true;
}

static bool
piece_next(struct span *rest, struct piece *piece)
{
    size_t len = 0;

    if (rest->len == 0)
        return false;
    if (piece_tagged(rest, "code", "<code>", "</code>", piece) ||
        piece_tagged(rest, "name", "<name>", "</name>", piece))
        return true;
    do
        len++;
    while (len < rest->len && rest->at[len] != '<');
    piece->element = NULL;
    piece->text = span_bytes(rest->at, len);
    rest->at += len;
    rest->len -= len;
    return true;
}

static const char *
piece_text(struct arena *arena, const struct piece *piece)
{
    return words_shown(arena, xmllex_value(arena, piece->text));
}

const char *
words_plain(struct arena *arena, const char *sentence)
{
    struct span rest;
    struct piece piece;
    struct buf out;
    const char *plain;

    if (sentence == NULL)
        return NULL;
    rest = span_of(sentence);
    buf_init(&out, WORDS_MOST);
    while (piece_next(&rest, &piece))
        buf_adds(&out, piece_text(arena, &piece));
    plain = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return plain;
}

void
words_write(struct xmlwrite *xml, const char *sentence)
{
    struct span rest = span_of(sentence);
    struct piece piece;
    struct arena arena;

    arena_init(&arena);
    xmlwrite_text(xml, ""); /* what follows stands beside text: no new lines */
    while (piece_next(&rest, &piece)) {
        if (piece.element != NULL)
            xmlwrite_open(xml, piece.element);
        xmlwrite_text(xml, piece_text(&arena, &piece));
        if (piece.element != NULL)
            xmlwrite_close(xml);
    }
    arena_release(&arena);
}

void
words_leaf(struct xmlwrite *xml, const char *name, const char *sentence)
{
    if (sentence == NULL)
        return;
    xmlwrite_open(xml, name);
    words_write(xml, sentence);
    xmlwrite_close(xml);
}

const char *
words_quoted(struct arena *arena, const char *text)
{
    struct buf out;
    const char *quoted;

    if (text == NULL)
        return NULL;
    buf_init(&out, WORDS_MOST);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '<')
            buf_adds(&out, "&lt;");
        else if (*at == '&')
            buf_adds(&out, "&amp;");
        else
            buf_addc(&out, *at);
    }
    quoted = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return quoted;
}

const char *
words_number(struct arena *arena, int64_t number)
{
    char digits[32];
    struct buf out;
    const char *words;
    size_t len;

    len = (size_t)snprintf(digits, sizeof digits, "%" PRId64, number);
    buf_init(&out, 128);
    for (size_t i = 0; i < len; i++) {
        buf_addc(&out, digits[i]);
        if ((len - i) % 3 == 1 && i + 1 < len && digits[i] != '-')
            buf_adds(&out, "\xE2\x80\xAF"); /* U+202F */
    }
    words = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return words;
}

const char *
words_count(struct arena *arena, int64_t number, const char *one,
            const char *many)
{
    const char *figure = words_number(arena, number);

    if (number == 1)
        return arena_format(arena, "%s %s", figure, one);
    if (many != NULL)
        return arena_format(arena, "%s %s", figure, many);
    return arena_format(arena, "%s %ss", figure, one);
}

int
words_length(const char *text)
{
    int length = 0;

    for (; *text != '\0'; text++)
        length += ((unsigned char)*text & 0xC0) != 0x80;
    return length;
}

/* The byte at which character NUMBER of TEXT begins. */
static size_t
byte_of(const char *text, int number)
{
    size_t at = 0;

    while (text[at] != '\0' && number > 0) {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        number--;
    }
    return at;
}

const char *
words_cut(struct arena *arena, const char *text, int most)
{
    int length = words_length(text);
    int head = (most - 1 + 1) / 2, tail = most - 1 - head;

    if (length <= most)
        return text;
    return arena_format(arena, "%.*s\xE2\x80\xA6%s", (int)byte_of(text, head),
                        text, text + byte_of(text, length - tail));
}

const char *
words_cut_end(struct arena *arena, const char *text, int most)
{
    if (words_length(text) <= most)
        return text;
    return arena_format(arena, "%.*s\xE2\x80\xA6", (int)byte_of(text, most - 1),
                        text);
}

const char *
words_list(struct arena *arena, const char *const *items, size_t count,
           size_t most, const char *and)
{
    struct buf out;
    const char *list;
    size_t show = count > most ? most : count;

    buf_init(&out, WORDS_MOST);
    for (size_t i = 0; i < show; i++) {
        if (i > 0 && i + 1 == count && and != NULL)
            buf_addf(&out, " %s ", and);
        else if (i > 0)
            buf_adds(&out, ", ");
        buf_adds(&out, words_shown(arena, items[i]));
    }
    if (show < count)
        buf_addf(&out, " and %s more",
                 words_number(arena, (int64_t)(count - show)));
    list = arena_copy(arena, out.data == NULL ? "" : out.data, out.len);
    buf_release(&out);
    return list;
}

struct moment {
    int year, month, day, hour, minute;
};

/* Reads "YYYY-MM-DDTHH:MM…"; what follows the minutes is not looked at. */
static bool
moment_of(const char *stamp, struct moment *moment)
{
    static const char SHAPE[] = "dddd-dd-ddTdd:dd";
    int *const fields[] = {&moment->year, &moment->month, &moment->day,
                           &moment->hour, &moment->minute};
    int field = 0;

    if (stamp == NULL)
        return false;
    memset(moment, 0, sizeof *moment);
    for (size_t i = 0; i < sizeof SHAPE - 1; i++) {
        if (SHAPE[i] != 'd') {
            if (stamp[i] != SHAPE[i])
                return false;
            field++;
        } else if (!ascii_digit(stamp[i])) {
            return false;
        } else {
            *fields[field] = *fields[field] * 10 + stamp[i] - '0';
        }
    }
    return moment->month >= 1 && moment->month <= 12 && moment->day >= 1 &&
           moment->day <= 31 && moment->hour <= 23 && moment->minute <= 59;
}

const char *
words_stamp(struct arena *arena, int64_t now)
{
    time_t seconds = (time_t)now;
    struct tm tm;

    gmtime_r(&seconds, &tm);
    return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
                        tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                        tm.tm_hour, tm.tm_min, tm.tm_sec);
}

const char *
words_time(struct arena *arena, const char *stamp)
{
    struct moment at;

    if (!moment_of(stamp, &at))
        return words_shown(arena, stamp);
    return arena_format(arena, "%d %s %04d %02d:%02d UTC", at.day,
                        MONTHS[at.month - 1], at.year, at.hour, at.minute);
}

const char *
words_date(struct arena *arena, const char *stamp)
{
    struct moment at;

    if (!moment_of(stamp, &at))
        return words_shown(arena, stamp);
    return arena_format(arena, "%d %s %04d", at.day, MONTHS[at.month - 1],
                        at.year);
}

const char *
words_dates(struct arena *arena, const char *first, const char *last)
{
    struct moment from, to;

    if (!moment_of(first, &from) || !moment_of(last, &to))
        return words_date(arena, first != NULL ? first : last);
    if (from.year != to.year)
        return arena_format(arena, "%s \xE2\x80\x93 %s",
                            words_date(arena, first), words_date(arena, last));
    if (from.month != to.month)
        return arena_format(arena, "%d %s \xE2\x80\x93 %s", from.day,
                            MONTHS[from.month - 1], words_date(arena, last));
    if (from.day != to.day)
        return arena_format(arena, "%d\xE2\x80\x93%s", from.day,
                            words_date(arena, last));
    return words_date(arena, last);
}

const char *
words_window(struct arena *arena, const char *starts, const char *hours,
             const char *zone)
{
    struct moment at;
    struct tm tm;
    time_t seconds;
    const char *begin, *end = "";
    char *stop;
    double length;

    if (!moment_of(starts, &at))
        return NULL;
    memset(&tm, 0, sizeof tm);
    tm.tm_year = at.year - 1900;
    tm.tm_mon = at.month - 1;
    tm.tm_mday = at.day;
    tm.tm_hour = at.hour;
    tm.tm_min = at.minute;
    /* The written clock is reckoned with as if it were UTC: the window stays
     * in its own zone and nothing is converted. */
    seconds = timegm(&tm);
    begin = arena_format(arena, "%s %s %02d:%02d", WEEKDAYS[tm.tm_wday],
                         words_date(arena, starts), at.hour, at.minute);
    length = hours == NULL ? 0 : strtod(hours, &stop);
    if (length > 0 && length < 1000) {
        seconds += (time_t)(length * 3600);
        gmtime_r(&seconds, &tm);
        end = length <= 24
                  ? arena_format(arena, " to %02d:%02d", tm.tm_hour, tm.tm_min)
                  : arena_format(arena, " to %s %d %s %02d:%02d",
                                 WEEKDAYS[tm.tm_wday], tm.tm_mday,
                                 MONTHS[tm.tm_mon], tm.tm_hour, tm.tm_min);
    }
    return arena_format(arena, "%s%s%s%s", begin, end, zone == NULL ? "" : " ",
                        zone == NULL ? "" : words_shown(arena, zone));
}

const char *
words_bytes(struct arena *arena, int64_t bytes)
{
    static const char *const UNITS[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;

    while (bytes >= 10000 && unit + 1 < sizeof UNITS / sizeof *UNITS) {
        bytes /= 1024;
        unit++;
    }
    return arena_format(arena, "%s %s", words_number(arena, bytes),
                        UNITS[unit]);
}

const char *
words_minutes(struct arena *arena, int64_t minutes)
{
    int64_t hours = minutes / 60, rest = minutes % 60;

    if (hours == 0)
        return arena_format(arena, "%" PRId64 " min", rest);
    if (rest == 0)
        return arena_format(arena, "%" PRId64 " h", hours);
    return arena_format(arena, "%" PRId64 " h %" PRId64 " min", hours, rest);
}

const char *
words_actor(struct arena *arena, const char *actor)
{
    static const struct {
        const char *full, *brief;
    } BRIEF[] = {
        {"database administrator", "DBA"},
        {"administrator", "admin"},
        {"application ", "app "},
    };
    const char *brief = words_shown(arena, actor), *at;

    for (size_t i = 0; brief != NULL && i < sizeof BRIEF / sizeof *BRIEF; i++)
        while ((at = strstr(brief, BRIEF[i].full)) != NULL)
            brief = arena_format(arena, "%.*s%s%s", (int)(at - brief), brief,
                                 BRIEF[i].brief, at + strlen(BRIEF[i].full));
    return brief;
}

const char *
words_product(struct arena *arena, const char *product)
{
    static const struct {
        const char *word, *name;
    } NAMES[] = {
        {"debian", "Debian"},   {"ubuntu", "Ubuntu"},   {"rhel", "Red Hat"},
        {"centos", "CentOS"},   {"ol", "Oracle Linux"}, {"sles", "SUSE"},
        {"windows", "Windows"}, {"apache", "Apache"},   {"iis", "IIS"},
    };
    const char *shown = words_shown(arena, product);
    size_t length = shown == NULL ? 0 : strcspn(shown, " ");

    for (size_t i = 0; length > 0 && i < sizeof NAMES / sizeof *NAMES; i++)
        if (strlen(NAMES[i].word) == length &&
            strncmp(shown, NAMES[i].word, length) == 0)
            return arena_format(arena, "%s%s", NAMES[i].name, shown + length);
    return shown;
}

const char *
words_place(struct arena *arena, struct place at)
{
    const char *entry = words_shown(arena, at.entry);

    if (entry == NULL)
        return NULL;
    if (strncmp(entry, "files/", 6) == 0)
        entry += 5; /* the path on the server, with its slash */
    return at.line == 0 ? entry
                        : arena_format(arena, "%s:%" PRIu32, entry, at.line);
}

const char *
words_excerpt(struct arena *arena, const char *line)
{
    static const char RAW[] = "[redacted]";
    static const char MARKED[] = "\xE2\x80\xB9redacted\xE2\x80\xBA";
    const char *rest = words_shown(arena, line), *at;
    struct buf out;
    const char *excerpt;

    if (rest == NULL)
        return NULL;
    buf_init(&out, WORDS_MOST);
    while ((at = strstr(rest, RAW)) != NULL) {
        buf_add(&out, rest, (size_t)(at - rest));
        buf_adds(&out, MARKED);
        rest = at + sizeof RAW - 1;
    }
    buf_adds(&out, rest);
    excerpt = words_cut_end(arena, arena_copy(arena, out.data, out.len), 120);
    buf_release(&out);
    return excerpt;
}
