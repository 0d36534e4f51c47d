#!/usr/bin/env python3
"""The tables of docs/people.md are those of data/desk. --write renews them."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOC = ROOT / 'docs/people.md'
SHORT = {'own': 'o', 'office': 'O', 'below': 'B', 'all': 'A', '-': ''}


def rows(name):
    lines = (ROOT / 'data/desk' / name).read_text(encoding='utf-8').splitlines()
    head = lines[0].split('\t')
    return [dict(zip(head, line.split('\t'))) for line in lines[1:] if line and not line.startswith('#')]


def table(head, body):
    lines = ['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head)]
    return lines + ['| ' + ' | '.join(row) + ' |' for row in body]


def roles():
    return table(('role', 'name', 'sees', 'may unmask to', 'not together with'),
                 [(f'`{r["id"]}`', f'{r["zh"]}, {r["en"]}', r['sees'], r['unmasks'],
                   'any other' if r['excludes'] == '*' else r['excludes'].replace(',', ', ')) for r in rows('roles.tsv')])


def matrix():
    ids = [r['id'] for r in rows('roles.tsv')]
    head = ['act', 'name'] + [i.replace('_', ' ') for i in ids] + ['apart', 'many']
    body = []
    for r in rows('rights.tsv'):
        cells = [SHORT[r[i].rstrip('!')] + ('!' if r[i].endswith('!') else '') for i in ids]
        body.append([f'`{r["act"]}`', r['zh']] + cells + [r['apart'].replace(',', ', ').strip('-'), 'yes' if r['bulk'] == 'yes' else ''])
    return table(head, body)


def fields():
    return table(('field', 'name', 'grade', 'masked as'),
                 [(f'`{r["field"]}`', r['zh'], r['grade'], r['mask']) for r in rows('fields.tsv')])


def grounds():
    return table(('ground', 'use', 'name', 'law'), [(f'`{r["id"]}`', r['use'], r['zh'], r['law']) for r in rows('seals.tsv')])


def policies():
    return table(('policy', 'name', 'default', 'from', 'to', 'unit'),
                 [(f'`{r["id"]}`', f'{r["zh"]}, {r["en"]}', r['default'], r['least'], r['most'], r['unit']) for r in rows('policies.tsv')])


def renewed(text):
    for name, make in (('policies', policies), ('roles', roles), ('matrix', matrix), ('fields', fields), ('grounds', grounds)):
        begin, end = f'<!-- {name} -->\n', f'<!-- end of {name} -->\n'
        first, last = text.index(begin) + len(begin), text.index(end)
        text = text[:first] + '\n'.join(make()) + '\n' + text[last:]
    return text


def main(args):
    old = DOC.read_text(encoding='utf-8')
    new = renewed(old)
    if args == ['--write']:
        DOC.write_text(new, encoding='utf-8')
        return 0
    if new != old:
        print('docs/people.md: its tables are not those of data/desk; python3 tests/people_doc.py --write')
    return 1 if new != old else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
