/*
 * The values of one element by name, in any letter case, found at once however
 * many there are: a file of the vendor's has a few dozen, one that a stranger
 * made has a thousand.
 */
#ifndef ACC_SETTINGS_NAMES_H
#define ACC_SETTINGS_NAMES_H

#include "fact.h"

struct settings_names {
    struct fact_value *first;
    struct fact_value **sorted; /* NULL: they are few, and looked through */
    size_t count;
};

/* Those of ELEMENT, in SCRATCH; it sees no value that is added later. */
void settings_names_init(struct arena *scratch, struct settings_names *names,
                         const struct fact *element);

/* The value called NAME, or NULL. */
struct fact_value *settings_names_find(const struct settings_names *names,
                                       const char *name);

/* Of values whose name an earlier one has in any letter case, one on the first
 * line; NULL: there is none. */
const struct fact_value *
settings_names_twice(const struct settings_names *names);

#endif
