/* The clues behind a number of the board. */
import {Button} from 'antd';
import {Link, useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {useValueTitle} from './groups';
import {askedOf, filterOf} from './query';
import {words} from './words';

const PAGE = 50;

/* What the number was, in words. */
function useWhich(params: URLSearchParams): string[] {
  const t = useWords(words);
  const rung = useTerms('desk.rungs'), verdict = useTerms('desk.verdicts'), state = useTerms('desk.states'), outcome = useTerms('desk.outcomes');
  const direction = useTerms('direction');
  const model = useValueTitle('model');
  const said: string[] = [];
  const add = (name: string, say: (value: string) => string) => {
    const value = params.get(name);
    if (value !== null) {
      said.push(say(value));
    }
  };
  add('reached', (value) => t('reached', {what: rung(value)}));
  add('at', (value) => t('at', {what: rung(value)}));
  add('verdict', (value) => t('verdict', {what: verdict(value)}));
  add('state', (value) => t('state', {what: state(value)}));
  add('outcome', (value) => t('outcomeIs', {what: outcome(value)}));
  add('left_out', () => t('isLeftOut'));
  add('model', model);
  for (const name of ['office', 'court', 'charge', 'year']) {
    add(name, (value) => value || t('none'));
  }
  add('direction', (value) => direction(value) || t('none'));
  if (params.has('from') || params.has('to')) {
    said.push(t('days', {from: params.get('from') ?? '…', to: params.get('to') ?? '…'}));
  }
  add('as_of', (day) => t('asOfDay', {day}));
  return said;
}

function given(params: URLSearchParams) {
  const text = (name: string) => {
    const value = params.get(name);
    return value === null ? {} : {[name]: value};
  };
  return {...text('reached'), ...text('at'), ...text('verdict'), ...text('state'), ...text('outcome'), ...text('after'), ...(params.has('left_out') ? {left_out: true} : {})};
}

export default function Rows() {
  const t = useWords(words);
  const [params, setParams] = useSearchParams();
  const which = useWhich(params);
  const model = useValueTitle('model');
  const state = useTerms('desk.states'), rung = useTerms('desk.rungs'), verdict = useTerms('desk.verdicts'), direction = useTerms('direction');
  const rows = $api.useQuery('get', '/api/v1/statistics/clues', {params: {query: {...filterOf(askedOf(params)), ...given(params), limit: PAGE}}});
  const items = rows.data?.items ?? [];
  const next = rows.data?.next ?? null;
  return (
    <div>
      <h1>{t('rows')}</h1>
      <p><Link href="/board">{t('back')}</Link> · {rows.data?.notice}</p>
      <p>{t('which')}：{which.length === 0 ? t('all') : which.join(' · ')}</p>
      {rows.error != null && <ProblemBox error={rows.error} again={() => void rows.refetch()} />}
      {rows.isPending ? <Waiting /> : items.length === 0 ? <Blank title={t('noRows')} action={<Link href="/board">{t('back')}</Link>} /> : (
        <div className="cm-card cm-board-wide">
          <table className="cm-board-table cm-board-groups cm-board-rows">
            <thead><tr>
              <th scope="col">{t('clue')}</th><th scope="col">{t('byModel')}</th><th scope="col">{t('byCourt')}</th><th scope="col">{t('byCharge')}</th><th scope="col">{t('byYear')}</th>
              <th scope="col">{t('byDirection')}</th><th scope="col">{t('byOffice')}</th><th scope="col">{t('stateOf')}</th><th scope="col">{t('rung')}</th><th scope="col">{t('verdictOf')}</th>
            </tr></thead>
            <tbody>
              {items.map((clue) => (
                <tr key={clue.id}>
                  <th scope="row"><Link href={`/clues/${clue.id}`} aria-label={`${t('open')} ${clue.id}`}>{clue.id}</Link></th>
                  <td>{model(clue.model)}</td><td>{clue.court}</td><td>{clue.charge}</td><td>{clue.year}</td><td>{direction(clue.direction)}</td>
                  <td>{clue.office}</td><td>{state(clue.state)}</td><td>{rung(clue.rung)}</td><td>{verdict(clue.verdict)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="cm-row"><span role="status">{t('seen', {n: items.length})}</span>
            {params.has('after') && <Button size="small" onClick={() => setParams((old) => { const all = new URLSearchParams(old); all.delete('after'); return all; })}>{t('first')}</Button>}
            {next !== null && <Button size="small" onClick={() => setParams((old) => { const all = new URLSearchParams(old); all.set('after', next); return all; })}>{t('next')}</Button>}
          </p>
        </div>
      )}
    </div>
  );
}
