#!/bin/sh
# A layer that includes what it may not see breaks the build: with the include
# paths that CMake really gives to each layer, the headers of the layers after
# SEES are found and those of all others are not.  Foreign libraries, which
# lie where every compiler looks, are included through their doors alone.
. "$(dirname "$0")/layers.inc.sh"

if ! cmake -G Ninja -S "$top" -B "$scratch/build" -DACC_TESTS=OFF \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"$scratch/cmake.log" 2>&1; then
    tail -n 20 "$scratch/cmake.log"
    echo "0 passed, 1 failed"
    exit 1
fi

# The include options that CMake gives to the sources in FOLDER.
cmake_includes() {
    grep "\"command\".* -c $top/$1/[a-z0-9_]*\.c\"" \
        "$scratch/build/compile_commands.json" | head -n 1 |
        grep -oE -- '(-I|-isystem )[^ ]+' | tr '\n' ' '
}

# The files that a source in FOLDER would include by the names of the headers
# in OTHER.
reached() {
    for header in "$top/$2"/*.h; do
        name=${header##*/}
        printf '#if __has_include("%s")\n#include "%s"\n#endif\n' \
            "$name" "$name"
    done >"$scratch/probe.c"
    # shellcheck disable=SC2046
    gcc -std=c11 -D_GNU_SOURCE -M $(cmake_includes "$1") "$scratch/probe.c" |
        tr ' ' '\n'
}

# Does a source in FOLDER find all headers of OTHER?
finds() {
    reached "$1" "$2" >"$scratch/reached"
    for header in "$top/$2"/*.h; do
        grep -qxF "$header" "$scratch/reached" || {
            echo "not found: $header"
            return 1
        }
    done
}

# Does it find none?
misses() {
    reached "$1" "$2" >"$scratch/reached"
    [ -s "$scratch/reached" ] || return 1
    ! grep -F "$top/$2/" "$scratch/reached"
}

# Does a source in FOLDER that includes HEADER break?
breaks() {
    printf '#include "%s"\n' "$2" >"$scratch/probe.c"
    # shellcheck disable=SC2046
    ! gcc -std=c11 -D_GNU_SOURCE -fsyntax-only $(cmake_includes "$1") \
        "$scratch/probe.c"
}

layers=$(layer_folders collector analyzer)
for folder in $layers; do
    check "CMake compiles $folder" test -n "$(cmake_includes "$folder")"
    sees=" ${folder##*/} $(layer_sees "$folder") "
    for other in $layers; do
        case $sees in
        *" ${other##*/} "*)
            # A private header of another layer may need more than we see.
            [ "$other" != "$folder" ] ||
                check "$folder finds its own headers" finds "$folder" "$other"
            ;;
        *) check "$folder finds nothing of $other" misses "$folder" "$other" ;;
        esac
    done
done
check "a painter that includes estate.h breaks the build" \
    breaks analyzer/render estate.h
check "a collector that includes finding.h breaks the build" \
    breaks collector/gather finding.h

no_way_around() {
    ! grep -rnE '#include "[^"]*/' "$top/collector" "$top/analyzer" \
        --include='*.[ch]'
}
check "no include goes through a path" no_way_around

# A foreign library (its headers), and the folders that are its doors.
door() {
    pattern=$1
    shift
    grep -rlE "#include <($pattern)" "$top/collector" "$top/analyzer" \
        --include='*.[ch]' | while read -r file; do
        folder=$(dirname "${file#"$top/"}")
        case " $* " in
        *" $folder "*) ;;
        *) echo "${file#"$top/"}" ;;
        esac
    done >"$scratch/strangers"
    cat "$scratch/strangers"
    [ ! -s "$scratch/strangers" ]
}
check "libarchive has one door" door 'archive' collector/bundle
check "libcrypto has one door" door 'openssl/' collector/bundle
check "zlib is used by nobody directly" door 'zlib|zconf'
check "libxml2 is seen by xml and the painter" \
    door 'libxml/' analyzer/xml analyzer/render
check "libxslt has one door" door 'libxslt/|libexslt/' analyzer/render
check "libharu has one door" door 'hpdf' analyzer/render
check "jansson has one door" door 'jansson' analyzer/report
finish
