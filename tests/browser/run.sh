#!/bin/sh
# tests/browser/run.sh BUILD: the report page and the first set-up in a real browser. Wants chromium; BUILD is a finished build.
set -eu
cd "$(dirname "$0")/../.."
python3 tests/browser/rehash.py --check
python3 tests/browser/setup_test.py "$1/src/cli/chaming"
exec python3 tests/browser/report_test.py "$1/tests/browser/report_page" "$1/src/cli/chaming"
