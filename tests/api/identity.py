#!/usr/bin/env python3
"""One's password, one-time codes, log-ins and tokens over HTTP; what is shown once is kept nowhere.
`tests/api/identity.py CHAMING`"""

import base64
import hashlib
import hmac
import sqlite3
import struct
import sys
import time

from house import House

FAULTS = []
PASSWORD = 'Orange-Desk-77'


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def code_of(secret, at):
    """RFC 6238 by itself, not by the program."""
    mac = hmac.new(base64.b32decode(secret), struct.pack('>Q', int(at) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f'{(struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}'


def status(house, *request, **more):
    return house.ask(*request, **more).status


def set_password(house, name, password=PASSWORD):
    code = house.ask('甲', 'POST', f'/api/v1/people/{name}/invitation').json['code']
    accepted = house.ask(None, 'POST', '/api/v1/invitations/accept', {'code': code, 'password': password})
    expect('accepted', (accepted.status, accepted.json['name']), (200, name))
    log_in = {'Cookie': accepted.headers['set-cookie'].partition(';')[0], 'X-CSRF-Token': accepted.json['csrf']}
    expect('logged in by it', house.ask(None, 'GET', '/api/v1/session', headers=log_in).json['name'], name)
    expect('and may act', status(house, None, 'DELETE', '/api/v1/session', headers=log_in), 204)
    expect('accepted once', status(house, None, 'POST', '/api/v1/invitations/accept',
                                   {'code': code, 'password': password}), 403)
    return code


def open_with(house, log_in):
    return status(house, None, 'GET', '/api/v1/session', headers=log_in)


def change(house):
    """A new password ends the other log-ins, not this one; the rules hold."""
    mine, other = (house.log_in({'name': '赵', 'password': PASSWORD}) for _ in range(2))

    def put(old, new):
        return status(house, None, 'PUT', '/api/v1/session/password', {'password': old, 'new_password': new}, mine)
    expect('too short', put(PASSWORD, 'short'), 400)
    expect('wrong old one', put('wrong', PASSWORD + '8'), 401)
    expect('changed', put(PASSWORD, PASSWORD + '8'), 204)
    expect('mine goes on', open_with(house, mine), 200)
    expect('the other has ended', open_with(house, other), 401)
    expect('the old one', status(house, None, 'POST', '/api/v1/session', {'name': '赵', 'password': PASSWORD}), 401)
    house.ask('甲', 'PUT', '/api/v1/people/赵/password', {'new_password': PASSWORD + '9'})
    expect('reset ends all', open_with(house, mine), 401)
    must = {'name': '赵', 'password': PASSWORD + '9'}
    expect('must change', status(house, None, 'POST', '/api/v1/session', must), 403)
    house.log_in({**must, 'new_password': PASSWORD + '10'})
    return PASSWORD + '10'


def codes(house, password):
    """Asked for from the first log-in with one; each is good once."""
    who = {'name': '赵', 'password': password}
    expect('codes need the password', status(house, None, 'POST', '/api/v1/session/codes',
                                             {'name': '赵', 'password': 'wrong'}), 401)
    secret = house.ask(None, 'POST', '/api/v1/session/codes', who).json['secret']
    house.log_in(who)  # not in force before a code was given
    now = time.time()
    first, second = code_of(secret, now - 30), code_of(secret, now)
    house.log_in({**who, 'code': first})
    expect('the same code', status(house, None, 'POST', '/api/v1/session', {**who, 'code': first}), 401)
    expect('without a code', status(house, None, 'POST', '/api/v1/session', who), 401)
    log_in = house.log_in({**who, 'code': second})
    expect('there are codes', status(house, None, 'POST', '/api/v1/session/codes', who), 409)
    expect('ended', status(house, None, 'DELETE', '/api/v1/people/赵/codes', headers=log_in), 204)
    house.log_in(who)
    return secret


def invited_with_codes(house, password):
    """An invitation stands for the password alone: whoever has, or must have, one-time codes still shows one."""
    def accept(name):
        code = house.ask('甲', 'POST', f'/api/v1/people/{name}/invitation').json['code']
        answer = house.ask(None, 'POST', '/api/v1/invitations/accept', {'code': code, 'password': password + 'x'})
        return answer.status, answer.json['csrf'], answer.json['ends_at'], 'set-cookie' in answer.headers
    secret = house.ask(None, 'POST', '/api/v1/session/codes', {'name': '赵', 'password': password}).json['secret']
    before = house.log_in({'name': '赵', 'password': password, 'code': code_of(secret, time.time())})
    expect('he has codes', accept('赵'), (200, None, None, False))
    expect('the log-in before has ended', open_with(house, before), 401)
    house.log_in({'name': '赵', 'password': password + 'x', 'code': code_of(secret, time.time() + 30)})
    house.ask('甲', 'DELETE', '/api/v1/people/赵/codes')
    house.ask('乙', 'PUT', '/api/v1/policies/totp_required', {'value': 1})
    expect('all must have codes', accept('钱'), (200, None, None, False))
    house.ask('乙', 'PUT', '/api/v1/policies/totp_required', {'value': 0})
    return password + 'x'


def visits(house, password):
    """One sees one's own, and ends them."""
    who = {'name': '赵', 'password': password}
    mine, other = house.log_in(who), house.log_in(who)
    seen = house.ask(None, 'GET', '/api/v1/session/visits', headers=mine).json['items']
    expect('address', {v['address'] for v in seen}, {'127.0.0.1'})
    last = max(v['no'] for v in seen)
    expect('ended by number', status(house, None, 'DELETE', f'/api/v1/session/visits/{last}', headers=mine), 204)
    expect('it has', open_with(house, other), 401)
    expect('not of another', status(house, '钱', 'DELETE', f'/api/v1/session/visits/{last - 1}'), 404)
    out = house.ask(None, 'DELETE', '/api/v1/session', headers=mine)
    expect('out', (out.status, 'Max-Age=0' in out.headers['set-cookie']), (204, True))
    expect('out', open_with(house, mine), 401)
    mine = house.log_in(who)
    granted = status(house, '乙', 'POST', '/api/v1/people/赵/roles', {'role': 'modeller'})
    expect('other rights, another log-in', (granted, open_with(house, mine)), (204, 401))
    expect('policy', status(house, '乙', 'PUT', '/api/v1/policies/session_single', {'value': 1}), 204)
    mine, other = house.log_in(who), house.log_in(who)
    expect('one at a time', (open_with(house, mine), open_with(house, other)), (401, 200))


def once(house):
    """A token is shown once: sent again with its key, the request is known to be done, and no more."""
    body = {'label': '台账', 'scopes': ['clue.list']}
    first, again = (house.ask('吴', 'POST', '/api/v1/tokens', body, {'Idempotency-Key': 'k1'}) for _ in range(2))
    token = first.json['token']
    expect('again', (again.status, 'token' in again.json, again.json.get('done')), (200, False, True))
    bearer = {'Authorization': f'Bearer {token}'}
    expect('in scope', status(house, None, 'GET', '/api/v1/clues?limit=1', headers=bearer), 200)
    expect('out of scope', status(house, None, 'GET', '/api/v1/documents', headers=bearer), 403)
    expect('no token by a token', status(house, None, 'POST', '/api/v1/tokens', body, bearer), 403)
    expect('no password by a token', status(house, None, 'PUT', '/api/v1/session/password',
                                            {'password': PASSWORD, 'new_password': PASSWORD + 'x'}, bearer), 403)
    expect('acts', house.ask(None, 'GET', '/api/v1/session', headers=bearer).json['acts'], ['clue.list'])
    return token


def main():
    with House(sys.argv[1]) as house:
        code = set_password(house, '赵')
        password = change(house)
        secret = codes(house, password)
        password = invited_with_codes(house, password)
        visits(house, password)
        token = once(house)
        expect('stopped', house.stop(), 0)
        kept = (house.workspace / 'desk.sqlite').read_bytes()
        for what, text in (('invitation', code), ('password', password), ('secret', secret), ('token', token)):
            expect(f'{what} in the desk', text.encode() in kept, False)
        desk = sqlite3.connect(house.workspace / 'desk.sqlite')
        expect('answers kept', desk.execute('SELECT count(*) FROM request WHERE answer IS NOT NULL').fetchone(), (0,))
        desk.close()
        expect('audit', house.cli('audit', 'verify', who='丙').returncode, 0)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
