/* Where a clue stands and what was done with it: its way, what the next step lacks, what is on record, who did what. */
import {useState, type FormEvent} from 'react';
import {App, Button} from 'antd';
import {useMutation} from '@tanstack/react-query';
import {answer, api, headersOf, type Schemas} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {momentText} from '../../parts/values';
import {asksToType, BEFORE_CASE, forgetTyped, isMet, useKept, WAY, type Step} from './course';
import {words} from './review.words';

type Record = Schemas['ClueRecord'];

/* The way most clues go, and where this one stands on or beside it. */
export function Way({clue}: {clue: Record}) {
  const t = useWords(words);
  const state = useTerms('desk.states');
  const at = WAY.indexOf(clue.state);
  const came = new Set(clue.events.filter((event) => !event.undone).map((event) => event.to));
  const reached = at >= 0 ? at : Math.max(0, ...WAY.map((one, i) => (came.has(one) ? i : 0)));
  return (
    <ol className="cm-way" aria-label={t('way')}>
      {WAY.map((one, i) => (
        <li key={one} className={i === at ? 'cm-way-here' : i < reached || (at < 0 && i === reached) ? 'cm-way-past' : undefined} aria-current={i === at ? 'step' : undefined}>{state(one)}</li>
      ))}
      {at < 0 && <li className="cm-way-here" aria-current="step">{clue.state_title}</li>}
    </ol>
  );
}

/* What the next step asks for, and whether it is there. */
export function Lacks({step, clue}: {step: Step; clue: Record}) {
  const t = useWords(words);
  const check = useTerms('desk.checks');
  const onRecord = step.asks.map((ask) => ({ask, met: isMet(ask, clue.verifications)})).filter((one) => one.met !== null);
  const typed = asksToType(step);
  return (
    <p className="cm-lacks">{t('next')}<strong>{step.title}</strong>
      {onRecord.map(({ask, met}) => (
        <span key={`${ask.kind}${ask.of}`} className={`cm-tag ${met === true ? 'cm-tag-good' : 'cm-tag-S2'}`}>{met === true ? '✓ ' : '✗ '}{t(met === true ? 'onRecord' : 'notOnRecord', {what: ask.of === '*' ? t('anyCheck') : check(ask.of)})}</span>
      ))}
      {typed.length > 0 && <span className="cm-quiet">{t('toType', {n: typed.length})}</span>}
    </p>
  );
}

/* ---- verifications ---- */

async function record(clue: string, form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const made = await answer(api.POST('/api/v1/clues/{clue}/verifications', {
    params: {path: {clue}},
    body: {kind: text('kind'), result: text('result'), ...(text('what') && {what: text('what')}), ...(text('why') && {why: text('why')})},
  }));
  for (const file of form.getAll('files')) {
    if (file instanceof File && file.size > 0) {
      const response = await fetch(`/api/v1/clues/${encodeURIComponent(clue)}/verifications/${made.no}/attachments?name=${encodeURIComponent(file.name)}`, {
        method: 'POST', body: file, headers: {...headersOf('POST'), 'Content-Type': 'application/octet-stream'},
      });
      if (!response.ok) {
        throw await response.json();
      }
    }
  }
}

const CHECKS = ['file_consulted', 'correction_sought', 'explanation', 'interview', 'obtained', 'site', 'expert', 'query', 'other'];
const RESULTS = ['supports', 'refutes', 'unclear', 'not_made'];

function Entry({clue, kind, done, close}: {clue: string; kind: string; done: () => void; close: () => void}) {
  const t = useWords(words);
  const check = useTerms('desk.checks'), result = useTerms('desk.results');
  const [chosen, choose] = useState(kind);
  const [outcome, setOutcome] = useState('supports');
  const [what, setWhat] = useKept(`${clue}.check.what`);
  const [why, setWhy] = useKept(`${clue}.check.why`);
  const send = useMutation({mutationFn: (form: FormData) => record(clue, form), meta: {quiet: true}, onSuccess: () => {
    forgetTyped(`${clue}.check`);
    done();
  }});
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    send.mutate(new FormData(event.currentTarget));
  }
  return (
    <form className="cm-decide" onSubmit={submit} aria-label={t('recordCheck')} onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && close()}>
      {send.error !== null && <ProblemBox error={send.error} />}
      <div className="cm-row">
        <label className="cm-field"><span>{t('checkKind')}</span>
          <select name="kind" className="cm-input" value={chosen} onChange={(event) => choose(event.target.value)} autoFocus>{CHECKS.map((one) => <option key={one} value={one}>{check(one)}</option>)}</select></label>
        <label className="cm-field"><span>{t('checkResult')}</span>
          <select name="result" className="cm-input" value={outcome} onChange={(event) => setOutcome(event.target.value)}>{RESULTS.map((one) => <option key={one} value={one}>{result(one)}</option>)}</select></label>
      </div>
      {outcome === 'not_made'
        ? <label className="cm-field"><span>{t('whyNotMade')}</span><textarea name="why" className="cm-input cm-area" rows={2} required maxLength={4000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
        : <>
          <label className="cm-field"><span>{t('checkWhat')}</span><textarea name="what" className="cm-input cm-area" rows={2} required maxLength={4000} value={what} onChange={(event) => setWhat(event.target.value)} /></label>
          <label className="cm-field"><span>{t('files')}</span><input type="file" name="files" multiple /></label>
        </>}
      <div className="cm-row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t('save')}</Button><Button onClick={close}>{t('cancel')}</Button></div>
    </form>
  );
}

/* Before a case: three entries that must be there, and whatever else was done. */
export function Checks({clue, may, changed}: {clue: Record; may: boolean; changed: () => void}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const check = useTerms('desk.checks'), result = useTerms('desk.results');
  const [kind, open] = useState<string | null>(null);
  const done = () => {
    open(null);
    message.success(t('recorded'));
    changed();
  };
  return (
    <>
      <h3>{t('beforeCase')}</h3>
      <ul className="cm-checks">
        {BEFORE_CASE.map((one) => {
          const told = clue.verifications.filter((entry) => entry.kind === one);
          const last = told[told.length - 1];
          return (
            <li key={one}>
              <span className={`cm-tag ${last === undefined ? 'cm-tag-S2' : 'cm-tag-good'}`}>{last === undefined ? `✗ ${t('lacking')}` : `✓ ${result(last.result)}`}</span> {check(one)}
              {may && <Button size="small" onClick={() => open(one)}>{t('recordOne', {what: check(one)})}</Button>}
            </li>
          );
        })}
      </ul>
      {may && kind === null && <Button size="small" onClick={() => open('other')}>{t('otherCheck')}</Button>}
      {kind !== null && <Entry key={kind} clue={clue.id} kind={kind} done={done} close={() => open(null)} />}
      {clue.verifications.length > 0 && (
        <ul className="cm-events">
          {clue.verifications.map((one) => (
            <li key={one.no}><span className="cm-quiet">{momentText(one.at)} {one.by}</span> <strong>{check(one.kind)}</strong> · {result(one.result)}
              {(one.what ?? one.told) !== null && <p>{one.what}{one.told}</p>}
              {one.attachments.map((file) => <p key={file.no}>{clue.unmasked
                ? <a href={`/api/v1/clues/${clue.id}/attachments/${file.no}`} download={file.name}>{file.name}</a>
                : <span title={t('unmaskForFile')}>{file.name}（{t('unmaskForFile')}）</span>}</p>)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function History({clue}: {clue: Record}) {
  const t = useWords(words);
  const english = useLanguage() === 'en';
  const step = useTerms('desk.steps'), state = useTerms('desk.states');
  const events = [...clue.events].reverse();
  return (
    <>
      <h3>{t('notes', {n: clue.notes.length})}</h3>
      {clue.notes.length === 0 && <p className="cm-quiet">{t('noNotes')}</p>}
      <ul className="cm-events">{clue.notes.map((note, i) => <li key={i}><span className="cm-quiet">{momentText(note.at)} {note.by}</span><p>{note.text}</p></li>)}</ul>
      <h3>{t('history')}</h3>
      <ul className="cm-events">
        {events.map((event) => (
          <li key={event.version} className={event.undone ? 'cm-undone' : undefined}>
            <span className="cm-quiet">{momentText(event.at)} {event.by ?? t('program')}{event.office === null ? '' : ` · ${event.office}`}</span>{' '}
            <strong>{event.step === 'undo' ? t('undo') : step(event.step)}</strong>
            {event.from !== event.to && <> {state(event.from)} → {state(event.to)}</>}{event.undone ? `${english ? ' ' : ''}（${t('undone')}）` : ''}
            {event.why !== null && <p>{event.why}</p>}
            {event.finding_was !== null && event.finding !== event.finding_was && <p>{t('findingWas')}{event.finding_was}</p>}
          </li>
        ))}
        <li><span className="cm-quiet">{momentText(clue.made_at)} {t('program')}</span> <strong>{t('found')}</strong></li>
      </ul>
    </>
  );
}
