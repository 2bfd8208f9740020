#!/usr/bin/env python3
"""The scripts' statements, given to a public SQL parser.

    tests/database/grammar.py

sqlglot (Debian: python3-sqlglot) knows PostgreSQL, MySQL, Oracle and T-SQL,
and of DB2 what is common SQL.  What its version in Debian 12 does not know of
a dialect is replaced by something of the same shape first: the list is KNOWN.
And what is around each query is the same in all of them, but for the query's
name: so a DBA who audits a script may leave it out, as its head says how.
Ends with 'N passed, N failed'.
"""

import os
import re
import subprocess
import sys

try:
    import sqlglot
except ImportError:
    if sys.executable == "/usr/bin/python3":
        raise
    os.execv("/usr/bin/python3", ["/usr/bin/python3", "-B", *sys.argv])

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "..", "collector", "gather", "sql")
DIALECTS = {"postgresql": "postgres", "mysql": "mysql", "oracle": "oracle",
            "sqlserver": "tsql", "db2": None}
# Valid in the engine, unknown to the parser: by what it is replaced.
KNOWN = [
    ("postgresql", r"::regclass", "::text"),
    ("mysql", r"\(@n := @n \+ 1\)", "(@n + 1)"),
    ("mysql", r"\(SELECT @n := 0\)", "(SELECT 0)"),
    ("mysql", r"_latin1 X'E9'", "'x'"),
    ("mysql", r"CHAR\((\d+) USING utf8\)", r"CHAR(\1)"),
    ("oracle", r"KEEP \(DENSE_RANK FIRST ORDER BY [^)]*\)[^)]*\)", ""),
    ("oracle", r"CONNECT BY LEVEL <= \d+", ""),
    ("sqlserver", r"FOR XML PATH\(''\)", ""),
    ("db2", r"CURRENT (TIMEZONE|SERVER|SCHEMA)", "current_one"),
    ("db2", r", CODEUNITS32\)", ")"),
]


def statements(engine, text):
    """The SELECTs of a script: from a line that begins one to its ';'."""
    current = []
    for line in text.split("\n"):
        line = re.sub(r"^IF OBJECT_ID\('\w+'\) IS NULL SELECT", "SELECT", line)
        if not current and not re.match("(SELECT|WITH|VALUES) ", line):
            continue
        current.append(line)
        if line.endswith(";"):
            statement = "\n".join(current)[:-1]
            for name, known, by in KNOWN:
                if name == engine:
                    statement = re.sub(known, by, statement)
            yield statement
            current = []


def frames(engine, text):
    """What is around each query, its name replaced; how many queries; and what
    the head's sed command leaves."""
    begins = (r"\), t(\(t\))? AS \(" if engine != "mysql" else
              r"SELECT CONCAT\('#', 'acc\|row|  \) AS q\) AS t")
    ends = (";", " AS t FROM (") if engine == "mysql" else (";",)
    found, current, name, count = set(), None, None, 0
    for line in text.split("\n"):
        comment = re.match("-- ([a-z-]+): ", line)
        if comment and comment[1] in QUERIES:
            name, count = comment[1], count + 1
        if re.match(begins, line):
            current = []
        if current is not None:
            current.append(line.replace(f"|{name}|", "|*|"))
            if line.endswith(ends):
                found.add("\n".join(current))
                current = None
    command = re.search("--     (sed .*) metadata.sql", text)[1]
    left = subprocess.run(["sh", "-c", command], input=text, text=True,
                          capture_output=True, check=True).stdout
    return found, count, left


with open(os.path.join(FOLDER, "README.md"), encoding="utf-8") as file:
    QUERIES = set(re.findall(r"^\| `([a-z-]+)` \|", file.read(), re.M))
passed = failed = 0
for engine, dialect in DIALECTS.items():
    with open(os.path.join(FOLDER, engine + ".sql"), encoding="utf-8") as file:
        text = file.read()
    count, wrong = 0, []
    for statement in statements(engine, text):
        count += 1
        try:
            sqlglot.parse_one(statement, read=dialect,
                              error_level=sqlglot.ErrorLevel.RAISE)
        except sqlglot.errors.SqlglotError as error:
            wrong.append(f"{statement[:60]!r}: {str(error)[:400]}")
    if count > 80 // (2 if engine == "oracle" else 1) and not wrong:
        passed += 1
        print(f"ok      {engine}.sql: {count} statements parse")
    else:
        failed += 1
        print(f"FAILED  {engine}.sql: {count} statements\n        ",
              "\n         ".join(wrong))
    found, count, left = frames(engine, text)
    if (len(found) == (2 if engine == "mysql" else 1) and count == 43
            and "acc|row" not in left and left.count("\n-- ") >= 43):
        passed += 1
        print(f"ok      {engine}.sql: around its {count} queries all is the "
              f"same; {len(left.splitlines())} of {len(text.splitlines())} "
              "lines are left to read")
    else:
        failed += 1
        print(f"FAILED  {engine}.sql: {count} queries, {len(found)} frames")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
