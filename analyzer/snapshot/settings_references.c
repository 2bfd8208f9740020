#include <string.h>

#include "address.h"
#include "names.h"
#include "settings.h"

enum {
    REFERENCES_MOST = 2000, /* of one host */
    NAME_STEPS = 20         /* that looking at one name takes */
};

/* Where settings name other servers. */
static const struct {
    const char *parent;    /* path from the settings */
    const char *child;     /* elements below it; NULL: itself */
    const char *attribute; /* a comma separates several */
    const char *what;
} NAMES[] = {
    {"web/redirection", "spareServer", "url", "spareServer"},
    {"web/relay", "url", "targetUrl", "relay"},
    {"mta", NULL, "statServerAddress", "statServerAddress"},
    {"mta", "relay", "address", "mtaRelay"},
    {"shared", "mailExchanger", "mxAddress", "mailExchanger"},
};

/* No more are looked at. */
static void
references_end(struct evidence *evidence, const char *why, struct place at)
{
    evidence_gap(evidence, why, at);
    evidence->references_full = true;
}

static void
add_reference(struct evidence *evidence, const struct address *address,
              const char *what, struct place at)
{
    struct arena *arena = evidence->arena;
    struct fact *fact;

    if (evidence->references_full || address_local(address->host) ||
        address_same(address->host, evidence->manifest->host) ||
        names_mean_self(evidence, address->host) ||
        !words_add(&evidence->raw, &evidence->references,
                   arena_format(&evidence->raw, "%s %s", what, address->host)))
        return;
    if (evidence->references.count > REFERENCES_MOST) {
        references_end(evidence, "more than 2,000 servers are named", at);
        return;
    }
    fact = fact_add(arena, evidence->host, "reference", at);
    fact_set(arena, fact, "host", arena_string(arena, address->host), at);
    fact_set(arena, fact, "what", what, at);
    if (address->port != 0)
        fact_number(arena, fact, "port", address->port, at);
    fact_set(arena, fact, "known-as", names_known(evidence, address->host), at);
}

static void
add_references(struct evidence *evidence, const struct fact *element,
               const char *attribute, const char *what)
{
    const struct fact_value *value = settings_value(element, attribute);
    struct span rest = span_of(value != NULL ? value->value : "");
    struct address address;

    while (rest.len > 0 && !evidence->references_full) {
        struct span one;

        if (!budget_take(&evidence->budget, NAME_STEPS)) {
            references_end(evidence, "more names of servers than are looked at",
                           value->at);
            return;
        }
        arena_reset(&evidence->scratch);
        if (!span_until(&rest, ',', &one)) {
            one = rest;
            rest.len = 0;
        }
        if (address_parse(&evidence->scratch, one, &address))
            add_reference(evidence, &address, what, value->at);
    }
}

void
settings_references(struct evidence *evidence, const struct fact *settings)
{
    const struct fact *instance = settings->parent;
    const struct fact *connection = fact_child(instance, "database-connection");

    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const struct fact *parent = fact_path(settings, NAMES[i].parent);
        const struct fact *child;

        if (NAMES[i].child == NULL) {
            add_references(evidence, parent, NAMES[i].attribute, NAMES[i].what);
            continue;
        }
        for (child = fact_child(parent, NAMES[i].child); child != NULL;
             child = fact_next(child))
            add_references(evidence, child, NAMES[i].attribute, NAMES[i].what);
    }
    if (fact_get(connection, "host") != NULL) {
        struct address address = {fact_get(connection, "host"), 0};

        if (fact_get(connection, "port") != NULL)
            (void)span_number(span_of(fact_get(connection, "port")), 1, 65535,
                              &address.port);
        add_reference(evidence, &address, "dbcnx",
                      fact_place(connection, "host"));
    }
}
