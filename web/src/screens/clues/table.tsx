/* The rows that are in sight of some ten thousand: each is as high as any other, the rest is room above and below. */
import {useEffect, useLayoutEffect, useRef, useState, type RefObject} from 'react';
import {Link} from 'wouter';
import {useWords} from '../../app/words';
import {countText} from '../../parts/values';
import type {Clue, Column, Titles} from './columns';
import type {Selection} from './selection';
import {words} from './words';

const HIGH = 46;
const BEYOND = 10;

type Props = {
  clues: Clue[]; total: number; columns: Column[]; titles: Titles; selection: Selection; search: string;
  cursor: number; setCursor: (row: number) => void; more: boolean; loadMore: () => void;
};

function useWindow(count: number): {box: RefObject<HTMLDivElement | null>; from: number; to: number} {
  const box = useRef<HTMLDivElement | null>(null);
  const [range, setRange] = useState({from: 0, to: 40});
  useEffect(() => {
    const element = box.current;
    if (element === null) {
      return undefined;
    }
    const look = () => setRange({
      from: Math.max(0, Math.floor(element.scrollTop / HIGH) - BEYOND),
      to: Math.ceil((element.scrollTop + element.clientHeight) / HIGH) + BEYOND,
    });
    look();
    element.addEventListener('scroll', look, {passive: true});
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watch.disconnect();
    };
  }, []);
  return {box, from: Math.min(range.from, count), to: Math.min(range.to, count)};
}

export function Table({clues, total, columns, titles, selection, search, cursor, setCursor, more, loadMore}: Props) {
  const t = useWords(words);
  const {box, from, to} = useWindow(clues.length);
  useEffect(() => {
    if (more && to >= clues.length - 2 * BEYOND) {
      loadMore();
    }
  }, [more, to, clues.length, loadMore]);

  /* The row of the cursor comes into sight, then has the focus. */
  const moved = useRef(cursor);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || moved.current === cursor) {
      return;
    }
    moved.current = cursor;
    const top = cursor * HIGH;
    if (top < element.scrollTop) {
      element.scrollTop = top;
    } else if (top + 2 * HIGH > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + 2 * HIGH - element.clientHeight;
    }
    requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-row="${cursor}"] a`)?.focus({preventScroll: true}));
  }, [cursor, box]);

  const shown = clues.slice(from, to);
  const whole = clues.length !== 0 && clues.every((clue) => selection.has(clue.id));
  return (
    <div className="cm-list" ref={box} tabIndex={0} role="region" aria-label={t('total', {n: countText(total)})}>
      <table className="cm-table" aria-rowcount={total + 1}>
        <colgroup><col className="cm-col-pick" />{columns.map((one) => <col key={one.id} style={{width: one.width}} />)}<col /></colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col"><input type="checkbox" aria-label={t('pickShown')} checked={whole} onChange={() => selection.setMany(clues.map((clue) => clue.id), !whole)} /></th>
            {columns.map((one) => <th scope="col" key={one.id}>{t(one.word)}</th>)}
            <th scope="col">{t('finding')}</th>
          </tr>
        </thead>
        <tbody>
          {from > 0 && <tr aria-hidden="true" style={{height: from * HIGH}}><td colSpan={columns.length + 2} /></tr>}
          {shown.map((clue, i) => (
            <tr key={clue.id} data-row={from + i} aria-rowindex={from + i + 2} className={from + i === cursor ? 'cm-here' : undefined} onClick={() => setCursor(from + i)}>
              <td><input type="checkbox" aria-label={t('pickOne', {name: clue.case_no ?? clue.id})} checked={selection.has(clue.id)} onChange={() => selection.toggle(clue.id)} /></td>
              {columns.map((one) => <td key={one.id}>{one.cell(clue, titles)}</td>)}
              <td className="cm-finding"><div>
                {clue.urgent && <span className="cm-tag cm-tag-S1">{t('urgent')}</span>}{' '}
                <Link href={`/clues/${clue.id}${search}`} title={clue.finding ?? undefined}>{clue.finding ?? clue.id}</Link>
              </div></td>
            </tr>
          ))}
          {to < clues.length && <tr aria-hidden="true" style={{height: (clues.length - to) * HIGH}}><td colSpan={columns.length + 2} /></tr>}
        </tbody>
      </table>
      {more && <p className="cm-quiet cm-more" role="status">{t('loading')}…</p>}
    </div>
  );
}
