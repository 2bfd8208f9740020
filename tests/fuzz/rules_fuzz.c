/* A rule pack of a stranger, judged over an estate of one server; its own
 * cases. */
#include "analysis.h"
#include "checks.h"
#include "scratch.h"

#include <string.h>

static const char ESTATE[] =
    ":app1\x1e"
    "1 <serverConf><shared><securityZone name='lan' allowDebug='true'>"
    "<subNetwork mask='10.0.0.0/8' name='lan'/></securityZone></shared>"
    "<web autoStart='true'/></serverConf>\x1e"
    "3 <serverConf><shared><dataStore><dataSource name='default'>"
    "<dbcnx login='a:b' provider='PostgreSQL' server='db1'/></dataSource>"
    "</dataStore></shared><mta autoStart='true'/></serverConf>\x1e"
    "A ID=debian\nVERSION_ID=\"8\"\n\x1e"
    "L 12:00:01 >   Application server for Adobe Campaign Version 6.1 (6.1.1 "
    "build 8795) of 01/01/2016\nweb@default (123) - 18.2 MB\n";

static void
start(struct estate *estate)
{
    static struct frame frames[FRAME_HOSTS];
    static const char *const FILES[] = {"catalogue.xml", "matrix.xml",
                                        "rules.rng", "facts.rng"};
    struct snapshot *snapshot;
    struct arena arena;

    checks_start();
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        char from[512], name[64];

        (void)snprintf(from, sizeof from, "%s/rules/%s", ANALYSIS_DATA,
                       FILES[i]);
        (void)snprintf(name, sizeof name, "rules/%s", FILES[i]);
        scratch_copy(from, name);
    }
    arena_init(&arena);
    promised(frames_of((const uint8_t *)ESTATE, sizeof ESTATE - 1, &arena,
                       frames) == 1);
    snapshot = analysis_snapshot(&frames[0]);
    arena_release(&arena);
    estate_init(estate);
    estate_join(estate, &snapshot, 1, NULL, "7.4");
}

static void
judge(struct catalogue *catalogue, const struct estate *estate)
{
    struct judgements *judgements = rules_judge(catalogue, estate, 1);
    struct verdict_counts verdict;
    struct arena arena;
    struct buf told;

    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];

        for (size_t k = 0; k < judgement->findings.count; k++)
            promised(judgement->findings.items[k].rule == judgement->rule);
    }
    arena_init(&arena);
    verdict_of(estate, judgements, &arena, &verdict);
    arena_release(&arena);
    judgements_release(judgements);
    buf_init(&told, 16 << 20);
    (void)catalogue_check(catalogue, NULL, &told);
    for (size_t i = 0; i < catalogue->rules.count; i++)
        rule_tell(catalogue->rules.items[i], &told);
    buf_release(&told);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct estate estate;
    static bool started;
    struct catalogue *catalogue;
    struct failure why = {.text = ""};
    char file[128];

    if (!started)
        start(&estate);
    started = true;
    promised(scratch_write("pack.xml", span_bytes(data, size)));
    (void)snprintf(file, sizeof file, "%s/rules", scratch());
    catalogue = catalogue_load(file, &why);
    promised(catalogue != NULL);
    (void)snprintf(file, sizeof file, "%s/pack.xml", scratch());
    if (catalogue_take(catalogue, file, &why) == 0)
        judge(catalogue, &estate);
    else
        promised(why.text[0] != '\0');
    catalogue_release(catalogue);
    return 0;
}
