#!/usr/bin/env python3
"""library.py CHAMING CORPUS.ndjson [DOCUMENTS]: import and all models over the corpus repeated to that many documents (100,000), each
copy with case numbers, names of defendants and days of birth of its own. Prints time, memory and rate of each stage, and the models'
share of the import's time. Bench tool; needs some 3 GB of disk in $TMPDIR."""
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

SERIAL = re.compile(r'(?<=[初终再更核审刑执第字])(\d{1,6})(?=号)')
BORN = re.compile(r'(\d{1,2})(?=日(?:出?生|生于))')
GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏辉建文军利云峰海波宁斌浩宇轩晨雪梅琴'


def names_of(program, corpus):
    """By position in the corpus: the names of the defendants that the reader found."""
    done = subprocess.run([program, 'extract', corpus], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    found = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        found[record['id']] = [d['name'] for d in record.get('defendants', []) if d.get('name')]
    return found


def other_name(name, copy):
    dice = random.Random(hashlib.sha256(f'{name} {copy}'.encode()).digest())
    return name[0] + ''.join(dice.choice(GIVEN) for _ in name[1:])


def variant(text, names, copy):
    for name in sorted(set(names), key=len, reverse=True):
        if 2 <= len(name) <= 4:
            text = text.replace(name, other_name(name, copy))
    text = SERIAL.sub(lambda m: str((int(m.group(1)) + copy * 7919) % 900000 + 1), text)
    return BORN.sub(lambda m: str((int(m.group(1)) + copy) % 28 + 1), text)


def write_corpus(program, corpus, count, path):
    names = names_of(program, corpus)
    with open(corpus, encoding='utf-8') as file:
        rows = [json.loads(line) for line in file]
    size = 0
    with open(path, 'w', encoding='utf-8') as out:
        for number in range(count):
            row, copy = rows[number % len(rows)], number // len(rows)
            text = row.get('full_text') or row.get('text') or ''
            if copy:
                text = variant(text, names.get(row['id'], []), copy)
            size += len(text.encode())
            out.write(json.dumps({'id': f"{row['id']}/{copy}", 'full_text': text}, ensure_ascii=False) + '\n')
    return size


def run(command):
    """Wall seconds, processor seconds, largest memory in MB, output."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f'{" ".join(command)} failed')
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode()


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        for line in info:
            if line.startswith('model name'):
                return line.split(':', 1)[1].strip()
    return os.uname().machine


def main():
    program, corpus = os.path.abspath(sys.argv[1]), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 100000
    folder = tempfile.mkdtemp()
    os.environ['CHAMING_KEYS'] = folder + '/keys'
    lines, workspace = folder + '/many.ndjson', folder + '/ws'
    try:
        size = write_corpus(program, corpus, count, lines) / 1e6
        run([program, '-w', workspace, 'init'])
        stages = [('import', run([program, '-w', workspace, 'import', 'judgments', lines])),
                  ('run, all models', run([program, '-w', workspace, 'run'])),
                  ('run again', run([program, '-w', workspace, 'run'])),
                  ('list of clues', run([program, '-w', workspace, 'clues', '--json']))]
    finally:
        shutil.rmtree(folder)
    print(f'{machine()}, {os.cpu_count()} cores; {corpus} repeated to {count:,} documents, {size:.0f} MB of text\n')
    print(f'{"stage":20} {"seconds":>8} {"cpu s":>8} {"memory MB":>10} {"documents/s":>12}  share of import')
    whole = stages[0][1][0]
    for name, (wall, cpu, memory, _) in stages:
        print(f'{name:20} {wall:8.1f} {cpu:8.1f} {memory:10.0f} {count / wall:12.0f}  {wall / whole:.2f}')
    print('\n' + '\n'.join(stages[0][1][3].splitlines()[:2]))
    print(stages[1][1][3].splitlines()[-1])


if __name__ == '__main__':
    main()
