#!/usr/bin/env python3
"""What acc-collect touches is what collector/TOUCHES.md says.

    tests/touch/collect.py BIN

Runs the program under strace: on samples, and live with a Campaign directory
and a database client of our own.  Ends with 'N passed, N failed'.
"""

import glob
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from touch import fits, listed, traced  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
COLLECT = os.path.join(os.path.abspath(sys.argv[1]), "acc-collect")
LIST = os.path.join(TOP, "collector", "TOUCHES.md")
SAMPLES = ["clean-61/camp1", "enterprise-602/app1",
           "enterprise-61-windows/app1"]
WORK = os.path.realpath(tempfile.mkdtemp(prefix="acc-touched-"))
os.chmod(WORK, 0o755)
NONE = "/nonexistent"

passed = failed = 0


def check(sentence, good, more=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    print(f"ok      {sentence}" if good else
          f"FAILED  {sentence}\n        {more}", flush=True)


def rules(root="", trees=(), variables=(), given=NONE, output=WORK,
          client=NONE):
    """The list, said of one run."""
    trees = list(trees) or [NONE]
    return listed(
        LIST, ROOT=root, TREE=trees,
        VAR=[f"{tree}/var" for tree in trees] + list(variables),
        ABOVE=[os.path.dirname(tree) for tree in trees],
        HOME=[f"{root}/home/*", f"{root}/root"] +
        [os.path.dirname(tree) for tree in trees],
        OUTPUT=output, GIVEN=given, CLIENT=client, JDK=f"{root}/opt/jdk")


def within(sentence, seen, list_, statuses=(0, 3)):
    outside = seen.outside(list_)
    check(f"{sentence}: nothing but what the list says",
          not outside and seen.status in statuses and len(seen.acts) > 5,
          f"{seen.status} {outside[:20]} {seen.out[-500:]}")


def sample(name):
    host = os.path.join(TOP, "samples", *name.split("/"))
    root = os.path.join(host, "root")
    trees = [os.path.dirname(os.path.dirname(path)) for path in
             glob.glob(f"{root}/**/conf/serverConf.xml", recursive=True)]
    bundle = os.path.join(WORK, name.replace("/", "-") + ".tar.gz")
    # Relocated var directories of the samples stand beside the tree.
    variables = [path for path in glob.glob(f"{root}/**/var", recursive=True)]
    list_ = rules(root, trees, variables, os.path.join(host, "recorded"))
    options = ["--root", root, "--recorded", os.path.join(host, "recorded"),
               "--hostname", "x"]
    seen = traced([COLLECT, *options, "-o", bundle])
    within(name, seen, list_)
    check(f"{name}: nothing is started and nothing connected",
          not [act for act in seen.acts if act[0] in ("execute", "connect")],
          seen.acts)
    less = [rule for rule in list_ if not rule[1].endswith("/etc/hosts")]
    check(f"{name}: a file that is not in the list is noticed",
          {act for act, _ in seen.outside(less)} == {"read"}, less)
    check(f"{name}: Campaign's settings are among what was seen",
          any(act == "read" and path.endswith("/conf/serverConf.xml")
              for act, path in seen.acts))
    preview = traced([COLLECT, "preview", *options])
    within(f"{name}, preview", preview, list_)
    check(f"{name}: preview writes nothing",
          {act for act in preview.acts if act[0] in ("write", "change")} <=
          {("write", "/dev/null")}, preview.acts)
    return bundle


def looks(bundle):
    list_ = rules(given=bundle)
    for words in (["inspect", bundle], ["verify", bundle],
                  ["db-script", "oracle"]):
        within(words[0], traced([COLLECT, *words]), list_)


def live():
    """This machine, with a tree and a client of our own."""
    tree = os.path.join(WORK, "neolane", "nl6")
    client = os.path.join(WORK, "clients", "psql")
    for path, text, mode in (
            (f"{tree}/bin/nlserver", "#!/bin/sh\n(sleep 300 &)\necho 7.0\n",
             0o755),
            (f"{tree}/conf/serverConf.xml", "<serverConf/>\n", 0o644),
            (f"{tree}/conf/config-default.xml",
             '<serverconf><web autoStart="true"/></serverconf>\n', 0o644),
            (f"{tree}/customer.sh", "", 0o644),
            (f"{tree}/lib/libx.so", "", 0o644),
            (f"{tree}/var/prod/log/web.log", "", 0o644),
            (client, "#!/bin/sh\ncat >/dev/null\ncat /proc/self/fd/3\n",
             0o755)):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        os.chmod(path, mode)
    end, hand = os.pipe()
    os.write(hand, b"word\n")
    os.close(hand)
    root = ["--db-account", "nobody"] if os.geteuid() == 0 else []
    seen = traced(
        [COLLECT, "--install-dir", tree, "--hostname", "x", "--db",
         "postgresql", "--db-name", "x", "--db-user", "x", "--db-host",
         "127.0.0.1", *root, "--db-password-fd", str(end), "-o",
         os.path.join(WORK, "live.tar.gz")],
        pass_fds=(end,),
        env=dict(os.environ, PATH=os.path.dirname(client) +
                 ":/usr/bin:/bin"))
    os.close(end)
    list_ = rules(trees=[tree], client=client)
    within("live", seen, list_)
    started = {path for act, path in seen.acts if act == "execute"}
    check("live: Campaign's program and the client are started",
          {f"{tree}/bin/nlserver", client} <= started, started)
    without = traced([COLLECT, "--install-dir", tree, "--hostname", "x",
                      "--no-commands", "-o", os.path.join(WORK, "no.tar.gz")])
    within("live, --no-commands", without, list_)
    check("live, --no-commands: nothing is started",
          not [act for act in without.acts if act[0] == "execute"])


def recipe():
    """Each file of the recipe, and each program, is in the list."""
    with open(os.path.join(TOP, "collector", "gather", "recipe.c"),
              encoding="utf-8") as file:
        text = file.read()
    list_ = listed(LIST, ROOT="", TREE="/tree", VAR="/var", HOME="/home",
                   ABOVE=NONE,
                   OUTPUT="/output", GIVEN=NONE, CLIENT=NONE, JDK=NONE)
    # What is only named or counted is not read.
    lines = re.findall(r'\{(TREE|SHIPPED|VAR|HOME|ROOT), "([^"]+)",'
                       r'(?! (?:NAME|BELOW),)', text)
    places = {"TREE": "/tree/", "SHIPPED": "/tree/", "VAR": "/var/",
              "HOME": "/home/", "ROOT": ""}
    missing = [path for where, path in lines if not any(
        act == "read" and fits(pattern, places[where] +
                               path.replace("*", "x"))
        for act, pattern in list_)]
    check(f"each of {len(lines)} files of the recipe is in the list",
          len(lines) > 30 and not missing, missing)
    with open(os.path.join(TOP, "collector", "gather", "gather_command.c"),
              encoding="utf-8") as file:
        programs = re.findall(r'"(/usr/s?bin/[a-z0-9]+|/usr/local/[a-z0-9/]+'
                              r'bin/[a-z]+|/bin/[a-z]+)"', file.read())
    missing = [path for path in programs if not any(
        act == "execute" and fits(pattern, path) for act, pattern in list_)]
    check("each program that is started is in the list",
          len(programs) > 5 and not missing, missing)


try:
    if shutil.which("strace") is None or os.geteuid() != 0:
        check("strace can look", False, "install strace, and run as root: the "
              "program keeps its memory from its own account")
    else:
        recipe()
        bundles = [sample(name) for name in SAMPLES]
        looks(bundles[0])
        live()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
