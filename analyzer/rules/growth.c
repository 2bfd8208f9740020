/*
 * Does the work of a rule grow with the estate, or faster?
 *
 * What shows it is an estate made of the rule's own case: whatever the case
 * shows of an estate stands there FEW times, then MANY times, each copy under
 * names of its own: once with databases of its own, too, and once all on one.
 * A rule about each server counts once for each of them.  Operations are
 * counted, not seconds, so that the answer is the same on every machine.
 */
#include "engine.h"

#include <string.h>

#include "xmllex.h"

enum {
    FEW = 10,
    MANY = 100,
    ALLOWED = MANY / FEW + 2, /* times more operations for MANY, … */
    ALLOWANCE = 1000,         /* … and so many besides */
    PARTS = 1000,             /* no limit shall hide what grows */
    ESTATE_MOST = 64 << 20
};

/* Where an estate has the names of servers and databases. */
static const struct {
    const char *element; /* NULL: any */
    const char *attribute;
    bool of_database;
} NAMES[] = {
    {"host", "id", false},           {"host", "name", false},
    {"missing-host", "name", false}, {NULL, "host", false},
    {NULL, "bundle", false},         {"database", "id", true},
    {NULL, "database", true},
};

/* What every estate has, for the rules about a server: a case of theirs need
 * not show one. */
static const char SOME_ESTATE[] =
    "<estate topology=\"enterprise\"><host id=\"camp1\" name=\"camp1\" "
    "bundle=\"acc-camp1\" stage=\"before\" version=\"6.02\" build=\"6880\">"
    "<role name=\"marketing\"/><role name=\"mta\"/><role name=\"tracking\"/>"
    "<instance name=\"prod\" database=\"db1\"/><belongs database=\"db1\"/>"
    "<module name=\"stat\" instance=\"prod\" auto-start=\"true\"/>"
    "<spare-server host=\"camp2\"/></host>"
    "<database id=\"db1\" engine=\"oracle\"><member host=\"camp1\" "
    "instance=\"prod\"/></database></estate>";

/* How the copies stand to each other. */
enum shape { APART, ON_ONE_DATABASE, SHAPES };

static bool
is_name(struct span element, struct span attribute, enum shape shape)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if ((NAMES[i].element == NULL || span_is(element, NAMES[i].element)) &&
            span_is(attribute, NAMES[i].attribute) &&
            !(NAMES[i].of_database && shape == ON_ONE_DATABASE))
            return true;
    return false;
}

/* Adds ELEMENT as its copy NUMBER; the first keeps its names. */
static void
add_copy(struct buf *out, struct span element, size_t number, enum shape shape)
{
    const char *from = element.at;
    struct xmllex lex;
    struct xmllex_token token;
    struct span name = {"", 0};
    enum xmllex_kind kind;

    xmllex_init(&lex, element);
    do {
        kind = xmllex_next(&lex, &token);
        if (kind == XMLLEX_START)
            name = token.name;
        if (kind != XMLLEX_ATTRIBUTE || number == 0 ||
            !is_name(name, token.name, shape))
            continue;
        buf_add(out, from, (size_t)(token.value.at + token.value.len - from));
        buf_addf(out, "-%zu", number);
        from = token.value.at + token.value.len;
    } while (kind != XMLLEX_EOF && kind != XMLLEX_ERROR);
    buf_add(out, from, (size_t)(element.at + element.len - from));
}

/* ESTATE with COUNT copies of what stands in it. */
static void
add_estate(struct buf *out, const char *estate, size_t count, enum shape shape)
{
    const char *from = estate;
    struct xmllex lex;
    struct xmllex_token token;
    struct span name = {"", 0};
    enum xmllex_kind kind;

    xmllex_init(&lex, span_of(estate));
    for (;;) {
        const char *begin = lex.rest.at;
        bool once;

        kind = xmllex_next(&lex, &token);
        if (kind == XMLLEX_EOF || kind == XMLLEX_ERROR)
            break;
        if (kind == XMLLEX_START && token.depth == 2) {
            buf_add(out, from, (size_t)(begin - from));
            from = begin;
            name = token.name;
        }
        if (kind != XMLLEX_END || token.depth != 2)
            continue;
        once = !(span_is(name, "host") || span_is(name, "missing-host") ||
                 (span_is(name, "database") && shape == APART));
        for (size_t i = 0; i < (once ? 1 : count); i++)
            add_copy(out, span_bytes(from, (size_t)(lex.rest.at - from)), i,
                     shape);
        from = lex.rest.at;
    }
    buf_adds(out, from);
}

/* The operations of RULE on an estate of COUNT copies of what SELF shows;
 * *CROSSED if that is more than any rule may take. */
static unsigned long
operations_of(struct evaluator *evaluator, const struct rule *rule,
              const struct rule_case *self, size_t count, enum shape shape,
              bool *crossed)
{
    const struct engine *engine = evaluator->catalogue->engine;
    struct view view = {.parts = PARTS};
    struct arena arena;
    struct drafts drafts = {.arena = &arena};
    struct xml_document *estate, *host;
    struct xml_keys *keys;
    struct failure why;
    unsigned long operations = 0;
    struct buf out;

    arena_init(&arena);
    buf_init(&out, ESTATE_MOST);
    add_estate(&out, self->estate != NULL ? self->estate : SOME_ESTATE, count,
               shape);
    estate = xml_read_facts(span_bytes(out.data, out.len), "estate", &why);
    host = xml_read_facts(span_of(self->host != NULL ? self->host : "<host/>"),
                          "host", &why);
    if (estate != NULL && host != NULL) {
        keys = engine_keys(engine, estate, PARTS);
        view.target = self->target != NULL
                          ? self->target
                          : evaluator->catalogue->newest_target;
        view.document = rule->body->on_estate ? estate : host;
        view.root = xml_root(view.document);
        view.estate = xml_root(estate);
        view.keys = keys;
        evaluator_look(evaluator, &view);
        operations = rule_evaluate(evaluator, rule, &arena, &drafts);
        if (!rule->body->on_estate)
            operations *= count;
        *crossed = xml_scope_crossed(evaluator->scope, &why);
        xml_keys_release(keys);
    }
    xml_release(estate);
    xml_release(host);
    buf_release(&out);
    arena_release(&arena);
    return operations;
}

/* Does one of its cases show that RULE grows faster than the estate?  Then a
 * line in REPORT says so. */
static bool
grows_faster(struct evaluator *evaluator, const struct rule *rule,
             struct buf *report)
{
    for (size_t i = 0; i < rule->body->cases.count; i++)
        for (int shape = 0; shape < SHAPES; shape++) {
            const struct rule_case *self = &rule->body->cases.items[i];
            bool crossed = false;
            unsigned long few, many;

            few = operations_of(evaluator, rule, self, FEW, (enum shape)shape,
                                &crossed);
            many = operations_of(evaluator, rule, self, MANY, (enum shape)shape,
                                 &crossed);
            if (!crossed && many <= few * ALLOWED + ALLOWANCE)
                continue;
            buf_addf(report,
                     "%s:%u: rule %s takes %lu operations for %d servers%s and "
                     "%s%lu for %d: it looks at all of them for each; look "
                     "them up with keyed(), or share a let\n",
                     rule->body->file, (unsigned)rule->body->line, rule->id,
                     few, FEW,
                     shape == ON_ONE_DATABASE ? " of one database" : "",
                     crossed ? "more than " : "", many, MANY);
            return true;
        }
    return false;
}

int
catalogue_check_growth(struct catalogue *catalogue, struct buf *report)
{
    struct evaluator evaluator;
    int grown = 0;

    evaluator_init(&evaluator, catalogue);
    for (size_t i = 0; i < catalogue->rules.count; i++)
        grown += grows_faster(&evaluator, catalogue->rules.items[i], report);
    evaluator_release(&evaluator);
    return grown;
}
