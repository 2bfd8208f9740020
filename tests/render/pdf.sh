#!/bin/sh
# The paper edition as a reader's programs see it.
# usage: pdf.sh BUILD-FOLDER
# Prints "N passed, N failed"; exit 1 if anything failed.
set -u
build=${1:?usage: pdf.sh BUILD-FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
share=$build/share/acc-readiness
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() { # WORDS COMMAND…: the command must succeed
    words=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $words"
        sed 's/^/    /' "$work/said" | head -20
    fi
}

make_pdf() {
    "$build/tests/pdf_make" "$1" "$share/templates" "$share/fonts" "$2"
}

all_embedded() {
    pdffonts "$1" | tail -n +3 >"$work/fonts"
    test "$(wc -l <"$work/fonts")" -eq 3 &&
        test "$(grep -c 'Identity-H *yes yes yes' "$work/fonts")" -eq 3
}

says() { # the words stand in the text, whatever lines it has
    pdftotext "$1" - | tr -s ' \n\f' '   ' >"$work/text"
    grep -qF -- "$2" "$work/text"
}

silent() {
    "$@" 2>"$work/complaints" >/dev/null && ! test -s "$work/complaints"
}

in_order() { # each of the words after the one before it
    pdftotext "$1" - | tr -s ' \n\f' '   ' >"$work/text"
    shift
    rest=$(cat "$work/text")
    for word in "$@"; do
        case $rest in
        *"$word"*) rest=${rest#*"$word"} ;;
        *) echo "not in order: $word"; return 1 ;;
        esac
    done
}

every_page_numbered() {
    pages=$(pdfinfo "$1" | sed -n 's/^Pages: *//p')
    page=1
    while [ "$page" -le "$pages" ]; do
        pdftotext -f $page -l $page "$1" - | grep -q "Page $page of $pages" ||
            { echo "page $page is not numbered"; return 1; }
        page=$((page + 1))
    done
}

preflight() {
    jars=/usr/share/java
    path=$jars/preflight.jar:$jars/xmpbox.jar:$jars/fontbox2.jar
    path=$path:$jars/pdfbox2.jar:$jars/commons-logging.jar
    path=$path:$jars/commons-io.jar:$jars/javax.activation.jar
    path=$path:$jars/jaxb-api.jar
    java -cp "$path" org.apache.pdfbox.preflight.Validator_A1b "$1"
}

example=$here/../report/example.xml

# A stranger's names: markup, direction marks, beyond the basic plane, endless.
long=$(printf '%070000d' 0)
sed -e 's/<cell>debian 8.11 /<cell>\&lt;b\&gt;\&#x202E;\&#x1F600; /' \
    -e "s/<cell kind=\"name\">app1/<cell kind=\"name\">$long/" \
    "$example" >"$work/hostile.xml"

check "the example is set" make_pdf "$example" "$work/a.pdf"
check "the hostile report is set" make_pdf "$work/hostile.xml" "$work/h.pdf"
check "a second run gives the same bytes" \
    sh -c "TZ=Asia/Tokyo LC_ALL=C '$build/tests/pdf_make' '$example' \
        '$share/templates' '$share/fonts' '$work/b.pdf' &&
        cmp '$work/a.pdf' '$work/b.pdf'"
for file in a h; do
    check "$file: qpdf finds no fault" qpdf --check "$work/$file.pdf"
    check "$file: poppler has no complaint" \
        silent pdftotext "$work/$file.pdf" "$work/out"
    check "$file: three fonts, all embedded" all_embedded "$work/$file.pdf"
    check "$file: every page is numbered" every_page_numbered "$work/$file.pdf"
    if [ -e /usr/share/java/preflight.jar ] && command -v java >/dev/null; then
        check "$file: PDF/A-1b" preflight "$work/$file.pdf"
    fi
done
check "one rule is closed" says "$work/a.pdf" \
    "Do not start before ACC-TZ-005 is closed"
sed -e 's/ id="S037" host="app1"/ id="S037"/' -e 's/last="S041"/last="S036"/' \
    -e 's/<gated-by rule="ACC-TZ-005"\/>/&<gated-by rule="ACC-TZ-006"\/>/' \
    "$example" >"$work/nowhere.xml"
check "a report with a step on no server is set" \
    make_pdf "$work/nowhere.xml" "$work/n.pdf"
check "a step on no server names its database" says "$work/n.pdf" \
    "oracle-orcl-neolane Stop deliveries of instance prod"
check "two are closed" says "$work/n.pdf" \
    "Do not start before ACC-TZ-005, ACC-TZ-006 are closed"
check "one step is a step" says "$work/n.pdf" "· step S036 ·"
check "the text is found" says "$work/a.pdf" \
    "5 of 5 servers run Debian 8.11; 7.4 needs Debian 11, 12 or 13"
check "letters beyond ASCII are found" says "$work/a.pdf" \
    "“Free after”: servers without a failed blocker."
check "commands are found as they are typed" says "$work/a.pdf" \
    "apt-get install openjdk-17-jdk-headless"
check "the text stands in reading order" in_order "$work/a.pdf" \
    "Not ready" "Fix these first" "The estate" "The window" "Blockers" \
    "Plan: 101 steps" "Stop the web server" "Other findings" "Not assessed" \
    "Inventory" "Chain of custody" "Rules that passed"
check "a name from outside cannot turn the line around" says "$work/h.pdf" \
    "<b>[U+202E][U+1F600]"
check "the title is in the document" \
    sh -c "pdfinfo '$work/a.pdf' | grep -q 'Title: *Readiness of prod <&> more'"
check "what was not assessed is named, not numbered alone" says "$work/a.pdf" \
    "ACC-SEC-001 The internal password is set"
check "links are links" \
    sh -c "qpdf --qdf --object-streams=disable '$work/a.pdf' - |
        grep -aq '/Subtype /Link'"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
