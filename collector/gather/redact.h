/*
 * Secrets are replaced before a byte is written (level "basic").
 *
 * What counts as a secret is known from where it stands: the value of an
 * attribute, an assignment, an option or a directive whose name says password,
 * secret, token, key …; credentials inside an address; a private key block; an
 * authorization header.  It is replaced by REDACTED, quotes around it stay, and
 * its newlines stay too, so that every line keeps its number.  An empty secret
 * stays empty: that it is empty is evidence.
 *
 * An e-mail address is replaced wherever it stands but in the output of a
 * command; the account in an address and behind login= is none.  In lines of a
 * log, telephone numbers, query strings and network addresses are replaced
 * too, those of a server behind "server='" and "://" excepted.
 *
 * Where the form of a file cannot be trusted (XML that is not well-formed),
 * more is replaced rather than less.  A secret that stands under an innocent
 * name is not recognised: this is what "basic" means.
 */
#ifndef ACC_REDACT_H
#define ACC_REDACT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

#define REDACTED "[redacted]"

enum redact_form {
    REDACT_XML,
    REDACT_SHELL,  /* NAME=value, also unit files and os-release */
    REDACT_APACHE, /* directives */
    REDACT_TEXT,   /* anything else */
    REDACT_OUTPUT, /* of a command: mta@instance is no address */
    REDACT_LOG     /* lines of a log: more of people */
};

enum redact_kind {
    KIND_PASSWORD,
    KIND_PASSPHRASE,
    KIND_SECRET,
    KIND_TOKEN,
    KIND_KEY,
    KIND_CREDENTIALS,
    KIND_AUTHORIZATION,
    KIND_PRIVATE_KEY,
    KIND_URL,
    KIND_COMMAND,
    KIND_MAIL,
    KIND_PHONE,
    KIND_QUERY,
    KIND_CLIENT,
    KIND_COUNT
};

/* The manifest's word for a kind. */
extern const char *const REDACT_KINDS[KIND_COUNT];

struct redact_counts {
    int64_t of[KIND_COUNT];
};

/*
 * Appends CONTENT with its secrets replaced to OUT and adds to COUNTS.  Returns
 * NULL, or why this content cannot be made safe (UTF-16, not text): nothing of
 * it may then leave.
 */
const char *redact(enum redact_form form, struct span content, struct buf *out,
                   struct redact_counts *counts);

#endif
