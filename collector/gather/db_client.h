/*
 * The ways into a database: the vendor's clients and Campaign's own.
 *
 * A password goes to a client by the client's own convention and never through
 * an argument, a file with a name or the environment of another program: psql
 * and mysql read it from a file without a name, sqlplus and db2 from their
 * standard input, sqlcmd from SQLCMDPASSWORD (it knows nothing else).  It comes
 * from --db-password-fd, from the variable that the client itself knows, from
 * the client's own file of passwords (in the home of the account that runs it),
 * or from the terminal.  Started as root, a client runs as another account,
 * which can look into it: so a password goes only to one that --db-account
 * names.
 */
#ifndef ACC_DB_CLIENT_H
#define ACC_DB_CLIENT_H

#include "gathering.h"

/* A client ready to be run. */
struct db_call {
    const char *client; /* psql … */
    struct words argv, env;
    struct buf input;
    struct buf secret;    /* for COMMAND_SECRET, if it holds anything */
    const char *password; /* NULL: none */
    char *typed;          /* the same, if it came from the terminal */
    const char *variable; /* what ENV holds of it, or NULL */
    bool unasked; /* none was asked for: the account was not named by root */
};

/*
 * Reads the password of --db-password-fd, or of the client's variable, before
 * anything else is started, and closes the descriptor and wipes the variables.
 */
void db_password_take(struct db_options *options);
void db_password_forget(struct db_options *options);

void db_call_init(struct db_call *call);

/* Frees it and wipes what was secret. */
void db_call_release(struct db_call *call);

/*
 * Prepares CALL and COMMAND as the options say.  Returns NULL, or why that
 * cannot be.
 */
const char *db_call_prepare(struct gathered *gathered, struct db_call *call,
                            struct command *command);

/* May --db-client be NAME for ENGINE? */
bool db_client_serves(const char *name, const char *engine);

#endif
