/* The lexer ends, its spans lie in the document, its lines never go back. */
#include "target.h"

#include "arena.h"
#include "xmllex.h"

static void
lies_within(struct span inside, struct span document)
{
    if (inside.len == 0)
        return;
    promised(inside.at >= document.at);
    promised(inside.at + inside.len <= document.at + document.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span document = span_bytes(data, size);
    struct xmllex_token token;
    struct xmllex lex;
    struct arena arena;
    uint32_t line = 1;
    size_t tokens = 0;

    arena_init(&arena);
    xmllex_init(&lex, document);
    do {
        (void)xmllex_next(&lex, &token);
        lies_within(token.name, document);
        lies_within(token.value, document);
        promised(token.depth >= 0 && token.depth <= XMLLEX_DEPTH);
        promised(token.line >= line);
        promised(++tokens <= 2 * size + 2);
        line = token.line;
        (void)xmllex_value(&arena, token.value);
    } while (token.kind != XMLLEX_EOF && token.kind != XMLLEX_ERROR);
    promised(token.kind == XMLLEX_EOF || lex.problem != NULL);
    arena_release(&arena);
    return 0;
}
