#include "../cmocka_test.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "memory.h"

static const char LINE[] = "acc-test: out of memory; nothing was written\n";

/* Runs WHAT in a process of its own.  Returns its status; TEXT becomes what it
 * wrote to stdout and stderr. */
static int
run(void (*what)(void), char *text, size_t size)
{
    int ends[2], status = -1;
    size_t len = 0;
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        memory_start("acc-test");
        what();
        _exit(0);
    }
    close(ends[1]);
    while ((got = read(ends[0], text + len, size - 1 - len)) > 0)
        len += (size_t)got;
    text[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
say_too_late(void)
{
    puts("too late");
}

static void
end_with_much_to_say(void)
{
    atexit(say_too_late);
    fputs("half a line", stdout);
    memory_out();
}

static void
out_of_memory_is_one_line_and_status_1(void **state)
{
    char text[256];

    (void)state;
    assert_int_equal(run(end_with_much_to_say, text, sizeof text), 1);
    assert_string_equal(text, LINE);
}

static void
tidy(void *baton)
{
    const char *text = baton;

    assert_true(write(2, text, strlen(text)) > 0);
}

static void
end_guarded(void)
{
    memory_guard(tidy, (char[]){"undone\n"});
    memory_out();
}

static void
tidy_and_allocate(void *baton)
{
    tidy(baton);
    memory_out();
}

static void
end_guarded_badly(void)
{
    memory_guard(tidy_and_allocate, (char[]){"undone\n"});
    memory_out();
}

static void
end_after_the_guard(void)
{
    memory_guard(tidy, (char[]){"undone\n"});
    memory_guard(NULL, NULL);
    memory_out();
}

static void
what_was_begun_is_undone_first(void **state)
{
    char text[256], whole[256] = "undone\n";

    (void)state;
    strcat(whole, LINE);
    assert_int_equal(run(end_guarded, text, sizeof text), 1);
    assert_string_equal(text, whole);
    assert_int_equal(run(end_guarded_badly, text, sizeof text), 1);
    assert_string_equal(text, whole);
    assert_int_equal(run(end_after_the_guard, text, sizeof text), 1);
    assert_string_equal(text, LINE);
}

static void
take_too_much(void)
{
    struct arena arena;

    arena_init(&arena);
    arena_alloc(&arena, SIZE_MAX - 8);
}

static void
an_arena_goes_through_the_door(void **state)
{
    char text[256];

    (void)state;
    assert_int_equal(run(take_too_much, text, sizeof text), 1);
    assert_string_equal(text, LINE);
}

#ifndef ACC_ARENA_EXACT /* the sanitizers' malloc has words of its own */

static volatile size_t too_much = SIZE_MAX / 2;
static void *volatile taken; /* else the compiler leaves the call out */

static void
malloc_too_much(void)
{
    taken = malloc(too_much);
}

static void
calloc_too_much(void)
{
    taken = calloc(too_much, 3);
}

static void
realloc_too_much(void)
{
    taken = malloc(1);
    taken = realloc(taken, too_much);
}

static void
align_too_much(void)
{
    void *fresh = NULL;

    if (posix_memalign(&fresh, 64, too_much) == 0)
        taken = fresh;
}

static void
no_allocation_comes_back_with_nothing(void **state)
{
    static void (*const WAYS[])(void) = {malloc_too_much, calloc_too_much,
                                         realloc_too_much, align_too_much};
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
        assert_int_equal(run(WAYS[i], text, sizeof text), 1);
        assert_string_equal(text, LINE);
    }
}

#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_of_memory_is_one_line_and_status_1),
        cmocka_unit_test(what_was_begun_is_undone_first),
        cmocka_unit_test(an_arena_goes_through_the_door),
#ifndef ACC_ARENA_EXACT
        cmocka_unit_test(no_allocation_comes_back_with_nothing),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
