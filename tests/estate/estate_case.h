/*
 * Estates for tests, written as XML: each element becomes a fact, each
 * attribute a value of it, seen at files/case:LINE.
 *
 *     <host name="app1" machine="ab12…" stage="before" ended="…Z">…</host>
 */
#ifndef ACC_ESTATE_CASE_H
#define ACC_ESTATE_CASE_H

#include "estate.h"

/* One server; its bundle's digest is made from its id.  The estate owns it. */
struct snapshot *case_host(const char *xml);

/* Short forms of servers: NAME, instance "prod". */
struct snapshot *case_application(const char *name, const char *database);
struct snapshot *case_delivery(const char *name, const char *database);
struct snapshot *case_frontal(const char *name, const char *references);

/* Joins the COUNT snapshots, which may be reordered; answers may be NULL. */
void case_join(struct estate *estate, struct snapshot **snapshots, size_t count,
               const struct answers *answers);

/* The joined document as text; the caller frees it. */
char *case_joined(const struct estate *estate);

#endif
