#include "../cmocka_test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"

static char folder[] = "/tmp/acc-file-test-XXXXXX";

static int
enter(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
leave(void **state)
{
    (void)state;
    return chdir("/") != 0 || rmdir(folder) != 0;
}

static void
what_was_written_is_read_again_and_replaces_what_was_there(void **state)
{
    struct arena arena;
    struct failure why;
    struct span content;

    (void)state;
    arena_init(&arena);
    assert_int_equal(file_write("a", span_of("first, longer"), &why), 0);
    assert_int_equal(file_write("a", span_bytes("a\0b\n", 4), &why), 0);
    assert_int_equal(file_read("a", 4, &arena, &content, &why), 0);
    assert_int_equal(content.len, 4);
    assert_memory_equal(content.at, "a\0b\n", 4);
    assert_int_equal(access("a.part", F_OK), -1);
    assert_int_equal(unlink("a"), 0);
    arena_release(&arena);
}

static void
a_file_larger_than_allowed_is_a_failure(void **state)
{
    struct arena arena;
    struct failure why;
    struct span content;

    (void)state;
    arena_init(&arena);
    assert_int_equal(file_write("a", span_of("12345"), &why), 0);
    assert_int_equal(file_read("a", 4, &arena, &content, &why), -1);
    assert_string_equal(why.text, "a: larger than the 4 bytes allowed");
    assert_int_equal(unlink("a"), 0);
    arena_release(&arena);
}

static void
what_cannot_be_read_or_written_is_named(void **state)
{
    struct arena arena;
    struct failure why;
    struct span content;

    (void)state;
    arena_init(&arena);
    assert_int_equal(file_read("none", 4, &arena, &content, &why), -1);
    assert_string_equal(why.text,
                        "none: cannot be opened: No such file or directory");
    assert_int_equal(file_read("/", 4, &arena, &content, &why), -1);
    assert_string_equal(why.text, "/: cannot be read: Is a directory");
    assert_int_equal(file_write("no/such", span_of("x"), &why), -1);
    assert_non_null(strstr(why.text, "no/such"));
    arena_release(&arena);
}

static void
a_link_at_the_temporary_name_is_not_written_through(void **state)
{
    struct arena arena;
    struct failure why;
    struct span content;

    (void)state;
    arena_init(&arena);
    assert_int_equal(file_write("victim", span_of("whole"), &why), 0);
    assert_int_equal(symlink("victim", "a.part"), 0);
    assert_int_equal(file_write("a", span_of("new"), &why), 0);
    assert_int_equal(file_read("victim", 9, &arena, &content, &why), 0);
    assert_true(span_is(content, "whole"));
    assert_int_equal(unlink("victim"), 0);
    assert_int_equal(unlink("a"), 0);
    arena_release(&arena);
}

static void
a_write_that_fails_leaves_the_old_file_and_no_other(void **state)
{
    struct failure why;

    (void)state;
    assert_int_equal(mkdir("a", 0700), 0);
    assert_int_equal(file_write("a", span_of("x"), &why), -1);
    assert_int_equal(access("a.part", F_OK), -1);
    assert_int_equal(rmdir("a"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            what_was_written_is_read_again_and_replaces_what_was_there),
        cmocka_unit_test(a_file_larger_than_allowed_is_a_failure),
        cmocka_unit_test(what_cannot_be_read_or_written_is_named),
        cmocka_unit_test(a_link_at_the_temporary_name_is_not_written_through),
        cmocka_unit_test(a_write_that_fails_leaves_the_old_file_and_no_other),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
