#!/usr/bin/env python3
"""Alter a desk behind the program's back, as one who owns the file can: fifty edits of rows and of
the audit, each of its own kind and place. The verifier must find every one, with the check point
that somebody else holds. `tests/desk/forged.py STREAM VERIFY [EDITS [SEED]]`"""

import hashlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PARTS = ('previous', 'at', 'by', 'role', 'office', 'action', 'object', 'reason', 'detail', 'rows')
TRIGGERS = ('audit_line_is_kept', 'audit_line_stays')


def tables(db):
    """Tables that have rows, with their columns but for `no`."""
    names = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'audit' AND name NOT GLOB "
        "'sqlite_*'")]
    return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')][1:]
            for name in names if db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] > 1}


def some_row(db, table):
    return db.execute(f'SELECT no FROM "{table}" ORDER BY no LIMIT 1 OFFSET ?', (random.randrange(
        db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]),)).fetchone()[0]


def change_cell(db):
    """One more character, or one more, in a cell that has something."""
    while True:
        table, columns = random.choice(list(tables(db).items()))
        column, no = random.choice(columns), some_row(db, table)
        value = db.execute(f'SELECT "{column}" FROM "{table}" WHERE no = ?', (no,)).fetchone()[0]
        if value is not None:
            value = value + 1 if isinstance(value, int) else value + type(value)(
                b'x' if isinstance(value, bytes) else 'x')
            db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE no = ?', (value, no))
            return f'{table} {no} {column}'


def clear_cell(db):
    while True:
        table, columns = random.choice(list(tables(db).items()))
        no = some_row(db, table)
        free = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")') if not row[3]]
        for column in free:
            if column != 'no' and db.execute(f'SELECT "{column}" IS NOT NULL FROM "{table}" WHERE '
                                             'no = ?', (no,)).fetchone()[0]:
                db.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE no = ?', (no,))
                return f'{table} {no} {column}'


def delete_row(db):
    table = random.choice(list(tables(db)))
    no = some_row(db, table)
    db.execute(f'DELETE FROM "{table}" WHERE no = ?', (no,))
    return f'{table} {no}'


def double_row(db):
    """A row that no line tells of: a note or a suppression once more."""
    table = random.choice(['note', 'suppression'])
    columns = ', '.join(f'"{c}"' for c in tables(db)[table])
    db.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{table}" WHERE no = ?',
               (some_row(db, table),))
    return table


def swap_rows(db):
    """Two notes change places."""
    a, b = random.sample([row[0] for row in db.execute('SELECT no FROM clue_event')], 2)
    for old, new in ((a, -1), (b, a), (-1, b)):
        db.execute('UPDATE clue_event SET no = ? WHERE no = ?', (new, old))
    return f'clue_event {a} and {b}'


def open_audit(db):
    shut = [db.execute('SELECT sql FROM sqlite_schema WHERE name = ?', (t,)).fetchone()[0]
            for t in TRIGGERS]
    for trigger in TRIGGERS:
        db.execute(f'DROP TRIGGER {trigger}')
    return shut


def forge_audit(db, edit):
    shut = open_audit(db)
    told = edit(db)
    for sql in shut:
        db.execute(sql)
    return told


def change_line(db):
    no, column = some_row(db, 'audit'), random.choice(PARTS[1:] + ('digest',))
    db.execute(f'UPDATE audit SET "{column}" = "{column}" || ? WHERE no = ?', ('x', no))
    return f'audit {no} {column}'


def delete_line(db):
    no = some_row(db, 'audit')
    db.execute('DELETE FROM audit WHERE no = ?', (no,))
    return f'audit {no}'


def cut_lines(db):
    last = db.execute('SELECT max(no) FROM audit').fetchone()[0]
    keep = random.randrange(last // 2, last)
    db.execute('DELETE FROM audit WHERE no > ?', (keep,))
    return f'audit from {keep + 1} on'


def swap_lines(db):
    a = random.randrange(2, db.execute('SELECT max(no) FROM audit').fetchone()[0])
    for old, new in ((a, -1), (a + 1, a), (-1, a + 1)):
        db.execute('UPDATE audit SET no = ? WHERE no = ?', (new, old))
    return f'audit {a} and {a + 1}'


def chain_anew(db):
    """Another man's name in a line, and every digest after it made again as the program makes it."""
    start = some_row(db, 'audit')
    db.execute("UPDATE audit SET by = 'another' WHERE no = ?", (start,))
    previous = db.execute('SELECT digest FROM audit WHERE no = ?', (start - 1,)).fetchone()
    previous = previous[0] if previous else ''
    last = db.execute('SELECT max(no) FROM audit').fetchone()[0]
    for no in range(start, last + 1):
        db.execute('UPDATE audit SET previous = ? WHERE no = ?', (previous, no))
        row = db.execute(f'SELECT {", ".join(PARTS)} FROM audit WHERE no = ?', (no,)).fetchone()
        text = str(no).encode() + b''.join(
            str(len(p.encode())).encode() + b':' + p.encode() for p in row)
        previous = hashlib.sha256(text).hexdigest()
        db.execute('UPDATE audit SET digest = ? WHERE no = ?', (previous, no))
    return f'audit from {start} on, chained anew'


def drop_trigger(db):
    trigger = random.choice(TRIGGERS)
    db.execute(f'DROP TRIGGER {trigger}')
    return trigger


EDITS = [change_cell, change_cell, change_cell, clear_cell, delete_row, double_row, swap_rows,
         lambda db: forge_audit(db, change_line), lambda db: forge_audit(db, change_line),
         lambda db: forge_audit(db, delete_line), lambda db: forge_audit(db, cut_lines),
         lambda db: forge_audit(db, swap_lines), lambda db: forge_audit(db, chain_anew),
         drop_trigger]


def main():
    stream, verify = sys.argv[1:3]
    edits, seed = (int(a) for a in (sys.argv[3:] + ['50', '1'][len(sys.argv) - 3:]))
    random.seed(seed)
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        whole, desk = f'{folder}/whole.sqlite', f'{folder}/desk.sqlite'
        told = subprocess.run([stream, whole, str(seed), '300'], capture_output=True, text=True,
                              check=True).stdout
        point = re.findall(r'^line (\d+) (\w+)$', told, re.M)[-1]
        seen = subprocess.run([verify, whole, *point], capture_output=True, text=True)
        if seen.returncode != 0:
            sys.exit(f'the desk is not whole to begin with: {seen.stdout}{seen.stderr}')
        for turn in range(edits):
            shutil.copy(whole, desk)
            db = sqlite3.connect(desk)
            what = EDITS[turn % len(EDITS)](db)
            db.commit()
            db.close()
            seen = subprocess.run([verify, desk, *point], capture_output=True, text=True)
            if seen.returncode != 1:
                missed.append(f'{what}: {seen.stdout}{seen.stderr}')
    print(f'{edits} edits, {edits - len(missed)} found')
    if missed:
        sys.exit('not found:\n' + '\n'.join(missed))


if __name__ == '__main__':
    main()
