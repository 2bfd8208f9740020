/*
 * Estates, judgements and plans made by hand, as small as a test wants them.
 */
#ifndef ACC_MADE_H
#define ACC_MADE_H

#include "report.h"

struct made {
    struct arena arena;
    struct estate estate;
    struct catalogue catalogue;
    struct judgements judgements;
    struct plan plan;
    struct report report;
};

/* An empty one: release 7.4, no host, no rule, no step. */
void made_init(struct made *made);
void made_release(struct made *made);

/* A host with its bundle; ROLES as in the estate.  In the plan's order. */
void made_host(struct made *made, const char *name, unsigned roles);

/* A database that HOST opens a connection to; more hosts with the same id join
 * it. */
void made_database(struct made *made, const char *id, const char *host);

/* A host that BY names, and nobody collected. */
void made_missing(struct made *made, const char *name, const char *by);

/* A rule that applies to nothing yet; its index. */
size_t made_rule(struct made *made, const char *id, enum severity severity,
                 enum rule_phase phase);

/* A finding of rule RULE; HOST and DATABASE may be NULL.  Lives until the next
 * one of that rule. */
struct finding *made_finding(struct made *made, size_t rule,
                             enum outcome outcome, const char *host,
                             const char *database);

/* A step; HOST may be NULL. */
struct step *made_step(struct made *made, const char *id, enum plan_phase phase,
                       const char *host, const char *command);

/* STEP requires OTHER, and no other step. */
void made_requires(struct made *made, struct step *step,
                   const struct step *other);

#endif
