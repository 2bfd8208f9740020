/*
 * Files: found by the recipe, read safely, redacted, kept.
 */
#include "gathering.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FOLDER_MOST = 4096, HOPS_MOST = 16 };

static const char MEND_DENIED[] =
    "run acc-collect as root, or as the owner of the file";

static bool
has_wildcard(const char *path)
{
    return strpbrk(path, "*?") != NULL;
}

/* Words for a path that root_look or root_list could not pass. */
static void
entry_for_problem(struct gathered *gathered, const char *path, int problem,
                  const char *why)
{
    struct entry *entry;

    if (entry_of_origin(gathered, path) != NULL)
        return;
    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      problem == EACCES || problem == EPERM ? ENTRY_DENIED
                                                            : ENTRY_FAILED,
                      why);
    entry->origin = path;
    entry->reason = problem == E2BIG
                        ? "the folder holds too many files"
                        : arena_string(gathered->arena, strerror(problem));
    entry->mend = entry->status == ENTRY_DENIED
                      ? MEND_DENIED
                      : "look at it on the server; it was not taken";
}

static struct entry *
entry_link(struct gathered *gathered, const char *path, const char *target,
           const char *why)
{
    struct entry *entry = entry_add(
        gathered, entry_path(gathered, "files", path), ENTRY_LINK, why);

    entry->origin = path;
    entry->target = target;
    return entry;
}

/* ---- patterns ---- */

/* Adds every path that fits PATTERN to FOUND; one without wildcards is added
 * whether it exists or not. */
static void
expand(struct gathered *gathered, const char *pattern, const char *why,
       struct words *found)
{
    const char *wild = strpbrk(pattern, "*?"), *from, *rest;
    const char *folder, *part;
    char **names;
    size_t i, count;
    int problem;

    if (wild == NULL) {
        *vec_add(gathered->arena, found) = pattern;
        return;
    }
    for (from = wild; from > pattern && from[-1] != '/'; from--)
        ;
    rest = from + strcspn(from, "/");
    folder = arena_copy(gathered->arena, pattern,
                        from - pattern > 1 ? (size_t)(from - pattern) - 1 : 1);
    part = arena_copy(gathered->arena, from, (size_t)(rest - from));
    problem = root_list(gathered->root, folder, gathered->arena, FOLDER_MOST,
                        &names, &count);
    if (problem == ELOOP || problem == ENOTDIR) {
        const char *real =
            root_resolve(gathered->root, folder, gathered->arena);

        if (real != NULL && strcmp(real, folder) != 0 &&
            entry_of_origin(gathered, folder) == NULL) {
            struct entry *entry = entry_link(gathered, folder, real, why);

            entry->reason = "a linked folder is not followed";
        }
        return;
    }
    if (problem == ENOENT)
        return;
    if (problem != 0) {
        entry_for_problem(gathered, folder, problem, why);
        return;
    }
    for (i = 0; i < count; i++)
        if (recipe_fits(part, names[i]))
            expand(gathered,
                   arena_format(gathered->arena, "%s%s%s%s", folder,
                                folder[1] == '\0' ? "" : "/", names[i], rest),
                   why, found);
}

/* ---- one file ---- */

/* PATH without "." and "..", as text: the folder in it holds no links. */
static const char *
path_plain(const char *path, struct arena *arena)
{
    char *out = arena_string(arena, path);
    size_t len = 0;
    const char *from = path;

    while (*from != '\0') {
        size_t part;

        while (*from == '/')
            from++;
        part = strcspn(from, "/");
        if (part == 0)
            break;
        if (part == 2 && memcmp(from, "..", 2) == 0) {
            while (len > 0 && out[--len] != '/')
                ;
        } else if (!(part == 1 && *from == '.')) {
            out[len++] = '/';
            memmove(out + len, from, part);
            len += part;
        }
        from += part;
    }
    if (len == 0)
        out[len++] = '/';
    out[len] = '\0';
    return out;
}

/* Where the link PATH leads, inside the tree. */
static const char *
link_leads(const char *path, const char *target, struct arena *arena)
{
    const char *slash = strrchr(path, '/');

    if (target[0] == '/')
        return path_plain(target, arena);
    return path_plain(
        arena_format(arena, "%.*s/%s", (int)(slash - path), path, target),
        arena);
}

/* Nothing stands at PATH. */
static void
take_nothing(struct gathered *gathered, const char *path,
             enum recipe_absence absence, const char *why)
{
    struct entry *entry;

    if (absence == ABSENCE_SILENT)
        return;
    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      ENTRY_ABSENT, why);
    entry->origin = path;
    entry->reason = "no such file";
    if (absence == ABSENCE_MATTERS)
        entry->mend = "name the Campaign directory with --install-dir";
}

struct entry *
entry_of_read(struct gathered *gathered, const char *path,
              const struct recipe *line, const struct read_out *out)
{
    struct entry *entry =
        entry_add(gathered, entry_path(gathered, "files", path),
                  ENTRY_COLLECTED, line->why);

    entry->origin = path;
    entry->reason =
        out->reason == NULL ? NULL : arena_string(gathered->arena, out->reason);
    switch (out->result) {
    case READ_WHOLE:
        break;
    case READ_CHANGED:
        entry->status = ENTRY_CHANGED;
        entry->mend = "collect again when nobody edits it";
        break;
    case READ_CUT:
        /* Where it is cut a secret might be halved and no longer known. */
        entry_refuse(entry, ENTRY_FAILED, "too large to be redacted as a whole",
                     "look at the file on the server; it was not taken");
        break;
    case READ_ABSENT:
        entry->status = ENTRY_ABSENT;
        break;
    case READ_DENIED:
        entry->status = ENTRY_DENIED;
        entry->mend = MEND_DENIED;
        break;
    case READ_REFUSED:
    case READ_FAILED:
        entry->status = ENTRY_FAILED;
        entry->mend = "run acc-collect as the owner of the file";
        break;
    }
    if (entry_has_bytes(entry) || out->result == READ_CUT) {
        entry->mode =
            arena_format(gathered->arena, "%04o", out->node.mode & 07777U);
        entry->mtime = time_text(out->node.mtime, gathered->arena);
    }
    return entry;
}

static int
take_content(struct gathered *gathered, const char *path,
             const struct recipe *line, struct failure *why)
{
    struct read_out out;
    struct entry *entry;
    struct buf content;
    int result = 0;

    buf_init(&content, GATHER_FILE_MOST);
    root_read(gathered->root, path, GATHER_FILE_MOST, gathered->arena, &content,
              &out);
    entry = entry_of_read(gathered, path, line, &out);
    if (entry_has_bytes(entry))
        result = entry_keep(gathered, entry, line->form,
                            line->base == RECIPE_SHIPPED,
                            span_bytes(content.data, content.len), why);
    buf_release(&content);
    return result;
}

/* The instance whose file PATH is by its name or its folder; empty: none. */
static struct span
instance_of(const char *path, const struct recipe *line)
{
    const char *end = strrchr(path, '/'), *from;
    struct span instance = span_of(end + 1);

    if (line->base == RECIPE_VAR) { /* INSTANCE/log/NAME */
        for (end--; *end != '/'; end--)
            ;
        for (from = end; from[-1] != '/'; from--)
            ;
        return span_bytes(from, (size_t)(end - from));
    }
    if (line->base == RECIPE_SHIPPED || !span_skip(&instance, "config-") ||
        instance.len < 4 ||
        !span_is(span_bytes(instance.at + instance.len - 4, 4), ".xml"))
        return span_bytes(path, 0);
    instance.len -= 4;
    return instance;
}

/* Is PATH the file of an instance that --instance leaves out? */
static bool
instance_left_out(const struct gathered *gathered, const char *path,
                  const struct recipe *line)
{
    const struct words *wanted = &gathered->options->instances;
    struct span instance = instance_of(path, line);
    size_t i;

    if (wanted->count == 0 || instance.len == 0 || span_is(instance, "default"))
        return false;
    for (i = 0; i < wanted->count; i++)
        if (span_is(instance, wanted->items[i]))
            return false;
    return true;
}

static int
take(struct gathered *gathered, const char *path, const struct recipe *line,
     enum recipe_absence absence, int hops, struct failure *why)
{
    const char *next = NULL;
    struct entry *entry;
    struct node node;
    int problem;

    if (stop_asked)
        return fail(why, "stopped by a signal; nothing was written");
    if (entry_of_origin(gathered, path) != NULL)
        return 0;
    problem = root_look(gathered->root, path, gathered->arena, &node);
    if (problem == ELOOP) {
        next = root_resolve(gathered->root, path, gathered->arena);
        if (next == NULL) {
            take_nothing(gathered, path, absence, line->why);
            return 0;
        }
        entry = entry_link(gathered, path, next, line->why);
    } else if (problem != 0) {
        entry_for_problem(gathered, path, problem, line->why);
        return 0;
    } else if (node.kind == NODE_NONE) {
        take_nothing(gathered, path, absence, line->why);
        return 0;
    } else if (node.kind == NODE_LINK) {
        next = link_leads(path, node.target, gathered->arena);
        entry = entry_link(gathered, path, node.target, line->why);
    } else if (instance_left_out(gathered, path, line)) {
        entry = entry_add(gathered, entry_path(gathered, "files", path),
                          ENTRY_EXCLUDED, line->why);
        entry->origin = path;
        entry->reason = "not an instance named with --instance";
        return 0;
    } else if (node.kind == NODE_FOLDER && has_wildcard(line->path)) {
        return 0;
    } else if (line->form == REDACT_LOG) {
        return gather_log(gathered, path, line, why);
    } else {
        return take_content(gathered, path, line, why);
    }
    if (hops >= HOPS_MOST) {
        entry->reason = "a chain of too many links";
    } else if (!recipe_follows(next, gathered->trees.items,
                               gathered->trees.count)) {
        entry->reason = "it leads outside the folders that are gathered";
        if (absence == ABSENCE_MATTERS)
            entry->mend = "name the Campaign directory that holds the file "
                          "itself with --install-dir";
    } else {
        return take(gathered, next, line,
                    absence == ABSENCE_SILENT ? ABSENCE_NOTED : absence,
                    hops + 1, why);
    }
    return 0;
}

static int
take_line(struct gathered *gathered, const char *base,
          const struct recipe *line, struct failure *why)
{
    struct words found = {NULL, 0, 0};
    size_t i;

    expand(gathered,
           base == NULL
               ? line->path
               : arena_format(gathered->arena, "%s/%s", base, line->path),
           line->why, &found);
    for (i = 0; i < found.count; i++)
        if (take(gathered, found.items[i], line, line->absence, 0, why) != 0)
            return -1;
    return 0;
}

/* What stands on a system of the other kind is not looked for: that a Windows
 * server has no customer.sh says nothing about its environment. */
static bool
line_fits(const struct recipe *line, bool windows)
{
    if (line->base == RECIPE_ROOT)
        return windows == (strncmp(line->path, "/C/", 3) == 0);
    return !windows || line->form != REDACT_SHELL;
}

bool
account_of_tree(struct gathered *gathered, uint32_t owner, const char **name,
                const char **home)
{
    struct read_out out;
    struct buf content;
    struct span rest, entry;
    bool found = false;

    buf_init(&content, GATHER_FILE);
    root_read(gathered->root, "/etc/passwd", GATHER_FILE, gathered->arena,
              &content, &out);
    rest = span_bytes(content.data, content.len);
    while (out.result == READ_WHOLE && !found && span_line(&rest, &entry)) {
        struct span account, skipped, id, folder = {NULL, 0};
        int64_t value;

        if (!span_until(&entry, ':', &account) ||
            !span_until(&entry, ':', &skipped) ||
            !span_until(&entry, ':', &id) ||
            !span_number(id, 0, UINT32_MAX, &value) || value != (int64_t)owner)
            continue;
        found = true;
        *name = span_string(gathered->arena, account);
        if (span_until(&entry, ':', &skipped) &&
            span_until(&entry, ':', &skipped))
            (void)span_until(&entry, ':', &folder);
        *home = span_string(gathered->arena, folder);
    }
    buf_release(&content);
    return found;
}

static const char *
parent_of(struct gathered *gathered, const char *tree)
{
    const char *slash = strrchr(tree, '/');

    return arena_copy(gathered->arena, tree, (size_t)(slash - tree));
}

/* Where the service account may be at home: as /etc/passwd says, where the
 * package puts it, and where guides do.  Nobody logs in to Campaign as root. */
static void
homes_add(struct gathered *gathered, struct words *homes)
{
    const char *name, *home;
    size_t i;

    *vec_add(gathered->arena, homes) = "/home/neolane";
    for (i = 0; i < gathered->trees.count; i++)
        *vec_add(gathered->arena, homes) =
            parent_of(gathered, gathered->trees.items[i]);
    if (gathered->tree_owner > 0 &&
        account_of_tree(gathered, (uint32_t)gathered->tree_owner, &name,
                        &home) &&
        home[0] == '/')
        *vec_add(gathered->arena, homes) = path_plain(home, gathered->arena);
}

/* Where the paths of LINE begin for TREE; NULL: nothing is there. */
static const char *
line_base(struct gathered *gathered, const struct recipe *line,
          const char *tree)
{
    const char *var, *real;
    bool relocated;

    if (line->base != RECIPE_VAR)
        return tree;
    /* Many a server has var on a disk of its own, behind a link. */
    var = tree_var(gathered, tree, &relocated);
    real = root_resolve(gathered->root, var, gathered->arena);
    if (real != NULL && strcmp(real, var) != 0 &&
        entry_of_origin(gathered, var) == NULL)
        entry_link(gathered, var, real, line->why);
    return real;
}

/* Where the paths of LINE begin. */
static void
line_bases(struct gathered *gathered, const struct recipe *line,
           struct words *bases)
{
    size_t i;

    if (line->base == RECIPE_HOME) {
        homes_add(gathered, bases);
        return;
    }
    for (i = 0; i < gathered->trees.count; i++) {
        const char *base = line_base(gathered, line, gathered->trees.items[i]);

        if (base != NULL)
            *vec_add(gathered->arena, bases) = base;
    }
}

int
gather_files(struct gathered *gathered, struct failure *why)
{
    const struct recipe *line;
    size_t i;

    for (line = RECIPE; line->path != NULL; line++) {
        struct words bases = {NULL, 0, 0};

        if (!line_fits(line, strcmp(gathered->manifest.os, "windows") == 0))
            continue;
        if (line->base == RECIPE_ROOT) {
            if (take_line(gathered, NULL, line, why) != 0)
                return -1;
            continue;
        }
        line_bases(gathered, line, &bases);
        for (i = 0; i < bases.count; i++)
            if (take_line(gathered, bases.items[i], line, why) != 0)
                return -1;
    }
    return 0;
}

/* ---- the Campaign directories ---- */

static const char WHY_TREE[] = "the Campaign directory";

/* Takes PATH as a Campaign directory if one stands there. */
static bool
tree_add(struct gathered *gathered, const char *path)
{
    const char *real = root_resolve(gathered->root, path, gathered->arena);
    struct node node;
    size_t i;
    int problem;

    problem = root_look(gathered->root, real == NULL ? path : real,
                        gathered->arena, &node);
    if (problem != 0 && problem != ELOOP) {
        entry_for_problem(gathered, path, problem, WHY_TREE);
        return true;
    }
    if (real == NULL || node.kind != NODE_FOLDER)
        return false;
    if (strcmp(real, path) != 0 && entry_of_origin(gathered, path) == NULL)
        entry_link(gathered, path, real, WHY_TREE);
    for (i = 0; i < gathered->trees.count; i++)
        if (strcmp(gathered->trees.items[i], real) == 0)
            return true;
    *vec_add(gathered->arena, &gathered->trees) = real;
    root_trust(gathered->root, node.owner);
    if (gathered->tree_owner < 0)
        gathered->tree_owner = (int64_t)node.owner;
    return true;
}

static void
tree_missing(struct gathered *gathered, const char *path, const char *reason)
{
    struct entry *entry;

    if (entry_of_origin(gathered, path) != NULL)
        return;
    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      ENTRY_ABSENT, WHY_TREE);
    entry->origin = path;
    entry->reason = reason;
    entry->mend = "name the Campaign directory with --install-dir";
}

int
gather_trees(struct gathered *gathered, struct failure *why)
{
    const struct words *given = &gathered->options->install_dirs;
    struct words found = {NULL, 0, 0};
    bool any = false;
    size_t i;

    (void)why;
    for (i = 0; i < given->count; i++)
        if (!tree_add(gathered, path_plain(given->items[i], gathered->arena)))
            tree_missing(gathered, path_plain(given->items[i], gathered->arena),
                         "no such folder");
    if (given->count > 0)
        return 0;
    for (i = 0; RECIPE_TREES[i] != NULL; i++)
        expand(gathered, RECIPE_TREES[i], WHY_TREE, &found);
    for (i = 0; i < found.count; i++)
        if (tree_add(gathered, found.items[i]))
            any = true;
    if (!any)
        tree_missing(gathered,
                     strcmp(gathered->manifest.os, "windows") == 0
                         ? "/C/Program Files"
                         : "/usr/local/neolane",
                     "no Campaign directory was found");
    return 0;
}
