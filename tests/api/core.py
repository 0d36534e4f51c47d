#!/usr/bin/env python3
"""The server itself: addresses, methods, fields, headers, problems, stopping. `tests/api/core.py CHAMING`"""

import gzip
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from house import House

FAULTS = []


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def problem(house, what, status, name, *request, **more):
    answer = house.ask(*request, **more)
    expect(f'{what}: status', answer.status, status)
    expect(f'{what}: content', answer.headers['content-type'], 'application/problem+json')
    expect(f'{what}: type', answer.json['type'], f'/problems/{name}')
    expect(f'{what}: instance', answer.json['instance'], answer.headers['x-request-id'])
    return answer


def addresses(house):
    expect('health', house.ask(None, 'GET', '/healthz').json['status'], 'ok')
    expect('head', house.ask(None, 'HEAD', '/healthz').status, 200)
    problem(house, 'no such address', 404, 'notfound', None, 'GET', '/api/v1/nothing')
    wrong = problem(house, 'method', 405, 'method', None, 'DELETE', '/healthz')
    expect('allowed', wrong.headers['allow'], 'GET')
    problem(house, 'escape', 400, 'syntax', None, 'GET', '/%zz')
    problem(house, 'zero', 400, 'syntax', None, 'GET', '/a%00')
    problem(house, 'utf8', 400, 'utf8', None, 'GET', '/%ff')
    where = problem(house, 'unknown parameter', 422, 'schema', None, 'GET', '/healthz?x=1').json['where']
    expect('where', where, {'in': 'query', 'name': 'x'})
    for path in ('/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2fdata', '//etc/passwd', '/icon.svg/..'):
        expect(path, house.ask(None, 'GET', path).status, 404)


def shelf(house):
    """Pages have a nonce of their own and answer below their path; other files are as they are, packed where that is taken."""
    seen = set()
    for path in ('/', '/clues', '/clues/123', '/'):
        page = house.ask(None, 'GET', path)
        nonce = re.search(r"style-src 'self' 'nonce-([0-9a-f]{32})'", page.headers['content-security-policy'])[1]
        expect(f'{path}: type', page.headers['content-type'], 'text/html; charset=utf-8')
        expect(f'{path}: nonce', f'content="{nonce}"' in page.body.decode(), True)
        seen.add(nonce)
    expect('a nonce for each', len(seen), 4)
    expect('no page', house.ask(None, 'GET', '/cluesx').status, 404)
    icon = house.ask(None, 'GET', '/icon.svg')
    again = house.ask(None, 'GET', '/icon.svg', headers={'If-None-Match': icon.headers['etag']})
    expect('not modified', (again.status, again.body), (304, b''))
    script = re.search(r'src="(/a/[^"]+[.]js)"', page.body.decode())[1]
    plain = house.ask(None, 'GET', script)
    packed = house.ask(None, 'GET', script, headers={'Accept-Encoding': 'gzip, br'})
    expect('packed', packed.headers.get('content-encoding'), 'gzip')
    expect('the same', gzip.decompress(packed.body) == plain.body, True)
    expect('lasting', plain.headers['cache-control'], 'public, max-age=31536000, immutable')


def words(house):
    chinese = house.ask(None, 'GET', '/nothing').json['title']
    english = house.ask(None, 'GET', '/nothing', headers={'Accept-Language': 'en-GB'}).json['title']
    expect('words', (chinese, english), ('没有找到', 'Not found'))


def headers(house):
    for path in ('/healthz', '/', '/nothing'):
        seen = house.ask(None, 'GET', path).headers
        expect(f'{path}: nosniff', seen.get('x-content-type-options'), 'nosniff')
        expect(f'{path}: frame', seen.get('x-frame-options'), 'DENY')
        policy = seen.get('content-security-policy', '')
        expect(f'{path}: policy', "default-src 'none'" in policy and 'unsafe' not in policy, True)
        expect(f'{path}: server', 'server' in seen, False)
    named = house.ask(None, 'GET', '/healthz', headers={'X-Request-Id': 'mine-1'})
    expect('request id', named.headers['x-request-id'], 'mine-1')
    forged = house.ask(None, 'GET', '/healthz', headers={'X-Request-Id': 'a"b\\'})
    expect('request id that is none', forged.headers['x-request-id'] != 'a"b\\', True)


def own_address():
    """Of this machine in its network, or None."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(('192.0.2.1', 9))
            address = s.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith('127.') else address


def proxied(program):
    """Behind a proxy: whose address counts, and cookies that are secret."""
    with House(program, '--behind-proxy') as house:
        here = house.ask(None, 'GET', '/metrics', headers={'X-Forwarded-For': '10.0.0.1, 127.0.0.1'})
        there = house.ask(None, 'GET', '/metrics', headers={'X-Forwarded-For': '127.0.0.1, 10.0.0.1'})
        expect('metrics through a proxy', (here.status, there.status), (200, 403))
        expect('strict transport', 'strict-transport-security' in here.headers, True)
    elsewhere = own_address()
    if elsewhere is not None:  # who comes from elsewhere is no proxy because he says so
        with House(program, '--behind-proxy', '--listen', '0.0.0.0') as house:
            house.host = elsewhere
            forged = house.ask(None, 'GET', '/metrics', headers={'X-Forwarded-For': '127.0.0.1'})
            expect('an address that is only claimed', forged.status, 403)


def vouched(program):
    """A proxy that says who somebody is, and those who only pretend to be it."""
    house = House(program, '--behind-proxy')
    secret = house.place / 'secret'
    secret.write_text('s' * 40, encoding='ascii')
    house.options += ('--proxy-user', 'X-Remote-User', '--proxy-secret', str(secret))
    with house:
        def as_(name, shown, method='GET', **more):
            headers = {'X-Remote-User': name.encode().decode('latin-1'), 'X-Proxy-Secret': shown, **more}
            path, body = ('/api/v1/clues?limit=1', None) if method == 'GET' else ('/api/v1/clues/none/notes', {'text': 'x'})
            return house.ask(None, method, path, body, headers=headers).status
        expect('vouched for', as_('赵', 's' * 40), 200)
        expect('wrong secret', as_('赵', 's' * 39 + 't'), 401)
        expect('no secret', as_('赵', ''), 401)
        expect('nobody of that name', as_('无此人', 's' * 40), 401)
        expect('a change without the header', as_('赵', 's' * 40, 'POST'), 403)
        expect('a change with it', as_('赵', 's' * 40, 'POST', **{'X-CSRF-Token': 'proxy'}), 404)
        expect('many wrong ones', {as_('赵', 'wrong') for _ in range(150)}, {401, 429})


def senders(program):
    """Who may not send is told so before his bytes are taken, and is kept waiting by whichever door he tries."""
    with House(program) as house:
        raw = {'Content-Type': 'application/octet-stream'}
        desk = sqlite3.connect(f'file:{house.workspace}/desk.sqlite?mode=ro', uri=True)

        def lines():
            return [action for action, in desk.execute('SELECT action FROM audit ORDER BY no')]
        before = lines()
        expect('a file', house.ask('李', 'POST', '/api/v1/uploads?name=a', b'a', raw).status, 201)
        expect('asked once', lines()[len(before):], ['data.import', 'upload.add'])
        expect('not his', house.ask('赵', 'POST', '/api/v1/uploads?name=a', b'a', raw).status, 403)
        expect('told', lines()[-1], 'right.refused')

        same = [house.ask('李', 'POST', '/api/v1/uploads?name=b', body, {'Idempotency-Key': 'b', **raw}).status
                for body in (b'one', b'one', b'two')]
        expect('the same key with another file', same, [201, 201, 409])
        checked = house.ask('李', 'POST', '/api/v1/check?name=a.txt', '红色气球'.encode(), {'Idempotency-Key': 'c', **raw})
        kept, = desk.execute("SELECT count(*) FROM request WHERE key = 'c'").fetchone()
        expect('a check that is kept nowhere', (checked.status, kept), (200, 0))

        head = 'POST /api/v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 9999999\r\n\r\n'
        with socket.create_connection((house.host, house.port), timeout=30) as nobody:
            nobody.sendall(head.encode())
            expect('before his bytes', nobody.recv(12), b'HTTP/1.1 401')

        def guess(i):
            token = {'Authorization': f'Bearer {i:064x}', **raw}
            return house.ask(None, 'POST', '/api/v1/uploads?name=a', b'a', token).status
        expect('many files from nobody', {guess(i) for i in range(300)}, {401, 429})
        login = [house.ask(None, 'POST', '/api/v1/session', {'name': '无此人', 'password': 'x'}).status for _ in range(40)]
        expect('many log-ins', 429 in login, True)


def suppressed(program):
    """Why a clue stays away is for who may see the clue, without what it tells of persons; of what is sealed nothing is there."""
    with House(program) as house:
        clue = house.ask('钱', 'GET', '/api/v1/clues?limit=1').json['items'][0]
        reason = f'{clue["case_no"]}，110101199001011234，已经核实'
        expect('suppress', house.ask('钱', 'POST', '/api/v1/suppressions', {'clue': clue['id'], 'reason': reason, 'until': '2099-01-01'}).status, 201)

        def seen(who):
            return [item['reason'] for item in house.ask(who, 'GET', '/api/v1/suppressions').json['items']]
        expect('without a number', ['110101199001011234' in text for text in seen('钱')], [False])
        expect('of an office that is not his', seen('赵'), [])
        ground = house.ask('李', 'GET', '/api/v1/seals/grounds').json['items'][0]['ground']
        expect('seal', house.ask('李', 'POST', '/api/v1/seals', {'doc': [clue['doc']], 'ground': ground, 'reason': 'x'}).status, 201)
        expect('sealed', seen('钱'), [])


def wait_for(condition):
    until = time.monotonic() + 60
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(condition())


def late(program):
    """What takes too long, and whose client goes away, is broken off; others go on."""
    with House(program, '--time-limit', '200') as house:
        problem(house, 'late', 503, 'late', '孙', 'GET', '/api/v1/report?reason=x')
        expect('afterwards', house.ask('孙', 'GET', '/api/v1/clues?limit=1').status, 200)
    with House(program) as house:
        raw = socket.create_connection((house.host, house.port))
        raw.sendall(f'GET /api/v1/report?reason=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {house.token("孙")}\r\n\r\n'
                    .encode())
        wait_for(lambda: 'chaming_requests_running 1' in house.ask(None, 'GET', '/metrics').body.decode())
        raw.close()

        def told():
            return [line for line in house.read_log().splitlines()
                    if '"operation":"result_report"' in line and '"status"' in line]
        expect('ended', wait_for(told), True)
        expect('broken off', '"status":503' in told()[-1], True)


def encrypted(program):
    """TLS by the server."""
    place = pathlib.Path(tempfile.mkdtemp(prefix='chaming-tls-'))
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-keyout', place / 'key.pem', '-out', place / 'cert.pem'], check=True, capture_output=True)
    with House(program, '--certificate', str(place / 'cert.pem'), '--key', str(place / 'key.pem')) as house:
        answer = house.ask(None, 'GET', '/healthz')
        expect('over TLS', (answer.status, house.secret), (200, True))
        expect('strict transport over TLS', 'strict-transport-security' in answer.headers, True)
    shutil.rmtree(place)


def refused(program):
    """What the server does not start with."""
    house = House(program, bare=True)
    for what, options in {'the clear': ['--listen', '0.0.0.0'], 'half of TLS': ['--certificate', '/dev/null'],
                          'a port that is none': ['--port', '99999']}.items():
        done = house.cli('serve', *options, check=False)
        expect(what, done.returncode, 2)
    with house:
        done = house.cli('desk', 'list', check=False)
        expect('held', (done.returncode, str(house.server.pid) in done.stderr), (5, True))
        other = House(program, bare=True)
        taken = other.cli('serve', '--port', str(house.port), check=False)
        expect('a port that is taken', (taken.returncode != 0, str(house.port) in taken.stderr), (True, True))
        shutil.rmtree(other.place, ignore_errors=True)


def main():
    proxied(sys.argv[1])
    vouched(sys.argv[1])
    senders(sys.argv[1])
    suppressed(sys.argv[1])
    late(sys.argv[1])
    encrypted(sys.argv[1])
    refused(sys.argv[1])
    with House(sys.argv[1]) as house:
        addresses(house)
        shelf(house)
        words(house)
        headers(house)
        expect('metrics', b'operation="system_health"' in house.ask(None, 'GET', '/metrics').body, True)
        expect('exit', house.stop(), 0)
        expect('log', all(line.startswith('{"at":') for line in house.read_log().splitlines()), True)
    with House(sys.argv[1], bare=True, ) as house:
        expect('nobody registered', house.ask(None, 'GET', '/healthz').status, 200)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
