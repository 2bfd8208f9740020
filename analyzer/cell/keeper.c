/*
 * The keeper of a cell.
 */
#include "cell_parts.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SAID_MOST = 64 << 20, /* bytes on stderr, and on stdout */
    LINE_MOST = 1 << 16,  /* bytes of one line of stderr */
    REASON_MOST = 2048    /* bytes of a failure */
};

enum { SOCKET, OUT, ERR, PIPES };

struct keeper {
    const struct cell_task *task;
    struct cell_outcome *outcome;
    struct failure *why;
    pid_t child;
    int pipes[PIPES]; /* -1: at its end */
    bool *asked;      /* for each input */
    size_t read;      /* inputs */
    bool written[CELL_FILES];
    bool in_file;
    uint64_t file_bytes;
    bool ended;  /* END has come */
    bool broken; /* WHY says by what */
    size_t said; /* bytes on stderr */
    struct buf line;
};

/* Who asks us to stop. */
static volatile sig_atomic_t stop;

static void
hear_stop(int sign)
{
    stop = sign;
}

/* --- What the cell says --------------------------------------------------- */

static void
broken(struct keeper *keeper, const char *what)
{
    fail(keeper->why, "the sealed process is not to be trusted: %s", what);
    keeper->broken = true;
}

/* What we could not do for it ends it too; WHY is there. */
static void
check(struct keeper *keeper, int result)
{
    if (result != 0)
        keeper->broken = true;
}

static void
answer_ask(struct keeper *keeper, size_t input)
{
    const struct cell_task *task = keeper->task;
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct cell_answer answer = {0};
    struct iovec from = {&answer, sizeof answer};
    struct msghdr message = {.msg_iov = &from, .msg_iovlen = 1};
    int fd = task->open(task->baton, input, &answer.size);

    answer.error = fd < 0 ? errno : 0;
    if (fd >= 0) {
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
    }
    /* Threads wait one behind the other: one that does not take its answer is
     * not waited for. */
    if (sendmsg(keeper->pipes[SOCKET], &message, MSG_DONTWAIT | MSG_NOSIGNAL) <
            0 &&
        errno != EPIPE && errno != ECONNRESET)
        broken(keeper, "it asks and does not listen");
    if (fd >= 0)
        (void)close(fd);
}

static void
take_ask(struct keeper *keeper, size_t input)
{
    if (input >= keeper->task->inputs || keeper->asked[input]) {
        broken(keeper, "it asks for what it may not read");
        return;
    }
    keeper->asked[input] = true;
    keeper->outcome->reading[input] = true;
    answer_ask(keeper, input);
}

static void
take_read(struct keeper *keeper, size_t input)
{
    if (input >= keeper->task->inputs || !keeper->outcome->reading[input]) {
        broken(keeper, "it has read what it did not ask for");
        return;
    }
    keeper->outcome->reading[input] = false;
    if (keeper->task->read != NULL)
        keeper->task->read(keeper->task->baton, ++keeper->read);
}

static void
take_file(struct keeper *keeper, size_t file)
{
    const struct cell_task *task = keeper->task;

    if (file >= task->file_count || keeper->written[file]) {
        broken(keeper, "it writes a file that is not of the report");
        return;
    }
    keeper->written[file] = true;
    keeper->in_file = true;
    keeper->file_bytes = 0;
    check(keeper, task->file(task->baton, file, keeper->why));
}

static void
take_bytes(struct keeper *keeper, size_t number, struct span bytes)
{
    const struct cell_task *task = keeper->task;

    keeper->file_bytes += bytes.len;
    if (!keeper->in_file || number != 0 || bytes.len == 0)
        broken(keeper, "it writes without a file");
    else if (keeper->file_bytes > task->file_most)
        broken(keeper, "a file of the report is larger than any");
    else
        check(keeper,
              task->bytes(task->baton, bytes.at, bytes.len, keeper->why));
}

static void
take_end(struct keeper *keeper, size_t status, struct span words)
{
    if (status > 255 || words.len > REASON_MOST - 1 ||
        memchr(words.at, '\0', words.len) != NULL) {
        broken(keeper, "its end is none");
        return;
    }
    keeper->ended = true;
    keeper->outcome->status = (int)status;
    memcpy(keeper->why->text, words.at, words.len);
    keeper->why->text[words.len] = '\0';
}

static void
take_packet(struct keeper *keeper, struct span packet)
{
    struct cell_head head;

    if (packet.len < sizeof head || keeper->ended) {
        broken(keeper, keeper->ended ? "it goes on after its end"
                                     : "it sends what is no message");
        return;
    }
    memcpy(&head, packet.at, sizeof head);
    packet = span_bytes(packet.at + sizeof head, packet.len - sizeof head);
    if (packet.len > 0 && head.kind != CELL_BYTES && head.kind != CELL_END) {
        broken(keeper, "it sends what is no message");
        return;
    }
    switch (head.kind) {
    case CELL_ASK:
        take_ask(keeper, head.number);
        break;
    case CELL_READ:
        take_read(keeper, head.number);
        break;
    case CELL_FILE:
        take_file(keeper, head.number);
        break;
    case CELL_BYTES:
        take_bytes(keeper, head.number, packet);
        break;
    case CELL_END:
        take_end(keeper, head.number, packet);
        break;
    default:
        broken(keeper, "it sends what is no message");
    }
}

/* --- Its pipes ------------------------------------------------------------ */

static void
at_end(struct keeper *keeper, int pipe)
{
    (void)close(keeper->pipes[pipe]);
    keeper->pipes[pipe] = -1;
}

static void
hear_socket(struct keeper *keeper)
{
    static char packet[sizeof(struct cell_head) + CELL_PIECE + 1];
    ssize_t got =
        recv(keeper->pipes[SOCKET], packet, sizeof packet, MSG_DONTWAIT);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0)
        at_end(keeper, SOCKET);
    else if ((size_t)got == sizeof packet)
        broken(keeper, "it sends what is no message");
    else
        take_packet(keeper, span_bytes(packet, (size_t)got));
}

static void
say_line(struct keeper *keeper)
{
    struct span line = span_bytes(keeper->line.data, keeper->line.len);

    keeper->task->say(keeper->task->baton, line);
    buf_reset(&keeper->line);
}

static void
hear_words(struct keeper *keeper, int pipe)
{
    static char piece[CELL_PIECE];
    ssize_t got = read(keeper->pipes[pipe], piece, sizeof piece);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got < 0) {
        check(keeper, fail_system(keeper->why, errno,
                                  "what the sealed process prints cannot be "
                                  "read"));
        return;
    }
    if (got == 0) {
        if (pipe == ERR && keeper->line.len > 0)
            say_line(keeper);
        at_end(keeper, pipe);
        return;
    }
    if (pipe == OUT) {
        buf_add(&keeper->outcome->output, piece, (size_t)got);
        if (keeper->outcome->output.overflow)
            broken(keeper, "it prints without an end");
        return;
    }
    keeper->said += (size_t)got;
    if (keeper->said > SAID_MOST)
        broken(keeper, "it prints without an end");
    for (ssize_t i = 0; i < got; i++) {
        if (piece[i] != '\n')
            buf_addc(&keeper->line, piece[i]);
        if (piece[i] == '\n' || keeper->line.len == LINE_MOST)
            say_line(keeper);
    }
}

static int64_t
seconds_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

/* Hears the cell until all its pipes are at their end, or until it has to be
 * killed. */
static void
attend(struct keeper *keeper, const sigset_t *before)
{
    int64_t last = seconds_now() + keeper->task->seconds;

    while (!keeper->broken && stop == 0) {
        struct pollfd polled[PIPES];
        struct timespec rest = {0};
        int64_t left = last - seconds_now();
        bool open = false;

        for (int i = 0; i < PIPES; i++) {
            polled[i] = (struct pollfd){keeper->pipes[i], POLLIN, 0};
            open = open || keeper->pipes[i] >= 0;
        }
        if (!open)
            return;
        if (left <= 0) {
            fail(keeper->why,
                 "stopped after %u seconds: name fewer bundles at a time",
                 keeper->task->seconds);
            keeper->broken = true;
            return;
        }
        rest.tv_sec = (time_t)left;
        if (ppoll(polled, PIPES, &rest, before) <= 0)
            continue;
        for (int i = 0; i < PIPES && !keeper->broken; i++) {
            if (polled[i].revents == 0)
                continue;
            if (i == SOCKET)
                hear_socket(keeper);
            else
                hear_words(keeper, i);
        }
    }
}

/* --- Its birth and end ---------------------------------------------------- */

static bool
make_pipes(struct keeper *keeper, int cell[PIPES])
{
    int both[2];

    for (int i = 0; i < PIPES; i++)
        keeper->pipes[i] = cell[i] = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, both) != 0)
        return false;
    keeper->pipes[SOCKET] = both[0];
    cell[SOCKET] = both[1];
    for (int i = OUT; i <= ERR; i++) {
        if (pipe2(both, O_CLOEXEC) != 0)
            return false;
        keeper->pipes[i] = both[0];
        cell[i] = both[1];
    }
    return true;
}

static void
close_all(int pipes[PIPES])
{
    for (int i = 0; i < PIPES; i++)
        if (pipes[i] >= 0)
            (void)close(pipes[i]);
}

static bool
start(struct keeper *keeper)
{
    pid_t self = getpid();
    int cell[PIPES];
    bool made = make_pipes(keeper, cell);

    (void)fflush(NULL); /* or both would write it */
    keeper->child = made ? fork() : -1;
    if (keeper->child == 0)
        cell_live(keeper->task, self, cell[SOCKET], cell[OUT], cell[ERR]);
    if (keeper->child < 0)
        fail(keeper->why, "no process can be started: %s", strerror(errno));
    close_all(cell);
    return keeper->child > 0;
}

/* Waits for the cell, which has nothing left to say or is to be heard no
 * longer: if it has not ended by itself, it is ended. */
static void
bury(struct keeper *keeper)
{
    struct cell_outcome *outcome = keeper->outcome;
    int status = 0;

    (void)kill(keeper->child, SIGKILL);
    while (waitpid(keeper->child, &status, 0) < 0 && errno == EINTR)
        ;
    if (keeper->broken) {
        outcome->end = CELL_BROKEN;
    } else if (keeper->ended && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        outcome->end = CELL_ENDED;
    } else if (WIFSIGNALED(status)) {
        outcome->end = CELL_DIED;
        outcome->sign = WTERMSIG(status);
    } else {
        outcome->end = CELL_BROKEN;
        keeper->why->text[0] = '\0';
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 1)
            fail(keeper->why, "the sealed process ended too early");
    }
}

struct signals {
    sigset_t mask;
    struct sigaction actions[3];
};
static const int STOPS[] = {SIGTERM, SIGINT, SIGHUP};

/* Who asks us to stop is heard only while we wait for the cell: the folder is
 * then there as a whole, or not at all. */
static void
defer_stops(struct signals *before)
{
    struct sigaction hear = {.sa_handler = hear_stop};
    sigset_t stops;

    stop = 0;
    sigemptyset(&stops);
    for (size_t i = 0; i < 3; i++)
        sigaddset(&stops, STOPS[i]);
    (void)sigprocmask(SIG_BLOCK, &stops, &before->mask);
    for (size_t i = 0; i < 3; i++) {
        (void)sigaction(STOPS[i], NULL, &before->actions[i]);
        if (before->actions[i].sa_handler != SIG_IGN)
            (void)sigaction(STOPS[i], &hear, NULL);
    }
}

static void
hear_stops(const struct signals *before)
{
    for (size_t i = 0; i < 3; i++)
        (void)sigaction(STOPS[i], &before->actions[i], NULL);
    if (stop != 0)
        (void)raise(stop);
    (void)sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

void
cell_run(const struct cell_task *task, struct cell_outcome *outcome,
         struct failure *why)
{
    struct keeper keeper = {.task = task, .outcome = outcome, .why = why};
    struct signals before;
    bool kept = false;

    outcome->end = CELL_BROKEN;
    buf_init(&outcome->output, SAID_MOST);
    buf_init(&keeper.line, LINE_MOST + 1);
    for (size_t i = 0; i < task->inputs; i++)
        outcome->reading[i] = false;
    keeper.asked = memory_take(task->inputs + 1, sizeof *keeper.asked);
    defer_stops(&before);
    if (start(&keeper)) {
        attend(&keeper, &before.mask);
        bury(&keeper);
        kept = stop == 0 && outcome->end == CELL_ENDED;
    }
    if (kept && task->keep != NULL && task->keep(task->baton, why) != 0) {
        outcome->end = CELL_BROKEN;
        kept = false;
    }
    if (!kept && task->drop != NULL)
        task->drop(task->baton);
    close_all(keeper.pipes);
    free(keeper.asked);
    buf_release(&keeper.line);
    hear_stops(&before);
}
