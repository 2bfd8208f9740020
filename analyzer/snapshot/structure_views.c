/*
 * Which views read NmsRecipient, or a column of date and time: by column where
 * the engine tells it, else by object, else by the words of their text.
 */
#include <string.h>

#include "ddl.h"
#include "structure.h"

enum {
    VIEWS_MOST = 500,     /* that are named */
    SAME_NAME_MOST = 100, /* views of one name, in as many schemas */
    STEPS_MOST = 20       /* a view over a view over a view … */
};

struct view {
    const struct row *row;
    const char *schema, *name;
    const char *basis;   /* column, object, text */
    const char *time;    /* a column of date and time that it shows, or NULL */
    bool recipient;      /* it reads NmsRecipient */
    const char *exposed; /* one of a table that it uses, or NULL */
};

struct views {
    struct view *items;
    size_t count;
};

static bool
is_recipient(const struct table *table)
{
    return table != NULL && strcmp(table->name, "NmsRecipient") == 0;
}

/* Is COLUMN of the table one of date and time? */
static bool
holds_time(const struct structure *structure, const struct table *table,
           const char *column)
{
    if (!structure_steps(structure, table->times.count))
        return false;
    for (size_t i = 0; i < table->times.count; i++)
        if (strcmp(table->times.items[i], column) == 0)
            return true;
    return false;
}

/* The first column of date and time that the view itself shows, or NULL. */
static const char *
shown_time(const struct structure *structure, const struct view *view)
{
    struct rows rows =
        structure_rows(structure, QUERY_VIEW_COLUMNS, view->name);

    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(row_field(&rows.items[i], SCHEMA), view->schema) == 0 &&
            structure_time(row_field(&rows.items[i], VIEW_COLUMN_KIND)))
            return row_field(&rows.items[i], COLUMN_NAME);
    return NULL;
}

/* TABLE is used by the view, COLUMN of it ("": which ones is not known). */
static void
use_table(const struct structure *structure, struct view *view,
          const struct table *table, const char *column, const char *basis)
{
    view->recipient = view->recipient || is_recipient(table);
    view->basis = *column != '\0' ? "column" : basis;
    if (view->exposed != NULL)
        return;
    if (*column != '\0' && holds_time(structure, table, column))
        view->exposed = column;
    else if (*column == '\0' && table->times.count > 0)
        view->exposed = view->time;
}

/* Where an engine does not tell what a view uses, its text does: the words of
 * it that are tables. */
static void
use_words(const struct structure *structure, struct tables tables,
          struct view *view)
{
    struct rows rows =
        rows_of(structure->database, QUERY_VIEW_TEXT, view->name);
    const char *at;

    if (rows.count == 0)
        return;
    at = row_field(&rows.items[0], 2);
    if (!structure_steps(structure, strlen(at)))
        return;
    while (*at != '\0') {
        size_t len = 0;
        const struct table *table;
        struct span word;

        while (ascii_letter(at[len]) || ascii_digit(at[len]) || at[len] == '_')
            len++;
        word = span_bytes(at, len);
        table = len > 0 ? tables_find_fold(tables, word) : NULL;
        if (table != NULL)
            use_table(structure, view, table, "", "text");
        at += len > 0 ? len : 1;
    }
}

/* Views stand in the order of their rows, by name. */
static struct view *
view_called(const struct structure *structure, struct views views,
            const struct row *all, struct rows named, const char *schema)
{
    if (!structure_steps(structure, named.count < SAME_NAME_MOST
                                        ? named.count
                                        : SAME_NAME_MOST))
        return NULL;
    for (size_t i = 0; i < named.count && i < SAME_NAME_MOST; i++)
        if (strcmp(row_field(&named.items[i], SCHEMA), schema) == 0)
            return &views.items[&named.items[i] - all];
    return NULL;
}

static void
use_objects(const struct structure *structure, struct tables tables,
            struct view *view)
{
    struct rows uses = structure_rows(structure, QUERY_VIEW_USES, view->name);

    for (size_t i = 0; i < uses.count; i++) {
        const struct row *use = &uses.items[i];
        const struct table *table;

        if (strcmp(row_field(use, SCHEMA), view->schema) != 0 ||
            !structure_here(structure, row_field(use, USED_SCHEMA)))
            continue;
        table = tables_find(tables, row_field(use, USED_NAME));
        if (table != NULL)
            use_table(structure, view, table, row_field(use, USED_COLUMN),
                      "object");
    }
}

/* A view over a view reads what that one reads; true if that was news. */
static bool
use_views(const struct structure *structure, struct views views)
{
    struct rows all = rows_all(structure->database, QUERY_VIEWS);
    bool news = false;

    for (size_t v = 0; v < views.count; v++) {
        struct view *view = &views.items[v];
        struct rows uses =
            structure_rows(structure, QUERY_VIEW_USES, view->name);

        for (size_t i = 0; i < uses.count; i++) {
            const struct view *other;

            if (strcmp(row_field(&uses.items[i], SCHEMA), view->schema) != 0)
                continue;
            other = view_called(structure, views, all.items,
                                rows_of(structure->database, QUERY_VIEWS,
                                        row_field(&uses.items[i], USED_NAME)),
                                row_field(&uses.items[i], USED_SCHEMA));
            if (other == NULL || other == view)
                continue;
            if (other->recipient && !view->recipient) {
                view->recipient = true;
                view->basis = "object";
                news = true;
            }
            if (other->exposed != NULL && view->exposed == NULL) {
                view->exposed = view->time;
                news = news || view->exposed != NULL;
            }
        }
    }
    return news;
}

static void
add_view(const struct structure *structure, const struct view *view)
{
    struct fact *fact = structure_add(structure, structure->fact, "view",
                                      QUERY_VIEWS, view->row, view->name);
    struct rows texts =
        rows_of(structure->database, QUERY_VIEW_TEXT, view->name);
    const char *text = "";
    const char *kind = row_field(view->row, VIEW_KIND);
    struct place shown = fact->at; /* where its text stands */

    for (size_t i = 0; i < texts.count; i++)
        if (strcmp(row_field(&texts.items[i], SCHEMA), view->schema) == 0) {
            text = row_field(&texts.items[i], 2);
            shown = row_place(structure->database, QUERY_VIEW_TEXT,
                              &texts.items[i]);
        }
    structure_set(structure, fact, "schema", view->schema);
    structure_set(structure, fact, "kind", kind);
    fact_set(structure->arena, fact, "basis", view->basis, fact->at);
    fact_set(structure->arena, fact, "recipient",
             view->recipient ? "yes" : "no", fact->at);
    fact_set(structure->arena, fact, "date-time",
             view->exposed != NULL ? "yes" : "no", fact->at);
    if (view->exposed != NULL)
        structure_set(structure, fact, "exposed", view->exposed);
    fact_set(structure->arena, fact, "ddl",
             ddl_view(structure->arena, structure->engine, view->schema,
                      view->name, text),
             shown);
    fact_set(structure->arena, fact, "drop",
             ddl_drop(structure->arena, structure->engine,
                      strcmp(kind, "materialized") == 0 ? "MATERIALIZED VIEW"
                                                        : "VIEW",
                      view->schema, view->name),
             fact->at);
}

/* The views that the migration stumbles over, and how many there are. */
void
structure_views(const struct structure *structure, struct tables tables,
                struct fact *objects)
{
    struct rows rows = rows_all(structure->database, QUERY_VIEWS);
    struct views views = {arena_alloc(&structure->evidence->raw,
                                      (rows.count + 1) * sizeof *views.items),
                          rows.count};
    bool told = rows_all(structure->database, QUERY_VIEW_USES).count > 0;
    int64_t recipient = 0;
    int64_t exposed = 0;
    size_t added = 0;

    if (!answered(structure->database, QUERY_VIEWS))
        return;
    structure_number(structure, objects, "views", (int64_t)rows.count);
    if (rows.count > 0 &&
        (!answered(structure->database, QUERY_VIEW_USES) ||
         !answered(structure->database, QUERY_TABLES) ||
         (!told && !answered(structure->database, QUERY_VIEW_TEXT))))
        return;
    for (size_t i = 0; i < rows.count; i++) {
        struct view *view = &views.items[i];

        view->row = &rows.items[i];
        view->schema = row_field(view->row, SCHEMA);
        view->name = row_field(view->row, NAME);
        view->time = shown_time(structure, view);
        if (told)
            use_objects(structure, tables, view);
        else
            use_words(structure, tables, view);
    }
    for (int steps = 0; steps < STEPS_MOST; steps++)
        if (!use_views(structure, views))
            break;
    if (structure->evidence->budget.spent)
        return;
    for (size_t i = 0; i < views.count; i++) {
        recipient += views.items[i].recipient;
        exposed += views.items[i].exposed != NULL;
    }
    for (int rest = 0; rest < 2; rest++) /* those on NmsRecipient first */
        for (size_t i = 0; i < views.count; i++)
            if (views.items[i].recipient
                    ? rest == 0
                    : rest == 1 && views.items[i].exposed != NULL) {
                if (added++ < VIEWS_MOST)
                    add_view(structure, &views.items[i]);
            }
    structure_number(structure, objects, "recipient-views", recipient);
    if (answered(structure->database, QUERY_COLUMNS) &&
        answered(structure->database, QUERY_VIEW_COLUMNS))
        structure_number(structure, objects, "date-time-views", exposed);
    if (added > VIEWS_MOST)
        evidence_gap(
            structure->evidence, "only 500 of the views in question are named",
            (struct place){
                structure->database->answers[QUERY_VIEWS].entry->path, 0});
}
