#!/bin/sh
# tools/sanitize.sh DIR: build with AddressSanitizer and UBSan in DIR and run the tests there.
set -eu
cd "$(dirname "$0")/.."
dir=$1

tools/build.sh "$dir" -Db_sanitize=address,undefined -Db_lundef=false -Dhardening=false
# Many variants of the same readings, pages printed by another program, long tests of the server and cases of models that differ in
# data alone show nothing more here.
meson test -C "$dir" --no-rebuild --no-suite variants --no-suite paper --no-suite api-long --no-suite cli-long --no-suite model-long \
    --print-errorlogs --timeout-multiplier 5
