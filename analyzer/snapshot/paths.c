#include "paths.h"

#include <string.h>

/* Names of Campaign's own folder, formats on record. */
static const char *const TREES[] = {
    "nl5",
    "nl6",
    "Neolane v5",
    "Neolane v6",
    "Adobe Campaign v6",
    "Adobe Campaign v7",
    "Adobe Campaign Classic v7",
};

static bool
slash(char c)
{
    return c == '/' || c == '\\';
}

static bool
separates(char c)
{
    return ascii_blank(c) || c == '"' || c == '\'' || c == ':' || c == '=' ||
           c == ',' || c == ';' || c == '(' || c == ')' || c == '<' || c == '>';
}

bool
path_in_campaign(struct span path)
{
    while (path.len > 0) {
        size_t len = 0;

        while (len < path.len && !slash(path.at[len]))
            len++;
        for (size_t i = 0; i < sizeof TREES / sizeof *TREES; i++)
            if (span_is_fold((struct span){path.at, len}, TREES[i]))
                return true;
        len += len < path.len;
        path = (struct span){path.at + len, path.len - len};
    }
    return false;
}

/* Could a name of TREES stand in TEXT?  Each ends so; most lines of a web
 * server's configuration hold nothing of the kind. */
static bool
may_name_tree(struct span text)
{
    for (size_t i = 1; i < text.len; i++)
        if (text.at[i] >= '5' && text.at[i] <= '7' &&
            (ascii_lower(text.at[i - 1]) == 'l' ||
             ascii_lower(text.at[i - 1]) == 'v'))
            return true;
    return false;
}

/* Cuts the next path off REST. */
static bool
next(struct span *rest, struct span *path)
{
    while (rest->len > 0) {
        size_t len = 0;
        bool deep = false;

        while (rest->len > 0 && separates(*rest->at))
            *rest = (struct span){rest->at + 1, rest->len - 1};
        if (rest->len > 2 && ascii_letter(rest->at[0]) && rest->at[1] == ':' &&
            slash(rest->at[2]))
            len = 2;
        for (; len < rest->len && !separates(rest->at[len]); len++)
            deep = deep || slash(rest->at[len]);
        *path = (struct span){rest->at, len};
        *rest = (struct span){rest->at + len, rest->len - len};
        if (deep)
            return true;
    }
    return false;
}

bool
path_next_in_campaign(struct span *rest, struct span *path)
{
    if (!may_name_tree(*rest))
        return false;
    while (next(rest, path))
        if (path_in_campaign(*path))
            return true;
    return false;
}

struct span
path_folder(struct span path)
{
    while (path.len > 0 && !slash(path.at[path.len - 1]))
        path.len--;
    if (path.len > 1)
        path.len--;
    return path;
}

struct span
path_name(struct span path)
{
    size_t start = path.len;

    while (start > 0 && !slash(path.at[start - 1]))
        start--;
    return (struct span){path.at + start, path.len - start};
}

/* Appends the components of PATH to MADE, whose length is LEN. */
static size_t
append(char *made, size_t len, struct span path)
{
    while (path.len > 0) {
        size_t part = 0;

        while (part < path.len && path.at[part] != '/')
            part++;
        if (part == 2 && memcmp(path.at, "..", 2) == 0) {
            while (len > 0 && made[len - 1] != '/')
                len--;
            len -= len > 0;
        } else if (part > 0 && !(part == 1 && *path.at == '.')) {
            made[len++] = '/';
            memcpy(made + len, path.at, part);
            len += part;
        }
        part += part < path.len;
        path = (struct span){path.at + part, path.len - part};
    }
    return len;
}

const char *
path_resolve(struct arena *arena, const char *path, const char *target)
{
    char *made = arena_alloc(arena, strlen(path) + strlen(target) + 4);
    size_t len = 0;

    if (*target != '/')
        len = append(made, 0, path_folder(span_of(path)));
    len = append(made, len, span_of(target));
    made[len] = '\0';
    return made;
}
