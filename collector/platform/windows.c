/*
 * The system as Windows gives it, from XP on (_WIN32_WINNT 0x0502).
 *
 * Paths are ours, "/C/Program Files/…", and become "C:\Program Files\…" or
 * "ROOT\C\Program Files\…" here and nowhere else.  Reparse points (links,
 * junctions, mount points) are recorded as links and never passed.
 */
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include "command.h"
#include "memory.h"
#include "span.h"
#include "vec.h"

enum { PATH_ROOM = 4096, OUTPUT_PIECE = 16384, TICK_MS = 20 };

struct root {
    wchar_t base[PATH_ROOM]; /* empty: this machine */
    bool strict;
    int seconds;      /* for one file; 0: no limit */
    int64_t deadline; /* of the run, by the clock; 0: none */
};

/* ---- text and errors ---- */

static bool
wide(const char *text, wchar_t *out, int room)
{
    return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, out,
                               room) > 0;
}

/* UTF-8 for a name of Windows; one that is no UTF-16 gets U+FFFD in it. */
static char *
narrow(const wchar_t *text, struct arena *arena)
{
    int len = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *out;

    if (len <= 0)
        return arena_string(arena, "");
    out = arena_alloc(arena, (size_t)len);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, out, len, NULL, NULL);
    return out;
}

static int
errno_of(DWORD problem)
{
    switch (problem) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_NOT_READY:
        return ENOENT;
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
        return EACCES;
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
        return EBUSY;
    case ERROR_DISK_FULL:
        return ENOSPC;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return EEXIST;
    default:
        return EIO;
    }
}

static const char *
reason_of(DWORD problem)
{
    switch (errno_of(problem)) {
    case ENOENT:
        return "no such file";
    case EACCES:
        return "access denied";
    case EBUSY:
        return "another program holds it";
    case ENOSPC:
        return "the disk is full";
    case EEXIST:
        return "it exists";
    default:
        return "an error of the system";
    }
}

static int64_t
unix_time(FILETIME when)
{
    int64_t ticks =
        (int64_t)(((uint64_t)when.dwHighDateTime << 32) | when.dwLowDateTime);

    /* 100 ns since 1601 */
    return ticks / 10000000 - 11644473600;
}

/* ---- the tree ---- */

struct root *
root_open(const char *dir, struct failure *why)
{
    struct root *root = memory_take(1, sizeof *root);
    DWORD seen;

    root->strict = machine_root();
    if (strcmp(dir, "/") == 0)
        return root;
    if (!wide(dir, root->base, PATH_ROOM / 2)) {
        fail(why, "%s: not a name in UTF-8, or too long", dir);
        free(root);
        return NULL;
    }
    seen = GetFileAttributesW(root->base);
    if (seen == INVALID_FILE_ATTRIBUTES ||
        (seen & FILE_ATTRIBUTE_DIRECTORY) == 0) {
        fail(why, "%s: %s: give a folder that you may read", dir,
             reason_of(GetLastError()));
        free(root);
        return NULL;
    }
    return root;
}

void
root_close(struct root *root)
{
    free(root);
}

void
root_trust(struct root *root, uint32_t owner, const uint32_t *groups,
           size_t count)
{
    /* Owners are no numbers here; the count of links is what we look at. */
    (void)root;
    (void)owner;
    (void)groups;
    (void)count;
}

/* Nobody leads us anywhere: reparse points are not followed. */
void
root_hear(struct root *root, int64_t account)
{
    (void)root;
    (void)account;
}

bool
root_heard_only(const struct root *root, uint32_t owner)
{
    (void)root;
    (void)owner;
    return true;
}

void
root_limit(struct root *root, int seconds, int64_t run)
{
    root->seconds = seconds;
    root->deadline = run > 0 ? clock_now() + run : 0;
}

bool
root_late(const struct root *root)
{
    return root->deadline > 0 && clock_now() >= root->deadline;
}

/* The moment by which a file that is begun now has to be read; 0: none. */
static int64_t
file_deadline(const struct root *root)
{
    int64_t own = root->seconds > 0 ? clock_now() + root->seconds : 0;

    if (own == 0 || (root->deadline > 0 && root->deadline < own))
        return root->deadline;
    return own;
}

static bool
time_is_up(int64_t deadline)
{
    return stop_asked || (deadline > 0 && clock_now() >= deadline);
}

const char *
root_words(int problem)
{
    switch (problem) {
    case ELOOP:
        return "a link stands in its path";
    case E2BIG:
        return "the folder holds too many files";
    case ROOT_LATE:
        return "its time was up";
    default:
        return strerror(problem);
    }
}

/*
 * PATH as Windows wants it, after every folder on the way was found to be no
 * reparse point.  Returns 0, or an errno value.  A part with a backslash or a
 * colon would mean something else to Windows and is refused.
 */
static int
root_path(const struct root *root, const char *path, wchar_t *out)
{
    size_t len = wcslen(root->base), parts = 0;

    wcscpy(out, root->base);
    while (*path != '\0') {
        char part[1024];
        wchar_t name[256];
        size_t size;

        while (*path == '/')
            path++;
        size = strcspn(path, "/");
        if (size == 0)
            break;
        if (size >= sizeof part)
            return ENAMETOOLONG;
        memcpy(part, path, size);
        part[size] = '\0';
        path += size;
        if (strcmp(part, ".") == 0)
            continue;
        if (strcmp(part, "..") == 0 || strpbrk(part, "\\:") != NULL)
            return EINVAL;
        if (!wide(part, name, 256) || len + wcslen(name) + 4 >= PATH_ROOM)
            return ENAMETOOLONG;
        if (parts > 0 || len > 0) {
            DWORD seen = len > 0 ? GetFileAttributesW(out) : 0;

            if (seen != INVALID_FILE_ATTRIBUTES && parts > 0 &&
                (seen & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
                return ELOOP;
            if (len > 0 && out[len - 1] != L'\\')
                out[len++] = L'\\';
        }
        wcscpy(out + len, name);
        len += wcslen(name);
        if (parts == 0 && root->base[0] == L'\0') { /* /C is C:\ */
            if (wcslen(name) != 1)
                return ENOENT;
            wcscpy(out + len, L":\\");
            len += 2;
        }
        parts++;
    }
    return 0;
}

static void
node_fill(struct node *node, DWORD attributes, uint64_t size, FILETIME when)
{
    node->kind = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) ? NODE_LINK
                 : (attributes & FILE_ATTRIBUTE_DIRECTORY)   ? NODE_FOLDER
                 : (attributes & FILE_ATTRIBUTE_DEVICE)      ? NODE_OTHER
                                                             : NODE_FILE;
    node->size = (int64_t)size;
    node->mtime = unix_time(when);
    node->mode = (attributes & FILE_ATTRIBUTE_READONLY) ? 0444 : 0644;
    node->owner = 0;
    node->links = 1;
}

int
root_look(struct root *root, const char *path, struct arena *arena,
          struct node *node)
{
    WIN32_FILE_ATTRIBUTE_DATA seen;
    wchar_t name[PATH_ROOM];
    int problem;

    memset(node, 0, sizeof *node);
    node->kind = NODE_NONE;
    problem = root_path(root, path, name);
    if (problem != 0)
        return problem == ENOENT ? 0 : problem;
    if (name[0] == L'\0') { /* the drives together */
        node->kind = NODE_FOLDER;
        return 0;
    }
    if (!GetFileAttributesExW(name, GetFileExInfoStandard, &seen)) {
        problem = errno_of(GetLastError());
        return problem == ENOENT ? 0 : problem;
    }
    node_fill(node, seen.dwFileAttributes,
              ((uint64_t)seen.nFileSizeHigh << 32) | seen.nFileSizeLow,
              seen.ftLastWriteTime);
    if (node->kind == NODE_LINK)
        node->target = arena_string(arena, "(a reparse point)");
    return 0;
}

/* Reparse points are not followed here: what stands behind one has no path. */
char *
root_resolve(struct root *root, const char *path, struct arena *arena,
             int *problem)
{
    struct node node;

    *problem = root_look(root, path, arena, &node);
    if (*problem == 0)
        *problem = node.kind == NODE_NONE   ? ENOENT
                   : node.kind == NODE_LINK ? ELOOP
                                            : 0;
    return *problem == 0 ? arena_string(arena, path) : NULL;
}

static int
name_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int
root_list(struct root *root, const char *path, struct arena *arena, size_t most,
          char ***names, size_t *count)
{
    struct {
        char **items;
        size_t count, room;
    } found = {NULL, 0, 0};
    wchar_t pattern[PATH_ROOM + 2];
    WIN32_FIND_DATAW entry;
    HANDLE search;
    int problem;

    *names = NULL;
    *count = 0;
    problem = root_path(root, path, pattern);
    if (problem != 0)
        return problem;
    if (pattern[0] == L'\0')
        return ENOENT;
    if (GetFileAttributesW(pattern) != INVALID_FILE_ATTRIBUTES &&
        (GetFileAttributesW(pattern) & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
        return ELOOP;
    wcscat(pattern, L"\\*");
    search = FindFirstFileW(pattern, &entry);
    if (search == INVALID_HANDLE_VALUE)
        return errno_of(GetLastError());
    do {
        if (wcscmp(entry.cFileName, L".") == 0 ||
            wcscmp(entry.cFileName, L"..") == 0)
            continue;
        if (found.count == most || time_is_up(root->deadline)) {
            problem = found.count == most ? E2BIG : ROOT_LATE;
            break;
        }
        *vec_add(arena, &found) = narrow(entry.cFileName, arena);
    } while (FindNextFileW(search, &entry));
    if (problem == 0 && GetLastError() != ERROR_NO_MORE_FILES)
        problem = errno_of(GetLastError());
    FindClose(search);
    if (problem != 0)
        return problem;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, name_compare);
    *names = found.items;
    *count = found.count;
    return 0;
}

/* Opens for reading; its access time is kept where we may say so. */
static HANDLE
open_quietly(const wchar_t *name)
{
    static const FILETIME keep = {0xFFFFFFFF, 0xFFFFFFFF};
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    DWORD flags = FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS;
    HANDLE file = CreateFileW(name, GENERIC_READ | FILE_WRITE_ATTRIBUTES, share,
                              NULL, OPEN_EXISTING, flags, NULL);

    if (file == INVALID_HANDLE_VALUE)
        return CreateFileW(name, GENERIC_READ, share, NULL, OPEN_EXISTING,
                           flags, NULL);
    (void)SetFileTime(file, NULL, &keep, NULL);
    return file;
}

static const char *
read_refusal(const struct root *root, HANDLE file,
             const BY_HANDLE_FILE_INFORMATION *seen)
{
    if (GetFileType(file) != FILE_TYPE_DISK ||
        (seen->dwFileAttributes &
         (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) != 0)
        return "not a regular file";
    if (root->strict && seen->nNumberOfLinks > 1)
        return "it has several hard links, so it may be another file in "
               "disguise";
    return NULL;
}

/* False: an error of the system, or (then it has none) no time is left. */
static bool
read_part(HANDLE file, int64_t offset, int64_t len, int64_t deadline,
          struct buf *content)
{
    static char room[65536];
    LARGE_INTEGER at;

    at.QuadPart = offset;
    if (!SetFilePointerEx(file, at, NULL, FILE_BEGIN))
        return false;
    while (len > 0) {
        DWORD got,
            ask = len < (int64_t)sizeof room ? (DWORD)len : (DWORD)sizeof room;

        SetLastError(0);
        if (time_is_up(deadline) || !ReadFile(file, room, ask, &got, NULL))
            return false;
        if (got == 0)
            break;
        buf_add(content, room, got);
        len -= got;
    }
    return true;
}

static void
read_problem(struct read_out *out, int problem, const char *reason)
{
    out->result = problem == EACCES      ? READ_DENIED
                  : problem == ENOENT    ? READ_ABSENT
                  : problem == ELOOP     ? READ_REFUSED
                  : problem == ROOT_LATE ? READ_TIMEOUT
                                         : READ_FAILED;
    out->reason =
        problem == ELOOP || problem == ROOT_LATE ? root_words(problem) : reason;
}

/* Opens the file PATH; INVALID_HANDLE_VALUE: OUT says why it is not read. */
static HANDLE
open_regular(struct root *root, const char *path, struct read_out *out)
{
    wchar_t name[PATH_ROOM];
    HANDLE file;
    int problem;

    memset(out, 0, sizeof *out);
    problem = root_path(root, path, name);
    if (problem != 0) {
        read_problem(out, problem, strerror(problem));
        return INVALID_HANDLE_VALUE;
    }
    file = open_quietly(name);
    if (file == INVALID_HANDLE_VALUE) {
        DWORD last = GetLastError();

        read_problem(out, errno_of(last), reason_of(last));
    }
    return file;
}

static int64_t
size_of_file(const BY_HANDLE_FILE_INFORMATION *seen)
{
    return ((int64_t)seen->nFileSizeHigh << 32) | seen->nFileSizeLow;
}

/* What FILE is, now that it is open; false: OUT says why it is not read. */
static bool
look_again(const struct root *root, HANDLE file,
           BY_HANDLE_FILE_INFORMATION *seen, struct read_out *out)
{
    if (!GetFileInformationByHandle(file, seen)) {
        read_problem(out, EIO, reason_of(GetLastError()));
        return false;
    }
    out->reason = read_refusal(root, file, seen);
    if (out->reason != NULL) {
        out->result = READ_REFUSED;
        return false;
    }
    node_fill(&out->node, seen->dwFileAttributes, (uint64_t)size_of_file(seen),
              seen->ftLastWriteTime);
    out->node.links = seen->nNumberOfLinks;
    return true;
}

static void
system_problem(struct read_out *out)
{
    DWORD last = GetLastError();

    read_problem(out, last == 0 ? ROOT_LATE : errno_of(last), reason_of(last));
}

void
root_read(struct root *root, const char *path, size_t most, struct arena *arena,
          struct buf *content, struct read_out *out)
{
    BY_HANDLE_FILE_INFORMATION before, after;
    HANDLE file = open_regular(root, path, out);
    int64_t deadline = file_deadline(root);
    int round;

    (void)arena;
    if (file == INVALID_HANDLE_VALUE)
        return;
    for (round = 0; round < 2; round++) {
        int64_t size, limit = (int64_t)most;
        bool good;

        buf_reset(content);
        if (!look_again(root, file, &before, out))
            goto done;
        size = size_of_file(&before);
        out->result = size <= limit ? READ_WHOLE : READ_CUT;
        good = size <= limit
                   ? read_part(file, 0, size, deadline, content)
                   : read_part(file, 0, limit / 2, deadline, content) &&
                         read_part(file, size - limit / 2, limit / 2, deadline,
                                   content);
        if (!good || !GetFileInformationByHandle(file, &after)) {
            system_problem(out);
            goto done;
        }
        if (CompareFileTime(&before.ftLastWriteTime, &after.ftLastWriteTime) ==
                0 &&
            size_of_file(&before) == size_of_file(&after))
            goto done;
    }
    out->result = READ_CHANGED;
    out->reason = "it changed while it was read, twice";
done:
    CloseHandle(file);
}

void
root_stream(struct root *root, const char *path, int64_t most, root_taker *take,
            void *baton, struct read_out *out)
{
    BY_HANDLE_FILE_INFORMATION before, after;
    char room[STREAM_ROOM];
    int64_t size, offset = 0, deadline = file_deadline(root);
    HANDLE file = open_regular(root, path, out);

    if (file == INVALID_HANDLE_VALUE)
        return;
    if (!look_again(root, file, &before, out))
        goto done;
    size = size_of_file(&before);
    out->result = READ_WHOLE;
    while (offset < size) {
        int64_t left = size - offset;
        DWORD got, ask;

        if (size > most && out->skipped == 0) {
            if (offset < most / 4) {
                left = most / 4 - offset;
            } else { /* the newest lines are at the end */
                LARGE_INTEGER at;

                out->skipped = size - most;
                offset += out->skipped;
                at.QuadPart = offset;
                if (!SetFilePointerEx(file, at, NULL, FILE_BEGIN)) {
                    system_problem(out);
                    goto done;
                }
                if (!take(baton, NULL, 0))
                    goto done;
                continue;
            }
        }
        ask = left < (int64_t)sizeof room ? (DWORD)left : (DWORD)sizeof room;
        SetLastError(0);
        if (time_is_up(deadline) || !ReadFile(file, room, ask, &got, NULL)) {
            system_problem(out);
            goto done;
        }
        if (got == 0)
            break;
        offset += got;
        if (!take(baton, room, got))
            goto done;
    }
    if (!GetFileInformationByHandle(file, &after)) {
        system_problem(out);
    } else if (offset < size || size_of_file(&after) < size_of_file(&before)) {
        out->result = READ_CHANGED;
        out->reason = "it became shorter while it was read";
    } else {
        out->grew = size_of_file(&after) > size_of_file(&before);
    }
done:
    CloseHandle(file);
}

long
root_piece(struct root *root, const char *path, int64_t offset, void *room,
           size_t size, struct read_out *out)
{
    (void)root, (void)path, (void)offset, (void)room, (void)size;
    memset(out, 0, sizeof *out);
    out->result = READ_FAILED;
    out->reason = "not read in pieces on Windows";
    return -1;
}

struct root *
root_told(const struct told_tree *told, struct failure *why)
{
    (void)told;
    (void)fail(why, "what was handed over is not taken on Windows yet: take it "
                    "on a Linux machine");
    return NULL;
}

/* ---- commands ---- */

/* Our path as Windows wants it: "/C/x" is "C:\x", others stay. */
static bool
own_path(const char *path, wchar_t out[PATH_ROOM])
{
    wchar_t *each;

    if (path[0] == '/' && ascii_letter(path[1]) && path[2] == '/') {
        if (!wide(path + 1, out + 1, PATH_ROOM - 1))
            return false;
        out[0] = out[1];
        out[1] = L':';
    } else if (!wide(path, out, PATH_ROOM)) {
        return false;
    }
    for (each = out; *each != L'\0'; each++)
        if (*each == L'/')
            *each = L'\\';
    return true;
}

/* One argument, quoted so that the C runtime of the child reads it back. */
static void
quote_argument(struct buf *line, const char *argument)
{
    size_t slashes = 0;

    if (line->len > 0)
        buf_addc(line, ' ');
    buf_addc(line, '"');
    for (; *argument != '\0'; argument++) {
        if (*argument == '\\') {
            slashes++;
        } else {
            if (*argument == '"')
                for (slashes++; slashes > 0; slashes--)
                    buf_addc(line, '\\');
            slashes = 0;
        }
        buf_addc(line, *argument);
    }
    for (; slashes > 0; slashes--)
        buf_addc(line, '\\');
    buf_addc(line, '"');
}

/* The block of environment: NAME=value, NUL, …, NUL.  SystemRoot is ours:
 * without it hardly a program starts. */
static bool
environment_block(const struct command *command, wchar_t *out, size_t room)
{
    const char *const *each;
    wchar_t *end = out;
    DWORD len;

    wcscpy(end, L"SystemRoot=");
    len = GetEnvironmentVariableW(L"SystemRoot", end + 11, MAX_PATH);
    end += 11 + len + 1;
    for (each = command->env; *each != NULL; each++) {
        int left = (int)(room - (size_t)(end - out)) - 1;

        if (left <= 0 || !wide(*each, end, left))
            return false;
        end += wcslen(end) + 1;
    }
    *end = L'\0';
    return true;
}

/* Takes what the pipe holds; false at its end or at the cap. */
static bool
command_take(HANDLE pipe, size_t most, struct buf *output,
             struct command_out *out)
{
    char room[OUTPUT_PIECE];
    DWORD ready = 0, got = 0;

    if (!PeekNamedPipe(pipe, NULL, 0, NULL, &ready, NULL))
        return false;
    if (ready == 0) {
        Sleep(TICK_MS);
        return true;
    }
    if (!ReadFile(pipe, room, sizeof room, &got, NULL) || got == 0)
        return false;
    if (output->len + got > most) {
        buf_add(output, room, most - output->len);
        out->cut = true;
        return false;
    }
    buf_add(output, room, got);
    return true;
}

static void
command_wait(const struct command *command, HANDLE job, HANDLE process,
             HANDLE pipe, struct buf *output, struct command_out *out)
{
    DWORD began = GetTickCount(), status = 0;
    DWORD most = (DWORD)command->seconds * 1000;
    bool open = true;

    for (;;) {
        bool ended;

        if (open)
            open = command_take(pipe, command->most, output, out);
        ended =
            WaitForSingleObject(process, open ? 0 : TICK_MS) == WAIT_OBJECT_0;
        if (ended) {
            while (open && !out->cut) {
                DWORD ready = 0;

                if (!PeekNamedPipe(pipe, NULL, 0, NULL, &ready, NULL) ||
                    ready == 0)
                    break;
                open = command_take(pipe, command->most, output, out);
            }
            break;
        }
        if (out->cut || stop_asked)
            break;
        if (GetTickCount() - began >= most) {
            out->timed_out = true;
            break;
        }
    }
    if (GetExitCodeProcess(process, &status) && status != STILL_ACTIVE)
        out->exit = (int)(status & 0x7FFFFFFF);
    else
        out->exit = 128;
    TerminateJobObject(job, 1);
    out->duration = (int64_t)(GetTickCount() - began);
}

/*
 * Of the table in command.h this keeps: whose files are executed, no console
 * and no handle but the output's, a job that ends with us and takes with it
 * whatever the command has started.  It cannot run a command as another
 * account, which needs that account's password; so it refuses what the table
 * would give to another one, and runs no client that is told a secret.
 */
void
command_run(const struct command *command, struct arena *arena,
            struct buf *output, struct command_out *out)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    wchar_t *program = arena_alloc(arena, PATH_ROOM * sizeof(wchar_t));
    wchar_t *folder = arena_alloc(arena, PATH_ROOM * sizeof(wchar_t));
    wchar_t *words = arena_alloc(arena, 32768 * sizeof(wchar_t));
    wchar_t *block = arena_alloc(arena, 32768 * sizeof(wchar_t));
    HANDLE pipe = NULL, end = NULL, quiet, job;
    const char *const *each;
    PROCESS_INFORMATION process;
    STARTUPINFOW start;
    struct buf line;

    memset(out, 0, sizeof *out);
    out->reason = command_unsafe(command->argv[0], command->account, arena);
    if (out->reason != NULL) {
        out->reason = arena_format(arena, "not executed: %s", out->reason);
        return;
    }
    if (command->input != NULL || command->secret != NULL) {
        out->reason = "this build runs no database client on Windows: give "
                      "what it prints with --db-result";
        return;
    }
    buf_init(&line, 30000);
    for (each = command->argv; *each != NULL; each++)
        quote_argument(&line, *each);
    if (line.overflow || !own_path(command->argv[0], program) ||
        !own_path(command->folder, folder) || !wide(line.data, words, 32768) ||
        !environment_block(command, block, 32768)) {
        out->reason = "its command line or environment is too long";
        buf_release(&line);
        return;
    }
    buf_release(&line);
    job = CreateJobObjectW(NULL, NULL);
    quiet =
        CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                    &inherited, OPEN_EXISTING, 0, NULL);
    if (job == NULL || quiet == INVALID_HANDLE_VALUE ||
        !CreatePipe(&pipe, &end, &inherited, 0)) {
        out->reason = reason_of(GetLastError());
        goto done;
    }
    SetHandleInformation(pipe, HANDLE_FLAG_INHERIT, 0);
    memset(&start, 0, sizeof start);
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = quiet;
    start.hStdOutput = end;
    start.hStdError = end;
    if (!CreateProcessW(program, words, NULL, NULL, TRUE,
                        CREATE_SUSPENDED | CREATE_NO_WINDOW |
                            CREATE_UNICODE_ENVIRONMENT | IDLE_PRIORITY_CLASS,
                        block, folder, &start, &process)) {
        out->reason = reason_of(GetLastError());
        goto done;
    }
    CloseHandle(end);
    end = NULL;
    if (!AssignProcessToJobObject(job, process.hProcess)) {
        TerminateProcess(process.hProcess, 1);
        out->reason = "it could not be put under our control";
    } else {
        ResumeThread(process.hThread);
        out->started = true;
        command_wait(command, job, process.hProcess, pipe, output, out);
    }
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
done:
    if (end != NULL)
        CloseHandle(end);
    if (pipe != NULL)
        CloseHandle(pipe);
    if (quiet != INVALID_HANDLE_VALUE)
        CloseHandle(quiet);
    if (job != NULL)
        CloseHandle(job);
}

/* Accounts that may change a program which we run: the system's own. */
static bool
sid_trusted(PSID sid)
{
    static const wchar_t *const trusted[] = {
        L"S-1-5-18",     /* the system */
        L"S-1-5-32-544", /* administrators */
        L"S-1-5-80-956008885-3418522649-1831038044-1853292631-"
        L"2271478464", /* the installer of Windows */
        L"S-1-3-0"};   /* the owner, who is looked at by its own entry */
    BYTE user[256];
    HANDLE token;
    DWORD len;
    size_t i;
    bool equal = false;

    for (i = 0; i < sizeof trusted / sizeof *trusted && !equal; i++) {
        PSID known = NULL;

        if (!ConvertStringSidToSidW(trusted[i], &known))
            continue;
        equal = EqualSid(sid, known) != 0;
        LocalFree(known);
    }
    if (equal || !OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return equal;
    if (GetTokenInformation(token, TokenUser, user, sizeof user, &len))
        equal = EqualSid(sid, ((TOKEN_USER *)(void *)user)->User.Sid) != 0;
    CloseHandle(token);
    return equal;
}

/* Does NAME's list of rights give any of MASK to somebody else? */
static bool
others_may(const wchar_t *name, DWORD mask)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    wchar_t *path = (wchar_t *)(uintptr_t)name;
    PACL list = NULL;
    PSID owner = NULL;
    bool may = true; /* what cannot be told is not run */
    DWORD i;

    if (GetNamedSecurityInfoW(
            path, SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner,
            NULL, &list, NULL, &descriptor) != ERROR_SUCCESS)
        return true;
    if (list != NULL && owner != NULL && sid_trusted(owner)) {
        may = false;
        for (i = 0; i < list->AceCount && !may; i++) {
            ACCESS_ALLOWED_ACE *ace;
            void *raw;

            if (!GetAce(list, i, &raw)) {
                may = true;
                break;
            }
            ace = raw;
            if (ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
                (ace->Header.AceFlags & INHERIT_ONLY_ACE) == 0 &&
                (ace->Mask & mask) != 0 && !sid_trusted(&ace->SidStart))
                may = true;
        }
    }
    LocalFree(descriptor);
    return may;
}

const char *
command_unsafe(const char *file, int64_t account, struct arena *arena)
{
    const DWORD change =
        WRITE_DAC | WRITE_OWNER | DELETE | GENERIC_ALL | GENERIC_WRITE;
    wchar_t name[PATH_ROOM], *slash;
    bool first = true;

    if (account >= 0)
        return "running as another account is not possible on Windows";
    if (!own_path(file, name))
        return "its name is too long";
    if (GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES)
        return arena_format(arena, "%s: %s", file, reason_of(GetLastError()));
    if (others_may(name, change | FILE_WRITE_DATA | FILE_APPEND_DATA))
        return arena_format(arena, "another account can write %s", file);
    while ((slash = wcsrchr(name, L'\\')) != NULL && slash > name &&
           slash[-1] != L':') {
        *slash = L'\0';
        /* A library laid beside the program would be run with it. */
        if (others_may(name, change | FILE_DELETE_CHILD |
                                 (first ? (DWORD)FILE_ADD_FILE : 0)))
            return arena_format(arena, "another account can write %s",
                                narrow(name, arena));
        first = false;
    }
    return NULL;
}

/* A library beside a program was looked at with its folder's rights, which it
 * inherits unless somebody took that away. */
const char *
folder_unsafe(const char *folder, int64_t account, struct arena *arena)
{
    return command_unsafe(folder, account, arena);
}

const char *
account_find(const char *word, int64_t *account)
{
    (void)word;
    (void)account;
    return "running as another account is not possible on Windows";
}

const char *
account_home(int64_t account, struct arena *arena)
{
    (void)account;
    (void)arena;
    return NULL;
}

int64_t
machine_account(void)
{
    return -1; /* accounts have no such numbers here */
}

bool
machine_borrowed(void)
{
    return false; /* there are no such programs here */
}

/* ---- the machine ---- */

const char *
machine_name(struct arena *arena)
{
    wchar_t name[256];
    DWORD len = 256;

    if (!GetComputerNameExW(ComputerNameDnsHostname, name, &len))
        return NULL;
    return narrow(name, arena);
}

const char *const MACHINE_ID = "/HKLM/SOFTWARE/Microsoft/Cryptography";

const char *
machine_id(struct arena *arena, int *problem)
{
    wchar_t text[128];
    DWORD size = sizeof text - sizeof *text, type = 0;
    HKEY key;
    LONG told =
        RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography",
                      0, KEY_READ | KEY_WOW64_64KEY, &key);

    memset(text, 0, sizeof text);
    if (told == ERROR_SUCCESS) {
        told = RegQueryValueExW(key, L"MachineGuid", NULL, &type,
                                (BYTE *)(void *)text, &size);
        RegCloseKey(key);
    }
    *problem = told == ERROR_SUCCESS ? 0 : errno_of((DWORD)told);
    if (*problem == ENOENT)
        *problem = 0;
    return told == ERROR_SUCCESS && type == REG_SZ ? narrow(text, arena) : NULL;
}

const char *
machine_architecture(struct arena *arena)
{
    SYSTEM_INFO info;

    (void)arena;
    GetNativeSystemInfo(&info);
    switch (info.wProcessorArchitecture) {
    case PROCESSOR_ARCHITECTURE_AMD64:
        return "x86_64";
    case PROCESSOR_ARCHITECTURE_INTEL:
        return "i686";
    default:
        return NULL;
    }
}

const char *
machine_kernel(struct arena *arena)
{
    /* The documented call tells a compatible version, not the real one. */
    (void)arena;
    return NULL;
}

const char *
machine_os(void)
{
    return "windows";
}

bool
machine_root(void)
{
    PSID group = NULL;
    BOOL member = FALSE;

    if (ConvertStringSidToSidW(L"S-1-5-32-544", &group)) {
        if (!CheckTokenMembership(NULL, group, &member))
            member = FALSE;
        LocalFree(group);
    }
    return member != FALSE;
}

size_t
account_groups(int64_t account, uint32_t *groups, size_t most)
{
    (void)account;
    (void)groups;
    (void)most;
    return 0;
}

const char *
account_name(int64_t account, struct arena *arena)
{
    wchar_t name[260];
    DWORD len = 260;

    if (account < 0 && GetUserNameW(name, &len))
        return narrow(name, arena);
    return arena_format(arena, "%ld", (long)account);
}

int64_t
clock_now(void)
{
    return (int64_t)time(NULL);
}

int64_t
clock_ms(void)
{
    return (int64_t)GetTickCount();
}

void
machine_be_gentle(void)
{
    (void)SetPriorityClass(GetCurrentProcess(), IDLE_PRIORITY_CLASS);
}

enum node_kind
path_kind(const char *path, int *problem)
{
    WIN32_FILE_ATTRIBUTE_DATA seen;
    wchar_t name[PATH_ROOM];

    *problem = 0;
    if (!own_path(path, name))
        return NODE_NONE;
    if (!GetFileAttributesExW(name, GetFileExInfoStandard, &seen)) {
        *problem = errno_of(GetLastError());
        if (*problem == ENOENT)
            *problem = 0;
        return NODE_NONE;
    }
    return (seen.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) ? NODE_FOLDER
                                                              : NODE_FILE;
}

int64_t
path_space(const char *folder)
{
    wchar_t name[PATH_ROOM];
    ULARGE_INTEGER free_bytes;

    if (!own_path(folder, name) ||
        !GetDiskFreeSpaceExW(name, &free_bytes, NULL, NULL))
        return -1;
    return free_bytes.QuadPart > INT64_MAX ? INT64_MAX
                                           : (int64_t)free_bytes.QuadPart;
}

void
path_left(const char *folder, int64_t seconds, struct arena *arena,
          struct words *names)
{
    /* Not looked for yet: a spool is removed by the system. */
    (void)folder;
    (void)seconds;
    (void)arena;
    (void)names;
}

bool
terminal_is(int descriptor)
{
    return _isatty(descriptor) != 0;
}

const char *const COMMAND_SECRET = NULL;

bool
terminal_secret(const char *prompt, char *room, size_t size)
{
    (void)prompt;
    (void)room;
    (void)size;
    return false;
}

long
descriptor_read(int descriptor, char *room, size_t size)
{
    size_t len = 0;

    while (len < size) {
        int got = _read(descriptor, room + len, (unsigned)(size - len));

        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (long)len;
}

void
descriptors_settle(void)
{
    int fd;

    do
        fd = _open("NUL", _O_RDWR);
    while (fd >= 0 && fd <= 2);
    if (fd > 2)
        _close(fd);
}

void
descriptor_forget(int descriptor)
{
    if (descriptor > 2)
        _close(descriptor);
}

/* Windows writes a core file only where somebody has asked it to, and shows a
 * process to its own account. */
void
machine_be_sealed(void)
{
}

char *
memory_secret(size_t size)
{
    char *bytes =
        VirtualAlloc(NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);

    if (bytes != NULL)
        (void)VirtualLock(bytes, size);
    return bytes;
}

void
memory_wipe(void *bytes, size_t len)
{
    SecureZeroMemory(bytes, len);
}

volatile int stop_asked;

static BOOL WINAPI
stop_take(DWORD event)
{
    stop_asked = event == CTRL_C_EVENT ? SIGINT : SIGTERM;
    return TRUE;
}

void
stop_watch(void)
{
    SetConsoleCtrlHandler(stop_take, TRUE);
    /* Bytes go out as they are, without a CR before each LF. */
    _setmode(1, _O_BINARY);
}

/* ---- what we write ---- */

struct spool {
    HANDLE file;
    uint64_t len;
};

/* A new file in FOLDER that nobody has; FLAGS as of CreateFile. */
static HANDLE
open_beside(const wchar_t *folder, const wchar_t *what, DWORD flags,
            wchar_t *name)
{
    HANDLE file = INVALID_HANDLE_VALUE;
    int round;

    for (round = 0; round < 100; round++) {
        if (_snwprintf(name, PATH_ROOM - 1, L"%ls\\.acc-%ls-%lu-%d", folder,
                       what, (unsigned long)GetCurrentProcessId(), round) < 0)
            break;
        name[PATH_ROOM - 1] = L'\0';
        file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE | DELETE,
                           FILE_SHARE_DELETE, NULL, CREATE_NEW, flags, NULL);
        if (file != INVALID_HANDLE_VALUE || GetLastError() != ERROR_FILE_EXISTS)
            break;
    }
    return file;
}

struct spool *
spool_open(const char *beside, struct failure *why)
{
    wchar_t folder[PATH_ROOM], name[PATH_ROOM];
    struct spool *spool = memory_take(1, sizeof *spool);

    if (!own_path(beside, folder)) {
        free(spool);
        fail(why, "%s: the name is too long", beside);
        return NULL;
    }
    spool->file =
        open_beside(folder, L"spool",
                    FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, name);
    if (spool->file == INVALID_HANDLE_VALUE) {
        fail(why, "%s: %s: choose a folder that you may write with --output",
             beside, reason_of(GetLastError()));
        free(spool);
        return NULL;
    }
    return spool;
}

void
spool_close(struct spool *spool)
{
    if (spool == NULL)
        return;
    CloseHandle(spool->file);
    free(spool);
}

int
spool_add(struct spool *spool, const void *bytes, size_t len,
          struct failure *why)
{
    const char *from = bytes;
    LARGE_INTEGER at;

    at.QuadPart = (LONGLONG)spool->len;
    if (!SetFilePointerEx(spool->file, at, NULL, FILE_BEGIN))
        return fail(why, "the spool: %s", reason_of(GetLastError()));
    while (len > 0) {
        DWORD put, ask = len < (1U << 20) ? (DWORD)len : 1U << 20;

        if (!WriteFile(spool->file, from, ask, &put, NULL) || put == 0)
            return fail(why, "the spool: %s: make room in the output folder",
                        reason_of(GetLastError()));
        from += put;
        len -= put;
        spool->len += put;
    }
    return 0;
}

void
spool_shorten(struct spool *spool, uint64_t len)
{
    if (len < spool->len)
        spool->len = len;
}

long
spool_read(struct spool *spool, uint64_t offset, void *room, size_t size,
           struct failure *why)
{
    LARGE_INTEGER at;
    DWORD got;

    at.QuadPart = (LONGLONG)offset;
    if (!SetFilePointerEx(spool->file, at, NULL, FILE_BEGIN) ||
        !ReadFile(spool->file, room, size < (1U << 20) ? (DWORD)size : 1U << 20,
                  &got, NULL))
        return fail(why, "the spool: %s", reason_of(GetLastError()));
    return (long)got;
}

struct newfile {
    int fd;
    wchar_t path[PATH_ROOM], beside[PATH_ROOM];
    char shown[PATH_ROOM];
};

/* Removes what has a name already, when memory has run out. */
static void
newfile_undo(void *baton)
{
    struct newfile *file = baton;

    if (file->fd >= 0)
        _close(file->fd);
    DeleteFileW(file->beside);
}

struct newfile *
newfile_open(const char *path, struct failure *why)
{
    struct newfile *file = memory_take(1, sizeof *file);
    wchar_t folder[PATH_ROOM], *slash;
    HANDLE handle;

    if (strlen(path) >= PATH_ROOM || !own_path(path, file->path)) {
        free(file);
        fail(why, "%s: the name is too long", path);
        return NULL;
    }
    strcpy(file->shown, path);
    wcscpy(folder, file->path);
    slash = wcsrchr(folder, L'\\');
    if (slash == NULL)
        wcscpy(folder, L".");
    else
        *slash = L'\0';
    handle = open_beside(folder, L"part", FILE_ATTRIBUTE_NORMAL, file->beside);
    file->fd = handle == INVALID_HANDLE_VALUE
                   ? -1
                   : _open_osfhandle((intptr_t)handle, _O_BINARY);
    if (file->fd < 0) {
        fail(why, "%s: %s: choose a folder that you may write with --output",
             path, reason_of(GetLastError()));
        if (handle != INVALID_HANDLE_VALUE) {
            CloseHandle(handle);
            DeleteFileW(file->beside);
        }
        free(file);
        return NULL;
    }
    memory_guard(newfile_undo, file);
    return file;
}

int
newfile_descriptor(struct newfile *file)
{
    return file->fd;
}

int
newfile_commit(struct newfile *file, struct failure *why)
{
    bool done;

    done = _commit(file->fd) == 0;
    done = _close(file->fd) == 0 && done;
    file->fd = -1;
    /* Without MOVEFILE_REPLACE_EXISTING: an existing file stays. */
    done =
        done && MoveFileExW(file->beside, file->path, MOVEFILE_WRITE_THROUGH);
    if (!done)
        fail(why, "%s: %s: remove it or name another with --output",
             file->shown, reason_of(GetLastError()));
    newfile_abandon(file);
    return done ? 0 : -1;
}

void
newfile_abandon(struct newfile *file)
{
    if (file == NULL)
        return;
    memory_guard(NULL, NULL);
    if (file->fd >= 0)
        _close(file->fd);
    DeleteFileW(file->beside);
    free(file);
}
