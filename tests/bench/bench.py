#!/usr/bin/env python3
"""How fast the programs are, beside others on the same data in the same run.

    bench.py BIN-FOLDER [--hosts 200] [--megabytes 30] [--tree 300] [--runs 5]
             [--bundles FOLDER]

--bundles analyses what make_estate.py made before, and makes no estate.

Two comparisons, each the median of the runs, which alternate:
  collect   one server's tree of --tree MB, commands off; beside it
            `tar | gzip -6` of what leaves
  analyse   --hosts bundles of --megabytes MB each, some 5 MB packed (what
            the smallest is packed stands in the first line); beside it
            `zcat | sha256sum` of the same bundles
Prints wall time, ratio and peak memory.  Nothing here is a test: machines
differ.
"""
import argparse
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command):
    """Wall seconds and peak memory in MiB of COMMAND and what it starts."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - began, usage.ru_maxrss / 1024, child.returncode


def compare(name, runs, peer, commands):
    """COMMANDS: (words, command, exit statuses that are good)."""
    walls = {words: [] for words, _, _ in commands}
    peaks, peers = dict.fromkeys(walls, 0), []
    for _ in range(runs):
        peers.append(run(peer)[0])
        for words, command, good in commands:
            wall, peak, status = run(command)
            if status not in good:
                sys.exit("bench: %s ended with %d" % (command[0], status))
            walls[words].append(wall)
            peaks[words] = max(peaks[words], peak)
    beside = statistics.median(peers)
    print("%-10s %-14s %8.2f s" % (name, "peer", beside))
    for words, times in walls.items():
        wall = statistics.median(times)
        print("%-10s %-14s %8.2f s   ratio %5.2f   peak %6.0f MiB"
              % ("", words, wall, wall / beside, peaks[words]))


def make(args, folder, hosts, megabytes, *more):
    subprocess.run([sys.executable, "-B",
                    os.path.join(HERE, "make_estate.py"),
                    os.path.join(args.bin, "acc-collect"), folder,
                    "--hosts", str(hosts), "--megabytes", str(megabytes),
                    *more], check=True)


def bench_collect(args, work):
    trees = os.path.join(work, "trees")
    make(args, trees, 1, args.tree, "--trees-only")
    tree = glob.glob(os.path.join(trees, "*.tree"))[0]
    bundle = os.path.join(work, "one.tar.gz")
    collect = [os.path.join(args.bin, "acc-collect"), "-q", "--no-commands",
               "--root", os.path.join(tree, "root"), "--hostname", "bench",
               "-o", bundle]
    if run(collect)[2] not in (0, 3):
        sys.exit("bench: acc-collect failed")
    leaves = os.path.join(work, "leaves")
    os.makedirs(leaves)
    subprocess.run(["tar", "xzf", bundle, "-C", leaves], check=True)
    compare("collect", args.runs,
            ["sh", "-c", 'tar c -C "$1" . | gzip -6 | cat >"$2"', "sh", leaves,
             os.path.join(work, "peer.tar.gz")],
            [("acc-collect", ["sh", "-c", 'rm -f "$1"; shift; exec "$@"', "sh",
                              bundle] + collect, (0, 3))])
    shutil.rmtree(trees)
    shutil.rmtree(leaves)


def bench_analyse(args, work):
    bundles = args.bundles or os.path.join(work, "bundles")
    if not args.bundles:
        make(args, bundles, args.hosts, args.megabytes)
    sizes = [os.path.getsize(path)
             for path in glob.glob(os.path.join(bundles, "*.tar.gz"))]
    print("analyse    %d bundles, packed at least %.1f MB each, %.0f MB in all"
          % (len(sizes), min(sizes) / 1e6, sum(sizes) / 1e6))
    report = [os.path.join(args.bin, "acc-analyze"), "-q", bundles, "--force",
              "-o", os.path.join(work, "report")]
    compare("analyse", args.runs,
            ["sh", "-c", 'zcat "$1"/*.tar.gz | sha256sum', "sh", bundles],
            [("-j1", report + ["-j", "1"], (0, 2, 3)),
             ("-j2", report + ["-j", "2"], (0, 2, 3))])


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("bin")
    parse.add_argument("--hosts", type=int, default=200)
    parse.add_argument("--megabytes", type=float, default=30)
    parse.add_argument("--tree", type=float, default=300)
    parse.add_argument("--runs", type=int, default=5)
    parse.add_argument("--bundles")
    args = parse.parse_args()
    with tempfile.TemporaryDirectory() as work:
        bench_collect(args, work)
        bench_analyse(args, work)


if __name__ == "__main__":
    main()
