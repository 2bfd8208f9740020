#include "evidence_fuzz.h"

#include "parsers.h"
#include "xml_document.h"
#include "xmlwrite.h"

static void
is_a_document(const struct fact *fact)
{
    struct xml_document *document;
    struct xmlwrite xml;
    struct failure why;
    struct buf out;

    buf_init(&out, 64 << 20);
    xmlwrite_start(&xml, &out);
    fact_write(fact, &xml);
    promised(!out.overflow);
    document =
        xml_read_facts(span_bytes(out.data, out.len), "what was found", &why);
    promised(document != NULL);
    xml_release(document);
    buf_release(&out);
}

void
evidence_fuzz(const char *path, const uint8_t *data, size_t size)
{
    static int started;
    const struct parser *parser = parser_of(path);
    struct entry entry = {.path = path, .status = ENTRY_COLLECTED};
    struct snapshot snapshot = {0};
    struct evidence evidence = {
        .snapshot = &snapshot, .arena = &snapshot.arena, .entry = &entry};
    struct place at = {path, 0};

    if (!started)
        xml_start();
    started = 1;
    promised(parser != NULL);
    arena_init(&snapshot.arena);
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
    arena_release(&snapshot.arena);
}
