#!/usr/bin/env python3
"""server.py CHAMING CLIENT FOLDER [CLUES [USERS [SECONDS [THINK_MS]]]]: `chaming serve` under load. FOLDER is kept: what is there
already is measured again; otherwise it is filled: the judgments of the sample in which a model finds something, repeated with names and
case numbers of their own until there are about CLUES (100,000) clues, and USERS (200) persons. CLIENT is bench_server. Needs some 4 GB."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import library

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests' / 'api'))
from house import House  # noqa: E402 (its folder is named above)

CORPUS = ROOT / 'samples' / 'judgments.ndjson'
DEFAULTS = ['100000', '200', '300', '0']


def told(what):
    print(what, file=sys.stderr, flush=True)


def fruitful(program):
    """The judgments of the sample in which a model finds something, and how many clues they make."""
    house = House(program, bare=True)
    try:
        house.cli('import', 'judgments', str(CORPUS))
        house.cli('run')
        clues = [json.loads(line) for line in house.cli('clues', '--json').stdout.splitlines()]
    finally:
        shutil.rmtree(house.place)
    return {clue['doc'] for clue in clues}, len(clues)


def write_corpus(program, wanted, clues, path):
    chosen, found = wanted
    names = library.names_of(program, str(CORPUS))
    with open(CORPUS, encoding='utf-8') as file:
        rows = [row for row in map(json.loads, file) if row['id'] in chosen]
    with open(path, 'w', encoding='utf-8') as out:
        for copy in range(-(-clues // found)):
            for row in rows:
                text = row.get('full_text') or row.get('text') or ''
                text = library.variant(text, names.get(row['id'], []), copy) if copy else text
                out.write(json.dumps({'id': f"{row['id']}/{copy}", 'full_text': text}, ensure_ascii=False) + '\n')


def fill(program, folder, clues, users):
    lines = folder / 'many.ndjson'
    write_corpus(program, fruitful(program), clues, lines)
    house = House(program, bare=True, place=folder)
    told(f'importing {lines.stat().st_size / 1e6:.0f} MB')
    house.cli('import', 'judgments', str(lines))
    lines.unlink()
    told('running all models')
    house.cli('run')
    told(f'registering {users} persons')
    house.enroll()
    for number in range(users):
        name = f'u{number:03}'
        house.cli('person', 'add', '--office', '临', '-o', str(folder / 'tokens' / f'{name}.token'), name, who='甲')
        house.cli('person', 'grant', name, 'analyst', who='乙')
    (folder / 'filled').touch()


def main():
    program, client, folder = (os.path.abspath(argument) for argument in sys.argv[1:4])
    clues, users, seconds, think = [*sys.argv[4:], *DEFAULTS[len(sys.argv) - 4:]]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / 'filled').exists():
        fill(program, folder, int(clues), int(users))
    tokens = folder / 'tokens.txt'
    tokens.write_text(''.join(f'{path.read_text().strip()}\n' for path in sorted((folder / 'tokens').glob('u*.token'))))
    with House(program, place=folder) as house:
        subprocess.run([client, f'http://{house.host}:{house.port}', str(tokens), users, seconds, think,
                        str(house.server.pid)], check=True, cwd=folder)


if __name__ == '__main__':
    main()
