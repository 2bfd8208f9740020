#include "seal.h"

#include <limits.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "memory.h"

enum { BYTES = 32 };

/* SHA-256 fails in a library that lacks it: there is nothing to go on with. */
static void
need(int good)
{
    if (good == 1)
        return;
    memory_end("libcrypto cannot compute SHA-256");
}

static EVP_MD_CTX *
context(struct seal *seal)
{
    return (EVP_MD_CTX *)seal;
}

struct seal *
seal_open(void)
{
    EVP_MD_CTX *fresh = EVP_MD_CTX_new();

    need(fresh != NULL && EVP_DigestInit_ex(fresh, EVP_sha256(), NULL) == 1);
    return (struct seal *)fresh;
}

struct seal *
seal_fork(struct seal *seal)
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();

    need(copy != NULL && EVP_MD_CTX_copy_ex(copy, context(seal)) == 1);
    return (struct seal *)copy;
}

void
seal_add(struct seal *seal, const void *bytes, size_t len)
{
    need(EVP_DigestUpdate(context(seal), bytes, len));
}

static void
write_hex(const unsigned char digest[BYTES], char hex[SEAL_HEX])
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[SEAL_HEX - 1] = '\0';
}

void
seal_close(struct seal *seal, char hex[SEAL_HEX])
{
    unsigned char digest[BYTES];

    need(EVP_DigestFinal_ex(context(seal), digest, NULL));
    EVP_MD_CTX_free(context(seal));
    write_hex(digest, hex);
}

void
seal_of(struct span content, char hex[SEAL_HEX])
{
    struct seal *seal = seal_open();

    seal_add(seal, content.at, content.len);
    seal_close(seal, hex);
}

void
seal_keyed(struct span key, struct span text, char hex[SEAL_HEX])
{
    unsigned char digest[BYTES];

    need(key.len <= INT_MAX &&
         HMAC(EVP_sha256(), key.at, (int)key.len,
              (const unsigned char *)text.at, text.len, digest, NULL) != NULL);
    write_hex(digest, hex);
}

const char *
seal_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}
