/*
 * XPath over our trees: libxml2's engine, our functions, our limits.
 *
 * libxml2 counts operations and visited nodes against opLimit, but compares
 * two node-sets at the price of one operation, and puts two together at the
 * price of their sizes although it looks at each pair.  Hence the limit is as
 * low as the largest hosts allow (900 instances take 191,000), since the time
 * grows with its square; and hence the second limit, the processor time of one
 * evaluation, which can be looked at only when it ends.  The length and nesting
 * of an expression are limited when it is compiled, because both compiling and
 * evaluating recurse over it.
 */
#include "xml_query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "memory.h"

enum {
    EXPRESSION_MOST = 2000,   /* bytes */
    NESTING_MOST = 24,        /* brackets and parentheses */
    OPERATIONS_MOST = 200000, /* of one evaluation, visited nodes included; but
                                 see xml_scope_grow */
    NODES_MOST = 20000,       /* in one result */
    MILLISECONDS_MOST = 2000, /* of processor time for one evaluation */
    CLOCK_AGE = 50,           /* milliseconds by which that may be too short */
    ARGUMENTS_MOST = 8,
    FUNCTIONS_MOST = 32
};

struct xml_query {
    xmlXPathCompExprPtr compiled;
};

struct function {
    const char *name;
    xml_function *call;
    bool textual;
    void *baton;
};

struct xml_scope {
    xmlXPathContextPtr context;
    unsigned long operations; /* of one evaluation, at the most */
    struct arena arena;       /* names, and arguments of one evaluation */
    struct arena passing;
    struct function functions[FUNCTIONS_MOST];
    int count;
    int64_t wall, processor; /* milliseconds, both looked at together */
    bool unknown;            /* a function said so in this evaluation */
    bool failed;
    char message[512]; /* the first thing libxml2 complained of */
};

static void
note_message(char *out, size_t size, const xmlError *error)
{
    const char *words = error->message != NULL ? error->message : "?";
    struct span line = span_trim(span_of(words));

    if (out[0] != '\0')
        return;
    if (line.len >= size)
        line.len = size - 1;
    memcpy(out, line.at, line.len);
    out[line.len] = '\0';
}

static void
note_compiling(void *baton, xmlErrorPtr error)
{
    char *message = baton;

    note_message(message, 512, error);
}

static void
note_evaluating(void *baton, xmlErrorPtr error)
{
    struct xml_scope *scope = baton;

    scope->failed = true;
    note_message(scope->message, sizeof scope->message, error);
}

static int
check_shape(const char *text, struct failure *why)
{
    size_t len = strlen(text);
    int depth = 0;
    size_t i;

    if (len > EXPRESSION_MOST)
        return fail(why, "expression of %zu bytes; %d are the most", len,
                    EXPRESSION_MOST);
    for (i = 0; i < len; i++) {
        if (text[i] == '(' || text[i] == '[')
            depth++;
        if (text[i] == ')' || text[i] == ']')
            depth--;
        if (depth > NESTING_MOST)
            return fail(why, "expression nested deeper than %d", NESTING_MOST);
    }
    return 0;
}

struct xml_query *
xml_query_compile(const char *text, struct failure *why)
{
    xmlXPathContextPtr context;
    xmlXPathCompExprPtr compiled;
    struct xml_query *query;
    char message[512] = "";

    if (check_shape(text, why) != 0)
        return NULL;
    context = xmlXPathNewContext(NULL);
    context->userData = message;
    context->error = note_compiling;
    compiled = xmlXPathCtxtCompile(context, (const xmlChar *)text);
    xmlXPathFreeContext(context);
    if (compiled == NULL) {
        fail(why, "not an XPath expression (%s): %s",
             message[0] != '\0' ? message : "?", text);
        return NULL;
    }
    query = memory_take(1, sizeof *query);
    query->compiled = compiled;
    return query;
}

void
xml_query_release(struct xml_query *query)
{
    if (query == NULL)
        return;
    xmlXPathFreeCompExpr(query->compiled);
    free(query);
}

struct xml_scope *
xml_scope_open(struct xml_document *document)
{
    struct xml_scope *scope = memory_take(1, sizeof *scope);

    arena_init(&scope->arena);
    arena_init(&scope->passing);
    scope->operations = OPERATIONS_MOST;
    scope->context = xmlXPathNewContext(xml_foreign(document));
    scope->context->userData = scope;
    scope->context->error = note_evaluating;
    return scope;
}

void
xml_scope_grow(struct xml_scope *scope, size_t times)
{
    scope->operations = OPERATIONS_MOST * times;
}

void
xml_scope_close(struct xml_scope *scope)
{
    if (scope == NULL)
        return;
    xmlXPathFreeContext(scope->context);
    arena_release(&scope->arena);
    arena_release(&scope->passing);
    free(scope);
}

void
xml_scope_text(struct xml_scope *scope, const char *variable, const char *value)
{
    xmlXPathRegisterVariable(scope->context, (const xmlChar *)variable,
                             xmlXPathNewCString(value != NULL ? value : ""));
}

void
xml_scope_node(struct xml_scope *scope, const char *variable,
               struct xml_node *node)
{
    xmlXPathRegisterVariable(scope->context, (const xmlChar *)variable,
                             xmlXPathNewNodeSet((xmlNodePtr)node));
}

/* The text of NODE without a copy, or NULL if it has to be put together. */
static const char *
text_of_node(const xmlNode *node)
{
    const xmlNode *text = node;

    if (node->type == XML_ATTRIBUTE_NODE)
        text = node->children;
    if (text == NULL)
        return "";
    if (text->type != XML_TEXT_NODE || text->next != NULL)
        return NULL;
    return text->content == NULL ? "" : (const char *)text->content;
}

/* The value of one argument: the object's own, the tree's, or in the arena for
 * passing; NULL: no such node. */
static const char *
argument(struct xml_scope *scope, xmlXPathObjectPtr object)
{
    const char *text = NULL;
    xmlChar *value;

    if (object->type == XPATH_STRING && object->stringval != NULL)
        return (const char *)object->stringval;
    if (object->type == XPATH_NODESET) {
        if (xmlXPathNodeSetIsEmpty(object->nodesetval))
            return NULL;
        if (object->nodesetval->nodeNr == 1)
            text = text_of_node(object->nodesetval->nodeTab[0]);
        if (text != NULL)
            return text;
    }
    value = xmlXPathCastToString(object);
    text = arena_string(&scope->passing, (const char *)value);
    xmlFree(value);
    return text;
}

/* Takes COUNT arguments off the stack, the last one first. */
static bool
take_arguments(xmlXPathParserContextPtr parser, int count,
               xmlXPathObjectPtr objects[ARGUMENTS_MOST])
{
    if (count > ARGUMENTS_MOST || parser->valueNr - parser->valueFrame < count)
        return false;
    for (int i = count - 1; i >= 0; i--)
        objects[i] = valuePop(parser);
    return true;
}

/* What libxml2 calls for every function of ours. */
static void
call_function(xmlXPathParserContextPtr parser, int count)
{
    struct xml_scope *scope = parser->context->userData;
    const char *name = (const char *)parser->context->function;
    xmlXPathObjectPtr objects[ARGUMENTS_MOST] = {NULL};
    const char *arguments[ARGUMENTS_MOST] = {NULL};
    const struct function *function = NULL;
    const char *text = NULL;
    enum xml_truth truth = XML_ERROR;
    int i;

    for (i = 0; i < scope->count && function == NULL; i++)
        if (strcmp(scope->functions[i].name, name) == 0)
            function = &scope->functions[i];
    if (function == NULL || !take_arguments(parser, count, objects)) {
        xmlXPathErr(parser, XPATH_INVALID_ARITY);
        return;
    }
    for (i = 0; i < count && objects[i] != NULL; i++)
        arguments[i] = argument(scope, objects[i]);
    if (i == count)
        truth = function->call(function->baton, &scope->passing, count,
                               arguments, &text);
    if (truth == XML_ERROR) {
        xmlXPathErr(parser, XPATH_INVALID_ARITY);
    } else {
        scope->unknown = scope->unknown || truth == XML_UNKNOWN;
        valuePush(parser, function->textual
                              ? xmlXPathNewCString(text != NULL ? text : "")
                              : xmlXPathNewBoolean(truth == XML_YES));
    }
    /* Last: the text may be that of an argument. */
    for (i = 0; i < count; i++)
        xmlXPathFreeObject(objects[i]);
}

void
xml_scope_function(struct xml_scope *scope, const char *name,
                   xml_function *function, bool textual, void *baton)
{
    struct function *entry;

    assert(scope->count < FUNCTIONS_MOST);
    entry = &scope->functions[scope->count++];
    entry->name = arena_string(&scope->arena, name);
    entry->call = function;
    entry->textual = textual;
    entry->baton = baton;
    xmlXPathRegisterFunc(scope->context, (const xmlChar *)name, call_function);
}

static int64_t
milliseconds(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Processor time costs a system call, which an evaluation often does not: it is
 * asked for anew when the last answer is older than CLOCK_AGE. */
static void
start_clock(struct xml_scope *scope)
{
    int64_t wall = milliseconds(CLOCK_MONOTONIC);

    if (scope->wall != 0 && wall - scope->wall < CLOCK_AGE)
        return;
    scope->wall = wall;
    scope->processor = milliseconds(CLOCK_THREAD_CPUTIME_ID);
}

/* No more processor time than wall time can have passed. */
static bool
too_long(const struct xml_scope *scope)
{
    return milliseconds(CLOCK_MONOTONIC) - scope->wall > MILLISECONDS_MOST &&
           milliseconds(CLOCK_THREAD_CPUTIME_ID) - scope->processor >
               MILLISECONDS_MOST;
}

/* The result, or NULL with the reason. */
static xmlXPathObjectPtr
evaluate(struct xml_scope *scope, const struct xml_query *query,
         struct xml_node *node, struct failure *why)
{
    xmlXPathContextPtr context = scope->context;
    xmlXPathObjectPtr result;

    start_clock(scope);
    scope->unknown = false;
    scope->failed = false;
    scope->message[0] = '\0';
    context->opLimit = scope->operations;
    context->opCount = 0;
    context->depth = 0;
    context->node = (xmlNodePtr)node;
    result = xmlXPathCompiledEval(query->compiled, context);
    arena_reset(&scope->passing);
    if (context->opCount >= scope->operations) {
        /* libxml2 has no words for it in every version. */
        fail(why, "takes more than %lu operations", scope->operations);
    } else if (result == NULL || scope->failed) {
        fail(why, "%s",
             scope->message[0] != '\0' ? scope->message
                                       : "cannot be evaluated");
    } else if (too_long(scope)) {
        fail(why, "takes more than %d ms", MILLISECONDS_MOST);
    } else if (result->type == XPATH_NODESET && result->nodesetval != NULL &&
               result->nodesetval->nodeNr > NODES_MOST) {
        fail(why, "selects more than %d nodes", NODES_MOST);
    } else {
        return result;
    }
    xmlXPathFreeObject(result);
    return NULL;
}

/* The text of a result that is known, in ARENA; NULL for no node. */
static const char *
text_of(const struct xml_scope *scope, xmlXPathObjectPtr result,
        struct arena *arena)
{
    const char *text;
    xmlChar *value;

    if (scope->unknown || (result->type == XPATH_NODESET &&
                           xmlXPathNodeSetIsEmpty(result->nodesetval)))
        return NULL;
    value = xmlXPathCastToString(result);
    text = arena_string(arena, (const char *)value);
    xmlFree(value);
    return text;
}

enum xml_truth
xml_scope_let(struct xml_scope *scope, const char *variable,
              const struct xml_query *query, struct xml_node *node,
              struct arena *arena, const char **text, struct failure *why)
{
    xmlXPathObjectPtr result = evaluate(scope, query, node, why);

    if (result == NULL)
        return XML_ERROR;
    *text = text_of(scope, result, arena);
    if (scope->unknown) {
        xmlXPathFreeObject(result);
        result = xmlXPathNewNodeSet(NULL);
    }
    xmlXPathRegisterVariable(scope->context, (const xmlChar *)variable, result);
    return scope->unknown ? XML_UNKNOWN : XML_YES;
}

enum xml_truth
xml_query_truth(struct xml_scope *scope, const struct xml_query *query,
                struct xml_node *node, struct failure *why)
{
    xmlXPathObjectPtr result = evaluate(scope, query, node, why);
    bool holds;

    if (result == NULL)
        return XML_ERROR;
    holds = xmlXPathCastToBoolean(result) != 0;
    xmlXPathFreeObject(result);
    if (scope->unknown)
        return XML_UNKNOWN;
    return holds ? XML_YES : XML_NO;
}

const char *
xml_query_text(struct xml_scope *scope, const struct xml_query *query,
               struct xml_node *node, struct arena *arena)
{
    struct failure ignored;
    xmlXPathObjectPtr result = evaluate(scope, query, node, &ignored);
    const char *text = NULL;

    if (result != NULL)
        text = text_of(scope, result, arena);
    xmlXPathFreeObject(result);
    return text;
}

int
xml_query_nodes(struct xml_scope *scope, const struct xml_query *query,
                struct xml_node *node, struct arena *arena,
                struct xml_node ***nodes, struct failure *why)
{
    xmlXPathObjectPtr result = evaluate(scope, query, node, why);
    int count = 0;
    int i;

    if (result == NULL)
        return -1;
    if (result->type != XPATH_NODESET || scope->unknown) {
        bool unknown = scope->unknown;

        xmlXPathFreeObject(result);
        return fail(why, unknown ? "it is not known which nodes it selects"
                                 : "does not select nodes");
    }
    *nodes = NULL;
    if (!xmlXPathNodeSetIsEmpty(result->nodesetval)) {
        xmlXPathNodeSetSort(result->nodesetval);
        *nodes = arena_alloc(arena, (size_t)result->nodesetval->nodeNr *
                                        sizeof **nodes);
        for (i = 0; i < result->nodesetval->nodeNr; i++) {
            xmlNodePtr found = result->nodesetval->nodeTab[i];

            /* namespace nodes live only as long as the result */
            if (found->type == XML_ELEMENT_NODE ||
                found->type == XML_ATTRIBUTE_NODE ||
                found->type == XML_TEXT_NODE)
                (*nodes)[count++] = (struct xml_node *)found;
        }
    }
    xmlXPathFreeObject(result);
    return count;
}
