#!/usr/bin/env python3
"""What is a Campaign directory, and where its links may lead.

    tests/gather/trees.py BIN

Makes servers of their own with files of several accounts, by number, and
collects them as root and as the accounts.  Whatever a file is called and
wherever a link leads: what its owner could not read himself stays behind, and
what was not read is told.  Root only; ends with 'N passed, N failed'.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import traceback

BIN = os.path.abspath(sys.argv[1])
COLLECT = os.path.join(BIN, "acc-collect")
WORK = tempfile.mkdtemp(prefix="acc-trees-")
OWNER, OTHER, ADMIN = 4321, 8765, 2468
NL6 = "usr/local/neolane/nl6"
PLANTED = "PLANTED"
COUNT = [0]


class Server:
    """A copied server below a folder; files are root's unless said."""

    def __init__(self):
        COUNT[0] += 1
        self.top = os.path.join(WORK, f"s{COUNT[0]}")
        self.folder("etc")
        self.folder("root/.ssh", mode=0o700)
        os.chmod(self.at("root"), 0o700)
        self.file("etc/passwd", f"neolane:x:{OWNER}:{OWNER}::/usr/local/"
                  f"neolane:/bin/sh\nother:x:{OTHER}:{OTHER}::/home/other:/b\n")
        self.file("etc/group", f"neolane:x:{OWNER}:\nops:x:77:neolane\n")
        self.file("etc/hosts", "10.0.0.1 camp\n")
        self.file("etc/os-release", "ID=debian\n")
        self.file("etc/shadow", f"root:{PLANTED}-shadow\n", mode=0o640)
        self.file("etc/shadow.xml", f"<a b='{PLANTED}-etc'/>\n")
        self.file("root/.ssh/id.xml", f"<a b='{PLANTED}-key'/>\n", mode=0o600)
        self.file("home/other/own.xml", f"<a b='{PLANTED}-other'/>\n", OTHER,
                  0o600)
        self.folder("usr/local/neolane", OWNER)
        self.tree(NL6, OWNER)

    def at(self, path):
        return os.path.join(self.top, path)

    def folder(self, path, owner=0, mode=0o755):
        os.makedirs(self.at(path), exist_ok=True)
        os.chown(self.at(path), owner, owner)
        os.chmod(self.at(path), mode)

    def file(self, path, text, owner=0, mode=0o644):
        if not os.path.isdir(os.path.dirname(self.at(path))):
            self.folder(os.path.dirname(path))
        with open(self.at(path), "w") as file:
            file.write(text)
        os.chown(self.at(path), owner, owner)
        os.chmod(self.at(path), mode)

    def link(self, path, target, owner=OWNER):
        if os.path.lexists(self.at(path)):
            os.remove(self.at(path))
        os.symlink(target, self.at(path))
        os.lchown(self.at(path), owner, owner)

    def tree(self, path, owner):
        self.folder(path, owner)
        self.folder(path + "/conf", owner)
        self.file(path + "/conf/serverConf.xml", "<serverConf/>\n", owner)
        self.file(path + "/conf/config-default.xml", "<serverConf/>\n", owner)
        self.file(path + "/conf/config-prod.xml", "<serverconf/>\n", owner)

    def collect(self, *options, uid=0, limit=None):
        """Returns a Bundle."""
        COUNT[0] += 1
        folder = os.path.join(WORK, f"o{COUNT[0]}")
        os.mkdir(folder)
        os.chown(folder, uid, uid)
        out = os.path.join(folder, "b.tar.gz")
        prefix = ["setpriv", f"--reuid={uid}", f"--regid={uid}",
                  "--clear-groups"] if uid else []

        def limits():
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        done = subprocess.run(
            [*prefix, COLLECT, "--root", self.top, "--hostname", "camp",
             "-o", out, *options], capture_output=True, text=True,
            preexec_fn=limits, timeout=120)
        return Bundle(done, out)


class Bundle:
    def __init__(self, done, path):
        self.status = done.returncode
        self.path = path
        self.words = done.stdout + done.stderr
        self.entries = {}
        self.content = {}
        if self.status not in (0, 3):
            return
        with tarfile.open(path) as archive:
            for member in archive:
                name = member.name.split("/", 1)[1]
                self.content[name] = archive.extractfile(member).read().decode(
                    errors="replace")
        for entry in re.findall(r"<entry ([^>]*)>",
                                self.content["manifest.xml"]):
            fields = dict(re.findall(r'([a-z0-9]+)="([^"]*)"', entry))
            self.entries[fields["path"]] = fields

    def safe(self):
        for name, text in self.content.items():
            assert PLANTED not in text, (name, text[:300])
        assert self.status == 3, (self.status, self.words)
        return self

    def told(self, path, status, reason=""):
        entry = self.entries.get("files/" + path)
        assert entry is not None, (path, sorted(self.entries))
        assert entry["status"] == status, entry
        assert reason in entry.get("reason", ""), entry
        return entry


# ---- what is a tree ----

def a_link_to_etc_is_no_campaign_directory():
    server = Server()
    server.link("usr/local/neolane/nl5", "/etc")
    server.folder("etc/conf")
    server.file("etc/conf/config-x.xml", f"{PLANTED}\n")
    entry = server.collect().safe().told("usr/local/neolane/nl5", "failed",
                                         "a link to /etc: no Campaign")
    assert "--install-dir" in entry["mend"]


def a_linked_folder_of_root_with_the_right_content_is_not_his_tree():
    server = Server()
    server.tree("opt/backup", 0)
    server.file("opt/backup/conf/config-x.xml", f"{PLANTED}\n")
    server.link("usr/local/neolane/nl5", "/opt/backup")
    server.collect().safe().told("usr/local/neolane/nl5", "failed",
                                 "a link of another account")
    nl5 = server.collect("--install-dir", "/usr/local/neolane/nl5").safe()
    nl5.told("usr/local/neolane/nl5", "failed", "a link of another account")
    bundle = server.collect("--install-dir", "/opt/backup")
    bundle.told("opt/backup/conf/serverConf.xml", "collected")


def a_folder_named_by_hand_needs_the_content_of_campaign():
    bundle = Server().collect("--install-dir", "/etc").safe()
    bundle.told("etc", "failed", "it holds neither conf/serverConf.xml")


def his_own_folder_behind_a_link_is_his_tree():
    server = Server()
    shutil.rmtree(server.at(NL6))
    server.tree("data/nl6-8864", OWNER)
    server.link(NL6, "/data/nl6-8864")
    bundle = server.collect().safe()
    bundle.told(NL6, "link")
    bundle.told("data/nl6-8864/conf/serverConf.xml", "collected")


def two_accounts_in_one_folder_are_told():
    server = Server()
    os.chown(server.at(NL6 + "/conf"), OTHER, OTHER)
    server.collect().safe().told(NL6, "failed", "different accounts")


def a_file_of_an_administrator_costs_that_file_only():
    server = Server()
    os.chown(server.at(NL6 + "/conf/config-prod.xml"), ADMIN, ADMIN)
    bundle = server.collect().safe()
    bundle.told(NL6 + "/conf/config-prod.xml", "failed", "neither to root")
    bundle.told(NL6 + "/conf/serverConf.xml", "collected")


def what_is_left_of_a_server_is_told():
    server = Server()
    shutil.rmtree(server.at(NL6 + "/conf"))
    server.folder(NL6 + "/bin", OWNER)
    server.file(NL6 + "/bin/nlserver", "x", OWNER)
    server.collect().safe().told(NL6 + "/conf/serverConf.xml", "absent")
    shutil.rmtree(server.at(NL6 + "/bin"))
    server.collect().safe().told(NL6, "failed", "it holds neither")


def a_tree_that_may_not_be_read_is_told():
    server = Server()
    os.chmod(server.at(NL6 + "/conf"), 0o700)
    bundle = server.collect(uid=OTHER).safe()
    bundle.told(NL6 + "/conf/serverConf.xml", "denied")
    bundle.told(NL6 + "/conf", "denied")
    os.chmod(server.at("usr/local/neolane"), 0o700)
    server.collect(uid=OTHER).safe().told(NL6, "denied")


def a_staff_folder_above_is_no_reason_to_refuse():
    server = Server()
    os.chown(server.at("usr/local"), 0, 50)
    os.chmod(server.at("usr/local"), 0o2775)
    bundle = server.collect()
    bundle.told(NL6 + "/conf/serverConf.xml", "collected")
    assert not [e for e in bundle.entries.values() if e["status"] == "failed"
                and e["path"].startswith("files/")], bundle.entries


# ---- links out of it ----

def a_configuration_behind_a_link_is_read():
    """conf/serverConf.xml and an instance's file in a folder for all."""
    for owner in (OWNER, 0):
        server = Server()
        server.folder("srv/shared", owner)
        if owner == 0: # a tree that is root's in every part
            for path, _, names in os.walk(server.at("usr/local/neolane")):
                for name in [path, *(os.path.join(path, n) for n in names)]:
                    os.chown(name, 0, 0)
        for name in ("serverConf.xml", "config-prod.xml"):
            server.file("srv/shared/" + name, f"<a name='{name}'/>\n", owner)
            server.link(f"{NL6}/conf/{name}", "/srv/shared/" + name, owner)
        bundle = server.collect()
        for name in ("serverConf.xml", "config-prod.xml"):
            bundle.told(f"{NL6}/conf/{name}", "collected",
                        "read through a link to /srv/shared/" + name)
            assert name in bundle.content[f"files/{NL6}/conf/{name}"]


def a_conf_folder_behind_a_link_is_read():
    server = Server()
    os.rename(server.at(NL6 + "/conf"), server.at("conf-of-all"))
    server.folder("srv", OWNER)
    os.rename(server.at("conf-of-all"), server.at("srv/conf"))
    server.link(NL6 + "/conf", "/srv/conf")
    bundle = server.collect()
    for name in ("serverConf.xml", "config-default.xml", "config-prod.xml"):
        bundle.told(f"{NL6}/conf/{name}", "collected",
                    "read through a link to /srv/conf/" + name)


def a_link_out_of_his_own_folders_is_told():
    for target, owner in (("/etc/shadow", OWNER), ("/etc/shadow.xml", OWNER),
                          ("/root/.ssh/id.xml", OWNER),
                          ("/home/other/own.xml", OWNER),
                          ("../../../../../etc/shadow", OWNER),
                          ("/etc/shadow", 0)):
        server = Server()
        server.link(NL6 + "/conf/config-x.xml", target, owner)
        server.link(NL6 + "/conf/config-y.xml", "config-x.xml", owner)
        bundle = server.collect().safe()
        for name in "xy":
            entry = bundle.told(f"{NL6}/conf/config-{name}.xml", "failed")
            assert "mend" in entry, entry


def a_linked_folder_leads_nowhere_else():
    for target in ("/etc", "/root/.ssh", "/home/other"):
        server = Server()
        shutil.rmtree(server.at(NL6 + "/conf"))
        server.folder(NL6 + "/bin", OWNER)
        server.file(NL6 + "/bin/nlserver", "x", OWNER)
        server.file("etc/config-x.xml", PLANTED)
        server.file("root/.ssh/config-x.xml", PLANTED)
        server.file("home/other/config-x.xml", PLANTED, OTHER)
        server.link(NL6 + "/conf", target)
        server.collect().safe()


def what_root_alone_may_read_is_not_read_for_him():
    server = Server()
    server.file(NL6 + "/conf/config-x.xml", PLANTED, 0, 0o600)
    server.file(NL6 + "/conf/config-y.xml", "<a/>\n", 0, 0o640)
    os.chown(server.at(NL6 + "/conf/config-y.xml"), 0, 77)
    bundle = server.collect().safe()
    bundle.told(NL6 + "/conf/config-x.xml", "failed", "could not read it")
    bundle.told(NL6 + "/conf/config-y.xml", "collected")


def a_link_of_apache_into_the_tree_leads_no_further_than_he_may_go():
    server = Server()
    server.file("etc/apache2/ssl/key.conf", PLANTED, 0, 0o600)
    server.folder("etc/apache2/mods-available")
    server.file(NL6 + "/conf/apache_neolane.conf", "Alias /a /b\n", OWNER)
    server.link("etc/apache2/mods-available/nlsrv.conf",
                f"/{NL6}/conf/apache_neolane.conf", 0)
    bundle = server.collect()
    bundle.told(NL6 + "/conf/apache_neolane.conf", "collected")
    server.link(NL6 + "/conf/apache_neolane.conf", "/etc/apache2/ssl/key.conf")
    server.collect().safe()


def var_and_login_scripts_are_heard_as_his():
    server = Server()
    server.file(NL6 + "/customer.sh", "XTK_VAR_DIR=/home/other/var\n", OWNER)
    server.folder("home/other/var/prod/log", OTHER)
    server.file("home/other/var/prod/log/a.log",
                "2013-04-09 07:48:39.749Z 00002E7A 1 info log Tomcat started\n",
                OTHER, 0o600)
    os.chmod(server.at("home/other"), 0o700)
    server.link("usr/local/neolane/.bashrc", "/home/other/own.xml")
    bundle = server.collect().safe()
    assert not [c for c in bundle.content.values() if "Tomcat" in c]
    bundle.told("home/other/var", "failed", "could not read it itself")
    bundle.told("usr/local/neolane/.bashrc", "failed")


def an_ordinary_account_is_no_deputy_either():
    server = Server()
    os.chown(server.at("home/other"), OTHER, OTHER)
    os.chmod(server.at("home/other/own.xml"), 0o600)
    server.link(NL6 + "/conf/config-x.xml", "/home/other/own.xml")
    os.rename(server.at("home/other/own.xml"),
              server.at(NL6 + "/conf/config-y.xml"))
    server.file("home/other/own.xml", PLANTED, OTHER, 0o600)
    bundle = server.collect(uid=OTHER).safe()
    bundle.told(NL6 + "/conf/config-y.xml", "failed", "could not read it")


def swaps_while_it_reads_carry_nothing_away():
    server = Server()
    server.folder("loot", 0, 0o700)
    server.file("loot/config-prod.xml", f"<a b='{PLANTED}-loot'/>\n", 0, 0o600)
    server.file("loot/serverConf.xml", f"<a b='{PLANTED}-loot'/>\n", 0, 0o600)
    conf, away = server.at(NL6 + "/conf"), server.at(NL6 + "/conf-away")
    bait, prod = server.at(NL6 + "/bait"), conf + "/config-prod.xml"
    os.symlink("/loot", bait)
    stop = threading.Event()

    def swap():
        while not stop.is_set():
            try:
                os.rename(conf, away)
                os.rename(bait, conf)
                os.rename(conf, bait)
                os.rename(away, conf)
                os.rename(prod, prod + ".was")
                os.symlink("/loot/config-prod.xml", prod)
                os.remove(prod)
                os.link(server.at("loot/config-prod.xml"), prod)
                os.remove(prod)
                os.rename(prod + ".was", prod)
            except OSError:
                pass
            stop.wait(0.0002)
    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        for _ in range(12):
            bundle = server.collect()
            for name, text in bundle.content.items():
                assert PLANTED not in text, name
    finally:
        stop.set()
        swapper.join()


# ---- what was not read is told ----

def names_with_wildcards_are_names():
    server = Server()
    server.file(NL6 + "/conf/config-*.xml", "<a/>\n", OWNER)
    server.file(NL6 + "/customer.sh", "XTK_VAR_DIR=/data/*/var\n", OWNER)
    server.folder("data/*/var/prod/log", OWNER)
    server.file("data/*/var/prod/log/w.log", "x\n", OWNER)
    bundle = server.collect()
    bundle.told(NL6 + "/conf/config-*.xml", "collected")
    bundle.told("data/*/var/prod/log/w.log", "collected")


def a_var_behind_a_closed_folder_is_told():
    server = Server()
    server.file(NL6 + "/customer.sh", "XTK_VAR_DIR=/data/in/var\n", OWNER)
    server.folder("data/in/var/prod/log", OWNER)
    os.chmod(server.at("data/in"), 0o700)
    os.chown(server.at("data/in"), OWNER, OWNER)
    server.collect(uid=OTHER).safe().told("data/in/var", "denied")
    shutil.rmtree(server.at("data"))
    server.collect().safe().told("data/in/var", "absent", "XTK_VAR_DIR")


def each_kind_of_trouble_has_its_reason():
    server = Server()
    os.rename(server.at(NL6 + "/conf"), server.at(NL6 + "/was"))
    server.file(NL6 + "/conf", "", OWNER)
    server.folder(NL6 + "/bin", OWNER)
    server.file(NL6 + "/bin/nlserver", "x", OWNER)
    server.collect().safe().told(NL6 + "/conf/serverConf.xml", "failed",
                                 "Not a directory")
    server = Server()
    server.link(NL6 + "/conf/config-x.xml", "config-x.xml")
    server.link(NL6 + "/conf/config-y.xml", "y" * 300 + ".xml")
    server.link(NL6 + "/conf/config-z.xml", "nothing.xml")
    bundle = server.collect()
    bundle.told(NL6 + "/conf/config-x.xml", "link", "too many links")
    bundle.told(NL6 + "/conf/config-y.xml", "failed", "name too long")
    bundle.told(NL6 + "/conf/config-z.xml", "link", "leads to nothing")
    server = Server()
    for limit in range(3, 12):
        bundle = server.collect(limit=limit)
        # The loader of the program needs some itself.
        assert bundle.status in (0, 1, 3, 127), bundle.words
        if bundle.status == 0:
            bundle.told(NL6 + "/conf/serverConf.xml", "collected")


def a_missing_place_is_told_however_its_path_is_written():
    for written, told in (("/data//var", "data/var"),
                          ("/data/./var/", "data/var"),
                          ("/data/../var", "var"), ("/../..", None)):
        server = Server()
        server.file(NL6 + "/customer.sh", f"XTK_VAR_DIR={written}\n", OWNER)
        bundle = server.collect().safe()
        if told is not None:
            entry = bundle.entries[f"files/{told}"]
            assert entry["origin"] == written, entry
        # What was written is one that can be read.
        assert subprocess.run([COLLECT, "verify", bundle.path],
                              capture_output=True).returncode == 0
    bundle = Server().collect("--install-dir", "/opt//nl6/../nl7")
    assert "files/opt/nl7" in bundle.entries, bundle.words


def no_mode_or_time_of_a_file_is_too_odd_for_a_bundle():
    server = Server()
    path = NL6 + "/conf/config-prod.xml"
    for mode, told in ((0o2644, "02644"), (0o7777, "07777"), (0o4, "0004")):
        os.chmod(server.at(path), mode)
        entry = server.collect().told(path, "collected")
        assert entry["mode"] == told, entry
    for when in (-1, -10 ** 11, 253402300800, 2 ** 40):
        os.utime(server.at(path), (when, when))
        server.collect().told(path, "collected")


def folders_that_the_inventory_may_not_read_are_told():
    server = Server()
    server.folder(NL6 + "/customers/a", OWNER, 0o700)
    entry = server.collect(uid=OTHER).safe().entries["commands/tree-inventory"]
    assert "customers/a: Permission denied" in entry["reason"], entry
    assert "mend" in entry


def main():
    passed = failed = 0
    tests = [value for name, value in globals().items()
             if callable(value) and getattr(value, "__module__", "") ==
             "__main__" and name not in ("Server", "Bundle", "main")]
    for test in tests:
        words = test.__name__.replace("_", " ")
        try:
            test()
            passed += 1
            print(f"ok      {words}")
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
    if os.getuid() != 0:
        print("not possible here: files of several accounts need root")
        print("0 passed, 0 failed")
        sys.exit(0)
    os.chmod(WORK, 0o755)
    sys.exit(main())
