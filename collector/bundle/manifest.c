#include "manifest.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "xmllex.h"
#include "xmlwrite.h"

/*
 * One table says what both directions do: elements with their attributes in
 * the order in which they are written, and of each what its value must be and
 * where it is kept.
 */

static const struct {
    enum entry_status status;
    const char *word;
    bool bytes;
} STATUSES[] = {
    {ENTRY_COLLECTED, "collected", true}, {ENTRY_CUT, "cut", true},
    {ENTRY_CHANGED, "changed", true},     {ENTRY_ABSENT, "absent", false},
    {ENTRY_DENIED, "denied", false},      {ENTRY_TIMEOUT, "timeout", false},
    {ENTRY_FAILED, "failed", false},      {ENTRY_EXCLUDED, "excluded", false},
    {ENTRY_LINK, "link", false},
};

enum { STATUS_COUNT = sizeof STATUSES / sizeof *STATUSES };

const char *
entry_status_word(enum entry_status status)
{
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (STATUSES[i].status == status)
            return STATUSES[i].word;
    return NULL;
}

bool
entry_status_of(const char *word, enum entry_status *status)
{
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        if (strcmp(STATUSES[i].word, word) == 0) {
            *status = STATUSES[i].status;
            return true;
        }
    }
    return false;
}

bool
entry_has_bytes(const struct entry *entry)
{
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (STATUSES[i].status == entry->status)
            return STATUSES[i].bytes;
    return false;
}

/* Paths. */

static const char *const ROOTS[] = {"files", "commands", "db", "code",
                                    "entities"};

/* What is wrong with one component of a path; NULL: nothing. */
static const char *
component_fault(struct span component)
{
    uint32_t character = 0;

    if (component.len == 0)
        return "has an empty component";
    if (span_is(component, ".") || span_is(component, ".."))
        return "has \".\" or \"..\" as a component";
    while (component.len > 0) {
        size_t len = utf8_decode(component, &character);

        if (len == 0)
            return "is not UTF-8";
        if (character < 0x20 || (character >= 0x7F && character <= 0x9F))
            return "has a control character in its name";
        component.at += len;
        component.len -= len;
    }
    return NULL;
}

const char *
entry_path_fault(struct span path)
{
    struct span rest = path;
    struct span component;
    bool known = false;

    if (path.len > 0 && path.at[0] == '/')
        return "is absolute";
    while (span_until(&rest, '/', &component)) {
        const char *fault = component_fault(component);

        if (fault != NULL)
            return fault;
    }
    if (component_fault(rest) != NULL)
        return component_fault(rest);
    rest = path;
    if (span_until(&rest, '/', &component))
        for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++)
            known = known || span_is(component, ROOTS[i]);
    return known ? NULL : "is not in files, commands, db, code or entities";
}

bool
entry_path_good(struct span path)
{
    return entry_path_fault(path) == NULL;
}

/* Kinds of values. */

static bool
good_text(const char *value)
{
    (void)value;
    return true;
}

static bool
good_words(const char *value)
{
    return value[0] != '\0';
}

static bool
good_path(const char *value)
{
    return entry_path_good(span_of(value));
}

static bool
good_id(const char *value)
{
    return strchr(value, '/') == NULL &&
           component_fault(span_of(value)) == NULL;
}

static bool
good_status(const char *value)
{
    enum entry_status status;

    return entry_status_of(value, &status);
}

static bool
good_number(const char *value)
{
    int64_t number;

    return span_number(span_of(value), 0, INT64_MAX, &number);
}

static bool
good_sha256(const char *value)
{
    return strlen(value) == 64 && strspn(value, "0123456789abcdef") == 64;
}

static bool
good_mode(const char *value)
{
    size_t len = strlen(value);

    return value[0] == '0' && (len == 4 || len == 5) &&
           strspn(value, "01234567") == len;
}

static bool
good_stage(const char *value)
{
    return strcmp(value, "before") == 0 || strcmp(value, "after") == 0;
}

static bool
good_os(const char *value)
{
    return strcmp(value, "linux") == 0 || strcmp(value, "windows") == 0;
}

bool
manifest_time_good(const char *value)
{
    /* A digit for each 9, within the ranges. */
    static const char shape[] = "9999-99-99T99:99:99Z";
    static const struct {
        size_t at;
        int64_t low, high;
    } ranges[] = {
        {5, 1, 12}, {8, 1, 31}, {11, 0, 23}, {14, 0, 59}, {17, 0, 60}};

    if (strlen(value) != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '9' ? !ascii_digit(value[i]) : value[i] != shape[i])
            return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        int64_t number;

        if (!span_number(span_bytes(value + ranges[i].at, 2), ranges[i].low,
                         ranges[i].high, &number))
            return false;
    }
    return true;
}

enum store { STRING, NUMBER, STATUS };

struct kind {
    enum store store;
    bool (*good)(const char *value);
    const char *words;
};

static const struct kind TEXT = {STRING, good_text, "a text"};
static const struct kind WORDS = {STRING, good_words, "a text, not empty"};
static const struct kind PATH = {STRING, good_path, "the path of an entry"};
static const struct kind ID = {STRING, good_id, "the name of a folder"};
static const struct kind SHA256 = {STRING, good_sha256,
                                   "a SHA-256 in lower-case hex"};
static const struct kind MODE = {STRING, good_mode, "a mode such as 0644"};
static const struct kind STAGE = {STRING, good_stage, "before or after"};
static const struct kind OS = {STRING, good_os, "linux or windows"};
static const struct kind TIME = {STRING, manifest_time_good,
                                 "a time such as 2026-01-02T03:04:05Z"};
static const struct kind COUNT = {NUMBER, good_number, "a number"};
static const struct kind STATE = {STATUS, good_status,
                                  "a status such as collected"};

/* Elements. */

struct field {
    const char *name;
    size_t offset;
    const struct kind *kind;
    bool required;
};

enum {
    FIELDS = 16,
    VALUE_MOST = 64 << 10 /* bytes of a value, an option's aside */
};

struct element {
    const char *name;
    struct field fields[FIELDS]; /* up to a NULL name */
};

#define AT(type, member) #member, offsetof(struct type, member)

/* The attribute "format", which no struct keeps, stands before these. */
static const struct element MANIFEST = {
    "manifest",
    {{AT(manifest, id), &ID, true}, {AT(manifest, collector), &WORDS, true}}};

static const struct element HOST = {
    "host",
    {{"name", offsetof(struct manifest, host), &WORDS, true},
     {AT(manifest, machine), &WORDS, false},
     {AT(manifest, os), &OS, false},
     {AT(manifest, architecture), &TEXT, false},
     {AT(manifest, kernel), &TEXT, false}}};

static const struct element ESTATE = {
    "estate", {{"label", offsetof(struct manifest, estate), &WORDS, true}}};

static const struct element RUN = {"run",
                                   {{AT(manifest, stage), &STAGE, true},
                                    {AT(manifest, started), &TIME, true},
                                    {AT(manifest, ended), &TIME, true},
                                    {AT(manifest, redaction), &WORDS, true}}};

static const struct element OPTION = {
    "option",
    {{AT(manifest_option, name), &WORDS, true},
     {AT(manifest_option, value), &TEXT, false}}};

static const struct element ENTRY = {"entry",
                                     {{AT(entry, path), &PATH, true},
                                      {AT(entry, status), &STATE, true},
                                      {AT(entry, size), &COUNT, false},
                                      {AT(entry, sha256), &SHA256, false},
                                      {AT(entry, origin), &TEXT, false},
                                      {AT(entry, mode), &MODE, false},
                                      {AT(entry, mtime), &TIME, false},
                                      {AT(entry, target), &TEXT, false},
                                      {AT(entry, argv), &TEXT, false},
                                      {AT(entry, account), &TEXT, false},
                                      {AT(entry, exit), &COUNT, false},
                                      {AT(entry, duration), &COUNT, false},
                                      {AT(entry, reason), &TEXT, false},
                                      {AT(entry, mend), &TEXT, false},
                                      {AT(entry, why), &TEXT, false}}};

static const struct element REDACTED = {"redacted",
                                        {{AT(redaction, kind), &WORDS, true},
                                         {AT(redaction, count), &COUNT, true}}};

#undef AT

/* Writing. */

static void
write_field(struct xmlwrite *xml, const struct field *field, const void *object)
{
    const void *at = (const char *)object + field->offset;

    switch (field->kind->store) {
    case STRING:
        xmlwrite_attr(xml, field->name, *(const char *const *)at);
        break;
    case NUMBER:
        if (*(const int64_t *)at >= 0)
            xmlwrite_number(xml, field->name, *(const int64_t *)at);
        break;
    case STATUS:
        xmlwrite_attr(xml, field->name,
                      entry_status_word(*(const enum entry_status *)at));
        break;
    }
}

static void
write_fields(struct xmlwrite *xml, const struct element *element,
             const void *object)
{
    for (const struct field *f = element->fields; f->name != NULL; f++)
        write_field(xml, f, object);
}

static void
write_element(struct xmlwrite *xml, const struct element *element,
              const void *object)
{
    xmlwrite_open(xml, element->name);
    write_fields(xml, element, object);
    xmlwrite_close(xml);
}

static void
write_entry(struct xmlwrite *xml, const struct entry *entry)
{
    xmlwrite_open(xml, ENTRY.name);
    write_fields(xml, &ENTRY, entry);
    for (size_t i = 0; i < entry->redactions.count; i++)
        write_element(xml, &REDACTED, &entry->redactions.items[i]);
    xmlwrite_close(xml);
}

size_t
manifest_entry_size(const struct entry *entry)
{
    enum { ENTRY_MOST = 1024 * 1024, INDENT = 8 };
    struct xmlwrite xml;
    struct buf out;
    size_t size;

    buf_init(&out, ENTRY_MOST);
    xmlwrite_fragment(&xml, &out);
    write_entry(&xml, entry);
    size = (out.overflow ? ENTRY_MOST : out.len) +
           INDENT * (entry->redactions.count + 2);
    buf_release(&out);
    return size;
}

/* Writes MANIFEST into OUT; after each entry TAKE, if not NULL, may take what
 * OUT holds and reset it. */
static void
write_document(const struct manifest *manifest, struct buf *out,
               void (*take)(void *baton, struct buf *out), void *baton)
{
    struct xmlwrite xml;

    xmlwrite_start(&xml, out);
    xmlwrite_open(&xml, MANIFEST.name);
    xmlwrite_number(&xml, "format", 1);
    write_fields(&xml, &MANIFEST, manifest);
    write_element(&xml, &HOST, manifest);
    if (manifest->estate != NULL)
        write_element(&xml, &ESTATE, manifest);
    write_element(&xml, &RUN, manifest);
    for (size_t i = 0; i < manifest->options.count; i++)
        write_element(&xml, &OPTION, &manifest->options.items[i]);
    for (size_t i = 0; i < manifest->entries.count; i++) {
        write_entry(&xml, &manifest->entries.items[i]);
        if (take != NULL)
            take(baton, out);
    }
    xmlwrite_close(&xml);
    if (take != NULL)
        take(baton, out);
}

void
manifest_write(const struct manifest *manifest, struct buf *out)
{
    write_document(manifest, out, NULL, NULL);
}

/* Order. */

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->path,
                  ((const struct entry *)b)->path);
}

void
manifest_order(struct manifest *manifest)
{
    if (manifest->entries.count > 1)
        qsort(manifest->entries.items, manifest->entries.count,
              sizeof *manifest->entries.items, by_path);
}

const struct entry *
manifest_find(const struct manifest *manifest, const char *path)
{
    const struct entry key = {.path = path};

    if (manifest->entries.count == 0)
        return NULL;
    return bsearch(&key, manifest->entries.items, manifest->entries.count,
                   sizeof *manifest->entries.items, by_path);
}

/* Reading. */

struct reader {
    struct xmllex lex;
    struct xmllex_token token; /* not yet used */
    struct arena *arena;
    struct failure *why;
};

static int
fault(struct reader *reader, uint32_t line, const char *what)
{
    (void)fail(reader->why, "line %lu: %s", (unsigned long)line, what);
    return failure_at(reader->why, "manifest.xml");
}

/* A name from the document, short and plain enough for a failure. */
static const char *
shown(struct reader *reader, struct span name)
{
    struct buf text;
    const char *copy;

    buf_init(&text, 1024);
    utf8_show(&text, (struct span){name.at, name.len > 100 ? 100 : name.len});
    copy = arena_copy(reader->arena, text.data, text.len);
    buf_release(&text);
    return copy;
}

/* Goes to the next token that is not a blank text. */
static int
next(struct reader *reader)
{
    struct xmllex_token *token = &reader->token;

    do {
        (void)xmllex_next(&reader->lex, token);
    } while (token->kind == XMLLEX_TEXT && span_trim(token->value).len == 0);
    switch (token->kind) {
    case XMLLEX_ERROR:
        return fault(reader, token->line, reader->lex.problem);
    case XMLLEX_TEXT:
        return fault(reader, token->line, "a text, where none may stand");
    case XMLLEX_COMMENT:
        return fault(reader, token->line, "a comment, where none may stand");
    default:
        return 0;
    }
}

static bool
at(const struct reader *reader, const struct element *element)
{
    return reader->token.kind == XMLLEX_START &&
           span_is(reader->token.name, element->name);
}

/* What is refused at this token: a stranger, or one out of its order. */
static int
stranger(struct reader *reader, const char *expected)
{
    const struct xmllex_token *token = &reader->token;

    return fault(reader, token->line,
                 arena_format(reader->arena, "<%s> stands where %s is expected",
                              shown(reader, token->name), expected));
}

static int
store(struct reader *reader, const struct field *field, void *object)
{
    const struct xmllex_token *token = &reader->token;
    const char *value = xmllex_value(reader->arena, token->value);
    void *place = (char *)object + field->offset;

    if (!field->kind->good(value))
        return fault(reader, token->line,
                     arena_format(reader->arena, "%s is not %s: \"%s\"",
                                  field->name, field->kind->words,
                                  shown(reader, span_of(value))));
    switch (field->kind->store) {
    case STRING:
        *(const char **)place = value;
        break;
    case NUMBER:
        (void)span_number(span_of(value), 0, INT64_MAX, place);
        break;
    case STATUS:
        (void)entry_status_of(value, place);
        break;
    }
    return 0;
}

/* Stores the attribute at hand; SEEN has a bit for each field. */
static int
read_attribute(struct reader *reader, const struct element *element,
               void *object, uint32_t *seen)
{
    const struct xmllex_token *token = &reader->token;

    for (uint32_t i = 0; element->fields[i].name != NULL; i++) {
        if (!span_is(token->name, element->fields[i].name))
            continue;
        if (*seen & 1u << i)
            return fault(reader, token->line,
                         arena_format(reader->arena, "%s comes twice",
                                      element->fields[i].name));
        *seen |= 1u << i;
        if (token->value.len > VALUE_MOST && element != &OPTION)
            return fault(reader, token->line,
                         arena_format(reader->arena, "%s is longer than 64 KiB",
                                      element->fields[i].name));
        return store(reader, &element->fields[i], object);
    }
    return fault(reader, token->line,
                 arena_format(reader->arena,
                              "<%s> has no attribute \"%s\" in format 1",
                              element->name, shown(reader, token->name)));
}

/* Reads the attributes of ELEMENT, the start of which LINE tells, and goes to
 * the token behind its start tag. */
static int
read_fields(struct reader *reader, const struct element *element, void *object,
            uint32_t line)
{
    uint32_t seen = 0;

    while (reader->token.kind == XMLLEX_ATTRIBUTE)
        if (read_attribute(reader, element, object, &seen) != 0 ||
            next(reader) != 0)
            return -1;
    for (uint32_t i = 0; element->fields[i].name != NULL; i++)
        if (element->fields[i].required && !(seen & 1u << i))
            return fault(reader, line,
                         arena_format(reader->arena, "<%s> lacks \"%s\"",
                                      element->name, element->fields[i].name));
    return next(reader);
}

static int
read_end(struct reader *reader)
{
    if (reader->token.kind != XMLLEX_END)
        return stranger(reader, "an end tag");
    return next(reader);
}

/* Reads an element without children. */
static int
read_leaf(struct reader *reader, const struct element *element, void *object)
{
    uint32_t line = reader->token.line;

    if (!at(reader, element))
        return stranger(reader,
                        arena_format(reader->arena, "<%s>", element->name));
    if (next(reader) != 0 || read_fields(reader, element, object, line) != 0)
        return -1;
    return read_end(reader);
}

static const char *
entry_fault(const struct entry *entry, const struct entry *before)
{
    int order = before == NULL ? 1 : strcmp(entry->path, before->path);

    if (order == 0)
        return "comes twice";
    if (order < 0)
        return "is not in the order of paths";
    if (entry_has_bytes(entry) && entry->size < 0)
        return "lacks the size of its bytes";
    if (entry_has_bytes(entry) && entry->sha256 == NULL)
        return "lacks the SHA-256 of its bytes";
    if (!entry_has_bytes(entry) && (entry->size >= 0 || entry->sha256 != NULL))
        return "has a size or SHA-256 although its status has no bytes";
    if (entry->status == ENTRY_LINK && entry->target == NULL)
        return "is a link without its target";
    if (entry->status != ENTRY_LINK && entry->target != NULL)
        return "has a target but is not a link";
    return NULL;
}

static int
read_entry(struct reader *reader, struct manifest *manifest)
{
    uint32_t line = reader->token.line;
    size_t count = manifest->entries.count;
    struct entry *entry = vec_add(reader->arena, &manifest->entries);
    const char *wrong;

    *entry = (struct entry){.size = -1, .exit = -1, .duration = -1};
    if (next(reader) != 0 || read_fields(reader, &ENTRY, entry, line) != 0)
        return -1;
    wrong = entry_fault(entry, count == 0 ? NULL : entry - 1);
    if (wrong != NULL)
        return fault(reader, line,
                     arena_format(reader->arena, "%s %s",
                                  shown(reader, span_of(entry->path)), wrong));
    while (at(reader, &REDACTED))
        if (read_leaf(reader, &REDACTED,
                      vec_add(reader->arena, &entry->redactions)) != 0)
            return -1;
    return read_end(reader);
}

/* The format comes first, so that a later one is named as such before anything
 * in it looks wrong. */
static int
read_format(struct reader *reader)
{
    const struct xmllex_token *token = &reader->token;

    if (token->kind != XMLLEX_ATTRIBUTE || !span_is(token->name, "format"))
        return fault(reader, token->line,
                     "<manifest> does not begin with its format");
    if (!span_is(token->value, "1"))
        return fault(reader, token->line,
                     arena_format(reader->arena,
                                  "the bundle has format %s, this version "
                                  "reads format 1: use a newer version",
                                  shown(reader, token->value)));
    return next(reader);
}

static int
read_document(struct reader *reader, struct manifest *manifest)
{
    uint32_t line;

    if (next(reader) != 0)
        return -1;
    if (reader->token.kind == XMLLEX_PI && next(reader) != 0)
        return -1;
    if (!at(reader, &MANIFEST))
        return stranger(reader, "<manifest>");
    line = reader->token.line;
    if (next(reader) != 0 || read_format(reader) != 0 ||
        read_fields(reader, &MANIFEST, manifest, line) != 0 ||
        read_leaf(reader, &HOST, manifest) != 0)
        return -1;
    if (at(reader, &ESTATE) && read_leaf(reader, &ESTATE, manifest) != 0)
        return -1;
    if (read_leaf(reader, &RUN, manifest) != 0)
        return -1;
    while (at(reader, &OPTION))
        if (read_leaf(reader, &OPTION,
                      vec_add(reader->arena, &manifest->options)) != 0)
            return -1;
    while (at(reader, &ENTRY))
        if (read_entry(reader, manifest) != 0)
            return -1;
    return read_end(reader);
}

/* A document that is held against what we would write, piece by piece. */
struct comparison {
    struct span rest; /* of the document */
    uint32_t line;
    bool differs;
};

static void
compare(void *baton, struct buf *again)
{
    struct comparison *comparison = baton;
    struct span *rest = &comparison->rest;
    size_t same = 0;

    while (!comparison->differs && same < again->len) {
        comparison->differs =
            same == rest->len || rest->at[same] != again->data[same];
        if (!comparison->differs)
            comparison->line += rest->at[same++] == '\n';
    }
    rest->at += same;
    rest->len -= same;
    comparison->differs |= again->overflow;
    buf_reset(again);
}

/* Is XML what we would write?  Blanks, references and declarations that mean
 * the same are no manifest of ours. */
static int
check_bytes(struct reader *reader, struct span xml,
            const struct manifest *manifest)
{
    struct comparison comparison = {xml, 1, false};
    struct buf again;

    buf_init(&again, xml.len + 1);
    write_document(manifest, &again, compare, &comparison);
    buf_release(&again);
    if (!comparison.differs && comparison.rest.len == 0)
        return 0;
    return fault(reader, comparison.line,
                 "not written as acc-collect writes it");
}

int
manifest_read(struct span xml, struct arena *arena, struct manifest *manifest,
              struct failure *why)
{
    struct reader reader = {.arena = arena, .why = why};

    *manifest = (struct manifest){0};
    xmllex_init(&reader.lex, xml);
    if (read_document(&reader, manifest) != 0)
        return -1;
    return check_bytes(&reader, xml, manifest);
}
