/* One's own judgment on the same page at once: nothing is kept. */
import {useMemo, useRef, useState, type DragEvent, type FormEvent} from 'react';
import {Alert, Button} from 'antd';
import {useMutation} from '@tanstack/react-query';
import {headersOf, isProblem, type Schemas} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useWords} from '../../app/words';
import {Blank} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {FindingBody, FindingHead, Unread, type Found} from './finding';
import {gapsOf, marksOf, sectionsOf} from './marks';
import {Paper} from './paper';
import {words} from './review.words';
import './review.css';

type Check = Schemas['Check'];
type Given = {name: string; body: Blob; received: string};

async function send({name, body, received}: Given): Promise<Check> {
  const query = new URLSearchParams({name, ...(received !== '' && {received_on: received})});
  const response = await fetch(`/api/v1/check?${query.toString()}`, {method: 'POST', body, headers: {...headersOf('POST'), 'Content-Type': 'application/octet-stream'}});
  const answer: unknown = await response.json();
  if (!response.ok) {
    throw isProblem(answer) ? answer : new Error(String(response.status));
  }
  return answer as Check;
}

function Ask({give, busy, fault}: {give: (given: Given) => void; busy: boolean; fault: unknown}) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const [received, setReceived] = useState('');
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => file !== undefined && give({name: file.name, body: file, received});
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') {
      give({name: 'text.txt', body: new Blob([text]), received});
    }
  }
  return (
    <form className="cm-card cm-check" onSubmit={submit}>
      <h1>{t('check')}</h1>
      <p>{t('checkAbout')}</p>
      {fault !== null && <ProblemBox error={fault} />}
      <div className={over ? 'cm-check-drop cm-check-drop-over' : 'cm-check-drop'} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <p>{t('drop')}</p>
        <Button onClick={() => files.current?.click()} loading={busy}>{t('choose')}</Button>
        <input ref={files} type="file" hidden aria-label={t('choose')} accept=".txt,.docx,.doc,.pdf,.html,.htm,.json" onChange={(event) => take(event.target.files?.[0])} />
      </div>
      <label className="cm-field"><span>{t('paste')}</span>
        <textarea className="cm-input cm-area cm-check-text" value={text} onChange={(event) => setText(event.target.value)} /></label>
      <label className="cm-field"><span>{t('received')}</span><input type="date" className="cm-input cm-check-day" value={received} onChange={(event) => setReceived(event.target.value)} /></label>
      <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ''}>{t('checkNow')}</Button>
    </form>
  );
}

function Deadline({deadline}: {deadline: Check['deadline']}) {
  const t = useWords(words);
  return deadline === null ? null
    : <Alert type={deadline.days_left < 0 ? 'warning' : 'info'} showIcon title={deadline.days_left < 0 ? t('protestOver', {day: deadline.last}) : t('protestUntil', {day: deadline.last, n: deadline.days_left})} />;
}

function FindingList({check, at, choose}: {check: Check; at: number; choose: (at: number) => void}) {
  const t = useWords(words);
  const all = [...check.clues, ...check.undecidable];
  return (
    <ul className="cm-found-list" aria-label={t('listOf')}>
      {all.map((one, i) => (
        <li key={`${one.model} ${one.defendant_no} ${one.count_no} ${i}`}>
          <button type="button" aria-current={i === at} onClick={() => choose(i)}>
            <span className={`cm-tag ${i < check.clues.length ? 'cm-tag-S2' : ''}`}>{one.outcome}</span><span>{one.finding ?? one.model}</span></button>
        </li>
      ))}
    </ul>
  );
}

function Answer({check, again}: {check: Check; again: () => void}) {
  const t = useWords(words);
  const text = check.text ?? '';
  const all: Found[] = useMemo(() => [...check.clues, ...check.undecidable], [check]);
  const [at, choose] = useState(0);
  const found = all[at];
  const marks = useMemo(() => marksOf(found?.evidence ?? []), [found]);
  const sections = useMemo(() => sectionsOf(check.sections ?? []), [check]);
  const gaps = useMemo(() => gapsOf(check.gaps ?? []), [check]);
  const [place, setPlace] = useState({of: -1, no: 0, turn: 0});
  const here = marks.length === 0 ? null : place.of === at ? place.no : 0;
  const [look, setLook] = useState<{span: {begin: number; end: number}; turn: number} | null>(null);
  const jump = (no: number) => { setLook(null); setPlace((old) => ({of: at, no, turn: old.turn + 1})); };
  const move = (by: number) => marks.length > 0 && jump(((here ?? 0) + by + marks.length) % marks.length);
  const next = (by: number) => all.length > 0 && choose((at + by + all.length) % all.length);
  useKeys(t('check'), [
    {key: 'j', what: t('nextClue'), act: () => void next(1)}, {key: 'k', what: t('previousClue'), act: () => void next(-1)},
    {key: 'n', what: t('nextHit'), act: () => void move(1)}, {key: 'p', what: t('previousHit'), act: () => void move(-1)},
  ]);
  if (check.cause !== null) {
    return <Blank title={t('notRead', {cause: check.cause})} action={<Button onClick={again}>{t('another')}</Button>} />;
  }
  return (
    <div className="cm-review" data-clue="check" aria-busy="false">
      <header className="cm-review-head">
        <h1>{t('check')}</h1>
        <span className="cm-tag">{check.notice}</span>
        <span aria-live="polite">{t('findings', {n: check.clues.length})}，{t('undecidable', {n: check.undecidable.length})}</span>
        <span className="cm-end"><Button size="small" onClick={again}>{t('another')}</Button></span>
      </header>
      <Paper text={text} sections={sections} marks={marks} gaps={gaps} here={here} turn={place.turn} look={look} onMark={jump} />
      <div className="cm-review-right">
        <FindingList check={check} at={at} choose={choose} />
        <div className="cm-review-page" key={at} tabIndex={0} role="region" aria-label={t('tabFinding')}>
          <Deadline deadline={check.deadline} />
          {check.clues.length === 0 && <Alert type="info" showIcon title={<><strong>{t('nothingFound')}</strong> {t('nothingAbout')}</>} />}
          {found !== undefined && <>
            <FindingHead result={found} urgent={false} own={false} gone={false} />
            <FindingBody result={found} text={text} marks={marks} here={here} jump={jump} />
          </>}
          <h3>{t('unread')}</h3>
          <Unread gaps={check.gaps ?? []} toGap={(begin) => setLook((old) => ({span: {begin, end: begin + 1}, turn: (old?.turn ?? 0) + 1}))} />
        </div>
      </div>
    </div>
  );
}

export default function CheckPage() {
  const check = useMutation({mutationFn: send, meta: {quiet: true}});
  return check.data === undefined
    ? <Ask give={(given) => check.mutate(given)} busy={check.isPending} fault={check.error} />
    : <Answer check={check.data} again={() => check.reset()} />;
}
