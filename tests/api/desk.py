#!/usr/bin/env python3
"""The case desk by HTTP: the whole life of a clue as docs/walkthrough.md tells it, two persons at one clue, pages while
steps are taken, many at once and back, what is masked, and requests that are wrong. `tests/api/desk.py CHAMING`"""

import io
import json
import sys
import urllib.parse
import zipfile

import course
from house import House

FAULTS = []
LIST = '/api/v1/clues'
CLUE, CALM = '7ab7f7d76e83', 'b55f24af1c65'


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def ask(house, who, status, method, path, body=None, headers=None):
    return course.ask(house, who, method, path, body, headers, status)


# ---- the life of a clue ----

def sort(house):
    page = ask(house, '钱', 200, 'GET', f'{LIST}?model=criminal/term-span-mismatch&limit=1').json
    expect('first clue', page['items'][0]['id'], CLUE)
    expect('notice', page['notice'], '线索，待核实')
    expect('urgent first', page['items'][0]['urgent'], True)
    expect('names are masked', page['items'][0]['defendant'], '马某某')
    expect('administrators see none', ask(house, '甲', 403, 'GET', LIST).json['detail'], '无权：所任角色不能“列出线索”')
    opened = ask(house, '钱', 200, 'GET', f'{LIST}/{CLUE}')
    expect('version', opened.headers['etag'], '"1"')
    steps = {s['step']: s for s in opened.json['steps']}
    expect('what can follow', sorted(steps), ['defect', 'keep', 'merge', 'reject', 'screen', 'void'])
    expect('void is not for him', (steps['void']['may'], steps['void']['why_not']), (False, 'role'))
    reason = steps['reject']['asks'][0]
    expect('a code is asked for', (reason['kind'], reason['member']), ('reason', 'reason'))
    expect('of this list', reason['codes'][0], {'id': 'misread', 'title': '文书读取有误'})
    english = ask(house, '钱', 200, 'GET', f'{LIST}/{CLUE}', headers={'Accept-Language': 'en'}).json
    words = {s['step']: s['title'] for s in english['steps']}
    expect('in English', (english['state_title'], words['screen']), ('to be screened', 'screen as worth a look'))
    rejected = ask(house, '钱', 200, 'POST', f'{LIST}/{CLUE}/steps', {'step': 'reject', 'reason': 'misread'}).json
    ask(house, '钱', 200, 'POST', f'/api/v1/batches/{rejected["batch"]}/undo')
    back = ask(house, '钱', 200, 'GET', f'{LIST}/{CLUE}').json
    expect('one step undone', (back['state'], back['events'][0]['undone'], back['version']), ('new', True, 3))
    expect('nothing stays away', ask(house, '钱', 200, 'GET', f'/api/v1/suppressions').json['items'], [])
    course.to_verifying(house, CLUE)
    moved = ask(house, '赵', 200, 'GET', f'{LIST}/{CLUE}').json
    expect('state', (moved['state'], moved['handler'], moved['office'], moved['version']),
           ('verifying', '赵', course.DEPARTMENT, 7))


def check(house):
    early = course.step(house, '赵', CLUE, 'file', status=409, number='临检监〔2026〕1号').json
    expect('no case from here', early['detail'], '这一步不能从“核查中”开始。')
    expect('no case from text alone',
           course.step(house, '赵', CLUE, 'confirm', status=409, why='属实').json['detail'].split('：')[0], '没有此种核查记录')
    course.verify(house, CLUE)
    kept = ask(house, '赵', 201, 'POST', f'{LIST}/{CLUE}/verifications/1/attachments?name=卷宗.txt', '卷宗摘录'.encode()).json
    path = f'{LIST}/{CLUE}/attachments/{kept["no"]}'
    ask(house, '赵', 409, 'GET', path)
    ask(house, '冯', 403, 'GET', path)
    ask(house, '赵', 201, 'POST', f'{LIST}/{CLUE}/notes', {'text': '待补卷'})
    course.unmask(house, CLUE)
    expect('attachment', ask(house, '赵', 200, 'GET', path).body.decode(), '卷宗摘录')
    ask(house, '赵', 404, 'GET', f'{LIST}/{CLUE}/attachments/99')
    seen = ask(house, '赵', 200, 'GET', f'{LIST}/{CLUE}').json
    expect('record', (len(seen['verifications']), len(seen['notes']), seen['unmasked']), (3, 1, True))
    expect('attached', seen['verifications'][0]['attachments'][0]['name'], '卷宗.txt')
    expect('names are shown', seen['defendant'], '马某祥')
    ask(house, '孙', 403, 'GET', f'{LIST}/{CLUE}')  # his right asks for a reason
    reasoned = ask(house, '孙', 200, 'GET', f'{LIST}/{CLUE}?reason=审批').json
    expect('still masked for another', reasoned['defendant'], '马某某')
    course.step(house, '赵', CLUE, 'confirm', why='核实无误')
    course.step(house, '赵', CLUE, 'file', number='临检监〔2026〕1号')


def kinds(house, clue):
    """The kinds of document that may be drafted from a clue, and what is said of the others."""
    items = ask(house, '赵', 200, 'GET', f'/api/v1/documents/kinds?clue={clue}').json['items']
    return [i['kind'] for i in items if i['may']], {i['kind']: i['why_not'] for i in items if not i['may']}


def document(house):
    may, why_not = kinds(house, CLUE)
    expect('may be drafted', ('correction_notice' in may, why_not), (True, {}))
    may, why_not = kinds(house, CALM)
    expect('nothing from a clue of nobody', (may, why_not['suggestion']), ([], '无权：只有承办人可以“起草文书”'))
    drafted = ask(house, '赵', 201, 'POST', '/api/v1/documents', {'clue': CLUE, 'kind': 'correction_notice'})
    place = drafted.headers['location']
    expect('place', place, '/api/v1/documents/1')
    marks = ask(house, '赵', 200, 'GET', place + '/lint').json
    expect('gaps', (marks['blocks'], sum(m['error'] for m in marks['items'])), (True, 4))
    refused = ask(house, '赵', 409, 'POST', place + '/submit').json['detail']
    expect('errors are named', refused.count('待填'), 4)
    ask(house, '赵', 400, 'PATCH', place, {'field': 'review.point', 'text': '适用法律'})
    first = drafted.headers['etag']
    last = course.enter(house, 1)
    expect('changed meanwhile', ask(house, '赵', 412, 'PATCH', place, {'field': 'review.point', 'text': '其他'},
                                    {'If-Match': first}).json['status'], 412)
    ask(house, '赵', 400, 'PATCH', place, {'field': 'review.point', 'sentence': 6, 'text': '其他'}, {'If-Match': last})
    expect('clean', ask(house, '赵', 200, 'GET', place + '/lint').json['blocks'], False)
    expect('versions', len(ask(house, '赵', 200, 'GET', place).json['texts']), 5)
    expect('values', len(ask(house, '赵', 200, 'GET', place + '/values').json['items']) > 20, True)
    waits = {who: [d['no'] for d in ask(house, who, 200, 'GET', f'/api/v1/documents?waits=document.{act}').json['items']]
             for who, act in (('赵', 'submit'), ('孙', 'submit'))}
    expect('waits to be submitted', waits, {'赵': [1], '孙': []})
    ask(house, '赵', 200, 'POST', place + '/submit')
    steps = {s['step']: s for s in ask(house, '赵', 200, 'GET', place).json['steps']}
    expect('what may follow', {k: (s['may'], s['why_not']) for k, s in steps.items()},
           {'return': (False, '无权：所任角色不能“退回修改”'), 'approve': (False, '无权：所任角色不能“审批文书”')})
    expect('what is asked for', steps['approve']['asks'], ['fresh', 'lint', 'other', 'committee'])
    waits = {who: [d['no'] for d in ask(house, who, 200, 'GET', '/api/v1/documents?waits=document.approve').json['items']]
             for who in ('赵', '孙', '吴')}
    expect('waits for those who may approve', waits, {'赵': [], '孙': [1], '吴': [1]})
    rows = {(i['group'], i['id']): i['count'] for i in ask(house, '孙', 200, 'GET', '/api/v1/home').json['items']}
    expect('and stands on his Home', rows['documents', 'document.approve'], 1)
    expect('not by the drafter', ask(house, '赵', 403, 'POST', place + '/approve').json['detail'], '无权：所任角色不能“审批文书”')
    ask(house, '孙', 200, 'POST', place + '/approve')
    issued = ask(house, '孙', 200, 'POST', place + '/issue').json
    expect('number', (issued['state'], issued['number'][:3], issued['number'][-2:]), ('issued', '临纠违', '1号'))
    printed = ask(house, '赵', 200, 'GET', place + '/docx')
    expect('docx', 'word/document.xml' in zipfile.ZipFile(io.BytesIO(printed.body)).namelist(), True)
    return place


def reply(house, place):
    ask(house, '赵', 200, 'POST', place + '/deliver', {'reply_by': '2099-12-31'})
    due = ask(house, '赵', 200, 'GET', f'/api/v1/deadlines?clue={CLUE}').json
    expect('the clock runs', [(d['limit'], d['due']) for d in due['items'] if d['document'] == 1],
           [('correction_reply', '2099-12-31')])
    ask(house, '赵', 400, 'POST', place + '/reply', {'result': 'accepted', 'file_name': '复函.pdf'})
    ask(house, '赵', 200, 'POST', place + '/reply', {'result': 'accepted', 'file_name': '复函.pdf', 'file_sha256': 'ab' * 32})
    met = ask(house, '赵', 200, 'GET', f'/api/v1/deadlines?clue={CLUE}&ended=true').json
    expect('the reply stops it', [d['met'] is not None for d in met['items'] if d['document'] == 1], [True])
    course.step(house, '赵', CLUE, 'close', outcome='supplemented', why='法院已作补正裁定')
    closed = ask(house, '赵', 200, 'GET', f'{LIST}/{CLUE}').json
    expect('closed', (closed['state'], closed['rung'], closed['version']), ('closed', 'accepted', 14))
    total = ask(house, '赵', 200, 'GET', '/api/v1/statistics/ladder').json['counts']['total']
    expect('what is not of his office is not in his count', total['total'], 1)
    total = ask(house, '孙', 200, 'GET', '/api/v1/statistics/ladder').json['counts']['total']
    expect('ladder', (total['total'], total['reached']['accepted'], total['verdicts']['held']), (148, 1, 1))
    audit = ask(house, '丙', 200, 'GET', '/api/v1/audit/verification').json
    expect('audit', (audit['good'], audit['faults']), (True, 0))


# ---- two at once, many at once ----

def two(house):
    tag = ask(house, '钱', 200, 'GET', f'{LIST}/{CALM}').headers['etag']
    course.step(house, '孙', CALM, 'void', status=200, headers={'If-Match': tag}, reason='test', why='试用')
    late = course.step(house, '钱', CALM, 'screen', status=412, headers={'If-Match': tag}).json
    expect('who was first', '孙' in late['detail'], True)
    course.step(house, '钱', CALM, 'screen', status=409)


def walk(house, query, between):
    """Ids of all pages; `between` is called after each."""
    seen, after = [], None
    while True:
        more = f'&after={after}' if after else ''
        page = ask(house, '钱', 200, 'GET', f'{LIST}?{query}&limit=10{more}')
        seen += [c['id'] for c in page.json['items']]
        between(page.json['items'])
        after = page.json['next']
        expect('link', 'link' in page.headers, after is not None)
        if after is None:
            return seen


def pages(house):
    still = walk(house, 'severity=S3', lambda items: None)
    expect('no page repeats', len(still), len(set(still)))
    expect('as many as counted', len(still), ask(house, '钱', 200, 'GET', f'{LIST}/facets?severity=S3').json['total'])
    moving = walk(house, 'severity=S3',
                  lambda items: items and course.step(house, '钱', items[0]['id'], 'screen', status=(200, 409)))
    expect('the same while steps are taken', moving, still)
    for kind in ('documents', 'suppressions', 'statistics/clues', 'statistics/notices'):
        where = ask(house, '赵', 400, 'GET', f'/api/v1/{kind}?after=nowhere').json['where']
        expect(kind, where, {'in': 'query', 'name': 'after'})


def many(house):
    wanted = {'model': ['criminal/illegal-gain-not-recovered'], 'state': ['待初筛']}
    before = ask(house, '钱', 200, 'GET', f'{LIST}/facets?model={wanted["model"][0]}&state=new').json['total']
    done = ask(house, '钱', 200, 'POST', f'{LIST}/steps', {'step': 'screen', **wanted}).json
    expect('all of them', (done['done'], done['refused']), (before, []))
    left = ask(house, '钱', 200, 'GET', f'{LIST}?model={wanted["model"][0]}&state=screened&limit=1').json['items'][0]['id']
    course.step(house, '钱', left, 'assess', why='有理由')
    back = ask(house, '钱', 200, 'POST', f'/api/v1/batches/{done["batches"][0]}/undo').json
    expect('all but the one that went on', (back['restored'], back['left_alone']), (before - 1, [left]))
    ask(house, '钱', 409, 'POST', f'/api/v1/batches/{done["batches"][0]}/undo')
    urgent = ask(house, '钱', 200, 'POST', f'{LIST}/steps', {'step': 'reject', 'urgent': True, 'reason': 'misread', 'why': '误'}).json
    expect('nobody held too long is rejected in bulk', (urgent['done'], len(urgent['refused']) > 0), (0, True))
    expect('and the answer says so', {(r['why'], '不得成批办理' in r['words']) for r in urgent['refused']}, {('calm', True)})
    ask(house, '钱', 403, 'POST', f'{LIST}/steps', {'step': 'assess', 'why': '全部'})


def chosen(house):
    """Clues by id, and all of a filter but some."""
    page = ask(house, '钱', 200, 'GET', f'{LIST}?state=new&severity=S3&order=newest&limit=6').json['items']
    ids = [c['id'] for c in page]
    done = ask(house, '钱', 200, 'POST', f'{LIST}/steps', {'step': 'screen', 'only': [*ids[:4], CLUE, 'nothing']}).json
    expect('these and no other', (done['done'], done['elsewhere'], done['refused']), (4, 2, []))
    states = {c['id']: c['state'] for c in walk_items(house, 'severity=S3')}
    expect('screened', [states[i] for i in ids], ['screened'] * 4 + ['new'] * 2)
    ask(house, '钱', 200, 'POST', f'/api/v1/batches/{done["batches"][0]}/undo')
    largest = ask(house, '钱', 200, 'GET', f'{LIST}/facets?state=new').json['model'][0]
    filtered = {'model': [largest['value']], 'state': ['new']}
    one = walk_items(house, f'model={largest["value"]}&state=new')[1]['id']
    done = ask(house, '钱', 200, 'POST', f'{LIST}/steps', {'step': 'screen', 'except': [one], **filtered}).json
    expect('all but one', (done['done'], done['elsewhere']), (largest['count'] - 1, 0))
    left = walk_items(house, f'model={largest["value"]}&state=new')
    expect('the one that was left out', [c['id'] for c in left], [one])
    ask(house, '钱', 200, 'POST', f'/api/v1/batches/{done["batches"][0]}/undo')
    ask(house, '钱', 422, 'POST', f'{LIST}/steps', {'step': 'screen', 'only': []})
    steps = {s['step']: s for s in ask(house, '钱', 200, 'GET', f'{LIST}/steps').json['items']}
    expect('what may be done with many', (steps['reject']['bulk'], steps['reject']['may'], steps['screen']['from']), ('calm', True, ['new']))
    expect('and what not', 'assess' in steps, False)


def walk_items(house, query):
    return ask(house, '钱', 200, 'GET', f'{LIST}?{query}&limit=500').json['items']


def looked_for(house):
    """Words, order, what is due, and titles of values."""
    first = ask(house, '钱', 200, 'GET', f'{LIST}?limit=1').json['items'][0]
    number = first['case_no'].replace('（', '(').replace('）', ')')
    for words in (first['case_no'], number, number.split(')')[1], first['id']):
        found = ask(house, '钱', 200, 'GET', f'{LIST}?words={words}').json['items']
        expect(f'by {words}', first['id'] in [c['id'] for c in found], True)
    facets = ask(house, '钱', 200, 'GET', f'{LIST}/facets?words={number}').json
    expect('counted as listed', facets['total'], len(walk_items(house, f'words={number}')))
    title = next(v['title'] for v in facets['model'] if v['value'] == first['model'])
    expect('by the title of its model', first['id'] in [c['id'] for c in walk_items(house, f'words={title}')], True)
    expect('both words', walk_items(house, f'words={title} nothing'), [])
    name = ask(house, '赵', 200, 'GET', f'{LIST}/{CLUE}').json['defendant']
    expect('a name that he unmasked', [c['id'] for c in ask(house, '赵', 200, 'GET', f'{LIST}?words={name}').json['items']], [CLUE])
    expect('not for another', walk_items(house, f'words={name}'), [])
    courts = [(not c['urgent'], c['court']) for c in walk_items(house, 'order=court')]
    expect('by court', courts, sorted(courts))
    due = {v['value']: v for v in ask(house, '钱', 200, 'GET', f'{LIST}/facets').json['due']}
    expect('due today', (due['today']['title'], due['today']['count']), ('今日到期', len(walk_items(house, 'due=today'))))
    expect('due at all', len(walk_items(house, 'due=overdue&due=today&due=soon&due=later')), sum(v['count'] for k, v in due.items() if k))
    english = ask(house, '钱', 200, 'GET', f'{LIST}/facets', headers={'Accept-Language': 'en'}).json
    expect('in English', {v['title'] for v in english['urgent']}, {'held too long?', 'other'})
    ask(house, '钱', 422, 'GET', f'{LIST}?order=nothing')
    ask(house, '钱', 422, 'GET', f'{LIST}?due=never')


# ---- the rest ----

def aside(house):
    """Suppressions, seals, own errors, lists to take away, personal data whose time has ended."""
    made = ask(house, '钱', 201, 'POST', '/api/v1/suppressions',
               {'clue': '53bb08b6109a', 'reason': '已知误报', 'until': '9999-12-31'}).json['no']
    held = ask(house, '钱', 200, 'GET', '/api/v1/suppressions').json['items']
    expect('suppressed', [(s['no'], s['clue'], s['by']) for s in held], [(made, '53bb08b6109a', '钱')])
    ask(house, '钱', 204, 'POST', f'/api/v1/suppressions/{made}/end', {'reason': '不再'})
    ask(house, '钱', 404, 'POST', f'/api/v1/suppressions/{made}/end', {'reason': '不再'})
    sealed = ask(house, '钱', 200, 'GET', f'{LIST}/fdb3e105c314').json['doc']
    ask(house, '孙', 201, 'POST', '/api/v1/seals', {'doc': [sealed], 'ground': 'juvenile', 'reason': '未成年人'})
    ask(house, '孙', 409, 'POST', '/api/v1/seals', {'doc': [sealed], 'ground': 'juvenile', 'reason': '未成年人'})
    ask(house, '孙', 404, 'POST', '/api/v1/seals', {'doc': ['none'], 'ground': 'juvenile', 'reason': '未成年人'})
    ask(house, '钱', 404, 'GET', f'{LIST}/fdb3e105c314')
    ask(house, '孙', 204, 'POST', '/api/v1/seals/end', {'doc': sealed, 'reason': '误封'})
    ask(house, '钱', 200, 'GET', f'{LIST}/fdb3e105c314')
    ask(house, '钱', 204, 'PUT', f'{LIST}/e912d201771f/own-handler', {'person': '赵'})
    ask(house, '钱', 400, 'PUT', f'{LIST}/{CALM}/own-handler', {'person': '赵'})
    sheet = zipfile.ZipFile(io.BytesIO(ask(house, '钱', 200, 'GET', '/api/v1/clues.xlsx?severity=S1').body))
    text = ''.join(sheet.read(n).decode() for n in sheet.namelist() if n.endswith('.xml'))
    expect('the sheet says what it is', ('线索，待核实' in text, 'severity=S1' in text), (True, True))
    expect('nothing is left behind', list((house.workspace / 'downloads').iterdir()), [])
    expect('nobody to retire', ask(house, '王', 200, 'POST', '/api/v1/retirements', {}).json['items'], [])
    ask(house, '王', 400, 'POST', '/api/v1/retirements', {'on': '2199-01-01'})
    later = ask(house, '王', 200, 'GET', '/api/v1/retirements?on=2199-01-01').json['items']
    expect('the closed one, when its time has ended', CLUE in [r['id'] for r in later], True)
    point = ask(house, '丙', 200, 'POST', '/api/v1/audit/points').body
    report = ask(house, '丙', 200, 'POST', '/api/v1/audit/verifications', point).json
    expect('with the point that was taken away', (report['good'], report['points'] > 0, report['invalid']), (True, True, 0))
    forged = ask(house, '丙', 200, 'POST', '/api/v1/audit/verifications', point.replace(b'"line":', b'"line":1')).json
    expect('a forged one', (forged['good'], forged['invalid']), (False, 1))


def own(house):
    """Saved views and preferences: one's own, and of the office what is shared."""
    views = '/api/v1/views'
    query = 'state=new&words=马'
    made = ask(house, '赵', 201, 'POST', views, {'screen': 'clues', 'name': '我的', 'query': query}).json['no']
    ask(house, '赵', 409, 'POST', views, {'screen': 'clues', 'name': '我的', 'query': ''})
    ask(house, '赵', 201, 'POST', views, {'screen': 'board', 'name': '我的', 'query': ''})
    expect('not for others', ask(house, '周', 200, 'GET', f'{views}?screen=clues').json['items'], [])
    ask(house, '周', 404, 'PATCH', f'{views}/{made}', {'name': '他的'})
    ask(house, '赵', 204, 'PATCH', f'{views}/{made}', {'shared': True})
    seen = ask(house, '周', 200, 'GET', f'{views}?screen=clues').json['items']
    expect('shared with the office', [(v['name'], v['query'], v['own'], v['by']) for v in seen], [('我的', query, False, '赵')])
    expect('not with another', ask(house, '孙', 200, 'GET', views).json['items'], [])
    ask(house, '赵', 204, 'DELETE', f'{views}/{made}')
    ask(house, '赵', 404, 'DELETE', f'{views}/{made}')
    expect('gone', ask(house, '周', 200, 'GET', views).json['items'], [])
    ask(house, '赵', 422, 'POST', views, {'screen': 'nothing', 'name': 'x', 'query': ''})
    ask(house, '赵', 204, 'PUT', '/api/v1/preferences/language', {'value': 'en'})
    ask(house, '赵', 400, 'PUT', '/api/v1/preferences/language', {'value': 'fr'})
    ask(house, '赵', 404, 'PUT', '/api/v1/preferences/nothing', {'value': 'x'})
    expect('set', ask(house, '赵', 200, 'GET', '/api/v1/preferences').json['items'], [{'key': 'language', 'value': 'en'}])
    expect('for him alone', ask(house, '周', 200, 'GET', '/api/v1/preferences').json['items'], [])
    lines = json.dumps(ask(house, '丙', 200, 'GET', '/api/v1/audit?limit=500').json, ensure_ascii=False)
    expect('the audit tells that, and not what', ('view.save' in lines, 'words=马' in lines), (True, False))
    expect('and holds', ask(house, '丙', 200, 'GET', '/api/v1/audit/verification').json['good'], True)


LISTS = {'clues': 'clues', 'documents': 'documents', 'jobs': 'jobs', 'notices': 'statistics/notices', 'results': 'results',
         'suppressions': 'suppressions'}


def home(house):
    """Each count is that of the list it names."""
    groups = set()
    for who in ('赵', '钱', '孙', '吴', '周'):
        items = ask(house, who, 200, 'GET', '/api/v1/home').json['items']
        groups |= {i['group'] for i in items}
        for item in items:
            seen, after = 0, ''
            while after is not None:
                page = ask(house, who, 200, 'GET', f'/api/v1/{LISTS[item["list"]]}?{urllib.parse.unquote(item["query"])}&limit=500{after}').json
                seen += len(page['items'])
                after = page['next'] and f'&after={page["next"]}'
            expect(f'{who} {item["group"]} {item["id"]}', seen, item['count'])
            expect(f'{item["group"]} {item["id"]} has a title', item['title'] not in ('', None, item['id']), True)
    expect('all of them', groups, {'mine', 'due', 'office', 'office_due', 'documents', 'jobs', 'notices', 'undecidable', 'suppressed'})
    expect('administrators have no clues', {i['group'] for i in ask(house, '甲', 200, 'GET', '/api/v1/home').json['items']}, {'jobs'})


def undecided(house):
    """Undecidable results, counted as they are listed; only for those who see what no office has."""
    base = '/api/v1/results?outcome=undecidable&limit=500'
    facets = ask(house, '钱', 200, 'GET', '/api/v1/results/facets').json
    expect('some', facets['total'] > 0, True)
    for which in ('model', 'court', 'charge', 'year', 'missing'):
        first = facets[which][0]
        expect(f'{which} sums up', sum(v['count'] for v in facets[which]), facets['total'])
        if first['value'] and first['count'] <= 500:
            listed = ask(house, '钱', 200, 'GET', f'{base}&{which}={first["value"]}').json['items']
            expect(f'{which} {first["value"]}', len(listed), first['count'])
            chosen = ask(house, '钱', 200, 'GET', f'/api/v1/results/facets?{which}={first["value"]}').json
            expect(f'{which} chosen', chosen['total'], first['count'])
    expect('none for whom no office is', ask(house, '赵', 200, 'GET', '/api/v1/results/facets').json['total'],
           len(ask(house, '赵', 200, 'GET', base).json['items']))


def wrong(house):
    """Bad requests end with a cause, never with a fault of the server."""
    cases = [
        (404, '钱', 'POST', f'{LIST}/nothing/steps', {'step': 'screen'}),
        (404, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'no such step'}),
        (400, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'reject', 'reason': 'nothing', 'why': '无'}),
        (400, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'screen', 'amount': 5}),
        (422, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'screen', 'amount': -1}),
        (422, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'screen', 'day': '2026-13-01'}),
        (422, '钱', 'POST', f'{LIST}/6c45e1d7fd42/steps', {'step': 'screen', 'state': 'new'}),
        (400, '钱', 'GET', f'{LIST}?after=0', None),
        (422, '钱', 'GET', f'{LIST}?limit=0', None),
        (404, '钱', 'POST', '/api/v1/batches/999/undo', None),
        (404, '赵', 'GET', '/api/v1/documents/99', None),
        (400, '赵', 'POST', '/api/v1/documents', {'clue': CLUE, 'kind': 'nothing'}),
        (404, '赵', 'POST', '/api/v1/documents', {'clue': 'nothing', 'kind': 'suggestion'}),
        (404, '赵', 'GET', '/api/v1/limits/nothing/days?from=2026-11-23', None),
        (400, '赵', 'GET', '/api/v1/limits/correction_reply/days?from=2026-11-23&pause=x', None),
        (404, '赵', 'POST', '/api/v1/deadlines/999/meet', {'day': '2026-11-20'}),
        (404, '赵', 'POST', f'{LIST}/{CLUE}/deadlines', {'limit': 'nothing', 'from': '2026-11-20'}),
        (400, '钱', 'POST', '/api/v1/suppressions', {'reason': '无', 'until': '2099-01-01'}),
        (400, '钱', 'POST', '/api/v1/suppressions', {'model': 'criminal/term-span-mismatch', 'reason': '无', 'until': '2099-01-01'}),
        (422, '钱', 'GET', '/api/v1/statistics/ladder?by=nothing', None),
        (400, '钱', 'GET', '/api/v1/statistics/clues?verdict=nothing', None),
        (400, '丙', 'GET', '/api/v1/audit?from=yesterday', None),
    ]
    places = {'to_office': {'step': 'dispatch'}, 'reason': {'step': 'reject', 'why': '无'}, 'amount': {'step': 'screen', 'amount': 1}}
    for name, body in places.items():
        clue = ask(house, '钱', 200, 'GET', f'{LIST}?state=assessed&limit=1').json['items'][0]['id']
        refused = house.ask('孙' if name == 'to_office' else '钱', 'POST',
                            f'{LIST}/{"6c45e1d7fd42" if name != "to_office" else clue}/steps', body)
        expect(f'{name} is named', refused.json.get('where'),
               {'in': 'body', 'name': 'outcome' if name == 'amount' else name})
    for status, who, method, path, body in cases:
        answer = house.ask(who, method, path, body)
        expect(f'{method} {path} {body}: {answer.json.get("detail")}', answer.status, status)


def main():
    with House(sys.argv[1]) as house:
        house.stop()
        (house.workspace / 'downloads').mkdir(exist_ok=True)
        (house.workspace / 'downloads' / 'made-1.xlsx').write_bytes(b'left by one that was killed')
        house.start()
        sort(house)
        check(house)
        reply(house, document(house))
        two(house)
        pages(house)
        many(house)
        chosen(house)
        looked_for(house)
        aside(house)
        own(house)
        home(house)
        undecided(house)
        wrong(house)
        expect('exit', house.stop(), 0)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
