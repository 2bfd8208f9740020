/*
 * Included before all else into the sources whose steps are counted: what the
 * C library does for them counts byte by byte, and the compiler adds a call for
 * each block of theirs.
 */
#ifndef ACC_COUNTED_H
#define ACC_COUNTED_H

#include <string.h>

extern unsigned long long counted_steps;

static inline void *
counted_memchr(const void *bytes, int c, size_t len)
{
    void *found = memchr(bytes, c, len);

    counted_steps += found == NULL
                         ? len
                         : (size_t)((const char *)found - (const char *)bytes);
    return found;
}

static inline int
counted_memcmp(const void *a, const void *b, size_t len)
{
    counted_steps += len;
    return memcmp(a, b, len);
}

static inline void *
counted_memcpy(void *to, const void *from, size_t len)
{
    counted_steps += len / 8;
    return memcpy(to, from, len);
}

static inline size_t
counted_strlen(const char *text)
{
    size_t len = strlen(text);

    counted_steps += len;
    return len;
}

static inline char *
counted_strstr(const char *text, const char *word)
{
    counted_steps += strlen(text);
    return strstr(text, word);
}

#define memchr counted_memchr
#define memcmp counted_memcmp
#define memcpy counted_memcpy
#define strlen counted_strlen
#define strstr counted_strstr

#endif
