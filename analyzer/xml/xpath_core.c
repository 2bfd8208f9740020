/*
 * The functions of XPath itself, and keyed().
 */
#include "xpath.h"

#include <math.h>
#include <string.h>

static struct xpath_value
text_value(const char *text)
{
    return (struct xpath_value){.kind = VALUE_TEXT,
                                .text = text != NULL ? text : ""};
}

static struct xpath_value
number_value(double number)
{
    return (struct xpath_value){.kind = VALUE_NUMBER, .number = number};
}

static struct xpath_value
truth_value(bool truth)
{
    return (struct xpath_value){.kind = VALUE_TRUTH, .truth = truth};
}

/* LEN bytes of FROM as a text of the evaluation. */
static struct xpath_value
part_value(struct xml_scope *scope, const char *from, size_t len)
{
    char *text = xpath_text_room(scope, len);

    if (text != NULL && len > 0)
        memcpy(text, from, len);
    return text_value(text);
}

/* The text of the argument, or of the node in focus where there is none. */
static const char *
text_or_focus(struct xml_scope *scope, const struct xpath_focus *focus,
              const struct xpath_value *values, int count)
{
    struct xpath_value own = {.kind = VALUE_NODES, .count = 1};
    xmlNodePtr node = focus->node;

    if (count > 0)
        return xpath_text_of(scope, &values[0]);
    own.nodes = &node;
    return xpath_text_of(scope, &own);
}

/* The bytes of the character at AT. */
static size_t
character_length(const char *at)
{
    size_t len = 1;

    while ((at[len] & 0xC0) == 0x80)
        len++;
    return len;
}

/* ------------------------------------------------------------------- nodes */

static struct xpath_value
core_last(struct xml_scope *scope, const struct xpath_focus *focus,
          const struct xpath_value *values, int count)
{
    (void)scope, (void)values, (void)count;
    return number_value((double)focus->size);
}

static struct xpath_value
core_position(struct xml_scope *scope, const struct xpath_focus *focus,
              const struct xpath_value *values, int count)
{
    (void)scope, (void)values, (void)count;
    return number_value((double)focus->position);
}

static struct xpath_value
core_count(struct xml_scope *scope, const struct xpath_focus *focus,
           const struct xpath_value *values, int count)
{
    (void)focus, (void)count;
    if (values[0].kind != VALUE_NODES)
        xpath_stop(scope, "count() wants nodes");
    return number_value((double)values[0].count);
}

static struct xpath_value
core_name(struct xml_scope *scope, const struct xpath_focus *focus,
          const struct xpath_value *values, int count)
{
    const xmlNode *node = focus->node;

    if (count > 0 && values[0].kind != VALUE_NODES)
        xpath_stop(scope, "name() wants nodes");
    else if (count > 0)
        node = values[0].count > 0 ? values[0].nodes[0] : NULL;
    if (scope->stopped || node == NULL ||
        (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE))
        return text_value("");
    return text_value((const char *)node->name);
}

static struct xpath_value
core_keyed(struct xml_scope *scope, const struct xpath_focus *focus,
           const struct xpath_value *values, int count)
{
    (void)focus, (void)count;
    return xpath_keyed(scope, values);
}

/* -------------------------------------------------------------------- texts */

static struct xpath_value
core_string(struct xml_scope *scope, const struct xpath_focus *focus,
            const struct xpath_value *values, int count)
{
    return text_value(text_or_focus(scope, focus, values, count));
}

static struct xpath_value
core_concat(struct xml_scope *scope, const struct xpath_focus *focus,
            const struct xpath_value *values, int count)
{
    const char *parts[XPATH_ARGUMENTS];
    size_t lengths[XPATH_ARGUMENTS];
    size_t len = 0;
    char *text;

    (void)focus;
    for (int i = 0; i < count; i++) {
        parts[i] = xpath_text_of(scope, &values[i]);
        lengths[i] = strlen(parts[i]);
        len += lengths[i];
    }
    text = xpath_text_room(scope, len);
    len = 0;
    for (int i = 0; i < count && text != NULL; i++) {
        memcpy(text + len, parts[i], lengths[i]);
        len += lengths[i];
    }
    return text_value(text);
}

static struct xpath_value
core_starts_with(struct xml_scope *scope, const struct xpath_focus *focus,
                 const struct xpath_value *values, int count)
{
    const char *text = xpath_text_of(scope, &values[0]);
    const char *start = xpath_text_of(scope, &values[1]);

    (void)focus, (void)count;
    return truth_value(strncmp(text, start, strlen(start)) == 0);
}

/* Where the second argument stands in the first; NULL: nowhere.  The C library
 * promises no time for looking; each byte of the one may meet each of the
 * other's, so that is what it costs when both are long. */
static const char *
find_text(struct xml_scope *scope, const struct xpath_value *values,
          const char **text, size_t *len)
{
    const char *part;

    *text = xpath_text_of(scope, &values[0]);
    part = xpath_text_of(scope, &values[1]);
    *len = strlen(part);
    if (!xpath_charge(scope, strlen(*text) / XPATH_TEXT_PACE * (1 + *len / 64)))
        return NULL;
    return strstr(*text, part);
}

static struct xpath_value
core_contains(struct xml_scope *scope, const struct xpath_focus *focus,
              const struct xpath_value *values, int count)
{
    const char *text;
    size_t len;

    (void)focus, (void)count;
    return truth_value(find_text(scope, values, &text, &len) != NULL);
}

static struct xpath_value
core_substring_before(struct xml_scope *scope, const struct xpath_focus *focus,
                      const struct xpath_value *values, int count)
{
    const char *text;
    size_t len;
    const char *at = find_text(scope, values, &text, &len);

    (void)focus, (void)count;
    return at == NULL ? text_value("")
                      : part_value(scope, text, (size_t)(at - text));
}

static struct xpath_value
core_substring_after(struct xml_scope *scope, const struct xpath_focus *focus,
                     const struct xpath_value *values, int count)
{
    const char *text;
    size_t len;
    const char *at = find_text(scope, values, &text, &len);

    (void)focus, (void)count;
    return text_value(at == NULL ? "" : at + len);
}

/* XPath's rounding: halves go up. */
static double
rounded(double number)
{
    return isfinite(number) ? floor(number + 0.5) : number;
}

/* substring(text, from [, how many]): characters, counted from 1 */
static struct xpath_value
core_substring(struct xml_scope *scope, const struct xpath_focus *focus,
               const struct xpath_value *values, int count)
{
    const char *text = xpath_text_of(scope, &values[0]);
    double from = rounded(xpath_number_of(scope, &values[1]));
    double to = INFINITY;
    double place = 1;
    const char *start;

    (void)focus;
    if (count > 2)
        to = from + rounded(xpath_number_of(scope, &values[2]));
    for (; *text != '\0' && !(place >= from); place++)
        text += character_length(text);
    start = text;
    for (; *text != '\0' && place < to; place++)
        text += character_length(text);
    return part_value(scope, start, (size_t)(text - start));
}

static struct xpath_value
core_string_length(struct xml_scope *scope, const struct xpath_focus *focus,
                   const struct xpath_value *values, int count)
{
    const char *text = text_or_focus(scope, focus, values, count);
    size_t length = 0;

    for (; *text != '\0'; text += character_length(text))
        length++;
    return number_value((double)length);
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct xpath_value
core_normalize_space(struct xml_scope *scope, const struct xpath_focus *focus,
                     const struct xpath_value *values, int count)
{
    const char *from = text_or_focus(scope, focus, values, count);
    char *text = xpath_text_room(scope, strlen(from));
    size_t len = 0;

    for (; text != NULL && *from != '\0'; from++)
        if (!is_blank(*from))
            text[len++] = *from;
        else if (len > 0 && text[len - 1] != ' ')
            text[len++] = ' ';
    if (len > 0 && text[len - 1] == ' ')
        text[len - 1] = '\0';
    return text_value(text);
}

/* The place of the character at AT among those of SET; -1: none. */
static long
place_in(const char *set, const char *at)
{
    size_t len = character_length(at);
    long place = 0;

    for (; *set != '\0'; set += character_length(set), place++)
        if (strncmp(set, at, len) == 0)
            return place;
    return -1;
}

static const char *
character_at(const char *set, long place)
{
    for (; *set != '\0' && place > 0; place--)
        set += character_length(set);
    return set;
}

/* translate(text, from, to): each character of FROM becomes that of TO at the
 * same place, or goes */
static struct xpath_value
core_translate(struct xml_scope *scope, const struct xpath_focus *focus,
               const struct xpath_value *values, int count)
{
    const char *text = xpath_text_of(scope, &values[0]);
    const char *from = xpath_text_of(scope, &values[1]);
    const char *to = xpath_text_of(scope, &values[2]);
    size_t pairs = strlen(from) + strlen(to);
    size_t room = strlen(text);
    size_t len = 0;
    char *made;

    (void)focus, (void)count;
    /* one of four bytes becomes at most four */
    if (!xpath_charge(scope, room * (1 + pairs / XPATH_TEXT_PACE)))
        return text_value("");
    made = xpath_text_room(scope, room * 4);
    while (made != NULL && *text != '\0') {
        size_t bytes = character_length(text);
        long place = place_in(from, text);
        const char *other = place < 0 ? text : character_at(to, place);

        if (*other != '\0') {
            memcpy(made + len, other, character_length(other));
            len += character_length(other);
        }
        text += bytes;
    }
    return text_value(made);
}

/* ------------------------------------------------------- truths and numbers */

static struct xpath_value
core_boolean(struct xml_scope *scope, const struct xpath_focus *focus,
             const struct xpath_value *values, int count)
{
    (void)scope, (void)focus, (void)count;
    return truth_value(xpath_truth_of(&values[0]));
}

static struct xpath_value
core_not(struct xml_scope *scope, const struct xpath_focus *focus,
         const struct xpath_value *values, int count)
{
    (void)scope, (void)focus, (void)count;
    return truth_value(!xpath_truth_of(&values[0]));
}

static struct xpath_value
core_true(struct xml_scope *scope, const struct xpath_focus *focus,
          const struct xpath_value *values, int count)
{
    (void)scope, (void)focus, (void)values, (void)count;
    return truth_value(true);
}

static struct xpath_value
core_false(struct xml_scope *scope, const struct xpath_focus *focus,
           const struct xpath_value *values, int count)
{
    (void)scope, (void)focus, (void)values, (void)count;
    return truth_value(false);
}

static struct xpath_value
core_number(struct xml_scope *scope, const struct xpath_focus *focus,
            const struct xpath_value *values, int count)
{
    struct xpath_value text = {.kind = VALUE_TEXT};

    if (count > 0)
        return number_value(xpath_number_of(scope, &values[0]));
    text.text = text_or_focus(scope, focus, values, count);
    return number_value(xpath_number_of(scope, &text));
}

static struct xpath_value
core_sum(struct xml_scope *scope, const struct xpath_focus *focus,
         const struct xpath_value *values, int count)
{
    double sum = 0;

    (void)focus, (void)count;
    if (values[0].kind != VALUE_NODES)
        xpath_stop(scope, "sum() wants nodes");
    for (size_t i = 0; i < values[0].count && xpath_charge(scope, 1); i++) {
        struct xpath_value one = {
            .kind = VALUE_NODES, .nodes = &values[0].nodes[i], .count = 1};

        sum += xpath_number_of(scope, &one);
    }
    return number_value(sum);
}

static struct xpath_value
core_floor(struct xml_scope *scope, const struct xpath_focus *focus,
           const struct xpath_value *values, int count)
{
    (void)focus, (void)count;
    return number_value(floor(xpath_number_of(scope, &values[0])));
}

static struct xpath_value
core_ceiling(struct xml_scope *scope, const struct xpath_focus *focus,
             const struct xpath_value *values, int count)
{
    (void)focus, (void)count;
    return number_value(ceil(xpath_number_of(scope, &values[0])));
}

static struct xpath_value
core_round(struct xml_scope *scope, const struct xpath_focus *focus,
           const struct xpath_value *values, int count)
{
    (void)focus, (void)count;
    return number_value(rounded(xpath_number_of(scope, &values[0])));
}

static const struct xpath_core CORE[] = {
    /* name, arguments, what it does; a number; about the place */
    {"last", 0, 0, core_last, true, true},
    {"position", 0, 0, core_position, true, true},
    {"count", 1, 1, core_count, true, false},
    {"name", 0, 1, core_name, false, false},
    {"local-name", 0, 1, core_name, false, false},
    {"keyed", 2, 2, core_keyed, false, false},
    {"string", 0, 1, core_string, false, false},
    {"concat", 2, XPATH_ARGUMENTS, core_concat, false, false},
    {"starts-with", 2, 2, core_starts_with, false, false},
    {"contains", 2, 2, core_contains, false, false},
    {"substring-before", 2, 2, core_substring_before, false, false},
    {"substring-after", 2, 2, core_substring_after, false, false},
    {"substring", 2, 3, core_substring, false, false},
    {"string-length", 0, 1, core_string_length, true, false},
    {"normalize-space", 0, 1, core_normalize_space, false, false},
    {"translate", 3, 3, core_translate, false, false},
    {"boolean", 1, 1, core_boolean, false, false},
    {"not", 1, 1, core_not, false, false},
    {"true", 0, 0, core_true, false, false},
    {"false", 0, 0, core_false, false, false},
    {"number", 0, 1, core_number, true, false},
    {"sum", 1, 1, core_sum, true, false},
    {"floor", 1, 1, core_floor, true, false},
    {"ceiling", 1, 1, core_ceiling, true, false},
    {"round", 1, 1, core_round, true, false},
};

const struct xpath_core *
xpath_core_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof CORE / sizeof *CORE; i++)
        if (strlen(CORE[i].name) == len && memcmp(CORE[i].name, name, len) == 0)
            return &CORE[i];
    return NULL;
}
