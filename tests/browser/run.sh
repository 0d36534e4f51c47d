#!/bin/sh
# tests/browser/run.sh BUILD: the report page in a real browser. Wants chromium; BUILD is a finished build.
set -eu
cd "$(dirname "$0")/../.."
python3 tests/browser/rehash.py --check
exec python3 tests/browser/report_test.py "$1/tests/browser/report_page" "$1/src/cli/chaming"
