#!/usr/bin/env python3
"""Score the reader on the sample against the gold records; say which facts a change gained and lost.

usage: run.py CHAMING [--accept | --show]

The table must be the one of expected.txt and the misses those of misses.txt: a change that gains or loses a fact prints it
by name and fails. --accept writes both, and the table in docs/accuracy.md; the commit says why. --show prints the
table whatever it is (make accuracy).
"""
import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TABLE, MISSES, PAGE = HERE / 'expected.txt', HERE / 'misses.txt', ROOT / 'docs' / 'accuracy.md'
BEGIN, END = '<!-- table: begin -->\n', '<!-- table: end -->\n'


def score(chaming):
    """The table, and the misses as sorted lines."""
    with tempfile.NamedTemporaryFile(suffix='.ndjson') as records:
        subprocess.run([chaming, 'extract', str(ROOT / 'samples' / 'judgments.ndjson')], stdout=records, check=True)
        command = [sys.executable, str(ROOT / 'tools' / 'score_records.py'), str(HERE / 'samples-gold.jsonl'), records.name]
        table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        misses = subprocess.run(command + ['--misses', '100000'], capture_output=True, text=True, check=True).stdout
    lines = (line for line in misses.splitlines(True) if line.startswith(('missed', 'false')))
    return table, sorted(lines)


def page_with(table):
    """The documentation page with this table in it."""
    page = PAGE.read_text(encoding='utf-8')
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        sys.exit(f'{PAGE}: the marks of the table are not there once each')
    return re.sub(f'{re.escape(BEGIN)}.*{re.escape(END)}', lambda _: f'{BEGIN}```\n{table}```\n{END}', page, flags=re.S)


def changes(before, now):
    """What a change lost and gained, one line each: a miss that is new, a miss that is gone."""
    lost, gained = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    return [f'lost    {line}' for line in lost] + [f'gained  {line}' for line in gained]


def main():
    chaming = sys.argv[1]
    table, misses = score(chaming)
    before = MISSES.read_text(encoding='utf-8').splitlines(True) if MISSES.exists() else []
    difference = changes(before, misses)
    if '--accept' in sys.argv:
        TABLE.write_text(table, encoding='utf-8')
        MISSES.write_text(''.join(misses), encoding='utf-8')
        PAGE.write_text(page_with(table), encoding='utf-8')
        sys.stdout.writelines(difference)
        return 0
    if '--show' in sys.argv:
        sys.stdout.write(table)
        print(f'\nagainst the accepted state: {len(difference)} facts changed')
        sys.stdout.writelines(difference)
        return 0
    wanted = TABLE.read_text(encoding='utf-8')
    sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), table.splitlines(True), 'expected.txt', 'now'))
    sys.stdout.writelines(difference)
    stale = PAGE.read_text(encoding='utf-8') != page_with(wanted)
    if stale:
        print('docs/accuracy.md does not show the table of expected.txt: run --accept')
    return 1 if table != wanted or difference or stale else 0


if __name__ == '__main__':
    sys.exit(main())
