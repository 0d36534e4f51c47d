/* The list of clues: facets, chips, table, selection, keys. */
import {useCallback, useMemo, useRef, useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {Link, useLocation, useSearch} from 'wouter';
import {$api, answer, api} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useMay} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText} from '../../parts/values';
import {BulkForm, useUndo} from './bulk';
import {columnsOf} from './columns';
import {ORDERS, useFilters} from './filters';
import {Chips, Panel} from './panel';
import {useSelection} from './selection';
import {Table} from './table';
import {ColumnChoice, Views} from './views';
import {words} from './words';

async function saveFile(request: Promise<{data?: unknown; error?: unknown; response: Response}>, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer(request) as Blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export default function List() {
  const t = useWords(words);
  const language = useLanguage();
  const headers = {'Accept-Language': language};
  const filters = useFilters();
  const {query} = filters;
  const search = useSearch();
  const [, go] = useLocation();
  const {order: _order, ...counted} = query;
  const facets = $api.useQuery('get', '/api/v1/clues/facets', {params: {query: counted}, headers}, {placeholderData: (before) => before});
  const pages = $api.useInfiniteQuery('get', '/api/v1/clues', {params: {query: {...query, limit: 200}}, headers},
    {pageParamName: 'after', initialPageParam: '', getNextPageParam: (page) => page.next, placeholderData: (before) => before});
  const preferences = $api.useQuery('get', '/api/v1/preferences');
  const clues = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const total = facets.data?.total ?? clues.length;
  const columns = columnsOf(filters.params.get('cols'), preferences.data?.items.find((one) => one.key === 'columns.clues')?.value);
  const selection = useSelection(total);
  const [cursor, setCursor] = useState(0);
  const [bulk, setBulk] = useState(false);
  const {told, undo} = useUndo();
  const box = useRef<HTMLInputElement | null>(null);
  const mayExport = useMay('export.list');
  const titles = useMemo(() => {
    const of = (facet: 'model' | 'direction') => {
      const map = new Map(facets.data?.[facet].map((one) => [one.value, one.title] as const));
      return (id: string | null | undefined) => map.get(id ?? null) ?? id ?? '';
    };
    return {model: of('model'), direction: of('direction')};
  }, [facets.data]);
  const {hasNextPage, isFetchingNextPage, fetchNextPage} = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const here = clues[Math.min(cursor, clues.length - 1)];
  const address = search === '' ? '' : `?${search}`;
  const move = (by: number) => setCursor((row) => Math.max(0, Math.min(clues.length - 1, row + by)));
  const toggle = () => here !== undefined && selection.toggle(here.id);
  useKeys(t('title'), [
    {key: 'j', what: t('next'), act: () => move(1)}, {key: 'ArrowDown', what: t('next'), act: () => move(1), hidden: true},
    {key: 'k', what: t('previous'), act: () => move(-1)}, {key: 'ArrowUp', what: t('previous'), act: () => move(-1), hidden: true},
    {key: 'Enter', what: t('open'), act: () => here !== undefined && go(`/clues/${here.id}${address}`)},
    {key: 'x', what: t('pick'), act: toggle}, {key: ' ', what: t('pick'), act: toggle, hidden: true},
    {key: 'f', what: t('filters'), act: () => document.querySelector<HTMLElement>('#cm-facets input')?.focus()},
    {key: '/', what: t('toSearch'), act: () => box.current?.focus()},
    {key: 'b', what: t('bulk'), act: () => selection.count !== 0 && setBulk(true)},
    {key: 'u', what: t('undo'), act: undo},
  ]);

  function look(event: FormEvent) {
    event.preventDefault();
    filters.set('words', box.current?.value.trim() ?? '');
  }

  return (
    <div className="cm-clues">
      <Panel facets={facets.data} filters={filters} />
      <section className="cm-clues-main" aria-label={t('title')}>
        <div className="cm-row cm-tools">
          <form role="search" onSubmit={look}><input ref={box} className="cm-input cm-search" type="search" aria-label={t('search')} placeholder={t('search')} defaultValue={query.words} key={query.words} /></form>
          <strong role="status" className="cm-number">{t('total', {n: countText(total)})}</strong>
          <label>{t('order')} <select value={query.order ?? 'place'} onChange={(event) => filters.set('order', event.target.value === 'place' ? null : event.target.value)}>
            {ORDERS.map((one) => <option key={one} value={one}>{t(one)}</option>)}
          </select></label>
          <span className="cm-tools-end cm-row">
            <Views filters={filters} />
            <ColumnChoice columns={columns} filters={filters} />
            {mayExport && <Button size="small" onClick={() => void saveFile(api.GET('/api/v1/clues.xlsx', {params: {query: counted}, parseAs: 'blob'}), 'clues.xlsx')}>{t('export')}</Button>}
          </span>
        </div>
        <Chips facets={facets.data} filters={filters} />
        {selection.count !== 0 && (
          <div className="cm-row cm-picked" role="status">
            <strong>{t('chosen', {n: countText(selection.count)})}</strong>
            {!selection.all && total > selection.count && <Button type="link" size="small" onClick={selection.setAll}>{t('chooseAll', {n: countText(total)})}</Button>}
            <Button type="link" size="small" onClick={selection.clear}>{t('unpick')}</Button>
            <Button type="primary" size="small" onClick={() => setBulk(true)}>{t('bulk')}</Button>
          </div>
        )}
        {pages.error != null ? <ProblemBox error={pages.error} again={() => void pages.refetch()} /> : pages.isPending ? <Waiting /> : clues.length === 0 ? (
          <Blank title={t('blank')} about={t('blankAbout')} action={<><Button onClick={filters.clear}>{t('clear')}</Button> <Link href="/models">{t('toModels')}</Link> · <Link href="/data">{t('toData')}</Link></>} />
        ) : <Table clues={clues} total={total} columns={columns} titles={titles} selection={selection} search={address} cursor={cursor} setCursor={setCursor} more={hasNextPage} loadMore={loadMore} />}
      </section>
      {bulk && <BulkForm query={query} selection={selection} close={() => setBulk(false)} told={told} />}
    </div>
  );
}
