/* What could not be decided, and what was missing: counted by every column, one value of each chosen. */
import {useMemo} from 'react';
import {Button} from 'antd';
import {Link, useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText, dayText} from '../../parts/values';
import {useTerms} from '../../parts/terms';
import {words} from './words';

/* What facts, tables of facts and groups of them are called. */
function useFactNames(): (name: string) => string {
  const groups = useTerms('group');
  const {data} = $api.useQuery('get', '/api/v1/catalogue', {headers: {'Accept-Language': useLanguage()}}, {staleTime: Infinity});
  const names = useMemo(() => new Map(data?.tables.flatMap((table) =>
    [...table.columns.map((one) => [one.name, one.title] as const), [table.table, table.title] as const, [table.table.replace(/^.*?_/, ''), table.title] as const])), [data]);
  return (name) => names.get(name) ?? groups(name);
}

const FACETS = ['missing', 'model', 'court', 'charge', 'year'] as const;

export default function Undecidable() {
  const t = useWords(words);
  const headers = {'Accept-Language': useLanguage()};
  const [params, setParams] = useSearchParams();
  const given = (name: string) => params.get(name) ?? undefined;
  const choice = {model: given('model'), court: given('court'), charge: given('charge'), missing: given('missing'), year: given('year') === undefined ? undefined : Number(given('year'))};
  const facets = $api.useQuery('get', '/api/v1/results/facets', {params: {query: choice}, headers}, {placeholderData: (before) => before});
  const pages = $api.useInfiniteQuery('get', '/api/v1/results', {params: {query: {...choice, outcome: 'undecidable', limit: 100}}, headers},
    {pageParamName: 'after', initialPageParam: '', getNextPageParam: (page) => page.next});
  const results = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (name: string, value: string) => setParams((before) => {
    const next = new URLSearchParams(before);
    value === '' ? next.delete(name) : next.set(name, value);
    return next;
  });
  const nameOf = useFactNames();
  const title = (name: (typeof FACETS)[number], value: string) => facets.data?.[name].find((one) => one.value === value)?.title ?? value;
  return (
    <section aria-label={t('tabUndecidable')}>
      <p className="cm-quiet">{t('undecAbout')}</p>
      <div className="cm-row cm-tools">
        <strong role="status">{t('total', {n: countText(facets.data?.total ?? 0)})}</strong>
        {FACETS.map((name) => (
          <label key={name}>{t(name)} <select value={given(name) ?? ''} onChange={(event) => set(name, event.target.value)}>
            <option value="" />
            {facets.data?.[name].filter((one) => one.value !== null).map((one) => <option key={one.value} value={one.value ?? ''}>{name === 'missing' ? (one.value ?? '').split(',').map(nameOf).join('、') : one.title} ({countText(one.count)})</option>)}
          </select></label>
        ))}
      </div>
      {pages.error != null ? <ProblemBox error={pages.error} again={() => void pages.refetch()} /> : pages.isPending ? <Waiting /> : results.length === 0 ? <Blank title={t('undecBlank')} action={<Link href="/data">{t('toData')}</Link>} /> : (
        <table className="cm-table cm-plain">
          <thead><tr>{(['model', 'number', 'court', 'charge', 'decided', 'missing'] as const).map((word) => <th scope="col" key={word}>{t(word)}</th>)}</tr></thead>
          <tbody>
            {results.map((one) => (
              <tr key={one.id}>
                <td><Link href={`/models/${one.model}`}>{title('model', one.model)}</Link></td>
                <td>{one.case_no}</td><td>{one.court}</td><td>{one.charge}</td><td>{dayText(one.decided_on)}</td>
                <td>{one.missing.map(nameOf).join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>{t('loadMore')}</Button>}
    </section>
  );
}
