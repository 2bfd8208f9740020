#include "data.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "data_files.h"
#include "files.h"

void
data_carry(void)
{
    for (const struct data_file *file = DATA_FILES; file->name != NULL; file++)
        files_carry(DATA_CARRIED, file->name,
                    span_bytes(file->bytes, (size_t)(file->end - file->bytes)));
}

static int
make_folder(const char *path, bool exists, struct failure *why)
{
    if (mkdir(path, 0777) == 0 || (exists && errno == EEXIST))
        return 0;
    return fail_system(why, errno, "%s: cannot be made", path);
}

/* The folders between FOLDER and NAME in it. */
static int
make_folders(struct arena *arena, const char *folder, const char *name,
             struct failure *why)
{
    const char *slash = name;

    while ((slash = strchr(slash, '/')) != NULL) {
        if (make_folder(arena_format(arena, "%s/%.*s", folder,
                                     (int)(slash - name), name),
                        true, why) != 0)
            return -1;
        slash++;
    }
    return 0;
}

static int
write_one(const char *path, const struct data_file *file, struct failure *why)
{
    size_t len = (size_t)(file->end - file->bytes);
    FILE *out = fopen(path, "wbx");
    bool whole;

    if (out == NULL)
        return fail_system(why, errno, "%s: cannot be made", path);
    whole = fwrite(file->bytes, 1, len, out) == len;
    if (fclose(out) == 0 && whole)
        return 0;
    return fail_system(why, errno, "%s: cannot be written", path);
}

int
data_write(const char *folder, size_t *count, struct failure *why)
{
    struct arena arena;
    int result = make_folder(folder, false, why);

    arena_init(&arena);
    *count = 0;
    for (const struct data_file *file = DATA_FILES;
         result == 0 && file->name != NULL; file++) {
        result = make_folders(&arena, folder, file->name, why);
        if (result == 0)
            result = write_one(
                arena_format(&arena, "%s/%s", folder, file->name), file, why);
        *count += result == 0;
    }
    arena_release(&arena);
    return result;
}

void
data_digest(const char *folder, char hex[SEAL_HEX])
{
    static const char *const JUDGE[] = {"plan/", "rules/", "templates/"};
    struct seal *seal = seal_open();
    struct span bytes;
    const char *name;
    size_t at = 0;

    while (files_below(folder, &at, &name, &bytes)) {
        char one[SEAL_HEX];
        bool judges = false;

        for (size_t i = 0; i < sizeof JUDGE / sizeof *JUDGE; i++)
            judges |= strncmp(name, JUDGE[i], strlen(JUDGE[i])) == 0;
        if (!judges)
            continue;
        seal_of(bytes, one);
        seal_add(seal, name, strlen(name) + 1);
        seal_add(seal, one, sizeof one);
    }
    seal_close(seal, hex);
}
