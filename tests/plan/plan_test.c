#include "../cmocka_test.h"
#include "../write_file.h"

#include "estate_case.h"
#include "plan.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "xml_document.h"

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/plan"
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A server of VERSION with the roles that the answers give it. */
static struct snapshot *
server(const char *name, const char *version, const char *system,
       const char *database, const char *more)
{
    char text[4096];

    assert_true((size_t)snprintf(
                    text, sizeof text,
                    "<host name='%s'>%s%s%s%s"
                    "<instance name='prod'>%s%s%s</instance>%s</host>",
                    name, system, version == NULL ? "" : "<product version='",
                    version == NULL ? "" : version,
                    version == NULL ? "" : "' build='100'/>",
                    database == NULL
                        ? ""
                        : "<database-connection engine='postgresql' "
                          "account='neolane' database='neolane' server='",
                    database == NULL ? "" : database,
                    database == NULL ? "" : "'/>", more) < sizeof text);
    return case_host(text);
}

#define DEBIAN                                                                 \
    "<os family='linux' distribution='debian' version='8.11'/>"                \
    "<installation directory='/usr/local/neolane/nl6' tree='nl6'/>"
#define WINDOWS                                                                \
    "<os family='windows' distribution='windows' version='2012'/>"             \
    "<web-server product='iis' version='8.5'/>"                                \
    "<installation directory='C:\\Program Files (x86)\\Neolane\\Neolane v6' "  \
    "tree='Neolane v6'/>"
#define FRONTAL "<redirection-module/><reference host='app1' what='relay'/>"

struct role_of {
    const char *host, *role;
};

/* An estate with its answers and its plan. */
struct made {
    struct estate estate;
    struct answers answers;
    struct answer_role roles[8];
    struct plan *plan;
};

static struct judgements no_judgements;

static void
make_from(struct made *made, struct snapshot **snapshots, size_t count,
          const char *topology, const struct role_of *roles, size_t role_count)
{
    struct failure why = {.text = ""};
    size_t i;

    memset(&made->answers, 0, sizeof made->answers);
    made->answers.file = "answers.xml";
    made->answers.topology = topology;
    for (i = 0; i < role_count; i++)
        made->roles[i] = (struct answer_role){roles[i].host, roles[i].role, 1};
    made->answers.roles.items = made->roles;
    made->answers.roles.count = role_count;
    case_join(&made->estate, snapshots, count, &made->answers);
    made->plan = plan_make(CATALOGUE, &made->estate, &no_judgements, 1, &why);
    if (made->plan == NULL)
        print_error("%s\n", why.text);
    assert_non_null(made->plan);
}

static void
release(struct made *made)
{
    plan_release(made->plan);
    estate_release(&made->estate);
}

/* The estates of all topologies: hosts app1 mid1 mta1 trk1, as far as the
 * topology has them. */
static const struct role_of ALL_ROLES[] = {{"app1", "marketing"},
                                           {"mid1", "power-booster"},
                                           {"mta1", "mta"},
                                           {"trk1", "tracking"}};
static const struct role_of MID_ROLES[] = {{"app1", "marketing"},
                                           {"mid1", "mid-sourcing"},
                                           {"mta1", "mta"},
                                           {"trk1", "tracking"}};

static const struct {
    const char *topology; /* NULL: not answered */
    const struct role_of *roles;
    size_t role_count;
    bool detached; /* with mid1 and its own database */
    const char *order, *restart, *first;
} CASES[] = {
    {NULL, NULL, 0, false, "app1 mta1 trk1 ", "trk1 mta1 app1 ", NULL},
    {"enterprise", ALL_ROLES, 4, true, "app1 mta1 trk1 mid1 ",
     "trk1 mid1 mta1 app1 ", NULL},
    {"power-booster", ALL_ROLES, 4, true, "trk1 mid1 mta1 app1 ",
     "trk1 mid1 mta1 app1 ", NULL},
    {"power-cluster", ALL_ROLES, 4, true, "trk1 mid1 mta1 app1 ",
     "trk1 mid1 mta1 app1 ", NULL},
    {"cloud-messaging", MID_ROLES, 4, true, "app1 mta1 trk1 mid1 ",
     "trk1 mid1 mta1 app1 ", "contact-adobe"},
    {NULL, MID_ROLES, 4, true, "trk1 mid1 mta1 app1 ", "trk1 mid1 mta1 app1 ",
     "confirm-topology"},
};

static size_t
hosts_of(struct snapshot **out, bool detached, bool backwards)
{
    size_t count = 0, i;

    out[count++] = server("app1", "6.02", DEBIAN, "db1",
                          "<module name='web' auto-start='true'/>"
                          "<module name='wfserver' auto-start='true'/>");
    out[count++] = server("mta1", "6.02", DEBIAN, "db1",
                          "<module name='mta' auto-start='true'/>");
    out[count++] = server("trk1", "6.02", DEBIAN, NULL, FRONTAL);
    if (detached)
        out[count++] = server("mid1", "6.02", DEBIAN, "db2",
                              "<module name='web' auto-start='true'/>"
                              "<module name='wfserver' auto-start='true'/>");
    for (i = 0; backwards && i < count / 2; i++) {
        struct snapshot *moved = out[i];

        out[i] = out[count - 1 - i];
        out[count - 1 - i] = moved;
    }
    return count;
}

static void
make_case(struct made *made, size_t index, bool backwards)
{
    struct snapshot *snapshots[4];
    size_t count = hosts_of(snapshots, CASES[index].detached, backwards);

    make_from(made, snapshots, count, CASES[index].topology, CASES[index].roles,
              CASES[index].role_count);
}

static const struct step *
step_of(const struct plan *plan, const char *kind, const char *host)
{
    size_t i;

    for (i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        if (strcmp(step->kind, kind) == 0 &&
            (host == NULL ||
             (step->host != NULL && strcmp(step->host, host) == 0)))
            return step;
    }
    return NULL;
}

static size_t
position_of(const struct plan *plan, const struct step *step)
{
    size_t i = 0;

    while (i < plan->steps.count && plan->steps.items[i] != step)
        i++;
    return i;
}

static void
no_step_stands_before_one_that_it_requires(void **state)
{
    const struct step **required;
    size_t c, i, k, count;

    (void)state;
    for (c = 0; c < COUNT(CASES); c++) {
        struct made made;

        make_case(&made, c, false);
        assert_true(made.plan->steps.count > 60);
        for (i = 0; i < made.plan->steps.count; i++) {
            const struct step *step = made.plan->steps.items[i];
            char id[32];

            (void)snprintf(id, sizeof id, "S%03zu", i + 1);
            assert_string_equal(step->id, id);
            assert_non_null(step->title);
            assert_non_null(step->actor);
            assert_non_null(step->source);
            assert_null(strchr(step->title, '{'));
            if (i > 0)
                assert_true(made.plan->steps.items[i - 1]->phase <=
                            step->phase);
            count = step_requires(step, SIZE_MAX, &made.plan->arena, &required);
            for (k = 0; k < count; k++)
                assert_true(position_of(made.plan, required[k]) < i);
        }
        release(&made);
    }
}

static void
servers_are_migrated_and_restarted_in_the_order_of_their_topology(void **state)
{
    size_t c, i;

    (void)state;
    for (c = 0; c < COUNT(CASES); c++) {
        struct made made;
        char order[256] = "", restart[256] = "", install[256] = "";

        make_case(&made, c, false);
        for (i = 0; i < made.plan->order.count; i++) {
            strcat(order, made.plan->order.items[i]);
            strcat(order, " ");
        }
        for (i = 0; i < made.plan->steps.count; i++) {
            const struct step *step = made.plan->steps.items[i];
            char *to = strcmp(step->kind, "check-server") == 0       ? restart
                       : strcmp(step->kind, "install-packages") == 0 ? install
                                                                     : NULL;

            if (to != NULL) {
                strcat(to, step->host);
                strcat(to, " ");
            }
        }
        assert_string_equal(order, CASES[c].order);
        assert_string_equal(install, CASES[c].order);
        assert_string_equal(restart, CASES[c].restart);
        assert_non_null(made.plan->order_basis);
        if (CASES[c].first != NULL)
            assert_string_equal(made.plan->steps.items[0]->kind,
                                CASES[c].first);
        release(&made);
    }
}

static void
a_booster_is_upgraded_before_marketing(void **state)
{
    struct made made;
    const struct step *booster, *marketing;

    (void)state;
    make_case(&made, 2, false);
    booster = step_of(made.plan, "read-postupgrade", "mid1");
    marketing = step_of(made.plan, "postupgrade", "app1");
    assert_true(position_of(made.plan, booster) <
                position_of(made.plan, marketing));
    release(&made);
}

static void
the_postupgrade_runs_once_per_instance(void **state)
{
    struct made made;
    size_t i, runs = 0;

    (void)state;
    make_case(&made, 0, false);
    for (i = 0; i < made.plan->steps.count; i++)
        runs += strcmp(made.plan->steps.items[i]->kind, "postupgrade") == 0;
    assert_int_equal(runs, 1);
    assert_string_equal(
        step_of(made.plan, "postupgrade", "app1")->commands.items[0].text,
        "nlserver config -postupgrade -instance:prod");
    release(&made);
}

static void
every_web_server_stops_before_any_service(void **state)
{
    struct made made;
    size_t i, last_web = 0, first_service = 0;

    (void)state;
    make_case(&made, 0, false);
    for (i = 0; i < made.plan->steps.count; i++) {
        const char *kind = made.plan->steps.items[i]->kind;

        if (strcmp(kind, "stop-web-server") == 0)
            last_web = i;
        if (strcmp(kind, "stop-campaign") == 0 && first_service == 0)
            first_service = i;
    }
    assert_true(last_web > 0 && last_web < first_service);
    release(&made);
}

static void
barriers_stand_where_every_later_step_waits(void **state)
{
    static const enum plan_phase expected[] = {PLAN_REHEARSE, PLAN_STOP,
                                               PLAN_BACKUP,   PLAN_POSTUPGRADE,
                                               PLAN_RESTART,  PLAN_TEST};
    struct made made;
    size_t i;

    (void)state;
    make_case(&made, 0, false);
    assert_int_equal(made.plan->barriers.count, COUNT(expected));
    for (i = 0; i < COUNT(expected); i++) {
        assert_int_equal(made.plan->barriers.items[i].after, expected[i]);
        assert_non_null(made.plan->barriers.items[i].condition);
    }
    release(&made);
}

static void
waves_grow_from_server_to_server_only(void **state)
{
    const struct step **required;
    struct made made;
    size_t i, k, count;

    (void)state;
    make_case(&made, 0, false);
    for (i = 0; i < made.plan->steps.count; i++) {
        const struct step *step = made.plan->steps.items[i];
        int most = 0;

        count = step_requires(step, SIZE_MAX, &made.plan->arena, &required);
        for (k = 0; k < count; k++) {
            const struct step *other = required[k];
            const char *here = step->host != NULL ? step->host : step->database;
            const char *there =
                other->host != NULL ? other->host : other->database;
            bool same = here == there || (here != NULL && there != NULL &&
                                          strcmp(here, there) == 0);

            if (other->phase == step->phase &&
                other->wave + (same ? 0 : 1) > most)
                most = other->wave + (same ? 0 : 1);
        }
        assert_int_equal(step->wave, most);
    }
    assert_int_equal(step_of(made.plan, "check-server", "trk1")->wave,
                     step_of(made.plan, "start-campaign", "trk1")->wave);
    release(&made);
}

static void
what_is_named_but_not_collected_comes_first_and_gets_no_steps(void **state)
{
    struct snapshot *snapshot =
        server("app1", "6.02", DEBIAN, "db1",
               "<module name='web' auto-start='true'/>"
               "<module name='wfserver' auto-start='true'/>"
               "<reference host='gone' what='spareServer'/>");
    struct made made;
    const struct step *step;
    size_t i;

    (void)state;
    make_from(&made, &snapshot, 1, "standalone", NULL, 0);
    assert_string_equal(made.plan->steps.items[0]->kind, "collect-missing");
    assert_non_null(strstr(made.plan->steps.items[0]->title, "(1 in all)"));
    for (i = 0; i < made.plan->steps.count; i++) {
        step = made.plan->steps.items[i];
        assert_true(step->host == NULL || strcmp(step->host, "app1") == 0);
    }
    release(&made);
}

/* The whole plan as text, for comparing. */
static char *
told(struct plan *plan)
{
    const struct step **required;
    struct buf out;
    char *text;
    size_t i, k, count;

    buf_init(&out, 1 << 22);
    for (i = 0; i < plan->steps.count; i++) {
        const struct step *step = plan->steps.items[i];

        buf_addf(&out, "%s %s %s %d:", step->id, step->kind,
                 step->host == NULL ? "-" : step->host, step->wave);
        count = step_requires(step, SIZE_MAX, &plan->arena, &required);
        for (k = 0; k < count; k++)
            buf_addf(&out, " %s", required[k]->id);
        for (k = 0; k < step->commands.count; k++)
            buf_addf(&out, "\n  %s", step->commands.items[k].text);
        buf_adds(&out, "\n");
    }
    text = strdup(out.data);
    buf_release(&out);
    return text;
}

static void
bundles_in_another_order_make_the_same_plan(void **state)
{
    size_t c;

    (void)state;
    for (c = 0; c < COUNT(CASES); c++) {
        struct made forth, back;
        char *a, *b;

        make_case(&forth, c, false);
        make_case(&back, c, true);
        a = told(forth.plan);
        b = told(back.plan);
        assert_string_equal(a, b);
        free(a);
        free(b);
        release(&forth);
        release(&back);
    }
}

static void
an_unknown_version_gets_no_invented_command(void **state)
{
    struct snapshot *snapshot =
        server("app1", NULL, DEBIAN, "db1",
               "<module name='web' auto-start='true'/>"
               "<module name='wfserver' auto-start='true'/>");
    struct made made;
    const struct step *step;

    (void)state;
    make_from(&made, &snapshot, 1, NULL, NULL, 0);
    step = step_of(made.plan, "stop-campaign", "app1");
    assert_string_equal(step->commands.items[0].text,
                        "# /etc/init.d/<version: see evidence> stop");
    assert_non_null(step->commands.items[0].refused);
    assert_string_equal(step->basis, "gap");
    step = step_of(made.plan, "postupgrade", "app1");
    assert_int_equal(step->commands.count, 0);
    assert_string_equal(step->basis, "gap");
    release(&made);
}

static void
each_version_and_system_has_its_commands(void **state)
{
    static const struct {
        const char *version, *system, *kind, *command;
    } cases[] = {
        {"5.11", DEBIAN, "stop-campaign", "/etc/init.d/nlserver5 stop"},
        {"6.02", DEBIAN, "stop-campaign", "/etc/init.d/nlserver6 stop"},
        {"6.1", DEBIAN, "stop-campaign", "/etc/init.d/nlserver6 stop"},
        {"6.02", WINDOWS, "stop-campaign", "net stop nlserver6"},
        {"5.11", DEBIAN, "rename-tree",
         "mv /usr/local/neolane/nl6 /usr/local/neolane/nl6.back"},
        {"6.02", WINDOWS, "rename-tree",
         "ren \"C:\\Program Files (x86)\\Neolane\\Neolane v6\" "
         "\"Neolane v6.back\""},
        {"6.1", DEBIAN, "copy-tree",
         "tar -czf /usr/local/neolane/nl6-pristine.tar.gz -C "
         "/usr/local/neolane nl6"},
        {"5.11", DEBIAN, "postupgrade",
         "# nlserver config -timezone:<time-zone: see evidence> -postupgrade "
         "-instance:prod"},
        {"6.1", WINDOWS, "restore-instances",
         "rem copy \"C:\\Program Files (x86)\\Neolane\\Neolane "
         "v6.back\\conf\\config-prod.xml\" \"<v7-folder: see "
         "evidence>\\conf\""},
        {"6.02", DEBIAN, "backup-database", "pg_dump neolane > neolane.sql"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct snapshot *snapshot =
            server("app1", cases[i].version, cases[i].system, "db1",
                   "<module name='web' auto-start='true'/>"
                   "<module name='wfserver' auto-start='true'/>");
        struct made made;

        make_from(&made, &snapshot, 1, NULL, NULL, 0);
        assert_string_equal(
            step_of(made.plan, cases[i].kind, NULL)->commands.items[0].text,
            cases[i].command);
        release(&made);
    }
}

static void
no_step_on_windows_names_an_account_of_linux(void **state)
{
    struct snapshot *snapshot =
        server("app1", "6.02", WINDOWS, "db1",
               "<module name='web' auto-start='true'/>"
               "<module name='wfserver' auto-start='true'/>");
    struct made made;
    size_t i, found = 0;

    (void)state;
    make_from(&made, &snapshot, 1, NULL, NULL, 0);
    for (i = 0; i < made.plan->steps.count; i++) {
        const struct step *step = made.plan->steps.items[i];

        if (step->as == NULL)
            continue;
        assert_string_equal(step->as, "administrator");
        found++;
    }
    assert_true(found > 10);
    release(&made);
}

static void
version_61_parks_no_processes_and_602_does(void **state)
{
    static const struct {
        const char *version;
        bool parks;
    } cases[] = {{"5.11", true}, {"6.02", true}, {"6.1", false}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct snapshot *snapshot =
            server("app1", cases[i].version, DEBIAN, "db1", "");
        struct made made;

        make_from(&made, &snapshot, 1, NULL, NULL, 0);
        assert_int_equal(step_of(made.plan, "park-processes", NULL) != NULL,
                         cases[i].parks);
        assert_int_equal(step_of(made.plan, "enable-processes", NULL) != NULL,
                         cases[i].parks);
        release(&made);
    }
}

static void
only_open_rules_gate_a_step_and_only_for_their_server(void **state)
{
    struct rule rules[] = {{.id = "ACC-ENV-001"}, {.id = "ACC-ENV-005"}};
    struct finding findings[] = {
        {.rule = &rules[0], .outcome = OUTCOME_FAIL, .host = "app1"}};
    struct judgement items[] = {
        {.rule = &rules[0], .outcome = OUTCOME_FAIL, .applies = true},
        {.rule = &rules[1], .outcome = OUTCOME_PASS, .applies = true}};
    struct judgements judgements = {.rules = {items, 2, 2}};
    struct snapshot *snapshots[4];
    struct failure why = {.text = ""};
    struct estate estate;
    struct plan *plan;
    const struct step *step;

    (void)state;
    items[0].findings.items = findings;
    items[0].findings.count = 1;
    case_join(&estate, snapshots, hosts_of(snapshots, false, false), NULL);
    plan = plan_make(CATALOGUE, &estate, &judgements, 1, &why);
    assert_non_null(plan);
    step = step_of(plan, "supported-platform", "app1");
    assert_int_equal(step->gates.count, 1);
    assert_string_equal(step->gates.items[0].rule, "ACC-ENV-001");
    assert_true(step->gates.items[0].closed_here);
    step = step_of(plan, "supported-platform", "mta1");
    assert_int_equal(step->gates.count, 0);
    plan_release(plan);
    estate_release(&estate);
}

/* A catalogue that is wrong ----------------------------------------------- */

/* Does DO for each file of FOLDER. */
static void
each_file(const char *folder,
          void (*act)(const char *path, const char *name, const char *to),
          const char *to)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    char path[512];

    assert_non_null(open);
    while ((entry = readdir(open)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        act(path, entry->d_name, to);
    }
    closedir(open);
}

static void
copy_file(const char *path, const char *name, const char *to)
{
    struct failure why = {.text = ""};
    struct arena arena;
    struct span bytes;
    char target[512];

    arena_init(&arena);
    assert_int_equal(file_read(path, 1 << 20, &arena, &bytes, &why), 0);
    (void)snprintf(target, sizeof target, "%s/%s", to, name);
    write_file(target, bytes);
    arena_release(&arena);
}

static void
remove_file(const char *path, const char *name, const char *to)
{
    (void)name;
    (void)to;
    assert_int_equal(unlink(path), 0);
}

#define STEP(id, phase, inside)                                                \
    "<step id='" id "' phase='" phase "' for='host' actor='a' "                \
    "basis='gap' source='s'><title>t</title>" inside "</step>\n"

static void
a_fault_of_the_catalogue_names_file_and_line(void **state)
{
    static const struct {
        const char *steps, *words;
    } cases[] = {
        {STEP("a", "stop", "<requires step='b' of='host'/>")
             STEP("b", "stop", "<requires step='a' of='host'/>"),
         "circle"},
        {STEP("a", "stop", "<requires step='none' of='host'/>"), "not there"},
        {STEP("a", "stop", "")
             STEP("b", "prepare", "<requires step='a' of='host'/>"),
         "later phase"},
        {STEP("a", "stop", "") STEP("a", "stop", ""), "a second step"},
        {STEP("a", "nowhere", ""), "no such phase"},
        {STEP("a", "stop", "<requires step='a' of='neighbour'/>"), ""},
        {"<step id='a' phase='stop' for='host[' actor='a' basis='gap' "
         "source='s'><title>t</title></step>",
         ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char folder[] = "/tmp/acc-plan-XXXXXX", path[64], text[2048];
        struct snapshot *snapshot = case_application("app1", "orcl");
        struct failure why = {.text = ""};
        struct estate estate;

        assert_non_null(mkdtemp(folder));
        each_file(CATALOGUE, copy_file, folder);
        (void)snprintf(text, sizeof text, "<plan>\n%s</plan>", cases[i].steps);
        (void)snprintf(path, sizeof path, "%s/99.xml", folder);
        write_file(path, span_of(text));
        case_join(&estate, &snapshot, 1, NULL);
        assert_null(plan_make(folder, &estate, &no_judgements, 1, &why));
        if (i < 6 && strstr(why.text, cases[i].words) == NULL)
            print_error("%s\n", why.text);
        assert_non_null(strstr(why.text, cases[i].words));
        assert_non_null(strstr(why.text, ".xml:"));
        estate_release(&estate);
        each_file(folder, remove_file, NULL);
        rmdir(folder);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_step_stands_before_one_that_it_requires),
        cmocka_unit_test(
            servers_are_migrated_and_restarted_in_the_order_of_their_topology),
        cmocka_unit_test(a_booster_is_upgraded_before_marketing),
        cmocka_unit_test(the_postupgrade_runs_once_per_instance),
        cmocka_unit_test(every_web_server_stops_before_any_service),
        cmocka_unit_test(barriers_stand_where_every_later_step_waits),
        cmocka_unit_test(waves_grow_from_server_to_server_only),
        cmocka_unit_test(
            what_is_named_but_not_collected_comes_first_and_gets_no_steps),
        cmocka_unit_test(bundles_in_another_order_make_the_same_plan),
        cmocka_unit_test(an_unknown_version_gets_no_invented_command),
        cmocka_unit_test(each_version_and_system_has_its_commands),
        cmocka_unit_test(no_step_on_windows_names_an_account_of_linux),
        cmocka_unit_test(version_61_parks_no_processes_and_602_does),
        cmocka_unit_test(only_open_rules_gate_a_step_and_only_for_their_server),
        cmocka_unit_test(a_fault_of_the_catalogue_names_file_and_line),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
