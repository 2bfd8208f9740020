#include "set.h"

#include <string.h>

#include "vec.h"

const char *
text_of(struct setter *set, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp((xmlNode *)node, BAD_CAST name);
    char *copy = value == NULL ? NULL : arena_string(set->arena, (char *)value);

    xmlFree(value);
    return copy;
}

double
number_of(struct setter *set, const xmlNode *node, const char *name,
          double fallback)
{
    const char *text = text_of(set, node, name);
    struct span rest = span_of(text == NULL ? "" : text);
    double value = 0, unit = 1;
    bool minus = span_skip(&rest, "-");

    if (rest.len == 0)
        return fallback;
    /* strtod would ask the locale for the decimal point */
    while (rest.len > 0 && ascii_digit(*rest.at)) {
        value = value * 10 + (*rest.at - '0');
        rest.at++;
        rest.len--;
    }
    if (span_skip(&rest, "."))
        while (rest.len > 0 && ascii_digit(*rest.at)) {
            unit /= 10;
            value += (*rest.at - '0') * unit;
            rest.at++;
            rest.len--;
        }
    return minus ? -value : value;
}

bool
flag_of(struct setter *set, const xmlNode *node, const char *name)
{
    const char *text = text_of(set, node, name);

    return text != NULL && strcmp(text, "true") == 0;
}

bool
value_is(struct setter *set, const xmlNode *node, const char *name,
         const char *value)
{
    const char *text = text_of(set, node, name);

    return text != NULL && strcmp(text, value) == 0;
}

bool
is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

const xmlNode *
first_child(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is(child, name))
            return child;
    return NULL;
}

const xmlNode *
next_node(const xmlNode *node, const char *name)
{
    for (node = node->next; node != NULL; node = node->next)
        if (is(node, name))
            return node;
    return NULL;
}

struct band *
band_new(struct setter *set)
{
    struct band *band = arena_new(set->arena, struct band);

    band->part = set->part;
    band->repeat = set->repeat;
    return band;
}

struct band *
band_add(struct setter *set, double before)
{
    struct band *band = band_new(set);

    band->before = before;
    *vec_add(set->arena, set->flow) = band;
    return band;
}

struct type
type_of(const struct style *style)
{
    return (struct type){style->face, style->size, style->tracking,
                         style->colour, NULL};
}

/* Where the baseline lies in a line: capitals (0.729 of the size in all three
 * faces) are centred in the leading. */
double
baseline(const struct style *style)
{
    return style->leading / 2 + style->size * 0.729 / 2;
}

double
aligned(char align, double width, double used)
{
    return align == 'r' ? width - used : align == 'c' ? (width - used) / 2 : 0;
}

double
set_lines(struct setter *set, struct marks *marks,
          const struct letters *letters, const struct style *style, double x,
          double y, double width, char align)
{
    struct lines lines = {0};

    lines_break(set->scratch, &lines, letters, width, 0);
    for (size_t i = 0; i < lines.count; i++)
        line_draw(set->arena, marks, letters, &lines.items[i], style->tracking,
                  x + aligned(align, width, lines.items[i].width),
                  y + (double)i * style->leading + baseline(style));
    return (double)lines.count * style->leading;
}

double
set_words(struct setter *set, struct marks *marks, const char *words,
          const struct style *style, enum face face, enum colour colour,
          double x, double y, double width, char align)
{
    struct letters letters = {0};
    struct type type = type_of(style);

    type.face = face;
    type.colour = colour;
    letters_text(set->scratch, &letters, set->faces, words, false, type);
    return set_lines(set, marks, &letters, style, x, y, width, align);
}

void
set_one(struct setter *set, struct marks *marks, struct letters *letters,
        const struct style *style, double x, double y, double width, char align)
{
    struct line line = {0};

    /* a first guess, so that a name of thousands of letters is not cut one by
     * one */
    if (letters_width(letters) > width)
        letters_cut(set->scratch, letters, set->faces,
                    (size_t)(2 * width / style->size) + 4, type_of(style));
    while (letters_width(letters) > width && letters->count > 3)
        letters_cut(set->scratch, letters, set->faces, letters->count - 1,
                    type_of(style));
    line.count = letters->count;
    line_draw(set->arena, marks, letters, &line, style->tracking,
              x + aligned(align, width, letters_width(letters)), y);
}
