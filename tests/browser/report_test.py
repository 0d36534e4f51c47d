"""The report page in a real browser: report_test.py REPORT_PAGE CHAMING, the program that puts data into the
template and the one that makes the whole report. Checks what a reader sees: words, marks, counts, keys, print.
Wants chromium, node and pdftotext."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import cdp
import fixture

HERE = pathlib.Path(__file__).resolve().parent
TEMPLATE = HERE.parents[1] / "data" / "templates" / "report.html"
NOTICE = "线索，待核实"

# The words inside the marks of the judgment, joined over their pieces, by number of the mark.
MARKED = """(function () {
  var found = [];
  document.querySelectorAll('section mark').forEach(function (m) {
    var i = +m.dataset.mark;
    found[i] = (found[i] || '') + m.textContent;
  });
  return found;
}())"""

# The judgment as it stands on the page, line by line.
JUDGMENT = """Array.from(document.querySelectorAll('.words-of-court p')).map(function (p) {
  return p.textContent;
}).join('\\n')"""

# Text with less contrast than WCAG AA asks (4.5, or 3 for large text), and controls without a name.
CONTRAST = """(function () {
  function light(c) {
    var v = c.map(function (x) { x /= 255; return x <= .03928 ? x / 12.92 : Math.pow((x + .055) / 1.055, 2.4); });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2];
  }
  function color(text) { return text.match(/[\\d.]+/g).map(Number); }
  function ground(e) {
    for (; e; e = e.parentElement) {
      var c = color(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) { return c.slice(0, 3); }
    }
    return [255, 255, 255];
  }
  var bad = [];
  document.querySelectorAll('#app *').forEach(function (e) {
    var own = Array.from(e.childNodes).some(function (n) { return n.nodeType === 3 && n.data.trim(); });
    if (!own || e.disabled || e.tagName === 'OPTION' || !e.getClientRects().length) { return; }
    var style = getComputedStyle(e), size = parseFloat(style.fontSize);
    var a = light(color(style.color).slice(0, 3)), b = light(ground(e));
    var ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < (size >= 24 || size >= 18.6 && style.fontWeight >= 600 ? 3 : 4.5)) {
      bad.push([e.textContent.slice(0, 20), ratio.toFixed(2)]);
    }
  });
  return bad;
}())"""

NAMELESS = """Array.from(document.querySelectorAll('button, input, select, [role=listbox]')).filter(function (e) {
  return !(e.getAttribute('aria-label') || e.textContent.trim());
}).map(function (e) { return e.outerHTML; })"""


def same(got, want, what=""):
    if got != want:
        raise AssertionError("%s\n  got  %r\n  want %r" % (what, got, want))


def contains(text, part):
    if part not in text:
        raise AssertionError("%r does not stand in\n  %s" % (part, text[:2000]))


class Pages:
    """Report pages made by the real program."""

    def __init__(self, program, chaming, folder):
        self.program, self.chaming, self.folder = program, chaming, pathlib.Path(folder)

    def make(self, name, document):
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        data, page = self.folder / (name + ".json"), self.folder / (name + ".html")
        data.write_text(text, encoding="utf-8")
        subprocess.run([self.program, TEMPLATE, data, page], check=True)
        return page

    def run(self, *words):
        subprocess.run([self.chaming, "-w", self.folder / "workspace", *words], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, CHAMING_KEYS=str(self.folder / "keys")))

    def main_job(self):
        """The report on the bundled sample, and the document inside it."""
        page = self.folder / "sample.html"
        if not page.exists():
            self.run("init")
            self.run("import", "judgments", HERE.parents[1] / "samples" / "judgments.ndjson")
            self.run("run")
            self.run("report", "-o", page)
        return page, inside(page)

    def class_report(self, model):
        """The class report of a model on the same sample, and its number of cases."""
        self.main_job()
        page = self.folder / "class.html"
        self.run("class-report", model, "-o", page)
        return page, len(inside(page)["cases"])


def inside(page):
    return json.loads(page.read_text(encoding="utf-8").split('id="report-data">')[1].split("</script>")[0])


def click(browser, role, name, nth=0):
    """Click what a reader would call by this name."""
    found = browser.run("""(function () {
      var all = Array.from(document.querySelectorAll(%s)).filter(function (e) {
        return e.textContent.trim() === %s && e.getClientRects().length;
      });
      if (all[%d]) { all[%d].click(); }
      return all.length;
    }())""" % (json.dumps(role), json.dumps(name), nth, nth))
    if found <= nth:
        raise AssertionError("no %s called %r" % (role, name))


def visible(browser):
    return browser.run("document.body.innerText")


def list_status(browser):
    return browser.run("document.querySelector('main > section:not([hidden]) [role=status]').textContent")


def chosen(browser):
    return browser.run("document.querySelector('[role=option][aria-selected=true]').textContent")


# ---- the checks: one function each, given the browser and the pages ----


def test_core(browser, pages):
    subprocess.run(["node", HERE / "core_test.js", TEMPLATE], check=True, stdout=subprocess.DEVNULL)


def test_alone(browser, pages):
    page = pages.make("plain", fixture.document())
    browser.open(page)
    contains(visible(browser), NOTICE)
    same(browser.complaints(), [], "errors in the page")
    same([r for r in browser.requests() if not r.startswith("file://")], [], "requests")
    same(len(browser.requests()), 1, "files read")
    policy = browser.run("document.querySelector('meta[http-equiv=Content-Security-Policy]').content")
    contains(policy, "default-src 'none'")
    browser.run("var i = document.createElement('button'); i.setAttribute('onclick', 'document.title=1');"
                "document.body.appendChild(i); i.click(); i.remove();")
    contains(browser.run("document.title"), NOTICE)


def test_counts_lead_to_their_lists(browser, pages):
    document = fixture.document()
    page = pages.make("counts", document)
    for model in document["models"]:
        browser.open(page)
        cells = browser.run("Array.from(document.querySelectorAll('tbody tr')).filter(function (r) {"
                            " return r.textContent.indexOf(%s) === 0; })[0].innerText" % json.dumps(model["title"]))
        numbers = [int(n) for n in cells.split("\t")[-7:]]
        d = model["directions"]
        same(numbers, [model["examined"], model["hit"], d["有利"], d["不利"], d["中性"], model["undecidable"],
                       model["clear"]], model["title"])
    browser.open(page)
    click(browser, "tbody tr a", "2")
    same(list_status(browser), "2 / 4 条")
    click(browser, "a", "概览")
    click(browser, "tfoot a", "2")
    same(list_status(browser), "2 / 4 条", "favourable of all models")
    click(browser, "a", "概览")
    click(browser, "tfoot a", "3")
    same(list_status(browser), "3 / 3 条", "undecidable")
    contains(visible(browser), "刑期起日、刑期止日")


def check_marks(browser, document, clue):
    text = document["documents"][clue["doc"]]["text"]
    same(browser.run(JUDGMENT), text, "the judgment of " + clue["id"])
    places = sorted({(e["begin"], -e["end"], e["text"]) for e in clue["evidence"]})
    # a mark over several paragraphs is in pieces, one in each
    same(browser.run(MARKED), [words.replace("\n", "") for _, _, words in places], "marks of " + clue["id"])
    first = clue["evidence"][0]
    number = places.index((first["begin"], -first["end"], first["text"]))
    seen = browser.run("""(function () {
      var m = document.querySelector('mark[data-mark="%d"]'), r = m.getClientRects()[0];
      var e = document.elementFromPoint(r.left + r.width / 2, r.top + 6);
      return e !== null && (m.contains(e) || e.contains(m)) && m.classList.contains('now');
    }())""" % number)
    same(seen, True, "the first evidence of %s is on the screen" % clue["id"])


def test_marks(browser, pages):
    document = fixture.document()
    page = pages.make("marks", document)
    for clue in document["clues"]:
        browser.open(page, "#view=clues&clue=" + clue["id"])
        check_marks(browser, document, clue)
        text = visible(browser)
        contains(text, clue["finding"])
        for law in clue["law"]:
            contains(text, law["text"])
        for value in clue["values"]:
            contains(text, value["title"])
            contains(text, value["value"])
    contains(text, "《最高人民法院关于适用财产刑若干问题的规定》第二条第一款")
    same(browser.complaints(), [])


def test_wrong_places_are_not_marked(browser, pages):
    document = fixture.shifted()
    page = pages.make("shifted", document)
    browser.open(page, "#view=clues")
    same(browser.run(MARKED), ["有期徒刑五年零五个月"])
    warning = browser.run("document.querySelector('[role=alert]').textContent")
    contains(warning, "2015年10月15日起")
    contains(warning, "2021年3月15日止")


def test_keys(browser, pages):
    document = fixture.document()
    page = pages.make("keys", document)
    findings = [c["finding"] for c in document["clues"]]
    browser.open(page)
    browser.press("2jj")
    contains(chosen(browser), findings[2])
    browser.press("k")
    contains(chosen(browser), findings[1])
    browser.press("kkk")
    contains(chosen(browser), findings[0])
    browser.press("jjjjjj")
    contains(chosen(browser), findings[3])
    now = "document.querySelector('mark.now').textContent"
    browser.open(page, "#view=clues&clue=" + document["clues"][0]["id"])
    steps = []
    for key in "nnnp":
        browser.press(key)
        steps.append(browser.run(now))
    same(steps, ["2015年10月15日起", "2021年3月15日止", "有期徒刑五年零五个月", "2021年3月15日止"])
    browser.press("?")
    contains(browser.run("document.querySelector('dialog[open]').innerText"), "下一处 / 上一处标记")
    browser.press("j")
    contains(chosen(browser), findings[0])
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Escape", windowsVirtualKeyCode=27)
    same(browser.run("document.querySelector('dialog').open"), False)
    browser.press("/")
    browser.call("Input.insertText", text="豫0811 盗窃")
    same(list_status(browser), "1 / 4 条")
    contains(chosen(browser), findings[3])
    browser.press("j")
    contains(browser.run("document.querySelector('input').value"), "豫0811 盗窃j")


def test_a_link_opens_the_view_again(browser, pages):
    page = pages.make("link", fixture.document())
    browser.open(page, "#view=clues")
    browser.run("(function () { var s = document.querySelectorAll('select')[1]; s.value = '有利';"
                "s.dispatchEvent(new Event('change')); }())")
    browser.press("j")
    fragment, text = browser.run("location.hash"), visible(browser)
    contains(text, "2 / 4 条")
    browser.open(page, fragment)
    same(visible(browser), text)
    click(browser, "button", "清除筛选")
    same(list_status(browser), "4 / 4 条")
    browser.open(page, "#view=clues&q=没有这样的案子")
    contains(visible(browser), "没有符合筛选条件的线索")


def test_languages(browser, pages):
    page = pages.make("languages", fixture.document())
    browser.open(page, "#view=clues")
    click(browser, "button", "English")
    text = visible(browser)
    for words in (NOTICE, "Leads for verification", "favourable", "Law that applied", "sentence months"):
        contains(text, words)
    same(browser.run("document.documentElement.lang"), "en")
    click(browser, "button", "中文")
    same("favourable" in visible(browser), False)
    same(browser.run("document.documentElement.lang"), "zh-CN")


def test_hostile_text_stays_text(browser, pages):
    document = fixture.hostile()
    page = pages.make("hostile", document)
    for fragment in ("", "#view=clues", "#view=undecidable"):
        browser.open(page, fragment)
        contains(visible(browser), "</script><img src=x onerror=document.title='owned'><b>甲")
        same(browser.run("document.querySelectorAll('img, b, i').length"), 0)
        same(browser.run("document.scripts.length"), 3)
        contains(browser.run("document.title"), NOTICE)
        same(browser.complaints(), [])
    browser.open(page, "#view=clues")
    check_marks(browser, document, document["clues"][0])


def test_many_clues(browser, pages):
    document = fixture.many(5000)
    page = pages.make("many", document)
    browser.open(page, "#view=clues")
    same(list_status(browser), "5000 / 5000 条")
    rows = "document.querySelectorAll('[role=option]').length"
    same(browser.run(rows) < 60, True, "rows in the document")
    browser.run("(function () { var l = document.querySelector('[role=listbox]'); l.scrollTop = l.scrollHeight; }())")
    browser.press("")
    contains(browser.run("document.querySelector('[role=listbox]').innerText"), "被告人04999")
    same(browser.run(rows) < 60, True, "rows in the document at the end")
    browser.open(page, "#view=clues&clue=n02500")
    contains(chosen(browser), "被告人02500")
    browser.press("j")
    contains(chosen(browser), "被告人02501")


def printed(browser, folder, page, fragment):
    browser.open(page, fragment)
    path = folder / "print.pdf"
    browser.pdf(path)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    return text.rstrip("\f").split("\f")


def test_print(browser, pages):
    document = fixture.document()
    page = pages.make("print", document)
    sheets = printed(browser, pages.folder, page, "#view=clues")
    same(len(sheets) > 2, True, "pages")
    for number, sheet in enumerate(sheets):
        contains(sheet.split("\n")[0] + sheet.split("\n")[1], NOTICE)
    whole = "".join("".join(sheets).split())
    for clue in document["clues"]:
        contains(whole, clue["finding"])
        contains(whole, clue["law"][0]["text"])
    contains(whole, "判决执行以前先行羁押的，羁押一日折抵刑期一日，即自")
    some = "".join("".join(printed(browser, pages.folder, page, "#view=clues&direction=不利")).split())
    contains(some, "1/4条")
    contains(some, document["clues"][3]["finding"])
    same(document["clues"][0]["finding"] in some, False, "outside the filter")
    contains("".join(printed(browser, pages.folder, page, "#view=undecidable")), "刑期起日、刑期止日")
    same(browser.run("document.getElementById('print').children.length"), 0, "left over after print")


def test_empty(browser, pages):
    browser.open(pages.make("empty", fixture.empty()))
    for words in (NOTICE, "工作区里还没有文书", "chaming import judgments PATH", "chaming run"):
        contains(visible(browser), words)
    browser.press("2jknp")
    contains(visible(browser), "chaming import judgments PATH")
    document = fixture.empty()
    document["corpus"]["documents"] = 3
    browser.open(pages.make("unrun", document))
    contains(visible(browser), "模型还没有审查任何对象")
    document = fixture.document()
    document["clues"] = []
    browser.open(pages.make("unhit", document))
    contains(visible(browser), "5 个模型审查完毕，没有命中")
    same(browser.complaints(), [])


def test_damaged_data(browser, pages):
    browser.open(pages.make("damaged", '{"clues": ['))
    contains(visible(browser), NOTICE)
    contains(visible(browser), "报告中的数据无法读取")


def test_contrast_and_names(browser, pages):
    page = pages.make("contrast", fixture.shifted())
    for dark in (False, True):
        browser.size(1366, 768, dark)
        for fragment in ("", "#view=clues", "#view=clues&clue=c3a17b58", "#view=undecidable", "#view=clues&q=x"):
            browser.open(page, fragment)
            same(browser.run(CONTRAST), [], "contrast of %s, dark %s" % (fragment, dark))
            same(browser.run(NAMELESS), [], "controls without a name")
            same(browser.run("document.documentElement.scrollWidth <= innerWidth"), True, "fits the width")
    browser.size(1366, 768)


def test_the_real_report(browser, pages):
    page, document = pages.main_job()
    same(len(document["clues"]) >= 5, True, "clues in the sample")
    for clue in document["clues"]:
        browser.open(page, "#view=clues&clue=" + clue["id"])
        check_marks(browser, document, clue)
        same(browser.run("document.querySelectorAll('[role=alert]').length"), 0, "words that are not in their place")
        same(browser.run("document.querySelectorAll('.law').length"), len(clue["law"]))
        contains(visible(browser), clue["finding"])
    same(browser.complaints(), [])


def test_the_overview_counts_the_clues(browser, pages):
    page, document = pages.main_job()
    browser.open(page)
    text = visible(browser)
    for words in ("按法院", "按罪名", "按裁判年份", "无法判断：缺少什么"):
        contains(text, words)
    held = [c for c in document["clues"] if c["class"] == "custody" and c["direction"] == "有利"]
    years = {c["decided_on"][:4] for c in document["clues"] if c["decided_on"]}
    for year in years:
        contains(text, year)
    same("可能被多关押的人" in text, len(held) > 0, "who may be held too long")
    if held:
        click(browser, "a", "查看")
        same(list_status(browser), "%d / %d 条" % (len(held), len(document["clues"])))
    same(browser.complaints(), [])


def test_the_class_report(browser, pages):
    path, hits = pages.class_report("criminal/term-span-mismatch")
    browser.open(path)
    text = visible(browser)
    for words in (NOTICE, "类案监督报告", "一、背景与样本", "二、模型与规则", "三、个案表", "四、共性问题", "五、成因", "六、数据口径与局限"):
        contains(text, words)
    same(browser.run("document.querySelectorAll('.cases tbody tr').length"), hits, "cases")
    same(browser.complaints(), [])


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]


def main():
    missing = [tool for tool in ("node", "pdftotext") if not shutil.which(tool)]
    if not cdp.find():
        missing.append("chromium")
    if missing or len(sys.argv) != 3:
        sys.exit("report_test.py: wants REPORT_PAGE CHAMING, and installed: " + " ".join(missing))
    failed = 0
    with tempfile.TemporaryDirectory() as folder, cdp.Browser() as browser:
        browser.size(1366, 768)
        pages = Pages(sys.argv[1], sys.argv[2], folder)
        for test in TESTS:
            try:
                test(browser, pages)
                print("ok      " + test.__name__)
            except (AssertionError, RuntimeError, subprocess.CalledProcessError) as fault:
                failed += 1
                print("FAILED  %s: %s" % (test.__name__, fault))
    print("%d passed, %d failed" % (len(TESTS) - failed, failed))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
