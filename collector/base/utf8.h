/*
 * UTF-8, and showing strangers' text safely.
 *
 * Names and lines come from servers that we do not trust.  On a terminal, on
 * paper and in a report, control characters (C0, C1, DEL), bidirectional
 * controls, and bytes that are not UTF-8 are shown as text: [U+001B],
 * [U+202E], [0xE9].
 */
#ifndef ACC_UTF8_H
#define ACC_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

/*
 * Decodes the character at the start of BYTES (at least 1 byte long).  Returns
 * its length in bytes and sets *CHARACTER; 0 if the bytes are not shortest-form
 * UTF-8 of a Unicode scalar value.
 */
size_t utf8_decode(struct span bytes, uint32_t *character);

/* Is this a C0 or C1 control, DEL, a bidirectional control or mark, a
 * zero-width character, a line or paragraph separator, or a tag character? */
bool utf8_unsafe(uint32_t character);

/* Is TEXT valid UTF-8 without unsafe characters (TAB, LF, CR count as such)? */
bool utf8_plain(struct span text);

/* How many bytes of TEXT may be kept when MOST is the limit: whole characters.
 */
size_t utf8_cut(const char *text, size_t most);

/* Appends TEXT to OUT with everything unsafe shown as text.  Newlines and tabs
 * are shown too: the result is one line. */
void utf8_show(struct buf *out, struct span text);

/* Appends CHARACTER to OUT. */
void utf8_put(struct buf *out, uint32_t character);

/* Appends the unit of UTF-16 UNIT to OUT; *HIGH is the first half of a pair, or
 * 0.  A half alone becomes U+FFFD. */
void utf16_put(struct buf *out, uint32_t *high, uint32_t unit);

/* Appends TEXT to OUT if it is UTF-16 and begins with its mark, as what
 * PowerShell writes into a file; false: it is not. */
bool utf16_text(struct span text, struct buf *out);

#endif
