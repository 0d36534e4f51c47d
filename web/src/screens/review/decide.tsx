/* What a step asks for, right where one reads: a key for a code, or a small form. What was typed stays until it is sent. */
import {useEffect, useRef, useState, type FormEvent} from 'react';
import {Alert, Button} from 'antd';
import {$api, isProblem} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {asksToType, CODE_KEYS, defaultDay, isChoice, useKept, type Ask, type Step, type StepBody} from './course';
import {words} from './review.words';

type FieldOf = {ask: Ask; name: string; first: boolean};

const labels = {why: 'why', number: 'number', into: 'into', day: 'day', office: 'office', person: 'person'} as const;
const isLabelled = (kind: string): kind is keyof typeof labels => kind in labels;

function Office({name, id}: {name: string; id: string}) {
  const {data} = $api.useQuery('get', '/api/v1/offices');
  const [office, put] = useKept(name);
  return (
    <select id={id} name="to_office" className="cm-input" required value={office} onChange={(event) => put(event.target.value)}>
      <option value="" />
      {data?.items.map((one) => <option key={`${one.above}/${one.name}`} value={one.name}>{one.name}</option>)}
    </select>
  );
}

/* A list where one may see it, else the name as it is. */
function Person({name, id}: {name: string; id: string}) {
  const may = useMay('person.list');
  const {data} = $api.useQuery('get', '/api/v1/people', {}, {enabled: may, meta: {quiet: true}});
  const [person, put] = useKept(name);
  return (
    <>
      <input id={id} name="to_person" className="cm-input" required autoComplete="off" list={`${id}-names`} value={person} onChange={(event) => put(event.target.value)} />
      <datalist id={`${id}-names`}>{data?.items.filter((one) => one.active).map((one) => <option key={one.name} value={one.name}>{one.office}</option>)}</datalist>
    </>
  );
}

function Text({ask, name, id}: {ask: Ask; name: string; id: string}) {
  const [text, put] = useKept(name, ask.kind === 'day' ? defaultDay(ask) : '');
  const member = ask.member ?? ask.kind;
  return ask.kind === 'why'
    ? <textarea id={id} name={member} className="cm-input cm-area" required maxLength={4000} rows={3} value={text} onChange={(event) => put(event.target.value)} />
    : <input id={id} name={member} type={ask.kind === 'day' ? 'date' : 'text'} className="cm-input" required maxLength={200} autoComplete="off" value={text} onChange={(event) => put(event.target.value)} />;
}

function Codes({ask, name, id}: {ask: Ask; name: string; id: string}) {
  const t = useWords(words);
  const [code, put] = useKept(name);
  const chosen = ask.codes?.find((one) => one.id === code);
  return (
    <>
      <select id={id} name={ask.member ?? ask.kind} className="cm-input" required value={code} onChange={(event) => put(event.target.value)}>
        <option value="" />
        {ask.codes?.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
      </select>
      {chosen?.amount === true && <label className="cm-field"><span>{t('amount')}</span><input name="amount" className="cm-input" inputMode="decimal" pattern="[0-9]+(\.[0-9]{1,2})?" /></label>}
      {chosen?.persons === true && <label className="cm-field"><span>{t('persons')}</span><input name="persons" className="cm-input" inputMode="numeric" pattern="[0-9]+" /></label>}
    </>
  );
}

function Field({ask, name, first}: FieldOf) {
  const t = useWords(words);
  const id = `ask-${ask.kind}`;
  useEffect(() => {
    if (first) {
      document.getElementById(id)?.focus();
    }
  }, [first, id]);
  const one = {ask, name, id};
  return (
    <div className="cm-field">
      <label htmlFor={id}>{isLabelled(ask.kind) ? t(ask.of === 'due' ? 'dayDue' : labels[ask.kind]) : t('code')}</label>
      {ask.codes !== undefined ? <Codes {...one} /> : ask.kind === 'office' ? <Office {...one} /> : ask.kind === 'person' ? <Person {...one} /> : <Text {...one} />}
    </div>
  );
}

type Props = {clue: string; step: Step; busy: boolean; fault: unknown; take: (body: StepBody) => void; close: () => void; warn?: string | undefined};

const FEN = 100;

function bodyOf(step: Step, form: FormData): StepBody {
  const body: Record<string, string | number> = {step: step.step};
  form.forEach((value, name) => {
    if (typeof value === 'string' && value.trim() !== '') {
      body[name] = name === 'amount' ? Math.round(Number(value) * FEN) : name === 'persons' ? Number(value) : value.trim();
    }
  });
  return body as StepBody;
}

/* Reasons with a key each: the second key of a decision. */
function Choice({clue, step, busy, take}: Props) {
  const t = useWords(words);
  const form = useRef<HTMLFormElement>(null);
  const ask = asksToType(step).find((one) => one.codes !== undefined) as Ask;
  const day = asksToType(step).find((one) => one.kind === 'day');
  const [why, setWhy] = useKept(`${clue}.${step.step}.why`);
  const choose = (code: string) => {
    if (!busy && form.current?.reportValidity() === true) {
      take({...bodyOf(step, new FormData(form.current)), [ask.member as string]: code});
    }
  };
  const codes = ask.codes ?? [];
  useKeys(step.title, codes.slice(0, CODE_KEYS.length).map((code, i) => ({key: CODE_KEYS[i] as string, what: code.title, act: () => choose(code.id)})));
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()}>
      <div className="cm-codes" role="group" aria-label={step.title}>
        {codes.map((code, i) => (
          <Button key={code.id} size="small" disabled={busy} onClick={() => choose(code.id)}><kbd>{CODE_KEYS[i]}</kbd> {code.title}</Button>
        ))}
      </div>
      {day !== undefined && <Field ask={day} name={`${clue}.${step.step}.day`} first={false} />}
      <label className="cm-field"><span>{t('remark')}</span><input name="why" className="cm-input" maxLength={4000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
    </form>
  );
}

function Form({clue, step, busy, take}: Props) {
  const asks = asksToType(step);
  const form = useRef<HTMLFormElement>(null);
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    take(bodyOf(step, new FormData(event.currentTarget)));
  }
  return (
    <form ref={form} onSubmit={send} onKeyDown={(event) => {
      if (event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing) {
        form.current?.requestSubmit();
      }
    }}>
      {asks.map((ask, i) => <Field key={ask.kind} ask={ask} name={`${clue}.${step.step}.${ask.kind}`} first={i === 0} />)}
      <Button type="primary" htmlType="submit" loading={busy}>{step.title} <kbd>Ctrl Enter</kbd></Button>
    </form>
  );
}

export function Decide(props: Props) {
  const t = useWords(words);
  const {step, fault, close, warn} = props;
  const box = useRef<HTMLDivElement>(null);
  useKeys(step.title, [{key: 'Escape', what: t('cancel'), act: close}]);
  useEffect(() => void box.current?.scrollIntoView({block: 'nearest'}), []);
  const changed = isProblem(fault) && fault.status === 412;
  return (
    <section ref={box} className="cm-decide" aria-label={step.title} onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && close()}>
      <header className="cm-row"><strong>{step.title}</strong><span className="cm-quiet">→ {step.to_title}</span>
        <Button size="small" type="text" className="cm-end" onClick={close}>{t('cancel')} <kbd>Esc</kbd></Button></header>
      {warn !== undefined && <Alert type="warning" showIcon title={warn} />}
      {changed && <Alert type="warning" showIcon role="alert" title={t('changedMeanwhile')} description={isProblem(fault) ? fault.detail : ''} />}
      {fault !== null && !changed && <ProblemBox error={fault} />}
      {isChoice(step) ? <Choice {...props} /> : <Form {...props} />}
    </section>
  );
}

/* A note, an unmasking: one text and what is done with it. */
export function OneText({title, label, name, busy, fault, send, close, action}: {
  title: string; label: string; name: string; busy: boolean; fault: unknown; send: (text: string) => void; close: () => void; action: string;
}) {
  const t = useWords(words);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, put] = useKept(name);
  const [empty, setEmpty] = useState(false);
  useEffect(() => void field.current?.focus(), []);
  const act = () => (text.trim() === '' ? setEmpty(true) : send(text.trim()));
  return (
    <section className="cm-decide" aria-label={title} onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && close()}>
      <header className="cm-row"><strong>{title}</strong><Button size="small" type="text" className="cm-end" onClick={close}>{t('cancel')} <kbd>Esc</kbd></Button></header>
      {fault !== null && <ProblemBox error={fault} />}
      <label className="cm-field"><span>{label}</span>
        <textarea ref={field} className="cm-input cm-area" rows={3} maxLength={4000} aria-invalid={empty} value={text} onChange={(event) => { put(event.target.value); setEmpty(false); }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing) {
              act();
            }
          }} />
      </label>
      <Button type="primary" loading={busy} onClick={act}>{action} <kbd>Ctrl Enter</kbd></Button>
    </section>
  );
}
