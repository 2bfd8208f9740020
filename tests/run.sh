#!/bin/sh
# Builds with sanitizers and runs every test.
#
#     tests/run.sh [--yes] [--deep] [--fuzz-seconds N] [--build FOLDER]
#
# Installs what is missing first (asks on a terminal; --yes does not). --deep
# adds the slow proofs: valgrind over whole runs, every page as an image, each
# fuzz target for N seconds of processor time (60).
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
build=$top/build-tests
deep=0
fuzz_seconds=60
. "$top/samples/install.sh"

while [ $# -gt 0 ]; do
    case $1 in
    --yes) acc_yes=1 ;;
    --deep) deep=1 ;;
    --fuzz-seconds)
        shift
        fuzz_seconds=${1:?--fuzz-seconds needs a number}
        ;;
    --build)
        shift
        build=${1:?--build needs a folder}
        ;;
    --help)
        sed -n '2,8s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        acc_say "run.sh: unknown option $1; see run.sh --help"
        exit 64
        ;;
    esac
    shift
done

test_packages="libcmocka-dev clang-format python3 python3-jsonschema \
libxml2-utils xsltproc qpdf poppler-utils mandoc chromium musl-tools \
gcc-mingw-w64-x86-64 apache2 default-jre-headless libpdfbox2-java \
libcommons-logging-java libcommons-io-java libactivation-java \
libjaxb-api-java openssl coreutils tar postgresql postgresql-client \
mariadb-server mariadb-client python3-sqlglot binutils util-linux strace \
shellcheck dash busybox posh mksh bash procps zsh python3-fusepy rpm make"
[ "$deep" -eq 0 ] || test_packages="$test_packages valgrind \
clang libclang-rt-14-dev llvm"
# shellcheck disable=SC2086
acc_install $acc_build_packages $test_packages || exit 1

passed=0
failed=0

# Counts a check: its sentence, then the command.
check() {
    sentence=$1
    shift
    log=$build/check.log
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$sentence"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n' "$sentence"
        sed 's/^/        /' "$log" | tail -n 60
    fi
}

# Counts what a script says in its last line, 'N passed, N failed'; its other
# lines are shown as they come.
count() {
    log=$build/count.log
    "$@" 2>&1 | tee "$log"
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    if [ -z "$line" ]; then
        printf 'FAILED  %s ended without a count\n' "$1"
        failed=$((failed + 1))
        return
    fi
    passed=$((passed + ${line%% passed*}))
    line=${line#*, }
    failed=$((failed + ${line%% failed*}))
}

formatted() {
    find "$top/collector" "$top/analyzer" "$top/tests" -name '*.[ch]' \
        -exec clang-format --dry-run -Werror {} +
}

manuals() {
    for page in "$top"/collector/acc-collect.1 "$top"/analyzer/acc-analyze.1; do
        mandoc -T lint -W warning "$page" || return 1
    done
}

# Time and memory are measured without sanitizers.
hostile() {
    cmake -S "$top" -B "$build/plain" -G Ninja -DACC_TESTS=OFF \
        >"$build/plain.log" 2>&1 &&
        cmake --build "$build/plain" >>"$build/plain.log" 2>&1 || {
        tail -n 30 "$build/plain.log"
        return 1
    }
    python3 -B "$here/hostile/hostile.py" "$build/bin" "$build/plain/bin"
}

mkdir -p "$build"
printf 'Building with sanitizers in %s …\n' "$build"
if ! { cmake -S "$top" -B "$build" -G Ninja -DACC_SANITIZE=ON \
    -DACC_WERROR=ON -DACC_TESTS=ON && cmake --build "$build"; } \
    >"$build/build.log" 2>&1; then
    tail -n 40 "$build/build.log"
    echo "The build failed."
    echo "0 passed, 1 failed"
    exit 1
fi

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1

# One line a test program; its own cases are shown when it fails.
for name in $(cd "$build" && ctest -N | sed -n 's/^ *Test *#[0-9]*: //p'); do
    check "$name" ctest --test-dir "$build" -R "^$name\$" --output-on-failure
done
check "the sources are in the house format" formatted
check "the manual pages are clean" manuals
for script in "$here"/headers.sh "$here"/layers.sh "$here"/portable.sh; do
    count sh "$script" "$build"
done
count python3 "$here/estates.py" "$build/bin"
count hostile
count sh "$here/hardened.sh" "$build/plain"
count sh "$here/install.sh" "$build/plain"
count python3 -B "$here/cmdline.py" "$build/plain/bin"
count python3 -B "$here/terminal.py" "$build/plain/bin"
count python3 -B "$here/writers/writers.py" "$build/plain/bin"
count python3 -B "$here/hostile/kills.py" "$build/plain/bin"
if [ "$deep" -eq 0 ]; then
    count python3 -B "$here/fault/fault.py" "$build/plain/bin"
fi
count python3 -B "$here/gather/trees.py" "$build/plain/bin"
count python3 -B "$here/gather/redhat.py" "$build/plain/bin"
count python3 -B "$here/gather/limits.py" "$build/plain/bin"
count python3 -B "$here/attack/attack.py" "$build/plain/bin/acc-collect"
count python3 -B "$here/touch/collect.py" "$build/plain/bin"
count python3 -B "$here/handover/handover.py" "$build/bin"
count python3 -B "$here/cell/cell.py" "$build/plain/bin"
count python3 -B "$here/database/grammar.py"
count python3 -B "$here/database/database.py" "$build/bin" "$build/plain/bin"
if [ "$deep" -eq 1 ]; then
    started=$(date +%s)
    count python3 -B "$here/fault/fault.py" "$build/plain/bin" --deep
    count sh "$here/deep.sh" "$build" "$fuzz_seconds"
    printf 'The slow proofs took %s s.\n' $(($(date +%s) - started))
fi

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
