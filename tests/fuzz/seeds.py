#!/usr/bin/env python3
"""Makes inputs of the targets that take bundles (frame.h) from real bundles.

    tests/fuzz/seeds.py OUTPUT-FOLDER BUNDLE …

One input for each BUNDLE, one for each entry of it, and one for all of them
together, entries over --most bytes left out. They are where a search begins;
what fuzz.py --merge keeps of it is in the sources.
"""

import argparse
import hashlib
import os
import re
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))


def places():
    """{path of an entry: its letter}, of frame.c."""
    text = open(os.path.join(HERE, "frame.c"), encoding="utf-8").read()
    words = dict(re.findall(r'^#define (TREE|NEOLANE) "(.*)"$', text, re.M))
    found = {}
    for letter, name, path in re.findall(
            r'^    /\* (.) \*/ (?:(TREE|NEOLANE) )?"(.*)",$', text, re.M):
        found[words.get(name, "") + path] = letter
    return found


def contents(bundle, most, known):
    """The entries of BUNDLE as contents of a frame."""
    with tarfile.open(bundle) as tar:
        for member in tar:
            path = member.name.split("/", 1)[1]
            if path == "manifest.xml" or member.size > most:
                continue
            data = tar.extractfile(member).read()
            data = data.replace(b"\x1d", b"").replace(b"\x1e", b"")
            if path in known:
                yield known[path].encode() + b" " + data
            else:
                yield b"0 " + path.encode() + b"\n" + data


def write(folder, data):
    name = hashlib.sha1(data).hexdigest()
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output")
    parser.add_argument("bundles", nargs="+", metavar="BUNDLE")
    parser.add_argument("--most", type=int, default=4000)
    options = parser.parse_args()
    known = places()
    os.makedirs(options.output, exist_ok=True)
    hosts = []
    for bundle in sorted(options.bundles):
        name = os.path.basename(bundle).split(".")[0].encode()
        letters = b"w" if b"win" in name else b""
        found = list(contents(bundle, options.most, known))
        hosts.append(b"\x1e".join([letters + b":" + name, *found]))
        write(options.output, hosts[-1])
        for content in found:
            write(options.output, letters + b":a\x1e" + content)
    if len(hosts) > 1:
        write(options.output, b"\x1d".join(hosts[:3]))


if __name__ == "__main__":
    main()
