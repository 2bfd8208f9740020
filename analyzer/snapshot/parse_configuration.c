/*
 * serverConf.xml, config-default.xml and config-NAME.xml, and the files that
 * they were made of: serverConf.xml.sample and conf/models.
 *
 * Every element becomes a fact and every attribute a value, in the vendor's
 * spelling and with its own line; each line of text becomes a fact `line`.
 * Nothing is interpreted here: see settings.c.  The tree lives in the arena for
 * what is raw, its text on the shelf, where the settings point to it.  Nothing
 * points to what was shipped: all of that is raw, and none of its lines kept.
 */
#include <string.h>

#include "parsers.h"
#include "settings_names.h"
#include "spelling.h"
#include "xml_events.h"

enum { /* far beyond any file that Campaign writes */
       CONFIGURATION_MOST = 32 << 20, /* bytes */
       ELEMENTS_MOST = 100000,
       VALUES_MOST = 100000, /* attributes of all elements */
       VALUE_MOST = 64 << 10 /* bytes */
};

struct builder {
    struct evidence *evidence;
    bool shipped;
    struct arena *words; /* for names and values */
    struct fact *root;   /* once it was seen */
    struct fact *open;   /* the innermost element */
    int left_out;        /* depth inside an element that is left out */
    size_t elements, values;
    uint32_t strange; /* line of the first name that is left out */
    const char *problem;
    uint32_t problem_line;
};

static void
refuse(struct builder *builder, const char *reason, uint32_t line)
{
    if (builder->problem != NULL)
        return;
    builder->problem = reason;
    builder->problem_line = line;
}

static struct place
place_of(struct builder *builder, uint32_t line)
{
    if (builder->shipped)
        return (struct place){builder->evidence->entry->path, line};
    return evidence_at(builder->evidence, line);
}

static void
leave_out(struct builder *builder, uint32_t line)
{
    if (builder->strange == 0)
        builder->strange = line;
}

/* ATTRIBUTE, behind the values whose link is END; returns the link behind. */
static struct fact_value **
keep(struct builder *builder, struct fact_value **end,
     const struct xml_attribute *attribute)
{
    const char *name = spelling_of(builder->words, attribute->name);

    if (!spelling_plain(name) || strcmp(name, "at") == 0 ||
        strcmp(name, "xmlns") == 0)
        leave_out(builder, attribute->line);
    else if (strlen(attribute->value) > VALUE_MOST)
        refuse(builder, "a value longer than 64 KiB", attribute->line);
    else
        end = fact_append(&builder->evidence->raw, end, name,
                          arena_string(builder->words, attribute->value),
                          place_of(builder, attribute->line));
    return end;
}

static void
keep_all(struct builder *builder, struct fact *fact,
         const struct xml_element *element)
{
    struct fact_value **end = &fact->values;
    const struct fact_value *twice;
    struct settings_names names;

    for (size_t i = 0; i < element->count; i++)
        end = keep(builder, end, &element->attributes[i]);
    settings_names_init(&builder->evidence->raw, &names, fact);
    twice = settings_names_twice(&names);
    if (twice != NULL)
        refuse(builder, "an attribute stands twice, in different letter case",
               twice->at.line);
}

static void
start(void *baton, const struct xml_element *element)
{
    struct builder *builder = baton;
    struct evidence *evidence = builder->evidence;
    struct fact *fact;

    if (builder->problem != NULL)
        return;
    if (builder->left_out > 0 || !spelling_plain(element->name)) {
        leave_out(builder, element->line);
        builder->left_out++;
        return;
    }
    if (++builder->elements > ELEMENTS_MOST || evidence_full(evidence))
        refuse(builder, "more elements than can be kept", element->line);
    else if ((builder->values += element->count) > VALUES_MOST)
        refuse(builder, "more attributes than can be kept", element->line);
    if (builder->problem != NULL)
        return;
    fact = fact_add(&evidence->raw, builder->open,
                    spelling_of(builder->words, element->name),
                    place_of(builder, element->line));
    keep_all(builder, fact, element);
    if (builder->root == NULL)
        builder->root = fact;
    builder->open = fact;
}

static void
end(void *baton, const char *name)
{
    struct builder *builder = baton;

    (void)name;
    if (builder->left_out > 0)
        builder->left_out--;
    else if (builder->open != NULL && builder->problem == NULL)
        builder->open = builder->open->parent;
}

static void
text(void *baton, const char *at, size_t len, uint32_t number)
{
    struct builder *builder = baton;
    struct evidence *evidence = builder->evidence;
    struct span rest = span_bytes(at, len);
    struct span line;

    for (; builder->problem == NULL && builder->left_out == 0 &&
           builder->open != NULL && span_line(&rest, &line);
         number++) {
        struct fact *fact;

        line = span_trim(line);
        if (line.len == 0)
            continue;
        if (++builder->elements > ELEMENTS_MOST || line.len > VALUE_MOST) {
            refuse(builder, "more text than can be kept", number);
            return;
        }
        fact = fact_add(&evidence->raw, builder->open, "line",
                        place_of(builder, number));
        fact->text = span_string(builder->words, line);
    }
}

static bool
read_configuration(struct evidence *evidence, struct span document,
                   bool shipped)
{
    struct builder builder = {.evidence = evidence,
                              .shipped = shipped,
                              .words =
                                  shipped ? &evidence->raw : evidence->bulk};
    struct xml_handler handler = {&builder, start, end, text, &builder.problem};
    struct xml_problem problem;

    if (document.len > CONFIGURATION_MOST)
        return evidence_problem(evidence, "larger than 32 MiB", 1);
    if (xml_decode(document, &evidence->scratch, &evidence->text, &problem) !=
            0 ||
        xml_events(evidence->text, &handler, evidence->arena, &problem) != 0)
        return builder.problem != NULL
                   ? evidence_problem(evidence, builder.problem,
                                      builder.problem_line)
                   : evidence_problem(evidence, problem.reason, problem.line);
    if (builder.problem != NULL)
        return evidence_problem(evidence, builder.problem,
                                builder.problem_line);
    if (builder.root == NULL || strcmp(builder.root->kind, "serverConf") != 0)
        return evidence_problem(evidence, "its root is not serverConf", 1);
    if (builder.strange != 0)
        evidence_gap(evidence, "a name that Campaign does not write: left out",
                     evidence_at(evidence, builder.strange));
    evidence->tree = builder.root;
    evidence->tree_whole = builder.strange == 0;
    return true;
}

bool
parse_configuration(struct evidence *evidence, struct span document)
{
    return read_configuration(evidence, document, false);
}

bool
parse_shipped(struct evidence *evidence, struct span document)
{
    return read_configuration(evidence, document, true);
}
