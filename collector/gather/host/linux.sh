#!/bin/sh
# Gathers by hand what acc-collect gathers, on a Linux server where it does not
# run.  Printed by 'acc-collect host-script linux', version @VERSION@.
#
#   WHAT IT LEAVES IS RAW AND UNREDACTED: passwords stand in it.  It stays in
#   the house.  Take it to a machine of your own that runs acc-collect:
#
#       acc-collect --handed-over acc-hand-over-HOST-TIME.tar
#
#   There the secrets are replaced; only the bundle made there may leave.
#   Then delete what this script left.
#
# Run it in a folder with some room, as the owner of the Campaign directory, or
# as root: then it starts itself again as that owner and reads nothing as root.
#
#     sh acc-host.sh [--root DIR] [CAMPAIGN-DIRECTORY...]
#
# --root DIR: DIR is a mounted disk or a restored backup; nothing is run then.
#
# It reads the files and runs the commands of the tables below, and no other;
# it stops and starts no service and writes only into the folder that it makes.

# ---- the tables: what is read and run, and what for ----

trees_wanted() {
@TREES@
}

# Copied, where they are there: of each Campaign directory ...
of_tree() {
@FILES_TREE@
}

# ... of its var directory ...
of_var() {
@FILES_VAR@
}

# ... of the homes of its account ...
of_home() {
@FILES_HOME@
}

# ... and of the system.
of_system() {
@FILES_ROOT@
}

# Run by Campaign's account, each for at most 60 seconds.
commands() {
@COMMANDS@
}

# A link may lead to these from anywhere ...
link_of_system() {
    case $1 in
@FOLLOWED@) return 0 ;;
    esac
    return 1
}

# ... and never to these from a Campaign directory.
place_of_system() {
    case $1 in
    /usr/local/*) return 1 ;;
@SYSTEM@) return 0 ;;
    esac
    return 1
}

# ---- the record: one line a fact; a NUL in a line is a line break ----

# Names are given to find as .PATH, below the folder that stands for /.
FACT='node %y %m %U %G %n %T@ %s %u %p\0'

say() {
    printf '%s\n' "acc-host.sh: $*" >&2
}

fact() {
    printf '%s' "$1" | tr '\n' '\0' >>"$work/record"
    echo >>"$work/record"
}

# What stands at .$1 (find's other words: how far below), links not followed.
node() {
    path=$1
    shift
    find ".$path" "$@" \( -type l -printf "${FACT}leads %l\\0" \) \
        -o -printf "$FACT" 2>>"$work/errors" | tr '\n\0' '\0\n' >>"$work/record"
}

# The folder $1, once.
folder() {
    case $seen in
    *"$line$1$line"*) return ;;
    esac
    seen=$seen$1$line
    node "${1:-/}" -maxdepth 0
    [ -r ".$1/" ] || fact "unread $1"
    [ -x ".$1/" ] || fact "shut $1"
}

# Notes all that stands on the way to $1; the real path becomes $real, empty if
# nothing is there.  Links are followed by their text, inside the root.
walk() {
    real='' rest=$1 hops=0
    while [ -n "$rest" ]; do
        part=${rest%%/*}
        case $rest in
        */*) rest=${rest#*/} ;;
        *) rest= ;;
        esac
        case $part in
        '' | .) continue ;;
        ..)
            real=${real%/*}
            continue
            ;;
        esac
        folder "$real"
        if [ -L ".$real/$part" ]; then
            node "$real/$part" -maxdepth 0
            hops=$((hops + 1))
            # The x keeps line breaks at the end of the name.
            goal=$(readlink ".$real/$part" && echo x)
            goal=${goal%"$line"x}
            case $goal in
            /*) real= ;;
            esac
            rest=$goal/$rest
        elif [ -e ".$real/$part" ]; then
            real=$real/$part
        else
            hops=99
        fi
        if [ "$hops" -gt 16 ]; then
            real=
            return 1
        fi
    done
    if [ -d ".$real" ]; then
        folder "$real"
    else
        node "$real" -maxdepth 0
    fi
}

# May the link $1 be read through to the file $real?
may_read() {
    [ "$1" != "$real" ] || return 0
    ! link_of_system "$real" || return 0
    [ "$where" != system ] || return 1
    for each in $trees; do
        case $real in
        "$each"/*) return 0 ;;
        esac
    done
    ! place_of_system "$real" || return 1
    name=${1##*/} there=${real##*/}
    [ "${name##*.}" = "${there##*.}" ] || return 1
    case ${real%/*} in
    */.*) return 1 ;;
    esac
    case $there in
    .*) case $name in
        .*) ;;
        *) return 1 ;;
        esac ;;
    esac
    return 0
}

# Copies the bytes of $real: all, or the first $1 and the last $2.
copy() {
    if ! { mkdir -p "$work/root${real%/*}" && case $# in
        0) cat <".$real" ;;
        *)
            head -c "$1" <".$real"
            tail -c "$2" <".$real"
            fact "part $1 $real"
            ;;
        esac >"$work/root$real"; } 2>>"$work/errors"; then
        rm -f "$work/root$real"
        fact "failed $real"
    fi
}

# take .PATH...: the files that a line of the table names.
take() {
    for file in "$@"; do
        file=${file#.}
        walk "$file" || continue
        if [ ! -f ".$real" ] || ! may_read "$file"; then
            continue
        fi
        case $copied in
        *"$line$real$line"*) continue ;;
        esac
        copied=$copied$real$line
        if [ ! -r ".$real" ]; then
            fact "unread $real"
            continue
        fi
        size=$(find ".$real" -maxdepth 0 -printf %s)
        used=$((used + ${size:-0} / 1024))
        if [ "$used" -gt "$room" ]; then
            used=$((used - ${size:-0} / 1024))
            fact "full $real"
        elif [ "${size:-0}" -le 67108864 ]; then
            copy
        elif [ "$where" = var ]; then
            used=$((used - size / 1024 + 65536))
            copy 16777216 50331648
        fi
    done
}

# begin .PATH: the first bytes of a program.
begin() {
    if walk "${1#.}" && [ -f ".$real" ] && [ -r ".$real" ]; then
        copy 4096 0
    fi
}

# name .PATH...: only that it is there.
name() {
    for file in "$@"; do
        walk "${file#.}" || continue
    done
}

# count .FOLDER...: names, sizes and dates of all below it, no content.
count() {
    for file in "$@"; do
        if ! walk "${file#.}" || [ ! -d ".$real" ]; then
            continue
        fi
        for each in $counted; do
            case $real/ in
            "$each"/*) continue 2 ;;
            esac
        done
        counted=$counted$real$line
        limited "$work/list" sh "$work/below.sh" ".$real" "$FACT"
        tr '\n\0' '\0\n' <"$work/list" >>"$work/record"
        if [ "$status" -ge 124 ] || [ "$(wc -c <"$work/list")" -ge 50000000 ]
        then
            fact "late $real"
        fi
        rm -f "$work/list"
    done
}

# ---- commands ----

# limited FILE COMMAND...: its output into FILE; after $seconds it is killed
# with all of its session.  Its end is $status; 124: there was no end.  (Never
# kill -9 -GROUP: some programs kill read that as -1, which is everything.)
limited() {
    output=$1 begun=$(date +%s)
    shift
    setsid "$@" >"$output" 2>>"$work/errors" </dev/null &
    child=$!
    setsid sh "$work/late.sh" "$seconds" "$child" >"$work/nothing" 2>&1 &
    watch=$!
    {
        wait "$child"
        status=$?
        pkill -9 -s "$child"
        pkill -9 -s "$watch" || kill -9 "$watch"
        wait "$watch"
    } 2>>"$work/nothing"
    spent=$(($(date +%s) - begun))
    [ "$spent" -lt "$seconds" ] || [ "$status" -ne 137 ] || status=124
}

# run NAME WHOSE WORDS: a command of Campaign, as somebody types it who has
# logged in to its account: its own env.sh is run before; or of the system, of
# which env.sh may say where Java is.
run() {
    if [ "$2" = campaign ] && [ -z "$tree" ]; then
        return 0
    fi
    limited "$work/recorded/$1" sh "$work/run.sh" "$tree" "$2" "$3"
    fact "command $1 $status $spent $(id -un)"
}

# What is killed when its time is up stands in files of its own.
helpers() {
    cat >"$work/late.sh" <<'END'
sleep "$1"
pkill -9 -s "$2" || kill -9 "$2"
END
    cat >"$work/below.sh" <<'END'
find "$1" -mindepth 1 \( -type l -printf "$2leads %l\\0" \) \
    -o -printf "$2" | head -c 50000000
find "$1" -mindepth 1 -type d -exec sh "${0%/*}/unread.sh" {} +
END
    cat >"$work/unread.sh" <<'END'
for folder; do
    [ -r "$folder" ] || printf 'unread %s\0' "${folder#.}"
    [ -x "$folder" ] || printf 'shut %s\0' "${folder#.}"
done
END
    cat >"$work/run.sh" <<'END'
exec 2>&1
cd "${1:-/}" || exit 126
campaign() {
    XTK_INSTALL_DIR=$1 PATH=$1/bin:$PATH LD_LIBRARY_PATH=$1/lib
    export XTK_INSTALL_DIR PATH LD_LIBRARY_PATH
    [ ! -r env.sh ] || . ./env.sh
}
if [ "$2" = campaign ]; then
    campaign "$1"
elif [ -n "$1" ]; then
    jdk=$(campaign "$1" >&2 && printf %s "$JDK_HOME")
    [ -z "$jdk" ] || PATH=$jdk/bin:$jdk/jre/bin:$PATH
fi
eval "$3"
END
}

# ---- Campaign directories ----

trees_find() {
    for tree in "$@"; do
        case $tree in
        .*) tree=${tree#.} ;;
        esac
        walk "$tree" || continue
        for proof in @PROOFS@; do
            if [ -e ".$real/$proof" ] || [ ! -x ".$real" ]; then
                trees=$trees$real$line
                break
            fi
        done
    done
}

# Where the var directory of $tree is, by the text of its scripts; they are not
# run for it.
var_find() {
    var=$tree/var
    for script in env.sh customer.sh; do
        if ! walk "$tree/$script" || ! may_read "$tree/$script" ||
            [ ! -r ".$real" ]; then
            continue
        fi
        value=$(sed -n -e 's/\r$//' -e 's/^[ 	]*//' -e 's/^export[ 	]*//' \
            -e 's/^XTK_VAR_DIR=//p' <".$real" | tail -n 1 |
            sed -e 's/^"\([^"]*\)".*/\1/' -e t -e "s/^'\\([^']*\\)'.*/\\1/" \
                -e t -e 's/[ 	;&|].*//' |
            sed -e "s|\\\${XTK_INSTALL_DIR}|$tree|" \
                -e "s|\\\$XTK_INSTALL_DIR|$tree|")
        case $value in
        *[\`\$]*) fact "unclear $tree" ;;
        /*) var=$value ;;
        esac
    done
    fact "var $var"
}

homes_find() {
    owner=$(find ".$1/conf" -maxdepth 0 -printf %U 2>>"$work/errors")
    homes=/home/neolane$line
    for each in $trees; do
        homes=$homes${each%/*}$line
    done
    [ -r ./etc/passwd ] || return 0
    while IFS=: read -r user word number group comment home rest; do
        : "$user$word$group$comment$rest"
        [ "$number" != "${owner:-0}" ] || [ "$number" = 0 ] ||
            homes=$homes$home$line
    done <./etc/passwd
}

# ---- the run ----

gather() {
    set +C
    trees='' seen=$line copied=$line counted='' used=0 room=1048576 seconds=60
    mkdir "$work/root" "$work/recorded" || exit 1
    helpers
    echo "acc-hand-over 1 @VERSION@ @RECIPE@ linux" >"$work/record"
    fact "time $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    fact "reader $(id -u) $(id -un)"
    if [ -z "$root" ]; then
        fact "host $(uname -n)"
        fact "kernel $(uname -r)"
        fact "architecture $(uname -m)"
    fi
    # What a pattern of ours finds may hold blanks, but no line break.
    IFS=$line
    if [ $# -gt 0 ]; then
        for tree in "$@"; do
            fact "given $tree"
        done
        trees_find "$@"
    else
        trees_wanted
    fi
    tree=${trees%%"$line"*}
    homes_find "$tree"
    for tree in $trees; do
        where=tree
        fact "tree $tree"
        of_tree
        var_find
        [ -n "$root" ] || fact "space $(df -Pk ".$tree" | sed -n \
            '2s/^[^ ]* *[0-9]* *[0-9]* *\([0-9]*\) .*/\1/p')"
        where=var
        if walk "$var"; then
            var=$real
            of_var
        fi
    done
    where=home
    for home in $homes; do
        of_home
    done
    where=system
    of_system
    tree=${trees%%"$line"*}
    [ -n "$root" ] || commands
    fact end
    rm -f "$work"/*.sh "$work/nothing"
}

# Root does not read for another account, nor run what is not its own.
as_owner() {
    owner=
    for each in "$@"; do
        [ -n "$owner" ] || [ ! -d "$each/conf" ] ||
            owner=$(find "$each/conf" -maxdepth 0 -printf %u)
    done
    case $owner in
    '' | root) return 1 ;;
    esac
    chown "$owner" "$work" || exit 1
    if ! setsid su -s /bin/sh -c 'sh -s --' "$owner" <"$script"; then
        say "it did not end well as $owner, who has to get to $work:"
        say "remove that and run this script in another folder, as /var/tmp"
        exit 1
    fi
}

# One plain archive of the folder, to standard output.
pack() {
    cd "${work%/*}" && tar -cf - "${work##*/}" && rm -rf "${work:?}"/*
}

main() {
    LC_ALL=C PATH=/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/apache2/bin
    export LC_ALL PATH
    unset LD_PRELOAD LD_LIBRARY_PATH CDPATH ENV BASH_ENV
    umask 077
    line='
'
    script=$1 root=
    shift
    if [ "${1:-}" = --root ] && [ -d "${2:-}" ]; then
        root=$(cd "$2" && pwd)
        shift 2
    fi
    for each in "$@"; do
        case $each in
        /*) ;;
        *)
            say "$each: give a Campaign directory as /PATH, or --root DIR before"
            exit 64
            ;;
        esac
    done
    if [ -n "${ACC_HAND_OVER:-}" ]; then
        work=$ACC_HAND_OVER
        [ -z "${ACC_TREE:-}" ] || set -- "$ACC_TREE"
        exec </dev/null
        cd / && gather "$@" && pack
        exit
    fi
    work=$(pwd)/acc-hand-over-$(uname -n)-$(date -u +%Y%m%dT%H%M%SZ)
    mkdir "$work" || exit 1
    # Nor does anybody else's link stand where the archive goes.
    set -C
    if [ -n "$root" ] || [ "$(id -u)" -ne 0 ]; then
        (exec </dev/null && cd "${root:-/}" && gather "$@" && pack)
    else
        ACC_HAND_OVER=$work ACC_TREE=${1:-}
        export ACC_HAND_OVER ACC_TREE
        as_owner "$@" @TREES_PLAIN@ ||
            (exec </dev/null && cd / && gather "$@" && pack)
    fi >"$work.tar" || exit 1
    rmdir "$work"
    say "RAW AND UNREDACTED, it stays in the house: $work.tar"
    say "next, where acc-collect runs: acc-collect --handed-over ${work##*/}.tar"
    exit 0
}

main "$0" "$@"
