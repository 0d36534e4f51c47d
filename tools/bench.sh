#!/bin/sh
# tools/bench.sh BUILD [FILE.ndjson [MEGABYTES]]: what bench/README.md describes.
set -eu
cd "$(dirname "$0")/.."
build=$1
file=${2:-samples/judgments.ndjson}
megabytes=${3:-50}
work=$build/bench-data
trap 'rm -rf "$work"' EXIT

mkdir -p "$work"
"$build/bench/bench_reader" data "$file" "$megabytes" >"$work/reader.tsv"
python3 bench/table.py "$build/src/cli/chaming" "$file" "$megabytes" "$work"
