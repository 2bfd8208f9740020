/*
 * Parts 2 and 5: one article per rule and outcome, its subjects as rows.
 */
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "vec.h"
#include "words.h"

enum {
    ROWS_SHOWN = 12,   /* on paper and in HTML */
    ROWS_HIDDEN = 200, /* in HTML, folded */
    EVIDENCE_SHOWN = 2,
    NAMES_SHOWN = 3,
    BLOCKS_SHOWN = 12 /* of different commands in one article */
};

/* An article: the findings of one rule that have one outcome. */
struct article {
    const struct judgement *judgement;
    enum outcome outcome;
    int held; /* hosts that it holds: more come first */
    struct {
        const struct finding **items;
        size_t count, room;
    } findings;
};

struct articles {
    struct article *items;
    size_t count, room;
};

static void
collect(struct sheet *sheet, const struct judgement *judgement,
        enum outcome outcome, struct articles *articles)
{
    const struct estate *estate = sheet->report->estate;
    struct article *article = NULL;
    bool *set;

    for (size_t i = 0; i < judgement->findings.count; i++) {
        const struct finding *finding = &judgement->findings.items[i];

        if (finding->outcome != outcome)
            continue;
        if (article == NULL) {
            article = vec_add(&sheet->arena, articles);
            memset(article, 0, sizeof *article);
            article->judgement = judgement;
            article->outcome = outcome;
        }
        *vec_add(&sheet->arena, &article->findings) = finding;
    }
    if (article == NULL)
        return;
    set = arena_alloc(&sheet->arena, estate->hosts.count + 1);
    article->held = tally_holds(estate, judgement, set);
}

static int
article_order(const void *a, const void *b)
{
    const struct article *x = a, *y = b;

    if (x->outcome != y->outcome)
        return x->outcome == OUTCOME_FAIL ? -1 : 1;
    if (x->held != y->held)
        return y->held - x->held;
    return strcmp(x->judgement->rule->id, y->judgement->rule->id);
}

/* --- Rows ----------------------------------------------------------------- */

struct line {
    const struct finding *finding; /* the first of those that it folds */
    size_t rank;                   /* of its host in the plan */
    const char *found;             /* shown */
    const char *place;             /* of its first evidence, shown, or "" */
    size_t count;                  /* findings folded into it */
    const char *names;             /* of a folded line */
};

static int
line_order(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    const struct finding *f = x->finding, *g = y->finding;
    int order;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    order = words_order(f->host, g->host);
    if (order == 0)
        order = words_order(f->instance, g->instance);
    if (order == 0)
        order = words_order(f->database, g->database);
    if (order == 0)
        order = words_order(f->object, g->object);
    return order;
}

static int
fold_order(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = words_order(x->found, y->found);

    if (order == 0)
        order = words_order(x->place, y->place);
    return order != 0 ? order : line_order(a, b);
}

/* Hosts with the same found value and the same place become one line. */
static size_t
lines_fold(struct sheet *sheet, struct line *lines, size_t count)
{
    size_t kept = 0;

    qsort(lines, count, sizeof *lines, fold_order);
    for (size_t i = 0; i < count;) {
        const char *names[NAMES_SHOWN + 1];
        size_t end = i;

        while (end < count &&
               words_order(lines[end].found, lines[i].found) == 0 &&
               words_order(lines[end].place, lines[i].place) == 0)
            end++;
        lines[kept] = lines[i];
        lines[kept].count = end - i;
        if (end - i > 1) {
            size_t shown = end - i < NAMES_SHOWN ? end - i : NAMES_SHOWN;

            for (size_t k = 0; k < shown; k++)
                names[k] = lines[i + k].finding->host;
            lines[kept].names =
                words_list(&sheet->arena, names, shown, shown, NULL);
            if (end - i > shown)
                lines[kept].names = arena_format(
                    &sheet->arena, "%s and %s more", lines[kept].names,
                    words_number(&sheet->arena, (int64_t)(end - i - shown)));
        }
        kept++;
        i = end;
    }
    qsort(lines, kept, sizeof *lines, line_order);
    return kept;
}

/* Which subjects does the article have? */
struct shape {
    bool host, instance, database, object, found, evidence;
};

static struct shape
shape_of(const struct sheet *sheet, const struct article *article)
{
    struct shape shape = {false, false, false, false, false, false};

    for (size_t i = 0; i < article->findings.count; i++) {
        const struct finding *finding = article->findings.items[i];

        shape.host |= finding->host != NULL;
        shape.instance |= finding->instance != NULL;
        shape.database |= finding->database != NULL;
        shape.object |= finding->object != NULL;
        shape.found |= finding->found != NULL || finding->detail != NULL;
        shape.evidence |= finding->evidence.count > 0;
    }
    /* "this server" needs no column, unless nothing else names the row. */
    if (sheet->report->estate->hosts.count == 1 &&
        (shape.instance || shape.database || shape.object))
        shape.host = false;
    return shape;
}

static const char *
found_of(struct sheet *sheet, const struct finding *finding)
{
    if (finding->found != NULL)
        return words_shown(&sheet->arena, finding->found);
    return finding->detail == NULL
               ? ""
               : words_shown(&sheet->arena, finding->detail);
}

/* The first of a row that has a text (even an empty one) names the subject. */
static void
cell_xml(struct sheet *sheet, const char *text, bool *named)
{
    xmlwrite_open(&sheet->xml, "cell");
    if (!*named && text != NULL)
        xmlwrite_attr(&sheet->xml, "kind", "name");
    *named |= text != NULL;
    xmlwrite_text(&sheet->xml, text == NULL ? "" : text);
    xmlwrite_close(&sheet->xml);
}

/* Where EVIDENCE stands; on which server too, if the row does not say it. */
static const char *
place_of(struct sheet *sheet, const struct finding *finding,
         const struct evidence *evidence)
{
    const char *place = words_place(&sheet->arena, evidence->at);

    if (place == NULL || evidence->host == NULL ||
        (finding->host != NULL && strcmp(finding->host, evidence->host) == 0))
        return place;
    return arena_format(&sheet->arena, "%s: %s",
                        words_shown(&sheet->arena, evidence->host), place);
}

static void
evidence_xml(struct sheet *sheet, const struct finding *finding)
{
    struct xmlwrite *xml = &sheet->xml;
    size_t shown = finding->evidence.count;

    if (shown > EVIDENCE_SHOWN)
        shown = EVIDENCE_SHOWN;
    xmlwrite_open(xml, "cell");
    xmlwrite_attr(xml, "kind", "evidence");
    xmlwrite_text(xml, "");
    for (size_t i = 0; i < shown; i++) {
        const struct evidence *evidence = &finding->evidence.items[i];
        const char *excerpt = words_excerpt(&sheet->arena, evidence->excerpt);

        xmlwrite_open(xml, "evidence");
        xmlwrite_attr(xml, "bundle",
                      words_shown(&sheet->arena, evidence->bundle));
        xmlwrite_attr(xml, "entry",
                      words_shown(&sheet->arena, evidence->at.entry));
        if (evidence->at.line > 0)
            xmlwrite_number(xml, "line", evidence->at.line);
        xmlwrite_attr(xml, "place", place_of(sheet, finding, evidence));
        if (excerpt != NULL)
            xmlwrite_text(xml, excerpt);
        xmlwrite_close(xml);
    }
    if (finding->evidence.count > shown)
        xmlwrite_leaf(xml, "more",
                      words_number(&sheet->arena,
                                   (int64_t)(finding->evidence.count - shown)));
    xmlwrite_close(xml);
}

static void
line_xml(struct sheet *sheet, const struct line *line, struct shape shape,
         bool hidden)
{
    const struct finding *finding = line->finding;
    struct arena *arena = &sheet->arena;
    bool named = false;

    xmlwrite_open(&sheet->xml, "row");
    xmlwrite_attr(&sheet->xml, "hidden", sheet_flag(hidden));
    if (shape.host)
        cell_xml(sheet,
                 line->names != NULL ? line->names
                                     : words_shown(arena, finding->host),
                 &named);
    if (shape.instance)
        cell_xml(sheet, words_shown(arena, finding->instance), &named);
    if (shape.database)
        cell_xml(sheet, words_shown(arena, finding->database), &named);
    if (shape.object)
        cell_xml(sheet, words_shown(arena, finding->object), &named);
    if (shape.found)
        cell_xml(sheet, line->found, &named);
    if (shape.evidence)
        evidence_xml(sheet, finding);
    xmlwrite_close(&sheet->xml);
}

/* Where HOST stands in the plan's order. */
static size_t
rank_of(const struct sheet *sheet, const char *host)
{
    const struct estate *estate = sheet->report->estate;
    const struct estate_host *known = estate_host(estate, host);

    return known == NULL ? SIZE_MAX : sheet->ranks[known - estate->hosts.items];
}

static void
subjects_xml(struct sheet *sheet, const struct article *article)
{
    struct shape shape = shape_of(sheet, article);
    size_t count = article->findings.count, shown;
    const char *label = article->judgement->rule->subjects;
    struct line *lines;
    struct xmlwrite *xml = &sheet->xml;

    if (!shape.host && !shape.instance && !shape.database && !shape.object &&
        !shape.evidence)
        return; /* the title says all that there is */
    lines = arena_alloc(&sheet->arena, (count + 1) * sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding = article->findings.items[i];

        lines[i].finding = finding;
        lines[i].rank = rank_of(sheet, finding->host);
        lines[i].found = found_of(sheet, finding);
        lines[i].place =
            finding->evidence.count == 0
                ? ""
                : words_place(&sheet->arena, finding->evidence.items[0].at);
        lines[i].count = 1;
    }
    qsort(lines, count, sizeof *lines, line_order);
    if (count > ROWS_SHOWN && shape.host && !shape.instance &&
        !shape.database && !shape.object)
        count = lines_fold(sheet, lines, count);
    shown = count > ROWS_SHOWN + ROWS_HIDDEN ? ROWS_SHOWN + ROWS_HIDDEN : count;
    xmlwrite_open(xml, "subjects");
    xmlwrite_attr(xml, "label", label != NULL ? label : "Servers");
    if (count > shown) {
        xmlwrite_number(xml, "more", (int64_t)(count - shown));
        xmlwrite_attr(xml, "file", "findings.csv");
    }
    if (shape.host)
        xmlwrite_leaf(xml, "column", "host");
    if (shape.instance)
        xmlwrite_leaf(xml, "column", "instance");
    if (shape.database)
        xmlwrite_leaf(xml, "column", "database");
    if (shape.object)
        xmlwrite_leaf(xml, "column", "object");
    if (shape.found)
        xmlwrite_leaf(xml, "column", "found");
    if (shape.evidence)
        xmlwrite_leaf(xml, "column", "evidence");
    for (size_t i = 0; i < shown; i++)
        line_xml(sheet, &lines[i], shape, i >= ROWS_SHOWN);
    xmlwrite_close(xml);
}

/* --- Do this -------------------------------------------------------------- */

/* Commands that are the same on several hosts. */
struct block {
    const struct finding *finding; /* whose commands these are */
    const char *as;
    struct {
        const char **items; /* hosts */
        size_t count, room;
    } on;
};

struct blocks {
    struct block *items;
    size_t count, room;
};

static bool
is_command(const struct remedy *remedy)
{
    return strcmp(remedy->kind, "command") == 0;
}

/* The COUNT-th command of FINDING, or NULL. */
static const struct remedy *
command_at(const struct finding *finding, size_t count)
{
    for (size_t i = 0; i < finding->remedies.count; i++)
        if (is_command(&finding->remedies.items[i]) && count-- == 0)
            return &finding->remedies.items[i];
    return NULL;
}

static bool
same_commands(const struct finding *a, const struct finding *b)
{
    for (size_t i = 0;; i++) {
        const struct remedy *x = command_at(a, i), *y = command_at(b, i);

        if (x == NULL || y == NULL)
            return x == y;
        if (strcmp(x->text, y->text) != 0 || words_order(x->as, y->as) != 0)
            return false;
    }
}

/* Who types REMEDY: root and neolane, which the catalogue names, are accounts
 * of Linux. */
static const char *
account_of(const struct sheet *sheet, const struct remedy *remedy)
{
    const struct estate_host *host =
        remedy->on == NULL ? NULL
                           : estate_host(sheet->report->estate, remedy->on);

    return remedy->as != NULL && host != NULL && host->os_family != NULL &&
                   strcmp(host->os_family, "windows") == 0
               ? "administrator"
               : remedy->as;
}

static void
blocks_list(struct sheet *sheet, const struct article *article,
            struct blocks *blocks)
{
    memset(blocks, 0, sizeof *blocks);
    for (size_t i = 0; i < article->findings.count; i++) {
        const struct finding *finding = article->findings.items[i];
        const struct remedy *first = command_at(finding, 0);
        const char *as = first == NULL ? NULL : account_of(sheet, first);
        struct block *block = NULL;
        bool known = false;

        if (first == NULL)
            continue;
        for (size_t b = 0; b < blocks->count && block == NULL; b++)
            if (words_order(blocks->items[b].as, as) == 0 &&
                same_commands(blocks->items[b].finding, finding))
                block = &blocks->items[b];
        if (block == NULL) {
            block = vec_add(&sheet->arena, blocks);
            memset(block, 0, sizeof *block);
            block->finding = finding;
            block->as = as;
        }
        for (size_t k = 0; k < block->on.count; k++)
            known |= words_order(block->on.items[k], first->on) == 0;
        if (first->on != NULL && !known)
            *vec_add(&sheet->arena, &block->on) = first->on;
    }
}

static void
block_xml(struct sheet *sheet, const struct block *block)
{
    static const char REFUSED[] =
        "a value from the evidence has characters that no command may hold";
    struct xmlwrite *xml = &sheet->xml;
    const struct remedy *remedy;

    xmlwrite_open(xml, "commands");
    if (block->on.count > 0)
        xmlwrite_attr(xml, "on",
                      words_list(&sheet->arena, block->on.items,
                                 block->on.count, 6, NULL));
    xmlwrite_attr(xml, "as", words_shown(&sheet->arena, block->as));
    for (size_t i = 0; (remedy = command_at(block->finding, i)) != NULL; i++) {
        xmlwrite_open(xml, "command");
        if (strstr(remedy->text, ": see evidence>") != NULL)
            xmlwrite_attr(xml, "refused", REFUSED);
        xmlwrite_text(xml, words_shown(&sheet->arena, remedy->text));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

static void
do_xml(struct sheet *sheet, const struct article *article)
{
    const struct rule *rule = article->judgement->rule;
    const char *said[BLOCKS_SHOWN];
    size_t count = 0, shown;
    struct blocks blocks;
    struct xmlwrite *xml = &sheet->xml;

    blocks_list(sheet, article, &blocks);
    for (size_t i = 0; i < article->findings.count; i++)
        for (size_t r = 0; r < article->findings.items[i]->remedies.count;
             r++) {
            const struct remedy *remedy =
                &article->findings.items[i]->remedies.items[r];
            bool known = is_command(remedy);

            for (size_t k = 0; k < count; k++)
                known |= strcmp(said[k], remedy->text) == 0;
            if (!known && count < BLOCKS_SHOWN)
                said[count++] = remedy->text;
        }
    if (count == 0 && article->judgement->remedy != NULL)
        said[count++] =
            arena_format(&sheet->arena, "%s.", article->judgement->remedy);
    if (count == 0 && blocks.count == 0)
        return;
    xmlwrite_open(xml, "do");
    xmlwrite_text(xml, "");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            xmlwrite_text(xml, " ");
        words_write(xml, said[i]);
    }
    if (rule->pack != NULL)
        xmlwrite_text(xml, arena_format(&sheet->arena,
                                        " These words and commands come from "
                                        "the rule pack %s.",
                                        words_shown(&sheet->arena,
                                                    base_name(rule->pack))));
    shown = blocks.count > BLOCKS_SHOWN ? BLOCKS_SHOWN : blocks.count;
    if (blocks.count > shown)
        xmlwrite_text(
            xml, arena_format(&sheet->arena,
                              " %s more with other commands: report.json, rule "
                              "%s.",
                              words_number(&sheet->arena,
                                           (int64_t)(blocks.count - shown)),
                              rule->id));
    for (size_t i = 0; i < shown; i++)
        block_xml(sheet, &blocks.items[i]);
    xmlwrite_close(xml);
}

/* --- The article ---------------------------------------------------------- */

static const char *
remedy_kind(const struct article *article)
{
    const char *kind = NULL;

    for (size_t i = 0; i < article->findings.count; i++)
        for (size_t r = 0; r < article->findings.items[i]->remedies.count;
             r++) {
            const char *word =
                article->findings.items[i]->remedies.items[r].kind;

            if (strcmp(word, "command") == 0)
                return "command";
            if (kind == NULL || strcmp(word, "manual") == 0)
                kind = strcmp(word, "manual") == 0 ? "by hand" : word;
        }
    return kind;
}

static int
name_order(const void *a, const void *b)
{
    return words_order(*(const char *const *)a, *(const char *const *)b);
}

/* How many different ones NAMES are, which it sorts; NULL is none. */
static int64_t
count_names(const char **names, size_t count)
{
    int64_t different = 0;

    qsort(names, count, sizeof *names, name_order);
    for (size_t i = 0; i < count; i++)
        different += names[i] != NULL &&
                     (i == 0 || words_order(names[i], names[i - 1]) != 0);
    return different;
}

static const char *
reach_of(struct sheet *sheet, const struct article *article)
{
    struct arena *arena = &sheet->arena;
    size_t count = article->findings.count;
    const char **names = arena_alloc(arena, (count + 1) * sizeof *names);
    int64_t hosts, databases;

    for (size_t i = 0; i < count; i++)
        names[i] = article->findings.items[i]->host;
    hosts = count_names(names, count);
    for (size_t i = 0; i < count; i++)
        names[i] = article->findings.items[i]->host != NULL
                       ? NULL
                       : article->findings.items[i]->database;
    databases = count_names(names, count);
    if (hosts == 0)
        return databases == 0 ? NULL
                              : words_count(arena, databases, "database", NULL);
    if (databases > 0)
        return arena_format(arena, "%s, %s",
                            words_count(arena, hosts, "server", NULL),
                            words_count(arena, databases, "database", NULL));
    return sheet->report->estate->hosts.count == 1
               ? "this server"
               : words_count(arena, hosts, "server", NULL);
}

static const char *
title_of(const struct article *article)
{
    const struct judgement *judgement = article->judgement;

    if (judgement->outcome == article->outcome && judgement->title != NULL)
        return judgement->title;
    if (article->findings.count == 1 &&
        article->findings.items[0]->title != NULL)
        return article->findings.items[0]->title;
    return judgement->rule->title;
}

static void
gates_xml(struct sheet *sheet, const struct judgement *judgement)
{
    const struct sheet_gate *gate =
        &sheet->gates[judgement - sheet->report->judgements->rules.items];

    for (int i = 0; i < gate->shown; i++) {
        xmlwrite_open(&sheet->xml,
                      gate->first[i].closed_here ? "closed-by" : "gates");
        xmlwrite_attr(&sheet->xml, "step", gate->first[i].step->id);
        xmlwrite_close(&sheet->xml);
    }
}

static void
needs_xml(struct sheet *sheet, const struct article *article)
{
    const struct finding *finding = article->findings.items[0];
    struct arena *arena = &sheet->arena;

    if (finding->needs == NULL)
        return;
    xmlwrite_leaf(&sheet->xml, "needs",
                  finding->get == NULL
                      ? words_shown(arena, finding->needs)
                      : arena_format(arena, "%s: %s",
                                     words_shown(arena, finding->needs),
                                     words_shown(arena, finding->get)));
}

static void
article_xml(struct sheet *sheet, const struct article *article)
{
    const struct rule *rule = article->judgement->rule;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "finding");
    xmlwrite_attr(xml, "rule", rule->id);
    xmlwrite_attr(xml, "severity", severity_word(rule->severity));
    xmlwrite_attr(xml, "outcome", outcome_word(article->outcome));
    xmlwrite_attr(xml, "outcome-words", outcome_word(article->outcome));
    xmlwrite_attr(xml, "phase", rule_phase_word(rule->phase));
    xmlwrite_attr(xml, "remedy-kind", remedy_kind(article));
    xmlwrite_attr(xml, "actor", words_shown(&sheet->arena, rule->actor));
    xmlwrite_attr(xml, "reach", reach_of(sheet, article));
    xmlwrite_attr(xml, "category", rule->category);
    xmlwrite_attr(xml, "rule-title", words_shown(&sheet->arena, rule->title));
    xmlwrite_attr(xml, "pack",
                  words_shown(&sheet->arena, base_name(rule->pack)));
    xmlwrite_leaf(xml, "title", words_shown(&sheet->arena, title_of(article)));
    words_leaf(xml, "why", rule->why);
    subjects_xml(sheet, article);
    if (article->outcome == OUTCOME_FAIL) {
        do_xml(sheet, article);
        words_leaf(xml, "check", article->judgement->check);
    }
    gates_xml(sheet, article->judgement);
    needs_xml(sheet, article);
    xmlwrite_leaf(xml, "source", words_shown(&sheet->arena, rule->source));
    xmlwrite_close(xml);
}

static void
group_xml(struct sheet *sheet, const char *kind, const char *title,
          struct articles *articles)
{
    struct xmlwrite *xml = &sheet->xml;

    if (articles->count == 0)
        return;
    qsort(articles->items, articles->count, sizeof *articles->items,
          article_order);
    xmlwrite_open(xml, "group");
    xmlwrite_attr(xml, "kind", kind);
    xmlwrite_attr(xml, "title", title);
    xmlwrite_number(xml, "count", (int64_t)articles->count);
    for (size_t i = 0; i < articles->count; i++)
        article_xml(sheet, &articles->items[i]);
    xmlwrite_close(xml);
}

/* The articles of a severity; BEFORE: those of phase before, or the others. */
static void
articles_list(struct sheet *sheet, enum severity severity, bool before,
              bool both, struct articles *articles)
{
    const struct judgements *judgements = sheet->report->judgements;

    memset(articles, 0, sizeof *articles);
    for (size_t i = 0; i < judgements->rules.count; i++) {
        const struct judgement *judgement = &judgements->rules.items[i];

        if (judgement->rule->severity != severity ||
            (!both && (judgement->rule->phase == PHASE_BEFORE) != before))
            continue;
        collect(sheet, judgement, OUTCOME_FAIL, articles);
        collect(sheet, judgement, OUTCOME_ERROR, articles);
    }
}

static const char *
blockers_intro(struct sheet *sheet, size_t failing)
{
    const struct tally *tally = &sheet->tally;
    int open = tally->blockers_all - tally->blockers_decided;
    struct arena *arena = &sheet->arena;

    if (failing == 1)
        return "1 rule fails at blocker level. It alone stops the migration.";
    if (failing > 1)
        return arena_format(
            arena,
            "%s fail at blocker level. Each one alone stops the migration.%s",
            words_count(arena, (int64_t)failing, "rule", NULL),
            sheet->report->estate->hosts.count > 1 ? " Most servers first."
                                                   : "");
    if (sheet->report->estate->hosts.count == 0)
        return "No bundle was accepted, so no blocker could be looked for.";
    if (open == 0)
        return arena_format(arena, "No blocker fails. All %d were decided.",
                            tally->blockers_all);
    return arena_format(
        arena,
        "No blocker fails. %d of %d were decided; the other %d %s, part 7.",
        tally->blockers_decided, tally->blockers_all, open,
        open == 1 ? "is open" : "are open");
}

void
sheet_blockers(struct sheet *sheet)
{
    struct articles before, gates;
    size_t failing = 0;

    articles_list(sheet, SEVERITY_BLOCKER, true, false, &before);
    articles_list(sheet, SEVERITY_BLOCKER, false, false, &gates);
    for (size_t i = 0; i < before.count; i++)
        failing += before.items[i].outcome == OUTCOME_FAIL;
    xmlwrite_open(&sheet->xml, "findings");
    xmlwrite_attr(&sheet->xml, "kind", "blockers");
    xmlwrite_number(&sheet->xml, "count",
                    (int64_t)(before.count + gates.count));
    xmlwrite_leaf(&sheet->xml, "intro", blockers_intro(sheet, failing));
    group_xml(sheet, "blocker", "", &before);
    group_xml(sheet, "gate", "Blockers that gate a step", &gates);
    xmlwrite_close(&sheet->xml);
}

void
sheet_others(struct sheet *sheet)
{
    static const struct {
        enum severity severity;
        const char *title;
    } GROUPS[] = {{SEVERITY_ACTION, "Actions"},
                  {SEVERITY_WARNING, "Warnings"},
                  {SEVERITY_INFO, "Infos"}};
    struct articles articles[sizeof GROUPS / sizeof *GROUPS];
    size_t count = 0, decided = 0;
    const char *intro;

    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++) {
        const int *row = sheet->tally.cells[GROUPS[i].severity];

        articles_list(sheet, GROUPS[i].severity, true, true, &articles[i]);
        count += articles[i].count;
        decided +=
            (size_t)(row[TALLY_FAIL] + row[TALLY_PASS] + row[TALLY_WAIVED]);
    }
    intro = arena_format(
        &sheet->arena, "%s below blocker level %s; %s were decided.",
        count == 0 ? "No rule"
                   : words_count(&sheet->arena, (int64_t)count, "rule", NULL),
        count <= 1 ? "fails" : "fail",
        words_number(&sheet->arena, (int64_t)decided));
    xmlwrite_open(&sheet->xml, "findings");
    xmlwrite_attr(&sheet->xml, "kind", "others");
    xmlwrite_number(&sheet->xml, "count", (int64_t)count);
    xmlwrite_leaf(&sheet->xml, "intro", intro);
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        group_xml(sheet, severity_word(GROUPS[i].severity), GROUPS[i].title,
                  &articles[i]);
    xmlwrite_close(&sheet->xml);
}
