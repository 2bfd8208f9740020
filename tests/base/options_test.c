#include "../cmocka_test.h"

#include "nearest.h"
#include "options.h"
#include "span.h"
#include "vec.h"

struct filled {
    const char *output, *kind;
    bool quiet, verbose;
    int64_t level;
    struct words roots;
};

static int
run(void *baton, const char *const *operands, size_t count)
{
    (void)baton;
    (void)operands;
    (void)count;
    return 0;
}

static const struct option OPTIONS[] = {
    OPTION_HEADING("All"),
    {"output", 'o', "PATH", "where it goes", .take = option_text,
     .at = offsetof(struct filled, output)},
    {"kind", 0, "NAME", "which", .take = option_text,
     .at = offsetof(struct filled, kind), .values = "gzip zstd none"},
    {"level", 'l', "N", "how much", .take = option_number,
     .at = offsetof(struct filled, level), .least = 1, .most = 19},
    {"root", 0, "DIR", "where from", .take = option_words,
     .at = offsetof(struct filled, roots), .repeats = true},
    {"quiet", 'q', NULL, "say nothing", .take = option_flag,
     .at = offsetof(struct filled, quiet)},
    {"verbose", 'v', NULL, "say all", .take = option_flag,
     .at = offsetof(struct filled, verbose)},
    {.name = "recipient"},
};
enum { OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static const struct command_word ALONE[] = {
    {"collect", "", "write", 0, 0, "takes options only", NULL, run},
    {"inspect", "BUNDLE [ENTRY]", "look", 1, 2, "name a bundle", NULL, run},
    {"print", "ENGINE", "print", 1, 1, "name an engine", "oracle db2", run},
    {"rules list", "", "list", 0, 0, "takes options only", NULL, run},
    {"rules show", "ID", "show", 1, 1, "name one rule", NULL, run},
    {"diff", "", NULL, 0, 0, NULL, NULL, NULL},
};

static const struct command_word TAKING[] = {
    {"report", "BUNDLE...", "report", 1, SIZE_MAX, "no bundle is named", NULL,
     run},
    {"verify", "DIR", "verify", 1, 1, "name one", NULL, run},
};

static void
version(struct buf *out)
{
    buf_adds(out, "a library 1\n");
}

static const struct command_line LINE = {
    .program = "acc-test",
    .about = "About.",
    .notes = "Notes.",
    .options = OPTIONS,
    .option_count = OPTION_COUNT,
    .commands = ALONE,
    .command_count = sizeof ALONE / sizeof *ALONE,
    .version = version,
};

static struct arena arena;
static struct filled filled;
static struct command_call call;
static struct failure why;

/* Reads the words of TEXT, blanks between ("''" is an empty one). */
static int
read_line_of(const struct command_line *line, const char *text)
{
    struct span rest = span_of(text), word;
    struct words words = {0};
    int result;

    arena_release(&arena);
    arena_init(&arena);
    memset(&filled, 0, sizeof filled);
    memset(&why, 0, sizeof why);
    *vec_add(&arena, &words) = "acc-test";
    while (span_word(&rest, &word))
        *vec_add(&arena, &words) =
            span_is(word, "''") ? "" : span_string(&arena, word);
    result = command_line_read(line, (char *const *)(void *)(words.items + 1),
                               words.count - 1, &filled, &arena, &call, &why);
    return result;
}

static int
read_text(const char *text)
{
    return read_line_of(&LINE, text);
}

#define assert_wrong(typed, said)                                              \
    do {                                                                       \
        assert_int_equal(read_text(typed), -1);                                \
        assert_string_equal(why.text, said);                                   \
    } while (0)

static void
every_style_of_writing_an_option_is_read(void **state)
{
    static const char *const STYLES[] = {
        "--output a --level 3 --quiet --verbose",
        "--output=a --level=3 --quiet --verbose",
        "-o a -l 3 -q -v",
        "-oa -l3 -qv",
        "-vql3 -oa",
        "-vqo a --level 3",
    };

    (void)state;
    for (size_t i = 0; i < sizeof STYLES / sizeof *STYLES; i++) {
        assert_int_equal(read_text(STYLES[i]), 0);
        assert_string_equal(filled.output, "a");
        assert_int_equal(filled.level, 3);
        assert_true(filled.quiet && filled.verbose);
        assert_ptr_equal(call.command, &ALONE[0]);
        assert_int_equal(call.count, 0);
    }
    assert_int_equal(read_text("--output=a=b"), 0);
    assert_string_equal(filled.output, "a=b");
    assert_int_equal(read_text("--output --what"), 0);
    assert_string_equal(filled.output, "--what");
}

static void
options_stand_anywhere_and_two_dashes_end_them(void **state)
{
    (void)state;
    assert_int_equal(read_text("-q inspect b --level 2 e"), 0);
    assert_ptr_equal(call.command, &ALONE[1]);
    assert_int_equal(call.count, 2);
    assert_string_equal(call.operands[0], "b");
    assert_string_equal(call.operands[1], "e");
    assert_true(filled.quiet);
    assert_int_equal(read_text("inspect -- -q --level"), 0);
    assert_int_equal(call.count, 2);
    assert_string_equal(call.operands[1], "--level");
    assert_false(filled.quiet);
    assert_int_equal(read_text("inspect -"), 0);
    assert_string_equal(call.operands[0], "-");
}

static void
a_value_counts_once_but_for_what_repeats(void **state)
{
    (void)state;
    assert_wrong("--output a -o b", "--output: is given twice, and counts "
                                    "once");
    assert_int_equal(read_text("--root a --root=b -qq -q"), 0);
    assert_int_equal(filled.roots.count, 2);
    assert_string_equal(filled.roots.items[1], "b");
    assert_string_equal(call.values[4], "a b");
    assert_string_equal(call.values[5], "");
    assert_null(call.values[1]);
}

static void
what_is_wrong_is_said_with_its_mend(void **state)
{
    (void)state;
    assert_wrong("--outptu x", "--outptu: no such option (did you mean "
                               "--output?)");
    assert_wrong("--rec=x", "--rec: no such option");
    assert_wrong("--verb", "--verb: no such option (did you mean --verbose?)");
    assert_wrong("-qx", "-x: no such option");
}

static void
a_value_that_is_no_option_of_ours_is_not_said_again(void **state)
{
    (void)state;
    assert_wrong("--password=hunter2", "--password: no such option");
}

static void
missing_and_empty_values_are_refused(void **state)
{
    (void)state;
    assert_wrong("--output", "--output: needs PATH");
    assert_wrong("-qo", "--output: needs PATH");
    assert_wrong("--output=", "--output: needs PATH");
    assert_wrong("-o ''", "--output: needs PATH");
    assert_wrong("--output --quiet",
                 "--output: needs PATH, and --quiet is an option (is it the "
                 "value, write --output=--quiet)");
    assert_int_equal(read_text("--output=--quiet"), 0);
    assert_wrong("--quiet=1", "--quiet: takes no value");
}

static void
values_are_held_against_the_table(void **state)
{
    (void)state;
    assert_wrong("--level 0", "--level: 0: give a number from 1 to 19");
    assert_wrong("-l 1x", "--level: 1x: give a number from 1 to 19");
    assert_wrong("--kind xz", "--kind: xz: give gzip, zstd or none");
    assert_wrong("--recipient x", "--recipient: not in this version");
}

static void
commands_are_found_by_one_word_or_two(void **state)
{
    static const struct command_line TAKES = {
        .program = "acc-test",
        .options = OPTIONS,
        .option_count = OPTION_COUNT,
        .commands = TAKING,
        .command_count = sizeof TAKING / sizeof *TAKING,
    };

    (void)state;
    assert_int_equal(read_text("rules show X"), 0);
    assert_ptr_equal(call.command, &ALONE[4]);
    assert_string_equal(call.operands[0], "X");
    assert_wrong("rules", "rules: say list or show");
    assert_wrong("rules lsit", "rules lsit: no such command; say list or show");
    assert_wrong("inspct b", "inspct: no such command (did you mean inspect?)");
    assert_wrong("collect b", "collect: takes options only");
    assert_wrong("diff", "diff: not in this version");
    assert_wrong("print sybase", "print: sybase: give oracle or db2");
    assert_int_equal(read_text("print db2"), 0);
    /* The first command takes operands: a word that names none is one. */
    assert_int_equal(read_line_of(&TAKES, "b c"), 0);
    assert_ptr_equal(call.command, &TAKING[0]);
    assert_int_equal(call.count, 2);
    assert_int_equal(read_line_of(&TAKES, ""), -1);
    assert_string_equal(why.text, "report: no bundle is named");
}

static const char *
nearest_of(const char *word)
{
    static const char *const WORDS[] = {"output", "hostname", "db-host", "db"};
    struct nearest nearest;

    nearest_start(&nearest, word, strlen(word));
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        nearest_try(&nearest, WORDS[i]);
    return nearest.found;
}

static void
the_nearest_word_is_near(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("outptu"), "output");
    assert_string_equal(nearest_of("HOSTNAME"), "hostname");
    assert_string_equal(nearest_of("hostnme"), "hostname");
    assert_string_equal(nearest_of("db-hots"), "db-host");
    assert_string_equal(nearest_of("host"), "hostname");
    assert_null(nearest_of("banana"));
    assert_null(nearest_of(""));
    assert_null(nearest_of("a-word-that-is-longer-than-any-option-that-anybody-"
                           "would-ever-think-of-typing"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_style_of_writing_an_option_is_read),
        cmocka_unit_test(options_stand_anywhere_and_two_dashes_end_them),
        cmocka_unit_test(a_value_counts_once_but_for_what_repeats),
        cmocka_unit_test(what_is_wrong_is_said_with_its_mend),
        cmocka_unit_test(a_value_that_is_no_option_of_ours_is_not_said_again),
        cmocka_unit_test(missing_and_empty_values_are_refused),
        cmocka_unit_test(values_are_held_against_the_table),
        cmocka_unit_test(commands_are_found_by_one_word_or_two),
        cmocka_unit_test(the_nearest_word_is_near),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_release(&arena);
    return failed;
}
