#!/usr/bin/env python3
"""precision.py CHAMING CORPUS.ndjson [--write]: import the corpus, run all models that are switched on, and set the hits beside what was
read of them (tests/verdicts.tsv). Prints hits, verdicts and precision with the Wilson 95 % interval per model, per direction and for the
models that propose a protest, a retrial suggestion or a notice to correct; --write also writes models/measured.tsv."""
import collections
import csv
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent
STRONG = {'二审抗诉', '提请再审抗诉', '再审检察建议', '纠正违法通知书'}
COLUMNS = ('model', 'corpus', 'documents', 'examined', 'hit', 'undecidable', 'clear', 'read', 'right', 'doubtful', 'wrong', 'interval')


def wilson(right, count):
    if count == 0:
        return ''
    z, p = 1.96, right / count
    middle, spread = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return f'{(middle - spread) / (1 + z * z / count):.2f}-{(middle + spread) / (1 + z * z / count):.2f}'


def verdicts():
    found = {}
    with open(HERE / 'tests/verdicts.tsv', encoding='utf-8') as file:
        rows = csv.DictReader((line for line in file if not line.startswith('#')), delimiter='\t', quoting=csv.QUOTE_NONE)
        for row in rows:
            found[row['document'], row['model'], row['defendant'], row['count']] = row['verdict']
    return found


def results(program, corpus):
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, CHAMING_KEYS=folder + '/keys')
        run = lambda *args: subprocess.run([program, '-w', folder + '/ws', *args], env=env, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, check=False).stdout.decode()
        run('init')
        run('import', 'judgments', corpus)
        run('run')
        hits = [json.loads(line) for line in run('clues', '--json').splitlines()]
        counts = collections.defaultdict(dict)
        for outcome in ('命中', '无法判断', '未命中'):
            for line in run('clues', '--json', '--outcome', outcome).splitlines():
                model = json.loads(line)['model']
                counts[model][outcome] = counts[model].get(outcome, 0) + 1
        documents = json.loads(run('coverage', '--json').splitlines()[0]).get('documents')
        models = [json.loads(line) for line in run('model', 'list', '--json').splitlines()]
        return hits, counts, documents, models


def line_of(name, total):
    read = sum(total[v] for v in ('right', 'doubtful', 'wrong'))
    share = f'{total["right"] / read:.2f}' if read else ''
    return f'{name:44} {total["hit"]:5} {read:5} {total["right"]:5} {total["doubtful"]:5} {total["wrong"]:5}  {share:5} {wilson(total["right"], read)}'


def main():
    program, corpus = os.path.abspath(sys.argv[1]), sys.argv[2]
    known = verdicts()
    hits, counts, documents, models = results(program, corpus)
    tables = {key: collections.defaultdict(collections.Counter) for key in ('model', 'direction', 'all')}
    unread = 0
    for hit in hits:
        key = (hit['doc'], hit['model'], str(hit.get('defendant_no', 0)), str(hit.get('count_no', 0)))
        verdict = known.get(key, 'unread')
        unread += verdict == 'unread'
        strong = hit.get('confidence') != 'L' and bool(STRONG & set(hit['measure']))
        for table, name in (('model', hit['model']), ('direction', hit['direction']), ('all', 'all hits')):
            tables[table][name]['hit'] += 1
            tables[table][name][verdict] += 1
        if strong:
            tables['all']['proposing protest, retrial, correction; no hints']['hit'] += 1
            tables['all']['proposing protest, retrial, correction; no hints'][verdict] += 1
        if hit.get('confidence') == 'L':
            tables['all']['hints (L)']['hit'] += 1
            tables['all']['hints (L)'][verdict] += 1
    print(f'{"":44} {"hit":>5} {"read":>5} {"right":>5} {"doubt":>5} {"wrong":>5}  share interval')
    for table in tables.values():
        for name, total in sorted(table.items()):
            print(line_of(name, total))
        print()
    print(f'{documents} documents, {len(models)} models, {sum(m["enabled"] for m in models)} switched on, {len(hits)} hits, {unread} not read')
    if '--write' in sys.argv:
        with open(HERE / 'models/measured.tsv', 'w', encoding='utf-8') as out:
            out.write('\t'.join(COLUMNS) + '\n')
            for m in models:
                c, total = counts.get(m['id'], {}), tables['model'][m['id']]
                if not m['enabled']:
                    continue
                read = sum(total[v] for v in ('right', 'doubtful', 'wrong'))
                cells = (m['id'], '开发集', documents, sum(c.values()), c.get('命中', 0), c.get('无法判断', 0), c.get('未命中', 0), read,
                         total['right'], total['doubtful'], total['wrong'], wilson(total['right'], read))
                out.write('\t'.join(str(cell) for cell in cells) + '\n')


if __name__ == '__main__':
    main()
