/*
 * Reading the step catalogue: every *.xml of the folder, in the order of their
 * names, each checked against plan.rng beside them; then what they say of each
 * other: unknown steps, phases out of order, circles.
 */
#include "plan_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

enum { CATALOGUE_MOST = 4 << 20 }; /* bytes of one file */

static const char *const phase_ids[PLAN_PHASES] = {
    "prepare", "rehearse", "stop",    "backup",      "uninstall",
    "install", "restore",  "secure",  "postupgrade", "webserver",
    "restart", "test",     "cleanup", "rollback",
};

static const char *const reach_words[] = {
    "all", "host", "database", "instance", "earlier",
};

const char *
plan_phase_word(enum plan_phase phase)
{
    return phase_ids[phase];
}

static long
phase_of(const char *id)
{
    long i;

    for (i = 0; i < PLAN_PHASES; i++)
        if (id != NULL && strcmp(phase_ids[i], id) == 0)
            return i;
    return -1;
}

/* One file being read. */
struct reading {
    struct step_catalogue *catalogue;
    const char *file;
    struct failure *why;
};

static int
bad(struct reading *reading, const struct xml_node *node, const char *words,
    const char *name)
{
    return fail(reading->why, "%s:%u: %s \"%s\"", reading->file, xml_line(node),
                words, name);
}

/* Compiles the XPath in the attribute NAME; absent leaves *QUERY NULL. */
static int
read_query(struct reading *reading, const struct xml_node *node,
           const char *name, struct xml_query **query)
{
    struct arena *arena = &reading->catalogue->arena;
    const char *text = xml_attr(arena, node, name);
    char place[300];

    if (text == NULL)
        return 0;
    *query = xml_query_compile(text, reading->why);
    if (*query == NULL) {
        (void)snprintf(place, sizeof place, "%s:%u", reading->file,
                       xml_line(node));
        return failure_at(reading->why, place);
    }
    *vec_add(arena, &reading->catalogue->queries) = *query;
    return 0;
}

/* The inside of the child NAME as words, or NULL. */
static const char *
read_words(struct reading *reading, const struct xml_node *node,
           const char *name)
{
    const struct xml_node *child = xml_child(node, name);

    return child == NULL ? NULL : xml_inner(&reading->catalogue->arena, child);
}

static const char *
read_text(struct reading *reading, const struct xml_node *node,
          const char *name)
{
    const struct xml_node *child = xml_child(node, name);

    return child == NULL ? NULL : xml_text(&reading->catalogue->arena, child);
}

static void
read_requirements(struct reading *reading, const struct xml_node *node,
                  struct requirements *requirements)
{
    struct arena *arena = &reading->catalogue->arena;
    const struct xml_node *child;
    size_t i;

    for (child = xml_child(node, "requires"); child != NULL;
         child = xml_next(child, "requires")) {
        struct requirement *requirement = vec_add(arena, requirements);
        const char *of = xml_attr(arena, child, "of");

        requirement->step = xml_attr(arena, child, "step");
        requirement->phase = xml_attr(arena, child, "phase");
        requirement->kind = requirement->phase_index = -1;
        requirement->file = reading->file;
        requirement->line = xml_line(child);
        for (i = 0; i < sizeof reach_words / sizeof *reach_words; i++)
            if (of != NULL && strcmp(of, reach_words[i]) == 0)
                requirement->reach = (enum reach)i;
    }
}

static int
read_system(struct reading *reading, const struct xml_node *node)
{
    struct arena *arena = &reading->catalogue->arena;
    struct plan_system *system = vec_add(arena, &reading->catalogue->systems);

    system->name = xml_attr(arena, node, "name");
    return read_query(reading, node, "when", &system->when);
}

static int
read_value(struct reading *reading, const struct xml_node *node)
{
    struct arena *arena = &reading->catalogue->arena;
    struct plan_value *value = vec_add(arena, &reading->catalogue->values);
    const struct xml_node *child;

    value->name = xml_attr(arena, node, "name");
    value->kind = xml_attr(arena, node, "kind");
    value->unknown = read_text(reading, node, "unknown");
    for (child = xml_child(node, "is"); child != NULL;
         child = xml_next(child, "is"))
        *vec_add(arena, &value->cases) = (struct value_case){
            xml_attr(arena, child, "version"), xml_attr(arena, child, "system"),
            xml_text(arena, child)};
    return read_query(reading, node, "from", &value->from);
}

static void
read_roles(struct arena *arena, const struct xml_node *node,
           const char ***items, size_t *count, size_t *room)
{
    const struct xml_node *child;

    for (child = xml_child(node, "role"); child != NULL;
         child = xml_next(child, "role")) {
        *items = vec_grow(arena, *items, *count, room, sizeof **items);
        (*items)[(*count)++] = xml_attr(arena, child, "name");
    }
}

static int
read_order(struct reading *reading, const struct xml_node *node)
{
    struct arena *arena = &reading->catalogue->arena;
    struct order_words *order = vec_add(arena, &reading->catalogue->orders);

    order->use = xml_attr(arena, node, "of");
    order->topology = xml_attr(arena, node, "topology");
    order->source = xml_attr(arena, node, "source");
    order->words = read_text(reading, node, "words");
    read_roles(arena, node, &order->roles.items, &order->roles.count,
               &order->roles.room);
    return 0;
}

static int
read_weight(struct reading *reading, const struct xml_node *node)
{
    struct step_catalogue *catalogue = reading->catalogue;

    read_roles(&catalogue->arena, node, &catalogue->weight.items,
               &catalogue->weight.count, &catalogue->weight.room);
    return 0;
}

static int
read_phase(struct reading *reading, const struct xml_node *node)
{
    struct arena *arena = &reading->catalogue->arena;
    long index = phase_of(xml_attr(arena, node, "id"));
    struct phase_words *phase;

    if (index < 0)
        return bad(reading, node, "no such phase", xml_attr(arena, node, "id"));
    phase = &reading->catalogue->phases[index];
    if (phase->read)
        return bad(reading, node, "a second phase called", phase_ids[index]);
    phase->read = true;
    phase->order = xml_attr(arena, node, "order");
    phase->title = read_text(reading, node, "title");
    phase->enter = read_words(reading, node, "enter");
    phase->leave = read_words(reading, node, "leave");
    phase->way_back = read_words(reading, node, "way-back");
    phase->barrier = read_words(reading, node, "barrier");
    read_requirements(reading, node, &phase->requires);
    return 0;
}

static int
read_note(struct reading *reading, const struct xml_node *node)
{
    struct arena *arena = &reading->catalogue->arena;
    struct note_words *note = vec_add(arena, &reading->catalogue->notes);

    note->text = xml_inner(arena, node);
    return read_query(reading, node, "when", &note->when);
}

static int
read_variant(struct reading *reading, const struct xml_node *node,
             struct step_kind *kind)
{
    struct arena *arena = &reading->catalogue->arena;
    struct variant *variant = vec_add(arena, &kind->variants);
    const struct xml_node *child;

    variant->system = xml_attr(arena, node, "system");
    variant->versions = xml_attr(arena, node, "version");
    variant->as = xml_attr(arena, node, "as");
    variant->basis = xml_attr(arena, node, "basis");
    variant->source = xml_attr(arena, node, "source");
    variant->verify = read_words(reading, node, "verify");
    variant->if_not = read_words(reading, node, "if-not");
    variant->rollback = read_words(reading, node, "rollback");
    for (child = xml_child(node, "command"); child != NULL;
         child = xml_next(child, "command")) {
        struct command_words *command = vec_add(arena, &variant->commands);

        command->text = xml_text(arena, child);
        if (read_query(reading, child, "each", &command->each) != 0)
            return -1;
    }
    return read_query(reading, node, "when", &variant->when);
}

static int
read_step(struct reading *reading, const struct xml_node *node)
{
    struct step_catalogue *catalogue = reading->catalogue;
    struct arena *arena = &catalogue->arena;
    struct step_kind *kind;
    const struct xml_node *child;
    const char *id = xml_attr(arena, node, "id");
    long phase = phase_of(xml_attr(arena, node, "phase"));
    size_t i;

    for (i = 0; i < catalogue->kinds.count; i++)
        if (strcmp(catalogue->kinds.items[i].id, id) == 0)
            return bad(reading, node, "a second step called", id);
    if (phase < 0)
        return bad(reading, node, "no such phase",
                   xml_attr(arena, node, "phase"));
    kind = vec_add(arena, &catalogue->kinds);
    kind->id = id;
    kind->phase = (enum plan_phase)phase;
    kind->file = reading->file;
    kind->line = xml_line(node);
    kind->title = read_text(reading, node, "title");
    kind->actor = xml_attr(arena, node, "actor");
    kind->as = xml_attr(arena, node, "as");
    kind->basis = xml_attr(arena, node, "basis");
    kind->source = xml_attr(arena, node, "source");
    kind->verify = read_words(reading, node, "verify");
    kind->if_not = read_words(reading, node, "if-not");
    kind->rollback = read_words(reading, node, "rollback");
    read_requirements(reading, node, &kind->requires);
    for (child = xml_child(node, "gated-by"); child != NULL;
         child = xml_next(child, "gated-by"))
        *vec_add(arena, &kind->gates) =
            (struct gate){xml_attr(arena, child, "rule"), false};
    for (child = xml_child(node, "closes"); child != NULL;
         child = xml_next(child, "closes"))
        *vec_add(arena, &kind->gates) =
            (struct gate){xml_attr(arena, child, "rule"), true};
    for (child = xml_child(node, "do"); child != NULL;
         child = xml_next(child, "do"))
        if (read_variant(reading, child, kind) != 0)
            return -1;
    return read_query(reading, node, "for", &kind->subjects);
}

static const struct {
    const char *element;
    int (*read)(struct reading *reading, const struct xml_node *node);
    const char *words;
} parts[] = {
    {"system", read_system, "a kind of operating system"},
    {"value", read_value, "what stands for {name} in a command"},
    {"order", read_order, "the order of roles for one kind of work"},
    {"weight", read_weight, "which of a server's roles places it"},
    {"phase", read_phase, "the words of a phase"},
    {"note", read_note, "a contradiction between documents"},
    {"step", read_step, "one action"},
};

static int
read_catalogue_file(struct step_catalogue *catalogue, const char *path,
                    const char *schema, struct failure *why)
{
    struct reading reading = {catalogue, NULL, why};
    struct xml_document *document = xml_read_file(path, CATALOGUE_MOST, why);
    const struct xml_node *node;
    size_t i;
    int result;

    if (document == NULL)
        return -1;
    reading.file = arena_string(&catalogue->arena, path);
    result = xml_check(document, schema, why);
    for (node = xml_child(xml_root(document), NULL);
         result == 0 && node != NULL; node = xml_next(node, NULL))
        for (i = 0; result == 0 && i < sizeof parts / sizeof *parts; i++)
            if (strcmp(xml_name(node), parts[i].element) == 0)
                result = parts[i].read(&reading, node);
    xml_release(document);
    return result;
}

/* What the files say of each other ---------------------------------------- */

static int
resolve(struct step_catalogue *catalogue, struct requirements *requirements,
        enum plan_phase phase, struct failure *why)
{
    size_t i, k;

    for (i = 0; i < requirements->count; i++) {
        struct requirement *requirement = &requirements->items[i];
        long at;

        if (requirement->phase != NULL && requirement->reach == REACH_EARLIER)
            return fail(why, "%s:%u: \"earlier\" needs a step, not a phase",
                        requirement->file, requirement->line);
        if (requirement->phase != NULL) {
            at = requirement->phase_index = phase_of(requirement->phase);
        } else {
            for (k = 0; k < catalogue->kinds.count; k++)
                if (strcmp(catalogue->kinds.items[k].id, requirement->step) ==
                    0)
                    requirement->kind = (long)k;
            at = requirement->kind < 0
                     ? -1
                     : (long)catalogue->kinds.items[requirement->kind].phase;
        }
        if (at < 0)
            return fail(why, "%s:%u: requires \"%s\", which is not there",
                        requirement->file, requirement->line,
                        requirement->step != NULL ? requirement->step
                                                  : requirement->phase);
        if (at > (long)phase)
            return fail(why, "%s:%u: requires \"%s\" of the later phase \"%s\"",
                        requirement->file, requirement->line,
                        requirement->step != NULL ? requirement->step
                                                  : requirement->phase,
                        phase_ids[at]);
    }
    return 0;
}

enum mark { UNSEEN, OPEN, DONE };

/* Follows what KIND requires within its phase, and fails on coming back.
 * `earlier` leads to other hosts only, so it closes no circle. */
static int
follow(struct step_catalogue *catalogue, size_t index, enum mark *marks,
       struct failure *why)
{
    const struct step_kind *kind = &catalogue->kinds.items[index];
    size_t i, k;

    marks[index] = OPEN;
    for (i = 0; i < kind->requires.count; i++) {
        const struct requirement *requirement = &kind->requires.items[i];

        if (requirement->reach == REACH_EARLIER)
            continue;
        for (k = 0; k < catalogue->kinds.count; k++) {
            bool meant =
                requirement->kind >= 0
                    ? (long)k == requirement->kind
                    : k != index && (long)catalogue->kinds.items[k].phase ==
                                        requirement->phase_index;

            if (!meant || marks[k] == DONE)
                continue;
            if (marks[k] == OPEN)
                return fail(why,
                            "%s:%u: a circle: \"%s\" requires \"%s\", which "
                            "already requires it",
                            requirement->file, requirement->line, kind->id,
                            catalogue->kinds.items[k].id);
            if (follow(catalogue, k, marks, why) != 0)
                return -1;
        }
    }
    marks[index] = DONE;
    return 0;
}

static int
check_catalogue(struct step_catalogue *catalogue, const char *dir,
                struct failure *why)
{
    enum mark *marks = arena_alloc(
        &catalogue->arena, (catalogue->kinds.count + 1) * sizeof *marks);
    size_t i;

    for (i = 0; i < PLAN_PHASES; i++) {
        if (!catalogue->phases[i].read)
            return fail(why, "%s: no file describes the phase \"%s\"", dir,
                        phase_ids[i]);
        if (resolve(catalogue, &catalogue->phases[i].requires,
                    (enum plan_phase)i, why) != 0)
            return -1;
    }
    for (i = 0; i < catalogue->kinds.count; i++)
        if (resolve(catalogue, &catalogue->kinds.items[i].requires,
                    catalogue->kinds.items[i].phase, why) != 0)
            return -1;
    for (i = 0; i < catalogue->kinds.count; i++)
        if (marks[i] == UNSEEN && follow(catalogue, i, marks, why) != 0)
            return -1;
    return 0;
}

int
step_catalogue_read(const char *dir, struct step_catalogue *catalogue,
                    struct failure *why)
{
    struct arena *arena = &catalogue->arena;
    struct file_names names;
    const char *schema;
    size_t i;

    *catalogue = (struct step_catalogue){0};
    arena_init(arena);
    if (files_list(dir, ".xml", arena, &names, why) != 0)
        return -1;
    if (names.count == 0)
        return fail(why, "%s: holds no step catalogue", dir);
    schema = arena_format(arena, "%s/plan.rng", dir);
    for (i = 0; i < names.count; i++)
        if (read_catalogue_file(
                catalogue, arena_format(arena, "%s/%s", dir, names.items[i]),
                schema, why) != 0)
            return -1;
    return check_catalogue(catalogue, dir, why);
}

void
step_catalogue_release(struct step_catalogue *catalogue)
{
    size_t i;

    for (i = 0; i < catalogue->queries.count; i++)
        xml_query_release(catalogue->queries.items[i]);
    arena_release(&catalogue->arena);
}
