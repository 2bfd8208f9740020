/* From bundles to what people read: HTML and paper. */
#include "analysis.h"
#include "checks.h"

#include "render.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct frame frames[FRAME_HOSTS];
    const struct pdf_facts facts = {.title = "A report",
                                    .author = "fuzzing",
                                    .producer = "fuzzing",
                                    .now = 1767323045,
                                    .id = "0123456789abcdef0123456789abcdef",
                                    .fonts = ANALYSIS_DATA "/fonts"};
    const char *templates = ANALYSIS_DATA "/templates";
    struct buf xml, html, pdf;
    struct analysis analysis;
    struct failure why = {.text = ""};
    struct arena arena;
    struct span report;

    arena_init(&arena);
    analysis_make(&analysis, frames, frames_of(data, size, &arena, frames),
                  false);
    buf_init(&xml, 64 << 20);
    buf_init(&html, 64 << 20);
    buf_init(&pdf, 64 << 20);
    report_xml(&analysis.report, &xml);
    report = span_bytes(xml.data, xml.len);
    /* One of the two: each takes long. */
    if (size % 2 == 0) {
        if (render_html(report, templates, &html, &why) == 0)
            check_html(span_bytes(html.data, html.len));
    } else if (render_pdf(report, templates, &facts, &pdf, &why) == 0) {
        check_pdf(span_bytes(pdf.data, pdf.len));
    }
    if (why.text[0] != '\0')
        fprintf(stderr, "%s\n", why.text);
    promised(why.text[0] == '\0');
    buf_release(&pdf);
    buf_release(&html);
    buf_release(&xml);
    analysis_release(&analysis);
    arena_release(&arena);
    return 0;
}
