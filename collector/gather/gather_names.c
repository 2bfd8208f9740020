/*
 * Which other servers does a configuration file name, and does it start the web
 * server?  A cheap scan for the end
 * of a run: the administrator learns at once where else to collect.  (The
 * analyzer finds them again, with their lines.)
 */
#include "gathering.h"

#include <string.h>

#include "xmllex.h"

static const struct {
    const char *element, *attribute;
    const char *what;
} NAMING[] = {
    {"spareServer", "url", "frontal server (spareServer)"},
    {"mta", "statServerAddress", "statistics server (statServerAddress)"},
    {"url", "targetUrl", "application server (relay)"},
    {"dbcnx", "server", "database server (dbcnx)"},
    {NULL, NULL, NULL}};

/* FNV-1a of NAME in lower case. */
static uint32_t
hash_of(struct span name)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)ascii_lower(name.at[i])) * 16777619U;
    return hash;
}

/* The host in "http://name:port/path", "name:port", "name\instance". */
static struct span
host_part(struct span value)
{
    ptrdiff_t at = span_find(value, "://");
    size_t len = 0;

    if (at >= 0) {
        value.at += at + 3;
        value.len -= (size_t)at + 3;
    }
    value = span_trim(value);
    at = span_find(value, "@");
    if (at >= 0 && span_find(value, "/") < 0) {
        value.at += at + 1;
        value.len -= (size_t)at + 1;
    }
    if (value.len > 0 && value.at[0] == '[') { /* an IPv6 address */
        value.at++;
        value.len--;
        while (len < value.len && value.at[len] != ']')
            len++;
    } else {
        while (len < value.len && strchr(":/\\?#", value.at[len]) == NULL)
            len++;
    }
    value.len = len;
    return span_trim(value);
}

static bool
is_here(const struct gathered *gathered, const char *host)
{
    const char *own = gathered->manifest.host;
    size_t len = strcspn(own, ".");

    return text_is_fold(host, "localhost") || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "::1") == 0 || text_is_fold(host, own) ||
           (strlen(host) == len && span_is_fold(span_bytes(own, len), host));
}

static void
name_add(struct gathered *gathered, struct span raw, const char *what)
{
    struct span part = memchr(raw.at, '&', raw.len) == NULL
                           ? raw
                           : span_of(xmllex_value(gathered->arena, raw));
    const char *host;
    uint32_t hash;
    size_t i;

    part = host_part(part);
    /* "$(hostname)" and masks name nobody. */
    if (part.len == 0 || memchr(part.at, '*', part.len) != NULL ||
        memchr(part.at, '$', part.len) != NULL ||
        span_find(part, REDACTED) >= 0)
        return;
    if (gathered->hosts.count == NAMED_HOSTS)
        return;
    hash = hash_of(part);
    for (i = 0; i < gathered->hosts.count; i++)
        if (gathered->hosts.items[i].hash == hash &&
            span_is_fold(part, gathered->hosts.items[i].host))
            return;
    host = span_string(gathered->arena, part);
    if (!is_here(gathered, host))
        *vec_add(gathered->arena, &gathered->hosts) =
            (struct named_host){host, what, hash};
}

void
gather_names(struct gathered *gathered, struct span xml)
{
    struct xmllex *lex = arena_new(gathered->arena, struct xmllex);
    struct xmllex_token token;
    struct span element = {NULL, 0};
    enum xmllex_kind kind;
    size_t i;

    xmllex_init(lex, xml);
    while (!stop_asked &&
           (gathered->hosts.count < NAMED_HOSTS || !gathered->web) &&
           (kind = xmllex_next(lex, &token)) != XMLLEX_EOF) {
        if (kind == XMLLEX_ERROR) {
            gathered->web = true; /* what follows is not known */
            return;
        }
        if (kind == XMLLEX_START)
            element = token.name;
        if (kind != XMLLEX_ATTRIBUTE)
            continue;
        if (span_is_fold(element, "web") &&
            span_is_fold(token.name, "autoStart") &&
            (span_is_fold(token.value, "true") || span_is(token.value, "1")))
            gathered->web = true;
        for (i = 0; NAMING[i].element != NULL; i++)
            if (span_is_fold(element, NAMING[i].element) &&
                span_is_fold(token.name, NAMING[i].attribute))
                name_add(gathered, token.value, NAMING[i].what);
    }
}
