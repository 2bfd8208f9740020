#!/usr/bin/env python3
"""What acc-collect writes, acc-analyze takes: caps count the bytes read.

    tests/gather/limits.py BIN

BIN is built without sanitizers: processor time is measured.  Ends with
'N passed, N failed'.
"""

import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import traceback

BIN = os.path.abspath(sys.argv[1])
COLLECT = os.path.join(BIN, "acc-collect")
WORK = tempfile.mkdtemp(prefix="acc-limits-")
LINE = b"2013-04-09 07:48:39.749Z 00002E7A 1 info log Tomcat started\n"


def server(name, var="/data/var"):
    top = os.path.join(WORK, name)
    tree = os.path.join(top, "usr/local/neolane/nl6")
    os.makedirs(os.path.join(tree, "conf"))
    os.makedirs(top + var + "/prod/log")
    for file in ("serverConf.xml", "config-default.xml", "config-prod.xml"):
        with open(os.path.join(tree, "conf", file), "w") as out:
            out.write("<serverConf/>\n")
    with open(os.path.join(tree, "customer.sh"), "w") as out:
        out.write(f"XTK_VAR_DIR={var}\n")
    return top


def collect(top, *options):
    """Returns the bundle, its status, words, and the processor's seconds."""
    out = tempfile.mkdtemp(dir=WORK)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([COLLECT, "--root", top, "--hostname", "x", "-o",
                           out, *options], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 3), done.stderr
    bundle, = (os.path.join(out, name) for name in os.listdir(out))
    verified = subprocess.run([COLLECT, "verify", bundle], capture_output=True,
                              text=True)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return (bundle, done.stdout + done.stderr,
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def content(bundle, path):
    with tarfile.open(bundle) as archive:
        for member in archive:
            if member.name.split("/", 1)[1] == path:
                return archive.extractfile(member).read()
    return None


def a_sparse_log_of_a_terabyte_costs_what_stands_in_it():
    top = server("sparse")
    path = top + "/data/var/prod/log/web.log"
    with open(path, "wb") as file:
        file.write(LINE)
        for at in range(1, 100):
            file.seek(at << 33)
            file.write(b"\n" + LINE)
        file.truncate(1 << 40)
    bundle, _, seconds = collect(top)
    log = content(bundle, "files/data/var/prod/log/web.log")
    assert log.count(b"Tomcat started") == 100, log[:500]
    assert seconds < 5, seconds
    return f"{seconds:.1f} s"


def of_a_long_log_head_and_tail_are_read():
    top = server("long")
    path = top + "/data/var/prod/log/web.log"
    with open(path, "wb") as file:
        file.write(LINE.replace(b"Tomcat", b"Server"))
        for _ in range(64):
            file.write(b"x" * 65535 + b"\n")
        file.write(LINE)
    bundle, words, _ = collect(top, "--max-file", "4096")
    log = content(bundle, "files/data/var/prod/log/web.log")
    assert b"Server started" in log and b"Tomcat started" in log, log
    assert "cut" in words and "were not read" in words, words


def what_compresses_too_well_for_the_analyzer_is_written_with_gzip():
    top = server("dense")
    for name in "abcd":
        with open(f"{top}/data/var/prod/log/{name}.log", "wb") as file:
            for _ in range(9):
                file.write(b"\n" * (1 << 20))
    bundle, words, _ = collect(top, "--compress", "zstd")
    assert "written with gzip" in words, words
    assert bundle.endswith(".gz")
    out = os.path.join(WORK, "named.zst")
    done = subprocess.run([COLLECT, "-q", "--root", top, "--hostname", "x",
                           "--compress", "zstd", "-o", out],
                          capture_output=True)
    assert done.returncode in (0, 3), done.stderr


def more_names_than_a_manifest_holds_are_told():
    """Each name nearly as long as one may be: 75 MB of manifest."""
    var = "".join("/" + c * 250 for c in "abcdefghij")
    top = server("names", var)
    folder = "/".join([top + var, "prod", "log"])
    at = os.open(top, os.O_RDONLY)
    for part in [*var.split("/")[1:]]:
        below = os.open(part, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    for instance in ("prod", "i2", "i3"):
        os.makedirs(f"/proc/self/fd/{at}/{instance}/log", exist_ok=True)
        for number in range(4000):
            name = f"{instance}/log/{number:0240}.log"
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=at))
    os.close(at)
    bundle, words, seconds = collect(top)
    manifest = content(bundle, "manifest.xml")
    assert len(manifest) < 64 << 20, len(manifest)
    assert b'path="files/beyond" status="excluded"' in manifest
    assert "files are not named" in words, words[-2000:]
    assert b'path="commands/tree-inventory"' in manifest, folder
    return f"{seconds:.1f} s, manifest of {len(manifest) >> 20} MiB"


def a_folder_of_many_files_is_counted_in_time():
    top = server("many")
    os.makedirs(top + "/data/var/prod/redir/url")
    at = os.open(top + "/data/var/prod/redir/url", os.O_RDONLY)
    for number in range(30000):
        os.close(os.open(f"{number}", os.O_WRONLY | os.O_CREAT, 0o644,
                         dir_fd=at))
    os.close(at)
    bundle, _, seconds = collect(top)
    inventory = content(bundle, "commands/tree-inventory").decode()
    assert "redir/url\twhole\t30000\t0" in inventory, inventory
    assert seconds < 10, seconds
    return f"{seconds:.1f} s"


def main():
    passed = failed = 0
    for test in (a_sparse_log_of_a_terabyte_costs_what_stands_in_it,
                 of_a_long_log_head_and_tail_are_read,
                 what_compresses_too_well_for_the_analyzer_is_written_with_gzip,
                 more_names_than_a_manifest_holds_are_told,
                 a_folder_of_many_files_is_counted_in_time):
        words = test.__name__.replace("_", " ")
        try:
            note = test()
            passed += 1
            print(f"ok      {words}" + (f" ({note})" if note else ""))
        except Exception as problem:
            failed += 1
            print(f"FAILED  {words}")
            lines = traceback.format_exception(problem)
            print("        " + "".join(lines[-2:]).replace(
                "\n", "\n        ")[:1500])
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
