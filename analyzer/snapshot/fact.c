#include "fact.h"

#include <inttypes.h>
#include <string.h>

#include "xml_document.h"

enum { NAME_MOST = 512, PLACE_MOST = 8192 };

struct fact *
fact_add(struct arena *arena, struct fact *parent, const char *kind,
         struct place at)
{
    struct fact *fact = arena_new(arena, struct fact);

    fact->kind = kind;
    place_copy(&fact->at, at);
    if (parent != NULL)
        fact_hang(parent, fact);
    return fact;
}

void
fact_hang(struct fact *parent, struct fact *fact)
{
    fact->parent = parent;
    if (parent->last_child == NULL)
        parent->children = fact;
    else
        parent->last_child->next = fact;
    parent->last_child = fact;
}

void
fact_adopt(struct fact *parent, struct fact *from)
{
    if (from->children == NULL)
        return;
    for (struct fact *child = from->children; child != NULL;
         child = child->next)
        child->parent = parent;
    if (parent->last_child == NULL)
        parent->children = from->children;
    else
        parent->last_child->next = from->children;
    parent->last_child = from->last_child;
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
    struct fact_value **link = &fact->values;

    if (value == NULL)
        return;
    if (at.entry == NULL)
        at = fact->at;
    while (*link != NULL && strcmp((*link)->name, name) != 0)
        link = &(*link)->next;
    if (*link == NULL) {
        fact_append(arena, link, name, value, at);
    } else {
        (*link)->value = value;
        place_copy(&(*link)->at, at);
    }
}

struct fact_value **
fact_append(struct arena *arena, struct fact_value **end, const char *name,
            const char *value, struct place at)
{
    struct fact_value *added = *end = arena_new(arena, struct fact_value);

    added->name = name;
    added->value = value;
    place_copy(&added->at, at);
    return &added->next;
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

struct fact *
fact_copy_alone(struct arena *arena, struct fact *parent,
                const struct fact *from)
{
    struct fact *copy = fact_add(arena, parent, from->kind, from->at);
    struct fact_value **end = &copy->values;
    const struct fact_value *value;

    copy->text = arena_string(arena, from->text);
    for (value = from->values; value != NULL; value = value->next)
        end = fact_append(arena, end, value->name,
                          arena_string(arena, value->value), value->at);
    return copy;
}

struct fact *
fact_copy(struct arena *arena, struct fact *parent, const struct fact *from)
{
    struct fact *copy = fact_copy_alone(arena, parent, from);
    const struct fact *child;

    for (child = from->children; child != NULL; child = child->next)
        fact_copy(arena, copy, child);
    return copy;
}

void
fact_carry(struct arena *arena, struct fact *to, const char *as,
           const struct fact *from, const char *name)
{
    const char *value = fact_get(from, name);

    if (value != NULL)
        fact_set(arena, to, as, arena_string(arena, value),
                 fact_place(from, name));
}

static struct fact *
first_of(struct fact *fact, const char *kind)
{
    while (fact != NULL && strcmp(fact->kind, kind) != 0)
        fact = fact->behind != NULL ? fact->behind : fact->next;
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

/* A document being made of facts. */
struct making {
    struct buf place; /* being put together */
    size_t left;      /* bytes that may still be made */
};

/* AT: where the value stands, if that is not where the element does. */
static bool
make_attr(struct making *making, struct xml_node *node, const char *name,
          const char *value, const struct place *at)
{
    struct xml_node *made;
    size_t len = strlen(name) + strlen(value) + sizeof " =\"\"";

    if (len > making->left)
        return false;
    making->left -= len;
    made = xml_add_attr(node, name, value);
    if (at != NULL && at->entry != NULL)
        xml_mark(made, at);
    return true;
}

static bool
make_values(struct making *making, struct xml_node *node,
            const struct fact *fact)
{
    const struct fact_value *value;
    bool good = true;

    for (value = fact->values; value != NULL && good; value = value->next)
        good = make_attr(making, node, value->name, value->value,
                         same_place(value->at, fact->at) ? NULL : &value->at);
    if (!good || fact->at.entry == NULL)
        return good;
    buf_reset(&making->place);
    buf_addf(&making->place, "%s:%" PRIu32, fact->at.entry, fact->at.line);
    return making->place.overflow ||
           make_attr(making, node, "at", making->place.data, NULL);
}

static bool
make_content(struct making *making, struct xml_node *node,
             const struct fact *fact)
{
    const struct fact *child;
    bool good = make_values(making, node, fact);
    size_t len = fact->text == NULL ? 0 : strlen(fact->text);

    if (len > making->left)
        return false;
    making->left -= len;
    if (len > 0)
        xml_add_text(node, fact->text);
    for (child = fact->children; child != NULL && good; child = child->next) {
        len = 2 * strlen(child->kind) + sizeof "<></>";
        good = len <= making->left;
        making->left -= good ? len : 0;
        good = good && make_content(making, xml_add(node, child->kind), child);
    }
    return good;
}

struct xml_document *
fact_document(const struct fact *fact, size_t most)
{
    struct xml_document *document = xml_make(fact->kind);
    struct making making = {.left = most};

    buf_init(&making.place, PLACE_MOST);
    if (make_content(&making, xml_root(document), fact)) {
        xml_made(document);
    } else {
        xml_release(document);
        document = NULL;
    }
    buf_release(&making.place);
    return document;
}
