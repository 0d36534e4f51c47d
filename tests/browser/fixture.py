"""The document that the browser test shows: leads over judgments of the bundled sample, in the shape of
docs/report.md. Offsets are counted here in bytes of UTF-8, independently of the page's own conversion."""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

LAW_47 = {
    "law": "刑法", "article": "47", "paragraph": None, "valid_from": "1997-10-01", "valid_to": "", "note": "",
    "text": "有期徒刑的刑期，从判决执行之日起计算；判决执行以前先行羁押的，羁押一日折抵刑期一日。",
}
LAW_271 = {
    "law": "刑法", "article": "271", "paragraph": 1, "valid_from": "1997-10-01", "valid_to": "2021-03-01",
    "note": "2015年的行为适用修正案（十一）施行前的条文。",
    "text": "公司、企业或者其他单位的人员，利用职务上的便利，将本单位财物非法占为己有，数额较大的，"
            "处五年以下有期徒刑或者拘役；数额巨大的，处五年以上有期徒刑，可以并处没收财产。",
}
LAW_53 = {
    "law": "刑法", "article": "53", "paragraph": 1, "valid_from": "1997-10-01", "valid_to": "2015-11-01", "note": "",
    "text": "罚金在判决指定的期限内一次或者分期缴纳。期满不缴纳的，强制缴纳。",
}
LAW_FINE = {
    "law": "最高人民法院关于适用财产刑若干问题的规定", "article": "2", "paragraph": 1,
    "valid_from": "2000-12-19", "valid_to": "", "note": "",
    "text": "人民法院应当根据犯罪情节，如违法所得数额、造成损失的大小等，并综合考虑犯罪分子缴纳罚金的能力，"
            "依法判处罚金。刑法没有明确规定罚金数额标准的，罚金的最低数额不能少于一千元。",
}

MODELS = [
    ("criminal/term-span-mismatch", "刑期起止与宣告刑不符", "S1", ["刑法41", "刑法44", "刑法47"],
     "按宣告刑、刑期起日和先行羁押折抵推算刑期止日，与判决书写明的止日比较。\n常见误报：起日已按抓获之日倒推；数罪并罚中又有余刑。"),
    ("criminal/probation-period-illegal", "缓刑考验期错误", "S1", ["刑法73.1", "刑法73.2"], "拘役的考验期不得少于二个月，有期徒刑不得少于一年。"),
    ("criminal/mandatory-fine-missing", "应当并处罚金而未并处", "S2", ["刑法52"], ""),
    ("criminal/fine-below-floor", "罚金低于法定最低数额", "S2", ["刑法52", "财产刑规定2"], "成年被告人的罚金少于一千元。"),
    ("criminal/operative-text-defect", "未判罚金却写明罚金缴纳", "S4", ["刑法53"], ""),
]

# id, model, sample, outcome words: direction, sub, finding, measure, law, [(fact, title, value, words, nth)]
CLUES = [
    ("a1c4e7d2", "criminal/term-span-mismatch", "sample-254", "有利", "日", "判处有期徒刑五年五个月，自2015年10月15日起应至2021年3月14日止，判决写至2021年3月15日，多一日",
     ["再审检察建议"], [LAW_47], [
         ("sentence_kind", "执行刑种类", "有期徒刑", "有期徒刑五年零五个月", 0),
         ("sentence_months", "执行刑月数", "65个月", "有期徒刑五年零五个月", 0),
         ("term_from", "刑期起日", "2015-10-15", "2015年10月15日起", 0),
         ("term_to", "刑期止日", "2021-03-15", "2021年3月15日止", 0),
         ("custody_days", "起算前羁押天数", "0天", None, 0)]),
    ("b2d90f13", "criminal/operative-text-defect", "sample-185", "有利", "a", "主文没有判处罚金，却写明罚金缴纳期限",
     ["检察建议"], [LAW_271, LAW_53], [
         ("fined", "被判罚金人数", "0人", "判处有期徒刑八个月", 0),
         ("fine_payments", "罚金缴纳条款数", "1", "罚金自本判决生效之日起三十日内如数缴纳", 0)]),
    ("c3a17b58", "criminal/term-span-mismatch", "sample-141", "中性", "笔误", "刑期止日2010年10月2日早于起日2019年12月5日",
     ["纠正"], [LAW_47], [
         ("term_to", "刑期止日", "2010-10-02", "2010年10月2日止", 0),
         ("term_from", "刑期起日", "2019-12-05", "自2019年12月5日起", 0),
         ("sentence_months", "执行刑月数", "10个月", "有期徒刑十个月", 0),
         ("sentence_fine", "执行罚金", "5000元", "并处罚金人民币五千元", 0),
         ("first_custody_on", "首次羁押日期", "2019-03-30", "2019年3月30日被羁押", 0),
         ("bail_gap_days", "中断羁押天数", "249天", "次日被取保候审", 0),
         ("last_custody_on", "末次羁押起始日期", "2019-12-05", "2019年12月5日被逮捕", 0)]),
    ("d4f0826e", "criminal/fine-below-floor", "sample-242", "不利", "", "盗窃罪并处罚金500元，低于法定最低数额1000元",
     ["抗诉", "再审检察建议"], [LAW_FINE], [
         ("fine", "罚金", "500元", "罚金人民币五百元", 0),
         ("birth_date", "出生日期", "1994-12-30", "1994年12月30日出生", 0),
         ("kind", "主刑种类", "有期徒刑", "判处有期徒刑六个月，并处罚金人民币五百元", 0)]),
]

UNDECIDABLE = [
    ("criminal/term-span-mismatch", "sample-001", ["刑期止日"]),
    ("criminal/term-span-mismatch", "sample-006", ["刑期起日", "刑期止日"]),
    ("criminal/fine-below-floor", "sample-007", ["出生日期"]),
]


def samples():
    lines = (ROOT / "samples" / "judgments.ndjson").read_text(encoding="utf-8").splitlines()
    return {r["id"]: r for r in map(json.loads, lines)}


def evidence_of(text, facts):
    found = []
    for fact, title, _, words, nth in facts:
        if words is None:
            continue
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        begin = len(text[:at].encode())
        found.append({"fact": fact, "title": title, "begin": begin, "end": begin + len(words.encode()), "text": words})
    return found


def clue_of(row, docs):
    cid, model, doc, direction, sub, finding, measure, law, facts = row
    text = docs[doc]["full_text"]
    name = text[text.index("被告人") + 3:].split("，")[0].split("（")[0]
    court = next(line for line in text.split("\n") if line.endswith("法院"))
    return {
        "id": cid, "model": model, "outcome": "命中", "doc": doc, "case_no": docs[doc]["case_no"], "court": court,
        "decided_on": "2018-01-25", "defendant": name, "charge": "盗窃罪", "direction": direction, "sub": sub,
        "finding": finding, "measure": measure, "law": law,
        "values": [{"fact": f, "title": t, "value": v} for f, t, v, _, _ in facts],
        "evidence": evidence_of(text, facts),
    }


def model_of(row, clues, undecidable):
    mid, title, severity, basis, about = row
    mine = [c for c in clues if c["model"] == mid]
    unknown = sum(u["model"] == mid for u in undecidable)
    return {
        "id": mid, "title": title, "version": 1, "severity": severity, "about": about, "basis": basis,
        "measure": ["抗诉"], "examined": 300, "hit": len(mine), "undecidable": unknown,
        "clear": 300 - len(mine) - unknown,
        "directions": {d: sum(c["direction"] == d for c in mine) for d in ("有利", "不利", "中性")},
    }


def document():
    """A report with four leads over the sample."""
    docs = samples()
    clues = [clue_of(row, docs) for row in CLUES]
    undecidable = [{"model": m, "doc": d, "case_no": docs[d]["case_no"], "defendant": "", "missing": x}
                   for m, d, x in UNDECIDABLE]
    return {
        "generated_on": "2026-11-21", "program": "chaming 0.1.0",
        "corpus": {
            "documents": len(docs), "criminal": len(docs),
            "sources": [{"id": "s1", "label": "samples/judgments.ndjson", "received_on": "2026-11-20", "documents": len(docs)}],
            "not_read": [{"where": "judgments.ndjson:262", "cause": "不是有效的 UTF-8"}],
        },
        "models": [model_of(row, clues, undecidable) for row in MODELS],
        "clues": clues, "undecidable": undecidable,
        "documents": {c["doc"]: {"case_no": c["case_no"], "court": c["court"], "text": docs[c["doc"]]["full_text"]} for c in clues},
    }


def empty():
    """A report over an empty workspace."""
    return {"generated_on": "2026-11-21", "program": "chaming 0.1.0",
            "corpus": {"documents": 0, "criminal": 0, "sources": [], "not_read": []},
            "models": [], "clues": [], "undecidable": [], "documents": {}}


def hostile():
    """Text that would be markup, script or a new line of script if it were not text."""
    doc = document()
    evil = "</script><img src=x onerror=document.title='owned'><b>甲"
    clue = doc["clues"][0]
    old = doc["documents"].pop(clue["doc"])
    clue["defendant"] = clue["finding"] = clue["court"] = clue["model"] = evil
    text = evil + "\n𠮷\u2028<!--<script>alert(1)</script>\n" + old["text"]
    clue["doc"] = clue["id"] = "__proto__<i>"
    clue["evidence"] = evidence_of(text, [("x", evil, "1", "𠮷\u2028<!--", 0), ("y", "罚金", "2", "罚金三万元", 0)])
    clue["values"] = [{"fact": "constructor", "title": evil, "value": evil}]
    doc["documents"]["__proto__<i>"] = {"case_no": evil, "court": evil, "text": text}
    doc["undecidable"][0]["missing"] = [evil]
    doc["corpus"]["not_read"][0]["where"] = evil
    return doc


def shifted():
    """One evidence item is one byte off, one is one character off: neither may be marked."""
    doc = document()
    first, second = doc["clues"][0]["evidence"][2:4]
    first["begin"] += 1
    second["begin"] += 3
    second["end"] += 3
    return doc


def many(count):
    """`count` leads, for the speed of the list."""
    doc = document()
    base = doc["clues"]
    doc["clues"] = [dict(base[i % len(base)], id="n%05d" % i, defendant="被告人%05d" % i) for i in range(count)]
    for i in range(count):
        doc["clues"][i]["doc"] = base[i % len(base)]["doc"] + "-%d" % (i // len(base))
        doc["documents"][doc["clues"][i]["doc"]] = doc["documents"][base[i % len(base)]["doc"]]
    return doc
