#include "checks.h"

#include <string.h>

#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "arena.h"
#include "file.h"
#include "utf8.h"
#include "xml_document.h"
#include "xmlwrite.h"

/* What libxml2 takes to check facts grows with the square of them. */
enum { FACTS_MOST = 16 << 10 };

static xmlRelaxNGPtr facts, report;

/* From memory: libxml2 was told to open no file. */
static xmlRelaxNGPtr
schema_read(const char *file)
{
    xmlRelaxNGParserCtxtPtr reader;
    xmlRelaxNGPtr schema;
    struct failure why;
    struct arena arena;
    struct span text;

    arena_init(&arena);
    promised(file_read(file, 1 << 20, &arena, &text, &why) == 0);
    reader = xmlRelaxNGNewMemParserCtxt(text.at, (int)text.len);
    schema = xmlRelaxNGParse(reader);
    xmlRelaxNGFreeParserCtxt(reader);
    arena_release(&arena);
    promised(schema != NULL);
    return schema;
}

void
checks_start(void)
{
    if (facts != NULL)
        return;
    xml_start();
    facts = schema_read(ACC_SOURCE_DIR "/analyzer/snapshot/facts.rng");
    report = schema_read(ACC_SOURCE_DIR "/templates/report.rng");
}

static void
say(void *baton, const char *format, ...)
{
    va_list args;

    (void)baton;
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
}

static void
check_schema(struct span xml, xmlRelaxNGPtr schema)
{
    xmlDocPtr document = xmlReadMemory(xml.at, (int)xml.len, "what was made",
                                       NULL, XML_PARSE_NONET);
    xmlRelaxNGValidCtxtPtr check = xmlRelaxNGNewValidCtxt(schema);
    int result;

    promised(document != NULL);
    xmlRelaxNGSetValidErrors(check, say, say, NULL);
    result = schema == facts && xml.len > FACTS_MOST
                 ? 0
                 : xmlRelaxNGValidateDoc(check, document);
    if (result != 0)
        fprintf(stderr, "%.*s\n", (int)(xml.len < 20000 ? xml.len : 20000),
                xml.at);
    promised(result == 0);
    xmlRelaxNGFreeValidCtxt(check);
    xmlFreeDoc(document);
}

void
check_facts(const struct fact *fact)
{
    struct xmlwrite xml;
    struct buf out;

    buf_init(&out, 64 << 20);
    xmlwrite_start(&xml, &out);
    fact_write(fact, &xml);
    promised(!out.overflow);
    check_schema(span_bytes(out.data, out.len), facts);
    buf_release(&out);
}

void
check_report(struct span xml)
{
    check_schema(xml, report);
}

void
check_json(struct span json)
{
    json_error_t error;
    json_t *root =
        json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL)
        fprintf(stderr, "%s at %d\n", error.text, error.position);
    promised(root != NULL);
    json_decref(root);
}

/* One cell at REST: its first byte, '\0' if it is empty. */
static char
cell_of(struct span *rest)
{
    bool quoted = rest->len > 0 && rest->at[0] == '"';
    size_t at = quoted, from = at;
    char first;

    while (at < rest->len) {
        char c = rest->at[at];

        if (quoted && c == '"' && at + 1 < rest->len && rest->at[at + 1] == '"')
            at++;
        else if (quoted ? c == '"' : c == ',' || c == '\r')
            break;
        else
            promised(quoted || (c != '"' && c != '\n'));
        at++;
    }
    first = at > from ? rest->at[from] : '\0';
    promised(!quoted || at < rest->len); /* the quote that ends it */
    at += quoted;
    *rest = span_bytes(rest->at + at, rest->len - at);
    return first;
}

void
check_csv(struct span text)
{
    size_t cells = 0, count = 0;

    (void)span_skip(&text, "\xEF\xBB\xBF");
    while (text.len > 0) {
        char first = cell_of(&text);

        promised(first == '\0' || strchr("=+-@\t\r", first) == NULL);
        count++;
        if (span_skip(&text, ","))
            continue;
        promised(span_skip(&text, "\r\n"));
        promised(cells == 0 || count == cells);
        cells = count;
        count = 0;
    }
    promised(count == 0);
}

static void
check_attribute(const xmlAttr *attribute)
{
    const char *name = (const char *)attribute->name;
    xmlChar *value = xmlNodeGetContent((const xmlNode *)attribute);
    bool address = strcmp(name, "href") == 0 || strcmp(name, "src") == 0 ||
                   strcmp(name, "action") == 0;

    promised(strncmp(name, "on", 2) != 0);
    promised(!address || value[0] == '#' ||
             strncmp((const char *)value, "data:image/", 11) == 0);
    xmlFree(value);
}

static void
check_element(const xmlNode *node)
{
    static const char *const NEVER[] = {"script", "iframe", "object", "embed",
                                        "base",   "form",   "link"};

    for (size_t i = 0; i < sizeof NEVER / sizeof *NEVER; i++)
        promised(strcmp((const char *)node->name, NEVER[i]) != 0);
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
        check_attribute(a);
    for (const xmlNode *child = node->children; child != NULL;
         child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            check_element(child);
}

void
check_html(struct span html)
{
    xmlDocPtr document =
        htmlReadMemory(html.at, (int)html.len, NULL, "UTF-8",
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                           HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);

    promised(document != NULL && xmlDocGetRootElement(document) != NULL);
    check_element(xmlDocGetRootElement(document));
    xmlFreeDoc(document);
}

void
check_pdf(struct span pdf)
{
    promised(pdf.len > 100 && memcmp(pdf.at, "%PDF-1.", 7) == 0);
    while (pdf.len > 0 && ascii_blank(pdf.at[pdf.len - 1]))
        pdf.len--;
    promised(memcmp(pdf.at + pdf.len - 5, "%%EOF", 5) == 0);
}

void
check_text(struct span text)
{
    struct span line;

    while (span_line(&text, &line))
        promised(utf8_plain(line));
}
