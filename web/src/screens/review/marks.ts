/* Where a judgment is marked: places are UTF-16 units, half-open, and may overlap. */
import type {Schemas} from '../../api/client';

export type Span = {begin: number; end: number};
export type Mark = Span & {no: number; fact: string; title: string}; // no: its rank by place
export type Gap = Span & {title: string};
export type Section = Span & {id: string; title: string};
/* A stretch of text that is marked the same way throughout. */
export type Piece = Span & {marks: number[]; starts: number[]; gap: string | null; gapBegins: boolean; found: number | null};
export type Paragraph = Span & {section: Section | null; pieces: Piece[]};

type Placed = {begin16?: number | undefined; end16?: number | undefined};

function spanOf(at: Placed): Span | null {
  return at.begin16 === undefined || at.end16 === undefined || at.end16 <= at.begin16 ? null : {begin: at.begin16, end: at.end16};
}

/* What the rule read, and nothing else. */
export function marksOf(evidence: Schemas['Evidence'][]): Mark[] {
  const marks = evidence.flatMap((one) => {
    const span = spanOf(one);
    return span === null ? [] : [{...span, no: 0, fact: one.fact, title: one.title}];
  });
  return marks.sort((a, b) => a.begin - b.begin || a.end - b.end).map((mark, no) => ({...mark, no}));
}

export function sectionsOf(sections: Schemas['Section'][]): Section[] {
  return sections.map((one) => ({id: one.section, title: one.title, begin: one.begin16, end: one.end16}));
}

export function gapsOf(gaps: Schemas['Gaps']): Gap[] {
  return gaps.flatMap((gap) => {
    const span = gap.at === null ? null : spanOf(gap.at);
    return span === null ? [] : [{...span, title: gap.title}];
  });
}

const covers = (span: Span, begin: number, end: number) => span.begin <= begin && span.end >= end;
const meets = (span: Span, begin: number, end: number) => span.begin < end && span.end > begin;

function piecesOf(begin: number, end: number, marks: Mark[], gaps: Gap[], found: Span[], firstFound: number): Piece[] {
  const edges = new Set([begin, end]);
  for (const {begin: from, end: to} of [...marks, ...gaps, ...found]) {
    edges.add(Math.max(begin, from));
    edges.add(Math.min(end, to));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => {
    const to = sorted[i + 1] as number;
    const over = marks.filter((mark) => covers(mark, from, to));
    const gap = gaps.find((one) => covers(one, from, to));
    const hit = found.findIndex((one) => covers(one, from, to));
    return {
      begin: from, end: to, marks: over.map((mark) => mark.no), starts: over.filter((mark) => Math.max(mark.begin, begin) === from).map((mark) => mark.no),
      gap: gap?.title ?? null, gapBegins: gap !== undefined && gap.begin === from, found: hit < 0 ? null : firstFound + hit,
    };
  });
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  for (let begin = 0; begin <= text.length;) {
    const at = text.indexOf('\n', begin);
    const end = at < 0 ? text.length : at;
    lines.push({begin, end});
    begin = end + 1;
  }
  return lines;
}

export function paragraphsOf(text: string, sections: Section[], marks: Mark[], gaps: Gap[]): Paragraph[] {
  return linesOf(text).map(({begin, end}) => ({
    begin, end, section: sections.find((one) => one.begin >= begin && one.begin < Math.max(end, begin + 1)) ?? null,
    pieces: piecesOf(begin, end, marks.filter((one) => meets(one, begin, end)), gaps.filter((one) => meets(one, begin, end)), [], 0),
  }));
}

/* The same with what was looked for; paragraphs without any stay the same objects. */
export function withFound(paragraphs: Paragraph[], found: Span[], marks: Mark[], gaps: Gap[]): Paragraph[] {
  if (found.length === 0) {
    return paragraphs;
  }
  return paragraphs.map((one) => {
    const first = found.findIndex((hit) => meets(hit, one.begin, one.end));
    const inside = found.filter((hit) => meets(hit, one.begin, one.end));
    return first < 0 ? one : {
      ...one, pieces: piecesOf(one.begin, one.end, marks.filter((mark) => meets(mark, one.begin, one.end)),
        gaps.filter((gap) => meets(gap, one.begin, one.end)), inside, first),
    };
  });
}

/* Full width and half width, large and small letters alike; the length stays. */
function folded(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000A-Z]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return code === 0x3000 ? ' ' : code >= 0xff01 ? String.fromCharCode(code - 0xfee0).toLowerCase() : letter.toLowerCase();
  });
}

const MOST_FOUND = 1000;

export function find(text: string, words: string): Span[] {
  const needle = folded(words.trim());
  const found: Span[] = [];
  if (needle === '') {
    return found;
  }
  const hay = folded(text);
  for (let at = hay.indexOf(needle); at >= 0 && found.length < MOST_FOUND; at = hay.indexOf(needle, at + needle.length)) {
    found.push({begin: at, end: at + needle.length});
  }
  return found;
}
