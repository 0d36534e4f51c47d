#!/bin/sh
# tools/demo.sh BUILD WORKSPACE: the main job on the bundled judgments, in a fresh workspace.
set -eu
cd "$(dirname "$0")/.."
chaming=$1/src/cli/chaming
workspace=$2

rm -rf "$workspace" "$workspace.keys"
export CHAMING_KEYS="$PWD/$workspace.keys" # the keys of a real office lie elsewhere: docs/workspace.md
"$chaming" -w "$workspace" init
"$chaming" -w "$workspace" import judgments samples/judgments.ndjson
"$chaming" -w "$workspace" run
"$chaming" -w "$workspace" report -o "$workspace/report.html"
echo
echo "报告 report: $PWD/$workspace/report.html"
