#include "../cmocka_test.h"

#include <string.h>

#include "redact.h"

#define GONE REDACTED

/* What is redacted, and how; OUT NULL: it stays as it is. */
struct redact_case {
    enum redact_form form;
    const char *in, *out;
};

static void
expect(const struct redact_case *test)
{
    const char *out = test->out == NULL ? test->in : test->out;
    struct redact_counts counts = {{0}};
    int64_t total = 0;
    struct buf buf;
    size_t i;

    buf_init(&buf, 1 << 20);
    assert_null(redact(test->form, span_of(test->in), &buf, &counts));
    assert_string_equal(buf.data == NULL ? "" : buf.data, out);
    for (i = 0; i < KIND_COUNT; i++)
        total += counts.of[i];
    assert_int_equal(total > 0, test->out != NULL);
    buf_release(&buf);
}

static void
expect_all(const struct redact_case *tests, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        expect(&tests[i]);
}

#define EXPECT_ALL(tests) expect_all((tests), sizeof(tests) / sizeof *(tests))

static void
secrets_in_attributes_are_replaced(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_XML, "<a password='hunter2'/>", "<a password='" GONE "'/>"},
        {REDACT_XML, "<a Password = \"x>y\"/>", "<a Password = \"" GONE "\"/>"},
        {REDACT_XML, "<a trackingPassword=\"@abc==\" b=\"1\"/>",
         "<a trackingPassword=\"" GONE "\" b=\"1\"/>"},
        {REDACT_XML, "<a keystorePass=\"x\"/>",
         "<a keystorePass=\"" GONE "\"/>"},
        {REDACT_XML, "<a apiKey=\"x\"/>", "<a apiKey=\"" GONE "\"/>"},
        {REDACT_XML, "<!-- APP_KEY=x y -->", "<!-- APP_KEY=" GONE " y -->"},
        {REDACT_APACHE, "# APP_KEY=x y\n", "# APP_KEY=" GONE " y\n"},
        {REDACT_XML, "<a app_key='x'/>", NULL},
        {REDACT_XML, "<a api-key=\"x\"/>", "<a api-key=\"" GONE "\"/>"},
        {REDACT_XML, "<a privateKey=\"x\"/>", "<a privateKey=\"" GONE "\"/>"},
        {REDACT_XML, "<a x:pwd=\"it's\"/>", "<a x:pwd=\"" GONE "\"/>"},
        {REDACT_XML, "<a password=\"a&quot;b\nc\r\nd\" n=\"1\"/>",
         "<a password=\"" GONE "\n\r\n\" n=\"1\"/>"},
        {REDACT_XML, "<a password=\"\"/>", NULL},
        {REDACT_XML, "<a password=\"" GONE "\"/>", NULL},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
switches_and_names_that_only_sound_secret_survive(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_XML,
         "<z allowEmptyPassword=\"true\" allowUserPassword=\"false\" "
         "sessionTokenOnly=\"1\"/>",
         NULL},
        {REDACT_XML, "<dbcnx encrypted=\"1\" login=\"neolane:db\"/>", NULL},
        {REDACT_XML, "<d vaultTokenPath=\"$(HOME)/.vaulttoken\"/>", NULL},
        {REDACT_XML, "<d passwordFile=\"/etc/x\"/>", NULL},
        {REDACT_XML, "<url targetUrl=\"http://app1:8080/a@b\"/>", NULL},
        {REDACT_XML, "<x name=\"lan\" value=\"10.0.0.0/8\"/>", NULL},
        {REDACT_SHELL, "PWD=/usr/local\nOLDPWD=/tmp\n", NULL},
        {REDACT_SHELL, "JDK_HOME=/opt/jdk\nORACLE_HOME=/opt/ora\n", NULL},
        {REDACT_APACHE, "ProxyPass / http://app1:8080/\nServerTokens Prod\n",
         NULL},
        {REDACT_APACHE, "SSLPassPhraseDialog builtin\n", NULL},
        {REDACT_APACHE, "AuthUserFile /etc/apache2/users\n", NULL},
        {REDACT_TEXT, "12:00:01 >   web@default (123) - 18.2 MB\n", NULL},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
secrets_in_comments_and_text_of_xml_are_replaced(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_XML, "<a><!-- <b password=\"x\ny\"/> --></a>",
         "<a><!-- <b password=\"" GONE "\n\"/> --></a>"},
        {REDACT_XML, "<a><!-- <password>x</password> --></a>",
         "<a><!-- <password>" GONE "</password> --></a>"},
        {REDACT_XML, "<a><password> x </password></a>",
         "<a><password> " GONE " </password></a>"},
        {REDACT_XML, "<a><password><![CDATA[x]]></password></a>",
         "<a><password><![CDATA[" GONE "]]></password></a>"},
        {REDACT_XML, "<a><p name=\"db.password\" value=\"x\"/></a>",
         "<a><p name=\"db.password\" value=\"" GONE "\"/></a>"},
        {REDACT_XML, "<a><p value=\"x\" name=\"db.password\">y</p></a>",
         "<a><p value=\"" GONE "\" name=\"db.password\">" GONE "</p></a>"},
        {REDACT_XML, "<w JVMOptions=\"-Xmx1g -Dstore.password=x -Da=b\"/>",
         "<w JVMOptions=\"-Xmx1g -Dstore.password=" GONE " -Da=b\"/>"},
        {REDACT_XML, "<w args=\"-Dpassword=&quot;a b&quot; -x\"/>",
         "<w args=\"-Dpassword=&quot;" GONE "&quot; -x\"/>"},
        {REDACT_XML, "<w u=\"http://joe:pw@host:80/x\"/>",
         "<w u=\"http://joe:" GONE "@host:80/x\"/>"},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
xml_that_is_not_well_formed_loses_more_rather_than_less(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_XML, "<a password=\"x\" <b></c>",
         "<a password=\"" GONE "\" <b></c>"},
        {REDACT_XML, "<a password='x\ny", "<a password='" GONE "\n"},
        {REDACT_XML, "<a password=x b=1>", "<a password=" GONE " b=1>"},
        {REDACT_XML, "<a><password>x</a>", "<a><password>" GONE "</a>"},
        {REDACT_XML, "<!DOCTYPE a><a password\n=\n\"x\"/>",
         "<!DOCTYPE a><a password\n=\n\"" GONE "\"/>"},
        {REDACT_XML, "<a><p name=\"password\" value=\"x\"/>",
         "<a><p name=\"password\" value=\"" GONE "\"/>"},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
secrets_in_shell_files_are_replaced(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_SHELL, "export DB_PASS=hunter2\n", "export DB_PASS=" GONE "\n"},
        {REDACT_SHELL, "A=1; PASSWORD=\"x y\"; B=2\n",
         "A=1; PASSWORD=\"" GONE "\"; B=2\n"},
        {REDACT_SHELL, "S3_KEY='x'\n", "S3_KEY='" GONE "'\n"},
        {REDACT_SHELL, "PASS=ab\"c d\"'e f'\n", "PASS=" GONE "\n"},
        {REDACT_SHELL, "PASS=$(echo hunter2)\n", "PASS=" GONE "\n"},
        {REDACT_SHELL, "PASS=`echo hunter2`\n", "PASS=" GONE "\n"},
        {REDACT_SHELL, "PASS=abc\\\ndef\nX=1\n", "PASS=" GONE "\n\nX=1\n"},
        {REDACT_SHELL, "PASS=\"a\nb\"\nX=1\n", "PASS=\"" GONE "\n\"\nX=1\n"},
        {REDACT_SHELL, "JAVA_OPTS=\"-Dp.password=abc -Dx=1\"\nB=\"2\"\n",
         "JAVA_OPTS=\"-Dp.password=" GONE " -Dx=1\"\nB=\"2\"\n"},
        {REDACT_SHELL, "JAVA_OPTS=\"-Dp.password=abc\"\nB=\"2\"\n",
         "JAVA_OPTS=\"-Dp.password=" GONE "\"\nB=\"2\"\n"},
        {REDACT_SHELL, "PASSWORD=\nX=1\n", NULL},
        {REDACT_SHELL, "PASSWORD=''\n", NULL},
        {REDACT_SHELL, "Environment=DB_TOKEN=abc X=1\n",
         "Environment=DB_TOKEN=" GONE " X=1\n"},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
secrets_in_directives_are_replaced(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_APACHE, "  SetEnv DB_PASSWORD hunter2\n",
         "  SetEnv DB_PASSWORD " GONE "\n"},
        {REDACT_APACHE, "SetEnv APP_KEY \"a b\"\n",
         "SetEnv APP_KEY \"" GONE "\"\n"},
        {REDACT_APACHE, "RequestHeader set Authorization \"Basic abcdefgh=\"\n",
         "RequestHeader set Authorization \"" GONE "\"\n"},
        {REDACT_APACHE, "AuthLDAPBindPassword hunter2\n",
         "AuthLDAPBindPassword " GONE "\n"},
        {REDACT_APACHE, "DBDParams \"host=a user=b password=c\"\n",
         "DBDParams \"host=a user=b password=" GONE "\"\n"},
        {REDACT_APACHE, "ProxyPass / ajp://a:8009/ secret=abc\n",
         "ProxyPass / ajp://a:8009/ secret=" GONE "\n"},
        {REDACT_APACHE, "AuthLDAPBindPassword hun\\\nter2\nX 1\n",
         "AuthLDAPBindPassword " GONE "\n\nX 1\n"},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
secrets_in_any_text_are_replaced(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_TEXT, "ftp://u:p/w@h/x", "ftp://u:" GONE "@h/x"},
        {REDACT_TEXT, "http://u:p@a@h/", "http://u:" GONE "@h/"},
        {REDACT_TEXT, "https://ghp_0123456789abcdefghij@h/",
         "https://" GONE "@h/"},
        {REDACT_TEXT, "http://joe@h/", NULL},
        {REDACT_TEXT, "http://h:80/a http://b:c@d",
         "http://h:80/a http://b:" GONE "@d"},
        {REDACT_TEXT, "{\"password\": \"a b\"}",
         "{\"password\": \"" GONE "\"}"},
        {REDACT_TEXT, "password: correct horse\nnext\n",
         "password: " GONE "\nnext\n"},
        {REDACT_TEXT, "Authorization: Digest user=\"x\"\nnext\n",
         "Authorization: " GONE "\"\nnext\n"},
        {REDACT_TEXT, "send Bearer eyJhbGciOi.x-y_z now",
         "send Bearer " GONE " now"},
        {REDACT_TEXT, "mysql -u joe -phunter2 db",
         "mysql -u joe -p" GONE " db"},
        {REDACT_TEXT, "sh -c \"mysql -phunter2\"",
         "sh -c \"mysql -p" GONE "\""},
        {REDACT_XML, "<c command=\"mysql -phunter2 db\"/>",
         "<c command=\"mysql -p" GONE " db\"/>"},
        {REDACT_TEXT, "/usr/bin/sshpass -p 'a b' ssh h",
         "/usr/bin/sshpass -p '" GONE "' ssh h"},
        {REDACT_TEXT, "curl -u joe:pw http://h/",
         "curl -u joe:" GONE " http://h/"},
        {REDACT_TEXT, "sqlplus -S scott/tiger@ORCL",
         "sqlplus -S scott/" GONE "@ORCL"},
        {REDACT_TEXT, "tool --password hunter2 x",
         "tool --password " GONE " x"},
        {REDACT_TEXT, "nlserver config -setdblogin:PostgreSQL:a/b@c x",
         "nlserver config -setdblogin:" GONE " x"},
        {REDACT_TEXT, "identified by tiger;", "identified by " GONE ";"},
        {REDACT_TEXT,
         "a\n-----BEGIN RSA PRIVATE KEY-----\nMII\nxyz\n"
         "-----END RSA PRIVATE KEY-----\nb\n",
         "a\n-----BEGIN RSA PRIVATE KEY-----\n" GONE "\n\n"
         "-----END RSA PRIVATE KEY-----\nb\n"},
        {REDACT_TEXT, "-----BEGIN PRIVATE KEY-----\nMII\nxyz\n",
         "-----BEGIN PRIVATE KEY-----\n" GONE "\n\n"},
        {REDACT_TEXT, "-----BEGIN CERTIFICATE-----\nMII\n", NULL},
    };

    (void)state;
    EXPECT_ALL(tests);
}

static void
every_line_keeps_its_number(void **state)
{
    static const char text[] =
        "<a>\n<b\n password=\"x\ny\nz\"\n/>\n<!-- pwd='\n\n' -->\n<c/></a>\n";
    struct redact_counts counts = {{0}};
    size_t before = 0, after = 0, i;
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_null(redact(REDACT_XML, span_of(text), &out, &counts));
    for (i = 0; text[i] != '\0'; i++)
        before += text[i] == '\n';
    for (i = 0; i < out.len; i++)
        after += out.data[i] == '\n';
    assert_int_equal(after, before);
    assert_int_equal(counts.of[KIND_PASSWORD], 2);
    buf_release(&out);
}

static void
what_cannot_be_made_safe_is_refused(void **state)
{
    struct redact_counts counts = {{0}};
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_non_null(
        redact(REDACT_XML, span_bytes("\xff\xfe<\0a\0", 6), &out, &counts));
    assert_non_null(redact(REDACT_TEXT, span_bytes("p\0w", 3), &out, &counts));
    assert_int_equal(out.len, 0);
    buf_release(&out);
}

static void
people_are_replaced_in_files_and_logs(void **state)
{
    static const struct redact_case tests[] = {
        {REDACT_XML, "<a errors='jane.doe+x@mail.customer.example' b='1'/>",
         "<a errors='" GONE "' b='1'/>"},
        {REDACT_XML, "<!-- ask jane@customer.example -->",
         "<!-- ask " GONE " -->"},
        {REDACT_SHELL, "# jane@customer.example\n", "# " GONE "\n"},
        {REDACT_APACHE, "ServerAdmin root@customer.example\n",
         "ServerAdmin " GONE "\n"},
        {REDACT_TEXT, "10.0.0.1 h # jane%40customer.example",
         "10.0.0.1 h # " GONE},
        {REDACT_XML, "<s url='http://joe@trk7.example:8080'/>", NULL},
        {REDACT_XML, "<dbcnx login='acc@db.example'/>", NULL},
        {REDACT_XML, "<sub mask='192.168.1.0/24' ip='::1'/>", NULL},
        {REDACT_OUTPUT, "mta@site.example (12)", NULL},
        {REDACT_LOG, "mta@prod", NULL},
        {REDACT_LOG, "to j\xc3\xb6rg@k\xc3\xb6ln.example.", "to " GONE "."},
        {REDACT_LOG, "at +33 6 12 34 56 78, or", "at " GONE ", or"},
        {REDACT_LOG, "06.12.34.56.78", GONE},
        {REDACT_LOG, "06 12 34 56 78", GONE},
        {REDACT_LOG, "(0612345678)", "(" GONE ")"},
        {REDACT_LOG, "(555) 123-4567", GONE},
        {REDACT_LOG, "555-123-4567", GONE},
        {REDACT_LOG, "http://h.example/x?name=jane&id=1 y",
         "http://h.example/x?" GONE " y"},
        {REDACT_LOG, "from 10.1.2.3 and 192.168.0.1:80",
         "from " GONE " and " GONE ":80"},
        {REDACT_LOG, "from [2001:db8::17] ::1", "from [" GONE "] " GONE},
        {REDACT_LOG, "1:2:3:4:5:6:7:8", GONE},
        {REDACT_LOG, "server='10.1.2.3', http://10.1.2.3/", NULL},
        {REDACT_LOG, "server='[2001:db8::17]'", NULL},
        {REDACT_LOG,
         "2011-10-04 11:57:51.804Z B67B28C0 1 info log Application server for "
         "Adobe Campaign (7.3.4 build 9364@8f3ef8e) of 09/04/2023",
         NULL},
        {REDACT_LOG,
         "2013-04-09 07:48:39.749Z        00002E7A          1     info    log "
         "test instance, 6 warning(s) and 0 error(s) during the update.",
         NULL},
        {REDACT_LOG,
         "2021-05-31T08:11:44.450Z 74276 140737353971456 1 error log "
         "JST-310027 (iRc=-2006) nms:includeView",
         NULL}};

    (void)state;
    EXPECT_ALL(tests);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_in_attributes_are_replaced),
        cmocka_unit_test(switches_and_names_that_only_sound_secret_survive),
        cmocka_unit_test(secrets_in_comments_and_text_of_xml_are_replaced),
        cmocka_unit_test(
            xml_that_is_not_well_formed_loses_more_rather_than_less),
        cmocka_unit_test(secrets_in_shell_files_are_replaced),
        cmocka_unit_test(secrets_in_directives_are_replaced),
        cmocka_unit_test(secrets_in_any_text_are_replaced),
        cmocka_unit_test(people_are_replaced_in_files_and_logs),
        cmocka_unit_test(every_line_keeps_its_number),
        cmocka_unit_test(what_cannot_be_made_safe_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
