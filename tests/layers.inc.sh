# What headers.sh, layers.sh and portable.sh share; they read it with ".".
# The layers and who sees whom are taken from the CMakeLists.txt of each.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
passed=0
failed=0
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

warnings=$(grep -oE -- '-W[a-z-]+' "$top/CMakeLists.txt" | grep -vE -- "-W(error|l)" |
    sort -u | tr '\n' ' ')
flags="-std=c11 $warnings -Werror -D_GNU_SOURCE -DACC_VERSION=\"x\" \
-fsyntax-only"

# The folders that are layers, under the folders given.
layer_folders() {
    for parent in "$@"; do
        for list in "$top/$parent"/*/CMakeLists.txt; do
            grep -q '^acc_layer(' "$list" && dirname "${list#"$top/"}"
        done
    done
}

# The folder of the layer NAME.
layer_folder() {
    for folder in $(layer_folders collector analyzer); do
        [ "${folder##*/}" = "$1" ] && echo "$folder"
    done
}

# The names of the layers that the one in FOLDER sees.
layer_sees() {
    tr '\n' ' ' <"$top/$1/CMakeLists.txt" |
        sed -n 's/.*[( ]SEES \([a-z ]*\).*/\1/p'
}

# -I for a file in FOLDER.  The programs see every layer of their side, and
# the analyzer all.
includes() {
    case $1 in
    collector) seen=$(layer_folders collector) ;;
    analyzer) seen=$(layer_folders collector analyzer) ;;
    *) seen=$(for name in $(layer_sees "$1"); do layer_folder "$name"; done) ;;
    esac
    for folder in "$1" $seen; do
        printf -- '-I%s ' "$top/$folder"
    done
}

# Counts a check: its sentence, then the command that must succeed.
check() {
    sentence=$1
    shift
    if "$@" >"$scratch/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n' "$sentence"
        sed 's/^/        /' "$scratch/log" | head -n 20
    fi
}

finish() {
    printf '%s passed, %s failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
