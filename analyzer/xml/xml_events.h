/*
 * Evidence in XML, read as events with the line of every attribute.
 *
 * xmllex passes the bytes first (limits, no DOCTYPE) and says where things
 * stand; libxml2 then says what they are (encodings, entities,
 * well-formedness).  Both walk the same start tags in the same order.
 */
#ifndef ACC_XML_EVENTS_H
#define ACC_XML_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "span.h"

struct xml_attribute {
    const char *name;  /* as written, UTF-8 */
    const char *value; /* normalised as XML says, UTF-8 */
    uint32_t line;
};

struct xml_element {
    const char *name; /* as written */
    uint32_t line;    /* of its "<" */
    int depth;        /* the root's is 1 */
    size_t count;
    const struct xml_attribute *attributes;
};

struct xml_handler {
    void *baton;
    /* ELEMENT lives only during the call. */
    void (*start)(void *baton, const struct xml_element *element);
    void (*end)(void *baton, const char *name);
    /* Text between tags, in one piece per run; LINE is where it begins.
     * May be NULL. */
    void (*text)(void *baton, const char *text, size_t len, uint32_t line);
    /* Where the handler puts the reason for which it wants no more: the reading
     * then ends with it.  May be NULL. */
    const char *const *refused;
};

struct xml_problem {
    const char *reason; /* in words, in the arena */
    uint32_t line;
};

/*
 * Reads DOCUMENT and calls HANDLER.  Returns 0, or -1 with *PROBLEM: the
 * document is then a gap, and what the handler was told does not count.
 * Ends after 10 seconds of processor time with a problem.
 *
 * UTF-8, ISO-8859-1 and -15, windows-1252 and UTF-16 are read; bytes that are
 * not UTF-8 in a document that declares no encoding are ISO-8859-1.
 */
int xml_events(struct span document, const struct xml_handler *handler,
               struct arena *arena, struct xml_problem *problem);

/*
 * The text of DOCUMENT as UTF-8 without a byte-order mark, its lines as they
 * were: DOCUMENT itself where it is that already, else in ARENA.  Returns 0, or
 * -1 with *PROBLEM.
 */
int xml_decode(struct span document, struct arena *arena, struct span *utf8,
               struct xml_problem *problem);

#endif
