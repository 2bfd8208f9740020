#!/bin/sh
# From a fresh checkout to reports: installs what is missing, builds,
# collects and analyses the sample estates, prints where the reports are.
#
#     samples/try.sh [--yes] [--output FOLDER]
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
out=$top/out
build=$top/build
. "$here/install.sh"

while [ $# -gt 0 ]; do
    case $1 in
    --yes) acc_yes=1 ;;
    --output)
        shift
        out=${1:?--output needs a folder}
        ;;
    --help)
        sed -n '2,5s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        acc_say "try.sh: unknown option $1; see try.sh --help"
        exit 64
        ;;
    esac
    shift
done

# shellcheck disable=SC2086
acc_install $acc_build_packages || exit 1

acc_say "Building (the output of the build is in $build/build.log) …"
mkdir -p "$build" "$out"
if ! { cmake -S "$top" -B "$build" -G Ninja -DACC_TESTS=OFF &&
    cmake --build "$build"; } >"$build/build.log" 2>&1; then
    tail -n 30 "$build/build.log" >&2
    acc_say "The build failed; the end of its log stands above."
    exit 1
fi

# report ESTATE FOLDER [OPTION…]
report() {
    bundles=$out/bundles/$1
    folder=$out/reports/$2
    shift 2
    "$build/bin/acc-analyze" "$bundles" --force -o "$folder" "$@"
    # 2 and 3 are verdicts: not ready, not assessed.
    case $? in
    0 | 2 | 3) ;;
    *) return 1 ;;
    esac
}

for estate in "$here"/*/; do
    name=$(basename "$estate")
    [ -f "$estate/expected.csv" ] || continue
    acc_say ""
    acc_say "== $name"
    rm -rf "$out/bundles/$name"
    "$here/collect.sh" "$build/bin/acc-collect" "$estate" "$out/bundles/$name" || {
        acc_say "acc-collect failed on $name."
        exit 1
    }
    mkdir -p "$out/reports"
    report "$name" "$name" || exit 1
    if [ -f "$estate/answers.xml" ]; then
        acc_say ""
        acc_say "== $name, with the answers of a person"
        report "$name" "$name-answered" --answers "$estate/answers.xml" || exit 1
    fi
done

# The same server once more, its database asked where a server can be started.
name=standalone-511-database
acc_say ""
acc_say "== standalone-511, with its database asked"
rm -rf "$out/bundles/$name"
mkdir -p "$out/bundles/$name"
"$here/database.sh" "$build/bin/acc-collect" "$here/standalone-511/camp1" \
    "$out/bundles/$name/acc-camp1.tar.gz"
case $? in
0 | 3) report "$name" "$name" || exit 1 ;;
69)
    rm -rf "$out/bundles/$name"
    acc_say "No PostgreSQL server is installed here, so no database was asked."
    acc_say "To see it: apt-get install -y --no-install-recommends postgresql"
    ;;
*)
    acc_say "The sample database could not be asked."
    exit 1
    ;;
esac
acc_say ""
acc_say "Open one: $out/reports/*/report.html"
