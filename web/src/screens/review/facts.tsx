/* All that was read from the document, each value with its place in the text; what was read wrongly is corrected here, once. */
import {useState, type FormEvent} from 'react';
import {App, Button} from 'antd';
import {useMutation} from '@tanstack/react-query';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {forgetClue, forgetTyped, useKept} from './course';
import type {Span} from './marks';
import {words} from './review.words';

type Fact = Schemas['Fact'];
type View = Schemas['Facts']['views'][number];
type Field = Schemas['CorrectionFields']['items'][number];
/* A fact of a row: count and defendant as in the tables, row from 1 in a child table. */
type Target = {fact: Fact; defendant: number; count: number; row: number};

const FEN = 100;

function valueOf(field: Field, text: string): string {
  return field.form === 'money' ? String(Math.round(Number(text) * FEN)) : text.trim();
}

function Value({fact, look}: {fact: Fact; look: (span: Span) => void}) {
  const t = useWords(words);
  const {begin16: begin, end16: end} = fact.at?.[0] ?? {};
  const value = fact.state === 'unread' ? <span className="cm-gap-word">{t('unreadWhole')}</span> : fact.value;
  return (
    <>
      {begin === undefined || end === undefined ? value
        : <Button size="small" type="link" onClick={() => look({begin, end})} aria-label={`${fact.title} ${fact.value ?? ''} ${t('toText')}`}>{value}</Button>}
      {fact.corrected !== undefined && <span className="cm-tag cm-tag-good" title={fact.corrected.why}>{t('corrected', {by: fact.corrected.by, was: fact.corrected.was_said})}</span>}
    </>
  );
}

function Input({field, fact, name}: {field: Field; fact: Fact; name: string}) {
  const t = useWords(words);
  const raw = fact.raw === undefined ? '' : field.form === 'money' && typeof fact.raw === 'number' ? String(fact.raw / FEN) : String(fact.raw);
  const [value, put] = useKept(name, raw);
  const one = {name: 'value', className: 'cm-input', value, required: true, autoFocus: true, 'aria-label': t('newValue')};
  return field.choices.length > 0
    ? <select {...one} onChange={(event) => put(event.target.value)}><option value="" />{field.choices.map((choice) => <option key={choice}>{choice}</option>)}</select>
    : <input {...one} onChange={(event) => put(event.target.value)} type={field.form === 'date' ? 'date' : 'text'}
      {...(field.form === 'integer' || field.form === 'money' ? {inputMode: 'decimal' as const, pattern: field.form === 'money' ? '-?[0-9]+(\\.[0-9]{1,2})?' : '-?[0-9]+'} : {})} />;
}

function Edit({doc, target, field, close}: {doc: string; target: Target; field: Field; close: () => void}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const name = `${doc}.${field.field}.${target.defendant}.${target.count}.${target.row}`;
  const [absent, setAbsent] = useState(false);
  const [why, setWhy] = useKept(`${name}.why`);
  const send = useMutation({
    mutationFn: (value: string | null) => answer(api.POST('/api/v1/judgments/{judgment}/corrections', {
      params: {path: {judgment: doc}},
      body: {field: field.field, reason: why.trim(), ...(value !== null && {value}), ...(target.defendant > 0 && {defendant_no: target.defendant}),
        ...(target.count > 0 && {count_no: target.count}), ...(target.row > 0 && {row_no: target.row})},
    })),
    meta: {quiet: true},
    onSuccess: () => {
      forgetTyped(name);
      close();
      message.success(t('correctedSaid'));
      forgetClue();
      void forget('/api/v1/judgments', '/api/v1/results');
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    send.mutate(absent ? null : valueOf(field, String(new FormData(event.currentTarget).get('value') ?? '')));
  }
  return (
    <form className="cm-decide" onSubmit={submit} aria-label={`${t('edit')} ${field.title}`} onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && close()}>
      {send.error !== null && <ProblemBox error={send.error} />}
      {!absent && <label className="cm-field"><span>{t('newValue')}{field.form === 'money' ? t('inYuan') : field.unit === '' ? '' : `（${field.unit}）`}</span><Input field={field} fact={target.fact} name={`${name}.value`} /></label>}
      <label className="cm-row"><input type="checkbox" checked={absent} onChange={(event) => setAbsent(event.target.checked)} />{t('notStated')}</label>
      <label className="cm-field"><span>{t('why')}</span><input className="cm-input" required maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
      <div className="cm-row"><Button type="primary" size="small" htmlType="submit" loading={send.isPending}>{t('save')}</Button><Button size="small" onClick={close}>{t('cancel')}</Button></div>
    </form>
  );
}

type FactsOf = {doc: string; look: (span: Span) => void; edit: {fact: string; defendant: number; count: number} | null};

export function Facts({doc, look, edit}: FactsOf) {
  const t = useWords(words);
  const may = useMay('fact.correct');
  const {data, error} = $api.useQuery('get', '/api/v1/judgments/{judgment}/facts', {params: {path: {judgment: doc}}}, {meta: {quiet: true}});
  const {data: fields} = $api.useQuery('get', '/api/v1/corrections/fields', {}, {staleTime: Infinity, enabled: may, meta: {quiet: true}});
  const [open, setOpen] = useState<string | null>(null);
  if (data === undefined) {
    return error === null ? <Waiting /> : <ProblemBox error={error} />;
  }
  const cell = (target: Target) => {
    const {fact} = target;
    const field = fields?.items.find((one) => one.field === fact.field);
    const id = `${fact.field}.${target.defendant}.${target.count}.${target.row}`;
    const asked = edit !== null && target.row === 0 && edit.fact === fact.fact && (target.defendant === 0 || target.defendant === edit.defendant) && (target.count === 0 || target.count === edit.count);
    const opened = open === id || (open === null && asked);
    return (
      <>
        <Value fact={fact} look={look} />
        {field !== undefined && !opened && <Button size="small" type="text" className="cm-fact-edit" onClick={() => setOpen(id)} aria-label={`${t('edit')} ${fact.title}`}>{t('correct')}</Button>}
        {field !== undefined && opened && <Edit doc={doc} target={target} field={field} close={() => setOpen('')} />}
      </>
    );
  };
  const row = (one: View['rows'][number], i: number) => (
    <table className="cm-related cm-fact-row" key={i}><tbody>
      {one.facts.map((fact) => <tr key={fact.fact}><th scope="row">{fact.title}</th><td>{cell({fact, defendant: one.defendant_no, count: one.count_no, row: 0})}</td></tr>)}
      {one.tables.filter((table) => table.rows.length > 0 || table.state === 'unread').map((table) => (
        <tr key={table.table}><th scope="row">{table.title}</th><td>
          {table.state === 'unread' && <span className="cm-gap-word">{t('unreadWhole')}</span>}
          {table.rows.map((cells, n) => <div key={n} className="cm-row">{cells.map((fact) => <span key={fact.fact}>{cell({fact, defendant: one.defendant_no, count: one.count_no, row: n + 1})}</span>)}</div>)}
        </td></tr>
      ))}
    </tbody></table>
  );
  return (
    <>
      {data.corrections.length > 0 && <p className="cm-quiet">{t('correctedCount', {n: data.corrections.length})}</p>}
      {data.views.filter((view) => view.rows.length > 0).map((view) => (
        <details key={view.view} open={view.view === 'judgment' || view.view === 'defendant' || edit !== null}>
          <summary>{view.title}（{view.rows.length}）</summary>
          {view.rows.map((one, i) => row(one, i))}
        </details>
      ))}
    </>
  );
}
