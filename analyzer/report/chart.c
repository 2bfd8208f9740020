#include "chart.h"

#include <string.h>

#include "picture.h"
#include "utf8.h"
#include "vec.h"
#include "words.h"

enum {
    COLUMNS_MOST = 7,
    ROWS_MOST = 40, /* then a role keeps one row a phase */
    HEAD_NAME = 22,
    HEAD_LINES = 3,
    CONDITION_LINES = 3
};

static const double WIDTH = 492, LEFT = 96, PITCH = 48, GAP = 4, RIGHT = 438,
                    ROW = 13.5, BOX = 11, PHASE_LEAST = 23,
                    HEIGHT_MOST = 640, /* one page, with title and legend */
    SERVICE_X = 454, BACK_X = 477;

/* --- Columns -------------------------------------------------------------- */

static unsigned
first_role(const struct estate_host *host)
{
    for (int i = 0; role_word(i) != NULL; i++)
        if (host->roles & 1u << i)
            return 1u << i;
    return ROLE_UNCONFIGURED;
}

int
chart_column_of(const struct estate *estate,
                const struct chart_columns *columns, const struct step *step)
{
    const struct estate_host *host = step->host == NULL || !columns->roles
                                         ? NULL
                                         : estate_host(estate, step->host);
    int rest = -1;

    for (size_t i = 0; i < columns->count; i++) {
        const struct chart_column *column = &columns->items[i];

        if (step->host != NULL) {
            if (column->host != NULL && strcmp(column->host, step->host) == 0)
                return (int)i;
            if (host != NULL && column->role == first_role(host))
                return (int)i;
        } else if (step->database != NULL) {
            if (column->databases ||
                (column->database != NULL &&
                 strcmp(column->database, step->database) == 0))
                return (int)i;
        }
        if (column->host == NULL && column->database == NULL &&
            column->role == 0 && !column->databases && !column->missing)
            rest = (int)i;
    }
    return rest;
}

static bool
any_whole_step(const struct plan *plan)
{
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.items[i]->host == NULL &&
            plan->steps.items[i]->database == NULL &&
            plan->steps.items[i]->phase != PLAN_ROLLBACK)
            return true;
    return false;
}

static void
columns_of_roles(const struct estate *estate, struct arena *arena,
                 struct chart_columns *columns)
{
    struct chart_column *column;

    if (estate->databases.count > 0) {
        column = vec_add(arena, columns);
        column->name = "databases";
        column->databases = true;
        column->hosts = (int)estate->databases.count;
    }
    for (int i = 0; role_word(i) != NULL; i++) {
        int hosts = 0;

        for (size_t h = 0; h < estate->hosts.count; h++)
            hosts += first_role(&estate->hosts.items[h]) == 1u << i;
        if (hosts == 0)
            continue;
        column = vec_add(arena, columns);
        column->name = role_word(i);
        column->role = 1u << i;
        column->hosts = hosts;
    }
    columns->roles = true;
}

static void
columns_of_hosts(const struct estate *estate, const struct plan *plan,
                 struct arena *arena, struct chart_columns *columns)
{
    struct chart_column *column;

    for (size_t i = 0; i < estate->databases.count; i++) {
        column = vec_add(arena, columns);
        column->database = estate->databases.items[i].id;
        column->name = estate->databases.count == 1
                           ? engine_words(estate->databases.items[i].engine)
                           : words_shown(arena, column->database);
    }
    for (size_t i = 0; i < plan->order.count; i++) {
        column = vec_add(arena, columns);
        column->host = plan->order.items[i];
        column->name = words_shown(arena, column->host);
    }
}

/* Servers that nobody saw: a column each if there is room, else one for all. */
static void
columns_of_missing(const struct estate *estate, size_t missing, bool fold,
                   struct arena *arena, struct chart_columns *columns)
{
    struct chart_column *column;

    if (fold) {
        column = vec_add(arena, columns);
        column->name = arena_format(arena, "%s missing",
                                    words_number(arena, (int64_t)missing));
        column->missing = true;
        column->hosts = (int)missing;
        return;
    }
    for (size_t i = 0; i < estate->missing.count; i++) {
        if (estate->missing.items[i].exception != NULL)
            continue;
        column = vec_add(arena, columns);
        column->name = words_shown(arena, estate->missing.items[i].name);
        column->missing = true;
    }
}

/* Cells name their column: what was cut alike is told apart by a number. */
static void
columns_apart(struct arena *arena, struct chart_columns *columns)
{
    const char **cut =
        arena_alloc(arena, (columns->count + 1) * sizeof(const char *));

    for (size_t i = 0; i < columns->count; i++) {
        int alike = 1;

        cut[i] = words_cut(arena, columns->items[i].name, HEAD_NAME);
        for (size_t k = 0; k < i; k++)
            alike += strcmp(cut[k], cut[i]) == 0;
        columns->items[i].name =
            alike == 1
                ? cut[i]
                : arena_format(arena, "%s (%d)",
                               words_cut(arena, cut[i], HEAD_NAME - 4), alike);
    }
}

void
chart_columns(const struct estate *estate, const struct plan *plan,
              struct arena *arena, struct chart_columns *columns)
{
    size_t seen = estate->databases.count + plan->order.count, missing = 0;

    memset(columns, 0, sizeof *columns);
    for (size_t i = 0; i < estate->missing.count; i++)
        missing += estate->missing.items[i].exception == NULL;
    if (any_whole_step(plan))
        vec_add(arena, columns)->name = "estate";
    if (seen + (missing > 0) > COLUMNS_MOST)
        columns_of_roles(estate, arena, columns);
    else
        columns_of_hosts(estate, plan, arena, columns);
    if (missing > 0)
        columns_of_missing(
            estate, missing,
            missing > 1 && (columns->roles || seen + missing > COLUMNS_MOST),
            arena, columns);
    columns_apart(arena, columns);
}

/* --- What stands in a phase ----------------------------------------------- */

struct cell {
    int steps, hosts;
    bool gap;
};

/* How rows are saved when time is too long for a page. */
enum folding { FOLD_NOTHING, FOLD_COLUMNS, FOLD_PHASE, FOLDINGS };

struct grid {
    bool any;
    int steps;
    size_t rows;
    struct cell *cells; /* rows × columns */
    double top, bottom; /* of its rows, once it is placed */
};

struct drawing {
    const struct estate *estate;
    const struct plan *plan;
    const struct chart_columns *columns;
    int blockers;
    struct arena *arena;
    struct chart *chart;
    int *column_of; /* of each step */
    int *host_of;   /* of each step: index in the estate, or -1 */
    double pitch;   /* of columns */
    struct grid grids[PLAN_PHASES];
};

static int
host_index(const struct estate *estate, const char *id)
{
    for (size_t i = 0; id != NULL && i < estate->hosts.count; i++)
        if (strcmp(estate->hosts.items[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void
steps_place(struct drawing *drawing)
{
    const struct plan *plan = drawing->plan;
    size_t count = plan->steps.count;

    drawing->column_of = arena_alloc(drawing->arena, (count + 1) * sizeof(int));
    drawing->host_of = arena_alloc(drawing->arena, (count + 1) * sizeof(int));
    for (size_t i = 0; i < count; i++) {
        const struct step *step = plan->steps.items[i];
        bool again = i > 0 && step->host != NULL &&
                     plan->steps.items[i - 1]->host == step->host;

        drawing->column_of[i] =
            again ? drawing->column_of[i - 1]
                  : chart_column_of(drawing->estate, drawing->columns, step);
        drawing->host_of[i] = again ? drawing->host_of[i - 1]
                                    : host_index(drawing->estate, step->host);
    }
}

/* Row by wave, or by the first wave of the step's column, or one for all. */
static void
rows_number(const struct drawing *drawing, enum plan_phase phase,
            enum folding folding, int *row_of, size_t *rows)
{
    const struct plan *plan = drawing->plan;
    size_t columns = drawing->columns->count;
    int *first = arena_alloc(drawing->arena, (columns + 1) * sizeof *first);
    int *ranks, most = 0;

    for (size_t c = 0; c < columns; c++)
        first[c] = -1;
    for (size_t i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];
        int column = drawing->column_of[i];

        if (step->phase != phase || column < 0)
            continue;
        most = step->wave > most ? step->wave : most;
        if (first[column] < 0 || step->wave < first[column])
            first[column] = step->wave;
    }
    ranks = arena_alloc(drawing->arena, ((size_t)most + 2) * sizeof *ranks);
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.items[i]->phase == phase && drawing->column_of[i] >= 0)
            ranks[folding == FOLD_NOTHING   ? plan->steps.items[i]->wave
                  : folding == FOLD_COLUMNS ? first[drawing->column_of[i]]
                                            : 0] = 1;
    *rows = 0;
    for (int wave = 0; wave <= most; wave++)
        ranks[wave] = ranks[wave] == 0 ? -1 : (int)(*rows)++;
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.items[i]->phase == phase && drawing->column_of[i] >= 0)
            row_of[i] =
                ranks[folding == FOLD_NOTHING   ? plan->steps.items[i]->wave
                      : folding == FOLD_COLUMNS ? first[drawing->column_of[i]]
                                                : 0];
}

static void
grid_make(struct drawing *drawing, enum plan_phase phase, enum folding folding)
{
    const struct plan *plan = drawing->plan;
    struct grid *grid = &drawing->grids[phase];
    size_t columns = drawing->columns->count;
    size_t hosts = drawing->estate->hosts.count;
    int *row_of =
        arena_alloc(drawing->arena, (plan->steps.count + 1) * sizeof *row_of);
    bool *known;

    memset(grid, 0, sizeof *grid);
    rows_number(drawing, phase, folding, row_of, &grid->rows);
    if (grid->rows > ROWS_MOST) {
        grid->any = true; /* it is folded next: nothing of it is drawn */
        return;
    }
    grid->cells = arena_alloc(drawing->arena,
                              (grid->rows * columns + 1) * sizeof *grid->cells);
    known = arena_alloc(drawing->arena, grid->rows * columns * hosts + 1);
    for (size_t i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];
        size_t at;

        if (step->phase != phase || drawing->column_of[i] < 0)
            continue;
        at = (size_t)row_of[i] * columns + (size_t)drawing->column_of[i];
        grid->any = true;
        grid->steps++;
        grid->cells[at].steps++;
        grid->cells[at].gap |= strcmp(step->basis, "gap") == 0;
        if (drawing->host_of[i] < 0 ||
            known[at * hosts + (size_t)drawing->host_of[i]])
            continue;
        known[at * hosts + (size_t)drawing->host_of[i]] = true;
        grid->cells[at].hosts++;
    }
    /* One dashed box stands for the rehearsal, whatever it holds. */
    if (phase == PLAN_REHEARSE && grid->rows > 1)
        grid->rows = 1;
}

/* --- Heights -------------------------------------------------------------- */

/* Steps of uninstall to secure go back together, and so on: REPORT §6. */
static const struct {
    const char *kind;
    enum plan_phase from, to;
    double length; /* of its words in pt, 7.5 bold */
} WAYS[] = {{"start", PLAN_STOP, PLAN_BACKUP, 48},
            {"tree", PLAN_UNINSTALL, PLAN_SECURE, 140},
            {"database", PLAN_POSTUPGRADE, PLAN_TEST, 92}};

enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };

struct spacing {
    double above, below; /* around the rows of a phase */
    double extra[PLAN_PHASES];
};

static double
phase_height(const struct drawing *drawing, int phase)
{
    double rows = (double)drawing->grids[phase].rows * ROW;

    return rows > PHASE_LEAST ? rows : PHASE_LEAST;
}

/* A bracket is at least as long as its words. */
static void
spacing_stretch(const struct drawing *drawing, struct spacing *spacing)
{
    for (size_t w = 0; w < WAY_COUNT; w++) {
        double height = -spacing->above - spacing->below;
        int phases = 0;

        for (int p = (int)WAYS[w].from; p <= (int)WAYS[w].to; p++)
            if (drawing->grids[p].any) {
                height +=
                    spacing->above + phase_height(drawing, p) + spacing->below;
                phases++;
            }
        for (int p = (int)WAYS[w].from; p <= (int)WAYS[w].to; p++)
            if (drawing->grids[p].any && height < WAYS[w].length)
                spacing->extra[p] = (WAYS[w].length - height) / phases;
    }
}

/* --- Drawing -------------------------------------------------------------- */

static void
line(struct drawing *drawing, const char *kind, double x1, double y1, double x2,
     double y2)
{
    *vec_add(drawing->arena, &drawing->chart->lines) =
        (struct chart_line){kind, x1, y1, x2, y2};
}

static void
word(struct drawing *drawing, const char *kind, double x, double y,
     const char *text)
{
    *vec_add(drawing->arena, &drawing->chart->words) =
        (struct chart_word){kind, x, y, text};
}

static void
box(struct drawing *drawing, const char *kind, double x, double y, double width,
    double height, const char *text)
{
    *vec_add(drawing->arena, &drawing->chart->boxes) =
        (struct chart_box){kind, x, y, width, height, text};
}

static double
column_x(const struct drawing *drawing, size_t column)
{
    return LEFT + (double)column * drawing->pitch;
}

/* Columns of what was seen, which stand before the missing ones. */
static size_t
columns_seen(const struct drawing *drawing)
{
    size_t seen = 0;

    while (seen < drawing->columns->count &&
           !drawing->columns->items[seen].missing)
        seen++;
    return seen;
}

/* The longest beginning of TEXT that is no wider than ROOM, broken at a space
 * or behind a mark if there is one late enough; at least one character. */
static size_t
breaks_at(struct span text, double size, bool bold, double room,
          struct arena *arena)
{
    size_t end = 0, soft = 0;

    while (end < text.len) {
        uint32_t c = 0;
        size_t len =
            utf8_decode((struct span){text.at + end, text.len - end}, &c);
        const char *so_far;

        len = len == 0 ? 1 : len;
        so_far = arena_copy(arena, text.at, end + len);
        if (end > 0 && picture_width(so_far, size, bold) > room)
            return soft * 3 > end ? soft : end;
        end += len;
        if (c < 0x80 && strchr("-_./ ", (int)c) != NULL)
            soft = end;
        if (c >= 'a' && c <= 'z' && end < text.len && text.at[end] >= 'A' &&
            text.at[end] <= 'Z')
            soft = end;
    }
    return end;
}

/* TEXT in at most MOST lines of ROOM; the last one is cut at its end. */
static size_t
lines_of(struct drawing *drawing, const char *text, double size, bool bold,
         double room, size_t most, const char **lines)
{
    struct span rest = span_of(text);
    size_t count = 0;

    while (rest.len > 0 && count < most) {
        size_t len = breaks_at(rest, size, bold, room, drawing->arena);
        const char *shown = arena_copy(drawing->arena, rest.at, len);

        if (count + 1 == most && len < rest.len) {
            int letters = words_length(shown);

            shown = arena_copy(drawing->arena, rest.at, rest.len);
            text = shown;
            while (letters > 1 && picture_width(shown, size, bold) > room)
                shown = words_cut_end(drawing->arena, text, letters--);
            len = rest.len;
        }
        lines[count++] = shown;
        rest = (struct span){rest.at + len, rest.len - len};
        while (rest.len > 0 && rest.at[0] == ' ')
            rest = (struct span){rest.at + 1, rest.len - 1};
    }
    return count;
}

/* The names of the columns, their last lines on one level; the height. */
static double
heads_draw(struct drawing *drawing)
{
    const char *lines[16][HEAD_LINES];
    size_t counts[16], most = 1;
    double room = drawing->pitch - 2, y;

    for (size_t i = 0; i < drawing->columns->count && i < 16; i++) {
        const char *name = drawing->columns->items[i].name;

        lines[i][0] = name;
        counts[i] =
            picture_width(name, 8.5, true) <= room
                ? 0
                : lines_of(drawing, name, 7, true, room, HEAD_LINES, lines[i]);
        most = counts[i] > most ? counts[i] : most;
    }
    y = 8 + 8.5 * (double)(most - 1);
    for (size_t i = 0; i < drawing->columns->count && i < 16; i++) {
        double x = column_x(drawing, i) + (drawing->pitch - GAP) / 2;
        bool lost = drawing->columns->items[i].missing;

        if (counts[i] == 0)
            word(drawing, lost ? "lost" : "column", x, y, lines[i][0]);
        for (size_t k = 0; k < counts[i]; k++)
            word(drawing, lost ? "lost-small" : "small", x,
                 y - 8.5 * (double)(counts[i] - 1 - k), lines[i][k]);
    }
    word(drawing, "label", 0, y, NULL);
    word(drawing, "way-back", WIDTH, y, NULL);
    line(drawing, "head", 0, y + 6, RIGHT, y + 6);
    return y + 6;
}

/* "2 × 214" (steps × hosts) where a column stands for a role and each of its
 * hosts has as many; else the number of steps. */
static const char *
cell_words(const struct drawing *drawing, const struct cell *cell)
{
    struct arena *arena = drawing->arena;
    const char *steps = words_number(arena, cell->steps);

    return drawing->columns->roles && cell->hosts > 1 &&
                   cell->steps % cell->hosts == 0
               ? arena_format(arena, "%d \xC3\x97 %s",
                              cell->steps / cell->hosts,
                              words_number(arena, cell->hosts))
               : steps;
}

static void
rows_draw(struct drawing *drawing, const struct grid *grid)
{
    size_t columns = drawing->columns->count;

    for (size_t r = 0; r < grid->rows; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct cell *cell = &grid->cells[r * columns + c];

            if (cell->steps > 0)
                box(drawing, cell->gap ? "gap" : "steps", column_x(drawing, c),
                    grid->top + (double)r * ROW, drawing->pitch - GAP, BOX,
                    cell_words(drawing, cell));
        }
}

/* One dashed box over all columns, as wide as its words at least. */
static void
rehearsal_draw(struct drawing *drawing, const struct grid *grid)
{
    const double least = 146;
    double width = column_x(drawing, columns_seen(drawing)) - GAP - LEFT;

    box(drawing, "rehearsal", LEFT, grid->top, width < least ? least : width,
        BOX, words_number(drawing->arena, grid->steps));
}

static const char *
actors_brief(const struct drawing *drawing, int phase)
{
    const char *actors =
        words_actor(drawing->arena, drawing->plan->phases[phase].actors);
    int count = 1;

    if (actors == NULL || picture_width(actors, 7, false) <= LEFT - 6)
        return actors;
    for (const char *at = actors; (at = strchr(at, ',')) != NULL; at++)
        count++;
    return arena_format(drawing->arena, "%d actors", count);
}

const char *
chart_condition(const struct plan *plan, size_t barrier, int blockers,
                struct arena *arena)
{
    const char *condition =
        words_plain(arena, plan->barriers.items[barrier].condition);

    return barrier > 0 || blockers == 0
               ? condition
               : arena_format(arena, "%s closed \xC2\xB7 %s",
                              words_count(arena, blockers, "blocker", NULL),
                              condition);
}

/* The rule over all columns and its condition below; where it ends. */
static double
barrier_draw(struct drawing *drawing, size_t barrier, double y)
{
    const char *lines[CONDITION_LINES];
    size_t seen = columns_seen(drawing);
    double room = seen == drawing->columns->count
                      ? RIGHT - LEFT
                      : column_x(drawing, seen) - GAP - LEFT;
    size_t count = lines_of(drawing,
                            chart_condition(drawing->plan, barrier,
                                            drawing->blockers, drawing->arena),
                            8, false, room, CONDITION_LINES, lines);

    line(drawing, "barrier", 0, y, RIGHT, y);
    word(drawing, "barrier", 0, y + 10.5,
         words_number(drawing->arena, (int64_t)barrier + 1));
    for (size_t i = 0; i < count; i++)
        word(drawing, "condition", LEFT, y + 10.5 + 10 * (double)i, lines[i]);
    return y + 13 + 10 * (double)(count > 1 ? count - 1 : 0);
}

static void
bracket_draw(struct drawing *drawing, const char *kind, const char *words,
             double x, double top, double bottom)
{
    line(drawing, kind, x, top, x, bottom);
    line(drawing, kind, x - 4, top, x, top);
    line(drawing, kind, x - 4, bottom, x, bottom);
    word(drawing, words, x + 10.5, (top + bottom) / 2, NULL);
}

static void
brackets_draw(struct drawing *drawing)
{
    const struct grid *grids = drawing->grids;

    if (grids[PLAN_STOP].any && grids[PLAN_RESTART].any)
        bracket_draw(drawing, "bracket", "service-down", SERVICE_X,
                     grids[PLAN_STOP].top, grids[PLAN_RESTART].bottom);
    for (size_t w = 0; w < WAY_COUNT; w++) {
        double top = -1, bottom = 0;

        for (int p = (int)WAYS[w].from; p <= (int)WAYS[w].to; p++)
            if (grids[p].any) {
                top = top < 0 ? grids[p].top : top;
                bottom = grids[p].bottom;
            }
        if (top >= 0)
            bracket_draw(drawing,
                         strcmp(WAYS[w].kind, "database") == 0 ? "danger"
                                                               : "bracket",
                         WAYS[w].kind, BACK_X, top, bottom);
    }
}

/* Dashed from top to bottom, its words in the longest run that no barrier
 * interrupts. */
static void
missing_draw(struct drawing *drawing, double top, double bottom)
{
    const struct chart *chart = drawing->chart;
    double from = top, best = 0, middle = (top + bottom) / 2;
    double half = 71; /* of its words */

    for (size_t i = 0; i <= chart->lines.count; i++) {
        bool end = i == chart->lines.count;
        double y = end ? bottom : chart->lines.items[i].y1;

        if (!end && strcmp(chart->lines.items[i].kind, "barrier") != 0)
            continue;
        if (y - from > best) {
            best = y - from;
            middle = (y + from) / 2;
        }
        from = y + 13;
    }
    half = 2 * half < bottom - top ? half : (bottom - top) / 2;
    for (size_t c = 0; c < drawing->columns->count; c++) {
        double x = column_x(drawing, c);

        if (!drawing->columns->items[c].missing)
            continue;
        box(drawing, "missing", x, top, drawing->pitch - GAP, bottom - top,
            NULL);
        box(drawing, "clear", x + (drawing->pitch - GAP) / 2 - 5, middle - half,
            10, 2 * half, NULL);
        word(drawing, "not-seen", x + (drawing->pitch - GAP) / 2 + 2.7, middle,
             NULL);
    }
}

static void
totals_draw(struct drawing *drawing, double y)
{
    word(drawing, "steps", 0, y, NULL);
    for (size_t c = 0; c < drawing->columns->count; c++) {
        int steps = 0;

        for (int p = 0; p < PLAN_ROLLBACK; p++) {
            const struct grid *grid = &drawing->grids[p];

            for (size_t r = 0; p != PLAN_REHEARSE && r < grid->rows; r++)
                steps += grid->cells[r * drawing->columns->count + c].steps;
        }
        word(drawing, "total",
             column_x(drawing, c) + (drawing->pitch - GAP) / 2, y,
             steps == 0 ? "\xE2\x80\x93" : words_number(drawing->arena, steps));
    }
}

/* Everything from the top; the height. */
static double
draw(struct drawing *drawing, const struct spacing *spacing)
{
    const struct plan *plan = drawing->plan;
    double top = heads_draw(drawing), y = top;
    size_t barrier = 0;
    bool open = false; /* a phase stands above, no rule below it yet */

    for (int p = 0; p < PLAN_ROLLBACK; p++) {
        struct grid *grid = &drawing->grids[p];
        bool held = false;

        if (!grid->any)
            continue;
        for (; barrier < plan->barriers.count &&
               (int)plan->barriers.items[barrier].after < p;
             barrier++, held = true)
            y = barrier_draw(drawing, barrier, y);
        if (open && !held)
            line(drawing, "hair", 0, y, RIGHT, y);
        y += open ? spacing->above : spacing->above + 2;
        grid->top = y;
        word(drawing, "phase", 0, y + 8.5, plan_phase_word((enum plan_phase)p));
        word(drawing, "actors", 0, y + 18.5, actors_brief(drawing, p));
        grid->bottom = y + (double)(grid->rows - 1) * ROW + BOX;
        y += phase_height(drawing, p);
        grid->bottom = grid->bottom > y - 2 ? grid->bottom : y - 2;
        if (p == PLAN_REHEARSE)
            rehearsal_draw(drawing, grid);
        else
            rows_draw(drawing, grid);
        y += spacing->below + spacing->extra[p];
        grid->bottom += spacing->extra[p];
        open = true;
    }
    for (; barrier < plan->barriers.count; barrier++)
        y = barrier_draw(drawing, barrier, y);
    missing_draw(drawing, top + 3, y - 1);
    line(drawing, "hair", 0, y, RIGHT, y);
    brackets_draw(drawing);
    totals_draw(drawing, y + 11);
    return y + 15;
}

void
chart_make(const struct estate *estate, const struct plan *plan,
           const struct chart_columns *columns, int blockers,
           struct arena *arena, struct chart *chart)
{
    static const double SPACING[][2] = {{4, 4}, {3, 1.5}, {2, 0.5}};
    struct drawing drawing = {.estate = estate,
                              .plan = plan,
                              .columns = columns,
                              .blockers = blockers,
                              .arena = arena,
                              .chart = chart};
    bool fits = false;

    drawing.pitch = PITCH;
    if (columns->count > COLUMNS_MOST)
        drawing.pitch = PITCH * COLUMNS_MOST / (double)columns->count;
    steps_place(&drawing);
    for (int folding = 0; folding < FOLDINGS && !fits; folding++) {
        size_t rows = 0;

        for (int p = 0; p < PLAN_ROLLBACK; p++) {
            grid_make(&drawing, (enum plan_phase)p, (enum folding)folding);
            rows += drawing.grids[p].rows;
        }
        for (size_t s = 0; rows <= ROWS_MOST && s < 3 && !fits; s++) {
            struct spacing spacing = {.above = SPACING[s][0],
                                      .below = SPACING[s][1]};

            memset(chart, 0, sizeof *chart);
            spacing_stretch(&drawing, &spacing);
            chart->width = WIDTH;
            chart->height = draw(&drawing, &spacing);
            fits = chart->height <= HEIGHT_MOST;
        }
    }
    chart->alt = arena_format(
        arena,
        "The plan as a chart: time runs down, %s across; the table below "
        "says the same.",
        columns->roles ? "roles" : "servers");
}
