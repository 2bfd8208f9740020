/*
 * The manifest: what a bundle says that it holds, format 1.
 *
 *     <manifest format="1" id="acc-app1-20260102T030405Z" collector="0.1.0">
 *       <host name="app1" machine="HMAC, or absent" os="linux"
 *             architecture="x86_64" kernel="6.1.0"/>   (only what is known)
 *       <estate label="prod"/>                         (absent without label)
 *       <run stage="before" started="…Z" ended="…Z" redaction="basic"/>
 *       <option name="--root" value="…"/> …            (in table order)
 *       <entry path="files/etc/os-release" status="collected" size="231"
 *              sha256="…" origin="/etc/os-release" mode="0644" mtime="…Z"
 *              why="which system this is">
 *         <redacted kind="password" count="2"/>
 *       </entry>
 *       <entry path="commands/nlserver-pdump" status="collected" size sha256
 *              argv="nlserver pdump" account="neolane" exit="0"
 *              duration="12" why="…"/>                 (duration in ms)
 *       <entry path="files/etc/apache2/mods-enabled/nlsrv.load" status="link"
 *              target="../mods-available/nlsrv.load"/>
 *       <entry path="files/…" status="denied" reason="Permission denied"
 *              mend="run acc-collect as root" why="…"/>
 *     </manifest>
 *
 * Entries are sorted by path (bytes), no path twice.  An entry with bytes in
 * the archive has size and sha256, of what leaves; these are the statuses
 * collected, cut and changed.  All others have no bytes in the archive.
 * A path is relative, of components without "." and "..", UTF-8 without control
 * characters; its first component is files, commands, db, code or entities.
 * The id is one such component.  Times are RFC 3339 UTC with whole seconds.
 * A target stands with status link, and there alone.
 *
 * A manifest is exactly what manifest_write makes of what it says: no byte of
 * it is without meaning.
 */
#ifndef ACC_MANIFEST_H
#define ACC_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "failure.h"
#include "span.h"
#include "vec.h"

enum entry_status {
    ENTRY_COLLECTED,
    ENTRY_CUT,     /* head and tail kept: see `reason` */
    ENTRY_CHANGED, /* it changed while it was read, twice */
    ENTRY_ABSENT,  /* looked for, not there */
    ENTRY_DENIED,
    ENTRY_TIMEOUT,
    ENTRY_FAILED,
    ENTRY_EXCLUDED,
    ENTRY_LINK
};

struct redaction {
    const char *kind; /* password, url-credentials, private-key … */
    int64_t count;
};

struct entry {
    const char *path; /* in the bundle, without the top folder */
    enum entry_status status;
    int64_t size;       /* -1: no bytes in the archive */
    const char *sha256; /* NULL: none */
    const char *origin; /* absolute path on the server, or NULL */
    const char *mode;   /* "0644", or NULL */
    const char *mtime;  /* RFC 3339 UTC, or NULL */
    const char *target; /* of a link */
    const char *argv;   /* of a command, blanks between the words */
    const char *account;
    int64_t exit;     /* of a command; -1: none */
    int64_t duration; /* of a command, ms; -1: none */
    const char *reason;
    const char *mend;
    const char *why; /* what the entry is good for, one phrase */
    struct {
        struct redaction *items;
        size_t count, room;
    } redactions;
};

struct manifest_option {
    const char *name, *value; /* value may be NULL */
};

struct manifest {
    const char *id;        /* also the archive's top folder */
    const char *collector; /* version of the program that wrote it */
    const char *host;
    const char *machine; /* keyed machine id, or NULL */
    const char *os;      /* linux, windows, or NULL */
    const char *architecture, *kernel;
    const char *estate; /* label, or NULL */
    const char *stage;  /* before, after */
    const char *started, *ended;
    const char *redaction; /* level: basic */
    struct {
        struct manifest_option *items;
        size_t count, room;
    } options;
    struct {
        struct entry *items;
        size_t count, room;
    } entries;
};

/* The word for a status, and back (false if there is no such word). */
const char *entry_status_word(enum entry_status status);
bool entry_status_of(const char *word, enum entry_status *status);

/* Has an entry of this status bytes in the archive? */
bool entry_has_bytes(const struct entry *entry);

/* Sorts the entries by path. */
void manifest_order(struct manifest *manifest);

/* The entry of PATH in an ordered manifest, or NULL. */
const struct entry *manifest_find(const struct manifest *manifest,
                                  const char *path);

/* Bytes that ENTRY takes in the manifest, or a few less. */
size_t manifest_entry_size(const struct entry *entry);

/* Writes the manifest as XML. */
void manifest_write(const struct manifest *manifest, struct buf *out);

/*
 * Reads a manifest and checks every rule above; the result is in ARENA.
 * The failure names the line.
 */
int manifest_read(struct span xml, struct arena *arena,
                  struct manifest *manifest, struct failure *why);

/* Is VALUE a time of a manifest, "2026-01-02T03:04:05Z"? */
bool manifest_time_good(const char *value);

/* May PATH name an entry?  (The rule above.) */
bool entry_path_good(struct span path);

/* What is wrong with PATH, in words that follow the name; NULL: nothing. */
const char *entry_path_fault(struct span path);

#endif
