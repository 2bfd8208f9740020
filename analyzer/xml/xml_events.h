/*
 * Evidence in XML, read as events with the line of every attribute.
 *
 * One reader, xmllex, says where things stand and what they are; here it is
 * held to the rest of what XML demands (references that are known, names made
 * of what names may hold, no attribute twice).  Nothing else reads the
 * document, so no two readers can see different tags in it.
 */
#ifndef ACC_XML_EVENTS_H
#define ACC_XML_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "span.h"
#include "xml_text.h"

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

/*
 * Reads TEXT, as xml_decode gave it, and calls HANDLER.  Returns 0, or -1 with
 * *PROBLEM: the document is then a gap, and what the handler was told does not
 * count.  The work grows with the text as it is long, whatever stands in it.
 */
int xml_events(struct span text, const struct xml_handler *handler,
               struct arena *arena, struct xml_problem *problem);

#endif
