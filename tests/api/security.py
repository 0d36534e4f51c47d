#!/usr/bin/env python3
"""What somebody with bad intentions tries at the door: tokens and cookies that are none, that ended, or of another; a cookie
planted before log-in; requests that another site makes a browser send; guessing; paths; and what must stand in no log.
`tests/api/security.py CHAMING`. Bytes on the wire: wire.py. Who may do what: matrix.py."""

import hashlib
import http.cookies
import json
import re
import subprocess
import sys
import time

import schema
from house import House

FAULTS = []
PASSWORD, OTHER, THIRD = 'Orange-Desk-77', 'Purple-Chair-88', 'Yellow-Lamp-99'
SESSION, COOKIE = '/api/v1/session', 'chaming_session'
MINE = '/api/v1/session/visits'
NOTE = {'text': '红色气球'}  # a text that must be in no log
ALWAYS = {'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin'}


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')
        print(FAULTS[-1], flush=True)


def ask(house, method, path, body=None, headers=None, who=None):
    """Waits where the server asks for it: whoever is refused often is kept waiting."""
    while True:
        answer = house.ask(who, method, path, body, headers)
        check_headers(f'{method} {path}', answer)
        if answer.status != 429:
            return answer
        time.sleep(int(answer.headers['retry-after']))


def check_headers(what, answer):
    for name, value in ALWAYS.items():
        expect(f'{what}: {name}', answer.headers.get(name), value)
    policy = answer.headers.get('content-security-policy', '')
    expect(f'{what}: policy', "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
           and 'unsafe' not in policy, True)
    expect(f'{what}: kept by nobody', answer.headers.get('cache-control') in ('no-store', 'no-cache'), True)
    expect(f'{what}: request id', bool(answer.headers.get('x-request-id')), True)
    for name in ('server', 'x-powered-by', 'access-control-allow-origin', 'access-control-allow-credentials'):
        expect(f'{what}: {name}', name in answer.headers, False)


class Browser:
    """Somebody with a cookie and, if he may read answers, what goes with it."""

    def __init__(self, house):
        self.house, self.cookie, self.csrf = house, None, None

    def log_in(self, name, password, **more):
        answer = ask(self.house, 'POST', SESSION, {'name': name, 'password': password, **more},
                     {'Cookie': f'{COOKIE}={self.cookie}'} if self.cookie else None)
        if answer.status == 201:
            self.answer = answer
            morsel = http.cookies.SimpleCookie(answer.headers['set-cookie'])[COOKIE]
            self.cookie, self.csrf = morsel.value, answer.json['csrf']
        return answer.status

    def ask(self, method, path, body=None, csrf=True, **headers):
        send = {'Cookie': f'{COOKIE}={self.cookie}', **{n.replace('_', '-'): v for n, v in headers.items()}}
        token = self.csrf if csrf is True else csrf
        if token is not None:
            send['X-CSRF-Token'] = token
        return ask(self.house, method, path, body, send)

    def known(self):
        return self.ask('GET', SESSION).status == 200


def invite(house, name, password=PASSWORD):
    made = ask(house, 'POST', f'/api/v1/people/{name}/invitation', who='甲')
    expect(f'invite {name}', made.status, 201)
    code = made.json['code']
    expect(f'{name} sets his password',
           ask(house, 'POST', '/api/v1/invitations/accept', {'code': code, 'password': password}).status, 200)
    return code


# ---- the first set-up ----

def set_up(program):
    """The code works once, and no account is there before it."""
    people = {'office': '某市人民检察院', 'office_code': '某', 'system_admin': '甲', 'security_admin': '乙', 'auditor': '丙',
              'prosecutor': '丁', 'system_admin_password': PASSWORD}
    with House(program, bare=True) as house:
        for name in ('admin', 'root', '甲'):
            expect(f'{name} before set-up', ask(house, 'POST', SESSION, {'name': name, 'password': 'admin'}).status, 401)
        expect('nobody lists clues', ask(house, 'GET', '/api/v1/clues').status, 401)
        code = next((m.group(1) for m in map(re.compile(r'(?:setup|code)[^0-9A-Za-z]([0-9A-Za-z-]{16,})').search, house.said) if m), None)
        expect('a code is printed', code is not None, True)
        wrong = ask(house, 'POST', '/api/v1/setup', {**people, 'code': '0' * 64})
        expect('wrong code', wrong.status in (401, 403), True)
        done = ask(house, 'POST', '/api/v1/setup', {**people, 'code': code})
        expect('set-up', done.status, 201)
        again = ask(house, 'POST', '/api/v1/setup', {**people, 'code': code, 'system_admin': '戊'})
        expect('set-up again', again.status in (401, 403, 409), True)
        expect('nothing is wanted', ask(house, 'GET', '/api/v1/setup').json['wanted'], False)
        invited = done.json['invitations']['prosecutor']
        first = ask(house, 'POST', '/api/v1/invitations/accept', {'code': invited, 'password': PASSWORD})
        second = ask(house, 'POST', '/api/v1/invitations/accept', {'code': invited, 'password': OTHER})
        expect('an invitation works once', (first.status, second.status in (401, 403)), (200, True))
        expect('what the operator typed must be changed', Browser(house).log_in('甲', PASSWORD), 403)
        expect('and can be', Browser(house).log_in('甲', PASSWORD, new_password=OTHER), 201)
        said = len(house.said)
        house.stop()
        house.start()
        expect('no second code', len(house.said) - said, 1)


# ---- who comes ----

def tokens(house):
    """None, wrong, of another shape, ended, expired, of another; and what a token with scopes may not do."""
    good = house.token('钱')
    for title, value in (('none', None), ('wrong', 'Bearer ' + 'f' * 64), ('short', 'Bearer ' + good[:-1]),
                         ('long', f'Bearer {good}0'), ('in capitals', 'Bearer ' + good.upper()), ('empty', 'Bearer '),
                         ('basic', 'Basic OiA='), ('name', 'Bearer 钱'), ('quoted', f'Bearer "{good}"'),
                         ('two', f'Bearer {good} {good}'), ('bare', good)):
        answer = ask(house, 'GET', '/api/v1/clues', headers={'Authorization': value.encode()} if value else None)
        expect(f'token: {title}', answer.status, 401)
        expect(f'token: {title}: how', answer.headers.get('www-authenticate'), 'Bearer')
    expect('in the address', ask(house, 'GET', f'/api/v1/clues?access_token={good}').status in (401, 422), True)
    digest = hashlib.sha256(good.encode()).hexdigest()
    expect('its digest', ask(house, 'GET', '/api/v1/clues', headers={'Authorization': f'Bearer {digest}'}).status, 401)
    made = ask(house, 'POST', '/api/v1/tokens', {'label': 'x', 'scopes': ['clue.list']}, who='钱').json
    key = {'Authorization': f'Bearer {made["token"]}'}
    expect('API token', ask(house, 'GET', '/api/v1/clues', headers=key).status, 200)
    clue = ask(house, 'GET', '/api/v1/clues', headers=key).json['items'][0]['id']
    beyond = [('GET', f'/api/v1/clues/{clue}', None), ('POST', f'/api/v1/clues/{clue}/steps', {'step': 'screen'}),
              ('POST', '/api/v1/tokens', {'label': 'y', 'scopes': ['clue.']}),
              ('PUT', '/api/v1/session/password', {'password': PASSWORD, 'new_password': OTHER}),
              ('DELETE', '/api/v1/people/钱/codes', None),
              ('DELETE', SESSION, None), ('DELETE', f'{MINE}/1', None)]
    for method, path, body in beyond:
        expect(f'beyond its scopes: {method} {path}', ask(house, method, path, body, key).status in (403, 404), True)
    wide = ask(house, 'POST', '/api/v1/tokens', {'label': 'wide', 'scopes': ['audit.', 'clue.']}, who='钱')
    if wide.status == 201:
        wider = {'Authorization': f'Bearer {wide.json["token"]}'}
        expect('no more than his rights', ask(house, 'GET', '/api/v1/audit', headers=wider).status, 403)
    past = ask(house, 'POST', '/api/v1/tokens', {'label': 'z', 'scopes': ['clue.'], 'until': '2020-01-01'}, who='钱').status
    expect('until a day that has passed', 400 <= past < 500, True)
    listed = ask(house, 'GET', '/api/v1/tokens', who='钱')
    expect('the list does not show it', made['token'] in listed.body.decode(), False)
    number = next(t['no'] for t in listed.json['items'] if t['label'] == 'x')
    expect('of another: not ended', ask(house, 'DELETE', f'/api/v1/tokens/{number}', who='赵').status in (403, 404), True)
    expect('ended', ask(house, 'DELETE', f'/api/v1/tokens/{number}', who='钱').status, 204)
    expect('an ended token', ask(house, 'GET', '/api/v1/clues', headers=key).status, 401)
    expect('his file before', ask(house, 'GET', '/api/v1/clues', who='冯').status, 200)
    reset = ask(house, 'PUT', '/api/v1/people/冯/password', {'new_password': OTHER}, who='甲')
    expect('a reset', reset.status, 204)
    expect('after a reset his file opens nothing', ask(house, 'GET', '/api/v1/clues', who='冯').status, 401)
    for name in ('乙', '丙'):  # whoever had the account of another administrator could do everything
        for method, path, body in (('PUT', 'password', {'new_password': OTHER}), ('POST', 'invitation', None),
                                   ('DELETE', 'codes', None)):
            taken = ask(house, method, f'/api/v1/people/{name}/{path}', body, who='甲')
            expect(f'an account of an administrator: {name} {path}', taken.status, 403)
    return [made['token']]


def cookies(house):
    """Flags; none that was planted is taken over; ended ones are."""
    planted = Browser(house)
    planted.cookie = 'a' * 64
    expect('a cookie that nobody gave', planted.known(), False)
    expect('log in with it', planted.log_in('赵', PASSWORD), 201)
    expect('another one is given', planted.cookie == 'a' * 64, False)
    flags = {part.strip().lower() for part in planted.answer.headers['set-cookie'].split(';')}
    for flag in ('httponly', 'samesite=strict', 'path=/'):
        expect(f'cookie: {flag}', flag in flags, True)
    expect('cookie: domain', any(f.startswith('domain') for f in flags), False)
    expect('cookie: random', len(planted.cookie), 64)
    before = planted.cookie
    second = Browser(house)
    second.cookie = before
    expect('log in as another in the same browser', second.log_in('钱', PASSWORD), 201)
    expect('again a new one', second.cookie != before, True)
    expect('as token', ask(house, 'GET', SESSION, headers={'Authorization': f'Bearer {before}'}).status, 401)
    third = Browser(house)
    third.log_in('赵', PASSWORD)
    visits = third.ask('GET', MINE).json['items']
    mine = {v['no'] for v in visits}
    expect('his log-ins', len(mine) >= 2, True)
    others = {v['no'] for v in second.ask('GET', MINE).json['items']}
    expect('each sees his own', mine & others, set())
    expect('nobody ends that of another', third.ask('DELETE', f'{MINE}/{min(others)}').status, 404)
    third.ask('DELETE', SESSION)
    expect('ended', third.known(), False)
    expect('password', planted.ask('PUT', '/api/v1/session/password',
                                   {'password': PASSWORD, 'new_password': OTHER}).status, 204)
    fourth = Browser(house)
    expect('the old password', fourth.log_in('赵', PASSWORD), 401)
    expect('the new password', fourth.log_in('赵', OTHER), 201)
    expect('change ends the others', fourth.ask('PUT', '/api/v1/session/password',
                                                {'password': OTHER, 'new_password': THIRD}).status, 204)
    expect('an older log-in', planted.known(), False)
    granted = Browser(house)
    granted.log_in('吴', PASSWORD)
    expect('a role', ask(house, 'POST', '/api/v1/people/吴/roles', {'role': 'committee'}, who='乙').status, 204)
    expect('a change of rights ends log-ins', granted.known(), False)
    return [planted.cookie, fourth.cookie, planted.csrf]


def forged(house):
    """What another site makes a browser send."""
    browser = Browser(house)
    browser.log_in('钱', PASSWORD)
    clue = browser.ask('GET', '/api/v1/clues?limit=1').json['items'][0]['id']
    path = f'/api/v1/clues/{clue}/notes'
    other = Browser(house)
    other.log_in('王', PASSWORD)
    for title, csrf in (('none', None), ('empty', ''), ('wrong', 'f' * 64), ('of another', other.csrf), ('the cookie', browser.cookie)):
        expect(f'CSRF token: {title}', browser.ask('POST', path, NOTE, csrf=csrf).status, 403)
    form = browser.ask('POST', path, b'text=a', csrf=None, Content_Type='application/x-www-form-urlencoded')
    plain = browser.ask('POST', path, json.dumps(NOTE).encode(), csrf=None, Content_Type='text/plain')
    expect('forms', (form.status in (403, 415), plain.status in (403, 415)), (True, True))
    elsewhere = browser.ask('POST', path, NOTE, csrf=None, Origin='https://elsewhere.example', Sec_Fetch_Site='cross-site')
    expect('from elsewhere', elsewhere.status, 403)
    asked = ask(house, 'OPTIONS', path, headers={'Origin': 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST'})
    expect('may elsewhere?', asked.status in (404, 405), True)
    expect('by GET', browser.ask('GET', path, csrf=None).status, 405)
    expect('by another name', browser.ask('GET', path, csrf=None, X_HTTP_Method_Override='POST').status, 405)
    expect('with its token', browser.ask('POST', path, NOTE).status, 201)
    cross = ask(house, 'POST', SESSION, json.dumps({'name': '钱', 'password': PASSWORD}).encode(), {'Content-Type': 'text/plain'})
    expect('log-in by a form', cross.status, 415)


# ---- guessing ----

def guess(house):
    """Locked after five wrong ones, by whichever door; an unknown name is answered alike and costs the same work."""
    wrong = {'name': '郑', 'password': 'wrong'}
    unknown = ask(house, 'POST', SESSION, {'name': '无此人', 'password': 'wrong'})
    seen = ask(house, 'POST', SESSION, wrong)
    same = [{k: v for k, v in a.json.items() if k != 'instance'} for a in (unknown, seen)]
    expect('no word which', same[0], same[1])
    for _ in range(5):
        ask(house, 'POST', SESSION, wrong)
    locked = ask(house, 'POST', SESSION, {'name': '郑', 'password': PASSWORD})
    expect('locked', locked.status, 401)
    expect('no word of it', {k: v for k, v in locked.json.items() if k != 'instance'}, same[0])
    expect('nor by codes', ask(house, 'POST', SESSION + '/codes', {'name': '郑', 'password': PASSWORD}).status, 401)
    expect('unlock', ask(house, 'POST', '/api/v1/people/郑/unlock', who='甲').status, 204)
    expect('unlocked', Browser(house).log_in('郑', PASSWORD), 201)
    for _ in range(6):
        ask(house, 'POST', SESSION + '/codes', {'name': '陈', 'password': 'wrong'})
    expect('locked by the other door', Browser(house).log_in('陈', PASSWORD), 401)
    ask(house, 'POST', '/api/v1/people/陈/unlock', who='甲')
    inside = Browser(house)
    inside.log_in('陈', PASSWORD)
    for _ in range(6):
        inside.ask('PUT', '/api/v1/session/password', {'password': 'wrong', 'new_password': OTHER})
    locked = inside.ask('PUT', '/api/v1/session/password', {'password': PASSWORD, 'new_password': OTHER}).status
    expect('nor from within', 400 <= locked < 500, True)
    wrong = {'password': 'wrong', 'new_password': OTHER}
    for turn in ('once', 'again by the same key'):
        answer = ask(house, 'PUT', '/api/v1/session/password', wrong, {'Idempotency-Key': 'guess'}, who='王')
        expect(f'a wrong password, {turn}', answer.status, 401)
    for weak in ('a', '1234567890', 'a' * 20, '赵赵赵赵赵赵赵赵赵赵', ' ' * 12, PASSWORD):
        status = Browser(house).ask('PUT', '/api/v1/session/password', {'password': PASSWORD, 'new_password': weak}).status
        expect(f'{weak!r}: nobody', status, 401)
        mine = ask(house, 'PUT', '/api/v1/session/password', {'password': PASSWORD, 'new_password': weak}, who='王').status
        expect(f'{weak!r} is refused', 400 <= mine < 500, True)


def work_of(house, name, tries=9):
    """Seconds of processor of the server for a log-in, the middle of some; reported, not held against anything."""
    spent = []
    for _ in range(tries):
        before = processor(house)
        ask(house, 'POST', SESSION, {'name': name, 'password': 'wrong'})
        spent.append(processor(house) - before)
    return sorted(spent)[tries // 2]


def processor(house):
    fields = open(f'/proc/{house.server.pid}/stat', encoding='utf-8').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


# ---- paths ----

TRAVERSAL = ['..', '../..', '../../../../etc/passwd', '..%2f..%2fetc%2fpasswd', '%2e%2e', '%2e%2e%2f%2e%2e%2fdesk.sqlite',
             '..\\..\\desk.sqlite', '/etc/passwd', '....//....//etc/passwd', '%252e%252e%252fdesk.sqlite', '..%c0%af..',
             '%00', 'x%00.txt', 'desk.sqlite', '../desk.sqlite', '../../keys', 'file:///etc/passwd', '~', '~root', 'CON',
             '%0d%0aSet-Cookie:%20a=b', '.', './', '%2e', '*', '$(id)', '`id`', '|id', ';id']
MARKS = (b'root:x:', b'SQLite format 3', b'BEGIN PRIVATE')


def paths(house):
    """In every path parameter and every text of a query that names a file: nothing of the system comes back."""
    for operation in schema.load():
        if operation.method != 'GET' or operation.load == 'stream':
            continue
        names = [p['name'] for p in operation.parameters if p['in'] == 'path']
        for value in TRAVERSAL if names else ():
            path = operation.path
            for name in names:
                path = path.replace('{' + name + '}', value.replace('/', '%2F') if '%' not in value else value)
            who = operation.who or '甲'
            connection = house.connect()
            connection.putrequest('GET', path.encode('ascii', 'replace').decode().replace(' ', '%20'), skip_host=False)
            connection.putheader('Authorization', f'Bearer {house.token(who)}')
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            expect(f'{operation.name} {value}', (answer.status < 500, any(m in body for m in MARKS),
                                                 answer.getheader('set-cookie')), (True, False, None))
    for value in TRAVERSAL:
        for head in ('/', '/assets/', '/static/'):
            connection = house.connect()
            connection.putrequest('GET', head + value)
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            expect(f'{head}{value}', (answer.status in (200, 400, 404), any(m in body for m in MARKS)), (True, False))
    for value in TRAVERSAL:
        name = value.replace('%', '%25')
        answer = ask(house, 'POST', f'/api/v1/uploads?name={name.replace("&", "")}', b'x', {'Content-Type': 'application/octet-stream'}, who='李')
        expect(f'upload {value}', answer.status < 500, True)
    inside = subprocess.run(['find', str(house.place), '-newer', str(house.place / 'mark'), '-type', 'f'],
                            capture_output=True, text=True, check=True).stdout.splitlines()
    allowed = (str(house.workspace), str(house.place / 'log'), str(house.place / 'keys'))
    expect('files only where they belong', [f for f in inside if not f.startswith(allowed)], [])
    backup = ask(house, 'POST', '/api/v1/backups', {'name': '../../outside'}, who='甲')
    expect('backup with a path', 400 <= backup.status < 500, True)


# ---- what must be nowhere ----

def silence(house, secrets):
    """Passwords, tokens, cookies, names and texts stand in no log, no number and no fault."""
    ask(house, 'GET', '/api/v1/clues?after=马建祥红色气球', who='钱')
    ask(house, 'GET', '/api/v1/search?query=红色气球', who='钱')
    log = house.read_log()
    numbers = ask(house, 'GET', '/metrics').body.decode()
    words = secrets + [PASSWORD, OTHER, THIRD, '红色气球', '马建祥', '无此人'] + [house.token(who) for who in ('甲', '钱', '赵')]
    for word in words:
        expect(f'{word[:12]} in the log', word in log, False)
        expect(f'{word[:12]} in the numbers', word in numbers, False)
    for who in ('赵', '钱', '郑'):
        expect(f'{who} in the log', f'"{who}"' in log, False)
    faults = [line for line in log.splitlines() if '"fault"' in line]
    expect('no faults', faults, [])
    desk = (house.workspace / 'desk.sqlite').read_bytes()
    for word in words[:len(secrets)] + [PASSWORD, OTHER, THIRD]:
        expect(f'{word[:12]} in the desk', word.encode() in desk, False)


def main():
    set_up(sys.argv[1])
    with House(sys.argv[1]) as house:
        (house.place / 'mark').touch()
        codes = [invite(house, name) for name in ('赵', '钱', '王', '郑', '陈', '吴')]
        secrets = codes + tokens(house) + cookies(house)
        forged(house)
        guess(house)
        print(f'work of a refused log-in: {work_of(house, "孙"):.2f} s of processor for somebody who has no password, '
              f'{work_of(house, "钱"):.2f} s for a wrong one, {work_of(house, "无此人"):.2f} s for nobody')
        paths(house)
        silence(house, secrets)
        proof = ask(house, 'GET', '/api/v1/audit/verification', who='丙').json
        expect('audit', (proof['good'], proof['faults']), (True, 0))
    print(f'{len(FAULTS)} faults')
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
