#include "../cmocka_test.h"
#include "../write_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static struct arena arena;
static struct failure why;

static int
begin(void **state)
{
    static char folder[] = "/tmp/acc-files-XXXXXX";

    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    arena_init(&arena);
    return mkdtemp(folder) != NULL && chdir(folder) == 0 &&
                   mkdir("ours", 0700) == 0 && mkdir("ours/words", 0700) == 0 &&
                   mkdir("else", 0700) == 0
               ? 0
               : -1;
}

static int
end(void **state)
{
    (void)state;
    files_release();
    arena_release(&arena);
    return 0;
}

static bool
reads(const char *path, const char *text)
{
    struct span bytes;

    return files_read(path, 1 << 20, &arena, &bytes, &why) == 0 &&
           span_is(bytes, text);
}

static void
what_is_held_is_read_after_it_is_gone(void **state)
{
    (void)state;
    write_file("ours/a.xml", span_of("before"));
    assert_int_equal(files_hold_folder("ours", NULL, true, &why), 0);
    write_file("ours/a.xml", span_of("after"));
    assert_true(reads("ours/a.xml", "before"));
    assert_int_equal(unlink("ours/a.xml"), 0);
    assert_true(reads("ours/a.xml", "before"));
    assert_true(files_has("ours/a.xml"));
}

static void
what_is_not_held_is_read_until_nothing_is_opened_any_more(void **state)
{
    (void)state;
    write_file("ours/a.xml", span_of("a"));
    write_file("else/b.xml", span_of("b"));
    assert_int_equal(files_hold("ours/a.xml", &why), 0);
    assert_true(reads("else/b.xml", "b"));
    files_close();
    assert_false(reads("else/b.xml", "b"));
    assert_non_null(strstr(why.text, "else/b.xml: cannot be opened"));
    assert_false(files_has("else/b.xml"));
    assert_true(reads("ours/a.xml", "a"));
}

static void
a_folder_is_listed_as_it_was_held(void **state)
{
    struct file_names names;

    (void)state;
    write_file("ours/b.xml", span_of(""));
    write_file("ours/a.xml", span_of(""));
    write_file("ours/.hidden.xml", span_of(""));
    write_file("ours/README.md", span_of(""));
    write_file("ours/words/en.xml", span_of("words"));
    for (int held = 0; held < 2; held++) {
        assert_int_equal(files_list("ours", ".xml", &arena, &names, &why), 0);
        assert_int_equal(names.count, 2);
        assert_string_equal(names.items[0], "a.xml");
        assert_string_equal(names.items[1], "b.xml");
        assert_int_equal(files_hold_folder("ours", NULL, true, &why), 0);
        write_file("ours/c.xml", span_of(held == 0 ? "" : "late"));
        (void)unlink("ours/c.xml");
    }
    assert_true(reads("ours/words/en.xml", "words"));
    assert_int_equal(files_hold_folder("none", NULL, true, &why), -1);
    files_close();
    assert_int_equal(files_list("else", ".xml", &arena, &names, &why), -1);
}

static void
a_link_out_of_the_folder_is_not_followed(void **state)
{
    struct span bytes;

    (void)state;
    write_file("else/secret", span_of("secret"));
    write_file("ours/a.xml", span_of("a"));
    assert_int_equal(symlink("../else/secret", "ours/out.xml"), 0);
    assert_int_equal(symlink("../else", "ours/folder"), 0);
    assert_int_equal(symlink("a.xml", "ours/in.xml"), 0);
    for (int held = 0; held < 2; held++) {
        assert_int_equal(
            files_read_inside("ours", "out.xml", 100, &arena, &bytes, &why),
            -1);
        assert_int_equal(files_read_inside("ours", "folder/secret", 100, &arena,
                                           &bytes, &why),
                         -1);
        assert_int_equal(
            files_read_inside("ours", "in.xml", 100, &arena, &bytes, &why), 0);
        assert_true(span_is(bytes, "a"));
        assert_int_equal(files_hold_folder("ours", NULL, true, &why), 0);
    }
}

static void
what_is_too_large_or_unreadable_is_said_when_it_is_read(void **state)
{
    struct span bytes;

    (void)state;
    write_file("ours/a.xml", span_of("four"));
    assert_int_equal(files_hold_folder("ours", NULL, true, &why), 0);
    assert_int_equal(files_read("ours/a.xml", 3, &arena, &bytes, &why), -1);
    assert_non_null(strstr(why.text, "larger than the 3 bytes allowed"));
    assert_int_equal(files_hold("none", &why), -1);
    assert_non_null(strstr(why.text, "none: cannot be opened"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_held_is_read_after_it_is_gone,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            what_is_not_held_is_read_until_nothing_is_opened_any_more, begin,
            end),
        cmocka_unit_test_setup_teardown(a_folder_is_listed_as_it_was_held,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            a_link_out_of_the_folder_is_not_followed, begin, end),
        cmocka_unit_test_setup_teardown(
            what_is_too_large_or_unreadable_is_said_when_it_is_read, begin,
            end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
