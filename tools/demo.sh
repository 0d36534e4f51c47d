#!/bin/sh
# tools/demo.sh BUILD WORKSPACE: the main job on the bundled judgments, in a fresh workspace; then the workbench with four demo users,
# until Ctrl-C. SERVE=0, or CI in the environment, ends after the report. PORT: 8080, another if that is taken.
set -eu
cd "$(dirname "$0")/.."
chaming=$1/src/cli/chaming
workspace=$2

export CHAMING_KEYS="$PWD/$workspace.keys" # the keys of a real office lie elsewhere: docs/workspace.md
unset CHAMING_WORKSPACE CHAMING_AS CHAMING_TOKEN CHAMING_NOW
if [ -d "$workspace" ]; then
    held=0
    said=$("$chaming" -w "$workspace" source list 2>&1) || held=$?
    if [ "$held" -eq 5 ]; then
        echo "$said" >&2
        echo "上一次 make run 仍在运行，请先在那里按 Ctrl-C。 The last make run still serves: stop it there with Ctrl-C." >&2
        exit 5
    fi
    echo "上一次 make run 的数据已清除，从头再来。 What the last make run left is removed; this one begins afresh."
fi
rm -rf "$workspace" "$workspace.keys" "$workspace.tokens" "$workspace.log"
"$chaming" -w "$workspace" init
"$chaming" -w "$workspace" import judgments samples/judgments.ndjson
"$chaming" -w "$workspace" run
"$chaming" -w "$workspace" report -o "$workspace/report.html"
echo
echo "报告 report: $PWD/$workspace/report.html"
if [ "${SERVE:-}" = 0 ] || { [ -z "${SERVE:-}" ] && [ -n "${CI:-}" ]; }; then
    exit 0
fi
exec python3 tools/demo.py "$chaming" "$workspace"
