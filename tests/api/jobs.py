#!/usr/bin/env python3
"""Long work through the server: import of what was sent in, progress, cancelling, a server that is killed in the middle
of an import, rebuilding while others read, events. `tests/api/jobs.py CHAMING`"""

import json
import sys
import time

from house import ROOT, House

FAULTS = []
MANY = 6000
LINE = ('东川省临江县人民法院\n刑事判决书\n（2016）川0199刑初{n}号\n被告人张{who}，男，1985年3月2日出生。\n'
        '本院认为，被告人张{who}的行为已构成盗窃罪，判决如下：\n'
        '被告人张{who}犯盗窃罪，判处拘役三个月，并处罚金人民币一千元。\n审判员　李文\n二〇一六年五月十日\n')


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def judgments(first, count):
    """Lines of NDJSON, each a judgment of its own."""
    def name(n):
        return chr(0x4e00 + n % 89) + chr(0x4f00 + n // 89 % 89)

    lines = (json.dumps({'id': str(n), 'text': LINE.format(n=n, who=name(n))}, ensure_ascii=False)
             for n in range(first, first + count))
    return ('\n'.join(lines) + '\n').encode()


def send(house, name, content, who='李'):
    answer = house.ask(who, 'POST', f'/api/v1/uploads?name={name}', content, {'Content-Type': 'application/octet-stream'})
    expect(f'{name}: sent', answer.status, 201)
    expect(f'{name}: bytes', answer.json['bytes'], len(content))
    return answer.json['upload']


def ask(house, who, path, body=None):
    """A job that was asked for: its address."""
    answer = house.ask(who, 'POST', path, body)
    expect(f'{path}: accepted', answer.status, 202)
    return answer.headers['location']


def until(house, place, wanted, who='李', seconds=240):
    """The job when it is what is wanted, or has ended otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = house.ask(who, 'GET', place).json
        if wanted(job) or job['state'] in ('done', 'failed', 'cancelled'):
            return job
        time.sleep(0.05)
    raise AssertionError(f'{place} is still {job}')


def ended(house, place, who='李'):
    return until(house, place, lambda job: False, who)


def documents(house):
    return house.ask('李', 'GET', '/api/v1/coverage').json['documents']


def importing(house):
    before = documents(house)
    upload = send(house, '../../判决书.txt', (ROOT / 'tests/cli/data/hit.txt').read_bytes())
    waiting = house.ask('李', 'GET', '/api/v1/uploads').json['items']
    expect('what waits', [(u['upload'], u['name'], u['job']) for u in waiting], [(upload, '判决书.txt', None)])
    expect('files', sorted(p.name for p in (house.workspace / 'uploads').iterdir()), [str(upload)])
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload], 'label': '补充', 'received_on': '2026-11-20'})
    job = ended(house, place)
    expect('import', (job['state'], job['result']['import']['documents'], job['attempts']), ('done', 1, 1))
    expect('progress', job['progress']['done'] == job['progress']['all'] > 0, True)
    expect('documents', documents(house), before + 1)
    expect('what waits then', house.ask('李', 'GET', '/api/v1/uploads').json['items'], [])
    expect('files then', list((house.workspace / 'uploads').iterdir()), [])
    source = house.ask('李', 'GET', '/api/v1/sources').json['items'][-1]
    expect('source', (source['label'], source['received_on'], source['documents']), ('补充', '2026-11-20', 1))
    place = ask(house, '李', '/api/v1/imports', {'uploads': [send(house, 'x.bin', b'\1\2\3')]})
    job = ended(house, place)
    expect('not read', job['result']['import']['not_read'], [{'cause': 'unknown_type', 'count': 1}])
    log = house.ask('李', 'GET', place + '/log').json['items']
    expect('names of files are not for who keeps the machine', house.ask('甲', 'GET', place + '/log').status, 403)
    expect('log', ['x.bin' in line['text'] for line in log], [True])


def refusals(house):
    for who, method, path, body, status in (
            ('赵', 'POST', '/api/v1/imports', {'uploads': [1]}, 403),
            ('李', 'POST', '/api/v1/imports', {'uploads': []}, 422),
            ('李', 'POST', '/api/v1/imports', {'uploads': ['1']}, 400),
            ('李', 'POST', '/api/v1/imports', {'uploads': [999]}, 404),
            ('李', 'POST', '/api/v1/tables', {'table': 'nothing', 'upload': 1}, 404),
            ('赵', 'POST', '/api/v1/runs', {'models': ['a/b']}, 404),
            ('李', 'POST', '/api/v1/backups', {}, 403),
            ('甲', 'POST', '/api/v1/backups', {'name': '../x'}, 400),
            ('李', 'DELETE', '/api/v1/sources/1', None, 422),
            ('甲', 'DELETE', '/api/v1/sources/1?reason=x', None, 403),
            ('李', 'GET', '/api/v1/jobs/999', None, 404),
            ('赵', 'GET', '/api/v1/jobs/1', None, 404),
            ('丙', 'GET', '/api/v1/jobs', None, 403),
            ('赵', 'POST', '/api/v1/jobs/1/cancel', None, 404),
            ('李', 'POST', '/api/v1/jobs/1/cancel', None, 409),
            ('李', 'GET', '/api/v1/coverage/by/x', None, 422),
            ('李', 'GET', '/api/v1/coverage/gaps?after=x', None, 400),
            ('李', 'DELETE', '/api/v1/uploads/999', None, 404)):
        expect(f'{who} {method} {path}', house.ask(who, method, path, body).status, status)
    expect('own jobs only', house.ask('赵', 'GET', '/api/v1/jobs').json['items'], [])


def failing(house):
    upload = send(house, 'prior.csv', (ROOT / 'tests/cli/data/hit.txt').read_bytes())
    job = ended(house, ask(house, '李', '/api/v1/tables', {'table': 'prior_record', 'upload': upload}))
    expect('no such columns', (job['state'], job['error']['status']), ('failed', 'schema'))
    kept = house.ask('李', 'GET', '/api/v1/uploads').json['items']
    expect('the file is kept', [(u['upload'], u['job']) for u in kept], [(upload, None)])
    expect('removed', house.ask('李', 'DELETE', f'/api/v1/uploads/{upload}').status, 204)


def places(house):
    """All gaps, page by page, are those of one page."""
    whole = house.ask('李', 'GET', '/api/v1/coverage/gaps?limit=500').json['items']
    pages, after = [], ''
    while after is not None:
        page = house.ask('李', 'GET', f'/api/v1/coverage/gaps?limit=3{after}').json
        pages += page['items']
        after = page['next'] and f'&after={page["next"]}'
    expect('pages', pages, whole)
    for item in whole:
        at = item['at']
        if at is not None:  # the words themselves are hidden from who may only know how well they were read
            expect('units', 0 < at['end16'] - at['begin16'] <= at['end'] - at['begin'], True)


def cancelling(house):
    upload = send(house, 'a.ndjson', judgments(100000, MANY))
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload]})
    later = ask(house, '李', '/api/v1/rebuilds')
    expect('one after the other', house.ask('李', 'GET', later).json['state'], 'queued')
    expect('a queued one', house.ask('李', 'POST', later + '/cancel').json['state'], 'cancelled')
    job = until(house, place, lambda job: job['state'] == 'running')
    expect('it runs', job['state'], 'running')
    answer = house.ask('李', 'POST', place + '/cancel')
    expect('to stop', (answer.status, answer.json['stopping']), (200, True))
    job = ended(house, place)
    expect('cancelled', (job['state'], job['error']['status']), ('cancelled', 'cancelled'))
    expect('for others again', [u['job'] for u in house.ask('李', 'GET', '/api/v1/uploads').json['items']], [None])
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload]})  # goes on where it was
    expect('again', ended(house, place)['state'], 'done')
    return MANY


def killed(house):
    """What was acknowledged is done, though the server dies in the middle."""
    before = documents(house)
    upload = send(house, 'b.ndjson', judgments(200000, MANY))
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload]})
    waits = ask(house, '甲', '/api/v1/backups', {'name': 'later'})
    job = until(house, place, lambda job: job['state'] == 'running')
    expect('killed while it runs', job['state'], 'running')
    house.kill()
    house.start()
    job = ended(house, place)
    expect('taken up', (job['state'], job['attempts']), ('done', 2))
    expect('all are in', documents(house), before + MANY)
    job = ended(house, waits, '甲')
    expect('and what waited', (job['state'], job['attempts']), ('done', 1))
    expect('whole', (house.workspace / 'backups/later/manifest.json').exists(), True)


def stopped(house):
    """A polite stop does not wait for the end of a job."""
    upload = send(house, 'c.ndjson', judgments(300000, MANY))
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload]})
    until(house, place, lambda job: job['state'] == 'running')
    expect('exit', house.stop(), 0)
    house.start()
    job = ended(house, place)
    expect('goes on', (job['state'], job['attempts']), ('done', 2))


def rebuilding(house):
    before, count = documents(house), 0
    clues = house.ask('孙', 'GET', '/api/v1/clues?limit=5').json['items']
    place = ask(house, '李', '/api/v1/rebuilds')
    while house.ask('李', 'GET', place).json['state'] in ('queued', 'running'):
        answer = house.ask('李', 'GET', '/api/v1/coverage')
        expect('read meanwhile', (answer.status, answer.json.get('documents')), (200, before))
        expect('the desk meanwhile', house.ask('孙', 'GET', '/api/v1/clues?limit=5').json['items'], clues)
        count += 1
    job = ended(house, place)
    expect('rebuilt', (job['state'], job['result']['import']['documents']), ('done', before))
    expect('read while it was made', count > 1, True)
    expect('none gone', (job['result']['run']['clues']['new'], job['result']['run']['clues']['gone']), (0, 0))
    expect('documents then', documents(house), before)


def commands(house):
    """What the command line says of the jobs when no server has the workspace."""
    gone = house.ask('李', 'GET', '/api/v1/sources').json['items'][-1]['source']
    deleted = house.ask('李', 'DELETE', f'/api/v1/sources/{gone}?reason=试用数据')
    expect('deleted', ended(house, deleted.headers['location'])['state'], 'done')
    seen = house.ask('李', 'GET', '/api/v1/receipts').json['items']
    expect('receipt', [r['source'] for r in seen], [gone])
    jobs = house.ask('李', 'GET', '/api/v1/jobs').json['items']
    expect('exit', house.stop(), 0)
    lines = house.cli('job', 'list', '--json', who='李').stdout.splitlines()
    expect('job list', [json.loads(line) for line in lines], jobs)
    shown = house.cli('job', 'show', '1', who='李').stdout
    expect('job show', '已完成' in shown and '第 1 次' in shown, True)
    receipts = [json.loads(line) for line in house.cli('source', 'receipts', who='李').stdout.splitlines()]
    expect('receipts', [(r['source'], r['reason']) for r in receipts], [(gone, '试用数据')])
    expect('not his', house.cli('job', 'show', '1', who='赵', check=False).returncode, 4)


class Listener:
    """Server-sent events of one connection."""

    def __init__(self, house, who, last=None):
        self.connection = house.connect(60)
        headers = {'Authorization': f'Bearer {house.token(who)}'}
        if last:
            headers['Last-Event-ID'] = last
        self.connection.request('GET', '/api/v1/events', headers=headers)
        self.answer = self.connection.getresponse()
        expect('events', (self.answer.status, self.answer.headers['content-type']), (200, 'text/event-stream'))

    def next(self):
        """Name, number and data of the next event; None at the end."""
        event = {}
        while True:
            line = self.answer.readline().decode()
            if not line:
                return None
            if line == '\n' and 'event' in event:
                return event['event'], event.get('id'), json.loads(event['data'])
            name, _, value = line.rstrip('\n').partition(': ')
            if name in ('event', 'id', 'data'):
                event[name] = value

    def until(self, name, wanted):
        while True:
            event = self.next()
            if event is None or (event[0] == name and wanted(event[2])):
                return event


def events(house):
    manager, chief, auditor = Listener(house, '李'), Listener(house, '孙'), Listener(house, '丙')
    upload = send(house, 'd.txt', (ROOT / 'tests/cli/data/hit.txt').read_bytes().replace('12号'.encode(), '991号'.encode()))
    place = ask(house, '李', '/api/v1/imports', {'uploads': [upload]})
    number = int(place.rsplit('/', 1)[1])
    first = manager.until('job', lambda job: job['job'] == number and job['state'] == 'running')
    done = manager.until('job', lambda job: job['job'] == number and job['state'] == 'done')
    expect('events of the import', done is not None and done[2]['result']['import']['documents'], 1)
    run = ask(house, '赵', '/api/v1/runs', {'as_of': '2026-11-22'})
    new = ended(house, run, '赵')['result']['run']['clues']['new']
    expect('a clue came', new > 0, True)
    seen = chief.next()  # of jobs he sees none
    expect('clues for the chief', (seen[0], seen[2]['new']), ('clues', new))
    again = Listener(house, '李', first[1])
    missed = again.next()
    expect('what was missed', (missed[0], missed[2]['job']), ('job', number))
    expect('too long away', Listener(house, '李', '0-1').next()[0], 'reset')
    auditor.connection.sock.settimeout(20)  # hears nothing but the heart beat
    lines = [auditor.answer.readline() for _ in range(4)]
    expect('the heart beat alone', lines, [b'retry: 3000\n', b'\n', b':\n', b'\n'])
    expect('stops', house.stop(), 0)
    expect('the end', manager.until('nothing', lambda _: False), None)
    house.start()


def main():
    with House(sys.argv[1]) as house:
        for test in (importing, refusals, failing, places, events, rebuilding, cancelling, killed, stopped, commands):
            begun = time.monotonic()
            test(house)
            print(f'{test.__name__}: {time.monotonic() - begun:.1f} s')
    print('\n'.join(FAULTS))
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
