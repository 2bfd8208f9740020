/*
 * pdf_make REPORT.xml TEMPLATES FONTS OUT.pdf: the paper edition alone, for
 * pdf.sh.
 */
#include <stdio.h>
#include <string.h>

#include "file.h"
#include "render.h"
#include "xml_document.h"

int
main(int argc, char **argv)
{
    struct pdf_facts facts = {.title = "Readiness of prod <&> more",
                              .author = "acc-analyze",
                              .producer = "acc-analyze",
                              .now = 1795327800,
                              .id = "7c4190be0123456789abcdef01234567"};
    struct failure why = {{0}};
    struct arena arena;
    struct span report;
    struct buf out;
    int result = 1;

    if (argc != 5) {
        fprintf(stderr, "usage: pdf_make REPORT.xml TEMPLATES FONTS OUT.pdf\n");
        return 2;
    }
    xml_start();
    arena_init(&arena);
    buf_init(&out, (size_t)1 << 28);
    facts.fonts = argv[3];
    if (file_read(argv[1], (size_t)1 << 26, &arena, &report, &why) == 0 &&
        render_pdf(report, argv[2], &facts, &out, &why) == 0 &&
        file_write(argv[4], span_bytes(out.data, out.len), &why) == 0)
        result = 0;
    if (result != 0)
        fprintf(stderr, "pdf_make: %s\n", why.text);
    buf_release(&out);
    arena_release(&arena);
    return result;
}
