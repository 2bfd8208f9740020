#include "tar_members.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <archive.h>
#include <archive_entry.h>

#include "memory.h"

enum { BLOCK = 512, PIECE = 64 * 1024 };

struct members {
    const struct tar_file *file;
    struct failure *why;
    bool unread; /* WHY says why */
    int64_t offset;
    int64_t end; /* of the last member's bytes and their padding */
    unsigned char room[PIECE];
};

static la_ssize_t
give(struct archive *archive, void *baton, const void **bytes)
{
    struct members *members = baton;
    const struct tar_file *file = members->file;
    long got = file->read(file->baton, members->offset, members->room, PIECE,
                          members->why);

    *bytes = members->room;
    members->unread = got < 0;
    if (got < 0)
        archive_set_error(archive, EIO, "it cannot be read");
    else
        members->offset += got;
    return got;
}

static la_int64_t
skip(struct archive *archive, void *baton, la_int64_t count)
{
    struct members *members = baton;
    int64_t left = members->file->size - members->offset;

    (void)archive;
    count = count < left ? count : left;
    members->offset += count;
    return count;
}

static int
damaged(const struct members *members)
{
    if (members->unread)
        return -1;
    return fail(members->why,
                "it is no whole plain tar: if it was cut, copy it again; if it "
                "was compressed, give it unpacked");
}

static const char *
name_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);

    /* What a pax header says in UTF-8 no C locale can say. */
    return name != NULL ? name : archive_entry_pathname_utf8(entry);
}

static int
go_through(struct members *members, struct archive *archive,
           int (*each)(void *baton, const struct tar_member *member))
{
    struct archive_entry *entry;
    int status;

    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        struct tar_member member = {name_of(entry),
                                    archive_filter_bytes(archive, 0),
                                    archive_entry_size(entry)};

        if (member.name == NULL || archive_entry_sparse_count(entry) > 0 ||
            member.size < 0 || member.size > members->file->size - member.at)
            return damaged(members);
        members->end = member.at + (member.size + BLOCK - 1) / BLOCK * BLOCK;
        if (archive_entry_filetype(entry) == AE_IFREG &&
            archive_entry_hardlink(entry) == NULL &&
            each(members->file->baton, &member) != 0)
            return -1;
    }
    if (status != ARCHIVE_EOF)
        return damaged(members);
    /* An empty block ends a tar, and the library does without. */
    if (members->file->size < members->end + BLOCK)
        return fail(members->why, "it ends too early: copy it again");
    return 0;
}

int
tar_members(const struct tar_file *file,
            int (*each)(void *baton, const struct tar_member *member),
            struct failure *why)
{
    struct members *members = memory_take(1, sizeof *members);
    struct archive *archive = archive_read_new();
    int result = -1;

    members->file = file;
    members->why = why;
    if (archive == NULL)
        memory_out();
    if (archive_read_support_format_tar(archive) != ARCHIVE_OK ||
        archive_read_open2(archive, members, NULL, give, skip, NULL) !=
            ARCHIVE_OK)
        result = damaged(members);
    else
        result = go_through(members, archive, each);
    (void)archive_read_free(archive);
    free(members);
    return result;
}
