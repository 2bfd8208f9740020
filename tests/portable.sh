#!/bin/sh
# The collector compiles for old Linux (musl) and for Windows (mingw), each
# without the other platform's file.  Syntax only: linking needs the libraries
# built for them.
. "$(dirname "$0")/layers.inc.sh"

# The libraries' headers in a folder of their own, so that none of glibc's
# comes with them.
foreign=$scratch/foreign
mkdir -p "$foreign/openssl"
for header in archive.h archive_entry.h zlib.h zconf.h; do
    [ -e "/usr/include/$header" ] && ln -s "/usr/include/$header" "$foreign"
done
for header in /usr/include/openssl/*.h \
    "/usr/include/$(gcc -print-multiarch)"/openssl/*.h; do
    [ -e "$header" ] && ln -s "$header" "$foreign/openssl/"
done

# Compiles the collector with COMPILER for NAME, without the files EXCEPT.
compiles() {
    name=$1
    except=$2
    shift 2
    for folder in collector $(layer_folders collector); do
        for source in "$top/$folder"/*.c; do
            [ -e "$source" ] || continue
            case ${source##*/} in $except) continue ;; esac
            # shellcheck disable=SC2046,SC2086
            check "${source#"$top/"} compiles for $name" \
                "$@" $flags $(includes "$folder") -isystem "$foreign" "$source"
        done
    done
}

# Linked statically, as for old Linux, what the C library itself takes (here for
# its strdup) is ours too.
runs_out() {
    cat >"$scratch/probe.c" <<'END'
#include <string.h>
#include <sys/resource.h>
#include "memory.h"
int
main(void)
{
    struct rlimit most = {8 << 20, 8 << 20};

    memory_start("probe");
    setrlimit(RLIMIT_AS, &most);
    while (strdup("a text that nobody frees") != NULL)
        ;
    return 0;
}
END
    wrap=$(sed -n 's/.*-Wl,\(--wrap[^"]*\).*/\1/p' "$top/CMakeLists.txt")
    musl-gcc -static -std=c11 -D_GNU_SOURCE -DACC_MEMORY_WRAPPED "-Wl,$wrap" \
        -I"$top/collector/base" "$scratch/probe.c" \
        "$top/collector/base/memory.c" -o "$scratch/probe" || return 1
    said=$("$scratch/probe" 2>&1)
    [ $? -eq 1 ] &&
        [ "$said" = "probe: out of memory; nothing was written" ]
}

compiles "musl" windows.c musl-gcc
compiles "Windows" "*posix.c" \
    x86_64-w64-mingw32-gcc -D_WIN32_WINNT=0x0502
check "a static musl program runs out of memory through the door" runs_out
finish
