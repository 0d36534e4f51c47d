#!/bin/sh
# tests/browser/run.sh BUILD: the report page and the journeys through the workbench (web/tests) in a real browser. Wants chromium;
# BUILD is a finished build.
set -eu
cd "$(dirname "$0")/../.."
python3 tests/browser/rehash.py --check
python3 tests/browser/report_test.py "$1/tests/browser/report_page" "$1/src/cli/chaming"
chaming=$(realpath "$1/src/cli/chaming")
cd web
CHAMING=$chaming exec node node_modules/@playwright/test/cli.js test
