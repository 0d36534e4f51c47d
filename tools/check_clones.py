#!/usr/bin/env python3
"""Find copied code: a run of WINDOW lines that stands in two places of src/ or tests/."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WINDOW = 12
COMMENT = re.compile(r'/\*.*?\*/', re.S)


def code_lines(path):
    """Return (line number, text) of the lines that say something: no blanks, braces, includes."""
    text = COMMENT.sub(lambda match: '\n' * match.group().count('\n'), path.read_text('utf-8'))
    lines = ((number, ' '.join(line.split())) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines
            if len(line) > 2 and not line.startswith('#include')]


def main():
    first = {}
    problems = []
    files = sorted(path for top in ('src', 'include', 'tests', 'bench') for path in (ROOT / top).rglob('*.[ch]'))
    for path in files:
        name = path.relative_to(ROOT)
        lines = code_lines(path)
        reported = -1
        for at in range(len(lines) - WINDOW + 1):
            window = '\n'.join(line for _, line in lines[at:at + WINDOW])
            place = (name, lines[at][0])
            known = first.setdefault(window, place)
            if known != place and at > reported:
                problems.append(f'{name}:{place[1]}: the same {WINDOW} lines as {known[0]}:{known[1]}')
                reported = at + WINDOW
    for problem in problems:
        print(problem)
    return 1 if problems or not files else 0


if __name__ == '__main__':
    sys.exit(main())
