/*
 * What holds of every file of a report, whatever it was made from.
 */
#ifndef ACC_CHECKS_H
#define ACC_CHECKS_H

#include "fact.h"
#include "span.h"
#include "target.h"

/* Starts the libraries and reads the schemas; once. */
void checks_start(void);

/* Well-formed, and of the schema. */
void check_facts(const struct fact *fact);
void check_report(struct span xml);

/* JSON without a key that comes twice. */
void check_json(struct span json);

/* RFC 4180; as many cells in each row; none begins a formula. */
void check_csv(struct span csv);

/* One document without script, and without an address that it would open. */
void check_html(struct span html);

/* A document that begins and ends as one. */
void check_pdf(struct span pdf);

/* UTF-8 without characters that a terminal would obey. */
void check_text(struct span text);

#endif
