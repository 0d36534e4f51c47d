#!/usr/bin/env python3
"""Blot out one fact at a time in the sample judgments: what can no longer be read must be told as unread, never be absent, never be made up.

usage: run.py CHAMING [--each N] [--kind KIND] [--show N]

For each kind of fact the program's own span of it is found in a judgment, the digits or letters under it are replaced by a blot
(xx, **, squares, question marks as a scanner leaves them), and the judgment is read again. A blotted fact may come back as
  unread    its pointer stands in `unread`, or its fact group is read in part or not at all
  kept      it is recorded as written, blot and all (masked names are), or the readable part of it (the year of a date)
  elsewhere the same value is told in another place of the text
and must not come back as
  absent    nothing tells that a fact stood there
  invented  a value that the judgment does not have: of this fact or, in its wake, of any other
The table is printed. An absent or invented fact fails the test, but for those of KNOWN.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / 'samples' / 'judgments.ndjson'

BLOTS = ['×', '＊', '*', '■', '□', '?', '？', 'X']
CERTAIN = '某'  # masks dates and names, no sums
NUMERALS = '0-9０-９〇○零一二三四五六七八九十百千万两廿壹贰叁肆伍陆柒捌玖拾佰仟元年月日个'
UNITS = set('元年月日个')

# What follows from another fact: dates that no calendar has are told of the dates that are left, the stage of a case without a
# number is told from its words; whose and which count's a word of the reasoning is, from the names that are left.
DERIVED = {'/impossible_dates/#', '/instance', '/reasons/#/defendant', '/reasons/#/loose'}

# kind -> (pointer pattern, what is blotted under the span, fact group)
KINDS = {
    'case number': (r'/case_no', 'number', 'head'),
    'court': (r'/court', 'office', 'head'),
    'prosecution': (r'/prosecution', 'office', 'prosecution'),
    'day charged': (r'/charged_on', 'numerals', 'prosecution'),
    'day accepted': (r'/accepted_on', 'numerals', 'prosecution'),
    'day of hearing': (r'/hearing_on/\d+', 'numerals', 'hearing'),
    'day decided': (r'/decided_on', 'numerals', 'signature'),
    'judge': (r'/judges/\d+/name', 'letters', 'signature'),
    'clerk': (r'/clerk', 'letters', 'signature'),
    'article': (r'/articles/\d+', 'article', 'basis'),
    'defendant': (r'/defendants/\d+/name', 'letters', 'parties'),
    'birth': (r'/defendants/\d+/birth_date', 'numerals', 'identity'),
    'day of measure': (r'/defendants/\d+/measures/\d+/date', 'numerals', 'measures'),
    'day of prior': (r'/defendants/\d+/priors/\d+/date', 'numerals', 'priors'),
    'charge of prior': (r'/defendants/\d+/priors/\d+/charge', 'charge', 'priors'),
    'term of prior': (r'/defendants/\d+/priors/\d+/months', 'numerals', 'priors'),
    'release': (r'/defendants/\d+/priors/\d+/released_on', 'numerals', 'priors'),
    'charge': (r'/defendants/\d+/counts/\d+/charge', 'charge', 'disposition'),
    'term': (r'/defendants/\d+/(counts/\d+|sentence)/months', 'numerals', 'disposition'),
    'fine': (r'/defendants/\d+/(counts/\d+|sentence)/fine', 'sum', 'disposition'),
    'confiscation': (r'/defendants/\d+/(counts/\d+|sentence)/confiscation', 'sum', 'disposition'),
    'political rights': (r'/defendants/\d+/(counts/\d+|sentence)/political_rights_months', 'sum', 'disposition'),
    'probation': (r'/defendants/\d+/(counts/\d+|sentence)/probation_months', 'numerals', 'disposition'),
    'term from': (r'/defendants/\d+/term_from', 'numerals', 'term'),
    'term to': (r'/defendants/\d+/term_to', 'numerals', 'term'),
    'credit': (r'/defendants/\d+/credit_days', 'sum', 'term'),
    'order': (r'/orders/\d+/amount', 'sum', 'property'),
    'court below': (r'/below/court', 'office', None),
    'number below': (r'/below/case_no', 'number', None),
    'day below': (r'/below/decided_on', 'numerals', None),
}


# (judgment, kind): what is known to be lost, and why.
KNOWN = {
    ('sample-177', 'day of prior'): 'the decision is told twice with two days: the other one stays',
    ('sample-043', 'defendant'): 'a sum told of two persons is given to the one whose name is left',
    ('sample-013', 'defendant'): 'a sum told of two persons is given to the one whose name is left',
    ('sample-144', 'defendant'): 'a second entry under the name goes into the list of parties',
    ('sample-077', 'day of measure'): 'a capture told long after its date is only dated by the custody of that day',
}


def blotted(words, what, blot):
    """The words with what tells the fact replaced, letter by letter; None when there is nothing to replace."""
    def each(pattern, text):
        return re.sub(pattern, blot, text)
    what = 'numerals' if what == 'sum' else what
    numerals = f'[{"".join(c for c in NUMERALS if c not in UNITS)}]'
    if what == 'numerals':
        out = each(numerals, words)
        if blot in '?？':  # a lone question mark is one
            out = re.sub(r'(?<![?？])([?？])(?![?？])', r'\1\1', out)
    elif what == 'article':
        out = each('[0-9０-９〇零一二三四五六七八九十百]', words)
    elif what == 'number':
        out = each(r'[^\s（）()〔〕\[\]［］号之]', words)
    elif what == 'letters':
        out = each(r'\S', words)
    elif what == 'charge':
        out = each(r'[^\s罪、，；]', words)
    else:
        tail = re.search(r'(\s*人\s*民\s*(法\s*院|检\s*察\s*院))$', words)
        if not tail or tail.start() == 0:
            return None
        out = each(r'\S', words[:tail.start()]) + tail.group(0)
    return out if out != words else None


def leaves(value, path=''):
    """(pointer without numbers, value) of every fact; an article is one fact."""
    if isinstance(value, dict):
        if 'article' in value:
            yield path, json.dumps(value, ensure_ascii=False, sort_keys=True)
            return
        for key, item in value.items():
            if path or key not in ('spans', 'read', 'conflicts', 'unread', 'id'):
                yield from leaves(item, f'{path}/{key}')
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, f'{path}/#')
    elif value is not None and not (value == 0 and path.rsplit('/', 1)[-1] in ('months', 'days')):
        yield path, value


def at(record, pointer):
    for step in pointer.split('/')[1:]:
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record


def covers(pointer, unread):
    """Whether the fact or something that holds it is told as unread."""
    general = re.sub(r'\d+', '#', pointer)
    return any(general == u or general.startswith(u + '/') for u in (re.sub(r'\d+', '#', x) for x in unread))


def partly_kept(value, original, blot):
    """As written with the blot in it, or the readable beginning of a date."""
    if not isinstance(value, str):
        return False
    if any(isinstance(o, str) and len(value) > 4 and o.endswith(value) for o in original):
        return True  # the short name of an office, told elsewhere, of which the full one is blotted
    folded = {'＊': '*', '？': '?', 'Ｘ': 'X'}.get(blot, blot)
    return folded in value or blot in value or any(isinstance(o, str) and re.match(r'\d{4}(-\d\d)?$', value)
                                                  and o.startswith(value) for o in original)


def judge(case, base, now):
    """(what became of the fact, what was made up)."""
    pointer, group, blot = case['pointer'], case['group'], case['blot']
    before = collections.Counter(leaves(base))
    after = collections.Counter(leaves(now))
    if case['kind'] == 'day of measure':  # of a capture told twice the blotted telling stays, without its day
        after -= collections.Counter({('/defendants/#/measures/#/kind', '抓获'): 1})
    known = [value for _, value in before]
    made_up = [(p, v) for p, v in (after - before)
               if not partly_kept(v, known, blot) and p not in DERIVED]
    general = re.sub(r'\d+', '#', pointer)
    own = at(base, pointer)
    key = (general, own if not isinstance(own, dict) else json.dumps(own, ensure_ascii=False, sort_keys=True))
    if after[key] >= before[key]:
        fate = 'elsewhere'
    elif covers(pointer, now.get('unread', [])):
        fate = 'unread'
    elif group and now['read'][group]['state'] != 'read':
        fate = 'unread'
    elif any(p == general and partly_kept(v, [own], blot) for p, v in after - before):
        fate = 'kept'
    else:
        fate = 'absent'
    return fate, made_up


def cases(documents, records, each, only):
    """Facts to blot, spread over the judgments, the same ones in every run."""
    found = collections.defaultdict(list)
    for number, record in enumerate(records):
        disputed = {c['pointer'] for c in record['conflicts']}  # of two tellings, the other one stays
        for pointer, spans in record['spans'].items():
            if pointer in disputed:
                continue
            for kind, (pattern, what, group) in KINDS.items():
                if re.fullmatch(pattern, pointer) and (only is None or kind == only):
                    if group is None or record['read'][group]['state'] == 'read':
                        found[kind].append((number, pointer, what, group, spans[0]))
    for kind in KINDS:
        pick = random.Random(kind)
        chosen = found[kind] if len(found[kind]) <= each else pick.sample(found[kind], each)
        for number, pointer, what, group, (begin, end) in chosen:
            raw = documents[number].encode()
            words = raw[begin:end].decode()
            for blot in BLOTS + [CERTAIN] * (what != 'sum'):
                new = blotted(words, what, blot)
                if new is not None:
                    text = (raw[:begin] + new.encode() + raw[end:]).decode()
                    yield {'kind': kind, 'pointer': pointer, 'group': group, 'blot': blot, 'number': number, 'text': text,
                           'words': words, 'new': new, 'at': begin}


def extract(chaming, path):
    out = subprocess.run([chaming, 'extract', path], capture_output=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def main():
    options = argparse.ArgumentParser()
    options.add_argument('chaming')
    options.add_argument('--each', type=int, default=40, help='facts of a kind')
    options.add_argument('--kind')
    options.add_argument('--show', type=int, default=0)
    options = options.parse_args()
    documents = [json.loads(line)['full_text'] for line in SAMPLE.open(encoding='utf-8')]
    records = extract(options.chaming, str(SAMPLE))
    todo = list(cases(documents, records, options.each, options.kind))
    with tempfile.NamedTemporaryFile('w', suffix='.ndjson', encoding='utf-8') as f:
        for i, case in enumerate(todo):
            f.write(json.dumps({'id': str(i), 'full_text': case['text']}, ensure_ascii=False) + '\n')
        f.flush()
        again = extract(options.chaming, f.name)
    table = collections.defaultdict(collections.Counter)
    shown = collections.Counter()
    for case, now in zip(todo, again):
        base = records[case['number']]
        fate, made_up = judge(case, base, now)
        row = table[case['kind']]
        known = (base['id'], case['kind']) in KNOWN
        row['known'] += 1 if known else 0
        row['blotted'] += 1
        if known:
            continue
        row[fate] += 1
        row['invented'] += 1 if made_up else 0
        if fate == 'absent' or made_up:
            shown[case['kind']] += 1
            if shown[case['kind']] <= options.show:
                before = case['text'].encode()[max(0, case['at'] - 60):case['at'] + 120].decode(errors='ignore')
                print(f"{fate}: {case['kind']} {case['pointer']} of {base['id']}: {case['words']!r} -> {case['new']!r} in "
                      f"{before!r}; made up: {made_up[:4]}")
    columns = ['blotted', 'unread', 'kept', 'elsewhere', 'known', 'absent', 'invented']
    print(f"{'fact':18}" + ''.join(f'{c:>11}' for c in columns))
    bad = False
    for kind in KINDS:
        row = table[kind]
        print(f'{kind:18}' + ''.join(f'{row[c]:11}' for c in columns))
        bad = bad or row['absent'] > 0 or row['invented'] > 0
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
