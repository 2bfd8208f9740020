/*
 * The text of an XML document, whatever encoding its bytes are in.
 *
 * UTF-8, ISO-8859-1 and -15, windows-1252 and UTF-16 are read; bytes that are
 * not UTF-8 in a document that declares no encoding are ISO-8859-1.
 */
#ifndef ACC_XML_TEXT_H
#define ACC_XML_TEXT_H

#include <stdint.h>

#include "arena.h"
#include "span.h"

struct xml_problem {
    const char *reason; /* in words, a literal or in the reader's arena */
    uint32_t line;
};

/*
 * The text of DOCUMENT as UTF-8 without a byte-order mark, its lines as they
 * were: DOCUMENT itself where it is that already, else in ARENA.  It holds only
 * characters that XML allows.  Returns 0, or -1 with *PROBLEM: then TEXT, which
 * lives as long, is what was understood of it, to count the problem's line in,
 * and may hold anything.
 */
int xml_decode(struct span document, struct arena *arena, struct span *text,
               struct xml_problem *problem);

#endif
