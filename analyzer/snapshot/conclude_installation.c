#include <string.h>

#include "conclude.h"
#include "paths.h"
#include "span.h"

/* The copy that the migration procedure makes of a tree. */
static bool
is_backup(const char *directory)
{
    size_t len = strlen(directory);

    return len > 5 && strcmp(directory + len - 5, ".back") == 0;
}

/* Which program printed the processes, if the manifest tells its path. */
static bool
ran_from(struct evidence *evidence, const char *directory)
{
    const struct entry *pdump =
        manifest_find(evidence->manifest, "commands/nlserver-pdump");
    struct span argv;

    if (pdump == NULL || pdump->argv == NULL)
        return false;
    argv = span_of(pdump->argv);
    return span_skip(&argv, directory) && argv.len > 0 &&
           (*argv.at == '/' || *argv.at == '\\');
}

/* How the server itself spells DIRECTORY: a bundle has /C/Program Files/… for
 * a folder of a drive. */
static const char *
own_spelling(struct arena *arena, const char *directory)
{
    const char *at = directory[0] == '/' ? directory + 1 : directory;
    char *own;

    if (!ascii_letter(at[0]) || at[1] != '/')
        return directory;
    own = arena_format(arena, "%c:%s", at[0], at + 1);
    for (char *c = own; *c != '\0'; c++)
        if (*c == '/')
            *c = '\\';
    return own;
}

static void
add_installation(struct evidence *evidence, const struct layer *layer)
{
    const char *directory = own_spelling(evidence->arena, layer->directory);
    struct fact *fact =
        fact_find(evidence->host, "installation", "directory", directory);

    if (fact != NULL)
        return;
    fact = fact_add(evidence->arena, evidence->host, "installation",
                    (struct place){layer->entry, 0});
    fact_set(evidence->arena, fact, "directory", directory, fact->at);
    fact_set(evidence->arena, fact, "tree",
             span_string(evidence->arena, path_name(span_of(layer->directory))),
             fact->at);
}

/* Leaves the layers of DIRECTORY; NULL: none. */
static void
keep_layers(struct evidence *evidence, const char *directory)
{
    size_t kept = 0;

    for (size_t i = 0; i < evidence->layers.count; i++) {
        struct layer layer = evidence->layers.items[i];

        if (directory != NULL && strcmp(layer.directory, directory) == 0)
            evidence->layers.items[kept++] = layer;
    }
    evidence->layers.count = kept;
}

void
conclude_installation(struct evidence *evidence)
{
    const char *only = NULL;
    bool several = false;

    for (int backups = 0; backups < 2 && only == NULL; backups++)
        for (size_t i = 0; i < evidence->layers.count; i++) {
            const char *directory = evidence->layers.items[i].directory;

            if (is_backup(directory) != (backups == 1))
                continue;
            if (only == NULL || ran_from(evidence, directory))
                only = directory;
            several = several || strcmp(only, directory) != 0;
        }
    if (only == NULL) {
        evidence_gap(evidence, "no configuration of Campaign was collected",
                     (struct place){NULL, 0});
        return;
    }
    several = several && !ran_from(evidence, only);
    for (int rank = 0; rank < 3; rank++)
        for (size_t i = 0; i < evidence->layers.count; i++) {
            const struct layer *layer = &evidence->layers.items[i];

            if (layer->rank == rank &&
                (strcmp(layer->directory, only) == 0 ||
                 (several && !is_backup(layer->directory))))
                add_installation(evidence, layer);
        }
    if (several)
        evidence_gap(evidence,
                     "several Campaign directories: collect again with "
                     "--install-dir and the one that is used",
                     (struct place){NULL, 0});
    keep_layers(evidence, several ? NULL : only);
}
