/* page.xml, as any stylesheet could make it, to text and to paper. */
#include "checks.h"
#include "scratch.h"

#include "render.h"

static const char SAME[] =
    "<xsl:stylesheet version='1.0' "
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
    "<xsl:template match='/'><xsl:copy-of select='.'/></xsl:template>"
    "</xsl:stylesheet>";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const FONTS =
        ACC_BINARY_DIR "/share/acc-readiness/fonts";
    const struct pdf_facts facts = {.title = "A page",
                                    .author = "fuzzing",
                                    .producer = "fuzzing",
                                    .now = 1767323045,
                                    .id = "0123456789abcdef0123456789abcdef",
                                    .fonts = FONTS};
    static char sheets[128];
    struct span page = span_bytes(data, size);
    struct failure why = {.text = ""};
    struct buf text, pdf;

    if (sheets[0] == '\0') {
        checks_start();
        scratch_write("sheets/page.xsl", span_of(SAME));
        (void)snprintf(sheets, sizeof sheets, "%s/sheets", scratch());
    }
    buf_init(&text, 16 << 20);
    buf_init(&pdf, 64 << 20);
    /* Paper takes long, and little of it is not the text's, too. */
    if (render_text(page, sheets, FONTS, &text, &why) != 0)
        promised(why.text[0] != '\0');
    else if (size % 4 == 0 && render_pdf(page, sheets, &facts, &pdf, &why) == 0)
        check_pdf(span_bytes(pdf.data, pdf.len));
    buf_release(&pdf);
    buf_release(&text);
    return 0;
}
