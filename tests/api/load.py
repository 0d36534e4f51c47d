#!/usr/bin/env python3
"""Twenty at once: no fault, every step that was acknowledged is on record once, and no other. `tests/api/load.py CHAMING`"""

import collections
import random
import sys
import threading

from house import House

USERS, ROUNDS = 20, 12
NEXT = {'new': {'step': 'screen'}, 'screened': {'step': 'defect', 'reason': 'illegible'}, 'data_defect': {'step': 'mended'}}
FAULTS = []


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


class User(threading.Thread):
    """Lists, opens, takes steps and writes notes, over one connection."""

    def __init__(self, house, number):
        super().__init__()
        self.house, self.number, self.dice = house, number, random.Random(number)
        self.steps, self.notes, self.seen = collections.Counter(), collections.Counter(), collections.Counter()

    def ask(self, connection, *request, **more):
        answer = self.house.ask('钱', *request, connection=connection, **more)
        self.seen[answer.status] += 1
        return answer

    def step(self, connection, clue, turn):
        opened = self.ask(connection, 'GET', f'/api/v1/clues/{clue}')
        headers = {'If-Match': opened.headers['etag'], 'Idempotency-Key': f'load-{self.number}-{turn}'}
        request = ('POST', f'/api/v1/clues/{clue}/steps', NEXT[opened.json['state']])
        done = self.ask(connection, *request, headers=headers)
        if done.status == 200:
            self.steps[clue] += 1
            again = self.ask(connection, *request, headers=headers)
            expect('again', (again.status, again.body, again.headers.get('idempotent-replayed')), (200, done.body, 'true'))
        else:
            expect('refused step', done.status, 412)

    def rounds(self, connection):
        for turn in range(ROUNDS):
            page = self.ask(connection, 'GET', f'/api/v1/clues?limit={self.dice.choice((1, 5, 50))}')
            clue = self.dice.choice(page.json['items'])['id']
            self.step(connection, clue, turn)
            note = self.ask(connection, 'POST', f'/api/v1/clues/{clue}/notes', {'text': f'{self.number} {turn}'})
            expect('note', note.status, 201)
            self.notes[clue] += 1
            expect('counts', self.ask(connection, 'GET', '/api/v1/clues/facets').status, 200)

    def run(self):
        connection = self.house.connect()
        try:
            self.rounds(connection)
        except Exception as fault:  # pylint: disable=broad-except
            FAULTS.append(f'user {self.number}: {fault!r}')
        finally:
            connection.close()


def main():
    with House(sys.argv[1]) as house:
        users = [User(house, number) for number in range(USERS)]
        for user in users:
            user.start()
        for user in users:
            user.join()
        seen = sum((user.seen for user in users), collections.Counter())
        expect('statuses', set(seen) - {200, 201, 412}, set())
        steps, notes = (sum((getattr(user, what) for user in users), collections.Counter()) for what in ('steps', 'notes'))
        expect('somebody was first', sum(steps.values()) > 0, True)
        for clue in steps | notes:
            record = house.ask('钱', 'GET', f'/api/v1/clues/{clue}').json
            expect(f'{clue}: steps', len(record['events']), steps[clue])
            expect(f'{clue}: notes', len(record['notes']), notes[clue])
        expect('stop', house.stop(), 0)
        checked = house.cli('audit', 'verify', who='丙')
        expect('audit', (checked.returncode, checked.stdout[-300:] if checked.returncode else ''), (0, ''))
    for fault in FAULTS[:20]:
        print(fault[:600])
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
