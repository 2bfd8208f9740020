/*
 * The reader: what a client of any engine printed, to answers.
 *
 * The same for what comes out of a client that we run and for a file that a
 * DBA gave.  Bytes are taken as they come, so that no output stands in memory
 * as a whole; sql/README.md draws the records among them:
 *
 *     record = "#acc|" kind "|" … "|#"
 *
 * White space inside a record is the client's (it wraps and pads) and dropped;
 * text outside records is the client's too: titles, rulers, messages.  A file
 * in UTF-16 (a redirection of Windows, sqlcmd -u) is known by its byte order
 * mark.  Nothing is trusted: a query is `ok` only if the end was seen that its
 * own statement made, and every row arrived whole.
 */
#ifndef ACC_DB_RESULT_H
#define ACC_DB_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "db_message.h"
#include "db_query.h"
#include "redact.h"

struct arena;

enum { DB_REASON_MOST = 300 };

struct db_answer {
    enum db_status status; /* known when db_result_end has been called */
    const char *reason;    /* NULL if ok */
    size_t count;          /* rows of the file */

    /* While reading. */
    char **rows; /* fields one behind the other, each ended by a NUL */
    size_t room;
    size_t bytes;     /* of the rows */
    size_t wire;      /* row records, whole or not */
    size_t damaged;   /* of these */
    int64_t promised; /* rows that the end record counts */
    bool begun, ended, absent, told, large;
    enum db_status words; /* what a message meant, if told */
};

struct db_result {
    struct arena *arena;
    struct db_answer answers[DB_QUERY_COUNT];
    int current;       /* query that messages belong to; -1: none yet */
    const char *first; /* message before any query, or NULL */
    enum db_status first_words;
    bool any; /* a record was seen */

    /* Where the reader stands. */
    struct buf record;   /* of the record being read, without white space */
    struct buf line;     /* of the text outside records */
    struct buf raw, row; /* a field, and a row, while they are decoded */
    bool inside;
    int wide; /* 0: not known, 1: bytes, 2: UTF-16LE, 3: UTF-16BE */
    unsigned char held[4]; /* first bytes, or half a character */
    size_t held_count;
    uint32_t high; /* first half of a pair */
};

void db_result_init(struct db_result *result, struct arena *arena);
void db_result_release(struct db_result *result);

/* Takes the next bytes that the client printed. */
void db_result_feed(struct db_result *result, const char *bytes, size_t len);

/*
 * No more bytes.  CUT is why the client ended early, or NULL: queries without
 * an answer then have it as their reason, with status CUT_STATUS.
 */
void db_result_end(struct db_result *result, const char *cut,
                   enum db_status cut_status);

/* The engine that answered, as the script says; NULL: it says nothing. */
const char *db_result_engine(const struct db_result *result);

/* The version of the script that answered; -1: it says nothing. */
int64_t db_result_version(const struct db_result *result);

/* Appends the file of the query AT, redacted; adds to COUNTS. */
void db_result_csv(const struct db_result *result, int at, struct buf *out,
                   struct redact_counts *counts);

/* Appends status.csv. */
void db_result_status(const struct db_result *result, struct buf *out);

#endif
