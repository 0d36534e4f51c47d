#!/usr/bin/env python3
"""Score extracted judgment records against hand-made gold records.

usage: score_records.py GOLD.jsonl PREDICTED.jsonl [--misses N] [--field F]

Both files hold one record per line as docs/record.md describes it; records are paired by id.
Every field becomes a bag of facts per judgment; precision, recall and F1 count exact matches.
Prints one row per field, the mean F1 over fields, and the share of judgments whose whole
disposition (every defendant's counts, sentence and term dates) is right. Exit status 0 always;
2 when a file cannot be read. Standard library only.
"""
import argparse
import collections
import json
import re
import sys

PENALTY = ("kind", "months", "days", "fine", "confiscation", "political_rights_months", "probation_months")
DOCUMENT = ("case_no", "court", "document_type", "case_type", "instance", "procedure", "panel", "hearing",
            "prosecution", "charged_on", "accepted_on", "decided_on", "clerk", "outcome")


def text(value):
    """One spelling for what may legitimately be written in several ways."""
    if not isinstance(value, str):
        return value
    value = re.sub(r"\s+", "", value)
    table = str.maketrans("()[]〔〕［］０１２３４５６７８９〇○", "（）（）（）（）012345678900")
    return value.translate(table)


def number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return text(value)
    return round(float(value), 2)


def penalty(p):
    p = p or {}
    out = []
    for key in PENALTY:
        value = number(p.get(key))
        if key in ("months", "days"):
            value = value or 0.0
        out.append(value)
    return tuple(out)


def facts(record):
    """field -> list of hashable facts"""
    out = collections.defaultdict(list)
    for key in DOCUMENT:
        if record.get(key) is not None:
            out[key].append(text(record[key]))
    for day in record.get("hearing_on") or []:
        out["hearing_on"].append(day)
    for j in record.get("judges") or []:
        out["judges"].append((text(j.get("role")), text(j.get("name"))))
    for a in record.get("articles") or []:
        out["articles"].append((re.sub("[〈〉﹤﹥<>《》、]", "", text(a.get("law")) or ""), a.get("article"), a.get("sub") or 0, a.get("paragraph"), a.get("item")))
    for o in record.get("orders") or []:
        out["orders"].append((text(o.get("kind")), number(o.get("amount"))))
    for b in record.get("appealed_by") or []:
        out["appealed_by"].append(text(b))
    below = record.get("below") or {}
    if below:
        out["below"].append((text(below.get("court")), text(below.get("case_no")), below.get("decided_on")))
    for d in record.get("defendants") or []:
        who = text(d.get("name"))
        out["defendant.name"].append((who, text(d.get("kind"))))
        for key in ("sex", "birth_date"):
            if d.get(key) is not None:
                out["defendant." + key].append((who, text(d[key])))
        for m in d.get("measures") or []:
            out["measures"].append((who, text(m.get("kind")), m.get("date")))
        for p in d.get("priors") or []:
            out["priors"].append((who, text(p.get("kind")), p.get("date"), text(p.get("penalty")),
                                  number(p.get("months")) or 0.0, p.get("released_on")))
        for c in d.get("counts") or []:
            out["charge"].append((who, text(c.get("charge"))))
            out["count"].append((who, text(c.get("charge"))) + penalty(c))
        if d.get("sentence"):
            out["sentence"].append((who,) + penalty(d["sentence"]))
        if d.get("term_from") or d.get("term_to"):
            out["term"].append((who, d.get("term_from"), d.get("term_to")))
        if d.get("credit_days") is not None:
            out["credit_days"].append((who, number(d["credit_days"])))
        for c in d.get("circumstances") or []:
            out["circumstances"].append((who, text(c)))
    return out


def load(path):
    records = {}
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            if line.strip():
                try:
                    record = json.loads(line)
                except ValueError as e:
                    sys.exit(f"{path}:{n}: {e}")
                records[record["id"]] = record
    return records


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("gold")
    ap.add_argument("predicted")
    ap.add_argument("--misses", type=int, default=0, help="print up to N misses and false facts per field")
    ap.add_argument("--field", help="only this field's misses")
    args = ap.parse_args()
    try:
        gold, predicted = load(args.gold), load(args.predicted)
    except OSError as e:
        print(e, file=sys.stderr)
        return 2
    tally = collections.defaultdict(lambda: [0, 0, 0])  # right, predicted, gold
    shown = collections.defaultdict(list)
    whole = 0
    for ident, g in gold.items():
        p = predicted.get(ident)
        gf, pf = facts(g), facts(p or {})
        for field in set(gf) | set(pf):
            want, got = collections.Counter(gf[field]), collections.Counter(pf[field])
            right = sum((want & got).values())
            t = tally[field]
            t[0] += right
            t[1] += sum(got.values())
            t[2] += sum(want.values())
            for fact in (want - got).elements():
                shown[field].append(("missed", ident, fact))
            for fact in (got - want).elements():
                shown[field].append(("false ", ident, fact))
        whole += all(collections.Counter(gf[k]) == collections.Counter(pf[k]) for k in ("count", "sentence", "term"))
    print(f"{'field':22} {'gold':>6} {'found':>6} {'prec':>7} {'recall':>7} {'F1':>7}")
    scores = []
    for field in sorted(tally):
        right, found, want = tally[field]
        precision = right / found if found else 0.0
        recall = right / want if want else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        if want:
            scores.append(f1)
        print(f"{field:22} {want:6} {found:6} {precision:7.3f} {recall:7.3f} {f1:7.3f}")
    missing = sum(i not in predicted for i in gold)
    print(f"records {len(gold)}, not extracted {missing}")
    print(f"whole disposition right {whole / len(gold):.3f}" if gold else "no gold records")
    print(f"mean F1 {sum(scores) / len(scores):.4f}" if scores else "mean F1 0")
    if args.misses:
        for field in sorted(shown):
            if args.field and field != args.field:
                continue
            for kind, ident, fact in shown[field][: args.misses]:
                print(f"{kind} {field} {ident} {fact}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
