#include "confine.h"

#include <string.h>

#include "arena.h"
#include "message.h"
#include "render.h"
#include "report.h"
#include "seal.h"
#include "shelf.h"
#include "walls.h"
#include "xml_document.h"

void
confine_words(struct buf *out)
{
    struct walls walls = walls_of_kernel();

    walls_tell(&walls, out);
}

void
confine_tell(bool wanted)
{
    struct walls walls = walls_of_kernel();

    if (!wanted)
        message_note("--no-sandbox: bundles are read by a process that may "
                     "open, execute and connect");
    else if (!walls.seccomp && walls.landlock == 0)
        message_note(
            "this kernel has neither seccomp nor Landlock: bundles are "
            "read without a sandbox");
    else if (!walls.seccomp || walls.landlock == 0)
        message_note("this kernel has no %s: bundles are read under %s alone",
                     walls.seccomp ? "Landlock" : "seccomp filter",
                     walls.seccomp ? "seccomp" : "Landlock");
}

/* Libraries open files when they are first used, and keep what was in them. */
static void
prepare(void *baton)
{
    char unused[SEAL_HEX];

    (void)baton;
    xml_start();
    render_start();
    report_start();
    seal_of(span_of(""), unused);
    shelf_start();
}

static void
say(void *baton, struct span line)
{
    (void)baton;
    message_relay(line);
}

void
confine(struct cell_task *task, struct cell_outcome *outcome,
        struct failure *why)
{
    task->prepare = prepare;
    task->say = say;
    cell_run(task, outcome, why);
    message_progress("", 1, 0);
}

const char *
confine_sign(struct arena *arena, int sign)
{
    return arena_format(arena, "signal %d (%s)", sign, strsignal(sign));
}
