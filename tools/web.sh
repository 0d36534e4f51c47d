#!/bin/sh
# tools/web.sh: make data/web of web/, if anything it is made of has changed. The packages are pinned by web/package-lock.json.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "web: $*" >&2
    exit 1
}

stamp=data/web/made-from
now=$(find web api/openapi.yaml data/templates/paper -type f ! -path '*/node_modules/*' ! -path 'web/tests/*' ! -name schema.d.ts | LC_ALL=C sort | xargs -d '\n' cat | sha256sum)
if [ -f data/web/files.tsv ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
    exit 0
fi
tools/packages.sh web || fail "the packages of the workbench could not be fetched from the npm registry (above)"
echo "web: building the workbench"
(cd web && node build.mjs) || fail "the workbench could not be built (above)"
echo "$now" >"$stamp"
