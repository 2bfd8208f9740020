# Sourced by samples/try.sh and tests/run.sh: installs what is missing.
#
# acc_install PACKAGE…   Debian packages that must be there.
#
# Says what it will install and why, asks on a terminal unless --yes was given,
# goes on without asking where there is no terminal, prints the line to run
# where we are not root. A server among the packages is never started.

acc_yes=0

acc_say() {
    printf '%s\n' "$*" >&2
}

acc_missing() {
    for package in "$@"; do
        case $(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null) in
        ?i*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

acc_install() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        acc_say "This script installs Debian packages; here there is no dpkg."
        acc_say "Install the like of these yourself: $*"
        return 1
    fi
    missing=$(acc_missing "$@")
    [ -n "$missing" ] || return 0
    acc_say "Missing Debian packages: $missing"
    if [ "$(id -u)" -ne 0 ]; then
        acc_say "Run this as root, then start again:"
        acc_say "  apt-get update && apt-get install -y --no-install-recommends $missing"
        return 1
    fi
    if [ "$acc_yes" -eq 0 ] && [ -t 0 ] && [ -t 2 ]; then
        printf 'Install them with apt-get now? [y/N] ' >&2
        read -r answer
        case $answer in
        y | Y | yes | Yes) ;;
        *)
            acc_say "Nothing was installed. The line to run:"
            acc_say "  apt-get update && apt-get install -y --no-install-recommends $missing"
            return 1
            ;;
        esac
    fi
    # A policy that forbids to start services while we install: databases and
    # web servers are wanted as programs, not as daemons of this machine.
    policy=/usr/sbin/policy-rc.d
    made_policy=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
        made_policy=1
    fi
    status=0
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        $missing; } >&2 || status=1
    [ "$made_policy" -eq 0 ] || rm -f "$policy"
    if [ "$status" -ne 0 ]; then
        acc_say "apt-get could not install: $missing"
        return 1
    fi
}

# What the programs are built from.
acc_build_packages="gcc libc6-dev cmake ninja-build pkg-config \
libarchive-dev libxml2-dev libxslt1-dev libhpdf-dev zlib1g-dev libssl-dev \
libjansson-dev fonts-dejavu-core icc-profiles-free"
