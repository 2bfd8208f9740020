/*
 * The door to libharu.
 *
 * Three things that libharu 2.3.0 writes wrongly are put right while the fonts
 * are written (font_finish): the /ToUnicode map, the widths /W, which cover
 * the whole font, and what PDF/A-1b wants in a font's descriptor.  Its own
 * PDF/A helpers are broken and not used.  Text reaches it only as short lines
 * whose characters all have a glyph: a missing one would be silent, and a text
 * over 65,535 bytes corrupts the page.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hpdf.h>
#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_objects.h>
#include <hpdf_doc.h>

#include "device.h"
#include "files.h"
#include "look.h"
#include "memory.h"
#include "utf8.h"

#define PLANE 0x10000

static const char *const face_files[FACES] = {
    [FACE_SANS] = "DejaVuSans.ttf",
    [FACE_BOLD] = "DejaVuSans-Bold.ttf",
    [FACE_MONO] = "DejaVuSansMono.ttf",
};

struct faces {
    HPDF_Doc pdf;
    HPDF_Font fonts[FACES];
    HPDF_FontDef metrics[FACES];
    HPDF_Dict_BeforeWriteFunc write_font; /* libharu's own */
    int16_t (*widths)[PLANE];             /* -2: not asked yet */
    uint8_t (*used)[PLANE];               /* drawn in this document */
    struct arena arena;                   /* of fonts that are not held */
    jmp_buf refused;
    char reason[128];
};

enum { FONT_MOST = 16 << 20 }; /* bytes */

static void
refuse(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
    struct faces *faces = data;

    snprintf(faces->reason, sizeof faces->reason,
             "the PDF library refused to go on (error 0x%04lX, %lu)",
             (unsigned long)error, (unsigned long)detail);
    longjmp(faces->refused, 1);
}

/* Fonts */

int
faces_width(struct faces *faces, enum face face, uint32_t character)
{
    int16_t *width;

    if (character >= PLANE)
        return -1;
    width = &faces->widths[face][character];
    if (*width == -2) {
        HPDF_UINT16 glyph = HPDF_TTFontDef_GetGlyphid(faces->metrics[face],
                                                      (HPDF_UINT16)character);

        *width = glyph == 0
                     ? -1
                     : HPDF_TTFontDef_GetGidWidth(faces->metrics[face], glyph);
    }
    return *width;
}

/* The map from the codes of the text, which are UTF-16 here, back to text. */
static void
map_write(HPDF_Stream out, const uint8_t *used)
{
    char line[64];
    int count = 0, left = 0;

    for (int c = 0; c < PLANE; c++)
        count += used[c];
    HPDF_Stream_WriteStr(out,
                         "/CIDInit /ProcSet findresource begin\n"
                         "12 dict begin\nbegincmap\n"
                         "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
                         "/Supplement 0 >> def\n"
                         "/CMapName /Adobe-Identity-UCS def\n"
                         "/CMapType 2 def\n"
                         "1 begincodespacerange\n<0000> <FFFF>\n"
                         "endcodespacerange\n");
    for (int c = 0; c < PLANE; c++) {
        if (!used[c])
            continue;
        if (left == 0) { /* a block may hold 100 */
            left = count > 100 ? 100 : count;
            count -= left;
            snprintf(line, sizeof line, "%d beginbfchar\n", left);
            HPDF_Stream_WriteStr(out, line);
        }
        snprintf(line, sizeof line, "<%04X> <%04X>\n", (unsigned)c,
                 (unsigned)c);
        HPDF_Stream_WriteStr(out, line);
        if (--left == 0)
            HPDF_Stream_WriteStr(out, "endbfchar\n");
    }
    HPDF_Stream_WriteStr(out, "endcmap\n"
                              "CMapName currentdict /CMap defineresource pop\n"
                              "end\nend\n");
}

/* The widths of the characters that are drawn. */
static HPDF_Array
widths_of(struct faces *faces, enum face face, HPDF_MMgr memory)
{
    HPDF_Array all = HPDF_Array_New(memory), run = NULL;

    for (int c = 0; c < PLANE; c++) {
        if (!faces->used[face][c]) {
            run = NULL;
            continue;
        }
        if (run == NULL) {
            run = HPDF_Array_New(memory);
            HPDF_Array_AddNumber(all, c);
            HPDF_Array_Add(all, run);
        }
        HPDF_Array_AddNumber(run, faces_width(faces, face, (uint32_t)c));
    }
    return all;
}

/* Called by libharu when it begins to write a font. */
static HPDF_STATUS
font_finish(HPDF_Dict font)
{
    struct faces *faces = font->error->user_data;
    HPDF_FontAttr attr = font->attr;
    HPDF_STATUS status = faces->write_font(font);
    HPDF_Dict descriptor = attr->fontdef->descriptor, set;
    HPDF_Stream map = attr->cmap_stream->stream;
    uint8_t *bits;
    int face = 0, last = 0;

    if (status != HPDF_OK)
        return status;
    while (face < FACES - 1 && faces->fonts[face] != font)
        face++;

    HPDF_MemStream_FreeData(map);
    map->size = 0;
    map_write(map, faces->used[face]);
    HPDF_Dict_Add(attr->descendant_font, "W",
                  widths_of(faces, (enum face)face, font->mmgr));

    HPDF_Dict_AddNumber(descriptor, "CapHeight", attr->fontdef->cap_height);
    bits = memory_take(1, PLANE / 8);
    bits[0] = 0x80; /* .notdef is always there */
    for (int c = 0; c < PLANE; c++)
        if (faces->used[face][c]) {
            bits[c / 8] |= (uint8_t)(0x80 >> c % 8);
            last = c;
        }
    set = HPDF_DictStream_New(font->mmgr, attr->xref);
    set->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    status = HPDF_Stream_Write(set->stream, bits, (HPDF_UINT)last / 8 + 1);
    free(bits);
    if (status != HPDF_OK)
        return status;
    return HPDF_Dict_Add(descriptor, "CIDSet", set);
}

static int
face_load(struct faces *faces, int face, const char *folder,
          struct failure *why)
{
    /* What a subset of a font is called in the document; libharu's own tags. */
    static const char *const TAGS[FACES] = {"HPDFAA", "HPDFAB", "HPDFAC"};
    HPDF_Doc pdf = faces->pdf;
    const char *path =
        arena_format(&faces->arena, "%s/%s", folder, face_files[face]);
    HPDF_Stream stream;
    HPDF_FontDef font;
    struct failure unread;
    struct span bytes;

    if (files_read(path, FONT_MOST, &faces->arena, &bytes, &unread) != 0)
        return fail(why, "%s: the font cannot be read", path);
    /* What HPDF_LoadTTFontFromFile does with the name of a file. */
    stream = HPDF_MemStream_New(pdf->mmgr, (HPDF_UINT)bytes.len);
    if (stream == NULL || HPDF_Stream_Write(stream, (const HPDF_BYTE *)bytes.at,
                                            (HPDF_UINT)bytes.len) != HPDF_OK)
        return fail(why, "%s: out of memory", path);
    font = HPDF_TTFontDef_Load(pdf->mmgr, stream, HPDF_TRUE);
    if (font == NULL || HPDF_List_Add(pdf->fontdef_list, font) != HPDF_OK)
        return fail(why, "%s: not a font that the PDF library reads", path);
    HPDF_TTFontDef_SetTagName(font, (char *)TAGS[face]);
    faces->fonts[face] = HPDF_GetFont(pdf, font->base_font, "UTF-8");
    faces->metrics[face] = font;
    faces->write_font = faces->fonts[face]->before_write_fn;
    faces->fonts[face]->before_write_fn = font_finish;
    return 0;
}

struct faces *
faces_open(const char *fonts, struct failure *why)
{
    struct faces *volatile faces = memory_take(1, sizeof *faces);

    faces->widths = memory_take(FACES, sizeof *faces->widths);
    faces->used = memory_take(FACES, sizeof *faces->used);
    for (int face = 0; face < FACES; face++)
        for (int c = 0; c < PLANE; c++)
            faces->widths[face][c] = -2;
    if (setjmp(faces->refused) != 0) {
        fail(why, "fonts in %s: %s", fonts, faces->reason);
        goto failed;
    }
    faces->pdf = HPDF_New(refuse, faces);
    if (faces->pdf == NULL) {
        fail(why, "the PDF library did not start");
        goto failed;
    }
    HPDF_UseUTFEncodings(faces->pdf);
    for (int face = 0; face < FACES; face++)
        if (face_load(faces, face, fonts, why) != 0)
            goto failed;
    return faces;
failed:
    faces_close(faces);
    return NULL;
}

void
faces_close(struct faces *faces)
{
    if (faces == NULL)
        return;
    if (faces->pdf != NULL)
        HPDF_Free(faces->pdf);
    free(faces->widths);
    free(faces->used);
    arena_release(&faces->arena);
    free(faces);
}

/* The device */

struct pdf {
    struct device device;
    struct faces *faces;
    HPDF_Page *pages;
    size_t count;
    HPDF_Page page;
    enum colour fill, stroke; /* what the page is set to */
    double line, tracking;
    HPDF_Outline parents[4]; /* the last entry of each level */
};

#define PDF(device) ((struct pdf *)(device))

static HPDF_REAL
up(double y)
{
    return (HPDF_REAL)(PAPER_HEIGHT - y);
}

static void
pdf_open(struct device *device, size_t pages)
{
    struct pdf *pdf = PDF(device);
    HPDF_Doc doc = pdf->faces->pdf;

    pdf->pages = memory_take(pages + 1, sizeof *pdf->pages);
    pdf->count = pages;
    for (size_t i = 0; i < pages; i++) {
        pdf->pages[i] = HPDF_AddPage(doc);
        HPDF_Page_SetWidth(pdf->pages[i], (HPDF_REAL)PAPER_WIDTH);
        HPDF_Page_SetHeight(pdf->pages[i], (HPDF_REAL)PAPER_HEIGHT);
    }
}

static void
pdf_page(struct device *device, size_t number)
{
    struct pdf *pdf = PDF(device);

    pdf->page = pdf->pages[number];
    pdf->fill = pdf->stroke = COLOUR_NONE;
    pdf->line = -1;
    pdf->tracking = 0;
}

static void
pdf_fill(struct pdf *pdf, enum colour colour)
{
    const uint8_t *rgb = look_rgb(colour);

    if (pdf->fill == colour)
        return;
    pdf->fill = colour;
    HPDF_Page_SetRGBFill(pdf->page, (HPDF_REAL)rgb[0] / 255,
                         (HPDF_REAL)rgb[1] / 255, (HPDF_REAL)rgb[2] / 255);
}

static void
pdf_stroke(struct pdf *pdf, const struct mark *mark)
{
    const uint8_t *rgb = look_rgb(mark->stroke);

    if (pdf->stroke != mark->stroke) {
        pdf->stroke = mark->stroke;
        HPDF_Page_SetRGBStroke(pdf->page, (HPDF_REAL)rgb[0] / 255,
                               (HPDF_REAL)rgb[1] / 255,
                               (HPDF_REAL)rgb[2] / 255);
    }
    if (pdf->line != mark->line) {
        pdf->line = mark->line;
        HPDF_Page_SetLineWidth(pdf->page, (HPDF_REAL)mark->line);
    }
}

static void
pdf_text(struct pdf *pdf, const struct mark *mark)
{
    uint8_t *used = pdf->faces->used[mark->face];
    struct span rest = span_of(mark->text);
    uint32_t character;

    while (rest.len > 0) {
        size_t len = utf8_decode(rest, &character);

        if (len == 0)
            break;
        if (character < PLANE)
            used[character] = 1;
        rest.at += len;
        rest.len -= len;
    }
    pdf_fill(pdf, mark->fill);
    HPDF_Page_BeginText(pdf->page);
    HPDF_Page_SetFontAndSize(pdf->page, pdf->faces->fonts[mark->face],
                             (HPDF_REAL)mark->size);
    if (pdf->tracking != mark->tracking) {
        pdf->tracking = mark->tracking;
        HPDF_Page_SetCharSpace(pdf->page, (HPDF_REAL)mark->tracking);
    }
    if (mark->turned)
        HPDF_Page_SetTextMatrix(pdf->page, 0, 1, -1, 0, (HPDF_REAL)mark->x,
                                up(mark->y));
    else
        HPDF_Page_MoveTextPos(pdf->page, (HPDF_REAL)mark->x, up(mark->y));
    HPDF_Page_ShowText(pdf->page, mark->text);
    HPDF_Page_EndText(pdf->page);
}

/* Paints the path that was just described. */
static void
pdf_paint(struct pdf *pdf, const struct mark *mark)
{
    bool stroked = mark->stroke != COLOUR_NONE && mark->line > 0;

    if (mark->fill != COLOUR_NONE && stroked)
        HPDF_Page_FillStroke(pdf->page);
    else if (mark->fill != COLOUR_NONE)
        HPDF_Page_Fill(pdf->page);
    else if (stroked)
        HPDF_Page_Stroke(pdf->page);
    else
        HPDF_Page_EndPath(pdf->page);
}

/* HPDF_Page_SetDash knows whole points alone. */
static void
pdf_dash(HPDF_Page page, double on, double off)
{
    HPDF_Stream out = ((HPDF_PageAttr)page->attr)->stream;

    HPDF_Stream_WriteStr(out, "[");
    if (on > 0) {
        HPDF_Stream_WriteReal(out, (HPDF_REAL)on);
        HPDF_Stream_WriteStr(out, " ");
        HPDF_Stream_WriteReal(out, (HPDF_REAL)off);
    }
    HPDF_Stream_WriteStr(out, "] 0 d\n");
}

static void
pdf_shape(struct pdf *pdf, const struct mark *mark)
{
    HPDF_Page page = pdf->page;
    HPDF_REAL x = (HPDF_REAL)mark->x;
    bool dashed = mark->dash[0] > 0;

    if (mark->fill != COLOUR_NONE)
        pdf_fill(pdf, mark->fill);
    if (mark->stroke != COLOUR_NONE)
        pdf_stroke(pdf, mark);
    if (dashed)
        pdf_dash(page, mark->dash[0], mark->dash[1]);
    switch (mark->kind) {
    case MARK_LINE:
        HPDF_Page_MoveTo(page, x, up(mark->y));
        HPDF_Page_LineTo(page, (HPDF_REAL)mark->x2, up(mark->y2));
        break;
    case MARK_BOX:
        HPDF_Page_Rectangle(page, x, up(mark->y + mark->y2),
                            (HPDF_REAL)mark->x2, (HPDF_REAL)mark->y2);
        break;
    case MARK_ROUND:
        HPDF_Page_Circle(page, x, up(mark->y), (HPDF_REAL)mark->x2);
        break;
    case MARK_PATH:
        for (size_t i = 0; i + 1 < mark->count; i += 2) {
            HPDF_REAL px = (HPDF_REAL)(mark->x + mark->points[i]);
            HPDF_REAL py = up(mark->y + mark->points[i + 1]);

            if (i == 0)
                HPDF_Page_MoveTo(page, px, py);
            else
                HPDF_Page_LineTo(page, px, py);
        }
        if (!mark->open)
            HPDF_Page_ClosePath(page);
        break;
    default:
        return;
    }
    pdf_paint(pdf, mark);
    if (dashed)
        pdf_dash(page, 0, 0);
}

static void
pdf_draw(struct device *device, const struct mark *mark)
{
    if (mark->kind == MARK_TEXT)
        pdf_text(PDF(device), mark);
    else
        pdf_shape(PDF(device), mark);
}

/* PDF/A wants destinations as arrays in place, which libharu's own functions
 * do not make. */
static HPDF_Array
destination(struct pdf *pdf, size_t page, double y)
{
    HPDF_Array place = HPDF_Array_New(pdf->faces->pdf->mmgr);

    HPDF_Array_Add(place, pdf->pages[page]);
    HPDF_Array_AddName(place, "XYZ");
    HPDF_Array_AddNumber(place, 0);
    HPDF_Array_AddReal(place, up(y));
    HPDF_Array_AddNumber(place, 0);
    return place;
}

static void
pdf_link(struct device *device, const struct mark *area, size_t page, double y)
{
    struct pdf *pdf = PDF(device);
    HPDF_Doc doc = pdf->faces->pdf;
    HPDF_Dict link = HPDF_Dict_New(doc->mmgr);
    HPDF_Array rect, border, all;

    HPDF_Xref_Add(doc->xref, link);
    HPDF_Dict_AddName(link, "Type", "Annot");
    HPDF_Dict_AddName(link, "Subtype", "Link");
    rect = HPDF_Array_New(doc->mmgr);
    HPDF_Dict_Add(link, "Rect", rect);
    HPDF_Array_AddReal(rect, (HPDF_REAL)area->x);
    HPDF_Array_AddReal(rect, up(area->y + area->y2));
    HPDF_Array_AddReal(rect, (HPDF_REAL)(area->x + area->x2));
    HPDF_Array_AddReal(rect, up(area->y));
    border = HPDF_Array_New(doc->mmgr);
    HPDF_Dict_Add(link, "Border", border);
    for (int i = 0; i < 3; i++)
        HPDF_Array_AddNumber(border, 0);
    HPDF_Dict_AddNumber(link, "F", 4); /* printed */
    HPDF_Dict_Add(link, "Dest", destination(pdf, page, y));

    all = HPDF_Dict_GetItem(pdf->page, "Annots", HPDF_OCLASS_ARRAY);
    if (all == NULL) {
        all = HPDF_Array_New(doc->mmgr);
        HPDF_Dict_Add(pdf->page, "Annots", all);
    }
    HPDF_Array_Add(all, link);
}

static void
pdf_entry(struct device *device, const struct entry *entry)
{
    struct pdf *pdf = PDF(device);
    HPDF_Doc doc = pdf->faces->pdf;
    HPDF_Outline parent = NULL, outline;
    int level = entry->level > 2 ? 2 : entry->level;

    for (int i = 0; i < level; i++)
        if (pdf->parents[i] != NULL)
            parent = pdf->parents[i];
    outline = HPDF_CreateOutline(doc, parent, entry->words,
                                 HPDF_GetEncoder(doc, "UTF-8"));
    /* Not what libharu writes: an item of an outline has no type. */
    HPDF_Dict_RemoveElement(outline, "Type");
    HPDF_Dict_Add(outline, "Dest", destination(pdf, entry->page, entry->y));
    HPDF_Outline_SetOpened(outline, level > 0 ? HPDF_FALSE : HPDF_TRUE);
    pdf->parents[level] = outline;
    for (int i = level + 1; i < 4; i++)
        pdf->parents[i] = NULL;
}

/* The document around the pages */

static void
xmp_escape(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '&')
            buf_adds(out, "&amp;");
        else if (*text == '<')
            buf_adds(out, "&lt;");
        else if (*text == '>')
            buf_adds(out, "&gt;");
        else
            buf_addc(out, *text);
}

static void
xmp_write(struct buf *out, const struct pdf_facts *facts, const struct tm *now)
{
    char date[96]; /* room for any int */

    snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02d+00:00",
             now->tm_year + 1900, now->tm_mon + 1, now->tm_mday, now->tm_hour,
             now->tm_min, now->tm_sec);
    buf_adds(out,
             "<?xpacket begin=\"\xEF\xBB\xBF\" "
             "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
             "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
             "\">\n"
             "<rdf:Description rdf:about=\"\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
             "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    xmp_escape(out, facts->title);
    buf_adds(out, "</rdf:li></rdf:Alt></dc:title>\n"
                  "<dc:creator><rdf:Seq><rdf:li>");
    xmp_escape(out, facts->author);
    buf_adds(out, "</rdf:li></rdf:Seq></dc:creator>\n</rdf:Description>\n"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
                  "<pdf:Producer>");
    xmp_escape(out, facts->producer);
    buf_adds(out, "</pdf:Producer>\n</rdf:Description>\n"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    buf_addf(out,
             "<xmp:CreateDate>%s</xmp:CreateDate>\n"
             "<xmp:ModifyDate>%s</xmp:ModifyDate>\n</rdf:Description>\n",
             date, date);
    buf_adds(out, "<rdf:Description rdf:about=\"\" "
                  "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                  "<pdfaid:part>1</pdfaid:part>\n"
                  "<pdfaid:conformance>B</pdfaid:conformance>\n"
                  "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                  "<?xpacket end=\"w\"?>\n");
}

static int
hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void
document_id(HPDF_Doc doc, const char *digits)
{
    HPDF_BYTE id[16] = {0};
    HPDF_Array both = HPDF_Array_New(doc->mmgr);

    for (size_t i = 0; i < 32 && digits[i] != '\0'; i++) {
        int value = hex_value(digits[i]);

        if (value > 0)
            id[i / 2] |= (HPDF_BYTE)(i % 2 == 0 ? value << 4 : value);
    }
    HPDF_Dict_Add(doc->trailer, "ID", both);
    HPDF_Array_Add(both, HPDF_Binary_New(doc->mmgr, id, sizeof id));
    HPDF_Array_Add(both, HPDF_Binary_New(doc->mmgr, id, sizeof id));
}

static void
document_facts(HPDF_Doc doc, const struct pdf_facts *facts,
               const struct tm *now)
{
    HPDF_Date date = {now->tm_year + 1900,
                      now->tm_mon + 1,
                      now->tm_mday,
                      now->tm_hour,
                      now->tm_min,
                      now->tm_sec,
                      '+',
                      0,
                      0};

    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, facts->title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, facts->author);
    HPDF_SetInfoAttr(doc, HPDF_INFO_PRODUCER, facts->producer);
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date);
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_MOD_DATE, date);
}

/* Names the colour space that the numbers of the palette are meant in. */
static void
document_intent(HPDF_Doc doc, struct span profile)
{
    HPDF_Dict intent = HPDF_Dict_New(doc->mmgr), icc;
    HPDF_Array intents = HPDF_Array_New(doc->mmgr);

    HPDF_Xref_Add(doc->xref, intent);
    HPDF_Dict_AddName(intent, "Type", "OutputIntent");
    HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
    HPDF_Dict_Add(intent, "OutputConditionIdentifier",
                  HPDF_String_New(doc->mmgr, "sRGB", NULL));
    HPDF_Dict_Add(intent, "Info", HPDF_String_New(doc->mmgr, "sRGB", NULL));
    icc = HPDF_DictStream_New(doc->mmgr, doc->xref);
    icc->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_Dict_AddNumber(icc, "N", 3);
    HPDF_Stream_Write(icc->stream, (const HPDF_BYTE *)profile.at,
                      (HPDF_UINT)profile.len);
    HPDF_Dict_Add(intent, "DestOutputProfile", icc);
    HPDF_Dict_Add(doc->catalog, "OutputIntents", intents);
    HPDF_Array_Add(intents, intent);
}

static void
document_metadata(HPDF_Doc doc, const char *xmp)
{
    HPDF_Dict metadata = HPDF_DictStream_New(doc->mmgr, doc->xref);

    HPDF_Dict_AddName(metadata, "Type", "Metadata");
    HPDF_Dict_AddName(metadata, "Subtype", "XML");
    HPDF_Stream_WriteStr(metadata->stream, xmp);
    HPDF_Dict_Add(doc->catalog, "Metadata", metadata);
}

static void
document_save(HPDF_Doc doc, struct buf *out)
{
    HPDF_BYTE part[65536];
    HPDF_UINT32 size;

    HPDF_SaveToStream(doc);
    HPDF_ResetStream(doc);
    do {
        size = sizeof part;
        HPDF_ReadFromStream(doc, part, &size);
        buf_add(out, part, size);
    } while (size == sizeof part);
}

int
pdf_write(struct faces *faces, const struct pdf_facts *facts,
          void (*paint)(const void *baton, struct device *device),
          const void *baton, struct buf *out, struct failure *why)
{
    struct pdf pdf = {
        .device = {pdf_open, pdf_page, pdf_draw, pdf_link, pdf_entry},
        .faces = faces};
    struct arena arena;
    struct buf xmp, document;
    struct span profile;
    struct tm now;
    time_t seconds = (time_t)facts->now;
    char path[4096];
    volatile int result = -1;

    arena_init(&arena);
    buf_init(&xmp, 1 << 20);
    buf_init(&document, (size_t)1 << 30);
    if (gmtime_r(&seconds, &now) == NULL) {
        fail(why, "the time of the report is out of range");
        goto done;
    }
    snprintf(path, sizeof path, "%s/sRGB.icc", facts->fonts);
    if (files_read(path, 1 << 20, &arena, &profile, why) != 0)
        goto done;
    xmp_write(&xmp, facts, &now);
    if (setjmp(faces->refused) != 0) {
        fail(why, "report.pdf: %s", faces->reason);
        goto done;
    }
    faces->pdf->pdf_version = HPDF_VER_14;
    HPDF_SetCompressionMode(faces->pdf, HPDF_COMP_ALL);
    HPDF_SetPageMode(faces->pdf, HPDF_PAGE_MODE_USE_OUTLINE);
    paint(baton, &pdf.device);
    document_facts(faces->pdf, facts, &now);
    document_id(faces->pdf, facts->id);
    document_intent(faces->pdf, profile);
    document_metadata(faces->pdf, xmp.data);
    document_save(faces->pdf, &document);
    buf_add(out, document.data, document.len);
    if (document.overflow || out->overflow) {
        fail(why, "report.pdf: larger than this program writes");
        goto done;
    }
    result = 0;
done:
    free(pdf.pages);
    buf_release(&document);
    buf_release(&xmp);
    arena_release(&arena);
    return result;
}

const char *
render_pdf_library(void)
{
    return HPDF_GetVersion();
}
