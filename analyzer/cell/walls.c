#include "walls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0 /* no filter of ours: said, like a kernel without */
#endif

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* What glibc (and, with one bit more, musl) starts a thread with. */
#define THREAD_FLAGS                                                           \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |        \
     CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |                      \
     CLONE_CHILD_CLEARTID)

#define ALLOW(call, reason)                                                    \
    {                                                                          \
        SYS_##call, #call, WALLS_ALLOW, 0, {0}, 0, reason                      \
    }
#define ONE_OF(call, argument, count, reason, ...)                             \
    {                                                                          \
        SYS_##call, #call, WALLS_ONE_OF, argument, {__VA_ARGS__}, count,       \
            reason                                                             \
    }
#define WITHOUT(call, argument, bits, reason)                                  \
    {                                                                          \
        SYS_##call, #call, WALLS_WITHOUT, argument, {bits}, 1, reason          \
    }
#define NOT_HERE(call, error, reason)                                          \
    {                                                                          \
        SYS_##call, #call, WALLS_NOT_HERE, 0, {error}, 1, reason               \
    }

/* Those that come most often first. */
const struct walls_call WALLS_CALLS[] = {
    ALLOW(read, "a bundle that was handed over"),
    ALLOW(futex, "threads wait for each other"),
    ONE_OF(write, 0, 3, "into the three pipes of the cell", WALLS_OUT,
           WALLS_ERR, WALLS_SOCKET),
    ALLOW(pwrite64, "the file without a name, opened before"),
    ALLOW(madvise, "memory is given back"),
    ALLOW(munmap, "memory is given back"),
    WITHOUT(mmap, 2, PROT_EXEC, "memory; never to be executed"),
    WITHOUT(mprotect, 2, PROT_EXEC, "memory; never to be executed"),
    ALLOW(mremap, "memory grows"),
    ALLOW(brk, "memory grows"),
    ALLOW(lseek, "the end of a bundle is looked at first"),
    ALLOW(close, "a bundle is read"),
    ONE_OF(recvmsg, 0, 1, "the next bundle is handed over", WALLS_SOCKET),
    ONE_OF(fcntl, 1, 2, "how a descriptor is open", F_GETFL, F_GETFD),
    ALLOW(fstat, "the size of what is open"),
    ONE_OF(clone, 0, 2, "a thread starts; never a process", THREAD_FLAGS,
           THREAD_FLAGS | 0x400000 /* CLONE_DETACHED */),
    ALLOW(set_robust_list, "a thread starts"),
#ifdef SYS_rseq
    ALLOW(rseq, "a thread starts"),
#endif
    ALLOW(rt_sigprocmask, "a thread starts"),
    ALLOW(sched_getaffinity, "how many threads may allocate side by side"),
    ALLOW(sched_yield, "threads wait for each other"),
    ALLOW(restart_syscall, "a wait goes on after the process was stopped"),
    ALLOW(rt_sigreturn, "a signal was answered"),
    ALLOW(getrandom, "hash tables are seeded"),
    ALLOW(clock_gettime, "the time, where it takes a call"),
    ALLOW(getpid, "an abort names itself"),
    ALLOW(gettid, "an abort names itself"),
    ONE_OF(tgkill, 0, 1, "an abort ends this process, no other", WALLS_SELF),
    ONE_OF(writev, 0, 2, "the C library says why it aborts", WALLS_OUT,
           WALLS_ERR),
    ALLOW(exit, "a thread ends"),
    ALLOW(exit_group, "the process ends"),
#ifdef SYS_clone3
    NOT_HERE(clone3, ENOSYS, "its flags cannot be looked at: clone is used"),
#endif
    NOT_HERE(newfstatat, EPERM,
             "a stream asks how to buffer: it takes the usual"),
    NOT_HERE(ioctl, ENOTTY, "a stream asks for a terminal: there is none"),
#ifdef __SANITIZE_ADDRESS__
    /* Builds with sanitizers only: their reports open the program and the maps
     * of the process, and they look after the stacks of threads. */
    ALLOW(openat, "sanitizer"),
    ALLOW(readlink, "sanitizer"),
    ALLOW(sigaltstack, "sanitizer"),
    ALLOW(rt_sigaction, "sanitizer"),
    ALLOW(prctl, "sanitizer"),
    ALLOW(getrusage, "sanitizer"),
    ALLOW(getrlimit, "sanitizer"),
    ALLOW(prlimit64, "sanitizer"),
    ALLOW(sysinfo, "sanitizer"),
#endif
};
const size_t WALLS_CALL_COUNT = sizeof WALLS_CALLS / sizeof *WALLS_CALLS;

/* --- seccomp -------------------------------------------------------------- */

enum { PROGRAM_MOST = 512 };

struct program {
    struct sock_filter items[PROGRAM_MOST];
    unsigned short count;
};

static void
add(struct program *program, unsigned code, uint32_t value, unsigned yes,
    unsigned no)
{
    program->items[program->count++] =
        (struct sock_filter){(uint16_t)code, (uint8_t)yes, (uint8_t)no, value};
}

static void
add_load(struct program *program, size_t offset)
{
    add(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
add_end(struct program *program, uint32_t action)
{
    add(program, BPF_RET | BPF_K, action, 0, 0);
}

/* A call that is not CALL goes on behind what this adds. */
static void
add_call(struct program *program, const struct walls_call *call)
{
    size_t argument = offsetof(struct seccomp_data, args) +
                      (size_t)call->argument * sizeof(uint64_t);
    unsigned short at = program->count;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    argument += sizeof(uint32_t);
#endif
    add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call->number, 0, 0);
    switch (call->answer) {
    case WALLS_ALLOW:
        add_end(program, SECCOMP_RET_ALLOW);
        break;
    case WALLS_NOT_HERE:
        add_end(program, SECCOMP_RET_ERRNO | call->values[0]);
        break;
    case WALLS_WITHOUT:
        add_load(program, argument);
        add(program, BPF_JMP | BPF_JSET | BPF_K, call->values[0], 1, 0);
        add_end(program, SECCOMP_RET_ALLOW);
        add_end(program, SECCOMP_RET_KILL_PROCESS);
        break;
    case WALLS_ONE_OF:
        add_load(program, argument);
        for (size_t i = 0; i < call->count; i++)
            add(program, BPF_JMP | BPF_JEQ | BPF_K,
                call->values[i] == WALLS_SELF ? (uint32_t)getpid()
                                              : call->values[i],
                (unsigned)(call->count - i), 0);
        add_end(program, SECCOMP_RET_KILL_PROCESS);
        add_end(program, SECCOMP_RET_ALLOW);
        break;
    }
    program->items[at].jf = (uint8_t)(program->count - at - 1);
}

static void
make_program(struct program *program)
{
    program->count = 0;
    add_load(program, offsetof(struct seccomp_data, arch));
    add(program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    add_end(program, SECCOMP_RET_KILL_PROCESS);
    add_load(program, offsetof(struct seccomp_data, nr));
    /* On x86_64, numbers from 0x40000000 on are x32's. */
    add(program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    add_end(program, SECCOMP_RET_KILL_PROCESS);
    for (size_t i = 0; i < WALLS_CALL_COUNT; i++)
        add_call(program, &WALLS_CALLS[i]);
    add_end(program, SECCOMP_RET_KILL_PROCESS);
}

static bool
kernel_has_seccomp(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;

    return ARCHITECTURE != 0 &&
           syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int
raise_seccomp(struct failure *why)
{
    struct program program;
    struct sock_fprog filter = {.filter = program.items};

    make_program(&program);
    filter.len = program.count;
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
        return fail(why, "the filter of system calls is refused: %s",
                    strerror(errno));
    return 0;
}

/* --- Landlock ------------------------------------------------------------- */

/* As the kernel's header has them; that of the build may be older. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
enum { LANDLOCK_VERSION = 1 }; /* the flag that asks for it */

struct ruleset {
    uint64_t files;
    uint64_t net;   /* from version 4 on */
    uint64_t scope; /* from version 6 on */
};

/* All rights that a version knows; without a rule none of them is given. */
static const struct {
    int version;
    int files, net, scope; /* bits, from the lowest */
    size_t size;
} RIGHTS[] = {
    {6, 16, 2, 2, 24}, {5, 16, 2, 0, 16}, {4, 15, 2, 0, 16},
    {3, 15, 0, 0, 8},  {2, 14, 0, 0, 8},  {1, 13, 0, 0, 8},
};

static int
kernel_landlock(void)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);

    return version > 0 ? (int)version : 0;
}

static uint64_t
lowest(int bits)
{
    return ((uint64_t)1 << bits) - 1;
}

static int
raise_landlock(int version, struct failure *why)
{
    struct ruleset rules = {0};
    size_t i = 0;
    int fd;
    long result;

    while (RIGHTS[i].version > version)
        i++;
    rules.files = lowest(RIGHTS[i].files);
    rules.net = lowest(RIGHTS[i].net);
    rules.scope = lowest(RIGHTS[i].scope);
    fd = (int)syscall(SYS_landlock_create_ruleset, &rules, RIGHTS[i].size, 0);
    if (fd < 0)
        return fail(why, "Landlock is refused: %s", strerror(errno));
    result = syscall(SYS_landlock_restrict_self, fd, 0);
    (void)close(fd);
    if (result != 0)
        return fail(why, "Landlock is refused: %s", strerror(errno));
    return 0;
}

/* --- Limits --------------------------------------------------------------- */

static void
drop_capabilities(void)
{
    struct {
        uint32_t version;
        int pid;
    } head = {0x20080522, 0}; /* of 64 bits */
    struct {
        uint32_t effective, permitted, inheritable;
    } none[2] = {{0}};

    (void)syscall(SYS_capset, &head, none);
}

static void
limit(int resource, rlim_t most)
{
    struct rlimit limit;

    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
        return;
    if (limit.rlim_max > most)
        limit.rlim_max = most;
    if (limit.rlim_cur > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    (void)setrlimit((__rlimit_resource_t)resource, &limit);
}

static void
raise_limits(int descriptors)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_NOFILE, (rlim_t)descriptors);
    if (!SANITIZED) /* whose shadow takes addresses by the terabyte */
        limit(RLIMIT_AS, (rlim_t)1 << 36);
    drop_capabilities();
}

/* --- All ------------------------------------------------------------------ */

struct walls
walls_of_kernel(void)
{
    return (struct walls){kernel_has_seccomp(), kernel_landlock()};
}

void
walls_tell(const struct walls *walls, struct buf *out)
{
    if (walls->seccomp)
        buf_adds(out, "seccomp");
    if (walls->landlock > 0)
        buf_addf(out, "%slandlock %d", walls->seccomp ? ", " : "",
                 walls->landlock);
    if (!walls->seccomp && walls->landlock == 0)
        buf_adds(out, "none");
}

int
walls_raise(const struct walls *walls, int descriptors, struct failure *why)
{
    raise_limits(descriptors);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(why, "privileges cannot be given up: %s", strerror(errno));
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return fail(why, "%s", strerror(errno));
    /* The reports of sanitizers open the program. */
    if (!SANITIZED && walls->landlock > 0 &&
        raise_landlock(walls->landlock, why) != 0)
        return -1;
    return walls->seccomp ? raise_seccomp(why) : 0;
}
