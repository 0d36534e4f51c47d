#!/bin/sh
# Rewrite package-lock.json after a change of package.json. The Node dependencies of `duckdb` are
# dropped: the build uses one header of it and runs nothing.
set -eu
cd "$(dirname "$0")"

rm -rf node_modules package-lock.json
npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --loglevel=error
python3 - <<'PYTHON'
import json

with open('package-lock.json', encoding='utf-8') as file:
    lock = json.load(file)
wanted = ('', 'node_modules/duckdb', 'node_modules/@duckdb/node-bindings-linux-arm64',
          'node_modules/@duckdb/node-bindings-linux-x64')
missing = [name for name in wanted if name not in lock['packages']]
if missing:
    raise SystemExit('not in the registry: ' + ', '.join(missing))
lock['packages'] = {name: lock['packages'][name] for name in wanted}
lock['packages']['node_modules/duckdb'].pop('dependencies', None)
with open('package-lock.json', 'w', encoding='utf-8') as file:
    json.dump(lock, file, indent=2)
    file.write('\n')
PYTHON
