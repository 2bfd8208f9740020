#!/usr/bin/env python3
"""Runs that are killed, stopped, or find the disk full.

    tests/hostile/kills.py BIN [RUNS]

RUNS (400) runs of acc-collect are sent SIGKILL or SIGTERM at random moments, a
tenth as many of acc-analyze; every place at which a file may end is tried by a
limit on its size, and a small disk is filled while they run.  What stands
under the final name afterwards is whole, and nothing stands beside it.
Without sanitizers, so that the moments fall into the work and not into the
start.  Ends with 'N passed, N failed'.
"""

import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BIN = os.path.abspath(sys.argv[1])
RUNS = int(sys.argv[2]) if sys.argv[2:] and sys.argv[2] != "--fill" else 400
WORK = tempfile.mkdtemp(prefix="acc-kills-")
SAMPLE = os.path.join(TOP, "samples", "standalone-511", "camp1")
COLLECT = os.path.join(BIN, "acc-collect")
ANALYZE = os.path.join(BIN, "acc-analyze")
RANDOM = random.Random(5)


def server():
    """A tree that takes a while: the sample, and noise that no compressor
    makes small."""
    tree = os.path.join(WORK, "root")
    shutil.copytree(os.path.join(SAMPLE, "root"), tree, symlinks=True)
    folder = os.path.join(tree, "etc", "apache2", "mods-available")
    for number in range(20):
        with open(os.path.join(folder, f"noise{number:02}.conf"), "w") as file:
            for _ in range(2000):
                file.write(f"# {RANDOM.getrandbits(256):x}\n")
    return tree


def collect(tree, out, *options):
    return [COLLECT, "-q", "--root", tree, "--recorded",
            os.path.join(SAMPLE, "recorded"), "--hostname", "camp1",
            "-o", out, *options]


def start(argv, **more):
    return subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, **more)


def seconds_of(argv, out):
    began = time.monotonic()
    status = start(argv).wait()
    assert status in (0, 2, 3), status
    took = time.monotonic() - began
    remove(out)
    return took


def remove(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def verify(program, path):
    done = subprocess.run([program, "verify", path], capture_output=True)
    assert done.returncode == 0, done.stderr + done.stdout


def whole_or_nothing(program, folder, name, left=()):
    """Returns what stands in FOLDER, LEFT apart: nothing, or NAME that verify
    accepts."""
    names = [entry for entry in os.listdir(folder) if entry not in left]
    assert names in ([], [name]), names
    if names:
        verify(program, os.path.join(folder, name))
    return names


def killed(program, argv, folder, name, runs, beside=None):
    """BESIDE begins the hidden name of what SIGKILL may leave where nothing
    can be nameless (a folder; a file on some systems): the next run removes
    it."""
    out = os.path.join(folder, name)
    longest = max(seconds_of(argv, out) for _ in range(3))
    ended = {signal.SIGKILL: 0, signal.SIGTERM: 0}
    written = leftovers = 0
    left = set()
    for number in range(runs):
        sign = (signal.SIGKILL, signal.SIGTERM)[number % 2]
        process = start(argv)
        time.sleep(RANDOM.random() * longest * 1.1)
        process.send_signal(sign)
        status = process.wait()
        if status == -sign or (sign == signal.SIGTERM and status == 1):
            ended[sign] += 1
        else:
            assert status in (0, 2, 3), status
        before = left
        left = {entry for entry in os.listdir(folder)
                if beside and entry.startswith(beside)}
        # One that may clear up does, what others left included.
        if status in (0, 2, 3):
            assert not left, (status, left)
        elif sign == signal.SIGTERM:
            assert left <= before, (before, left)
        assert len(left) <= 1, left
        leftovers += len(left - before)
        written += bool(whole_or_nothing(program, folder, name, left))
        remove(out)
    # The moments fell into the work, before its end and behind it.
    assert ended[signal.SIGKILL] > runs // 8, ended
    return (f"{runs} runs, {sum(ended.values())} ended early, "
            f"{written} written, {leftovers} left a hidden one")


def a_bundle_is_there_whole_or_not_at_all_when_killed():
    folder = tempfile.mkdtemp(dir=WORK)
    argv = collect(TREE, os.path.join(folder, "b.tar.gz"))
    words = killed(COLLECT, argv, folder, "b.tar.gz", RUNS)
    assert start(argv).wait() in (0, 3)
    assert whole_or_nothing(COLLECT, folder, "b.tar.gz")
    return words


def seconds_used(pid):
    """Processor time of the process so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def heavy_server():
    """A tree with long work of each kind in it: redaction of one line, a log,
    an inventory, hashing and compression of what no compressor makes small."""
    tree = os.path.join(WORK, "heavy")
    shutil.copytree(os.path.join(SAMPLE, "root"), tree, symlinks=True)
    install = os.path.join(tree, "usr", "local", "neolane", "nl5")
    conf = os.path.join(install, "conf")
    for number, unit in enumerate(("a%40", "a@b.c ", "x://a:b@", "mysql ",
                                   "<password><![CDATA[")):
        with open(os.path.join(conf, f"config-a{number}.xml"), "w") as file:
            file.write(unit * ((2 << 20) // len(unit)))
    noise = RANDOM.randbytes(1 << 20).hex()
    for number in range(3):
        with open(os.path.join(conf, f"config-n{number}.xml"), "w") as file:
            file.write(f"<a><!-- {noise[number:]} --></a>\n")
    log = os.path.join(install, "var", "default", "log")
    os.makedirs(log, exist_ok=True)
    with open(os.path.join(log, "web.log"), "w") as file:
        for _ in range(60000):
            file.write("2013-04-09 07:48:39.749Z 00002E7A 1 info log x\n")
    many = os.path.join(install, "customers")
    os.makedirs(many, exist_ok=True)
    for number in range(5000):
        open(os.path.join(many, str(number)), "w").close()
    return tree


def asked_to_stop_it_ends_within_a_second_wherever_it_is():
    """A second of the processor's time, for the machine may be busy."""
    folder = tempfile.mkdtemp(dir=WORK)
    argv = collect(heavy_server(), os.path.join(folder, "b.tar.zst"),
                   "--compress", "zstd", "--level", "9")
    process = start(argv)
    whole = 0.0
    while process.poll() is None:
        try:
            whole = seconds_used(process.pid)
        except (OSError, IndexError):
            break
        time.sleep(0.01)
    assert process.wait() in (0, 3), process.returncode
    remove(os.path.join(folder, "b.tar.zst"))
    worst = 0.0
    stopped = 0
    for number in range(15):
        sign = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[number % 3]
        process = start(argv)
        moment = whole * (number + 0.5) / 15
        while process.poll() is None and seconds_used(process.pid) < moment:
            time.sleep(0.002)
        if process.poll() is None:
            used = seconds_used(process.pid)
            process.send_signal(sign)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            took = usage.ru_utime + usage.ru_stime - used
            if process.returncode == 1:
                worst = max(worst, took)
                stopped += 1
                assert os.listdir(folder) == [], os.listdir(folder)
            assert took <= 1, (number, took)
        # SIGHUP before the handler stands ends it as it ends any program.
        assert process.returncode in (0, 1, 3, -sign), process.returncode
        remove(os.path.join(folder, "b.tar.zst"))
        assert os.listdir(folder) == [], os.listdir(folder)
    assert stopped > 7, stopped
    return f"{stopped} stopped, at most {worst:.2f} s later"


def a_report_is_there_whole_or_not_at_all_when_killed():
    folder = tempfile.mkdtemp(dir=WORK)
    bundle = os.path.join(WORK, "good.tar.gz")
    assert start(collect(TREE, bundle)).wait() in (0, 3)
    argv = [ANALYZE, "-q", bundle, "-o", os.path.join(folder, "report")]
    words = killed(ANALYZE, argv, folder, "report",
                   max(RUNS // 10, 20), ".report.")
    assert start(argv).wait() in (2, 3)
    assert whole_or_nothing(ANALYZE, folder, "report")
    return words


NO_PROC = """
mount -t tmpfs tmpfs /proc && exec "$@"
"""


def where_files_need_a_name_the_next_run_clears_up():
    """A nameless file gets its name through /proc: without it, none is made."""
    folder = tempfile.mkdtemp(dir=WORK)
    alone = ["unshare", "--mount"]
    if os.getuid() != 0:
        alone += ["--map-root-user"]
    alone += ["sh", "-c", NO_PROC, "sh"]
    if subprocess.run(alone + ["true"], capture_output=True).returncode != 0:
        return "not possible here: no mounts"
    argv = alone + collect(TREE, os.path.join(folder, "b.tar.gz"))
    words = killed(COLLECT, argv, folder, "b.tar.gz", max(RUNS // 10, 20),
                   ".acc-part-")
    alive, notes = ".acc-part-7-0", ".acc-part-notes"
    for left in (".acc-part-6-0", ".acc-spool-6-12", alive, notes):
        open(os.path.join(folder, left), "w").close()
    with open(os.path.join(folder, alive)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert start(argv).wait() in (0, 3)
    assert whole_or_nothing(COLLECT, folder, "b.tar.gz", (alive, notes))
    assert sorted(os.listdir(folder)) == [alive, notes, "b.tar.gz"]
    return words


def limited(argv, most):
    """Runs ARGV, whose files may have MOST bytes: what is more is refused as
    on a full disk, without a signal."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return start(argv, preexec_fn=limit, restore_signals=False).wait()


def sizes(largest, count):
    """Every place at which a write may end: near nothing, near the end, at
    the edges of blocks and between."""
    near = {0, 1, 511, 512, 513, largest - 1, largest - 80, largest - 94}
    near |= {4096 * n for n in range(8)}
    near |= {largest * n // count for n in range(count)}
    return sorted(n for n in near if 0 <= n < largest)


def no_room_for_a_bundle_leaves_none():
    folder = tempfile.mkdtemp(dir=WORK)
    out = os.path.join(folder, "b.tar.gz")
    argv = collect(TREE, out)
    assert start(argv).wait() in (0, 3)
    largest = os.path.getsize(out)
    remove(out)
    tried = 0
    for most in sizes(largest, 40):
        assert limited(argv, most) == 1, most
        assert os.listdir(folder) == [], (most, os.listdir(folder))
        tried += 1
    assert limited(argv, 1 << 30) in (0, 3)
    assert whole_or_nothing(COLLECT, folder, "b.tar.gz")
    return f"{tried} places"


def no_room_for_a_report_leaves_none():
    folder = tempfile.mkdtemp(dir=WORK)
    out = os.path.join(folder, "report")
    argv = [ANALYZE, "-q", os.path.join(WORK, "good.tar.gz"), "-o", out,
            "--now", "2026-01-02T03:04:05Z"]
    assert start(argv).wait() in (2, 3)
    largest = {os.path.getsize(os.path.join(out, n)) for n in os.listdir(out)}
    remove(out)
    tried = 0
    for most in sizes(max(largest), 10) + sorted(n - 1 for n in largest):
        assert limited(argv, most) == 1, most
        assert os.listdir(folder) == [], (most, os.listdir(folder))
        tried += 1
    return f"{tried} places"


def an_old_report_stays_when_there_is_no_room_for_the_new():
    folder = tempfile.mkdtemp(dir=WORK)
    out = os.path.join(folder, "report")
    argv = [ANALYZE, "-q", os.path.join(WORK, "good.tar.gz"), "-o", out,
            "--now", "2026-01-02T03:04:05Z"]
    assert start(argv).wait() in (2, 3)
    for most in (0, 512, 20000, 100000):
        assert limited(argv + ["--force"], most) == 1, most
        assert whole_or_nothing(ANALYZE, folder, "report")


SMALL_DISK = """
mount -t tmpfs -o size=%d tmpfs "$1" && shift && exec "$@"
"""


def a_disk_that_fills_up_while_it_runs_gets_no_bundle():
    """On a disk of its own, in a name space of mounts of its own."""
    disk = tempfile.mkdtemp(dir=WORK)
    alone = ["unshare", "--mount", "--map-root-user"]
    if os.getuid() == 0:
        alone = ["unshare", "--mount"]
    if subprocess.run(alone + ["sh", "-c", SMALL_DISK % 8192, "sh", disk,
                               "true"], capture_output=True).returncode != 0:
        return "not possible here: no mounts"
    done = subprocess.run(
        alone + ["sh", "-c", SMALL_DISK % (8 << 20), "sh", disk,
                 sys.executable, "-B", os.path.abspath(__file__), BIN,
                 "--fill", TREE, disk],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def fill(tree, disk):
    """Inside: stops the run at random moments and takes the room away."""
    out = os.path.join(disk, "b.tar.gz")
    filler = os.path.join(disk, "filler")
    argv = collect(tree, out)
    longest = max(seconds_of(argv, out) for _ in range(3))
    full = 0
    for _ in range(40):
        process = start(argv)
        time.sleep(RANDOM.random() * longest)
        process.send_signal(signal.SIGSTOP)
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        process.send_signal(signal.SIGCONT)
        status = process.wait()
        remove(filler)
        assert status in (0, 1, 3), status
        full += status == 1
        names = os.listdir(disk)
        assert names == ([] if status == 1 else ["b.tar.gz"]), (status, names)
        if names:
            verify(COLLECT, out)
        remove(out)
    assert full > 5, full
    print(f"40 runs, {full} found the disk full")


def main():
    passed = failed = 0
    for test in (
        a_bundle_is_there_whole_or_not_at_all_when_killed,
        asked_to_stop_it_ends_within_a_second_wherever_it_is,
        a_report_is_there_whole_or_not_at_all_when_killed,
        where_files_need_a_name_the_next_run_clears_up,
        no_room_for_a_bundle_leaves_none,
        no_room_for_a_report_leaves_none,
        an_old_report_stays_when_there_is_no_room_for_the_new,
        a_disk_that_fills_up_while_it_runs_gets_no_bundle,
    ):
        words = test.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            note = test()
            passed += 1
            print(f"ok      {words}" + (f" ({note})" if note else "") +
                  f" {time.monotonic() - began:.0f} s")
        except Exception as problem:
            failed += 1
            print(f"FAILED  {words}")
            lines = traceback.format_exception(problem)
            print("        " + "".join(lines[-2:]).replace(
                "\n", "\n        ")[:3000])
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[2:3] == ["--fill"]:
        fill(sys.argv[3], sys.argv[4])
        sys.exit(0)
    TREE = server()
    sys.exit(main())
