/*
 * Scopes and what is asked in them; the asking itself is in xpath.c.
 */
#include "xml_query.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "xpath.h"

enum {
    OPERATIONS_MOST = 200000, /* of one evaluation; but see xml_scope_grow */
    SPENT_MOST = 30000000,    /* of all that are asked in a scope */
    BOUND_MOST = 16 << 20,    /* bytes of what lets stand for */
    NODES_MOST = 20000        /* in one result; likewise */
};

struct xml_query {
    struct arena arena;
    const struct xpath *xpath;
};

struct xml_query *
xml_query_compile(const char *text, struct failure *why)
{
    struct xml_query *query = memory_take(1, sizeof *query);

    arena_init(&query->arena);
    query->xpath = xpath_read(&query->arena, text, why);
    if (query->xpath != NULL)
        return query;
    xml_query_release(query);
    return NULL;
}

void
xml_query_release(struct xml_query *query)
{
    if (query == NULL)
        return;
    arena_release(&query->arena);
    free(query);
}

struct xml_scope *
xml_scope_open(struct xml_document *document)
{
    struct xml_scope *scope = memory_take(1, sizeof *scope);

    arena_init(&scope->arena);
    arena_init(&scope->bound);
    arena_init(&scope->passing);
    xml_scope_grow(scope, 1);
    scope->document = xml_foreign(document);
    xpath_number_nodes(scope->document);
    return scope;
}

void
xml_scope_grow(struct xml_scope *scope, size_t times)
{
    scope->most = OPERATIONS_MOST * times;
    scope->nodes_most = NODES_MOST * times;
}

void
xml_scope_keys(struct xml_scope *scope, const struct xml_keys *keys)
{
    scope->keys = keys;
}

void
xml_scope_begin(struct xml_scope *scope)
{
    scope->spent = 0;
    scope->crossed = false;
    xml_scope_forget(scope);
}

unsigned long
xml_scope_spent(const struct xml_scope *scope)
{
    return scope->spent;
}

bool
xml_scope_crossed(const struct xml_scope *scope, struct failure *why)
{
    if (scope->crossed)
        *why = scope->why;
    return scope->crossed;
}

void
xml_scope_close(struct xml_scope *scope)
{
    if (scope == NULL)
        return;
    arena_release(&scope->arena);
    arena_release(&scope->bound);
    arena_release(&scope->passing);
    free(scope);
}

/* --------------------------------------------------------------- variables */

static struct xpath_value *
variable_of(struct xml_scope *scope, const char *name, bool passing)
{
    struct xpath_variable *variable;

    for (size_t i = 0; i < scope->variables.count; i++)
        if (strcmp(scope->variables.items[i].name, name) == 0)
            return &scope->variables.items[i].value;
    variable = vec_add(&scope->arena, &scope->variables);
    variable->name = name;
    variable->passing = passing;
    return &variable->value;
}

void
xml_scope_text(struct xml_scope *scope, const char *variable, const char *value)
{
    struct xpath_value *be = variable_of(scope, variable, false);

    be->kind = VALUE_TEXT;
    be->text = value != NULL ? arena_string(&scope->arena, value) : "";
}

void
xml_scope_node(struct xml_scope *scope, const char *variable,
               struct xml_node *node)
{
    struct xpath_value *be = variable_of(scope, variable, false);

    if (be->nodes == NULL)
        be->nodes = arena_alloc(&scope->arena, sizeof *be->nodes);
    be->kind = VALUE_NODES;
    be->nodes[0] = (xmlNodePtr)node;
    be->count = node != NULL;
    if (node != NULL)
        xpath_number_nodes(be->nodes[0]->doc);
}

void
xml_scope_forget(struct xml_scope *scope)
{
    size_t kept = 0;

    for (size_t i = 0; i < scope->variables.count; i++)
        if (!scope->variables.items[i].passing)
            scope->variables.items[kept++] = scope->variables.items[i];
    scope->variables.count = kept;
    arena_reset(&scope->bound);
}

void
xml_scope_function(struct xml_scope *scope, const char *name,
                   xml_function *function, bool textual, void *baton)
{
    assert(scope->count < XPATH_FUNCTIONS);
    scope->functions[scope->count++] = (struct xpath_function){
        .name = name, .call = function, .textual = textual, .baton = baton};
}

/* -------------------------------------------------------------- evaluations */

/* False, with the reason, if it has none. */
static bool
evaluate(struct xml_scope *scope, const struct xml_query *query,
         struct xml_node *node, struct xpath_value *value, struct failure *why)
{
    struct xpath_focus focus = {(xmlNodePtr)node, 1, 1};

    arena_reset(&scope->passing);
    scope->unknown = false;
    scope->stopped = false;
    scope->used = 0;
    if (scope->spent >= SPENT_MOST) {
        xpath_stop(scope, "takes more than %d operations in all", SPENT_MOST);
        scope->crossed = true;
    }
    *value = xpath_evaluate(scope, query->xpath, &focus);
    scope->spent += scope->used;
    if (!scope->stopped && value->kind == VALUE_NODES &&
        value->count > scope->nodes_most) {
        xpath_stop(scope, "selects more than %zu nodes", scope->nodes_most);
        scope->crossed = true;
    }
    if (scope->stopped)
        *why = scope->why;
    return !scope->stopped;
}

/* The text of a value that is known, in ARENA; NULL for no node. */
static const char *
text_of(struct xml_scope *scope, const struct xpath_value *value,
        struct arena *arena)
{
    const char *text;

    if (scope->unknown || (value->kind == VALUE_NODES && value->count == 0))
        return NULL;
    text = xpath_text_of(scope, value);
    return scope->stopped ? NULL : arena_string(arena, text);
}

enum xml_truth
xml_scope_let(struct xml_scope *scope, const char *variable,
              const struct xml_query *query, struct xml_node *node,
              struct arena *arena, const char **text, struct failure *why)
{
    struct xpath_value value;
    struct xpath_value *be;

    if (!evaluate(scope, query, node, &value, why))
        return XML_ERROR;
    *text = text_of(scope, &value, arena);
    if (scope->unknown)
        value = (struct xpath_value){.kind = VALUE_NODES};
    if (value.kind == VALUE_NODES && value.count > 0) {
        const xmlNodePtr *nodes = value.nodes;

        value.nodes =
            arena_alloc(&scope->bound, value.count * sizeof *value.nodes);
        memcpy(value.nodes, nodes, value.count * sizeof *value.nodes);
    }
    if (value.kind == VALUE_TEXT)
        value.text = arena_string(&scope->bound, value.text);
    if (scope->bound.used > BOUND_MOST) {
        scope->crossed = true;
        (void)fail(&scope->why, "makes lets of more than %d bytes", BOUND_MOST);
        *why = scope->why;
        return XML_ERROR;
    }
    be = variable_of(scope, variable, true);
    *be = value;
    return scope->unknown ? XML_UNKNOWN : XML_YES;
}

enum xml_truth
xml_query_truth(struct xml_scope *scope, const struct xml_query *query,
                struct xml_node *node, struct failure *why)
{
    struct xpath_value value;

    if (!evaluate(scope, query, node, &value, why))
        return XML_ERROR;
    if (scope->unknown)
        return XML_UNKNOWN;
    return xpath_truth_of(&value) ? XML_YES : XML_NO;
}

const char *
xml_query_text(struct xml_scope *scope, const struct xml_query *query,
               struct xml_node *node, struct arena *arena)
{
    struct xpath_value value;
    struct failure ignored;

    return evaluate(scope, query, node, &value, &ignored)
               ? text_of(scope, &value, arena)
               : NULL;
}

double
xml_query_number(struct xml_scope *scope, const struct xml_query *query,
                 struct xml_node *node)
{
    struct xpath_value value;
    struct failure ignored;

    return evaluate(scope, query, node, &value, &ignored) && !scope->unknown
               ? xpath_number_of(scope, &value)
               : NAN;
}

int
xml_query_nodes(struct xml_scope *scope, const struct xml_query *query,
                struct xml_node *node, struct arena *arena,
                struct xml_node ***nodes, struct failure *why)
{
    struct xpath_value value;

    *nodes = NULL;
    if (!evaluate(scope, query, node, &value, why))
        return -1;
    if (value.kind != VALUE_NODES)
        return fail(why, "does not select nodes");
    if (scope->unknown)
        return fail(why, "it is not known which nodes it selects");
    if (value.count == 0)
        return 0;
    *nodes = arena_alloc(arena, value.count * sizeof **nodes);
    memcpy(*nodes, value.nodes, value.count * sizeof **nodes);
    return (int)value.count;
}
