/*
 * Expressions evaluated.  Node-sets are kept in the order of their documents,
 * each node once; what a step finds comes so by itself as long as it starts at
 * one node, or at nodes that do not stand in each other.
 */
#include "xpath.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libxml/xpath.h>

#include "xml_keys.h"

static struct xpath_value evaluate(struct xml_scope *scope,
                                   const struct xpath *xpath,
                                   const struct xpath_focus *focus);

/* ------------------------------------------------------------------ limits */

void
xpath_stop(struct xml_scope *scope, const char *format, ...)
{
    va_list args;

    if (scope->stopped)
        return;
    scope->stopped = true;
    va_start(args, format);
    (void)vsnprintf(scope->why.text, sizeof scope->why.text, format, args);
    va_end(args);
}

bool
xpath_charge(struct xml_scope *scope, size_t operations)
{
    if (scope->stopped)
        return false;
    if (operations >= scope->most || scope->used >= scope->most - operations) {
        xpath_stop(scope, "takes more than %lu operations", scope->most);
        scope->crossed = true;
        return false;
    }
    scope->used += operations;
    return true;
}

bool
xpath_charge_text(struct xml_scope *scope, size_t len)
{
    return xpath_charge(scope, len / XPATH_TEXT_PACE);
}

char *
xpath_text_room(struct xml_scope *scope, size_t len)
{
    if (len > XPATH_TEXT_MOST) {
        xpath_stop(scope, "makes a text of more than %d bytes",
                   XPATH_TEXT_MOST);
        scope->crossed = true;
    }
    if (!xpath_charge_text(scope, len))
        return NULL;
    return arena_alloc(&scope->passing, len + 1);
}

/* ------------------------------------------------------------------- trees */

static xmlNodePtr
attributes_of(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE ? (xmlNodePtr)node->properties : NULL;
}

static bool
has_children(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE;
}

/* The node after NODE in the order of the document, below TOP; its attributes
 * are not among them. */
static xmlNodePtr
next_below(const xmlNode *top, const xmlNode *node)
{
    if (has_children(node) && node->children != NULL)
        return node->children;
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

static size_t
number_of_node(const xmlNode *node)
{
    return (size_t)(node->type == XML_ATTRIBUTE_NODE
                        ? ((const xmlAttr *)node)->psvi
                    : node->type == XML_DOCUMENT_NODE ? NULL
                                                      : node->psvi);
}

void
xpath_number_nodes(xmlDocPtr document)
{
    xmlNodePtr node = xmlDocGetRootElement(document);
    size_t number = 0;
    xmlNodePtr attr;

    if (node == NULL || node->psvi != NULL)
        return;
    for (node = document->children; node != NULL;
         node = next_below((xmlNodePtr)document, node)) {
        if (node->type == XML_DTD_NODE)
            continue;
        node->psvi = (void *)++number;
        for (attr = attributes_of(node); attr != NULL; attr = attr->next)
            ((xmlAttrPtr)attr)->psvi = (void *)++number;
    }
}

/* The scope's own document stands before another. */
static bool
stands_before(const struct xml_scope *scope, const xmlNode *a, const xmlNode *b)
{
    if (a->doc != b->doc)
        return a->doc == scope->document;
    return number_of_node(a) < number_of_node(b);
}

const char *
xpath_text_of_node(struct xml_scope *scope, const xmlNode *node)
{
    const xmlNode *child = node;
    size_t len = 0;
    char *text;

    if (node->type == XML_ATTRIBUTE_NODE || has_children(node))
        child = node->children;
    if (child == NULL)
        return "";
    if (child->type == XML_TEXT_NODE && (child == node || child->next == NULL))
        return child->content == NULL ? "" : (const char *)child->content;
    for (child = node; child != NULL; child = next_below(node, child)) {
        if (!xpath_charge(scope, 1))
            return "";
        if (child->type == XML_TEXT_NODE && child->content != NULL)
            len += strlen((const char *)child->content);
    }
    text = xpath_text_room(scope, len);
    if (text == NULL)
        return "";
    len = 0;
    for (child = node; child != NULL; child = next_below(node, child))
        if (child->type == XML_TEXT_NODE && child->content != NULL) {
            size_t more = strlen((const char *)child->content);

            memcpy(text + len, child->content, more);
            len += more;
        }
    return text;
}

/* ------------------------------------------------------------------ values */

static struct xpath_value
truth_value(bool truth)
{
    return (struct xpath_value){.kind = VALUE_TRUTH, .truth = truth};
}

static struct xpath_value
number_value(double number)
{
    return (struct xpath_value){.kind = VALUE_NUMBER, .number = number};
}

const char *
xpath_text_of(struct xml_scope *scope, const struct xpath_value *value)
{
    const char *text = "";
    xmlChar *written;

    switch (value->kind) {
    case VALUE_NODES:
        if (value->count > 0)
            text = xpath_text_of_node(scope, value->nodes[0]);
        (void)xpath_charge_text(scope, strlen(text));
        return text;
    case VALUE_TEXT:
        (void)xpath_charge_text(scope, strlen(value->text));
        return value->text;
    case VALUE_TRUTH:
        return value->truth ? "true" : "false";
    case VALUE_NUMBER:
    default:
        written = xmlXPathCastNumberToString(value->number);
        text = arena_string(&scope->passing, (const char *)written);
        xmlFree(written);
        return text;
    }
}

static double
number_of_text(const char *text)
{
    return xmlXPathCastStringToNumber((const xmlChar *)text);
}

double
xpath_number_of(struct xml_scope *scope, const struct xpath_value *value)
{
    switch (value->kind) {
    case VALUE_NUMBER:
        return value->number;
    case VALUE_TRUTH:
        return value->truth ? 1 : 0;
    case VALUE_NODES:
    case VALUE_TEXT:
    default:
        return number_of_text(xpath_text_of(scope, value));
    }
}

bool
xpath_truth_of(const struct xpath_value *value)
{
    switch (value->kind) {
    case VALUE_NODES:
        return value->count > 0;
    case VALUE_TEXT:
        return value->text[0] != '\0';
    case VALUE_NUMBER:
        return value->number != 0 && !isnan(value->number);
    case VALUE_TRUTH:
    default:
        return value->truth;
    }
}

/* ---------------------------------------------------------------- node-sets */

/* Nodes while they are gathered. */
struct gathered {
    xmlNodePtr *items;
    size_t count, room;
};

static void
gather(struct xml_scope *scope, struct gathered *to, xmlNodePtr node)
{
    *vec_add(&scope->passing, to) = node;
}

/* Merges the halves of FROM[0 … COUNT] at MIDDLE into TO. */
static void
merge(const struct xml_scope *scope, xmlNodePtr *from, size_t middle,
      size_t count, xmlNodePtr *to)
{
    size_t a = 0;
    size_t b = middle;

    for (size_t i = 0; i < count; i++)
        to[i] = b == count ||
                        (a < middle && !stands_before(scope, from[b], from[a]))
                    ? from[a++]
                    : from[b++];
}

void
xpath_sort(struct xml_scope *scope, struct xpath_value *value)
{
    size_t count = value->count;
    size_t kept = 0;
    size_t i;
    xmlNodePtr *from = value->nodes;
    xmlNodePtr *to;

    for (i = 1; i < count && stands_before(scope, from[i - 1], from[i]); i++)
        ;
    if (i >= count)
        return;
    to = arena_alloc(&scope->passing, count * sizeof(xmlNodePtr));
    for (size_t run = 1; run < count; run *= 2) {
        xmlNodePtr *other = from;

        if (!xpath_charge(scope, count))
            return;
        for (i = 0; i < count; i += 2 * run) {
            size_t rest = count - i < 2 * run ? count - i : 2 * run;

            merge(scope, from + i, rest < run ? rest : run, rest, to + i);
        }
        from = to;
        to = other;
    }
    for (i = 0; i < count; i++)
        if (i == 0 || from[i] != from[kept - 1])
            from[kept++] = from[i];
    value->nodes = from;
    value->count = kept;
}

static bool
suits(const struct xpath_step *step, const xmlNode *node)
{
    xmlElementType principal =
        step->axis == AXIS_ATTRIBUTE ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE;

    switch (step->test) {
    case TEST_NODE:
        return node->type != XML_DTD_NODE;
    case TEST_TEXT:
        return node->type == XML_TEXT_NODE;
    case TEST_ANY:
        return node->type == principal;
    case TEST_NAME:
    default:
        /* What stands apart in memory comes last: few nodes get there. */
        return node->type == principal &&
               strcmp((const char *)node->name, step->name) == 0 &&
               node->ns == NULL;
    }
}

/* NODE and what stands below it, or that alone. */
static void
gather_below(struct xml_scope *scope, const struct xpath_step *step,
             xmlNodePtr top, bool self, struct gathered *to)
{
    xmlNodePtr node = top;

    for (; node != NULL && xpath_charge(scope, 1); node = next_below(top, node))
        if ((self || node != top) && suits(step, node))
            gather(scope, to, node);
}

/* The siblings of NODE after it, or before it, the nearest first. */
static void
gather_beside(struct xml_scope *scope, const struct xpath_step *step,
              xmlNodePtr node, bool after, struct gathered *to)
{
    if (node->type == XML_ATTRIBUTE_NODE || node->type == XML_DOCUMENT_NODE)
        return;
    for (node = after ? node->next : node->prev;
         node != NULL && xpath_charge(scope, 1);
         node = after ? node->next : node->prev)
        if (suits(step, node))
            gather(scope, to, node);
}

static void
reverse(xmlNodePtr *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        xmlNodePtr item = items[i];

        items[i] = items[count - 1 - i];
        items[count - 1 - i] = item;
    }
}

/* All nodes after NODE that do not stand in it, or all before it in which it
 * does not stand, the nearest first. */
static void
gather_beyond(struct xml_scope *scope, const struct xpath_step *step,
              xmlNodePtr node, bool after, struct gathered *to)
{
    xmlNodePtr beside;

    if (node->type == XML_ATTRIBUTE_NODE) {
        node = node->parent;
        if (after)
            for (beside = node->children; beside != NULL; beside = beside->next)
                gather_below(scope, step, beside, true, to);
    }
    for (; node->type != XML_DOCUMENT_NODE; node = node->parent)
        for (beside = after ? node->next : node->prev;
             beside != NULL && xpath_charge(scope, 1);
             beside = after ? beside->next : beside->prev) {
            size_t first = to->count;

            gather_below(scope, step, beside, true, to);
            if (!after && to->count > first)
                reverse(to->items + first, to->count - first);
        }
}

/* What STEP finds at NODE without its predicates, in the order of its axis;
 * ONE: the first is enough. */
static void
gather_step(struct xml_scope *scope, const struct xpath_step *step,
            xmlNodePtr node, bool one, struct gathered *to)
{
    size_t first = to->count;
    xmlNodePtr child = NULL;

    switch (step->axis) {
    case AXIS_CHILD:
    case AXIS_ATTRIBUTE:
        if (step->axis == AXIS_ATTRIBUTE)
            child = attributes_of(node);
        else if (has_children(node))
            child = node->children;
        for (; child != NULL && xpath_charge(scope, 1) &&
               !(one && to->count > first);
             child = child->next)
            if (suits(step, child))
                gather(scope, to, child);
        break;
    case AXIS_SELF:
        if (suits(step, node))
            gather(scope, to, node);
        break;
    case AXIS_PARENT:
        if (node->parent != NULL && suits(step, node->parent))
            gather(scope, to, node->parent);
        break;
    case AXIS_ANCESTOR:
    case AXIS_ANCESTOR_OR_SELF:
        if (step->axis == AXIS_ANCESTOR)
            node = node->parent;
        for (; node != NULL && xpath_charge(scope, 1); node = node->parent)
            if (suits(step, node))
                gather(scope, to, node);
        break;
    case AXIS_DESCENDANT:
        gather_below(scope, step, node, false, to);
        break;
    case AXIS_DESCENDANT_OR_SELF:
        gather_below(scope, step, node, true, to);
        break;
    case AXIS_FOLLOWING_SIBLING:
        gather_beside(scope, step, node, true, to);
        break;
    case AXIS_PRECEDING_SIBLING:
        gather_beside(scope, step, node, false, to);
        break;
    case AXIS_FOLLOWING:
        gather_beyond(scope, step, node, true, to);
        break;
    case AXIS_PRECEDING:
    default:
        gather_beyond(scope, step, node, false, to);
        break;
    }
}

/* Does PREDICATE hold of the node at PLACE (from 0) among the COUNT at ITEMS?
 */
static bool
holds_at(struct xml_scope *scope, const struct xpath *predicate,
         xmlNodePtr *items, size_t place, size_t count)
{
    struct xpath_focus focus = {items[place], place + 1, count};
    struct xpath_value value = evaluate(scope, predicate, &focus);

    if (scope->stopped)
        return false;
    return value.kind == VALUE_NUMBER ? value.number == (double)focus.position
                                      : xpath_truth_of(&value);
}

static bool
any_placed(const struct xpath *predicate)
{
    while (predicate != NULL && !predicate->placed)
        predicate = predicate->next;
    return predicate != NULL;
}

/* Puts those of the COUNT nodes at FROM of which PREDICATES hold into ITEMS,
 * which may be the same; the first ENOUGH of them.  Returns how many they are.
 */
static size_t
filter(struct xml_scope *scope, const struct xpath *predicates,
       xmlNodePtr *from, size_t count, size_t enough, xmlNodePtr *items)
{
    const struct xpath *predicate;
    size_t kept = 0;

    if (!any_placed(predicates)) { /* each node for itself */
        for (size_t i = 0; i < count && kept < enough && !scope->stopped; i++) {
            for (predicate = predicates;
                 predicate != NULL &&
                 holds_at(scope, predicate, from, i, count);
                 predicate = predicate->next)
                ;
            if (predicate == NULL)
                items[kept++] = from[i];
        }
        return kept;
    }
    for (predicate = predicates; predicate != NULL && !scope->stopped;
         predicate = predicate->next) {
        kept = 0;
        for (size_t i = 0; i < count && !scope->stopped; i++)
            if (holds_at(scope, predicate, from, i, count))
                items[kept++] = from[i];
        count = kept;
        from = items;
    }
    return count;
}

/* The nodes at the end of STEPS from those of VALUE. */
static void
walk(struct xml_scope *scope, const struct xpath_step *step, bool one,
     struct xpath_value *value)
{
    for (; step != NULL && value->count > 0; step = step->next) {
        struct gathered found = {0};
        bool last = one && step->next == NULL && step->predicates == NULL;

        for (size_t i = 0; i < value->count; i++) {
            size_t first = found.count;

            if (!xpath_charge(scope, 1))
                break;
            gather_step(scope, step, value->nodes[i], last, &found);
            if (step->predicates != NULL && found.count > first &&
                !scope->stopped)
                found.count =
                    first + filter(scope, step->predicates, found.items + first,
                                   found.count - first, SIZE_MAX,
                                   found.items + first);
            if (last && found.count > 0)
                break;
        }
        value->nodes = found.items;
        value->count = scope->stopped ? 0 : found.count;
        xpath_sort(scope, value);
    }
}

static struct xpath_value
path_value(struct xml_scope *scope, const struct xpath *path, bool one,
           const struct xpath_focus *focus)
{
    struct xpath_value value = {.kind = VALUE_NODES, .count = 1};

    if (path->left != NULL) {
        value = evaluate(scope, path->left, focus);
        if (value.kind != VALUE_NODES)
            xpath_stop(scope, "a path begins at what is no node");
        if (scope->stopped)
            value = (struct xpath_value){.kind = VALUE_NODES};
    } else {
        value.nodes = arena_alloc(&scope->passing, sizeof(xmlNodePtr));
        value.nodes[0] =
            path->from_root ? (xmlNodePtr)scope->document : focus->node;
    }
    walk(scope, path->steps, one, &value);
    return value;
}

/* (nodes)[predicates], the first ENOUGH of them. */
static struct xpath_value
filter_value(struct xml_scope *scope, const struct xpath *xpath, size_t enough,
             const struct xpath_focus *focus)
{
    const struct xpath *first = xpath->first;
    bool one = first->kind == XPATH_DIGITS && first->number == 1;
    struct xpath_value value = one && xpath->left->kind == XPATH_FILTER
                                   ? filter_value(scope, xpath->left, 1, focus)
                                   : evaluate(scope, xpath->left, focus);
    xmlNodePtr *nodes;

    if (value.kind != VALUE_NODES)
        xpath_stop(scope, "[ stands behind what is no node");
    if (one && value.count > 1)
        value.count = 1;
    if (enough > value.count || any_placed(first))
        enough = value.count;
    if (!xpath_charge(scope, enough))
        return (struct xpath_value){.kind = VALUE_NODES};
    /* apart: they may be a variable's */
    nodes = arena_alloc(&scope->passing, (enough + 1) * sizeof *nodes);
    value.count = filter(scope, first, value.nodes, value.count, enough, nodes);
    value.nodes = nodes;
    return value;
}

static struct xpath_value
union_value(struct xml_scope *scope, const struct xpath *xpath,
            const struct xpath_focus *focus)
{
    struct xpath_value left = evaluate(scope, xpath->left, focus);
    struct xpath_value right = evaluate(scope, xpath->right, focus);
    struct xpath_value both = {.kind = VALUE_NODES};

    if (left.kind != VALUE_NODES || right.kind != VALUE_NODES)
        xpath_stop(scope, "| stands between what are no nodes");
    if (!xpath_charge(scope, left.count + right.count))
        return both;
    both.count = left.count + right.count;
    both.nodes =
        arena_alloc(&scope->passing, (both.count + 1) * sizeof *both.nodes);
    if (left.count > 0)
        memcpy(both.nodes, left.nodes, left.count * sizeof *both.nodes);
    if (right.count > 0)
        memcpy(both.nodes + left.count, right.nodes,
               right.count * sizeof *both.nodes);
    xpath_sort(scope, &both);
    return both;
}

/* -------------------------------------------------------------- comparisons */

/* The texts of nodes, hashed: is one of them TEXT? */
struct texts {
    const char **slots;
    size_t mask;
};

static size_t
text_slot(const struct texts *texts, const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */

    for (const char *at = text; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    while (texts->slots[hash & texts->mask] != NULL &&
           strcmp(texts->slots[hash & texts->mask], text) != 0)
        hash++;
    return hash & texts->mask;
}

/* The texts of each of the nodes of VALUE, in the arena. */
static const char **
texts_of(struct xml_scope *scope, const struct xpath_value *value)
{
    const char **texts;

    if (!xpath_charge(scope, value->count))
        return NULL;
    texts = arena_alloc(&scope->passing, (value->count + 1) * sizeof *texts);
    for (size_t i = 0; i < value->count && !scope->stopped; i++) {
        texts[i] = xpath_text_of_node(scope, value->nodes[i]);
        (void)xpath_charge_text(scope, strlen(texts[i]));
    }
    return scope->stopped ? NULL : texts;
}

/* Have two sets a text in common? */
static bool
texts_meet(struct xml_scope *scope, const char **a, size_t a_count,
           const char **b, size_t b_count)
{
    struct texts texts = {.mask = 15};

    while (texts.mask / 2 < a_count)
        texts.mask = texts.mask * 2 + 1;
    if (!xpath_charge(scope, texts.mask / 2))
        return false;
    texts.slots =
        arena_alloc(&scope->passing, (texts.mask + 1) * sizeof *texts.slots);
    for (size_t i = 0; i < a_count; i++)
        texts.slots[text_slot(&texts, a[i])] = a[i];
    for (size_t i = 0; i < b_count; i++)
        if (texts.slots[text_slot(&texts, b[i])] != NULL)
            return true;
    return false;
}

/* Is there a pair of texts that differ? */
static bool
texts_differ(const char **a, size_t a_count, const char **b, size_t b_count)
{
    for (size_t i = 0; i < a_count && b_count > 0; i++)
        if (strcmp(a[i], b[0]) != 0)
            return true;
    for (size_t i = 1; i < b_count && a_count > 0; i++)
        if (strcmp(b[i], a[0]) != 0)
            return true;
    return false;
}

static bool
order_holds(enum xpath_kind kind, double a, double b)
{
    switch (kind) {
    case XPATH_LESS:
        return a < b;
    case XPATH_LESS_EQUAL:
        return a <= b;
    case XPATH_GREATER:
        return a > b;
    case XPATH_GREATER_EQUAL:
    default:
        return a >= b;
    }
}

/* The least and the greatest number of a value; none if both are NaN. */
static void
range_of(struct xml_scope *scope, const struct xpath_value *value,
         double *least, double *most)
{
    *least = *most = NAN;
    if (value->kind != VALUE_NODES) {
        *least = *most = xpath_number_of(scope, value);
        return;
    }
    for (size_t i = 0; i < value->count && xpath_charge(scope, 1); i++) {
        const char *text = xpath_text_of_node(scope, value->nodes[i]);
        double number = number_of_text(text);

        (void)xpath_charge_text(scope, strlen(text));
        *least = fmin(*least, number);
        *most = fmax(*most, number);
    }
}

/* Some pair holds if the outermost do. */
static bool
compare_order(struct xml_scope *scope, enum xpath_kind kind,
              const struct xpath_value *a, const struct xpath_value *b)
{
    bool less = kind == XPATH_LESS || kind == XPATH_LESS_EQUAL;
    struct xpath_value a_truth = truth_value(xpath_truth_of(a));
    struct xpath_value b_truth = truth_value(xpath_truth_of(b));
    double a_least, a_most, b_least, b_most;

    /* beside a truth, nodes are one */
    if (a->kind == VALUE_NODES && b->kind == VALUE_TRUTH)
        a = &a_truth;
    else if (b->kind == VALUE_NODES && a->kind == VALUE_TRUTH)
        b = &b_truth;
    range_of(scope, a, &a_least, &a_most);
    range_of(scope, b, &b_least, &b_most);
    return less ? order_holds(kind, a_least, b_most)
                : order_holds(kind, a_most, b_least);
}

static bool
compare_nodes(struct xml_scope *scope, bool equal, const struct xpath_value *a,
              const struct xpath_value *b)
{
    const char **a_texts;
    const char **b_texts;
    const char *text;

    if (a->count == 0)
        return false;
    if (b->kind == VALUE_NUMBER) {
        for (size_t i = 0; i < a->count && xpath_charge(scope, 1); i++) {
            text = xpath_text_of_node(scope, a->nodes[i]);
            (void)xpath_charge_text(scope, strlen(text));
            if ((number_of_text(text) == b->number) == equal)
                return true;
        }
        return false;
    }
    if (b->kind == VALUE_TEXT) {
        for (size_t i = 0; i < a->count && xpath_charge(scope, 1); i++) {
            text = xpath_text_of_node(scope, a->nodes[i]);
            /* looked at no further than the shorter of the two goes */
            (void)xpath_charge_text(scope, strlen(b->text));
            if ((strcmp(text, b->text) == 0) == equal)
                return true;
        }
        return false;
    }
    a_texts = texts_of(scope, a);
    b_texts = texts_of(scope, b);
    if (a_texts == NULL || b_texts == NULL)
        return false;
    return equal ? texts_meet(scope, a_texts, a->count, b_texts, b->count)
                 : texts_differ(a_texts, a->count, b_texts, b->count);
}

static bool
compare_equal(struct xml_scope *scope, bool equal, const struct xpath_value *a,
              const struct xpath_value *b)
{
    if (a->kind == VALUE_TRUTH || b->kind == VALUE_TRUTH)
        return (xpath_truth_of(a) == xpath_truth_of(b)) == equal;
    if (a->kind == VALUE_NODES)
        return compare_nodes(scope, equal, a, b);
    if (b->kind == VALUE_NODES)
        return compare_nodes(scope, equal, b, a);
    if (a->kind == VALUE_NUMBER || b->kind == VALUE_NUMBER)
        return (xpath_number_of(scope, a) == xpath_number_of(scope, b)) ==
               equal;
    return (strcmp(xpath_text_of(scope, a), xpath_text_of(scope, b)) == 0) ==
           equal;
}

/* ---------------------------------------------------------------- functions */

/* What a function of ours may do with its arguments: look for each word of the
 * second in the first. */
static bool
charge_call(struct xml_scope *scope, int count, const char *const args[])
{
    size_t words = 1;

    for (int i = 0; i < count; i++)
        if (args[i] != NULL && !xpath_charge_text(scope, strlen(args[i])))
            return false;
    if (count < 2 || args[0] == NULL || args[1] == NULL)
        return true;
    for (const char *at = args[1]; *at != '\0'; at++)
        words += *at == ' ';
    return xpath_charge(scope, words * (strlen(args[0]) / XPATH_TEXT_PACE));
}

static struct xpath_value
call_ours(struct xml_scope *scope, const struct xpath_function *function,
          const struct xpath_value *values, int count)
{
    const char *args[XPATH_ARGUMENTS] = {NULL};
    const char *text = NULL;
    enum xml_truth truth;

    for (int i = 0; i < count; i++)
        if (values[i].kind != VALUE_NODES || values[i].count > 0)
            args[i] = xpath_text_of(scope, &values[i]);
    if (scope->stopped || !charge_call(scope, count, args))
        return truth_value(false);
    truth =
        function->call(function->baton, &scope->passing, count, args, &text);
    if (truth == XML_ERROR)
        xpath_stop(scope, "%s() does not take these arguments", function->name);
    if (truth == XML_UNKNOWN)
        scope->unknown = true;
    if (!function->textual)
        return truth_value(truth == XML_YES);
    if (text == NULL)
        text = "";
    (void)xpath_charge_text(scope, strlen(text));
    return (struct xpath_value){.kind = VALUE_TEXT, .text = text};
}

static struct xpath_value
call_value(struct xml_scope *scope, const struct xpath *call,
           const struct xpath_focus *focus)
{
    struct xpath_value values[XPATH_ARGUMENTS];
    const struct xpath *argument = call->first;
    int count = 0;

    for (; argument != NULL; argument = argument->next) {
        values[count++] = evaluate(scope, argument, focus);
        if (scope->stopped)
            return truth_value(false);
    }
    if (call->core != NULL)
        return call->core->call(scope, focus, values, count);
    for (int i = 0; i < scope->count; i++)
        if (strcmp(scope->functions[i].name, call->text) == 0)
            return call_ours(scope, &scope->functions[i], values, count);
    xpath_stop(scope, "there is no function %s()", call->text);
    return truth_value(false);
}

/* -------------------------------------------------------------- expressions */

static struct xpath_value
variable_value(struct xml_scope *scope, const char *name)
{
    for (size_t i = scope->variables.count; i > 0; i--)
        if (strcmp(scope->variables.items[i - 1].name, name) == 0)
            return scope->variables.items[i - 1].value;
    if (scope->keys != NULL) {
        const struct xpath_value *shared = xml_keys_let(scope->keys, name);

        if (shared != NULL)
            return *shared;
    }
    xpath_stop(scope, "there is no variable $%s", name);
    return truth_value(false);
}

static struct xpath_value
arithmetic_value(struct xml_scope *scope, const struct xpath *xpath,
                 const struct xpath_focus *focus)
{
    struct xpath_value left = evaluate(scope, xpath->left, focus);
    struct xpath_value right = evaluate(scope, xpath->right, focus);
    double a = xpath_number_of(scope, &left);
    double b = xpath_number_of(scope, &right);

    switch (xpath->kind) {
    case XPATH_PLUS:
        return number_value(a + b);
    case XPATH_MINUS:
        return number_value(a - b);
    case XPATH_TIMES:
        return number_value(a * b);
    case XPATH_DIV:
        return number_value(a / b);
    case XPATH_MOD:
    default:
        return number_value(fmod(a, b));
    }
}

/* Is it true?  Of a path the first node tells. */
static bool
holds(struct xml_scope *scope, const struct xpath *xpath,
      const struct xpath_focus *focus)
{
    struct xpath_value value =
        xpath->kind == XPATH_PATH && xpath_charge(scope, 1)
            ? path_value(scope, xpath, true, focus)
            : evaluate(scope, xpath, focus);

    return !scope->stopped && xpath_truth_of(&value);
}

static struct xpath_value
evaluate(struct xml_scope *scope, const struct xpath *xpath,
         const struct xpath_focus *focus)
{
    struct xpath_value left;
    struct xpath_value right;

    if (!xpath_charge(scope, 1))
        return truth_value(false);
    switch (xpath->kind) {
    case XPATH_OR:
        return truth_value(holds(scope, xpath->left, focus) ||
                           holds(scope, xpath->right, focus));
    case XPATH_AND:
        return truth_value(holds(scope, xpath->left, focus) &&
                           holds(scope, xpath->right, focus));
    case XPATH_EQUAL:
    case XPATH_UNEQUAL:
        left = evaluate(scope, xpath->left, focus);
        right = evaluate(scope, xpath->right, focus);
        return truth_value(
            !scope->stopped &&
            compare_equal(scope, xpath->kind == XPATH_EQUAL, &left, &right));
    case XPATH_LESS:
    case XPATH_LESS_EQUAL:
    case XPATH_GREATER:
    case XPATH_GREATER_EQUAL:
        left = evaluate(scope, xpath->left, focus);
        right = evaluate(scope, xpath->right, focus);
        return truth_value(!scope->stopped &&
                           compare_order(scope, xpath->kind, &left, &right));
    case XPATH_NEGATE:
        left = evaluate(scope, xpath->left, focus);
        return number_value(-xpath_number_of(scope, &left));
    case XPATH_UNION:
        return union_value(scope, xpath, focus);
    case XPATH_PATH:
        return path_value(scope, xpath, false, focus);
    case XPATH_FILTER:
        return filter_value(scope, xpath, SIZE_MAX, focus);
    case XPATH_LITERAL:
        return (struct xpath_value){.kind = VALUE_TEXT, .text = xpath->text};
    case XPATH_DIGITS:
        return number_value(xpath->number);
    case XPATH_VARIABLE:
        return variable_value(scope, xpath->text);
    case XPATH_CALL:
        return call_value(scope, xpath, focus);
    default:
        return arithmetic_value(scope, xpath, focus);
    }
}

struct xpath_value
xpath_evaluate(struct xml_scope *scope, const struct xpath *xpath,
               const struct xpath_focus *focus)
{
    return evaluate(scope, xpath, focus);
}
