"""What a program of ours touches, seen from outside, against a published list.

    from touch import traced, listed

    seen = traced(argv, env=…, stdin=…, pass_fds=…)   runs argv under strace
    seen.status                                       its exit status
    seen.acts                                         {(act, path), …}
    rules = listed(file, ROOT="/mnt/x", OUTPUT="/tmp/out", …)
    seen.outside(rules)                               what no rule covers

Acts are `list` (a folder is read), `read`, `write` (opened for writing, or
named), `change` (removed, renamed, made a folder, mode, owner, times), `execute`
and `connect` (any use of a socket).  A folder that is only passed (O_PATH), and
what is only looked at (stat), is no act.  What a program does that ours has
started is its own; that it was started is ours.  An act that failed counts for
`execute` and `connect`, not for files.

The list is Markdown: of each table the lines whose first cell is an act, and in
the second patterns in backquotes.  `*` stands for any part of one name, `**`
for any path below; a word in capitals at the beginning for what the test says
it is, or several (a list).
"""

import os
import re
import shutil
import subprocess
import tempfile

ACTS = ("list", "read", "write", "change", "execute", "connect")
CALLS = ("trace=%file,%network,%process,openat,openat2,memfd_create,"
         "io_uring_setup,fchmod,fchown,ftruncate")
CHANGES = re.compile(
    r"(unlink|unlinkat|rename|renameat|renameat2|mkdir|mkdirat|rmdir|symlink|"
    r"symlinkat|mknod|mknodat|chmod|fchmodat|chown|lchown|fchownat|utime|"
    r"utimes|utimensat|futimesat|truncate|setxattr|lsetxattr|removexattr|"
    r"lremovexattr|mount|umount2|swapon|acct)\(")
SOCKETS = re.compile(r"(connect|bind|listen|accept4?|sendto|sendmsg|socket)\(")


class Touched:
    def __init__(self, status, out):
        self.status, self.out, self.acts = status, out, set()

    def outside(self, rules):
        return sorted((act, path) for act, path in self.acts
                      if not any(act == rule and fits(pattern, path)
                                 for rule, pattern in rules))

    def unused(self, rules):
        """Rules that nothing here needed."""
        return sorted({(rule, pattern) for rule, pattern in rules
                       if not any(act == rule and fits(pattern, path)
                                  for act, path in self.acts)})


def fits(pattern, path):
    """`*` within a name, `**` over names."""
    parts = re.split(r"(\*\*|\*)", pattern)
    text = "".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part))
                   for part in parts)
    return re.fullmatch(text, path, re.S) is not None


def listed(path, **words):
    """The rules of the list at PATH: (act, pattern)."""
    rules = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|")
                     .split("|")]
            if not line.startswith("|") or cells[0] not in ACTS:
                continue
            for pattern in re.findall(r"`([^`]+)`", cells[1]):
                named = re.match(r"[A-Z]+(?=/|$)", pattern)
                if named is None:
                    rules.append((cells[0], pattern))
                    continue
                stands = words[named.group(0)]
                for word in [stands] if isinstance(stands, str) else stands:
                    rules.append((cells[0], word + pattern[named.end():] or "/"))
    assert rules, f"{path}: no rules"
    return rules


def decoded(text):
    return re.sub(r"\\([0-7]{1,3})", lambda m: chr(int(m.group(1), 8)),
                  text).replace(" (deleted)", "")


def opened(line):
    """(act, path) of a successful open, or None."""
    found = re.search(r"\) += \d+<([^>]*)>(\(deleted\))?$", line)
    if found is None or "O_PATH" in line:
        return None
    path = decoded(found.group(1))
    if "O_TMPFILE" in line:
        return "write", os.path.dirname(path) + "/"
    if "O_DIRECTORY" in line:
        return "list", path
    if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", line):
        return "write", path
    return "read", path


def named(line):
    """The last path that a call names, absolute where it can be."""
    found = re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"',
                       line)
    if not found:
        return ""
    base, path = found[-1]
    path = decoded(path)
    return path if path.startswith("/") else os.path.join(base, path)


def address(line):
    found = re.search(r'sun_path="([^"]*)"', line)
    if found:
        return found.group(1)
    found = re.search(r"sin6?_port=htons\((\d+)\).*?\"([^\"]*)\"", line)
    if found:
        return f"{found.group(2)}:{found.group(1)}"
    found = re.search(r"\((AF_\w+)|(AF_\w+)", line)
    return (found.group(1) or found.group(2)) if found else "socket"


def follow(traces, first, seen):
    """Adds the acts of process FIRST and of those it has made, until each becomes
    another program."""
    todo = [(first, True)]
    while todo:
        pid, fresh = todo.pop()
        with open(f"{traces}.{pid}", encoding="utf-8",
                  errors="replace") as file:
            for line in file:
                line = line.rstrip("\n")
                call = line.split("(", 1)[0]
                good = re.search(r"\) += [0-9]", line) is not None
                if call in ("execve", "execveat"):
                    if fresh:
                        fresh = False
                        continue
                    seen.acts.add(("execute", named_first(line)))
                    if good:
                        break
                elif call in ("fork", "vfork", "clone", "clone3"):
                    child = re.search(r"\) += (\d+)", line)
                    if child:
                        todo.append((child.group(1), False))
                elif call in ("open", "openat", "openat2", "creat"):
                    act = opened(line)
                    if act is not None:
                        seen.acts.add(act)
                elif call in ("link", "linkat") and good:
                    seen.acts.add(("write", named(line)))
                elif CHANGES.match(line) and good:
                    seen.acts.add(("change", named(line)))
                elif SOCKETS.match(line) and call != "socket":
                    seen.acts.add(("connect", address(line)))
                elif call == "socket" and "AF_UNIX" not in line:
                    seen.acts.add(("connect", address(line)))
                elif call == "io_uring_setup":
                    seen.acts.add(("connect", "io_uring"))


def named_first(line):
    return decoded(re.search(r'"((?:[^"\\]|\\.)*)"', line).group(1))


def traced(argv, timeout=300, **more):
    """Runs ARGV under strace; MORE goes to subprocess.run."""
    assert shutil.which("strace"), "strace is needed"
    work = tempfile.mkdtemp(prefix="acc-touch-")
    traces = os.path.join(work, "trace")
    try:
        done = subprocess.run(
            ["strace", "-ff", "-y", "-s", "4096", "-e", CALLS, "-e",
             "signal=none", "-o", traces, *argv],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
            check=False, **more)
        seen = Touched(done.returncode, done.stdout)
        # The first that was started is the one whose execve names the program.
        for name in sorted(os.listdir(work)):
            with open(os.path.join(work, name), encoding="utf-8",
                      errors="replace") as file:
                head = file.readline()
            if head.startswith("execve(") and named_first(head) == argv[0]:
                follow(traces, name.rsplit(".", 1)[1], seen)
                return seen
        raise RuntimeError(f"{argv[0]} was not started: {done.stdout!r}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
