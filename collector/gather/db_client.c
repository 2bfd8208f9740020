#include "db_client.h"

#include <stdlib.h>
#include <string.h>

#include "db_script.h"

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
static void
env_add(struct making *making, const char *name, const char *value)
{
    const char *line = arena_format(making->arena, "%s=%s", name, value);
    struct words *env = &making->call->env;
    size_t i, len = strlen(name) + 1;

    for (i = 0; i < env->count; i++)
        if (strncmp(env->items[i], line, len) == 0) {
            env->items[i] = line;
            return;
        }
    *vec_add(making->arena, env) = line;
}

/* What the caller's environment says, else Campaign's scripts. */
static const char *
variable_find(struct gathered *gathered, const char *name)
{
    const char *value = getenv(name);

    if (value != NULL && value[0] != '\0')
        return value;
    if (gathered->options->root != NULL || gathered->trees.count == 0)
        return NULL;
    return tree_variable(gathered, gathered->trees.items[0], name);
}

/* Variables without which clients do not find their parts, or the server. */
static void
env_take(struct making *making, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = variable_find(making->gathered, *names);

        if (value != NULL)
            env_add(making, *names, value);
    }
}

static void
env_common(struct making *making)
{
    static const char *const names[] = {"HOME",   "USER",       "LOGNAME",
                                        "TMPDIR", "KRB5CCNAME", NULL};

    env_add(making, "PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    env_add(making, "LC_ALL", "C.UTF-8");
    env_take(making, names);
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
    static const char *const names[] = {
        "PGPASSFILE",      "PGSERVICE",     "PGSERVICEFILE",
        "PGSYSCONFDIR",    "PGSSLMODE",     "PGSSLCERT",
        "PGSSLKEY",        "PGSSLROOTCERT", "PGREQUIRESSL",
        "PGUSER",          "PGHOST",        "PGPORT",
        "LD_LIBRARY_PATH", "PGGSSENCMODE",  NULL};
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
    if (making->call->has_password) {
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
    static const char *const names[] = {"MYSQL_UNIX_PORT", "MYSQL_HOME",
                                        "MARIADB_HOME", "LD_LIBRARY_PATH",
                                        NULL};
    const struct db_options *options = making->options;

    env_take(making, names);
    if (making->call->has_password) {
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
    if (options->host != NULL)
        word_add(making,
                 arena_format(making->arena, "--host=%s", options->host));
    if (options->port != NULL)
        word_add(making,
                 arena_format(making->arena, "--port=%s", options->port));
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
    static const char *const names[] = {
        "ORACLE_HOME", "ORACLE_BASE",     "ORACLE_SID", "TWO_TASK",
        "TNS_ADMIN",   "LD_LIBRARY_PATH", "ORA_TZFILE", NULL};
    const struct db_options *options = making->options;
    struct buf *input = &making->call->input;

    env_take(making, names);
    env_add(making, "NLS_LANG", "AMERICAN_AMERICA.AL32UTF8");
    word_add(making, "-S");
    word_add(making, "-L");
    word_add(making, "/nolog");
    if (making->call->has_password &&
        strchr(making->call->password, '"') != NULL)
        return "sqlplus takes no password with a quote in it";
    buf_adds(input, "SET DEFINE OFF\nWHENEVER OSERROR EXIT 1\n"
                    "WHENEVER SQLERROR EXIT 1\nCONNECT ");
    if (options->user != NULL)
        buf_adds(input, options->user);
    buf_addc(input, '/');
    if (making->call->has_password)
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
    static const char *const names[] = {"ODBCSYSINI", "ODBCINI",
                                        "LD_LIBRARY_PATH", NULL};
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
    if (making->call->has_password)
        env_add(making, "SQLCMDPASSWORD", making->call->password);
    input_script(making);
    return NULL;
}

/* ---- DB2 ---- */

static const char *
prepare_db2(struct making *making)
{
    static const char *const names[] = {
        "DB2INSTANCE", "DB2DIR", "DB2LIB", "INSTHOME", "LD_LIBRARY_PATH", NULL};
    const struct db_options *options = making->options;
    struct buf *input = &making->call->input;

    if (options->host != NULL)
        return "db2 knows servers from its own catalogue: leave --db-host and "
               "--db-port out, name the catalogued database";
    if (making->call->has_password &&
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
    if (making->call->has_password)
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
    if (path_kind(making->program) != NODE_FILE)
        return arena_format(making->arena, "%s: no such file", making->program);
    campaign_command(gathered, making->command, &making->call->env);
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

/* The file PROGRAM in one of the folders of LIST, or NULL. */
static const char *
program_in(struct making *making, const char *list, const char *program)
{
    struct span rest = span_of(list), folder;

    while (rest.len > 0) {
        const char *file;

        if (!span_until(&rest, ':', &folder)) {
            folder = rest;
            rest.len = 0;
        }
        if (folder.len == 0 || folder.at[0] != '/')
            continue;
        file = arena_format(making->arena, "%.*s/%s", (int)folder.len,
                            folder.at, program);
        if (path_kind(file) == NODE_FILE)
            return file;
    }
    return NULL;
}

static const char *
program_find(struct making *making)
{
    const char *path = getenv("PATH");
    const char *home = variable_find(making->gathered, "ORACLE_HOME");
    const char *file = NULL;
    size_t i;

    for (i = 0; making->client->programs[i] != NULL && file == NULL; i++) {
        const char *name = making->client->programs[i];

        file = program_in(making, path != NULL ? path : "/usr/bin:/bin", name);
        if (file == NULL && home != NULL)
            file = program_in(
                making, arena_format(making->arena, "%s/bin", home), name);
    }
    return file;
}

/* ---- the password ---- */

static bool
own_file_there(const struct making *making)
{
    const char *home = getenv("HOME");
    size_t i;

    if (making->client->engine != NULL &&
        strcmp(making->client->engine, "postgresql") == 0 &&
        getenv("PGPASSFILE") != NULL)
        return true;
    for (i = 0; home != NULL && making->client->files[i] != NULL; i++)
        if (path_kind(arena_format(making->arena, "%s/%s", home,
                                   making->client->files[i])) == NODE_FILE)
            return true;
    return false;
}

/* Returns NULL, or why the password cannot be had. */
static const char *
password_find(struct making *making)
{
    struct db_call *call = making->call;
    const struct db_options *options = making->options;
    const char *variable = making->client->variable;
    char *value;
    long len;

    if (making->client->prepare == prepare_nlserver)
        return NULL;
    if (options->password_fd >= 0) {
        len = descriptor_read(options->password_fd, call->password,
                              sizeof call->password - 1);
        if (len < 0)
            return "--db-password-fd: the descriptor cannot be read";
        if (len == (long)sizeof call->password - 1)
            return "--db-password-fd: the password is too long";
        call->password[len] = '\0';
        call->password[strcspn(call->password, "\r\n")] = '\0';
        call->has_password = true;
        return NULL;
    }
    value = variable != NULL ? getenv(variable) : NULL;
    if (value != NULL && strlen(value) < sizeof call->password) {
        strcpy(call->password, value);
        call->has_password = true;
        /* What we start begins as a copy of us. */
        memory_wipe(value, strlen(value));
        return NULL;
    }
    if (options->user != NULL && !own_file_there(making))
        call->has_password = terminal_secret(
            arena_format(making->arena, "Password of %s: ", options->user),
            call->password, sizeof call->password);
    return NULL;
}

/* ---- the call ---- */

void
db_call_init(struct db_call *call)
{
    memset(call, 0, sizeof *call);
    buf_init(&call->input, INPUT_MOST);
    buf_init(&call->secret, SECRET_MOST);
}

void
db_call_release(struct db_call *call)
{
    size_t i;

    for (i = 0; i < call->env.count; i++)
        if (call->env.items[i] != NULL &&
            strncmp(call->env.items[i], "SQLCMDPASSWORD=", 15) == 0)
            memory_wipe((char *)(uintptr_t)call->env.items[i],
                        strlen(call->env.items[i]));
    if (call->input.data != NULL)
        memory_wipe(call->input.data, call->input.len);
    if (call->secret.data != NULL)
        memory_wipe(call->secret.data, call->secret.len);
    memory_wipe(call->password, sizeof call->password);
    buf_release(&call->input);
    buf_release(&call->secret);
}

const char *
db_call_prepare(struct gathered *gathered, struct db_call *call,
                struct command *command)
{
    const struct gather_options *options = gathered->options;
    struct making making = {gathered, gathered->arena, &options->db, NULL,
                            call,     command,         NULL};
    const char *problem;

    making.client = client_find(options->db.client, options->db.engine);
    if (making.client == NULL)
        return "no client was asked for (--db-client none)";
    call->client = making.client->name;
    command->folder = "/";
    command->account = -1;
    /* The program's place is known at the end only. */
    word_add(&making, NULL);
    if (making.client->programs[0] != NULL) {
        making.program = program_find(&making);
        if (making.program == NULL)
            return arena_format(gathered->arena, "%s is not on PATH",
                                making.client->programs[0]);
        env_common(&making);
    }
    problem = password_find(&making);
    if (problem == NULL)
        problem = making.client->prepare(&making);
    /* Vendors' clients belong to their own accounts; root runs none that
     * another account can write. */
    if (problem == NULL && machine_root()) {
        problem =
            command_unsafe(making.program, command->account, gathered->arena);
        if (problem != NULL)
            problem = arena_format(gathered->arena,
                                   "not executed as root: %s: run acc-collect "
                                   "as an ordinary account",
                                   problem);
    }
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
