/*
 * Preloaded into a program, it makes one call fail.
 *
 *     LD_PRELOAD=fault.so ACC_FAULT=WHAT ACC_FAULT_LOG=FILE PROGRAM …
 *
 * WHAT is `count` (nothing fails; each call is written to the log), `memory:N`
 * (the allocation number N fails), `io:N:ERRNO` (the call to the system number
 * N fails), `io:N:short` (it does half of what it is asked), `full:N` (from the
 * call number N on nothing can be written: the disk is full) or `forks:FILE`:
 * at each allocation whose number stands in FILE the program is forked, and in
 * the child that allocation fails.  There the program has to end at once, with
 * status 1 and the one line on stderr that ACC_FAULT_LINE holds; what it does
 * instead is logged.  So thousands of allocations fail in the time of a few
 * runs, as long as the end of a child leaves its parent untouched.
 *
 * Allocations are those of the C library, whoever asks.  Calls to the system
 * are caught where they leave the process (PR_SET_SYSCALL_USER_DISPATCH, Linux
 * 5.11), so those of the C library itself are among them: stdio, readdir,
 * getpwuid.  Counting goes on in processes that are forked; a program that is
 * executed is left alone.  x86-64 only.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_ON 1
#endif

enum {
    LIBRARIES_MOST = 32,
    PATH_MOST = 96,
    IO_MOST = 1 << 16,
    MEMORY_MOST = 1 << 22,
    DEPTH_MOST = 64
};

/* One call to the system, as the log has it. */
struct io {
    int32_t number, descriptor;
    uint64_t memory; /* allocations before it */
    uint64_t len;
    char path[PATH_MOST];
};

/* The log: read by fault.py, which knows these offsets. */
struct log {
    char magic[8];
    uint64_t memory, io; /* calls so far */
    uint64_t failed;     /* how often a fault struck */
    uint64_t bad;        /* children that did not end as they should */
    uint64_t bad_at;     /* the first of them */
    int64_t bad_status;
    char bad_text[256];
    struct io struck;
    uint64_t libraries;
    char names[LIBRARIES_MOST][PATH_MOST];
    struct io calls[IO_MOST];
    /* Who asked: bits of the libraries on the stack, the nearest one above. */
    uint64_t askers[MEMORY_MOST];
};

static struct log *shared;
static bool counting;
static uint64_t fail_memory, fail_io, full_from; /* from 1; 0: none */
static long fail_with;                           /* errno; 0: short */
static bool ready;

/* Allocations at which the program is forked, in order. */
static const uint64_t *forks;
static size_t fork_count, fork_next;
static uint64_t fork_until; /* in the process that was started; 0: always */
static bool started = true; /* we are that process */
static int told = -1;       /* what a child writes */
static const char *line;

long fault_syscall(long number, long a, long b, long c, long d, long e, long f);

/* --- Who asks ------------------------------------------------------------- */

static struct {
    uintptr_t from, to;
    int library;
} ranges[LIBRARIES_MOST * 4];
static int range_count;

static int
note_library(struct dl_phdr_info *info, size_t size, void *baton)
{
    const char *name = info->dlpi_name[0] == '\0' ? "program" : info->dlpi_name;
    const char *slash = strrchr(name, '/');
    int library = (int)shared->libraries;

    (void)size;
    (void)baton;
    if (library == LIBRARIES_MOST)
        return 0;
    snprintf(shared->names[library], PATH_MOST, "%s",
             slash == NULL ? name : slash + 1);
    shared->libraries++;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];

        if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0 ||
            range_count == LIBRARIES_MOST * 4)
            continue;
        ranges[range_count].from = info->dlpi_addr + part->p_vaddr;
        ranges[range_count].to = ranges[range_count].from + part->p_memsz;
        ranges[range_count++].library = library;
    }
    return 0;
}

struct asker {
    uint64_t seen;
    int depth, nearest;
};

static _Unwind_Reason_Code
note_frame(struct _Unwind_Context *context, void *baton)
{
    struct asker *asker = baton;
    uintptr_t at = _Unwind_GetIP(context);

    if (++asker->depth > DEPTH_MOST)
        return _URC_END_OF_STACK;
    for (int i = 0; i < range_count; i++)
        if (at >= ranges[i].from && at < ranges[i].to) {
            const char *name = shared->names[ranges[i].library];

            /* The door itself and what stands between it and the asker. */
            if (asker->nearest < 0 && asker->depth > 3 &&
                strncmp(name, "libc.so", 7) != 0)
                asker->nearest = ranges[i].library;
            if (asker->depth > 3)
                asker->seen |= 1ull << ranges[i].library;
        }
    return _URC_NO_REASON;
}

/* --- Allocations ---------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_memalign)(size_t, size_t);
static char early[1 << 16]; /* dlsym may ask before it has answered */
static size_t early_used;
static _Thread_local bool inside;

static bool
is_early(const void *at)
{
    return (const char *)at >= early && (const char *)at < early + sizeof early;
}

static void *
take_early(size_t size)
{
    void *at = early + early_used;

    early_used += (size + 15) & ~(size_t)15;
    return early_used <= sizeof early ? at : NULL;
}

static void
find_real(void)
{
    static bool finding;

    if (real_memalign != NULL || finding)
        return;
    finding = true;
    *(void **)&real_malloc = dlsym(RTLD_NEXT, "__libc_malloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "__libc_calloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "__libc_realloc");
    *(void **)&real_memalign = dlsym(RTLD_NEXT, "__libc_memalign");
    finding = false;
}

/* The folder that a child would tidy away is its parent's, too: what it removes
 * and renames stays. */
static bool doomed;

static void watch_again(void);

/* Forks: true in the child; in the parent, when the child has ended. */
static bool
in_child(uint64_t number)
{
    char text[256] = "";
    int status = 0;
    long child, got;

    (void)fault_syscall(SYS_ftruncate, told, 0, 0, 0, 0, 0);
    (void)fault_syscall(SYS_lseek, told, 0, SEEK_SET, 0, 0, 0);
    child = fault_syscall(SYS_fork, 0, 0, 0, 0, 0, 0);
    if (child == 0) {
        (void)fault_syscall(SYS_dup2, told, 1, 0, 0, 0, 0);
        (void)fault_syscall(SYS_dup2, told, 2, 0, 0, 0, 0);
        (void)fault_syscall(SYS_alarm, 20, 0, 0, 0, 0, 0);
        fork_next = fork_count;
        doomed = true;
        watch_again();
        return true;
    }
    do
        got = fault_syscall(SYS_wait4, child, (long)&status, 0, 0, 0, 0);
    while (got == -EINTR);
    got =
        fault_syscall(SYS_pread64, told, (long)text, sizeof text - 1, 0, 0, 0);
    text[got > 0 ? got : 0] = '\0';
    if (child > 0 && status == 1 << 8 && strcmp(text, line) == 0)
        return false;
    if (shared->bad++ == 0) {
        shared->bad_at = number;
        shared->bad_status = status;
        memcpy(shared->bad_text, text, sizeof text);
    }
    return false;
}

/* Is this the allocation that fails? */
static bool
strikes(void)
{
    struct asker asker = {0, 0, -1};
    uint64_t number;
    bool forked;

    if (!ready || inside)
        return false;
    number = __atomic_add_fetch(&shared->memory, 1, __ATOMIC_SEQ_CST);
    while (fork_next < fork_count && forks[fork_next] < number)
        fork_next++; /* another process had those */
    forked = fork_next < fork_count && forks[fork_next] == number &&
             (!started || fork_until == 0 || number <= fork_until);
    if (forked || number == fail_memory ||
        (counting && number <= MEMORY_MOST)) {
        inside = true;
        _Unwind_Backtrace(note_frame, &asker);
        inside = false;
    }
    if ((forked || counting) && number <= MEMORY_MOST)
        shared->askers[number - 1] = asker.seen | (uint64_t)(asker.nearest + 1)
                                                      << 48;
    if (forked) {
        fork_next++;
        if (!in_child(number))
            return false;
    } else if (number != fail_memory) {
        return false;
    }
    shared->failed++;
    errno = ENOMEM;
    return true;
}

void *
__libc_malloc(size_t size)
{
    find_real();
    if (real_malloc == NULL)
        return take_early(size);
    return strikes() ? NULL : real_malloc(size);
}

void *
__libc_calloc(size_t count, size_t size)
{
    find_real();
    if (real_calloc == NULL)
        return take_early(count * size);
    return strikes() ? NULL : real_calloc(count, size);
}

void *
__libc_realloc(void *old, size_t size)
{
    find_real();
    if (old != NULL && is_early(old)) {
        void *fresh = real_malloc(size);

        return fresh == NULL ? NULL : memcpy(fresh, old, size);
    }
    if (real_realloc == NULL)
        return take_early(size);
    return strikes() ? NULL : real_realloc(old, size);
}

void *
__libc_memalign(size_t alignment, size_t size)
{
    find_real();
    return strikes() ? NULL : real_memalign(alignment, size);
}

/* A program without a door of its own asks by these names. */
void *
malloc(size_t size)
{
    return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
    return __libc_realloc(old, size);
}

void
free(void *old)
{
    static void (*real_free)(void *);

    if (is_early(old))
        return;
    if (real_free == NULL)
        *(void **)&real_free = dlsym(RTLD_NEXT, "free");
    real_free(old);
}

/* --- Calls to the system -------------------------------------------------- */

void fault_restorer(void);
extern const char fault_begin[], fault_end[];

/* Calls from here are not caught. */
__asm__(".pushsection .text\n"
        ".globl fault_begin\n"
        "fault_begin:\n"
        ".globl fault_syscall\n"
        ".type fault_syscall,@function\n"
        "fault_syscall:\n"
        "    mov %rdi, %rax\n"
        "    mov %rsi, %rdi\n"
        "    mov %rdx, %rsi\n"
        "    mov %rcx, %rdx\n"
        "    mov %r8, %r10\n"
        "    mov %r9, %r8\n"
        "    mov 8(%rsp), %r9\n"
        "    syscall\n"
        "    ret\n"
        ".globl fault_restorer\n"
        "fault_restorer:\n"
        "    mov $15, %eax\n"
        "    syscall\n"
        "    nop\n"
        ".globl fault_end\n"
        "fault_end:\n"
        ".popsection\n");

enum argument { NOTHING, FIRST, PATH, PATH_AT, OUTPUT };

/* What counts as I/O, and where the call names its file: a descriptor, a path,
 * a path behind a folder's descriptor.  OUTPUT: it needs room on a disk. */
static const struct {
    long number;
    enum argument file;
    bool output;
} CALLS[] = {
    {SYS_read, FIRST, false},         {SYS_write, FIRST, true},
    {SYS_open, PATH, false},          {SYS_close, FIRST, false},
    {SYS_stat, PATH, false},          {SYS_fstat, FIRST, false},
    {SYS_lstat, PATH, false},         {SYS_poll, NOTHING, false},
    {SYS_lseek, FIRST, false},        {SYS_mmap, NOTHING, false},
    {SYS_ioctl, FIRST, false},        {SYS_pread64, FIRST, false},
    {SYS_pwrite64, FIRST, true},      {SYS_readv, FIRST, false},
    {SYS_writev, FIRST, true},        {SYS_access, PATH, false},
    {SYS_pipe, NOTHING, false},       {SYS_mremap, NOTHING, false},
    {SYS_dup, FIRST, false},          {SYS_dup2, FIRST, false},
    {SYS_socket, NOTHING, false},     {SYS_socketpair, NOTHING, false},
    {SYS_connect, FIRST, false},      {SYS_sendto, FIRST, false},
    {SYS_recvfrom, FIRST, false},     {SYS_sendmsg, FIRST, false},
    {SYS_recvmsg, FIRST, false},      {SYS_clone, NOTHING, false},
    {SYS_fork, NOTHING, false},       {SYS_execve, PATH, false},
    {SYS_wait4, NOTHING, false},      {SYS_fcntl, FIRST, false},
    {SYS_flock, FIRST, false},        {SYS_fsync, FIRST, true},
    {SYS_fdatasync, FIRST, true},     {SYS_ftruncate, FIRST, true},
    {SYS_getdents64, FIRST, false},   {SYS_chdir, PATH, false},
    {SYS_rename, PATH, true},         {SYS_mkdir, PATH, true},
    {SYS_rmdir, PATH, false},         {SYS_link, PATH, true},
    {SYS_unlink, PATH, false},        {SYS_readlink, PATH, false},
    {SYS_chmod, PATH, false},         {SYS_fchmod, FIRST, false},
    {SYS_fchown, FIRST, false},       {SYS_statfs, PATH, false},
    {SYS_fstatfs, FIRST, false},      {SYS_fallocate, FIRST, true},
    {SYS_openat, PATH_AT, false},     {SYS_mkdirat, PATH_AT, true},
    {SYS_newfstatat, PATH_AT, false}, {SYS_unlinkat, PATH_AT, false},
    {SYS_renameat, PATH_AT, true},    {SYS_linkat, PATH_AT, true},
    {SYS_readlinkat, PATH_AT, false}, {SYS_faccessat, PATH_AT, false},
    {SYS_fchmodat, PATH_AT, false},   {SYS_dup3, FIRST, false},
    {SYS_pipe2, NOTHING, false},      {SYS_renameat2, PATH_AT, true},
    {SYS_getrandom, NOTHING, false},  {SYS_memfd_create, NOTHING, false},
    {SYS_statx, PATH_AT, false},      {SYS_openat2, PATH_AT, false},
};
enum { CALL_COUNT = sizeof CALLS / sizeof *CALLS };

static char selector = 1; /* SYSCALL_DISPATCH_FILTER_BLOCK */
static bool walled;       /* behind a filter of its own */

static long
watch(void)
{
    return fault_syscall(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH,
                         PR_SYS_DISPATCH_ON, (long)fault_begin,
                         fault_end - fault_begin, (long)&selector, 0);
}

/* In a process that was forked: there nothing is caught any more. */
static void
watch_again(void)
{
    if (walled)
        return;
    selector = 1;
    (void)watch();
}

static void
describe(struct io *io, int call, const long argument[6])
{
    const char *path = NULL;
    size_t i = 0;

    io->number = (int32_t)CALLS[call].number;
    io->descriptor = -1;
    io->memory = shared->memory;
    io->len = (uint64_t)argument[2];
    if (CALLS[call].file == FIRST)
        io->descriptor = (int32_t)argument[0];
    if (io->number == SYS_mmap) /* the file, or -1: memory without a file */
        io->descriptor = (int32_t)argument[4], io->len = (uint64_t)argument[1];
    if (CALLS[call].file == PATH)
        path = (const char *)argument[0];
    if (CALLS[call].file == PATH_AT)
        path = (const char *)argument[1];
    for (; path != NULL && path[i] != '\0' && i < PATH_MOST - 1; i++)
        io->path[i] = path[i];
    io->path[i] = '\0';
}

/* Half of a read or a write; what cannot be halved is interrupted. */
static long
half(long number, const long argument[6])
{
    bool at = number == SYS_pread64 || number == SYS_pwrite64;

    if ((number != SYS_read && number != SYS_write && !at) || argument[2] < 2)
        return -EINTR;
    return fault_syscall(number, argument[0], argument[1], argument[2] / 2,
                         argument[3], argument[4], argument[5]);
}

/* Does this call fail?  RESULT is then what it gives. */
static bool
strikes_io(long number, const long argument[6], long *result)
{
    uint64_t count;
    struct io here;
    int call = 0;

    while (call < CALL_COUNT && CALLS[call].number != number)
        call++;
    if (call == CALL_COUNT)
        return false;
    count = __atomic_add_fetch(&shared->io, 1, __ATOMIC_SEQ_CST);
    if (counting && count <= IO_MOST)
        describe(&shared->calls[count - 1], call, argument);
    if (full_from != 0 && count >= full_from && CALLS[call].output &&
        argument[0] > 2) {
        *result = -ENOSPC;
        shared->failed++;
        return true;
    }
    if (count != fail_io)
        return false;
    describe(&here, call, argument);
    shared->struck = here;
    shared->failed++;
    if (fail_with == 0) {
        *result = half(number, argument);
        return true;
    }
    if (number == SYS_close) /* a descriptor is gone even so */
        (void)fault_syscall(number, argument[0], 0, 0, 0, 0, 0);
    *result = -fail_with;
    return true;
}

static uint64_t
signals_now(void)
{
    uint64_t mask = 0;

    (void)fault_syscall(SYS_rt_sigprocmask, SIG_BLOCK, 0, (long)&mask, 8, 0, 0);
    return mask;
}

/* Does this call make a thread, or a process that shares our memory? */
static bool
shares_memory(long number, const long argument[6])
{
    if (number == SYS_vfork)
        return true;
    if (number == SYS_clone3)
        return (*(const uint64_t *)argument[0] & CLONE_VM) != 0;
    return number == SYS_clone && (argument[0] & CLONE_VM) != 0;
}

/* Two processes would mix what their children write. */
static void
tell_apart(void)
{
    long file;

    if (told < 0)
        return;
    file =
        fault_syscall(SYS_memfd_create, (long)"told", MFD_CLOEXEC, 0, 0, 0, 0);
    if (file < 0)
        return;
    (void)fault_syscall(SYS_dup2, file, told, 0, 0, 0, 0);
    (void)fault_syscall(SYS_close, file, 0, 0, 0, 0, 0);
}

static void
caught(int signal, siginfo_t *info, void *baton)
{
    ucontext_t *context = baton;
    greg_t *reg = context->uc_mcontext.gregs;
    long number = (long)reg[REG_RAX], result;
    long argument[6] = {(long)reg[REG_RDI], (long)reg[REG_RSI],
                        (long)reg[REG_RDX], (long)reg[REG_R10],
                        (long)reg[REG_R8],  (long)reg[REG_R9]};

    (void)signal;
    number = info->si_syscall;
    if (doomed && (number == SYS_unlink || number == SYS_unlinkat ||
                   number == SYS_rmdir || number == SYS_rename ||
                   number == SYS_renameat || number == SYS_renameat2)) {
        reg[REG_RAX] = 0;
        return;
    }
    /* A filter of calls has none for us; a question is not yet one. */
    if ((number == SYS_seccomp && argument[0] == 1 && argument[2] != 0) ||
        (number == SYS_prctl && argument[0] == PR_SET_SECCOMP &&
         argument[2] != 0))
        walled = true;
    if (walled || shares_memory(number, argument)) {
        /* It has to return on its own stack: from here on we see nothing, but
         * of who starts a thread. */
        selector = 0;
        reg[REG_RAX] = number;
        reg[REG_RIP] -= 2;
        return;
    }
    /* Who takes our signal away would be killed by the next call. */
    if (number == SYS_rt_sigaction && argument[0] == SIGSYS) {
        reg[REG_RAX] = 0;
        return;
    }
    /* We are not to be made slow: a test does not wait behind all others. */
    if (number == SYS_setpriority || number == SYS_ioprio_set) {
        reg[REG_RAX] = 0;
        return;
    }
    /* Nor is TOLD to be closed. */
    if (told >= 0 && number == SYS_close && argument[0] == told) {
        reg[REG_RAX] = 0;
        return;
    }
    if (told >= 0 && number == SYS_close_range && argument[0] <= told) {
        (void)fault_syscall(number, argument[0], told - 1, argument[2], 0, 0,
                            0);
        argument[0] = told + 1;
    }
    if (!strikes_io(number, argument, &result))
        result = fault_syscall(number, argument[0], argument[1], argument[2],
                               argument[3], argument[4], argument[5]);
    if (result == 0 &&
        (number == SYS_clone || number == SYS_fork || number == SYS_clone3)) {
        started = false;
        tell_apart();
        (void)watch();
    }
    if (number == SYS_rt_sigprocmask && result == 0) {
        uint64_t mask = signals_now() & ~(1ull << (SIGSYS - 1));

        memcpy(&context->uc_sigmask, &mask, sizeof mask);
        (void)fault_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&mask, 0, 8,
                            0, 0);
    }
    reg[REG_RAX] = result;
}

/* Threads are not watched, but who starts one is again. */
int
pthread_create(pthread_t *thread, const pthread_attr_t *how,
               void *(*start)(void *), void *baton)
{
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                       void *);
    int result;

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    result = real(thread, how, start, baton);
    if (ready && !walled)
        selector = 1;
    return result;
}

/* --- The beginning -------------------------------------------------------- */

struct kernel_action {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

static void
give_up(const char *reason)
{
    fprintf(stderr, "fault: %s\n", reason);
    _exit(99);
}

static void
read_forks(const char *path)
{
    int file = open(path, O_RDONLY);
    off_t size = file < 0 ? -1 : lseek(file, 0, SEEK_END);

    line = getenv("ACC_FAULT_LINE");
    if (getenv("ACC_FAULT_UNTIL") != NULL)
        fork_until = strtoull(getenv("ACC_FAULT_UNTIL"), NULL, 10);
    told = memfd_create("told", MFD_CLOEXEC);
    if (size <= 0 || line == NULL || told < 0)
        give_up("ACC_FAULT_LINE, or the list of allocations");
    /* Out of the way of the descriptors that the program gets. */
    told = fcntl(told, F_DUPFD_CLOEXEC, 500);
    forks = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, file, 0);
    if (forks == MAP_FAILED)
        give_up("the list of allocations cannot be mapped");
    fork_count = (size_t)size / sizeof *forks;
    (void)close(file);
}

static void
read_wish(const char *wish)
{
    char *end = NULL;

    if (strncmp(wish, "forks:", 6) == 0) {
        read_forks(wish + 6);
        return;
    }
    counting = strcmp(wish, "count") == 0;
    if (strncmp(wish, "memory:", 7) == 0)
        fail_memory = strtoull(wish + 7, NULL, 10);
    else if (strncmp(wish, "full:", 5) == 0)
        full_from = strtoull(wish + 5, NULL, 10);
    else if (strncmp(wish, "io:", 3) == 0)
        fail_io = strtoull(wish + 3, &end, 10);
    else if (!counting)
        give_up("ACC_FAULT is not understood");
    if (end != NULL && *end == ':')
        fail_with = strtol(end + 1, NULL, 10); /* "short" is 0 */
}

__attribute__((constructor)) static void
begin(void)
{
    const char *wish = getenv("ACC_FAULT"), *path = getenv("ACC_FAULT_LOG");
    struct kernel_action action = {caught, SA_SIGINFO | SA_NODEFER | 0x04000000,
                                   fault_restorer, 0};
    struct asker asker = {0, 0, 0};
    int file;

    if (wish == NULL || path == NULL)
        return;
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ftruncate(file, sizeof *shared) != 0)
        give_up("the log cannot be made");
    shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    if (shared == MAP_FAILED)
        give_up("the log cannot be mapped");
    memcpy(shared->magic, "ACCFAULT", 8);
    find_real();
    read_wish(wish);
    dl_iterate_phdr(note_library, NULL);
    _Unwind_Backtrace(note_frame, &asker); /* what it needs once, it has now */
    (void)unsetenv("ACC_FAULT");
    (void)unsetenv("ACC_FAULT_LOG");
    if (fault_syscall(SYS_rt_sigaction, SIGSYS, (long)&action, 0, 8, 0, 0) !=
            0 ||
        watch() != 0)
        give_up("this kernel cannot hand calls back (Linux 5.11 can)");
    ready = true;
}
