#include "settings_names.h"

#include <stdlib.h>

#include "span.h"

enum { FEW = 24 };

static int
by_name(const void *a, const void *b)
{
    const struct fact_value *left = *(struct fact_value *const *)a;
    const struct fact_value *right = *(struct fact_value *const *)b;
    int order = text_order_fold(left->name, right->name);

    return order != 0 ? order
                      : (left->at.line > right->at.line) -
                            (left->at.line < right->at.line);
}

void
settings_names_init(struct arena *scratch, struct settings_names *names,
                    const struct fact *element)
{
    struct fact_value *value;
    size_t count = 0;

    for (value = element->values; value != NULL; value = value->next)
        count++;
    *names = (struct settings_names){element->values, NULL, count};
    if (count <= FEW)
        return;
    names->sorted = arena_alloc(scratch, count * sizeof(struct fact_value *));
    count = 0;
    for (value = element->values; value != NULL; value = value->next)
        names->sorted[count++] = value;
    qsort(names->sorted, count, sizeof(struct fact_value *), by_name);
}

static struct fact_value *
look_through(struct fact_value *value, const struct fact_value *end,
             const char *name)
{
    while (value != end && !text_is_fold(value->name, name))
        value = value->next;
    return value;
}

struct fact_value *
settings_names_find(const struct settings_names *names, const char *name)
{
    size_t low = 0;
    size_t high = names->count;

    if (names->sorted == NULL)
        return look_through(names->first, NULL, name);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (text_order_fold(names->sorted[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < names->count && text_is_fold(names->sorted[low]->name, name)
               ? names->sorted[low]
               : NULL;
}

const struct fact_value *
settings_names_twice(const struct settings_names *names)
{
    const struct fact_value *twice = NULL;
    struct fact_value *value;

    if (names->sorted == NULL) {
        for (value = names->first; value != NULL; value = value->next)
            if (look_through(names->first, value, value->name) != value)
                return value;
        return NULL;
    }
    for (size_t i = 1; i < names->count; i++) {
        value = names->sorted[i];
        if (text_is_fold(names->sorted[i - 1]->name, value->name) &&
            (twice == NULL || value->at.line < twice->at.line))
            twice = value;
    }
    return twice;
}
