/* A stranger's stylesheet over a report: it ends, and carries nothing of the
 * machine away. */
#include "checks.h"
#include "scratch.h"

#include <string.h>

#include "arena.h"
#include "file.h"
#include "render.h"
#include "xml_document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct span report;
    static struct arena arena;
    struct failure why = {.text = ""};
    struct buf out;

    if (report.len == 0) {
        checks_start();
        arena_init(&arena);
        promised(file_read(ACC_SOURCE_DIR "/tests/report/example.xml", 1 << 20,
                           &arena, &report, &why) == 0);
        scratch_copy(ACC_SOURCE_DIR "/templates/words.xsl", "sheets/words.xsl");
        scratch_copy(ACC_SOURCE_DIR "/templates/words/en.xml",
                     "sheets/words/en.xml");
        scratch_write("outside.xml", span_of("<a>a planted secret</a>"));
        scratch_write("outside.xsl",
                      span_of("<xsl:stylesheet version='1.0' xmlns:xsl="
                              "'http://www.w3.org/1999/XSL/Transform'>"
                              "<xsl:template match='/'>a planted secret"
                              "</xsl:template></xsl:stylesheet>"));
    }
    if (memmem(data, size, "planted", 7) != NULL ||
        memmem(data, size, "root:x:", 7) != NULL)
        return 0;
    promised(scratch_write("sheets/html.xsl", span_bytes(data, size)));
    buf_init(&out, 16 << 20);
    {
        char sheets[128];

        (void)snprintf(sheets, sizeof sheets, "%s/sheets", scratch());
        if (render_transform(report, sheets, "html.xsl", &out, &why) != 0)
            promised(why.text[0] != '\0');
    }
    promised(out.len == 0 || (memmem(out.data, out.len, "planted", 7) == NULL &&
                              memmem(out.data, out.len, "root:x:", 7) == NULL));
    buf_release(&out);
    return 0;
}
