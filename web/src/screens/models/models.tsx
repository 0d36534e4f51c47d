/* The models: the library with what was measured, proposals, runs. Which part, and what is looked for, stand in the address. */
import {Input, Tabs} from 'antd';
import {Link, useSearchParams} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Severity} from '../../parts/values';
import {Measured} from './measured';
import {Proposals} from './proposals';
import {Run} from './run';
import {words} from './words';
import './models.css';

function Library({models}: {models: Schemas['Model'][]}) {
  const t = useWords(words);
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('find') ?? '';
  const shown = models.filter((m) => [m.title, m.about, m.id, m.code, ...m.basis].some((text) => text.includes(wanted.trim())));
  return (
    <>
      <label className="cm-field cm-models-find"><span>{t('find')}</span>
        <Input value={wanted} placeholder={t('findHint')} allowClear
          onChange={(event) => setSearch((now) => { now.set('find', event.target.value); if (event.target.value === '') { now.delete('find'); } return now; }, {replace: true})} />
      </label>
      <p className="cm-quiet" aria-live="polite">{t('shown', {n: shown.length})}</p>
      {shown.length === 0 ? <Blank title={t('noneFound')} about={t('noneFoundAbout')} /> : (
        <table className="cm-models-table">
          <thead><tr><th scope="col">{t('title')}</th><th scope="col">{t('severity')}</th><th scope="col">{t('basis')}</th><th scope="col">{t('version')}</th><th scope="col" title={t('precisionAbout')}>{t('precision')}</th></tr></thead>
          <tbody>
            {shown.map((m) => (
              <tr key={m.id}>
                <td>
                  <Link href={`/models/${m.id}`}>{m.title}</Link>{!m.enabled && <span className="cm-tag" title={m.off ?? ''}>{t('off')}</span>}
                  <div className="cm-quiet cm-models-first">{m.about.split('\n')[0]}</div>
                </td>
                <td><Severity level={m.severity} /></td>
                <td>{m.basis.join('、')}</td>
                <td>v{m.version}<div className="cm-quiet">{t(m.origin)}</div></td>
                <td><Measured model={m} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export default function Models() {
  const t = useWords(words);
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const review = useMay('model.review');
  const jobs = useMay('model.run', 'job.open');
  const list = $api.useQuery('get', '/api/v1/models', {headers: {'Accept-Language': language}});
  if (list.isError) {
    return <ProblemBox error={list.error} again={() => void list.refetch()} />;
  }
  if (list.data === undefined) {
    return <Waiting />;
  }
  const tabs = [
    {key: 'library', label: t('library'), children: <Library models={list.data.items} />},
    ...(jobs ? [{key: 'run', label: t('run'), children: <Run models={list.data.items} />}] : []),
    ...(review ? [{key: 'proposals', label: t('proposals'), children: <Proposals />}] : []),
  ];
  return (
    <>
      <h1>{t('models')}</h1>
      <Tabs activeKey={search.get('tab') ?? 'library'} onChange={(tab) => setSearch(tab === 'library' ? {} : {tab})} destroyOnHidden items={tabs} />
    </>
  );
}
