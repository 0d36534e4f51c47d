#!/bin/sh
# tools/sanitize.sh DIR: build with AddressSanitizer and UBSan in DIR and run all tests there.
set -eu
cd "$(dirname "$0")/.."
dir=$1

tools/build.sh "$dir" -Db_sanitize=address,undefined -Db_lundef=false -Dhardening=false
meson test -C "$dir" --no-rebuild --print-errorlogs --timeout-multiplier 5
