#!/bin/sh
# html_test.sh HTML_MAKE SOURCE: the page as a browser gets it.
#
# Made from the example of report.xml, from one in which every name is an
# attack, from one server and from none.  Chromium opens the hostile page: no
# script runs, nothing is asked of the network, the style is accepted; and a
# page that does all three shows that this test would see it.
set -u
make=$1
source=$2
templates=$source/templates
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check WORDS COMMAND…: the command must succeed.
check() {
    words=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $words"
        head -n 5 "$work/said"
    fi
}
is_empty() {
    ! grep -q . "$1" || { cat "$1"; return 1; }
}
equal() {
    [ "$1" = "$2" ] || { echo "$1, not $2"; return 1; }
}

# The tags of a page, one a line, their values empty: what is markup.
tags() {
    tr '\n' ' ' <"$1" | sed "s/<style>.*<\/style>//; s/=\"[^\"]*\"/=/g; s/='[^']*'/=/g" |
        grep -o '<[a-zA-Z/!][^<>]*>'
}

# --- the pages

report=$source/tests/report/example.xml
cp "$report" "$work/example.xml"
cp "$source/tests/render/empty.xml" "$work/empty.xml"
sed 's/ hosts="5"/ hosts="1"/; s/columns="hosts"/columns="none"/' \
    "$report" >"$work/single.xml"
long=$(printf 'a%.0s' $(seq 200))
# Values are replaced by what is already escaped for both text and attribute.
img="\\&lt;img src='http:\\/\\/127.0.0.1:9\\/leak' onerror='document.title=1'\\&gt;"
script="\\&quot;'\\&gt;\\&lt;\\/title\\&gt;\\&lt;\\/style\\&gt;\\&lt;script\\&gt;document.title=1\\&lt;\\/script\\&gt;\\&lt;script src=http:\\/\\/127.0.0.1:9\\/leak\\&gt;"
sed -e "s/app1/$img/g; s/trk3/$script/g; s/mta1/$long/g" \
    -e 's/trk1/x\&#x202E;exe\&#10;y/g; s/Debian/javascript:document.title=1/g' \
    -e 's/app2/\&#x2028;\&#x1F600;/g' "$report" >"$work/hostile.xml"

for name in example hostile single empty; do
    check "$name: the page is made" \
        "$make" "$work/$name.xml" "$templates" "$work/$name.html"
    page=$work/$name.html
    tags "$page" >"$work/tags"

    grep -iE '^<(script|iframe|object|embed|link|base|form|img|video|audio)' \
        "$work/tags" >"$work/out"
    check "$name: no element that loads or runs" is_empty "$work/out"
    grep -iE ' (on[a-z]+|style|src|srcset|action|srcdoc)=' "$work/tags" >"$work/out"
    check "$name: no handler, no style attribute, no source" is_empty "$work/out"
    grep -oE ' (xlink:)?href="[^#][^"]*"' "$page" >"$work/out"
    check "$name: every link stays in the page" is_empty "$work/out"

    grep -oE '<[^<>]* id="[^"]*"' "$page" | grep -oE ' id="[^"]*"' |
        sed 's/ id=//' | sort >"$work/ids"
    uniq -d "$work/ids" >"$work/out"
    check "$name: every id is there once" is_empty "$work/out"
    grep -oE ' href="#[^"]*"' "$page" | sed 's/ href="#/"/' | sort -u |
        comm -23 - "$work/ids" >"$work/out"
    check "$name: every link leads somewhere" is_empty "$work/out"

    for part in summary blockers plan runbooks others decisions not-assessed \
        inventory custody passed; do
        check "$name: part $part is there" grep -q "^\"$part\"\$" "$work/ids"
    done

    check "$name: one h1" equal "$(grep -c '^<h1' "$work/tags")" 1
    grep -oE '^<h[1-6]' "$work/tags" | cut -c3 |
        awk '$1 > last + 1 { print last " then " $1 } { last = $1 }' >"$work/out"
    check "$name: no heading level is skipped" is_empty "$work/out"
    for landmark in header main footer; do
        check "$name: one $landmark" \
            equal "$(grep -c "^<$landmark" "$work/tags")" 1
    done
    grep -E '^<th' "$work/tags" | grep -vE '^<thead' | grep -v ' scope=' >"$work/out"
    check "$name: every head of a table says what it heads" is_empty "$work/out"
    grep -E '^<nav' "$work/tags" | grep -v ' aria-label=' >"$work/out"
    check "$name: every nav has a name" is_empty "$work/out"
    grep -E '^<input' "$work/tags" | grep -v 'type=' >"$work/out"
    check "$name: the only inputs are boxes to tick" is_empty "$work/out"
    awk '
        /^<(section|article|div|table|tbody|thead|tfoot|tr|td|th|dl|dd|dt|ul|ol|li|p|h[1-6]|svg|g|main|nav|header|footer|details|summary|pre|code|bdi|span|b|a|label)[ >]/ {
            name = $1; gsub(/[<>]/, "", name); stack[++depth] = name; next }
        /^<\/(section|article|div|table|tbody|thead|tfoot|tr|td|th|dl|dd|dt|ul|ol|li|p|h[1-6]|svg|g|main|nav|header|footer|details|summary|pre|code|bdi|span|b|a|label)>/ {
            name = $1; gsub(/[<>\/]/, "", name)
            if (stack[depth] != name) { print NR ": </" name "> closes <" stack[depth] ">"; exit }
            depth-- }
        END { if (depth != 0) print depth " left open" }' "$work/tags" >"$work/out"
    check "$name: what is opened is closed, in order" is_empty "$work/out"
done

# --- what a reader would notice

page=$work/example.html
check "a command is what is typed, nothing added" \
    grep -qF '<code>/etc/init.d/apache2 stop</code>' "$page"
check "a refused command shows its place and says why" \
    grep -qF 'nlserver stop mta@<b>&lt;instance: see evidence&gt;</b>' "$page"
check "a finding has its address" grep -qF '<article class="finding" id="ACC-ENV-001"' "$page"
check "a step has its address" grep -qF '<article class="step" id="S036"' "$page"
check "what one rule holds waits until it is closed" \
    sh -c "tr -d '\n' <'$page' | sed 's/<[^>]*>//g' |
        grep -qF 'Do not start before ACC-TZ-005 is closed'"
check "what was not assessed is named, not numbered alone" \
    grep -qF 'The internal password is set' "$page"
check "a held server is said in words" grep -qF 'app1: held' "$page"
check "one server: no column for it" \
    equal "$(grep -c 'app1: held' "$work/single.html")" 0
check "nothing collected is not an empty green page" \
    grep -qF 'class="verdict unknown"' "$work/empty.html"
check "nothing collected is not nothing missing" \
    equal "$(grep -o 'nobody knows' "$work/empty.html" | wc -l)" 2
check "a bidirectional control is shown" \
    grep -qF 'x[U+202E]exe' "$work/hostile.html"
check "and stands nowhere as itself" \
    sh -c "! grep -q \"\$(printf '\\342\\200\\256')\" '$work/hostile.html'"

LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo "$make" "$work/example.xml" "$templates" \
    "$work/again.html"
check "the same report gives the same bytes anywhere" \
    cmp "$page" "$work/again.html"

# --- in a browser

# browse PAGE: its document into dom, what was asked for into asked, what the
# console said into console.
browse() {
    profile=$(mktemp -d "$work/profile.XXXXXX")
    timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic \
        --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync \
        --disable-dev-shm-usage --enable-logging=stderr \
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1' \
        --user-data-dir="$profile" --log-net-log="$profile/net.json" \
        --dump-dom "file://$1" >"$work/dom" 2>"$profile/console"
    # The browser asks its maker things of its own accord.
    grep -oE '"url":"[^"]*"' "$profile/net.json" | sort -u |
        grep -vE '"(file|data|chrome)[a-z-]*:' |
        grep -vE '^"url":"https?://[a-z0-9.-]*\.(google|googleapis|gvt1)\.com/' \
        >"$work/asked"
    grep 'CONSOLE' "$profile/console" >"$work/console"
}

if command -v chromium >/dev/null; then
    cat >"$work/leak.html" <<'PAGE'
<!DOCTYPE html><title>none</title><img src="http://127.0.0.1:9/leak">
<script>document.title = 'ran'</script>
PAGE
    browse "$work/leak.html"
    check "this test sees a request" grep -q '127.0.0.1:9/leak' "$work/asked"
    check "this test sees a script run" grep -q '<title>ran</title>' "$work/dom"
    sed 's/--bg: #ffffff/--bg: #fffffe/' "$page" >"$work/forged.html"
    browse "$work/forged.html"
    check "another style than ours is refused" \
        grep -qi 'content security policy' "$work/console"

    for name in example hostile; do
        browse "$work/$name.html"
        check "$name: nothing is asked of anybody" is_empty "$work/asked"
        check "$name: the console has nothing to say" is_empty "$work/console"
        check "$name: the title is ours" \
            grep -qF '<title>Not ready: readiness of ' "$work/dom"
        check "$name: the whole page is there" grep -q '</footer>' "$work/dom"
    done
else
    failed=$((failed + 1))
    echo "FAILED: chromium is not installed, so nobody looked at the page"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
