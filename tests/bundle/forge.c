#include "forge.h"

#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "bundle_seal.h"

static void
must(int good)
{
    if (!good)
        abort();
}

static la_ssize_t
take(struct archive *archive, void *baton, const void *bytes, size_t len)
{
    (void)archive;
    buf_add(baton, bytes, len);
    return (la_ssize_t)len;
}

static void
set_type(struct archive_entry *entry, char type)
{
    static const struct {
        char type;
        unsigned mode;
    } types[] = {{'f', AE_IFREG}, {'d', AE_IFDIR}, {'l', AE_IFLNK},
                 {'h', AE_IFREG}, {'p', AE_IFIFO}, {'c', AE_IFCHR}};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == type)
            archive_entry_set_filetype(entry, types[i].mode);
    if (type == 'l')
        archive_entry_set_symlink(entry, "/etc/passwd");
    if (type == 'h')
        archive_entry_set_hardlink(entry, "ID/manifest.xml");
}

void
forge_tar(struct buf *tar, const struct forged *members, size_t count)
{
    struct archive *a = archive_write_new();

    must(archive_write_set_format_pax_restricted(a) == ARCHIVE_OK);
    must(archive_write_set_format_option(a, "pax", "hdrcharset", "BINARY") ==
         ARCHIVE_OK);
    must(archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK);
    must(archive_write_open(a, tar, NULL, take, NULL) == ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();

        archive_entry_copy_pathname(entry, members[i].name);
        archive_entry_set_perm(entry, 0600);
        set_type(entry, members[i].type);
        archive_entry_set_size(entry, members[i].type == 'f'
                                          ? (int64_t)members[i].content.len
                                          : 0);
        must(archive_write_header(a, entry) == ARCHIVE_OK);
        if (members[i].type == 'f' && members[i].content.len > 0)
            must(archive_write_data(a, members[i].content.at,
                                    members[i].content.len) >= 0);
        archive_entry_free(entry);
    }
    must(archive_write_close(a) == ARCHIVE_OK);
    must(archive_write_free(a) == ARCHIVE_OK);
    must(!tar->overflow);
}

void
forge_bundle(struct buf *bundle, const char *compression, const struct buf *tar,
             struct span tail)
{
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    unsigned char seal[BUNDLE_SEAL_MOST];
    char hex[SEAL_HEX];

    must(archive_write_set_format_raw(a) == ARCHIVE_OK);
    must(archive_write_add_filter_by_name(a, compression) == ARCHIVE_OK);
    must(archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK);
    must(archive_write_open(a, bundle, NULL, take, NULL) == ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    must(archive_write_header(a, entry) == ARCHIVE_OK);
    must(archive_write_data(a, tar->data, tar->len) == (la_ssize_t)tar->len);
    must(archive_write_close(a) == ARCHIVE_OK);
    archive_entry_free(entry);
    must(archive_write_free(a) == ARCHIVE_OK);
    buf_add(bundle, tail.at, tail.len);
    seal_of(span_bytes(bundle->data, bundle->len), hex);
    buf_add(bundle, seal,
            bundle_seal(compression_named(compression), hex, seal));
    must(!bundle->overflow);
}
