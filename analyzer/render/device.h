/*
 * What the layout draws on: libharu for paper, plain text for tests.
 *
 * A device is told the number of pages first, then gets marks page by page,
 * in reading order, in points from the top left corner of an A4 sheet, y down.
 */
#ifndef ACC_DEVICE_H
#define ACC_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "failure.h"
#include "render.h"

#define PAPER_WIDTH 595.28
#define PAPER_HEIGHT 841.89

enum face { FACE_SANS, FACE_BOLD, FACE_MONO, FACES };

/* The light palette; colour_table of look.h has names and values. */
enum colour {
    COLOUR_NONE,
    COLOUR_PAPER,
    COLOUR_PANEL,
    COLOUR_CELL,
    COLOUR_RULE,
    COLOUR_HAIR,
    COLOUR_INK,
    COLOUR_MUTED,
    COLOUR_LINK,
    COLOUR_BLOCKER,
    COLOUR_ACTION,
    COLOUR_WARNING,
    COLOUR_INFO,
    COLOUR_PASS,
    COLOUR_UNKNOWN,
    COLOUR_MANUAL,
    COLOUR_ERROR,
    COLOURS
};

enum mark_kind {
    MARK_TEXT,
    MARK_LINE,
    MARK_BOX,
    MARK_PATH,
    MARK_ROUND,
    MARK_LINK
};

/* One thing to draw.  A path's points are x, y pairs relative to (x, y). */
struct mark {
    enum mark_kind kind;
    double x, y;   /* text: left end of the baseline; round: centre */
    double x2, y2; /* line: its other end; box, link: width, height;
                      round: x2 is the radius */
    double line;   /* width of the line drawn; 0: none */
    double dash[2];
    enum colour stroke, fill;
    enum face face;
    double size, tracking;
    bool turned;      /* text runs upwards */
    bool open;        /* the path is not closed */
    const char *text; /* text: UTF-8, one line, every character has a glyph;
                         link: the id it leads to */
    const double *points;
    size_t count; /* of numbers in points */
};

/* An entry of the outline: LEVEL 0 for parts. */
struct entry {
    int level;
    const char *words;
    size_t page; /* from 0 */
    double y;
};

struct device {
    void (*open)(struct device *device, size_t pages);
    /* All marks that follow are on page NUMBER, counted from 0. */
    void (*page)(struct device *device, size_t number);
    void (*draw)(struct device *device, const struct mark *mark);
    /* A link area that leads to a place on a page. */
    void (*link)(struct device *device, const struct mark *area, size_t page,
                 double y);
    void (*entry)(struct device *device, const struct entry *entry);
};

/* The three faces, measured.  The door to libharu's fonts is pdf.c. */
struct faces;

/* Loads the faces from the folder FONTS; NULL with the reason. */
struct faces *faces_open(const char *fonts, struct failure *why);
void faces_close(struct faces *faces);

/* The advance of CHARACTER in thousandths of the size; -1 if the face has no
 * glyph for it (beyond the basic plane it never has). */
int faces_width(struct faces *faces, enum face face, uint32_t character);

/*
 * Paper: draws with FACES (each only once) and writes the document into OUT
 * when PAINT has told the device everything.  Whatever libharu refuses ends in
 * WHY and leaves OUT as it was.
 */
int pdf_write(struct faces *faces, const struct pdf_facts *facts,
              void (*paint)(const void *baton, struct device *device),
              const void *baton, struct buf *out, struct failure *why);

/* Text: what stands on one baseline is one line; pages, links and outline are
 * named.  Words wait in ARENA until their page is whole. */
void text_write(struct arena *arena,
                void (*paint)(const void *baton, struct device *device),
                const void *baton, struct buf *out);

#endif
