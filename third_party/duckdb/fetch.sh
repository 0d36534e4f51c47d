#!/bin/sh
# Unpack the pinned packages into node_modules/. Does nothing when they are there already.
set -eu
cd "$(dirname "$0")"

stamp=node_modules/.chaming-lock
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
    exit 0
fi
command -v npm >/dev/null || {
    echo "fetch.sh: npm is missing; run make setup" >&2
    exit 1
}
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
