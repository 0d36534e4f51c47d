#!/usr/bin/env python3
"""A desk on a small disk that fills up while it is written, and on a disk that is read-only: a clear
error, and all that was acknowledged is there. Mounts a disk in memory in a name space of its own;
skipped (exit 77) where that is not allowed. `tests/desk/full.py STREAM VERIFY`"""

import os
import subprocess
import sys
import tempfile


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def expect(holds, what, *seen):
    if not holds:
        sys.exit(f'{what}: {seen}')


def attack(stream, verify, disk):
    desk = f'{disk}/desk.sqlite'
    full = run(stream, desk, '1', '100000')
    expect(full.returncode == 1, 'a full disk is no success', full.returncode, full.stderr)
    expect('full' in full.stderr, 'the error does not say that the disk is full', full.stderr)
    told = [line.split()[1:] for line in full.stdout.split('\n')[:-1] if line.startswith('line ')]
    expect(len(told) > 20, 'hardly anything was written', len(told))
    subprocess.run(['mount', '-o', 'remount,size=64m', disk], check=True)
    seen = run(verify, desk, *told[-1])
    expect(seen.returncode == 0, 'after the disk was full', seen.stdout, seen.stderr)
    print(f'{len(told)} writes acknowledged before the disk was full, none lost: {full.stderr.strip()}')

    subprocess.run(['mount', '-o', 'remount,ro', disk], check=True)
    shut = run(stream, desk, '2', '10')
    expect(shut.returncode == 1 and not shut.stdout, 'a read-only disk is no success', shut)
    expect('ead-only' in shut.stderr,
           'the error does not say that the disk is read-only', shut.stderr)
    subprocess.run(['mount', '-o', 'remount,rw', disk], check=True)
    seen = run(verify, desk, *told[-1])
    expect(seen.returncode == 0, 'after the disk was read-only', seen.stdout, seen.stderr)
    print(f'read-only: {shut.stderr.strip()}')


def main():
    if os.environ.get('CHAMING_SMALL_DISK') is None:
        inside = dict(os.environ, CHAMING_SMALL_DISK='1')
        flags = ['-m'] if os.geteuid() == 0 else ['-rm']
        if subprocess.run(['unshare', *flags, 'true'], capture_output=True).returncode != 0:
            print('no name space of our own for mounts here: skipped')
            sys.exit(77)
        sys.exit(subprocess.run(['unshare', *flags, sys.executable, *sys.argv], env=inside).returncode)
    with tempfile.TemporaryDirectory() as disk:
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=2m', 'none', disk]).returncode != 0:
            print('no disk in memory can be mounted here: skipped')
            sys.exit(77)
        try:
            attack(*sys.argv[1:3], disk)
        finally:
            subprocess.run(['umount', disk], check=True)


if __name__ == '__main__':
    main()
