/* What our XPath reads, libxml2's reads too, and both say the same of it. */
#include "target.h"

#include <math.h>
#include <string.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "utf8.h"
#include "xml_document.h"
#include "xml_query.h"

static const char DOCUMENT[] =
    "<host name='app1' n='2'>"
    "<module name='web' instance='default' auto-start='true'/>"
    "<module name='mta' instance='prod' auto-start='false' memory='18.2'/>"
    "<os family='linux' version='8.11'/>"
    "<settings complete='true'><shared><zone name='lan' a='1'>"
    "<sub mask='10.0.0.0/8' name='lan'/><sub mask='::1' name='lan'/></zone>"
    "<line>one two </line><line> 3</line><line>-4.5</line></shared></settings>"
    "<instance name='prod'>text<link/>more<zone name='lan'/></instance>"
    "<empty/></host>";

enum { OPERATIONS = 100000 };

static void
hear_nothing(void *baton, const char *format, ...)
{
    (void)baton;
    (void)format;
}

static bool
same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static void
same_nodes(const xmlNodeSet *theirs, struct xml_node *const *nodes, int count)
{
    int there = theirs == NULL ? 0 : theirs->nodeNr;

    promised(count == there);
    for (int i = 0; i < count; i++)
        promised((void *)nodes[i] == (void *)theirs->nodeTab[i]);
}

/* Both evaluated the expression: does ours say what THEIRS is? */
static void
compare(struct xml_scope *scope, const struct xml_query *query,
        struct xml_node *node, xmlXPathObjectPtr theirs, struct arena *arena)
{
    struct xml_node **nodes;
    struct failure why;
    enum xml_truth truth = xml_query_truth(scope, query, node, &why);
    const char *text;

    if (truth == XML_ERROR || xml_scope_crossed(scope, &why))
        return;
    promised((truth == XML_YES) == (xmlXPathCastToBoolean(theirs) != 0));
    promised(same_number(xml_query_number(scope, query, node),
                         xmlXPathCastToNumber(theirs)));
    if (theirs->type == XPATH_NODESET) {
        int count = xml_query_nodes(scope, query, node, arena, &nodes, &why);

        xmlXPathNodeSetSort(theirs->nodesetval);
        promised(count >= 0);
        same_nodes(theirs->nodesetval, nodes, count);
    } else if (theirs->type == XPATH_STRING) {
        text = xml_query_text(scope, query, node, arena);
        promised(text != NULL &&
                 strcmp(text, (const char *)theirs->stringval) == 0);
    }
}

/* Expressions come out of XML: UTF-8, without a NUL.  For "a//." libxml2
 * forgets a itself. */
static bool
can_come(struct span text)
{
    uint32_t character;
    size_t len;

    if (span_find(text, "//.") >= 0)
        return false;

    for (; text.len > 0; text = span_bytes(text.at + len, text.len - len)) {
        len = utf8_decode(text, &character);
        if (len == 0 || character == 0)
            return false;
    }
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct xml_document *document;
    static xmlXPathContextPtr context;
    struct failure why = {.text = ""};
    struct xml_query *query;
    struct xml_scope *scope;
    xmlXPathObjectPtr theirs;
    struct arena arena;
    char *text;

    if (document == NULL) {
        xml_start();
        document = xml_read_bytes(span_of(DOCUMENT), "a host", &why);
        promised(document != NULL);
        context = xmlXPathNewContext(xml_foreign(document));
        xmlSetGenericErrorFunc(NULL, hear_nothing);
    }
    if (!can_come(span_bytes(data, size)))
        return 0;
    arena_init(&arena);
    text = arena_copy(&arena, (const char *)data, size);
    query = xml_query_compile(text, &why);
    if (query == NULL) {
        promised(why.text[0] != '\0');
        arena_release(&arena);
        return 0;
    }
    scope = xml_scope_open(document);
    xml_scope_begin(scope);
    context->node = (xmlNodePtr)(void *)xml_root(document);
    context->opLimit = OPERATIONS;
    context->opCount = 0;
    theirs = xmlXPathEvalExpression((const xmlChar *)text, context);
    if (theirs != NULL)
        compare(scope, query, xml_root(document), theirs, &arena);
    xmlXPathFreeObject(theirs);
    xml_scope_close(scope);
    xml_query_release(query);
    arena_release(&arena);
    return 0;
}
