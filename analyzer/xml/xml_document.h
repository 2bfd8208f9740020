/*
 * Documents: trees without network, entities or DTD.  The door to libxml2.
 *
 * For what we and consultants write (catalogues, answers) and for facts.  Every
 * document passes xmllex first, so a DOCTYPE, too many attributes or too deep
 * nesting is refused before libxml2 sees it.
 */
#ifndef ACC_XML_DOCUMENT_H
#define ACC_XML_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "failure.h"
#include "span.h"

struct xml_document;
struct xml_node; /* an element, attribute or text of a document */

/* Once, before anything else of analyzer/xml and before threads. */
void xml_start(void);

/* Reads a file, or bytes called NAME in messages.  NULL with the reason, which
 * names file and line.  MOST bytes at the most. */
struct xml_document *xml_read_file(const char *path, size_t most,
                                   struct failure *why);
struct xml_document *xml_read_bytes(struct span bytes, const char *name,
                                    struct failure *why);
/* The same for facts: a document that we wrote about files that each may hold
 * what the contract allows.  Three of them lie over each other, and each value
 * has its place beside it. */
struct xml_document *xml_read_facts(struct span bytes, const char *name,
                                    struct failure *why);
void xml_release(struct xml_document *document);

struct xml_node *xml_root(const struct xml_document *document);

/*
 * A document of ours, made node by node: what xmlwrite would write and a reader
 * read, without the writing and reading.  xml_make gives it the root NAME;
 * xml_add appends an element.  Names are XML names; text is shown as xmlwrite
 * shows it.  xml_made ends the making: queries then know the order of nodes.
 */
struct xml_document *xml_make(const char *name);
struct xml_node *xml_add(struct xml_node *parent, const char *name);
struct xml_node *xml_add_attr(struct xml_node *node, const char *name,
                              const char *value);
void xml_add_text(struct xml_node *node, const char *text);
void xml_made(struct xml_document *document);

/* What the maker of a document wants to find at NODE again; NULL at first. */
void xml_mark(struct xml_node *node, const void *mark);
const void *xml_marked(const struct xml_node *node);

/* The first child element called NAME (any name if NULL), and the next one
 * after NODE among its siblings; NULL if none. */
struct xml_node *xml_child(const struct xml_node *node, const char *name);
struct xml_node *xml_next(const struct xml_node *node, const char *name);
struct xml_node *xml_parent(const struct xml_node *node);

/* The name of an element or attribute; the text has the document's lifetime. */
const char *xml_name(const struct xml_node *node);

/* The value of an attribute, in ARENA; NULL if it is not there. */
const char *xml_attr(struct arena *arena, const struct xml_node *node,
                     const char *name);

/* All text inside, blanks at the ends cut, runs of blanks folded to one. */
const char *xml_text(struct arena *arena, const struct xml_node *node);

/* The inside of NODE as XML source (for words with <code> in them); runs of
 * blanks folded to one, ends trimmed. */
const char *xml_inner(struct arena *arena, const struct xml_node *node);

/* The element as XML source, tags included, blanks as they are. */
const char *xml_source(struct arena *arena, const struct xml_node *node);

/* Where it stands in its file. */
uint32_t xml_line(const struct xml_node *node);

/* Is it an attribute?  (Then xml_parent is the element that has it.) */
bool xml_is_attribute(const struct xml_node *node);

/*
 * Checks DOCUMENT against the RELAX NG schema in the file SCHEMA.  Returns 0,
 * or -1 with the first error: file, line, and what is wrong.
 */
int xml_check(const struct xml_document *document, const char *schema,
              struct failure *why);

/* libxml2's own document (xmlDocPtr), for the door to libxslt alone. */
void *xml_foreign(struct xml_document *document);

/* The libxml2 version linked. */
const char *xml_library(void);

#endif
