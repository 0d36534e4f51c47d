#!/usr/bin/env python3
"""Texts of laws and interpretations into data/law/articles.tsv.

    tools/law_texts.py FOLDER

FOLDER holds one file per law (markdown or plain text, names as column `file` of data/law/sources.tsv
says). The rows of every law whose file is there are written anew; the others stay as they are.
What does not parse (a number left out, no article at all) is named, and the exit code is then 1.
"""
import pathlib
import re
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "data" / "law"
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = "[零〇一二三四五六七八九十百千]+"
ARTICLE = re.compile(rf"^\**第({NUMBER})条(?:之({NUMBER}))?\**[ 　、]*(.*)$")
POINT = re.compile(rf"^({NUMBER})、[ 　]*(.*)$")
ITEM = re.compile(rf"^(?:（{NUMBER}）|\({NUMBER}\)|\d+[.．、]|[①-⑳⒈-⒛])")
COMMENT = re.compile(r"<!--.*?-->", re.S)


def number_of(text):
    total = digit = 0
    for c in text:
        if c in UNITS:
            total += (digit or 1) * UNITS[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def body_lines(text):
    text = COMMENT.sub("", text.split("<!-- INFO END -->")[-1])
    for line in text.splitlines():
        line = line.replace("\u200b", "").replace("\t", " ").strip(" 　\ufeff")
        if line and not line.startswith("#"):
            yield line


def articles_of(text):
    """[(number, sub, heading, [paragraphs])]; without articles the points 一、 二、 are taken."""
    lines = list(body_lines(text))
    by_article = any(ARTICLE.match(line) for line in lines)
    found = []
    for line in lines:
        m = (ARTICLE if by_article else POINT).match(line)
        expected = found[-1][0] + 1 if found else 1
        if m and by_article:
            sub = number_of(m[2]) if m[2] else 0
            heading = f"第{m[1]}条" + (f"之{m[2]}" if m[2] else "")
            found.append((number_of(m[1]), sub, heading, [m[3]] if m[3] else []))
        elif m and number_of(m[1]) == expected:
            found.append((expected, 0, f"第{m[1]}条", [m[2]]))
        elif found:
            paragraphs = found[-1][3]
            if paragraphs and ITEM.match(line):
                paragraphs[-1] += "\\n" + line
            else:
                paragraphs.append(line)
    return found


def gaps(articles):
    have = [(a[0], a[1]) for a in articles]
    missing = sorted(set(range(1, have[-1][0] + 1)) - {n for n, _ in have}) if have else []
    doubled = sorted({k for k in have if have.count(k) > 1})
    return ([f"without {missing}"] if missing else []) + ([f"twice {doubled}"] if doubled else [])


def rows_of(source, articles):
    for number, sub, heading, paragraphs in articles:
        for i, text in enumerate(paragraphs, 1):
            yield [source["law"], str(number), str(sub), str(i), heading, source["valid_from"],
                   source["valid_to"], source["number"] or source["law"], text]


def read_sources():
    lines = (DATA / "sources.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:] if not line.startswith("#")]


def main(folder):
    path = DATA / "articles.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    old = {}
    for line in lines[1:]:
        old.setdefault(line.split("\t")[0], []).append(line)
    out, faults = [lines[0]], 0
    for source in read_sources():
        file = folder / source["file"] if source["file"] else None
        if file is None or not file.exists():
            out += old.get(source["law"], [])
            continue
        articles = articles_of(file.read_text(encoding="utf-8"))
        for fault in gaps(articles) if articles else ["no article found"]:
            print(f"{source['law']}: {fault}")
            faults += 1
        out += ["\t".join(row) for row in rows_of(source, articles)]
    path.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(f"{path}: {len(out) - 1} paragraphs")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
