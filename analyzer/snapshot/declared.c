#include "declared.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "span.h"
#include "vec.h"
#include "xmllex.h"

enum {
    TABLES_MOST = 20000,  /* schemas of a database */
    MEMBERS_MOST = 2000,  /* columns and indexes of a schema */
    FIELDS_MOST = 32,     /* of an index */
    JOINED_MOST = 200000, /* members that extensions give to others, in all */
    NAME_MOST = 250, /* bytes of a name: no database has a longer one … */
    PATH_MOST = 2000 /* … and of those of the elements around it */
};

/* Which letters stand before the name of a column, by its type.  Types outside
 * the table take any one or two letters. */
static const struct {
    const char *type, *prefix;
} PREFIXES[] = {
    {"string", "s"},    {"byte", "i"},        {"short", "i"},  {"long", "i"},
    {"int64", "i"},     {"boolean", "i"},     {"double", "d"}, {"float", "d"},
    {"datetime", "ts"}, {"datetimetz", "ts"}, {"memo", "m"},   {"link", "i"},
};

static const char TOO_LONG[] = "it has longer names than are read";

struct member {          /* a column */
    const char *sqlname; /* or NULL: prefix and name, or … */
    const char *name;    /* letters, digits and "_" only */
    const char *inside; /* … prefix, this and name, if it stands in an element;
                           else NULL */
    const char *prefix; /* NULL: any */
    const char *path;   /* "@email", "location/@city", of a link "folder" */
    bool link;
};

struct wanted { /* an index */
    const char *name;
    struct {
        const char **items; /* paths */
        size_t count, room;
    } fields;
};

struct declared_table {
    struct budget *budget;
    const char *schema;  /* "cus:recipient" */
    const char *extends; /* "nms:recipient", or NULL */
    const char *name;    /* of the table */
    const char *lacks;
    uint32_t line;
    struct {
        struct member *items;
        size_t count, room;
    } members;
    struct {
        struct wanted *items;
        size_t count, room;
    } indexes;
};

struct declared {
    struct arena *arena;
    struct budget *budget;
    size_t joined;
    const char *entry;
    const char *lacks; /* a schema that could not be read may extend any */
    struct {
        struct declared_table *items;
        size_t count, room;
    } tables;
    struct {
        struct declared_table **items;
        size_t count;
    } by_name, by_schema; /* once settled: those that have one */
};

/* ----------------------------------------------------------- one schema */

/* An element of the schema while it is read. */
struct tag {
    struct span kind; /* element, attribute, dbindex, … */
    struct {
        const char *name, *type, *sqlname, *sqltable, *xml, *expr, *xpath,
            *xlink, *xpath_src, *template, *ref, *implements, *autopk,
            *extended, *enumeration, *unbound;
    } has;
};

struct reading {
    struct declared *declared;
    struct arena scratch; /* what only this schema needs */
    struct declared_table *table;
    const char *root;               /* name of the schema, */
    const char *other;              /* and of the one that it extends */
    bool seen;                      /* the element that is the table … */
    int main;                       /* … and its depth, 0: not in it */
    const char *path[XMLLEX_DEPTH]; /* names of the elements inside it */
    struct wanted *index;           /* the dbindex or key around, or NULL */
    const char *link;               /* the link around, or NULL */
    int link_depth, index_depth;
};

static void
take_attribute(struct arena *arena, struct tag *tag,
               const struct xmllex_token *token)
{
    const struct {
        const char *name;
        const char **to;
    } known[] = {
        {"name", &tag->has.name},
        {"type", &tag->has.type},
        {"sqlname", &tag->has.sqlname},
        {"sqltable", &tag->has.sqltable},
        {"xml", &tag->has.xml},
        {"expr", &tag->has.expr},
        {"xpath", &tag->has.xpath},
        {"xlink", &tag->has.xlink},
        {"xpath-src", &tag->has.xpath_src},
        {"template", &tag->has.template},
        {"ref", &tag->has.ref},
        {"implements", &tag->has.implements},
        {"autopk", &tag->has.autopk},
        {"extendedSchema", &tag->has.extended},
        {"enum", &tag->has.enumeration},
        {"unbound", &tag->has.unbound},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_is_fold(token->name, known[i].name))
            *known[i].to = xmllex_value(arena, token->value);
}

static bool
is_true(const char *text)
{
    return text_is_fold(text, "true") ||
           (text != NULL && strcmp(text, "1") == 0);
}

/* "folder-id" → "folderid": what of a name can stand in a column's. */
static const char *
plain(struct arena *arena, const char *name)
{
    char *made = arena_string(arena, name);
    size_t len = 0;

    for (size_t i = 0; made[i] != '\0'; i++)
        if (ascii_letter(made[i]) || ascii_digit(made[i]) || made[i] == '_')
            made[len++] = made[i];
    made[len] = '\0';
    return made;
}

static const char *
prefix_of(const struct tag *tag)
{
    if (tag->has.type == NULL)
        return tag->has.enumeration == NULL ? "s" : NULL;
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++)
        if (text_is_fold(tag->has.type, PREFIXES[i].type))
            return tag->has.enumeration == NULL ? PREFIXES[i].prefix : NULL;
    return NULL;
}

/* The elements between the table's own and depth DEPTH, "location/". */
static void
path_to(const struct reading *reading, int depth, struct buf *path)
{
    for (int d = reading->main + 1; d < depth; d++) {
        buf_adds(path, reading->path[d]);
        buf_addc(path, '/');
    }
}

/* The same with the member's own NAME behind MARK; NULL: too long. */
static const char *
member_path(const struct reading *reading, int depth, const char *mark,
            const char *name)
{
    const char *made = NULL;
    struct buf path;

    buf_init(&path, PATH_MOST);
    path_to(reading, depth, &path);
    buf_adds(&path, mark);
    buf_adds(&path, name);
    if (!path.overflow)
        made = arena_copy(reading->declared->arena, path.data, path.len);
    buf_release(&path);
    return made;
}

static struct member *
add_member(struct reading *reading, const struct tag *tag, int depth,
           bool attribute)
{
    struct arena *arena = reading->declared->arena;
    struct declared_table *table = reading->table;
    struct member *member;
    const char *path;

    if (table->members.count == MEMBERS_MOST) {
        table->lacks = "it declares more columns than are read";
        return NULL;
    }
    path = member_path(reading, depth, attribute ? "@" : "", tag->has.name);
    if (path == NULL) {
        table->lacks = TOO_LONG;
        return NULL;
    }
    member = vec_add(arena, &table->members);
    member->sqlname = arena_string(arena, tag->has.sqlname);
    member->name = plain(arena, tag->has.name);
    if (depth - 1 > reading->main)
        member->inside = plain(arena, reading->path[depth - 1]);
    member->prefix = prefix_of(tag);
    member->path = path;
    return member;
}

/* A link without a join of its own has a column for the other's key. */
static void
add_link(struct reading *reading, const struct tag *tag, int depth)
{
    struct tag own = *tag;
    struct member *member;

    own.has.name = arena_format(&reading->scratch, "%sId", tag->has.name);
    member = add_member(reading, &own, depth, false);
    if (member == NULL)
        return;
    member->link = true;
    member->prefix = "i";
    member->path = member_path(reading, depth, "", tag->has.name);
}

static void
add_field(struct reading *reading, const char *path)
{
    struct arena *arena = reading->declared->arena;

    if (path != NULL && reading->index->fields.count < FIELDS_MOST)
        *vec_add(arena, &reading->index->fields) = arena_string(arena, path);
}

static struct wanted *
add_index(struct reading *reading, const char *name)
{
    struct declared_table *table = reading->table;
    struct wanted *index;

    if (table->indexes.count == MEMBERS_MOST) {
        table->lacks = "it declares more indexes than are read";
        return NULL;
    }
    index = vec_add(reading->declared->arena, &table->indexes);
    index->name = arena_string(reading->declared->arena, name);
    return index;
}

/* The table's own element. */
static void
enter_main(struct reading *reading, const struct tag *tag, int depth)
{
    struct arena *arena = reading->declared->arena;
    struct declared_table *table = reading->table;

    reading->main = depth;
    reading->seen = true;
    if (tag->has.sqltable != NULL && *tag->has.sqltable != '\0')
        table->name = arena_string(arena, tag->has.sqltable);
    if (tag->has.template != NULL || tag->has.ref != NULL ||
        tag->has.implements != NULL)
        table->lacks = "it takes columns from another schema";
    if (is_true(tag->has.autopk)) {
        struct tag key = {.has = {.name = "id", .type = "long"}};

        key.has.sqlname = arena_format(
            &reading->scratch, "i%sId",
            plain(&reading->scratch,
                  tag->has.name != NULL ? tag->has.name : reading->root));
        (void)add_member(reading, &key, depth + 1, true);
        reading->index = add_index(reading, "id");
        if (reading->index != NULL)
            add_field(reading, "@id");
        reading->index = NULL;
    }
}

static void
take_inside(struct reading *reading, const struct tag *tag, int depth)
{
    bool named = tag->has.name != NULL && *tag->has.name != '\0';
    bool link = text_is_fold(tag->has.type, "link");

    if (named && strlen(tag->has.name) > NAME_MOST) {
        reading->table->lacks = TOO_LONG;
        return;
    }
    if (tag->has.template != NULL || tag->has.ref != NULL)
        reading->table->lacks = "it takes columns from another schema";
    if (span_is(tag->kind, "keyfield") && reading->index != NULL) {
        add_field(reading,
                  tag->has.xpath != NULL ? tag->has.xpath : tag->has.xlink);
    } else if (span_is(tag->kind, "join") && reading->link != NULL) {
        /* the index that serves the join */
        reading->index = add_index(
            reading, arena_format(&reading->scratch, "%sId", reading->link));
        if (reading->index != NULL)
            add_field(reading, tag->has.xpath_src);
        reading->index = NULL;
    } else if (!named) {
        return;
    } else if (span_is(tag->kind, "dbindex") || span_is(tag->kind, "key")) {
        reading->index = add_index(reading, tag->has.name);
        reading->index_depth = depth;
    } else if (is_true(tag->has.xml) ||
               (tag->has.expr != NULL && tag->has.sqlname == NULL)) {
        return;
    } else if (span_is(tag->kind, "attribute")) {
        (void)add_member(reading, tag, depth, true);
    } else if (span_is(tag->kind, "element") && link) {
        reading->link = tag->has.name;
        reading->link_depth = depth;
        if (!is_true(tag->has.unbound))
            add_link(reading, tag, depth);
    } else if (span_is(tag->kind, "element") &&
               (tag->has.type != NULL || tag->has.sqlname != NULL)) {
        (void)add_member(reading, tag, depth, false);
    }
}

static void
take_root(struct reading *reading, const struct tag *tag)
{
    struct declared_table *table = reading->table;
    const char *colon;

    if (tag->has.extended == NULL || *tag->has.extended == '\0')
        return;
    table->extends = arena_string(reading->declared->arena, tag->has.extended);
    table->name = NULL;
    colon = strchr(table->extends, ':');
    reading->other = colon == NULL ? table->extends : colon + 1;
}

/* All attributes of the element are known. */
static void
take_tag(struct reading *reading, const struct tag *tag, int depth)
{
    bool element = span_is(tag->kind, "element");

    if (depth < XMLLEX_DEPTH)
        reading->path[depth] = tag->has.name != NULL ? tag->has.name : "";
    if (depth == 1) {
        take_root(reading, tag);
    } else if (reading->main > 0) {
        take_inside(reading, tag, depth);
    } else if (depth == 2 && element && !reading->seen &&
               (tag->has.sqltable != NULL ||
                text_is_fold(tag->has.name, reading->root) ||
                text_is_fold(tag->has.name, reading->other))) {
        enter_main(reading, tag, depth);
    }
}

static void
leave(struct reading *reading, int depth)
{
    if (depth == reading->main)
        reading->main = 0;
    if (depth == reading->link_depth)
        reading->link = NULL;
    if (depth == reading->index_depth)
        reading->index = NULL;
}

/* "nms", "recipient" → "NmsRecipient" */
static const char *
usual_name(struct arena *arena, const char *name_space, const char *name)
{
    char *made = arena_format(arena, "%s%s", name_space, name);
    size_t second = strlen(name_space);

    if (made[0] >= 'a' && made[0] <= 'z')
        made[0] = (char)(made[0] - 'a' + 'A');
    if (made[second] >= 'a' && made[second] <= 'z')
        made[second] = (char)(made[second] - 'a' + 'A');
    return made;
}

struct declared *
declared_new(struct arena *arena, const char *entry, struct budget *budget)
{
    struct declared *declared = arena_new(arena, struct declared);

    declared->arena = arena;
    declared->entry = entry;
    declared->budget = budget;
    return declared;
}

void
declared_read(struct declared *declared, const char *name_space,
              const char *name, const char *xml, uint32_t line)
{
    struct arena *arena = declared->arena;
    struct reading reading = {.declared = declared};
    struct xmllex lex;
    struct xmllex_token token;
    struct tag tag = {0};

    if (declared->tables.count == TABLES_MOST) {
        declared->lacks = "there are more schemas than are read";
        return;
    }
    reading.table = vec_add(arena, &declared->tables);
    reading.table->schema = arena_format(arena, "%s:%s", name_space, name);
    reading.table->name = usual_name(arena, name_space, name);
    reading.table->line = line;
    reading.table->budget = declared->budget;
    reading.root = name;
    arena_init(&reading.scratch);
    xmllex_init(&lex, span_of(xml));
    for (;;) {
        enum xmllex_kind kind = xmllex_next(&lex, &token);

        if (kind == XMLLEX_EOF)
            break;
        if (kind == XMLLEX_ERROR) {
            reading.table->lacks = "its text could not be read to its end";
            /* which one it extends may stand in what was not read */
            if (reading.table->extends == NULL)
                declared->lacks = "a schema could not be read";
            break;
        }
        if (kind == XMLLEX_START)
            tag = (struct tag){.kind = token.name};
        else if (kind == XMLLEX_ATTRIBUTE)
            take_attribute(&reading.scratch, &tag, &token);
        else if (kind == XMLLEX_START_END)
            take_tag(&reading, &tag, token.depth);
        else if (kind == XMLLEX_END)
            leave(&reading, token.depth);
    }
    arena_release(&reading.scratch);
}

/* -------------------------------------------------------- all schemas */

static int
compare_fold(const char *a, const char *b)
{
    size_t i = 0;

    while (a[i] != '\0' && ascii_lower(a[i]) == ascii_lower(b[i]))
        i++;
    return (unsigned char)ascii_lower(a[i]) - (unsigned char)ascii_lower(b[i]);
}

/* Of two of one name the one that was read first counts. */
static int
by_line(const struct declared_table *a, const struct declared_table *b)
{
    return (a > b) - (a < b);
}

static int
by_name(const void *a, const void *b)
{
    const struct declared_table *left = *(struct declared_table *const *)a;
    const struct declared_table *right = *(struct declared_table *const *)b;
    int order = compare_fold(left->name, right->name);

    return order != 0 ? order : by_line(left, right);
}

static int
by_schema(const void *a, const void *b)
{
    const struct declared_table *left = *(struct declared_table *const *)a;
    const struct declared_table *right = *(struct declared_table *const *)b;
    int order = strcmp(left->schema, right->schema);

    return order != 0 ? order : by_line(left, right);
}

static struct declared_table *
schema_called(struct declared *declared, const char *schema)
{
    size_t low = 0;
    size_t high = declared->by_schema.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(declared->by_schema.items[middle]->schema, schema) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < declared->by_schema.count &&
                   strcmp(declared->by_schema.items[low]->schema, schema) == 0
               ? declared->by_schema.items[low]
               : NULL;
}

static void
sort_tables(struct declared *declared)
{
    size_t count = declared->tables.count;

    declared->by_name.items =
        arena_alloc(declared->arena, (count + 1) * sizeof(void *));
    declared->by_schema.items =
        arena_alloc(declared->arena, (count + 1) * sizeof(void *));
    for (size_t i = 0; i < count; i++) {
        struct declared_table *table = &declared->tables.items[i];

        declared->by_schema.items[declared->by_schema.count++] = table;
        if (table->name != NULL)
            declared->by_name.items[declared->by_name.count++] = table;
    }
    qsort(declared->by_name.items, declared->by_name.count, sizeof(void *),
          by_name);
    qsort(declared->by_schema.items, declared->by_schema.count, sizeof(void *),
          by_schema);
}

void
declared_settle(struct declared *declared)
{
    struct arena *arena = declared->arena;

    sort_tables(declared);
    for (size_t i = 0; i < declared->tables.count; i++) {
        struct declared_table *from = &declared->tables.items[i];
        struct declared_table *to = from->extends != NULL
                                        ? schema_called(declared, from->extends)
                                        : NULL;

        if (declared->lacks != NULL && from->lacks == NULL)
            from->lacks = declared->lacks;
        if (to == NULL || to == from)
            continue;
        declared->joined += from->members.count + from->indexes.count;
        if (to->members.count + from->members.count > MEMBERS_MOST ||
            to->indexes.count + from->indexes.count > MEMBERS_MOST ||
            declared->joined > JOINED_MOST) {
            to->lacks = "its extensions declare more than is read";
            continue;
        }
        for (size_t m = 0; m < from->members.count; m++)
            *vec_add(arena, &to->members) = from->members.items[m];
        for (size_t x = 0; x < from->indexes.count; x++)
            *vec_add(arena, &to->indexes) = from->indexes.items[x];
        if (to->lacks == NULL)
            to->lacks = from->lacks;
    }
}

const struct declared_table *
declared_find(const struct declared *declared, const char *name)
{
    size_t low = 0;
    size_t high = declared == NULL ? 0 : declared->by_name.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_fold(declared->by_name.items[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return declared != NULL && low < declared->by_name.count &&
                   compare_fold(declared->by_name.items[low]->name, name) == 0
               ? declared->by_name.items[low]
               : NULL;
}

const char *
declared_name(const struct declared_table *table)
{
    return table->name;
}

const char *
declared_schema(const struct declared_table *table)
{
    return table->schema;
}

uint32_t
declared_line(const struct declared_table *table)
{
    return table->line;
}

const char *
declared_lacks(const struct declared_table *table)
{
    return table->lacks;
}

/* Is COLUMN prefix, INSIDE (or nothing) and NAME? */
static bool
is_made_of(struct span column, const char *inside, const char *name)
{
    if (inside != NULL) {
        if (!span_skip_fold(&column, inside))
            return false;
        (void)span_skip(&column, "_");
    }
    return span_is_fold(column, name);
}

static bool
is_member(const struct member *member, const char *column)
{
    struct span rest = span_of(column);

    if (member->sqlname != NULL && *member->sqlname != '\0')
        return text_is_fold(column, member->sqlname);
    if (member->prefix != NULL)
        return span_skip_fold(&rest, member->prefix) &&
               (is_made_of(rest, NULL, member->name) ||
                (member->inside != NULL &&
                 is_made_of(rest, member->inside, member->name)));
    for (int letters = 0; letters < 3 && rest.len > 0; letters++) {
        if (is_made_of(rest, NULL, member->name) ||
            (member->inside != NULL &&
             is_made_of(rest, member->inside, member->name)))
            return true;
        rest.at++;
        rest.len--;
    }
    return false;
}

static enum declaration
not_found(const struct declared_table *table)
{
    return table->lacks != NULL ? DECLARED_UNDECIDED : DECLARED_NO;
}

enum declaration
declared_column(const struct declared_table *table, const char *column)
{
    /* what has no column of its own stands in it */
    if (text_is_fold(column, "mData"))
        return DECLARED_YES;
    if (!budget_take(table->budget, table->members.count))
        return DECLARED_UNDECIDED;
    for (size_t i = 0; i < table->members.count; i++)
        if (is_member(&table->members.items[i], column))
            return DECLARED_YES;
    return not_found(table);
}

/* Does COLUMN stand for the field at PATH of the schema? */
static bool
is_field(const struct declared_table *table, const char *column,
         const char *path)
{
    if (!budget_take(table->budget, table->members.count))
        return false;
    for (size_t i = 0; i < table->members.count; i++)
        if (text_is_fold(table->members.items[i].path, path) &&
            is_member(&table->members.items[i], column))
            return true;
    return false;
}

static bool
is_index(const struct declared_table *table, const struct wanted *index,
         const char *name, const char *const columns[], size_t count)
{
    struct span rest = span_of(name);
    size_t i;

    if (span_skip_fold(&rest, table->name) && span_skip(&rest, "_") &&
        span_is_fold(rest, index->name))
        return true;
    if (count == 0 || count != index->fields.count)
        return false;
    for (i = 0; i < count; i++)
        if (columns[i] == NULL ||
            !is_field(table, columns[i], index->fields.items[i]))
            return false;
    return true;
}

enum declaration
declared_index(const struct declared_table *table, const char *name,
               const char *const columns[], size_t count)
{
    if (!budget_take(table->budget,
                     table->indexes.count + table->members.count))
        return DECLARED_UNDECIDED;
    for (size_t i = 0; i < table->indexes.count; i++)
        if (is_index(table, &table->indexes.items[i], name, columns, count))
            return DECLARED_YES;
    /* a link brings the index on its column */
    for (size_t i = 0; count == 1 && i < table->members.count; i++)
        if (table->members.items[i].link && columns[0] != NULL &&
            is_member(&table->members.items[i], columns[0]))
            return DECLARED_YES;
    return table->budget->spent ? DECLARED_UNDECIDED : not_found(table);
}
