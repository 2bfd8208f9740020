/*
 * Starting programs, as POSIX gives it (Linux of any age: what is newer than
 * 2.6.18 is tried and done without).
 */
#include "command.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "platform.h"
#include "span.h"

enum {
    LINKS_MOST = 32,
    SCRIPTS_MOST = 4, /* scripts whose interpreter is a script again */
    GROUPS_MOST = 64,
    FOLDER_DEPTH = 16,
    FOLDER_ENTRIES = 100000,
    ROUNDS_MOST = 1000, /* of killing what is left, 2 ms each */
    PARTING_MS = 5000   /* what cannot be killed is waited for no longer */
};

/* ---- as whom ---- */

const char *
account_find(const char *word, int64_t *account)
{
    struct passwd *user = getpwnam(word);

    /* The last number means "leave it as it is" to setuid. */
    if (user != NULL)
        *account = (int64_t)user->pw_uid;
    else if (!span_number(span_of(word), 0, UINT32_MAX - 1, account))
        return "no such account";
    if (*account == 0)
        return "a database's client never runs as root: name another account";
    if (!machine_root() && *account != (int64_t)geteuid())
        return "only root can run a client as another account";
    return NULL;
}

const char *
account_home(int64_t account, struct arena *arena)
{
    struct passwd *user = getpwuid(account < 0 ? geteuid() : (uid_t)account);

    return user == NULL || user->pw_dir == NULL || user->pw_dir[0] != '/'
               ? NULL
               : arena_string(arena, user->pw_dir);
}

/* What a child becomes, found before fork: getpwuid may allocate. */
struct identity {
    bool change;
    uid_t user;
    gid_t group;
    gid_t groups[GROUPS_MOST];
    int group_count;
};

static void
identity_find(struct identity *identity, int64_t account)
{
    struct passwd *user;

    memset(identity, 0, sizeof *identity);
    if (account < 0 || (uid_t)account == geteuid())
        return;
    identity->change = true;
    identity->user = (uid_t)account;
    user = getpwuid(identity->user);
    if (user == NULL) { /* a group of its files may be anybody's: none */
        identity->group = (gid_t)TRUST_NOBODY_ID;
        return;
    }
    identity->group = user->pw_gid;
    identity->group_count = GROUPS_MOST;
    if (getgrouplist(user->pw_name, user->pw_gid, identity->groups,
                     &identity->group_count) < 0)
        identity->group_count = GROUPS_MOST;
}

/* ---- whose files ---- */

/* Somebody in GROUP who is neither root nor ACCOUNT, in words; NULL: nobody. */
static const char *
group_stranger(gid_t group, uid_t account, struct arena *arena)
{
    struct group *seen = getgrgid(group);
    struct passwd *user;
    const char *found = NULL;
    size_t i;

    if (seen == NULL)
        return arena_format(arena, "group %lu, of which nothing is known",
                            (unsigned long)group);
    for (i = 0; seen->gr_mem[i] != NULL && found == NULL; i++) {
        user = getpwnam(seen->gr_mem[i]);
        if (user == NULL || (user->pw_uid != 0 && user->pw_uid != account))
            found = seen->gr_mem[i];
    }
    setpwent();
    while (found == NULL && (errno = 0, user = getpwent()) != NULL)
        if (user->pw_gid == group && user->pw_uid != 0 &&
            user->pw_uid != account)
            found = user->pw_name;
    /* At the end of the list its sources leave many a value. */
    if (found == NULL &&
        (errno == EIO || errno == ENOMEM || errno == EMFILE || errno == ENFILE))
        found =
            arena_format(arena, "group %s, whose members cannot be told: %s",
                         seen->gr_name, strerror(errno));
    else if (found != NULL)
        found = arena_format(arena, "group %s, which %s is in", seen->gr_name,
                             found);
    endpwent();
    return found;
}

/* Why somebody else has a say in what stands at PATH, which SEEN describes. */
static const char *
node_unsafe(const char *path, const struct stat *seen, uid_t account,
            struct arena *arena)
{
    const char *member;

    if (seen->st_uid != 0 && seen->st_uid != account)
        return arena_format(arena, "%s owns %s",
                            account_name((int64_t)seen->st_uid, arena), path);
    if (S_ISLNK(seen->st_mode))
        return NULL;
    /* In such a folder nobody moves what is not his. */
    if (S_ISDIR(seen->st_mode) && (seen->st_mode & S_ISVTX) != 0)
        return NULL;
    if ((seen->st_mode & S_IWOTH) != 0)
        return arena_format(arena, "every account can write %s", path);
    if ((seen->st_mode & S_IWGRP) == 0)
        return NULL;
    if (lgetxattr(path, "system.posix_acl_access", NULL, 0) > 0)
        return arena_format(arena,
                            "an access control list on %s may let "
                            "others write it",
                            path);
    member = group_stranger(seen->st_gid, account, arena);
    return member == NULL
               ? NULL
               : arena_format(arena, "%s can be written by %s", path, member);
}

/*
 * Walks PATH from `/` downwards, links followed, and looks at each part.  What
 * it ends at is in *REAL and *SEEN.
 */
static const char *
path_unsafe(const char *path, uid_t account, struct arena *arena,
            const char **real, struct stat *seen)
{
    const char *done = "", *rest = path;
    const char *problem;
    bool shared; /* others can make names in the folder DONE */
    int hops = 0;

    if (path[0] != '/')
        return arena_format(arena, "%s: its path is not absolute", path);
    if (lstat("/", seen) != 0)
        return arena_format(arena, "/: %s", strerror(errno));
    problem = node_unsafe("/", seen, account, arena);
    while (problem == NULL) {
        const char *next, *slash;
        char target[4096];
        ssize_t got;
        size_t len;

        rest += strspn(rest, "/");
        len = strcspn(rest, "/");
        if (len == 0)
            break;
        if (len == 1 && rest[0] == '.') {
            rest += len;
            continue;
        }
        if (len == 2 && memcmp(rest, "..", 2) == 0) {
            slash = strrchr(done, '/');
            done = slash == NULL
                       ? ""
                       : arena_copy(arena, done, (size_t)(slash - done));
            rest += len;
            if (lstat(done[0] == '\0' ? "/" : done, seen) != 0)
                return arena_format(arena, "%s: %s", done, strerror(errno));
            continue;
        }
        shared = (seen->st_mode & S_ISVTX) != 0 &&
                 (seen->st_mode & (S_IWOTH | S_IWGRP)) != 0;
        next = arena_format(arena, "%s/%.*s", done, (int)len, rest);
        rest += len;
        if (lstat(next, seen) != 0)
            return arena_format(arena, "%s: %s", next, strerror(errno));
        problem = node_unsafe(next, seen, account, arena);
        /* A link of root's too can be given a second name. */
        if (problem == NULL && shared && !S_ISDIR(seen->st_mode) &&
            seen->st_nlink > 1)
            problem =
                arena_format(arena, "others can have given %s its name", next);
        if (problem != NULL)
            return problem;
        if (!S_ISLNK(seen->st_mode)) {
            done = next;
            continue;
        }
        got = readlink(next, target, sizeof target - 1);
        if (got < 0)
            return arena_format(arena, "%s: %s", next, strerror(errno));
        target[got] = '\0';
        if (++hops > LINKS_MOST)
            return arena_format(arena, "%s: too many links", path);
        rest = arena_format(arena, "%s/%s", target, rest);
        if (target[0] == '/')
            done = "";
        if (lstat(done[0] == '\0' ? "/" : done, seen) != 0)
            return arena_format(arena, "%s: %s", done, strerror(errno));
    }
    *real = done[0] == '\0' ? "/" : done;
    return problem;
}

static uid_t
account_user(int64_t account)
{
    return account < 0 ? geteuid() : (uid_t)account;
}

const char *
command_unsafe(const char *file, int64_t account, struct arena *arena)
{
    const char *real, *problem;
    struct stat seen;

    problem = path_unsafe(file, account_user(account), arena, &real, &seen);
    if (problem == NULL && !S_ISREG(seen.st_mode) && !S_ISDIR(seen.st_mode))
        problem = arena_format(arena, "%s is not a regular file", real);
    return problem;
}

/* The same of PATH in a folder; what it is, links followed, is in *SEEN: no
 * kind if it is gone, or leads nowhere or to where we may not go. */
static const char *
child_unsafe(const char *path, struct stat *seen, uid_t user,
             struct arena *arena)
{
    struct stat target;
    const char *real;

    if (lstat(path, seen) == 0) {
        if (!S_ISLNK(seen->st_mode))
            return node_unsafe(path, seen, user, arena);
        if (stat(path, seen) == 0)
            return path_unsafe(path, user, arena, &real, &target);
    }
    seen->st_mode = 0;
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ||
                   errno == EACCES
               ? NULL
               : arena_format(arena, "%s: %s", path, strerror(errno));
}

static const char *
below_unsafe(const char *folder, uid_t user, int depth, int *entries,
             struct arena *arena)
{
    DIR *open_folder = opendir(folder);
    const char *problem = NULL;
    struct dirent *entry;

    if (open_folder == NULL)
        return arena_format(arena, "%s: %s", folder, strerror(errno));
    while (problem == NULL &&
           (errno = 0, entry = readdir(open_folder)) != NULL) {
        struct stat seen;
        const char *path;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        path = arena_format(arena, "%s/%s", folder, entry->d_name);
        if (++*entries > FOLDER_ENTRIES || depth > FOLDER_DEPTH)
            problem =
                arena_format(arena, "%s holds too much to look at", folder);
        else
            problem = child_unsafe(path, &seen, user, arena);
        if (problem == NULL && S_ISDIR(seen.st_mode))
            problem = below_unsafe(path, user, depth + 1, entries, arena);
    }
    if (problem == NULL && errno != 0)
        problem = arena_format(arena, "%s: %s", folder, strerror(errno));
    closedir(open_folder);
    return problem;
}

const char *
folder_unsafe(const char *folder, int64_t account, struct arena *arena)
{
    const char *problem = command_unsafe(folder, account, arena);
    int entries = 0;

    return problem != NULL ? problem
                           : below_unsafe(folder, account_user(account), 0,
                                          &entries, arena);
}

/* The interpreter that the first line of FILE names; NULL: it is no script, or
 * we may not read it (then it cannot be run as one either), or a PROBLEM. */
static const char *
script_interpreter(const char *file, struct arena *arena, const char **problem)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    char head[256];
    ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof head);
    struct span line, word;

    if (got < 0 && errno != EACCES && errno != EPERM)
        *problem = arena_format(arena, "%s: %s", file, strerror(errno));
    if (fd >= 0)
        close(fd);
    if (got < 2 || head[0] != '#' || head[1] != '!')
        return NULL;
    line = span_bytes(head + 2, (size_t)got - 2);
    if (!span_line(&line, &word))
        return NULL;
    line = span_trim(word);
    return span_word(&line, &word) ? span_string(arena, word) : NULL;
}

/* What command_unsafe says of FILE and of the interpreters behind it. */
static const char *
program_unsafe(const char *file, int64_t account, struct arena *arena)
{
    const char *problem = NULL;
    struct stat seen;
    int scripts;

    for (scripts = 0; file != NULL && problem == NULL; scripts++) {
        problem = scripts > SCRIPTS_MOST
                      ? "its interpreters are scripts without an end"
                      : command_unsafe(file, account, arena);
        if (problem == NULL &&
            (stat(file, &seen) != 0 || !S_ISREG(seen.st_mode)))
            problem = arena_format(arena, "%s is not a regular file", file);
        if (problem == NULL)
            file = script_interpreter(file, arena, &problem);
    }
    return problem;
}

/* Why the table forbids COMMAND, or NULL. */
static const char *
command_refused(const struct command *command, struct arena *arena)
{
    const struct trust_rule *rule = &TRUST[command->kind];
    uid_t user = account_user(command->account);

    if (user == 0 && !rule->root)
        return "it never runs as root";
    if (!rule->secret && command->secret != NULL)
        return "it is told no secret";
    return program_unsafe(command->argv[0], rule->own ? (int64_t)user : 0,
                          arena);
}

/* ---- descriptors ---- */

const char *const COMMAND_SECRET = "/proc/self/fd/3";

static void
descriptor_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* Closes all from LOW on.  close_range came with Linux 5.9; without /proc the
 * limit says how many there can be. */
static void
descriptors_close(int low)
{
    DIR *folder;
    struct dirent *entry;
    struct rlimit most;
    rlim_t each;

#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)low, ~0U, 0) == 0)
        return;
#endif
    folder = opendir("/proc/self/fd");
    if (folder != NULL) {
        while ((entry = readdir(folder)) != NULL) {
            int64_t fd;

            if (span_number(span_of(entry->d_name), low, INT32_MAX, &fd) &&
                (int)fd != dirfd(folder))
                close((int)fd);
        }
        closedir(folder);
        return;
    }
    if (getrlimit(RLIMIT_NOFILE, &most) != 0)
        most.rlim_cur = 65536;
    for (each = (rlim_t)low; each < most.rlim_cur; each++)
        close((int)each);
}

/*
 * A file of our own without a name that holds BYTES and that ACCOUNT (-1: ours)
 * may read; -1.  Where the kernel has no memory files (before 3.17) it is made
 * in /tmp and unlinked before a byte is written.
 */
static int
file_nameless(const void *bytes, size_t len, int64_t account)
{
    char name[] = "/tmp/acc-XXXXXX";
    const char *from = bytes;
    int fd = -1, problem;

#ifdef SYS_memfd_create
    fd = (int)syscall(SYS_memfd_create, "acc", 1 /* MFD_CLOEXEC */);
#endif
    if (fd < 0) {
        fd = mkstemp(name);
        if (fd < 0)
            return -1;
        unlink(name);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    if (fchmod(fd, 0600) != 0 || (account >= 0 && (uid_t)account != geteuid() &&
                                  fchown(fd, (uid_t)account, (gid_t)-1) != 0))
        goto failed;
    while (len > 0) {
        ssize_t put = write(fd, from, len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            goto failed;
        from += put;
        len -= (size_t)put;
    }
    if (lseek(fd, 0, SEEK_SET) == 0)
        return fd;
failed:
    problem = errno;
    close(fd);
    errno = problem;
    return -1;
}

/* Overwrites what the nameless file FD held: who still has it reads nothing. */
static void
file_wipe(int fd, size_t len)
{
    static const char zeros[4096];
    off_t at = 0;

    if (fd < 0)
        return;
    while ((size_t)at < len) {
        size_t ask =
            len - (size_t)at < sizeof zeros ? len - (size_t)at : sizeof zeros;
        ssize_t put = pwrite(fd, zeros, ask, at);

        if (put <= 0)
            break;
        at += put;
    }
    (void)!ftruncate(fd, 0);
}

/* FD, or a copy of it out of the way of the numbers that a child is given. */
static int
descriptor_high(int fd)
{
    int copy;

    if (fd < 0 || fd >= 10)
        return fd;
    copy = fcntl(fd, F_DUPFD, 10);
    if (copy >= 0)
        fcntl(copy, F_SETFD, FD_CLOEXEC);
    close(fd);
    return copy;
}

/* pipe2 came with Linux 2.6.27 only. */
static int
pipe_open(int ends[2])
{
    if (pipe(ends) != 0)
        return -1;
    ends[0] = descriptor_high(ends[0]);
    ends[1] = descriptor_high(ends[1]);
    if (ends[0] < 0 || ends[1] < 0) {
        descriptor_close(ends[0]);
        descriptor_close(ends[1]);
        return -1;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

/* All that goes between us, the keeper and the command; none is below 10. */
struct lines {
    int output[2];     /* the command's words */
    int told[2];       /* what became of it, to us */
    int life[2];       /* closed by us, or by our end: kill it */
    int input, secret; /* -1: none */
};

static void
lines_close(struct lines *lines)
{
    for (int i = 0; i < 2; i++) {
        descriptor_close(lines->output[i]);
        descriptor_close(lines->told[i]);
        descriptor_close(lines->life[i]);
    }
    descriptor_close(lines->input);
    descriptor_close(lines->secret);
}

static bool
lines_open(const struct command *command, struct lines *lines)
{
    *lines = (struct lines){{-1, -1}, {-1, -1}, {-1, -1}, -1, -1};
    if (pipe_open(lines->output) != 0 || pipe_open(lines->told) != 0 ||
        pipe_open(lines->life) != 0)
        return false;
    if (command->input != NULL)
        lines->input = descriptor_high(file_nameless(
            command->input, command->input_len, command->account));
    if (command->secret != NULL)
        lines->secret = descriptor_high(file_nameless(
            command->secret, command->secret_len, command->account));
    return (command->input == NULL || lines->input >= 0) &&
           (command->secret == NULL || lines->secret >= 0);
}

/* ---- the command ---- */

/* What is told of a command, in one piece. */
enum told_what { TOLD_PROBLEM = 1, TOLD_ENDED };

struct told {
    enum told_what what;
    int value; /* an errno value; what waitpid says */
};

static void
tell(int fd, enum told_what what, int value)
{
    struct told told;

    memset(&told, 0, sizeof told);
    told.what = what;
    told.value = value;
    while (write(fd, &told, sizeof told) < 0 && errno == EINTR)
        ;
}

static void
signals_default(void)
{
    struct sigaction action;
    sigset_t none;
    int number;

    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (number = 1; number < NSIG; number++)
        (void)sigaction(number, &action, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Gives up every capability, the inheritable and ambient ones too. */
static void
capabilities_drop(void)
{
#ifdef SYS_capset
    struct {
        uint32_t version;
        int pid;
    } head = {0x20080522, 0}; /* _LINUX_CAPABILITY_VERSION_3 */
    uint32_t sets[6] = {0};

    (void)syscall(SYS_capset, &head, sets);
#endif
#ifdef PR_SET_KEEPCAPS
    prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
#endif
#ifdef PR_CAP_AMBIENT
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
#endif
}

/* Becomes the account, for good; false: errno says why not. */
static bool
identity_take(const struct identity *identity)
{
    uid_t real, effective, saved;
    gid_t group, effective_group, saved_group;

    if (!identity->change)
        return true;
    if (setgroups((size_t)identity->group_count, identity->groups) != 0 ||
        setresgid(identity->group, identity->group, identity->group) != 0 ||
        setresuid(identity->user, identity->user, identity->user) != 0)
        return false;
    capabilities_drop();
    errno = EPERM;
    return getresuid(&real, &effective, &saved) == 0 &&
           getresgid(&group, &effective_group, &saved_group) == 0 &&
           real == identity->user && effective == real && saved == real &&
           group == identity->group && effective_group == group &&
           saved_group == group && setuid(0) != 0 && setreuid(0, 0) != 0;
}

/* The child's part: becomes the command, or tells the reason and ends. */
static _Noreturn void
command_become(const struct command *command, const struct identity *identity,
               const struct lines *lines, pid_t keeper)
{
    int quiet;

    setsid();
    signals_default();
    umask(077);
    quiet = lines->input >= 0 ? lines->input : open("/dev/null", O_RDONLY);
    if (quiet < 0 || dup2(quiet, 0) < 0 || dup2(lines->output[1], 1) < 0 ||
        dup2(lines->output[1], 2) < 0 ||
        (lines->secret >= 0 && dup2(lines->secret, 3) < 0) ||
        dup2(lines->told[1], 4) < 0)
        goto failed;
    if (lines->secret < 0)
        close(3);
    fcntl(4, F_SETFD, FD_CLOEXEC);
    descriptors_close(5);
    if (!identity_take(identity) || chdir(command->folder) != 0)
        goto failed;
#ifdef PR_SET_PDEATHSIG
    /* After setuid, which clears it; and who asks too late ends himself. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper)
        _exit(127);
#endif
#ifdef PR_SET_NO_NEW_PRIVS
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
    execve(command->argv[0], (char *const *)(uintptr_t)command->argv,
           (char *const *)(uintptr_t)command->env);
failed:
    tell(4, TOLD_PROBLEM, errno);
    _exit(127);
}

/* ---- the keeper ---- */

static void
child_ended(int number)
{
    (void)number; /* it only ends a wait */
}

/* Kills all processes whose parent we are. */
static void
children_kill(void)
{
    DIR *folder = opendir("/proc");
    struct dirent *entry;

    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL) {
        char path[64], text[1024], *after;
        int64_t process;
        ssize_t got;
        int fd, parent;
        char state;

        if (!span_number(span_of(entry->d_name), 2, INT32_MAX, &process))
            continue;
        snprintf(path, sizeof path, "/proc/%lld/stat", (long long)process);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        descriptor_close(fd);
        if (got <= 0)
            continue;
        text[got] = '\0';
        after = strrchr(text, ')'); /* a name can hold anything */
        if (after != NULL &&
            sscanf(after + 1, " %c %d", &state, &parent) == 2 &&
            parent == (int)getpid())
            kill((pid_t)process, SIGKILL);
    }
    closedir(folder);
}

/* Kills CHILD, its group, and all that either has left behind. */
static void
keeper_clean(pid_t child)
{
    int round;

    /* CHILD was not waited for yet, so that its number is nobody else's. */
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    for (round = 0; round < ROUNDS_MOST; round++) {
        pid_t gone;

        do
            gone = waitpid(-1, NULL, WNOHANG);
        while (gone > 0);
        if (gone < 0 && errno == ECHILD)
            return;
        children_kill();
        poll(NULL, 0, 2);
    }
}

/*
 * A process of ours between us and the command: it lives until we close the
 * line of life, or are gone in whatever way, and takes the command with it.
 * What the command left in other sessions comes to us as its subreaper (Linux
 * 3.4; before it the command's own group is all).
 */
static _Noreturn void
keeper_run(const struct command *command, const struct identity *identity,
           struct lines *lines)
{
    struct sigaction action;
    sigset_t waiting, none;
    int told, life, quiet;
    pid_t child, self = getpid();
    siginfo_t ended;

    setsid();
    signals_default();
    sigemptyset(&waiting);
    sigaddset(&waiting, SIGCHLD);
    sigprocmask(SIG_BLOCK, &waiting, &none);
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
#ifdef PR_SET_CHILD_SUBREAPER
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#endif
    child = fork();
    if (child == 0)
        command_become(command, identity, lines, self);
    if (child < 0) {
        tell(lines->told[1], TOLD_PROBLEM, errno);
        _exit(1);
    }
    action.sa_handler = child_ended;
    sigaction(SIGCHLD, &action, NULL);
    told = dup2(lines->told[1], 3);
    life = dup2(lines->life[0], 4);
    quiet = open("/dev/null", O_RDWR);
    if (quiet >= 0) {
        dup2(quiet, 0);
        dup2(quiet, 1);
        dup2(quiet, 2);
    }
    descriptors_close(5);
    for (;;) {
        struct pollfd poll_on = {life, POLLIN, 0};

        memset(&ended, 0, sizeof ended);
        if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT) !=
                0 ||
            ended.si_pid == child)
            break;
        if (ppoll(&poll_on, 1, NULL, &none) > 0)
            break;
    }
    if (ended.si_pid != child) { /* we shall not wait for it any longer */
        kill(-child, SIGKILL);
        kill(child, SIGKILL);
        while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) != 0 &&
               errno == EINTR)
            ;
    }
    tell(told, TOLD_ENDED,
         ended.si_code == CLD_EXITED ? ended.si_status : 128 + ended.si_status);
    /* What it has left may still speak; we are told when that is enough. */
    for (;;) {
        char nothing;
        ssize_t got = read(life, &nothing, 1);

        if (got >= 0 || errno != EINTR)
            break;
    }
    keeper_clean(child);
    _exit(0);
}

/* ---- running ---- */

/* Takes what the pipe holds; false at its end. */
static bool
command_take(int fd, const struct command *command, struct buf *output,
             struct command_out *out)
{
    char room[16384];
    ssize_t got = read(fd, room, sizeof room);

    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    if (got == 0)
        return false;
    if (command->take != NULL) {
        out->cut = !command->take(command->baton, room, (size_t)got);
        return !out->cut;
    }
    if (output->len + (size_t)got > command->most) {
        buf_add(output, room, command->most - output->len);
        out->cut = true;
        return false;
    }
    buf_add(output, room, (size_t)got);
    return true;
}

/* Takes what is told of the command; false: nothing more comes. */
static bool
told_take(int fd, struct command_out *out, struct arena *arena)
{
    struct told told;
    ssize_t got = read(fd, &told, sizeof told);

    if (got < 0 && errno == EINTR)
        return true;
    if (got != (ssize_t)sizeof told)
        return false;
    if (told.what == TOLD_PROBLEM) {
        out->started = false;
        out->reason = arena_string(arena, strerror(told.value));
        return true;
    }
    out->exit = told.value;
    return false;
}

/*
 * Waits for the output's end, the command's end, the cap or the deadline.  What
 * it has started may keep the pipe open: once the command has ended, half a
 * second of silence is the end too.
 */
static void
command_wait(const struct lines *lines, const struct command *command,
             struct arena *arena, struct buf *output, struct command_out *out)
{
    int64_t began = clock_ms(), deadline = began + command->seconds * 1000L;
    int64_t heard = began;
    bool open = true, ended = false;

    while (open || !ended) {
        struct pollfd poll_on[] = {{open ? lines->output[0] : -1, POLLIN, 0},
                                   {ended ? -1 : lines->told[0], POLLIN, 0}};
        int ready = poll(poll_on, 2, ended ? 500 : 100);

        if (ready > 0 && poll_on[0].revents != 0) {
            heard = clock_ms();
            open = command_take(lines->output[0], command, output, out);
        }
        if (ready > 0 && poll_on[1].revents != 0)
            ended = !told_take(lines->told[0], out, arena);
        if (ended && ready == 0)
            open = false;
        if (out->cut || stop_asked)
            break;
        if ((open || !ended) && clock_ms() >= deadline) {
            out->timed_out = true;
            break;
        }
        if ((open || !ended) && command->silence > 0 &&
            clock_ms() >= heard + command->silence * 1000L) {
            out->timed_out = out->silent = true;
            break;
        }
    }
    out->duration = clock_ms() - began;
}

/* Waits for the end of the keeper, who has been told to come to it.  A process
 * that hangs in the kernel cannot be killed: he is left to wait for it alone.
 */
static void
keeper_wait(pid_t keeper, int told, struct command_out *out,
            struct arena *arena)
{
    int64_t until = clock_ms() + PARTING_MS;
    bool open = true;

    while (clock_ms() < until) {
        struct pollfd poll_on = {open ? told : -1, POLLIN, 0};

        if (poll(&poll_on, 1, open ? 100 : 2) > 0)
            open = told_take(told, out, arena);
        if (waitpid(keeper, NULL, WNOHANG) != 0 && !open)
            return;
    }
}

void
command_run(const struct command *command, struct arena *arena,
            struct buf *output, struct command_out *out)
{
    struct identity identity;
    struct lines lines;
    const char *refused;
    pid_t keeper;

    memset(out, 0, sizeof *out);
    refused = command_refused(command, arena);
    if (refused != NULL) {
        out->reason = arena_format(arena, "not executed: %s", refused);
        return;
    }
    identity_find(&identity, command->account);
    if (!lines_open(command, &lines)) {
        out->reason = arena_string(arena, strerror(errno));
        goto done;
    }
    keeper = fork();
    if (keeper == 0) {
        close(lines.output[0]);
        close(lines.told[0]);
        close(lines.life[1]);
        lines.output[0] = lines.told[0] = lines.life[1] = -1;
        keeper_run(command, &identity, &lines);
    }
    if (keeper < 0) {
        out->reason = arena_string(arena, strerror(errno));
        goto done;
    }
    close(lines.output[1]);
    close(lines.told[1]);
    close(lines.life[0]);
    lines.output[1] = lines.told[1] = lines.life[0] = -1;
    out->started = true;
    out->exit = 128 + SIGKILL; /* unless the keeper says otherwise */
    command_wait(&lines, command, arena, output, out);
    close(lines.life[1]);
    lines.life[1] = -1;
    keeper_wait(keeper, lines.told[0], out, arena);
done:
    file_wipe(lines.input, command->input_len);
    file_wipe(lines.secret, command->secret_len);
    lines_close(&lines);
}
