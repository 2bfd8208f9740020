#include "verify.h"

#include <string.h>

#include "utf8.h"
#include "vec.h"
#include "words.h"

/* Letters that mean nothing to any shell. */
static bool
harmless(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (!ascii_letter(*at) && !ascii_digit(*at) &&
            strchr("._+=:,@%/-", *at) == NULL)
            return false;
    return *name != '\0' && *name != '=' && *name != '-';
}

const char *
verify_word(struct arena *arena, const char *name, const char *digest)
{
    struct buf out;
    const char *word;

    if (!utf8_plain(span_of(name)))
        return arena_format(arena, "<name: see SHA-256 %.8s>",
                            digest == NULL ? "" : digest);
    if (harmless(name))
        return name;
    buf_init(&out, 1 << 16);
    buf_addc(&out, '\'');
    if (*name == '-')
        buf_adds(&out, "./"); /* never an option */
    for (const char *at = name; *at != '\0'; at++) {
        if (*at == '\'')
            buf_adds(&out, "'\\''");
        else
            buf_addc(&out, *at);
    }
    buf_addc(&out, '\'');
    word = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return word;
}

/* The inputs and options that are words of the command line. */
static const char *
reproduce(const struct report *report, struct arena *arena)
{
    static const struct {
        const char *kind, *option;
    } NAMED[] = {{"answers", "--answers"},
                 {"rules", "--rules"},
                 {"templates", "--templates"},
                 {"data", "--data"}};
    struct buf out;
    const char *line;

    buf_init(&out, 1 << 24);
    buf_adds(&out, "acc-analyze report");
    for (size_t i = 0; i < report->inputs.count; i++)
        if (strcmp(report->inputs.items[i].kind, "bundle") == 0)
            buf_addf(&out, " %s",
                     verify_word(arena, report->inputs.items[i].file,
                                 report->inputs.items[i].sha256));
    for (size_t n = 0; n < sizeof NAMED / sizeof *NAMED; n++)
        for (size_t i = 0; i < report->inputs.count; i++)
            if (strcmp(report->inputs.items[i].kind, NAMED[n].kind) == 0)
                buf_addf(&out, " %s %s", NAMED[n].option,
                         verify_word(arena, report->inputs.items[i].file,
                                     report->inputs.items[i].sha256));
    for (size_t i = 0; i < report->options.count; i++) {
        const struct report_option *option = &report->options.items[i];

        buf_addf(&out, " %s", option->name);
        if (option->value != NULL)
            buf_addf(&out, " %s", verify_word(arena, option->value, NULL));
    }
    buf_addf(&out, " --now %s -o again", words_stamp(arena, report->now));
    line = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return line;
}

static void
add(struct arena *arena, struct verify_commands *commands, const char *text,
    const char *why)
{
    struct verify_command *command = vec_add(arena, commands);

    command->text = text;
    command->why = why;
}

void
verify_list(const struct report *report, struct arena *arena,
            struct verify_commands *commands)
{
    memset(commands, 0, sizeof *commands);
    add(arena, commands, "sha256sum --strict -c SHA256SUMS",
        "no file of this folder was changed");
    add(arena, commands, "acc-analyze verify .",
        "the same, and that nothing was added");
    for (size_t i = 0; i < report->inputs.count; i++) {
        const struct report_input *input = &report->inputs.items[i];

        if (strcmp(input->kind, "bundle") == 0 && commands->count < 10)
            add(arena, commands,
                arena_format(arena, "sha256sum %s",
                             verify_word(arena, input->file, input->sha256)),
                arena_format(arena, "prints %s", input->sha256));
    }
    add(arena, commands, reproduce(report, arena),
        "the same report once more: same build, same inputs, beside them");
    add(arena, commands, "diff -r again REPORT",
        "not one byte differs; REPORT is the path of this folder");
}
