#!/usr/bin/env python3
"""kill -9 under load: clients take steps, write notes, edit a draft, send files and import them, each request with a key; the
server is killed, started again, and asked. Nothing that was acknowledged is lost, nothing is done twice, a request
sent again gives the same answer, jobs go on, the audit is whole.
`tests/api/kill.py CHAMING [ROUNDS] [SEED]`"""

import http.client
import random
import sys
import threading
import time

import course
import schema
from house import ROOT, House

ROUNDS = 4
CLUES = '/api/v1/clues'
FAULTS = []
ENDED = ('done', 'failed', 'cancelled')


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')
        print(FAULTS[-1], flush=True)


class Client(threading.Thread):
    """Sends one request after the other until the server is gone. `sent`: of this round, with its answer or None."""

    def __init__(self, house, state):
        super().__init__(daemon=True)
        self.house, self.state, self.sent, self.fault = house, state, [], None

    def run(self):
        try:
            self.connection = self.house.connect(20)
            while True:
                self.work()
        except (OSError, http.client.HTTPException):
            pass  # killed
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = fault

    def do(self, who, method, path, body, **headers):
        """Known to be done when it returns. Whatever becomes of it, the key stays."""
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        headers['Idempotency-Key'] = f'key-{next(self.state.numbers)}'
        entry = [who, method, path, body, headers, None]
        self.sent.append(entry)
        answer = self.house.ask(who, method, path, body, headers, self.connection)
        entry[5] = answer
        return answer


class State:
    """What must be there: marks by the place where they are found, in the order in which they were made."""

    def __init__(self, chance):
        self.chance = chance
        self.numbers = iter(range(1, 1 << 40))
        self.marks = {}  # mark -> clue
        self.notes = {}
        self.text = None  # of the field that is edited
        self.jobs = []


class Steps(Client):
    """A clue of his own is rejected and opened again, without end."""

    def __init__(self, house, state, clue):
        super().__init__(house, state)
        self.clue, self.open = clue, None

    def work(self):
        if self.open is None:
            seen = self.house.ask('钱', 'GET', f'{CLUES}/{self.clue}', connection=self.connection)
            self.open = seen.json['state'] != 'rejected'
        mark = f'mark {next(self.state.numbers)}'
        body = {'step': 'reject', 'reason': 'misread', 'why': mark} if self.open else {'step': 'reopen', 'why': mark}
        self.state.marks[mark] = self.clue
        answer = self.do('钱', 'POST', f'{CLUES}/{self.clue}/steps', body)
        expect(f'step {body}', answer.status, 200)
        self.open = not self.open


class Notes(Client):
    def __init__(self, house, state, clues):
        super().__init__(house, state)
        self.clues = clues

    def work(self):
        clue, mark = self.state.chance.choice(self.clues), f'note {next(self.state.numbers)}'
        self.state.notes[mark] = clue
        expect('note', self.do('钱', 'POST', f'{CLUES}/{clue}/notes', {'text': mark}).status, 201)


class Draft(Client):
    """Document 1 is edited with the version that was seen."""

    def work(self):
        tag = self.house.ask('赵', 'GET', '/api/v1/documents/1', connection=self.connection).headers['etag']
        text = f'依法补正刑期止日{next(self.state.numbers)}'
        self.state.text = text
        answer = self.do('赵', 'PATCH', '/api/v1/documents/1', {'field': 'review.opinion', 'text': text}, If_Match=tag)
        expect('edit', answer.status, 200)


class Imports(Client):
    """A judgment of its own each time, in two requests; and the job is waited for."""

    def work(self):
        number = next(self.state.numbers)
        text = (ROOT / 'tests/cli/data/hit.txt').read_text(encoding='utf-8').replace('刑初', f'刑初{number}')
        sent = self.do('李', 'POST', f'/api/v1/uploads?name=judgment-{number}.txt', text.encode(),
                       Content_Type='application/octet-stream')
        expect('upload', sent.status, 201)
        asked = self.do('李', 'POST', '/api/v1/imports', {'uploads': [sent.json['upload']], 'label': f'label {number}'})
        expect('import', asked.status, 202)
        place = asked.headers['location']
        self.state.jobs.append(place)
        while self.house.ask('李', 'GET', place, connection=self.connection).json['state'] not in ENDED:
            time.sleep(0.05)


def prepare(house):
    """A document to edit; clues to step on."""
    expect('document', course.drafted(house, course.ISSUED), 1)
    clues = [c['id'] for c in house.ask('钱', 'GET', f'{CLUES}?state=new&limit=60').json['items'] if not c['urgent']]
    for clue in clues[:3]:
        course.step(house, '钱', clue, 'screen')
    return clues


def again(house, clients):
    """What was answered gives the same answer; what was not is done now, or was."""
    answered = open_ones = 0
    connection = house.connect(60)
    for client in clients:
        for who, method, path, body, headers, answer in client.sent:
            seen = house.ask(who, method, path, body, headers, connection)
            if answer is not None:
                answered += 1
                expect(f'{method} {path} again', (seen.status, seen.body), (answer.status, answer.body))
                expect(f'{method} {path} is known', seen.headers.get('idempotent-replayed'), 'true')
                continue
            open_ones += 1
            good = 200 <= seen.status < 300
            expect(f'{method} {path} in flight: {seen!r}', good, True)
            if good and path == '/api/v1/imports' and 'location' in seen.headers:
                client.state.jobs.append(seen.headers['location'])
    connection.close()
    return answered, open_ones


def compare(house, state, clues):
    """Every mark is there, once, and nothing else is."""
    for place, marks, member in (('events', state.marks, 'why'), ('notes', state.notes, 'text')):
        found = []
        for clue in clues:
            opened = house.ask('钱', 'GET', f'{CLUES}/{clue}').json
            mine = [e[member] for e in opened[place] if (e[member] or '').startswith(('mark', 'note'))]
            expect(f'{place} of {clue}', sorted(mine), sorted(m for m, c in marks.items() if c == clue))
            found += mine
        expect(f'{place}, all', len(found), len(marks))
    fields = house.ask('赵', 'GET', '/api/v1/documents/1').body.decode()
    expect('the last text of the draft', state.text in fields, True)


def wait_for_jobs(house, state):
    until = time.monotonic() + 60 + 30 * len(state.jobs)
    for place in dict.fromkeys(state.jobs):
        job = {'state': ''}
        while job['state'] not in ENDED and time.monotonic() < until:
            job = house.ask('李', 'GET', place).json
            time.sleep(0.1)
        expect(f'{place}: {job["error"]}', job['state'], 'done')


def count_imports(house, state):
    """Each is there, once."""
    labels = {}
    after = None
    while True:
        page = house.ask('李', 'GET', '/api/v1/sources?limit=500' + (f'&after={after}' if after else '')).json
        for source in page['items']:
            labels[source['label']] = labels.get(source['label'], 0) + 1
        after = page['next']
        if not after:
            break
    mine = {label: n for label, n in labels.items() if label.startswith('label ')}
    expect('each import once', [label for label, n in mine.items() if n != 1], [])
    expect('all imports', len(mine) >= len(set(state.jobs)), True)


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print(f'seed {seed}, {rounds} rounds', flush=True)
    state = State(random.Random(seed))
    imports = any(operation.name == 'import_add' for operation in schema.load())
    told = [0, 0]
    with House(sys.argv[1]) as house:
        clues = prepare(house)
        for number in range(rounds):
            clients = [Steps(house, state, clue) for clue in clues[:3]]
            clients += [Notes(house, state, clues[3:13]), Draft(house, state)]
            clients += [Imports(house, state)] if imports else []
            for client in clients:
                client.start()
            time.sleep(state.chance.uniform(0.1, 1.5))
            house.kill()
            for client in clients:
                client.join(60)
                expect(f'{type(client).__name__}', client.fault, None)
            house.start()
            answered, open_ones = again(house, clients)
            told = [told[0] + answered, told[1] + open_ones]
            if number % 2:
                wait_for_jobs(house, state)  # a job that the server died of five times is given up
            proof = house.ask('丙', 'GET', '/api/v1/audit/verification').json
            expect(f'audit after kill {number + 1}', (proof['good'], proof['faults']), (True, 0))
        compare(house, state, clues[:13])
        if imports:
            wait_for_jobs(house, state)
            count_imports(house, state)
        expect('exit', house.stop(), 0)
    print(f'{rounds} kills: {told[0]} requests acknowledged, {told[1]} in flight, {len(set(state.jobs))} imports; '
          f'{len(FAULTS)} faults')
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
