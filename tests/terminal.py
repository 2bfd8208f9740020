#!/usr/bin/env python3
"""What stands on a person's terminal when the programs have ended.

    tests/terminal.py BIN

Runs them on a terminal of its own and plays what they wrote on a screen: of
lines of progress nothing is left, neither below results nor below errors.
Ends with 'N passed, N failed'.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.abspath(sys.argv[1])
COLLECT, ANALYZE = (os.path.join(BIN, "acc-collect"),
                    os.path.join(BIN, "acc-analyze"))
SAMPLE = os.path.join(TOP, "samples", "standalone-511", "camp1")
WORK = tempfile.mkdtemp(prefix="acc-terminal-")
PROGRESS = ("gathering", "reading bundle")


def screen(written):
    """The lines on an endless screen."""
    lines, row, column = [""], 0, 0
    for piece in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|.", written, re.S):
        if piece == "\n":
            row += 1
            if row == len(lines):
                lines.append("")
        elif piece == "\r":
            column = 0
        elif piece == "\x1b[K":
            lines[row] = lines[row][:column]
        elif piece[0] != "\x1b":
            line = lines[row].ljust(column)
            lines[row] = line[:column] + piece + line[column + 1:]
            column += 1
    return lines


def on_terminal(argv, typed=None, stop=None, **environment):
    """Its status, what it wrote, and the lines that stand there then.  TYPED:
    (prompt, words) that are answered; STOP: words after which it is asked to
    stop."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(argv[0], argv, {**os.environ, "TERM": "xterm", **environment})
    written = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], 120)
        assert ready, written
        try:
            got = os.read(terminal, 65536)
        except OSError:
            break
        if not got:
            break
        written += got
        if typed and typed[0].encode() in written:
            os.write(terminal, typed[1].encode())
            typed = None
        if stop and stop.encode() in written:
            os.kill(child, signal.SIGTERM)
            stop = None
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    text = written.decode(errors="replace").replace("\r\n", "\n\r")
    return status, text, screen(text)


def collect(out, *options, recorded=True):
    argv = [COLLECT, "--root", os.path.join(SAMPLE, "root"), "--hostname",
            "camp1", "-o", out, *options]
    if recorded:
        argv += ["--recorded", os.path.join(SAMPLE, "recorded")]
    return argv


def no_remains(lines):
    for line in lines:
        assert not any(word in line for word in PROGRESS), line


def place(name):
    return os.path.join(tempfile.mkdtemp(dir=WORK), name)


def results_of_a_collection_stand_alone():
    out = place("b.tar.gz")
    status, text, lines = on_terminal(collect(out))
    assert status == 0, lines
    assert "gathering" in text
    no_remains(lines)
    assert lines[0] == f"Bundle:  {out}", lines[0]


def a_line_for_each_entry_stands_alone():
    status, _, lines = on_terminal(collect(place("b.tar.gz"), "-v"))
    assert status == 0
    no_remains(lines)
    assert lines[0].startswith("acc-collect: ") and ": " in lines[0][13:], lines


def an_error_of_a_collection_stands_alone():
    out = place("b.tar.gz")
    open(out, "w").close()
    status, _, lines = on_terminal(collect(out))
    assert status == 1
    no_remains(lines)
    assert lines[0].startswith(f"acc-collect: {out}: it exists"), lines
    assert [line for line in lines[1:] if line] == [], lines


def a_collection_that_is_stopped_says_so_alone():
    tree = place("root")
    shutil.copytree(os.path.join(SAMPLE, "root"), tree, symlinks=True)
    conf = os.path.join(tree, "usr", "local", "neolane", "nl5", "conf")
    for number in range(8):
        with open(os.path.join(conf, f"config-a{number}.xml"), "w") as file:
            file.write("a@b.c " * (1 << 19))
    status, _, lines = on_terminal(
        [COLLECT, "--root", tree, "-o", place("b.tar.gz")], stop="gathering")
    assert status == 1, (status, lines)
    no_remains(lines)
    assert lines[0].startswith("acc-collect: stopped"), lines


def quiet_says_nothing():
    status, text, _ = on_terminal(collect(place("b.tar.gz"), "-q"))
    assert status == 0 and text == "", text


def a_prompt_for_a_password_stands_alone():
    """Asked while it gathers."""
    folder = place("bin")
    os.mkdir(folder, 0o755)
    for above in (WORK, os.path.dirname(folder)):
        os.chmod(above, 0o755)
    client = os.path.join(folder, "psql")
    with open(client, "w") as file:
        file.write("#!/bin/sh\nexit 1\n")
    os.chmod(client, 0o755)
    options = ["--db", "postgresql", "--db-name", "camp", "--db-user", "joe"]
    if os.getuid() == 0:
        options += ["--db-account", "nobody"]
    status, text, lines = on_terminal(
        collect(place("b.tar.gz"), *options), typed=("assword", "x\n"),
        PATH=f"{folder}:/usr/bin:/bin")
    if "assword" not in text.split("Bundle:")[0]:
        return "nobody was asked"
    assert status == 3, (status, lines)
    no_remains(lines)
    return None


def bundles():
    folder = place("bundles")
    os.mkdir(folder)
    for number in range(2):
        subprocess.run(collect(os.path.join(folder, f"b{number}.tar.gz"), "-q"),
                       check=True)
    return folder


def a_summary_of_a_report_stands_alone():
    status, text, lines = on_terminal(
        [ANALYZE, bundles(), "-o", place("report")])
    assert status in (2, 3), lines
    assert "reading bundle" in text, text
    no_remains(lines)


def notes_and_results_of_a_report_stand_alone():
    folder = bundles()
    with open(os.path.join(folder, "bad.tar.gz"), "w") as file:
        file.write("no bundle")
    for option in ("-v", "-j1"):
        status, _, lines = on_terminal(
            [ANALYZE, option, folder, "-o", place("report")])
        assert status in (2, 3), lines
        no_remains(lines)


def an_error_of_a_report_stands_alone():
    out = place("report")
    open(out, "w").close()
    status, _, lines = on_terminal([ANALYZE, bundles(), "-o", out])
    assert status == 1, lines
    no_remains(lines)
    assert any(line.startswith("acc-analyze: ") and out in line
               for line in lines), lines


def an_analysis_that_is_stopped_leaves_no_progress():
    status, _, lines = on_terminal(
        [ANALYZE, bundles(), "-o", place("report")], stop="reading bundle")
    assert status in (1, -signal.SIGTERM), (status, lines)
    no_remains(lines)


def main():
    passed = failed = 0
    for test in (
        results_of_a_collection_stand_alone,
        a_line_for_each_entry_stands_alone,
        an_error_of_a_collection_stands_alone,
        a_collection_that_is_stopped_says_so_alone,
        quiet_says_nothing,
        a_prompt_for_a_password_stands_alone,
        a_summary_of_a_report_stands_alone,
        notes_and_results_of_a_report_stand_alone,
        an_error_of_a_report_stands_alone,
        an_analysis_that_is_stopped_leaves_no_progress,
    ):
        words = test.__name__.replace("_", " ")
        try:
            note = test()
            passed += 1
            print(f"ok      {words}" + (f" ({note})" if note else ""))
        except Exception as problem:
            failed += 1
            lines = traceback.format_exception(problem)
            print(f"FAILED  {words}\n        " +
                  "".join(lines[-2:]).replace("\n", "\n        ")[:2000])
        sys.stdout.flush()
    shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
