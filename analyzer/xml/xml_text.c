/*
 * The bytes become UTF-8 by the tables below: no converter of the system has a
 * say.
 */
#include "xml_text.h"

#include <string.h>

#include "utf8.h"

enum {
    SIZE_MOST = 1 << 29,       /* bytes of a document */
    DECLARATION_MOST = 1 << 10 /* bytes in which the XML declaration ends */
};

/* What windows-1252 has at 0x80 to 0x9F; 0: nothing. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t
of_latin1(unsigned char byte)
{
    return byte;
}

static uint32_t
of_latin9(unsigned char byte)
{
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x0160;
    case 0xA8:
        return 0x0161;
    case 0xB4:
        return 0x017D;
    case 0xB8:
        return 0x017E;
    case 0xBC:
        return 0x0152;
    case 0xBD:
        return 0x0153;
    case 0xBE:
        return 0x0178;
    default:
        return byte;
    }
}

static uint32_t
of_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte <= 0x9F ? WINDOWS_1252[byte - 0x80] : byte;
}

typedef uint32_t byte_meaning(unsigned char byte);

/* Encodings of one byte a character; NULL: the bytes are UTF-8 already. */
static const struct {
    const char *name;
    byte_meaning *meaning;
} ENCODINGS[] = {
    {"UTF-8", NULL},
    {"UTF8", NULL},
    {"US-ASCII", NULL},
    {"ASCII", NULL},
    {"ISO-8859-1", of_latin1},
    {"ISO8859-1", of_latin1},
    {"ISO_8859-1", of_latin1},
    {"LATIN1", of_latin1},
    {"ISO-8859-15", of_latin9},
    {"ISO8859-15", of_latin9},
    {"LATIN-9", of_latin9},
    {"WINDOWS-1252", of_windows_1252},
    {"CP1252", of_windows_1252},
};

/* Where characters go: AT NULL while it is only measured how many bytes they
 * take. */
struct room {
    char *at;
    size_t len;
};

/* How the bytes of a document become characters. */
struct form {
    bool utf16, big;
    byte_meaning *meaning; /* NULL: UTF-8 */
    bool checked;          /* it holds nothing that no XML in UTF-8 may */
};

static int
broken(struct xml_problem *problem, const char *reason, uint32_t line)
{
    problem->reason = reason;
    problem->line = line;
    return -1;
}

static void
put_byte(struct room *room, uint32_t byte)
{
    if (room->at != NULL)
        room->at[room->len] = (char)byte;
    room->len++;
}

static void
put_utf8(struct room *room, uint32_t c)
{
    if (c < 0x80) {
        put_byte(room, c);
        return;
    }
    if (c < 0x800) {
        put_byte(room, 0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put_byte(room, 0xE0 | c >> 12);
        } else {
            put_byte(room, 0xF0 | c >> 18);
            put_byte(room, 0x80 | (c >> 12 & 0x3F));
        }
        put_byte(room, 0x80 | (c >> 6 & 0x3F));
    }
    put_byte(room, 0x80 | (c & 0x3F));
}

static int
from_bytes(struct span document, byte_meaning *meaning, struct room *room,
           struct xml_problem *problem)
{
    uint32_t line = 1;

    for (size_t i = 0; i < document.len; i++) {
        uint32_t c = meaning((unsigned char)document.at[i]);

        if (c == 0)
            return broken(problem, "a byte that its encoding does not have",
                          line);
        line += c == '\n';
        put_utf8(room, c);
    }
    return 0;
}

static int
from_utf16(struct span document, bool big, struct room *room,
           struct xml_problem *problem)
{
    const unsigned char *at = (const unsigned char *)document.at;
    uint32_t line = 1;
    uint32_t high = 0;

    for (size_t i = 0; i + 1 < document.len; i += 2) {
        uint32_t c = big ? (uint32_t)at[i] << 8 | at[i + 1]
                         : (uint32_t)at[i + 1] << 8 | at[i];
        bool low = c >= 0xDC00 && c <= 0xDFFF;

        if (low != (high != 0))
            return broken(problem, "UTF-16 with half a pair", line);
        if (c >= 0xD800 && c <= 0xDBFF) {
            high = c;
            continue;
        }
        if (low)
            c = 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00);
        high = 0;
        if (c == 0xFEFF && i == 0)
            continue;
        line += c == '\n';
        put_utf8(room, c);
    }
    if (document.len % 2 != 0)
        return broken(problem, "UTF-16 with half a character", line);
    if (high != 0)
        return broken(problem, "UTF-16 with half a pair", line);
    return 0;
}

/* The encoding that the XML declaration names; empty if none. */
static struct span
declared(struct span document)
{
    struct span none = {NULL, 0};
    struct span head = document;
    ptrdiff_t at;

    if (!span_skip(&head, "<?xml"))
        return none;
    head.len = head.len < DECLARATION_MOST ? head.len : DECLARATION_MOST;
    at = span_find(head, "?>");
    if (at < 0)
        return none;
    head.len = (size_t)at;
    at = span_find(head, "encoding");
    if (at < 0)
        return none;
    head = (struct span){head.at + at + 8, head.len - (size_t)at - 8};
    head = span_trim(head);
    if (!span_skip(&head, "="))
        return none;
    head = span_trim(head);
    if (head.len == 0 || (*head.at != '"' && *head.at != '\''))
        return none;
    at = 1;
    while ((size_t)at < head.len && head.at[at] != *head.at)
        at++;
    return (struct span){head.at + 1, (size_t)at - 1};
}

static bool
blank_or_more(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] < 0x20 && !ascii_blank(bytes[i]))
            return false;
    return true;
}

/* Bytes at the start of TEXT, by eights, that are ASCII and may stand in XML.
 */
static size_t
plain_run(struct span text)
{
    const uint64_t ones = 0x0101010101010101U;
    const uint64_t high = 0x8080808080808080U;
    uint64_t eight;
    size_t len = 0;

    for (; text.len - len >= sizeof eight; len += sizeof eight) {
        memcpy(&eight, text.at + len, sizeof eight);
        if ((eight & high) != 0)
            break;
        /* A byte below 0x20 borrows into its high bit; so may the one above it,
         * which is then looked at for nothing. */
        if (((eight - ones * 0x20) & ~eight & high) != 0 &&
            !blank_or_more(text.at + len, sizeof eight))
            break;
    }
    return len;
}

/* Where TEXT first holds what no XML in UTF-8 may: its length, if nowhere. */
static size_t
first_fault(struct span text, bool *utf8)
{
    size_t i = 0;

    *utf8 = true;
    while (i < text.len) {
        struct span rest = {text.at + i, text.len - i};
        size_t len = plain_run(rest);
        uint32_t c = ' ';

        if (len == 0) {
            len = utf8_decode(rest, &c);
            *utf8 = len > 0;
        }
        if (!*utf8 || (c < 0x20 && !ascii_blank((char)c)) || c == 0xFFFE ||
            c == 0xFFFF)
            break;
        i += len;
    }
    return i;
}

static bool
is_utf16(struct span document, bool *big)
{
    struct span rest = document;

    if (document.len < 4)
        return false;
    *big = span_skip(&rest, "\xFE\xFF") || document.at[0] == '\0';
    return *big || span_skip(&rest, "\xFF\xFE") || document.at[1] == '\0';
}

/* The meaning of the bytes of DOCUMENT by its declaration. */
static int
find_meaning(struct span document, struct form *form,
             struct xml_problem *problem)
{
    struct span encoding = declared(document);
    bool known = encoding.len == 0;
    bool utf8;

    for (size_t i = 0; i < sizeof ENCODINGS / sizeof *ENCODINGS; i++)
        if (span_is_fold(encoding, ENCODINGS[i].name)) {
            form->meaning = ENCODINGS[i].meaning;
            known = true;
        }
    if (!known)
        return broken(problem, "it declares an encoding that is not read", 1);
    if (encoding.len > 0)
        return 0;
    /* Old files declare nothing and hold comments in ISO-8859-1. */
    form->checked = first_fault(document, &utf8) == document.len;
    if (!utf8)
        form->meaning = of_latin1;
    return 0;
}

static int
check(struct span text, struct xml_problem *problem)
{
    bool utf8;
    size_t at = first_fault(text, &utf8);

    if (at == text.len)
        return 0;
    return broken(problem,
                  !utf8                 ? "bytes that are not UTF-8"
                  : text.at[at] == '\0' ? "a NUL byte stands in it"
                                        : "a character that XML does not allow",
                  1 + span_newlines(span_bytes(text.at, at)));
}

static int
put_all(struct span document, const struct form *form, struct room *room,
        struct xml_problem *problem)
{
    return form->utf16 ? from_utf16(document, form->big, room, problem)
                       : from_bytes(document, form->meaning, room, problem);
}

int
xml_decode(struct span document, struct arena *arena, struct span *text,
           struct xml_problem *problem)
{
    struct form form = {0};
    struct room room = {0};
    int result = 0;

    *problem = (struct xml_problem){NULL, 0};
    *text = document;
    if (document.len == 0)
        return broken(problem, "the document is empty", 1);
    if (document.len > SIZE_MOST)
        return broken(problem, "too large", 1);
    form.utf16 = is_utf16(document, &form.big);
    if (!form.utf16) {
        (void)span_skip(text, "\xEF\xBB\xBF");
        if (find_meaning(*text, &form, problem) != 0)
            return -1;
    }
    if (form.utf16 || form.meaning != NULL) {
        document = *text;
        (void)put_all(document, &form, &room, problem);
        room.at = arena_alloc(arena, room.len + 1);
        room.len = 0;
        result = put_all(document, &form, &room, problem);
        *text = span_bytes(room.at, room.len);
    }
    return result != 0 || form.checked ? result : check(*text, problem);
}
