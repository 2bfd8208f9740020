/*
 * An expression read: one function per line of the grammar in xpath.h.
 */
#include "xpath.h"

#include <string.h>

#include <libxml/xpathInternals.h>

enum {
    EXPRESSION_MOST = 2000, /* bytes: evaluating recurses over them */
    NESTING_MOST = 25       /* expressions in each other: reading does */
};

struct xpath_reading {
    struct arena *arena;
    const char *whole;
    const char *at; /* what is not read yet */
    struct failure *why;
    int depth; /* expressions around the one being read */
    bool failed;
};

static struct xpath *read_expression(struct xpath_reading *reading);

static void *
refuse(struct xpath_reading *reading, const char *what)
{
    if (!reading->failed)
        (void)fail(reading->why, "not an XPath expression (%s): %s", what,
                   reading->whole);
    reading->failed = true;
    return NULL;
}

static struct xpath *
add_node(struct xpath_reading *reading, enum xpath_kind kind,
         struct xpath *left, struct xpath *right)
{
    struct xpath *node = arena_new(reading->arena, struct xpath);

    node->kind = kind;
    node->left = left;
    node->right = right;
    return node;
}

/* ------------------------------------------------------------------- words */

static void
skip_blanks(struct xpath_reading *reading)
{
    reading->at += strspn(reading->at, " \t\r\n");
}

/* Takes the sign TEXT, if it stands there. */
static bool
take_sign(struct xpath_reading *reading, const char *text)
{
    skip_blanks(reading);
    if (strncmp(reading->at, text, strlen(text)) != 0)
        return false;
    reading->at += strlen(text);
    return true;
}

static bool
begins_name(char c)
{
    return ascii_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The length of the name at AT; 0: none. */
static size_t
name_length(const char *at)
{
    size_t len = 0;

    if (!begins_name(*at))
        return 0;
    while (begins_name(at[len]) || ascii_digit(at[len]) || at[len] == '-' ||
           at[len] == '.')
        len++;
    return len;
}

/* Takes the operator that is the word TEXT. */
static bool
take_word(struct xpath_reading *reading, const char *text)
{
    skip_blanks(reading);
    if (name_length(reading->at) != strlen(text))
        return false;
    return take_sign(reading, text);
}

static const char *
take_name(struct xpath_reading *reading)
{
    size_t len;
    const char *name;

    skip_blanks(reading);
    len = name_length(reading->at);
    if (len == 0)
        return refuse(reading, "a name is missing");
    name = arena_copy(reading->arena, reading->at, len);
    reading->at += len;
    return name;
}

/* The name at AT, if "(" or "::" follows it, as FOLLOWER says. */
static size_t
name_before(const char *at, const char *follower)
{
    size_t len = name_length(at);
    size_t blanks = strspn(at + len, " \t\r\n");

    return len > 0 &&
                   strncmp(at + len + blanks, follower, strlen(follower)) == 0
               ? len
               : 0;
}

static bool
is_word(const char *at, size_t len, const char *word)
{
    return len == strlen(word) && memcmp(at, word, len) == 0;
}

/* ------------------------------------------------------------------- paths */

static const struct {
    const char *name;
    enum xpath_axis axis;
} AXES[] = {
    {"child", AXIS_CHILD},
    {"attribute", AXIS_ATTRIBUTE},
    {"self", AXIS_SELF},
    {"parent", AXIS_PARENT},
    {"descendant", AXIS_DESCENDANT},
    {"descendant-or-self", AXIS_DESCENDANT_OR_SELF},
    {"ancestor", AXIS_ANCESTOR},
    {"ancestor-or-self", AXIS_ANCESTOR_OR_SELF},
    {"following-sibling", AXIS_FOLLOWING_SIBLING},
    {"preceding-sibling", AXIS_PRECEDING_SIBLING},
    {"following", AXIS_FOLLOWING},
    {"preceding", AXIS_PRECEDING},
};

static bool
read_axis(struct xpath_reading *reading, struct xpath_step *step)
{
    size_t len;

    skip_blanks(reading);
    step->axis = AXIS_CHILD;
    if (take_sign(reading, "@")) {
        step->axis = AXIS_ATTRIBUTE;
        return true;
    }
    len = name_before(reading->at, "::");
    if (len == 0)
        return true;
    for (size_t i = 0; i < sizeof AXES / sizeof *AXES; i++)
        if (is_word(reading->at, len, AXES[i].name)) {
            step->axis = AXES[i].axis;
            reading->at += len;
            return take_sign(reading, "::");
        }
    (void)refuse(reading, "no such axis");
    return false;
}

static bool
read_test(struct xpath_reading *reading, struct xpath_step *step)
{
    size_t len;

    skip_blanks(reading);
    if (take_sign(reading, "*")) {
        step->test = TEST_ANY;
        return true;
    }
    len = name_before(reading->at, "(");
    if (len == 0) {
        step->test = TEST_NAME;
        step->name = take_name(reading);
        if (!reading->failed && *reading->at == ':')
            (void)refuse(reading, "prefixes stand for nothing here");
        return !reading->failed;
    }
    if (is_word(reading->at, len, "node"))
        step->test = TEST_NODE;
    else if (is_word(reading->at, len, "text"))
        step->test = TEST_TEXT;
    else
        (void)refuse(reading, "no such kind of node");
    reading->at += len;
    if (!take_sign(reading, "(") || !take_sign(reading, ")"))
        (void)refuse(reading, "( and ) are missing");
    return !reading->failed;
}

/* Is it a number, or may it be one?  Then, as a predicate, it is a position. */
static bool
may_be_number(const struct xpath *xpath)
{
    switch (xpath->kind) {
    case XPATH_PLUS:
    case XPATH_MINUS:
    case XPATH_TIMES:
    case XPATH_DIV:
    case XPATH_MOD:
    case XPATH_NEGATE:
    case XPATH_DIGITS:
    case XPATH_VARIABLE:
        return true;
    case XPATH_CALL:
        return xpath->core != NULL && xpath->core->number;
    default:
        return false;
    }
}

/* Does it ask for the position, here and not in a predicate of its own? */
static bool
asks_for_place(const struct xpath *xpath)
{
    const struct xpath *argument;

    if (xpath == NULL)
        return false;
    if (xpath->kind == XPATH_CALL) {
        if (xpath->core != NULL && xpath->core->place)
            return true;
        for (argument = xpath->first; argument != NULL;
             argument = argument->next)
            if (asks_for_place(argument))
                return true;
    }
    return asks_for_place(xpath->left) || asks_for_place(xpath->right);
}

static struct xpath *
read_predicates(struct xpath_reading *reading)
{
    struct xpath *first = NULL;
    struct xpath **end = &first;

    while (!reading->failed && take_sign(reading, "[")) {
        *end = read_expression(reading);
        if (reading->failed)
            return NULL;
        (*end)->placed = may_be_number(*end) || asks_for_place(*end);
        end = &(*end)->next;
        if (!take_sign(reading, "]"))
            return refuse(reading, "] is missing");
    }
    return first;
}

static struct xpath_step *
read_step(struct xpath_reading *reading)
{
    struct xpath_step *step = arena_new(reading->arena, struct xpath_step);

    if (take_sign(reading, "..")) {
        step->axis = AXIS_PARENT;
        step->test = TEST_NODE;
        return step;
    }
    if (take_sign(reading, ".")) {
        step->axis = AXIS_SELF;
        step->test = TEST_NODE;
        return step;
    }
    if (!read_axis(reading, step) || !read_test(reading, step))
        return NULL;
    step->predicates = read_predicates(reading);
    return step;
}

/* "//x": all nodes below and then their children, or what is the same. */
static struct xpath_step *
read_step_below(struct xpath_reading *reading, struct xpath_step **end)
{
    struct xpath_step *step = read_step(reading);
    struct xpath_step *below;
    const struct xpath *predicate;
    bool placed = false;

    if (step == NULL)
        return NULL;
    for (predicate = step->predicates; predicate != NULL;
         predicate = predicate->next)
        placed = placed || predicate->placed;
    if (step->axis == AXIS_CHILD && !placed) {
        step->axis = AXIS_DESCENDANT;
        return *end = step;
    }
    below = arena_new(reading->arena, struct xpath_step);
    below->axis = AXIS_DESCENDANT_OR_SELF;
    below->test = TEST_NODE;
    below->next = step;
    *end = below;
    return step;
}

/* Reads on after the step *LAST, as long as "/" follows. */
static void
read_steps(struct xpath_reading *reading, struct xpath_step *last)
{
    while (last != NULL) {
        if (take_sign(reading, "//"))
            last = read_step_below(reading, &last->next);
        else if (take_sign(reading, "/"))
            last = last->next = read_step(reading);
        else
            return;
    }
}

static bool
begins_step(struct xpath_reading *reading)
{
    skip_blanks(reading);
    return *reading->at == '@' || *reading->at == '.' || *reading->at == '*' ||
           begins_name(*reading->at);
}

static struct xpath *
read_path(struct xpath_reading *reading)
{
    struct xpath *path = add_node(reading, XPATH_PATH, NULL, NULL);
    struct xpath_step *last;

    if (take_sign(reading, "//")) {
        path->from_root = true;
        last = read_step_below(reading, &path->steps);
    } else {
        path->from_root = take_sign(reading, "/");
        if (path->from_root && !begins_step(reading))
            return path;
        last = path->steps = read_step(reading);
    }
    read_steps(reading, last);
    return path;
}

/* ---------------------------------------------------------------- primaries */

static struct xpath *
read_literal(struct xpath_reading *reading)
{
    struct xpath *node = add_node(reading, XPATH_LITERAL, NULL, NULL);
    const char *start = reading->at + 1;
    const char *end = strchr(start, *reading->at);

    if (end == NULL)
        return refuse(reading, "a quote is missing");
    node->text = arena_copy(reading->arena, start, (size_t)(end - start));
    reading->at = end + 1;
    return node;
}

static struct xpath *
read_digits(struct xpath_reading *reading)
{
    struct xpath *node = add_node(reading, XPATH_DIGITS, NULL, NULL);
    size_t len = strspn(reading->at, "0123456789");

    if (reading->at[len] == '.')
        len += 1 + strspn(reading->at + len + 1, "0123456789");
    node->number = xmlXPathStringEvalNumber(
        (const xmlChar *)arena_copy(reading->arena, reading->at, len));
    reading->at += len;
    return node;
}

static struct xpath *
read_call(struct xpath_reading *reading)
{
    struct xpath *call = add_node(reading, XPATH_CALL, NULL, NULL);
    struct xpath **end = &call->first;
    int count = 0;

    call->text = take_name(reading);
    call->core = xpath_core_find(call->text, strlen(call->text));
    (void)take_sign(reading, "(");
    while (!reading->failed && !take_sign(reading, ")")) {
        if (count > 0 && !take_sign(reading, ","))
            return refuse(reading, ") is missing");
        if (count++ == XPATH_ARGUMENTS)
            return refuse(reading, "too many arguments");
        *end = read_expression(reading);
        if (reading->failed)
            return NULL;
        end = &(*end)->next;
    }
    if (call->core != NULL &&
        (count < call->core->least || count > call->core->most))
        return refuse(reading, "a function with too few or many arguments");
    return call;
}

static struct xpath *
read_primary(struct xpath_reading *reading)
{
    struct xpath *node;

    if (*reading->at == '\'' || *reading->at == '"')
        return read_literal(reading);
    if (ascii_digit(*reading->at) || *reading->at == '.')
        return read_digits(reading);
    if (take_sign(reading, "$")) {
        node = add_node(reading, XPATH_VARIABLE, NULL, NULL);
        node->text = take_name(reading);
        return node;
    }
    if (!take_sign(reading, "("))
        return read_call(reading);
    node = read_expression(reading);
    if (!reading->failed && !take_sign(reading, ")"))
        return refuse(reading, ") is missing");
    return node;
}

static bool
begins_primary(struct xpath_reading *reading)
{
    const char *at;
    size_t len;

    skip_blanks(reading);
    at = reading->at;
    if (*at == '(' || *at == '$' || *at == '\'' || *at == '"' ||
        ascii_digit(*at) || (*at == '.' && ascii_digit(at[1])))
        return true;
    len = name_before(at, "(");
    return len > 0 && !is_word(at, len, "node") && !is_word(at, len, "text");
}

static struct xpath *
read_whole(struct xpath_reading *reading)
{
    struct xpath *node;
    struct xpath *predicates;
    struct xpath_step first = {0};

    if (!begins_primary(reading))
        return read_path(reading);
    node = read_primary(reading);
    predicates = read_predicates(reading);
    if (reading->failed)
        return NULL;
    if (predicates != NULL) {
        node = add_node(reading, XPATH_FILTER, node, NULL);
        node->first = predicates;
    }
    skip_blanks(reading);
    if (*reading->at != '/')
        return node;
    node = add_node(reading, XPATH_PATH, node, NULL);
    read_steps(reading, &first);
    node->steps = first.next;
    return node;
}

/* ---------------------------------------------------------------- operators */

static struct xpath *
read_union(struct xpath_reading *reading)
{
    struct xpath *left = read_whole(reading);

    while (!reading->failed && take_sign(reading, "|"))
        left = add_node(reading, XPATH_UNION, left, read_whole(reading));
    return left;
}

static struct xpath *
read_unary(struct xpath_reading *reading)
{
    bool negative = false;
    bool number = false;
    struct xpath *node;

    while (take_sign(reading, "-")) {
        negative = !negative;
        number = true;
    }
    node = read_union(reading);
    if (number)
        node = add_node(reading, XPATH_NEGATE, node, NULL);
    if (number && !negative)
        node = add_node(reading, XPATH_NEGATE, node, NULL);
    return node;
}

static struct xpath *
read_product(struct xpath_reading *reading)
{
    struct xpath *left = read_unary(reading);

    while (!reading->failed) {
        enum xpath_kind kind;

        if (take_sign(reading, "*"))
            kind = XPATH_TIMES;
        else if (take_word(reading, "div"))
            kind = XPATH_DIV;
        else if (take_word(reading, "mod"))
            kind = XPATH_MOD;
        else
            break;
        left = add_node(reading, kind, left, read_unary(reading));
    }
    return left;
}

static struct xpath *
read_sum(struct xpath_reading *reading)
{
    struct xpath *left = read_product(reading);

    while (!reading->failed) {
        enum xpath_kind kind;

        if (take_sign(reading, "+"))
            kind = XPATH_PLUS;
        else if (take_sign(reading, "-"))
            kind = XPATH_MINUS;
        else
            break;
        left = add_node(reading, kind, left, read_product(reading));
    }
    return left;
}

static struct xpath *
read_less(struct xpath_reading *reading)
{
    struct xpath *left = read_sum(reading);

    while (!reading->failed) {
        enum xpath_kind kind;

        if (take_sign(reading, "<="))
            kind = XPATH_LESS_EQUAL;
        else if (take_sign(reading, ">="))
            kind = XPATH_GREATER_EQUAL;
        else if (take_sign(reading, "<"))
            kind = XPATH_LESS;
        else if (take_sign(reading, ">"))
            kind = XPATH_GREATER;
        else
            break;
        left = add_node(reading, kind, left, read_sum(reading));
    }
    return left;
}

static struct xpath *
read_equal(struct xpath_reading *reading)
{
    struct xpath *left = read_less(reading);

    while (!reading->failed) {
        enum xpath_kind kind;

        if (take_sign(reading, "!="))
            kind = XPATH_UNEQUAL;
        else if (take_sign(reading, "="))
            kind = XPATH_EQUAL;
        else
            break;
        left = add_node(reading, kind, left, read_less(reading));
    }
    return left;
}

static struct xpath *
read_and(struct xpath_reading *reading)
{
    struct xpath *left = read_equal(reading);

    while (!reading->failed && take_word(reading, "and"))
        left = add_node(reading, XPATH_AND, left, read_equal(reading));
    return left;
}

static struct xpath *
read_expression(struct xpath_reading *reading)
{
    struct xpath *left;

    if (++reading->depth > NESTING_MOST) {
        if (!reading->failed)
            (void)fail(reading->why, "expression nested deeper than %d",
                       NESTING_MOST);
        reading->failed = true;
        return NULL;
    }
    left = read_and(reading);
    while (!reading->failed && take_word(reading, "or"))
        left = add_node(reading, XPATH_OR, left, read_and(reading));
    reading->depth--;
    return left;
}

struct xpath *
xpath_read(struct arena *arena, const char *text, struct failure *why)
{
    struct xpath_reading reading = {
        .arena = arena, .whole = text, .at = text, .why = why};
    size_t len = strlen(text);
    struct xpath *xpath;

    if (len > EXPRESSION_MOST) {
        (void)fail(why, "expression of %zu bytes; %d are the most", len,
                   EXPRESSION_MOST);
        return NULL;
    }
    xpath = read_expression(&reading);
    skip_blanks(&reading);
    if (!reading.failed && *reading.at != '\0')
        return refuse(&reading, "more than one expression");
    return reading.failed ? NULL : xpath;
}
