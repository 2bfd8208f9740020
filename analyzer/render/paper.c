/*
 * report.xml -> page.xsl -> page.xml -> layout -> device.
 */
#include "page.h"
#include "render.h"

#define PAGE_MOST ((size_t)256 << 20)

static void
paint(const void *baton, struct device *device)
{
    page_draw(baton, device);
}

/* Lays the report out; the document lives as long as the layout needs it. */
static struct layout *
layout_open(struct span report, const char *templates, struct faces *faces,
            struct arena *arena, struct failure *why)
{
    struct buf page;
    struct xml_document *document = NULL;
    struct layout *layout = NULL;

    buf_init(&page, PAGE_MOST);
    if (render_transform(report, templates, "page.xsl", &page, why) == 0) {
        if (page.overflow)
            fail(why, "page.xml: larger than this program lays out");
        else
            document = xml_read_bytes(span_bytes(page.data, page.len),
                                      "page.xml", why);
    }
    buf_release(&page);
    if (document != NULL) {
        layout = page_layout(arena, document, faces, why);
        xml_release(document);
    }
    return layout;
}

int
render_pdf(struct span report, const char *templates,
           const struct pdf_facts *facts, struct buf *out, struct failure *why)
{
    struct faces *faces = faces_open(facts->fonts, why);
    struct layout *layout;
    struct arena arena;
    int result = -1;

    if (faces == NULL)
        return -1;
    arena_init(&arena);
    layout = layout_open(report, templates, faces, &arena, why);
    if (layout != NULL)
        result = pdf_write(faces, facts, paint, layout, out, why);
    arena_release(&arena);
    faces_close(faces);
    return result;
}

int
render_text(struct span report, const char *templates, const char *fonts,
            struct buf *out, struct failure *why)
{
    struct faces *faces = faces_open(fonts, why);
    struct layout *layout;
    struct arena arena;
    int result = -1;

    if (faces == NULL)
        return -1;
    arena_init(&arena);
    layout = layout_open(report, templates, faces, &arena, why);
    if (layout != NULL) {
        text_write(&arena, paint, layout, out);
        result = out->overflow ? fail(why, "the text is too long") : 0;
    }
    arena_release(&arena);
    faces_close(faces);
    return result;
}
