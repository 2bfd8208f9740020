/* What a person answered, about an estate of two servers. */
#include "analysis.h"
#include "checks.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char ESTATE[] =
    ":app1\x1e"
    "3 <serverConf><shared><dataStore><dataSource name='default'>"
    "<dbcnx login='a:b' provider='PostgreSQL' server='db1'/></dataSource>"
    "</dataStore></shared><wfserver autoStart='true'/></serverConf>\x1d"
    ":mta1\x1e"
    "3 <serverConf><shared><dataStore><dataSource name='default'>"
    "<dbcnx login='a:b' provider='PostgreSQL' server='db1'/></dataSource>"
    "</dataStore></shared><mta autoStart='true'/></serverConf>";

static void
join(const struct answers *answers, struct arena *arena)
{
    static struct frame frames[FRAME_HOSTS];
    struct snapshot *snapshots[FRAME_HOSTS];
    struct failure why = {.text = ""};
    struct estate estate;
    size_t count =
        frames_of((const uint8_t *)ESTATE, sizeof ESTATE - 1, arena, frames);

    for (size_t i = 0; i < count; i++)
        snapshots[i] = analysis_snapshot(&frames[i]);
    estate_init(&estate);
    estate_join(&estate, snapshots, count, answers,
                answers->target == NULL ? "7.4" : answers->target);
    promised(estate_check_answers(&estate, &why) == 0 || why.text[0] != '\0');
    check_facts(estate.joined);
    estate_release(&estate);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("answers", MFD_CLOEXEC);
    struct failure why = {.text = ""};
    struct answers answers;
    struct arena arena;
    char path[64];

    checks_start();
    promised(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    arena_init(&arena);
    if (answers_read(path, ACC_SOURCE_DIR "/templates/answers.rng", &arena,
                     &answers, &why) == 0)
        join(&answers, &arena);
    else
        promised(why.text[0] != '\0' && strchr(why.text, '\n') == NULL);
    arena_release(&arena);
    close(fd);
    return 0;
}
