/*
 * The redactor's work grows as its input does, whatever stands in a line: its
 * steps are counted (counted.h), so that no clock is asked.
 */
#include "../cmocka_test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact.h"

unsigned long long counted_steps;

void __sanitizer_cov_trace_pc(void);

void
__sanitizer_cov_trace_pc(void)
{
    counted_steps++;
}

/* What the rules look for, and what they stop at. */
static const char *const TOKENS[] = {"a%40",
                                     "a.b%40",
                                     "a@",
                                     "a@b.c",
                                     "a.b@",
                                     "://",
                                     "x://a:b@",
                                     "://a",
                                     ":",
                                     "@",
                                     "=",
                                     "\"",
                                     "'",
                                     "`",
                                     "<",
                                     ">",
                                     "<a ",
                                     "<a>",
                                     "</a>",
                                     "<a b='c'>",
                                     "&",
                                     "&quot;",
                                     "&amp;",
                                     "-----BEGIN ",
                                     "-----BEGIN PRIVATE KEY-----",
                                     "-----END ",
                                     "-----",
                                     "password=",
                                     "password:",
                                     "password='",
                                     "password=\"",
                                     "password ",
                                     "--password ",
                                     "APP_KEY=",
                                     "a.name=",
                                     "name=ss",
                                     "key=",
                                     "id=APP_KEY",
                                     "value=",
                                     "<password><![CDATA[",
                                     "<![CDATA[",
                                     "]]>",
                                     "<password>",
                                     "<a name=password ",
                                     "<!--",
                                     "-->",
                                     "<?a ",
                                     "?>",
                                     "mysql ",
                                     "/x/mysql ",
                                     "\"a mysql b\" ",
                                     "\"mysql ",
                                     "-p ",
                                     "-pa ",
                                     "sqlplus ",
                                     "u/p@h ",
                                     "curl -u a:b ",
                                     "identified by ",
                                     "| ",
                                     "1 ",
                                     "1",
                                     "+1",
                                     "(1) ",
                                     "0.",
                                     "1.2.3.4 ",
                                     "a:",
                                     "::",
                                     "?a=b ",
                                     "?",
                                     "login=",
                                     "server='",
                                     "basic ",
                                     "bearer a",
                                     "SetEnv A_KEY ",
                                     "\\",
                                     "\\\n",
                                     "$(",
                                     ")",
                                     "{",
                                     " ",
                                     "\t",
                                     "\n",
                                     "\r\n",
                                     "\xC3\xA9",
                                     "a",
                                     "/",
                                     "ss"};

enum { TOKEN_COUNT = sizeof TOKENS / sizeof *TOKENS, MEGABYTE = 1 << 20 };

static const enum redact_form FORMS[] = {REDACT_XML, REDACT_SHELL,
                                         REDACT_APACHE, REDACT_LOG};

static char text[MEGABYTE];
static double worst, dearest; /* exponent; steps a byte */

static size_t
repeat(size_t at, size_t end, const char *const *units, size_t count)
{
    for (size_t i = 0; at < end; i = (i + 1) % count)
        for (const char *c = units[i]; *c != '\0' && at < end; c++)
            text[at++] = *c;
    return at;
}

static unsigned long long
steps(enum redact_form form, size_t len)
{
    struct redact_counts counts;
    struct buf out;

    memset(&counts, 0, sizeof counts);
    buf_init(&out, 8 * MEGABYTE);
    counted_steps = 0;
    (void)redact(form, (struct span){text, len}, &out, &counts);
    buf_release(&out);
    return counted_steps;
}

/* Lines of UNITS repeated; if NESTED, the first half of them is the first unit
 * only.  From SMALL to MOST bytes the steps may grow little more than they. */
static void
expect_linear(const char *const *units, size_t count, bool nested, size_t small,
              size_t most)
{
    for (size_t f = 0; f < sizeof FORMS / sizeof *FORMS; f++) {
        /* These two forms have all the rules between them. */
        bool all = FORMS[f] == REDACT_XML || FORMS[f] == REDACT_LOG;
        size_t large = all ? most : (small + most) / 4;
        unsigned long long few, many;
        double exponent, each;

        repeat(nested ? repeat(0, small / 2, units, 1) : 0, small, units,
               count);
        few = steps(FORMS[f], small);
        repeat(nested ? repeat(0, large / 2, units, 1) : 0, large, units,
               count);
        many = steps(FORMS[f], large);
        exponent = log((double)many / (double)few) /
                   log((double)large / (double)small);
        each = (double)many / (double)large;
        worst = exponent > worst ? exponent : worst;
        dearest = each > dearest ? each : dearest;
        if (exponent > 1.2 || each > 1500)
            fail_msg("form %d, units \"%s\" \"%s\" of %zu%s: exponent %.2f, "
                     "%.0f steps a byte",
                     (int)FORMS[f], units[0], units[count - 1], count,
                     nested ? ", nested" : "", exponent, each);
    }
}

static void
a_line_of_one_thing_costs_what_it_is_long(void **state)
{
    (void)state;
    worst = dearest = 0;
    for (size_t t = 0; t < TOKEN_COUNT; t++)
        expect_linear(&TOKENS[t], 1, false, MEGABYTE / 64, MEGABYTE);
    print_message("%d shapes, 16 KiB to 1 MiB: exponent at most %.3f, %.0f "
                  "steps a byte\n",
                  TOKEN_COUNT, worst, dearest);
}

/* Numbers that are the same everywhere. */
static size_t
any(size_t most)
{
    static uint32_t seed = 7;

    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8) % most;
}

static void
so_does_every_mixture(void **state)
{
    enum { MIXTURES = 240 };

    (void)state;
    worst = dearest = 0;
    for (size_t i = 0; i < MIXTURES; i++) {
        const char *units[4];
        size_t count = 2 + any(3);

        for (size_t u = 0; u < count; u++)
            units[u] = TOKENS[any(TOKEN_COUNT)];
        expect_linear(units, count, i % 3 == 0, 8192, 65536);
    }
    print_message("%d mixtures, 8 to 64 KiB: exponent at most %.3f, %.0f steps "
                  "a byte\n",
                  MIXTURES, worst, dearest);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_one_thing_costs_what_it_is_long),
        cmocka_unit_test(so_does_every_mixture)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
