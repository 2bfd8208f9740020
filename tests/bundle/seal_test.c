#include "../cmocka_test.h"

#include "bundle_seal.h"
#include "seal.h"

static void
digests_are_those_of_the_standard(void **state)
{
    char hex[SEAL_HEX];

    (void)state;
    seal_of(span_of("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
                             "b00361a396177a9cb410ff61f20015ad");
    seal_of(span_of(""), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
                             "27ae41e4649b934ca495991b7852b855");
    /* RFC 4231, test case 2 */
    seal_keyed(span_of("Jefe"), span_of("what do ya want for nothing?"), hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c7"
                             "5a003f089d2739839dec58b964ec3843");
}

static void
a_fork_does_not_disturb_the_digest_under_way(void **state)
{
    struct seal *seal = seal_open();
    char fork[SEAL_HEX];
    char hex[SEAL_HEX];

    (void)state;
    seal_add(seal, "a", 1);
    seal_close(seal_fork(seal), fork);
    seal_add(seal, "bc", 2);
    seal_close(seal, hex);
    assert_memory_equal(hex, "ba7816bf", 8);
    seal_of(span_of("a"), hex);
    assert_string_equal(fork, hex);
}

static void
the_seal_of_a_bundle_has_one_spelling_for_each_compression(void **state)
{
    static const char hex[] = "0123456789abcdef0123456789abcdef"
                              "0123456789abcdef0123456789abcdef";
    const struct compression *gzip = compression_named("gzip");
    const struct compression *zstd = compression_named("zstd");
    unsigned char room[BUNDLE_SEAL_MOST];

    (void)state;
    assert_null(compression_named("bzip2"));
    assert_null(compression_of(span_of("")));
    assert_null(compression_of(span_of("\x1F")));
    assert_ptr_equal(compression_of(span_of("\x1F\x8B\x08")), gzip);
    assert_ptr_equal(compression_of(span_of("\x28\xB5\x2F\xFD")), zstd);
    assert_int_equal(bundle_seal(gzip, hex, room), 92);
    assert_int_equal(bundle_seal_len(gzip), 92);
    assert_memory_equal(room, "\x1F\x8B\x08\x10\0\0\0\0\0\xFFsha256:0123", 21);
    assert_memory_equal(room + 77, "cdef\0\3\0\0\0\0\0\0\0\0\0", 15);
    assert_int_equal(bundle_seal(zstd, hex, room), 79);
    assert_int_equal(bundle_seal_len(zstd), 79);
    assert_memory_equal(room, "\x50\x2A\x4D\x18\x47\0\0\0sha256:0123", 19);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_the_standard),
        cmocka_unit_test(a_fork_does_not_disturb_the_digest_under_way),
        cmocka_unit_test(
            the_seal_of_a_bundle_has_one_spelling_for_each_compression),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
