/*
 * report.xml as one HTML file.
 *
 * The sheet writes the page; what makes it safe to open is held here: the
 * content security policy stands before everything that a browser could load,
 * it allows this style by its digest and nothing else, and no script is in it.
 */
#include "render.h"

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "files.h"
#include "seal.h"
#include "transform.h"
#include "utf8.h"

enum { STYLE_MOST = 256 << 10 };

static int
hex_digit(char c)
{
    return ascii_digit(c) ? c - '0' : c - 'a' + 10;
}

/* The bytes that HEX stands for in base 64, as the policy wants them. */
static void
add_base64(struct buf *out, const char *hex)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int held = 0;
    size_t bytes = 0;

    for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2, bytes++) {
        bits =
            bits << 8 | (uint32_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
        for (held += 8; held >= 6; held -= 6)
            buf_addc(out, digits[bits >> (held - 6) & 63]);
    }
    if (held > 0)
        buf_addc(out, digits[bits << (6 - held) & 63]);
    for (; bytes % 3 != 0; bytes++)
        buf_addc(out, '=');
}

/* style.css as it will stand in the page.  A browser digests what stands
 * between the tags, with line ends made one LF: so it must not end its tag
 * early, and holds no CR. */
static int
read_style(const char *templates, struct arena *arena, struct buf *style,
           struct failure *why)
{
    const char *path = arena_format(arena, "%s/style.css", templates);
    struct span content, rest;

    if (files_read(path, STYLE_MOST, arena, &content, why) != 0)
        return -1;
    if (span_find(content, "</") >= 0 || span_find(content, "<!--") >= 0)
        return fail(why, "%s: a style holds no markup", path);
    for (rest = content; rest.len > 0;) {
        uint32_t character;
        size_t len = utf8_decode(rest, &character);

        if (len == 0 || character == 0)
            return fail(why, "%s: not UTF-8 text", path);
        if (character != '\r')
            buf_add(style, rest.at, len);
        rest.at += len;
        rest.len -= len;
    }
    return 0;
}

/* The next "<name" of REST into NAME. */
static bool
next_tag(struct span *rest, struct span *name)
{
    struct span before;

    if (!span_until(rest, '<', &before))
        return false;
    *name = *rest;
    name->len = 0;
    while (name->len < rest->len && rest->at[name->len] != '>' &&
           !ascii_blank(rest->at[name->len]) && rest->at[name->len] != '\n')
        name->len++;
    return true;
}

/* Does POLICY stand before anything but the doctype, html, head and meta? */
static bool
policy_first(struct span page, const char *policy)
{
    struct span name;

    while (next_tag(&page, &name)) {
        struct span tag;

        if (!span_until(&page, '>', &tag))
            return false;
        if (span_is_fold(name, "meta") &&
            span_find_fold(tag, "content-security-policy") >= 0)
            return span_find(tag, policy) >= 0;
        if (!span_is_fold(name, "!doctype") && !span_is_fold(name, "html") &&
            !span_is_fold(name, "head") && !span_is_fold(name, "meta"))
            return false;
    }
    return false;
}

static bool
has_script(struct span page)
{
    struct span name;

    while (next_tag(&page, &name))
        if (name.len >= 6 && span_find_fold(name, "script") == 0)
            return true;
    return false;
}

int
render_html(struct span report, const char *templates, struct buf *out,
            struct failure *why)
{
    char hex[SEAL_HEX];
    struct arena arena;
    struct buf style, policy;
    struct span page;
    size_t start = out->len;
    int status = -1;

    arena_init(&arena);
    buf_init(&style, STYLE_MOST);
    buf_init(&policy, 512);
    if (read_style(templates, &arena, &style, why) != 0)
        goto done;
    seal_of(span_bytes(style.data, style.len), hex);
    buf_adds(&policy, "default-src 'none'; style-src 'sha256-");
    add_base64(&policy, hex);
    buf_adds(&policy, "'; img-src data:; base-uri 'none'; form-action 'none'");

    {
        const char *const parameters[] = {"style", style.data, "policy",
                                          policy.data, NULL};

        status =
            transform_run(report, templates, "html.xsl", parameters, out, why);
    }
    if (status != 0)
        goto done;
    page = span_bytes(out->data + start, out->len - start);
    if (!policy_first(page, policy.data))
        status = fail(why,
                      "%s/html.xsl: the first thing in <head> must be the "
                      "content security policy that $policy holds",
                      templates);
    else if (has_script(page))
        status = fail(why, "%s/html.xsl: writes a script; a report has none",
                      templates);
done:
    buf_release(&policy);
    buf_release(&style);
    arena_release(&arena);
    return status;
}
