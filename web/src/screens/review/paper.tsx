/* The judgment as a page to read: sections, what the rule read, what was not read, what is looked for. */
import {memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent} from 'react';
import {Button} from 'antd';
import {useKeys} from '../../app/keys';
import {useWords} from '../../app/words';
import {find, paragraphsOf, withFound, type Gap, type Mark, type Paragraph, type Section, type Span} from './marks';
import {words} from './review.words';

type LineOf = {line: Paragraph; text: string; mark: number | null; found: number | null; unread: string};

/* Drawn anew where one of these changed: a jump draws two paragraphs and not all. */
const Line = memo(function Line({line, text, mark, found, unread}: LineOf) {
  return (
    <>
      {line.section !== null && <h3 className="cm-paper-section" id={`section-${line.section.id}`}>{line.section.title}</h3>}
      <p className="cm-paper-line">
        {line.pieces.map((piece) => {
          const words = text.slice(piece.begin, piece.end);
          if (piece.marks.length === 0 && piece.gap === null && piece.found === null) {
            return words;
          }
          const classes = [
            piece.marks.length > 0 && 'cm-mark', piece.marks.length > 1 && 'cm-mark-more', piece.gap !== null && 'cm-gap', piece.found !== null && 'cm-found',
            mark !== null && piece.marks.includes(mark) && 'cm-mark-here', found !== null && piece.found === found && 'cm-found-here',
          ].filter(Boolean).join(' ');
          return (
            <span key={piece.begin} className={classes} data-marks={piece.marks.join(' ') || undefined} data-starts={piece.starts.join(' ') || undefined}
              data-found={piece.found ?? undefined}>
              {piece.gapBegins && <span className="cm-gap-word">{unread}{piece.gap}</span>}
              {words}
            </span>
          );
        })}
      </p>
    </>
  );
});

const ZOOMS = [13, 14, 15, 16, 18, 20, 24];
const ZOOM = 'chaming.review.zoom';

function useZoom(): [number, (by: number) => void] {
  const [size, setSize] = useState(() => Number(localStorage.getItem(ZOOM)) || 15);
  return [size, (by) => setSize((old) => {
    const now = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, ZOOMS.indexOf(old) + by))] ?? 15;
    localStorage.setItem(ZOOM, String(now));
    return now;
  })];
}

/* Keyboard and count of the words that are looked for in the text. */
function useFind(text: string) {
  const [asked, ask] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => find(text, asked), [text, asked]);
  useEffect(() => setAt(0), [found]);
  const move = (by: number) => setAt((old) => (found.length === 0 ? 0 : (old + by + found.length) % found.length));
  return {asked, ask, at, found, move};
}

type Props = {
  text: string; sections: Section[]; marks: Mark[]; gaps: Gap[];
  here: number | null; // the mark that is looked at
  turn: number; // changes with each jump, also one to the same mark
  onMark: (no: number) => void;
  look?: {span: Span; turn: number} | null; // another place that was asked for
};

export function Paper({text, sections, marks, gaps, here, turn, onMark, look = null}: Props) {
  const t = useWords(words);
  const scroll = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [size, zoom] = useZoom();
  const search = useFind(text);
  const plain = useMemo(() => paragraphsOf(text, sections, marks, gaps), [text, sections, marks, gaps]);
  const found = useMemo(() => (search.found.length === 0 && look !== null ? [look.span] : search.found), [search.found, look]);
  const lines = useMemo(() => withFound(plain, found, marks, gaps), [plain, found, marks, gaps]);
  useKeys(t('textKeys'), [
    {key: '/', what: t('findInText'), act: () => field.current?.select()},
    {key: '+', what: t('larger'), act: () => zoom(1)},
    {key: '-', what: t('smaller'), act: () => zoom(-1)},
  ]);
  const show = (which: string) => scroll.current?.querySelector(which)?.scrollIntoView({block: 'center'});
  useLayoutEffect(() => {
    if (here === null) {
      scroll.current?.scrollTo({top: 0});
    } else {
      show(`[data-starts~="${here}"]`);
    }
  }, [here, turn, plain]);
  useEffect(() => {
    if (found.length > 0) {
      show(`[data-found="${search.at}"]`);
    }
  }, [search.at, found]);

  function click(event: MouseEvent) {
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-marks]')?.dataset['marks'];
    const over = at?.split(' ').map(Number) ?? [];
    if (over.length > 0 && getSelection()?.isCollapsed !== false) {
      onMark(over[(over.indexOf(here ?? -1) + 1) % over.length] as number); // again: the next of those that overlap
    }
  }
  function key(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Enter') {
      search.move(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      search.ask('');
      event.currentTarget.blur();
    }
  }

  return (
    <section className="cm-paper" aria-label={t('judgment')}>
      <div className="cm-paper-bar">
        <nav className="cm-row cm-paper-nav" aria-label={t('sections')}>
          {sections.map((one) => (
            <Button key={one.id} size="small" type="text" onClick={() => scroll.current?.querySelector(`#section-${one.id}`)?.scrollIntoView({block: 'start'})}>{one.title}</Button>
          ))}
        </nav>
        <span className="cm-row cm-paper-tools">
          <input ref={field} type="search" className="cm-paper-find" aria-label={t('findInText')} placeholder={`${t('findInText')} /`} value={search.asked}
            onChange={(event) => search.ask(event.target.value)} onKeyDown={key} />
          {search.asked !== '' && <span aria-live="polite" className="cm-number">{search.found.length === 0 ? t('notFound') : `${search.at + 1}/${search.found.length}`}</span>}
          <Button size="small" type="text" aria-label={t('smaller')} onClick={() => zoom(-1)}>A−</Button>
          <Button size="small" type="text" aria-label={t('larger')} onClick={() => zoom(1)}>A+</Button>
        </span>
      </div>
      <div className="cm-paper-text" ref={scroll} style={{fontSize: size}} onClick={click} tabIndex={0} role="region" aria-label={t('textOf')}>
        {lines.map((line) => (
          <Line key={line.begin} line={line} text={text} unread={t('unreadMark')}
            mark={here !== null && line.pieces.some((piece) => piece.marks.includes(here)) ? here : null}
            found={line.pieces.some((piece) => piece.found === search.at) ? search.at : null} />
        ))}
      </div>
    </section>
  );
}
