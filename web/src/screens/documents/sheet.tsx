/* The document as the printed page: the same blocks and measures as the .docx (src/paper). Chromium breaks the lines; the pages
 * are the columns of one flow, each shown through its own window. */
import {useLayoutEffect, useRef, useState, type ReactNode} from 'react';
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {CHARACTER, number, rightIndent, setting, styleOf, widthOf} from './look';
import {words} from './words';

type Sentence = Schemas['DocumentSentence'];
type Block = {key: number; kind: string; text: string; cells: string[]};

const GAP = 20; // mm between two columns of the flow

function blocksOf(sentences: Sentence[]): Block[] {
  return sentences.filter((s) => s.text.trim() !== '').map((s) => ({key: s.k, kind: s.block ?? 'text', text: s.text, cells: s.text.split('|')}));
}

const isRow = (block: Block | undefined) => block?.kind === 'table-head' || block?.kind === 'table-row';

/* Looks that depend on the block before, as in src/paper/part_body.c. */
const AFTER: Record<string, string> = {
  'attachment attachment': 'attachment-more', 'annex title': 'annex-title', 'organ title': 'title-under-organ',
  'title number': 'number-under-title', 'signer signer': 'signer-more',
};

function lookOf(blocks: Block[], at: number): string {
  const kind = blocks[at]?.kind ?? 'text';
  return AFTER[`${blocks[at - 1]?.kind ?? ''} ${kind}`] ?? kind;
}

/* A signer stands centred over its date; a date gives way to a signer that is longer. */
function centred(right: number, text: string, date: string): number {
  return right + ((widthOf(date) - widthOf(text)) * CHARACTER) / 2;
}

function dateAfter(blocks: Block[], at: number): number {
  let i = at;
  while (blocks[i]?.kind === 'signer') {
    i++;
  }
  return blocks[i]?.kind === 'date' ? i : -1;
}

function dateRight(blocks: Block[], date: number): number {
  const own = rightIndent('date');
  let right = own;
  for (let i = date - 1; blocks[i]?.kind === 'signer'; i--) {
    right = Math.max(right, own - centred(own, blocks[i]?.text ?? '', blocks[date]?.text ?? ''));
  }
  return right;
}

function rightOf(blocks: Block[], at: number): number | undefined {
  const kind = blocks[at]?.kind;
  if (kind === 'date') {
    return dateRight(blocks, at);
  }
  const date = kind === 'signer' ? dateAfter(blocks, at) : -1;
  return date < 0 ? undefined : centred(dateRight(blocks, date), blocks[at]?.text ?? '', blocks[date]?.text ?? '');
}

function attachmentText(blocks: Block[], at: number): string {
  let first = at;
  while (blocks[first - 1]?.kind === 'attachment') {
    first--;
  }
  const several = at !== first || blocks[at + 1]?.kind === 'attachment';
  return `${at === first ? setting('attachment_label') : ''}${several ? `${at - first + 1}. ` : ''}${blocks[at]?.text ?? ''}`;
}

/* Shares of the columns: what the longest cell would take, within reason (src/paper/part_body.c). */
function sharesOf(rows: Block[]): number[] {
  const count = Math.max(...rows.map((row) => row.cells.length));
  const shares = Array.from({length: count}, (_, i) =>
    Math.min(30, Math.max(8, ...rows.map((row) => 2 * widthOf(row.cells[i] ?? '')))) + 2);
  const all = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => (share / all) * 100);
}

function Table({rows}: {rows: Block[]}) {
  const cell = (row: Block, i: number) => <td key={i} style={styleOf(row.kind)}>{row.cells[i] ?? ''}</td>;
  const shares = sharesOf(rows);
  const row = (one: Block) => <tr key={one.key}>{shares.map((_, i) => cell(one, i))}</tr>;
  return (
    <table className="cm-page-table">
      <colgroup>{shares.map((share, i) => <col key={i} style={{width: `${share}%`}} />)}</colgroup>
      <thead>{rows.filter((one) => one.kind === 'table-head').map(row)}</thead>
      <tbody>{rows.filter((one) => one.kind === 'table-row').map(row)}</tbody>
    </table>
  );
}

/* What is not filled in yet stands out on the screen; on paper it is as in the .docx. */
function Gapped({text}: {text: string}) {
  return <>{text.split(/(【[^】]*】)/).map((part, i) => (part.startsWith('【') ? <mark className="cm-gap" key={i}>{part}</mark> : part))}</>;
}

function Paragraph({blocks, at}: {blocks: Block[]; at: number}) {
  const block = blocks[at] as Block;
  const next = blocks[at + 1]?.kind;
  const text = block.kind === 'attachment' ? attachmentText(blocks, at) : block.text;
  const style = styleOf(lookOf(blocks, at), text, rightOf(blocks, at));
  const keep = next === 'signer' || next === 'addressee' ? {breakAfter: 'avoid'} as const : {};
  const lines = text.split('\n');
  if (block.kind === 'text' || block.kind === 'note') {
    return <>{lines.map((line, i) => <p key={i} style={{...style, ...keep}}><Gapped text={line} /></p>)}</>;
  }
  return <p style={{...style, ...keep}}>{lines.map((line, i) => <span key={i}>{i > 0 && <br />}<Gapped text={line} /></span>)}</p>;
}

function Flow({blocks}: {blocks: Block[]}) {
  const parts: ReactNode[] = [];
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at] as Block;
    if (!isRow(block)) {
      parts.push(<Paragraph key={block.key} blocks={blocks} at={at} />);
      continue;
    }
    let end = at;
    while (isRow(blocks[end + 1]) && !(blocks[end + 1]?.kind === 'table-head' && blocks[end]?.kind === 'table-row')) {
      end++;
    }
    parts.push(<Table key={block.key} rows={blocks.slice(at, end + 1)} />);
    at = end;
  }
  return <>{parts}</>;
}

/* Copies, between rules at the foot of the last page. */
function Imprint({blocks}: {blocks: Block[]}) {
  return <div className="cm-page-imprint">{blocks.map((one) => <p key={one.key} style={styleOf(one.kind)}>{one.text}</p>)}</div>;
}

export function Sheets({sentences, draft}: {sentences: Sentence[]; draft: boolean}) {
  const t = useWords(words);
  const flow = useRef<HTMLDivElement | null>(null);
  const [count, setCount] = useState(1);
  const all = blocksOf(sentences);
  const imprint = all.filter((one) => one.kind === 'copy' || one.kind === 'printed');
  const blocks = all.filter((one) => !imprint.includes(one));
  const {top, left, width, height} = {top: number('top'), left: number('left'), width: number('text_width'), height: number('text_height')};
  useLayoutEffect(() => {
    const element = flow.current;
    if (element !== null) {
      const pitch = (element.clientWidth * (width + GAP)) / width;
      setCount(Math.max(1, Math.round((element.scrollWidth + (element.clientWidth * GAP) / width) / pitch)));
    }
  }, [sentences, width]);
  const body = (
    <>
      <Flow blocks={blocks} />
      {imprint.length > 0 && <div className="cm-page-room" aria-hidden="true"><Imprint blocks={imprint} /></div>}
    </>
  );
  const columns = {width: `${width}mm`, height: `${height}mm`, columnWidth: `${width}mm`, columnGap: `${GAP}mm`};
  return (
    <div className="cm-pages" lang="zh-CN">
      <div className="cm-page-flow cm-page-measure" ref={flow} style={columns} aria-hidden="true">{body}</div>
      {Array.from({length: count}, (_, i) => (
        <section className="cm-page" key={i} aria-label={t('pageName', {n: i + 1, all: count})}
          style={{width: `${number('paper_width')}mm`, height: `${number('paper_height')}mm`}}>
          {draft && <p className="cm-page-banner" style={{...styleOf('banner'), top: `${number('banner_below')}mm`, left: `${left}mm`, width: `${width}mm`}}>{t('banner')}</p>}
          {draft && <div className="cm-page-draft" aria-hidden="true">草稿</div>}
          <div className="cm-page-window" style={{top: `${top}mm`, left: `${left}mm`, width: `${width}mm`, height: `${height}mm`}}>
            <div className="cm-page-flow" style={{...columns, marginLeft: `${-i * (width + GAP)}mm`}} aria-hidden={i > 0}>{body}</div>
            {i === count - 1 && imprint.length > 0 && <Imprint blocks={imprint} />}
          </div>
          <p className="cm-page-number" style={{...styleOf(i % 2 === 0 ? 'page-number-odd' : 'page-number-even'), top: `${top + height + number('number_below')}mm`, left: `${left}mm`, width: `${width}mm`}}>
            <span>{setting('page_number').replace('{page}', String(i + 1))}</span>
          </p>
        </section>
      ))}
    </div>
  );
}
