#!/usr/bin/env python3
"""A Red Hat 6 that lives: its packages, its name, and no name services.

    tests/gather/redhat.py BIN

In a root of its own, in name spaces of its own, with a database of packages that
rpm itself made; needs root, and the Debian package rpm.  What is looked at from
outside, by --root, needs neither.  Ends with 'N passed, N failed'.
"""

import ctypes
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback

BIN = os.path.abspath(sys.argv[1])
COLLECT = os.path.join(BIN, "acc-collect")
OWNER = 1001
SPEC = """Name: campaign-probe
Version: 6.1.1
Release: %d
Summary: x
License: none
BuildArch: noarch
%%description
x
%%files
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def tree_make(root):
    """What is Red Hat's and Campaign's."""
    write(f"{root}/etc/redhat-release",
          "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n")
    write(f"{root}/etc/sysconfig/network",
          "# made by anaconda\nNETWORKING=yes\nHOSTNAME=\"camp6.example.com\"\n")
    conf = f"{root}/usr/local/neolane/nl6/conf"
    write(f"{conf}/serverConf.xml", "<serverConf/>\n")
    write(f"{conf}/config-default.xml", "<serverconf/>\n")
    if os.getuid() == 0:
        for where, _, names in os.walk(f"{root}/usr/local/neolane"):
            for name in [where, *(os.path.join(where, n) for n in names)]:
                os.chown(name, OWNER, OWNER)


def run(*argv, ok=(0, 3)):
    done = subprocess.run(argv, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    assert done.returncode in ok, (argv, done.returncode, done.stderr)
    return done.stdout


def host_of(bundle, collect=COLLECT):
    return run(collect, "inspect", bundle).split("\n")[0]


def outside(work):
    """Its name, seen from outside."""
    def name_is(expected, **files):
        root = tempfile.mkdtemp(dir=work)
        tree_make(root)
        for path, text in files.items():
            write(f"{root}/etc/{path.replace('_', '/')}", text)
        out = os.path.join(root, "b.tar.gz")
        run(COLLECT, "-q", "--root", root, "-o", out)
        assert host_of(out).startswith(f"host {expected},"), host_of(out)

    def its_name_stands_in_sysconfig_network():
        name_is("camp6.example.com")

    def quotes_blanks_and_comments_are_no_part_of_it():
        name_is("camp6", sysconfig_network="HOSTNAME='camp6' \n")
        name_is("camp7", sysconfig_network="#HOSTNAME=old\nHOSTNAME=camp7\n")
        name_is("camp8", sysconfig_network="HOSTNAME=old\nHOSTNAME=camp8\n")

    def the_file_of_newer_systems_counts_before_it():
        name_is("new7", hostname="new7\n")

    return [its_name_stands_in_sysconfig_network,
            quotes_blanks_and_comments_are_no_part_of_it,
            the_file_of_newer_systems_counts_before_it]


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def live_make(new):
    """The machine in NEW, which becomes /: a Red Hat without /etc/passwd and
    with this machine's programs."""
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", new)
    for name in ("etc", "usr", "proc", "dev", "tmp", "var", "opt", "root"):
        os.mkdir(f"{new}/{name}")
    os.chmod(f"{new}/tmp", 0o1777)
    mount("--rbind", "/usr", f"{new}/usr")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", f"{new}/usr/local")
    for name in ("bin", "sbin", "lib", "lib64"):
        os.symlink(f"usr/{name}", f"{new}/{name}")
    mount("-t", "proc", "proc", f"{new}/proc")
    for name, minor in (("null", 3), ("urandom", 9)):
        os.mknod(f"{new}/dev/{name}", stat.S_IFCHR | 0o666,
                 os.makedev(1, minor))
        os.chmod(f"{new}/dev/{name}", 0o666)
    shutil.copy("/etc/ld.so.cache", f"{new}/etc")
    # Debian's rpm keeps its database in a home, Red Hat's here.
    write(f"{new}/etc/rpm/macros", "%_dbpath /var/lib/rpm\n")
    tree_make(new)
    shutil.copy(COLLECT, f"{new}/opt/acc-collect")
    os.chroot(new)
    os.chdir("/")
    ctypes.CDLL(None).sethostname(b"camp6live", 9)
    write("/tmp/home/empty", "")
    os.environ["HOME"] = "/tmp/home"
    for release in (2, 1):
        write("/tmp/probe.spec", SPEC % release)
        run("/usr/bin/rpmbuild", "-bb", "--define", "_topdir /tmp/build",
            "--define", f"name{release} x", "/tmp/probe.spec")
    run("/usr/bin/rpm", "--initdb")
    run("/usr/bin/rpm", "-i", "--nodeps", "--force",
        *(f"/tmp/build/RPMS/noarch/campaign-probe-6.1.1-{release}.noarch.rpm"
          for release in (2, 1)))


def live_collect(name, *options):
    out = f"/tmp/{name}.tar.gz"
    said = run("/opt/acc-collect", "-o", out, *options)
    return out, said


def live():
    def packages():
        out, _ = live_collect("packages")
        return out, run("/opt/acc-collect", "inspect", out, "commands/packages")

    def rpm_lists_the_packages_sorted():
        _, listed = packages()
        assert listed == ("campaign-probe\t6.1.1-1\tnoarch\n"
                          "campaign-probe\t6.1.1-2\tnoarch\n"), listed

    def the_name_is_the_machines():
        out, _ = live_collect("name")
        assert host_of(out, "/opt/acc-collect").startswith("host camp6live,"), \
            host_of(out, "/opt/acc-collect")

    def accounts_without_a_name_are_numbers():
        out, said = live_collect("accounts")
        assert f"sudo -u '#{OWNER}' nlserver pdump" in said, said
        manifest = subprocess.run(
            ["tar", "-xzOf", out, "--wildcards", "*/manifest.xml"],
            capture_output=True, text=True, check=True).stdout
        assert f'account="{OWNER}"' in manifest or "65534" in manifest, manifest

    def a_database_that_cannot_be_read_is_told_with_its_mend():
        os.chmod("/var/lib/rpm", 0o700)
        _, said = live_collect("closed")
        assert "commands/packages: failed, it listed no package: error:" in \
            said, said
        assert "rpm -qa --qf" in said.split("commands/packages")[1], said

    return [rpm_lists_the_packages_sorted, the_name_is_the_machines,
            accounts_without_a_name_are_numbers,
            a_database_that_cannot_be_read_is_told_with_its_mend]


def tried(tests):
    passed = failed = 0
    for test in tests:
        words = test.__name__.replace("_", " ")
        try:
            test()
            passed += 1
            print(f"ok      {words}")
        except Exception as problem:
            failed += 1
            lines = traceback.format_exception(problem)
            print(f"FAILED  {words}\n        " +
                  "".join(lines[-2:]).replace("\n", "\n        ")[:2000])
        sys.stdout.flush()
    return passed, failed


def main():
    work = WORK
    passed, failed = tried(outside(work))
    if sys.argv[2:3] == ["--live"]:
        live_make(work)
        more, fewer = tried(live())
        passed, failed = passed + more, failed + fewer
    else:
        print("skipped a machine that lives: no root, or no name spaces")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    ALONE = ["unshare", "--mount", "--uts", "--pid", "--fork"]
    if sys.argv[2:3] == ["--live"]:
        WORK = sys.argv[3]
        sys.exit(main())
    WORK = tempfile.mkdtemp(prefix="acc-redhat-")
    os.chmod(WORK, 0o755)
    if os.getuid() == 0 and subprocess.run(
            [*ALONE, "true"], capture_output=True, check=False).returncode == 0:
        STATUS = subprocess.run([*ALONE, sys.executable, "-B", __file__, BIN,
                                 "--live", WORK], check=False).returncode
    else:
        STATUS = main()
    shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(STATUS)
