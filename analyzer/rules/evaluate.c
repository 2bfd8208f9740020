/*
 * One rule on one document: its subjects, and for each an outcome with the
 * evidence and what it found.
 */
#include "engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { EVIDENCE_MOST = 100 }; /* places of one finding */

/* A rule being evaluated on a view. */
struct run {
    struct evaluator *evaluator;
    const struct rule *rule;
    const struct rule_body *body;
    const struct view *view;
    struct xml_scope *scope;
    struct arena *arena;   /* of the findings' texts */
    struct arena *scratch; /* of what ends with its subject */
    struct arena *passing; /* of what ends when all findings are worded */
};

void
evaluator_init(struct evaluator *evaluator, const struct catalogue *catalogue)
{
    *evaluator = (struct evaluator){.catalogue = catalogue};
    arena_init(&evaluator->scratch);
}

void
evaluator_release(struct evaluator *evaluator)
{
    xml_scope_close(evaluator->scope);
    arena_release(&evaluator->scratch);
}

void
evaluator_look(struct evaluator *evaluator, const struct view *view)
{
    xml_scope_close(evaluator->scope);
    evaluator->view = view;
    evaluator->functions =
        (struct functions_baton){evaluator->catalogue->engine, view->target};
    evaluator->scope = xml_scope_open(view->document);
    xml_scope_grow(evaluator->scope, view->parts);
    xml_scope_keys(evaluator->scope, view->keys);
    functions_register(evaluator->scope, &evaluator->functions);
    xml_scope_text(evaluator->scope, "target", view->target);
    xml_scope_node(evaluator->scope, "estate", view->estate);
}

struct xml_keys *
engine_keys(const struct engine *engine, struct xml_document *estate,
            size_t parts)
{
    return xml_keys_make(estate, engine->keys.items, engine->keys.count, parts);
}

static enum xml_truth
holds(const struct run *run, const struct expression *expression,
      struct xml_node *subject, struct failure *why)
{
    enum xml_truth truth;
    struct failure reason;

    truth = xml_query_truth(run->scope, expression->query, subject, &reason);
    if (truth == XML_ERROR)
        fail(why, "%s: %s", expression->text, reason.text);
    return truth;
}

/* Does one of them hold?  An error outweighs all, unknown a no. */
static enum xml_truth
any_holds(const struct run *run, const struct expressions *expressions,
          struct xml_node *subject, struct failure *why)
{
    enum xml_truth result = XML_NO;
    size_t i;

    for (i = 0; i < expressions->count; i++) {
        enum xml_truth truth = holds(run, &expressions->items[i], subject, why);

        if (truth == XML_ERROR)
            return XML_ERROR;
        if (truth == XML_YES)
            result = XML_YES;
        else if (truth == XML_UNKNOWN && result == XML_NO)
            result = XML_UNKNOWN;
    }
    return result;
}

/* NO: the rule has nothing to say here.  What is not known applies: a gap must
 * not make a rule disappear. */
static enum xml_truth
applies(const struct run *run, struct xml_node *subject, struct failure *why)
{
    const struct rule_body *body = run->body;
    enum xml_truth truth;
    size_t i;

    for (i = 0; i < body->applies_if.count; i++) {
        truth = holds(run, &body->applies_if.items[i], subject, why);
        if (truth == XML_NO || truth == XML_ERROR)
            return truth;
    }
    for (i = 0; i < body->applies_unless.count; i++) {
        truth = holds(run, &body->applies_unless.items[i], subject, why);
        if (truth == XML_YES)
            return XML_NO;
        if (truth == XML_ERROR)
            return XML_ERROR;
    }
    return XML_YES;
}

/* ------------------------------------------------------------ the subject */

static struct xml_node *
element_of(struct xml_node *node)
{
    return xml_is_attribute(node) ? xml_parent(node) : node;
}

/* ATTRIBUTE of the nearest element KIND (any if NULL) that has it. */
static const char *
nearest(struct arena *arena, struct xml_node *node, const char *kind,
        const char *attribute)
{
    const char *value = NULL;

    for (node = element_of(node); node != NULL && value == NULL;
         node = xml_parent(node))
        if (kind == NULL || strcmp(xml_name(node), kind) == 0)
            value = xml_attr(arena, node, attribute);
    return value;
}

/* The estate's id for the host that a document calls NAME; a copy of NAME, if
 * there is none. */
static const char *
host_id(const struct run *run, const char *name)
{
    const struct estate *world = run->view->world;
    size_t i;

    if (world == NULL || name == NULL)
        return arena_string(run->arena, name);
    for (i = 0; i < world->hosts.count; i++)
        if (strcmp(world->hosts.items[i].id, name) == 0)
            return world->hosts.items[i].id;
    for (i = 0; i < world->hosts.count; i++)
        if (strcmp(world->hosts.items[i].name, name) == 0)
            return world->hosts.items[i].id;
    return arena_string(run->arena, name);
}

/* The host whose facts NODE belongs to: only the joined document has ids, and
 * a host's rule sees that, too. */
static const char *
host_of(const struct run *run, struct xml_node *node)
{
    const char *name = nearest(run->scratch, node, "host", "id");

    if (name == NULL && run->view->host != NULL)
        return run->view->host->id;
    if (name == NULL)
        name = nearest(run->scratch, node, "host", "name");
    if (name == NULL)
        name = nearest(run->scratch, node, NULL, "host");
    return host_id(run, name);
}

/* What EXPRESSION says at SUBJECT; NULL if it says nothing. */
static const char *
words_at(const struct run *run, const struct expression *expression,
         struct xml_node *subject)
{
    const char *text = NULL;

    if (expression->text != NULL)
        text =
            xml_query_text(run->scope, expression->query, subject, run->arena);
    return text != NULL && span_trim(span_of(text)).len > 0 ? text : NULL;
}

static void
name_subject(const struct run *run, struct xml_node *subject,
             struct finding *finding)
{
    const char *instance;

    finding->host = host_of(run, subject);
    instance = nearest(run->arena, subject, "instance", "name");
    if (instance == NULL)
        instance = xml_attr(run->arena, element_of(subject), "instance");
    /* host-wide modules stand under "default", which is no instance */
    if (instance != NULL && strcmp(instance, "default") != 0)
        finding->instance = instance;
    finding->database = nearest(run->arena, subject, "database", "id");
    finding->object = words_at(run, &run->body->object, subject);
}

/* ----------------------------------------------------------- the evidence */

/* "ENTRY:LINE", or an entry alone. */
static struct place
place_parse(struct arena *arena, const char *text)
{
    struct place at = {text, 0};
    const char *colon = strrchr(text, ':');
    int64_t line;

    if (colon != NULL &&
        span_number(span_of(colon + 1), 0, UINT32_MAX, &line)) {
        at.entry = arena_copy(arena, text, (size_t)(colon - text));
        at.line = (uint32_t)line;
    }
    return at;
}

/* Where a node was seen; false if nobody said. */
static bool
place_of(struct arena *arena, struct xml_node *node, struct place *at)
{
    const struct place *marked = xml_marked(node);
    const char *text = NULL;

    if (marked != NULL) {
        *at = *marked;
        return true;
    }
    if (xml_is_attribute(node)) /* a case's facts were read, not made */
        text = xml_attr(arena, xml_parent(node),
                        arena_format(arena, "%s.at", xml_name(node)));
    if (text == NULL)
        text = nearest(arena, node, NULL, "at");
    if (text == NULL)
        return false;
    *at = place_parse(arena, text);
    return true;
}

/* The snapshot of the bundle, or, without one, of the host. */
static const struct snapshot *
collected(const struct view *view, const char *bundle, const char *id)
{
    const struct estate_host *host;

    if (view->world == NULL)
        return NULL;
    if (id == NULL)
        return bundle != NULL ? estate_snapshot(view->world, bundle) : NULL;
    host = estate_host(view->world, id);
    return host != NULL ? host->snapshot : NULL;
}

/* The line that AT names, or NULL.  A rule of the estate goes from host to
 * host: the lines of one are in memory at a time. */
static const struct source_line *
line_at(const struct run *run, const struct snapshot *snapshot, struct place at)
{
    const struct snapshot **read = &run->evaluator->read;

    if (snapshot == NULL || at.line == 0)
        return NULL;
    if (*read != NULL && *read != snapshot)
        snapshot_rest(*read);
    *read = snapshot;
    return snapshot_line(snapshot, at.entry, at.line);
}

/* The estate's own text of the bundle's id, else a copy. */
static const char *
bundle_id(const struct run *run, const char *id)
{
    const struct snapshot *snapshot = NULL;

    if (id != NULL && run->view->world != NULL)
        snapshot = estate_snapshot(run->view->world, id);
    return snapshot != NULL ? snapshot->manifest.id
                            : arena_string(run->arena, id);
}

/* The places of a finding while they are gathered, in the scratch arena. */
struct places {
    struct evidence *items;
    size_t count, room;
};

static bool
is_gathered(const struct places *places, const char *bundle, struct place at)
{
    size_t i;

    for (i = 0; i < places->count; i++) {
        const struct evidence *other = &places->items[i];

        if (other->at.line == at.line &&
            strcmp(other->at.entry, at.entry) == 0 &&
            (bundle == NULL || other->bundle == NULL ||
             strcmp(other->bundle, bundle) == 0))
            return true;
    }
    return false;
}

/* A text of AT's entry that stays: the line's, the one that the place before
 * has, or a copy. */
static const char *
entry_of(const struct run *run, const struct places *places,
         const struct source_line *line, struct place at)
{
    if (line != NULL)
        return line->entry;
    if (places->count > 0 &&
        strcmp(places->items[places->count - 1].at.entry, at.entry) == 0)
        return places->items[places->count - 1].at.entry;
    return arena_string(run->arena, at.entry);
}

static void
gather_place(const struct run *run, struct xml_node *node,
             struct finding *finding, struct places *places)
{
    struct evidence evidence = {0};
    const struct source_line *line;
    const char *bundle;
    const char *verified;
    struct place at;

    verified = nearest(run->scratch, node, NULL, "verified");
    if (verified != NULL && strcmp(verified, "false") == 0)
        finding->unverified = true;
    if (places->count == EVIDENCE_MOST || !place_of(run->scratch, node, &at))
        return;
    bundle = nearest(run->scratch, node, NULL, "bundle");
    if (is_gathered(places, bundle, at))
        return;
    evidence.bundle = bundle_id(run, bundle);
    evidence.host = host_of(run, node);
    line = line_at(run, collected(run->view, bundle, evidence.host), at);
    evidence.at.entry = entry_of(run, places, line, at);
    evidence.at.line = at.line;
    if (line != NULL)
        evidence.excerpt = arena_string(run->arena, line->text);
    *vec_add(run->scratch, places) = evidence;
}

static void
find_evidence(const struct run *run, struct xml_node *subject,
              struct finding *finding)
{
    struct places places = {0};
    struct xml_node **nodes;
    struct failure ignored;
    size_t i;
    int count;
    int n;

    for (i = 0; i < run->body->evidence.count; i++) {
        count = xml_query_nodes(run->scope, run->body->evidence.items[i].query,
                                subject, run->scratch, &nodes, &ignored);
        for (n = 0; n < count; n++)
            gather_place(run, nodes[n], finding, &places);
    }
    if (places.count == 0)
        return;
    vec_reserve(run->arena, &finding->evidence, places.count);
    memcpy(finding->evidence.items, places.items,
           places.count * sizeof *places.items);
    finding->evidence.count = places.count;
}

/* ------------------------------------------------------------ the outcome */

/* The answer to the rule's question for this subject; the one that names the
 * host or database goes before one for all. */
static const struct attestation *
attestation_for(const struct run *run, const struct finding *finding)
{
    const struct answers *answers = &run->view->world->answers;
    const struct attestation *best = NULL;
    int best_score = -1;
    size_t i;

    for (i = 0; i < answers->attestations.count; i++) {
        const struct attestation *given = &answers->attestations.items[i];
        int score = 0;

        if (strcmp(given->rule, run->rule->id) != 0)
            continue;
        if (given->host != NULL) {
            if (finding->host == NULL ||
                strcmp(given->host, finding->host) != 0)
                continue;
            score++;
        }
        if (given->database != NULL) {
            if (finding->database == NULL ||
                strcmp(given->database, finding->database) != 0)
                continue;
            score++;
        }
        if (score > best_score) {
            best = given;
            best_score = score;
        }
    }
    return best;
}

static void
ask_person(const struct run *run, struct finding *finding)
{
    const struct attestation *given = NULL;
    const char *answer = run->view->answer;

    if (run->view->world != NULL)
        given = attestation_for(run, finding);
    if (given != NULL) {
        answer = given->answer;
        finding->detail = arena_format(
            run->arena, "%s Answered %s by %s on %s%s%s", run->rule->question,
            given->answer, given->by != NULL ? given->by : "(no name)",
            given->on != NULL ? given->on : "(no date)",
            given->note != NULL ? ": " : ".",
            given->note != NULL ? given->note : "");
    }
    if (answer != NULL) {
        finding->outcome =
            strcmp(answer, "yes") == 0 ? OUTCOME_PASS : OUTCOME_FAIL;
        return;
    }
    finding->outcome = OUTCOME_MANUAL;
    finding->needs = run->rule->question;
    finding->get = arena_format(run->arena,
                                "write into the answers file: <attestation "
                                "rule=\"%s\" answer=\"yes|no\""
                                " by=\"NAME\" on=\"YYYY-MM-DD\"/>",
                                run->rule->id);
}

static void
name_need(const struct run *run, struct xml_node *subject,
          struct finding *finding)
{
    struct failure ignored;
    size_t i;

    finding->outcome = OUTCOME_UNKNOWN;
    for (i = 0; i < run->body->needs.count; i++) {
        const struct need *need = &run->body->needs.items[i];

        if (need->unless.text != NULL &&
            holds(run, &need->unless, subject, &ignored) == XML_YES)
            continue;
        finding->needs = need->what;
        finding->get = need->get;
        return;
    }
    finding->needs = "evidence that this bundle does not hold";
}

static void
judge_failed(const struct run *run, struct finding *finding,
             const struct failure *why)
{
    finding->outcome = OUTCOME_ERROR;
    finding->detail =
        arena_format(run->arena, "rule %s: %s", run->rule->id, why->text);
}

static void
decide(const struct run *run, struct xml_node *subject, struct finding *finding)
{
    const struct rule_body *body = run->body;
    struct failure why;
    enum xml_truth fails = any_holds(run, &body->fail, subject, &why);
    enum xml_truth passes = XML_NO;
    enum xml_truth asks = XML_NO;

    if (fails != XML_ERROR)
        passes = any_holds(run, &body->pass, subject, &why);
    if (fails == XML_ERROR || passes == XML_ERROR) {
        judge_failed(run, finding, &why);
        return;
    }
    if (fails == XML_YES && passes == XML_YES) {
        fail(&why, "says fail and pass of the same facts");
        judge_failed(run, finding, &why);
        return;
    }
    if (fails == XML_YES) {
        finding->outcome = OUTCOME_FAIL;
        return;
    }
    if (fails == XML_NO && passes == XML_YES) {
        finding->outcome = OUTCOME_PASS;
        return;
    }
    if (run->rule->question != NULL) {
        asks = XML_YES;
        if (body->ask_if.text != NULL)
            asks = holds(run, &body->ask_if, subject, &why);
    }
    if (asks == XML_ERROR)
        judge_failed(run, finding, &why);
    else if (asks == XML_YES)
        ask_person(run, finding);
    else
        name_need(run, subject, finding);
}

static enum xml_truth
bind_lets(const struct run *run, struct xml_node *subject, struct draft *draft,
          struct failure *why)
{
    const struct rule_body *body = run->body;
    size_t i;

    draft->lets =
        arena_alloc(run->passing, (body->lets.count + 1) * sizeof *draft->lets);
    for (i = 0; i < body->lets.count; i++) {
        const struct let *let = &body->lets.items[i];
        const struct xml_query *query = let->be.query;
        struct failure reason;

        if (xml_scope_let(run->scope, let->name, query, subject, run->passing,
                          &draft->lets[i], &reason) == XML_ERROR) {
            fail(why, "%s: %s", let->be.text, reason.text);
            return XML_ERROR;
        }
    }
    return XML_YES;
}

static void
judge_subject(const struct run *run, struct xml_node *subject,
              struct drafts *drafts)
{
    struct draft draft = {0};
    struct finding *finding = &draft.finding;
    struct failure why;
    enum xml_truth ready;

    finding->rule = run->rule;
    xml_scope_forget(run->scope);
    xml_scope_node(run->scope, "subject", subject);
    ready = bind_lets(run, subject, &draft, &why);
    if (ready == XML_YES)
        ready = applies(run, subject, &why);
    if (ready == XML_NO)
        return;
    name_subject(run, subject, finding);
    if (ready == XML_ERROR) {
        judge_failed(run, finding, &why);
    } else if (run->rule->kind == RULE_ASSESSED) {
        decide(run, subject, finding);
        finding->found = words_at(run, &run->body->found, subject);
        find_evidence(run, subject, finding);
        if (finding->outcome != OUTCOME_ERROR &&
            xml_scope_crossed(run->scope, &why))
            judge_failed(run, finding, &why);
    } else if (run->rule->kind == RULE_ATTESTATION) {
        ask_person(run, finding);
    } else {
        finding->outcome = OUTCOME_UNKNOWN;
        finding->needs =
            arena_format(run->arena, "not assessed by this version; needs: %s",
                         run->rule->lacks);
    }
    draft_say(run->arena, &draft, run->view);
    *vec_add(drafts->arena, drafts) = draft;
    arena_reset(run->scratch);
}

unsigned long
rule_evaluate(struct evaluator *evaluator, const struct rule *rule,
              struct arena *arena, struct drafts *drafts)
{
    const struct view *view = evaluator->view;
    struct run run = {.evaluator = evaluator,
                      .rule = rule,
                      .body = rule->body,
                      .view = view,
                      .scope = evaluator->scope,
                      .arena = arena,
                      .scratch = &evaluator->scratch,
                      .passing = drafts->arena};
    struct xml_node *only[] = {view->root};
    struct xml_node **subjects = only;
    struct failure why;
    int count = 1;
    int i;

    xml_scope_begin(run.scope);
    xml_scope_node(run.scope, "subject", view->root);
    if (run.body->each.text != NULL)
        count = xml_query_nodes(run.scope, run.body->each.query, view->root,
                                drafts->arena, &subjects, &why);
    if (count < 0) {
        struct draft *draft = vec_add(drafts->arena, drafts);

        draft->finding.rule = rule;
        draft->finding.host = host_of(&run, view->root);
        judge_failed(&run, &draft->finding, &why);
        draft_say(arena, draft, view);
    }
    if (count > 1)
        vec_reserve(drafts->arena, drafts, (size_t)count);
    for (i = 0; i < count; i++)
        judge_subject(&run, subjects[i], drafts);
    return xml_scope_spent(run.scope);
}
