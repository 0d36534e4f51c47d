/* One sentence: its words with what they rest on, its problems, and its change in place. */
import {memo, useEffect, useRef, useState} from 'react';
import {Button} from 'antd';
import {useWords} from '../../app/words';
import {Area} from '../../parts/area';
import {useTerms} from '../../parts/terms';
import {isOfIssue, piecesOf, type Change, type Mark, type Sentence} from './editor';
import {words} from './words';

const IDLE = 20_000; // ms without a key after which words are saved though the field is still open

/* Words that are saved when the field is left; `done` closes it. Nothing is lost: a failed save leaves it open. */
export function Words({label, start, save, done, single}: {
  label: string; start: string; save: (text: string) => Promise<boolean>; done: () => void; single?: boolean;
}) {
  const t = useWords(words);
  const [text, setText] = useState(start);
  const [busy, setBusy] = useState(false);
  const kept = useRef(start);
  const given = useRef(false);

  async function keep(andClose: boolean) {
    if (given.current || busy) {
      return;
    }
    if (text === kept.current) {
      if (andClose) {
        done();
      }
      return;
    }
    setBusy(true);
    const good = await save(text);
    setBusy(false);
    if (good) {
      kept.current = text;
      if (andClose) {
        done();
      }
    }
  }

  useEffect(() => {
    const timer = setTimeout(() => void keep(false), IDLE);
    const warn = (event: BeforeUnloadEvent) => text !== kept.current && event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('beforeunload', warn);
    };
  });

  return (
    <div className="cm-words">
      <Area aria-label={label} autoFocus value={text} readOnly={busy}
        onChange={(event) => setText(single ? event.target.value.replace(/\n/g, '') : event.target.value)}
        onBlur={() => void keep(true)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) {
            return;
          }
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || single)) {
            event.preventDefault();
            void keep(true);
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            given.current = true;
            done();
          }
        }} />
      <small className="cm-quiet" role="status">{busy ? `${t('sending')}…` : t('autosave')}</small>
    </div>
  );
}

/* What is being changed at this sentence: its words, a field, or a new sentence behind it. */
export type Doing = {k: number; what: 'words' | 'add'} | {k: number; what: 'field'; field: string; text: string};

type Props = {
  sentence: Sentence; marks: Mark[]; chosen: boolean; open: boolean; doing: Doing | null;
  choose: (k: number) => void; begin: (doing: Doing | null) => void; save: (change: Change) => Promise<boolean>;
};

function Pieces({sentence, open, begin}: Pick<Props, 'sentence' | 'open' | 'begin'>) {
  const t = useWords(words);
  const field = useTerms('desk.document_fields');
  return (
    <>
      {piecesOf(sentence).map((piece, i) => {
        if (piece.kind === 'words') {
          return <span key={i}>{piece.text}</span>;
        }
        if (piece.kind === 'value') {
          return <span key={i} className={`cm-bound cm-bound-${piece.bind.source ?? 'clue'}`}>{piece.text}</span>;
        }
        if (!open || isOfIssue(piece.field)) {
          return <mark key={i} className="cm-gap" title={isOfIssue(piece.field) ? t('atIssue') : undefined}>{piece.text}</mark>;
        }
        return (
          <button key={i} type="button" className="cm-gap cm-gap-open" aria-label={t('fill', {field: field(piece.field)})}
            onClick={(event) => {
              event.stopPropagation();
              begin({k: sentence.k, what: 'field', field: piece.field, text: ''});
            }}>{piece.text}</button>
        );
      })}
    </>
  );
}

export function MarkLine({mark}: {mark: Mark}) {
  const t = useWords(words);
  return (
    <p className={mark.error ? 'cm-lint cm-lint-error' : 'cm-lint'}>
      <b>{mark.error ? t('error') : t('hint')}</b> {saying(mark.text)}
    </p>
  );
}

/* The line of the check without what stands beside it anyway: degree and number of the sentence. */
function saying(text: string): string {
  return text.replace(/^\S+\s+(第\s*\S+\s*句|sentence\s+\S+)[:：\s]*/, '');
}

export const SentenceRow = memo(function SentenceRow({sentence, marks, chosen, open, doing, choose, begin, save}: Props) {
  const t = useWords(words);
  const field = useTerms('desk.document_fields');
  const row = useRef<HTMLDivElement | null>(null);
  const mine = doing?.k === sentence.k ? doing : null;
  useEffect(() => {
    if (chosen) {
      row.current?.scrollIntoView({block: 'nearest'});
    }
  }, [chosen]);
  const block = sentence.block ?? 'text';
  const taken = sentence.text.trim() === '';
  return (
    <div ref={row} id={`sentence-${sentence.k}`} className={`cm-sentence cm-sentence-${block}${chosen ? ' cm-sentence-chosen' : ''}${marks.some((mark) => mark.error) ? ' cm-sentence-wrong' : ''}`}>
      <button type="button" className="cm-sentence-k" aria-pressed={chosen} aria-label={t('sentence', {k: sentence.k})} onClick={() => choose(sentence.k)}>{sentence.k}</button>
      <div className="cm-sentence-body">
        {mine?.what === 'words' ? (
          <Words label={t('editSentence', {k: sentence.k})} start={sentence.text} done={() => begin(null)} save={(text) => save({sentence: sentence.k, text})} />
        ) : (
          <p className="cm-sentence-text" onClick={() => choose(sentence.k)} onDoubleClick={() => open && begin({k: sentence.k, what: 'words'})}>
            {taken ? <span className="cm-quiet">{t('gone')}</span> : <Pieces sentence={sentence} open={open} begin={begin} />}
            {sentence.state !== 'drafted' && <span className="cm-tag cm-tag-S3">{sentence.state === 'edited' ? t('edited') : t('added')}</span>}
          </p>
        )}
        {mine?.what === 'field' && (
          <div className="cm-field"><span>{field(mine.field)}</span>
            <Words key={mine.field} label={t('fill', {field: field(mine.field)})} start={mine.text} done={() => begin(null)} save={(text) => save({field: mine.field, text})} />
          </div>
        )}
        {marks.map((mark, i) => <MarkLine key={i} mark={mark} />)}
        {chosen && open && mine === null && (
          <div className="cm-row cm-sentence-acts">
            <Button size="small" onClick={() => begin({k: sentence.k, what: 'words'})}>{t('editIt')}<kbd>e</kbd></Button>
            <Button size="small" onClick={() => begin({k: sentence.k, what: 'add'})}>{t('addAfter')}<kbd>a</kbd></Button>
            {!taken && <Button size="small" onClick={() => void save({sentence: sentence.k, text: ''})}>{t('remove')}</Button>}
          </div>
        )}
        {mine?.what === 'add' && (
          <div className="cm-field"><span>{t('addHere')}</span>
            <Words label={t('addHere')} start="" done={() => begin(null)} save={(text) => save({add_after: sentence.k, text})} />
          </div>
        )}
      </div>
    </div>
  );
});
