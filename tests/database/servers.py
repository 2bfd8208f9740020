"""Real servers for the tests: on 127.0.0.1, not as root, stopped by pid."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*argv, **more):
    """The output of a command that must succeed."""
    done = subprocess.run(argv, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{argv[0]}: {done.returncode}: "
                           f"{done.stdout.decode(errors='replace')[-2000:]}")
    return done.stdout.decode(errors="replace")


class Server:
    """A server process of an account that is not root."""

    def __init__(self, folder, account):
        self.folder = folder
        self.port = free_port()
        self.process = None
        self.account = {}
        os.mkdir(folder)
        if os.geteuid() == 0:
            user = pwd.getpwnam(account)
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.account = {"user": user.pw_uid, "group": user.pw_gid,
                            "extra_groups": []}

    def start(self, argv, ready):
        self.log = os.path.join(self.folder, "server.log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.folder, **self.account)
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                ready()
                return
            except RuntimeError:
                time.sleep(0.1)
        with open(self.log, encoding="utf-8", errors="replace") as log:
            raise RuntimeError(f"{argv[0]} did not start: {log.read()[-2000:]}")

    def stop(self, number=signal.SIGTERM):
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def written(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()


class PostgreSQL(Server):
    """engine, client and port of a PostgreSQL; its owner's password."""

    engine, owner, password = "postgresql", "postgres", "owner-77"

    def __init__(self, folder):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))
        self.bin = os.path.dirname(found[-1]) if found else os.path.dirname(
            shutil.which("postgres") or "")
        super().__init__(folder, "postgres")
        word = os.path.join(folder, "word")
        with open(word, "w", encoding="ascii") as file:
            file.write(self.password + "\n")
        os.chmod(word, 0o644)
        data = os.path.join(folder, "data")
        run(os.path.join(self.bin, "initdb"), "-D", data, "-U", self.owner,
            "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256",
            f"--pwfile={word}", cwd=folder, **self.account)
        os.remove(word)
        options = ["-p", str(self.port), "-k", folder]
        for option in ("listen_addresses=127.0.0.1", "fsync=off",
                       "log_statement=all", "log_connections=on",
                       "log_line_prefix=%a|", "shared_buffers=32MB"):
            options += ["-c", option]
        self.start([os.path.join(self.bin, "postgres"), "-D", data, *options],
                   lambda: self.ask("SELECT 1"))
        self.ask("CREATE DATABASE camp")

    def stop(self, number=signal.SIGINT):
        super().stop(number)

    def environment(self):
        return dict(os.environ, PGHOST="127.0.0.1", PGPORT=str(self.port),
                    PGUSER=self.owner, PGPASSWORD=self.password,
                    PGCONNECT_TIMEOUT="10")

    def ask(self, sql, database="postgres"):
        return run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                   "-c", sql, database, env=self.environment())

    def load(self, path, database="camp"):
        run("psql", "-X", "-q", "-f", path, database, env=self.environment())

    def by_hand(self, script, database="camp"):
        """What a DBA does: the script, the standard client, its output."""
        return subprocess.run(
            ["psql", "-X", "-f", script, database], env=self.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=300).stdout


class MariaDB(Server):
    """The same of a MariaDB."""

    engine, owner, password = "mysql", "boss", "owner-78"

    def __init__(self, folder):
        super().__init__(folder, "mysql")
        data = os.path.join(folder, "data")
        self.socket = os.path.join(folder, "s")
        run("mariadb-install-db", "--no-defaults", f"--datadir={data}",
            "--auth-root-authentication-method=normal", "--skip-test-db",
            cwd=folder, **self.account)
        self.general = os.path.join(folder, "general.log")
        self.start([shutil.which("mariadbd") or "/usr/sbin/mariadbd",
                    "--no-defaults", f"--datadir={data}",
                    f"--port={self.port}", "--bind-address=127.0.0.1",
                    f"--socket={self.socket}", "--skip-log-bin",
                    f"--pid-file={folder}/pid", "--general-log",
                    f"--general-log-file={self.general}",
                    "--innodb-flush-log-at-trx-commit=0"],
                   lambda: self.root("SELECT 1"))
        self.root("CREATE DATABASE camp CHARACTER SET utf8")
        self.root(f"CREATE USER '{self.owner}'@'127.0.0.1' "
                  f"IDENTIFIED BY '{self.password}'")
        self.root(f"GRANT ALL ON *.* TO '{self.owner}'@'127.0.0.1'")

    def root(self, sql, database="mysql"):
        return run("mariadb", "--no-defaults", "-S", self.socket, "-u", "root",
                   "-N", "-B", "-e", sql, database)

    def ask(self, sql, database="camp"):
        return self.root(sql, database)

    def load(self, path, database="camp"):
        with open(path, "rb") as file:
            run("mariadb", "--no-defaults", "-S", self.socket, "-u", "root",
                database, stdin=file)

    def by_hand(self, script, database="camp"):
        with open(script, "rb") as file:
            return subprocess.run(
                ["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P",
                 str(self.port), "-u", self.owner, "--batch", "--force",
                 "--skip-column-names", database],
                env=dict(os.environ, MYSQL_PWD=self.password), stdin=file,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                timeout=300).stdout

    def written(self):
        with open(self.general, encoding="utf-8", errors="replace") as log:
            return log.read()
