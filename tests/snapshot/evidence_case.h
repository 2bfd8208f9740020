/*
 * For the tests of this folder: a bundle made of a few entries, read back as a
 * snapshot, and what its facts must say.
 */
#ifndef ACC_EVIDENCE_CASE_H
#define ACC_EVIDENCE_CASE_H

#include "../cmocka_test.h"

#include "snapshot.h"

#define CONF "files/usr/local/neolane/nl6/conf/"

struct piece {
    const char *path;
    const char *content; /* NULL: the status has no bytes */
    size_t len;          /* 0: content is a string */
    const char *status;  /* NULL: collected */
    const char *detail;  /* reason; target of a link; argv of a command */
};

/* The snapshot of host "app1"; the test fails if the bundle is rejected.  The
 * pieces end with a NULL path. */
struct snapshot *snapshot_of(const struct piece *pieces);

/* The same with the host's name (one that begins with "win" runs Windows); NULL
 * with the reason if it is rejected. */
struct snapshot *snapshot_try(const char *host, const struct piece *pieces,
                              struct failure *why);

/* The fact at PATH of kinds; one step may be "kind[name=value]". */
struct fact *fact_at(const struct snapshot *snapshot, const char *path);

/* FACT's NAME is VALUE (NULL: it has none), seen on LINE of ENTRY. */
#define says(fact, name, value, entry, line)                                   \
    says_at((fact), (name), (value), (entry), (line), __FILE__, __LINE__)
void says_at(const struct fact *fact, const char *name, const char *value,
             const char *entry, uint32_t line, const char *file, int at);

/* How many facts of KIND the host has. */
size_t count_of(const struct snapshot *snapshot, const char *kind);

/* There is a gap for ENTRY on LINE whose reason holds WORDS. */
#define has_gap(snapshot, entry, line, words)                                  \
    assert_non_null(find_gap((snapshot), (entry), (line), (words)))
const struct fact *find_gap(const struct snapshot *snapshot, const char *entry,
                            uint32_t line, const char *words);

/* The facts as XML, to be freed. */
char *facts_xml(const struct snapshot *snapshot);

#endif
