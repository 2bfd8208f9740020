#include "options.h"

#include <stdio.h>
#include <string.h>

#include "nearest.h"
#include "span.h"
#include "vec.h"

enum {
    HELP_MOST = 64 * 1024,
    HELP_WIDTH = 79,
    HELP_COLUMN = 29 /* where meanings begin */
};

/* --- Values --------------------------------------------------------------- */

int
option_wrong(const struct option *option, struct failure *why,
             const char *words)
{
    return option->name != NULL ? fail(why, "--%s: %s", option->name, words)
                                : fail(why, "-%c: %s", option->letter, words);
}

const char *
values_told(const char *values, struct arena *arena)
{
    struct span rest = span_of(values), word;
    const char *told = NULL;

    while (span_word(&rest, &word))
        told = told == NULL ? span_string(arena, word)
                            : arena_format(arena, "%s%s%.*s", told,
                                           rest.len > 0 ? ", " : " or ",
                                           (int)word.len, word.at);
    return told;
}

static bool
value_is_one(const char *values, const char *value)
{
    struct span rest = span_of(values), word;

    while (span_word(&rest, &word))
        if (span_is(word, value))
            return true;
    return false;
}

int
option_flag(const struct given *given, struct failure *why)
{
    (void)why;
    *(bool *)((char *)given->into + given->option->at) = true;
    return 0;
}

int
option_text(const struct given *given, struct failure *why)
{
    const char *values = given->option->values;

    if (values != NULL && !value_is_one(values, given->value))
        return option_wrong(given->option, why,
                            arena_format(given->arena, "%s: give %s",
                                         given->value,
                                         values_told(values, given->arena)));
    *(const char **)(void *)((char *)given->into + given->option->at) =
        given->value;
    return 0;
}

int
option_words(const struct given *given, struct failure *why)
{
    struct words *words = (void *)((char *)given->into + given->option->at);

    (void)why;
    *vec_add(given->arena, words) = given->value;
    return 0;
}

int
option_number(const struct given *given, struct failure *why)
{
    const struct option *option = given->option;

    if (span_number(span_of(given->value), option->least, option->most,
                    (int64_t *)(void *)((char *)given->into + option->at)))
        return 0;
    return option_wrong(option, why,
                        arena_format(given->arena,
                                     "%s: give a number from %lld to %lld",
                                     given->value, (long long)option->least,
                                     (long long)option->most));
}

/* --- Help and version ----------------------------------------------------- */

static const char HELP[] = "help", VERSION[] = "version";

static int
told_elsewhere(const struct given *given, struct failure *why)
{
    (void)given;
    (void)why;
    return LINE_DONE;
}

const struct option OPTIONS_COMMON[] = {
    {.name = HELP,
     .letter = 'h',
     .meaning = "print this and end",
     .take = told_elsewhere},
    {.name = VERSION,
     .meaning = "print the version and end",
     .take = told_elsewhere},
    {.name = "completion",
     .argument = "SHELL",
     .values = "bash zsh",
     .take = told_elsewhere},
};
const size_t OPTIONS_COMMON_COUNT =
    sizeof OPTIONS_COMMON / sizeof *OPTIONS_COMMON;

/* Appends the words of TEXT from COLUMN on, in lines of HELP_WIDTH; a line of
 * its own begins with a newline. */
static void
wrap(struct buf *out, size_t column, const char *text)
{
    struct span rest = span_of(text), line, word;
    size_t at = column;

    while (span_line(&rest, &line)) {
        while (span_word(&line, &word)) {
            if (at > column && at + 1 + word.len > HELP_WIDTH) {
                buf_addf(out, "\n%*s", (int)column, "");
                at = column;
            }
            buf_addf(out, "%s%.*s", at > column ? " " : "", (int)word.len,
                     word.at);
            at += word.len + (at > column ? 1 : 0);
        }
        buf_addf(out, "\n%*s", rest.len > 0 ? (int)column : 0, "");
        at = column;
    }
}

static void
help_option(struct buf *out, const struct option *option)
{
    size_t start = out->len, taken;

    if (option->meaning == NULL)
        return;
    if (option->name == NULL && option->letter == 0) {
        buf_addf(out, "\n%s:\n", option->meaning);
        return;
    }
    if (option->letter != 0)
        buf_addf(out, "  -%c%s", option->letter,
                 option->name != NULL ? ", " : "");
    else
        buf_adds(out, "      ");
    if (option->name != NULL)
        buf_addf(out, "--%s", option->name);
    if (option->argument != NULL)
        buf_addf(out, " %s", option->argument);
    taken = out->len - start;
    if (taken + 2 > HELP_COLUMN) {
        buf_addc(out, '\n');
        taken = 0;
    }
    buf_addf(out, "%*s", (int)(HELP_COLUMN - taken), "");
    wrap(out, HELP_COLUMN, option->meaning);
}

static void
help_write(const struct command_line *line, struct buf *out)
{
    buf_adds(out, "Usage:\n");
    for (size_t i = 0; i < line->command_count; i++) {
        const struct command_word *command = &line->commands[i];

        if (command->meaning == NULL)
            continue;
        buf_addf(out,
                 i == 0 ? "  %s [%s]%s%s [OPTION]...\n      "
                        : "  %s %s%s%s\n      ",
                 line->program, command->name,
                 command->operands[0] != '\0' ? " " : "", command->operands);
        wrap(out, 6, command->meaning);
    }
    buf_addc(out, '\n');
    wrap(out, 0, line->about);
    for (size_t i = 0; i < line->option_count; i++)
        help_option(out, &line->options[i]);
    buf_addc(out, '\n');
    for (size_t i = 0; i < OPTIONS_COMMON_COUNT; i++)
        help_option(out, &OPTIONS_COMMON[i]);
    buf_addc(out, '\n');
    wrap(out, 0, line->notes);
}

static void
common_tell(const struct command_line *line, const struct given *given)
{
    struct buf out;

    buf_init(&out, HELP_MOST);
    if (given->option->name == HELP) {
        help_write(line, &out);
    } else if (given->option->name == VERSION) {
        buf_addf(&out, "%s %s\n", line->program, ACC_VERSION);
        line->version(&out);
    } else {
        completion_write(line, given->value, &out);
    }
    (void)fwrite(out.data, 1, out.len, stdout);
    buf_release(&out);
}

/* --- Words ---------------------------------------------------------------- */

struct reading {
    const struct command_line *line;
    char *const *words;
    size_t count, at; /* the next word */
    void *into;
    struct arena *arena;
    struct command_call *call;
};

/* The row of --NAME or, where LEN is 0, of LETTER. */
static const struct option *
option_in(const struct option *rows, size_t count, const char *name, size_t len,
          char letter)
{
    for (size_t i = 0; i < count; i++) {
        if (len == 0 ? rows[i].letter == letter
                     : rows[i].name != NULL && strlen(rows[i].name) == len &&
                           memcmp(rows[i].name, name, len) == 0)
            return &rows[i];
    }
    return NULL;
}

static const struct option *
option_of(const struct command_line *line, const char *name, size_t len,
          char letter)
{
    const struct option *found;

    if (len == 0 && letter == '\0')
        return NULL;
    found = option_in(line->options, line->option_count, name, len, letter);
    return found != NULL ? found
                         : option_in(OPTIONS_COMMON, OPTIONS_COMMON_COUNT, name,
                                     len, letter);
}

static void
nearest_options(struct nearest *nearest, const struct option *rows,
                size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].name != NULL && rows[i].meaning != NULL)
            nearest_try(nearest, rows[i].name);
}

/* A value may stand in the same word and be a secret: it is not repeated. */
static int
no_such_option(const struct command_line *line, const char *name, size_t len,
               struct failure *why)
{
    struct nearest nearest;

    nearest_start(&nearest, name, len);
    nearest_options(&nearest, line->options, line->option_count);
    nearest_options(&nearest, OPTIONS_COMMON, OPTIONS_COMMON_COUNT);
    if (nearest.found == NULL)
        return fail(why, "--%.*s: no such option", (int)len, name);
    return fail(why, "--%.*s: no such option (did you mean --%s?)", (int)len,
                name, nearest.found);
}

/* Hands VALUE to its taker, and keeps it. */
static int
option_give(struct reading *reading, const struct option *option,
            const char *value, struct failure *why)
{
    const struct command_line *line = reading->line;
    struct given given = {option, value, reading->into, reading->arena};
    const char **kept;

    if (value != NULL && *value == '\0')
        return option_wrong(
            option, why,
            arena_format(reading->arena, "needs %s", option->argument));
    if (option->take == told_elsewhere) {
        if (option->values != NULL && !value_is_one(option->values, value))
            return option_wrong(
                option, why,
                arena_format(reading->arena, "give %s",
                             values_told(option->values, reading->arena)));
        common_tell(line, &given);
        return LINE_DONE;
    }
    kept = &reading->call->values[option - line->options];
    if (value != NULL && *kept != NULL && !option->repeats)
        return option_wrong(option, why, "is given twice, and counts once");
    if (value == NULL)
        *kept = "";
    else if (*kept == NULL)
        *kept = value;
    else
        *kept = arena_format(reading->arena, "%s %s", *kept, value);
    return option->take(&given, why);
}

/* The value of OPTION, the next word. */
static int
next_value(struct reading *reading, const struct option *option,
           const char **value, struct failure *why)
{
    const char *next;

    if (reading->at == reading->count)
        return option_wrong(
            option, why,
            arena_format(reading->arena, "needs %s", option->argument));
    next = reading->words[reading->at];
    if (strncmp(next, "--", 2) == 0 && option->name != NULL &&
        option_of(reading->line, next + 2, strcspn(next + 2, "="), '\0') !=
            NULL)
        return option_wrong(
            option, why,
            arena_format(reading->arena,
                         "needs %s, and %s is an option (is it the value, "
                         "write --%s=%s)",
                         option->argument, next, option->name, next));
    *value = next;
    reading->at++;
    return 0;
}

/* "--name", "--name=value". */
static int
read_long(struct reading *reading, const char *name, struct failure *why)
{
    size_t len = strcspn(name, "=");
    const struct option *option = option_of(reading->line, name, len, '\0');
    const char *value = name[len] == '=' ? name + len + 1 : NULL;

    if (option == NULL)
        return no_such_option(reading->line, name, len, why);
    if (option->take == NULL)
        return option_wrong(option, why, "not in this version");
    if (option->argument == NULL && value != NULL)
        return option_wrong(option, why, "takes no value");
    if (option->argument != NULL && value == NULL &&
        next_value(reading, option, &value, why) != 0)
        return -1;
    return option_give(reading, option, value, why);
}

/* "-q", "-qv", "-oFILE", "-qo FILE". */
static int
read_letters(struct reading *reading, const char *letters, struct failure *why)
{
    int result = 0;

    while (*letters != '\0' && result == 0) {
        char letter = *letters++;
        const struct option *option = option_of(reading->line, "", 0, letter);
        const char *value = NULL;

        if (option == NULL)
            return fail(why, "-%c: no such option", letter);
        if (option->take == NULL)
            return option_wrong(option, why, "not in this version");
        if (option->argument != NULL && *letters != '\0') {
            value = letters;
            letters += strlen(letters);
        } else if (option->argument != NULL &&
                   next_value(reading, option, &value, why) != 0) {
            return -1;
        }
        result = option_give(reading, option, value, why);
    }
    return result;
}

/* How many operands name COMMAND: all its words, or none. */
static size_t
command_named(const struct command_word *command, const struct words *operands)
{
    struct span rest = span_of(command->name), word;
    size_t count = 0;

    while (span_word(&rest, &word)) {
        if (count == operands->count || !span_is(word, operands->items[count]))
            return 0;
        count++;
    }
    return count;
}

/* The first operand names no command, and the first command wants none. */
static int
no_such_command(const struct command_line *line, const char *word,
                struct failure *why)
{
    struct nearest nearest;

    nearest_start(&nearest, word, strlen(word));
    for (size_t i = 0; i < line->command_count; i++)
        if (line->commands[i].meaning != NULL)
            nearest_try(&nearest, line->commands[i].name);
    if (nearest.found == NULL)
        return fail(why, "%s: no such command", word);
    return fail(why, "%s: no such command (did you mean %s?)", word,
                nearest.found);
}

/* Of a command of two words only the first is there. */
static int
half_command(const struct command_line *line, const struct words *operands,
             struct arena *arena, struct failure *why)
{
    const char *told = NULL;

    for (size_t i = 0; i < line->command_count; i++) {
        struct span rest = span_of(line->commands[i].name), word;

        if (span_until(&rest, ' ', &word) && span_is(word, operands->items[0]))
            told =
                arena_format(arena, "%s%s%.*s", told == NULL ? "" : told,
                             told == NULL ? "" : " ", (int)rest.len, rest.at);
    }
    if (told == NULL)
        return 0;
    return operands->count < 2
               ? fail(why, "%s: say %s", operands->items[0],
                      values_told(told, arena))
               : fail(why, "%s %s: no such command; say %s", operands->items[0],
                      operands->items[1], values_told(told, arena));
}

static int
find_command(struct reading *reading, const struct words *operands,
             struct failure *why)
{
    const struct command_line *line = reading->line;
    struct command_call *call = reading->call;
    size_t named = 0;

    call->command = &line->commands[0];
    for (size_t i = 0; i < line->command_count && named == 0; i++) {
        named = command_named(&line->commands[i], operands);
        if (named > 0)
            call->command = &line->commands[i];
    }
    if (named == 0 && operands->count > 0) {
        if (half_command(line, operands, reading->arena, why) != 0)
            return -1;
        if (call->command->most == 0)
            return no_such_command(line, operands->items[0], why);
    }
    if (call->command->run == NULL)
        return fail(why, "%s: not in this version", call->command->name);
    call->operands = operands->items + named;
    call->count = operands->count - named;
    if (call->count < call->command->least || call->count > call->command->most)
        return fail(why, "%s: %s", call->command->name, call->command->wanted);
    if (call->command->values != NULL &&
        !value_is_one(call->command->values, call->operands[0]))
        return fail(why, "%s: %s: give %s", call->command->name,
                    call->operands[0],
                    values_told(call->command->values, reading->arena));
    return 0;
}

int
command_line_read(const struct command_line *line, char *const *words,
                  size_t count, void *into, struct arena *arena,
                  struct command_call *call, struct failure *why)
{
    struct reading reading = {line, words, count, 0, into, arena, call};
    struct words operands = {0};
    bool options = true;
    int result = 0;

    why->machine = false;
    call->values =
        arena_alloc(arena, (line->option_count + 1) * sizeof *call->values);
    *vec_add(arena, &operands) = NULL; /* an array also where there are none */
    operands.count = 0;
    while (reading.at < count && result == 0) {
        const char *word = words[reading.at++];

        if (!options || word[0] != '-' || word[1] == '\0')
            *vec_add(arena, &operands) = word;
        else if (strcmp(word, "--") == 0)
            options = false;
        else if (word[1] == '-')
            result = read_long(&reading, word + 2, why);
        else
            result = read_letters(&reading, word + 1, why);
    }
    return result != 0 ? result : find_command(&reading, &operands, why);
}
