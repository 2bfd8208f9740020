/*
 * A library of the attacker's: whatever loads it writes down who it is, and
 * reads what it is told.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void vendor_connect(void);

__attribute__((constructor)) static void
evil_begin(void)
{
    char line[128];
    int fd = open("/evidence/ran", O_WRONLY | O_APPEND);
    int len = snprintf(line, sizeof line, "library %ld %ld\n", (long)getuid(),
                       (long)geteuid());

    if (fd >= 0 && len > 0 && write(fd, line, (size_t)len) < 0)
        return;
}

void
vendor_connect(void)
{
}
