/*
 * What the files of this folder share.  A judgement is made in this order:
 *
 *     read      rules from XML, every expression tried     (catalogue.c)
 *     matrix    which release supports what                 (matrix.c)
 *     version   functions that answer unknown               (functions.c)
 *     evaluate  one rule on one document, per subject       (evaluate.c)
 *     words     placeholders filled                         (words.c)
 *     judge     all documents of an estate, the verdict     (judge.c,
 * verdict.c) cases     the self-test of a rule                     (cases.c)
 *     growth    what it takes as the estate grows           (growth.c)
 */
#ifndef ACC_ENGINE_H
#define ACC_ENGINE_H

#include "rules.h"
#include "xml_keys.h"
#include "xml_query.h"

/* One XPath of a rule. */
struct expression {
    const char *text;              /* NULL: the rule has none */
    const struct xml_query *query; /* the engine's */
};

struct expressions {
    struct expression *items;
    size_t count, room;
};

struct let {
    const char *name;
    struct expression be;
};

struct need {
    const char *what, *get;
    struct expression unless;
};

struct order { /* a command of a remedy */
    const char *text, *as;
};

struct rule_case {
    const char *name, *is, *says;
    const char *target, *answer;
    const char *host, *estate; /* XML source of the facts, or NULL */
    const char *file;
    uint32_t line;
};

struct rule_body {
    const char *file; /* as loaded */
    uint32_t line;
    bool on_estate;
    struct expression each, object, found;
    struct {
        struct let *items;
        size_t count, room;
    } lets;
    struct expressions applies_if, applies_unless, fail, pass, evidence;
    struct {
        struct need *items;
        size_t count, room;
    } needs;
    struct expression ask_if;
    const char *one, *many;           /* titles, plain templates */
    const char *remedy, *act, *check; /* words, templates */
    struct {
        struct order *items;
        size_t count, room;
    } orders;
    struct {
        struct rule_case *items;
        size_t count, room;
    } cases;
};

/* The support matrix: what each release lists. */
struct matrix_entry {
    const char *kind, *product, *label;
    struct {
        const char **items;
        size_t count, room;
    } versions;
};

struct matrix_release {
    const char *name;
    struct {
        struct matrix_entry *items;
        size_t count, room;
    } entries;
};

struct engine {
    const char *schema; /* path of rules.rng */
    const char *facts;  /* path of facts.rng, or NULL: not there */
    struct {
        struct xml_query **items; /* all that were compiled */
        size_t count, room;
    } queries;
    struct {
        struct xml_key *items; /* the joins, in the order of catalogue.xml */
        size_t count, room;
    } keys;
    struct {
        struct matrix_release *items; /* in the file's order, oldest first */
        size_t count, room;
    } releases;
};

/* A finding while it is made, with what only its words need. */
struct draft {
    struct finding finding;
    const char **lets; /* values of the rule's lets, as text */
};

struct drafts {
    struct draft *items;
    size_t count, room;
    struct arena *arena; /* of the items; their texts are another's */
};

/* SOURCE, the <host> or <estate> of a case, with what each has filled in. */
const char *case_facts(struct arena *arena, const char *source);

struct functions_baton {
    const struct engine *engine;
    const char *target;
};

/* What rules look at. */
struct view {
    struct xml_document *document;
    struct xml_node *root;          /* the host or the estate */
    struct xml_node *estate;        /* $estate */
    const struct xml_keys *keys;    /* of its document */
    size_t parts;                   /* as xml_scope_grow wants them */
    const char *target;             /* $target */
    const struct estate *world;     /* NULL in a case */
    const struct estate_host *host; /* whose document it is, or NULL */
    const char *answer;             /* a case's attestation, or NULL */
};

/* What one thread has to evaluate rules. */
struct evaluator {
    const struct catalogue *catalogue;
    const struct view *view; /* what it looks at */
    struct xml_scope *scope; /* over that; or NULL */
    struct functions_baton functions;
    const struct snapshot *read; /* whose lines were looked at last, or NULL */
    struct arena scratch;        /* what ends with the subject in hand */
};

void evaluator_init(struct evaluator *evaluator,
                    const struct catalogue *catalogue);
void evaluator_release(struct evaluator *evaluator);
/* What the next rules are judged on: it stays until another takes its place. */
void evaluator_look(struct evaluator *evaluator, const struct view *view);

/* Judges RULE on what EVALUATOR looks at; adds a draft per subject, in ARENA.
 * Returns the operations that it took. */
unsigned long rule_evaluate(struct evaluator *evaluator,
                            const struct rule *rule, struct arena *arena,
                            struct drafts *drafts);

/* The joins that the catalogue declares, made for an estate's document. */
struct xml_keys *engine_keys(const struct engine *engine,
                             struct xml_document *estate, size_t parts);

/* Registers the functions that expressions may use. */
void functions_register(struct xml_scope *scope, struct functions_baton *baton);

/* Reads matrix.xml. */
int matrix_read(struct catalogue *catalogue, struct xml_node *root,
                const char *file, struct failure *why);
const struct matrix_release *matrix_release(const struct engine *engine,
                                            const char *name);
/* Is it listed?  Unknown without release, kind, product or version. */
enum xml_truth matrix_lists(const struct engine *engine, const char *release,
                            const char *kind, const char *product,
                            const char *version);
/* "Debian 11, 12 or 13"; every product of KIND if PRODUCT is NULL or not
 * listed.  NULL if the release lists nothing of that kind. */
const char *matrix_words(const struct engine *engine, const char *release,
                         const char *kind, const char *product,
                         struct arena *arena);
/* The product's name for people; PRODUCT itself if the matrix has none. */
const char *matrix_label(const struct engine *engine, const char *kind,
                         const char *product);

/*
 * Compares two versions: -1, 0 or 1 in *ORDER.  False if either is not a
 * version (see README.md, "Versions").
 */
bool version_compare(const char *a, const char *b, int *order);
/* Is VERSION the listed one, or below it ("9.13" below "9")? */
bool version_within(const char *version, const char *listed);

/* Everything that a template's placeholders may stand for. */
struct fill {
    const struct rule *rule;
    const struct draft *drafts; /* those that the words speak of */
    size_t count;
    size_t of; /* subjects that were looked at */
    const char *target;
};
/* Plain text; for words with VALUES escaped use fill_words. */
const char *fill_plain(struct arena *arena, const char *template,
                       const struct fill *fill);
const char *fill_words(struct arena *arena, const char *template,
                       const struct fill *fill);
/* A command: a value that is not of its kind's grammar shows as
 * <name: see evidence>. */
const char *fill_command(struct arena *arena, const char *template,
                         const struct fill *fill);
/* The first placeholder in TEMPLATE that stands for nothing, or NULL. */
const char *template_problem(struct arena *arena, const char *template,
                             const struct rule_body *body);
/* A finding's own title, detail and remedies, as its outcome wants them. */
void draft_say(struct arena *arena, struct draft *draft,
               const struct view *view);

/* Sorts and words the drafts of one rule. */
void judgement_fill(struct judgement *judgement, const struct rule *rule,
                    struct drafts *drafts, const char *target,
                    struct arena *arena);

#endif
