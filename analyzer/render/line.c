#include "line.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"
#include "vec.h"

/* No line of our paper is longer; it also keeps marks without width from
 * growing one beyond what libharu takes. */
#define LINE_LETTERS 1000

static void
letter_add(struct arena *arena, struct letters *letters, struct faces *faces,
           uint32_t character, struct type type)
{
    int width =
        utf8_unsafe(character) ? -1 : faces_width(faces, type.face, character);
    struct letter *letter;
    char code[16];

    /* An arrow or a tick that one face lacks may stand in another. */
    if (width < 0 && !utf8_unsafe(character) && type.face != FACE_SANS &&
        faces_width(faces, FACE_SANS, character) >= 0) {
        type.face = FACE_SANS;
        width = faces_width(faces, FACE_SANS, character);
    }
    if (width < 0) {
        snprintf(code, sizeof code, "[U+%04X]", (unsigned)character);
        for (const char *c = code; *c != '\0'; c++)
            letter_add(arena, letters, faces, (uint32_t)*c, type);
        return;
    }
    letter = vec_add(arena, letters);
    letter->character = character;
    letter->face = (uint8_t)type.face;
    letter->size = type.size;
    letter->colour = (uint8_t)type.colour;
    letter->link = type.link;
    letter->width = width * type.size / 1000 + type.tracking;
}

static bool
ends_blank(const struct letters *letters)
{
    const struct letter *last;

    if (letters->count == 0)
        return true;
    last = &letters->items[letters->count - 1];
    return last->character == ' ' || last->ends_line;
}

static void
end_line(struct arena *arena, struct letters *letters, struct type type)
{
    struct letter *letter = vec_add(arena, letters);

    letter->ends_line = true;
    letter->face = (uint8_t)type.face;
    letter->size = type.size;
}

void
letters_text(struct arena *arena, struct letters *letters, struct faces *faces,
             const char *text, bool keep, struct type type)
{
    struct span rest = span_of(text);

    while (rest.len > 0) {
        uint32_t c;
        size_t len = utf8_decode(rest, &c);

        if (len == 0) {
            len = 1;
            c = 0xFFFD;
        }
        rest.at += len;
        rest.len -= len;
        if (keep && c == '\n')
            end_line(arena, letters, type);
        else if (!keep && (c == ' ' || c == '\n' || c == '\t' || c == '\r')) {
            if (!ends_blank(letters))
                letter_add(arena, letters, faces, ' ', type);
        } else
            letter_add(arena, letters, faces, c, type);
    }
}

static const char *
attribute(struct arena *arena, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp((xmlNode *)node, BAD_CAST name);
    char *copy = value == NULL ? NULL : arena_string(arena, (char *)value);

    xmlFree(value);
    return copy;
}

static void
letters_node(struct arena *arena, struct letters *letters, struct faces *faces,
             const xmlNode *node, struct type type)
{
    const char *name = (const char *)node->name;

    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        letters_text(arena, letters, faces, (const char *)node->content, false,
                     type);
        return;
    }
    if (node->type != XML_ELEMENT_NODE)
        return;
    if (strcmp(name, "b") == 0)
        type.face = FACE_BOLD;
    else if (strcmp(name, "code") == 0) {
        if (type.face != FACE_MONO)
            type.size *= 0.94; /* its letters look larger */
        type.face = FACE_MONO;
    } else if (strcmp(name, "mute") == 0) {
        type.colour = COLOUR_MUTED;
        type.face = FACE_SANS;
    } else if (strcmp(name, "colour") == 0)
        type.colour = look_colour(attribute(arena, node, "name"), type.colour);
    else if (strcmp(name, "link") == 0) {
        type.link = attribute(arena, node, "to");
        type.colour = COLOUR_LINK;
    } else if (strcmp(name, "br") == 0)
        end_line(arena, letters, type);
    else if (strcmp(name, "symbol") == 0) {
        struct letter *letter = vec_add(arena, letters);

        letter->symbol = attribute(arena, node, "name");
        letter->size = type.size * 0.85;
        letter->width = letter->size + type.size * 0.1;
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        letters_node(arena, letters, faces, child, type);
}

void
letters_inline(struct arena *arena, struct letters *letters,
               struct faces *faces, const xmlNode *node, struct type type)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        letters_node(arena, letters, faces, child, type);
    while (letters->count > 0 &&
           letters->items[letters->count - 1].character == ' ')
        letters->count--;
}

void
letters_cut(struct arena *arena, struct letters *letters, struct faces *faces,
            size_t most, struct type type)
{
    struct letters cut = {0};
    size_t left = most / 2, right = most - left - 1;

    if (letters->count <= most)
        return;
    for (size_t i = 0; i < left; i++)
        *vec_add(arena, &cut) = letters->items[i];
    letter_add(arena, &cut, faces, 0x2026, type);
    for (size_t i = letters->count - right; i < letters->count; i++)
        *vec_add(arena, &cut) = letters->items[i];
    *letters = cut;
}

static bool
soft_break(uint32_t character)
{
    return character != 0 && character < 128 &&
           strchr("/\\.:_-@=,;&?]", (int)character) != NULL;
}

static void
line_add(struct arena *arena, struct lines *lines,
         const struct letters *letters, size_t first, size_t end, bool broken)
{
    struct line *line = vec_add(arena, lines);

    while (end > first && letters->items[end - 1].character == ' ')
        end--;
    line->first = first;
    line->count = end - first;
    line->broken = broken;
    for (size_t i = first; i < end; i++)
        line->width += letters->items[i].width;
}

/* Where a line that begins at FIRST and must end before OVER is broken: the
 * first letter of the next line. */
static size_t
break_at(const struct letters *letters, size_t first, size_t over, double width)
{
    const struct letter *all = letters->items;
    size_t blank = 0, soft = 0, end;
    double word = 0;

    for (size_t i = first; i < over; i++) {
        if (all[i].character == ' ') {
            blank = i + 1;
            soft = 0;
        } else if (soft_break(all[i].character) && i + 1 < over)
            soft = i + 1;
    }
    if (all[over].character == ' ')
        return over;
    /* The word that does not fit goes to the next line, unless it is too long
     * for any line. */
    for (end = blank > 0 ? blank : first;
         end < letters->count && all[end].character != ' ' &&
         !all[end].ends_line;
         end++)
        word += all[end].width;
    if (blank > 0 && word <= width)
        return blank;
    if (soft > 0)
        return soft;
    return blank > 0 ? blank : over > first ? over : first + 1;
}

void
lines_break(struct arena *arena, struct lines *lines,
            const struct letters *letters, double width, double indent)
{
    size_t first = 0, i = 0;
    double used = 0, room = width;

    while (i < letters->count) {
        const struct letter *letter = &letters->items[i];

        if (letter->ends_line) {
            line_add(arena, lines, letters, first, i, false);
            first = ++i;
            used = 0;
            room = width;
            continue;
        }
        if ((used + letter->width > room + .01 && i > first) ||
            i - first >= LINE_LETTERS) {
            size_t next = break_at(letters, first, i, width - indent);

            line_add(arena, lines, letters, first, next, true);
            while (next < letters->count &&
                   letters->items[next].character == ' ')
                next++;
            first = i = next;
            used = 0;
            room = width - indent;
            continue;
        }
        used += letter->width;
        i++;
    }
    if (first < letters->count || lines->count == 0)
        line_add(arena, lines, letters, first, letters->count, false);
}

double
letters_width(const struct letters *letters)
{
    double widest = 0, used = 0;

    for (size_t i = 0; i < letters->count; i++) {
        if (letters->items[i].ends_line)
            used = 0;
        used += letters->items[i].width;
        widest = used > widest ? used : widest;
    }
    return widest;
}

static bool
same_run(const struct letter *a, const struct letter *b)
{
    return a->symbol == NULL && b->symbol == NULL && a->face == b->face &&
           a->size == b->size && a->colour == b->colour && a->link == b->link;
}

static void
utf8_add(struct buf *text, uint32_t c)
{
    if (c < 0x80)
        buf_addc(text, (char)c);
    else if (c < 0x800) {
        buf_addc(text, (char)(0xC0 | c >> 6));
        buf_addc(text, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_addc(text, (char)(0xE0 | c >> 12));
        buf_addc(text, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_addc(text, (char)(0x80 | (c & 0x3F)));
    }
}

static void
run_draw(struct arena *arena, struct marks *marks, const struct letter *first,
         const char *text, double tracking, double x, double y, double width)
{
    struct mark *mark = vec_add(arena, marks);

    mark->kind = MARK_TEXT;
    mark->x = x;
    mark->y = y;
    mark->face = first->face;
    mark->size = first->size;
    mark->tracking = tracking;
    mark->fill = first->colour;
    mark->text = text;
    if (first->link == NULL)
        return;
    mark = vec_add(arena, marks);
    mark->kind = MARK_LINK;
    mark->x = x;
    mark->y = y - first->size;
    mark->x2 = width;
    mark->y2 = first->size * 1.35;
    mark->text = arena_string(arena, first->link);
}

void
line_draw(struct arena *arena, struct marks *marks,
          const struct letters *letters, const struct line *line,
          double tracking, double x, double y)
{
    size_t i = line->first, end = line->first + line->count;
    struct buf text;

    buf_init(&text, 16 * LINE_LETTERS);
    while (i < end) {
        const struct letter *first = &letters->items[i];
        double width = 0;

        if (first->symbol != NULL) {
            /* centred on the height of small letters and capitals */
            look_symbol(arena, marks, first->symbol, x, y - first->size * 0.92,
                        first->size);
            x += first->width;
            i++;
            continue;
        }
        buf_reset(&text);
        for (; i < end && same_run(first, &letters->items[i]); i++) {
            utf8_add(&text, letters->items[i].character);
            width += letters->items[i].width;
        }
        run_draw(arena, marks, first, arena_copy(arena, text.data, text.len),
                 tracking, x, y, width);
        x += width;
    }
    buf_release(&text);
}
