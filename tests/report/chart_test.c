#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "made.h"
#include "picture.h"
#include "vec.h"

#include <cmocka.h> /* last: it takes the name fail */

static struct made made;

static int
begin(void **state)
{
    (void)state;
    made_init(&made);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    made_release(&made);
    return 0;
}

static struct step *
step(enum plan_phase phase, const char *host, int wave)
{
    static char ids[8192][8];
    static size_t count;
    struct step *added;

    snprintf(ids[count % 8192], sizeof ids[0], "S%04d", (int)(count % 8192));
    added = made_step(&made, ids[count++ % 8192], phase, host, "true");
    added->wave = wave;
    return added;
}

static struct chart
draw(struct chart_columns *columns)
{
    struct chart chart;

    chart_columns(&made.estate, &made.plan, &made.arena, columns);
    chart_make(&made.estate, &made.plan, columns, 2, &made.arena, &chart);
    return chart;
}

static const struct chart_word *
word(const struct chart *chart, const char *kind, size_t nth)
{
    for (size_t i = 0; i < chart->words.count; i++)
        if (strcmp(chart->words.items[i].kind, kind) == 0 && nth-- == 0)
            return &chart->words.items[i];
    return NULL;
}

static const struct chart_box *
box(const struct chart *chart, const char *kind, size_t nth)
{
    for (size_t i = 0; i < chart->boxes.count; i++)
        if (strcmp(chart->boxes.items[i].kind, kind) == 0 && nth-- == 0)
            return &chart->boxes.items[i];
    return NULL;
}

static size_t
lines(const struct chart *chart, const char *kind)
{
    size_t count = 0;

    for (size_t i = 0; i < chart->lines.count; i++)
        count += strcmp(chart->lines.items[i].kind, kind) == 0;
    return count;
}

static bool
holds_steps(const struct chart_box *box)
{
    return strcmp(box->kind, "steps") == 0 || strcmp(box->kind, "gap") == 0;
}

/* Nothing leaves the page, no box stands on another, no name on its
 * neighbour. */
static void
check(const struct chart *chart, const struct chart_columns *columns)
{
    double pitch = columns->count > 7 ? 336.0 / (double)columns->count : 48;

    assert_true(chart->width == 492);
    assert_true(chart->height <= 640);
    for (size_t i = 0; i < chart->boxes.count; i++) {
        const struct chart_box *a = &chart->boxes.items[i];

        assert_true(a->x >= 96 && a->x + a->width <= 438);
        assert_true(a->y >= 8 && a->y + a->height <= chart->height);
        for (size_t k = 0; k < i && holds_steps(a); k++) {
            const struct chart_box *b = &chart->boxes.items[k];

            assert_true(!holds_steps(b) || a->x + a->width <= b->x ||
                        b->x + b->width <= a->x || a->y + a->height <= b->y ||
                        b->y + b->height <= a->y);
        }
    }
    for (size_t i = 0; i < chart->words.count; i++) {
        const struct chart_word *at = &chart->words.items[i];

        assert_true(at->x >= 0 && at->x <= 492);
        assert_true(at->y > 0 && at->y <= chart->height);
        if (strcmp(at->kind, "column") == 0)
            assert_true(picture_width(at->text, 8.5, true) <= pitch);
        if (strcmp(at->kind, "small") == 0)
            assert_true(picture_width(at->text, 7, true) <= pitch);
        if (strcmp(at->kind, "condition") == 0)
            assert_true(at->x + picture_width(at->text, 8, false) <= 438);
    }
}

static void
made_enterprise(void)
{
    static const char *const HOSTS[] = {"app1", "app2", "mta1", "trk1"};
    static const unsigned ROLES[] = {ROLE_MARKETING, ROLE_MARKETING, ROLE_MTA,
                                     ROLE_TRACKING};

    for (size_t i = 0; i < 4; i++) {
        made_host(&made, HOSTS[i], ROLES[i]);
        if (i < 3)
            made_database(&made, "db", HOSTS[i]);
    }
    made_missing(&made, "trk3", "trk1");
    for (int phase = PLAN_PREPARE; phase < PLAN_ROLLBACK; phase++) {
        if (phase == PLAN_REHEARSE)
            step(PLAN_REHEARSE, NULL, 0);
        for (size_t i = 0; phase != PLAN_REHEARSE && i < 4; i++)
            step((enum plan_phase)phase, HOSTS[i],
                 phase == PLAN_RESTART ? (int)i : 0);
    }
    for (size_t i = 0; i < 2; i++) {
        step(PLAN_ROLLBACK, HOSTS[i], 0);
        step(PLAN_INSTALL, HOSTS[i], 0);
    }
    *vec_add(&made.arena, &made.plan.barriers) =
        (struct barrier){PLAN_REHEARSE, "window open"};
    *vec_add(&made.arena, &made.plan.barriers) =
        (struct barrier){PLAN_TEST, "functional teams sign"};
}

static void
an_enterprise_has_a_column_each_and_its_waves_below_each_other(void **state)
{
    struct chart_columns columns;
    struct chart chart;
    const struct chart_box *cell;
    double above = 0;
    size_t boxes = 0;

    (void)state;
    made_enterprise();
    chart = draw(&columns);
    check(&chart, &columns);
    assert_int_equal(columns.count, 7);
    assert_false(columns.roles);
    assert_true(columns.items[6].missing);
    /* One row a wave: restart goes from host to host. */
    for (size_t i = 0; (cell = box(&chart, "steps", i)) != NULL; i++, boxes++)
        if (boxes >= 36 && boxes < 40) {
            assert_true(cell->y >= above + 13.5 || above == 0);
            above = cell->y;
        }
    assert_int_equal(boxes, 4 * 12);
    assert_int_equal(lines(&chart, "barrier"), 2);
    assert_string_equal(word(&chart, "condition", 0)->text,
                        "2 blockers closed \xC2\xB7 window open");
    assert_string_equal(word(&chart, "condition", 1)->text,
                        "functional teams sign");
    assert_string_equal(box(&chart, "rehearsal", 0)->text, "1");
}

static void
totals_of_the_columns_and_the_rehearsal_are_all_steps(void **state)
{
    struct chart_columns columns;
    struct chart chart;
    size_t sum = 0, planned = 0;

    (void)state;
    made_enterprise();
    chart = draw(&columns);
    for (size_t i = 0; i < columns.count; i++)
        sum += strtoul(word(&chart, "total", i)->text, NULL, 10);
    sum += strtoul(box(&chart, "rehearsal", 0)->text, NULL, 10);
    for (size_t i = 0; i < made.plan.steps.count; i++)
        planned += made.plan.steps.items[i]->phase != PLAN_ROLLBACK;
    assert_int_equal(sum, planned);
}

static void
a_missing_server_is_an_empty_dashed_column(void **state)
{
    struct chart_columns columns;
    struct chart chart;
    const struct chart_box *dashed;

    (void)state;
    made_enterprise();
    chart = draw(&columns);
    dashed = box(&chart, "missing", 0);
    assert_non_null(dashed);
    for (size_t i = 0; i < chart.boxes.count; i++)
        assert_true(!holds_steps(&chart.boxes.items[i]) ||
                    chart.boxes.items[i].x < dashed->x);
    assert_true(word(&chart, "not-seen", 0)->y > dashed->y + 60);
    assert_true(word(&chart, "not-seen", 0)->y <
                dashed->y + dashed->height - 60);
    assert_string_equal(word(&chart, "lost", 0)->text, "trk3");
}

static void
brackets_say_when_the_service_is_down_and_what_the_way_back_is(void **state)
{
    struct chart_columns columns;
    struct chart chart;
    double start, tree, database;

    (void)state;
    made_enterprise();
    chart = draw(&columns);
    start = word(&chart, "start", 0)->y;
    tree = word(&chart, "tree", 0)->y;
    database = word(&chart, "database", 0)->y;
    assert_true(start < tree && tree < database);
    assert_non_null(word(&chart, "service-down", 0));
    assert_int_equal(lines(&chart, "danger"), 3);
    assert_int_equal(lines(&chart, "bracket"), 9);
    /* A bracket is as long as its words. */
    for (size_t i = 0; i < chart.lines.count; i++) {
        const struct chart_line *at = &chart.lines.items[i];

        if (at->x1 == 477 && at->x2 == 477)
            assert_true(at->y2 - at->y1 >= 45);
    }
}

static void
a_step_without_documents_has_a_dashed_box(void **state)
{
    struct chart_columns columns;
    struct chart chart;

    (void)state;
    made_host(&made, "camp1", ROLE_MARKETING);
    step(PLAN_STOP, "camp1", 0);
    step(PLAN_WEBSERVER, "camp1", 0)->basis = "gap";
    chart = draw(&columns);
    check(&chart, &columns);
    assert_string_equal(box(&chart, "gap", 0)->text, "1");
    assert_null(box(&chart, "gap", 1));
    /* Without a restart nobody can say how long the service is down. */
    assert_null(word(&chart, "service-down", 0));
    assert_null(word(&chart, "tree", 0));
}

static void
many_servers_share_a_column_by_role(void **state)
{
    struct chart_columns columns;
    struct chart chart;

    (void)state;
    for (int i = 0; i < 300; i++) {
        char name[16];

        snprintf(name, sizeof name, "host%03d", i);
        made_host(&made, arena_string(&made.arena, name),
                  i < 2 ? ROLE_MARKETING : ROLE_TRACKING);
        made_missing(&made, arena_format(&made.arena, "lost%d", i), name);
    }
    for (size_t i = 0; i < 300; i++) {
        step(PLAN_STOP, made.plan.order.items[i], 0);
        step(PLAN_STOP, made.plan.order.items[i], 0);
    }
    chart = draw(&columns);
    check(&chart, &columns);
    assert_true(columns.roles);
    assert_int_equal(columns.count, 3);
    assert_string_equal(columns.items[2].name, "300 missing");
    assert_string_equal(box(&chart, "steps", 0)->text, "2 \xC3\x97 2");
    assert_string_equal(box(&chart, "steps", 1)->text, "2 \xC3\x97 298");
}

static void
a_time_too_long_for_a_page_keeps_a_row_a_phase(void **state)
{
    struct chart_columns columns;
    struct chart chart;

    (void)state;
    made_enterprise();
    for (int wave = 0; wave < 60; wave++)
        step(PLAN_TEST, wave % 2 == 0 ? "app1" : "trk1", wave);
    chart = draw(&columns);
    check(&chart, &columns);
    assert_string_equal(word(&chart, "total", 2)->text, "43");
}

static void
long_names_are_broken_and_cut_names_stay_apart(void **state)
{
    struct chart_columns columns;
    struct chart chart;

    (void)state;
    for (int i = 0; i < 5; i++)
        made_host(&made,
                  arena_format(&made.arena,
                               "campaign-application-server-%d%d.example.org",
                               i, i),
                  ROLE_MARKETING);
    for (size_t i = 0; i < 5; i++)
        step(PLAN_PREPARE, made.plan.order.items[i], 0);
    *vec_add(&made.arena, &made.plan.barriers) = (struct barrier){
        PLAN_PREPARE, "a condition with many words that somebody wrote without "
                      "a thought for how wide a page is, and went on writing, "
                      "and on, until nobody could read it in one line or two"};
    chart = draw(&columns);
    check(&chart, &columns);
    for (size_t i = 0; i < columns.count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(columns.items[i].name,
                                    columns.items[k].name);
    assert_non_null(word(&chart, "small", 0));
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(an_enterprise_has_a_column_each_and_its_waves_below_each_other),
        CASE(totals_of_the_columns_and_the_rehearsal_are_all_steps),
        CASE(a_missing_server_is_an_empty_dashed_column),
        CASE(brackets_say_when_the_service_is_down_and_what_the_way_back_is),
        CASE(a_step_without_documents_has_a_dashed_box),
        CASE(many_servers_share_a_column_by_role),
        CASE(a_time_too_long_for_a_page_keeps_a_row_a_phase),
        CASE(long_names_are_broken_and_cut_names_stay_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
