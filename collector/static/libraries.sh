#!/bin/sh
# Builds the libraries of the programs for musl, static, from Debian's sources.
#
#     collector/static/libraries.sh [--cache FOLDER] [NAME…]
#
# Fetches the source packages with apt, which checks them against the archive's
# signed index, and builds them with Debian's patches.  The newest version that
# the mirror holds whole is taken.  What is built stays in FOLDER (by default
# ~/.cache/acc-readiness), keyed by version and by how it is built, and is not
# built again.
#
# Prints a line for each library: NAME VERSION FOLDER, where FOLDER has include/
# and lib/.  Without NAME: all of them.  Exit status: 0; 1 a library could not
# be built; 4 its source is not to be had.
set -eu

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/acc-readiness
all="zlib libzstd openssl libarchive libxml2 libxslt libharu jansson"

# What each is built with, of these.
needs() {
    case $1 in
    libarchive) echo zlib libzstd openssl ;;
    libxslt) echo libxml2 ;;
    libharu) echo zlib ;;
    esac
}

say() {
    printf '%s\n' "$*" >&2
}

# Each build_NAME runs in the unpacked source and installs into $prefix.
# CPPFLAGS and LDFLAGS lead to what the library needs.

build_zlib() {
    ./configure --static --prefix="$prefix"
    make -j"$jobs" libz.a
    make install
}

build_libzstd() {
    make -j"$jobs" -C lib libzstd.a ZSTD_LIB_DEPRECATED=0
    make -C lib install-static install-includes install-pc PREFIX="$prefix"
}

# Before Linux 3.17 there is no getrandom: without DEVRANDOM libcrypto waits for
# /dev/random and leaves a segment of shared memory behind.
build_openssl() {
    ./Configure linux-x86_64 --prefix="$prefix" --libdir=lib no-shared no-dso \
        no-engine no-module no-tests no-async no-afalgeng no-secure-memory \
        no-autoload-config no-legacy no-ssl no-tls no-dtls no-comp no-ui-console \
        '-DDEVRANDOM="\"/dev/urandom\""' $CFLAGS
    make -j"$jobs" build_generated
    make -j"$jobs" libcrypto.a libcrypto.pc
    mkdir -p "$prefix/include" "$prefix/lib/pkgconfig"
    cp -R include/openssl "$prefix/include"
    cp libcrypto.a "$prefix/lib"
    cp libcrypto.pc "$prefix/lib/pkgconfig"
}

# Debian's patches are newer than configure, and would start automake.
build_libarchive() {
    find . -exec touch -r configure {} +
    ./configure --host=x86_64-linux-musl --prefix="$prefix" --disable-shared \
        --disable-bsdtar --disable-bsdcpio --disable-bsdcat --disable-acl \
        --disable-xattr --without-bz2lib --without-lzma --without-lz4 \
        --without-xml2 --without-expat --without-nettle --without-mbedtls \
        --without-libb2 --without-lzo2 --without-iconv --without-openssl
    make -j"$jobs" libarchive.la
    make install-libLTLIBRARIES install-includeHEADERS install-pkgconfigDATA
}

build_libxml2() {
    find . -exec touch -r configure {} +
    ./configure --host=x86_64-linux-musl --prefix="$prefix" --disable-shared \
        --without-http --without-ftp --without-python --without-lzma \
        --without-zlib --without-icu --without-catalog --without-debug \
        --without-modules --without-legacy --without-readline --with-iconv
    make -j"$jobs" libxml2.la
    make install-libLTLIBRARIES install-pkgconfigDATA
    make -C include install
}

build_libxslt() {
    find . -exec touch -r configure {} +
    ./configure --host=x86_64-linux-musl --prefix="$prefix" --disable-shared \
        --without-python --without-crypto --without-debug --without-debugger \
        --without-profiler --without-plugins --with-libxml-prefix="$libxml2"
    make -j"$jobs" -C libxslt libxslt.la
    make -j"$jobs" -C libexslt libexslt.la
    make -C libxslt install
    make -C libexslt install
    make install-pkgconfigDATA
}

build_libharu() {
    cmake -S . -B acc-build -G Ninja -DCMAKE_INSTALL_PREFIX="$prefix" \
        -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DLIBHPDF_SHARED=OFF -DLIBHPDF_STATIC=ON -DLIBHPDF_EXAMPLES=OFF \
        -DCMAKE_PREFIX_PATH="$zlib" -DCMAKE_DISABLE_FIND_PACKAGE_PNG=ON \
        -DLIBHPDF_ENABLE_PNG=OFF
    cmake --build acc-build --target install
}

build_jansson() {
    find . -exec touch -r configure {} +
    ./configure --host=x86_64-linux-musl --prefix="$prefix" --disable-shared
    make -j"$jobs" -C src
    make -C src install
    make install-pkgconfigDATA
}

# ---- sources ----

apt_here() {
    command=$1
    shift
    "$command" -q -o Dir::Etc::sourcelist=/dev/null \
        -o Dir::Etc::sourceparts="$cache/apt/sources" \
        -o Dir::State::lists="$cache/apt/lists" \
        -o Dir::Cache="$cache/apt/cache" -o APT::Sandbox::User=root "$@"
}

# The sources of the packages that this machine installs, in lists of our own.
lists() {
    [ -n "${listed:-}" ] && return
    listed=yes
    rm -rf "$cache/apt"
    mkdir -p "$cache/apt/sources" "$cache/apt/lists/partial" \
        "$cache/apt/cache/archives/partial"
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] &&
            sed 's/^Types:.*/Types: deb-src/' "$file" \
                >"$cache/apt/sources/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] && sed -n 's/^deb /deb-src /p' "$file" \
            >"$cache/apt/sources/${file##*/}"
    done
    apt_here apt-get update >&2 || say "The index of sources is not to be had."
}

# The versions of the source NAME, the newest first.
versions() {
    apt_here apt-cache showsrc "$1" 2>/dev/null |
        awk -v name="$1" '/^Package: / { its = $2 == name }
            /^Version: / && its { print $2 }' | sort -u | newest_first
}

newest_first() {
    sorted=
    while read -r version; do
        after=
        for other in $sorted; do
            if [ -n "$version" ] &&
                dpkg --compare-versions "$version" gt "$other"; then
                after="$after $version"
                version=
            fi
            after="$after $other"
        done
        sorted="$after $version"
    done
    for version in $sorted; do
        printf '%s\n' "$version"
    done
}

# Fetches the source NAME into the folder $source and sets $version.
fetch() {
    lists
    source=$cache/source/$1
    for version in $(versions "$1"); do
        [ -e "$source/$version.whole" ] && return
        mkdir -p "$source"
        if (cd "$source" && apt_here apt-get source --download-only \
            "$1=$version" >&2); then
            : >"$source/$version.whole"
            return
        fi
        say "$1 $version: not whole on the mirror"
    done
    say "$1: its source is not to be had"
    exit 4
}

# ---- building ----

unpack() {
    rm -rf "$work"
    mkdir -p "$work"
    file=$(printf '%s' "$version" | sed 's/^[0-9]*://')
    (cd "$source" && dpkg-source --no-check -x "$1_$file.dsc" \
        "$work/source" >&2)
}

# Includes of the kernel's, which musl's compiler does not look for.
kernel_headers() {
    mkdir -p "$cache/kernel"
    for folder in linux asm-generic; do
        ln -sfn "/usr/include/$folder" "$cache/kernel/$folder"
    done
    ln -sfn "/usr/include/$(gcc -print-multiarch)/asm" "$cache/kernel/asm"
}

recipe() {
    sed -n "/^build_$1()/,/^}/p" "$self"
    printf '%s\n' "$version" "$flags" "$(needs "$1")"
    musl-gcc --version | head -n 1
    dpkg-query -W -f='${Version}\n' musl-dev
}

# Builds NAME, if it is not there; prints its line.
library() {
    name=$1
    fetch "$name"
    key=$(recipe "$name" | sha256sum | cut -c 1-16)
    built=$cache/built/$name-$key
    if [ ! -e "$built/whole" ]; then
        say "Building $name $version …"
        work=$cache/work/$name
        unpack "$name"
        rm -rf "$built"
        mkdir -p "$built"
        if ! build "$name" >"$built/log" 2>&1; then
            tail -n 30 "$built/log" >&2
            say "$name $version could not be built; the log is $built/log"
            exit 1
        fi
        rm -rf "$work"
        : >"$built/whole"
    fi
    eval "$name=\$built"
    printf '%s %s %s\n' "$name" "$version" "$built"
}

# In a shell of its own, which the first failure ends.
build() {
    cppflags="-isystem $cache/kernel"
    ldflags=
    pkg_config=
    for need in $(needs "$1"); do
        eval "need=\$$need"
        cppflags="$cppflags -I$need/include"
        ldflags="$ldflags -L$need/lib"
        pkg_config=$pkg_config:$need/lib/pkgconfig
    done
    (cd "$work/source" &&
        env CC=musl-gcc CFLAGS="$flags" CPPFLAGS="$cppflags" \
            LDFLAGS="$ldflags" PKG_CONFIG_LIBDIR="$pkg_config" \
            prefix="$built" jobs="$jobs" zlib="${zlib:-}" \
            libxml2="${libxml2:-}" sh "$self" --recipe "$1")
}

self=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
while [ $# -gt 0 ]; do
    case $1 in
    --cache)
        cache=$2
        shift 2
        ;;
    --recipe)
        "build_$2"
        exit
        ;;
    -h | --help)
        sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$self"
        exit
        ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || set -- $all

jobs=$(nproc)
flags="-O2 -fPIC -fno-strict-aliasing -fstack-protector-strong -ffunction-sections -fdata-sections"
mkdir -p "$cache"
kernel_headers
for one in "$@"; do
    library "$one"
done
