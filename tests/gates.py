#!/usr/bin/env python3
"""The gates of tools/ see what they are there to see, and nothing else. One row, one line of code."""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tools'))
# pylint: disable=wrong-import-position
import check_layers
import check_sizes
import check_text

# file below src/, one line of it, the rule of check_text that must speak, or None
TEXT_ROWS = [
    ('law/a.c', 'char *p = malloc(3);', 'allocation'),
    ('law/a.c', 'cm_free(p);', None),
    ('base/a.c', 'free(p);', None),
    ('law/a.c', '/* malloc(3) would be wrong */', None),
    ('law/a.c', '(void)fprintf(log, "x");', 'printing'),
    ('cli/a.c', '(void)printf("x");', None),
    ('law/a.c', '(void)strncpy(a, b, 3);', 'strncpy'),
    ('law/a.c', 'char name[256];', 'fixed-buffer'),
    ('law/a.c', 'static const char text[] = "x";', None),
    ('text/a.c', 'char out[4];', None),
    ('app/a.c', 'cm_buf_add(b, CM_SV("select id from clue"));', 'sql'),
    ('engine/a.c', 'cm_buf_add(b, CM_SV("select id from clue"));', None),
    ('app/a.c', 'say("the selection is empty");', None),
    ('app/a.c', 'cm_buf_add(b, CM_SV("{\\"id\\":"));', 'json'),
    ('law/a.c', 'is(CM_SV("罚金"));', 'non-ascii'),
    ('law/a.c', 'is(CM_SV("\\u7f5a"));', 'non-ascii'),
    ('law/a.c', '/* 罚金 */', None),
    ('law/a.c', 'cm_date d = {2011, 5, 1};', 'law'),
    ('law/a.c', 'int days = 20110501;', 'law'),
    ('law/a.c', '#ifdef __linux__', 'conditional'),
    ('law/a.h', '#ifndef CM_LAW_A_H', None),
    ('law/a.c', '/* TODO: later */', 'unfinished'),
    ('law/a.c', 'x = malloc(3); /* text: allow allocation because the library frees it */', None),
    ('law/a.c', 'x = malloc(3); /* text: allow allocation because */', 'allocation'),
]

# folder, include line's quote and name, is it allowed
INCLUDE_ROWS = [
    ('cli', '"', 'app/missing.h', False),
    ('cli', '"', 'engine/engine.h', False),
    ('text', '"', 'base/sv.h', True),
    ('base', '"', 'text/fold.h', False),
    ('text', '<', 'duckdb.h', False),
    ('engine', '<', 'duckdb.h', True),
    ('engine', '<', 'string.h', True),
    ('engine', '<', 'curl/curl.h', False),
    ('base', '"', 'sv.h', False),
]


def check_text_rows(root):
    check_text.ROOT = root
    for name, line, rule in TEXT_ROWS:
        path = root / 'src' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(line + '\n', 'utf-8')
        found = {problem.split(': ')[1] for problem in check_text.check_rules(path)}
        if found != ({rule} if rule else set()):
            yield f'{name}: {line}: found {found}, expected {rule}'


def check_include_rows():
    for folder, quote, name, allowed in INCLUDE_ROWS:
        problem = check_layers.check_include(folder, quote, name)
        if (problem is None) != allowed:
            yield f'src/{folder} including {name}: {problem}'


def check_function_sizes():
    body = ['    x++;'] * 78
    text = ['static int one(int a)', '{', *body, '}', '', 'void two(const char *a,', '         int b)', '{', '}']
    found = list(check_sizes.functions(text))
    if found != [('one', 80), ('two', 2)]:
        yield f'function sizes: {found}'


def main():
    with tempfile.TemporaryDirectory() as folder:
        problems = list(check_text_rows(pathlib.Path(folder)))
    problems += list(check_include_rows()) + list(check_function_sizes())
    for problem in problems:
        print(problem)
    print(f'{len(TEXT_ROWS) + len(INCLUDE_ROWS) + 1} checks, {len(problems)} failed')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
