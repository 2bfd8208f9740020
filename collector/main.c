/*
 * acc-collect: options → collect(); exit status.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_write.h"
#include "collect.h"
#include "db_client.h"
#include "db_script.h"
#include "host_script.h"
#include "memory.h"
#include "platform.h"
#include "seal.h"

/* What the words of the command line come to. */
struct call {
    struct arena arena;
    struct collect_options options;
    const char *given[64]; /* value per option of the table; "" without one */
    bool seen[64];
};

struct option {
    const char *name; /* without the dashes */
    char letter;
    const char *argument; /* NULL: takes none */
    const char *meaning;
    int (*handle)(struct call *call, const struct option *option,
                  const char *value);
    bool recorded; /* in the manifest: it says what was collected */
};

static int
usage_error(const char *name, const char *problem)
{
    message("--%s: %s", name, problem);
    return EXIT_USAGE;
}

/* 0 if VALUE names a KIND, a file or a folder: what is not there was typed
 * wrong, what cannot be looked at is an error. */
static int
option_kind(const struct option *option, const char *value, enum node_kind kind)
{
    int problem;

    if (path_kind(value, &problem) == kind)
        return 0;
    if (problem == 0)
        return usage_error(option->name, kind == NODE_FILE ? "no such file"
                                                           : "no such folder");
    message("--%s: %s: %s", option->name, value, root_words(problem));
    return EXIT_ERROR;
}

/* ---- handlers ---- */

static int
take_output(struct call *call, const struct option *option, const char *value)
{
    if (value[0] == '\0' || strcmp(value, "-") == 0)
        return usage_error(option->name, "name a file or a folder; a bundle is "
                                         "not written to standard output");
    call->options.output = value;
    return 0;
}

static int
take_root(struct call *call, const struct option *option, const char *value)
{
    if (value[0] == '\0')
        return usage_error(option->name, "name a folder");
    call->options.gather.root = value;
    return 0;
}

/* A Windows path is taken as it stands in the tree: C:\Folder is /C/Folder. */
static int
take_install_dir(struct call *call, const struct option *option,
                 const char *value)
{
    struct words *dirs = &call->options.gather.install_dirs;
    char *path;

    if (value[0] != '\0' && value[1] == ':' &&
        (value[2] == '\\' || value[2] == '/')) {
        path = arena_format(&call->arena, "/%c%s", value[0], value + 2);
        for (value = path; *path != '\0'; path++)
            if (*path == '\\')
                *path = '/';
    }
    if (value[0] != '/')
        return usage_error(option->name, "give an absolute path");
    *vec_add(&call->arena, dirs) = value;
    return 0;
}

static int
take_instance(struct call *call, const struct option *option, const char *value)
{
    if (value[0] == '\0')
        return usage_error(option->name, "name an instance");
    *vec_add(&call->arena, &call->options.gather.instances) = value;
    return 0;
}

static int
take_nlserver(struct call *call, const struct option *option, const char *value)
{
    if (value[0] != '/')
        return usage_error(option->name, "give an absolute path");
    call->options.gather.nlserver = value;
    return 0;
}

static int
take_pdump(struct call *call, const struct option *option, const char *value)
{
    call->options.gather.pdump = value;
    return option_kind(option, value, NODE_FILE);
}

static int
take_recorded(struct call *call, const struct option *option, const char *value)
{
    call->options.gather.recorded = value;
    return option_kind(option, value, NODE_FOLDER);
}

static int
take_handed_over(struct call *call, const struct option *option,
                 const char *value)
{
    int problem;

    call->options.gather.handed_over = value;
    if (path_kind(value, &problem) == NODE_FOLDER)
        return 0;
    return option_kind(option, value, NODE_FILE);
}

static int
take_no_commands(struct call *call, const struct option *option,
                 const char *value)
{
    (void)option;
    (void)value;
    call->options.gather.no_commands = true;
    return 0;
}

static int
take_hostname(struct call *call, const struct option *option, const char *value)
{
    if (value[0] == '\0' || strlen(value) > 255)
        return usage_error(option->name, "give a name of 1 to 255 bytes");
    call->options.gather.hostname = value;
    return 0;
}

static int
take_estate(struct call *call, const struct option *option, const char *value)
{
    if (value[0] == '\0' || strlen(value) > 255)
        return usage_error(option->name, "give a label of 1 to 255 bytes");
    call->options.gather.estate = value;
    return 0;
}

static int
take_estate_key(struct call *call, const struct option *option,
                const char *value)
{
    call->options.gather.estate_key = value;
    return option_kind(option, value, NODE_FILE);
}

static int
take_none(struct call *call, const struct option *option, const char *value)
{
    (void)call;
    if (strcmp(value, "none") == 0)
        return 0;
    return usage_error(option->name, "not in this version (only none is)");
}

static int
take_number(const struct option *option, const char *value, int64_t low,
            int64_t high, int64_t *out)
{
    if (span_number(span_of(value), low, high, out))
        return 0;
    message("--%s: %s: give a number from %lld to %lld", option->name, value,
            (long long)low, (long long)high);
    return EXIT_USAGE;
}

static int
take_max_file(struct call *call, const struct option *option, const char *value)
{
    return take_number(option, value, 1024, GATHER_FILE_MOST,
                       &call->options.gather.max_file);
}

static int
take_max_bundle(struct call *call, const struct option *option,
                const char *value)
{
    return take_number(option, value, 1024, GATHER_BUNDLE_MOST,
                       &call->options.gather.max_bundle);
}

static int
take_timeout(struct call *call, const struct option *option, const char *value)
{
    int64_t seconds = 0;
    int problem = take_number(option, value, 1, 3600, &seconds);

    if (problem == 0)
        call->options.gather.timeout = (int)seconds;
    return problem;
}

static int
take_compress(struct call *call, const struct option *option, const char *value)
{
    if (strcmp(value, "gzip") != 0 && strcmp(value, "zstd") != 0)
        return usage_error(option->name, "give gzip or zstd");
    call->options.compression = value;
    return 0;
}

static int
take_level(struct call *call, const struct option *option, const char *value)
{
    int64_t level = 0;
    int problem = take_number(option, value, 1, 19, &level);

    if (problem == 0)
        call->options.level = (int)level;
    return problem;
}

static int
take_quiet(struct call *call, const struct option *option, const char *value)
{
    (void)option;
    (void)value;
    call->options.quiet = true;
    return 0;
}

static int
take_verbose(struct call *call, const struct option *option, const char *value)
{
    (void)option;
    (void)value;
    call->options.gather.each = tell_entry;
    return 0;
}

/* A name is handed to a client and recorded: one word, no option, and nothing
 * that could hold a password (USER/PASSWORD, a connection string). */
static int
take_db_word(const struct option *option, const char *value,
             const char *refused, const char **out)
{
    const char *c;

    for (c = value; (unsigned char)*c > ' ' && strchr(refused, *c) == NULL; c++)
        ;
    if (value[0] == '\0' || value[0] == '-' || *c != '\0') {
        message("--%s: give one word without any of %s", option->name, refused);
        return EXIT_USAGE;
    }
    *out = value;
    return 0;
}

static int
take_db(struct call *call, const struct option *option, const char *value)
{
    if (db_script(value).len == 0)
        return usage_error(option->name, "give " DB_ENGINES);
    call->options.gather.db.engine = value;
    return 0;
}

static int
take_db_host(struct call *call, const struct option *option, const char *value)
{
    return take_db_word(option, value, "\"';`=@",
                        &call->options.gather.db.host);
}

static int
take_db_port(struct call *call, const struct option *option, const char *value)
{
    int64_t port;

    call->options.gather.db.port = value;
    return take_number(option, value, 1, 65535, &port);
}

static int
take_db_name(struct call *call, const struct option *option, const char *value)
{
    return take_db_word(option, value, "\"';`=@/",
                        &call->options.gather.db.name);
}

static int
take_db_user(struct call *call, const struct option *option, const char *value)
{
    return take_db_word(option, value, "\"';`=@/",
                        &call->options.gather.db.user);
}

static int
take_db_password_fd(struct call *call, const struct option *option,
                    const char *value)
{
    int64_t number = -1;
    int problem = take_number(option, value, 0, 1023, &number);

    call->options.gather.db.password_fd = (int)number;
    return problem;
}

static int
take_db_account(struct call *call, const struct option *option,
                const char *value)
{
    const char *problem = account_find(value, &call->options.gather.db.account);

    if (problem == NULL)
        return 0;
    message("--%s: %s: %s", option->name, value, problem);
    return EXIT_USAGE;
}

static int
take_db_client(struct call *call, const struct option *option,
               const char *value)
{
    (void)option;
    call->options.gather.db.client = value;
    return 0;
}

static int
take_db_result(struct call *call, const struct option *option,
               const char *value)
{
    call->options.gather.db.result = value;
    return option_kind(option, value, NODE_FILE);
}

/* What the options about the database say together. */
static int
db_check(const struct db_options *db)
{
    bool nlserver = strcmp(db->client, "nlserver") == 0;

    if (db->engine == NULL) {
        if (db->host != NULL || db->port != NULL || db->name != NULL ||
            db->user != NULL || db->password_fd >= 0 || db->account >= 0 ||
            strcmp(db->client, "auto") != 0)
            return usage_error("db", "name the engine: " DB_ENGINES);
        return 0;
    }
    if (db->result != NULL)
        return usage_error("db-result", "a bundle describes one database: "
                                        "leave --db out, or run again");
    if (!db_client_serves(db->client, db->engine))
        return usage_error("db-client", "no such client for this engine: "
                                        "auto, psql, mysql, sqlcmd, sqlplus, "
                                        "db2, nlserver or none");
    if (db->name == NULL && !nlserver && strcmp(db->client, "none") != 0)
        return usage_error("db-name", "name the database");
    return 0;
}

static int
take_later(struct call *call, const struct option *option, const char *value)
{
    (void)call;
    (void)value;
    return usage_error(option->name, "not in this version");
}

static int take_help(struct call *call, const struct option *option,
                     const char *value);
static int take_version(struct call *call, const struct option *option,
                        const char *value);

/* ---- the table ---- */

/* clang-format off: a table is read in columns */
static const struct option OPTIONS[] = {
    {"output", 'o', "PATH",
     "file or existing folder; default ./acc-HOST-TIME.tar.gz", take_output,
     false},
    {"root", 0, "DIR", "take DIR as /; nothing is executed, links stay inside",
     take_root, true},
    {"install-dir", 0, "DIR",
     "the Campaign directory (repeatable); default: found", take_install_dir,
     true},
    {"nlserver", 0, "FILE",
     "the nlserver to run; default: under the Campaign directory",
     take_nlserver, true},
    {"pdump", 0, "FILE",
     "saved output of 'nlserver pdump' instead of running it", take_pdump,
     true},
    {"recorded", 0, "DIR",
     "saved output of commands, each in a file of its entry name",
     take_recorded, true},
    {"handed-over", 0, "PATH", "what a host script left: a file or a folder",
     take_handed_over, true},
    {"no-commands", 0, NULL, "run nothing", take_no_commands, true},
    {"hostname", 0, "NAME", "name to record; default: this machine's",
     take_hostname, true},
    {"estate", 0, "NAME", "label of the estate", take_estate, true},
    {"instance", 0, "NAME", "only this instance (repeatable)", take_instance,
     true},
    {"estate-key", 0, "FILE",
     "secret shared by the hosts of an estate: keys the machine id",
     take_estate_key, true},
    {"max-file", 0, "BYTES", "most bytes of one file; head and tail are kept",
     take_max_file, true},
    {"max-bundle", 0, "BYTES", "most bytes of all files", take_max_bundle,
     true},
    {"timeout", 0, "SECONDS",
     "how long a command or a file may take; default 60", take_timeout, true},
    {"compress", 0, "NAME", "gzip (default) or zstd", take_compress, true},
    {"level", 0, "N", "compression level", take_level, true},
    {"code", 0, "none", "customer code: not in this version", take_none, true},
    {"entities", 0, "none", "exported packages: not in this version", take_none,
     true},
    {"db", 0, "ENGINE", "the database to describe: " DB_ENGINES, take_db, true},
    {"db-host", 0, "NAME", "where it runs", take_db_host, true},
    {"db-port", 0, "N", "its port", take_db_port, true},
    {"db-name", 0, "NAME", "its name (Oracle: service or TNS alias)",
     take_db_name, true},
    {"db-user", 0, "NAME", "the account to ask as", take_db_user, true},
    {"db-password-fd", 0, "N",
     "the password, read from this descriptor; else the client's",
     take_db_password_fd, false},
    {"db-account", 0, "USER",
     "who runs the client for root; default: the tree's owner", take_db_account,
     true},
    {"db-client", 0, "NAME",
     "auto, psql, mysql, sqlcmd, sqlplus, db2, nlserver or none",
     take_db_client, true},
    {"db-result", 0, "FILE", "what a DBA's client printed for db-script",
     take_db_result, true},
    {"quiet", 'q', NULL, "no results on success", take_quiet, false},
    {"verbose", 'v', NULL, "a line for each entry", take_verbose, false},
    {"help", 'h', NULL, "this text", take_help, false},
    {"version", 0, NULL, "the version and its libraries", take_version, false},
    {"exclude", 0, "GLOB", NULL, take_later, false},
    {"preview-list", 0, "FILE", NULL, take_later, false},
    {"pseudonyms", 0, NULL, NULL, take_later, false},
    {"map", 0, "FILE", NULL, take_later, false},
    {"sign-key", 0, "FILE", NULL, take_later, false},
    {"sign-cert", 0, "FILE", NULL, take_later, false},
    {"passphrase-env", 0, "NAME", NULL, take_later, false},
    {"recipient", 0, "CERT", NULL, take_later, false},
};
/* clang-format on */

enum {
    OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS,
    DONE = -1 /* a handler has said all */
};

_Static_assert((int)OPTION_COUNT <= 64, "struct call has room for all options");

static void
help_option(const struct option *option)
{
    char left[64];

    snprintf(left, sizeof left, "%s%c%s--%s%s%s", option->letter ? "-" : " ",
             option->letter ? option->letter : ' ',
             option->letter ? ", " : "  ", option->name,
             option->argument == NULL ? "" : " ",
             option->argument == NULL ? "" : option->argument);
    printf("  %-26s %s\n", left, option->meaning);
}

static int
take_help(struct call *call, const struct option *option, const char *value)
{
    size_t i;

    (void)call;
    (void)option;
    (void)value;
    printf("Usage: acc-collect [collect] [options]    write one bundle\n"
           "       acc-collect preview [options]      list what would leave\n"
           "       acc-collect inspect BUNDLE [ENTRY] list a bundle, or print "
           "one entry\n"
           "       acc-collect verify BUNDLE          check a bundle\n"
           "       acc-collect db-script ENGINE       print the SQL for a DBA\n"
           "       acc-collect host-script SYSTEM     print a script for a "
           "server where this\n"
           "                                          program does not "
           "run: " HOST_SYSTEMS "\n"
           "\n"
           "Gathers what the migration of an Adobe Campaign server depends on, "
           "changes nothing on\n"
           "the server, and writes one archive.\n"
           "\nOptions:\n");
    for (i = 0; i < OPTION_COUNT; i++)
        if (OPTIONS[i].meaning != NULL)
            help_option(&OPTIONS[i]);
    printf("\nNot in this version:");
    for (i = 0; i < OPTION_COUNT; i++)
        if (OPTIONS[i].meaning == NULL)
            printf(" --%s", OPTIONS[i].name);
    printf(
        ".\n"
        "\n"
        "A database's password comes from --db-password-fd, from the client's "
        "own variable\n"
        "(PGPASSWORD, MYSQL_PWD, SQLCMDPASSWORD), from its own file of "
        "passwords, or is asked\n"
        "for on the terminal; never from an argument.  Started as root, the "
        "client runs as the\n"
        "owner of the Campaign directory, and a password is handed only to an "
        "account that you\n"
        "name with --db-account.\n"
        "\n"
        "Redaction \"basic\": before a byte is written, values whose name "
        "says password, secret,\n"
        "token or key, credentials in addresses, private keys and e-mail "
        "addresses are\n"
        "replaced by [redacted].  Of logs only known parts of lines of known "
        "kinds leave, an\n"
        "empty line stands for every other.  Lines keep their numbers.  A "
        "secret under an\n"
        "innocent name is not recognised: look with 'acc-collect preview' and "
        "'acc-collect\n"
        "inspect'.\n"
        "\n"
        "Exit status: 0 complete; 1 error, nothing written; 2 verify: bad; 3 "
        "written, but\n"
        "something could not be collected (listed); 64 wrong usage.\n");
    return DONE;
}

static int
take_version(struct call *call, const struct option *option, const char *value)
{
    (void)call;
    (void)option;
    (void)value;
    printf("acc-collect %s\nlibarchive %s\nOpenSSL %s\n", ACC_VERSION,
           bundle_library(), seal_library());
    return DONE;
}

/* ---- the command line ---- */

static const struct option *
option_of_letter(char letter)
{
    size_t i;

    for (i = 0; i < OPTION_COUNT; i++)
        if (OPTIONS[i].letter != 0 && OPTIONS[i].letter == letter)
            return &OPTIONS[i];
    return NULL;
}

static const struct option *
option_of_name(const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < OPTION_COUNT; i++)
        if (strlen(OPTIONS[i].name) == len &&
            memcmp(OPTIONS[i].name, name, len) == 0)
            return &OPTIONS[i];
    return NULL;
}

/* Options repeated are recorded with all their values. */
static int
option_take(struct call *call, const struct option *option, const char *value)
{
    size_t at = (size_t)(option - OPTIONS);

    if (call->seen[at] && value != NULL)
        call->given[at] =
            arena_format(&call->arena, "%s %s", call->given[at], value);
    else
        call->given[at] = value;
    call->seen[at] = true;
    return option->handle(call, option, value);
}

/* Reads the option at WORDS[*AT]; moves *AT behind it. */
static int
option_read(struct call *call, char **words, int count, int *at)
{
    const char *word = words[(*at)++], *value = NULL, *equals;
    const struct option *option;

    if (word[1] == '-') {
        equals = strchr(word, '=');
        option = option_of_name(word + 2, equals == NULL
                                              ? strlen(word + 2)
                                              : (size_t)(equals - word - 2));
        if (equals != NULL)
            value = equals + 1;
    } else {
        option = option_of_letter(word[1]);
        if (word[2] != '\0')
            value = word + 2;
    }
    if (option == NULL) {
        message("%s: no such option: see acc-collect --help", word);
        return EXIT_USAGE;
    }
    if (option->handle == take_later)
        return take_later(call, option, value);
    if (option->argument == NULL && value != NULL)
        return usage_error(option->name, "takes no value");
    if (option->argument != NULL && value == NULL) {
        if (*at >= count)
            return usage_error(option->name, "needs a value");
        value = words[(*at)++];
    }
    return option_take(call, option, value);
}

static void
options_record(struct call *call)
{
    size_t i;

    for (i = 0; i < OPTION_COUNT; i++)
        if (call->seen[i] && OPTIONS[i].recorded)
            *vec_add(&call->arena, &call->options.recorded) =
                (struct manifest_option){
                    arena_format(&call->arena, "--%s", OPTIONS[i].name),
                    call->given[i]};
}

/* ---- commands ---- */

static int
run_collect(struct call *call, char **words)
{
    (void)words;
    options_record(call);
    return collect(&call->options);
}

static int
run_preview(struct call *call, char **words)
{
    (void)words;
    if (call->options.output != NULL)
        return usage_error("output", "preview writes nothing");
    return preview(&call->options);
}

static int
run_inspect(struct call *call, char **words)
{
    (void)call;
    return inspect(words[0], words[1]);
}

static int
run_verify(struct call *call, char **words)
{
    return verify(words[0], call->options.quiet);
}

static int
run_db_script(struct call *call, char **words)
{
    struct span script = db_script(words[0]);

    (void)call;
    if (script.len == 0) {
        message("db-script: %s: give " DB_ENGINES, words[0]);
        return EXIT_USAGE;
    }
    fwrite(script.at, 1, script.len, stdout);
    return EXIT_GOOD;
}

static int
run_host_script(struct call *call, char **words)
{
    enum { SCRIPT_MOST = 1024 * 1024 };
    struct buf script;
    int status = EXIT_GOOD;

    (void)call;
    buf_init(&script, SCRIPT_MOST);
    if (host_script(words[0], &script)) {
        fwrite(script.data, 1, script.len, stdout);
    } else {
        message("host-script: %s: give " HOST_SYSTEMS, words[0]);
        status = EXIT_USAGE;
    }
    buf_release(&script);
    return status;
}

static const struct command_word {
    const char *name;
    int least, most; /* operands */
    int (*run)(struct call *call, char **words);
    const char *operands; /* for the message when they are wrong */
} COMMANDS[] = {
    {"collect", 0, 0, run_collect, "takes options only"},
    {"preview", 0, 0, run_preview, "takes options only"},
    {"inspect", 1, 2, run_inspect, "name a bundle, and at most one entry"},
    {"verify", 1, 1, run_verify, "name one bundle"},
    {"db-script", 1, 1, run_db_script, "name one engine: " DB_ENGINES},
    {"host-script", 1, 1, run_host_script, "name one system: " HOST_SYSTEMS},
    {NULL, 0, 0, NULL, NULL}};

/* Results that could not be told are an error, but for a bundle that is already
 * written; a reader that has seen enough (head) is none. */
static int
results_out(const struct command_word *command, int status)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE)
        return status;
    if (command->run != run_collect || status == EXIT_ERROR) {
        message("standard output: it could not be written");
        return EXIT_ERROR;
    }
    message("standard output: it could not be written; the bundle is whole: "
            "acc-collect inspect shows what it holds");
    return status;
}

static int
command_call(struct call *call, char **operands, int count)
{
    const struct command_word *command = COMMANDS;

    if (count > 0) {
        while (command->name != NULL && strcmp(command->name, operands[0]) != 0)
            command++;
        if (command->name == NULL) {
            message("%s: no such command: see acc-collect --help", operands[0]);
            return EXIT_USAGE;
        }
        operands++;
        count--;
    }
    if (count < command->least || count > command->most) {
        message("%s: %s", command->name, command->operands);
        return EXIT_USAGE;
    }
    return results_out(command, command->run(call, operands));
}

int
main(int argc, char **argv)
{
    struct call call;
    char **operands;
    int at = 1, count = 0, status = 0;
    bool options = true;

    memory_start("acc-collect");
    operands = memory_take((size_t)argc + 2, sizeof *operands);
    descriptors_settle();
    machine_be_sealed();
    if (machine_borrowed()) {
        message("installed set-uid or set-gid: that is not what it is made "
                "for; start it as root instead");
        return EXIT_ERROR;
    }
    memset(&call, 0, sizeof call);
    arena_init(&call.arena);
    call.options.compression = "gzip";
    call.options.gather.max_file = GATHER_FILE;
    call.options.gather.max_bundle = GATHER_BUNDLE;
    call.options.gather.timeout = GATHER_TIMEOUT;
    call.options.gather.db.password_fd = -1;
    call.options.gather.db.account = -1;
    call.options.gather.db.client = "auto";
    while (at < argc && status == 0) {
        if (options && strcmp(argv[at], "--") == 0) {
            options = false;
            at++;
        } else if (options && argv[at][0] == '-' && argv[at][1] != '\0') {
            status = option_read(&call, argv, argc, &at);
        } else {
            operands[count++] = argv[at++];
        }
    }
    if (status == 0)
        status = db_check(&call.options.gather.db);
    if (status == 0 && call.options.gather.handed_over != NULL &&
        call.options.gather.root != NULL)
        status = usage_error("handed-over", "it is a tree by itself: leave "
                                            "--root out");
    if (status == 0) {
        /* Before anything is started, and whatever it is good for. */
        db_password_take(&call.options.gather.db);
        stop_watch();
        machine_be_gentle();
        status = command_call(&call, operands, count);
    }
    if (status == DONE)
        status = 0;
    db_password_forget(&call.options.gather.db);
    arena_release(&call.arena);
    free(operands);
    return status;
}
