#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "arena.h"
#include "buf.h"
#include "tar_members.h"

#include <cmocka.h> /* last: it takes the name fail */

/* A tar in memory, and what is seen of it. */
struct site {
    struct arena arena;
    char *bytes;
    size_t len;
    bool unreadable; /* but its first block */
    struct buf seen; /* NAME=CONTENT, a comma behind each */
};

static long
read_site(void *baton, int64_t offset, void *room, size_t size,
          struct failure *why)
{
    struct site *site = baton;
    size_t left = offset > (int64_t)site->len ? 0 : site->len - (size_t)offset;

    if (site->unreadable && offset > 0) {
        (void)fail_system(why, EIO, "here");
        return -1;
    }
    size = size < left ? size : left;
    size = site->unreadable ? 512 : size;
    memcpy(room, site->bytes + offset, size);
    return (long)size;
}

static int
see(void *baton, const struct tar_member *member)
{
    struct site *site = baton;

    buf_addf(&site->seen, "%s=%.*s,", member->name, (int)member->size,
             site->bytes + member->at);
    return strcmp(member->name, "enough") == 0 ? -1 : 0;
}

static int
members(struct site *site, struct failure *why)
{
    const struct tar_file file = {site, (int64_t)site->len, read_site};

    buf_reset(&site->seen);
    return tar_members(&file, see, why);
}

static void
put(struct archive *archive, const char *name, unsigned type,
    const char *content)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_copy_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0600);
    if (type == AE_IFLNK)
        archive_entry_copy_symlink(entry, content);
    if (type == AE_IFREG)
        archive_entry_set_size(entry, (la_int64_t)strlen(content));
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    if (type == AE_IFREG)
        (void)archive_write_data(archive, content, strlen(content));
    archive_entry_free(entry);
}

static void
make(struct site *site, const char *format, const char *last)
{
    char name[301];
    struct archive *archive = archive_write_new();
    size_t used;

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    site->bytes = arena_alloc(&site->arena, 1 << 20);
    assert_int_equal(archive_write_set_format_by_name(archive, format),
                     ARCHIVE_OK);
    archive_write_set_options(archive, "hdrcharset=BINARY");
    archive_write_set_bytes_per_block(archive, 512);
    archive_write_set_bytes_in_last_block(archive, 1);
    assert_int_equal(
        archive_write_open_memory(archive, site->bytes, 1 << 20, &used),
        ARCHIVE_OK);
    put(archive, "a", AE_IFDIR, "");
    put(archive, "a/empty", AE_IFREG, "");
    put(archive, "a/link", AE_IFLNK, "/etc/shadow");
    put(archive, name, AE_IFREG, "long");
    put(archive, "a/caf\xC3\xA9", AE_IFREG, "acute");
    put(archive, last, AE_IFREG, "last");
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    site->len = used;
}

static void
regular_files_are_told_with_the_place_of_their_bytes(void **state)
{
    static const char *const FORMATS[] = {"gnutar", "pax"};
    struct site *site = *state;
    struct failure why = {.text = ""};

    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        make(site, FORMATS[i], "z");
        assert_int_equal(members(site, &why), 0);
        assert_memory_equal(site->seen.data, "a/empty=,nnn", 12);
        assert_non_null(
            strstr(site->seen.data, "nnn=long,a/caf\xC3\xA9=acute,z=last,"));
        assert_null(strstr(site->seen.data, "link"));
    }
}

static void
who_is_given_a_member_may_end_it(void **state)
{
    struct site *site = *state;
    struct failure why = {.text = ""};

    make(site, "gnutar", "enough");
    assert_int_equal(members(site, &why), -1);
    assert_string_equal(why.text, "");
}

static void
a_tar_that_is_cut_or_changed_anywhere_is_not_taken_for_whole(void **state)
{
    struct site *site = *state;
    struct failure why;
    size_t whole;

    make(site, "gnutar", "z");
    whole = site->len;
    /* Two empty blocks end it; the second one is nobody's loss. */
    for (site->len = 0; site->len < whole - 1024; site->len += 256) {
        assert_int_equal(members(site, &why), -1);
        assert_true(strstr(why.text, "ends too early") != NULL ||
                    strstr(why.text, "no whole plain tar") != NULL);
    }
    site->len = whole;
    site->bytes[5] ^= 1;
    assert_int_equal(members(site, &why), -1);
    assert_non_null(strstr(why.text, "no whole plain tar"));
}

static void
what_cannot_be_read_is_told_in_its_own_words(void **state)
{
    struct site *site = *state;
    struct failure why;

    make(site, "gnutar", "z");
    site->unreadable = true;
    assert_int_equal(members(site, &why), -1);
    assert_string_equal(why.text, "here: Input/output error");
}

static int
begin(void **state)
{
    struct site *site = calloc(1, sizeof *site);

    arena_init(&site->arena);
    buf_init(&site->seen, 1 << 16);
    *state = site;
    return 0;
}

static int
end(void **state)
{
    struct site *site = *state;

    buf_release(&site->seen);
    arena_release(&site->arena);
    free(site);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            regular_files_are_told_with_the_place_of_their_bytes, begin, end),
        cmocka_unit_test_setup_teardown(who_is_given_a_member_may_end_it, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            a_tar_that_is_cut_or_changed_anywhere_is_not_taken_for_whole, begin,
            end),
        cmocka_unit_test_setup_teardown(
            what_cannot_be_read_is_told_in_its_own_words, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
