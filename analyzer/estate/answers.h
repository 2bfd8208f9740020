/*
 * Answers: what a person confirmed (`--answers FILE`), because no evidence can
 * show it.  Schema: templates/answers.rng.
 *
 *     <answers estate="prod">
 *       <topology is="power-booster"/>
 *       <role host="app1" is="marketing"/> …       (replaces the inferred ones)
 *       <target release="7.4" database-engine="postgresql"/>
 *       <postupgrade timezone="Europe/Paris" usetimestamptz="0"/>
 *       <window starts="2026-12-05T22:00:00+01:00" hours="8"
 * zone="Europe/Paris"/> <exception host="lb1"
 * is="load-balancer|database|hosted|other" by="name" reason="…"/> …
 *       <attestation rule="ACC-PROC-001" answer="yes|no" by="name"
 * on="2026-11-20" note="…" [host="…"] [database="…"]/> …
 *     </answers>
 */
#ifndef ACC_ANSWERS_H
#define ACC_ANSWERS_H

#include "arena.h"
#include "failure.h"
#include "vec.h"

struct answer_role {
    const char *host, *role;
    unsigned line;
};
struct answer_exception {
    const char *host, *kind, *by, *reason;
    unsigned line;
};
struct attestation {
    const char *rule, *answer, *by, *on, *note, *host, *database;
    unsigned line;
};

struct answers {
    const char *file; /* as given; NULL: no answers */
    char sha256[65];
    const char *estate;   /* label of the estate they are for, or NULL */
    const char *topology; /* or NULL */
    const char *target, *database_engine;
    const char *time_zone, *time_stamps; /* options of postupgrade; or NULL */
    const char *window_starts, *window_hours, *window_zone;
    struct {
        struct answer_role *items;
        size_t count, room;
    } roles;
    struct {
        struct answer_exception *items;
        size_t count, room;
    } exceptions;
    struct {
        struct attestation *items;
        size_t count, room;
    } attestations;
};

/* Reads FILE, checked against SCHEMA (answers.rng); errors name the line. */
int answers_read(const char *file, const char *schema, struct arena *arena,
                 struct answers *answers, struct failure *why);

#endif
