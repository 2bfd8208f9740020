#!/usr/bin/env python3
"""Every call fails once: allocations, and calls to the system.

    tests/fault/fault.py BIN [--deep] [NAME-PART...]

BIN holds both programs without sanitizers.  fault.c, preloaded, makes one call
of a run fail; the run then ends in one of these ways, and in no other:

  - as if nothing had been, with the same bytes;
  - with status 1, a line that says why, nothing written and nothing left behind;
  - acc-collect alone: with status 3 and a bundle that tells each loss.

Without --deep a spread over all kinds of calls is tried, with it every call and
every way in which it can fail.  Runs as `nobody` where it can.  x86-64 with Linux
5.11.  Ends with 'N passed, N failed'.
"""

import collections
import concurrent.futures
import errno
import gzip
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.abspath(sys.argv[1])
DEEP = "--deep" in sys.argv
ONLY = [word for word in sys.argv[2:] if not word.startswith("-")]
# On a disk, each of thousands of runs would wait for fsync.
WORK = tempfile.mkdtemp(prefix="acc-fault-", dir="/dev/shm"
                        if os.access("/dev/shm", os.W_OK) else None)
COLLECT = os.path.join(WORK, "build", "bin", "acc-collect")
ANALYZE = os.path.join(WORK, "build", "bin", "acc-analyze")
FAULT = os.path.join(WORK, "fault.so")
SECONDS = 1767323045
NOBODY = 65534
WORKERS = 2


def drop():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def ours(path):
    """Makes PATH that of the account which the programs run as."""
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    return path


def fresh():
    return ours(tempfile.mkdtemp(dir=WORK))


# ---- the log ----

IO = struct.Struct("<iiQQ96s")
HEAD = struct.Struct("<8sQQQQQq256s")
LIBRARIES = 32
CALLS_MOST, MEMORY_MOST = 1 << 16, 1 << 22
NAMES_AT = HEAD.size + IO.size + 8
CALLS_AT = NAMES_AT + LIBRARIES * 96
ASKERS_AT = CALLS_AT + CALLS_MOST * IO.size

NUMBERS = {}
with open("/usr/include/x86_64-linux-gnu/asm/unistd_64.h") as file:
    for line in file:
        found = re.match(r"#define __NR_(\w+) (\d+)", line)
        if found:
            NUMBERS[int(found[2])] = found[1]


class Call:
    def __init__(self, packed):
        number, self.descriptor, self.memory, self.len, path = IO.unpack(packed)
        self.name = NUMBERS.get(number, str(number))
        self.path = path.split(b"\0")[0].decode(errors="replace")

    def __str__(self):
        where = self.path or (
            f"descriptor {self.descriptor}" if self.descriptor >= 0 else "")
        return f"{self.name} {where}".strip()

    def kind(self):
        """Calls of one kind stand in one line of the program, more or less."""
        path = re.sub(r"\d+", "N", self.path)
        return (self.name, os.path.basename(path) if len(path) > 1 else path,
                min(self.descriptor, 3))


class Log:
    def __init__(self, path):
        with open(path, "rb") as log:
            head = log.read(CALLS_AT)
            (magic, self.memory, self.io, self.failed, self.bad, self.bad_at,
             self.bad_status, text) = HEAD.unpack_from(head)
            self.bad_text = text.split(b"\0")[0].decode(errors="replace")
            self.struck = Call(head[HEAD.size:HEAD.size + IO.size])
            count, = struct.unpack_from("<Q", head, NAMES_AT - 8)
            self.names = [
                head[NAMES_AT + 96 * i:][:96].split(b"\0")[0].decode()
                for i in range(count)]
            self.path = path

    def calls(self):
        with open(self.path, "rb") as log:
            log.seek(CALLS_AT)
            packed = log.read(IO.size * self.io)
        return [Call(packed[i:i + IO.size])
                for i in range(0, len(packed), IO.size)]

    def askers(self):
        with open(self.path, "rb") as log:
            log.seek(ASKERS_AT)
            return struct.unpack(f"<{self.memory}Q",
                                 log.read(8 * self.memory))

    def library(self, asker):
        nearest = asker >> 48
        return self.names[nearest - 1] if nearest else "the C library"


# ---- runs ----

class Target:
    """A run that is made again and again: ARGV in a folder of its own, where
    PLACE is written, `out`."""

    def __init__(self, name, argv, judge, prepare=None, env=None, given=(),
                 about=()):
        self.name, self.argv, self.judge = name, argv, judge
        self.prepare, self.env, self.given = prepare, env or {}, given
        self.about = about  # files of which each call is tried

    def program(self):
        return os.path.basename(self.argv[0])

    def run(self, wish, argv=None, **more):
        return Run(self, wish, argv or self.argv, **more)


class Run:
    def __init__(self, target, wish, argv, **more):
        self.target = target
        self.folder = fresh()
        self.scratch = fresh()
        self.log_path = os.path.join(WORK, f"log-{os.path.basename(self.folder)}")
        if target.prepare is not None:
            target.prepare(self.folder)
        env = {"PATH": os.path.join(WORK, "stubs") + ":/usr/bin:/bin",
               "HOME": "/nonexistent", "TMPDIR": self.scratch,
               "SOURCE_DATE_EPOCH": str(SECONDS), "LC_ALL": "C.UTF-8",
               "LD_PRELOAD": FAULT, "ACC_FAULT": wish,
               "ACC_FAULT_LOG": self.log_path, **target.env, **more}
        open(self.log_path, "w").close()
        ours(self.log_path)
        done = subprocess.run(argv, cwd=self.folder, env=env,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              preexec_fn=drop, timeout=300)
        self.status = done.returncode
        self.out, self.err = done.stdout, done.stderr.decode(errors="replace")
        assert self.status != 99, self.err
        self.log = Log(self.log_path)
        self.left = sorted(name for name in os.listdir(self.folder)
                           if name not in ("out", *target.given))
        self.scraps = os.listdir(self.scratch)
        self.files = read_all(os.path.join(self.folder, "out"))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.scratch, ignore_errors=True)
        os.remove(self.log_path)


def read_all(path):
    """What stands at PATH: None, or its files' names with their bytes."""
    if os.path.isdir(path):
        return {name: read_all(os.path.join(path, name))
                for name in sorted(os.listdir(path))}
    if os.path.lexists(path):
        with open(path, "rb") as file:
            return file.read()
    return None


# ---- what may have happened ----

def told_failure(run):
    """A line of the program that says why, and nothing written: None, or what
    is wrong."""
    struck = run.log.struck
    if run.status != 1:
        return f"status {run.status}"
    if not run.err.startswith(run.target.program() + ": "):
        if not (struck.name == "write" and struck.descriptor == 2):
            return "no line says why"
    if run.files is not None and run.files != run.target.good.files:
        return "something was written"
    return None


def clean(run):
    """Nothing left behind: None, or what."""
    if run.scraps:
        return f"left in TMPDIR: {run.scraps}"
    if run.left:
        return f"left beside: {run.left}"
    return None


def same(run):
    good = run.target.good
    struck = run.log.struck
    if run.files != good.files:
        return False
    if run.status == good.status and run.out == good.out:
        return True
    # What stdout could not take is said, and the rest is as it should be.
    return (struck.descriptor == 1 and struck.name in ("write", "writev") and
            "tandard output" in run.err)


def judge_output(run):
    """For what is new or not there at all: a report, a list on stdout."""
    if run.status < 0:
        return f"killed by signal {-run.status}"
    if clean(run):
        return clean(run)
    if same(run):
        return None
    if run.files is not None and run.files != run.target.before:
        return "another report than the good one"
    if run.target.good.files is None and run.out and \
            not run.target.good.out.startswith(run.out):
        return "other words than the good ones"
    return told_failure(run)


def manifest(bundle):
    with tarfile.open(fileobj=io.BytesIO(bundle)) as archive:
        member = archive.next()
        return xml.etree.ElementTree.fromstring(
            archive.extractfile(member).read())


LOSSES = ("failed", "denied", "timeout", "changed", "cut")


def loses(entry, before):
    """Does ENTRY tell of a loss that it did not tell BEFORE?  What has its bytes
    can lack a part of them: then it says which, and a mend."""
    if not entry.get("reason") or (
            entry.get("status") not in LOSSES and not entry.get("mend")):
        return False
    return before is None or any(
        before.get(name) != entry.get(name) for name in ("status", "reason"))


def untold(good, new):
    """Losses of which the manifest NEW says nothing."""
    for part in ("host", "estate", "run"):
        a, b = good.find(part), new.find(part)
        if (a is None) != (b is None) or a is not None and a.attrib != b.attrib:
            return f"another <{part}>: {b is not None and b.attrib}"
    before = {entry.get("path"): entry for entry in good.iter("entry")}
    after = {entry.get("path"): entry for entry in new.iter("entry")}
    told = [entry for path, entry in after.items()
            if loses(entry, before.get(path))]
    if not told:
        return "no entry tells a loss"
    for path, entry in before.items():
        now = after.get(path)
        if now is None:
            origin = entry.get("origin") or "/" + path.split("/", 1)[1]
            if not any((loss.get("origin") or "//").rstrip("/") == origin or
                       origin.startswith(
                           (loss.get("origin") or "//").rstrip("/") + "/")
                       for loss in told):
                return f"{path} is missing in silence"
        elif now.get("status") != entry.get("status"):
            if now.get("status") not in LOSSES:
                return (f"{path} was {entry.get('status')} and is now "
                        f"{now.get('status')}, {now.get('reason')}")
        elif now.get("sha256") != entry.get("sha256") and now not in told:
            return f"{path} has other bytes"
    return None


def judge_bundle(run):
    good = run.target.good
    if run.status < 0:
        return f"killed by signal {-run.status}"
    if clean(run):
        return clean(run)
    if same(run):
        return None
    if run.files is None:
        return told_failure(run)
    if run.files == good.files:
        if run.status == good.status:
            return None if run.log.struck.descriptor == 1 else "other words"
        return f"the good bundle with status {run.status}"
    if run.status != 3:
        return f"another bundle with status {run.status}"
    try:
        return untold(manifest(good.files), manifest(run.files))
    except (tarfile.TarError, EOFError, OSError) as problem:
        return f"no bundle: {problem}"


# ---- the faults ----

FAULTS = {
    "read": ("EIO", "short", "EINTR"), "pread64": ("EIO", "short", "EINTR"),
    "write": ("ENOSPC", "short", "EINTR", "EIO", "EDQUOT"),
    "pwrite64": ("ENOSPC", "short", "EINTR", "EIO"),
    "open": ("EIO", "EMFILE"), "openat": ("EIO", "EMFILE", "ENFILE"),
    "newfstatat": ("EIO", "ENOMEM"), "mmap": ("ENOMEM",), "mremap": ("ENOMEM",),
    "close": ("EIO",), "fsync": ("EIO", "ENOSPC"), "clone": ("EAGAIN",),
    "fork": ("EAGAIN",), "pipe": ("EMFILE",), "pipe2": ("EMFILE",),
    "socketpair": ("EMFILE",), "dup": ("EMFILE",), "dup2": ("EIO", "EINTR"),
    "fcntl": ("EMFILE",), "flock": ("ENOLCK", "EINTR"), "wait4": ("EINTR",),
    "poll": ("EINTR", "ENOMEM"), "mkdir": ("ENOSPC", "EIO"),
    "rename": ("EIO", "ENOSPC"), "renameat2": ("EIO", "ENOSPC", "EINVAL"),
    "linkat": ("EIO", "ENOSPC", "EPERM"), "ioctl": ("ENOTTY",),
    "getrandom": ("ENOSYS",), "memfd_create": ("EMFILE", "ENOSYS"),
    "execve": ("EIO", "ENOMEM"), "ftruncate": ("ENOSPC",),
}


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.lock = threading.Lock()

    def check(self, sentence, problem, more=""):
        with self.lock:
            if problem is None:
                self.passed += 1
                print(f"ok      {sentence}", flush=True)
            else:
                self.failed += 1
                print(f"FAILED  {sentence}\n        {problem}", flush=True)
                for line in more.splitlines()[:8]:
                    print(f"        {line}", flush=True)


TALLY = Tally()


def spread(things, most):
    """At most MOST of THINGS, evenly."""
    if len(things) <= most:
        return list(things)
    return [things[i * len(things) // most] for i in range(most)]


def try_io(target, most):
    """One call to the system after the other fails."""
    calls = target.count.log.calls()
    kinds = collections.defaultdict(list)
    for number, call in enumerate(calls, 1):
        kinds[call.kind()].append((number, call))
    wishes = []
    for members in kinds.values():
        for number, call in members if DEEP else spread(members, 2):
            for way in FAULTS.get(call.name, ("EIO",)):
                wishes.append((number, call, way))
    if not DEEP:
        named = [wish for wish in wishes if wish[1].path.startswith(
            target.about or ("nowhere",))]
        wishes = named + spread([w for w in wishes if w not in named], most)

    def one(wish):
        number, call, way = wish
        value = "short" if way == "short" else str(getattr(errno, way))
        run = target.run(f"io:{number}:{value}")
        problem = target.judge(run)
        if run.log.failed == 0 and problem is None:
            problem = None if run.status == target.good.status else "no fault"
        result = (number, run.log.struck if run.log.failed else call, way,
                  problem, run.status, run.err)
        run.close()
        return result

    bad = collections.OrderedDict()
    ends = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for number, call, way, problem, status, err in pool.map(one, wishes):
            ends[status] += 1
            if problem is not None:
                bad.setdefault((call.kind(), way, problem.split(":")[0]),
                               []).append((number, call, problem, err))
    more = ""
    for (kind, way, _), found in bad.items():
        number, call, problem, err = found[0]
        more += (f"io:{number}:{way} {call} ({len(found)} times): {problem}"
                 f" | {err.strip()[:200]}\n")
    names = collections.Counter(call.name for _, call, _ in wishes)
    TALLY.check(
        f"{target.name}: {len(wishes)} failed calls to the system of "
        f"{len(calls)} ({', '.join(f'{n} {c}' for n, c in names.most_common())})"
        f", which ended with " + ", ".join(
            f"{status}: {count}" for status, count in sorted(ends.items())),
        None if not bad else f"{sum(map(len, bad.values()))} ended otherwise",
        more if not DEEP else "")
    if DEEP or len(bad) > 8:
        for line in more.splitlines():
            print("        " + line, flush=True)


def try_memory(target, most):
    """Allocations fail, spread over the run and over the libraries."""
    log = target.count.log
    askers = log.askers()
    chosen = set(range(1, min(len(askers), most // 3) + 1))
    chosen.update(spread(range(1, len(askers) + 1), most // 3))
    by_library = collections.defaultdict(list)
    for number, asker in enumerate(askers, 1):
        by_library[log.library(asker)].append(number)
        for bit, name in enumerate(log.names):
            if asker >> bit & 1 and name.startswith(("libxslt", "libexslt")):
                by_library["in " + name].append(number)
    for numbers in by_library.values():
        chosen.update(spread(numbers, most // 3 // len(by_library)))
    line = target.program() + ": out of memory; nothing was written\n"
    last = len(askers) if target.forks_until is None else target.forks_until
    # What the process that was started asks for later than this would remove
    # what it has begun; which process asks is not known.
    forked = sorted(chosen)
    apart = spread(sorted(n for n in chosen if n > last), 400 if DEEP else 16)
    path = os.path.join(WORK, f"forks-{target.name.replace(' ', '-')}")
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(forked)}Q", *forked))
    os.chmod(path, 0o644)
    # A cell behind its walls cannot fork.
    run = target.run(
        f"forks:{path}", target.argv + (["--no-sandbox"] if target.program() ==
                                        "acc-analyze" else []),
        ACC_FAULT_LINE=line, ACC_FAULT_UNTIL=str(last))
    problem = None
    if run.log.bad:
        problem = (f"{run.log.bad} ended otherwise, the first at "
                   f"memory:{run.log.bad_at} with {run.log.bad_status:#x}")
    elif not same(run) or clean(run):
        problem = f"the run itself ended otherwise: {run.status} {clean(run)}"
    hit = collections.Counter(
        log.library(askers[n - 1]) for n in forked + apart)
    more = run.log.bad_text + run.err
    done = run.log.failed
    if problem is None and done < len(forked) * 3 // 4:
        problem = f"only {done} of {len(forked)} allocations were made to fail"
    run.close()

    def one(number):
        run = target.run(f"memory:{number}")
        problem = clean(run)
        if problem is None and (run.status, run.err, run.out) != (1, line, b""):
            problem = f"status {run.status}"
        if problem is None and run.files != target.before:
            problem = "something was written"
        more = run.err
        run.close()
        return number, problem, more

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for number, wrong, said in pool.map(one, apart):
            if wrong is not None:
                problem = problem or f"memory:{number}: {wrong}"
                more += f"memory:{number}: {wrong}: {said.strip()[:200]}\n"
    TALLY.check(
        f"{target.name}: {done + len(apart)} failed allocations of "
        f"{len(askers)} (" +
        ", ".join(f"{n} {c}" for n, c in hit.most_common()) + ")",
        problem, more)


def try_full(target):
    """From some moment on nothing can be written."""
    calls = target.count.log.calls()
    writing = [n for n, call in enumerate(calls, 1) if call.name in
               ("write", "pwrite64", "mkdir", "linkat", "rename", "renameat2",
                "fsync", "ftruncate")]
    tried = spread(writing, 200 if DEEP else 12)

    def one(number):
        run = target.run(f"full:{number}")
        problem = target.judge(run)
        if problem is None and run.log.failed and run.status != 1:
            if run.files != target.good.files:
                problem = f"status {run.status}"
        more = run.err
        run.close()
        return number, problem, more

    wrong, more = None, ""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for number, problem, said in pool.map(one, tried):
            if problem is not None:
                wrong = wrong or f"full:{number}: {problem}"
                more += f"full:{number}: {problem}: {said.strip()[:200]}\n"
    TALLY.check(f"{target.name}: the disk is full from {len(tried)} moments on",
                wrong, more)


# ---- the targets ----

SERVER_CONF = """<?xml version='1.0'?>
<serverConf>
  <shared>
    <dataStore hosts="*" lang="en_US">
      <dataSource name="default">
        <dbcnx provider="PostgreSQL" server="localhost" login="prod"/>
      </dataSource>
    </dataStore>
    <dnsConfig localDomain="example.com" nameServers="127.0.0.1"/>
  </shared>
</serverConf>
"""
INSTANCE_CONF = """<?xml version='1.0'?>
<serverconf>
  <shared>
    <dataStore hosts="camp1*" lang="en_US">
      <dataSource name="default">
        <dbcnx login="prod" password="very-secret" provider="PostgreSQL"
          server="dbserver"/>
      </dataSource>
    </dataStore>
  </shared>
  <web/><mta autoStart="true"/><wfserver autoStart="true"/>
</serverconf>
"""
PDUMP = """17:13:06 >   Application server for Adobe Campaign (6.1.1 build 8864) of
2015-06-11
web@default (25140) - 9.5 MB
mta@prod (25146) - 19.5 MB
"""
LOG = ("2026-01-01 10:00:00.000Z\t00000001\t1\terror\tlog\t"
       "ORA-1 something went wrong (iRc=-53)\n")
PSQL = """#!/bin/sh
cat >/dev/null
echo 'not a server: nobody listens' >&2
exit 2
"""


ANSWERS = """<answers>
  <topology is="standalone"/>
  <target release="7.2" database-engine="postgresql"/>
  <attestation rule="ACC-PROC-001" answer="yes" by="database administrator"
    on="2026-01-02"/>
</answers>
"""
PACK = """<rules>
  <rule id="ACC-OWN-001" severity="info" phase="before"
    actor="system administrator" on="host" each=".">
    <title>A rule of our own</title><why>A test.</why>
    <fail if="os/@family = 'linux'"/><pass if="not(os)"/>
    <needs what="a fact" get="look"/><evidence at="os"/>
    <one>{host}</one><many>{count}</many><remedy>Do</remedy><do>Do</do>
    <check>Look</check><source>tool policy</source>
    <case name="c" is="fail"><host><os family="linux"/></host></case>
  </rule>
</rules>
"""


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)


def server():
    root = os.path.join(WORK, "root")
    tree = os.path.join(root, "usr/local/neolane/nl6")
    write(os.path.join(root, "etc/hosts"), "10.0.0.1 camp1\n")
    write(os.path.join(root, "etc/os-release"),
          'ID=debian\nVERSION_ID="8"\nPRETTY_NAME="Debian 8"\n')
    write(os.path.join(root, "etc/debian_version"), "8.11\n")
    write(os.path.join(root, "etc/passwd"),
          f"neolane:x:{NOBODY}:{NOBODY}::/home/neolane:/bin/sh\n")
    write(os.path.join(root, "etc/apache2/mods-available/nlsrv.load"),
          "LoadModule requesthandler24_module /usr/local/neolane/nl6/lib/x.so\n")
    os.makedirs(os.path.join(root, "etc/apache2/mods-enabled"))
    os.symlink("../mods-available/nlsrv.load",
               os.path.join(root, "etc/apache2/mods-enabled/nlsrv.load"))
    write(os.path.join(tree, "conf/serverConf.xml"), SERVER_CONF)
    write(os.path.join(tree, "conf/config-default.xml"),
          "<serverconf><shared/></serverconf>\n")
    write(os.path.join(tree, "conf/config-prod.xml"), INSTANCE_CONF)
    write(os.path.join(tree, "customer.sh"), "export LANG=C\n", 0o755)
    write(os.path.join(tree, "var/prod/log/mta.log"), LOG * 20)
    write(os.path.join(WORK, "recorded/nlserver-pdump"), PDUMP)
    write(os.path.join(WORK, "stubs/psql"), PSQL, 0o755)
    for folder, names, files in os.walk(root):
        for name in [*names, *files, "."]:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                ours(path)
    return root


def large_server(root):
    """One whose settings are worth a file while nobody looks at them."""
    large = os.path.join(WORK, "large-root")
    shutil.copytree(root, large, symlinks=True)
    modules = "".join(
        f"<module name='m{i}' " + " ".join(
            f"setting{j}='the value {j} of module {i}'" for j in range(20)) +
        "/>\n" for i in range(100))
    write(os.path.join(large, "usr/local/neolane/nl6/conf/serverConf.xml"),
          SERVER_CONF.replace("</shared>", modules + "</shared>"))
    return large


def given_by_people():
    """Answers, a pack of rules and templates of our own."""
    answers = os.path.join(WORK, "given", "answers.xml")
    pack = os.path.join(WORK, "given", "pack")
    templates = os.path.join(WORK, "given", "templates")
    write(answers, ANSWERS)
    write(os.path.join(pack, "pack.xml"), PACK)
    shutil.copytree(os.path.join(WORK, "build", "share", "acc-readiness",
                                 "templates"), templates)
    return answers, pack, templates


def make_targets():
    root = server()
    answers, pack, templates = given_by_people()
    recorded = os.path.join(WORK, "recorded")
    gather = ["--root", root, "--recorded", recorded, "--hostname", "camp1"]
    bundle = os.path.join(WORK, "bundle.tar.gz")
    env = dict(os.environ, SOURCE_DATE_EPOCH=str(SECONDS))
    for path in (bundle, os.path.join(WORK, "other.tar.gz")):
        name = os.path.basename(path).split(".")[0]
        subprocess.run([COLLECT, "-q", *gather[:-1], name, "-o", path],
                       env=env, preexec_fn=None, check=False)
    large = os.path.join(WORK, "large.tar.gz")
    subprocess.run([COLLECT, "-q", "--root", large_server(root), *gather[2:-1],
                    "large", "-o", large], env=env, check=False)
    os.chmod(large, 0o644)
    os.chmod(bundle, 0o644)
    os.chmod(os.path.join(WORK, "other.tar.gz"), 0o644)
    old = os.path.join(WORK, "old")
    subprocess.run([ANALYZE, "-q", os.path.join(WORK, "other.tar.gz"), "-o",
                    old], env=env, check=False)

    def with_old(folder):
        shutil.copytree(old, os.path.join(folder, "out"))
        for name in (".", *os.listdir(old)):
            ours(os.path.join(folder, "out", name))

    report = [ANALYZE, "-j1", bundle, "-o", "out"]
    return [
        Target("a bundle", [COLLECT, *gather, "-o", "out"], judge_bundle),
        Target("a bundle with a database",
               [COLLECT, "-q", *gather, "--db",
                "postgresql", "--db-name", "x", "-o", "out"], judge_bundle),
        Target("a preview", [COLLECT, "preview", *gather], judge_preview),
        Target("a bundle inspected", [COLLECT, "inspect", bundle],
               judge_output),
        Target("a bundle verified", [COLLECT, "verify", bundle], judge_output),
        Target("a report", report, judge_output),
        Target("a report that replaces another", [*report, "--force"],
               judge_replaced, with_old),
        Target("answers, rules and templates of people",
               [ANALYZE, "-j1", "--no-sandbox", large, "-o", "out",
                "--format", "html,csv",
                "--answers", answers, "--rules", pack,
                "--templates", templates], judge_output,
               about=(answers, pack)),
        Target("a pack of rules checked", [ANALYZE, "rules", "check",
                                          os.path.join(pack, "pack.xml")],
               judge_output, about=(pack,)),
        Target("a report verified", [ANALYZE, "verify", "out"], judge_output,
               with_old),
        Target("the rules listed", [ANALYZE, "rules", "list"], judge_output),
    ]


def judge_preview(run):
    """A list of what would leave, which tells its losses."""
    if run.status != 3 or clean(run) or same(run):
        return judge_output(run)
    lines = [{words[3]: (words[0], words[4] if len(words) > 4 else "")
              for words in (line.split(maxsplit=4) for line
                            in out.decode().splitlines()[2:-1])}
             for out in (run.target.good.out, run.out)]
    # What is said behind the brackets is a loss.
    losses = {path for path, said in lines[1].items()
              if lines[0].get(path) != said and
              (said[0] in LOSSES or not said[1].endswith(")"))}
    if not losses:
        return "no line tells a loss"
    for path, said in lines[0].items():
        now = lines[1].get(path)
        if now is None and not any(path.startswith(loss) for loss in losses):
            return f"{path} is missing in silence"
        if now is not None and now[0] != said[0] and path not in losses:
            return f"{path} was {said[0]} and is now {now[0]}"
    return None


def judge_replaced(run):
    """The old report or the new one, whole.  What could not be removed of the
    old one is hidden, and the next run removes it."""
    names = run.left
    if run.log.struck.name in ("unlink", "unlinkat", "rmdir", "openat",
                               "getdents64", "flock", "newfstatat", "fstat"):
        run.left = [n for n in names if not n.startswith(".out.")]
    if run.status == 1 and run.files == run.target.before:
        return clean(run) or told_failure_replaced(run)
    return judge_output(run)


def told_failure_replaced(run):
    if not run.err.startswith(run.target.program() + ": "):
        return "no line says why"
    return None


def ready(target):
    """The run without a fault, twice; the second is counted."""
    folder = fresh()
    target.before = None
    if target.prepare is not None:
        target.prepare(folder)
        target.before = read_all(os.path.join(folder, "out"))
    shutil.rmtree(folder)
    target.good = target.run("memory:0")
    target.count = target.run("count")
    log = target.count.log
    problem = None
    if target.good.status not in (0, 2, 3) or target.good.left:
        problem = f"status {target.good.status} {target.good.left}"
    elif not same(target.count):
        problem = "two runs differ"
    TALLY.check(f"{target.name}: {log.memory} allocations, {log.io} calls to "
                f"the system, status {target.good.status}", problem,
                target.good.err)
    # Once there is something with a name, whoever ends removes it.
    target.forks_until = None
    if target.good.files is not None and target.good.files != target.before:
        target.forks_until = min(
            call.memory for call in log.calls()
            if call.name in ("mkdir", "linkat", "link", "rename"))
    return problem is None


def main():
    began = time.monotonic()
    os.chmod(WORK, 0o755)
    try:
        shutil.copytree(os.path.join(os.path.dirname(BIN), "share"),
                        os.path.join(WORK, "build", "share"))
        os.makedirs(os.path.join(WORK, "build", "bin"))
        for name in ("acc-collect", "acc-analyze"):
            shutil.copy(os.path.join(BIN, name), os.path.dirname(COLLECT))
        subprocess.run(["cc", "-std=c11", "-D_GNU_SOURCE", "-O2", "-shared",
                        "-fPIC", "-fno-optimize-sibling-calls",
                        os.path.join(HERE, "fault.c"), "-o", FAULT],
                       check=True)
        for target in make_targets():
            if ONLY and not any(part in target.name for part in ONLY):
                continue
            if not ready(target):
                continue
            whole = target.name in ("a bundle", "a report")
            try_memory(target, (6000 if DEEP else 2100) if whole else
                       600 if DEEP else 90)
            try_io(target, 100 if whole else 24)
            if target.good.files is not None:
                try_full(target)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s")
    print(f"{TALLY.passed} passed, {TALLY.failed} failed")
    return 1 if TALLY.failed else 0


if __name__ == "__main__":
    sys.exit(main())
