#include "../cmocka_test.h"

#include "arena.h"
#include "vec.h"

static void
what_an_arena_hands_out_is_zeroed_aligned_and_apart(void **state)
{
    struct arena arena;
    unsigned char *before = NULL;

    (void)state;
    arena_init(&arena);
    for (size_t size = 0; size < 300; size++) {
        unsigned char *bytes = arena_alloc(&arena, size);

        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xFF, size);
        if (before != NULL && size > 1)
            assert_int_equal(before[size - 2], 0xFF);
        before = bytes;
    }
    arena_release(&arena);
}

static void
an_allocation_larger_than_a_block_is_served(void **state)
{
    struct arena arena;
    char *bytes;

    (void)state;
    arena_init(&arena);
    bytes = arena_alloc(&arena, 1000000);
    bytes[999999] = 'x';
    assert_string_equal(arena_string(&arena, "behind"), "behind");
    assert_int_equal(bytes[999999], 'x');
    arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void
copies_and_formats_end_in_a_nul(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    assert_null(arena_string(&arena, NULL));
    assert_string_equal(arena_format(&arena, "%s-%d", "x", 7), "x-7");
    arena_release(&arena);
}

static void
a_vec_keeps_its_elements_while_it_grows(void **state)
{
    struct arena arena;
    struct {
        int *items;
        size_t count, room;
    } numbers = {0};

    (void)state;
    arena_init(&arena);
    for (int i = 0; i < 1000; i++)
        *vec_add(&arena, &numbers) = i;
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.items[i], i);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_arena_hands_out_is_zeroed_aligned_and_apart),
        cmocka_unit_test(an_allocation_larger_than_a_block_is_served),
        cmocka_unit_test(copies_and_formats_end_in_a_nul),
        cmocka_unit_test(a_vec_keeps_its_elements_while_it_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
