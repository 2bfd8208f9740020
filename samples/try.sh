#!/bin/sh
# From a fresh checkout to two reports: installs what is missing, builds,
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
    set -- "$out/bundles/$name" --force -o "$out/reports/$name"
    mkdir -p "$out/reports"
    "$build/bin/acc-analyze" "$@"
    status=$?
    # 2 and 3 are verdicts: not ready, not assessed.
    case $status in
    0 | 2 | 3) ;;
    *) exit 1 ;;
    esac
done
acc_say ""
acc_say "Open one: $out/reports/*/report.html"
