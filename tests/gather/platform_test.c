#include "../cmocka_test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform.h"

static char folder[] = "/tmp/acc-platform-test-XXXXXX";

static void
put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int
enter(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 ||
        mkdir("etc", 0755) != 0 || mkdir("other", 0755) != 0)
        return -1;
    put("etc/a", "content");
    put("other/secret", "secret");
    return symlink("../other", "etc/linked") != 0 ||
           symlink("a", "etc/link") != 0 ||
           symlink("/etc/a", "other/absolute") != 0 ||
           symlink("../../../../etc/a", "other/up") != 0 ||
           symlink("loop", "other/loop") != 0 || mkfifo("etc/fifo", 0600) != 0;
}

static int
leave(void **state)
{
    static const char *const names[] = {
        "etc/a",      "etc/linked",   "etc/link", "etc/fifo",
        "etc/hard",   "other/secret", "other/up", "other/absolute",
        "other/loop", "tool",         "new",      NULL};
    size_t i;

    (void)state;
    for (i = 0; names[i] != NULL; i++)
        (void)unlink(names[i]);
    return rmdir("etc") != 0 || rmdir("other") != 0 || chdir("/") != 0 ||
           rmdir(folder) != 0;
}

/* Reads PATH under the test's folder as root tree. */
static struct read_out
read_at(const char *path, struct buf *content, struct arena *arena)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct read_out out;

    assert_non_null(root);
    root_read(root, path, 1000, arena, content, &out);
    root_close(root);
    return out;
}

static void
expect_read(const char *path, enum read_result result)
{
    struct arena arena;
    struct buf content;

    arena_init(&arena);
    buf_init(&content, 1000);
    assert_int_equal(read_at(path, &content, &arena).result, result);
    if (result != READ_WHOLE)
        assert_int_equal(content.len, 0);
    buf_release(&content);
    arena_release(&arena);
}

static void
a_regular_file_is_read_and_keeps_its_times(void **state)
{
    struct stat before, after;

    (void)state;
    assert_int_equal(stat("etc/a", &before), 0);
    expect_read("/etc/a", READ_WHOLE);
    assert_int_equal(stat("etc/a", &after), 0);
    assert_memory_equal(&before.st_atim, &after.st_atim, sizeof before.st_atim);
    assert_memory_equal(&before.st_ctim, &after.st_ctim, sizeof before.st_ctim);
}

static void
links_are_refused_at_the_end_and_on_the_way(void **state)
{
    (void)state;
    expect_read("/etc/link", READ_REFUSED);
    expect_read("/etc/linked/secret", READ_REFUSED);
    expect_read("/etc/../other/secret", READ_FAILED);
}

static void
fifos_and_folders_are_refused_without_waiting(void **state)
{
    (void)state;
    alarm(10);
    expect_read("/etc/fifo", READ_REFUSED);
    expect_read("/etc", READ_REFUSED);
    expect_read("/etc/nothing", READ_ABSENT);
    alarm(0);
}

static void
devices_are_refused(void **state)
{
    struct failure why;
    struct root *root = root_open("/", &why);
    struct read_out out;
    struct arena arena;
    struct buf content;

    (void)state;
    assert_non_null(root);
    arena_init(&arena);
    buf_init(&content, 1000);
    root_read(root, "/dev/zero", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_REFUSED);
    buf_release(&content);
    arena_release(&arena);
    root_close(root);
}

static void
hard_links_and_foreign_files_are_refused_as_root(void **state)
{
    (void)state;
    if (!machine_root())
        skip();
    assert_int_equal(link("etc/a", "etc/hard"), 0);
    expect_read("/etc/a", READ_REFUSED);
    assert_int_equal(unlink("etc/hard"), 0);
    assert_int_equal(chown("etc/a", 12345, 12345), 0);
    expect_read("/etc/a", READ_REFUSED);
    assert_int_equal(chown("etc/a", 0, 0), 0);
    expect_read("/etc/a", READ_WHOLE);
}

static void
links_resolve_inside_the_root(void **state)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct arena arena;

    (void)state;
    assert_non_null(root);
    arena_init(&arena);
    assert_string_equal(root_resolve(root, "/other/absolute", &arena),
                        "/etc/a");
    assert_string_equal(root_resolve(root, "/other/up", &arena), "/etc/a");
    assert_string_equal(root_resolve(root, "/etc/linked/secret", &arena),
                        "/other/secret");
    assert_null(root_resolve(root, "/other/loop", &arena));
    assert_null(root_resolve(root, "/other/nothing", &arena));
    arena_release(&arena);
    root_close(root);
}

static void
a_file_longer_than_the_cap_is_cut_to_head_and_tail(void **state)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct read_out out;
    struct arena arena;
    struct buf content;

    (void)state;
    assert_non_null(root);
    arena_init(&arena);
    buf_init(&content, 1000);
    root_read(root, "/etc/a", 4, &arena, &content, &out);
    assert_int_equal(out.result, READ_CUT);
    assert_string_equal(content.data, "cont");
    buf_release(&content);
    arena_release(&arena);
    root_close(root);
}

static void
a_new_file_is_there_whole_or_not_at_all(void **state)
{
    struct failure why;
    struct newfile *file = newfile_open("new", &why);

    (void)state;
    assert_non_null(file);
    assert_int_equal(write(newfile_descriptor(file), "x", 1), 1);
    assert_int_equal(path_kind("new"), NODE_NONE);
    assert_int_equal(newfile_commit(file, &why), 0);
    assert_int_equal(path_kind("new"), NODE_FILE);
    file = newfile_open("new", &why);
    assert_non_null(file);
    assert_int_equal(newfile_commit(file, &why), -1);
    assert_non_null(strstr(why.text, "--output"));
}

/* What a taker does to the file that it is given, and what it has seen. */
struct taken {
    size_t len;
    const char *append; /* text added to the file, or NULL */
    bool empty;         /* the file is emptied */
    bool stop;
};

static bool
take(void *baton, const char *bytes, size_t len)
{
    struct taken *taken = baton;
    FILE *file;

    assert_non_null(bytes);
    taken->len += len;
    if (taken->append != NULL) {
        file = fopen("etc/log", "a");
        assert_non_null(file);
        assert_true(fputs(taken->append, file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    if (taken->empty)
        assert_int_equal(truncate("etc/log", 0), 0);
    return !taken->stop;
}

static struct read_out
stream(struct taken *taken)
{
    struct failure why;
    struct root *root = root_open(folder, &why);
    char line[STREAM_ROOM + 1];
    struct read_out out;

    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\0';
    put("etc/log", line);
    assert_int_equal(truncate("etc/log", 3L * STREAM_ROOM), 0);
    assert_non_null(root);
    root_stream(root, "/etc/log", take, taken, &out);
    root_close(root);
    assert_int_equal(unlink("etc/log"), 0);
    return out;
}

static void
a_stream_ends_where_the_file_ended_when_it_was_opened(void **state)
{
    struct taken still = {0, NULL, false, false};
    struct taken grows = {0, "more", false, false};
    struct taken shrinks = {0, NULL, true, false};
    struct taken stops = {0, NULL, false, true};
    struct read_out out;

    (void)state;
    out = stream(&still);
    assert_int_equal(out.result, READ_WHOLE);
    assert_false(out.grew);
    assert_int_equal(still.len, 3 * STREAM_ROOM);
    out = stream(&grows);
    assert_int_equal(out.result, READ_WHOLE);
    assert_true(out.grew);
    assert_int_equal(grows.len, 3 * STREAM_ROOM);
    out = stream(&shrinks);
    assert_int_equal(out.result, READ_CHANGED);
    assert_int_equal(shrinks.len, STREAM_ROOM);
    (void)stream(&stops);
    assert_int_equal(stops.len, STREAM_ROOM);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_regular_file_is_read_and_keeps_its_times),
        cmocka_unit_test(links_are_refused_at_the_end_and_on_the_way),
        cmocka_unit_test(fifos_and_folders_are_refused_without_waiting),
        cmocka_unit_test(devices_are_refused),
        cmocka_unit_test(hard_links_and_foreign_files_are_refused_as_root),
        cmocka_unit_test(links_resolve_inside_the_root),
        cmocka_unit_test(a_file_longer_than_the_cap_is_cut_to_head_and_tail),
        cmocka_unit_test(a_stream_ends_where_the_file_ended_when_it_was_opened),
        cmocka_unit_test(a_new_file_is_there_whole_or_not_at_all),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
