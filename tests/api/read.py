#!/usr/bin/env python3
"""Judgments, results, models and law over HTTP: the same as the command line gives, page by page, masked, sealed, with
places that read as they say; and input that is wrong. `tests/api/read.py CHAMING CHAMING_VERIFY`"""

import json
import pathlib
import subprocess
import sys
import urllib.parse

from house import ROOT, House

FAULTS = []
API = '/api/v1'
CLUE = '7ab7f7d76e83'  # of the sample: criminal/term-span-mismatch in sample-022
MODEL = 'criminal/term-span-mismatch'


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def get(house, who, path, **query):
    pairs = {k: ('true' if v is True else v) for k, v in query.items()}
    return house.ask(who, 'GET', API + path + ('?' + urllib.parse.urlencode(pairs) if pairs else ''))


def pages(house, who, path, **query):
    """All items of a list."""
    items, after, count = [], None, 0
    while True:
        answer = get(house, who, path, **query, **({'after': after} if after else {}))
        if answer.status != 200:
            FAULTS.append(f'{path} {query}: {answer!r}')
            return items
        items += answer.json['items']
        after, count = answer.json['next'], count + 1
        expect(f'{path}: link', ('link' in answer.headers), after is not None)
        if after is None or count > 1000:
            return items


def reads(text, place):
    """The words at a place, by bytes, after those by UTF-16 units said the same."""
    by_bytes = text.encode()[place['begin']:place['end']].decode()
    by_units = text.encode('utf-16-le')[place['begin16'] * 2:place['end16'] * 2].decode('utf-16-le')
    expect(f'place {place}', by_units, by_bytes)
    return by_bytes


def results(house, printed):
    """The list is that of the command line, whatever the size of the pages."""
    whole = pages(house, '钱', '/results', limit=500)
    expect('results by pages', pages(house, '钱', '/results', limit=7), whole)
    expect('ids', [r['id'] for r in whole], [r['id'] for r in printed])
    with_words = pages(house, '钱', '/results', limit=500, words=True)
    for seen, wanted in zip(with_words, printed):
        expect(f'result {wanted["id"]}', seen, wanted)
    parts = [r for d in ('neutral', 'favours', 'against') for r in pages(house, '钱', '/results', direction=d)]
    expect('by direction', sorted(r['id'] for r in parts), sorted(r['id'] for r in whole))
    of_one = pages(house, '钱', '/results', judgment='sample-022', outcome='any', limit=500)
    expect('of one judgment', {r['doc'] for r in of_one}, {'sample-022'})
    expect('its clue', CLUE in [r['id'] for r in of_one], True)
    expect('only suppressed', pages(house, '钱', '/results', suppressed='only'), [])
    for wrong in ('x', 'a~1~1', 'a~1~1~x', '~~~', '%'):
        expect(f'page {wrong}', get(house, '钱', '/results', after=wrong).status, 400)
    expect('outcome', get(house, '钱', '/results', outcome='x').json['where'], {'in': 'query', 'name': 'outcome'})
    expect('limit', get(house, '钱', '/results', limit=501).status, 422)
    lines = get(house, '钱', '/results.csv', model=MODEL).body.decode().splitlines()
    expect('csv', len(lines) - 2, len([r for r in whole if r['model'] == MODEL]))


def one_result(house):
    page = get(house, '钱', f'/results/{CLUE}').json
    text = get(house, '钱', f'/results/{CLUE}/text').json
    for place in page['evidence']:
        expect('evidence', reads(text['text'], place), place['text'])
    expect('law', all(a['cite'] and 'applied' in a for a in page['law']) and len(page['law']) > 0, True)
    expect('masked', '马某某' in page['finding'] + page['defendant'], True)
    expect('no such result', get(house, '钱', '/results/nothing').status, 404)
    like = get(house, '钱', f'/results/{CLUE}/similar', limit=3).json
    expect('similar', like['hits'], len([s for s in like['items'] if s['outcome'] == '命中']))
    expect('class counts', sum(c['hit'] for c in like['counts']) > 0, True)


def unmasking(house, original):
    """What is as it is needs the clue unmasked for the day, and a reason."""
    asked = {'reason': '起草文书'}
    for name in ('bundle', 'original'):
        expect(f'{name} masked', get(house, '陈', f'/results/{CLUE}/{name}', **asked).status, 403)
    unmask = house.ask('陈', 'POST', f'{API}/clues/{CLUE}/unmask', asked)
    expect('unmask', unmask.status, 204)
    expect('no reason', get(house, '陈', f'/results/{CLUE}/bundle').status, 403)
    bundle = get(house, '陈', f'/results/{CLUE}/bundle', **asked)
    expect('bundle', bundle.status, 200)
    got = get(house, '陈', f'/results/{CLUE}/original', **asked)
    expect('original', json.loads(got.body), original)
    text = get(house, '陈', f'/results/{CLUE}/text', **asked).json['text']
    expect('text as it is', text, original['full_text'])
    page = get(house, '陈', f'/results/{CLUE}', **asked).json
    for place in page['evidence']:
        expect('evidence unmasked', reads(text, place), place['text'])
    expect('still masked for another', get(house, '钱', f'/results/{CLUE}/text').json['text'] == text, False)
    return bundle.body


def judgments(house, originals):
    whole = pages(house, '钱', '/judgments', limit=500)
    expect('judgments by pages', pages(house, '钱', '/judgments', limit=83), whole)
    expect('judgments', sorted(j['doc'] for j in whole), sorted(originals))
    gaps = [j['doc'] for j in whole if j['partly'] or j['unread']]
    expect('not wholly read', [j['doc'] for j in pages(house, '钱', '/judgments', read='gaps')], gaps)
    expect('read or not', len(pages(house, '钱', '/judgments', read='whole')) + len(gaps), len(whole))
    courts = pages(house, '钱', '/judgments', court='江苏', **{'from': '2015-01-01', 'to': '2018-12-31'})
    expect('filtered', [j['doc'] for j in courts], [j['doc'] for j in whole if j['court'] and '江苏' in j['court'] and
                                                   j['decided_on'] and '2015-01-01' <= j['decided_on'] <= '2018-12-31'])
    expect('no such page', get(house, '钱', '/judgments', after='x').status, 400)
    for doc in ['sample-022'] + gaps[:5]:
        opened = get(house, '钱', f'/judgments/{doc}').json
        text = opened['text']
        expect('length', len(text.encode()), len(originals[doc].encode()))
        for section in opened['sections']:
            reads(text, section)
        for gap in opened['gaps']:
            if gap['at']:
                expect('gap', reads(text, gap['at']), gap['at']['text'])
        expect('gaps told', bool(opened['gaps']), doc in gaps)
    expect('masked', get(house, '钱', '/judgments/sample-022').json['text'] == originals['sample-022'], False)
    expect('no such judgment', get(house, '钱', '/judgments/nothing').status, 404)
    facts(house, originals)


def facts(house, originals):
    doc = 'sample-022'
    text = get(house, '钱', f'/judgments/{doc}').json['text']
    found = get(house, '钱', f'/judgments/{doc}/facts').json
    expect('views', [v['view'] for v in found['views']], ['judgment', 'defendant', 'conviction'])
    values = {}
    for view in found['views']:
        for row in view['rows']:
            for fact in row['facts']:
                values[fact['fact']] = fact
                for place in fact['at']:
                    reads(text, place)
    expect('court', values['court']['raw'], values['court']['value'])
    expect('name', values['name']['value'] in originals[doc], False)
    expect('name has no raw value', 'raw' in values['name'], False)


def searching(house, originals):
    query = '盗窃 且 罚金'
    whole = pages(house, '钱', '/search', query=query, limit=500)
    expect('search by pages', pages(house, '钱', '/search', query=query, limit=10), whole)
    expect('search finds', {s['doc'] for s in whole} <= set(originals) and len(whole) > 5, True)
    opened = get(house, '钱', f'/judgments/{whole[0]["doc"]}').json['text']
    for place in whole[0]['places']:
        expect('place found', reads(opened, place), place['text'])
    for wrong in ('且', '（盗窃', '"', '盗窃 且', 'NEAR/'):
        answer = get(house, '钱', '/search', query=wrong)
        expect(f'search {wrong}', answer.status in (200, 400), True)
    expect('section', get(house, '钱', '/search', query='盗窃', **{'in': 'x'}).status, 400)
    expect('no query', get(house, '钱', '/search').status, 422)


def sealing(house, originals):
    """What the law seals is nowhere, but for a case and a ground."""
    doc, clue, number = 'sample-022', CLUE, get(house, '钱', f'/results/{CLUE}').json['case_no']
    seal = house.ask('孙', 'POST', f'{API}/seals', {'doc': [doc], 'ground': 'juvenile', 'reason': '犯罪时未满十八周岁'})
    if seal.status != 200 and seal.status != 201:
        FAULTS.append(f'seal: {seal!r}')
        return
    expect('sealed list', doc in [j['doc'] for j in pages(house, '钱', '/judgments', limit=500)], False)
    for path in (f'/judgments/{doc}', f'/judgments/{doc}/facts', f'/results/{clue}', f'/results/{clue}/text',
                 f'/results/{clue}/similar'):
        expect(f'sealed {path}', get(house, '钱', path).status, 404)
    expect('sealed results', [r for r in pages(house, '钱', '/results', limit=500) if r['doc'] == doc], [])
    expect('sealed of one', get(house, '钱', '/results', judgment=doc).status, 404)
    found = pages(house, '钱', '/search', query='刑期', limit=500)
    expect('sealed search', [s for s in found if s['doc'] == doc], [])
    by_law = {'case_no': number, 'ground': 'case_handling', 'reason': '办案需要'}
    for path in (f'/judgments/{doc}', f'/judgments/{doc}/facts', f'/results/{CLUE}'):
        expect(f'by law {path}', get(house, '孙', path, **by_law).status, 200)
        expect(f'another case {path}', get(house, '孙', path, **{**by_law, 'case_no': '（2000）x'}).status, 404)
        expect(f'no such ground {path}', get(house, '孙', path, **{**by_law, 'ground': 'x'}).status, 400)
        expect(f'no right {path}', get(house, '钱', path, **by_law).status, 403)
    told = house.ask('丙', 'GET', f'{API}/audit?action=seal.open&limit=500').json['items']
    expect('told', {t['object'] for t in told}, {f'document {doc}', f'clue {CLUE}'})


def checking(house):
    body = (ROOT / 'tests' / 'cli' / 'data' / 'hit.txt').read_bytes()
    answer = house.ask('赵', 'POST', f'{API}/check?name=a.txt&received_on=2016-05-12&today=2016-05-15', body,
                       {'Content-Type': 'application/octet-stream'})
    seen = answer.json
    expect('check text', seen['text'], body.decode())
    expect('check clues', len(seen['clues']) > 0, True)
    for clue in seen['clues']:
        for place in clue['evidence']:
            expect('check evidence', reads(seen['text'], place), place['text'])
    expect('deadline', seen['deadline'] is not None, True)
    for name, wrong in (('empty', b''), ('bytes', bytes(range(256)) * 40), ('brace', b'{'), ('json', b'{"text": 1}'),
                        ('zip', b'PK\x03\x04' + b'\0' * 60), ('pdf', b'%PDF-1.7\n%%EOF'), ('nul', b'\0' * 4096),
                        ('deep', b'[' * 100000), ('zero', b'{"full_text": "\\u0000"}'), ('half', b'{"text": "\\ud800"}')):
        for operation in ('check', 'extract'):
            answer = house.ask('赵', 'POST', f'{API}/{operation}', wrong, {'Content-Type': 'application/octet-stream'})
            expect(f'{operation} of {name}', answer.status < 500, True)
    record = house.ask('赵', 'POST', f'{API}/extract', body, {'Content-Type': 'application/octet-stream'}).json
    expect('extract', record['defendants'][0]['name'], '张大山')


def models(house, printed):
    listed = get(house, '钱', '/models').json['items']
    expect('models', listed, printed)
    expect('no numbers for whom may not count', 'measured' in get(house, '李', '/models').json['items'][0], False)
    one = get(house, '李', f'/models/{MODEL}').json
    source = (ROOT / 'models' / f'{MODEL}.yaml').read_text(encoding='utf-8')
    expect('source', one['source'], source)
    expect('rule', bool(one['rule']['hit']) and bool(one['law'][0]['paragraphs']), True)
    expect('no such model', get(house, '李', '/models/criminal/nothing').status, 404)

    def trial(what, text, who='冯', query=''):
        return house.ask(who, 'POST', f'{API}/trials/{what}{query}', text if isinstance(text, bytes) else text.encode(),
                         {'Content-Type': 'application/yaml'})

    wrong = source.replace('severity: S', 'severety: S', 1)
    line = 1 + wrong[:wrong.index('severety')].count('\n')
    mistakes = trial('check', wrong).json
    expect('mistake', (mistakes['good'], line in [m['line'] for m in mistakes['problems']]), (False, True))
    expect('test of a mistake', (trial('test', wrong).status, trial('test', wrong).json['where']['in']), (422, 'body'))
    expect('good', trial('check', source).json, {'good': True, 'id': MODEL, 'problems': []})
    same = trial('diff', source).json
    expect('diff of the same', (same['gained'], same['lost'], same['changed'], same['rows']), (0, 0, 0, 0))
    none = trial('diff', source.replace('\nscope:', '\nscope: months > 100000 and months > 0\nderive_:', 1))
    expect('diff of a mistake', none.status, 422)
    renamed = trial('diff', source.replace(f'id: {MODEL}', 'id: criminal/another-one', 1), query='?limit=2').json
    expect('new model', (renamed['is_new'], renamed['gained'], len(renamed['items'])),
           (True, renamed['after']['命中'], min(2, renamed['rows'])))
    for name, text in (('empty', b''), ('bytes', bytes(range(256))), ('list', b'- a\n- b\n'), ('deep', b'[' * 5000),
                       ('alias', b'a: &a [*a]\n'), ('text', '你好'.encode()), ('utf8', b'id: \xff\xfe\n')):
        for what in ('check', 'test', 'diff'):
            expect(f'trial {what} of {name}', trial(what, text).status < 500, True)
    expect('too long', trial('check', b'k: v\n' * 60000).status, 413)
    expect('not a modeller', trial('diff', source, who='赵').status, 403)


def rights(house):
    """Administrators see no business; a data manager no text; the auditor neither."""
    for who in ('甲', '乙', '丙', '李'):
        for path in ('/judgments', '/judgments/sample-022', '/results', f'/results/{CLUE}', '/search?query=x', '/report',
                     f'/results/{CLUE}/bundle', '/results.csv'):
            expect(f'{who} {path}', house.ask(who, 'GET', API + path).status, 403)
    expect('nobody', house.ask(None, 'GET', API + '/models').status, 401)
    expect('of another office', get(house, '赵', f'/results/{CLUE}').status in (200, 404), True)
    expect('a chief gives a reason', get(house, '孙', f'/results/{CLUE}').status, 403)
    expect('a chief with one', get(house, '孙', f'/results/{CLUE}', reason='督办').status, 200)


def words(house):
    expect('ready', (house.ask(None, 'GET', '/readyz').status, house.ask(None, 'GET', '/readyz').json), (200, {'status': 'ok'}))
    states = get(house, '赵', '/terms', list='desk.states').json['lists'][0]['terms']
    expect('terms', 'new' in [t['id'] for t in states], True)
    expect('no such list', get(house, '赵', '/terms', list='x').status, 404)
    law = get(house, '赵', '/law', query='盗窃罪').json
    expect('law', '刑法' in json.dumps(law, ensure_ascii=False), True)
    expect('no such law', get(house, '赵', '/law', query='无此罪').status, 404)
    described = house.ask(None, 'GET', API + '/openapi.yaml')
    expect('openapi', described.body, (ROOT / 'api' / 'openapi.yaml').read_bytes())
    expect('version', get(house, '赵', '/version').json, get(house, '钱', '/version').json)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    originals, lines = {}, {}
    for line in (ROOT / 'samples' / 'judgments.ndjson').read_text(encoding='utf-8').splitlines():
        one = json.loads(line)
        originals[one['id']], lines[one['id']] = one['full_text'], one
    house = House(program)
    printed = [json.loads(x) for x in house.cli('clues', '--json', who='钱').stdout.splitlines()]
    listed = [json.loads(x) for x in house.cli('model', 'list', '--json', who='钱').stdout.splitlines()]
    with house:
        words(house)
        rights(house)
        results(house, printed)
        one_result(house)
        judgments(house, originals)
        searching(house, originals)
        checking(house)
        models(house, listed)
        bundle = unmasking(house, lines['sample-022'])
        sealing(house, originals)
        expect('server lives', house.ask(None, 'GET', '/healthz').status, 200)
        kept = house.place / 'bundle.json'
        kept.write_bytes(bundle)
        key = get(house, '赵', '/bundle-key').json['key']
        for signer, wanted in ((key, 0), (key[::-1], 1)):
            done = subprocess.run([pathlib.Path(sys.argv[2]).resolve(), '--data', ROOT / 'data', '--key', signer, kept], capture_output=True)
            expect(f'bundle by {signer}', min(done.returncode, 1), wanted)
    for fault in FAULTS:
        print(fault[:600])
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
