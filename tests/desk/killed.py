#!/usr/bin/env python3
"""Kill a stream of writes to a desk at random moments; nothing that was acknowledged may be lost,
no clue may stand between two states, and the audit must verify. `tests/desk/killed.py STREAM VERIFY
[KILLS [WRITES [SEED]]]`; every life goes on with the desk that the one before left."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time


def half_steps(desk):
    """Clues whose state or version is not what their last event left."""
    with contextlib.closing(sqlite3.connect(desk)) as db:
        return db.execute(
            'SELECT c.id, c.state, c.version, e.to_state, e.version FROM clue c JOIN clue_event e '
            'ON e.clue = c.no WHERE e.no = (SELECT max(no) FROM clue_event WHERE clue = c.no) '
            'AND (e.to_state <> c.state OR e.version <> c.version)').fetchall()


def live(stream, desk, seed, writes, longest):
    """One life of the stream: its last acknowledged line, how many there were, whether it ended."""
    process = subprocess.Popen([stream, desk, str(seed), str(writes)], stdout=subprocess.PIPE,
                               text=True)
    time.sleep(random.random() * longest)
    process.send_signal(signal.SIGKILL)
    lines = process.stdout.read().split('\n')
    if process.wait() not in (0, -signal.SIGKILL):
        sys.exit(f'the stream failed by itself: exit {process.returncode}')
    whole = [line for line in lines[:-1] if line.startswith('line ')]
    return (whole[-1].split()[1:] if whole else None), len(whole), 'end' in lines


def main():
    stream, verify = sys.argv[1:3]
    kills, writes, seed = (int(a) for a in (sys.argv[3:] + ['6', '10000', '1'][len(sys.argv) - 3:]))
    random.seed(seed)
    acknowledged = ended = 0
    with tempfile.TemporaryDirectory() as folder:
        desk = f'{folder}/desk.sqlite'
        last = None
        for turn in range(kills):
            told, count, whole = live(stream, desk, seed * 1000 + turn, writes, 1.5)
            last = told or last
            acknowledged += count
            ended += whole
            if last is None:
                continue
            seen = subprocess.run([verify, desk, *last], capture_output=True, text=True)
            if seen.returncode != 0:
                sys.exit(f'kill {turn + 1}: {seen.stdout}{seen.stderr}')
            half = half_steps(desk)
            if half:
                sys.exit(f'kill {turn + 1}: between two states: {half[:5]}')
        print(f'{kills} kills ({ended} after the end), {acknowledged} writes acknowledged, none lost; '
              f'{seen.stdout.splitlines()[0]}')
    if acknowledged < kills:
        sys.exit('hardly anything was written: the test shows nothing')


if __name__ == '__main__':
    main()
