/*
 * The command line of a program: a table of its options, a table of its
 * commands, and what is made of them: one reader, one --help, one completion.
 *
 *     line    = { option | operand } [ "--" { operand } ]
 *     option  = "--" name [ "=" value | word ]
 *             | "-" { letter } letter [ value | word ]
 *     operand = a word that begins with no dash | "-"
 *
 * Options may stand before, between and behind operands.  The first operands
 * name the command; where they name none, the first command of the table is
 * meant.  A value is never empty, and an option that does not say that it
 * repeats is given a value once; of flags that exclude each other the later
 * counts.  --help and --version are done when they are met.
 */
#ifndef ACC_OPTIONS_H
#define ACC_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "failure.h"

struct option;

/* What a taker gets: the value that was given (NULL: the option has none), and
 * what the program fills. */
struct given {
    const struct option *option;
    const char *value;
    void *into; /* the program's own */
    struct arena *arena;
};

/* Checks a value and puts it where it belongs. */
typedef int option_take(const struct given *given, struct failure *why);

struct option {
    const char *name;     /* without the dashes; NULL: a letter alone */
    char letter;          /* 0: none */
    const char *argument; /* what --help calls its value; NULL: takes none */
    const char *meaning;  /* in --help; NULL: not listed there */
    option_take *take;    /* NULL: a later version will know it */
    size_t at;            /* for the takers below: offset in what is filled */
    const char *values;   /* all that it may be, blanks between; NULL: any */
    int64_t least, most;  /* of a number */
    bool repeats;         /* may be given several values */
    bool recorded;        /* in what is written: it says what was done */
};

/* A row of the table that is a heading of --help. */
#define OPTION_HEADING(words)                                                  \
    {                                                                          \
        .meaning = words                                                       \
    }

/* Takers for the plain kinds. */
option_take option_flag;   /* bool: true */
option_take option_text;   /* const char *: one of `values`, if there are */
option_take option_words;  /* struct words: added */
option_take option_number; /* int64_t: from `least` to `most` */

/* "--name: WORDS" (or "-j: …"); returns -1. */
int option_wrong(const struct option *option, struct failure *why,
                 const char *words);

/* "gzip or zstd" of "gzip zstd". */
const char *values_told(const char *values, struct arena *arena);

struct command_word {
    const char *name;     /* one word or two: "rules list" */
    const char *operands; /* as in --help; "": takes none */
    const char *meaning;  /* in --help; NULL: a later version will know it */
    size_t least, most;   /* operands */
    const char *wanted;   /* what is said when it gets others */
    const char *values;   /* all that the first operand may be; NULL: any */
    int (*run)(void *baton, const char *const *operands, size_t count);
};

struct command_line {
    const char *program;
    const char *about; /* above the options of --help, wrapped */
    const char *notes; /* below them */
    const struct option *options;
    size_t option_count;
    const struct command_word *commands;
    size_t command_count;
    void (*version)(struct buf *out); /* adds what --version says below name
                                         and version */
};

/* What the words came to. */
struct command_call {
    const struct command_word *command;
    const char *const *operands;
    size_t count;
    const char **values; /* by place in the table; those of one that repeats
                            with blanks between, "" of a flag, NULL: not given
                          */
};

/*
 * Reads the COUNT words after the program's name.  INTO goes to the takers.
 * Returns 0; -1 with the reason in WHY (wrong usage, unless WHY says that it
 * was the machine); or LINE_DONE: what was asked for is on standard output.
 */
enum { LINE_DONE = 1 };
int command_line_read(const struct command_line *line, char *const *words,
                      size_t count, void *into, struct arena *arena,
                      struct command_call *call, struct failure *why);

/* The rows that every program has: help, version, and, unlisted, what prints
 * the completion of a shell. */
extern const struct option OPTIONS_COMMON[];
extern const size_t OPTIONS_COMMON_COUNT;

/* Appends the completion of LINE for SHELL, "bash" or "zsh" (completion.c). */
void completion_write(const struct command_line *line, const char *shell,
                      struct buf *out);

#endif
