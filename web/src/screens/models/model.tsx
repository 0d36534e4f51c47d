/* One model: what it finds, its law by date, rule, traps, cases, what was measured, clues over time; and changing it. */
import {lazy, Suspense, useState} from 'react';
import {Button, Input, Popconfirm} from 'antd';
import {Link, useParams, useSearchParams} from 'wouter';
import {$api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText, Severity} from '../../parts/values';
import {Editor} from './editor';
import {Measured} from './measured';
import {words} from './words';
import './models.css';

const OverTime = lazy(() => import('./chart'));

type Page = Schemas['ModelPage'];

function Law({law}: {law: Page['law']}) {
  const t = useWords(words);
  return (
    <section className="cm-card">
      <h2>{t('law')}</h2>
      {law.map((one) => (
        <div key={one.written}>
          <h3>{one.cite}</h3>
          {one.paragraphs.length === 0 && <p className="cm-quiet">{t('noText')}</p>}
          {one.paragraphs.map((p, i) => (
            <p key={i}>{p.text} <span className="cm-quiet">({p.valid_from ?? '…'} {t('from')}{p.valid_to === null ? `, ${t('inForce')}` : `, ${p.valid_to} ${t('to')}`})</span></p>
          ))}
        </div>
      ))}
    </section>
  );
}

function Pairs({title, list}: {title: string; list: Schemas['Named'][]}) {
  return list.length === 0 ? null : <><h3>{title}</h3><dl className="cm-models-pairs">{list.map((one) => <div key={one.name}><dt>{one.name}</dt><dd>{one.text}</dd></div>)}</dl></>;
}

function Rule({rule}: {rule: Page['rule']}) {
  const t = useWords(words);
  return (
    <section className="cm-card">
      <h2>{t('rule')}</h2>
      <h3>{t('scope')}</h3><p>{rule.scope ?? t('everything')}</p>
      <h3>{t('hit')}</h3><p>{rule.hit}</p>
      <Pairs title={t('parameters')} list={rule.parameters} />
      <Pairs title={t('steps')} list={rule.steps} />
    </section>
  );
}

function Cases({tests}: {tests: Page['tests']}) {
  const t = useWords(words);
  return (
    <section className="cm-card">
      <h2>{t('cases')} ({tests.length})</h2>
      <table className="cm-models-table">
        <thead><tr><th scope="col">{t('outcome')}</th><th scope="col">{t('why')}</th><th scope="col">{t('kind')}</th><th scope="col">{t('line')}</th></tr></thead>
        <tbody>{tests.map((one, i) => <tr key={i}><td>{one.outcome}</td><td>{one.why}</td><td>{t(one.of_judgments ? 'ofText' : 'ofRow')}</td><td>{one.line}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

function Release({model}: {model: Page}) {
  const t = useWords(words);
  const [reason, setReason] = useState('');
  const may = useMay('model.withdraw');
  const [area = '', name = ''] = model.id.split('/');
  const withdraw = $api.useMutation('post', '/api/v1/models/{area}/{name}/withdraw', {onSuccess: () => forget('/api/v1/models', '/api/v1/proposals')});
  const r = model.release;
  if (r === null) {
    return <p className="cm-quiet">{t('origin')}: {t(model.origin)}</p>;
  }
  return (
    <div className="cm-card">
      <p>{t('published')}: <Link href={`/models?tab=proposals&proposal=${r.proposal}`}>{t('proposal', {n: r.proposal})}</Link>, {r.by}, {momentText(r.at)}{r.bundled_version !== null && `; ${t('overBundled', {n: r.bundled_version})}`}</p>
      {may && (
        <div className="cm-row">
          <Input className="cm-models-reason" aria-label={t('reason')} placeholder={t('reason')} value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
          <Popconfirm title={t('withdraw')} disabled={reason.trim() === ''} onConfirm={() => withdraw.mutate({params: {path: {area, name}}, body: {reason}})}>
            <Button disabled={reason.trim() === ''} loading={withdraw.isPending}>{t('withdraw')}</Button>
          </Popconfirm>
        </div>
      )}
    </div>
  );
}

export default function Model() {
  const t = useWords(words);
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const {area = '', name = ''} = useParams<{area: string; name: string}>();
  const mayCount = useMay('stats.read');
  const found = $api.useQuery('get', '/api/v1/models/{area}/{name}', {params: {path: {area, name}}, headers: {'Accept-Language': language}});
  if (found.isError) {
    return <ProblemBox error={found.error} again={() => void found.refetch()} />;
  }
  if (found.data === undefined) {
    return <Waiting />;
  }
  const model = found.data;
  if (search.get('edit') !== null) {
    return <><h1>{t('editTitle')}: {model.title}</h1><Editor start={model.source} done={() => setSearch({})} /></>;
  }
  return (
    <>
      <div className="cm-row cm-models-head">
        <Link href="/models">{t('models')}</Link>
        <h1>{model.title}</h1><Severity level={model.severity} /><span>v{model.version}</span>{!model.enabled && <span className="cm-tag">{t('off')}: {model.off}</span>}
        <Button onClick={() => setSearch({edit: '1'})}>{t('edit')}</Button>
      </div>
      <Release model={model} />
      <section className="cm-card"><h2>{t('about')}</h2><p className="cm-models-about">{model.about}</p></section>
      <section className="cm-card"><h2>{t('traps')}</h2>{model.traps.length === 0 ? <p className="cm-quiet">{t('noTraps')}</p> : <ul>{model.traps.map((one) => <li key={one}>{one}</li>)}</ul>}</section>
      <section className="cm-card">
        <h2>{t('precision')}</h2><p className="cm-quiet">{t('precisionAbout')}</p><Measured model={model} />
        {mayCount && <><h2>{t('overTime')}</h2><Suspense fallback={<Waiting />}><OverTime model={model.id} /></Suspense></>}
      </section>
      <Rule rule={model.rule} />
      <Law law={model.law} />
      <Cases tests={model.tests} />
    </>
  );
}
