/*
 * A tree that was looked at elsewhere and written down is read as one that is
 * here: by the same rules, and never beyond what was told.
 */
#include "../cmocka_test.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform.h"
#include "vec.h"

enum { OWNER = 1001, STRANGER = 1002 };

static char folder[] = "/tmp/acc-told-test-XXXXXX";
static struct arena arena;
static struct told_tree tree;
static char target[] = "a";
static struct root *from, *root;
static struct failure why;

#define FOLDER(where, who, bits)                                               \
    {                                                                          \
        .path = where,                                                         \
        .node = {.kind = NODE_FOLDER, .mode = bits, .owner = who, .links = 2}, \
        .head = -1                                                             \
    }
#define BYTES(where, who, bits, count)                                         \
    {                                                                          \
        .path = where,                                                         \
        .node = {.kind = NODE_FILE,                                            \
                 .size = count,                                                \
                 .mode = bits,                                                 \
                 .owner = who,                                                 \
                 .links = 1},                                                  \
        .bytes = "/held", .len = count, .head = -1                             \
    }

/* Sorted by path.  /held holds "0123456789". */
static struct told_node nodes[] = {
    FOLDER("/", 0, 0755),
    FOLDER("/etc", 0, 0755),
    BYTES("/etc/a", 0, 0644, 4),
    BYTES("/etc/closed", 0, 0600, 4),
    {.path = "/etc/cut",
     .node = {.kind = NODE_FILE, .size = 100, .mode = 0644, .links = 1},
     .bytes = "/held",
     .at = 2,
     .len = 8,
     .head = 4},
    {.path = "/etc/denied",
     .node = {.kind = NODE_FILE, .size = 4, .mode = 0644, .links = 1},
     .problem = EACCES,
     .head = -1},
    {.path = "/etc/link",
     .node = {.kind = NODE_LINK, .owner = OWNER, .links = 1, .target = target},
     .head = -1},
    {.path = "/etc/lost",
     .node = {.kind = NODE_FILE, .size = 4, .mode = 0644, .links = 1},
     .bytes = "/none",
     .len = 4,
     .head = -1},
    {.path = "/etc/sub",
     .node = {.kind = NODE_FOLDER, .mode = 0755, .links = 2},
     .late = true,
     .head = -1},
    BYTES("/etc/sub/x", 0, 0644, 10),
    BYTES("/etc/sub/y", STRANGER, 0644, 1),
    {.path = "/etc/twice",
     .node = {.kind = NODE_FILE, .size = 4, .mode = 0644, .links = 2},
     .bytes = "/held",
     .len = 4,
     .head = -1},
    {.path = "/etc/untold",
     .node = {.kind = NODE_FILE, .size = 4, .mode = 0644, .links = 1},
     .head = -1},
    {.path = "/shut",
     .node = {.kind = NODE_FOLDER, .mode = 0700, .links = 2},
     .problem = EACCES,
     .shut = true,
     .head = -1},
    {.path = "/socket",
     .node = {.kind = NODE_OTHER, .mode = 0755, .links = 1},
     .head = -1},
};

static int
enter(void **state)
{
    FILE *file;

    (void)state;
    arena_init(&arena);
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 ||
        (file = fopen("held", "w")) == NULL)
        return -1;
    (void)fputs("0123456789", file);
    (void)fclose(file);
    from = root_open(".", &why);
    tree = (struct told_tree){nodes, sizeof nodes / sizeof *nodes, from, 0};
    return from == NULL;
}

static int
leave(void **state)
{
    (void)state;
    root_close(from);
    arena_release(&arena);
    return unlink("held") != 0 || chdir("/") != 0 || rmdir(folder) != 0;
}

static int
open_told(void **state)
{
    (void)state;
    root = root_told(&tree, &why);
    return root == NULL;
}

static int
close_told(void **state)
{
    (void)state;
    root_close(root);
    return 0;
}

static struct read_out
read_told(const char *path, size_t most, const char *expected)
{
    struct read_out out;
    struct buf content;

    buf_init(&content, 1000);
    root_read(root, path, most, &arena, &content, &out);
    assert_string_equal(content.data, expected);
    buf_release(&content);
    return out;
}

static int
look(const char *path, enum node_kind kind)
{
    struct node node;
    int problem = root_look(root, path, &arena, &node);

    assert_int_equal(node.kind, kind);
    return problem;
}

static void
what_was_told_is_seen_and_nothing_else(void **state)
{
    (void)state;
    assert_int_equal(look("/", NODE_FOLDER), 0);
    assert_int_equal(look("/etc/", NODE_FOLDER), 0);
    assert_int_equal(look("/etc/a", NODE_FILE), 0);
    assert_int_equal(look("/socket", NODE_OTHER), 0);
    assert_int_equal(look("/none", NODE_NONE), 0);
    assert_int_equal(look("/held", NODE_NONE), 0);
    assert_int_equal(look("/etc/a/b", NODE_NONE), ENOTDIR);
    assert_int_equal(look("/etc/link/b", NODE_NONE), ELOOP);
    assert_int_equal(look("/shut/b", NODE_NONE), EACCES);
    assert_int_equal(look("/etc/sub/z", NODE_NONE), ROOT_LATE);
}

static void
links_lead_where_they_led(void **state)
{
    struct node node;
    int problem;

    (void)state;
    assert_int_equal(root_look(root, "/etc/link", &arena, &node), 0);
    assert_string_equal(node.target, "a");
    assert_string_equal(root_resolve(root, "/etc/link", &arena, &problem),
                        "/etc/a");
    /* The owner of the link is heard now: what he could not read is not
     * read. */
    assert_int_equal(read_told("/etc/closed", 100, "").result, READ_REFUSED);
}

static void
files_are_read_by_the_rules_of_a_live_tree(void **state)
{
    struct read_out out;

    (void)state;
    assert_int_equal(read_told("/etc/a", 100, "0123").result, READ_WHOLE);
    assert_int_equal(read_told("/etc/closed", 100, "0123").result, READ_WHOLE);
    assert_int_equal(read_told("/none", 100, "").result, READ_ABSENT);
    assert_int_equal(read_told("/etc/denied", 100, "").result, READ_DENIED);
    assert_int_equal(read_told("/etc/twice", 100, "").result, READ_REFUSED);
    assert_int_equal(read_told("/etc/sub/y", 100, "").result, READ_REFUSED);
    assert_int_equal(read_told("/etc", 100, "").result, READ_REFUSED);
    assert_int_equal(read_told("/etc/lost", 100, "").result, READ_FAILED);
    out = read_told("/etc/untold", 100, "");
    assert_int_equal(out.result, READ_FAILED);
    assert_string_equal(out.reason, root_words(ROOT_UNTOLD));
    /* Too long for every reader: not handed over, and no failure. */
    assert_int_equal(read_told("/etc/untold", 2, "").result, READ_CUT);
}

static void
of_a_long_file_head_and_tail_are_read(void **state)
{
    (void)state;
    assert_int_equal(read_told("/etc/sub/x", 4, "0189").result, READ_CUT);
    /* Cut there already: four bytes of its head and four of its tail. */
    assert_int_equal(read_told("/etc/cut", 100, "23456789").result, READ_CUT);
    assert_int_equal(read_told("/etc/cut", 4, "2389").result, READ_CUT);
}

static bool
take(void *baton, const char *bytes, size_t len)
{
    struct buf *content = baton;

    if (bytes == NULL)
        buf_addc(content, '|');
    else
        buf_add(content, bytes, len);
    return true;
}

static void
expect_stream(const char *path, int64_t most, const char *expected,
              enum read_result result)
{
    struct read_out out;
    struct buf content;

    buf_init(&content, 1000);
    root_stream(root, path, most, take, &content, &out);
    assert_int_equal(out.result, result);
    assert_string_equal(content.data, expected);
    buf_release(&content);
}

static void
logs_come_piece_by_piece(void **state)
{
    (void)state;
    expect_stream("/etc/sub/x", 1000, "0123456789", READ_WHOLE);
    expect_stream("/etc/sub/x", 8, "01|456789", READ_WHOLE);
    expect_stream("/etc/cut", 1000, "2345|6789", READ_WHOLE);
    expect_stream("/etc/cut", 4, "2|789", READ_WHOLE);
    expect_stream("/etc/untold", 1000, "", READ_FAILED);
    expect_stream("/none", 1000, "", READ_ABSENT);
}

static void
folders_are_listed_as_far_as_they_were(void **state)
{
    char **names;
    size_t count;

    (void)state;
    assert_int_equal(root_list(root, "/", &arena, 10, &names, &count), 0);
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "etc");
    assert_string_equal(names[2], "socket");
    assert_int_equal(root_list(root, "/etc/sub", &arena, 10, &names, &count),
                     0);
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "(more)");
    assert_int_equal(root_list(root, "/etc", &arena, 3, &names, &count), E2BIG);
    assert_int_equal(root_list(root, "/etc/a", &arena, 9, &names, &count),
                     ENOTDIR);
    assert_int_equal(root_list(root, "/etc/link", &arena, 9, &names, &count),
                     ELOOP);
    assert_int_equal(root_list(root, "/shut", &arena, 9, &names, &count),
                     EACCES);
    assert_int_equal(root_list(root, "/none", &arena, 9, &names, &count),
                     ENOENT);
}

static void
a_path_longer_than_any_is_none(void **state)
{
    char path[5000];

    (void)state;
    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    assert_int_equal(look(path, NODE_NONE), ENAMETOOLONG);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TOLD(test) cmocka_unit_test_setup_teardown(test, open_told, close_told)
        TOLD(what_was_told_is_seen_and_nothing_else),
        TOLD(links_lead_where_they_led),
        TOLD(files_are_read_by_the_rules_of_a_live_tree),
        TOLD(of_a_long_file_head_and_tail_are_read),
        TOLD(logs_come_piece_by_piece),
        TOLD(folders_are_listed_as_far_as_they_were),
        TOLD(a_path_longer_than_any_is_none),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
