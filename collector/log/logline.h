/*
 * A line of a Campaign log: the grammar of what leaves a server, and of what
 * the analyzer reads.  Both programs use this one reader.
 *
 * Logs are full of people: addresses, telephone numbers, what was sent to whom.
 * So a line is not searched for what must not leave; it is taken apart, and
 * only parts with a grammar of their own are put together again.  A line that
 * is none of these stays behind: an empty line stands in its place, so that
 * every line keeps its number.
 *
 *     line     = prefix message | entity
 *     prefix   = date ("T" | " ") time ["Z"] id [id] number level "log"
 *                blanks between; both dialects on record:
 *     2011-10-04 11:57:51.804Z        B67B28C0          1     info    log     …
 *     2021-05-31T08:11:44.450Z        74276   74276   1       error   log     …
 *     message  = banner | start | pool | entity | total | heading | conflict
 *              | code
 *     banner   = "Application server for " words: names, versions, dates
 *     start    = "Starting " name " module (pid=" n ", tid=" n ")..."
 *              | "Tomcat started" | "Server started"
 *     pool     = "Starting " n " connection(s) on pool '" source [" " instance]
 *                "' (" engine ", server='" … "', login='" … "')"
 *     entity   = "[PU-" 4 digits "] Entity of type : '" schema "' and Id '" id
 *                "', expression '" expression "' was found : '" context
 *     total    = instance " instance, " n " warning(s) and " n
 *                " error(s) during the update."
 *     heading  = "=…=Summary of the update=…="
 *     conflict = "The document with identifier '" id "' and type '" type
 *                "' is in conflict with the new version."
 *              | "Document of identifier '" id "' and type '" type "' updated
 *                in the database and found in the file system. You will have
 *                to merge the two versions manually."
 *     code     = any words around at least one of: LLL-NNNNNN, ORA-NNNNN,
 *                "ORA NNNNN", "(iRc=-" n ")"
 *
 * The words around a code, the context of an entity, and a part whose bytes do
 * not fit its place are replaced by LOGLINE_DROPPED.  What is kept of a line is
 * itself a line of the grammar with the same parts, and keeping it once more
 * changes nothing.
 *
 * The wordings are those of the vendor's documentation, where the summary and
 * the entities appear with several spacings; no other wording of a start of a
 * process was found.
 */
#ifndef ACC_LOGLINE_H
#define ACC_LOGLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

#define LOGLINE_DROPPED "[words dropped]"

enum logline_kind {
    LOGLINE_BANNER,
    LOGLINE_START,
    LOGLINE_POOL,
    LOGLINE_ENTITY,
    LOGLINE_TOTAL,
    LOGLINE_HEADING,
    LOGLINE_CONFLICT,
    LOGLINE_CODE
};

enum logline_level {
    LOGLINE_NONE, /* there is no prefix */
    LOGLINE_INFO,
    LOGLINE_WARNING,
    LOGLINE_ERROR
};

enum {
    LOGLINE_CODES = 4,   /* further codes of a line are dropped */
    LOGLINE_MOST = 65536 /* what stands behind these bytes is not looked at */
};

/* All spans are views of the line; one that is not there, or whose bytes did
 * not fit and were dropped, has length 0 (its pointer tells nothing). */
struct logline {
    enum logline_kind kind;
    enum logline_level level;
    struct span prefix; /* from the date to the word "log" */
    struct span stamp;  /* date and time */

    struct span words; /* banner: all of it; start: what was started */

    struct span source, engine, server, login; /* pool */
    int64_t connections;

    struct span entity;     /* "PU-0006" */
    struct span type;       /* entity, conflict: schema of the document */
    struct span id;         /* entity, conflict: of the document */
    struct span expression; /* entity: what was found */
    bool merge;             /* conflict: the wording that asks to merge */

    struct span instance;     /* pool, total */
    int64_t warnings, errors; /* total */

    struct span codes[LOGLINE_CODES]; /* "JST-310027", "ORA-01805" … */
    size_t code_count;
    struct span returned; /* code, entity: the number in (iRc=…), "-2006" */
    struct span phrase;   /* code: known words among the others */
    struct span url;      /* of JST-310027: scheme, host, port; no more */
};

/* Words of a database that are kept with their code: a view hinders the
 * update. */
#define LOGLINE_VIEW_HINDERS                                                   \
    "cannot alter type of a column used by a view or rule"

/*
 * Takes LINE (without its end) apart.  Returns false if it is not of the
 * grammar; then OUT says nothing.
 */
bool logline_parse(struct span line, struct logline *out);

/* Appends what is kept of LINE to OUT, without a newline. */
void logline_keep(const struct logline *line, struct buf *out);

#endif
