/*
 * What passes between a cell and its keeper; for the two files that speak it.
 *
 *     cell → keeper    a packet: struct cell_head, then at most CELL_PIECE
 * bytes keeper → cell    a packet for each ASK: struct cell_answer, and with it
 * the descriptor if its error is 0
 */
#ifndef ACC_CELL_PARTS_H
#define ACC_CELL_PARTS_H

#include "cell.h"

enum cell_kind {
    CELL_ASK = 1, /* number: of an input */
    CELL_READ,    /* number: of an input that was asked for */
    CELL_FILE,    /* number: in the list */
    CELL_BYTES,   /* number: 0; bytes */
    CELL_END      /* number: exit status; bytes: why */
};

struct cell_head {
    uint32_t kind;
    uint32_t number;
};

struct cell_answer {
    int32_t error; /* errno; 0: a descriptor comes with it */
    uint32_t unused;
    uint64_t size;
};

/* The whole life of the process in the cell, which was just forked from KEEPER:
 * its pipes are SOCKET, OUT and ERR. */
_Noreturn void cell_live(const struct cell_task *task, int keeper, int socket,
                         int out, int err);

#endif
