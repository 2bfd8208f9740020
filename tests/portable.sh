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

compiles "musl" windows.c musl-gcc
compiles "Windows" "*posix.c" \
    x86_64-w64-mingw32-gcc -D_WIN32_WINNT=0x0502
finish
