/*
 * Words: how the report says a number, a time, a name and a stranger's text.
 *
 * Sentences of a catalogue may hold <code>…</code> and <name>…</name> and the
 * entities of XML; nothing else in them is markup.  Text that came from a
 * server is shown with control and bidirectional characters as [U+202E].
 */
#ifndef ACC_WORDS_H
#define ACC_WORDS_H

#include <stdint.h>

#include "arena.h"
#include "fact.h"
#include "xmlwrite.h"

/* A stranger's TEXT on one line, safe to look at; NULL stays NULL. */
const char *words_shown(struct arena *arena, const char *text);

/* A catalogue's SENTENCE without its markup; NULL stays NULL. */
const char *words_plain(struct arena *arena, const char *sentence);

/* Puts SENTENCE, with its markup, into the element opened last. */
void words_write(struct xmlwrite *xml, const char *sentence);

/* An element NAME that holds SENTENCE; none if SENTENCE is NULL. */
void words_leaf(struct xmlwrite *xml, const char *name, const char *sentence);

/* A plain TEXT made fit to stand in a sentence: its < and & as entities. */
const char *words_quoted(struct arena *arena, const char *text);

/* "12 408", with narrow no-break spaces between thousands. */
const char *words_number(struct arena *arena, int64_t number);

/* "700 MiB": whole numbers below 10 000. */
const char *words_bytes(struct arena *arena, int64_t bytes);

/* "1 server", "5 servers"; MANY NULL: ONE with an s. */
const char *words_count(struct arena *arena, int64_t number, const char *one,
                        const char *many);

/* At most MOST characters of shown TEXT, cut in the middle (at the end) with
 * an ellipsis. */
const char *words_cut(struct arena *arena, const char *text, int most);
const char *words_cut_end(struct arena *arena, const char *text, int most);

/* Characters in valid UTF-8. */
int words_length(const char *text);

/* "a, b, c and 211 more" (AND joins the last one if none is left out and AND
 * is not NULL).  Items are shown. */
const char *words_list(struct arena *arena, const char *const *items,
                       size_t count, size_t most, const char *and);

/* "2026-11-20T00:00:00Z", and from it "20 Nov 2026 00:00 UTC" and
 * "20 Nov 2026"; text that is not such a time is shown as it is. */
const char *words_stamp(struct arena *arena, int64_t now);
const char *words_time(struct arena *arena, const char *stamp);
const char *words_date(struct arena *arena, const char *stamp);

/* "18–20 Nov 2026", or one date; NULL if both are. */
const char *words_dates(struct arena *arena, const char *first,
                        const char *last);

/* The planned window, "Sat 5 Dec 2026 22:00 to 06:00 Europe/Paris", in its own
 * zone; NULL if STARTS is not a time. */
const char *words_window(struct arena *arena, const char *starts,
                         const char *hours, const char *zone);

/* "5 h 10 min" */
const char *words_minutes(struct arena *arena, int64_t minutes);

/* "system admin, DBA" for "system administrator, database administrator". */
const char *words_actor(struct arena *arena, const char *actor);

/* "Red Hat 6.10 x86_64" for "rhel 6.10 x86_64": how people write the product
 * that such a word begins with; another one stays as it is.  NULL for NULL. */
const char *words_product(struct arena *arena, const char *product);

/* "/etc/os-release:4" for files/etc/os-release, line 4. */
const char *words_place(struct arena *arena, struct place at);

/* One line of evidence: at most 120 characters, redacted values marked. */
const char *words_excerpt(struct arena *arena, const char *line);

/* Orders two strings; NULL comes first. */
int words_order(const char *a, const char *b);

#endif
