/*
 * A span: a view of bytes that somebody else owns, consumed from the left.
 * Parsers take spans; what is kept becomes a string in an arena.
 */
#ifndef ACC_SPAN_H
#define ACC_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct span {
    const char *at;
    size_t len;
};

/* The view of a string, or of LEN bytes. */
struct span span_of(const char *text);
struct span span_bytes(const void *bytes, size_t len);

/*
 * Cuts the first line off REST into LINE, without its "\n" or "\r\n".
 * Returns false when nothing is left.
 */
bool span_line(struct span *rest, struct span *line);

/* How many "\n" it holds. */
uint32_t span_newlines(struct span span);

/* Cuts the next word (no blanks or tabs) off REST into WORD; false if none. */
bool span_word(struct span *rest, struct span *word);

/* Cuts what stands before the byte MARK, and the mark; false if not there. */
bool span_until(struct span *rest, char mark, struct span *before);

/* Cuts TEXT off the left of REST if it stands there (ASCII case counts not in
 * the _fold form). */
bool span_skip(struct span *rest, const char *text);
bool span_skip_fold(struct span *rest, const char *text);

/* Without blanks, tabs, CR and LF at both ends. */
struct span span_trim(struct span span);

/* Equality with a string; _fold ignores ASCII letter case. */
bool span_is(struct span span, const char *text);
bool span_is_fold(struct span span, const char *text);

/* Where TEXT or WORD stands in SPAN: the offset, or -1.  _fold as above. */
ptrdiff_t span_find(struct span span, const char *text);
ptrdiff_t span_find_fold(struct span span, const char *text);
ptrdiff_t span_find_word_fold(struct span span, struct span word);

/*
 * Reads the whole of SPAN as a decimal number from LOW to HIGH.
 * Returns false, and leaves OUT, if it is anything else.
 */
bool span_number(struct span span, int64_t low, int64_t high, int64_t *out);

/* A NUL-terminated copy in ARENA. */
char *span_string(struct arena *arena, struct span span);

/* ASCII-only helpers: no locale is ever asked.  Lexers ask them of each byte.
 */
static inline char
ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool
ascii_letter(char c)
{
    c = ascii_lower(c);
    return c >= 'a' && c <= 'z';
}

static inline bool
ascii_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool text_is_fold(const char *a, const char *b); /* NULL is equal to nothing */
int text_order_fold(const char *a, const char *b); /* below, at, above 0 */

#endif
