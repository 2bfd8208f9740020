#include <string.h>

#include "conclude.h"

static void
copy_value(struct evidence *evidence, struct fact *to, const struct fact *from,
           const char *name)
{
    if (fact_get(from, name) != NULL)
        fact_set(evidence->arena, to, name, fact_get(from, name),
                 fact_place(from, name));
}

static const char *
lower(struct arena *arena, const char *text)
{
    char *made = arena_string(arena, text);

    for (size_t i = 0; made[i] != '\0'; i++)
        made[i] = ascii_lower(made[i]);
    return made;
}

static void
conclude_windows(struct evidence *evidence)
{
    const struct fact *from = NULL, *each;
    struct fact *os;

    for (each = fact_child(evidence->host, "windows-version"); each != NULL;
         each = fact_next(each))
        if (from == NULL || fact_get(each, "version") != NULL)
            from = each;
    os = fact_add(evidence->arena, evidence->host, "os",
                  from == NULL ? (struct place){NULL, 0} : from->at);
    fact_set(evidence->arena, os, "family", "windows", os->at);
    fact_set(evidence->arena, os, "distribution", "windows", os->at);
    if (from == NULL || fact_get(from, "version") == NULL)
        evidence_gap(evidence, "nothing tells which Windows Server this is",
                     os->at);
    if (from == NULL)
        return;
    copy_value(evidence, os, from, "version");
    copy_value(evidence, os, from, "name");
}

void
conclude_os(struct evidence *evidence)
{
    struct fact *release = fact_child(evidence->host, "os-release");
    struct fact *debian = fact_child(evidence->host, "debian-version");
    struct fact *from = release != NULL
                            ? release
                            : fact_child(evidence->host, "redhat-release");
    struct fact *os;
    const char *point = fact_get(debian, "version");

    if (strcmp(evidence->manifest->os == NULL ? "" : evidence->manifest->os,
               "windows") == 0) {
        conclude_windows(evidence);
        return;
    }
    if (from == NULL)
        from = debian;
    if (from == NULL) {
        evidence_gap(evidence, "no file tells which system this is",
                     (struct place){NULL, 0});
        return;
    }
    os = fact_add(evidence->arena, evidence->host, "os", from->at);
    fact_set(evidence->arena, os, "family", "linux", os->at);
    if (from == debian)
        fact_set(evidence->arena, os, "distribution", "debian", os->at);
    else if (fact_get(from, "distribution") != NULL)
        fact_set(evidence->arena, os, "distribution",
                 lower(evidence->arena, fact_get(from, "distribution")),
                 fact_place(from, "distribution"));
    copy_value(evidence, os, from, "version");
    copy_value(evidence, os, from, "name");
    /* "8" of os-release is 8.11 in debian_version; a name there ("trixie/sid",
     * and what derivatives of Debian leave in the file) is no version. */
    if (from == release && point != NULL && ascii_digit(*point) &&
        fact_get(os, "distribution") != NULL &&
        strcmp(fact_get(os, "distribution"), "debian") == 0)
        copy_value(evidence, os, debian, "version");
}

/* "2:2.4.10-10+deb8u16" → "2.4.10" */
static const char *
upstream_version(struct arena *arena, const char *version)
{
    struct span rest = span_of(version);
    struct span part;

    (void)span_until(&rest, ':', &part);
    if (span_until(&rest, '-', &part))
        rest = part;
    return span_string(arena, rest);
}

static void
conclude_web_server(struct evidence *evidence)
{
    static const char *const packages[] = {"apache2", "httpd"};

    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        struct fact *package =
            fact_find(evidence->host, "package", "name", packages[i]);
        struct fact *server;

        if (package == NULL || fact_child(evidence->host, "web-server") != NULL)
            continue;
        server = fact_add(evidence->arena, evidence->host, "web-server",
                          package->at);
        fact_set(evidence->arena, server, "product", "apache", server->at);
        fact_set(
            evidence->arena, server, "version",
            upstream_version(evidence->arena, fact_get(package, "version")),
            server->at);
    }
}

/* Shapes of the names of Java packages: what stands for "#" is the major
 * version.  The development package makes it a JDK. */
static const struct {
    const char *before, *after, *kind;
} JAVA[] = {
    {"openjdk-", "-jdk", "jdk"},
    {"openjdk-", "-jdk-headless", "jdk"},
    {"openjdk-", "-jre", "jre"},
    {"openjdk-", "-jre-headless", "jre"},
    {"java-", "-openjdk-devel", "jdk"},
    {"java-1.", ".0-openjdk-devel", "jdk"},
    {"java-", "-openjdk", "jre"},
    {"java-", "-openjdk-headless", "jre"},
    {"java-1.", ".0-openjdk", "jre"},
    {"java-1.", ".0-openjdk-headless", "jre"},
    {"jdk1.", "", "jdk"},
    {"jdk-", "", "jdk"},
    {"jre1.", "", "jre"},
    {"jre-", "", "jre"},
};

static bool
shaped(struct span name, const char *before, const char *major,
       const char *after)
{
    return span_skip(&name, before) && span_skip(&name, major) &&
           span_is(name, after);
}

/* Oracle's packages of old Java are plain "jdk" and "jre": their version,
 * 1.7.0_80-fcs, tells which Java. */
static bool
plain(const struct fact *package, const char *name, const char *major)
{
    struct span version = span_of(fact_get(package, "version"));

    return span_is(span_of(fact_get(package, "name")), name) &&
           span_skip(&version, "1.") && span_skip(&version, major) &&
           span_skip(&version, ".");
}

/* The kind of Java MAJOR that is installed: a JDK beside a JRE is a JDK.  NULL
 * if no package tells. */
static const char *
kind_of_java(const struct fact *host, const char *major)
{
    const char *kind = NULL;
    const struct fact *package;

    for (package = fact_child(host, "package"); package != NULL;
         package = fact_next(package)) {
        struct span name = span_of(fact_get(package, "name"));

        if (plain(package, "jdk", major))
            return "jdk";
        if (plain(package, "jre", major))
            kind = "jre";
        for (size_t i = 0; i < sizeof JAVA / sizeof *JAVA; i++) {
            if (!shaped(name, JAVA[i].before, major, JAVA[i].after))
                continue;
            if (strcmp(JAVA[i].kind, "jdk") == 0)
                return "jdk";
            kind = "jre";
        }
    }
    return kind;
}

void
conclude_packages(struct evidence *evidence)
{
    struct fact *java = fact_child(evidence->host, "java");

    conclude_web_server(evidence);
    if (java != NULL)
        fact_set(evidence->arena, java, "kind",
                 kind_of_java(evidence->host, fact_get(java, "major")),
                 java->at);
}
