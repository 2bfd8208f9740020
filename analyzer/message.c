#include "message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "buf.h"
#include "utf8.h"

enum { LINE_MOST = 16384 };

static enum message_level level;
static bool moving; /* a line of progress stands on the terminal */

void
message_start(enum message_level asked)
{
    level = asked;
}

static void
wipe(void)
{
    if (moving)
        fputs("\r\033[K", stderr);
    moving = false;
}

static void
say(const char *format, va_list words)
{
    char line[LINE_MOST];
    struct buf shown;

    wipe();
    (void)vsnprintf(line, sizeof line, format, words);
    buf_init(&shown, (size_t)LINE_MOST * 10);
    utf8_show(&shown, span_of(line));
    fprintf(stderr, "acc-analyze: %s\n", shown.data == NULL ? "" : shown.data);
    buf_release(&shown);
}

void
message_failure(const char *format, ...)
{
    va_list words;

    va_start(words, format);
    say(format, words);
    va_end(words);
}

void
message_note(const char *format, ...)
{
    va_list words;

    if (level == MESSAGE_QUIET)
        return;
    va_start(words, format);
    say(format, words);
    va_end(words);
}

void
message_detail(const char *format, ...)
{
    va_list words;

    if (level != MESSAGE_VERBOSE)
        return;
    va_start(words, format);
    say(format, words);
    va_end(words);
}

void
message_progress(const char *what, size_t count, size_t of)
{
    if (level == MESSAGE_QUIET || !isatty(STDERR_FILENO))
        return;
    wipe();
    if (count > of)
        return;
    fprintf(stderr, "%s %zu of %zu", what, count, of);
    fflush(stderr);
    moving = true;
}
