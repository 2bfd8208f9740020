#!/usr/bin/env python3
"""The command lines of both programs, as a user meets them.

    tests/cmdline.py BIN

Ends with 'N passed, N failed'.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.abspath(sys.argv[1])
WORK = tempfile.mkdtemp(prefix="acc-cmdline-")
PROGRAMS = ("acc-collect", "acc-analyze")
PACK = os.path.join(TOP, "analyzer", "rules", "catalogue", "sec.xml")


def run(program, *words, ok=None, **environment):
    done = subprocess.run(
        [os.path.join(BIN, program), *words], capture_output=True, text=True,
        cwd=WORK, stdin=subprocess.DEVNULL, check=False,
        env={**os.environ, **environment})
    assert ok is None or done.returncode == ok, (
        program, words, done.returncode, done.stderr)
    return done


def wrong(program, *words):
    """What is said of wrong usage, on one line, without the program's name and
    without its last words, which are the same everywhere."""
    done = run(program, *words, ok=64)
    assert done.stdout == "", done.stdout
    found = re.fullmatch(
        f"{program}: (.*); see {program} --help\n", done.stderr)
    assert found, done.stderr
    return found[1]


def both_programs_say_the_same_of_the_same_mistake():
    for words, said in {
        ("--nonsense",): "--nonsense: no such option",
        ("--outptu", "x"): "--outptu: no such option (did you mean --output?)",
        ("--outptu=x",): "--outptu: no such option (did you mean --output?)",
        ("--output",): "--output: needs [A-Z]+",
        ("--output=",): "--output: needs [A-Z]+",
        ("-o", ""): "--output: needs [A-Z]+",
        ("-qo",): "--output: needs [A-Z]+",
        ("-qz",): "-z: no such option",
        ("--quiet=yes",): "--quiet: takes no value",
        ("-o", "--quiet"): "--output: needs [A-Z]+, and --quiet is an option.*",
        ("-oa", "--output", "b"): "--output: is given twice, and counts once",
        ("--estate", "a", "--estate=b"):
            "--estate: is given twice, and counts once",
        ("--sign-key", "x"): "--sign-key: not in this version",
        ("--map=x",): "--map: not in this version",
    }.items():
        for program in PROGRAMS:
            found = wrong(program, *words)
            assert re.fullmatch(said.replace("(", r"\(").replace(
                ")", r"\)").replace("?", r"\?"), found), (program, found)


def joined_letters_and_all_styles_are_read_by_both():
    for program in PROGRAMS:
        for words in (["-qv"], ["-vq"], ["-q", "-v"], ["--quiet", "--verbose"]):
            assert run(program, *words, "--version", ok=0).stdout
        for words in (["-qh"], ["-h"], ["--help"], ["x", "--help"]):
            assert "Usage:" in run(program, *words, ok=0).stdout


def a_secret_in_a_mistyped_option_is_not_said():
    for program in PROGRAMS:
        for word in ("--db-password=hunter2", "--pasword=hunter2"):
            assert "hunter2" not in run(program, word, ok=64).stderr


def the_version_names_program_and_libraries():
    for program in PROGRAMS:
        lines = run(program, "--version", ok=0).stdout.split("\n")
        assert re.fullmatch(rf"{program} \d+\.\d+\.\d+", lines[0]), lines
        assert any(re.fullmatch(r"libarchive \d.*", line) for line in lines)
        assert any(re.fullmatch(r"OpenSSL \d.*", line) for line in lines)


def help_lists_what_there_is_and_nothing_else():
    for program in PROGRAMS:
        told = run(program, "--help", ok=0).stdout
        assert "in this version" not in told and "later" not in told, told
        assert max(map(len, told.split("\n"))) < 80, told
        for name in re.findall(r"^ {2,6}(?:-\w, )?--([a-z-]+)", told, re.M):
            said = run(program, f"--{name}=" ).stderr
            assert "not in this version" not in said and \
                "no such" not in said, said
        for name in re.findall(rf"^  {program} \[?((?:rules )?[a-z-]+)", told,
                               re.M):
            said = run(program, *name.split(), "1", "2", "3", "4", "-q").stderr
            assert "not in this version" not in said and \
                "no such command" not in said, said


def a_mistyped_command_is_answered_with_the_right_one():
    assert wrong("acc-collect", "inspct", "b") == \
        "inspct: no such command (did you mean inspect?)"
    assert wrong("acc-collect", "db-script", "oracel") == \
        "db-script: oracel: give postgresql, mysql, oracle, sqlserver or db2"
    assert wrong("acc-analyze", "rules") == "rules: say list, show or check"
    assert wrong("acc-analyze", "rules", "shwo", "x") == \
        "rules shwo: no such command; say list, show or check"
    assert wrong("acc-analyze", "diff", "a", "b") == \
        "diff: not in this version"


def a_rule_is_called_as_page_1_of_the_report_prints_it():
    whole = run("acc-analyze", "rules", "show", "ACC-DB-007", ok=0).stdout
    assert "ACC-DB-007" in whole
    for word in ("DB-007", "db-007", "acc-db-007"):
        assert run("acc-analyze", "rules", "show", word, ok=0).stdout == whole
    # All of them have a short form of their own.
    ids = re.findall(r"^ACC-(\S+)", run(
        "acc-analyze", "rules", "list", ok=0).stdout, re.M)
    assert len(ids) > 150 and len(set(ids)) == len(ids)


def an_unknown_or_ambiguous_rule_is_told_with_what_was_meant():
    for word, said in {
        "007": r"007: \d+ rules are called so: ACC-CFG-007, ACC-CODE-007.*, …",
        "DB-707": "DB-707: no such rule; did you mean DB-007?",
        "ACC-BD-007": "ACC-BD-007: no such rule; did you mean ACC-DB-007?",
        "banana": "banana: no such rule; `rules list` shows all",
    }.items():
        done = run("acc-analyze", "rules", "show", word, ok=1)
        assert re.fullmatch("acc-analyze: " + said.replace("?", r"\?") + "\n",
                            done.stderr), done.stderr


def a_folder_of_rules_is_checked_as_a_file_of_them_is():
    folder = os.path.join(WORK, "pack")
    os.mkdir(folder)
    done = run("acc-analyze", "rules", "check", "pack", ok=2)
    assert "pack: no rule" in done.stderr, done.stderr
    shutil.copy(PACK, os.path.join(folder, "one.xml"))
    told = run("acc-analyze", "rules", "check", "pack", ok=0).stdout
    assert told == run("acc-analyze", "rules", "check", PACK, ok=0).stdout
    # The same rule twice, and a file that is none.
    shutil.copy(PACK, os.path.join(folder, "two.xml"))
    done = run("acc-analyze", "rules", "check", "pack", ok=2)
    assert "two.xml" in done.stderr, done.stderr
    with open(os.path.join(folder, "two.xml"), "w") as file:
        file.write("<rules><rule id='X'/></rules>")
    done = run("acc-analyze", "rules", "check", "pack", ok=2)
    assert "two.xml" in done.stderr, done.stderr
    done = run("acc-analyze", "rules", "check", "none", ok=2)
    assert "none: cannot be opened" in done.stderr, done.stderr


def a_whole_catalogue_is_checked_where_it_lies():
    run("acc-analyze", "-q", "data", "mine", ok=0)
    rules = os.path.join(WORK, "mine", "rules")
    for name in os.listdir(rules):  # what takes long
        if name.endswith(".xml") and name not in (
                "catalogue.xml", "matrix.xml", "sec.xml", "tz.xml"):
            os.remove(os.path.join(rules, name))
    told = run("acc-analyze", "rules", "check", "mine/rules", ok=0).stdout
    assert "all cases hold" in told and not told.startswith("0 "), told
    with open(os.path.join(rules, "catalogue.xml"), "w") as file:
        file.write("<catalogue/>")
    done = run("acc-analyze", "rules", "check", "mine/rules", ok=2)
    assert "catalogue.xml" in done.stderr, done.stderr


def main():
    passed = failed = 0
    for test in (
        both_programs_say_the_same_of_the_same_mistake,
        joined_letters_and_all_styles_are_read_by_both,
        a_secret_in_a_mistyped_option_is_not_said,
        the_version_names_program_and_libraries,
        help_lists_what_there_is_and_nothing_else,
        a_mistyped_command_is_answered_with_the_right_one,
        a_rule_is_called_as_page_1_of_the_report_prints_it,
        an_unknown_or_ambiguous_rule_is_told_with_what_was_meant,
        a_folder_of_rules_is_checked_as_a_file_of_them_is,
        a_whole_catalogue_is_checked_where_it_lies,
    ):
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
    shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
