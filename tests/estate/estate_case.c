#include "../cmocka_test.h"

#include "estate_case.h"

#include <stdio.h>

#include "xml_events.h"

struct building {
    struct snapshot *snapshot;
    struct fact *open;
};

static void
start(void *baton, const struct xml_element *element)
{
    struct building *building = baton;
    struct arena *arena = &building->snapshot->arena;
    struct place at = {"files/case", element->line};
    struct fact *fact =
        fact_add(arena, building->open, arena_string(arena, element->name), at);
    size_t i;

    for (i = 0; i < element->count; i++)
        fact_set(arena, fact, arena_string(arena, element->attributes[i].name),
                 arena_string(arena, element->attributes[i].value),
                 (struct place){"files/case", element->attributes[i].line});
    if (building->open == NULL)
        building->snapshot->host = fact;
    building->open = fact;
}

static void
end(void *baton, const char *name)
{
    struct building *building = baton;

    (void)name;
    building->open = building->open->parent;
}

struct snapshot *
case_host(const char *xml)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    struct building building = {snapshot, NULL};
    struct xml_handler handler = {&building, start, end, NULL, NULL};
    struct xml_problem problem;
    struct manifest *manifest = &snapshot->manifest;
    uint32_t sum = 0;
    const char *c;

    arena_init(&snapshot->arena);
    assert_int_equal(
        xml_events(span_of(xml), &handler, &snapshot->arena, &problem), 0);
    manifest->host = fact_get(snapshot->host, "name");
    manifest->machine = fact_get(snapshot->host, "machine");
    manifest->estate = fact_get(snapshot->host, "label");
    manifest->stage = fact_get(snapshot->host, "stage");
    if (manifest->stage == NULL)
        manifest->stage = "before";
    manifest->ended = fact_get(snapshot->host, "ended");
    if (manifest->ended == NULL)
        manifest->ended = "2026-11-20T00:00:00Z";
    manifest->id = arena_format(&snapshot->arena, "acc-%s-%s", manifest->host,
                                manifest->ended);
    snapshot->complete = fact_get(snapshot->host, "complete") == NULL;
    snapshot->file = arena_format(&snapshot->arena, "%s.tar.gz", manifest->id);
    for (c = xml; *c != '\0'; c++)
        sum = sum * 31 + (unsigned char)*c;
    (void)snprintf(snapshot->sha256, sizeof snapshot->sha256, "%064x", sum);
    return snapshot;
}

static struct snapshot *
formatted(const char *format, const char *a, const char *b)
{
    char text[8192];

    assert_true((size_t)snprintf(text, sizeof text, format, a, b) <
                sizeof text);
    return case_host(text);
}

#define LINUX                                                                  \
    "<os family='linux' distribution='debian' version='8.11'/>"                \
    "<machine architecture='x86_64'/>"                                         \
    "<installation directory='/usr/local/neolane/nl6' tree='nl6'/>"            \
    "<product version='6.02' build='8795'/>"

struct snapshot *
case_application(const char *name, const char *database)
{
    return formatted(
        "<host name='%s'>" LINUX
        "<module name='web' instance='default' auto-start='true'/>"
        "<module name='wfserver' instance='prod' auto-start='true'/>"
        "<module name='mta' instance='prod' auto-start='false'/>"
        "<module name='stat' instance='prod' auto-start='true'/>"
        "<instance name='prod'><database-connection engine='oracle' "
        "server='%s' account='neolane'/></instance></host>",
        name, database);
}

struct snapshot *
case_delivery(const char *name, const char *database)
{
    return formatted(
        "<host name='%s'>" LINUX
        "<module name='mta' instance='prod' auto-start='true'/>"
        "<instance name='prod'><database-connection engine='oracle' "
        "server='%s' account='neolane'/></instance></host>",
        name, database);
}

struct snapshot *
case_frontal(const char *name, const char *references)
{
    return formatted(
        "<host name='%s'>" LINUX
        "<web-server product='apache' version='2.4.10'/>"
        "<redirection-module basis='nlsrv.load is enabled'/>"
        "<module name='web' instance='default' auto-start='true'/>"
        "<module name='trackinglogd' instance='default' auto-start='true'/>"
        "%s</host>",
        name, references);
}

void
case_join(struct estate *estate, struct snapshot **snapshots, size_t count,
          const struct answers *answers)
{
    estate_init(estate);
    estate_join(estate, snapshots, count, answers, "7.4");
}

char *
case_joined(const struct estate *estate)
{
    struct xmlwrite xml;
    struct buf out;
    char *text;

    buf_init(&out, 1 << 22);
    xmlwrite_start(&xml, &out);
    fact_write(estate->joined, &xml);
    assert_false(out.overflow);
    text = malloc(out.len + 1);
    memcpy(text, out.data, out.len + 1);
    buf_release(&out);
    return text;
}
