#!/usr/bin/env python3
"""million.py CHAMING TOOLS FOLDER [COPIES [TURNS]]: how long one quiet user waits for lists, counts and single clues over an archive of
1,000,000 judgments. FOLDER is kept: what is there already is measured again; otherwise it is filled: the judgments of the sample
repeated ten times, all models run over them; then every row of the tables and of the desk is repeated COPIES times (384) with keys, ids,
courts, numbers and days of its own, by bench_facts and bench_desk, which are in TOOLS. Some 4 GB of disk, half an hour. $PARTS: some of
"one lists counts archive"."""
import os
import pathlib
import statistics
import subprocess
import sys
import time
import urllib.parse

import server

sys.path.insert(0, str(server.ROOT / 'tests' / 'api'))
from house import House  # noqa: E402 (its folder is named above)

WHO = '钱'


def fill(program, tools, folder, copies):
    server.fill(program, folder, 1000, 0)
    environment = dict(os.environ, CHAMING_DATA=str(server.ROOT / 'data'))
    for tool, name, *more in (('bench_facts', 'facts.duckdb'), ('bench_desk', 'desk.sqlite', 'repeat')):
        subprocess.run([tools / tool, folder / 'ws' / name, copies, *more], check=True, stdout=sys.stderr, env=environment)
    (folder / 'repeated').touch()


class Clock:
    def __init__(self, house, turns):
        self.house, self.turns, self.connection = house, turns, house.connect()

    def get(self, path):
        start = time.monotonic()
        answer = self.house.ask(WHO, 'GET', '/api/v1/' + path, connection=self.connection)
        took = (time.monotonic() - start) * 1000
        if answer.status != 200:
            raise SystemExit(f'{path}: {answer!r}')
        return took, answer.json

    def tell(self, what, *paths):
        """Several paths: each once. One: as often as there are turns."""
        took = [self.get(path)[0] for path in (paths if len(paths) > 1 else paths * self.turns)]
        print(f'| {what} | {took[0]:,.0f} | {statistics.median(took):,.0f} | {max(took):,.0f} |', flush=True)


def measure_counts(clock, court, model):
    for by in ('', '?by=model', '?by=court', '?by=office', '?by=charge', '?by=year', '?by=direction', f'?court={court}&by=model',
               '?as_of=2026-01-01'):
        clock.tell(f'ladder {urllib.parse.unquote(by)}', f'statistics/ladder{by}')
    clock.tell('precision by model', 'statistics/precision?by=model')
    clock.tell('precision by quarter', 'statistics/precision?by=quarter')
    clock.tell('outcomes by court', 'statistics/outcomes?by=court')
    clock.tell('rows behind a number: screened', 'statistics/clues?reached=screened')
    clock.tell('rows behind a number: one court, false positives', f'statistics/clues?court={court}&verdict=false_positive')
    clock.tell('rows behind a number: one model', f'statistics/clues?model={model}')
    clock.tell('notices', 'statistics/notices')


def measure_lists(clock, court, model):
    clock.tell('clues, first page', 'clues')
    page = clock.get('clues')[1]
    for _ in range(20):
        page = clock.get(f'clues?limit=200&after={page["next"]}')[1]
    clock.tell('clues, page 21', f'clues?after={page["next"]}')
    clock.tell('clues, one court', f'clues?court={court}')
    clock.tell('clues, model and state', f'clues?model={model}&state=screened')
    clock.tell('clues, rejected, severity and year', 'clues?state=rejected&severity=S2&year=2016')
    clock.tell('facets, no filter', 'clues/facets')
    clock.tell('facets, state and model', f'clues/facets?state=new&model={model}')
    clock.tell('facets, court', f'clues/facets?court={court}')


def measure_archive(clock, court, model):
    clock.tell('coverage', 'coverage')
    for by in ('court', 'month', 'source', 'kind'):
        clock.tell(f'coverage by {by}', f'coverage/by/{by}')
    clock.tell('coverage, gaps', 'coverage/gaps')
    clock.tell('sources', 'sources')
    clock.tell('judgments, first page', 'judgments')
    clock.tell('judgments, after 900,000', 'judgments?after=900000')
    clock.tell('judgments of a court', f'judgments?court={court}')
    clock.tell('judgments with a number', 'judgments?number=' + urllib.parse.quote('466号-77'))
    clock.tell('results, first page', 'results')
    clock.tell('results of a model', f'results?model={model}')
    clock.tell('results of a model, undecidable', f'results?model={model}&outcome=undecidable')
    clock.tell('models', 'models')
    clock.tell('jobs', 'jobs')


def measure_one(clock, _court, _model):
    found = []
    for after in ('', '&state=screened', '&year=2015', '&year=2017', '&direction=favours'):
        found += clock.get(f'clues?limit=40{after}')[1]['items']
    found = [clue for clue in found if clue['model'] and not clue['model'].startswith('criminal/model-number')][:40]
    clock.tell('a clue of the desk', *[f'clues/{clue["id"]}' for clue in found])
    clock.tell('its evidence (result_open)', *[f'results/{clue["id"]}' for clue in found])
    clock.tell('its judgment (judgment_open)', *[f'judgments/{urllib.parse.quote(clue["doc"], safe="")}' for clue in found])
    clock.tell('its text (result_text)', *[f'results/{clue["id"]}/text' for clue in found])
    clock.tell('facts of its judgment', *[f'judgments/{urllib.parse.quote(clue["doc"], safe="")}/facts' for clue in found])
    clock.tell('results of its judgment', *[f'results?judgment={urllib.parse.quote(clue["doc"], safe="")}' for clue in found])
    clock.tell('cases like it', *[f'results/{clue["id"]}/similar' for clue in found[:5]])


def main():
    program, tools, folder = (pathlib.Path(argument).absolute() for argument in sys.argv[1:4])
    copies, turns = [*sys.argv[4:], *['384', '5'][len(sys.argv) - 4:]]
    folder.mkdir(parents=True, exist_ok=True)
    sys.argv[2] = str(tools / 'bench_server')
    if not (folder / 'repeated').exists():
        fill(str(program), tools, folder, copies)
    with House(str(program), place=folder) as house:
        clock = Clock(house, int(turns))
        facets = clock.get('clues/facets')[1]
        court = urllib.parse.quote(facets['court'][10]['value'])
        model = next(one['value'] for one in facets['model'] if 'model-number' not in one['value'])
        print('| | first ms | median ms | largest ms |\n|---|---|---|---|')
        parts = {'one': measure_one, 'lists': measure_lists, 'counts': measure_counts, 'archive': measure_archive}
        for name in os.environ.get('PARTS', ' '.join(parts)).split():
            parts[name](clock, court, model)


if __name__ == '__main__':
    main()
