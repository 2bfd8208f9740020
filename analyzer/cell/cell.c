/*
 * The life in the cell.
 */
#include "cell_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "walls.h"
#include "work.h"

enum { DESCRIPTORS = 64 }; /* beside one for each thread */

struct cell {
    const struct cell_task *task;
};

/* Nobody is left to tell anything to. */
_Noreturn static void
forsaken(void)
{
    _exit(127);
}

static void
send_packet(enum cell_kind kind, size_t number, const void *bytes, size_t len)
{
    unsigned char packet[sizeof(struct cell_head) + CELL_PIECE];
    const struct cell_head head = {(uint32_t)kind, (uint32_t)number};

    memcpy(packet, &head, sizeof head);
    if (len > 0)
        memcpy(packet + sizeof head, bytes, len);
    while (write(WALLS_SOCKET, packet, sizeof head + len) < 0)
        if (errno != EINTR)
            forsaken();
}

/* --- Inputs --------------------------------------------------------------- */

struct asking {
    size_t input;
    struct cell_answer answer;
    int fd;
};

static void
receive(struct asking *asking)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec into = {&asking->answer, sizeof asking->answer};
    struct msghdr message = {.msg_iov = &into,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    struct cmsghdr *head;
    ssize_t got;

    do
        got = recvmsg(WALLS_SOCKET, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got != sizeof asking->answer)
        forsaken();
    head = CMSG_FIRSTHDR(&message);
    asking->fd = -1;
    if (head != NULL && head->cmsg_type == SCM_RIGHTS)
        memcpy(&asking->fd, CMSG_DATA(head), sizeof asking->fd);
    if (asking->answer.error == 0 && asking->fd < 0)
        asking->answer.error = EMFILE;
}

static void
ask(void *baton)
{
    struct asking *asking = baton;

    send_packet(CELL_ASK, asking->input, NULL, 0);
    receive(asking);
}

int
cell_ask(struct cell *cell, size_t input, uint64_t *size, struct failure *why)
{
    struct asking asking = {.input = input};

    (void)cell;
    /* An answer says not whose it is. */
    work_alone(ask, &asking);
    if (asking.answer.error == EISDIR)
        return fail(why, "is not a file");
    if (asking.answer.error != 0)
        return fail_system(why, asking.answer.error, "cannot be read");
    *size = asking.answer.size;
    return asking.fd;
}

void
cell_read(struct cell *cell, size_t input)
{
    (void)cell;
    send_packet(CELL_READ, input, NULL, 0);
}

/* --- Files ---------------------------------------------------------------- */

void
cell_file(struct cell *cell, const char *name)
{
    const struct cell_task *task = cell->task;
    size_t i = 0;

    while (i < task->file_count && strcmp(task->files[i], name) != 0)
        i++;
    send_packet(CELL_FILE, i, NULL, 0);
}

bool
cell_bytes(void *cell, const void *bytes, size_t len)
{
    const char *at = bytes;

    (void)cell;
    while (len > 0) {
        size_t piece = len < CELL_PIECE ? len : CELL_PIECE;

        send_packet(CELL_BYTES, 0, at, piece);
        at += piece;
        len -= piece;
    }
    return true;
}

/* --- Birth and end -------------------------------------------------------- */

static int
bytes_order(const void *a, const void *b)
{
    return memcmp(a, b, 1);
}

/* The C library opens files when it is first asked some things: for the time
 * zone, for the converters between character sets (which are built in for those
 * of a tar's names), for how much memory there is (to sort a large array), for
 * what threads may do with theirs. */
static void
prepare_library(void)
{
    char *many = calloc(1, CELL_PIECE);
    iconv_t names = iconv_open("UTF-8", "ASCII");

    if (names != (iconv_t)-1)
        (void)iconv_close(names);
    work_start();
    tzset();
    if (many != NULL)
        qsort(many, CELL_PIECE, 1, bytes_order);
    free(many);
}

/* Puts the pipes where the walls expect them, and closes all else that the
 * keeper had open. */
static void
arrange(int socket, int out, int err)
{
    int null = open("/dev/null", O_RDONLY);
    /* Out of the way of each other first. */
    int high[] = {fcntl(null, F_DUPFD, 16), fcntl(out, F_DUPFD, 16),
                  fcntl(err, F_DUPFD, 16), fcntl(socket, F_DUPFD, 16)};

    for (int i = 0; i <= WALLS_SOCKET; i++)
        if (high[i] < 0 || dup2(high[i], i) < 0)
            forsaken();
#ifdef SYS_close_range
    if (syscall(SYS_close_range, WALLS_SOCKET + 1, ~0U, 0) == 0)
        return;
#endif
    for (int fd = WALLS_SOCKET + 1; fd < (int)sysconf(_SC_OPEN_MAX); fd++)
        (void)close(fd);
}

/* The keeper alone hears who asks to stop, and ends the cell. */
static void
mind_signals(void)
{
    sigset_t none;

    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGPIPE, SIG_DFL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void
end(int status, const struct failure *why, bool sealed)
{
    size_t len = strlen(why->text);

    (void)fflush(stdout);
    send_packet(CELL_END, (size_t)status, why->text, len);
    /* Behind the walls, nothing that waits for the end of a process (a check
     * for leaks) may do its work. */
    if (sealed)
        _exit(0);
    exit(0);
}

_Noreturn void
cell_live(const struct cell_task *task, int keeper, int socket, int out,
          int err)
{
    static char room[CELL_PIECE];
    struct cell cell = {task};
    struct failure why = {.text = ""};
    struct walls walls;

    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != keeper)
        forsaken();
    arrange(socket, out, err);
    mind_signals();
    (void)setvbuf(stdout, room, _IOFBF, sizeof room);
    prepare_library();
    if (task->prepare != NULL)
        task->prepare(task->baton);
    if (task->walls) {
        walls = walls_of_kernel();
        if (walls_raise(&walls, DESCRIPTORS + task->threads, &why) != 0)
            end(1, &why, true);
    }
    end(task->work(task->baton, &cell, &why), &why, task->walls);
}
