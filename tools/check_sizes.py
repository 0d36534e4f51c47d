#!/usr/bin/env python3
"""Check the sizes of sources: files, functions, headers, and the README of each folder.

Nesting, parameters and complexity are checked by clang-tidy. Exceptions: tools/size-exceptions.txt.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_HARD, FILE_SOFT, HEADER, FUNCTION = 1200, 800, 150, 80
README_LEAST, README_MOST = 20, 60
NAME = re.compile(r'(\w+)\(')


def read_exceptions():
    exceptions = {}
    path = ROOT / 'tools/size-exceptions.txt'
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if not line or line.startswith('#'):
            continue
        fields = line.split('\t')
        if len(fields) != 3 or not fields[1].isdigit() or not fields[2].strip():
            sys.exit(f'tools/size-exceptions.txt:{number}: want path, lines and reason')
        exceptions[fields[0]] = int(fields[1])
    return exceptions


def functions(lines):
    """Yield (name, lines of its body) of each function; relies on the format of clang-format."""
    start = None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            head = start - 1
            while head > 0 and lines[head - 1] and lines[head - 1][-1] not in ';}/{':
                head -= 1
            match = NAME.search(' '.join(lines[head:start]))
            yield (match.group(1) if match else '?'), number - start + 1
            start = None


def measure(path):
    """Yield (what, size, limit) of everything in a source file that has a limit."""
    name = str(path.relative_to(ROOT))
    lines = path.read_text(encoding='utf-8').splitlines()
    yield name, len(lines), HEADER if path.suffix == '.h' else FILE_HARD
    if path.suffix == '.c':
        for function, size in functions(lines):
            yield f'{name}:{function}', size, FUNCTION
        if FILE_SOFT < len(lines) <= FILE_HARD:
            print(f'note: {name} has {len(lines)} lines; past {FILE_SOFT} think of a split by noun')


def check_readme(folder):
    readme = folder / 'README.md'
    name = readme.relative_to(ROOT)
    if not readme.is_file():
        return [f'{name} is missing']
    size = len(readme.read_text(encoding='utf-8').splitlines())
    if not README_LEAST <= size <= README_MOST:
        return [f'{name} has {size} lines, expected {README_LEAST} to {README_MOST}']
    return []


def main():
    exceptions = read_exceptions()
    used = set()
    problems = []
    files = sorted(path for top in ('src', 'include', 'tests', 'bench') for path in (ROOT / top).rglob('*.[ch]'))
    for path in files:
        for what, size, limit in measure(path):
            allowed = exceptions.get(what, limit)
            if size > limit:
                used.add(what)
            if size > allowed:
                problems.append(f'{what}: {size} lines, at most {allowed}')
    problems += [f'tools/size-exceptions.txt: {what} needs no exception'
                 for what in exceptions if what not in used]
    for folder in sorted(path for path in (ROOT / 'src').iterdir() if path.is_dir()):
        problems += check_readme(folder)
    for problem in problems:
        print(problem)
    if not files:
        print('no source files found')
    return 1 if problems or not files else 0


if __name__ == '__main__':
    sys.exit(main())
