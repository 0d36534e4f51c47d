#!/usr/bin/env python3
"""Requests byte by byte: framing that hides a second request, what is too large, too slow or malformed. What is hidden is
never answered, and the server goes on. `tests/api/wire.py CHAMING`"""

import socket
import sys
import time

from house import House

FAULTS = []
TARGET = '/api/v1/clues/none/notes'
TEXT = b'{"text":"a"}'
HIDDEN = b'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: hidden\r\n\r\n'
GET = b'GET /healthz HTTP/1.1\r\nHost: x\r\n'
CHUNKED = b'Transfer-Encoding: chunked\r\n'
CHUNKS = b'c\r\n' + TEXT + b'\r\n0\r\n\r\n'


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


class Wire:
    """A connection without a library."""

    def __init__(self, house, data=b''):
        self.socket = socket.create_connection((house.host, house.port), timeout=30)
        self.send(data)

    def send(self, data):
        """False: the other end is closed."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def rest(self, quiet=0.5):
        """All that comes until the other end closes or is quiet."""
        read = b''
        self.socket.settimeout(quiet)
        try:
            while data := self.socket.recv(65536):
                read += data
        except OSError:
            pass
        self.socket.close()
        return read


def status(read):
    """Of the first answer; 0: none."""
    return int(read.split(None, 2)[1]) if read.startswith(b'HTTP/1.') else 0


# Each holds HIDDEN behind it, or in it. The head in front of each is that of a request that has a body.
FRAMING = [
    ('length and coding', b'Content-Length: 6\r\n' + CHUNKED + b'\r\n0\r\n\r\n'),
    ('coding and length', CHUNKED + b'Content-Length: 6\r\n\r\n0\r\n\r\n'),
    ('two lengths', b'Content-Length: 0\r\nContent-Length: %d\r\n\r\n' % len(HIDDEN)),
    ('two lengths alike', b'Content-Length: 12\r\nContent-Length: 12\r\n\r\n' + TEXT),
    ('list of lengths', b'Content-Length: 12, 12\r\n\r\n' + TEXT),
    ('length with sign', b'Content-Length: +12\r\n\r\n' + TEXT),
    ('negative length', b'Content-Length: -1\r\n\r\n'),
    ('length in hexadecimal', b'Content-Length: 0xc\r\n\r\n' + TEXT),
    ('length beyond 64 bits', b'Content-Length: 99999999999999999999999\r\n\r\n'),
    ('length with a blank', b'Content-Length: 1 2\r\n\r\n' + TEXT),
    ('length with a form feed', b'Content-Length: \x0c12\r\n\r\n' + TEXT),
    ('empty length', b'Content-Length:\r\n\r\n'),
    ('name with a blank', b'Content-Length : %d\r\n\r\n' % len(HIDDEN)),
    ('name with a tab', b'Content-Length\t: %d\r\n\r\n' % len(HIDDEN)),
    ('coding with a blank in its name', b'Transfer-Encoding : chunked\r\n\r\n' + CHUNKS),
    ('coding that is none', b'Transfer-Encoding: xchunked\r\n\r\n' + CHUNKS),
    ('coding with a mark', b'Transfer-Encoding: "chunked"\r\n\r\n' + CHUNKS),
    ('coding identity', b'Transfer-Encoding: identity\r\n\r\n'),
    ('two codings', CHUNKED + b'Transfer-Encoding: identity\r\n\r\n' + CHUNKS),
    ('list of codings', b'Transfer-Encoding: gzip, chunked\r\n\r\n' + CHUNKS),
    ('chunked twice', b'Transfer-Encoding: chunked, chunked\r\n\r\n' + CHUNKS),
    ('coding folded into another', b'X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n' + CHUNKS),
    ('coding with a vertical tab', b'Transfer-Encoding: \x0bchunked\r\n\r\n' + CHUNKS),
    ('chunk beyond 64 bits', CHUNKED + b'\r\n10000000000000000\r\n'),
    ('chunk of the largest number', CHUNKED + b'\r\nffffffffffffffff\r\n'),
    ('negative chunk', CHUNKED + b'\r\n-1\r\n'),
    ('chunk with 0x', CHUNKED + b'\r\n0x0\r\n\r\n'),
    ('chunk with a blank', CHUNKED + b'\r\n c\r\n' + TEXT + b'\r\n0\r\n\r\n'),
    ('chunk longer than it says', CHUNKED + b'\r\n1\r\nab0\r\n\r\n'),
    ('chunk that is no number', CHUNKED + b'\r\nz\r\n'),
    ('no colon', b'Content-Length 5\r\n\r\n'),
    ('zero in a name', b'Con\0tent-Length: 5\r\n\r\n'),
    ('return within a value', b'X: a\rContent-Length: 12\r\n\r\n' + TEXT),
    ('two hosts', b'Host: y\r\n\r\n'),
]
LINES = [
    ('no host', b'GET /healthz HTTP/1.1\r\n\r\n', [400]),
    ('body of a reading request', GET + b'Content-Length: %d\r\n\r\n' % len(HIDDEN), [415]),
    ('body of no address', b'POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n' % len(HIDDEN), [404]),
    ('body of no method', b'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n' % len(HIDDEN), [405]),
]
# Answered or not, but never with 200, and never twice. 0: the server waits for the rest, or has hung up.
STRANGE = [
    ('whole address', b'GET http://elsewhere/healthz HTTP/1.1\r\nHost: x\r\n\r\n', [404]),
    ('address of another', b'CONNECT elsewhere:80 HTTP/1.1\r\nHost: x\r\n\r\n', [404]),
    ('asterisk', b'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', [404]),
    ('trace', b'TRACE /healthz HTTP/1.1\r\nHost: x\r\n\r\n', [405]),
    ('method in small letters', b'get /healthz HTTP/1.1\r\nHost: x\r\n\r\n', [405]),
    ('without a version', b'GET /healthz\r\n\r\n', [400]),
    ('version 2', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [505]),
    ('version 3', b'GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n', [505]),
    ('version in small letters', b'GET /healthz http/1.1\r\nHost: x\r\n\r\n', [400]),
    ('blank in the address', b'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', [0, 400]),
    ('tabs', b'GET\t/healthz\tHTTP/1.1\r\nHost: x\r\n\r\n', [0, 400]),
    ('fragment', b'GET /healthz#x HTTP/1.1\r\nHost: x\r\n\r\n', [404]),
    ('bytes that are no UTF-8', b'GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n', [400]),
    ('TLS', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [0, 400]),
    ('zeros', bytes(200) + b'\r\n\r\n', [0, 400]),
    ('long line', b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\nHost: x\r\n\r\n', [414]),
    ('long header', GET + b'X: ' + b'a' * 100000 + b'\r\n\r\n', [431]),
    ('many headers', GET + b''.join(b'X%d: y\r\n' % i for i in range(5000)) + b'\r\n', [431]),
]


def head(house, target=TARGET, kind='application/json'):
    return (f'POST {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n'
            f'Authorization: Bearer {house.token("赵")}\r\n').encode()


def framing(house):
    """What is sound has its second request answered; all else has not."""
    for title, tail in (('length', b'Content-Length: 12\r\n\r\n' + TEXT), ('coding', CHUNKED + b'\r\n' + CHUNKS),
                        ('blanks', b'Content-Length:   12\r\n\r\n' + TEXT)):
        read = Wire(house, head(house) + tail + HIDDEN).rest()
        expect(f'sound {title}', (status(read), b'X-Request-Id: hidden' in read), (404, True))
    cases = [(title, head(house) + tail, [0, 400, 413, 422]) for title, tail in FRAMING]
    for title, data, wanted in cases + LINES:
        read = Wire(house, data + HIDDEN).rest()
        expect(f'{title}: the hidden one', b'X-Request-Id: hidden' in read, False)
        if status(read) not in wanted:
            FAULTS.append(f'{title}: {status(read)}, expected one of {wanted}')
    for title, data, wanted in STRANGE:
        read = Wire(house, data).rest()
        if status(read) not in wanted:
            FAULTS.append(f'{title}: {status(read)}, expected one of {wanted}')
    read = Wire(house, (GET + b'\r\n') * 3).rest()
    expect('three at once', read.count(b'X-Request-Id'), 3)


def large(house):
    """By length said, by length sent, by depth, by number."""
    def sent(body, target=TARGET):
        return house.ask('赵', 'POST', target, body, {'Content-Type': 'application/json'}).status

    expect('length said', status(Wire(house, head(house) + b'Content-Length: 1048577\r\n\r\n').rest()), 413)
    expect('as long as may be', sent(b' ' * ((1 << 20) - 12) + TEXT), 404)
    piece = b'10000\r\n' + b' ' * 65536 + b'\r\n'
    wire = Wire(house, head(house) + CHUNKED + b'\r\n')
    for _ in range(20):
        wire.send(piece)
    wire.send(b'0\r\n\r\n')
    expect('length sent', status(wire.rest(5)), 413)
    wire = Wire(house, head(house) + CHUNKED + b'\r\n')
    count = 0
    while count < 4000 and wire.send(piece):
        count += 1
    expect('without end: hung up', count < 4000, True)
    wire.rest()
    for depth, wanted in ((190, 422), (100000, 413)):
        expect(f'depth {depth}', sent(b'{"text":' + b'[' * depth + b']' * depth + b'}'), wanted)
    for number in (b'1e999', b'-1e999', b'9' * 400, b'0.1', b'01', b'- 1', b'NaN', b'Infinity', b'0x1'):
        answer = sent(b'{"text":' + number + b'}')
        expect(f'number {number[:9]}', answer in (400, 413, 422), True)
    for body in (b'\xff', b'{"text":"\xff"}', b'{"text":"a",}', b'{"text":"a\\u0000b"}', b'[]', b'"a"', b'{'):
        answer = sent(body)
        expect(f'body {body}', answer in (400, 422), True)
    for kind in ('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx', ''):
        answer = house.ask('赵', 'POST', TARGET, TEXT, {'Content-Type': kind}).status
        expect(f'content type {kind!r}', answer, 415)


def slow(house):
    """Four hundred drip a byte now and then: others are served, and in the end all are shown out."""
    begun = time.monotonic()
    dripping = [Wire(house, GET + b'X: ') for _ in range(200)]
    dripping += [Wire(house, head(house) + b'Content-Length: 1000\r\n\r\n') for _ in range(200)]
    open_ones, rounds = dripping, 0
    while open_ones and time.monotonic() - begun < 110:
        rounds += 1
        open_ones = [wire for wire in open_ones if wire.send(b'a')]
        expect(f'others, round {rounds}', house.ask('赵', 'GET', '/api/v1/clues?limit=1').status, 200)
        time.sleep(4)
    expect('slow ones that are still there', len(open_ones), 0)
    numbers = house.ask(None, 'GET', '/metrics').body.decode()
    shut = [int(line.split()[1]) for line in numbers.splitlines() if line.startswith('chaming_connections_shut_total')]
    expect('shut for slowness', shut[0] >= 400, True)


def main():
    with House(sys.argv[1]) as house:
        framing(house)
        large(house)
        slow(house)
        expect('alive', house.ask(None, 'GET', '/healthz').json['status'], 'ok')
        expect('exit', house.stop(), 0)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
