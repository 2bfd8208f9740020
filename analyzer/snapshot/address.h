/*
 * Addresses of servers in settings: URLs, host:port, IPv6 in brackets.
 */
#ifndef ACC_ADDRESS_H
#define ACC_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "span.h"

struct address {
    const char *host; /* in lower case, without brackets */
    int64_t port;     /* 0: none given */
};

/*
 * Reads TEXT.  False if it names no server: empty, a placeholder such as
 * $(hostname), or a mask with "*" or "?".
 */
bool address_parse(struct arena *arena, struct span text,
                   struct address *address);

/* Does HOST always mean the machine itself? */
bool address_local(const char *host);

/* Do the two names mean the same machine?  A short name is that of the full
 * name that begins with it. */
bool address_same(const char *host, const char *name);

#endif
