#include "nearest.h"

#include <string.h>

#include "span.h"

enum { LONGEST = 64 }; /* nobody mistypes more than that */

void
nearest_start(struct nearest *nearest, const char *word, size_t len)
{
    nearest->word = word;
    nearest->len = len;
    nearest->found = NULL;
    /* One in three letters may be wrong, of a short word one. */
    nearest->distance = len < 3 ? 2 : len / 3 + 1;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters are missing, too many, others, or exchanged with their
 * neighbour; letter case aside. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][LONGEST + 1], *before = rows[0], *last = rows[1],
                                 *row = rows[2];

    for (size_t j = 0; j <= b_len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *done = before;

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            char x = ascii_lower(a[i - 1]), y = ascii_lower(b[j - 1]);

            row[j] = least(least(last[j], row[j - 1]) + 1,
                           last[j - 1] + (x == y ? 0 : 1));
            if (i > 1 && j > 1 && x == ascii_lower(b[j - 2]) &&
                ascii_lower(a[i - 2]) == y)
                row[j] = least(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
        row = done;
    }
    return last[b_len];
}

void
nearest_try(struct nearest *nearest, const char *candidate)
{
    size_t len = strlen(candidate), apart;

    if (len > LONGEST || nearest->len > LONGEST || nearest->len == 0)
        return;
    apart = distance(nearest->word, nearest->len, candidate, len);
    /* A beginning is as good as one letter. */
    if (nearest->len > 1 && len > nearest->len &&
        distance(nearest->word, nearest->len, candidate, nearest->len) == 0)
        apart = 1;
    if (apart < nearest->distance) {
        nearest->distance = apart;
        nearest->found = candidate;
    }
}
