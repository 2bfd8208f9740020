/*
 * What nlserver prints.
 *
 *     output  = { line }
 *     line    = "HH:MM:SS >   " words     ">" information, ">>" warning,
 *                                         ">>>" error; the first is the banner
 *             | module [ "@" instance ] " (" pid ")" [ " - " size " " unit ]
 *             | "No tasks"                in either case, with or without "s"
 *     banner  = "Application server for " product { version | build | date }
 *
 * A banner on record:
 *     Application server for Adobe Campaign (6.1.1 build 8864) of 03/02/2018
 *     Application server for Adobe Campaign Classic (7.3.4 build 9364@8f3ef8e
 *     of 09/04/2023)
 * None of 5.11 or 6.02 was found; they can be expected to say Neolane.  So the
 * product is what stands before the first version, the version is the first
 * number with a dot, and the build follows the word "build".
 */
#include <string.h>

#include "parsers.h"

enum {
    PROCESS_MOST = 4096,  /* bytes of a line that tells a process */
    PROCESSES_MOST = 5000 /* of one server */
};

/* Takes "HH:MM:SS >>> " off LINE; the number of chevrons, 0 if there are none.
 */
static int
chevrons(struct span *line)
{
    static const char shape[] = "00:00:00";
    struct span rest = *line;
    int count = 0;

    if (rest.len < sizeof shape)
        return 0;
    for (size_t i = 0; i + 1 < sizeof shape; i++)
        if (shape[i] == '0' ? !ascii_digit(rest.at[i]) : rest.at[i] != shape[i])
            return 0;
    rest = span_trim(
        (struct span){rest.at + sizeof shape - 1, rest.len - sizeof shape + 1});
    for (; span_skip(&rest, ">"); count++)
        ;
    if (count > 0)
        *line = span_trim(rest);
    return count;
}

/* Cuts "(" and the like off both ends of a word of the banner. */
static struct span
bare(struct span word)
{
    while (word.len > 0 && (*word.at == '(' || *word.at == '['))
        word = (struct span){word.at + 1, word.len - 1};
    while (word.len > 0 && strchr("),;]", word.at[word.len - 1]) != NULL)
        word.len--;
    return word;
}

/* "v7" → "7", "6.1.1" → itself; empty if WORD is no version.  A date or a
 * masked number ("7.X") is none. */
static struct span
version_word(struct span word)
{
    static const struct span none = {"", 0};

    word = bare(word);
    if (word.len > 1 && ascii_lower(*word.at) == 'v' && ascii_digit(word.at[1]))
        word = (struct span){word.at + 1, word.len - 1};
    if (word.len == 0 || !ascii_digit(*word.at) ||
        !ascii_digit(word.at[word.len - 1]))
        return none;
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_digit(word.at[i]) && word.at[i] != '.')
            return none;
    return word;
}

static bool
dotted(struct span version)
{
    return version.len > 0 && memchr(version.at, '.', version.len) != NULL;
}

void
banner_read(struct arena *arena, struct fact *fact)
{
    struct span rest = span_of(fact_get(fact, "wording"));
    struct span name;
    struct span version = {"", 0};
    struct span word;
    int64_t build;

    (void)span_skip_fold(&rest, "application server for");
    rest = span_trim(rest);
    name = (struct span){rest.at, 0};
    for (bool named = false; span_word(&rest, &word);) {
        struct span found = version_word(word);
        bool stops =
            *word.at == '(' || found.len > 0 || span_is_fold(word, "version");

        named = named || stops;
        if (!named)
            name.len = (size_t)(word.at + word.len - name.at);
        if (found.len > 0 &&
            (version.len == 0 || (!dotted(version) && dotted(found))))
            version = found;
        if (!span_is_fold(bare(word), "build") || !span_word(&rest, &word))
            continue;
        word = bare(word);
        (void)span_until(&word, '@', &word);
        if (span_number(word, 1, 999999, &build))
            fact_number(arena, fact, "build", build, fact->at);
        /* Behind the build stands a date. */
        break;
    }
    if (name.len > 0)
        fact_set(arena, fact, "name", span_string(arena, name), fact->at);
    if (version.len > 0)
        fact_set(arena, fact, "version", span_string(arena, version), fact->at);
}

/* Takes the banner that LINE may be. */
static bool
is_banner(struct evidence *evidence, struct span line, uint32_t number)
{
    struct span rest = line;
    struct fact *banner;

    if (chevrons(&rest) > 1)
        return false;
    line = rest;
    if (!span_skip_fold(&rest, "application server for "))
        return false;
    banner = evidence_fact(evidence, "banner", number);
    fact_set(evidence->arena, banner, "wording",
             span_string(evidence->arena, line), banner->at);
    banner_read(evidence->arena, banner);
    return true;
}

/* "module@instance": false if TEXT is not of that shape.  Instance names are
 * the site's: anything may stand in them. */
static bool
module_instance(struct span text, struct span *module, struct span *instance)
{
    struct span rest = text;

    *instance = (struct span){"", 0};
    if (span_until(&rest, '@', module))
        *instance = rest;
    else
        *module = text;
    if (module->len == 0 || (instance->len == 0 && module->len != text.len))
        return false;
    for (size_t i = 0; i < module->len; i++)
        if (!ascii_letter(module->at[i]))
            return false;
    return true;
}

/* "4.8 MB", also with a comma and with the units Mb and Mo; NULL if it is
 * anything else. */
static const char *
megabytes(struct arena *arena, struct span text)
{
    struct span number;
    char *made;

    if (!span_word(&text, &number))
        return NULL;
    text = span_trim(text);
    if (!span_is_fold(text, "MB") && !span_is_fold(text, "Mo"))
        return NULL;
    if (!ascii_digit(*number.at) || number.len > 16)
        return NULL;
    made = span_string(arena, number);
    for (size_t i = 0; i < number.len; i++) {
        if (made[i] == ',')
            made[i] = '.';
        if (!ascii_digit(made[i]) && made[i] != '.')
            return NULL;
    }
    return made;
}

static bool
is_process(struct evidence *evidence, struct span line, uint32_t number)
{
    struct arena *arena = evidence->arena;
    struct span name;
    struct span module;
    struct span instance;
    struct span pid = {"", 0};
    struct span behind = {"", 0};
    struct fact *process;
    int64_t value;

    if (line.len > PROCESS_MOST)
        return false;
    /* The last "(digits)": an instance name may hold one too. */
    for (size_t i = line.len; i > 0 && pid.len == 0; i--)
        if (line.at[i - 1] == '(') {
            struct span rest = {line.at + i, line.len - i};
            struct span digits;

            if (span_until(&rest, ')', &digits) &&
                span_number(digits, 0, INT32_MAX, &value)) {
                pid = digits;
                behind = span_trim(rest);
            }
        }
    if (pid.len == 0)
        return false;
    name = span_trim((struct span){line.at, (size_t)(pid.at - line.at) - 1});
    if (!module_instance(name, &module, &instance))
        return false;
    process = evidence_fact(evidence, "process", number);
    fact_set(arena, process, "module", span_string(arena, module), process->at);
    if (instance.len > 0)
        fact_set(arena, process, "instance", span_string(arena, instance),
                 process->at);
    fact_number(arena, process, "pid", value, process->at);
    if (span_skip(&behind, "-"))
        fact_set(arena, process, "memory-mb", megabytes(arena, behind),
                 process->at);
    return true;
}

bool
parse_pdump(struct evidence *evidence, struct span text)
{
    struct lines lines;
    uint32_t known = 0; /* the last line that pdump can have printed */
    bool processes = false;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span line = span_trim(lines.line);

        if (evidence->facts == PROCESSES_MOST) {
            evidence_gap(evidence,
                         "not read to its end: more than 5,000 processes",
                         (struct place){evidence->entry->path, lines.number});
            break;
        }
        if (is_process(evidence, line, lines.number))
            processes = true;
        else if (!is_banner(evidence, line, lines.number) &&
                 !span_is_fold(line, "no task") &&
                 !span_is_fold(line, "no tasks"))
            continue;
        known = lines.number;
    }
    if (known == 0)
        return evidence_problem(evidence, "not what nlserver pdump prints", 1);
    if (!processes)
        (void)evidence_fact(evidence, "no-process", known);
    evidence->pdump = true;
    return true;
}

bool
parse_missing(struct evidence *evidence, struct span text)
{
    struct arena *arena = evidence->arena;
    struct lines lines;
    bool known = false;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span line = span_trim(lines.line);
        struct span module;
        struct span instance;
        struct fact *fact;

        if (is_banner(evidence, line, lines.number)) {
            known = true;
            continue;
        }
        if (!module_instance(line, &module, &instance) || instance.len == 0)
            continue;
        fact = evidence_fact(evidence, "not-running", lines.number);
        fact_set(arena, fact, "module", span_string(arena, module), fact->at);
        fact_set(arena, fact, "instance", span_string(arena, instance),
                 fact->at);
        known = true;
    }
    return known ||
           evidence_problem(evidence,
                            "not what nlserver monitor -missing prints", 1);
}
