/*
 * The parsers: which entry of a bundle is read by whom.
 */
#ifndef ACC_PARSERS_H
#define ACC_PARSERS_H

#include "evidence.h"

/* Reads TEXT, the content of evidence->entry.  False after evidence_problem:
 * the entry is not what it should be, and none of its facts counts. */
typedef bool parser_function(struct evidence *evidence, struct span text);

struct parser {
    const char *pattern; /* of the entry's path: "*" stands for anything but
                            "/", "**" for anything */
    parser_function *read;
    const char *kind; /* of the `source` fact */
    bool matters;     /* is it a gap that the entry is absent? */
    const char *words;
};

/* The parser of the entry at PATH, or NULL. */
const struct parser *parser_of(const char *path);

/* All of them, the end is a NULL pattern. */
extern const struct parser PARSERS[];

bool parse_configuration(struct evidence *evidence, struct span text);
bool parse_shipped(struct evidence *evidence, struct span text);
bool parse_pdump(struct evidence *evidence, struct span text);
bool parse_missing(struct evidence *evidence, struct span text);
bool parse_os_release(struct evidence *evidence, struct span text);
bool parse_debian_version(struct evidence *evidence, struct span text);
bool parse_redhat_release(struct evidence *evidence, struct span text);
bool parse_hosts(struct evidence *evidence, struct span text);
bool parse_packages(struct evidence *evidence, struct span text);
bool parse_shell(struct evidence *evidence, struct span text);
bool parse_java(struct evidence *evidence, struct span text);
bool parse_apache_version(struct evidence *evidence, struct span text);
bool parse_selinux(struct evidence *evidence, struct span text);
bool parse_login(struct evidence *evidence, struct span text);
bool parse_settings_diff(struct evidence *evidence, struct span text);
bool parse_inventory(struct evidence *evidence, struct span text);
bool parse_windows_version(struct evidence *evidence, struct span text);
bool parse_windows_environment(struct evidence *evidence, struct span text);
bool parse_iis(struct evidence *evidence, struct span text);
bool parse_iis_sites(struct evidence *evidence, struct span text);
bool parse_apache(struct evidence *evidence, struct span text);

bool parse_database(struct evidence *evidence, struct span text);
bool parse_log(struct evidence *evidence, struct span text);

/* Sets name, version and build of a `banner` fact, as its wording has them. */
void banner_read(struct arena *arena, struct fact *banner);

/* An assignment of a shell script on LINE becomes a fact of KIND with name and
 * value; false if it is none. */
bool parse_environment_line(struct evidence *evidence, const char *kind,
                            struct span line, uint32_t number);

#endif
