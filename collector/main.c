/*
 * acc-collect: options → collect(); exit status.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_write.h"
#include "collect.h"
#include "db_client.h"
#include "db_script.h"
#include "host_script.h"
#include "memory.h"
#include "options.h"
#include "platform.h"
#include "seal.h"
#include "vec.h"

/* What the words of the command line come to. */
struct call {
    struct arena arena;
    struct collect_options options;
    int64_t level, timeout, password_fd;
    const char *account;
    struct command_call words;
};

/* ---- values ---- */

/* 0 if VALUE names a KIND, a file or a folder: what is not there was typed
 * wrong, what cannot be looked at is an error. */
static int
value_kind(const struct given *given, enum node_kind kind, struct failure *why)
{
    int problem;

    if (path_kind(given->value, &problem) == kind)
        return 0;
    option_wrong(given->option, why,
                 arena_format(given->arena, "%s: %s", given->value,
                              problem != 0        ? root_words(problem)
                              : kind == NODE_FILE ? "no such file"
                                                  : "no such folder"));
    why->machine = problem != 0;
    return -1;
}

static int
take_file(const struct given *given, struct failure *why)
{
    (void)option_text(given, why);
    return value_kind(given, NODE_FILE, why);
}

static int
take_folder(const struct given *given, struct failure *why)
{
    (void)option_text(given, why);
    return value_kind(given, NODE_FOLDER, why);
}

static int
take_file_or_folder(const struct given *given, struct failure *why)
{
    int problem;

    (void)option_text(given, why);
    if (path_kind(given->value, &problem) == NODE_FOLDER)
        return 0;
    return value_kind(given, NODE_FILE, why);
}

static int
take_output(const struct given *given, struct failure *why)
{
    if (strcmp(given->value, "-") == 0)
        return option_wrong(given->option, why,
                            "name a file or a folder; a bundle is not written "
                            "to standard output");
    return option_text(given, why);
}

static int
take_absolute(const struct given *given, struct failure *why)
{
    if (given->value[0] != '/')
        return option_wrong(given->option, why, "give an absolute path");
    return option_text(given, why);
}

/* A Windows path is taken as it stands in the tree: C:\Folder is /C/Folder. */
static int
take_install_dir(const struct given *given, struct failure *why)
{
    struct given taken = *given;
    const char *value = given->value;
    char *path;

    if (value[0] != '\0' && value[1] == ':' &&
        (value[2] == '\\' || value[2] == '/')) {
        path = arena_format(given->arena, "/%c%s", value[0], value + 2);
        for (taken.value = path; *path != '\0'; path++)
            if (*path == '\\')
                *path = '/';
    }
    if (taken.value[0] != '/')
        return option_wrong(given->option, why, "give an absolute path");
    return option_words(&taken, why);
}

static int
take_label(const struct given *given, struct failure *why)
{
    if (strlen(given->value) > 255)
        return option_wrong(given->option, why,
                            "give a name of at most 255 bytes");
    return option_text(given, why);
}

static int
take_quiet(const struct given *given, struct failure *why)
{
    struct call *call = given->into;

    (void)why;
    call->options.quiet = true;
    call->options.gather.each = NULL;
    return 0;
}

static int
take_verbose(const struct given *given, struct failure *why)
{
    struct call *call = given->into;

    (void)why;
    call->options.quiet = false;
    call->options.gather.each = tell_entry;
    return 0;
}

/* A name is handed to a client and recorded: one word, no option, and nothing
 * that could hold a password (USER/PASSWORD, a connection string). */
static int
take_db_word(const struct given *given, const char *refused,
             struct failure *why)
{
    const char *c;

    for (c = given->value;
         (unsigned char)*c > ' ' && strchr(refused, *c) == NULL; c++)
        ;
    if (given->value[0] == '-' || *c != '\0')
        return option_wrong(given->option, why,
                            arena_format(given->arena,
                                         "give one word without any of %s",
                                         refused));
    return option_text(given, why);
}

static int
take_db_host(const struct given *given, struct failure *why)
{
    return take_db_word(given, "\"';`=@", why);
}

static int
take_db_name(const struct given *given, struct failure *why)
{
    return take_db_word(given, "\"';`=@/", why);
}

static int
take_db_port(const struct given *given, struct failure *why)
{
    int64_t port;

    if (!span_number(span_of(given->value), 1, 65535, &port))
        return option_wrong(given->option, why,
                            "give a number from 1 to 65535");
    return option_text(given, why);
}

static int
take_db_account(const struct given *given, struct failure *why)
{
    struct call *call = given->into;
    const char *problem =
        account_find(given->value, &call->options.gather.db.account);

    if (problem == NULL)
        return 0;
    return option_wrong(
        given->option, why,
        arena_format(given->arena, "%s: %s", given->value, problem));
}

/* ---- the table ---- */

#define AT(field) offsetof(struct call, options.field)
#define DB_CLIENTS "auto psql mysql sqlcmd sqlplus db2 nlserver none"

static const struct option OPTIONS[] = {
    OPTION_HEADING("The bundle"),
    {"output", 'o', "PATH",
     "file or existing folder; default ./acc-HOST-TIME.tar.gz",
     .take = take_output, .at = AT(output)},

    OPTION_HEADING("What is read and run"),
    {"root", 0, "DIR", "take DIR as /; nothing is executed, links stay inside",
     .take = option_text, .at = AT(gather.root), .recorded = true},
    {"install-dir", 0, "DIR",
     "the Campaign directory (repeatable); default: found",
     .take = take_install_dir, .at = AT(gather.install_dirs), .repeats = true,
     .recorded = true},
    {"nlserver", 0, "FILE",
     "the nlserver to run; default: under the Campaign directory",
     .take = take_absolute, .at = AT(gather.nlserver), .recorded = true},
    {"pdump", 0, "FILE",
     "saved output of 'nlserver pdump' instead of running it",
     .take = take_file, .at = AT(gather.pdump), .recorded = true},
    {"recorded", 0, "DIR",
     "saved output of commands, each in a file of its entry name",
     .take = take_folder, .at = AT(gather.recorded), .recorded = true},
    {"handed-over", 0, "PATH", "what a host script left: a file or a folder",
     .take = take_file_or_folder, .at = AT(gather.handed_over),
     .recorded = true},
    {"no-commands", 0, NULL, "run nothing", .take = option_flag,
     .at = AT(gather.no_commands), .recorded = true},

    OPTION_HEADING("Which host this is"),
    {"hostname", 0, "NAME", "name to record; default: this machine's",
     .take = take_label, .at = AT(gather.hostname), .recorded = true},
    {"estate", 0, "NAME", "label of the estate", .take = take_label,
     .at = AT(gather.estate), .recorded = true},
    {"instance", 0, "NAME", "only this instance (repeatable)",
     .take = option_words, .at = AT(gather.instances), .repeats = true,
     .recorded = true},
    {"estate-key", 0, "FILE",
     "secret shared by the hosts of an estate: keys the machine id",
     .take = take_file, .at = AT(gather.estate_key), .recorded = true},

    OPTION_HEADING("How much, how long"),
    {"max-file", 0, "BYTES", "most bytes of one file; head and tail are kept",
     .take = option_number, .at = AT(gather.max_file), .least = 1024,
     .most = GATHER_FILE_MOST, .recorded = true},
    {"max-bundle", 0, "BYTES", "most bytes of all files", .take = option_number,
     .at = AT(gather.max_bundle), .least = 1024, .most = GATHER_BUNDLE_MOST,
     .recorded = true},
    {"timeout", 0, "SECONDS",
     "how long a command or a file may take; default 60", .take = option_number,
     .at = offsetof(struct call, timeout), .least = 1, .most = 3600,
     .recorded = true},
    {"compress", 0, "NAME", "gzip (default) or zstd", .take = option_text,
     .at = AT(compression), .values = "gzip zstd", .recorded = true},
    {"level", 0, "N", "compression level", .take = option_number,
     .at = offsetof(struct call, level), .least = 1, .most = 19,
     .recorded = true},

    OPTION_HEADING("The database"),
    {"db", 0, "ENGINE",
     "the one to describe: postgresql, mysql, oracle, sqlserver or db2",
     .take = option_text, .at = AT(gather.db.engine), .values = DB_ENGINES,
     .recorded = true},
    {"db-host", 0, "NAME", "where it runs", .take = take_db_host,
     .at = AT(gather.db.host), .recorded = true},
    {"db-port", 0, "N", "its port", .take = take_db_port,
     .at = AT(gather.db.port), .recorded = true},
    {"db-name", 0, "NAME", "its name (Oracle: service or TNS alias)",
     .take = take_db_name, .at = AT(gather.db.name), .recorded = true},
    {"db-user", 0, "NAME", "the account to ask as", .take = take_db_name,
     .at = AT(gather.db.user), .recorded = true},
    {"db-password-fd", 0, "N",
     "the password, read from this descriptor; else the client's",
     .take = option_number, .at = offsetof(struct call, password_fd),
     .most = 1023},
    {"db-account", 0, "USER",
     "who runs the client for root; default: the tree's owner",
     .take = take_db_account, .recorded = true},
    {"db-client", 0, "NAME",
     "auto, psql, mysql, sqlcmd, sqlplus, db2, nlserver or none",
     .take = option_text, .at = AT(gather.db.client), .values = DB_CLIENTS,
     .recorded = true},
    {"db-result", 0, "FILE", "what a DBA's client printed for db-script",
     .take = take_file, .at = AT(gather.db.result), .recorded = true},

    OPTION_HEADING("What is said"),
    {"quiet", 'q', NULL, "no results on success", .take = take_quiet},
    {"verbose", 'v', NULL, "a line for each entry", .take = take_verbose},

    /* not in this version */
    {.name = "code"},
    {.name = "entities"},
    {.name = "exclude"},
    {.name = "preview-list"},
    {.name = "pseudonyms"},
    {.name = "map"},
    {.name = "sign-key"},
    {.name = "sign-cert"},
    {.name = "passphrase-env"},
    {.name = "recipient"},
};
enum { OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

/* What the options about the database say together. */
static int
db_check(const struct db_options *db, struct failure *why)
{
    bool nlserver = strcmp(db->client, "nlserver") == 0;

    if (db->engine == NULL) {
        if (db->host != NULL || db->port != NULL || db->name != NULL ||
            db->user != NULL || db->password_fd >= 0 || db->account >= 0 ||
            strcmp(db->client, "auto") != 0)
            return fail(why, "--db: name the engine");
        return 0;
    }
    if (db->result != NULL)
        return fail(why, "--db-result: a bundle describes one database: leave "
                         "--db out, or run again");
    if (!db_client_serves(db->client, db->engine))
        return fail(why,
                    "--db-client: %s is no client for %s: give auto, the "
                    "vendor's own, nlserver or none",
                    db->client, db->engine);
    if (db->name == NULL && !nlserver && strcmp(db->client, "none") != 0)
        return fail(why, "--db-name: name the database");
    return 0;
}

static int
options_check(struct call *call, struct failure *why)
{
    struct gather_options *gather = &call->options.gather;

    call->options.level = (int)call->level;
    gather->timeout = (int)call->timeout;
    gather->db.password_fd = (int)call->password_fd;
    if (db_check(&gather->db, why) != 0)
        return -1;
    if (gather->handed_over != NULL && gather->root != NULL)
        return fail(why, "--handed-over: it is a tree by itself: leave --root "
                         "out");
    return 0;
}

static void
options_record(struct call *call)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (call->words.values[i] != NULL && OPTIONS[i].recorded)
            *vec_add(&call->arena, &call->options.recorded) =
                (struct manifest_option){
                    arena_format(&call->arena, "--%s", OPTIONS[i].name),
                    OPTIONS[i].argument == NULL ? NULL : call->words.values[i]};
}

/* ---- commands ---- */

static int
misuse(const char *words)
{
    message("%s; see acc-collect --help", words);
    return EXIT_USAGE;
}

static int
refuse(const struct failure *why)
{
    if (!why->machine)
        return misuse(why->text);
    message("%s", why->text);
    return EXIT_ERROR;
}

static int
run_collect(void *baton, const char *const *operands, size_t count)
{
    struct call *call = baton;

    (void)operands;
    (void)count;
    options_record(call);
    return collect(&call->options);
}

static int
run_preview(void *baton, const char *const *operands, size_t count)
{
    struct call *call = baton;

    (void)operands;
    (void)count;
    if (call->options.output != NULL)
        return misuse("--output: preview writes nothing");
    return preview(&call->options);
}

static int
run_inspect(void *baton, const char *const *operands, size_t count)
{
    (void)baton;
    return inspect(operands[0], count > 1 ? operands[1] : NULL);
}

static int
run_verify(void *baton, const char *const *operands, size_t count)
{
    const struct call *call = baton;

    (void)count;
    return verify(operands[0], call->options.quiet);
}

static int
run_db_script(void *baton, const char *const *operands, size_t count)
{
    struct span script = db_script(operands[0]);

    (void)baton;
    (void)count;
    fwrite(script.at, 1, script.len, stdout);
    return EXIT_GOOD;
}

static int
run_host_script(void *baton, const char *const *operands, size_t count)
{
    enum { SCRIPT_MOST = 1024 * 1024 };
    struct buf script;

    (void)baton;
    (void)count;
    buf_init(&script, SCRIPT_MOST);
    (void)host_script(operands[0], &script); /* it is one of HOST_SYSTEMS */
    fwrite(script.data, 1, script.len, stdout);
    buf_release(&script);
    return EXIT_GOOD;
}

static const struct command_word COMMANDS[] = {
    {"collect", "", "write one bundle (the default command)", 0, 0,
     "takes options only", NULL, run_collect},
    {"preview", "", "list what would leave: path, why, bytes, redactions", 0, 0,
     "takes options only", NULL, run_preview},
    {"inspect", "BUNDLE [ENTRY]", "list a bundle, or print one entry", 1, 2,
     "name a bundle, and at most one entry", NULL, run_inspect},
    {"verify", "BUNDLE", "check that a bundle is whole and unchanged", 1, 1,
     "name one bundle", NULL, run_verify},
    {"db-script", "ENGINE",
     "print the read-only SQL for a DBA: for postgresql, mysql, oracle, "
     "sqlserver or db2",
     1, 1, "name one engine", DB_ENGINES, run_db_script},
    {"host-script", "linux|windows",
     "print a script for a server where this program does not run", 1, 1,
     "name one system, linux or windows", HOST_SYSTEMS, run_host_script},
};

static void
version_tell(struct buf *out)
{
    buf_addf(out, "libarchive %s\nOpenSSL %s\n", bundle_library(),
             seal_library());
}

static const struct command_line LINE = {
    .program = "acc-collect",
    .about = "Gathers what the migration of an Adobe Campaign server depends "
             "on, changes nothing on the server, and writes one archive.\n",
    .notes =
        "A database's password comes from --db-password-fd, from the client's "
        "own variable (PGPASSWORD, MYSQL_PWD, SQLCMDPASSWORD), from its own "
        "file of passwords, or is asked for on the terminal; never from an "
        "argument. Started as root, the client runs as the owner of the "
        "Campaign directory, and a password is handed only to an account that "
        "you name with --db-account.\n"
        "\n"
        "Redaction \"basic\": before a byte is written, values whose name says "
        "password, secret, token or key, credentials in addresses, private "
        "keys and e-mail addresses are replaced by [redacted]. Of logs only "
        "known parts of lines of known kinds leave, an empty line stands for "
        "every other. Lines keep their numbers. A secret under an innocent "
        "name is not recognised: look with 'acc-collect preview' and "
        "'acc-collect inspect'.\n"
        "\n"
        "Exit status: 0 complete; 1 error, nothing written; 2 verify: bad; 3 "
        "written, but something could not be collected (listed); 64 wrong "
        "usage.\n",
    .options = OPTIONS,
    .option_count = OPTION_COUNT,
    .commands = COMMANDS,
    .command_count = sizeof COMMANDS / sizeof *COMMANDS,
    .version = version_tell,
};

/* ---- the command line ---- */

/* Results that could not be told are an error, but for a bundle that is already
 * written; a reader that has seen enough (head) is none. */
static int
results_out(const struct command_word *command, int status)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE)
        return status;
    if (command == NULL || command->run != run_collect ||
        status == EXIT_ERROR) {
        message("standard output: it could not be written");
        return EXIT_ERROR;
    }
    message("standard output: it could not be written; the bundle is whole: "
            "acc-collect inspect shows what it holds");
    return status;
}

static int
command_call(struct call *call)
{
    const struct command_word *command = call->words.command;

    /* Before anything is started, and whatever it is good for. */
    db_password_take(&call->options.gather.db);
    stop_watch();
    machine_be_gentle();
    return results_out(
        command, command->run(call, call->words.operands, call->words.count));
}

int
main(int argc, char **argv)
{
    struct call call = {
        .level = 0, .timeout = GATHER_TIMEOUT, .password_fd = -1};
    struct failure why;
    int status;

    memory_start("acc-collect");
    descriptors_settle();
    machine_be_sealed();
    if (machine_borrowed()) {
        message("installed set-uid or set-gid: that is not what it is made "
                "for; start it as root instead");
        return EXIT_ERROR;
    }
    arena_init(&call.arena);
    call.options.compression = "gzip";
    call.options.gather.max_file = GATHER_FILE;
    call.options.gather.max_bundle = GATHER_BUNDLE;
    call.options.gather.db.account = -1;
    call.options.gather.db.client = "auto";
    status = command_line_read(&LINE, argv + 1, argc > 0 ? (size_t)argc - 1 : 0,
                               &call, &call.arena, &call.words, &why);
    if (status == LINE_DONE)
        status = results_out(NULL, EXIT_GOOD);
    else if (status != 0 || options_check(&call, &why) != 0)
        status = refuse(&why);
    else
        status = command_call(&call);
    db_password_forget(&call.options.gather.db);
    arena_release(&call.arena);
    return status;
}
