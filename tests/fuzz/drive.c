/*
 * Runs a fuzz target over a corpus, as an ordinary test.
 *
 *     NAME_fuzz [--as-is] FOLDER
 *
 * Every file of FOLDER as it is, cut at many places, with bytes changed, and
 * put behind itself; the changes are the same in every run.  With --as-is only
 * as it is, and so are those that a search found (named by their digests).
 * Where somebody wants to search, libFuzzer is linked instead of this file
 * (fuzz.py).
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

enum { FILE_MOST = 1 << 16, CHANGES = 400 };

static uint32_t seed = 1;

static uint32_t
chance(uint32_t most)
{
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8) % most;
}

/* A copy of its own, so that a sanitizer sees a read behind its end. */
static void
give(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void
give_changed(const uint8_t *data, size_t size)
{
    static const uint8_t LIKED[] = "<>&\"'=/\\;#\n\r\t \0\x7F\x80\xFF\xFE]-!?:";
    static uint8_t changed[FILE_MOST];

    for (int i = 0; i < CHANGES && size > 0; i++) {
        uint32_t count = 1 + chance(4);

        memcpy(changed, data, size);
        while (count-- > 0)
            changed[chance((uint32_t)size)] =
                chance(2) ? LIKED[chance(sizeof LIKED)] : (uint8_t)chance(256);
        give(changed, size);
    }
}

static void
give_varied(const uint8_t *data, size_t size)
{
    static uint8_t twice[2 * FILE_MOST];
    size_t step = size / 200 + 1;

    for (size_t len = 0; len < size; len += step)
        give(data, len);
    memcpy(twice, data, size);
    memcpy(twice + size, data, size);
    give(twice, 2 * size);
    give_changed(data, size);
}

static size_t
read_file(const char *path, uint8_t *room)
{
    FILE *file = fopen(path, "rb");
    size_t size;

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size = fread(room, 1, FILE_MOST, file);
    (void)fclose(file);
    return size;
}

static bool
was_found(const char *name)
{
    return strlen(name) == 40 && strspn(name, "0123456789abcdef") == 40;
}

int
main(int argc, char **argv)
{
    static uint8_t room[FILE_MOST];
    const struct dirent *entry;
    bool as_is = argc == 3 && strcmp(argv[1], "--as-is") == 0;
    const char *corpus = argc == 2 || as_is ? argv[argc - 1] : NULL;
    DIR *folder = corpus != NULL ? opendir(corpus) : NULL;
    char path[4096];
    int files = 0;

    if (folder == NULL) {
        fprintf(stderr, "no corpus: give its folder\n");
        return 1;
    }
    while ((entry = readdir(folder)) != NULL) {
        size_t size;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", corpus, entry->d_name);
        size = read_file(path, room);
        give(room, size);
        if (!as_is && !was_found(entry->d_name))
            give_varied(room, size);
        files++;
    }
    (void)closedir(folder);
    printf("%d files\n", files);
    return files > 0 ? 0 : 1;
}
