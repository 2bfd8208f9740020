/*
 * Digests: the door to libcrypto.  (Signatures and encryption come later.)
 */
#ifndef ACC_SEAL_H
#define ACC_SEAL_H

#include <stddef.h>

#include "span.h"

enum { SEAL_HEX = 65 }; /* a SHA-256 in lower-case hex, and a NUL */

struct seal; /* a SHA-256 under way */

struct seal *seal_open(void);
void seal_add(struct seal *seal, const void *bytes, size_t len);

/* A copy of it as it stands, to be ended apart. */
struct seal *seal_fork(struct seal *seal);

/* Ends it, frees it and writes the digest to HEX. */
void seal_close(struct seal *seal, char hex[SEAL_HEX]);

/* The digest of CONTENT. */
void seal_of(struct span content, char hex[SEAL_HEX]);

/* HMAC-SHA-256 of TEXT under KEY: comparable between hosts that share the key,
 * and telling nothing without it (`--estate-key`). */
void seal_keyed(struct span key, struct span text, char hex[SEAL_HEX]);

/* The OpenSSL version linked, "3.0.17". */
const char *seal_library(void);

#endif
