#!/usr/bin/env python3
"""Check rules about the text of the sources that no compiler knows: one row of RULES each.

A comment of the form `text: allow <rule> because <reason>` on the same line lifts a rule there.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
ALLOW = re.compile(r'text: allow ([\w-]+) because [^\s*]')

# name, where the pattern is looked for (code without literals, literal, source), pattern,
# folders or files where it is allowed, what to do instead
RULES = [
    ('allocation', 'code', r'\b(malloc|calloc|realloc|free|strdup|strndup|asprintf)\s*\(',
     ['src/base'], 'use an arena, or cm_alloc and cm_free at a third-party border'),
    ('strncpy', 'code', r'\bstrncpy\b', [], 'use cm_buf'),
    ('printing', 'code', r'\b(v?f?printf|f?puts|putchar|fputc|perror)\s*\(|\b(stdout|stderr)\b',
     ['src/cli', 'src/verify/main.c', 'src/base/base.c'], 'libraries are silent: return a cm_err'),
    ('formatting', 'code', r'\bv?snprintf\s*\(', ['src/base'], 'use cm_buf'),
    ('fixed-buffer', 'code', r'\bchar\s+\w+\s*\[\s*(?![1-9]\s*\])[^\]\s]', ['src/base'],
     'no fixed-size text buffers: use cm_buf or an arena'),
    ('sql', 'literal', r'(?i)"\s*(select|insert\s+into|update\s+\w+\s+set|delete\s+from|'
     r'create\s+(or\s+replace\s+)?(temp\s+|temporary\s+)?(table|view|index|schema|macro)|'
     r'drop\s+(table|view)|alter\s+table|with\s+\w+\s+as|order\s+by|group\s+by|left\s+join)\b',
     ['src/model/sql.c', 'src/model/sql_step.c', 'src/engine', 'src/desk', 'src/search'],
     'SQL is written by model/sql.c and sql_step.c, engine, desk and search only'),
    ('json', 'literal', r'\{\\"|\\":', [], 'JSON is written by base/json.h'),
    ('html', 'literal', r'</?(html|body|div|span|table|tr|td|p|a|script)\b', ['src/paper'],
     'pages are written by src/paper from templates'),
    ('non-ascii', 'code', r'[^\x00-\x7f]', [], 'code is ASCII'),
    ('non-ascii', 'literal', r'[^\x00-\x7f]|(?<!\\)\\u(?!00[0-7])[0-9a-fA-F]{4}', ['src/text'],
     'words live in data/, not in C'),
    ('law', 'code', r'\b(19|20)\d\d\s*,\s*\d{1,2}\s*,\s*\d{1,2}\b|\b(19|20)\d{6}\b', [],
     'dates of law live in data/law or models/'),
    ('conditional', 'code', r'(?m)^\s*#\s*(if|elif)\b|^\s*#\s*ifdef\b', ['src/base/arena.c'],
     'no conditional compilation'),
    ('unfinished', 'source', r'\b(TODO|FIXME|XXX|HACK)\b', [], 'finish it or leave it out'),
]


def split(text):
    """Return the text three times, of equal length: code only, literals only, everything."""
    code, literals = list(text), [c if c == '\n' else ' ' for c in text]
    for match in TOKEN.finditer(text):
        for at in range(match.start(), match.end()):
            if text[at] == '\n':
                continue
            code[at] = ' '
            if match.group()[0] in '"\'':
                literals[at] = text[at]
    return {'code': ''.join(code), 'literal': ''.join(literals), 'source': text}


def is_allowed(name, places):
    return any(name == place or name.startswith(place + '/') for place in places)


def check_rules(path):
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding='utf-8')
    views = split(text)
    lines = text.splitlines()
    for rule, where, pattern, places, advice in RULES:
        if is_allowed(name, places):
            continue
        for match in re.finditer(pattern, views[where]):
            line = text.count('\n', 0, match.start() + len(match.group()) - len(match.group().lstrip()))
            allowed = ALLOW.search(lines[line])
            if not (allowed and allowed.group(1) == rule):
                yield f'{name}:{line + 1}: {rule}: {match.group().strip()!r}: {advice}'


def check_paths(path):
    """Nothing in the repository names a path outside of it."""
    name = path.relative_to(ROOT)
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        for match in re.finditer(r'(?:^|[\s"\'(`=])((?:\.\./)+[\w.-]*|/(?:work|home|root|mnt)/[\w.-]*)',
                                 line):
            target = match.group(1)
            if target.startswith('/'):
                yield f'{name}:{number}: {target} lies outside the repository'
            elif target.count('../') > len(name.parts) - 1:
                yield f'{name}:{number}: {target} leads out of the repository'


def check_documents(path):
    """A document that is referred to exists."""
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        for name in re.findall(r'\bdocs/[\w/-]+\.md\b', line):
            if not (ROOT / name).is_file():
                yield f'{path.relative_to(ROOT)}:{number}: {name} does not exist'


def check_listed(folder, pattern, suffix):
    """Every C file of a folder stands in its meson.build, so that none is skipped silently."""
    build = folder / 'meson.build'
    listed = build.read_text(encoding='utf-8') if build.is_file() else ''
    for path in sorted(folder.glob(pattern)):
        entry = path.name[:-len(suffix)] if suffix else path.name
        if f"'{entry}'" not in listed and f"'{path.name}'" not in listed:
            yield f'{path.relative_to(ROOT)} is not listed in {build.relative_to(ROOT)}'


def main():
    problems = []
    sources = sorted((ROOT / 'src').rglob('*.[ch]'))
    for path in sources:
        problems += check_rules(path)
        problems += check_paths(path)
        problems += check_documents(path)
    others = [path for top in ('tests', 'bench', 'docs', 'data', 'models', 'src', 'third_party/duckdb')
              for path in (ROOT / top).rglob('*')
              if path.suffix in ('.c', '.h', '.md', '.sh', '.yaml', '.build')
              and 'node_modules' not in path.parts and path not in sources]
    for path in sorted(others + list(ROOT.glob('*.md')) + list((ROOT / 'tools').glob('*.sh'))):
        problems += check_paths(path)
        problems += check_documents(path)
    for folder in sorted(path for path in (ROOT / 'src').iterdir() if path.is_dir()):
        problems += check_listed(folder, '*.c', '')
    problems += check_listed(ROOT / 'tests/unit', '*_test.c', '_test.c')
    problems += check_listed(ROOT / 'tests/fuzz', '*_fuzz.c', '_fuzz.c')
    for problem in problems:
        print(problem)
    if not sources:
        print('no source files found')
    return 1 if problems or not sources else 0


if __name__ == '__main__':
    sys.exit(main())
