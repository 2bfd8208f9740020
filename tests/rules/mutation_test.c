/*
 * Every rule of the catalogue is changed in small ways, and its own cases must
 * notice: a predicate turned round makes a case fail, and a rule that passes
 * no longer does once a fact is gone that its expressions read.
 *
 * "Read" is taken from the words of the expressions, and of the shared lets and
 * keys that they name: every attribute and element of a passing case whose name
 * stands in one of them.  The rules are those of the catalogue, all that
 * tests/assessed.txt lists.
 */
#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "rules.h"
#include "xml_document.h"

#include <cmocka.h>

#define CATALOGUE ACC_BINARY_DIR "/share/acc-readiness/rules"

static char folder[] = "/tmp/acc-mutation-XXXXXX";
static char path[64];

static const xmlChar *
x(const char *text)
{
    return (const xmlChar *)text;
}

static int
is_called(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, x(name));
}

static void
link_in(const char *name)
{
    char from[512];
    char to[128];

    snprintf(from, sizeof from, "%s/%s", CATALOGUE, name);
    snprintf(to, sizeof to, "%s/%s", folder, name);
    assert_int_equal(symlink(from, to), 0);
}

/* A catalogue of one rule.  Without facts.rng: what a mutation leaves need not
 * fit the schema. */
static int
make_folder(void **state)
{
    (void)state;
    xml_start();
    assert_non_null(mkdtemp(folder));
    link_in("catalogue.xml");
    link_in("matrix.xml");
    link_in("rules.rng");
    snprintf(path, sizeof path, "%s/rule.xml", folder);
    return 0;
}

static int
remove_folder(void **state)
{
    static const char *const names[] = {"catalogue.xml", "matrix.xml",
                                        "rules.rng", "rule.xml"};
    char name[128];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(name, sizeof name, "%s/%s", folder, names[i]);
        unlink(name);
    }
    return rmdir(folder);
}

/* How many cases of RULE fail; what they say in REPORT. */
static int
failing_cases(xmlNodePtr rule, struct buf *report)
{
    xmlDocPtr document = xmlNewDoc(x("1.0"));
    xmlNodePtr root = xmlNewNode(NULL, x("rules"));
    struct catalogue *catalogue;
    struct failure why;
    int failed;

    xmlDocSetRootElement(document, root);
    xmlAddChild(root, xmlDocCopyNode(rule, document, 1));
    assert_true(xmlSaveFile(path, document) > 0);
    xmlFreeDoc(document);
    catalogue = catalogue_load(folder, &why);
    if (catalogue == NULL)
        fail_msg("%s", why.text);
    failed = catalogue_check(catalogue, NULL, report);
    catalogue_release(catalogue);
    return failed;
}

static char *
attribute(xmlNodePtr node, const char *name)
{
    return (char *)xmlGetNoNsProp(node, x(name));
}

/* ------------------------------------------------------------- negation */

static int
negate_all(xmlNodePtr rule)
{
    char *id = attribute(rule, "id");
    xmlNodePtr node;
    int survivors = 0;

    for (node = rule->children; node != NULL; node = node->next) {
        struct buf report;
        char *old;
        char *turned;
        size_t size;

        if (!is_called(node, "fail") && !is_called(node, "pass"))
            continue;
        old = attribute(node, "if");
        size = strlen(old) + 6;
        turned = malloc(size);
        assert_non_null(turned);
        snprintf(turned, size, "not(%s)", old);
        xmlSetProp(node, x("if"), x(turned));
        buf_init(&report, 1 << 20);
        if (failing_cases(rule, &report) == 0) {
            print_error("%s: no case notices %s not(%s)\n", id,
                        (const char *)node->name, old);
            survivors++;
        }
        xmlSetProp(node, x("if"), x(old));
        buf_release(&report);
        xmlFree(old);
        free(turned);
    }
    xmlFree(id);
    return survivors;
}

/* -------------------------------------------------------------- removal */

enum { NAMES_MOST = 200 };

struct names {
    char *items[NAMES_MOST];
    size_t count;
};

static int
names_are(const struct names *names, char mark, const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < names->count; i++)
        if (names->items[i][0] == mark &&
            strncmp(names->items[i] + 1, name, len) == 0 &&
            names->items[i][len + 1] == '\0')
            return 1;
    return 0;
}

static int
names_has(const struct names *names, char mark, const xmlChar *name)
{
    return names_are(names, mark, (const char *)name,
                     strlen((const char *)name));
}

/* Takes the names in EXPRESSION: "@x" of attributes, "/x" of elements. */
static void
take_names(struct names *names, const char *expression)
{
    const char *at = expression;
    char mark = '/';

    while (*at != '\0') {
        size_t len = 0;

        if (*at == '\'' || *at == '"') {
            const char *end = strchr(at + 1, *at);

            assert_non_null(end);
            at = end + 1;
            mark = '/';
            continue;
        }
        while (isalnum((unsigned char)at[len]) || at[len] == '-' ||
               at[len] == '_')
            len++;
        if (len == 0) {
            mark = *at == '@' || *at == '$' ? *at : '/';
            at++;
            continue;
        }
        if (mark != '$' && at[len] != '(' && at[len] != ':' &&
            !names_are(names, mark, at, len)) {
            assert_true(names->count < NAMES_MOST);
            names->items[names->count] = malloc(len + 2);
            assert_non_null(names->items[names->count]);
            names->items[names->count][0] = mark;
            memcpy(names->items[names->count] + 1, at, len);
            names->items[names->count][len + 1] = '\0';
            names->count++;
        }
        mark = '/';
        at += len;
    }
}

/* Catalogue.xml, for its lets and keys. */
static xmlDocPtr joins;

static void take_all_names(struct names *names, const char *expression);

/* Does EXPRESSION name the join: $name, or keyed('name', …)? */
static int
names_join(const char *expression, const char *name)
{
    char let[80];
    char key[80];
    const char *at = expression;

    snprintf(let, sizeof let, "$%s", name);
    snprintf(key, sizeof key, "keyed('%s'", name);
    while ((at = strstr(at, let)) != NULL) {
        at += strlen(let);
        if (!isalnum((unsigned char)*at) && *at != '-')
            return 1;
    }
    return strstr(expression, key) != NULL;
}

/* The names in the joins that EXPRESSION uses. */
static void
take_joined_names(struct names *names, const char *expression)
{
    static const char *const WHERE[] = {"be", "each", "by", "greatest"};
    xmlNodePtr node = xmlDocGetRootElement(joins)->children;

    for (; node != NULL; node = node->next) {
        char *name;

        if (!is_called(node, "let") && !is_called(node, "key"))
            continue;
        name = attribute(node, "name");
        for (size_t i = 0; i < 4 && names_join(expression, name); i++) {
            char *text = attribute(node, WHERE[i]);

            if (text != NULL)
                take_all_names(names, text);
            xmlFree(text);
        }
        xmlFree(name);
    }
}

static void
take_all_names(struct names *names, const char *expression)
{
    take_names(names, expression);
    take_joined_names(names, expression);
}

static void
names_of_rule(struct names *names, xmlNodePtr rule)
{
    static const char *const where[][2] = {
        {"let", "be"},  {"applies", "if"}, {"applies", "unless"},
        {"fail", "if"}, {"pass", "if"},    {"ask", "if"}};
    xmlNodePtr node;
    char *text = attribute(rule, "each");
    size_t i;

    if (text != NULL)
        take_all_names(names, text);
    xmlFree(text);
    for (node = rule->children; node != NULL; node = node->next)
        for (i = 0; i < sizeof where / sizeof *where; i++) {
            if (!is_called(node, where[i][0]))
                continue;
            text = attribute(node, where[i][1]);
            if (text != NULL)
                take_all_names(names, text);
            xmlFree(text);
        }
}

/* Finds the place numbered *WANTED in document order that a name speaks of,
 * and removes it.  Returns what was removed, in words, or NULL at the end. */
static const char *
remove_one(xmlNodePtr node, const struct names *names, int *wanted, char *words,
           size_t size)
{
    xmlNodePtr child;
    xmlAttrPtr attr;
    const char *removed;

    for (attr = node->properties; attr != NULL; attr = attr->next)
        if (names_has(names, '@', attr->name) && (*wanted)-- == 0) {
            snprintf(words, size, "%s/@%s", (const char *)node->name,
                     (const char *)attr->name);
            xmlRemoveProp(attr);
            return words;
        }
    for (child = node->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (names_has(names, '/', child->name) && (*wanted)-- == 0) {
            snprintf(words, size, "%s", (const char *)child->name);
            xmlUnlinkNode(child);
            xmlFreeNode(child);
            return words;
        }
        removed = remove_one(child, names, wanted, words, size);
        if (removed != NULL)
            return removed;
    }
    return NULL;
}

/* Puts copies of CASE into RULE, each with one fact less; returns how many. */
static int
add_mutants(xmlNodePtr rule, xmlNodePtr original, const struct names *names)
{
    int count = 0;

    for (;;) {
        xmlNodePtr mutant = xmlDocCopyNode(original, rule->doc, 1);
        xmlNodePtr facts;
        const char *removed = NULL;
        char words[256];
        char name[512];
        int wanted = count;

        for (facts = mutant->children; facts != NULL && removed == NULL;
             facts = facts->next)
            if (facts->type == XML_ELEMENT_NODE)
                removed =
                    remove_one(facts, names, &wanted, words, sizeof words);
        if (removed == NULL) {
            xmlFreeNode(mutant);
            return count;
        }
        snprintf(name, sizeof name, "[%d] without %s", count, removed);
        xmlSetProp(mutant, x("name"), x(name));
        xmlAddChild(rule, mutant);
        count++;
    }
}

static int
survivors_of(xmlNodePtr rule, const char *id, int mutants)
{
    struct buf report;
    xmlNodePtr node;
    int survivors = 0;

    buf_init(&report, 1 << 20);
    assert_true(failing_cases(rule, &report) <= mutants);
    for (node = rule->children; node != NULL; node = node->next) {
        char *name;

        if (!is_called(node, "case"))
            continue;
        name = attribute(node, "name");
        if (report.len == 0 || strstr(report.data, name) == NULL) {
            print_error("%s passes %s\n", id, name);
            survivors++;
        }
        xmlFree(name);
    }
    buf_release(&report);
    return survivors;
}

/* Can it pass, by its conditions or by an answer? */
static int
can_pass(xmlNodePtr rule)
{
    xmlNodePtr node;

    for (node = rule->children; node != NULL; node = node->next)
        if (is_called(node, "pass") || is_called(node, "ask"))
            return 1;
    return 0;
}

static int
starve(xmlNodePtr original)
{
    int passing = 0;
    xmlNodePtr rule = xmlDocCopyNode(original, original->doc, 1);
    struct names names = {{NULL}, 0};
    char *id = attribute(rule, "id");
    xmlNodePtr node;
    xmlNodePtr next;
    int survivors = 0;

    names_of_rule(&names, rule);
    for (node = rule->children; node != NULL; node = next) {
        next = node->next;
        if (is_called(node, "case")) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
    }
    for (node = original->children; node != NULL; node = node->next) {
        xmlNodePtr batch;
        char *is;
        int mutants;

        if (!is_called(node, "case"))
            continue;
        is = attribute(node, "is");
        if (strcmp(is, "pass") == 0) {
            batch = xmlDocCopyNode(rule, rule->doc, 1);
            mutants = add_mutants(batch, node, &names);
            assert_true(mutants > 0);
            passing++;
            survivors += survivors_of(batch, id, mutants);
            xmlFreeNode(batch);
        }
        xmlFree(is);
    }
    if (passing == 0 && can_pass(original)) {
        print_error("%s can pass, and no case shows it\n", id);
        survivors++;
    }
    while (names.count > 0)
        free(names.items[--names.count]);
    xmlFree(id);
    xmlFreeNode(rule);
    return survivors;
}

/* ------------------------------------------------------------ the tests */

static int
is_assessed(xmlNodePtr rule)
{
    xmlNodePtr node;

    for (node = rule->children; node != NULL; node = node->next)
        if (is_called(node, "fail") || is_called(node, "pass"))
            return 1;
    return 0;
}

/* From memory: xml_start has seen to it that nothing is loaded by name. */
static xmlDocPtr
read_document(const char *file)
{
    static char bytes[1 << 20];
    FILE *stream = fopen(file, "rb");
    size_t size;

    assert_non_null(stream);
    size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    assert_true(size < sizeof bytes);
    return xmlReadMemory(bytes, (int)size, NULL, NULL, XML_PARSE_NONET);
}

static int
lines_of(const char *file)
{
    FILE *stream = fopen(file, "r");
    char line[256];
    int lines = 0;

    assert_non_null(stream);
    while (fgets(line, sizeof line, stream) != NULL)
        lines++;
    fclose(stream);
    return lines;
}

/* Does it to every assessed rule; returns the survivors. */
static int
mutate_catalogue(int (*mutate)(xmlNodePtr rule))
{
    DIR *dir = opendir(CATALOGUE);
    struct dirent *entry;
    int survivors = 0;
    int rules = 0;

    assert_non_null(dir);
    joins = read_document(CATALOGUE "/catalogue.xml");
    assert_non_null(joins);
    while ((entry = readdir(dir)) != NULL) {
        size_t len = strlen(entry->d_name);
        char file[512];
        xmlDocPtr document;
        xmlNodePtr node;

        if (len < 4 || strcmp(entry->d_name + len - 4, ".xml") != 0)
            continue;
        snprintf(file, sizeof file, "%s/%s", CATALOGUE, entry->d_name);
        document = read_document(file);
        assert_non_null(document);
        node = xmlDocGetRootElement(document)->children;
        for (; node != NULL; node = node->next)
            if (is_called(node, "rule") && is_assessed(node)) {
                survivors += mutate(node);
                rules++;
            }
        xmlFreeDoc(document);
    }
    closedir(dir);
    xmlFreeDoc(joins);
    assert_int_equal(rules, lines_of(ACC_SOURCE_DIR "/tests/assessed.txt"));
    return survivors;
}

static void
a_predicate_turned_round_makes_a_case_fail(void **state)
{
    (void)state;
    assert_int_equal(mutate_catalogue(negate_all), 0);
}

static void
no_rule_passes_without_a_fact_that_it_reads(void **state)
{
    (void)state;
    assert_int_equal(mutate_catalogue(starve), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_predicate_turned_round_makes_a_case_fail),
        cmocka_unit_test(no_rule_passes_without_a_fact_that_it_reads),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
