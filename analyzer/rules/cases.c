/*
 * The self-test of a rule: its cases, run as if they were servers.
 */
#include "engine.h"

#include <string.h>

static struct xml_document *
read_facts(const char *source, const char *otherwise, const char *name,
           struct failure *why)
{
    return xml_read_bytes(span_of(source != NULL ? source : otherwise), name,
                          why);
}

/* What the case comes to; its title in *SAYS. */
static const char *
case_outcome(struct evaluator *evaluator, const struct rule *rule,
             const struct view *view, struct arena *arena, const char **says)
{
    struct judgement judgement = {0};
    struct drafts drafts = {.arena = arena};

    evaluator_look(evaluator, view);
    (void)rule_evaluate(evaluator, rule, arena, &drafts);
    judgement_fill(&judgement, rule, &drafts, view->target, arena);
    *says = judgement.title;
    if (!judgement.applies)
        return "not-applicable";
    if (judgement.outcome == OUTCOME_ERROR)
        *says = judgement.findings.items[0].detail;
    return outcome_word(judgement.outcome);
}

/* Runs one case; false, and a line in REPORT, if it is not as it says. */
static bool
case_run(struct evaluator *evaluator, const struct rule *rule,
         const struct rule_case *self, struct arena *arena, struct buf *report)
{
    const struct engine *engine = evaluator->catalogue->engine;
    struct xml_document *host;
    struct xml_document *estate;
    struct xml_keys *keys = NULL;
    struct view view = {.parts = 1};
    struct failure why = {.text = ""};
    const char *is = "";
    const char *says = "";
    bool good = false;

    view.target = self->target != NULL ? self->target
                                       : evaluator->catalogue->newest_target;
    view.answer = self->answer;
    host = read_facts(self->host, "<host/>", "host", &why);
    estate = read_facts(self->estate, "<estate/>", "estate", &why);
    if (host != NULL && estate != NULL &&
        (self->host == NULL || engine->facts == NULL ||
         xml_check(host, engine->facts, &why) == 0)) {
        view.document = rule->body->on_estate ? estate : host;
        view.root = xml_root(view.document);
        view.estate = xml_root(estate);
        view.keys = keys = engine_keys(engine, estate, 1);
        is = case_outcome(evaluator, rule, &view, arena, &says);
        good = strcmp(is, self->is) == 0 &&
               (self->says == NULL || strcmp(says, self->says) == 0);
    }
    if (!good)
        buf_addf(report, "%s:%u: %s: case \"%s\": ", self->file,
                 (unsigned)self->line, rule->id, self->name);
    if (!good && why.text[0] != '\0')
        buf_addf(report, "%s\n", why.text);
    else if (!good)
        buf_addf(report, "is %s, not %s%s%s\n", is, self->is,
                 *says != '\0' ? "; says: " : "", says);
    xml_keys_release(keys);
    xml_release(host);
    xml_release(estate);
    return good;
}

int
catalogue_check(struct catalogue *catalogue, const char *file,
                struct buf *report)
{
    struct evaluator evaluator;
    struct arena arena;
    int failed = 0;
    size_t i;
    size_t j;

    evaluator_init(&evaluator, catalogue);
    for (i = 0; i < catalogue->rules.count; i++) {
        const struct rule *rule = catalogue->rules.items[i];

        if (file != NULL && strcmp(rule->body->file, file) != 0)
            continue;
        for (j = 0; j < rule->body->cases.count; j++) {
            arena_init(&arena);
            if (!case_run(&evaluator, rule, &rule->body->cases.items[j], &arena,
                          report))
                failed++;
            arena_release(&arena);
        }
    }
    evaluator_release(&evaluator);
    return failed;
}

size_t
catalogue_cases(const struct rule *rule, const char *is)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < rule->body->cases.count; i++)
        count += strcmp(rule->body->cases.items[i].is, is) == 0;
    return count;
}
