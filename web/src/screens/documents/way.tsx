/* The course of a document: who did what and when, what is missing for the next step, and the steps one may take. */
import {useId, useState, type FormEvent, type ReactNode} from 'react';
import {App as Antd, Button, Steps} from 'antd';
import {answer, api, forget, isProblem, type Schemas} from '../../api/client';
import {useWords, type Say} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {momentText} from '../../parts/values';
import type {Document} from './editor';
import {words} from './words';

type Step = Schemas['DocumentStep'];

const ORDER = ['stepDraft', 'stepSubmit', 'stepApprove', 'stepIssue', 'stepDeliver', 'stepReply'] as const;
const REACHED: Record<string, number> = {draft: 0, returned: 0, stale: 0, withdrawn: 0, submitted: 1, approved: 2, issued: 3, delivered: 4, replied: 5};

export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

/* Who and when, as far as each was done. */
function told(document: Document, t: Say<typeof words>, reply: (id: string | null) => string): string[] {
  const join = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');
  const reached = REACHED[document.state] ?? 0;
  return [
    join(document.drafter, momentText(document.made_at)),
    reached >= 1 ? document.submitter ?? '' : '',
    reached >= 2 ? document.approver ?? '' : '',
    reached >= 3 ? join(document.issued_on, document.number) : '',
    reached >= 4 ? join(document.delivered_on, document.reply_due_on && t('due', {day: document.reply_due_on})) : '',
    reached >= 5 ? join(document.replied_on, reply(document.reply)) : '',
  ];
}

export function Course({document}: {document: Document}) {
  const t = useWords(words);
  const reply = useTerms('desk.document_replies');
  const reached = REACHED[document.state] ?? 0;
  const says = told(document, t, reply);
  const stopped = document.state === 'withdrawn' || document.state === 'stale';
  return (
    <div className="cm-course">
      <Steps size="small" current={Math.min(reached + 1, ORDER.length - 1)} status={stopped ? 'error' : reached === 5 ? 'finish' : 'process'}
        items={ORDER.map((word, i) => ({title: t(word), content: says[i] || undefined, status: i <= reached ? 'finish' as const : undefined}))} />
      {document.state === 'returned' && <p className="cm-lint cm-lint-error">{t('returned', {reason: document.reason ?? ''})}</p>}
      {document.state === 'stale' && <p className="cm-lint cm-lint-error">{t('stale', {reason: document.reason ?? ''})}</p>}
      {document.state === 'withdrawn' && <p className="cm-lint">{t('withdrawn', {reason: document.reason ?? ''})}</p>}
    </div>
  );
}

export function Labelled({label, children}: {label: string; children: (id: string) => ReactNode}) {
  const id = useId();
  return <div className="cm-field"><label htmlFor={id}><span>{label}</span></label>{children(id)}</div>;
}

async function digestOf(file: File): Promise<string | null> {
  if (crypto.subtle === undefined) {
    return null; // outside of an encrypted or local connection
  }
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/* What a step asks for, as fields. */
function Fields({step}: {step: Step}) {
  const t = useWords(words);
  const replies = useTerms('desk.document_replies');
  const asks = (name: Step['asks'][number]) => step.asks.includes(name);
  const dayLabel = asks('number') ? 'onIssue' : asks('result') ? 'onReply' : 'onDeliver';
  return (
    <>
      {asks('reason') && <Labelled label={t('reason')}>{(id) => <textarea id={id} name="reason" className="cm-input cm-area" rows={3} required maxLength={2000} autoFocus />}</Labelled>}
      {asks('committee') && <Labelled label={t('committee')}>{(id) => <input id={id} name="committee" className="cm-input" maxLength={200} autoFocus />}</Labelled>}
      {asks('result') && <Labelled label={t('result')}>{(id) => (
        <select id={id} name="result" className="cm-input" required autoFocus>
          {['accepted', 'partly', 'refused', 'none'].map((one) => <option key={one} value={one}>{replies(one)}</option>)}
        </select>
      )}</Labelled>}
      {asks('number') && <Labelled label={t('numberHint')}>{(id) => <input id={id} name="number" className="cm-input" maxLength={100} autoFocus />}</Labelled>}
      {(asks('day') || asks('number')) && <Labelled label={t(dayLabel)}>{(id) => <input id={id} name="on" type="date" className="cm-input" required defaultValue={today()} max={today()} />}</Labelled>}
      {asks('day') && !asks('result') && <Labelled label={t('replyBy')}>{(id) => <input id={id} name="reply_by" type="date" className="cm-input" min={today()} />}</Labelled>}
      {asks('result') && <>
        <Labelled label={t('replyText')}>{(id) => <textarea id={id} name="text" className="cm-input cm-area" rows={3} maxLength={20000} />}</Labelled>
        <Labelled label={t('file')}>{(id) => <input id={id} name="file" type="file" />}</Labelled>
      </>}
    </>
  );
}

type Given = (name: string) => string;

/* Each step is an operation of its own. */
function send(step: string, no: number, tag: string, given: Given, file: {file_name?: string; file_sha256?: string}) {
  const params = {path: {document: no}, header: {'If-Match': tag}};
  const some = <K extends string>(name: K) => (given(name) === '' ? {} : {[name]: given(name)}) as {[key in K]?: string};
  switch (step) {
    case 'submit': return answer(api.POST('/api/v1/documents/{document}/submit', {params}));
    case 'return': return answer(api.POST('/api/v1/documents/{document}/return', {params, body: {reason: given('reason')}}));
    case 'withdraw': return answer(api.POST('/api/v1/documents/{document}/withdraw', {params, body: {reason: given('reason')}}));
    case 'approve': return answer(api.POST('/api/v1/documents/{document}/approve', {params, body: some('committee')}));
    case 'issue': return answer(api.POST('/api/v1/documents/{document}/issue', {params, body: {...some('number'), ...some('on')}}));
    case 'deliver': return answer(api.POST('/api/v1/documents/{document}/deliver', {params, body: {...some('on'), ...some('reply_by')}}));
    default: return answer(api.POST('/api/v1/documents/{document}/reply', {params, body: {result: given('result'), ...some('on'), ...some('text'), ...file}}));
  }
}

function StepForm({document, step, tag, close}: {document: Document; step: Step; tag: string; close: () => void}) {
  const t = useWords(words);
  const {message} = Antd.useApp();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function take(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get('file');
    const given: Given = (name) => String(form.get(name) ?? '').trim();
    setBusy(true);
    try {
      const real = file instanceof File && file.name !== '' ? file : null;
      const digest = real === null ? null : await digestOf(real);
      if (real !== null && digest === null) {
        void message.warning(t('fileNoDigest'));
      }
      await send(step.step, document.no, tag, given, real !== null && digest !== null ? {file_name: real.name, file_sha256: digest} : {});
      void message.success(t('done', {step: step.title}));
      close();
    } catch (error) {
      setFailure(isProblem(error) && error.status === 412 ? {...error, title: t('conflictStep')} : error);
    } finally {
      setBusy(false);
      await forget('/api/v1/documents', '/api/v1/clues', '/api/v1/deadlines', '/api/v1/home');
    }
  }

  return (
    <form className="cm-step-form" aria-label={step.title} onSubmit={(event) => void take(event)}>
      <Fields step={step} />
      {failure !== null && <ProblemBox error={failure} />}
      <div className="cm-row">
        <Button type="primary" htmlType="submit" loading={busy}>{t('doIt', {step: step.title})}</Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </div>
    </form>
  );
}

/* Steps that need nothing but a look back are not for the first place. */
const BACK = ['return', 'withdraw'];

export function Way({document, errors, tag}: {document: Document; errors: number; tag: () => string}) {
  const t = useWords(words);
  const [chosen, setChosen] = useState<string | null>(null);
  const step = document.steps.find((one) => one.step === chosen && one.may);
  const whyNot = (one: Step) => (one.may ? one.asks.includes('lint') && errors > 0 ? t('blockedByLint', {n: errors}) : '' : one.why_not ?? '');
  const sorted = [...document.steps].sort((a, b) => Number(BACK.includes(a.step)) - Number(BACK.includes(b.step)));
  return (
    <section className="cm-card cm-way" aria-label={t('way')}>
      <h2>{t('way')}</h2>
      <ul>
        {sorted.map((one) => {
          const why = whyNot(one);
          return (
            <li key={one.step}>
              <Button type={BACK.includes(one.step) ? 'default' : 'primary'} disabled={why !== ''} aria-describedby={why === '' ? undefined : `why-${one.step}`}
                aria-expanded={chosen === one.step} onClick={() => setChosen(chosen === one.step ? null : one.step)}>{one.title}</Button>
              <small id={`why-${one.step}`} className="cm-quiet">{why}</small>
            </li>
          );
        })}
      </ul>
      {step !== undefined && <StepForm key={step.step} document={document} step={step} tag={tag()} close={() => setChosen(null)} />}
    </section>
  );
}
