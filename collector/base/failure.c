#include "failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
fail(struct failure *why, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (vsnprintf(why->text, sizeof why->text, format, args) < 0)
        why->text[0] = '\0';
    va_end(args);
    return -1;
}

int
failure_at(struct failure *why, const char *place)
{
    struct failure inner = *why;

    return fail(why, "%s: %.*s", place, (int)sizeof inner.text - 1, inner.text);
}
