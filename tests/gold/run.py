#!/usr/bin/env python3
"""Read the sample with the program and score it against the gold records: the table must be the one of expected.txt.

usage: run.py CHAMING [--accept]

A change of the reader that gains or loses a fact changes the table; --accept writes the new one, and the commit says why.
"""
import difflib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main():
    chaming = sys.argv[1]
    with tempfile.NamedTemporaryFile(suffix='.ndjson') as records:
        subprocess.run([chaming, 'extract', str(ROOT / 'samples' / 'judgments.ndjson')], stdout=records, check=True)
        score = [sys.executable, str(ROOT / 'tools' / 'score_records.py'), str(HERE / 'samples-gold.jsonl'), records.name]
        table = subprocess.run(score, capture_output=True, text=True, check=True).stdout
        misses = subprocess.run(score + ['--misses', '50'], capture_output=True, text=True, check=True).stdout
    expected = HERE / 'expected.txt'
    if '--accept' in sys.argv:
        expected.write_text(table, encoding='utf-8')
        return 0
    wanted = expected.read_text(encoding='utf-8')
    if table == wanted:
        return 0
    sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), table.splitlines(True), 'expected.txt', 'now'))
    sys.stdout.writelines(line for line in misses.splitlines(True) if line.startswith(('missed', 'false')))
    return 1


if __name__ == '__main__':
    sys.exit(main())
