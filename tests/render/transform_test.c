/*
 * The door to libxslt: what a sheet may do, and what it may not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../write_file.h"
#include "arena.h"
#include "file.h"
#include "render.h"
#include "xml_document.h"

/* After ours: it has a macro called fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SHEET                                                                  \
    "<xsl:stylesheet version='1.0' "                                           \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                        \
    "xmlns:exsl='http://exslt.org/common' extension-element-prefixes='exsl'>"  \
    "<xsl:output method='text'/>"
#define IMPORT                                                                 \
    "<xsl:stylesheet version='1.0' "                                           \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:import "
#define END "</xsl:stylesheet>"

/* A folder made for one test: SECRET lies beside the template folder. */
struct place {
    char root[64];
    char templates[96];
    struct buf out;
    struct failure why;
};

static void
put(const struct place *place, const char *name, const char *text)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", place->root, name);
    write_file(path, span_of(text));
}

static int
make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    char words[128];

    snprintf(place->root, sizeof place->root, "/tmp/transform-test-XXXXXX");
    assert_non_null(mkdtemp(place->root));
    snprintf(place->templates, sizeof place->templates, "%s/templates",
             place->root);
    assert_int_equal(mkdir(place->templates, 0700), 0);
    snprintf(words, sizeof words, "%s/words", place->templates);
    assert_int_equal(mkdir(words, 0700), 0);
    put(place, "secret.xml", "<secret>hunter2</secret>");
    put(place, "templates/words/en.xml", "<words><hello>Hello</hello></words>");
    buf_init(&place->out, 1 << 20);
    *state = place;
    return 0;
}

static int
remove_place(void **state)
{
    struct place *place = *state;
    char command[128];

    snprintf(command, sizeof command, "rm -r '%s'", place->root);
    assert_int_equal(system(command), 0);
    buf_release(&place->out);
    free(place);
    return 0;
}

static int
transform(struct place *place, const char *report, const char *sheet)
{
    put(place, "templates/sheet.xsl", sheet);
    return render_transform(span_of(report), place->templates, "sheet.xsl",
                            &place->out, &place->why);
}

static void
refused(struct place *place, const char *sheet, const char *words)
{
    assert_int_equal(transform(place, "<report/>", sheet), -1);
    if (strstr(place->why.text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", place->why.text, words);
    assert_null(strchr(place->why.text, '\n'));
    assert_int_equal(place->out.len, 0);
}

static void
a_sheet_reads_the_report_and_its_own_folder(void **state)
{
    struct place *place = *state;

    put(place, "templates/more.xsl",
        SHEET "<xsl:template name='more'>, more</xsl:template>" END);
    assert_int_equal(
        transform(place, "<report name='you'/>",
                  SHEET "<xsl:include href='more.xsl'/>"
                        "<xsl:template match='/'><xsl:value-of select=\""
                        "concat(document('words/en.xml')/words/hello, ' ', "
                        "/report/@name)\"/><xsl:call-template name='more'/>"
                        "</xsl:template>" END),
        0);
    assert_string_equal(place->out.data, "Hello you, more");
}

static void
the_same_report_gives_the_same_bytes(void **state)
{
    struct place *place = *state;
    const char *sheet =
        SHEET "<xsl:template match='/'><xsl:for-each select='//a'>"
              "<xsl:sort select='@n'/><xsl:value-of select='@n'/>"
              "</xsl:for-each></xsl:template>" END;
    const char *report = "<report><a n='2'/><a n='1'/></report>";

    assert_int_equal(transform(place, report, sheet), 0);
    assert_int_equal(transform(place, report, sheet), 0);
    assert_string_equal(place->out.data, "1212");
}

static void
a_sheet_with_a_doctype_is_refused(void **state)
{
    refused(*state,
            "<!DOCTYPE x [<!ENTITY e SYSTEM '../secret.xml'>]>" SHEET
            "<xsl:template match='/'>&e;</xsl:template>" END,
            "sheet.xsl:1: ");
}

static void
a_document_with_a_doctype_is_refused(void **state)
{
    put(*state, "templates/d.xml",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>");
    refused(*state,
            SHEET "<xsl:template match='/'><xsl:value-of "
                  "select=\"document('d.xml')\"/></xsl:template>" END,
            "d.xml:1: ");
}

static void
no_document_is_read_outside_the_folder(void **state)
{
    static const char *const outside[] = {
        "/etc/passwd",
        "file:///etc/passwd",
        "../secret.xml",
        "words/../../secret.xml",
        "words/%2e%2e/%2e%2e/secret.xml",
        "http://127.0.0.1:1/x.xml",
        "templates:/../secret.xml",
        "templates:///etc/passwd",
        "ftp://127.0.0.1/x",
        "nothing.xml",
    };
    size_t i;

    for (i = 0; i < sizeof outside / sizeof *outside; i++) {
        char sheet[1024];

        snprintf(sheet, sizeof sheet,
                 SHEET "<xsl:template match='/'>x<xsl:value-of select=\""
                       "document('%s')\"/></xsl:template>" END,
                 outside[i]);
        refused(*state, sheet, "a sheet asked for ");
    }
}

static void
no_document_is_read_through_a_link_or_another_base(void **state)
{
    struct place *place = *state;
    char link[256];

    snprintf(link, sizeof link, "%s/link.xml", place->templates);
    assert_int_equal(symlink("../secret.xml", link), 0);
    refused(place,
            SHEET "<xsl:template match='/'><xsl:value-of "
                  "select=\"document('link.xml')\"/></xsl:template>" END,
            "no such file in the template folder");
    refused(place,
            SHEET
            "<xsl:template match='/'><xsl:value-of xml:base='file:///etc/'"
            " select=\"document('passwd')\"/></xsl:template>" END,
            "a sheet asked for ");
}

static void
no_sheet_is_included_from_outside_the_folder(void **state)
{
    struct place *place = *state;

    put(place, "other.xsl", SHEET END);
    refused(place, SHEET "<xsl:include href='../other.xsl'/>" END,
            "a sheet asked for ");
    refused(place, IMPORT "href='../other.xsl'/>" END, "a sheet asked for ");
    refused(place, SHEET "<xsl:include href='/etc/passwd'/>" END,
            "a sheet asked for ");
    refused(place, IMPORT "href='http://127.0.0.1:1/x.xsl'/>" END,
            "a sheet asked for ");
}

static void
a_sheet_that_includes_itself_ends(void **state)
{
    refused(*state, SHEET "<xsl:include href='sheet.xsl'/>" END, "sheet.xsl");
    refused(*state, IMPORT "href='sheet.xsl'/>" END, "sheet.xsl");
}

static void
a_sheet_writes_no_file(void **state)
{
    struct place *place = *state;
    char sheet[1024];
    char path[128];

    snprintf(path, sizeof path, "%s/written", place->root);
    snprintf(sheet, sizeof sheet,
             SHEET "<xsl:template match='/'><exsl:document href='%s'>x"
                   "</exsl:document></xsl:template>" END,
             path);
    refused(place, sheet, "writes nothing");
    assert_int_equal(access(path, F_OK), -1);
}

static void
endless_recursion_ends_in_a_failure(void **state)
{
    refused(*state,
            SHEET "<xsl:template match='/' name='again'>"
                  "<xsl:call-template name='again'/></xsl:template>" END,
            "recursion");
}

static void
endless_work_at_small_depth_ends_in_a_failure(void **state)
{
    refused(*state,
            SHEET "<xsl:template match='/'><xsl:call-template name='twice'>"
                  "<xsl:with-param name='n' select='60'/>"
                  "</xsl:call-template></xsl:template>"
                  "<xsl:template name='twice'><xsl:param name='n'/>"
                  "<xsl:if test='$n &gt; 0'>"
                  "<xsl:call-template name='twice'>"
                  "<xsl:with-param name='n' select='$n - 1'/>"
                  "</xsl:call-template><xsl:call-template name='twice'>"
                  "<xsl:with-param name='n' select='$n - 1'/>"
                  "</xsl:call-template></xsl:if></xsl:template>" END,
            "limit");
}

static void
a_sheet_in_error_is_a_failure_that_says_why(void **state)
{
    refused(*state, SHEET "<xsl:template match='['/>" END, "sheet.xsl");
    refused(*state,
            SHEET "<xsl:template match='/'><xsl:value-of select='$nothing'/>"
                  "</xsl:template>" END,
            "nothing");
    refused(*state,
            SHEET "<xsl:template match='/'><xsl:message terminate='yes'>"
                  "not this one</xsl:message></xsl:template>" END,
            "not this one");
    refused(*state, "<not-a-sheet/>", "sheet.xsl");
    refused(*state, "<broken", "sheet.xsl:1: ");
}

static void
a_result_beyond_the_ceiling_is_a_failure(void **state)
{
    struct place *place = *state;

    buf_release(&place->out);
    buf_init(&place->out, 4);
    assert_int_equal(transform(place, "<report/>",
                               SHEET "<xsl:template match='/'>hello"
                                     "</xsl:template>" END),
                     -1);
    assert_non_null(strstr(place->why.text, "more than 4 bytes"));
}

static void
unsafe_characters_of_the_report_are_shown(void **state)
{
    struct place *place = *state;

    assert_int_equal(
        transform(place,
                  "<report a='x&#x202E;y&#10;z'>one&#10;two&#x200B;\xE2\x80\xAE"
                  "\xF0\x9F\x98\x80 \xC3\xA9<b c='&#x85;'/></report>",
                  SHEET "<xsl:template match='/'><xsl:value-of select="
                        "\"concat(report/@a, '|', report, '|', //@c)\"/>"
                        "</xsl:template>" END),
        0);
    assert_string_equal(place->out.data,
                        "x[U+202E]y[U+000A]z|one\ntwo[U+200B][U+202E]"
                        "[U+1F600] \xC3\xA9|[U+0085]");
}

/* The real templates, copied, with one file changed. */
static int
html_with(struct place *place, const char *changed, const char *from,
          const char *to)
{
    static const char *const names[] = {"html.xsl", "style.css", "words.xsl",
                                        "words/en.xml"};
    struct arena arena;
    struct span content;
    size_t i;
    int status;

    arena_init(&arena);
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        struct buf text;

        snprintf(path, sizeof path, "%s/templates/%s", ACC_SOURCE_DIR,
                 names[i]);
        assert_int_equal(
            file_read(path, 1 << 20, &arena, &content, &place->why), 0);
        buf_init(&text, 1 << 20);
        if (changed != NULL && strcmp(names[i], changed) == 0) {
            ptrdiff_t at = span_find(content, from);

            assert_true(at >= 0);
            buf_add(&text, content.at, (size_t)at);
            buf_adds(&text, to);
            content.at += (size_t)at + strlen(from);
            content.len -= (size_t)at + strlen(from);
        }
        buf_add(&text, content.at, content.len);
        snprintf(path, sizeof path, "templates/%s", names[i]);
        put(place, path, text.data);
        buf_release(&text);
    }
    assert_int_equal(file_read(ACC_SOURCE_DIR "/tests/report/example.xml",
                               1 << 20, &arena, &content, &place->why),
                     0);
    status = render_html(content, place->templates, &place->out, &place->why);
    arena_release(&arena);
    return status;
}

static void
the_page_carries_its_policy_first(void **state)
{
    struct place *place = *state;
    const char *policy, *style;

    assert_int_equal(html_with(place, NULL, NULL, NULL), 0);
    policy = strstr(place->out.data, "default-src 'none'; style-src 'sha256-");
    style = strstr(place->out.data, "<style>");
    assert_non_null(policy);
    assert_non_null(style);
    assert_true(policy < style);
    assert_null(strstr(place->out.data, "unsafe-inline"));
}

static void
a_page_without_the_policy_or_with_a_script_is_refused(void **state)
{
    struct place *place = *state;

    assert_int_equal(html_with(place, "html.xsl", "content=\"{$policy}\"",
                               "content=\"default-src *\""),
                     -1);
    assert_non_null(strstr(place->why.text, "content security policy"));
    buf_reset(&place->out);
    assert_int_equal(
        html_with(place, "html.xsl", "<meta http-equiv=\"Content-Security",
                  "<img src=\"x\"/><meta http-equiv=\"Content-Security"),
        -1);
    buf_reset(&place->out);
    assert_int_equal(html_with(place, "html.xsl", "<a class=\"skip\"",
                               "<script>1</script><a class=\"skip\""),
                     -1);
    assert_non_null(strstr(place->why.text, "script"));
    buf_reset(&place->out);
    assert_int_equal(html_with(place, "style.css", ":root", "</style><p>:root"),
                     -1);
    assert_non_null(strstr(place->why.text, "style.css"));
}

#define test(name)                                                             \
    cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_sheet_reads_the_report_and_its_own_folder),
        test(the_same_report_gives_the_same_bytes),
        test(a_sheet_with_a_doctype_is_refused),
        test(a_document_with_a_doctype_is_refused),
        test(no_document_is_read_outside_the_folder),
        test(no_document_is_read_through_a_link_or_another_base),
        test(no_sheet_is_included_from_outside_the_folder),
        test(a_sheet_that_includes_itself_ends),
        test(a_sheet_writes_no_file),
        test(endless_recursion_ends_in_a_failure),
        test(endless_work_at_small_depth_ends_in_a_failure),
        test(a_sheet_in_error_is_a_failure_that_says_why),
        test(a_result_beyond_the_ceiling_is_a_failure),
        test(unsafe_characters_of_the_report_are_shown),
        test(the_page_carries_its_policy_first),
        test(a_page_without_the_policy_or_with_a_script_is_refused),
    };

    xml_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
