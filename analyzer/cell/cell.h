/*
 * The cell: the process in which strangers' bytes are read.
 *
 *     the keeper                             the cell
 *     ----------                             --------
 *     options; our own data, held in
 *     memory; the names of the bundles
 *          | fork ---------------------> prepares what libraries load later,
 *          |                             raises the walls (walls.h)
 *          | <-- ASK input ------------- for one bundle after the other
 *          | --- its descriptor -------> archive, XML, facts, judging, XSLT,
 *          | <-- READ input ------------ layout, every word of the report
 *          | <-- FILE number ----------- a file of the fixed list …
 *          | <-- BYTES … --------------- … and what it holds
 *          | <-- END status, words ----- and then nothing more
 *     makes the folder and its files, counts and limits their bytes,
 *     renames when the cell has ended well
 *
 * The keeper parses no bundle and believes the cell nothing: a message of
 * another form, a number that is not in the list, a file too many, bytes too
 * many, a word after the end, and the cell is killed, nothing is written.  What
 * the cell prints passes the keeper too, without control characters.
 *
 * A cell that dies takes only its own work along: the keeper knows which inputs
 * it was reading.
 */
#ifndef ACC_CELL_H
#define ACC_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "failure.h"
#include "span.h"

enum {
    CELL_PIECE = 1 << 16, /* bytes of a message at the most */
    CELL_FILES = 64       /* names in the list at the most */
};

struct cell; /* as the process in it sees it */

struct cell_task {
    void *baton;

    /* In the cell.  PREPARE, which may be NULL, runs before the walls stand:
     * what libraries load when they are first asked is loaded there.  WORK runs
     * behind them and returns an exit status; for FAILED and more its reason is
     * in WHY. */
    void (*prepare)(void *baton);
    int (*work)(void *baton, struct cell *cell, struct failure *why);

    /* At the keeper. */
    size_t inputs; /* that the cell may ask for, each once */
    /* A descriptor of INPUT and its size, or -1 with errno set. */
    int (*open)(void *baton, size_t input, uint64_t *size);
    void (*read)(void *baton, size_t count); /* so many are; may be NULL */
    const char *const *files;                /* that it may write, each once */
    size_t file_count;
    uint64_t file_most; /* bytes of one */
    int (*file)(void *baton, size_t file, struct failure *why);
    int (*bytes)(void *baton, const void *bytes, size_t len,
                 struct failure *why);
    void (*say)(void *baton, struct span line); /* one of stderr */
    /* The cell has ended well, and no signal is heard: 0, or -1 if its files
     * cannot be kept.  DROP: it has not.  Both may be NULL. */
    int (*keep)(void *baton, struct failure *why);
    void (*drop)(void *baton);

    bool walls;       /* false: --no-sandbox */
    int threads;      /* that it will start */
    unsigned seconds; /* the last stop of the whole run */
};

enum cell_end {
    CELL_ENDED,  /* STATUS is what WORK returned, WHY its reason */
    CELL_BROKEN, /* WHY says what was wrong; empty: the cell itself has said it
                  */
    CELL_DIED    /* by a signal: SIGN */
};

struct cell_outcome {
    enum cell_end end;
    int status;
    int sign;
    bool *reading;     /* for each input: was it being read at the end? */
    struct buf output; /* what it printed, if it ended */
};

/* Runs TASK in a cell.  A signal that asks this process to stop ends it, after
 * the cell and DROP.  OUTCOME->reading: room for TASK->inputs; its output is to
 * be released. */
void cell_run(const struct cell_task *task, struct cell_outcome *outcome,
              struct failure *why);

/* --- In the cell ---------------------------------------------------------- */

/* A descriptor of INPUT, which the keeper opens, and its size.  From any
 * thread. */
int cell_ask(struct cell *cell, size_t input, uint64_t *size,
             struct failure *why);

/* INPUT has been read. */
void cell_read(struct cell *cell, size_t input);

/* The next file is NAME, a name of the list. */
void cell_file(struct cell *cell, const char *name);

/* The next bytes of it; CELL is a struct cell.  True, so that a buf can drain
 * into it. */
bool cell_bytes(void *cell, const void *bytes, size_t len);

#endif
