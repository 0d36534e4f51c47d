#!/usr/bin/env python3
"""The workbench over the workspace of the demo: registers its people, brings some clues on their way as they would, serves until
Ctrl-C, and prints a link for each of its users. `tools/demo.py CHAMING WORKSPACE`; PORT in the environment: where it listens."""

import ctypes
import datetime
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

OFFICE, CODE, DEPARTMENT = '东川省临江县人民检察院', '临', '第一检察部'
FOUNDERS = ('甲', '乙', '丙')  # who register the others; their accounts are for nobody to try
PROSECUTOR, CHIEF, COLLEAGUE = '赵明', '孙静', '钱亮'
# name, office, roles, what he is and does; the first four are the demo users
PEOPLE = (
    (PROSECUTOR, CODE, ['prosecutor'], '检察官', '审查线索、核查、起草文书', 'prosecutor: reviews clues, verifies, drafts'),
    (CHIEF, CODE, ['chief'], '分管副检察长', '分派、审批、制发、成效', 'deputy chief: dispatches, approves, issues, sees the board'),
    ('冯远', CODE, ['modeller', 'data_manager'], '建模与数据', '模型、导入、覆盖情况', 'modeller and data manager'),
    ('周宁', CODE, ['system_admin'], '系统管理员', '人员、单位、备份', 'system administrator: people, offices, backup'),
    ('吴安', CODE, ['security_admin'], '安全管理员', '授权、策略', 'security administrator: roles, policies'),
    ('郑诚', CODE, ['auditor'], '审计员', '操作记录', 'auditor: the audit'),
    (COLLEAGUE, DEPARTMENT, ['prosecutor'], None, None, None),
)
USERS = 4
DAYS = 15  # for the reply
PASSWORD = 'Lin-Jiang-2026'  # a suggestion that the rules accept
LINE = '═' * 78


# ---- people: by the command line, while no server has the workspace ----

class People:
    def __init__(self, program, workspace):
        self.program, self.workspace = program, workspace
        self.tokens = pathlib.Path(f'{workspace}.tokens')

    def command(self, who, *arguments):
        head = [self.program, '-w', self.workspace, '--lang', 'zh']
        if who:
            head += ['--as', who, '--token', str(self.tokens / f'{who}.token')]
        done = subprocess.run([*head, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f'demo: {" ".join(arguments)}: {done.stderr or done.stdout}')
        return done.stdout

    def register(self):
        """Codes of invitations by name. The last three are invited before they become administrators: afterwards nobody could."""
        system, security, auditor = FOUNDERS
        self.command(None, 'person', 'setup', '--office', OFFICE, '--code', CODE, '--system', system, '--security', security,
                     '--auditor', auditor, '-o', str(self.tokens))
        self.command(system, 'office', 'add', '--above', CODE, '--department', DEPARTMENT)
        codes = {}
        for name, office, roles, *_ in PEOPLE:
            self.command(system, 'person', 'add', '--office', office, '-o', str(self.tokens / f'{name}.token'), name)
            codes[name] = re.search(r'\b[0-9a-f]{64}\b', self.command(system, 'person', 'invite', name)).group()
            for role in roles:
                self.command(security, 'person', 'grant', name, role)
        return codes

    def token(self, name):
        return (self.tokens / f'{name}.token').read_text(encoding='utf-8').strip()


# ---- the server ----

class Server:
    def __init__(self, program, workspace):
        self.log = open(f'{workspace}.log', 'w', encoding='utf-8')  # noqa: SIM115 (as long as the server)
        self.process = subprocess.Popen([program, '-w', workspace, 'serve', '--port', str(free_port())], text=True,
                                        stdout=subprocess.PIPE, stderr=self.log, process_group=0, preexec_fn=end_with_parent)
        line = self.process.stdout.readline()
        if not line.startswith('http'):
            sys.exit(f'demo: the server did not start: {pathlib.Path(self.log.name).read_text(encoding="utf-8")}')
        self.address = urllib.parse.urlsplit(line.strip())

    def wait(self):
        """Until it ends. The terminal is its own meanwhile, so that Ctrl-C ends the server and not `make`, which would call that an
        error."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.process.terminate())
        terminal = sys.stdin.isatty() and os.tcgetpgrp(0) == os.getpgrp()
        if terminal:
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            os.tcsetpgrp(0, self.process.pid)
        code = self.process.wait()
        if terminal:
            os.tcsetpgrp(0, os.getpgrp())
        return code

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def end_with_parent():
    """No server stays behind when this program is killed."""
    parent_death = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(parent_death, signal.SIGTERM)


def free_port():
    """0: let the system choose."""
    wanted = int(os.environ.get('PORT') or 8080)
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(('127.0.0.1', wanted))
        except OSError:
            return 0
    return wanted


# ---- clues on their way: by the API, each step by the person whose it is ----

class Desk:
    def __init__(self, people, address):
        self.people, self.connection = people, http.client.HTTPConnection(address.hostname, address.port, timeout=60)

    def ask(self, who, method, path, body=None, tag=None):
        headers = {'Authorization': f'Bearer {self.people.token(who)}'}
        if body is not None:
            body = json.dumps(body).encode()
            headers['Content-Type'] = 'application/json'
        if tag is not None:
            headers['If-Match'] = tag
        for _ in range(40):
            self.connection.request(method, '/api/v1' + urllib.parse.quote(path, safe='/?&=%'), body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
            if answer.status not in (429, 503):
                break
            time.sleep(0.25)
        if answer.status >= 300:
            raise RuntimeError(f'{who} {method} {path} {answer.status}: {text}')
        self.tag = answer.headers['ETag']
        return json.loads(text) if text else {}

    def step(self, who, clue, step, **given):
        self.ask(who, 'POST', f'/clues/{clue}/steps', {'step': step, **given})

    def of_model(self, model):
        page = self.ask(CHIEF, 'GET', f'/clues?model=criminal/{model}&limit=50')
        return [c['id'] for c in page['items'] if not c['own']]

    def assign(self, clue, office=OFFICE, person=PROSECUTOR, why='经研判，依据充分，值得核查'):
        """Screened, assessed, dispatched, in the hands of a person."""
        self.step(PROSECUTOR, clue, 'screen')
        self.step(PROSECUTOR, clue, 'assess', why=why)
        self.step(CHIEF, clue, 'dispatch', to_office=office)
        self.step(CHIEF, clue, 'assign', to_person=person)

    def verify(self, clue, *, confirm=True):
        done = (('file_consulted', '调取原审卷宗，核对判决书原件'), ('correction_sought', '向原审法院查询，未作补正裁定'),
                ('explanation', '听取原审法院说明，承认有误'))
        for kind, what in done if confirm else done[:1]:
            self.ask(PROSECUTOR, 'POST', f'/clues/{clue}/verifications', {'kind': kind, 'result': 'supports', 'what': what})
        if confirm:
            self.step(PROSECUTOR, clue, 'confirm', why='经核查属实')

    def file(self, clue, number):
        self.assign(clue)
        self.verify(clue)
        self.step(PROSECUTOR, clue, 'file', number=f'临检监〔2026〕{number}号')

    def draft(self, clue, point, opinion):
        """Its number."""
        no = self.ask(PROSECUTOR, 'POST', '/documents', {'clue': clue, 'kind': 'correction_notice'})['no']
        self.ask(PROSECUTOR, 'POST', f'/clues/{clue}/unmask', {'reason': '起草文书'})
        court = self.ask(PROSECUTOR, 'GET', f'/clues/{clue}')['court']
        self.ask(PROSECUTOR, 'GET', f'/documents/{no}')
        entries = {'review.office': court, 'review.point': point, 'review.opinion': opinion, 'document.reply': f'{DAYS}日'}
        for field, text in entries.items():
            self.ask(PROSECUTOR, 'PATCH', f'/documents/{no}', {'field': field, 'text': text}, self.tag)
        return no

    def issue(self, no):
        self.ask(PROSECUTOR, 'POST', f'/documents/{no}/submit')
        self.ask(CHIEF, 'POST', f'/documents/{no}/approve')
        self.ask(CHIEF, 'POST', f'/documents/{no}/issue')
        self.ask(PROSECUTOR, 'POST', f'/documents/{no}/deliver', {'reply_by': str(datetime.date.today() + datetime.timedelta(DAYS))})

    def prepare(self):
        """Something at every station; the first of `spans` is left for whoever tries it."""
        spans = self.of_model('term-span-mismatch')
        gains = self.of_model('illegal-gain-not-recovered')
        orders = self.of_model('property-order-indefinite')
        credits = self.of_model('detention-not-credited')
        limits = self.of_model('time-limit-exceeded')
        for clue in spans[:2] + orders[:2]:  # to be verified
            self.assign(clue)
        self.verify(orders[1], confirm=False)
        for clue in orders[2:4]:
            self.assign(clue, DEPARTMENT, COLLEAGUE)
        for clue in gains[:6] + orders[4:8]:  # to be assessed
            self.step(PROSECUTOR, clue, 'screen')
        self.file(credits[0], 1)  # a document to be drafted
        self.file(credits[1], 2)  # one to be approved
        self.ask(PROSECUTOR, 'POST', f'/documents/{self.draft(credits[1], "适用法律", "依法补正刑期起止日")}/submit')
        self.file(gains[6], 3)  # one that was sent, whose reply is awaited
        self.issue(self.draft(gains[6], '适用法律', '依法补充判决追缴违法所得'))
        self.file(gains[7], 4)  # one that came to its end
        no = self.draft(gains[7], '适用法律', '依法补充判决追缴违法所得')
        self.issue(no)
        self.ask(PROSECUTOR, 'POST', f'/documents/{no}/reply', {'result': 'accepted'})
        self.step(PROSECUTOR, gains[7], 'close', outcome='recovered', amount=1260000, why='法院裁定追缴，已执行')
        for clue in limits[:3]:
            self.step(PROSECUTOR, clue, 'reject', reason='outside_text', why='审理期限经批准延长，卷内有批准文书')
        self.step(PROSECUTOR, limits[3], 'reject', reason='not_an_error', why='扣除鉴定期间后未超期')


# ---- what is said ----

def say(server, codes, workspace):
    base = f'http://{server.address.netloc}'
    print(f'\n{LINE}\n  查明 Chaming   {base}\n'
          f'  261 份真实裁判文书（人名已替换），线索均待核实    261 real judgments, names replaced; clues are to be verified\n{LINE}\n'
          f'  打开链接，自设口令（10个字符以上，如 {PASSWORD}），即进入我的工作。链接只能用一次，以后用姓名和口令登录。\n'
          f'  Open a link, choose a password (10 characters or more, say {PASSWORD}), and you are in. A link works once;\n'
          f'  afterwards log in with the name and that password.\n')
    for number, (name, _, _, title, does, english) in enumerate(PEOPLE[:USERS], 1):
        # another name of this machine has cookies of its own: the first two can be open in one browser
        host = f'localhost:{server.address.port}' if number == 2 else server.address.netloc
        print(f'  {number}  {name}  {title}：{does}    {english}\n     http://{host}/invitation#{codes[name]}\n')
    print(f'  三员分立：另两名管理员    the other two administrators, for no one may be all three')
    for name, _, _, title, does, english in PEOPLE[USERS:]:
        if title:
            print(f'     {name}  {title}：{does}    {english}\n     {base}/invitation#{codes[name]}')
    print(f'''
  先做什么 first    1 赵明：我的工作 → “核查中”的线索 → 核查三项 → 成案 → 起草 → 下载 .docx（标有“草稿”）→ 报送
                    2 孙静：待审批的文书 → 批准 → 制发 → 下载（不再标“草稿”）
                    步骤见 docs/first-ten-minutes.md；1 和 2 可在同一浏览器打开，其余请用无痕窗口
                    1 and 2 can be open in one browser; open the others in a private window

  停止 stop         Ctrl-C。数据在 {workspace}，下次 make run 清除重来    the next make run begins afresh
{LINE}''', flush=True)


def main():
    program, workspace = sys.argv[1:3]
    people = People(program, workspace)
    codes = people.register()
    server = Server(program, workspace)
    try:
        Desk(people, server.address).prepare()
        say(server, codes, workspace)
        code = server.wait()
    except KeyboardInterrupt:
        code = 130
    finally:
        server.stop()
    print('已停止。 Stopped.' if code == 0 else f'demo: the server ended with {code}; see {workspace}.log')
    return code if code >= 0 else 1


if __name__ == '__main__':
    sys.exit(main())
