/* Redaction keeps every line, and has nothing left to do on its own result. */
#include "target.h"

#include <string.h>

#include "redact.h"

static size_t
lines(const char *text, size_t len)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += text[i] == '\n';
    return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (enum redact_form form = REDACT_XML; form <= REDACT_LOG; form++) {
        struct redact_counts counts = {{0}};
        struct buf out;

        buf_init(&out, 64 * size + 4096);
        if (redact(form, span_bytes(data, size), &out, &counts) == NULL) {
            promised(!out.overflow);
            promised(lines(out.data, out.len) ==
                     lines((const char *)data, size));
        }
        buf_release(&out);
    }
    return 0;
}
