#include "transform.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libexslt/exslt.h>
#include <libxml/uri.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "arena.h"
#include "files.h"
#include "render.h"
#include "utf8.h"
#include "xml_document.h"

/* A page of 3 MB takes about a tenth of these. */
enum {
    SHEET_MOST = 4 << 20, /* bytes of one file of the template folder */
    SHEETS_MOST = 64,     /* files that one transformation may open */
    DEPTH_MOST = 1000,    /* templates inside templates */
    VARIABLES_MOST = 15000,
    INSTRUCTIONS_MOST = 5000000,
    EXPRESSIONS_MOST = 100000000
};

static const char SCHEME[] = "templates:/";

/* What the callbacks of libxslt, which have no place for a baton, work for:
 * the transformation that this thread is making. */
struct task {
    const char *folder;
    struct buf said; /* by libxslt and the sheet, one line */
    struct failure *why;
    bool refused; /* WHY says what the sheet asked for */
    int sheets;
};

static _Thread_local struct task *task;

/* libxslt words one message in several calls, with line ends in between. */
static void
hear(const char *format, va_list args)
{
    char text[512];

    if (task == NULL)
        return;
    vsnprintf(text, sizeof text, format, args);
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\n')
            *c = ' ';
    buf_adds(&task->said, text);
}

static void hear_message(void *baton, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
hear_message(void *baton, const char *format, ...)
{
    va_list args;

    (void)baton;
    va_start(args, format);
    hear(format, args);
    va_end(args);
}

static void
hear_error(void *baton, xmlErrorPtr error)
{
    (void)baton;
    if (error != NULL && error->message != NULL)
        hear_message(NULL, "%s", error->message);
}

/* The failure of a whole transformation: what was refused, else what libxslt
 * said last, else that it said nothing. */
static int
failed(const char *templates, const char *name)
{
    struct span said = span_trim(span_bytes(task->said.data, task->said.len));

    if (task->refused)
        return -1;
    if (said.len == 0)
        said = span_of("the sheet cannot be run");
    if (said.len > 1000)
        said.len = 1000;
    return fail(task->why, "%s/%s: %.*s", templates, name, (int)said.len,
                said.at);
}

static void
refuse(const char *uri, const char *reason)
{
    if (task->refused)
        return;
    task->refused = true;
    fail(task->why, "%s: a sheet asked for %.200s: %s", task->folder, uri,
         reason);
}

/* The name below the folder that URI stands for; NULL if it stands for none. */
static const char *
name_in_folder(const char *uri)
{
    const char *name = uri + strlen(SCHEME);

    if (strncmp(uri, SCHEME, strlen(SCHEME)) != 0 || *name == '\0')
        return NULL;
    if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789._-/") != strlen(name))
        return NULL;
    if (*name == '/' || strncmp(name, "../", 3) == 0 ||
        strstr(name, "/../") != NULL || strstr(name, "//") != NULL)
        return NULL;
    return name;
}

/* Reads one file of the folder.  The tree is a copy of its own, because
 * libxslt frees what it is given and xml_document frees what it has. */
static xmlDocPtr
read_template(const char *uri)
{
    const char *name = name_in_folder(uri);
    struct xml_document *document;
    struct failure why;
    struct arena arena;
    xmlDocPtr copy = NULL;
    struct span bytes;

    if (name == NULL) {
        refuse(uri, "it may read the files of its own folder only");
        return NULL;
    }
    if (++task->sheets > SHEETS_MOST) {
        refuse(uri, "too many files");
        return NULL;
    }
    arena_init(&arena);
    if (files_read_inside(task->folder, name, SHEET_MOST, &arena, &bytes,
                          &why) != 0)
        document = NULL;
    else
        document = xml_read_bytes(
            bytes, arena_format(&arena, "%s/%s", task->folder, name), &why);
    if (document == NULL && why.text[0] == '\0') {
        refuse(name, "no such file in the template folder");
    } else if (document == NULL) {
        if (!task->refused)
            *task->why = why;
        task->refused = true;
    } else {
        copy = xmlCopyDoc(xml_foreign(document), 1);
        xml_release(document);
        if (copy != NULL) {
            if (copy->URL != NULL)
                xmlFree((xmlChar *)copy->URL);
            copy->URL = xmlStrdup((const xmlChar *)uri);
        }
    }
    arena_release(&arena);
    return copy;
}

static xmlDocPtr
load(const xmlChar *uri, xmlDictPtr names, int options, void *context,
     xsltLoadType type)
{
    (void)names;
    (void)options;
    (void)context;
    (void)type;
    return task != NULL ? read_template((const char *)uri) : NULL;
}

/* libxslt asks this before it loads anything that is not a file. */
static int
may_read(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr context,
         const char *value)
{
    (void)prefs;
    (void)context;
    if (task != NULL && name_in_folder(value) != NULL)
        return 1;
    if (task != NULL)
        refuse(value, "it may read the files of its own folder only");
    return 0;
}

static int
may_not(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr context,
        const char *value)
{
    (void)prefs;
    (void)context;
    if (task != NULL)
        refuse(value, "a sheet reads its own folder and writes nothing");
    return 0;
}

/* Once: a thread may be looking up what is registered here. */
void
render_start(void)
{
    static bool started;

    if (started)
        return;
    started = true;
    xsltInit();
    exsltCommonRegister();
    exsltSetsRegister();
    xsltSetLoaderFunc(load);
    xsltSetGenericErrorFunc(NULL, hear_message);
}

static xsltSecurityPrefsPtr
make_prefs(void)
{
    static const xsltSecurityOption forbidden[] = {
        XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
        XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_WRITE_NETWORK};
    xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();
    size_t i;

    if (prefs == NULL)
        return NULL;
    for (i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        xsltSetSecurityPrefs(prefs, forbidden[i], may_not);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_NETWORK, may_read);
    return prefs;
}

static xsltStylesheetPtr
compile(const char *name)
{
    char uri[256];
    xmlDocPtr sheet;
    xsltStylesheetPtr style;

    if ((size_t)snprintf(uri, sizeof uri, "%s%s", SCHEME, name) >= sizeof uri) {
        refuse(name, "the name is too long");
        return NULL;
    }
    sheet = read_template(uri);
    if (sheet == NULL)
        return NULL;
    style = xsltParseStylesheetDoc(sheet);
    if (style == NULL) {
        xmlFreeDoc(sheet);
        return NULL;
    }
    if (style->errors > 0 || task->refused) {
        xsltFreeStylesheet(style); /* and the sheet with it */
        return NULL;
    }
    return style;
}

/*
 * Making strangers' characters visible.  An attribute is one line; in text,
 * line ends and tabs are the document's own.
 */

static bool
must_show(uint32_t character, bool line)
{
    if (character > 0xFFFF)
        return true;
    if (!line && (character == '\t' || character == '\n' || character == '\r'))
        return false;
    return utf8_unsafe(character);
}

static void
show_text(xmlNodePtr text, bool line)
{
    struct span rest = span_of((const char *)text->content);
    struct buf shown;
    bool changed = false;

    buf_init(&shown, 16 * rest.len + 1);
    while (rest.len > 0) {
        uint32_t character;
        size_t len = utf8_decode(rest, &character);

        if (len == 0) { /* libxml2 lets none pass */
            len = 1;
            character = (unsigned char)*rest.at;
        }
        if (must_show(character, line)) {
            buf_addf(&shown, "[U+%04X]", (unsigned)character);
            changed = true;
        } else {
            buf_add(&shown, rest.at, len);
        }
        rest.at += len;
        rest.len -= len;
    }
    if (changed) {
        xmlNodePtr fresh =
            xmlNewDocText(text->doc, (const xmlChar *)shown.data);

        xmlReplaceNode(text, fresh);
        xmlFreeNode(text);
    }
    buf_release(&shown);
}

static void
show_children(xmlNodePtr first, bool line)
{
    xmlNodePtr node, next;

    for (node = first; node != NULL; node = next) {
        next = node->next;
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            show_text(node, line);
    }
}

/* In document order without recursion: depth is the writer's, not ours. */
static void
show_tree(xmlNodePtr root)
{
    xmlNodePtr node = root;

    while (node != NULL) {
        if (node->type == XML_ELEMENT_NODE) {
            xmlAttrPtr attribute;

            for (attribute = node->properties; attribute != NULL;
                 attribute = attribute->next)
                show_children(attribute->children, true);
            show_children(node->children, false);
            if (node->children != NULL) {
                node = node->children;
                continue;
            }
        }
        while (node != root && node->next == NULL)
            node = node->parent;
        if (node == root)
            break;
        node = node->next;
    }
}

static xmlDocPtr
apply(xsltStylesheetPtr style, xmlDocPtr report, xsltSecurityPrefsPtr prefs,
      const char *const parameters[])
{
    xsltTransformContextPtr context = xsltNewTransformContext(style, report);
    const char *quoted[32];
    xmlDocPtr result = NULL;
    size_t i = 0;

    if (context == NULL)
        return NULL;
    for (; parameters[i] != NULL && i < 31; i++)
        quoted[i] = parameters[i];
    quoted[i] = NULL;
    context->maxTemplateDepth = DEPTH_MOST;
    context->maxTemplateVars = VARIABLES_MOST;
    context->opLimit = INSTRUCTIONS_MOST;
    context->xpathCtxt->opLimit = EXPRESSIONS_MOST;
    context->xpathCtxt->error = hear_error;
    xsltSetTransformErrorFunc(context, NULL, hear_message);
    if (xsltSetCtxtSecurityPrefs(prefs, context) == 0 &&
        xsltQuoteUserParams(context, quoted) == 0)
        result =
            xsltApplyStylesheetUser(style, report, NULL, NULL, NULL, context);
    /* After a denial there is a result nevertheless: the state tells. */
    if (result != NULL && (context->state != XSLT_STATE_OK || task->refused)) {
        xmlFreeDoc(result);
        result = NULL;
    }
    xsltFreeTransformContext(context);
    return result;
}

static int
save(xsltStylesheetPtr style, xmlDocPtr result, const char *name,
     struct buf *out)
{
    xmlChar *text = NULL;
    int len = 0;
    int status = 0;

    if (xsltSaveResultToString(&text, &len, result, style) != 0)
        return fail(task->why, "%s: what the sheet made cannot be written",
                    name);
    buf_add(out, text, (size_t)len);
    if (out->overflow)
        status = fail(task->why, "%s: the sheet writes more than %zu bytes",
                      name, out->ceiling);
    xmlFree(text);
    return status;
}

int
transform_run(struct span report, const char *templates, const char *name,
              const char *const parameters[], struct buf *out,
              struct failure *why)
{
    struct task here = {.folder = templates, .why = why};
    struct xml_document *document = NULL;
    xsltSecurityPrefsPtr prefs = NULL;
    xsltStylesheetPtr style = NULL;
    xmlDocPtr result = NULL;
    int status = -1;

    render_start();
    task = &here;
    buf_init(&here.said, 4096);
    document = xml_read_bytes(report, "report.xml", why);
    if (document == NULL)
        goto done;
    show_tree(xmlDocGetRootElement(xml_foreign(document)));
    style = compile(name);
    prefs = make_prefs();
    if (style == NULL || prefs == NULL) {
        status = failed(templates, name);
        goto done;
    }
    result = apply(style, xml_foreign(document), prefs, parameters);
    if (result == NULL)
        status = failed(templates, name);
    else
        status = save(style, result, name, out);
done:
    if (result != NULL)
        xmlFreeDoc(result);
    if (style != NULL)
        xsltFreeStylesheet(style);
    if (prefs != NULL)
        xsltFreeSecurityPrefs(prefs);
    xml_release(document);
    buf_release(&here.said);
    task = NULL;
    return status;
}

int
render_transform(struct span report, const char *templates, const char *name,
                 struct buf *out, struct failure *why)
{
    static const char *const none[] = {NULL};

    return transform_run(report, templates, name, none, out, why);
}

const char *
render_xslt_library(void)
{
    return LIBXSLT_DOTTED_VERSION;
}
