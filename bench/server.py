#!/usr/bin/env python3
"""server.py CHAMING CLIENT FOLDER [CLUES [USERS [SECONDS [THINK_MS]]]]: `chaming serve` under load. FOLDER is kept: what is there
already is measured again; otherwise it is filled: the judgments of the sample, repeated with names and case numbers of their own, with
the clues that all models find in them; CLUES (100,000) made ones beside them, which have no evidence; USERS (200) persons. CLIENT is
bench_server, with bench_desk beside it."""
import os
import pathlib
import subprocess
import sys

import library

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests' / 'api'))
from house import House  # noqa: E402 (its folder is named above)

DOCUMENTS = 261 * 10
CORPUS = ROOT / 'samples' / 'judgments.ndjson'
DEFAULTS = ['100000', '200', '300', '0']


def told(what):
    print(what, file=sys.stderr, flush=True)


def fill(program, folder, clues, users):
    tools = pathlib.Path(sys.argv[2]).parent
    house = House(program, bare=True, place=folder)
    lines = folder / 'many.ndjson'
    size = library.write_corpus(program, str(CORPUS), DOCUMENTS, lines)
    told(f'importing {DOCUMENTS} judgments, {size / 1e6:.0f} MB, and running all models')
    house.cli('import', 'judgments', str(lines))
    lines.unlink()
    house.cli('run')
    told(f'registering {users} persons')
    house.enroll()
    for number in range(users):
        name = f'u{number:03}'
        house.cli('person', 'add', '--office', '临', '-o', str(folder / 'tokens' / f'{name}.token'), name, who='甲')
        house.cli('person', 'grant', name, 'analyst', who='乙')
    told(f'bringing in {clues} made clues')
    subprocess.run([tools / 'bench_desk', folder / 'ws' / 'desk.sqlite', str(clues), 'fill'], check=True, stdout=sys.stderr,
                   env=dict(os.environ, CHAMING_DATA=str(ROOT / 'data')))
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
