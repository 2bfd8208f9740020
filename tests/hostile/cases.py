"""The hostile bundles.

REJECTED: name → (maker, words that the reason must hold).  ACCEPTED: name →
(maker, entry, line, words): the bundle stands and the file is a gap; or entry
None: nothing in it is a gap.  A maker returns the bytes of a bundle.
"""

from forge import (END, ID, MIB, bundle, entry, gzip, header, manifest, member,
                   padded, pax, sealed, sha256, tar, zstd)

CONF = "files/usr/local/neolane/nl6/conf/"
SERVER = CONF + "serverConf.xml"
HOSTS = "files/etc/hosts"
ONE = [(HOSTS, b"10.0.0.1 camp\n")]
GOOD = b"<serverConf>\n <shared/>\n</serverConf>\n"


def with_member(extra, files=ONE):
    return sealed(gzip(tar(files, extra=extra)))


def with_manifest(text, files=()):
    return sealed(gzip(tar(list(files), text=text)))


def named(path, content=b"x"):
    """The manifest names PATH, the archive has it."""
    return bundle([(path, content)])


# ----------------------------------------------------- containers and streams


def cut_stream():
    whole = gzip(tar(ONE + [(SERVER, bytes(range(256)) * 999)]), level=0)
    return sealed(whole[:len(whole) // 2])


def changed_stream():
    whole = bytearray(gzip(tar(ONE)))
    whole[40] ^= 0xFF
    return sealed(bytes(whole))


def zeros(count):
    for _ in range(count // MIB):
        yield bytes(MIB)


def packed_zeros(count):
    """A gzip file of many members: each is made once."""
    return gzip(zeros(100 * MIB), level=9) * (count // (100 * MIB))


def gzip_bomb():
    return sealed(gzip(tar(ONE)) + packed_zeros(4200 * MIB))


def zstd_bomb():
    return sealed(zstd([tar(ONE), (b"\0", 2 << 30)]))


def bomb_in_an_entry():
    """Honest in everything: 200 MiB that the manifest names."""
    size = 200 * MIB
    head = manifest([entry(HOSTS, size=size, sha256=zeros_digest(size))])
    return sealed(zstd([member(f"{ID}/manifest.xml", head),
                        header(f"{ID}/{HOSTS}", size), (b"\0", size), END]))


def zeros_digest(size):
    import hashlib

    digest = hashlib.sha256()
    for piece in zeros(size):
        digest.update(piece)
    return digest.hexdigest()


# -------------------------------------------------------------------- limits


def many_entries():
    digest = sha256(b"")
    return with_manifest(manifest(
        [f'  <entry path="files/{n:06}" status="collected" size="0" '
         f'sha256="{digest}"/>' for n in range(100001)]))


def many_members():
    files = [(f"files/{n:06}", b"") for n in range(100000)]
    return sealed(gzip(tar(files), level=1))


def large_entry():
    return with_manifest(manifest(
        [entry(HOSTS, size=256 * MIB + 1, sha256="0" * 64)]))


def large_total():
    return with_manifest(manifest(
        [entry(f"files/{n:02}", size=256 * MIB, sha256="0" * 64)
         for n in range(17)]))


def large_manifest():
    return sealed(zstd([header(f"{ID}/manifest.xml", 65 * MIB),
                        (b" ", 65 * MIB), END]))


def large_pax():
    size = 900 * MIB
    return sealed(gzip(header("pax", size, b"x")) + packed_zeros(size))


# ------------------------------------------------------------------- members


def other_member(kind, link=b"", name="files/etc/other"):
    return with_member(member(f"{ID}/{name}", b"", kind, link))


def sparse_member():
    body = b"1\n0\n4\n" + b"\0" * 506 + b"text"
    return with_member(
        pax(GNU__sparse__major=1, GNU__sparse__minor=0,
            GNU__sparse__name=f"{ID}/files/etc/other",
            GNU__sparse__realsize=1 << 40) +
        member(f"{ID}/files/etc/other", body))


def old_sparse_member():
    block = bytearray(header(f"{ID}/files/etc/other", 512, b"S"))
    block[257:265] = b"ustar  \0"
    block[386:398] = b"00000000000\0"
    block[398:410] = b"00000001000\0"
    block[483:495] = b"77777777777\0"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return with_member(bytes(block) + bytes(512))


def lying_size():
    text = manifest([entry(HOSTS, b"12345")])
    return with_manifest(text, [(HOSTS, b"1234")])


def lying_digest():
    text = manifest([entry(HOSTS, b"12345")])
    return with_manifest(text, [(HOSTS, b"12346")])


def huge_octal(octal):
    return with_member(header(f"{ID}/files/etc/other", 0, octal=octal))


# ------------------------------------------------------------ manifest bombs


def twice():
    one = entry(HOSTS, b"x")
    return with_manifest(manifest([one, one]), [(HOSTS, b"x")])


def manifest_attributes():
    attributes = " ".join(f'a{n}="1"' for n in range(2000))
    return with_manifest(manifest([f'  <entry path="{HOSTS}" {attributes}/>']))


def manifest_text(old, new):
    return with_manifest(manifest([entry(HOSTS, b"x")]).replace(old, new),
                         [(HOSTS, b"x")])


LAUGHS = ('<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
          '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>')

REJECTED = {
    "empty": (lambda: b"", "neither gzip nor zstd"),
    "one byte": (lambda: b"\x1f", "neither gzip nor zstd"),
    "a plain tar": (lambda: tar(ONE), "neither gzip nor zstd"),
    "a zip": (lambda: b"PK\x03\x04" + bytes(500), "neither gzip nor zstd"),
    "no seal": (lambda: gzip(tar(ONE)), "does not end with the seal"),
    "the seal of another": (
        lambda: gzip(tar(ONE)) + bundle(ONE + [(SERVER, GOOD)])[-93:],
        "does not end with the seal"),
    "a gzip stream cut short": (cut_stream, "gzip stream is damaged"),
    "a zstd stream cut short": (
        lambda: sealed(zstd([tar(ONE)])[:-700]), "damaged"),
    "a changed gzip stream": (changed_stream, "damaged"),
    "a reserved zstd block": (
        lambda: sealed(zstd([tar(ONE)])[:6] + b"\xff\xff\xff"), "damaged"),
    "bytes behind the stream": (
        lambda: sealed(gzip(tar(ONE)) + b"more"), "follow"),
    "gzip inside gzip": (
        lambda: sealed(gzip(gzip(tar(ONE)))), "damaged"),
    "a gzip bomb": (gzip_bomb, "follow the end"),
    "a zstd bomb": (zstd_bomb, "follow the end"),
    "a bomb in an entry": (bomb_in_an_entry, "more than 2000 times its size"),
    "a tar cut inside an entry": (
        lambda: sealed(gzip(tar(ONE + [(SERVER, b"x" * 2000)])[:-2100])),
        "damaged"),
    "a tar without its end": (
        lambda: sealed(gzip(tar(ONE, end=b""))), "lacks its end"),
    "bytes behind the tar": (
        lambda: sealed(gzip(tar(ONE) + b"more" * 128)), "follow the end"),
    "no member": (lambda: sealed(gzip(bytes(10240))), "empty archive"),
    "101 thousand entries": (many_entries, "more than 100000 entries"),
    "101 thousand members": (many_members, "more than 100000 members"),
    "an entry above 256 MiB": (large_entry, "larger than an entry may be"),
    "entries above 4 GiB": (large_total, "more than 4294967296 bytes"),
    "a manifest above 64 MiB": (large_manifest,
                                "larger than a manifest may be"),
    "a name above 4 KiB": (
        lambda: with_member(member(f"{ID}/files/" + "a" * 4096)),
        "the name is too long"),
    "a pax header of 900 MiB": (large_pax, "damaged"),
    "a size in base 256 beyond all": (
        lambda: huge_octal(b"\x80" + b"\xff" * 11), "damaged"),
    "a size below nothing": (lambda: huge_octal(b"\xff" * 12), "damaged"),
    "a folder": (lambda: other_member(b"5"), "a folder"),
    "a link": (lambda: other_member(b"2", b"/etc/passwd"),
               "not a regular file"),
    "a hard link": (lambda: other_member(b"1", ID.encode() + b"/manifest.xml"),
                    "not a regular file"),
    "a character device": (lambda: other_member(b"3"), "not a regular file"),
    "a block device": (lambda: other_member(b"4"), "not a regular file"),
    "a fifo": (lambda: other_member(b"6"), "not a regular file"),
    "a member of no known kind": (lambda: other_member(b"Q"),
                                  "not named by the manifest"),
    "a sparse member": (sparse_member, "not a regular file"),
    "an old sparse member": (old_sparse_member, "not a regular file"),
    "an absolute name": (lambda: with_member(member("/etc/passwd", b"x")),
                         "is absolute"),
    "a name with ..": (
        lambda: with_member(member(f"{ID}/files/../../etc/passwd", b"x")),
        '".."'),
    "a name with a control": (
        lambda: with_member(member(f"{ID}/files/a\x1b[2Jb", b"x")), "control"),
    "a name with a newline": (
        lambda: with_member(member(f"{ID}/files/a\nb", b"x")), "control"),
    "a name that is no UTF-8": (
        lambda: with_member(member(ID.encode() + b"/files/\xff\xfe", b"x")),
        "UTF-8"),
    "outside the top folder": (lambda: with_member(member("other/files/x")),
                               "outside the top folder"),
    "a member twice": (lambda: with_member(member(f"{ID}/{HOSTS}", ONE[0][1])),
                       "comes twice"),
    "a manifest twice": (
        lambda: with_member(member(f"{ID}/manifest.xml", manifest([]))),
        "comes twice"),
    "a member without an entry": (
        lambda: with_member(member(f"{ID}/files/etc/other", b"x")),
        "not named by the manifest"),
    "an entry without its member": (
        lambda: with_manifest(manifest([entry(HOSTS, b"x")])), "but not there"),
    "an entry without bytes that has some": (
        lambda: with_manifest(manifest([entry(HOSTS, status="denied",
                                              reason="no")]), ONE),
        "has none"),
    "a size that lies": (lying_size, "another size"),
    "a digest that lies": (lying_digest, "another SHA-256"),
    "an archive inside": (lambda: named(HOSTS, gzip(b"x" * 999)),
                          "is an archive itself"),
    "a tar inside": (lambda: named(HOSTS, tar(ONE)), "is an archive itself"),
    "no manifest": (
        lambda: sealed(gzip(member(f"{ID}/{HOSTS}", b"x") + END)),
        "not the manifest"),
    "the manifest of another": (
        lambda: with_manifest(manifest([], top="acc-other-20260102T030405Z")),
        "not the manifest's id"),
    "an entry twice": (twice, "comes twice"),
    "entries out of order": (
        lambda: with_manifest(manifest([entry("files/b", b""),
                                        entry("files/a", b"")])), "order"),
    "an entry named ..": (
        lambda: with_manifest(manifest([entry("files/../x", b"")])), "path"),
    "an entry named with a control": (
        lambda: with_manifest(manifest([entry("files/a\nb", b"")])), "path"),
    "a manifest with a DOCTYPE": (
        lambda: with_manifest(manifest([], before=LAUGHS)), "DOCTYPE"),
    "a manifest of format 2": (
        lambda: with_manifest(manifest([], format="2")), "format 2"),
    "a manifest of 2,000 attributes": (manifest_attributes, "no attribute"),
    "a manifest nested without end": (
        lambda: with_manifest(manifest(["<a>" * 100000])), "expected"),
    "a manifest with a NUL": (
        lambda: manifest_text(b'os="linux"', b'os="lin\0ux"'), "NUL"),
    "a manifest that says it otherwise": (
        lambda: manifest_text(b'os="linux"', b'os="&#x6c;inux"'),
        "not written as acc-collect writes it"),
    "a manifest with a stranger": (
        lambda: manifest_text(b"</manifest>", b"<x/>\n</manifest>"), "<x>"),
}


# ------------------------------------------------- files that are not parsed


def conf(content, path=SERVER):
    return lambda: bundle([(path, content)])


def one_line(size, path, fill=b"a", start=b"", end=b""):
    """One line of SIZE MiB that no ratio forbids: noise repeats every 32 KiB
    and a byte."""
    import random

    noise = random.Random(3).randbytes(32 << 10)
    table = bytes(fill[i % len(fill)] for i in range(256))
    content = start + (noise.translate(table) + fill[:1]) * (size * 32) + end
    return lambda: sealed(gzip(tar([(path, content)]), level=1))


def elements(count, text):
    return b"<serverConf>" + text * count + b"</serverConf>"


def attributes(count):
    return b" ".join(b'a%d="1"' % n for n in range(count))


def spaces(count):
    return b" ".join(b'xmlns:n%d="u%d"' % (n, n) for n in range(count))


def instances(count, content):
    """COUNT instances over one large serverConf.xml."""
    def make():
        files = [(SERVER, content), (CONF + "config-default.xml", GOOD)]
        files += [(f"{CONF}config-i{n:03}.xml", GOOD) for n in range(count)]
        return bundle(files)
    return make


ANY = None  # any line

ACCEPTED = {
    "1,000 attributes on one element": (
        conf(b"<serverConf>\n<web " + attributes(1000) + b"/></serverConf>"),
        None, None, None),
    "1,001 attributes on one element": (
        conf(b"<serverConf>\n<web " + attributes(1001) + b"/></serverConf>"),
        SERVER, 2, "1000 attributes"),
    "1,001 attributes, each on its line": (
        conf(b"<serverConf>\n<web " + attributes(1001).replace(b" ", b"\n") +
             b"/></serverConf>"), SERVER, 1002, "1000 attributes"),
    "1,000,000 attributes on one element": (
        conf(b"<serverConf>\n<web " + attributes(1000000) +
             b"/></serverConf>"), SERVER, 2, "1000 attributes"),
    "64 namespaces": (
        conf(b"<serverConf " + spaces(64) + b"/>"), SERVER, 1, "left out"),
    "65 namespaces": (
        conf(b"<serverConf\n" + spaces(65) + b"/>"), SERVER, 2,
        "64 namespace"),
    "64 namespaces and many children of them": (
        conf(b"<serverConf " + spaces(64) + b">\n" +
             b"".join(b"<n%d:a/>" % (n % 64) for n in range(300000)) +
             b"</serverConf>"), SERVER, ANY, ""),
    "nested to 256": (
        conf(b"<serverConf>" + b"<a>" * 255 + b"</a>" * 255 +
             b"</serverConf>"), None, None, None),
    "nested to 257": (
        conf(b"<serverConf>\n" + b"<a>\n" * 256 + b"</a>" * 256 +
             b"</serverConf>"), SERVER, 257, "deeper than 256"),
    "nested to a million": (
        conf(b"<serverConf>\n" + b"<a>" * 1000000), SERVER, 2,
        "deeper than 256"),
    "a DOCTYPE": (
        conf(b"<?xml version='1.0'?>\n" + LAUGHS.encode() +
             b"\n<serverConf>&c;</serverConf>"), SERVER, 2, "DOCTYPE"),
    "a DOCTYPE that reads a file": (
        conf(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
             b"<serverConf>&x;</serverConf>"), SERVER, 1, "DOCTYPE"),
    "an entity that is not declared": (
        conf(b"<serverConf>\n&x;</serverConf>"), SERVER, 2, ""),
    "a tag that is never closed": (
        conf(b"<serverConf>\n<web>\n</serverConf>"), SERVER, 3, "end tag"),
    "a quote that is never closed": (
        conf(b'<serverConf>\n<web a="' + b"x" * (8 * MIB)), SERVER, 2, "quote"),
    "an attribute twice": (
        conf(b'<serverConf>\n<web a="1" a="2"/></serverConf>'), SERVER, 2, ""),
    "a NUL": (conf(b"<serverConf>\n\0</serverConf>"), SERVER, ANY, "NUL"),
    "half a character of UTF-16": (
        conf(b"\xff\xfe<\0s\0e"), SERVER, 1, "UTF-16"),
    "another root": (conf(b"<other/>"), SERVER, 1, "root"),
    "five million elements": (
        conf(elements(5000000, b"<a/>")), SERVER, 1, "more elements"),
    "a million elements with long names": (
        conf(elements(200000, b"<" + b"n" * 100 + b"/>")), SERVER, 1,
        ""),
    "60 elements of 1,000 attributes": (
        conf(elements(60, b"\n<a " + attributes(1000) + b"/>")), None, None,
        None),
    "2,000 elements of 1,000 attributes": (
        conf(elements(2000, b"\n<a " + attributes(1000) + b"/>")), SERVER,
        ANY, "more attributes"),
    "100 instances over a small file": (
        instances(100, elements(50, b'\n<relay x="1" y="2" z="3"/>')), None,
        ANY, None),
    "900 instances over a large file": (
        instances(900, elements(3000, b'\n<a name="b" c="d" e="f"/>')), ANY,
        ANY, "more settings"),
    "900 instances over a huge file": (
        instances(900, elements(20000, b'\n<relay x="1" y="2" z="3"/>')), ANY,
        ANY, "more settings"),
    "200 MB of XML in one line": (
        one_line(200, SERVER, b"a b", b"<serverConf a='", b"'/>"), SERVER, ANY,
        "larger"),
    "60 MB of XML in one line": (
        one_line(60, SERVER, b"a b", b"<serverConf a='", b"'/>"), SERVER, 1,
        "larger"),
    "a value of 15 MB": (
        one_line(15, SERVER, b"a b", b"<serverConf a='", b"'/>"), SERVER, 1,
        "longer than 64 KiB"),
    "200 MB of processes in one line": (
        one_line(200, "commands/nlserver-pdump"), "commands/nlserver-pdump",
        ANY, ""),
    "200 MB of packages in one line": (
        one_line(200, "commands/packages"), "commands/packages", ANY, ""),
    "200 MB of Apache in one line": (
        one_line(200, "files/etc/apache2/apache2.conf"),
        "files/etc/apache2/apache2.conf", ANY, "larger"),
    "15 MB of Apache in lines that go on": (
        one_line(15, "files/etc/apache2/apache2.conf", b"\\\n"), None, ANY,
        None),
    "15 MB of Apache in empty lines": (
        one_line(15, "files/etc/apache2/apache2.conf", b"\n"),
        "files/etc/apache2/apache2.conf", 200000, "lines"),
    "60 MB in an option of the manifest": (
        lambda: with_manifest(manifest(
            [], options=[("--root", "a b c d " * (60 * MIB // 8))])), None,
        None, None),
    "200,000 processes": (
        conf(b"".join(b"web@i%06d (%d) - 10 MB\n" % (n, n)
                      for n in range(200000)), "commands/nlserver-pdump"),
        "commands/nlserver-pdump", ANY, "not read to its end"),
    "200,000 directives of Apache": (
        conf(b"".join(b"LoadModule m%d modules/m%d.so\n" % (n, n)
                      for n in range(199000)),
             "files/etc/apache2/apache2.conf"), None, ANY, None),
    "200,000 lines of environment": (
        conf(b"".join(b"export A%d=%d\n" % (n, n) for n in range(199000)),
             "files/usr/local/neolane/nl6/customer.sh"), None, ANY, None),
    "100,000 servers named": (
        conf(elements(40000, b'<spareServer id="1" url="http://h:80"/>')),
        None, None, None),
    "100,000 gaps": (
        lambda: with_manifest(manifest(
            [entry(f"files/{n:06}", status="denied", reason="no")
             for n in range(100000)])), "files/000000", ANY, "denied"),
}


# --------------------------------------------- files that end in garbage

NL5 = "usr/local/neolane/nl5/conf/"
WINDOWS = "C/Program Files/Adobe/Adobe Campaign v6/conf/"
IIS = "C/Windows/System32/inetsrv/config/applicationHost.config"


def settings(encoding, lines=5, declared=None):
    """serverConf.xml of LINES lines: letters that ENCODING has of its own."""
    text = ("<?xml version='1.0'" +
            (f" encoding='{declared}'" if declared else "") + "?>\n"
            "<serverConf>\n <shared>\n" +
            "  <!-- déjà réglé, à l'échelle -->\n" * (lines - 5) +
            " </shared>\n</serverConf>\n")
    return text.encode(encoding)


def the_named_one():
    """132,632 bytes, the last of them Ctrl-Z, as an editor of DOS ends."""
    whole = settings("iso-8859-1", 4000, "ISO-8859-1")
    assert len(whole) > 132631
    body = b"\n </shared>\n</serverConf>\n"
    whole = whole[:132631 - len(body)]
    whole = whole[:whole.rindex(b"\n")]
    return whole + b" " * (132631 - len(body) - len(whole)) + body + b"\x1a"


# name → (sample and host, path in its root, bytes, line, words of the gap).
# A real collector carries them.
GARBAGE = {
    "ISO-8859-1 that ends in Ctrl-Z": (
        "standalone-511/camp1", NL5 + "serverConf.xml", the_named_one(), ANY,
        "character"),
    "no encoding, ISO-8859-1 that ends in Ctrl-Z": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("iso-8859-1", 2000) + b"\x1a", 2001, "character"),
    "windows-1252 with a byte that it does not have": (
        "standalone-511/camp1", NL5 + "config-prod.xml",
        settings("cp1252", 3000, "windows-1252") + b"\x81", 3001, "encoding"),
    "UTF-16 little end first, half a character": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        b"\xff\xfe" + settings("utf-16-le", 2000, "UTF-16") + b"<", 2001,
        "half a character"),
    "UTF-16 big end first, half a pair": (
        "standalone-511/camp1", NL5 + "config-default.xml",
        b"\xfe\xff" + settings("utf-16-be", 2000, "UTF-16") + b"\xd8\x3d",
        2001, "half a pair"),
    "UTF-16 with a NUL": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        b"\xff\xfe" + settings("utf-16-le", 2000, "UTF-16") + b"\0\0", 2001,
        "NUL"),
    "UTF-8 that breaks off in a character": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("utf-8", 2000, "UTF-8") + "é".encode()[:1], 2001,
        "not UTF-8"),
    "UTF-8 with a mark and garbage": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        b"\xef\xbb\xbf" + settings("utf-8", 2000, "utf-8") + b"\xff\xfe\0",
        2001, "not UTF-8"),
    "ISO-8859-15 with a NUL": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("iso-8859-15", 2000, "ISO-8859-15") + b"\0", 2001,
        "encoding does not have"),
    "US-ASCII with other bytes": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("ascii", 5, "US-ASCII") + b"\xe9\xa4", 6, "not UTF-8"),
    "UTF-7, which nobody reads": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("utf-7", 2000, "UTF-7"), 1, "encoding that is not read"),
    "EBCDIC, which nobody reads": (
        "standalone-511/camp1", NL5 + "serverConf.xml",
        settings("cp037", 2000, "IBM037"), ANY, ""),
    "the sites of IIS with garbage": (
        "enterprise-61-windows/app1", IIS,
        b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>\n"
        b"<configuration>\n</configuration>\n\xc3", 4, "not UTF-8"),
    "settings of Windows in windows-1252 with Ctrl-Z": (
        "enterprise-61-windows/app1", WINDOWS + "serverConf.xml",
        settings("cp1252", 2000, "windows-1252").replace(b"\n", b"\r\n") +
        b"\x1a", 2001, "character"),
}
