#include "../cmocka_test.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "command.h"
#include "platform.h"

static char folder[] = "/tmp/acc-command-test-XXXXXX";

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
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
leave(void **state)
{
    static const char *const names[] = {
        "tool",        "script", "below/library", "below/link",
        "shared/tool", "pid",    "other",         NULL};
    size_t i;

    (void)state;
    for (i = 0; names[i] != NULL; i++)
        (void)unlink(names[i]);
    (void)rmdir("below");
    (void)rmdir("shared");
    return chdir("/") != 0 || rmdir(folder) != 0;
}

/* ---- the table ---- */

static void
as_root_nothing_but_campaigns_own_runs_as_root(void **state)
{
    static const struct {
        enum trust kind;
        int64_t owner, named;
        int64_t account; /* -2: it cannot run */
    } ROWS[] = {
        {TRUST_SYSTEM, 1000, -1, TRUST_NOBODY_ID},
        {TRUST_SYSTEM, 0, 1001, TRUST_NOBODY_ID},
        {TRUST_CAMPAIGN, 1000, 1001, 1000},
        {TRUST_CAMPAIGN, 0, -1, 0},
        {TRUST_CLIENT, 1000, -1, 1000},
        {TRUST_CLIENT, 1000, 1001, 1001},
        {TRUST_CLIENT, 0, -1, -2},
        {TRUST_CLIENT, -1, -1, -2},
        {TRUST_CLIENT, 1000, 0, -2},
    };
    int64_t account;

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const char *problem =
            trust_account(ROWS[i].kind, ROWS[i].owner, ROWS[i].named, &account);

        if (!machine_root()) {
            assert_null(problem);
            assert_int_equal(account, -1);
        } else if (ROWS[i].account == -2) {
            assert_non_null(strstr(problem, "--db-account"));
        } else {
            assert_null(problem);
            assert_int_equal(account, ROWS[i].account);
        }
    }
}

static void
each_kind_has_a_reason_and_only_the_client_is_told_a_secret(void **state)
{
    (void)state;
    for (int kind = 0; kind < TRUST_COUNT; kind++) {
        assert_non_null(TRUST[kind].why);
        assert_int_equal(TRUST[kind].secret, kind == TRUST_CLIENT);
        assert_int_equal(TRUST[kind].root, kind == TRUST_CAMPAIGN);
    }
}

static void
root_is_no_account_for_a_client_under_any_name(void **state)
{
    static const char *const ROOTS[] = {"root", "0", "00", "0000000", NULL};
    static const char *const NOBODIES[] = {
        "",  "no-such-account", "-1", "4294967295", "4294967296", "0x0", " 0",
        NULL};
    int64_t account;

    (void)state;
    for (size_t i = 0; ROOTS[i] != NULL; i++)
        assert_non_null(strstr(account_find(ROOTS[i], &account), "as root"));
    for (size_t i = 0; NOBODIES[i] != NULL; i++)
        assert_non_null(
            strstr(account_find(NOBODIES[i], &account), "no such account"));
    if (machine_root()) {
        assert_null(account_find("nobody", &account));
        assert_int_equal(account, TRUST_NOBODY_ID);
    } else {
        assert_non_null(account_find("65533", &account));
    }
}

/* ---- running ---- */

static struct command_out
run(const char *script, int seconds, size_t most, struct buf *output,
    struct arena *arena)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    static const char *const env[] = {"A=b", NULL};
    struct command command = {.kind = TRUST_CAMPAIGN,
                              .argv = argv,
                              .env = env,
                              .folder = "/",
                              .account = -1,
                              .seconds = seconds,
                              .most = most};
    struct command_out out;

    command_run(&command, arena, output, &out);
    return out;
}

static void
a_command_gets_only_our_environment_and_is_stopped_in_time(void **state)
{
    struct command_out out;
    struct arena arena;
    struct buf output;

    (void)state;
    arena_init(&arena);
    buf_init(&output, 100000);
    out = run("echo $A$HOME; echo err >&2; exit 3", 10, 1000, &output, &arena);
    assert_true(out.started);
    assert_int_equal(out.exit, 3);
    assert_string_equal(output.data, "b\nerr\n");
    buf_reset(&output);
    out = run("sleep 60", 1, 1000, &output, &arena);
    assert_true(out.timed_out);
    out = run("while :; do echo y; done", 10, 1000, &output, &arena);
    assert_true(out.cut);
    assert_int_equal(output.len, 1000);
    buf_reset(&output);
    out = run("sleep 60 & echo done", 10, 1000, &output, &arena);
    assert_false(out.timed_out);
    assert_string_equal(output.data, "done\n");
    buf_release(&output);
    arena_release(&arena);
}

static void
a_program_that_another_account_can_write_is_unsafe(void **state)
{
    struct arena arena;
    const char *path;

    (void)state;
    arena_init(&arena);
    put("tool", "#!/bin/sh\n");
    path = arena_format(&arena, "%s/tool", folder);
    assert_int_equal(chmod("tool", 0755), 0);
    assert_null(command_unsafe(path, -1, &arena));
    assert_int_equal(chmod("tool", 0777), 0);
    assert_non_null(command_unsafe(path, -1, &arena));
    assert_int_equal(chmod("tool", 0755), 0);
    assert_int_equal(chmod(".", 0777), 0);
    assert_non_null(command_unsafe(path, -1, &arena));
    assert_int_equal(chmod(".", 0700), 0);
    assert_non_null(command_unsafe("tool", -1, &arena));
    arena_release(&arena);
}

struct heard {
    char text[256];
    size_t len, most;
};

static bool
hear_some(void *baton, const char *bytes, size_t len)
{
    struct heard *heard = baton;

    if (heard->len + len > heard->most)
        return false;
    memcpy(heard->text + heard->len, bytes, len);
    heard->len += len;
    return true;
}

/* Runs SCRIPT as a client: with INPUT, a secret, and its output heard. */
static struct command_out
run_client(const char *script, const char *input, int silence,
           struct heard *heard)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
    struct command command = {.kind = TRUST_CLIENT,
                              .argv = argv,
                              .env = env,
                              .folder = "/",
                              .account = machine_root() ? TRUST_NOBODY_ID : -1,
                              .seconds = 20,
                              .input = input,
                              .input_len = strlen(input),
                              .secret = "word\n",
                              .secret_len = 5,
                              .silence = silence,
                              .take = hear_some,
                              .baton = heard};
    struct command_out out;
    struct arena arena;

    arena_init(&arena);
    memset(heard->text, 0, sizeof heard->text);
    heard->len = 0;
    heard->most = sizeof heard->text - 1;
    command_run(&command, &arena, NULL, &out);
    assert_true(out.started);
    arena_release(&arena);
    return out;
}

static void
a_client_is_given_its_input_and_its_secret(void **state)
{
    struct heard heard;
    struct command_out out =
        run_client("cat; cat /proc/self/fd/3; cat /proc/self/fd/3;"
                   "stat -L -c %a%h /proc/self/fd/3",
                   "one\ntwo\n", 0, &heard);

    (void)state;
    assert_int_equal(out.exit, 0);
    /* read twice from its beginning; mode 0600, and no name */
    assert_string_equal(heard.text, "one\ntwo\nword\nword\n6000\n");
}

static void
a_client_that_falls_silent_is_ended(void **state)
{
    struct heard heard;
    struct command_out out = run_client(
        "echo a; sleep 0.6; echo b; sleep 0.6; echo c; sleep 9", "", 1, &heard);

    (void)state;
    assert_true(out.timed_out && out.silent);
    assert_string_equal(heard.text, "a\nb\nc\n");
    assert_in_range(out.duration, 1000, 6000);
}

static void
a_client_of_which_enough_was_seen_is_ended(void **state)
{
    struct heard heard;
    struct command_out out =
        run_client("while :; do echo 0123456789012345678901234567890; done", "",
                   0, &heard);

    (void)state;
    assert_true(out.cut && !out.timed_out);
}

/* What SCRIPT prints, run as ACCOUNT. */
static const char *
printed(const char *script, int64_t account, struct arena *arena)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
    struct command command = {.kind = TRUST_CAMPAIGN,
                              .argv = argv,
                              .env = env,
                              .folder = "/",
                              .account = account,
                              .seconds = 20,
                              .most = 100000};
    struct command_out out;
    struct buf output;
    const char *text;

    buf_init(&output, 100000);
    command_run(&command, arena, &output, &out);
    assert_true(out.started);
    text = arena_copy(arena, output.data, output.len);
    buf_release(&output);
    return text;
}

static void
a_command_is_sealed(void **state)
{
    int extra = fcntl(0, F_DUPFD, 77);
    struct arena arena;
    const char *text;

    (void)state;
    arena_init(&arena);
    assert_true(extra >= 77);
    signal(SIGUSR1, SIG_IGN);
    text = printed("ls /proc/$$/fd; "
                   "cut -d' ' -f 6,7 /proc/$$/stat | sed s/$$/own/; "
                   "grep -E '^(Sig(Blk|Ign)|NoNewPrivs)' /proc/self/status;"
                   "readlink /proc/self/fd/0; umask; ulimit -c",
                   -1, &arena);
    signal(SIGUSR1, SIG_DFL);
    close(extra);
    assert_string_equal(text, "0\n1\n2\nown 0\n"
                              "SigBlk:\t0000000000000000\n"
                              "SigIgn:\t0000000000000000\n"
                              "NoNewPrivs:\t1\n/dev/null\n0077\n0\n");
    arena_release(&arena);
}

static void
another_account_is_taken_for_good(void **state)
{
    struct arena arena;

    (void)state;
    if (!machine_root())
        skip();
    arena_init(&arena);
    assert_string_equal(
        printed("grep -E '^(Uid|Gid|CapInh|CapPrm|CapEff|CapAmb)' "
                "/proc/self/status",
                54321, &arena),
        "Uid:\t54321\t54321\t54321\t54321\n"
        "Gid:\t65534\t65534\t65534\t65534\n"
        "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\n"
        "CapEff:\t0000000000000000\nCapAmb:\t0000000000000000\n");
    arena_release(&arena);
}

/* Is it gone within five seconds? */
static bool
process_gone(pid_t process)
{
    for (int i = 0; i < 500; i++) {
        if (kill(process, 0) != 0 && errno == ESRCH)
            return true;
        usleep(10000);
    }
    return false;
}

static void
what_a_command_leaves_in_another_session_ends_with_it(void **state)
{
    struct arena arena;
    pid_t left;

    (void)state;
    arena_init(&arena);
    left = (pid_t)atol(
        printed("setsid sleep 300 >/dev/null 2>&1 & echo $!", -1, &arena));
    assert_true(left > 1);
    assert_true(process_gone(left));
    arena_release(&arena);
}

static void
killed_we_leave_nothing_that_runs(void **state)
{
    char script[256], text[64] = "";
    pid_t us, command = 0, left = 0;
    FILE *file;

    (void)state;
    snprintf(script, sizeof script,
             "setsid sleep 300 & echo $$ $! > %s/pid; sleep 300", folder);
    us = fork();
    if (us == 0) {
        struct arena arena;

        arena_init(&arena);
        (void)printed(script, -1, &arena);
        _exit(0);
    }
    assert_true(us > 0);
    for (int i = 0; i < 500 && strchr(text, '\n') == NULL; i++) {
        usleep(10000);
        file = fopen("pid", "r");
        if (file == NULL)
            continue;
        if (fgets(text, sizeof text, file) == NULL)
            text[0] = '\0';
        fclose(file);
    }
    assert_int_equal(sscanf(text, "%d %d", &command, &left), 2);
    assert_int_equal(kill(us, SIGKILL), 0);
    assert_int_equal(waitpid(us, NULL, 0), us);
    assert_true(process_gone(command));
    assert_true(process_gone(left));
}

static void
a_client_never_runs_as_root_and_others_are_told_no_secret(void **state)
{
    const char *argv[] = {"/bin/sh", "-c", "echo ran", NULL};
    static const char *const env[] = {NULL};
    struct command command = {.kind = TRUST_CLIENT,
                              .argv = argv,
                              .env = env,
                              .folder = "/",
                              .account = 0,
                              .seconds = 5,
                              .most = 100};
    struct command_out out;
    struct arena arena;
    struct buf output;

    (void)state;
    arena_init(&arena);
    buf_init(&output, 100);
    command_run(&command, &arena, &output, &out);
    assert_false(out.started);
    assert_string_equal(out.reason, "not executed: it never runs as root");
    command.kind = TRUST_CAMPAIGN;
    command.secret = "word";
    command.secret_len = 4;
    command_run(&command, &arena, &output, &out);
    assert_false(out.started);
    assert_int_equal(output.len, 0);
    buf_release(&output);
    arena_release(&arena);
}

/* ---- whose files ---- */

/* Does command_unsafe say something of NAME that holds WORDS?  (Empty: that it
 * says nothing.) */
static bool
says(const char *name, int64_t account, const char *words)
{
    struct arena arena;
    const char *problem;
    bool good;

    arena_init(&arena);
    problem = command_unsafe(arena_format(&arena, "%s/%s", folder, name),
                             account, &arena);
    good = words[0] == '\0' ? problem == NULL
                            : problem != NULL && strstr(problem, words) != NULL;
    if (!good)
        print_message("%s: %s\n", name, problem == NULL ? "-" : problem);
    arena_release(&arena);
    return good;
}

static void
a_group_is_nobody_until_it_has_a_member(void **state)
{
    struct group *staff = getgrnam("staff");

    (void)state;
    if (!machine_root())
        skip();
    put("tool", "x");
    assert_int_equal(chmod("tool", 0664), 0);
    if (staff != NULL && staff->gr_mem[0] == NULL) {
        assert_int_equal(chown("tool", 0, staff->gr_gid), 0);
        assert_true(says("tool", 0, ""));
    }
    /* the first group of several */
    assert_int_equal(chown("tool", 0, TRUST_NOBODY_ID), 0);
    assert_true(says("tool", 0, "nogroup, which "));
    assert_int_equal(chown("tool", 0, 54321), 0);
    assert_true(says("tool", 0, "of which nothing is known"));
    assert_int_equal(chown("tool", 12345, 0), 0);
    assert_int_equal(chmod("tool", 0644), 0);
    assert_true(says("tool", 0, "12345 owns"));
    assert_true(says("tool", 12345, ""));
    assert_true(says("tool", 12346, "12345 owns"));
}

static void
an_access_control_list_on_what_a_group_may_write_is_unsafe(void **state)
{
    /* user::rw-, user:12345:rw-, group::r--, mask::rw-, other::r-- */
    static const unsigned char LIST[] = {
        2, 0,  0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  6,
        0, 57, 48,  0,   0,   4,   0,  4, 0,   255, 255, 255, 255, 16, 0,
        6, 0,  255, 255, 255, 255, 32, 0, 4,   0,   255, 255, 255, 255};

    (void)state;
    put("tool", "x");
    assert_int_equal(chown("tool", geteuid(), getegid()), 0);
    assert_int_equal(chmod("tool", 0644), 0);
    if (setxattr("tool", "system.posix_acl_access", LIST, sizeof LIST, 0) != 0)
        skip(); /* a file system without them */
    assert_true(says("tool", -1, "an access control list"));
    assert_int_equal(removexattr("tool", "system.posix_acl_access"), 0);
}

static void
a_name_that_others_can_have_given_is_unsafe(void **state)
{
    (void)state;
    put("tool", "x");
    assert_int_equal(chmod("tool", 0755), 0);
    assert_int_equal(mkdir("shared", 0777), 0);
    assert_int_equal(chmod("shared", 01777), 0);
    assert_int_equal(link("tool", "shared/tool"), 0);
    assert_true(says("shared/tool", -1, "others can have given"));
    assert_int_equal(unlink("tool"), 0);
    assert_true(says("shared/tool", -1, ""));
}

static void
what_stands_in_a_folder_of_libraries_counts(void **state)
{
    struct arena arena;
    const char *path;

    (void)state;
    arena_init(&arena);
    path = arena_format(&arena, "%s/below", folder);
    assert_int_equal(mkdir("below", 0755), 0);
    assert_null(folder_unsafe(path, -1, &arena));
    put("below/library", "x");
    assert_int_equal(chmod("below/library", 0666), 0);
    assert_non_null(folder_unsafe(path, -1, &arena));
    assert_int_equal(chmod("below/library", 0644), 0);
    assert_null(folder_unsafe(path, -1, &arena));
    put("other", "x");
    assert_int_equal(chmod("other", 0666), 0);
    assert_int_equal(symlink("../other", "below/link"), 0);
    assert_non_null(folder_unsafe(path, -1, &arena));
    arena_release(&arena);
}

static void
the_interpreter_of_a_script_counts(void **state)
{
    const char *argv[] = {NULL, NULL};
    static const char *const env[] = {NULL};
    struct command command = {.kind = TRUST_CAMPAIGN,
                              .argv = argv,
                              .env = env,
                              .folder = "/",
                              .account = -1,
                              .seconds = 5,
                              .most = 100};
    struct command_out out;
    struct arena arena;
    struct buf output;

    (void)state;
    arena_init(&arena);
    buf_init(&output, 100);
    put("tool", "#!/bin/sh\necho tool\n");
    put("script",
        arena_format(&arena, "#! %s/tool with words\necho x\n", folder));
    assert_int_equal(chmod("tool", 0755), 0);
    assert_int_equal(chmod("script", 0755), 0);
    argv[0] = arena_format(&arena, "%s/script", folder);
    command_run(&command, &arena, &output, &out);
    assert_true(out.started);
    assert_string_equal(output.data, "tool\n");
    assert_int_equal(chmod("tool", 0757), 0);
    buf_reset(&output);
    command_run(&command, &arena, &output, &out);
    assert_false(out.started);
    assert_non_null(
        strstr(out.reason, "not executed: every account can write"));
    put("script", "#!bin/sh\n");
    command_run(&command, &arena, &output, &out);
    assert_non_null(strstr(out.reason, "its path is not absolute"));
    assert_int_equal(output.len, 0);
    buf_release(&output);
    arena_release(&arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_root_nothing_but_campaigns_own_runs_as_root),
        cmocka_unit_test(
            each_kind_has_a_reason_and_only_the_client_is_told_a_secret),
        cmocka_unit_test(root_is_no_account_for_a_client_under_any_name),
        cmocka_unit_test(
            a_command_gets_only_our_environment_and_is_stopped_in_time),
        cmocka_unit_test(a_program_that_another_account_can_write_is_unsafe),
        cmocka_unit_test(a_client_is_given_its_input_and_its_secret),
        cmocka_unit_test(a_client_that_falls_silent_is_ended),
        cmocka_unit_test(a_client_of_which_enough_was_seen_is_ended),
        cmocka_unit_test(a_command_is_sealed),
        cmocka_unit_test(another_account_is_taken_for_good),
        cmocka_unit_test(what_a_command_leaves_in_another_session_ends_with_it),
        cmocka_unit_test(killed_we_leave_nothing_that_runs),
        cmocka_unit_test(
            a_client_never_runs_as_root_and_others_are_told_no_secret),
        cmocka_unit_test(a_group_is_nobody_until_it_has_a_member),
        cmocka_unit_test(
            an_access_control_list_on_what_a_group_may_write_is_unsafe),
        cmocka_unit_test(a_name_that_others_can_have_given_is_unsafe),
        cmocka_unit_test(what_stands_in_a_folder_of_libraries_counts),
        cmocka_unit_test(the_interpreter_of_a_script_counts),
    };

    return cmocka_run_group_tests(tests, enter, leave);
}
