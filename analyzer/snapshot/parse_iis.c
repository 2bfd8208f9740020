/*
 * IIS: applicationHost.config, and what `appcmd list site` prints.
 *
 *     <iis> <site name=""> <binding protocol="" address="" port="" host=""/>
 *                          <folder path="" physical=""/> </site>
 *           <module file="" [site=""]/> </iis>
 *
 * A list is read into the raw fact `iis-list` of the same form.
 */
#include <string.h>

#include "parsers.h"
#include "xml_events.h"

enum { SITES_MOST = 10000, PARTS_MOST = 100000, DEPTH_MOST = 60 };

static const char TOO_MUCH[] = "more in it than can be kept";

struct iis {
    struct evidence *evidence;
    struct fact *root, *site;
    const char *location;         /* <location path="…">, or NULL */
    const char *application;      /* <application path="…">, or NULL */
    const char *open[DEPTH_MOST]; /* of the open elements those of SECTIONS */
    int depth;
    size_t sites, parts;
    bool full;
};

static struct fact *
add_part(struct iis *iis, struct fact *parent, const char *kind, uint32_t line)
{
    if (++iis->parts > PARTS_MOST || evidence_full(iis->evidence))
        iis->full = true;
    return fact_add(iis->evidence->arena, parent, kind,
                    evidence_at(iis->evidence, line));
}

/* "*:80:www.example.com", "[::1]:443:", "808:*" (no address, of net.tcp). */
static void
add_binding(struct iis *iis, const char *protocol, const char *information,
            uint32_t line)
{
    struct arena *arena = iis->evidence->arena;
    struct span rest = span_of(information), address = {"", 0}, part;
    struct fact *fact = add_part(iis, iis->site, "binding", line);
    const char *close = strchr(information, ']');

    fact_set(arena, fact, "protocol", protocol, fact->at);
    fact_set(arena, fact, "key", information, fact->at);
    if (*information == '[' && close != NULL) {
        address = span_bytes(information, (size_t)(close - information) + 1);
        rest = span_of(close + 1);
        (void)span_skip(&rest, ":");
    } else if (!span_until(&rest, ':', &address)) {
        return;
    }
    if (!span_until(&rest, ':', &part)) {
        part = rest;
        rest.len = 0;
    }
    if (part.len == 0 || !ascii_digit(*part.at))
        return;
    fact_set(arena, fact, "address", span_string(arena, address), fact->at);
    fact_set(arena, fact, "port", span_string(arena, part), fact->at);
    fact_set(arena, fact, "host", span_string(arena, rest), fact->at);
    fact_set(arena, fact, "key",
             arena_format(arena, "%.*s %.*s %.*s", (int)address.len, address.at,
                          (int)part.len, part.at, (int)rest.len, rest.at),
             fact->at);
}

static const struct xml_attribute *
attribute_of(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->count; i++)
        if (text_is_fold(element->attributes[i].name, name))
            return &element->attributes[i];
    return NULL;
}

static const char *
value_of(struct iis *iis, const struct xml_element *element, const char *name)
{
    const struct xml_attribute *found = attribute_of(element, name);

    return found == NULL ? NULL
                         : arena_string(iis->evidence->arena, found->value);
}

/* Elements that say what stands in them. */
static const char *const SECTIONS[] = {"sites", "isapiFilters", "globalModules",
                                       "handlers"};

static const char *
section_of(const char *name)
{
    for (size_t i = 0; i < sizeof SECTIONS / sizeof *SECTIONS; i++)
        if (text_is_fold(SECTIONS[i], name))
            return SECTIONS[i];
    return "";
}

/* Is the element inside one called NAME? */
static bool
inside(const struct iis *iis, const char *name)
{
    for (int i = 0; i < iis->depth - 1; i++)
        if (strcmp(iis->open[i], name) == 0)
            return true;
    return false;
}

static void
start_site(struct iis *iis, const struct xml_element *element)
{
    const struct xml_attribute *name = attribute_of(element, "name");

    iis->site = NULL;
    if (name == NULL)
        return;
    if (++iis->sites > SITES_MOST)
        iis->full = true;
    iis->site = add_part(iis, iis->root, "site", name->line);
    fact_set(iis->evidence->arena, iis->site, "name",
             arena_string(iis->evidence->arena, name->value), iis->site->at);
}

/* A filter, global module or handler names the file it runs. */
static void
start_module(struct iis *iis, const struct xml_element *element)
{
    static const char *const names[] = {"path", "image", "scriptProcessor"};
    static const char *const sections[] = {"isapiFilters", "globalModules",
                                           "handlers"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct xml_attribute *file = attribute_of(element, names[i]);
        struct fact *module;

        if (file == NULL || *file->value == '\0' || !inside(iis, sections[i]))
            continue;
        module = add_part(iis, iis->root, "module", file->line);
        fact_set(iis->evidence->arena, module, "file",
                 arena_string(iis->evidence->arena, file->value), module->at);
        fact_set(iis->evidence->arena, module, "site", iis->location,
                 module->at);
    }
}

static void
start(void *baton, const struct xml_element *element)
{
    struct iis *iis = baton;
    struct arena *arena = iis->evidence->arena;

    if (iis->depth < DEPTH_MOST)
        iis->open[iis->depth] = section_of(element->name);
    else
        iis->full = true;
    iis->depth++;
    if (iis->full)
        return;
    if (iis->root == NULL) {
        if (text_is_fold(element->name, "configuration"))
            iis->root = evidence_fact(iis->evidence, "iis", element->line);
        else
            iis->full = true;
        return;
    }
    if (text_is_fold(element->name, "location")) {
        iis->location = value_of(iis, element, "path");
    } else if (text_is_fold(element->name, "site") && inside(iis, "sites")) {
        start_site(iis, element);
    } else if (text_is_fold(element->name, "application")) {
        iis->application = value_of(iis, element, "path");
    } else if (iis->site != NULL && text_is_fold(element->name, "binding")) {
        const struct xml_attribute *information =
            attribute_of(element, "bindingInformation");

        if (information != NULL)
            add_binding(iis, value_of(iis, element, "protocol"),
                        arena_string(arena, information->value),
                        information->line);
    } else if (iis->site != NULL &&
               text_is_fold(element->name, "virtualDirectory")) {
        const struct xml_attribute *physical =
            attribute_of(element, "physicalPath");
        struct fact *folder;

        if (physical == NULL)
            return;
        folder = add_part(iis, iis->site, "folder", physical->line);
        fact_set(arena, folder, "path", value_of(iis, element, "path"),
                 folder->at);
        fact_set(arena, folder, "physical",
                 arena_string(arena, physical->value), folder->at);
    } else {
        start_module(iis, element);
    }
}

static void
end(void *baton, const char *name)
{
    struct iis *iis = baton;

    iis->depth--;
    if (text_is_fold(name, "site"))
        iis->site = NULL;
    else if (text_is_fold(name, "location"))
        iis->location = NULL;
}

bool
parse_iis(struct evidence *evidence, struct span document)
{
    struct iis iis = {.evidence = evidence};
    struct xml_handler handler = {&iis, start, end, NULL, NULL};
    struct xml_problem problem;

    if (xml_decode(document, &evidence->scratch, &evidence->text, &problem) !=
            0 ||
        xml_events(evidence->text, &handler, evidence->arena, &problem) != 0)
        return evidence_problem(evidence, problem.reason, problem.line);
    if (iis.root == NULL)
        return evidence_problem(evidence, "its root is not configuration", 1);
    if (iis.full)
        return evidence_problem(evidence, TOO_MUCH, 1);
    return true;
}

/* SITE "Default Web Site" (id:1,bindings:http/X:80:,state:Started), X a star.
 * Bindings are told apart by commas. */
static bool
site_line(struct iis *iis, struct span line, uint32_t number)
{
    static const char bindings[] = ",bindings:";
    struct arena *arena = iis->evidence->arena;
    struct span before, name, part;
    ptrdiff_t at;

    if (!span_skip_fold(&line, "SITE \"") || !span_until(&line, '"', &name))
        return false;
    if (iis->root == NULL)
        iis->root = evidence_fact(iis->evidence, "iis-list", number);
    iis->site = add_part(iis, iis->root, "site", number);
    fact_set(arena, iis->site, "name", span_string(arena, name), iis->site->at);
    at = span_find(line, bindings);
    if (at < 0)
        return true;
    line = span_bytes(line.at + at + sizeof bindings - 1,
                      line.len - (size_t)at - sizeof bindings + 1);
    while (line.len > 0 && !iis->full) {
        if (!span_until(&line, ',', &part)) {
            part = line;
            line.len = 0;
        }
        if (span_until(&part, '/', &before))
            add_binding(iis, span_string(arena, before),
                        span_string(arena, part), number);
    }
    return true;
}

bool
parse_iis_sites(struct evidence *evidence, struct span text)
{
    struct iis iis = {.evidence = evidence};
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines) && !iis.full)
        (void)site_line(&iis, span_trim(lines.line), lines.number);
    if (iis.full)
        return evidence_problem(evidence, TOO_MUCH, lines.number);
    return iis.root != NULL ||
           evidence_problem(evidence, "not what appcmd list site prints", 1);
}
