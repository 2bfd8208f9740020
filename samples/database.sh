#!/bin/sh
# Starts a PostgreSQL server of its own with the sample database, asks it with
# the real collector for a host of a sample, and stops it again.
#
#     samples/database.sh ACC-COLLECT HOST-FOLDER BUNDLE
#
# The server listens on no address, only on a socket in a temporary folder.
# Ends with 69 where no PostgreSQL server is installed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
collect=$1
host=$(cd "$2" && pwd) || exit 1
bundle=$3

programs=
for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    [ ! -x "$folder/initdb" ] || programs=$folder
done
[ -n "$programs" ] || exit 69

work=$(mktemp -d) || exit 1
# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}
stop() {
    [ ! -f "$work/data/postmaster.pid" ] ||
        as_owner "$programs/pg_ctl" -D "$work/data" -m fast -w stop >/dev/null
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
[ "$(id -u)" -ne 0 ] || chown postgres "$work" || exit 1

od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$work/word"
chmod 644 "$work/word"
{
    as_owner "$programs/initdb" -D "$work/data" -U neolane -E UTF8 \
        --locale=C.UTF-8 -A scram-sha-256 --pwfile="$work/word" &&
        as_owner "$programs/pg_ctl" -D "$work/data" -l "$work/log" -w \
            -o "-k '$work' -c listen_addresses='' -c fsync=off" start &&
        PGPASSWORD=$(cat "$work/word") &&
        export PGPASSWORD &&
        "$programs/psql" -X -q -h "$work" -U neolane \
            -c 'CREATE DATABASE prod' postgres &&
        "$programs/psql" -X -q -h "$work" -U neolane \
            -f "$here/database/postgresql.sql" prod
} >"$work/made" 2>&1 || {
    cat "$work/made" >&2
    exit 1
}
unset PGPASSWORD
# Root names who runs the client and is handed the password.
set --
[ "$(id -u)" -ne 0 ] || set -- --db-account postgres
"$collect" -q --root "$host/root" --recorded "$host/recorded" \
    --hostname "$(basename "$host")" --estate "$(basename "$(dirname "$host")")" \
    "$@" --db postgresql --db-host "$work" --db-name prod --db-user neolane \
    --db-password-fd 3 -o "$bundle" 3<"$work/word"
