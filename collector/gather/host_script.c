#include "host_script.h"

#include <stdio.h>
#include <string.h>

#include "recipe.h"
#include "span.h"

enum { WHY_COLUMN = 62, SCRIPT_MOST = 1024 * 1024 };

/* Which lines of the tables a place of the frame stands for. */
struct part {
    struct buf *out;
    bool windows;
    enum recipe_base base;
};

/* ---- words of the languages ---- */

/* PATH for a shell: patterns stay patterns, all else is itself. */
static void
shell_path(struct buf *out, const char *path)
{
    static const char plain[] = "/._-*?";

    for (; *path != '\0'; path++) {
        if (!ascii_letter(*path) && !ascii_digit(*path) &&
            strchr(plain, *path) == NULL)
            buf_addc(out, '\\');
        buf_addc(out, *path);
    }
}

/* TEXT in double quotes, nothing in it expanded. */
static void
shell_text(struct buf *out, const char *text)
{
    buf_addc(out, '"');
    for (; *text != '\0'; text++) {
        if (strchr("\\\"$`", *text) != NULL)
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
    buf_addc(out, '"');
}

/* TEXT in single quotes, as PowerShell takes them. */
static void
power_text(struct buf *out, const char *text)
{
    buf_addc(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_addc(out, '\'');
        buf_addc(out, *text);
    }
    buf_addc(out, '\'');
}

/* The path of a tree, /C/Windows, as Windows writes it. */
static void
power_path(struct buf *out, const char *path)
{
    char text[512];
    size_t len = 0;

    if (path[0] == '/') {
        len = (size_t)snprintf(text, sizeof text, "%c:", path[1]);
        path += 2;
    }
    for (; *path != '\0' && len + 1 < sizeof text; path++)
        text[len++] = *path == '/' ? '\\' : *path;
    text[len] = '\0';
    power_text(out, text);
}

/* Ends the line that began at BEGIN with WHY. */
static void
line_why(struct buf *out, size_t begin, const char *why)
{
    do
        buf_addc(out, ' ');
    while (out->len < begin + WHY_COLUMN);
    buf_addf(out, "# %s\n", why);
}

/* ---- lines of the tables ---- */

static bool
is_windows_path(const char *path)
{
    return strncmp(path, "/C/", 3) == 0;
}

/* Does a line of BASE and PATH belong to PART? */
static bool
belongs(const struct part *part, enum recipe_base base, const char *path)
{
    if (base == RECIPE_SHIPPED)
        base = RECIPE_TREE;
    return base == part->base &&
           (base != RECIPE_ROOT || is_windows_path(path) == part->windows);
}

static void
file_line(const struct part *part, const char *verb, const char *path,
          const char *why)
{
    static const char *const variables[] = {
        [RECIPE_TREE] = "tree", [RECIPE_VAR] = "var", [RECIPE_HOME] = "home"};
    struct buf *out = part->out;
    size_t begin = out->len;

    buf_addf(out, "    %s ", verb);
    if (part->windows) {
        if (part->base != RECIPE_ROOT)
            buf_addf(out, "$%s ", variables[part->base]);
        else
            buf_adds(out, "'' ");
        power_path(out, path);
    } else {
        if (part->base != RECIPE_ROOT && strncmp(path, "../", 3) == 0) {
            buf_addf(out, "\".${%s%%/*}\"", variables[part->base]);
            path += 2;
        } else if (part->base != RECIPE_ROOT) {
            buf_addf(out, "\".$%s\"", variables[part->base]);
            if (path[0] != '\0')
                buf_addc(out, '/');
        } else {
            buf_addc(out, '.');
        }
        shell_path(out, path);
    }
    line_why(out, begin, why);
}

static void
file_lines(const struct part *part)
{
    static const struct {
        const char *linux, *windows;
    } verbs[] = {[DEPTH_WHOLE] = {"take", "Take"},
                 [DEPTH_BEGIN] = {"begin", "Begin-Of"},
                 [DEPTH_NAME] = {"name", "Name-Of"},
                 [DEPTH_BELOW] = {"count", "Count-Of"}};

    for (const struct recipe *line = RECIPE; line->path != NULL; line++)
        if (belongs(part, line->base, line->path) &&
            (!part->windows || line->form != REDACT_SHELL))
            file_line(part, part->windows ? "Take" : "take", line->path,
                      line->why);
    for (const struct recipe_beside *line = RECIPE_BESIDE; line->path != NULL;
         line++)
        if (belongs(part, line->base, line->path))
            file_line(part,
                      part->windows ? verbs[line->depth].windows
                                    : verbs[line->depth].linux,
                      line->path, line->why);
}

static void
command_lines(const struct part *part)
{
    const char *here = part->windows ? "windows" : "linux";
    struct buf *out = part->out;

    for (const struct recipe_command *command = RECIPE_COMMANDS;
         command->name != NULL; command++) {
        const char *words = command->words;
        size_t begin = out->len;

        /* What is called like itself is done by the collector. */
        if (strcmp(command->name, words) == 0 ||
            (command->os != NULL && strcmp(command->os, here) != 0))
            continue;
        if (!part->windows && command->shell != NULL)
            words = command->shell;
        buf_addf(out, "    %s %s %s ", part->windows ? "Run" : "run",
                 command->name, command->campaign ? "campaign" : "system");
        if (part->windows)
            power_text(out, words);
        else
            shell_text(out, words);
        line_why(out, begin, command->why);
    }
}

static void
tree_lines(const struct part *part)
{
    for (size_t i = 0; RECIPE_TREES[i] != NULL; i++) {
        if (is_windows_path(RECIPE_TREES[i]) != part->windows)
            continue;
        buf_adds(part->out, part->windows ? "    " : "    trees_find .");
        if (part->windows)
            power_path(part->out, RECIPE_TREES[i]);
        else
            shell_path(part->out, RECIPE_TREES[i]);
        buf_addc(part->out, '\n');
    }
}

/* Patterns of LIST for a case, with * behind those that are a beginning: all
 * but whole files. */
static void
case_lines(const struct part *part, const char *const *list, bool files)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        buf_adds(part->out, i == 0 ? "    " : " | \\\n        ");
        shell_path(part->out, list[i]);
        if (!files || list[i][strlen(list[i]) - 1] == '/')
            buf_addc(part->out, '*');
    }
}

/* ---- the places of a frame ---- */

static void
put_trees(const struct part *part)
{
    tree_lines(part);
}

static void
put_trees_plain(const struct part *part)
{
    const char *blank = "";

    for (size_t i = 0; RECIPE_TREES[i] != NULL; i++)
        if (is_windows_path(RECIPE_TREES[i]) == part->windows) {
            buf_adds(part->out, blank);
            shell_path(part->out, RECIPE_TREES[i]);
            blank = " ";
        }
}

static void
put_proofs(const struct part *part)
{
    for (size_t i = 0; RECIPE_PROOFS[i] != NULL; i++) {
        if (i > 0)
            buf_adds(part->out, part->windows ? ", " : " ");
        if (part->windows)
            power_path(part->out, RECIPE_PROOFS[i]);
        else
            shell_path(part->out, RECIPE_PROOFS[i]);
    }
}

static void
put_followed(const struct part *part)
{
    case_lines(part, RECIPE_FOLLOWED, true);
}

static void
put_system(const struct part *part)
{
    case_lines(part, RECIPE_SYSTEM, false);
}

static void
put_variables(const struct part *part)
{
    for (size_t i = 0; RECIPE_VARIABLES[i] != NULL; i++) {
        if (i > 0)
            buf_adds(part->out, ", ");
        power_text(part->out, RECIPE_VARIABLES[i]);
    }
}

static void
put_version(const struct part *part)
{
    buf_adds(part->out, ACC_VERSION);
}

static void
put_recipe(const struct part *part)
{
    char hex[SEAL_HEX];

    host_recipe(hex);
    buf_add(part->out, hex, 16);
}

static const struct place {
    const char *name;
    void (*put)(const struct part *part);
    enum recipe_base base;
} PLACES[] = {{"FILES_TREE", file_lines, RECIPE_TREE},
              {"FILES_VAR", file_lines, RECIPE_VAR},
              {"FILES_HOME", file_lines, RECIPE_HOME},
              {"FILES_ROOT", file_lines, RECIPE_ROOT},
              {"COMMANDS", command_lines, RECIPE_ROOT},
              {"TREES", put_trees, RECIPE_ROOT},
              {"TREES_PLAIN", put_trees_plain, RECIPE_ROOT},
              {"PROOFS", put_proofs, RECIPE_ROOT},
              {"FOLLOWED", put_followed, RECIPE_ROOT},
              {"SYSTEM", put_system, RECIPE_ROOT},
              {"VARIABLES", put_variables, RECIPE_ROOT},
              {"VERSION", put_version, RECIPE_ROOT},
              {"RECIPE", put_recipe, RECIPE_ROOT}};

static const struct place *
place_of_name(struct span name)
{
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (span_is(name, PLACES[i].name))
            return &PLACES[i];
    return NULL;
}

/* Writes FRAME with its places filled in; an @ that names none stays. */
static void
frame_fill(struct span frame, bool windows, struct buf *out)
{
    struct span before, name;

    while (span_until(&frame, '@', &before)) {
        struct span rest = frame;
        const struct place *place =
            span_until(&rest, '@', &name) ? place_of_name(name) : NULL;

        buf_add(out, before.at, before.len);
        if (place == NULL) {
            buf_addc(out, '@');
            continue;
        }
        place->put(&(struct part){out, windows, place->base});
        /* A table ends its own last line. */
        if (rest.len > 0 && rest.at[0] == '\n' && out->len > 0 &&
            out->data[out->len - 1] == '\n') {
            rest.at++;
            rest.len--;
        }
        frame = rest;
    }
    buf_add(out, frame.at, frame.len);
}

bool
host_script(const char *system, struct buf *out)
{
    struct buf text;
    struct span rest, line;

    if (strcmp(system, "linux") == 0) {
        frame_fill(span_of((const char *)HOST_FRAME_LINUX), false, out);
        return true;
    }
    if (strcmp(system, "windows") != 0)
        return false;
    buf_init(&text, SCRIPT_MOST);
    frame_fill(span_of((const char *)HOST_FRAME_WINDOWS), true, &text);
    rest = span_bytes(text.data, text.len);
    while (span_line(&rest, &line)) {
        buf_add(out, line.at, line.len);
        buf_adds(out, "\r\n");
    }
    buf_release(&text);
    return true;
}

void
host_recipe(char hex[SEAL_HEX])
{
    static const enum recipe_base bases[] = {RECIPE_TREE, RECIPE_VAR,
                                             RECIPE_HOME, RECIPE_ROOT};
    struct buf text;

    buf_init(&text, SCRIPT_MOST);
    for (int windows = 0; windows < 2; windows++) {
        for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
            file_lines(&(struct part){&text, windows != 0, bases[i]});
        command_lines(&(struct part){&text, windows != 0, RECIPE_ROOT});
        tree_lines(&(struct part){&text, windows != 0, RECIPE_ROOT});
    }
    seal_of(span_bytes(text.data, text.len), hex);
    buf_release(&text);
}
