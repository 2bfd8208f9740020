#include "../cmocka_test.h"

#include <errno.h>
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

/* What those who led us to a file could not read stays closed to them. */
static void
nobody_sends_us_where_he_may_not_go(void **state)
{
    static const uint32_t groups[] = {77};
    struct failure why;
    struct root *root = root_open(".", &why);
    struct read_out out;
    struct arena arena;
    struct buf content;
    struct node node;

    (void)state;
    if (!machine_root()) {
        root_close(root);
        skip();
    }
    assert_non_null(root);
    arena_init(&arena);
    buf_init(&content, 1000);
    root_trust(root, 4321, groups, 1);
    assert_int_equal(chmod("etc/a", 0600), 0);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_WHOLE);
    root_hear(root, 4321);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_REFUSED);
    assert_int_equal(chmod("etc/a", 0640), 0);
    assert_int_equal(chown("etc/a", 0, 77), 0);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_WHOLE);
    assert_int_equal(chown("etc/a", 0, 78), 0);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_REFUSED);
    /* The owner of a link, or of a folder on the way, speaks too. */
    root_hear(root, -1);
    assert_int_equal(lchown("etc/link", 8765, 8765), 0);
    assert_int_equal(root_look(root, "/etc/link", &arena, &node), 0);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_REFUSED);
    root_hear(root, -1);
    assert_int_equal(chown("etc", 8765, 8765), 0);
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_REFUSED);
    assert_int_equal(chmod("other", 0700), 0);
    root_hear(root, 4321);
    assert_int_equal(root_look(root, "/other/secret", &arena, &node),
                     ROOT_FOREIGN);
    assert_int_equal(chmod("other", 0755), 0);
    assert_int_equal(chown("etc", 0, 0), 0);
    assert_int_equal(chown("etc/a", 0, 0), 0);
    assert_int_equal(chmod("etc/a", 0644), 0);
    buf_release(&content);
    arena_release(&arena);
    root_close(root);
}

static void
links_resolve_inside_the_root(void **state)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct arena arena;
    int problem;

    (void)state;
    assert_non_null(root);
    arena_init(&arena);
    assert_string_equal(root_resolve(root, "/other/absolute", &arena, &problem),
                        "/etc/a");
    assert_string_equal(root_resolve(root, "/other/up", &arena, &problem),
                        "/etc/a");
    assert_string_equal(
        root_resolve(root, "/etc/linked/secret", &arena, &problem),
        "/other/secret");
    assert_null(root_resolve(root, "/other/loop", &arena, &problem));
    assert_int_equal(problem, ELOOP);
    assert_null(root_resolve(root, "/other/nothing", &arena, &problem));
    assert_int_equal(problem, ENOENT);
    assert_null(root_resolve(root, "/etc/a/b", &arena, &problem));
    assert_int_equal(problem, ENOTDIR);
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
    int problem;

    (void)state;
    assert_non_null(file);
    assert_int_equal(write(newfile_descriptor(file), "x", 1), 1);
    assert_int_equal(path_kind("new", &problem), NODE_NONE);
    assert_int_equal(problem, 0);
    assert_int_equal(newfile_commit(file, &why), 0);
    assert_int_equal(path_kind("new", &problem), NODE_FILE);
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
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen("etc/log", "a");

        assert_non_null(file);
        assert_true(fputs(line, file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    assert_non_null(root);
    root_stream(root, "/etc/log", INT64_MAX, take, taken, &out);
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

static bool
take_all(void *baton, const char *bytes, size_t len)
{
    struct buf *content = baton;

    if (bytes == NULL)
        buf_adds(content, "[left out]");
    else
        buf_add(content, bytes, len);
    return true;
}

/* Streams a file with "head", holes around "body", and "tail" at its end. */
static void
expect_stream(int64_t most, const char *wanted, bool skips)
{
    const int64_t far = (int64_t)1 << 40;
    struct failure why;
    struct root *root = root_open(folder, &why);
    struct read_out out;
    struct buf content;
    char text[128];
    int fd = open("etc/log", O_RDWR | O_CREAT | O_TRUNC, 0644);

    assert_non_null(root);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "head", 4, 0), 4);
    assert_int_equal(pwrite(fd, "body", 4, far / 2), 4);
    assert_int_equal(pwrite(fd, "tail", 4, far), 4);
    buf_init(&content, 1 << 20);
    alarm(20);
    root_stream(root, "/etc/log", most, take_all, &content, &out);
    alarm(0);
    text[0] = '\0';
    /* What a file system makes of a block's rest is NULs, too. */
    for (size_t i = 0, len = 0; i < content.len && len < 100; i++)
        if (content.data[i] != '\0') {
            text[len++] = content.data[i];
            text[len] = '\0';
        }
    assert_int_equal(out.result, READ_WHOLE);
    assert_true(content.len < 65536);
    assert_string_equal(text, wanted);
    assert_int_equal(out.skipped > 0, skips);
    buf_release(&content);
    close(fd);
    root_close(root);
    assert_int_equal(unlink("etc/log"), 0);
}

static void
of_a_sparse_file_only_the_bytes_are_read(void **state)
{
    (void)state;
    expect_stream((int64_t)1 << 50, "headbodytail", false);
    /* A quarter from the front, the rest from the end. */
    expect_stream(16, "head[left out]tail", true);
}

static void
what_takes_too_long_is_not_read(void **state)
{
    struct failure why;
    struct root *root = root_open(folder, &why);
    struct read_out out;
    struct arena arena;
    struct buf content;
    char **names;
    size_t count;

    (void)state;
    assert_non_null(root);
    arena_init(&arena);
    buf_init(&content, 1000);
    root_limit(root, 60, 1);
    assert_false(root_late(root));
    sleep(2);
    assert_true(root_late(root));
    root_read(root, "/etc/a", 1000, &arena, &content, &out);
    assert_int_equal(out.result, READ_TIMEOUT);
    buf_reset(&content);
    root_stream(root, "/etc/a", 1000, take_all, &content, &out);
    assert_int_equal(out.result, READ_TIMEOUT);
    assert_int_equal(root_list(root, "/etc", &arena, 100, &names, &count),
                     ROOT_LATE);
    buf_release(&content);
    arena_release(&arena);
    root_close(root);
}

/* ---- the machine, and what we write ---- */

static void
the_machine_says_which_it_is(void **state)
{
    char host[256];
    struct arena arena;
    const char *name, *id;
    int problem;

    (void)state;
    arena_init(&arena);
    assert_int_equal(gethostname(host, sizeof host), 0);
    name = machine_name(&arena);
    assert_string_equal(name == NULL ? "" : name, host);
    id = machine_id(&arena, &problem);
    assert_int_equal(
        id != NULL || access(MACHINE_ID, F_OK) != 0 || problem != 0, 1);
    assert_true(id == NULL || strlen(id) >= 16);
    assert_non_null(machine_architecture(&arena));
    assert_non_null(machine_kernel(&arena));
    assert_string_equal(machine_os(), "linux");
    assert_int_equal(machine_account(), geteuid());
    assert_int_equal(machine_root(), geteuid() == 0);
    assert_false(machine_borrowed());
    arena_release(&arena);
}

static void
an_account_that_no_name_service_knows_is_a_number(void **state)
{
    struct arena arena;
    uint32_t groups[4];

    (void)state;
    arena_init(&arena);
    assert_string_equal(account_name(4000000123, &arena), "4000000123");
    assert_int_equal(account_groups(4000000123, groups, 4), 0);
    assert_string_equal(account_name(0, &arena), "root");
    assert_true(account_groups(0, groups, 4) >= 1);
    assert_int_equal(account_groups(0, groups, 0), 0);
    arena_release(&arena);
}

static void
a_folder_with_too_many_names_is_not_listed(void **state)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct arena arena;
    char **names;
    size_t count;

    (void)state;
    arena_init(&arena);
    assert_int_equal(root_list(root, "/etc", &arena, 1, &names, &count), E2BIG);
    assert_int_equal(root_list(root, "/etc", &arena, 10, &names, &count), 0);
    assert_string_equal(names[0], "a");
    assert_int_equal(root_list(root, "/none", &arena, 1, &names, &count),
                     ENOENT);
    assert_int_equal(root_list(root, "/etc/a", &arena, 1, &names, &count),
                     ENOTDIR);
    assert_string_equal(root_words(E2BIG), "the folder holds too many files");
    assert_non_null(strstr(root_words(ROOT_UNTOLD), "handed over"));
    root_close(root);
    assert_null(root_open("none", &why));
    assert_non_null(strstr(why.text, "none"));
    arena_release(&arena);
}

static void
a_piece_of_a_file_is_read_where_it_lies(void **state)
{
    struct failure why;
    struct root *root = root_open(".", &why);
    struct read_out out;
    char room[8];

    (void)state;
    assert_int_equal(root_piece(root, "/etc/a", 3, room, 8, &out), 4);
    assert_memory_equal(room, "tent", 4);
    assert_int_equal(root_piece(root, "/etc/a", 100, room, 8, &out), 0);
    assert_int_equal(root_piece(root, "/etc/link", 0, room, 8, &out), -1);
    assert_int_equal(out.result, READ_REFUSED);
    root_close(root);
}

static void
a_spool_has_no_name_and_forgets_what_is_cut_off(void **state)
{
    struct failure why;
    struct spool *spool = spool_open("other", &why);
    char room[16];

    (void)state;
    assert_non_null(spool);
    assert_int_equal(spool_add(spool, "0123456789", 10, &why), 0);
    spool_shorten(spool, 20);
    spool_shorten(spool, 4);
    assert_int_equal(spool_add(spool, "ab", 2, &why), 0);
    assert_int_equal(spool_read(spool, 2, room, 4, &why), 4);
    assert_memory_equal(room, "23ab", 4);
    spool_close(spool);
    spool_close(NULL);
    assert_null(spool_open("none", &why));
    assert_non_null(strstr(why.text, "none: "));
    assert_non_null(strstr(why.text, "--output"));
}

static void
a_new_file_that_cannot_be_made_says_where_and_what_to_do(void **state)
{
    struct failure why;
    char name[5000];

    (void)state;
    assert_null(newfile_open("none/new", &why));
    assert_non_null(strstr(why.text, "none: "));
    assert_non_null(strstr(why.text, "--output"));
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_null(newfile_open(name, &why));
    assert_non_null(strstr(why.text, "the name is too long"));
    newfile_abandon(newfile_open("other/new", &why));
    assert_int_equal(access("other/new", F_OK), -1);
    newfile_abandon(NULL);
    if (geteuid() == 0)
        newfile_abandon(newfile_open("/acc-platform-test", &why));
}

static void
what_dead_runs_left_long_ago_is_named(void **state)
{
    static const struct timespec old[2] = {{1000, 0}, {1000, 0}};
    struct words names = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    put("other/.acc-part-web2-7-0", "");
    put("other/.acc-name-b.tar.gz", "");
    put("other/.acc-notes", "");
    assert_int_equal(utimensat(AT_FDCWD, "other/.acc-part-web2-7-0", old, 0),
                     0);
    assert_int_equal(utimensat(AT_FDCWD, "other/.acc-notes", old, 0), 0);
    path_left("other", 3600, &arena, &names);
    assert_int_equal(names.count, 1);
    assert_string_equal(names.items[0], ".acc-part-web2-7-0");
    path_left("none", 3600, &arena, &names);
    assert_int_equal(names.count, 1);
    assert_int_equal(unlink("other/.acc-part-web2-7-0"), 0);
    assert_int_equal(unlink("other/.acc-name-b.tar.gz"), 0);
    assert_int_equal(unlink("other/.acc-notes"), 0);
    arena_release(&arena);
}

static void
paths_are_told_apart(void **state)
{
    char name[5000];
    int problem;

    (void)state;
    assert_int_equal(path_kind("etc", &problem), NODE_FOLDER);
    assert_int_equal(path_kind("etc/link", &problem), NODE_FILE);
    assert_int_equal(path_kind("other/loop", &problem), NODE_LINK);
    assert_int_equal(path_kind("etc/a/b", &problem), NODE_NONE);
    assert_int_equal(problem, 0);
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(path_kind(name, &problem), NODE_NONE);
    assert_int_equal(problem, ENAMETOOLONG);
    assert_true(path_space("etc") > 0);
    assert_int_equal(path_space("none"), -1);
}

static void
a_descriptor_that_gave_a_secret_leads_nowhere(void **state)
{
    int ends[2], input = dup(0);
    char room[8];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "word", 4), 4);
    close(ends[1]);
    assert_int_equal(descriptor_read(ends[0], room, sizeof room), 4);
    assert_memory_equal(room, "word", 4);
    assert_int_equal(dup2(ends[0], 0), 0);
    descriptor_forget(ends[0]);
    assert_int_equal(fcntl(ends[0], F_GETFD), -1);
    descriptor_forget(0);
    assert_int_equal(descriptor_read(0, room, sizeof room), 0);
    assert_int_equal(descriptor_read(ends[0], room, sizeof room), -1);
    if (input >= 0) {
        assert_int_equal(dup2(input, 0), 0);
        close(input);
    }
    assert_false(terminal_is(ends[0]));
}

static void
a_secret_is_wiped(void **state)
{
    char *secret = memory_secret(64);

    (void)state;
    assert_non_null(secret);
    strcpy(secret, "hunter2");
    memory_wipe(secret, 64);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(secret[i], 0);
    assert_null(memory_secret(0));
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
        cmocka_unit_test(nobody_sends_us_where_he_may_not_go),
        cmocka_unit_test(links_resolve_inside_the_root),
        cmocka_unit_test(a_file_longer_than_the_cap_is_cut_to_head_and_tail),
        cmocka_unit_test(a_stream_ends_where_the_file_ended_when_it_was_opened),
        cmocka_unit_test(of_a_sparse_file_only_the_bytes_are_read),
        cmocka_unit_test(what_takes_too_long_is_not_read),
        cmocka_unit_test(a_new_file_is_there_whole_or_not_at_all),
        cmocka_unit_test(the_machine_says_which_it_is),
        cmocka_unit_test(an_account_that_no_name_service_knows_is_a_number),
        cmocka_unit_test(a_folder_with_too_many_names_is_not_listed),
        cmocka_unit_test(a_piece_of_a_file_is_read_where_it_lies),
        cmocka_unit_test(a_spool_has_no_name_and_forgets_what_is_cut_off),
        cmocka_unit_test(
            a_new_file_that_cannot_be_made_says_where_and_what_to_do),
        cmocka_unit_test(what_dead_runs_left_long_ago_is_named),
        cmocka_unit_test(paths_are_told_apart),
        cmocka_unit_test(a_descriptor_that_gave_a_secret_leads_nowhere),
        cmocka_unit_test(a_secret_is_wiped),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
