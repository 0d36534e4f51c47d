#!/usr/bin/env python3
"""A fact that was read wrongly is corrected: what the models say of that judgment, what the screens show of it, who may,
through a rebuild, sent twice, taken back. `tests/api/corrections.py CHAMING`"""

import sys
import time

from house import House

FAULTS = []
MODEL = 'criminal/term-span-mismatch'


def expect(what, seen, wanted):
    if seen != wanted:
        FAULTS.append(f'{what}: {seen!r}, expected {wanted!r}')


def facts_of(house, doc):
    """{(view, defendant, count, fact): fact} of the columns, {(table, row, fact): fact} of the rows."""
    found = {}
    for view in house.ask('钱', 'GET', f'/api/v1/judgments/{doc}/facts').json['views']:
        for row in view['rows']:
            for fact in row['facts']:
                found[view['view'], row['defendant_no'], row['count_no'], fact['fact']] = fact
            for table in row['tables']:
                for number, cells in enumerate(table['rows'], 1):
                    for fact in cells:
                        found[f'{view["view"]}.{table["table"]}', row['defendant_no'], number, fact['fact']] = fact
    return found


def ended(house, who, answer):
    """The job, and the one that follows it."""
    for job in (answer.json['job']['job'], answer.json['then']):
        until = time.monotonic() + 120
        while job and house.ask(who, 'GET', f'/api/v1/jobs/{job}').json['state'] in ('queued', 'running'):
            expect('in time', time.monotonic() < until, True)
            time.sleep(0.1)
    return house.ask(who, 'GET', f'/api/v1/jobs/{answer.json["job"]["job"]}').json['result']['effect']


def clue_gone(house, clue):
    return house.ask('钱', 'GET', f'/api/v1/clues/{clue}').json['gone']


def correct(house, doc, body, who='钱', headers=None):
    return house.ask(who, 'POST', f'/api/v1/judgments/{doc}/corrections', {'reason': '读错', **body}, headers or {})


def main():
    with House(sys.argv[1]) as house:
        clue = house.ask('钱', 'GET', f'/api/v1/clues?model={MODEL}&limit=1').json['items'][0]
        doc, result = clue['doc'], house.ask('钱', 'GET', f'/api/v1/results/{clue["id"]}').json
        number = result['defendant_no']
        term = ('defendant', number, 0, 'term_to')
        was = facts_of(house, doc)[term]
        expect('it can be corrected', was['field'], 'defendant.term_to')
        end = result['finding'].split('应至')[1].split('止')[0]
        day = '-'.join(part.zfill(2) for part in end.replace('日', '').replace('月', '年').split('年'))

        # the value with which the model hits no more; sent twice it is done once
        body = {'field': 'defendant.term_to', 'defendant_no': number, 'value': day}
        answer = correct(house, doc, body, headers={'Idempotency-Key': 'once'})
        expect('corrected', answer.status in (201, 202), True)
        effect = ended(house, '钱', answer)
        expect('the hit is lost', clue['id'] in [hit['clue'] for hit in effect['lost']], True)
        again = correct(house, doc, body, headers={'Idempotency-Key': 'once'})
        expect('sent again', (again.status, again.headers.get('idempotent-replayed')), (answer.status, 'true'))
        expect('its clue says so', clue_gone(house, clue['id']), True)
        now = facts_of(house, doc)[term]
        expect('shown as said by a person', (now['raw'], now['at'], now['corrected']['was'], now['corrected']['by']),
               (day, [], was['raw'], '钱'))
        listed = house.ask('钱', 'GET', f'/api/v1/judgments/{doc}/corrections').json['items']
        expect('where it was read', [listed[0]['read_at']['begin'], listed[0]['found'], listed[0]['applied']],
               [was['at'][0]['begin'], True, True])
        other = house.ask('钱', 'GET', f'/api/v1/results?judgment={doc}&limit=1').json['items']
        if other:
            page = house.ask('钱', 'GET', f'/api/v1/results/{other[0]["id"]}').json
            expect('told with every result', [c['field'] for c in page['corrections']], ['defendant.term_to'])

        # who may: nobody without the right, and not who handled the case himself
        expect('the auditor', correct(house, doc, body, '丙').status, 403)
        expect('case management', correct(house, doc, body, '王').status, 403)
        expect('what changes nothing', correct(house, doc, body).status, 409)
        expect('no such field', correct(house, doc, {'field': 'x.y'}).status, 404)
        expect('no such word', correct(house, doc, {'field': 'judgment.instance', 'value': '几审'}).status, 400)

        # a row taken out, one added; shown rows keep their numbers
        before = facts_of(house, doc)
        rows = sorted(key[2] for key in before if key[0] == 'defendant.measures' and key[3] == 'kind' and key[1] == number)
        if len(rows) > 1:
            ended(house, '钱', correct(house, doc, {'field': 'defendant.measures', 'defendant_no': number, 'row_no': 1}))
            after = facts_of(house, doc)
            expect('the second is the first', after['defendant.measures', number, 1, 'kind']['raw'],
                   before['defendant.measures', number, 2, 'kind']['raw'])
        expect('there are rows', len(rows) > 1, True)
        added = {'field': 'defendant.circumstances.kind', 'defendant_no': number, 'value': '立功'}
        ended(house, '钱', correct(house, doc, added))
        kinds = [fact for key, fact in facts_of(house, doc).items() if key[0] == 'defendant.circumstances']
        expect('added', [fact['corrected']['act'] for fact in kinds if fact['raw'] == '立功'], ['add'])

        # through a rebuild
        job = house.ask('李', 'POST', '/api/v1/rebuilds', {}).headers['location']
        while house.ask('李', 'GET', job).json['state'] in ('queued', 'running'):
            time.sleep(0.2)
        expect('after a rebuild', facts_of(house, doc)[term]['raw'], day)
        expect('and its run', clue_gone(house, clue['id']), True)

        # taken back
        for one in house.ask('钱', 'GET', f'/api/v1/judgments/{doc}/corrections').json['items']:
            answer = house.ask('钱', 'POST', f'/api/v1/judgments/{doc}/corrections/{one["no"]}/end', {'reason': '读得对'})
            expect('taken back', answer.status in (200, 202), True)
            ended(house, '钱', answer)
        expect('as read', facts_of(house, doc)[term], was)
        expect('its clue is there again', clue_gone(house, clue['id']), False)
        kept = house.ask('钱', 'GET', f'/api/v1/judgments/{doc}/corrections?all=true').json['items']
        expect('the history stays', all(one['ended_by'] == '钱' for one in kept) and len(kept) > 1, True)
        lines = house.ask('丙', 'GET', '/api/v1/audit?limit=100').json['items']
        expect('in the audit', {'fact.correct', 'fact.correct_end', 'fact.applied'} <= {line['action'] for line in lines}, True)
    for fault in FAULTS:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
