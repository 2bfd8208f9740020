#!/bin/sh
# Makes a bundle of each host of a sample with the real collector.
#
#     samples/collect.sh ACC-COLLECT ESTATE-FOLDER OUTPUT-FOLDER [OPTION…]
#
# Options go to each run of acc-collect.
set -u
collect=$1
estate=$2
output=$3
shift 3
mkdir -p "$output" || exit 1
for host in "$estate"/*/; do
    [ -d "$host/root" ] || continue
    name=$(basename "$host")
    # What a DBA would have handed over, where the host has it.
    result=
    [ ! -f "$host/database.txt" ] || result=--db-result=$host/database.txt
    "$collect" -q --root "$host/root" --recorded "$host/recorded" \
        --hostname "$name" --estate "$(basename "$estate")" \
        -o "$output/acc-$name.tar.gz" ${result:+"$result"} "$@"
    case $? in
    0 | 3) ;; # 3: written, but something could not be collected
    *) exit 1 ;;
    esac
done
