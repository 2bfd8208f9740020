/*
 * Which Campaign this is.
 *
 * No single place tells: builds of 6.1.1 and 7 overlap, 7 calls itself 6.7
 * inside, and on Linux nl6 is the folder of 6.02, 6.1 and 7 alike.  So each
 * piece of evidence leaves a set of versions, and what all of them leave
 * counts: one version, or none is said.  Sets that have nothing in common are
 * a gap.
 */
#include <inttypes.h>
#include <string.h>

#include "conclude.h"
#include "logs.h"
#include "paths.h"

enum version {
    V5_11 = 1,
    V6_02 = 2,
    V6_1 = 4,
    V7 = 8,
    V5_OTHER = 16,
    V6_OTHER = 32,
    V_ANY = 63
};

static const struct {
    enum version version;
    const char *words;
} WORDS[] = {{V5_11, "5.11"}, {V6_02, "6.02"}, {V6_1, "6.1"}, {V7, "7"}};

/* Numbers in banners; 6.7 is what 7 calls itself, 6.10 and 6.11 are 6.1. */
static const struct {
    const char *begin; /* a whole number, or followed by a dot */
    enum version version;
} NUMBERS[] = {
    {"5.11", V5_11}, {"5.1.1", V5_11}, {"6.02", V6_02}, {"6.0.2", V6_02},
    {"6.7", V7},     {"6.1", V6_1},    {"6.10", V6_1},  {"6.11", V6_1},
    {"7", V7},       {"5", V5_OTHER},  {"6", V6_OTHER},
};

/* What folders and packages leave; a banner may still name another 5 or 6. */
static const struct {
    const char *name;
    int versions;
} TREES[] =
    {
        {"nl5", V5_11 | V5_OTHER},
        {"Neolane v5", V5_11 | V5_OTHER},
        {"nl6", V6_02 | V6_1 | V7 | V6_OTHER},
        {"Neolane v6", V6_02 | V6_OTHER},
        {"Adobe Campaign v6", V6_1 | V6_OTHER},
        {"Adobe Campaign v7", V7},
        {"Adobe Campaign Classic v7", V7},
},
  PACKAGES[] = {
      {"nlserver5", V5_11 | V5_OTHER},
      {"nlserver6", V6_02 | V6_1 | V7 | V6_OTHER},
      {"nlserver6-v7", V7},
};

static int
of_number(const char *number)
{
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        struct span rest = span_of(number);

        if (span_skip(&rest, NUMBERS[i].begin) &&
            (rest.len == 0 || *rest.at == '.'))
            return (int)NUMBERS[i].version;
    }
    return 0;
}

struct product {
    struct evidence *evidence;
    struct fact *fact; /* NULL until something is known */
    int versions;
    const char *number; /* the banner's, or NULL */
};

static struct fact *
product_fact(struct product *product, struct place at)
{
    if (product->fact == NULL)
        product->fact = fact_add(product->evidence->arena,
                                 product->evidence->host, "product", at);
    return product->fact;
}

/* Takes one more piece of evidence; a gap if it contradicts the others. */
static void
narrow(struct product *product, int versions, const char *what, struct place at)
{
    if ((product->versions & versions) == 0 && product->versions != 0)
        evidence_gap(product->evidence,
                     arena_format(product->evidence->arena,
                                  "which version this is: %s contradicts "
                                  "other evidence",
                                  what),
                     at);
    product->versions &= versions;
}

static void
from_banner(struct product *product, const struct fact *banner)
{
    static const char *const names[] = {"name", "build", "wording"};
    struct fact *fact = product_fact(product, banner->at);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fact_carry(product->evidence->arena, fact, names[i], banner, names[i]);
    product->number =
        arena_string(product->evidence->arena, fact_get(banner, "version"));
    if (product->number != NULL && of_number(product->number) != 0)
        narrow(product, of_number(product->number), "the banner", banner->at);
}

/* "5762", "6880-0" → the build; 0 if it is none. */
static int64_t
build_of(const char *version)
{
    struct span rest = span_of(version);
    struct span part;
    int64_t build = 0;

    if (span_until(&rest, '-', &part))
        rest = part;
    (void)span_number(rest, 100, 999999, &build);
    return build;
}

static void
from_package(struct product *product, const struct fact *package)
{
    struct arena *arena = product->evidence->arena;
    int64_t build = build_of(fact_get(package, "version"));
    struct fact *fact = product_fact(product, package->at);
    const char *known = fact_get(fact, "build");

    if (build == 0)
        return;
    if (known == NULL)
        fact_number(arena, fact, "build", build, package->at);
    else if (strcmp(known, arena_format(arena, "%" PRId64, build)) != 0)
        evidence_gap(product->evidence,
                     arena_format(arena,
                                  "the installed package is build %" PRId64
                                  ", what runs is build %s",
                                  build, known),
                     package->at);
}

static void
conclude_version(struct product *product)
{
    struct evidence *evidence = product->evidence;
    int versions = product->versions;

    /* A folder or package alone means the 5 or 6 that the guide knows. */
    if ((versions & ~(V5_OTHER | V6_OTHER)) != 0)
        versions &= ~(V5_OTHER | V6_OTHER);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (versions == (int)WORDS[i].version)
            fact_set(evidence->arena, product->fact, "version", WORDS[i].words,
                     product->fact->at);
    /* Another 5 or 6 than those of the guide is told as it calls itself. */
    if ((versions == V5_OTHER || versions == V6_OTHER) &&
        product->number != NULL && strchr(product->number, '.') != NULL)
        fact_set(evidence->arena, product->fact, "version", product->number,
                 product->fact->at);
}

/* The banner of pdump, else that of another command. */
static const struct fact *
banner_of(const struct fact *host)
{
    const struct fact *banner = fact_child(host, "banner");
    const struct fact *other;

    for (other = banner; other != NULL; other = fact_next(other))
        if (strcmp(other->at.entry, "commands/nlserver-pdump") == 0)
            return other;
    return banner;
}

/* What a process said when it started last: all there is where no command
 * could be run; else it must be what the commands say. */
static void
from_log(struct product *product, const struct fact *banner, bool alone)
{
    struct arena *arena = product->evidence->arena;
    const char *build = fact_get(banner, "build");
    const char *known = fact_get(product->fact, "build");
    const char *last = fact_get(banner, "last");

    if (alone) {
        from_banner(product, banner);
        fact_set(
            arena, product->fact, "basis",
            arena_format(arena, "the last start of a process in the logs%s%s",
                         last != NULL ? ", " : "", last != NULL ? last : ""),
            banner->at);
    } else if (build != NULL && known != NULL && strcmp(build, known) != 0) {
        evidence_gap(product->evidence,
                     arena_format(arena,
                                  "the process that started last said build "
                                  "%s, the installed program says %s",
                                  build, known),
                     banner->at);
    }
}

void
conclude_product(struct evidence *evidence)
{
    struct product product = {evidence, NULL, V_ANY, NULL};
    const struct fact *banner = banner_of(evidence->host);
    const struct fact *started = logs_banner(evidence);
    const struct fact *tree = fact_child(evidence->host, "installation");
    const struct fact *package;

    if (banner != NULL)
        from_banner(&product, banner);
    if (started != NULL)
        from_log(&product, started, banner == NULL);
    for (size_t i = 0; i < sizeof PACKAGES / sizeof *PACKAGES; i++) {
        package =
            fact_find(evidence->host, "package", "name", PACKAGES[i].name);
        if (package == NULL)
            continue;
        from_package(&product, package);
        narrow(&product, PACKAGES[i].versions, "a package", package->at);
    }
    for (; tree != NULL; tree = fact_next(tree))
        for (size_t i = 0; i < sizeof TREES / sizeof *TREES; i++)
            if (text_is_fold(fact_get(tree, "tree"), TREES[i].name)) {
                (void)product_fact(&product, tree->at);
                narrow(&product, TREES[i].versions, "the directory", tree->at);
            }
    if (product.fact != NULL)
        conclude_version(&product);
}
