/*
 * Facts: what the evidence says, with the place where it says so.
 *
 * A host's facts are a small tree.  Each value has its place (bundle entry and
 * line).  C fills the tree from evidence; as XML (analyzer/snapshot/facts.rng)
 * the rules judge it.  In XML the place of an element is its attribute `at`,
 * "ENTRY:LINE" (line 0: the entry as a whole); a value that stands elsewhere
 * has a companion `NAME.at`.
 *
 *     <database-connection engine="oracle" encrypted="1"
 *         at="files/usr/local/neolane/nl6/conf/config-prod.xml:7"
 *         encrypted.at="files/usr/local/neolane/nl6/conf/config-prod.xml:9"/>
 */
#ifndef ACC_FACT_H
#define ACC_FACT_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "xmlwrite.h"

struct xml_document;

struct place {
    const char *entry; /* path in the bundle; NULL: computed, not seen */
    uint32_t line;     /* 0: the entry as a whole */
};

/* Copies a place member by member: facts may lie in a shelf's file, and the
 * hole behind the line holds what was in memory before. */
static inline void
place_copy(struct place *to, struct place from)
{
    to->entry = from.entry;
    to->line = from.line;
}

struct fact_value {
    const char *name, *value;
    struct place at;
    struct fact_value *next; /* in the order of fact_set */
};

struct fact {
    const char *kind; /* the element's name */
    struct place at;
    const char *text; /* element text, or NULL (only `settings` has some) */
    struct fact_value *values;
    struct fact *parent, *children, *last_child, *next;
    /* Of the first of siblings of one kind that stand together: who stands
     * behind them.  NULL: nobody has looked. */
    struct fact *behind;
};

/* A new fact of KIND, last child of PARENT (NULL: a root), seen at AT. */
struct fact *fact_add(struct arena *arena, struct fact *parent,
                      const char *kind, struct place at);

/* FACT, which has no parent, becomes the last child of PARENT; what stands
 * below FROM becomes that of PARENT, behind its other children. */
void fact_hang(struct fact *parent, struct fact *fact);
void fact_adopt(struct fact *parent, struct fact *from);

/* Sets a value; replaces one of that name.  VALUE NULL sets none.  A place
 * without entry means the fact's own. */
void fact_set(struct arena *arena, struct fact *fact, const char *name,
              const char *value, struct place at);
void fact_number(struct arena *arena, struct fact *fact, const char *name,
                 int64_t value, struct place at);

/* Adds a value behind the last one, whose link is END; none of the fact may
 * have that NAME.  Returns the link behind it: many values, one after another,
 * without a look at those before. */
struct fact_value **fact_append(struct arena *arena, struct fact_value **end,
                                const char *name, const char *value,
                                struct place at);

/* The value called NAME, or NULL; and where it was seen. */
const char *fact_get(const struct fact *fact, const char *name);
struct place fact_place(const struct fact *fact, const char *name);

/* The first child of KIND, the next sibling of the same kind; NULL if none. */
struct fact *fact_child(const struct fact *fact, const char *kind);
struct fact *fact_next(const struct fact *fact);

/* The first child of KIND whose value NAME is VALUE, or NULL. */
struct fact *fact_find(const struct fact *fact, const char *kind,
                       const char *name, const char *value);

/* The fact at the end of a path of kinds, "shared/authentication/xtk": the
 * first at each step; NULL if one is missing. */
struct fact *fact_path(const struct fact *fact, const char *path);

/* A copy of FROM, last child of PARENT (NULL: a root), with its values but
 * without what stands below; fact_copy: with all that stands below.  Texts of
 * values are copied, too: FROM's may lie on a shelf, and one look at a shelf
 * brings much of it into memory.  Places stay those of FROM. */
struct fact *fact_copy_alone(struct arena *arena, struct fact *parent,
                             const struct fact *from);
struct fact *fact_copy(struct arena *arena, struct fact *parent,
                       const struct fact *from);

/* Copies the value NAME of FROM (NULL: nothing), with its place, to TO as AS.
 */
void fact_carry(struct arena *arena, struct fact *to, const char *as,
                const struct fact *from, const char *name);

/* Writes the fact with all below it. */
void fact_write(const struct fact *fact, struct xmlwrite *xml);

/* The same as a document of its own, NULL if more than MOST bytes would have
 * to be written.  There a value has no companion: an attribute that stands
 * elsewhere than its element is marked (xml_mark) with its struct place, which
 * is the fact's and has to outlive the document. */
struct xml_document *fact_document(const struct fact *fact, size_t most);

#endif
