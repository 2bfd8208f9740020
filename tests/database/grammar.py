#!/usr/bin/env python3
"""The scripts' statements, given to a public SQL parser.

    tests/database/grammar.py

sqlglot (Debian: python3-sqlglot) knows PostgreSQL, MySQL, Oracle and T-SQL,
and of DB2 what is common SQL.  What its version in Debian 12 does not know of
a dialect is replaced by something of the same shape first: the list is KNOWN.
Ends with 'N passed, N failed'.
"""

import os
import re
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
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
