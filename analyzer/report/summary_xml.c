/*
 * Part 1: may we migrate; what first; who; what was not seen.
 */
#include "sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lead.h"
#include "picture.h"
#include "words.h"

enum { FIXES = 5, ACTORS = 6, HOST_COLUMNS = 8, HEAD_NAME = 22 };

const char *
sheet_flag(bool flag)
{
    return flag ? "true" : NULL;
}

const char *
sheet_real(struct sheet *sheet, double number)
{
    return arena_format(&sheet->arena, "%g", number);
}

static void
verdict_xml(struct sheet *sheet)
{
    const struct verdict_counts *verdict = &sheet->tally.verdict;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "verdict");
    xmlwrite_attr(xml, "state", verdict_word(verdict->verdict));
    xmlwrite_attr(xml, "words", lead_verdict(verdict->verdict));
    xmlwrite_number(xml, "blockers-failed", verdict->blockers_failed);
    xmlwrite_number(xml, "blockers-unknown", verdict->blockers_unknown);
    xmlwrite_number(xml, "actions-failed", verdict->actions_failed);
    xmlwrite_number(xml, "warnings-failed", verdict->warnings_failed);
    words_leaf(xml, "lead",
               lead_words(sheet->report->estate, &sheet->tally, &sheet->arena));
    for (size_t i = 0; i < verdict->reasons.count; i++)
        xmlwrite_leaf(xml, "reason",
                      words_shown(&sheet->arena, verdict->reasons.items[i]));
    xmlwrite_close(xml);
}

static void
number_xml(struct sheet *sheet, const char *label, const char *value, bool weak)
{
    xmlwrite_open(&sheet->xml, "number");
    xmlwrite_attr(&sheet->xml, "label", label);
    xmlwrite_attr(&sheet->xml, "value", value);
    xmlwrite_attr(&sheet->xml, "weak", sheet_flag(weak));
    xmlwrite_close(&sheet->xml);
}

static const char *
of_words(struct sheet *sheet, int64_t part, int64_t whole)
{
    return arena_format(&sheet->arena, "%s of %s",
                        words_number(&sheet->arena, part),
                        words_number(&sheet->arena, whole));
}

/* What the verdict rests on. */
static void
numbers_xml(struct sheet *sheet)
{
    const struct estate *estate = sheet->report->estate;
    const struct tally *tally = &sheet->tally;
    int64_t seen = (int64_t)estate->hosts.count;
    int64_t databases = (int64_t)estate->databases.count;
    const char *taken =
        words_dates(&sheet->arena, tally->first_taken, tally->last_taken);
    bool undecided = tally->verdict.verdict == VERDICT_NOT_ASSESSED &&
                     tally->verdict.blockers_unknown > 0;

    number_xml(sheet, "Servers seen",
               of_words(sheet, seen, seen + tally->missing),
               tally->missing > 0 || seen == 0);
    number_xml(sheet, "Databases seen",
               of_words(sheet, tally->described, databases),
               tally->described < databases);
    number_xml(sheet, "Rules decided",
               of_words(sheet, tally->decided, tally->applicable), undecided);
    number_xml(
        sheet, "Questions open",
        words_number(&sheet->arena, tally->cells[SEVERITY_COUNT][TALLY_MANUAL]),
        false);
    number_xml(sheet, "Evidence taken", taken == NULL ? "not known" : taken,
               taken == NULL);
    number_xml(sheet, "Bundles signed", of_words(sheet, 0, tally->accepted),
               true);
}

/* --- Fix these first ------------------------------------------------------ */

static void
fix_xml(struct sheet *sheet, const struct fix *fix, int rank, bool columns)
{
    const struct estate *estate = sheet->report->estate;
    const struct rule *rule = fix->judgement->rule;
    const char *remedy = fix->judgement->remedy;
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "fix");
    xmlwrite_number(xml, "rank", rank);
    xmlwrite_attr(xml, "rule", rule->id);
    xmlwrite_attr(xml, "short", rule_brief(rule->id));
    xmlwrite_attr(xml, "who", words_actor(&sheet->arena, rule->actor));
    xmlwrite_number(xml, "held", fix->held);
    xmlwrite_number(xml, "free-after", fix->free_after);
    words_leaf(xml, "remedy",
               remedy != NULL ? remedy
                              : words_quoted(&sheet->arena, rule->title));
    for (size_t h = 0; columns && h < estate->hosts.count; h++) {
        if (!fix->holds[h])
            continue;
        xmlwrite_open(xml, "held");
        xmlwrite_attr(xml, "host",
                      words_shown(&sheet->arena, estate->hosts.items[h].id));
        xmlwrite_close(xml);
    }
    xmlwrite_close(xml);
}

/* Hosts in the order of the plan: the columns of the table. */
static void
fix_hosts(struct sheet *sheet)
{
    const struct plan *plan = sheet->report->plan;
    struct arena *arena = &sheet->arena;

    for (size_t i = 0; i < plan->order.count; i++) {
        const char *id = words_shown(arena, plan->order.items[i]);

        xmlwrite_open(&sheet->xml, "host");
        xmlwrite_attr(&sheet->xml, "id", id);
        xmlwrite_attr(&sheet->xml, "name", words_cut(arena, id, HEAD_NAME));
        xmlwrite_close(&sheet->xml);
    }
}

/* Who has the most to answer; NULL if nobody has. */
static const char *
first_to_answer(const struct tally *tally)
{
    const struct actor_work *most = NULL;

    for (size_t i = 0; i < tally->actors.count; i++) {
        const struct actor_work *work = &tally->actors.items[i];

        if (work->answers > 0 &&
            (most == NULL || work->answers > most->answers))
            most = work;
    }
    return most == NULL ? NULL : most->name;
}

static const char *
nothing_to_fix(struct sheet *sheet)
{
    const char *actor = first_to_answer(&sheet->tally);

    if (sheet->report->estate->hosts.count == 0)
        return "Nothing was judged: no bundle was accepted.";
    if (sheet->tally.verdict.verdict != VERDICT_NOT_ASSESSED)
        return "No rule fails at blocker or action level. The next step is the "
               "first of the plan, part 3.";
    if (actor == NULL)
        return "No rule fails at blocker or action level. The next step: "
               "collect what part 7 says is missing.";
    return arena_format(&sheet->arena,
                        "No rule fails at blocker or action level. The next "
                        "step: the %s answers the questions of part 7.",
                        actor);
}

static void
fixes_xml(struct sheet *sheet)
{
    const struct estate *estate = sheet->report->estate;
    const struct tally *tally = &sheet->tally;
    size_t hosts = estate->hosts.count, shown = tally->fixes.count;
    bool columns = hosts > 1 && hosts <= HOST_COLUMNS;
    struct xmlwrite *xml = &sheet->xml;

    if (shown > FIXES)
        shown = FIXES;
    xmlwrite_open(xml, "fixes");
    xmlwrite_attr(xml, "severity", severity_word(tally->fixing));
    xmlwrite_attr(xml, "columns",
                  columns     ? "hosts"
                  : hosts > 1 ? "count"
                              : "none");
    xmlwrite_number(xml, "total", (int64_t)hosts);
    xmlwrite_number(xml, "more", (int64_t)(tally->fixes.count - shown));
    if (columns)
        fix_hosts(sheet);
    for (size_t i = 0; i < shown; i++)
        fix_xml(sheet, &tally->fixes.items[i], (int)i + 1, columns);
    if (shown == 0)
        words_leaf(xml, "note", nothing_to_fix(sheet));
    else if (hosts > 1)
        words_leaf(xml, "note",
                   tally->fixing == SEVERITY_BLOCKER
                       ? "The fix that touches most servers comes first. "
                         "“Free after”: servers without a failed blocker."
                       : "No blocker fails: these are actions. “Free after”: "
                         "servers without one.");
    xmlwrite_close(xml);
}

/* --- The picture ---------------------------------------------------------- */

static void
word_xml(struct sheet *sheet, const char *element,
         const struct picture_word *word)
{
    xmlwrite_open(&sheet->xml, element);
    xmlwrite_attr(&sheet->xml, "x", sheet_real(sheet, word->x));
    xmlwrite_attr(&sheet->xml, "y", sheet_real(sheet, word->y));
    if (word->text != NULL)
        xmlwrite_text(&sheet->xml, word->text);
    xmlwrite_close(&sheet->xml);
}

static void
link_xml(struct sheet *sheet, const struct picture_link *link)
{
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "link");
    xmlwrite_attr(xml, "kind", link->missing ? "missing" : "link");
    xmlwrite_attr(xml, "x1", sheet_real(sheet, link->x1));
    xmlwrite_attr(xml, "y1", sheet_real(sheet, link->y1));
    xmlwrite_attr(xml, "x2", sheet_real(sheet, link->x2));
    xmlwrite_attr(xml, "y2", sheet_real(sheet, link->y2));
    xmlwrite_close(xml);
}

static void
box_xml(struct sheet *sheet, const struct picture_box *box)
{
    static const char *const KIND[] = {"host", "database", "missing"};
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "box");
    xmlwrite_attr(xml, "kind", KIND[box->kind]);
    xmlwrite_attr(xml, "x", sheet_real(sheet, box->x));
    xmlwrite_attr(xml, "y", sheet_real(sheet, box->y));
    xmlwrite_attr(xml, "width", sheet_real(sheet, box->width));
    xmlwrite_attr(xml, "height", sheet_real(sheet, box->height));
    xmlwrite_attr(xml, "label", box->label);
    xmlwrite_attr(xml, "second", box->second);
    if (box->stack > 0)
        xmlwrite_number(xml, "stack", box->stack);
    if (box->blockers > 0)
        xmlwrite_number(xml, "blockers", box->blockers);
    xmlwrite_attr(xml, "unknown",
                  sheet_flag(box->unknown && box->kind != PICTURE_MISSING));
    xmlwrite_attr(xml, "host", words_shown(&sheet->arena, box->host));
    xmlwrite_close(xml);
}

/* How the missing servers are named: each way once. */
static const char *
named_by(struct sheet *sheet)
{
    const struct estate *estate = sheet->report->estate;
    const char *ways[3];
    const char *words = NULL;
    size_t count = 0;

    for (size_t i = 0; i < estate->missing.count && count < 3; i++)
        for (size_t r = 0; r < estate->missing.items[i].references.count; r++) {
            const char *what =
                estate->missing.items[i].references.items[r].what;
            bool known = what == NULL;

            for (size_t k = 0; k < count; k++)
                known |= words_order(ways[k], what) == 0;
            if (known || count == 3 ||
                estate->missing.items[i].exception != NULL)
                continue;
            ways[count++] = what;
            what =
                words_quoted(&sheet->arena, words_shown(&sheet->arena, what));
            words = words == NULL
                        ? arena_format(&sheet->arena, "<code>%s</code>", what)
                        : arena_format(&sheet->arena, "%s, <code>%s</code>",
                                       words, what);
        }
    return words;
}

static const char *
picture_note(struct sheet *sheet, const struct picture *picture)
{
    const char *note = "", *named = named_by(sheet);
    int most = 0;
    bool unknown = false;

    for (size_t i = 0; i < picture->boxes.count; i++) {
        if (picture->boxes.items[i].blockers > most)
            most = picture->boxes.items[i].blockers;
        unknown |= picture->boxes.items[i].unknown &&
                   picture->boxes.items[i].kind != PICTURE_MISSING;
    }
    if (most > 0)
        note = arena_format(&sheet->arena,
                            "%d = blockers that hold this server. ", most);
    if (unknown)
        note =
            arena_format(&sheet->arena,
                         "%s? = a blocker could not be decided there. ", note);
    if (named != NULL)
        note = arena_format(&sheet->arena, "%sDashed = named by %s, no bundle.",
                            note, named);
    return *note == '\0' ? NULL : note;
}

void
sheet_picture(struct sheet *sheet, const struct picture *picture)
{
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "picture");
    xmlwrite_attr(xml, "width", sheet_real(sheet, picture->width));
    xmlwrite_attr(xml, "height", sheet_real(sheet, picture->height));
    xmlwrite_attr(xml, "alt", picture->alt);
    for (size_t i = 0; i < picture->heads.count; i++)
        word_xml(sheet, "head", &picture->heads.items[i]);
    for (size_t i = 0; i < picture->protocols.count; i++)
        word_xml(sheet, "protocol", &picture->protocols.items[i]);
    for (size_t i = 0; i < picture->links.count; i++)
        link_xml(sheet, &picture->links.items[i]);
    for (size_t i = 0; i < picture->dots.count; i++)
        word_xml(sheet, "dot", &picture->dots.items[i]);
    for (size_t i = 0; i < picture->boxes.count; i++)
        box_xml(sheet, &picture->boxes.items[i]);
    words_leaf(xml, "note", picture_note(sheet, picture));
    xmlwrite_close(xml);
}

static bool
window_known(const struct sheet *sheet)
{
    const struct answers *answers = &sheet->report->estate->answers;

    return answers->window_hours != NULL || answers->window_starts != NULL ||
           sheet->tally.timed > 0;
}

/* A row of the fixes: 18.5, and a line more for each that its remedy needs in
 * what the columns of the hosts leave. */
static double
fix_height(struct sheet *sheet, const struct fix *fix)
{
    size_t hosts = sheet->report->estate->hosts.count;
    const char *remedy = words_plain(&sheet->arena, fix->judgement->remedy);
    double room = 492 - 16 - 46 - 84 - 46; /* rank, rule, who, free after */
    double width = picture_width(remedy == NULL ? "" : remedy, 8, true);

    room -= hosts > 1 && hosts <= HOST_COLUMNS ? 24 * (double)hosts : 110;
    return 18.5 + 11.25 * (double)(int)(width / room);
}

/* The short words that page 1 may hold, and what they mean. */
static const char *
counts_note(struct sheet *sheet)
{
    const struct estate *estate = sheet->report->estate;
    const struct tally *tally = &sheet->tally;
    const char *note = "A rule counts once, under its worst outcome; "
                       "n/a: it does not apply. DBA: database administrator";
    bool jdk = false, iis = false, mta = false;

    for (size_t i = 0; i < tally->fixes.count && i < FIXES; i++) {
        const char *remedy = tally->fixes.items[i].judgement->remedy;

        jdk |= remedy != NULL && strstr(remedy, "JDK") != NULL;
        iis |= remedy != NULL && strstr(remedy, "IIS") != NULL;
    }
    for (size_t i = 0; i < estate->hosts.count; i++)
        mta |= (estate->hosts.items[i].roles & ROLE_MTA) != 0;
    note = arena_format(&sheet->arena, "%s%s%s%s.", note,
                        jdk ? "; JDK: Java development kit" : "",
                        iis ? "; IIS: the web server of Windows" : "",
                        mta ? "; mta: sends the mail" : "");
    return tally->gates == 0
               ? note
               : arena_format(&sheet->arena, "%s %s more %s steps, part 3.",
                              note, words_number(&sheet->arena, tally->gates),
                              tally->gates == 1 ? "blocker gates"
                                                : "blockers gate");
}

/*
 * What page 1 leaves for the picture, in pt: A4 has 739 of content, and the
 * other blocks have the heights that the design gives them.
 */
static double
picture_room(struct sheet *sheet)
{
    const struct tally *tally = &sheet->tally;
    double room = 739 - 83 - 41; /* verdict with its lead, numbers */
    size_t workers =
        tally->actors.count > ACTORS ? ACTORS : tally->actors.count;
    double actors = 24 + 17.6 * (double)workers;
    double note = picture_width(counts_note(sheet), 7.5, false);
    double counts = 24 + 17.6 * (SEVERITY_COUNT + 1) + 4.5 +
                    10.5 * (1 + (double)(int)(note / 260));
    size_t fixes = tally->fixes.count;

    room -= 4 * (24 + 9);           /* headings with their gaps */
    room -= 13 + 15;                /* head and note of the fixes */
    room -= fixes > FIXES ? 15 : 0; /* how many more */
    for (size_t i = 0; i < fixes && i < FIXES; i++)
        room -= fix_height(sheet, &tally->fixes.items[i]);
    room -= actors > counts ? actors : counts;
    room -= 15; /* note of the picture */
    room -= window_known(sheet) ? 33 : 18;
    return room;
}

/* --- Numbers of rules, actors, the window --------------------------------- */

static void
counts_xml(struct sheet *sheet)
{
    struct xmlwrite *xml = &sheet->xml;
    int rules = sheet->tally.cells[SEVERITY_COUNT][TALLY_RULES];

    xmlwrite_open(xml, "counts");
    xmlwrite_number(xml, "rules", rules);
    for (int severity = 0; severity <= SEVERITY_COUNT; severity++) {
        xmlwrite_open(xml, "row");
        xmlwrite_attr(xml, "severity",
                      severity == SEVERITY_COUNT
                          ? "all"
                          : severity_word((enum severity)severity));
        for (int column = 0; column < TALLY_COLUMNS; column++)
            xmlwrite_number(xml, TALLY_WORDS[column],
                            sheet->tally.cells[severity][column]);
        xmlwrite_close(xml);
    }
    xmlwrite_leaf(xml, "note", counts_note(sheet));
    xmlwrite_close(xml);
}

static const char *
capital(struct arena *arena, const char *text)
{
    char *copy = arena_string(arena, text);

    if (copy != NULL && *copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

static void
actor_xml(struct sheet *sheet, const char *name, const struct actor_work *work)
{
    struct xmlwrite *xml = &sheet->xml;

    xmlwrite_open(xml, "actor");
    xmlwrite_attr(xml, "name", name);
    xmlwrite_number(xml, "blockers", work->blockers);
    xmlwrite_number(xml, "actions", work->actions);
    xmlwrite_number(xml, "answers", work->answers);
    xmlwrite_close(xml);
}

/* The last row sums those for which page 1 has no room. */
static void
actors_xml(struct sheet *sheet)
{
    size_t count = sheet->tally.actors.count, shown = count;
    struct actor_work others = {NULL, 0, 0, 0};
    struct arena *arena = &sheet->arena;

    if (count > ACTORS)
        shown = ACTORS - 1;
    xmlwrite_open(&sheet->xml, "actors");
    for (size_t i = 0; i < count; i++) {
        const struct actor_work *work = &sheet->tally.actors.items[i];

        if (i < shown) {
            actor_xml(sheet, capital(arena, words_actor(arena, work->name)),
                      work);
            continue;
        }
        others.blockers += work->blockers;
        others.actions += work->actions;
        others.answers += work->answers;
    }
    if (count > shown)
        actor_xml(sheet, arena_format(arena, "%zu others", count - shown),
                  &others);
    xmlwrite_close(&sheet->xml);
}

static void
figure_xml(struct sheet *sheet, const char *value, const char *words)
{
    xmlwrite_open(&sheet->xml, "figure");
    xmlwrite_attr(&sheet->xml, "value", value);
    xmlwrite_attr(&sheet->xml, "words", words);
    xmlwrite_close(&sheet->xml);
}

static void
window_xml(struct sheet *sheet)
{
    const struct answers *answers = &sheet->report->estate->answers;
    const struct tally *tally = &sheet->tally;
    struct arena *arena = &sheet->arena;
    const char *when =
        words_window(arena, answers->window_starts, answers->window_hours,
                     answers->window_zone);
    const char *hours = words_shown(arena, answers->window_hours);

    xmlwrite_open(&sheet->xml, "window");
    if (hours != NULL || when != NULL)
        figure_xml(sheet,
                   hours == NULL ? "not known"
                                 : arena_format(arena, "%s h", hours),
                   when == NULL ? "planned"
                                : arena_format(arena, "planned, %s", when));
    if (tally->timed > 0)
        figure_xml(sheet, words_minutes(arena, tally->minutes),
                   arena_format(arena, "measured, %s steps",
                                of_words(sheet, tally->timed,
                                         tally->timed + tally->untimed)));
    if ((hours != NULL || when != NULL || tally->timed > 0) &&
        tally->untimed > 0)
        figure_xml(sheet, words_number(arena, tally->untimed),
                   tally->untimed == 1 ? "step not timed: not proven yet"
                                       : "steps not timed: not proven yet");
    if (hours == NULL && when == NULL && tally->timed == 0)
        xmlwrite_leaf(&sheet->xml, "note",
                      "Not known. No window was given and no step is timed.");
    xmlwrite_close(&sheet->xml);
}

void
sheet_summary(struct sheet *sheet)
{
    struct picture picture;

    xmlwrite_open(&sheet->xml, "summary");
    verdict_xml(sheet);
    numbers_xml(sheet);
    fixes_xml(sheet);
    picture_fit(sheet->report->estate, &sheet->tally, picture_room(sheet),
                &sheet->arena, &picture);
    sheet->folded = picture.collapsed;
    sheet_picture(sheet, &picture);
    counts_xml(sheet);
    actors_xml(sheet);
    window_xml(sheet);
    xmlwrite_close(&sheet->xml);
}
