#!/bin/sh
# tools/packages.sh FOLDER: unpack the packages that FOLDER/package-lock.json pins into its node_modules/. Does nothing when
# they are there already.
set -eu
cd "$(dirname "$0")/../$1"

stamp=node_modules/.chaming-lock
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
    exit 0
fi
command -v npm >/dev/null || {
    echo "packages.sh: npm is missing; run make setup" >&2
    exit 1
}
# Node has its own list of authorities; an office's own one is in the system's list.
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r "$authorities" ]; then
    export NODE_EXTRA_CA_CERTS="$authorities"
fi
npm ci --fetch-retries=1 --ignore-scripts --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
