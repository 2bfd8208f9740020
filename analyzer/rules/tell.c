/*
 * A rule's conditions as text: what it looks at, when it says fail, pass, or
 * asks, and what it would have to know; and the evidence that it lacks.  For
 * people who read a finding and want to know what was tested.
 */
#include "engine.h"

#include <string.h>

static void
tell(struct buf *out, const char *name, const char *value)
{
    if (value != NULL)
        buf_addf(out, "%-*s %s\n", RULE_TELL_WIDTH, name, value);
}

static void
tell_all(struct buf *out, const char *name,
         const struct expressions *expressions)
{
    for (size_t i = 0; i < expressions->count; i++)
        tell(out, name, expressions->items[i].text);
}

static void
tell_needs(const struct rule_body *body, struct buf *out)
{
    for (size_t i = 0; i < body->needs.count; i++) {
        const struct need *need = &body->needs.items[i];

        tell(out, "needs", need->what);
        tell(out, "  to get it", need->get);
        tell(out, "  unless", need->unless.text);
    }
}

void
rule_tell(const struct rule *rule, struct buf *out)
{
    const struct rule_body *body = rule->body;

    tell(out, rule->kind == RULE_ASSESSED ? "rest lacks" : "lacks",
         rule->missing);
    tell(out, "  which is", rule->lacks);
    if (rule->kind == RULE_NOT_ASSESSED)
        return;
    tell(out, "looks at", body->on_estate ? "the estate" : "each server");
    tell(out, "  there at", body->each.text);
    for (size_t i = 0; i < body->lets.count; i++) {
        const struct let *let = &body->lets.items[i];

        buf_addf(out, "%-*s $%s is %s\n", RULE_TELL_WIDTH, "where", let->name,
                 let->be.text);
    }
    tell_all(out, "applies if", &body->applies_if);
    tell_all(out, "applies unless", &body->applies_unless);
    tell_all(out, "fails if", &body->fail);
    tell_all(out, "passes if", &body->pass);
    if (rule->question != NULL)
        tell(out, "asks if",
             body->ask_if.text != NULL ? body->ask_if.text
                                       : "nothing of that is decided");
    tell_needs(body, out);
    tell_all(out, "evidence", &body->evidence);
    for (size_t i = 0; i < body->cases.count; i++)
        buf_addf(out, "%-*s %s: %s\n", RULE_TELL_WIDTH, "case",
                 body->cases.items[i].is, body->cases.items[i].name);
}
