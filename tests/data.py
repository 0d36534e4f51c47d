#!/usr/bin/env python3
"""Check the reference tables of data/: form, keys, periods of validity and cross-references.

What a table means is tested where it is read (tests/unit); here stands what holds for all of them.
A new table needs a row in KEYS.
"""

import datetime
import fnmatch
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# table (below data/): the columns that together name one row; () = rows may repeat
KEYS = {
    'web/files.tsv': ('path',),
    'catalogue.tsv': ('view', 'column'),
    'desk/fields.tsv': ('field',),
    'desk/grades.tsv': ('id',),
    'desk/mask.tsv': ('kind', 'text'),
    'desk/policies.tsv': ('id',),
    'desk/preferences.tsv': ('key',),
    'desk/rights.tsv': ('act',),
    'desk/roles.tsv': ('id',),
    'desk/checks.tsv': ('check',),
    'desk/organs.tsv': ('organ',),
    'desk/outcomes.tsv': ('outcome',),
    'desk/follow.tsv': ('document_step', 'result'),
    'desk/own.tsv': ('own',),
    'desk/reasons.tsv': ('list', 'reason'),
    'desk/results.tsv': ('result',),
    'desk/rungs.tsv': ('rung',),
    'desk/states.tsv': ('state',),
    'desk/steps.tsv': ('step',),
    'desk/verdicts.tsv': ('verdict',),
    'desk/notices.tsv': ('kind',),
    'desk/urgent.tsv': ('class', 'direction', 'stage'),
    'desk/documents.tsv': ('kind',),
    'desk/document_fields.tsv': ('field',),
    'desk/document_replies.tsv': ('result',),
    'desk/document_states.tsv': ('state',),
    'desk/document_steps.tsv': ('step', 'from'),
    'desk/overclaims.tsv': ('phrase', 'kinds'),
    'templates/documents/*.tsv': ('part', 'each', 'sentence'),
    'desk/seals.tsv': ('id',),
    'desk/retention.tsv': ('state',),
    'law/articles.tsv': ('law', 'article', 'sub', 'paragraph', 'valid_from'),
    'law/calendar.tsv': ('day',),
    'law/calendar-years.tsv': ('year',),
    'law/causes.tsv': ('cause',),
    'law/charge-writing.tsv': ('role', 'text'),
    'law/charges.tsv': ('charge', 'article', 'valid_from'),
    'law/concurrence.tsv': ('penalty', 'sum_from_months', 'valid_from'),
    'law/drug-lines.tsv': ('drug', 'valid_from'),
    'law/tier-words.tsv': ('reason', 'charge', 'tier'),
    'law/custody.tsv': ('measure', 'effect', 'penalty', 'valid_from'),
    'law/gates.tsv': ('gate',),
    'law/general_rules.tsv': ('rule', 'value_min', 'value_max', 'article', 'valid_from'),
    'law/judicial_fine_rules.tsv': ('charge', 'condition', 'tier_max_months', 'valid_from'),
    'law/limits.tsv': ('id', 'valid_from'),
    'law/measures.tsv': ('class', 'stage', 'direction', 'age'),
    'law/mitigation.tsv': ('kind', 'id', 'law', 'article', 'sub', 'paragraph', 'valid_from'),
    'law/modifiers.tsv': ('article', 'paragraph', 'effect', 'valid_from', 'text'),
    'law/refs.tsv': ('article', 'paragraph', 'type', 'valid_from', 'text'),
    'law/penalties.tsv': ('charge', 'article', 'paragraph', 'subject', 'tier_no', 'valid_from'),
    'law/periods.tsv': ('id', 'valid_from'),
    'law/provinces.tsv': ('province',),
    'law/sources.tsv': ('law',),
    'law/term-counting.tsv': ('id', 'valid_from'),
    'law/thresholds.tsv': ('charge', 'level', 'province', 'valid_from'),
    'law/tests.tsv': ('charge', 'date', 'subject'),
    'lexicon/characters.tsv': ('char',),
    'lexicon/columns.tsv': ('header',),
    'lexicon/correction.tsv': ('text',),
    'lexicon/cues/*.tsv': ('phrase', 'cue', 'term'),
    'lexicon/decoys.tsv': ('phrase',),
    'lexicon/fold.tsv': ('from',),
    'lexicon/names.tsv': ('word', 'class'),
    'lexicon/search.tsv': ('word', 'kind'),
    'lexicon/second.tsv': ('phrase',),
    'lexicon/wordings.tsv': ('wording', 'parts', 'expression'),
    'messages/*/*.tsv': ('id',),
    'templates/paper/fonts.tsv': ('font',),
    'templates/paper/page.tsv': ('key',),
    'templates/paper/styles.tsv': ('id',),
    'terms/terms.tsv': ('list', 'id'),
}

# (table, column) -> (table, column or columns joined by /): every value that is given must be there
REFERENCES = {
    ('desk/fields.tsv', 'grade'): ('desk/grades.tsv', 'id'),
    ('desk/rights.tsv', 'grade'): ('desk/grades.tsv', 'id'),
    ('desk/roles.tsv', 'sees'): ('desk/grades.tsv', 'id'),
    ('desk/states.tsv', 'rung'): ('desk/rungs.tsv', 'rung'),
    ('desk/follow.tsv', 'step'): ('desk/steps.tsv', 'step'),
    ('desk/follow.tsv', 'result'): ('desk/document_replies.tsv', 'result'),
    ('desk/retention.tsv', 'state'): ('desk/states.tsv', 'state'),
    ('desk/steps.tsv', 'act'): ('desk/rights.tsv', 'act'),
    ('desk/steps.tsv', 'to'): ('desk/states.tsv', 'state'),
    ('desk/verdicts.tsv', 'from_rung'): ('desk/rungs.tsv', 'rung'),
    ('law/articles.tsv', 'law'): ('law/sources.tsv', 'law'),
    ('law/mitigation.tsv', 'law'): ('law/sources.tsv', 'law'),
    ('law/periods.tsv', 'law'): ('law/sources.tsv', 'law'),
    ('law/term-counting.tsv', 'law'): ('law/sources.tsv', 'law'),
    ('law/sources.tsv', 'later'): ('law/sources.tsv', 'law'),
    ('desk/documents.tsv', 'limit'): ('law/limits.tsv', 'id'),
    ('desk/documents.tsv', 'stated_limit'): ('law/limits.tsv', 'id'),
    ('law/thresholds.tsv', 'charge'): ('law/charges.tsv', 'charge'),
    ('law/penalties.tsv', 'charge'): ('law/charges.tsv', 'charge'),
    ('templates/paper/styles.tsv', 'font'): ('templates/paper/fonts.tsv', 'font'),
    ('lexicon/cues/*.tsv', 'term'): ('terms/terms.tsv', 'list/id'),
}

# from, to: `to` is the first day no longer in force; empty = open
PERIODS = (('valid_from', 'valid_to'), ('name_from', 'name_to'))


class Table:
    def __init__(self, path, problems):
        self.name = str(path.relative_to(ROOT / 'data'))
        self.columns, self.rows = (), []
        raw = path.read_bytes()
        text = raw.decode('utf-8')  # a wrong byte stops here, with its position
        if raw.startswith(b'\xef\xbb\xbf') or b'\r' in raw or not raw.endswith(b'\n'):
            problems.append(f'{self.name}: want no byte order mark, line feeds only, one at the end')
        for number, line in enumerate(text.split('\n')[:-1], 1):
            if self.columns and (not line or line.startswith('#')) or not self.columns and \
                    (not line or line.startswith('#') and '\t' not in line):
                continue
            cells = line.split('\t')
            if not self.columns:
                self.columns = tuple(cells)
            elif len(cells) != len(self.columns):
                problems.append(f'{self.name}:{number}: {len(cells)} cells, expected {len(self.columns)}')
            else:
                self.rows.append((number, dict(zip(self.columns, cells))))
        if not self.rows:
            problems.append(f'{self.name}: no rows')


def find_key(name):
    return next((key for pattern, key in KEYS.items() if fnmatch.fnmatch(name, pattern)), None)


def check_keys(table):
    key = find_key(table.name)
    if key is None:
        return [f'{table.name}: has no row in KEYS of tests/data.py']
    missing = [column for column in key if column not in table.columns]
    if missing:
        return [f'{table.name}: column {column} is missing' for column in missing]
    problems, seen = [], {}
    for number, row in table.rows:
        value = tuple(row[column] for column in key)
        if value in seen:
            problems.append(f'{table.name}:{number}: {"/".join(value)} stands in line {seen[value]} too')
        seen[value] = number
    return problems


def parse_day(text):
    return datetime.date.fromisoformat(text) if text else None


def check_periods(table):
    problems = []
    for first, last in PERIODS:
        if first not in table.columns or last not in table.columns:
            continue
        for number, row in table.rows:
            try:
                begin, end = parse_day(row[first]), parse_day(row[last])
            except ValueError as error:
                problems.append(f'{table.name}:{number}: {error}')
                continue
            if begin and end and begin >= end:
                problems.append(f'{table.name}:{number}: {first} {begin} is not before {last} {end}')
    return problems


def check_references(tables):
    problems = []
    for (source, column), (target, columns) in REFERENCES.items():
        if target not in tables:
            problems.append(f'{target} is missing')
            continue
        known = {'/'.join(row[part] for part in columns.split('/')) for _, row in tables[target].rows}
        for name, table in tables.items():
            if fnmatch.fnmatch(name, source):
                problems += [f'{name}:{number}: {column} {row[column]!r} is not in {target}'
                             for number, row in table.rows
                             if row.get(column) and row[column] not in known
                             and not row[column].isdigit()]  # a cue may give a number itself
    return problems


def check_explained(table):
    """Every field that people see is explained to them."""
    return [f'{table.name}:{number}: {row["view"]}.{row["column"]} has no explanation'
            for number, row in table.rows if row['column'] != '-' and not row['explain']]


def main():
    problems = []
    paths = sorted((ROOT / 'data').rglob('*.tsv'))
    tables = {table.name: table for table in (Table(path, problems) for path in paths)}
    for table in tables.values():
        problems += check_keys(table) + check_periods(table)
    problems += check_references(tables) + check_explained(tables['catalogue.tsv'])
    for problem in problems:
        print(problem)
    print(f'{len(tables)} tables, {sum(len(table.rows) for table in tables.values())} rows, '
          f'{len(problems)} problems')
    return 1 if problems or not tables else 0


if __name__ == '__main__':
    sys.exit(main())
