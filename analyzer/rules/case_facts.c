/*
 * The facts of a case, completed: a case shows only what matters to it, and
 * what every host has is filled in, so that it fits facts.rng.
 *
 *     the root's attributes                name="camp1" bundle="acc-camp1" …
 *     `at` of elements inside settings     at="case:0"
 *     settings, where the case has none    <settings complete="false"/>
 */
#include "engine.h"

#include <string.h>

#include "xmllex.h"

enum { CASE_MOST = 1 << 20 };

static const char *const host_has[][2] = {
    {"name", "camp1"},
    {"bundle", "acc-camp1"},
    {"stage", "before"},
    {"collected", "2026-01-02T03:04:05Z"}};
static const char *const estate_has[][2] = {{"topology", "standalone"}};

/* What stands after settings in a host. */
static const char *const after_settings[] = {"instance",  "parked", "old-path",
                                             "reference", "role",   "gap"};

/* Does the tag that LEX stands in have an attribute of this name? */
static bool
tag_has(struct xmllex lex, const char *name)
{
    struct xmllex_token token;

    while (xmllex_next(&lex, &token) == XMLLEX_ATTRIBUTE)
        if (span_is(token.name, name))
            return true;
    return false;
}

static void
add_missing(struct buf *out, const struct xmllex *lex,
            const char *const attributes[][2], size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (!tag_has(*lex, attributes[i][0]))
            buf_addf(out, " %s=\"%s\"", attributes[i][0], attributes[i][1]);
}

/* Is it time for the settings that the case does not have? */
static bool
settings_are_due(const struct xmllex_token *token, bool of_host)
{
    size_t i;

    if (!of_host)
        return false;
    if (token->kind == XMLLEX_END)
        return token->depth == 1;
    for (i = 0; i < sizeof after_settings / sizeof *after_settings; i++)
        if (token->kind == XMLLEX_START && token->depth == 2 &&
            span_is(token->name, after_settings[i]))
            return true;
    return false;
}

const char *
case_facts(struct arena *arena, const char *source)
{
    struct span bytes = span_of(source);
    struct xmllex lex;
    struct xmllex_token token;
    struct buf out;
    const char *text;
    bool of_host = false;
    int inside = 0; /* depth of the settings around, 0: none */

    buf_init(&out, CASE_MOST);
    xmllex_init(&lex, bytes);
    for (;;) {
        const char *from = lex.rest.at;
        enum xmllex_kind kind = xmllex_next(&lex, &token);

        if (kind == XMLLEX_EOF || kind == XMLLEX_ERROR)
            break;
        if (kind == XMLLEX_START && token.depth == 1)
            of_host = span_is(token.name, "host");
        if (kind == XMLLEX_START && token.depth == 2 &&
            span_is(token.name, "settings"))
            of_host = false;
        if (settings_are_due(&token, of_host)) {
            buf_adds(&out, "<settings complete=\"false\"/>");
            of_host = false;
        }
        if (kind == XMLLEX_END && token.depth == inside)
            inside = 0;
        buf_add(&out, from, (size_t)(lex.rest.at - from));
        if (kind == XMLLEX_START_END && token.depth == 1 && of_host &&
            lex.rest.at[-2] == '/') { /* <host/> is opened for its settings */
            out.len -= 2;
            buf_adds(&out, "><settings complete=\"false\"/></host>");
            of_host = false;
        }
        if (kind != XMLLEX_START)
            continue;
        if (token.depth == 1 && of_host)
            add_missing(&out, &lex, host_has, 4);
        else if (token.depth == 1)
            add_missing(&out, &lex, estate_has, 1);
        if (inside > 0 && !tag_has(lex, "at"))
            buf_adds(&out, " at=\"case:0\"");
        if (inside == 0 && span_is(token.name, "settings"))
            inside = token.depth;
    }
    text = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return text;
}
