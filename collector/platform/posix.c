/*
 * The system as POSIX gives it (Linux of any age: nothing here needs a kernel
 * newer than 2.6.18; what is newer is tried and done without).
 */
#include "platform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "memory.h"
#include "span.h"
#include "told.h"
#include "vec.h"

enum {
    LINKS_MOST = 16, /* hops before a chain of links is given up */
    NAME_MOST = 4096,
    TRUST_MOST = 16,
    GROUPS_MOST = 64, /* of an account */
    HANDS_MOST = 16,  /* accounts in one path */
    HOST_MOST = 66    /* this machine's name in names of files */
};

/* A folder that we only pass through needs no permission to be listed. */
#ifndef O_PATH
#define O_PATH 0
#endif
#ifndef O_TMPFILE
#define O_TMPFILE 0
#endif
#ifndef O_NOATIME
#define O_NOATIME 0
#endif

/* ---- the tree ---- */

/* An account whose files are read, and its groups. */
struct account {
    uint32_t user;
    uint32_t groups[GROUPS_MOST];
    size_t count;
};

/* Accounts other than root that had a hand in a path. */
struct hands {
    uint32_t of[HANDS_MOST];
    size_t count;
    bool many; /* more than we can remember */
};

struct root {
    int fd;
    bool strict; /* we are root: owners and link counts are looked at */
    struct account trusted[TRUST_MOST];
    size_t trusts;
    struct hands heard;
    int seconds;                  /* for one file; 0: no limit */
    int64_t deadline;             /* of the run, by clock_ms; 0: none */
    uid_t reader;                 /* what this account may, the system says */
    const struct told_tree *told; /* NULL: it is here */
};

struct root *
root_open(const char *dir, struct failure *why)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat seen;
    struct root *root;

    if (fd < 0 || fstat(fd, &seen) != 0) {
        fail(why, "%s: %s: give a folder that you may read", dir,
             strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    root = memory_take(1, sizeof *root);
    root->fd = fd;
    root->strict = machine_root();
    root->reader = geteuid();
    root_trust(root, 0, NULL, 0);
    root_trust(root, seen.st_uid, NULL, 0);
    return root;
}

void
root_close(struct root *root)
{
    if (root == NULL)
        return;
    if (root->told == NULL)
        close(root->fd);
    free(root);
}

static struct account *
root_account(struct root *root, uint32_t user)
{
    for (size_t i = 0; i < root->trusts; i++)
        if (root->trusted[i].user == user)
            return &root->trusted[i];
    return NULL;
}

void
root_trust(struct root *root, uint32_t owner, const uint32_t *groups,
           size_t count)
{
    struct account *account = root_account(root, owner);

    if (account == NULL && root->trusts < TRUST_MOST)
        account = &root->trusted[root->trusts++];
    if (account == NULL)
        return;
    account->user = owner;
    for (size_t i = 0; i < count && account->count < GROUPS_MOST; i++)
        account->groups[account->count++] = groups[i];
}

static void
hands_add(struct hands *hands, uint32_t user)
{
    if (user == 0)
        return;
    for (size_t i = 0; i < hands->count; i++)
        if (hands->of[i] == user)
            return;
    if (hands->count < HANDS_MOST)
        hands->of[hands->count++] = user;
    else
        hands->many = true;
}

void
root_hear(struct root *root, int64_t account)
{
    memset(&root->heard, 0, sizeof root->heard);
    if (account > 0)
        hands_add(&root->heard, (uint32_t)account);
}

bool
root_heard_only(const struct root *root, uint32_t owner)
{
    for (size_t i = 0; i < root->heard.count; i++)
        if (root->heard.of[i] != owner)
            return false;
    return !root->heard.many;
}

void
root_limit(struct root *root, int seconds, int64_t run)
{
    root->seconds = seconds;
    root->deadline = run > 0 ? clock_ms() + run * 1000 : 0;
}

bool
root_late(const struct root *root)
{
    return root->deadline > 0 && clock_ms() >= root->deadline;
}

/* Has USER the right WANTED (of 4 read, 2 write, 1 search) to what was SEEN?
 * Its owner can give himself any. */
static bool
account_may(struct root *root, uint32_t user, const struct stat *seen,
            unsigned wanted)
{
    const struct account *account = root_account(root, user);
    unsigned mode = (unsigned)seen->st_mode & 07777;

    if ((uint32_t)seen->st_uid == user)
        return true;
    for (size_t i = 0; account != NULL && i < account->count; i++)
        if (account->groups[i] == (uint32_t)seen->st_gid)
            return (mode >> 3 & wanted) == wanted;
    return (mode & wanted) == wanted;
}

/* May all of HANDS?  What we ourselves may, the system says. */
static bool
hands_may(struct root *root, const struct hands *hands, const struct stat *seen,
          unsigned wanted)
{
    for (size_t i = 0; i < hands->count; i++)
        if (hands->of[i] != (uint32_t)root->reader &&
            !account_may(root, hands->of[i], seen, wanted))
            return false;
    return !hands->many;
}

/*
 * Opens the folder in which the last component of PATH stands, one component
 * after the other: O_NOFOLLOW on a whole path guards only its end.  LAST is
 * empty for the root itself.  The owners of the folders on the way are added
 * to WAY; each account that is heard must be able to pass them.  Returns the
 * descriptor, or -1 with errno (or ROOT_FOREIGN in its place).
 */
static int
root_walk(struct root *root, const char *path, char last[NAME_MOST],
          struct hands *way)
{
    int at = fcntl(root->fd, F_DUPFD, 3), problem;
    const char *from = path;
    struct stat seen;

    memset(way, 0, sizeof *way);
    last[0] = '\0';
    if (at >= 0)
        fcntl(at, F_SETFD, FD_CLOEXEC);
    while (at >= 0) {
        size_t len;
        int next;

        while (*from == '/')
            from++;
        len = strcspn(from, "/");
        if (len == 0)
            return at;
        if (len >= 256 || (len == 2 && memcmp(from, "..", 2) == 0)) {
            problem = len >= 256 ? ENAMETOOLONG : EINVAL;
            goto failed;
        }
        if (len == 1 && *from == '.') {
            from++;
            continue;
        }
        if (last[0] != '\0') {
            next =
                openat(at, last, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (next < 0) {
                problem = errno;
                if (fstatat(at, last, &seen, AT_SYMLINK_NOFOLLOW) == 0 &&
                    S_ISLNK(seen.st_mode))
                    problem = ELOOP;
                goto failed;
            }
            close(at);
            at = next;
            /* Before Linux 3.6 such a descriptor has no fstat. */
            if (fstatat(at, ".", &seen, 0) != 0) {
                problem = errno;
                goto failed;
            }
            hands_add(way, (uint32_t)seen.st_uid);
            problem = ROOT_FOREIGN;
            if (!hands_may(root, &root->heard, &seen, 1))
                goto failed;
        }
        memcpy(last, from, len);
        last[len] = '\0';
        from += len;
    }
    return -1;
failed:
    close(at);
    errno = problem;
    return -1;
}

/* ---- a tree that was told of ---- */

static struct stat
told_stat(const struct told_node *told)
{
    static const mode_t kinds[] = {[NODE_FILE] = S_IFREG,
                                   [NODE_FOLDER] = S_IFDIR,
                                   [NODE_LINK] = S_IFLNK,
                                   [NODE_OTHER] = S_IFSOCK};
    struct stat seen;

    memset(&seen, 0, sizeof seen);
    seen.st_mode = kinds[told->node.kind] | told->node.mode;
    seen.st_uid = told->node.owner;
    seen.st_gid = told->group;
    seen.st_nlink = (nlink_t)told->node.links;
    return seen;
}

/* root_walk, and the look at the last component: its node, or NULL with the
 * PROBLEM. */
static const struct told_node *
told_walk(struct root *root, const char *path, struct hands *way, int *problem)
{
    const struct told_node *at = told_find(root->told, "/");
    size_t len = strlen(path), from = 0;
    char name[NAME_MOST];

    memset(way, 0, sizeof *way);
    while (len > 1 && path[len - 1] == '/')
        len--;
    *problem = len >= sizeof name ? ENAMETOOLONG : ENOENT;
    while (at != NULL && *problem != ENAMETOOLONG) {
        struct stat seen = told_stat(at);
        bool late = at->late;

        if (from + 1 >= len)
            return at;
        *problem = at->node.kind == NODE_LINK     ? ELOOP
                   : at->node.kind != NODE_FOLDER ? ENOTDIR
                   : at->shut                     ? EACCES
                                                  : 0;
        if (*problem == 0 && from > 0) {
            hands_add(way, at->node.owner);
            if (!hands_may(root, &root->heard, &seen, 1))
                *problem = ROOT_FOREIGN;
        }
        if (*problem != 0)
            return NULL;
        for (from++; from < len && path[from] != '/'; from++)
            ;
        memcpy(name, path, from);
        name[from] = '\0';
        at = told_find(root->told, name);
        *problem = late ? ROOT_LATE : ENOENT;
    }
    return NULL;
}

static int
told_look(struct root *root, const char *path, struct arena *arena,
          struct node *node)
{
    struct hands way;
    int problem;
    const struct told_node *told = told_walk(root, path, &way, &problem);

    if (told == NULL)
        return problem == ENOENT ? 0 : problem;
    *node = told->node;
    if (node->kind != NODE_LINK)
        return 0;
    node->target = arena_string(arena, node->target);
    hands_add(&way, node->owner);
    for (size_t i = 0; i < way.count; i++)
        hands_add(&root->heard, way.of[i]);
    root->heard.many = root->heard.many || way.many;
    return 0;
}

static void
node_fill(struct node *node, const struct stat *seen)
{
    node->kind = S_ISREG(seen->st_mode)   ? NODE_FILE
                 : S_ISDIR(seen->st_mode) ? NODE_FOLDER
                 : S_ISLNK(seen->st_mode) ? NODE_LINK
                                          : NODE_OTHER;
    node->size = (int64_t)seen->st_size;
    node->mtime = (int64_t)seen->st_mtime;
    node->mode = (unsigned)(seen->st_mode & 07777);
    node->owner = (uint32_t)seen->st_uid;
    node->links = (uint64_t)seen->st_nlink;
}

/* What stands at PATH.  A link is the word of its owner and of those who own
 * the folders on the way to it: they are heard from now on. */
int
root_look(struct root *root, const char *path, struct arena *arena,
          struct node *node)
{
    char last[NAME_MOST], target[NAME_MOST];
    struct hands way;
    struct stat seen;
    ssize_t len;
    int at, problem = 0;

    memset(node, 0, sizeof *node);
    node->kind = NODE_NONE;
    if (root->told != NULL)
        return told_look(root, path, arena, node);
    at = root_walk(root, path, last, &way);
    if (at < 0)
        return errno == ENOENT ? 0 : errno;
    if (last[0] == '\0') {
        if (fstat(at, &seen) != 0)
            problem = errno;
    } else if (fstatat(at, last, &seen, AT_SYMLINK_NOFOLLOW) != 0) {
        problem = errno;
    }
    if (problem == 0) {
        node_fill(node, &seen);
        if (node->kind == NODE_LINK) {
            hands_add(&way, node->owner);
            for (size_t i = 0; i < way.count; i++)
                hands_add(&root->heard, way.of[i]);
            root->heard.many = root->heard.many || way.many;
            len = readlinkat(at, last, target, sizeof target);
            if (len < 0)
                problem = errno;
            else if (len == (ssize_t)sizeof target)
                problem = ENAMETOOLONG;
            else
                node->target = arena_copy(arena, target, (size_t)len);
        }
    } else if (problem == ENOENT) {
        problem = 0;
    }
    close(at);
    return problem;
}

/* Takes the last component off the absolute path in BUF ("/" stays). */
static void
path_up(struct buf *path)
{
    while (path->len > 0 && path->data[path->len - 1] != '/')
        path->len--;
    if (path->len > 0)
        path->len--;
    if (path->data != NULL)
        path->data[path->len] = '\0';
}

char *
root_resolve(struct root *root, const char *path, struct arena *arena,
             int *problem)
{
    struct buf done, todo, next;
    char *result = NULL;
    int hops = 0;

    buf_init(&done, NAME_MOST);
    buf_init(&todo, 4 * NAME_MOST);
    buf_init(&next, 4 * NAME_MOST);
    buf_adds(&todo, path);
    for (;;) {
        const char *from = todo.data == NULL ? "" : todo.data;
        struct node node;
        size_t len, before = done.len;

        while (*from == '/')
            from++;
        len = strcspn(from, "/");
        if (len == 0) {
            result = done.len == 0 ? arena_string(arena, "/")
                                   : arena_copy(arena, done.data, done.len);
            *problem = 0;
            break;
        }
        if (len == 2 && memcmp(from, "..", 2) == 0) {
            path_up(&done);
        } else if (!(len == 1 && *from == '.')) {
            buf_addc(&done, '/');
            buf_add(&done, from, len);
            *problem = ENAMETOOLONG;
            if (done.overflow)
                break;
            *problem = root_look(root, done.data, arena, &node);
            if (*problem == 0 && node.kind == NODE_NONE)
                *problem = ENOENT;
            if (*problem != 0)
                break;
            if (node.kind == NODE_LINK) {
                *problem = ELOOP;
                if (++hops > LINKS_MOST)
                    break;
                done.len = node.target[0] == '/' ? 0 : before;
                done.data[done.len] = '\0';
                buf_reset(&next);
                buf_adds(&next, node.target);
                buf_addc(&next, '/');
                buf_adds(&next, from + len);
                buf_reset(&todo);
                buf_add(&todo, next.data, next.len);
                *problem = ENAMETOOLONG;
                if (next.overflow || todo.overflow)
                    break;
                continue;
            }
        }
        buf_reset(&next);
        buf_adds(&next, from + len);
        buf_reset(&todo);
        buf_add(&todo, next.data == NULL ? "" : next.data, next.len);
    }
    buf_release(&done);
    buf_release(&todo);
    buf_release(&next);
    return result;
}

/* Opens LAST in AT for reading without touching its access time: the system
 * lets only its owner (and root) ask for that. */
static int
open_quietly(int at, const char *last, int flags)
{
    int fd;

    flags |= O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    fd = openat(at, last, flags | O_NOATIME);
    if (fd < 0 && (errno == EPERM || errno == EINVAL))
        fd = openat(at, last, flags);
    return fd;
}

static int
name_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
    char **items;
    size_t count, room;
};

/* The names in a folder that was told of.  What is below one of them stands
 * behind it, and is jumped over. */
static int
told_list(struct root *root, const char *path, struct arena *arena, size_t most,
          struct names *found)
{
    struct hands way;
    int problem;
    const struct told_node *folder = told_walk(root, path, &way, &problem);
    const struct told_tree *told = root->told;
    struct stat seen;
    size_t len, i;

    if (folder == NULL)
        return problem;
    seen = told_stat(folder);
    problem = folder->node.kind == NODE_LINK            ? ELOOP
              : folder->node.kind != NODE_FOLDER        ? ENOTDIR
              : folder->problem != 0                    ? folder->problem
              : hands_may(root, &root->heard, &seen, 5) ? 0
                                                        : ROOT_FOREIGN;
    if (problem != 0)
        return problem;
    len = strcmp(folder->path, "/") == 0 ? 0 : strlen(folder->path);
    i = told_place(told, arena_format(arena, "%.*s/", (int)len, folder->path));
    while (i < told->count &&
           strncmp(told->nodes[i].path, folder->path, len) == 0 &&
           told->nodes[i].path[len] == '/') {
        const char *name = told->nodes[i].path + len + 1;
        size_t part = strcspn(name, "/");

        if (stop_asked || root_late(root))
            return ROOT_LATE;
        if (name[part] == '/') {
            i = told_place(told,
                           arena_format(arena, "%.*s0", (int)(len + 1 + part),
                                        told->nodes[i].path));
            continue;
        }
        if (found->count == most)
            return E2BIG;
        if (part > 0)
            *vec_add(arena, found) = arena_string(arena, name);
        i++;
    }
    /* Somebody who looks at it learns that more may be there. */
    if (folder->late)
        *vec_add(arena, found) = arena_string(arena, "(more)");
    return 0;
}

int
root_list(struct root *root, const char *path, struct arena *arena, size_t most,
          char ***names, size_t *count)
{
    struct names found = {NULL, 0, 0};
    char last[NAME_MOST];
    struct dirent *entry;
    struct hands way;
    struct stat seen;
    int at, fd, problem;
    DIR *folder = NULL;

    *names = NULL;
    *count = 0;
    if (root->told != NULL) {
        problem = told_list(root, path, arena, most, &found);
        goto listed;
    }
    at = root_walk(root, path, last, &way);
    if (at < 0)
        return errno;
    fd = open_quietly(at, last[0] == '\0' ? "." : last, O_DIRECTORY);
    problem = errno;
    /* The system says ENOTDIR of a link, too. */
    if (fd < 0 && last[0] != '\0' &&
        fstatat(at, last, &seen, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(seen.st_mode))
        problem = ELOOP;
    close(at);
    if (fd < 0)
        return problem;
    if (fstat(fd, &seen) != 0)
        problem = errno;
    else if (!hands_may(root, &root->heard, &seen, 5))
        problem = ROOT_FOREIGN;
    else if ((folder = fdopendir(fd)) == NULL)
        problem = errno;
    if (folder == NULL) {
        close(fd);
        return problem;
    }
    problem = 0;
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        if (stop_asked || root_late(root)) {
            problem = ROOT_LATE;
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (found.count == most) {
            problem = E2BIG;
            break;
        }
        *vec_add(arena, &found) = arena_string(arena, entry->d_name);
    }
    if (problem == 0)
        problem = errno;
    closedir(folder);
listed:
    if (problem != 0)
        return problem;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, name_compare);
    *names = found.items;
    *count = found.count;
    return 0;
}

static bool
same_moment(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* The moment by which a file that is begun now has to be read. */
static int64_t
file_deadline(const struct root *root)
{
    int64_t own = root->seconds > 0 ? clock_ms() + root->seconds * 1000LL : 0;

    if (own == 0 || (root->deadline > 0 && root->deadline < own))
        return root->deadline;
    return own;
}

/* Reads at OFFSET into ROOM; 0 at the end, -1 with errno or ROOT_LATE. */
static ssize_t
read_piece(int fd, int64_t offset, void *room, size_t size, int64_t deadline)
{
    for (;;) {
        ssize_t got;

        if (stop_asked || (deadline > 0 && clock_ms() >= deadline)) {
            errno = ROOT_LATE;
            return -1;
        }
        got = pread(fd, room, size, (off_t)offset);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

/* Adds the LEN bytes at OFFSET; fewer if the file ends before.  -1: errno. */
static int
read_part(int fd, int64_t offset, int64_t len, int64_t deadline,
          struct buf *content)
{
    char room[STREAM_ROOM];

    while (len > 0) {
        size_t ask = len < (int64_t)sizeof room ? (size_t)len : sizeof room;
        ssize_t got = read_piece(fd, offset, room, ask, deadline);

        if (got < 0)
            return -1;
        if (got == 0)
            return 0;
        buf_add(content, room, (size_t)got);
        offset += got;
        len -= got;
    }
    return 0;
}

const char *
root_words(int problem)
{
    switch (problem) {
    case ELOOP:
        return "a link stands in its path";
    case E2BIG:
        return "the folder holds too many files";
    case ROOT_FOREIGN:
        return "the account whose tree or link leads there could not read it "
               "itself";
    case ROOT_LATE:
        return "its time was up";
    case ROOT_UNTOLD:
        return "its bytes are not in what was handed over";
    default:
        return strerror(problem);
    }
}

static void
read_problem(struct read_out *out, int problem)
{
    out->result = problem == EACCES || problem == EPERM         ? READ_DENIED
                  : problem == ENOENT                           ? READ_ABSENT
                  : problem == ELOOP || problem == ROOT_FOREIGN ? READ_REFUSED
                  : problem == ROOT_LATE                        ? READ_TIMEOUT
                                                                : READ_FAILED;
    out->reason = root_words(problem);
}

/*
 * Why the regular file that was SEEN behind the folders of WAY is not read;
 * NULL: it is.  We may read more than those who led us to it, so it has to be
 * theirs to read: what root keeps from the owner of a folder on the way was
 * not put there by him, and what a link leads to is open to its owner.
 */
static const char *
read_refusal(struct root *root, const struct hands *way,
             const struct stat *seen)
{
    if (!S_ISREG(seen->st_mode))
        return "not a regular file";
    if (!hands_may(root, &root->heard, seen, 4) ||
        (seen->st_uid == 0 && !hands_may(root, way, seen, 4)))
        return root_words(ROOT_FOREIGN);
    if (!root->strict)
        return NULL;
    if (seen->st_nlink > 1)
        return "it has several hard links, so it may be another file in "
               "disguise";
    if (root_account(root, (uint32_t)seen->st_uid) == NULL)
        return "it belongs neither to root nor to the owner of the Campaign "
               "tree";
    return NULL;
}

/* Opens the regular file PATH; -1: OUT says why it is not read. */
static int
open_regular(struct root *root, const char *path, struct hands *way,
             struct read_out *out)
{
    struct stat seen;
    char last[NAME_MOST];
    int at, fd, problem;

    memset(out, 0, sizeof *out);
    at = root_walk(root, path, last, way);
    if (at < 0) {
        read_problem(out, errno);
        return -1;
    }
    /* Opening a device can move a tape: look before the door is opened. */
    if (fstatat(at, last, &seen, AT_SYMLINK_NOFOLLOW) != 0) {
        read_problem(out, errno);
        close(at);
        return -1;
    }
    node_fill(&out->node, &seen);
    out->reason = read_refusal(root, way, &seen);
    if (out->reason != NULL) {
        out->result = READ_REFUSED;
        close(at);
        return -1;
    }
    fd = open_quietly(at, last, 0);
    problem = errno;
    close(at);
    if (fd < 0)
        read_problem(out, problem);
    return fd;
}

/* What FD is, now that it is open; false: OUT says why it is not read. */
static bool
look_again(struct root *root, int fd, const struct hands *way,
           struct stat *seen, struct read_out *out)
{
    if (fstat(fd, seen) != 0) {
        read_problem(out, errno);
        return false;
    }
    out->reason = read_refusal(root, way, seen);
    if (out->reason != NULL) {
        out->result = READ_REFUSED;
        return false;
    }
    node_fill(&out->node, seen);
    return true;
}

/* Opens what holds the bytes of the file PATH that was told of; -1: OUT says
 * why not.  *TOLD is NULL, too, where it is known to have none. */
static int
told_open(struct root *root, const char *path, const struct told_node **told,
          struct read_out *out)
{
    struct hands way;
    struct read_out held;
    struct stat seen;
    int problem, fd;

    memset(out, 0, sizeof *out);
    *told = told_walk(root, path, &way, &problem);
    if (*told == NULL) {
        read_problem(out, problem);
        return -1;
    }
    out->node = (*told)->node;
    seen = told_stat(*told);
    out->reason = read_refusal(root, &way, &seen);
    if (out->reason != NULL) {
        out->result = READ_REFUSED;
        return -1;
    }
    if ((*told)->problem != 0) {
        read_problem(out, (*told)->problem);
        return -1;
    }
    if ((*told)->bytes == NULL) {
        read_problem(out, ROOT_UNTOLD);
        return -1;
    }
    fd = open_regular(root->told->from, (*told)->bytes, &way, &held);
    if (fd < 0) {
        out->result = held.result == READ_ABSENT ? READ_FAILED : held.result;
        out->reason = held.reason;
    }
    return fd;
}

static void
told_read(struct root *root, const char *path, size_t most, struct buf *content,
          struct read_out *out)
{
    const struct told_node *told;
    int64_t deadline = file_deadline(root), size, half = (int64_t)most / 2;
    int fd = told_open(root, path, &told, out), problem;

    if (fd < 0) {
        /* What is too long for every reader is not handed over. */
        if (out->result == READ_FAILED && out->node.size > (int64_t)most)
            out->result = READ_CUT;
        return;
    }
    size = told->head < 0 ? told->len : told->node.size;
    if (size <= (int64_t)most && told->head < 0) {
        out->result = READ_WHOLE;
        problem = read_part(fd, told->at, told->len, deadline, content);
    } else {
        int64_t head = told->head < 0 ? told->len : told->head;
        int64_t tail = told->head < 0 ? told->len : told->len - told->head;

        tail = tail < half ? tail : half;
        out->result = READ_CUT;
        problem = read_part(fd, told->at, head < half ? head : half, deadline,
                            content);
        if (problem == 0)
            problem = read_part(fd, told->at + told->len - tail, tail, deadline,
                                content);
    }
    if (problem != 0)
        read_problem(out, errno);
    close(fd);
}

void
root_read(struct root *root, const char *path, size_t most, struct arena *arena,
          struct buf *content, struct read_out *out)
{
    struct stat before, after;
    struct hands way;
    int fd, round, problem;
    int64_t deadline = file_deadline(root);

    (void)arena;
    if (root->told != NULL) {
        told_read(root, path, most, content, out);
        return;
    }
    fd = open_regular(root, path, &way, out);
    if (fd < 0)
        return;
    for (round = 0; round < 2; round++) {
        int64_t size, limit = (int64_t)most;

        buf_reset(content);
        if (!look_again(root, fd, &way, &before, out))
            goto done;
        size = (int64_t)before.st_size;
        if (size <= limit) {
            out->result = READ_WHOLE;
            problem = read_part(fd, 0, size, deadline, content);
        } else {
            out->result = READ_CUT;
            problem = read_part(fd, 0, limit / 2, deadline, content);
            if (problem == 0)
                problem = read_part(fd, size - limit / 2, limit / 2, deadline,
                                    content);
        }
        if (problem != 0 || fstat(fd, &after) != 0) {
            read_problem(out, errno);
            goto done;
        }
        if (same_moment(&before, &after))
            goto done;
    }
    out->result = READ_CHANGED;
    out->reason = "it changed while it was read, twice";
done:
    close(fd);
}

/* Where the bytes at OFFSET end or, if a hole is there, SKIPPED, where the
 * next ones begin; SIZE where the system does not tell. */
static int64_t
stretch_end(int fd, int64_t offset, int64_t size, bool *skipped)
{
    off_t data = size, hole = size;

    *skipped = false;
#if defined(SEEK_DATA) && defined(SEEK_HOLE)
    data = lseek(fd, (off_t)offset, SEEK_DATA);
    if (data < 0)
        data = errno == ENXIO ? (off_t)size : (off_t)offset;
    if (data > offset) {
        *skipped = true;
        return data < size ? data : size;
    }
    hole = lseek(fd, (off_t)offset, SEEK_HOLE);
    if (hole <= offset || hole > size)
        hole = size;
#else
    (void)fd;
    (void)offset;
    (void)data;
#endif
    return hole;
}

/* Hands the bytes of FD from FROM up to TO to TAKE, one NUL for each hole; at
 * most MOST bytes.  Returns where it ended, -1 with errno. */
static int64_t
stream_part(int fd, int64_t from, int64_t to, int64_t *most, int64_t deadline,
            root_taker *take, void *baton, bool *enough)
{
    char room[STREAM_ROOM];

    while (from<to && * most> 0) {
        bool hole;
        int64_t end = stretch_end(fd, from, to, &hole);

        if (hole) {
            from = end;
            *enough = !take(baton, "", 1);
            if (*enough)
                return from;
            continue;
        }
        while (from<end && * most> 0) {
            int64_t left = end - from < *most ? end - from : *most;
            size_t ask =
                left < (int64_t)sizeof room ? (size_t)left : sizeof room;
            ssize_t got = read_piece(fd, from, room, ask, deadline);

            if (got < 0)
                return -1;
            if (got == 0)
                return from;
            from += got;
            *most -= got;
            *enough = !take(baton, room, (size_t)got);
            if (*enough)
                return from;
        }
    }
    return from;
}

/* How many bytes of the file's end hold MOST bytes that are no holes.  Where
 * the system does not tell of holes, all are bytes. */
static int64_t
tail_begin(int fd, int64_t from, int64_t size, int64_t most, int64_t deadline)
{
    /* Bytes of the last stretches, in a ring: a file may have millions. */
    enum { STRETCHES = 1024 };
    int64_t begin[STRETCHES], end[STRETCHES], sum = 0;
    size_t first = 0, count = 0, last;

    while (from < size) {
        bool hole;
        int64_t to;

        if (stop_asked || (deadline > 0 && clock_ms() >= deadline))
            break;
        to = stretch_end(fd, from, size, &hole);
        if (!hole) {
            if (count == STRETCHES) {
                sum -= end[first] - begin[first];
                first = (first + 1) % STRETCHES;
                count--;
            }
            last = (first + count++) % STRETCHES;
            begin[last] = from;
            end[last] = to;
            sum += to - from;
            while (count > 1 && sum - (end[first] - begin[first]) >= most) {
                sum -= end[first] - begin[first];
                first = (first + 1) % STRETCHES;
                count--;
            }
        }
        from = to;
    }
    if (count == 0)
        return size;
    return sum > most ? begin[first] + (sum - most) : begin[first];
}

/* Hands FROM to TO of FD to TAKE: the first quarter of MOST bytes, then the
 * end.  Returns where it ended, -1 with errno. */
static int64_t
stream_ends(int fd, int64_t from, int64_t to, int64_t most, int64_t deadline,
            root_taker *take, void *baton, struct read_out *out, bool *enough)
{
    int64_t left = most / 4, tail;
    int64_t offset =
        stream_part(fd, from, to, &left, deadline, take, baton, enough);

    if (offset < 0 || offset >= to || *enough || left > 0)
        return offset;
    /* The newest lines are at the end. */
    left = most - most / 4;
    tail = tail_begin(fd, offset, to, left, deadline);
    if (tail > offset) {
        out->skipped = tail - offset;
        *enough = !take(baton, NULL, 0);
    }
    if (*enough)
        return offset;
    return stream_part(fd, tail, to, &left, deadline, take, baton, enough);
}

static void
told_stream(struct root *root, const char *path, int64_t most, root_taker *take,
            void *baton, struct read_out *out)
{
    int64_t offset, end, left = most / 4, deadline = file_deadline(root);
    const struct told_node *told;
    int fd = told_open(root, path, &told, out);
    bool enough = false;

    if (fd < 0)
        return;
    out->result = READ_WHOLE;
    end = told->at + told->len;
    if (told->head < 0) {
        offset = stream_ends(fd, told->at, end, most, deadline, take, baton,
                             out, &enough);
        out->grew = told->len != told->node.size;
    } else {
        int64_t tail = told->at + told->head;

        offset = stream_part(fd, told->at, tail, &left, deadline, take, baton,
                             &enough);
        left = most - most / 4;
        if (end - tail > left)
            tail = end - left;
        if (offset >= 0 && !enough) {
            out->skipped = told->node.size - (offset - told->at) - (end - tail);
            enough = !take(baton, NULL, 0);
        }
        if (offset >= 0 && !enough)
            offset = stream_part(fd, tail, end, &left, deadline, take, baton,
                                 &enough);
    }
    if (offset < 0)
        read_problem(out, errno);
    close(fd);
}

void
root_stream(struct root *root, const char *path, int64_t most, root_taker *take,
            void *baton, struct read_out *out)
{
    struct stat before, after;
    struct hands way;
    int64_t offset, size;
    bool enough = false;
    int fd;

    if (root->told != NULL) {
        told_stream(root, path, most, take, baton, out);
        return;
    }
    fd = open_regular(root, path, &way, out);
    if (fd < 0)
        return;
    if (!look_again(root, fd, &way, &before, out))
        goto done;
    size = (int64_t)before.st_size;
    out->result = READ_WHOLE;
    offset = stream_ends(fd, 0, size, most, file_deadline(root), take, baton,
                         out, &enough);
    if (offset < 0) {
        read_problem(out, errno);
        goto done;
    }
    if (enough)
        goto done;
    if (fstat(fd, &after) != 0) {
        read_problem(out, errno);
    } else if (offset < size || after.st_size < before.st_size) {
        out->result = READ_CHANGED;
        out->reason = "it became shorter while it was read";
    } else {
        out->grew = after.st_size > before.st_size;
    }
done:
    close(fd);
}

long
root_piece(struct root *root, const char *path, int64_t offset, void *room,
           size_t size, struct read_out *out)
{
    struct hands way;
    int fd = open_regular(root, path, &way, out);
    ssize_t got = -1;

    if (fd < 0)
        return -1;
    got = read_piece(fd, offset, room, size, file_deadline(root));
    if (got < 0)
        read_problem(out, errno);
    close(fd);
    return (long)got;
}

struct root *
root_told(const struct told_tree *told, struct failure *why)
{
    const struct told_node *top = told_find(told, "/");
    struct root *root = memory_take(1, sizeof *root);

    (void)why;
    root->fd = -1;
    root->told = told;
    root->reader = told->reader;
    root->strict = told->reader == 0;
    root_trust(root, 0, NULL, 0);
    if (top != NULL)
        root_trust(root, top->node.owner, NULL, 0);
    return root;
}

/* ---- the machine ---- */

const char *
machine_name(struct arena *arena)
{
    char name[512];

    if (gethostname(name, sizeof name - 1) != 0)
        return NULL;
    name[sizeof name - 1] = '\0';
    return name[0] == '\0' ? NULL : arena_string(arena, name);
}

const char *const MACHINE_ID = "/etc/machine-id";

const char *
machine_id(struct arena *arena, int *problem)
{
    const char *const places[] = {MACHINE_ID, "/var/lib/dbus/machine-id"};
    char text[128];
    size_t i;

    *problem = 0;
    for (i = 0; i < sizeof places / sizeof *places; i++) {
        int fd = open(places[i], O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text);
        struct span word = {NULL, 0};

        if (got < 0 && errno != ENOENT)
            *problem = errno;
        if (fd >= 0)
            close(fd);
        if (got > 0)
            word = span_trim(span_bytes(text, (size_t)got));
        if (word.len >= 16) {
            *problem = 0;
            return span_string(arena, word);
        }
    }
    return NULL;
}

const char *
machine_architecture(struct arena *arena)
{
    struct utsname names;

    return uname(&names) != 0 ? NULL : arena_string(arena, names.machine);
}

const char *
machine_kernel(struct arena *arena)
{
    struct utsname names;

    return uname(&names) != 0 ? NULL : arena_string(arena, names.release);
}

const char *
machine_os(void)
{
    return "linux";
}

bool
machine_root(void)
{
    return geteuid() == 0;
}

int64_t
machine_account(void)
{
    return (int64_t)geteuid();
}

bool
machine_borrowed(void)
{
    return getuid() != geteuid() || getgid() != getegid();
}

const char *
account_name(int64_t account, struct arena *arena)
{
    uid_t user = account < 0 ? geteuid() : (uid_t)account;
    struct passwd *found = getpwuid(user);

    if (found != NULL)
        return arena_string(arena, found->pw_name);
    return arena_format(arena, "%lu", (unsigned long)user);
}

size_t
account_groups(int64_t account, uint32_t *groups, size_t most)
{
    struct passwd *found = getpwuid(account < 0 ? geteuid() : (uid_t)account);
    gid_t own[GROUPS_MOST];
    int count = GROUPS_MOST;
    size_t i;

    if (found == NULL)
        return 0;
    if (getgrouplist(found->pw_name, found->pw_gid, own, &count) < 0)
        count = GROUPS_MOST;
    for (i = 0; i < (size_t)count && i < most; i++)
        groups[i] = (uint32_t)own[i];
    return i;
}

int64_t
clock_now(void)
{
    return (int64_t)time(NULL);
}

int64_t
clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
machine_be_gentle(void)
{
#ifdef SYS_ioprio_set
    enum { IOPRIO_WHO_PROCESS = 1, IOPRIO_IDLE = 3 << 13 };

    (void)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
#endif
    errno = 0;
    if (nice(19) == -1 && errno != 0)
        errno = 0;
}

enum node_kind
path_kind(const char *path, int *problem)
{
    struct stat seen;
    struct node node;

    *problem = stat(path, &seen) == 0 ? 0 : errno;
    if (*problem == 0) {
        node_fill(&node, &seen);
        return node.kind;
    }
    if (*problem == ENOENT || *problem == ENOTDIR || *problem == ELOOP)
        *problem = 0; /* nothing is there, or it leads nowhere */
    return *problem == 0 && lstat(path, &seen) == 0 ? NODE_LINK : NODE_NONE;
}

int64_t
path_space(const char *folder)
{
    struct statvfs seen;

    if (statvfs(folder, &seen) != 0)
        return -1;
    return (int64_t)seen.f_bavail * (int64_t)seen.f_frsize;
}

bool
terminal_is(int descriptor)
{
    return isatty(descriptor) == 1;
}

static void
terminal_say(int terminal, const char *text)
{
    ssize_t put = write(terminal, text, strlen(text));

    (void)put; /* a prompt that cannot be shown is no failure */
}

bool
terminal_secret(const char *prompt, char *room, size_t size)
{
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    struct termios before, silent;
    size_t len = 0;

    if (terminal < 0)
        return false;
    if (tcgetattr(terminal, &before) != 0)
        goto done;
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    if (tcsetattr(terminal, TCSAFLUSH, &silent) != 0)
        goto done;
    terminal_say(terminal, "\r\033[K"); /* progress may stand there */
    terminal_say(terminal, prompt);
    /* A signal that stops us ends the read too. */
    while (len + 1 < size && read(terminal, room + len, 1) == 1 &&
           room[len] != '\n')
        len++;
    room[len] = '\0';
    tcsetattr(terminal, TCSAFLUSH, &before);
    terminal_say(terminal, "\n");
done:
    close(terminal);
    return len > 0 && !stop_asked;
}

long
descriptor_read(int descriptor, char *room, size_t size)
{
    size_t len = 0;

    while (len < size) {
        ssize_t got = read(descriptor, room + len, size - len);

        if (got < 0 && errno == EINTR && !stop_asked)
            continue;
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
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2);
    if (fd > 2)
        close(fd);
}

void
descriptor_forget(int descriptor)
{
    int nothing;

    if (descriptor > 2) {
        close(descriptor);
        return;
    }
    nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0) {
        dup2(nothing, descriptor);
        close(nothing);
    }
}

void
machine_be_sealed(void)
{
    /* A core file of one byte is none; and 0 would not keep the kernel from
     * handing one to a program that takes them (core_pattern), which 1 does. */
    static const struct rlimit none = {1, 1};

    setrlimit(RLIMIT_CORE, &none);
#ifdef PR_SET_DUMPABLE
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

char *
memory_secret(size_t size)
{
    char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (bytes == MAP_FAILED)
        return NULL;
    (void)mlock(bytes, size); /* a small limit forbids it: no failure */
#ifdef MADV_DONTDUMP
    (void)madvise(bytes, size, MADV_DONTDUMP);
#endif
#ifdef MADV_DONTFORK
    (void)madvise(bytes, size, MADV_DONTFORK);
#endif
    return bytes;
}

void
memory_wipe(void *bytes, size_t len)
{
    volatile unsigned char *each = bytes;

    while (len-- > 0)
        *each++ = 0;
}

volatile int stop_asked;

static void
stop_take(int number)
{
    stop_asked = number;
}

void
stop_watch(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = stop_take;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

/* ---- what we write ---- */

struct spool {
    int fd;
    uint64_t len;
};

/*
 * Where files need a name from the start, it is `.acc-WHAT-HOST-PID-N`, and a
 * lock on the file says that its run lives.  A run that is killed leaves the
 * file behind; the next one on that machine that needs such a name removes it.
 * Not every file system tells a lock to other machines, so that what these left
 * is not ours to remove.  (Once there was no HOST in the name.)
 */
static const char PART[] = ".acc-part-", SPOOL[] = ".acc-spool-",
                  NAMING[] = ".acc-name-";

/* This machine's name as it stands in names of files, "-" behind it. */
static void
host_mark(char *mark, size_t size)
{
    struct utsname name;
    size_t len = 0;

    if (uname(&name) == 0)
        for (const char *c = name.nodename; *c != '\0' && len + 2 < size; c++)
            mark[len++] = ascii_letter(*c) || ascii_digit(*c) ? *c : '_';
    mark[len++] = '-';
    mark[len] = '\0';
}

/* Does NAME end with "PID-N", all of it? */
static bool
ends_with_run(const char *name)
{
    size_t pid = strspn(name, "0123456789");

    return pid > 0 && name[pid] == '-' && name[pid + 1] != '\0' &&
           name[pid + 1 + strspn(name + pid + 1, "0123456789")] == '\0';
}

static bool
is_ours(const char *name)
{
    char host[HOST_MOST];

    if (strncmp(name, PART, strlen(PART)) == 0)
        name += strlen(PART);
    else if (strncmp(name, SPOOL, strlen(SPOOL)) == 0)
        name += strlen(SPOOL);
    else
        return false;
    host_mark(host, sizeof host);
    return ends_with_run(name) || (strncmp(name, host, strlen(host)) == 0 &&
                                   ends_with_run(name + strlen(host)));
}

/* What a file that keeps a name (below) says of who made it. */
enum maker { MAKER_HERE, MAKER_ELSEWHERE, MAKER_SILENT };

static enum maker
maker_of(int fd)
{
    char ours[HOST_MOST], theirs[HOST_MOST];
    ssize_t len = read(fd, theirs, sizeof theirs);

    host_mark(ours, sizeof ours);
    if (len == 0)
        return MAKER_SILENT;
    return len == (ssize_t)strlen(ours) &&
                   memcmp(theirs, ours, (size_t)len) == 0
               ? MAKER_HERE
               : MAKER_ELSEWHERE;
}

/* Removes the files of dead runs from FOLDER, our own account's only. */
static void
sweep(const char *folder)
{
    DIR *open_folder = opendir(folder);
    struct dirent *entry;

    if (open_folder == NULL)
        return;
    while ((entry = readdir(open_folder)) != NULL) {
        bool naming = strncmp(entry->d_name, NAMING, strlen(NAMING)) == 0;
        struct stat seen;
        int fd;

        if (!naming && !is_ours(entry->d_name))
            continue;
        fd = openat(dirfd(open_folder), entry->d_name,
                    O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (fd < 0)
            continue;
        if (fstat(fd, &seen) == 0 && S_ISREG(seen.st_mode) &&
            seen.st_uid == geteuid() &&
            (!naming || maker_of(fd) == MAKER_HERE) &&
            flock(fd, LOCK_EX | LOCK_NB) == 0)
            unlinkat(dirfd(open_folder), entry->d_name, 0);
        close(fd);
    }
    closedir(open_folder);
}

void
path_left(const char *folder, int64_t seconds, struct arena *arena,
          struct words *names)
{
    enum { LEFT_MOST = 10 }; /* anybody can make files that are called so */
    static const char *const WHAT[] = {PART, SPOOL, NAMING};
    DIR *open_folder = opendir(folder);
    struct dirent *entry;

    if (open_folder == NULL)
        return;
    while (names->count < LEFT_MOST && (entry = readdir(open_folder)) != NULL) {
        struct stat seen;

        for (size_t i = 0; i < sizeof WHAT / sizeof *WHAT; i++)
            if (strncmp(entry->d_name, WHAT[i], strlen(WHAT[i])) == 0 &&
                fstatat(dirfd(open_folder), entry->d_name, &seen,
                        AT_SYMLINK_NOFOLLOW) == 0 &&
                S_ISREG(seen.st_mode) &&
                (int64_t)seen.st_mtime + seconds < clock_now())
                *vec_add(arena, names) = arena_string(arena, entry->d_name);
    }
    closedir(open_folder);
}

/* Is the open file the one of this NAME?  Some file systems count the links of
 * a removed file that is open as one. */
static bool
has_name(int fd, const char *name)
{
    struct stat seen, named;

    return fstat(fd, &seen) == 0 && lstat(name, &named) == 0 &&
           seen.st_dev == named.st_dev && seen.st_ino == named.st_ino;
}

/* Locks the file NAME, just made, for as long as we live.  False: another run
 * took it for one of a dead run, and removes it.  File systems that know no
 * locks are no reason not to run. */
static bool
lock_new(int fd, const char *name)
{
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return errno != EWOULDBLOCK;
    return has_name(fd, name);
}

/* A new file in FOLDER under a name that nobody has, locked for as long as we
 * live; or -1 with errno. */
static int
open_beside(const char *folder, const char *what, char *name, size_t size)
{
    char host[HOST_MOST];
    int round;

    sweep(folder);
    host_mark(host, sizeof host);
    for (round = 0; round < 100; round++) {
        int fd;

        if (snprintf(name, size, "%s/%s%s%ld-%d", folder, what, host,
                     (long)getpid(), round) >= (int)size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  0600);
        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd < 0)
            continue;
        if (lock_new(fd, name))
            return fd;
        close(fd);
    }
    errno = EEXIST;
    return -1;
}

struct spool *
spool_open(const char *beside, struct failure *why)
{
    char name[NAME_MOST];
    struct spool *spool;
    int fd = -1;

    if (O_TMPFILE != 0)
        fd = open(beside, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        fd = open_beside(beside, SPOOL, name, sizeof name);
        if (fd >= 0)
            unlink(name);
    }
    if (fd < 0) {
        fail(why, "%s: %s: choose a folder that you may write with --output",
             beside, strerror(errno));
        return NULL;
    }
    spool = memory_take(1, sizeof *spool);
    spool->fd = fd;
    return spool;
}

void
spool_close(struct spool *spool)
{
    if (spool == NULL)
        return;
    close(spool->fd);
    free(spool);
}

int
spool_add(struct spool *spool, const void *bytes, size_t len,
          struct failure *why)
{
    const char *from = bytes;

    while (len > 0) {
        ssize_t put = pwrite(spool->fd, from, len, (off_t)spool->len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return fail(why, "the spool: %s: make room in the output folder",
                        strerror(errno));
        from += put;
        len -= (size_t)put;
        spool->len += (uint64_t)put;
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
    ssize_t got;

    do
        got = pread(spool->fd, room, size, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail(why, "the spool: %s", strerror(errno));
    return (long)got;
}

/*
 * The file has no name until it is whole where the system can do that;
 * elsewhere it has a name of its own beside the final one.
 */
struct newfile {
    int fd;
    char path[NAME_MOST];
    char beside[NAME_MOST]; /* empty: it has no name yet */
};

/* Removes what has a name already, when memory has run out. */
static void
newfile_undo(void *baton)
{
    const struct newfile *file = baton;

    if (file->beside[0] != '\0')
        (void)unlink(file->beside);
}

struct newfile *
newfile_open(const char *path, struct failure *why)
{
    struct newfile *file;
    char folder[NAME_MOST], *slash;
    size_t len = strlen(path);

    if (len >= sizeof folder) {
        fail(why, "%.300s…: the name is too long", path);
        return NULL;
    }
    memcpy(folder, path, len + 1);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        strcpy(folder, ".");
    else if (slash == folder)
        strcpy(folder, "/");
    else
        *slash = '\0';
    file = memory_take(1, sizeof *file);
    memcpy(file->path, path, len + 1);
    file->fd = -1;
    /* A name is given to it later through /proc: without that, not this way. */
    if (O_TMPFILE != 0 && access("/proc/self/fd", X_OK) == 0)
        file->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file->fd < 0)
        file->fd = open_beside(folder, PART, file->beside, sizeof file->beside);
    if (file->fd < 0) {
        fail(why, "%s: %s: choose a folder that you may write with --output",
             folder, strerror(errno));
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

/* Renames, if the system can tell that nothing has the new name. */
static int
rename_new(const char *from, const char *to)
{
#ifdef SYS_renameat2
    enum { NOREPLACE = 1 };

    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, NOREPLACE);
#else
    (void)from;
    (void)to;
    errno = ENOSYS;
    return -1;
#endif
}

/* Is the run dead that made the open file NAME?  One that lives has a lock on
 * it, which is known on its own machine, and says at once where that is: who is
 * silent to the LAST did not live to say it. */
static bool
naming_dead(int fd, const char *name, bool last)
{
    enum maker maker = maker_of(fd);

    return (maker == MAKER_HERE || (maker == MAKER_SILENT && last)) &&
           flock(fd, LOCK_EX | LOCK_NB) == 0 && has_name(fd, name);
}

/* Opens the file NAME that keeps other runs from giving the same name while we
 * do, which takes a moment; -1 with EBUSY: another has it and keeps it. */
static int
naming_open(const char *name)
{
    enum { ROUNDS = 50 };
    static const struct timespec moment = {0, 100000000};
    char host[HOST_MOST];

    host_mark(host, sizeof host);
    for (int round = 0; round < ROUNDS; round++) {
        int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                      0600);

        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd >= 0) {
            /* Without either the name alone keeps others away. */
            ssize_t put = flock(fd, LOCK_EX | LOCK_NB) != 0
                              ? 0
                              : write(fd, host, strlen(host));

            (void)put;
            return fd;
        }
        fd = open(name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0 && naming_dead(fd, name, round + 1 == ROUNDS))
            return fd;
        if (fd >= 0)
            close(fd);
        nanosleep(&moment, NULL);
    }
    errno = EBUSY;
    return -1;
}

/* Renames where the system cannot tell: nobody else may give that name until
 * we have looked and done it. */
static int
rename_alone(const char *from, const char *to)
{
    const char *slash = strrchr(to, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - to);
    char naming[NAME_MOST];
    struct stat seen;
    int fd, done = -1, problem;

    if (snprintf(naming, sizeof naming, "%.*s%s%.200s", (int)folder, to, NAMING,
                 to + folder) >= (int)sizeof naming) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = naming_open(naming);
    if (fd < 0)
        return -1;
    if (lstat(to, &seen) == 0)
        errno = EEXIST;
    else if (errno == ENOENT)
        done = rename(from, to);
    problem = errno;
    unlink(naming);
    close(fd);
    errno = problem;
    return done;
}

/* Gives the file its final name, unless something has that; -1 with errno. */
static int
name_new(const struct newfile *file)
{
    struct stat seen;
    int problem;

    if (link(file->beside, file->path) == 0)
        return 0;
    problem = errno;
    /* Done, but a file server's answer was lost on its way. */
    if (fstat(file->fd, &seen) == 0 && seen.st_nlink == 2)
        return 0;
    errno = problem;
    if (problem == EEXIST)
        return -1;
    /* No hard links here: FAT, some network shares. */
    if (rename_new(file->beside, file->path) == 0)
        return 0;
    return errno == EEXIST ? -1 : rename_alone(file->beside, file->path);
}

int
newfile_commit(struct newfile *file, struct failure *why)
{
    char link_name[64];
    int done, problem;

    if (fsync(file->fd) != 0 && errno != EINVAL && errno != EROFS) {
        fail(why, "%s: %s", file->path, strerror(errno));
        newfile_abandon(file);
        return -1;
    }
    if (file->beside[0] == '\0') {
        snprintf(link_name, sizeof link_name, "/proc/self/fd/%d", file->fd);
        done = linkat(AT_FDCWD, link_name, AT_FDCWD, file->path,
                      AT_SYMLINK_FOLLOW);
    } else {
        done = name_new(file);
    }
    problem = errno;
    if (done != 0 && problem == EBUSY)
        fail(why,
             "%s: another acc-collect gives this name to its bundle, or was "
             "killed while it did: name another with --output, or remove %s* "
             "beside it",
             file->path, NAMING);
    else if (done != 0)
        fail(why, "%s: %s%s", file->path, strerror(problem),
             problem == EEXIST ? ": remove it or name another with --output"
                               : "");
    newfile_abandon(file);
    return done == 0 ? 0 : -1;
}

void
newfile_abandon(struct newfile *file)
{
    if (file == NULL)
        return;
    memory_guard(NULL, NULL);
    close(file->fd);
    if (file->beside[0] != '\0')
        unlink(file->beside);
    free(file);
}
