#include "ddl.h"

#include <string.h>

#include "buf.h"
#include "span.h"

enum { NAME_MOST = 128, TYPE_MOST = 100, STATEMENT_MOST = 16384 };

static bool
in_name(char c, bool first)
{
    return ascii_letter(c) || c == '_' ||
           (!first && (ascii_digit(c) || c == '$' || c == '#'));
}

static bool
is_name(const char *text)
{
    size_t len = 0;

    while (in_name(text[len], len == 0))
        len++;
    return len > 0 && len <= NAME_MOST && text[len] == '\0';
}

/* Which letters of a name the engine turns into others if it is not quoted. */
static bool
is_folded(const char *engine, const char *name)
{
    bool lower = strcmp(engine, "postgresql") == 0;
    bool upper = strcmp(engine, "oracle") == 0 || strcmp(engine, "db2") == 0;

    for (; *name != '\0'; name++)
        if ((lower && *name >= 'A' && *name <= 'Z') ||
            (upper && *name >= 'a' && *name <= 'z'))
            return true;
    return false;
}

static void
add_name(struct buf *out, const char *engine, const char *name,
         const char *what)
{
    const char *quote = is_name(name) && is_folded(engine, name) ? "\"" : "";

    if (is_name(name))
        buf_addf(out, "%s%s%s", quote, name, quote);
    else
        buf_addf(out, "<%s: see evidence>", what);
}

static void
add_of_schema(struct buf *out, const char *engine, const char *schema,
              const char *name, const char *what)
{
    if (*schema != '\0') {
        add_name(out, engine, schema, "schema");
        buf_addc(out, '.');
    }
    add_name(out, engine, name, what);
}

static bool
is_type(const char *text)
{
    size_t len = 0;

    while (ascii_letter(text[len]) || ascii_digit(text[len]) ||
           (text[len] != '\0' && strchr("_ (),", text[len]) != NULL))
        len++;
    return ascii_letter(text[0]) && len <= TYPE_MOST && text[len] == '\0';
}

static const char *
finish(struct arena *arena, struct buf *out)
{
    const char *text =
        out->overflow ? NULL : arena_copy(arena, out->data, out->len);

    buf_release(out);
    return text;
}

const char *
ddl_column(struct arena *arena, const char *engine, const char *table,
           const char *column, const char *type)
{
    bool oracle = strcmp(engine, "oracle") == 0;
    struct buf out;

    buf_init(&out, STATEMENT_MOST);
    buf_adds(&out, "ALTER TABLE ");
    add_name(&out, engine, table, "table");
    buf_adds(&out, oracle                             ? " ADD ("
                   : strcmp(engine, "sqlserver") == 0 ? " ADD "
                                                      : " ADD COLUMN ");
    add_name(&out, engine, column, "column");
    buf_addf(&out, " %s%s", is_type(type) ? type : "<type: see evidence>",
             oracle ? ")" : "");
    return finish(arena, &out);
}

const char *
ddl_index(struct arena *arena, const char *engine, const char *table,
          const char *index, bool unique, const struct ddl_key keys[],
          size_t count)
{
    struct buf out;

    buf_init(&out, STATEMENT_MOST);
    buf_addf(&out, "CREATE %sINDEX ", unique ? "UNIQUE " : "");
    add_name(&out, engine, index, "index");
    buf_adds(&out, " ON ");
    add_name(&out, engine, table, "table");
    buf_adds(&out, " (");
    for (size_t i = 0; i < count; i++) {
        buf_adds(&out, i > 0 ? ", " : "");
        if (keys[i].column == NULL)
            buf_adds(&out, "<expression: see evidence>");
        else
            add_name(&out, engine, keys[i].column, "column");
        buf_adds(&out, keys[i].descending ? " DESC" : "");
    }
    buf_adds(&out, count > 0 ? ")" : "<columns: see evidence>)");
    return finish(arena, &out);
}

/* Cuts a text in quotes, with what may stand in it, off REST. */
static bool
skip_text(struct span *rest)
{
    size_t len = 1;

    while (
        len < rest->len &&
        (ascii_letter(rest->at[len]) || ascii_digit(rest->at[len]) ||
         (rest->at[len] != '\0' && strchr(" _.:-/%+", rest->at[len]) != NULL)))
        len++;
    if (len == rest->len || rest->at[len] != '\'')
        return false;
    *rest = (struct span){rest->at + len + 1, rest->len - len - 1};
    return true;
}

/* Cuts a quoted name off, as engines write it: "a", `a`, [a]. */
static bool
skip_quoted(struct span *rest)
{
    char end = *rest->at == '[' ? ']' : *rest->at;
    size_t len = 1;

    while (len < rest->len && in_name(rest->at[len], len == 1))
        len++;
    if (len == 1 || len == rest->len || rest->at[len] != end)
        return false;
    *rest = (struct span){rest->at + len + 1, rest->len - len - 1};
    return true;
}

static bool
is_select(struct span rest)
{
    while (rest.len > 0) {
        char c = *rest.at;
        bool pair = rest.len > 1 && ((c == '-' && rest.at[1] == '-') ||
                                     (c == '/' && rest.at[1] == '*'));

        if (c == '\'') {
            if (!skip_text(&rest))
                return false;
            continue;
        }
        if (c == '"' || c == '`' || c == '[') {
            if (!skip_quoted(&rest))
                return false;
            continue;
        }
        if (pair || c == '\0' ||
            (!in_name(c, false) && strchr(" .,()=<>+-*/|:!", c) == NULL))
            return false;
        rest.at++;
        rest.len--;
    }
    return true;
}

/* TEXT on one line, blanks once, without what ends a statement. */
static char *
one_line(struct arena *arena, const char *text)
{
    char *made = arena_string(arena, text);
    size_t len = 0;

    for (size_t i = 0; made[i] != '\0'; i++) {
        if (!ascii_blank(made[i]))
            made[len++] = made[i];
        else if (len > 0 && made[len - 1] != ' ')
            made[len++] = ' ';
    }
    while (len > 0 && (made[len - 1] == ' ' || made[len - 1] == ';'))
        len--;
    made[len] = '\0';
    return made;
}

const char *
ddl_view(struct arena *arena, const char *engine, const char *schema,
         const char *view, const char *text)
{
    const char *line = one_line(arena, text);
    bool fits =
        *line != '\0' && strlen(line) <= DDL_SELECT && is_select(span_of(line));
    struct span whole = span_of(line);
    struct buf out;

    buf_init(&out, STATEMENT_MOST);
    if (!fits || !span_skip_fold(&whole, "create ")) {
        buf_adds(&out, "CREATE VIEW ");
        add_of_schema(&out, engine, schema, view, "view");
        buf_adds(&out, " AS ");
    }
    buf_adds(&out, fits            ? line
                   : *line == '\0' ? "<text: not collected>"
                                   : "<text: see evidence>");
    return finish(arena, &out);
}

const char *
ddl_drop(struct arena *arena, const char *engine, const char *kind,
         const char *schema, const char *name)
{
    struct buf out;

    buf_init(&out, STATEMENT_MOST);
    buf_addf(&out, "DROP %s ", kind);
    add_of_schema(&out, engine, schema, name, "name");
    return finish(arena, &out);
}
