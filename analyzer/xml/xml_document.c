/*
 * Trees, checked by xmllex before libxml2 sees them.
 *
 * A struct xml_node is libxml2's xmlNode (or xmlAttr, which begins with the
 * same fields); only the files of this folder know.
 */
#include "xml_document.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include "buf.h"
#include "files.h"
#include "memory.h"
#include "xml_text.h"
#include "xmllex.h"
#include "xmlwrite.h"
#include "xpath.h"

enum {
    WORDS_MOST = 1 << 20, /* bytes of text inside one element */
    SHOWN_MOST = 1 << 28, /* bytes of one value with controls shown */
    FACT_ATTRIBUTES = 3 * 2 * XMLLEX_ATTRIBUTES + 16,
    FACT_DEPTH = XMLLEX_DEPTH + 8
};

struct xml_document {
    xmlDocPtr tree;
    char *name;       /* in messages */
    struct arena own; /* the nodes of a document that was made, … */
    xmlAttrPtr last;  /* … and the attribute that was added last */
};

static const xmlNode *
foreign(const struct xml_node *node)
{
    return (const xmlNode *)node;
}

/* Nothing is ever loaded on behalf of a document. */
static xmlParserInputPtr
load_nothing(const char *url, const char *id, xmlParserCtxtPtr context)
{
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void
stay_silent(void *baton, const char *format, ...)
{
    (void)baton;
    (void)format;
}

void
xml_start(void)
{
    LIBXML_TEST_VERSION
    xmlInitParser();
    xmlSetExternalEntityLoader(load_nothing);
    /* Its own limit of 256 is that of xmllex, who passes every document first
     * and allows facts a little more. */
    xmlParserMaxDepth = XMLLEX_DEPTH_MOST;
    xmlSetGenericErrorFunc(NULL, stay_silent);
    xmlThrDefSetGenericErrorFunc(NULL, stay_silent); /* of threads to come */
}

/* A message of libxml2 without its line end. */
static void
trim_message(char *out, size_t size, const char *message)
{
    struct span words = span_trim(span_of(message != NULL ? message : "?"));
    size_t len = words.len < size - 1 ? words.len : size - 1;
    size_t i;

    for (i = 0; i < len; i++)
        out[i] = words.at[i];
    out[len] = '\0';
}

static int
check_limits(struct span bytes, const char *name, bool facts,
             struct failure *why)
{
    struct xmllex lex;
    struct xmllex_token token;
    enum xmllex_kind kind;

    xmllex_init(&lex, bytes);
    if (facts)
        xmllex_allow(&lex, FACT_ATTRIBUTES, FACT_DEPTH);
    do
        kind = xmllex_next(&lex, &token);
    while (kind != XMLLEX_EOF && kind != XMLLEX_ERROR);
    if (kind == XMLLEX_ERROR)
        return fail(why, "%s:%u: %s", name, (unsigned)token.line, lex.problem);
    return 0;
}

static struct xml_document *
document_of(xmlDocPtr tree, const char *name)
{
    struct xml_document *document = memory_take(1, sizeof *document);

    arena_init(&document->own);
    document->last = NULL;
    document->tree = tree;
    document->name = (char *)xmlStrdup((const xmlChar *)name);
    return document;
}

static struct xml_document *
read_bytes(struct span bytes, const char *name, bool facts, struct failure *why)
{
    struct xml_document *document = NULL;
    xmlParserCtxtPtr parser;
    xmlDocPtr tree;
    char message[512];

    if (check_limits(bytes, name, facts, why) != 0)
        return NULL;
    parser = xmlNewParserCtxt();
    tree = xmlCtxtReadMemory(parser, bytes.at, (int)bytes.len, NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR |
                                 XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
                                 XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC);
    if (tree == NULL) {
        trim_message(message, sizeof message, parser->lastError.message);
        fail(why, "%s:%d: %s", name, parser->lastError.line, message);
    } else {
        document = document_of(tree, name);
        tree->encoding = xmlStrdup((const xmlChar *)"UTF-8");
    }
    xmlFreeParserCtxt(parser);
    return document;
}

/* No converter of the system, which would be a file to load, has a say. */
static struct xml_document *
read_decoded(struct span bytes, const char *name, bool facts,
             struct failure *why)
{
    struct xml_document *document = NULL;
    struct xml_problem problem;
    struct arena arena;
    struct span text;

    if (bytes.len > INT_MAX / 4) {
        fail(why, "%s: too large", name);
        return NULL;
    }
    arena_init(&arena);
    if (xml_decode(bytes, &arena, &text, &problem) != 0)
        fail(why, "%s:%u: %s", name, (unsigned)problem.line, problem.reason);
    else
        document = read_bytes(text, name, facts, why);
    arena_release(&arena);
    return document;
}

struct xml_document *
xml_read_bytes(struct span bytes, const char *name, struct failure *why)
{
    return read_decoded(bytes, name, false, why);
}

struct xml_document *
xml_read_facts(struct span bytes, const char *name, struct failure *why)
{
    return read_decoded(bytes, name, true, why);
}

struct xml_document *
xml_read_file(const char *path, size_t most, struct failure *why)
{
    struct xml_document *document = NULL;
    struct arena arena;
    struct span bytes;

    arena_init(&arena);
    if (files_read(path, most, &arena, &bytes, why) == 0)
        document = xml_read_bytes(bytes, path, why);
    arena_release(&arena);
    return document;
}

void
xml_release(struct xml_document *document)
{
    if (document == NULL)
        return;
    if (document->own.used > 0) /* libxml2 frees what it made alone */
        document->tree->children = document->tree->last = NULL;
    xmlFreeDoc(document->tree);
    arena_release(&document->own);
    xmlFree(document->name);
    free(document);
}

struct xml_node *
xml_root(const struct xml_document *document)
{
    return (struct xml_node *)xmlDocGetRootElement(document->tree);
}

/*
 * The nodes of a document that is made lie in its arena: hundreds of thousands
 * of them are made, looked at and forgotten, and libxml2 would ask for each of
 * them, and for each text, memory of its own.  They are what xmlNewNode,
 * xmlNewProp and xmlNewText make.
 */

static struct xml_document *
document_of_node(const xmlNode *node)
{
    return node->doc->_private;
}

/* Names repeat: they are kept once. */
static const xmlChar *
kept_name(struct xml_document *document, const char *name)
{
    return xmlDictLookup(document->tree->dict, (const xmlChar *)name, -1);
}

static xmlNodePtr
new_element(struct xml_document *document, const char *name)
{
    xmlNodePtr node = arena_new(&document->own, xmlNode);

    node->type = XML_ELEMENT_NODE;
    node->name = kept_name(document, name);
    node->doc = document->tree;
    return node;
}

/* TEXT, controls shown, as a node below PARENT. */
static xmlNodePtr
new_text(struct xml_document *document, xmlNodePtr parent, const char *text)
{
    xmlNodePtr node = arena_new(&document->own, xmlNode);
    struct buf room;

    buf_init(&room, SHOWN_MOST);
    node->type = XML_TEXT_NODE;
    node->name = xmlStringText;
    node->doc = document->tree;
    node->parent = parent;
    node->content =
        (xmlChar *)arena_string(&document->own, xmlwrite_shown(&room, text));
    buf_release(&room);
    return node;
}

static void
append(xmlNodePtr parent, xmlNodePtr child)
{
    child->parent = parent;
    child->prev = parent->last;
    if (parent->last == NULL)
        parent->children = child;
    else
        parent->last->next = child;
    parent->last = child;
}

struct xml_document *
xml_make(const char *name)
{
    struct xml_document *document =
        document_of(xmlNewDoc((const xmlChar *)"1.0"), name);

    document->tree->dict = xmlDictCreate();
    document->tree->_private = document;
    xmlDocSetRootElement(document->tree, new_element(document, name));
    return document;
}

struct xml_node *
xml_add(struct xml_node *parent, const char *name)
{
    xmlNodePtr above = (xmlNodePtr)parent;
    xmlNodePtr node = new_element(document_of_node(above), name);

    append(above, node);
    return (struct xml_node *)node;
}

struct xml_node *
xml_add_attr(struct xml_node *node, const char *name, const char *value)
{
    xmlNodePtr element = (xmlNodePtr)node;
    struct xml_document *document = document_of_node(element);
    xmlAttrPtr attr = arena_new(&document->own, xmlAttr);
    xmlAttrPtr before = document->last;

    attr->type = XML_ATTRIBUTE_NODE;
    attr->name = kept_name(document, name);
    attr->doc = document->tree;
    attr->parent = element;
    attr->children = attr->last = new_text(document, (xmlNodePtr)attr, value);
    if (before == NULL || before->parent != element)
        before = element->properties;
    while (before != NULL && before->next != NULL)
        before = before->next;
    attr->prev = before;
    if (before == NULL)
        element->properties = attr;
    else
        before->next = attr;
    document->last = attr;
    return (struct xml_node *)attr;
}

void
xml_add_text(struct xml_node *node, const char *text)
{
    xmlNodePtr element = (xmlNodePtr)node;

    append(element, new_text(document_of_node(element), element, text));
}

void
xml_made(struct xml_document *document)
{
    xpath_number_nodes(document->tree);
}

/* libxml2 keeps `_private` of every kind of node for its user. */
void
xml_mark(struct xml_node *node, const void *mark)
{
    ((xmlNodePtr)node)->_private = (void *)mark;
}

const void *
xml_marked(const struct xml_node *node)
{
    return foreign(node)->_private;
}

/* The first element called NAME from NODE on, NODE included. */
static struct xml_node *
element_from(xmlNodePtr node, const char *name)
{
    for (; node != NULL; node = node->next)
        if (node->type == XML_ELEMENT_NODE &&
            (name == NULL || strcmp((const char *)node->name, name) == 0))
            break;
    return (struct xml_node *)node;
}

struct xml_node *
xml_child(const struct xml_node *node, const char *name)
{
    return element_from(foreign(node)->children, name);
}

struct xml_node *
xml_next(const struct xml_node *node, const char *name)
{
    return element_from(foreign(node)->next, name);
}

struct xml_node *
xml_parent(const struct xml_node *node)
{
    xmlNodePtr parent = foreign(node)->parent;

    if (parent == NULL || parent->type != XML_ELEMENT_NODE)
        return NULL;
    return (struct xml_node *)parent;
}

const char *
xml_name(const struct xml_node *node)
{
    return (const char *)foreign(node)->name;
}

bool
xml_is_attribute(const struct xml_node *node)
{
    return foreign(node)->type == XML_ATTRIBUTE_NODE;
}

const char *
xml_attr(struct arena *arena, const struct xml_node *node, const char *name)
{
    xmlChar *value;
    char *copy;

    if (foreign(node)->type != XML_ELEMENT_NODE)
        return NULL;
    value = xmlGetNoNsProp(foreign(node), (const xmlChar *)name);
    if (value == NULL)
        return NULL;
    copy = arena_string(arena, (const char *)value);
    xmlFree(value);
    return copy;
}

/* TEXT in ARENA with runs of blanks folded to one and none at the ends. */
static const char *
folded(struct arena *arena, const char *text)
{
    struct buf out;
    struct span rest = span_of(text);
    const char *result;
    bool gap = false;

    buf_init(&out, WORDS_MOST);
    for (; rest.len > 0; rest.at++, rest.len--) {
        char c = *rest.at;

        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap = true;
            continue;
        }
        if (gap && out.len > 0)
            buf_addc(&out, ' ');
        gap = false;
        buf_addc(&out, c);
    }
    result = arena_copy(arena, out.len > 0 ? out.data : "", out.len);
    buf_release(&out);
    return result;
}

const char *
xml_text(struct arena *arena, const struct xml_node *node)
{
    xmlChar *content = xmlNodeGetContent(foreign(node));
    const char *text;

    text = folded(arena, content != NULL ? (const char *)content : "");
    xmlFree(content);
    return text;
}

const char *
xml_inner(struct arena *arena, const struct xml_node *node)
{
    xmlBufferPtr source = xmlBufferCreate();
    xmlNodePtr child;
    const char *text;

    for (child = foreign(node)->children; child != NULL; child = child->next)
        if (child->type != XML_COMMENT_NODE && child->type != XML_PI_NODE)
            xmlNodeDump(source, child->doc, child, 0, 0);
    text = folded(arena, (const char *)xmlBufferContent(source));
    xmlBufferFree(source);
    return text;
}

const char *
xml_source(struct arena *arena, const struct xml_node *node)
{
    xmlBufferPtr source = xmlBufferCreate();
    const char *text;

    xmlNodeDump(source, foreign(node)->doc, (xmlNodePtr)node, 0, 0);
    text = arena_string(arena, (const char *)xmlBufferContent(source));
    xmlBufferFree(source);
    return text;
}

uint32_t
xml_line(const struct xml_node *node)
{
    const xmlNode *at = foreign(node);
    long line;

    if (at->type == XML_ATTRIBUTE_NODE)
        at = at->parent;
    line = xmlGetLineNo(at);
    return line > 0 ? (uint32_t)line : 0;
}

/* The first error that libxml2 told while reading a schema or checking. */
struct complaint {
    bool told;
    int line;
    char message[512];
};

static void
note_complaint(void *baton, xmlErrorPtr error)
{
    struct complaint *complaint = baton;

    if (complaint->told || error->level < XML_ERR_ERROR)
        return;
    complaint->told = true;
    complaint->line = error->line;
    if (error->node != NULL)
        complaint->line = (int)xmlGetLineNo(error->node);
    trim_message(complaint->message, sizeof complaint->message, error->message);
}

static xmlRelaxNGPtr
read_schema(const char *file, struct failure *why)
{
    struct xml_document *source;
    struct complaint complaint = {0};
    xmlRelaxNGParserCtxtPtr parser;
    xmlRelaxNGPtr schema;

    source = xml_read_file(file, 16 << 20, why);
    if (source == NULL)
        return NULL;
    parser = xmlRelaxNGNewDocParserCtxt(source->tree);
    xmlRelaxNGSetParserStructuredErrors(parser, note_complaint, &complaint);
    schema = xmlRelaxNGParse(parser);
    if (schema == NULL)
        fail(why, "%s:%d: not a schema: %s", file, complaint.line,
             complaint.told ? complaint.message : "?");
    xmlRelaxNGFreeParserCtxt(parser);
    xml_release(source);
    return schema;
}

int
xml_check(const struct xml_document *document, const char *schema,
          struct failure *why)
{
    struct complaint complaint = {0};
    xmlRelaxNGPtr grammar = read_schema(schema, why);
    xmlRelaxNGValidCtxtPtr check;
    int result;

    if (grammar == NULL)
        return -1;
    check = xmlRelaxNGNewValidCtxt(grammar);
    xmlRelaxNGSetValidStructuredErrors(check, note_complaint, &complaint);
    result = xmlRelaxNGValidateDoc(check, document->tree);
    if (result != 0)
        fail(why, "%s:%d: %s; what may stand there is said in %s",
             document->name, complaint.line,
             complaint.told ? complaint.message : "does not fit the schema",
             schema);
    xmlRelaxNGFreeValidCtxt(check);
    xmlRelaxNGFree(grammar);
    return result == 0 ? 0 : -1;
}

void *
xml_foreign(struct xml_document *document)
{
    return document->tree;
}

const char *
xml_library(void)
{
    return LIBXML_DOTTED_VERSION;
}
