#include "xml_events.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"
#include "vec.h"
#include "xmllex.h"

enum {
    TEXT_MOST = 16 << 20, /* bytes in one run of text */
    SHOWN_MOST = 64,      /* bytes of the document in a reason */
    FEW_NAMES = 16        /* that are compared each with each */
};

/* A reading under way. */
struct reading {
    const struct xml_handler *handler;
    struct arena *arena;
    struct xml_problem *problem;
    struct xmllex lex;
    struct xmllex_token token; /* at hand */
    struct buf text;
    uint32_t text_line;
    struct arena tag; /* what is told of one tag, or one piece of text */
    struct xml_element element;
    struct {
        struct xml_attribute *items;
        size_t count, room;
    } attributes;
    struct span names[XMLLEX_ATTRIBUTES]; /* of them, as written */
};

static int
broken(struct reading *reading, const char *reason, uint32_t line)
{
    reading->problem->reason = reason;
    reading->problem->line = line;
    return -1;
}

/* The same about a piece of the document; FORMAT has a "%.*s" for it. */
#define broken_by(reading, format, piece, line)                                \
    broken((reading),                                                          \
           arena_format(                                                       \
               (reading)->arena, (format),                                     \
               (int)((piece).len < SHOWN_MOST ? (piece).len : SHOWN_MOST),     \
               (piece).at),                                                    \
           (line))

/* ---- what XML demands beyond what the lexer does ---- */

/* Beyond ASCII, what names may begin with (XML 1.0, 2.3). */
static const struct {
    uint32_t first, last;
} NAME_START[] = {
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
    {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
};

static bool
name_may_hold(uint32_t c, bool first)
{
    if (c < 0x80) /* the lexer has looked at these */
        return true;
    if (!first && (c == 0xB7 || (c >= 0x300 && c <= 0x36F) ||
                   (c >= 0x203F && c <= 0x2040)))
        return true;
    for (size_t i = 0; i < sizeof NAME_START / sizeof *NAME_START; i++)
        if (c >= NAME_START[i].first && c <= NAME_START[i].last)
            return true;
    return false;
}

static int
check_name(struct reading *reading)
{
    struct span rest = reading->token.name;
    bool first = true;

    while (rest.len > 0) {
        uint32_t c = (unsigned char)*rest.at;
        size_t len = c < 0x80 ? 1 : utf8_decode(rest, &c);

        if (len == 0 || !name_may_hold(c, first))
            return broken_by(reading, "no name: \"%.*s\"", reading->token.name,
                             reading->token.line);
        first = false;
        rest.at += len;
        rest.len -= len;
    }
    return 0;
}

static int
compare_names(const void *a, const void *b)
{
    const struct span *left = a;
    const struct span *right = b;
    size_t len = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->at, right->at, len);

    return order != 0 ? order
                      : (left->len > right->len) - (left->len < right->len);
}

/* The name that comes twice among COUNT, or NULL. */
static const struct span *
repeated(struct span *names, size_t count)
{
    if (count > FEW_NAMES)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        for (size_t k = count > FEW_NAMES ? i - 1 : 0; k < i; k++)
            if (names[i].len == names[k].len &&
                compare_names(&names[i], &names[k]) == 0)
                return &names[i];
    return NULL;
}

/* The line of AT in the value of the token at hand, an attribute or text. */
static uint32_t
line_of(const struct reading *reading, const char *at)
{
    const struct xmllex_token *token = &reading->token;
    const char *begin =
        token->kind == XMLLEX_ATTRIBUTE ? token->name.at : token->value.at;

    return token->line + span_newlines(span_bytes(begin, (size_t)(at - begin)));
}

/* The text that the token's value stands for, in the arena of the tag. */
static const char *
value_of(struct reading *reading, size_t *len)
{
    struct span unknown;
    struct span name;
    const char *value =
        xmllex_strict(&reading->tag, &reading->token, len, &unknown);

    if (value != NULL)
        return value;
    if (!span_until(&(struct span){unknown.at, unknown.len}, ';', &name))
        name = unknown;
    broken_by(reading, "a reference that is not known: \"%.*s\"", name,
              line_of(reading, unknown.at));
    return NULL;
}

/* ---- the tokens ---- */

static int
tell_text(struct reading *reading)
{
    const struct xml_handler *handler = reading->handler;

    if (reading->text.len > 0 && handler->text != NULL)
        handler->text(handler->baton, reading->text.data, reading->text.len,
                      reading->text_line);
    buf_reset(&reading->text);
    return 0;
}

static int
on_start(struct reading *reading)
{
    (void)tell_text(reading);
    arena_reset(&reading->tag);
    memset(&reading->attributes, 0, sizeof reading->attributes);
    reading->element = (struct xml_element){
        .name = span_string(&reading->tag, reading->token.name),
        .line = reading->token.line,
        .depth = reading->token.depth,
    };
    return check_name(reading);
}

static int
on_attribute(struct reading *reading)
{
    struct xml_attribute attribute = {.line = reading->token.line};
    size_t len;

    if (check_name(reading) != 0)
        return -1;
    attribute.value = value_of(reading, &len);
    if (attribute.value == NULL)
        return -1;
    attribute.name = span_string(&reading->tag, reading->token.name);
    reading->names[reading->attributes.count] = reading->token.name;
    *vec_add(&reading->tag, &reading->attributes) = attribute;
    return 0;
}

static int
on_start_end(struct reading *reading)
{
    const struct xml_handler *handler = reading->handler;
    const struct span *twice =
        repeated(reading->names, reading->attributes.count);

    if (twice != NULL)
        return broken_by(reading, "the attribute \"%.*s\" stands twice", *twice,
                         reading->token.line);
    reading->element.count = reading->attributes.count;
    reading->element.attributes = reading->attributes.items;
    handler->start(handler->baton, &reading->element);
    if (handler->refused != NULL && *handler->refused != NULL)
        return broken(reading, *handler->refused, reading->element.line);
    return 0;
}

static int
on_end(struct reading *reading)
{
    const struct xml_handler *handler = reading->handler;

    (void)tell_text(reading);
    if (handler->end == NULL)
        return 0;
    arena_reset(&reading->tag);
    handler->end(handler->baton,
                 span_string(&reading->tag, reading->token.name));
    return 0;
}

static int
on_text(struct reading *reading)
{
    struct span raw = reading->token.value;
    ptrdiff_t end = reading->token.literal ? -1 : span_find(raw, "]]>");
    const char *text;
    size_t len;

    if (end >= 0)
        return broken(reading, "\"]]>\" in a text",
                      line_of(reading, raw.at + end));
    arena_reset(&reading->tag);
    text = value_of(reading, &len);
    if (text == NULL)
        return -1;
    if (reading->text.len == 0)
        reading->text_line = reading->token.line;
    buf_add(&reading->text, text, len);
    if (reading->text.overflow)
        return broken(reading, "a text longer than 16 MiB", reading->text_line);
    return 0;
}

/* Cuts ` NAME = "value"` off what is left of the XML declaration. */
static bool
declares(struct span *rest, const char *name, struct span *value)
{
    struct span behind = span_trim(*rest);
    char quote[2] = "";

    if (behind.at == rest->at || !span_skip(&behind, name))
        return false;
    behind = span_trim(behind);
    if (!span_skip(&behind, "="))
        return false;
    behind = span_trim(behind);
    if (behind.len == 0 || (*behind.at != '"' && *behind.at != '\''))
        return false;
    quote[0] = *behind.at;
    (void)span_skip(&behind, quote);
    if (!span_until(&behind, quote[0], value) || value->len == 0)
        return false;
    rest->len -= (size_t)(behind.at - rest->at);
    rest->at = behind.at;
    return true;
}

/* xml version [encoding] [standalone]; the encoding was looked at when the
 * document became text. */
static bool
is_declaration(struct span rest)
{
    struct span value;
    int64_t minor;

    if (!span_skip(&rest, "xml") || !declares(&rest, "version", &value) ||
        !span_skip(&value, "1.") || !span_number(value, 0, 99, &minor))
        return false;
    (void)declares(&rest, "encoding", &value);
    if (declares(&rest, "standalone", &value) && !span_is(value, "yes") &&
        !span_is(value, "no"))
        return false;
    return span_trim(rest).len == 0;
}

/* "<?xml …?>" stands at the very start, or nowhere. */
static int
on_instruction(struct reading *reading)
{
    const struct xmllex_token *token = &reading->token;

    if (span_is_fold(token->name, "xml") &&
        !(token->line == 1 && token->column == 1 &&
          is_declaration(token->value)))
        return broken(reading,
                      "an XML declaration that is none, or not at the "
                      "start",
                      token->line);
    if (token->value.len > token->name.len &&
        !ascii_blank(token->value.at[token->name.len]))
        return broken(reading, "no blank behind the name of an instruction",
                      token->line);
    return check_name(reading);
}

static int
on_error(struct reading *reading)
{
    return broken(reading, arena_string(reading->arena, reading->lex.problem),
                  reading->token.line);
}

/* By kind of token; NULL: nobody asks. */
static int (*const TAKE[])(struct reading *reading) = {
    [XMLLEX_START] = on_start,         [XMLLEX_ATTRIBUTE] = on_attribute,
    [XMLLEX_START_END] = on_start_end, [XMLLEX_END] = on_end,
    [XMLLEX_TEXT] = on_text,           [XMLLEX_COMMENT] = NULL,
    [XMLLEX_PI] = on_instruction,      [XMLLEX_EOF] = tell_text,
    [XMLLEX_ERROR] = on_error,
};

static int
read_tokens(struct reading *reading)
{
    enum xmllex_kind kind;

    do {
        kind = xmllex_next(&reading->lex, &reading->token);
        if (TAKE[kind] != NULL && TAKE[kind](reading) != 0)
            return -1;
    } while (kind != XMLLEX_EOF);
    return 0;
}

int
xml_events(struct span text, const struct xml_handler *handler,
           struct arena *arena, struct xml_problem *problem)
{
    struct reading reading;
    int result;

    reading.handler = handler;
    reading.arena = arena;
    reading.problem = problem;
    *problem = (struct xml_problem){NULL, 0};
    buf_init(&reading.text, TEXT_MOST);
    arena_init(&reading.tag);
    xmllex_init(&reading.lex, text);
    result = read_tokens(&reading);
    arena_release(&reading.tag);
    buf_release(&reading.text);
    return result;
}
