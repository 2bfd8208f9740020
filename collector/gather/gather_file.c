/*
 * Files: found by the recipe, read safely, redacted, kept.
 */
#include "gathering.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "place.h"

enum {
    FOLDER_MOST = 4096,
    HOPS_MOST = 16,
    FOUND_MOST = 100000 /* that fit one line: more than a bundle names */
};

static const char MEND_DENIED[] =
    "run acc-collect as root, or as the owner of the file";

static bool
has_wildcard(const char *path)
{
    return strpbrk(path, "*?") != NULL;
}

static const char MEND_LATE[] =
    "raise --timeout, or collect again when the disk is less busy";
static const char MEND_LOOK[] = "look at it on the server; it was not taken";

void
entry_problem(struct gathered *gathered, const char *path, int problem,
              const char *reason, const char *why)
{
    struct entry *entry;

    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      problem == EACCES || problem == EPERM ? ENTRY_DENIED
                      : problem == ROOT_LATE                ? ENTRY_TIMEOUT
                                                            : ENTRY_FAILED,
                      why);
    entry_from(gathered, entry, path);
    entry->reason = arena_string(gathered->arena, reason);
    entry->mend = entry->status == ENTRY_DENIED    ? MEND_DENIED
                  : entry->status == ENTRY_TIMEOUT ? MEND_LATE
                                                   : MEND_LOOK;
}

void
entry_for_problem(struct gathered *gathered, const char *path, int problem,
                  const char *why)
{
    places_told(gathered);
    if (entry_of_origin(gathered, path) == NULL)
        entry_problem(gathered, path, problem, root_words(problem), why);
}

static struct entry *
entry_link(struct gathered *gathered, const char *path, const char *target,
           const char *why)
{
    struct entry *entry = entry_add(
        gathered, entry_path(gathered, "files", path), ENTRY_LINK, why);

    entry_from(gathered, entry, path);
    entry->target = target;
    return entry;
}

/* ---- links ---- */

/* Does the folder in which the file REAL stands (or REAL itself) belong to
 * ACCOUNT, on whose word alone we are there? */
static bool
place_of(struct gathered *gathered, const char *real, int64_t account)
{
    const char *slash = strrchr(real, '/');
    struct node node;
    int problem = place_look(gathered, real, gathered->arena, &node);
    uint32_t owner = account < 0 ? 0 : (uint32_t)account;

    if (problem == 0 && node.kind != NODE_FOLDER)
        problem = place_look(gathered,
                             slash == real ? "/"
                                           : arena_copy(gathered->arena, real,
                                                        (size_t)(slash - real)),
                             gathered->arena, &node);
    return problem == 0 && node.kind == NODE_FOLDER && node.owner == owner &&
           root_heard_only(gathered->root, owner);
}

const char *
file_behind(struct gathered *gathered, const char *path, enum recipe_base base,
            int64_t account, int *problem, const char **target)
{
    const char *real = place_resolve(gathered, path, problem);

    if (real == NULL || strcmp(real, path) == 0)
        return real;
    *target = real;
    if (recipe_follows(arena_format(gathered->arena, "%s/", real),
                       gathered->trees.items, gathered->trees.count) ||
        recipe_follows(real, gathered->trees.items, gathered->trees.count))
        return real;
    if (base != RECIPE_ROOT && recipe_shares(real, path) &&
        place_of(gathered, real, account))
        return real;
    return NULL;
}

/* A link that is not followed: what it leads to is missed. */
static void
entry_not_followed(struct gathered *gathered, const char *path,
                   const char *target, const char *why)
{
    struct entry *entry;

    if (entry_of_origin(gathered, path) != NULL)
        return;
    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      ENTRY_FAILED, why);
    entry_from(gathered, entry, path);
    entry->reason =
        arena_format(gathered->arena,
                     "a link to %s, which is outside the folders that are "
                     "gathered and no folder of the owner of the tree",
                     target);
    entry->mend = "put the file itself there, or name the Campaign directory "
                  "that holds it with --install-dir";
}

/* ---- patterns ---- */

/* Whose files are taken, and as which line of the recipe. */
struct source {
    const struct recipe *line;
    int64_t account; /* owner of the tree; -1: the system's files */
};

/* The names in FOLDER, links on the way followed where they may be; false:
 * there are none, or an entry says why not. */
static bool
names_of(struct gathered *gathered, const struct source *source,
         const char *folder, char ***names, size_t *count)
{
    const char *why = source->line->why, *target = NULL, *real;
    int problem = place_list(gathered, folder, gathered->arena, FOLDER_MOST,
                             names, count);

    if (problem == ELOOP) {
        real = file_behind(gathered, folder, source->line->base,
                           source->account, &problem, &target);
        if (real == NULL && problem == 0) {
            entry_not_followed(gathered, folder, target, why);
            return false;
        }
        if (real != NULL)
            problem = place_list(gathered, real, gathered->arena, FOLDER_MOST,
                                 names, count);
    }
    /* What else fits the pattern need be no folder. */
    if (problem != 0 && problem != ENOENT && problem != ENOTDIR)
        entry_for_problem(gathered, folder, problem, why);
    return problem == 0;
}

/* Adds every path below BASE that fits PATTERN to FOUND; one without wildcards
 * is added whether it exists or not.  BASE is a path as it is, and so are the
 * names found: they may hold wildcards themselves. */
static void
expand(struct gathered *gathered, const struct source *source, const char *base,
       const char *pattern, struct words *found)
{
    struct arena *arena = gathered->arena;
    const char *wild = strpbrk(pattern, "*?"), *from, *rest, *folder, *part;
    char **names;
    size_t i, count;

    if (*pattern == '/')
        pattern++;
    if (wild == NULL) {
        *vec_add(arena, found) =
            *pattern == '\0' ? base
                             : arena_format(arena, "%s/%s", base, pattern);
        return;
    }
    for (from = wild; from > pattern && from[-1] != '/'; from--)
        ;
    rest = from + strcspn(from, "/");
    folder = from == pattern ? base
                             : arena_format(arena, "%s/%.*s", base,
                                            (int)(from - pattern) - 1, pattern);
    part = arena_copy(arena, from, (size_t)(rest - from));
    root_hear(gathered->root, source->account);
    if (!names_of(gathered, source, *folder == '\0' ? "/" : folder, &names,
                  &count))
        return;
    for (i = 0; i < count && !stop_asked && found->count < FOUND_MOST; i++)
        if (recipe_fits(part, names[i]))
            expand(gathered, source,
                   arena_format(arena, "%s/%s", folder, names[i]), rest, found);
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
    entry_from(gathered, entry, path);
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

    places_told(gathered);
    entry_from(gathered, entry, path);
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
    case READ_TIMEOUT:
        entry->status = ENTRY_TIMEOUT;
        entry->mend = MEND_LATE;
        break;
    case READ_REFUSED:
    case READ_FAILED:
        entry->status = ENTRY_FAILED;
        entry->mend = "run acc-collect as the owner of the file";
        break;
    }
    if (entry_has_bytes(entry) || out->result == READ_CUT) {
        entry->mode =
            arena_format(gathered->arena, "0%03o", out->node.mode & 07777U);
        entry->mtime = time_text(out->node.mtime, gathered->arena);
    }
    return entry;
}

/* Names the file REAL that was read for PATH, if links led to it. */
static void
entry_through(struct gathered *gathered, struct entry *entry, const char *real)
{
    if (entry->reason == NULL && strcmp(entry->origin, real) != 0)
        entry->reason =
            arena_format(gathered->arena, "read through a link to %s", real);
}

static int
take_content(struct gathered *gathered, const char *path, const char *real,
             const struct recipe *line, struct failure *why)
{
    struct read_out out;
    struct entry *entry;
    struct buf content;
    int result = 0;

    buf_init(&content, GATHER_FILE_MOST);
    place_read(gathered, real, GATHER_FILE_MOST, &content, &out);
    entry = entry_of_read(gathered, path, line, &out);
    entry_through(gathered, entry, real);
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

/* Takes REAL, no link, as PATH. */
static int
take_file(struct gathered *gathered, const struct recipe *line,
          const char *path, const char *real, struct failure *why)
{
    if (instance_left_out(gathered, path, line)) {
        struct entry *entry =
            entry_add(gathered, entry_path(gathered, "files", path),
                      ENTRY_EXCLUDED, line->why);

        entry_from(gathered, entry, path);
        entry->reason = "not an instance named with --instance";
        return 0;
    }
    if (line->form == REDACT_LOG)
        return gather_log(gathered, path, real, line, why);
    return take_content(gathered, path, real, line, why);
}

/*
 * PATH of a tree is a link, or leads through one.  What stands behind it is
 * taken as PATH, the name by which Campaign reads it.
 */
static int
take_behind(struct gathered *gathered, const struct source *source,
            const char *path, const struct node *link,
            enum recipe_absence absence, struct failure *why)
{
    const struct recipe *line = source->line;
    const char *target = link->target, *real;
    bool wild = has_wildcard(line->path);
    struct entry *entry;
    struct node node;
    int problem;

    real = file_behind(gathered, path, line->base, source->account, &problem,
                       &target);
    if (real == NULL && problem == 0) {
        entry_not_followed(gathered, path, target, line->why);
        return 0;
    }
    if (real == NULL && (problem == ENOENT || problem == ELOOP)) {
        if (link->kind != NODE_LINK) { /* a link on the way */
            if (!wild)
                take_nothing(gathered, path, absence, line->why);
            return 0;
        }
        entry = entry_link(gathered, path, target, line->why);
        entry->reason = problem == ENOENT ? "it leads to nothing"
                                          : "a chain of too many links";
        if (absence == ABSENCE_MATTERS)
            entry->mend = MEND_LOOK;
        return 0;
    }
    if (real == NULL) {
        if (!wild || problem != ENOTDIR)
            entry_for_problem(gathered, path, problem, line->why);
        return 0;
    }
    if (wild && place_look(gathered, real, gathered->arena, &node) == 0 &&
        node.kind == NODE_FOLDER)
        return 0;
    return take_file(gathered, line, path, real, why);
}

static int
take(struct gathered *gathered, const struct source *source, const char *path,
     enum recipe_absence absence, int hops, struct failure *why)
{
    const struct recipe *line = source->line;
    const char *next = NULL;
    struct entry *entry;
    struct node node;
    int problem;

    if (stop_asked)
        return fail(why, "stopped by a signal; nothing was written");
    places_tell(gathered);
    if (entry_of_origin(gathered, path) != NULL)
        return 0;
    if (entries_full(gathered)) {
        entry_beyond(gathered, path);
        return 0;
    }
    if (root_late(gathered->root)) {
        entry_for_problem(gathered, path, ROOT_LATE, line->why);
        return 0;
    }
    problem = place_look(gathered, path, gathered->arena, &node);
    if (problem == 0 && node.kind == NODE_NONE) {
        take_nothing(gathered, path, absence, line->why);
        return 0;
    }
    if (problem == ENOTDIR && has_wildcard(line->path))
        return 0;
    if (problem != 0 && problem != ELOOP) {
        entry_for_problem(gathered, path, problem, line->why);
        return 0;
    }
    if (problem == 0 && node.kind != NODE_LINK)
        return node.kind == NODE_FOLDER && has_wildcard(line->path)
                   ? 0
                   : take_file(gathered, line, path, path, why);
    if (line->base != RECIPE_ROOT)
        return take_behind(gathered, source, path, &node, absence, why);
    /* Of the system's links each step is an entry of its own. */
    if (problem == 0) {
        next = link_leads(path, node.target, gathered->arena);
        entry = entry_link(gathered, path, node.target, line->why);
    } else {
        next = place_resolve(gathered, path, &problem);
        if (next == NULL) {
            if (problem == ENOENT)
                take_nothing(gathered, path, absence, line->why);
            else
                entry_for_problem(gathered, path, problem, line->why);
            return 0;
        }
        entry = entry_link(gathered, path, next, line->why);
    }
    if (hops >= HOPS_MOST) {
        entry->reason = "a chain of too many links";
    } else if (!recipe_follows(next, gathered->trees.items,
                               gathered->trees.count)) {
        entry->reason = "it leads outside the folders that are gathered";
    } else {
        return take(gathered, source, next,
                    absence == ABSENCE_SILENT ? ABSENCE_NOTED : absence,
                    hops + 1, why);
    }
    return 0;
}

static int
take_line(struct gathered *gathered, const char *base,
          const struct source *source, struct failure *why)
{
    const struct recipe *line = source->line;
    struct words found = {NULL, 0, 0};
    size_t i;

    expand(gathered, source, base, line->path, &found);
    for (i = 0; i < found.count; i++) {
        root_hear(gathered->root, source->account);
        if (take(gathered, source, found.items[i], line->absence, 0, why) != 0)
            return -1;
    }
    root_hear(gathered->root, -1);
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

/* ---- accounts of the tree ---- */

enum { RECORD_FIELDS = 7 };

/* The next record of /etc/passwd or /etc/group; fields that are not there are
 * empty. */
static bool
record_next(struct span *rest, struct span fields[RECORD_FIELDS])
{
    struct span line;

    if (!span_line(rest, &line))
        return false;
    for (size_t i = 0; i < RECORD_FIELDS; i++)
        if (!span_until(&line, ':', &fields[i])) {
            fields[i] = line;
            line.len = 0;
        }
    return true;
}

/* Reads the accounts file PATH; an empty one is as good as none. */
static struct span
records_read(struct gathered *gathered, const char *path, struct buf *content)
{
    root_hear(gathered->root, -1);
    return place_text(gathered, path, GATHER_FILE, content);
}

/* The record of OWNER in what stands in /etc/passwd. */
static bool
record_of(struct span rest, uint32_t owner, struct span fields[RECORD_FIELDS])
{
    int64_t value;

    while (record_next(&rest, fields))
        if (span_number(fields[2], 0, UINT32_MAX, &value) &&
            value == (int64_t)owner)
            return true;
    return false;
}

bool
account_of_tree(struct gathered *gathered, uint32_t owner, const char **name,
                const char **home)
{
    struct span fields[RECORD_FIELDS];
    struct buf content;
    bool found = record_of(records_read(gathered, "/etc/passwd", &content),
                           owner, fields);

    if (found) {
        *name = span_string(gathered->arena, fields[0]);
        *home = span_string(gathered->arena, fields[5]);
    }
    buf_release(&content);
    return found;
}

/* Is NAME one of the words of LIST, between commas? */
static bool
is_member(struct span list, struct span name)
{
    struct span word;

    while (list.len > 0) {
        if (!span_until(&list, ',', &word)) {
            word = list;
            list.len = 0;
        }
        if (word.len == name.len && memcmp(word.at, name.at, name.len) == 0)
            return true;
    }
    return false;
}

/* The groups of OWNER: of this machine, or as the files of a copied one say. */
static size_t
owner_groups(struct gathered *gathered, uint32_t owner, uint32_t *groups,
             size_t most)
{
    struct span fields[RECORD_FIELDS], name, rest;
    struct buf accounts, list;
    int64_t value;
    size_t count = 0;

    if (gathered->options->root == NULL)
        return account_groups(owner, groups, most);
    rest = records_read(gathered, "/etc/passwd", &accounts);
    if (record_of(rest, owner, fields)) {
        name = fields[0];
        if (span_number(fields[3], 0, UINT32_MAX, &value))
            groups[count++] = (uint32_t)value;
        rest = records_read(gathered, "/etc/group", &list);
        while (count < most && record_next(&rest, fields))
            if (is_member(fields[3], name) &&
                span_number(fields[2], 0, UINT32_MAX, &value))
                groups[count++] = (uint32_t)value;
        buf_release(&list);
    }
    buf_release(&accounts);
    return count;
}

/* ---- all lines ---- */

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

/* The var directory of TREE; NULL: it is not there, or an entry says why it
 * cannot be looked at. */
static const char *
var_base(struct gathered *gathered, const struct source *source,
         const char *tree)
{
    const char *why = source->line->why, *var, *real;
    bool relocated;
    int problem;

    root_hear(gathered->root, source->account);
    var = tree_var(gathered, tree, &relocated);
    places_tell(gathered);
    root_hear(gathered->root, source->account);
    real = place_resolve(gathered, var, &problem);
    if (real == NULL && problem != ENOENT)
        entry_for_problem(gathered, var, problem, why);
    if (real == NULL && problem == ENOENT && relocated &&
        entry_of_origin(gathered, var) == NULL) {
        struct entry *entry = entry_add(
            gathered, entry_path(gathered, "files", var), ENTRY_ABSENT, why);

        entry_from(gathered, entry, var);
        entry->reason = "XTK_VAR_DIR names it, and nothing is there";
        entry->mend = "mount or restore it, then collect again";
    }
    /* Many a server has var on a disk of its own, behind a link. */
    if (real != NULL && strcmp(real, var) != 0 &&
        entry_of_origin(gathered, var) == NULL)
        entry_link(gathered, var, real, why);
    return real;
}

static int
take_of_trees(struct gathered *gathered, struct source *source,
              struct failure *why)
{
    for (size_t i = 0; i < gathered->trees.count; i++) {
        const char *base = gathered->trees.items[i];

        source->account = gathered->owners.items[i];
        if (source->line->base == RECIPE_VAR)
            base = var_base(gathered, source, base);
        if (base != NULL && take_line(gathered, base, source, why) != 0)
            return -1;
    }
    return 0;
}

static int
take_of_homes(struct gathered *gathered, struct source *source,
              struct failure *why)
{
    struct words homes = {NULL, 0, 0};

    source->account = gathered->tree_owner;
    homes_add(gathered, &homes);
    places_tell(gathered);
    for (size_t i = 0; i < homes.count; i++)
        if (take_line(gathered, homes.items[i], source, why) != 0)
            return -1;
    return 0;
}

int
gather_files(struct gathered *gathered, struct failure *why)
{
    bool windows = strcmp(gathered->manifest.os, "windows") == 0;

    for (const struct recipe *line = RECIPE; line->path != NULL; line++) {
        struct source source = {line, -1};
        int result;

        if (!line_fits(line, windows))
            continue;
        result =
            line->base == RECIPE_ROOT   ? take_line(gathered, "", &source, why)
            : line->base == RECIPE_HOME ? take_of_homes(gathered, &source, why)
                                        : take_of_trees(gathered, &source, why);
        if (result != 0)
            return -1;
    }
    return 0;
}

/* ---- the Campaign directories ---- */

static const char WHY_TREE[] = "the Campaign directory";

/* What speaks for a folder that may be a Campaign directory. */
struct proof {
    bool content;    /* something that only a Campaign directory holds, or
                        might, for it cannot be looked at */
    int64_t account; /* that all of it belongs to */
    bool two;        /* … or there are two of them */
};

static void
proof_owner(struct proof *proof, uint32_t owner)
{
    if (owner == 0)
        return;
    if (proof->account > 0 && proof->account != (int64_t)owner)
        proof->two = true;
    else
        proof->account = (int64_t)owner;
}

/* What is denied here is denied to the recipe and the inventory, which say it
 * better. */
static int
proof_node(struct gathered *gathered, const char *real, const char *name,
           struct node *node)
{
    size_t before = gathered->missed.count;
    int problem =
        place_look(gathered, arena_format(gathered->arena, "%s/%s", real, name),
                   gathered->arena, node);

    if (problem == EACCES)
        gathered->missed.count = before;
    return problem;
}

/* The owner of conf counts, of a single file only if all else is root's: an
 * editor leaves files of the administrator's. */
static void
proof_look(struct gathered *gathered, const char *real, struct proof *proof)
{
    struct node node;
    int problem = proof_node(gathered, real, "conf", &node);
    bool root_alone;

    if (problem == 0 && node.kind != NODE_NONE)
        proof_owner(proof, node.owner);
    root_alone = proof->account <= 0;
    for (size_t i = 0; RECIPE_PROOFS[i] != NULL; i++) {
        problem = proof_node(gathered, real, RECIPE_PROOFS[i], &node);
        if (problem != 0 ? problem != ENOTDIR : node.kind != NODE_NONE)
            proof->content = true;
        if (problem == 0 && node.kind != NODE_NONE && root_alone &&
            proof->account <= 0)
            proof_owner(proof, node.owner);
    }
}

/* Why the folder REAL is no Campaign directory; NULL: it is one, of ACCOUNT. */
static const char *
tree_doubt(struct gathered *gathered, const char *real,
           const struct node *folder, int64_t *account)
{
    bool windows = strcmp(gathered->manifest.os, "windows") == 0;
    struct proof proof = {false, 0, false};
    bool led = !root_heard_only(gathered->root, folder->owner);

    proof_owner(&proof, folder->owner);
    proof_look(gathered, real, &proof);
    root_hear(gathered->root, -1);
    *account = proof.account;
    if (!proof.content)
        return arena_format(
            gathered->arena,
            "no Campaign directory: it holds neither %s, %s nor %s",
            RECIPE_PROOFS[0], RECIPE_PROOFS[1], RECIPE_PROOFS[2]);
    if (windows)
        return NULL;
    if (led)
        return "a link of another account leads there";
    return proof.two ? "it and its conf belong to different accounts" : NULL;
}

static void
tree_refuse(struct gathered *gathered, const char *path, const char *real,
            const char *reason, bool named)
{
    struct entry *entry;

    if (entry_of_origin(gathered, path) != NULL)
        return;
    entry = entry_add(gathered, entry_path(gathered, "files", path),
                      ENTRY_FAILED, WHY_TREE);
    entry_from(gathered, entry, path);
    entry->reason =
        strcmp(path, real) == 0
            ? reason
            : arena_format(gathered->arena, "a link to %s: %s", real, reason);
    entry->mend = named ? "name the folder itself in which conf and bin stand"
                        : "name the Campaign directory with --install-dir";
}

/* Takes PATH as a Campaign directory if one stands there; true: it does, or an
 * entry says why it cannot be looked at. */
static bool
tree_add(struct gathered *gathered, const char *path, bool named)
{
    uint32_t groups[64];
    const char *real, *doubt;
    struct node node;
    int64_t account = 0;
    int problem;
    size_t i;

    root_hear(gathered->root, -1);
    real = place_resolve(gathered, path, &problem);
    if (real != NULL)
        problem = place_look(gathered, real, gathered->arena, &node);
    if (problem == ENOENT)
        return false;
    if (problem != 0) {
        entry_for_problem(gathered, path, problem, WHY_TREE);
        gathered->tree_unseen = true;
        return true;
    }
    if (node.kind != NODE_FOLDER)
        return false;
    for (i = 0; i < gathered->trees.count; i++)
        if (strcmp(gathered->trees.items[i], real) == 0)
            break;
    doubt = i < gathered->trees.count
                ? NULL
                : tree_doubt(gathered, real, &node, &account);
    if (doubt != NULL) {
        tree_refuse(gathered, path, real, doubt, named);
        return named;
    }
    if (strcmp(real, path) != 0 && entry_of_origin(gathered, path) == NULL)
        entry_link(gathered, path, real, WHY_TREE);
    if (i < gathered->trees.count)
        return true;
    *vec_add(gathered->arena, &gathered->trees) = real;
    *vec_add(gathered->arena, &gathered->owners) = account;
    root_trust(gathered->root, (uint32_t)account, groups,
               owner_groups(gathered, (uint32_t)account, groups,
                            sizeof groups / sizeof *groups));
    if (gathered->tree_owner < 0)
        gathered->tree_owner = account;
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
    entry_from(gathered, entry, path);
    entry->reason = reason;
    entry->mend = "name the Campaign directory with --install-dir";
}

int
gather_trees(struct gathered *gathered, struct failure *why)
{
    static const struct recipe line = {RECIPE_ROOT, "", REDACT_TEXT,
                                       ABSENCE_MATTERS, WHY_TREE};
    const struct source source = {&line, -1};
    const struct words *given = &gathered->options->install_dirs;
    struct words found = {NULL, 0, 0};
    bool any = false;
    size_t i;

    (void)why;
    for (i = 0; i < given->count; i++) {
        const char *path = path_plain(given->items[i], gathered->arena);

        if (!tree_add(gathered, path, true))
            tree_missing(gathered, path, "no such folder");
        places_tell(gathered);
    }
    if (given->count > 0)
        return 0;
    for (i = 0; RECIPE_TREES[i] != NULL; i++)
        expand(gathered, &source, "", RECIPE_TREES[i], &found);
    for (i = 0; i < gathered->manifest.entries.count; i++)
        if (gathered->manifest.entries.items[i].why == WHY_TREE)
            gathered->tree_unseen = true; /* a folder of the patterns */
    for (i = 0; i < found.count; i++) {
        if (tree_add(gathered, found.items[i], false))
            any = true;
        places_tell(gathered);
    }
    if (!any)
        tree_missing(gathered,
                     strcmp(gathered->manifest.os, "windows") == 0
                         ? "/C/Program Files"
                         : "/usr/local/neolane",
                     "no Campaign directory was found");
    return 0;
}
