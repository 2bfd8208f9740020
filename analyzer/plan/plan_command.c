/*
 * Values into commands.
 *
 *     command = { text | "{" name "}" }
 *
 * A command is pasted as root.  A value came from a stranger's bundle; it
 * enters only if it matches the grammar of its kind, in which no character
 * means anything to a shell:
 *
 *     host      letter-or-digit { letter | digit | "." | "-" }
 *     instance  { letter | digit | "_" | "-" }, not beginning with "-"
 *     name      one component of a path, not beginning with "-" or "."
 *     path      absolute, of such components, none of them "." or ".."
 *     number    digits
 *     zone      { letter | digit | "_" | "+" | "-" } of the tz database, "/"
 *               between two, not beginning with a sign
 *
 * On Windows a path begins with a drive letter, and components may hold blanks
 * and parentheses: then it is put in quotation marks.
 *
 * Where a value does not fit, <name: see evidence> stands in its place; as "<"
 * and ">" would redirect, the whole line becomes a comment of that shell.
 */
#include "plan_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINE_MOST = 64 << 10,
    HOST_MOST = 253,
    INSTANCE_MOST = 64,
    PATH_MOST = 1024
};

static bool
plain(char c)
{
    return ascii_letter(c) || ascii_digit(c);
}

static bool
host_fits(const char *value)
{
    size_t len = strlen(value), i;

    if (len == 0 || len > HOST_MOST || !plain(value[0]) ||
        !plain(value[len - 1]))
        return false;
    for (i = 0; i < len; i++)
        if (!plain(value[i]) && value[i] != '.' && value[i] != '-')
            return false;
    return true;
}

static bool
instance_fits(const char *value)
{
    size_t len = strlen(value), i;

    if (len == 0 || len > INSTANCE_MOST || value[0] == '-')
        return false;
    for (i = 0; i < len; i++)
        if (!plain(value[i]) && value[i] != '_' && value[i] != '-')
            return false;
    return true;
}

/* One component of a path. */
static bool
component_fits(const char *at, size_t len, bool windows)
{
    size_t i;

    if (len == 0 || at[0] == '.' || at[0] == '-' || at[0] == ' ' ||
        at[len - 1] == ' ' || at[len - 1] == '.')
        return false;
    for (i = 0; i < len; i++)
        if (!plain(at[i]) && strchr("._-", at[i]) == NULL &&
            !(windows && strchr(" ()", at[i]) != NULL))
            return false;
    return true;
}

static bool
path_fits(const char *value, bool windows)
{
    const char *mark = windows ? "\\" : "/";

    if (strlen(value) > PATH_MOST)
        return false;
    if (windows) {
        if (!ascii_letter(value[0]) || value[1] != ':')
            return false;
        value += 2;
    }
    if (*value != *mark)
        return false;
    while (*value == *mark) {
        size_t len = strcspn(++value, mark);

        if (!component_fits(value, len, windows))
            return false;
        value += len;
    }
    return *value == '\0';
}

static bool
number_fits(const char *value)
{
    return *value != '\0' && strlen(value) < 19 &&
           strspn(value, "0123456789") == strlen(value);
}

static bool
zone_fits(const char *value)
{
    size_t len = strlen(value);

    if (!ascii_letter(value[0]) || len > INSTANCE_MOST || value[len - 1] == '/')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!plain(value[i]) && strchr("_+-/", value[i]) == NULL)
            return false;
    return strstr(value, "//") == NULL;
}

bool
value_fits(const char *kind, const char *value, bool windows)
{
    if (strcmp(kind, "host") == 0)
        return host_fits(value);
    if (strcmp(kind, "instance") == 0)
        return instance_fits(value);
    if (strcmp(kind, "name") == 0)
        return strlen(value) <= PATH_MOST &&
               component_fits(value, strlen(value), windows);
    if (strcmp(kind, "path") == 0)
        return path_fits(value, windows);
    if (strcmp(kind, "zone") == 0)
        return zone_fits(value);
    return strcmp(kind, "number") == 0 && number_fits(value);
}

bool
host_is(struct making *making, struct xml_node *host, const char *system)
{
    struct failure why;
    size_t i;

    if (system == NULL)
        return true;
    for (i = 0; host != NULL && i < making->catalogue.systems.count; i++)
        if (strcmp(making->catalogue.systems.items[i].name, system) == 0)
            return xml_query_truth(making->scope,
                                   making->catalogue.systems.items[i].when,
                                   host, &why) == XML_YES;
    return false;
}

bool
host_has_version(struct making *making, struct xml_node *host,
                 const char *versions)
{
    const char *version =
        host == NULL ? NULL : xml_attr(&making->plan->arena, host, "version");
    struct span rest, word;

    if (versions == NULL)
        return true;
    rest = span_of(versions);
    while (version != NULL && span_word(&rest, &word))
        if (span_is(word, version))
            return true;
    return false;
}

/* A value looked up. */
struct found {
    const char *text; /* NULL: it may not stand in a command */
    const char *name; /* what the placeholder calls it */
    const char *why;  /* why not */
    bool version;     /* for want of a version */
};

static const struct plan_value *
value_named(const struct making *making, struct span name)
{
    size_t i;

    for (i = 0; i < making->catalogue.values.count; i++)
        if (span_is(name, making->catalogue.values.items[i].name))
            return &making->catalogue.values.items[i];
    return NULL;
}

static struct found
find_case(struct making *making, const struct plan_value *value,
          struct xml_node *host)
{
    size_t i;

    for (i = 0; i < value->cases.count; i++) {
        const struct value_case *it = &value->cases.items[i];

        if (host_is(making, host, it->system) &&
            host_has_version(making, host, it->versions))
            return (struct found){.text = it->literal, .name = value->name};
    }
    return (struct found){
        .name = "version",
        .why = "it depends on the version and system of the server, and that "
               "is not known or no document covers it",
        .version = true};
}

static struct found
find_value(struct making *making, struct span name, struct xml_node *subject,
           struct xml_node *host)
{
    const struct plan_value *value = value_named(making, name);
    struct arena *arena = &making->plan->arena;
    struct found found = {.name = span_string(arena, name)};

    if (value == NULL) {
        found.why = "the catalogue does not say what stands here";
        return found;
    }
    if (value->from == NULL && value->unknown != NULL) {
        found.why = value->unknown;
        return found;
    }
    if (value->cases.count > 0)
        return find_case(making, value, host);
    found.text = xml_query_text(making->scope, value->from, subject, arena);
    if (found.text == NULL || *found.text == '\0') {
        found.text = NULL;
        found.why =
            value->unknown != NULL
                ? value->unknown
                : arena_format(arena, "the %s was not collected", value->name);
    } else if (!value_fits(value->kind, found.text,
                           host_is(making, host, "windows"))) {
        found.text = NULL;
        found.why = arena_format(
            arena, "the %s has characters that no command may hold",
            value->name);
    }
    return found;
}

/* Words are XML source: nothing that a value holds may become markup. */
static void
add_escaped(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '<')
            buf_adds(out, "&lt;");
        else if (*text == '>')
            buf_adds(out, "&gt;");
        else if (*text == '&')
            buf_adds(out, "&amp;");
        else
            buf_addc(out, *text);
    }
}

/* Is the end of LINE inside quotation marks? */
static bool
in_quotes(const struct buf *line)
{
    bool inside = false;
    size_t i;

    for (i = 0; i < line->len; i++)
        if (line->data[i] == '"')
            inside = !inside;
    return inside;
}

static void
add_value(struct buf *out, const struct found *found, enum text_use use)
{
    if (found->text == NULL) {
        buf_adds(out, use == USE_WORDS ? "&lt;" : "<");
        buf_addf(out, "%s: see evidence", found->name);
        buf_adds(out, use == USE_WORDS ? "&gt;" : ">");
    } else if (use == USE_WORDS) {
        add_escaped(out, found->text);
    } else if (use == USE_COMMAND && strpbrk(found->text, " ()") != NULL &&
               !in_quotes(out)) {
        buf_addf(out, "\"%s\"", found->text);
    } else {
        buf_adds(out, found->text);
    }
}

const char *
fill_values(struct making *making, const char *text, struct xml_node *subject,
            struct xml_node *host, enum text_use use, const char **refused,
            bool *unknown_version)
{
    struct arena *arena = &making->plan->arena;
    struct span rest, before, name;
    const char *filled, *why = NULL;
    struct buf out;

    if (text == NULL)
        return NULL;
    rest = span_of(text);
    buf_init(&out, LINE_MOST);
    while (span_until(&rest, '{', &before)) {
        struct found found;

        buf_add(&out, before.at, before.len);
        if (!span_until(&rest, '}', &name))
            break;
        found = find_value(making, name, subject, host);
        add_value(&out, &found, use);
        if (found.text == NULL) {
            why = why == NULL ? found.why : why;
            if (unknown_version != NULL && found.version)
                *unknown_version = true;
        }
    }
    buf_add(&out, rest.at, rest.len);
    if (why == NULL || use != USE_COMMAND)
        filled = arena_copy(arena, out.data, out.len);
    else
        filled = arena_format(arena, "%s%s",
                              host_is(making, host, "windows") ? "rem " : "# ",
                              out.data);
    buf_release(&out);
    if (refused != NULL)
        *refused = arena_string(arena, why);
    return filled;
}
