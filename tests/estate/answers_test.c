#include "../cmocka_test.h"

#include "estate_case.h"

#include <stdio.h>
#include <unistd.h>

#include "xml_document.h"

#define SCHEMA ACC_SOURCE_DIR "/templates/answers.rng"
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Writes TEXT as an answers file and reads it. */
static int
read_text(const char *text, struct arena *arena, struct answers *answers,
          struct failure *why)
{
    char path[] = "/tmp/acc-answers-XXXXXX";
    int fd = mkstemp(path), result;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
    close(fd);
    result = answers_read(path, SCHEMA, arena, answers, why);
    unlink(path);
    return result;
}

static void
every_answer_is_read(void **state)
{
    struct arena arena;
    struct answers answers;
    struct failure why = {.text = ""};

    (void)state;
    arena_init(&arena);
    assert_int_equal(
        read_text(
            "<answers estate='prod'>\n"
            "<role host='app1' is='marketing'/>\n"
            "<topology is='power-booster'/>\n"
            "<target release='7.4' database-engine='postgresql'/>\n"
            "<postupgrade timezone='America/Port-au-Prince' "
            "usetimestamptz='1'/>"
            "<window starts='2026-12-05T22:00:00+01:00' hours='8' "
            "zone='Europe/Paris'/>\n"
            "<role host='pb1' is='power-booster'/>\n"
            "<exception host='lb1' is='load-balancer' by='n' reason='r'/>\n"
            "<attestation rule='ACC-PROC-001' answer='yes' by='n' "
            "on='2026-11-20' note='restored'/>\n"
            "</answers>",
            &arena, &answers, &why),
        0);
    assert_string_equal(answers.estate, "prod");
    assert_string_equal(answers.topology, "power-booster");
    assert_string_equal(answers.target, "7.4");
    assert_string_equal(answers.time_zone, "America/Port-au-Prince");
    assert_string_equal(answers.time_stamps, "1");
    assert_string_equal(answers.window_hours, "8");
    assert_int_equal(answers.roles.count, 2);
    assert_int_equal(answers.roles.items[1].line, 6);
    assert_string_equal(answers.exceptions.items[0].kind, "load-balancer");
    assert_string_equal(answers.attestations.items[0].note, "restored");
    assert_int_equal(strlen(answers.sha256), 64);
    arena_release(&arena);
}

static const struct {
    const char *text, *line;
} wrong[] = {
    {"<answers>\n<topology is='large'/>\n</answers>", ":2:"},
    {"<answers>\n\n<role host='a' is='king'/></answers>", ":3:"},
    {"<answers>\n<role is='mta'/></answers>", ":2:"},
    {"<answers>\n<exception host='a' is='hosted'/></answers>", ":2:"},
    {"<answers>\n<target release='7.4; rm'/></answers>", ":2:"},
    {"<answers>\n<window hours='0'/></answers>", ":2:"},
    {"<answers>\n<postupgrade timezone='a; rm'/></answers>", ":2:"},
    {"<answers>\n<postupgrade usetimestamptz='yes'/></answers>", ":2:"},
    {"<answers>\n<other/></answers>", ":2:"},
    {"<answers><topology is='enterprise'/>\n<topology is='standalone'/>"
     "</answers>",
     ":2:"},
    {"<answers>\n<topology is='enterprise'></answers>", ":2:"},
    {"<!DOCTYPE answers><answers/>", ":1:"},
};

static void
a_wrong_answer_is_refused_with_its_line(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(wrong); i++) {
        struct arena arena;
        struct answers answers;
        struct failure why = {.text = ""};

        arena_init(&arena);
        assert_int_equal(read_text(wrong[i].text, &arena, &answers, &why), -1);
        if (strstr(why.text, wrong[i].line) == NULL)
            print_error("%s: %s\n", wrong[i].text, why.text);
        assert_non_null(strstr(why.text, wrong[i].line));
        arena_release(&arena);
    }
}

static void
an_answer_for_a_server_that_is_not_there_is_an_error(void **state)
{
    static const struct {
        const char *host, *words;
    } cases[] = {{"app1", NULL},
                 {"APP1.example.com", NULL},
                 {"app9", "no bundle"},
                 {"twin", "two servers"}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct answer_role role = {cases[i].host, "mta", 7};
        struct answers answers = {.file = "a.xml"};
        struct snapshot *snapshots[] = {
            case_application("app1", "orcl"),
            case_host("<host name='twin' machine='1111'/>"),
            case_host("<host name='twin' machine='2222'/>")};
        struct failure why = {.text = ""};
        struct estate estate;

        answers.roles.items = &role;
        answers.roles.count = 1;
        case_join(&estate, snapshots, 3, &answers);
        assert_int_equal(estate_check_answers(&estate, &why),
                         cases[i].words == NULL ? 0 : -1);
        if (cases[i].words != NULL) {
            assert_non_null(strstr(why.text, "a.xml:7:"));
            assert_non_null(strstr(why.text, cases[i].words));
        }
        estate_release(&estate);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_read),
        cmocka_unit_test(a_wrong_answer_is_refused_with_its_line),
        cmocka_unit_test(an_answer_for_a_server_that_is_not_there_is_an_error),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
