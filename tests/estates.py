#!/usr/bin/env python3
"""Whole estates through both programs, as a user would run them.

    tests/estates.py BIN [NAME-PART…]

BIN holds acc-collect and acc-analyze. Each test is a sentence; NAME-PART runs
only those whose name contains it. Ends with 'N passed, N failed'.
"""

import csv
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import traceback
from xml.etree import ElementTree

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLES = os.path.join(TOP, "samples")
BIN = os.path.abspath(sys.argv[1])
ONLY = sys.argv[2:]
WORK = tempfile.mkdtemp(prefix="acc-estates-")
NOW = "2026-01-02T03:04:05Z"
ESTATES = sorted(
    name
    for name in os.listdir(SAMPLES)
    if os.path.exists(os.path.join(SAMPLES, name, "expected.csv"))
)
with open(os.path.join(TOP, "tests", "assessed.txt")) as listed:
    ASSESSED = {line.strip() for line in listed}


def run(*argv, env=None, ok=None, cwd=None):
    """Runs a command; OK is the set of exit codes that are expected."""
    full = dict(os.environ, SOURCE_DATE_EPOCH="1767323045")
    full.update(env or {})
    done = subprocess.run(
        argv, env=full, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True
    )
    if ok is not None and done.returncode not in ok:
        raise AssertionError(
            f"{argv} ended with {done.returncode}, not {ok}:\n"
            + done.stderr.decode(errors="replace")
        )
    return done


def copy_of(estate):
    """A copy of a sample that a test may change."""
    folder = tempfile.mkdtemp(dir=WORK)
    target = os.path.join(folder, estate)
    shutil.copytree(os.path.join(SAMPLES, estate), target, symlinks=True)
    return target


def hosts_of(folder):
    return sorted(
        host
        for host in os.listdir(folder)
        if os.path.isdir(os.path.join(folder, host, "root"))
    )


def host_options(base):
    """What acc-collect is told of a sample's host."""
    options = ["--root", os.path.join(base, "root"),
               "--recorded", os.path.join(base, "recorded")]
    result = os.path.join(base, "database.txt")
    return options + (["--db-result", result] if os.path.exists(result) else [])


def collect(folder, host, output, *options, name=None, ok=(0, 3)):
    base = os.path.join(folder, host)
    return run(
        os.path.join(BIN, "acc-collect"), "-q", *host_options(base),
        "--hostname", name or host,
        "--estate", os.path.basename(folder),
        "-o", output, *options, ok=ok,
    )


def bundles_of(folder):
    """Makes all bundles of an estate's folder; {host: path}."""
    out = tempfile.mkdtemp(dir=WORK)
    made = {}
    for host in hosts_of(folder):
        made[host] = os.path.join(out, f"acc-{host}.tar.gz")
        collect(folder, host, made[host])
    return made


def analyze(bundles, *options, env=None, ok=(0, 2, 3), folder=None):
    """Runs acc-analyze; (exit code, report folder, report.json, process)."""
    folder = folder or os.path.join(tempfile.mkdtemp(dir=WORK), "report")
    done = run(
        os.path.join(BIN, "acc-analyze"), *bundles, "-o", folder,
        "--now", NOW, *options, env=env, ok=ok,
    )
    report = None
    if os.path.exists(os.path.join(folder, "report.json")):
        with open(os.path.join(folder, "report.json"), encoding="utf-8") as f:
            report = json.load(f)
    return done.returncode, folder, report, done


def answers_of(estate):
    """The options that give a sample's answers to acc-analyze, if it has some."""
    path = os.path.join(SAMPLES, estate, "answers.xml")
    return ["--answers", path] if os.path.exists(path) else []


CACHE = {}


def sample(estate):
    """The sample's bundles and its report, made once."""
    if estate not in CACHE:
        bundles = bundles_of(os.path.join(SAMPLES, estate))
        CACHE[estate] = (
            bundles, analyze(sorted(bundles.values()), *answers_of(estate))
        )
    return CACHE[estate]


def subject_of(finding):
    subject = finding["subject"]
    keys = ("host", "instance", "database", "object")
    return "/".join(subject[key] for key in keys if subject[key])


def outcomes(report, rules=ASSESSED):
    return {
        (f["rule"], subject_of(f)): f
        for f in report["findings"]
        if f["rule"] in rules
    }


def steps_by_host(report, phase):
    order = []
    for step in report["plan"]["steps"]:
        if step["phase"] == phase and step["host"] not in order:
            if step["host"]:
                order.append(step["host"])
    return order


def check_step_order(report):
    seen = set()
    for step in report["plan"]["steps"]:
        for needed in step["requires"]:
            assert needed in seen, f"{step['id']} stands before {needed}"
        seen.add(step["id"])


def entry_of(bundle, entry):
    with tarfile.open(bundle) as archive:
        top = archive.getnames()[0].split("/")[0]
        return archive.extractfile(f"{top}/{entry}").read()


def tree_digest(folder):
    digest = hashlib.sha256()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            digest.update(name.encode() + b"\0" + f.read())
    return digest.hexdigest()


# --------------------------------------------------------------- the samples


def differences(found, file):
    """How the findings differ from what FILE (an expected.csv) wants."""
    wanted = {}
    with open(file) as f:
        for row in csv.DictReader(f):
            wanted[(row["rule"], row["subject"])] = row
    problems = []
    for key in sorted(set(wanted) | set(found)):
        if key not in found:
            problems.append(f"missing  {key} {wanted[key]['outcome']}")
            continue
        seen = found[key]
        places = [(e["path"], e["line"]) for e in seen["evidence"]]
        if key not in wanted:
            problems.append(f"extra    {key} {seen['outcome']} {places}")
            continue
        want = wanted[key]
        if seen["outcome"] != want["outcome"]:
            problems.append(
                f"outcome  {key} {seen['outcome']}, not {want['outcome']}"
            )
        if want["file"]:
            line = int(want["line"]) if want["line"] else None
            if not any(
                path == want["file"] and line in (None, where)
                for path, where in places
            ):
                problems.append(
                    f"place    {key} {places}, "
                    f"not {want['file']}:{want['line']}"
                )
    return problems


def every_finding_of_a_sample_is_expected_and_no_expected_one_is_missing():
    for estate in ESTATES:
        found = outcomes(sample(estate)[1][2])
        problems = differences(
            found, os.path.join(SAMPLES, estate, "expected.csv")
        )
        assert not problems, estate + "\n" + "\n".join(problems)


AFTER = {"ACC-SCH-004", "ACC-TRK-005", "ACC-VER-004"} | {
    rule for rule in ASSESSED if rule.startswith("ACC-POST-")
}


def a_second_collection_is_judged_beside_the_first():
    """tests/after: what differs from the clean sample, before and after a
    migration that went well, and one that did not."""
    for name in ("done", "failed"):
        top = os.path.join(TOP, "tests", "after", name)
        bundles = []
        for stage in ("before", "after"):
            folder = copy_of("clean-61")
            more = os.path.join(top, stage)
            if os.path.isdir(more):
                shutil.copytree(more, os.path.join(folder, "camp1"),
                                dirs_exist_ok=True)
            bundles.append(os.path.join(folder, f"acc-{stage}.tar.gz"))
            collect(folder, "camp1", bundles[-1])
        report = analyze(bundles)[2]
        stages = {b["stage"] for b in report["bundles"]}
        assert stages == {"before", "after"}, stages
        problems = differences(
            outcomes(report, AFTER), os.path.join(top, "expected.csv")
        )
        assert not problems, name + "\n" + "\n".join(problems)


def every_excerpt_stands_at_its_line_in_the_bundle():
    checked = 0
    for estate in ESTATES:
        bundles, (_, _, report, _) = sample(estate)
        by_id = {b["id"]: bundles[b["host"]] for b in report["bundles"]}
        for finding in report["findings"]:
            for evidence in finding["evidence"]:
                if not evidence["line"] or not evidence["excerpt"]:
                    continue
                content = entry_of(by_id[evidence["bundle"]], evidence["path"])
                line = content.decode().split("\n")[evidence["line"] - 1]
                line = line.strip().replace("[redacted]", "‹redacted›")
                line = line.replace("\t", " ")
                excerpt = evidence["excerpt"].rstrip("…")
                assert line.startswith(excerpt), (line, evidence)
                checked += 1
    assert checked > 20, checked


def a_line_beyond_70000_is_found_on_a_line_of_its_own():
    folder = copy_of("standalone-511")
    path = f"{folder}/camp1/root/usr/local/neolane/nl5/conf/serverConf.xml"
    text = open(path).read().replace(
        "      <xtk\n", "      <!--" + "\n" * 70001 + "-->\n      <xtk\n"
    )
    open(path, "w").write(text)
    line = text.split("\n").index('        internalPassword=""') + 1
    assert line > 70000
    report = analyze(bundles_of(folder).values())[2]
    finding = outcomes(report)[("ACC-SEC-001", "camp1")]
    assert finding["outcome"] == "fail"
    assert [e["line"] for e in finding["evidence"]] == [line], finding


def other_letter_case_gives_the_same_outcomes():
    for estate in ESTATES:
        folder = copy_of(estate)
        before = outcomes(sample(estate)[1][2])
        names = ("xtk", "internalPassword", "autoStart", "trackinglogd",
                 "spareServer", "dbcnx", "provider", "authentication", "web",
                 "enabledIf", "classpath", "redirection")
        for root, _, files in os.walk(folder):
            for name in files:
                if name.startswith(("serverConf.xml", "config-")):
                    path = os.path.join(root, name)
                    text = open(path).read()
                    for word in names:
                        text = re.sub(
                            rf"(?<=[<\s/]){word}(?=[\s=>/])", word.upper(), text
                        )
                    open(path, "w").write(text)
        bundles = bundles_of(folder).values()
        after = outcomes(analyze(bundles, *answers_of(estate))[2])
        assert {k: f["outcome"] for k, f in before.items()} == {
            k: f["outcome"] for k, f in after.items()
        }


NEW_NAMES = {
    "app1": "venus1", "app2": "venus2", "mta1": "mars1", "trk1": "pluto1",
    "trk2": "pluto2", "trk3": "pluto3", "camp1": "terra1", "mkt1": "venus1",
    "pb1": "ceres1", "prod": "live", "mkt": "sales", "exec": "outbound",
}
WORDS = re.compile(
    r"(?<![A-Za-z0-9])(%s)(?![A-Za-z0-9])" % "|".join(NEW_NAMES)
)


def renamed(text):
    """TEXT with other host and instance names."""
    return WORDS.sub(lambda word: NEW_NAMES[word.group(1)], text)


def renamed_row(row):
    """ROW, in which its length stands, with another name for its database, if
    that is an instance's; what else it says is no name of a server."""
    other = renamed(row)
    return other if len(other) == len(row) else row


def elsewhere(estate):
    """A copy of a sample with other hosts, instances, and folder of Campaign:
    its bundles, the answers that fit it, and what each path was."""
    folder = copy_of(estate)
    for root, folders, files in os.walk(folder, topdown=False):
        for name in files:
            path = os.path.join(root, name)
            if os.path.islink(path):
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            # Campaign's own words are no names: <exec …> is an element.
            text = re.sub(r"<(/?)exec(?=[\s>/])", r"<\1EXEC", text)
            if name == "database.txt":
                text = "".join(renamed_row(row)
                               for row in text.splitlines(keepends=True))
            else:
                text = renamed(text)
                text = text.replace("/usr/local/neolane/", "/srv/Apps/mail/")
                text = text.replace("C:\\Program Files\\Adobe\\",
                                    "C:\\Apps\\Mail\\")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            if renamed(name) != name:
                os.rename(path, os.path.join(root, renamed(name)))
        for name in folders:
            if renamed(name) != name:
                os.rename(
                    os.path.join(root, name), os.path.join(root, renamed(name))
                )
    bundles = []
    out = tempfile.mkdtemp(dir=WORK)
    for host in hosts_of(folder):
        top = os.path.join(folder, host, "root")
        options = []
        for old, new in (("usr/local/neolane", "srv/Apps/mail"),
                         ("C/Program Files/Adobe", "C/Apps/Mail")):
            if os.path.isdir(os.path.join(top, old)):
                os.makedirs(os.path.dirname(os.path.join(top, new)),
                            exist_ok=True)
                os.rename(os.path.join(top, old), os.path.join(top, new))
                for tree in os.listdir(os.path.join(top, new)):
                    options += ["--install-dir", f"/{new}/{tree}"]
        bundles.append(os.path.join(out, f"acc-{host}.tar.gz"))
        collect(folder, host, bundles[-1], *options)
    answers = os.path.join(folder, "answers.xml")
    return bundles, ["--answers", answers] if os.path.exists(answers) else []


def a_runbook_as_it_is_printed_has_no_step_before_one_it_requires():
    merged = both = 0
    for estate in ESTATES:
        _, folder, report, _ = sample(estate)[1]
        requires = {s["id"]: s["requires"] for s in report["plan"]["steps"]}
        gates = {s["id"]: s["gated_by"] for s in report["plan"]["steps"]}
        done, closing, waited = set(), set(), set()
        for step in ElementTree.parse(
            os.path.join(folder, "report.xml")
        ).findall("plan/phase/step"):
            together = [on.get("step") for on in step.findall("on")]
            merged += bool(together)
            together = together or [step.get("id")]
            closes = [gate.get("rule") for gate in step.findall("closes")]
            waits = [gate.get("rule") for gate in step.findall("gated-by")]
            printed = sorted(closes + waits)
            closing |= set(closes)
            waited |= set(waits)
            # A rule that a step closes is waited for only after that step.
            assert not waited & set(closes), (estate, step.get("id"), closes)
            for one in together:
                assert gates[one] == printed, (estate, one, printed)
            for one in together:
                for needed in requires[one]:
                    assert needed in done, f"{estate}: {one} before {needed}"
            assert not done & set(together), together
            done |= set(together)
        assert done == set(requires), estate
        both += len(closing & waited)
    assert merged > 5 and both > 5, (merged, both)


def chart_and_runbook_word_a_barrier_alike():
    for estate in ESTATES:
        root = ElementTree.parse(
            os.path.join(sample(estate)[1][1], "report.xml")).getroot()
        chart = " ".join(" ".join(
            word.text or "" for word in root.findall("plan/chart/word")
            if word.get("kind") == "condition"
        ).split())
        barriers = root.findall("plan/phase/barrier")
        assert barriers
        for barrier in barriers:
            assert barrier.text in chart, (estate, barrier.text, chart)


def the_plan_of_a_windows_estate_speaks_the_language_of_windows():
    report = sample("enterprise-61-windows")[1][2]
    commands = {
        command
        for step in report["plan"]["steps"]
        if step["host"] == "trk1"
        for command in step["commands"]
    }
    for command in (
        "iisreset /stop", "net stop nlserver6",
        "sc config nlserver6 start= disabled",
        'ren "C:\\Program Files\\Adobe\\Adobe Campaign v6" '
        '"Adobe Campaign v6.back"',
    ):
        assert command in commands, (command, sorted(commands))
    for command in commands:
        assert "/usr/local" not in command and "init.d" not in command, command


def other_hosts_instances_and_paths_give_the_same_outcomes():
    # These two are about the names themselves: that the folder is the usual
    # one, and that the old one is named.
    about_paths = {"ACC-ENV-009", "ACC-WS-001"}
    for estate in ESTATES:
        bundles, answers = elsewhere(estate)
        rules = ASSESSED - about_paths
        if "windows" in estate:  # there the folder tells 64 bits from 32
            rules = rules - {"ACC-ENV-002"}
        before = outcomes(sample(estate)[1][2], rules)
        after = outcomes(analyze(bundles, *answers)[2], rules)
        wanted = {
            (rule, renamed(subject)): f["outcome"]
            for (rule, subject), f in before.items()
        }
        found = {key: f["outcome"] for key, f in after.items()}
        assert wanted == found, (
            estate, sorted(set(wanted.items()) ^ set(found.items()))
        )


def a_tree_on_another_drive_is_read_like_one_on_the_first():
    folder = copy_of("enterprise-61-windows")
    bundles = []
    for host in hosts_of(folder):
        top = os.path.join(folder, host, "root")
        os.makedirs(os.path.join(top, "D", "Apps"))
        os.rename(os.path.join(top, "C", "Program Files", "Adobe"),
                  os.path.join(top, "D", "Apps", "Mail"))
        bundles.append(os.path.join(folder, f"acc-{host}.tar.gz"))
        collect(folder, host, bundles[-1],
                "--install-dir", "/D/Apps/Mail/Adobe Campaign v6")
    before = outcomes(sample("enterprise-61-windows")[1][2])
    after = outcomes(analyze(bundles)[2])
    changed = {
        key: after[key]["outcome"]
        for key in after
        if after[key]["outcome"] != before[key]["outcome"]
    }
    assert changed == {
        ("ACC-ENV-002", "app1"): "unknown",
        ("ACC-ENV-002", "trk1"): "unknown",
        ("ACC-ENV-009", "app1"): "fail",
        ("ACC-ENV-009", "mta1"): "fail",
        ("ACC-ENV-009", "trk1"): "fail",
    }, changed
    assert after[("ACC-ENV-009", "app1")]["detail"] == (
        "Found: D:\\Apps\\Mail\\Adobe Campaign v6."
    ), after[("ACC-ENV-009", "app1")]


def a_var_directory_that_windows_moves_is_looked_at_there():
    bundles = sample("enterprise-61-windows")[0]
    inventory = entry_of(bundles["trk1"], "commands/tree-inventory").decode()
    assert "\nvar\t/E/Campaign/var\t" in inventory, inventory
    environment = entry_of(
        bundles["trk1"], "commands/windows-environment"
    ).decode()
    kept = [line.split()[0] for line in environment.split("\n") if line]
    assert kept == ["PROCESSOR_ARCHITECTURE", "XTK_VAR_DIR"], kept
    assert environment.split("\n")[7].endswith("E:\\Campaign\\var")


def a_clean_estate_has_no_blocker_and_no_action():
    report = sample("clean-61")[1][2]
    for finding in outcomes(report).values():
        if finding["severity"] in ("blocker", "action"):
            assert finding["outcome"] == "pass", finding
    assert report["estate"]["topology"] == "standalone"


def a_clean_estate_is_ready_when_every_answer_is_there():
    bundles, (code, _, report, _) = sample("clean-61")
    assert (code, report["verdict"]["state"]) == (0, "ready"), report["verdict"]
    with open(os.path.join(SAMPLES, "clean-61", "answers.xml")) as file:
        answers = file.read()
    for rule, code, state in (("ACC-PROC-009", 3, "not-assessed"),
                              ("ACC-VER-002", 0, "ready-with-actions")):
        path = os.path.join(WORK, f"without-{rule}.xml")
        fewer, removed = re.subn(
            f'  <attestation rule="{rule}"[^>]*/>\n', "", answers)
        assert removed == 1, rule
        with open(path, "w") as file:
            file.write(fewer)
        seen, _, report, _ = analyze(bundles.values(), "--answers", path)
        assert (seen, report["verdict"]["state"]) == (code, state), rule
        assert report["verdict"]["reasons"], rule


def the_form_of_the_request_is_an_answers_file():
    bundles, (_, folder, report, _) = sample("standalone-511")
    with open(os.path.join(folder, "REQUEST.txt"), encoding="utf-8") as file:
        request = file.read()
    form = request[request.index("<answers>"):]
    asked = {f["rule"] for f in report["findings"] if f["outcome"] == "manual"}
    assert set(re.findall('rule="([^"]*)"', form)) == asked, asked
    for number, rule in re.findall('<!-- (\\d+) --> <attestation rule="([^"]*)"',
                                   form):
        question = request.split(f"\n{number:>3}. ")[1].split("\n\n")[0]
        assert rule in question[:600], (number, rule, question)
    path = os.path.join(WORK, "form.xml")
    with open(path, "w") as file:
        file.write(form)
    refused = analyze(bundles.values(), "--answers", path, ok=(64,))[3]
    assert b"form.xml:2" in refused.stderr, refused.stderr
    with open(path, "w") as file:
        file.write(form.replace('answer="" by="" on=""',
                                'answer="yes" by="a person" on="2026-01-02"'))
    report = analyze(bundles.values(), "--answers", path)[2]
    left = [f["rule"] for f in report["findings"] if f["outcome"] == "manual"]
    assert not left, left


def a_power_booster_is_one_when_a_person_says_so():
    bundles, (_, _, report, _) = sample("power-booster-61")
    assert report["estate"]["topology"] == "power-booster"
    check_step_order(report)
    assert report["plan"]["order"] == ["trk1", "pb1", "mkt1"], report["plan"]["order"]
    unanswered = analyze(sorted(bundles.values()))[2]
    assert unanswered["estate"]["topology"] == "ambiguous"
    assert unanswered["verdict"]["state"] in ("not-ready", "not-assessed")
    first = unanswered["plan"]["steps"][0]
    assert "topology" in first["title"].lower(), first
    check_step_order(unanswered)


# ------------------------------------------------------------- the collector


def preview_equals_the_listing_of_the_next_run():
    for estate in ESTATES:
        folder = os.path.join(SAMPLES, estate)
        bundles = sample(estate)[0]
        for host in hosts_of(folder):
            base = os.path.join(folder, host)
            preview = run(
                os.path.join(BIN, "acc-collect"), "preview", "-q",
                *host_options(base),
                "--hostname", host, "--estate", estate, ok=(0, 3),
            ).stdout
            listing = run(
                os.path.join(BIN, "acc-collect"), "inspect", bundles[host],
                ok=(0,),
            ).stdout
            assert preview == listing, host
            assert b"serverConf.xml" in listing


def no_secret_of_a_sample_leaves_it():
    secrets = [b"Plum-Pudding-1", b"plum and custard", b"c2FtcGxlLXRyYWNr",
               b"YXBwbGUtcGll", b"Zm9yIHRoZSBzYW1w", b"Toffee-Apple-7"]
    for estate in ESTATES:
        bundles, (_, folder, _, _) = sample(estate)
        for bundle in bundles.values():
            with tarfile.open(bundle) as archive:
                content = b"".join(
                    archive.extractfile(m).read() for m in archive.getmembers()
                )
            for secret in secrets:
                assert secret not in content, (bundle, secret)
            assert b"[redacted]" in content
        for name in os.listdir(folder):
            content = open(os.path.join(folder, name), "rb").read()
            for secret in secrets:
                assert secret not in content, (name, secret)


# What is planted, in the forms that it has in files and in logs.
PLANTED_PEOPLE = [
    "jane.planted@customer.example", "planted%40customer.example",
    "+33 6 98 76 54 32", "06.98.76.54.32", "0698765432", "(555) 987-6543",
    "name=planted-query", "198.51.100.77", "2001:db8::7:77",
]
PLANTED_SECRETS = [
    ('password="%s"', 'password'), ('internalPassword="%s"', 'internal'),
    ('trackingPassword="%s"', 'tracking'), ('proxyPassword="%s"', 'proxy'),
    ('DB_PASS=%s', 'pass'), ('APP_KEY=%s', 'key'), ('MY_SECRET=%s', 'secret'),
    ('ACCESS_TOKEN=%s', 'token'), ('http://joe:%s@web.example/', 'url'),
]
PRIVATE_KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\nplanted-rsa\n"
    "-----END RSA PRIVATE KEY-----"
)
LOG_PREFIXES = [
    "2013-04-09 07:48:39.749Z        00002E7A          1     info    log     ",
    "2021-05-31T08:11:44.450Z 74276 74277 1 error log ",
]
LOG_LINES = [
    "%s",
    "Application server for %s",
    "Application server for Adobe Campaign (6.1.1 build 8864) of %s",
    "Starting %s module (pid=1, tid=2)...",
    "Starting Web server module (pid=1, tid=2)... %s",
    "Starting 1 connection(s) on pool 'default %s' (Oracle, server='o', "
    "login='a')",
    "Starting 1 connection(s) on pool '%s' (Oracle, server='o', login='a')",
    "Starting 1 connection(s) on pool 'default x' (%s, server='o', login='a')",
    "Starting 1 connection(s) on pool 'default x' (Oracle, server='o', "
    "login='%s') %s",
    "[PU-0001] Entity of type : '%s' and Id '%s', expression '%s' was found : "
    "'%s'. %s (iRc=-1)",
    "%s instance, 1 warning(s) and 2 error(s) during the update. %s",
    "=========Summary of the update========== %s",
    "The document with identifier '%s' and type '%s' is in conflict with the "
    "new version. %s",
    "Document of identifier '%s' and type '%s' updated in the database and "
    "found in the file system. %s",
    "JST-310027 https://web.example/%s is not allowed: %s",
    "JST-310027 %s",
    "XTK-170024 %s ORA-01805 %s (iRc=-2006) %s",
]


def plant(path):
    """Plants in a log or a configuration file; false: it is neither."""
    name, end = os.path.basename(path), os.path.splitext(path)[1]
    secrets = [form % ("planted-" + word) for form, word in PLANTED_SECRETS]
    mail = PLANTED_PEOPLE[0]
    with open(path, "rb") as file:
        content = file.read().rstrip()
    at = len(content)
    if end == ".log":
        more = "\n".join(
            prefix + line.replace("%s", what)
            for what in PLANTED_PEOPLE + secrets + [mail + " " + PRIVATE_KEY]
            for prefix in LOG_PREFIXES
            for line in LOG_LINES
        )
    elif end == ".xml":
        at = content.rfind(b"</")
        more = '<planted password="planted-a" note="%s"><!-- %s -->%s</planted>' % (
            mail, " ".join(secrets), PRIVATE_KEY)
    elif end in (".sh", ".conf", ".bashrc") or name in ("hosts", "envvars"):
        more = "\n".join("# " + line for line in
                         [mail] + secrets + PRIVATE_KEY.split("\n"))
    else:
        return False
    with open(path, "wb") as file:
        file.write(content[:at] + b"\n" + more.encode() + b"\n" + content[at:])
    return True


def plant_everywhere(root):
    """Plants in every log and configuration file below ROOT, and in logs of
    every kind."""
    planted = 0
    for top, _, files in list(os.walk(root)):
        if "serverConf.xml" in files:
            tree = os.path.dirname(top)
            var = os.path.join(tree, "var")
            if os.path.exists(os.path.join(tree, "customer.sh")):
                with open(os.path.join(tree, "customer.sh")) as file:
                    named = re.search(r"XTK_VAR_DIR=/(\S+)", file.read())
                var = os.path.join(root, named[1]) if named else var
            moved = os.path.join(os.path.dirname(root), "recorded",
                                 "windows-environment")
            if os.path.exists(moved):
                with open(moved) as file:
                    named = re.search(r"XTK_VAR_DIR\s.*\s(\S):(\S+)", file.read())
                if named:
                    var = os.path.join(
                        root, named[1] + named[2].replace("\\", "/")
                    )
            for where in ("prod/log/web.log", "default/log/watchdog_2.log",
                          "prod/postupgrade/postupgrade_8864_9.log"):
                path = os.path.join(var, where)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                open(path, "a").close()
    for top, _, files in os.walk(root):
        for name in files:
            path = os.path.join(top, name)
            planted += not os.path.islink(path) and plant(path)
    return planted


def contents(bundle):
    with tarfile.open(bundle) as archive:
        return {m.name: archive.extractfile(m).read() for m in archive}


def check_nothing_planted(name, content):
    for what in [w.encode() for w in PLANTED_PEOPLE] + [b"planted-"]:
        assert what not in content, (name, what)


def nothing_planted_in_a_log_or_a_configuration_file_leaves():
    for estate in ESTATES:
        folder = copy_of(estate)
        bundles = []
        for host in hosts_of(folder):
            planted = plant_everywhere(os.path.join(folder, host, "root"))
            assert planted > 5, (host, planted)
            bundles.append(os.path.join(folder, host + ".tar.gz"))
            done = collect(folder, host, bundles[-1])
            check_nothing_planted(host, done.stdout + done.stderr)
            entries = contents(bundles[-1])
            logs = [c for n, c in entries.items() if n.endswith(".log")]
            assert len(logs) >= 3, host
            assert all(b" JST-310027 " in log for log in logs), host
            for name, content in entries.items():
                check_nothing_planted(name, content)
        _, report, _, done = analyze(bundles)
        check_nothing_planted("messages", done.stdout + done.stderr)
        for name in os.listdir(report):
            with open(os.path.join(report, name), "rb") as file:
                check_nothing_planted(name, file.read())


def the_same_run_twice_gives_the_same_bytes_and_verify_accepts_it():
    folder = os.path.join(SAMPLES, "standalone-511")
    bundle = sample("standalone-511")[0]["camp1"]
    again = os.path.join(tempfile.mkdtemp(dir=WORK), "again.tar.gz")
    collect(folder, "camp1", again)
    # The output path is an option of the run, so compare all but that.
    run(os.path.join(BIN, "acc-collect"), "verify", bundle, ok=(0,))
    assert open(bundle, "rb").read() == open(again, "rb").read()


def a_live_run_leaves_the_tree_as_it_was():
    etc = ["/etc/os-release", "/etc/hosts", "/etc/apache2"]
    watched = []
    for top in etc:
        if os.path.isdir(top):
            for root, dirs, files in os.walk(top):
                watched += [os.path.join(root, n) for n in dirs + files]
        elif os.path.exists(top):
            watched.append(top)

    def state():
        return [
            (p, s.st_mtime_ns, s.st_ctime_ns, s.st_mode)
            for p in watched
            for s in [os.lstat(p)]
        ]

    before = state()
    bundle = os.path.join(tempfile.mkdtemp(dir=WORK), "live.tar.gz")
    done = run(os.path.join(BIN, "acc-collect"), "-o", bundle, ok=(3,))
    assert state() == before
    assert b"Campaign" in done.stderr + done.stdout
    code, _, report, _ = analyze([bundle])
    assert code in (2, 3), code
    host = report["estate"]["hosts"][0]
    assert host["os"] and host["os"].startswith("debian"), host
    if os.path.exists("/usr/sbin/apache2"):
        assert host["web_server"].startswith("apache 2.4"), host
    assert any("commands/packages" == e for e in live_entries(bundle))
    assert report["gaps"], "the analyzer says what is missing"


def live_entries(bundle):
    with tarfile.open(bundle) as archive:
        return [name.split("/", 1)[1] for name in archive.getnames() if "/" in name]


# ------------------------------------------------------------ what is missing


def a_host_without_its_bundle_is_missing_and_the_verdict_says_so():
    bundles = sample("enterprise-602")[0]
    for host in ("app1", "trk2"):
        code, _, report, _ = analyze(
            [path for name, path in sorted(bundles.items()) if name != host]
        )
        missing = [m["name"] for m in report["estate"]["missing_hosts"]]
        assert host in missing, (host, missing)
        assert report["verdict"]["state"] in ("not-ready", "not-assessed")
        assert code in (2, 3)


def an_empty_serverconf_lets_no_rule_pass_that_needed_it():
    for estate in ESTATES:
        folder = copy_of(estate)
        for host in hosts_of(folder):
            emptied = 0
            for root, _, files in os.walk(os.path.join(folder, host, "root")):
                if "serverConf.xml" in files:
                    open(os.path.join(root, "serverConf.xml"), "w").close()
                    emptied += 1
            assert emptied == 1, (estate, host, emptied)
        before = outcomes(sample(estate)[1][2])
        report = analyze(bundles_of(folder).values())[2]
        after = outcomes(report)
        for (rule, subject), finding in before.items():
            needed = any(
                e["path"].endswith("/serverConf.xml") for e in finding["evidence"]
            )
            if needed and (rule, subject) in after:
                assert after[(rule, subject)]["outcome"] != "pass", (rule, subject)
        for rule in ("ACC-SEC-001",):
            for (r, subject), finding in after.items():
                if r == rule:
                    assert finding["outcome"] == "unknown", finding
        assert any(g["path"].endswith("serverConf.xml") for g in report["gaps"])


def without_the_diff_the_shipped_file_tells_what_was_changed():
    folder = copy_of("clean-61")
    conf = f"{folder}/camp1/root/usr/local/neolane/nl6/conf"
    os.remove(f"{conf}/serverConf.xml.diff")
    found = outcomes(analyze(bundles_of(folder).values())[2])
    changed = found[("ACC-CFG-001", "camp1")]
    places = [(e["path"], e["line"]) for e in changed["evidence"]]
    assert changed["outcome"] == "fail", changed
    assert ("files/usr/local/neolane/nl6/conf/serverConf.xml", 10) in places
    assert found[("ACC-WEB-005", "camp1")]["outcome"] == "pass"

    text = open(f"{conf}/serverConf.xml").read()
    rule = '<url\n urlPath="/own/*" targetUrl="http://localhost:8080"/>'
    open(f"{conf}/serverConf.xml", "w").write(
        text.replace("    </relay>", rule + "</relay>"))
    found = outcomes(analyze(bundles_of(folder).values())[2])
    assert found[("ACC-WEB-005", "camp1")]["outcome"] == "fail"
    assert "/own/*" in found[("ACC-WEB-005", "camp1")]["title"]

    open(f"{conf}/eng/serverConf.xml.sample", "w").close()
    report = analyze(bundles_of(folder).values())[2]
    found = outcomes(report)
    assert found[("ACC-CFG-001", "camp1")]["outcome"] == "unknown"
    assert found[("ACC-WEB-005", "camp1")]["outcome"] == "manual"
    assert any(g["path"].endswith(".sample") for g in report["gaps"])


def a_server_without_campaign_is_asked_for_its_folder_not_for_root():
    folder = copy_of("standalone-511")
    shutil.rmtree(os.path.join(folder, "camp1", "root", "usr", "local",
                               "neolane"))
    written = analyze(bundles_of(folder).values())[1]
    with open(os.path.join(written, "REQUEST.txt")) as file:
        request = " ".join(file.read().split())
    assert "acc-collect --install-dir FOLDER" in request, request
    assert "acc-collect as root" not in request, request


def a_damaged_bundle_is_rejected_with_its_reason_and_the_others_count():
    bundles = sample("enterprise-602")[0]
    good = open(bundles["app1"], "rb").read()
    rng = random.Random(7)
    folder = tempfile.mkdtemp(dir=WORK)
    damaged = []
    for n in range(12):
        at = rng.randrange(len(good))
        damaged.append(good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1:])
    for n in range(12):
        damaged.append(good[: rng.randrange(len(good))])
    paths = []
    for n, content in enumerate(damaged):
        paths.append(os.path.join(folder, f"bad{n:02}.tar.gz"))
        open(paths[-1], "wb").write(content)
    code, _, report, _ = analyze(paths + [bundles["trk1"], bundles["mta1"]])
    rejected = [b for b in report["bundles"] if b["status"] == "rejected"]
    assert len(rejected) == len(damaged), len(rejected)
    assert all(b["reason"] for b in rejected)
    accepted = [b["host"] for b in report["bundles"] if b["status"] == "accepted"]
    assert accepted == ["mta1", "trk1"], accepted
    assert report["verdict"]["state"] in ("not-ready", "not-assessed")
    only = analyze([paths[0]])
    assert only[0] == 3 and only[2]["verdict"]["state"] == "not-assessed"


# -------------------------------------------------------- order and topology


def answers(text):
    path = os.path.join(tempfile.mkdtemp(dir=WORK), "answers.xml")
    open(path, "w").write(f"<?xml version='1.0'?>\n<answers>\n{text}\n</answers>\n")
    return path


def the_enterprise_is_migrated_marketing_mta_tracking():
    report = sample("enterprise-602")[1][2]
    assert report["estate"]["topology"] == "enterprise", report["estate"]
    assert report["plan"]["order"] == ["app1", "app2", "mta1", "trk1", "trk2"]
    assert steps_by_host(report, "install") == report["plan"]["order"]
    restart = steps_by_host(report, "restart")
    assert set(restart[:2]) == {"trk1", "trk2"}, restart
    assert restart.index("app1") > restart.index("trk2")
    check_step_order(report)


def a_standalone_server_is_migrated_in_one_pass():
    report = sample("standalone-511")[1][2]
    assert report["estate"]["topology"] == "standalone"
    assert report["plan"]["order"] == ["camp1"]
    check_step_order(report)


def a_power_booster_goes_tracking_booster_marketing():
    bundles = sample("enterprise-602")[0]
    path = answers(
        "<topology is='power-booster'/>"
        "<role host='app1' is='marketing'/><role host='app2' is='marketing'/>"
        "<role host='mta1' is='power-booster'/>"
        "<role host='trk1' is='tracking'/><role host='trk2' is='tracking'/>"
    )
    report = analyze(sorted(bundles.values()), "--answers", path)[2]
    assert report["estate"]["topology"] == "power-booster"
    assert report["plan"]["order"] == ["trk1", "trk2", "mta1", "app1", "app2"]
    check_step_order(report)


def a_cloud_messaging_plan_begins_with_adobe():
    bundles = sample("enterprise-602")[0]
    path = answers("<topology is='cloud-messaging'/>")
    report = analyze(sorted(bundles.values()), "--answers", path)[2]
    assert report["estate"]["topology"] == "cloud-messaging"
    steps = report["plan"]["steps"]
    first = [s for s in steps if "Adobe" in s["title"]][:1]
    assert first and first[0]["id"] == steps[0]["id"], steps[0]
    check_step_order(report)


def two_databases_without_answers_are_ambiguous():
    folder = copy_of("enterprise-602")
    path = f"{folder}/mta1/root/usr/local/neolane/nl6/conf/config-prod.xml"
    text = open(path).read().replace('server="ORCL"', 'server="MIDDB"')
    open(path, "w").write(text)
    code, _, report, _ = analyze(bundles_of(folder).values())
    assert report["estate"]["topology"] == "ambiguous", report["estate"]
    assert "onfirm" in report["plan"]["steps"][0]["title"], report["plan"]["steps"][0]
    check_step_order(report)


def a_declared_exception_is_no_missing_host():
    bundles = sample("enterprise-602")[0]
    path = answers("<exception host='trk3' is='hosted' by='operations' reason='not ours'/>")
    report = analyze(sorted(bundles.values()), "--answers", path)[2]
    assert not [
        f for f in report["findings"]
        if f["rule"] == "ACC-COL-002" and f["outcome"] == "fail"
    ]


# -------------------------------------------------------------- determinism


def order_locale_zone_and_threads_do_not_change_a_byte():
    bundles = sorted(sample("enterprise-602")[0].values())
    digests = set()
    for order, env, threads in (
        (bundles, {"LC_ALL": "C", "TZ": "UTC"}, "1"),
        (bundles[::-1], {"LC_ALL": "C.UTF-8", "TZ": "Asia/Kolkata"}, "4"),
        (bundles[2:] + bundles[:2], {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"}, "2"),
    ):
        folder = analyze(order, "-j", threads, env=env)[1]
        digests.add(tree_digest(folder))
    assert len(digests) == 1


def an_output_folder_is_replaced_only_if_it_is_ours():
    bundles = sorted(sample("standalone-511")[0].values())
    folder = analyze(bundles)[1]
    assert analyze(bundles, folder=folder, ok=(1,))[0] == 1
    analyze(bundles, "--force", folder=folder)
    open(os.path.join(folder, "mine.txt"), "w").close()
    assert analyze(bundles, "--force", folder=folder, ok=(1,))[0] == 1
    assert os.path.exists(os.path.join(folder, "mine.txt"))


# ------------------------------------------------------------ what others read


def report_json_validates_against_its_schema():
    import jsonschema

    schema = os.path.join(TOP, "analyzer", "report", "report.schema.json")
    with open(schema, encoding="utf-8") as f:
        schema = json.load(f)
    for estate in ESTATES:
        jsonschema.validate(sample(estate)[1][2], schema)


def report_xml_validates_against_its_schema():
    for estate in ESTATES:
        folder = sample(estate)[1][1]
        run("xmllint", "--noout", "--relaxng",
            os.path.join(TOP, "templates", "report.rng"),
            os.path.join(folder, "report.xml"), ok=(0,))


def the_pdf_is_sound_and_its_text_can_be_read():
    for estate in ESTATES:
        folder, report = sample(estate)[1][1:3]
        pdf = os.path.join(folder, "report.pdf")
        run("qpdf", "--check", pdf, ok=(0,))
        fonts = run("pdffonts", pdf, ok=(0,)).stdout.decode().split("\n")[2:]
        fonts = [line for line in fonts if line]
        assert fonts and all(re.search(r"\byes +(yes|no) +yes\b", f) for f in fonts), fonts
        done = run("pdftotext", "-layout", pdf, "-", ok=(0,))
        text = done.stdout.decode()
        assert not done.stderr, done.stderr
        state = report["verdict"]["state"]
        words = ["Chain of custody", state.replace("-", " ").capitalize()]
        if state == "not-ready":
            words.append("Fix these first")
        for word in words:
            assert word in text, (estate, word)
        for host in report["estate"]["hosts"]:
            assert host["name"] in text


def the_checksums_of_the_folder_hold_and_the_html_names_nothing_outside():
    for estate in ESTATES:
        folder = sample(estate)[1][1]
        run("sha256sum", "--strict", "-c", "SHA256SUMS", cwd=folder, ok=(0,))
        run(os.path.join(BIN, "acc-analyze"), "verify", folder, ok=(0,))
        html = open(os.path.join(folder, "report.html"), encoding="utf-8").read()
        assert "<script" not in html.lower()
        for attribute in re.findall(r'(?:src|href)="([^"]*)"', html):
            assert attribute.startswith(("#", "data:")), attribute
        assert "Content-Security-Policy" in html
        assert "url(" not in html


# ---------------------------------------------------------------- hostile names


EVIL = "a;touch x`$(id)'"
BIDI = "pa\u202eth\nline"


def hostile():
    """An estate with hostile instance, path and host names."""
    folder = copy_of("standalone-511")
    conf = f"{folder}/camp1/root/usr/local/neolane/nl5/conf"
    os.rename(f"{conf}/config-prod.xml", f"{conf}/config-{EVIL}.xml")
    shutil.copy(f"{conf}/config-default.xml", f"{conf}/config-{BIDI}.xml")
    out = tempfile.mkdtemp(dir=WORK)
    bundle = os.path.join(out, "evil.tar.gz")
    collect(folder, "camp1", bundle, name="-rf")
    return bundle


def hostile_names_run_nowhere():
    code, folder, report, done = analyze([hostile()])
    fakes = tempfile.mkdtemp(dir=WORK)
    cage = tempfile.mkdtemp(dir=WORK)
    names = set()
    for step in report["plan"]["steps"]:
        for command in step["commands"]:
            names.update(re.findall(r"[A-Za-z_][\w.-]*", command))
    for name in names | {"touch", "id", "rm", "mv", "cp"}:
        if name in ("sh", "cd", "exit", "exec", "eval"):
            continue
        path = os.path.join(fakes, name)
        open(path, "w").write(
            f'#!/bin/sh\nprintf "%s" "{name}" >>{cage}/ran\n'
            f'for a in "$@"; do printf " <%s>" "$a" >>{cage}/ran; done\n'
            f"echo >>{cage}/ran\n"
        )
        os.chmod(path, 0o755)
    ran = 0
    for step in report["plan"]["steps"]:
        for command in step["commands"]:
            if any(c in command for c in "\n\u202e"):
                raise AssertionError(repr(command))
            # Absolute paths are caged by dropping the leading slash.
            caged = re.sub(r"(?<![\w.])/(?=[\w])", "./", command)
            subprocess.run(
                ["/bin/sh", "-c", caged], cwd=cage, env={"PATH": fakes},
                stdin=subprocess.DEVNULL, capture_output=True, timeout=20,
            )
            ran += 1
    assert ran > 10, ran
    record = ""
    if os.path.exists(os.path.join(cage, "ran")):
        record = open(os.path.join(cage, "ran")).read()
    for line in record.split("\n"):
        assert not line.startswith(("touch", "id")), line
        assert "touch x" not in line, line
        # The plan's own clean-up removes a tree; the host -rf is in no command.
        assert "<-rf>" not in line.replace("rm <-rf> <./usr/local/", ""), line
    assert not os.path.exists(os.path.join(cage, "x"))


def hostile_names_are_shown_escaped():
    bundle = hostile()
    code, folder, report, done = analyze([bundle])
    shown = done.stdout + done.stderr + run(
        os.path.join(BIN, "acc-collect"), "inspect", bundle
    ).stdout
    for name in ("report.html", "report.pdf", "findings.csv", "plan.csv",
                 "REQUEST.txt", "report.xml", "VERIFY.txt"):
        content = open(os.path.join(folder, name), "rb").read()
        if name == "report.pdf":
            content = run("pdftotext", "-layout",
                          os.path.join(folder, name), "-", ok=(0,)).stdout
        shown += content
        assert "\u202e".encode() not in content, name
        assert b"\x1b" not in content, name
    assert b"[U+202E]" in shown
    assert b"<touch" not in shown
    with open(os.path.join(folder, "findings.csv"), newline="", encoding="utf-8") as f:
        for row in csv.reader(f):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


# ------------------------------------------------- what a database answers


SCHEMA = (
    '<srcSchema namespace="nms" name="recipient"><element name="recipient" '
    'sqltable="NmsRecipient" autopk="true"><attribute name="email"/>'
    '<attribute name="created" type="datetime"/></element></srcSchema>'
)


def small_database(engine, **changed):
    """A small database: {query: rows} by the interface of the scripts."""
    upper = engine in ("oracle", "db2")
    fold = str.upper if upper else str.lower

    def t(name):
        return fold(name)

    s = t("public")
    recipient, log = t("NmsRecipient"), t("NmcTrackingLogMessages")
    views = t("CusRecipientView"), t("NmcTrackingLogMessagesView")
    column = (lambda name: "") if upper else t
    made = {
        "script": [("1", engine, "\u00e9")],
        "server": [(engine, {"oracle": "19.3.0.0.0"}.get(engine, "9.3.25"),
                    "a banner", "64", "", "", "prod", "neolane", s)],
        "settings": [("encoding", {"oracle": "WE8ISO8859P15"}.get(
            engine, "LATIN1")), ("national-encoding", "")],
        "time-zone-names": [("0",)],
        "tables": [(s, recipient, "table", "9", "8192", "0", "", "yes", "o"),
                   (s, log, "table", "9", "8192", "0", "", "yes", "o")],
        "columns": [
            (s, recipient, "1", t("iRecipientId"), "integer", "number", "", ""),
            (s, recipient, "2", t("sEmail"), "varchar(128)", "text", "", ""),
            (s, recipient, "3", t("tsCreated"), "date", "datetime", "", ""),
            (s, recipient, "4", t("sCard"), "varchar(20)", "text", "", ""),
            (s, log, "1", t("tsLog"), "date", "datetime", "", "")],
        "indexes": [(s, recipient, t("NmsRecipient_id"), "yes", "no", "", "",
                     "", ""),
                    (s, recipient, t("NmsRecipient_card"), "no", "no", "", "",
                     "", "")],
        "index-columns": [
            (s, recipient, t("NmsRecipient_id"), "1", t("iRecipientId"), "",
             "asc"),
            (s, recipient, t("NmsRecipient_card"), "1", t("sCard"), "", "asc")],
        "views": [(s, view, "view", "o") for view in views],
        "view-columns": [
            (s, views[0], "1", t("sEmail"), "varchar(128)", "text"),
            (s, views[1], "1", t("tsLog"), "date", "datetime")],
        "view-uses": [(s, views[0], s, recipient, column("sEmail")),
                      (s, views[1], s, log, column("tsLog"))],
        "view-text": [(s, views[0], "SELECT sEmail FROM NmsRecipient"),
                      (s, views[1], "SELECT 'x;y'")],
        "options": [("XtkDatabaseId", "6", "uFE80", "0", "0", "", "")],
        "schema-xml": [("nms", "recipient", SCHEMA)],
    }
    made.update(changed)
    return {query: rows for query, rows in made.items() if rows is not None}


def printed(database):
    """What a client prints of it (collector/gather/sql/README.md)."""
    lines = []
    for query, rows in database.items():
        lines.append(f"#acc|begin|{query}|#")
        for row in rows:
            fields = "|".join(
                re.sub(r"[%|#\\\\ \t\n\r]", lambda c: f"%{ord(c[0]):02X}", field)
                for field in row)
            if query in ("options", "schema-xml", "view-text"):
                head, _, last = fields.rpartition("|")
                fields = f"{head}|1|{last}"  # the first piece of a long text
            lines.append(f"#acc|row|{query}|{len(fields)}|{fields}|#")
        lines.append(f"#acc|end|{query}|{len(rows)}|#")
    return "\n".join(lines) + "\n"


PROVIDERS = {"mysql": "MySQL", "sqlserver": "MSSQL"}


def described(engine, result, answer=None, name="prod"):
    """The findings of the standalone sample on that engine, whose database NAME
    answered RESULT."""
    folder = copy_of("standalone-511")
    config = os.path.join(folder, "camp1", "root", "usr", "local", "neolane",
                          "nl5", "conf", "config-prod.xml")
    text = open(config).read().replace(
        'provider="postgresql"',
        f'provider="{PROVIDERS.get(engine, engine)}"')
    text = text.replace("neolane:prod", f"neolane:{name}")
    if engine == "oracle":
        text = text.replace(f"neolane:{name}", "neolane")
    open(config, "w").write(text)
    with open(os.path.join(folder, "camp1", "database.txt"), "w") as file:
        file.write(result)
    options = []
    if answer:
        path = os.path.join(folder, "answers.xml")
        with open(path, "w") as file:
            file.write(f"<answers>{answer}</answers>")
        options = ["--answers", path]
    _, written, report, _ = analyze(bundles_of(folder).values(), *options)
    with open(os.path.join(written, "REQUEST.txt")) as file:
        report["request"] = file.read()
    found = {}
    for finding in report["findings"]:
        key = finding["rule"], finding["subject"]["object"]
        found[key] = finding
    return report, found


MUST = (
    ("ACC-DB-002", None), ("ACC-DB-007", None), ("ACC-DB-010", "sCard"),
    ("ACC-DB-011", "NmsRecipient_card"), ("ACC-DB-012", "CusRecipientView"),
    ("ACC-DB-016", "NmcTrackingLogMessagesView"),
)


def what_a_migration_stumbles_over_in_a_database_is_named():
    report, found = described(
        "postgresql", printed(small_database("postgresql")))
    for rule, name in MUST:
        finding = found[rule, name and name.lower()]
        assert finding["outcome"] == "fail", finding
        assert finding["subject"]["database"], finding
        assert finding["evidence"][0]["path"].startswith("db/"), finding
        assert "not verified" not in finding["title"], finding
    remedies = {
        rule: "".join(r["text"] for r in found[rule, name and name.lower()][
            "remedy"])
        for rule, name in MUST
    }
    for rule, ddl in (
        ("ACC-DB-010", "ALTER TABLE nmsrecipient ADD COLUMN scard varchar(20)"),
        ("ACC-DB-011",
         "CREATE INDEX nmsrecipient_card ON nmsrecipient (scard)"),
        ("ACC-DB-012", "DROP VIEW public.cusrecipientview"),
        ("ACC-DB-012", "CREATE VIEW public.cusrecipientview AS SELECT sEmail "
                       "FROM NmsRecipient"),
        ("ACC-DB-016", "CREATE VIEW public.nmctrackinglogmessagesview AS "
                       "&lt;text: see evidence&gt;"),
    ):
        words = remedies[rule].replace("<text: see", "&lt;text: see").replace(
            "evidence>", "evidence&gt;")
        assert ddl in words, (rule, remedies[rule])
    database = report["estate"]["databases"][0]
    assert database["version"] == "9.3.25" and database["unicode"], database


def the_plan_gives_the_upgrade_the_time_zone_of_the_answers():
    report, found = described(
        "postgresql", printed(small_database("postgresql")),
        '<postupgrade timezone="America/Port-au-Prince"/>')
    commands = [command for step in report["plan"]["steps"]
                for command in step["commands"]]
    wanted = ("nlserver config -timezone:America/Port-au-Prince -postupgrade "
              "-instance:prod")
    assert wanted in commands, commands
    assert found["ACC-TZ-001", None]["outcome"] == "pass"
    report, _ = described(
        "postgresql", printed(small_database("postgresql")),
        '<postupgrade timezone="America/Port-au-Prince" usetimestamptz="1"/>')
    commands = [command for step in report["plan"]["steps"]
                for command in step["commands"]]
    assert wanted + " -usetimestamptz:1" in commands, commands


def a_mysql_server_without_time_zones_is_named():
    found = described("mysql", printed(small_database("mysql")),
                      '<postupgrade usetimestamptz="1"/>')[1]
    for rule in ("ACC-TZ-003", "ACC-TZ-004"):
        assert found[rule, None]["outcome"] == "fail", found[rule, None]


def what_rests_on_an_untried_script_says_so():
    found = described("oracle", printed(small_database("oracle")))[1]
    for rule, name in MUST[1:] + (("ACC-DB-008", None),):
        finding = found[rule, name and name.upper()]
        assert finding["outcome"] == "fail", finding
        for words in (finding["title"], finding["detail"]):
            assert "not verified on a real server" in words, finding


def recorded_results_of_other_engines_are_judged_with_caution():
    for engine, recorded, name in (
        ("oracle", "enterprise-602/app1/database.txt", "camp"),
        ("sqlserver", "enterprise-61-windows/app1/database.txt", "neolane"),
        ("db2", "database/db2.txt", "camp"),
    ):
        with open(os.path.join(SAMPLES, recorded), encoding="utf-8") as file:
            _, found = described(engine, file.read(), name=name)
        objects = {(rule, (name or "").lower()) for rule, name in found}
        for key in (("ACC-DB-010", "shandmade"),
                    ("ACC-DB-011", "nmsrecipient_handmade"),
                    ("ACC-DB-012", "cusrecipientview"),
                    ("ACC-DB-016", "nmctrackinglogmessagesview")):
            assert key in objects, (engine, key, sorted(objects))
        for finding in found.values():
            if finding["outcome"] in ("fail", "pass") and any(
                e["path"].startswith("db/") for e in finding["evidence"]
            ):
                assert "not verified on a real server" in finding["detail"], (
                    engine, finding)


def a_refused_query_leaves_only_its_own_rules_unknown():
    report, found = described("postgresql", printed(small_database(
        "postgresql", views=None, indexes=[("short",)])))
    for rule, query in (("ACC-DB-011", "indexes"), ("ACC-DB-012", "views")):
        finding = found[rule, None]
        assert finding["outcome"] == "unknown", finding
    assert "acc-collect db-script" in report["request"], report["request"]
    assert found["ACC-DB-010", "scard"]["outcome"] == "fail"
    assert found["ACC-DB-007", None]["outcome"] == "fail"


def without_the_schema_no_drift_is_invented():
    found = described("postgresql", printed(small_database(
        "postgresql", **{"schema-xml": []})))[1]
    for rule in ("ACC-DB-010", "ACC-DB-011"):
        assert found[rule, None]["outcome"] == "unknown", found[rule, None]


def a_result_of_another_script_says_so():
    report, found = described("postgresql", printed(small_database(
        "postgresql", script=[("2", "postgresql", "\u00e9")])))
    assert any(gap["path"] == "db/script.csv" and "script" in gap["reason"]
               for gap in report["gaps"]), report["gaps"]
    assert found["ACC-DB-010", "scard"]["outcome"] == "fail"


# ---------------------------------------------------------------- wrong usage


def wrong_usage_is_64_and_says_what_to_do():
    for program in ("acc-collect", "acc-analyze"):
        done = run(os.path.join(BIN, program), "--no-such-option", ok=(64,))
        assert program.encode() in done.stderr and b"--help" in done.stderr
        assert run(os.path.join(BIN, program), "--help", ok=(0,)).stdout
        assert run(os.path.join(BIN, program), "--version", ok=(0,)).stdout
    run(os.path.join(BIN, "acc-analyze"), "/no/such/bundle.tar.gz", "-o",
        os.path.join(WORK, "none"), ok=(1, 3, 64))
    one = sample("standalone-511")[0]["camp1"]
    two = sample("enterprise-602")[0]["app1"]
    done = run(os.path.join(BIN, "acc-analyze"), one, two, "-o",
               os.path.join(WORK, "mixed"), ok=(64,))
    assert b"standalone-511" in done.stderr and b"enterprise-602" in done.stderr


def main():
    tests = [
        f for n, f in globals().items()
        if callable(f) and getattr(f, "__module__", "") == "__main__"
        and f.__code__.co_argcount == 0 and "_" in n and n not in HELPERS
        and (not ONLY or any(part in n for part in ONLY))
    ]
    passed = failed = 0
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
            print("        " + "".join(lines[-3:]).replace("\n", "\n        ")[:6000])
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    shutil.rmtree(WORK, ignore_errors=True)
    return 1 if failed or passed == 0 else 0


HELPERS = {"main", "hostile"}
if __name__ == "__main__":
    sys.exit(main())
