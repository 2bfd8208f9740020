/*
 * The system: its release, its packages, its Java, the environment that shell
 * scripts set.
 */
#include <string.h>

#include "parsers.h"

/*
 * An assignment of a shell script, read and not executed: what a variable or a
 * command would give stays as written.
 *
 *     [ "export " ] NAME "=" value         value: bare, '…', "…", or these
 *                                          joined; ends at a blank, ";", "#"
 */
struct assignment {
    struct span name;
    const char *value;
};

static bool
name_character(char c)
{
    return ascii_letter(c) || ascii_digit(c) || c == '_';
}

static const char *
shell_value(struct arena *arena, struct span text)
{
    char *value = arena_copy(arena, text.at, text.len);
    size_t len = 0;
    char quote = '\0';

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (quote == '\0' && (ascii_blank(c) || c == ';'))
            break;
        if (c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else {
            /* A backslash keeps the next character, but in '…' itself. */
            if (c == '\\' && quote != '\'' && i + 1 < text.len)
                c = text.at[++i];
            value[len++] = c;
        }
    }
    value[len] = '\0';
    return value;
}

static bool
assignment_of(struct arena *arena, struct span line, struct assignment *out)
{
    line = span_trim(line);
    if (span_skip(&line, "export ") || span_skip(&line, "export\t"))
        line = span_trim(line);
    if (!span_until(&line, '=', &out->name) || out->name.len == 0 ||
        ascii_digit(*out->name.at))
        return false;
    for (size_t i = 0; i < out->name.len; i++)
        if (!name_character(out->name.at[i]))
            return false;
    out->value = shell_value(arena, line);
    return true;
}

bool
parse_environment_line(struct evidence *evidence, const char *kind,
                       struct span line, uint32_t number)
{
    struct assignment assignment;
    struct fact *fact;

    if (!assignment_of(evidence->arena, line, &assignment))
        return false;
    fact = evidence_fact(evidence, kind, number);
    fact_set(evidence->arena, fact, "name",
             span_string(evidence->arena, assignment.name), fact->at);
    fact_set(evidence->arena, fact, "value", assignment.value, fact->at);
    return true;
}

bool
parse_shell(struct evidence *evidence, struct span text)
{
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next_joined(&lines))
        (void)parse_environment_line(evidence, "environment", lines.line,
                                     lines.first);
    return true;
}

bool
parse_os_release(struct evidence *evidence, struct span text)
{
    static const char *const words[][2] = {{"ID", "distribution"},
                                           {"VERSION_ID", "version"},
                                           {"PRETTY_NAME", "name"}};
    struct fact *fact = NULL;
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct assignment assignment;

        if (!assignment_of(evidence->arena, lines.line, &assignment))
            continue;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (!span_is(assignment.name, words[i][0]))
                continue;
            if (fact == NULL)
                fact = evidence_fact(evidence, "os-release", lines.number);
            fact_set(evidence->arena, fact, words[i][1], assignment.value,
                     evidence_at(evidence, lines.number));
        }
    }
    if (fact_get(fact, "distribution") == NULL)
        return evidence_problem(evidence, "it names no system (ID=)", 1);
    return true;
}

bool
parse_debian_version(struct evidence *evidence, struct span text)
{
    struct span version;
    struct fact *fact;

    if (!span_word(&text, &version) || span_trim(text).len > 0)
        return evidence_problem(evidence, "more or less than one word", 1);
    fact = evidence_fact(evidence, "debian-version", 1);
    fact_set(evidence->arena, fact, "version",
             span_string(evidence->arena, version), fact->at);
    return true;
}

/* "Red Hat Enterprise Linux Server release 6.10 (Santiago)" */
bool
parse_redhat_release(struct evidence *evidence, struct span text)
{
    /* Longer beginnings stand before those that begin alike. */
    static const char *const systems[][2] = {
        {"Red Hat", "rhel"}, {"CentOS", "centos"},         {"Oracle", "ol"},
        {"Rocky", "rocky"},  {"AlmaLinux", "almalinux"},   {"Fedora", "fedora"},
        {"Amazon", "amzn"},  {"Scientific", "scientific"},
    };
    struct arena *arena = evidence->arena;
    struct span name;
    struct span rest;
    struct span version;
    struct fact *fact;
    ptrdiff_t release;

    if (!span_line(&text, &name))
        return evidence_problem(evidence, "it is empty", 1);
    name = span_trim(name);
    release = span_find(name, " release ");
    if (release < 0)
        return evidence_problem(evidence, "it names no release", 1);
    rest = (struct span){name.at + release + 9, name.len - (size_t)release - 9};
    if (!span_word(&rest, &version))
        return evidence_problem(evidence, "it names no release", 1);
    fact = evidence_fact(evidence, "redhat-release", 1);
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        struct span begin = name;

        if (span_skip_fold(&begin, systems[i][0]))
            fact_set(arena, fact, "distribution", systems[i][1], fact->at);
    }
    fact_set(arena, fact, "version", span_string(arena, version), fact->at);
    fact_set(arena, fact, "name", span_string(arena, name), fact->at);
    return true;
}

/* ProductName    REG_SZ    Windows Server 2012 R2 Standard
 * What `ver` prints is a number that a server and a desktop share, so that it
 * alone tells no release. */
bool
parse_windows_version(struct evidence *evidence, struct span text)
{
    static const char server[] = "Windows Server ";
    struct arena *arena = evidence->arena;
    struct fact *fact = NULL;
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line, year;
        ptrdiff_t at = span_find_fold(rest, "Windows ");
        ptrdiff_t named = span_find_fold(rest, server);

        if (at < 0)
            continue;
        if (fact == NULL || named >= 0)
            fact = evidence_fact(evidence, "windows-version", lines.number);
        rest = span_bytes(rest.at + at, rest.len - (size_t)at);
        fact_set(arena, fact, "name", span_string(arena, span_trim(rest)),
                 fact->at);
        if (named < 0)
            continue;
        rest = span_bytes(lines.line.at + named + sizeof server - 1,
                          lines.line.len - (size_t)named - sizeof server + 1);
        if (!span_word(&rest, &year) || year.len != 4 || !ascii_digit(*year.at))
            continue;
        rest = span_trim(rest);
        fact_set(arena, fact, "version",
                 arena_format(arena, "%.4s%s", year.at,
                              span_skip_fold(&rest, "R2") ? "R2" : ""),
                 fact->at);
        return true;
    }
    return fact != NULL || evidence_problem(evidence, "it names no Windows", 1);
}

/* XTK_VAR_DIR    REG_SZ    E:\Campaign\var
 * The collector leaves the lines of other variables empty.  Every Windows sets
 * PROCESSOR_ARCHITECTURE: without it this is not the whole list. */
bool
parse_windows_environment(struct evidence *evidence, struct span text)
{
    struct arena *arena = evidence->arena;
    struct lines lines;
    bool whole = false;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line, name, type;
        struct fact *fact;

        if (!span_word(&rest, &name) || !span_word(&rest, &type) ||
            !span_skip(&type, "REG_"))
            continue;
        fact = evidence_fact(evidence, "environment", lines.number);
        fact_set(arena, fact, "name", span_string(arena, name), fact->at);
        fact_set(arena, fact, "value", span_string(arena, span_trim(rest)),
                 fact->at);
        whole = whole || span_is_fold(name, "PROCESSOR_ARCHITECTURE");
    }
    return whole ||
           evidence_problem(evidence, "it has no PROCESSOR_ARCHITECTURE", 1);
}

/* Beginnings of the names of packages that rules ask for. */
static const char *const PACKAGES[] = {
    /* Campaign, and its libraries before build 8757 */
    "nlserver", "nlthirdparty",
    /* web server */
    "apache2", "httpd",
    /* Java */
    "openjdk", "default-j", "java-", "jdk", "jre", "oracle-java", "temurin",
    /* conversion of documents */
    "libreoffice", "openoffice",
    /* libraries that the installation guide asks for */
    "openssl", "libssl", "libicu", "icu", "libc-ares", "c-ares", "fontconfig",
    "fonts-", "xfonts-", "libc6", "glibc",
    /* databases and their clients */
    "postgresql", "libpq", "mysql", "mariadb", "oracle-instantclient",
    "unixodbc", "unixODBC", "msodbcsql"};

static bool
package_wanted(struct span name)
{
    for (size_t i = 0; i < sizeof PACKAGES / sizeof *PACKAGES; i++) {
        struct span rest = name;

        if (span_skip(&rest, PACKAGES[i]))
            return true;
    }
    return false;
}

/* A line a package: name TAB version TAB architecture. */
bool
parse_packages(struct evidence *evidence, struct span text)
{
    struct arena *arena = evidence->arena;
    struct lines lines;
    bool known = false;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line;
        struct span name;
        struct span version;
        struct span architecture = {NULL, 0};
        struct fact *fact;

        if (!span_until(&rest, '\t', &name) || name.len == 0)
            continue;
        if (span_until(&rest, '\t', &version))
            architecture = span_trim(rest);
        else
            version = rest;
        known = true;
        if (version.len == 0 || !package_wanted(name))
            continue;
        fact = evidence_fact(evidence, "package", lines.number);
        fact_set(arena, fact, "name", span_string(arena, name), fact->at);
        fact_set(arena, fact, "version", span_string(arena, version), fact->at);
        if (architecture.len > 0)
            fact_set(arena, fact, "architecture",
                     span_string(arena, architecture), fact->at);
    }
    return known ||
           evidence_problem(evidence, "no line of a package list in it", 1);
}

/* "1.7.0_181" → 7, "11.0.2" → 11, "9-internal" → 9; 0 if it is no version. */
static int64_t
java_major(struct span version)
{
    int64_t major = 0;
    size_t digits;

    (void)span_skip(&version, "1.");
    for (digits = 0; digits < version.len && ascii_digit(version.at[digits]);
         digits++)
        ;
    (void)span_number((struct span){version.at, digits}, 1, 999, &major);
    return major;
}

/* java version "1.7.0_181"  or  openjdk version "11.0.2" 2019-01-15 */
bool
parse_java(struct evidence *evidence, struct span text)
{
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line;
        struct span version;
        struct span before;
        struct fact *fact;
        ptrdiff_t at = span_find(rest, " version \"");

        if (at < 0)
            continue;
        (void)span_until(&rest, '"', &before);
        if (!span_until(&rest, '"', &version) || java_major(version) == 0)
            continue;
        fact = evidence_fact(evidence, "java", lines.number);
        fact_set(evidence->arena, fact, "version",
                 span_string(evidence->arena, version), fact->at);
        fact_number(evidence->arena, fact, "major", java_major(version),
                    fact->at);
        return true;
    }
    return evidence_problem(evidence, "not what java -version prints", 1);
}

/* Server version: Apache/2.4.10 (Debian) */
bool
parse_apache_version(struct evidence *evidence, struct span text)
{
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next(&lines)) {
        struct span rest = lines.line;
        struct span version;
        struct fact *fact;
        ptrdiff_t at = span_find(rest, "Apache/");

        if (at < 0)
            continue;
        rest = (struct span){rest.at + at + 7, rest.len - (size_t)at - 7};
        if (!span_word(&rest, &version) || !ascii_digit(*version.at))
            continue;
        fact = evidence_fact(evidence, "web-server", lines.number);
        fact_set(evidence->arena, fact, "product", "apache", fact->at);
        fact_set(evidence->arena, fact, "version",
                 span_string(evidence->arena, version), fact->at);
        return true;
    }
    return evidence_problem(evidence, "not what apache2 -v prints", 1);
}
