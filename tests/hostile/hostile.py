#!/usr/bin/env python3
"""Hostile bundles, packs and templates, as a user would be handed them.

    tests/hostile/hostile.py BIN [PLAIN-BIN [NAME-PART…]]

BIN holds the programs with sanitizers, PLAIN-BIN (the same, if none is given)
those without: time and memory are measured on these, because a sanitizer takes
several times as much.  Ends with 'N passed, N failed'.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import traceback
import zlib
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import amplified  # noqa: E402
import cases  # noqa: E402
from forge import bundle  # noqa: E402

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BIN = os.path.abspath(sys.argv[1])
PLAIN = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else BIN
ONLY = sys.argv[3:]
WORK = tempfile.mkdtemp(prefix="acc-hostile-")
NOW = "2026-01-02T03:04:05Z"
FORMATS = "html,pdf,json,csv"
SECONDS = 2  # of a processor; on a slow or busy one:
PEERS = 10   # times what peer_seconds() takes, 0.2 s where the limit was set
KILOBYTES = 256 << 10
SAMPLE = os.path.join(TOP, "samples", "standalone-511", "camp1")


# What a process takes at the most begins with what its parent has at that
# moment, and this one has whole bundles: so a small one stands between.
LAUNCHER = """
import json, os, signal, subprocess, sys
seconds = int(sys.argv.pop(1))
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL,
                           stdout=2, stderr=2)
signal.signal(signal.SIGALRM, lambda *_: process.kill())
signal.alarm(seconds)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status),
                  used.ru_utime + used.ru_stime, used.ru_maxrss]), flush=True)
os._exit(0)
"""


def peer_seconds():
    """What zlib takes to pack 4 MB here and now."""
    draw = random.Random(1)
    words = [bytes(draw.choices(b"abcdefghij", k=6)) for _ in range(4096)]
    text = b" ".join(draw.choices(words, k=600000))
    began = time.thread_time()
    zlib.compress(text, 6)
    return time.thread_time() - began


class Ended:
    """What a process was at its end: status, words, seconds of a processor,
    kilobytes."""

    def __init__(self, *argv, seconds=60):
        done = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, str(seconds), *argv],
            stdin=subprocess.DEVNULL, capture_output=True,
            env=dict(os.environ, SOURCE_DATE_EPOCH="1767323045"))
        self.words = done.stderr.decode(errors="replace")
        self.status, self.seconds, self.kilobytes = json.loads(done.stdout)
        sign = re.search(r"(Address|Leak)Sanitizer|:\d+: runtime error",
                         self.words)
        assert sign is None, self.words[-4000:]

    def within_limits(self):
        if self.seconds > SECONDS:
            most = PEERS * peer_seconds()
            assert self.seconds <= most, f"{self.seconds:.1f} > {most:.1f} s"
        assert self.kilobytes <= KILOBYTES, f"{self.kilobytes >> 10} MiB"


def put(name, content):
    path = os.path.join(WORK, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    return path


def good_bundle():
    path = os.path.join(WORK, "good.tar.gz")
    if not os.path.exists(path):
        done = Ended(os.path.join(PLAIN, "acc-collect"), "-q",
                     "--root", os.path.join(SAMPLE, "root"),
                     "--recorded", os.path.join(SAMPLE, "recorded"),
                     "--hostname", "camp1", "-o", path)
        assert done.status in (0, 3), done.words
    return path


def analyze(bundles, *options, where=PLAIN, formats="json"):
    folder = os.path.join(tempfile.mkdtemp(dir=WORK), "report")
    done = Ended(os.path.join(where, "acc-analyze"), *bundles, "-o", folder,
                 "--now", NOW, "--format", formats, *options,
                 seconds=60 if where == PLAIN else 900)
    assert done.status in (2, 3), (done.status, done.words[-4000:])
    with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
        report = json.load(file)
    shutil.rmtree(os.path.dirname(folder))
    return done, report


def of(report, name):
    return next(b for b in report["bundles"] if b["file"].endswith(name))


def the_good_one_counts(report):
    good = of(report, "good.tar.gz")
    assert good["status"] == "accepted", good
    assert any(f["rule"] == "ACC-SEC-001" and f["outcome"] == "fail"
               and f["subject"]["host"] == "camp1"
               for f in report["findings"])


# ------------------------------------------------------------------ one by one


def rejected(name):
    make, words = cases.REJECTED[name]
    path = put(f"{threading.get_ident()}/bad.tar.gz", make())
    done, report = analyze([path, good_bundle()])
    bad = of(report, "bad.tar.gz")
    assert bad["status"] == "rejected", bad
    assert words in bad["reason"], bad["reason"]
    assert len(bad["reason"]) < 2048, len(bad["reason"])
    # A seal that fits: the rule itself refused it.
    assert "seal" in words or "gzip nor" in words or (
        "seal" not in bad["reason"]), bad["reason"]
    assert report["verdict"]["state"] in ("not-ready", "not-assessed")
    the_good_one_counts(report)
    done.within_limits()
    return done


def accepted(name):
    make, entry, line, words = cases.ACCEPTED[name]
    path = put(f"{threading.get_ident()}/odd.tar.gz", make())
    done, report = analyze([path, good_bundle()])
    odd = of(report, "odd.tar.gz")
    assert odd["status"] == "accepted", odd
    gaps = [g for g in report["gaps"] if g["bundle"] == odd["id"]]
    if words is None:
        assert not [g for g in gaps if g["path"] == cases.SERVER], gaps
    else:
        assert any(words in g["reason"] and entry in (None, g["path"])
                   and line in (None, g["line"]) for g in gaps), gaps[:5]
    if words is not None and entry == cases.SERVER and "left out" not in words:
        for finding in report["findings"]:
            if finding["rule"] == "ACC-SEC-001" and (
                    finding["subject"]["host"] == "hostile"):
                assert finding["outcome"] == "unknown", finding
    the_good_one_counts(report)
    done.within_limits()
    return done


def amplified_one(name, table, status):
    make, words = table[name]
    path = put(f"{threading.get_ident()}/much.tar.gz", make())
    done, report = analyze([path, good_bundle()], formats=FORMATS)
    much = of(report, "much.tar.gz")
    assert much["status"] == status, much
    gaps = [g["reason"] for g in report["gaps"] if g["bundle"] == much["id"]]
    if status == "rejected":
        gaps = [much["reason"]]
    assert words is None or any(words in g for g in gaps), gaps[:5]
    # That no configuration was collected is a gap of most of them.
    for wrong in () if words else ("too many", "too much", "more than",
                                   "more to", "only"):
        assert not any(wrong in g for g in gaps), gaps[:5]
    the_good_one_counts(report)
    done.within_limits()
    return done


def garbage(name):
    """From an honest collection, and byte by byte: what the collector does not
    carry (it finds no secret in it) is a gap without a line, what is there one
    with its line, and all else is read."""
    sample, path, content, line, words = cases.GARBAGE[name]
    sample = os.path.join(TOP, "samples", sample)
    root = os.path.join(tempfile.mkdtemp(dir=WORK), "root")
    shutil.copytree(os.path.join(sample, "root"), root, symlinks=True)
    put(os.path.join(root, path), content)
    honest = os.path.join(os.path.dirname(root), "honest.tar.gz")
    made = Ended(os.path.join(BIN, "acc-collect"), "-q", "--root", root,
                 "--recorded", os.path.join(sample, "recorded"),
                 "--hostname", "honest", "-o", honest)
    assert made.status in (0, 3), made.words
    forged = put(f"{threading.get_ident()}/forged.tar.gz", bundle([("files/" + path, content)]))
    for where in (BIN, PLAIN) if BIN != PLAIN else (PLAIN,):
        done, report = analyze([honest, forged, good_bundle()], where=where)
        for file in ("honest.tar.gz", "forged.tar.gz"):
            odd = of(report, file)
            assert odd["status"] == "accepted", odd
            gaps = [g for g in report["gaps"] if g["bundle"] == odd["id"] and
                    g["path"] == "files/" + path]
            assert any(words in g["reason"] and g["line"] is not None and
                       line in (None, g["line"]) for g in gaps) or (
                file == "honest.tar.gz" and
                any("secrets" in g["reason"] for g in gaps)), gaps
        the_good_one_counts(report)
    done.within_limits()
    shutil.rmtree(os.path.dirname(root))
    return done


def all_in_one_call_with_sanitizers():
    """Small ones: a sanitizer needs no large one to see a wrong byte."""
    paths = [good_bundle()]
    wanted = {}
    for kind, table in (("rejected", cases.REJECTED),
                        ("accepted", cases.ACCEPTED)):
        for number, name in enumerate(sorted(table)):
            content = table[name][0]()
            if len(content) > 1 << 20:
                continue
            file = f"{kind}{number:02}.tar.gz"
            paths.append(put("all/" + file, content))
            wanted[file] = kind
    assert sum(kind == "rejected" for kind in wanted.values()) >= 40
    done, report = analyze(paths, where=BIN, formats=FORMATS)
    for file, kind in wanted.items():
        status = of(report, file)["status"]
        # The bundles of one id and host: all but the newest stand back.
        assert status == kind or (kind, status) == (
            "accepted", "superseded"), (file, status)
    the_good_one_counts(report)
    return done


# ------------------------------------------------------------- rules, templates


LOOPS = {
    "every attribute with every attribute":
        "count(//@*[" + "count(//@*[" * 4 + "count(//@*) &gt; 1" +
        "]) &gt; 1" * 4 + "]) &gt; 1",
    "all nodes put together with themselves":
        "count(//@* | //@* | //node() | //@*/..//@*) &gt; 1",
    "the nodes before the nodes before the nodes":
        "count(//*/preceding::*/preceding::*/following::*) &gt; 1",
    "texts joined to texts":
        "string-length(" + "translate(" * 20 + "concat('ab', string(/))" +
        ",'a','b')" * 20 + ") &gt; 1",
    "more than its nesting allows": "(" * 20 + "1" + ")" * 20,
    "a file of the system": "document('/etc/passwd')",
    "a function that is not there": "system('id')",
}


def pack(expressions, each=None):
    """A folder with one rule for each of EXPRESSIONS, and a sound one."""
    rules = ""
    for number, fail in enumerate(expressions + ["os/@family = 'linux'"], 1):
        subjects = each if each and number == 1 else "."
        rules += (
            f'<rule id="ACC-HOS-{number:03}" severity="info" phase="before" '
            f'actor="DBA" on="host" each="{subjects}"><title>Rule {number}'
            f'</title><why>A test.</why><fail if="{fail}"/>'
            '<pass if="not(os)"/><needs what="a fact" get="look"/>'
            '<evidence at="os"/><one>{host}</one><many>{count}</many><remedy>Do</remedy>'
            "<do>Do</do><check>Look</check><source>tool policy</source>"
            '<case name="c" is="fail"><host><os family="linux"/></host></case>'
            "</rule>")
    folder = tempfile.mkdtemp(dir=WORK)
    put(os.path.join(folder, "pack.xml"), f"<rules>{rules}</rules>".encode())
    return folder


def large_host():
    """60,000 attributes, 150,000 nodes: what a host may hold at the most."""
    name = "60 elements of 1,000 attributes"
    return put("large.tar.gz", cases.ACCEPTED[name][0]())


def outcomes_of_the_pack(report):
    found = {}
    for finding in report["findings"]:
        if finding["rule"].startswith("ACC-HOS-"):
            found.setdefault(finding["rule"], set()).add(finding["outcome"])
    return found


def a_rule_without_end_is_an_error_of_its_own():
    expressions = list(LOOPS.values())
    done, report = analyze([large_host(), good_bundle()], "--rules",
                           pack(expressions))
    found = outcomes_of_the_pack(report)
    last = f"ACC-HOS-{len(expressions) + 1:03}"
    for number, words in enumerate(LOOPS, 1):
        outcomes = found[f"ACC-HOS-{number:03}"]
        # On the small host an expression may well come to its end.
        assert "error" in outcomes or words.startswith(("more", "texts")), (
            words, outcomes)
        assert "pass" not in outcomes, (words, outcomes)
    assert found[last] & {"fail", "unknown"}, found[last]
    assert "error" not in found[last], found[last]
    the_good_one_counts(report)
    done.within_limits()
    return done


def a_rule_of_too_many_subjects_is_an_error_of_its_own():
    done, report = analyze([large_host(), good_bundle()], "--rules",
                           pack(["true()"], each="//@* | //*/@*/.. | //node()"))
    found = outcomes_of_the_pack(report)
    assert "error" in found["ACC-HOS-001"], found
    assert "error" not in found["ACC-HOS-002"], found
    the_good_one_counts(report)
    done.within_limits()
    return done


def refused_at_once(*options):
    """Nothing is written; the one line names what was refused."""
    folder = os.path.join(tempfile.mkdtemp(dir=WORK), "report")
    done = Ended(os.path.join(PLAIN, "acc-analyze"), good_bundle(), "-o",
                 folder, "--now", NOW, *options)
    assert done.status == 1, (done.status, done.words)
    assert not os.path.exists(folder)
    lines = [line for line in done.words.split("\n")
             if line.startswith("acc-analyze: ")]
    assert len(lines) == 1, done.words
    done.within_limits()
    return lines[0]


def a_pack_that_is_a_bomb_is_refused():
    for content, words in (
        (cases.LAUGHS.encode() + b"<rules/>", "DOCTYPE"),
        (b"<rules " + cases.attributes(1001) + b"/>", "1000 attributes"),
        (b"<rules>" * 300, "deeper than 256"),
        (b"<rules>" + b" " * (64 << 20) + b"</rules>", "pack.xml"),
        (b"<rules><rule", "pack.xml"),
    ):
        folder = tempfile.mkdtemp(dir=WORK)
        put(os.path.join(folder, "pack.xml"), content)
        said = refused_at_once("--rules", folder)
        assert words in said and "pack.xml" in said, said


XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
SECRET = "hunter2-of-the-desk"


def sheet(before="", top="", body=""):
    return (f"<?xml version='1.0'?>{before}<xsl:stylesheet version='1.0' {XSL}>"
            f"{top}<xsl:template match='/'>{body}</xsl:template>"
            "</xsl:stylesheet>")


def templates_that_reach_out_are_refused():
    outside = put("outside/secret.xml", f"<a>{SECRET}</a>".encode())
    put("outside/other.xsl", sheet(body=SECRET).encode())
    loop = "<xsl:template name='l'><xsl:call-template name='l'/></xsl:template>"
    for words, text in {
        "DOCTYPE": sheet(
            before=f'<!DOCTYPE x [<!ENTITY s SYSTEM "{outside}">]>',
            body="<p>&s;</p>"),
        "asked for": sheet(
            body=f"<xsl:copy-of select=\"document('{outside}')\"/>"),
        "asked for ": sheet(
            body="<xsl:copy-of select=\"document('../outside/secret.xml')\"/>"),
        "asked for  ": sheet(
            body="<xsl:copy-of select=\"document('http://127.0.0.1:9/x')\"/>"),
        "asked for   ": sheet(
            top="<xsl:include href='../outside/other.xsl'/>"),
        "asked for    ": sheet(
            top=f"<xsl:import href='{WORK}/outside/other.xsl'/>"),
        "no such file": sheet(top="<xsl:include href='link.xsl'/>"),
        "html.xsl": sheet(top=loop,
                          body="<xsl:call-template name='l'/>"),
        "asked for     ": sheet(body="<xsl:document href='/tmp/x'/>"),
        "script": sheet(body="<html><head><meta http-equiv="
                        "'Content-Security-Policy' content='{$policy}'/>"
                        "</head><script>1</script></html>",
                        top="<xsl:param name='policy'/>"),
    }.items():
        folder = os.path.join(tempfile.mkdtemp(dir=WORK), "templates")
        shutil.copytree(os.path.join(TOP, "templates"), folder)
        os.symlink(os.path.join(WORK, "outside", "other.xsl"),
                   os.path.join(folder, "link.xsl"))
        put(os.path.join(folder, "html.xsl"), text.encode())
        said = refused_at_once("--templates", folder)
        assert words.strip() in said, (words, said)
        assert SECRET not in said


# -------------------------------------------------------------- the collector


def a_folder_that_becomes_a_link_while_it_is_read_leads_nowhere():
    """The folder is swapped for a link out of the root, over and over."""
    root = os.path.join(WORK, "swap")
    shutil.copytree(os.path.join(SAMPLE, "root"), root, symlinks=True)
    outside = os.path.join(WORK, "away", "conf")
    os.makedirs(outside)
    folder = os.path.join(root, "usr/local/neolane/nl5/conf")
    for name in os.listdir(folder):
        if os.path.isfile(os.path.join(folder, name)):
            put(os.path.join(outside, name), SECRET.encode())
    aside = folder + ".aside"
    stop = threading.Event()
    swaps = [0]

    def swap():
        while not stop.is_set():
            # Both states last a moment, or one of them is never met.
            time.sleep(random.random() / 500)
            os.rename(folder, aside)
            os.symlink(outside, folder)
            time.sleep(random.random() / 2000)
            os.unlink(folder)
            os.rename(aside, folder)
            swaps[0] += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        whole = 0
        for number in range(400):
            if number >= 60 and whole > 0 and swaps[0] > 100:
                break
            path = os.path.join(WORK, f"swap{number}.tar.gz")
            done = Ended(os.path.join(PLAIN, "acc-collect"), "-q", "--root",
                         root, "--no-commands", "--hostname", "x", "-o", path)
            assert done.status in (0, 3), done.words
            with tarfile.open(path) as archive:
                for one in archive.getmembers():
                    content = archive.extractfile(one).read()
                    assert SECRET.encode() not in content, one.name
                    whole += one.name.endswith("/serverConf.xml")
            os.remove(path)
    finally:
        stop.set()
        thread.join()
    assert swaps[0] > 100 and 0 < whole, (swaps, whole)


# ------------------------------------------------------------------- the page

RUN = "document.title='ran'"
LEAK = "http://127.0.0.1:9/leak"
ATTACKS = [
    f"<script>{RUN}</script>",
    f"<ScRiPt src={LEAK}></sCrIpT>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</textarea><svg onload={RUN}>",
    f"<img src=x onerror={RUN}>",
    f"<img src={LEAK}>",
    f"<img srcset={LEAK}>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<iframe src=javascript:{RUN}>",
    f"<object data={LEAK}>",
    f"<embed src={LEAK}>",
    f"<link rel=stylesheet href={LEAK}>",
    f"<link rel=prefetch href={LEAK}>",
    f"<link rel=dns-prefetch href={LEAK}>",
    f"<meta http-equiv=refresh content='0;url={LEAK}'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src *\">",
    f"<base href={LEAK}/>",
    f"<form action={LEAK}><input autofocus onfocus={RUN}></form>",
    f"<button formaction={LEAK}>",
    f"<video src={LEAK} autoplay>",
    f"<audio src={LEAK} autoplay>",
    f"<input type=image src={LEAK}>",
    f"<body onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><image href={LEAK} /></svg>",
    f"<svg><use href={LEAK}#a /></svg>",
    f"<math><a xlink:href=javascript:{RUN}>x</a></math>",
    f"<style>@import '{LEAK}'</style>",
    f"<div style=background:url({LEAK})>",
    f"<details open ontoggle={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<template><script>{RUN}</script></template>",
    f"<noscript><img src={LEAK}></noscript>",
    f"<!--><script>{RUN}</script-->",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script><![CDATA[",
    f"\"><script>{RUN}</script>",
    f"'><script>{RUN}</script>",
    f"\" onmouseover=\"{RUN}\" x=\"",
    f"' autofocus onfocus='{RUN}' x='",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"<?xml-stylesheet href='{LEAK}'?>",
    f"<xsl:value-of select=\"document('{LEAK}')\"/>",
    f"\u202e<script>{RUN}</script>",
    f"<a ping={LEAK} href={LEAK}>x</a>",
]


def hostile_estate():
    """Every place that a server names, with an attack of its own."""
    from forge import entry, gzip, manifest, quoted, sealed, tar

    paths = []
    for host in range(6):
        mine = ATTACKS[host::6]
        top = f"acc-evil{host}-20260102T030405Z"
        files = []
        servers = "".join(
            f"<spareServer id='{n}' enabledIf={quoted(a)} url={quoted(a)}/>"
            f"<dataSource name={quoted(a)}><dbcnx provider={quoted(a)} "
            f"server={quoted(a)} login={quoted(a)}/></dataSource>"
            for n, a in enumerate(mine))
        files.append((cases.SERVER, (
            f"<serverConf><shared><authentication><xtk internalPassword=''/>"
            f"</authentication></shared><web><redirection>{servers}"
            f"</redirection></web></serverConf>").encode()))
        files.append((cases.CONF + "config-default.xml", cases.GOOD))
        for attack in mine:
            name = re.sub("[/\u202e]", "_", attack)
            files.append((f"{cases.CONF}config-{name}.xml",
                          f"<serverConf><!-- {RUN} --><mta autoStart="
                          f"{quoted(attack)} statServerAddress="
                          f"{quoted(attack)}/></serverConf>".encode()))
        files.append(("commands/nlserver-pdump", "\n".join(
            [f"{a} (6.1.1 build {a}) of {a}" for a in mine] +
            [f"web@{a} (123) - 10 MB" for a in mine]).encode()))
        files.append(("files/etc/os-release", "\n".join(
            f"ID={a}\nVERSION_ID={a}\nPRETTY_NAME={a}"
            for a in mine).encode()))
        lines = [(p, entry(p, c)) for p, c in files]
        for n, attack in enumerate(mine):
            path = "files/etc/" + re.sub("[/\u202e]", "_", attack)
            lines.append((path, entry(path, status="denied", reason=attack,
                                      mend=attack, why=attack)))
        text = manifest([line for _, line in
                         sorted(lines, key=lambda one: one[0].encode())],
                        top=top, host="HOST",
                        options=[("--root", a) for a in mine])
        text = text.replace(b'"HOST"', quoted(mine[0]).encode())
        paths.append(put(f"evil/{top}.tar.gz",
                         sealed(gzip(tar(files, text=text, top=top)))))
    return paths


def the_page_of_hostile_names_runs_nothing_and_asks_for_nothing():
    assert len(ATTACKS) >= 50
    folder = os.path.join(WORK, "evil-report")
    done = Ended(os.path.join(PLAIN, "acc-analyze"), *hostile_estate(), "-o",
                 folder, "--now", NOW)
    assert done.status in (2, 3), done.words
    assert done.words.count("rejected") == 0, done.words
    assert "\x1b" not in done.words and "\u202e" not in done.words
    page = os.path.join(folder, "report.html")
    with open(page, encoding="utf-8") as file:
        source = file.read()
    shown = sum(a.replace("&", "&amp;").replace("<", "&lt;")
                .replace(">", "&gt;")[:20] in source for a in ATTACKS)
    assert shown >= 40, shown
    asked, dom = browse(page)
    assert not asked, asked
    assert "<title>ran" not in dom and "</footer>" in dom
    # The same eyes see a page that does both.
    asked, dom = browse(put("leak.html", (
        f"<!DOCTYPE html><title>none</title><img src='{LEAK}'>"
        f"<script>{RUN}</script>").encode()))
    assert asked and "<title>ran" in dom, (asked, dom)


def browse(page):
    """What a browser asked for while it showed PAGE, and its document."""
    profile = tempfile.mkdtemp(dir=WORK)
    log = os.path.join(profile, "net.json")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
         "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
         f"--user-data-dir={profile}", f"--log-net-log={log}", "--dump-dom",
         "file://" + page], capture_output=True, timeout=180)
    with open(log, encoding="utf-8", errors="replace") as file:
        urls = set(re.findall(r'"url":"([^"]*)"', file.read()))
    # The browser asks its maker things of its own accord.
    own = re.compile(r"(file|data|chrome)[a-z-]*:|https?://[a-z0-9.-]*"
                     r"\.(google|googleapis|gvt1)\.com/")
    return ([url for url in sorted(urls) if not own.match(url)],
            done.stdout.decode(errors="replace"))


def result_of(words, test):
    """Runs TEST, says what it was; did it pass?"""
    try:
        done = test()
        note = ""
        if done is not None:
            note = f" ({done.seconds:.1f} s, {done.kilobytes >> 10} MiB)"
        if done is None or ONLY or done.seconds > 1 or (
                done.kilobytes > 64 << 10):
            print(f"ok      {words}{note}", flush=True)
        return True
    except Exception as problem:
        lines = "".join(traceback.format_exception(problem)[-2:])
        lines = lines.replace("\n", "\n        ")[:3000]
        print(f"FAILED  {words}\n        {lines}", flush=True)
        return False


def main():
    tests = []
    for name in cases.REJECTED:
        tests.append((f"rejected for its reason: {name}",
                      lambda name=name: rejected(name)))
    for name in cases.ACCEPTED:
        tests.append((f"the bundle stands: {name}",
                      lambda name=name: accepted(name)))
    for name in amplified.AMPLIFIED:
        tests.append((f"little makes much: {name}",
                      lambda name=name: amplified_one(
                          name, amplified.AMPLIFIED, "accepted")))
    for name in amplified.REFUSED:
        tests.append((f"little makes too much: {name}",
                      lambda name=name: amplified_one(
                          name, amplified.REFUSED, "rejected")))
    for name in cases.GARBAGE:
        tests.append((f"a file that ends in garbage is a gap: {name}",
                      lambda name=name: garbage(name)))
    for test in (
        all_in_one_call_with_sanitizers,
        a_rule_without_end_is_an_error_of_its_own,
        a_rule_of_too_many_subjects_is_an_error_of_its_own,
        a_pack_that_is_a_bomb_is_refused,
        templates_that_reach_out_are_refused,
        a_folder_that_becomes_a_link_while_it_is_read_leads_nowhere,
        the_page_of_hostile_names_runs_nothing_and_asks_for_nothing,
    ):
        tests.append((test.__name__.replace("_", " "), test))
    tests = [(words, test) for words, test in tests
             if not ONLY or any(part in words for part in ONLY)]
    good_bundle()
    # Two at a time: what is judged is the time of a processor.
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda one: result_of(*one), tests))
    passed = sum(results)
    failed = len(results) - passed
    print(f"{passed} passed, {failed} failed")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
