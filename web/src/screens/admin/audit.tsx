/* The audit: who did what, when, why; verified with the check points. It is read, never changed. */
import {Fragment, useState} from 'react';
import {Alert, App, Button} from 'antd';
import {useSearchParams} from 'wouter';
import {$api, answer, api, headersOf, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {momentText} from '../../parts/values';
import {words} from './words';

const PAGE = 50;
const FIELDS = ['by', 'action', 'object'] as const;

type Line = Schemas['AuditLine'];

function LineRow({line}: {line: Line}) {
  const t = useWords(words);
  const act = useTerms('desk.rights'), role = useTerms('desk.roles');
  const [open, setOpen] = useState(false);
  const title = act(line.action);
  return (
    <Fragment>
      <tr>
        <th scope="row"><Button type="link" size="small" aria-expanded={open} aria-label={`${t('detail')} ${line.line}`} onClick={() => setOpen(!open)}>{line.line}</Button></th>
        <td>{momentText(line.at)}</td><td>{line.by || t('owner')}</td><td>{role(line.role)}</td>
        <td>{title === line.action ? line.action : `${title} ${line.action}`}</td><td>{line.object}</td><td>{line.reason}</td>
      </tr>
      {open && (
        <tr><td colSpan={7}>
          <div>{t('office')}：{line.office || '—'} · {t('detail')}：{line.detail || '—'}</div>
          <div>{t('digest')}：<code>{line.digest}</code></div>
          {line.rows != null && line.rows !== '' && <><div>{t('rows')}</div><pre className="cm-admin-rows" tabIndex={0}>{line.rows}</pre></>}
        </td></tr>
      )}
    </Fragment>
  );
}

function Report({report}: {report: Schemas['AuditReport']}) {
  const t = useWords(words);
  const {lines, rows, faults, points, sealed, open} = report;
  return (
    <Alert className="cm-admin-report" type={report.good ? 'success' : 'error'} showIcon role="status" title={report.good ? t('good', {lines, rows}) : t('bad', {faults, lines, rows})}
      description={<>
        <p>{t('sealed', {points, sealed, open})}{report.invalid > 0 && ` · ${t('invalid', {n: report.invalid})}`}{report.strange > 0 && ` · ${t('strange', {n: report.strange})}`}</p>
        {report.items.length > 0 && <ul>{report.items.map((fault, i) => <li key={i}>{t(fault.kind as keyof typeof words, {line: fault.line, row: fault.row, table: fault.table ?? ''})}</li>)}</ul>}
      </>} />
  );
}

async function verifyWith(file: File): Promise<Schemas['AuditReport']> {
  const headers = {...headersOf('POST'), 'Content-Type': 'application/octet-stream'};
  const response = await fetch('/api/v1/audit/verifications', {method: 'POST', headers, body: file});
  const body: unknown = await response.json();
  if (!response.ok) {
    throw body;
  }
  return body as Schemas['AuditReport'];
}

function save(name: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Verify() {
  const t = useWords(words);
  const {message} = App.useApp();
  const mayVerify = useMay('audit.verify'), maySign = useMay('audit.checkpoint');
  const [report, setReport] = useState<Schemas['AuditReport'] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function run(how: () => Promise<Schemas['AuditReport']>) {
    setBusy(true);
    setFailure(null);
    setReport(null);
    await how().then(setReport, setFailure);
    setBusy(false);
  }

  async function sign() {
    const point = await answer(api.POST('/api/v1/audit/points')) as unknown as {line: number};
    save(`check-point-${point.line}.json`, JSON.stringify(point));
    void message.success(t('signed', {line: point.line}));
  }

  return (
    <div>
      <div className="cm-row">
        {mayVerify && <Button type="primary" loading={busy} onClick={() => void run(() => answer(api.GET('/api/v1/audit/verification')))}>{t('verify')}</Button>}
        {mayVerify && <label>{t('verifyPoint')} <input type="file" accept=".json,application/json" onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) {
            void run(() => verifyWith(file));
          }
        }} /></label>}
        {maySign && <Button onClick={() => void sign().catch(setFailure)} title={t('signAbout')}>{t('sign')}</Button>}
      </div>
      <div aria-live="polite">{busy && <span>{t('verifying')}</span>}</div>
      {failure !== null && <ProblemBox error={failure} />}
      {report !== null && <Report report={report} />}
    </div>
  );
}

export default function Audit() {
  const t = useWords(words);
  const [params, setParams] = useSearchParams();
  const given = (name: string) => params.get(name)?.trim() ?? '';
  const change = (name: string, value: string) => setParams((before) => {
    const next = new URLSearchParams(before);
    next.delete('after');
    next.delete(name);
    if (value !== '') {
      next.set(name, value);
    }
    return next;
  }, {replace: name !== 'after'});
  const query = {
    newest: true, limit: PAGE,
    ...Object.fromEntries([...FIELDS].filter((name) => given(name) !== '').map((name) => [name, given(name)])),
    ...(given('from') === '' ? {} : {from: `${given('from')}T00:00:00Z`}), ...(given('to') === '' ? {} : {to: `${given('to')}T23:59:59Z`}),
    ...(given('after') === '' ? {} : {after: Number(given('after'))}),
  };
  const lines = $api.useQuery('get', '/api/v1/audit', {params: {query}}, {placeholderData: (before) => before});
  const label = {by: t('by'), action: t('actionStart'), object: t('object')};
  return (
    <section className="cm-card" aria-label={t('audit')}>
      <Verify />
      <div className="cm-row cm-admin-tools" role="search">
        {FIELDS.map((name) => <label key={name}>{label[name]} <input type="search" className="cm-input" value={params.get(name) ?? ''} onChange={(event) => change(name, event.target.value)} /></label>)}
        {(['from', 'to'] as const).map((name) => <label key={name}>{t(name)} <input type="date" className="cm-input" value={given(name)} onChange={(event) => change(name, event.target.value)} /></label>)}
      </div>
      {lines.error !== null && <ProblemBox error={lines.error} again={() => void lines.refetch()} />}
      {lines.isPending ? <Waiting /> : lines.data === undefined ? null : lines.data.items.length === 0 ? <Blank title={t('noLines')} /> : (
        <div className="cm-admin-wide">
          <table className="cm-admin-table">
            <thead><tr>{([t('line'), t('at'), t('by'), t('asRole'), t('action'), t('object'), t('reason')]).map((title) => <th scope="col" key={title}>{title}</th>)}</tr></thead>
            <tbody>{lines.data.items.map((line) => <LineRow key={line.line} line={line} />)}</tbody>
          </table>
          <p className="cm-row">
            {given('after') !== '' && <Button size="small" onClick={() => change('after', '')}>{t('first')}</Button>}
            {lines.data.next !== null && <Button size="small" onClick={() => setParams((before) => { const next = new URLSearchParams(before); next.set('after', String(lines.data?.next)); return next; })}>{t('next')}</Button>}
          </p>
        </div>
      )}
    </section>
  );
}
