/*
 * The functions that expressions may use.  Each answers unknown where an
 * argument is missing, because XPath would say false, and false reads as
 * "passed".  README.md in catalogue/ says what they mean; keep it so.
 */
#include "engine.h"

#include <string.h>

/* One part of a version: "10" is 10, "" and "7"; "9b2" is 9, "b" and "2". */
struct part {
    int64_t number;
    struct span letters;
    int64_t after;
};

/* What stands before the packager's own revision: "1:2.4.10-10+deb8u7" is
 * 2.4.10.  A "~" marks something before the release: not a version we know. */
static bool
version_core(const char *text, struct span *core)
{
    struct span rest = span_trim(span_of(text));
    struct span epoch = rest;
    struct span before;
    int64_t ignored;
    size_t i;

    if (span_until(&epoch, ':', &before)) {
        if (!span_number(before, 0, 1000, &ignored))
            return false;
        rest = epoch;
    }
    for (i = 0; i < rest.len; i++) {
        if (rest.at[i] == '~')
            return false;
        if (rest.at[i] == '-' || rest.at[i] == '+')
            break;
    }
    *core = span_bytes(rest.at, i);
    return i > 0;
}

static bool
digits_take(struct span *rest, int64_t *number)
{
    size_t len = 0;
    bool good;

    while (len < rest->len && ascii_digit(rest->at[len]))
        len++;
    good = span_number(span_bytes(rest->at, len), 0, INT64_MAX / 10, number);
    rest->at += len;
    rest->len -= len;
    return good;
}

/* Cuts the next part off REST; false if it is not one. */
static bool
part_take(struct span *rest, struct part *part)
{
    size_t len = 0;

    *part = (struct part){0, {"", 0}, 0};
    if (!digits_take(rest, &part->number))
        return false;
    while (len < rest->len && ascii_letter(rest->at[len]))
        len++;
    part->letters = span_bytes(rest->at, len);
    rest->at += len;
    rest->len -= len;
    if (len > 0 && rest->len > 0 && ascii_digit(*rest->at) &&
        !digits_take(rest, &part->after))
        return false;
    if (rest->len == 0)
        return true;
    if (*rest->at != '.' && *rest->at != '_')
        return false;
    rest->at++;
    rest->len--;
    return rest->len > 0;
}

static int
part_order(const struct part *a, const struct part *b)
{
    size_t i;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    for (i = 0; i < a->letters.len || i < b->letters.len; i++) {
        char x = i < a->letters.len ? ascii_lower(a->letters.at[i]) : '\0';
        char y = i < b->letters.len ? ascii_lower(b->letters.at[i]) : '\0';

        if (x != y)
            return x < y ? -1 : 1;
    }
    if (a->after != b->after)
        return a->after < b->after ? -1 : 1;
    return 0;
}

/* Compares; WITHIN: as far as B goes. */
static bool
compare(const char *a, const char *b, bool within, int *order)
{
    struct span rest_a;
    struct span rest_b;

    *order = 0;
    if (a == NULL || b == NULL || !version_core(a, &rest_a) ||
        !version_core(b, &rest_b))
        return false;
    while (rest_a.len > 0 || rest_b.len > 0) {
        struct part x = {0, {"", 0}, 0};
        struct part y = {0, {"", 0}, 0};
        bool skip = within && rest_b.len == 0;

        if (rest_a.len > 0 && !part_take(&rest_a, &x))
            return false;
        if (rest_b.len > 0 && !part_take(&rest_b, &y))
            return false;
        if (*order == 0 && !skip)
            *order = part_order(&x, &y);
    }
    return true;
}

bool
version_compare(const char *a, const char *b, int *order)
{
    return compare(a, b, false, order);
}

bool
version_within(const char *version, const char *listed)
{
    int order;

    return compare(version, listed, true, &order) && order == 0;
}

/* Campaign's own versions, oldest first.  Their order is not that of their
 * numbers: 6.02 came before 6.1. */
static const char *const RELEASES[] = {"5.11", "6.02", "6.1", "7"};
enum { RELEASE_LAST = 3 };

/* The place of VERSION among them, or -1; a release of 7 ("7.4") is a 7. */
static int
release_rank(const char *version)
{
    size_t len;
    int i;

    if (version == NULL)
        return -1;
    for (i = 0; i <= RELEASE_LAST; i++)
        if (strcmp(version, RELEASES[i]) == 0)
            return i;
    len = strlen(RELEASES[RELEASE_LAST]);
    return strncmp(version, RELEASES[RELEASE_LAST], len) == 0 &&
                   version[len] == '.'
               ? RELEASE_LAST
               : -1;
}

/* older(v, w): does Campaign's version V come before W? */
static enum xml_truth
older(void *baton, struct arena *arena, int count, const char *const args[],
      const char **text)
{
    int a;
    int b;
    int order;

    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    a = release_rank(args[0]);
    b = release_rank(args[1]);
    if (a < 0 || b < 0)
        return XML_UNKNOWN;
    if (a != b)
        return a < b ? XML_YES : XML_NO;
    if (strcmp(args[0], args[1]) == 0)
        return XML_NO;
    /* a bare 7 does not say which release of 7 it is */
    if (strcmp(args[0], RELEASES[a]) == 0 ||
        strcmp(args[1], RELEASES[a]) == 0 ||
        !version_compare(args[0], args[1], &order))
        return XML_UNKNOWN;
    return order < 0 ? XML_YES : XML_NO;
}

static enum xml_truth
truth(bool holds)
{
    return holds ? XML_YES : XML_NO;
}

static enum xml_truth
at_least(void *baton, struct arena *arena, int count, const char *const args[],
         const char **text)
{
    int order;

    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (!version_compare(args[0], args[1], &order))
        return XML_UNKNOWN;
    return truth(order >= 0);
}

static enum xml_truth
less_than(void *baton, struct arena *arena, int count, const char *const args[],
          const char **text)
{
    int order;

    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (!version_compare(args[0], args[1], &order))
        return XML_UNKNOWN;
    return truth(order < 0);
}

static enum xml_truth
same_version(void *baton, struct arena *arena, int count,
             const char *const args[], const char **text)
{
    int order;

    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (!version_compare(args[0], args[1], &order))
        return XML_UNKNOWN;
    return truth(order == 0);
}

static enum xml_truth
same_text(void *baton, struct arena *arena, int count, const char *const args[],
          const char **text)
{
    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (args[0] == NULL || args[1] == NULL || args[0][0] == '\0' ||
        args[1][0] == '\0')
        return XML_UNKNOWN;
    return truth(text_is_fold(args[0], args[1]));
}

/* one-of(text, 'these words') */
static enum xml_truth
one_of(void *baton, struct arena *arena, int count, const char *const args[],
       const char **text)
{
    struct span rest;
    struct span word;

    (void)baton, (void)arena, (void)text;
    if (count != 2 || args[1] == NULL)
        return XML_ERROR;
    if (args[0] == NULL || args[0][0] == '\0')
        return XML_UNKNOWN;
    rest = span_of(args[1]);
    while (span_word(&rest, &word))
        if (span_is_fold(word, args[0]))
            return XML_YES;
    return XML_NO;
}

/* mentions(text, 'these words'): does one of them stand in it? */
static enum xml_truth
mentions(void *baton, struct arena *arena, int count, const char *const args[],
         const char **text)
{
    struct span rest;
    struct span word;

    (void)baton, (void)arena, (void)text;
    if (count != 2 || args[1] == NULL)
        return XML_ERROR;
    if (args[0] == NULL)
        return XML_UNKNOWN;
    rest = span_of(args[1]);
    while (span_word(&rest, &word))
        if (span_find_word_fold(span_of(args[0]), word) >= 0)
            return XML_YES;
    return XML_NO;
}

/* is-on(text): the vendor writes 1, true, or 0, false, or nothing. */
static enum xml_truth
is_on(void *baton, struct arena *arena, int count, const char *const args[],
      const char **text)
{
    (void)baton, (void)arena, (void)text;
    if (count != 1)
        return XML_ERROR;
    if (args[0] == NULL)
        return XML_UNKNOWN;
    if (text_is_fold(args[0], "true") || strcmp(args[0], "1") == 0)
        return XML_YES;
    if (text_is_fold(args[0], "false") || strcmp(args[0], "0") == 0 ||
        args[0][0] == '\0')
        return XML_NO;
    return XML_UNKNOWN;
}

/* The number of a day, counted from 1970-01-01; the time of day, if there is
 * one, does not count. */
static bool
day_of(const char *text, int64_t *day)
{
    struct span rest = span_of(text != NULL ? text : "");
    struct span part;
    int64_t year;
    int64_t month;
    int64_t date;

    if (!span_until(&rest, '-', &part) ||
        !span_number(part, 1970, 9999, &year) ||
        !span_until(&rest, '-', &part) || !span_number(part, 1, 12, &month))
        return false;
    if (!span_until(&rest, 'T', &part))
        part = rest;
    if (!span_number(part, 1, 31, &date))
        return false;
    year -= month <= 2; /* a year that begins in March ends with its leap day */
    month += month <= 2 ? 9 : -3;
    *day = year * 365 + year / 4 - year / 100 + year / 400 +
           (month * 153 + 2) / 5 + date - 719469;
    return true;
}

/* days-between(from, to): below zero if TO is the earlier */
static enum xml_truth
days_between(void *baton, struct arena *arena, int count,
             const char *const args[], const char **text)
{
    int64_t from;
    int64_t to;

    (void)baton;
    if (count != 2)
        return XML_ERROR;
    if (!day_of(args[0], &from) || !day_of(args[1], &to))
        return XML_UNKNOWN;
    *text = arena_format(arena, "%lld", (long long)(to - from));
    return XML_YES;
}

/* "10.20.1.5" */
static bool
address_take(struct span text, uint32_t *address)
{
    int64_t part;
    struct span one;
    int i;

    *address = 0;
    for (i = 0; i < 4; i++) {
        if (!span_until(&text, '.', &one)) {
            one = text;
            text.len = 0;
        } else if (i == 3) {
            return false;
        }
        if (!span_number(one, 0, 255, &part))
            return false;
        *address = *address << 8 | (uint32_t)part;
    }
    return true;
}

/*
 * in-network(addresses, mask): does one of the addresses, between commas, lie
 * in it?  The server's own, 127.0.0.1 and ::1, do not count.  MASK is an
 * address or "10.20.0.0/16"; other forms, and networks of IPv6, are not known.
 */
static enum xml_truth
in_network(void *baton, struct arena *arena, int count,
           const char *const args[], const char **text)
{
    struct span rest;
    struct span net;
    uint32_t base;
    int64_t bits = 32;
    enum xml_truth result = XML_NO;

    (void)baton, (void)arena, (void)text;
    if (count != 2)
        return XML_ERROR;
    if (args[0] == NULL || args[1] == NULL)
        return XML_UNKNOWN;
    rest = span_trim(span_of(args[1]));
    if (!span_until(&rest, '/', &net))
        net = rest;
    else if (!span_number(rest, 1, 32, &bits))
        return XML_UNKNOWN;
    if (!address_take(net, &base))
        return XML_UNKNOWN;
    rest = span_of(args[0]);
    while (rest.len > 0) {
        struct span one;
        uint32_t address;

        if (!span_until(&rest, ',', &one)) {
            one = rest;
            rest.len = 0;
        }
        one = span_trim(one);
        if (one.len == 0 || span_is(one, "127.0.0.1") || span_is(one, "::1"))
            continue;
        if (span_find_fold(one, ":") >= 0 && span_find_fold(one, ".") < 0)
            continue; /* of IPv6, so in no network of IPv4 */
        if (!address_take(one, &address))
            result = XML_UNKNOWN;
        else if ((address ^ base) >> (32 - bits) == 0)
            return XML_YES;
    }
    return result;
}

/* supported(kind, product, version) */
static enum xml_truth
supported(void *baton, struct arena *arena, int count, const char *const args[],
          const char **text)
{
    const struct functions_baton *functions = baton;

    (void)arena, (void)text;
    if (count != 3 || args[0] == NULL)
        return XML_ERROR;
    return matrix_lists(functions->engine, functions->target, args[0], args[1],
                        args[2]);
}

/* supported-list(kind, product) in words */
static enum xml_truth
supported_list(void *baton, struct arena *arena, int count,
               const char *const args[], const char **text)
{
    const struct functions_baton *functions = baton;

    if (count != 2 || args[0] == NULL)
        return XML_ERROR;
    *text = matrix_words(functions->engine, functions->target, args[0], args[1],
                         arena);
    return *text != NULL ? XML_YES : XML_UNKNOWN;
}

/* product-name(kind, product) for people */
static enum xml_truth
product_name(void *baton, struct arena *arena, int count,
             const char *const args[], const char **text)
{
    const struct functions_baton *functions = baton;

    (void)arena;
    if (count != 2 || args[0] == NULL)
        return XML_ERROR;
    if (args[1] == NULL)
        return XML_UNKNOWN;
    *text = matrix_label(functions->engine, args[0], args[1]);
    return XML_YES;
}

/* choose(condition, text, other-text) */
static enum xml_truth
choose(void *baton, struct arena *arena, int count, const char *const args[],
       const char **text)
{
    (void)baton, (void)arena;
    if (count != 3 || args[1] == NULL || args[2] == NULL)
        return XML_ERROR;
    /* a condition without nodes does not hold */
    *text =
        args[0] != NULL && strcmp(args[0], "false") != 0 ? args[1] : args[2];
    return XML_YES;
}

static const struct {
    const char *name;
    xml_function *call;
    bool textual;
} functions[] = {
    {"at-least", at_least, false},
    {"less-than", less_than, false},
    {"same-version", same_version, false},
    {"older", older, false},
    {"same-text", same_text, false},
    {"one-of", one_of, false},
    {"mentions", mentions, false},
    {"is-on", is_on, false},
    {"days-between", days_between, true},
    {"in-network", in_network, false},
    {"supported", supported, false},
    {"supported-list", supported_list, true},
    {"product-name", product_name, true},
    {"choose", choose, true},
};

void
functions_register(struct xml_scope *scope, struct functions_baton *baton)
{
    size_t i;

    for (i = 0; i < sizeof functions / sizeof *functions; i++)
        xml_scope_function(scope, functions[i].name, functions[i].call,
                           functions[i].textual, baton);
}
