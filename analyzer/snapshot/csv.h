/*
 * Comma-separated values as RFC 4180 has them, read record by record.
 *
 *     file    = [ BOM ] { record ( CRLF | LF ) } [ record ]
 *     record  = field { "," field }
 *     field   = { byte but , " CR LF } | '"' { byte but " | '""' } '"'
 *
 * A record may span lines; it is known by the one where it begins.  Text that
 * is not UTF-8, or holds a NUL, a quote in the middle of a field, a lone CR, a
 * quote without its end, too many fields or too long a record ends the reading:
 * what a stranger damaged is not guessed at.  Memory is one record.
 */
#ifndef ACC_CSV_H
#define ACC_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

enum {
    CSV_FIELDS = 16,      /* in a record */
    CSV_RECORD = 4 << 20, /* bytes of a record */
};

enum csv_kind { CSV_READ, CSV_END, CSV_BAD };

struct csv {
    struct span rest;
    uint32_t next;  /* the line on which rest begins */
    uint32_t line;  /* where the record begins, or where it went wrong */
    size_t count;   /* fields of the record … */
    struct buf all; /* … each ended by a NUL, and where they begin in it */
    size_t begins[CSV_FIELDS];
    const char *problem; /* after CSV_BAD: why, in words */
};

/* Begins at the start of TEXT, which must outlive the reader. */
void csv_init(struct csv *csv, struct span text);
void csv_release(struct csv *csv);

/* The next record; after CSV_END or CSV_BAD it stays there. */
enum csv_kind csv_next(struct csv *csv);

/* Field INDEX of the record, decoded; "" beyond the last.  Until csv_next. */
const char *csv_field(const struct csv *csv, size_t index);

#endif
