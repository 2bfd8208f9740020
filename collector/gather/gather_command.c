/*
 * Commands: run without a shell and with an environment of our own making, or
 * taken from saved output.
 */
#include "gathering.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "handover.h"
#include "place.h"
#include "utf8.h"

enum { OUTPUT_MOST = 16 * 1024 * 1024, SCRIPT_MOST = 1024 * 1024 };

/* Of the recipe: what `reg query` prints. */
#define WINDOWS_ENVIRONMENT "windows-environment"

/* ---- environment ---- */

struct environment {
    struct arena *arena;
    struct words lines;  /* NAME=value */
    const char *dropped; /* why a folder was left out of a list, or NULL */
};

static const char *
environment_get(const struct environment *env, struct span name)
{
    size_t i;

    for (i = 0; i < env->lines.count; i++) {
        struct span line = span_of(env->lines.items[i]), before;

        if (span_until(&line, '=', &before) && before.len == name.len &&
            memcmp(before.at, name.at, name.len) == 0)
            return line.at;
    }
    return NULL;
}

static void
environment_set(struct environment *env, const char *name, const char *value)
{
    const char *line = arena_format(env->arena, "%s=%s", name, value);
    size_t i, len = strlen(name) + 1;

    for (i = 0; i < env->lines.count; i++)
        if (strncmp(env->lines.items[i], line, len) == 0) {
            env->lines.items[i] = line;
            return;
        }
    *vec_add(env->arena, &env->lines) = line;
}

const char *
folders_guard(const char *list, bool libraries, int64_t account,
              struct arena *arena, struct buf *kept)
{
    struct span rest = span_of(list), part;
    const char *dropped = NULL;

    while (rest.len > 0) {
        const char *folder, *problem;
        enum node_kind kind;
        int unseen;

        if (!span_until(&rest, ':', &part)) {
            part = rest;
            rest.len = 0;
        }
        folder = span_string(arena, part);
        kind = path_kind(folder, &unseen);
        if (unseen != 0)
            dropped = arena_format(arena, "%s: %s", folder, root_words(unseen));
        if (kind != NODE_FOLDER)
            continue;
        problem = libraries ? folder_unsafe(folder, account, arena)
                            : command_unsafe(folder, account, arena);
        if (problem != NULL) {
            dropped = problem;
            continue;
        }
        if (kept->len > 0)
            buf_addc(kept, ':');
        buf_adds(kept, folder);
    }
    return dropped;
}

/* Variables that change what the loader or a shell runs are not taken over. */
static bool
variable_refused(const char *name)
{
    static const char *const refused[] = {"ENV",     "IFS",  "GCONV_PATH",
                                          "LOCPATH", "HOME", NULL};
    size_t i;

    if (strncmp(name, "LD_", 3) == 0)
        return strcmp(name, "LD_LIBRARY_PATH") != 0;
    if (strncmp(name, "BASH", 4) == 0)
        return true;
    for (i = 0; refused[i] != NULL; i++)
        if (strcmp(name, refused[i]) == 0)
            return true;
    return false;
}

static bool
variable_char(char c)
{
    return ascii_letter(c) || ascii_digit(c) || c == '_';
}

/*
 * The value at the left of REST as a shell would take it: quotes, backslashes,
 * $NAME and ${NAME}.  False if it needs a shell (`…`, $(…), ${NAME:-…}).
 */
static bool
variable_value(const struct environment *env, struct span rest, struct buf *out)
{
    char quote = '\0';
    size_t i;

    for (i = 0; i < rest.len; i++) {
        char c = rest.at[i];

        if (quote == '\'') {
            if (c == quote)
                quote = '\0';
            else
                buf_addc(out, c);
        } else if (c == '`') {
            return false;
        } else if (c == '$') {
            bool braced = i + 1 < rest.len && rest.at[i + 1] == '{';
            size_t from = i + (braced ? 2 : 1), to = from;
            const char *value;

            while (to < rest.len && variable_char(rest.at[to]))
                to++;
            if (to == from ||
                (braced && (to >= rest.len || rest.at[to] != '}')))
                return false;
            value = environment_get(env, span_bytes(rest.at + from, to - from));
            if (value != NULL)
                buf_adds(out, value);
            i = braced ? to : to - 1;
        } else if (c == '\\' && i + 1 < rest.len) {
            buf_addc(out, rest.at[++i]);
        } else if (quote != '\0' && c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote == '\0' && (ascii_blank(c) || strchr(";&|", c))) {
            break;
        } else {
            buf_addc(out, c);
        }
    }
    return quote == '\0' && !out->overflow;
}

/* Takes the assignments of a script over, reading it, never running it. */
static void
environment_read(struct environment *env, struct span script)
{
    struct span line;

    while (span_line(&script, &line)) {
        struct span name;
        struct buf value;
        char *word;
        size_t i;

        line = span_trim(line);
        span_skip(&line, "export ");
        line = span_trim(line);
        if (!span_until(&line, '=', &name) || name.len == 0 ||
            ascii_digit(name.at[0]))
            continue;
        for (i = 0; i < name.len && variable_char(name.at[i]); i++)
            ;
        word = span_string(env->arena, name);
        if (i < name.len || variable_refused(word))
            continue;
        buf_init(&value, 65536);
        if (variable_value(env, line, &value))
            environment_set(env, word, value.data == NULL ? "" : value.data);
        buf_release(&value);
    }
}

/* Leaves in PATH and LD_LIBRARY_PATH what folders_guard lets pass. */
static void
environment_guard(struct environment *env, int64_t account)
{
    const char *programs = environment_get(env, span_of("PATH"));
    const char *libraries = environment_get(env, span_of("LD_LIBRARY_PATH"));
    struct buf kept;

    buf_init(&kept, 65536);
    (void)folders_guard(programs, false, account, env->arena, &kept);
    environment_set(env, "PATH", kept.len == 0 ? "/usr/bin:/bin" : kept.data);
    buf_reset(&kept);
    env->dropped = folders_guard(libraries, true, account, env->arena, &kept);
    environment_set(env, "LD_LIBRARY_PATH", kept.len == 0 ? "" : kept.data);
    buf_release(&kept);
}

static void
environment_script(struct gathered *gathered, struct environment *env,
                   const char *path, int64_t account)
{
    const char *problem;
    struct buf content;

    if (place_kind(gathered, path) == NODE_NONE)
        return;
    problem = command_unsafe(path, account, gathered->arena);
    if (problem != NULL) {
        env->dropped = problem;
        return;
    }
    environment_read(env, place_text(gathered, path, SCRIPT_MOST, &content));
    buf_release(&content);
}

/* What every command has. */
static void
environment_plain(struct gathered *gathered, struct environment *env)
{
    env->arena = gathered->arena;
    environment_set(env, "LANG", "C");
    environment_set(env, "PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
}

/* What Campaign's own account would have, for commands of TREE that run as
 * ACCOUNT: of scripts in which nobody else has a say. */
static void
environment_make(struct gathered *gathered, struct environment *env,
                 const char *tree, int64_t account)
{
    struct arena *arena = gathered->arena;

    environment_plain(gathered, env);
    environment_set(
        env, "HOME",
        arena_format(arena, "%.*s", (int)(strrchr(tree, '/') - tree), tree));
    environment_set(env, "XTK_INSTALL_DIR", tree);
    environment_set(env, "PATH",
                    arena_format(arena, "%s/bin:/usr/bin:/bin", tree));
    environment_set(env, "LD_LIBRARY_PATH",
                    arena_format(arena, "%s/lib", tree));
    /* env.sh reads customer.sh first, and again what it sets wins. */
    environment_script(gathered, env,
                       arena_format(arena, "%s/customer.sh", tree), account);
    environment_script(gathered, env, arena_format(arena, "%s/env.sh", tree),
                       account);
    environment_script(gathered, env,
                       arena_format(arena, "%s/customer.sh", tree), account);
    environment_guard(env, account);
}

const char *
campaign_variable(struct gathered *gathered, const char *name)
{
    struct environment env = {gathered->arena, {NULL, 0, 0}, NULL};

    if (gathered->options->root != NULL || gathered->trees.count == 0)
        return NULL;
    environment_make(gathered, &env, gathered->trees.items[0],
                     gathered->tree_owner);
    return environment_get(&env, span_of(name));
}

/* ---- what is typed by hand instead ---- */

/* The account to name in a command that will be pasted. */
static const char *
campaign_account(struct gathered *gathered)
{
    const char *name;
    size_t i;

    if (gathered->options->root != NULL || gathered->tree_owner <= 0)
        return "neolane";
    name = account_name(gathered->tree_owner, gathered->arena);
    for (i = 0; name[i] != '\0'; i++)
        if (!variable_char(name[i]) &&
            (i == 0 || strchr(".-", name[i]) == NULL))
            return "neolane";
    return name;
}

/* How a person runs WORDS as ACCOUNT, which may be a number that no name
 * service knows: su takes names alone. */
static const char *
words_as(struct arena *arena, const char *account, const char *words)
{
    return arena_format(
        arena, ascii_digit(account[0]) ? "sudo -u '#%s' %s" : "su - %s -c '%s'",
        account, words);
}

static const char *
command_mend(struct gathered *gathered, const struct recipe_command *command)
{
    struct arena *arena = gathered->arena;
    const char *words = command->words, *account = campaign_account(gathered);
    bool windows = strcmp(gathered->manifest.os, "windows") == 0;

    if (strcmp(command->name, "nlserver-pdump") == 0)
        return windows ? "nlserver pdump > pdump.txt, then acc-collect --pdump "
                         "pdump.txt"
                       : arena_format(arena,
                                      "%s > pdump.txt, then acc-collect "
                                      "--pdump pdump.txt",
                                      words_as(arena, account, words));
    if (strcmp(command->name, "packages") == 0)
        words = command->shell;
    if (windows)
        return arena_format(arena,
                            "mkdir saved & %s > saved\\%s 2>&1, then "
                            "acc-collect --recorded saved",
                            words, command->name);
    if (command->campaign)
        words = words_as(arena, account, words);
    return arena_format(arena,
                        "mkdir -p saved; %s > saved/%s 2>&1, then acc-collect "
                        "--recorded saved",
                        words, command->name);
}

static struct entry *
command_entry(struct gathered *gathered, const struct recipe_command *command,
              enum entry_status status)
{
    return entry_add(gathered, entry_path(gathered, "commands", command->name),
                     status, command->why);
}

static void
command_missing(struct gathered *gathered, const struct recipe_command *command,
                enum entry_status status, const char *reason, bool mend)
{
    struct entry *entry = command_entry(gathered, command, status);

    entry->reason = reason;
    if (mend)
        entry->mend = command_mend(gathered, command);
}

/* ---- saved output ---- */

/* Who reads a file that cannot be looked at says why not. */
static bool
saved_there(const char *path)
{
    int problem;

    return path_kind(path, &problem) == NODE_FILE || problem != 0;
}

/* The file that holds COMMAND's saved output, or NULL. */
static const char *
command_saved(struct gathered *gathered, const struct recipe_command *command)
{
    const struct gather_options *options = gathered->options;
    const char *path;

    if (options->pdump != NULL && strcmp(command->name, "nlserver-pdump") == 0)
        return options->pdump;
    if (options->recorded == NULL)
        return NULL;
    path = arena_format(gathered->arena, "%s/commands/%s", options->recorded,
                        command->name);
    if (saved_there(path))
        return path;
    path = arena_format(gathered->arena, "%s/%s", options->recorded,
                        command->name);
    return saved_there(path) ? path : NULL;
}

/* What COMMAND printed, by a file of the options or as it was handed over, in
 * CONTENT: 1, or 0 if nothing was saved, -1. */
static int
saved_read(struct gathered *gathered, const struct recipe_command *command,
           struct buf *content, struct failure *why)
{
    const char *path = command_saved(gathered, command);
    struct span text;
    struct buf raw;

    if (path == NULL) {
        int printed;

        buf_init(&raw, GATHER_FILE_MOST);
        printed = handover_printed(gathered, command->name, &raw, why);
        text =
            span_bytes(arena_copy(gathered->arena, raw.data, raw.len), raw.len);
        buf_release(&raw);
        if (printed <= 0)
            return printed;
    } else if (file_read(path, GATHER_FILE_MOST, gathered->arena, &text, why) !=
               0) {
        return -1;
    }
    /* PowerShell writes what it is told to redirect so. */
    if (!utf16_text(text, content)) {
        (void)span_skip(&text, "\xEF\xBB\xBF");
        buf_add(content, text.at, text.len);
    }
    return 1;
}

/* ---- the environment of Windows ---- */

/*
 * A line of what `reg query` prints; BLANK is any run of blanks:
 *
 *     value = BLANK NAME BLANK "REG_…" BLANK VALUE
 *
 * Returns the variable of the recipe, or NULL.
 */
static const char *
registry_variable(struct span line, struct span *value)
{
    struct span name, type;
    size_t i;

    if (!span_word(&line, &name) || !span_word(&line, &type) ||
        !span_skip(&type, "REG_"))
        return NULL;
    *value = span_trim(line);
    for (i = 0; RECIPE_VARIABLES[i] != NULL; i++)
        if (span_is_fold(name, RECIPE_VARIABLES[i]))
            return RECIPE_VARIABLES[i];
    return NULL;
}

/* CONTENT with the lines empty that hold no variable of the recipe. */
static void
registry_keep(struct span content, struct buf *kept)
{
    struct span line, value;

    while (span_line(&content, &line)) {
        if (registry_variable(line, &value) != NULL)
            buf_add(kept, line.at, line.len);
        buf_addc(kept, '\n');
    }
}

/* E:\campaign\var as a path of the tree; NULL if it is no path of a drive. */
static const char *
registry_path(struct arena *arena, struct span value)
{
    char *path;
    char *c;

    if (value.len < 3 || !ascii_letter(value.at[0]) || value.at[1] != ':' ||
        (value.at[2] != '\\' && value.at[2] != '/'))
        return NULL;
    path = arena_format(
        arena, "/%c%s", value.at[0],
        span_string(arena, span_bytes(value.at + 2, value.len - 2)));
    for (c = path; *c != '\0'; c++)
        if (*c == '\\')
            *c = '/';
    while (c > path + 1 && c[-1] == '/')
        *--c = '\0';
    return path;
}

/* Takes over what Windows sets for every account: folders, as paths. */
static void
registry_read(struct gathered *gathered, struct environment *env)
{
    const struct recipe_command *command = RECIPE_COMMANDS;
    const char *name, *folder;
    struct span content, line, value;
    struct failure why;
    struct buf text;

    while (command->name != NULL &&
           strcmp(command->name, WINDOWS_ENVIRONMENT) != 0)
        command++;
    if (command->name == NULL)
        return;
    buf_init(&text, 2 * (size_t)GATHER_FILE_MOST);
    if (saved_read(gathered, command, &text, &why) < 0)
        place_missed(gathered, command_saved(gathered, command), EIO, why.text);
    content = span_bytes(text.data, text.len);
    while (span_line(&content, &line)) {
        name = registry_variable(line, &value);
        folder = name == NULL ? NULL : registry_path(gathered->arena, value);
        if (folder != NULL)
            environment_set(env, name, folder);
    }
    buf_release(&text);
}

/* The script PATH of TREE, links followed as those of its other files. */
static const char *
script_behind(struct gathered *gathered, const char *tree, const char *path)
{
    const char *target;
    int64_t account = -1;
    int problem;

    for (size_t i = 0; i < gathered->trees.count; i++)
        if (strcmp(gathered->trees.items[i], tree) == 0)
            account = gathered->owners.items[i];
    return file_behind(gathered, path, RECIPE_TREE, account, &problem, &target);
}

const char *
tree_variable(struct gathered *gathered, const char *tree, const char *name)
{
    static const char *const scripts[] = {"env.sh", "customer.sh"};
    struct environment env = {gathered->arena, {NULL, 0, 0}, NULL};
    size_t i;

    environment_set(&env, "XTK_INSTALL_DIR", tree);
    for (i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const char *path =
            arena_format(gathered->arena, "%s/%s", tree, scripts[i]);
        struct buf content;

        path = script_behind(gathered, tree, path);
        if (path == NULL)
            continue;
        environment_read(&env,
                         place_text(gathered, path, SCRIPT_MOST, &content));
        buf_release(&content);
    }
    if (strcmp(gathered->manifest.os, "windows") == 0)
        registry_read(gathered, &env);
    return environment_get(&env, span_of(name));
}

const char *
tree_var(struct gathered *gathered, const char *tree, bool *relocated)
{
    const char *named = tree_variable(gathered, tree, "XTK_VAR_DIR");

    /* What was looked into there counts. */
    if (handover_var(gathered, tree) != NULL) {
        named = handover_var(gathered, tree);
        *relocated =
            strcmp(named, arena_format(gathered->arena, "%s/var", tree)) != 0;
        return named;
    }
    *relocated = named != NULL && named[0] == '/';
    return *relocated ? named : arena_format(gathered->arena, "%s/var", tree);
}

static int
line_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines of CONTENT in the order of their bytes: rpm lists in the order of
 * its database. */
static void
lines_sort(struct arena *arena, struct buf *content)
{
    struct span rest = span_bytes(content->data, content->len), line;
    struct words lines = {NULL, 0, 0};
    size_t i;

    while (span_line(&rest, &line))
        *vec_add(arena, &lines) = span_string(arena, line);
    if (lines.count == 0)
        return;
    qsort(lines.items, lines.count, sizeof *lines.items, line_compare);
    buf_reset(content);
    for (i = 0; i < lines.count; i++) {
        buf_adds(content, lines.items[i]);
        buf_addc(content, '\n');
    }
}

/* rpm ends well although it could not read its database, and what it says then
 * is no list: why, in its words, or NULL. */
static const char *
packages_problem(struct arena *arena, const struct buf *content)
{
    struct span rest = span_bytes(content->data, content->len), line;

    if (memchr(content->data, '\t', content->len) != NULL)
        return NULL;
    if (!span_line(&rest, &line))
        return "it listed no package";
    return arena_format(arena, "it listed no package: %.*s",
                        (int)(line.len < 200 ? line.len : 200), line.at);
}

/* Is what the packages' command printed no list?  Then ENTRY says so. */
static bool
packages_failed(struct gathered *gathered, const struct recipe_command *command,
                struct entry *entry, const struct buf *content)
{
    const char *problem = packages_problem(gathered->arena, content);

    if (problem == NULL)
        return false;
    entry->status = ENTRY_FAILED;
    entry->reason = problem;
    entry->mend = command_mend(gathered, command);
    return true;
}

/* Did it end there without an output that says something?  Then an entry says
 * so. */
static bool
command_failed(struct gathered *gathered, const struct recipe_command *command,
               const struct handover_command *ran)
{
    enum { LATE = 124, REFUSED = 126, MISSING = 127 };
    struct entry *entry;

    if (ran->exit < LATE)
        return false;
    command_missing(
        gathered, command,
        ran->exit == LATE                            ? ENTRY_TIMEOUT
        : ran->exit == MISSING && !command->campaign ? ENTRY_ABSENT
                                                     : ENTRY_FAILED,
        ran->exit == LATE      ? "no end within the time of the host script"
        : ran->exit == MISSING ? "the host script did not find the program"
        : ran->exit == REFUSED ? "the host script could not run the program"
                               : "it did not end well under the host script",
        ran->exit != MISSING || command->campaign);
    entry = entry_seen(
        gathered, arena_format(gathered->arena, "commands/%s", command->name));
    if (entry != NULL) {
        entry->exit = ran->exit;
        entry->account = ran->account;
        entry->argv = command->words;
    }
    return true;
}

/* Takes what was saved of COMMAND; *TAKEN: there is something. */
static int
command_take_saved(struct gathered *gathered,
                   const struct recipe_command *command, bool *taken,
                   struct failure *why)
{
    const struct handover_command *ran =
        command_saved(gathered, command) != NULL
            ? NULL
            : handover_ran(gathered, command->name);
    struct entry *entry;
    struct span content;
    struct buf kept, text;
    int result, found;

    buf_init(&text, 2 * (size_t)GATHER_FILE_MOST);
    buf_init(&kept, 2 * (size_t)GATHER_FILE_MOST);
    found = saved_read(gathered, command, &text, why);
    result = found < 0 ? -1 : 0;
    *taken = found > 0;
    if (found <= 0 || (ran != NULL && command_failed(gathered, command, ran)))
        goto done;
    content = span_bytes(text.data, text.len);
    entry = command_entry(gathered, command, ENTRY_COLLECTED);
    entry->argv = command->words;
    entry->reason = "saved output, given by hand";
    if (ran != NULL) {
        entry->reason = "run by the host script";
        entry->account = ran->account;
        entry->exit = ran->exit;
        entry->duration = gathered->fixed_clock >= 0 ? 0 : ran->seconds * 1000;
        if (strcmp(command->name, "packages") == 0) {
            if (packages_failed(gathered, command, entry, &text))
                goto done;
            lines_sort(gathered->arena, &text);
        }
        content = span_bytes(text.data, text.len);
    }
    if (strcmp(command->name, WINDOWS_ENVIRONMENT) == 0) {
        registry_keep(content, &kept);
        content = span_bytes(kept.data, kept.len);
    }
    result = entry_keep(gathered, entry, REDACT_OUTPUT, false, content, why);
done:
    buf_release(&kept);
    buf_release(&text);
    return result;
}

/* ---- running ---- */

static void
argv_text(const char *const *argv, struct buf *out)
{
    for (; *argv != NULL; argv++) {
        if (out->len > 0)
            buf_addc(out, ' ');
        buf_adds(out, *argv);
    }
}

static int
command_take(struct gathered *gathered, const struct recipe_command *command,
             const struct command *run, bool sort, struct failure *why)
{
    struct arena *arena = gathered->arena;
    struct redact_counts ignored = {{0}};
    struct command_out out;
    struct buf output, words, shown;
    struct entry *entry;
    int result = 0;

    buf_init(&output, OUTPUT_MOST);
    buf_init(&words, 65536);
    buf_init(&shown, 65536);
    argv_text(run->argv, &words);
    redact(REDACT_OUTPUT, span_bytes(words.data, words.len), &shown, &ignored);
    command_run(run, arena, &output, &out);
    entry = command_entry(gathered, command, ENTRY_COLLECTED);
    entry->argv = arena_copy(arena, shown.data, shown.len);
    entry->account = account_name(run->account, arena);
    if (out.started) {
        entry->exit = out.exit;
        entry->duration = gathered->fixed_clock >= 0 ? 0 : out.duration;
    }
    if (!out.started || out.timed_out || out.exit > 125) {
        entry->status = out.timed_out ? ENTRY_TIMEOUT : ENTRY_FAILED;
        entry->reason =
            !out.started ? out.reason
            : out.timed_out
                ? arena_format(arena, "no end after %d seconds", run->seconds)
                : arena_format(arena, "it ended with status %d", out.exit);
        entry->mend = command_mend(gathered, command);
        goto done;
    }
    if (out.cut) {
        entry->status = ENTRY_CUT;
        entry->reason = "its output was too long: the head was kept";
        entry->mend = command_mend(gathered, command);
    } else if (out.exit != 0) {
        entry->reason =
            arena_format(arena, "it ended with status %d", out.exit);
    }
    if (sort && packages_failed(gathered, command, entry, &output))
        goto done;
    if (sort)
        lines_sort(arena, &output);
    result = entry_keep(gathered, entry, REDACT_OUTPUT, false,
                        span_bytes(output.data, output.len), why);
done:
    buf_release(&output);
    buf_release(&words);
    buf_release(&shown);
    return result;
}

/* Where root owns the tree, Campaign runs as root: then only root may have a
 * say in its programs, its libraries and its settings. */
static const char *
campaign_unsafe(struct gathered *gathered, const char *tree, int64_t account)
{
    static const char *const folders[] = {"bin", "lib", "conf", NULL};
    const char *problem = NULL;
    size_t i;

    if (!machine_root() || account != 0)
        return NULL;
    for (i = 0; folders[i] != NULL && problem == NULL; i++) {
        const char *path =
            arena_format(gathered->arena, "%s/%s", tree, folders[i]);

        if (place_kind(gathered, path) == NODE_FOLDER)
            problem = folder_unsafe(path, account, gathered->arena);
    }
    return problem;
}

const char *
campaign_command(struct gathered *gathered, struct command *command,
                 struct words *env, const char **dropped)
{
    struct environment made = {gathered->arena, {NULL, 0, 0}, NULL};
    const char *tree = gathered->trees.items[0];
    const char *problem;

    command->kind = TRUST_CAMPAIGN;
    command->folder = tree;
    problem = trust_account(command->kind, gathered->tree_owner, -1,
                            &command->account);
    if (problem == NULL)
        problem = campaign_unsafe(gathered, tree, command->account);
    if (problem != NULL)
        return arena_format(gathered->arena, "not executed: %s", problem);
    environment_make(gathered, &made, tree, command->account);
    *env = made.lines;
    *dropped = made.dropped;
    return NULL;
}

/* The first of FILES that is there, or NULL. */
static const char *
first_file(struct gathered *gathered, const char *const *files)
{
    for (; *files != NULL; files++)
        if (place_kind(gathered, *files) == NODE_FILE)
            return *files;
    return NULL;
}

static int
run_nlserver(struct gathered *gathered, const struct recipe_command *command,
             const char *first, const char *second, struct failure *why)
{
    struct arena *arena = gathered->arena;
    const char *tree = gathered->trees.items[0];
    const char *file = gathered->options->nlserver, *problem, *dropped;
    struct words env = {NULL, 0, 0};
    const char *argv[4];
    struct command run = {.argv = argv,
                          .seconds = gathered->options->timeout,
                          .most = OUTPUT_MOST};
    struct entry *entry;

    if (file == NULL)
        file = arena_format(arena, "%s/bin/nlserver", tree);
    problem = place_kind(gathered, file) != NODE_FILE
                  ? arena_format(arena, "%s: no such file", file)
                  : campaign_command(gathered, &run, &env, &dropped);
    if (problem != NULL) {
        command_missing(gathered, command, ENTRY_FAILED, problem, true);
        return 0;
    }
    argv[0] = file;
    argv[1] = first;
    argv[2] = second;
    argv[3] = NULL;
    *vec_add(arena, &env) = NULL;
    run.env = env.items;
    if (command_take(gathered, command, &run, false, why) != 0)
        return -1;
    entry =
        entry_seen(gathered, arena_format(arena, "commands/%s", command->name));
    if (entry != NULL && entry->reason != NULL && dropped != NULL)
        entry->reason =
            arena_format(arena, "%s; left out of its environment: %s",
                         entry->reason, dropped);
    return 0;
}

/* Runs FILE with ARGUMENTS and nothing of the tree, as the table says. */
static int
run_plain(struct gathered *gathered, const struct recipe_command *command,
          enum trust kind, const char *file, const char *const *arguments,
          bool sort, struct failure *why)
{
    struct arena *arena = gathered->arena;
    struct environment env = {arena, {NULL, 0, 0}, NULL};
    struct words argv = {NULL, 0, 0};
    struct command run = {.kind = kind,
                          .folder = "/",
                          .seconds = gathered->options->timeout,
                          .most = OUTPUT_MOST};
    const char *problem =
        trust_account(kind, gathered->tree_owner, -1, &run.account);

    if (problem != NULL) {
        command_missing(gathered, command, ENTRY_FAILED, problem, true);
        return 0;
    }
    *vec_add(arena, &argv) = file;
    for (; *arguments != NULL; arguments++)
        *vec_add(arena, &argv) = *arguments;
    *vec_add(arena, &argv) = NULL;
    environment_plain(gathered, &env);
    *vec_add(arena, &env.lines) = NULL;
    run.argv = argv.items;
    run.env = env.lines.items;
    return command_take(gathered, command, &run, sort, why);
}

static int
run_java(struct gathered *gathered, const struct recipe_command *command,
         struct failure *why)
{
    static const char *const places[] = {"/usr/bin/java", "/usr/local/bin/java",
                                         "/bin/java", NULL};
    /* Without the option Java leaves a file in /tmp. */
    static const char *const arguments[] = {"-XX:-UsePerfData", "-version",
                                            NULL};
    const char *home = campaign_variable(gathered, "JDK_HOME");
    const char *file = NULL;

    if (home != NULL && home[0] == '/') {
        file = arena_format(gathered->arena, "%s/bin/java", home);
        if (place_kind(gathered, file) != NODE_FILE)
            file = arena_format(gathered->arena, "%s/jre/bin/java", home);
        if (place_kind(gathered, file) == NODE_FILE)
            return run_plain(gathered, command, TRUST_CAMPAIGN, file, arguments,
                             false, why);
    }
    file = first_file(gathered, places);
    if (file == NULL) {
        command_missing(gathered, command, ENTRY_ABSENT,
                        "no java in JDK_HOME or on the usual path", false);
        return 0;
    }
    return run_plain(gathered, command, TRUST_SYSTEM, file, arguments, false,
                     why);
}

static int
run_apache(struct gathered *gathered, const struct recipe_command *command,
           struct failure *why)
{
    static const char *const places[] = {"/usr/sbin/apache2", "/usr/sbin/httpd",
                                         "/usr/local/apache2/bin/httpd", NULL};
    static const char *const arguments[] = {"-v", NULL};
    const char *file = first_file(gathered, places);

    if (file == NULL) {
        command_missing(gathered, command, ENTRY_ABSENT,
                        "no Apache in its usual places", false);
        return 0;
    }
    return run_plain(gathered, command, TRUST_SYSTEM, file, arguments, false,
                     why);
}

static int
run_packages(struct gathered *gathered, const struct recipe_command *command,
             struct failure *why)
{
    static const char *const places[] = {"/usr/bin/rpm", "/bin/rpm", NULL};
    static const char *const arguments[] = {
        "-qa", "--qf", "%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{ARCH}\\n", NULL};
    const char *file = first_file(gathered, places);

    if (file == NULL) {
        command_missing(gathered, command, ENTRY_ABSENT,
                        "neither dpkg nor rpm is here", false);
        return 0;
    }
    return run_plain(gathered, command, TRUST_SYSTEM, file, arguments, true,
                     why);
}

/* ---- packages of Debian ---- */

static const char DPKG_STATUS[] = "/var/lib/dpkg/status";

/* One installed package as "name TAB version TAB architecture". */
struct package {
    struct span name, version, architecture;
    bool installed;
};

static void
package_add(struct arena *arena, const struct package *package,
            struct words *lines)
{
    if (package->installed && package->name.len > 0)
        *vec_add(arena, lines) = arena_format(
            arena, "%.*s\t%.*s\t%.*s", (int)package->name.len, package->name.at,
            (int)package->version.len, package->version.at,
            (int)package->architecture.len, package->architecture.at);
}

/* The status file is paragraphs of "Field: value", blank lines between. */
static void
packages_list(struct arena *arena, struct span status, struct words *lines)
{
    struct package package;
    struct span line;

    memset(&package, 0, sizeof package);
    while (span_line(&status, &line)) {
        if (line.len == 0) {
            package_add(arena, &package, lines);
            memset(&package, 0, sizeof package);
        } else if (span_skip(&line, "Package:")) {
            package.name = span_trim(line);
        } else if (span_skip(&line, "Version:")) {
            package.version = span_trim(line);
        } else if (span_skip(&line, "Architecture:")) {
            package.architecture = span_trim(line);
        } else if (span_skip(&line, "Status:")) {
            package.installed = span_find(line, " installed") >= 0;
        }
    }
    package_add(arena, &package, lines);
}

/* Sets *TAKEN if the tree keeps its packages the way of Debian. */
static int
packages_of_dpkg(struct gathered *gathered,
                 const struct recipe_command *command, bool *taken,
                 struct failure *why)
{
    struct words lines = {NULL, 0, 0};
    struct read_out out;
    struct entry *entry;
    struct buf content, list;
    size_t i;
    int result = 0;

    buf_init(&content, GATHER_FILE_MOST);
    buf_init(&list, GATHER_FILE_MOST);
    place_read(gathered, DPKG_STATUS, GATHER_FILE_MOST, &content, &out);
    *taken = out.result != READ_ABSENT;
    if (!*taken)
        goto done;
    entry = command_entry(gathered, command, ENTRY_COLLECTED);
    entry->origin = DPKG_STATUS;
    if (out.result != READ_WHOLE) {
        entry->status = out.result == READ_DENIED ? ENTRY_DENIED : ENTRY_FAILED;
        entry->reason = out.reason != NULL
                            ? arena_string(gathered->arena, out.reason)
                            : "too large";
        entry->mend = "mkdir -p saved; dpkg-query -W -f "
                      "'${Package}\\t${Version}\\t${Architecture}\\n' "
                      "> saved/packages, then acc-collect --recorded saved";
        goto done;
    }
    packages_list(gathered->arena, span_bytes(content.data, content.len),
                  &lines);
    if (lines.count > 0)
        qsort(lines.items, lines.count, sizeof *lines.items, line_compare);
    for (i = 0; i < lines.count; i++) {
        buf_adds(&list, lines.items[i]);
        buf_addc(&list, '\n');
    }
    entry->mtime = time_text(out.node.mtime, gathered->arena);
    result = entry_keep(gathered, entry, REDACT_OUTPUT, false,
                        span_bytes(list.data, list.len), why);
done:
    buf_release(&content);
    buf_release(&list);
    return result;
}

/* ---- all of them ---- */

static int
run_live(struct gathered *gathered, const struct recipe_command *command,
         struct failure *why)
{
    if (strcmp(command->name, "nlserver-pdump") == 0)
        return run_nlserver(gathered, command, "pdump", NULL, why);
    if (strcmp(command->name, "nlserver-monitor-missing") == 0)
        return run_nlserver(gathered, command, "monitor", "-missing", why);
    if (strcmp(command->name, "java-version") == 0)
        return run_java(gathered, command, why);
    if (strcmp(command->name, "apache-version") == 0)
        return run_apache(gathered, command, why);
    if (strcmp(command->name, "packages") == 0)
        return run_packages(gathered, command, why);
    command_missing(gathered, command, ENTRY_FAILED,
                    "this build does not run it", true);
    return 0;
}

/* Is Apache on the tree at all?  Then its version is worth asking for. */
static bool
apache_here(struct gathered *gathered)
{
    static const char *const places[] = {"/etc/apache2", "/etc/httpd",
                                         "/usr/local/apache2", NULL};
    struct node node;
    size_t i;

    for (i = 0; places[i] != NULL; i++)
        if (place_look(gathered, places[i], gathered->arena, &node) != 0 ||
            node.kind != NODE_NONE)
            return true;
    return false;
}

/* Java runs Tomcat, which the module web starts; what could not be read may
 * start it. */
static bool
java_needed(const struct gathered *gathered)
{
    size_t i;

    for (i = 0; i < gathered->manifest.entries.count; i++) {
        const struct entry *entry = &gathered->manifest.entries.items[i];
        const char *end = strrchr(entry->path, '.');

        if (end != NULL && strcmp(end, ".xml") == 0 && entry->mend != NULL &&
            gathered->trees.count > 0)
            return true;
    }
    return gathered->web ||
           (gathered->tree_unseen && gathered->trees.count == 0);
}

static int
gather_command(struct gathered *gathered, const struct recipe_command *command,
               struct failure *why)
{
    const struct gather_options *options = gathered->options;
    bool taken = false, by_hand = command_saved(gathered, command) != NULL;

    if (command->os != NULL && strcmp(command->os, gathered->manifest.os) != 0)
        return 0;
    if (strcmp(command->name, "packages") == 0 && !by_hand) {
        if (packages_of_dpkg(gathered, command, &taken, why) != 0)
            return -1;
        if (taken)
            return 0;
    }
    if (command_take_saved(gathered, command, &taken, why) != 0)
        return -1;
    if (taken)
        return 0;
    /* applicationHost.config says the same and more. */
    if (strcmp(command->name, "iis-sites") == 0)
        return 0;
    if (root_late(gathered->root)) {
        command_missing(gathered, command, ENTRY_TIMEOUT, root_words(ROOT_LATE),
                        true);
        return 0;
    }
    if (command->campaign && gathered->trees.count == 0) {
        if (gathered->tree_unseen)
            command_missing(gathered, command, ENTRY_FAILED,
                            "the Campaign directory could not be looked at",
                            true);
        else
            command_missing(gathered, command, ENTRY_ABSENT,
                            "no Campaign directory was found", false);
        return 0;
    }
    if (strcmp(command->name, "apache-version") == 0 && options->root != NULL &&
        !apache_here(gathered)) {
        command_missing(gathered, command, ENTRY_ABSENT,
                        "no Apache in its usual places", false);
        return 0;
    }
    if (strcmp(command->name, "java-version") == 0 &&
        (options->root != NULL || options->no_commands) &&
        !java_needed(gathered)) {
        command_missing(gathered, command, ENTRY_ABSENT,
                        "nothing here starts the module web, which needs Java",
                        false);
        return 0;
    }
    if (strcmp(command->name, "tree-inventory") == 0)
        return gather_inventory(
            gathered, command_entry(gathered, command, ENTRY_COLLECTED), why);
    if (options->root != NULL || options->no_commands) {
        command_missing(
            gathered, command, ENTRY_FAILED,
            gathered->handover != NULL ? "the host script did not run it"
            : options->root != NULL    ? "nothing is executed with --root"
                                    : "nothing is executed with --no-commands",
            true);
        return 0;
    }
    return run_live(gathered, command, why);
}

int
gather_commands(struct gathered *gathered, struct failure *why)
{
    const struct recipe_command *command;

    for (command = RECIPE_COMMANDS; command->name != NULL; command++) {
        places_tell(gathered);
        if (stop_asked)
            return fail(why, "stopped by a signal; nothing was written");
        if (gather_command(gathered, command, why) != 0)
            return -1;
    }
    return 0;
}
