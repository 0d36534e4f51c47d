#!/usr/bin/env python3
"""make_tables.py CHAMING: write prior_record.csv beside this file, a register of earlier convictions that never
were, of people in judgments.ndjson (whose names are invented too). The courts and case numbers are invented.

Every third person gets a row of one of the kinds below, in turn, and some of the others what their judgment says
of them; the comments say what a model should make of it.
"""
import csv
import datetime
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["人员编号", "姓名", "身份证号", "出生日期", "罪名", "法院", "案号", "裁判日期", "刑种", "刑期月数", "缓刑考验期月数",
          "刑满释放日期", "封存情况"]
DAY = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text)


def people(facts):
    for line in facts.splitlines():
        record = json.loads(line)
        for person in record["defendants"]:
            sentence = (person.get("sentence") or (person["counts"][0]["penalty"] if person["counts"] else {}) or {})
            dates = [d for d in record["acts"] if len(d) == 10]
            if record["instance"] == "一审" and person["name"] and "某" not in person["name"] and dates and \
                    len(person["birth_date"] or "") == 10 and sentence.get("kind") == "有期徒刑":
                yield record, person, day(min(dates))


def row(kind, record, person, first_act):
    """What the register says, or None when the kind does not fit the person."""
    told = [p for p in person["priors"] if p["kind"] == "刑事" and len(p["date"] or "") == 10 and p["charge"] and
            p["penalty"] == "有期徒刑"]
    decided, months, probation, released = first_act - 900 * DAY, 12, "", first_act - 535 * DAY
    name, born, charge, sealed = person["name"], person["birth_date"], "盗窃罪", "未封存"
    if kind == "old":                     # released more than five years before: an earlier conviction, no recidivism
        decided, released = first_act - 4000 * DAY, first_act - 3635 * DAY
    elif kind == "told":                  # the judgment has it
        if not told:
            return None
        decided, charge, months = day(told[0]["date"]), told[0]["charge"], told[0]["months"]
        released = day(told[0]["released_on"]) if len(told[0]["released_on"] or "") == 10 else ""
    elif kind == "namesake":              # another birth
        born = str(day(born) + 400 * DAY)
    elif kind == "sealed":                # never used
        sealed = "已封存"
    elif kind == "later":                 # not before the act
        decided, released = first_act + 30 * DAY, first_act + 395 * DAY
    elif kind == "probation":             # the act falls into the probation
        decided, probation, released = first_act - 300 * DAY, 24, ""
    elif kind == "unknown":               # when it ended is not known
        released = ""
    return [name, "", born, charge, "东川省临江县人民法院", None, str(decided), "有期徒刑", months, probation, str(released),
            sealed]


def main(chaming):
    facts = subprocess.run([chaming, "extract", HERE / "judgments.ndjson"], check=True, capture_output=True).stdout.decode()
    kinds = ["recent", "namesake", "sealed", "old", "later", "probation", "unknown"]
    rows = []
    for i, (record, person, first_act) in enumerate(people(facts)):
        found = row("told", record, person, first_act) if i % 3 == 1 else None
        if i % 3 == 0:
            found = row(kinds[i // 3 % len(kinds)], record, person, first_act)
        if len(rows) < 60:
            if found:
                found[5] = "（%s）临刑初字第%d号" % (found[6][:4], 101 + len(rows))
                rows.append(["P%04d" % (len(rows) + 1)] + found)
    with open(HERE / "prior_record.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1])
