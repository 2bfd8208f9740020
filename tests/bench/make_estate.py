#!/usr/bin/env python3
"""An estate of any size, as bundles made by the real collector.

    make_estate.py ACC-COLLECT OUTPUT-FOLDER --hosts N [--sites N]
                   [--megabytes N] [--trees-only]

Hosts are copies of those of samples/enterprise-602 under other names: per site
two application servers, then mail servers and frontals one to two, all on the
database of their site; each site names one frontal that nobody collects.
--megabytes adds that much configuration and logs to each host.  Always the
same for the same arguments.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "..", "samples", "enterprise-602")


def names_of(site, index, roles):
    """What the words of the sample become on host INDEX of a site."""
    name = "s%02d-" % site
    words = {"app1": name + "app1", "app2": name + "app2",
             "ORCL": "ORC%02d" % site, "trk3": name + "trk-lost"}
    role, number = roles[index]
    if role == "mta1":
        words["mta1"] = name + "mta%d" % number
    if role in ("trk1", "trk2"):
        words[role] = name + "trk%d" % number
        other = "trk2" if role == "trk1" else "trk1"
        words[other] = name + "trk%d" % (number % 2 + 1)
    return words


def roles_of(count):
    """(folder of the sample, number) of each host of a site."""
    roles = [("app1", 1), ("app2", 2)]
    mta = trk = 0
    while len(roles) < count:
        if len(roles) % 3 == 2:
            mta += 1
            roles.append(("mta1", mta))
        else:
            trk += 1
            roles.append(("trk1" if trk % 2 else "trk2", trk))
    return roles[:count]


def copy_tree(source, target, words):
    pattern = re.compile(r"\b(%s)\b" % "|".join(words))
    for folder, _, files in os.walk(source):
        into = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(into, exist_ok=True)
        for name in files:
            with open(os.path.join(folder, name), encoding="utf-8",
                      errors="surrogateescape") as file:
                text = file.read()
            with open(os.path.join(into, name), "w", encoding="utf-8",
                      errors="surrogateescape") as file:
                file.write(pattern.sub(lambda m: words[m.group()], text))


def log_lines(noise, size):
    """Lines as nlserver writes them: banners, starts, pools, errors."""
    kinds = (
        "%s\t%05d\t%08x\t1\tinfo\tlog\tApplication server for Adobe Campaign "
        "Version 6.02 (build 5795) of 10/09/2013",
        "%s\t%05d\t%08x\t1\tinfo\tlog\tStarting module mta@prod",
        "%s\t%05d\t%08x\t1\twarning\tlog\tPool 'nlsrv' has %d connections",
        "%s\t%05d\t%08x\t1\terror\tlog\tORA-%05d: listener lost contact")
    lines, written, day = [], 0, 0
    while written < size:
        day += 1
        stamp = "2026-%02d-%02d %02d:%02d:%02d" % (
            noise.randint(1, 11), day % 28 + 1, noise.randint(0, 23),
            noise.randint(0, 59), noise.randint(0, 59))
        values = [stamp, noise.randint(1, 99999), noise.getrandbits(32),
                  noise.randint(1, 9999)]
        kind = noise.choice(kinds)
        lines.append(kind % tuple(values[:kind.count("%")]))
        written += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def fatten(root, megabytes, noise):
    """Three quarters configuration, one quarter logs."""
    conf = os.path.join(root, "usr/local/neolane/nl6/conf")
    logs = os.path.join(root, "usr/local/neolane/nl6/var/prod/log")
    size = int(megabytes * 1000000)
    os.makedirs(logs, exist_ok=True)
    for number in range(max(1, size * 3 // 4 // 1000000)):
        share = min(1000000, size * 3 // 4)
        with open(os.path.join(conf, "config-more%03d.xml" % number),
                  "w") as file:
            file.write("<?xml version='1.0'?>\n<serverconf>\n  <shared>\n")
            written = 0
            while written < share:
                line = '    <!-- %s -->\n    <parameter name="p%x"\n' \
                       '      value="%s"/>\n' % (
                           noise.randbytes(24).hex(), noise.getrandbits(32),
                           noise.randbytes(40).hex())
                file.write(line)
                written += len(line)
            file.write("  </shared>\n</serverconf>\n")
    for name in ("web", "mta", "watchdog", "wfserver"):
        with open(os.path.join(logs, name + ".log"), "w") as file:
            file.write(log_lines(noise, size // 16))


def main():
    parse = argparse.ArgumentParser()
    parse.add_argument("collect")
    parse.add_argument("output")
    parse.add_argument("--hosts", type=int, default=20)
    parse.add_argument("--sites", type=int, default=0)
    parse.add_argument("--megabytes", type=float, default=0)
    parse.add_argument("--trees-only", action="store_true")
    args = parse.parse_args()
    sites = args.sites or max(1, args.hosts // 50)
    os.makedirs(args.output, exist_ok=True)

    def host(number):
        site, index = number % sites + 1, number // sites
        count = args.hosts // sites + (number % sites < args.hosts % sites)
        roles = roles_of(count)
        words = names_of(site, index, roles)
        name = words[roles[index][0]]
        tree = os.path.join(args.output, name + ".tree")
        source = os.path.join(SAMPLE, roles[index][0])
        copy_tree(source, tree, words)
        if args.megabytes:
            fatten(os.path.join(tree, "root"), args.megabytes,
                   random.Random(number))
        if args.trees_only:
            return None
        bundle = "acc-%s.tar.gz" % name
        done = subprocess.run(
            [args.collect, "-q", "--root", os.path.join(tree, "root"),
             "--recorded", os.path.join(tree, "recorded"), "--hostname", name,
             "--estate", "bench", "-o", os.path.join(tree, bundle)],
            env=dict(os.environ, SOURCE_DATE_EPOCH="1790000000"),
            stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 3):
            return done.stderr.decode()
        # A collector has its folder to itself: hence made in one of its own.
        os.replace(os.path.join(tree, bundle),
                   os.path.join(args.output, bundle))
        shutil.rmtree(tree)
        return None

    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(host, range(args.hosts)):
            if said:
                sys.exit("make_estate: " + said)


if __name__ == "__main__":
    main()
