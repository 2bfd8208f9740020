/*
 * The layout, seen through the text device: what stands on which page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "page.h"
#include "render.h"
#include "xml_document.h"

/* after failure.h: it makes a macro of the name "fail" */
#include <cmocka.h>

#define FONTS ACC_BINARY_DIR "/share/acc-readiness/fonts"
#define TEMPLATES ACC_BINARY_DIR "/share/acc-readiness/templates"

/* One page document, laid out and read back as text. */
struct reading {
    struct arena arena;
    struct faces *faces;
    struct buf source, text;
    size_t pages;
};

static void
paint(const void *baton, struct device *device)
{
    page_draw(baton, device);
}

static int
reading_open(void **state)
{
    struct reading *reading = calloc(1, sizeof *reading);
    struct failure why;

    assert_non_null(reading);
    arena_init(&reading->arena);
    buf_init(&reading->source, 1 << 24);
    buf_init(&reading->text, 1 << 24);
    reading->faces = faces_open(FONTS, &why);
    assert_non_null(reading->faces);
    *state = reading;
    return 0;
}

static int
reading_close(void **state)
{
    struct reading *reading = *state;

    faces_close(reading->faces);
    buf_release(&reading->source);
    buf_release(&reading->text);
    arena_release(&reading->arena);
    free(reading);
    return 0;
}

/* Lays out what `source` holds between <page> and </page>; the text. */
static const char *
lay_out(struct reading *reading)
{
    struct xml_document *document;
    struct layout *layout;
    struct failure why = {.text = ""};
    struct buf whole;

    buf_init(&whole, 1 << 25);
    buf_addf(&whole,
             "<page foot='foot' number='Page {page} of {pages}'>%s"
             "</page>",
             reading->source.data);
    document = xml_read_bytes(span_bytes(whole.data, whole.len), "test", &why);
    assert_non_null(document);
    layout = page_layout(&reading->arena, document, reading->faces, &why);
    if (layout == NULL)
        fail_msg("%s", why.text);
    reading->pages = page_count(layout);
    text_write(&reading->arena, paint, layout, &reading->text);
    assert_false(reading->text.overflow);
    xml_release(document);
    buf_release(&whole);
    return reading->text.data;
}

/* A device that counts what the text device does not see. */
struct counter {
    struct device device;
    int ticks;   /* squares to tick */
    double bars; /* width of all bars together */
    int bar_count;
};

static void
counter_open(struct device *device, size_t pages)
{
    (void)device;
    (void)pages;
}

static void
counter_page(struct device *device, size_t number)
{
    (void)device;
    (void)number;
}

static void
counter_draw(struct device *device, const struct mark *mark)
{
    struct counter *counter = (struct counter *)device;

    if (mark->kind == MARK_BOX && mark->fill == COLOUR_BLOCKER) {
        counter->bars += mark->x2;
        counter->bar_count++;
    }
    counter->ticks += mark->kind == MARK_PATH && mark->count == 8 &&
                      mark->stroke == COLOUR_INK &&
                      mark->points[2] - mark->points[0] < 10;
}

static void
counter_link(struct device *device, const struct mark *area, size_t page,
             double y)
{
    (void)device;
    (void)area;
    (void)page;
    (void)y;
}

static void
counter_entry(struct device *device, const struct entry *entry)
{
    (void)device;
    (void)entry;
}

static struct counter
counted(struct reading *reading)
{
    struct counter counter = {.device = {counter_open, counter_page,
                                         counter_draw, counter_link,
                                         counter_entry}};
    struct failure why = {.text = ""};
    struct xml_document *document;
    struct layout *layout;

    document = xml_read_bytes(
        span_bytes(reading->source.data, reading->source.len), "test", &why);
    assert_non_null(document);
    layout = page_layout(&reading->arena, document, reading->faces, &why);
    if (layout == NULL)
        fail_msg("%s", why.text);
    page_draw(layout, &counter.device);
    xml_release(document);
    return counter;
}

/* How often PART stands in TEXT. */
static size_t
count_of(const char *text, const char *part)
{
    size_t count = 0;

    while ((text = strstr(text, part)) != NULL) {
        count++;
        text += strlen(part);
    }
    return count;
}

/* The page, from 1, on which WORDS stand; 0 if nowhere. */
static size_t
page_of(const char *text, const char *words)
{
    const char *found = strstr(text, words);
    size_t page = 0;

    if (found == NULL)
        return 0;
    for (const char *at = text; (at = strstr(at, "=== page")) && at < found;
         at++)
        page++;
    return page;
}

static void
paragraphs(struct reading *reading, int count)
{
    for (int i = 0; i < count; i++)
        buf_addf(&reading->source, "<paragraph>filler %d</paragraph>", i);
}

static void
each_page_says_which_of_how_many_it_is(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source, "<section head='One'>");
    paragraphs(reading, 100);
    buf_adds(&reading->source, "</section><section head='Two'>"
                               "<paragraph>end</paragraph></section>");
    text = lay_out(reading);
    assert_int_equal(reading->pages, 4);
    assert_non_null(strstr(text, "Page 1 of 4"));
    assert_non_null(strstr(text, "Page 4 of 4"));
    assert_int_equal(count_of(text, "One\n"), 3);
    assert_int_equal(count_of(text, "Two\n"), 1);
}

static void
a_heading_keeps_with_what_follows(void **state)
{
    /* wherever the page ends, the heading is not the last thing on it */
    for (int before = 30; before < 50; before++) {
        struct reading *reading;
        const char *text;

        reading_close(state);
        reading_open(state);
        reading = *state;
        buf_adds(&reading->source, "<section>");
        paragraphs(reading, before);
        buf_adds(&reading->source, "<title style='block'>Heading</title>"
                                   "<paragraph>Text below it</paragraph>"
                                   "</section>");
        text = lay_out(reading);
        assert_int_equal(page_of(text, "Heading"),
                         page_of(text, "Text below it"));
    }
}

static void
table(struct reading *reading, int rows)
{
    buf_adds(&reading->source,
             "<table continued='continued'><column/><column align='right'/>"
             "<row kind='head'><cell>Server</cell><cell>Steps</cell></row>");
    for (int i = 0; i < rows; i++)
        buf_addf(&reading->source,
                 "<row><cell>server %d</cell><cell>%d</cell></row>", i, i);
    buf_adds(&reading->source, "</table>");
}

static void
a_table_head_stands_on_every_page_of_its_table(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source, "<section>");
    table(reading, 100);
    buf_adds(&reading->source, "</section>");
    text = lay_out(reading);
    assert_true(reading->pages > 2);
    assert_int_equal(count_of(text, "Server Steps"), reading->pages);
    assert_int_equal(count_of(text, "continued"), reading->pages - 1);
    assert_int_equal(count_of(text, "server 99 99"), 1);
}

static void
no_page_ends_with_a_table_head_or_one_row(void **state)
{
    for (int before = 30; before < 50; before++) {
        struct reading *reading;
        const char *text;

        reading_close(state);
        reading_open(state);
        reading = *state;
        buf_adds(&reading->source, "<section>");
        paragraphs(reading, before);
        table(reading, 10);
        buf_adds(&reading->source, "</section>");
        text = lay_out(reading);
        assert_int_equal(page_of(text, "Server Steps"),
                         page_of(text, "server 0 0"));
        assert_int_equal(page_of(text, "Server Steps"),
                         page_of(text, "server 1 1"));
    }
}

static void
a_step_is_never_split(void **state)
{
    struct reading *reading = *state;
    const char *text;
    char id[16], end[16];

    buf_adds(&reading->source, "<section next='Next page:'>");
    for (int i = 0; i < 40; i++)
        buf_addf(&reading->source,
                 "<step id='S%03d' name='S%03d app1' host='app1' time='time'>"
                 "<title>Do it</title><command><line>one</line>"
                 "<line>two</line></command><item label='Undo'>"
                 "<paragraph style='entry'>end%03d</paragraph></item></step>",
                 i, i, i);
    buf_adds(&reading->source, "</section>");
    text = lay_out(reading);
    assert_true(reading->pages > 3);
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "\nS%03d app1", i);
        snprintf(end, sizeof end, "end%03d", i);
        assert_int_not_equal(page_of(text, id), 0);
        assert_int_equal(page_of(text, id), page_of(text, end));
    }
    assert_int_equal(count_of(text, "Next page:"), reading->pages - 1);
}

static void
a_step_longer_than_a_page_repeats_its_id_and_server(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source,
             "<section><step id='S001' host='app1' continued='continued'>"
             "<title>Long</title><command>");
    for (int i = 0; i < 90; i++)
        buf_addf(&reading->source, "<line>command %d</line>", i);
    buf_adds(&reading->source, "</command></step></section>");
    text = lay_out(reading);
    assert_int_equal(count_of(text, "S001 app1 continued"), reading->pages - 1);
    assert_int_equal(count_of(text, "command "), 90);
}

static void
a_long_command_is_continued_with_a_mark_and_loses_no_letter(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source, "<section><command><line>");
    for (int i = 0; i < 300; i++)
        buf_adds(&reading->source, "q");
    buf_adds(&reading->source, "</line></command></section>");
    text = lay_out(reading);
    assert_true(count_of(text, "\xE2\x86\xAA") >= 3);
    assert_int_equal(count_of(text, "q"), 300);
}

static void
a_character_that_cannot_be_drawn_is_written_out(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source, "<section><paragraph>a\xF0\x9F\x98\x80"
                               "b \xE2\x80\xAE"
                               "c \xE6\x97\xA5</paragraph></section>");
    text = lay_out(reading);
    assert_non_null(strstr(text, "a[U+1F600]b"));
    assert_non_null(strstr(text, "[U+202E]c"));
    assert_non_null(strstr(text, "[U+65E5]"));
}

static void
a_link_leads_to_the_page_of_its_target(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source,
             "<section><paragraph>see <link to='there'>it</link> or "
             "<link to='nowhere'>this</link></paragraph></section>"
             "<section outline='Two' id='two'><paragraph>x</paragraph>"
             "</section><section><title id='there' outline='Three'>T</title>"
             "<paragraph>x</paragraph></section>");
    text = lay_out(reading);
    assert_int_equal(count_of(text, "->"), 1);
    assert_non_null(strstr(text, "-> page 3"));
    assert_non_null(strstr(text, "# Two"));
    assert_non_null(strstr(text, "# Three"));
}

static void
a_section_that_must_fit_cuts_rows_and_counts_them(void **state)
{
    struct reading *reading = *state;
    const char *text;

    buf_adds(&reading->source,
             "<section fit='page'><title>Rows</title><table><column/>");
    for (int i = 0; i < 60; i++)
        buf_addf(&reading->source, "<row cut='true'><cell>row %d.</cell></row>",
                 i);
    buf_adds(&reading->source,
             "</table><note more='7' one='and 1 more' many='and {n} more'/>"
             "<note drop='true'>left out</note>"
             "<figure width='10' height='200' shrink='true'>"
             "<text x='0' y='9'>drawn</text></figure></section>");
    text = lay_out(reading);
    assert_int_equal(reading->pages, 1);
    assert_null(strstr(text, "left out"));
    assert_non_null(strstr(text, "drawn"));
    {
        size_t kept = count_of(text, "row ");
        char words[32];

        assert_in_range(kept, 20, 59);
        snprintf(words, sizeof words, "and %zu more", 7 + 60 - kept);
        assert_non_null(strstr(text, words));
    }
}

static void
an_article_up_to_300_points_is_not_split(void **state)
{
    for (int before = 10; before < 50; before += 3) {
        struct reading *reading;
        const char *text;

        reading_close(state);
        reading_open(state);
        reading = *state;
        buf_adds(&reading->source, "<section>");
        paragraphs(reading, before);
        buf_adds(&reading->source,
                 "<article><title>Fact</title><list>"
                 "<item label='Why'><paragraph>reason</paragraph></item>"
                 "<item label='Rows'>");
        table(reading, 8);
        buf_adds(&reading->source,
                 "</item><item label='Source'><paragraph>origin</paragraph>"
                 "</item></list></article></section>");
        text = lay_out(reading);
        assert_int_equal(page_of(text, "Fact"), page_of(text, "origin"));
    }
}

static void
an_element_that_nobody_knows_is_a_failure(void **state)
{
    struct reading *reading = *state;
    struct failure why;
    struct xml_document *document;
    const char *source = "<page><section><blink/></section></page>";

    document = xml_read_bytes(span_of(source), "test", &why);
    assert_non_null(document);
    assert_null(page_layout(&reading->arena, document, reading->faces, &why));
    assert_non_null(strstr(why.text, "blink"));
    xml_release(document);
}

static void
missing_fonts_are_named(void **state)
{
    struct failure why;

    (void)state;
    assert_null(faces_open("/nonexistent", &why));
    assert_non_null(strstr(why.text, "DejaVuSans.ttf"));
}

static void
the_example_says_all_its_parts(void **state)
{
    static const char *const parts[] = {
        "# 1  Summary",
        "# 2  Blockers",
        "# 3  Plan",
        "# 4  Runbooks",
        "# 5  Other findings",
        "# 6  Decisions and waivers",
        "# 7  Not assessed",
        "# 8  Inventory",
        "# 9  Chain of custody",
        "# A  Rules that passed or do not apply",
        "## Stop",
        "Not ready",
    };
    struct reading *reading = *state;
    struct failure why = {.text = ""};
    struct span report;
    const char *text;

    assert_int_equal(file_read(ACC_SOURCE_DIR "/tests/report/example.xml",
                               1 << 20, &reading->arena, &report, &why),
                     0);
    if (render_text(report, TEMPLATES, FONTS, &reading->text, &why) != 0)
        fail_msg("%s", why.text);
    text = reading->text.data;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strstr(text, parts[i]) == NULL)
            fail_msg("missing: %s", parts[i]);
    assert_int_equal(page_of(text, "Not ready"), 1);
    assert_int_equal(page_of(text, "The window"), 1);
    assert_int_equal(page_of(text, "# 2  Blockers"), 2);
}

static void
a_step_for_many_servers_has_a_box_to_tick_for_each(void **state)
{
    struct reading *reading = *state;

    buf_adds(
        &reading->source,
        "<page foot='' number=''><section><step id='S001 \xE2\x80\x93 S008'"
        " host='app1, app2 and 6 more' time='time' initials='initials'>"
        "<title>Stop the service</title><ticks>");
    for (int i = 0; i < 8; i++)
        buf_addf(&reading->source, "<tick host='app%d'/>", i);
    buf_adds(&reading->source, "</ticks></step></section></page>");
    assert_int_equal(counted(reading).ticks, 8);
}

static void
a_bar_fills_its_part_of_the_column(void **state)
{
    struct reading *reading = *state;
    struct counter counter;

    buf_adds(&reading->source,
             "<page foot='' number=''><section><table><column/>"
             "<column width='96'/><row><cell>a</cell>"
             "<cell bar='1' colour='blocker'/></row><row><cell>b</cell>"
             "<cell bar='0.25' colour='blocker'/></row><row><cell>c</cell>"
             "<cell bar='0' colour='blocker'/></row></table></section></page>");
    counter = counted(reading);
    assert_int_equal(counter.bar_count, 2);
    assert_float_equal(counter.bars, 96 + 24, .01);
}

#define LAID_OUT(test)                                                         \
    cmocka_unit_test_setup_teardown(test, reading_open, reading_close)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        LAID_OUT(each_page_says_which_of_how_many_it_is),
        LAID_OUT(a_heading_keeps_with_what_follows),
        LAID_OUT(a_table_head_stands_on_every_page_of_its_table),
        LAID_OUT(no_page_ends_with_a_table_head_or_one_row),
        LAID_OUT(a_step_is_never_split),
        LAID_OUT(a_step_longer_than_a_page_repeats_its_id_and_server),
        LAID_OUT(a_long_command_is_continued_with_a_mark_and_loses_no_letter),
        LAID_OUT(a_character_that_cannot_be_drawn_is_written_out),
        LAID_OUT(a_link_leads_to_the_page_of_its_target),
        LAID_OUT(a_section_that_must_fit_cuts_rows_and_counts_them),
        LAID_OUT(an_article_up_to_300_points_is_not_split),
        LAID_OUT(an_element_that_nobody_knows_is_a_failure),
        LAID_OUT(missing_fonts_are_named),
        LAID_OUT(a_step_for_many_servers_has_a_box_to_tick_for_each),
        LAID_OUT(a_bar_fills_its_part_of_the_column),
        LAID_OUT(the_example_says_all_its_parts),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
