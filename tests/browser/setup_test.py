#!/usr/bin/env python3
"""The forms that come before anybody can log in, in a real browser against the real server: the first set-up, and an
invitation. `setup_test.py CHAMING`"""

import pathlib
import sys
import time

import cdp

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'api'))
from house import House  # noqa: E402 (its folder is named above)

PEOPLE = {'office': '东川省临江县人民检察院', 'office_code': '临', 'system_admin': '甲', 'security_admin': '乙', 'auditor': '丙',
          'prosecutor': '赵'}
SAID = "document.querySelector('output').innerText"


def go(browser, address):
    browser.call('Page.navigate', url=address)
    wait(browser, f"location.href === {address!r} && document.readyState === 'complete' && document.forms.length === 1")


def wait(browser, condition):
    until = time.monotonic() + 30
    while not browser.run(condition):
        assert time.monotonic() < until, f'{condition}: {browser.run("document.body.innerText")}'
        time.sleep(0.05)


def fill(browser, values, last=False):
    """What is said then; the `last` goes on to another page."""
    for selector, text in values.items():
        browser.run(f'document.querySelector({selector!r}).value = {text!r}')
    browser.run("document.querySelector('output').replaceChildren(); document.querySelector('button').click()")
    if last:
        return None
    wait(browser, f'{SAID} !== ""')
    return browser.run(SAID)


def test_setup(browser, house):
    code = house.said[0].split('#')[1]
    go(browser, f'http://127.0.0.1:{house.port}/setup#wrong')
    said = fill(browser, {f'input[name={name}]': text for name, text in PEOPLE.items()})
    assert '邀请码不对' in said, said
    browser.run(f'location.hash = {code!r}')
    said = fill(browser, {})
    links = browser.run("[...document.querySelectorAll('output a')].map((a) => a.href)")
    assert len(links) == 4, said
    return links


def test_invitation(browser, house, link):
    go(browser, link)
    same = {'input[name=password]': 'Orange-Desk-77'}
    said = fill(browser, {**same, 'input[data-same]': 'something else'})
    assert '不一致' in said, said
    fill(browser, {**same, 'input[data-same]': 'Orange-Desk-77'}, last=True)
    wait(browser, "location.pathname === '/' && document.readyState === 'complete'")
    browser.run("fetch('/api/v1/session').then((answer) => answer.json()).then((me) => { document.title = me.name; })")
    wait(browser, "document.title === '甲'")
    answer = house.ask(None, 'POST', '/api/v1/session', {'name': '甲', 'password': 'Orange-Desk-77'})
    assert answer.status == 201, answer


def main():
    with House(sys.argv[1], bare=True) as house, cdp.Browser() as browser:
        browser.size(1366, 768)
        links = test_setup(browser, house)
        test_invitation(browser, house, links[0])
        state = house.ask(None, 'GET', '/api/v1/setup').json
        assert not any(v is True for v in state.values()), state
        complaints = [c for c in browser.complaints() if '40' not in str(c)]
        assert not complaints, complaints
    print('2 passed, 0 failed')


if __name__ == '__main__':
    main()
