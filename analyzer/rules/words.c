/*
 * Words with placeholders: {host} {instance} {database} {object} {found} of the
 * subjects spoken of, {subjects} to name them, {count} {of} to number them,
 * {target}, and every `let` of the rule by its name.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 8192, NAMED_MOST = 4 };

enum style { PLAIN, WORDS, COMMAND };

/* "app2/prod/wfserver": the subject in one word; "" for the estate. */
static const char *
subject_text(struct arena *arena, const struct finding *finding)
{
    const char *const parts[] = {finding->host, finding->instance,
                                 finding->database, finding->object};
    const char *text = "";
    size_t i;

    for (i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] != NULL)
            text = arena_format(arena, "%s%s%s", text, *text != '\0' ? "/" : "",
                                parts[i]);
    return text;
}

static const char *
value_of(struct arena *arena, const struct fill *fill,
         const struct draft *draft, struct span name)
{
    const struct finding *finding = &draft->finding;
    const struct rule_body *body = fill->rule->body;
    size_t i;

    if (span_is(name, "host"))
        return finding->host;
    if (span_is(name, "instance"))
        return finding->instance;
    if (span_is(name, "database"))
        return finding->database;
    if (span_is(name, "object"))
        return finding->object;
    if (span_is(name, "found"))
        return finding->found;
    if (span_is(name, "subjects"))
        return subject_text(arena, finding);
    for (i = 0; draft->lets != NULL && i < body->lets.count; i++)
        if (span_is(name, body->lets.items[i].name))
            return draft->lets[i];
    return NULL;
}

/* The distinct values of all drafts: "a, b and 3 more". */
static const char *
values_of(struct arena *arena, const struct fill *fill, struct span name)
{
    struct {
        const char **items;
        size_t count, room;
    } seen = {0};
    struct buf out;
    const char *text;
    size_t i;
    size_t j;

    for (i = 0; i < fill->count; i++) {
        const char *value = value_of(arena, fill, &fill->drafts[i], name);

        if (value == NULL || *value == '\0')
            continue;
        for (j = 0; j < seen.count; j++)
            if (strcmp(seen.items[j], value) == 0)
                break;
        if (j == seen.count)
            *vec_add(arena, &seen) = value;
    }
    if (seen.count == 0)
        return "(not known)";
    buf_init(&out, WORDS_MOST);
    for (i = 0; i < seen.count && i < NAMED_MOST; i++) {
        if (i > 0)
            buf_adds(&out, i + 1 == seen.count ? " and " : ", ");
        buf_adds(&out, seen.items[i]);
    }
    if (seen.count > NAMED_MOST)
        buf_addf(&out, " and %zu more", seen.count - NAMED_MOST);
    text = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return text;
}

static void
add_escaped(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            buf_adds(out, "&amp;");
        else if (*text == '<')
            buf_adds(out, "&lt;");
        else if (*text == '>')
            buf_adds(out, "&gt;");
        else
            buf_addc(out, *text);
    }
}

/* The grammar of names that may stand in a command: letters, digits, ".", "_"
 * and "-", beginning with a letter or digit. */
static bool
fits_command(const char *text)
{
    size_t i;

    if (!ascii_letter(text[0]) && !ascii_digit(text[0]))
        return false;
    for (i = 0; text[i] != '\0'; i++)
        if (!ascii_letter(text[i]) && !ascii_digit(text[i]) &&
            strchr("._-", text[i]) == NULL)
            return false;
    return i <= 255;
}

static void
add_value(struct buf *out, struct arena *arena, const struct fill *fill,
          struct span name, enum style style)
{
    const char *text;

    if (span_is(name, "count")) {
        buf_addf(out, "%zu", fill->count);
        return;
    }
    if (span_is(name, "of")) {
        buf_addf(out, "%zu", fill->of);
        return;
    }
    text =
        span_is(name, "target") ? fill->target : values_of(arena, fill, name);
    if (style == PLAIN)
        buf_adds(out, text);
    else if (style == WORDS)
        add_escaped(out, text);
    else if (fits_command(text))
        buf_adds(out, text);
    else
        buf_addf(out, "<%.*s: see evidence>", (int)name.len, name.at);
}

/* Is a placeholder at the left of REST?  Then its NAME. */
static bool
placeholder(struct span rest, struct span *name)
{
    size_t len = 1;

    if (rest.len == 0 || rest.at[0] != '{')
        return false;
    while (len < rest.len && ((rest.at[len] >= 'a' && rest.at[len] <= 'z') ||
                              rest.at[len] == '-'))
        len++;
    if (len == 1 || len == rest.len || rest.at[len] != '}')
        return false;
    *name = span_bytes(rest.at + 1, len - 1);
    return true;
}

static const char *
fill_in(struct arena *arena, const char *template, const struct fill *fill,
        enum style style)
{
    struct arena scratch;
    struct span rest;
    struct span name;
    struct buf out;
    const char *text;

    if (template == NULL || strchr(template, '{') == NULL)
        return template;
    arena_init(&scratch);
    buf_init(&out, WORDS_MOST);
    for (rest = span_of(template); rest.len > 0;) {
        if (placeholder(rest, &name)) {
            add_value(&out, &scratch, fill, name, style);
            rest.at += name.len + 2;
            rest.len -= name.len + 2;
        } else {
            buf_addc(&out, *rest.at);
            rest.at++;
            rest.len--;
        }
    }
    text = arena_copy(arena, out.len > 0 ? out.data : "", out.len);
    buf_release(&out);
    arena_release(&scratch);
    return text;
}

const char *
fill_plain(struct arena *arena, const char *template, const struct fill *fill)
{
    return fill_in(arena, template, fill, PLAIN);
}

const char *
fill_words(struct arena *arena, const char *template, const struct fill *fill)
{
    return fill_in(arena, template, fill, WORDS);
}

const char *
fill_command(struct arena *arena, const char *template, const struct fill *fill)
{
    return fill_in(arena, template, fill, COMMAND);
}

const char *
template_problem(struct arena *arena, const char *template,
                 const struct rule_body *body)
{
    static const char *const known[] = {"host",   "instance", "database",
                                        "object", "found",    "subjects",
                                        "count",  "of",       "target"};
    struct span rest;
    struct span name;
    bool good;
    size_t i;

    if (template == NULL)
        return NULL;
    for (rest = span_of(template); rest.len > 0; rest.at++, rest.len--) {
        if (!placeholder(rest, &name))
            continue;
        good = false;
        for (i = 0; i < sizeof known / sizeof *known; i++)
            good = good || span_is(name, known[i]);
        for (i = 0; i < body->lets.count; i++)
            good = good || span_is(name, body->lets.items[i].name);
        if (!good)
            return span_string(arena, name);
    }
    return NULL;
}

/* ------------------------------------------------- a finding, a judgement */

static void
add_remedies(struct arena *arena, struct finding *finding,
             const struct fill *fill)
{
    const struct rule_body *body = fill->rule->body;
    struct remedy *remedy;
    size_t i;

    vec_reserve(arena, &finding->remedies,
                body->orders.count + (body->act != NULL));
    if (body->act != NULL) {
        remedy = vec_add(arena, &finding->remedies);
        remedy->kind = body->orders.count > 0 ? "hint" : "manual";
        remedy->text = fill_words(arena, body->act, fill);
        remedy->on = finding->host;
    }
    for (i = 0; i < body->orders.count; i++) {
        remedy = vec_add(arena, &finding->remedies);
        remedy->kind = "command";
        remedy->text = fill_command(arena, body->orders.items[i].text, fill);
        remedy->on = finding->host;
        remedy->as = body->orders.items[i].as;
    }
}

/* "Not known on app1: the rule's name" */
static const char *
open_title(struct arena *arena, const char *words,
           const struct finding *finding)
{
    const char *subject = subject_text(arena, finding);

    return arena_format(arena, "%s%s%s: %s", words,
                        *subject != '\0' ? " for " : "", subject,
                        finding->rule->title);
}

/* Scripts for some engines were written after the documentation alone. */
static const char CAUTION[] = "not verified on a real server";

static void
add_caution(struct arena *arena, struct finding *finding)
{
    finding->detail =
        arena_format(arena, "%s%sWhat the database answered was %s.",
                     finding->detail != NULL ? finding->detail : "",
                     finding->detail != NULL ? " " : "", CAUTION);
    if (finding->outcome == OUTCOME_FAIL)
        finding->title =
            arena_format(arena, "%s (%s)", finding->title, CAUTION);
}

void
draft_say(struct arena *arena, struct draft *draft, const struct view *view)
{
    struct finding *finding = &draft->finding;
    const struct rule *rule = finding->rule;
    struct fill fill = {rule, draft, 1, 1, view->target};

    switch (finding->outcome) {
    case OUTCOME_FAIL:
        finding->title = rule->body->one != NULL
                             ? fill_plain(arena, rule->body->one, &fill)
                             : open_title(arena, "Answered no", finding);
        add_remedies(arena, finding, &fill);
        break;
    case OUTCOME_UNKNOWN:
        finding->title = open_title(
            arena,
            rule->kind == RULE_NOT_ASSESSED ? "Not assessed" : "Not known",
            finding);
        finding->needs = fill_plain(arena, finding->needs, &fill);
        finding->get = fill_plain(arena, finding->get, &fill);
        if (rule->kind == RULE_ASSESSED)
            finding->detail =
                arena_format(arena, "Missing: %s.", finding->needs);
        break;
    case OUTCOME_MANUAL:
        finding->title = rule->question;
        break;
    case OUTCOME_ERROR:
        finding->title = open_title(arena, "Not judged", finding);
        break;
    default:
        finding->title = rule->title;
        break;
    }
    if (finding->detail == NULL && finding->found != NULL &&
        *finding->found != '\0')
        finding->detail = arena_format(arena, "Found: %s.", finding->found);
    if (finding->unverified && finding->outcome != OUTCOME_UNKNOWN)
        add_caution(arena, finding);
}

static int
order_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

/* Worst first, then by subject. */
static int
by_outcome(const void *a, const void *b)
{
    const struct finding *x = &((const struct draft *)a)->finding;
    const struct finding *y = &((const struct draft *)b)->finding;
    int order = (int)y->outcome - (int)x->outcome;

    if (order == 0)
        order = order_text(x->host, y->host);
    if (order == 0)
        order = order_text(x->instance, y->instance);
    if (order == 0)
        order = order_text(x->database, y->database);
    if (order == 0)
        order = order_text(x->object, y->object);
    return order;
}

static const char *
sum_title(struct arena *arena, const struct fill *fill,
          const struct finding *worst)
{
    const struct rule *rule = fill->rule;

    if (worst->outcome == OUTCOME_FAIL && fill->count > 1 &&
        rule->body->many != NULL)
        return arena_format(arena, worst->unverified ? "%s (%s)" : "%s",
                            fill_plain(arena, rule->body->many, fill), CAUTION);
    if (worst->outcome == OUTCOME_FAIL || fill->count == 1 || fill->of == 1)
        return worst->title;
    if (worst->outcome == OUTCOME_UNKNOWN)
        return arena_format(arena, "Not known for %zu of %zu: %s", fill->count,
                            fill->of, rule->title);
    if (worst->outcome == OUTCOME_ERROR)
        return arena_format(arena, "Not judged for %zu of %zu: %s", fill->count,
                            fill->of, rule->title);
    return worst->title;
}

static const char *
sum_remedy(struct arena *arena, const struct fill *fill,
           const struct finding *worst)
{
    const struct rule *rule = fill->rule;

    if (worst->outcome == OUTCOME_FAIL && rule->body->remedy != NULL)
        return fill_words(arena, rule->body->remedy, fill);
    if (worst->outcome == OUTCOME_FAIL)
        return "Settle what was answered with no, then answer again";
    if (worst->outcome == OUTCOME_MANUAL)
        return arena_format(arena, "Answer <code>%s</code> in the answers file",
                            rule->id);
    if (worst->outcome == OUTCOME_UNKNOWN && worst->get != NULL) {
        struct buf out;
        const char *text;

        buf_init(&out, WORDS_MOST);
        add_escaped(&out, worst->get);
        text = arena_copy(arena, out.len > 0 ? out.data : "", out.len);
        buf_release(&out);
        return text;
    }
    return NULL;
}

void
judgement_fill(struct judgement *judgement, const struct rule *rule,
               struct drafts *drafts, const char *target, struct arena *arena)
{
    struct fill fill = {rule, drafts->items, 0, drafts->count, target};
    size_t i;

    judgement->rule = rule;
    judgement->applies = drafts->count > 0;
    judgement->outcome = OUTCOME_PASS;
    judgement->title = rule->title;
    if (!judgement->applies)
        return;
    qsort(drafts->items, drafts->count, sizeof *drafts->items, by_outcome);
    vec_reserve(arena, &judgement->findings, drafts->count);
    for (i = 0; i < drafts->count; i++) {
        *vec_add(arena, &judgement->findings) = drafts->items[i].finding;
        if (drafts->items[i].finding.outcome ==
            drafts->items[0].finding.outcome)
            fill.count++;
    }
    judgement->outcome = drafts->items[0].finding.outcome;
    judgement->title = sum_title(arena, &fill, &drafts->items[0].finding);
    judgement->remedy = sum_remedy(arena, &fill, &drafts->items[0].finding);
    judgement->check = fill_words(arena, rule->body->check, &fill);
}
