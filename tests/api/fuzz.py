#!/usr/bin/env python3
"""Strange requests for every operation of api/openapi.yaml, as somebody of every role and as nobody. Whatever comes, there
is no 5xx (but 503: busy or late), and each answer is one that the file describes.
`tests/api/fuzz.py CHAMING [SECONDS] [SEED]`; the seed is printed. The requests of a seed are the same each time as long as
the answers are."""

import http.client
import json
import random
import sys
import time
import urllib.parse

import schema
from house import ROLES, Answer, House

SECONDS = 25
BUSY = 503
PATIENCE = 200  # seconds: longer than the server lets any request last
HEADER_BYTES = 24 << 10  # beyond it the answer may be the library's own, 414 or 431 without a body
BODY_BYTES = 1 << 20  # beyond it the connection may end before all is sent

TEXTS = ['', ' ', '0', '-1', '1', 'null', 'true', '..', '../../etc/passwd', '/etc/passwd', '..\\..\\x', '.', '%', '%s%n',
         "'", '"', "' OR 1=1 --", '";--', ';', '\\', '\n', '\r\nX: y', '\t', '\u0000', '\u0001', '\u007f', '\u0085', '\u00a0',
         '\u200b', '\u202e', '\ufeff', '\ufffd', '\uffff', '\U0010ffff', '\U000e0001', 'é', 'e\u0301', 'ﬁ', '〇',
         '张三', '（2019）东0123刑初45号', '刑法264', '刑法264.1.1', '*', '?', '[', '(', '((((((((', 'a AND', 'OR', 'NOT', '^', '$', '|',
         'a' * 65, 'a' * 1000, '案' * 5000, 'x' * 70000, '\U0001f468\u200d\U0001f469', '2024-02-30', '2024-13-01',
         '0000-00-00', '9999-12-31', '10000-01-01', '-0001-01-01', '2024-1-1', '2024-01-01T00:00:00Z', '1e309', 'NaN',
         '0x10', '+1', ' 1', '1 ', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '999999999999',
         'done', 'new', 'own', 'all', '甲', '赵', '临', 'clue.list', 'model', 'criminal/probation-term', '{}', '[]', '<a>',
         '${x}', '{{x}}', 'id:', ':', 'a:b:c', 'a/b', 'a,b', ',', '&', '=', '#', '\u2028']
NUMBERS = [0, 1, -1, 2, 50, 500, 501, 2**31 - 1, 2**31, -2**31, 2**53, 2**63 - 1, -2**63]
RAW = ['2e0', '1.5', '-0', '1e999', '01', '9223372036854775808', '-9223372036854775809', 'NaN', 'nul', '"\\ud800"',
       '"\\ud800\\udc00"', '"\\u0000"', '"', '[', '{', '[' * 300 + ']' * 300, '{"a":' * 200 + '1' + '}' * 200, '[1,]', '{}',
       '[]', '""', 'null', 'true', '"x" "y"', '/**/1']
DAYS = ['2015-01-01', '2020-02-29', '2024-05-06', '2026-11-22', '1949-10-01', '2099-12-31', '0001-01-01', '9999-12-31']


class Lexeme(str):
    """A piece of JSON as it stands."""


def dumps(value):
    if isinstance(value, Lexeme):
        return str(value)
    if isinstance(value, dict):
        return '{' + ','.join(f'{json.dumps(name)}:{dumps(v)}' for name, v in value.items()) + '}'
    if isinstance(value, list):
        return '[' + ','.join(map(dumps, value)) + ']'
    return json.dumps(value, ensure_ascii=False)


class Maker:
    """Requests; `seen`: texts and numbers of earlier answers, by the name of the member."""

    def __init__(self, chance, operations):
        self.chance, self.operations = chance, operations
        self.seen = {}

    def learn(self, value, name=''):
        if isinstance(value, dict):
            for key, v in value.items():
                self.learn(v, key)
        elif isinstance(value, list):
            for v in value[:20]:
                self.learn(v, name)
        elif isinstance(value, (str, int)) and not isinstance(value, bool) and len(str(value)) < 200:
            pool = self.seen.setdefault(name, [])
            if value not in pool:
                pool.append(value)
                del pool[:-200]

    def known(self, name):
        """Something that an answer held: of that name, mostly."""
        pool = self.seen.get(name) if self.chance.random() < 0.5 else None
        if not pool and self.chance.random() < 0.6:
            pool = self.seen.get(self.chance.choice(['id', 'no', 'name']))
        if not pool:
            pool = self.chance.choice(list(self.seen.values())) if self.seen else TEXTS
        return self.chance.choice(pool)

    def strange(self, node, name):
        """What does not fit, or hardly."""
        kind = node.get('type')
        pick = self.chance.random()
        if kind == 'integer' and pick < 0.6:
            return self.chance.choice(NUMBERS + [node.get('minimum', 0) - 1, node.get('maximum', 9) + 1])
        if kind == 'array' and pick < 0.6:
            items = node.get('items', {})
            return [self.value(items, name) for _ in range(self.chance.choice([0, 1, 2, 30, 1001]))]
        if kind == 'object' and pick < 0.6:
            return {self.chance.choice(TEXTS): self.tree(3) for _ in range(self.chance.choice([0, 1, 3]))}
        if pick < 0.75 or kind == 'string':
            return self.chance.choice(TEXTS)
        return self.chance.choice([None, True, False, 1, 1.5, [], {}, [[]], 'x', Lexeme(self.chance.choice(RAW))])

    def tree(self, depth):
        pick = self.chance.random()
        if depth and pick < 0.25:
            return {str(self.known('name')): self.tree(depth - 1) for _ in range(self.chance.randrange(4))}
        if depth and pick < 0.5:
            return [self.tree(depth - 1) for _ in range(self.chance.randrange(4))]
        return self.chance.choice([None, True, self.known('id'), *NUMBERS[:4], self.chance.choice(TEXTS)])

    def fitting(self, node, name):
        kind = node.get('type')
        if 'enum' in node:
            return self.chance.choice(node['enum'])
        if node.get('format') == 'date':
            return self.chance.choice(DAYS)
        if kind == 'integer':
            low, high = node.get('minimum', 0), min(node.get('maximum', 1000), 2**63 - 1)
            return self.chance.choice([low, high, self.chance.randint(low, max(low, min(high, low + 60)))])
        if kind == 'boolean':
            return self.chance.random() < 0.5
        if kind == 'array':
            return [self.fitting(node.get('items', {}), name) for _ in range(self.chance.randrange(1, 4))]
        if kind == 'object':
            return {str(self.known('name')): self.tree(2) for _ in range(self.chance.randrange(3))}
        if self.chance.random() < 0.3 and node.get('maxLength', 0):
            return 'ab案'[self.chance.randrange(3)] * min(node['maxLength'], 4000)
        return str(self.known(name))

    def value(self, node, name):
        node = self.operations[0].resolve(node)
        return self.strange(node, name) if self.chance.random() < 0.4 else self.fitting(node, name)

    def member(self, node, name, example, wild):
        """None: left out."""
        pick = self.chance.random()
        if pick > wild:
            return example
        return self.value(node, name) if pick > wild * 0.15 else None

    def segment(self, value):
        text = str(value) if not isinstance(value, (dict, list)) else dumps(value)
        text = text if self.chance.random() < 0.02 else text[:1000]
        return urllib.parse.quote(text.encode('utf-8', 'surrogatepass'), safe='')

    def request(self, operation):
        """Method, target, body, headers."""
        wild = self.chance.choice([0.1, 0.25, 0.25, 0.6, 1.0])
        path, query, headers = operation.path, [], {}
        for p in operation.parameters:
            node, name = operation.resolve(p['schema']), p['name']
            value = self.member(node, name, p.get('example', node.get('example')), wild)
            if p['in'] == 'path':
                path = path.replace('{' + name + '}', self.segment('x' if value is None else value))
            elif value is not None and p['in'] == 'query':
                query += [f'{name}={self.segment(v)}' for v in (value if isinstance(value, list) else [value])]
            elif value is not None and p['in'] == 'header':
                headers[name] = str(value)[:1000]
        if self.chance.random() < 0.03:
            query.append(self.chance.choice(['x=1', '&&', '=', '%', 'limit=%', 'after=%FF', 'after=%00', 'reason=%e4%bd']))
        if self.chance.random() < 0.1:
            headers['If-Match'] = self.chance.choice(['"1"', '"0"', '*', 'W/"2"', '"9223372036854775808"', '""', 'x', '"1", "2"'])
        if operation.method != 'GET' and self.chance.random() < 0.2:
            headers['Idempotency-Key'] = self.chance.choice(['k', 'a' * 300, '\u00e9', '%00', str(self.chance.random())])
        if self.chance.random() < 0.2:
            headers['Accept-Language'] = self.chance.choice(['en', 'zh', '', 'en-GB;q=0.1', ',,,', 'x' * 500])
        headers = {name: str(v).encode('utf-8', 'replace').replace(b'\r', b'').replace(b'\n', b'').replace(b'\0', b'')
                   for name, v in headers.items()}
        return operation.method, path + ('?' + '&'.join(query) if query else ''), self.body(operation, wild, headers), headers

    def body(self, operation, wild, headers):
        media = operation.media()
        if media is None:
            if operation.method != 'GET' and self.chance.random() < 0.05:
                return b'{}'
            return None
        kind, node = media
        headers['Content-Type'] = kind
        if kind != 'application/json':
            return bytes(self.chance.randrange(256) for _ in range(self.chance.choice([0, 1, 10, 3000])))
        pick = self.chance.random()
        if pick < 0.04:
            return self.chance.choice(RAW).encode()
        if pick < 0.06:
            return self.chance.choice([b'', b'\xff', b'{"a":"\xff"}', b'\xef\xbb\xbf{}', b'{"a":1,"a":2}', b'{}{}', b' ' * 5000])
        example = node.get('example') or {}
        body = {}
        for name, s in operation.members().items():
            value = self.member(s, name, example.get(name), wild)
            if value is not None:
                body[name] = value
        if self.chance.random() < 0.04:
            body[self.chance.choice(TEXTS)] = self.tree(2)
        return dumps(body).encode('utf-8', 'surrogatepass')


def is_long(request):
    _, target, body, headers = request
    head = len(target) + sum(len(name) + len(value) for name, value in headers.items())
    return head > HEADER_BYTES or len(body or b'') > BODY_BYTES


class Fuzzer:
    def __init__(self, house, seed):
        self.house, self.chance = house, random.Random(seed)
        self.operations = schema.load()
        self.maker = Maker(self.chance, self.operations)
        self.people = [None, *3 * list(ROLES.values())]  # too many without a name are kept waiting
        self.faults, self.statuses, self.count = {}, {}, 0
        self.connection = house.connect(PATIENCE)

    def send(self, who, operation, request):
        method, target, body, headers = request
        if who is not None:
            headers['Authorization'] = f'Bearer {self.house.token(who)}'
        try:
            self.connection.request(method, target, body=body, headers=headers)
            answer = self.connection.getresponse()
            if operation.load == 'stream' and answer.status == 200:
                self.connection.close()
                return None
            read = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            self.connection.close()
            self.connection = self.house.connect(PATIENCE)
            return f'{type(fault).__name__}: {fault}'
        return Answer(answer.status, answer.getheaders(), read)

    def note(self, operation, kind, request, what):
        key = (operation.name, kind)
        if key not in self.faults:
            method, target, body, headers = request
            shown = {k: v for k, v in headers.items() if k != 'Authorization'}
            self.faults[key] = f'{operation.name}: {what}\n    {method} {target[:300]} {shown}\n    {(body or b"")[:600]!r}'
            print(self.faults[key], flush=True)

    def judge_silence(self, operation, request, fault):
        code = self.house.server.poll()
        if code is not None:
            self.note(operation, fault[:40], request, f'the server ended: {code}\n{self.house.read_log()[-3000:]}')
            self.house.end()
            self.house.start()
            self.connection = self.house.connect(PATIENCE)
        elif not is_long(request):
            self.note(operation, fault[:40], request, f'no answer: {fault}')

    def judge(self, operation, request, answer):
        if answer is None:
            return
        if isinstance(answer, str):
            self.judge_silence(operation, request, answer)
            return
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.status >= 500 and answer.status != BUSY:
            said = [line for line in self.house.read_log().splitlines()[-60:]
                    if answer.headers.get('x-request-id', '?') in line]
            fault = json.loads(said[0]).get('fault', '') if said else ''
            self.note(operation, f'{answer.status} {fault[:40]}', request, f'{answer.status}: {fault}')
        elif not (answer.status in (414, 431) and is_long(request)) and 'idempotent-replayed' not in answer.headers:
            wrong = operation.complaint(answer)
            if wrong is not None:
                self.note(operation, f'{answer.status} {wrong[:30]}', request, wrong)
            elif answer.status < 300 and answer.headers.get('content-type', '').startswith('application/json'):
                self.maker.learn(answer.json)

    def once(self, operation):
        half = self.chance.random() < 0.6
        who = operation.who if half else self.chance.choice(self.people)
        request = self.maker.request(operation)
        self.count += 1
        self.judge(operation, request, self.send(who, operation, request))

    def run(self, seconds):
        """At least one request for each operation; then until the time has passed."""
        until = time.monotonic() + seconds
        while True:
            for operation in self.operations:
                self.once(operation)
            if time.monotonic() > until:
                return


def main():
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    with House(sys.argv[1]) as house:
        fuzzer = Fuzzer(house, seed)
        fuzzer.run(seconds)
        statuses = dict(sorted(fuzzer.statuses.items()))
        print(f'{fuzzer.count} requests, {len(fuzzer.operations)} operations, by status {statuses}')
    print(f'{len(fuzzer.faults)} faults')
    return 1 if fuzzer.faults else 0


if __name__ == '__main__':
    sys.exit(main())
