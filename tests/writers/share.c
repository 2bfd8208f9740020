/*
 * What share.py does, for a machine without /dev/fuse: preloaded, it refuses
 * the same calls; but for a renaming that replaces nothing, which a FAT knows,
 * if SHARE_RENAMES is set.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int
open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return real(path, flags, mode);
}

int
link(const char *from, const char *to)
{
    (void)from;
    (void)to;
    errno = EPERM;
    return -1;
}

long
syscall(long number, ...)
{
    long (*real)(long, ...) = dlsym(RTLD_NEXT, "syscall");
    long words[6];
    va_list more;

    va_start(more, number);
    for (int i = 0; i < 6; i++)
        words[i] = va_arg(more, long);
    va_end(more);
    if (number == SYS_renameat2 && getenv("SHARE_RENAMES") == NULL) {
        errno = EINVAL;
        return -1;
    }
    return real(number, words[0], words[1], words[2], words[3], words[4],
                words[5]);
}
