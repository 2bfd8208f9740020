#include "utf8.h"

#include <string.h>

struct range {
    uint32_t first, last;
};

/* Invisible characters that change what a reader sees or copies. */
static const struct range UNSAFE[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F},
    {0x061C, 0x061C},   {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F},   {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF},
    {0xE0000, 0xE007F},
};

size_t
utf8_decode(struct span bytes, uint32_t *character)
{
    static const uint32_t shortest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)bytes.at[0];
    uint32_t value;
    size_t len;

    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF)
        len = 2;
    else if (lead >= 0xE0 && lead <= 0xEF)
        len = 3;
    else if (lead >= 0xF0 && lead <= 0xF4)
        len = 4;
    else
        return 0;
    if (bytes.len < len)
        return 0;
    value = lead & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)bytes.at[i];

        if ((next & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3F);
    }
    if (value < shortest[len] || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *character = value;
    return len;
}

bool
utf8_unsafe(uint32_t character)
{
    for (size_t i = 0; i < sizeof UNSAFE / sizeof *UNSAFE; i++)
        if (character >= UNSAFE[i].first && character <= UNSAFE[i].last)
            return true;
    return false;
}

/* Most bytes are: ASCII, and no control character. */
static bool
ascii_shown(char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

bool
utf8_plain(struct span text)
{
    uint32_t character = 0;

    for (size_t i = 0; i < text.len;) {
        struct span rest = {text.at + i, text.len - i};
        size_t len;

        if (ascii_shown(text.at[i])) {
            i++;
            continue;
        }
        len = utf8_decode(rest, &character);
        if (len == 0 || utf8_unsafe(character))
            return false;
        i += len;
    }
    return true;
}

void
utf8_show(struct buf *out, struct span text)
{
    size_t shown = 0;
    uint32_t character = 0;

    for (size_t i = 0; i < text.len;) {
        struct span rest = {text.at + i, text.len - i};
        size_t len;

        if (ascii_shown(text.at[i])) {
            i++;
            continue;
        }
        len = utf8_decode(rest, &character);
        if (len > 0 && !utf8_unsafe(character)) {
            i += len;
            continue;
        }
        buf_add(out, text.at + shown, i - shown);
        if (len == 0)
            buf_addf(out, "[0x%02X]", (unsigned)(unsigned char)text.at[i]);
        else
            buf_addf(out, "[U+%04X]", (unsigned)character);
        i += len == 0 ? 1 : len;
        shown = i;
    }
    buf_add(out, text.at + shown, text.len - shown);
}

size_t
utf8_cut(const char *text, size_t most)
{
    size_t len = strnlen(text, most + 1);

    if (len <= most)
        return len;
    for (len = most; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
        len--;
    return len;
}

void
utf8_put(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
    } else if (c < 0x800) {
        buf_addc(out, (char)(0xC0 | c >> 6));
        buf_addc(out, (char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        buf_addc(out, (char)(0xE0 | c >> 12));
        buf_addc(out, (char)(0x80 | (c >> 6 & 63)));
        buf_addc(out, (char)(0x80 | (c & 63)));
    } else {
        buf_addc(out, (char)(0xF0 | c >> 18));
        buf_addc(out, (char)(0x80 | (c >> 12 & 63)));
        buf_addc(out, (char)(0x80 | (c >> 6 & 63)));
        buf_addc(out, (char)(0x80 | (c & 63)));
    }
}

void
utf16_put(struct buf *out, uint32_t *high, uint32_t unit)
{
    if (*high != 0 && unit >= 0xDC00 && unit < 0xE000) {
        utf8_put(out, 0x10000 + ((*high - 0xD800) << 10) + (unit - 0xDC00));
        *high = 0;
        return;
    }
    if (*high != 0)
        utf8_put(out, 0xFFFD);
    *high = 0;
    if (unit >= 0xD800 && unit < 0xDC00)
        *high = unit;
    else
        utf8_put(out, unit >= 0xDC00 && unit < 0xE000 ? 0xFFFD : unit);
}

bool
utf16_text(struct span text, struct buf *out)
{
    bool big = text.len > 1 && memcmp(text.at, "\xFE\xFF", 2) == 0;
    uint32_t high = 0;

    if (!big && !(text.len > 1 && memcmp(text.at, "\xFF\xFE", 2) == 0))
        return false;
    for (size_t i = 2; i + 1 < text.len; i += 2) {
        unsigned char first = (unsigned char)text.at[i];
        unsigned char second = (unsigned char)text.at[i + 1];

        utf16_put(out, &high,
                  big ? (uint32_t)(first << 8 | second)
                      : (uint32_t)(second << 8 | first));
    }
    if (high != 0)
        utf8_put(out, 0xFFFD);
    return true;
}
