#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Does PROBLEM tell something of the file itself, or of who may read it? */
static bool
tells_of_file(int problem)
{
    return problem == ENOENT || problem == ENOTDIR || problem == EACCES ||
           problem == EPERM || problem == ELOOP || problem == EISDIR ||
           problem == ENAMETOOLONG || problem == EINVAL || problem == EEXIST;
}

int
fail(struct failure *why, const char *format, ...)
{
    va_list args;

    why->machine = false;
    va_start(args, format);
    if (vsnprintf(why->text, sizeof why->text, format, args) < 0)
        why->text[0] = '\0';
    va_end(args);
    return -1;
}

int
fail_system(struct failure *why, int problem, const char *format, ...)
{
    va_list args;
    size_t len;

    va_start(args, format);
    if (vsnprintf(why->text, sizeof why->text, format, args) < 0)
        why->text[0] = '\0';
    va_end(args);
    len = strlen(why->text);
    (void)snprintf(why->text + len, sizeof why->text - len, ": %s",
                   strerror(problem));
    why->machine = !tells_of_file(problem);
    return -1;
}

int
failure_at(struct failure *why, const char *place)
{
    struct failure inner = *why;

    (void)fail(why, "%s: %.*s", place, (int)sizeof inner.text - 1, inner.text);
    why->machine = inner.machine;
    return -1;
}
