/*
 * How it works: every rule marks spans of the content; at the end the marked
 * spans are replaced in one pass.  Spans may overlap: then their union goes.
 *
 * A line may be as long as the content, and its author our enemy.  So no rule
 * looks at a byte again for each thing that stands before it: what lies ahead
 * is found by cursors that only go forward, and remembered.
 */
#include "redact.h"

#include <stdlib.h>
#include <string.h>

#include "platform.h"
#include "vec.h"
#include "xmllex.h"

const char *const REDACT_KINDS[KIND_COUNT] = {
    "password",      "passphrase",    "secret",
    "token",         "key",           "credentials",
    "authorization", "private-key",   "url-credentials",
    "command-line",  "e-mail",        "telephone",
    "query-string",  "client-address"};

/* Every byte of all that is collected is asked these: hence in line here. */
static inline bool
upper(char c)
{
    return (unsigned char)(c - 'A') < 26;
}

static inline bool
letter(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool
digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static inline char
lower(char c)
{
    return upper(c) ? (char)(c + ('a' - 'A')) : c;
}

static inline char
upper_of(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

static inline bool
blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool
space(char c)
{
    return c == ' ' || (unsigned char)(c - '\t') < 5; /* \t \n \v \f \r */
}

static inline bool
name_char(char c)
{
    return letter(c) || digit(c) || c == '_' || c == '.' || c == '-' ||
           (unsigned char)c >= 0x80;
}

struct mark {
    size_t from, to;
    enum redact_kind kind;
};

/*
 * What a byte may be, by one look.  The low bits number letters and digits,
 * whatever their case; punctuation has none.
 */
enum {
    BYTE_LETTER = 31,  /* 1 to 26, digits 27; mask */
    BYTE_NAME = 32,    /* of a name */
    BYTE_SPACE = 64,   /* between words */
    BYTE_COMMAND = 128 /* the last of a command that takes a secret */
};

/* Each secret word holds one of these pairs of letters; few other names do. */
static const char *const TELLING[] = {"ss", "sp", "ps", "nn", "pw", "cr",
                                      "ok", "ut", "ke", "db", NULL};

struct bytes {
    uint8_t of[256];
    uint32_t pairs[32]; /* by the first letter, a bit for each second one */
};

static void
bytes_init(struct bytes *bytes)
{
    memset(bytes, 0, sizeof *bytes);
    for (int c = 0; c < 256; c++) {
        if (name_char((char)c))
            bytes->of[c] |= BYTE_NAME;
        if (letter((char)c))
            bytes->of[c] |= (uint8_t)(lower((char)c) - 'a' + 1);
        if (digit((char)c))
            bytes->of[c] |= 27;
        if (space((char)c))
            bytes->of[c] |= BYTE_SPACE;
    }
    for (size_t i = 0; TELLING[i] != NULL; i++)
        bytes->pairs[TELLING[i][0] - 'a' + 1] |= (uint32_t)1
                                                 << (TELLING[i][1] - 'a' + 1);
}

/* A name that was asked for lately: configuration has few names and many of
 * each. */
struct known_name {
    char name[32];
    uint8_t len; /* 0: none is here */
    uint8_t form;
    bool secret;
    enum redact_kind kind;
};

enum {
    KNOWN_NAMES = 64,
    MARKS_MOST = 1 << 20 /* who has more secrets is making fun of us */
};

struct marker {
    enum redact_form form;
    struct bytes bytes;
    const char *text; /* the whole content */
    size_t len;
    struct known_name known[KNOWN_NAMES];
    size_t quote_at; /* where inside_quotes has been, and what it saw */
    char quote;
    struct arena arena;
    struct {
        struct mark *items;
        size_t count, room;
    } marks;
};

/* ---- names ---- */

enum word_place {
    WORD_ANYWHERE, /* of the name, other characters around it */
    WORD_END,      /* the name ends with it */
    WORD_PART,     /* a part of its own: DB_PASS, dbPass */
    WORD_SHELL_END /* WORD_END, but in the shell form only */
};

static const struct {
    const char *word;
    enum word_place place;
    enum redact_kind kind;
} SECRET_WORDS[] = {
    {"passphrase", WORD_ANYWHERE, KIND_PASSPHRASE},
    {"password", WORD_ANYWHERE, KIND_PASSWORD},
    {"passwd", WORD_ANYWHERE, KIND_PASSWORD},
    {"passwort", WORD_ANYWHERE, KIND_PASSWORD},
    {"kennwort", WORD_ANYWHERE, KIND_PASSWORD},
    {"motdepasse", WORD_ANYWHERE, KIND_PASSWORD},
    {"pwd", WORD_ANYWHERE, KIND_PASSWORD},
    {"secret", WORD_ANYWHERE, KIND_SECRET},
    {"token", WORD_ANYWHERE, KIND_TOKEN},
    {"credential", WORD_ANYWHERE, KIND_CREDENTIALS},
    {"authorization", WORD_ANYWHERE, KIND_AUTHORIZATION},
    {"apikey", WORD_ANYWHERE, KIND_KEY},
    {"privatekey", WORD_ANYWHERE, KIND_KEY},
    {"accesskey", WORD_ANYWHERE, KIND_KEY},
    {"encryptionkey", WORD_ANYWHERE, KIND_KEY},
    {"signingkey", WORD_ANYWHERE, KIND_KEY},
    {"sharedkey", WORD_ANYWHERE, KIND_KEY},
    {"accountkey", WORD_ANYWHERE, KIND_KEY},
    {"activationkey", WORD_ANYWHERE, KIND_KEY},
    {"licensekey", WORD_ANYWHERE, KIND_KEY},
    {"xtkkey", WORD_ANYWHERE, KIND_KEY},
    /* nlserver config -setdblogin:ENGINE:login/password@server */
    {"setdblogin", WORD_ANYWHERE, KIND_COMMAND},
    {"pass", WORD_END, KIND_PASSWORD},
    {"passin", WORD_END, KIND_PASSWORD},
    {"passout", WORD_END, KIND_PASSWORD},
    {"pass", WORD_PART, KIND_PASSWORD},
    {"pw", WORD_PART, KIND_PASSWORD},
    {"psw", WORD_PART, KIND_PASSWORD},
    {"key", WORD_PART, KIND_KEY},
    {"key", WORD_SHELL_END, KIND_KEY},
};

/* Names that hold such a word and no secret: switches and paths that the
 * analyzer reads, directives of Apache. */
static const char *const INNOCENT[] = {"allowemptypassword",
                                       "allowuserpassword",
                                       "sessiontokenonly",
                                       "xtkacceptoldpasswords",
                                       "vaulttokenpath",
                                       "vaultsecretpath",
                                       "servertokens",
                                       "proxypass",
                                       "proxypassmatch",
                                       "proxypassreverse",
                                       "proxypassreversecookiedomain",
                                       "proxypassreversecookiepath",
                                       "proxypassinherit",
                                       "proxypassinterpolateenv",
                                       "bypass",
                                       "compass",
                                       "oldpwd",
                                       NULL};

enum { NAME_ROOM = 160 };

/* May NAME hold a secret word?  Most do not, and this is quick. */
static inline bool
may_tell(const struct bytes *bytes, struct span name)
{
    unsigned before = 0;
    uint32_t told = 0;

    for (size_t i = 0; i < name.len; i++) {
        unsigned c = bytes->of[(uint8_t)name.at[i]] & BYTE_LETTER;

        if (c == 0)
            continue;
        told |= bytes->pairs[before] >> c;
        before = c;
    }
    return (told & 1) != 0;
}

/* NAME without its punctuation, in lower case; its tail if it is very long. */
static void
name_flat(struct span name, char flat[NAME_ROOM])
{
    size_t i, len = 0;

    if (name.len >= NAME_ROOM) {
        name.at += name.len - NAME_ROOM + 1;
        name.len = NAME_ROOM - 1;
    }
    for (i = 0; i < name.len; i++)
        if (letter(name.at[i]) || digit(name.at[i]))
            flat[len++] = lower(name.at[i]);
    flat[len] = '\0';
}

/* Is WORD a part of NAME by itself?  Parts end at punctuation and where a
 * capital follows a small letter. */
static bool
name_part(struct span name, const char *word)
{
    size_t i, from = 0, len = strlen(word);

    for (i = 0; i <= name.len; i++) {
        bool inside = i < name.len && (letter(name.at[i]) || digit(name.at[i]));
        bool capital =
            inside && i > from && upper(name.at[i]) && !upper(name.at[i - 1]);

        if (inside && !capital)
            continue;
        if (i - from == len &&
            span_is_fold(span_bytes(name.at + from, len), word))
            return true;
        from = inside ? i : i + 1;
    }
    return false;
}

/* Is NAME spelled as variables of the environment are: APP_KEY? */
static bool
of_environment(struct span name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!upper(name.at[i]) && !digit(name.at[i]) && name.at[i] != '_')
            return false;
    return memchr(name.at, '_', name.len) != NULL;
}

static bool
ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), tail = strlen(end);

    return len >= tail && strcmp(text + len - tail, end) == 0;
}

/* Does NAME say that its value is a secret, and of which kind?  In the shell
 * form a NAME part KEY or PASS does too. */
static bool
secret_name(enum redact_form form, struct span name, enum redact_kind *kind)
{
    char flat[NAME_ROOM];
    size_t i;

    name_flat(name, flat);
    for (i = 0; INNOCENT[i] != NULL; i++)
        if (strcmp(flat, INNOCENT[i]) == 0)
            return false;
    if (form == REDACT_SHELL && strcmp(flat, "pwd") == 0)
        return false; /* the shell's own: the current folder */
    for (i = 0; i < sizeof SECRET_WORDS / sizeof *SECRET_WORDS; i++) {
        const char *word = SECRET_WORDS[i].word;
        bool hit = false;

        switch (SECRET_WORDS[i].place) {
        case WORD_ANYWHERE:
            hit = strstr(flat, word) != NULL;
            break;
        case WORD_END:
            hit = ends_with(flat, word);
            break;
        case WORD_PART:
            /* A part "key" alone is too common outside the shell. */
            hit = (SECRET_WORDS[i].kind != KIND_KEY || form == REDACT_SHELL ||
                   of_environment(name)) &&
                  name_part(name, word);
            break;
        case WORD_SHELL_END:
            hit = form == REDACT_SHELL && ends_with(flat, word);
            break;
        }
        if (hit) {
            *kind = SECRET_WORDS[i].kind;
            return true;
        }
    }
    return false;
}

/* The same, remembered. */
static bool
remembered_name(struct marker *marker, enum redact_form form, struct span name,
                enum redact_kind *kind)
{
    struct known_name *known;
    size_t place;

    if (name.len == 0 || name.len > sizeof known->name)
        return secret_name(form, name, kind);
    place = ((size_t)(uint8_t)name.at[0] * 7 +
             (size_t)(uint8_t)name.at[name.len - 1] * 3 +
             (size_t)(uint8_t)name.at[name.len / 2] * 5 + name.len) %
            KNOWN_NAMES;
    known = &marker->known[place];
    if (known->len != name.len || known->form != form ||
        memcmp(known->name, name.at, name.len) != 0) {
        known->secret = secret_name(form, name, &known->kind);
        known->len = (uint8_t)name.len;
        known->form = (uint8_t)form;
        memcpy(known->name, name.at, name.len);
    }
    *kind = known->kind;
    return known->secret;
}

static inline bool
tells(struct marker *marker, enum redact_form form, struct span name,
      enum redact_kind *kind)
{
    return may_tell(&marker->bytes, name) &&
           remembered_name(marker, form, name, kind);
}

/* A file that holds a secret is named by its path, which is none. */
static bool
names_a_path(struct span name, struct span value)
{
    char flat[NAME_ROOM];

    name_flat(name, flat);
    return value.len > 0 &&
           (value.at[0] == '/' || value.at[0] == '$' ||
            (value.len > 2 && value.at[1] == ':' && value.at[2] == '\\')) &&
           (ends_with(flat, "file") || ends_with(flat, "path") ||
            ends_with(flat, "dir"));
}

/* ---- marks ---- */

static void
mark(struct marker *marker, size_t from, size_t to, enum redact_kind kind)
{
    struct span value = span_bytes(marker->text + from, to - from);

    if (from >= to || span_is(value, REDACTED))
        return;
    *vec_add(&marker->arena, &marker->marks) = (struct mark){from, to, kind};
}

/* Is there no use in going on? */
static inline bool
enough(const struct marker *marker)
{
    return stop_asked || marker->marks.count > MARKS_MOST;
}

static void
mark_span(struct marker *marker, struct span span, enum redact_kind kind)
{
    size_t from = (size_t)(span.at - marker->text);

    mark(marker, from, from + span.len, kind);
}

static bool
begins(const struct marker *marker, size_t at, size_t end, const char *text)
{
    size_t len = strlen(text);

    return at + len <= end && memcmp(marker->text + at, text, len) == 0;
}

/* Where TEXT stands from AT on, or END. */
static size_t
seek(const struct marker *marker, size_t at, size_t end, const char *text)
{
    struct span rest = span_bytes(marker->text + at, end - at);
    ptrdiff_t found = span_find(rest, text);

    return found < 0 ? end : at + (size_t)found;
}

/* The same for a growing AT and one END: *FOUND is what was found last; at the
 * beginning 0. */
static size_t
seek_on(const struct marker *marker, size_t *found, size_t at, size_t end,
        const char *text)
{
    if (*found < at || *found == 0)
        *found = seek(marker, at, end, text);
    return *found;
}

static size_t
line_end(const struct marker *marker, size_t at, size_t end)
{
    while (at < end && marker->text[at] != '\n')
        at++;
    while (at > 0 && at <= end && marker->text[at - 1] == '\r' &&
           (at == end || marker->text[at] == '\n'))
        at--;
    return at;
}

/* Does the quote at AT close something that began before the value?  What may
 * follow a closing quote tells. */
static bool
quote_closes(const struct marker *marker, size_t at, size_t end)
{
    return at + 1 >= end || space(marker->text[at + 1]) ||
           strchr("/>?,;:)]}|&\"'\\", marker->text[at + 1]) != NULL;
}

/* The end of a shell word at AT: quotes, escapes and substitutions count. */
static size_t
shell_word(const struct marker *marker, size_t at, size_t end)
{
    const char *text = marker->text;
    int depth = 0;
    char quote = '\0';

    for (; at < end; at++) {
        char c = text[at];

        if (quote == '\'') {
            if (c == '\'')
                quote = '\0';
        } else if (c == '\\' && at + 1 < end) {
            at++;
        } else if (quote != '\0') {
            if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'' || c == '`') {
            quote = c;
        } else if (c == '(' && (depth > 0 || text[at - 1] == '$')) {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (depth == 0 && (space(c) || strchr(";&|)<>", c) != NULL)) {
            break;
        }
    }
    return at;
}

/* Is AT inside quotes that its line opened?  Asked with growing AT, so that the
 * answer goes on from the last one. */
static bool
inside_quotes(struct marker *marker, size_t at)
{
    size_t i = marker->quote_at;
    char quote = marker->quote;

    if (at < i) {
        i = 0;
        quote = '\0';
    }
    for (; i < at; i++) {
        char c = marker->text[i];

        if (c == '\n')
            quote = '\0';
        else if (c == '\\' && quote != '\'' && i + 1 < at)
            i++;
        else if (quote != '\0' && c == quote)
            quote = '\0';
        else if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
    }
    marker->quote_at = at;
    marker->quote = quote;
    return quote != '\0';
}

static const char *const ENTITY_QUOTES[] = {"&quot;", "&apos;", "&#34;",
                                            "&#39;",  "&#x22;", "&#x27;",
                                            "\\\"",   "\\'",    NULL};

/*
 * Marks the value that begins at AT and ends before END.  LINE: the value may
 * hold blanks, it reaches to the line's end.  Returns where it ends.
 */
static size_t
mark_value(struct marker *marker, struct span name, size_t at, size_t end,
           bool line, enum redact_kind kind)
{
    const char *text = marker->text;
    size_t from = at, to, i;

    if (at >= end || text[at] == '\n' || text[at] == '\r')
        return at;
    for (i = 0; ENTITY_QUOTES[i] != NULL; i++)
        if (begins(marker, at, end, ENTITY_QUOTES[i])) {
            from = at + strlen(ENTITY_QUOTES[i]);
            to = seek(marker, from, end, ENTITY_QUOTES[i]);
            mark(marker, from, to, kind);
            return to;
        }
    if (marker->form == REDACT_SHELL && !line && !inside_quotes(marker, at)) {
        to = shell_word(marker, at, end);
        /* One pair of quotes around all of it stays: KEY="…", KEY=''. */
        if (to - from >= 2 && (text[from] == '"' || text[from] == '\'') &&
            text[to - 1] == text[from] &&
            memchr(text + from + 1, text[from], to - from - 2) == NULL) {
            from++;
            to--;
        }
    } else if (text[at] == '"' || text[at] == '\'') {
        from = at + 1;
        for (to = from; to < end && text[to] != text[at]; to++)
            if (text[to] == '\\' && marker->form != REDACT_XML && to + 1 < end)
                to++;
        if (to > end)
            to = end;
    } else {
        for (to = at; to < end; to++) {
            if (line ? text[to] == '\n' || text[to] == '\r' : space(text[to]))
                break;
            if (marker->form == REDACT_XML &&
                (text[to] == '<' || text[to] == '>'))
                break;
            if ((text[to] == '"' || text[to] == '\'') &&
                quote_closes(marker, to, end))
                break;
        }
    }
    if (!names_a_path(name, span_bytes(text + from, to - from)))
        mark(marker, from, to, kind);
    return to > at ? to : at;
}

/* The assignment that NAME, ending at AT, begins; or AT if it begins none. */
static size_t
mark_assignment(struct marker *marker, struct span name, bool option, size_t at,
                size_t end, enum redact_kind kind)
{
    const char *text = marker->text;
    size_t i = at;
    bool spaced, line = kind == KIND_AUTHORIZATION;
    char sign;

    /* "password": "…", ['password'] = '…' */
    while (i < end && strchr("\"']", text[i]) != NULL && text[i] != '\0')
        i++;
    spaced = i < end && blank(text[i]);
    while (i < end &&
           (blank(text[i]) || (marker->form == REDACT_XML && space(text[i]))))
        i++;
    sign = i < end ? text[i] : '\0';
    if ((sign == '+' || sign == ':') && i + 1 < end && text[i + 1] == '=')
        sign = text[++i];
    if (sign != '=' && sign != ':') {
        /* An option takes the next word: --password hunter2 */
        if (option && spaced && i < end && sign != '-' && text[at] != '"')
            return mark_value(marker, name, i, end, false, kind);
        return at;
    }
    i++;
    if (sign == '=' && i < end && text[i] == '>')
        i++; /* => */
    if (sign == ':' && i < end && blank(text[i]))
        line = true; /* password: correct horse battery */
    while (i < end && blank(text[i]))
        i++;
    if (marker->form == REDACT_XML && sign == '=') {
        size_t quote = i;

        while (quote < end && space(text[quote]))
            quote++;
        if (quote < end && (text[quote] == '"' || text[quote] == '\''))
            i = quote;
    }
    return mark_value(marker, name, i, end, line, kind);
}

/* Marks every assignment to a secret name between AT and END. */
static void
mark_assignments(struct marker *marker, size_t at, size_t end)
{
    const char *text = marker->text;
    const uint8_t *bytes = marker->bytes.of;
    const uint32_t *pairs = marker->bytes.pairs;

    while (at < end && !enough(marker)) {
        unsigned before = 0, c;
        enum redact_kind kind;
        uint32_t told = 0;
        struct span name;
        size_t from;

        while (at < end && (bytes[(uint8_t)text[at]] & BYTE_NAME) == 0)
            at++;
        for (from = at;
             at < end && ((c = bytes[(uint8_t)text[at]]) & BYTE_NAME) != 0;
             at++) {
            if ((c & BYTE_LETTER) == 0)
                continue;
            told |= pairs[before] >> (c & BYTE_LETTER);
            before = c & BYTE_LETTER;
        }
        if ((told & 1) == 0)
            continue;
        name = span_bytes(text + from, at - from);
        if (remembered_name(marker, marker->form, name, &kind))
            at =
                mark_assignment(marker, name, text[from] == '-', at, end, kind);
    }
}

/* ---- rules for any text ---- */

/* Where "-----BEGIN " stands from AT on, or the end.  Capitals are rarer than
 * signs. */
static size_t
seek_heading(const struct marker *marker, size_t at)
{
    static const char heading[] = "-----BEGIN ";
    const char *found = marker->text + at, *end = marker->text + marker->len;

    while ((found = memchr(found, 'B', (size_t)(end - found))) != NULL) {
        size_t from = (size_t)(found - marker->text);

        if (from >= at + 5 && begins(marker, from - 5, marker->len, heading))
            return from - 5;
        found++;
    }
    return marker->len;
}

/* -----BEGIN … PRIVATE KEY----- to its END, or to the end of the content. */
static void
mark_private_keys(struct marker *marker)
{
    enum { HEADING = 128 }; /* bytes that "-----BEGIN …-----" may take */
    size_t at = 0;

    while (!enough(marker) && (at = seek_heading(marker, at)) < marker->len) {
        size_t most = marker->len - at < HEADING ? marker->len : at + HEADING;
        size_t stop = line_end(marker, at, most);
        size_t word = seek(marker, at, stop, "PRIVATE KEY");
        size_t from = seek(marker, word, stop, "-----"), to;

        if (word == stop || from == stop) {
            at += 11;
            continue;
        }
        from += 5;
        to = seek(marker, from, marker->len, "-----END ");
        while (from < to && space(marker->text[from]))
            from++;
        at = to;
        while (to > from && space(marker->text[to - 1]))
            to--;
        mark(marker, from, to, KIND_PRIVATE_KEY);
    }
}

static bool
all_digits(const char *from, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++)
        if (!digit(from[i]))
            return false;
    return true;
}

/* The last "@" before a place that only goes forward. */
struct last_sign {
    size_t seen; /* so far */
    size_t at;   /* 0: there was none */
};

static size_t
last_sign(const struct marker *marker, struct last_sign *last, size_t end)
{
    for (; last->seen < end; last->seen++)
        if (marker->text[last->seen] == '@')
            last->at = last->seen;
    return last->at;
}

/* What lies ahead of the address that is looked at. */
struct ahead {
    size_t stop;  /* what ends an address */
    size_t path;  /* what ends the part with the host */
    size_t colon; /* … between user and password */
    struct last_sign of_host, of_all;
};

static bool
ends_address(char c)
{
    return space(c) || c == '"' || c == '\'' || c == '<' || c == '>' ||
           c == '`';
}

/*
 * scheme://user:password@host.  A password may hold "/" and "@", so the last
 * "@" before the address ends counts; but "http://host:8080/a@b" has none.
 * Returns from where to look for the next address: it may stand in this one.
 */
static size_t
mark_address(struct marker *marker, struct ahead *ahead, size_t at)
{
    enum { ADDRESS_MOST = 1024 };
    const char *text = marker->text;
    size_t end, authority, colon, last;

    if (ahead->stop < at)
        ahead->stop = at;
    while (ahead->stop < marker->len && !ends_address(text[ahead->stop]))
        ahead->stop++;
    if (ahead->path < at)
        ahead->path = at;
    while (ahead->path < ahead->stop &&
           strchr("/?#", text[ahead->path]) == NULL)
        ahead->path++;
    end = ahead->stop - at > ADDRESS_MOST ? at + ADDRESS_MOST : ahead->stop;
    authority = ahead->path < end ? ahead->path : end;
    colon = seek_on(marker, &ahead->colon, at, marker->len, ":");
    if (colon >= end)
        colon = 0;
    last = last_sign(marker, &ahead->of_host, authority);
    if (last < at)
        last = last_sign(marker, &ahead->of_all, end);
    if (last < at)
        return end;
    if (colon == 0 || colon > last) {
        /* A user name alone stays, a long one is an access token. */
        if (last < authority && last - at >= 20)
            mark(marker, at, last, KIND_URL);
        return at;
    }
    if (last > authority &&
        (colon > authority ||
         all_digits(text + colon + 1, authority - colon - 1)))
        return at;
    mark(marker, colon + 1, last, KIND_URL);
    return at;
}

static void
mark_addresses(struct marker *marker)
{
    struct ahead ahead = {0, 0, 0, {0, 0}, {0, 0}};
    size_t at = 0;

    while (!enough(marker) &&
           (at = seek(marker, at, marker->len, "://")) < marker->len)
        at = mark_address(marker, &ahead, at + 3);
}

/* "Basic dXNlcjpw", "Bearer eyJ…": WORD may end with the scheme. */
static void
mark_scheme(struct marker *marker, struct span word)
{
    static const char *const schemes[] = {"basic", "bearer", NULL};
    size_t end = (size_t)(word.at - marker->text) + word.len;
    size_t from = end + 1, to = from;

    for (size_t s = 0; schemes[s] != NULL; s++) {
        size_t len = strlen(schemes[s]);

        if (word.len < len || end >= marker->len || marker->text[end] != ' ' ||
            !span_is_fold(span_bytes(marker->text + end - len, len),
                          schemes[s]) ||
            (end > len && name_char(marker->text[end - len - 1])))
            continue;
        while (to < marker->len &&
               (letter(marker->text[to]) || digit(marker->text[to]) ||
                memchr("+/=._~-", marker->text[to], 7) != NULL))
            to++;
        if (to - from >= 8)
            mark(marker, from, to, KIND_AUTHORIZATION);
    }
}

/* Commands that take a password in a form of their own. */
enum command_form {
    FORM_NEXT,    /* -p SECRET and -pSECRET */
    FORM_JOINED,  /* -pSECRET only */
    FORM_WORD,    /* the word alone: using SECRET */
    FORM_COLON,   /* -u user:SECRET */
    FORM_PERCENT, /* -U user%SECRET */
    FORM_SLASH    /* user/SECRET@where, anywhere behind the command */
};

static const struct {
    const char *command, *option;
    enum command_form form;
} COMMAND_SECRETS[] = {
    {"mysql", "-p", FORM_JOINED},      {"mysqldump", "-p", FORM_JOINED},
    {"mysqladmin", "-p", FORM_JOINED}, {"mysqlimport", "-p", FORM_JOINED},
    {"mariadb", "-p", FORM_JOINED},    {"mariadb-dump", "-p", FORM_JOINED},
    {"7z", "-p", FORM_JOINED},         {"sshpass", "-p", FORM_NEXT},
    {"plink", "-pw", FORM_NEXT},       {"pscp", "-pw", FORM_NEXT},
    {"psftp", "-pw", FORM_NEXT},       {"sqlcmd", "-P", FORM_NEXT},
    {"osql", "-P", FORM_NEXT},         {"isql", "-P", FORM_NEXT},
    {"bcp", "-P", FORM_NEXT},          {"tsql", "-P", FORM_NEXT},
    {"zip", "-P", FORM_NEXT},          {"unzip", "-P", FORM_NEXT},
    {"ldapsearch", "-w", FORM_NEXT},   {"ldapadd", "-w", FORM_NEXT},
    {"ldapmodify", "-w", FORM_NEXT},   {"mongo", "-p", FORM_NEXT},
    {"curl", "-u", FORM_COLON},        {"curl", "--user", FORM_COLON},
    {"curl", "-U", FORM_COLON},        {"curl", "--proxy-user", FORM_COLON},
    {"smbclient", "-U", FORM_PERCENT}, {"db2", "using", FORM_WORD},
    {"identified", "by", FORM_WORD},   {"sqlplus", NULL, FORM_SLASH},
    {"sqlldr", NULL, FORM_SLASH},      {"exp", NULL, FORM_SLASH},
    {"imp", NULL, FORM_SLASH},         {"expdp", NULL, FORM_SLASH},
    {"impdp", NULL, FORM_SLASH},       {"rman", NULL, FORM_SLASH},
    {"connect", NULL, FORM_SLASH},     {"conn", NULL, FORM_SLASH},
};

/* Cuts the next word of a command line, quotes inside kept together. */
static bool
command_word(struct span *rest, struct span *word)
{
    size_t i = 0, from;
    char quote = '\0';

    while (i < rest->len && space(rest->at[i]))
        i++;
    from = i;
    for (; i < rest->len; i++) {
        char c = rest->at[i];

        if (quote != '\0' && c == quote)
            quote = '\0';
        else if (quote == '\0' && i == from && (c == '"' || c == '\''))
            quote = c;
        else if (quote == '\0' && space(c))
            break;
    }
    *word = span_bytes(rest->at + from, i - from);
    rest->at += i;
    rest->len -= i;
    return word->len > 0;
}

/* Quotes and brackets around a word. */
static inline bool
opens(char c)
{
    return c == '"' || c == '\'' || c == '`' || c == '(';
}

static inline bool
closes(char c)
{
    return c == '"' || c == '\'' || c == '`' || c == ')' || c == ';';
}

static struct span
unquoted(struct span word)
{
    while (word.len > 0 && opens(word.at[0])) {
        word.at++;
        word.len--;
    }
    while (word.len > 0 && closes(word.at[word.len - 1]))
        word.len--;
    return word;
}

/* The part of WORD behind the first SIGN, or nothing. */
static struct span
behind(struct span word, char sign)
{
    const char *found = memchr(word.at, sign, word.len);
    size_t cut;

    if (found == NULL)
        return span_bytes(word.at, 0);
    cut = (size_t)(found - word.at) + 1;
    return span_bytes(word.at + cut, word.len - cut);
}

/* user/SECRET@where: nothing that looks like a path. */
static struct span
slash_secret(struct span word)
{
    const char *at;
    size_t i;

    if (word.len == 0 || strchr("/.-<>&|@", word.at[0]) != NULL)
        return span_bytes(word.at, 0);
    word = behind(word, '/');
    for (at = NULL, i = 0; i < word.len; i++)
        if (word.at[i] == '@')
            at = word.at + i;
    if (at != NULL)
        word.len = (size_t)(at - word.at);
    return word;
}

enum { COMMAND_ROWS = sizeof COMMAND_SECRETS / sizeof *COMMAND_SECRETS };

/* Where commands are looked for, and have been. */
struct commands {
    bool places[256];             /* see command_place */
    uint8_t *asked[COMMAND_ROWS]; /* bits: words where a row has been */
    size_t from, to;              /* a line, and its end */
};

/* Notes that the arguments of ROW are looked at from AT on; true: they have
 * been, for a command before.  (Quotes begin elsewhere for each command, so
 * that they see the line's words differently, until they meet.) */
static bool
commands_been(struct marker *marker, struct commands *commands, size_t row,
              size_t at)
{
    uint8_t bit = (uint8_t)(1 << (at & 7)), *place;

    if (commands->asked[row] == NULL)
        commands->asked[row] = arena_alloc(&marker->arena, marker->len / 8 + 1);
    place = &commands->asked[row][at / 8];
    if ((*place & bit) != 0)
        return true;
    *place |= bit;
    return false;
}

/* Marks what COMMAND_SECRETS entry ROW finds in the words of REST. */
static void
mark_arguments(struct marker *marker, struct commands *commands, size_t row,
               struct span rest)
{
    const char *option = COMMAND_SECRETS[row].option;
    enum command_form form = COMMAND_SECRETS[row].form;
    struct span raw, word, value;

    while (command_word(&rest, &raw)) {
        if (commands_been(marker, commands, row,
                          (size_t)(raw.at - marker->text)))
            return;
        word = unquoted(raw);
        if (span_is(raw, "|") || span_is(raw, "||") || span_is(raw, "&&") ||
            span_is(raw, ";") ||
            span_is_fold(word, COMMAND_SECRETS[row].command))
            return; /* the next command, looked at by itself */
        if (form == FORM_SLASH) {
            mark_span(marker, slash_secret(word), KIND_COMMAND);
            continue;
        }
        value = word;
        if (form == FORM_WORD ? !span_is_fold(word, option)
                              : !span_skip(&value, option))
            continue;
        if (form == FORM_WORD)
            value.len = 0;
        if (value.len == 0 && form != FORM_JOINED) {
            if (!command_word(&rest, &raw))
                return;
            value = unquoted(raw);
        }
        if (form == FORM_COLON || form == FORM_PERCENT)
            value = behind(value, form == FORM_COLON ? ':' : '%');
        mark_span(marker, unquoted(value), KIND_COMMAND);
    }
}

/* The last component of a command's path, without quotes and without .exe; the
 * end of a word that is too long for any. */
static struct span
command_base(struct span word)
{
    enum { BASE_MOST = 20 };
    size_t end = word.len, from;

    while (end > 0 && closes(word.at[end - 1]))
        end--;
    for (from = end; from > 0 && end - from < BASE_MOST; from--) {
        char c = word.at[from - 1];

        if (c == '/' || c == '\\' || c == '=' || opens(c))
            break;
    }
    word = span_bytes(word.at + from, end - from);
    if (word.len > 4 && lower(word.at[word.len - 1]) == 'e' &&
        span_is_fold(span_bytes(word.at + word.len - 4, 4), ".exe"))
        word.len -= 4;
    return word;
}

/* A place of COMMANDS for a command: of its ends and its length. */
static inline size_t
command_place(char first, char last, size_t len)
{
    return ((size_t)lower(first) * 37 + (size_t)lower(last) * 5 + len) & 255;
}

/* Marks what the command WORD takes from the rest of its line, which begins at
 * AT. */
static void
mark_command(struct marker *marker, struct commands *commands, struct span word,
             size_t at)
{
    struct span base = command_base(word), rest;

    if (base.len < 2 || base.len > 12 ||
        !commands->places[command_place(base.at[0], base.at[base.len - 1],
                                        base.len)])
        return;
    if (at < commands->from || at >= commands->to) {
        commands->from = at;
        commands->to = line_end(marker, at, marker->len);
    }
    if (at >= commands->to)
        return;
    rest = span_bytes(marker->text + at, commands->to - at);
    for (size_t row = 0; row < COMMAND_ROWS; row++)
        if (span_is_fold(base, COMMAND_SECRETS[row].command))
            mark_arguments(marker, commands, row, rest);
}

/* Looks at each word: within quotes too, sh -c "…". */
static void
mark_words(struct marker *marker)
{
    const char *text = marker->text;
    uint8_t *bytes = marker->bytes.of;
    struct commands commands = {{false}, {NULL}, 0, 0};
    size_t at = 0;

    for (size_t row = 0; row < COMMAND_ROWS; row++) {
        const char *name = COMMAND_SECRETS[row].command;
        size_t len = strlen(name);

        commands.places[command_place(name[0], name[len - 1], len)] = true;
        bytes[(uint8_t)name[len - 1]] |= BYTE_COMMAND;
        bytes[(uint8_t)upper_of(name[len - 1])] |= BYTE_COMMAND;
    }
    bytes['e'] |= BYTE_COMMAND; /* .exe */
    bytes['E'] |= BYTE_COMMAND;
    while (at < marker->len && !enough(marker)) {
        size_t from, last;

        while (at < marker->len && (bytes[(uint8_t)text[at]] & BYTE_SPACE) != 0)
            at++;
        for (from = at;
             at < marker->len && (bytes[(uint8_t)text[at]] & BYTE_SPACE) == 0;
             at++)
            ;
        for (last = at; last > from && closes(text[last - 1]); last--)
            ;
        if (last == from)
            continue;
        if (last == at && (text[at - 1] == 'c' || text[at - 1] == 'r' ||
                           text[at - 1] == 'C' || text[at - 1] == 'R'))
            mark_scheme(marker, span_bytes(text + from, at - from));
        if ((bytes[(uint8_t)text[last - 1]] & BYTE_COMMAND) != 0)
            mark_command(marker, &commands,
                         span_bytes(text + from, last - from), at);
    }
}

/* ---- XML ---- */

/* A tag under way: what its attributes say together. */
struct tag {
    struct span value; /* of its attribute value= */
    bool secret;       /* its name, or its attribute name=, says so */
    enum redact_kind kind;
};

static size_t
offset_of(const struct marker *marker, struct span span)
{
    return (size_t)(span.at - marker->text);
}

static void
mark_inside(struct marker *marker, struct span span)
{
    size_t from = offset_of(marker, span);

    mark_assignments(marker, from, from + span.len);
}

static void
mark_attribute(struct marker *marker, struct tag *tag, struct span name,
               struct span value)
{
    enum redact_kind kind;

    if (tells(marker, REDACT_XML, name, &kind)) {
        if (!names_a_path(name, value))
            mark_span(marker, value, kind);
        return;
    }
    if (name.len <= sizeof "content" &&
        (span_is_fold(name, "value") || span_is_fold(name, "content")))
        tag->value = value;
    if (name.len <= sizeof "name" &&
        (span_is_fold(name, "name") || span_is_fold(name, "key") ||
         span_is_fold(name, "id")) &&
        tells(marker, REDACT_XML, value, &kind)) {
        tag->secret = true;
        tag->kind = kind;
    }
    mark_inside(marker, value);
}

/*
 * Does name="…", key="…" or id="…" between FROM and CLOSE name a secret?  A
 * value may hold further such words: what makes one of them a secret makes the
 * whole value one, but for the last, which may be spelled as a variable of the
 * environment.
 */
static bool
names_secret(struct marker *marker, size_t from, size_t close,
             enum redact_kind *kind)
{
    struct span value = {NULL, 0};
    size_t word_end = 0; /* of the value at hand */
    bool waits = false;  /* a later value in it has not been asked about */

    for (; from < close; from++) {
        struct span rest = span_bytes(marker->text + from, close - from);

        if (waits && from >= word_end) {
            waits = false;
            if (tells(marker, REDACT_XML, value, kind))
                return true;
        }
        if (!span_skip_fold(&rest, "name=") && !span_skip_fold(&rest, "key=") &&
            !span_skip_fold(&rest, "id="))
            continue;
        if (from < word_end && rest.len > 0 && !ascii_blank(rest.at[0])) {
            value = span_bytes(rest.at,
                               (size_t)(marker->text + word_end - rest.at));
            waits = true;
            continue;
        }
        waits = false;
        if (!span_word(&rest, &value))
            break;
        word_end = (size_t)(rest.at - marker->text);
        if (tells(marker, REDACT_XML, value, kind))
            return true;
    }
    return waits && tells(marker, REDACT_XML, value, kind);
}

/*
 * The tolerant reading, for comments and for what is no XML: assignments by
 * name, and the text behind <password> or <… name="password">.
 */
static void
mark_loosely(struct marker *marker, size_t at, size_t end)
{
    const char *text = marker->text;
    size_t sections = 0, sections_end = 0, trimmed = 0;
    enum redact_kind kind;

    mark_assignments(marker, at, end);
    while (!enough(marker) && (at = seek(marker, at, end, "<")) < end) {
        size_t name = at + 1, close = name, from, to, stop = name;
        bool secret = false;

        while (close < end && text[close] != '>' && text[close] != '<')
            close++;
        if (close >= end)
            return;
        while (stop < close && (name_char(text[stop]) || text[stop] == ':'))
            stop++;
        if (stop > name)
            secret = tells(marker, REDACT_XML,
                           span_bytes(text + name, stop - name), &kind);
        if (!secret)
            secret = names_secret(marker, stop, close, &kind);
        at = close;
        if (!secret || text[close] == '<')
            continue;
        from = seek(marker, stop, close, "value=");
        if (from < close)
            mark_value(marker, span_of("value"), from + 6, close, false, kind);
        if (text[close - 1] == '/')
            continue;
        from = close + 1;
        if (begins(marker, from, end, "<![CDATA[")) {
            from += 9;
            to = seek_on(marker, &sections, from, end, "]]>");
        } else {
            to = seek(marker, from, end, "<");
        }
        while (from < to && space(text[from]))
            from++;
        /* Many sections may end at one place: its blanks are counted once. */
        if (to != sections_end) {
            sections_end = to;
            for (trimmed = to; trimmed > from && space(text[trimmed - 1]);)
                trimmed--;
        }
        if (trimmed > from)
            mark(marker, from, trimmed, kind);
    }
}

static void
mark_xml(struct marker *marker)
{
    struct xmllex *lex = arena_new(&marker->arena, struct xmllex);
    struct xmllex_token token;
    struct tag tag = {{NULL, 0}, false, KIND_SECRET};
    int secret_depth = 0; /* the outermost element that is a secret */
    enum redact_kind secret_kind = KIND_SECRET;

    xmllex_init(lex, span_bytes(marker->text, marker->len));
    while (!enough(marker)) {
        switch (xmllex_next(lex, &token)) {
        case XMLLEX_START:
            memset(&tag, 0, sizeof tag);
            tag.secret = tells(marker, REDACT_XML, token.name, &tag.kind);
            break;
        case XMLLEX_ATTRIBUTE:
            if (secret_depth > 0)
                mark_span(marker, token.value, secret_kind);
            mark_attribute(marker, &tag, token.name, token.value);
            break;
        case XMLLEX_START_END:
            if (tag.secret && tag.value.len > 0)
                mark_span(marker, tag.value, tag.kind);
            if (tag.secret && secret_depth == 0) {
                secret_depth = token.depth;
                secret_kind = tag.kind;
            }
            break;
        case XMLLEX_END:
            if (token.depth == secret_depth)
                secret_depth = 0;
            break;
        case XMLLEX_TEXT:
            if (secret_depth > 0)
                mark_span(marker, span_trim(token.value), secret_kind);
            else
                mark_inside(marker, token.value);
            break;
        case XMLLEX_COMMENT:
        case XMLLEX_PI:
            mark_loosely(marker, offset_of(marker, token.value),
                         offset_of(marker, token.value) + token.value.len);
            break;
        case XMLLEX_EOF:
            return;
        case XMLLEX_ERROR:
            mark_loosely(marker, 0, marker->len);
            return;
        }
    }
}

/* ---- Apache ---- */

/* The end of a directive: lines that end in a backslash go on. */
static size_t
directive_end(const struct marker *marker, size_t at)
{
    for (;;) {
        size_t end = line_end(marker, at, marker->len);

        at = end;
        while (at < marker->len && marker->text[at] != '\n')
            at++;
        if (end == 0 || marker->text[end - 1] != '\\' || at >= marker->len)
            return end;
        at++;
    }
}

/* Marks all that is left of a directive. */
static void
mark_rest(struct marker *marker, struct span rest, enum redact_kind kind)
{
    rest = span_trim(rest);
    if (rest.len >= 2 && (rest.at[0] == '"' || rest.at[0] == '\'') &&
        rest.at[rest.len - 1] == rest.at[0]) {
        rest.at++;
        rest.len -= 2;
    }
    mark_span(marker, rest, kind);
}

static void
mark_directive(struct marker *marker, struct span line)
{
    enum redact_kind kind;
    struct span word, rest = line, value;
    int i;

    if (!command_word(&rest, &word))
        return;
    if (span_is_fold(word, "SetEnv") || span_is_fold(word, "Define")) {
        if (command_word(&rest, &word) &&
            tells(marker, REDACT_SHELL, unquoted(word), &kind))
            mark_rest(marker, rest, kind);
        return;
    }
    if (span_is_fold(word, "RequestHeader") || span_is_fold(word, "Header")) {
        /* RequestHeader [early] ACTION NAME VALUE */
        for (i = 0; i < 3 && command_word(&rest, &word); i++) {
            word = unquoted(word);
            if (span_is_fold(word, "Cookie") ||
                span_is_fold(word, "Set-Cookie")) {
                mark_rest(marker, rest, KIND_CREDENTIALS);
                return;
            }
            if (tells(marker, REDACT_SHELL, word, &kind)) {
                mark_rest(marker, rest, kind);
                return;
            }
        }
        return;
    }
    if (!tells(marker, REDACT_APACHE, word, &kind))
        return;
    value = span_trim(rest);
    if (span_is_fold(word, "SSLPassPhraseDialog") &&
        (span_is_fold(value, "builtin") || span_find(value, "exec:/") == 0))
        return;
    if (!names_a_path(word, value))
        mark_rest(marker, rest, kind);
}

static void
mark_apache(struct marker *marker)
{
    size_t at = 0, end;

    while (at < marker->len && !enough(marker)) {
        end = directive_end(marker, at);
        mark_directive(marker, span_bytes(marker->text + at, end - at));
        at = end;
        while (at < marker->len && marker->text[at] != '\n')
            at++;
        at++;
    }
}

/* ---- people ---- */

static bool
alphanumeric(char c)
{
    return letter(c) || digit(c) || (unsigned char)c >= 0x80;
}

/* What has been seen before the sign of a mail address, which only goes
 * forward. */
struct before {
    size_t seen;   /* so far */
    size_t quotes; /* where a name begins, its quotes aside, that ends there */
    size_t asked;  /* up to where these two are known: */
    size_t scheme; /* the end of the last "://" */
    size_t word;   /* the begin of a word */
};

/* Does what begins at FROM name an account of a server?  Then "://" stands
 * before it in its word, or login= just there. */
static bool
of_account(const struct marker *marker, struct before *before, size_t from)
{
    static const char login[] = "login=";
    const char *text = marker->text;
    size_t at;

    for (; before->asked < from; before->asked++) {
        char c = text[before->asked];

        if (space(c) || memchr("\"'<>(),;", c, 8) != NULL)
            before->word = before->asked + 1;
        if (before->asked >= 2 &&
            begins(marker, before->asked - 2, before->asked + 1, "://"))
            before->scheme = before->asked + 1;
    }
    if (before->scheme > before->word)
        return true;
    at = from > 0 && (text[from - 1] == '"' || text[from - 1] == '\'')
             ? from - 1
             : from;
    return at >= sizeof login - 1 &&
           span_is_fold(
               span_bytes(text + at - (sizeof login - 1), sizeof login - 1),
               login);
}

/* Marks the address around the "@" (or "%40", SIGN bytes) at AT: a host with a
 * dot tells it from mta@instance. */
static void
mark_mail(struct marker *marker, struct before *before, size_t at, size_t sign)
{
    const char *text = marker->text;
    size_t to = at + sign;
    bool dot = false;

    for (; before->seen < at; before->seen++)
        if (!alphanumeric(text[before->seen]) &&
            memchr("._%+-'", text[before->seen], 6) == NULL)
            before->quotes = before->seen + 1;
    while (before->quotes < at && text[before->quotes] == '\'')
        before->quotes++;
    while (to < marker->len && (alphanumeric(text[to]) || text[to] == '-' ||
                                (text[to] == '.' && to + 1 < marker->len &&
                                 alphanumeric(text[to + 1])))) {
        dot = dot || text[to] == '.';
        to++;
    }
    if (before->quotes < at && dot &&
        !of_account(marker, before, before->quotes))
        mark(marker, before->quotes, to, KIND_MAIL);
}

static void
mark_mails(struct marker *marker)
{
    static const char *const signs[] = {"@", "%40", NULL};

    for (size_t s = 0; signs[s] != NULL; s++) {
        struct before before = {0, 0, 0, 0, 0};

        for (size_t at = 0;
             !enough(marker) &&
             (at = seek(marker, at, marker->len, signs[s])) < marker->len;
             at++)
            mark_mail(marker, &before, at, strlen(signs[s]));
    }
}

/* http://host/path?name=value: what stands behind the "?". */
static void
mark_queries(struct marker *marker)
{
    size_t at = 0;

    while (!enough(marker) &&
           (at = seek(marker, at, marker->len, "?")) < marker->len) {
        size_t to = ++at;

        while (to < marker->len && !space(marker->text[to]) &&
               strchr("\"'<>`", marker->text[to]) == NULL)
            to++;
        if (memchr(marker->text + at, '=', to - at) != NULL)
            mark(marker, at, to, KIND_QUERY);
        at = to;
    }
}

/* No number has more: behind so many nobody needs to look. */
enum { DIGITS_MOST = 15 };

/* Digits with single signs between, or "+" before: where they end, and how
 * many they are (more than DIGITS_MOST are not counted). */
static size_t
phone_end(const struct marker *marker, size_t at, size_t *digits)
{
    const char *text = marker->text;
    size_t end = at;

    *digits = 0;
    for (; at < marker->len && *digits <= DIGITS_MOST; at++) {
        if (digit(text[at])) {
            end = at + 1;
            (*digits)++;
        } else if (memchr("+ .-()", text[at], 6) == NULL || at - end > 1) {
            break;
        }
    }
    return end;
}

/* "+33 6 12 34 56 78", "06.12.34.56.78", "(555) 123-4567". */
static bool
is_phone(const char *from, size_t len, size_t digits)
{
    size_t group = 0, groups = 0;
    static const size_t american[] = {3, 3, 4};

    if (digits > DIGITS_MOST)
        return false;
    if (*from == '+')
        return digits >= 8;
    if (*from == '0')
        return digits >= 9;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && digit(from[i])) {
            group++;
        } else if (group > 0) {
            if (groups == 3 || group != american[groups])
                return false;
            groups++;
            group = 0;
        }
    }
    return groups == 3;
}

static void
mark_phones(struct marker *marker)
{
    const char *text = marker->text;

    for (size_t at = 0; at < marker->len && !enough(marker); at++) {
        size_t end, digits;

        if ((!digit(text[at]) && text[at] != '+' && text[at] != '(') ||
            (at > 0 && (alphanumeric(text[at - 1]) ||
                        memchr("._-+", text[at - 1], 4) != NULL)))
            continue;
        end = phone_end(marker, at, &digits);
        if ((end == marker->len || !alphanumeric(text[end])) &&
            is_phone(text + at, end - at, digits)) {
            mark(marker, at, end, KIND_PHONE);
            at = end - 1;
        }
    }
}

/* Where the number of a network address that begins at AT ends: four numbers
 * up to 255, or groups of hexadecimal digits between colons, eight of them or
 * some left out.  AT if it is none. */
static size_t
address_end(const struct marker *marker, size_t at)
{
    const char *text = marker->text;
    size_t end = at, dots = 0, colons = 0, group = 0, value = 0;
    bool four = true, six = true, left_out = false;

    for (; end < marker->len; end++) {
        char c = text[end];

        if (digit(c) || (lower(c) >= 'a' && lower(c) <= 'f')) {
            four = four && digit(c);
            value = four && group < 4 ? value * 10 + (size_t)(c - '0') : value;
            four = four && value <= 255;
            six = six && ++group <= 4;
        } else if (c == '.' && end + 1 < marker->len && digit(text[end + 1])) {
            dots++;
            group = value = 0;
        } else if (c == ':' && !(four && dots == 3)) { /* a port there */
            left_out = left_out || (end > at && text[end - 1] == ':');
            colons++;
            group = value = 0;
        } else {
            break;
        }
        if (colons > 0 && dots == 0)
            four = false;
    }
    if (end < marker->len && alphanumeric(text[end]))
        return at;
    if (four && dots == 3)
        return end;
    return six && colons >= 2 && (left_out || colons == 7) ? end : at;
}

/* Is what stands at AT a server that the line is about? */
static bool
of_server(const struct marker *marker, size_t at)
{
    static const char *const before[] = {"server='", "://", "server='[", "://[",
                                         NULL};

    for (size_t i = 0; before[i] != NULL; i++)
        if (at >= strlen(before[i]) &&
            begins(marker, at - strlen(before[i]), at, before[i]))
            return true;
    return false;
}

static void
mark_clients(struct marker *marker)
{
    const char *text = marker->text;

    for (size_t at = 0; at < marker->len && !enough(marker); at++) {
        size_t end;

        if (at > 0 && (alphanumeric(text[at - 1]) || text[at - 1] == '.' ||
                       text[at - 1] == ':'))
            continue;
        end = address_end(marker, at);
        if (end == at)
            continue;
        if (!of_server(marker, at))
            mark(marker, at, end, KIND_CLIENT);
        at = end;
    }
}

/* ---- all together ---- */

static int
mark_compare(const void *a, const void *b)
{
    const struct mark *left = a, *right = b;

    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return (left->to < right->to) - (left->to > right->to);
}

/* Writes REDACTED and the newlines of what it replaces. */
static void
replace(const struct marker *marker, size_t from, size_t to, struct buf *out)
{
    size_t i;

    buf_adds(out, REDACTED);
    for (i = from; i < to; i++) {
        if (marker->text[i] != '\n')
            continue;
        if (i > from && marker->text[i - 1] == '\r')
            buf_addc(out, '\r');
        buf_addc(out, '\n');
    }
}

static void
marks_apply(struct marker *marker, struct buf *out,
            struct redact_counts *counts)
{
    size_t i, at = 0;

    if (marker->marks.count > 0)
        qsort(marker->marks.items, marker->marks.count,
              sizeof *marker->marks.items, mark_compare);
    for (i = 0; i < marker->marks.count;) {
        struct mark joined = marker->marks.items[i];

        for (i++;
             i < marker->marks.count && marker->marks.items[i].from < joined.to;
             i++)
            if (marker->marks.items[i].to > joined.to)
                joined.to = marker->marks.items[i].to;
        buf_add(out, marker->text + at, joined.from - at);
        replace(marker, joined.from, joined.to, out);
        counts->of[joined.kind]++;
        at = joined.to;
    }
    buf_add(out, marker->text + at, marker->len - at);
}

const char *
redact(enum redact_form form, struct span content, struct buf *out,
       struct redact_counts *counts)
{
    struct marker marker;
    const unsigned char *first = (const unsigned char *)content.at;
    const char *problem = NULL;

    if (content.len == 0)
        return NULL;
    if (content.len >= 2 && ((first[0] == 0xFF && first[1] == 0xFE) ||
                             (first[0] == 0xFE && first[1] == 0xFF)))
        return "it is UTF-16, in which secrets are not recognised";
    if (memchr(content.at, '\0', content.len) != NULL)
        return "it is not a text: secrets in it are not recognised";
    memset(&marker, 0, sizeof marker);
    marker.form = form;
    bytes_init(&marker.bytes);
    marker.text = content.at;
    marker.len = content.len;
    arena_init(&marker.arena);
    mark_private_keys(&marker);
    mark_addresses(&marker);
    mark_words(&marker);
    if (form == REDACT_XML)
        mark_xml(&marker);
    else
        mark_assignments(&marker, 0, marker.len);
    if (form == REDACT_APACHE)
        mark_apache(&marker);
    if (form != REDACT_OUTPUT)
        mark_mails(&marker);
    if (form == REDACT_LOG) {
        mark_queries(&marker);
        mark_phones(&marker);
        mark_clients(&marker);
    }
    if (stop_asked)
        problem = "stopped by a signal";
    else if (enough(&marker))
        problem = "it holds more secrets than can be told apart";
    else
        marks_apply(&marker, out, counts);
    arena_release(&marker.arena);
    return out->overflow ? "it is too large to be redacted" : problem;
}
