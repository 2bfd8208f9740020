#include "../cmocka_test.h"
#include "../write_file.h"

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
a_file_is_read_with_its_nul_bytes(void **state)
{
    struct arena arena;
    struct failure why;
    struct span content;

    (void)state;
    arena_init(&arena);
    write_file("a", span_bytes("a\0b\n", 4));
    assert_int_equal(file_read("a", 4, &arena, &content, &why), 0);
    assert_int_equal(content.len, 4);
    assert_memory_equal(content.at, "a\0b\n", 4);
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
    write_file("a", span_of("12345"));
    assert_int_equal(file_read("a", 4, &arena, &content, &why), -1);
    assert_string_equal(why.text, "a: larger than the 4 bytes allowed");
    assert_int_equal(unlink("a"), 0);
    arena_release(&arena);
}

static void
what_cannot_be_read_is_named(void **state)
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
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_with_its_nul_bytes),
        cmocka_unit_test(a_file_larger_than_allowed_is_a_failure),
        cmocka_unit_test(what_cannot_be_read_is_named),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
