#include "evidence_fuzz.h"

#include <string.h>

#include "parsers.h"
#include "xml_document.h"
#include "xmlwrite.h"

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Do MADE and READ hold the same of FACT? */
static void
are_the_same(struct arena *arena, const struct fact *fact,
             const struct xml_node *made, const struct xml_node *read)
{
    const struct fact *child;

    promised(same_text(xml_name(made), xml_name(read)));
    promised(
        same_text(xml_attr(arena, made, "at"), xml_attr(arena, read, "at")));
    for (const struct fact_value *value = fact->values; value != NULL;
         value = value->next)
        promised(same_text(xml_attr(arena, made, value->name),
                           xml_attr(arena, read, value->name)));
    if (fact->children == NULL)
        promised(same_text(xml_text(arena, made), xml_text(arena, read)));
    made = xml_child(made, NULL);
    read = xml_child(read, NULL);
    for (child = fact->children; child != NULL; child = child->next) {
        promised(made != NULL && read != NULL);
        are_the_same(arena, child, made, read);
        made = xml_next(made, NULL);
        read = xml_next(read, NULL);
    }
    promised(made == NULL && read == NULL);
}

static void
is_a_document(const struct fact *fact)
{
    struct xml_document *document, *made;
    struct xmlwrite xml;
    struct failure why;
    struct arena arena;
    struct buf out;

    arena_init(&arena);
    buf_init(&out, 64 << 20);
    xmlwrite_start(&xml, &out);
    fact_write(fact, &xml);
    promised(!out.overflow);
    document =
        xml_read_facts(span_bytes(out.data, out.len), "what was found", &why);
    promised(document != NULL);
    made = fact_document(fact, 64 << 20);
    promised(made != NULL);
    are_the_same(&arena, fact, xml_root(made), xml_root(document));
    xml_release(made);
    xml_release(document);
    arena_release(&arena);
    buf_release(&out);
}

void
evidence_fuzz(const char *path, const uint8_t *data, size_t size)
{
    static int started;
    const struct parser *parser = parser_of(path);
    struct entry entry = {.path = path, .status = ENTRY_COLLECTED};
    struct snapshot snapshot = {0};
    struct evidence evidence = {.snapshot = &snapshot,
                                .arena = &snapshot.arena,
                                .bulk = &snapshot.shelf.arena,
                                .entry = &entry};
    struct place at = {path, 0};

    if (!started)
        xml_start();
    started = 1;
    promised(parser != NULL);
    arena_init(&snapshot.arena);
    arena_init(&snapshot.shelf.arena);
    arena_init(&evidence.raw);
    evidence.host = fact_add(evidence.arena, NULL, "host", at);
    evidence.found = fact_add(evidence.arena, NULL, "found", at);
    if (parser->read(&evidence, span_bytes(data, size))) {
        is_a_document(evidence.found);
        if (evidence.tree != NULL)
            is_a_document(evidence.tree);
    } else {
        promised(evidence.problem != NULL);
    }
    is_a_document(evidence.host);
    arena_release(&evidence.raw);
    arena_release(&evidence.scratch);
    arena_release(&snapshot.shelf.arena);
    arena_release(&snapshot.arena);
}
