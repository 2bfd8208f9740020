/*
 * What stands in and around Campaign's directory, its configuration aside.
 */
#include <string.h>

#include "parsers.h"
#include "paths.h"

/* SELINUX=enforcing: the mode from the next start on. */
bool
parse_selinux(struct evidence *evidence, struct span text)
{
    static const char *const modes[] = {"enforcing", "permissive", "disabled"};
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = span_trim(lines.line);

        if (!span_skip(&rest, "SELINUX="))
            continue;
        rest = span_trim(rest);
        for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
            struct fact *fact;

            if (!span_is_fold(rest, modes[i]))
                continue;
            fact = evidence_fact(evidence, "selinux", lines.number);
            fact_set(evidence->arena, fact, "mode", modes[i], fact->at);
            return true;
        }
        return evidence_problem(evidence, "SELINUX= is not a mode",
                                lines.number);
    }
    return evidence_problem(evidence, "it sets no mode (SELINUX=)", 1);
}

/* .bashrc and .bash_profile of the account: what they name of Campaign. */
bool
parse_login(struct evidence *evidence, struct span text)
{
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next_joined(&lines)) {
        struct span rest = span_trim(lines.line);
        struct span path;

        if (rest.len > 0 && *rest.at == '#')
            continue;
        while (path_next(&rest, &path)) {
            struct fact *fact;

            if (!path_in_campaign(path))
                continue;
            fact = evidence_fact(evidence, "login-path", lines.first);
            fact_set(evidence->arena, fact, "path",
                     span_string(evidence->arena, path), fact->at);
        }
    }
    return true;
}

/*
 * serverConf.xml.diff.  Its form is not established: only what diff -u prints
 * is counted, a run of lines with + or - being one change.
 *
 *     diff  = [ "--- " … "+++ " … ] { "@@" … { " " … | "+" … | "-" … } }
 */
bool
parse_settings_diff(struct evidence *evidence, struct span text)
{
    struct arena *arena = evidence->arena;
    struct fact *fact = evidence_fact(evidence, "settings-diff", 0);
    struct lines lines;
    bool inside = false;
    bool known = true;
    int64_t changes = 0;

    lines_init(&lines, evidence, text);
    while (known && lines_next(&lines)) {
        struct span line = lines.line;
        char first = line.len > 0 ? *line.at : ' ';

        if (lines.number <= 2 &&
            (span_skip(&line, "--- ") || span_skip(&line, "+++ ")))
            continue;
        if (first == '+' || first == '-') {
            if (!inside) {
                (void)fact_add(arena, fact, "change",
                               evidence_at(evidence, lines.number));
                changes++;
            }
            inside = true;
            continue;
        }
        inside = false;
        known = first == ' ' || first == '\\' || span_skip(&line, "@@ ");
    }
    if (known)
        fact_number(arena, fact, "changes", changes, fact->at);
    return true;
}
