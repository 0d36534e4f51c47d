#!/usr/bin/env python3
"""Print documents with LibreOffice and measure the pages.

run.py [--must] [--keep FOLDER] PRESS CHAMING

PRESS makes a .docx from a file of samples/, CHAMING drafts every kind of document from the bundled judgments.
The fonts of an outward document are not free, so every one is replaced by a font whose Chinese characters are
exactly one em wide and whose figures half an em. --must: fail when LibreOffice, pdftotext or that font is missing
(else: skipped, exit code 77). --keep: leave .docx, .pdf and pictures there, to be looked at.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.sax.saxutils
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / 'data'
FONT = 'Noto Sans Mono CJK SC'
SKIPPED = 77

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, (28 + 156) * MM
TOP, BOTTOM = 37 * MM, (37 + 225) * MM
LINE = 225 * MM / 22
NEAR = 0.5 * MM  # what a measure may be off

problems = []


def check(what, found, wanted, off=NEAR):
    if abs(found - wanted) > off:
        problems.append(f'{what}: {found:.1f} pt, wanted {wanted:.1f}')


def expect(what, holds):
    if not holds:
        problems.append(what)


def fonts_conf(folder):
    """A configuration in which each font of fonts.tsv is the substitute."""
    names = [line.split('\t')[0] for line in (DATA / 'templates/paper/fonts.tsv').read_text('utf-8').splitlines()[1:]
             if line and not line.startswith('#')]
    rules = ''.join(f'<match target="pattern"><test name="family"><string>{xml.sax.saxutils.escape(name)}</string></test>'
                    f'<edit name="family" mode="assign" binding="strong"><string>{FONT}</string></edit></match>\n'
                    for name in names)
    path = folder / 'fonts.conf'
    path.write_text('<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
                    f'<dir>/usr/share/fonts</dir>\n<cachedir>{folder}/cache</cachedir>\n{rules}</fontconfig>\n', 'utf-8')
    return path, names


def environment(folder):
    conf, names = fonts_conf(folder)
    env = dict(os.environ, FONTCONFIG_FILE=str(conf), HOME=str(folder), LC_ALL='C.UTF-8')
    return env, names


def missing(env, names):
    """What is not there of what the measuring needs, or None."""
    for program in ('soffice', 'pdftotext', 'pdftoppm', 'fc-match'):
        if shutil.which(program) is None:
            return f'{program} (packages libreoffice-writer-nogui, poppler-utils, fontconfig)'
    for name in names:
        found = subprocess.run(['fc-match', '-f', '%{family}', name], env=env, check=True, text=True,
                               stdout=subprocess.PIPE).stdout
        if FONT not in found:
            return f'the font {FONT} (package fonts-noto-cjk)'
    return None


def print_pdfs(papers, folder, env):
    subprocess.run(['soffice', f'-env:UserInstallation=file://{folder}/profile', '--headless', '--convert-to', 'pdf',
                    '--outdir', str(folder), *map(str, papers)], env=env, check=True, timeout=180,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_pages(pdf):
    """Pages as lists of lines; a line is (top, bottom, left, right, text)."""
    text = subprocess.run(['pdftotext', '-bbox', str(pdf), '-'], check=True, stdout=subprocess.PIPE).stdout.decode()
    pages = []
    for page in re.split(r'<page ', text)[1:]:
        width, height = map(float, re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        check('width of the paper', width, 210 * MM)
        check('height of the paper', height, 297 * MM)
        lines = {}
        for x0, y0, x1, y1, word in re.findall(
                r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page):
            lines.setdefault(round(float(y0)), []).append((float(x0), float(y0), float(x1), float(y1), word))
        pages.append([(words[0][1], words[0][3], min(w[0] for w in words), max(w[2] for w in words),
                       ''.join(w[4] for w in sorted(words))) for _, words in sorted(lines.items())])
    return pages


def text_lines(page):
    return [line for line in page if line[0] > TOP - 2 and line[1] < BOTTOM + 4]


def check_numbers(name, pages):
    """Page numbers: 7 mm below the text, right on odd and left on even pages, one character in."""
    for number, page in enumerate(pages, 1):
        where = f'{name}, page {number}'
        found = [line for line in page if line[4] == f'—{number}—']
        expect(f'{where}: "— {number} —" stands {len(found)} times', len(found) == 1)
        for top, bottom, left, right, _ in found:
            check(f'{where}: height of the number', (top + bottom) / 2, BOTTOM + 7 * MM, 1 * MM)
            if number % 2:
                check(f'{where}: right end of the number', right, RIGHT - 14, 1 * MM)
            else:
                check(f'{where}: left end of the number', left, LEFT + 14, 1 * MM)


def check_inside(name, pages):
    """Nothing of the text stands outside the text block, hanging marks apart."""
    for number, page in enumerate(pages, 1):
        for top, bottom, left, right, text in text_lines(page):
            hangs = text[-1] in '，。、；：！？”’）》〕'
            expect(f'{name}, page {number}: "{text[:8]}…" stands outside the text: {left:.1f} to {right:.1f}',
                   left > LEFT - NEAR and right < RIGHT + NEAR + (16 if hangs else 0) and bottom < BOTTOM + 4 and top > TOP)


def check_grid(pages):
    """22 lines of 28 characters on a full page of the size and place that the standard asks for."""
    for number, page in enumerate(pages[:3], 1):
        lines = text_lines(page)
        where = f'grid, page {number}'
        expect(f'{where}: {len(lines)} lines, wanted 22', len(lines) == 22)
        full = [line for line in lines if line[2] < LEFT + 8]
        expect(f'{where}: {len(full)} full lines', len(full) > 18)
        for top, _, left, right, text in full:
            expect(f'{where}: {len(text)} characters in a line, wanted 28', len(text) == 28)
            check(f'{where}: left edge', left, LEFT)
            check(f'{where}: right edge', right, RIGHT)
            rows = (top - lines[0][0]) / LINE
            check(f'{where}: lines from the first', rows, round(rows), 0.06)
        check(f'{where}: 22 lines', lines[-1][0] - lines[0][0], 21 * LINE, 1)
        expect(f'{where}: the first line stands at the top', TOP < lines[0][0] and lines[0][1] < TOP + LINE)
        expect(f'{where}: the last line stands at the bottom', BOTTOM - LINE < lines[-1][0] and lines[-1][1] < BOTTOM)
    begins = [line for page in pages for line in text_lines(page) if line[2] >= LEFT + 8]
    expect(f'grid: {len(begins)} paragraphs, wanted 3', len(begins) == 3)
    for line in begins:
        check('grid: a paragraph begins two characters in', line[2], LEFT + 2 * 15.75, 1)
        expect(f'grid: {len(line[4])} characters in a first line, wanted 26', len(line[4]) == 26)


def find(name, pages, text):
    found = [(number, line) for number, page in enumerate(pages, 1) for line in page if line[4] == text]
    expect(f'{name}: "{text}" stands {len(found)} times', len(found) == 1)
    return found[0] if found else (0, (0, 0, 0, 0, ''))


def check_letter(name, pages, organ, title, signer, date):
    middle = (LEFT + RIGHT) / 2
    first = pages[0][0] if pages[0][0][0] > TOP else pages[0][1]  # under the banner, if there is one
    expect(f'{name}: the organ stands first', first[4] == organ)
    for line in (first, *(find(name, pages, text)[1] for text in title)):
        check(f'{name}: middle of "{line[4]}"', (line[2] + line[3]) / 2, middle, 1)
    check(f'{name}: the organ 35 mm below the edge of the text', first[0], TOP + 35 * MM, 8 * MM)
    signed = [(number, line) for number, page in enumerate(pages, 1) for line in page
              if line[4] == signer and line is not first]
    expect(f'{name}: the signer stands {len(signed)} times', len(signed) == 1)
    at, dated = find(name, pages, date)
    check(f'{name}: the date four characters from the right', dated[3], RIGHT - 4 * 15.75)
    for number, line in signed:
        expect(f'{name}: signer and date on one page', number == at)
        check(f'{name}: the date in the line below', dated[0] - line[0], LINE, 1)
        # LibreOffice leaves a little between figures and Chinese letters, which makes the date wider
        check(f'{name}: the signer above the date', (line[2] + line[3]) / 2, (dated[2] + dated[3]) / 2, 14)
        expect(f'{name}: something else on the page of the signature',
               any(other[0] < line[0] - LINE for other in text_lines(pages[number - 1])))


def check_heads(name, pages, head, rows):
    """The head of a table stands on every page that has rows of it."""
    held = [page for page in pages if any(re.match(rows, line[4]) for line in page)]
    expect(f'{name}: the table has {len(held)} pages, wanted several', len(held) > 1)
    for page in held:
        expect(f'{name}: the head stands on every page of the table', sum(head in line[4] for line in page) == 1)


def red_runs(pdf, folder):
    """Lines of red points on the first page: (height, left, right), in points."""
    base = folder / 'red'
    subprocess.run(['pdftoppm', '-r', '72', '-f', '1', '-l', '1', '-singlefile', str(pdf), str(base)], check=True)
    raw = base.with_suffix('.ppm').read_bytes()
    head = re.match(rb'P6\s+(\d+)\s+(\d+)\s+255\s', raw)
    width, height = int(head.group(1)), int(head.group(2))
    runs = []
    for y in range(height):
        row = raw[head.end() + y * width * 3:head.end() + (y + 1) * width * 3]
        red = [x for x in range(width) if row[3 * x] > 180 and row[3 * x + 1] < 160 and row[3 * x + 2] < 160]
        if len(red) > width / 2:
            runs.append((y, red[0], red[-1] + 1))
    return runs


def check_rule(name, pdf, folder, number_line):
    runs = red_runs(pdf, folder)
    expect(f'{name}: a red rule', bool(runs))
    for y, left, right in runs[:1]:
        check(f'{name}: left end of the rule', left, LEFT, 1.5)
        check(f'{name}: right end of the rule', right, RIGHT, 1.5)
        expect(f'{name}: the rule stands under the number', 0 < y - number_line[1] < 10 * MM)


def correction(pages, pdf, folder):
    name = 'correction'
    check_letter(name, pages, '甲市乙区人民检察院', ('关于甲市乙区人民法院', '适用缓刑考验期错误的纠正违法通知书'),
                 '甲市乙区人民检察院', '2026年11月22日')
    _, number = find(name, pages, '甲乙检纠违〔2026〕12号')
    check_rule(name, pdf, folder, number)
    check_heads(name, pages, '序号', r'^\d+.*在法定幅度内|^\d+.*理由部分')
    for page in pages:
        expect(f'{name}: the banner stands on every page', any(line[4] == '草稿·线索，待核实' and line[1] < TOP for line in page))


def press(program, sample, folder):
    docx = folder / (sample + '.docx')
    subprocess.run([program, str(DATA), str(HERE / 'samples' / (sample + '.txt')), str(docx)], check=True)
    return docx


def measure_sample(sample, docx, folder):
    pdf = docx.with_suffix('.pdf')
    pages = read_pages(pdf)
    check_numbers(sample, pages)
    check_inside(sample, pages)
    if sample == 'grid':
        check_grid(pages)
    else:
        correction(pages, pdf, folder)
    return len(pages)


def read_rows(path):
    lines = [line.split('\t') for line in path.read_text('utf-8').splitlines() if line and not line.startswith('#')]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


class Workspace:
    """The bundled judgments with one clue that may become any document."""

    MODEL = 'criminal/term-span-mismatch'
    STEPS = (
        'step screen', 'step --why 属实 assess', 'step --to-office 甲院 dispatch', 'step --to-person 甲 assign',
        'verify --kind file_consulted --result supports --what 原审卷宗 --why 已核对',
        'verify --kind correction_sought --result supports --what 补正裁定 --why 没有补正裁定',
        'verify --kind explanation --result supports --what 原审法院 --why 认可',
        'step --why 属实 confirm', 'step --number 甲检刑监1号 file')

    def __init__(self, chaming, folder):
        self.chaming, self.folder = os.path.abspath(chaming), folder
        self.env = dict(os.environ, CHAMING_KEYS=str(folder / 'keys'), CHAMING_NOW='2026-11-22T07:40:00Z')
        self.call('init')
        self.call('import', 'judgments', str(HERE.parent.parent / 'samples/judgments.ndjson'))
        self.call('run', '--model', self.MODEL)
        listed = self.call('desk', 'list', '--limit', '1', '--json')
        self.clue = json.loads(listed.splitlines()[0])['id']
        for step in self.STEPS:
            words = step.split()
            self.call('desk', *words, self.clue)

    def call(self, *words):
        return subprocess.run([self.chaming, '--lang', 'zh', '-w', str(self.folder / 'ws'), *words], env=self.env, check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def print_kind(self, kind):
        drafted = self.call('document', 'draft', '--kind', kind, self.clue)
        number = re.search(r'\d+', drafted).group()
        path = self.folder / (kind + '.docx')
        self.call('document', 'print', '-o', str(path), number)
        return path


def check_fonts(name, docx, fonts):
    """Every font that the file names, for every script, is one of the table."""
    with zipfile.ZipFile(docx) as parts:
        for part in ('word/document.xml', 'word/styles.xml', 'word/footer1.xml', 'word/footer2.xml'):
            found = re.findall(r'<w:rFonts ([^>]*)/>', parts.read(part).decode())
            expect(f'{name}: fonts in {part}', bool(found))
            for attributes in found:
                named = dict(re.findall(r'w:(\w+)="([^"]*)"', attributes))
                expect(f'{name}, {part}: {attributes}', named.get('eastAsia') in fonts and
                       named.get('ascii') == named.get('hAnsi') == named['eastAsia'])


def measure_kind(kind, docx, folder, fonts):
    banner = next(row['text'] for row in read_rows(DATA / 'messages/zh/model.tsv') if row['id'] == 'document.banner')
    office, day = '【待填：本院全称】', '【待填：成文日期】'  # nobody has given them yet
    title = next(row['sentence'] for row in read_rows(DATA / f'templates/documents/{kind}.tsv') if row['block'] == 'title')
    pdf = docx.with_suffix('.pdf')
    pages = read_pages(pdf)
    check_numbers(kind, pages)
    check_inside(kind, pages)
    check_letter(kind, pages, office, (title,), office, day)
    check_rule(kind, pdf, folder, find(kind, pages, '【待填：文号】')[1])
    check_fonts(kind, docx, fonts)
    for page in pages:
        expect(f'{kind}: the banner stands on every page', any(line[4] == banner and line[1] < TOP for line in page))
    return len(pages)


def keep_files(keep, docx):
    pdf = docx.with_suffix('.pdf')
    subprocess.run(['pdftoppm', '-r', '70', '-png', str(pdf), str(keep / docx.stem)], check=True)
    shutil.copy(docx, keep)
    shutil.copy(pdf, keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--must', action='store_true')
    parser.add_argument('--keep', type=pathlib.Path)
    parser.add_argument('press')
    parser.add_argument('chaming')
    args = parser.parse_args()
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        env, names = environment(folder)
        lack = missing(env, names)
        if lack:
            print(f'paper: {"wanted" if args.must else "SKIPPED, there is no"}: {lack}')
            return 1 if args.must else SKIPPED
        samples = {name: press(os.path.abspath(args.press), name, folder) for name in ('grid', 'correction')}
        workspace = Workspace(args.chaming, folder)
        kinds = {row['kind']: workspace.print_kind(row['kind']) for row in read_rows(DATA / 'desk/documents.tsv')}
        print_pdfs([*samples.values(), *kinds.values()], folder, env)
        for sample, docx in samples.items():
            print(f'{sample}: {measure_sample(sample, docx, folder)} pages measured')
        for kind, docx in kinds.items():
            print(f'{kind}: {measure_kind(kind, docx, folder, names)} pages measured')
        if args.keep:
            for docx in [*samples.values(), *kinds.values()]:
                keep_files(args.keep, docx)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
