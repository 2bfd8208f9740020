#!/usr/bin/env python3
"""Several collectors that write into one folder.

    tests/writers/writers.py BIN

On a folder of this machine, and on a share that knows neither files without a
name, nor second names, nor a renaming that replaces nothing: a FUSE file system
of the test's own, or, where there is no /dev/fuse, a library that refuses the
calls; and on a disk that has only the last of them.  Ends with 'N passed, N failed'.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
COLLECT = os.path.join(os.path.abspath(sys.argv[1]), "acc-collect")
SAMPLE = os.path.join(TOP, "samples", "standalone-511", "camp1")
RANDOM = random.Random(7)
ENVIRONMENT = dict(os.environ)


def start(out, *options):
    return subprocess.Popen(
        [COLLECT, "-q", "--root", os.path.join(SAMPLE, "root"), "--recorded",
         os.path.join(SAMPLE, "recorded"), "--hostname", "camp1", "-o", out,
         *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)


def ended(process):
    words = process.communicate()[1]
    return process.returncode, words


def good(path):
    done = subprocess.run([COLLECT, "verify", path], capture_output=True,
                          check=False)
    return done.returncode == 0


def names(folder):
    """What stands there; FUSE itself hides what is removed while it is open
    under such a name, until it is closed."""
    for _ in range(50):
        found = sorted(os.listdir(folder))
        if not any(name.startswith(".fuse_hidden") for name in found):
            break
        time.sleep(0.1)
    return found


class Watched:
    """Reads what stands under a final name as often as it can: it is whole from
    the first moment on."""

    def __init__(self, *paths):
        self.paths, self.seen, self.over = paths, {}, False
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while not self.over:
            for path in self.paths:
                try:
                    with open(path, "rb") as file:
                        self.seen.setdefault(path, set()).add(file.read())
                except OSError:
                    pass

    def end(self):
        self.over = True
        self.thread.join()
        for path, contents in self.seen.items():
            assert len(contents) == 1, (path, [len(c) for c in contents])


def runs_with_names_of_their_own_do_not_hinder_each_other(folder):
    paths = [os.path.join(folder, f"b{n}.tar.gz") for n in range(8)]
    watched = Watched(*paths)
    runs = [start(path) for path in paths]
    ends = [ended(run) for run in runs]
    watched.end()
    assert all(status in (0, 3) and not words for status, words in ends), ends
    assert names(folder) == [os.path.basename(path) for path in paths]
    assert all(map(good, paths))


def of_runs_with_one_name_one_writes_it(folder):
    path = os.path.join(folder, "b.tar.gz")
    for _ in range(5):
        watched = Watched(path)
        runs = [start(path) for _ in range(8)]
        ends = [ended(run) for run in runs]
        watched.end()
        assert sorted(status == 1 for status, _ in ends) == \
            [False] + 7 * [True], ends
        for status, words in ends:
            assert status in (0, 3) or re.search(
                r"/b\.tar\.gz: .*--output", words), words
        assert names(folder) == ["b.tar.gz"] and good(path)
        os.remove(path)


def a_bundle_that_is_there_is_not_replaced(folder):
    path = os.path.join(folder, "b.tar.gz")
    with open(path, "w") as file:
        file.write("somebody's")
    status, words = ended(start(path))
    assert status == 1 and "it exists" in words, (status, words)
    with open(path) as file:
        assert file.read() == "somebody's"
    assert names(folder) == ["b.tar.gz"]


def one_that_comes_while_it_runs_is_not_replaced(folder):
    path = os.path.join(folder, "b.tar.gz")
    for _ in range(20):
        run = start(path)
        time.sleep(RANDOM.random() * 0.2)
        try:
            with open(path, "x") as file:
                file.write("somebody's")
        except FileExistsError:
            assert ended(run)[0] in (0, 3) and good(path)
        else:
            status, words = ended(run)
            assert status == 1 and "--output" in words, (status, words)
            with open(path) as file:
                assert file.read() == "somebody's"
        assert names(folder) == ["b.tar.gz"]
        os.remove(path)


def killed_runs_leave_what_the_next_removes(folder):
    path = os.path.join(folder, "b.tar.gz")
    began = time.monotonic()
    assert ended(start(path))[0] in (0, 3)
    longest = time.monotonic() - began
    os.remove(path)
    left = 0
    for _ in range(60):
        runs = [start(path), start(os.path.join(folder, "c.tar.gz"))]
        time.sleep(RANDOM.random() * longest * 1.5)
        for run in runs:
            run.send_signal(signal.SIGKILL)
        for run in runs:
            ended(run)
        for name in names(folder):
            if name.startswith(".acc-"):
                left += 1
            else:
                assert good(os.path.join(folder, name)), name
                os.remove(os.path.join(folder, name))
    for name in ("b.tar.gz", "c.tar.gz"):
        status, words = ended(start(os.path.join(folder, name)))
        assert status in (0, 3) and not words, words
        assert good(os.path.join(folder, name))
    assert names(folder) == ["b.tar.gz", "c.tar.gz"], names(folder)
    return f"{left} left a hidden file"


def what_another_machine_left_is_named_and_hinders_nobody(folder):
    old, new = ".acc-part-web2-77-0", ".acc-part-web3-78-0"
    for name in (old, new):
        open(os.path.join(folder, name), "w").close()
    os.utime(os.path.join(folder, old), (0, time.time() - 3 * 3600))
    run = subprocess.run(
        [COLLECT, "--root", os.path.join(SAMPLE, "root"), "--hostname", "x",
         "-o", os.path.join(folder, "b.tar.gz")], capture_output=True,
        text=True, env=ENVIRONMENT, check=False)
    assert run.returncode in (0, 3), run.stderr
    assert old in run.stderr and new not in run.stderr, run.stderr
    assert names(folder) == sorted((old, new, "b.tar.gz"))


def who_died_while_it_gave_a_name_hinders_nobody_on_its_machine(folder):
    """It takes a moment only, so that its traces are made here."""
    if not folder.startswith(os.path.join(WORK, "share")):
        return "not needed here"
    path = os.path.join(folder, "b.tar.gz")
    naming = os.path.join(folder, ".acc-name-b.tar.gz")
    ours = re.sub("[^A-Za-z0-9]", "_", os.uname().nodename)[:64] + "-"
    with open(naming, "w") as file:
        file.write(ours)
    status, words = ended(start(path))
    assert status in (0, 3), words
    assert names(folder) == ["b.tar.gz"] and good(path)
    os.remove(path)
    with open(naming, "w") as file:
        file.write("web2-")
    status, words = ended(start(path))
    assert status == 1 and ".acc-name-" in words, (status, words)
    assert names(folder) == [".acc-name-b.tar.gz"]
    assert ended(start(os.path.join(folder, "c.tar.gz")))[0] in (0, 3)
    return None


def share_open(work):
    """A share at which this machine can be without what it lacks; what stands
    for it, and how it is closed."""
    behind, at = os.path.join(work, "behind"), os.path.join(work, "share")
    os.mkdir(behind)
    os.mkdir(at)
    try:
        server = subprocess.Popen(
            # The system's own, which has the system's packages.
            ["/usr/bin/python3", "-B", os.path.join(HERE, "share.py"), behind,
             at],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if os.path.ismount(at):
                def close():
                    subprocess.run(["umount", at], check=False)
                    server.wait()
                return at, "FUSE", close
            if server.poll() is not None:
                break
            time.sleep(0.1)
        server.kill()
        server.wait()
    except OSError:
        pass
    return at, "a preloaded library: no FUSE here", lambda: None


def main(work):
    passed = failed = 0
    share, kind, close = share_open(work)
    library, disk = os.path.join(work, "share.so"), os.path.join(work, "disk")
    subprocess.run(["gcc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library,
                    os.path.join(HERE, "share.c")], check=True)
    os.mkdir(disk)
    for place, words in ((LOCAL, "here"), (share, f"on a share ({kind})"),
                         (disk, "on a disk without links")):
        if place == disk or (place == share and "library" in kind):
            ENVIRONMENT["LD_PRELOAD"] = library
        if place == disk:
            ENVIRONMENT["SHARE_RENAMES"] = "1"
        for test in (
            runs_with_names_of_their_own_do_not_hinder_each_other,
            of_runs_with_one_name_one_writes_it,
            a_bundle_that_is_there_is_not_replaced,
            one_that_comes_while_it_runs_is_not_replaced,
            killed_runs_leave_what_the_next_removes,
            what_another_machine_left_is_named_and_hinders_nobody,
            who_died_while_it_gave_a_name_hinders_nobody_on_its_machine,
        ):
            folder = tempfile.mkdtemp(dir=place)
            sentence = f"{words}, {test.__name__.replace('_', ' ')}"
            try:
                note = test(folder)
                passed += 1
                print(f"ok      {sentence}" + (f" ({note})" if note else ""))
            except Exception as problem:
                failed += 1
                lines = traceback.format_exception(problem)
                print(f"FAILED  {sentence}\n        " +
                      "".join(lines[-2:]).replace("\n", "\n        ")[:2000])
            sys.stdout.flush()
            shutil.rmtree(folder, ignore_errors=True)
    close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if "ACC_ALONE" not in os.environ and subprocess.run(
            ["unshare", "--mount", "true"], capture_output=True,
            check=False).returncode == 0:
        # What is mounted goes with us, however we end.
        os.environ["ACC_ALONE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, "-B",
                              *sys.argv])
    WORK = tempfile.mkdtemp(prefix="acc-writers-")
    LOCAL = os.path.join(WORK, "local")
    os.mkdir(LOCAL)
    try:
        sys.exit(main(WORK))
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
