/*
 * What a shell offers at the TAB key, made from the tables of the command line.
 *
 * For bash from 3.2 on one function, which does without the package
 * bash-completion; for zsh one call of _arguments.
 */
#include <string.h>

#include "options.h"
#include "span.h"

/* What stands in the place of a value or an operand. */
enum place { PLACE_WORDS, PLACE_FOLDER, PLACE_PATH, PLACE_TEXT };

static enum place
place_of(const char *argument, const char *values)
{
    static const char *const PATHS[] = {"FILE", "PATH", "BUNDLE"};

    if (values != NULL)
        return PLACE_WORDS;
    if (strncmp(argument, "DIR", 3) == 0)
        return PLACE_FOLDER;
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        if (strncmp(argument, PATHS[i], strlen(PATHS[i])) == 0)
            return PLACE_PATH;
    return PLACE_TEXT;
}

/* Calls TELL for each option that --help lists. */
typedef void tell_option(struct buf *out, const struct option *option);

static void
each_option(const struct command_line *line, struct buf *out, tell_option *tell)
{
    for (size_t i = 0; i < line->option_count + OPTIONS_COMMON_COUNT; i++) {
        const struct option *option =
            i < line->option_count ? &line->options[i]
                                   : &OPTIONS_COMMON[i - line->option_count];

        if (option->meaning != NULL &&
            (option->name != NULL || option->letter != 0))
            tell(out, option);
    }
}

/* The function's name: of the program, with what no name may hold replaced. */
static void
function_name(const struct command_line *line, struct buf *out)
{
    buf_addc(out, '_');
    for (const char *c = line->program; *c != '\0'; c++)
        buf_addc(out, *c == '-' ? '_' : *c);
}

/* "-o|--output". */
static void
option_pattern(struct buf *out, const struct option *option)
{
    if (option->letter != 0)
        buf_addf(out, "-%c%s", option->letter, option->name ? "|" : "");
    if (option->name != NULL)
        buf_addf(out, "--%s", option->name);
}

/* Is the command AT listed, and the first that begins with its word? */
static bool
begins(const struct command_line *line, size_t at)
{
    const struct command_word *command = &line->commands[at];
    size_t len = strcspn(command->name, " ");

    return command->meaning != NULL &&
           (at == 0 ||
            strncmp(line->commands[at - 1].name, command->name, len + 1) != 0);
}

/* The second words of all commands that begin as the one AT does, which is the
 * first of them: "BEFORE rules BETWEEN list show AFTER". */
static void
second_words(const struct command_line *line, size_t at, struct buf *out,
             const char *before, const char *between, const char *after)
{
    const char *name = line->commands[at].name;
    size_t len = strcspn(name, " ");

    if (name[len] == '\0' || !begins(line, at))
        return;
    buf_addf(out, "%s%.*s%s", before, (int)len, name, between);
    for (size_t i = at; i < line->command_count &&
                        strncmp(line->commands[i].name, name, len + 1) == 0;
         i++)
        buf_addf(out, "%s", line->commands[i].name + len);
    buf_adds(out, after);
}

/* --- bash ----------------------------------------------------------------- */

static void
bash_word(struct buf *out, const struct option *option)
{
    if (option->name != NULL)
        buf_addf(out, " --%s", option->name);
    else
        buf_addf(out, " -%c", option->letter);
}

static void
bash_taking(struct buf *out, const struct option *option)
{
    if (option->argument == NULL)
        return;
    buf_addc(out, '|');
    option_pattern(out, option);
}

static void
bash_place(struct buf *out, enum place place, const char *values)
{
    switch (place) {
    case PLACE_WORDS:
        buf_addf(out, "_acc_words '%s'", values);
        break;
    case PLACE_FOLDER:
        buf_adds(out, "_acc_paths -d");
        break;
    case PLACE_PATH:
        buf_adds(out, "_acc_paths -f");
        break;
    case PLACE_TEXT:
        buf_adds(out, ":");
        break;
    }
}

static void
bash_value(struct buf *out, const struct option *option)
{
    if (option->argument == NULL)
        return;
    buf_adds(out, "    ");
    option_pattern(out, option);
    buf_adds(out, ") ");
    bash_place(out, place_of(option->argument, option->values), option->values);
    buf_adds(out, "; return ;;\n");
}

/* A command of two words is offered word by word. */
static void
bash_operands(const struct command_line *line, size_t at, struct buf *out)
{
    const struct command_word *command = &line->commands[at];

    second_words(line, at, out, "    '", " ') _acc_words '", "' ;;\n");
    if (command->operands[0] == '\0')
        return;
    buf_addf(out, "    '%s '*) ", command->name);
    bash_place(out, place_of(command->operands, command->values),
               command->values);
    buf_adds(out, " ;;\n");
}

static void
write_bash(const struct command_line *line, struct buf *out)
{
    enum { TAKING_MOST = 64 * 1024 };
    struct buf taking; /* the options that take a value, "|" before each */

    buf_addf(out,
             "# bash completion of %s: what %s --completion bash prints.\n\n"
             "_acc_words() {\n"
             "    COMPREPLY=($(compgen -W \"$1\" -- \"$word\"))\n"
             "}\n\n"
             "_acc_paths() {\n"
             "    local IFS=$'\\n'\n"
             "    compopt -o filenames 2>/dev/null\n"
             "    COMPREPLY+=($(compgen \"$1\" -- \"$word\"))\n"
             "}\n\n",
             line->program, line->program);
    function_name(line, out);
    buf_adds(out, "() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} given= said= at=1\n"
                  "    COMPREPLY=()\n"
                  "    # \"--name=value\" comes as three words.\n"
                  "    while [ \"$at\" -lt \"$COMP_CWORD\" ]; do\n"
                  "        case ${COMP_WORDS[at]} in\n");
    buf_init(&taking, TAKING_MOST);
    each_option(line, &taking, bash_taking);
    buf_addf(out, "        %s", taking.len > 0 ? taking.data + 1 : "''");
    buf_release(&taking);
    buf_adds(
        out,
        ") given=${COMP_WORDS[at]}\n"
        "            [ \"${COMP_WORDS[at + 1]}\" != = ] || at=$((at + 1))\n"
        "            at=$((at + 1))\n"
        "            [ \"$at\" -lt \"$COMP_CWORD\" ] && given= ;;\n"
        "        -*) ;;\n"
        "        *) said+=\"${COMP_WORDS[at]} \" ;;\n"
        "        esac\n"
        "        at=$((at + 1))\n"
        "    done\n"
        "    [ \"$word\" != = ] || word=\n"
        "    case $given in\n");
    each_option(line, out, bash_value);
    buf_adds(out, "    esac\n"
                  "    case $word in\n"
                  "    -*) _acc_words '");
    each_option(line, out, bash_word);
    buf_adds(out, "'; return ;;\n"
                  "    esac\n"
                  "    case $said in\n"
                  "    '') _acc_words '");
    for (size_t i = 0; i < line->command_count; i++)
        if (begins(line, i))
            buf_addf(out, " %.*s", (int)strcspn(line->commands[i].name, " "),
                     line->commands[i].name);
    buf_addc(out, '\'');
    if (line->commands[0].most > 0)
        buf_adds(out, "; _acc_paths -f");
    buf_adds(out, " ;;\n");
    for (size_t i = 0; i < line->command_count; i++)
        if (line->commands[i].meaning != NULL)
            bash_operands(line, i, out);
    if (line->commands[0].most > 0)
        buf_adds(out, "    *) _acc_paths -f ;;\n");
    buf_adds(out, "    esac\n}\ncomplete -F ");
    function_name(line, out);
    buf_addf(out, " %s\n", line->program);
}

/* --- zsh ------------------------------------------------------------------ */

/* TEXT inside single quotes of _arguments. */
static void
zsh_text(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_adds(out, "'\\'");
        else if (strchr("[]:\\", *text) != NULL)
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
}

static void
zsh_place(struct buf *out, enum place place, const char *values)
{
    switch (place) {
    case PLACE_WORDS:
        buf_addf(out, "(%s)", values);
        break;
    case PLACE_FOLDER:
        buf_adds(out, "_files -/");
        break;
    case PLACE_PATH:
        buf_adds(out, "_files");
        break;
    case PLACE_TEXT:
        buf_adds(out, " ");
        break;
    }
}

/* '(-o --output)'{-o+,--output=}'[meaning]:NAME:_files' */
static void
zsh_option(struct buf *out, const struct option *option)
{
    bool two = option->letter != 0 && option->name != NULL;
    bool value = option->argument != NULL;

    buf_adds(out, "        '");
    if (option->repeats)
        buf_addc(out, '*');
    else if (two)
        buf_addf(out, "(-%c --%s)", option->letter, option->name);
    if (two)
        buf_addf(out, "'{-%c%s,--%s%s}'", option->letter, value ? "+" : "",
                 option->name, value ? "=" : "");
    else if (option->name != NULL)
        buf_addf(out, "--%s%s", option->name, value ? "=" : "");
    else
        buf_addf(out, "-%c%s", option->letter, value ? "+" : "");
    buf_addc(out, '[');
    zsh_text(out, option->meaning);
    buf_addc(out, ']');
    if (value) {
        buf_addf(out, ":%s:", option->argument);
        zsh_place(out, place_of(option->argument, option->values),
                  option->values);
    }
    buf_adds(out, "' \\\n");
}

static void
zsh_commands(const struct command_line *line, struct buf *out)
{
    buf_adds(out, "    local -a commands=(\n");
    for (size_t i = 0; i < line->command_count; i++) {
        const struct command_word *command = &line->commands[i];
        size_t len = strcspn(command->name, " ");

        if (!begins(line, i))
            continue;
        buf_addf(out, "        '%.*s:", (int)len, command->name);
        zsh_text(out, command->meaning);
        buf_adds(out, "'\n");
    }
    buf_adds(out, "    )\n");
}

static void
zsh_operands(const struct command_line *line, struct buf *out)
{
    bool paths = line->commands[0].most > 0;

    buf_adds(out, "    case $state in\n"
                  "    first)\n"
                  "        _describe -t commands command commands\n");
    if (paths)
        buf_adds(out, "        _files\n");
    buf_adds(out, "        ;;\n"
                  "    more)\n"
                  "        case \"$line[1] $line[2]\" in\n");
    for (size_t i = 0; i < line->command_count; i++) {
        const struct command_word *command = &line->commands[i];
        enum place place = place_of(command->operands, command->values);
        bool two = strchr(command->name, ' ') != NULL;

        if (command->meaning == NULL || command->operands[0] == '\0' ||
            place == PLACE_TEXT)
            continue;
        buf_addf(out, "        '%s'%s) ", command->name, two ? "" : "\\ *");
        if (place == PLACE_WORDS)
            buf_addf(out, "compadd %s", command->values);
        else
            buf_adds(out, place == PLACE_FOLDER ? "_files -/" : "_files");
        buf_adds(out, " ;;\n");
    }
    for (size_t i = 0; i < line->command_count; i++)
        second_words(line, i, out, "        '", " '*) compadd", " ;;\n");
    if (paths)
        buf_adds(out, "        *) _files ;;\n");
    buf_adds(out, "        esac\n"
                  "        ;;\n"
                  "    esac\n");
}

static void
write_zsh(const struct command_line *line, struct buf *out)
{
    buf_addf(out,
             "#compdef %s\n"
             "# zsh completion of %s: what %s --completion zsh prints.\n\n",
             line->program, line->program, line->program);
    function_name(line, out);
    buf_adds(out, "() {\n"
                  "    local curcontext=$curcontext state\n"
                  "    local -a line\n");
    zsh_commands(line, out);
    buf_adds(out, "    _arguments -C -s -S \\\n");
    each_option(line, out, zsh_option);
    buf_adds(out, "        '1: :->first' \\\n"
                  "        '*: :->more'\n");
    zsh_operands(line, out);
    buf_adds(out, "}\n\n");
    function_name(line, out);
    buf_adds(out, " \"$@\"\n");
}

void
completion_write(const struct command_line *line, const char *shell,
                 struct buf *out)
{
    if (strcmp(shell, "zsh") == 0)
        write_zsh(line, out);
    else
        write_bash(line, out);
}
