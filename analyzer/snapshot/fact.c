#include "fact.h"

#include <inttypes.h>
#include <string.h>

enum { NAME_MOST = 512, PLACE_MOST = 8192 };

struct fact *
fact_add(struct arena *arena, struct fact *parent, const char *kind,
         struct place at)
{
    struct fact *fact = arena_new(arena, struct fact);

    fact->kind = kind;
    fact->at = at;
    fact->parent = parent;
    if (parent == NULL)
        return fact;
    if (parent->last_child == NULL)
        parent->children = fact;
    else
        parent->last_child->next = fact;
    parent->last_child = fact;
    return fact;
}

static struct fact_value *
find_value(const struct fact *fact, const char *name)
{
    struct fact_value *value;

    for (value = fact->values; value != NULL; value = value->next)
        if (strcmp(value->name, name) == 0)
            return value;
    return NULL;
}

void
fact_set(struct arena *arena, struct fact *fact, const char *name,
         const char *value, struct place at)
{
    struct fact_value **end = &fact->values;
    struct fact_value *set;

    if (value == NULL)
        return;
    set = find_value(fact, name);
    if (set == NULL) {
        while (*end != NULL)
            end = &(*end)->next;
        set = *end = arena_new(arena, struct fact_value);
        set->name = name;
    }
    set->value = value;
    set->at = at.entry != NULL ? at : fact->at;
}

void
fact_number(struct arena *arena, struct fact *fact, const char *name,
            int64_t value, struct place at)
{
    fact_set(arena, fact, name, arena_format(arena, "%" PRId64, value), at);
}

const char *
fact_get(const struct fact *fact, const char *name)
{
    const struct fact_value *value =
        fact == NULL ? NULL : find_value(fact, name);

    return value == NULL ? NULL : value->value;
}

struct place
fact_place(const struct fact *fact, const char *name)
{
    const struct fact_value *value;

    if (fact == NULL)
        return (struct place){NULL, 0};
    value = find_value(fact, name);
    return value == NULL ? fact->at : value->at;
}

static struct fact *
first_of(struct fact *fact, const char *kind)
{
    while (fact != NULL && strcmp(fact->kind, kind) != 0)
        fact = fact->next;
    return fact;
}

struct fact *
fact_child(const struct fact *fact, const char *kind)
{
    return fact == NULL ? NULL : first_of(fact->children, kind);
}

struct fact *
fact_next(const struct fact *fact)
{
    return fact == NULL ? NULL : first_of(fact->next, fact->kind);
}

struct fact *
fact_find(const struct fact *fact, const char *kind, const char *name,
          const char *value)
{
    struct fact *child;

    for (child = fact_child(fact, kind); child != NULL;
         child = fact_next(child)) {
        const char *has = fact_get(child, name);

        if (has != NULL && strcmp(has, value) == 0)
            return child;
    }
    return NULL;
}

struct fact *
fact_path(const struct fact *fact, const char *path)
{
    struct fact *step = NULL;

    while (fact != NULL && *path != '\0') {
        size_t len = strcspn(path, "/");

        for (step = fact->children; step != NULL; step = step->next)
            if (strlen(step->kind) == len && memcmp(step->kind, path, len) == 0)
                break;
        path += len + (path[len] == '/');
        fact = step;
    }
    return step;
}

static void
write_place(struct xmlwrite *xml, const char *name, struct place at)
{
    struct buf text;

    if (at.entry == NULL)
        return;
    buf_init(&text, PLACE_MOST);
    buf_addf(&text, "%s:%" PRIu32, at.entry, at.line);
    if (!text.overflow)
        xmlwrite_attr(xml, name, text.data);
    buf_release(&text);
}

static bool
same_place(struct place a, struct place b)
{
    return a.entry != NULL && b.entry != NULL && a.line == b.line &&
           strcmp(a.entry, b.entry) == 0;
}

static void
write_values(const struct fact *fact, struct xmlwrite *xml)
{
    const struct fact_value *value;
    struct buf name;

    for (value = fact->values; value != NULL; value = value->next)
        xmlwrite_attr(xml, value->name, value->value);
    write_place(xml, "at", fact->at);
    buf_init(&name, NAME_MOST);
    for (value = fact->values; value != NULL; value = value->next) {
        if (same_place(value->at, fact->at))
            continue;
        buf_reset(&name);
        buf_addf(&name, "%s.at", value->name);
        if (!name.overflow)
            write_place(xml, name.data, value->at);
    }
    buf_release(&name);
}

void
fact_write(const struct fact *fact, struct xmlwrite *xml)
{
    const struct fact *child;

    xmlwrite_open(xml, fact->kind);
    write_values(fact, xml);
    if (fact->text != NULL)
        xmlwrite_text(xml, fact->text);
    for (child = fact->children; child != NULL; child = child->next)
        fact_write(child, xml);
    xmlwrite_close(xml);
}
