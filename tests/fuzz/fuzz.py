#!/usr/bin/env python3
"""Runs the fuzz targets for a set processor time, after tests/fuzz/plan.

    tests/fuzz/fuzz.py BUILD [--seconds N | --hours N] [--jobs N] [TARGET …]

BUILD is a build folder of ACC_FUZZ:

    CC=clang cmake -S . -B build-fuzz -G Ninja -DACC_FUZZ=ON
    ninja -C build-fuzz

--seconds N   each target for N seconds of processor time (default 60)
--hours N     all targets together for N hours, shared as the plan says
--jobs N      so many at a time (default 1)
--merge       instead: of what was found in BUILD, the few small files that
              reach the most, into the corpora in tests/fuzz

What a target found goes on in BUILD/corpus/TARGET from run to run, beside the
corpus of the sources. A crash, a leak, an input that takes longer or more
memory than the plan allows, and a broken promise are failures; the input is
kept as BUILD/crashes/TARGET-KIND-DIGEST. Each run is a line of BUILD/runs.csv.
Ends with 'N passed, N failed'.
"""

import argparse
import concurrent.futures
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")
MEMORY_MOST = 2048  # MiB of one process, sanitizers included
KEPT_MOST = 30  # files of a corpus in the sources, …
KEPT_SIZE = 1200  # … bytes of one that was found


stopped = threading.Event()  # SIGINT or SIGTERM: each target ends its input


def plan():
    """The rows of the plan: {target: (share, longest, seconds, dictionary)}."""
    rows = {}
    with open(os.path.join(HERE, "plan"), encoding="utf-8") as lines:
        for line in lines:
            cells = line.split(None, 5)
            if cells and not line.startswith("#"):
                rows[cells[0]] = (int(cells[1]), int(cells[2]), int(cells[3]),
                                  cells[4])
    return rows


def processor_time(pid):
    """Seconds that the process PID has used; None: it is no more."""
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICK


def settings():
    return dict(
        os.environ,
        ASAN_OPTIONS="detect_leaks=1:quarantine_size_mb=32:"
        "allocator_may_return_null=0:detect_stack_use_after_return=0",
        UBSAN_OPTIONS="print_stacktrace=1",
        LANG="C.UTF-8",
    )


class Target:
    def __init__(self, build, name, row):
        self.name = name
        self.share, self.longest, self.seconds, words = row
        self.program = os.path.join(build, "tests", name + "_fuzz")
        self.seeds = os.path.join(HERE, name)
        self.corpus = os.path.join(build, "corpus", name)
        self.crashes = os.path.join(build, "crashes")
        self.log = os.path.join(build, "logs", name + ".log")
        self.words = os.path.join(HERE, "words", words)
        for folder in (self.corpus, self.crashes, os.path.dirname(self.log)):
            os.makedirs(folder, exist_ok=True)

    def options(self):
        options = [
            f"-max_len={self.longest}",
            # Of the clock, which runs on while others use the processor.
            f"-timeout={25 * self.seconds}",
            f"-rss_limit_mb={MEMORY_MOST}",
            f"-artifact_prefix={self.crashes}/{self.name}-",
            "-print_final_stats=1", "-verbosity=1", "-use_value_profile=0",
        ]
        if not self.words.endswith("-"):
            options.append(f"-dict={self.words}")
        return options

    def search(self, budget):
        """Runs it for BUDGET seconds; (seconds used, what it said, status)."""
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                [self.program, *self.options(), self.corpus, self.seeds],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=settings(), start_new_session=True,
                preexec_fn=lambda: os.nice(19))
            asked, used, killed = None, 0, False
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                used = processor_time(process.pid) or used
                if (used >= budget or stopped.is_set()) and asked is None:
                    process.send_signal(signal.SIGUSR1)  # ends after this input
                    asked = time.monotonic()
                if asked and time.monotonic() - asked > 20 * self.seconds:
                    process.kill()  # it was still reading its corpus
                    killed = True
                time.sleep(0.2)
        process.returncode = 0 if killed else os.waitstatus_to_exitcode(status)
        with open(self.log, encoding="utf-8", errors="replace") as log:
            said = log.read()
        return usage.ru_utime + usage.ru_stime, said, process.returncode

    def slow_only_by_the_clock(self, said):
        """Is what was taken for a timeout within its processor time?"""
        kept = re.findall(r"Test unit written to (\S+-timeout-\S+)", said)
        if not kept:
            return False
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([self.program, "-timeout=3600", kept[-1]],
                       env=settings(), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = (after.ru_utime + after.ru_stime
                - before.ru_utime - before.ru_stime)
        if used > self.seconds + 2:  # 2: to start
            print(f"{kept[-1]}: {used:.1f} s of processor time", flush=True)
            return False
        os.remove(kept[-1])
        return True

    def run(self, budget):
        """Searches for BUDGET seconds in all; a line of figures."""
        spent, runs, cov, ft, failures = 0, 0, 0, 0, []
        while spent < budget and not failures and not stopped.is_set():
            used, said, status = self.search(budget - spent)
            spent += used
            done = re.findall(r"stat::number_of_executed_units: (\d+)", said)
            if not done:
                done = re.findall(r"^#(\d+)\t", said, re.M)
            runs += int(done[-1]) if done else 0
            reached = re.findall(r"cov: (\d+) ft: (\d+)", said)
            if reached:
                cov, ft = map(int, reached[-1])
            if status != 0 and not self.slow_only_by_the_clock(said):
                failures.append((status, said))
        return spent, runs, cov, ft, failures

    def merge(self):
        """Of what was found, the few small files that reach the most, into
        the sources."""
        with tempfile.TemporaryDirectory() as folder:
            notes = os.path.join(folder, "notes")
            kept = os.path.join(folder, "kept")
            os.mkdir(kept)
            subprocess.run(
                [self.program, *self.options(), "-merge=1",
                 f"-merge_control_file={notes}", kept, self.seeds, self.corpus],
                env=settings(), check=True, stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            reached = features(notes)
        own = [path for path in reached if path.startswith(self.seeds)]
        known = set().union(*(reached[path] for path in own))
        found = {path: reached[path] for path in reached
                 if path not in own and os.path.getsize(path) <= KEPT_SIZE}
        most = KEPT_MOST // (1 + self.seconds // 4)  # slow ones have few
        for _ in range(most - len(own)):
            best = max(found, default=None,
                       key=lambda path: (len(found[path] - known), path))
            if best is None or not found[best] - known:
                break
            known |= found.pop(best)
            shutil.copy(best, self.seeds)


def features(notes):
    """{file: what it reaches}, from the notes that libFuzzer makes of a
    merge."""
    with open(notes, encoding="utf-8") as file:
        lines = file.read().splitlines()
    names = lines[2:2 + int(lines[0])]
    reached = {}
    for line in lines[2 + len(names):]:
        word, index, *numbers = line.split()
        if word == "FT":
            reached[names[int(index)]] = set(map(int, numbers))
    return reached


def note(build, target, figures):
    spent, runs, cov, ft, failures = figures
    path = os.path.join(build, "runs.csv")
    new = not os.path.exists(path)
    with open(path, "a", encoding="utf-8") as file:
        if new:
            file.write("when,target,processor_seconds,runs,cov,ft,failures\n")
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        file.write(f"{when},{target.name},{spent:.1f},{runs},{cov},{ft},"
                   f"{len(failures)}\n")


def tell(target, figures):
    spent, runs, cov, ft, failures = figures
    word = "FAILED " if failures else "ok     "
    print(f"{word} {target.name}: {spent:.0f} s of processor time, {runs} runs,"
          f" {cov} places, {ft} ways to them", flush=True)
    for status, said in failures:
        print(f"        exit status {status}; the whole of it: {target.log}")
        kept = re.findall(r"Test unit written to (\S+)", said)
        for path in kept:
            print(f"        kept: {path}")
        told = [line for line in said.splitlines()
                if re.match(r"\s*#\d+ 0x|SUMMARY|==\d+==ERROR|.*runtime error"
                            r"|.*broken promise", line)]
        for line in told[:24]:
            print(f"        {line}")
    sys.stdout.flush()


def main():
    rows = plan()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--merge", action="store_true")
    options = parser.parse_intermixed_args()
    build = os.path.abspath(options.build)
    for name in options.targets:
        if name not in rows:
            parser.error(f"{name}: the plan has no such target")
    targets = [Target(build, name, row) for name, row in rows.items()
               if not options.targets or name in options.targets]
    if options.merge:
        for target in targets:
            target.merge()
        return 0
    shares = sum(target.share for target in targets)

    def budget(target):
        if options.hours is None:
            return options.seconds
        return options.hours * 3600 * target.share / shares

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = {pool.submit(target.run, budget(target)): target
                for target in targets}
        for run in concurrent.futures.as_completed(runs):
            note(build, runs[run], run.result())
            tell(runs[run], run.result())
            failed += bool(run.result()[4])
    print(f"{len(targets) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
