import {useEffect, useMemo} from 'react';
import {App as Antd, Button, Input, Select, Table, type TableColumnsType} from 'antd';
import {Link, useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useMay, useSession} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {dayText, momentText} from '../../parts/values';
import {useTerms} from '../../parts/terms';
import {download} from './download';
import {Drafting} from './drafting';
import type {Row} from './editor';
import {words} from './words';
import './documents.css';

const FILTERS = ['state', 'kind', 'clue'] as const;
type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

function useFilter(): [Filter, (next: Filter) => void, URLSearchParams] {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as Filter;
  const set = (next: Filter) => setSearch(Object.fromEntries(FILTERS.flatMap((name) => (next[name] ? [[name, next[name] ?? '']] : []))), {replace: true});
  return [filter, set, search];
}

function useColumns(): TableColumnsType<Row> {
  const t = useWords(words);
  const reply = useTerms('desk.document_replies');
  return useMemo(() => [
    {title: t('no'), dataIndex: 'no', width: 64, align: 'right', className: 'cm-number'},
    {title: t('kind'), key: 'kind', width: 220, render: (_, row) => <Link href={`/documents/${row.no}`} aria-label={t('open', {no: row.no, kind: row.kind_title ?? row.kind})}>{row.kind_title}</Link>},
    {title: t('state'), dataIndex: 'state_title', width: 120},
    {title: t('number'), dataIndex: 'number', width: 170, render: (number: string) => number || '—'},
    {title: t('drafter'), dataIndex: 'drafter', width: 76},
    {title: t('approver'), dataIndex: 'approver', width: 76, render: (name: string) => name || '—'},
    {title: t('issued'), dataIndex: 'issued_on', width: 104, render: dayText, className: 'cm-number'},
    {title: t('delivered'), dataIndex: 'delivered_on', width: 104, render: dayText, className: 'cm-number'},
    {title: t('reply'), key: 'reply', width: 150, render: (_, row) => (row.reply ? `${reply(row.reply)} ${row.replied_on ?? ''}` : row.reply_due_on ? t('due', {day: row.reply_due_on}) : '—')},
    {title: t('clue'), dataIndex: 'clue', width: 116, render: (clue: string) => <Link href={`/clues/${clue}`}>{clue}</Link>},
    {title: t('changed'), key: 'changed', width: 150, className: 'cm-number', render: (_, row) => momentText(row.changed_at)},
  ], [t, reply]);
}

/* Submitted by somebody else: for whoever approves. (Its limit differs from that of the list, whose pages are kept under the same name else.) */
function WaitsForMe({set}: {set: (next: Filter) => void}) {
  const t = useWords(words);
  const {name} = useSession();
  const {data} = $api.useQuery('get', '/api/v1/documents', {params: {query: {state: 'submitted', limit: 500}}});
  const count = data?.items.filter((row) => row.drafter !== name).length ?? 0;
  return <Button type={count > 0 ? 'primary' : 'default'} onClick={() => set({state: 'submitted'})}>{`${t('waitsForMe')} (${count})`}</Button>;
}

function Filters({filter, set}: {filter: Filter; set: (next: Filter) => void}) {
  const t = useWords(words);
  const language = useLanguage();
  const may = useMay('document.approve');
  const {message} = Antd.useApp();
  const lists = $api.useQuery('get', '/api/v1/terms', {}, {staleTime: Infinity});
  const options = (list: string) => [{value: '', label: t('all')}, ...(lists.data?.lists.find((one) => one.list === list)?.terms ?? [])
    .map((term) => ({value: term.id, label: language === 'zh' ? term.zh : term.en}))];
  const query = new URLSearchParams(filter as Record<string, string>).toString();
  return (
    <div className="cm-row cm-document-filters">
      <label className="cm-row">{t('state')}<Select aria-label={t('state')} value={filter.state ?? ''} options={options('desk.document_states')} onChange={(state) => set({...filter, state})} style={{width: 150}} /></label>
      <label className="cm-row">{t('kind')}<Select aria-label={t('kind')} value={filter.kind ?? ''} options={options('desk.documents')} onChange={(kind) => set({...filter, kind})} style={{width: 220}} /></label>
      <label className="cm-row">{t('clue')}<Input.Search aria-label={t('clue')} defaultValue={filter.clue} key={filter.clue} allowClear onSearch={(clue) => set({...filter, clue: clue.trim()})} style={{width: 180}} /></label>
      {Object.keys(filter).length > 0 && <Button type="link" onClick={() => set({})}>{t('clear')}</Button>}
      <span className="cm-document-end cm-row">
        {may && <WaitsForMe set={set} />}
        <Button onClick={() => void download(`/api/v1/documents.xlsx${query && `?${query}`}`, message, t('downloading').replace('.docx', '.xlsx'))}>{t('ledger')}</Button>
      </span>
    </div>
  );
}

export default function Documents() {
  const t = useWords(words);
  const [filter, set, search] = useFilter();
  const columns = useColumns();
  const clue = search.get('draft');
  const list = $api.useInfiniteQuery('get', '/api/v1/documents', {params: {query: {...filter, limit: 100}}},
    {pageParamName: 'after', initialPageParam: '', getNextPageParam: (page) => page.next ?? undefined});
  useEffect(() => {
    document.title = t('documents');
  }, [t]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <h1>{t('documents')}</h1>
      {clue !== null && <Drafting clue={clue} close={() => set(filter)} />}
      <Filters filter={filter} set={set} />
      {list.error != null && <ProblemBox error={list.error} again={() => void list.refetch()} />}
      {list.isPending ? <Waiting /> : rows.length === 0 ? (
        <Blank title={filtered ? t('noneHere') : t('noneAtAll')} about={filtered ? undefined : t('noneAtAllHow')}
          action={filtered ? <Button onClick={() => set({})}>{t('clear')}</Button> : <Link href="/clues">{t('toClues')}</Link>} />
      ) : (
        <Table<Row> size="small" rowKey="no" columns={columns} dataSource={rows} pagination={false} scroll={{x: 'max-content'}} />
      )}
      {list.hasNextPage && <p><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}
