#!/usr/bin/env python3
"""open_house.py CHAMING [--port N] [--bare] [--place FOLDER] [SERVE OPTION…]: a prepared server for browser tests and for work on a screen.

Everybody of house.py can log in with PASSWORD. Prints one line of JSON (base, password, place) and serves until its input ends or
it is interrupted (or says something else); a line "restart" kills the server and starts it again on the same port, "stop" and "start" do one half each."""

import argparse
import json
import subprocess
import sys

import house

PASSWORD = 'Orange-Desk-77'


def admit(place):
    """Everybody sets his own password, before the server starts."""
    for name in [*house.ADMINS, *house.PEOPLE]:
        done = subprocess.run([place.program, '-w', str(place.workspace), '--as', name, '--token', str(place.place / 'tokens' / f'{name}.token'),
                               'person', 'password'], input=f'{PASSWORD}\n{PASSWORD}\n', env=place.env, text=True, capture_output=True)
        if done.returncode != 0:
            raise AssertionError(f'{name}: {done.stdout}{done.stderr}')


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--port', default='0')
    options.add_argument('--bare', action='store_true')
    options.add_argument('--place')
    known, rest = options.parse_known_args()
    place = house.House(known.program, *rest, bare=known.bare, place=known.place)
    try:
        if not known.bare and not known.place:
            admit(place)
        place.start('--port', known.port)
        base = f'http://{place.host}:{place.port}'
        told = {'base': base, 'password': PASSWORD, 'place': str(place.place)}
        if known.bare:
            told['setup'] = place.setup_code()
        print(json.dumps(told, ensure_ascii=False), flush=True)
        for line in iter(lambda: sys.stdin.readline(20), ''):
            if line.strip() not in ('restart', 'stop', 'start'):
                break
            if line.strip() in ('restart', 'stop'):
                place.kill()
            if line.strip() in ('restart', 'start'):
                place.start('--port', str(place.port))
            print(line.strip(), flush=True)
    except KeyboardInterrupt:
        pass
    finally:
        place.__exit__()


if __name__ == '__main__':
    main()
