#!/bin/sh
# What the compiler and the linker do against an attacker, read back from the
# programs:
#
#     hardened.sh BUILD
#
# BUILD is built as it ships: without sanitizers.
set -u
build=$1
passed=0
failed=0

check() {
    sentence=$1
    shift
    if "$@" >/dev/null 2>&1; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$sentence"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n' "$sentence"
    fi
}

# says TEXT COMMAND…: the output of COMMAND holds TEXT
says() {
    text=$1
    shift
    "$@" 2>/dev/null | grep -Eq -- "$text"
}

silent() {
    ! says "$@"
}

for folder in collector analyzer; do
    case $folder in
    collector) program=acc-collect ;;
    analyzer) program=acc-analyze ;;
    esac
    file=$build/bin/$program
    check "$program is there" test -x "$file"
    check "$program stands at another address in each run (PIE)" \
        says 'Flags:.* PIE' readelf -dW "$file"
    check "$program cannot write its tables once it runs (RELRO)" \
        says 'GNU_RELRO' readelf -lW "$file"
    check "$program has all functions bound before it runs (BIND_NOW)" \
        says '(BIND_NOW|Flags:.* NOW)' readelf -dW "$file"
    check "$program has a stack that is not executed" \
        says 'GNU_STACK.* RW  ' readelf -lW "$file"
    check "$program has no segment that is written and executed" \
        silent 'LOAD.* RWE ' readelf -lW "$file"
    check "$program has no text that the loader writes" \
        silent 'TEXTREL' readelf -dW "$file"
    check "$program looks nowhere of its own for libraries" \
        silent 'R(UN)?PATH' readelf -dW "$file"
    check "$program checks the lengths of copies (fortify)" \
        says '__(mem|str|vsn|sn|read|pread|vf|f)[a-z]*_chk' \
        readelf -sW --dyn-syms "$file"
    check "$program guards its stack (stack protector)" \
        says '__stack_chk_fail' readelf -sW --dyn-syms "$file"
    case $(uname -m) in
    x86_64)
        # The C library's own start files decide for the whole program: looked
        # at is what we compiled.
        check "$program may be held to its calls and returns (CET)" \
            says 'IBT.*SHSTK' readelf -nW \
            "$build/$folder/CMakeFiles/$program.dir/main.c.o"
        ;;
    esac
done
# A large frame touches each page on its way down.
case $(uname -m) in
x86_64)
    check "no frame jumps over the guard page (stack clash)" \
        says 'orq +\$0x0,\(%rsp\)' objdump -d --no-show-raw-insn \
        "$build/bin/acc-collect"
    ;;
esac
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
