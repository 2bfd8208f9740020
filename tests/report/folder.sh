#!/bin/sh
# What acc-analyze does with its output folder, with the two programs:
#
#     folder.sh BIN SOURCE
#
# BIN holds acc-collect and acc-analyze, SOURCE is the project.
set -u
bin=$1
source=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

# Ends in which status?  'holds SENTENCE STATUS COMMAND…'
holds() {
    sentence=$1
    wanted=$2
    shift 2
    "$@" >"$work/said" 2>&1
    status=$?
    if [ "$status" -eq "$wanted" ]; then
        printf 'ok      %s\n' "$sentence"
    else
        printf 'FAILED  %s: status %s, not %s\n' "$sentence" "$status" "$wanted"
        sed 's/^/        /' "$work/said"
        failed=1
    fi
}

analyze() {
    "$bin/acc-analyze" -q --now 2026-01-02T03:04:05Z "$@"
}

mkdir "$work/bundles"
"$bin/acc-collect" -q --root "$source/samples/standalone-511/camp1/root" \
    --recorded "$source/samples/standalone-511/camp1/recorded" \
    --hostname camp1 -o "$work/bundles/camp1.tar.gz" 2>"$work/collected"
case $? in
0 | 3) ;;
*)
    cat "$work/collected"
    exit 1
    ;;
esac
echo "a note" >"$work/bundles/notes.txt"
cd "$work" || exit 1

holds "a report is written" 2 analyze bundles -o report
holds "every file of it has a good sum" 0 \
    sh -c 'cd report && sha256sum --strict --quiet -c SHA256SUMS'
holds "another file in the folder of bundles is named as skipped" 0 \
    grep -q '<skipped>notes.txt</skipped>' report/report.xml
holds "it is for its owner alone, whatever the umask" 0 \
    sh -c '[ "$(stat -c %a report report/* | sort -u | tr "\n" " ")" = "600 700 " ]'
"$bin/acc-analyze" --now 2026-01-02T03:04:05Z bundles -o full \
    >/dev/full 2>full.said
holds "where no summary can be printed, the status is still the verdict" 2 \
    sh -c "exit $?"
holds "and it is said that the report is whole" 0 \
    grep -q 'the report in full is whole' full.said
holds "as it is" 0 diff -r report full
holds "a list that cannot be printed is an error" 1 \
    sh -c "'$bin/acc-analyze' rules list >/dev/full"
holds "verify finds it good" 0 "$bin/acc-analyze" verify report
holds "verify finds one file of it good" 0 \
    "$bin/acc-analyze" verify report/report.json
holds "an existing folder is not replaced unasked" 1 analyze bundles -o report
holds "with --force one of ours is replaced" 2 \
    analyze bundles -o report/ --force
holds "nothing is left beside it" 0 \
    sh -c '[ "$(ls -A . | grep -c "^\.report")" -eq 0 ]'
# What runs that were killed left beside it, and what only looks so.
for left in .report.Dead01 .report.Dead02.old .report.Alive1 .report.Not0ne \
    .report.notes .reporter.Dead01; do
    cp -R report "$left"
done
# One died while it wrote a file.
truncate -s 100 .report.Dead01/report.pdf
rm .report.Dead01/SHA256SUMS
echo mine >.report.Not0ne/mine.txt
mkdir linked
echo mine >linked/report.json
ln -s linked .report.Linked
exec 9<.report.Alive1
flock 9
holds "a run after runs that were killed is good" 2 \
    analyze bundles -o report --force
exec 9<&-
for left in .report.Dead01 .report.Dead02.old; do
    holds "it removes $left of a run that is dead" 1 test -e "$left"
done
for left in .report.Alive1 .report.notes .reporter.Dead01; do
    holds "$left is not its own and stays whole" 0 \
        "$bin/acc-analyze" verify "$left"
done
holds "a file that no report has stays" 0 grep -q mine .report.Not0ne/mine.txt
holds "a link is not followed" 0 grep -q mine linked/report.json
rm -rf .report*
echo mine >report/mine.txt
holds "a folder that holds anything else is not replaced" 1 \
    analyze bundles -o report --force
holds "and what else it holds is still there" 0 grep -q mine report/mine.txt
holds "verify says that something was added" 2 "$bin/acc-analyze" verify report
rm report/mine.txt
echo changed >>report/REQUEST.txt
holds "verify says that something was changed" 2 \
    "$bin/acc-analyze" verify report
mkdir foreign
echo x >foreign/SHA256SUMS
holds "a folder with somebody else's SHA256SUMS is not replaced" 1 \
    analyze bundles -o foreign --force
holds "a file is not replaced" 1 analyze bundles -o bundles/notes.txt --force
holds "a missing parent is a failure" 1 analyze bundles -o no/such/report
holds "and nothing was written" 1 test -e no
head -c 400 bundles/camp1.tar.gz >bad.tar.gz
holds "a bundle cut short is rejected, the other still counts" 2 \
    analyze bundles bad.tar.gz -o with-bad
holds "the rejected one stands in the report with its reason" 0 \
    grep -q 'file="bad.tar.gz".*status="rejected" reason="' with-bad/report.xml
holds "bad bundles alone are not assessed" 3 analyze bad.tar.gz -o only-bad
holds "only what was asked for is written" 2 \
    analyze bundles --format json -o only-json
holds "no HTML then" 1 test -e only-json/report.html
holds "an option of a later version is wrong usage" 64 \
    analyze bundles --waivers w.xml -o later
holds "a command of a later version is wrong usage" 64 \
    "$bin/acc-analyze" diff a b
holds "an unknown release is wrong usage" 64 \
    analyze bundles --target 99 -o unknown
holds "no output folder is wrong usage" 64 analyze bundles
holds "the catalogue can be listed" 0 "$bin/acc-analyze" rules list
holds "a rule can be shown" 0 "$bin/acc-analyze" rules show ACC-SEC-001
"$bin/acc-analyze" rules show ACC-SEC-001 >shown
for line in "looks at .*each server" "applies unless .*role" \
    "fails if .*internalPassword = ''" "passes if .*internalPassword != ''" \
    "needs .*serverConf.xml" "case .*fail: the attribute is empty"; do
    holds "it says: $line" 0 grep -q "^$line" shown
done
holds "a file of our own rules holds its cases" 0 \
    "$bin/acc-analyze" rules check "$bin/../share/acc-readiness/rules/sec.xml"
printf '<rules><rule id="X"/></rules>' >bad.xml
holds "a bad rule pack is told" 2 "$bin/acc-analyze" rules check bad.xml

# The command that VERIFY.txt prints gives the same bytes.
analyze bundles/camp1.tar.gz -o first >/dev/null 2>&1
again=$(sed -n 's/^acc-analyze report /report /p' first/VERIFY.txt)
holds "VERIFY.txt names the command that makes it again" 2 \
    sh -c "cd bundles && '$bin/acc-analyze' -q $again"
holds "byte for byte" 0 diff -r first bundles/again
exit $failed
