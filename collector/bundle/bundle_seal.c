#include "bundle_seal.h"

#include <string.h>

/*
 * RFC 1952: magic, deflate, FCOMMENT, no time, no flags, unknown system; behind
 * the comment an empty deflate block, CRC 0 and length 0.
 * RFC 8878: the magic of a skippable frame and its length, 71.
 */
static const struct compression COMPRESSIONS[] = {
    {"gzip",
     {"\x1F\x8B", 2},
     {"\x1F\x8B\x08\x10\0\0\0\0\0\xFF", 10},
     {"\0\x03\0\0\0\0\0\0\0\0\0", 11},
     4}, /* zlib: half the time of 6, one eighth larger; a server has work */
    {"zstd",
     {"\x28\xB5\x2F\xFD", 4},
     {"\x50\x2A\x4D\x18\x47\0\0\0", 8},
     {"", 0},
     3},
};

enum { COUNT = sizeof COMPRESSIONS / sizeof *COMPRESSIONS };

static const char LABEL[] = "sha256:";

const struct compression *
compression_named(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(COMPRESSIONS[i].name, name) == 0)
            return &COMPRESSIONS[i];
    return NULL;
}

const struct compression *
compression_of(struct span head)
{
    for (size_t i = 0; i < COUNT; i++) {
        struct span magic = COMPRESSIONS[i].magic;

        if (head.len >= magic.len && memcmp(head.at, magic.at, magic.len) == 0)
            return &COMPRESSIONS[i];
    }
    return NULL;
}

size_t
bundle_seal_len(const struct compression *compression)
{
    return compression->before.len + strlen(LABEL) + SEAL_HEX - 1 +
           compression->after.len;
}

size_t
bundle_seal(const struct compression *compression, const char hex[SEAL_HEX],
            unsigned char room[BUNDLE_SEAL_MOST])
{
    const struct span parts[] = {
        compression->before,
        span_of(LABEL),
        span_of(hex),
        compression->after,
    };
    size_t len = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        memcpy(room + len, parts[i].at, parts[i].len);
        len += parts[i].len;
    }
    return len;
}

bool
bundle_seal_like(const struct compression *compression, struct span tail)
{
    unsigned char seal[BUNDLE_SEAL_MOST];
    char hex[SEAL_HEX] = "";

    if (tail.len != bundle_seal_len(compression))
        return false;
    memcpy(hex, tail.at + compression->before.len + strlen(LABEL),
           SEAL_HEX - 1);
    /* A NUL among the digits would shorten it. */
    return strlen(hex) == SEAL_HEX - 1 &&
           bundle_seal(compression, hex, seal) == tail.len &&
           memcmp(seal, tail.at, tail.len) == 0;
}
