/* The computing part of the report page, without a document: node core_test.js TEMPLATE.
 * Random texts of one- to four-byte characters are checked against the runtime's own UTF-8 encoder. */
'use strict';

const assert = require('assert');
const fs = require('fs');
const vm = require('vm');

const template = fs.readFileSync(process.argv[2], 'utf8');
const script = /<script id="core">([^]*?)<\/script>/.exec(template)[1];
const context = vm.createContext({});
vm.runInContext(script, context);
const core = context.core;
const plain = (value) => JSON.parse(JSON.stringify(value));

let seed = 20261121;
function random(n) {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % n;
}

const alphabet = ['a', ' ', '\n', '\u007f', '\u0080', 'é', '\u07ff', '\u0800', '刑', '，', '\u2028', '\ud7ff', '\ue000',
  '\uffff', '𠮷', '\u{10000}', '\u{10ffff}', '😀'];

function randomText() {
  return Array.from({ length: random(40) }, () => alphabet[random(alphabet.length)]).join('');
}

/* Every byte offset of the text, and some outside, in any order. */
function testPositions() {
  for (let round = 0; round < 2000; round++) {
    const text = randomText();
    const want = new Map();
    let at = 0, bytes = 0;
    for (const character of text) {
      want.set(bytes, at);
      bytes += Buffer.byteLength(character);
      at += character.length;
    }
    want.set(bytes, at);
    const offsets = Array.from({ length: bytes + 4 }, (_, i) => i - 1);
    for (let i = offsets.length - 1; i > 0; i--) {
      const j = random(i + 1);
      [offsets[i], offsets[j]] = [offsets[j], offsets[i]];
    }
    const got = core.utf16Positions(text, offsets);
    offsets.forEach((offset, i) => {
      assert.strictEqual(got[i], want.has(offset) ? want.get(offset) : -1, JSON.stringify([text, offset]));
    });
  }
}

/* Random spans on character boundaries come back as the marked words, and the pieces as the text. */
function testMarks() {
  for (let round = 0; round < 2000; round++) {
    const characters = Array.from(randomText());
    const text = characters.join('');
    const evidence = [];
    for (let i = 0; characters.length && i < 5; i++) {
      const begin = random(characters.length), end = begin + 1 + random(characters.length - begin);
      evidence.push({ fact: 'f' + random(3), title: 't', text: characters.slice(begin, end).join(''),
        begin: Buffer.byteLength(characters.slice(0, begin).join('')),
        end: Buffer.byteLength(characters.slice(0, end).join('')) });
    }
    const facts = core.factsOf({ values: [], evidence });
    const found = core.marksOf(text, evidence, facts);
    assert.strictEqual(found.wrong.length, 0);
    evidence.forEach((e, i) => {
      const mark = found.marks[found.index[i]];
      assert.strictEqual(text.slice(mark.begin, mark.end), e.text);
      assert(mark.facts.includes(facts.find((f) => f.id === e.fact).no));
    });
    const pieces = core.pieces(0, text.length, found.marks);
    assert.strictEqual(pieces.map((p) => text.slice(p.begin, p.end)).join(''), text);
    found.marks.forEach((mark, i) => {
      const covered = pieces.filter((p) => p.over.includes(i)).map((p) => text.slice(p.begin, p.end)).join('');
      assert.strictEqual(covered, text.slice(mark.begin, mark.end));
    });
    const lines = core.lines(text).map((l) => text.slice(l.begin, l.end)).join('\n');
    assert.strictEqual(lines, text);
    core.excerpts(text, found.marks, 7).forEach((x) => {
      assert(!/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text.slice(x.begin, x.end)), 'half a character in an excerpt');
    });
    found.marks.forEach((mark) => {
      assert(core.excerpts(text, found.marks, 7).some((x) => x.begin <= mark.begin && mark.end <= x.end));
    });
  }
}

/* One byte or one character off: refused, never marked. */
function testWrongPlaces() {
  const text = '判处有期徒刑六个月';
  const good = { fact: 'm', title: '', begin: 6, end: 18, text: '有期徒刑' };
  const cases = [['one byte later', { begin: 7 }], ['one byte earlier', { end: 17 }],
    ['one character later', { begin: 9, end: 21 }], ['empty', { end: 6, text: '' }],
    ['reversed', { begin: 18, end: 6 }], ['outside', { end: 28 }], ['other words', { text: '有期徒型' }]];
  const facts = core.factsOf({ values: [], evidence: [good] });
  assert.strictEqual(core.marksOf(text, [good], facts).wrong.length, 0);
  cases.forEach(([title, change]) => {
    const found = core.marksOf(text, [Object.assign({}, good, change)], facts);
    assert.strictEqual(found.wrong.length, 1, title);
    assert.strictEqual(found.marks.length, 0, title);
  });
}

function testHash() {
  const states = [{}, { view: 'clues', model: 'criminal/term-span-mismatch', direction: '有利' },
    { q: 'a&b=c#%+ 盗窃', clue: '__proto__', lang: 'en' }, { court: '某某区人民法院', missing: '刑期止日' }];
  states.forEach((state) => {
    const read = plain(core.readHash(core.writeHash(state)));
    Object.keys(read).forEach((k) => assert.strictEqual(read[k], state[k] || '', k));
  });
  assert.strictEqual(core.readHash('#q=%E5%').q, '');
  assert.strictEqual(core.readHash('#toString=1&q=x').q, 'x');
}

function testLawTitle() {
  const cases = [['刑法', '73', 1, '《刑法》第七十三条第一款'], ['刑法', '133-1', null, '《刑法》第一百三十三条之一'],
    ['刑法', '10', 0, '《刑法》第十条'], ['刑法', '201', 12, '《刑法》第二百零一条第十二款'],
    ['刑法', 264, null, '《刑法》第二百六十四条'], ['《刑法》', '110', null, '《刑法》第一百一十条'],
    ['某规定', '', null, '《某规定》'], ['某规定', '附则', null, '《某规定》附则']];
  cases.forEach(([law, article, paragraph, want]) => {
    assert.strictEqual(core.lawTitle({ law, article, paragraph }, 'zh'), want);
  });
  assert.strictEqual(core.lawTitle({ law: '关于适用《刑诉法》的解释', article: '1', paragraph: 0 }, 'zh'), '《关于适用〈刑诉法〉的解释》第一条');
  assert.strictEqual(core.day('2018-07-31', 'zh'), '2018年7月31日');
  assert.strictEqual(core.day('2018-07-31', 'en'), '2018-07-31');
  assert.strictEqual(core.day('', 'zh'), '');
  assert.strictEqual(core.lawTitle({ law: '刑法', article: '73', paragraph: 1 }, 'en'), '《刑法》 art. 73, para. 1');
}

function testRanges() {
  [[[3], '3'], [[2, 1], '1·2'], [[7, 8, 9, 11], '7–9·11'], [[10, 9, 2], '2·9·10'], [[], '']].forEach(([numbers, want]) => {
    assert.strictEqual(core.ranges(numbers), want);
  });
}

/* Who may be held too long stands first; clues by a name count judgments once. */
function testSlices() {
  const clue = (id, doc, error, direction, charges, decided) => ({ id, doc, 'class': error, direction, charges,
    decided_on: decided, haystack: '' });
  const clues = [clue('a', '1', 'substance', '有利', ['盗窃罪'], '2016-01-01'), clue('b', '1', 'custody', '不利', [], '2016-01-01'),
    clue('c', '2', 'custody', '有利', ['盗窃罪', '诈骗罪'], ''), clue('d', '3', 'clerical', '中性', ['诈骗罪'], '2015-01-01'),
    clue('e', '1', 'custody', '有利', ['盗窃罪'], '2016-01-01')];
  const ids = (list) => list.map((c) => c.id).join('');
  assert.strictEqual(ids(core.heldFirst(clues)), 'ceabd');
  assert.deepStrictEqual(plain(core.slices(clues, (c) => c.charges)).map((s) => [s.name, s.clues, s.documents, s.directions]),
    [['盗窃罪', 3, 2, { 有利: 3 }], ['诈骗罪', 2, 2, { 有利: 1, 中性: 1 }]]);
  const filter = (state) => ids(core.filterClues(clues, Object.assign(core.readHash(''), state)));
  assert.strictEqual(filter({ held: '1' }), 'ce');
  assert.strictEqual(filter({ charge: '诈骗罪' }), 'cd');
  assert.strictEqual(filter({ year: '2016', direction: '有利' }), 'ae');
  assert.strictEqual(filter({ year: '-' }), 'c');
}

[testRanges, testPositions, testMarks, testWrongPlaces, testHash, testLawTitle, testSlices].forEach((test) => {
  test();
  console.log('ok      ' + test.name);
});
