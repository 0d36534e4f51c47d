#!/bin/sh
# Rewrite package-lock.json after a change of package.json. Of packages for one kind of machine those for Linux with glibc on
# x64 and arm64 are kept, which is where the workbench is built.
set -eu
cd "$(dirname "$0")"

rm -rf node_modules package-lock.json
npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --loglevel=error
python3 - <<'PYTHON'
import json

with open('package-lock.json', encoding='utf-8') as file:
    lock = json.load(file)


def fits(package):
    return (set(package.get('os', ['linux'])) & {'linux'} and set(package.get('cpu', ['x64'])) & {'x64', 'arm64'}
            and package.get('libc', ['glibc']) == ['glibc'])


lock['packages'] = {name: package for name, package in lock['packages'].items() if fits(package)}
for package in lock['packages'].values():
    wanted = package.get('optionalDependencies', {})
    package['optionalDependencies'] = {name: version for name, version in wanted.items()
                                       if 'node_modules/' + name in lock['packages']}
    if not package['optionalDependencies']:
        del package['optionalDependencies']
with open('package-lock.json', 'w', encoding='utf-8') as file:
    json.dump(lock, file, indent=2)
    file.write('\n')
PYTHON
