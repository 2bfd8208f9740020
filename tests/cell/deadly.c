/*
 * Preloaded into acc-analyze: some bundles kill who reads them.
 *
 * A name in the archive that holds "deadly-segv" ends the process as a wild
 * pointer does, "deadly-call" asks for what the walls forbid, "deadly-abrt"
 * aborts; DEADLY_SHEET=1 ends it when no bundle is read any more.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *archive_entry_pathname(void *entry);
void *xsltParseStylesheetDoc(void *document);

static const char *(*name_of)(void *entry);
static void *(*parse_sheet)(void *document);
static int sheet;

__attribute__((constructor)) static void
start(void)
{
    *(void **)&name_of = dlsym(RTLD_NEXT, "archive_entry_pathname");
    *(void **)&parse_sheet = dlsym(RTLD_NEXT, "xsltParseStylesheetDoc");
    sheet = getenv("DEADLY_SHEET") != NULL;
}

const char *
archive_entry_pathname(void *entry)
{
    const char *name = name_of(entry);

    if (name != NULL && strstr(name, "deadly-segv") != NULL)
        *(volatile int *)8 = 1;
    if (name != NULL && strstr(name, "deadly-call") != NULL)
        (void)syscall(SYS_openat, AT_FDCWD, "/etc/shadow", O_RDONLY);
    if (name != NULL && strstr(name, "deadly-abrt") != NULL)
        abort();
    return name;
}

void *
xsltParseStylesheetDoc(void *document)
{
    if (sheet)
        *(volatile int *)8 = 1;
    return parse_sheet(document);
}
