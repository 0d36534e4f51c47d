#!/usr/bin/env python3
"""The columns in docs/facts.md are those of data/catalogue.tsv: facts_doc.py [--write]."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BEGIN, END = "<!-- columns: begin -->\n", "<!-- columns: end -->\n"


def columns():
    lines = (ROOT / "data/catalogue.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    text, last = "", None
    for view, column, kind, group, title, about, _ in rows:
        if view != last:
            text += f"\n### {view}\n\n| column | type | group | | |\n|---|---|---|---|---|\n"
            last = view
        if kind == "table":
            text = text.replace(f"\n### {view}\n", f"\n### {view}: {title}\n")
            continue
        kind = kind.replace("|", ", ").replace(":", ": ")
        text += f"| `{column}` | {kind} | {group} | {title} | {about} |\n"
    return text + "\n"


def main(write):
    path = ROOT / "docs/facts.md"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    wanted = head + BEGIN + columns() + END + tail
    if write:
        path.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        print("docs/facts.md does not fit data/catalogue.tsv: run tests/cli/facts_doc.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] == ["--write"]))
