/*
 * No command of a plan runs what a hostile bundle wrote: each one is given to a
 * real shell, in a folder of its own, with programs that only note their names
 * and arguments.
 */
#include "../cmocka_test.h"

#include "estate_case.h"
#include "plan.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "xml_document.h"

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/plan"
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const PROGRAMS[] = {
    "apt-get",
    "cat",
    "cp",
    "curl",
    "df",
    "diff",
    "dpkg",
    "du",
    "genezi",
    "grep",
    "head",
    "id",
    "killall",
    "ln",
    "ls",
    "mv",
    "mysql",
    "nlserver",
    "pg_dump",
    "ps",
    "psql",
    "reboot",
    "rm",
    "rpm",
    "sed",
    "sha256sum",
    "systemctl",
    "tar",
    "touch",
    "yum",
    "mysql_tzinfo_to_sql",
};

static char folder[] = "/tmp/acc-command-XXXXXX";

static void
write_text(const char *name, const char *text, mode_t mode)
{
    char path[256];
    int fd;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
    close(fd);
}

static int
set_up(void **state)
{
    char path[256], script[512];
    size_t i;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/bin", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/work", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(script, sizeof script,
                   "#!/bin/sh\nfor word in \"$0\" \"$@\"; do printf '[%%s]' "
                   "\"$word\"; done >>%s/log\n",
                   folder);
    for (i = 0; i < COUNT(PROGRAMS); i++) {
        (void)snprintf(path, sizeof path, "bin/%s", PROGRAMS[i]);
        write_text(path, script, 0700);
    }
    return 0;
}

static void
remove_all(const char *path)
{
    DIR *open = opendir(path);
    struct dirent *entry;

    while (open != NULL && (entry = readdir(open)) != NULL) {
        char below[600];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (unlink(below) != 0)
            remove_all(below);
    }
    if (open != NULL)
        closedir(open);
    rmdir(path);
}

static int
tear_down(void **state)
{
    (void)state;
    remove_all(folder);
    return 0;
}

/* Runs sh OPTION FILE in the work folder with nothing but the fakes. */
static int
shell(const char *option, const char *file)
{
    pid_t child = fork();
    int status = 0;

    assert_true(child >= 0);
    if (child == 0) {
        char path[256], *environment[] = {path, NULL}, work[256];
        char *with[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t)option,
                        (char *)(uintptr_t)file, NULL};
        char *without[] = {with[0], with[2], NULL};
        int null = open("/dev/null", O_RDWR);

        (void)snprintf(path, sizeof path, "PATH=%s/bin", folder);
        (void)snprintf(work, sizeof work, "%s/work", folder);
        if (chdir(work) != 0)
            _exit(99);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execve("/bin/sh", option == NULL ? without : with, environment);
        _exit(98);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What stands in the work folder, one name a line. */
static void
list_work(struct buf *out)
{
    char path[256];
    struct dirent *entry;
    DIR *open;

    (void)snprintf(path, sizeof path, "%s/work", folder);
    open = opendir(path);
    assert_non_null(open);
    while ((entry = readdir(open)) != NULL)
        if (entry->d_name[0] != '.')
            buf_addf(out, "%s\n", entry->d_name);
    closedir(open);
}

/* Absolute programs are the server's own scripts: never run here. */
static bool
runs_a_script(const char *command)
{
    return command[0] == '/';
}

/* Gives each command of the plan to the shell; what it ran is in *LOG. */
static size_t
run_plan(const struct plan *plan, struct arena *arena, struct span *log)
{
    char command[256], path[256];
    struct failure why;
    size_t i, k, tried = 0;

    write_text("log", "", 0600);
    (void)snprintf(command, sizeof command, "%s/command", folder);
    for (i = 0; i < plan->steps.count; i++)
        for (k = 0; k < plan->steps.items[i]->commands.count; k++) {
            const struct plan_command *it =
                &plan->steps.items[i]->commands.items[k];

            assert_null(strpbrk(it->text, "\n\r\x1b"));
            assert_null(strstr(it->text, "\xe2\x80\xae"));
            write_text("command", it->text, 0600);
            assert_int_equal(shell("-n", command), 0);
            if (runs_a_script(it->text))
                continue;
            tried++;
            assert_int_not_equal(shell(NULL, command), 98);
        }
    (void)snprintf(path, sizeof path, "%s/log", folder);
    assert_int_equal(file_read(path, 1 << 22, arena, log, &why), 0);
    return tried;
}

static struct plan *
plan_of(const char *host, struct estate *estate)
{
    struct judgements none = {0};
    struct failure why = {.text = ""};
    struct snapshot *snapshot = case_host(host);
    struct plan *plan;

    case_join(estate, &snapshot, 1, NULL);
    plan = plan_make(CATALOGUE, estate, &none, 1, &why);
    if (plan == NULL)
        print_error("%s\n", why.text);
    assert_non_null(plan);
    return plan;
}

#define MODULES                                                                \
    "<redirection-module/>"                                                    \
    "<module name='web' auto-start='true'/>"                                   \
    "<module name='wfserver' auto-start='true'/>"                              \
    "<module name='mta' auto-start='true'/>"                                   \
    "<module name='trackinglogd' auto-start='true'/>"
#define OS "<os family='linux' distribution='debian' version='8.11'/>"
#define DB(name)                                                               \
    "<database-connection engine='postgresql' server='db' "                    \
    "account='neolane' database=\"" name "\"/>"
#define EVIL "a;touch x`$(id)&apos;"

static const char HONEST[] =
    "<host name='app1'>" OS "<product version='6.02' build='1'/>"
    "<installation directory='/usr/local/neolane/nl6' tree='nl6'/>" MODULES
    "<instance name='prod'>" DB("neolane") "</instance></host>";

static const char *const HOSTILE[] = {
    /* an instance that is a command */
    "<host name='app1'>" OS "<product version='6.02' build='1'/>"
    "<installation directory='/usr/local/neolane/nl6' tree='nl6'/>" MODULES
    "<instance name=\"" EVIL "\">" DB(EVIL) "</instance></host>",
    /* a line end and a turn of writing in a path */
    "<host name='app1'>" OS "<product version='6.02' build='1'/>"
    "<installation directory='/usr/local/&#10;touch x&#10;/nl6' "
    "tree='nl6&#x202E;'/>" MODULES
    "<instance name='prod&#10;touch x'>" DB("$(touch x)") "</instance></host>",
    /* a host that is an option, an instance too */
    "<host name='-rf'>" OS "<product version='6.02' build='1'/>"
    "<installation directory='/' tree='-rf'/>" MODULES
    "<instance name='-rf'>" DB("-rf") "</instance></host>",
    /* a path that climbs, a version that is a command */
    "<host name='$(touch x)'>" OS "<product version='6.02;touch x' build='1'/>"
    "<installation directory='/usr/../../etc' tree='..'/>" MODULES
    "<instance name='..'>" DB("..") "</instance></host>",
    "<host name='`touch x`'>" OS "<product version='5.11' build='1'/>"
    "<installation directory='/usr/local/a b/nl5' tree='nl5 | touch "
    "x'/>" MODULES
    "<instance name='a&#x85;[2J'>" DB("a&gt;x") "</instance></host>",
};

static void
no_command_of_a_hostile_estate_runs_what_a_bundle_wrote(void **state)
{
    size_t i, k, c;

    (void)state;
    for (i = 0; i < COUNT(HOSTILE); i++) {
        struct estate estate;
        struct plan *plan = plan_of(HOSTILE[i], &estate);
        struct arena arena;
        struct span log;
        struct buf work;
        size_t refused = 0;

        arena_init(&arena);
        buf_init(&work, 4096);
        assert_true(run_plan(plan, &arena, &log) > 20);
        assert_int_equal(span_find(log, "/touch]"), -1);
        assert_int_equal(span_find(log, "/id]"), -1);

        list_work(&work);
        assert_string_equal(work.data, "");
        for (k = 0; k < plan->steps.count; k++)
            for (c = 0; c < plan->steps.items[k]->commands.count; c++) {
                const struct plan_command *it =
                    &plan->steps.items[k]->commands.items[c];

                if (it->refused == NULL) {
                    assert_null(strstr(it->text, "touch"));
                    continue;
                }
                refused++;
                assert_int_equal(strncmp(it->text, "# ", 2), 0);
                assert_non_null(strstr(it->text, ": see evidence>"));
            }
        assert_true(refused > 5);
        buf_release(&work);
        arena_release(&arena);
        plan_release(plan);
        estate_release(&estate);
    }
}

static void
the_commands_of_an_honest_estate_do_run(void **state)
{
    struct estate estate;
    struct plan *plan = plan_of(HONEST, &estate);
    struct arena arena;
    struct span log;

    (void)state;
    arena_init(&arena);
    assert_true(run_plan(plan, &arena, &log) > 40);
    assert_true(span_find(log, "/nlserver][stop][mta@prod]") >= 0);
    assert_true(span_find(log, "/mv][/usr/local/neolane/nl6]") >= 0);
    assert_true(span_find(log, "/rm][-rf][/usr/local/neolane/nl6.back]") >= 0);
    arena_release(&arena);
    plan_release(plan);
    estate_release(&estate);
}

static void
a_refused_command_of_windows_is_a_remark(void **state)
{
    struct estate estate;
    struct plan *plan =
        plan_of("<host name='w'><os family='windows' distribution='windows'/>"
                "<product version='6.02' build='1'/>"
                "<installation directory='C:\\Neo &amp; lane\\v6' "
                "tree='v6%PATH%'/>" MODULES
                "<instance name='a&amp;calc'>" DB("a") "</instance></host>",
                &estate);
    size_t i, k, refused = 0;

    (void)state;
    for (i = 0; i < plan->steps.count; i++)
        for (k = 0; k < plan->steps.items[i]->commands.count; k++) {
            const struct plan_command *it =
                &plan->steps.items[i]->commands.items[k];

            assert_null(strstr(it->text, "calc"));
            assert_null(strchr(it->text, '%'));
            if (it->refused == NULL || plan->steps.items[i]->host == NULL)
                continue;
            refused++;
            assert_int_equal(strncmp(it->text, "rem ", 4), 0);
            assert_true(ascii_letter(it->text[4]));
        }
    assert_true(refused > 5);
    plan_release(plan);
    estate_release(&estate);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            no_command_of_a_hostile_estate_runs_what_a_bundle_wrote),
        cmocka_unit_test(the_commands_of_an_honest_estate_do_run),
        cmocka_unit_test(a_refused_command_of_windows_is_a_remark),
    };

    xml_start();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
