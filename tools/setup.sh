#!/bin/sh
# Install what the build needs on Debian 12 and fetch the pinned DuckDB. Says nothing when all is
# there. --dev adds clang, clang-format and clang-tidy for `make check` and `make fuzz`, and libcurl for `make bench-server`; --ci adds to
# that a browser, in which .ci/run tests the report page, and LibreOffice, with which it prints documents.
set -eu
cd "$(dirname "$0")/.."

packages="gcc libc6-dev pkg-config meson ninja-build python3 python3-jsonschema python3-yaml ca-certificates
    libcmocka-dev libcsv-dev libfyaml-dev libicu-dev libmicrohttpd-dev libseccomp-dev libsodium-dev libsqlite3-dev libssl-dev
    libvectorscan-dev libxlsxwriter-dev libxml2-dev libyajl-dev libzip-dev libzstd-dev antiword poppler-data poppler-utils"
dev="clang clang-format clang-tidy libclang-rt-14-dev libcurl4-openssl-dev llvm"
case ${1:-} in
--dev) packages="$packages $dev" ;;
--ci) packages="$packages $dev chromium fonts-noto-cjk libreoffice-writer-nogui" ;;
esac

fail() {
    echo "setup: $*" >&2
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

command -v dpkg-query >/dev/null || fail "this is not Debian. Install by hand what stands for:" $packages npm

missing=
for package in $packages; do
    is_installed "$package" || missing="$missing $package"
done
command -v npm >/dev/null || missing="$missing npm"

if [ -n "$missing" ]; then
    echo "setup: installing$missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "run as root, or install sudo, or install by hand:$missing"
        as_root=sudo
    fi
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    apt() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >"$log" 2>&1
    }
    apt update || { tail -n 20 "$log" >&2; fail "apt-get update failed (above): is the network there?"; }
    # shellcheck disable=SC2086 # the list is meant to be split
    apt install -y --no-install-recommends $missing ||
        { tail -n 20 "$log" >&2; fail "apt-get could not install:$missing (its words are above)"; }
fi

tools/packages.sh third_party/duckdb ||
    fail "DuckDB could not be fetched from the npm registry (above). With a libduckdb of your own:" \
         "meson setup build/main -Dduckdb=system"
