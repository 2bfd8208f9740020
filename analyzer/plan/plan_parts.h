/*
 * What the files of this folder share.
 *
 *     catalogue   reads the files of catalogue/        (plan_catalogue.c)
 *     make        one step per subject, with its words (plan.c)
 *     command     values into words, or refused        (plan_command.c)
 *     bind        what each step requires              (plan_order.c)
 *     order       an order that keeps it, waves, barriers
 */
#ifndef ACC_PLAN_PARTS_H
#define ACC_PLAN_PARTS_H

#include "plan.h"
#include "xml_query.h"

/* Which steps a requirement means, seen from the step that has it. */
enum reach {
    REACH_ALL,      /* every one */
    REACH_HOST,     /* on the same host */
    REACH_DATABASE, /* of the same database */
    REACH_INSTANCE, /* of the same instance and database */
    REACH_EARLIER   /* on hosts whose role stands before in the order */
};

struct requirement {
    const char *step;  /* id of a step, or NULL */
    const char *phase; /* id of a phase: all other steps of it; or NULL */
    long kind;         /* index of `step` once resolved; -1 */
    long phase_index;  /* of `phase` once resolved; -1 */
    enum reach reach;
    const char *file;
    uint32_t line;
};

struct requirements {
    struct requirement *items;
    size_t count, room;
};

struct plan_system {
    const char *name;
    struct xml_query *when; /* at a host */
};

/* A literal of a value, for some versions and systems. */
struct value_case {
    const char *versions; /* blank-separated, or NULL: any */
    const char *system;   /* or NULL: any */
    const char *literal;
};

struct plan_value {
    const char *name, *kind;
    struct xml_query *from; /* at the subject; or NULL */
    const char *unknown;    /* why it is not known where `from` has nothing */
    struct {
        struct value_case *items;
        size_t count, room;
    } cases;
};

struct order_words {
    const char *use;      /* migration, stop, restart */
    const char *topology; /* NULL: any */
    const char *words, *source;
    struct {
        const char **items;
        size_t count, room;
    } roles;
};

struct command_words {
    struct xml_query *each; /* nodes to repeat it for, or NULL */
    const char *text;
};

/* The commands for a kind of system and some versions. */
struct variant {
    const char *system, *versions, *as, *basis, *source;
    const char *verify, *if_not, *rollback;
    struct xml_query *when; /* at the subject, or NULL */
    struct {
        struct command_words *items;
        size_t count, room;
    } commands;
};

struct step_kind {
    const char *id, *title, *actor, *as, *basis, *source;
    const char *verify, *if_not, *rollback;
    enum plan_phase phase;
    struct xml_query *subjects;
    struct requirements requires;
    struct {
        struct gate *items;
        size_t count, room;
    } gates;
    size_t first, end; /* its steps among the drafts */
    struct {
        struct variant *items;
        size_t count, room;
    } variants;
    const char *file;
    uint32_t line;
};

struct phase_words {
    const char *title, *enter, *leave, *way_back, *barrier, *order;
    struct requirements requires; /* of every step of the phase */
    bool read;
};

struct note_words {
    const char *text;
    struct xml_query *when;
};

struct step_catalogue {
    struct arena arena;
    struct {
        struct xml_query **items; /* all that were compiled */
        size_t count, room;
    } queries;
    struct {
        struct plan_system *items;
        size_t count, room;
    } systems;
    struct {
        struct plan_value *items;
        size_t count, room;
    } values;
    struct {
        struct order_words *items;
        size_t count, room;
    } orders;
    struct {
        const char **items; /* roles: the first that a host has places it */
        size_t count, room;
    } weight;
    struct {
        struct note_words *items;
        size_t count, room;
    } notes;
    struct phase_words phases[PLAN_PHASES];
    struct {
        struct step_kind *items;
        size_t count, room;
    } kinds;
};

int step_catalogue_read(const char *dir, struct step_catalogue *catalogue,
                        struct failure *why);
void step_catalogue_release(struct step_catalogue *catalogue);

/* A step with what is needed only while the plan is made. */
struct draft_step {
    struct step *step;
    size_t kind;
    struct xml_node *subject;
    struct xml_node *host; /* element, or NULL */
    long host_index;       /* in plan->order; -1: none */
    bool *databases;       /* by index; all false: any */
    bool any_database;
    size_t set, pair; /* numbers of its databases, and with instance */
    struct group_list {
        size_t *items; /* indices of groups */
        size_t count, room;
    } requires, member_of;
    size_t waits;  /* required groups of which not all are in the order */
    size_t turn;   /* among the steps of its phase */
    long position; /* in the order; -1: not yet */
};

/* Steps of one kind that others require together. */
struct draft_group {
    struct draft_list {
        size_t *items; /* indices of drafts; at the end, positions */
        size_t count, room;
    } members, waiting; /* those that require it */
    size_t left;        /* members that are not in the order */
    struct step_group *group;
    int wave, wave_elsewhere; /* the last one, and elsewhere than AT; -1 */
    const struct step *at;    /* a member of that last wave */
};

/* A host of the plan, in migration order. */
struct planned_host {
    const struct estate_host *host;
    struct xml_node *node;     /* in the joined document */
    int migration;             /* of its role in that order */
    int position[PLAN_PHASES]; /* of its role in the phase's order */
};

/* A host's index, with the element that finds it. */
struct indexed_node {
    const struct xml_node *node;
    size_t index;
};

struct making {
    struct plan *plan;
    const struct estate *estate;
    struct step_catalogue catalogue;
    struct xml_document *document; /* the joined estate */
    struct xml_scope *scope;
    struct {
        struct planned_host *items; /* parallel to plan->order */
        size_t count, room;
    } hosts;
    struct indexed_node *by_node; /* sorted by address, as many as hosts */
    struct {
        struct draft_step *items; /* those of one kind stand together */
        size_t count, room;
    } drafts;
    struct {
        struct draft_group *items;
        size_t count, room;
    } groups;
    size_t sets, pairs; /* so many numbers have the drafts */
};

/* A value as it may stand in a command. */
enum text_use { USE_COMMAND, USE_WORDS, USE_TITLE };

/* Does VALUE fit the grammar of KIND (host, instance, name, path, number)?
 * WINDOWS: that system's paths and names. */
bool value_fits(const char *kind, const char *value, bool windows);

/* Fills the {values} of TEXT for the node SUBJECT.  For a command with a value
 * that may not stand there, *REFUSED says why and the whole line is a comment
 * of that shell; *UNKNOWN_VERSION if a version was needed that is not known. */
const char *fill_values(struct making *making, const char *text,
                        struct xml_node *subject, struct xml_node *host,
                        enum text_use use, const char **refused,
                        bool *unknown_version);

/* Is HOST (an element, or NULL) such a system; is its version in the list? */
bool host_is(struct making *making, struct xml_node *host, const char *system);
bool host_has_version(struct making *making, struct xml_node *host,
                      const char *versions);

/* The place of HOST among the roles of the order USE. */
int role_position(const struct making *making, const char *use,
                  const struct estate_host *host);
const struct order_words *order_find(const struct making *making,
                                     const char *use);

/* Binds what each step requires. */
void plan_bind(struct making *making);

/* Orders the steps; fills ids, requires, waves and barriers.  Fails on a
 * circle. */
int plan_arrange(struct making *making, struct failure *why);

#endif
