/*
 * How serverConf.xml and config-default.xml differ from the files that they
 * were made of.
 *
 * Elements are matched as settings.h lays them over each other; several of one
 * name and key one after the other.  Comments, order, and letter case of names
 * do not count.  Rows and lines of text have no key: those of both files that
 * say the same are the same, whatever their order, and a changed one is one
 * that was removed and one that was added.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conclude.h"
#include "settings.h"
#include "settings_names.h"
#include "utf8.h"

enum {
    CHANGES_MOST = 1000, /* that are kept of one file; all are counted */
    SAMPLES_MOST = 20,   /* that one file is compared with */
    PATH_MOST = 1024,    /* bytes */
    ROW_MOST = 64 << 20  /* bytes: more than a file can say in one row */
};

static const char ROW[] = "url";

struct comparison {
    struct evidence *evidence;
    struct fact *shipped; /* NULL: changes are only counted */
    size_t changes;
};

/* ---- one change ---- */

static void
path_add(struct buf *path, const struct fact *element)
{
    const char *key = settings_key(element);

    if (element->parent == NULL) /* serverConf itself */
        return;
    path_add(path, element->parent);
    buf_adds(path, path->len > 0 ? "/" : "");
    buf_adds(path, element->kind);
    if (key != NULL && *key != '\0')
        buf_addf(path, "[%s]", key);
}

/* VALUE, as much of it as is shown of a line. */
static const char *
shortened(struct arena *arena, const char *value)
{
    size_t len = value == NULL ? 0 : utf8_cut(value, EVIDENCE_EXCERPT);

    if (value == NULL || value[len] == '\0')
        return arena_string(arena, value);
    return arena_format(arena, "%.*s…", (int)len, value);
}

/* NAME: the attribute of ELEMENT that is meant, or NULL. */
static void
add_change(struct comparison *comparison, const struct fact *element,
           const char *name, const char *was, const char *is, const char *kind,
           struct place at)
{
    struct arena *arena = comparison->evidence->bulk;
    struct fact *change;
    struct buf path;

    if (comparison->changes++ >= CHANGES_MOST || comparison->shipped == NULL)
        return;
    buf_init(&path, PATH_MOST);
    path_add(&path, element);
    if (name != NULL)
        buf_addf(&path, "%s@%s", path.len > 0 ? "/" : "", name);
    change = fact_add(arena, comparison->shipped, "change", at);
    fact_set(arena, change, "path", arena_copy(arena, path.data, path.len), at);
    fact_set(arena, change, "kind", kind, at);
    fact_set(arena, change, "was", shortened(arena, was), at);
    fact_set(arena, change, "is", shortened(arena, is), at);
    buf_release(&path);
}

/* What tells one row or line from the others, or NULL. */
static const char *
row_name(const struct fact *element)
{
    static const char *const names[] = {"urlPath", "urlRegEx", "dnsSuffix"};

    if (element->text != NULL)
        return element->text;
    for (size_t i = 0;
         strcmp(element->kind, ROW) == 0 && i < sizeof names / sizeof *names;
         i++) {
        const struct fact_value *value = settings_value(element, names[i]);

        if (value != NULL)
            return value->value;
    }
    return NULL;
}

/*
 * ELEMENT stands in one file alone, which is one change, with all that is in
 * it; but each row there is one of its own.  OWN: the element of the server's
 * file that it was removed from; NULL: it was added.
 */
static void
add_lone(struct comparison *comparison, const struct fact *element,
         const struct fact *own, bool counts)
{
    const struct fact *child;
    const char *name = row_name(element);

    if (counts && own == NULL)
        add_change(comparison, element, NULL, NULL, name, "added", element->at);
    else if (counts)
        add_change(comparison, element, NULL, name, NULL, "removed", own->at);
    for (child = element->children; child != NULL; child = child->next)
        add_lone(comparison, child, own, strcmp(child->kind, ROW) == 0);
}

/* ---- two elements ---- */

/* Redacted values are equal texts, whatever they were: no change is seen. */
static void
compare_values(struct comparison *comparison, const struct fact *own,
               const struct fact *sample)
{
    struct arena *scratch = &comparison->evidence->scratch;
    struct settings_names names, samples;
    const struct fact_value *value, *other;

    settings_names_init(scratch, &names, own);
    settings_names_init(scratch, &samples, sample);
    for (value = own->values; value != NULL; value = value->next) {
        other = settings_names_find(&samples, value->name);
        if (other == NULL)
            add_change(comparison, own, value->name, NULL, value->value,
                       "added", value->at);
        else if (strcmp(other->value, value->value) != 0)
            add_change(comparison, own, value->name, other->value, value->value,
                       "changed", value->at);
    }
    for (value = sample->values; value != NULL; value = value->next)
        if (settings_names_find(&names, value->name) == NULL)
            add_change(comparison, own, value->name, value->value, NULL,
                       "removed", own->at);
}

static int
compare_names(const void *a, const void *b)
{
    const struct fact_value *const *left = a;
    const struct fact_value *const *right = b;

    return text_order_fold((*left)->name, (*right)->name);
}

static void
name_add(struct buf *out, const char *name)
{
    for (; *name != '\0'; name++)
        buf_addc(out, ascii_lower(*name));
}

/*
 * All that ROW says, its attributes in the order of their names.  The marks are
 * bytes that no XML holds.
 *
 *     row   = { 01 name 02 value } { 03 name text row 04 }
 */
static void
row_add(struct arena *arena, struct buf *out, const struct fact *row)
{
    const struct fact_value *value, **values;
    const struct fact *child;
    size_t count = 0;

    for (value = row->values; value != NULL; value = value->next)
        count++;
    values = arena_alloc(arena, (count + 1) * sizeof *values);
    count = 0;
    for (value = row->values; value != NULL; value = value->next)
        values[count++] = value;
    qsort(values, count, sizeof *values, compare_names);
    for (size_t i = 0; i < count; i++) {
        buf_addc(out, 1);
        name_add(out, values[i]->name);
        buf_addc(out, 2);
        buf_adds(out, values[i]->value);
    }
    for (child = row->children; child != NULL; child = child->next) {
        buf_addc(out, 3);
        name_add(out, child->kind);
        buf_addc(out, 2);
        buf_adds(out, child->text != NULL ? child->text : "");
        row_add(arena, out, child);
        buf_addc(out, 4);
    }
}

/* What two elements of one name have in common that are the same one. */
static const char *
twin_key(struct arena *arena, const struct fact *element)
{
    const char *key = settings_key(element);
    struct buf row;

    if (key != NULL)
        return key;
    if (element->text != NULL)
        return element->text;
    buf_init(&row, ROW_MOST);
    row_add(arena, &row, element);
    key = arena_copy(arena, row.data, row.len);
    buf_release(&row);
    return key;
}

/* An element of the sample that waits for its twin. */
struct twin {
    const struct fact *element;
    const char *key;
    size_t number; /* in their order */
    size_t waits;  /* of the first of its kind and key: which one is next */
    bool met;
};

struct twins {
    struct twin *items; /* by kind, key and number */
    size_t count;
};

static int
twin_order(const void *a, const void *b)
{
    const struct twin *left = a;
    const struct twin *right = b;
    int order = settings_order(left->element->kind, left->key,
                               right->element->kind, right->key);

    return order != 0 ? order
                      : (left->number > right->number) -
                            (left->number < right->number);
}

static int
number_order(const void *a, const void *b)
{
    const struct twin *left = a;
    const struct twin *right = b;

    return (left->number > right->number) - (left->number < right->number);
}

static void
twins_init(struct arena *arena, struct twins *twins, const struct fact *sample)
{
    const struct fact *child;
    size_t count = 0;

    for (child = sample->children; child != NULL; child = child->next)
        count++;
    twins->count = count;
    twins->items = arena_alloc(arena, (count + 1) * sizeof *twins->items);
    count = 0;
    for (child = sample->children; child != NULL; child = child->next, count++)
        twins->items[count] = (struct twin){
            .element = child, .key = twin_key(arena, child), .number = count};
    qsort(twins->items, count, sizeof *twins->items, twin_order);
}

/* The first that waits for CHILD, which waits no more; or NULL. */
static const struct fact *
twin_of(struct arena *arena, struct twins *twins, const struct fact *child)
{
    const char *key = twin_key(arena, child);
    size_t low = 0;
    size_t high = twins->count;
    struct twin *first, *twin;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (settings_order(twins->items[middle].element->kind,
                           twins->items[middle].key, child->kind, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == twins->count)
        return NULL;
    first = &twins->items[low];
    twin = first + first->waits;
    if (twin == twins->items + twins->count ||
        settings_order(twin->element->kind, twin->key, child->kind, key) != 0)
        return NULL;
    first->waits++;
    twin->met = true;
    return twin->element;
}

static void
compare_children(struct comparison *comparison, const struct fact *own,
                 const struct fact *sample)
{
    struct arena *arena = &comparison->evidence->scratch;
    const struct fact *child;
    struct twins twins;

    if (own->children == NULL && sample->children == NULL)
        return;
    twins_init(arena, &twins, sample);
    for (child = own->children; child != NULL; child = child->next) {
        const struct fact *twin = twin_of(arena, &twins, child);

        if (twin == NULL) {
            add_lone(comparison, child, NULL, true);
        } else if (settings_key(child) != NULL) {
            compare_values(comparison, child, twin);
            compare_children(comparison, child, twin);
        }
    }
    qsort(twins.items, twins.count, sizeof *twins.items, number_order);
    for (size_t i = 0; i < twins.count; i++)
        if (!twins.items[i].met)
            add_lone(comparison, twins.items[i].element, own, true);
}

/* ---- two files ---- */

/* How many changes there are between them; each of them into SHIPPED, unless
 * it is NULL.  Attributes of the root are none of Campaign's. */
static size_t
compare(struct evidence *evidence, const struct layer *own,
        const struct layer *sample, struct fact *shipped)
{
    struct comparison comparison = {evidence, shipped, 0};

    arena_reset(&evidence->scratch);
    compare_children(&comparison, own->root, sample->root);
    return comparison.changes;
}

static bool
made_of(const struct layer *own, const struct layer *sample)
{
    return own->rank == sample->rank &&
           strcmp(own->directory, sample->directory) == 0;
}

/*
 * The file that OWN was made of, or NULL: of those in several languages the one
 * from which it differs least, because it was made of one of them.  While one
 * of them was not read, that one may be it.
 */
static const struct layer *
sample_of(struct evidence *evidence, const struct layer *own, size_t *changes)
{
    const struct layer *nearest = NULL;
    size_t count = 0;

    for (size_t i = 0; i < evidence->shipped.count; i++) {
        const struct layer *sample = &evidence->shipped.items[i];
        size_t differences;

        if (!made_of(own, sample))
            continue;
        if (sample->root == NULL || !sample->whole)
            return NULL;
        if (++count > SAMPLES_MOST) {
            evidence_gap(evidence, "more than 20 files that it may be made of",
                         (struct place){own->entry, 0});
            return NULL;
        }
        differences = compare(evidence, own, sample, NULL);
        if (nearest == NULL || differences < *changes) {
            nearest = sample;
            *changes = differences;
        }
    }
    return nearest;
}

static void
add_shipped(struct evidence *evidence, const struct layer *own)
{
    static const char *const files[] = {"serverConf.xml", "config-default.xml"};
    struct place at = {own->entry, 0};
    const struct layer *sample;
    struct fact *shipped;
    size_t changes = 0;

    if (own->rank > 1 || own->root == NULL || !own->whole)
        return;
    sample = sample_of(evidence, own, &changes);
    if (sample == NULL)
        return;
    shipped = fact_add(evidence->arena, evidence->host, "shipped", at);
    fact_set(evidence->arena, shipped, "file", files[own->rank], at);
    fact_set(evidence->arena, shipped, "sample", sample->entry, at);
    fact_number(evidence->arena, shipped, "changes", (int64_t)changes, at);
    (void)compare(evidence, own, sample, shipped);
    if (changes > CHANGES_MOST)
        evidence_gap(
            evidence,
            "more than 1,000 changes to the shipped file: others are counted",
            at);
}

void
conclude_shipped(struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->layers.count; i++)
        add_shipped(evidence, &evidence->layers.items[i]);
}
