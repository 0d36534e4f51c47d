"""A server on a prepared workspace: the judgments of the sample, run, and somebody in every role.

    with House(program) as house:
        answer = house.ask('赵', 'GET', '/api/v1/clues?limit=1')
        answer.status, answer.headers['etag'], answer.json

The workspace is prepared once for a program and copied for each test."""

import fcntl
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OFFICE, DEPARTMENT = '东川省临江县人民检察院', '第一检察部'
ADMINS = {'甲': 'system_admin', '乙': 'security_admin', '丙': 'auditor'}
PEOPLE = {'赵': ('prosecutor', DEPARTMENT), '钱': ('analyst', '临'), '孙': ('chief', '临'),
          '李': ('data_manager', '临'), '周': ('assistant', DEPARTMENT), '吴': ('department_head', DEPARTMENT),
          '郑': ('committee', '临'), '王': ('case_management', '临'), '冯': ('modeller', '临'),
          '陈': ('superior', '临')}
ROLES = {**{role: name for name, role in ADMINS.items()}, **{role: name for name, (role, _) in PEOPLE.items()}}


class Answer:
    """What the server said."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f'{self.status} {self.body[:500].decode("utf-8", "replace")}'


class House:
    """A running server; `bare`: on an empty workspace where nobody is registered; `place`: in that folder, which stays, on the
    workspace that is there already."""

    def __init__(self, program, *options, bare=False, place=None, env=None):
        self.program, self.options, self.stays = str(pathlib.Path(program).resolve()), options, place is not None
        self.place = pathlib.Path(place or tempfile.mkdtemp(prefix='chaming-api-')).absolute()
        self.env = dict(os.environ, TZ='UTC', CHAMING_KEYS=str(self.place / 'keys'), **(env or {}))
        for name in ('CHAMING_WORKSPACE', 'CHAMING_AS', 'CHAMING_TOKEN', 'CHAMING_NOW'):
            self.env.pop(name, None)
        self.workspace = self.place / 'ws'
        self.server = self.log = self.tls = None
        if bare:
            self.cli('init')
        elif not self.stays:
            shutil.copytree(self.prepared(), self.place, dirs_exist_ok=True)

    # ---- preparing ----

    def cli(self, *arguments, who=None, check=True):
        """A command while no server has the workspace."""
        head = [self.program, '-w', str(self.workspace)]
        if who:
            head += ['--as', who, '--token', str(self.place / 'tokens' / f'{who}.token')]
        done = subprocess.run(head + list(arguments), env=self.env, cwd=ROOT, capture_output=True, text=True)
        if check and done.returncode not in (0, 1):
            raise AssertionError(f'{arguments}: exit {done.returncode}: {done.stdout[-500:]}{done.stderr[-2000:]}')
        return done

    def prepare(self):
        self.cli('init')
        self.cli('import', 'judgments', 'samples/judgments.ndjson')
        self.cli('run')
        self.enroll()

    def enroll(self):
        tokens = self.place / 'tokens'
        self.cli('person', 'setup', '--office', OFFICE, '--code', '临', '--system', '甲', '--security', '乙',
                 '--auditor', '丙', '-o', str(tokens))
        self.cli('office', 'add', '--above', '临', '--department', DEPARTMENT, who='甲')
        for name, (role, office) in PEOPLE.items():
            self.cli('person', 'add', '--office', office, '-o', str(tokens / f'{name}.token'), name, who='甲')
            self.cli('person', 'grant', name, role, who='乙')

    def prepared(self):
        """A folder with the workspace, its keys and the tokens, made once for each program."""
        stat = os.stat(self.program)
        mark = hashlib.sha256(f'{self.program} {stat.st_mtime_ns} {stat.st_size}'.encode()).hexdigest()[:16]
        shelf = pathlib.Path(tempfile.gettempdir()) / f'chaming-prepared-{os.getuid()}-{mark}'
        with open(f'{shelf}.lock', 'w', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not shelf.is_dir():
                self.prepare()
                fresh = pathlib.Path(f'{shelf}.new')
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(self.place, fresh)
                fresh.rename(shelf)
                shutil.rmtree(self.place)
                self.place.mkdir()
        return shelf

    def token(self, who):
        return (self.place / 'tokens' / f'{who}.token').read_text(encoding='utf-8').strip()

    # ---- the server ----

    def start(self, *options, wait=60):
        self.log = open(self.place / 'log', 'ab')
        self.server = subprocess.Popen([self.program, '-w', str(self.workspace), 'serve', '--port', '0', '--rate', '0',
                                        *self.options, *options], env=self.env, cwd=ROOT, stdout=subprocess.PIPE,
                                       stderr=self.log, text=True)
        line = ''
        until = time.monotonic() + wait
        while not line.startswith('http') and time.monotonic() < until:
            line = self.server.stdout.readline()
            if not line and self.server.poll() is not None:
                raise AssertionError(f'the server ended: {self.read_log()[-2000:]}')
            self.said = getattr(self, 'said', []) + [line.strip()]
        address = urllib.parse.urlsplit(line.strip())
        self.host, self.port, self.secret = address.hostname, address.port, address.scheme == 'https'
        return self

    def read_log(self):
        return (self.place / 'log').read_text(encoding='utf-8', errors='replace')

    def stop(self):
        """Politely; returns the exit code."""
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(60)
        self.end()
        return code

    def kill(self):
        self.server.kill()
        self.server.wait()
        self.end()

    def end(self):
        self.server.stdout.close()
        self.log.close()
        self.server = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.server is not None:
            self.kill()
        if not self.stays:
            shutil.rmtree(self.place, ignore_errors=True)

    # ---- requests ----

    def connect(self, timeout=120):
        if self.secret:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            return http.client.HTTPSConnection(self.host, self.port, timeout=timeout, context=context)
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def setup_code(self):
        """Of the first set-up, as the server printed it."""
        return next(line.rpartition('/setup#')[2] for line in self.said if '/setup#' in line)

    def log_in(self, body):
        """The headers of a new log-in."""
        answer = self.ask(None, 'POST', '/api/v1/session', body)
        if answer.status != 201:
            raise AssertionError(repr(answer))
        return {'Cookie': answer.headers['set-cookie'].partition(';')[0], 'X-CSRF-Token': answer.json['csrf']}

    def ask(self, who, method, path, body=None, headers=None, connection=None):
        """`who`: a name (his token is sent), or None. `body`: bytes, or something for JSON."""
        send = dict(headers or {})
        if who is not None:
            send.setdefault('Authorization', f'Bearer {self.token(who)}')
        if body is not None and not isinstance(body, (bytes, bytearray)):
            body = json.dumps(body, ensure_ascii=False).encode()
            send.setdefault('Content-Type', 'application/json')
        c = connection or self.connect()
        try:
            c.request(method, urllib.parse.quote(path, safe='/?&=%:+,~'), body=body, headers=send)
            answer = c.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            if connection is None:
                c.close()
