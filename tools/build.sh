#!/bin/sh
# tools/build.sh DIR [MESON OPTION…]: configure DIR once, then compile it.
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift

if [ ! -f "$dir/build.ninja" ]; then
    mkdir -p "$dir"
    meson setup "$dir" "$@" >"$dir/setup.log" 2>&1 || {
        cat "$dir/setup.log" >&2
        rm -rf "$dir"
        exit 1
    }
fi
ninja -C "$dir" --quiet
