#include "xml_keys.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "xpath.h"

/* A node under one value; those of one key stand sorted by value, then in the
 * order of the document. */
struct keyed {
    const char *value;
    size_t number;
    double weight; /* what the key keeps the greatest of */
    xmlNodePtr node;
};

struct made_key {
    const char *name;
    bool let;
    struct xpath_value value; /* of a let: all of them */
    struct {
        struct keyed *items;
        size_t count, room;
    } nodes;
    const char *problem; /* NULL: made */
};

struct xml_keys {
    struct arena arena;
    struct made_key *items;
    size_t count;
};

static int
keyed_order(const void *a, const void *b)
{
    const struct keyed *x = a;
    const struct keyed *y = b;
    int order = strcmp(x->value, y->value);

    return order != 0 ? order
                      : (x->number > y->number) - (x->number < y->number);
}

/* Keeps of those under one value, which stand together, what the key wants. */
static void
thin(const struct xml_key *words, struct made_key *made)
{
    struct keyed *items = made->nodes.items;
    size_t kept = 0;
    size_t of_value = 0;

    for (size_t i = 0; i < made->nodes.count; i++) {
        bool another =
            i == 0 || strcmp(items[i].value, items[kept - 1].value) != 0;

        of_value = another ? 0 : of_value;
        if (words->greatest != NULL && !another) {
            if (items[i].weight > items[kept - 1].weight)
                items[kept - 1] = items[i];
            continue;
        }
        if (words->most == 0 || of_value < words->most) {
            items[kept++] = items[i];
            of_value++;
        }
    }
    made->nodes.count = kept;
}

static void
add_node(struct xml_keys *keys, struct xml_scope *scope,
         const struct xml_key *words, struct made_key *made, const char *value,
         size_t number, struct xml_node *node)
{
    struct keyed keyed = {value, number, 0, (xmlNodePtr)node};

    if (words->greatest != NULL) {
        keyed.weight = xml_query_number(scope, words->greatest, node);
        if (isnan(keyed.weight))
            return;
    }
    *vec_add(&keys->arena, &made->nodes) = keyed;
}

/* The values at NODE: of each node that BY selects, or the text that it is. */
static int
add_values(struct xml_keys *keys, struct xml_scope *scope,
           const struct xml_key *words, struct made_key *made, size_t number,
           struct xml_node *node, struct failure *why)
{
    struct xml_node **values;
    const char *text;
    int count;

    if (words->by == NULL) {
        add_node(keys, scope, words, made, "", number, node);
        return 0;
    }
    count = xml_query_nodes(scope, words->by, node, &keys->arena, &values, why);
    for (int i = 0; i < count; i++)
        add_node(keys, scope, words, made,
                 arena_string(&keys->arena,
                              xpath_text_of_node(scope, (xmlNodePtr)values[i])),
                 number, node);
    if (count >= 0)
        return 0;
    text = xml_query_text(scope, words->by, node, &keys->arena);
    if (text == NULL)
        return -1;
    add_node(keys, scope, words, made, text, number, node);
    return 0;
}

static void
make_key(struct xml_keys *keys, struct xml_scope *scope,
         const struct xml_key *words, struct xml_node *root,
         struct made_key *made)
{
    struct arena *arena = &keys->arena;
    struct xml_node **nodes;
    struct failure why;
    int count;

    made->name = words->name;
    made->let = words->by == NULL;
    count = xml_query_nodes(scope, words->each, root, arena, &nodes, &why);
    for (int i = 0; i < count; i++) {
        xml_scope_begin(scope);
        if (add_values(keys, scope, words, made, (size_t)i, nodes[i], &why) !=
            0)
            count = -1;
    }
    if (count < 0)
        made->problem = arena_string(arena, why.text);
    if (made->nodes.count > 0)
        qsort(made->nodes.items, made->nodes.count, sizeof *made->nodes.items,
              keyed_order);
    thin(words, made);
    made->value.kind = VALUE_NODES;
    made->value.count = made->nodes.count;
    made->value.nodes =
        arena_alloc(arena, (made->nodes.count + 1) * sizeof *made->value.nodes);
    for (size_t i = 0; i < made->nodes.count; i++)
        made->value.nodes[i] = made->nodes.items[i].node;
}

struct xml_keys *
xml_keys_make(struct xml_document *document, const struct xml_key *items,
              size_t count, size_t times)
{
    struct xml_keys *keys = memory_take(1, sizeof *keys);
    struct xml_scope *scope;

    arena_init(&keys->arena);
    keys->items = arena_alloc(&keys->arena, (count + 1) * sizeof *keys->items);
    scope = xml_scope_open(document);
    xml_scope_grow(scope, times);
    xml_scope_keys(scope, keys);
    for (size_t i = 0; i < count; i++) {
        xml_scope_begin(scope);
        make_key(keys, scope, &items[i], xml_root(document), &keys->items[i]);
        keys->count++;
    }
    xml_scope_close(scope);
    return keys;
}

void
xml_keys_release(struct xml_keys *keys)
{
    if (keys == NULL)
        return;
    arena_release(&keys->arena);
    free(keys);
}

static const struct made_key *
find(const struct xml_keys *keys, const char *name, bool let)
{
    for (size_t i = 0; keys != NULL && i < keys->count; i++)
        if (keys->items[i].let == let && strcmp(keys->items[i].name, name) == 0)
            return &keys->items[i];
    return NULL;
}

const struct xpath_value *
xml_keys_let(const struct xml_keys *keys, const char *name)
{
    const struct made_key *made = find(keys, name, true);

    return made == NULL || made->problem != NULL ? NULL : &made->value;
}

/* The first of the key's nodes whose value is not before VALUE. */
static size_t
first_of(const struct made_key *made, const char *value)
{
    size_t from = 0;
    size_t to = made->nodes.count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (strcmp(made->nodes.items[middle].value, value) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void
add_keyed(struct xml_scope *scope, const struct made_key *made,
          const char *value, struct xpath_value *to, size_t *room)
{
    size_t i = first_of(made, value);

    if (!xpath_charge(scope, 1) || !xpath_charge_text(scope, strlen(value)))
        return;
    for (; i < made->nodes.count &&
           strcmp(made->nodes.items[i].value, value) == 0 &&
           xpath_charge(scope, 1);
         i++) {
        to->nodes = vec_grow(&scope->passing, to->nodes, to->count, room,
                             sizeof *to->nodes);
        to->nodes[to->count++] = made->nodes.items[i].node;
    }
}

struct xpath_value
xpath_keyed(struct xml_scope *scope, const struct xpath_value *values)
{
    const char *name = xpath_text_of(scope, &values[0]);
    const struct made_key *made = find(scope->keys, name, false);
    struct xpath_value found = {.kind = VALUE_NODES};
    size_t room = 0;

    if (made == NULL)
        xpath_stop(scope, "there is no key '%s'", name);
    else if (made->problem != NULL)
        xpath_stop(scope, "key '%s': %s", name, made->problem);
    if (scope->stopped)
        return found;
    if (values[1].kind == VALUE_NODES)
        for (size_t i = 0; i < values[1].count; i++)
            add_keyed(scope, made,
                      xpath_text_of_node(scope, values[1].nodes[i]), &found,
                      &room);
    else
        add_keyed(scope, made, xpath_text_of(scope, &values[1]), &found, &room);
    xpath_sort(scope, &found);
    return found;
}
