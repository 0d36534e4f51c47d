#!/usr/bin/env python3
"""Plant one error in a clean judgment: it must be found, and the judgment as it was must raise nothing.

usage: run.py CHAMING [CORPUS.ndjson] [--most N] [--kind WORDS] [--show N] [--list FILE]

Takes first-instance criminal judgments of the sample (or of a corpus: NDJSON with id and full_text), runs all models over them, and
keeps for each kind of error (kinds.py) those where the models that should find it answer and do not hit: the unedited twins. Each gets the
error planted and is run again, all of a kind in a workspace of their own. Found: a model of that kind hits. A hit of another model that
the twin did not have is counted as a side effect, not as wrong: one error may break several rules.

Prints a table. Fails when fewer than 98 in 100 are found over all kinds whose models are in the library, or when a twin has a new hit
on a second run. --most: errors of one kind at most (60). --list writes the ones that were not found.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import kinds

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / 'samples' / 'judgments.ndjson'
WANTED = 98  # in 100


def call(program, space, *args):
    done = subprocess.run([program, '-w', str(space), *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f'{args}: {done.returncode}\n{done.stderr.decode("utf-8", "replace")[-2000:]}')
    return done.stdout.decode('utf-8')


def answers_of(program, folder, name, docs):
    """doc id -> the models that hit, and those that cannot decide, when these texts alone are imported and run."""
    space, source = folder / name, folder / f'{name}.ndjson'
    source.write_text(''.join(json.dumps({'id': i, 'full_text': t}, ensure_ascii=False) + '\n' for i, t in docs), encoding='utf-8')
    call(program, space, 'init')
    call(program, space, 'import', 'judgments', source)
    call(program, space, 'run')
    both = []
    for outcome in ('命中', '无法判断'):
        answers = collections.defaultdict(set)
        for line in call(program, space, 'clues', '--json', '--outcome', outcome).splitlines():
            clue = json.loads(line)
            answers[clue['doc']].add(clue['model'].split('/')[1])
        both.append(answers)
    return both


def first_instance(doc):
    text = doc['full_text']
    return '刑事判决书' in text[:400] and '公诉机关' in text and '判决如下' in text and '如不服本判决' in text and '上诉人' not in text[:600]


def plant(kind, docs, twins, unsure, most):
    """(id, text) of judgments of this kind: those in which the models that should find it looked and found nothing."""
    planted = []
    for doc in docs:
        if len(planted) == most:
            break
        if (twins[doc['id']] | unsure[doc['id']]) & set(kind[1]):
            continue
        try:
            text = kind[2](doc['full_text'])
        except ValueError:  # a date that no calendar has
            text = None
        if text is not None and text != doc['full_text']:
            planted.append((doc['id'], text))
    return planted


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('chaming')
    parser.add_argument('corpus', nargs='?', default=SAMPLE)
    parser.add_argument('--most', type=int, default=60)
    parser.add_argument('--kind', default='')
    parser.add_argument('--show', type=int, default=0)
    parser.add_argument('--list')
    return parser.parse_args()


def main():
    a = arguments()
    with open(a.corpus, encoding='utf-8') as lines:
        docs = [d for d in map(json.loads, lines) if first_instance(d)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.environ['CHAMING_KEYS'] = str(folder / 'keys')
        models = {json.loads(m)['id'].split('/')[1]: json.loads(m)
                  for m in call(a.chaming, folder, 'model', 'list', '--json').splitlines()}
        originals = [(d['id'], d['full_text']) for d in docs]
        twins, unsure = answers_of(a.chaming, folder, 'twins', originals)
        again, _ = answers_of(a.chaming, folder, 'again', originals)
        changed = [i for i, _ in originals if twins[i] != again[i]]
        print(f'{len(docs)} judgments; {sum(1 for d in docs if not twins[d["id"]])} without any hit')
        print(f'{"kind":36} {"models":58} planted found undecidable   %  other hits')
        all_planted = all_found = 0
        missed = []
        for number, kind in enumerate(k for k in kinds.KINDS if a.kind in k[0]):
            there = [m for m in kind[1] if m in models and models[m].get('enabled', True)]
            planted = plant(kind, docs, twins, unsure, a.most)
            if not there or not planted:
                print(f'{kind[0]:36} {", ".join(kind[1]):58} {len(planted):7}   {"no such model yet" if not there else "no place"}')
                continue
            hits, silent = answers_of(a.chaming, folder, f'kind-{number}', planted)
            found = [i for i, _ in planted if hits[i] & set(there)]
            other = sum(len(hits[i] - twins[i] - set(there)) for i, _ in planted)
            undecidable = [i for i, _ in planted if i not in found and silent[i] & set(there)]
            missed += [(kind[0], i, 'undecidable' if i in undecidable else 'missed') for i, _ in planted if i not in found]
            all_planted, all_found = all_planted + len(planted), all_found + len(found)
            print(f'{kind[0]:36} {", ".join(there):58} {len(planted):7} {len(found):5} {len(undecidable):11} {100 * len(found) // len(planted):3}  {other}')
            for i, text in [p for p in planted if p[0] not in found][:a.show]:
                print(f'--- {i}\n{(kinds.split(text) or ("", text, ""))[1][:600]}')
        rate = 100 * all_found / all_planted if all_planted else 0
        print(f'{all_found} of {all_planted} found: {rate:.1f} %')
        if a.list:
            pathlib.Path(a.list).write_text(''.join('\t'.join(m) + '\n' for m in missed), encoding='utf-8')
        if changed:
            print('another answer on a second run:', changed)
    return 0 if all_found * 100 >= WANTED * all_planted and not changed else 1


if __name__ == '__main__':
    sys.exit(main())
