/*
 * Keys and lets of a document: joins that are made once.
 *
 * An expression that looks for the partner of each of a thousand nodes among a
 * thousand nodes looks a million times.  A key is made once for the document,
 * sorted by its values, and `keyed(name, values)` finds what stands under one
 * of them.  A let is an expression that is asked once, at the root, and is then
 * $name.  Both are read by any number of threads.
 */
#ifndef ACC_XML_KEYS_H
#define ACC_XML_KEYS_H

#include "xml_query.h"

struct xml_keys;

struct xml_key {
    const char *name;
    const struct xml_query *each; /* the nodes, at the document's root */
    const struct xml_query *by;   /* at each: its values; NULL: it is a let */
    const struct xml_query *greatest; /* at each: of one value (of a let: of
                                         all) the first with the greatest number
                                         alone; or NULL */
    size_t most; /* of one value (of a let: of all) the first so many; 0: all */
};

/* Those of DOCUMENT, in the order of ITEMS: each may use the lets before it.
 * TIMES as for xml_scope_grow.  One that crosses a limit makes an error of each
 * expression that uses it. */
struct xml_keys *xml_keys_make(struct xml_document *document,
                               const struct xml_key *items, size_t count,
                               size_t times);
void xml_keys_release(struct xml_keys *keys);

/* What scopes use. */
struct xpath_value;
const struct xpath_value *xml_keys_let(const struct xml_keys *keys,
                                       const char *name);

#endif
