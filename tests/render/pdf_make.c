/*
 * pdf_make REPORT.xml TEMPLATES FONTS OUT.pdf: the paper edition alone, for
 * pdf.sh; OUT.txt: what stands on its pages as text, for golden.py.
 */
#include <stdio.h>
#include <string.h>

#include "../write_file.h"
#include "file.h"
#include "render.h"
#include "xml_document.h"

static bool
ends_in(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);

    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

int
main(int argc, char **argv)
{
    struct pdf_facts facts = {.title = "Readiness of prod <&> more",
                              .author = "acc-analyze",
                              .producer = "acc-analyze",
                              .now = 1795327800,
                              .id = "7c4190be0123456789abcdef01234567"};
    struct failure why = {.text = ""};
    struct arena arena;
    struct span report;
    struct buf out;
    int result = 1, made;

    if (argc != 5) {
        fprintf(stderr, "usage: pdf_make REPORT.xml TEMPLATES FONTS "
                        "OUT.pdf|OUT.txt\n");
        return 2;
    }
    xml_start();
    arena_init(&arena);
    buf_init(&out, (size_t)1 << 28);
    facts.fonts = argv[3];
    made = file_read(argv[1], (size_t)1 << 26, &arena, &report, &why);
    if (made == 0 && ends_in(argv[4], ".txt"))
        made = render_text(report, argv[2], argv[3], &out, &why);
    else if (made == 0)
        made = render_pdf(report, argv[2], &facts, &out, &why);
    if (made == 0) {
        write_file(argv[4], span_bytes(out.data, out.len));
        result = 0;
    }
    if (result != 0)
        fprintf(stderr, "pdf_make: %s\n", why.text);
    buf_release(&out);
    arena_release(&arena);
    return result;
}
