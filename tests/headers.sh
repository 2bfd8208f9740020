#!/bin/sh
# Each header compiles alone, with what its layer may see and no more.
. "$(dirname "$0")/layers.inc.sh"

# Foreign headers that do not lie where every compiler looks.
foreign() {
    grep -q foreign_xml "$top/$1/CMakeLists.txt" && pkg-config --cflags libxml-2.0
}

# Through a file of its own: a header may hold macros only, a file may not.
alone() {
    header=$1
    shift
    printf '#include "%s"\ntypedef int something;\n' "$header" |
        gcc "$@" -x c -
}

for folder in collector analyzer $(layer_folders collector analyzer); do
    options="$(includes "$folder") $(foreign "$folder")"
    for header in "$top/$folder"/*.h; do
        [ -e "$header" ] || continue
        # shellcheck disable=SC2086
        check "${header#"$top/"} compiles alone" \
            alone "$header" $flags $options
    done
done
finish
