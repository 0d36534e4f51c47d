#!/usr/bin/env python3
"""Write data/law/calendar.tsv and calendar-years.tsv from the package chinese-days.

Usage: calendar_days.py FOLDER [OTHER]
FOLDER: the unpacked package (npm pack chinese-days). OTHER: a folder with the Python package
chinese_calendar, an independent source: a year in which the two differ on any day is marked.
"""

import collections
import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAW = ROOT / 'data/law'
WEAK = re.compile(r'baidu|wikisource')

DAYS_HEAD = """day\tkind\ttitle
# Days that are not what their weekday says, of the years in calendar-years.tsv: off = holiday (also on a weekend, for its
# name), work = a Saturday or Sunday worked instead. Written by tools/calendar_days.py; a year may be added by hand.
"""
YEARS_HEAD = """year\tprovenance\tdoubt
# Years whose holidays calendar.tsv knows whole. A deadline that needs another year says that its calendar is not known.
"""


def read_notices(folder):
    """Year -> address of the notice of the State Council's office, from the comments of the source."""
    text = (folder / 'src/holidays/generate.ts').read_text(encoding='utf-8')
    return dict(re.findall(r'\* ((?:19|20)\d\d)\n\s*\*\s+(https?://\S+)', text))


def differing_years(off, work, other):
    """Years in which the other package calls some day by another name of the two."""
    sys.path.insert(0, str(other))
    import chinese_calendar  # only here: it is no dependency
    years, day = set(), datetime.date(int(min(off)[:4]), 1, 1)
    while day.year <= int(max(off)[:4]):
        name = day.isoformat()
        works = name in work or day.weekday() < 5 and name not in off
        if works != chinese_calendar.is_workday(day):
            years.add(day.year)
        day += datetime.timedelta(1)
    return years


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    package = json.loads((folder / 'package.json').read_text(encoding='utf-8'))
    data = json.loads((folder / 'dist/chinese-days.json').read_text(encoding='utf-8'))
    off, work, notices = data['holidays'], data['workdays'], read_notices(folder)
    differ = differing_years(off, work, pathlib.Path(sys.argv[2])) if len(sys.argv) == 3 else set()
    rows = collections.OrderedDict((day, (kind, days[day].split(',')[1]))
                                   for day, kind, days in sorted(
                                       [(d, 'off', off) for d in off] + [(d, 'work', work) for d in work]))
    with open(LAW / 'calendar.tsv', 'w', encoding='utf-8') as out:
        out.write(DAYS_HEAD)
        out.writelines(f'{day}\t{kind}\t{title}\n' for day, (kind, title) in rows.items())
    with open(LAW / 'calendar-years.tsv', 'w', encoding='utf-8') as out:
        out.write(YEARS_HEAD)
        for year in sorted({day[:4] for day in rows}):
            notice = notices.get(year, '')
            provenance = f'npm {package["name"]} {package["version"]} ({package["license"]}), notice {notice}'
            if len(sys.argv) == 3 and int(year) not in differ:
                provenance += '; every day as in chinesecalendar'
            doubt = 'the two sources differ' if int(year) in differ else \
                'notice not at hand from gov.cn' if not notice or WEAK.search(notice) else ''
            out.write(f'{year}\t{provenance}\t{doubt}\n')
    print(f'{len(rows)} days; years that differ: {sorted(differ) or "none"}')


if __name__ == '__main__':
    main()
