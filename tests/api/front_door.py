#!/usr/bin/env python3
"""`make run` as a stranger meets it: at a terminal, by the links it prints, from a clue to the document that is out, as
docs/first-ten-minutes.md tells it; ended by Ctrl-C. `tests/api/front_door.py CHAMING`"""

import http.client
import io
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FAULTS = []
ENTRIES = {'review.office': '江苏省淮安经济技术开发区人民法院', 'review.point': '适用法律', 'review.opinion': '依法补正刑期止日',
           'document.reply': '15日'}
OTHERS = {'冯远': 'model.edit', '周宁': 'person.create', '吴安': 'role.grant', '郑诚': 'audit.verify'}


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


class Terminal:
    """`make` with the recipe of `make run`, at a terminal of its own."""

    def __init__(self, place, build):
        rules = place / 'Makefile'
        rules.write_text(f'run:\n\t@tools/demo.sh {build} {os.path.relpath(place / "demo", ROOT)}\n', encoding='utf-8')
        self.said = ''
        self.child, self.screen = pty.fork()
        if self.child == 0:
            os.chdir(ROOT)
            os.environ.pop('CI', None)
            os.environ.pop('SERVE', None)
            os.environ['PORT'] = '0'
            os.execvp('make', ['make', '-f', str(rules), 'run'])

    def read(self, until=None, seconds=300):
        """What it prints, until that is there, or until it ends."""
        end = time.monotonic() + seconds
        while until is None or until not in self.said:
            if not select.select([self.screen], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f'nothing more for {seconds} s: {self.said[-3000:]}')
            try:
                part = os.read(self.screen, 65536)
            except OSError:
                part = b''
            if not part:
                break
            self.said += part.decode('utf-8', 'replace')

    def end(self):
        """By Ctrl-C; returns the exit code of make."""
        os.write(self.screen, b'\x03')
        self.read(seconds=60)
        _, status = os.waitpid(self.child, 0)
        self.child = None
        return os.waitstatus_to_exitcode(status)

    def kill(self):
        if self.child is not None:
            os.killpg(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)


class Visitor:
    """Whoever opened a link: his browser has the cookie and nothing else."""

    def __init__(self, link):
        address, _, code = link.partition('/invitation#')
        self.host = urllib.parse.urlsplit(address)
        self.headers = {}
        answer, body = self.send('POST', '/invitations/accept', {'code': code, 'password': 'Lin-Jiang-2026'})
        assert answer.status == 200, (answer.status, body)
        me = json.loads(body)
        self.name = me['name']
        self.headers = {'Cookie': answer.headers['Set-Cookie'].partition(';')[0], 'X-CSRF-Token': me['csrf']}

    def send(self, method, path, body=None, tag=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.host.port, timeout=60)
        headers = dict(self.headers, **({'If-Match': tag} if tag else {}))
        if body is not None:
            body = json.dumps(body).encode()
            headers['Content-Type'] = 'application/json'
        connection.request(method, '/api/v1' + urllib.parse.quote(path, safe='/?&=%'), body, headers)
        answer = connection.getresponse()
        return answer, answer.read()

    def ask(self, method, path, body=None, tag=None):
        answer, text = self.send(method, path, body, tag)
        assert answer.status < 300, f'{self.name} {method} {path}: {answer.status} {text.decode()}'
        self.tag = answer.headers['ETag']
        return json.loads(text) if text and 'json' in answer.headers['Content-Type'] else text


def marked(paper):
    """Whether every page bears 草稿: the banner stands in the head of the page."""
    archive = zipfile.ZipFile(io.BytesIO(paper))
    return any('草稿' in archive.read(name).decode('utf-8', 'replace') for name in archive.namelist() if name.endswith('.xml'))


def prosecute(visitor):
    """From the list to a draft that is submitted; returns the paths of clue and document."""
    mine = visitor.ask('GET', f'/clues?handler={visitor.name}&state=verifying')['items']
    expect('clues to verify', len(mine) >= 4, True)
    expect('where someone may be held too long stands first', mine[0]['urgent'], True)
    path = f'/clues/{mine[0]["id"]}'
    expect('there is evidence', len(visitor.ask('GET', f'/results/{mine[0]["id"]}')['evidence']) > 0, True)
    for kind in ('file_consulted', 'correction_sought', 'explanation'):
        visitor.ask('POST', f'{path}/verifications', {'kind': kind, 'result': 'supports', 'what': '核对羁押起止'})
    visitor.ask('POST', f'{path}/steps', {'step': 'confirm', 'why': '核实无误'})
    visitor.ask('POST', f'{path}/steps', {'step': 'file', 'number': '临检监〔2026〕99号'})
    visitor.ask('POST', f'{path}/unmask', {'reason': '起草文书'})
    place = f'/documents/{visitor.ask("POST", "/documents", {"clue": mine[0]["id"], "kind": "correction_notice"})["no"]}'
    visitor.ask('GET', place)
    for field, text in ENTRIES.items():
        visitor.ask('PATCH', place, {'field': field, 'text': text}, visitor.tag)
    expect('marked as a draft', marked(visitor.ask('GET', f'{place}/docx')), True)
    visitor.ask('POST', f'{place}/submit')
    return path, place


def decide(visitor, clue, place):
    waiting = [f'/documents/{d["no"]}' for d in visitor.ask('GET', '/documents?state=submitted')['items']]
    expect('waits for approval, with another one', (place in waiting, len(waiting)), (True, 2))
    visitor.ask('POST', f'{place}/approve')
    visitor.ask('POST', f'{place}/issue')
    visitor.ask('POST', f'{clue}/unmask', {'reason': '制发文书'})
    expect('without the mark', marked(visitor.ask('GET', f'{place}/docx')), False)
    total = visitor.ask('GET', '/statistics/ladder')['counts']['total']
    expect('every rung has something', [rung for rung, count in total['reached'].items() if count == 0], [])
    expect('clues at many stations', sum(count != 0 for count in total['states'].values()) >= 8, True)


def second_run(place, build):
    """It does not take the workspace away from the one that serves."""
    again = subprocess.run(['tools/demo.sh', build, os.path.relpath(place / 'demo', ROOT)], cwd=ROOT, capture_output=True,
                           text=True, timeout=60, check=False)
    expect('held', (again.returncode, 'make run' in again.stderr), (5, True))


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    build = os.path.relpath(program.parent.parent.parent, ROOT)
    place = pathlib.Path(tempfile.mkdtemp(prefix='chaming-front-door-'))
    terminal = Terminal(place, build)
    try:
        terminal.read('Ctrl-C')
        terminal.read('afresh')
        links = {name: link for name, link in re.findall(r'(\S+)  \S+：.*\r?\n +(http\S+)', terminal.said)}
        expect('links', sorted(links), sorted(['赵明', '孙静', *OTHERS]))
        drafted = prosecute(Visitor(links['赵明']))
        decide(Visitor(links['孙静']), *drafted)
        for name, act in OTHERS.items():
            visitor = Visitor(links[name])
            me = visitor.ask('GET', '/session')
            expect(name, (me['name'], act in me['acts']), (name, True))
        second_run(place, build)
        expect('Ctrl-C ends it well', terminal.end(), 0)
        expect('it says so', 'Stopped.' in terminal.said, True)
    finally:
        terminal.kill()
        shutil.rmtree(place, ignore_errors=True)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
