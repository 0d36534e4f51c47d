"""Clues brought on their way by HTTP, for tests that need one there.

    course.to_filed(house, clue)           # filed as a case, 赵 handles it
    no = course.drafted(house, clue)       # with a document that can be submitted"""

DEPARTMENT = '第一检察部'
CHECKS = ('file_consulted', 'correction_sought', 'explanation')
ENTRIES = {'review.office': '江苏省淮安经济技术开发区人民法院', 'review.point': '适用法律', 'review.opinion': '依法补正刑期止日',
           'document.reply': '15日'}
# of the sample, by what the examples of api/openapi.yaml do with them
MINE, ISSUED, RETURNED = '45e9b2a96aeb', '334e72306235', '604b9fa0d392'


def ask(house, who, method, path, body=None, headers=None, status=(200, 201, 204)):
    """The answer, which must have that status."""
    answer = house.ask(who, method, path, body, headers)
    wanted = status if isinstance(status, tuple) else (status,)
    assert answer.status in wanted, f'{who} {method} {path} {body}: {answer!r}, expected {wanted}'
    return answer


def step(house, who, clue, name, status=200, headers=None, **given):
    return ask(house, who, 'POST', f'/api/v1/clues/{clue}/steps', {'step': name, **given}, headers, status)


def to_verifying(house, clue):
    step(house, '钱', clue, 'screen')
    step(house, '钱', clue, 'assess', why='止日与折抵后应有的止日不符')
    step(house, '孙', clue, 'dispatch', to_office=DEPARTMENT)
    step(house, '孙', clue, 'assign', to_person='赵')


def verify(house, clue):
    for kind in CHECKS:
        ask(house, '赵', 'POST', f'/api/v1/clues/{clue}/verifications',
            {'kind': kind, 'result': 'supports', 'what': '核对羁押起止'}, status=201)


def to_filed(house, clue):
    to_verifying(house, clue)
    verify(house, clue)
    step(house, '赵', clue, 'confirm', why='核实无误')
    step(house, '赵', clue, 'file', number='临检监〔2026〕1号')


def unmask(house, clue):
    ask(house, '赵', 'POST', f'/api/v1/clues/{clue}/unmask', {'reason': '起草文书'}, status=204)


def enter(house, no, entries=None):
    """What only people can say; returns the version after it."""
    tag = ask(house, '赵', 'GET', f'/api/v1/documents/{no}').headers['etag']
    for field, text in (entries or ENTRIES).items():
        tag = ask(house, '赵', 'PATCH', f'/api/v1/documents/{no}', {'field': field, 'text': text},
                  {'If-Match': tag}).headers['etag']
    return tag


def drafted(house, clue):
    to_filed(house, clue)
    made = ask(house, '赵', 'POST', '/api/v1/documents', {'clue': clue, 'kind': 'correction_notice'}, status=201)
    unmask(house, clue)
    enter(house, made.json['no'])
    return made.json['no']


def prepare(house):
    """What the examples of clues and documents stand on: document 1 can be submitted, 2 was, the clue MINE is filed."""
    assert drafted(house, ISSUED) == 1
    assert drafted(house, RETURNED) == 2
    ask(house, '赵', 'POST', '/api/v1/documents/2/submit')
    to_filed(house, MINE)
