#include "xmllex.h"

#include <string.h>

#include "arena.h"

enum { /* xmllex.state: what may come next */
       BEGIN,
       PROLOG,  /* before the root element */
       TAG,     /* inside a start tag, after its name or an attribute */
       EMPTY,   /* behind "/>", whose END is still to be told */
       CONTENT, /* inside the root element */
       EPILOG,  /* behind the root element */
       ENDED,
       BROKEN
};

void
xmllex_init(struct xmllex *lex, struct span document)
{
    /* Not the whole struct: the names of open elements are 4 KiB that depth
     * guards. */
    lex->rest = document;
    lex->line = 1;
    lex->column = 1;
    lex->depth = 0;
    lex->attributes = 0;
    lex->namespaces = 0;
    lex->state = BEGIN;
    lex->most_attributes = XMLLEX_ATTRIBUTES;
    lex->most_depth = XMLLEX_DEPTH;
    lex->problem = NULL;
}

void
xmllex_allow(struct xmllex *lex, int attributes, int depth)
{
    lex->most_attributes = attributes;
    lex->most_depth = depth < XMLLEX_DEPTH_MOST ? depth : XMLLEX_DEPTH_MOST;
}

/* Passes over LEN bytes, and keeps the position. */
static struct span
take(struct xmllex *lex, size_t len)
{
    struct span taken = {lex->rest.at, len};
    const char *at = taken.at;
    const char *end = taken.at + len;
    const char *newline;

    while (at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
        lex->line++;
        lex->column = 1;
        at = newline + 1;
    }
    lex->column += (uint32_t)(end - at);
    lex->rest.at += len;
    lex->rest.len -= len;
    return taken;
}

static enum xmllex_kind
broken(struct xmllex *lex, const char *problem)
{
    lex->state = BROKEN;
    lex->problem = problem;
    return XMLLEX_ERROR;
}

static bool
ahead(const struct xmllex *lex, const char *text)
{
    size_t len = strlen(text);

    return lex->rest.len >= len && memcmp(lex->rest.at, text, len) == 0;
}

static size_t
blanks(struct xmllex *lex)
{
    size_t len = 0;

    while (len < lex->rest.len && ascii_blank(lex->rest.at[len]))
        len++;
    (void)take(lex, len);
    return len;
}

static bool
name_start(char c)
{
    return ascii_letter(c) || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

/* Takes a name; an empty span if none stands there. */
static struct span
name(struct xmllex *lex)
{
    const struct span *rest = &lex->rest;
    size_t len = 0;

    while (len < rest->len &&
           (name_start(rest->at[len]) ||
            (len > 0 && (ascii_digit(rest->at[len]) || rest->at[len] == '-' ||
                         rest->at[len] == '.'))))
        len++;
    return take(lex, len);
}

/* Takes what lies between OPENING, which is ahead, and CLOSING. */
static bool
enclosed(struct xmllex *lex, const char *opening, const char *closing,
         struct span *inside)
{
    size_t skip = strlen(opening);
    struct span behind = {lex->rest.at + skip, lex->rest.len - skip};
    ptrdiff_t len = span_find(behind, closing);

    if (len < 0)
        return false;
    (void)take(lex, skip);
    *inside = take(lex, (size_t)len);
    (void)take(lex, strlen(closing));
    return true;
}

static enum xmllex_kind
begin(struct xmllex *lex)
{
    const struct span *rest = &lex->rest;
    size_t first = rest->len < 4 ? rest->len : 4;

    if (ahead(lex, "\xFE\xFF") || ahead(lex, "\xFF\xFE") ||
        (first > 0 && memchr(rest->at, '\0', first) != NULL))
        return broken(lex, "UTF-16");
    if (rest->len > 0 && memchr(rest->at, '\0', rest->len) != NULL)
        return broken(lex, "a NUL byte stands in it");
    if (ahead(lex, "\xEF\xBB\xBF"))
        lex->rest = (struct span){rest->at + 3, rest->len - 3};
    lex->state = PROLOG;
    return XMLLEX_EOF;
}

static enum xmllex_kind
start(struct xmllex *lex, struct xmllex_token *token)
{
    if (lex->state == EPILOG)
        return broken(lex, "a second root element");
    if (lex->depth == lex->most_depth)
        return broken(lex, "elements nested deeper than 256");
    (void)take(lex, 1);
    token->name = name(lex);
    if (token->name.len == 0)
        return broken(lex, "no name behind \"<\"");
    lex->open[lex->depth++] = token->name;
    lex->attributes = 0;
    lex->state = TAG;
    token->depth = lex->depth;
    return XMLLEX_START;
}

/* Tells the end of the innermost element. */
static enum xmllex_kind
close(struct xmllex *lex, struct xmllex_token *token)
{
    token->name = lex->open[lex->depth - 1];
    token->depth = lex->depth--;
    lex->state = lex->depth == 0 ? EPILOG : CONTENT;
    return XMLLEX_END;
}

static enum xmllex_kind
end(struct xmllex *lex, struct xmllex_token *token)
{
    struct span open;
    struct span written;

    if (lex->depth == 0)
        return broken(lex, "an end tag without its start tag");
    open = lex->open[lex->depth - 1];
    (void)take(lex, 2);
    written = name(lex);
    if (written.len != open.len || memcmp(written.at, open.at, open.len) != 0)
        return broken(lex, "an end tag of another name than the start tag");
    (void)blanks(lex);
    if (!ahead(lex, ">"))
        return broken(lex, "no \">\" behind the name of an end tag");
    (void)take(lex, 1);
    (void)close(lex, token);
    token->name = written;
    return XMLLEX_END;
}

static enum xmllex_kind
attribute(struct xmllex *lex, struct xmllex_token *token)
{
    const char *quote_end;
    char quote;

    token->name = name(lex);
    if (token->name.len == 0)
        return broken(lex, "neither an attribute nor the end of the tag");
    if (++lex->attributes > lex->most_attributes)
        return broken(lex, "more than 1000 attributes on one element");
    if ((span_is(token->name, "xmlns") ||
         (token->name.len > 6 && memcmp(token->name.at, "xmlns:", 6) == 0)) &&
        ++lex->namespaces > XMLLEX_NAMESPACES)
        return broken(lex, "more than 64 namespace declarations");
    (void)blanks(lex);
    if (!ahead(lex, "="))
        return broken(lex, "an attribute without \"=\"");
    (void)take(lex, 1);
    (void)blanks(lex);
    if (!ahead(lex, "\"") && !ahead(lex, "'"))
        return broken(lex, "an attribute without quotes");
    quote = *take(lex, 1).at;
    quote_end =
        lex->rest.len == 0 ? NULL : memchr(lex->rest.at, quote, lex->rest.len);
    if (quote_end == NULL)
        return broken(lex, "the quote of an attribute is never closed");
    token->value = take(lex, (size_t)(quote_end - lex->rest.at));
    (void)take(lex, 1);
    if (token->value.len > 0 &&
        memchr(token->value.at, '<', token->value.len) != NULL)
        return broken(lex, "\"<\" in the value of an attribute");
    token->depth = lex->depth;
    return XMLLEX_ATTRIBUTE;
}

static enum xmllex_kind
in_tag(struct xmllex *lex, struct xmllex_token *token)
{
    size_t space = blanks(lex);

    token->line = lex->line;
    token->column = lex->column;
    token->depth = lex->depth;
    if (ahead(lex, ">") || ahead(lex, "/>")) {
        token->name = lex->open[lex->depth - 1];
        lex->state = ahead(lex, ">") ? CONTENT : EMPTY;
        (void)take(lex, lex->state == CONTENT ? 1 : 2);
        return XMLLEX_START_END;
    }
    if (lex->rest.len == 0)
        return broken(lex, "the document ends inside a tag");
    if (space == 0)
        return broken(lex, "no blank before an attribute");
    return attribute(lex, token);
}

static enum xmllex_kind
comment(struct xmllex *lex, struct xmllex_token *token)
{
    if (!enclosed(lex, "<!--", "--", &token->value))
        return broken(lex, "a comment is never closed");
    if (!ahead(lex, ">"))
        return broken(lex, "\"--\" inside a comment");
    (void)take(lex, 1);
    return XMLLEX_COMMENT;
}

static enum xmllex_kind
instruction(struct xmllex *lex, struct xmllex_token *token)
{
    struct xmllex inside;

    if (!enclosed(lex, "<?", "?>", &token->value))
        return broken(lex, "a processing instruction is never closed");
    xmllex_init(&inside, token->value);
    token->name = name(&inside);
    if (token->name.len == 0)
        return broken(lex, "a processing instruction without a name");
    return XMLLEX_PI;
}

static enum xmllex_kind
cdata(struct xmllex *lex, struct xmllex_token *token)
{
    if (lex->depth == 0)
        return broken(lex, "text outside the root element");
    if (!enclosed(lex, "<![CDATA[", "]]>", &token->value))
        return broken(lex, "a CDATA section is never closed");
    token->literal = true;
    return XMLLEX_TEXT;
}

static enum xmllex_kind
text(struct xmllex *lex, struct xmllex_token *token)
{
    const char *tag = memchr(lex->rest.at, '<', lex->rest.len);

    if (lex->depth == 0)
        return broken(lex, "text outside the root element");
    token->value =
        take(lex, tag == NULL ? lex->rest.len : (size_t)(tag - lex->rest.at));
    return XMLLEX_TEXT;
}

/* Longer openings stand before those that begin alike. */
static const struct {
    const char *opening;
    enum xmllex_kind (*lex)(struct xmllex *lex, struct xmllex_token *token);
} MARKUP[] = {
    {"<!--", comment}, {"<![CDATA[", cdata}, {"<?", instruction},
    {"</", end},       {"<", start},         {"", text},
};

static enum xmllex_kind
between_tags(struct xmllex *lex, struct xmllex_token *token)
{
    if (lex->depth == 0)
        (void)blanks(lex);
    token->line = lex->line;
    token->column = lex->column;
    token->depth = lex->depth;
    if (lex->rest.len == 0) {
        if (lex->depth > 0)
            return broken(lex, "the document ends inside an element");
        if (lex->state == PROLOG)
            return broken(lex, "no element");
        lex->state = ENDED;
        return XMLLEX_EOF;
    }
    if (ahead(lex, "<!DOCTYPE"))
        return broken(lex, "a DOCTYPE, which is not read");
    if (ahead(lex, "<!") && !ahead(lex, "<!--") && !ahead(lex, "<![CDATA["))
        return broken(lex, "a declaration");
    for (size_t i = 0;; i++)
        if (ahead(lex, MARKUP[i].opening))
            return MARKUP[i].lex(lex, token);
}

enum xmllex_kind
xmllex_next(struct xmllex *lex, struct xmllex_token *token)
{
    *token = (struct xmllex_token){.line = lex->line, .column = lex->column};
    if (lex->state == BEGIN)
        (void)begin(lex);
    switch (lex->state) {
    case TAG:
        token->kind = in_tag(lex, token);
        break;
    case EMPTY:
        token->kind = close(lex, token);
        break;
    case ENDED:
        token->kind = XMLLEX_EOF;
        break;
    case BROKEN:
        token->kind = XMLLEX_ERROR;
        break;
    default:
        token->kind = between_tags(lex, token);
        break;
    }
    if (token->kind == XMLLEX_ERROR) {
        /* The position of the token that broke, also when asked again. */
        lex->line = token->line;
        lex->column = token->column;
    }
    return token->kind;
}

static const struct {
    const char *name;
    char character;
} ENTITIES[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''},
};

/* The number of a character reference such as "#38" or "#x26"; 0: none that
 * XML allows. */
static uint32_t
referred(struct span reference)
{
    uint32_t base = 10;
    uint32_t value = 0;

    if (!span_skip(&reference, "#") || reference.len == 0)
        return 0;
    if (span_skip(&reference, "x"))
        base = 16;
    if (reference.len == 0)
        return 0;
    for (size_t i = 0; i < reference.len; i++) {
        char c = ascii_lower(reference.at[i]);
        uint32_t digit;

        if (ascii_digit(c))
            digit = (uint32_t)(c - '0');
        else if (base == 16 && c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        else
            return 0;
        value = value * base + digit;
        if (value > 0x10FFFF)
            return 0;
    }
    if ((value < 0x20 && value != '\t' && value != '\n' && value != '\r') ||
        (value >= 0xD800 && value <= 0xDFFF) || value == 0xFFFE ||
        value == 0xFFFF)
        return 0;
    return value;
}

static size_t
utf8_put(char *out, uint32_t c)
{
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(unsigned char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(unsigned char)(lead[len == 1 ? 0 : len] | c);
    return len;
}

/* Resolves the reference at the start of REST into OUT and cuts it off.
 * Returns the bytes written; 0: none that we know. */
static size_t
resolve(struct span *rest, char *out)
{
    enum { LONGEST = 32 }; /* so that a run of "&" costs no quadratic time */
    struct span window = {rest->at + 1, rest->len - 1};
    struct span reference;
    size_t written = 0;
    uint32_t character;

    if (window.len > LONGEST)
        window.len = LONGEST;
    if (!span_until(&window, ';', &reference))
        return 0;
    character = referred(reference);
    for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++)
        if (span_is(reference, ENTITIES[i].name))
            character = (unsigned char)ENTITIES[i].character;
    if (character == 0)
        return 0;
    written = utf8_put(out, character);
    rest->at += reference.len + 2;
    rest->len -= reference.len + 2;
    return written;
}

/* Bytes at the start of RAW that stand for themselves. */
static size_t
plain(struct span raw)
{
    size_t len = 0;

    while (len < raw.len && raw.at[len] != '&' && raw.at[len] != '\n' &&
           raw.at[len] != '\r' && raw.at[len] != '\t')
        len++;
    return len;
}

enum references { KEPT, RESOLVED, RESOLVED_ALL };

/* Writes to OUT, which has room for RAW and a NUL, what RAW stands for; NEWLINE
 * for each line end.  If references are to be RESOLVED_ALL, it stops at one
 * that is not known.  Returns the bytes written; RAW becomes what is left. */
static size_t
unfold(struct span *raw, char *out, char newline, enum references references)
{
    size_t len = 0;

    while (raw->len > 0) {
        size_t run = plain(*raw);
        size_t resolved = 0;

        if (run > 0) {
            memcpy(out + len, raw->at, run);
            len += run;
        } else if (*raw->at == '&') {
            if (references != KEPT)
                resolved = resolve(raw, out + len);
            len += resolved;
            if (resolved > 0)
                continue;
            if (references == RESOLVED_ALL)
                break;
            out[len++] = '&';
            run = 1;
        } else {
            run = raw->len > 1 && memcmp(raw->at, "\r\n", 2) == 0 ? 2 : 1;
            out[len++] = *raw->at == '\t' && newline != ' ' ? '\t' : newline;
        }
        raw->at += run;
        raw->len -= run;
    }
    out[len] = '\0';
    return len;
}

char *
xmllex_value(struct arena *arena, struct span raw)
{
    char *value = arena_alloc(arena, raw.len + 1);

    (void)unfold(&raw, value, ' ', RESOLVED);
    return value;
}

char *
xmllex_strict(struct arena *arena, const struct xmllex_token *token,
              size_t *len, struct span *unknown)
{
    struct span raw = token->value;
    char *text = arena_alloc(arena, raw.len + 1);

    *len = unfold(&raw, text, token->kind == XMLLEX_ATTRIBUTE ? ' ' : '\n',
                  token->literal ? KEPT : RESOLVED_ALL);
    *unknown = raw;
    return raw.len == 0 ? text : NULL;
}
