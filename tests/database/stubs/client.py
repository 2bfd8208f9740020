#!/usr/bin/python3
"""Stands for sqlplus, sqlcmd, db2 or nlserver: prints what was recorded.

Not a real client: written from the documentation.  In its own folder it finds
`mode` (good, denied, nobody, mute, cut), `password` and `recorded`, and leaves
there what it was started with: NAME.argv, NAME.environment, NAME.input.
"""

import os
import re
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = os.path.basename(sys.argv[0])


def text_of(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


def leave(what, lines):
    with open(os.path.join(HERE, f"{NAME}.{what}"), "w",
              encoding="utf-8") as file:
        file.write(lines)


asked = sys.stdin.read()
if "/dev/stdin" in sys.argv[1:]:  # sqlcmd -i
    sys.stdin.close()
leave("argv", "\n".join(sys.argv[1:]))
leave("environment", "\n".join(f"{k}={v}" for k, v in os.environ.items()))
leave("input", asked)
mode = text_of("mode").decode().strip()
password = text_of("password").decode().strip()
given = {
    "sqlplus": re.search(r'^CONNECT \S+?/"(.*)"@', asked, re.M),
    "db2": re.search(r'^CONNECT TO \S+ USER \S+ USING "(.*)";', asked, re.M),
}.get(NAME)
given = given.group(1) if given else os.environ.get("SQLCMDPASSWORD")
WRONG = {
    "sqlplus": ("ERROR:\nORA-01017: invalid username/password; logon denied\n"
                "\n\nWarning: You are no longer connected to ORACLE.\n", 1),
    "sqlcmd": ("Msg 18456, Level 14, State 1, Server SQL1, Line 1\n"
               "Login failed for user 'neolane'.\n", 1),
    "db2": ('SQL30082N  Security processing failed with reason "24" ("USERNAME '
            'AND/OR PASSWORD \nINVALID").  SQLSTATE=08001\nSQL1024N  A database'
            " connection does not exist.  SQLSTATE=08003\n", 4)}
NOBODY = {
    "sqlplus": ("ERROR:\nORA-12541: TNS:no listener\n", 1),
    "sqlcmd": ("Sqlcmd: Error: Microsoft ODBC Driver 17 for SQL Server : Login "
               "timeout expired.\n", 1),
    "db2": ("SQL1013N  The database alias name or database name \"CAMP\" could "
            "not be found.  \nSQLSTATE=42705\n", 4)}
if mode == "mute":
    time.sleep(600)
if mode == "nobody":
    print(NOBODY[NAME][0])
    sys.exit(NOBODY[NAME][1])
if NAME != "nlserver" and given != password:
    print(WRONG[NAME][0])
    sys.exit(WRONG[NAME][1])
output = text_of("recorded")
if NAME == "nlserver":
    output = b"".join(b"12:00:00 >   " + line + b"\n"
                      for line in output.split(b"\n"))
if mode == "cut":
    output = output[:len(output) // 2]
sys.stdout.buffer.write(output)
sys.stdout.flush()
sys.exit(1 if mode == "cut" else 0)
