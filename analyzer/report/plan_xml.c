/*
 * Parts 3 and 4: the plan as a table of phases and hosts, and its steps.
 */
#include "sheet.h"

#include <string.h>

#include "chart.h"
#include "parts.h"
#include "vec.h"
#include "words.h"

enum {
    MERGE_FROM = 4, /* equal steps of one wave: then they are one */
    MERGE_NAMES = 3,
    BOXES_MOST = 96, /* to tick at one step */
    REQUIRES_SHOWN = 8
};

static bool
has_steps(const struct plan *plan, enum plan_phase phase)
{
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.items[i]->phase == phase)
            return true;
    return false;
}

/* --- Columns and the chart of them ---------------------------------------- */

static void
columns_xml(struct sheet *sheet, const struct chart_columns *columns)
{
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "columns");
    for (size_t i = 0; i < columns->count; i++) {
        const struct chart_column *column = &columns->items[i];

        xmlwrite_open(xml, "column");
        xmlwrite_attr(xml, "name", column->name);
        if (column->hosts > 0)
            xmlwrite_number(xml, "hosts", column->hosts);
        xmlwrite_attr(xml, "missing", sheet_flag(column->missing));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

static void
cells_xml(struct sheet *sheet, const struct chart_columns *columns,
          enum plan_phase phase)
{
    const struct plan *plan = sheet->report->plan;
    int *steps =
        arena_alloc(&sheet->arena, (columns->count + 1) * sizeof *steps);
    bool *gap = arena_alloc(&sheet->arena, columns->count + 1);

    for (size_t i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];
        int column = step->phase == phase
                         ? chart_column_of(sheet->report->estate, columns, step)
                         : -1;

        if (column < 0)
            continue;
        steps[column]++;
        gap[column] |= strcmp(step->basis, "gap") == 0;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (steps[i] == 0)
            continue;
        xmlwrite_open(&sheet->xml, "cell");
        xmlwrite_attr(&sheet->xml, "column", columns->items[i].name);
        xmlwrite_number(&sheet->xml, "steps", steps[i]);
        xmlwrite_attr(&sheet->xml, "gap", sheet_flag(gap[i]));
        xmlwrite_close(&sheet->xml);
    }
}

static void
chart_xml(struct sheet *sheet, const struct chart_columns *columns)
{
    struct xmlwrite *xml = &sheet->xml;
    struct chart chart;

    chart_make(sheet->report->estate, sheet->report->plan, columns,
               sheet->tally.verdict.blockers_failed, &sheet->arena, &chart);
    xmlwrite_open(xml, "chart");
    xmlwrite_attr(xml, "width", sheet_real(sheet, chart.width));
    xmlwrite_attr(xml, "height", sheet_real(sheet, chart.height));
    xmlwrite_attr(xml, "alt", chart.alt);
    for (size_t i = 0; i < chart.lines.count; i++) {
        const struct chart_line *line = &chart.lines.items[i];

        xmlwrite_open(xml, "line");
        xmlwrite_attr(xml, "kind", line->kind);
        xmlwrite_attr(xml, "x1", sheet_real(sheet, line->x1));
        xmlwrite_attr(xml, "y1", sheet_real(sheet, line->y1));
        xmlwrite_attr(xml, "x2", sheet_real(sheet, line->x2));
        xmlwrite_attr(xml, "y2", sheet_real(sheet, line->y2));
        xmlwrite_close(xml);
    }
    for (size_t i = 0; i < chart.boxes.count; i++) {
        const struct chart_box *box = &chart.boxes.items[i];

        xmlwrite_open(xml, "box");
        xmlwrite_attr(xml, "kind", box->kind);
        xmlwrite_attr(xml, "x", sheet_real(sheet, box->x));
        xmlwrite_attr(xml, "y", sheet_real(sheet, box->y));
        xmlwrite_attr(xml, "width", sheet_real(sheet, box->width));
        xmlwrite_attr(xml, "height", sheet_real(sheet, box->height));
        if (box->text != NULL)
            xmlwrite_text(xml, box->text);
        xmlwrite_close(xml);
    }
    for (size_t i = 0; i < chart.words.count; i++) {
        const struct chart_word *word = &chart.words.items[i];

        xmlwrite_open(xml, "word");
        xmlwrite_attr(xml, "kind", word->kind);
        xmlwrite_attr(xml, "x", sheet_real(sheet, word->x));
        xmlwrite_attr(xml, "y", sheet_real(sheet, word->y));
        if (word->text != NULL)
            xmlwrite_text(xml, word->text);
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

/* --- Steps ---------------------------------------------------------------- */

static bool
same_command(const struct step *a, const struct step *b)
{
    if (a->commands.count != b->commands.count)
        return false;
    for (size_t i = 0; i < a->commands.count; i++)
        if (strcmp(a->commands.items[i].text, b->commands.items[i].text) != 0)
            return false;
    return true;
}

static bool
same_gates(const struct step *a, const struct step *b)
{
    if (a->gated_by.count != b->gated_by.count)
        return false;
    for (size_t i = 0; i < a->gated_by.count; i++)
        if (strcmp(a->gated_by.items[i], b->gated_by.items[i]) != 0)
            return false;
    return true;
}

/* Would B be printed as A is, but for its host? */
static bool
same_step(const struct step *a, const struct step *b)
{
    return a->phase == b->phase && a->wave == b->wave && a->host != NULL &&
           b->host != NULL && words_order(a->kind, b->kind) == 0 &&
           words_order(a->title, b->title) == 0 &&
           words_order(a->as, b->as) == 0 &&
           words_order(a->instance, b->instance) == 0 &&
           words_order(a->verify, b->verify) == 0 &&
           words_order(a->if_not, b->if_not) == 0 &&
           words_order(a->rollback, b->rollback) == 0 &&
           words_order(a->basis, b->basis) == 0 &&
           words_order(a->source, b->source) == 0 && same_gates(a, b) &&
           same_command(a, b);
}

struct run {
    const struct step **items;
    size_t count, room;
};

static const char *
run_hosts(struct sheet *sheet, const struct run *run)
{
    const char *names[MERGE_NAMES];
    size_t shown = run->count < MERGE_NAMES ? run->count : MERGE_NAMES;
    const char *list;

    for (size_t i = 0; i < shown; i++)
        names[i] = run->items[i]->host;
    list = words_list(&sheet->arena, names, shown, shown, NULL);
    return run->count == shown
               ? list
               : arena_format(&sheet->arena, "%s and %s more", list,
                              words_number(&sheet->arena,
                                           (int64_t)(run->count - shown)));
}

/* The boxes to tick of a step that stands for many hosts: one for each, or for
 * some that follow each other where that would fill pages. */
static void
run_boxes(struct sheet *sheet, const struct run *run)
{
    size_t each = (run->count + BOXES_MOST - 1) / BOXES_MOST;

    for (size_t i = 0; i < run->count; i += each) {
        size_t last = i + each < run->count ? i + each - 1 : run->count - 1;

        xmlwrite_open(&sheet->xml, "on");
        xmlwrite_attr(&sheet->xml, "step", run->items[i]->id);
        xmlwrite_attr(&sheet->xml, "host",
                      words_shown(&sheet->arena, run->items[i]->host));
        if (last > i) {
            xmlwrite_attr(&sheet->xml, "last",
                          words_shown(&sheet->arena, run->items[last]->host));
            xmlwrite_number(&sheet->xml, "hosts", (int64_t)(last - i + 1));
        }
        xmlwrite_close(&sheet->xml);
    }
}

static void
step_xml(struct sheet *sheet, const struct run *run)
{
    const struct step *step = run->items[0];
    struct arena *arena = &sheet->arena;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "step");
    xmlwrite_attr(xml, "id", step->id);
    if (run->count > 1)
        xmlwrite_attr(xml, "last", run->items[run->count - 1]->id);
    xmlwrite_attr(xml, "host",
                  run->count > 1 ? run_hosts(sheet, run)
                                 : words_shown(arena, step->host));
    xmlwrite_attr(xml, "instance", words_shown(arena, step->instance));
    xmlwrite_attr(xml, "database", words_shown(arena, step->database));
    xmlwrite_attr(xml, "as", words_shown(arena, step->as));
    xmlwrite_attr(xml, "actor", words_actor(arena, step->actor));
    xmlwrite_attr(xml, "basis", step->basis);
    xmlwrite_number(xml, "wave", step->wave);
    if (run->count > 1)
        xmlwrite_number(xml, "hosts", (int64_t)run->count);
    if (step->minutes >= 0)
        xmlwrite_number(xml, "minutes", step->minutes);
    words_leaf(xml, "title", step->title);
    for (size_t i = 0; i < step->commands.count; i++) {
        const struct plan_command *command = &step->commands.items[i];

        xmlwrite_open(xml, "command");
        xmlwrite_attr(xml, "refused", words_shown(arena, command->refused));
        xmlwrite_text(xml, words_shown(arena, command->text));
        xmlwrite_close(xml);
    }
    words_leaf(xml, "verify", step->verify);
    words_leaf(xml, "if-not", step->if_not);
    words_leaf(xml, "rollback", step->rollback);
    for (size_t i = 0; i < step->requires.count && i < REQUIRES_SHOWN; i++) {
        xmlwrite_open(xml, "requires");
        xmlwrite_attr(xml, "step", step->requires.items[i]->id);
        xmlwrite_close(xml);
    }
    for (size_t i = 0; i < step->gated_by.count; i++) {
        xmlwrite_open(xml, "gated-by");
        xmlwrite_attr(xml, "rule", step->gated_by.items[i]);
        xmlwrite_close(xml);
    }
    words_leaf(xml, "source", step->source);
    if (run->count > 1)
        run_boxes(sheet, run);
    xmlwrite_close(xml);
}

/* The steps of a phase; equal ones on many hosts of one wave become one. */
static void
steps_xml(struct sheet *sheet, enum plan_phase phase)
{
    const struct plan *plan = sheet->report->plan;
    size_t count = plan->steps.count;
    bool *done = arena_alloc(&sheet->arena, count + 1);

    while (count > 0 && plan->steps.items[count - 1]->phase != phase)
        count--; /* a phase stands together: no need to look beyond it */
    for (size_t i = 0; i < count; i++) {
        const struct step *step = plan->steps.items[i];
        struct run run = {NULL, 0, 0};

        if (done[i] || step->phase != phase)
            continue;
        for (size_t k = i; k < count; k++)
            if (!done[k] && (k == i || same_step(step, plan->steps.items[k])))
                *vec_add(&sheet->arena, &run) = plan->steps.items[k];
        if (run.count < MERGE_FROM)
            run.count = 1;
        for (size_t k = i, left = run.count; k < count && left > 0; k++)
            if (plan->steps.items[k] == run.items[run.count - left]) {
                done[k] = true;
                left--;
            }
        step_xml(sheet, &run);
    }
}

/* --- Phases --------------------------------------------------------------- */

static void
barrier_xml(struct sheet *sheet, int number, const char *where,
            const char *condition)
{
    xmlwrite_open(&sheet->xml, "barrier");
    xmlwrite_number(&sheet->xml, "n", number);
    xmlwrite_attr(&sheet->xml, "where", where);
    words_write(&sheet->xml, condition);
    xmlwrite_close(&sheet->xml);
}

struct numbering {
    int phase, phases; /* runbooks, the way back included */
    int barriers;      /* written so far */
    size_t next;       /* barrier of the plan that comes next */
};

static void
phase_xml(struct sheet *sheet, const struct chart_columns *columns,
          enum plan_phase phase, bool last, struct numbering *numbering)
{
    const struct plan *plan = sheet->report->plan;
    const struct step *first = NULL, *end = NULL;
    struct xmlwrite *xml = &sheet->xml;
    int steps = 0;

    for (size_t i = 0; i < plan->steps.count; i++) {
        if (plan->steps.items[i]->phase != phase)
            continue;
        first = first == NULL ? plan->steps.items[i] : first;
        end = plan->steps.items[i];
        steps++;
    }
    xmlwrite_open(xml, "phase");
    xmlwrite_attr(xml, "name", plan_phase_word(phase));
    xmlwrite_attr(xml, "title",
                  words_plain(&sheet->arena, plan->phases[phase].title));
    xmlwrite_number(xml, "n", ++numbering->phase);
    xmlwrite_number(xml, "of", numbering->phases);
    xmlwrite_attr(xml, "actors",
                  words_actor(&sheet->arena, plan->phases[phase].actors));
    xmlwrite_attr(xml, "first", first->id);
    xmlwrite_attr(xml, "last", end->id);
    xmlwrite_number(xml, "steps", steps);
    xmlwrite_attr(xml, "enter",
                  words_plain(&sheet->arena, plan->phases[phase].enter));
    xmlwrite_attr(xml, "leave",
                  words_plain(&sheet->arena, plan->phases[phase].leave));
    xmlwrite_attr(xml, "way-back",
                  words_plain(&sheet->arena, plan->phases[phase].way_back));
    if (phase != PLAN_ROLLBACK)
        cells_xml(sheet, columns, phase);
    /* A barrier stands after its phase: before the next one that has steps. */
    while (phase != PLAN_ROLLBACK && numbering->next < plan->barriers.count &&
           plan->barriers.items[numbering->next].after < phase)
        barrier_xml(sheet, ++numbering->barriers, "before",
                    plan->barriers.items[numbering->next++].condition);
    while (last && numbering->next < plan->barriers.count)
        barrier_xml(sheet, ++numbering->barriers, "after",
                    plan->barriers.items[numbering->next++].condition);
    steps_xml(sheet, phase);
    xmlwrite_close(xml);
}

static void
gates_xml(struct sheet *sheet)
{
    const struct plan *plan = sheet->report->plan;
    const struct judgements *judgements = sheet->report->judgements;
    int unbuilt = 0; /* checks of no version yet: each step names its own */

    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct rule *rule = judgements->rules.items[i].rule;
        const char *title = judgements->rules.items[i].title;
        int steps = 0;

        for (size_t s = 0; s < plan->steps.count; s++)
            for (size_t g = 0; g < plan->steps.items[s]->gated_by.count; g++)
                steps += strcmp(plan->steps.items[s]->gated_by.items[g],
                                rule->id) == 0;
        if (steps > 0 && rule->kind == RULE_NOT_ASSESSED)
            unbuilt++;
        if (steps == 0 || rule->kind == RULE_NOT_ASSESSED)
            continue;
        xmlwrite_open(&sheet->xml, "gate");
        xmlwrite_attr(&sheet->xml, "rule", rule->id);
        xmlwrite_attr(
            &sheet->xml, "title",
            words_plain(&sheet->arena, title != NULL ? title : rule->title));
        xmlwrite_number(&sheet->xml, "steps", steps);
        xmlwrite_close(&sheet->xml);
    }
    if (unbuilt > 0) {
        xmlwrite_open(&sheet->xml, "gates-by-hand");
        xmlwrite_number(&sheet->xml, "rules", unbuilt);
        xmlwrite_close(&sheet->xml);
    }
}

static const char *
plan_intro(const struct sheet *sheet, int steps)
{
    if (steps == 0)
        return sheet->report->estate->hosts.count == 0
                   ? "No server was seen, so no step is planned."
                   : "The step catalogue has no step for this estate.";
    return sheet->report->estate->hosts.count == 1
               ? "Time runs down. Nobody crosses a barrier before its "
                 "condition is signed."
               : "Time runs down. Boxes side by side may run together; a box "
                 "lower down waits for the ones above it in its phase. Nobody "
                 "crosses a barrier before its condition is signed.";
}

void
sheet_plan(struct sheet *sheet)
{
    const struct plan *plan = sheet->report->plan;
    struct numbering numbering = {0, 0, 0, 0};
    struct chart_columns columns;
    struct xmlwrite *xml = &sheet->xml;
    int steps = sheet->tally.timed + sheet->tally.untimed;
    int last = -1;

    for (int phase = 0; phase < PLAN_PHASES; phase++)
        if (has_steps(plan, (enum plan_phase)phase)) {
            numbering.phases++;
            last = phase == PLAN_ROLLBACK ? last : phase;
        }
    xmlwrite_open(xml, "plan");
    xmlwrite_number(xml, "steps", steps);
    xmlwrite_number(xml, "phases",
                    numbering.phases - has_steps(plan, PLAN_ROLLBACK));
    xmlwrite_number(xml, "barriers", (int64_t)plan->barriers.count);
    xmlwrite_leaf(xml, "intro", plan_intro(sheet, steps));
    xmlwrite_open(xml, "order");
    xmlwrite_attr(xml, "basis", words_plain(&sheet->arena, plan->order_basis));
    for (size_t i = 0; i < plan->order.count; i++) {
        xmlwrite_open(xml, "host");
        xmlwrite_attr(xml, "name",
                      words_shown(&sheet->arena, plan->order.items[i]));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
    for (size_t i = 0; i < plan->notes.count; i++) {
        xmlwrite_open(xml, "note");
        xmlwrite_number(xml, "n", (int64_t)i + 1);
        words_write(xml, plan->notes.items[i]);
        xmlwrite_close(xml);
    }
    gates_xml(sheet);
    chart_columns(sheet->report->estate, plan, &sheet->arena, &columns);
    columns_xml(sheet, &columns);
    if (numbering.phases > has_steps(plan, PLAN_ROLLBACK))
        chart_xml(sheet, &columns);
    for (int phase = 0; phase < PLAN_PHASES; phase++)
        if (has_steps(plan, (enum plan_phase)phase))
            phase_xml(sheet, &columns, (enum plan_phase)phase, phase == last,
                      &numbering);
    xmlwrite_close(xml);
}
