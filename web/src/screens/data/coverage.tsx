/* How much was read: groups of facts, months, courts, kinds, sources; files that were not. Numbers open their lists. */
import {useState} from 'react';
import {Button, Drawer, Input, Table} from 'antd';
import {useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {countText} from '../../parts/values';
import {causes} from './causes';
import {Heat} from './heat';
import {words} from './words';

type Slice = 'court' | 'kind' | 'source';

function Gaps({group}: {group: string}) {
  const t = useWords(words);
  const [after, setAfter] = useState<string | undefined>();
  const {data, error} = $api.useQuery('get', '/api/v1/coverage/gaps', {params: {query: {group, limit: 20, ...(after !== undefined && {after})}}});
  if (error) {
    return <ProblemBox error={error} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  return (
    <>
      <Table size="small" rowKey={(one) => `${one.doc} ${one.at?.begin ?? 0}`} dataSource={data.items} pagination={false} locale={{emptyText: t('none')}} columns={[
        {title: t('caseNo'), render: (_, one) => one.case_no ?? one.doc},
        {title: t('state'), render: (_, one) => t(one.state)},
        {title: t('place'), render: (_, one) => (one.at?.begin16 === undefined ? '—' : t('byte', {n: one.at.begin16 + 1}))},
        {title: t('words'), render: (_, one) => one.at?.text ?? '—'},
      ]} />
      {data.next !== null && <Button onClick={() => setAfter(data.next ?? undefined)}>{t('more')}</Button>}
    </>
  );
}

function By({slice, find}: {slice: Slice; find?: boolean}) {
  const t = useWords(words);
  const [, setQuery] = useSearchParams();
  const search = useMay('text.search');
  const [word, setWord] = useState('');
  const {data, error} = $api.useQuery('get', '/api/v1/coverage/by/{slice}', {params: {path: {slice}}});
  if (error) {
    return <ProblemBox error={error} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  const name = (row: (typeof data.items)[number]) => String((row as Record<string, unknown>)[slice] ?? '—');
  const rows = data.items.filter((row) => name(row).includes(word));
  const open = (court: string, read?: string) => setQuery({tab: 'judgments', court, ...(read !== undefined && {read})});
  const number = (row: (typeof data.items)[number], count: number, read?: string) => (search && slice === 'court' && count !== 0
    ? <button type="button" className="cm-data-link" onClick={() => open(name(row), read)}>{countText(count)}</button> : countText(count));
  return (
    <>
      {find && <Input allowClear aria-label={t('find')} placeholder={t('find')} value={word} onChange={(event) => setWord(event.target.value)} />}
      <Table size="small" rowKey={name} dataSource={rows} pagination={{pageSize: 12, hideOnSinglePage: true, showSizeChanger: false}} columns={[
        {title: t(slice), render: (_, row) => name(row)},
        {title: t('documents'), align: 'right', sorter: (a, b) => a.documents - b.documents, render: (_, row) => number(row, row.documents)},
        {title: t('partly'), align: 'right', sorter: (a, b) => a.partly - b.partly, render: (_, row) => number(row, row.partly, 'gaps')},
        {title: t('unread'), align: 'right', sorter: (a, b) => a.unread - b.unread, render: (_, row) => countText(row.unread)},
      ]} />
    </>
  );
}

export function Coverage() {
  const t = useWords(words);
  const [group, setGroup] = useState<string | null>(null);
  const [, setQuery] = useSearchParams();
  const importing = useMay('data.import');
  const word = useTerms('group'), why = useWords(causes);
  const {data, error, refetch} = $api.useQuery('get', '/api/v1/coverage');
  if (error) {
    return <ProblemBox error={error} again={() => void refetch()} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  if (data.documents === 0) {
    return <Blank title={t('noData')} about={importing ? undefined : t('noDataAbout')} action={importing && <Button type="primary" onClick={() => setQuery({tab: 'import'})}>{t('goImport')}</Button>} />;
  }
  const title = (row: object) => word(id(row));
  const id = (row: object) => String((row as Record<string, unknown>)['group'] ?? '');
  const cause = (row: object) => String((row as Record<string, unknown>)['cause'] ?? '');
  return (
    <>
      <section className="cm-card"><dl className="cm-data-numbers">
        {([['documents', data.documents], ['whole', data.whole], ['conflicts', data.conflicts]] as const).map(([word, n]) => <div key={word}><dt>{t(word)}</dt><dd>{countText(n)}</dd></div>)}
      </dl></section>
      <section className="cm-card"><h2>{t('byMonth')}</h2><Heat /></section>
      <div className="cm-data-two">
        <section className="cm-card"><h2>{t('groups')}</h2>
          <Table size="small" rowKey={id} dataSource={data.groups} pagination={false} columns={[
            {title: t('group'), render: (_, row) => title(row)},
            {title: t('partly'), align: 'right', render: (_, row) => <button type="button" className="cm-data-link" onClick={() => setGroup(id(row))} aria-label={`${title(row)} ${t('partly')} ${row.partly}`}>{countText(row.partly)}</button>},
            {title: t('unread'), align: 'right', render: (_, row) => <button type="button" className="cm-data-link" onClick={() => setGroup(id(row))} aria-label={`${title(row)} ${t('unread')} ${row.unread}`}>{countText(row.unread)}</button>},
          ]} />
        </section>
        <section className="cm-card"><h2>{t('byCourt')}</h2><By slice="court" find /></section>
        <section className="cm-card"><h2>{t('byKind')}</h2><By slice="kind" /></section>
        <section className="cm-card"><h2>{t('bySource')}</h2><By slice="source" /></section>
        <section className="cm-card"><h2>{t('notRead')}</h2>
          {data.not_read.length === 0 ? <p>{t('allRead')}</p> : <ul>{data.not_read.map((row) => <li key={cause(row)}>{why(cause(row))}: {countText(row.documents)}</li>)}</ul>}
        </section>
      </div>
      <Drawer open={group !== null} onClose={() => setGroup(null)} size="large" title={t('gapsOf', {group: word(group)})}>{group !== null && <Gaps key={group} group={group} />}</Drawer>
    </>
  );
}
