/* The filter of the list as it stands in the address. */
import {useSearchParams} from 'wouter';
import type {paths} from '../../api/schema';

type Query = NonNullable<paths['/api/v1/clues']['get']['parameters']['query']>;
export type ListQuery = Omit<Query, 'after' | 'limit'>;

export const FACETS = ['state', 'due', 'severity', 'direction', 'model', 'charge', 'court', 'year', 'office', 'handler'] as const;
export type Facet = (typeof FACETS)[number];
export const ORDERS = ['place', 'due', 'newest', 'model', 'court'] as const;

export function queryOf(params: URLSearchParams): ListQuery {
  const query: Record<string, unknown> = {};
  for (const facet of FACETS) {
    const values = params.getAll(facet);
    if (values.length !== 0) {
      query[facet] = values;
    }
  }
  for (const flag of ['urgent', 'gone']) {
    if (params.get(flag) === 'true') {
      query[flag] = true;
    }
  }
  const words = params.get('words')?.trim() ?? '';
  if (words !== '') {
    query['words'] = words.slice(0, 200);
  }
  const order = params.get('order');
  if (ORDERS.some((one) => one === order)) {
    query['order'] = order;
  }
  return query as ListQuery;
}

export type Filters = {
  params: URLSearchParams;
  query: ListQuery;
  toggle: (name: string, value: string) => void;
  set: (name: string, value: string | null) => void;
  clear: () => void;
  replace: (query: string) => void;
};

export function useFilters(): Filters {
  const [params, setParams] = useSearchParams();
  const change = (act: (next: URLSearchParams) => void) => setParams((before) => {
    const next = new URLSearchParams(before);
    act(next);
    return next;
  });
  return {
    params,
    query: queryOf(params),
    toggle: (name, value) => change((next) => {
      const values = next.getAll(name);
      next.delete(name);
      (values.includes(value) ? values.filter((one) => one !== value) : [...values, value]).forEach((one) => next.append(name, one));
    }),
    set: (name, value) => change((next) => (value === null || value === '' ? next.delete(name) : next.set(name, value))),
    clear: () => change((next) => [...FACETS, 'urgent', 'gone', 'words'].forEach((name) => next.delete(name))),
    replace: (query) => setParams(new URLSearchParams(query)),
  };
}
