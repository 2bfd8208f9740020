#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "made.h"
#include "picture.h"
#include "tally.h"

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

static struct picture
draw(struct picture_limits limits)
{
    struct picture picture;
    struct tally tally;

    tally_count(&made.estate, &made.judgements, &made.plan, &made.arena,
                &tally);
    picture_make(&made.estate, &tally, limits, &made.arena, &picture);
    return picture;
}

static bool
apart(const struct picture_box *a, const struct picture_box *b)
{
    return a->x + a->width <= b->x || b->x + b->width <= a->x ||
           a->y + a->height <= b->y || b->y + b->height <= a->y;
}

/* Does the link run through the inside of the box? */
static bool
crosses(const struct picture_link *link, const struct picture_box *box)
{
    double left = link->x1 < link->x2 ? link->x1 : link->x2;
    double right = link->x1 < link->x2 ? link->x2 : link->x1;
    double top = link->y1 < link->y2 ? link->y1 : link->y2;
    double bottom = link->y1 < link->y2 ? link->y2 : link->y1;

    return left < box->x + box->width && right > box->x &&
           top < box->y + box->height && bottom > box->y;
}

static void
check(const struct picture *picture)
{
    assert_true(picture->boxes.count > 0);
    for (size_t i = 0; i < picture->boxes.count; i++) {
        const struct picture_box *box = &picture->boxes.items[i];
        double badge = (box->blockers > 0 ? 24 : 0) + (box->unknown ? 14 : 0);

        assert_true(box->x >= 0 && box->x + box->width <= 492);
        assert_true(box->y >= 21 && box->y + box->height <= picture->height);
        assert_true(picture_width(box->label, 9, true) + badge <
                    box->width - 8);
        assert_true(picture_width(box->second, 7, false) < box->width - 8);
        for (size_t k = 0; k < i; k++)
            assert_true(apart(box, &picture->boxes.items[k]));
    }
    for (size_t i = 0; i < picture->links.count; i++) {
        const struct picture_link *link = &picture->links.items[i];

        assert_true(link->x1 == link->x2 || link->y1 == link->y2);
        for (size_t k = 0; k < picture->boxes.count; k++)
            assert_false(crosses(link, &picture->boxes.items[k]));
    }
}

static void
an_enterprise_has_three_columns_and_a_dashed_box(void **state)
{
    struct picture picture;

    (void)state;
    made_host(&made, "app1", ROLE_MARKETING | ROLE_STATISTICS);
    made_host(&made, "app2", ROLE_MARKETING);
    made_host(&made, "mta1", ROLE_MTA);
    made_host(&made, "trk1", ROLE_TRACKING);
    made_host(&made, "trk2", ROLE_TRACKING);
    made_database(&made, "db", "app1");
    made_database(&made, "db", "app2");
    made_database(&made, "db", "mta1");
    made_missing(&made, "trk3", "trk1");
    picture = draw((struct picture_limits){4, 4});
    check(&picture);
    assert_int_equal(picture.boxes.count, 7);
    assert_true(picture.height == 138);
    assert_false(picture.collapsed);
    assert_string_equal(picture.boxes.items[0].label, "trk1");
    assert_true(picture.boxes.items[0].x == 0);
    assert_int_equal(picture.boxes.items[2].kind, PICTURE_MISSING);
    assert_true(picture.boxes.items[2].y == 99);
    assert_string_equal(picture.boxes.items[2].second,
                        "named once, not collected");
    /* The database stands in the middle of its hosts. */
    assert_int_equal(picture.boxes.items[6].kind, PICTURE_DATABASE);
    assert_true(picture.boxes.items[6].y == 60);
}

static void
one_server_stands_beside_its_database_without_a_frontal_column(void **state)
{
    struct picture picture;

    (void)state;
    made_host(&made, "camp1",
              ROLE_MARKETING | ROLE_MTA | ROLE_TRACKING | ROLE_STATISTICS);
    made_database(&made, "db", "camp1");
    picture = draw((struct picture_limits){4, 4});
    check(&picture);
    assert_int_equal(picture.boxes.count, 2);
    assert_true(picture.boxes.items[0].x == 0);
    assert_true(picture.boxes.items[1].x == 187);
    assert_int_equal(picture.heads.count, 2);
}

static void
a_thousand_servers_fold_into_stacks(void **state)
{
    struct picture picture;

    (void)state;
    for (int i = 0; i < 700; i++)
        made_host(&made, arena_format(&made.arena, "trk%03d", i),
                  ROLE_TRACKING);
    for (int i = 0; i < 300; i++) {
        const char *name = arena_format(&made.arena, "app%03d", i);

        made_host(&made, name, i % 3 == 0 ? ROLE_MARKETING : ROLE_MTA);
        made_database(&made, arena_format(&made.arena, "db%d", i % 9), name);
    }
    for (int i = 0; i < 40; i++)
        made_missing(&made, arena_format(&made.arena, "gone%d", i), "trk001");
    picture = draw((struct picture_limits){4, 4});
    check(&picture);
    assert_true(picture.collapsed);
    assert_true(picture.boxes.count <= 4 * 9);
}

static void
a_picture_that_is_too_high_gets_smaller(void **state)
{
    struct picture picture;
    struct tally tally;

    (void)state;
    for (int i = 0; i < 16; i++) {
        const char *name = arena_format(&made.arena, "app%02d", i);

        made_host(&made, name, 1u << i % 6);
        made_database(&made, arena_format(&made.arena, "db%d", i % 4), name);
    }
    tally_count(&made.estate, &made.judgements, &made.plan, &made.arena,
                &tally);
    picture_fit(&made.estate, &tally, 120, &made.arena, &picture);
    check(&picture);
    assert_true(picture.height <= 120);
}

static void
strangers_names_are_cut_and_shown(void **state)
{
    struct picture picture;

    (void)state;
    made_host(&made, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW.example",
              ROLE_MARKETING);
    made_host(&made, "-rf\xE2\x80\xAE", ROLE_MTA);
    picture = draw((struct picture_limits){4, 4});
    check(&picture);
    assert_non_null(strstr(picture.boxes.items[0].label, "…"));
    assert_non_null(strstr(picture.boxes.items[1].label, "[U+202E]"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_enterprise_has_three_columns_and_a_dashed_box),
        CASE(one_server_stands_beside_its_database_without_a_frontal_column),
        CASE(a_thousand_servers_fold_into_stacks),
        CASE(a_picture_that_is_too_high_gets_smaller),
        CASE(strangers_names_are_cut_and_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
