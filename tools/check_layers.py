#!/usr/bin/env python3
"""Check the #include lines of src/ against tools/layers.py, and ARCHITECTURE.md against both."""

import pathlib
import re
import sys

from layers import GENERATED, LAYERS, SYSTEM_HEADERS

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
ROW = re.compile(r'^\| `src/(\w+)` \|.*\|([^|]*)\|$', re.M)


def check_include(folder, quote, name):
    """Return what is wrong with one include of a file in `folder`, or None."""
    allowed, libraries = LAYERS[folder]
    if quote == '"':
        target = name.split('/')[0]
        if '/' not in name or target not in LAYERS:
            return f'"{name}" is not written as "folder/file.h"'
        if target != folder and target not in allowed:
            return f'src/{folder} may not include src/{target} ({name})'
        if name not in GENERATED and not (ROOT / 'src' / name).is_file():
            return f'{name} does not exist'
    elif name not in SYSTEM_HEADERS and name not in libraries:
        owners = [owner for owner, row in LAYERS.items() if name in row[1]]
        belongs = f'belongs to src/{owners[0]} only' if owners else 'is in no row of tools/layers.py'
        return f'<{name}> {belongs}'
    return None


def reaches_base(path, seen):
    """Follow the includes in order: True at base/base.h, False at a <header> before it, else None."""
    for quote, name in INCLUDE.findall(path.read_text(encoding='utf-8')):
        if quote == '<':
            return False
        if name == 'base/base.h':
            return True
        header = ROOT / 'src' / name
        if header.is_file() and header not in seen:
            found = reaches_base(header, seen | {header})
            if found is not None:
                return found
    return None


def check_file(path):
    folder = path.relative_to(ROOT / 'src').parts[0]
    if folder not in LAYERS:
        return [f'src/{folder} has no row in tools/layers.py']
    includes = INCLUDE.findall(path.read_text(encoding='utf-8'))
    problems = [check_include(folder, quote, name) for quote, name in includes]
    if path.suffix == '.c':
        if not reaches_base(path, {path}):
            problems.append('the first header that counts must be base/base.h, or one that starts with it')
    return [problem for problem in problems if problem]


def check_order():
    """A row names only rows that stand below it: the table has no cycles."""
    order = list(LAYERS)
    return [f'tools/layers.py: {folder} stands below {name} and may not include it'
            for folder, (allowed, _) in LAYERS.items() for name in allowed
            if order.index(name) <= order.index(folder)]


def check_document():
    text = (ROOT / 'ARCHITECTURE.md').read_text(encoding='utf-8')
    written = {folder: {part.strip() for part in cell.split(',') if part.strip()}
               for folder, cell in ROW.findall(text)}
    problems = [f'ARCHITECTURE.md: no table row for src/{folder}'
                for folder in LAYERS if folder not in written]
    problems += [f'ARCHITECTURE.md: the row of src/{folder} differs from tools/layers.py'
                 for folder, cell in written.items()
                 if folder not in LAYERS or cell != set(LAYERS[folder][0])]
    return problems


def main():
    problems = check_order() + check_document()
    files = sorted((ROOT / 'src').rglob('*.[ch]'))
    for path in files:
        problems += [f'{path.relative_to(ROOT)}: {problem}' for problem in check_file(path)]
    for problem in problems:
        print(problem)
    if not files:
        print('no source files found')
    return 1 if problems or not files else 0


if __name__ == '__main__':
    sys.exit(main())
