/*
 * html_make REPORT TEMPLATES FILE: report.xml as report.html, for the tests
 * that look at the page with a browser.
 */
#include <stdio.h>

#include "../write_file.h"
#include "arena.h"
#include "file.h"
#include "render.h"
#include "xml_document.h"

int
main(int argc, char **argv)
{
    struct arena arena;
    struct failure why;
    struct span report;
    struct buf page;
    int status = 1;

    if (argc != 4) {
        fputs("usage: html_make REPORT TEMPLATES FILE\n", stderr);
        return 64;
    }
    xml_start();
    arena_init(&arena);
    buf_init(&page, (size_t)64 << 20);
    if (file_read(argv[1], (size_t)64 << 20, &arena, &report, &why) == 0 &&
        render_html(report, argv[2], &page, &why) == 0) {
        write_file(argv[3], span_bytes(page.data, page.len));
        status = 0;
    } else
        fprintf(stderr, "html_make: %s\n", why.text);
    buf_release(&page);
    arena_release(&arena);
    return status;
}
