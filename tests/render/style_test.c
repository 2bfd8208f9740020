/*
 * The colours of style.css, and that everybody can tell them from what they
 * stand on.
 *
 * Contrast is that of WCAG 2: (L1 + 0.05) / (L2 + 0.05), where L is the
 * relative luminance.  Text needs 4.5; `rule` draws boxes and needs 3 on the
 * background; `hair`, `panel` and `cell` carry no meaning alone.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "file.h"

/* After ours: it has a macro called fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { LIGHT, DARK, GREY, PALETTES };

/* Where in style.css a palette begins. */
static const char *const BEGINS[PALETTES] = {
    ":root {", "(prefers-color-scheme: dark)", "print and (monochrome)"};

struct expected {
    const char *name;
    double least; /* that its contrast on the background must reach */
    struct {
        const char *hex;
        double background, panel, cell; /* rounded down; 0: not asked */
    } in[PALETTES];
};

static const struct expected COLOURS[] = {
    {"rule",
     3,
     {{"#808a94", 3.5, 0, 0}, {"#76828e", 4.6, 0, 0}, {"#808080", 3.9, 0, 0}}},
    {"hair",
     1,
     {{"#d3d9de", 1.4, 0, 0}, {"#333c44", 1.6, 0, 0}, {"#d0d0d0", 1.5, 0, 0}}},
    {"ink",
     4.5,
     {{"#15191d", 17.6, 16.1, 13.7},
      {"#e8ecef", 15.2, 13.6, 10.6},
      {"#000000", 21.0, 18.7, 16.2}}},
    {"muted",
     4.5,
     {{"#505a64", 7.0, 6.4, 5.4},
      {"#a9b4be", 8.6, 7.6, 6.0},
      {"#4d4d4d", 8.4, 7.5, 6.5}}},
    {"link",
     4.5,
     {{"#0b5394", 7.8, 7.1, 6.1},
      {"#8cc4ff", 9.9, 8.8, 6.9},
      {"#1a1a1a", 17.4, 15.5, 13.4}}},
    {"blocker",
     4.5,
     {{"#a4161a", 7.7, 7.0, 6.0},
      {"#ff8f87", 8.2, 7.3, 5.7},
      {"#000000", 21.0, 18.7, 16.2}}},
    {"action",
     4.5,
     {{"#8f4700", 6.8, 6.2, 5.3},
      {"#f5b26b", 9.9, 8.8, 6.9},
      {"#1f1f1f", 16.4, 14.7, 12.7}}},
    {"warning",
     4.5,
     {{"#6b5900", 6.8, 6.2, 5.3},
      {"#dccb6a", 11.0, 9.8, 7.7},
      {"#3d3d3d", 10.8, 9.7, 8.3}}},
    {"info",
     4.5,
     {{"#2b5a86", 7.2, 6.6, 5.6},
      {"#8fc1ee", 9.5, 8.5, 6.6},
      {"#5c5c5c", 6.6, 5.9, 5.1}}},
    {"pass",
     4.5,
     {{"#1b6b3a", 6.5, 5.9, 5.0},
      {"#84d3a0", 10.2, 9.1, 7.1},
      {"#3d3d3d", 10.8, 9.7, 8.3}}},
    {"unknown",
     4.5,
     {{"#5b3f96", 8.0, 7.4, 6.3},
      {"#c3b0f5", 9.3, 8.3, 6.5},
      {"#1f1f1f", 16.4, 14.7, 12.7}}},
    {"manual",
     4.5,
     {{"#1f5f6b", 7.2, 6.6, 5.6},
      {"#7fd0dd", 10.3, 9.2, 7.2},
      {"#3d3d3d", 10.8, 9.7, 8.3}}},
    {"error",
     4.5,
     {{"#8e1463", 8.6, 7.9, 6.7},
      {"#f59ad0", 9.0, 8.0, 6.2},
      {"#000000", 21.0, 18.7, 16.2}}},
};

static struct span
read_style(struct arena *arena)
{
    struct failure why;
    struct span style;

    assert_int_equal(file_read(ACC_SOURCE_DIR "/templates/style.css", 1 << 20,
                               arena, &style, &why),
                     0);
    return style;
}

static void
move(struct span *span, ptrdiff_t by)
{
    span->at += by;
    span->len -= (size_t)by;
}

/* The value of --NAME in a palette, as "#rrggbb". */
static void
colour(struct span style, int palette, const char *name, char hex[8])
{
    char property[32];
    ptrdiff_t at = span_find(style, BEGINS[palette]);
    struct span block;

    assert_true(at >= 0);
    move(&style, at);
    assert_true(span_until(&style, '}', &block));
    snprintf(property, sizeof property, "--%s: #", name);
    at = span_find(block, property);
    if (at < 0)
        fail_msg("%s has no --%s", BEGINS[palette], name);
    move(&block, at + (ptrdiff_t)strlen(property) - 1);
    assert_true(block.len > 7);
    memcpy(hex, block.at, 7);
    hex[7] = '\0';
}

static double
luminance(const char *hex)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    unsigned part[3];
    double sum = 0;
    int i;

    assert_int_equal(sscanf(hex, "#%2x%2x%2x", &part[0], &part[1], &part[2]),
                     3);
    for (i = 0; i < 3; i++) {
        double value = part[i] / 255.0;

        sum +=
            weight[i] * (value <= 0.04045 ? value / 12.92
                                          : pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double
contrast(const char *a, const char *b)
{
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;

    return one > other ? one / other : other / one;
}

static void
check(const char *name, const char *on, double found, double documented,
      double least)
{
    double rounded = floor(found * 10 + 1e-9) / 10;

    if (fabs(rounded - documented) > 1e-6)
        fail_msg("%s on %s: %.1f, documented %.1f", name, on, rounded,
                 documented);
    if (found < least)
        fail_msg("%s on %s: %.2f is less than %.1f", name, on, found, least);
}

static void
every_colour_has_the_documented_contrast(void **state)
{
    struct arena arena;
    struct span style;
    size_t i;
    int palette;

    (void)state;
    arena_init(&arena);
    style = read_style(&arena);
    for (palette = 0; palette < PALETTES; palette++) {
        char background[8], panel[8], cell[8];

        colour(style, palette, "bg", background);
        colour(style, palette, "panel", panel);
        colour(style, palette, "cell", cell);
        for (i = 0; i < sizeof COLOURS / sizeof *COLOURS; i++) {
            const struct expected *expected = &COLOURS[i];
            char hex[8];

            colour(style, palette, expected->name, hex);
            assert_string_equal(hex, expected->in[palette].hex);
            check(expected->name, "bg", contrast(hex, background),
                  expected->in[palette].background, expected->least);
            if (expected->in[palette].panel == 0)
                continue;
            check(expected->name, "panel", contrast(hex, panel),
                  expected->in[palette].panel, expected->least);
            check(expected->name, "cell", contrast(hex, cell),
                  expected->in[palette].cell, expected->least);
        }
    }
    arena_release(&arena);
}

static void
no_colour_stands_outside_the_palettes(void **state)
{
    struct arena arena;
    struct span rest, line;

    (void)state;
    arena_init(&arena);
    rest = read_style(&arena);
    while (span_line(&rest, &line)) {
        struct span words = span_trim(line);

        if (span_find(words, "--") == 0 || span_find(words, "*") == 0)
            continue;
        if (span_find(words, ": #") >= 0 || span_find(words, "rgb(") >= 0 ||
            span_find(words, "hsl(") >= 0)
            fail_msg("a colour of its own: %.*s", (int)words.len, words.at);
    }
    arena_release(&arena);
}

static void
nothing_in_the_style_comes_from_outside_or_moves(void **state)
{
    static const char *const words[] = {"url(",       "@import",   "@font-face",
                                        "transition", "animation", "http:"};
    struct arena arena;
    struct span style;
    size_t i;

    (void)state;
    arena_init(&arena);
    style = read_style(&arena);
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find_fold(style, words[i]) >= 0)
            fail_msg("style.css holds %s", words[i]);
    arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_colour_has_the_documented_contrast),
        cmocka_unit_test(no_colour_stands_outside_the_palettes),
        cmocka_unit_test(nothing_in_the_style_comes_from_outside_or_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
