#!/usr/bin/env python3
"""How time and memory grow with the number of servers.

    scale.py BIN-FOLDER [--before BIN-FOLDER] [--hosts 10,100,1000,3000]
             [--runs 1] [--limit SECONDS] [--format LIST] [--estates FOLDER]

Analyses estates of so many small servers, with one thread and with two, beside
the version --before on the same bundles in the same run.  Prints processor and
wall time, peak memory, the exponent of each since the size before (1: it grows
with the work), and what two threads take of the wall time of one.  Of several
--runs the best of each counts: other work on the machine only adds.  A run
that takes more processor seconds than --limit is ended and shown as "over".

--estates keeps the estates for the next time.  The collector makes one site of
fifty servers; the other sites are copies under other names.  Nothing here is a
test: machines differ.
"""
import argparse
import gzip
import hashlib
import io
import math
import os
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "hostile"))
import forge  # noqa: E402

SITE = 50  # servers


def renamed(path, site):
    """The bundle at PATH, of site 1, as one of SITE."""
    def named(content):
        return (content.replace(b"s01-", b"s%02d-" % site)
                .replace(b"ORC01", b"ORC%02d" % site))

    with gzip.open(path) as packed:
        source = tarfile.open(fileobj=io.BytesIO(packed.read()))
    files = [(member.name.split("/", 1), source.extractfile(member).read())
             for member in source if member.isfile()]
    digests = {forge.sha256(content): forge.sha256(named(content))
               for _, content in files}
    text = named(files[0][1]).decode()
    for old, new in digests.items():
        text = text.replace(old, new)
    top = named(files[0][0][0].encode()).decode()
    return forge.bundle([(name, named(content))
                         for (_, name), content in files[1:]],
                        text=text.encode(), top=top)


def make_estate(collect, folder, hosts):
    """HOSTS servers in FOLDER, which is whole or not there."""
    if os.path.isdir(folder):
        return
    sites = max(1, hosts // SITE)
    if sites > 99 or hosts % sites:
        sys.exit("scale: %d servers are not up to 99 sites of %d"
                 % (hosts, SITE))
    with tempfile.TemporaryDirectory(dir=os.path.dirname(folder)) as work:
        made = os.path.join(work, "bundles")
        subprocess.run([sys.executable, "-B",
                        os.path.join(HERE, "make_estate.py"), collect, made,
                        "--hosts", str(hosts // sites)], check=True)
        for name in sorted(os.listdir(made)):
            for site in range(2, sites + 1):
                path = os.path.join(made, name.replace("s01-",
                                                       "s%02d-" % site))
                with open(path, "wb") as file:
                    file.write(renamed(os.path.join(made, name), site))
        os.rename(made, folder)


def measure(command, limit):
    """(wall, processor seconds, MiB) of COMMAND; None: it took too long."""
    began = time.monotonic()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU,
                                              (limit, limit + 1)))
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return None
    if child.returncode not in (0, 2, 3):
        sys.exit("scale: %s ended with %d" % (" ".join(command),
                                              child.returncode))
    return (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(runs):
    """The least of each column; None if a run was too long."""
    return None if None in runs else tuple(map(min, zip(*runs)))


def exponent(now, then, size, size_then):
    if now is None or then is None:
        return "    -"
    return "%5.2f" % (math.log(now / then) / math.log(size / size_then))


def report_digest(folder):
    """Of the bytes of all files of a report."""
    digest = hashlib.sha256()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            digest.update(name.encode() + b"\0" + file.read())
    return digest.hexdigest()


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("bin")
    parse.add_argument("--before")
    parse.add_argument("--hosts", default="10,100,1000,3000")
    parse.add_argument("--runs", type=int, default=1)
    parse.add_argument("--limit", type=int, default=300)
    parse.add_argument("--format", default="html,pdf,json,csv")
    parse.add_argument("--estates")
    args = parse.parse_args()
    sizes = [int(size) for size in args.hosts.split(",")]
    builds = ([("before", args.before)] if args.before else []) \
        + [("now", args.bin)]
    print("%-7s %7s %8s %9s %9s %9s   %s"
          % ("", "servers", "threads", "cpu s", "wall s", "MiB",
             "exponents of cpu, wall, memory"), flush=True)
    with tempfile.TemporaryDirectory() as work:
        estates = os.path.abspath(args.estates or os.path.join(work, "e"))
        os.makedirs(estates, exist_ok=True)
        last = {}  # (build, threads): size and figures before
        for size in sizes:
            bundles = os.path.join(estates, "%d" % size)
            make_estate(os.path.join(args.bin, "acc-collect"), bundles, size)
            runs = {(words, threads): [] for words, _ in builds
                    for threads in (1, 2)}
            digests = {}
            for _ in range(args.runs):
                for words, folder in builds:
                    for threads in (1, 2):
                        report = os.path.join(work, "report")
                        shutil.rmtree(report, ignore_errors=True)
                        runs[words, threads].append(measure(
                            [os.path.join(folder, "acc-analyze"), "-q",
                             bundles, "-j", str(threads), "--format",
                             args.format, "--now", "2026-10-01T00:00:00Z",
                             "-o", report], args.limit))
                        if os.path.isdir(report):
                            digests.setdefault(words, set()).add(
                                report_digest(report))
            for (words, threads), all_runs in runs.items():
                figures = best(all_runs)
                if figures is None:
                    print("%-7s %7d %8d   over %d s of processor time" % (words, size, threads,
                                                        args.limit), flush=True)
                    last.pop((words, threads), None)
                    continue
                then = last.get((words, threads))
                wall, cpu, peak = figures
                line = "%-7s %7d %8d %9.2f %9.2f %9.0f" % (
                    words, size, threads, cpu, wall, peak)
                if then:
                    line += "   %s %s %s" % tuple(
                        exponent(figures[i], then[1][i], size, then[0])
                        for i in (1, 0, 2))
                one = best(runs[words, 1])
                if threads == 2 and one:
                    line += "   wall of one thread x %.2f" % (wall / one[0])
                print(line, flush=True)
                last[words, threads] = (size, figures)
            for words, seen in digests.items():
                if len(seen) != 1:
                    sys.exit("scale: reports of %s differ" % words)


if __name__ == "__main__":
    main()
