#!/usr/bin/env python3
"""The database, asked through real servers and stub clients.

    tests/database/database.py BIN [PLAIN-BIN [NAME-PART…]]

BIN holds acc-collect with sanitizers, PLAIN-BIN without: time and memory are
measured on that.  Starts a PostgreSQL and a MariaDB of its own on 127.0.0.1,
on free ports, as their own accounts, and stops them by pid.  Ends with
'N passed, N failed'.
"""

import csv
import io
import json
import os
import pty
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from servers import MariaDB, PostgreSQL, run  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.abspath(sys.argv[1])
PLAIN = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else BIN
ONLY = sys.argv[3:]
WORK = tempfile.mkdtemp(prefix="acc-database-")
os.chmod(WORK, 0o755)
SAMPLE = os.path.join(TOP, "samples", "database")
RECORDED = {
    "oracle": "enterprise-602/app1/database.txt",
    "sqlserver": "enterprise-61-windows/app1/database.txt",
    "db2": "database/db2.txt",
}
CLOCK = "1767322800"
# Started as root, a client runs as an account that is named.
CLIENT = "nobody"

passed = failed = 0


def check(sentence, good, more=""):
    global passed, failed
    if good:
        passed += 1
        print(f"ok      {sentence}", flush=True)
    else:
        failed += 1
        print(f"FAILED  {sentence}\n        {more}", flush=True)


# ---- runs ----

def as_client():
    return ["--db-account", CLIENT] if os.geteuid() == 0 else []


def give(path):
    """PATH to the account that a client runs as."""
    if os.geteuid() == 0:
        entry = pwd.getpwnam(CLIENT)
        os.chown(path, entry.pw_uid, entry.pw_gid)


class Collected:
    """A run of acc-collect and, if there is one, what is in its bundle."""

    count = 0

    def __init__(self, *options, password=None, path=None, env=None,
                 binary=BIN, command=(), seconds=120, started=None,
                 live=False, account=None):
        Collected.count += 1
        out = os.path.join(WORK, f"run{Collected.count}.tar.gz")
        argv = [os.path.join(binary, "acc-collect"), *command, "--hostname",
                "db1", *options]
        user = {}
        if account is not None and os.geteuid() == 0:
            entry = pwd.getpwnam(account)
            user = {"user": entry.pw_uid, "group": entry.pw_gid,
                    "extra_groups": []}
            folder = os.path.join(WORK, f"run{Collected.count}")
            os.mkdir(folder)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            out = os.path.join(folder, "run.tar.gz")
        elif "--db" in options:
            argv += as_client()
        if not live:
            argv += ["--root", ROOT]
        if not command:
            argv += ["-o", out]
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("PG", "MYSQL", "SQLCMD"))}
        environment.update(SOURCE_DATE_EPOCH=CLOCK, HOME=WORK, **(env or {}))
        if path is not None:
            environment["PATH"] = path + ":" + environment["PATH"]
        handed = ()
        if password is not None:
            end, hand = os.pipe()
            os.write(hand, password.encode() + b"\n")
            os.close(hand)
            argv += ["--db-password-fd", str(end)]
            handed = (end,)
        process = subprocess.Popen(
            argv, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=handed,
            start_new_session=True, **user)
        for end in handed:
            os.close(end)
        if started is not None:
            started(process)
        try:
            told, wrong = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            told, wrong = process.communicate()
        self.status = process.returncode
        self.out, self.err = told.decode(), wrong.decode()
        self.files = {}
        if os.path.exists(out):
            with tarfile.open(out) as archive:
                for member in archive:
                    if member.isfile():
                        name = member.name.split("/", 1)[1]
                        self.files[name] = archive.extractfile(member).read()
            os.remove(out)

    def database(self):
        return {name: content for name, content in self.files.items()
                if name.startswith("db/")}

    def rows(self, name):
        text = self.files[f"db/{name}.csv"].decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def statuses(self):
        return {row["query"]: row["status"] for row in self.rows("status")}

    def entry(self, path):
        """The manifest's element of an entry, as text."""
        text = self.files["manifest.xml"].decode()
        found = re.search(f'<entry path="{re.escape(path)}".*?(?=<entry |</man)',
                          text, re.S)
        return found.group(0) if found else ""

    def words(self):
        return f"status {self.status}; {self.err}{self.out[-1500:]}"


def options_of(server, user=None, database="camp", port=None):
    return ["--db", server.engine, "--db-host", "127.0.0.1", "--db-port",
            str(port or server.port), "--db-user", user or server.owner,
            "--db-name", database]


def collect(server, user=None, password=None, **more):
    return Collected(*options_of(server, user), password=password or
                     server.password, **more)


def script_of(engine):
    path = os.path.join(WORK, f"{engine}.sql")
    with open(path, "w", encoding="utf-8") as file:
        file.write(run(os.path.join(BIN, "acc-collect"), "db-script", engine))
    return path


def given(output, **more):
    """A run that takes OUTPUT as what a DBA's client printed."""
    path = os.path.join(WORK, "result.txt")
    with open(path, "wb") as file:
        file.write(output)
    return Collected("--db-result", path, **more)


# ---- what a whole run gives ----

def whole(name, server):
    asked = collect(server)
    CASES[name] = asked
    by_hand = server.by_hand(script_of(server.engine))
    hand = given(by_hand)
    check(f"{name}: every query is answered but that for a table not there",
          {query for query, status in asked.statuses().items()
           if status != "ok"} == {"offer-views"} and
          asked.statuses()["offer-views"] == "skipped-absent",
          asked.files.get("db/status.csv"))
    different = [path for path in set(asked.database()) | set(hand.database())
                 if asked.database().get(path) != hand.database().get(path)]
    check(f"{name}: the client's way and a DBA's hands give equal files",
          not different and len(asked.database()) > 40, different)
    check(f"{name}: CRLF, and a BOM with UTF-16, change nothing",
          given(by_hand.replace(b"\n", b"\r\n")).database() == hand.database()
          and given(b"\xff\xfe" + by_hand.decode().encode("utf-16-le"))
          .database() == hand.database())
    again = collect(server)
    check(f"{name}: the same answers are the same bytes",
          asked.database() == again.database())
    preview = Collected(*options_of(server), password=server.password,
                        command=["preview"])
    listed = set(re.findall(r" (db/\S+\.csv)", preview.out))
    check(f"{name}: preview lists what leaves",
          set(asked.database()) <= listed and "db/offer-views.csv" in listed,
          preview.words())
    cut = given(by_hand[:len(by_hand) * 2 // 3])
    check(f"{name}: a result that was cut has whole files or none, exit 3",
          cut.status == 3 and "failed" in cut.statuses().values() and
          all(asked.files[path] == content
              for path, content in cut.database().items()
              if path != "db/status.csv"), cut.words())


def content(name, asked):
    text = b"".join(asked.files.values()).lower()
    check(f"{name}: no canary of any text that is not on the list",
          b"canary" not in text, re.findall(rb".{40}canary.{20}", text)[:3])
    check(f"{name}: a secret near a hit is replaced",
          b"hunter2" not in text and
          "[redacted]" in asked.rows("code-hits")[0]["context"])
    check(f"{name}: options whose names hold secrets tell only their emptiness",
          {row["name"]: row["empty"] for row in asked.rows("option-secrets")}
          == {"NmsServer_SecretToken": "yes", "NmsTracking_Password": "no",
              "XtkSecretKey": "no"})
    options = {row["name"]: row for row in asked.rows("options")}
    check(f"{name}: options come with their values, whatever is in them",
          options["XtkDatabaseId"]["string-value"].startswith("u") and
          options["XtkAcceptOldPasswords"]["long-value"] == "1" and
          options["NmsDelivery_Défaut"]["string-value"] == '#tag, "quoted"' and
          options["NmsTracking_ClickFormula"]["memo-value"] ==
          'var a = "50 % | \\ #1";\r\n\tend; ' + "long formula, " * 200 +
          " fin" and "myOwnOption" not in options, options)
    columns = {(row["table"].lower(), row["column"].lower()): row
               for row in asked.rows("columns")}
    check(f"{name}: a column that no schema declares is seen",
          columns["nmsrecipient", "shandmade"]["kind"] == "text" and
          columns["nmsrecipient", "tscreated"]["kind"] == "datetime")
    keys = [(row["index"].lower(), row["position"], row["column"].lower())
            for row in asked.rows("index-columns")]
    check(f"{name}: an index that no schema declares is seen",
          ("nmsrecipient_handmade", "2", "ifolderid") in keys)
    uses = {(row["view"].lower(), row["used"].lower())
            for row in asked.rows("view-uses")}
    check(f"{name}: views are seen with their tables",
          uses == {("cusrecipientview", "nmsrecipient"),
                   ("nmctrackinglogmessagesview", "nmctrackinglogmessages")})
    shown = {(row["view"].lower(), row["column"].lower(), row["kind"])
             for row in asked.rows("view-columns")}
    check(f"{name}: a view over a column with date and time is seen",
          ("nmctrackinglogmessagesview", "tslog", "datetime") in shown)
    schema = asked.rows("schema-xml")
    check(f"{name}: the schema's XML comes whole out of its pieces",
          len(schema) == 1 and schema[0]["xml"].startswith("<srcSchema ") and
          schema[0]["xml"].endswith("</srcSchema>") and
          schema[0]["xml"].count("é") == 700, schema)
    check(f"{name}: the head-room of identifiers is seen",
          asked.rows("sequences")[0]["current"] == "1900000000" and
          asked.rows("key-ranges")[0]["maximum"] == "1999999999")


# ---- rights ----

def rights(name, server, role, grants, revoke):
    for statement in grants:
        server.ask(statement, "camp")
    allowed = collect(server, user=role, password="role-79")
    check(f"{name}: an account that may connect and read suffices",
          set(allowed.statuses().values()) == {"ok", "skipped-absent"},
          allowed.files.get("db/status.csv", allowed.words()))
    for statement in revoke:
        server.ask(statement, "camp")
    denied = collect(server, user=role, password="role-79")
    check(f"{name}: without a right on one table one query is denied",
          {query for query, status in denied.statuses().items()
           if status not in ("ok", "skipped-absent")} == {"delivery-parts"} and
          denied.statuses()["delivery-parts"] == "denied" and
          denied.status == 3, denied.files.get("db/status.csv"))
    check(f"{name}: and the manifest says why and what mends it",
          'status="denied"' in denied.entry("db/delivery-parts.csv") and
          "mend=" in denied.entry("db/delivery-parts.csv"))


# ---- what goes wrong ----

def processes():
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def clients():
    """Database clients that run now."""
    found = set()
    for pid in processes():
        try:
            with open(f"/proc/{pid}/comm", encoding="ascii") as file:
                if file.read().strip() in ("psql", "mariadb", "mysql",
                                           "sqlplus", "sqlcmd", "db2"):
                    found.add(pid)
        except OSError:
            pass
    return found


def line_for(run_):
    """What the run says of the database: its part of 'Not collected'."""
    return [line for line in run_.out.split("\n") if "db/" in line]


def trouble(sentence, run_, status, words):
    lines = line_for(run_)
    check(f"{sentence}: one clear line, exit 3, all else there",
          run_.status == 3 and len(lines) == 1 and
          f"db/status.csv: {status}" in lines[0] and
          all(word in lines[0] for word in words) and
          f'status="{status}"' in run_.entry("db/status.csv") and
          "files/etc/hostname" not in run_.err and not clients(),
          run_.words())


class Mute:
    """A server that accepts and never answers."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def stop(self):
        self.socket.close()


class Cutter:
    """Hands bytes on to a server, and cuts after so many of its own."""

    def __init__(self, port, most):
        self.to, self.most = port, most
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            client, _ = self.socket.accept()
        except OSError:
            return
        server = socket.create_connection(("127.0.0.1", self.to))

        def forward():
            try:
                while data := client.recv(65536):
                    server.sendall(data)
            except OSError:
                pass

        threading.Thread(target=forward, daemon=True).start()
        left = self.most
        try:
            while left > 0 and (data := server.recv(min(left, 65536))):
                client.sendall(data)
                left -= len(data)
        except OSError:
            pass
        for end in (client, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def stop(self):
        self.socket.close()


def troubles(name, server):
    trouble(f"{name}, wrong password", collect(server, password="wrong-80"),
            "denied", [])
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        trouble(f"{name}, no server",
                Collected(*options_of(server, port=nobody.getsockname()[1]),
                          password=server.password), "failed", [])
    mute = Mute()
    began = time.monotonic()
    hung = Collected(*options_of(server, port=mute.port), "--timeout", "2",
                     password=server.password)
    trouble(f"{name}, a server that hangs", hung, "timeout", ["2 seconds"])
    check(f"{name}: and it does not wait for it",
          time.monotonic() - began < 15)
    mute.stop()
    cutter = Cutter(server.port, 30000)
    cut = Collected(*options_of(server, port=cutter.port),
                    password=server.password)
    cutter.stop()
    lines = line_for(cut)
    check(f"{name}, a connection that is cut: the files before it are there, "
          "the rest is failed, one line",
          cut.status == 3 and cut.statuses()["script"] == "ok" and
          cut.statuses()["code-hits-entities"] == "failed" and
          len(lines) <= 2 and lines[-1].startswith("  db/status.csv") and
          not clients(), cut.words())
    limited = Collected(*options_of(server), "--max-file", "1024",
                        password=server.password)
    check(f"{name}: a file above --max-file is not there at all",
          limited.statuses()["columns"] == "failed" and
          "db/columns.csv" not in limited.files and
          "--max-file" in limited.entry("db/columns.csv"))


# ---- secrets while it runs ----

class Watch:
    """Looks at the arguments and the environment of all processes."""

    def __init__(self, secret):
        self.secret = secret.encode()
        self.seen = set()
        self.looks = 0
        self.end = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        own = os.getpid()
        while not self.end.is_set():
            self.looks += 1
            for pid in processes() - {own}:
                for what in ("cmdline", "environ"):
                    try:
                        with open(f"/proc/{pid}/{what}", "rb") as file:
                            if self.secret in file.read():
                                self.seen.add((what, pid))
                    except OSError:
                        pass

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()


def files_ours():
    """Files that a run could leave: in its home, and of its names in /tmp."""
    return {os.path.join(where, name) for where, _, names in os.walk(WORK)
            for name in names if "server" not in where and
            not where.startswith((os.path.join(WORK, "postgresql"),
                                  os.path.join(WORK, "mariadb")))} | {
        name for name in os.listdir("/tmp")
        if re.fullmatch("acc-[A-Za-z0-9]{6}", name)}


def secrets(name, server, variable):
    before = files_ours()
    with Watch(server.password) as watch:
        asked = collect(server)
    check(f"{name}: the password stands in no argument and no environment "
          f"({watch.looks} looks)", not watch.seen and watch.looks > 3 and
          asked.statuses()["script"] == "ok", watch.seen)
    with Watch(server.password) as watch:
        asked = Collected(*options_of(server), env={variable: server.password})
    holders = {what for what, _ in watch.seen}
    check(f"{name}: given in {variable}, it stays in the variable of the "
          "caller, which is wiped at once", holders <= {"environ"} and
          len(watch.seen) <= 1 and asked.statuses()["script"] == "ok",
          watch.seen)
    check(f"{name}: it is neither in the bundle nor in what is said",
          server.password not in asked.out + asked.err and
          not any(server.password.encode() in text
                  for text in asked.files.values()))
    mute = Mute()

    def kill_soon(process):
        for _ in range(200):
            if clients():
                break
            time.sleep(0.02)
        time.sleep(0.2)
        process.kill()

    killed = Collected(*options_of(server, port=mute.port),
                       password=server.password, started=kill_soon)
    for _ in range(50):
        if not clients():
            break
        time.sleep(0.1)
    mute.stop()
    check(f"{name}: killed, it leaves neither a client nor a file behind",
          killed.status == -signal.SIGKILL and not clients() and
          files_ours() <= before,
          (killed.status, clients(), files_ours() - before))


def prompted(server):
    """The password typed on a terminal, which does not show it."""
    out = os.path.join(WORK, "prompted.tar.gz")
    try:
        pid, terminal = pty.fork()
    except OSError as problem:  # a chroot without /dev/pts
        print(f"skipped the password typed on a terminal: {problem}",
              flush=True)
        return
    if pid == 0:
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith("PG")}
        environment.update(HOME=WORK, TERM="dumb")
        os.execve(os.path.join(BIN, "acc-collect"),
                  ["acc-collect", "--root", ROOT, "--hostname", "db1",
                   *options_of(server), *as_client(), "-o", out],
                  environment)
    shown = b""
    typed = False
    try:
        while True:
            part = os.read(terminal, 4096)
            if not part:
                break
            shown += part
            if not typed and b"Password of " in shown:
                typed = True
                time.sleep(0.2)
                os.write(terminal, server.password.encode() + b"\n")
    except OSError:  # the terminal's other end was closed
        pass
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    with tarfile.open(out) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()
                 if "/" in name}
    os.remove(out)
    check("a password is asked for on the terminal and not shown",
          typed and server.password.encode() not in shown and
          os.waitstatus_to_exitcode(status) == 3 and
          "db/script.csv" in names, shown[-500:])


def locked(server):
    """A table that somebody holds makes nobody wait for long."""
    holder = subprocess.Popen(
        ["psql", "-X", "-q", "camp"], env=server.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    holder.stdin.write(b"BEGIN; LOCK TABLE nmsdeliverypart;\n\\echo held\n")
    holder.stdin.flush()
    holder.stdout.readline()
    asked = collect(server)
    holder.stdin.close()
    holder.wait()
    check("PostgreSQL: a table that is locked is one timeout, and no more",
          {query: status for query, status in asked.statuses().items()
           if status not in ("ok", "skipped-absent")} ==
          {"delivery-parts": "timeout"} and
          'status="timeout"' in asked.entry("db/delivery-parts.csv"),
          asked.files.get("db/status.csv"))


# ---- what the servers saw ----

def postgresql_log(server):
    at = len(server.written())
    collect(server)
    lines = [line.split("|", 1)[1] for line in server.written()[at:].split("\n")
             if line.startswith("acc-collect|")]
    asked = [line.split("statement: ", 1)[1] for line in lines
             if "statement: " in line]
    other = [line for line in asked if not re.match(
        r"(SELECT|WITH q\(r\) AS \($|SHOW|SET|BEGIN|COMMIT)\b|WITH q", line,
        re.I)]
    check(f"PostgreSQL: its log of {len(asked)} statements holds SELECT and SET "
          "alone", len(asked) > 80 and not other, other[:3])
    check("PostgreSQL: one connection", sum(
        "connection authorized" in line for line in
        server.written()[at:].split("\n")) == 1)
    check("PostgreSQL: each WITH is a SELECT", all(
        re.search(r"^(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|GRANT)\b",
                  statement, re.I | re.M) is None for statement in asked))


def mariadb_log(server):
    at = len(server.written())
    collect(server)
    text = server.written()[at:]
    asked = re.findall(r"\tQuery\t(.*)", text) + re.findall(
        r" Query\t(.*)", text)
    other = [line for line in asked
             if not re.match(r"(/\*M?!\d+ )?(SELECT|SET)\b", line, re.I)]
    check(f"MariaDB: its log of {len(asked)} statements holds SELECT and SET "
          "alone", len(asked) > 80 and not other, other[:3])
    check("MariaDB: one connection", len(re.findall(r" Connect\t", text)) +
          len(re.findall(r"\tConnect\t", text)) == 1)


# ---- size ----

def large(server):
    server.ask("CREATE DATABASE large")
    columns = ", ".join(f"sColumn{n} varchar(100)" for n in range(17))
    text = "".join(
        f"CREATE TABLE CusTable{n} (iId integer PRIMARY KEY, tsDate timestamp,"
        f" mData text, {columns});\n" for n in range(1000))
    path = os.path.join(WORK, "large.sql")
    with open(path, "w", encoding="ascii") as file:
        file.write("BEGIN;\n" + text + "COMMIT;\n")
    server.load(path, "large")
    server.ask("ANALYZE", "large")
    dump = shutil.which("pg_dump")

    def dumping():
        began = time.monotonic()
        run("nice", "-n", "19", dump, "--schema-only", "-f", os.path.join(WORK, "dump.sql"),
            "large", env=server.environment())
        return time.monotonic() - began

    used = {}

    def measure(process):
        def look():
            while process.poll() is None:
                try:
                    with open(f"/proc/{process.pid}/status",
                              encoding="ascii") as file:
                        for line in file:
                            if line.startswith("VmHWM"):
                                used["kb"] = int(line.split()[1])
                except OSError:
                    pass
                time.sleep(0.005)
        threading.Thread(target=look, daemon=True).start()

    # Printed, not judged: machines differ.  At the same low priority, in turn,
    # and the best of each.
    dumped, took = [], []
    for _ in range(5):
        dumped.append(dumping())
        began = time.monotonic()
        asked = Collected(*options_of(server, database="large"),
                          password=server.password, binary=PLAIN,
                          started=measure)
        took.append(time.monotonic() - began)
    dumped, took = min(dumped), min(took)
    check(f"1,000 tables, 20,000 columns: {took:.2f} s, pg_dump --schema-only "
          f"{dumped:.2f} s, {used.get('kb', 0) // 1024} MiB",
          len(asked.rows("columns")) == 20000 and
          0 < used.get("kb", 0) < 64 * 1024, asked.words())


def large_mariadb(server):
    server.ask("CREATE DATABASE large")
    columns = ", ".join(f"sColumn{n} varchar(100)" for n in range(17))
    path = os.path.join(WORK, "large.sql")
    with open(path, "w", encoding="ascii") as file:
        for number in range(1000):
            file.write(f"CREATE TABLE CusTable{number} (iId integer PRIMARY "
                       f"KEY, tsDate datetime, mData text, {columns});\n")
    server.load(path, "large")
    began = time.monotonic()
    run("mariadb-dump", "--no-defaults", "-S", server.socket, "-u", "root",
        "--no-data", "-r", os.path.join(WORK, "dump.sql"), "large")
    dumped = time.monotonic() - began
    began = time.monotonic()
    asked = Collected(*options_of(server, database="large"),
                      password=server.password, binary=PLAIN)
    took = time.monotonic() - began
    check(f"MariaDB, 1,000 tables, 20,000 columns: {took:.2f} s, mariadb-dump "
          f"--no-data {dumped:.2f} s", len(asked.rows("columns")) == 20000,
          asked.words())


# ---- what the analyzer makes of it ----

HOST = os.path.join(TOP, "samples", "standalone-511", "camp1")


def judged(name, server, database, must, *options, provider="postgresql"):
    """The standalone sample on this server: (rule, object, words of a remedy)
    in MUST have failed there."""
    folder = os.path.join(WORK, "judged-" + name.replace(" ", "-"))
    shutil.copytree(HOST, folder, symlinks=True)
    config = os.path.join(folder, "root", "usr", "local", "neolane", "nl5",
                          "conf", "config-prod.xml")
    with open(config, encoding="utf-8") as file:
        text = file.read()
    with open(config, "w", encoding="utf-8") as file:
        file.write(text.replace('provider="postgresql"',
                                f'provider="{provider}"')
                   .replace("neolane:prod", f"neolane:{database}"))
    bundle = os.path.join(folder, "acc-camp1.tar.gz")
    end, hand = os.pipe()
    os.write(hand, server.password.encode() + b"\n")
    os.close(hand)
    try:
        collected = subprocess.run(
            [os.path.join(BIN, "acc-collect"), "-q", "--root",
             os.path.join(folder, "root"), "--recorded",
             os.path.join(folder, "recorded"), "--hostname", "camp1",
             *options_of(server, database=database), *as_client(),
             "--db-password-fd", str(end), "-o", bundle],
            pass_fds=(end,), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=300)
    finally:
        os.close(end)
    report = os.path.join(folder, "report")
    analyzed = subprocess.run(
        [os.path.join(BIN, "acc-analyze"), "-q", bundle, "-o", report,
         "--format", "json", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    found = {}
    if os.path.exists(os.path.join(report, "report.json")):
        with open(os.path.join(report, "report.json"),
                  encoding="utf-8") as file:
            for finding in json.load(file)["findings"]:
                key = finding["rule"], finding["subject"]["object"]
                found[key] = finding
    for rule, thing, words in must:
        finding = found.get((rule, thing and thing.lower())
                            if provider == "postgresql" else (rule, thing))
        remedy = "".join(each["text"] for each in (finding or {}).get(
            "remedy", ()))
        check(f"{name}: {rule} names {thing or 'the database'} and the mend",
              finding is not None and finding["outcome"] == "fail" and
              words.lower() in remedy.lower() and
              "not verified" not in finding["title"],
              finding or (collected.stdout + analyzed.stdout).decode())


# ---- clients that stand for others ----

class Stub:
    """A client that prints what was recorded, on a PATH of its own."""

    password = "stub pass#1"

    def __init__(self, client, engine):
        self.client, self.engine = client, engine
        self.folder = os.path.join(WORK, "stub-" + client)
        os.mkdir(self.folder)
        give(self.folder)
        path = os.path.join(self.folder, client)
        shutil.copy(os.path.join(HERE, "stubs", "client.py"), path)
        os.chmod(path, 0o755)
        self.recorded = os.path.join(TOP, "samples", RECORDED[engine])
        shutil.copy(self.recorded, os.path.join(self.folder, "recorded"))
        self.write("password", self.password)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w",
                  encoding="utf-8") as file:
            file.write(text)

    def saw(self, what):
        with open(os.path.join(self.folder, f"{self.client}.{what}"),
                  encoding="utf-8") as file:
            return file.read()

    def collect(self, mode, *more, password=None):
        self.write("mode", mode)
        options = ["--db", self.engine, "--db-name", "CAMP", "--db-user",
                   "neolane", *more]
        if self.client == "sqlplus":
            options += ["--db-host", "db9.example.com", "--db-port", "1522"]
        if self.client == "sqlcmd":
            options += ["--db-host", "db9.example.com"]
        return Collected(*options, password=password or self.password,
                         path=self.folder)


def stub(client, engine, others):
    server = Stub(client, engine)
    asked = server.collect("good")
    with open(server.recorded, "rb") as file:
        recorded = file.read()
    hand = given(recorded)
    name = f"{client} (a stub, written from documentation)"
    check(f"{name}: the client's way and a DBA's hands give equal files",
          asked.database() == hand.database() and len(hand.database()) > 38,
          asked.words())
    check(f"{name}: what is not ok is what the recording denies",
          {query: status for query, status in asked.statuses().items()
           if status != "ok"} == others, asked.files.get("db/status.csv"))
    wide = given(b"\xfe\xff" + recorded.decode().encode("utf-16-be"))
    check(f"{name}: UTF-16 gives the same",
          wide.database() == hand.database())
    check(f"{name}: names, options and texts come as they are",
          any(row["name"] == "NmsDelivery_Défaut" for row in
              asked.rows("options")) and
          asked.rows("schema-xml")[0]["xml"].count("é") == 700 and
          asked.rows("server")[0]["schema"] != "" and
          b"hunter2" not in b"".join(asked.files.values()))
    secret = server.password
    where = {"argv": secret in server.saw("argv"),
             "environment": secret in server.saw("environment"),
             "input": secret in server.saw("input")}
    check(f"{name}: the password comes as this client takes it",
          where == {"argv": False, "environment": client == "sqlcmd",
                    "input": client != "sqlcmd"} and
          not any(secret.encode() in text for text in asked.files.values()),
          where)
    with open(script_of(engine), encoding="utf-8") as file:
        check(f"{name}: it is given the script that db-script prints",
              server.saw("input").endswith(file.read()))
    trouble(f"{name}, wrong password",
            server.collect("good", password="wrong-81"), "denied", [])
    trouble(f"{name}, no server", server.collect("nobody"),
            "timeout" if client == "sqlcmd" else "failed", [])
    trouble(f"{name}, mute", server.collect("mute", "--timeout", "1"),
            "timeout", ["1 seconds"])
    cut = server.collect("cut")
    check(f"{name}, cut: what came whole is there, the rest is failed",
          cut.status == 3 and cut.statuses()["script"] == "ok" and
          cut.statuses()["code-hits"] == "failed" and
          any(line.startswith("  db/status.csv: collected, the client ended")
              for line in line_for(cut)), cut.words())


def nlserver(server):
    """Campaign's own way, with a stub for nlserver."""
    tree = os.path.join(WORK, "nl6")
    os.makedirs(os.path.join(tree, "bin"))
    os.makedirs(os.path.join(tree, "conf"))
    shutil.copy(os.path.join(HERE, "stubs", "client.py"),
                os.path.join(tree, "bin", "nlserver"))
    os.chmod(os.path.join(tree, "bin", "nlserver"), 0o755)
    by_hand = server.by_hand(script_of(server.engine))
    for name, content_ in (("mode", b"good"), ("password", b""),
                           ("recorded", by_hand)):
        with open(os.path.join(tree, "bin", name), "wb") as file:
            file.write(content_)
    asked = Collected("--install-dir", tree, "--instance", "prod", "--db",
                      "postgresql", "--db-client", "nlserver", live=True)
    hand = given(by_hand)
    check("nlserver javascript (a stub, written from documentation): the same "
          "files", asked.database() == hand.database() and
          len(hand.database()) > 40, asked.words())
    with open(os.path.join(tree, "bin", "nlserver.input"),
              encoding="utf-8") as file:
        script = file.read()
    check("nlserver javascript: each SELECT of the script, and nothing else",
          script.count("\nask(\"SELECT") + script.count("\nask(\"WITH q") ==
          script.count("\nask(") > 80 and "\\\\set" not in script)


def stubs():
    stub("sqlplus", "oracle", {"view-text": "failed",
                               "offer-views": "skipped-absent"})
    stub("sqlcmd", "sqlserver", {"sequences": "skipped-absent",
                                 "delivery-parts": "denied",
                                 "offer-views": "skipped-absent"})
    stub("db2", "db2", {"tablespaces": "denied",
                        "offer-views": "skipped-absent"})


CASES = {}


def with_postgresql():
    server = PostgreSQL(os.path.join(WORK, "postgresql"))
    try:
        server.load(os.path.join(SAMPLE, "postgresql.sql"))
        whole("PostgreSQL", server)
        content("PostgreSQL", CASES["PostgreSQL"])
        rights("PostgreSQL", server, "reader",
               ["CREATE ROLE reader LOGIN PASSWORD 'role-79'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"],
               ["REVOKE SELECT ON nmsdeliverypart FROM reader"])
        troubles("PostgreSQL", server)
        secrets("PostgreSQL", server, "PGPASSWORD")
        other = collect(server, env={
            "PGHOST": "nowhere.example.com", "PGPORT": "1", "PGUSER": "x",
            "PGPASSFILE": "/nonexistent", "PGDATABASE": "x",
            "PGOPTIONS": "-c nonsense=1"})
        check("PostgreSQL: what the options say goes before what the caller's "
              "environment says", other.statuses()["script"] == "ok",
              other.words())
        own_file = os.path.join(WORK, ".pgpass")
        with open(own_file, "w", encoding="ascii") as file:
            file.write(f"*:*:*:*:{server.password}\n")
        os.chmod(own_file, 0o600)
        give(own_file)
        own = Collected(*options_of(server), account=CLIENT)
        check("PostgreSQL: without a password the client's own file counts",
              own.statuses()["script"] == "ok", own.words())
        os.remove(own_file)
        server.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' "
                   "TEMPLATE template0")
        server.load(os.path.join(SAMPLE, "postgresql.sql"), "latin")
        latin = Collected(*options_of(server, database="latin"),
                          password=server.password)
        check("PostgreSQL: a database in another encoding has the same texts",
              latin.rows("options") == CASES["PostgreSQL"].rows("options") and
              latin.rows("schema-xml") ==
              CASES["PostgreSQL"].rows("schema-xml") and
              latin.rows("script")[0]["probe"] == "é" and
              {"name": "encoding", "value": "LATIN1"} in
              latin.rows("settings"), latin.words())
        judged("PostgreSQL, 7.2", server, "camp", [
            ("ACC-DB-002", None, ""),
            ("ACC-DB-010", "sHandMade",
             "ALTER TABLE nmsrecipient ADD COLUMN shandmade character varying(20)"),
            ("ACC-DB-011", "NmsRecipient_handMade",
             "CREATE INDEX nmsrecipient_handmade ON"),
            ("ACC-DB-012", "CusRecipientView",
             "DROP VIEW public.cusrecipientview"),
            ("ACC-DB-012", "CusRecipientView", "CREATE VIEW"),
            ("ACC-DB-016", "NmcTrackingLogMessagesView",
             "DROP VIEW public.nmctrackinglogmessagesview"),
        ], "--target", "7.2")
        judged("PostgreSQL in LATIN1", server, "latin",
               [("ACC-DB-007", None, "")])
        prompted(server)
        locked(server)
        postgresql_log(server)
        large(server)
        nlserver(server)
    finally:
        server.stop()


def with_mariadb():
    server = MariaDB(os.path.join(WORK, "mariadb"))
    try:
        server.load(os.path.join(SAMPLE, "mysql.sql"))
        whole("MariaDB", server)
        content("MariaDB", CASES["MariaDB"])
        tables = server.ask("SELECT TABLE_NAME FROM information_schema.TABLES "
                            "WHERE TABLE_SCHEMA = 'camp'").split()
        rights("MariaDB", server, "reader",
               ["CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'role-79'",
                "GRANT SELECT ON mysql.time_zone_name TO 'reader'@'127.0.0.1'"]
               + [f"GRANT SELECT, SHOW VIEW ON camp.{table} TO "
                  "'reader'@'127.0.0.1'" for table in tables],
               ["REVOKE SELECT ON camp.NmsDeliveryPart FROM "
                "'reader'@'127.0.0.1'"])
        answers = os.path.join(WORK, "answers.xml")
        with open(answers, "w", encoding="ascii") as file:
            file.write('<answers><postupgrade usetimestamptz="1"/></answers>')
        judged("MariaDB without time zones", server, "camp", [
            ("ACC-TZ-004", None, ""),
            ("ACC-DB-010", "sHandMade", "ADD COLUMN sHandMade"),
            ("ACC-DB-011", "NmsRecipient_handMade", "CREATE INDEX"),
            ("ACC-DB-012", "CusRecipientView", "DROP VIEW"),
        ], "--answers", answers, provider="MySQL")
        troubles("MariaDB", server)
        secrets("MariaDB", server, "MYSQL_PWD")
        mariadb_log(server)
        large_mariadb(server)
    finally:
        server.stop()


ROOT = os.path.join(WORK, "root")
try:
    os.makedirs(os.path.join(ROOT, "etc"))
    with open(os.path.join(ROOT, "etc", "hostname"), "w",
              encoding="ascii") as hostname:
        hostname.write("db1\n")
    for part, work in (("postgresql", with_postgresql),
                       ("mariadb", with_mariadb), ("stubs", stubs)):
        if ONLY and part not in ONLY:
            continue
        try:
            work()
        except Exception:  # a proof that could not be made has failed
            check(f"{part}: the proof could be made", False,
                  traceback.format_exc())
finally:
    shutil.rmtree(WORK, ignore_errors=True)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
