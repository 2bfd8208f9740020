#include "../cmocka_test.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "work.h"

enum { PIECES = 40, LEADING = 3, THREADS = 5 };

struct row {
    atomic_int times[PIECES];
    atomic_bool led; /* the last leading piece is done */
    atomic_int early;
    int ends;
};

static void
piece(void *baton, void *own, size_t index)
{
    struct row *row = baton;

    (void)own;
    atomic_fetch_add(&row->times[index], 1);
    if (index >= LEADING && !atomic_load(&row->led))
        atomic_fetch_add(&row->early, 1);
    if (index == LEADING - 1) {
        (void)usleep(20000); /* others have time to be early */
        atomic_store(&row->led, true);
    }
}

static void
done(void *baton, size_t count)
{
    struct row *row = baton;

    row->ends++;
    assert_int_equal(count, row->ends);
}

static void
every_piece_is_done_once_whatever_the_number_of_threads(void **state)
{
    (void)state;
    for (int threads = 1; threads <= THREADS; threads++) {
        struct row row;
        struct work work = {
            .pieces = PIECES, .baton = &row, .piece = piece, .done = done};

        memset(&row, 0, sizeof row);
        work_share(&work, threads);
        for (size_t i = 0; i < PIECES; i++)
            assert_int_equal(row.times[i], 1);
        assert_int_equal(row.ends, PIECES);
    }
}

static void
others_begin_when_the_last_leading_piece_is_done(void **state)
{
    (void)state;
    for (int threads = 1; threads <= THREADS; threads++) {
        struct row row;
        struct work work = {.pieces = PIECES,
                            .leading = LEADING,
                            .baton = &row,
                            .piece = piece};

        memset(&row, 0, sizeof row);
        work_share(&work, threads);
        for (size_t i = 0; i < PIECES; i++)
            assert_int_equal(row.times[i], 1);
        assert_int_equal(row.early, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_piece_is_done_once_whatever_the_number_of_threads),
        cmocka_unit_test(others_begin_when_the_last_leading_piece_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
