#!/usr/bin/env python3
"""Hostile bundles, packs and templates, as a user would be handed them.

    tests/hostile/hostile.py BIN [PLAIN-BIN [NAME-PART…]]

BIN holds the programs with sanitizers, PLAIN-BIN (the same, if none is given)
those without: time and memory are measured on these, because a sanitizer takes
several times as much.  Ends with 'N passed, N failed'.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import cases  # noqa: E402

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BIN = os.path.abspath(sys.argv[1])
PLAIN = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else BIN
ONLY = sys.argv[3:]
WORK = tempfile.mkdtemp(prefix="acc-hostile-")
NOW = "2026-01-02T03:04:05Z"
SECONDS = 15
KILOBYTES = 256 << 10
SAMPLE = os.path.join(TOP, "samples", "standalone-511", "camp1")


# What a process takes at the most begins with what its parent has at that
# moment, and this one has whole bundles: so a small one stands between.
LAUNCHER = """
import json, os, signal, subprocess, sys, time
began = time.monotonic()
seconds = int(sys.argv.pop(1))
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL,
                           stdout=2, stderr=2)
signal.signal(signal.SIGALRM, lambda *_: process.kill())
signal.alarm(seconds)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status),
                  time.monotonic() - began, used.ru_maxrss]))
os._exit(0)
"""


class Ended:
    """What a process was at its end: status, words, seconds, kilobytes."""

    def __init__(self, *argv, seconds=60):
        done = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, str(seconds), *argv],
            stdin=subprocess.DEVNULL, capture_output=True,
            env=dict(os.environ, SOURCE_DATE_EPOCH="1767323045"))
        self.words = done.stderr.decode(errors="replace")
        self.status, self.seconds, self.kilobytes = json.loads(done.stdout)
        for sign in ("AddressSanitizer", "runtime error", "LeakSanitizer"):
            assert sign not in self.words, self.words[-4000:]

    def within_limits(self):
        assert self.seconds <= SECONDS, f"{self.seconds:.1f} s"
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
    path = put("bad.tar.gz", make())
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
    path = put("odd.tar.gz", make())
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
    done, report = analyze(paths, where=BIN, formats="html,pdf,json,csv")
    for file, kind in wanted.items():
        status = of(report, file)["status"]
        # The bundles of one id and host: all but the newest stand back.
        assert status == kind or (kind, status) == (
            "accepted", "superseded"), (file, status)
    the_good_one_counts(report)
    return done


# ------------------------------------------------------------- rules, templates


def pack(*rules):
    rules = "".join(
        f"<rule id='SITE-HOS-{n:03}' title='Hostile {n}' category='OPR' "
        "severity='warning' phase='before' actor='administrator' "
        "source='here'>" + rule + "<why>It was asked.</why>"
        "<remedy><manual>None.</manual></remedy></rule>"
        for n, rule in enumerate(rules, 1))
    folder = tempfile.mkdtemp(dir=WORK)
    put(os.path.join(folder, "rules.xml"), rules.encode())
    return folder


def main():
    tests = []
    for name in cases.REJECTED:
        tests.append((f"rejected for its reason: {name}",
                      lambda name=name: rejected(name)))
    for name in cases.ACCEPTED:
        tests.append((f"the bundle stands: {name}",
                      lambda name=name: accepted(name)))
    for test in (all_in_one_call_with_sanitizers,):
        tests.append((test.__name__.replace("_", " "), test))
    passed = failed = 0
    slowest = largest = 0
    for words, test in tests:
        if ONLY and not any(part in words for part in ONLY):
            continue
        try:
            done = test()
            passed += 1
            note = ""
            if done is not None:
                note = f" ({done.seconds:.1f} s, {done.kilobytes >> 10} MiB)"
                if done.seconds > 1.5 or done.kilobytes > 64 << 10 or ONLY:
                    print(f"ok      {words}{note}")
        except Exception as problem:
            failed += 1
            print(f"FAILED  {words}")
            lines = traceback.format_exception(problem)
            print("        " + "".join(lines[-2:]).replace(
                "\n", "\n        ")[:3000])
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
