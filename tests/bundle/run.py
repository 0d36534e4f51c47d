#!/usr/bin/env python3
"""Every bundle of the sample holds; a changed byte in any part makes it fail, and names the part.

usage: run.py CHAMING CHAMING-VERIFY [--changes N]

The sample is imported and run, every hit is bundled, twice (the same bytes) and checked. Then N times (1,000; fixed seed) one byte
of one bundle becomes another: in the text of the document, the model or the law, whose part must be the one that is named, and as
often again anywhere in the file. Last, a row of the law is changed in a copy of the reference data that a check goes by.
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / 'samples' / 'judgments.ndjson'
PARTS = ('document', 'model', 'law')
AT_ONCE = 200


def run(*args, **more):
    done = subprocess.run([str(a) for a in args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)
    return done.returncode, done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')


def must(*args, **more):
    code, out, err = run(*args, **more)
    assert code == 0, (args, code, out[-2000:], err[-2000:])
    return out


def check(verify, files, *options):
    """The reports by file name, and the exit code of the last call."""
    reports, code = {}, 0
    for at in range(0, len(files), AT_ONCE):
        code, out, err = run(verify, '--json', *options, *files[at:at + AT_ONCE])
        assert code in (0, 1), (code, err[-2000:])
        for line in out.splitlines():
            report = json.loads(line)
            reports[pathlib.Path(report['file']).name] = report
    return reports, code


def parts_of(data):
    """Where the value of each part stands."""
    places, at = {}, 0
    for line in data.split(b'\n'):
        found = re.match(rb'"([a-z]+)":', line)
        if found:
            end = at + len(line) - (1 if line.endswith(b',') else 0)
            places[found.group(1).decode()] = (at + found.end(), end)
        at += len(line) + 1
    return places


def changed(data, place, dice):
    at = dice.randrange(*place)
    byte = dice.choice([b for b in range(256) if b != data[at]])
    return data[:at] + bytes([byte]) + data[at + 1:]


def write_changes(folder, bundles, count, dice, wanted):
    """Files with one changed byte each; name -> the part that was changed, or None: anywhere."""
    expected = {}
    for i in range(count):
        data = dice.choice(bundles).read_bytes()
        part = dice.choice(PARTS) if wanted else None
        place = parts_of(data)[part] if wanted else (0, len(data))
        name = f"{'part' if wanted else 'file'}-{i:04}.json"
        (folder / name).write_bytes(changed(data, place, dice))
        expected[name] = part
    return expected


def rests_on_several(model):
    return '\nsteps:' in (ROOT / 'models' / f'{model}.yaml').read_text(encoding='utf-8')


def compare(reports, expected):
    wrong = []
    for name, part in expected.items():
        named = [f['part'] for f in reports[name]['failures']]
        if not named or (part is not None and named != [part]):
            wrong.append((name, part, named))
    return wrong


def change_law(folder, bundle):
    """A copy of the data in which the row of the law that a bundle rests on says another thing."""
    copy = folder / 'data'
    shutil.copytree(ROOT / 'data', copy)
    tier = next(row for row in json.loads(bundle.read_bytes())['law'] if 'tier' in row)
    path = copy / 'law' / 'penalties.tsv'
    lines = path.read_text(encoding='utf-8').split('\n')
    hits = [i for i, line in enumerate(lines) if tier['penalty'] and tier['penalty'] in line]
    assert hits, tier
    for i in hits:
        lines[i] = lines[i].replace(tier['penalty'], tier['penalty'] + '。')
    path.write_text('\n'.join(lines), encoding='utf-8')
    return copy


def main():
    chaming, verify = sys.argv[1:3]
    count = int(sys.argv[sys.argv.index('--changes') + 1]) if '--changes' in sys.argv else 1000
    dice = random.Random(20140523)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ['CHAMING_KEYS'] = str(folder / 'keys')
        space = folder / 'ws'
        must(chaming, '-w', space, 'init')
        must(chaming, '-w', space, 'import', 'judgments', SAMPLE)
        must(chaming, '-w', space, 'run')
        hits = [json.loads(line) for line in must(chaming, '-w', space, 'clues', '--json').splitlines()]
        must(chaming, '-w', space, 'bundle', '--all', '-o', folder / 'b')
        must(chaming, '-w', space, 'bundle', '--all', '-o', folder / 'again')
        bundles = sorted((folder / 'b').glob('*.json'))
        there = {b.stem for b in bundles}
        assert there <= {h['id'] for h in hits} and there, 'bundles of hits'
        for h in hits:  # a bundle for each hit, but for those that rest on several documents
            assert h['id'] in there or rests_on_several(h['model']), h
        for b in bundles:
            assert b.read_bytes() == (folder / 'again' / b.name).read_bytes(), 'the same bytes'

        reports, code = check(verify, bundles)
        bad = {n: r['failures'] for n, r in reports.items() if not r['holds']}
        assert code == 0 and not bad, bad
        told = {h['id']: h['finding'] for h in hits}
        assert all(told[r['clue']] == r['finding'] for r in reports.values())
        read = sum(r['reread'] for r in reports.values())
        derived = sum(r['derived'] for r in reports.values())
        stated = sum(len(r['stated']) for r in reports.values())
        print(f'{len(bundles)} bundles hold: {read} values read again, {derived} computed again, {stated} as stated')

        key = json.loads(bundles[0].read_bytes())['signature']['key']
        assert check(verify, bundles[:1], '--key', key)[1] == 0
        other = check(verify, bundles[:1], '--key', key[::-1])[0][bundles[0].name]['failures']
        assert [f['why'] for f in other] == ['key'], other

        wrong = []
        for wanted in (True, False):
            expected = write_changes(folder, bundles, count, dice, wanted)
            reports, _ = check(verify, [folder / n for n in expected])
            wrong += compare(reports, expected)
            for n in expected:
                (folder / n).unlink()
        print(f'{2 * count} changed bytes, {len(wrong)} not found or under another name')
        for one in wrong[:10]:
            print(one)

        with_law = next(b for b in bundles if any('tier' in row for row in json.loads(b.read_bytes())['law']))
        copy = change_law(folder, with_law)
        failures = check(verify, [with_law], '--data', copy)[0][with_law.name]['failures']
        assert [(f['part'], f['what']) for f in failures] == [('data', 'law/penalties.tsv')], failures
        report = check(verify, [with_law], '--data', copy, '--other-data')[0][with_law.name]
        assert 'law' in [f['part'] for f in report['failures']], report
        assert [n['what'] for n in report['notes']] == ['law/penalties.tsv'], report
        return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
