#include "../cmocka_test.h"

#include "manifest.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char WHOLE[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<manifest format=\"1\" id=\"acc-app1\" collector=\"0.1.0\">\n"
    "  <host name=\"app1\" os=\"linux\" kernel=\"6.1.0\"/>\n"
    "  <estate label=\"prod\"/>\n"
    "  <run stage=\"before\" started=\"2026-01-02T03:04:05Z\""
    " ended=\"2026-01-02T03:04:06Z\" redaction=\"basic\"/>\n"
    "  <option name=\"--root\" value=\"/mnt\"/>\n"
    "  <option name=\"--no-commands\"/>\n"
    "  <entry path=\"commands/java-version\" status=\"collected\" size=\"3\""
    " sha256=\"" SHA "\" argv=\"java -version\" account=\"neolane\""
    " exit=\"0\" duration=\"12\" why=\"which Java\"/>\n"
    "  <entry path=\"files/a\" status=\"cut\" size=\"0\" sha256=\"" SHA "\""
    " origin=\"/a\" mode=\"0644\" mtime=\"2025-12-31T23:59:60Z\""
    " reason=\"too large\">\n"
    "    <redacted kind=\"password\" count=\"2\"/>\n"
    "  </entry>\n"
    "  <entry path=\"files/b&amp;c\" status=\"link\" target=\"../d\"/>\n"
    "  <entry path=\"files/e\" status=\"denied\""
    " reason=\"Permission denied\" mend=\"run acc-collect as root\"/>\n"
    "</manifest>\n";

static void
what_is_written_is_what_was_read(void **state)
{
    struct manifest manifest;
    const struct entry *entry;
    struct failure why;
    struct arena arena;
    struct buf out;

    (void)state;
    arena_init(&arena);
    buf_init(&out, 100000);
    assert_int_equal(manifest_read(span_of(WHOLE), &arena, &manifest, &why), 0);
    assert_string_equal(manifest.host, "app1");
    assert_null(manifest.machine);
    assert_string_equal(manifest.options.items[0].value, "/mnt");
    assert_null(manifest.options.items[1].value);
    assert_int_equal(manifest.entries.count, 4);
    entry = manifest_find(&manifest, "files/b&c");
    assert_string_equal(entry->target, "../d");
    assert_int_equal(entry->size, -1);
    assert_null(manifest_find(&manifest, "files/none"));
    entry = manifest_find(&manifest, "files/a");
    assert_int_equal(entry->redactions.count, 1);
    assert_int_equal(entry->redactions.items[0].count, 2);
    assert_int_equal(entry->exit, -1);
    manifest_write(&manifest, &out);
    assert_string_equal(out.data, WHOLE);
    buf_release(&out);
    arena_release(&arena);
}

/* WHOLE with the first FROM replaced by TO. */
static char *
changed(struct arena *arena, const char *from, const char *to)
{
    const char *at = strstr(WHOLE, from);

    assert_non_null(at);
    return arena_format(arena, "%.*s%s%s", (int)(at - WHOLE), WHOLE, to,
                        at + strlen(from));
}

static void
each_rule_is_checked_and_the_line_told(void **state)
{
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"format=\"1\"", "format=\"2\" new=\"x\"",
         "line 2: the bundle has format 2, this version reads format 1: use a "
         "newer version"},
        {"format=\"1\" ", "",
         "line 2: <manifest> does not begin with its format"},
        {" collector=\"0.1.0\"", "", "line 2: <manifest> lacks \"collector\""},
        {"acc-app1", "a/b", "line 2: id is not the name of a folder: \"a/b\""},
        {"acc-app1", "..", "line 2: id is not the name of a folder: \"..\""},
        {"os=\"linux\"", "os=\"beos\"",
         "line 3: os is not linux or windows: \"beos\""},
        {"os=\"linux\"", "os=\"linux\" os=\"linux\"", "line 3: os comes twice"},
        {" kernel=", " colour=",
         "line 3: <host> has no attribute \"colour\" in format 1"},
        {"name=\"app1\"", "name=\"\"",
         "line 3: name is not a text, not empty: \"\""},
        {"<estate label", "<state label",
         "line 4: <state> stands where <run> is expected"},
        {"\"before\"", "\"during\"",
         "line 5: stage is not before or after: \"during\""},
        {"2026-01-02T03:04:06Z", "2026-13-02T03:04:06Z",
         "line 5: ended is not a time such as 2026-01-02T03:04:05Z: "
         "\"2026-13-02T03:04:06Z\""},
        {"2026-01-02T03:04:06Z", "2026-01-02 03:04:06",
         "line 5: ended is not a time such as 2026-01-02T03:04:05Z: "
         "\"2026-01-02 03:04:06\""},
        {"commands/java-version", "/etc/passwd",
         "line 8: path is not the path of an entry: \"/etc/passwd\""},
        {"\"collected\"", "\"taken\"",
         "line 8: status is not a status such as collected: \"taken\""},
        {"size=\"3\"", "size=\"-1\"", "line 8: size is not a number: \"-1\""},
        {" size=\"3\"", "",
         "line 8: commands/java-version lacks the size of its bytes"},
        {" sha256=\"" SHA "\"", "",
         "line 8: commands/java-version lacks the SHA-256 of its bytes"},
        {"sha256=\"0", "sha256=\"A",
         "line 8: sha256 is not a SHA-256 in lower-case hex: \"A123456789abcdef"
         "0123456789abcdef0123456789abcdef0123456789abcdef\""},
        {"\"0644\"", "\"rw\"",
         "line 9: mode is not a mode such as 0644: "
         "\"rw\""},
        {"<redacted kind=\"password\" count=\"2\"/>", "<other/>",
         "line 10: <other> stands where an end tag is expected"},
        {" target=\"../d\"", "",
         "line 12: files/b&c is a link without its target"},
        {"status=\"link\"", "status=\"absent\"",
         "line 12: files/b&c has a target but is not a link"},
        {"status=\"denied\"", "status=\"denied\" size=\"1\"",
         "line 13: files/e has a size or SHA-256 although its status has no "
         "bytes"},
        {"files/e", "files/a", "line 13: files/a is not in the order of paths"},
        {"files/e", "files/b&amp;c", "line 13: files/b&c comes twice"},
        {"<run ", "words<run ", "line 4: a text, where none may stand"},
        {"<run ", "<!-- --><run ", "line 5: a comment, where none may stand"},
        {"</manifest>", "</manifests>",
         "line 14: an end tag of another name than the start tag"},
        {"</manifest>\n", "", "line 14: the document ends inside an element"},
        {"<?xml", "<!DOCTYPE x><?xml", "line 1: a DOCTYPE, which is not read"},
        {"app1\" os", "app1\"  os",
         "line 3: not written as acc-collect writes it"},
        {"\"prod\"", "\"pr&#111;d\"",
         "line 4: not written as acc-collect writes it"},
        {"\"prod\"", "'prod'", "line 4: not written as acc-collect writes it"},
        {"\"prod\"", "\"pr\xC3\"",
         "line 4: not written as acc-collect writes it"},
        {"encoding=\"UTF-8\"", "encoding=\"ASCII\"",
         "line 1: not written as acc-collect writes it"},
        {"</manifest>\n", "</manifest>\n\n",
         "line 15: not written as acc-collect writes it"},
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *xml = changed(&arena, cases[i].from, cases[i].to);
        struct manifest manifest;
        struct failure why = {.text = ""};

        assert_int_equal(manifest_read(span_of(xml), &arena, &manifest, &why),
                         -1);
        assert_string_equal(
            why.text, arena_format(&arena, "manifest.xml: %s", cases[i].why));
    }
    arena_release(&arena);
}

static void
every_flipped_bit_of_a_manifest_that_is_accepted_changes_what_it_says(
    void **state)
{
    struct manifest manifest;
    struct failure why;

    (void)state;
    for (size_t bit = 0; bit < 8 * (sizeof WHOLE - 1); bit++) {
        struct arena arena;
        struct buf out;
        char *xml;

        arena_init(&arena);
        buf_init(&out, 100000);
        xml = arena_string(&arena, WHOLE);
        xml[bit / 8] = (char)(xml[bit / 8] ^ (1 << bit % 8));
        if (manifest_read(span_bytes(xml, sizeof WHOLE - 1), &arena, &manifest,
                          &why) == 0) {
            manifest_write(&manifest, &out);
            assert_string_equal(out.data, xml);
        }
        buf_release(&out);
        arena_release(&arena);
    }
}

static void
every_cut_manifest_is_refused(void **state)
{
    struct manifest manifest;
    struct failure why;

    (void)state;
    for (size_t len = 0; len < sizeof WHOLE - 1; len++) {
        struct arena arena;

        arena_init(&arena);
        assert_int_equal(
            manifest_read(span_bytes(WHOLE, len), &arena, &manifest, &why), -1);
        arena_release(&arena);
    }
}

static void
paths_stay_inside_the_bundle(void **state)
{
    static const struct {
        const char *path;
        bool good;
    } cases[] = {
        {"files/etc/os-release", true},
        {"files/C/Program Files/x", true},
        {"db/a.csv", true},
        {"code/a", true},
        {"entities/a", true},
        {"files/\xC3\xA9", true},
        {"files/...", true},
        {"files/.a", true},
        {"", false},
        {"files", false},
        {"files/", false},
        {"/files/a", false},
        {"files//a", false},
        {"files/./a", false},
        {"files/../a", false},
        {"files/..", false},
        {"../files/a", false},
        {"other/a", false},
        {"Files/a", false},
        {"manifest.xml", false},
        {"files/a\nb", false},
        {"files/a\x7F", false},
        {"files/\xC2\x9B", false},
        {"files/\xE9", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(entry_path_good(span_of(cases[i].path)),
                         cases[i].good);
    assert_false(entry_path_good(span_bytes("files/a\0b", 9)));
}

static void
entries_are_put_in_the_order_of_bytes_and_found(void **state)
{
    static const char *const paths[] = {"files/b", "files/a/b", "files/a-b",
                                        "files/\xC3\xA9", "code/z"};
    struct manifest manifest = {0};
    struct arena arena;

    (void)state;
    arena_init(&arena);
    manifest_order(&manifest);
    assert_null(manifest_find(&manifest, "files/a"));
    for (size_t i = 0; i < 5; i++)
        vec_add(&arena, &manifest.entries)->path = paths[i];
    manifest_order(&manifest);
    for (size_t i = 1; i < 5; i++)
        assert_true(strcmp(manifest.entries.items[i - 1].path,
                           manifest.entries.items[i].path) < 0);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(manifest_find(&manifest, paths[i])->path, paths[i]);
    arena_release(&arena);
}

static void
each_status_has_a_word_that_means_it(void **state)
{
    (void)state;
    for (int i = ENTRY_COLLECTED; i <= ENTRY_LINK; i++) {
        enum entry_status status;

        assert_true(
            entry_status_of(entry_status_word((enum entry_status)i), &status));
        assert_int_equal(status, i);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_what_was_read),
        cmocka_unit_test(each_rule_is_checked_and_the_line_told),
        cmocka_unit_test(
            every_flipped_bit_of_a_manifest_that_is_accepted_changes_what_it_says),
        cmocka_unit_test(every_cut_manifest_is_refused),
        cmocka_unit_test(paths_stay_inside_the_bundle),
        cmocka_unit_test(entries_are_put_in_the_order_of_bytes_and_found),
        cmocka_unit_test(each_status_has_a_word_that_means_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
