/*
 * Evidence under way: what the parsers of one bundle have found so far.
 *
 * A parser sees one entry.  It adds facts to `found`; they move to the host
 * only if the parser says that the entry is what it should be.  It names lines
 * through evidence_at, so that their text is kept for excerpts.  Facts of kinds
 * that are not a host's (`os-release`, `banner`, …) are raw: what concludes
 * from them runs when all entries were read (see conclude.h), and drops them.
 */
#ifndef ACC_EVIDENCE_H
#define ACC_EVIDENCE_H

#include "budget.h"
#include "snapshot.h"
#include "span.h"
#include "vec.h"

enum {
    EVIDENCE_LINES = 200000,     /* lines of one text that are read */
    EVIDENCE_FILE = 64 << 20,    /* bytes of an entry that is read at all */
    EVIDENCE_MEMORY = 24 << 20,  /* bytes that facts of one bundle may take: as
                                    a document they take ten times as much */
    EVIDENCE_SETTINGS = 4 << 20, /* of them, effective settings: rules look at
                                    all of them again and again */
    EVIDENCE_EXCERPT = 240,      /* bytes of a line that are kept */
    EVIDENCE_SOURCES = 20000,    /* files that parsers know */
    EVIDENCE_INSTANCES = 100,    /* of one server */
    EVIDENCE_FACTS = 20000       /* that the lines of one file make */
};

/* One configuration file, whether it could be read or not. */
struct layer {
    const char *entry;
    const char *directory; /* the Campaign directory on the server */
    const char *instance;  /* "default": host-wide */
    int rank;              /* 0 serverConf, 1 config-default, 2 config-NAME */
    struct fact *root;     /* NULL: it could not be read */
    bool whole;            /* no name in it was left out */
};

struct database;
struct logs;
struct names;

/* Words that were met, each once. */
struct word_set {
    const char **items; /* a free place is NULL */
    size_t count, room;
};

/* Adds WORD, which must live as long; false: it was there. */
bool words_add(struct arena *arena, struct word_set *words, const char *word);

/* What was told, and would have been but for the limits. */
struct gap_list {
    size_t count, bytes;
};

struct evidence {
    struct snapshot *snapshot;
    struct arena *arena;  /* the snapshot's */
    struct arena *bulk;   /* the shelf's: settings, and text of all kinds */
    struct arena raw;     /* what lives until all entries were concluded from */
    struct arena scratch; /* what lives while one entry is read */
    struct budget budget; /* steps that conclusions may take */
    size_t begun;         /* bytes in it before the first fact … */
    size_t settled;       /* … and before the first effective setting */
    const struct manifest *manifest;
    struct fact *host;
    const struct entry *entry; /* being parsed */
    struct fact *found;        /* in it */
    struct fact *tree;         /* of the configuration file that it is */
    bool tree_whole;           /* no name in it was left out */
    struct span text;          /* in which its lines are counted: its bytes, or
                                  in `scratch` */
    const char *problem;       /* why it is not what it should be */
    uint32_t problem_line;
    struct database *database;     /* what it answered; NULL: not asked */
    struct logs *logs;             /* what logs say; NULL: none was read */
    bool pdump;                    /* `nlserver pdump` was read */
    struct gap_list gaps, missing; /* of files, and of what is no file … */
    size_t gaps_more;              /* … those that are not listed, … */
    struct place gaps_more_at;     /* … and where the first of them is */
    size_t sources, instances;     /* facts, and layers of that rank */
    size_t facts;                  /* that the entry made */
    struct names *names;        /* of the file of hosts; NULL: not looked for */
    struct word_set references; /* facts of that kind */
    struct word_set aliases;
    bool references_full; /* more servers are named than are kept */
    int old_paths;        /* facts of that kind */
    struct {
        const struct fact **items;
        size_t count, room;
    } processes; /* of `nlserver pdump`, by module and instance */
    struct {
        uint32_t *items;
        size_t count, room;
    } marks; /* lines of the entry that facts point at */
    struct {
        struct source_line *items;
        size_t count, room;
    } lines; /* their text, of all entries */
    struct {
        struct layer *items;
        size_t count, room;
    } layers, shipped; /* shipped: that layers of the rank were made of */
};

/* The place of LINE in the entry being parsed; its text will be kept. */
struct place evidence_at(struct evidence *evidence, uint32_t line);

/* A fact of KIND found on LINE of the entry. */
struct fact *evidence_fact(struct evidence *evidence, const char *kind,
                           uint32_t line);

/* The entry is not what it should be: always false, for `return`. */
bool evidence_problem(struct evidence *evidence, const char *reason,
                      uint32_t line);

/* The same for a fact that is only concluded from: it lives in `raw`. */
struct fact *evidence_raw_fact(struct evidence *evidence, const char *kind,
                               uint32_t line);

/* A gap of the snapshot; evidence_missing: what could not be collected. */
void evidence_gap(struct evidence *evidence, const char *reason,
                  struct place at);
void evidence_missing(struct evidence *evidence, const char *reason,
                      struct place at);

/* Has the bundle used up the memory that its facts may take? */
bool evidence_full(const struct evidence *evidence);

/* Lines of a text, counted.  Use: `for (…; lines_next(&lines);)`. */
struct lines {
    struct evidence *evidence;
    struct span rest, line;
    uint32_t number; /* of the last line read */
    uint32_t first;  /* of the first line of a joined one */
    bool full;       /* the rest is left out */
};

void lines_init(struct lines *lines, struct evidence *evidence,
                struct span text);

/* The next line; false at the end, and, with a gap, beyond EVIDENCE_LINES. */
bool lines_next(struct lines *lines);

/* The same, with lines that end in a backslash joined to the next; `first` is
 * where it begins. */
bool lines_next_joined(struct lines *lines);

/* May the line add no more, since the bundle's facts, or those of the file, are
 * too many?  Nothing behind it is read then, and a gap says so. */
bool lines_full(struct lines *lines);

/* Where the entry stands on the server: "/etc/os-release", "C:/…". */
const char *evidence_path(struct arena *arena, const struct entry *entry);

#endif
