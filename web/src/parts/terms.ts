/* Words of closed lists (data/terms), in the chosen language: useTerms('desk.states')('new'). */
import {$api} from '../api/client';
import {useLanguage} from '../app/words';

export function useTerms(list: string): (id: string | null | undefined) => string {
  const language = useLanguage();
  const {data} = $api.useQuery('get', '/api/v1/terms', {params: {query: {list}}, headers: {'Accept-Language': language}}, {staleTime: Infinity});
  const terms = new Map(data?.lists.flatMap((one) => one.terms.map((term) => [term.id, language === 'zh' ? term.zh : term.en] as const)));
  return (id) => (id == null ? '' : terms.get(id) ?? id);
}
