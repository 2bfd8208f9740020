#include "told.h"

#include <string.h>

size_t
told_place(const struct told_tree *told, const char *path)
{
    size_t low = 0, high = told->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(told->nodes[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct told_node *
told_find(const struct told_tree *told, const char *path)
{
    size_t at = told_place(told, path);

    if (at == told->count || strcmp(told->nodes[at].path, path) != 0)
        return NULL;
    return &told->nodes[at];
}
