/*
 * Parts 3 and 4: the plan as a table of phases and hosts, and its steps.
 */
#include "sheet.h"

#include <assert.h>
#include <stdlib.h>
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

static int
command_order(const struct step *a, const struct step *b)
{
    int order = (a->commands.count > b->commands.count) -
                (a->commands.count < b->commands.count);

    for (size_t i = 0; order == 0 && i < a->commands.count; i++)
        order = strcmp(a->commands.items[i].text, b->commands.items[i].text);
    return order;
}

static int
gates_order(const struct step *a, const struct step *b)
{
    int order =
        (a->gates.count > b->gates.count) - (a->gates.count < b->gates.count);

    for (size_t i = 0; order == 0 && i < a->gates.count; i++)
        order = strcmp(a->gates.items[i].rule, b->gates.items[i].rule);
    return order;
}

/* Of steps of a phase by all that is printed of them but the host: 0 if B would
 * be printed as A is. */
static int
step_order(const struct step *a, const struct step *b)
{
    const char *const texts[][2] = {
        {a->kind, b->kind},
        {a->title, b->title},
        {a->as, b->as},
        {a->instance, b->instance},
        {a->verify, b->verify},
        {a->if_not, b->if_not},
        {a->rollback, b->rollback},
        {a->basis, b->basis},
        {a->source, b->source},
    };
    int order = (a->wave > b->wave) - (a->wave < b->wave);

    if (order == 0)
        order = (a->host != NULL) - (b->host != NULL);
    for (size_t i = 0; order == 0 && i < sizeof texts / sizeof *texts; i++)
        order = words_order(texts[i][0], texts[i][1]);
    if (order == 0)
        order = gates_order(a, b);
    return order != 0 ? order : command_order(a, b);
}

/* What is done on no host has no kin. */
static bool
same_step(const struct step *a, const struct step *b)
{
    return a->host != NULL && b->host != NULL && step_order(a, b) == 0;
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

/* The rules that are open at STEP: those that it closes, or those before it. */
static void
gates_of_step(struct xmlwrite *xml, const struct step *step, bool closed_here)
{
    for (size_t i = 0; i < step->gates.count; i++) {
        const struct gate *gate = &step->gates.items[i];

        if (gate->closed_here != closed_here)
            continue;
        xmlwrite_open(xml, closed_here ? "closes" : "gated-by");
        xmlwrite_attr(xml, "rule", gate->rule);
        xmlwrite_close(xml);
    }
}

static void
step_xml(struct sheet *sheet, const struct run *run)
{
    const struct step *step = run->items[0];
    struct arena *arena = &sheet->arena;
    struct xmlwrite *xml = &sheet->xml;
    const struct step **required;
    size_t count;

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
    count = step_requires(step, REQUIRES_SHOWN, arena, &required);
    for (size_t i = 0; i < count; i++) {
        xmlwrite_open(xml, "requires");
        xmlwrite_attr(xml, "step", required[i]->id);
        xmlwrite_close(xml);
    }
    gates_of_step(xml, step, false);
    gates_of_step(xml, step, true);
    words_leaf(xml, "source", step->source);
    if (run->count > 1)
        run_boxes(sheet, run);
    xmlwrite_close(xml);
}

/* --- The order in which a phase is printed -------------------------------- */

/*
 * Equal steps on many hosts of one wave become one, which then stands where the
 * last of them may begin: whoever works a runbook downwards never meets a step
 * before one that it requires.
 */
struct printing {
    const struct step **steps; /* of the phase, in the order of the plan */
    size_t count;
    bool *done;
    size_t *waits; /* of each: groups that are not printed as a whole */
    size_t *kin;   /* of each: the first one that is printed alike */
    size_t *alike; /* at that first one: how many they are */
    size_t *held;  /* at that first one: how many of them wait */
    size_t first;  /* all before it are done */
    size_t *left;  /* of each group of the plan: steps that are not printed */
    struct followers {
        size_t *items;
        size_t count, room;
    } * followers, /* of each group: the steps that require it */
        *groups;   /* of each step: the groups that it is of */
};

static void
printing_init(struct printing *printing, const struct plan *plan,
              enum plan_phase phase, struct arena *arena)
{
    size_t most = 1;

    memset(printing, 0, sizeof *printing);
    for (size_t i = 0; i < plan->steps.count; i++)
        most += plan->steps.items[i]->phase == phase;
    printing->steps = arena_alloc(arena, most * sizeof *printing->steps);
    for (size_t i = 0; i < plan->steps.count; i++)
        if (plan->steps.items[i]->phase == phase)
            printing->steps[printing->count++] = plan->steps.items[i];
    printing->done = arena_alloc(arena, most * sizeof *printing->done);
    printing->waits = arena_alloc(arena, most * sizeof *printing->waits);
    printing->kin = arena_alloc(arena, most * sizeof *printing->kin);
    printing->alike = arena_alloc(arena, most * sizeof *printing->alike);
    printing->held = arena_alloc(arena, most * sizeof *printing->held);
    printing->groups = arena_alloc(arena, most * sizeof *printing->groups);
    most = plan->groups + 1;
    printing->left = arena_alloc(arena, most * sizeof *printing->left);
    printing->followers =
        arena_alloc(arena, most * sizeof *printing->followers);
}

/* The steps of a phase stand together in the order of the plan. */
static void
printing_link(struct printing *printing, size_t k, struct arena *arena)
{
    const struct step *step = printing->steps[k];
    size_t from = printing->steps[0]->number;

    for (size_t i = 0; i < step->requires.count; i++) {
        const struct step_group *group = step->requires.items[i];

        if (group->items[0]->phase != step->phase)
            continue;
        if (printing->left[group->number] == 0)
            for (size_t m = 0; m < group->count; m++)
                *vec_add(arena,
                         &printing->groups[group->items[m]->number - from]) =
                    group->number;
        printing->left[group->number] = group->count;
        *vec_add(arena, &printing->followers[group->number]) = k;
        printing->waits[k]++;
    }
}

/* Steps in the order in which kin stand together, and the first of them first.
 */
static int
by_kin(const void *left, const void *right)
{
    const struct step *a = *(const struct step *const *)left;
    const struct step *b = *(const struct step *const *)right;
    int order = step_order(a, b);

    return order != 0 ? order
                      : (a->number > b->number) - (a->number < b->number);
}

static void
printing_group(struct printing *printing, struct arena *arena)
{
    size_t from = printing->count == 0 ? 0 : printing->steps[0]->number;
    size_t first = 0;
    const struct step **sorted =
        arena_alloc(arena, (printing->count + 1) * sizeof(*sorted));

    memcpy(sorted, printing->steps, printing->count * sizeof(*sorted));
    if (printing->count > 0)
        qsort(sorted, printing->count, sizeof(*sorted), by_kin);
    for (size_t i = 0; i < printing->count; i++) {
        size_t k = sorted[i]->number - from;

        if (i == 0 || !same_step(sorted[i - 1], sorted[i]))
            first = k;
        printing->kin[k] = first;
        printing->alike[first]++;
        printing->held[first] += printing->waits[k] > 0;
    }
}

static void
printing_done(struct printing *printing, size_t k)
{
    const struct followers *groups = &printing->groups[k];

    printing->done[k] = true;
    for (size_t i = 0; i < groups->count; i++) {
        const struct followers *followers =
            &printing->followers[groups->items[i]];

        if (--printing->left[groups->items[i]] > 0)
            continue;
        for (size_t f = 0; f < followers->count; f++) {
            size_t next = followers->items[f];

            if (--printing->waits[next] == 0)
                printing->held[printing->kin[next]]--;
        }
    }
}

/* The next to print: the first that waits for nothing, nor its kin; if there is
 * none, the first that waits for nothing itself. */
static size_t
printing_next(struct printing *printing)
{
    size_t found = printing->count;

    while (printing->first < printing->count && printing->done[printing->first])
        printing->first++;
    for (size_t i = printing->first; i < printing->count; i++) {
        size_t first = printing->kin[i];

        if (printing->done[i] || printing->waits[i] > 0)
            continue;
        if (printing->alike[first] < MERGE_FROM || printing->held[first] == 0)
            return i;
        if (found == printing->count)
            found = i;
    }
    return found;
}

static void
steps_xml(struct sheet *sheet, enum plan_phase phase)
{
    struct printing printing;
    size_t left;

    printing_init(&printing, sheet->report->plan, phase, &sheet->arena);
    for (size_t k = 0; k < printing.count; k++)
        printing_link(&printing, k, &sheet->arena);
    printing_group(&printing, &sheet->arena);
    for (left = printing.count; left > 0;) {
        size_t next = printing_next(&printing);
        struct run run = {NULL, 0, 0};
        struct followers members = {NULL, 0, 0};

        assert(next < printing.count); /* a plan has no circle */
        for (size_t k = next; k < printing.count; k++)
            if (!printing.done[k] && printing.waits[k] == 0 &&
                printing.kin[k] == printing.kin[next]) {
                *vec_add(&sheet->arena, &run) = printing.steps[k];
                *vec_add(&sheet->arena, &members) = k;
            }
        if (run.count < MERGE_FROM)
            run.count = 1;
        for (size_t i = 0; i < run.count; i++)
            printing_done(&printing, members.items[i]);
        left -= run.count;
        step_xml(sheet, &run);
    }
}

/* --- Phases --------------------------------------------------------------- */

struct numbering {
    int phase, phases; /* runbooks, the way back included */
    size_t next;       /* barrier of the plan that comes next */
};

/* The barrier that comes next. */
static void
barrier_xml(struct sheet *sheet, struct numbering *numbering, const char *where)
{
    xmlwrite_open(&sheet->xml, "barrier");
    xmlwrite_number(&sheet->xml, "n", (int64_t)numbering->next + 1);
    xmlwrite_attr(&sheet->xml, "where", where);
    xmlwrite_text(&sheet->xml,
                  chart_condition(sheet->report->plan, numbering->next,
                                  sheet->tally.verdict.blockers_failed,
                                  &sheet->arena));
    xmlwrite_close(&sheet->xml);
    numbering->next++;
}

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
        barrier_xml(sheet, numbering, "before");
    while (last && numbering->next < plan->barriers.count)
        barrier_xml(sheet, numbering, "after");
    steps_xml(sheet, phase);
    xmlwrite_close(xml);
}

static void
gates_xml(struct sheet *sheet)
{
    const struct judgements *judgements = sheet->report->judgements;
    int unbuilt = 0; /* checks of no version yet: each step names its own */

    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct rule *rule = judgements->rules.items[i].rule;
        const char *title = judgements->rules.items[i].title;
        const struct sheet_gate *gate = &sheet->gates[i];

        if (gate->held == 0 && gate->closing == NULL)
            continue;
        if (rule->kind == RULE_NOT_ASSESSED) {
            unbuilt++;
            continue;
        }
        xmlwrite_open(&sheet->xml, "gate");
        xmlwrite_attr(&sheet->xml, "rule", rule->id);
        xmlwrite_attr(&sheet->xml, "severity", severity_word(rule->severity));
        xmlwrite_attr(
            &sheet->xml, "title",
            words_plain(&sheet->arena, title != NULL ? title : rule->title));
        xmlwrite_number(&sheet->xml, "steps", gate->held);
        if (gate->closing != NULL)
            xmlwrite_attr(&sheet->xml, "closed-by", gate->closing->id);
        xmlwrite_close(&sheet->xml);
    }
    if (unbuilt > 0) {
        xmlwrite_open(&sheet->xml, "gates-by-hand");
        xmlwrite_number(&sheet->xml, "rules", unbuilt);
        xmlwrite_close(&sheet->xml);
    }
}

static void
read_gate(struct sheet *sheet, const struct step *step, const struct gate *gate)
{
    const struct judgements *judgements = sheet->report->judgements;
    const struct judgement *judgement = judgement_of(judgements, gate->rule);
    struct sheet_gate *read;

    if (judgement == NULL)
        return;
    read = &sheet->gates[judgement - judgements->rules.items];
    if (read->shown < SHEET_GATED) {
        read->first[read->shown].step = step;
        read->first[read->shown++].closed_here = gate->closed_here;
    }
    if (!gate->closed_here)
        read->held++;
    else if (read->closing == NULL)
        read->closing = step;
}

void
sheet_read_plan(struct sheet *sheet)
{
    const struct plan *plan = sheet->report->plan;
    const struct estate *estate = sheet->report->estate;
    size_t rules = sheet->report->judgements->rules.count;

    sheet->gates =
        arena_alloc(&sheet->arena, (rules + 1) * sizeof *sheet->gates);
    for (size_t i = 0; i < plan->steps.count; i++)
        for (size_t g = 0; g < plan->steps.items[i]->gates.count; g++)
            read_gate(sheet, plan->steps.items[i],
                      &plan->steps.items[i]->gates.items[g]);
    sheet->ranks = arena_alloc(&sheet->arena, (estate->hosts.count + 1) *
                                                  sizeof *sheet->ranks);
    for (size_t i = 0; i < estate->hosts.count; i++)
        sheet->ranks[i] = SIZE_MAX;
    for (size_t i = 0; i < plan->order.count; i++) {
        const struct estate_host *host =
            estate_host(estate, plan->order.items[i]);

        if (host != NULL)
            sheet->ranks[host - estate->hosts.items] = i;
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
    struct numbering numbering = {0, 0, 0};
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
