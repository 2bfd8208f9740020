/*
 * IIS: which sites are Campaign's, whether it carries the redirection module,
 * and its version.
 *
 * No file of IIS tells its version; it is part of Windows, so that the release
 * of Windows does.
 */
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

static void
mark_sites(struct evidence *evidence, struct fact *iis)
{
    struct fact *site, *folder, *module;

    for (site = fact_child(iis, "site"); site != NULL; site = fact_next(site)) {
        for (folder = fact_child(site, "folder"); folder != NULL;
             folder = fact_next(folder))
            if (path_in_campaign(span_of(fact_get(folder, "physical"))))
                mark(evidence, site, folder->at);
        for (module = fact_child(iis, "module"); module != NULL;
             module = fact_next(module))
            if (is_redirection(module) && fact_get(module, "site") != NULL &&
                text_is_fold(fact_get(module, "site"), fact_get(site, "name")))
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
