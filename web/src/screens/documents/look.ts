/* The look of outward documents (GB/T 9704), read from the same tables as the .docx: data/templates/paper. */
import type {CSSProperties} from 'react';
import fontTable from '../../../../data/templates/paper/fonts.tsv?raw';
import pageTable from '../../../../data/templates/paper/page.tsv?raw';
import styleTable from '../../../../data/templates/paper/styles.tsv?raw';

function rowsOf(table: string): Record<string, string>[] {
  const lines = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const names = (lines.shift() ?? '').split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [names[i] ?? '', cell])));
}

const page = new Map(rowsOf(pageTable).map((row) => [row['key'] ?? '', row['value'] ?? '']));
const fonts = new Map(rowsOf(fontTable).map((row) => [row['font'] ?? '', row['instead'] ?? '']));
const looks = new Map(rowsOf(styleTable).map((row) => [row['id'] ?? '', row]));

export const MM_OF_PT = 25.4 / 72;
export const number = (key: string) => Number.parseFloat(page.get(key) ?? '0');
export const setting = (key: string) => page.get(key) ?? '';
/* One line and one character of the grid, in mm. */
export const LINE = number('text_height') / number('lines');
export const CHARACTER = number('text_width') / number('characters');

function sizeOf(row: Record<string, string>): number {
  return Number.parseFloat(row['size'] ?? '16') * MM_OF_PT;
}
const BODY = sizeOf(looks.get('body') ?? {});

/* "2 char", "1 line", "18 pt", "35 mm" in mm; a character of the body's size is one of the grid. */
function length(text: string | undefined, size: number): number {
  const [value, unit] = (text ?? '').split(' ');
  const n = Number.parseFloat(value ?? '');
  if (Number.isNaN(n)) {
    return 0;
  }
  switch (unit) {
    case 'char': return n * (Math.abs(size - BODY) < 0.01 ? CHARACTER : size);
    case 'line': return n * LINE;
    case 'pt': return n * MM_OF_PT;
    default: return n;
  }
}

/* A Latin letter or figure is half a character. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c < '\u2000' ? 0.5 : 1), 0);
}

const mm = (n: number) => `${n.toFixed(3)}mm`;

const SPREAD: Record<string, string> = {
  '仿宋_GB2312': '"STFangsong", "Noto Serif CJK SC", "Noto Serif SC", serif',
  '楷体_GB2312': '"STKaiti", "Noto Serif CJK SC", serif',
  '黑体': '"Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif',
};

function fontOf(name: string): string {
  return `"${name}", "${fonts.get(name) ?? name}", ${SPREAD[name] ?? '"Noto Serif CJK SC", "Noto Serif SC", serif'}`;
}

export function rightIndent(id: string): number {
  const row = looks.get(id) ?? {};
  return length(row['right'], sizeOf(row));
}

const ALIGN: Record<string, CSSProperties['textAlign']> = {both: 'justify', center: 'center', right: 'right', left: 'left'};

/* `text`: where the style says that it must stand on one line. `right`: an indent other than the style's, in mm. */
export function styleOf(id: string, text = '', right?: number): CSSProperties {
  const row = looks.get(id) ?? looks.get('body') ?? {};
  let size = sizeOf(row);
  if (row['fit'] === 'yes' && text !== '') {
    size = Math.min(size, number('text_width') / widthOf(text));
  }
  const [thick, colour, away] = (row['rule'] ?? '').split(' pt').length > 1 ? ruleOf(row['rule'] ?? '') : [0, '', 0];
  return {
    fontFamily: fontOf(row['font'] ?? ''),
    fontSize: mm(size),
    fontWeight: row['bold'] === 'yes' ? 700 : 400,
    color: row['colour'] ? `#${row['colour']}` : '#000',
    textAlign: ALIGN[row['align'] ?? 'both'],
    textIndent: mm(length(row['first'], size)),
    letterSpacing: Math.abs(size - BODY) < 0.01 ? '-0.25pt' : 'normal',
    lineHeight: mm(length(row['line'], size)),
    paddingLeft: mm(length(row['left'], size)),
    marginRight: mm(right ?? length(row['right'], size)),
    paddingTop: mm(length(row['before'], size)),
    paddingBottom: thick > 0 ? `${away}pt` : mm(length(row['after'], size)),
    borderBottom: thick > 0 ? `${thick}pt solid ${colour}` : undefined,
    marginBottom: thick > 0 ? mm(length(row['after'], size)) : undefined,
    breakAfter: row['keep'] === 'yes' ? 'avoid' : undefined,
  };
}

/* "1.5 pt FF0000 11" */
function ruleOf(text: string): [number, string, number] {
  const [thick, , colour, away] = text.split(' ');
  return [Number.parseFloat(thick ?? '0'), `#${colour ?? '000'}`, Number.parseFloat(away ?? '0')];
}
