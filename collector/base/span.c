#include "span.h"

#include <string.h>

#include "arena.h"

bool
text_is_fold(const char *a, const char *b)
{
    return a != NULL && b != NULL && text_order_fold(a, b) == 0;
}

int
text_order_fold(const char *a, const char *b)
{
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return (unsigned char)ascii_lower(*a) - (unsigned char)ascii_lower(*b);
}

struct span
span_of(const char *text)
{
    return (struct span){text, text == NULL ? 0 : strlen(text)};
}

struct span
span_bytes(const void *bytes, size_t len)
{
    return (struct span){bytes, len};
}

static struct span
span_cut(struct span *rest, size_t len, size_t skip)
{
    struct span cut = {rest->at, len};

    rest->at += len + skip;
    rest->len -= len + skip;
    return cut;
}

bool
span_line(struct span *rest, struct span *line)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->at, '\n', rest->len);
    if (end == NULL)
        *line = span_cut(rest, rest->len, 0);
    else
        *line = span_cut(rest, (size_t)(end - rest->at), 1);
    if (line->len > 0 && line->at[line->len - 1] == '\r')
        line->len--;
    return true;
}

uint32_t
span_newlines(struct span span)
{
    const char *at = span.at;
    const char *end = span.at + span.len;
    uint32_t lines = 0;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        lines++;
        at++;
    }
    return lines;
}

bool
span_word(struct span *rest, struct span *word)
{
    size_t start = 0;
    size_t end;

    while (start < rest->len && ascii_blank(rest->at[start]))
        start++;
    (void)span_cut(rest, start, 0);
    for (end = 0; end < rest->len && !ascii_blank(rest->at[end]); end++)
        ;
    *word = span_cut(rest, end, 0);
    return word->len > 0;
}

bool
span_until(struct span *rest, char mark, struct span *before)
{
    const char *end = rest->len > 0 ? memchr(rest->at, mark, rest->len) : NULL;

    if (end == NULL)
        return false;
    *before = span_cut(rest, (size_t)(end - rest->at), 1);
    return true;
}

static bool
same(const char *a, const char *b, size_t len, bool fold)
{
    for (size_t i = 0; i < len; i++)
        if (fold ? ascii_lower(a[i]) != ascii_lower(b[i]) : a[i] != b[i])
            return false;
    return true;
}

static bool
starts(struct span span, const char *text, bool fold)
{
    size_t len = strlen(text);

    return span.len >= len && same(span.at, text, len, fold);
}

bool
span_skip(struct span *rest, const char *text)
{
    if (!starts(*rest, text, false))
        return false;
    (void)span_cut(rest, strlen(text), 0);
    return true;
}

bool
span_skip_fold(struct span *rest, const char *text)
{
    if (!starts(*rest, text, true))
        return false;
    (void)span_cut(rest, strlen(text), 0);
    return true;
}

struct span
span_trim(struct span span)
{
    while (span.len > 0 && ascii_blank(span.at[0]))
        (void)span_cut(&span, 1, 0);
    while (span.len > 0 && ascii_blank(span.at[span.len - 1]))
        span.len--;
    return span;
}

/* Most texts that are compared differ in their first byte: strlen waits. */
static bool
equal(struct span span, const char *text, bool fold)
{
    if (span.len == 0 || *text == '\0')
        return span.len == 0 && *text == '\0';
    return same(span.at, text, 1, fold) && span.len == strlen(text) &&
           same(span.at, text, span.len, fold);
}

bool
span_is(struct span span, const char *text)
{
    return equal(span, text, false);
}

bool
span_is_fold(struct span span, const char *text)
{
    return equal(span, text, true);
}

ptrdiff_t
span_find(struct span span, const char *text)
{
    size_t len = strlen(text);
    struct span rest = span;

    if (len == 0)
        return 0;
    while (rest.len >= len) {
        const char *at = memchr(rest.at, text[0], rest.len - len + 1);

        if (at == NULL)
            break;
        if (memcmp(at, text, len) == 0)
            return at - span.at;
        (void)span_cut(&rest, (size_t)(at - rest.at) + 1, 0);
    }
    return -1;
}

ptrdiff_t
span_find_word_fold(struct span span, struct span word)
{
    char first = word.len > 0 ? ascii_lower(*word.at) : '\0';

    for (size_t i = 0; i + word.len <= span.len; i++)
        if (word.len == 0 || (ascii_lower(span.at[i]) == first &&
                              same(span.at + i, word.at, word.len, true)))
            return (ptrdiff_t)i;
    return -1;
}

ptrdiff_t
span_find_fold(struct span span, const char *text)
{
    return span_find_word_fold(span, span_of(text));
}

bool
span_number(struct span span, int64_t low, int64_t high, int64_t *out)
{
    bool minus = span.len > 0 && span.at[0] == '-';
    int64_t value = 0;

    if (minus)
        (void)span_cut(&span, 1, 0);
    if (span.len == 0)
        return false;
    for (size_t i = 0; i < span.len; i++) {
        int digit = span.at[i] - '0';

        if (!ascii_digit(span.at[i]) || value > (INT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (minus)
        value = -value;
    if (value < low || value > high)
        return false;
    *out = value;
    return true;
}

char *
span_string(struct arena *arena, struct span span)
{
    return arena_copy(arena, span.at, span.len);
}
