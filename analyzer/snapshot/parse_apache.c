/*
 * Configuration of the Apache web server: what of it concerns Campaign.
 *
 *     line      = "#" … | directive { argument }
 *     directive = LoadModule NAME FILE | Include PATH | IncludeOptional PATH |
 * …
 *
 * Whether a file of mods-available counts depends on links that stand
 * elsewhere: conclude_apache decides.  Conditional sections (<IfModule>) are
 * read as if their condition held.
 */
#include <string.h>

#include "parsers.h"
#include "paths.h"

/* The next argument, without its quotes. */
static bool
argument(struct span *rest, struct span *out)
{
    *rest = span_trim(*rest);
    if (span_skip(rest, "\"")) {
        if (span_until(rest, '"', out))
            return true;
        *out = *rest;
        *rest = (struct span){out->at + out->len, 0};
        return true;
    }
    return span_word(rest, out);
}

static void
load_module(struct evidence *evidence, struct span rest, uint32_t line)
{
    struct arena *arena = &evidence->raw;
    struct span name;
    struct span file;
    struct fact *fact;

    if (!argument(&rest, &name) || !argument(&rest, &file))
        return;
    fact = evidence_raw_fact(evidence, "load-module", line);
    fact_set(arena, fact, "name", span_string(arena, name), fact->at);
    fact_set(arena, fact, "file", span_string(arena, file), fact->at);
}

/* The system's own includes (mods-enabled/…) say nothing of Campaign. */
static void
include(struct evidence *evidence, struct span rest, uint32_t line)
{
    struct span path;
    struct fact *fact;

    if (!argument(&rest, &path) ||
        (!path_in_campaign(path) && span_find_fold(path, "neolane") < 0 &&
         span_find_fold(path, "nlsrv") < 0 &&
         span_find_fold(path, "campaign") < 0))
        return;
    fact = evidence_raw_fact(evidence, "include", line);
    fact_set(&evidence->raw, fact, "path", span_string(&evidence->raw, path),
             fact->at);
}

static const struct {
    const char *word; /* in any letter case */
    void (*read)(struct evidence *evidence, struct span rest, uint32_t line);
} DIRECTIVES[] = {
    {"LoadModule", load_module},
    {"Include", include},
    {"IncludeOptional", include},
};

/* Every path into a Campaign tree that the line holds. */
static void
campaign_paths(struct lines *lines, struct span line)
{
    struct evidence *evidence = lines->evidence;
    struct span path;

    while (path_next_in_campaign(&line, &path) && !lines_full(lines)) {
        struct fact *fact =
            evidence_raw_fact(evidence, "campaign-path", lines->first);

        fact_set(&evidence->raw, fact, "path",
                 span_string(&evidence->raw, path), fact->at);
    }
}

/* envvars, /etc/sysconfig/httpd and units of systemd: assignments. */
static bool
is_configuration(const char *path)
{
    size_t len = strlen(path);

    return (len > 5 && strcmp(path + len - 5, ".conf") == 0) ||
           (len > 5 && strcmp(path + len - 5, ".load") == 0);
}

bool
parse_apache(struct evidence *evidence, struct span text)
{
    bool configuration = is_configuration(evidence->entry->path);
    struct lines lines;

    lines_init(&lines, evidence, text);
    while (lines_next_joined(&lines)) {
        struct span rest = span_trim(lines.line);
        struct span word;

        if (rest.len == 0 || *rest.at == '#')
            continue;
        campaign_paths(&lines, rest);
        if (!configuration) {
            (void)span_skip(&rest, "Environment=");
            if (rest.len > 0 && *rest.at == '"')
                (void)argument(&rest, &rest);
            (void)parse_environment_line(evidence, "web-environment", rest,
                                         lines.first);
            continue;
        }
        if (!argument(&rest, &word))
            continue;
        for (size_t i = 0; i < sizeof DIRECTIVES / sizeof *DIRECTIVES; i++)
            if (span_is_fold(word, DIRECTIVES[i].word))
                DIRECTIVES[i].read(evidence, rest, lines.first);
    }
    return true;
}
