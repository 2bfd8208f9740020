/*
 * Reading answers: the schema says what may stand there, the table below which
 * element goes where.
 */
#include "answers.h"

#include <string.h>

#include "files.h"
#include "seal.h"
#include "xml_document.h"

enum { ANSWERS_MOST = 8 << 20 }; /* bytes of an answers file */

typedef void take_answer(struct answers *answers, struct arena *arena,
                         const struct xml_node *node);

static void
take_topology(struct answers *answers, struct arena *arena,
              const struct xml_node *node)
{
    answers->topology = xml_attr(arena, node, "is");
}

static void
take_target(struct answers *answers, struct arena *arena,
            const struct xml_node *node)
{
    answers->target = xml_attr(arena, node, "release");
    answers->database_engine = xml_attr(arena, node, "database-engine");
}

static void
take_postupgrade(struct answers *answers, struct arena *arena,
                 const struct xml_node *node)
{
    answers->time_zone = xml_attr(arena, node, "timezone");
    answers->time_stamps = xml_attr(arena, node, "usetimestamptz");
}

static void
take_window(struct answers *answers, struct arena *arena,
            const struct xml_node *node)
{
    answers->window_starts = xml_attr(arena, node, "starts");
    answers->window_hours = xml_attr(arena, node, "hours");
    answers->window_zone = xml_attr(arena, node, "zone");
}

static void
take_role(struct answers *answers, struct arena *arena,
          const struct xml_node *node)
{
    struct answer_role *role = vec_add(arena, &answers->roles);

    role->host = xml_attr(arena, node, "host");
    role->role = xml_attr(arena, node, "is");
    role->line = xml_line(node);
}

static void
take_exception(struct answers *answers, struct arena *arena,
               const struct xml_node *node)
{
    struct answer_exception *exception = vec_add(arena, &answers->exceptions);

    exception->host = xml_attr(arena, node, "host");
    exception->kind = xml_attr(arena, node, "is");
    exception->by = xml_attr(arena, node, "by");
    exception->reason = xml_attr(arena, node, "reason");
    exception->line = xml_line(node);
}

static void
take_attestation(struct answers *answers, struct arena *arena,
                 const struct xml_node *node)
{
    struct attestation *attestation = vec_add(arena, &answers->attestations);

    attestation->rule = xml_attr(arena, node, "rule");
    attestation->answer = xml_attr(arena, node, "answer");
    attestation->by = xml_attr(arena, node, "by");
    attestation->on = xml_attr(arena, node, "on");
    attestation->note = xml_attr(arena, node, "note");
    attestation->host = xml_attr(arena, node, "host");
    attestation->database = xml_attr(arena, node, "database");
    attestation->line = xml_line(node);
}

static const struct {
    const char *element;
    take_answer *take;
    bool once;
    const char *words;
} parts[] = {
    {"topology", take_topology, true, "how the servers work together"},
    {"target", take_target, true, "where the migration leads"},
    {"postupgrade", take_postupgrade, true, "how the upgrade is called"},
    {"window", take_window, true, "when the servers may be down"},
    {"role", take_role, false, "what a server is for"},
    {"exception", take_exception, false, "a server that will have no bundle"},
    {"attestation", take_attestation, false, "the answer to a rule's question"},
};

static int
take_all(struct answers *answers, struct arena *arena,
         const struct xml_node *root, struct failure *why)
{
    bool taken[sizeof parts / sizeof *parts] = {false};
    const struct xml_node *node;
    size_t i;

    answers->estate = xml_attr(arena, root, "estate");
    for (node = xml_child(root, NULL); node != NULL;
         node = xml_next(node, NULL))
        for (i = 0; i < sizeof parts / sizeof *parts; i++) {
            if (strcmp(xml_name(node), parts[i].element) != 0)
                continue;
            if (parts[i].once && taken[i])
                return fail(why, "%s:%u: a second <%s>", answers->file,
                            xml_line(node), parts[i].element);
            taken[i] = true;
            parts[i].take(answers, arena, node);
        }
    return 0;
}

int
answers_read(const char *file, const char *schema, struct arena *arena,
             struct answers *answers, struct failure *why)
{
    struct xml_document *document;
    struct span bytes;
    int result;

    if (files_read(file, ANSWERS_MOST, arena, &bytes, why) != 0)
        return -1;
    document = xml_read_bytes(bytes, file, why);
    if (document == NULL)
        return -1;
    result = xml_check(document, schema, why);
    if (result == 0) {
        *answers = (struct answers){0};
        answers->file = arena_string(arena, file);
        seal_of(bytes, answers->sha256);
        result = take_all(answers, arena, xml_root(document), why);
    }
    xml_release(document);
    return result;
}
