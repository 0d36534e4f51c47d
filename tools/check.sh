#!/bin/sh
# tools/check.sh BUILD [GATE…]: the gates that need no run of the program: all of them, or those
# named (format layers sizes text clones symbols tidy). Prints what is wrong.
set -u
cd "$(dirname "$0")/.."
build=$1
shift
wanted=${*:-format layers sizes text clones symbols tidy}
failed=0

gate() {
    name=$1
    shift
    case " $wanted " in *" $name "*) ;; *) return ;; esac
    if "$@"; then
        echo "check: $name: ok"
    else
        echo "check: $name: FAILED"
        failed=$((failed + 1))
    fi
}

format() {
    git ls-files -co --exclude-standard 'src/*.[ch]' 'include/*.h' 'tests/*.[ch]' 'bench/*.[ch]' |
        xargs -r clang-format --dry-run -Werror
}

# Symbols that a library of ours offers to others start with cm_ or CM_.
symbols() {
    tools/build.sh "$build" || return 1
    strange=$(find "$build/src" -name '*.a' ! -path '*/cli/*' -exec nm -g --defined-only --no-sort {} + |
        awk 'NF == 3 && $3 !~ /^(cm_|CM_|chaming_|__|_GLOBAL_)/ { print $3 }')
    if [ -n "$strange" ]; then
        echo "symbols without the prefix cm_ or CM_:" $strange
        return 1
    fi
}

tidy() {
    dir=$build-tidy
    [ -f "$dir/build.ninja" ] ||
        CC=clang meson setup "$dir" -Dhardening=false >/dev/null || return 1
    ninja -C "$dir" --quiet build.ninja >/dev/null || return 1
    # Headers that the build makes itself: without them their users do not parse.
    made=$(ninja -C "$dir" -t targets rule CUSTOM_COMMAND | grep '\.[ch]$')
    [ -z "$made" ] || ninja -C "$dir" --quiet $made >/dev/null || return 1
    git ls-files -co --exclude-standard 'src/*.c' 'tests/*.c' 'bench/*.c' |
        python3 tools/run_tidy.py "$dir"
}

gate format format
gate layers python3 tools/check_layers.py
gate sizes python3 tools/check_sizes.py
gate text python3 tools/check_text.py
gate clones python3 tools/check_clones.py
gate symbols symbols
gate tidy tidy
exit "$((failed != 0))"
