#!/usr/bin/env python3
"""Every operation as every role and as nobody, against the list of matrix_expected.txt. `tests/api/matrix.py CHAMING
[OPERATION]...`: those alone, after all before them.

Each operation is sent with its example, in the order of api/openapi.yaml, first by those who may not. Refused is 401 or 403,
or 404 for what is there for others; whatever else the answer is, the role may. A right that reaches to one's office or to
what one handles is there if it holds for one of the clues: that of the example, one of the top office, one that the role
handles itself."""

import sys

import course
import examples
import schema
from house import ROLES, ROOT, House

LETTERS = {'P': 'prosecutor', 'A': 'assistant', 'H': 'department_head', 'C': 'chief', 'K': 'committee',
           'M': 'case_management', 'B': 'modeller', 'D': 'data_manager', 'Y': 'analyst', 'S': 'superior',
           '1': 'system_admin', '2': 'security_admin', '3': 'auditor'}
NOBODY = 'nobody'
REFUSED, HIDDEN = (401, 403), (401, 403, 404)
EVERY = set(LETTERS.values())


def load_expected():
    expected = {}
    for line in (ROOT / 'tests' / 'api' / 'matrix_expected.txt').read_text(encoding='utf-8').splitlines():
        cells = line.split('#')[0].split()
        if not cells:
            continue
        name, roles = cells
        assert name not in expected, f'{name} stands twice'
        expected[name] = (EVERY | {NOBODY} if roles == 'anyone' else EVERY if roles == 'all' else None if roles == 'self'
                          else {LETTERS[letter] for letter in roles})
    return expected


class Matrix:
    def __init__(self, house):
        self.house = house
        self.others = []

    def prepare(self):
        """A clue that 周, the assistant, handles, and one of the top office."""
        clues = [c['id'] for c in self.house.ask('钱', 'GET', '/api/v1/clues?state=new&limit=20').json['items']
                 if not c['urgent']]
        assistant, top = clues[-1], clues[-2]
        course.to_verifying(self.house, assistant)
        course.step(self.house, '孙', assistant, 'assign', to_person='周')
        self.others = [top, assistant]
        for clue in (course.MINE, course.ISSUED, course.RETURNED):
            for who in ('吴', '孙', '陈'):
                self.house.ask(who, 'POST', f'/api/v1/clues/{clue}/unmask', {'reason': '审批'})

    def variants(self, operation):
        """The example, and the same with other clues."""
        path, body, headers = examples.request_of(operation)
        if 'reason' not in path and any(p['name'] == 'reason' and p['in'] == 'query' for p in operation.parameters):
            path += ('&' if '?' in path else '?') + 'reason=x'
        found = [(path, body, headers)]
        clue = next((p.get('example') for p in operation.parameters if p['name'] == 'clue'), None)
        inside = body.get('clue') if isinstance(body, dict) else None
        for other in self.others if clue or inside else ():
            changed = {**body, 'clue': other} if inside else body
            found.append((path.replace(f'/{clue}', f'/{other}') if clue else path, changed, headers))
        return found

    def send(self, operation, who, request):
        path, body, headers = request
        if operation.load != 'stream':
            return self.house.ask(who, operation.method, path, body, headers).status
        connection = self.house.connect()
        head = {'Authorization': f'Bearer {self.house.token(who)}'} if who else {}
        connection.request('GET', path, headers=head)
        status = connection.getresponse().status
        connection.close()
        return status

    def statuses(self, operation, role):
        who = ROLES.get(role)
        return [self.send(operation, who, request) for request in self.variants(operation)]

    def check(self, operation, roles, kept):
        """What is otherwise than expected: (role, whether it may)."""
        if operation.anyone:
            if not operation.node.get('x-bare'):
                examples.attempt(self.house, operation, kept)
            return [] if NOBODY in roles else [(NOBODY, True)]
        others = [NOBODY] if roles is None else [NOBODY, *sorted(EVERY - roles)]
        refused = {role: self.statuses(operation, role) for role in others if roles is None or role not in roles}
        done = operation.load == 'stream' or examples.attempt(self.house, operation, kept) is None
        granted = {role: self.statuses(operation, role) for role in sorted(roles or ())}
        there = done or any(status not in HIDDEN for seen in granted.values() for status in seen)
        allowed = HIDDEN if there else REFUSED  # 404 of what is not there for anybody says nothing
        wrong = [(role, True) for role, seen in refused.items() if any(status not in allowed for status in seen)]
        wrong += [(role, False) for role, seen in granted.items() if all(status in REFUSED for status in seen)]
        if 'x-keep' in operation.node:
            examples.attempt(self.house, operation, kept)  # the others made what was kept void
        return wrong


def main():
    expected, only, faults = load_expected(), sys.argv[2:], []
    operations = schema.load()
    names = {operation.name for operation in operations}
    faults += [f'{name}: no such operation' for name in sorted(set(expected) - names)]
    faults += [f'{name}: has no row' for name in sorted(names - set(expected))]
    with House(sys.argv[1]) as house:
        course.prepare(house)
        matrix, kept = Matrix(house), {}
        matrix.prepare()
        for operation in operations:
            for role, may in matrix.check(operation, expected.get(operation.name, set()), kept):
                if not only or operation.name in only:
                    faults.append(f'{operation.name}: {role} {"may" if may else "may not"}')
    for fault in faults:
        print(fault)
    print(f'{len(operations) * (len(EVERY) + 1)} cells, {len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
