/*
 * From report.xml to what people read.  Knows XML and paper, not rules.
 *
 * HTML:  report.xml -> html.xsl -> one self-contained file.  (door to libxslt)
 * Paper: report.xml -> page.xsl -> page.xml, about ten page elements (see
 *        page.h) -> boxes -> device.  (door to libharu: pdf.c)
 * Stylesheets are untrusted: no DOCTYPE, no document(), includes only from the
 * template folder, limits on operations and depth.
 */
#ifndef ACC_RENDER_H
#define ACC_RENDER_H

#include <stdint.h>

#include "buf.h"
#include "failure.h"
#include "span.h"

/* Once, before threads; a rendering does it where nobody did. */
void render_start(void);

/* Transforms the document REPORT (report.xml's bytes) with the sheet
 * TEMPLATES/NAME and appends the result to OUT. */
int render_transform(struct span report, const char *templates,
                     const char *name, struct buf *out, struct failure *why);

/* html.xsl with style.css put inside. */
int render_html(struct span report, const char *templates, struct buf *out,
                struct failure *why);

struct pdf_facts {
    const char *title, *author, *producer;
    int64_t now;
    const char *id;    /* 32 hex digits: the trailer's /ID */
    const char *fonts; /* folder with the three DejaVu files and sRGB.icc */
};

/* page.xsl, layout, libharu. */
int render_pdf(struct span report, const char *templates,
               const struct pdf_facts *facts, struct buf *out,
               struct failure *why);

/* The same layout on the text device: for tests. */
int render_text(struct span report, const char *templates, const char *fonts,
                struct buf *out, struct failure *why);

const char *render_xslt_library(void);
const char *render_pdf_library(void);

#endif
