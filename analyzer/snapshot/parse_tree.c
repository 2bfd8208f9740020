/*
 * What stands in and around Campaign's directory, its configuration aside.
 */
#include <string.h>

#include "parsers.h"
#include "paths.h"

enum { CHANGES_MOST = 1000 }; /* whose place is kept; all are counted */

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
        while (path_next_in_campaign(&rest, &path) && !lines_full(&lines)) {
            struct fact *fact =
                evidence_fact(evidence, "login-path", lines.first);

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
                if (changes < CHANGES_MOST)
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

/* Lines of the inventory: the grammar stands in collector/gather/inventory.h.
 * A field "-" is not known; one that must be known (NEEDED of them, the first)
 * makes the line worth nothing.  "#name" is a number. */
enum { FIELDS_MOST = 9 };

static const struct {
    const char *word;
    int needed;
    const char *fields[FIELDS_MOST];
} INVENTORY[] = {
    {"tree", 1, {"directory", "owner"}},
    {"kept", 1, {"directory"}},
    {"binary", 1, {"file", "#bits"}},
    {"service", 1, {"file"}},
    {"marker", 1, {"file"}},
    {"var", 3, {"directory", "tree", "basis"}},
    {"space", 2, {"directory", "#free-mib"}},
    {"folder",
     1,
     {"what", "instance", "directory", "state", "#files", "#bytes", "oldest",
      "newest"}},
    {"upgrade",
     2,
     {"instance", "file", "changed", "#warnings", "#errors", "#conflicts"}},
    {"console", 1, {"file"}},
};

/* What a field must be if not every word will do. */
static const struct {
    const char *field;
    const char *words[5];
} INVENTORY_WORDS[] = {
    {"state", {"whole", "part", "absent", "denied"}},
    {"basis", {"default", "XTK_VAR_DIR"}},
    {"bits", {"32", "64"}},
};

static bool
inventory_word(const char *field, const char *value)
{
    for (size_t i = 0; i < sizeof INVENTORY_WORDS / sizeof *INVENTORY_WORDS;
         i++) {
        if (strcmp(INVENTORY_WORDS[i].field, field) != 0)
            continue;
        for (size_t w = 0; INVENTORY_WORDS[i].words[w] != NULL; w++)
            if (strcmp(INVENTORY_WORDS[i].words[w], value) == 0)
                return true;
        return false;
    }
    return true;
}

/* Sets what the fields of the line in REST say; false if one that is needed is
 * not there or not what it must be. */
static bool
inventory_fields(struct evidence *evidence, struct fact *fact, size_t kind,
                 struct span rest)
{
    const char *const *names = INVENTORY[kind].fields;

    for (int i = 0; i < FIELDS_MOST && names[i] != NULL; i++) {
        bool number = names[i][0] == '#';
        const char *name = names[i] + (number ? 1 : 0);
        struct span field;
        int64_t value;

        if (!span_until(&rest, '\t', &field)) {
            field = rest;
            rest.len = 0;
        }
        if (field.len == 0 || span_is(field, "-")) {
            if (i < INVENTORY[kind].needed)
                return false;
            continue;
        }
        if ((number && !span_number(field, 0, INT64_MAX, &value)) ||
            !inventory_word(name, span_string(evidence->arena, field)))
            return false;
        fact_set(evidence->arena, fact, name,
                 span_string(evidence->arena, field), fact->at);
    }
    return true;
}

/* "postupgrade_9277_20260102.log" → build 9277; "setup-client-7.0.9364.exe" →
 * version 7.0.9364. */
static void
inventory_names(struct evidence *evidence, struct fact *fact)
{
    struct arena *arena = evidence->arena;
    const char *file = fact_get(fact, "file");
    struct span rest;
    struct span word;
    int64_t build;

    if (file == NULL)
        return;
    rest = path_name(span_of(file));
    if (strcmp(fact->kind, "upgrade") == 0 &&
        span_skip(&rest, "postupgrade_")) {
        if (span_until(&rest, '_', &word) &&
            span_number(word, 1, INT32_MAX, &build))
            fact_number(arena, fact, "build", build, fact->at);
    } else if (strcmp(fact->kind, "console") == 0 &&
               span_skip_fold(&rest, "setup-client-")) {
        size_t len = 0;

        while (len < rest.len && (ascii_digit(rest.at[len]) ||
                                  (rest.at[len] == '.' && len + 1 < rest.len &&
                                   ascii_digit(rest.at[len + 1]))))
            len++;
        if (len > 0)
            fact_set(arena, fact, "version",
                     span_string(arena, span_bytes(rest.at, len)), fact->at);
    }
}

bool
parse_inventory(struct evidence *evidence, struct span text)
{
    enum { KINDS = sizeof INVENTORY / sizeof *INVENTORY };
    struct arena *arena = evidence->arena;
    struct fact *inventory = evidence_fact(evidence, "inventory", 0);
    struct lines lines;
    bool known = false;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line;
        struct span word;
        size_t kind;
        struct fact *fact;

        if (!span_until(&rest, '\t', &word))
            continue;
        for (kind = 0; kind < KINDS && !span_is(word, INVENTORY[kind].word);
             kind++)
            ;
        if (kind == KINDS)
            continue;
        evidence->facts++;
        fact = fact_add(arena, inventory, INVENTORY[kind].word,
                        evidence_at(evidence, lines.number));
        if (!inventory_fields(evidence, fact, kind, rest) ||
            (strcmp(INVENTORY[kind].word, "folder") == 0 &&
             (fact_get(fact, "directory") == NULL ||
              fact_get(fact, "state") == NULL)))
            return evidence_problem(evidence, "not a line of an inventory",
                                    lines.number);
        inventory_names(evidence, fact);
        known = true;
    }
    return known ||
           evidence_problem(evidence, "no line of an inventory in it", 1);
}
