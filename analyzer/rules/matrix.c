/*
 * The support matrix: what each release of the target lists as supported.
 *
 * What a release does not list of a kind that it speaks about is not supported;
 * of a kind that it does not speak about, nothing is known.
 */
#include "engine.h"

#include <string.h>

int
matrix_read(struct catalogue *catalogue, struct xml_node *root,
            const char *file, struct failure *why)
{
    struct arena *arena = &catalogue->arena;
    struct xml_node *node;
    struct xml_node *line;

    for (node = xml_child(root, "release"); node != NULL;
         node = xml_next(node, "release")) {
        const char *name = xml_attr(arena, node, "name");
        struct matrix_release *release;

        if (matrix_release(catalogue->engine, name) != NULL)
            return fail(why, "%s:%u: release %s stands twice", file,
                        (unsigned)xml_line(node), name);
        release = vec_add(arena, &catalogue->engine->releases);
        release->name = name;
        catalogue->newest_target = name;
        for (line = xml_child(node, "supports"); line != NULL;
             line = xml_next(line, "supports")) {
            struct matrix_entry *entry = vec_add(arena, &release->entries);
            struct span rest = span_of(xml_attr(arena, line, "versions"));
            struct span word;

            entry->kind = xml_attr(arena, line, "kind");
            entry->product = xml_attr(arena, line, "product");
            entry->label = xml_attr(arena, line, "label");
            while (span_word(&rest, &word))
                *vec_add(arena, &entry->versions) = span_string(arena, word);
        }
    }
    return 0;
}

const struct matrix_release *
matrix_release(const struct engine *engine, const char *name)
{
    size_t i;

    for (i = 0; name != NULL && i < engine->releases.count; i++)
        if (strcmp(engine->releases.items[i].name, name) == 0)
            return &engine->releases.items[i];
    return NULL;
}

static bool
release_speaks_of(const struct matrix_release *release, const char *kind)
{
    size_t i;

    for (i = 0; i < release->entries.count; i++)
        if (strcmp(release->entries.items[i].kind, kind) == 0)
            return true;
    return false;
}

enum xml_truth
matrix_lists(const struct engine *engine, const char *release, const char *kind,
             const char *product, const char *version)
{
    const struct matrix_release *found = matrix_release(engine, release);
    size_t i;
    size_t j;

    if (found == NULL || !release_speaks_of(found, kind) || product == NULL ||
        product[0] == '\0' || version == NULL || version[0] == '\0')
        return XML_UNKNOWN;
    for (i = 0; i < found->entries.count; i++) {
        const struct matrix_entry *entry = &found->entries.items[i];
        int order;

        if (strcmp(entry->kind, kind) != 0 ||
            !text_is_fold(entry->product, product))
            continue;
        for (j = 0; j < entry->versions.count; j++)
            if (text_is_fold(version, entry->versions.items[j]) ||
                version_within(version, entry->versions.items[j]))
                return XML_YES;
        /* listed product, but what it says is no version */
        if (!version_compare(version, "0", &order))
            return XML_UNKNOWN;
    }
    return XML_NO;
}

static void
say_entry(struct buf *out, const struct matrix_entry *entry)
{
    size_t i;

    if (out->len > 0)
        buf_adds(out, ", ");
    buf_adds(out, entry->label);
    for (i = 0; i < entry->versions.count; i++) {
        if (i > 0)
            buf_adds(out, i + 1 == entry->versions.count ? " or" : ",");
        buf_addf(out, " %s", entry->versions.items[i]);
    }
}

const char *
matrix_words(const struct engine *engine, const char *release, const char *kind,
             const char *product, struct arena *arena)
{
    const struct matrix_release *found = matrix_release(engine, release);
    const char *words = NULL;
    struct buf out;
    bool only = false;
    size_t i;

    if (found == NULL || !release_speaks_of(found, kind))
        return NULL;
    buf_init(&out, 4096);
    for (i = 0; i < found->entries.count; i++)
        if (strcmp(found->entries.items[i].kind, kind) == 0 &&
            text_is_fold(found->entries.items[i].product, product))
            only = true;
    for (i = 0; i < found->entries.count; i++)
        if (strcmp(found->entries.items[i].kind, kind) == 0 &&
            (!only || text_is_fold(found->entries.items[i].product, product)))
            say_entry(&out, &found->entries.items[i]);
    words = arena_copy(arena, out.data, out.len);
    buf_release(&out);
    return words;
}

const char *
matrix_label(const struct engine *engine, const char *kind, const char *product)
{
    size_t r;
    size_t i;

    for (r = 0; r < engine->releases.count; r++) {
        const struct matrix_release *release = &engine->releases.items[r];

        for (i = 0; i < release->entries.count; i++)
            if (strcmp(release->entries.items[i].kind, kind) == 0 &&
                text_is_fold(release->entries.items[i].product, product))
                return release->entries.items[i].label;
    }
    return product;
}

bool
catalogue_target(const struct catalogue *catalogue, const char *release,
                 struct buf *list)
{
    size_t i;

    if (matrix_release(catalogue->engine, release) != NULL)
        return true;
    for (i = 0; i < catalogue->engine->releases.count; i++)
        buf_addf(list, "%s%s", i > 0 ? ", " : "",
                 catalogue->engine->releases.items[i].name);
    return false;
}
