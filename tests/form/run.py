#!/usr/bin/env python3
"""One judgment in many forms reads the same: the share of documents whose record and marked words stay, per variant.

usage: run.py CHAMING [CORPUS.ndjson] [--min SHARE] [--show N] [--only VARIANT] [--every K]

Each document is changed in its form only (VARIANTS below), with a seed of its own, and read again. The record must be the
same, and each span must mark the same words: compared without blanks and folded. Prints one row per variant and, with
--show, the first documents that differ. Fails when a variant is below --min (a share; default 0.99).
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WRAP = 38  # letters to a line, as an office printer sets them
LAST_LINES, FIRST_LINES, TITLE = 14, 3, 30

LETTER = re.compile(r'[0-9A-Za-z\u3007\u3400-\u9fff]')
HALF = str.maketrans('，；：（）', ',;:()')
WIDE = str.maketrans('0123456789', '０１２３４５６７８９')


def no_breaks(text, _):
    return re.sub(r'[\r\n]+', '', text)


def spaced(line, rng):
    """Blanks between letters that stand side by side."""
    out = line[:1]
    for a, b in zip(line, line[1:]):
        if LETTER.match(a) and LETTER.match(b) and not (a.isascii() and b.isascii()):
            out += rng.choice(['', ' ', '\u3000', '  '])
        out += b
    return out


def blanks(text, rng):
    """Blanks in the letters of titles and of the signature block, where they are set wide."""
    lines = text.split('\n')
    full = [i for i, line in enumerate(lines) if line.strip()]
    for i in full[:FIRST_LINES] + full[-LAST_LINES:]:
        if len(lines[i]) <= TITLE and not re.search('[，。；：、]', lines[i]):
            lines[i] = spaced(lines[i], rng)
    return '\n'.join(lines)


def wide_digits(text, _):
    return text.translate(WIDE)


def half_marks(text, _):
    return text.translate(HALF)


def half_stops(text, _):
    return text.translate(HALF).replace('。', '.')


def wrapped(text, mark, indent):
    out = []
    for line in text.split('\n'):
        line = (indent if len(line) > TITLE else '') + line
        out += [line[i:i + WRAP] for i in range(0, len(line), WRAP)] or ['']
    return mark.join(out)


def hard_wrap(text, _):
    return wrapped(text, '\n', '')


def hard_wrap_crlf(text, _):
    return wrapped(text, '\r\n', '\u3000\u3000')


def random_breaks(text, rng):
    out, at = [], 0
    while at < len(text):
        step = rng.randint(10, 60)
        out.append(text[at:at + step])
        at += step
    return '\n'.join(out)


def load_decoys():
    rows = (ROOT / 'data' / 'lexicon' / 'decoys.tsv').read_text(encoding='utf-8').splitlines()[1:]
    cells = [row.split('\t') for row in rows if not row.startswith('#')]
    return [c[0] for c in cells if c[1] == 'decoy' and not c[2] and not c[3]]


DECOYS = load_decoys()


def decoys(text, rng):
    """Two injected phrases, anywhere between two characters: also inside names, numbers and titles."""
    for at in sorted(rng.sample(range(1, len(text)), 2), reverse=True):
        text = text[:at] + rng.choice(DECOYS) + text[at:]
    return text


VARIANTS = {
    'no-breaks': no_breaks,
    'blanks': blanks,
    'wide-digits': wide_digits,
    'half-marks': half_marks,
    'half-stops': half_stops,
    'hard-wrap': hard_wrap,
    'hard-wrap-crlf': hard_wrap_crlf,
    'random-breaks': random_breaks,
    'decoys': decoys,
}


def load_fold():
    table = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
    for row in (ROOT / 'data' / 'lexicon' / 'fold.tsv').read_text(encoding='utf-8').splitlines()[1:]:
        cells = row.split('\t')
        if len(cells) >= 2 and len(cells[0]) == 1:
            table[ord(cells[0])] = cells[1] or None
    for c in ' \t\r\n\f\v':
        table[ord(c)] = None
    return {k: table.get(ord(v), v) if v and len(v) == 1 else v for k, v in table.items()}


FOLD = load_fold()
FOLDED_DECOYS = sorted((d.translate(FOLD) for d in DECOYS), key=len, reverse=True)
SEPARATOR = re.compile(r'(?<=\d),(?=\d{3})')


def words(data, span):
    text = data[span[0]:span[1]].decode('utf-8').translate(FOLD)
    for decoy in FOLDED_DECOYS:
        text = text.replace(decoy, '')
    return SEPARATOR.sub('', text).replace('。', '.')


def extract(chaming, rows):
    """Records by id; None where the document is refused."""
    with tempfile.NamedTemporaryFile('w', suffix='.ndjson', encoding='utf-8') as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + '\n')
        f.flush()
        out = subprocess.run([chaming, 'extract', f.name], capture_output=True, check=False).stdout
    return {r['id']: r for r in map(json.loads, out.decode('utf-8').splitlines())}


def flat(value, at, out):
    if isinstance(value, dict):
        for k, v in value.items():
            flat(v, f'{at}/{k}', out)
    elif isinstance(value, list):
        out[at + '#'] = len(value)
        for i, v in enumerate(value):
            flat(v, f'{at}/{i}', out)
    else:
        out[at] = value


def view(record, text):
    """What must not change: facts by pointer, states of groups, words by span."""
    data = text.encode('utf-8')
    out = {}
    facts = {k: v for k, v in record.items() if k not in ('spans', 'read', 'conflicts', 'id', 'decoys', 'line')}
    flat(facts, '', out)
    for pointer, places in record.get('spans', {}).items():
        out['span ' + pointer] = [words(data, s) for s in places]
    for group, state in record.get('read', {}).items():
        out['read ' + group] = state['state']
        out['read at ' + group] = [words(data, s) for s in state['at']]
    for i, c in enumerate(record.get('conflicts', [])):
        out[f'conflict {i}'] = (c['pointer'], c['values'], [words(data, s) for s in c['spans']])
    return out


def differences(a, b):
    return [(k, a.get(k), b.get(k)) for k in {**a, **b} if a.get(k) != b.get(k)]


def reported(record, text):
    """Both injected phrases are reported, where they stand."""
    data = text.encode('utf-8')
    return len(record['decoys']) == 2 and all(data[b:e].decode('utf-8') in DECOYS for b, e in record['decoys'])


def main():
    p = argparse.ArgumentParser()
    p.add_argument('chaming')
    p.add_argument('corpus', nargs='?', default=str(ROOT / 'samples' / 'judgments.ndjson'))
    p.add_argument('--min', type=float, default=0.99)
    p.add_argument('--show', type=int, default=0)
    p.add_argument('--only')
    p.add_argument('--every', type=int, default=1)
    p.add_argument('--cause', default='', help='show only documents whose first difference has this in its pointer')
    args = p.parse_args()

    rows = []
    with open(args.corpus, encoding='utf-8') as corpus:
        for i, line in enumerate(corpus):
            if i % args.every == 0:
                d = json.loads(line)
                rows.append({'id': d['id'], 'full_text': d['full_text'].replace('\r\n', '\n')})
    base = {r['id']: view(extract_row, r['full_text'])
            for plain in [extract(args.chaming, rows)] for r in rows if (extract_row := plain.get(r['id']))}
    failed = False
    for name, change in VARIANTS.items():
        if args.only and name not in args.only.split(','):
            continue
        changed = [{'id': r['id'], 'full_text': change(r['full_text'], random.Random(r['id']))}
                   for r in rows if r['id'] in base]
        records = extract(args.chaming, changed)
        same = 0
        shown = 0
        causes = {}
        for r in changed:
            got = view(records[r['id']], r['full_text']) if r['id'] in records else {'record': None}
            wrong = differences(base[r['id']], got)
            if name == 'decoys' and not wrong and not reported(records[r['id']], r['full_text']):
                wrong = [('decoys', None, records[r['id']]['decoys'])]
            same += not wrong
            if wrong:
                first = re.sub(r'/\d+', '/#', wrong[0][0])
                causes[first] = causes.get(first, 0) + 1
                if shown < args.show and args.cause in first:
                    shown += 1
                    print(f'  {name} {r["id"]}')
                    for k, x, y in wrong[:4]:
                        print(f'    {k}: {str(x)[:150]} -> {str(y)[:150]}')
        share = same / max(1, len(changed))
        failed |= share < args.min
        print(f'{name:16} {share:7.4f}  {same} of {len(changed)}')
        if args.show:
            print('   ', sorted(causes.items(), key=lambda x: -x[1])[:12])
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
