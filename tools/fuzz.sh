#!/bin/sh
# tools/fuzz.sh BUILD SECONDS: run every fuzz target that long, from its committed seeds. What it
# learns stays in BUILD/corpus; an input that crashes is kept there and named: commit it as a seed.
set -eu
cd "$(dirname "$0")/.."
build=$1
seconds=$2

if [ ! -f "$build/build.ninja" ]; then
    CC=clang meson setup "$build" -Dfuzz=true -Dhardening=false -Db_lundef=false \
        -Db_sanitize=address,undefined >/dev/null
fi
ninja -C "$build" --quiet
found=0
failed=
for program in "$build"/tests/fuzz/*_fuzz; do
    [ -x "$program" ] || continue
    found=$((found + 1))
    name=$(basename "$program" _fuzz)
    corpus=$build/corpus/$name
    mkdir -p "$corpus"
    echo "fuzz: $name, ${seconds}s"
    CHAMING_DATA=$PWD/data CHAMING_TESTS=$PWD/tests "$program" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=4096 -max_len=65536 -artifact_prefix="$corpus-" -print_final_stats=1 -verbosity=0 \
        "$corpus" "tests/fuzz/seeds/$name" 2>"$build/$name.log" || failed="$failed $name"
    grep -E '^stat::(number_of_executed_units|average_exec_per_sec)' "$build/$name.log" || true
done
if [ "$found" -eq 0 ]; then
    echo "fuzz: no targets" >&2
    exit 1
fi
for name in $failed; do
    tail -n 30 "$build/$name.log" >&2
    echo "fuzz: $name FAILED, log: $build/$name.log" >&2
done
[ -z "$failed" ]
