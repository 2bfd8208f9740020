/*
 * XPath 1.0 with a third truth: unknown.
 *
 * In XPath a missing attribute compares as false, and false would read as
 * "passed".  Functions registered here may answer unknown (an argument is
 * missing, or is not a version): then the whole expression is unknown,
 * whatever and, or, not made of it.
 *
 * An evaluation that crosses a limit is an error of that expression alone.  The
 * limits count operations, nodes and bytes and never seconds, so that the same
 * input gives the same answer on every machine.  Queries and documents are only
 * read: threads may share them, each with a scope of its own, once a scope was
 * open over the document.
 */
#ifndef ACC_XML_QUERY_H
#define ACC_XML_QUERY_H

#include "xml_document.h"

enum xml_truth { XML_NO, XML_YES, XML_UNKNOWN, XML_ERROR };

struct xml_query; /* a compiled expression */
struct xml_scope; /* what an expression may use: variables and functions */

/*
 * A function of ours.  ARGS are the string values of the arguments; NULL where
 * the argument was an empty node-set.  For a predicate return XML_YES, XML_NO
 * or XML_UNKNOWN.  For a text function put the string (in ARENA) into *TEXT
 * and return XML_YES, or return XML_UNKNOWN.
 */
typedef enum xml_truth xml_function(void *baton, struct arena *arena, int count,
                                    const char *const args[],
                                    const char **text);

/* Compiles TEXT; the failure says what is wrong with it. */
struct xml_query *xml_query_compile(const char *text, struct failure *why);
void xml_query_release(struct xml_query *query);

/* A scope over DOCUMENT: `/` is its root. */
struct xml_scope *xml_scope_open(struct xml_document *document);
/* An evaluation may take TIMES as many operations: the document is of so many
 * parts, and an expression that looks at each of them once is no loop. */
void xml_scope_grow(struct xml_scope *scope, size_t times);
/* keyed() and shared lets are had from KEYS, which may be of another document.
 */
struct xml_keys;
void xml_scope_keys(struct xml_scope *scope, const struct xml_keys *keys);
/* What is asked from here on is counted together, as long as lets are forgotten
 * … */
void xml_scope_begin(struct xml_scope *scope);
/* … so many operations; there is a limit for that, too. */
unsigned long xml_scope_spent(const struct xml_scope *scope);
/* Did an evaluation cross a limit since?  WHY says which. */
bool xml_scope_crossed(const struct xml_scope *scope, struct failure *why);
void xml_scope_close(struct xml_scope *scope);
/* VARIABLE and the names of functions must outlive the scope. */
void xml_scope_text(struct xml_scope *scope, const char *variable,
                    const char *value);
/* $variable stands for NODE, which may be of another document. */
void xml_scope_node(struct xml_scope *scope, const char *variable,
                    struct xml_node *node);
/* Forgets what xml_scope_let has bound. */
void xml_scope_forget(struct xml_scope *scope);
/* $variable stands for what QUERY is at NODE: nodes, text, a number or a truth.
 * XML_YES, or XML_UNKNOWN (it then stands for no node), or XML_ERROR.  TEXT
 * becomes its text, in ARENA, as xml_query_text gives it. */
enum xml_truth xml_scope_let(struct xml_scope *scope, const char *variable,
                             const struct xml_query *query,
                             struct xml_node *node, struct arena *arena,
                             const char **text, struct failure *why);
/* TEXTUAL: it returns a string; else a truth. */
void xml_scope_function(struct xml_scope *scope, const char *name,
                        xml_function *function, bool textual, void *baton);

/* Evaluates at NODE. */
enum xml_truth xml_query_truth(struct xml_scope *scope,
                               const struct xml_query *query,
                               struct xml_node *node, struct failure *why);
/* The string value, in ARENA; NULL for unknown or error, or when the
 * expression selects nodes and there is none. */
const char *xml_query_text(struct xml_scope *scope,
                           const struct xml_query *query, struct xml_node *node,
                           struct arena *arena);
/* The number that it is; NaN for unknown or error. */
double xml_query_number(struct xml_scope *scope, const struct xml_query *query,
                        struct xml_node *node);
/* The nodes in document order, in ARENA; -1 for an error. */
int xml_query_nodes(struct xml_scope *scope, const struct xml_query *query,
                    struct xml_node *node, struct arena *arena,
                    struct xml_node ***nodes, struct failure *why);

#endif
