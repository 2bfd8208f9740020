"""Bundles of which little makes much: facts, comparisons, lines of a report.

AMPLIFIED: name → (maker, words).  The bundle stands, whatever is in it, and
WORDS stand in one of its gaps (None: nothing was too much).  REFUSED: the same
where the bundle is rejected for that reason.
"""

from cases import CONF, GOOD, HOSTS, IIS, SERVER, attributes, elements
from cases import with_manifest
from forge import bundle, entry, manifest

DEFAULT = CONF + "config-default.xml"
NL6 = "files/usr/local/neolane/nl6/"
APACHE = "files/etc/apache2/apache2.conf"
PDUMP = "commands/nlserver-pdump"
FULL = "facts are too many"
MANY = "more than 20,000 facts"


def joined(count, line):
    """COUNT lines, "%d" in them their number."""
    return b"".join(line.replace(b"%d", b"%d" % n) for n in range(count))


def files(*pairs):
    return lambda: bundle(list(pairs))


def many(count, path, content):
    return lambda: bundle([(path % n, content.replace(b"%d", b"%d" % n))
                           for n in range(count)])


def instances(count, content, server=GOOD, *more):
    return lambda: bundle(
        [(SERVER, server), (DEFAULT, GOOD), *more] +
        [(f"{CONF}config-i{n:04}.xml", content.replace(b"%d", b"%d" % n))
         for n in range(count)])


# ------------------------------------------------------------------- databases

COLUMNS = {
    "accounts": "id name label active type server port account provider "
                "database schema unicode",
    "columns": "schema table position column type kind nullable default",
    "constraints": "schema table constraint kind definition",
    "hits": "table key name label expression occurrences context",
    "index-columns": "schema table index position column expression order",
    "indexes": "schema table index unique primary method tablespace bytes "
               "definition",
    "operator-groups": "operator group",
    "operators": "id name disabled type last-modified",
    "schema-xml": "namespace name xml",
    "tables": "schema table kind rows bytes index-bytes tablespace logged owner",
    "tablespaces": "name default bytes",
    "view-columns": "schema view position column type kind",
    "view-text": "schema view text",
    "view-uses": "schema view used-schema used column",
    "views": "schema view kind owner",
}
NAMES = {"accounts": "external-accounts", "hits": "code-hits"}


def quoted(field):
    return '"' + field.replace('"', '""') + '"' if '"' in field else field


def database(**answers):
    """An answer is a list of records, or a function that makes it."""
    def make():
        parts = [("db/script.csv", "version,engine,probe\n1,postgresql,é\n"
                  .encode())]
        for key, records in answers.items():
            key = key.replace("_", "-")
            lines = [COLUMNS[key].split()]
            lines += records() if callable(records) else records
            parts.append((f"db/{NAMES.get(key, key)}.csv",
                          "".join(",".join(map(quoted, line)) + "\n"
                                  for line in lines).encode()))
        return bundle(parts)
    return make


def schema(number, inside, more=""):
    return ["cus", f"t{number}", f'<srcSchema namespace="cus" name="t{number}"'
            f'{more}><element name="t{number}">{inside}</element></srcSchema>']


def members(count):
    return "".join(f'<attribute name="a{n}"/>' for n in range(count))


def tables(count):
    return [["s", f"CusT{n}", "table", "1", "1", "1", "", "yes", "o"]
            for n in range(count)]


def times(tables_, columns):
    return [["s", f"CusT{t}", str(c), f"zC{c}", "int", "datetime", "no", ""]
            for t in range(tables_) for c in range(columns)]


def indexes(tables_, count):
    return [["s", f"CusT{t}", f"x{x}", "no", "no", "btree", "sp", "1", ""]
            for t in range(tables_) for x in range(count)]


def keys(tables_, count, width):
    return [["s", f"CusT{t}", f"x{x}", str(p + 1), "sA98", "", "asc"]
            for t in range(tables_) for x in range(count)
            for p in range(width)]


def views(count, schemas=1):
    return [[f"s{s}", f"v{v}", "view", "o"] for v in range(count)
            for s in range(schemas)]


def deep_schema():
    deep = "".join(f'<element name="{"n" * 1000}">' for _ in range(250))
    return schema(1, deep + '<attribute name="a"/>' * 1900 +
                  "</element>" * 250)


def wanted_indexes(fields):
    return "".join(f'<dbindex name="i{n}">' +
                   '<keyfield xpath="@a1999"/>' * fields + "</dbindex>"
                   for n in range(1999))


TOO_MUCH_TO_COMPARE = "more to compare than can be"
CONNECTION = (b'<serverConf>\n<shared><dataStore><dataSource name="default">'
              b'<dbcnx provider="PostgreSQL" server="db%d:5432" login="c%d:d%d"'
              b'/></dataSource></dataStore></shared><mta autoStart="true"/>'
              b"</serverConf>")
SPARE = (b"<serverConf><web><redirection>" +
         joined(2000, b'<spareServer id="%d" url="http://h%d:80"/>') +
         b"</redirection></web></serverConf>")
SITES = b"<configuration><system.applicationHost><sites>"
ENDED = b"</sites></system.applicationHost>"
HANDLER = b'<add scriptProcessor="C:\\nlsrvmod.dll"/>'


def iis(content):
    return files(("files/" + IIS, SITES + content + b"</configuration>"))


AMPLIFIED = {
    # instances, each with what all have
    "900 instances, each with a database": (
        instances(900, CONNECTION), "more than 100 instances"),
    "99 instances": (instances(99, GOOD), None),
    "100 instances": (instances(100, GOOD), None),
    "101 instances": (instances(101, GOOD), "more than 100 instances"),
    "100 instances that name the same 2,000 servers": (
        instances(100, GOOD, SPARE), None),
    "900 instances over 300 elements": (
        instances(900, GOOD, elements(300, b'\n<a name="b" c="d"/>')),
        "more than 100 instances"),
    "100 instances of 900 parked modules": (
        instances(100, elements(900, b'<m _autoStart="true"/>')), None),
    "100 instances with 60,000 processes": (
        instances(100, GOOD, GOOD,
                  (PDUMP, joined(60000, b"web@i%d (%d) - 10 MB\n"))),
        "more than 5,000 processes"),
    "999 Campaign directories": (
        many(999, "files/d%04d/conf/serverConf.xml", GOOD), None),
    "1,001 Campaign directories": (
        many(1001, "files/d%04d/conf/serverConf.xml", GOOD),
        "more than 1,000 configuration files"),
    # schemas
    "a schema of long names, nested": (
        database(schema_xml=[deep_schema()] * 20), None),
    "20,000 schemas": (
        database(schema_xml=lambda: [schema(n, members(1))
                                     for n in range(20000)]), None),
    "20,001 schemas": (
        database(schema_xml=lambda: [schema(n, "") for n in range(20001)]),
        None),
    "schemas of 2,000 links with joins": (
        database(schema_xml=lambda: [schema(n, '<element name="l" type="link">'
                                            "<join/></element>" * 2000)
                                     for n in range(100)]), FULL),
    "20,000 schemas, each extends the next": (
        database(schema_xml=lambda: [
            schema(n, members(10), f' extendedSchema="cus:t{n + 1}"')
            for n in range(9000)]), None),
    "a link with a name of 1 MB and many joins": (
        database(schema_xml=[schema(1, f'<element name="{"l" * 1000000}" '
                                    'type="link">' + "<join/>" * 30000 +
                                    "</element>")]), None),
    # what a database has against what it should have
    "columns against declared ones": (
        database(tables=tables(12), columns=lambda: times(12, 4000),
                 schema_xml=lambda: [schema(n, members(1999))
                                     for n in range(12)]),
        TOO_MUCH_TO_COMPARE),
    "indexes against declared ones": (
        database(tables=tables(2), columns=times(2, 1),
                 indexes=indexes(2, 4000), index_columns=keys(2, 125, 32),
                 schema_xml=lambda: [schema(n, members(1999) +
                                            wanted_indexes(32))
                                     for n in range(2)]),
        TOO_MUCH_TO_COMPARE),
    "indexes against their own keys": (
        database(tables=tables(9), columns=times(9, 1),
                 indexes=lambda: indexes(9, 4000),
                 index_columns=lambda: keys(9, 4000, 1),
                 schema_xml=[schema(n, members(1)) for n in range(9)]),
        TOO_MUCH_TO_COMPARE),
    "constraints against indexes": (
        database(tables=tables(9), indexes=lambda: indexes(9, 4000),
                 constraints=lambda: [["s", f"CusT{t}", f"c{x}", "u", ""]
                                      for t in range(9) for x in range(4000)]),
        TOO_MUCH_TO_COMPARE),
    "200 tables that drift in every way": (
        database(tables=tables(200), columns=lambda: times(200, 100),
                 indexes=lambda: indexes(200, 99), index_columns=[],
                 constraints=lambda: [["s", f"CusT{t}", f"c{x}", "u", ""]
                                      for t in range(200) for x in range(100)],
                 schema_xml=lambda: [schema(n, "") for n in range(200)]),
        FULL),
    "indexes against 500 tablespaces": (
        database(tables=tables(1000),
                 indexes=lambda: indexes(1000, 60),
                 tablespaces=[[f"a{n}", "no", "1"] for n in range(499)] +
                 [["z", "yes", "1"]]), None),
    "a table of 4,001 columns": (
        database(tables=tables(1), columns=lambda: times(1, 4001)), None),
    "views against columns": (
        database(tables=tables(1), columns=lambda: times(1, 4000),
                 views=views(50), view_columns=[["s0", "v1", "1", "c", "i",
                                                 "int"]],
                 view_uses=lambda: [["s0", f"v{v}", "s", "CusT0", "zz"]
                                    for v in range(50) for _ in range(1000)]),
        TOO_MUCH_TO_COMPARE),
    "views over views of one name": (
        database(tables=tables(1), columns=times(1, 1),
                 views=lambda: views(400, 100),
                 view_columns=[["s99", "v1", "1", "c", "i", "datetime"]],
                 view_uses=lambda: [["s99", f"v{v}", "s99", f"v{v + 1}", ""]
                                    for v in range(399) for _ in range(100)]),
        None),
    "views of which only the text is known": (
        database(tables=lambda: tables(20000), columns=[], view_columns=[],
                 view_uses=[], views=lambda: views(1500),
                 view_text=lambda: [["s0", f"v{v}", "a " * 4000]
                                    for v in range(1500)]), None),
    # answers
    "200,000 rows": (
        database(operators=lambda: [[str(n), "o", "no", "0", ""]
                                    for n in range(200000)]), None),
    "200,000 operators in no group": (
        database(operators=lambda: [[str(n), f"o{n}", "no", "0", ""]
                                    for n in range(150000)],
                 operator_groups=[]), "only 500"),
    "200,000 rows of long names": (
        database(columns=lambda: [["s", f"T{n}", "1", "c" * 100, "i", "i", "n",
                                   ""] for n in range(199999)]), FULL),
    "56 MB of texts": (
        database(view_text=lambda: [["s", f"v{n}", "x" * 8000]
                                    for n in range(7000)]), FULL),
    "500 external accounts": (
        database(accounts=[[str(n), f"a{n}", f"l{n}", "1", "3",
                            f"srv{n}.example.com", "80", "a", "Oracle", "d",
                            "s", "1"] for n in range(500)]), None),
    "501 external accounts": (
        database(accounts=[[str(n), f"a{n}", f"l{n}", "1", "3",
                            f"srv{n}.example.com", "80", "a", "Oracle", "d",
                            "s", "1"] for n in range(501)]), "only 500"),
    "501 hits in code": (
        database(hits=[["t", str(n), "n" * 200, "l" * 200, "e" * 200, "1",
                        "c" * 2000] for n in range(501)]), "only 500"),
    "a field of 4 MB": (
        database(view_text=[["s", "v", "x" * (4 << 20)]]), "4 MiB"),
    "17 fields": (
        files(("db/views.csv", b"a," * 16 + b"b\n")), "too many fields"),
    "an answer that breaks off in a character": (
        files(("db/views.csv", b"schema,view,kind,owner\ns,v\xc3")),
        "not UTF-8"),
    "an answer in UTF-16": (
        files(("db/views.csv", "schema,view,kind,owner\n".encode("utf-16"))),
        "not UTF-8"),
    # settings
    "99 elements of 1,000 attributes": (
        files((SERVER, elements(99, b"\n<a " + attributes(1000) + b"/>")),
              (DEFAULT, elements(1, b"<a " + attributes(1000) + b"/>"))),
        None),
    "60 keyed elements of 999 attributes, twice": (
        files((SERVER, b"<serverConf>" + joined(
                  50, b'<a name="%d" ' + attributes(900) + b"/>") +
               b"</serverConf>"),
              (DEFAULT, b"<serverConf>" + joined(
                  50, b'<a name="%d" ' + attributes(900) + b"/>") +
               b"</serverConf>")), None),
    "99,000 elements": (files((SERVER, elements(99000, b"<a/>"))), None),
    "90,000 elements with keys": (
        files((SERVER, b"<serverConf>" + joined(90000, b'<a name="%d"/>') +
               b"</serverConf>")), None),
    "99,000 lines of text": (
        files((SERVER, b"<serverConf><web><jsp><classpath>" + b"a\n" * 99000 +
               b"</classpath></jsp></web></serverConf>")), None),
    "100,001 lines of text": (
        files((SERVER, b"<serverConf><web><jsp><classpath>" + b"a\n" * 100001 +
               b"</classpath></jsp></web></serverConf>")), "more text"),
    "a value of 64 KiB": (
        files((SERVER, elements(1, b'<a b="' + b"x" * 65536 + b'"/>'))), None),
    "a value of 64 KiB and a byte": (
        files((SERVER, elements(1, b'<a b="' + b"x" * 65537 + b'"/>'))),
        "longer than 64 KiB"),
    "30,000 paths into an old tree": (
        files((SERVER, elements(30000, b'<a name="/nl5/x"/>'))), None),
    "elements nested to 250, over and over": (
        files((SERVER, elements(390, b"<a>" * 250 + b"</a>" * 250))), None),
    "30,000 rows and 20 files that it may be made of": (
        lambda: bundle([(SERVER, elements(30000, b'<url urlPath="/a"/>'))] +
                       [(f"{CONF}l{n:02}/serverConf.xml.sample",
                         elements(3000, b'<url urlPath="/b"/>'))
                        for n in range(20)]), "more than 1,000 changes"),
    "21 files that it may be made of": (
        lambda: bundle([(SERVER, GOOD)] +
                       [(f"{CONF}l{n:02}/serverConf.xml.sample", GOOD)
                        for n in range(21)]), "more than 20 files"),
    "40,000 equal rows twice": (
        files((SERVER, elements(40000, b'<url urlPath="/a"/>')),
              (SERVER + ".sample", elements(40000, b'<url urlPath="/a"/>'))),
        None),
    "30,000 changes": (
        files((SERVER, b"<serverConf>" + joined(
                  30000, b'<a name="%d" b="1"/>') + b"</serverConf>"),
              (SERVER + ".sample", b"<serverConf>" + joined(
                  30000, b'<a name="%d" b="2"/>') + b"</serverConf>")),
        "more than 1,000 changes"),
    "a diff of 99,000 changes": (
        files((SERVER + ".diff", b"+a\n b\n" * 99000)), None),
    # names of servers
    "2,000 servers named": (files((SERVER, SPARE)), None),
    "2,001 servers named": (
        files((SERVER, SPARE.replace(
            b"</redirection>",
            b'<spareServer id="x" url="http://more"/></redirection>'))),
        "more than 2,000 servers"),
    "30,000 servers named, 10,000 lines of hosts": (
        files((HOSTS, joined(9999, b"10.0.0.1 a%d b%d c%d d%d\n")),
              (SERVER, b"<serverConf><web><redirection>" + joined(
                  30000, b'<spareServer id="%d" url="http://h%d:80"/>') +
               b"</redirection></web></serverConf>")),
        "more than 2,000 servers"),
    "3,000 servers named, 1,000 lines of 300 hosts": (
        files((HOSTS, (b"10.0.0.1 " + b"h1 h2 h3 " * 100 + b"\n") * 1000),
              (SERVER, b"<serverConf><web><redirection>" + joined(
                  3000, b'<spareServer id="%d" url="http://h%d:80"/>') +
               b"</redirection></web></serverConf>")),
        "200,000 words"),
    "values of 9,000 servers each": (
        files((SERVER, b"<serverConf><shared>" + joined(
            99, b'<mailExchanger name="%d" mxAddress="' +
            b"a," * 30000 + b'"/>') + b"</shared></serverConf>")), None),
    "100 lines of 98 aliases, 60,000 processes": (
        files((HOSTS, b"".join(
            b"10.0.0.1 hostile " + b" ".join(
                b"n%d" % (n * 99 + k) for k in range(98)) + b"\n"
            for n in range(100))),
              (PDUMP, joined(60000, b"web@i%d (%d) - 10 MB\n"))),
        "more than 5,000 processes"),
    "10,001 lines of hosts": (
        files((HOSTS, b"10.0.0.1 a\n" * 10001)), "10,000 names"),
    # the web server
    "9,000 sites and 60,000 modules": (
        iis(joined(9000, b'<site name="s%d"/>') + ENDED + b"<handlers>" +
            HANDLER * 60000 + b"</handlers>"), None),
    "9,000 sites and 40,000 modules of another": (
        iis(joined(9000, b'<site name="s%d"/>') + ENDED +
            b'<location path="zzz"><handlers>' + HANDLER * 40000 +
            b"</handlers></location>"), None),
    "99,000 bindings": (
        iis(b'<site name="s"><bindings>' +
            b'<binding protocol="http" bindingInformation="*:80:a"/>' * 99000 +
            b"</bindings></site>" + ENDED), "more in it"),
    "60,000 elements of IIS with long names": (
        iis((b"<" + b"n" * 1000 + b"/>") * 60000 + ENDED), None),
    "one line of 8,000,000 bindings": (
        files(("commands/iis-sites",
               b'SITE "a" (id:1,bindings:' + b"h/1:2:," * 8000000)),
        "more in it"),
    "one line of 6,000,000 paths of Apache": (
        files((APACHE, b"Alias " + b"/x/nl6/a " * 6000000)), MANY),
    "one line of 6,000,000 paths of a login": (
        files(("files/home/neolane/.bashrc",
               b"PATH " + b"/x/nl6/a " * 6000000)), MANY),
    "20 files of Apache with 199,000 includes": (
        many(20, "files/etc/apache2/a%03d.conf", b"Include /nl6/a\n" * 30000),
        MANY),
    # logs
    "20,000 logs": (
        many(19000, NL6 + "var/p%05d/log/mta.log",
             b"2025-01-01 00:00:00Z\t1\t1\terror\tlog\tXTK-170006 a%d\n"),
        "only the first 500"),
    "20,001 files that are read": (
        many(20001, NL6 + "x%05d/customer.sh", b"A=1\n"), "20,000 files"),
    "10,000 logs of upgrades": (
        many(10000, NL6 + "var/p/postupgrade/postupgrade_%d_1.log",
             b"2025-01-01 00:00:00Z\t1\t1\terror\tlog\tXTK-%d\n"), None),
    "200,000 codes": (
        files((NL6 + "var/p/log/mta.log", b"".join(
            b"2025-01-01 00:00:00Z\t1\t1\terror\tlog\tXTK-%06d\n" % n
            for n in range(200000)))), "only the first 500"),
    "a line of 5,500,000 codes": (
        files((NL6 + "var/p/log/mta.log",
               b"2025-01-01 00:00:00Z\t1\t1\terror\tlog\t" +
               b"XTK-170006 " * 5500000)), None),
    # other lines
    "60,000 folders of an inventory": (
        files(("commands/tree-inventory", joined(
            60000, b"folder\ttree\tp%d\t/a/b%d\twhole\t1\t1\t-\t-\n"))), MANY),
    "20,000 variables": (
        files((NL6 + "customer.sh", joined(20000, b"A%d=%d\n"))), None),
    "20,001 variables": (
        files((NL6 + "customer.sh", joined(20001, b"A%d=%d\n"))), MANY),
    "199,000 packages": (
        files(("commands/packages",
               joined(199000, b"openssl%d\t1.0\tamd64\n"))), MANY),
    "199,000 modules that do not run": (
        files(("commands/nlserver-monitor-missing",
               joined(199000, b"mta@i%d\n"))), MANY),
    # the manifest
    "99,999 entries with long names, denied": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}" + "a" * 400, status="denied",
                   reason="n" * 100) for n in range(99999)])), "more gaps"),
    "5,000 entries denied": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}", status="denied", reason="no",
                   mend="look again") for n in range(5000)])), "denied"),
    "99,999 settings that are absent": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}/conf/serverConf.xml", status="absent")
             for n in range(99999)])), "more gaps"),
    "12,000 names that nearly are those of settings": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}" + "/conf" * 700, status="denied",
                   reason="n") for n in range(12000)])), "more gaps"),
    "99,999 links": (
        lambda: with_manifest(manifest(
            [entry(f"files/etc/apache2/mods-enabled/{n:06}.load",
                   status="link", target="../mods-available/x.load")
             for n in range(99999)])), "more than 5,000 links"),
    "a value of the manifest of 64 KiB": (
        lambda: with_manifest(manifest(
            [entry(HOSTS, status="denied", reason="n" * 65536)])), "denied"),
}

REFUSED = {
    "a value of the manifest above 64 KiB": (
        lambda: with_manifest(manifest(
            [entry(HOSTS, status="denied", reason="n" * 65537)])),
        "longer than 64 KiB"),
    "100,001 entries, denied": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}", status="denied", reason="no")
             for n in range(100001)])), "more than 100000 entries"),
}
