/*
 * A lexer for XML that says where everything stands.
 *
 * libxml2 gives the line of a tag's end for all its attributes; shipped
 * serverConf.xml files wrap one element over many lines.  One lexing serves
 * three needs: limits that hold before libxml2 sees a byte, redaction that
 * edits spans and keeps the lines, and provenance.
 *
 *     document  = { misc } element { misc }
 *     tag       = "<" name { S name S? "=" S? quoted } S? [ "/" ] ">"
 *     quoted    = '"' no-quote* '"' | "'" no-apostrophe* "'"
 *
 * The lexer reads ASCII supersets (UTF-8, ISO-8859-x, windows-125x); a UTF-8
 * BOM is passed over, UTF-16 is XMLLEX_ERROR "UTF-16".  It checks tags (names
 * match, one root, nothing but blanks beside it, attributes quoted and
 * separated) and the limits; it resolves no entity and reads no DTD: a DOCTYPE
 * is an error.  The rest of well-formedness is the reader's: an attribute that
 * comes twice, references to unknown entities, control characters (but NUL),
 * characters that a name may not hold, the encoding.
 *
 * Time is linear in the document, whatever it holds; memory is the lexer.
 */
#ifndef ACC_XMLLEX_H
#define ACC_XMLLEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

enum xmllex_kind {
    XMLLEX_START,     /* "<name": its attributes follow, then START_END */
    XMLLEX_ATTRIBUTE, /* name and value (raw, without the quotes) */
    XMLLEX_START_END, /* ">", or "/>", which is followed by an END too */
    XMLLEX_END,       /* "</name>", or told behind "/>" */
    XMLLEX_TEXT,      /* character data, or the inside of a CDATA section */
    XMLLEX_COMMENT,   /* the inside of a comment */
    XMLLEX_PI,        /* the inside of a processing instruction */
    XMLLEX_EOF,       /* the document ended as it should */
    XMLLEX_ERROR      /* it is not XML that we read: see `problem` */
};

struct xmllex_token {
    enum xmllex_kind kind;
    struct span name;  /* element, attribute, target of a PI, as written */
    struct span value; /* attribute value, text, comment, PI: raw bytes */
    uint32_t line;     /* where the token begins, or where it went wrong; the */
    uint32_t column;   /* first line is 1; columns count bytes from 1 */
    int depth;         /* of the element concerned; the root's is 1 */
    bool literal;      /* text of a CDATA section: no reference stands in it */
};

/* What a document may hold, by the contract. */
enum {
    XMLLEX_ATTRIBUTES = 1000, /* on one element */
    XMLLEX_NAMESPACES = 64,   /* xmlns declarations in the document */
    XMLLEX_DEPTH = 256,
    XMLLEX_DEPTH_MOST = 272 /* the most that xmllex_allow may allow */
};

struct xmllex {
    struct span rest;
    uint32_t line;
    uint32_t column;
    int depth;
    int attributes; /* on the open tag */
    int namespaces;
    int state;
    int most_attributes;
    int most_depth;
    struct span open[XMLLEX_DEPTH_MOST]; /* names of the open elements */
    const char *problem;                 /* after XMLLEX_ERROR: why, in words */
};

/* Begins at the start of DOCUMENT, which must outlive the lexer. */
void xmllex_init(struct xmllex *lex, struct span document);

/* Allows more than the contract does, for a document that we wrote ourselves
 * about one that the contract allows.  DEPTH: at most XMLLEX_DEPTH_MOST. */
void xmllex_allow(struct xmllex *lex, int attributes, int depth);

/* The next token.  After EOF or ERROR it stays there. */
enum xmllex_kind xmllex_next(struct xmllex *lex, struct xmllex_token *token);

/*
 * The text that a raw value stands for: the five predefined entities and
 * character references resolved, anything else left as it is; line ends and
 * tabs become blanks as in an attribute.  Result in ARENA.
 */
char *xmllex_value(struct arena *arena, struct span raw);

/*
 * The text that the value of TOKEN, an attribute or text, stands for, for a
 * reader that refuses what it does not understand: NULL, with what stands there
 * in UNKNOWN, if a "&" begins no reference that is known.  LEN becomes its
 * length.  In text, each line end becomes "\n"; a CDATA section is taken as it
 * stands.
 */
char *xmllex_strict(struct arena *arena, const struct xmllex_token *token,
                    size_t *len, struct span *unknown);

#endif
