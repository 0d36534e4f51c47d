#!/usr/bin/env python3
"""Run the blocks of docs/walkthrough.md in order, as they stand there, and compare what each prints
with the block of text after it. `tests/walkthrough.py CHAMING [--write]`"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / 'docs' / 'walkthrough.md'
BLOCK = re.compile(r'^```(sh|text)\n(.*?)^```\n', re.M | re.S)
END = '---- end of block {} ----'


def calm(text):
    """Without what differs from day to day."""
    text = re.sub(r'\b[0-9a-f]{12}\b', 'ID', text)
    text = re.sub(r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ', 'WHEN', text)
    text = re.sub(r'20\d\d年\d+月\d+日(?= （20)', 'TODAY', text)
    return '\n'.join(line.rstrip() for line in text.split('\n'))


def main():
    program, write = sys.argv[1], '--write' in sys.argv
    page = PAGE.read_text(encoding='utf-8')
    blocks = BLOCK.findall(page)
    commands = [text for kind, text in blocks if kind == 'sh']
    script = 'set -u\n' + ''.join(f'{{ {text}\n}} 2>&1\necho "{END.format(i)}"\n'
                                  for i, text in enumerate(commands))
    with tempfile.TemporaryDirectory() as place:
        env = dict(os.environ, TMPDIR=place, TZ='UTC')
        env['CHAMING_NOW'] = '2026-11-23T01:00:00Z'
        script = script.replace('$(date +%F)', '2026-11-23')
        script = script.replace('chaming init > /dev/null\n', 'chaming init > /dev/null\n'
                                'echo clock: given > "$CHAMING_WORKSPACE/chaming.yaml"\n')
        script = script.replace('$PWD/build/main/src/cli', str(pathlib.Path(program).resolve().parent))
        done = subprocess.run(['bash', '-c', script], cwd=ROOT, env=env, capture_output=True, text=True)
    printed = {}
    rest = done.stdout
    for i in range(len(commands)):
        mark = END.format(i) + '\n'
        if mark not in rest:
            sys.exit(f'block {i + 1} did not end: {rest[-2000:]}{done.stderr}')
        printed[i], rest = rest.split(mark, 1)
    good, number = True, -1

    def renew(match):
        nonlocal good, number
        kind, text = match.groups()
        if kind == 'sh':
            number += 1
            return match.group(0)
        seen = calm(printed[number])
        if calm(text) == seen:
            return match.group(0)
        good = False
        sys.stdout.writelines(difflib.unified_diff(calm(text).splitlines(True), seen.splitlines(True),
                                                   f'block {number + 1}', 'printed'))
        return f'```text\n{seen}```\n'

    page = BLOCK.sub(renew, page)
    if write:
        PAGE.write_text(page, encoding='utf-8')
    elif not good:
        sys.exit('docs/walkthrough.md is not what happens; see above (--write renews it)')


if __name__ == '__main__':
    main()
