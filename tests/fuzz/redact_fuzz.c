/*
 * Redaction keeps every line, and takes a secret that stands on a line of its
 * own, whatever stands before it.
 */
#include "target.h"

#include <string.h>

#include "redact.h"

#define TOKEN "zq7Planted7qz"

static const char *const PLANTED[] = {
    "\npassword=" TOKEN "\n",
    "\nDB_PASSWORD=" TOKEN "\n",
    "\nhttps://joe:" TOKEN "@h.example/\n",
    "\nAuthorization: Basic " TOKEN "\n",
    "\ntool --password " TOKEN " x\n",
    "\n-----BEGIN PRIVATE KEY-----\n" TOKEN "\n-----END PRIVATE KEY-----\n",
};

static size_t
lines(const char *text, size_t len)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += text[i] == '\n';
    return count;
}

/* Redacts CONTENT into OUT; false if it cannot be made safe. */
static bool
redacted(enum redact_form form, struct span content, struct buf *out)
{
    struct redact_counts counts = {{0}};

    buf_init(out, 64 * content.len + 4096);
    if (redact(form, content, out, &counts) != NULL)
        return false;
    promised(!out->overflow);
    promised(lines(out->data, out->len) == lines(content.at, content.len));
    return true;
}

static void
planted(enum redact_form form, struct span content, const char *secret)
{
    struct buf text, out;
    bool stays;

    buf_init(&text, content.len + 256);
    buf_add(&text, content.at, content.len);
    buf_adds(&text, secret);
    stays = redacted(form, span_bytes(text.data, text.len), &out) &&
            span_find(span_bytes(out.data, out.len), TOKEN) >= 0;
    if (stays)
        fprintf(stderr, "form %d:\n%.*s\n", (int)form, (int)out.len, out.data);
    promised(!stays);
    buf_release(&out);
    buf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span content = span_bytes(data, size);

    if (span_find(content, TOKEN) >= 0)
        return 0; /* where it is no secret, it stays */
    for (enum redact_form form = REDACT_XML; form <= REDACT_LOG; form++) {
        struct buf out;

        (void)redacted(form, content, &out);
        buf_release(&out);
        planted(form, content,
                PLANTED[size % (sizeof PLANTED / sizeof *PLANTED)]);
    }
    return 0;
}
