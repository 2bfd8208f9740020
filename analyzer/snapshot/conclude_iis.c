/*
 * IIS: which sites are Campaign's, whether it carries the redirection module,
 * and its version.
 *
 * No file of IIS tells its version; it is part of Windows, so that the release
 * of Windows does.
 */
#include <stdlib.h>
#include <string.h>

#include "conclude.h"
#include "paths.h"

static const struct {
    const char *windows, *iis;
} VERSIONS[] = {
    {"2008", "7.0"},  {"2008R2", "7.5"}, {"2012", "8.0"},  {"2012R2", "8.5"},
    {"2016", "10.0"}, {"2019", "10.0"},  {"2022", "10.0"},
};

static bool
is_redirection(const struct fact *module)
{
    return span_is_fold(path_name(span_of(fact_get(module, "file"))),
                        "nlsrvmod.dll");
}

static void
mark(struct evidence *evidence, struct fact *site, struct place at)
{
    if (fact_get(site, "campaign") == NULL)
        fact_set(evidence->arena, site, "campaign", "true", at);
}

/* Modules of redirection by the sites that load them, in their order. */
struct modules {
    const struct fact **items;
    size_t count, room;
};

static int
by_site(const void *a, const void *b)
{
    const struct fact *const *left = a;
    const struct fact *const *right = b;

    int order =
        text_order_fold(fact_get(*left, "site"), fact_get(*right, "site"));

    return order != 0 ? order
                      : ((*left)->at.line > (*right)->at.line) -
                            ((*left)->at.line < (*right)->at.line);
}

static struct modules
modules_read(struct evidence *evidence, const struct fact *iis)
{
    struct modules modules = {NULL, 0, 0};
    const struct fact *module;

    for (module = fact_child(iis, "module"); module != NULL;
         module = fact_next(module))
        if (is_redirection(module) && fact_get(module, "site") != NULL)
            *vec_add(&evidence->raw, &modules) = module;
    if (modules.count > 0)
        qsort(modules.items, modules.count, sizeof *modules.items, by_site);
    return modules;
}

/* One that SITE loads, or NULL. */
static const struct fact *
module_of(const struct modules *modules, const char *site)
{
    size_t low = 0;
    size_t high = modules->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (text_order_fold(fact_get(modules->items[middle], "site"), site) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < modules->count &&
                   text_is_fold(fact_get(modules->items[low], "site"), site)
               ? modules->items[low]
               : NULL;
}

static void
mark_sites(struct evidence *evidence, struct fact *iis)
{
    struct modules modules = modules_read(evidence, iis);
    struct fact *site, *folder;

    for (site = fact_child(iis, "site"); site != NULL; site = fact_next(site)) {
        const struct fact *module;

        for (folder = fact_child(site, "folder"); folder != NULL;
             folder = fact_next(folder))
            if (path_in_campaign(span_of(fact_get(folder, "physical"))))
                mark(evidence, site, folder->at);
        module = module_of(&modules, fact_get(site, "name"));
        if (module != NULL)
            mark(evidence, site, module->at);
    }
}

static void
add_server(struct evidence *evidence, const struct fact *iis)
{
    const struct fact *os = fact_child(evidence->host, "os");
    const char *release = fact_get(os, "version");
    struct fact *server;

    if (fact_child(evidence->host, "web-server") != NULL)
        return;
    server = fact_add(evidence->arena, evidence->host, "web-server", iis->at);
    fact_set(evidence->arena, server, "product", "iis", server->at);
    fact_set(evidence->arena, server, "version", "", server->at);
    for (size_t i = 0;
         release != NULL && i < sizeof VERSIONS / sizeof *VERSIONS; i++)
        if (strcmp(VERSIONS[i].windows, release) == 0)
            fact_set(evidence->arena, server, "version", VERSIONS[i].iis,
                     fact_place(os, "version"));
}

void
conclude_iis(struct evidence *evidence)
{
    struct fact *iis = fact_child(evidence->host, "iis");
    struct fact *module;

    if (iis == NULL) {
        iis = fact_child(evidence->host, "iis-list");
        if (iis == NULL)
            return;
        iis->kind = "iis";
    }
    mark_sites(evidence, iis);
    add_server(evidence, iis);
    for (module = fact_child(iis, "module"); module != NULL;
         module = fact_next(module))
        if (is_redirection(module)) {
            struct fact *fact = fact_add(evidence->arena, evidence->host,
                                         "redirection-module", module->at);

            fact_set(evidence->arena, fact, "basis",
                     "IIS loads its module nlsrvmod.dll", fact->at);
        }
}
