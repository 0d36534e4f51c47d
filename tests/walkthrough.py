#!/usr/bin/env python3
"""Run the blocks of a page of docs/ in order, as they stand there, and compare what each prints with
the block of text after it. `tests/walkthrough.py CHAMING PAGE [--write]`"""

import contextlib
import difflib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r'^```(sh|text)\n(.*?)^```\n', re.M | re.S)
END = '---- end of block {} ----'


def calm(text):
    """Without what differs from day to day."""
    text = re.sub(r'\b[0-9a-f]{12}\b', 'ID', text)
    text = re.sub(r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ', 'WHEN', text)
    text = re.sub(r'20\d\d年\d+月\d+日(?= （20)', 'TODAY', text)
    text = re.sub(r'〔20\d\d〕', '〔YEAR〕', text)
    return '\n'.join(line.rstrip() for line in text.split('\n'))


def main():
    program, path, write = sys.argv[1], ROOT / 'docs' / sys.argv[2], '--write' in sys.argv
    page = path.read_text(encoding='utf-8')
    blocks = BLOCK.findall(page)
    commands = [text for kind, text in blocks if kind == 'sh']
    script = 'set -u\n' + ''.join(f'{{ {text}\n}} 2>&1\necho "{END.format(i)}"\n'
                                  for i, text in enumerate(commands))
    with tempfile.TemporaryDirectory() as place:
        env = dict(os.environ, TMPDIR=place, TZ='UTC')
        if 'chaming serve' not in page:  # a server has the real clock
            env['CHAMING_NOW'] = '2026-11-23T01:00:00Z'
            script = script.replace('$(date +%F)', '2026-11-23')
            script = script.replace('chaming init > /dev/null\n', 'chaming init > /dev/null\n'
                                    'echo clock: given > "$CHAMING_WORKSPACE/chaming.yaml"\n')
        script = script.replace('$PWD/build/main/src/cli', str(pathlib.Path(program).resolve().parent))
        with subprocess.Popen(['bash', '-c', script], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True) as shell:
            printed_all, said = shell.communicate()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)  # a server that a block started
    printed = {}
    rest = printed_all
    for i in range(len(commands)):
        mark = END.format(i) + '\n'
        if mark not in rest:
            sys.exit(f'block {i + 1} did not end: {rest[-2000:]}{said}')
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
        path.write_text(page, encoding='utf-8')
    elif not good:
        sys.exit(f'docs/{path.name} is not what happens; see above (--write renews it)')


if __name__ == '__main__':
    main()
