#!/bin/sh
# The slow proofs: every unit test and whole runs under valgrind, every page of
# every sample's report as an image, a thousand servers, fuzzing.
#
#     tests/deep.sh BUILD-FOLDER [FUZZ-SECONDS]
#
# Pictures are left in BUILD-FOLDER/pages to be looked at. Ends with
# 'N passed, N failed'.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
build=$1
fuzz_seconds=${2:-60}
plain=$build/plain
work=$(mktemp -d)
passed=0
failed=0
trap 'rm -rf "$work"' EXIT

check() {
    sentence=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$sentence"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n' "$sentence"
        tail -n 40 "$work/log" | sed 's/^/        /'
    fi
}

memory_clean() {
    valgrind -q --error-exitcode=99 --leak-check=full \
        --errors-for-leak-kinds=definite "$@" >"$work/out" 2>&1
    status=$?
    cat "$work/out"
    # 2 and 3 are verdicts.
    case $status in
    0 | 2 | 3) return 0 ;;
    *) return 1 ;;
    esac
}

pages() {
    rm -rf "$build/pages/$1"
    mkdir -p "$build/pages/$1"
    pdftoppm -r 80 -png "$work/reports/$1/report.pdf" "$build/pages/$1/page" &&
        [ -n "$(ls "$build/pages/$1")" ]
}

# No rule of the catalogue may come to its limits because there are many hosts.
a_thousand_hosts() {
    mkdir "$work/many" &&
        python3 -B "$top/tests/bench/make_estate.py" --hosts 1000 \
            --megabytes 0 "$plain/bin/acc-collect" "$work/many" || return 1
    "$plain/bin/acc-analyze" -q "$work"/many/*.tar.gz -o "$work/reports/many"
    python3 - "$work/reports/many/report.json" <<'END'
import collections, json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
assert len({f["subject"]["host"] for f in report["findings"]}) > 1000
errors = [f for f in report["findings"] if f["outcome"] == "error"]
for rule, count in collections.Counter(f["rule"] for f in errors).items():
    print(rule, count, next(f for f in errors if f["rule"] == rule)["detail"])
sys.exit(bool(errors))
END
}

cmake -S "$top" -B "$plain" -G Ninja -DACC_TESTS=OFF >"$work/log" 2>&1 &&
    cmake --build "$plain" >>"$work/log" 2>&1 || {
    tail -n 30 "$work/log"
    echo "0 passed, 1 failed"
    exit 1
}
units=$build/units
cmake -S "$top" -B "$units" -G Ninja -DACC_TESTS=ON >"$work/log" 2>&1 &&
    cmake --build "$units" >>"$work/log" 2>&1 || {
    tail -n 30 "$work/log"
    echo "0 passed, 1 failed"
    exit 1
}
for unit in "$units"/tests/*_test; do
    check "valgrind finds nothing in $(basename "$unit")" memory_clean "$unit"
done
mkdir -p "$work/reports"
for estate in "$top"/samples/*/; do
    name=$(basename "$estate")
    [ -f "$estate/expected.csv" ] || continue
    for host in "$estate"/*/; do
        [ -d "$host/root" ] || continue
        check "valgrind finds nothing in collecting $(basename "$host")" \
            memory_clean "$plain/bin/acc-collect" -q --root "$host/root" \
            --recorded "$host/recorded" --hostname "$(basename "$host")" \
            -o "$work/acc-$name-$(basename "$host").tar.gz"
    done
    check "valgrind finds nothing in analysing $name" \
        memory_clean "$plain/bin/acc-analyze" -q \
        "$work"/acc-"$name"-*.tar.gz -o "$work/reports/$name"
    check "every page of $name becomes an image" pages "$name"
done
check "a thousand servers make no rule err" a_thousand_hosts

# What a target finds stays in BUILD-FOLDER/fuzz/crashes.
CC=clang cmake -S "$top" -B "$build/fuzz" -G Ninja -DACC_FUZZ=ON \
    >"$work/log" 2>&1 &&
    cmake --build "$build/fuzz" >>"$work/log" 2>&1 || {
    tail -n 30 "$work/log"
    echo "0 passed, 1 failed"
    exit 1
}
python3 -B "$here/fuzz/fuzz.py" "$build/fuzz" --seconds "$fuzz_seconds" \
    --jobs "$(nproc)" | tee "$work/fuzz"
line=$(tail -n 1 "$work/fuzz")
case $line in
*" passed, "*" failed")
    passed=$((passed + ${line%% passed*}))
    line=${line#*, }
    failed=$((failed + ${line%% failed*}))
    ;;
*)
    echo "FAILED  fuzzing ended without a count"
    failed=$((failed + 1))
    ;;
esac
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
