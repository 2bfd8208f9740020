#!/usr/bin/env python3
"""What the programs make of each sample, beside what they made when a person
last looked at it.

    tests/golden.py BUILD             compares, and prints what differs
    tests/golden.py BUILD --remake    makes tests/golden anew, to be reviewed
                                      as a diff and committed with its reason

BUILD is a build folder with tests (tests/run.sh makes build-tests). For each
sample tests/golden/SAMPLE holds report.xml, report.json and report.txt: the
words of the paper edition, page by page, as the text device gives them. What
depends on the machine alone is written as ‹…›: digests, sizes of packed
bundles, versions of libraries. Ends with 'N passed, N failed'.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLES = os.path.join(TOP, "samples")
GOLDEN = os.path.join(TOP, "tests", "golden")
NOW = "2026-01-02T03:04:05Z"
THEN = 1764547200  # 2025-12-01: when the files of each server were written
LINES_MOST = 60  # of one file's difference that are printed
FILES = ("report.xml", "report.json", "report.txt")

# In this order: a digest stands grouped on paper, and its first 8 digits in
# the foot of each page.
MACHINE = [(re.compile(pattern, re.M), words) for pattern, words in (
    (r"\b[0-9a-f]{64}\b", "‹digest›"),
    (r"\b(?:[0-9a-f]{8} ){7}[0-9a-f]{8}\b", "‹digest›"),
    (r'(?<= input-id=")[0-9a-f]{8}(?=")', "‹input›"),
    (r"(?<= · report )[0-9a-f]{8}(?= · )", "‹input›"),
    (r"(?<=^Input id\n)[0-9a-f]{8}$", "‹input›"),
    (r'(<bundle [^>]* size=)"\d+"', r'\1"‹size›"'),
    (r"(?<= · )\d+ bytes(?= · )", "‹size›"),
    (r'(<library name="[^"]*" version=)"[^"]*"', r'\1"‹version›"'),
    (r'^( *"(?:jansson|lib\w+|openssl)": )"[^"]*"', r'\1"‹version›"'),
    # On paper, where a line ends depends on how long the versions are.
    (r"(?<=^acc-analyze \d\.\d\.\d · )jansson [^‹]*?(?=\nCatalogue$)",
     "‹versions›"),
)]


def samples():
    return sorted(
        name for name in os.listdir(SAMPLES)
        if os.path.exists(os.path.join(SAMPLES, name, "expected.csv"))
    )


def run(argv, ok):
    done = subprocess.run(
        argv, env=dict(os.environ, SOURCE_DATE_EPOCH="1767323045"),
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )
    assert done.returncode in ok, f"{argv}: {done.returncode}\n{done.stderr}"


def settled(sample, folder):
    """A copy of SAMPLE in FOLDER with the dates and modes that a checkout
    leaves to chance."""
    estate = os.path.join(folder, sample)
    shutil.copytree(os.path.join(SAMPLES, sample), estate, symlinks=True)
    for root, folders, files in os.walk(estate, topdown=False):
        for name in folders + files:
            path = os.path.join(root, name)
            if not os.path.islink(path):
                os.chmod(path, 0o644 if name in files else 0o755)
            os.utime(path, (THEN, THEN), follow_symlinks=False)
    return estate


def make(build, sample, folder):
    """The three files of SAMPLE, made in FOLDER: {name: text}."""
    estate = settled(sample, folder)
    answers = os.path.join(estate, "answers.xml")
    bundles = os.path.join(folder, "bundles")
    report = os.path.join(folder, "report")
    share = os.path.join(build, "share", "acc-readiness")
    run(["sh", os.path.join(SAMPLES, "collect.sh"),
         os.path.join(build, "bin", "acc-collect"), estate, bundles], {0})
    options = ["--answers", answers] if os.path.exists(answers) else []
    run([os.path.join(build, "bin", "acc-analyze"), "-q", bundles, "-o",
         report, "--now", NOW, *options], {0, 2, 3})
    run([os.path.join(build, "tests", "pdf_make"),
         os.path.join(report, "report.xml"),
         os.path.join(share, "templates"), os.path.join(share, "fonts"),
         os.path.join(report, "report.txt")], {0})
    made = {}
    for name in FILES:
        with open(os.path.join(report, name), encoding="utf-8") as file:
            text = file.read()
        for pattern, words in MACHINE:
            text = pattern.sub(words, text)
        made[name] = text
    return made


def golden(sample, name):
    path = os.path.join(GOLDEN, sample, name)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def difference(sample, name, made):
    lines = list(difflib.unified_diff(
        golden(sample, name).splitlines(), made.splitlines(),
        f"tests/golden/{sample}/{name}", "made now", lineterm="", n=2,
    ))
    if len(lines) > LINES_MOST:
        lines[LINES_MOST:] = [f"… and {len(lines) - LINES_MOST} lines more"]
    return lines


def remake(build, work):
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for sample in samples():
        os.makedirs(os.path.join(GOLDEN, sample))
        for name, text in make(build, sample, os.path.join(work, sample)).items():
            path = os.path.join(GOLDEN, sample, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            print(f"made    tests/golden/{sample}/{name}")


def compare(build, work):
    passed = failed = 0
    stored = sorted(os.listdir(GOLDEN)) if os.path.isdir(GOLDEN) else []
    for sample in sorted(set(samples()) | set(stored)):
        made = {} if sample not in samples() else make(
            build, sample, os.path.join(work, sample))
        for name in FILES:
            lines = difference(sample, name, made.get(name, ""))
            if not lines:
                passed += 1
                print(f"ok      {sample}/{name} is as it was looked at")
                continue
            failed += 1
            print(f"FAILED  {sample}/{name} differs")
            for line in lines:
                print("        " + line)
    if failed:
        print("If that is what was meant: tests/golden.py BUILD --remake, and "
              "review the diff.")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed == 0 else 0


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--remake"]):
        print(__doc__)
        return 64
    build = os.path.abspath(sys.argv[1])
    work = tempfile.mkdtemp(prefix="acc-golden-")
    try:
        for sample in samples():
            os.makedirs(os.path.join(work, sample))
        if sys.argv[2:]:
            return remake(build, work) or 0
        return compare(build, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
