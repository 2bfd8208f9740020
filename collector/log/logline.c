/*
 * A part of a line is copied only if every byte of it may stand in its place:
 * the tables of bytes below are what keeps people out, together with the
 * redaction that all that is collected goes through.
 */
#include "logline.h"

#include <string.h>

enum {
    ID_MOST = 20,       /* a thread in the prefix */
    NAME_MOST = 128,    /* a part between quotes */
    BANNER_MOST = 12,   /* words of a banner */
    WORD_MOST = 24,     /* bytes of one */
    VERSION_NUMBERS = 3 /* four would be an address */
};

/* A part that is not there, or was dropped; an empty one is another. */
static const char NO_BYTES[] = "";
static const struct span NOTHING = {NO_BYTES, 0};

/* ---- bytes ---- */

/* What may stand in a part, beside ASCII letters and digits. */
static const char IN_NAME[] = "_-.:";       /* schema, instance, source */
static const char IN_ID[] = "_-.:|$/";      /* a document */
static const char IN_HOST[] = "_-.:\\/,[]"; /* host, port, instance */
static const char IN_LOGIN[] = "_-.:$#\\";  /* account, database */
static const char IN_ENGINE[] = "_- ";

static bool
all_of(struct span part, const char *others)
{
    for (size_t i = 0; i < part.len; i++)
        if (!ascii_letter(part.at[i]) && !ascii_digit(part.at[i]) &&
            (part.at[i] == '\0' || strchr(others, part.at[i]) == NULL))
            return false;
    return true;
}

/* PART if its bytes may stand there, else nothing. */
static struct span
fitting(struct span part, const char *others)
{
    return part.len <= NAME_MOST && all_of(part, others) ? part : NOTHING;
}

static bool
hexadecimal(char c)
{
    return ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Takes digits off REST; false if there are none, or more than MOST. */
static bool
skip_digits(struct span *rest, size_t most, struct span *digits)
{
    size_t len = 0;

    while (len < rest->len && ascii_digit(rest->at[len]))
        len++;
    if (len == 0 || len > most)
        return false;
    *digits = span_bytes(rest->at, len);
    *rest = span_bytes(rest->at + len, rest->len - len);
    return true;
}

static bool
skip_blanks(struct span *rest)
{
    size_t len = 0;

    while (len < rest->len && ascii_blank(rest->at[len]))
        len++;
    *rest = span_bytes(rest->at + len, rest->len - len);
    return len > 0;
}

static bool
skip_count(struct span *rest, int64_t *count)
{
    struct span digits;

    return skip_digits(rest, 9, &digits) &&
           span_number(digits, 0, INT32_MAX, count);
}

/* Cuts what stands before TEXT, and TEXT. */
static bool
cut_at(struct span *rest, const char *text, struct span *before)
{
    ptrdiff_t at = span_find(*rest, text);
    size_t len;

    if (at < 0)
        return false;
    len = (size_t)at + strlen(text);
    *before = span_bytes(rest->at, (size_t)at);
    *rest = span_bytes(rest->at + len, rest->len - len);
    return true;
}

/* ---- the prefix ---- */

static const struct {
    const char *word;
    enum logline_level level;
} LEVELS[] = {{"info", LOGLINE_INFO},
              {"warning", LOGLINE_WARNING},
              {"error", LOGLINE_ERROR}};

/* Takes bytes of SHAPE off REST: 0 is a digit, T a blank or a T. */
static bool
skip_shape(struct span *rest, const char *shape)
{
    size_t len = strlen(shape);

    if (rest->len < len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == '0'   ? !ascii_digit(rest->at[i])
            : shape[i] == 'T' ? rest->at[i] != 'T' && rest->at[i] != ' '
                              : rest->at[i] != shape[i])
            return false;
    *rest = span_bytes(rest->at + len, rest->len - len);
    return true;
}

static bool
skip_stamp(struct span *rest)
{
    struct span digits;

    if (!skip_shape(rest, "0000-00-00T00:00:00"))
        return false;
    if (span_skip(rest, ".") && !skip_digits(rest, 9, &digits))
        return false;
    (void)span_skip(rest, "Z");
    return true;
}

static bool
all_hexadecimal(struct span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!hexadecimal(word.at[i]))
            return false;
    return true;
}

static bool
is_id(struct span word)
{
    if (word.len > 1 && *word.at == '-')
        word = span_bytes(word.at + 1, word.len - 1);
    return word.len > 0 && word.len <= ID_MOST && all_hexadecimal(word);
}

static bool
skip_level(struct span *rest, enum logline_level *level)
{
    for (size_t i = 0; i < sizeof LEVELS / sizeof *LEVELS; i++) {
        struct span after = *rest;

        if (span_skip(&after, LEVELS[i].word) && skip_blanks(&after) &&
            span_skip(&after, "log") &&
            (after.len == 0 || skip_blanks(&after))) {
            *level = LEVELS[i].level;
            *rest = after;
            return true;
        }
    }
    return false;
}

/* Takes the prefix off REST. */
static bool
skip_prefix(struct span *rest, struct logline *out)
{
    struct span line = *rest, after = line, word;
    const char *end;

    if (!skip_stamp(&after))
        return false;
    out->stamp = span_bytes(line.at, (size_t)(after.at - line.at));
    for (int ids = 0; ids < 4; ids++) {
        if (!skip_blanks(&after))
            return false;
        if (ids >= 2 && skip_level(&after, &out->level)) {
            end = after.at;
            while (end > line.at && ascii_blank(end[-1]))
                end--;
            out->prefix = span_bytes(line.at, (size_t)(end - line.at));
            *rest = after;
            return true;
        }
        if (!span_word(&after, &word) || !is_id(word))
            return false;
    }
    return false;
}

/* ---- messages ---- */

/* A number with dots, a "v" before it: of at most three numbers. */
static bool
is_version(struct span word)
{
    size_t numbers = 1;

    if (word.len > 1 && ascii_lower(*word.at) == 'v' && ascii_digit(word.at[1]))
        word = span_bytes(word.at + 1, word.len - 1);
    if (word.len == 0 || !ascii_digit(word.at[0]) ||
        !ascii_digit(word.at[word.len - 1]) ||
        (word.len > 1 && word.at[0] == '0' && word.at[1] != '.'))
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] == '.')
            numbers++;
        else if (!ascii_digit(word.at[i]))
            return false;
    }
    return numbers <= VERSION_NUMBERS;
}

/* "9364@8f3ef8e": a build and the commit it was made of. */
static bool
is_build(struct span word)
{
    struct span digits;

    return skip_digits(&word, 6, &digits) && span_skip(&word, "@") &&
           word.len <= 40 && all_hexadecimal(word);
}

static bool
is_date(struct span word)
{
    struct span rest = word;

    if (skip_shape(&rest, "00/00/0000") && rest.len == 0)
        return true;
    rest = word;
    return skip_shape(&rest, "0000-00-00") && rest.len == 0;
}

/* May WORD stand in a banner? */
static bool
banner_word(struct span word)
{
    while (word.len > 0 && strchr("([", *word.at) != NULL)
        word = span_bytes(word.at + 1, word.len - 1);
    while (word.len > 0 && strchr("),;]", word.at[word.len - 1]) != NULL)
        word.len--;
    return word.len <= 48 &&
           ((word.len <= WORD_MOST && all_of(word, "") &&
             (word.len == 0 || ascii_letter(*word.at))) ||
            is_version(word) || is_build(word) || is_date(word));
}

/* The banner ends before the first word that none can hold; one without a word
 * says nothing. */
static bool
is_banner(struct span message, struct logline *out)
{
    struct span rest = message, word;
    size_t len = 0;

    if (!span_skip_fold(&rest, "application server for "))
        return false;
    for (int words = 0;
         words < BANNER_MOST && span_word(&rest, &word) && banner_word(word);
         words++)
        len = (size_t)(word.at + word.len - message.at);
    if (len == 0)
        return false;
    out->kind = LOGLINE_BANNER;
    out->words = span_bytes(message.at, len);
    return true;
}

static bool
skip_signed(struct span *rest)
{
    struct span digits;

    (void)span_skip(rest, "-");
    return skip_digits(rest, ID_MOST, &digits);
}

static bool
is_start(struct span message, struct logline *out)
{
    struct span rest = message, name;

    out->kind = LOGLINE_START;
    if (span_is(message, "Tomcat started") ||
        span_is(message, "Server started")) {
        out->words = message;
        return true;
    }
    if (!span_skip(&rest, "Starting ") ||
        !cut_at(&rest, " module (pid=", &name) || name.len > WORD_MOST ||
        !all_of(name, " ") || !skip_signed(&rest) ||
        !span_skip(&rest, ", tid=") || !skip_signed(&rest) ||
        !span_skip(&rest, ")..."))
        return false;
    out->words = span_bytes(message.at, (size_t)(rest.at - message.at));
    return true;
}

static bool
is_pool(struct span message, struct logline *out)
{
    struct span rest = message, pool, source, engine, server, login;

    if (!span_skip(&rest, "Starting ") ||
        !skip_count(&rest, &out->connections) ||
        !span_skip(&rest, " connection(s) on pool '") ||
        !cut_at(&rest, "' (", &pool) || !cut_at(&rest, ", server='", &engine) ||
        !cut_at(&rest, "', login='", &server) || !cut_at(&rest, "')", &login))
        return false;
    out->kind = LOGLINE_POOL;
    if (span_skip(&pool, LOGLINE_DROPPED)) {
        source = NOTHING;
        (void)span_skip(&pool, " ");
    } else if (!span_until(&pool, ' ', &source)) {
        source = pool;
        pool = NOTHING;
    }
    out->source = fitting(source, IN_NAME);
    out->instance = fitting(pool, IN_NAME);
    out->engine = fitting(engine, IN_ENGINE);
    out->server = fitting(server, IN_HOST);
    out->login = fitting(login, IN_LOGIN);
    return true;
}

/* What the check looks for; another expression is dropped. */
static const char *const EXPRESSIONS[] = {".@",
                                          "common.js",
                                          "logon(",
                                          "new SoapMethodCall(",
                                          "sql=",
                                          "SQLDATA",
                                          "[SQLDATA[",
                                          "crmDeploymentType=\"onpremise\"",
                                          "crmDeploymentType=\"v1 active\"",
                                          "CRM v1(mscrmWorkflow/sfdcWorkflow)",
                                          NULL};

static struct span
known_expression(struct span text)
{
    for (size_t i = 0; EXPRESSIONS[i] != NULL; i++)
        if (span_is(text, EXPRESSIONS[i]))
            return text;
    return NOTHING;
}

/* The number in "(iRc=-2006)". */
static struct span
return_code(struct span text)
{
    struct span before, digits;
    const char *from;

    while (cut_at(&text, "(iRc=", &before)) {
        from = text.at;
        (void)span_skip(&text, "-");
        if (skip_digits(&text, 9, &digits) && span_skip(&text, ")"))
            return span_bytes(from, (size_t)(text.at - from) - 1);
    }
    return NOTHING;
}

static bool
is_entity(struct span message, struct logline *out)
{
    struct span rest = message, number, type, id, expression;

    if (!span_skip(&rest, "[PU-") || !skip_digits(&rest, 4, &number) ||
        number.len != 4 || !span_skip(&rest, "] Entity of type : '") ||
        !cut_at(&rest, "' and Id '", &type) ||
        !cut_at(&rest, "', expression '", &id) ||
        !cut_at(&rest, "' was found : '", &expression))
        return false;
    out->kind = LOGLINE_ENTITY;
    out->entity = span_bytes(message.at + 1, 7);
    out->type = fitting(type, IN_NAME);
    out->id = fitting(id, IN_ID);
    out->expression = known_expression(expression);
    out->returned = return_code(rest);
    return true;
}

static bool
is_total(struct span message, struct logline *out)
{
    struct span rest = message, instance;

    if (!cut_at(&rest, " instance, ", &instance) ||
        !skip_count(&rest, &out->warnings) ||
        !span_skip(&rest, " warning(s) and ") ||
        !skip_count(&rest, &out->errors) ||
        !span_skip(&rest, " error(s) during the update"))
        return false;
    out->kind = LOGLINE_TOTAL;
    out->instance = fitting(instance, IN_NAME);
    return true;
}

static bool
is_heading(struct span message, struct logline *out)
{
    while (span_skip(&message, "="))
        ;
    out->kind = LOGLINE_HEADING;
    return span_skip(&message, "Summary of the update") &&
           (message.len == 0 || *message.at == '=');
}

static bool
is_conflict(struct span message, struct logline *out)
{
    struct span rest = message, id, type;

    out->merge = span_skip(&rest, "Document of identifier '");
    if ((!out->merge && !span_skip(&rest, "The document with identifier '")) ||
        !cut_at(&rest, "' and type '", &id) ||
        !cut_at(&rest,
                out->merge ? "' updated in the database and found"
                           : "' is in conflict with the new version",
                &type))
        return false;
    out->kind = LOGLINE_CONFLICT;
    out->id = fitting(id, IN_ID);
    out->type = fitting(type, IN_NAME);
    return true;
}

/* ---- codes ---- */

static bool
upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The code whose sign ("-", or the blank of "ORA 01805") stands at AT. */
static struct span
code_at(struct span text, size_t at)
{
    size_t digits = 0, from = at - 3;
    bool oracle;

    if (at < 3 || !upper(text.at[from]) || !upper(text.at[from + 1]) ||
        !upper(text.at[from + 2]) ||
        (from > 0 &&
         (ascii_letter(text.at[from - 1]) || ascii_digit(text.at[from - 1]))))
        return NOTHING;
    while (at + 1 + digits < text.len && ascii_digit(text.at[at + 1 + digits]))
        digits++;
    if (at + 1 + digits < text.len && ascii_letter(text.at[at + 1 + digits]))
        return NOTHING;
    oracle = memcmp(text.at + from, "ORA", 3) == 0;
    if (oracle ? digits != 5 : digits != 6 || text.at[at] != '-')
        return NOTHING;
    return span_bytes(text.at + from, 4 + digits);
}

static void
code_add(struct logline *out, struct span code)
{
    if (code.len > 0 && out->code_count < LOGLINE_CODES)
        out->codes[out->code_count++] = code;
}

/* Scheme, host and port of the first address in TEXT. */
static struct span
address(struct span text)
{
    ptrdiff_t at = span_find(text, "://");
    size_t from, host, to, i;

    if (at <= 0)
        return NOTHING;
    from = (size_t)at;
    while (from > 0 && ascii_letter(text.at[from - 1]))
        from--;
    host = (size_t)at + 3;
    for (to = host;
         to < text.len && strchr("/?# \t'\"\\<>()", text.at[to]) == NULL; to++)
        if (text.at[to] == '@' || text.at[to] == '\0')
            return NOTHING; /* an account stands before the host */
    for (i = host; i < to; i++)
        if (!ascii_letter(text.at[i]) && !ascii_digit(text.at[i]) &&
            strchr("-.:_", text.at[i]) == NULL)
            return NOTHING;
    if (from == (size_t)at || to == host || to - from > NAME_MOST)
        return NOTHING;
    return span_bytes(text.at + from, to - from);
}

/* Does PART hold one of the codes?  They were taken from the same line. */
static bool
holds_code(struct span part, const struct logline *line)
{
    for (size_t i = 0; i < line->code_count; i++)
        if (line->codes[i].at >= part.at &&
            line->codes[i].at < part.at + part.len)
            return true;
    return false;
}

static bool
is_code(struct span message, struct logline *out)
{
    static const char oracle[] = "ORA ";
    const char *end = message.at + message.len, *at = message.at;
    struct span rest = message, before;

    while ((at = memchr(at, '-', (size_t)(end - at))) != NULL) {
        code_add(out, code_at(message, (size_t)(at - message.at)));
        at++;
    }
    while (cut_at(&rest, oracle, &before))
        code_add(out, code_at(message, (size_t)(rest.at - message.at) - 1));
    out->returned = return_code(message);
    if (out->code_count == 0 && out->returned.len == 0)
        return false;
    out->kind = LOGLINE_CODE;
    rest = message;
    if (cut_at(&rest, LOGLINE_VIEW_HINDERS, &before))
        out->phrase =
            span_bytes(before.at + before.len, sizeof LOGLINE_VIEW_HINDERS - 1);
    for (size_t i = 0; i < out->code_count && out->url.len == 0; i++)
        if (span_is(out->codes[i], "JST-310027"))
            out->url = address(message);
    /* Kept beside the codes, it would be read as one more. */
    if (out->url.len > 0 && holds_code(out->url, out))
        out->url = NOTHING;
    return true;
}

/* ---- */

typedef bool message_reader(struct span message, struct logline *out);

/* The readers of a message, by the bytes that it can begin with; "": any. */
static const struct {
    const char *first;
    message_reader *read;
} READERS[] = {{"Aa", is_banner}, {"ST", is_start},   {"S", is_pool},
               {"[", is_entity},  {"=S", is_heading}, {"TD", is_conflict},
               {"", is_total},    {"", is_code}};

bool
logline_parse(struct span line, struct logline *out)
{
    static const struct logline empty = {0};

    if (line.len > LOGLINE_MOST)
        line.len = LOGLINE_MOST;
    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    if (line.len == 0 || (*line.at != '[' && !ascii_digit(*line.at)) ||
        memchr(line.at, '\r', line.len) != NULL ||
        memchr(line.at, '\0', line.len) != NULL)
        return false;
    *out = empty;
    if (!skip_prefix(&line, out)) {
        *out = empty;
        return is_entity(span_trim(line), out);
    }
    line = span_trim(line);
    if (line.len == 0)
        return false;
    for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++) {
        if (*READERS[i].first != '\0' &&
            (*line.at == '\0' || strchr(READERS[i].first, *line.at) == NULL))
            continue;
        /* One that says no leaves numbers behind that only it reads. */
        if (READERS[i].read(line, out))
            return true;
    }
    return false;
}

/* ---- keeping ---- */

static void
add_span(struct buf *out, struct span span)
{
    buf_add(out, span.at, span.len);
}

/* A part between quotes, or the words that stand for one that did not fit. */
static void
add_part(struct buf *out, const char *before, struct span part)
{
    buf_adds(out, before);
    if (part.at == NO_BYTES)
        buf_adds(out, LOGLINE_DROPPED);
    else
        add_span(out, part);
}

static void
add_return(const struct logline *line, struct buf *out)
{
    if (line->returned.len == 0)
        return;
    buf_adds(out, " (iRc=");
    add_span(out, line->returned);
    buf_adds(out, ")");
}

static void
keep_words(const struct logline *line, struct buf *out)
{
    add_span(out, line->words);
}

static void
keep_pool(const struct logline *line, struct buf *out)
{
    buf_addf(out, "Starting %lld connection(s) on pool '",
             (long long)line->connections);
    add_part(out, "", line->source);
    if (line->instance.len > 0)
        add_part(out, " ", line->instance);
    add_part(out, "' (", line->engine);
    add_part(out, ", server='", line->server);
    add_part(out, "', login='", line->login);
    buf_adds(out, "')");
}

static void
keep_entity(const struct logline *line, struct buf *out)
{
    buf_adds(out, "[");
    add_span(out, line->entity);
    add_part(out, "] Entity of type : '", line->type);
    add_part(out, "' and Id '", line->id);
    add_part(out, "', expression '", line->expression);
    buf_adds(out, "' was found : '" LOGLINE_DROPPED "'.");
    add_return(line, out);
}

static void
keep_total(const struct logline *line, struct buf *out)
{
    add_part(out, "", line->instance);
    buf_addf(out,
             " instance, %lld warning(s) and %lld error(s) during the update.",
             (long long)line->warnings, (long long)line->errors);
}

static void
keep_heading(const struct logline *line, struct buf *out)
{
    (void)line;
    buf_adds(out, "=========Summary of the update==========");
}

static void
keep_conflict(const struct logline *line, struct buf *out)
{
    add_part(out,
             line->merge ? "Document of identifier '"
                         : "The document with identifier '",
             line->id);
    add_part(out, "' and type '", line->type);
    buf_adds(out, line->merge
                      ? "' updated in the database and found in the file "
                        "system. You will have to merge the two versions "
                        "manually."
                      : "' is in conflict with the new version.");
}

static void
keep_code(const struct logline *line, struct buf *out)
{
    for (size_t i = 0; i < line->code_count; i++) {
        add_span(out, line->codes[i]);
        buf_adds(out, " ");
    }
    if (line->url.len > 0) {
        add_span(out, line->url);
        buf_adds(out, " ");
    }
    if (line->phrase.len > 0) {
        add_span(out, line->phrase);
        buf_adds(out, " ");
    }
    buf_adds(out, LOGLINE_DROPPED);
    add_return(line, out);
}

typedef void message_keeper(const struct logline *line, struct buf *out);

static message_keeper *const KEEPERS[] = {
    [LOGLINE_BANNER] = keep_words,      [LOGLINE_START] = keep_words,
    [LOGLINE_POOL] = keep_pool,         [LOGLINE_ENTITY] = keep_entity,
    [LOGLINE_TOTAL] = keep_total,       [LOGLINE_HEADING] = keep_heading,
    [LOGLINE_CONFLICT] = keep_conflict, [LOGLINE_CODE] = keep_code};

void
logline_keep(const struct logline *line, struct buf *out)
{
    if (line->prefix.len > 0) {
        add_span(out, line->prefix);
        buf_adds(out, " ");
    }
    KEEPERS[line->kind](line, out);
}
