/*
 * Reading the catalogue: XML, checked against rules.rng, into rules whose
 * every expression compiles.  The format is taught in catalogue/README.md.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "memory.h"
#include "nearest.h"
#include "seal.h"

enum {
    FILE_MOST = 4 << 20, /* bytes of one file */
    FILES_MOST = 256     /* in one folder */
};

/* Where one rule is being read. */
struct reading {
    struct catalogue *catalogue;
    struct arena *arena;
    const char *file;
    const char *rule; /* id */
    struct failure *why;
};

static const char *const severities[] = {"blocker", "action", "warning",
                                         "info"};
static const char *const phases[] = {"before", "during", "after"};
static const char *const outcomes[] = {"pass",    "waived", "manual",
                                       "unknown", "fail",   "error"};

const char *
outcome_word(enum outcome outcome)
{
    return outcomes[outcome];
}

enum outcome
outcome_worse(enum outcome a, enum outcome b)
{
    return a > b ? a : b;
}

const char *
severity_word(enum severity severity)
{
    return severities[severity];
}

const char *
rule_phase_word(enum rule_phase phase)
{
    return phases[phase];
}

/* Which of WORDS it is; the schema has seen to it that it is one. */
static int
word_index(const char *text, const char *const words[], int count)
{
    int i;

    for (i = 0; i + 1 < count; i++)
        if (strcmp(text, words[i]) == 0)
            break;
    return i;
}

/* Compiles TEXT of NODE, which WHAT names in a message. */
static const struct xml_query *
compile(struct reading *reading, const struct xml_node *node, const char *what,
        const char *text)
{
    struct engine *engine = reading->catalogue->engine;
    struct xml_query *query;
    struct failure why;

    query = xml_query_compile(text, &why);
    if (query == NULL)
        fail(reading->why, "%s:%u: %s: %s", reading->file,
             (unsigned)xml_line(node), what, why.text);
    else
        *vec_add(&reading->catalogue->arena, &engine->queries) = query;
    return query;
}

/* Takes the expression in ATTRIBUTE of NODE; none leaves it empty. */
static int
take(struct reading *reading, struct xml_node *node, const char *attribute,
     struct expression *expression)
{
    char rule[64];

    expression->text = xml_attr(reading->arena, node, attribute);
    if (expression->text == NULL)
        return 0;
    (void)snprintf(rule, sizeof rule, "rule %s", reading->rule);
    expression->query = compile(reading, node, rule, expression->text);
    return expression->query == NULL ? -1 : 0;
}

/* The same for every child called NAME that has ATTRIBUTE. */
static int
take_all(struct reading *reading, struct xml_node *rule, const char *name,
         const char *attribute, struct expressions *expressions)
{
    struct xml_node *node;

    for (node = xml_child(rule, name); node != NULL;
         node = xml_next(node, name)) {
        if (xml_attr(reading->arena, node, attribute) == NULL)
            continue;
        if (take(reading, node, attribute,
                 vec_add(reading->arena, expressions)) != 0)
            return -1;
    }
    return 0;
}

static const char *
child_text(struct reading *reading, struct xml_node *rule, const char *name)
{
    struct xml_node *node = xml_child(rule, name);

    return node != NULL ? xml_text(reading->arena, node) : NULL;
}

static const char *
child_words(struct reading *reading, struct xml_node *rule, const char *name)
{
    struct xml_node *node = xml_child(rule, name);

    return node != NULL ? xml_inner(reading->arena, node) : NULL;
}

static int
read_lets(struct reading *reading, struct xml_node *rule,
          struct rule_body *body)
{
    struct xml_node *node;

    for (node = xml_child(rule, "let"); node != NULL;
         node = xml_next(node, "let")) {
        struct let *let = vec_add(reading->arena, &body->lets);

        let->name = xml_attr(reading->arena, node, "name");
        if (take(reading, node, "be", &let->be) != 0)
            return -1;
    }
    return 0;
}

static int
read_needs(struct reading *reading, struct xml_node *rule,
           struct rule_body *body)
{
    struct xml_node *node;

    for (node = xml_child(rule, "needs"); node != NULL;
         node = xml_next(node, "needs")) {
        struct need *need = vec_add(reading->arena, &body->needs);

        need->what = xml_attr(reading->arena, node, "what");
        need->get = xml_attr(reading->arena, node, "get");
        if (take(reading, node, "unless", &need->unless) != 0)
            return -1;
    }
    return 0;
}

/* <do>words</do><command as="…">line</command>… */
static void
read_remedy(struct reading *reading, struct xml_node *rule,
            struct rule_body *body)
{
    struct xml_node *node;

    body->remedy = child_words(reading, rule, "remedy");
    body->act = child_words(reading, rule, "do");
    body->check = child_words(reading, rule, "check");
    for (node = xml_child(rule, "command"); node != NULL;
         node = xml_next(node, "command")) {
        struct order *order = vec_add(reading->arena, &body->orders);

        order->text = xml_text(reading->arena, node);
        order->as = xml_attr(reading->arena, node, "as");
    }
}

static const char *
case_child(struct arena *arena, struct xml_node *node, const char *name)
{
    struct xml_node *facts = xml_child(node, name);

    return facts != NULL ? case_facts(arena, xml_source(arena, facts)) : NULL;
}

static void
read_cases(struct reading *reading, struct xml_node *rule,
           struct rule_body *body)
{
    struct arena *arena = reading->arena;
    struct xml_node *node;

    for (node = xml_child(rule, "case"); node != NULL;
         node = xml_next(node, "case")) {
        struct rule_case *self = vec_add(arena, &body->cases);

        self->name = xml_attr(arena, node, "name");
        self->is = xml_attr(arena, node, "is");
        self->says = xml_attr(arena, node, "says");
        self->target = xml_attr(arena, node, "target");
        self->answer = xml_attr(arena, node, "answer");
        self->file = reading->file;
        self->line = xml_line(node);
        self->host = case_child(arena, node, "host");
        self->estate = case_child(arena, node, "estate");
    }
}

static int
check_placeholders(struct reading *reading, struct xml_node *node,
                   const char *question, const struct rule_body *body)
{
    const char *problem = NULL;
    size_t i;
    const char *const words[] = {body->one, body->many, body->remedy, body->act,
                                 body->check};

    for (i = 0; i < sizeof words / sizeof *words && problem == NULL; i++)
        problem = template_problem(reading->arena, words[i], body);
    if (problem == NULL && question != NULL && strchr(question, '{') != NULL)
        return fail(reading->why,
                    "%s:%u: rule %s: the question is one for all subjects, it "
                    "holds no placeholder",
                    reading->file, (unsigned)xml_line(node), reading->rule);
    for (i = 0; i < body->orders.count && problem == NULL; i++)
        problem =
            template_problem(reading->arena, body->orders.items[i].text, body);
    if (problem != NULL)
        return fail(reading->why, "%s:%u: rule %s: {%s} stands for nothing",
                    reading->file, (unsigned)xml_line(node), reading->rule,
                    problem);
    return 0;
}

static int
read_body(struct reading *reading, struct xml_node *node, struct rule *rule,
          struct rule_body *body)
{
    struct arena *arena = reading->arena;
    struct xml_node *ask = xml_child(node, "ask");
    struct xml_node *found = xml_child(node, "found");
    const char *on = xml_attr(arena, node, "on");

    body->file = reading->file;
    body->line = xml_line(node);
    body->on_estate = on == NULL || strcmp(on, "estate") == 0;
    body->one = child_text(reading, node, "one");
    body->many = child_text(reading, node, "many");
    read_remedy(reading, node, body);
    if (ask != NULL)
        rule->question = xml_text(arena, ask);
    if (take(reading, node, "each", &body->each) != 0 ||
        take(reading, node, "object", &body->object) != 0 ||
        read_lets(reading, node, body) != 0 ||
        read_needs(reading, node, body) != 0 ||
        take_all(reading, node, "applies", "if", &body->applies_if) != 0 ||
        take_all(reading, node, "applies", "unless", &body->applies_unless) !=
            0 ||
        take_all(reading, node, "fail", "if", &body->fail) != 0 ||
        take_all(reading, node, "pass", "if", &body->pass) != 0 ||
        take_all(reading, node, "evidence", "at", &body->evidence) != 0 ||
        (ask != NULL && take(reading, ask, "if", &body->ask_if) != 0) ||
        (found != NULL && take(reading, found, "is", &body->found) != 0))
        return -1;
    read_cases(reading, node, body);
    return check_placeholders(reading, node, rule->question, body);
}

static const char *
evidence_words(const struct catalogue *catalogue, struct span id)
{
    size_t i;

    for (i = 0; i < catalogue->evidence.count; i++)
        if (span_is(id, catalogue->evidence.items[i].id))
            return catalogue->evidence.items[i].words;
    return NULL;
}

/* "the options in the database; the source schemas" */
static int
read_missing(struct reading *reading, struct xml_node *node, struct rule *rule)
{
    struct span rest;
    struct span id;

    rule->missing = xml_attr(reading->arena, node, "missing");
    rest = span_of(rule->missing != NULL ? rule->missing : "");
    while (span_word(&rest, &id)) {
        const char *words = evidence_words(reading->catalogue, id);

        if (words == NULL)
            return fail(reading->why, "%s:%u: rule %s: no words for %s",
                        reading->file, (unsigned)xml_line(node), rule->id,
                        span_string(reading->arena, id));
        rule->lacks =
            rule->lacks == NULL
                ? words
                : arena_format(reading->arena, "%s; %s", rule->lacks, words);
    }
    return 0;
}

/* SEC of ACC-SEC-001 */
static const char *
category_of(struct arena *arena, const char *id)
{
    struct span rest = span_of(id);
    struct span part;

    if (!span_until(&rest, '-', &part) || !span_until(&rest, '-', &part))
        return "";
    return span_string(arena, part);
}

static int
read_rule(struct reading *reading, struct xml_node *node, const char *pack)
{
    struct arena *arena = reading->arena;
    struct rule *rule = arena_new(arena, struct rule);
    struct rule_body *body = arena_new(arena, struct rule_body);

    rule->id = xml_attr(arena, node, "id");
    reading->rule = rule->id;
    if (catalogue_find(reading->catalogue, rule->id) != NULL)
        return fail(reading->why, "%s:%u: rule %s stands twice", reading->file,
                    (unsigned)xml_line(node), rule->id);
    rule->category = category_of(arena, rule->id);
    rule->severity = (enum severity)word_index(
        xml_attr(arena, node, "severity"), severities, SEVERITY_COUNT);
    rule->phase =
        (enum rule_phase)word_index(xml_attr(arena, node, "phase"), phases, 3);
    rule->actor = xml_attr(arena, node, "actor");
    rule->subjects = xml_attr(arena, node, "subjects");
    if (rule->subjects == NULL)
        rule->subjects = "Subjects";
    rule->pack = pack;
    rule->title = child_text(reading, node, "title");
    rule->why = child_words(reading, node, "why");
    rule->source = child_text(reading, node, "source");
    rule->body = body;
    if (read_missing(reading, node, rule) != 0 ||
        read_body(reading, node, rule, body) != 0)
        return -1;
    if (body->fail.count > 0 || body->pass.count > 0)
        rule->kind = RULE_ASSESSED;
    else
        rule->kind =
            rule->question != NULL ? RULE_ATTESTATION : RULE_NOT_ASSESSED;
    *vec_add(&reading->catalogue->arena, &reading->catalogue->rules) = rule;
    return 0;
}

/* The joins that all rules share: lets and keys of the estate. */
static int
read_joins(struct reading *reading, struct xml_node *root)
{
    struct arena *arena = reading->arena;
    struct xml_node *node;

    for (node = xml_child(root, NULL); node != NULL;
         node = xml_next(node, NULL)) {
        bool let = strcmp(xml_name(node), "let") == 0;
        struct xml_key *key;
        int64_t most;

        if (!let && strcmp(xml_name(node), "key") != 0)
            continue;
        key = vec_add(arena, &reading->catalogue->engine->keys);
        key->name = xml_attr(arena, node, "name");
        key->each = compile(reading, node, key->name,
                            xml_attr(arena, node, let ? "be" : "each"));
        if (key->each != NULL && !let)
            key->by =
                compile(reading, node, key->name, xml_attr(arena, node, "by"));
        if (key->each == NULL || (!let && key->by == NULL))
            return -1;
        if (xml_attr(arena, node, "greatest") != NULL) {
            key->greatest = compile(reading, node, key->name,
                                    xml_attr(arena, node, "greatest"));
            if (key->greatest == NULL)
                return -1;
        }
        if (xml_attr(arena, node, "most") != NULL &&
            span_number(span_of(xml_attr(arena, node, "most")), 1, 1000, &most))
            key->most = (size_t)most;
    }
    return 0;
}

static void
read_evidence(struct catalogue *catalogue, struct xml_node *root)
{
    struct arena *arena = &catalogue->arena;
    struct xml_node *node;

    catalogue->version = xml_attr(arena, root, "version");
    for (node = xml_child(root, "evidence"); node != NULL;
         node = xml_next(node, "evidence")) {
        struct evidence_kind *kind = vec_add(arena, &catalogue->evidence);

        kind->id = xml_attr(arena, node, "id");
        kind->words = xml_text(arena, node);
    }
}

static int
read_document(struct catalogue *catalogue, struct xml_document *document,
              const char *file, const char *pack, struct failure *why)
{
    struct reading reading = {catalogue, &catalogue->arena, file, NULL, why};
    struct xml_node *root = xml_root(document);
    struct xml_node *node;

    if (xml_check(document, catalogue->engine->schema, why) != 0)
        return -1;
    if (strcmp(xml_name(root), "rules") == 0) {
        for (node = xml_child(root, "rule"); node != NULL;
             node = xml_next(node, "rule"))
            if (read_rule(&reading, node, pack) != 0)
                return -1;
        return 0;
    }
    if (pack != NULL)
        return fail(why, "%s: a rule pack holds <rules> only, not <%s>", file,
                    xml_name(root));
    if (strcmp(xml_name(root), "matrix") == 0)
        return matrix_read(catalogue, root, file, why);
    read_evidence(catalogue, root);
    return read_joins(&reading, root);
}

static int
by_id(const void *a, const void *b)
{
    const struct rule *const *x = a;
    const struct rule *const *y = b;

    return strcmp((*x)->id, (*y)->id);
}

static int
read_one(struct catalogue *catalogue, const char *file, bool pack,
         struct failure *why)
{
    struct xml_document *document;
    struct span bytes;
    int result;

    if (files_read(file, FILE_MOST, &catalogue->arena, &bytes, why) != 0)
        return -1;
    document = xml_read_bytes(bytes, file, why);
    if (document == NULL)
        return -1;
    result = read_document(catalogue, document, file, pack ? file : NULL, why);
    xml_release(document);
    return result;
}

static int
read_folder(struct catalogue *catalogue, const char *dir, bool pack,
            struct failure *why)
{
    struct arena *arena = &catalogue->arena;
    struct file_names names;
    size_t i;

    /* catalogue.xml, which holds the words for evidence, stands before the
     * rules */
    if (files_list(dir, ".xml", arena, &names, why) != 0)
        return -1;
    if (names.count > FILES_MOST)
        return fail(why, "%s: more than %d files", dir, FILES_MOST);
    for (i = 0; i < names.count; i++)
        if (read_one(catalogue,
                     arena_format(arena, "%s/%s", dir, names.items[i]), pack,
                     why) != 0)
            return -1;
    if (catalogue->rules.count > 0)
        qsort(catalogue->rules.items, catalogue->rules.count,
              sizeof *catalogue->rules.items, by_id);
    return 0;
}

struct catalogue *
catalogue_load(const char *dir, struct failure *why)
{
    struct catalogue *catalogue = memory_take(1, sizeof *catalogue);
    const char *facts;
    int result;

    arena_init(&catalogue->arena);
    catalogue->engine = arena_new(&catalogue->arena, struct engine);
    catalogue->engine->schema =
        arena_format(&catalogue->arena, "%s/rules.rng", dir);
    facts = arena_format(&catalogue->arena, "%s/facts.rng", dir);
    if (files_has(facts))
        catalogue->engine->facts = facts;
    result = read_folder(catalogue, dir, false, why);
    if (result == 0 && catalogue->version == NULL)
        result = fail(why, "%s: catalogue.xml is missing", dir);
    if (result == 0 && catalogue->newest_target == NULL)
        result = fail(why, "%s: matrix.xml is missing", dir);
    if (result != 0) {
        catalogue_release(catalogue);
        return NULL;
    }
    return catalogue;
}

int
catalogue_add(struct catalogue *catalogue, const char *dir, struct failure *why)
{
    return read_folder(catalogue, dir, true, why);
}

int
catalogue_take(struct catalogue *catalogue, const char *path,
               struct failure *why)
{
    path = arena_string(&catalogue->arena, path);
    catalogue->rules.count = 0;
    if (!files_is_folder(path))
        return read_one(catalogue, path, true, why);
    if (read_folder(catalogue, path, true, why) != 0)
        return -1;
    return catalogue->rules.count > 0
               ? 0
               : fail(why, "%s: no rule stands in its *.xml", path);
}

void
catalogue_release(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    for (size_t i = 0; i < catalogue->engine->queries.count; i++)
        xml_query_release(catalogue->engine->queries.items[i]);
    arena_release(&catalogue->arena);
    free(catalogue);
}

const struct rule *
catalogue_find(const struct catalogue *catalogue, const char *id)
{
    size_t i;

    /* not a search by halves: rules are looked up while the list grows */
    for (i = 0; i < catalogue->rules.count; i++)
        if (strcmp(catalogue->rules.items[i]->id, id) == 0)
            return catalogue->rules.items[i];
    return NULL;
}

const char *
rule_brief(const char *id)
{
    return strncmp(id, "ACC-", 4) == 0 ? id + 4 : id;
}

/* Does WORD say the last parts of ID, letter case aside? */
static bool
id_ends_with(const char *id, const char *word)
{
    size_t len = strlen(id), last = strlen(word);

    return last < len && id[len - last - 1] == '-' &&
           text_is_fold(id + len - last, word);
}

const struct rule *
catalogue_named(const struct catalogue *catalogue, const char *word,
                struct failure *why)
{
    enum { NAMED_MOST = 5 };
    const struct rule *found = catalogue_find(catalogue, word);
    struct nearest nearest;
    struct buf ids;
    size_t count = 0;

    if (found != NULL)
        return found;
    buf_init(&ids, sizeof why->text / 2);
    nearest_start(&nearest, word, strlen(word));
    for (size_t i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        nearest_try(&nearest, rule->id);
        nearest_try(&nearest, rule_brief(rule->id));
        if (!text_is_fold(rule->id, word) && !id_ends_with(rule->id, word))
            continue;
        found = rule;
        if (count++ < NAMED_MOST)
            buf_addf(&ids, "%s%s", count == 1 ? "" : ", ", rule->id);
    }
    if (count > 1) {
        found = NULL;
        (void)fail(why, "%s: %zu rules are called so: %s%s", word, count,
                   ids.data, count > NAMED_MOST ? ", …" : "");
    } else if (count == 0 && nearest.found != NULL) {
        (void)fail(why, "%s: no such rule; did you mean %s?", word,
                   nearest.found);
    } else if (count == 0) {
        (void)fail(why, "%s: no such rule; `rules list` shows all", word);
    }
    buf_release(&ids);
    return found;
}
