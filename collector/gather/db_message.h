/*
 * What the clients of databases say when they have no answer.
 */
#ifndef ACC_DB_MESSAGE_H
#define ACC_DB_MESSAGE_H

#include <stdbool.h>

#include "span.h"

/* What became of a query. */
enum db_status { DB_OK, DB_ABSENT, DB_DENIED, DB_TIMEOUT, DB_FAILED };

/* The word of status.csv. */
const char *db_status_word(enum db_status status);

/* Is LINE, which a client of any engine printed, an error's message?  Then
 * *MEANS is what it means. */
bool db_message_means(struct span line, enum db_status *means);

#endif
