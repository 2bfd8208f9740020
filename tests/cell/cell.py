#!/usr/bin/env python3
"""The process that reads bundles can do nothing else.

    tests/cell/cell.py BIN

BIN holds both programs, without sanitizers. Escapes are tried from behind the
walls, wrong words are said to the keeper, the filter of a running acc-analyze is
read back and asked about every number, bundles kill their reader, kernels lack
something, and all that a run touches is compared with analyzer/TOUCHES.md. Ends
with 'N passed, N failed'.
"""

import ctypes
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "touch"))
from touch import listed, traced  # noqa: E402

BIN = os.path.abspath(sys.argv[1])
BUILD = os.path.dirname(BIN)
ANALYZE = os.path.join(BIN, "acc-analyze")
COLLECT = os.path.join(BIN, "acc-collect")
TOUCHES = os.path.join(TOP, "analyzer", "TOUCHES.md")
SAMPLES = os.path.join(TOP, "samples")
WORK = tempfile.mkdtemp(prefix="acc-cell-")
os.environ["TMPDIR"] = WORK  # for the programs of this test
NOW = "2026-01-02T03:04:05Z"
LANDLOCK_CREATE_RULESET, SECCOMP = 444, {"x86_64": 317, "aarch64": 277}
# What no filter of ours may let through.
NEVER = ("open openat openat2 open_by_handle_at creat execve execveat socket "
         "socketpair connect bind ptrace process_vm_readv process_vm_writev fork "
         "vfork kill rename unlink mkdir mount setuid bpf io_uring_setup prctl "
         "seccomp dup sendmsg memfd_create").split()


def run(*argv, **more):
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=300, **more)
    return done.returncode, done.stdout, done.stderr


def make(program, *options):
    path = os.path.join(WORK, program)
    subprocess.run(["cc", "-std=c11", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra",
                    "-I", os.path.join(TOP, "analyzer", "cell"),
                    "-I", os.path.join(TOP, "collector", "base"),
                    os.path.join(HERE, program + ".c"), *options, "-o", path],
                   check=True)
    return path


def libraries():
    return [os.path.join(BUILD, *path.split("/")) for path in
            ("analyzer/cell/libcell.a", "analyzer/work/libwork.a",
             "collector/base/libbase.a")]


def bundle(folder, hostname, tree=None):
    """A bundle of a host of that name, from a sample or from TREE."""
    sample = os.path.join(SAMPLES, "standalone-511", "camp1")
    path = os.path.join(folder, f"acc-{hostname}.tar.gz")
    code, _, words = run(
        COLLECT, "-q", "--root", tree or os.path.join(sample, "root"),
        "--recorded", os.path.join(sample, "recorded"), "--hostname", hostname,
        "--estate", "cell", "-o", path)
    assert code in (0, 3), words
    return path


def report(out, *argv, before=(), **more):
    shutil.rmtree(out, ignore_errors=True)
    return run(*before, ANALYZE, *argv, "-o", out, "--now", NOW, **more)


def sums(out):
    with open(os.path.join(out, "SHA256SUMS")) as file:
        return file.read()


def published_calls():
    """The rows of TOUCHES.md that name a call: how it may be asked."""
    with open(TOUCHES, encoding="utf-8") as file:
        rows = re.findall(r"^\| `([a-z0-9_]+)` \|(.*)\|$", file.read(), re.M)
    return {name: how.strip() for name, how in rows}


def numbers():
    """The names of the system calls of this machine, by number."""
    words = subprocess.run(
        ["cc", "-E", "-dM", "-include", "sys/syscall.h", "-"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=True).stdout
    return {int(number): name for name, number in
            re.findall(r"#define __NR_(\w+) (\d+)$", words, re.M)}


# --- Escapes -----------------------------------------------------------------

def escapes_are_refused_with_and_without_landlock():
    program = make("escapes", *libraries())
    listed = [line.split("\t") for line in run(program, "list")[1].splitlines()]
    have = run(ANALYZE, "--version")[1]
    tried = {walls: {} for walls in ("none", "seccomp", "landlock", "both")}
    for name, landlock, _ in listed:
        for walls, said in tried.items():
            if walls == "landlock" and not (landlock and "landlock" in have):
                continue
            said[name] = run(program, name, walls)[1].strip()
    for walls in ("seccomp", "both", "landlock"):
        for name, said in tried[walls].items():
            assert said.startswith("refused"), (walls, name, said)
    real = [name for name, said in tried["none"].items() if said == "SUCCEEDED"]
    killed = [name for name, said in tried["both"].items()
              if said == f"refused: killed by signal {int(signal.SIGSYS)}"]
    assert len(listed) >= 30 and len(killed) >= len(listed) - 4, tried["both"]
    # Or the refusals would say nothing of the walls.
    if os.geteuid() == 0:
        assert len(real) >= 40, tried["none"]
    return (f"{len(listed)} escapes; without walls {len(real)} succeed; "
            f"{len(tried['landlock'])} are refused by Landlock alone"
            if "landlock" in have else
            f"{len(listed)} escapes; without walls {len(real)} succeed; "
            "this kernel has no Landlock")


def the_keeper_believes_the_cell_nothing():
    program = make("escapes", *libraries())
    for name in run(program, "messages")[1].splitlines():
        said = run(program, "message", name)[1].strip()
        if name == "nothing wrong":
            assert said == "ended, kept", said
        elif name == "a crash":
            assert said == "died, dropped, while reading", said
        else:
            assert said.startswith("broken, dropped"), (name, said)
    return "23 ways"


# --- The filter of a running process -----------------------------------------

def answer(program, arch, number, arguments):
    """What the classic BPF program says of a call."""
    data = struct.pack("<iIQ6Q", number, arch, 0, *arguments)
    at, value = 0, 0
    while True:
        code, yes, no, k = program[at]
        at += 1
        if code == 0x20:  # load a word
            value = struct.unpack_from("<I", data, k)[0]
        elif code == 0x06:  # return
            return k
        elif code == 0x05:  # jump
            at += k
        else:
            jump = {0x15: value == k, 0x35: value >= k, 0x25: value > k,
                    0x45: value & k != 0}[code]
            at += yes if jump else no


def child_of(pid):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = file.read().split()
        for child in children:
            try:
                with open(f"/proc/{child}/status") as file:
                    if re.search(r"^Seccomp:\s2$", file.read(), re.M):
                        return int(child)
            except OSError:
                pass
    raise AssertionError("no child behind a filter")


def filter_of(pid):
    """The filter that PID has, read through ptrace."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p,
                            ctypes.c_void_p]
    attach, detach, get_filter = 16, 17, 0x420c
    assert libc.ptrace(attach, pid, None, None) == 0, os.strerror(
        ctypes.get_errno())
    os.waitpid(pid, 0x40000000)  # __WALL
    count = libc.ptrace(get_filter, pid, 0, None)
    if count < 0:
        reason = os.strerror(ctypes.get_errno())
        libc.ptrace(detach, pid, None, None)
        return None, reason
    room = ctypes.create_string_buffer(8 * count)
    assert libc.ptrace(get_filter, pid, 0, room) == count
    more = libc.ptrace(get_filter, pid, 1, None)
    libc.ptrace(detach, pid, None, None)
    assert more < 0, "a second filter"
    return [struct.unpack_from("<HBBI", room.raw, 8 * i)
            for i in range(count)], None


def the_filter_of_the_running_process_is_the_published_one():
    folder = tempfile.mkdtemp(dir=WORK)
    for number in range(12):
        bundle(folder, f"app{number}")
    process = subprocess.Popen(
        [ANALYZE, folder, "-j", "1", "-q", "-o", os.path.join(folder, "out")],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    child = child_of(process.pid)
    process.send_signal(signal.SIGSTOP)  # the cell then waits for a bundle
    program, missing = filter_of(child)
    with open(f"/proc/{child}/status") as file:
        status = dict(re.findall(r"^(\w+):\s*(.*)$", file.read(), re.M))
    opened = sorted(int(fd) for fd in os.listdir(f"/proc/{child}/fd"))
    process.send_signal(signal.SIGCONT)
    assert process.wait() in (0, 2, 3)
    assert status["NoNewPrivs"] == "1", status
    assert status["CapEff"] == status["CapPrm"] == "0" * 16, status
    assert opened[:4] == [0, 1, 2, 3] and len(opened) <= 6, opened
    if program is None:
        return f"NOT READ: this kernel does not tell its filters ({missing})"

    arch = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[os.uname().machine]
    names, said = numbers(), {}
    for number in range(0, 700):
        seen = {answer(program, arch, number, [first] * 6) & 0xffff0000
                for first in (0, 1, 2, 3, 4, 7, child, 0x3d0f00, 2**32 - 1)}
        if seen != {0x80000000}:
            said[names.get(number, number)] = seen
    allowed = {name for name, seen in said.items() if 0x7fff0000 in seen}
    failing = {name for name, seen in said.items() if 0x00050000 in seen}
    published = published_calls()
    assert allowed == {name for name, how in published.items()
                       if not how.startswith("fails")}, (
        allowed ^ set(published))
    assert failing == {name for name, how in published.items()
                       if how.startswith("fails")}, failing
    assert not allowed & set(NEVER)

    def is_allowed(name, *arguments):
        number = next(n for n, known in names.items() if known == name)
        words = list(arguments) + [0] * (6 - len(arguments))
        return answer(program, arch, number, words) == 0x7fff0000

    assert not is_allowed("mmap", 0, 4096, 7)
    assert is_allowed("mmap", 0, 4096, 3)
    assert not is_allowed("mprotect", 0, 4096, 5)
    assert not is_allowed("write", 4) and is_allowed("write", 3)
    assert not is_allowed("recvmsg", 4) and is_allowed("recvmsg", 3)
    assert not is_allowed("clone", 17) and is_allowed("clone", 0x3d0f00)
    assert not is_allowed("tgkill", process.pid) and is_allowed("tgkill", child)
    assert not is_allowed("fcntl", 5, 0) and is_allowed("fcntl", 5, 3)
    if arch == 0xC000003E:
        for number in range(0, 600):
            assert answer(program, 0x40000003, number, [1] * 6) == 0x80000000
            assert answer(program, arch, number | 0x40000000,
                          [1] * 6) == 0x80000000
    return f"allowed: {' '.join(sorted(allowed))}"


# --- Bundles that kill -------------------------------------------------------

def deadly_estate():
    folder = tempfile.mkdtemp(dir=WORK)
    for name in ("app1", "app2", "deadly-segv1", "app3", "deadly-call1",
                 "deadly-segv2", "app4", "deadly-abrt1"):
        bundle(folder, name)
    return folder


def a_bundle_that_kills_its_reader_is_rejected_alone():
    preload = make("deadly", "-shared", "-fPIC", "-ldl")
    folder = deadly_estate()
    out = os.path.join(WORK, "out")
    more = {"env": dict(os.environ, LD_PRELOAD=preload)}
    seen = set()
    for options in (["-j", "1"], ["-j", "2"], ["-j", "8"]):
        code, words, said = report(out, folder, *options, **more)
        # What the others show stops the migration.
        assert code == 2, (code, words, said)
        seen.add(sums(out))
        lines = [line for line in said.splitlines() if "rejected" in line]
        assert len(lines) == 4, said
    assert len(seen) == 1
    with open(os.path.join(out, "report.json")) as file:
        bundles = {os.path.basename(b["file"]): b for b in json.load(file)["bundles"]}
    for name, number in (("deadly-segv1", 11), ("deadly-segv2", 11),
                         ("deadly-call1", 31), ("deadly-abrt1", 6)):
        one = bundles[f"acc-{name}.tar.gz"]
        assert one["status"] == "rejected", one
        assert f"ended by signal {number} " in one["reason"], one
        assert one["sha256"] == run("sha256sum", os.path.join(
            folder, f"acc-{name}.tar.gz"))[1].split()[0], one
    for name in ("app1", "app2", "app3", "app4"):
        assert bundles[f"acc-{name}.tar.gz"]["status"] == "accepted", bundles
    # Nothing but killers, and one alone.
    for name in os.listdir(folder):
        if "deadly" not in name:
            os.remove(os.path.join(folder, name))
    code, _, said = report(out, folder, **more)
    assert code == 3, (code, said)
    return "4 of 8, at -j 1, 2 and 8; 4 of 4"


def who_dies_outside_of_reading_writes_nothing():
    preload = make("deadly", "-shared", "-fPIC", "-ldl")
    folder = tempfile.mkdtemp(dir=WORK)
    path = bundle(folder, "app1")
    out = os.path.join(folder, "out")
    code, words, said = report(
        out, path, env=dict(os.environ, LD_PRELOAD=preload, DEADLY_SHEET="1"))
    assert code == 1 and words == "", (code, words)
    assert len(said.splitlines()) == 1 and "signal 11" in said, said
    assert os.listdir(folder) == [os.path.basename(path)], os.listdir(folder)
    return said.strip()


def nobody_is_left_when_the_keeper_is_killed():
    folder = tempfile.mkdtemp(dir=WORK)
    for number in range(12):
        bundle(folder, f"app{number}")
    out = os.path.join(folder, "out")
    for sign, status in ((signal.SIGKILL, -9), (signal.SIGTERM, -15),
                         (signal.SIGINT, -2)):
        # A shell in the background ignores SIGINT, and so do its programs.
        process = subprocess.Popen(
            [ANALYZE, folder, "-j", "1", "-q", "-o", out],
            stdin=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        child = child_of(process.pid)
        process.send_signal(sign)
        assert process.wait() == status
        deadline = time.monotonic() + 10
        while os.path.exists(f"/proc/{child}") and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not os.path.exists(f"/proc/{child}"), sign
        assert not os.path.exists(out)
    return "SIGKILL, SIGTERM, SIGINT"


def who_kills_the_reader_from_outside_gets_that_bundle_rejected():
    folder = tempfile.mkdtemp(dir=WORK)
    for number in range(12):
        bundle(folder, f"app{number}")
    out = os.path.join(folder, "out")
    process = subprocess.Popen([ANALYZE, folder, "-j", "1", "-o", out],
                               stdin=subprocess.DEVNULL, text=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    child = child_of(process.pid)
    process.send_signal(signal.SIGSTOP)
    asking = next(n for n, name in numbers().items() if name == "recvmsg")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with open(f"/proc/{child}/syscall") as file:
            if file.read().split()[0] == str(asking):
                break
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    process.send_signal(signal.SIGCONT)
    said = process.communicate()[1]
    assert process.returncode in (2, 3), said
    assert "rejected" in said and "signal 9" in said, said
    return said.strip().splitlines()[0]


# --- What a kernel lacks -----------------------------------------------------

def what_a_kernel_lacks_is_said_and_changes_no_byte():
    without = make("without")
    folder = tempfile.mkdtemp(dir=WORK)
    path = bundle(folder, "app1")
    out = os.path.join(folder, "out")
    seccomp = str(SECCOMP[os.uname().machine])
    landlock = str(LANDLOCK_CREATE_RULESET)
    have = run(ANALYZE, "--version")[1]
    code, _, said = report(out, path)
    good = sums(out)
    if "landlock" in have and "seccomp" in have:
        assert said == "", said
    said = []
    for lacking, words, version in (
            ([landlock], "no Landlock: ", "sandbox: seccomp\n"),
            ([seccomp], "no seccomp filter: ", None),
            ([seccomp, landlock], "neither seccomp nor Landlock",
             "sandbox: none\n")):
        before = (without, *lacking, "--")
        again, _, told = report(out, path, before=before)
        if "landlock" not in have and lacking == [seccomp]:
            continue
        assert again == code and sums(out) == good, told
        assert words in told and len(told.splitlines()) == 1, told
        if version:
            assert version in run(*before, ANALYZE, "--version")[1]
        said.append(told.strip())
        # Quiet is quiet.
        assert report(out, path, "-q", before=before)[2] == ""
    again, _, told = report(out, path, "--no-sandbox")
    assert again == code and sums(out) == good, told
    assert "--no-sandbox" in told and len(told.splitlines()) == 1, told
    return f"{have.strip().splitlines()[-1]}; " + "; ".join(said)


def windows_1252_is_read_inside():
    folder = tempfile.mkdtemp(dir=WORK)
    tree = os.path.join(folder, "root")
    shutil.copytree(os.path.join(SAMPLES, "standalone-511", "camp1", "root"), tree,
                    symlinks=True)
    changed = 0
    for where, _, names in os.walk(tree):
        for name in names:
            if not name.startswith("config-") or not name.endswith(".xml"):
                continue
            with open(os.path.join(where, name), "rb") as file:
                text = file.read()
            text = re.sub(rb"^<\?xml.*?\?>\s*", b"", text, flags=re.S)
            with open(os.path.join(where, name), "wb") as file:
                file.write(b'<?xml version="1.0" encoding="windows-1252"?>\n'
                           b"<!-- \x80 \x93r\xe9el\x94 -->\n" + text)
            changed += 1
    assert changed > 0
    path = bundle(folder, "app1", tree)
    pack = os.path.join(folder, "pack")
    os.mkdir(pack)
    with open(os.path.join(pack, "rules.xml"), "wb") as file:
        file.write(b'<?xml version="1.0" encoding="windows-1252"?>\n'
                   b"<!-- \x80 -->\n<rules/>\n")
    out = os.path.join(folder, "out")
    seen = set()
    for options in ((), ("--no-sandbox",)):
        code, _, said = report(out, path, *options)
        assert code in (0, 2, 3), said
        seen.add(sums(out))
        with_pack, _, said = report(out, path, "--rules", pack, *options)
        assert with_pack == code, said
    assert len(seen) == 1
    report(out, path)
    with open(os.path.join(out, "report.json")) as file:
        gaps = json.load(file)["gaps"]
    assert not [gap for gap in gaps if "encoding" in (gap["reason"] or "")], gaps
    return f"{changed} configurations"


# --- What a run touches ------------------------------------------------------

def all_that_a_run_touches_is_published():
    folder = tempfile.mkdtemp(dir=WORK)
    bundles = os.path.join(folder, "bundles")
    os.mkdir(bundles)
    paths = [bundle(bundles, name) for name in ("app1", "app2", "app3")]
    with open(os.path.join(folder, "answers.xml"), "w") as file:
        file.write("<answers/>")
    templates = os.path.join(folder, "templates")
    shutil.copytree(os.path.join(BUILD, "share", "acc-readiness", "templates"),
                    templates)
    out = os.path.join(folder, "place", "report")
    os.makedirs(os.path.dirname(out))
    pack = os.path.join(folder, "pack")
    os.mkdir(pack)
    with open(os.path.join(pack, "rules.xml"), "w") as file:
        file.write("<rules/>")
    answers = os.path.join(folder, "answers.xml")
    rules = listed(
        TOUCHES, BUNDLES=[bundles, *paths], DIR=out, BESIDE=os.path.dirname(out),
        DATA=os.path.join(BUILD, "share", "acc-readiness"), ANSWERS=answers,
        PACK=pack, TEMPLATES=templates, TMPDIR=os.environ.get("TMPDIR", "/tmp"))
    acts = set()
    for options in ((), ("--force",)):
        seen = traced([ANALYZE, bundles, "-o", out, "--now", NOW, "--answers",
                       answers, "--templates", templates, "--rules", pack,
                       *options], stdin=subprocess.DEVNULL)
        assert seen.status in (0, 2, 3), seen.out
        assert seen.outside(rules) == [], seen.outside(rules)
        acts |= seen.acts
    # It saw what there is to see, of both processes.
    assert {("read", path) for path in paths} <= acts, acts
    assert ("read", "/dev/null") in acts, acts
    assert not [act for act in acts if act[0] == "execute"]
    return f"{len(acts)} acts"


TESTS = [
    escapes_are_refused_with_and_without_landlock,
    the_keeper_believes_the_cell_nothing,
    the_filter_of_the_running_process_is_the_published_one,
    a_bundle_that_kills_its_reader_is_rejected_alone,
    who_dies_outside_of_reading_writes_nothing,
    nobody_is_left_when_the_keeper_is_killed,
    who_kills_the_reader_from_outside_gets_that_bundle_rejected,
    what_a_kernel_lacks_is_said_and_changes_no_byte,
    windows_1252_is_read_inside,
    all_that_a_run_touches_is_published,
]


def main():
    passed = failed = 0
    only = sys.argv[2:]
    for test in TESTS:
        if only and test.__name__ not in only:
            continue
        words = test.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            told = test()
            passed += 1
            print(f"ok      {words} ({told}) "
                  f"{time.monotonic() - began:.0f} s", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"FAILED  {words}", flush=True)
            print("        " + traceback.format_exc().replace("\n", "\n        "),
                  flush=True)
    shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
