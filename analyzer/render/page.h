/*
 * page.xml: what page.xsl makes of report.xml, and the layout that puts it on
 * paper.  C knows boxes, type and paper here; what a finding is, only the
 * sheet knows.
 *
 *   page      = section*                     @title; @foot: left of every foot;
 *                 @number: right of it, with {page} and {pages}
 *   section   = block*                       @id, @outline (bookmark), @level
 *                 @head: running head        @break: page | none
 *                 @fit="page": its blocks fill one page, never more; what may
 *                   give way is marked, see @drop, @cut and @shrink below
 *                 @side: words at the right of its title; in them {page} and
 *                   {pages} count the section's own pages.  From its second
 *                   page on they stand in the running head.
 *                 @notes, @next: room for writing at the end of each page
 *                   under the word @notes, and @next with the @name of the
 *                   first step on the page that follows
 *   block     = title | paragraph | note | list | article | table | strip
 *             | pair | figure | command | step | rule | break
 *   title     = inline                       @style: verdict | part | block |
 *                 group; @symbol; @id, @outline, @level
 *   paragraph = inline                       @style: lead | intro | body |
 *                 muted | label;             @width in pt
 *   note      = inline                       @drop="true": may be left out of
 *                 a section that must fit; @more with {n} in the text: grows
 *                 by the table rows that were cut
 *   list      = item*                        a label rail and its content;
 *                 @first: space above the first; @tight="true"
 *   item      = block*                       @label
 *   article   = title, paragraph?, block*    @id, @symbol, @word, @colour: what
 *                 hangs in the rail.  Up to 300 pt it is not split; then only
 *                 before an item, its title repeated with @continued.
 *   table     = column*, row*                @continued: added to repeated
 *                 heads; @pad above and below a cell,
 *                 @gap between columns; @style: small | fine; @cut:
 *                 rows that must stay
 *   column                                   @width in pt; @align: left |
 *                 right | centre
 *   row       = cell*                        @kind: head | body | sum |
 *                 barrier; @cut="true": may be left out to fit; @id
 *   cell      = inline                       @span; @align; @box="true":
 *                 filled, its text centred; @dash="true": its box has a dashed
 *                 outline; @bar: a bar in @colour over that part (0 to 1) of
 *                 its width
 *   strip     = number*                      @style: numbers | figures
 *   number                                   @label, @value, @weak="true"
 *   pair      = side*                        side by side
 *   side      = block*                       @x, @width in pt
 *   figure    = vector*                      @width, @height in pt;
 *                 @shrink="true": may be scaled down to fit
 *   vector    = rect (x y width height) | line (x1 y1 x2 y2) | circle (x y r)
 *             | polygon (points) | text (x y size bold anchor limit; turned:
 *               upwards, its middle at x, y) | symbol (name x y size)
 *                 @fill @stroke @line @dash @colour
 *   command   = (line | refused | inline)*   @on, @as; @size: small | large
 *   line, refused = characters, kept as they are; refused @reason
 *   step      = title, (command | item | paragraph | ticks)*
 *                 @id, @name, @as, @host, @gate, @closes, @fill, @mark,
 *                 @continued; @time, @initials: words over the two lines to
 *                 write on
 *   ticks     = tick*                        boxes to tick, up to 6 in a row
 *   tick                                     @host
 *   rule      = inline                       a barrier: @time, @initials
 *   break                                    a new page
 *   inline    = characters | b | code | mute | symbol (@name) | br
 *             | link (@to: an id) | colour (@name)
 *
 * Soft breaks, names without a glyph, page numbers and links are worked out
 * here.  A link to an id that does not exist stays plain text.
 */
#ifndef ACC_PAGE_H
#define ACC_PAGE_H

#include "device.h"
#include "span.h"
#include "xml_document.h"

/* A document laid out: pages of marks, ready for a device. */
struct layout;

/*
 * Lays out DOCUMENT, measuring with FACES, into ARENA.  Fails on an element
 * that the grammar does not know.
 */
struct layout *page_layout(struct arena *arena, struct xml_document *document,
                           struct faces *faces, struct failure *why);

/* How many pages there are. */
size_t page_count(const struct layout *layout);

/* Draws LAYOUT on DEVICE. */
void page_draw(const struct layout *layout, struct device *device);

#endif
