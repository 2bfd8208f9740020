#include <string.h>

#include "settings.h"

enum { OLD_PATHS_MOST = 1000 }; /* of one host */

/* Folders of trees that the migration takes away, as components of a path.
 * Names on Windows are written with blanks and with underscores. */
static const char *const OLD[] = {
    "nl5",
    "Neolane v5",
    "Neolane v6",
    "Adobe Campaign v6",
};

static bool
slash(char c)
{
    return c == '/' || c == '\\';
}

/* Does NAME stand at the left of REST, and a component end there? */
static bool
begins(struct span rest, const char *name)
{
    size_t i;

    for (i = 0; name[i] != '\0'; i++) {
        char c;

        if (i == rest.len)
            return false;
        c = rest.at[i] == '_' ? ' ' : rest.at[i];
        if (ascii_lower(c) != ascii_lower(name[i]))
            return false;
    }
    return i == rest.len || slash(rest.at[i]);
}

static bool
names_old(const char *value)
{
    struct span rest = span_of(value);

    for (; rest.len > 0; rest = (struct span){rest.at + 1, rest.len - 1}) {
        if (!slash(*rest.at))
            continue;
        for (size_t i = 0; i < sizeof OLD / sizeof *OLD; i++)
            if (begins((struct span){rest.at + 1, rest.len - 1}, OLD[i]))
                return true;
    }
    return false;
}

/* ENTRY NULL: any. */
static bool
stands_in(struct place at, const char *entry)
{
    return at.entry != NULL && (entry == NULL || strcmp(at.entry, entry) == 0);
}

static void
add_old_path(struct evidence *evidence, const char *setting, struct place at)
{
    struct fact *fact;

    if (evidence->old_paths == OLD_PATHS_MOST)
        return;
    evidence->old_paths++;
    fact = fact_add(evidence->arena, evidence->host, "old-path", at);
    fact_set(evidence->arena, fact, "setting", setting, at);
}

void
settings_old_paths(struct evidence *evidence, const struct fact *element,
                   const char *entry)
{
    const struct fact_value *value;
    const struct fact *child;

    for (value = element->values; value != NULL; value = value->next)
        if (stands_in(value->at, entry) && names_old(value->value))
            add_old_path(evidence, value->name, value->at);
    if (strcmp(element->kind, "line") == 0 && element->text != NULL &&
        stands_in(element->at, entry) && names_old(element->text))
        add_old_path(evidence, element->parent->kind, element->at);
    for (child = element->children; child != NULL; child = child->next)
        settings_old_paths(evidence, child, entry);
}
