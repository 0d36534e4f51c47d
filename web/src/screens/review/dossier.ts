/* All that is shown of one clue, and which clues stand before and after it in the list one came from. */
import {useEffect, useRef, useState} from 'react';
import {useQuery} from '@tanstack/react-query';
import {$api, answer, api, queries, type Schemas} from '../../api/client';
import type {paths} from '../../api/schema';

/* Reasons that were given for looking at a clue, where the right asks for one; gone with the page. */
const reasons = new Map<string, string>();
export function giveReason(clue: string, reason: string) {
  reasons.set(clue, reason);
}
function reasonOf(clue: string) {
  const reason = reasons.get(clue);
  return reason === undefined ? {} : {reason};
}

/* What a run, an unmasking or a correction changes; each of them forgets it. */
const LASTING = 5 * 60_000;

function partsOf(clue: string) {
  const query = reasonOf(clue);
  return {
    clue: $api.queryOptions('get', '/api/v1/clues/{clue}', {params: {path: {clue}, query}}),
    result: $api.queryOptions('get', '/api/v1/results/{result}', {params: {path: {result: clue}, query}}, {staleTime: LASTING}),
    text: $api.queryOptions('get', '/api/v1/results/{result}/text', {params: {path: {result: clue}, query}}, {staleTime: LASTING}),
  };
}
const judgmentOf = (doc: string) => $api.queryOptions('get', '/api/v1/judgments/{judgment}', {params: {path: {judgment: doc}}}, {staleTime: LASTING});

/* Ahead of the reader: what he will look at next is there when he goes to it. */
export async function prepare(clue: string) {
  const parts = partsOf(clue);
  void queries.prefetchQuery(parts.result);
  void queries.prefetchQuery(parts.text);
  const record = await queries.fetchQuery({...parts.clue, retry: false}).catch(() => null);
  if (record?.doc != null) {
    void queries.prefetchQuery(judgmentOf(record.doc));
  }
}

export type Dossier = {
  id: string;
  clue: Schemas['ClueRecord'];
  result: Schemas['ResultPage'] | null;
  text: Schemas['ResultText'] | null;
  judgment: Schemas['Judgment'] | null; // what was not read; not for everybody
  faults: unknown[];
};

/* The dossier of `id`; until it is whole that of the clue before, so that nothing blinks. */
export function useDossier(id: string): {shown: Dossier | null; fault: unknown; renew: () => void} {
  const [, again] = useState(0);
  const parts = partsOf(id);
  const clue = useQuery(parts.clue);
  const result = useQuery(parts.result);
  const text = useQuery(parts.text);
  const doc = clue.data?.doc ?? null;
  const judgment = useQuery({...judgmentOf(doc ?? ''), enabled: doc !== null});
  const [last, setLast] = useState<Dossier | null>(null);
  const whole = clue.data !== undefined && !result.isLoading && !text.isLoading && !judgment.isLoading;
  const now: Dossier | null = whole ? {
    id, clue: clue.data, result: result.data ?? null, text: text.data ?? null, judgment: judgment.data ?? null,
    faults: [result.error, text.error].filter((error) => error !== null),
  } : null;
  useEffect(() => {
    if (now !== null) {
      setLast(now);
    }
  }, [id, clue.data, result.data, text.data, judgment.data, whole]);
  const shown = now ?? last;
  return {shown, fault: shown === null || shown.id !== id ? clue.error : null, renew: () => again((n) => n + 1)};
}

/* ---- the list one came from ---- */

const TEXTS = ['state', 'model', 'court', 'charge', 'office', 'handler', 'direction', 'severity', 'year', 'due'] as const;
const FLAGS = ['urgent', 'gone'] as const;
const WORDS = ['words', 'order'] as const;
const PAGE = 500, MOST_PAGES = 20, AHEAD = 10;

type Filter = NonNullable<paths['/api/v1/clues']['get']['parameters']['query']>;

/* The filter of the list, as it stands in the address. */
export function filterOf(search: URLSearchParams): Filter {
  const filter: Record<string, string | string[] | boolean> = {};
  for (const name of TEXTS) {
    if (search.has(name)) {
      filter[name] = search.getAll(name);
    }
  }
  for (const name of FLAGS) {
    if (search.get(name) === 'true') {
      filter[name] = true;
    }
  }
  for (const name of WORDS) {
    const value = search.get(name);
    if (value !== null && value !== '') {
      filter[name] = value;
    }
  }
  return filter as Filter; // the server refuses values that it does not know
}

export type Queue = {ids: string[]; more: boolean};
const NONE: Queue = {ids: [], more: false};

/* As far as `clue` stands in it and a page beyond. */
async function loadQueue(filter: Filter, clue: string): Promise<Queue> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = {...filter, limit: PAGE, ...(after !== null && {after})};
    const list: Schemas['ClueList'] = await answer(api.GET('/api/v1/clues', {params: {query}}));
    ids.push(...list.items.map((one) => one.id));
    after = list.next;
    const at = ids.indexOf(clue);
    if (after === null || (at >= 0 && at < ids.length - AHEAD)) {
      break;
    }
  }
  return {ids, more: after !== null};
}

/* Stays as it was when one came, so that next is next although what was decided leaves the filter. */
export function useQueue(search: URLSearchParams, clue: string): {at: number; queue: Queue} {
  const key = search.toString();
  const {data} = useQuery({
    queryKey: ['queue', key], queryFn: () => loadQueue(filterOf(search), clue), staleTime: Infinity, gcTime: 30 * 60_000,
  });
  const queue = data ?? NONE;
  const at = queue.ids.indexOf(clue);
  const asked = useRef('');
  useEffect(() => {
    if (data !== undefined && at < 0 && asked.current !== clue) { // a list of before; once for each clue
      asked.current = clue;
      void loadQueue(filterOf(search), clue).then((fresh) => fresh.ids.includes(clue) && queries.setQueryData(['queue', key], fresh));
    }
    if (queue.more && at >= 0 && at >= queue.ids.length - AHEAD) {
      void loadQueue(filterOf(search), clue).then((longer) => {
        const known = new Set(queue.ids);
        queries.setQueryData<Queue>(['queue', key], {ids: [...queue.ids, ...longer.ids.filter((id) => !known.has(id))], more: longer.more});
      });
    }
  }, [at, key, data === undefined, clue]);
  return {at, queue};
}
