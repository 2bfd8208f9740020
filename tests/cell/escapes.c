/*
 * A process in a cell that has lost its mind.
 *
 *     escapes NAME WALLS      tries the escape NAME behind WALLS (both,
 * seccomp, landlock, none) and says what became of it escapes list the names,
 * one a line, with what each tries escapes message NAME    says something to
 * the keeper that it may not say escapes messages        the names of those
 *
 * An escape is REFUSED if the process was killed, or if the call failed for the
 * want of a right; it SUCCEEDED otherwise.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cell_parts.h"
#include "walls.h"

static char folder[256]; /* of this test, its working folder */
static int inherited = -1;

/* --- Escapes: each returns 0 if it succeeded, else -1 with errno -----------
 */

static long
escape_open(void)
{
#ifdef SYS_open
    return syscall(SYS_open, "/etc/passwd", O_RDONLY);
#else
    return syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
#endif
}
static long
escape_openat(void)
{
    return syscall(SYS_openat, AT_FDCWD, "victim", O_WRONLY);
}
static long
escape_openat_proc(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/proc/self/fd/1", O_RDWR);
}
static long
escape_openat2(void)
{
    uint64_t how[3] = {O_RDONLY, 0, 0};

    return syscall(437, AT_FDCWD, "/etc/passwd", how, sizeof how);
}
static long
escape_open_by_handle(void)
{
    char handle[128] = {8};

    return syscall(SYS_open_by_handle_at, AT_FDCWD, handle, O_RDONLY);
}
static long
escape_creat(void)
{
#ifdef SYS_creat
    return syscall(SYS_creat, "made", 0600);
#else
    return syscall(SYS_openat, AT_FDCWD, "made", O_CREAT | O_WRONLY, 0600);
#endif
}
static char *const ARGUMENTS[] = {"true", NULL};
static long
escape_execve(void)
{
    return syscall(SYS_execve, "/bin/true", ARGUMENTS, NULL);
}
static long
escape_execveat(void)
{
    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", ARGUMENTS, NULL, 0);
}
static long
escape_execveat_descriptor(void)
{
    return syscall(SYS_execveat, inherited, "", ARGUMENTS, NULL, AT_EMPTY_PATH);
}
static long
escape_socket(void)
{
    return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}
static long
escape_socket_unix(void)
{
    return syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}
static long
escape_socketpair(void)
{
    int both[2];

    return syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, both);
}
static long
escape_connect(void)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "socket"};

    return syscall(SYS_connect, WALLS_SOCKET, &to, sizeof to);
}
static long
escape_sendmsg(void)
{
    struct cell_head head = {CELL_END, 0};
    struct iovec from = {&head, sizeof head};
    struct msghdr message = {.msg_iov = &from, .msg_iovlen = 1};

    return syscall(SYS_sendmsg, WALLS_SOCKET, &message, 0);
}
static long
escape_ptrace(void)
{
    return syscall(SYS_ptrace, PTRACE_SEIZE, getppid(), 0, 0);
}
static long
escape_process_vm_readv(void)
{
    static char into[8];
    struct iovec here = {into, sizeof into}, there = {folder, sizeof into};

    return syscall(SYS_process_vm_readv, getppid(), &here, 1, &there, 1, 0);
}
static long
escape_process_vm_writev(void)
{
    struct iovec here = {"x", 1}, there = {folder, 1};

    return syscall(SYS_process_vm_writev, getppid(), &here, 1, &there, 1, 0);
}
static long
escape_pidfd(void)
{
    return syscall(434, getppid(), 0);
}
static long
born(long pid)
{
    if (pid == 0)
        _exit(0);
    return pid;
}
static long
escape_fork(void)
{
#ifdef SYS_fork
    return born(syscall(SYS_fork));
#else
    return born(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
#endif
}
static long
escape_vfork(void)
{
#ifdef SYS_vfork
    return vfork() == 0 ? (_exit(0), 0) : 1;
#else
    return escape_fork();
#endif
}
static long
escape_clone(void)
{
    return born(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}
static long
escape_clone_namespace(void)
{
    return born(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
}
static long
escape_clone3(void)
{
    uint64_t arguments[11] = {0, 0, 0, 0, SIGCHLD};

    return born(syscall(435, arguments, sizeof arguments));
}
static long
escape_kill(void)
{
    return syscall(SYS_kill, getppid(), 0);
}
static long
escape_tgkill(void)
{
    return syscall(SYS_tgkill, getppid(), getppid(), 0);
}
static long
escape_rename(void)
{
    return syscall(SYS_renameat2, AT_FDCWD, "victim", AT_FDCWD, "taken", 0);
}
static long
escape_unlink(void)
{
    return syscall(SYS_unlinkat, AT_FDCWD, "victim", 0);
}
static long
escape_mkdir(void)
{
    return syscall(SYS_mkdirat, AT_FDCWD, "made", 0700);
}
static long
escape_symlink(void)
{
    return syscall(SYS_symlinkat, "/etc", AT_FDCWD, "made");
}
static long
escape_link(void)
{
    return syscall(SYS_linkat, AT_FDCWD, "victim", AT_FDCWD, "made", 0);
}
static long
escape_chmod(void)
{
    return syscall(SYS_fchmodat, AT_FDCWD, "victim", 0777);
}
static long
escape_fchmod(void)
{
    return syscall(SYS_fchmod, inherited, 0777);
}
static long
escape_truncate(void)
{
    return syscall(SYS_truncate, "victim", 0);
}
static long
escape_chroot(void)
{
    return syscall(SYS_chroot, ".");
}
static long
escape_mount(void)
{
    return syscall(SYS_mount, "none", ".", "tmpfs", 0, NULL);
}
static long
escape_setuid(void)
{
    return syscall(SYS_setuid, 0);
}
static long
escape_capset(void)
{
    uint32_t head[2] = {0x20080522, 0}, all[6];

    memset(all, 0xff, sizeof all);
    return syscall(SYS_capset, head, all);
}
static long
escape_bpf(void)
{
    uint32_t attributes[16] = {1, 4, 4, 1}; /* a map: hash, key, value, one */

    return syscall(SYS_bpf, 0, attributes, sizeof attributes);
}
static long
escape_perf(void)
{
    uint64_t attributes[16] = {(uint64_t)112 << 32};

    return syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0);
}
static long
escape_io_uring(void)
{
    static char parameters[120];

    return syscall(425, 4, parameters);
}
static long
escape_userfaultfd(void)
{
    return syscall(SYS_userfaultfd, 0);
}
static long
escape_memfd(void)
{
    return syscall(SYS_memfd_create, "code", 0);
}
static long
escape_keyctl(void)
{
    return syscall(SYS_keyctl, 0, -3, 1);
}
static long
escape_mprotect(void)
{
    static char page[8192] __attribute__((aligned(4096)));

    return syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC);
}
static long
escape_mmap(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}
static long
escape_pkey_mprotect(void)
{
    static char page[8192] __attribute__((aligned(4096)));

    return syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1);
}
static long
escape_ioctl(void)
{
    return ioctl(WALLS_ERR, TIOCSTI, "x");
}
static long
escape_prctl(void)
{
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}
static long
escape_seccomp(void)
{
    return syscall(SYS_seccomp, 0, 0, NULL);
}
static long
escape_personality(void)
{
    return syscall(SYS_personality, 0x0400000);
}
static long
escape_unshare(void)
{
    return syscall(SYS_unshare, CLONE_NEWNS);
}
static long
escape_setns(void)
{
    return syscall(SYS_setns, inherited, 0);
}
static long
escape_write(void)
{
    return syscall(SYS_write, inherited, "x", 1);
}
static long
escape_dup(void)
{
    return syscall(SYS_dup, inherited);
}
static long
escape_fcntl(void)
{
    return fcntl(inherited, F_SETFL, O_APPEND);
}
static long
escape_limits(void)
{
    return syscall(SYS_prlimit64, 0, 7, NULL, NULL);
}
static long
escape_inotify(void)
{
    return syscall(SYS_inotify_init1, 0);
}
static long
escape_shmget(void)
{
    return syscall(SYS_shmget, 0x4143, 4096, 01600);
}
static long
escape_timer(void)
{
    struct itimerval soon = {{0, 0}, {1000, 0}};

    return syscall(SYS_setitimer, ITIMER_REAL, &soon, NULL);
}
#ifdef __x86_64__
static long
escape_int80(void)
{
    long result;

    /* getpid of 32 bits */
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
    return result > 0 ? 0 : -1;
}
static long
escape_x32(void)
{
    return syscall(0x40000000 | SYS_getpid);
}
#endif

/* LANDLOCK: that wall alone refuses it too. */
static const struct escape {
    const char *name;
    long (*try)(void);
    bool landlock;
    const char *what;
} ESCAPES[] = {
    {"open", escape_open, true, "opens a file"},
    {"openat", escape_openat, true, "opens a file to write into it"},
    {"openat-proc", escape_openat_proc, false, "opens its own descriptor anew"},
    {"openat2", escape_openat2, true, "opens a file"},
    {"open_by_handle_at", escape_open_by_handle, false, "opens a file"},
    {"creat", escape_creat, true, "makes a file"},
    {"execve", escape_execve, true, "runs a program"},
    {"execveat", escape_execveat, true, "runs a program"},
    {"execveat-fd", escape_execveat_descriptor, true,
     "runs what was open before"},
    {"socket", escape_socket, false, "a socket to the network"},
    {"socket-unix", escape_socket_unix, false, "a socket to this machine"},
    {"socketpair", escape_socketpair, false, "a pair of sockets"},
    {"connect", escape_connect, false, "connects the pipe to the keeper"},
    {"sendmsg", escape_sendmsg, false, "hands over descriptors"},
    {"ptrace", escape_ptrace, false, "takes the keeper over"},
    {"process_vm_readv", escape_process_vm_readv, false, "reads the keeper"},
    {"process_vm_writev", escape_process_vm_writev, false,
     "writes into the keeper"},
    {"pidfd_open", escape_pidfd, false, "holds the keeper"},
    {"fork", escape_fork, false, "starts a process"},
    {"vfork", escape_vfork, false, "starts a process"},
    {"clone", escape_clone, false, "starts a process"},
    {"clone-namespace", escape_clone_namespace, false,
     "becomes root elsewhere"},
    {"clone3", escape_clone3, false, "starts a process"},
    {"kill", escape_kill, false, "signals the keeper"},
    {"tgkill", escape_tgkill, false, "signals a thread of the keeper"},
    {"rename", escape_rename, true, "moves a file"},
    {"unlink", escape_unlink, true, "removes a file"},
    {"mkdir", escape_mkdir, true, "makes a folder"},
    {"symlink", escape_symlink, true, "makes a link"},
    {"link", escape_link, true, "makes a hard link"},
    {"chmod", escape_chmod, false, "changes a mode"},
    {"fchmod", escape_fchmod, false, "changes a mode of what is open"},
    {"truncate", escape_truncate, true, "empties a file"},
    {"chroot", escape_chroot, false, "moves its root"},
    {"mount", escape_mount, true, "mounts"},
    {"setuid", escape_setuid, false, "becomes root"},
    {"capset", escape_capset, false, "takes capabilities"},
    {"bpf", escape_bpf, false, "loads into the kernel"},
    {"perf_event_open", escape_perf, false, "watches the kernel"},
    {"io_uring_setup", escape_io_uring, false, "asks past the filter"},
    {"userfaultfd", escape_userfaultfd, false, "stops the kernel in a copy"},
    {"memfd_create", escape_memfd, false, "makes a file in memory"},
    {"keyctl", escape_keyctl, false, "asks for keys"},
    {"mprotect-exec", escape_mprotect, false, "makes code of data"},
    {"mmap-exec", escape_mmap, false, "maps code that it can write"},
    {"pkey_mprotect", escape_pkey_mprotect, false, "makes code of data"},
    {"ioctl", escape_ioctl, false, "types on the terminal"},
    {"prctl", escape_prctl, false, "opens itself to others"},
    {"seccomp", escape_seccomp, false, "changes its walls"},
    {"personality", escape_personality, false, "changes its layout"},
    {"unshare", escape_unshare, false, "a world of its own"},
    {"setns", escape_setns, false, "another's world"},
    {"write", escape_write, false, "writes into what was open before"},
    {"dup", escape_dup, false, "a second descriptor"},
    {"fcntl", escape_fcntl, false, "changes how it is open"},
    {"prlimit64", escape_limits, false, "lifts its limits"},
    {"inotify_init1", escape_inotify, false, "watches files"},
    {"shmget", escape_shmget, false, "memory shared with others"},
    {"setitimer", escape_timer, false, "signals by a clock"},
#ifdef __x86_64__
    {"int80", escape_int80, false, "calls of 32 bits"},
    {"x32", escape_x32, false, "calls of x32"},
#endif
};
enum { ESCAPE_COUNT = sizeof ESCAPES / sizeof *ESCAPES };

static const struct escape *
escape_of(const char *name)
{
    for (size_t i = 0; i < ESCAPE_COUNT; i++)
        if (strcmp(ESCAPES[i].name, name) == 0)
            return &ESCAPES[i];
    return NULL;
}

/* In a child of its own, arranged as a cell's is. */
_Noreturn static void
try_behind(const struct escape *escape, const struct walls *walls, bool wanted)
{
    struct failure why;
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0 ||
        dup2(pair[0], WALLS_SOCKET) < 0)
        _exit(99);
    inherited = fcntl(open("victim", O_RDWR), F_DUPFD, 20);
    if (wanted && walls_raise(walls, 64, &why) != 0)
        _exit(98);
    errno = 0;
    _exit(escape->try() >= 0 ? 97 : errno & 63);
}

/* What is mounted or shared here ends with this process, where it may. */
static void
own_world(void)
{
    if (unshare(CLONE_NEWNS | CLONE_NEWIPC) == 0)
        (void)mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

static int
run_escape(const char *name, const char *which)
{
    const struct escape *escape = escape_of(name);
    struct walls walls = walls_of_kernel();
    int status = 0;
    pid_t pid;

    if (escape == NULL)
        return 64;
    if (strcmp(which, "landlock") == 0)
        walls.seccomp = false;
    if (strcmp(which, "seccomp") == 0)
        walls.landlock = 0;
    own_world();
    fclose(fopen("victim", "w"));
    pid = fork();
    if (pid == 0)
        try_behind(escape, &walls, strcmp(which, "none") != 0);
    (void)waitpid(pid, &status, 0);
    if (WIFSIGNALED(status))
        printf("refused: killed by signal %d\n", WTERMSIG(status));
    else if (WEXITSTATUS(status) == 97 || WEXITSTATUS(status) == 0)
        printf("SUCCEEDED\n");
    else if (WEXITSTATUS(status) > 64)
        printf("NOT TRIED: %d\n", WEXITSTATUS(status));
    else
        printf("refused: %s\n", strerror(WEXITSTATUS(status)));
    return 0;
}

/* --- Messages --------------------------------------------------------------
 */

static void
packet(uint32_t kind, uint32_t number, const void *bytes, size_t len)
{
    static char room[1 << 18];
    struct cell_head head = {kind, number};

    memcpy(room, &head, sizeof head);
    if (len > 0)
        memcpy(room + sizeof head, bytes, len);
    (void)!write(WALLS_SOCKET, room, sizeof head + len);
}

static char large[1 << 17];

static void
say_nothing(void)
{
}
static void
say_short(void)
{
    (void)!write(WALLS_SOCKET, "x", 1);
}
static void
say_unknown(void)
{
    packet(9, 0, NULL, 0);
}
static void
say_oversize(void)
{
    packet(CELL_FILE, 0, NULL, 0);
    packet(CELL_BYTES, 0, large, CELL_PIECE + 1);
}
static void
say_file_99(void)
{
    packet(CELL_FILE, 99, NULL, 0);
}
static void
say_file_negative(void)
{
    packet(CELL_FILE, UINT32_MAX, NULL, 0);
}
static void
say_file_by_name(void)
{
    packet(CELL_FILE, 0, "../../etc/cron.d/x", 18);
}
static void
say_file_twice(void)
{
    packet(CELL_FILE, 1, NULL, 0);
    packet(CELL_FILE, 1, NULL, 0);
}
static void
say_bytes_first(void)
{
    packet(CELL_BYTES, 0, "x", 1);
}
static void
say_too_much(void)
{
    packet(CELL_FILE, 0, NULL, 0);
    for (int i = 0; i < 40; i++)
        packet(CELL_BYTES, 0, large, CELL_PIECE);
}
static void
say_ask_99(void)
{
    packet(CELL_ASK, 99, NULL, 0);
}
static void
say_ask_twice(void)
{
    packet(CELL_ASK, 0, NULL, 0);
    packet(CELL_ASK, 0, NULL, 0);
}
static void
say_read_unasked(void)
{
    packet(CELL_READ, 0, NULL, 0);
}
static void
say_read_twice(void)
{
    packet(CELL_ASK, 0, NULL, 0);
    packet(CELL_READ, 0, NULL, 0);
    packet(CELL_READ, 0, NULL, 0);
}
static void
say_end_twice(void)
{
    packet(CELL_END, 0, NULL, 0);
    packet(CELL_END, 0, NULL, 0);
}
static void
say_after_end(void)
{
    packet(CELL_END, 0, NULL, 0);
    packet(CELL_FILE, 0, NULL, 0);
}
static void
say_long_end(void)
{
    packet(CELL_END, 1, large, 4096);
}
static void
say_status_999(void)
{
    packet(CELL_END, 999, NULL, 0);
}
static void
print_without_end(void)
{
    memset(large, 'x', sizeof large);
    for (;;)
        (void)!write(WALLS_OUT, large, sizeof large);
}
static void
shout_without_end(void)
{
    for (;;)
        (void)!write(WALLS_ERR, large, sizeof large);
}
static void
leave(void)
{
    _exit(0);
}
static void
crash(void)
{
    packet(CELL_ASK, 0, NULL, 0);
    raise(SIGABRT);
}
static void
hang(void)
{
    for (;;)
        sched_yield();
}

static const struct message {
    const char *name;
    void (*say)(void);
} MESSAGES[] = {
    {"nothing wrong", say_nothing},
    {"a packet without a head", say_short},
    {"an unknown kind", say_unknown},
    {"a piece too large", say_oversize},
    {"file 99", say_file_99},
    {"file -1", say_file_negative},
    {"a file by its name", say_file_by_name},
    {"a file twice", say_file_twice},
    {"bytes without a file", say_bytes_first},
    {"more than a file may have", say_too_much},
    {"input 99", say_ask_99},
    {"an input twice", say_ask_twice},
    {"read without asking", say_read_unasked},
    {"read twice", say_read_twice},
    {"two ends", say_end_twice},
    {"a file after the end", say_after_end},
    {"a reason too long", say_long_end},
    {"status 999", say_status_999},
    {"output without an end", print_without_end},
    {"messages without an end", shout_without_end},
    {"no end", leave},
    {"a crash", crash},
    {"no rest", hang},
};
enum { MESSAGE_COUNT = sizeof MESSAGES / sizeof *MESSAGES };

static const char *const FILES[] = {"a", "b"};
static const char *kept = "dropped";

static int
say_it(void *baton, struct cell *cell, struct failure *why)
{
    const struct message *message = baton;

    (void)cell;
    (void)why;
    message->say();
    return 0;
}

static int
open_input(void *baton, size_t input, uint64_t *size)
{
    (void)baton;
    (void)input;
    *size = 0;
    return open("/dev/null", O_RDONLY);
}

static int
take_file(void *baton, size_t file, struct failure *why)
{
    (void)baton;
    (void)file;
    (void)why;
    return 0;
}

static int
take_bytes(void *baton, const void *bytes, size_t len, struct failure *why)
{
    (void)baton;
    (void)bytes;
    (void)len;
    (void)why;
    return 0;
}

static void
hear(void *baton, struct span line)
{
    (void)baton;
    (void)line;
}

static int
keep(void *baton, struct failure *why)
{
    (void)baton;
    (void)why;
    kept = "kept";
    return 0;
}

static int
run_message(const char *name)
{
    static const char *const ENDS[] = {"ended", "broken", "died"};
    struct cell_task task = {.work = say_it,
                             .inputs = 1,
                             .open = open_input,
                             .files = FILES,
                             .file_count = 2,
                             .file_most = 1 << 20,
                             .file = take_file,
                             .bytes = take_bytes,
                             .say = hear,
                             .keep = keep,
                             .walls = true,
                             .threads = 1,
                             .seconds = 5};
    bool reading[1];
    struct cell_outcome outcome = {.reading = reading};
    struct failure why = {.text = ""};

    for (size_t i = 0; i < MESSAGE_COUNT; i++)
        if (strcmp(MESSAGES[i].name, name) == 0)
            task.baton = (void *)&MESSAGES[i];
    if (task.baton == NULL)
        return 64;
    cell_run(&task, &outcome, &why);
    buf_release(&outcome.output);
    printf("%s, %s%s%s%s\n", ENDS[outcome.end], kept,
           reading[0] ? ", while reading" : "", why.text[0] ? ": " : "",
           why.text);
    return 0;
}

int
main(int count, char *words[])
{
    const char *temporary = getenv("TMPDIR");

    (void)snprintf(folder, sizeof folder, "%s/escapes-XXXXXX",
                   temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (count == 2 && strcmp(words[1], "list") == 0)
        for (size_t i = 0; i < ESCAPE_COUNT; i++)
            printf("%s\t%s\t%s\n", ESCAPES[i].name,
                   ESCAPES[i].landlock ? "landlock" : "", ESCAPES[i].what);
    else if (count == 2 && strcmp(words[1], "messages") == 0)
        for (size_t i = 0; i < MESSAGE_COUNT; i++)
            printf("%s\n", MESSAGES[i].name);
    else if (count == 3 && strcmp(words[1], "message") == 0)
        return run_message(words[2]);
    else if (count == 3)
        return run_escape(words[1], words[2]);
    else
        return 64;
    return 0;
}
