#!/bin/sh
# What `cmake --install` brings, what the shells complete then, and what the
# collector alone wants to be built.
#
#     tests/install.sh BUILD
#
# BUILD is a build of both programs; what is built here lies in a folder of its
# own.
. "$(dirname "$0")/layers.inc.sh"
build=$(cd "$1" && pwd) || exit 1
root=$scratch/root
usr=$root/usr/local

holds() {
    [ -s "$usr/$1" ]
}

DESTDIR=$root cmake --install "$build" >"$scratch/install.log" 2>&1 ||
    tail -n 5 "$scratch/install.log"
for file in bin/acc-collect bin/acc-analyze \
    share/man/man1/acc-collect.1 share/man/man1/acc-analyze.1 \
    share/bash-completion/completions/acc-collect \
    share/bash-completion/completions/acc-analyze \
    share/zsh/site-functions/_acc-collect \
    share/zsh/site-functions/_acc-analyze \
    share/acc-readiness/schemas/facts.rng \
    share/acc-readiness/schemas/rules.rng \
    share/acc-readiness/schemas/plan.rng \
    share/acc-readiness/schemas/answers.rng \
    share/acc-readiness/schemas/report.rng \
    share/acc-readiness/schemas/report.schema.json; do
    check "$file is installed" holds "$file"
done
PATH=$usr/bin:$PATH
export PATH
mkdir "$scratch/here" "$scratch/here/bundles" "$scratch/here/two words"
touch "$scratch/here/one.tar.gz" "$scratch/here/answers.xml"
cd "$scratch/here" || exit 1

# The options that --help of $1 lists, each with its dashes, a line each.
options() {
    "$1" --help | sed -n 's/^  \(    \)\{0,1\}\(-.*\)/\2/p' |
        sed 's/  .*//' | grep -oE -- '--?[a-z][a-z-]*' | sort -u
}

bash_options() {
    sed -n "s/^    -\*) _acc_words '\(.*\)'.*/\1/p" \
        "$usr/share/bash-completion/completions/$1" | tr ' ' '\n' |
        grep . | sort -u
}

zsh_options() {
    sed -n 's/^        \(.*\)\[.*/\1/p' "$usr/share/zsh/site-functions/_$1" |
        grep -oE -- "--?[a-z][a-z-]*" | sort -u
}

manual_options() {
    sed -n 's/^\.It //p' "$top/$2/$1.1" | grep '^Fl ' |
        grep -oE 'Fl -?[a-z][a-z-]*' | sed 's/^Fl /-/' | sort -u
}

# Both lists are there, and equal.
same() {
    [ "$(wc -l <"$1")" -gt 10 ] && diff "$1" "$2"
}

for program in acc-collect acc-analyze; do
    options "$program" >"$scratch/help"
    bash_options "$program" >"$scratch/bash"
    zsh_options "$program" >"$scratch/zsh"
    case $program in
    acc-collect) folder=collector ;;
    *) folder=analyzer ;;
    esac
    manual_options "$program" "$folder" >"$scratch/manual"
    # In bash a letter that has a name besides is not offered.
    grep -e '^--' -e '^-j$' "$scratch/help" >"$scratch/names"
    check "bash completes exactly the options of $program" \
        same "$scratch/names" "$scratch/bash"
    check "zsh completes exactly the options of $program" \
        same "$scratch/help" "$scratch/zsh"
    check "the manual page of $program tells exactly its options" \
        same "$scratch/help" "$scratch/manual"
done

# What bash offers for the words given, the last being under the cursor; as
# readline cuts them, '=' being a word of its own.
offers() {
    bash --norc -c '
        . "$1"; shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _'"$(echo "$1" | tr - _)"'
        printf "%s\n" "${COMPREPLY[@]}"
    ' bash "$usr/share/bash-completion/completions/$1" "$@" 2>/dev/null | sort
}

# completes "WORDS" "OFFERS": each list a line, blanks between.
completes() {
    # shellcheck disable=SC2086
    [ "$(eval "offers $1" | tr '\n' ' ')" = "$2 " ]
}

for line in \
    "acc-collect pre|preview" \
    "acc-collect ''|collect db-script host-script inspect preview verify" \
    "acc-collect --db-p|--db-password-fd --db-port" \
    "acc-collect --compress ''|gzip zstd" \
    "acc-collect --compress = z|zstd" \
    "acc-collect --compress =|gzip zstd" \
    "acc-collect db-script ''|db2 mysql oracle postgresql sqlserver" \
    "acc-collect --estate x db-script o|oracle" \
    "acc-collect host-script w|windows" \
    "acc-collect --root ''|bundles two words" \
    "acc-collect --estate ''|" \
    "acc-collect inspect o|one.tar.gz" \
    "acc-analyze ru|rules" \
    "acc-analyze rules ''|check list show" \
    "acc-analyze rules check a|answers.xml" \
    "acc-analyze data ''|bundles two words" \
    "acc-analyze b|bundles" \
    "acc-analyze bundles --an|--answers" \
    "acc-analyze bundles --answers a|answers.xml" \
    "acc-analyze bundles -o ''|bundles two words" \
    "acc-analyze --format h|html"; do
    check "bash completes: ${line%%|*}" completes "${line%%|*}" "${line#*|}"
done

# A terminal with zsh in it: what stands there after the words and TAB.
zsh_shows() {
    zsh -f -c '
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z "PS1= ; fpath=('"$usr/share/zsh/site-functions"' \$fpath)"
        zpty -w z "autoload -Uz compinit && compinit -u -D; zstyle \":completion:*\" list-prompt \"\""
        zpty -w z "echo rea\"\"dy"
        zpty -r -m z line "*ready*"
        zpty -w -n z "$1"$'"'\\t'"'
        sleep 1
        text=
        while zpty -r -t z line; do text+=$line; done
        print -r -- "$text"
        zpty -d z
    ' zsh "$1" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' | tr -d '\r\b\a'
}

zsh_completes() {
    zsh_shows "$1" >"$scratch/shown"
    cat -v "$scratch/shown"
    grep -qF -- "$2" "$scratch/shown"
}

check "zsh completes a command" zsh_completes "acc-collect insp" "inspect"
check "zsh completes an option" zsh_completes "acc-collect --hostn" "--hostname"
check "zsh completes a value" \
    zsh_completes "acc-collect --compress zs" "--compress zstd"
check "zsh completes an operand" \
    zsh_completes "acc-collect db-script ora" "db-script oracle"
check "zsh completes a second word" \
    zsh_completes "acc-analyze rules sh" "rules show"

# --- What the collector alone wants ---

# Hides what pkg-config knows but for the modules given and what they need.
knows() {
    rm -rf "$scratch/modules"
    mkdir "$scratch/modules"
    for module in "$@"; do
        ln -s "$(pkg-config --variable=pcfiledir "$module")/$module.pc" \
            "$scratch/modules"
    done
}

configures() {
    rm -rf "$scratch/build"
    PKG_CONFIG_LIBDIR=$scratch/modules cmake -G "Unix Makefiles" \
        -S "$top" -B "$scratch/build" "$@" >"$scratch/configure.log" 2>&1
}

needed="libarchive libcrypto zlib libzstd"
alone() {
    # shellcheck disable=SC2086
    knows $needed $(pkg-config --print-requires-private libarchive |
        sed 's/[ <>=].*//')
    configures -DACC_ANALYZER=OFF || {
        cat "$scratch/configure.log"
        return 1
    }
}

# names PACKAGES OPTIONS…: the configuration fails with these in its words.
names() {
    ! configures -DACC_ANALYZER="$3" &&
        tr '\n' ' ' <"$scratch/configure.log" | tr -s ' ' |
        grep -F "the package $1 of Debian, $2 of Red Hat"
}

check "the collector alone is configured without the analyzer's libraries" alone
# With make, as on old servers.
built_alone() {
    cmake --build "$scratch/build" -- -j2 >"$scratch/build.log" 2>&1 &&
        DESTDIR=$scratch/alone cmake --install "$scratch/build" >/dev/null &&
        "$scratch/alone/usr/local/bin/acc-collect" --version &&
        [ "$(find "$scratch/alone" -type f | wc -l)" -eq 4 ] &&
        [ -z "$(find "$scratch/build" -name '*_test*' -type f)" ]
}
check "and is built and installed, and no test with it" built_alone
check "and tests are not built unless asked for" \
    grep -q '^ACC_TESTS:BOOL=OFF' "$scratch/build/CMakeCache.txt"
check "the analyzer is not configured then" names libxml2-dev libxml2-devel ON
knows libcrypto
check "a missing libarchive is named" names libarchive-dev libarchive-devel OFF
alone
rm "$scratch/modules/libcrypto.pc"
check "a missing libcrypto is named" names libssl-dev openssl-devel OFF

# Commands and ways of calling them that CMake 3.10 does not know.
old_enough() {
    # The analyzer may want a newer one.
    find "$top/CMakeLists.txt" "$top/collector" -name CMakeLists.txt \
        -o -name "*.cmake" >"$scratch/lists"
    # shellcheck disable=SC2046
    ! sed 's/^ *#.*//' $(cat "$scratch/lists") | grep -nE \
        -e '\b(add_link_options|target_link_(options|directories)|target_precompile_headers|cmake_language|cmake_path|cmake_file_api|block|FetchContent_[A-Za-z]*) *\(' \
        -e '\b(list *\( *(TRANSFORM|JOIN|PREPEND|POP_)|string *\( *(JOIN|REPEAT|JSON|HEX)|file *\( *(CONFIGURE|CREATE_LINK|SIZE|READ_SYMLINK|CHMOD|REAL_PATH|COPY_FILE|ARCHIVE_))' \
        -e '\b(add_custom_command|find_library|find_path|find_program) *\([^)]*(DEPFILE|REQUIRED|VALIDATOR)' \
        -e 'TARGET_EXISTS|CONFIGURE_DEPENDS|IN ZIP_LISTS'
}
check "no command of CMake is newer than 3.10" old_enough
check "and none newer is demanded" \
    grep -q '^cmake_minimum_required(VERSION 3\.10)' "$top/CMakeLists.txt"
finish
