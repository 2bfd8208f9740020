/*
 * XPath 1.0: expressions as trees, and their evaluation.  What the files of
 * this folder share; xml_query.h is the face of it.
 *
 *     read      text → tree, or what is wrong with it       (xpath_read.c)
 *     evaluate  tree, node → nodes, text, number or truth   (xpath.c)
 *     functions the core functions of XPath                 (xpath_core.c)
 *     keys      nodes by the value that names them          (xml_keys.c)
 *
 * Not libxml2's: that counts neither the bytes that a string function moves nor
 * the pairs that two node-sets make, and keeps notes in the expression, so that
 * threads could not share one.  Here every node that is looked at and every 16
 * bytes of a text are an operation; sets are put together and compared at the
 * price of their sizes; and nothing is written but to the scope.
 *
 *     expression = and { "or" and }          step = axis test { "[" e "]" }
 *     and        = equal { "and" equal }     axis = "@" | name "::" | nothing
 *     equal      = less { "=" | "!=" less }  test = name | "*" | "node()" |
 *     less       = sum { "<" "<=" … sum }           "text()"
 *     sum        = product { "+" | "-" … }   path = [ "/" | "//" ] step
 *     product    = unary { "*" div mod … }          { "/" | "//" step }
 *     unary      = { "-" } union             primary = "(" e ")" | literal |
 *     union      = whole { "|" whole }              number | $name | name(e, …)
 *     whole      = path | primary { "[" e "]" } [ "/" path ]
 *
 * Left out: prefixes, namespaces, comments and processing instructions, which
 * facts do not have; and the functions id and lang.
 */
#ifndef ACC_XPATH_H
#define ACC_XPATH_H

#include <libxml/tree.h>

#include "vec.h"
#include "xml_query.h"

enum xpath_kind {
    XPATH_OR,
    XPATH_AND,
    XPATH_EQUAL,
    XPATH_UNEQUAL,
    XPATH_LESS,
    XPATH_LESS_EQUAL,
    XPATH_GREATER,
    XPATH_GREATER_EQUAL,
    XPATH_PLUS,
    XPATH_MINUS,
    XPATH_TIMES,
    XPATH_DIV,
    XPATH_MOD,
    XPATH_NEGATE, /* left */
    XPATH_UNION,
    XPATH_PATH,   /* left: where it starts; NULL: at the node, or the root */
    XPATH_FILTER, /* left, by the predicates in first */
    XPATH_LITERAL,
    XPATH_DIGITS,
    XPATH_VARIABLE,
    XPATH_CALL /* arguments in first */
};

enum xpath_axis {
    AXIS_CHILD,
    AXIS_ATTRIBUTE,
    AXIS_SELF,
    AXIS_PARENT,
    AXIS_DESCENDANT,
    AXIS_DESCENDANT_OR_SELF,
    AXIS_ANCESTOR,
    AXIS_ANCESTOR_OR_SELF,
    AXIS_FOLLOWING_SIBLING,
    AXIS_PRECEDING_SIBLING,
    AXIS_FOLLOWING,
    AXIS_PRECEDING
};

enum xpath_test { TEST_NAME, TEST_ANY, TEST_NODE, TEST_TEXT };

struct xpath_step {
    enum xpath_axis axis;
    enum xpath_test test;
    const char *name;         /* of TEST_NAME */
    struct xpath *predicates; /* the first; the others are next to it */
    struct xpath_step *next;
};

struct xpath {
    enum xpath_kind kind;
    struct xpath *left, *right;
    struct xpath *first;           /* arguments or predicates */
    struct xpath *next;            /* among those */
    struct xpath_step *steps;      /* of a path */
    const struct xpath_core *core; /* of a call; NULL: not of XPath itself */
    const char *text;              /* a literal, or the name of what is meant */
    double number;
    bool from_root; /* of a path without a start */
    bool placed;    /* a predicate that is, or asks for, a position */
};

enum xpath_value_kind { VALUE_NODES, VALUE_TEXT, VALUE_NUMBER, VALUE_TRUTH };

/* What an expression comes to. */
struct xpath_value {
    enum xpath_value_kind kind;
    xmlNodePtr *nodes; /* in the order of their documents, each once */
    size_t count;
    const char *text; /* its own, the tree's, or a variable's */
    double number;
    bool truth;
};

/* Where it is asked. */
struct xpath_focus {
    xmlNodePtr node;
    size_t position, size; /* among those that a predicate is asked of */
};

enum {
    XPATH_ARGUMENTS = 32,
    XPATH_FUNCTIONS = 32,
    XPATH_TEXT_PACE = 16,     /* bytes that are one operation */
    XPATH_TEXT_MOST = 1 << 20 /* bytes of a text that is made */
};

/* A function of XPath itself. */
struct xpath_core {
    const char *name;
    int least, most; /* arguments */
    struct xpath_value (*call)(struct xml_scope *scope,
                               const struct xpath_focus *focus,
                               const struct xpath_value *values, int count);
    bool number; /* its value may be one: a predicate may be a position */
    bool place;  /* it asks for the position, or for the size */
};
const struct xpath_core *xpath_core_find(const char *name, size_t len);

struct xpath_variable {
    const char *name;
    struct xpath_value value;
    bool passing; /* until xml_scope_forget */
};

struct xpath_function {
    const char *name;
    xml_function *call;
    bool textual;
    void *baton;
};

struct xml_scope {
    xmlDocPtr document;
    const struct xml_keys *keys; /* or NULL */
    struct arena arena;          /* names and texts that stay */
    struct arena bound;          /* what the passing variables stand for */
    struct arena passing;        /* of one evaluation */
    struct {
        struct xpath_variable *items;
        size_t count, room;
    } variables;
    struct xpath_function functions[XPATH_FUNCTIONS];
    int count;
    size_t nodes_most;   /* in a result */
    unsigned long most;  /* operations of one evaluation, … */
    unsigned long used;  /* … of this one so far, … */
    unsigned long spent; /* … and of all that ended */
    bool unknown;        /* a function said so in this evaluation */
    bool stopped;        /* this evaluation failed: WHY says why */
    bool crossed;        /* an evaluation crossed a limit */
    struct failure why;
};

/* NULL, with the reason. */
struct xpath *xpath_read(struct arena *arena, const char *text,
                         struct failure *why);

struct xpath_value xpath_evaluate(struct xml_scope *scope,
                                  const struct xpath *xpath,
                                  const struct xpath_focus *focus);

/* Counts operations; false once the evaluation is stopped. */
bool xpath_charge(struct xml_scope *scope, size_t operations);
/* Counts those for LEN bytes of text. */
bool xpath_charge_text(struct xml_scope *scope, size_t len);
/* Stops the evaluation: why, in words. */
void xpath_stop(struct xml_scope *scope, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* Room for a text of LEN bytes and its end; NULL, and stopped, if that is too
 * long. */
char *xpath_text_room(struct xml_scope *scope, size_t len);

const char *xpath_text_of_node(struct xml_scope *scope, const xmlNode *node);
const char *xpath_text_of(struct xml_scope *scope,
                          const struct xpath_value *value);
double xpath_number_of(struct xml_scope *scope,
                       const struct xpath_value *value);
bool xpath_truth_of(const struct xpath_value *value);

/* Numbers the nodes of a document in their order, unless that was done. */
void xpath_number_nodes(xmlDocPtr document);
/* In order, each once. */
void xpath_sort(struct xml_scope *scope, struct xpath_value *value);

/* keyed(name, values): the nodes that the key NAME has under one of them. */
struct xpath_value xpath_keyed(struct xml_scope *scope,
                               const struct xpath_value *values);

#endif
