/*
 * A buffer to build text or bytes in, born with its ceiling.
 *
 * Adding beyond the ceiling adds nothing and sets `overflow`, which stays set:
 * build everything, then check once.  `data` always ends in a NUL that `len`
 * does not count, so a buffer without overflow is a string.
 *
 * A buffer that drains hands on what it holds instead when it is full: one that
 * is written to is then the same for what stays in memory and for what is as
 * long as it likes.
 */
#ifndef ACC_BUF_H
#define ACC_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "printf_like.h"

/* Takes LEN bytes from a buffer; false: it cannot, and nothing more comes. */
typedef bool buf_drain(void *baton, const void *bytes, size_t len);

struct buf {
    char *data;
    size_t len;
    size_t size;    /* bytes allocated */
    size_t ceiling; /* most bytes that len may reach */
    bool overflow;
    buf_drain *drain; /* or NULL */
    void *baton;
};

/* Makes an empty buffer that holds at most CEILING bytes. */
void buf_init(struct buf *buf, size_t ceiling);

/* Makes an empty buffer that gives some PIECE bytes at a time to DRAIN.  A
 * drain that fails is an overflow.  buf_flush gives it the rest. */
void buf_init_draining(struct buf *buf, size_t piece, buf_drain *drain,
                       void *baton);
void buf_flush(struct buf *buf);

/* Frees its bytes. */
void buf_release(struct buf *buf);

/* Forgets its content and the overflow, keeps its memory. */
void buf_reset(struct buf *buf);

/* Takes memory for MORE bytes at once: adding so many leaves no copy behind. */
void buf_reserve(struct buf *buf, size_t more);

/* Appends LEN bytes, a string, one byte, or formatted text. */
void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_adds(struct buf *buf, const char *text);
void buf_addc(struct buf *buf, char byte);
void buf_addf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
