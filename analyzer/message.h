/*
 * Messages: one line each on stderr, "acc-analyze: …".
 *
 * A message may hold a stranger's text: it is shown with its control
 * characters as text.  Progress is one line that moves, on a terminal only.
 */
#ifndef ACC_MESSAGE_H
#define ACC_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "span.h"

enum message_level {
    MESSAGE_QUIET = -1, /* -q: failures only */
    MESSAGE_NORMAL,
    MESSAGE_VERBOSE /* -v: what is done, too */
};

/* Once, before the first message. */
void message_start(enum message_level level);

/* A failure or wrong usage: always said. */
void message_failure(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* Something that the user should know: not with -q. */
void message_note(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* What is being done: with -v. */
void message_detail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* A line that another process of ours has said: as it is, but shown. */
void message_relay(struct span line);

/* Results for stdout: as they are, but shown line by line.  COLOUR: what sets
 * the colours of a terminal stays.  SHOWN is made by it. */
void message_shown(const struct buf *text, bool colour, struct buf *shown);

/* The same on stdout. */
void message_results(const struct buf *text, bool colour);

/* "reading bundles 3 of 6"; COUNT beyond OF wipes the line. */
void message_progress(const char *what, size_t count, size_t of);

#endif
