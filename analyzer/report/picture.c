#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "vec.h"
#include "words.h"

enum {
    COLUMNS = 3,
    ROLE_COUNT = 8,
    NO_BAND = -1,
    NAME_MOST = 22,
    CROSS_MOST = 4
};

static const double WIDTH = 492, BOX_WIDTH = 118, BOX_HEIGHT = 31, PITCH = 39,
                    TOP = 21, HEAD_Y = 9, BAND_GAP = 10;
static const double COLUMN_X[COLUMNS] = {0, 187, 374};
static const double BUS_X[COLUMNS - 1] = {152.5, 339.5};
static const double CROSS_X[COLUMNS - 1] = {164.5, 351.5}, CROSS_STEP = 5;

static const struct {
    const char *engine, *words, *protocol;
} ENGINES[] = {
    {"oracle", "Oracle", "Oracle Net"},
    {"postgresql", "PostgreSQL", "PostgreSQL"},
    {"sqlserver", "SQL Server", "SQL Server"},
    {"mysql", "MySQL", "MySQL"},
    {"db2", "DB2", "DB2"},
};

const char *
engine_words(const char *engine)
{
    for (size_t i = 0; engine && i < sizeof ENGINES / sizeof *ENGINES; i++)
        if (strcmp(ENGINES[i].engine, engine) == 0)
            return ENGINES[i].words;
    return "Database";
}

/* --- Words that fit ------------------------------------------------------- */

/* Advance widths of U+0020 to U+007E in DejaVu Sans and Sans Bold, in
 * hundredths of the size, rounded up. */
static const unsigned char REGULAR[] = {
    32,  40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34,
    64,  64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
    100, 69, 69, 70, 77, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
    61,  79, 70, 64, 61, 74, 69, 99, 69, 61, 69, 39, 34, 39, 84, 50,
    50,  62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62,
    64,  64, 42, 52, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84};
static const unsigned char BOLD[] = {
    35,  46, 52, 84, 70, 101, 88, 31,  46, 46, 53, 84, 38, 42,  38, 37,
    70,  70, 70, 70, 70, 70,  70, 70,  70, 70, 40, 40, 84, 84,  84, 58,
    100, 78, 77, 74, 83, 69,  69, 82,  84, 38, 38, 78, 64, 100, 84, 85,
    74,  85, 77, 72, 69, 82,  78, 111, 77, 73, 73, 46, 37, 46,  84, 50,
    50,  68, 72, 60, 72, 68,  44, 72,  72, 35, 35, 67, 35, 105, 72, 69,
    72,  72, 50, 60, 48, 72,  66, 93,  65, 66, 59, 72, 37, 72,  84};

double
picture_width(const char *text, double size, bool bold)
{
    struct span rest = span_of(text);
    double width = 0;

    while (rest.len > 0) {
        uint32_t c = 0;
        size_t len = utf8_decode(rest, &c);

        if (c == 0xB7) /* the middle dot between parts of a line */
            width += 38;
        else if (c < 0x20 || c > 0x7E)
            width += 105; /* as wide as any letter */
        else
            width += (bold ? BOLD : REGULAR)[c - 0x20];
        len = len == 0 ? 1 : len;
        rest = (struct span){rest.at + len, rest.len - len};
    }
    return width * size / 100;
}

static const char *
fit_name(struct arena *arena, const char *name, double room)
{
    int most = NAME_MOST;
    const char *cut = words_cut(arena, name, most);

    while (most > 3 && picture_width(cut, 9, true) > room)
        cut = words_cut(arena, name, --most);
    return cut;
}

static const char *
fit_line(struct arena *arena, const char *line, double room)
{
    int most = words_length(line);
    const char *cut = line;

    while (most > 3 && picture_width(cut, 7, false) > room)
        cut = words_cut_end(arena, line, --most);
    return cut;
}

/* --- Hosts in bands ------------------------------------------------------- */

/* A box to be: one host, one missing host, or several alike. */
struct node {
    enum picture_kind kind;
    const struct estate_host *host;     /* the first of them */
    const struct missing_host *missing; /* the first of them */
    const char *name, *last;            /* names of the first and the last */
    const char *os;
    unsigned roles;
    int role_rank;
    int blockers;
    bool unknown;
    bool linked; /* to the database of its band */
    bool rest;   /* what is left of its column, or of all */
    size_t count;
    size_t row; /* in its band */
};

struct column {
    struct node *items;
    size_t count, room;
};

struct band {
    const struct estate_database *database; /* NULL: hosts without one */
    size_t index;                           /* of the database */
    struct column columns[2];               /* frontals, Campaign servers */
    struct column lost;                     /* missing database servers */
    size_t hosts;
    size_t others; /* bands folded into this one */
    size_t rows, database_row;
    double y;
};

struct bands {
    struct band *items;
    size_t count, room;
};

static int
id_order(const void *id, const void *item)
{
    return strcmp(id, *(const char *const *)item);
}

static const struct estate_database *
database_of(const struct estate *estate, const struct estate_host *host)
{
    for (size_t d = 0; d < estate->databases.count; d++) {
        const struct estate_database *database = &estate->databases.items[d];

        if (database->hosts.count > 0 &&
            bsearch(host->id, database->hosts.items, database->hosts.count,
                    sizeof *database->hosts.items, id_order) != NULL)
            return database;
    }
    return NULL;
}

/* Does the host itself open a connection to a database? */
static bool
connects(const struct estate_host *host)
{
    for (const struct fact *fact = fact_child(host->snapshot->host, "instance");
         fact != NULL; fact = fact_next(fact))
        if (fact_child(fact, "database-connection") != NULL)
            return true;
    return false;
}

int
picture_column(const struct estate_host *host)
{
    const unsigned campaign = ROLE_MARKETING | ROLE_MTA | ROLE_MID_SOURCING |
                              ROLE_EXECUTION | ROLE_POWER_BOOSTER;

    return (host->roles & ROLE_TRACKING) == 0 ||
           (host->roles & campaign) != 0 || connects(host);
}

static bool
names_host(const struct estate_host *from, const char *name)
{
    for (const struct fact *fact =
             fact_child(from->snapshot->host, "reference");
         fact != NULL; fact = fact_next(fact))
        if (text_is_fold(fact_get(fact, "host"), name))
            return true;
    return false;
}

/*
 * The database that a frontal serves: the one it is joined to; one with an
 * instance of the same name; else one whose hosts name it or are named by it;
 * else the only one.
 */
static const struct estate_database *
served_by(const struct estate *estate, const struct estate_host *frontal)
{
    const struct estate_database *databases = estate->databases.items;
    const struct estate_database *own = database_of(estate, frontal);

    if (own != NULL)
        return own;
    for (size_t d = 0; d < estate->databases.count; d++)
        for (size_t i = 0; i < databases[d].instances.count; i++)
            for (size_t k = 0; k < frontal->instances.count; k++)
                if (strcmp(databases[d].instances.items[i],
                           frontal->instances.items[k].name) == 0)
                    return &databases[d];
    for (size_t d = 0; d < estate->databases.count; d++)
        for (size_t i = 0; i < databases[d].hosts.count; i++) {
            const struct estate_host *host =
                estate_host(estate, databases[d].hosts.items[i]);

            if (host != NULL && (names_host(host, frontal->name) ||
                                 names_host(frontal, host->name)))
                return &databases[d];
        }
    return estate->databases.count == 1 ? databases : NULL;
}

static struct band *
band_of(struct bands *bands, const struct estate_database *database)
{
    for (size_t i = 0; i < bands->count; i++)
        if (bands->items[i].database == database)
            return &bands->items[i];
    return NULL;
}

static int
role_rank(unsigned roles)
{
    for (int i = 0; role_word(i) != NULL; i++)
        if (roles & 1u << i)
            return i;
    return 99;
}

static void
add_host(const struct estate *estate, const struct tally *tally, size_t index,
         struct bands *bands, struct arena *arena)
{
    const struct estate_host *host = &estate->hosts.items[index];
    int column = picture_column(host);
    const struct estate_database *own = database_of(estate, host);
    struct band *band =
        band_of(bands, column == 0 ? served_by(estate, host) : own);
    struct node *node = vec_add(arena, &band->columns[column]);

    node->kind = PICTURE_HOST;
    node->host = host;
    node->name = node->last = words_shown(arena, host->id);
    node->os = host->os;
    node->roles = host->roles;
    node->role_rank = role_rank(host->roles);
    node->blockers = tally->host_blockers[index];
    node->unknown = tally->host_unknown[index];
    node->linked = column == 1 && own != NULL;
    node->count = 1;
    band->hosts++;
}

/* The column in which a server that nobody saw would stand, by the way in
 * which it is named; frontals when that does not tell. */
static int
missing_column(const struct missing_host *missing)
{
    static const struct {
        const char *what;
        int column;
    } INFERRED[] = {{"spareServer", 0},
                    {"relay", 1},
                    {"statServerAddress", 1},
                    {"dbcnx", 2}};

    for (size_t r = 0; r < missing->references.count; r++)
        for (size_t i = 0; i < sizeof INFERRED / sizeof *INFERRED; i++)
            if (text_is_fold(missing->references.items[r].what,
                             INFERRED[i].what))
                return INFERRED[i].column;
    return 0;
}

static void
add_missing(const struct estate *estate, const struct missing_host *missing,
            struct bands *bands, struct arena *arena)
{
    const struct estate_database *database = NULL;
    int column = missing_column(missing);
    struct band *band;
    struct node *node;

    for (size_t i = 0; i < missing->references.count && database == NULL; i++) {
        const struct estate_host *from =
            estate_host(estate, missing->references.items[i].host);

        if (from != NULL)
            database = picture_column(from) == 0 ? served_by(estate, from)
                                                 : database_of(estate, from);
    }
    if (database == NULL && estate->databases.count == 1)
        database = estate->databases.items;
    band = band_of(bands, database);
    node = vec_add(arena, column == 2 ? &band->lost : &band->columns[column]);
    node->kind = PICTURE_MISSING;
    node->missing = missing;
    node->name = node->last = words_shown(arena, missing->name);
    node->role_rank = 100; /* at the end of its column */
    node->count = 1;
}

static int
node_order(const void *a, const void *b)
{
    const struct node *x = a, *y = b;

    if (x->role_rank != y->role_rank)
        return x->role_rank - y->role_rank;
    return words_order(x->name, y->name);
}

static void
bands_make(const struct estate *estate, const struct tally *tally,
           struct arena *arena, struct bands *bands)
{
    memset(bands, 0, sizeof *bands);
    for (size_t i = 0; i < estate->databases.count; i++) {
        struct band *band = vec_add(arena, bands);

        band->database = &estate->databases.items[i];
        band->index = i;
    }
    vec_add(arena, bands)->database = NULL;
    for (size_t i = 0; i < estate->hosts.count; i++)
        add_host(estate, tally, i, bands, arena);
    for (size_t i = 0; i < estate->missing.count; i++)
        if (estate->missing.items[i].exception == NULL)
            add_missing(estate, &estate->missing.items[i], bands, arena);
    for (size_t i = 0; i < bands->count; i++)
        for (size_t c = 0; c < 2; c++)
            if (bands->items[i].columns[c].count > 1)
                qsort(bands->items[i].columns[c].items,
                      bands->items[i].columns[c].count, sizeof(struct node),
                      node_order);
    /* The band of hosts without a database stands last, if there is one. */
    if (bands->items[bands->count - 1].columns[0].count == 0 &&
        bands->items[bands->count - 1].columns[1].count == 0 &&
        bands->items[bands->count - 1].lost.count == 0)
        bands->count--;
}

/* --- Folding -------------------------------------------------------------- */

static bool
alike(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == PICTURE_MISSING ||
           (a->roles == b->roles && a->blockers == b->blockers &&
            a->linked == b->linked && words_order(a->os, b->os) == 0);
}

static void
node_join(struct node *into, const struct node *node)
{
    into->last = node->last;
    into->count += node->count;
    into->unknown |= node->unknown;
    into->linked |= node->linked;
    if (node->blockers > into->blockers)
        into->blockers = node->blockers;
}

/* Folds a column of more than MOST boxes: equal ones first; what is then too
 * much becomes `others`, missing hosts among themselves. */
static bool
column_fold(struct column *column, size_t most)
{
    size_t kept = 0, limit;
    bool lost;

    if (column->count <= most)
        return false;
    for (size_t i = 0; i < column->count; i++) {
        size_t k = 0;

        while (k < kept && !alike(&column->items[k], &column->items[i]))
            k++;
        if (k < kept)
            node_join(&column->items[k], &column->items[i]);
        else
            column->items[kept++] = column->items[i];
    }
    column->count = kept;
    lost = column->items[kept - 1].kind == PICTURE_MISSING;
    limit = most - (lost && most > 1 ? 1 : 0);
    if (kept - (lost ? 1 : 0) <= limit)
        return true;
    for (size_t i = limit; i + (lost ? 1 : 0) < kept; i++) {
        struct node *others = &column->items[limit - 1];

        node_join(others, &column->items[i]);
        others->rest = limit > 1;
        others->os = NULL;
        others->roles = 0;
    }
    if (lost)
        column->items[limit] = column->items[kept - 1];
    column->count = limit + (lost ? 1 : 0);
    return true;
}

static int
band_size_order(const void *a, const void *b)
{
    const struct band *x = *(const struct band *const *)a;
    const struct band *y = *(const struct band *const *)b;

    if (x->hosts != y->hosts)
        return x->hosts > y->hosts ? -1 : 1;
    return x < y ? -1 : 1;
}

/* More than MOST bands: the largest stay, the rest becomes `others`. */
static bool
bands_fold(struct bands *bands, size_t most, struct arena *arena)
{
    struct band **by_size;
    struct band others = {0};
    struct node *node;
    size_t kept = 0;

    if (bands->count <= most)
        return false;
    by_size = arena_alloc(arena, bands->count * sizeof(struct band *));
    for (size_t i = 0; i < bands->count; i++)
        by_size[i] = &bands->items[i];
    qsort(by_size, bands->count, sizeof(struct band *), band_size_order);
    node = vec_add(arena, &others.columns[1]);
    node->kind = PICTURE_HOST;
    node->name = node->last = "";
    node->rest = true;
    for (size_t i = most - 1; i < bands->count; i++) {
        others.hosts += by_size[i]->hosts;
        others.others += by_size[i]->database != NULL;
        node->count += by_size[i]->hosts;
        by_size[i]->hosts = SIZE_MAX; /* marks it as folded */
    }
    for (size_t i = 0; i < bands->count; i++)
        if (bands->items[i].hosts != SIZE_MAX)
            bands->items[kept++] = bands->items[i];
    bands->items[kept++] = others;
    bands->count = kept;
    return true;
}

/* --- Boxes ---------------------------------------------------------------- */

/* "Debian 8.11" of "debian 8.11 x86_64": the architecture is left to part 8. */
static const char *
os_brief(struct arena *arena, const char *os)
{
    const char *first = os == NULL ? NULL : strchr(os, ' ');
    const char *second = first == NULL ? NULL : strchr(first + 1, ' ');

    return words_product(
        arena, second == NULL
                   ? os
                   : arena_format(arena, "%.*s", (int)(second - os), os));
}

/* "Debian" of "debian 8.11 x86_64" */
static const char *
os_name(struct arena *arena, const char *os)
{
    return words_product(
        arena, arena_format(arena, "%.*s", (int)strcspn(os, " "), os));
}

/* "marketing, stat"; MOST roles, then "+2". */
static const char *
roles_brief(struct arena *arena, unsigned roles, int most)
{
    const char *words = NULL;
    int left = 0;

    for (int i = 0; role_word(i) != NULL; i++) {
        const char *word = 1u << i == ROLE_STATISTICS ? "stat" : role_word(i);

        if ((roles & 1u << i) == 0)
            continue;
        if (most-- > 0)
            words = words == NULL ? word
                                  : arena_format(arena, "%s, %s", words, word);
        else
            left++;
    }
    return left == 0 ? words : arena_format(arena, "%s +%d", words, left);
}

static const char *
times_named(struct arena *arena, size_t times)
{
    if (times == 1)
        return "named once, not collected";
    if (times == 2)
        return "named twice, not collected";
    return arena_format(arena, "named %s times, not collected",
                        words_number(arena, (int64_t)times));
}

/* What the names of a stack have in common: how its first and its last one
 * begin, without the number at its end. */
static const char *
stack_name(struct arena *arena, const struct node *node)
{
    size_t len = 0;

    if (node->rest)
        return "others";
    while (node->name[len] != '\0' && node->name[len] == node->last[len])
        len++;
    if (strcmp(node->name, node->last) == 0)
        return arena_string(arena, node->name);
    while (len > 0 && (strchr("-_.", node->name[len - 1]) != NULL ||
                       ascii_digit(node->name[len - 1]) ||
                       (node->name[len] & 0xC0) == 0x80))
        len--;
    if (len > 1)
        return arena_format(arena, "%.*s", (int)len, node->name);
    return node->kind == PICTURE_MISSING ? "missing" : "servers";
}

static const char *
second_line(struct arena *arena, const struct band *band,
            const struct node *node)
{
    const char *roles = roles_brief(arena, node->roles, ROLE_COUNT);
    const char *os = os_brief(arena, node->os);
    const char *line;

    if (band->others > 0)
        return words_count(arena, (int64_t)band->others, "database", NULL);
    if (node->count > 1 && strcmp(node->name, node->last) != 0)
        return arena_format(
            arena, node->count == 2 ? "%s, %s" : "%s \xE2\x80\xA6 %s",
            words_cut(arena, node->name, 10), words_cut(arena, node->last, 10));
    if (node->kind == PICTURE_MISSING)
        return times_named(arena, node->missing->references.count);
    for (int most = ROLE_COUNT; roles != NULL && os != NULL; most--) {
        line = arena_format(arena, "%s \xC2\xB7 %s",
                            roles_brief(arena, node->roles, most), os);
        if (picture_width(line, 7, false) <= BOX_WIDTH - 14)
            return line;
        if (most == 1)
            return arena_format(arena, "%s \xC2\xB7 %s",
                                roles_brief(arena, node->roles, most),
                                os_name(arena, node->os));
    }
    return roles != NULL ? roles : os != NULL ? os : "";
}

static void
box_place(struct picture_box *box, double x, double y)
{
    box->x = x;
    box->y = y;
    box->width = BOX_WIDTH;
    box->height = BOX_HEIGHT;
}

static void
node_draw(const struct band *band, const struct node *node, double x, double y,
          struct arena *arena, struct picture *picture)
{
    struct picture_box *box = vec_add(arena, &picture->boxes);
    bool stacked = node->count > 1 || band->others > 0;
    const char *name = node->name;
    double badge;

    box_place(box, x, y);
    box->kind = node->kind;
    box->blockers = node->blockers;
    box->unknown = node->unknown || node->kind == PICTURE_MISSING;
    if (stacked) {
        box->stack = (int)node->count;
        name = arena_format(arena, "%s \xC3\x97 %s",
                            words_cut(arena, stack_name(arena, node), 12),
                            words_number(arena, (int64_t)node->count));
    } else if (node->host != NULL) {
        box->host = node->host->id;
    }
    badge = (box->blockers > 0 ? 24 : 0) + (box->unknown ? 14 : 0);
    box->label = fit_name(arena, name, BOX_WIDTH - 16 - badge);
    box->second =
        fit_line(arena, second_line(arena, band, node), BOX_WIDTH - 14);
}

static void
database_draw(const struct band *band, const struct tally *tally, double x,
              struct arena *arena, struct picture *picture)
{
    struct picture_box *box = vec_add(arena, &picture->boxes);
    const struct estate_database *database = band->database;
    const char *instances = words_list(arena, database->instances.items,
                                       database->instances.count, 3, NULL);

    box_place(box, x, band->y + (double)band->database_row * PITCH);
    box->kind = PICTURE_DATABASE;
    box->blockers = tally->database_blockers[band->index];
    box->label = fit_name(arena, engine_words(database->engine),
                          BOX_WIDTH - 16 - (box->blockers > 0 ? 24 : 0));
    box->second = fit_line(arena, instances, BOX_WIDTH - 14);
}

/* --- Links ---------------------------------------------------------------- */

static double
row_y(const struct band *band, size_t row)
{
    return band->y + (double)row * PITCH + BOX_HEIGHT / 2;
}

static void
link_draw(struct arena *arena, struct picture *picture, bool missing, double x1,
          double y1, double x2, double y2)
{
    if (x1 != x2 || y1 != y2)
        *vec_add(arena, &picture->links) =
            (struct picture_link){missing, x1, y1, x2, y2};
}

/* From row to row: what a bus spans. */
struct span_rows {
    bool any;
    double low, high;
};

static void
rows_add(struct span_rows *rows, double y)
{
    rows->low = rows->any && rows->low < y ? rows->low : y;
    rows->high = rows->any && rows->high > y ? rows->high : y;
    rows->any = true;
}

/* A frontal speaks to the servers that answer people and mid-sourcing; where
 * there is none, to all. */
static bool
answers_frontals(const struct band *band, const struct node *node)
{
    const unsigned roles = ROLE_MARKETING | ROLE_EXECUTION | ROLE_MID_SOURCING;
    bool any = false;

    for (size_t i = 0; i < band->columns[1].count; i++)
        any |= (band->columns[1].items[i].roles & roles) != 0;
    return node->kind == PICTURE_HOST && (!any || (node->roles & roles) != 0);
}

static bool
bus_left(const struct band *band, struct arena *arena, struct picture *picture)
{
    struct span_rows solid = {0}, all = {0};
    const struct column *front = &band->columns[0],
                        *campaign = &band->columns[1];
    double left = COLUMN_X[0] + BOX_WIDTH, right = COLUMN_X[1];
    bool dashed = true;

    for (size_t i = 0; i < campaign->count; i++)
        if (answers_frontals(band, &campaign->items[i]))
            rows_add(&solid, row_y(band, campaign->items[i].row));
    if (front->count == 0 || !solid.any)
        return false;
    for (size_t i = 0; i < front->count; i++)
        dashed &= front->items[i].kind == PICTURE_MISSING;
    for (size_t i = 0; i < campaign->count; i++) {
        double y = row_y(band, campaign->items[i].row);

        if (answers_frontals(band, &campaign->items[i]))
            link_draw(arena, picture, dashed, BUS_X[0], y, right, y);
    }
    for (size_t i = 0; i < front->count; i++) {
        double y = row_y(band, front->items[i].row);
        bool missing = front->items[i].kind == PICTURE_MISSING;

        link_draw(arena, picture, missing, left, y, BUS_X[0], y);
        if (!missing)
            rows_add(&solid, y);
        rows_add(&all, y);
    }
    link_draw(arena, picture, dashed, BUS_X[0], solid.low, BUS_X[0],
              solid.high);
    /* Only a server that nobody saw can stand beyond the solid part. */
    if (all.low < solid.low)
        link_draw(arena, picture, true, BUS_X[0], all.low, BUS_X[0], solid.low);
    if (all.high > solid.high)
        link_draw(arena, picture, true, BUS_X[0], solid.high, BUS_X[0],
                  all.high);
    return true;
}

static bool
bus_right(const struct band *band, double shift, struct arena *arena,
          struct picture *picture)
{
    const struct column *campaign = &band->columns[1];
    double left = COLUMN_X[1] - shift + BOX_WIDTH, bus = BUS_X[1] - shift;
    double right = COLUMN_X[2] - shift;
    struct span_rows rows = {0};
    double at;

    if (band->database == NULL)
        return false;
    at = row_y(band, band->database_row);
    for (size_t i = 0; i < campaign->count; i++) {
        double y = row_y(band, campaign->items[i].row);

        if (!campaign->items[i].linked)
            continue;
        rows_add(&rows, y);
        link_draw(arena, picture, false, left, y, bus, y);
    }
    if (!rows.any)
        return false;
    rows_add(&rows, at);
    link_draw(arena, picture, false, bus, rows.low, bus, rows.high);
    link_draw(arena, picture, false, bus, at, right, at);
    return true;
}

struct spot {
    const struct band *band;
    const struct node *node;
};

/* The box of column 1 that stands for HOST alone. */
static bool
spot_of(const struct bands *bands, const char *host, struct spot *spot)
{
    for (size_t b = 0; b < bands->count; b++)
        for (size_t i = 0; i < bands->items[b].columns[1].count; i++) {
            const struct node *node = &bands->items[b].columns[1].items[i];

            if (node->host != NULL && node->count == 1 &&
                (text_is_fold(node->host->name, host) ||
                 strcmp(node->host->id, host) == 0)) {
                *spot = (struct spot){&bands->items[b], node};
                return true;
            }
        }
    return false;
}

static void
dot_draw(struct arena *arena, struct picture *picture, double x, double y)
{
    *vec_add(arena, &picture->dots) = (struct picture_word){x, y, NULL};
}

/* A server of one band names one of another: marketing and execution. */
static void
cross_links(const struct bands *bands, struct arena *arena,
            struct picture *picture)
{
    int drawn = 0;

    for (size_t b = 0; b < bands->count; b++)
        for (size_t i = 0; i < bands->items[b].columns[1].count; i++) {
            const struct node *node = &bands->items[b].columns[1].items[i];
            const struct fact *fact;
            struct spot to;

            if (node->host == NULL || node->count != 1)
                continue;
            for (fact = fact_child(node->host->snapshot->host, "reference");
                 fact != NULL; fact = fact_next(fact)) {
                double x, y1, y2;

                if (fact_get(fact, "host") == NULL ||
                    !spot_of(bands, fact_get(fact, "host"), &to) ||
                    to.band == &bands->items[b] || drawn > CROSS_MOST)
                    continue;
                x = CROSS_X[0] + CROSS_STEP * drawn++;
                if (x >= COLUMN_X[1])
                    continue;
                y1 = row_y(&bands->items[b], node->row);
                y2 = row_y(to.band, to.node->row);
                link_draw(arena, picture, false, COLUMN_X[1], y1, x, y1);
                link_draw(arena, picture, false, x, y1, x, y2);
                link_draw(arena, picture, false, x, y2, COLUMN_X[1], y2);
                dot_draw(arena, picture, x, y2);
            }
        }
}

/* A server of one band also uses the database of another. */
static void
cross_databases(const struct bands *bands, double shift, struct arena *arena,
                struct picture *picture)
{
    int drawn = 0;

    for (size_t b = 0; b < bands->count; b++) {
        const struct band *band = &bands->items[b];

        for (size_t i = 0;
             band->database != NULL && i < band->database->hosts.count; i++) {
            struct spot from;
            double x = CROSS_X[1] - shift + CROSS_STEP * drawn, y1, y2;

            if (!spot_of(bands, band->database->hosts.items[i], &from) ||
                from.band == band || drawn >= CROSS_MOST)
                continue;
            drawn++;
            y1 = row_y(from.band, from.node->row);
            y2 = row_y(band, band->database_row);
            link_draw(arena, picture, false, COLUMN_X[1] - shift + BOX_WIDTH,
                      y1, x, y1);
            link_draw(arena, picture, false, x, y1, x, y2);
            link_draw(arena, picture, false, x, y2, COLUMN_X[2] - shift, y2);
            dot_draw(arena, picture, x, y2);
        }
    }
}

/* --- The whole ------------------------------------------------------------ */

/* Rows of a band; the database stands in the middle of its hosts. */
static void
band_rows(struct band *band)
{
    size_t low = SIZE_MAX, high = 0, right;

    for (size_t c = 0; c < 2; c++) {
        for (size_t i = 0; i < band->columns[c].count; i++)
            band->columns[c].items[i].row = i;
        if (band->columns[c].count > band->rows)
            band->rows = band->columns[c].count;
    }
    for (size_t i = 0; i < band->columns[1].count; i++) {
        if (!band->columns[1].items[i].linked)
            continue;
        low = low < i ? low : i;
        high = i;
    }
    band->database_row = low == SIZE_MAX ? 0 : (low + high) / 2;
    right = band->lost.count;
    if (band->database != NULL)
        right += band->database_row + 1;
    if (right > band->rows)
        band->rows = right;
}

static void
word_draw(struct picture_word *word, double x, const char *text)
{
    *word = (struct picture_word){x, HEAD_Y, text};
}

static const char *
protocol_of(const struct estate *estate)
{
    const char *protocol = NULL;

    for (size_t d = 0; d < estate->databases.count; d++)
        for (size_t i = 0; i < sizeof ENGINES / sizeof *ENGINES; i++) {
            if (!text_is_fold(estate->databases.items[d].engine,
                              ENGINES[i].engine))
                continue;
            if (protocol != NULL && strcmp(protocol, ENGINES[i].protocol) != 0)
                return NULL; /* several: none is said */
            protocol = ENGINES[i].protocol;
        }
    return protocol;
}

static const char *
alt_of(const struct estate *estate, const struct tally *tally,
       struct arena *arena)
{
    const char *servers =
        words_count(arena, (int64_t)estate->hosts.count, "server", NULL);
    const char *missing =
        tally->missing == 0
            ? ""
            : arena_format(arena, "; %d more %s named but not collected",
                           tally->missing, tally->missing == 1 ? "is" : "are");

    if (estate->hosts.count == 0)
        return arena_format(arena, "No server was seen%s.", missing);
    if (estate->databases.count == 0)
        return arena_format(arena, "%s, no database seen%s.", servers, missing);
    if (estate->databases.count == 1)
        return arena_format(arena, "%s and one %s database%s.", servers,
                            engine_words(estate->databases.items[0].engine),
                            missing);
    return arena_format(
        arena, "%s and %s%s.", servers,
        words_count(arena, (int64_t)estate->databases.count, "database", NULL),
        missing);
}

void
picture_make(const struct estate *estate, const struct tally *tally,
             struct picture_limits limits, struct arena *arena,
             struct picture *picture)
{
    bool single = estate->hosts.count == 1 && tally->missing == 0;
    /* One server: no frontal column, so the others move to the left. */
    double shift = single ? COLUMN_X[1] : 0, y = TOP;
    bool any[COLUMNS] = {false}, http = false, sql = false;
    struct bands bands;

    memset(picture, 0, sizeof *picture);
    picture->alt = alt_of(estate, tally, arena);
    picture->width = WIDTH;
    bands_make(estate, tally, arena, &bands);
    if (single && bands.count > 0)
        for (size_t b = 0; b < bands.count; b++)
            if (bands.items[b].columns[0].count > 0) {
                bands.items[b].columns[1] = bands.items[b].columns[0];
                bands.items[b].columns[0].count = 0;
            }
    picture->collapsed = bands_fold(&bands, limits.bands, arena);
    for (size_t b = 0; b < bands.count; b++) {
        struct band *band = &bands.items[b];

        for (size_t c = 0; c < 2; c++)
            picture->collapsed |= column_fold(&band->columns[c], limits.column);
        picture->collapsed |= column_fold(&band->lost, limits.column);
        band_rows(band);
        band->y = y;
        y += (double)band->rows * PITCH + BAND_GAP;
        for (size_t c = 0; c < 2; c++)
            for (size_t i = 0; i < band->columns[c].count; i++) {
                node_draw(band, &band->columns[c].items[i],
                          COLUMN_X[c] - (c > 0 ? shift : 0),
                          band->y + (double)i * PITCH, arena, picture);
                any[c] = true;
            }
        if (band->database != NULL) {
            database_draw(band, tally, COLUMN_X[2] - shift, arena, picture);
            any[2] = true;
        }
        for (size_t i = 0; i < band->lost.count; i++) {
            size_t row = (band->database != NULL ? band->database_row + 1 : 0);

            node_draw(band, &band->lost.items[i], COLUMN_X[2] - shift,
                      band->y + (double)(row + i) * PITCH, arena, picture);
            any[2] = true;
        }
        http |= bus_left(band, arena, picture);
        sql |= bus_right(band, shift, arena, picture);
    }
    cross_links(&bands, arena, picture);
    cross_databases(&bands, shift, arena, picture);
    picture->height = bands.count == 0 ? TOP : y - BAND_GAP;
    if (any[0])
        word_draw(vec_add(arena, &picture->heads), COLUMN_X[0], "Frontals");
    if (any[1])
        word_draw(vec_add(arena, &picture->heads), COLUMN_X[1] - shift,
                  single ? "Campaign server" : "Campaign servers");
    if (any[2])
        word_draw(vec_add(arena, &picture->heads), COLUMN_X[2] - shift,
                  estate->databases.count > 1 ? "Databases" : "Database");
    if (http)
        word_draw(vec_add(arena, &picture->protocols), BUS_X[0], "HTTP(S)");
    if (sql && protocol_of(estate) != NULL)
        word_draw(vec_add(arena, &picture->protocols), BUS_X[1] - shift,
                  protocol_of(estate));
}

void
picture_fit(const struct estate *estate, const struct tally *tally,
            double height, struct arena *arena, struct picture *picture)
{
    /* Smaller step by step: groups first, then rows, as long as it is too
     * high; the last one is drawn whatever its height. */
    static const struct picture_limits LIMITS[] = {
        {4, 4}, {3, 4}, {2, 4}, {3, 2}, {2, 2}, {1, 2}, {1, 1}};

    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        picture_make(estate, tally, LIMITS[i], arena, picture);
        if (picture->height <= height)
            return;
    }
}
