#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

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
message_relay(struct span line)
{
    struct buf shown;

    wipe();
    buf_init(&shown, line.len * 10 + 1);
    utf8_show(&shown, line);
    fprintf(stderr, "%s\n", shown.data == NULL ? "" : shown.data);
    buf_release(&shown);
}

/* The length of "\033[1;31m" at the start of TEXT; 0: something else stands
 * there. */
static size_t
colour_len(struct span text)
{
    size_t len = 2;

    if (text.len < 3 || text.at[0] != '\033' || text.at[1] != '[')
        return 0;
    while (len < text.len && (ascii_digit(text.at[len]) || text.at[len] == ';'))
        len++;
    return len < text.len && text.at[len] == 'm' ? len + 1 : 0;
}

static void
show_results(struct buf *shown, struct span line, bool colour)
{
    while (line.len > 0) {
        size_t len = colour ? colour_len(line) : 0;
        struct span piece = line;

        if (len > 0) {
            buf_add(shown, line.at, len);
        } else {
            len = 1;
            while (len < line.len && line.at[len] != '\033')
                len++;
            piece.len = len;
            utf8_show(shown, piece);
        }
        line.at += len;
        line.len -= len;
    }
}

void
message_shown(const struct buf *text, bool colour, struct buf *shown)
{
    struct span rest = span_bytes(text->data, text->len), line;

    buf_init(shown, text->len * 10 + 1);
    while (span_line(&rest, &line)) {
        show_results(shown, line, colour);
        buf_addc(shown, '\n');
    }
}

void
message_results(const struct buf *text, bool colour)
{
    struct buf shown;

    wipe();
    message_shown(text, colour, &shown);
    (void)fwrite(shown.data, 1, shown.len, stdout);
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
