#!/usr/bin/env python3
"""What the host script hands over gives the bundle that acc-collect would.

    tests/handover/handover.py BIN

Runs the printed Linux script under five shells, over every sample host, trees
of its own and live, and takes what it left.  Ends with 'N passed, N failed'.
"""

import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

import scripts  # noqa: E402

COLLECT = os.path.join(os.path.abspath(sys.argv[1]), "acc-collect")
ANALYZE = os.path.join(os.path.abspath(sys.argv[1]), "acc-analyze")
BUILD = os.path.dirname(os.path.abspath(sys.argv[1]))
SHELLS = [["dash"], ["busybox", "sh"], ["posh"], ["mksh"], ["bash"]]
EPOCH = "1767225600"
WORK = os.path.realpath(tempfile.mkdtemp(prefix="acc-handover-"))
os.chmod(WORK, 0o755)
ACCOUNT = 1  # daemon: it has a name and no files

passed = failed = 0

# It is about killing, as root: what goes wrong may reach nobody else.
if os.geteuid() == 0 and "ACC_ALONE" not in os.environ:
    os.rmdir(WORK)
    os.execvpe("unshare", ["unshare", "--pid", "--fork", "--kill-child",
                           "--mount-proc", sys.executable, "-B", *sys.argv],
               dict(os.environ, ACC_ALONE="1"))


def check(sentence, good, more=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    print(f"ok      {sentence}" if good else
          f"FAILED  {sentence}\n        {more}", flush=True)


def run(words, **more):
    return subprocess.run([str(word) for word in words], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False,
                          errors="backslashreplace", **more)


def write(path, text="", mode=0o644, owner=None):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, mode)
    if owner is not None:
        os.chown(path, owner, owner)


def folder(*parts):
    path = os.path.join(WORK, *parts)
    os.makedirs(path, exist_ok=True)
    return path


def script(system):
    path = os.path.join(WORK, f"acc-host-{system}")
    with open(path, "wb") as file:
        file.write(subprocess.run([COLLECT, "host-script", system],
                                  stdout=subprocess.PIPE, check=True).stdout)
    return path


LINUX = script("linux")


def hand_over(where, shell, *words, **more):
    """Runs the script in the folder WHERE; the archive that it left."""
    shutil.rmtree(where, ignore_errors=True)
    os.makedirs(where)
    seen = run([*shell, LINUX, *words], cwd=where, **more)
    left = os.listdir(where)
    if seen.returncode != 0 or len(left) != 1 or not left[0].endswith(".tar"):
        return None, f"{seen.returncode} {left} {seen.stdout}"
    return os.path.join(where, left[0]), seen.stdout


def bundle(where, name, *words):
    """A bundle, unpacked: its entries by name, and the manifest's lines."""
    path = os.path.join(where, f"{name}.tar.gz")
    seen = run([COLLECT, "-q", "-o", path, *words],
               env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH))
    if seen.returncode not in (0, 3):
        return None, seen.stdout
    with tarfile.open(path) as file:
        entries = {member.name.split("/", 1)[1]: file.extractfile(member).read()
                   for member in file}
    manifest = entries.pop("manifest.xml").decode()
    # How it came is all that may differ.
    manifest = re.sub(r' *<option name="(--root|--handed-over|handed over)"'
                      r' value="[^"]*"/>\n', "", manifest)
    manifest = manifest.replace("nothing is executed with --root",
                                "the host script did not run it")
    return (seen.returncode, entries, manifest), path


def difference(one, other):
    if one is None or other is None:
        return "no bundle"
    if one[0] != other[0]:
        return f"exit status {one[0]}, {other[0]}"
    for path in sorted(set(one[1]) | set(other[1])):
        if one[1].get(path) != other[1].get(path):
            return f"{path}:\n{one[1].get(path)}\n{other[1].get(path)}"
    lines = set(one[2].splitlines()) ^ set(other[2].splitlines())
    return "\n".join(sorted(lines))


def states(root):
    """What a run could change in a tree."""
    found = {}
    for top, names, files in os.walk(root):
        for name in [".", *names, *files]:
            path = os.path.join(top, name)
            seen = os.lstat(path)
            found[path] = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_mode,
                           seen.st_size, seen.st_uid)
    return found


# ---- the script itself ----

def looks():
    seen = run(["shellcheck", LINUX])
    check("shellcheck has nothing to say of the Linux script",
          seen.returncode == 0, seen.stdout)
    with open(LINUX, encoding="utf-8") as file:
        text = file.read()
    ours = scripts.functions(text)
    list_ = scripts.allowed(os.path.join(HERE, "utilities.txt"))
    outside, count = [], 0
    for words in scripts.commands(text):
        if words[0] == "setsid":
            words = words[1:]
        if words[0] in ours | {"END", "case", "for", '"$@"'}:
            continue
        count += 1
        strange = [flag for flag in scripts.flags_of(words)
                   if flag not in list_.get(words[0], ())
                   and not (words[0] == "[" and flag.startswith("--"))]
        if words[0] not in list_ or strange:
            outside.append((words[0], strange))
    check(f"each of {count} commands in it, and its flags, are of 2007",
          count > 100 and not outside, outside)
    check("nobody but a process, or a session of ours, is killed",
          re.search(r'\bkill -9 "\$', text) and
          not re.search(r'\bkill [^\n]*[\s"]-["$]|\bkill (-\w+ )*-- ', text))
    check("a flag that is younger would be noticed",
          scripts.flags_of(scripts.commands("x=$(stat -c %s --printf=a b)")[0])
          == ["-c", "--printf=a"])
    check("its head says that what it leaves is raw and stays in the house",
          re.search(r"RAW AND UNREDACTED.*stays in\n# +the house", text, re.S))
    check("a person reads it in ten minutes: at most 600 lines",
          text.count("\n") <= 600, text.count("\n"))
    seen = run([COLLECT, "host-script", "solaris"])
    check("a system without a script is refused",
          seen.returncode == 64 and "linux or windows" in seen.stdout,
          seen.stdout)


def rows():
    """A row that is added to the tables stands in both scripts."""
    here = folder("rows")
    with open(os.path.join(TOP, "collector", "gather", "recipe.c"),
              encoding="utf-8") as file:
        text = file.read()
    text = text.replace(
        "const struct recipe RECIPE[] = {\n",
        'const struct recipe RECIPE[] = {\n'
        '{RECIPE_TREE, "conf/added*.xml", REDACT_XML, ABSENCE_SILENT, '
        '"a row of a test"},\n')
    text = text.replace(
        "RECIPE_COMMANDS[] = {\n",
        'RECIPE_COMMANDS[] = {\n{"added", "added -now", false, NULL, '
        '"a command of a test", NULL},\n')
    write(f"{here}/recipe.c", text)
    write(f"{here}/main.c",
          '#include <stdio.h>\n#include "host_script.h"\n'
          'int main(int count, char **words) { struct buf out; '
          'buf_init(&out, 1 << 20); '
          'return !(count == 2 && host_script(words[1], &out) && '
          'fwrite(out.data, 1, out.len, stdout) == out.len); }\n')
    gather = os.path.join(TOP, "collector", "gather")
    layers = [os.path.join(TOP, "collector", name)
              for name in ("base", "bundle", "gather", "log", "platform")]
    frames = os.path.join(BUILD, "collector", "gather", "host_frames.c")
    seen = run(["gcc", "-std=c11", "-D_GNU_SOURCE", '-DACC_VERSION="t"',
                "-o", f"{here}/print", f"{here}/main.c", f"{here}/recipe.c",
                os.path.join(gather, "host_script.c"), frames,
                *[os.path.join(TOP, "collector", name) for name in (
                    "bundle/seal.c", "base/span.c", "base/buf.c",
                    "base/memory.c", "base/arena.c")],
                *[f"-I{path}" for path in layers], "-lcrypto"])
    for system, file_, command in (
            ("linux", 'take ".$tree"/conf/added*.xml ',
             'run added system "added -now" '),
            ("windows", "Take $tree 'conf\\added*.xml' ",
             "Run added system 'added -now' ")):
        out = run([f"{here}/print", system]).stdout \
            if seen.returncode == 0 else seen.stdout
        check(f"a row that a test adds to the recipe is in the {system} script",
              f"{file_}" in out and "# a row of a test" in out and
              command in out, out[:2000])


def windows():
    """No PowerShell is here: its words are read, nothing is run."""
    with open(script("windows"), encoding="utf-8", newline="") as file:
        text = file.read()
    check("each line of the Windows script ends as cmd wants it",
          text.count("\r\n") == text.count("\n") > 100)
    text = text.replace("\r\n", "\n")
    check("it is ASCII, so that no code page can change it", text.isascii())
    head, body = text.split("#>\n", 1)
    lines = head.splitlines()
    check("it begins as a starter for cmd and as a comment of PowerShell",
          lines[0].startswith("<# :") and lines[1] == "@echo off" and
          lines[-1] == "goto :eof" and any(
              line.startswith("powershell ") for line in lines), head)
    try:
        found = scripts.tokens(body)
        problem = ""
    except (ValueError, IndexError) as error:
        found, problem = [], str(error)
    check("its strings end and its brackets close",
          found and scripts.balanced(found), problem)
    check("a bracket that does not close would be noticed",
          not scripts.balanced(scripts.tokens("if ($a { 'x)' }")))
    list_ = scripts.allowed(os.path.join(HERE, "powershell.txt"))
    members = set().union(*(list_[name] for name in list_ if name[0] == "["))
    types = {name.strip("[]") for name in list_ if name[0] == "["}
    ours = set(re.findall(r"^function ([\w-]+)", body, re.M))
    operators = {"-and", "-or", "-not", "-eq", "-gt", "-lt", "-le", "-ge",
                 "-like", "-match", "-is", "-band", "-notcontains", "-ne"}
    outside, count = [], 0
    previous = ("mark", "\n")
    for kind, word in found:
        if kind == "word" and previous[1] in (".", "::"):
            count += 1
            outside += [part for part in word.split(".")
                        if part not in members]
        elif kind == "type" and word.strip("[]") not in types:
            outside.append(word)
        elif kind == "word" and previous == ("word", "New-Object"):
            if word not in types:
                outside.append(word)
        elif kind == "word" and previous[1] in ("\n", "{", "(", "|", "=", ";"):
            count += 1
            if word not in ours and word not in list_ and \
                    word not in scripts.KEYWORDS_OF_POWERSHELL:
                outside.append(word)
        elif kind == "operator" and word not in operators:
            outside.append(word)
        previous = (kind, word)
    check(f"each of {count} cmdlets, parameters and members in it is of "
          "PowerShell 2 and .NET 2", count > 100 and not outside, outside)
    check("its head says that what it leaves is raw and stays in the house",
          re.search(r"RAW AND UNREDACTED.*stays in\n# +the house", text, re.S))
    return re.search(r"acc-hand-over 1 \S+ (\S+) windows", text).group()


def of_windows(head):
    """What the Windows script leaves, written by hand, from the samples."""
    hosts = sorted(glob.glob(f"{TOP}/samples/enterprise-61-windows/*/root"))
    for root in hosts:
        host = os.path.dirname(root)
        name = os.path.basename(host)
        left = folder("windows", name)
        record = [head, "time 2026-01-02T03:04:05Z", "reader 0 Campaign",
                  f"host {name}", "node d 0 0 0 1 0 0 - ./"]
        for top, names, files in os.walk(root):
            for each in sorted(names) + sorted(files):
                path = os.path.join(top, each)
                seen = os.stat(path)
                record.append(
                    f"node {'d' if each in names else 'f'} 0 0 0 1 "
                    f"{int(seen.st_mtime)} {seen.st_size} - "
                    f".{path[len(root):]}")
        shutil.copytree(root, f"{left}/root")
        os.makedirs(f"{left}/recorded")
        for path in glob.glob(f"{host}/recorded/*"):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            # As PowerShell writes what it is told to redirect.
            write(f"{left}/recorded/{os.path.basename(path)}",
                  ("\ufeff" + text).encode("utf-16-le"))
        write(f"{left}/record", "\n".join([*record, "end", ""]))
        tree = glob.glob(f"{root}/**/conf/serverConf.xml", recursive=True)
        direct, _ = bundle(WORK, f"{name}-direct", "--root", root,
                           "--recorded", f"{host}/recorded", "--hostname", name)
        handed, path = bundle(WORK, f"{name}-handed", "--handed-over", left)
        plain = re.compile(r' mode="\d+"| *<option [^>]*>\n')
        good = tree and handed and direct[1] == handed[1] and \
            plain.sub("", direct[2]) == plain.sub("", handed[2])
        check(f"{name} of Windows, its output UTF-16: the direct bundle", good,
              path if not handed else difference(direct, handed))


# ---- equal to the direct run ----

def sample(job):
    shell, host, direct = job
    estate, name = host.split(os.sep)[-2:]
    where = os.path.join(WORK, shell[0], estate, name)
    tar, said = hand_over(where, shell, "--root", f"{host}/root")
    if tar is None:
        return said
    handed, path = bundle(where, "handed", "--handed-over", tar, "--recorded",
                          f"{host}/recorded", "--hostname", name)
    return difference(direct, handed) if handed else path


def samples():
    hosts = [host for host in sorted(glob.glob(f"{TOP}/samples/*/*"))
             if os.path.isdir(f"{host}/root") and
             not os.path.isdir(f"{host}/root/C")]
    before = [states(f"{host}/root") for host in hosts]
    direct = {host: bundle(folder("direct"), host.replace(os.sep, "-"),
                           "--root", f"{host}/root", "--recorded",
                           f"{host}/recorded", "--hostname",
                           os.path.basename(host))[0] for host in hosts}
    jobs = [(shell, host, direct[host]) for shell in SHELLS for host in hosts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        results = list(pool.map(sample, jobs))
    for shell in SHELLS:
        bad = [f"{job[1]}: {result}" for job, result in zip(jobs, results)
               if job[0] == shell and result]
        check(f"{' '.join(shell)}: each of {len(hosts)} sample hosts that is "
              "handed over gives the direct bundle", not bad, "\n".join(bad))
    check("mtime, ctime and modes of the samples are what they were",
          len(hosts) > 6 and
          before == [states(f"{host}/root") for host in hosts])


def difficult(root):
    """A tree with links, odd names and foreign owners."""
    tree = f"{root}/usr/local/neolane/nl6"
    write(f"{root}/etc/passwd", "root:x:0:0::/root:/bin/sh\n"
          "camp:x:1001:1001::/srv/home of camp:/bin/sh\n")
    write(f"{root}/etc/group", "camp:x:1001:\n")
    write(f"{root}/etc/hostname", "odd1\n")
    write(f"{root}/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
    write(f"{root}/etc/shadow", "root:secret\n", 0o600)
    write(f"{root}/usr/lib/os-release", "ID=debian\n")
    os.symlink("../usr/lib/os-release", f"{root}/etc/os-release")
    write(f"{root}/etc/init.d/nlserver6", "#!/bin/sh\n")
    write(f"{root}/etc/apache2/mods-available/a.load", "LoadModule a a.so\n")
    os.makedirs(f"{root}/etc/apache2/mods-enabled")
    os.symlink("../mods-available/a.load",
               f"{root}/etc/apache2/mods-enabled/a.load")
    os.symlink("/etc/shadow", f"{root}/etc/apache2/mods-enabled/s.load")
    os.symlink("nothing", f"{root}/etc/apache2/mods-enabled/n.load")
    write(f"{root}/srv/home of camp/.bashrc", ". nl6/env.sh\n", 0o644, 1001)
    write(f"{root}/srv/shared/serverConf.xml",
          "<serverConf><x password='raw'/></serverConf>", 0o640, 1001)
    os.makedirs(f"{tree}/conf")
    os.symlink("/srv/shared/serverConf.xml", f"{tree}/conf/serverConf.xml")
    write(f"{tree}/conf/config-default.xml", "<serverconf/>", 0o644, 1001)
    os.symlink("/etc/shadow", f"{tree}/conf/config-s.xml")
    os.symlink("loop", f"{tree}/loop")
    for name in (b"config-a b.xml", b"config-caf\xe9.xml", b"config-\xc3\xa9.xml",
                 b"config-new\nline.xml", b"config-$(x)'\".xml",
                 b"config-*.xml", b"config-tab\there.xml"):
        with open(f"{tree}/conf/".encode() + name, "wb") as file:
            file.write(b"<serverconf/>")
        os.chown(f"{tree}/conf/".encode() + name, 1001, 1001)
    write(f"{tree}/conf/config-empty.xml", "", 0o644, 1001)
    write(f"{tree}/conf/config-wide.xml",
          "\ufeff<serverconf/>".encode("utf-16-le"), 0o644, 1001)
    write(f"{tree}/conf/config-old.xml", "<?xml version='1.0' "
          "encoding='iso-8859-1'?><serverconf x='".encode() + b"\xe9'/>",
          0o644, 1001)
    write(f"{tree}/bin/nlserver", b"\177ELF\2" + b"x" * 9000, 0o755, 1001)
    write(f"{tree}/env.sh", "export XTK_VAR_DIR=$XTK_INSTALL_DIR/elsewhere\n",
          0o644, 1001)
    write(f"{tree}/customer.sh",
          'export XTK_VAR_DIR="/data/the var"  # on a disk\r\n', 0o644, 1001)
    write(f"{root}/disk/var/prod/log/web.log",
          "2017-01-02 03:04:05 x Starting web\n", 0o644, 1001)
    write(f"{root}/disk/var/prod/redir/url/a/b", "x" * 1000, 0o644, 1001)
    write(f"{root}/disk/log/prod/redir", "x", 0o644, 1001)
    os.makedirs(f"{root}/data")
    os.symlink("../disk/var", f"{root}/data/the var")
    write(f"{root}/big/customers/file", "x" * 5000, 0o644, 1001)
    os.symlink("../../../../big/customers", f"{tree}/customers")
    write(f"{root}/usr/local/neolane/nl6.back/conf/x", "")
    os.mkfifo(f"{tree}/conf/config-pipe.xml")
    os.link(f"{tree}/conf/config-a b.xml", f"{tree}/conf/config-twice.xml")
    write(f"{tree}/conf/config-shut.xml", "<serverconf/>", 0o600, 1002)
    write(f"{tree}/conf/models/m.xml", "<serverconf/>", 0o644, 1001)
    for path in (f"{tree}", f"{tree}/conf", f"{root}/srv/shared",
                 f"{root}/disk/var"):
        os.chown(path, 1001, 1001)
    for path, _, names in os.walk(root):
        for name in names:
            os.utime(os.path.join(path, name), (1400000000, 1500000000),
                     follow_symlinks=False)


def odd():
    root = folder("odd", "root")
    difficult(root)
    before = states(root)
    where = folder("odd", "out")
    for shell in SHELLS:
        tar, said = hand_over(f"{where}/{shell[0]}", shell, "--root", root)
        if tar is None:
            check(f"{' '.join(shell)}: links and odd names", False, said)
            continue
        here = os.path.dirname(tar)
        direct, _ = bundle(here, "direct", "--root", root)
        handed, path = bundle(here, "handed", "--handed-over", tar)
        check(f"{' '.join(shell)}: links, odd names, owners and times give the "
              "direct bundle", handed and not difference(direct, handed),
              path if handed is None else difference(direct, handed))
        with tarfile.open(tar) as file:
            names = file.getnames()
        check(f"{' '.join(shell)}: what no recipe names is not copied",
              not [name for name in names if "shadow" in name or
                   name.endswith(("/b", "customers/file"))], names)
    check("mtime, ctime and modes of that tree are what they were",
          before == states(root))
    # The same as a folder, with an ordinary account, and with a long way.
    with tarfile.open(tar) as file:
        file.extractall(here)
    unpacked = tar[:-4]
    handed, path = bundle(here, "folder", "--handed-over", unpacked)
    check("its folder is taken like its archive",
          handed and not difference(direct, handed), path)
    with open(f"{here}/direct.tar.gz", "rb") as file:
        shown = file.read()
    check("no secret of it leaves", b"raw" not in b"".join(handed[1].values())
          and shown)
    with tarfile.open(tar) as file:
        raw = file.extractfile([name for name in names if name.endswith(
            "shared/serverConf.xml")][0]).read()
    check("in the archive it is raw", b"password='raw'" in raw)
    return tar, unpacked, root


def unprivileged(root):
    """An account that may not read all: what it could not is told."""
    where = folder("plain")
    os.chown(where, ACCOUNT, ACCOUNT)
    os.chmod(f"{root}/etc/apache2/mods-enabled", 0o700)
    os.chmod(f"{root}/usr/local/neolane/nl6/conf/models", 0o711)
    os.chmod(f"{root}/disk/var/prod/redir/url", 0o700)

    def become():
        os.setgroups([])
        os.setgid(ACCOUNT)
        os.setuid(ACCOUNT)

    seen = run(["dash", LINUX, "--root", root], cwd=where, preexec_fn=become)
    tars = glob.glob(f"{where}/*.tar")
    if not tars:
        check("an ordinary account runs the script", False, seen.stdout)
        return
    path = f"{where}/direct.tar.gz"
    said = run([COLLECT, "-q", "--root", root, "-o", path], preexec_fn=become,
               env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH))
    handed, problem = bundle(WORK, "plain", "--handed-over", tars[0])
    with tarfile.open(path) as file:
        manifest = file.extractfile(
            [name for name in file.getnames()
             if name.endswith("/manifest.xml")][0]).read().decode()
    def table(text):
        return {path: status for path, status in re.findall(
            r'<entry path="([^"]*)" status="([^"]*)"', text)}
    one = table(manifest)
    other = table(handed[2]) if handed else {}
    check("run by an ordinary account it tells what was denied, as the direct "
          "run does", said.returncode == 3 and one == other and
          "denied" in one.values(),
          problem if not handed else sorted(set(one.items()) ^
                                            set(other.items())))
    check("modes of what it may not read itself survive the way",
          handed and re.search(r'serverConf.xml"[^>]*mode="0640"', manifest)
          is None and set(re.findall(r'mode="\d+"', manifest)) ==
          set(re.findall(r'mode="\d+"', handed[2])))
    for name in ("etc/apache2/mods-enabled", "disk/var/prod/redir/url"):
        os.chmod(f"{root}/{name}", 0o755)


def planted():
    """Somebody has guessed the archive's name."""
    for shell in SHELLS:
        where = folder("planted", shell[0])
        fixed = f"{where}/date"
        write(fixed, "#!/bin/sh\n[ $2 = +%s ] && echo 1 || echo 20260102\n",
              0o755)
        copy = f"{where}/script"
        with open(LINUX, encoding="utf-8") as file:
            write(copy, file.read().replace("PATH=/usr/bin",
                                            f"PATH={where}:/usr/bin"))
        out = folder("planted", shell[0], "out")
        write(f"{where}/victim", "as it was")
        os.symlink(f"{where}/victim",
                   f"{out}/acc-hand-over-{os.uname().nodename}-20260102.tar")
        seen = run([*shell, copy, "--root", out], cwd=out)
        with open(f"{where}/victim", encoding="ascii") as file:
            text = file.read()
        check(f"{' '.join(shell)}: a link where the archive would go is not "
              "written through", seen.returncode != 0 and text == "as it was",
              f"{seen.returncode} {text[:80]!r} {seen.stdout}")


def live():
    """This machine, with a Campaign directory of our own."""
    tree = folder("live", "neolane", "nl6")
    write(f"{tree}/bin/nlserver", "#!/bin/sh\n(sleep 300 &)\n"
          "[ \"$1\" = pdump ] && [ \"$SET\" = here ] && id -un &&\n"
          "    echo 12:00 web@default caf\xe9 && [ ! -t 0 ]\n"
          "[ \"$1\" = pdump ] || sleep 100\n", 0o755)
    write(f"{tree}/conf/serverConf.xml", "<serverConf/>")
    write(f"{tree}/conf/config-default.xml",
          '<serverconf><web autoStart="true"/></serverconf>')
    write(f"{tree}/env.sh", "export SET=here\n")
    write(f"{tree}/customer.sh", "")
    write(f"{tree}/var/prod/log/web.log", "")
    for path, names, files in os.walk(folder("live", "neolane")):
        for name in [".", *names, *files]:
            os.chown(os.path.join(path, name), ACCOUNT, ACCOUNT)
    where = folder("live", "out")
    os.chmod(os.path.dirname(where), 0o755)
    with open(LINUX, encoding="utf-8") as file:
        text = file.read()
    # Its own limit is a minute: a shorter one, so that the test is.
    quick = f"{WORK}/quick"
    write(quick, text.replace("seconds=60", "seconds=3"))
    os.chmod(quick, 0o600)
    before = states(tree)
    seen = run(["dash", quick, tree], cwd=where)
    left = os.listdir(where)
    check("root's run leaves one archive and nothing beside it",
          seen.returncode == 0 and len(left) == 1, f"{left} {seen.stdout}")
    if len(left) != 1:
        return None
    direct, _ = bundle(WORK, "live-direct", "--install-dir", tree,
                       "--timeout", "3")
    handed, path = bundle(WORK, "live-handed", "--handed-over",
                          f"{where}/{left[0]}")
    if handed is None:
        check("a live run is taken", False, path)
        return None
    check("the tree is as it was", before == states(tree))
    pdump = handed[1].get("commands/nlserver-pdump", b"")
    check("root runs Campaign's commands as its account, with its environment",
          pdump.startswith(b"daemon\n") and pdump ==
          direct[1].get("commands/nlserver-pdump"), pdump)
    check("a command that does not end is killed and told",
          re.search(r'nlserver-monitor-missing" status="timeout"', handed[2]),
          handed[2])
    drop = re.compile(rb"^space\t.*\n", re.M)
    one = {path: drop.sub(b"", text) for path, text in direct[1].items()}
    other = {path: drop.sub(b"", text) for path, text in handed[1].items()}
    check("all else is what the direct run gives", one == other,
          [path for path in set(one) | set(other)
           if one.get(path) != other.get(path)])
    check("the free space is known", b"\nspace\t" in
          handed[1].get("commands/tree-inventory", b""))
    hosts = [re.search(r"<host [^>]*>", part[2]).group()
             for part in (direct, handed)]
    check("name, kernel and architecture survive the way",
          hosts[0] == hosts[1], hosts)
    with tarfile.open(path) as file:
        manifest = file.extractfile(
            file.getmembers()[0]).read().decode()
    check("the manifest says how it came",
          re.search(r'<option name="handed over" value="by the host script of '
                    r'acc-collect [^"]*, run 2[^"]*Z as 1 daemon"/>', manifest),
          manifest[:900])
    return path


# ---- what comes from a server that is not ours ----

def record_of(unpacked):
    with open(f"{unpacked}/record", "rb") as file:
        return file.read()


def hostile(tar, unpacked):
    where = folder("hostile")
    record = record_of(unpacked)
    last = record[:-len(b"end\n")]
    node = b"node f 644 0 0 1 1 5 root ."

    def refused(sentence, text, word, extra=None, path=None):
        copy = os.path.join(where, "copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(unpacked, copy, symlinks=True)
        if text is not None:
            write(f"{copy}/record", text)
        if extra:
            extra(copy)
        seen = run([COLLECT, "-q", "--handed-over", path or copy, "-o",
                    f"{where}/x.tar.gz"])
        good = seen.returncode == 1 and word in seen.stdout and \
            not os.path.exists(f"{where}/x.tar.gz")
        check(sentence, good, f"{seen.returncode} {seen.stdout}")

    refused("a path with .. in the record is refused",
            last + node + b"/etc/../x\nend\n", "none of a server")
    refused("a path that is not absolute is refused",
            last + node + b"x\nend\n", "none of a server")
    refused("a node without a folder above it is refused",
            last + node + b"/no/such\nend\n", "the folder of /no/such")
    refused("a number that is none is refused",
            last + b"node f 644 -1 0 1 1 5 root ./etc/x\nend\n", "missing")
    refused("a word that nobody knows is refused",
            last + b"nodes\nend\n", "not known")
    refused("a record without its end is refused", last, "end is missing")
    refused("a record of another recipe is refused with its version",
            re.sub(rb"^(\S+ 1 \S+) \S+", rb"\1 0123456789abcdef", record),
            "another recipe")
    refused("a file that is no record is refused", b"x\n", "no record")
    refused("an empty record is refused", b"", "no record")
    refused("a file that the record does not name is refused", None,
            "does not name", lambda copy: write(f"{copy}/root/etc/more", "x"))
    refused("a folder that is none of ours is refused", None, "holds no record",
            lambda copy: os.remove(f"{copy}/record"))
    cut = f"{where}/cut.tar"
    with open(tar, "rb") as file:
        bytes_ = file.read()
    for sentence, text, word in (
            ("a tar that was cut is refused", bytes_[:len(bytes_) // 2 + 100],
             "copy it again"),
            ("a tar with a bad sum is refused",
             bytes_[:10] + b"!" + bytes_[11:], "whole plain tar"),
            ("a compressed tar is refused with its mend", b"\x1f\x8b" * 600,
             "unpacked"),
            ("an empty file is refused", b"", "copy it again")):
        write(cut, text)
        refused(sentence, None, word, path=cut)

    # A link in the folder is not followed: what it stood for is missing.
    copy = os.path.join(where, "linked")
    shutil.copytree(unpacked, copy, symlinks=True)
    os.remove(f"{copy}/root/etc/hostname")
    os.symlink("/etc/shadow", f"{copy}/root/etc/hostname")
    path = f"{copy}/root/usr/local/neolane/nl6/conf/config-default.xml"
    os.remove(path)
    os.symlink("/etc/shadow", path)
    handed, problem = bundle(where, "linked", "--handed-over", copy)
    check("a link that stands in it for a file is not followed, and told",
          handed and handed[0] == 3 and re.search(
              r'config-default.xml" status="failed"[^>]*not in what was handed',
              handed[2]), problem if not handed else handed[2])
    # A listing that was cut off.
    write(f"{copy}/record", record[:-4] +
          b"late /usr/local/neolane/nl6\nend\n")
    handed, problem = bundle(where, "late", "--handed-over", copy)
    check("a listing that did not end counts as a part",
          handed and re.search(rb"folder\ttree\t-\t/usr/local/neolane/nl6\tpart",
                               handed[1]["commands/tree-inventory"]),
          problem if not handed else handed[1]["commands/tree-inventory"])
    seen = run([COLLECT, "--handed-over", tar, "--root", "/"])
    check("--root beside it is refused", seen.returncode == 64, seen.stdout)
    seen = run([COLLECT, "--handed-over", f"{where}/none"])
    check("a path that is not there is refused", seen.returncode == 64,
          seen.stdout)
    seen = run([COLLECT, "preview", "--handed-over", tar])
    check("preview takes it, too", seen.returncode == 3 and
          "entries" in seen.stdout, seen.stdout[-500:])


def report(path):
    """From a handed-over bundle to the report."""
    out = f"{WORK}/report"
    seen = run([ANALYZE, path, "-o", out])
    check("a bundle that was handed over comes to a report",
          seen.returncode in (2, 3) and os.path.exists(f"{out}/report.json"),
          seen.stdout)


try:
    if os.geteuid() != 0:
        check("accounts can be changed", False, "run it as root")
    else:
        looks()
        rows()
        of_windows(windows())
        samples()
        ARCHIVE, FOLDER, ROOT = odd()
        hostile(ARCHIVE, FOLDER)
        unprivileged(ROOT)
        planted()
        BUNDLE = live()
        if BUNDLE:
            report(BUNDLE)
finally:
    shutil.rmtree(WORK, ignore_errors=True)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
