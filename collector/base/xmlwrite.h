/*
 * Writing XML: what we write is well-formed, UTF-8, and shows control
 * characters as text.
 *
 * One element per line, indented by two blanks, unless text stands beside
 * elements (mixed content), which is written as it is from its first text on.
 *
 * What XML 1.0 cannot carry or no reader has a use for (control characters, C1
 * and DEL too, but not TAB, LF, CR; bytes that are not UTF-8; U+FFFE, U+FFFF)
 * is written visibly as [U+001B] or [0xE9]: nothing that a server sent gets
 * lost or makes the document unreadable.
 */
#ifndef ACC_XMLWRITE_H
#define ACC_XMLWRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

/* Facts repeat the depth of the files they are taken from, and add a little. */
enum { XMLWRITE_DEPTH = 272 };

struct xmlwrite {
    struct buf *out;
    const char *open[XMLWRITE_DEPTH]; /* names of the open elements */
    int depth;
    int mixed;   /* depth of the outermost open element with text; 0: none */
    bool in_tag; /* the last start tag still takes attributes */
    bool bare;   /* no declaration, no indentation */
};

/* Starts a document in OUT, which the caller owns; writes the declaration. */
void xmlwrite_start(struct xmlwrite *xml, struct buf *out);

/* Starts a fragment: no declaration. */
void xmlwrite_fragment(struct xmlwrite *xml, struct buf *out);

/* Opens the element NAME (kept by reference until it is closed). */
void xmlwrite_open(struct xmlwrite *xml, const char *name);

/* Adds an attribute to the element opened last; a NULL value adds none. */
void xmlwrite_attr(struct xmlwrite *xml, const char *name, const char *value);
void xmlwrite_number(struct xmlwrite *xml, const char *name, int64_t value);

/* Adds text to the innermost open element. */
void xmlwrite_text(struct xmlwrite *xml, const char *text);

/* Closes the innermost open element. */
void xmlwrite_close(struct xmlwrite *xml);

/* TEXT as a reader of the document gets it, controls shown: TEXT itself where
 * nothing is to be shown, else in ROOM, which is reset. */
const char *xmlwrite_shown(struct buf *room, const char *text);

/* An element that holds only TEXT; none if TEXT is NULL. */
void xmlwrite_leaf(struct xmlwrite *xml, const char *name, const char *text);

#endif
