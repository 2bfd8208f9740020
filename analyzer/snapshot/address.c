#include "address.h"

#include <string.h>

static struct span
without_path(struct span text)
{
    size_t len = 0;

    while (len < text.len && strchr("/?#", text.at[len]) == NULL)
        len++;
    text.len = len;
    return text;
}

static const char *
lower(struct arena *arena, struct span text)
{
    char *made = span_string(arena, text);

    for (size_t i = 0; i < text.len; i++)
        made[i] = ascii_lower(made[i]);
    return made;
}

/* "host:port"; a second colon makes it a bare IPv6 address. */
static struct span
cut_port(struct span text, struct span *port)
{
    struct span rest = text;
    struct span host;

    *port = (struct span){"", 0};
    if (span_skip(&rest, "[") && span_until(&rest, ']', &host)) {
        if (span_skip(&rest, ":"))
            *port = rest;
        return host;
    }
    rest = text;
    if (!span_until(&rest, ':', &host) || memchr(rest.at, ':', rest.len))
        return text;
    *port = rest;
    return host;
}

bool
address_parse(struct arena *arena, struct span text, struct address *address)
{
    struct span host;
    struct span port;
    ptrdiff_t scheme;

    text = span_trim(text);
    if (span_find(text, "$(") >= 0)
        return false;
    scheme = span_find(text, "://");
    if (scheme >= 0)
        text =
            (struct span){text.at + scheme + 3, text.len - (size_t)scheme - 3};
    text = without_path(text);
    while (span_until(&text, '@', &host))
        ; /* account and password of a URL */
    host = cut_port(text, &port);
    while (host.len > 0 && host.at[host.len - 1] == '.')
        host.len--;
    if (host.len == 0 || memchr(host.at, '*', host.len) != NULL ||
        memchr(host.at, '?', host.len) != NULL)
        return false;
    address->host = lower(arena, host);
    address->port = 0;
    (void)span_number(port, 1, 65535, &address->port);
    return true;
}

bool
address_local(const char *host)
{
    return strcmp(host, "localhost") == 0 ||
           strcmp(host, "localhost.localdomain") == 0 ||
           strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
           strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
}

bool
address_same(const char *host, const char *name)
{
    size_t len = 0;

    while (host[len] != '\0' && host[len] != '.' &&
           ascii_lower(host[len]) == ascii_lower(name[len]))
        len++;
    if (text_is_fold(host, name))
        return true;
    /* Numbers have no short form; two full names of different domains are two
     * machines. */
    if (len == 0 || !ascii_letter(*host) || strchr(host, ':') != NULL)
        return false;
    return (host[len] == '\0' && name[len] == '.') ||
           (host[len] == '.' && name[len] == '\0');
}
