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


# Lines of configuration, as servers have them: %s is a name, %d a number, %h a
# host, %x something that repeats nowhere.  Shipped files explain each attribute
# at length: most of their lines are comments.  So the analyzer's limits on the
# facts of one server hold, and every file is read to its end.
COMMENTS_SHARE = 0.95
XML_COMMENTS = (
    '    <!-- %s-%s: the %s of %s that %s asks for, in seconds; see %s %d.\n'
    '         Values: %s (%d), %s (%d), %s (%d). Default: %d. Since %d.%d -->\n',
    '    <!-- %s.%s of %h: who may connect to the %s of %s, as addresses\n'
    '         between commas; %x is kept for the %s of %s -->\n',
)
XML_LINES = (
    '    <!-- Connections kept open for %s, in seconds. Default: %d -->\n'
    '    <dataSource name="%s">\n'
    '      <dbcnx NChar="false" dbSchema="" encrypted="1" login="%s:%s"\n'
    '             password="@%x==" provider="Oracle" server="%h"\n'
    '             unicodeData="true"/>\n'
    '      <pool aliveTestDelaySec="%d" freeCnx="%d" maxCnx="%d"\n'
    '            maxIdleDelaySec="%d"/>\n    </dataSource>\n',
    '    <!-- Who may connect: addresses of the zone and of its proxies -->\n'
    '    <subNetwork label="%s %s" mask="10.%d.%d.0/24" name="%s"\n'
    '                proxy="127.0.0.1, ::1"/>\n',
    '    <url IPMask="" deny="" hostMask="" httpAllowed="false"\n'
    '         relayHost="true" relayPath="true" status="normal"\n'
    '         targetUrl="http://%h:8080" timeout=""\n'
    '         urlPath="/%s/%s%d.jsp"/>\n',
    '    <virtualDir name="%s%d" path="$(XTK_INSTALL_DIR)/var/%s/%x/"/>\n'
    '    <spareServer enabledIf="$(hostname)!=\'%h\'" id="%d"\n'
    '                 url="http://%h:8080"/>\n',
)
APACHE_COMMENTS = (
    "# %s-%s: what %s of %h is for, and who asked for it; see note %d\n",
    "#    Redirect permanent /%s/%s%d https://%h/%s/%x\n",
)
APACHE_LINES = (
    "<VirtualHost *:%d>\n    ServerName %h\n    ServerAlias %h %h\n"
    "    DocumentRoot /var/www/%s\n"
    "    ErrorLog logs/%s-error_log\n"
    "    CustomLog logs/%s-access_log combined\n</VirtualHost>\n",
    "# What %s needs; see the note of %d\n"
    "RewriteCond %{HTTP_HOST} ^%s\\.%h$ [NC]\n"
    "RewriteRule ^/%s/(.*)$ http://%h:8080/%s/$1?id=%x [P,L]\n",
    "Alias /%s%d /usr/local/neolane/nl6/var/res/%s\n"
    "<Location /%s%d>\n    Require all granted\n</Location>\n",
)
SHELL_COMMENTS = (
    "# %s of %s, set on %d-%d-%d for %h: before %x, after %x\n",
    "# export %s_OPTIONS=/opt/%s/%d.%d:%x\n",
)
SHELL_LINES = (
    "# %s of %s\nexport %s_HOME=/opt/%s/%d.%d\n",
    'if [ -d "/opt/%s%d" ]; then\n'
    "    LD_LIBRARY_PATH=/opt/%s%d/lib:$LD_LIBRARY_PATH\nfi\n",
    'export %s_PASSWORD="%x"\n',
)
# Half of the lines of a log are of the kinds that leave.  What they say repeats,
# as in real logs: %n is one of few numbers.
KNOWN_LINES = (
    "info\tlog\tApplication server for Adobe Campaign (6.1.1 build 879%n) of "
    "03/02/2018",
    "info\tlog\tStarting Web server module (pid=%n, tid=-%n)...",
    "info\tlog\tStarting %n connection(s) on pool 'default %s' (oracle, "
    "server='ORC%n', login='campaign')",
    "warning\tlog\tJST-310027 The URL 'https://%s%n.example.com/%s' is not in "
    "the list (iRc=-%n)",
    "error\tlog\tXTK-170024 The workflow '%s' has failed (iRc=-%n)",
    "error\tlog\tOracle error: ORA-01805: possible error in date/time "
    "operation (iRc=-2006)",
    "error\tlog\t[PU-0006] Entity of type : 'nms:webApp' and Id '%s', "
    "expression 'SQLDATA' was found : '...(@id IN (SQLDATA[select i%s...'. "
    "(iRc=-1)",
)
OTHER_LINES = (
    "info\tlog\tUpdating table 'Nms%s%d' with %d records of %x",
    "info\tlog\tDelivery '%s' (%d): message to %s@%h handed over",
    "info\tlog\tExecuting activity '%s' of workflow '%s' (%d ms)",
    "warning\tlog\tPage /%s/%s.jsp asked for by 10.%d.%d.%d was slow",
)
KNOWN_SHARE = 0.5
NAMES = ("tracking delivery recipient campaign workflow mirror survey report "
         "offer budget segment archive export billing preview seed catalog "
         "region loyalty partner").split()


def filled(pattern, noise):
    """PATTERN with its places filled."""
    fill = {
        "s": lambda: noise.choice(NAMES),
        "d": lambda: str(noise.randint(1, 9999)),
        "n": lambda: str(noise.randint(1, 5)),
        "h": lambda: "%s%d.example.com" % (noise.choice(NAMES),
                                           noise.randint(1, 99)),
        "x": lambda: noise.randbytes(12).hex(),
    }
    return re.sub("%([sdnhx])", lambda m: fill[m.group(1)](), pattern)


def drawn(made, size, noise):
    mean = sum(map(len, made)) / len(made)
    return "".join(noise.choices(made, k=int(size / mean) + 1))


def commented(patterns, comments, size, noise):
    """SIZE bytes of PATTERNS, among COMMENTS that explain them."""
    pool = 4000
    many = round(pool * COMMENTS_SHARE)
    return drawn([filled(noise.choice(comments), noise) for _ in range(many)]
                 + [filled(noise.choice(patterns), noise)
                    for _ in range(pool - many)], size, noise)


def log_text(size, noise):
    """Log lines in the first dialect."""
    def line(patterns):
        stamp = "2026-%02d-%02d %02d:%02d:%02d.%03dZ" % (
            noise.randint(1, 11), noise.randint(1, 28), noise.randint(0, 23),
            noise.randint(0, 59), noise.randint(0, 59), noise.randint(0, 999))
        return "%s\t%08X\t1\t%s\n" % (stamp, noise.getrandbits(32),
                                       filled(noise.choice(patterns), noise))
    known = round(20000 * KNOWN_SHARE)
    return drawn([line(KNOWN_LINES) for _ in range(known)]
                 + [line(OTHER_LINES) for _ in range(20000 - known)],
                 size, noise)


def write(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a") as file:
        file.write(text)


def fatten(root, megabytes, noise):
    """Three quarters configuration (XML, some Apache, some shell), one quarter
    logs."""
    size = int(megabytes * 1000000)
    tree = "usr/local/neolane/nl6/"
    files = max(1, size // 2 // 5000000)
    for number in range(files):
        write(root, tree + "conf/config-more%03d.xml" % number,
              "<?xml version='1.0'?>\n<serverconf>\n  <shared>\n"
              + commented(XML_LINES, XML_COMMENTS, size // 2 // files, noise)
              + "  </shared>\n</serverconf>\n")
    files = max(1, size // 5 // 1000000)
    for number in range(files):
        write(root, "etc/httpd/conf.d/site%03d.conf" % number,
              commented(APACHE_LINES, APACHE_COMMENTS, size // 5 // files,
                        noise))
    write(root, tree + "customer.sh", commented(SHELL_LINES, SHELL_COMMENTS, size // 20, noise))
    files = max(4, size // 4 // 8000000)
    for number in range(files):
        write(root, tree + "var/prod/log/%s%s.log" % (
            ("web", "mta", "watchdog", "wfserver")[number % 4],
            "" if number < 4 else "_%d" % (number // 4 + 1)),
            log_text(size // 4 // files, noise))


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

    if args.megabytes:
        print("logs: one quarter; %d %% of their lines are of kinds that leave"
              % (KNOWN_SHARE * 100), flush=True)
    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(host, range(args.hosts)):
            if said:
                sys.exit("make_estate: " + said)


if __name__ == "__main__":
    main()
