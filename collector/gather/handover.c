#include "handover.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bundle_read.h"
#include "host_script.h"
#include "tar_members.h"

enum {
    RECORD_MOST = 256 * 1024 * 1024,
    NODES_MOST = 1000 * 1000,
    HELD_MOST = 100 * 1000, /* files with bytes */
    PATH_MOST = 4000,
    DEPTH_MOST = 100
};

/* A file of what was handed over. */
struct held {
    const char *name; /* below its top folder */
    const char *file; /* where its bytes are … */
    int64_t at, len;  /* … and which */
};

/* A word of the record about a path, until all nodes are there. */
struct mark {
    const char *word, *path;
    int64_t head;
    uint32_t line;
};

struct user {
    uint32_t id;
    const char *name;
};

struct told_of {
    const char *tree, *var;
    int64_t space;
    bool unclear;
};

struct handover {
    struct told_tree told;
    size_t room; /* of its nodes */
    const char *version, *os, *host, *kernel, *architecture, *time, *reader;
    bool ended;
    struct {
        struct held *items;
        size_t count, room;
    } held; /* sorted by name */
    struct {
        struct mark *items;
        size_t count, room;
    } marks;
    struct {
        struct user *items;
        size_t count, room;
    } users;
    struct {
        struct told_of *items;
        size_t count, room;
    } trees;
    struct {
        struct handover_command *items;
        size_t count, room;
    } commands;
    struct words given;
};

/* What is read, and where we are in it. */
struct reading {
    struct gathered *gathered;
    struct handover *handover;
    struct root *from;
    const char *name; /* for failures */
    struct failure *why;
};

static int
refuse(const struct reading *reading, const char *what)
{
    return fail(reading->why, "--handed-over: %s: %s", reading->name, what);
}

/* ---- the files ---- */

static int
held_order(const void *a, const void *b)
{
    return strcmp(((const struct held *)a)->name,
                  ((const struct held *)b)->name);
}

static int
held_add(const struct reading *reading, struct held held)
{
    struct handover *handover = reading->handover;

    if (handover->held.count == HELD_MOST)
        return refuse(reading, "it holds too many files");
    *vec_add(reading->gathered->arena, &handover->held) = held;
    return 0;
}

static const struct held *
held_find(const struct handover *handover, const char *name)
{
    const struct held key = {.name = name};

    if (handover->held.count == 0)
        return NULL;
    return bsearch(&key, handover->held.items, handover->held.count,
                   sizeof *handover->held.items, held_order);
}

/* Adds the files in FOLDER, "" or "/…"; links are none. */
static int
folder_scan(const struct reading *reading, const char *folder, int depth)
{
    struct arena *arena = reading->gathered->arena;
    char **names;
    size_t count;
    struct node node;
    int problem = root_list(reading->from, *folder == '\0' ? "/" : folder,
                            arena, HELD_MOST, &names, &count);

    if (problem != 0 || depth > DEPTH_MOST)
        return fail(reading->why, "--handed-over: %s%s: %s", reading->name,
                    folder,
                    problem != 0 ? root_words(problem) : "too many folders");
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_format(arena, "%s/%s", folder, names[i]);

        if (root_look(reading->from, path, arena, &node) != 0)
            continue;
        if (node.kind == NODE_FILE &&
            held_add(reading, (struct held){path + 1, path, 0, node.size}) != 0)
            return -1;
        if (node.kind == NODE_FOLDER &&
            folder_scan(reading, path, depth + 1) != 0)
            return -1;
    }
    return 0;
}

/* Reads SIZE bytes of the archive FILE at OFFSET, or fails. */
static int
tar_bytes(const struct reading *reading, const char *file, int64_t offset,
          void *room, size_t size)
{
    struct read_out out;
    long got = root_piece(reading->from, file, offset, room, size, &out);

    if (got == (long)size)
        return 0;
    return refuse(reading,
                  got < 0 ? out.reason : "it ends too early: copy it again");
}

/* The archive that is gone through. */
struct scan {
    const struct reading *reading;
    const char *file;
    bool refused; /* and the reading has the reason */
};

static long
scan_read(void *baton, int64_t offset, void *room, size_t size,
          struct failure *why)
{
    const struct scan *scan = baton;
    struct read_out out;
    long got =
        root_piece(scan->reading->from, scan->file, offset, room, size, &out);

    if (got < 0)
        (void)fail(why, "%s", out.reason);
    return got;
}

/* Adds MEMBER by its name below the top folder. */
static int
scan_add(void *baton, const struct tar_member *member)
{
    struct scan *scan = baton;
    const struct reading *reading = scan->reading;
    struct arena *arena = reading->gathered->arena;
    const char *name = strchr(
        member->name + (strncmp(member->name, "./", 2) == 0 ? 2 : 0), '/');

    scan->refused = true;
    if (root_late(reading->from))
        return refuse(reading, root_words(ROOT_LATE));
    if (stop_asked)
        return fail(reading->why, "stopped by a signal; nothing was written");
    if (name != NULL &&
        held_add(reading,
                 (struct held){arena_string(arena, name + 1), scan->file,
                               member->at, member->size}) != 0)
        return -1;
    scan->refused = false;
    return 0;
}

static int
tar_scan(const struct reading *reading, const char *file, int64_t size)
{
    struct scan scan = {reading, file, false};
    const struct tar_file archive = {&scan, size, scan_read};
    struct failure why;

    if (tar_members(&archive, scan_add, &why) == 0)
        return 0;
    return scan.refused ? -1 : refuse(reading, why.text);
}

/* Reads the file HELD whole into CONTENT. */
static int
held_read(const struct reading *reading, const struct held *held,
          struct buf *content)
{
    char room[STREAM_ROOM];
    int64_t done = 0;

    while (done < held->len) {
        size_t ask = held->len - done < STREAM_ROOM ? (size_t)(held->len - done)
                                                    : STREAM_ROOM;

        if (tar_bytes(reading, held->file, held->at + done, room, ask) != 0)
            return -1;
        buf_add(content, room, ask);
        done += (int64_t)ask;
    }
    if (content->overflow)
        return refuse(reading, "its record is too long");
    return 0;
}

/* ---- the record ---- */

static int
line_bad(const struct reading *reading, uint32_t line, const char *what)
{
    return fail(reading->why,
                "--handed-over: %s: record, line %lu: %s: run the host script "
                "again",
                reading->name, (unsigned long)line, what);
}

/* The rest of a line as a text: its NULs are line breaks. */
static char *
rest_text(struct arena *arena, struct span rest)
{
    char *text = arena_copy(arena, rest.at, rest.len);

    for (size_t i = 0; i < rest.len; i++)
        if (text[i] == '\0')
            text[i] = '\n';
    return text;
}

/* Is PATH absolute, of components that are names? */
static bool
path_good(const char *path)
{
    size_t len = strlen(path);

    if (path[0] != '/' || len > PATH_MOST)
        return false;
    if (len == 1)
        return true;
    for (const char *at = path; *at != '\0';) {
        size_t part = strcspn(++at, "/");

        if (part == 0 || part > 255 || (part == 1 && at[0] == '.') ||
            (part == 2 && memcmp(at, "..", 2) == 0))
            return false;
        at += part;
    }
    return true;
}

static bool
word_number(struct span *line, int64_t most, int64_t *value)
{
    struct span word;

    return span_word(line, &word) && span_number(word, 0, most, value);
}

static void
user_add(const struct reading *reading, uint32_t id, struct span name)
{
    struct handover *handover = reading->handover;

    for (size_t i = 0; i < handover->users.count; i++)
        if (handover->users.items[i].id == id)
            return;
    if (handover->users.count < 1000)
        *vec_add(reading->gathered->arena, &handover->users) =
            (struct user){id, span_string(reading->gathered->arena, name)};
}

/* KIND MODE UID GID LINKS MTIME SIZE USER .PATH */
static const char *
take_node(const struct reading *reading, struct span line)
{
    struct arena *arena = reading->gathered->arena;
    struct told_tree *told = &reading->handover->told;
    struct span kind, mode, time, whole, user;
    int64_t uid, gid, links, mtime, size;
    unsigned bits = 0;
    struct told_node *node;
    const char *path;

    if (told->count == NODES_MOST)
        return "it names too many files";
    if (!span_word(&line, &kind) || !span_word(&line, &mode) ||
        !word_number(&line, UINT32_MAX, &uid) ||
        !word_number(&line, UINT32_MAX, &gid) ||
        !word_number(&line, UINT32_MAX, &links) || !span_word(&line, &time) ||
        !word_number(&line, INT64_MAX, &size) || !span_word(&line, &user))
        return "a word is missing";
    if (!span_until(&time, '.', &whole))
        whole = time;
    if (!span_number(whole, 0, 253402300799, &mtime))
        mtime = 0;
    for (size_t i = 0; i < mode.len; i++) {
        if (mode.at[i] < '0' || mode.at[i] > '7')
            return "a mode that is none";
        bits = (bits << 3 | (unsigned)(mode.at[i] - '0')) & 07777;
    }
    if (line.len < 2 || line.at[0] != ' ' || line.at[1] != '.')
        return "a path is missing";
    path = rest_text(arena, span_bytes(line.at + 2, line.len - 2));
    if (!path_good(path))
        return "a path that is none of a server";
    node = vec_grow(arena, told->nodes, told->count, &reading->handover->room,
                    sizeof *told->nodes);
    told->nodes = node;
    node += told->count++;
    *node = (struct told_node){
        .path = path, .group = (uint32_t)gid, .head = -1, .len = 0};
    node->node = (struct node){.kind = span_is(kind, "f")   ? NODE_FILE
                                       : span_is(kind, "d") ? NODE_FOLDER
                                       : span_is(kind, "l") ? NODE_LINK
                                                            : NODE_OTHER,
                               .size = size,
                               .mtime = mtime,
                               .mode = bits,
                               .owner = (uint32_t)uid,
                               .links = (uint64_t)links};
    if (node->node.kind == NODE_LINK)
        node->node.target = arena_string(arena, "");
    user_add(reading, (uint32_t)uid, user);
    return NULL;
}

static const char *
take_leads(const struct reading *reading, struct span line)
{
    struct told_tree *told = &reading->handover->told;
    struct told_node *node =
        told->count == 0 ? NULL : &told->nodes[told->count - 1];

    if (node == NULL || node->node.kind != NODE_LINK)
        return "no link stands before it";
    node->node.target = rest_text(reading->gathered->arena, line);
    return strlen(node->node.target) > PATH_MOST ? "a link that is too long"
                                                 : NULL;
}

static const char *
take_command(const struct reading *reading, struct span line)
{
    struct arena *arena = reading->gathered->arena;
    struct handover_command command;
    struct span name, account;

    if (!span_word(&line, &name) || !word_number(&line, 255, &command.exit) ||
        !word_number(&line, INT32_MAX, &command.seconds) ||
        !span_word(&line, &account))
        return "a word is missing";
    command.name = span_string(arena, name);
    command.account = span_string(arena, account);
    if (reading->handover->commands.count < 1000)
        *vec_add(arena, &reading->handover->commands) = command;
    return NULL;
}

/* A word about the last tree. */
static const char *
take_of_tree(const struct reading *reading, struct span word, const char *text)
{
    struct handover *handover = reading->handover;
    struct told_of *of;

    if (!span_is(word, "space") && text[0] != '/')
        return "a path that is none of a server";
    if (span_is(word, "tree")) {
        if (handover->trees.count == 1000)
            return "it names too many Campaign directories";
        of = vec_add(reading->gathered->arena, &handover->trees);
        *of = (struct told_of){.tree = text, .space = -1};
        return NULL;
    }
    if (handover->trees.count == 0)
        return "no tree stands before it";
    of = &handover->trees.items[handover->trees.count - 1];
    if (span_is(word, "var"))
        of->var = text;
    else if (span_is(word, "unclear"))
        of->unclear = true;
    else if (!span_number(span_of(text), 0, INT64_MAX / 1024, &of->space))
        of->space = -1;
    return NULL;
}

/* A line WORD REST of the record; NULL, or what is wrong with it. */
static const char *
take_line(const struct reading *reading, struct span word, struct span rest,
          uint32_t line)
{
    static const char *const marks[] = {"unread", "shut", "late",
                                        "failed", "full", NULL};
    static const char *const trees[] = {"tree", "var", "unclear", "space",
                                        NULL};
    struct handover *handover = reading->handover;
    struct arena *arena = reading->gathered->arena;
    struct mark mark = {.head = -1, .line = line};
    const char *text;
    int64_t uid;

    if (span_is(word, "node"))
        return take_node(reading, rest);
    if (span_is(word, "leads"))
        return take_leads(reading, rest);
    if (span_is(word, "command"))
        return take_command(reading, rest);
    if (span_is(word, "part")) {
        if (!word_number(&rest, INT64_MAX, &mark.head) || rest.len == 0)
            return "a number is missing";
        rest.at++;
        rest.len--;
    }
    text = rest_text(arena, rest);
    if (handover->marks.count == NODES_MOST)
        return "it names too many files";
    if (mark.head >= 0) {
        mark.word = "part";
        mark.path = text;
        *vec_add(arena, &handover->marks) = mark;
        return NULL;
    }
    for (size_t i = 0; marks[i] != NULL; i++)
        if (span_is(word, marks[i])) {
            mark.word = marks[i];
            mark.path = *text == '\0' ? "/" : text;
            *vec_add(arena, &handover->marks) = mark;
            return NULL;
        }
    for (size_t i = 0; trees[i] != NULL; i++)
        if (span_is(word, trees[i]))
            return take_of_tree(reading, word, text);
    if (span_is(word, "given")) {
        if (!path_good(text))
            return "a path that is none of a server";
        *vec_add(arena, &handover->given) = text;
    } else if (span_is(word, "reader")) {
        if (!word_number(&rest, UINT32_MAX, &uid))
            return "a number is missing";
        handover->told.reader = (uint32_t)uid;
        handover->reader = text;
    } else if (strlen(text) > 255) {
        return "a word that is too long";
    } else if (span_is(word, "time") && manifest_time_good(text)) {
        handover->time = text;
    } else if (span_is(word, "host") && *text != '\0') {
        handover->host = text;
    } else if (span_is(word, "kernel")) {
        handover->kernel = text;
    } else if (span_is(word, "architecture")) {
        handover->architecture = text;
    } else if (span_is(word, "end")) {
        handover->ended = true;
    } else {
        return "a word that is not known";
    }
    return NULL;
}

/* acc-hand-over 1 VERSION RECIPE OS */
static int
take_head(const struct reading *reading, struct span line)
{
    struct handover *handover = reading->handover;
    struct arena *arena = reading->gathered->arena;
    struct span format, version, recipe, os;
    char hex[SEAL_HEX];

    if (!span_skip(&line, "acc-hand-over ") || !span_word(&line, &format) ||
        !span_word(&line, &version) || !span_word(&line, &recipe) ||
        !span_word(&line, &os) ||
        (!span_is(os, "linux") && !span_is(os, "windows")))
        return line_bad(reading, 1, "it is no record of a host script");
    host_recipe(hex);
    hex[16] = '\0';
    if (!span_is(format, "1") || !span_is(recipe, hex))
        return fail(reading->why,
                    "--handed-over: %s: its script was printed by acc-collect "
                    "%s with another recipe than ours: take it with that one, "
                    "or print the script anew and run it again",
                    reading->name, span_string(arena, version));
    handover->version = span_string(arena, version);
    handover->os = span_is(os, "linux") ? "linux" : "windows";
    return 0;
}

static int
record_read(const struct reading *reading, struct span text)
{
    struct span line, word;
    uint32_t number = 1;

    (void)span_skip(&text, "\xEF\xBB\xBF");
    if (!span_line(&text, &line))
        line = span_bytes("", 0);
    if (take_head(reading, line) != 0)
        return -1;
    while (span_line(&text, &line)) {
        const char *wrong;

        number++;
        if (!span_until(&line, ' ', &word)) {
            word = line;
            line.len = 0;
        }
        wrong = reading->handover->ended
                    ? "something stands behind its end"
                    : take_line(reading, word, line, number);
        if (wrong != NULL)
            return line_bad(reading, number, wrong);
    }
    if (!reading->handover->ended || reading->handover->time == NULL)
        return line_bad(reading, number, "its end is missing");
    return 0;
}

/* ---- putting it together ---- */

static int
node_order(const void *a, const void *b)
{
    return strcmp(((const struct told_node *)a)->path,
                  ((const struct told_node *)b)->path);
}

/* Sorts the nodes; of one that was seen twice the later sight counts. */
static void
nodes_order(struct told_tree *told)
{
    size_t kept = 0;

    if (told->count == 0)
        return;
    for (size_t i = 0; i < told->count; i++)
        told->nodes[i].at = (int64_t)i;
    qsort(told->nodes, told->count, sizeof *told->nodes, node_order);
    for (size_t i = 0; i < told->count; i++) {
        struct told_node *last = kept == 0 ? NULL : &told->nodes[kept - 1];

        if (last != NULL && strcmp(last->path, told->nodes[i].path) == 0) {
            if (last->at < told->nodes[i].at)
                *last = told->nodes[i];
        } else {
            told->nodes[kept++] = told->nodes[i];
        }
    }
    told->count = kept;
    for (size_t i = 0; i < kept; i++)
        told->nodes[i].at = 0;
}

/* Of a listing that was cut nobody knows which folders are whole.  A folder
 * stands before what is in it. */
static int
folders_check(const struct reading *reading)
{
    struct told_tree *told = &reading->handover->told;
    char folder[PATH_MOST + 2];

    for (size_t i = 0; i < told->count; i++) {
        struct told_node *node = &told->nodes[i];
        const struct told_node *above;
        size_t len = (size_t)(strrchr(node->path, '/') - node->path);

        if (node->path[1] == '\0')
            continue;
        memcpy(folder, node->path, len);
        memcpy(folder + len, len == 0 ? "/" : "", len == 0 ? 2 : 1);
        above = told_find(told, folder);
        if (above == NULL)
            return fail(reading->why,
                        "--handed-over: %s: record: the folder of %s is "
                        "missing: run the host script again",
                        reading->name, node->path);
        if (above->late && node->node.kind == NODE_FOLDER)
            node->late = true;
    }
    return 0;
}

static int
marks_put(const struct reading *reading)
{
    struct handover *handover = reading->handover;

    for (size_t i = 0; i < handover->marks.count; i++) {
        const struct mark *mark = &handover->marks.items[i];
        struct told_node *node = told_find(&handover->told, mark->path);

        if (node == NULL)
            return line_bad(reading, mark->line,
                            "of a path that it does not "
                            "name");
        if (strcmp(mark->word, "late") == 0)
            node->late = true;
        else if (strcmp(mark->word, "shut") == 0)
            node->shut = true;
        else if (strcmp(mark->word, "part") == 0)
            node->head = mark->head;
        else
            node->problem = strcmp(mark->word, "unread") == 0   ? EACCES
                            : strcmp(mark->word, "failed") == 0 ? EIO
                                                                : ROOT_UNTOLD;
    }
    return 0;
}

/* Gives the nodes their bytes; bytes of which the record says nothing are not
 * what the script left. */
static int
bytes_put(const struct reading *reading)
{
    struct handover *handover = reading->handover;

    for (size_t i = 0; i < handover->held.count; i++) {
        const struct held *held = &handover->held.items[i];
        struct span name = span_of(held->name);
        struct told_node *node;

        if (i > 0 && strcmp(held->name, held[-1].name) == 0)
            return fail(reading->why, "--handed-over: %s: %s comes twice",
                        reading->name, held->name);
        if (!span_skip(&name, "root/"))
            continue;
        node = told_find(&handover->told, held->name + 4);
        if (node == NULL || node->node.kind != NODE_FILE)
            return fail(reading->why,
                        "--handed-over: %s: %s: its record does not name this "
                        "file: give what the host script left, unchanged",
                        reading->name, held->name);
        node->bytes = held->file;
        node->at = held->at;
        node->len = held->len;
        if (node->head > node->len || node->node.size <= node->len)
            node->head = -1;
    }
    return 0;
}

static int
handover_read(const struct reading *reading, const char *file, int64_t size)
{
    struct handover *handover = reading->handover;
    const struct held *record;
    struct buf text;
    int result;

    if ((file == NULL ? folder_scan(reading, "", 0)
                      : tar_scan(reading, file, size)) != 0)
        return -1;
    if (handover->held.count > 0)
        qsort(handover->held.items, handover->held.count,
              sizeof *handover->held.items, held_order);
    record = held_find(handover, "record");
    if (record == NULL)
        return refuse(reading, "it holds no record: give the archive or the "
                               "folder that the host script left");
    buf_init(&text, RECORD_MOST);
    result = held_read(reading, record, &text);
    if (result == 0)
        result = record_read(reading, span_bytes(text.data, text.len));
    buf_release(&text);
    if (result != 0)
        return -1;
    nodes_order(&handover->told);
    if (marks_put(reading) != 0 || folders_check(reading) != 0)
        return -1;
    return bytes_put(reading);
}

int
handover_open(struct gathered *gathered, struct failure *why)
{
    struct arena *arena = gathered->arena;
    struct gather_options *options;
    struct handover *handover = arena_new(arena, struct handover);
    struct reading reading = {gathered, handover, NULL,
                              gathered->options->handed_over, why};
    const char *slash = strrchr(reading.name, '/'), *folder = reading.name;
    const char *file = NULL;
    struct node node = {.size = 0};
    int problem;

    memset(handover, 0, sizeof *handover);
    gathered->handover = handover;
    if (path_kind(reading.name, &problem) == NODE_FILE) {
        file = slash == NULL ? arena_format(arena, "/%s", reading.name) : slash;
        folder = slash == NULL ? "."
                 : slash == reading.name
                     ? "/"
                     : arena_copy(arena, reading.name,
                                  (size_t)(slash - reading.name));
    }
    reading.from = root_open(folder, why);
    if (reading.from == NULL)
        return failure_at(why, "--handed-over");
    handover->told.from = reading.from;
    root_limit(reading.from, gathered->options->timeout, GATHER_RUN);
    /* Named by who calls us: its owner is as good as ours. */
    if (file != NULL && root_look(reading.from, file, arena, &node) == 0)
        root_trust(reading.from, node.owner, NULL, 0);
    if (handover_read(&reading, file, node.size) != 0)
        return -1;
    gathered->root = root_told(&handover->told, why);
    if (gathered->root == NULL)
        return -1;
    /* From here on it is a tree that is read, as with --root. */
    options = arena_new(arena, struct gather_options);
    *options = *gathered->options;
    options->root = reading.name;
    if (options->install_dirs.count == 0)
        options->install_dirs = handover->given;
    gathered->options = options;
    gathered->manifest.os = handover->os;
    gathered->manifest.kernel = handover->kernel;
    gathered->manifest.architecture = handover->architecture;
    gathered->manifest.host = handover->host;
    return 0;
}

void
handover_close(struct gathered *gathered)
{
    if (gathered->handover != NULL)
        root_close(gathered->handover->told.from);
    gathered->handover = NULL;
}

/* ---- what it says ---- */

void
handover_tell(struct gathered *gathered)
{
    const struct handover *handover = gathered->handover;
    struct arena *arena = gathered->arena;

    *vec_add(arena, &gathered->manifest.options) = (struct manifest_option){
        "handed over",
        arena_format(arena, "by the host script of acc-collect %s, run %s%s%s",
                     handover->version, handover->time,
                     handover->reader == NULL ? "" : " as ",
                     handover->reader == NULL ? "" : handover->reader)};
    for (size_t i = 0; i < handover->trees.count; i++) {
        const struct told_of *of = &handover->trees.items[i];
        struct entry *entry;

        if (!of->unclear)
            continue;
        entry = entry_add(
            gathered,
            entry_path(gathered, "files",
                       arena_format(arena, "%s/XTK_VAR_DIR", of->tree)),
            ENTRY_FAILED, "where the var directory is");
        entry_refuse(entry, ENTRY_FAILED,
                     "a script sets XTK_VAR_DIR in a way that only a shell "
                     "understands: the host script looked into its default",
                     "write its value into customer.sh as it is, or run "
                     "acc-collect on the server");
    }
}

const char *
handover_time(const struct gathered *gathered)
{
    return gathered->handover->time;
}

static const struct told_of *
tree_of(const struct gathered *gathered, const char *tree)
{
    const struct handover *handover = gathered->handover;

    for (size_t i = 0; handover != NULL && i < handover->trees.count; i++)
        if (strcmp(handover->trees.items[i].tree, tree) == 0)
            return &handover->trees.items[i];
    return NULL;
}

const char *
handover_var(const struct gathered *gathered, const char *tree)
{
    const struct told_of *of = tree_of(gathered, tree);

    return of == NULL ? NULL : of->var;
}

int64_t
handover_space(const struct gathered *gathered, const char *tree)
{
    const struct told_of *of = tree_of(gathered, tree);

    return of == NULL || of->space < 0 ? -1 : of->space * 1024;
}

const char *
handover_account(const struct gathered *gathered, uint32_t owner)
{
    const struct handover *handover = gathered->handover;

    /* On a mounted disk the names are those of another machine. */
    for (size_t i = 0; handover != NULL && handover->host != NULL &&
                       i < handover->users.count;
         i++)
        if (handover->users.items[i].id == owner)
            return handover->users.items[i].name;
    return NULL;
}

const struct handover_command *
handover_ran(const struct gathered *gathered, const char *name)
{
    const struct handover *handover = gathered->handover;

    for (size_t i = 0; handover != NULL && i < handover->commands.count; i++)
        if (strcmp(handover->commands.items[i].name, name) == 0)
            return &handover->commands.items[i];
    return NULL;
}

int
handover_printed(struct gathered *gathered, const char *name,
                 struct buf *content, struct failure *why)
{
    struct reading reading = {gathered, gathered->handover, NULL, name, why};
    const struct held *held;

    if (gathered->handover == NULL)
        return 0;
    reading.from = gathered->handover->told.from;
    held = held_find(gathered->handover,
                     arena_format(gathered->arena, "recorded/%s", name));
    if (held == NULL)
        return 0;
    return held_read(&reading, held, content) == 0 ? 1 : -1;
}
