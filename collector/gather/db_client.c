#include "db_client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "db_script.h"
#include "place.h"

enum {
    INPUT_MOST = 1024 * 1024,
    SECRET_MOST = 8192,
    RUN_FACTOR = 30 /* silences that a whole run may take */
};

/* What a client needs while it is prepared. */
struct making {
    struct gathered *gathered;
    struct arena *arena;
    const struct db_options *options;
    const struct db_client *client;
    struct db_call *call;
    struct command *command;
    const char *program;
    const char *home;   /* of the account that it runs as, or NULL */
    bool ours;          /* it runs as we do: what our caller has is its own */
    bool tree;          /* it runs as the owner of the tree */
    const char *unseen; /* where the search for the program ended, for it could
                           not be looked at, and why; or NULL */
};

struct db_client {
    const char *name;
    const char *engine;      /* NULL: any */
    const char *programs[3]; /* looked for on PATH */
    const char *variable;    /* in which it takes a password, or NULL */
    const char *files[3];    /* in HOME, of passwords */
    const char *(*prepare)(struct making *making);
};

static void
word_add(struct making *making, const char *word)
{
    *vec_add(making->arena, &making->call->argv) = word;
}

/* The last value of a name counts: what the options say comes after what the
 * caller has. */
static const char *
env_add(struct making *making, const char *name, const char *value)
{
    const char *line = arena_format(making->arena, "%s=%s", name, value);
    struct words *env = &making->call->env;
    size_t i, len = strlen(name) + 1;

    for (i = 0; i < env->count; i++)
        if (strncmp(env->items[i], line, len) == 0)
            return env->items[i] = line;
    return *vec_add(making->arena, env) = line;
}

/*
 * Who may say what to a client.  Our caller may say all to one that runs as
 * himself; to one of another account he says words, for his files are not its
 * own.  The scripts of the tree say all to one that runs as the tree's owner;
 * to any other they only say where libraries and programs are, and only folders
 * in which nobody but root and its account has a say.  Nobody says where the
 * server is when --db-host does: a service file is stronger than PGHOST.
 */
enum says {
    SAYS_WORD,     /* a word that is no file: PGSSLMODE */
    SAYS_SERVER,   /* which server: not with --db-host */
    SAYS_PLACE,    /* which server, in a file: not with --db-host */
    SAYS_FILE,     /* a file of the account */
    SAYS_PROGRAM,  /* a folder of programs and libraries */
    SAYS_LIBRARIES /* several, with colons between them */
};

struct variable {
    const char *name; /* NULL: the end */
    enum says says;
};

static const char *
variable_of_caller(const struct making *making, const struct variable *variable)
{
    const char *value = getenv(variable->name);

    if (value == NULL || value[0] == '\0')
        return NULL;
    if (!making->ours &&
        (variable->says == SAYS_PLACE || variable->says == SAYS_FILE))
        return NULL;
    return value;
}

static const char *
variable_of_tree(const struct making *making, const struct variable *variable)
{
    if (!making->tree && variable->says != SAYS_PROGRAM &&
        variable->says != SAYS_LIBRARIES)
        return NULL;
    return campaign_variable(making->gathered, variable->name);
}

/* The value of VARIABLE for the client, or NULL. */
static const char *
variable_find(const struct making *making, const struct variable *variable)
{
    const char *value;
    struct buf kept;

    if (making->options->host != NULL &&
        (variable->says == SAYS_PLACE || variable->says == SAYS_SERVER))
        return NULL;
    value = variable_of_caller(making, variable);
    if (value == NULL)
        value = variable_of_tree(making, variable);
    if (value == NULL ||
        (variable->says != SAYS_PROGRAM && variable->says != SAYS_LIBRARIES))
        return value;
    buf_init(&kept, 65536);
    (void)folders_guard(value, variable->says == SAYS_LIBRARIES,
                        making->command->account, making->arena, &kept);
    value = kept.len == 0 ? NULL : arena_string(making->arena, kept.data);
    buf_release(&kept);
    return value;
}

static void
env_take(struct making *making, const struct variable *variables)
{
    for (; variables->name != NULL; variables++) {
        const char *value = variable_find(making, variables);

        if (value != NULL)
            env_add(making, variables->name, value);
    }
}

static void
env_common(struct making *making)
{
    static const struct variable variables[] = {
        {"TMPDIR", SAYS_FILE}, {"KRB5CCNAME", SAYS_FILE}, {NULL, SAYS_WORD}};
    const char *name = account_name(making->command->account, making->arena);

    env_add(making, "PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    env_add(making, "LC_ALL", "C.UTF-8");
    if (making->home != NULL)
        env_add(making, "HOME", making->home);
    env_add(making, "USER", name);
    env_add(making, "LOGNAME", name);
    env_take(making, variables);
}

static void
secret_escaped(struct buf *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (strchr(special, *text) != NULL)
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
}

static void
input_script(struct making *making)
{
    struct span script = db_script(making->client->engine);

    buf_add(&making->call->input, script.at, script.len);
}

/* ---- PostgreSQL ---- */

/* Arguments of psql can be connection strings, its variables cannot. */
static const char *
prepare_psql(struct making *making)
{
    static const struct variable names[] = {{"PGPASSFILE", SAYS_FILE},
                                            {"PGSERVICE", SAYS_PLACE},
                                            {"PGSERVICEFILE", SAYS_PLACE},
                                            {"PGSYSCONFDIR", SAYS_PLACE},
                                            {"PGHOST", SAYS_SERVER},
                                            {"PGPORT", SAYS_SERVER},
                                            {"PGUSER", SAYS_WORD},
                                            {"PGSSLMODE", SAYS_WORD},
                                            {"PGREQUIRESSL", SAYS_WORD},
                                            {"PGGSSENCMODE", SAYS_WORD},
                                            {"PGSSLCERT", SAYS_FILE},
                                            {"PGSSLKEY", SAYS_FILE},
                                            {"PGSSLROOTCERT", SAYS_FILE},
                                            {"LD_LIBRARY_PATH", SAYS_LIBRARIES},
                                            {NULL, SAYS_WORD}};
    const struct db_options *options = making->options;

    env_take(making, names);
    if (options->host != NULL)
        env_add(making, "PGHOST", options->host);
    if (options->port != NULL)
        env_add(making, "PGPORT", options->port);
    if (options->user != NULL)
        env_add(making, "PGUSER", options->user);
    env_add(making, "PGDATABASE", options->name);
    env_add(making, "PGAPPNAME", "acc-collect");
    env_add(making, "PGCONNECT_TIMEOUT", "15");
    word_add(making, "-X");
    word_add(making, "-q");
    word_add(making, "-w");
    word_add(making, "-f");
    word_add(making, "-");
    if (making->call->password != NULL) {
        buf_adds(&making->call->secret, "*:*:*:*:");
        secret_escaped(&making->call->secret, making->call->password, ":\\");
        buf_addc(&making->call->secret, '\n');
        env_add(making, "PGPASSFILE", COMMAND_SECRET);
    }
    input_script(making);
    return NULL;
}

/* ---- MySQL, MariaDB ---- */

static const char *
prepare_mysql(struct making *making)
{
    static const struct variable names[] = {{"MYSQL_UNIX_PORT", SAYS_PLACE},
                                            {"MYSQL_HOME", SAYS_FILE},
                                            {"MARIADB_HOME", SAYS_FILE},
                                            {"LD_LIBRARY_PATH", SAYS_LIBRARIES},
                                            {NULL, SAYS_WORD}};
    const struct db_options *options = making->options;
    const char *port = options->port;

    env_take(making, names);
    if (making->call->password != NULL) {
        word_add(making, arena_format(making->arena, "--defaults-file=%s",
                                      COMMAND_SECRET));
        buf_adds(&making->call->secret, "[client]\npassword=\"");
        secret_escaped(&making->call->secret, making->call->password, "\"\\");
        buf_adds(&making->call->secret, "\"\n");
    }
    word_add(making, "--batch");
    word_add(making, "--skip-column-names");
    word_add(making, "--force");
    word_add(making, "--unbuffered");
    word_add(making, "--skip-auto-rehash");
    word_add(making, "--skip-reconnect");
    word_add(making, "--connect-timeout=15");
    word_add(making, "--default-character-set=utf8");
    /* A server can ask for any file that its client may read. */
    word_add(making, "--local-infile=0");
    if (options->host != NULL)
        word_add(making,
                 arena_format(making->arena, "--host=%s", options->host));
    /* Else a file of options says port and way, and so another server. */
    if (options->host != NULL && strcmp(options->host, "localhost") != 0) {
        word_add(making, "--protocol=TCP");
        if (port == NULL)
            port = "3306";
    }
    if (port != NULL)
        word_add(making, arena_format(making->arena, "--port=%s", port));
    if (options->user != NULL)
        word_add(making,
                 arena_format(making->arena, "--user=%s", options->user));
    word_add(making,
             arena_format(making->arena, "--database=%s", options->name));
    input_script(making);
    return NULL;
}

/* ---- Oracle ---- */

static const char *
prepare_sqlplus(struct making *making)
{
    static const struct variable names[] = {
        {"ORACLE_HOME", SAYS_PROGRAM},       {"ORACLE_BASE", SAYS_FILE},
        {"ORACLE_SID", SAYS_SERVER},         {"TWO_TASK", SAYS_SERVER},
        {"TNS_ADMIN", SAYS_PLACE},           {"ORA_TZFILE", SAYS_FILE},
        {"LD_LIBRARY_PATH", SAYS_LIBRARIES}, {NULL, SAYS_WORD}};
    const struct db_options *options = making->options;
    struct buf *input = &making->call->input;

    env_take(making, names);
    env_add(making, "NLS_LANG", "AMERICAN_AMERICA.AL32UTF8");
    word_add(making, "-S");
    word_add(making, "-L");
    word_add(making, "/nolog");
    if (making->call->password != NULL &&
        strchr(making->call->password, '"') != NULL)
        return "sqlplus takes no password with a quote in it";
    buf_adds(input, "SET DEFINE OFF\nWHENEVER OSERROR EXIT 1\n"
                    "WHENEVER SQLERROR EXIT 1\nCONNECT ");
    if (options->user != NULL)
        buf_adds(input, options->user);
    buf_addc(input, '/');
    if (making->call->password != NULL)
        buf_addf(input, "\"%s\"", making->call->password);
    buf_addc(input, '@');
    if (options->host != NULL)
        buf_addf(input, "//%s:%s/", options->host,
                 options->port != NULL ? options->port : "1521");
    buf_addf(input, "%s\n", options->name);
    input_script(making);
    return NULL;
}

/* ---- SQL Server ---- */

static const char *
prepare_sqlcmd(struct making *making)
{
    static const struct variable names[] = {{"ODBCSYSINI", SAYS_FILE},
                                            {"ODBCINI", SAYS_FILE},
                                            {"LD_LIBRARY_PATH", SAYS_LIBRARIES},
                                            {NULL, SAYS_WORD}};
    const struct db_options *options = making->options;
    const char *host = options->host != NULL ? options->host : "localhost";

    env_take(making, names);
    word_add(making, "-S");
    word_add(making, options->port == NULL
                         ? host
                         : arena_format(making->arena, "tcp:%s,%s", host,
                                        options->port));
    word_add(making, "-d");
    word_add(making, options->name);
    if (options->user != NULL) {
        word_add(making, "-U");
        word_add(making, options->user);
    } else {
        word_add(making, "-E");
    }
    word_add(making, "-l");
    word_add(making, "15");
    word_add(making, "-i");
    word_add(making, "/dev/stdin");
    if (making->call->password != NULL)
        making->call->variable =
            env_add(making, "SQLCMDPASSWORD", making->call->password);
    input_script(making);
    return NULL;
}

/* ---- DB2 ---- */

static const char *
prepare_db2(struct making *making)
{
    static const struct variable names[] = {
        {"DB2INSTANCE", SAYS_WORD},          {"DB2DIR", SAYS_PROGRAM},
        {"DB2LIB", SAYS_LIBRARIES},          {"INSTHOME", SAYS_FILE},
        {"LD_LIBRARY_PATH", SAYS_LIBRARIES}, {NULL, SAYS_WORD}};
    const struct db_options *options = making->options;
    struct buf *input = &making->call->input;

    if (options->host != NULL)
        return "db2 knows servers from its own catalogue: leave --db-host and "
               "--db-port out, name the catalogued database";
    if (making->call->password != NULL &&
        strpbrk(making->call->password, "\";") != NULL)
        return "db2 takes no password with a quote or a semicolon in it";
    env_take(making, names);
    env_add(making, "DB2CODEPAGE", "1208");
    word_add(making, "-t");
    word_add(making, "-x");
    word_add(making, "+p");
    buf_addf(input, "CONNECT TO %s", options->name);
    if (options->user != NULL)
        buf_addf(input, " USER %s", options->user);
    if (making->call->password != NULL)
        buf_addf(input, " USING \"%s\"", making->call->password);
    buf_adds(input, ";\n");
    input_script(making);
    return NULL;
}

/* ---- Campaign ---- */

/* TEXT as a literal of JavaScript. */
static void
javascript_text(struct buf *out, struct span text)
{
    size_t i;

    buf_addc(out, '"');
    for (i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '\n') {
            buf_adds(out, "\\n");
        } else if (c != '\r') {
            if (c == '"' || c == '\\')
                buf_addc(out, '\\');
            buf_addc(out, c);
        }
    }
    buf_addc(out, '"');
}

/* Does LINE begin a statement that only reads? */
static bool
line_reads(struct span line)
{
    return span_skip(&line, "SELECT ") || span_skip(&line, "WITH ") ||
           span_skip(&line, "VALUES ");
}

static void
javascript_call(struct buf *out, const char *function, struct span text)
{
    buf_addf(out, "%s(", function);
    javascript_text(out, text);
    buf_adds(out, ");\n");
}

/*
 * Each SELECT of the script as a call of `ask`; it ends with a line that ends
 * with a semicolon.  What stands between them is for the script's own client
 * (comments, \set, SET …) and left out, but for what SQL*Plus is to print.
 */
static void
javascript_script(struct buf *out, struct span script)
{
    struct buf statement;
    struct span line;

    buf_init(&statement, INPUT_MOST);
    while (span_line(&script, &line)) {
        if (statement.len == 0 && span_skip(&line, "PROMPT "))
            javascript_call(out, "logInfo", line);
        if (statement.len == 0 && !line_reads(line))
            continue;
        buf_add(&statement, line.at, line.len);
        if (line.len == 0 || line.at[line.len - 1] != ';') {
            buf_addc(&statement, '\n');
            continue;
        }
        statement.len--;
        javascript_call(out, "ask", span_bytes(statement.data, statement.len));
        buf_reset(&statement);
    }
    buf_release(&statement);
}

/*
 * `nlserver javascript` with the documented sqlSelect and logInfo: written from
 * the documentation, not run against a real server.  Campaign's connection is
 * used, so neither account nor password is asked for.
 */
static const char *
prepare_nlserver(struct making *making)
{
    static const char helper[] =
        "function ask(sql) {\n"
        "  try {\n"
        "    var rows = sqlSelect(\"row,@line:string\", sql);\n"
        "    for each (var row in rows.row)\n"
        "      logInfo(String(row.@line));\n"
        "  } catch (error) {\n"
        "    logInfo(\"ERROR: \" + error);\n"
        "  }\n"
        "}\n";
    struct gathered *gathered = making->gathered;
    const struct gather_options *options = gathered->options;
    struct span script = db_script(making->options->engine);
    const char *problem, *dropped;

    if (options->root != NULL)
        return "nlserver is not executed with --root";
    /* Its script is of batches; Campaign on Linux has no such database. */
    if (strcmp(making->options->engine, "sqlserver") == 0)
        return "nlserver is asked for no SQL Server in this version";
    if (gathered->trees.count == 0)
        return "no Campaign directory was found";
    if (options->instances.count != 1)
        return "say whose database it is with --instance, once";
    making->program = options->nlserver != NULL
                          ? options->nlserver
                          : arena_format(making->arena, "%s/bin/nlserver",
                                         gathered->trees.items[0]);
    if (place_kind(gathered, making->program) != NODE_FILE)
        return arena_format(making->arena, "%s: no such file", making->program);
    problem = campaign_command(gathered, making->command, &making->call->env,
                               &dropped);
    if (problem != NULL)
        return problem;
    word_add(making, "javascript");
    word_add(making, arena_format(making->arena, "-instance:%s",
                                  options->instances.items[0]));
    word_add(making, "-file");
    word_add(making, "/proc/self/fd/0");
    buf_adds(&making->call->input, helper);
    javascript_script(&making->call->input, script);
    return NULL;
}

/* ---- the table ---- */

/* clang-format off: a table is read in columns */
static const struct db_client CLIENTS[] = {
    {"psql",
     "postgresql",
     {"psql", NULL},
     "PGPASSWORD",
     {".pgpass", NULL},
     prepare_psql},
    {"mysql",
     "mysql",
     {"mysql", "mariadb", NULL},
     "MYSQL_PWD",
     {".my.cnf", ".mylogin.cnf", NULL},
     prepare_mysql},
    {"sqlplus", "oracle", {"sqlplus", NULL}, NULL, {NULL}, prepare_sqlplus},
    {"sqlcmd",
     "sqlserver",
     {"sqlcmd", NULL},
     "SQLCMDPASSWORD",
     {NULL},
     prepare_sqlcmd},
    {"db2", "db2", {"db2", NULL}, NULL, {NULL}, prepare_db2},
    {"nlserver", NULL, {NULL}, NULL, {NULL}, prepare_nlserver}};
/* clang-format on */

enum { CLIENT_COUNT = sizeof CLIENTS / sizeof *CLIENTS };

static const struct db_client *
client_find(const char *name, const char *engine)
{
    size_t i;

    for (i = 0; i < CLIENT_COUNT; i++) {
        const struct db_client *client = &CLIENTS[i];

        if ((strcmp(name, "auto") == 0 || strcmp(name, client->name) == 0) &&
            (client->engine == NULL || strcmp(client->engine, engine) == 0))
            return client;
    }
    return NULL;
}

bool
db_client_serves(const char *name, const char *engine)
{
    return strcmp(name, "none") == 0 || client_find(name, engine) != NULL;
}

/* The file PROGRAM in one of the folders of LIST, or NULL.  One in which others
 * have a say is passed over; why stands in *UNSAFE, if it is the first. */
static const char *
program_in(struct making *making, const char *list, const char *program,
           const char **unsafe)
{
    struct span rest = span_of(list), folder;

    while (rest.len > 0) {
        const char *file, *problem;
        enum node_kind kind;
        int unseen;

        if (!span_until(&rest, ':', &folder)) {
            folder = rest;
            rest.len = 0;
        }
        if (folder.len == 0 || folder.at[0] != '/')
            continue;
        file = arena_format(making->arena, "%.*s/%s", (int)folder.len,
                            folder.at, program);
        kind = path_kind(file, &unseen);
        problem = unseen == 0 ? NULL
                              : arena_format(making->arena, "%s: %s", file,
                                             root_words(unseen));
        /* A shell, too, passes over what is denied, and nothing else. */
        if (unseen != 0 && unseen != EACCES) {
            making->unseen = problem;
            return NULL;
        }
        if (kind != NODE_FILE && problem == NULL)
            continue;
        if (problem == NULL)
            problem =
                command_unsafe(file, making->command->account, making->arena);
        if (problem == NULL)
            return file;
        if (*unsafe == NULL)
            *unsafe = problem;
    }
    return NULL;
}

/* Finds the client's program; returns NULL, or why there is none. */
static const char *
program_find(struct making *making)
{
    static const struct variable oracle = {"ORACLE_HOME", SAYS_PROGRAM};
    const char *path = getenv("PATH"), *unsafe = NULL;
    const char *home = variable_find(making, &oracle);
    size_t i;

    for (i = 0; making->client->programs[i] != NULL &&
                making->program == NULL && making->unseen == NULL;
         i++) {
        const char *name = making->client->programs[i];

        making->program = program_in(
            making, path != NULL ? path : "/usr/bin:/bin", name, &unsafe);
        if (making->program == NULL && making->unseen == NULL && home != NULL)
            making->program =
                program_in(making, arena_format(making->arena, "%s/bin", home),
                           name, &unsafe);
    }
    if (making->program != NULL)
        return NULL;
    if (making->unseen != NULL)
        return making->unseen;
    if (unsafe == NULL)
        return arena_format(making->arena, "%s is not on PATH",
                            making->client->programs[0]);
    return arena_format(
        making->arena, "not executed as %s: %s: %s",
        account_name(making->command->account, making->arena), unsafe,
        machine_root() ? "name the account that owns the client with "
                         "--db-account"
                       : "run acc-collect as the account that owns the client");
}

/* ---- the password ---- */

enum { PASSWORD_MOST = 512 };

void
db_password_take(struct db_options *options)
{
    size_t i;
    long len;

    for (i = 0; i < CLIENT_COUNT; i++) {
        char *value =
            CLIENTS[i].variable == NULL ? NULL : getenv(CLIENTS[i].variable);

        if (value == NULL)
            continue;
        if (options->engine != NULL && options->password_fd < 0 &&
            client_find(options->client, options->engine) == &CLIENTS[i] &&
            strlen(value) < PASSWORD_MOST &&
            (options->password = memory_secret(PASSWORD_MOST)) != NULL)
            strcpy(options->password, value);
        /* The memory of a process begins with its environment. */
        memory_wipe(value, strlen(value));
    }
    if (options->password_fd < 0)
        return;
    options->password = memory_secret(PASSWORD_MOST);
    len = options->password == NULL
              ? -1
              : descriptor_read(options->password_fd, options->password,
                                PASSWORD_MOST - 1);
    descriptor_forget(options->password_fd);
    if (len < 0)
        options->problem = "--db-password-fd: the descriptor cannot be read";
    else if (len == PASSWORD_MOST - 1)
        options->problem = "--db-password-fd: the password is too long";
    else
        options->password[strcspn(options->password, "\r\n")] = '\0';
}

void
db_password_forget(struct db_options *options)
{
    if (options->password != NULL)
        memory_wipe(options->password, PASSWORD_MOST);
}

/*
 * Root's password goes to an account that root has named, and to no other: what
 * runs as the owner of the tree, that account can look into.
 */
static bool
password_allowed(const struct making *making)
{
    return making->ours || making->options->account >= 0;
}

static bool
own_file_there(const struct making *making)
{
    int unseen; /* then the client, too, finds none */
    size_t i;

    if (making->ours && strcmp(making->client->name, "psql") == 0 &&
        getenv("PGPASSFILE") != NULL)
        return true;
    for (i = 0; making->home != NULL && making->client->files[i] != NULL; i++)
        if (path_kind(arena_format(making->arena, "%s/%s", making->home,
                                   making->client->files[i]),
                      &unseen) == NODE_FILE)
            return true;
    return false;
}

/* Returns NULL, or why the password cannot be had. */
static const char *
password_find(struct making *making)
{
    struct db_call *call = making->call;
    const struct db_options *options = making->options;

    call->password = options->password;
    if (making->client->prepare == prepare_nlserver) {
        call->password = NULL;
        return NULL;
    }
    if (options->problem != NULL)
        return options->problem;
    if (!password_allowed(making)) {
        if (call->password != NULL)
            return arena_format(
                making->arena,
                "the password was not handed over: %s owns the Campaign "
                "directory and could read it: name who runs the client with "
                "--db-account",
                account_name(making->command->account, making->arena));
        call->unasked = options->user != NULL && !own_file_there(making);
        return NULL;
    }
    if (call->password == NULL && options->user != NULL &&
        !own_file_there(making)) {
        call->typed = memory_secret(PASSWORD_MOST);
        if (call->typed != NULL &&
            terminal_secret(
                arena_format(making->arena, "Password of %s: ", options->user),
                call->typed, PASSWORD_MOST))
            call->password = call->typed;
    }
    return NULL;
}

/* ---- the call ---- */

void
db_call_init(struct db_call *call)
{
    memset(call, 0, sizeof *call);
    buf_init(&call->input, INPUT_MOST);
    buf_init(&call->secret, SECRET_MOST);
    /* What grows leaves copies of itself behind. */
    buf_reserve(&call->input, INPUT_MOST);
    buf_reserve(&call->secret, SECRET_MOST);
}

void
db_call_release(struct db_call *call)
{
    if (call->variable != NULL)
        memory_wipe((char *)(uintptr_t)call->variable, strlen(call->variable));
    if (call->typed != NULL)
        memory_wipe(call->typed, PASSWORD_MOST);
    memory_wipe(call->input.data, call->input.len);
    memory_wipe(call->secret.data, call->secret.len);
    buf_release(&call->input);
    buf_release(&call->secret);
}

/* As whom the client runs, and what that account has. */
static const char *
account_prepare(struct making *making)
{
    const struct gathered *gathered = making->gathered;
    struct command *command = making->command;
    /* An account of an image is none of this machine. */
    int64_t owner = gathered->options->root == NULL ? gathered->tree_owner : -1;
    const char *problem = trust_account(
        command->kind, owner, making->options->account, &command->account);
    const char *home = getenv("HOME");

    if (problem != NULL)
        return problem;
    making->ours = !machine_root();
    making->tree = owner > 0 && owner == (making->ours ? machine_account()
                                                       : command->account);
    making->home = making->ours && home != NULL && home[0] != '\0'
                       ? home
                       : account_home(command->account, making->arena);
    return NULL;
}

const char *
db_call_prepare(struct gathered *gathered, struct db_call *call,
                struct command *command)
{
    const struct gather_options *options = gathered->options;
    struct making making = {.gathered = gathered,
                            .arena = gathered->arena,
                            .options = &options->db,
                            .call = call,
                            .command = command};
    const char *problem;

    making.client = client_find(options->db.client, options->db.engine);
    if (making.client == NULL)
        return "no client was asked for (--db-client none)";
    call->client = making.client->name;
    command->kind = TRUST_CLIENT;
    command->folder = "/";
    /* The program's place is known at the end only. */
    word_add(&making, NULL);
    if (making.client->programs[0] != NULL) {
        problem = account_prepare(&making);
        if (problem == NULL)
            problem = program_find(&making);
        if (problem != NULL)
            return problem;
        env_common(&making);
    }
    problem = password_find(&making);
    if (problem == NULL)
        problem = making.client->prepare(&making);
    if (problem == NULL && (call->input.overflow || call->secret.overflow))
        problem = "what it is to be told is too long";
    if (problem == NULL && call->secret.len > 0 && COMMAND_SECRET == NULL)
        problem = "no way to hand a password to the client here";
    if (problem != NULL)
        return problem;
    call->argv.items[0] = making.program;
    word_add(&making, NULL);
    *vec_add(gathered->arena, &call->env) = NULL;
    command->argv = call->argv.items;
    command->env = call->env.items;
    command->input = call->input.data;
    command->input_len = call->input.len;
    command->secret = call->secret.len > 0 ? call->secret.data : NULL;
    command->secret_len = call->secret.len;
    command->silence = options->timeout;
    command->seconds = options->timeout * RUN_FACTOR;
    return NULL;
}
