/*
 * The inventory of the Campaign directories (its grammar: inventory.h).
 *
 * A server's var can hold millions of files: each walk has a limit of entries,
 * and all together have the time that a command may take.
 */
#include "inventory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gathering.h"
#include "handover.h"
#include "place.h"
#include "utf8.h"

enum {
    WALK_ENTRIES = 200000,
    WALK_DEPTH = 40,
    FOLDER_NAMES = 100000,
    INSTANCES_MOST = 200,
    LOGS_READ = 20,             /* the newest of an instance */
    LOG_MOST = 4 * 1024 * 1024, /* head and tail of one */
    HEADER_MOST = 4096,         /* of nlserver */
    INVENTORY_MOST = 4 * 1024 * 1024
};

struct inventory {
    struct gathered *gathered;
    struct buf out;
    int64_t deadline;
    int64_t account; /* owner of the tree at hand; -1: none is */
};

/* ---- writing ---- */

static void
field(struct inventory *inventory, const char *text)
{
    if (inventory->out.len > 0 &&
        inventory->out.data[inventory->out.len - 1] != '\n')
        buf_addc(&inventory->out, '\t');
    if (text == NULL || *text == '\0')
        buf_addc(&inventory->out, '-');
    else
        utf8_show(&inventory->out, span_of(text));
}

static void
number(struct inventory *inventory, int64_t value)
{
    field(inventory, value < 0 ? NULL
                               : arena_format(inventory->gathered->arena,
                                              "%lld", (long long)value));
}

static void
line(struct inventory *inventory, const char *word, const char *first,
     const char *second)
{
    field(inventory, word);
    field(inventory, first);
    if (second != NULL)
        field(inventory, second);
    buf_addc(&inventory->out, '\n');
}

/* ---- looking ---- */

static const char *
below(struct inventory *inventory, const char *folder, const char *rest)
{
    return arena_format(inventory->gathered->arena, "%s/%s", folder, rest);
}

/* A link is news where links were followed before, and where they lead in
 * circles.  Returns PROBLEM. */
static int
no_link(struct inventory *inventory, const char *path, int problem)
{
    if (problem == ELOOP)
        place_missed(inventory->gathered, path, problem, NULL);
    return problem;
}

/* Where PATH leads, heard as a path of the tree's owner; NULL: nowhere, PROBLEM
 * says why. */
static const char *
behind(struct inventory *inventory, const char *path, int *problem)
{
    const char *real;

    root_hear(inventory->gathered->root, inventory->account);
    real = place_resolve(inventory->gathered, path, problem);
    (void)no_link(inventory, path, *problem);
    return real;
}

/* What stands at PATH, links followed; NODE_NONE if nothing can be seen. */
static enum node_kind
seen(struct inventory *inventory, const char *path)
{
    struct gathered *gathered = inventory->gathered;
    struct node node;
    int problem;
    const char *real = behind(inventory, path, &problem);

    if (real != NULL)
        problem = place_look(gathered, real, gathered->arena, &node);
    return problem == 0 ? node.kind : NODE_NONE;
}

/* ---- sizes ---- */

struct walk {
    const char *state;
    int64_t files, bytes, oldest, newest, left;
};

static bool
walk_ended(const struct inventory *inventory, struct walk *walk)
{
    if (walk->left > 0 && !stop_asked && clock_now() <= inventory->deadline)
        return false;
    walk->state = "part";
    return true;
}

static void
walk_file(struct walk *walk, const struct node *node)
{
    if (walk->files == 0 || node->mtime < walk->oldest)
        walk->oldest = node->mtime;
    if (walk->files == 0 || node->mtime > walk->newest)
        walk->newest = node->mtime;
    walk->files++;
    walk->bytes += node->size;
}

/* What a problem with a folder says of it. */
static const char *
folder_state(int problem)
{
    switch (problem) {
    case 0:
        return "whole";
    case ENOENT:
        return "absent";
    case EACCES:
    case EPERM:
        return "denied";
    default:
        return "part";
    }
}

/* Adds what stands in FOLDER.  The names of one folder are dropped before the
 * next is read, those above it aside. */
static void
walk_folder(struct inventory *inventory, const char *folder, int depth,
            struct walk *walk)
{
    struct gathered *gathered = inventory->gathered;
    struct arena arena;
    char **names;
    size_t count, i;
    int problem;

    arena_init(&arena);
    problem = no_link(
        inventory, folder,
        place_list(gathered, folder, &arena, FOLDER_NAMES, &names, &count));
    if (problem != 0) {
        walk->state = depth == 0 ? folder_state(problem) : "part";
        count = 0;
    }
    for (i = 0; i < count && !walk_ended(inventory, walk); i++) {
        const char *path = arena_format(&arena, "%s/%s", folder, names[i]);
        struct node node;

        walk->left--;
        problem =
            no_link(inventory, path, place_look(gathered, path, &arena, &node));
        if (problem != 0)
            walk->state = "part";
        else if (node.kind == NODE_FILE)
            walk_file(walk, &node);
        else if (node.kind == NODE_FOLDER && depth + 1 < WALK_DEPTH)
            walk_folder(inventory, path, depth + 1, walk);
        else if (node.kind == NODE_FOLDER)
            walk->state = "part";
    }
    arena_release(&arena);
}

static void
folder_line(struct inventory *inventory, const char *what, const char *instance,
            const char *folder, const struct walk *walk)
{
    struct arena *arena = inventory->gathered->arena;
    bool counted =
        strcmp(walk->state, "whole") == 0 || strcmp(walk->state, "part") == 0;

    field(inventory, "folder");
    field(inventory, what);
    field(inventory, instance);
    field(inventory, folder);
    field(inventory, walk->state);
    number(inventory, counted ? walk->files : -1);
    number(inventory, counted ? walk->bytes : -1);
    field(inventory, walk->files > 0 ? time_text(walk->oldest, arena) : NULL);
    field(inventory, walk->files > 0 ? time_text(walk->newest, arena) : NULL);
    buf_addc(&inventory->out, '\n');
}

static void
size_of(struct inventory *inventory, const char *what, const char *instance,
        const char *folder)
{
    struct walk walk = {"whole", 0, 0, 0, 0, WALK_ENTRIES};
    int problem;
    const char *real = behind(inventory, folder, &problem);

    if (real != NULL)
        walk_folder(inventory, real, 0, &walk);
    else
        walk.state = folder_state(problem);
    folder_line(inventory, what, instance, folder, &walk);
}

/* The names in FOLDER that fit PATTERN, sorted; a line tells the folder's
 * state, FILES being how many fit. */
static void
names_in(struct inventory *inventory, const char *what, const char *instance,
         const char *folder, const char *pattern, struct words *found)
{
    struct gathered *gathered = inventory->gathered;
    struct walk walk = {"whole", 0, 0, 0, 0, 0};
    struct node node;
    char **names;
    size_t count, i;
    int problem;
    const char *real = behind(inventory, folder, &problem);

    if (real != NULL)
        problem = no_link(inventory, folder,
                          place_list(gathered, real, gathered->arena,
                                     FOLDER_NAMES, &names, &count));
    walk.state = folder_state(problem);
    for (i = 0; problem == 0 && i < count; i++) {
        const char *path;

        if (!recipe_fits(pattern, names[i]))
            continue;
        path = below(inventory, real, names[i]);
        problem = no_link(inventory, path,
                          place_look(gathered, path, gathered->arena, &node));
        if (problem != 0) {
            walk.state = "part";
            problem = 0;
            continue;
        }
        walk_file(&walk, &node);
        *vec_add(gathered->arena, found) = path;
    }
    folder_line(inventory, what, instance, folder, &walk);
}

/* ---- nlserver ---- */

static unsigned
little(const char *at, int bytes)
{
    unsigned value = 0;

    while (bytes-- > 0)
        value = value << 8 | (unsigned char)at[bytes];
    return value;
}

/* EI_CLASS of an ELF header; the machine of a PE header.  NULL: neither. */
static const char *
bits_of(struct span header)
{
    size_t at;

    if (header.len > 4 && memcmp(header.at, "\177ELF", 4) == 0)
        return header.at[4] == 1 ? "32" : header.at[4] == 2 ? "64" : NULL;
    if (header.len < 0x40 || memcmp(header.at, "MZ", 2) != 0)
        return NULL;
    at = little(header.at + 0x3c, 4);
    if (at > header.len || header.len - at < 6 ||
        memcmp(header.at + at, "PE\0\0", 4) != 0)
        return NULL;
    switch (little(header.at + at + 4, 2)) {
    case 0x014c:
        return "32";
    case 0x8664:
        return "64";
    default:
        return NULL;
    }
}

static void
binary_line(struct inventory *inventory, const char *file)
{
    struct gathered *gathered = inventory->gathered;
    const char *bits = NULL, *real;
    struct read_out out;
    struct buf content;
    int problem;

    if (seen(inventory, file) != NODE_FILE ||
        (real = behind(inventory, file, &problem)) == NULL)
        return;
    buf_init(&content, HEADER_MOST);
    place_read(gathered, real, HEADER_MOST, &content, &out);
    if (out.result == READ_WHOLE)
        bits = bits_of(span_bytes(content.data, content.len));
    else if (out.result == READ_CUT) /* the second half is the file's end */
        bits = bits_of(span_bytes(content.data, content.len / 2));
    buf_release(&content);
    field(inventory, "binary");
    field(inventory, file);
    field(inventory, bits);
    buf_addc(&inventory->out, '\n');
}

/* ---- logs of postupgrade ---- */

/* "prod instance, 2 warning(s) and 0 error(s) during the update." */
static bool
summary_counts(struct span text, struct upgrade_summary *summary)
{
    static const char middle[] = " warning(s) and ";
    static const char end[] = " error(s) during the update";
    ptrdiff_t from = span_find(text, " instance, ");
    struct span rest;
    ptrdiff_t at;
    int64_t warnings, errors;

    if (from < 0)
        return false;
    rest = span_bytes(text.at + from + 11, text.len - (size_t)from - 11);
    at = span_find(rest, middle);
    if (at < 0 ||
        !span_number(span_bytes(rest.at, (size_t)at), 0, INT32_MAX, &warnings))
        return false;
    rest.at += (size_t)at + sizeof middle - 1;
    rest.len -= (size_t)at + sizeof middle - 1;
    at = span_find(rest, end);
    if (at < 0 ||
        !span_number(span_bytes(rest.at, (size_t)at), 0, INT32_MAX, &errors))
        return false;
    summary->warnings = warnings;
    summary->errors = errors;
    return true;
}

void
upgrade_read(struct span log, struct upgrade_summary *summary)
{
    struct span text;

    *summary = (struct upgrade_summary){-1, -1, -1};
    while (span_line(&log, &text)) {
        if (summary_counts(text, summary))
            summary->conflicts = 0;
        else if (summary->conflicts >= 0 &&
                 span_find(text, "is in conflict with the new version") >= 0)
            summary->conflicts++;
    }
}

struct log_file {
    const char *path;
    int64_t mtime;
};

static int
log_compare(const void *a, const void *b)
{
    const struct log_file *left = a, *right = b;

    if (left->mtime != right->mtime)
        return left->mtime < right->mtime ? -1 : 1;
    return strcmp(left->path, right->path);
}

static void
upgrade_line(struct inventory *inventory, const char *instance,
             const struct log_file *file, bool read)
{
    struct gathered *gathered = inventory->gathered;
    struct upgrade_summary summary = {-1, -1, -1};
    struct read_out out;
    struct buf content;

    buf_init(&content, LOG_MOST);
    if (read) {
        place_read(gathered, file->path, LOG_MOST, &content, &out);
        if (out.result == READ_WHOLE || out.result == READ_CUT)
            upgrade_read(span_bytes(content.data, content.len), &summary);
    }
    buf_release(&content);
    field(inventory, "upgrade");
    field(inventory, instance);
    field(inventory, file->path);
    field(inventory, time_text(file->mtime, gathered->arena));
    number(inventory, summary.warnings);
    number(inventory, summary.errors);
    number(inventory, summary.conflicts);
    buf_addc(&inventory->out, '\n');
}

static void
upgrades(struct inventory *inventory, const char *instance, const char *folder)
{
    struct gathered *gathered = inventory->gathered;
    struct words found = {NULL, 0, 0};
    struct log_file *files;
    size_t i;

    names_in(inventory, "postupgrade", instance, folder, "postupgrade_*.log",
             &found);
    if (found.count == 0)
        return;
    files = arena_alloc(gathered->arena, found.count * sizeof *files);
    for (i = 0; i < found.count; i++) {
        struct node node;

        files[i].path = found.items[i];
        files[i].mtime =
            place_look(gathered, found.items[i], gathered->arena, &node) == 0
                ? node.mtime
                : 0;
    }
    qsort(files, found.count, sizeof *files, log_compare);
    for (i = 0; i < found.count && !stop_asked; i++)
        upgrade_line(inventory, instance, &files[i],
                     i + LOGS_READ >= found.count);
}

/* ---- a tree ---- */

/* The instances that TREE has a configuration for. */
static void
instances_of(struct inventory *inventory, const char *tree, struct words *found)
{
    struct gathered *gathered = inventory->gathered;
    const struct words *wanted = &gathered->options->instances;
    const char *folder = below(inventory, tree, "conf"), *real;
    char **names;
    size_t count, i, w;
    int problem;

    real = behind(inventory, folder, &problem);
    if (real != NULL)
        problem = place_list(gathered, real, gathered->arena, FOLDER_NAMES,
                             &names, &count);
    if (problem != 0)
        return;
    for (i = 0; i < count; i++) {
        struct span name = span_of(names[i]);
        bool taken = wanted->count == 0;

        if (found->count == INSTANCES_MOST) {
            place_missed(gathered, folder, E2BIG, NULL);
            break;
        }

        if (!recipe_fits("config-?*.xml", names[i]) ||
            strcmp(names[i], "config-default.xml") == 0)
            continue;
        name = span_bytes(name.at + 7, name.len - 11);
        for (w = 0; w < wanted->count; w++)
            taken = taken || span_is(name, wanted->items[w]);
        if (taken)
            *vec_add(gathered->arena, found) =
                span_string(gathered->arena, name);
    }
}

static void
var_lines(struct inventory *inventory, const char *tree)
{
    bool relocated;
    struct words instances = {NULL, 0, 0};
    const char *var;
    size_t i;

    root_hear(inventory->gathered->root, inventory->account);
    var = tree_var(inventory->gathered, tree, &relocated);
    field(inventory, "var");
    field(inventory, var);
    field(inventory, tree);
    field(inventory, relocated ? "XTK_VAR_DIR" : "default");
    buf_addc(&inventory->out, '\n');
    size_of(inventory, "var", NULL, var);
    instances_of(inventory, tree, &instances);
    for (i = 0; i < instances.count; i++) {
        const char *own = below(inventory, var, instances.items[i]);

        size_of(inventory, "redir-url", instances.items[i],
                below(inventory, own, "redir/url"));
        size_of(inventory, "redir-log", instances.items[i],
                below(inventory, own, "redir/log"));
        upgrades(inventory, instances.items[i],
                 below(inventory, own, "postupgrade"));
    }
}

/* Saved trees beside TREE: the procedure calls them NAME.back. */
static void
kept_lines(struct inventory *inventory, const char *tree)
{
    const char *slash = strrchr(tree, '/');
    const char *folder = slash == tree
                             ? "/"
                             : arena_copy(inventory->gathered->arena, tree,
                                          (size_t)(slash - tree));
    struct words found = {NULL, 0, 0};
    size_t i;

    names_in(inventory, "beside", NULL, folder, "*.back", &found);
    for (i = 0; i < found.count; i++)
        if (seen(inventory, found.items[i]) == NODE_FOLDER)
            line(inventory, "kept", found.items[i], NULL);
}

static void
tree_lines(struct inventory *inventory, const char *tree)
{
    static const char *const binaries[] = {"bin/nlserver", "bin/nlserver.exe"};
    struct gathered *gathered = inventory->gathered;
    bool live = gathered->options->root == NULL;
    struct words consoles = {NULL, 0, 0};
    struct node node;
    const char *owner = NULL, *home;
    int64_t space = live ? path_space(tree) : handover_space(gathered, tree);
    size_t i;

    if (strcmp(gathered->manifest.os, "windows") != 0 &&
        place_look(gathered, tree, gathered->arena, &node) == 0) {
        if (live)
            owner = account_name((int64_t)node.owner, gathered->arena);
        else
            (void)account_of_tree(gathered, node.owner, &owner, &home);
        if (owner == NULL)
            owner = handover_account(gathered, node.owner);
    }
    field(inventory, "tree");
    field(inventory, tree);
    field(inventory, owner);
    buf_addc(&inventory->out, '\n');
    kept_lines(inventory, tree);
    for (i = 0; i < sizeof binaries / sizeof *binaries; i++)
        binary_line(inventory, below(inventory, tree, binaries[i]));
    if (seen(inventory, below(inventory, tree, "unicodeenv")) == NODE_FILE)
        line(inventory, "marker", below(inventory, tree, "unicodeenv"), NULL);
    names_in(inventory, "console", NULL,
             below(inventory, tree, "datakit/nl/eng/jsp"), "setup-client*",
             &consoles);
    for (i = 0; i < consoles.count; i++)
        line(inventory, "console", consoles.items[i], NULL);
    if (space >= 0)
        line(inventory, "space", tree,
             arena_format(gathered->arena, "%lld",
                          (long long)(space / (1024 * 1024))));
    size_of(inventory, "tree", NULL, tree);
    size_of(inventory, "customers", NULL, below(inventory, tree, "customers"));
    var_lines(inventory, tree);
}

static void
service_lines(struct inventory *inventory)
{
    static const char *const files[] = {
        "/etc/init.d/nlserver5", "/etc/init.d/nlserver6",
        "/etc/systemd/system/nlserver.service",
        "/usr/lib/systemd/system/nlserver.service",
        "/lib/systemd/system/nlserver.service"};
    size_t i;

    for (i = 0; i < sizeof files / sizeof *files; i++)
        if (seen(inventory, files[i]) == NODE_FILE)
            line(inventory, "service", files[i], NULL);
}

/* Is there a way to have what was MISSED?  Not of what is too much. */
static bool
missed_mends(const struct place_missed *missed)
{
    return missed->problem != E2BIG;
}

static void
inventory_missed(struct gathered *gathered, struct entry *entry)
{
    const struct places_missed *missed = &gathered->missed;
    bool mends = missed->count > PLACES_MISSED;

    if (missed->count == 0)
        return;
    for (size_t i = 0; i < missed->count && i < PLACES_MISSED; i++)
        mends = mends || missed_mends(&missed->first[i]);
    entry_refuse(
        entry, ENTRY_COLLECTED,
        arena_format(gathered->arena,
                     "%zu places could not be looked at, the first: %s: %s",
                     missed->count, missed->first[0].path,
                     missed->first[0].reason),
        mends ? "run acc-collect as root, or look at them on the server"
              : NULL);
}

/* The first places that were missed are told one by one, too, where nothing
 * else tells of them. */
static void
inventory_tell(struct gathered *gathered)
{
    const struct places_missed *missed = &gathered->missed;

    for (size_t i = 0; i < missed->count && i < PLACES_MISSED; i++) {
        const struct place_missed *each = &missed->first[i];

        if (missed_mends(each) && entry_of_origin(gathered, each->path) == NULL)
            entry_problem(gathered, each->path, each->problem, each->reason,
                          "what the inventory counts");
    }
    places_told(gathered);
}

int
gather_inventory(struct gathered *gathered, struct entry *entry,
                 struct failure *why)
{
    struct inventory inventory = {.gathered = gathered, .account = -1};
    size_t i;
    int result = 0;

    buf_init(&inventory.out, INVENTORY_MOST);
    inventory.deadline = clock_now() + gathered->options->timeout;
    buf_adds(&inventory.out,
             "# What stands in the Campaign directories: counts, sizes, dates; "
             "no content.\n");
    service_lines(&inventory);
    for (i = 0; i < gathered->trees.count; i++) {
        inventory.account = gathered->owners.items[i];
        tree_lines(&inventory, gathered->trees.items[i]);
    }
    root_hear(gathered->root, -1);
    if (inventory.out.overflow) {
        entry_refuse(entry, ENTRY_FAILED, "too many names",
                     "collect for one instance with --instance");
    } else {
        inventory_missed(gathered, entry);
        result =
            entry_keep(gathered, entry, REDACT_OUTPUT, false,
                       span_bytes(inventory.out.data, inventory.out.len), why);
    }
    buf_release(&inventory.out);
    inventory_tell(gathered);
    return result;
}
