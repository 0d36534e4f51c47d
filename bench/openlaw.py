#!/usr/bin/env python3
"""Score what the program reads against the metadata of the publisher OpenLaw.

usage: openlaw.py CHAMING CORPUS.ndjson [--misses N] [--field F] [--half 0|1]

CORPUS holds one document per line: `id`, `full_text` and `labels.openlaw` with the publisher's own keys. Lines without these labels
are left out. Court, date of decision, presiding judge (of a single judge: that one), clerk, parties and cause are compared; a label
counts where its words stand in the text, as some were masked another way or are those of the publisher's own classification.
Prints one row per field for both halves of the corpus (by the digest of the id) and for each kind of case; --misses lists the first N
of each field. Exit status 0 always; 2 when the program fails. Standard library only.
"""
import argparse
import collections
import hashlib
import json
import re
import subprocess
import sys
import tempfile

FIELDS = ('court', 'decided_on', 'presiding', 'clerk', 'plaintiffs', 'defendants', 'third_parties', 'cause', 'document_type',
          'instance')
LABELS = dict(court='法院', decided_on='判决日期', presiding='审判长', clerk='书记员', plaintiffs='原告', defendants='被告',
              third_parties='第三人', cause='案由', document_type='文书类型', instance='庭审程序')
COMPANIONS = {'法定代表人', '负责人', '经营者', '法定代理人', '指定代理人', '委托诉讼代理人', '诉讼代表人', '辩护人', '出庭负责人', '监护人'}


def plain(value):
    value = re.sub(r'\s+', '', value or '')
    return value.translate(str.maketrans('()[]〔〕＊×０１２３４５６７８９', '（）（）（）**0123456789'))


def names(value):
    """The label's list of names without the publisher's brackets."""
    return [n for n in re.split('[、，,；;]', re.sub(r'（[^）]*）', '', plain(value))) if n]


def unnumbered(name):
    return re.sub('^(自报|暨?附带民事诉讼原告人|[一二三四五六七八九十]+)', '', name)


def day(value):
    found = re.match(r'(\d+)年(\d+)月(\d+)日', value or '')
    return '%s-%02d-%02d' % (found[1], int(found[2]), int(found[3])) if found else None


def presiding(record):
    judges = [j for j in record.get('judges') or [] if j['role'] != '人民陪审员']
    heads = [j['name'] for j in judges if j['role'] == '审判长']
    return plain(heads[0] if heads else judges[0]['name'] if judges else '')


def same_name(a, b):
    """Masked letters match any; the publisher numbers parties: 一某公司."""
    if len(a) != len(b):
        return unnumbered(a) == b
    return all(x == y or x in '某*X' or y in '某*X' for x, y in zip(a, b))


def parties(record):
    return [plain(re.sub(r'[（(].*?[）)]', '', p['name'] or '')) for p in record.get('parties') or [] if p['role'] not in COMPANIONS and p['name']]


def compare(record, label, text):
    """field -> True, False, or None where the label can't be judged by."""
    out = {}
    full = plain(record.get('court'))
    court = plain(label.get('法院'))
    out['court'] = full.endswith(court) or court.endswith(full) if court and full else False if court else None
    out['decided_on'] = record.get('decided_on') == day(label.get('判决日期')) if label.get('判决日期') else None
    for field, key in (('presiding', '审判长'), ('clerk', '书记员')):
        want = re.split('[、，,]', re.sub('（.*?）', '', plain(label.get(key))))[0]
        have = presiding(record) if field == 'presiding' else plain(record.get('clerk'))
        out[field] = None if not want else have == want or len(have) > 1 and want.startswith(have)  # two clerks in one
    found = parties(record)
    for field, key in (('plaintiffs', '原告'), ('defendants', '被告'), ('third_parties', '第三人')):
        want = [n for n in names(label.get(key)) if n in text]
        out[field] = None if not want else all(any(same_name(n, f) for f in found) for n in want)
    cause = plain(label.get('案由'))
    have = plain(record.get('cause'))
    out['cause'] = None if not cause or cause not in text else cause in have or bool(have) and have in cause
    out['document_type'] = record.get('document_type') == label.get('文书类型') if label.get('文书类型') else None
    stage = label.get('庭审程序')
    out['instance'] = record.get('instance') == stage if stage in ('一审', '二审', '再审') else None
    return out


def print_miss(field, key, label, record, text):
    want = label.get(LABELS[field])
    if field in ('plaintiffs', 'defendants', 'third_parties'):
        found = parties(record)
        want = [n for n in names(want) if n in plain(text) and not any(same_name(n, f) for f in found)]
        have = found
    else:
        have = presiding(record) if field == 'presiding' else record.get(field)
    tail = field in ('presiding', 'clerk', 'decided_on')
    print('%s %s: label %s, read %s | %s' % (field, key, want, have, (text[-260:] if tail else text[:420]).replace('\n', '/')))


def main():
    args = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    args.add_argument('chaming')
    args.add_argument('corpus')
    args.add_argument('--misses', type=int, default=0)
    args.add_argument('--field')
    args.add_argument('--half', type=int)
    args = args.parse_args()
    rows = {}
    with open(args.corpus, encoding='utf-8') as lines, tempfile.NamedTemporaryFile('w', suffix='.ndjson', encoding='utf-8') as chosen:
        for line in lines:
            row = json.loads(line)
            if (row.get('labels') or {}).get('openlaw'):
                rows[row['id']] = row
                chosen.write(json.dumps({'id': row['id'], 'full_text': row['full_text']}, ensure_ascii=False) + '\n')
        chosen.flush()
        done = subprocess.run([args.chaming, 'extract', chosen.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode > 1:
        return 2
    records = {r['id']: r for r in map(json.loads, done.stdout.decode().splitlines())}
    right, seen = collections.Counter(), collections.Counter()
    shown = collections.Counter()
    for key, row in rows.items():
        half = int(hashlib.sha1(key.encode()).hexdigest(), 16) % 2
        label = row['labels']['openlaw']
        text = plain(row['full_text'])
        record = records.get(key, {})
        for field, good in compare(record, label, text).items():
            if good is None:
                continue
            for group in ('half %d' % half, label.get('案件类型') or '-', 'all'):
                seen[field, group] += 1
                right[field, group] += good
            if not good and field == (args.field or field) and half == (half if args.half is None else args.half) and shown[field] < args.misses:
                shown[field] += 1
                print_miss(field, key, label, record, row['full_text'])
    groups = ['half 0', 'half 1', 'all'] + sorted({g for _, g in seen} - {'half 0', 'half 1', 'all'})
    print('%-14s' % 'field' + ''.join('%22s' % g for g in groups))
    for field in FIELDS:
        print('%-14s' % field + ''.join(
            '%22s' % ('%d/%d %.4f' % (right[field, g], seen[field, g], right[field, g] / seen[field, g]) if seen[field, g] else '-') for g in groups))
    return 0


if __name__ == '__main__':
    sys.exit(main())
